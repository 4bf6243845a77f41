//! What is past at passages: convoys that have entered, and what they leave to those who come.

use super::Rest;
use super::begun::Begun;
use crate::clock::{Moment, Opening, Window};
use crate::id::{ConvoyId, PlaceId, VehicleId};
use crate::plan::{Convoy, Parts, Passing, Trip, Visit};
use crate::quantity::{Metres, Seconds};
use crate::scenario::{Place, Scenario, Stretch};
use crate::travel::{Crossing, Leg, TravelTimes, WayOn};
use std::collections::BTreeMap;

/// The convoys that have entered, each with those of its vehicles that went; from here on, what has begun numbers convoys by
/// their position among these.
pub(super) fn convoys_over(scenario: &Scenario, adopted: &Parts, now: Moment, begun: &mut [Begun]) -> Vec<Convoy> {
    let has_entered = |convoy: ConvoyId| adopted.convoys.get(convoy.index()).is_some_and(|convoy| convoy.enter <= now);
    let mut went: BTreeMap<ConvoyId, Vec<VehicleId>> = BTreeMap::new();
    for (index, begun) in begun.iter_mut().enumerate() {
        begun.each_passing(scenario, |passing| {
            passing.convoy = passing.convoy.filter(|convoy| has_entered(*convoy));
            if let Some(convoy) = passing.convoy {
                went.entry(convoy).or_default().push(VehicleId::at(index));
            }
        });
    }
    let places: BTreeMap<ConvoyId, ConvoyId> = went.keys().copied().zip((0..).map(ConvoyId::at)).collect();
    for begun in begun.iter_mut() {
        begun.each_passing(scenario, |passing| {
            passing.convoy = passing.convoy.and_then(|convoy| places.get(&convoy).copied());
        });
    }
    let with_those = |(convoy, vehicles): (ConvoyId, Vec<VehicleId>)| {
        let mut over = adopted.convoys[convoy.index()].clone();
        over.vehicles.retain(|vehicle| vehicles.contains(vehicle));
        over
    };
    went.into_iter().map(with_those).collect()
}

impl Begun {
    /// Every time that the vehicle has gone through a passage. What the adopted plan says of those to come is forgotten.
    fn each_passing(&mut self, scenario: &Scenario, mut each: impl FnMut(&mut Passing)) {
        let here = self.place;
        let mut visits: Vec<&mut Visit> = Vec::new();
        visits.extend(self.ended.iter_mut().flat_map(Trip::visits_mut));
        if let Some(under_way) = &mut self.under_way {
            // A vehicle that stands at the place of its next visit, or goes there without asking, has come through.
            let over = under_way.loaded + usize::from(under_way.next_place(scenario) == Some(here));
            visits.extend(under_way.trip.visits_mut().take(over));
        }
        visits.into_iter().flat_map(|visit| &mut visit.passings).for_each(&mut each);
        self.on_the_way.iter_mut().flat_map(|way| &mut way.passed).for_each(each);
    }
}

impl Rest<'_> {
    /// Puts every vehicle that is between two passages at a place of its own.
    pub(super) fn places_on_the_way(&mut self) {
        for begun in &mut self.begun {
            let Some(way) = &begun.on_the_way else { continue };
            let name = |place: PlaceId| self.scenario.place(place).name.as_str();
            let name = format!("on the way from {} to {}", name(way.from), name(way.to));
            begun.place = PlaceId::at(self.parts.places.len());
            self.parts.places.push(Place { name, position: None });
        }
    }

    /// The roads from there, once it is known of which class each vehicle is: to the end of its leg, and through that to other places.
    pub(super) fn ways_on(&mut self, travel: &TravelTimes) {
        let ways: Vec<WayOn> =
            self.scenario.vehicle_ids().flat_map(|vehicle| self.ways_on_of(vehicle, travel)).collect();
        let classes: Vec<_> = self.parts.classes.iter().map(|class| class.travel).collect();
        let own = std::mem::replace(&mut self.travel, travel.clone());
        self.travel = own.with_ways_on(self.parts.places.len(), &classes, ways);
    }

    fn ways_on_of(&self, vehicle: VehicleId, travel: &TravelTimes) -> Vec<WayOn> {
        let begun = &self.begun[vehicle.index()];
        let class = self.scenario.vehicle(vehicle).class;
        let Some((way, (rest, crossings))) =
            begun.on_the_way.as_ref().and_then(|way| Some((way, way.rest(self.scenario, travel, class)?)))
        else {
            return Vec::new();
        };
        let on = |to: PlaceId| {
            // A closure of the way behind it names the two places of that; a way that may close is left out.
            let stretch = Stretch::Leg { from: way.to, to };
            let is_open = self.parts.closures.iter().all(|closure| closure.stretch != stretch);
            let further = travel.leg(self.scenario, class, way.to, to).filter(|_| is_open)?;
            let behind = travel.crossings(self.scenario, class, way.to, to).into_iter();
            let behind = behind.map(|crossing| Crossing { offset: crossing.offset + rest.seconds, ..crossing });
            Some(WayOn {
                class: self.parts.vehicles[vehicle.index()].class,
                from: begun.place,
                to,
                leg: Leg { seconds: rest.seconds + further.seconds, metres: Metres(rest.metres.0 + further.metres.0) },
                crossings: crossings.iter().cloned().chain(behind).collect(),
            })
        };
        self.scenario.place_ids().filter_map(on).collect()
    }

    /// Nobody enters a passage at a moment that is past, and those who have entered count.
    pub(super) fn passages(&mut self, adopted: &Parts, now: Moment) {
        for passage in &mut self.parts.passages {
            passage.open = from_now_on(&passage.open, now);
        }
        let rows = &mut self.parts.passages;
        for convoy in adopted.convoys.iter().filter(|convoy| convoy.enter <= now) {
            let Some(row) = rows.get_mut(convoy.passage.index()) else { continue };
            let last = &mut row.passed.entered[convoy.heading as usize];
            *last = (*last).max(Some(convoy.enter));
        }
        let visits = adopted.routes.iter().flat_map(|route| &route.trips).flat_map(|trip| trip.visits());
        for passing in visits.flat_map(|visit| &visit.passings).filter(|passing| passing.enter <= now) {
            let Some(row) = rows.get_mut(passing.passage.index()) else { continue };
            if row.screening.people_per_hour.is_some() {
                let examined = Moment(passing.leave.0.saturating_sub(row.screening.fixed.0));
                row.passed.examined = row.passed.examined.max(examined);
            }
        }
    }

    /// A team that is out with a convoy is there again when it has come back.
    pub(super) fn escorts(&mut self, adopted: &Parts, now: Moment) {
        for convoy in adopted.convoys.iter().filter(|convoy| convoy.enter <= now) {
            for escort in &convoy.escorts {
                let Some(team) = self.parts.escorts.get_mut(escort.index()) else { continue };
                team.available_from = team.available_from.max(convoy.enter + team.escorting + team.way_back);
            }
        }
    }
}

/// The windows of an opening after `now`.
fn from_now_on(open: &Opening, now: Moment) -> Opening {
    let begin = now + Seconds(1);
    let always = [Window::new(Moment::START, Moment(u64::MAX)).expect("time begins before it ends")];
    let windows = if open.is_always() { &always[..] } else { open.windows() };
    let cut = windows.iter().filter_map(|window| Window::new(window.from().max(begin), window.until()).ok());
    let mut left: Vec<Window> = cut.collect();
    if left.is_empty() {
        // No window at all would mean: always. One that is past never comes again.
        left.extend(Window::new(Moment::START, Moment::START));
    }
    Opening::during(left).expect("parts of windows that do not touch do not touch")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_enters_at_a_moment_that_is_past() {
        let window = |from, until| Window::new(Moment(from), Moment(until)).expect("in order");
        let open = Opening::during(vec![window(0, 50), window(100, 200)]).expect("apart");
        assert_eq!(from_now_on(&open, Moment(20)).windows(), [window(21, 50), window(100, 200)]);
        assert_eq!(from_now_on(&open, Moment(150)).windows(), [window(151, 200)]);
        assert_eq!(from_now_on(&open, Moment(200)).windows(), [window(0, 0)]);
        assert_eq!(from_now_on(&Opening::always(), Moment(9)).windows(), [window(10, u64::MAX)]);
    }
}
