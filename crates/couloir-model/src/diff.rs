//! What a new plan changes: the movements that somebody would have to be told of.

use crate::clock::Moment;
use crate::id::{ShelterId, SiteId, VehicleId};
use crate::load::Load;
use crate::plan::{Parts, Trip};
use std::collections::BTreeMap;

/// A trip without its moments' small print: what a driver, a marshal and a shelter are told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Movement {
    /// The sites in order, with who boards.
    pub stops: Vec<(SiteId, Load)>,
    /// Where everybody gets off.
    pub shelter: ShelterId,
    /// When the vehicle sets off.
    pub depart: Moment,
}

/// One movement that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The vehicle.
    pub vehicle: VehicleId,
    /// The position of the trip in its route.
    pub trip: usize,
    /// What the old plan said; `None` when the trip is new.
    pub before: Option<Movement>,
    /// What the new plan says; `None` when the trip is given up.
    pub after: Option<Movement>,
}

/// The movements that differ between two plans of one scenario, by vehicle and trip.
#[must_use]
pub fn changes(before: &Parts, after: &Parts) -> Vec<Change> {
    let (old, new) = (movements(before), movements(after));
    let keys: std::collections::BTreeSet<_> = old.keys().chain(new.keys()).collect();
    keys.into_iter()
        .filter(|key| old.get(key) != new.get(key))
        .map(|key| Change { vehicle: key.0, trip: key.1, before: old.get(key).cloned(), after: new.get(key).cloned() })
        .collect()
}

fn movements(plan: &Parts) -> BTreeMap<(VehicleId, usize), Movement> {
    let trips = plan
        .routes
        .iter()
        .flat_map(|route| route.trips.iter().enumerate().map(|(index, trip)| ((route.vehicle, index), movement(trip))));
    trips.collect()
}

fn movement(trip: &Trip) -> Movement {
    Movement {
        stops: trip.stops.iter().map(|stop| (stop.site, stop.load.clone())).collect(),
        shelter: trip.unloading.shelter,
        depart: trip.visits().next().map_or(Moment::START, |visit| visit.depart),
    }
}
