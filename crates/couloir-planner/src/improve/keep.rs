//! What it costs to depart from a plan that people have been told of.
//!
//! Counted as `couloir_model::diff` counts it: a movement of a vehicle stands if the vehicle still makes a trip with the same
//! stops, the same people, the same shelter, and no loading or unloading has moved by more than the tolerance.

use couloir_model::diff;

use crate::evaluate::plain::Score;
use crate::evaluate::timetable::appoint::{Promises, Said};
use crate::evaluate::timetable::{Route, Timetable};
use crate::improve::Worker;
use crate::routes::Trip;

/// In one of so many changes whoever has been told of a trip may come earlier than was said.
const KEEPING: usize = 4;

/// What a change of a movement counts that somebody has been told of; of one that nobody knows of yet, 1.
pub(crate) const ANNOUNCED: u32 = 10;

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

    /// What stands of a route, seen from the place of the trip at `at`.
    fn tally(&self, kept: usize, vehicle: usize, route: &Route, at: usize) -> Tally {
        let made = route.trips.len().saturating_sub(kept);
        let mut tally = Tally { spare: -(made as i64), here: 0, behind: 0 };
        let mut next = 0;
        for said in &self.routes[vehicle] {
            tally.spare += 1;
            let Some(new) = (next..made).find(|&new| self.is_as_said(said, route, kept + new)) else { continue };
            next = new + 1;
            match (kept + new).cmp(&at) {
                std::cmp::Ordering::Less => {}
                std::cmp::Ordering::Equal => tally.here = said.units,
                std::cmp::Ordering::Greater => tally.behind += said.units,
            }
        }
        tally
    }

    fn is_as_said(&self, said: &Said, route: &Route, trip: usize) -> bool {
        let visits = &route.visits[route.first[trip] as usize..];
        said.trip == route.trips[trip] && self.are_near(said, visits.iter().map(|visit| visit.start))
    }

    fn are_near(&self, said: &Said, starts: impl Iterator<Item = u32>) -> bool {
        said.starts.iter().zip(starts).all(|(&said, start)| said.abs_diff(start) <= self.tolerance)
    }

    /// Whether a trip of a vehicle, whose stops and unloading begin at `starts`, is one that was said.
    pub(crate) fn stands(&self, vehicle: usize, trip: &Trip, starts: impl Iterator<Item = u32> + Clone) -> bool {
        let mut said = self.routes[vehicle].iter();
        said.any(|said| said.trip == *trip && self.are_near(said, starts.clone()))
    }
}

/// What stands of a route.
struct Tally {
    /// Movements that have been said beyond those that are made: so many trips can be added that take the place of others.
    spare: i64,
    /// What the trip in question counts if it stands.
    here: u32,
    /// What those count that stand behind it.
    behind: u32,
}

/// A trip that is considered for a vehicle.
pub(crate) struct Considered {
    pub(crate) vehicle: usize,
    pub(crate) at: usize,
    /// Replaces the trip at `at` instead of going before it.
    pub(crate) replaces: bool,
    /// By how many seconds those behind it come later.
    pub(crate) delay: i64,
    /// About when it begins.
    pub(crate) start: u32,
}

impl<'a> Worker<'a> {
    /// Stays near a plan from now on: a change of an announced movement has to gain `worth` seconds of clearance.
    pub(crate) fn stay_near(&mut self, reference: &'a Reference, worth: u32) {
        let units = vec![0; self.timetable.routes.len()];
        self.timetable.promises = Some(Promises { routes: &reference.routes, tolerance: reference.tolerance });
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

    /// Whether those who have been told of a trip come no earlier during the next change: mostly, since it is for free, but what
    /// ends last is to come earlier where that pays.
    pub(crate) fn draw_keeping(&mut self) {
        if let Some(keep) = &self.keep {
            self.timetable.keeps = keep.worth > 0 && self.stream.below(KEEPING) > 0;
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

    /// What somebody would have to be told if a trip were made: an estimate, at the price of changes.
    pub(crate) fn price_of_change(&self, considered: &Considered) -> f64 {
        let Some(keep) = self.keep.as_ref().filter(|keep| keep.price > 0.0) else { return 0.0 };
        let Considered { vehicle, at, replaces, delay, start } = *considered;
        let tally = keep.reference.tally(self.kept(vehicle), vehicle, &self.timetable.routes[vehicle], at);
        let mut units = if replaces {
            tally.here
        } else if tally.spare > 0 {
            0
        } else if start <= keep.reference.notice {
            ANNOUNCED
        } else {
            1
        };
        if delay > i64::from(keep.reference.tolerance) {
            units += tally.behind + if replaces { 0 } else { tally.here };
        }
        keep.price * f64::from(units)
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
