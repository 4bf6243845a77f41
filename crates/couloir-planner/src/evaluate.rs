//! What routes are worth: the plain evaluation, and the incremental one that the search lives on.

pub(crate) mod calendar;
pub(crate) mod form;
pub(crate) mod lineup;
pub mod plain;
pub mod play;
mod post;
pub(crate) mod timetable;
