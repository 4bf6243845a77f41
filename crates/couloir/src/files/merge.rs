//! New rows for the CSV tables of an operation that is there: what stands in a table stays as it is, rows are added below.

use super::{csv_file, guard};
use couloir_model::finding::{At, Finding, Spot};
use couloir_model::format::operation::import::{self, Kind, Known, Located, Understood, codes};
use std::path::{Path, PathBuf};

/// A table as it will be.
#[derive(Debug)]
pub struct Merged {
    /// Its file.
    pub path: PathBuf,
    /// Its whole text.
    pub text: String,
    /// How many rows were added.
    pub rows: usize,
}

/// The tables of the operation in `folder` with the places that were `understood`. Nothing is written.
///
/// # Errors
///
/// Everything that keeps rows from being added, by table.
pub fn merge(folder: &Path, known: &Known, understood: &Understood) -> Result<Vec<Merged>, Vec<Finding>> {
    let (mut tables, mut findings) = (Vec::new(), Vec::new());
    for kind in Kind::ALL {
        let places: Vec<&Located> = understood.rows.iter().filter(|row| row.kind == kind).collect();
        if places.is_empty() {
            continue;
        }
        let path = folder.join(format!("{}.csv", kind.table().name));
        match table(&path, known, kind, &places) {
            Ok(text) => tables.push(Merged { path, text, rows: places.len() }),
            Err(finding) => findings.push(finding),
        }
    }
    if findings.is_empty() { Ok(tables) } else { Err(findings) }
}

fn table(path: &Path, known: &Known, kind: Kind, places: &[&Located]) -> Result<String, Finding> {
    let shown = path.display().to_string();
    if !path.exists() {
        let header = import::header(places);
        let rows = import::rows(known, kind, &header, places).map_err(|missing| no_column(&missing, &shown))?;
        return Ok(lines(&[&[header], rows.as_slice()].concat(), b',', "\n"));
    }
    let text = guard::text(path, &shown)?;
    let sheet = csv_file::sheet(&text, kind.table().name, &shown)?;
    let header: Vec<String> = sheet.header.iter().map(|header| header.name.clone()).collect();
    let rows = import::rows(known, kind, &header, places).map_err(|missing| no_column(&missing, &shown))?;
    let ends = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let between = if text.ends_with('\n') { "" } else { ends };
    Ok(format!("{text}{between}{}", lines(&rows, csv_file::delimiter(&text), ends)))
}

fn lines(rows: &[Vec<String>], delimiter: u8, ends: &str) -> String {
    let terminator = if ends == "\r\n" { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).terminator(terminator).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).expect("writing to memory cannot fail");
    }
    String::from_utf8(writer.into_inner().expect("writing to memory cannot fail")).expect("rows are text")
}

fn no_column(missing: &[String], shown: &str) -> Finding {
    let names: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    let message = format!("the table has no column for what the map file says: {}", names.join(", "));
    Finding::error(codes::COLUMN, message)
        .help("add it to the table's first line, or take the property out of the map file")
        .at(At { file: shown.to_owned(), spot: Spot::Whole })
}
