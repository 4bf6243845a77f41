//! Claims as JSON Lines, field by field as the guide of the claims defines them.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::claim::{Attribution, Certainty, Claim, Group, Kind, Modifier, Per, Scope, Status, Unit};

/// The claims of one report, one JSON object a line.
#[must_use]
pub fn json_lines(doc: &str, claims: &[Claim]) -> String {
    let mut out = String::new();
    for (index, claim) in claims.iter().enumerate() {
        // A struct of strings and numbers cannot fail to serialise; an empty line would be the honest sign if it did.
        out.push_str(&serde_json::to_string(&wire(doc, index, claim)).unwrap_or_default());
        out.push('\n');
    }
    out
}

/// The claims that somebody has let stand, one JSON object a line, under the numbers that they have in the whole reading.
///
/// `struck` holds the places (from 0) of the others. A part of a struck claim stands by itself; of several repetitions of a
/// struck figure the first one takes its place.
#[must_use]
pub fn confirmed(doc: &str, claims: &[Claim], struck: &BTreeSet<usize>) -> String {
    let mut heirs = Heirs::default();
    let mut out = String::new();
    for (index, claim) in claims.iter().enumerate().filter(|(index, _)| !struck.contains(index)) {
        let same_as = claim.same_as.and_then(|first| heirs.of(first, index, struck.contains(&first)));
        let part_of = claim.part_of.filter(|whole| !struck.contains(whole));
        let claim = Claim { same_as, part_of, ..claim.clone() };
        out.push_str(&serde_json::to_string(&wire(doc, index, &claim)).unwrap_or_default());
        out.push('\n');
    }
    out
}

/// Who takes the place of struck figures among their repetitions, by whatever claims are told apart.
#[derive(Debug)]
pub struct Heirs<K>(BTreeMap<K, K>);

impl<K> Default for Heirs<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord + Copy> Heirs<K> {
    /// What the claim `own` repeats, which repeated `first` so far: the first repetition of a struck figure takes its place
    /// and repeats nothing. To be asked in the order of the claims that stand.
    pub fn of(&mut self, first: K, own: K, is_struck: bool) -> Option<K> {
        let heir = if is_struck { *self.0.entry(first).or_insert(own) } else { first };
        (heir != own).then_some(heir)
    }
}

fn id(doc: &str, index: usize) -> String {
    format!("{doc}-{:02}", index + 1)
}

#[derive(Serialize)]
struct WireClaim<'c> {
    id: String,
    doc: &'c str,
    start: usize,
    end: usize,
    quote: &'c str,
    kind: &'static str,
    quantity: Option<WireQuantity<'c>>,
    group: Option<&'static str>,
    scope: Option<&'static str>,
    part_of: Option<String>,
    whole: Option<Number>,
    per: Option<&'static str>,
    status: Option<&'static str>,
    when: WireWhen<'c>,
    place: WirePlace<'c>,
    actor: Option<&'c str>,
    speaker: WireSpeaker<'c>,
    attribution: &'static str,
    certainty: &'static str,
    same_as: Option<String>,
    note: &'static str,
}

#[derive(Serialize)]
struct WireQuantity<'c> {
    low: Number,
    best: Option<Number>,
    high: Option<Number>,
    unit: &'static str,
    modifier: &'static str,
    wording: &'c str,
    start: usize,
    end: usize,
}

/// A whole number where it is one, so that 1,200 people are not 1200.0.
#[derive(Serialize)]
#[serde(untagged)]
enum Number {
    Whole(i64),
    Real(f64),
}

impl From<f64> for Number {
    fn from(value: f64) -> Number {
        if value.fract() == 0.0 && value.abs() < 9e15 { Number::Whole(value as i64) } else { Number::Real(value) }
    }
}

#[derive(Serialize)]
struct WireWhen<'c> {
    said_at: String,
    about: WireAbout,
    wording: Option<&'c str>,
}

#[derive(Serialize)]
struct WireAbout {
    start: Option<String>,
    end: Option<String>,
}

#[derive(Serialize)]
struct WirePlace<'c> {
    from: &'c [String],
    to: &'c [String],
    at: &'c [String],
}

#[derive(Serialize)]
struct WireSpeaker<'c> {
    name: Option<&'c str>,
    org: Option<&'c str>,
    role: Option<&'c str>,
}

fn wire<'c>(doc: &'c str, index: usize, claim: &'c Claim) -> WireClaim<'c> {
    WireClaim {
        id: id(doc, index),
        doc,
        start: claim.span.start,
        end: claim.span.end,
        quote: &claim.quote,
        kind: kind(claim.kind),
        quantity: claim.quantity.as_ref().map(|quantity| WireQuantity {
            low: quantity.low.into(),
            best: quantity.best.map(Number::from),
            high: quantity.high.map(Number::from),
            unit: unit(quantity.unit),
            modifier: modifier(quantity.modifier),
            wording: &quantity.wording,
            start: quantity.span.start,
            end: quantity.span.end,
        }),
        group: claim.group.map(group),
        scope: claim.scope.map(scope),
        part_of: claim.part_of.map(|index| id(doc, index)),
        whole: claim.whole.map(Number::from),
        per: claim.per.map(per),
        status: claim.status.map(status),
        when: WireWhen {
            said_at: claim.when.said_at.to_string(),
            about: WireAbout {
                start: claim.when.start.map(|day| day.to_string()),
                end: claim.when.end.map(|day| day.to_string()),
            },
            wording: claim.when.wording.as_deref(),
        },
        place: WirePlace { from: &claim.place.from, to: &claim.place.to, at: &claim.place.at },
        actor: claim.actor.as_deref(),
        speaker: WireSpeaker {
            name: claim.speaker.name.as_deref(),
            org: claim.speaker.org.as_deref(),
            role: claim.speaker.role.as_deref(),
        },
        attribution: attribution(claim.attribution),
        certainty: certainty(claim.certainty),
        same_as: claim.same_as.map(|index| id(doc, index)),
        note: "",
    }
}

/// The guide's word for a kind.
#[must_use]
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::PeopleLeft => "people_left",
        Kind::PeopleArrived => "people_arrived",
        Kind::PeopleHosted => "people_hosted",
        Kind::PeopleRemaining => "people_remaining",
        Kind::PeopleToMove => "people_to_move",
        Kind::PeopleReturned => "people_returned",
        Kind::Vehicles => "vehicles",
        Kind::Casualties => "casualties",
        Kind::Area => "area",
        Kind::EndExpected => "end_expected",
        Kind::Status => "status",
    }
}

/// The guide's word for a unit.
#[must_use]
pub fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Person => "person",
        Unit::Family => "family",
        Unit::Truck => "truck",
        Unit::TruckTrailer => "truck_trailer",
        Unit::Bus => "bus",
        Unit::Minibus => "minibus",
        Unit::Car => "car",
        Unit::Ambulance => "ambulance",
        Unit::Boat => "boat",
        Unit::Ship => "ship",
        Unit::Helicopter => "helicopter",
        Unit::Aircraft => "aircraft",
        Unit::Train => "train",
        Unit::Convoy => "convoy",
        Unit::Trip => "trip",
        Unit::Vehicle => "vehicle",
        Unit::Km2 => "km2",
        Unit::Ha => "ha",
        Unit::Share => "share",
    }
}

/// The guide's word for a modifier.
#[must_use]
pub fn modifier(modifier: Modifier) -> &'static str {
    match modifier {
        Modifier::Exact => "exact",
        Modifier::About => "about",
        Modifier::Nearly => "nearly",
        Modifier::MoreThan => "more_than",
        Modifier::AtLeast => "at_least",
        Modifier::LessThan => "less_than",
        Modifier::AtMost => "at_most",
        Modifier::Range => "range",
        Modifier::Indefinite => "indefinite",
        Modifier::None => "none",
        Modifier::Majority => "majority",
    }
}

/// The guide's word for a group.
#[must_use]
pub fn group(group: Group) -> &'static str {
    match group {
        Group::All => "all",
        Group::Children => "children",
        Group::Women => "women",
        Group::Men => "men",
        Group::WomenAndChildren => "women_and_children",
        Group::Elderly => "elderly",
        Group::Wounded => "wounded",
        Group::Patients => "patients",
        Group::Fighters => "fighters",
        Group::Prisoners => "prisoners",
        Group::Foreigners => "foreigners",
        Group::Nationals => "nationals",
        Group::Tourists => "tourists",
        Group::Students => "students",
        Group::Staff => "staff",
        Group::Other => "other",
        Group::Dead => "dead",
        Group::Injured => "injured",
        Group::Missing => "missing",
    }
}

/// The guide's word for a scope.
#[must_use]
pub fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Increment => "increment",
        Scope::Cumulative => "cumulative",
        Scope::Stock => "stock",
        Scope::Planned => "planned",
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Begun => "begun",
        Status::Suspended => "suspended",
        Status::Resumed => "resumed",
        Status::Ended => "ended",
        Status::Postponed => "postponed",
    }
}

fn per(per: Per) -> &'static str {
    match per {
        Per::Train => "train",
        Per::Car => "car",
        Per::Bus => "bus",
        Per::Vehicle => "vehicle",
        Per::Convoy => "convoy",
        Per::Day => "day",
    }
}

fn attribution(attribution: Attribution) -> &'static str {
    match attribution {
        Attribution::Outlet => "outlet",
        Attribution::Indirect => "indirect",
        Attribution::DirectQuote => "direct_quote",
        Attribution::Message => "message",
    }
}

/// The guide's word for a certainty.
#[must_use]
pub fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Asserted => "asserted",
        Certainty::Estimated => "estimated",
        Certainty::Unconfirmed => "unconfirmed",
        Certainty::Expected => "expected",
        Certainty::Denied => "denied",
        Certainty::Superseded => "superseded",
    }
}
