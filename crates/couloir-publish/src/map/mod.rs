//! Maps: one to print as SVG, and vector tiles for a screen.
//!
//! [`print()`] and [`tile()`] are the ways in. Below them, `land` holds roads, water and borders, `plane` projects, simplifies and cuts,
//! `ground` and `signs` draw the
//! land and the operation, `label` finds room for names.

mod canvas;
mod glyph;
mod ground;
mod label;
mod land;
mod plane;
mod print;
mod signs;
mod style;
mod tile;
pub(crate) mod words;

pub use glyph::{FONT, Glyphs, RANGE};
pub use land::{Builder, Land, Name, Rank, What};
pub use print::Page;
pub use style::Theme;
pub use tile::{BUFFER, BYTES_MAX, EXTENT, NoSuchTile, Tile, ZOOM_MAX};

use crate::{Chosen, Language};
use couloir_model::position::Position;
use couloir_model::scenario::Scenario;

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

/// The vector tile at z, x and y: the land, and the places and closures of an operation where one is given. Never its legs: they
/// tell who goes where when.
///
/// # Errors
///
/// [`NoSuchTile`] when z is too large, or x or y is not below 2 to the power of z.
pub fn tile(land: &Land, operation: Option<&Scenario>, z: u8, x: u32, y: u32) -> Result<Tile, NoSuchTile> {
    let paths = crate::Paths::new();
    let chosen = operation.map(|scenario| Chosen { scenario, plan: None, paths: &paths, closed: &[], only: None });
    // Names are in the tile in all languages: the language of the overlay does not show.
    let overlay = chosen.as_ref().map(|chosen| crate::overlay::Overlay::of(chosen, Language::English));
    tile::tile(land, overlay.as_ref(), z, x, y)
}

/// A style for MapLibre GL that shows the tiles; see [`Theme`]. `tiles` and `glyphs` are the addresses of tiles and letters.
#[must_use]
pub fn style(tiles: &str, glyphs: &str, theme: Theme, language: Language) -> String {
    style::style(tiles, glyphs, theme, language)
}

/// The columns and rows of the tiles of a zoom that hold a box of degrees, south-west and north-east.
pub fn tiles_in(low: [f64; 2], high: [f64; 2], z: u8) -> impl Iterator<Item = (u32, u32)> {
    let tiles = f64::from(1_u32 << z.min(ZOOM_MAX));
    let address = |[lon, lat]: [f64; 2]| {
        let at = Position::from_degrees(lon.clamp(-180.0, 180.0), lat.clamp(-90.0, 90.0));
        let plane = at.map_or([0.5; 2], plane::mercator);
        plane.map(|share| (share * tiles).clamp(0.0, tiles - 1.0) as u32)
    };
    let ([west, south], [east, north]) = (address(low), address(high));
    (west..=east).flat_map(move |x| (north..=south).map(move |y| (x, y)))
}
