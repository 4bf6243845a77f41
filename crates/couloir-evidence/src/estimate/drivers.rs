//! What an estimate rests on.

use couloir_model::outlook::{Driver, Reason};

use super::Case;
use super::ending::{self, Days, EndEvidence};
use super::parameters::Parameters;
use super::remaining::{Evidence, Posterior, StatementShare};
use super::source::Statement;
use crate::distribution::LogGrid;

/// Probability from which it is said that everybody may be blind.
const BLIND_WORTH_SAYING: f64 = 0.3;
/// Widening from which it is said.
const WIDENING_WORTH_SAYING: f64 = 1.2;
/// Ebb from which it is said: less than half of the highest pace.
const EBB_WORTH_SAYING: f64 = -0.7;
/// Biases nearer to 1 than this are not worth saying.
const BIAS_WORTH_SAYING: std::ops::Range<f64> = 0.95..1.05;

/// What drives the people still inside.
pub(super) fn of_remaining(
    case: &Case,
    evidence: &Evidence<'_>,
    posterior: &Posterior,
    parameters: &Parameters,
) -> Vec<Driver> {
    let mut drivers = Vec::new();
    if let Some(pace) = evidence.outflow.pace(evidence.now) {
        let reason = Reason::Pace {
            out: whole(pace.recent),
            days: days(pace.days),
            has_ebbed: pace.ebb < EBB_WORTH_SAYING,
            elsewhere: whole(libm::exp(pace.expected_ln(parameters))),
        };
        drivers.push(Driver { share: Some(permille(posterior.pace_share)), reason });
    }
    for ((_, statement), share) in evidence.statements.iter().zip(&posterior.statements) {
        drivers.push(of_statement(statement, share, parameters));
    }
    drivers.sort_by_key(|driver| std::cmp::Reverse(driver.share));
    if posterior.blind > BLIND_WORTH_SAYING {
        drivers.push(remark(Reason::Blind { permille: permille(posterior.blind) }));
    } else if posterior.widening > WIDENING_WORTH_SAYING {
        drivers.push(remark(Reason::Widened { times: factor(posterior.widening) }));
    }
    let later = case.statements.len() - evidence.statements.len();
    if later > 0 {
        drivers.push(remark(Reason::Later { statements: u32::try_from(later).unwrap_or(u32::MAX) }));
    }
    if drivers.is_empty() {
        drivers.push(remark(Reason::NothingKnown));
    }
    drivers
}

fn of_statement(statement: &Statement, share: &StatementShare, parameters: &Parameters) -> Driver {
    let Statement { said_on, speaker, role, people } = statement;
    let (speaker, role, said_on) = (speaker.clone(), *role, *said_on);
    let Some(wording) = people.wording() else {
        return remark(Reason::Nobody { speaker, role, said_on });
    };
    let stated = libm::exp(wording.middle_ln);
    let bias = libm::exp(-parameters.bias_of(role));
    let reason = Reason::Statement {
        speaker,
        role,
        said_on,
        stated: whole(stated),
        allowed: people.low.zip(people.high),
        taken_as: (!BIAS_WORTH_SAYING.contains(&bias)).then(|| whole(stated * bias)),
        out_since: whole(share.out_since),
        apart: if share.apart > WIDENING_WORTH_SAYING { factor(share.apart) } else { 1000 },
    };
    Driver { share: Some(permille(share.share)), reason }
}

/// What drives the end.
pub(super) fn of_ending(evidence: &EndEvidence<'_>, remaining: &LogGrid, parameters: &Parameters) -> Vec<Driver> {
    let mut drivers = Vec::new();
    let pace = Days::at(evidence.now, evidence.start, evidence.outflow, evidence.open_and_shut, parameters);
    let pace_precision = pace.map_or(0.0, |days| {
        let scale = days.pace.scale(parameters.end_sd, parameters);
        1.0 / (scale * scale)
    });
    let weights = if evidence.forecasts.is_empty() { Vec::new() } else { ending::weights(evidence, parameters) };
    let total = pace_precision + weights.iter().sum::<f64>();
    if let Some(pace) = pace {
        let reason = Reason::EndPace {
            people_a_day: whole(pace.people_a_day),
            open: permille(pace.open_share),
            elapsed: days(pace.elapsed),
            days: days(libm::exp(pace.expected_ln(remaining.quantile_ln(0.5), parameters))),
        };
        drivers.push(Driver { share: Some(permille(pace_precision / total)), reason });
    }
    for ((_, forecast), weight) in evidence.forecasts.iter().zip(weights) {
        let reason = Reason::Forecast {
            speaker: forecast.speaker.clone(),
            said_on: forecast.said_on,
            days: factor(forecast.days),
            too_short: factor(libm::exp(-parameters.forecast_bias_ln)),
        };
        drivers.push(Driver { share: Some(permille(weight / total)), reason });
    }
    drivers.sort_by_key(|driver| std::cmp::Reverse(driver.share));
    if drivers.is_empty() {
        drivers.push(remark(Reason::NothingOfTheEnd));
    }
    drivers
}

/// Something that has no weight of its own.
fn remark(reason: Reason) -> Driver {
    Driver { share: None, reason }
}

/// A share in whole thousandths.
pub(super) fn permille(share: f64) -> u16 {
    libm::round(1000.0 * share.clamp(0.0, 1.0)) as u16
}

/// A factor in whole thousandths.
fn factor(times: f64) -> u32 {
    libm::round(1000.0 * times.clamp(0.0, 1e6)) as u32
}

fn whole(number: f64) -> u64 {
    libm::round(number) as u64
}

fn days(number: f64) -> u32 {
    libm::round(number) as u32
}
