//! What a new plan changes: the movements that somebody has to be told of.
//!
//! A movement *stands* if its vehicle still makes a trip with the same stops, the same people, the same configuration and the same
//! shelter, and no loading or unloading begins earlier or later than said by more than a tolerance. Trips of a vehicle are
//! matched in order, so that one that falls away does not change those behind it. Movements that do not stand are paired,
//! the most alike first: one call tells a driver of the old trip and of the one in its place, and counts as one change.

use crate::clock::Moment;
use crate::id::{ConfigurationId, ShelterId, SiteId, VehicleId};
use crate::load::Load;
use crate::plan::{Parts, Trip};
use crate::quantity::Seconds;
use std::collections::BTreeMap;

/// Ten minutes: a loading that begins so much earlier or later is nothing to call anybody for. A driver comes to an
/// assembly point with about that slack; an assumption, to be set by those who know theirs.
pub const TOLERANCE: Seconds = Seconds(600);

/// A trip without its moments' small print: what a driver, a marshal and a shelter are told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Movement {
    /// The position of the trip in its route.
    pub trip: usize,
    /// How the vehicle is fitted out.
    pub configuration: ConfigurationId,
    /// The sites in order, with who boards.
    pub stops: Vec<(SiteId, Load)>,
    /// Where everybody gets off.
    pub shelter: ShelterId,
    /// When the vehicle sets off.
    pub depart: Moment,
    /// When each loading begins, then the unloading.
    pub starts: Vec<Moment>,
}

/// How a movement changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The same trip, earlier or later.
    Retimed,
    /// The same stops and shelter, other people.
    Reloaded,
    /// The same stops, another shelter.
    Redirected,
    /// Another trip in its place.
    Replaced,
    /// No trip in its place.
    GivenUp,
    /// A trip where there was none.
    Added,
}

/// One movement that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The vehicle.
    pub vehicle: VehicleId,
    /// How it changes.
    pub kind: Kind,
    /// What the old plan said; `None` when the trip is new.
    pub before: Option<Movement>,
    /// What the new plan says; `None` when the trip is given up.
    pub after: Option<Movement>,
}

impl Change {
    /// When it first concerns somebody: the earlier of the departures.
    #[must_use]
    pub fn moment(&self) -> Moment {
        let departures = [&self.before, &self.after].into_iter().flatten().map(|movement| movement.depart);
        departures.min().unwrap_or(Moment::START)
    }
}

/// The movements that differ between two plans, by vehicle and the moment that they first concern somebody.
#[must_use]
pub fn changes(before: &Parts, after: &Parts, tolerance: Seconds) -> Vec<Change> {
    let (mut old, mut new) = (movements(before), movements(after));
    let vehicles: std::collections::BTreeSet<VehicleId> = old.keys().chain(new.keys()).copied().collect();
    let mut all = Vec::new();
    for vehicle in vehicles {
        let (old, new) = (old.remove(&vehicle).unwrap_or_default(), new.remove(&vehicle).unwrap_or_default());
        let mut changes = of_vehicle(vehicle, old, new, tolerance);
        changes.sort_by_key(|change| (change.moment(), change.kind));
        all.extend(changes);
    }
    all
}

/// Movements of `before` that stand in `after`.
#[must_use]
pub fn standing(before: &Parts, after: &Parts, tolerance: Seconds) -> Vec<(VehicleId, usize)> {
    let new = movements(after);
    let mut stand = Vec::new();
    for (vehicle, old) in movements(before) {
        let new = new.get(&vehicle).map_or(&[][..], Vec::as_slice);
        let pairs = align(old.len(), new.len(), |one, other| stands(&old[one], &new[other], tolerance));
        stand.extend(pairs.iter().enumerate().filter(|(_, pair)| pair.is_some()).map(|(trip, _)| (vehicle, trip)));
    }
    stand
}

/// For each of `old` things in order, the one of `new` things that is the same: the first after that of the one before.
pub fn align(old: usize, new: usize, same: impl Fn(usize, usize) -> bool) -> Vec<Option<usize>> {
    let mut next = 0;
    let mut pairs = Vec::with_capacity(old);
    for one in 0..old {
        let found = (next..new).find(|other| same(one, *other));
        if let Some(found) = found {
            next = found + 1;
        }
        pairs.push(found);
    }
    pairs
}

fn of_vehicle(vehicle: VehicleId, old: Vec<Movement>, new: Vec<Movement>, tolerance: Seconds) -> Vec<Change> {
    let pairs = align(old.len(), new.len(), |one, other| stands(&old[one], &new[other], tolerance));
    let mut gone: Vec<Movement> =
        old.into_iter().zip(&pairs).filter(|(_, pair)| pair.is_none()).map(|(movement, _)| movement).collect();
    let mut come: Vec<Movement> = new
        .into_iter()
        .enumerate()
        .filter(|(index, _)| !pairs.contains(&Some(*index)))
        .map(|(_, movement)| movement)
        .collect();
    let mut changes = Vec::new();
    for kind in [Kind::Retimed, Kind::Reloaded, Kind::Redirected, Kind::Replaced] {
        gone.retain(|before| {
            let Some(at) = come.iter().position(|after| is_kind(kind, before, after)) else { return true };
            let after = Some(come.remove(at));
            changes.push(Change { vehicle, kind, before: Some(before.clone()), after });
            false
        });
    }
    let given_up = |before| Change { vehicle, kind: Kind::GivenUp, before: Some(before), after: None };
    changes.extend(gone.into_iter().map(given_up));
    changes.extend(come.into_iter().map(|after| Change {
        vehicle,
        kind: Kind::Added,
        before: None,
        after: Some(after),
    }));
    changes
}

fn is_kind(kind: Kind, before: &Movement, after: &Movement) -> bool {
    let sites = |movement: &Movement| movement.stops.iter().map(|(site, _)| *site).collect::<Vec<_>>();
    match kind {
        Kind::Retimed => is_same_trip(before, after),
        Kind::Reloaded => sites(before) == sites(after) && before.shelter == after.shelter,
        Kind::Redirected => sites(before) == sites(after),
        Kind::Replaced => true,
        Kind::GivenUp | Kind::Added => false,
    }
}

fn is_same_trip(before: &Movement, after: &Movement) -> bool {
    (before.configuration, &before.stops, before.shelter) == (after.configuration, &after.stops, after.shelter)
}

fn stands(before: &Movement, after: &Movement, tolerance: Seconds) -> bool {
    let near = |one: &Moment, other: &Moment| one.0.abs_diff(other.0) <= tolerance.0;
    is_same_trip(before, after) && before.starts.iter().zip(&after.starts).all(|(one, other)| near(one, other))
}

fn movements(plan: &Parts) -> BTreeMap<VehicleId, Vec<Movement>> {
    let route = |route: &crate::plan::Route| {
        let trips = route.trips.iter().enumerate().map(|(trip, of)| movement(trip, of));
        (route.vehicle, trips.collect())
    };
    plan.routes.iter().map(route).collect()
}

fn movement(trip: usize, of: &Trip) -> Movement {
    Movement {
        trip,
        configuration: of.configuration,
        stops: of.stops.iter().map(|stop| (stop.site, stop.load.clone())).collect(),
        shelter: of.unloading.shelter,
        depart: of.visits().next().map_or(Moment::START, |visit| visit.depart),
        starts: of.visits().map(|visit| visit.start).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(old: &str, new: &str) -> Vec<Option<usize>> {
        align(old.len(), new.len(), |one, other| old.as_bytes()[one] == new.as_bytes()[other])
    }

    #[test]
    fn a_trip_that_falls_away_does_not_change_those_behind_it() {
        assert_eq!(pairs("abcd", "acd"), [Some(0), None, Some(1), Some(2)]);
    }

    #[test]
    fn a_trip_that_comes_in_between_does_not_change_those_behind_it() {
        assert_eq!(pairs("abc", "axbc"), [Some(0), Some(2), Some(3)]);
    }
}
