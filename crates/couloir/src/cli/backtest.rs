//! `couloir backtest`: how often the estimate would have been right, day by day, on operations that are over.

use super::terminal::Terminal;
use super::{Stop, shown, verify};
use std::path::PathBuf;

/// Arguments of `couloir backtest`.
#[derive(Debug, clap::Args)]
pub(super) struct Backtest {
    /// A folder with tables of past operations: stated_vs_out.csv, evac_series.csv and the others that docs/estimate.md names
    #[arg(long, value_name = "FOLDER")]
    data: PathBuf,
}

/// The largest table that is read.
const BYTES_MAX: u64 = 1 << 26;

impl Backtest {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let fault = |what: String| Stop::unusable(format!("cannot read `{}`: {what}", shown(&self.data)));
        let entries = std::fs::read_dir(&self.data).map_err(|error| fault(error.to_string()))?;
        let mut files = Vec::new();
        for entry in entries.flatten().filter(|entry| entry.path().extension().is_some_and(|end| end == "csv")) {
            files
                .push((entry.file_name().to_string_lossy().into_owned(), verify::read_text(&entry.path(), BYTES_MAX)?));
        }
        if files.is_empty() {
            return Err(fault("it holds no CSV table".to_owned()));
        }
        files.sort();
        let texts = files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        let (report, faults) = couloir_evidence::report::backtest(texts);
        for fault in faults {
            terminal.talk(&fault.to_string());
        }
        terminal.data(&report);
        Ok(())
    }
}
