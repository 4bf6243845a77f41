//! `couloir export`: legs, places and closures for map programs and phones.

use super::Stop;
use super::chart::{Charted, write_restricted};
use super::terminal::Terminal;
use std::path::PathBuf;

/// Arguments of `couloir export`.
#[derive(Debug, clap::Args)]
pub(super) struct Export {
    #[command(flatten)]
    charted: Charted,
    /// Write GeoJSON, for map programs
    #[arg(long, value_name = "FILE", required_unless_present = "gpx")]
    geojson: Option<PathBuf>,
    /// Write GPX, for phones
    #[arg(long, value_name = "FILE")]
    gpx: Option<PathBuf>,
}

impl Export {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let loaded = self.charted.load(terminal)?;
        let paths = loaded.paths();
        if let Some(path) = &self.geojson {
            let text = loaded.show(&paths, |chosen| couloir_publish::geojson(chosen, loaded.language));
            write_restricted(path, text.as_bytes(), terminal)?;
        }
        if let Some(path) = &self.gpx {
            let text = loaded.show(&paths, |chosen| couloir_publish::gpx(chosen, loaded.language));
            write_restricted(path, text.as_bytes(), terminal)?;
        }
        Ok(())
    }
}
