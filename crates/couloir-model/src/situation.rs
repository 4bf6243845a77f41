//! What is known now, folded from what has happened: from here a plan is made again.

use crate::clock::Moment;
use crate::id::{PlaceId, PlanId, ShelterId, SiteId, VehicleId};
use crate::interval::Interval;
use crate::load::Load;
use crate::scenario::{Closure, Scenario};

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
    /// Closures that hold or are announced, those of the scenario included.
    pub closures: Vec<Closure>,
    /// The plan that is carried out.
    pub adopted: Option<PlanId>,
    /// Movements of that plan that somebody has been told of, and may not change lightly.
    pub announced: Vec<Announced>,
}

/// Where a vehicle is and when it can take orders again.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct VehicleState {
    /// Where it is, or where it goes next without asking.
    pub place: PlaceId,
    /// When it can leave from there.
    pub free_from: Moment,
    /// Who is on board, and from which site.
    pub on_board: Vec<(SiteId, Load)>,
    /// The shelter that it has been sent to with them.
    pub bound_for: Option<ShelterId>,
    /// False when it has broken down or left the operation.
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
            closures: scenario.closures.clone(),
            adopted: None,
            announced: Vec::new(),
        }
    }
}
