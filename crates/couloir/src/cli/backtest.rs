//! `couloir backtest`: how often the estimate would have been right, day by day, on operations that are over; and the fit of
//! its parameters.

use super::terminal::Terminal;
use super::{Stop, shown, verify};
use couloir_evidence::backtest::{self, backtest_from, fit_with_record_from};
use couloir_evidence::estimate::{Parameters, assumed};
use couloir_evidence::history::{History, TABLES};
use std::path::{Path, PathBuf};

/// Arguments of `couloir backtest`.
#[derive(Debug, clap::Args)]
pub(super) struct Backtest {
    /// A folder with tables of past operations, in the columns that docs/estimate.md names [default: the bundled tables]
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// List every single forecast with what was true
    #[arg(long)]
    cases: bool,
    /// Fit the parameters to the tables and print them, with their record, as a file for `--parameters`
    #[arg(long, conflicts_with_all = ["cases", "parameters"])]
    fit: bool,
    /// A file of parameters in place of those that the program carries
    #[arg(long, value_name = "FILE")]
    parameters: Option<PathBuf>,
    /// Assume something else before the parameters are fitted, such as `drift_sd=0.6`: what does it change?
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

/// The largest table that is read.
const BYTES_MAX: u64 = 1 << 26;

/// What the fit of the bundled tables names as its source.
const BUNDLED: &str = "the bundled tables of past evacuations";

impl Backtest {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let history = self.history(terminal)?;
        let assumed = self.assumed()?;
        if self.fit {
            let mut fitted = fit_with_record_from(&history, &assumed);
            fitted.source = self.data.as_ref().map_or_else(|| BUNDLED.to_owned(), |data| shown(data));
            terminal.data(&fitted.to_toml());
            return Ok(());
        }
        let report = backtest_from(&history, &parameters(self.parameters.as_deref())?, &assumed);
        terminal.data(&report.to_string());
        if self.cases {
            terminal.data(&backtest::listed(&report));
        }
        Ok(())
    }

    /// The tables, and on standard error every row that cannot be used.
    fn history(&self, terminal: &mut Terminal) -> Result<History, Stop> {
        let Some(folder) = &self.data else {
            return Ok(History::read(TABLES).0);
        };
        let files = tables(folder, terminal)?;
        let (history, faults) = History::read(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        for fault in faults {
            terminal.talk(&fault.to_string());
        }
        Ok(history)
    }

    /// What is assumed before the fit, with the changes that are asked for.
    fn assumed(&self) -> Result<Parameters, Stop> {
        self.set.iter().try_fold(assumed(), |parameters, setting| {
            parameters.with(setting).map_err(|error| {
                Stop::unusable(format!(
                    "cannot assume `{setting}`: {error}\n  help: write NAME=VALUE with a name of `--fit`"
                ))
            })
        })
    }
}

/// The parameters in a file, else those that the program carries.
pub(super) fn parameters(file: Option<&Path>) -> Result<Parameters, Stop> {
    let Some(file) = file else { return Ok(Parameters::stored()) };
    let text = verify::read_text(file, BYTES_MAX)?;
    Parameters::from_toml(&text).map_err(|error| {
        let help = "`couloir backtest --fit` writes such a file";
        Stop::unusable(format!("cannot use `{}`: {error}\n  help: {help}", shown(file)))
    })
}

/// The CSV files of a folder, by name.
fn tables(folder: &Path, terminal: &mut Terminal) -> Result<Vec<(String, String)>, Stop> {
    let fault =
        |what: &str, help: &str| Stop::unusable(format!("cannot read `{}`: {what}\n  help: {help}", shown(folder)));
    let help = "name a folder with tables of past operations; docs/estimate.md lists their columns";
    let entries = std::fs::read_dir(folder).map_err(|error| fault(&error.to_string(), help))?;
    let mut files = Vec::new();
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_file() && path.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv")) {
            match verify::read_text(&path, BYTES_MAX) {
                Ok(text) => files.push((entry.file_name().to_string_lossy().into_owned(), text)),
                // One table in another encoding is no reason to judge none.
                Err(stop) => terminal.talk(&stop.said),
            }
        }
    }
    if files.is_empty() {
        return Err(fault("it holds no CSV table", help));
    }
    files.sort();
    Ok(files)
}
