//! A workbook as sheets, cell by cell: what a file claims about its own size is never believed.

use super::guard::{self, CELLS_MAX, COLUMNS_MAX};
use super::{fault, key_and_value};
use calamine::{DataRef, Reader, Xlsx, XlsxError};
use couloir_model::finding::{At, Finding, Spot};
use couloir_model::format::operation::codes;
use couloir_model::format::operation::sheet::{Cell, Header, Layout, Row, Sheet, Value};
use jiff::civil::{DateTime, Time};
use std::io::{Cursor, Read};
use std::path::Path;

/// The most bytes that all parts of a workbook may unpack to. A zip file of 32 MB can hold a thousand times as much.
const UNPACKED_MAX: u64 = 64 * 1024 * 1024;

/// The most different texts that a workbook may say it has; the parser makes room for them before it reads them.
const TEXTS_MAX: u64 = 2_000_000;

/// The most sheets that are looked at.
const SHEETS_MAX: usize = 100;

/// Reads all sheets of a workbook.
pub(super) fn read(path: &Path, shown: &str, findings: &mut Vec<Finding>) -> Option<Vec<Sheet>> {
    let bytes = guard::bytes(path, shown).map_err(|finding| findings.push(finding)).ok()?;
    sheets(bytes, shown, findings)
}

/// The sheets in the bytes of a workbook.
pub(super) fn sheets(bytes: Vec<u8>, shown: &str, findings: &mut Vec<Finding>) -> Option<Vec<Sheet>> {
    if let Err(finding) = unpacked(&bytes, shown) {
        findings.push(finding);
        return None;
    }
    // A workbook can be anything, and its parser is not ours: should it panic, that is a fault of the file to be reported.
    let parsed = std::panic::catch_unwind(|| {
        let mut found = Vec::new();
        let sheets = workbook(bytes, shown, &mut found);
        (sheets, found)
    });
    match parsed {
        Ok((sheets, mut found)) => {
            findings.append(&mut found);
            sheets
        }
        Err(_) => {
            findings.push(fault(
                "not a workbook that can be read",
                "open it in a spreadsheet program and save it anew",
                shown,
            ));
            None
        }
    }
}

fn workbook(bytes: Vec<u8>, shown: &str, findings: &mut Vec<Finding>) -> Option<Vec<Sheet>> {
    let sheets = parsed(bytes, shown, findings);
    let help = "open it in a spreadsheet program and save it anew as `.xlsx`, without a password";
    sheets.map_err(|error| findings.push(fault(&format!("not a workbook that can be read: {error}"), help, shown))).ok()
}

fn parsed(bytes: Vec<u8>, shown: &str, findings: &mut Vec<Finding>) -> Result<Vec<Sheet>, XlsxError> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let mut sheets = Vec::new();
    let mut cells_left = CELLS_MAX;
    for name in workbook.sheet_names().into_iter().take(SHEETS_MAX) {
        // What a person keeps for their own use is not even looked at.
        if name.trim_start().starts_with('_') {
            continue;
        }
        let mut reader = match workbook.worksheet_cells_reader(&name) {
            Ok(reader) => reader,
            // Charts and macros are sheets too.
            Err(XlsxError::WorksheetNotFound(_) | XlsxError::FileNotFound(_)) => continue,
            Err(error) => return Err(error),
        };
        let mut table = Table::new(&name, shown);
        while let Some(cell) = reader.next_cell_with_formula_metadata()? {
            table.put(cell.pos, &cell.value, cell.formula.is_some(), &mut cells_left);
            if table.stop.is_some() {
                break;
            }
        }
        sheets.push(table.finish(findings));
    }
    Ok(sheets)
}

/// That a file is a zip file whose parts are not larger, unpacked, than a workbook has any reason to be.
fn unpacked(bytes: &[u8], shown: &str) -> Result<(), Finding> {
    let no_workbook = || {
        let help = if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            "it is an old `.xls`, or has a password: save it as `.xlsx` without one"
        } else {
            "save it as `.xlsx`; a CSV file needs its own ending"
        };
        fault("not a workbook: not a zip file of the kind that `.xlsx` is", help, shown)
    };
    let too_large = || {
        let message = format!("a workbook that unpacks to more than {} MB", UNPACKED_MAX / 1_000_000);
        fault(&message, "keep the sheets and rows that the operation needs", shown)
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| no_workbook())?;
    if archive.len() > 10_000 {
        return Err(too_large());
    }
    let mut left = UNPACKED_MAX;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|_| no_workbook())?;
        // The size that a part claims is checked first, for speed; then the size that it has.
        if part.size() > left {
            return Err(too_large());
        }
        left = scan(&mut part, left).map_err(|fault| match fault {
            Scan::TooLarge => too_large(),
            Scan::Broken => no_workbook(),
        })?;
    }
    Ok(())
}

enum Scan {
    TooLarge,
    Broken,
}

/// Unpacks a part without keeping it, and gives how much is left of `left`.
fn scan(part: &mut impl Read, left: u64) -> Result<u64, Scan> {
    let mut buffer = vec![0; 64 * 1024];
    let mut kept = 0;
    let mut total = 0;
    loop {
        let read = part.read(&mut buffer[kept..]).map_err(|_| Scan::Broken)?;
        total += read as u64;
        if total > left || claims_too_many_texts(&buffer[..kept + read]) {
            return Err(Scan::TooLarge);
        }
        if read == 0 {
            return Ok(left - total);
        }
        // What stands across the border of two reads is looked at with the second.
        let end = kept + read;
        kept = end.min(100);
        buffer.copy_within(end - kept..end, 0);
    }
}

/// True when a list of texts says that it has more than a workbook has any reason to.
fn claims_too_many_texts(bytes: &[u8]) -> bool {
    const NAME: &[u8] = b"uniqueCount";
    bytes.windows(NAME.len()).enumerate().filter(|(_, window)| *window == NAME).any(|(at, _)| {
        let digits =
            bytes[at + NAME.len()..].iter().skip_while(|byte| matches!(byte, b'=' | b'"' | b'\'' | b' ' | b'0'));
        let number = digits
            .take_while(|byte| byte.is_ascii_digit())
            .take(12)
            .fold(0, |number: u64, digit| number * 10 + u64::from(digit - b'0'));
        number > TEXTS_MAX
    })
}

/// A sheet while its cells come in, row by row.
struct Table {
    sheet: Sheet,
    /// The row that is being read: its number and its cells.
    row: Option<(u32, Vec<Cell>)>,
    faults: Vec<Finding>,
    stop: Option<Finding>,
}

impl Table {
    fn new(name: &str, shown: &str) -> Self {
        let sheet = Sheet {
            name: name.to_owned(),
            file: shown.to_owned(),
            layout: Layout::Cells,
            header: Vec::new(),
            rows: Vec::new(),
        };
        Self { sheet, row: None, faults: Vec::new(), stop: None }
    }

    fn put(&mut self, (row, column): (u32, u32), value: &DataRef<'_>, formula: bool, cells_left: &mut usize) {
        let (line, column) = (row.saturating_add(1), column as usize);
        let value = plain(value);
        if value == Value::Empty {
            if formula {
                self.fault(
                    line,
                    column,
                    "a formula without a value",
                    "open the workbook in a spreadsheet program and save it",
                );
            }
            return;
        }
        if column >= COLUMNS_MAX {
            let message = format!("a cell beyond column {COLUMNS_MAX}");
            self.stop = Some(self.finding(line, column, &message, "delete what stands so far to the right"));
            return;
        }
        if self.row.as_ref().is_none_or(|(current, _)| *current != line) {
            self.end_row();
            self.row = Some((line, Vec::new()));
            *cells_left = cells_left.saturating_sub(guard::ROW_COST);
        }
        let Some((_, cells)) = &mut self.row else { return };
        let wanted = (column + 1).saturating_sub(cells.len());
        if wanted > *cells_left {
            let message = format!("a workbook of more than {CELLS_MAX} cells");
            self.stop = Some(self.finding(line, column, &message, "keep the rows that the operation needs"));
            return;
        }
        *cells_left -= wanted;
        if wanted > 0 {
            cells.resize(column + 1, Cell { value: Value::Empty, line });
        }
        cells[column].value = value;
    }

    /// The first row that is no comment is the header.
    fn end_row(&mut self) {
        let Some((line, cells)) = self.row.take() else { return };
        let first = cells.iter().find(|cell| !cell.value.is_blank());
        let is_comment =
            matches!(first.map(|cell| &cell.value), Some(Value::Text(text)) if text.trim_start().starts_with('#'));
        if is_comment || first.is_none() {
            return;
        }
        if self.sheet.header.is_empty() {
            let header = cells.iter().enumerate();
            self.sheet.header = header
                .map(|(column, cell)| Header {
                    name: cell.value.words(),
                    line,
                    column: u32::try_from(column).unwrap_or(u32::MAX),
                })
                .collect();
        } else {
            self.sheet.rows.push(Row { line, cells });
        }
    }

    fn finish(mut self, findings: &mut Vec<Finding>) -> Sheet {
        self.end_row();
        findings.append(&mut self.faults);
        findings.extend(self.stop);
        if self.sheet.name.trim().eq_ignore_ascii_case("operation") { key_and_value(self.sheet) } else { self.sheet }
    }

    fn fault(&mut self, line: u32, column: usize, message: &str, help: &str) {
        if self.faults.len() < 100 {
            self.faults.push(self.finding(line, column, message, help));
        }
    }

    fn finding(&self, line: u32, column: usize, message: &str, help: &str) -> Finding {
        let letters = couloir_model::format::operation::sheet::letters(u32::try_from(column).unwrap_or(u32::MAX));
        let spot = Spot::Cell { sheet: self.sheet.name.clone(), cell: format!("{letters}{line}") };
        let at = At { file: self.sheet.file.clone(), spot };
        Finding::error(codes::UNREADABLE, message).help(help).at(at)
    }
}

fn plain(value: &DataRef<'_>) -> Value {
    match value {
        DataRef::Empty => Value::Empty,
        DataRef::Int(number) => Value::Whole(*number),
        DataRef::Float(number) => Value::Real(*number),
        DataRef::String(text) => text_of(text),
        DataRef::SharedString(text) => text_of(text),
        DataRef::Bool(flag) => Value::Flag(*flag),
        DataRef::DateTime(moment) if moment.is_duration() => duration(moment.as_f64()),
        DataRef::DateTime(moment) => civil(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Value::Text(text.clone()),
        DataRef::Error(error) => Value::Unfit(format!("the error {error}")),
    }
}

fn text_of(text: &str) -> Value {
    if text.trim().is_empty() { Value::Empty } else { Value::Text(text.trim().to_owned()) }
}

/// A duration such as 26:30, which a workbook keeps in days.
fn duration(days: f64) -> Value {
    let seconds = (days * 86_400.0).round();
    if seconds.is_finite() && (0.0..1e12).contains(&seconds) {
        Value::Text(format!("{seconds} s"))
    } else {
        Value::Unfit("a duration below zero".to_owned())
    }
}

/// A date, a time or both, to the whole second: 08:40 is kept as 0.3611… of a day.
fn civil(moment: &calamine::ExcelDateTime) -> Value {
    let days = moment.as_f64();
    if !days.is_finite() || days < 0.0 {
        return Value::Unfit("a date that is none".to_owned());
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let small = |number: u8| i8::try_from(number).unwrap_or(-1);
    let nanos = i32::from(milli) * 1_000_000;
    let time = Time::new(small(hour), small(minute), small(second), nanos);
    let date = jiff::civil::Date::new(i16::try_from(year).unwrap_or(-1), small(month), small(day));
    let rounded = |moment: DateTime| moment.round(jiff::Unit::Second);
    match (date, time) {
        // A number below one day is a time without a date.
        (_, Ok(time)) if days < 1.0 => {
            time.round(jiff::Unit::Second).map_or_else(|_| Value::Unfit("a time that is none".to_owned()), Value::Clock)
        }
        (Ok(date), Ok(time)) => rounded(date.to_datetime(time))
            .map_or_else(|_| Value::Unfit("a date that is none".to_owned()), Value::Civil),
        _ => Value::Unfit("a date that is none".to_owned()),
    }
}
