//! The slow truth: the whole operation played from the start, event by event, as `MODEL.md` tells it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::problem::{NEEDS_MAX, NEVER, Problem, UNFITTED, earliest_open};
use crate::routes::{Routes, Schedule, people};

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

/// What [`Problem::queues`] remember of those served so far.
struct Berths {
    free: BinaryHeap<Reverse<u32>>,
    reception_free: u32,
}

/// Plays a schedule; gives the visits of each vehicle in order: the stops of a trip, then its shelter.
#[must_use]
pub fn play(problem: &Problem, schedule: &Schedule) -> Vec<Vec<Visit>> {
    let mut berths: Vec<Berths> = problem
        .queues
        .iter()
        .map(|queue| Berths {
            free: std::iter::repeat_n(Reverse(0), queue.berths.unwrap_or(0) as usize).collect(),
            reception_free: 0,
        })
        .collect();
    let mut visits: Vec<Vec<Visit>> = vec![Vec::new(); problem.vehicles.len()];
    let mut pending = BinaryHeap::new();
    for (vehicle, visits) in visits.iter_mut().enumerate() {
        let available = problem.vehicles[vehicle].available_from;
        pending.extend(next_join(problem, schedule, vehicle, visits, available));
    }
    while let Some(Reverse((join, vehicle))) = pending.pop() {
        let step = step(problem, &schedule.routes, vehicle, visits[vehicle].len() - 1)
            .expect("a vehicle joins for a step of its own");
        let queue = &problem.queues[step.queue as usize];
        let berth = &mut berths[step.queue as usize];
        let berth_free = if queue.berths.is_some() { berth.free.pop().expect("a berth").0 } else { 0 };
        let start = earliest_open(&queue.windows, join.max(berth_free).max(berth.reception_free), step.service);
        let end = start.saturating_add(step.service);
        if queue.berths.is_some() {
            berth.free.push(Reverse(end));
        }
        berth.reception_free = reception_end(queue.reception_per_hour, start, step.received);
        let visit = visits[vehicle].last_mut().expect("the visit it joined for");
        visit.start = start;
        visit.end = end;
        pending.extend(next_join(problem, schedule, vehicle, &mut visits[vehicle], end));
    }
    visits
}

/// When the reception can take the next ones: 0 where no rate is given.
#[inline]
pub(crate) fn reception_end(per_hour: Option<u32>, start: u32, received: u32) -> u32 {
    let Some(per_hour) = per_hour else { return 0 };
    let seconds = (u64::from(received) * 3600).div_ceil(u64::from(per_hour.max(1)));
    start.saturating_add(u32::try_from(seconds).unwrap_or(NEVER))
}

/// One thing that a vehicle does.
struct Step {
    queue: u32,
    place: u32,
    ready: u32,
    service: u32,
    received: u32,
    /// Seconds of refitting before setting off for it.
    refit: u32,
    /// Whether the vehicle comes with people on board.
    laden: bool,
}

/// What a vehicle does at its `index`-th visit.
fn step(problem: &Problem, routes: &Routes, vehicle: usize, index: usize) -> Option<Step> {
    let class = problem.vehicles[vehicle].class;
    let mut configuration = UNFITTED;
    let mut first = 0;
    for trip in &routes.0[vehicle] {
        let refit = if index == first { problem.refit(class, configuration, trip.configuration) } else { 0 };
        if let Some(stop) = trip.stops().get(index - first) {
            let site = &problem.sites[stop.site as usize];
            let service = problem.loading(class, stop.site, &stop.load);
            return Some(Step {
                queue: site.queue,
                place: site.place,
                ready: site.ready,
                service,
                received: 0,
                refit,
                laden: index > first,
            });
        }
        first += trip.stops().len() + 1;
        if index < first {
            let shelter = &problem.shelters[trip.shelter as usize];
            let load = trip.load();
            let service = problem.unloading(class, trip.shelter, &load);
            let received = people(&load);
            return Some(Step {
                queue: shelter.queue,
                place: shelter.place,
                ready: 0,
                service,
                received,
                refit: 0,
                laden: true,
            });
        }
        configuration = trip.configuration;
    }
    None
}

/// Sends a vehicle that is free at `now` to its next visit.
fn next_join(
    problem: &Problem,
    schedule: &Schedule,
    vehicle: usize,
    visits: &mut Vec<Visit>,
    now: u32,
) -> Option<Reverse<(u32, usize)>> {
    let next = step(problem, &schedule.routes, vehicle, visits.len())?;
    let from = match visits.len().checked_sub(1) {
        Some(last) => step(problem, &schedule.routes, vehicle, last)?.place,
        None => problem.vehicles[vehicle].depot,
    };
    let depart = now.saturating_add(next.refit);
    let (depart, arrive) = problem.arrive(problem.vehicles[vehicle].class, from, next.place, depart, next.laden);
    let join = arrive.max(next.ready).max(schedule.not_before(vehicle, visits.len()));
    visits.push(Visit { depart, arrive, join, start: 0, end: 0 });
    Some(Reverse((join, vehicle)))
}

/// What a timetable is worth, in the order in which it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Score {
    /// Seconds and metres beyond what vehicles and crews may do; a valid plan has 0.
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

/// Scores routes from their visits.
#[must_use]
pub fn score(problem: &Problem, routes: &Routes, visits: &[Vec<Visit>]) -> Score {
    let mut score = Score::default();
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
    Usage { driving, excess: over(driving, vehicle.driving_max) + over(metres, vehicle.range_max) }
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
