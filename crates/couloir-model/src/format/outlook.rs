//! An outlook as JSON, for other programs: `couloir/estimate/1`. It is written and not read back: what may be true is computed again from
//! its evidence.

use crate::outlook::{Driver, Outlook, Percentiles, Reason, Role};
use serde::Serialize;
use std::collections::BTreeMap;

/// The percentages that are written.
const QUANTILES: [u8; 9] = [5, 10, 25, 40, 50, 60, 75, 90, 95];

#[derive(Serialize)]
struct Wire<'a> {
    format: &'static str,
    operation: &'a str,
    as_of: String,
    /// An estimate, and no count.
    people_inside: Distribution<u64>,
    days_until_over: Distribution<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    chance_of_more_than: Vec<Asked>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    chance_of_at_least_days: Vec<Asked>,
    drivers_of_people: Vec<WireDriver>,
    drivers_of_end: Vec<WireDriver>,
    record: WireRecord,
}

#[derive(Serialize)]
struct Distribution<N> {
    /// By percentage.
    quantiles: BTreeMap<u8, N>,
    /// The central intervals, by percentage.
    intervals: BTreeMap<u8, [N; 2]>,
}

#[derive(Serialize)]
struct Asked {
    number: u64,
    chance: f64,
}

#[derive(Serialize)]
struct WireRecord {
    operations: u32,
    statements_in_80: f64,
    series_in_80: f64,
    ends_in_80: f64,
}

#[derive(Serialize)]
struct WireDriver {
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<f64>,
    #[serde(flatten)]
    reason: WireReason,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum WireReason {
    Pace {
        out: u64,
        days: u32,
        has_ebbed: bool,
        elsewhere: u64,
    },
    Statement {
        speaker: String,
        role: &'static str,
        said_on: String,
        stated: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        allowed: Option<(u64, u64)>,
        #[serde(skip_serializing_if = "Option::is_none")]
        taken_as: Option<u64>,
        out_since: u64,
        contradicted: bool,
        widened: f64,
    },
    Nobody {
        speaker: String,
        role: &'static str,
        said_on: String,
    },
    Blind {
        chance: f64,
    },
    Widened {
        times: f64,
    },
    Later {
        statements: u32,
    },
    NothingKnown,
    EndPace {
        people_a_day: u64,
        open: f64,
        elapsed_days: u32,
        days: u32,
    },
    Forecast {
        speaker: String,
        said_on: String,
        days: f64,
        too_short: f64,
    },
    NothingOfTheEnd,
}

/// The outlook of an operation as JSON, indented, with a line end.
#[must_use]
pub fn write(operation: &str, outlook: &Outlook) -> String {
    let record = outlook.record;
    let wire = Wire {
        format: "couloir/estimate/1",
        operation,
        as_of: outlook.as_of.strftime("%Y-%m-%dT%H:%M").to_string(),
        people_inside: distribution(&outlook.people),
        days_until_over: distribution(&outlook.days),
        chance_of_more_than: asked(outlook.more_than.iter().map(|chance| (chance.of, chance.permille))),
        chance_of_at_least_days: asked(
            outlook.at_least_days.iter().map(|chance| (u64::from(chance.of), chance.permille)),
        ),
        drivers_of_people: outlook.people_drivers.iter().map(driver).collect(),
        drivers_of_end: outlook.end_drivers.iter().map(driver).collect(),
        record: WireRecord {
            operations: record.operations,
            statements_in_80: share(record.statements_80),
            series_in_80: share(record.series_80),
            ends_in_80: share(record.ending_80),
        },
    };
    // Maps with whole numbers as keys, strings and finite numbers only: nothing here can fail to be written.
    let mut text = serde_json::to_string_pretty(&wire).expect("an outlook can be written");
    text.push('\n');
    text
}

fn distribution<N: Copy>(percentiles: &Percentiles<N>) -> Distribution<N> {
    Distribution {
        quantiles: QUANTILES.into_iter().map(|percent| (percent, percentiles.at(percent))).collect(),
        intervals: [50, 80, 90]
            .into_iter()
            .map(|percent| {
                let (low, high) = percentiles.central(percent);
                (percent, [low, high])
            })
            .collect(),
    }
}

fn asked(chances: impl Iterator<Item = (u64, u16)>) -> Vec<Asked> {
    chances.map(|(number, permille)| Asked { number, chance: share(permille) }).collect()
}

/// Thousandths as a share.
fn share(permille: u16) -> f64 {
    f64::from(permille) / 1000.0
}

/// Thousandths as a factor.
fn times(permille: u32) -> f64 {
    f64::from(permille) / 1000.0
}

fn driver(driver: &Driver) -> WireDriver {
    WireDriver { share: driver.share.map(share), reason: reason(&driver.reason) }
}

fn reason(reason: &Reason) -> WireReason {
    let word = |role: &Role| role.word();
    match reason {
        Reason::Pace { out, days, has_ebbed, elsewhere } => {
            WireReason::Pace { out: *out, days: *days, has_ebbed: *has_ebbed, elsewhere: *elsewhere }
        }
        Reason::Statement { speaker, role, said_on, stated, allowed, taken_as, out_since, apart } => {
            WireReason::Statement {
                speaker: speaker.clone(),
                role: word(role),
                said_on: said_on.to_string(),
                stated: *stated,
                allowed: *allowed,
                taken_as: *taken_as,
                out_since: *out_since,
                contradicted: out_since > stated,
                widened: times(*apart),
            }
        }
        Reason::Nobody { speaker, role, said_on } => {
            WireReason::Nobody { speaker: speaker.clone(), role: word(role), said_on: said_on.to_string() }
        }
        Reason::Blind { permille } => WireReason::Blind { chance: share(*permille) },
        Reason::Widened { times: factor } => WireReason::Widened { times: times(*factor) },
        Reason::Later { statements } => WireReason::Later { statements: *statements },
        Reason::NothingKnown => WireReason::NothingKnown,
        Reason::EndPace { people_a_day, open, elapsed, days } => {
            WireReason::EndPace { people_a_day: *people_a_day, open: share(*open), elapsed_days: *elapsed, days: *days }
        }
        Reason::Forecast { speaker, said_on, days, too_short } => WireReason::Forecast {
            speaker: speaker.clone(),
            said_on: said_on.to_string(),
            days: times(*days),
            too_short: times(*too_short),
        },
        Reason::NothingOfTheEnd => WireReason::NothingOfTheEnd,
    }
}
