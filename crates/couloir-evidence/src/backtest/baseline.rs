//! Plain rules that anyone could use without a model. The estimate has to beat the best of them.

use std::fmt;

use crate::distribution::Plain;
use crate::estimate::ending::{Days, EndForecast};
use crate::estimate::{Outflow, Statement};
use crate::history::SeriesPoint;

/// A plain rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Baseline {
    /// What the wording allows, everything in it with the same chance on the logarithm.
    Literal,
    /// The stated number, log-normal with log-sd 1.0.
    Stated,
    /// As many again as came out in the last 2 days (7 where counts come weekly), log-normal with log-sd 1.6.
    SameAgain,
    /// Copernican: the share of the whole that has been seen is uniform.
    Copernican,
    /// The latest official total less what was counted out since, log-normal with log-sd 1.0; never less than a twentieth of it.
    TotalMinusCounted,
    /// For the end: the recent flow goes on until as many again are out.
    Pace,
}

impl Baseline {
    /// All rules.
    pub const ALL: [Self; 6] =
        [Self::Literal, Self::Stated, Self::SameAgain, Self::Copernican, Self::TotalMinusCounted, Self::Pace];
}

impl fmt::Display for Baseline {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Literal => "literal",
            Self::Stated => "stated",
            Self::SameAgain => "same again",
            Self::Copernican => "Copernican",
            Self::TotalMinusCounted => "total - out",
            Self::Pace => "pace",
        })
    }
}

/// Log-sd of the stated number, and of an official total less what was counted.
const STATED_SD: f64 = 1.0;
/// Log-sd of "as many again".
const SAME_AGAIN_SD: f64 = 1.6;
/// A total less more than it was leaves this share of it, so that the rule has an answer.
const LEFT_AT_LEAST: f64 = 0.05;

/// The rules that have an answer when a statement is made.
pub(super) fn for_statement(statement: &Statement, outflow: &Outflow, now: f64) -> Vec<(Baseline, Plain)> {
    let mut rules = Vec::new();
    if let Some(wording) = statement.people.wording() {
        let ends = [statement.people.low, statement.people.high]
            .map(|end| end.filter(|&people| people > 0).map_or(wording.middle_ln, |people| libm::log(people as f64)));
        let literal = Plain::Uniform { low: ends[0].min(ends[1]), high: ends[0].max(ends[1]) };
        rules.push((Baseline::Literal, literal));
        rules.push((Baseline::Stated, Plain::Normal { mean: wording.middle_ln, sd: STATED_SD }));
    }
    if let Some(pace) = outflow.pace(now) {
        rules.push((Baseline::SameAgain, Plain::Normal { mean: libm::log(pace.recent), sd: SAME_AGAIN_SD }));
        rules.push((Baseline::Copernican, Plain::Logistic { median: libm::log(outflow.total_at(now)) }));
    }
    rules
}

/// The rules that have an answer at a point of a series.
pub(super) fn for_point(
    point: &SeriesPoint,
    statements: &[(f64, &Statement)],
    outflow: &Outflow,
) -> Vec<(Baseline, Plain)> {
    let mut rules = Vec::new();
    if point.recent_flow > 0.0 {
        rules.push((Baseline::SameAgain, Plain::Normal { mean: libm::log(point.recent_flow), sd: SAME_AGAIN_SD }));
    }
    if point.out > 0.0 {
        rules.push((Baseline::Copernican, Plain::Logistic { median: libm::log(point.out) }));
    }
    let latest = statements.iter().max_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((at, wording)) = latest.and_then(|(at, statement)| Some((at, statement.people.wording()?))) {
        let total = libm::exp(wording.middle_ln);
        let left = (total - (point.out - outflow.total_at(*at))).max(LEFT_AT_LEAST * total);
        rules.push((Baseline::TotalMinusCounted, Plain::Normal { mean: libm::log(left), sd: STATED_SD }));
    }
    rules
}

/// The rules that have an answer about the end at a point of a series.
pub(super) fn for_end(
    point: &SeriesPoint,
    days: Option<Days>,
    forecasts: &[(f64, &EndForecast)],
) -> Vec<(Baseline, Plain)> {
    let mut rules = vec![(Baseline::Copernican, Plain::Logistic { median: libm::log(point.day.max(1.0)) })];
    if let Some(days) = days {
        let same_again = point.recent_flow.max(1.0) / days.people_a_day;
        rules.push((Baseline::Pace, Plain::Normal { mean: libm::log(same_again), sd: STATED_SD }));
    }
    if let Some((_, forecast)) = forecasts.iter().max_by(|a, b| a.0.total_cmp(&b.0)) {
        rules.push((Baseline::Stated, Plain::Normal { mean: libm::log(forecast.days), sd: STATED_SD }));
    }
    rules
}
