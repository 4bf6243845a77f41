//! A sheet whose columns have been recognised: which cell says what.

use super::column::{Column, Table, Unit};
use super::fault::{Fault, Findings, codes};
use super::names::{column_key, nearest};
use super::privacy::personal_word;
use super::sheet::{Row, Sheet, Value};
use crate::finding::At;
use std::collections::BTreeMap;

/// What a cell says: a column of the specification, and the need where it stands for one column a need.
type What = (&'static str, Option<usize>);

/// A column of the sheet, with the unit in its name.
type Where = (usize, Option<Unit>);

/// What a column of a sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Field {
    pub stem: &'static str,
    pub need: Option<usize>,
    pub unit: Option<Unit>,
}

/// A sheet with what its columns are.
#[derive(Debug)]
pub(super) struct Grid<'a> {
    pub table: &'static Table,
    pub sheet: &'a Sheet,
    by_field: BTreeMap<What, Vec<Where>>,
}

/// A row of a [`Grid`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    pub grid: &'a Grid<'a>,
    pub row: &'a Row,
}

/// A cell that is filled in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Filled<'a> {
    pub value: &'a Value,
    pub unit: Option<Unit>,
    pub line: u32,
    pub index: usize,
}

impl<'a> Grid<'a> {
    /// Recognises the columns of `sheet` and reports those that it cannot.
    pub(super) fn new(table: &'static Table, sheet: &'a Sheet, needs: &[String], findings: &mut Findings) -> Self {
        let known = known_names(table, needs);
        let mut grid = Self { table, sheet, by_field: BTreeMap::new() };
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        for (index, header) in sheet.header.iter().enumerate() {
            let at = sheet.at(header.line, Some(index));
            let key = column_key(&header.name);
            if key.is_empty() {
                if grid.has_cells(index) {
                    findings.error(nameless(&header.name), at);
                }
            } else if seen.insert(key.clone(), index).is_some() {
                let message = format!("a column stands there twice: `{}`", header.name.trim());
                findings.error(Fault::new(codes::DUPLICATE_COLUMN, message, "delete one of them, or rename it"), at);
            } else if let Some(field) = known.get(&key) {
                grid.by_field.entry((field.stem, field.need)).or_default().push((index, field.unit));
            } else if !is_read_past(&header.name) || personal_word(table, &key).is_some() {
                findings.error(unknown_column(table, &header.name, &key, &known), at);
            }
        }
        grid.report_missing_columns(findings);
        grid.report_extra_cells(findings);
        grid
    }

    /// Its rows, blank ones left out.
    pub(super) fn lines(&'a self) -> impl Iterator<Item = Line<'a>> {
        let filled = self.sheet.rows.iter().filter(|row| row.cells.iter().any(|cell| !cell.value.is_blank()));
        filled.map(|row| Line { grid: self, row })
    }

    /// True when it has a column for `stem`.
    pub(super) fn has_column(&self, stem: &'static str) -> bool {
        self.by_field.keys().any(|(found, _)| *found == stem)
    }

    fn has_cells(&self, index: usize) -> bool {
        self.sheet.rows.iter().any(|row| row.cells.get(index).is_some_and(|cell| !cell.value.is_blank()))
    }

    fn report_missing_columns(&self, findings: &mut Findings) {
        if self.table.name == "operation" {
            return;
        }
        for column in self.table.columns.iter().filter(|column| column.default.is_none()) {
            if !self.has_column(column.stem) {
                let message = format!("table `{}` has no column `{}`", self.table.name, column.name());
                let help = format!("add it: {}", column.doc.to_lowercase().trim_end_matches('.'));
                findings.error(Fault::new(codes::MISSING, message, help), self.sheet.whole());
            }
        }
    }

    fn report_extra_cells(&self, findings: &mut Findings) {
        let columns = self.sheet.header.len();
        for row in &self.sheet.rows {
            if row.cells.iter().skip(columns).any(|cell| !cell.value.is_blank()) {
                let message = format!("a row has more cells than the header: {}, not {columns}", row.cells.len());
                let help = "is there a decimal comma, or a comma in a name? put that cell into quotes: \"34,4667\"";
                findings.error(Fault::new(codes::EXTRA_CELLS, message, help), self.sheet.at(row.line, None));
            }
        }
    }
}

impl<'a> Line<'a> {
    /// The filled cells for a column; more than one only where several units of it are filled in.
    pub(super) fn filled(&self, stem: &'static str, need: Option<usize>) -> Vec<Filled<'a>> {
        let fields = self.grid.by_field.get(&(stem, need)).map_or(&[][..], Vec::as_slice);
        let filled = fields.iter().filter_map(|(index, unit)| {
            let cell = self.row.cells.get(*index)?;
            let filled = Filled { value: &cell.value, unit: *unit, line: cell.line, index: *index };
            (!cell.value.is_blank()).then_some(filled)
        });
        filled.collect()
    }

    /// The place of the row.
    pub(super) fn at(&self) -> At {
        self.grid.sheet.at(self.row.line, None)
    }

    /// The place of its cell for a column, or of the row when it has none.
    pub(super) fn at_column(&self, stem: &'static str, need: Option<usize>) -> At {
        let index = self.grid.by_field.get(&(stem, need)).and_then(|fields| fields.first()).map(|(index, _)| *index);
        let line = index.and_then(|index| self.row.cells.get(index)).map_or(self.row.line, |cell| cell.line);
        self.grid.sheet.at(line, index)
    }

    /// The place of a filled cell.
    pub(super) fn at_filled(&self, filled: &Filled<'_>) -> At {
        self.grid.sheet.at(filled.line, Some(filled.index))
    }
}

/// All names that the columns of a table may have, `{need}` spelt out.
pub(super) fn known_names(table: &'static Table, needs: &[String]) -> BTreeMap<String, Field> {
    let mut known = BTreeMap::new();
    for column in table.columns {
        for (name, unit) in column.names() {
            for need in fitting_needs(column, needs.len()) {
                let spelt = need.map_or_else(|| name.clone(), |need| name.replace("{need}", &needs[need]));
                known.entry(column_key(&spelt)).or_insert(Field { stem: column.stem, need, unit });
            }
        }
    }
    known
}

fn fitting_needs(column: &Column, needs: usize) -> Vec<Option<usize>> {
    if column.is_by_need() { (0..needs).map(Some).collect() } else { vec![None] }
}

/// True for columns and tables that a person keeps for their own use.
pub(super) fn is_read_past(name: &str) -> bool {
    name.trim_start().starts_with('_')
}

fn nameless(name: &str) -> Fault {
    let message = format!("a column has cells but no name: `{}`", name.trim());
    Fault::new(codes::UNKNOWN_COLUMN, message, "name it in the first row, or delete its cells")
}

fn unknown_column(table: &Table, name: &str, key: &str, known: &BTreeMap<String, Field>) -> Fault {
    let name = name.trim();
    if let Some(word) = personal_word(table, key) {
        return super::privacy::fault(name, word);
    }
    let what = if table.name == "operation" { "key" } else { "column" };
    let message = format!("table `{}` has no {what} of this name: `{}`", table.name, shown(name));
    let help = match nearest(key, known.keys().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("begin its name with `_` to have it read past: `_{}`", shown(name)),
    };
    Fault::new(codes::UNKNOWN_COLUMN, message, help)
}

/// At most 60 letters of what a person wrote.
pub(super) fn shown(text: &str) -> String {
    let mut letters = text.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter });
    let start: String = letters.by_ref().take(60).collect();
    if letters.next().is_some() { format!("{start}…") } else { start }
}
