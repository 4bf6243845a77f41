//! What each vehicle has begun of the plan that is carried out.

use super::{Misfit, together};
use crate::clock::Moment;
use crate::id::{ConfigurationId, PlaceId, SiteId, VehicleId};
use crate::load::Load;
use crate::plan::{Parts, Stop, Trip, Unloading, Visit};
use crate::quantity::{Metres, People, Seconds};
use crate::scenario::Scenario;
use crate::situation::{Situation, VehicleState};
use crate::travel::TravelTimes;
use std::collections::BTreeMap;

/// What one vehicle has begun.
#[derive(Debug, Clone)]
pub struct Begun {
    /// The trips that have ended, with the moments of the adopted plan, none after the vehicle was free again.
    pub ended: Vec<Trip>,
    /// The trip that it is on.
    pub under_way: Option<UnderWay>,
    /// Where it is, or where it goes next without asking.
    pub place: PlaceId,
    /// When it was there, or will be.
    pub free_from: Moment,
}

/// A trip that has begun and not ended.
#[derive(Debug, Clone)]
pub struct UnderWay {
    /// The trip: stops that are over with who has boarded, those to come as the adopted plan has them, its shelter.
    pub trip: Trip,
    /// Stops that are over.
    pub loaded: usize,
    /// The site on board, for a vehicle with people.
    pub aboard: Option<SiteId>,
}

impl UnderWay {
    /// Where it goes next, as the adopted plan has it.
    fn next(&self, scenario: &Scenario) -> (PlaceId, &Visit) {
        match self.trip.stops.get(self.loaded) {
            Some(stop) => (scenario.site(stop.site).place, &stop.visit),
            None => (scenario.shelter(self.trip.unloading.shelter).place, &self.trip.unloading.visit),
        }
    }

    /// Who is on board.
    #[must_use]
    pub fn on_board(&self, needs: usize) -> Load {
        together(self.trip.stops[..self.loaded].iter().map(|stop| &stop.load), needs)
    }
}

impl Begun {
    /// Driving and way that have been used up.
    pub(super) fn used(&self, scenario: &Scenario, travel: &TravelTimes, vehicle: VehicleId) -> (Seconds, Metres) {
        let mut places = vec![scenario.start_of(vehicle)];
        let mut add = |trip: &Trip, stops: usize, unloads: bool| {
            places.extend(trip.stops[..stops].iter().map(|stop| scenario.site(stop.site).place));
            places.extend(unloads.then(|| scenario.shelter(trip.unloading.shelter).place));
        };
        self.ended.iter().for_each(|trip| add(trip, trip.stops.len(), true));
        if let Some(under_way) = &self.under_way {
            add(&under_way.trip, under_way.loaded, false);
        }
        places.push(self.place);
        let class = scenario.vehicle(vehicle).class;
        let legs = places.windows(2).filter_map(|leg| travel.leg(scenario, class, leg[0], leg[1]));
        legs.fold((Seconds::ZERO, Metres(0)), |(seconds, metres), leg| (seconds + leg.seconds, metres + leg.metres))
    }
}

/// What all vehicles have begun.
pub(super) fn all(
    scenario: &Scenario,
    adopted: &Parts,
    situation: &Situation,
    misfits: &mut Vec<Misfit>,
) -> Vec<Begun> {
    let mut routes: Vec<&[Trip]> = vec![&[]; scenario.vehicles.len()];
    for route in adopted.routes.iter().filter(|route| route.vehicle.index() < scenario.vehicles.len()) {
        routes[route.vehicle.index()] = &route.trips;
    }
    let rows = scenario.vehicle_ids().zip(&situation.vehicles).zip(routes);
    let mut all: Vec<Begun> =
        rows.map(|((vehicle, state), trips)| one(scenario, vehicle, state, trips, misfits)).collect();
    for begun in &mut all {
        let waits = |stop: &Stop| {
            let mut rows = situation.remaining[stop.site.index()].iter().zip(stop.load.counts());
            rows.any(|(remaining, load)| remaining.high() > People::ZERO && *load > People::ZERO)
        };
        // Where nobody waits any more whom it was to take there is nothing to go for.
        begun.under_way.take_if(|trip| trip.loaded == 0 && !trip.trip.stops.iter().any(waits));
    }
    line_up(scenario, situation.now, &mut all);
    all
}

/// Puts whoever waits in a queue behind those who are being served: they have been there for as long, but whoever is served
/// joins the queue of what is left only when its service began.
fn line_up(scenario: &Scenario, now: Moment, all: &mut [Begun]) {
    let mut served: BTreeMap<PlaceId, (Moment, usize)> = BTreeMap::new();
    let mut waiting: Vec<(Moment, usize)> = Vec::new();
    for (vehicle, begun) in all.iter().enumerate() {
        let Some(under_way) = &begun.under_way else { continue };
        let (place, visit) = under_way.next(scenario);
        if place != begun.place {
            continue;
        }
        if visit.start <= now {
            let last = served.entry(place).or_default();
            *last = (*last).max((begun.free_from, vehicle));
        } else {
            waiting.push((begun.free_from.max(visit.not_before), vehicle));
        }
    }
    waiting.sort_unstable();
    for (join, vehicle) in waiting {
        let begun = &mut all[vehicle];
        let Some(last) = served.get_mut(&begun.place) else { continue };
        if (join, vehicle) < *last {
            // Ties go to the one that stands first in the fleet.
            begun.free_from = last.0 + Seconds(u64::from(vehicle < last.1));
        }
        *last = (*last).max((begun.free_from.max(join), vehicle));
    }
}

fn one(
    scenario: &Scenario,
    vehicle: VehicleId,
    state: &VehicleState,
    trips: &[Trip],
    misfits: &mut Vec<Misfit>,
) -> Begun {
    let name = || scenario.vehicle(vehicle).name.clone();
    let done = (state.trips_done as usize).min(trips.len());
    if state.trips_done as usize > trips.len() {
        misfits.push(Misfit::TripsDone { vehicle: name(), found: state.trips_done, planned: trips.len() });
    }
    let people: People = state.on_board.iter().map(|(_, load)| load.total()).sum();
    if state.bound_for.is_none() && people > People::ZERO {
        misfits.push(Misfit::BoundForNowhere { vehicle: name(), people });
    }
    let until = state.free_from;
    let ended = trips[..done].iter().map(|trip| by(trip, until)).collect();
    let under_way = state.bound_for.and_then(|shelter| {
        let planned = trips.get(done);
        if planned.is_none() && people == People::ZERO {
            misfits.push(Misfit::UnknownTrip { vehicle: name() });
            return None;
        }
        let (stops, loaded) = stops(state, planned);
        let configuration = planned.map_or(ConfigurationId(0), |trip| trip.configuration);
        let visit = planned.map_or(Visit::not_before(until), |trip| trip.unloading.visit.clone());
        Some(UnderWay {
            trip: Trip { configuration, stops, unloading: Unloading { shelter, visit } },
            loaded,
            aboard: None,
        })
    });
    Begun { ended, under_way, place: state.place, free_from: state.free_from }
}

/// The stops of the trip that a vehicle is on, and how many of them are over.
fn stops(state: &VehicleState, planned: Option<&Trip>) -> (Vec<Stop>, usize) {
    let planned = planned.map_or(&[][..], |trip| &trip.stops);
    let boarded = state.on_board.iter().filter(|(_, load)| !load.is_empty());
    let mut stops: Vec<Stop> = boarded
        .map(|(site, load)| match planned.iter().find(|stop| stop.site == *site) {
            Some(stop) => Stop { load: load.clone(), visit: visit_by(&stop.visit, state.free_from), ..stop.clone() },
            None => Stop { site: *site, load: load.clone(), groups: Vec::new(), visit: all_at(state.free_from) },
        })
        .collect();
    let loaded = stops.len();
    let over = planned.iter().rposition(|stop| stops.iter().any(|boarded| boarded.site == stop.site));
    stops.extend_from_slice(&planned[over.map_or(0, |last| last + 1)..]);
    (stops, loaded)
}

/// The trip with no moment after `until`.
fn by(trip: &Trip, until: Moment) -> Trip {
    let stops = trip.stops.iter().map(|stop| Stop { visit: visit_by(&stop.visit, until), ..stop.clone() });
    let visit = visit_by(&trip.unloading.visit, until);
    Trip { stops: stops.collect(), unloading: Unloading { visit, ..trip.unloading.clone() }, ..trip.clone() }
}

/// The visit with no moment after `until`.
pub(super) fn visit_by(visit: &Visit, until: Moment) -> Visit {
    let mut visit = visit.clone();
    for passing in &mut visit.passings {
        for moment in [&mut passing.reach, &mut passing.enter, &mut passing.leave] {
            *moment = (*moment).min(until);
        }
    }
    for moment in
        [&mut visit.depart, &mut visit.arrive, &mut visit.not_before, &mut visit.join, &mut visit.start, &mut visit.end]
    {
        *moment = (*moment).min(until);
    }
    visit
}

/// A visit of which only the moment is known.
pub(super) const fn all_at(moment: Moment) -> Visit {
    Visit {
        depart: moment,
        passings: Vec::new(),
        arrive: moment,
        not_before: Moment::START,
        join: moment,
        start: moment,
        end: moment,
    }
}
