//! The file as it stands: what serde reads, converted by hand to [`crate::situation`].

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The situation of an operation. What is left out is as it was before anything had happened.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Situation {
    /// Always `couloir/situation/1`.
    pub(super) format: String,
    /// The operation's name; informative.
    #[serde(default)]
    pub(super) operation: Option<String>,
    /// The plan that is carried out, by its name.
    #[serde(default)]
    pub(super) plan: Option<String>,
    /// The moment.
    pub(super) now: Moment,
    /// Where vehicles are.
    #[serde(default)]
    pub(super) vehicle: Vec<Vehicle>,
    /// Who still waits.
    #[serde(default)]
    pub(super) site: Vec<Site>,
    /// Who has been received.
    #[serde(default)]
    pub(super) shelter: Vec<Shelter>,
    /// All closures that hold or are announced; those of the operation when the table is left out.
    #[serde(default)]
    pub(super) closure: Option<Vec<Closure>>,
    /// Movements that somebody has been told of.
    #[serde(default)]
    pub(super) announced: Vec<Announced>,
}

/// A civil time in the operation's zone (`2019-02-22T14:30`, `14:30`), or seconds since its start.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Moment {
    /// Seconds since the start.
    Seconds(u64),
    /// A civil time.
    Civil(String),
}

/// A vehicle, from the place that it is at or reaches next without asking.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Vehicle {
    /// Its call sign.
    pub(super) name: String,
    /// Where it is, or where it goes next; its depot when left out.
    #[serde(default)]
    pub(super) place: Option<String>,
    /// When it was there, or will be; when it became available, when left out.
    #[serde(default)]
    pub(super) free_from: Option<Moment>,
    /// Trips of the plan that it has ended.
    #[serde(default)]
    pub(super) trips_done: u32,
    /// Who is on board.
    #[serde(default)]
    pub(super) on_board: Vec<Aboard>,
    /// The shelter of the trip that it is on.
    #[serde(default)]
    pub(super) bound_for: Option<String>,
    /// False when it takes no trip after the one that it is on.
    #[serde(default = "yes")]
    pub(super) in_service: bool,
}

const fn yes() -> bool {
    true
}

/// People on board.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Aboard {
    /// Where they boarded.
    pub(super) site: String,
    /// How many, by need.
    pub(super) people: BTreeMap<String, u32>,
}

/// Who waits at a site.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Site {
    /// Its name.
    pub(super) name: String,
    /// How many, by need; those who are still to come included.
    pub(super) remaining: BTreeMap<String, Count>,
}

/// A count, exact or `[low, best, high]`.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Count {
    /// So many.
    Exactly(u32),
    /// Lowest, best, highest.
    Between([u32; 3]),
}

/// Who has been received at a shelter.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Shelter {
    /// Its name.
    pub(super) name: String,
    /// How many, by need.
    #[serde(default)]
    pub(super) received: BTreeMap<String, u32>,
    /// The most people that it will have taken in, in all; its capacity when left out.
    #[serde(default)]
    pub(super) room: Option<u32>,
}

/// A closure of a passage, or of the leg between two places.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Closure {
    /// The passage.
    #[serde(default)]
    pub(super) passage: Option<String>,
    /// Where the leg begins.
    #[serde(default)]
    pub(super) from: Option<String>,
    /// Where the leg ends.
    #[serde(default)]
    pub(super) to: Option<String>,
    /// From when.
    pub(super) closed_from: Moment,
    /// Until when; until further notice when left out.
    #[serde(default)]
    pub(super) closed_until: Option<Moment>,
    /// Who says so.
    #[serde(default)]
    pub(super) said_by: String,
}

/// Trips of a vehicle that somebody has been told of.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Announced {
    /// The vehicle.
    pub(super) vehicle: String,
    /// Its trips in the plan, counted from 1.
    pub(super) trips: Vec<u32>,
}
