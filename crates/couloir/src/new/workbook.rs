//! A workbook to fill in: a sheet a table, explanations in notes, lists to choose from.

use super::template::{explanation, headings};
use couloir_model::format::operation::sheet::{Sheet, Value};
use couloir_model::format::operation::{Column, Kind, TABLES, Table, needs};
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, ExcelDateTime, Format, FormatBorder, Formula, Note, Workbook, Worksheet,
    XlsxError,
};

/// Rows that get lists to choose from.
const ROWS: u32 = 500;

/// The first row below the header.
const FIRST: u32 = 1;

/// The bytes of a workbook with these tables filled in, and all others empty.
pub(super) fn bytes(filled: &[Sheet]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let formats = Formats::new();
    let needs = needs(filled);
    let needs: Vec<&str> = needs.iter().map(String::as_str).collect();
    for table in TABLES {
        let rows: Vec<&Sheet> =
            filled.iter().filter(|sheet| sheet.name == table.name || sheet.name == table.row).collect();
        let page = workbook.add_worksheet();
        page.set_name(table.name)?;
        if table.name == "operation" {
            operation(page, table, &needs, &rows, &formats)?;
        } else {
            rows_of(page, table, &needs, &rows, &formats)?;
        }
    }
    workbook.save_to_buffer()
}

struct Formats {
    header: Format,
    required: Format,
    wrapped: Format,
    moment: Format,
}

impl Formats {
    fn new() -> Self {
        let header = Format::new().set_bold().set_background_color("#E8EEF4").set_border_bottom(FormatBorder::Thin);
        Self {
            required: header.clone().set_background_color("#CFE0F0"),
            header,
            wrapped: Format::new().set_text_wrap(),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm"),
        }
    }

    fn of(&self, column: &Column) -> &Format {
        if column.default.is_none() { &self.required } else { &self.header }
    }
}

/// A key and its value in each row.
fn operation(
    page: &mut Worksheet,
    table: &'static Table,
    needs: &[&str],
    filled: &[&Sheet],
    formats: &Formats,
) -> Result<(), XlsxError> {
    for (column, (name, width)) in [("key", 22.0), ("value", 32.0), ("what it says", 100.0)].into_iter().enumerate() {
        let column = u16::try_from(column).unwrap_or(0);
        page.write_string_with_format(0, column, name, &formats.header)?;
        page.set_column_width(column, width)?;
    }
    page.set_freeze_panes(1, 0)?;
    for (row, (name, column)) in (FIRST..).zip(headings(table, needs)) {
        page.write_string_with_format(row, 0, &name, formats.of(column))?;
        page.write_string_with_format(row, 2, explanation(column), &formats.wrapped)?;
        validate(page, table, column, row, row, 1)?;
        let given = filled.iter().find_map(|sheet| {
            let index = sheet.header.iter().position(|header| header.name == name)?;
            sheet.rows.first()?.cells.get(index)
        });
        if let Some(cell) = given {
            write(page, row, 1, &cell.value, column.kind, formats)?;
        }
    }
    Ok(())
}

fn rows_of(
    page: &mut Worksheet,
    table: &'static Table,
    needs: &[&str],
    filled: &[&Sheet],
    formats: &Formats,
) -> Result<(), XlsxError> {
    let mut columns = headings(table, needs);
    // A filled table shows its own columns, in its own order.
    if !filled.is_empty() {
        columns = filled
            .iter()
            .flat_map(|sheet| &sheet.header)
            .filter_map(|header| known(table, needs, &header.name))
            .collect();
        let mut seen = Vec::new();
        columns.retain(|(name, _)| {
            !seen.contains(name) && {
                seen.push(name.clone());
                true
            }
        });
    }
    page.set_freeze_panes(1, 1)?;
    for (index, (name, column)) in (0..).zip(&columns) {
        page.write_string_with_format(0, index, name, formats.of(column))?;
        page.insert_note(
            0,
            index,
            &Note::new(explanation(column)).add_author_prefix(false).set_width(320).set_height(120),
        )?;
        page.set_column_width(index, (name.chars().count() as f64 + 3.0).max(if index == 0 { 26.0 } else { 10.0 }))?;
        validate(page, table, column, FIRST, ROWS, index)?;
    }
    let mut row = FIRST;
    for sheet in filled {
        for line in &sheet.rows {
            for (header, cell) in sheet.header.iter().zip(&line.cells) {
                let Some(index) = columns.iter().position(|(name, _)| *name == header.name) else { continue };
                let column = columns[index].1;
                write(page, row, u16::try_from(index).unwrap_or(0), &cell.value, column.kind, formats)?;
            }
            row += 1;
        }
    }
    Ok(())
}

/// The column of this name, units and needs spelt out.
fn known(table: &'static Table, needs: &[&str], name: &str) -> Option<(String, &'static Column)> {
    let spelt = |known: &str| match known.contains("{need}") {
        true => needs.iter().any(|need| known.replace("{need}", need) == name),
        false => known == name,
    };
    let column = table.columns.iter().find(|column| column.names().iter().any(|(known, _)| spelt(known)));
    column.map(|column| (name.to_owned(), column))
}

/// Numbers as numbers and dates as dates, so that a spreadsheet can reckon with them.
fn write(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    value: &Value,
    kind: Kind,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let text = match value {
        Value::Empty => return Ok(()),
        Value::Whole(number) => return page.write_number(row, column, *number as f64).map(drop),
        Value::Real(number) => return page.write_number(row, column, *number).map(drop),
        Value::Flag(flag) => return page.write_boolean(row, column, *flag).map(drop),
        other => other.words(),
    };
    let is_number = matches!(
        kind,
        Kind::Range
            | Kind::Whole(..)
            | Kind::Measure(_)
            | Kind::Factor
            | Kind::Decimal(_)
            | Kind::Latitude
            | Kind::Longitude
    );
    if let Some(number) = text.parse::<f64>().ok().filter(|number| is_number && number.is_finite()) {
        return page.write_number(row, column, number).map(drop);
    }
    if kind == Kind::Moment
        && let Ok(moment) = ExcelDateTime::parse_from_str(&text)
        && text.len() > 10
    {
        return page.write_datetime_with_format(row, column, &moment, &formats.moment).map(drop);
    }
    page.write_string(row, column, text).map(drop)
}

/// A list to choose from, where a column has few words or names the rows of one table.
fn validate(
    page: &mut Worksheet,
    table: &Table,
    column: &Column,
    first: u32,
    last: u32,
    index: u16,
) -> Result<(), XlsxError> {
    let list = match column.kind {
        Kind::Choice(words) => DataValidation::new().allow_list_strings(words)?,
        Kind::Flag => DataValidation::new().allow_list_strings(&["yes", "no"])?,
        // The name is the first column of every table that others name.
        Kind::Reference([only]) if *only != table.name => {
            DataValidation::new().allow_list_formula(Formula::new(format!("={only}!$A${}:$A${ROWS}", FIRST + 1)))
        }
        _ => return Ok(()),
    };
    // A word that is not in the list is looked at by `couloir check`, which says more than a spreadsheet can.
    let list = list.set_error_style(DataValidationErrorStyle::Warning);
    page.add_data_validation(first, index, last, index, &list).map(drop)
}
