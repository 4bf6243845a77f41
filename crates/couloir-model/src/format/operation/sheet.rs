//! What the shell hands over: tables of cells, decoded and not understood yet, each cell with its place.

use crate::finding::{At, Spot};

/// All of an operation as it was found in its files.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Input {
    /// What the operation is called when it does not say so: the name of its file or folder.
    pub name: String,
    /// The file to name when something is missing altogether.
    pub file: String,
    /// Its tables, the table `operation` among them as a sheet with one row.
    pub sheets: Vec<Sheet>,
    /// The names of tables that are there and could not be read, which has been reported: what names their rows is not looked up.
    pub lost: Vec<String>,
}

/// One table as it was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Its name as found: the stem of the file, the name of the sheet or of the array of tables.
    pub name: String,
    /// The file, as the person named it.
    pub file: String,
    /// How places in it are named.
    pub layout: Layout,
    /// The names of its columns.
    pub header: Vec<Header>,
    /// Its rows; a row may be shorter or longer than the header.
    pub rows: Vec<Row>,
}

/// How places in a sheet are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Lines of a text file.
    Lines,
    /// Cells of a workbook.
    Cells,
}

/// The name of a column, as found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The name.
    pub name: String,
    /// The line or row where it stands, counted from 1.
    pub line: u32,
    /// Its column, counted from 0.
    pub column: u32,
}

/// A row of cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its line or row, counted from 1.
    pub line: u32,
    /// Its cells, in the order of the header.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What stands in it.
    pub value: Value,
    /// Its line or row, counted from 1.
    pub line: u32,
}

/// What stands in a cell, as the file's format tells it.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// Text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// Any other number.
    Real(f64),
    /// True or false.
    Flag(bool),
    /// A date with a time, of no zone.
    Civil(jiff::civil::DateTime),
    /// A time of day.
    Clock(jiff::civil::Time),
    /// Several values.
    List(Vec<Value>),
    /// Something that no column takes, in words: `a formula's error`.
    Unfit(String),
}

impl Sheet {
    /// The place of the cell in `column` of the header at `line`.
    #[must_use]
    pub fn at(&self, line: u32, column: Option<usize>) -> At {
        let spot = match (self.layout, column.and_then(|column| self.header.get(column))) {
            _ if line == 0 => Spot::Whole,
            (Layout::Lines, header) => Spot::Line { line, column: header.map(|header| header.name.clone()) },
            (Layout::Cells, header) => {
                let letters = header.map_or("A".to_owned(), |header| letters(header.column));
                Spot::Cell { sheet: self.name.clone(), cell: format!("{letters}{line}") }
            }
        };
        At { file: self.file.clone(), spot }
    }

    /// The place of the table as a whole.
    #[must_use]
    pub fn whole(&self) -> At {
        match self.layout {
            Layout::Lines => At { file: self.file.clone(), spot: Spot::Whole },
            Layout::Cells => self.at(1, None),
        }
    }
}

impl Value {
    /// What stands there, as a person would read it.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Whole(number) => number.to_string(),
            Self::Real(number) => number.to_string(),
            Self::Flag(flag) => flag.to_string(),
            Self::Civil(moment) => moment.strftime("%Y-%m-%d %H:%M:%S").to_string(),
            Self::Clock(time) => time.strftime("%H:%M:%S").to_string(),
            Self::List(values) => values.iter().map(Self::words).collect::<Vec<_>>().join(", "),
            Self::Unfit(what) => what.clone(),
        }
    }

    /// True when nothing stands there, or blanks only.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(|letter| letter.is_whitespace() || super::number::is_unseen(letter)),
            Self::List(values) => values.is_empty(),
            _ => false,
        }
    }
}

/// The letters of a workbook's column, counted from 0: A, B, …, Z, AA, …
#[must_use]
pub fn letters(mut column: u32) -> String {
    let mut text = Vec::new();
    loop {
        // Below 26, so that it fits.
        text.push(b'A' + (column % 26) as u8);
        match (column / 26).checked_sub(1) {
            Some(rest) => column = rest,
            None => break,
        }
    }
    text.iter().rev().map(|letter| char::from(*letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_a_workbook_have_the_letters_that_people_see() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
