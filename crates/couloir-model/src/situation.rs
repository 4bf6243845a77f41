//! What is known now, folded from what has happened: from here a plan is made again.

use crate::clock::Moment;
use crate::id::{PlaceId, PlanId, ShelterId, SiteId, VehicleId};
use crate::interval::Interval;
use crate::load::Load;
use crate::quantity::People;
use crate::scenario::{Closure, Scenario};

mod as_planned;

mod otherwise;

/// The operation at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Situation {
    /// The moment.
    pub now: Moment,
    /// Where each vehicle is, one entry a vehicle.
    pub vehicles: Vec<VehicleState>,
    /// Who still waits, one list by need a site.
    pub remaining: Vec<Vec<Interval>>,
    /// Who has been received, one load a shelter.
    pub received: Vec<Load>,
    /// The most people that a shelter will have taken in, where that is known to differ from its capacity; one entry a shelter.
    pub room: Vec<Option<People>>,
    /// Closures that hold or are announced, those of the scenario included.
    pub closures: Vec<Closure>,
    /// The plan that is carried out.
    pub adopted: Option<PlanId>,
    /// Movements of that plan that somebody has been told of, and may not change lightly; in order, each once.
    pub announced: Vec<Announced>,
}

/// Where a vehicle is, when it goes on, and what it has begun.
///
/// The rest of its way is reckoned from [`VehicleState::place`] at [`VehicleState::free_from`]. A vehicle on the road stands at
/// the place that it reaches next, free from its arrival; one that has yet to enter a passage on its way, at the place that it
/// left, free from when it left; one that is being served, at that place, free from when service began: whatever has begun and
/// has not ended is carried out from there by the rules that hold for every plan.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct VehicleState {
    /// Where it is, or where it goes next without asking.
    pub place: PlaceId,
    /// When it was there, or will be; it may lie before now.
    pub free_from: Moment,
    /// The trips of its route in the adopted plan that have ended, with everybody unloaded.
    pub trips_done: u32,
    /// Who is on board, and from which site.
    pub on_board: Vec<(SiteId, Load)>,
    /// The shelter of the trip that it is on, with people on board or on its way to the first of them; none between trips.
    pub bound_for: Option<ShelterId>,
    /// False when it has broken down or leaves the operation: it ends the trip that it is on, if any, and takes no other.
    pub in_service: bool,
}

/// A movement that somebody has been told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Announced {
    /// The vehicle.
    pub vehicle: VehicleId,
    /// The position of the trip in its route.
    pub trip: u32,
}

impl Situation {
    /// The situation before anything has happened.
    #[must_use]
    pub fn at_start(scenario: &Scenario) -> Self {
        let needs = scenario.needs.len();
        let at_depot = |vehicle: VehicleId| VehicleState {
            place: scenario.start_of(vehicle),
            free_from: scenario.vehicle(vehicle).available_from,
            trips_done: 0,
            on_board: Vec::new(),
            bound_for: None,
            in_service: true,
        };
        let waiting = |site: SiteId| {
            (0..needs)
                .map(|need| scenario.site(site).waiting.iter().map(|arrival| arrival.people[need]).sum())
                .collect()
        };
        Self {
            now: Moment::START,
            vehicles: scenario.vehicle_ids().map(at_depot).collect(),
            remaining: scenario.site_ids().map(waiting).collect(),
            received: vec![Load::none(needs); scenario.shelters.len()],
            room: vec![None; scenario.shelters.len()],
            closures: scenario.closures.clone(),
            adopted: None,
            announced: Vec::new(),
        }
    }
}
