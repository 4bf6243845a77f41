//! The evidence of an operation: where its files are, what they say, and what is added to them.

use couloir_evidence::estimate::wire::{CaseText, read_case};
use couloir_evidence::estimate::{Asked, Movement, Parameters, estimate};
use couloir_model::outlook::Outlook;
use jiff::civil::DateTime;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Claims that somebody has confirmed, one a line.
pub const CLAIMS: &str = "claims.jsonl";
/// Counted and claimed movements.
pub const COUNTS: &str = "counts.csv";
/// The side of each speaker.
pub const SPEAKERS: &str = "speakers.csv";
/// The largest file that is read.
pub const BYTES_MAX: u64 = 1 << 26;

/// Why there is no outlook.
#[derive(Debug, thiserror::Error)]
pub enum NoOutlook {
    /// There are no files of evidence.
    #[error(
        "no evidence of who may be inside: `{0}` holds neither `{CLAIMS}` nor `{COUNTS}`\n  help: read a report with `couloir \
         read`, keep what you confirm with `couloir confirm`, and write what you count into `{COUNTS}`"
    )]
    NoFiles(String),
    /// A file cannot be read.
    #[error(transparent)]
    Unreadable(#[from] crate::files::NotText),
    /// Nothing in the files has a day.
    #[error("nothing in `{0}` has a day\n  help: confirm a claim or write a count, or name the moment with `--as-of`")]
    NoDay(String),
}

/// The folder with the evidence of an operation: `evidence` in its folder, or `NAME-evidence` beside its file. A folder that holds
/// the files itself is taken as it is.
#[must_use]
pub fn folder(operation: &Path) -> PathBuf {
    if operation.is_dir() {
        let holds_it = [CLAIMS, COUNTS].iter().any(|name| operation.join(name).is_file());
        return if holds_it { operation.to_owned() } else { operation.join("evidence") };
    }
    let mut name = operation.file_stem().unwrap_or_default().to_owned();
    name.push("-evidence");
    operation.with_file_name(name)
}

/// The outlook of an operation as of a moment, the latest one that anything is known of where none is given; and what is wrong with
/// single lines of its evidence, which are left out.
///
/// # Errors
///
/// [`NoOutlook`] when there is no evidence, or it cannot be read.
pub fn outlook(
    operation: &Path,
    as_of: Option<DateTime>,
    asked: &Asked,
    parameters: &Parameters,
) -> (Result<Outlook, NoOutlook>, Vec<String>) {
    outlook_with(operation, as_of, &[], DateTime::MAX, asked, parameters)
}

/// The same with movements that were counted elsewhere, as in a ledger. Those that the table of counts has too are not added to them.
/// A day that is not over yet, of claims and of movements, counts up to `now`, in the operation's civil time.
///
/// # Errors
///
/// [`NoOutlook`] when there is no evidence, or it cannot be read.
pub fn outlook_with(
    operation: &Path,
    as_of: Option<DateTime>,
    counted: &[Movement],
    now: DateTime,
    asked: &Asked,
    parameters: &Parameters,
) -> (Result<Outlook, NoOutlook>, Vec<String>) {
    let folder = folder(operation);
    let texts = match texts(&folder) {
        Ok(texts) => texts,
        Err(error) => return (Err(error), Vec::new()),
    };
    let [claims, counts, speakers] = &texts;
    let (case, faults) = read_case(&CaseText { claims, counts, speakers, as_of });
    let mut told = Vec::with_capacity(faults.len());
    for mut fault in faults {
        let name = match fault.file.as_str() {
            "claims" => CLAIMS,
            "counts" => COUNTS,
            _ => SPEAKERS,
        };
        fault.file = folder.join(name).display().to_string();
        told.push(fault.to_string());
    }
    let outlook = case.map(|mut case| {
        case.movements.extend_from_slice(counted);
        if as_of.is_none() {
            let last = counted.iter().map(|movement| movement.to.at(23, 59, 0, 0)).max();
            case.as_of = case.as_of.max(last.unwrap_or(case.as_of)).min(now);
        }
        estimate(&case, parameters).outlook(asked)
    });
    (outlook.ok_or_else(|| NoOutlook::NoDay(folder.display().to_string())), told)
}

/// Claims, counts and speakers, as far as there are such files.
fn texts(folder: &Path) -> Result<[String; 3], NoOutlook> {
    if ![CLAIMS, COUNTS].iter().any(|name| folder.join(name).is_file()) {
        return Err(NoOutlook::NoFiles(folder.display().to_string()));
    }
    let read = |name: &str| {
        let path = folder.join(name);
        if path.exists() { crate::files::text(&path, BYTES_MAX) } else { Ok(String::new()) }
    };
    Ok([read(CLAIMS)?, read(COUNTS)?, read(SPEAKERS)?])
}

/// Adds lines to a file, which is made with its folder if it is not there; what was confirmed before is never touched.
///
/// # Errors
///
/// When the disk says no.
pub fn append(path: &Path, lines: &str) -> std::io::Result<()> {
    path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
    // A file saved without a last line break: its last claim and the next one would be one unreadable line.
    let is_cut_short = std::fs::read(path).is_ok_and(|before| before.last().is_some_and(|last| *last != b'\n'));
    let line_break = if is_cut_short { "\n" } else { "" };
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(format!("{line_break}{lines}").as_bytes())?;
    file.sync_all()
}
