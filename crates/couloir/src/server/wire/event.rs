//! An event as JSON, converted by hand to and from the ledger's.

use crate::lines::LINES;
use couloir_ledger::count::{HeadCount, Line};
use couloir_ledger::day::Day;
use couloir_ledger::event::{self, Answer, Asked, IncidentKind, Method, Reason, What};
use couloir_ledger::id::EventId;
use couloir_ledger::name::{Name, Text};
use couloir_model::clock::UnixSeconds;
use couloir_model::id::PlanId;
use couloir_model::quantity::People;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Something that happened, as somebody says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// When it happened; the moment of recording stands in for it where nobody said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<i64>,
    /// The post that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub post: Option<String>,
    /// How it is known: `counted` (the default), `reported` or `estimated`.
    #[serde(default)]
    pub method: How,
    /// The tokens of the groups that got on, of a boarding alone. Each boards once. They are in no ledger, and never in an answer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// What it was.
    pub what: Happened,
}

/// How something is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Head by head.
    #[default]
    Counted,
    /// Somebody else said it.
    Reported,
    /// By eye.
    Estimated,
}

/// A site or a shelter, by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Stop {
    /// A site.
    Site(String),
    /// A shelter.
    Shelter(String),
}

/// Where people are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Place {
    /// At a site.
    Site(String),
    /// In a shelter.
    Shelter(String),
    /// On board.
    Ride(Ride),
}

/// A vehicle on one of its trips.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Ride {
    /// The vehicle.
    pub vehicle: String,
    /// Which of its trips, as the driver's sheet numbers them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trip: Option<u32>,
}

/// How many by line: `people` (the total), `men`, `women`, `children`, `infants`, `unaccompanied`, `elderly`, `wheelchair`,
/// `stretcher`, `pregnant`, `staff`. A line that is absent is unknown, and unknown is not zero.
pub type Count = BTreeMap<String, u32>;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Happened {
    /// So many people were at a place or on board.
    HeadCount {
        /// Where.
        at: Place,
        /// How many.
        count: Count,
    },
    /// People got on a vehicle.
    Boarded {
        /// Where.
        at: Stop,
        /// What they got on.
        ride: Ride,
        /// Which part of the boarding this is, from 1.
        #[serde(default = "one")]
        part: u32,
        /// How many.
        count: Count,
    },
    /// A vehicle left a place.
    Departed {
        /// From where.
        from: Stop,
        /// The vehicle.
        ride: Ride,
        /// How many were on board.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        count: Option<Count>,
        /// They know where they are taken: `yes`, `no`; not asked where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        destination_told: Option<bool>,
        /// They go of their own will.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        voluntary: Option<bool>,
        /// No family is split.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        families_together: Option<bool>,
    },
    /// A vehicle passed a checkpoint.
    Passed {
        /// The checkpoint.
        checkpoint: String,
        /// The vehicle.
        ride: Ride,
        /// How many were on board.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        count: Option<Count>,
    },
    /// A vehicle came to a place.
    Arrived {
        /// Where.
        at: Stop,
        /// The vehicle.
        ride: Ride,
        /// How many were on board.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        count: Option<Count>,
    },
    /// People got off a vehicle.
    Alighted {
        /// Where.
        at: Stop,
        /// What they got off.
        ride: Ride,
        /// Which part of the unloading this is, from 1.
        #[serde(default = "one")]
        part: u32,
        /// How many.
        count: Count,
    },
    /// People came into the operation or left it otherwise.
    Otherwise {
        /// Where they were or are.
        at: Place,
        /// `born`, `died`, `hospital`, `left` or `came`.
        reason: Cause,
        /// How many.
        count: Count,
    },
    /// Something went wrong. Only the coordination reads it.
    Incident {
        /// What kind of thing.
        incident: Incident,
        /// Where.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Place>,
        /// In words; never a name of an evacuee.
        text: String,
    },
    /// A road or passage cannot be used.
    Closure {
        /// The passage or road.
        of: String,
        /// From when.
        from: i64,
        /// Until when; until further notice where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<i64>,
    },
    /// A claim is confirmed.
    ClaimConfirmed {
        /// The claim.
        claim: String,
    },
    /// A plan has been adopted.
    PlanAdopted {
        /// The plan.
        plan: String,
    },
    /// A day is sealed: these events there were.
    DaySealed {
        /// Recorded before this moment.
        until: i64,
        /// How many.
        events: u64,
        /// BLAKE3 over their names, in hexadecimal digits.
        digest: String,
    },
    /// An earlier event was wrong.
    Correction {
        /// The event that it replaces.
        replaces: String,
        /// Why.
        why: String,
        /// What is true instead; the earlier event is withdrawn where absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schema(no_recursion)]
        by: Option<Box<Event>>,
    },
}

/// How people come into the books or leave them otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Born.
    Born,
    /// Died.
    Died,
    /// Taken to a hospital.
    Hospital,
    /// Left on their own.
    Left,
    /// Came on their own.
    Came,
}

/// What an incident was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Incident {
    /// A vehicle has broken down.
    Breakdown,
    /// An accident.
    Accident,
    /// Somebody fell ill or was hurt.
    Medical,
    /// A threat, an attack, fighting nearby.
    Security,
    /// Held up.
    Delay,
    /// Something else.
    Other,
}

const CAUSES: [(Cause, Reason); 5] = [
    (Cause::Born, Reason::Born),
    (Cause::Died, Reason::Died),
    (Cause::Hospital, Reason::Hospital),
    (Cause::Left, Reason::LeftOnTheirOwn),
    (Cause::Came, Reason::CameOnTheirOwn),
];

/// A reason as it goes over the wire.
pub(in crate::server) fn cause(reason: Reason) -> Cause {
    one_of(&CAUSES, reason)
}

const INCIDENTS: [(Incident, IncidentKind); 6] = [
    (Incident::Breakdown, IncidentKind::Breakdown),
    (Incident::Accident, IncidentKind::Accident),
    (Incident::Medical, IncidentKind::Medical),
    (Incident::Security, IncidentKind::Security),
    (Incident::Delay, IncidentKind::Delay),
    (Incident::Other, IncidentKind::Other),
];

const HOWS: [(How, Method); 3] =
    [(How::Counted, Method::Counted), (How::Reported, Method::Reported), (How::Estimated, Method::Estimated)];

const fn one() -> u32 {
    1
}

/// Why JSON of the right shape is no event: where, and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {fault}")]
pub struct NotAnEvent {
    /// The field.
    pub at: &'static str,
    /// What is wrong.
    pub fault: String,
}

fn at<T, E: ToString>(field: &'static str, result: Result<T, E>) -> Result<T, NotAnEvent> {
    result.map_err(|fault| NotAnEvent { at: field, fault: fault.to_string() })
}

impl Event {
    /// The ledger's event.
    ///
    /// # Errors
    ///
    /// [`NotAnEvent`] with the first field that cannot be used.
    pub fn told(&self) -> Result<event::Event, NotAnEvent> {
        let post = self.post.as_deref().map(|post| name("post", post)).transpose()?;
        Ok(event::Event {
            occurred_at: self.occurred_at.map(UnixSeconds),
            post,
            method: other(&HOWS, self.method),
            what: self.what.told()?,
        })
    }

    /// The event as it goes over the wire.
    #[must_use]
    pub fn of(event: &event::Event) -> Self {
        Self {
            occurred_at: event.occurred_at.map(|at| at.0),
            post: event.post.as_ref().map(ToString::to_string),
            method: one_of(&HOWS, event.method),
            groups: Vec::new(),
            what: Happened::of(&event.what),
        }
    }
}

impl Happened {
    fn told(&self) -> Result<What, NotAnEvent> {
        Ok(match self {
            Self::HeadCount { at, count } => What::HeadCount { at: at.told()?, count: head_count(count)? },
            Self::Boarded { at, ride, part, count } => {
                What::Boarded { at: at.told()?, ride: ride.told()?, part: *part, count: head_count(count)? }
            }
            Self::Departed { from, ride, count, destination_told, voluntary, families_together } => What::Departed {
                from: from.told()?,
                ride: ride.told()?,
                count: count.as_ref().map(head_count).transpose()?,
                asked: Asked {
                    destination_told: answer(*destination_told),
                    voluntary: answer(*voluntary),
                    families_together: answer(*families_together),
                },
            },
            Self::Passed { checkpoint, ride, count } => What::Passed {
                checkpoint: name("what.checkpoint", checkpoint)?,
                ride: ride.told()?,
                count: count.as_ref().map(head_count).transpose()?,
            },
            Self::Arrived { at, ride, count } => {
                What::Arrived { at: at.told()?, ride: ride.told()?, count: count.as_ref().map(head_count).transpose()? }
            }
            Self::Alighted { at, ride, part, count } => {
                What::Alighted { at: at.told()?, ride: ride.told()?, part: *part, count: head_count(count)? }
            }
            Self::Otherwise { at, reason, count } => {
                What::Otherwise { at: at.told()?, reason: other(&CAUSES, *reason), count: head_count(count)? }
            }
            Self::Incident { incident, at, text } => What::Incident {
                kind: other(&INCIDENTS, *incident),
                at: at.as_ref().map(Place::told).transpose()?,
                text: words("what.text", text)?,
            },
            Self::Closure { of, from, until } => {
                What::Closure { of: name("what.of", of)?, from: UnixSeconds(*from), until: until.map(UnixSeconds) }
            }
            Self::ClaimConfirmed { claim } => What::ClaimConfirmed { claim: name("what.claim", claim)? },
            Self::PlanAdopted { plan } => What::PlanAdopted { plan: at("what.plan", plan.parse::<PlanId>())? },
            Self::DaySealed { until, events, digest } => {
                let digest = at("what.digest", digest.parse::<EventId>())?.0;
                What::DaySealed { day: Day { until: UnixSeconds(*until), events: *events, digest } }
            }
            Self::Correction { replaces, why, by } => What::Correction {
                replaces: at("what.replaces", replaces.parse::<EventId>())?,
                why: words("what.why", why)?,
                by: by.as_ref().map(|by| by.told().map(Box::new)).transpose()?,
            },
        })
    }

    fn of(what: &What) -> Self {
        match what {
            What::HeadCount { at, count } => Self::HeadCount { at: Place::of(at), count: lines(count) },
            What::Boarded { at, ride, part, count } => {
                Self::Boarded { at: Stop::of(at), ride: Ride::of(ride), part: *part, count: lines(count) }
            }
            What::Departed { from, ride, count, asked } => Self::Departed {
                from: Stop::of(from),
                ride: Ride::of(ride),
                count: count.as_ref().map(lines),
                destination_told: answered(asked.destination_told),
                voluntary: answered(asked.voluntary),
                families_together: answered(asked.families_together),
            },
            What::Passed { checkpoint, ride, count } => Self::Passed {
                checkpoint: checkpoint.to_string(),
                ride: Ride::of(ride),
                count: count.as_ref().map(lines),
            },
            What::Arrived { at, ride, count } => {
                Self::Arrived { at: Stop::of(at), ride: Ride::of(ride), count: count.as_ref().map(lines) }
            }
            What::Alighted { at, ride, part, count } => {
                Self::Alighted { at: Stop::of(at), ride: Ride::of(ride), part: *part, count: lines(count) }
            }
            What::Otherwise { at, reason, count } => {
                Self::Otherwise { at: Place::of(at), reason: one_of(&CAUSES, *reason), count: lines(count) }
            }
            What::Incident { kind, at, text } => Self::Incident {
                incident: one_of(&INCIDENTS, *kind),
                at: at.as_ref().map(Place::of),
                text: text.as_str().to_owned(),
            },
            What::Closure { of, from, until } => {
                Self::Closure { of: of.to_string(), from: from.0, until: until.map(|until| until.0) }
            }
            What::ClaimConfirmed { claim } => Self::ClaimConfirmed { claim: claim.to_string() },
            What::PlanAdopted { plan } => Self::PlanAdopted { plan: plan.to_string() },
            What::DaySealed { day } => {
                Self::DaySealed { until: day.until.0, events: day.events, digest: EventId(day.digest).to_string() }
            }
            What::Correction { replaces, why, by } => Self::Correction {
                replaces: replaces.to_string(),
                why: why.as_str().to_owned(),
                by: by.as_ref().map(|by| Box::new(Event::of(by))),
            },
        }
    }
}

impl Stop {
    fn told(&self) -> Result<event::Stop, NotAnEvent> {
        Ok(match self {
            Self::Site(site) => event::Stop::Site(name("site", site)?),
            Self::Shelter(shelter) => event::Stop::Shelter(name("shelter", shelter)?),
        })
    }

    /// The stop as it goes over the wire.
    pub(in crate::server) fn of(stop: &event::Stop) -> Self {
        match stop {
            event::Stop::Site(name) => Self::Site(name.to_string()),
            event::Stop::Shelter(name) => Self::Shelter(name.to_string()),
        }
    }
}

impl Place {
    fn told(&self) -> Result<event::Place, NotAnEvent> {
        Ok(match self {
            Self::Site(site) => event::Place::Stop(event::Stop::Site(name("site", site)?)),
            Self::Shelter(shelter) => event::Place::Stop(event::Stop::Shelter(name("shelter", shelter)?)),
            Self::Ride(ride) => event::Place::Vehicle(ride.told()?),
        })
    }

    fn of(place: &event::Place) -> Self {
        match place {
            event::Place::Stop(event::Stop::Site(name)) => Self::Site(name.to_string()),
            event::Place::Stop(event::Stop::Shelter(name)) => Self::Shelter(name.to_string()),
            event::Place::Vehicle(ride) => Self::Ride(Ride::of(ride)),
        }
    }
}

impl Ride {
    fn told(&self) -> Result<event::Ride, NotAnEvent> {
        Ok(event::Ride { vehicle: name("ride.vehicle", &self.vehicle)?, trip: self.trip })
    }

    fn of(ride: &event::Ride) -> Self {
        Self { vehicle: ride.vehicle.to_string(), trip: ride.trip }
    }
}

fn name(field: &'static str, text: &str) -> Result<Name, NotAnEvent> {
    at(field, Name::new(text))
}

fn words(field: &'static str, text: &str) -> Result<Text, NotAnEvent> {
    at(field, Text::new(text))
}

const fn answer(answer: Option<bool>) -> Answer {
    match answer {
        None => Answer::NotAsked,
        Some(true) => Answer::Yes,
        Some(false) => Answer::No,
    }
}

const fn answered(answer: Answer) -> Option<bool> {
    match answer {
        Answer::NotAsked => None,
        Answer::Yes => Some(true),
        Answer::No => Some(false),
    }
}

fn head_count(count: &Count) -> Result<HeadCount, NotAnEvent> {
    let line = |(word, people): (&String, &u32)| {
        let line = LINES.iter().find(|(known, _)| known == word).map(|(_, line)| *line);
        line.map(|line| (line, People(*people))).ok_or_else(|| {
            let known: Vec<&str> = LINES.iter().map(|(word, _)| *word).collect();
            NotAnEvent { at: "count", fault: format!("no such line: `{word}`; there are {}", known.join(", ")) }
        })
    };
    let known = count.iter().map(line).collect::<Result<Vec<_>, _>>()?;
    at("count", HeadCount::new(&known))
}

fn lines(count: &HeadCount) -> Count {
    let word = |line: Line| LINES.iter().find(|(_, known)| *known == line).map_or("", |(word, _)| *word);
    // The total that the parts give is written too: whoever reads the answer need not add up.
    Line::ALL.into_iter().filter_map(|line| Some((word(line).to_owned(), count.get(line)?.0))).collect()
}

/// The kind of an event, as it stands in the field `kind`.
pub(in crate::server) fn kind(what: &What) -> &'static str {
    match what {
        What::HeadCount { .. } => "head_count",
        What::Boarded { .. } => "boarded",
        What::Departed { .. } => "departed",
        What::Passed { .. } => "passed",
        What::Arrived { .. } => "arrived",
        What::Alighted { .. } => "alighted",
        What::Otherwise { .. } => "otherwise",
        What::Incident { .. } => "incident",
        What::Closure { .. } => "closure",
        What::ClaimConfirmed { .. } => "claim_confirmed",
        What::PlanAdopted { .. } => "plan_adopted",
        What::DaySealed { .. } => "day_sealed",
        What::Correction { .. } => "correction",
    }
}

/// The partner of `one` in a table that pairs all of both.
fn other<A: Copy + PartialEq, B: Copy, const N: usize>(table: &[(A, B); N], one: A) -> B {
    table.iter().find(|(known, _)| *known == one).map(|(_, other)| *other).expect("the table pairs all of both")
}

/// The partner of `other` in a table that pairs all of both.
fn one_of<A: Copy, B: Copy + PartialEq, const N: usize>(table: &[(A, B); N], other: B) -> A {
    table.iter().find(|(_, known)| *known == other).map(|(one, _)| *one).expect("the table pairs all of both")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn back(json: &str) -> String {
        let event: Event = serde_json::from_str(json).unwrap();
        serde_json::to_string(&Event::of(&event.told().unwrap())).unwrap()
    }

    #[test]
    fn an_event_comes_back_as_it_was_sent() {
        for json in [
            r#"{"occurred_at":10,"post":"North gate","method":"counted","what":{"kind":"boarded","at":{"site":"School"},"ride":{"vehicle":"Bus 7","trip":2},"part":1,"count":{"children":3,"men":1,"people":6,"women":2}}}"#,
            r#"{"method":"reported","what":{"kind":"departed","from":{"site":"School"},"ride":{"vehicle":"Bus 7"},"voluntary":true}}"#,
            r#"{"method":"estimated","what":{"kind":"head_count","at":{"ride":{"vehicle":"Bus 7"}},"count":{"people":40}}}"#,
            r#"{"method":"counted","what":{"kind":"closure","of":"Bridge","from":5,"until":9}}"#,
            r#"{"method":"counted","what":{"kind":"otherwise","at":{"shelter":"Hall"},"reason":"born","count":{"people":1}}}"#,
        ] {
            assert_eq!(back(json), json);
        }
    }

    #[test]
    fn a_count_with_an_unknown_line_names_it_and_those_that_there_are() {
        let json = r#"{"what":{"kind":"head_count","at":{"site":"School"},"count":{"boys":3}}}"#;
        let fault = serde_json::from_str::<Event>(json).unwrap().told().unwrap_err();
        assert!(fault.to_string().contains("`boys`"), "{fault}");
        assert!(fault.to_string().contains("children"), "{fault}");
    }

    #[test]
    fn an_unknown_field_is_refused() {
        let json = r#"{"what":{"kind":"closure","of":"Bridge","from":5,"name":"somebody"}}"#;
        assert!(serde_json::from_str::<Event>(json).is_err());
    }
}
