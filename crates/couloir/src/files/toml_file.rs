//! A TOML file as sheets: the keys at its head, and each array of tables.

use super::fault_at;
use super::guard::{self, CELLS_MAX};
use couloir_model::finding::Finding;
use couloir_model::format::operation::sheet::{Cell, Header, Layout, Row, Sheet, Value};
use std::collections::BTreeMap;
use std::path::Path;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads all tables of a file.
pub(super) fn read(path: &Path, shown: &str, findings: &mut Vec<Finding>) -> Option<Vec<Sheet>> {
    let text = guard::text(path, shown).map_err(|finding| findings.push(finding)).ok()?;
    sheets(&text, shown, findings)
}

/// The sheets in a text.
pub(super) fn sheets(text: &str, shown: &str, findings: &mut Vec<Finding>) -> Option<Vec<Sheet>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = Lines::of(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let line = error.span().map_or(0, |span| lines.of_byte(span.start));
        let message = format!("not TOML: {}", error.message().trim_end_matches('.'));
        findings.push(fault_at(
            &message,
            "text stands in quotes: `name = \"School\"`; each key is written once a table",
            shown,
            line,
        ));
    }
    if !errors.is_empty() {
        return None;
    }
    let mut sheets = vec![operation(table.get_ref(), shown, &lines)];
    for (key, value) in table.get_ref() {
        let name = key.get_ref().as_ref();
        match value.get_ref() {
            DeValue::Table(_) if name == "operation" => {}
            DeValue::Table(one) => sheets.push(rows(name, [(value.span().start, one)].into_iter(), shown, &lines)),
            DeValue::Array(array) if is_of_tables(array) => {
                let tables = array.iter().filter_map(|row| match row.get_ref() {
                    DeValue::Table(table) => Some((row.span().start, table)),
                    _ => None,
                });
                sheets.push(rows(name, tables, shown, &lines));
            }
            _ => {}
        }
    }
    let cells: usize = sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| row.cells.len()).sum();
    if cells > CELLS_MAX {
        let help = "write large tables as CSV files beside `operation.toml`";
        findings.push(super::fault(&format!("tables of more than {CELLS_MAX} cells"), help, shown));
        return None;
    }
    Some(sheets)
}

fn is_of_tables(array: &toml::de::DeArray<'_>) -> bool {
    !array.is_empty() && array.iter().all(|row| matches!(row.get_ref(), DeValue::Table(_)))
}

/// The keys at the head of a file, and those under `[operation]`, as a sheet with one row.
fn operation(table: &DeTable<'_>, shown: &str, lines: &Lines) -> Sheet {
    let is_table = |value: &DeValue<'_>| match value {
        DeValue::Table(_) => true,
        DeValue::Array(array) => is_of_tables(array),
        _ => false,
    };
    let own = table.iter().find_map(|(key, value)| match value.get_ref() {
        DeValue::Table(own) if key.get_ref() == "operation" => Some(own),
        _ => None,
    });
    let head = table.iter().filter(|(_, value)| !is_table(value.get_ref()));
    let mut sheet = empty("operation", shown);
    let mut cells = Vec::new();
    for (key, value) in head.chain(own.into_iter().flatten()) {
        let line = lines.of_byte(key.span().start);
        let column = u32::try_from(cells.len()).unwrap_or(u32::MAX);
        sheet.header.push(Header { name: key.get_ref().to_string(), line, column });
        cells.push(Cell { value: plain(value.get_ref()), line });
    }
    let line = cells.first().map_or(1, |cell| cell.line);
    sheet.rows.push(Row { line, cells });
    sheet
}

/// An array of tables; its header is every key that any row has, in the order of first use.
fn rows<'a>(name: &str, tables: impl Iterator<Item = (usize, &'a DeTable<'a>)>, shown: &str, lines: &Lines) -> Sheet {
    let mut sheet = empty(name, shown);
    let mut columns: BTreeMap<String, usize> = BTreeMap::new();
    for (start, table) in tables {
        let line = lines.of_byte(start);
        let mut keys: Vec<_> = table.iter().collect();
        keys.sort_by_key(|(key, _)| key.span().start);
        let mut row = Row { line, cells: vec![Cell { value: Value::Empty, line }; sheet.header.len()] };
        for (key, value) in keys {
            let line = lines.of_byte(key.span().start);
            let name = key.get_ref().to_string();
            let column = *columns.entry(name.clone()).or_insert(sheet.header.len());
            if column == sheet.header.len() {
                sheet.header.push(Header { name, line, column: u32::try_from(column).unwrap_or(u32::MAX) });
                row.cells.push(Cell { value: Value::Empty, line });
            }
            row.cells[column] = Cell { value: plain(value.get_ref()), line };
        }
        sheet.rows.push(row);
    }
    sheet
}

fn empty(name: &str, shown: &str) -> Sheet {
    Sheet { name: name.to_owned(), file: shown.to_owned(), layout: Layout::Lines, header: Vec::new(), rows: Vec::new() }
}

fn plain(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => whole(number.as_str(), number.radix()),
        DeValue::Float(number) => match number.as_str().replace('_', "").parse() {
            Ok(number) => Value::Real(number),
            Err(_) => Value::Text(number.as_str().to_owned()),
        },
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(moment) => datetime(&moment.to_string()),
        DeValue::Array(values) => Value::List(values.iter().map(Spanned::get_ref).map(plain).collect()),
        DeValue::Table(_) => Value::Unfit("a table".to_owned()),
    }
}

/// Numbers too large for 64 bits stay text, so that they are reported with their digits.
fn whole(digits: &str, radix: u32) -> Value {
    let digits = digits.replace('_', "");
    i64::from_str_radix(&digits, radix).map_or(Value::Text(digits), Value::Whole)
}

fn datetime(text: &str) -> Value {
    // TOML writes a local time, a local date, both, or both with an offset; the last stays text and keeps its offset.
    let is_time = text.as_bytes().get(2) == Some(&b':');
    let has_offset = text.ends_with(['Z', 'z']) || text.get(11..).is_some_and(|time| time.contains(['+', '-']));
    let read = match (is_time, has_offset) {
        (true, _) => text.parse().map(Value::Clock),
        (false, true) => return Value::Text(text.to_owned()),
        (false, false) => text.parse().map(Value::Civil),
    };
    read.unwrap_or_else(|_| Value::Text(text.to_owned()))
}

/// Where lines begin, to tell the line of a byte.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect())
    }

    fn of_byte(&self, byte: usize) -> u32 {
        u32::try_from(self.0.partition_point(|end| *end < byte) + 1).unwrap_or(u32::MAX)
    }
}
