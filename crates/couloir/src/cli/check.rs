//! `couloir check`: read everything, report every fault, say what was understood.

use super::terminal::Terminal;
use super::{Stop, shown};
use crate::files;
use couloir_model::format::operation::{self, Operation};
use std::path::{Path, PathBuf};

/// Arguments of `couloir check`.
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// The operation: a folder, a .toml file or an .xlsx workbook
    operation: PathBuf,
}

impl Check {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let operation = load(&self.operation, terminal)?;
        terminal.data(&operation::describe(&operation));
        Ok(())
    }
}

/// Reads the operation at `path`, prints all findings, and stops when it cannot be used.
pub(super) fn load(path: &Path, terminal: &mut Terminal) -> Result<Operation, Stop> {
    let loaded = files::load(path);
    terminal.findings(&loaded.findings);
    let errors = loaded.findings.iter().filter(|finding| finding.is_error()).count();
    loaded.operation.filter(|_| errors == 0).ok_or_else(|| {
        let faults = if errors == 1 { "1 fault".to_owned() } else { format!("{errors} faults") };
        Stop::unusable(format!("\n{} cannot be used: {faults}; nothing was changed", shown(path)))
    })
}
