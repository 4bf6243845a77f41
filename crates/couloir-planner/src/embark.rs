//! People wait at the site and not on board: where a trip would wait at a shut gate or shelter, loading begins later.
//!
//! The search sends everybody as early as they can go, which costs nothing in clearance and keeps people on a truck for
//! hours or days in front of a closed exit. This last pass lets such a trip join the queue of its first stop later, by as
//! long as it would wait on the way, wherever nobody arrives later for it.

use std::cmp::Reverse;

use crate::evaluate::plain::{self, Score, Visit};
use crate::evaluate::play::{self, Played};
use crate::improve::keep::Reference;
use crate::problem::Problem;
use crate::routes::{Schedule, Trip};

/// Shorter waits on board are left alone: a queue is not worth another appointment.
const WAIT_MIN_S: u32 = 30 * 60;

/// Trips that are tried one by one when not all can wait at once: each takes a replay of the whole plan.
const TRIED_MAX: usize = 300;

/// Parts of a wait that are tried, the whole first.
const PARTS: u32 = 8;

/// The same routes, with later loading where it makes nobody late; trips that are made as was said stay as they are.
pub(crate) fn embark_late(problem: &Problem, schedule: Schedule, said: Option<&Reference>) -> Schedule {
    let played = play::play(problem, &schedule);
    let visits = &played.visits;
    let mut waits = waits(problem, &schedule, &played, said);
    if waits.is_empty() {
        return schedule;
    }
    let score = plain::score(problem, &schedule, visits);
    if let Some(all) = later(problem, &schedule, &waits, &score) {
        return all;
    }
    waits.sort_by_key(|wait| Reverse((wait.seconds, wait.vehicle, wait.visit)));
    let mut best = schedule;
    for wait in waits.iter().take(TRIED_MAX) {
        // Where berths are few, not everybody can load at the last moment: then some load a part of the wait earlier.
        let parts = (1..=PARTS).rev().map(|part| Wait { seconds: wait.seconds / PARTS * part, ..*wait });
        if let Some(better) = parts.into_iter().find_map(|part| later(problem, &best, &[part], &score)) {
            best = better;
        }
    }
    best
}

/// A trip that waits on the way, people on board.
struct Wait {
    vehicle: usize,
    /// The visit of its first stop.
    visit: usize,
    /// When loading begins there now.
    start: u32,
    /// How long it waits on the way, in all.
    seconds: u32,
}

/// The schedule with these trips loading later, if it is worth no less.
fn later(problem: &Problem, schedule: &Schedule, waits: &[Wait], score: &Score) -> Option<Schedule> {
    let mut later = schedule.clone();
    later.not_before.resize(problem.vehicles.len(), Vec::new());
    for wait in waits {
        let moments = &mut later.not_before[wait.vehicle];
        moments.resize(moments.len().max(wait.visit + 1), 0);
        moments[wait.visit] = moments[wait.visit].max(wait.start.saturating_add(wait.seconds));
    }
    let visits = plain::play(problem, &later);
    (plain::score(problem, &later, &visits) <= *score).then_some(later)
}

fn waits(problem: &Problem, schedule: &Schedule, played: &Played, said: Option<&Reference>) -> Vec<Wait> {
    let mut found = Vec::new();
    for (vehicle, trips) in schedule.routes.0.iter().enumerate() {
        let mut first = 0;
        for (index, trip) in trips.iter().enumerate() {
            let of_trip = &played.visits[vehicle][first..=first + trip.stops().len()];
            let on_the_way = (first + 1) as u32..=(first + trip.stops().len()) as u32;
            let passings = played.passings[vehicle].iter().filter(|(visit, _)| on_the_way.contains(visit));
            let screened = passings.map(|(_, passing)| passing.leave.saturating_sub(passing.enter)).sum();
            let seconds = wait(problem, problem.vehicles[vehicle].class, trip, of_trip, screened);
            // Whoever is on board already waits there.
            let has_begun = index < problem.vehicles[vehicle].kept as usize;
            let starts = of_trip.iter().map(|visit| visit.start);
            let is_as_said = said.is_some_and(|said| said.stands(vehicle, trip, starts));
            if seconds >= WAIT_MIN_S && !has_begun && !is_as_said {
                found.push(Wait { vehicle, visit: first, start: of_trip[0].start, seconds });
            }
            first += of_trip.len();
        }
    }
    found
}

/// The time of a trip, from its first loading to its unloading, that is neither service nor driving nor screening.
fn wait(problem: &Problem, class: u32, trip: &Trip, visits: &[Visit], screened: u32) -> u32 {
    let sites = trip.stops().iter().map(|stop| problem.sites[stop.site as usize].place);
    let places: Vec<u32> = sites.chain([problem.shelters[trip.shelter as usize].place]).collect();
    let legs = places.windows(2).map(|leg| problem.travel(class, leg[0], leg[1]));
    let busy: u32 = visits.iter().map(|visit| visit.end - visit.start).sum::<u32>().saturating_add(legs.sum());
    let whole = visits.last().map_or(0, |last| last.end).saturating_sub(visits[0].start);
    whole.saturating_sub(busy.saturating_add(screened))
}
