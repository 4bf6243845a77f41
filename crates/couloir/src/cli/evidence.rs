//! The evidence of an operation as the commands take it: what is wrong with it is said, what is left is used.

use super::Stop;
use super::terminal::Terminal;
use couloir_evidence::estimate::{Asked, Parameters};
use couloir_model::outlook::Outlook;
use jiff::civil::DateTime;
use std::path::Path;

/// The outlook of an operation, from its evidence as of a moment; the latest one that anything is known of where none is given.
pub(super) fn outlook(
    operation: &Path,
    as_of: Option<DateTime>,
    asked: &Asked,
    parameters: &Parameters,
    terminal: &mut Terminal,
) -> Result<Outlook, Stop> {
    let (outlook, faults) = crate::evidence::outlook(operation, as_of, asked, parameters);
    for fault in faults {
        terminal.talk(&fault);
    }
    outlook.map_err(|error| Stop::unusable(error.to_string()))
}

/// A moment as people write it on the command line.
pub(super) fn moment(text: &str) -> Result<DateTime, String> {
    let text = text.replace(' ', "T");
    // A day alone is meant to its end: what was said on that day counts.
    if let (10, Ok(day)) = (text.len(), text.parse::<jiff::civil::Date>()) {
        return Ok(day.at(23, 59, 0, 0));
    }
    if text.parse::<jiff::Timestamp>().is_ok() || text.contains('[') {
        return Err("write it without an offset: it is the operation's local time".to_owned());
    }
    text.parse().map_err(|_| "write a day and a time such as 2019-02-22T12:00, or a day alone".to_owned())
}
