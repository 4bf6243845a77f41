//! `couloir map`: the operation on one sheet, to print or to look at.

use super::Stop;
use super::chart::{Charted, write_restricted};
use super::terminal::Terminal;
use couloir_publish::map::{self, Page};
use std::path::PathBuf;

/// Arguments of `couloir map`.
#[derive(Debug, clap::Args)]
pub(super) struct Map {
    #[command(flatten)]
    charted: Charted,
    /// The size of the sheet
    #[arg(long, value_enum, default_value_t = Size::A4)]
    page: Size,
    /// Where the SVG goes
    #[arg(long, short, value_name = "FILE", default_value = "map.svg")]
    output: PathBuf,
}

/// The size of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Size {
    /// A4, upright or across
    A4,
    /// A3, upright or across
    A3,
    /// A phone held upright
    Phone,
}

impl Map {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let loaded = self.charted.load(terminal)?;
        let page = match self.page {
            Size::A4 => Page::A4,
            Size::A3 => Page::A3,
            Size::Phone => Page::Phone,
        };
        let land = loaded.land();
        let svg = loaded.show(&loaded.paths(), |chosen| map::print(chosen, land.as_ref(), page, loaded.language));
        write_restricted(&self.output, svg.as_bytes(), terminal)
    }
}
