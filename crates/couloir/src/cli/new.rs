//! `couloir new`: a commented template to fill in.

use super::terminal::Terminal;
use super::{Stop, shown};
use std::path::PathBuf;

/// Arguments of `couloir new`.
#[derive(Debug, clap::Args)]
pub(super) struct New {
    /// The folder to make, or the workbook with --xlsx
    name: PathBuf,
    /// Begin with a bundled example: baghouz, baghouz-later, flood-town or island
    #[arg(long, value_name = "EXAMPLE")]
    from: Option<String>,
    /// Write one XLSX workbook instead of a folder of CSV tables
    #[arg(long)]
    xlsx: bool,
}

impl New {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let written = crate::new::new(&self.name, self.from.as_deref(), self.xlsx)
            .map_err(|error| Stop::unusable(error.to_string()))?;
        terminal.talk(&format!("wrote {}: fill it in, then run", shown(&written)));
        terminal.data(&format!("couloir check {}", shown(&written)));
        Ok(())
    }
}
