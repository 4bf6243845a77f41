//! The thin functions that commands call: texts in, text out.

use crate::backtest;
use crate::estimate::wire::{CaseText, read_case};
use crate::estimate::{Parameters, estimate as estimate_case};
use crate::history::{Fault, History};

/// The estimate of one place as plain text, with everything in the texts that could not be used.
///
/// A speaker whose side is not known is used without the bias of a role, and gives a fault that asks for it.
#[must_use]
pub fn estimate(text: &CaseText<'_>) -> (String, Vec<Fault>) {
    let (case, faults) = read_case(text);
    (estimate_case(&case, &Parameters::stored()).to_string(), faults)
}

/// The back-test of the tables of a folder, given by file name and text, as plain text.
#[must_use]
pub fn backtest<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> (String, Vec<Fault>) {
    let (history, faults) = History::read(files);
    (backtest::backtest(&history, &Parameters::stored()).to_string(), faults)
}
