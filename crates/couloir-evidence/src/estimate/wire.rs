//! Claims, counts and sides as text, into a [`Case`]; the thin end that a command calls.
//!
//! Claims are JSON Lines with the fields of the claims guide; counts and sides are CSV, see `docs/estimate.md`. A claim about people remaining, people out or the
//! end that cannot be used gives a fault that says why; repeated, denied and superseded claims and parts of others are passed over.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use serde::Deserialize;

use super::counts;
use super::source::voice;
use super::{Case, EndForecast, Movement, Role, Standing, Stated, Statement};
use crate::history::Fault;
use crate::read::claim::{self, Modifier};
use crate::read::{hedge, wire};

/// What a claim says, as far as an estimate needs it.
#[derive(Debug, Deserialize)]
struct Claim {
    kind: String,
    quantity: Option<Quantity>,
    group: Option<String>,
    scope: Option<String>,
    part_of: Option<String>,
    same_as: Option<String>,
    per: Option<String>,
    when: When,
    #[serde(default)]
    speaker: Speaker,
    #[serde(default)]
    attribution: String,
    #[serde(default)]
    certainty: String,
    known_at: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Quantity {
    low: Option<f64>,
    best: Option<f64>,
    high: Option<f64>,
    unit: Option<String>,
    modifier: Option<String>,
    #[serde(default)]
    wording: String,
}

#[derive(Debug, Deserialize)]
struct When {
    said_at: Option<String>,
    about: Option<About>,
}

#[derive(Debug, Deserialize)]
struct About {
    start: Option<String>,
    end: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Speaker {
    name: Option<String>,
    org: Option<String>,
    role: Option<String>,
}

/// What stands in the texts of a case.
#[derive(Debug, Clone, Copy)]
pub struct CaseText<'a> {
    /// Claims that somebody has confirmed, one JSON object a line, all about the people of this operation.
    pub claims: &'a str,
    /// Counts, CSV; may be empty.
    pub counts: &'a str,
    /// The side of each speaker, CSV with the columns `speaker,side,same_as`; may be empty. `same_as` names the speaker of whom this is another
    /// name: "FDS" and "Forces démocratiques syriennes" are one voice with "SDF".
    pub speakers: &'a str,
    /// The moment of the estimate; `None` for the end of the latest day of which anything is known.
    pub as_of: Option<DateTime>,
}

/// A case from its texts, with everything that could not be used. `None` if no moment is given and nothing at all is known.
#[must_use]
pub fn read_case(text: &CaseText<'_>) -> (Option<Case>, Vec<Fault>) {
    let (sides, mut faults) = read_sides(text.speakers);
    let mut case = Case { as_of: DateTime::MIN, statements: Vec::new(), movements: Vec::new(), forecasts: Vec::new() };
    let mut totals = Vec::new();
    for (index, line) in text.claims.lines().enumerate() {
        let line = line.trim().trim_start_matches('\u{feff}');
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let fault = |what: String, help: &str| Fault {
            file: "claims".to_owned(),
            line: index as u64 + 1,
            what,
            help: help.to_owned(),
        };
        match serde_json::from_str::<Claim>(line) {
            Ok(claim) => {
                let taken = match is_later(&claim, text.as_of) {
                    Ok(true) => Ok(()),
                    Ok(false) => take(claim, &sides, &mut case, &mut totals),
                    Err(unreadable) => Err(unreadable),
                };
                if let Err((what, help)) = taken {
                    faults.push(fault(what, help));
                }
            }
            Err(error) => faults.push(fault(
                format!("not a claim: {error}"),
                "give one JSON object a line, as `couloir read` writes them",
            )),
        }
    }
    let (movements, found) = counts::read(text.counts, text.as_of);
    case.movements.extend(movements);
    faults.extend(found);
    finish_totals(&mut case, totals);
    let as_of = text.as_of.or_else(|| latest(&case));
    (as_of.map(|as_of| Case { as_of, ..case }), faults)
}

/// Whether a claim says that it became known after the moment. (What was said on a later day is left aside by the estimate itself.)
///
/// A time that nobody can read is a fault: the claim would be used before it was known.
fn is_later(claim: &Claim, as_of: Option<DateTime>) -> Result<bool, (String, &'static str)> {
    let Some(text) = claim.known_at.as_deref() else { return Ok(false) };
    let known_at: DateTime =
        text.parse().map_err(|_| (format!("`known_at` is no local time: `{text}`"), "write it as 2019-02-22T18:00"))?;
    Ok(as_of.is_some_and(|as_of| known_at > as_of))
}

/// The end of the latest day on which anything was said or counted.
fn latest(case: &Case) -> Option<DateTime> {
    let said = case.statements.iter().map(|statement| statement.said_on);
    let forecast = case.forecasts.iter().map(|forecast| forecast.said_on);
    let counted = case.movements.iter().map(|movement| movement.to);
    Some(said.chain(forecast).chain(counted).max()?.at(23, 59, 0, 0))
}

/// What is known of a speaker.
#[derive(Debug, Clone)]
struct Side {
    role: Role,
    /// The speaker of whom this is another name.
    same_as: Option<String>,
}

/// Speakers by the first word of the name.
type Sides = BTreeMap<String, Side>;

fn read_sides(text: &str) -> (Sides, Vec<Fault>) {
    let (mut sides, mut faults) = (Sides::new(), Vec::new());
    let rows = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.trim().starts_with('#'));
    for (index, line) in rows.skip(1) {
        let mut cells = line.split([',', ';', '\t']).map(str::trim);
        let [speaker, side, same_as] = [(); 3].map(|()| cells.next().unwrap_or(""));
        match side.parse() {
            Ok(role) => {
                let same_as = Some(same_as.to_owned()).filter(|name| !name.is_empty());
                sides.insert(voice(speaker), Side { role, same_as });
            }
            Err(()) => {
                let words = Role::ALL.map(Role::word);
                faults.push(Fault {
                    file: "speakers".to_owned(),
                    line: index as u64 + 1,
                    what: format!("not a side: `{side}`"),
                    help: format!("write `speaker,side` with one of {}", words.join(", ")),
                });
            }
        }
    }
    (sides, faults)
}

/// What is wrong with a claim, and what to do.
type Unused = (String, &'static str);

fn take(claim: Claim, sides: &Sides, case: &mut Case, totals: &mut Vec<Movement>) -> Result<(), Unused> {
    if !matches!(claim.kind.as_str(), "people_remaining" | "people_left" | "end_expected") {
        return Ok(());
    }
    if claim.same_as.is_some() || claim.part_of.is_some() || claim.per.is_some() {
        // The same figure again, or a part of one: counting it would count people twice.
        return Ok(());
    }
    if matches!(claim.certainty.as_str(), "denied" | "superseded") {
        return Ok(());
    }
    let said_on = day(claim.when.said_at.as_deref())?.ok_or_else(|| {
        ("a claim has no day: `when.said_at` is empty".to_owned(), "say on which day it was said, or strike the claim")
    })?;
    let named = speaker_of(&claim);
    let speaker = sides.get(&voice(&named)).and_then(|side| side.same_as.clone()).unwrap_or(named);
    match claim.kind.as_str() {
        "end_expected" => {
            let about = claim.when.about.as_ref();
            let start = day(about.and_then(|about| about.start.as_deref()))?;
            let end = day(about.and_then(|about| about.end.as_deref()))?;
            let until = end.or(start).ok_or_else(|| {
                (
                    "an expected end has no day: `when.about` is open".to_owned(),
                    "give the day on which the end is expected, or strike the claim",
                )
            })?;
            let from = start.unwrap_or(until).min(until);
            let days = 0.5 * (days_between(said_on, from) + days_between(said_on, until));
            case.forecasts.push(EndForecast { said_on, speaker, days: days.max(0.5) });
        }
        "people_remaining" => {
            let people = people(&claim)?;
            let role = role_of(&claim, &speaker, sides);
            let unknown = (role == Role::Other).then(|| {
                (
                    format!("the side of a speaker is not known: `{speaker}`"),
                    "used without a bias; write its side into `speakers.csv`: besieger, besieged, UN, organiser, monitor, \
                     mediator, negotiator or press",
                )
            });
            case.statements.push(match people {
                Counted::Persons(people) => Statement { said_on, speaker, role, people },
                Counted::Families(families) => Statement::in_families(said_on, speaker, role, families),
            });
            if let Some(unknown) = unknown {
                return Err(unknown);
            }
        }
        _ => {
            if claim.scope.as_deref() == Some("planned") || claim.certainty == "expected" {
                return Ok(());
            }
            let (Counted::Persons(people) | Counted::Families(people)) = people(&claim)?;
            let about = claim.when.about.as_ref();
            let to = day(about.and_then(|about| about.end.as_deref()))?.unwrap_or(said_on);
            let from = day(about.and_then(|about| about.start.as_deref()))?;
            let movement = Movement {
                from: from.unwrap_or(to).min(to),
                to,
                people: people.best.or(people.low).or(people.high).unwrap_or(0),
                standing: Standing::Claimed,
                source: speaker,
            };
            if from.is_none() { totals.push(movement) } else { case.movements.push(movement) }
        }
    }
    Ok(())
}

/// A running total without a start counts from the first day of which anything is known.
fn finish_totals(case: &mut Case, totals: Vec<Movement>) {
    let known = case.movements.iter().map(|movement| movement.from);
    let said = case.statements.iter().map(|statement| statement.said_on);
    let first = known.chain(said).chain(totals.iter().map(|total| total.to)).min();
    for total in totals {
        let from = first.unwrap_or(total.to).min(total.to);
        case.movements.push(Movement { from, ..total });
    }
}

enum Counted {
    Persons(Stated),
    Families(Stated),
}

fn people(claim: &Claim) -> Result<Counted, Unused> {
    let Some(quantity) = &claim.quantity else {
        return Err(("a claim about people has no quantity".to_owned(), "give the number, or strike the claim"));
    };
    if let Some(group) = claim.group.as_deref().filter(|group| *group != "all") {
        return Err((
            format!("a claim is about part of the people only: `{group}`"),
            "it is left out; if everybody was meant, set `group` to `all`",
        ));
    }
    let whole =
        |number: Option<f64>| number.filter(|number| number.is_finite() && *number >= 0.0).map(|number| number as u64);
    let (low, high) = as_readers_take_it(quantity).unwrap_or((quantity.low, quantity.high));
    let stated = Stated { low: whole(low), best: whole(quantity.best), high: whole(high) };
    match quantity.unit.as_deref() {
        Some("person") | None => Ok(Counted::Persons(stated)),
        Some("family") if claim.kind == "people_remaining" => Ok(Counted::Families(stated)),
        Some(unit) => Err((
            format!("a claim is not in persons: `{unit}`"),
            "it is left out; write the number of persons if it is known",
        )),
    }
}

/// Lowest and highest number that readers make of a wording, with four chances in five, from the one table of wordings: «une trentaine» is 26 to
/// 36. `None` for a claim that does not say how it is worded, or that names nobody.
///
/// The row for what is *seen* is taken: how wrong people are about those whom nobody sees is what the estimate itself has learnt from
/// statements like this, and would be counted twice.
fn as_readers_take_it(quantity: &Quantity) -> Option<(Option<f64>, Option<f64>)> {
    let name = quantity.modifier.as_deref()?;
    let modifier = hedge::TABLE.iter().map(|row| row.modifier).find(|known| wire::modifier(*known) == name)?;
    let low = quantity.low.filter(|low| low.is_finite())?;
    if modifier == Modifier::None {
        return None;
    }
    let worded = claim::Quantity {
        low,
        best: quantity.best,
        high: quantity.high,
        unit: claim::Unit::Person,
        modifier,
        wording: quantity.wording.clone(),
        span: claim::Span { start: 0, end: 0 },
    };
    let spread = hedge::spread(&worded, false);
    Some((Some(libm::round(spread.low_80)), Some(libm::round(spread.high_80))))
}

fn speaker_of(claim: &Claim) -> String {
    let Speaker { name, org, role } = &claim.speaker;
    org.as_ref().or(name.as_ref()).or(role.as_ref()).cloned().unwrap_or_else(|| "press".to_owned())
}

/// The side that the operation gives the speaker, else what can be told from the name; press for the outlet itself.
fn role_of(claim: &Claim, speaker: &str, sides: &Sides) -> Role {
    const UN: [&str; 12] = ["un", "onu", "ocha", "unhcr", "hcr", "unicef", "who", "oms", "iom", "icrc", "cicr", "ifrc"];
    let first = voice(speaker);
    if let Some(side) = sides.get(&first) {
        return side.role;
    }
    let lower = speaker.to_lowercase();
    let holds = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if UN.contains(&first.as_str())
        || holds(&[
            "red cross",
            "red crescent",
            "croix-rouge",
            "croissant-rouge",
            "united nations",
            "nations unies",
            "الأمم المتحدة",
            "الهلال الأحمر",
            "الصليب الأحمر",
        ])
    {
        return Role::Un;
    }
    if holds(&["observator", "observatoire", "monitor", "المرصد"]) {
        return Role::Monitor;
    }
    if claim.attribution == "outlet"
        || claim.attribution.is_empty()
        || holds(&["press", "journalist", "witness", "témoin"])
    {
        return Role::Press;
    }
    Role::Other
}

fn day(text: Option<&str>) -> Result<Option<Date>, Unused> {
    let Some(text) = text else { return Ok(None) };
    match text.parse() {
        Ok(date) => Ok(Some(date)),
        Err(_) => Err((format!("not a day: `{text}`"), "write year, month and day as in `2019-02-22`")),
    }
}

fn days_between(from: Date, to: Date) -> f64 {
    super::flow::day_number(to) - super::flow::day_number(from)
}
