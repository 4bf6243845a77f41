//! The part of a plan that is left.

use super::Continuation;
use super::begun::{UnderWay, all_at};
use crate::id::{ClassId, ConvoyId, GroupId, SiteId};
use crate::plan::{Convoy, NotMoved, Parts, Reason, Route, Stop, Trip, Visit};
use crate::quantity::Seconds;
use std::collections::BTreeMap;

impl Continuation<'_> {
    /// What `plan` leaves to do, as a plan of [`Continuation::scenario`]: the adopted plan, or one that continues it.
    ///
    /// The first trips of each vehicle are taken for those that have ended, whatever they say; its sums are its own.
    #[must_use]
    pub fn rest_of(&self, plan: &Parts) -> Parts {
        let mut rest = plan.clone();
        let convoys = self.convoys_left(&mut rest);
        rest.routes = rest.routes.into_iter().filter_map(|route| self.rest_of_route(route, &convoys)).collect();
        rest.scenario = self.scenario.id(&self.travel);
        rest.planned = self.scenario.site_ids().map(|site| self.scenario.planned(site)).collect();
        rest.not_moved = self.not_moved(&rest.not_moved);
        let ends = rest.routes.iter().flat_map(|route| &route.trips);
        rest.clearance = ends.clone().map(|trip| trip.unloading.visit.end).max().unwrap_or_default();
        rest.person_seconds = super::whole::person_seconds(&rest);
        rest.driving = super::whole::driving(&self.scenario, &self.travel, &rest);
        // What cannot be beaten from the start on may well be beaten by a part.
        rest.bound = None;
        rest
    }

    fn rest_of_route(&self, route: Route, convoys: &BTreeMap<ConvoyId, ConvoyId>) -> Option<Route> {
        let begun = self.begun.get(route.vehicle.index())?;
        let mut trips: Vec<Trip> = route.trips.into_iter().skip(begun.ended.len()).collect();
        if let (Some(under_way), Some(first)) = (&begun.under_way, trips.first_mut()) {
            let class = self.scenario.vehicle(route.vehicle).class;
            self.go_on_from_here(class, under_way, first, begun);
        }
        for trip in &mut trips {
            for stop in &mut trip.stops {
                stop.groups = stop.groups.iter().map(|group| self.group_left(*group)).collect();
            }
            for passing in trip.visits_mut().flat_map(|visit| &mut visit.passings) {
                passing.convoy = passing.convoy.and_then(|convoy| convoys.get(&convoy).copied());
            }
        }
        (!trips.is_empty()).then_some(Route { vehicle: route.vehicle, trips })
    }

    /// The trip that a vehicle is on, from where it is: those on board board from the site on board.
    fn go_on_from_here(&self, class: ClassId, under_way: &UnderWay, trip: &mut Trip, begun: &super::Begun) {
        if !under_way.has_boarded(trip) {
            // Who is on board is what has happened, whatever a plan said; where one continues it, the judge says so.
            trip.stops.clone_from(&under_way.trip.stops);
        }
        let over: Vec<Stop> = trip.stops.drain(..under_way.loaded.min(trip.stops.len())).collect();
        let is_there = under_way.is_there(self.operation.0, trip, begun.place);
        let is_fitted = trip.configuration == under_way.trip.configuration;
        let fitting_out = if is_fitted { Seconds::ZERO } else { self.scenario.class(class).reconfiguration };
        let next = trip.stops.first_mut().map_or(&mut trip.unloading.visit, |stop| &mut stop.visit);
        if let Some(way) = &begun.on_the_way {
            next.depart = begun.free_from + fitting_out;
            next.passings.drain(..way.passed.len().min(next.passings.len()));
        } else if is_there {
            next.depart = begun.free_from;
            next.passings.clear();
            next.arrive = begun.free_from;
            next.join = begun.free_from.max(next.not_before);
        }
        if let Some(aboard) = under_way.aboard {
            let groups = over.iter().flat_map(|stop| stop.groups.iter().copied()).collect();
            let load = super::together(over.iter().map(|stop| &stop.load), self.scenario.needs.len());
            trip.stops.insert(0, Stop { site: aboard, load, groups, visit: all_at(begun.free_from) });
        }
    }

    /// The group among those that are left; one that is not there when it has gone, for the judge to say so.
    fn group_left(&self, group: GroupId) -> GroupId {
        self.groups.binary_search(&group).map_or(GroupId(u32::MAX), GroupId::at)
    }

    /// The group of the operation.
    pub(super) fn group_of(&self, left: GroupId) -> GroupId {
        self.groups.get(left.index()).copied().unwrap_or(left)
    }

    /// Takes the convoys that have entered out of the list; where the others stand now.
    fn convoys_left(&self, plan: &mut Parts) -> BTreeMap<ConvoyId, ConvoyId> {
        let mut places = BTreeMap::new();
        let mut left: Vec<Convoy> = Vec::new();
        for (index, convoy) in std::mem::take(&mut plan.convoys).into_iter().enumerate() {
            if convoy.enter > self.now {
                places.insert(ConvoyId::at(index), ConvoyId::at(left.len()));
                left.push(convoy);
            }
        }
        plan.convoys = left;
        places
    }

    /// Who stays, in an operation with a site on board for some: those on board of a vehicle that goes nowhere are one entry there.
    fn not_moved(&self, not_moved: &[NotMoved]) -> Vec<NotMoved> {
        let mut rest: Vec<NotMoved> = Vec::new();
        for entry in not_moved {
            let mut entry = entry.clone();
            if let Some(aboard) = self.aboard_of(entry.reason) {
                entry.site = aboard;
                if let Some(same) = rest.iter_mut().find(|other| other.site == aboard) {
                    same.people = same.people.plus(&entry.people);
                    continue;
                }
            }
            rest.push(entry);
        }
        rest
    }

    fn aboard_of(&self, reason: Reason) -> Option<SiteId> {
        let Reason::Stranded { vehicle } = reason else { return None };
        self.begun.get(vehicle.index())?.under_way.as_ref()?.aboard
    }
}

/// Whether two visits are served at the same moments.
pub(super) fn is_served_alike(one: &Visit, other: &Visit) -> bool {
    (one.start, one.end) == (other.start, other.end)
}
