//! The slow truth: what a schedule is worth when it is played from the start, see [`crate::evaluate::play`].

use crate::problem::{NEEDS_MAX, NEVER, Problem};
use crate::routes::{Routes, Schedule};

/// When a vehicle is at a place, and what for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Visit {
    /// Moment of setting off for the place.
    pub depart: u32,
    /// Moment of arrival.
    pub arrive: u32,
    /// Moment of joining the queue.
    pub join: u32,
    /// Start of loading or unloading.
    pub start: u32,
    /// End of loading or unloading.
    pub end: u32,
}

/// Plays a schedule; gives the visits of each vehicle in order: the stops of a trip, then its shelter.
#[must_use]
pub fn play(problem: &Problem, schedule: &Schedule) -> Vec<Vec<Visit>> {
    super::play::play(problem, schedule).visits
}

/// When the reception can take the next ones: 0 where no rate is given.
#[inline]
pub(crate) fn reception_end(per_hour: Option<u32>, start: u32, received: u32) -> u32 {
    let Some(per_hour) = per_hour else { return 0 };
    let seconds = (u64::from(received) * 3600).div_ceil(u64::from(per_hour.max(1)));
    start.saturating_add(u32::try_from(seconds).unwrap_or(NEVER))
}

/// What a timetable is worth, in the order in which it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Score {
    /// Seconds and metres beyond what vehicles and crews may do, and vehicles that convoys lack; a valid plan has 0.
    pub excess: u64,
    /// People not moved by the deadline, those not moved at all among them, weighted by the priority of site and need.
    pub not_in_time: u64,
    /// People not moved, weighted alike.
    pub not_moved: u64,
    /// When the last person has been unloaded.
    pub clearance: u32,
    /// Sum over people of the moment of their unloading.
    pub person_seconds: u64,
    /// Seconds of driving.
    pub driving: u64,
}

/// Scores a schedule from its visits.
#[must_use]
pub fn score(problem: &Problem, schedule: &Schedule, visits: &[Vec<Visit>]) -> Score {
    let routes = &schedule.routes;
    let lacks = schedule.convoys.iter().flatten().map(|convoy| u64::from(convoy.lacks)).sum();
    let mut score = Score { excess: lacks, ..Score::default() };
    for (site, left) in problem.sites.iter().zip(routes.not_moved(problem)) {
        score.not_moved +=
            left.iter().zip(site.weight).map(|(&people, weight)| u64::from(people) * u64::from(weight)).sum::<u64>();
    }
    score.not_in_time = score.not_moved;
    for (index, vehicle) in problem.vehicles.iter().enumerate() {
        let trips = &routes.0[index];
        let mut visit = 0;
        for trip in trips {
            visit += trip.stops().len() + 1;
            let end = visits[index][visit - 1].end;
            score.clearance = score.clearance.max(end);
            score.person_seconds += u64::from(end) * u64::from(trip.people());
            if problem.deadline.is_some_and(|deadline| end > deadline) {
                score.not_in_time += weight(problem, trip);
            }
        }
        score.excess += visits[index].last().map_or(0, |last| too_late(vehicle, last.end));
        let used = usage(problem, index, trips);
        score.driving += used.driving;
        score.excess += used.excess;
    }
    score
}

/// People of a trip, weighted by the priority of their sites and needs.
pub(crate) fn weight(problem: &Problem, trip: &crate::routes::Trip) -> u64 {
    let by_need = |stop: &crate::routes::Stop| {
        let weights = problem.sites[stop.site as usize].weight;
        stop.load.iter().zip(weights).map(|(&people, weight)| u64::from(people) * u64::from(weight)).sum::<u64>()
    };
    trip.stops().iter().map(by_need).sum()
}

/// Seconds by which a vehicle is late; more than any plan has when it never gets there.
#[inline]
pub(crate) fn too_late(vehicle: &crate::problem::Vehicle, end: u32) -> u64 {
    if end == NEVER { 1 << 32 } else { u64::from(end.saturating_sub(vehicle.available_until)) }
}

/// What a route takes of a vehicle, moments apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Usage {
    /// Seconds of driving.
    pub(crate) driving: u64,
    /// Seconds and metres beyond the crew's hours and the range.
    pub(crate) excess: u64,
}

/// Adds up driving and distance of a route.
pub(crate) fn usage(problem: &Problem, vehicle: usize, trips: &[crate::routes::Trip]) -> Usage {
    let vehicle = &problem.vehicles[vehicle];
    let (mut driving, mut metres, mut from) = (0u64, 0u64, vehicle.depot);
    for trip in trips {
        let sites = trip.stops().iter().map(|stop| problem.sites[stop.site as usize].place);
        for to in sites.chain([problem.shelters[trip.shelter as usize].place]) {
            driving += u64::from(problem.travel(vehicle.class, from, to));
            metres += u64::from(problem.metres(vehicle.class, from, to));
            from = to;
        }
    }
    let over = |used: u64, most: u32| if most == NEVER { 0 } else { used.saturating_sub(u64::from(most)) };
    // One that is out of service has no driving time left for another trip, however short.
    let begun = if vehicle.ends && trips.len() > vehicle.kept as usize { driving.max(1) } else { 0 };
    Usage { driving, excess: over(driving, vehicle.driving_max) + over(metres, vehicle.range_max) + begun }
}

/// The room that a set of routes takes in each shelter, by need.
#[must_use]
pub fn taken(problem: &Problem, routes: &Routes) -> Vec<[u64; NEEDS_MAX]> {
    let mut taken = vec![[0; NEEDS_MAX]; problem.shelters.len()];
    for trip in routes.0.iter().flatten() {
        for (sum, people) in taken[trip.shelter as usize].iter_mut().zip(trip.load()) {
            *sum += u64::from(people);
        }
    }
    taken
}
