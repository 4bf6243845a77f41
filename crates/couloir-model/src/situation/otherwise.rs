//! What has gone otherwise than planned: changes to a situation, as a dispatcher reports them.

use super::{Announced, Situation};
use crate::clock::Window;
use crate::id::{PlaceId, ShelterId, SiteId, VehicleId};
use crate::interval::Interval;
use crate::quantity::{People, Permille};
use crate::scenario::{Closure, Scenario, Stretch};

impl Situation {
    /// Takes a vehicle out of service at once: it does not end its trip. Whoever is on board waits again at the site where
    /// they boarded: an assumption, for want of a place on the road.
    pub fn break_down(&mut self, vehicle: VehicleId) {
        let state = &mut self.vehicles[vehicle.index()];
        state.in_service = false;
        state.bound_for = None;
        for (site, load) in std::mem::take(&mut state.on_board) {
            for (waiting, people) in self.remaining[site.index()].iter_mut().zip(load.counts()) {
                *waiting = *waiting + Interval::exactly(*people);
            }
        }
    }

    /// Takes a vehicle out of service when it has ended its trip.
    pub fn withdraw(&mut self, vehicle: VehicleId) {
        self.vehicles[vehicle.index()].in_service = false;
    }

    /// Scales the people who still wait at a site, rounded up.
    pub fn scale(&mut self, site: SiteId, factor: Permille) {
        let scaled = |people: People| {
            let people = (u64::from(people.0) * u64::from(factor.0)).div_ceil(1000);
            People(u32::try_from(people).unwrap_or(u32::MAX))
        };
        for count in &mut self.remaining[site.index()] {
            let ends = Interval::new(scaled(count.low()), scaled(count.best()), scaled(count.high()));
            *count = ends.expect("scaling all ends keeps their order");
        }
    }

    /// A shelter takes in those who are on board for it, and nobody else. Vehicles that are on their way to fetch people for it
    /// may be sent elsewhere.
    pub fn fill(&mut self, shelter: ShelterId) {
        let mut room = self.received[shelter.index()].total();
        for (index, state) in self.vehicles.iter_mut().enumerate() {
            if state.bound_for != Some(shelter) {
                continue;
            }
            let people: People = state.on_board.iter().map(|(_, load)| load.total()).sum();
            room += people;
            if people == People::ZERO {
                state.bound_for = None;
                self.announced.push(Announced { vehicle: VehicleId::at(index), trip: state.trips_done });
            }
        }
        self.announced.sort_unstable();
        self.announced.dedup();
        self.room[shelter.index()] = Some(room);
    }

    /// Closes a stretch.
    pub fn close(&mut self, stretch: Stretch, window: Window, said_by: &str) {
        self.closures.push(Closure { stretch, window, said_by: said_by.to_owned() });
    }

    /// Closes every way to a place and from it.
    pub fn close_place(&mut self, scenario: &Scenario, place: PlaceId, window: Window, said_by: &str) {
        for other in scenario.place_ids().filter(|other| *other != place) {
            self.close(Stretch::Leg { from: other, to: place }, window, said_by);
            self.close(Stretch::Leg { from: place, to: other }, window, said_by);
        }
    }
}
