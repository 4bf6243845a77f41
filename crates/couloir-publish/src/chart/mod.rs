//! Charts as SVG: what each vehicle does (Gantt), how many are out over time, and measurements of any kind.
//!
//! Drawn by `plotters`; what it cannot do (patterns, a description for screen readers, dark mode) is added to its text by
//! [`paint`]. Time runs from left to right in every language.

mod axis;
mod curve;
mod gantt;
pub(crate) mod key;
mod measured;
pub(crate) mod outlook;
mod over_time;
pub(crate) mod paint;
mod scale;
pub(crate) mod simulated;

pub use measured::{Axis, Line, Measured, Panel, measured};

use crate::Reader;

/// A drawing.
pub(crate) struct Chart {
    /// The whole SVG document, which also stands inline in a page.
    pub(crate) svg: String,
    /// What it shows, in words.
    pub(crate) description: String,
}

/// Both charts of a plan.
pub(crate) struct Charts {
    pub(crate) gantt: Chart,
    pub(crate) people_out: Chart,
}

impl Charts {
    pub(crate) fn of(reader: &Reader) -> Self {
        Self { gantt: gantt::gantt(reader), people_out: curve::people_out(reader) }
    }
}
