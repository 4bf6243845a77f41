//! The proof of a lower bound: prices from which anybody can recompute that no fleet of this size clears sooner.

use crate::clock::Moment;
use crate::id::{NeedId, PassageId, ScenarioId, ShelterId, SiteId, VehicleId};
use crate::quantity::Seconds;

/// What a checker needs to see for itself that no plan brings everybody out before a moment.
///
/// The prices are dual values of a linear programme over *patterns*, what one vehicle can do within a horizon: a person
/// brought out earns the price of the site and need; room and berth time cost theirs. When the best pattern of every
/// vehicle together earns less than all people are worth less what all room and berth time cost, no plan can bring
/// everybody out. The prices are in a unit of their own, the same for all; only their ratios matter.
///
/// No vehicle's value stands here: the checker computes the best pattern of each itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Certificate {
    /// The scenario with its travel times that it speaks of.
    pub scenario: ScenarioId,
    /// No plan that brings everybody out clears before this; a whole number of steps.
    pub at_least: Moment,
    /// The width of the time grid on which durations are rounded down; not zero.
    pub step: Seconds,
    /// How trips with several stops are simplified, in the vehicle's favour.
    pub trips: TripModel,
    /// Prices for every case: together they cover whatever numbers of trips a plan may have. Mostly one, for all numbers.
    pub cases: Vec<Case>,
    /// A proof by what passages let through, instead of prices: then there are no cases.
    pub cut: Option<Cut>,
}

/// Passages behind which people wait: on every way out from these sites lies one of these passages. Nothing else stands here: the
/// checker computes itself how many people they let through in time, by opening hours, headway, escorts and the rate of the post.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cut {
    /// The passages, each once.
    pub passages: Vec<PassageId>,
    /// The sites behind them, each once.
    pub sites: Vec<SiteId>,
}

/// Prices that prove the bound when there are so many trips of some kinds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Case {
    /// The kinds of trips that are counted; of all others there is any number.
    pub counts: Vec<TripCount>,
    /// The price of bringing out one person: by site, then by need.
    pub people: Vec<Vec<u64>>,
    /// The price of a person's room in each shelter.
    pub room: Vec<u64>,
    /// The price of a person's room for one need, on top of that: by shelter, then by need. Zero where the shelter has no
    /// limit for the need.
    pub room_by_need: Vec<Vec<u64>>,
    /// The price of a second at a berth of each site. Zero where berths are not limited.
    pub site_berths: Vec<u64>,
    /// The price of a second at a berth of each shelter. Zero where berths are not limited.
    pub shelter_berths: Vec<u64>,
    /// Prices of whole loads; none where trips are pooled.
    pub loads: Vec<Loads>,
}

/// How many trips of a kind a plan has in a case, and what that is worth. A plan has a whole number of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TripCount {
    /// The trips that are counted.
    pub kind: TripKind,
    /// So many at least.
    pub at_least: u32,
    /// So many at most; any number more when there is none.
    pub at_most: Option<u32>,
    /// What each trip earns, because there have to be so many at least.
    pub earns: u64,
    /// What each trip costs, because there may be so many at most. Zero where there is no most.
    pub costs: u64,
}

/// Trips that have in common what is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TripKind {
    /// Those of this vehicle.
    pub vehicle: Option<VehicleId>,
    /// Those that stop at this site.
    pub site: Option<SiteId>,
    /// Those that end at this shelter.
    pub shelter: Option<ShelterId>,
}

/// A price on whole loads: people come in trips, and trips are whole.
///
/// Count people of a need in bundles of `per`, the last one of a trip perhaps not full. A trip that stops at any of the
/// sites carries at most `⌈min(places, people) / per⌉` bundles of theirs, and all trips together at least
/// `⌈people / per⌉`: sums of numbers rounded up are no less than the sum rounded up.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Loads {
    /// The sites whose people are counted together.
    pub sites: Vec<SiteId>,
    /// Whose loads.
    pub need: NeedId,
    /// People in a bundle; not zero.
    pub per: u64,
    /// What one bundle is worth, on top of its people.
    pub price: u64,
}

/// How trips with several stops are simplified; each way allows more than a plan may do, so that the bound stays valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TripModel {
    /// Every sequence of stops is looked at; nobody takes more people in one stop than wait at the site.
    Explicit,
    /// Each need is loaded at one site, however many wait there; detours are shortened.
    Pooled,
}
