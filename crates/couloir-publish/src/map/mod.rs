//! Maps: one to print as SVG, and vector tiles for a screen.
//!
//! [`print()`] is the first way in. Below them, `land` holds roads, water and borders, `plane` projects, simplifies and cuts,
//! `ground` and `signs` draw the land and the operation, `label` finds room for names.

mod canvas;
mod ground;
mod label;
mod land;
mod plane;
mod print;
mod signs;
pub(crate) mod words;

pub use land::{Builder, Land, Name, Rank, What};
pub use print::Page;

use crate::{Chosen, Language};

/// The operation on one sheet, as an SVG document that needs no network, no script and no browser: Web Mercator with north up,
/// scale bar, key, and the attribution wherever there is `land`.
///
/// # Panics
///
/// When the plan is of another scenario, so that an id names no row.
#[must_use]
pub fn print(chosen: &Chosen, land: Option<&Land>, page: Page, language: Language) -> String {
    print::map(chosen, land, page, language)
}
