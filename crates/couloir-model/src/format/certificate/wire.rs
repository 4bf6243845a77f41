//! The file as it stands: what serde reads and writes, converted by hand to and from [`crate::certificate`].

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The proof that no plan clears an operation before a moment. Times are whole seconds since the operation's start; prices
/// are whole numbers in a unit of their own.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Certificate {
    /// Always `couloir/certificate/1`.
    pub(super) format: String,
    /// The digest of the scenario and travel times that it speaks of.
    pub(super) scenario: String,
    /// The operation's name; informative.
    pub(super) operation: String,
    /// No plan that brings everybody out clears before this moment.
    pub(super) at_least_s: u64,
    /// The width of the time grid on which durations are rounded down.
    pub(super) step_s: u64,
    /// How trips with several stops are simplified.
    pub(super) trips: Trips,
    /// The passages that prove it; absent where prices do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) cut: Option<Cut>,
    /// The prices of every case; together they cover whatever numbers of trips a plan may have. None where passages prove the bound.
    pub(super) cases: Vec<Case>,
}

/// Passages behind which people wait: on every way out from these sites lies one of these passages.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Cut {
    /// The passages.
    pub(super) passages: Vec<String>,
    /// The sites behind them.
    pub(super) sites: Vec<String>,
}

/// The prices that prove the bound when there are so many trips of some kinds.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Case {
    /// The kinds of trips that are counted; of all others there is any number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) trips: Vec<Count>,
    /// The prices at each site.
    pub(super) sites: Vec<Site>,
    /// The prices at each shelter.
    pub(super) shelters: Vec<Shelter>,
    /// The prices of whole loads.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) loads: Vec<Loads>,
}

/// How many trips of a kind a plan has, and what each is worth.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Count {
    /// Trips of this vehicle; of any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) vehicle: Option<String>,
    /// Trips that stop at this site; at any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) site: Option<String>,
    /// Trips that end at this shelter; at any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) shelter: Option<String>,
    /// So many trips at least.
    pub(super) at_least: u32,
    /// So many at most; any number more when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) at_most: Option<u32>,
    /// What each trip earns, because there have to be so many at least.
    pub(super) earns: u64,
    /// What each trip costs, because there may be so many at most.
    pub(super) costs: u64,
}

/// What a bundle of people in one trip is worth on top of its people, the last bundle of a trip perhaps not full.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Loads {
    /// The sites whose people are counted together.
    pub(super) sites: Vec<String>,
    /// Whose loads.
    pub(super) need: String,
    /// People in a bundle.
    pub(super) per: u64,
    /// What a bundle is worth.
    pub(super) price: u64,
}

/// How trips with several stops are simplified, in the vehicle's favour.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Trips {
    /// Every sequence of stops is looked at.
    Explicit,
    /// Each need is loaded at one site, however many wait there; detours are shortened.
    Pooled,
}

/// The prices at a site.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Site {
    /// Its name.
    pub(super) site: String,
    /// What bringing out one person is worth, by need; zero for a need that is not named.
    pub(super) person: BTreeMap<String, u64>,
    /// What a second at a berth costs.
    pub(super) berth_second: u64,
}

/// The prices at a shelter.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Shelter {
    /// Its name.
    pub(super) shelter: String,
    /// What one person's room costs.
    pub(super) room: u64,
    /// What one person's room for a need costs on top of that; zero for a need that is not named.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) room_by_need: BTreeMap<String, u64>,
    /// What a second at a berth costs.
    pub(super) berth_second: u64,
}
