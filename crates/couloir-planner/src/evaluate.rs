//! What routes are worth: the plain evaluation, and the incremental one that the search lives on.

pub(crate) mod calendar;
pub mod plain;
pub(crate) mod timetable;
