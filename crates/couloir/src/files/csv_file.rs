//! A CSV file as a sheet: comma, semicolon or tab, comments, blank lines, byte order mark.

use super::guard::{self, CELLS_MAX, COLUMNS_MAX};
use super::{fault, fault_at, stem};
use couloir_model::finding::Finding;
use couloir_model::format::operation::sheet::{Cell, Header, Layout, Row, Sheet, Value};
use std::path::Path;

/// Reads a table; its name is that of the file.
pub(super) fn read(path: &Path, shown: &str, findings: &mut Vec<Finding>) -> Option<Sheet> {
    let found = guard::text(path, shown).and_then(|text| sheet(&text, &stem(path), shown));
    found.map_err(|finding| findings.push(finding)).ok()
}

/// The sheet in a text.
pub(super) fn sheet(text: &str, name: &str, shown: &str) -> Result<Sheet, Finding> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (lines, delimiter, skipped) = start(text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(lines.as_bytes());
    let mut sheet = Sheet {
        name: name.to_owned(),
        file: shown.to_owned(),
        layout: Layout::Lines,
        header: Vec::new(),
        rows: Vec::new(),
    };
    let mut cells = 0;
    let mut lines = Lines { text: lines, byte: 0, line: skipped.saturating_add(1) };
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = lines.of(error.position());
            fault_at(&format!("not CSV: {error}"), "look for a quote that does not end", shown, line)
        })?;
        let line = lines.of(record.position());
        // A spreadsheet puts comments into quotes when it saves them.
        if record.get(0).is_some_and(|cell| cell.starts_with('#')) {
            continue;
        }
        if record.len() > COLUMNS_MAX {
            let message = format!("a row of {} cells, and the most is {COLUMNS_MAX}", record.len());
            return Err(fault_at(&message, "is the delimiter a comma, a semicolon or a tab?", shown, line));
        }
        cells += record.len() + guard::ROW_COST;
        if cells > CELLS_MAX {
            let message =
                format!("a table of more than {} rows or {CELLS_MAX} cells", CELLS_MAX / (1 + guard::ROW_COST));
            return Err(fault_at(&message, "keep the rows that the operation needs", shown, line));
        }
        if sheet.header.is_empty() {
            let columns = record.iter().enumerate();
            let header = |(column, name): (usize, &str)| Header { name: name.to_owned(), line, column: small(column) };
            // A line of delimiters only is a blank line of a spreadsheet.
            if record.iter().any(|cell| !cell.is_empty()) {
                sheet.header = columns.map(header).collect();
            }
        } else {
            let cell = |text: &str| Cell { value: value(text), line };
            sheet.rows.push(Row { line, cells: record.iter().map(cell).collect() });
        }
    }
    if sheet.header.is_empty() {
        return Err(fault("a table without a header", "write the names of its columns into the first line", shown));
    }
    report_open_quote(&sheet, shown)?;
    let is_keys = name.eq_ignore_ascii_case("operation") && sheet.header[0].name.eq_ignore_ascii_case("key");
    Ok(if is_keys { super::key_and_value(sheet) } else { sheet })
}

/// Counts lines as an editor does. The reader's own count falls behind: it takes up a record where the one before it ended,
/// which is ahead of the second half of a Windows line end, of blank lines and of comments.
struct Lines<'a> {
    text: &'a str,
    /// How far lines have been counted.
    byte: usize,
    /// The line there.
    line: u32,
}

impl Lines<'_> {
    /// The line on which the record that the reader takes up at `position` begins.
    fn of(&mut self, position: Option<&csv::Position>) -> u32 {
        let Some(start) = position.and_then(|position| usize::try_from(position.byte()).ok()) else { return self.line };
        let bytes = self.text.as_bytes();
        let mut in_comment = false;
        while let Some(byte) = bytes.get(self.byte) {
            let ends = *byte == b'\n' || (*byte == b'\r' && bytes.get(self.byte + 1) != Some(&b'\n'));
            if start <= self.byte {
                in_comment = (in_comment || *byte == b'#') && !ends;
                if !in_comment && !matches!(byte, b'\n' | b'\r') {
                    break;
                }
            }
            self.line = self.line.saturating_add(u32::from(ends));
            self.byte += 1;
        }
        self.line
    }
}

/// The delimiter that a table uses.
pub(super) fn delimiter(text: &str) -> u8 {
    start(text.strip_prefix('\u{feff}').unwrap_or(text)).1
}

/// The text from its header on, the delimiter that the header uses, and the lines before it.
fn start(text: &str) -> (&str, u8, u32) {
    let mut skipped = 0;
    let mut rest = text;
    let mut said = None;
    while let Some((line, after)) = rest.split_once('\n') {
        let line = line.trim();
        // Excel writes such a line and hides it.
        if let Some(delimiter) = line.strip_prefix("sep=").and_then(|delimiter| delimiter.bytes().next()) {
            said = Some(delimiter);
        } else if !line.is_empty() && !line.starts_with('#') && !line.starts_with("\"#") {
            break;
        }
        skipped += 1;
        rest = after;
    }
    let header = rest.lines().next().unwrap_or("");
    let count = |delimiter: u8| unquoted(header).filter(|byte| *byte == delimiter).count();
    // Of equals the last is taken, so that a header without any delimiter is a table of one column.
    let found = [b'|', b'\t', b';', b','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',');
    (rest, said.unwrap_or(found), skipped)
}

fn unquoted(line: &str) -> impl Iterator<Item = u8> + '_ {
    let mut quoted = false;
    line.bytes().filter(move |byte| {
        quoted ^= *byte == b'"';
        !quoted
    })
}

/// A quote that never ends swallows the rest of the file into one cell.
fn report_open_quote(sheet: &Sheet, shown: &str) -> Result<(), Finding> {
    let Some(last) = sheet.rows.last() else { return Ok(()) };
    let long =
        last.cells.iter().find(|cell| matches!(&cell.value, Value::Text(text) if text.matches('\n').count() > 20));
    match long {
        Some(_) => {
            Err(fault_at("a cell of more than twenty lines", "look for a quote that does not end", shown, last.line))
        }
        None => Ok(()),
    }
}

fn value(text: &str) -> Value {
    if text.is_empty() { Value::Empty } else { Value::Text(text.to_owned()) }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of the header and of the rows.
    fn lines(text: &str) -> Vec<u32> {
        let sheet = sheet(text, "sites", "sites.csv").expect("it is a table");
        std::iter::once(sheet.header[0].line).chain(sheet.rows.iter().map(|row| row.line)).collect()
    }

    #[test]
    fn lines_are_counted_as_an_editor_counts_them_whatever_ends_them() {
        for (text, expected) in [
            ("name,people\nA,1\nB,2\nC,3\n", vec![1, 2, 3, 4]),
            ("# ours\n\nname,people\nA,1\n\n# half\n#\nB,2\n\n\nC,3", vec![3, 4, 8, 11]),
            ("name,people\n\"A\nover\nthree\",1\nB,2\n", vec![1, 2, 5]),
            ("sep=,\nname,people\nA,1\n# \"half\nB,2\n", vec![2, 3, 5]),
        ] {
            assert_eq!(lines(text), expected, "{text:?}");
            let windows = text.replace('\n', "\r\n");
            assert_eq!(lines(&windows), expected, "{windows:?}");
        }
        assert_eq!(lines("name,people\r\n\"A\nover two\",1\r\nB,2\r\n"), [1, 2, 4], "a break inside a cell of Excel");
        assert_eq!(lines("name,people\rA,1\rB,2\r"), [1, 2, 3], "line ends of old");
    }
}
