//! The plan walked from visit to visit, with what the operation says about each: what the rules look at.

use crate::earliest::{Roads, Way, length};
use crate::verdict::{Amount, Rule, Spot, Stage, Violation};
use couloir_model::clock::{Moment, Opening};
use couloir_model::id::{ClassId, PassageId, PlaceId, VehicleId};
use couloir_model::load::Load;
use couloir_model::plan::{Parts, Route, Trip, Visit};
use couloir_model::quantity::Seconds;
use couloir_model::scenario::{Class, Configuration, Scenario};
use couloir_model::travel::TravelTimes;
use std::collections::BTreeMap;
use std::ops::Range;

/// A plan, walked. Visits to places that do not exist are left out; rule `trip` reports them.
pub(crate) struct Walk<'a> {
    pub(crate) scenario: &'a Scenario,
    pub(crate) plan: &'a Parts,
    pub(crate) roads: Roads<'a>,
    /// All visits, in the order of the routes.
    pub(crate) calls: Vec<Call<'a>>,
    /// The visits of each route of a vehicle that exists.
    pub(crate) routes: Vec<(VehicleId, Range<usize>)>,
}

/// One visit.
pub(crate) struct Call<'a> {
    pub(crate) vehicle: VehicleId,
    pub(crate) trip: usize,
    pub(crate) index: usize,
    pub(crate) stage: Stage,
    /// The way there; `None` without a road, or when the place before does not exist.
    pub(crate) way: Option<Way>,
    /// False when the place before does not exist, so that nobody can say whether there is a road.
    pub(crate) known_from: bool,
    /// The first visit of its vehicle.
    pub(crate) first: bool,
    /// When the visit before ended, as written, or when the vehicle is available.
    pub(crate) free: Moment,
    /// The time to be fitted out differently before setting off.
    pub(crate) refit: Seconds,
    /// Its configuration, if it exists.
    pub(crate) configuration: Option<&'a Configuration>,
    /// People on board while it is on the way.
    pub(crate) riding: u64,
    /// Who boards or gets off, by need.
    pub(crate) people: Vec<u64>,
    /// Who is on board when it has been loaded, by need; nobody after unloading.
    pub(crate) on_board: Vec<u64>,
    /// How long loading or unloading takes.
    pub(crate) length: Seconds,
    pub(crate) visit: &'a Visit,
}

impl Call<'_> {
    pub(crate) fn spot(&self) -> Spot {
        Spot {
            vehicle: Some(self.vehicle),
            trip: Some(self.trip),
            visit: Some(self.index),
            stage: Some(self.stage),
            passage: None,
            convoy: None,
        }
    }

    pub(crate) fn spot_in(&self, passage: PassageId) -> Spot {
        Spot { passage: Some(passage), ..self.spot() }
    }

    /// When the vehicle is ready to set off.
    pub(crate) fn ready(&self) -> Moment {
        self.free + self.refit
    }

    pub(crate) fn total(&self) -> u64 {
        self.people.iter().sum()
    }

    pub(crate) const fn unloads(&self) -> bool {
        matches!(self.stage, Stage::Shelter(_))
    }

    /// Its turn in a queue: by join time, then vehicle, then its own order.
    pub(crate) fn turn(&self) -> (Moment, VehicleId, usize, usize) {
        (self.visit.join, self.vehicle, self.trip, self.index)
    }
}

impl<'a> Walk<'a> {
    pub(crate) fn of(scenario: &'a Scenario, travel: &'a TravelTimes, plan: &'a Parts) -> Self {
        let roads = Roads::of(scenario, travel);
        let mut walk = Self { scenario, plan, roads, calls: Vec::new(), routes: Vec::new() };
        for route in &plan.routes {
            walk.route(route);
        }
        walk
    }

    /// The visits to each place, by their positions in `calls`.
    pub(crate) fn by_stage(&self) -> BTreeMap<Stage, Vec<usize>> {
        let mut lines: BTreeMap<Stage, Vec<usize>> = BTreeMap::new();
        for (index, call) in self.calls.iter().enumerate() {
            lines.entry(call.stage).or_default().push(index);
        }
        lines
    }

    pub(crate) fn open(&self, stage: Stage) -> &'a Opening {
        match stage {
            Stage::Site(site) => &self.scenario.sites[site.index()].open,
            Stage::Shelter(shelter) => &self.scenario.shelters[shelter.index()].open,
        }
    }

    pub(crate) fn berths(&self, stage: Stage) -> Option<usize> {
        let berths = match stage {
            Stage::Site(site) => self.scenario.sites[site.index()].berths,
            Stage::Shelter(shelter) => self.scenario.shelters[shelter.index()].berths,
        };
        berths.map(|berths| berths.get() as usize)
    }

    /// How long reception at the place of `call` is busy with its people.
    pub(crate) fn taking_in(&self, call: &Call<'_>) -> Seconds {
        let Stage::Shelter(shelter) = call.stage else { return Seconds::ZERO };
        let rate = self.scenario.shelters[shelter.index()].reception_per_hour;
        rate.map_or(Seconds::ZERO, |rate| Seconds(call.total().saturating_mul(3600).div_ceil(u64::from(rate.get()))))
    }

    fn route(&mut self, route: &'a Route) {
        let Some(row) = self.scenario.vehicles.get(route.vehicle.index()) else { return };
        let begin = self.calls.len();
        let mut driver = Driver {
            vehicle: route.vehicle,
            class_id: row.class,
            class: self.scenario.class(row.class),
            at: Some(self.scenario.start_of(route.vehicle)),
            free: row.available_from,
            first: true,
        };
        for (index, trip) in route.trips.iter().enumerate() {
            let before = index.checked_sub(1).and_then(|before| route.trips.get(before));
            let fitted = before.map(|before| before.configuration).or(row.fitted);
            let changes = fitted.is_some_and(|fitted| fitted != trip.configuration);
            let refit = if changes { driver.class.reconfiguration } else { Seconds::ZERO };
            self.trip(&mut driver, index, trip, refit);
        }
        self.routes.push((route.vehicle, begin..self.calls.len()));
    }

    fn trip(&mut self, driver: &mut Driver<'a>, trip_index: usize, trip: &'a Trip, refit: Seconds) {
        let needs = self.scenario.needs.len();
        let mut on_board = vec![0; needs];
        let mut refit = refit;
        let configuration = driver.class.configurations.get(trip.configuration.index());
        let stops = trip.stops.iter().map(|stop| (Stage::Site(stop.site), Some(&stop.load), &stop.visit));
        let end = (Stage::Shelter(trip.unloading.shelter), None, &trip.unloading.visit);
        for (index, (stage, load, visit)) in stops.chain([end]).enumerate() {
            let riding = on_board.iter().sum();
            let people = load.map_or_else(|| on_board.clone(), |load| counts(load, needs));
            for (sum, people) in on_board.iter_mut().zip(&people) {
                *sum = if load.is_some() { *sum + people } else { 0 };
            }
            let from = driver.at;
            driver.at = self.place(stage);
            if let Some((to, length)) = driver.at.zip(self.length(driver.class, stage, &people)) {
                self.calls.push(Call {
                    vehicle: driver.vehicle,
                    trip: trip_index,
                    index,
                    stage,
                    way: from.and_then(|from| self.roads.way(driver.class_id, from, to)),
                    known_from: from.is_some(),
                    first: driver.first,
                    free: driver.free,
                    refit,
                    configuration,
                    riding,
                    people,
                    on_board: on_board.clone(),
                    length,
                    visit,
                });
            }
            (driver.free, driver.first, refit) = (visit.end, false, Seconds::ZERO);
        }
    }

    fn place(&self, stage: Stage) -> Option<PlaceId> {
        match stage {
            Stage::Site(site) => self.scenario.sites.get(site.index()).map(|row| row.place),
            Stage::Shelter(shelter) => self.scenario.shelters.get(shelter.index()).map(|row| row.place),
        }
    }

    fn length(&self, class: &Class, stage: Stage, people: &[u64]) -> Option<Seconds> {
        let time = match stage {
            Stage::Site(site) => self.scenario.sites.get(site.index()).map(|row| &row.loading),
            Stage::Shelter(shelter) => self.scenario.shelters.get(shelter.index()).map(|row| &row.unloading),
        };
        time.map(|time| length(time, class, people))
    }
}

/// Where a vehicle is on its walk.
struct Driver<'a> {
    vehicle: VehicleId,
    class_id: ClassId,
    class: &'a Class,
    at: Option<PlaceId>,
    free: Moment,
    first: bool,
}

/// The counts of a load, one a need whatever its length.
pub(crate) fn counts(load: &Load, needs: usize) -> Vec<u64> {
    (0..needs).map(|need| load.counts().get(need).map_or(0, |people| u64::from(people.0))).collect()
}

/// What is found on the walk.
#[derive(Default)]
pub(crate) struct Report(pub(crate) Vec<Violation>);

impl Report {
    pub(crate) fn add(&mut self, rule: Rule, spot: Spot, by: Amount, message: impl Into<String>) {
        self.0.push(Violation { rule, spot, by, message: message.into() });
    }
}
