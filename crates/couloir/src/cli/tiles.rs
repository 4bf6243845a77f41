//! `couloir tiles`: vector tiles of a network, one or a folder of them, with the style and the letters that a screen needs.

use super::terminal::Terminal;
use super::{Lang, Stop, check, roads, shown};
use crate::land;
use couloir_model::scenario::Scenario;
use couloir_publish::Language;
use couloir_publish::map::{self, FONT, Glyphs, Land, RANGE, Theme, ZOOM_MAX};
use std::path::{Path, PathBuf};

/// Arguments of `couloir tiles`.
#[derive(Debug, clap::Args)]
pub(super) struct Tiles {
    /// The roads, as `couloir roads import` writes them
    network: PathBuf,
    /// One tile alone
    #[arg(long, value_name = "Z/X/Y", value_parser = address, conflicts_with = "zoom")]
    tile: Option<(u8, u32, u32)>,
    /// All tiles to this zoom
    #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u8).range(0..=i64::from(ZOOM_MAX)))]
    zoom: u8,
    /// Put the places and closures of this operation into them; they are restricted then
    #[arg(long, value_name = "OPERATION")]
    operation: Option<PathBuf>,
    /// The language of the names in the style
    #[arg(long, default_value = "en")]
    lang: Lang,
    /// Where the tile goes, or the folder for all of them
    #[arg(long, short, value_name = "FILE OR FOLDER")]
    output: PathBuf,
}

/// More tiles than this are no folder for a stick, but a mistake.
const TILES_MAX: u64 = 200_000;

impl Tiles {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let operation = self.operation.as_deref().map(|path| check::load(path, terminal)).transpose()?;
        let scenario = operation.as_ref().map(|operation| &operation.scenario);
        let land = land::land(&roads::open(&self.network)?);
        match self.tile {
            Some(address) => self.one(&land, scenario, address, terminal),
            None => self.folder(&land, scenario, terminal),
        }
    }

    fn one(
        &self,
        land: &Land,
        scenario: Option<&Scenario>,
        (z, x, y): (u8, u32, u32),
        terminal: &mut Terminal,
    ) -> Result<(), Stop> {
        let tile = map::tile(land, scenario, z, x, y).map_err(|error| Stop::unusable(error.to_string()))?;
        write(&self.output, &tile.bytes)?;
        terminal.talk(&format!(
            "wrote {}: {} bytes, left out {}",
            shown(&self.output),
            tile.bytes.len(),
            tile.left_out
        ));
        Ok(())
    }

    /// A folder with `z/x/y.mvt`, a style for day and one for night, and the letters.
    fn folder(&self, land: &Land, scenario: Option<&Scenario>, terminal: &mut Terminal) -> Result<(), Stop> {
        let is_taken = std::fs::read_dir(&self.output).is_ok_and(|mut entries| entries.next().is_some());
        if is_taken {
            let folder = shown(&self.output);
            let help = "help: name a folder that is not there yet";
            return Err(Stop::unusable(format!("something is there already: {folder}\n  {help}")));
        }
        let Some((low, high)) = land.bounds() else {
            return Err(Stop::unusable(format!("nothing to draw in {}", shown(&self.network))));
        };
        let addresses = |zoom: u8| map::tiles_in(low, high, zoom);
        let count: u64 = (0..=self.zoom).map(|zoom| addresses(zoom).count() as u64).sum();
        if count > TILES_MAX {
            let message = format!("{count} tiles to zoom {}, more than {TILES_MAX}", self.zoom);
            return Err(Stop::unusable(format!("{message}\n  help: name a lower `--zoom`")));
        }
        let (mut written, mut bytes, mut left_out) = (0_u64, 0, 0);
        for zoom in 0..=self.zoom {
            for (x, y) in addresses(zoom) {
                let tile = map::tile(land, scenario, zoom, x, y).map_err(|error| Stop::unusable(error.to_string()))?;
                left_out += tile.left_out;
                if !tile.bytes.is_empty() {
                    write(&self.output.join(format!("{zoom}/{x}/{y}.mvt")), &tile.bytes)?;
                    written += 1;
                    bytes += tile.bytes.len();
                }
            }
        }
        let language: Language = self.lang.into();
        for (name, theme) in [("style.json", Theme::Light), ("style-dark.json", Theme::Dark)] {
            let style = map::style("{z}/{x}/{y}.mvt", "glyphs/{fontstack}/{range}.pbf", theme, language);
            write(&self.output.join(name), style.as_bytes())?;
        }
        let glyphs = Glyphs::new();
        for start in (0..=0xff00).step_by(RANGE as usize) {
            let range = glyphs.range(start).unwrap_or_default();
            write(&self.output.join(format!("glyphs/{FONT}/{start}-{}.pbf", start + RANGE - 1)), &range)?;
        }
        let size = bytes / 1000;
        terminal.talk(&format!("wrote {written} tiles of {size} kB to {}, left out {left_out}", shown(&self.output)));
        if scenario.is_some() {
            terminal.talk("they hold places of the operation: restricted, do not publish");
        }
        Ok(())
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    let written = path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(path, bytes));
    written.map_err(|error| Stop::unusable(format!("cannot write `{}`: {error}", shown(path))))
}

fn address(text: &str) -> Result<(u8, u32, u32), String> {
    let wrong = || "write zoom, column and row: `12/2080/1484`".to_owned();
    let parts: Vec<&str> = text.split('/').collect();
    let [z, x, y] = parts.as_slice() else { return Err(wrong()) };
    Ok((z.parse().map_err(|_| wrong())?, x.parse().map_err(|_| wrong())?, y.parse().map_err(|_| wrong())?))
}
