//! Counted and claimed movements of an operation, from a table.

use jiff::civil::{Date, DateTime};

use super::{Movement, Standing};
use crate::history::Fault;

/// The columns, in the order in which `docs/estimate.md` lists them. Others are for whoever keeps the table.
const COLUMNS: [&str; 7] = ["t_start", "t_end", "people", "cumulative", "speaker", "standing", "known_at"];

/// What a row gives.
struct Row {
    movement: Movement,
    /// The hour from which it was known, where the row says so.
    known_at: Option<DateTime>,
}

/// The movements of a table that were known by `as_of` (all of them without a moment), and every row that cannot be used.
///
/// `people` came out from `t_start` to `t_end`, both included; `cumulative`, which wins where both are given, is a running total since the
/// first day of the rows down to its own, so that rows stand in the order of their days. `standing` is `counted` (the default)
/// or `claimed`. Lines that begin with `#` are comments.
pub(super) fn read(text: &str, as_of: Option<DateTime>) -> (Vec<Movement>, Vec<Fault>) {
    let (mut movements, mut faults) = (Vec::new(), Vec::new());
    let fault =
        |line: u64, what: String, help: &str| Fault { file: "counts".to_owned(), line, what, help: help.to_owned() };
    if text.trim().is_empty() {
        return (movements, faults);
    }
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .comment(Some(b'#'))
        .delimiter(delimiter(text))
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let places: Vec<Option<usize>> = match reader.headers() {
        Ok(headers) => COLUMNS
            .iter()
            .map(|column| headers.iter().position(|header| header.trim_start_matches('\u{feff}') == *column))
            .collect(),
        Err(error) => return (movements, vec![fault(1, format!("not readable as a table: {error}"), CSV_HELP)]),
    };
    for (column, _) in COLUMNS.iter().zip(&places).take(3).filter(|(_, place)| place.is_none()) {
        let what = format!("a column is missing: `{column}`");
        faults.push(fault(1, what, "write the columns `t_start,t_end,people,speaker`"));
    }
    if !faults.is_empty() {
        return (movements, faults);
    }
    let mut first: Option<Date> = None;
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, csv::Position::line);
                let cells = COLUMNS.map(|column| {
                    let place = COLUMNS.iter().position(|known| *known == column).and_then(|index| places[index]);
                    place.and_then(|place| record.get(place)).unwrap_or("")
                });
                match row(cells, &mut first) {
                    Ok(row) if as_of.is_some_and(|as_of| row.known_at.is_some_and(|known_at| known_at > as_of)) => {}
                    Ok(row) => movements.push(row.movement),
                    Err((what, help)) => faults.push(fault(line, what, help)),
                }
            }
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                faults.push(fault(line, format!("not readable as a table: {error}"), CSV_HELP));
            }
        }
    }
    (movements, faults)
}

const CSV_HELP: &str = "save the table as CSV in UTF-8, with quotes around fields that hold commas";

/// Comma, semicolon or tab, as operation files may have them.
fn delimiter(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#')).unwrap_or("");
    [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|sign| (header.bytes().filter(|byte| byte == sign).count(), *sign == b','))
        .unwrap_or(b',')
}

/// A row from its cells; `first` is the first day of the table so far.
fn row(cells: [&str; COLUMNS.len()], first: &mut Option<Date>) -> Result<Row, (String, &'static str)> {
    let [from, to, people, cumulative, speaker, standing, known_at] = cells;
    let from = day("t_start", from)?;
    let to = if to.is_empty() { from } else { day("t_end", to)? };
    if to < from {
        return Err((
            format!("`t_end` is before `t_start`: {to} before {from}"),
            "write the first day into `t_start` and the last into `t_end`",
        ));
    }
    let begun = first.map_or(from, |first| first.min(from));
    *first = Some(begun);
    let (people, total) = (number("people", people)?, number("cumulative", cumulative)?);
    let Some(count) = total.or(people) else {
        return Err((
            "a row without a number: `people` and `cumulative` are empty".to_owned(),
            "write how many came out, 0 for a day on which nobody could, or remove the row",
        ));
    };
    let standing = match standing.to_lowercase().as_str() {
        "" | "counted" => Standing::Counted,
        "claimed" => Standing::Claimed,
        other => {
            return Err((
                format!("`standing` is neither counted nor claimed: `{other}`"),
                "write `counted` for a count of your own or of a registration, `claimed` for what somebody said",
            ));
        }
    };
    let known_at = (!known_at.is_empty()).then(|| moment("known_at", known_at)).transpose()?;
    let from = if total.is_some() { begun } else { from };
    let movement = Movement { from, to, people: count, standing, source: speaker.to_owned() };
    Ok(Row { movement, known_at })
}

fn day(column: &str, text: &str) -> Result<Date, (String, &'static str)> {
    text.parse()
        .map_err(|_| (format!("`{column}` is not a day: `{text}`"), "write year, month and day as in `2019-02-22`"))
}

fn moment(column: &str, text: &str) -> Result<DateTime, (String, &'static str)> {
    text.replace(' ', "T").parse().map_err(|_| {
        (format!("`{column}` is not a moment: `{text}`"), "write a day and a time such as `2019-02-22T18:00`")
    })
}

/// A whole number of people, `None` if the cell is empty; spaces and apostrophes between thousands are allowed.
fn number(column: &str, text: &str) -> Result<Option<u64>, (String, &'static str)> {
    let digits: String =
        text.chars().filter(|sign| !sign.is_whitespace() && !matches!(sign, '\'' | '’' | '_')).collect();
    if digits.is_empty() {
        return Ok(None);
    }
    digits.parse().map(Some).map_err(|_| {
        (
            format!("`{column}` is not a whole number of people: `{text}`"),
            "write digits only; a count that is not known is left empty",
        )
    })
}
