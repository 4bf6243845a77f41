//! The evidence of an operation: where its files are, and what they say.

use super::terminal::Terminal;
use super::{Stop, shown, verify};
use couloir_evidence::estimate::wire::{CaseText, read_case};
use couloir_evidence::estimate::{Asked, Parameters, estimate};
use couloir_model::outlook::Outlook;
use jiff::civil::DateTime;
use std::path::{Path, PathBuf};

/// Claims that somebody has confirmed, one a line.
pub(super) const CLAIMS: &str = "claims.jsonl";
/// Counted and claimed movements.
const COUNTS: &str = "counts.csv";
/// The side of each speaker.
const SPEAKERS: &str = "speakers.csv";
/// The largest file that is read.
pub(super) const BYTES_MAX: u64 = 1 << 26;

/// The folder with the evidence of an operation: `evidence` in its folder, or `NAME-evidence` beside its file. A folder that holds
/// the files itself is taken as it is.
pub(super) fn folder(operation: &Path) -> PathBuf {
    if operation.is_dir() {
        let holds_it = [CLAIMS, COUNTS].iter().any(|name| operation.join(name).is_file());
        return if holds_it { operation.to_owned() } else { operation.join("evidence") };
    }
    let mut name = operation.file_stem().unwrap_or_default().to_owned();
    name.push("-evidence");
    operation.with_file_name(name)
}

/// The outlook of an operation, from its evidence as of a moment; the latest one that anything is known of where none is given.
pub(super) fn outlook(
    operation: &Path,
    as_of: Option<DateTime>,
    asked: &Asked,
    parameters: &Parameters,
    terminal: &mut Terminal,
) -> Result<Outlook, Stop> {
    let folder = folder(operation);
    if ![CLAIMS, COUNTS].iter().any(|name| folder.join(name).is_file()) {
        return Err(Stop::unusable(format!(
            "no evidence of who may be inside: `{}` holds neither `{CLAIMS}` nor `{COUNTS}`\n  help: read a report with \
             `couloir read`, keep what you confirm with `couloir confirm`, and write what you count into `{COUNTS}`",
            shown(&folder)
        )));
    }
    let read = |name: &str| {
        let path = folder.join(name);
        if path.exists() { verify::read_text(&path, BYTES_MAX) } else { Ok(String::new()) }
    };
    let (claims, counts, speakers) = (read(CLAIMS)?, read(COUNTS)?, read(SPEAKERS)?);
    let (case, faults) = read_case(&CaseText { claims: &claims, counts: &counts, speakers: &speakers, as_of });
    for mut fault in faults {
        let name = match fault.file.as_str() {
            "claims" => CLAIMS,
            "counts" => COUNTS,
            _ => SPEAKERS,
        };
        fault.file = shown(&folder.join(name));
        terminal.talk(&fault.to_string());
    }
    let case = case.ok_or_else(|| {
        let help = "confirm a claim or write a count, or name the moment with `--as-of`";
        Stop::unusable(format!("nothing in `{}` has a day\n  help: {help}", shown(&folder)))
    })?;
    Ok(estimate(&case, parameters).outlook(asked))
}

/// A moment as people write it on the command line.
pub(super) fn moment(text: &str) -> Result<DateTime, String> {
    let text = text.replace(' ', "T");
    // A day alone is meant to its end: what was said on that day counts.
    if let (10, Ok(day)) = (text.len(), text.parse::<jiff::civil::Date>()) {
        return Ok(day.at(23, 59, 0, 0));
    }
    text.parse().map_err(|_| "write a day and a time such as 2019-02-22T12:00, or a day alone".to_owned())
}
