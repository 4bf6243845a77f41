//! What each vehicle has begun of the plan that is carried out.

use super::{Misfit, together};
use crate::clock::Moment;
use crate::id::{ClassId, ConfigurationId, PlaceId, ShelterId, SiteId, VehicleId};
use crate::load::Load;
use crate::plan::{Parts, Passing, Stop, Trip, Unloading, Visit};
use crate::quantity::{Metres, People, Seconds};
use crate::scenario::Scenario;
use crate::situation::{Situation, VehicleState};
use crate::travel::{Crossing, Leg, TravelTimes};
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
    /// The leg that it is on, where it has passages behind it and others, or the rest of the way, before it.
    pub on_the_way: Option<OnTheWay>,
    /// When it can set off from `place` for anything but what it has begun: now, or, where it has left and drives towards a passage,
    /// when it has turned and come back, which is taken to last as long as it has driven.
    pub turned: Moment,
}

/// A leg of which a vehicle has gone through the first passages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnTheWay {
    /// Where the leg begins.
    pub from: PlaceId,
    /// Where it ends.
    pub to: PlaceId,
    /// When the vehicle set off.
    pub depart: Moment,
    /// How it went through the passages behind it.
    pub passed: Vec<Passing>,
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
    /// Who is on board.
    #[must_use]
    pub fn on_board(&self, needs: usize) -> Load {
        together(self.trip.stops[..self.loaded].iter().map(|stop| &stop.load), needs)
    }

    /// Whether a whole trip has those on board who have boarded, where they boarded.
    #[must_use]
    pub fn has_boarded(&self, trip: &Trip) -> bool {
        trip.stops.get(..self.loaded) == self.trip.stops.get(..self.loaded)
    }

    /// Whether a whole trip stops where the adopted plan said, in that order: a stop may fall away, none may come or change places.
    #[must_use]
    pub fn stops_as_said(&self, trip: &Trip) -> bool {
        let mut said = self.trip.stops.iter().map(|stop| stop.site);
        !trip.stops.is_empty() && trip.stops.iter().all(|stop| said.any(|said| said == stop.site))
    }

    /// Whether a whole trip is what the vehicle has begun, at whichever shelter it ends.
    #[must_use]
    pub fn goes_on(&self, trip: &Trip) -> bool {
        trip.configuration == self.trip.configuration && self.has_boarded(trip) && self.stops_as_said(trip)
    }

    /// Where the adopted plan has it go next.
    #[must_use]
    pub fn next_place(&self, scenario: &Scenario) -> Option<PlaceId> {
        place_of(scenario, &self.trip, self.loaded)
    }

    /// Whether the rest of a trip begins at `place`, fitted out as the vehicle is: then it has come there by what it has begun.
    pub(super) fn is_there(&self, scenario: &Scenario, rest: &Trip, place: PlaceId) -> bool {
        place_of(scenario, rest, 0) == Some(place) && rest.configuration == self.trip.configuration
    }
}

/// Where a visit of a trip is, unloading being the last one.
fn place_of(scenario: &Scenario, trip: &Trip, visit: usize) -> Option<PlaceId> {
    match trip.stops.get(visit) {
        Some(stop) => scenario.sites.get(stop.site.index()).map(|site| site.place),
        None => scenario.shelters.get(trip.unloading.shelter.index()).map(|shelter| shelter.place),
    }
}

impl OnTheWay {
    /// How a vehicle has gone through the first passages of the leg to `visit`, at the beginning of which it is said to stand since
    /// `free_from`: as was planned, later by as much as it set off later.
    pub(super) fn passed(visit: &Visit, is_before: bool, free_from: Moment, now: Moment) -> Vec<Passing> {
        if !is_before || visit.depart > now {
            return Vec::new();
        }
        let late = free_from.since(visit.depart);
        let later = |passing: &Passing| Passing {
            reach: passing.reach + late,
            enter: passing.enter + late,
            leave: passing.leave + late,
            ..passing.clone()
        };
        visit.passings.iter().map(later).take_while(|passing| passing.enter <= now).collect()
    }

    /// The part of the leg that is behind the vehicle: up to the last passage that it has gone through.
    pub(super) fn behind(&self, scenario: &Scenario, travel: &TravelTimes, class: ClassId) -> Option<Leg> {
        let whole = travel.leg(scenario, class, self.from, self.to)?;
        let crossings = travel.crossings(scenario, class, self.from, self.to);
        let seconds = self
            .passed
            .len()
            .checked_sub(1)
            .and_then(|last| crossings.get(last))
            .map_or(Seconds::ZERO, |last| last.offset);
        let metres = whole.metres.0.saturating_mul(seconds.0).checked_div(whole.seconds.0).unwrap_or(0);
        Some(Leg { seconds, metres: Metres(metres) })
    }

    /// The part of the leg that is before the vehicle, with the passages on it.
    pub(super) fn rest(
        &self,
        scenario: &Scenario,
        travel: &TravelTimes,
        class: ClassId,
    ) -> Option<(Leg, Vec<Crossing>)> {
        let whole = travel.leg(scenario, class, self.from, self.to)?;
        let behind = self.behind(scenario, travel, class)?;
        let crossings = travel.crossings(scenario, class, self.from, self.to).into_iter().skip(self.passed.len());
        let crossings = crossings.map(|crossing| Crossing {
            offset: Seconds(crossing.offset.0.saturating_sub(behind.seconds.0)),
            ..crossing
        });
        let seconds = Seconds(whole.seconds.0 - behind.seconds.0);
        Some((Leg { seconds, metres: Metres(whole.metres.0 - behind.metres.0) }, crossings.collect()))
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
        places.push(self.on_the_way.as_ref().map_or(self.place, |way| way.from));
        let class = scenario.vehicle(vehicle).class;
        let legs = places.windows(2).filter_map(|leg| travel.leg(scenario, class, leg[0], leg[1]));
        let part = self.on_the_way.as_ref().and_then(|way| way.behind(scenario, travel, class));
        legs.chain(part)
            .fold((Seconds::ZERO, Metres(0)), |(seconds, metres), leg| (seconds + leg.seconds, metres + leg.metres))
    }

    /// Whether the first movement of `trip`, the whole trip that the vehicle makes next, is the one that it is on: to the same place,
    /// fitted out as it is, and not begun anew.
    pub(super) fn is_on_its_way(&self, scenario: &Scenario, trip: &Trip) -> bool {
        self.under_way.as_ref().is_some_and(|under_way| {
            let next = if under_way.goes_on(trip) { under_way.loaded } else { 0 };
            place_of(scenario, trip, next) == under_way.next_place(scenario)
                && trip.configuration == under_way.trip.configuration
                && trip.visits().nth(next).is_some_and(|visit| !self.is_anew(visit))
        })
    }

    /// Whether a visit is the first of a trip that begins when the vehicle has turned, and not of what it has begun.
    pub(super) fn is_anew(&self, visit: &Visit) -> bool {
        self.free_from < self.turned && visit.depart >= self.turned
    }

    /// See [`Begun::turned`].
    fn turned(&self, scenario: &Scenario, travel: &TravelTimes, vehicle: VehicleId, now: Moment) -> Moment {
        let Some(next) = self.under_way.as_ref().and_then(|under_way| under_way.next_place(scenario)) else {
            return self.free_from.max(now);
        };
        if self.on_the_way.is_some() {
            // Every road from there leads through the end of its leg: it goes on.
            return self.free_from;
        }
        if next == self.place || self.free_from > now {
            return self.free_from.max(now);
        }
        let class = scenario.vehicle(vehicle).class;
        let gate = travel.crossings(scenario, class, self.place, next).first().map(|crossing| crossing.offset);
        // Where no passage is before it, it would stand at the end of its leg: it has not left.
        now + gate.unwrap_or(Seconds::ZERO).min(now.since(self.free_from))
    }

    /// A vehicle between two passages goes on to the end of its leg, also where it stops there no more: nobody waits, or nobody
    /// would be let in at its shelter.
    fn pass_by(&mut self, scenario: &Scenario, situation: &Situation, waits: impl Fn(&Stop) -> bool) {
        let (Some(under_way), Some(way)) = (&mut self.under_way, &self.on_the_way) else { return };
        let full = is_full(scenario, situation, under_way.trip.unloading.shelter);
        let Some(next) = under_way.trip.stops.get(under_way.loaded).filter(|stop| full || !waits(stop)) else { return };
        self.free_from = next.visit.arrive + way.depart.since(next.visit.depart);
        self.place = way.to;
        under_way.trip.stops.remove(under_way.loaded);
        self.on_the_way = None;
    }

    /// The moments of the visit that the vehicle makes next, as the adopted plan has it.
    fn next_visit(&self) -> Option<&Visit> {
        self.under_way.as_ref().and_then(|under_way| under_way.trip.visits().nth(under_way.loaded))
    }

    /// Finds out whether the vehicle has gone through passages of the leg that it is on: it stands at the beginning of the leg as
    /// long as one is before it. Whoever is late went through them later by as much.
    fn go_on_the_way(&mut self, scenario: &Scenario, now: Moment) {
        let Some(under_way) = &self.under_way else { return };
        let (Some(next), Some(visit)) = (under_way.next_place(scenario), self.next_visit()) else { return };
        let passed = OnTheWay::passed(visit, next != self.place, self.free_from, now);
        if let Some(last) = passed.last() {
            let (from, depart) = (self.place, visit.depart + self.free_from.since(visit.depart));
            self.free_from = last.leave;
            self.on_the_way = Some(OnTheWay { from, to: next, depart, passed });
        }
    }
}

/// What all vehicles have begun.
pub(super) fn all(
    (scenario, travel): (&Scenario, &TravelTimes),
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
        rows.map(|((vehicle, state), trips)| one(scenario, vehicle, state, trips, situation.now, misfits)).collect();
    for (vehicle, begun) in scenario.vehicle_ids().zip(&mut all) {
        let waits = |stop: &Stop| {
            let mut rows = situation.remaining[stop.site.index()].iter().zip(stop.load.counts());
            rows.any(|(remaining, load)| {
                remaining.planned_for(scenario.plan_for) > People::ZERO && *load > People::ZERO
            })
        };
        // Where nobody waits any more whom it was to take there is nothing to go for.
        let turned = begun.turned(scenario, travel, vehicle, situation.now);
        let planned = begun.next_visit().map(|visit| (visit.depart, visit.arrive));
        let given_up = begun.under_way.take_if(|trip| trip.loaded == 0 && !trip.trip.stops.iter().any(waits));
        if given_up.is_some() {
            begun.free_from = turned;
            if let (Some((depart, arrive)), Some(way)) = (planned, begun.on_the_way.take()) {
                // Behind the gate it cannot turn: it is free where the leg ends.
                begun.free_from = arrive + way.depart.since(depart);
                begun.place = way.to;
            }
        }
        begun.pass_by(scenario, situation, waits);
    }
    line_up(scenario, situation.now, &mut all);
    for (vehicle, begun) in scenario.vehicle_ids().zip(&mut all) {
        begun.turned = begun.turned(scenario, travel, vehicle, situation.now);
    }
    all
}

/// Whether a shelter has room for those who are on board for it and for nobody else.
fn is_full(scenario: &Scenario, situation: &Situation, shelter: ShelterId) -> bool {
    let index = shelter.index();
    let room = situation.room.get(index).copied().flatten().unwrap_or(scenario.shelter(shelter).capacity);
    let comes = situation.vehicles.iter().filter(|state| state.bound_for == Some(shelter));
    let on_board: People = comes.flat_map(|state| &state.on_board).map(|(_, load)| load.total()).sum();
    room <= situation.received[index].total() + on_board
}

/// Puts whoever waits in a queue behind those who are being served: they have been there for as long, but whoever is served
/// joins the queue of what is left only when its service began.
fn line_up(scenario: &Scenario, now: Moment, all: &mut [Begun]) {
    let mut served: BTreeMap<PlaceId, (Moment, usize)> = BTreeMap::new();
    let mut waiting: Vec<(Moment, usize)> = Vec::new();
    for (vehicle, begun) in all.iter().enumerate() {
        let next = begun.under_way.as_ref().and_then(|under_way| under_way.next_place(scenario));
        let (Some(place), Some(visit)) = (next.filter(|place| *place == begun.place), begun.next_visit()) else {
            continue;
        };
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
    now: Moment,
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
    let (place, free_from) = (state.place, state.free_from);
    let mut begun = Begun { ended, under_way, place, free_from, on_the_way: None, turned: free_from };
    begun.go_on_the_way(scenario, now);
    begun
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
