//! What it costs to depart from a plan that people have been told of.
//!
//! Counted as `couloir_model::diff` counts it: a movement of a vehicle stands if the vehicle still makes a trip with the same
//! stops, the same people, the same shelter, and no loading or unloading has moved by more than the tolerance.

use couloir_model::diff;

use crate::evaluate::plain::Score;
use crate::evaluate::timetable::{Route, Timetable};
use crate::improve::Worker;
use crate::routes::Trip;

/// What a change of a movement counts that somebody has been told of; of one that nobody knows of yet, 1.
pub(crate) const ANNOUNCED: u32 = 10;

/// A movement as it was said.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) trip: Trip,
    /// When each stop and the unloading begin.
    pub(crate) starts: Vec<u32>,
    /// What it counts if it is changed.
    pub(crate) units: u32,
}

/// The plan to stay near, for each vehicle from its first trip that has not begun.
#[derive(Debug, Clone)]
pub(crate) struct Reference {
    pub(crate) routes: Vec<Vec<Said>>,
    /// Seconds by which a loading or unloading may move before somebody has to be told.
    pub(crate) tolerance: u32,
    /// Up to when new movements count like announced ones: there is no time left to tell people in good time.
    pub(crate) notice: u32,
}

/// The reference, and how far the routes of a worker are from it.
#[derive(Debug, Clone)]
pub(crate) struct Keep<'a> {
    reference: &'a Reference,
    /// Seconds of clearance that a change of an announced movement has to gain.
    worth: u32,
    /// What a unit costs in the sum that is annealed.
    price: f64,
    units: Vec<u32>,
    total: u64,
    /// The units of the best.
    best: u64,
}

impl Reference {
    /// What the movements of a route that differ count.
    pub(crate) fn units(&self, kept: usize, vehicle: usize, route: &Route) -> u32 {
        let said = &self.routes[vehicle];
        let made = route.trips.len().saturating_sub(kept);
        let same = |old: usize, new: usize| self.is_as_said(&said[old], route, kept + new);
        let pairs = diff::align(said.len(), made, same);
        let mut units = 0;
        let mut stands = vec![false; made];
        let (mut given_up, mut added) = (0u32, 0u32);
        for (old, new) in pairs.iter().enumerate() {
            match new {
                Some(new) => stands[*new] = true,
                None => {
                    units += said[old].units;
                    given_up += 1;
                }
            }
        }
        for new in (0..made).filter(|&new| !stands[new]) {
            added += 1;
            // One call tells a driver of the old trip and of the one in its place.
            if added > given_up {
                let start = route.visits[route.first[kept + new] as usize].start;
                units += if start <= self.notice { ANNOUNCED } else { 1 };
            }
        }
        units
    }

    fn is_as_said(&self, said: &Said, route: &Route, trip: usize) -> bool {
        if said.trip != route.trips[trip] {
            return false;
        }
        let visits = &route.visits[route.first[trip] as usize..];
        said.starts.iter().zip(visits).all(|(&start, visit)| start.abs_diff(visit.start) <= self.tolerance)
    }
}

impl<'a> Worker<'a> {
    /// Stays near a plan from now on: a change of an announced movement has to gain `worth` seconds of clearance.
    pub(crate) fn stay_near(&mut self, reference: &'a Reference, worth: u32) {
        let units = vec![0; self.timetable.routes.len()];
        self.keep = Some(Keep { reference, worth, price: 0.0, units, total: 0, best: 0 });
        self.recount();
        self.note_changes();
    }

    /// Sets what a unit costs for a target so far below the best clearance: a second less for the latest vehicle gains twice
    /// the margin.
    pub(crate) fn price_changes(&mut self, margin: f64) {
        if let Some(keep) = &mut self.keep {
            keep.price = f64::from(keep.worth) * 2.0 * margin / f64::from(ANNOUNCED);
        }
    }

    /// Counts all changes anew.
    pub(crate) fn recount(&mut self) {
        let Some(keep) = &mut self.keep else { return };
        for (vehicle, route) in self.timetable.routes.iter().enumerate() {
            let kept = self.terrain.problem.vehicles[vehicle].kept as usize;
            keep.units[vehicle] = keep.reference.units(kept, vehicle, route);
        }
        keep.total = keep.units.iter().map(|&units| u64::from(units)).sum();
    }

    /// Remembers the changes of the best.
    pub(crate) fn note_changes(&mut self) {
        if let Some(keep) = &mut self.keep {
            keep.best = keep.total;
        }
    }

    /// What all changes of a timetable cost.
    pub(crate) fn cost_of_changes(&self, timetable: &Timetable) -> f64 {
        let Some(keep) = &self.keep else { return 0.0 };
        let units = timetable.routes.iter().enumerate().map(|(vehicle, route)| {
            u64::from(keep.reference.units(self.terrain.problem.vehicles[vehicle].kept as usize, vehicle, route))
        });
        keep.price * units.sum::<u64>() as f64
    }

    /// What the changes since the last commit add.
    pub(crate) fn cost_of_last_changes(&self) -> f64 {
        let Some(keep) = &self.keep else { return 0.0 };
        keep.price
            * self
                .last_units(keep)
                .map(|(vehicle, units)| f64::from(units) - f64::from(keep.units[vehicle]))
                .sum::<f64>()
    }

    /// Keeps the count true when the last changes stay.
    pub(crate) fn recount_last(&mut self) {
        let Some(keep) = &self.keep else { return };
        let counted: Vec<(usize, u32)> = self.last_units(keep).collect();
        let Some(keep) = &mut self.keep else { return };
        for (vehicle, units) in counted {
            keep.total = keep.total + u64::from(units) - u64::from(keep.units[vehicle]);
            keep.units[vehicle] = units;
        }
    }

    fn last_units<'s>(&'s self, keep: &'s Keep<'a>) -> impl Iterator<Item = (usize, u32)> + 's {
        self.timetable.touched().map(|vehicle| {
            let kept = self.terrain.problem.vehicles[vehicle].kept as usize;
            (vehicle, keep.reference.units(kept, vehicle, &self.timetable.routes[vehicle]))
        })
    }

    /// Whether a score is better than that of the best, changes counted.
    pub(crate) fn is_better(&self, score: &Score) -> bool {
        match &self.keep {
            None => *score < self.score,
            Some(keep) => rank(score, keep.worth, keep.total) < rank(&self.score, keep.worth, keep.best),
        }
    }

    /// The rank of the best, changes counted: less is better.
    pub(crate) fn rank(&self) -> Rank {
        let (worth, units) = self.keep.as_ref().map_or((0, 0), |keep| (keep.worth, keep.best));
        rank(&self.score, worth, units)
    }

    /// The units of the best.
    pub(crate) fn changes_of_best(&self) -> u64 {
        self.keep.as_ref().map_or(0, |keep| keep.best)
    }
}

/// In the order in which it counts: nobody is left for the sake of few changes.
pub(crate) type Rank = (u64, u64, u64, u64, u64, u64);

fn rank(score: &Score, worth: u32, units: u64) -> Rank {
    let price = u64::from(worth) * units / u64::from(ANNOUNCED);
    let Score { excess, not_in_time, not_moved, clearance, person_seconds, driving } = *score;
    (excess, not_in_time, not_moved, u64::from(clearance) + price, person_seconds, driving)
}
