//! The plan turned round: who comes to each site and each shelter, when, and what happened between two visits.

use crate::Input;
use couloir_model::clock::Moment;
use couloir_model::id::{PlaceId, ShelterId, SiteId, VehicleId};
use couloir_model::plan::{Route, Stop, Trip, Visit};
use couloir_model::quantity::{People, Seconds};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A trip with what it does not say itself.
#[derive(Clone, Copy)]
pub(crate) struct Movement<'a> {
    pub(crate) vehicle: VehicleId,
    /// Its number in the vehicle's route, counted from 1.
    pub(crate) number: usize,
    pub(crate) trip: &'a Trip,
    /// Where it sets off: the depot, or the shelter of the trip before.
    pub(crate) from: PlaceId,
    /// When the vehicle was free to set off: available at the depot, or done at the shelter before.
    pub(crate) free: Moment,
}

/// A visit with where it is.
#[derive(Clone, Copy)]
pub(crate) struct Leg<'a> {
    pub(crate) from: PlaceId,
    pub(crate) to: PlaceId,
    /// When the visit before ended.
    pub(crate) free: Moment,
    pub(crate) visit: &'a Visit,
    /// The stop, or `None` when it is the unloading.
    pub(crate) stop: Option<&'a Stop>,
    /// On board while driving.
    pub(crate) on_board: People,
}

/// All movements, and which of them come to each site and shelter in the order of service.
pub(crate) struct View<'a> {
    pub(crate) movements: Vec<Movement<'a>>,
    /// The numbers of the convoys that people are told of, by position in the plan's list.
    pub(crate) convoy_numbers: Vec<Option<u64>>,
    at_site: BTreeMap<SiteId, Vec<(usize, &'a Stop)>>,
    at_shelter: BTreeMap<ShelterId, Vec<usize>>,
}

impl<'a> View<'a> {
    pub(crate) fn of(input: &Input<'a>) -> Self {
        let movements: Vec<_> = input.plan.routes.iter().flat_map(|route| movements(input, route)).collect();
        let mut at_site: BTreeMap<SiteId, Vec<(usize, &Stop)>> = BTreeMap::new();
        let mut at_shelter: BTreeMap<ShelterId, Vec<usize>> = BTreeMap::new();
        for (index, movement) in movements.iter().enumerate() {
            for stop in &movement.trip.stops {
                at_site.entry(stop.site).or_default().push((index, stop));
            }
            at_shelter.entry(movement.trip.unloading.shelter).or_default().push(index);
        }
        at_site.values_mut().for_each(|stops| stops.sort_by_key(|(index, stop)| (stop.visit.start, *index)));
        let start = |index: &usize| (movements[*index].trip.unloading.visit.start, *index);
        at_shelter.values_mut().for_each(|indices| indices.sort_by_key(start));
        let convoy_numbers = crate::convoys::numbers(input.scenario, input.plan);
        Self { movements, convoy_numbers, at_site, at_shelter }
    }

    /// The stops at `site` in the order in which they load.
    pub(crate) fn at_site(&self, site: SiteId) -> Vec<(Movement<'a>, &'a Stop)> {
        let stops = self.at_site.get(&site).into_iter().flatten();
        stops.map(|(index, stop)| (self.movements[*index], *stop)).collect()
    }

    /// The movements that end at `shelter` in the order in which they unload.
    pub(crate) fn at_shelter(&self, shelter: ShelterId) -> Vec<Movement<'a>> {
        self.at_shelter.get(&shelter).into_iter().flatten().map(|index| self.movements[*index]).collect()
    }

    /// The movements by the moment at which they set off.
    pub(crate) fn by_departure(&self) -> Vec<Movement<'a>> {
        let mut sorted = self.movements.clone();
        sorted.sort_by_key(|movement| (movement.depart(), movement.vehicle, movement.number));
        sorted
    }

    /// The time that all vehicles spend in queues.
    pub(crate) fn queueing(&self) -> Seconds {
        self.visits().map(Visit::queueing).sum()
    }

    /// The time that all vehicles are held in front of passages.
    pub(crate) fn held(&self) -> Seconds {
        self.visits().map(Visit::held).sum()
    }

    /// The time that all vehicles spend being screened at passages, from entering to going on.
    pub(crate) fn screening(&self) -> Seconds {
        let passings = self.visits().flat_map(|visit| &visit.passings);
        passings.map(|passing| passing.leave.since(passing.enter)).sum()
    }

    /// The movement on which somebody is on board the longest; the earliest of several.
    pub(crate) fn longest_on_board(&self) -> Option<Movement<'a>> {
        let longest = self
            .movements
            .iter()
            .max_by_key(|movement| (movement.on_board(), Reverse(movement.trip.unloading.visit.end)));
        longest.copied()
    }

    fn visits(&self) -> impl Iterator<Item = &'a Visit> {
        self.movements.iter().flat_map(|movement| movement.trip.visits())
    }
}

impl<'a> Movement<'a> {
    /// When it sets off.
    pub(crate) fn depart(&self) -> Moment {
        self.trip.visits().next().map_or(self.free, |visit| visit.depart)
    }

    /// The time on board of those who board first: from the end of their loading to the end of the unloading.
    pub(crate) fn on_board(&self) -> Seconds {
        let unloading = &self.trip.unloading.visit;
        self.trip.stops.first().map_or(Seconds::ZERO, |stop| unloading.end.since(stop.visit.end))
    }

    /// Its visits in order, each with the way there.
    pub(crate) fn legs(&self, input: &Input<'a>) -> Vec<Leg<'a>> {
        let (mut from, mut free, mut on_board) = (self.from, self.free, People::ZERO);
        let mut legs = Vec::with_capacity(self.trip.stops.len() + 1);
        for stop in &self.trip.stops {
            let to = input.scenario.site(stop.site).place;
            legs.push(Leg { from, to, free, visit: &stop.visit, stop: Some(stop), on_board });
            (from, free) = (to, stop.visit.end);
            on_board += stop.load.total();
        }
        let to = input.scenario.shelter(self.trip.unloading.shelter).place;
        legs.push(Leg { from, to, free, visit: &self.trip.unloading.visit, stop: None, on_board });
        legs
    }
}

fn movements<'a>(input: &Input<'a>, route: &'a Route) -> Vec<Movement<'a>> {
    let mut from = input.scenario.start_of(route.vehicle);
    let mut free = input.scenario.vehicle(route.vehicle).available_from;
    let mut movements = Vec::with_capacity(route.trips.len());
    for (index, trip) in route.trips.iter().enumerate() {
        movements.push(Movement { vehicle: route.vehicle, number: index + 1, trip, from, free });
        from = input.scenario.shelter(trip.unloading.shelter).place;
        free = trip.unloading.visit.end;
    }
    movements
}
