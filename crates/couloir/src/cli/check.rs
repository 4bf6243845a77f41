//! `couloir check`: read everything, report every fault, say what was understood.

use super::terminal::Terminal;
use super::{Stop, shown};
use crate::files::network::is_replaced;
use crate::files::{self, Loaded};
use couloir_model::format::operation::{self, Operation};
use couloir_model::scenario::Scenario;
use couloir_model::travel::TravelTimes;
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
    told(files::load(path), path, terminal)
}

/// The operation by its tables alone, for those who take times from a network themselves: nothing is said of the guess that
/// they do not use.
pub(super) fn load_tables(path: &Path, terminal: &mut Terminal) -> Result<Operation, Stop> {
    let mut loaded = files::load_tables(path);
    loaded.findings.retain(|finding| finding.is_error() || !is_replaced(finding));
    told(loaded, path, terminal)
}

/// Says what was found; stops where something is wrong.
fn told(loaded: Loaded, path: &Path, terminal: &mut Terminal) -> Result<Operation, Stop> {
    terminal.findings(&loaded.findings);
    let errors = loaded.findings.iter().filter(|finding| finding.is_error()).count();
    loaded.operation.filter(|_| errors == 0).ok_or_else(|| {
        let faults = if errors == 1 { "1 fault".to_owned() } else { format!("{errors} faults") };
        Stop::unusable(format!("\n{} cannot be used: {faults}; nothing was changed", shown(path)))
    })
}

/// What is given at `path`: an operation, or a benchmark instance when its name ends in `.json` or `.json.gz`.
pub(super) fn scenario(path: &Path, terminal: &mut Terminal) -> Result<(Scenario, TravelTimes), Stop> {
    let name = path.to_string_lossy();
    if name.ends_with(".json") || name.ends_with(".json.gz") {
        return super::bench::instance_at(terminal, path);
    }
    let operation = load(path, terminal)?;
    Ok((operation.scenario, operation.travel))
}
