//! On which day it may be over.
//!
//! The expected number of days is a mean, on the logarithm, of two: the people inside over the pace (people a day while the exit is
//! open, times the share of days on which it is), and the time already elapsed, since what has lasted long tends to last. The
//! spread of the people is carried through; forecasts of the end are weighed like statements, with their own bias: ten of ten
//! at Baghouz came too early.

use super::flow::{Outflow, Pace};
use super::parameters::Parameters;
use super::source::{Joint, voice};
use crate::distribution::LogGrid;

/// Width of a cell on the logarithm of days.
const STEP_LN: f64 = 0.05;
/// From a quarter of a day …
const LOW_LN: f64 = -1.386_294_361_119_890_6;
/// … to e^6.6, two years.
const CELLS: usize = 160;
/// Days of record that the usual share of open days counts for.
const OPEN_SHARE_DAYS: f64 = 4.0;

/// A forecast of the end.
#[derive(Debug, Clone, PartialEq)]
pub struct EndForecast {
    /// The day on which it was said.
    pub said_on: jiff::civil::Date,
    /// The original speaker.
    pub speaker: String,
    /// Days from then until the end, as stated, above zero; "today or tomorrow" is half a day.
    pub days: f64,
}

/// What is known at a moment about the end.
#[derive(Debug, Clone)]
pub(crate) struct EndEvidence<'a> {
    /// The moment, in the days of `outflow`.
    pub(crate) now: f64,
    /// The day on which people began to leave, if known.
    pub(crate) start: Option<f64>,
    /// People counted out.
    pub(crate) outflow: &'a Outflow,
    /// Days known to have been open, and to have been shut.
    pub(crate) open_and_shut: (f64, f64),
    /// Forecasts made until then, each with its moment.
    pub(crate) forecasts: Vec<(f64, &'a EndForecast)>,
}

/// The pace that the expected days rest on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Days {
    /// People a calendar day, the exit being open on `open_share` of them.
    pub(crate) people_a_day: f64,
    /// Share of days on which the exit is open.
    pub(crate) open_share: f64,
    /// Days since the start, at least one.
    pub(crate) elapsed: f64,
    /// The pace that it comes from.
    pub(crate) pace: Pace,
}

impl Days {
    /// The pace at a moment; `None` as long as nobody has come out.
    pub(crate) fn at(
        now: f64,
        start: Option<f64>,
        outflow: &Outflow,
        (open, shut): (f64, f64),
        parameters: &Parameters,
    ) -> Option<Self> {
        let pace = outflow.pace(now)?;
        let open_share = (parameters.open_share * OPEN_SHARE_DAYS + open) / (OPEN_SHARE_DAYS + open + shut);
        let (first, _) = outflow.known()?;
        Some(Self {
            people_a_day: pace.recent / pace.days * open_share,
            open_share,
            elapsed: (now - start.unwrap_or(first)).max(1.0),
            pace,
        })
    }

    /// The logarithm of the days that so many people take.
    pub(crate) fn expected_ln(&self, remaining_ln: f64, parameters: &Parameters) -> f64 {
        let by_pace = remaining_ln - libm::log(self.people_a_day);
        let by_age = libm::log(self.elapsed);
        parameters.end_factor_ln + parameters.end_pace_weight * by_pace + (1.0 - parameters.end_pace_weight) * by_age
    }
}

/// What each forecast weighs, in the same unit as the expected days (inverse squares of scales).
pub(crate) fn weights(evidence: &EndEvidence<'_>, parameters: &Parameters) -> Vec<f64> {
    forecast_errors(evidence, parameters).likelier(0.0).weights()
}

fn forecast_errors(evidence: &EndEvidence<'_>, parameters: &Parameters) -> Joint {
    let voices: Vec<String> = evidence.forecasts.iter().map(|(_, forecast)| voice(&forecast.speaker)).collect();
    let own = parameters.forecast.own_sd;
    Joint::new(&voices, &vec![own * own; voices.len()], &parameters.forecast)
}

/// The distribution of the days until the end.
pub(crate) fn posterior(evidence: &EndEvidence<'_>, remaining: &LogGrid, parameters: &Parameters) -> LogGrid {
    let centres: Vec<f64> = (0..CELLS).map(|cell| LOW_LN + (cell as f64 + 0.5) * STEP_LN).collect();
    let mut density = prior(evidence, remaining, parameters, &centres);
    if !evidence.forecasts.is_empty() {
        let model = forecast_errors(evidence, parameters);
        let (mut sums, mut errors) = (Vec::new(), Vec::new());
        for (density, centre) in density.iter_mut().zip(&centres) {
            let days = libm::exp(*centre);
            errors.clear();
            errors.extend(evidence.forecasts.iter().map(|(moment, forecast)| {
                // A forecast made earlier spoke of the days that have passed since, and of those to come.
                let then = days + (evidence.now - moment).max(0.0);
                libm::log(forecast.days.clamp(0.1, 1e4)) - parameters.forecast_bias_ln - libm::log(then)
            }));
            *density += model.log_density_and_blind(&errors, &mut sums).0;
        }
    }
    LogGrid::from_log_density(LOW_LN, STEP_LN, &density)
}

/// The logarithm of the density before any forecast: the people over the pace, with the spread of both; flat without a pace.
fn prior(evidence: &EndEvidence<'_>, remaining: &LogGrid, parameters: &Parameters, centres: &[f64]) -> Vec<f64> {
    let days = Days::at(evidence.now, evidence.start, evidence.outflow, evidence.open_and_shut, parameters);
    let Some(days) = days else {
        return vec![0.0; centres.len()];
    };
    let degrees = parameters.end_degrees;
    let scale = days.pace.scale(parameters.end_sd, parameters);
    let expected: Vec<(f64, f64)> = remaining
        .masses()
        .enumerate()
        .filter(|(_, mass)| *mass > 1e-9)
        .map(|(cell, mass)| (days.expected_ln(remaining.centre_ln(cell), parameters), mass))
        .collect();
    centres
        .iter()
        .map(|centre| {
            let sum: f64 = expected
                .iter()
                .map(|(expected, mass)| {
                    let z = (centre - expected) / scale;
                    mass * libm::exp(-0.5 * (degrees + 1.0) * libm::log1p(z * z / degrees))
                })
                .sum();
            libm::log(sum)
        })
        .collect()
}
