//! Claims and counted movements into how many people may still be inside, and when it may be over.
//!
//! [`estimate`] takes a [`Case`], everything said and counted until a moment, and gives distributions with what drives
//! them. Read in this order: [`source`] (how wrong statements are), [`flow`] (what a count says), [`remaining`],
//! [`ending`], [`parameters`], and [`fit`](fit()), which takes the parameters from the history tables.
//!
//! **Invariant:** no result ever says that nobody is left: the lowest number of people is 1.

mod counts;
mod drivers;
pub mod ending;
mod fit;
pub mod flow;
pub mod parameters;
pub mod remaining;
pub mod source;
pub mod wire;

use couloir_model::outlook::{self, Chance, Outlook, Percentiles};
use jiff::civil::{Date, DateTime};

pub use ending::EndForecast;
pub use fit::{assumed, fit, fit_from};
pub(crate) use fit::{end_points, outflow_until, series_by_operation};
pub use flow::{Movement, Outflow, Standing};
pub use parameters::{ErrorScales, Parameters, ParametersError, Record};
pub use source::{Stated, Statement};

pub use couloir_model::outlook::{Driver, Reason, Role};

use crate::distribution::LogGrid;
use flow::day_number;

/// Everything said and counted about one place until a moment. What is dated later than that is left aside.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The moment, in the days of the place.
    pub as_of: DateTime,
    /// Statements of how many are inside.
    pub statements: Vec<Statement>,
    /// People out; they may overlap and contradict each other.
    pub movements: Vec<Movement>,
    /// Forecasts of the end.
    pub forecasts: Vec<EndForecast>,
}

/// What may be true.
#[derive(Debug, Clone, PartialEq)]
pub struct Estimate {
    /// The moment for which it holds.
    pub as_of: DateTime,
    /// People still inside.
    pub remaining: Remaining,
    /// Days until it is over.
    pub ending: Ending,
    /// What drives the people still inside, the weightiest first.
    pub remaining_drivers: Vec<Driver>,
    /// What drives the end, the weightiest first.
    pub ending_drivers: Vec<Driver>,
    /// How often such intervals were right.
    pub record: Record,
}

/// The distribution of the people still inside.
#[derive(Debug, Clone, PartialEq)]
pub struct Remaining(LogGrid);

/// The distribution of the days until the end, from [`Estimate::as_of`].
#[derive(Debug, Clone, PartialEq)]
pub struct Ending(LogGrid, DateTime);

/// What is asked of an estimate beside its quantiles.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// Numbers of people: what is the chance that more are inside?
    pub more_than: Vec<u64>,
    /// Numbers of days: what is the chance that it takes at least as many?
    pub at_least_days: Vec<u32>,
}

impl Estimate {
    /// The estimate in whole numbers, as it is printed, drawn and planned for.
    #[must_use]
    pub fn outlook(&self, asked: &Asked) -> Outlook {
        let share = |percent: u8| f64::from(percent) / 100.0;
        let record = self.record;
        Outlook {
            as_of: self.as_of,
            people: Percentiles::of(|percent| self.remaining.quantile(share(percent))),
            days: Percentiles::of(|percent| self.ending.quantile_days(share(percent))),
            more_than: asked
                .more_than
                .iter()
                .map(|&of| Chance { of, permille: drivers::permille(self.remaining.more_than(of)) })
                .collect(),
            at_least_days: asked
                .at_least_days
                .iter()
                .map(|&of| Chance { of, permille: drivers::permille(self.ending.at_least_days(of)) })
                .collect(),
            people_drivers: self.remaining_drivers.clone(),
            end_drivers: self.ending_drivers.clone(),
            record: outlook::Record {
                operations: record.operations,
                statements_80: drivers::permille(record.statements_80),
                series_80: drivers::permille(record.series_80),
                ending_80: drivers::permille(record.ending_80),
            },
        }
    }
}

impl Remaining {
    /// The number of people below which the truth lies with this probability, rounded outwards: down below one half, up from
    /// there. Never below 1.
    #[must_use]
    pub fn quantile(&self, probability: f64) -> u64 {
        let people = libm::exp(self.0.quantile_ln(probability));
        let outwards = if probability < 0.5 { libm::floor(people) } else { libm::ceil(people) };
        (outwards as u64).max(1)
    }

    /// The probability that more than so many are inside.
    #[must_use]
    pub fn more_than(&self, people: u64) -> f64 {
        if people == 0 { 1.0 } else { 1.0 - self.0.cdf(libm::log(people as f64)) }
    }

    /// The distribution of the natural logarithm, for scores and charts.
    #[must_use]
    pub fn distribution(&self) -> &LogGrid {
        &self.0
    }
}

impl Ending {
    /// The days from the moment of the estimate within which it is over with this probability, rounded outwards to whole
    /// days.
    #[must_use]
    pub fn quantile_days(&self, probability: f64) -> u32 {
        let days = libm::exp(self.0.quantile_ln(probability));
        let outwards = if probability < 0.5 { libm::floor(days) } else { libm::ceil(days) };
        outwards as u32
    }

    /// The day by which it is over with this probability.
    #[must_use]
    pub fn quantile_date(&self, probability: f64) -> Date {
        let today = self.1.date();
        today.checked_add(jiff::Span::new().days(i64::from(self.quantile_days(probability)))).unwrap_or(Date::MAX)
    }

    /// The probability that it takes at least so many more days.
    #[must_use]
    pub fn at_least_days(&self, days: u32) -> f64 {
        if days == 0 { 1.0 } else { 1.0 - self.0.cdf(libm::log(f64::from(days))) }
    }

    /// The distribution of the natural logarithm of the days.
    #[must_use]
    pub fn distribution(&self) -> &LogGrid {
        &self.0
    }
}

/// What may be true, given what was said and counted until `case.as_of`.
///
/// Deterministic, and never fails: odd input (nothing at all, zeros, huge or reversed numbers) gives a wide answer.
#[must_use]
pub fn estimate(case: &Case, parameters: &Parameters) -> Estimate {
    let now = moment_number(case.as_of);
    let outflow = Outflow::from_movements(&case.movements, now);
    let said = |said_on: Date| (day_number(said_on) <= now).then(|| (day_number(said_on) + 1.0).min(now));
    let evidence = remaining::Evidence {
        now,
        statements: case
            .statements
            .iter()
            .filter_map(|statement| Some((said(statement.said_on)?, statement)))
            .collect(),
        outflow: &outflow,
    };
    let posterior = remaining::posterior(&evidence, parameters);
    let end_evidence = ending::EndEvidence {
        now,
        start: None,
        outflow: &outflow,
        open_and_shut: flow::open_and_shut(&case.movements, now),
        forecasts: case.forecasts.iter().filter_map(|forecast| Some((said(forecast.said_on)?, forecast))).collect(),
    };
    let days = ending::posterior(&end_evidence, &posterior.grid, parameters);
    Estimate {
        as_of: case.as_of,
        remaining_drivers: drivers::of_remaining(case, &evidence, &posterior, parameters),
        ending_drivers: drivers::of_ending(&end_evidence, &posterior.grid, parameters),
        remaining: Remaining(posterior.grid),
        ending: Ending(days, case.as_of),
        record: parameters.record,
    }
}

/// A moment as a day with fractions.
fn moment_number(moment: DateTime) -> f64 {
    let seconds = f64::from(moment.hour()) * 3600.0 + f64::from(moment.minute()) * 60.0 + f64::from(moment.second());
    day_number(moment.date()) + seconds / 86_400.0
}
