//! Operation files on disk: a path in, an operation and all that is to be said about it out.
//!
//! Here bytes become sheets of cells; what the cells mean is the business of `couloir_model::format::operation`.

mod csv_file;
mod guard;
pub mod map;
pub mod merge;
pub mod network;
mod toml_file;
mod xlsx_file;

use couloir_model::finding::{At, Finding, Spot};
use couloir_model::format::operation::sheet::{Cell, Header, Input, Row, Sheet, Value};
use couloir_model::format::operation::{Operation, codes, read};
use std::path::Path;

/// What was found at a path.
#[derive(Debug)]
pub struct Loaded {
    /// The operation; absent when a finding is an error.
    pub operation: Option<Operation>,
    /// All that is to be said about the files, the worst first.
    pub findings: Vec<Finding>,
}

/// Reads the operation at `path`: a folder, a `.toml` file or an `.xlsx` workbook; with times by road where it names a network and
/// gives no table of its own.
#[must_use]
pub fn load(path: &Path) -> Loaded {
    network::with_roads(load_tables(path), &path.display().to_string())
}

/// The same by its tables alone: a network that it names is not opened.
#[must_use]
pub fn load_tables(path: &Path) -> Loaded {
    let (input, mut findings) = sheets(path);
    let Some(input) = input else { return Loaded { operation: None, findings } };
    let unread = findings.iter().any(Finding::is_error);
    // A table that could not be read would be reported as missing a second time: only what can be read is looked at, and
    // what follows from the loss is left out.
    let (mut operation, mut found) = read(&input);
    if let Some(named) = operation.as_mut().and_then(|operation| operation.network.as_mut()) {
        *named = network::beside(path, named);
    }
    if unread {
        found.retain(|finding| finding.at.as_ref().is_none_or(|at| at.spot != Spot::Whole));
    }
    findings.append(&mut found);
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    Loaded { operation: operation.filter(|_| !unread), findings }
}

/// The tables at `path`, and what is wrong with the files. Nothing when there is nothing to look at.
#[must_use]
pub fn sheets(path: &Path) -> (Option<Input>, Vec<Finding>) {
    let shown = path.display().to_string();
    let mut findings = Vec::new();
    let input = match guard::kind(path) {
        Ok(guard::Kind::Folder) => folder(path, &shown, &mut findings),
        Ok(guard::Kind::File) => file(path, &shown, &mut findings),
        Err(finding) => {
            findings.push(finding);
            None
        }
    };
    (input, findings)
}

/// The tables of one file, a `.csv`, `.tsv` or `.xlsx`, as they stand there, and what is wrong with it.
#[must_use]
pub fn tables(path: &Path) -> (Vec<Sheet>, Vec<Finding>) {
    let shown = path.display().to_string();
    let mut findings = Vec::new();
    let sheets = match (guard::kind(path), extension(path).as_str()) {
        (Err(finding), _) => {
            findings.push(finding);
            None
        }
        (Ok(guard::Kind::File), "csv" | "tsv") => csv_file::read(path, &shown, &mut findings).map(|sheet| vec![sheet]),
        (Ok(guard::Kind::File), "xlsx" | "xlsm") => xlsx_file::read(path, &shown, &mut findings),
        _ => {
            findings.push(fault("not a table that Couloir reads", "name a `.csv` or an `.xlsx` file", &shown));
            None
        }
    };
    (sheets.unwrap_or_default(), findings)
}

fn file(path: &Path, shown: &str, findings: &mut Vec<Finding>) -> Option<Input> {
    let sheets = match extension(path).as_str() {
        "toml" => toml_file::read(path, shown, findings),
        "xlsx" | "xlsm" => xlsx_file::read(path, shown, findings),
        "csv" | "tsv" => {
            let help = "name the folder that it lies in, with `operation.toml` beside it";
            findings.push(fault("a single table is no operation", help, shown));
            None
        }
        "xls" | "ods" | "numbers" => {
            findings.push(fault("not a workbook that Couloir reads", "save it as `.xlsx`", shown));
            None
        }
        other => {
            let help = "name a folder with `operation.toml` and CSV files, a `.toml` file or an `.xlsx` workbook; \
                        `couloir new NAME` writes one";
            findings.push(fault(&format!("not the ending of an operation file: `{other}`"), help, shown));
            None
        }
    };
    sheets.map(|sheets| Input { name: stem(path), file: shown.to_owned(), sheets, lost: Vec::new() })
}

/// A folder: `operation.toml`, and a CSV file a table.
fn folder(path: &Path, shown: &str, findings: &mut Vec<Finding>) -> Option<Input> {
    let entries = match std::fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) => {
            findings.push(guard::refused(&error, shown));
            return None;
        }
    };
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    // The order of a folder is that of the disk.
    paths.sort();
    let (mut sheets, mut lost): (Vec<Sheet>, Vec<String>) = (Vec::new(), Vec::new());
    for file in paths.iter().filter(|file| !is_hidden(file)) {
        let shown = file.display().to_string();
        let found = match extension(file).as_str() {
            "toml" if stem(file) == "operation" => toml_file::read(file, &shown, findings),
            "csv" | "tsv" => csv_file::read(file, &shown, findings).map(|sheet| vec![sheet]),
            _ => continue,
        };
        match found {
            Some(found) => sheets.extend(found),
            None => lost.push(stem(file)),
        }
    }
    if sheets.is_empty() && findings.is_empty() {
        let help = "an operation is a folder with `operation.toml` and tables such as `sites.csv`; `couloir new NAME` writes one";
        findings.push(fault("no operation in this folder", help, shown));
        return None;
    }
    Some(Input { name: stem(path), file: path.join("operation.toml").display().to_string(), sheets, lost })
}

/// The tables in the files of a folder that is inside the program.
pub(crate) fn bundled<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> (Vec<Sheet>, Vec<Finding>) {
    let (mut sheets, mut findings) = (Vec::new(), Vec::new());
    for (name, text) in files {
        if name == "operation.toml" {
            sheets.extend(toml_file::sheets(text, name, &mut findings).into_iter().flatten());
        } else if let Some(stem) = name.strip_suffix(".csv") {
            match csv_file::sheet(text, stem, name) {
                Ok(sheet) => sheets.push(sheet),
                Err(finding) => findings.push(finding),
            }
        }
    }
    (sheets, findings)
}

/// Files of editors and of the system: `.DS_Store`, `~$sites.csv`.
fn is_hidden(path: &Path) -> bool {
    path.file_name().is_none_or(|name| name.to_string_lossy().starts_with(['.', '~']))
}

fn extension(path: &Path) -> String {
    path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default()
}

fn stem(path: &Path) -> String {
    let full = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    full.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// A table of keys and values as the table of one row that it stands for. A first row `key`, `value` is a header; further
/// columns explain.
fn key_and_value(sheet: Sheet) -> Sheet {
    let says = |header: &Header, word: &str| header.name.trim().eq_ignore_ascii_case(word);
    let has_header = sheet.header.first().is_some_and(|header| says(header, "key"));
    let columns = sheet.header.iter().map(|header| Cell { value: Value::Text(header.name.clone()), line: header.line });
    let first = (!has_header)
        .then(|| Row { line: sheet.header.first().map_or(1, |header| header.line), cells: columns.collect() });
    let mut turned = Sheet { header: Vec::new(), rows: Vec::new(), ..sheet };
    let mut cells = Vec::new();
    for row in first.into_iter().chain(sheet.rows) {
        let mut row_cells = row.cells.into_iter();
        let (key, value) = (row_cells.next(), row_cells.next());
        let Some(key) = key.filter(|key| !key.value.is_blank()) else { continue };
        turned.header.push(Header { name: key.value.words(), line: row.line, column: 1 });
        cells.push(value.unwrap_or(Cell { value: Value::Empty, line: row.line }));
    }
    turned.rows.push(Row { line: cells.first().map_or(1, |cell| cell.line), cells });
    turned
}

/// A file as a whole that cannot be used.
fn fault(message: &str, help: &str, file: &str) -> Finding {
    let at = At { file: file.to_owned(), spot: Spot::Whole };
    Finding::error(codes::UNREADABLE, message).help(help).at(at)
}

/// A line of a file that cannot be used.
fn fault_at(message: &str, help: &str, file: &str, line: u32) -> Finding {
    let at = At { file: file.to_owned(), spot: Spot::Line { line, column: None } };
    Finding::error(codes::UNREADABLE, message).help(help).at(at)
}

/// Why a file cannot be read as text.
#[derive(Debug, thiserror::Error)]
#[error("cannot read `{path}`: {what}")]
pub struct NotText {
    path: String,
    what: String,
}

/// A text file of at most `bytes_max` bytes.
///
/// # Errors
///
/// [`NotText`] when it is no file, too large, or not UTF-8.
pub fn text(path: &Path, bytes_max: u64) -> Result<String, NotText> {
    let fault = |what: String| NotText { path: path.display().to_string(), what };
    let metadata = std::fs::metadata(path).map_err(|error| fault(error.to_string()))?;
    if metadata.is_dir() {
        return Err(fault("it is a folder; name the file inside it".to_owned()));
    }
    // A device or a pipe has no size, and may never end.
    if !metadata.is_file() {
        return Err(fault("it is not a file".to_owned()));
    }
    if metadata.len() > bytes_max {
        let (size, most) = (metadata.len() >> 20, bytes_max >> 20);
        return Err(fault(format!("it has {size} MB, more than the {most} MB that are read")));
    }
    let bytes = std::fs::read(path).map_err(|error| fault(error.to_string()))?;
    String::from_utf8(bytes).map_err(|error| {
        fault(format!("it is not text in UTF-8: byte {} cannot be read", error.utf8_error().valid_up_to() + 1))
    })
}
