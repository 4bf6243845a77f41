//! The file as it stands: what serde reads and writes, converted by hand to and from [`crate::plan`].

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A plan of an evacuation. Times are whole seconds since the operation's start, counts whole people.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Plan {
    /// Always `couloir/plan/1`.
    pub(super) format: String,
    /// The digest of the content, 32 hexadecimal digits.
    pub(super) id: String,
    /// The plan that it was based on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) parent: Option<String>,
    /// The digest of the scenario and travel times that it was made for.
    pub(super) scenario: String,
    /// The operation's name; informative.
    pub(super) operation: String,
    /// The operation's start in seconds since 1970-01-01 00:00 UTC; informative.
    pub(super) start_unix_s: i64,
    /// How it was computed.
    pub(super) made: Making,
    /// When the last person has been unloaded at a shelter.
    pub(super) clearance_s: u64,
    /// The sum over people of the moment at which they have been unloaded.
    pub(super) person_seconds: u64,
    /// The sum over vehicles of the time on the road, waiting apart.
    pub(super) driving_s: u64,
    /// A clearance time that no plan can beat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) bound: Option<Bound>,
    /// The people that it provides for, by site.
    pub(super) planned: Vec<AtSite>,
    /// Who is not brought out, and why.
    pub(super) not_moved: Vec<NotMoved>,
    /// The convoys through passages with a headway, one way at a time, a screening rate or a convoy rule. Those of one passage and
    /// heading enter in this order. A passing names its convoy by position in this list, counted from 0.
    pub(super) convoys: Vec<Convoy>,
    /// What each vehicle does.
    pub(super) routes: Vec<Route>,
}

/// People by need; a need that is not named has nobody.
pub(super) type People = BTreeMap<String, u32>;

/// How a plan was computed.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Making {
    /// Program and version.
    pub(super) program: String,
    /// The seed of its random streams.
    pub(super) seed: u64,
    /// The iterations that it took.
    pub(super) iterations: u64,
    /// The parallel searches that it ran.
    pub(super) workers: u32,
}

/// A clearance time that no plan can beat.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Bound {
    /// No plan clears before this.
    pub(super) at_least_s: u64,
    /// What makes it so.
    pub(super) binding: Binding,
    /// The need, site, shelter or passage that binds, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) at: Option<String>,
}

/// What binds.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Binding {
    /// The whole fleet.
    Vehicles,
    /// The places of one kind in the fleet; `at` names the need.
    Seats,
    /// The road to and from the site `at`.
    Road,
    /// The berths of the site `at`.
    SiteBerths,
    /// The berths of the shelter `at`, or of all together.
    ShelterBerths,
    /// The reception rate of the shelter `at`.
    Reception,
    /// The room in the shelters that are near.
    Room,
    /// The opening windows of the site `at`, or the arrival of its people.
    SiteWindow,
    /// The opening windows of the shelter `at`.
    ShelterWindow,
    /// The passage `at`.
    Passage,
    /// Nobody waits.
    Nothing,
}

/// People at a site.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AtSite {
    /// The site.
    pub(super) site: String,
    /// How many, by need.
    pub(super) people: People,
}

/// People who are not brought out.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NotMoved {
    /// Where they wait.
    pub(super) site: String,
    /// How many, by need.
    pub(super) people: People,
    /// Why.
    pub(super) reason: Reason,
    /// The need for which there are no seats.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) need: Option<String>,
    /// The vehicle on board of which they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) vehicle: Option<String>,
}

/// Why people are not brought out.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Reason {
    /// No vehicle has a place of their kind.
    NoSeats,
    /// No shelter that can be reached has room for them.
    NoRoom,
    /// No vehicle that could take them has a road to the site and on to a shelter.
    NoRoad,
    /// No opening window, availability, driving time or range lets a vehicle come for them.
    NoTime,
    /// They could not be out by the deadline.
    Deadline,
    /// They are on board of a vehicle that can reach no shelter with room for them; they are listed at the sites where they boarded.
    Stranded,
    /// Nothing forbids it, but the search found no way.
    NotFound,
}

/// Which way a convoy goes through its passage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Heading {
    /// Away from danger.
    #[default]
    Outward,
    /// Towards it.
    Inward,
}

/// Vehicles that go through a passage together.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Convoy {
    /// The passage.
    pub(super) passage: String,
    /// Which way it goes; `outward` when absent.
    #[serde(default)]
    pub(super) heading: Heading,
    /// When it enters, all vehicles together.
    pub(super) enter_s: u64,
    /// Its vehicles, in order.
    pub(super) vehicles: Vec<String>,
    /// Its escorts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) escorts: Vec<String>,
}

/// What one vehicle does.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Route {
    /// The vehicle.
    pub(super) vehicle: String,
    /// Its trips in order.
    pub(super) trips: Vec<Trip>,
}

/// One or several stops at sites, then one shelter where everybody gets off.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Trip {
    /// How the vehicle is fitted out: the name of a configuration of its class.
    pub(super) configuration: String,
    /// The stops in order.
    pub(super) stops: Vec<Stop>,
    /// Where everybody gets off.
    pub(super) shelter: String,
    /// When.
    pub(super) unloading: Visit,
}

/// A stop at a site.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Stop {
    /// The site.
    pub(super) site: String,
    /// Who boards, by need.
    pub(super) people: People,
    /// The groups among them, by token.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) groups: Vec<String>,
    /// When.
    pub(super) loading: Visit,
}

/// How a vehicle comes to a place and what it does there.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Visit {
    /// When it leaves the place before.
    pub(super) depart_s: u64,
    /// The passages on the way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) passings: Vec<Passing>,
    /// When it is there.
    pub(super) arrive_s: u64,
    /// It joins the queue no earlier than this.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(super) not_before_s: u64,
    /// When it joins the queue.
    pub(super) join_s: u64,
    /// When loading or unloading starts.
    pub(super) start_s: u64,
    /// When it ends.
    pub(super) end_s: u64,
}

/// How a vehicle goes through a passage.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Passing {
    /// The passage.
    pub(super) passage: String,
    /// When the vehicle is in front of it.
    pub(super) reach_s: u64,
    /// When it enters.
    pub(super) enter_s: u64,
    /// When it goes on, after screening.
    pub(super) leave_s: u64,
    /// With which convoy, by position in `convoys`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) convoy: Option<u32>,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}
