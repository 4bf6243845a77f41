//! Tables of past evacuations: what was said, what was counted, what turned out to be true.
//!
//! The columns are those of the history files (see `docs/estimate.md`); any folder with files of the same columns can be
//! used to fit and to judge. Reading is [`History::read`]: texts in, tables and faults out.

mod bundled;
mod read;

use std::collections::BTreeMap;

use jiff::civil::Date;

pub use bundled::TABLES;
pub use read::Fault;

use crate::estimate::{Movement, Role, Statement};

/// A statement with what turned out to be true.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgedStatement {
    /// The operation, as the table names it.
    pub operation: String,
    /// What was said, by whom and when.
    pub statement: Statement,
    /// What the number counts, as the table words it.
    pub quantity: String,
    /// Whether the number is about everybody still to leave, so that it may be put beside other such numbers and counts.
    pub remaining: bool,
    /// The rebuilt truth, positive.
    pub truth: f64,
    /// Whether the truth is good enough to score against.
    pub scored: bool,
}

/// A forecast of the end with the true end.
#[derive(Debug, Clone, PartialEq)]
pub struct JudgedForecast {
    /// The operation.
    pub operation: String,
    /// The day on which it was said.
    pub said_on: Date,
    /// Who said it.
    pub speaker: String,
    /// The side of the speaker.
    pub role: Role,
    /// Days until the end, as stated; positive.
    pub stated_days: f64,
    /// Days until the end, in truth; positive.
    pub actual_days: f64,
}

/// A moment of an operation for which both the count so far and the truth are known.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesPoint {
    /// The operation.
    pub operation: String,
    /// Days since its start, with fractions.
    pub day: f64,
    /// People counted out until then.
    pub out: f64,
    /// People truly remaining, positive.
    pub remaining: f64,
    /// People counted out in the last two days (seven where counts come weekly), as the table gives it.
    pub recent_flow: f64,
}

/// When an operation began and ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub start: Date,
    /// Last day; `None` for an operation that is not over, or whose end nobody knows.
    pub end: Option<Date>,
}

/// All tables of a folder.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History {
    /// Statements with their truth.
    pub statements: Vec<JudgedStatement>,
    /// Forecasts of the end with their truth.
    pub forecasts: Vec<JudgedForecast>,
    /// Points of counted series with their truth.
    pub series: Vec<SeriesPoint>,
    /// Counted movements by operation.
    pub movements: BTreeMap<String, Vec<Movement>>,
    /// When each operation began and ended.
    pub spans: BTreeMap<String, Span>,
    /// The day from which a camp counted its arrivals.
    pub counted_since: BTreeMap<String, Date>,
}

/// The family of an operation: the first word of its name. Leaving one operation out leaves its family out, since
/// `baghouz_alhol` and `baghouz_2019`, or two towns of one siege, share their people and their speakers.
#[must_use]
pub fn family(operation: &str) -> &str {
    operation.split('_').next().unwrap_or(operation)
}

impl History {
    /// Reads tables, each given by file name and text; the name decides which table it is:
    /// `stated_vs_out.csv`, `*_remaining_statements.csv`, `*_end_forecasts.csv`, `evac_series.csv`, `evac_summary.csv`,
    /// `series_backtest.csv`, `*_population.csv`. Other files are not for this reader and are passed over.
    ///
    /// A row that cannot be used gives a fault and is left out; the rest is still read.
    #[must_use]
    pub fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> (Self, Vec<Fault>) {
        read::read(files)
    }

    /// The families with anything to judge by, in order.
    #[must_use]
    pub fn families(&self) -> Vec<String> {
        let mut families: Vec<String> = self
            .statements
            .iter()
            .filter(|judged| judged.scored)
            .map(|judged| family(&judged.operation))
            .chain(self.series.iter().map(|point| family(&point.operation)))
            .chain(self.forecasts.iter().map(|judged| family(&judged.operation)))
            .map(str::to_owned)
            .collect();
        families.sort();
        families.dedup();
        families
    }

    /// The tables without one family of operations.
    #[must_use]
    pub fn without(&self, left_out: &str) -> Self {
        let mut rest = self.clone();
        let keeps = |operation: &str| family(operation) != left_out;
        rest.statements.retain(|judged| keeps(&judged.operation));
        rest.forecasts.retain(|judged| keeps(&judged.operation));
        rest.series.retain(|point| keeps(&point.operation));
        rest.movements.retain(|operation, _| keeps(operation));
        rest.spans.retain(|operation, _| keeps(operation));
        rest.counted_since.retain(|operation, _| keeps(operation));
        rest
    }

    /// The movements of an operation: its own, else those of the camp named after it (`baghouz_alhol` for `baghouz`).
    #[must_use]
    pub fn movements_of(&self, operation: &str) -> &[Movement] {
        let camp =
            || self.movements.iter().find(|(name, _)| continues(name, operation)).map(|(_, movements)| movements);
        self.movements.get(operation).or_else(camp).map_or(&[], Vec::as_slice)
    }

    /// The day from which an operation counts its people out.
    #[must_use]
    pub fn start_of(&self, operation: &str) -> Option<Date> {
        let first_count = || self.movements_of(operation).iter().map(|movement| movement.from).min();
        let spanned = self.spans.get(operation).map(|span| span.start);
        spanned.or_else(|| self.counted_since.get(operation).copied()).or_else(first_count)
    }

    /// The day on which an operation ended: its own, or that of the first operation of its family.
    #[must_use]
    pub fn end_of(&self, operation: &str) -> Option<Date> {
        let relative = || self.spans.iter().find(|(name, _)| family(name) == family(operation)).map(|(_, span)| span);
        self.spans.get(operation).or_else(relative).and_then(|span| span.end)
    }
}

/// Whether `long` is `short` with more words behind it.
fn continues(long: &str, short: &str) -> bool {
    long.strip_prefix(short).is_some_and(|rest| rest.starts_with('_'))
}
