//! What routes are worth: the plain evaluation, and the incremental one that the search lives on.

pub mod plain;
pub(crate) mod queue;
pub(crate) mod timetable;
