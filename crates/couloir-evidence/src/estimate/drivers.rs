//! What an estimate rests on, in words.

use super::ending::{self, Days, EndEvidence};
use super::parameters::Parameters;
use super::remaining::{Evidence, Posterior, StatementShare};
use super::source::Statement;
use super::{Case, Driver};
use crate::distribution::LogGrid;

/// Probability from which it is said that everybody may be blind.
const BLIND_WORTH_SAYING: f64 = 0.3;
/// Widening from which it is said.
const WIDENING_WORTH_SAYING: f64 = 1.2;
/// Ebb from which it is said: less than half of the highest pace.
const EBB_WORTH_SAYING: f64 = -0.7;

/// What drives the people still inside.
pub(super) fn of_remaining(
    case: &Case,
    evidence: &Evidence<'_>,
    posterior: &Posterior,
    parameters: &Parameters,
) -> Vec<Driver> {
    let mut drivers = Vec::new();
    if let Some(pace) = evidence.outflow.pace(evidence.now) {
        let ebb = if pace.ebb < EBB_WORTH_SAYING { ", less than half of the highest pace so far" } else { "" };
        drivers.push(Driver {
            share: posterior.pace_share,
            words: format!(
                "counted out: {:.0} in the last {:.0} days of movement{ebb}; elsewhere such a pace meant about {:.0} inside",
                pace.recent,
                pace.days,
                libm::exp(pace.expected_ln(parameters))
            ),
        });
    }
    for ((_, statement), share) in evidence.statements.iter().zip(&posterior.statements) {
        drivers.push(Driver { share: share.share, words: statement_words(statement, share, parameters) });
    }
    drivers.sort_by(|a, b| b.share.total_cmp(&a.share));
    if posterior.blind > BLIND_WORTH_SAYING {
        drivers.push(note(format!(
            "statements and count contradict each other: with a probability of {:.0} % everybody here is off by another \
             order of magnitude, so all statements were widened",
            100.0 * posterior.blind
        )));
    } else if posterior.widening > WIDENING_WORTH_SAYING {
        drivers.push(note(format!(
            "statements are further apart than usual: all of them were widened {:.1} times",
            posterior.widening
        )));
    }
    let later = case.statements.len() - evidence.statements.len();
    if later > 0 {
        drivers.push(note(format!("statements dated after the moment of the estimate, left aside: {later}")));
    }
    if drivers.is_empty() {
        drivers.push(note("nothing was said and nobody was counted: every order of magnitude is as likely".to_owned()));
    }
    drivers
}

/// Something that has no weight of its own.
fn note(words: String) -> Driver {
    Driver { share: 0.0, words }
}

fn statement_words(statement: &Statement, share: &StatementShare, parameters: &Parameters) -> String {
    let Statement { said_on, speaker, role, people } = statement;
    let Some(wording) = people.wording() else {
        return format!(
            "{speaker} ({role}), {said_on}: says that nobody is left; weighs nothing, since people who hide are not seen"
        );
    };
    let stated = libm::exp(wording.middle_ln);
    let mut words = format!("{speaker} ({role}), {said_on}: about {stated:.0}");
    let factor = libm::exp(-parameters.bias_of(*role));
    if !(0.95..1.05).contains(&factor) {
        words += &format!(", taken as {:.0} after the bias of the role", stated * factor);
    }
    if share.out_since > stated {
        words += &format!("; {:.0} were counted out since, which contradicts it: widened", share.out_since);
    } else if share.out_since > 0.0 {
        words += &format!("; {:.0} were counted out since", share.out_since);
    }
    if share.apart > WIDENING_WORTH_SAYING {
        words += &format!("; stands apart from the others: widened {:.1} times", share.apart);
    }
    words
}

/// What drives the end.
pub(super) fn of_ending(evidence: &EndEvidence<'_>, remaining: &LogGrid, parameters: &Parameters) -> Vec<Driver> {
    let mut drivers = Vec::new();
    let days = Days::at(evidence.now, evidence.start, evidence.outflow, evidence.open_and_shut, parameters);
    let pace_precision = days.map_or(0.0, |days| {
        let scale = days.pace.scale(parameters.end_sd, parameters);
        1.0 / (scale * scale)
    });
    let weights = if evidence.forecasts.is_empty() { Vec::new() } else { ending::weights(evidence, parameters) };
    let total = pace_precision + weights.iter().sum::<f64>();
    if let Some(days) = days {
        drivers.push(Driver {
            share: pace_precision / total,
            words: format!(
                "pace: {:.0} people a day, the exit open on {:.0} % of days, {:.0} days since people began to leave; about {:.0} days \
                 more for the median number inside",
                days.people_a_day,
                100.0 * days.open_share,
                days.elapsed,
                libm::exp(days.expected_ln(remaining.quantile_ln(0.5), parameters))
            ),
        });
    }
    for ((_, forecast), weight) in evidence.forecasts.iter().zip(weights) {
        drivers.push(Driver {
            share: weight / total,
            words: format!(
                "{}, {}: the end in {} days; such forecasts are taken as {:.1} times too short",
                forecast.speaker,
                forecast.said_on,
                forecast.days,
                libm::exp(-parameters.forecast_bias_ln)
            ),
        });
    }
    drivers.sort_by(|a, b| b.share.total_cmp(&a.share));
    if drivers.is_empty() {
        drivers.push(note(
            "nobody was counted out and no end was forecast: anything up to two years is as likely".to_owned(),
        ));
    }
    drivers
}
