//! The figures of the operation as JSON.

use super::event::{Cause, Event, Stop};
use crate::server::access::By;
use serde::Serialize;
use utoipa::ToSchema;

/// The five tiles, what needs a decision, and how old each figure is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct State {
    /// The moment of this answer.
    pub now: i64,
    /// People who were brought out, whatever became of them since: it falls by corrections alone, and when people got off at a site again.
    pub out: Figure,
    /// People on board of vehicles that are under way.
    pub on_the_road: Figure,
    /// People who were received at a shelter, whatever became of them there.
    pub arrived: Figure,
    /// People who may still be inside.
    pub inside: Inside,
    /// When it may be over.
    pub end: End,
    /// The adopted plan.
    pub adopted: Option<Adopted>,
    /// What does not match and waits for somebody to explain it.
    pub discrepancies: usize,
    /// Events in the books.
    pub events: usize,
    /// Events that nobody else is known to hold.
    pub unsent: Unsent,
    /// The vehicles under way with people on board.
    pub rides: Vec<Ride>,
    /// What stands in each site and shelter.
    pub places: Vec<Balance>,
}

/// A counted figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Figure {
    /// How many, as far as counted; absent while nobody has counted.
    pub people: Option<i64>,
    /// True when some count left open how many there were: it is at least so many.
    pub at_least: bool,
    /// The moment of the last event behind it.
    pub as_of: Option<i64>,
}

/// How many may still be inside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "basis", rename_all = "snake_case")]
pub enum Inside {
    /// Nobody has said or counted anything.
    Unknown,
    /// What was counted at the sites less those who left. Others may be there whom nobody counted.
    Counted {
        /// At the sites, 1 or more.
        people: Option<i64>,
        /// The moment of the last event behind it.
        as_of: Option<i64>,
        /// Since when no sign of people is left at the sites, if so. Never that they are gone.
        no_sign_since: Option<i64>,
    },
    /// An estimate from confirmed claims and counted movements: nine in ten below `high`, one in ten below `low`.
    Estimated {
        /// The number below which the truth lies with one chance in ten.
        low: u64,
        /// With an even chance.
        median: u64,
        /// With nine chances in ten.
        high: u64,
        /// Of ten such intervals, so many held the truth when past operations were replayed, in thousandths.
        right_permille: u16,
        /// As of, in the operation's civil time.
        as_of: String,
    },
}

/// When it may be over, by each that knows something of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct End {
    /// The adopted plan's clearance.
    pub planned: Option<Planned>,
    /// The adopted plan carried out many times while things go wrong, once that was played.
    pub simulated: Option<Simulated>,
    /// The estimate.
    pub estimated: Option<Estimated>,
}

/// The adopted plan's clearance: if nothing goes wrong and the counts hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Planned {
    /// The moment.
    pub at: i64,
    /// No plan can be sooner than this.
    pub not_before: Option<i64>,
}

/// When the last person is received in simulated runs of the adopted plan: in nine of ten between `low` and `high`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Simulated {
    /// One run in twenty is over sooner.
    pub low: i64,
    /// Half of them.
    pub median: i64,
    /// One in twenty is over later.
    pub high: i64,
    /// How many runs.
    pub runs: u64,
    /// In how many everybody was out by the deadline, in thousandths, rounded down; absent without a deadline.
    pub in_time_permille: Option<u16>,
    /// In how many somebody was left whom the plan does not leave, in thousandths, rounded up.
    pub left_permille: u16,
}

/// An estimate in whole days from `as_of`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Estimated {
    /// One chance in ten that it is over by then.
    pub days_low: u32,
    /// An even chance.
    pub days_median: u32,
    /// Nine in ten.
    pub days_high: u32,
    /// As of, in the operation's civil time.
    pub as_of: String,
}

/// The plan that is carried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Adopted {
    /// Its name.
    pub plan: String,
    /// Since when.
    pub since: i64,
    /// True when its file is here.
    pub is_here: bool,
}

/// Events that nobody else is known to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Unsent {
    /// How many.
    pub events: usize,
    /// When the oldest was recorded.
    pub oldest: Option<i64>,
}

/// A vehicle under way with people on board.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Ride {
    /// The vehicle with its trip, as the sheets write it: `Bus 7/2`.
    pub trip: String,
    /// The people on board as far as counted.
    pub people: i64,
    /// Where it was seen last.
    pub last_seen: String,
    /// When.
    pub seen_at: i64,
}

/// What stands in a site or shelter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Balance {
    /// Which.
    pub at: Stop,
    /// How many by the books.
    pub people: i64,
    /// True when some count left open how many there were.
    pub at_least: bool,
    /// True when somebody has said how many a site held at first; shelters have nobody at first.
    pub is_opened: bool,
    /// The moment of the last event behind it.
    pub as_of: Option<i64>,
}

/// Something that does not match.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Discrepancy {
    /// The code under which the manual explains it.
    pub code: &'static str,
    /// What it is about.
    pub name: String,
    /// The same in parts, by which a page says it in its own language.
    pub about: About,
    /// Since when it stands open.
    pub since: i64,
    /// The lines that do not match.
    pub lines: Vec<Mismatch>,
    /// What a tired person can do about it.
    pub help: &'static str,
    /// The events that it rests on.
    pub events: Vec<String>,
}

/// What a discrepancy is about, in parts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct About {
    /// The vehicle with its trip, for those who may see movements.
    pub ride: Option<String>,
    /// The site, shelter or checkpoint.
    pub place: Option<String>,
    /// The event, by its first letters.
    pub event: Option<String>,
    /// `born`, `died`, `hospital`, `left` or `came`.
    pub reason: Option<Cause>,
}

/// Two numbers that should be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Mismatch {
    /// Of what: a line of a count, such as `people` or `men`.
    pub line: &'static str,
    /// What the books say.
    pub expected: i64,
    /// What was found.
    pub found: i64,
}

/// An event that was recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Recorded {
    /// Its name.
    pub id: String,
    /// When it was recorded.
    pub recorded_at: i64,
    /// The device that recorded it.
    pub device: String,
    /// True when this server's own device recorded it.
    pub is_ours: bool,
    /// Who recorded it through this server: a role, a session and a post, never a person. Absent for what came otherwise.
    pub by: Option<By>,
    /// The event that has replaced it, if one has.
    pub corrected_by: Option<String>,
    /// What it says.
    pub event: Event,
    /// The same in a sentence, in English.
    pub sentence: String,
}
