//! The situation at a moment if everything has gone as planned: what a dispatcher starts from and corrects.

use super::{Announced, Situation, VehicleState};
use crate::clock::Moment;
use crate::id::PlaceId;
use crate::interval::Interval;
use crate::load::Load;
use crate::plan::{Plan, Trip, Visit};
use crate::quantity::Seconds;
use crate::scenario::Scenario;

impl Situation {
    /// The situation at `now` when `plan` has been carried out to the second, and everybody whose movement begins within
    /// `notice` has been told.
    ///
    /// People count as having boarded when their loading has ended, and as received when their unloading has, reception
    /// included.
    #[must_use]
    pub fn as_planned(scenario: &Scenario, plan: &Plan, now: Moment, notice: Seconds) -> Self {
        let mut waiting = plan.planned.clone();
        let mut situation = Self { now, adopted: Some(plan.id()), ..Self::at_start(scenario) };
        for route in &plan.routes {
            let mut state = VehicleState { ..situation.vehicles[route.vehicle.index()].clone() };
            for (index, trip) in route.trips.iter().enumerate() {
                let is_next = state.trips_done as usize == index;
                let is_over = taken_in(scenario, trip) <= now || has_passed_on(&route.trips, index, now);
                if is_next && is_over {
                    state.trips_done += 1;
                    state.place = scenario.shelter(trip.unloading.shelter).place;
                    state.free_from = trip.unloading.visit.end;
                    let received = &mut situation.received[trip.unloading.shelter.index()];
                    *received = received.plus(&trip.load());
                    trip.stops.iter().for_each(|stop| board(&mut waiting[stop.site.index()], &stop.load));
                } else if is_next && has_begun(&route.trips, index, now) {
                    under_way(scenario, trip, now, &mut state);
                    state.on_board.iter().for_each(|(site, load)| board(&mut waiting[site.index()], load));
                } else if trip.visits().next().is_some_and(|visit| visit.depart <= now + notice) {
                    let trip = u32::try_from(index).unwrap_or(u32::MAX);
                    situation.announced.push(Announced { vehicle: route.vehicle, trip });
                }
            }
            situation.vehicles[route.vehicle.index()] = state;
        }
        situation.announced.sort_unstable();
        let exactly = |load: &Load| load.counts().iter().map(|count| Interval::exactly(*count)).collect();
        situation.remaining = waiting.iter().map(exactly).collect();
        situation
    }
}

/// When everybody of a trip has been unloaded and taken in.
fn taken_in(scenario: &Scenario, trip: &Trip) -> Moment {
    let visit = &trip.unloading.visit;
    let rate = scenario.shelter(trip.unloading.shelter).reception_per_hour;
    let busy = rate.map_or(Seconds::ZERO, |rate| Seconds::for_people_at_rate(trip.people(), rate));
    visit.end.max(visit.start + busy)
}

/// Whether a vehicle has gone through a passage on its next trip while those whom it brought are still being taken in.
fn has_passed_on(trips: &[Trip], index: usize, now: Moment) -> bool {
    let next = trips.get(index + 1).and_then(|next| next.visits().next());
    next.is_some_and(|visit| visit.passings.iter().any(|passing| passing.enter <= now))
}

/// A trip begins when its vehicle sets off, or when it begins to be fitted out for it.
fn has_begun(trips: &[Trip], index: usize, now: Moment) -> bool {
    let trip = &trips[index];
    let before = index.checked_sub(1).map(|before| &trips[before]);
    let is_refitted = before.is_some_and(|before| before.configuration != trip.configuration);
    is_refitted || trip.visits().next().is_some_and(|visit| visit.depart <= now)
}

fn board(waiting: &mut Load, load: &Load) {
    if let Some(rest) = waiting.checked_minus(load) {
        *waiting = rest;
    }
}

/// Where a vehicle is on a trip that has begun and not ended.
fn under_way(scenario: &Scenario, trip: &Trip, now: Moment, state: &mut VehicleState) {
    state.bound_for = Some(trip.unloading.shelter);
    let places = trip.stops.iter().map(|stop| scenario.site(stop.site).place);
    let places: Vec<PlaceId> = places.chain([scenario.shelter(trip.unloading.shelter).place]).collect();
    for (index, (visit, place)) in trip.visits().zip(places).enumerate() {
        let ended = visit.end <= now && index < trip.stops.len();
        if !ended {
            if let Some(since) = reached(visit, now) {
                (state.place, state.free_from) = (place, since);
            } else if visit.depart <= now || index == 0 {
                state.free_from = visit.depart;
            }
            return;
        }
        let stop = &trip.stops[index];
        state.on_board.push((stop.site, stop.load.clone()));
        (state.place, state.free_from) = (place, visit.end);
    }
}

/// Since when a vehicle is at the place of a visit, or when it will be if nothing can keep it any more.
fn reached(visit: &Visit, now: Moment) -> Option<Moment> {
    let entered = visit.passings.iter().all(|passing| passing.enter <= now);
    match () {
        () if visit.start <= now => Some(visit.start),
        () if visit.depart <= now && entered => Some(visit.arrive),
        () => None,
    }
}
