//! English.

use super::super::Reading;
use super::{Labels, Phrases};
use crate::words::isolated;
use couloir_model::outlook::{Reason, Record, Role};

pub(super) struct English;

const LABELS: Labels = Labels {
    estimate: "Estimate",
    not_a_count: "An estimate, not a count. It never means that nobody is left.",
    people_inside: "Still inside",
    until_over: "Until it may be over",
    with_chance: "with a chance of",
    at_most: "at most",
    within_days: "within days",
    by_day: "by",
    central: "Central interval",
    drives_people: "What drives the people inside",
    drives_end: "What drives the end",
    weight: "Weight",
    evidence: "Evidence",
    how_often_right: "How often such intervals were right",
    picture: "Each dot is one chance in twenty. Bars: 50, 80 and 90 chances in 100. Both scales are logarithmic.",
    people: "people",
    days: "days",
    colon: ": ",
};

fn role(role: Role) -> &'static str {
    match role {
        Role::Besieger => "besieger",
        Role::Besieged => "besieged",
        Role::Un => "UN or Red Cross",
        Role::Organiser => "organiser",
        Role::Monitor => "monitor",
        Role::Mediator => "mediator",
        Role::Negotiator => "negotiator",
        Role::Press => "press",
        Role::Other => "side not known",
    }
}

impl Phrases for English {
    fn labels(&self) -> &'static Labels {
        &LABELS
    }

    fn decimal_mark(&self) -> char {
        '.'
    }

    fn as_of(&self, moment: &str) -> String {
        format!("as of {moment}")
    }

    fn interval(&self, percent: u8) -> String {
        format!("{percent} chances in 100")
    }

    fn days(&self, range: &str) -> String {
        format!("{range} days")
    }

    fn between_days(&self, first: &str, last: &str) -> String {
        format!("{first} to {last}")
    }

    fn more_than(&self, people: &str, chance: &str) -> String {
        format!("chance that more than {people} are inside: {chance}")
    }

    fn at_least_days(&self, days: &str, chance: &str) -> String {
        format!("chance that it takes at least {days} more days: {chance}")
    }

    fn reason(&self, reading: &Reading, reason: &Reason) -> String {
        match reason {
            Reason::Pace { out, days, has_ebbed, elsewhere } => format!(
                "counted out: {} in the last {days} days of movement{}; elsewhere such a pace meant about {} inside",
                reading.number(*out),
                if *has_ebbed { ", less than half of the highest pace so far" } else { "" },
                reading.about(*elsewhere)
            ),
            Reason::Statement { .. } => statement(reading, reason),
            Reason::Nobody { speaker, role: side, said_on } => format!(
                "{} ({}), {}: says that nobody is left; weighs nothing, since people who hide are not seen",
                isolated(speaker),
                role(*side),
                reading.day(*said_on)
            ),
            Reason::Blind { permille } => format!(
                "statements and count contradict each other: with a chance of {} everybody here is off by another order of \
                 magnitude, so all statements were widened",
                reading.percent(*permille)
            ),
            Reason::Widened { times } => {
                format!("statements are further apart than usual: all were widened {} times", reading.times(*times))
            }
            Reason::Later { statements } => {
                format!("statements dated after this moment, left aside: {}", reading.number((*statements).into()))
            }
            Reason::NothingKnown => {
                "nothing was said and nobody was counted: every order of magnitude is as likely".to_owned()
            }
            Reason::EndPace { people_a_day, open, elapsed, days } => format!(
                "pace: {} people a day with the exit open on {} of days, {} days since people began to leave; about {} days more \
                 for the median number inside",
                reading.about(*people_a_day),
                reading.percent(*open),
                reading.number((*elapsed).into()),
                reading.number((*days).into())
            ),
            Reason::Forecast { speaker, said_on, days, too_short } => format!(
                "{}, {}: the end in {} days; such forecasts are taken to be {} times too short",
                isolated(speaker),
                reading.day(*said_on),
                reading.times(*days),
                reading.times(*too_short)
            ),
            _ => "nobody was counted out and no end was forecast: anything up to two years is as likely".to_owned(),
        }
    }

    fn record(&self, reading: &Reading, record: Record) -> String {
        format!(
            "How often such intervals were right: in a replay of {} past operations, each judged with what the others taught, the range between \
             10 % and 90 % held the truth at {} of statements, {} of counted days and {} of ends (each operation with the same weight)",
            record.operations,
            reading.percent(record.statements_80),
            reading.percent(record.series_80),
            reading.percent(record.ending_80)
        )
    }

    fn people_from(&self, moment: &str, upper_quartile: &str) -> String {
        format!(
            "people: from the estimate of {moment}, not from the site tables; {upper_quartile} are exceeded one time in four"
        )
    }
}

fn statement(reading: &Reading, reason: &Reason) -> String {
    let Reason::Statement { speaker, role: side, said_on, stated, allowed, taken_as, out_since, apart } = reason else {
        return String::new();
    };
    let mut words =
        format!("{} ({}), {}: about {}", isolated(speaker), role(*side), reading.day(*said_on), reading.about(*stated));
    words += &reading.allowed(*allowed);
    if let Some(taken_as) = taken_as {
        words += &format!(", taken as {} after the bias of that side", reading.about(*taken_as));
    }
    if out_since > stated {
        words += &format!("; {} were counted out since, which contradicts it: widened", reading.number(*out_since));
    } else if *out_since > 0 {
        words += &format!("; {} were counted out since", reading.number(*out_since));
    }
    if *apart > 1000 {
        words += &format!("; stands apart from the others: widened {} times", reading.times(*apart));
    }
    words
}
