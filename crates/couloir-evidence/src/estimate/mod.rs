//! Claims and counted movements into how many people may still be inside, and when it may be over.
//!
//! [`estimate`] takes a [`Case`], everything said and counted until a moment, and gives distributions with what drives
//! them. Read in this order: [`source`] (how wrong statements are), [`flow`] (what a count says), [`remaining`],
//! [`ending`], [`parameters`], and [`fit`](fit()), which takes the parameters from the history tables.
//!
//! **Invariant:** no result ever says that nobody is left: the lowest number of people is 1, and the text says that it is
//! an estimate.

pub mod ending;
mod fit;
pub mod flow;
pub mod parameters;
pub mod remaining;
pub mod source;

use jiff::civil::{Date, DateTime};

pub use ending::EndForecast;
pub use fit::{assumed, fit, fit_from};
pub(crate) use fit::{end_points, outflow_until, series_by_operation};
pub use flow::{Movement, Outflow, Standing};
pub use parameters::{ErrorScales, Parameters, ParametersError};
pub use source::{Role, Stated, Statement};

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
    /// What drives both, the weightiest first.
    pub drivers: Vec<Driver>,
}

/// The distribution of the people still inside.
#[derive(Debug, Clone, PartialEq)]
pub struct Remaining(LogGrid);

/// The distribution of the days until the end, from [`Estimate::as_of`].
#[derive(Debug, Clone, PartialEq)]
pub struct Ending(LogGrid, DateTime);

/// One thing that the estimate rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct Driver {
    /// Its share of what is known, from 0 to 1.
    pub share: f64,
    /// In words: who, when, what, and why it was widened if it was.
    pub words: String,
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
        drivers: drivers(case, &evidence, &posterior, &end_evidence, parameters),
        remaining: Remaining(posterior.grid),
        ending: Ending(days, case.as_of),
    }
}

/// A moment as a day with fractions.
fn moment_number(moment: DateTime) -> f64 {
    let seconds = f64::from(moment.hour()) * 3600.0 + f64::from(moment.minute()) * 60.0 + f64::from(moment.second());
    day_number(moment.date()) + seconds / 86_400.0
}

fn drivers(
    case: &Case,
    evidence: &remaining::Evidence<'_>,
    posterior: &remaining::Posterior,
    end_evidence: &ending::EndEvidence<'_>,
    parameters: &Parameters,
) -> Vec<Driver> {
    let mut drivers = Vec::new();
    if let Some(pace) = evidence.outflow.pace(evidence.now) {
        let turn = if pace.ebb < -0.7 { ", less than half of the highest pace so far" } else { "" };
        drivers.push(Driver {
            share: posterior.pace_share,
            words: format!(
                "counted flow: {:.0} out in the last {:.0} days of movement{turn}; such a pace elsewhere meant about {:.0} inside",
                pace.recent,
                pace.days,
                libm::exp(pace.expected_ln(parameters))
            ),
        });
    }
    for ((_, statement), share) in evidence.statements.iter().zip(&posterior.statements) {
        drivers.push(Driver { share: share.share, words: statement_words(statement, share, posterior.widening) });
    }
    for (_, forecast) in &end_evidence.forecasts {
        drivers.push(Driver {
            share: 0.0,
            words: format!(
                "{}, {}: the end in {} days; such forecasts were {:.1} times too short elsewhere",
                forecast.speaker,
                forecast.said_on,
                forecast.days,
                libm::exp(-parameters.forecast_bias_ln)
            ),
        });
    }
    let later = case.statements.len() - evidence.statements.len();
    if later > 0 {
        drivers.push(Driver { share: 0.0, words: format!("statements dated after the moment of the estimate, left aside: {later}") });
    }
    drivers.sort_by(|a, b| b.share.total_cmp(&a.share));
    drivers
}

fn statement_words(statement: &Statement, share: &remaining::StatementShare, widening: f64) -> String {
    let Statement { said_on, speaker, role, people } = statement;
    let Some(wording) = people.wording() else {
        return format!("{speaker}, {said_on}: says that nobody is left; weighs nothing, since such statements cannot be held against people who hide");
    };
    let stated = libm::exp(wording.middle_ln);
    let mut words = format!("{speaker} ({role}), {said_on}: about {stated:.0}");
    if share.out_since > stated {
        words += &format!("; {:.0} were counted out since, which contradicts it: widened", share.out_since);
    } else if share.out_since > 0.0 {
        words += &format!("; {:.0} were counted out since", share.out_since);
    }
    if share.apart > 1.05 {
        words += &format!("; stands apart from the others: widened {:.1} times", share.apart);
    }
    if widening > 1.2 {
        words += &format!("; everybody here is further off than usual: widened {widening:.1} times");
    }
    words
}
