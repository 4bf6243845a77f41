//! Routes carried out without disturbance: every vehicle does everything as early as it can, and every moment is written.
//!
//! Event after event, obvious rather than fast: one pending moment of joining a queue for each vehicle, the smallest
//! (moment, vehicle) served next, on the berth that becomes free first.

use crate::earliest::service;
use crate::verdict::{Amount, Rule, Stage, Violation};
use crate::verify;
use crate::walk::{Call, Report, Walk};
use couloir_model::clock::Moment;
use couloir_model::id::VehicleId;
use couloir_model::plan::{Parts, Plan, Visit};
use couloir_model::quantity::{PersonSeconds, Seconds};
use couloir_model::scenario::Scenario;
use couloir_model::travel::TravelTimes;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// Writes every moment of `parts` anew, and the sums that follow from them.
///
/// Of the moments that `parts` holds only each `not_before` is kept; passages are those of the legs; routes are put in the
/// order of their vehicles; who is planned for and who is not moved stays as it is. Whether the plan is valid is for
/// [`crate::verify()`] to say: too many people on board do not keep a bus from driving. Headways, convoys, escorts, one way
/// at a time and the rate of a screening post are not played yet.
///
/// # Errors
///
/// What keeps the routes from being carried out at all: rows that do not exist, a vehicle with two routes, a leg without a
/// road, a place or passage that never opens again.
pub fn timetable(scenario: &Scenario, travel: &TravelTimes, mut parts: Parts) -> Result<Plan, Vec<Violation>> {
    parts.routes.sort_by_key(|route| route.vehicle);
    let walk = Walk::of(scenario, travel, &parts);
    let faults = obstacles(&walk);
    if !faults.is_empty() {
        return Err(faults);
    }
    let replay = Replay::of(&walk)?;
    let (clearance, person_seconds) = replay.sums();
    let driving = walk.calls.iter().filter_map(|call| call.way.as_ref()).map(|way| way.leg.seconds).sum::<Seconds>();
    let mut written = replay.visits.into_iter();
    (parts.clearance, parts.person_seconds, parts.driving) = (clearance, person_seconds, driving);
    for trip in parts.routes.iter_mut().flat_map(|route| &mut route.trips) {
        let visits = trip.stops.iter_mut().map(|stop| &mut stop.visit).chain([&mut trip.unloading.visit]);
        for (visit, moments) in visits.zip(&mut written) {
            *visit = moments;
        }
    }
    Ok(Plan::new(parts))
}

/// What keeps the routes from being carried out.
fn obstacles(walk: &Walk<'_>) -> Vec<Violation> {
    let visits: usize = walk.plan.trips().map(|(_, trip)| trip.stops.len() + 1).sum();
    let twice = walk.plan.routes.windows(2).any(|pair| pair[0].vehicle == pair[1].vehicle);
    let mut report = Report::default();
    for call in walk.calls.iter().filter(|call| call.way.is_none() && call.known_from) {
        report.add(Rule::Travel, call.spot(), Amount::Entries(1), "the vehicle has no road to this place");
    }
    if twice || visits != walk.calls.len() {
        verify::vehicle::check(walk, &mut report);
        verify::trip::check(walk, &mut report);
    }
    report.0
}

/// The operation as it is played.
struct Replay<'w, 'a> {
    walk: &'w Walk<'a>,
    /// One for each of the walk's calls.
    visits: Vec<Visit>,
    /// The vehicles on their way to a queue: when they join it, and for which call.
    pending: BinaryHeap<Reverse<(Moment, VehicleId, usize)>>,
    /// What each place remembers.
    places: BTreeMap<Stage, Place>,
}

/// A place where vehicles load or unload.
#[derive(Default)]
struct Place {
    /// When each berth that has been used is free again.
    free: BinaryHeap<Reverse<Moment>>,
    /// When reception has taken in everybody.
    taken_in: Moment,
}

impl<'w, 'a> Replay<'w, 'a> {
    fn of(walk: &'w Walk<'a>) -> Result<Self, Vec<Violation>> {
        let visits = walk.calls.iter().map(|call| Visit::not_before(call.visit.not_before)).collect();
        let mut replay = Self { walk, visits, pending: BinaryHeap::new(), places: BTreeMap::new() };
        let mut report = Report::default();
        for (vehicle, calls) in walk.routes.iter().filter(|(_, calls)| !calls.is_empty()) {
            let available = walk.scenario.vehicle(*vehicle).available_from;
            replay.send(calls.start, available, &mut report);
        }
        while let Some(Reverse((_, _, call))) = replay.pending.pop() {
            replay.serve(call, &mut report);
        }
        if report.0.is_empty() { Ok(replay) } else { Err(report.0) }
    }

    /// Sends the vehicle of `index`, which is free at `free`, on its way there.
    fn send(&mut self, index: usize, free: Moment, report: &mut Report) {
        let call = &self.walk.calls[index];
        let Some(way) = &call.way else { return };
        let Some(ride) = self.walk.roads.ride(way, free + call.refit, call.riding > 0) else {
            report.add(Rule::Passage, call.spot(), Amount::Vehicles(1), "a passage on the way never opens again");
            return;
        };
        let visit = &mut self.visits[index];
        (visit.depart, visit.passings, visit.arrive) = (ride.depart, ride.passings, ride.arrive);
        visit.join = visit.arrive.max(visit.not_before);
        self.pending.push(Reverse((visit.join, call.vehicle, index)));
    }

    /// Serves the vehicle that joins for `index`, and sends it on.
    fn serve(&mut self, index: usize, report: &mut Report) {
        let call = &self.walk.calls[index];
        let place = self.places.entry(call.stage).or_default();
        let berths = self.walk.berths(call.stage);
        let full = berths.is_some_and(|berths| place.free.len() >= berths);
        let free = if full { place.free.pop().map_or(Moment::START, |Reverse(free)| free) } else { Moment::START };
        let from = self.visits[index].join.max(free).max(place.taken_in);
        let Some(start) = service(self.walk.open(call.stage), from, call.length) else {
            let message = format!("no opening window from {from} on is long enough: {}", call.length);
            report.add(Rule::Window, call.spot(), Amount::Vehicles(1), message);
            return;
        };
        let end = start + call.length;
        if berths.is_some() {
            place.free.push(Reverse(end));
        }
        place.taken_in = start + self.walk.taking_in(call);
        (self.visits[index].start, self.visits[index].end) = (start, end);
        if self.walk.calls.get(index + 1).is_some_and(|next| follows(call, next)) {
            self.send(index + 1, end, report);
        }
    }

    fn sums(&self) -> (Moment, PersonSeconds) {
        let (mut clearance, mut person_seconds) = (Moment::START, PersonSeconds(0));
        for (call, visit) in self.walk.calls.iter().zip(&self.visits) {
            if call.unloads() && call.total() > 0 {
                clearance = clearance.max(visit.end);
                person_seconds += PersonSeconds(u128::from(call.total()) * u128::from(visit.end.0));
            }
        }
        (clearance, person_seconds)
    }
}

/// True when `next` is the visit of the same vehicle after `call`.
fn follows(call: &Call<'_>, next: &Call<'_>) -> bool {
    call.vehicle == next.vehicle
}
