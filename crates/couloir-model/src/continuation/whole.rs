//! The whole plan again: what is over in front of what is left.

use super::begun::UnderWay;
use super::rest::is_served_alike;
use super::{Begun, Continuation};
use crate::id::{ConvoyId, VehicleId};
use crate::load::Load;
use crate::plan::{NotMoved, Parts, Passing, Plan, Reason, Route, Trip, Visit};
use crate::quantity::{PersonSeconds, Seconds};
use crate::scenario::Scenario;
use crate::travel::TravelTimes;

impl Continuation<'_> {
    /// The plan of the whole operation that `rest`, a plan of [`Continuation::scenario`], continues the adopted one with.
    ///
    /// `parent` is the adopted plan, with its name.
    ///
    /// # Panics
    ///
    /// When `rest` is no plan of [`Continuation::scenario`], so that an id names no row.
    #[must_use]
    pub fn whole(&self, parent: &Plan, rest: &Parts) -> Plan {
        let (scenario, travel) = self.operation;
        let mut whole = rest.clone();
        whole.parent = Some(parent.id());
        whole.scenario = scenario.id(travel);
        whole.convoys.clone_from(&self.over);
        let over = whole.convoys.len();
        whole.convoys.extend(rest.convoys.iter().cloned());
        let mut routes: Vec<Vec<Trip>> = self.begun.iter().map(|begun| begun.ended.clone()).collect();
        for route in &rest.routes {
            let begun = &self.begun[route.vehicle.index()];
            for (index, trip) in route.trips.iter().enumerate() {
                let mut trip = trip.clone();
                self.renumber(&mut trip, over);
                if let Some(under_way) = begun.under_way.as_ref().filter(|_| index == 0) {
                    self.whole_trip(under_way, begun, &mut trip);
                }
                routes[route.vehicle.index()].push(trip);
            }
        }
        let routes = routes.into_iter().enumerate().filter(|(_, trips)| !trips.is_empty());
        whole.routes = routes.map(|(index, trips)| Route { vehicle: VehicleId::at(index), trips }).collect();
        whole.not_moved = rest.not_moved.iter().flat_map(|entry| self.not_moved_in_whole(entry)).collect();
        whole.planned = planned(scenario, &whole);
        whole.clearance = whole.trips().map(|(_, trip)| trip.unloading.visit.end).max().unwrap_or_default();
        whole.person_seconds = person_seconds(&whole);
        whole.driving = driving(scenario, travel, &whole);
        // A bound for what is left is one for the whole: its last unloading is the later of the two.
        Plan::new(whole)
    }

    /// Those who stay on board of a vehicle are listed where they boarded.
    fn not_moved_in_whole(&self, entry: &NotMoved) -> Vec<NotMoved> {
        let mut trips =
            self.begun.iter().enumerate().filter_map(|(vehicle, begun)| Some((vehicle, begun.under_way.as_ref()?)));
        let Some((vehicle, under_way)) = trips.find(|(_, trip)| trip.aboard == Some(entry.site)) else {
            return vec![entry.clone()];
        };
        let reason = Reason::Stranded { vehicle: VehicleId::at(vehicle) };
        let boarded = &under_way.trip.stops[..under_way.loaded];
        boarded.iter().map(|stop| NotMoved { site: stop.site, people: stop.load.clone(), reason }).collect()
    }

    /// Groups by their place in the operation, convoys by their place behind those that are over.
    fn renumber(&self, trip: &mut Trip, over: usize) {
        for stop in &mut trip.stops {
            stop.groups = stop.groups.iter().map(|group| self.group_of(*group)).collect();
        }
        for passing in trip.visits_mut().flat_map(|visit| &mut visit.passings) {
            passing.convoy = passing.convoy.map(|convoy| ConvoyId::at(convoy.index() + over));
        }
    }

    /// Puts the stops that are over in the place of the site on board.
    fn whole_trip(&self, under_way: &UnderWay, begun: &Begun, trip: &mut Trip) {
        if under_way.aboard.is_some() {
            trip.stops.remove(0);
        }
        let is_there = under_way.is_there(self.operation.0, trip, begun.place);
        let known = under_way.trip.visits().nth(under_way.loaded);
        let next = trip.stops.first_mut().map_or(&mut trip.unloading.visit, |stop| &mut stop.visit);
        if let Some(way) = &begun.on_the_way {
            next.depart = way.depart;
            next.passings.splice(0..0, way.passed.iter().cloned());
        } else if let Some(known) = known.filter(|_| is_there && !begun.is_anew(next)) {
            came(next, known);
        }
        trip.stops.splice(0..0, under_way.trip.stops[..under_way.loaded].iter().cloned());
    }
}

/// How a vehicle has come to the visit that it makes next: as the adopted plan says, as far as that still holds.
fn came(visit: &mut Visit, known: &Visit) {
    if is_served_alike(visit, known) {
        let not_before = visit.not_before;
        *visit = known.clone();
        if not_before > known.join {
            // Whoever was to be served before it may not come any more, and yet its moment stays.
            (visit.not_before, visit.join) = (not_before, not_before);
        }
        return;
    }
    let arrive = visit.arrive;
    visit.depart = known.depart.min(arrive);
    visit.passings = known.passings.iter().filter(|passing: &&Passing| passing.leave <= arrive).cloned().collect();
}

/// The people that a plan provides for: those whom it takes, and those whom it leaves.
fn planned(scenario: &Scenario, plan: &Parts) -> Vec<Load> {
    let mut planned = vec![Load::none(scenario.needs.len()); scenario.sites.len()];
    let stops = plan.routes.iter().flat_map(|route| &route.trips).flat_map(|trip| &trip.stops);
    let all =
        stops.map(|stop| (stop.site, &stop.load)).chain(plan.not_moved.iter().map(|left| (left.site, &left.people)));
    for (site, people) in all {
        if let Some(sum) = planned.get_mut(site.index()) {
            *sum = sum.plus(people);
        }
    }
    planned
}

/// The sum over people of the moment at which they have been unloaded.
pub(super) fn person_seconds(plan: &Parts) -> PersonSeconds {
    let of = |trip: &Trip| PersonSeconds(u128::from(trip.people().0) * u128::from(trip.unloading.visit.end.0));
    plan.trips().map(|(_, trip)| of(trip)).sum()
}

/// The sum over vehicles of the time on the road, waiting apart.
pub(super) fn driving(scenario: &Scenario, travel: &TravelTimes, plan: &Parts) -> Seconds {
    let mut sum = Seconds::ZERO;
    for route in &plan.routes {
        let class = scenario.vehicle(route.vehicle).class;
        let mut from = scenario.start_of(route.vehicle);
        for trip in &route.trips {
            let sites =
                trip.stops.iter().filter_map(|stop| scenario.sites.get(stop.site.index())).map(|site| site.place);
            let shelter = scenario.shelters.get(trip.unloading.shelter.index()).map(|shelter| shelter.place);
            for to in sites.chain(shelter) {
                sum += travel.leg(scenario, class, from, to).map_or(Seconds::ZERO, |leg| leg.seconds);
                from = to;
            }
        }
    }
    sum
}
