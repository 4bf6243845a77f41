//! Reading the history tables: CSV texts in, tables and faults out.

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;

use super::{History, JudgedForecast, JudgedStatement, SeriesPoint, Span};
use crate::estimate::{Movement, Role, Standing, Stated, Statement};

/// A row or a file that could not be used: where, what, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Name of the file.
    pub file: String,
    /// Line in the file, from 1; the header is line 1.
    pub line: u64,
    /// What is wrong, lower case, the value last.
    pub what: String,
    /// What to do.
    pub help: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}: {}\n  help: {}", self.file, self.line, self.what, self.help)
    }
}

/// See [`History::read`].
pub(super) fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> (History, Vec<Fault>) {
    let mut reader = Reader::default();
    let mut files: Vec<_> = files.into_iter().collect();
    // The order in which a folder is listed differs between systems.
    files.sort_unstable();
    for (name, text) in files {
        reader.file(name, text);
    }
    (reader.history, reader.faults)
}

#[derive(Default)]
struct Reader {
    history: History,
    faults: Vec<Fault>,
}

/// One row with the names of its columns, able to say where it stands.
struct Row<'a> {
    file: &'a str,
    line: u64,
    columns: &'a BTreeMap<String, usize>,
    record: &'a csv::StringRecord,
}

impl Row<'_> {
    /// The trimmed value of a column; empty if the column is absent.
    fn text(&self, column: &str) -> &str {
        self.columns.get(column).and_then(|&index| self.record.get(index)).unwrap_or("").trim()
    }

    fn fault(&self, what: String, help: &str) -> Fault {
        Fault { file: self.file.to_owned(), line: self.line, what, help: help.to_owned() }
    }

    /// A number, `None` if the field is empty.
    fn maybe_number(&self, column: &str) -> Result<Option<f64>, Fault> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() && number >= 0.0 => Ok(Some(number)),
            _ => Err(self.fault(
                format!("`{column}` is not a number of people or days: `{text}`"),
                "write digits only, a point for decimals, or leave the field empty if it is not known",
            )),
        }
    }

    fn number(&self, column: &str) -> Result<f64, Fault> {
        self.maybe_number(column)?.ok_or_else(|| {
            self.fault(
                format!("`{column}` is empty"),
                "fill it in, or remove the row: nothing can be judged without it",
            )
        })
    }

    /// A number that a logarithm can be taken of.
    fn positive(&self, column: &str) -> Result<f64, Fault> {
        let number = self.number(column)?;
        if number > 0.0 {
            Ok(number)
        } else {
            Err(self.fault(
                format!("`{column}` is zero, and scores are taken on its logarithm"),
                "remove the row, or set `scored` to 0",
            ))
        }
    }

    /// The middle of `NAME_low, NAME_mid, NAME_high`, on the logarithm where only the ends are given; `None` if it is empty or
    /// zero.
    fn middle(&self, name: &str) -> Result<Option<f64>, Fault> {
        let [low, middle, high] = ["low", "mid", "high"]
            .map(|end| self.maybe_number(&format!("{name}_{end}")).map(|n| n.filter(|n| *n > 0.0)));
        let between = |low: Option<f64>, high: Option<f64>| Some(libm::sqrt(low?) * libm::sqrt(high?));
        Ok(middle?.or(between(low?, high?)))
    }

    fn date(&self, column: &str) -> Result<Date, Fault> {
        let text = self.text(column);
        text.parse().map_err(|_| {
            self.fault(format!("`{column}` is not a day: `{text}`"), "write year, month and day as in `2019-02-22`")
        })
    }

    /// Low, best and high of a statement, put in order if they are reversed.
    fn stated(&self) -> Result<Stated, Fault> {
        let best = self.maybe_number("stated_mode")?;
        let low = self.maybe_number("stated_low")?;
        let high = self.maybe_number("stated_high")?;
        if best.or(low).or(high).is_none() {
            return Err(self.fault(
                "nothing is stated: `stated_low`, `stated_mode` and `stated_high` are empty".to_owned(),
                "fill in at least one of the three",
            ));
        }
        let people = |number: f64| number as u64;
        Ok(Stated { low: low.map(people), best: best.map(people), high: high.map(people) })
    }
}

impl Reader {
    fn file(&mut self, name: &str, text: &str) {
        let stem = name.rsplit('/').next().unwrap_or(name).strip_suffix(".csv").unwrap_or("");
        let prefix_of = |suffix: &str| stem.strip_suffix(suffix).filter(|prefix| !prefix.is_empty());
        if stem == "stated_vs_out" {
            let columns = ["operation", "date", "speaker", "role", "quantity", "stated_mode", "truth_mid", "scored"];
            self.rows(name, text, &columns, |history, row| statement(history, row, None));
        } else if let Some(prefix) = prefix_of("_remaining_statements") {
            let columns = ["date", "speaker", "role", "object", "stated_mode", "ref_mid"];
            self.rows(name, text, &columns, |history, row| statement(history, row, Some(prefix)));
        } else if let Some(prefix) = prefix_of("_end_forecasts") {
            // The column of the truth carries the day of the end in its name.
            self.rows(name, text, &["date", "speaker", "role", "stated_days_mode"], |history, row| {
                forecast(history, row, prefix)
            });
        } else if stem == "evac_series" {
            self.rows(name, text, &["operation", "t_start", "t_end", "people", "cumulative"], movement);
        } else if stem == "evac_summary" {
            self.rows(name, text, &["operation", "start", "end"], span);
        } else if stem == "series_backtest" {
            let columns = ["operation", "t_days", "out_so_far", "truly_remaining", "flow_last_k_days"];
            self.rows(name, text, &columns, series_point);
        } else if let Some(prefix) = prefix_of("_population") {
            self.population(name, text, prefix);
        }
    }

    /// Gives each row of a table to `take`, and keeps the faults.
    fn rows(
        &mut self,
        file: &str,
        text: &str,
        required: &[&str],
        mut take: impl FnMut(&mut History, &Row<'_>) -> Result<(), Fault>,
    ) {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let columns: BTreeMap<String, usize> = match reader.headers() {
            Ok(headers) => headers
                .iter()
                .enumerate()
                .map(|(index, header)| (header.trim_start_matches('\u{feff}').trim().to_owned(), index))
                .collect(),
            Err(error) => {
                self.faults.push(unreadable(file, 1, &error));
                return;
            }
        };
        for missing in required.iter().filter(|column| !columns.contains_key(**column)) {
            self.faults.push(Fault {
                file: file.to_owned(),
                line: 1,
                what: format!("a column is missing: `{missing}`"),
                help: "use the columns that `docs/estimate.md` lists for this file; empty fields are allowed"
                    .to_owned(),
            });
        }
        if required.iter().any(|column| !columns.contains_key(*column)) {
            return;
        }
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(0, csv::Position::line);
                    let row = Row { file, line, columns: &columns, record: &record };
                    if let Err(fault) = take(&mut self.history, &row) {
                        self.faults.push(fault);
                    }
                }
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    self.faults.push(unreadable(file, line, &error));
                }
            }
        }
    }

    /// Counts at a camp become running totals of arrivals since the first row.
    ///
    /// Rows whose grade ends in `derived` are left out: they were worked out from later figures, and a back-test must not
    /// see these. Where arrivals are not given, they are the population less the one of before, as far as that could be
    /// known from an earlier row that gives both.
    fn population(&mut self, file: &str, text: &str, camp: &str) {
        let mut start: Option<Date> = None;
        let mut before: Option<f64> = None;
        let mut movements = Vec::new();
        self.rows(file, text, &["date", "population", "grade"], |_, row| {
            let date = row.date("date")?;
            start = Some(start.map_or(date, |first| first.min(date)));
            let grade = row.text("grade");
            if grade.ends_with("derived") || !grade.starts_with(['A', 'B']) {
                return Ok(());
            }
            let arrivals_column = row.columns.keys().find(|column| column.starts_with("arrivals_since_")).cloned();
            let population = row.maybe_number("population")?;
            let arrivals = arrivals_column.map(|column| row.maybe_number(&column)).transpose()?.flatten();
            if let (None, Some(population), Some(arrivals)) = (before, population, arrivals) {
                before = Some(population - arrivals);
            }
            let total = arrivals.or_else(|| Some((population? - before?).max(0.0)));
            if let (Some(total), Some(from)) = (total, start) {
                movements.push(Movement {
                    from,
                    to: date,
                    people: total as u64,
                    standing: Standing::Counted,
                    source: row.text("reporter").to_owned(),
                });
            }
            Ok(())
        });
        if let Some(start) = start {
            self.history.counted_since.insert(camp.to_owned(), start);
        }
        self.history.movements.entry(camp.to_owned()).or_default().extend(movements);
    }
}

fn unreadable(file: &str, line: u64, error: &csv::Error) -> Fault {
    Fault {
        file: file.to_owned(),
        line,
        what: format!("not readable as comma-separated text: {error}"),
        help: "save the table as CSV in UTF-8, with quotes around fields that hold commas".to_owned(),
    }
}

/// A statement with its truth. In tables of one operation (`*_remaining_statements.csv`) the operation is the file's name.
fn statement(history: &mut History, row: &Row<'_>, prefix: Option<&str>) -> Result<(), Fault> {
    let operation = prefix.map_or_else(|| row.text("operation").to_owned(), str::to_owned);
    let (quantity, truth, wanted) = match prefix {
        None => (row.text("quantity"), row.middle("truth")?, row.text("scored") != "0"),
        Some(_) => (row.text("object"), row.middle("ref")?, true),
    };
    let stated = row.stated()?;
    let (role, unknown) = match role(row) {
        Ok(role) => (role, None),
        Err(fault) => (Role::Other, Some(fault)),
    };
    let statement =
        Statement { said_on: row.date("date")?, speaker: row.text("speaker").to_owned(), role, people: stated };
    // «Nobody» has no logarithm, and what was true is not always known: such a statement is kept as evidence and not scored.
    let scored = wanted && truth.is_some() && statement.people.wording().is_some();
    history.statements.push(JudgedStatement {
        operation,
        statement,
        remaining: is_remaining(quantity, prefix.is_some()),
        quantity: quantity.to_owned(),
        truth: truth.unwrap_or(1.0),
        scored,
    });
    match unknown {
        Some(fault) => Err(fault),
        None if wanted && truth.is_none() => Err(row.fault(
            "the truth is not known or zero, and scores are taken on its logarithm".to_owned(),
            "used as evidence and not scored; fill in the middle value, or set `scored` to 0",
        )),
        None => Ok(()),
    }
}

/// Whether a quantity is everybody still to leave. Numbers of part of the people (fighters, nationals), of days (capacity) or of
/// another place (arrivals at a camp) are judged, but neither put beside the others nor beside the count of those out.
fn is_remaining(quantity: &str, remaining_by_default: bool) -> bool {
    const ANOTHER_QUANTITY: [&str; 8] =
        ["per day", "capacity", "citizen", "national", "fighter", "arrival", "displaced", "vehicle"];
    const REMAINING: [&str; 17] = [
        "remain",
        "inside",
        "to leave",
        "to go",
        "to be lifted",
        "to move",
        "to evacuate",
        "to be evacuated",
        "to come out",
        "trapped",
        "stranded",
        "besieged",
        "encircled",
        "cut off",
        "waiting",
        "still",
        "left",
    ];
    let quantity = quantity.to_lowercase();
    if ANOTHER_QUANTITY.iter().any(|word| quantity.contains(word)) {
        return false;
    }
    remaining_by_default || REMAINING.iter().any(|word| quantity.contains(word))
}

fn role(row: &Row<'_>) -> Result<Role, Fault> {
    let text = row.text("role");
    text.parse().map_err(|()| {
        row.fault(
            format!("not a role: `{text}`"),
            "used without the bias of a role; write one of besieger, besieged, UN, organiser, monitor, mediator, negotiator, press, other",
        )
    })
}

fn forecast(history: &mut History, row: &Row<'_>, prefix: &str) -> Result<(), Fault> {
    let Some(actual) = row.columns.keys().find(|column| column.starts_with("actual_days")).cloned() else {
        return Err(row.fault(
            "a column is missing: `actual_days…`".to_owned(),
            "add the days from the statement to the true end, as in `actual_days_to_2019_03_23`",
        ));
    };
    history.forecasts.push(JudgedForecast {
        operation: prefix.to_owned(),
        said_on: row.date("date")?,
        speaker: row.text("speaker").to_owned(),
        // No bias of a role is taken for forecasts: one that is not known costs nothing.
        role: role(row).unwrap_or(Role::Other),
        stated_days: row.positive("stated_days_mode")?,
        actual_days: row.positive(&actual)?,
    });
    Ok(())
}

fn movement(history: &mut History, row: &Row<'_>) -> Result<(), Fault> {
    let operation = row.text("operation").to_owned();
    let (start, to) = (row.date("t_start")?, row.date("t_end")?);
    let cumulative = row.maybe_number("cumulative")?;
    let people = row.maybe_number("people")?;
    let movements = history.movements.entry(operation).or_default();
    // A running total counts from the operation's first row.
    let first = movements.iter().map(|movement| movement.from).min().unwrap_or(start).min(start);
    if let Some(people) = cumulative.or(people) {
        movements.push(Movement {
            from: if cumulative.is_some() { first } else { start },
            to,
            people: people as u64,
            standing: Standing::Counted,
            source: row.text("speaker").to_owned(),
        });
    }
    Ok(())
}

fn span(history: &mut History, row: &Row<'_>) -> Result<(), Fault> {
    let end = if row.text("end").is_empty() { None } else { Some(row.date("end")?) };
    history.spans.insert(row.text("operation").to_owned(), Span { start: row.date("start")?, end });
    Ok(())
}

fn series_point(history: &mut History, row: &Row<'_>) -> Result<(), Fault> {
    history.series.push(SeriesPoint {
        operation: row.text("operation").to_owned(),
        day: row.number("t_days")?,
        out: row.number("out_so_far")?,
        remaining: row.positive("truly_remaining")?,
        // Needed by a plain rule alone, which then has no answer.
        recent_flow: row.maybe_number("flow_last_k_days")?.unwrap_or(0.0),
    });
    Ok(())
}
