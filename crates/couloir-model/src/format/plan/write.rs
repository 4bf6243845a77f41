//! From a plan to its file.

use super::{FORMAT, wire};
use crate::bound::Binding;
use crate::format::lines::lines;
use crate::id::{ConfigurationId, VehicleId};
use crate::load::Load;
use crate::plan::{NotMoved, Passing, Plan, Reason, Stop, Trip, Visit};
use crate::scenario::Scenario;
use crate::travel::Heading;

/// The plan as JSON, one line a vehicle, ending in a line end. `scenario` is the one that the plan was made for.
///
/// # Panics
///
/// When the plan names rows that `scenario` does not have; a judged plan does not.
#[must_use]
pub fn write(scenario: &Scenario, plan: &Plan) -> String {
    let file = Names { scenario }.file(plan);
    let value = serde_json::to_value(&file).expect("a plan file has string keys and whole numbers");
    lines(&value)
}

/// Puts names where the model has positions.
struct Names<'a> {
    scenario: &'a Scenario,
}

impl Names<'_> {
    fn file(&self, plan: &Plan) -> wire::Plan {
        let scenario = self.scenario;
        wire::Plan {
            format: FORMAT.to_owned(),
            id: plan.id().to_string(),
            parent: plan.parent.map(|id| id.to_string()),
            scenario: plan.scenario.to_string(),
            operation: scenario.name.clone(),
            start_unix_s: scenario.start.0,
            made: wire::Making {
                program: plan.made.program.clone(),
                seed: plan.made.seed,
                iterations: plan.made.iterations,
                workers: plan.made.workers,
            },
            clearance_s: plan.clearance.0,
            person_seconds: u64::try_from(plan.person_seconds.0).unwrap_or(u64::MAX),
            driving_s: plan.driving.0,
            bound: plan.bound.map(|bound| {
                let (binding, at) = self.binding(bound.binding);
                wire::Bound { at_least_s: bound.at_least.0, binding, at }
            }),
            planned: scenario
                .site_ids()
                .zip(&plan.planned)
                .map(|(site, load)| wire::AtSite { site: scenario.site(site).name.clone(), people: self.people(load) })
                .collect(),
            not_moved: plan.not_moved.iter().map(|left| self.not_moved(left)).collect(),
            convoys: plan
                .convoys
                .iter()
                .map(|convoy| wire::Convoy {
                    passage: scenario.passage(convoy.passage).name.clone(),
                    heading: match convoy.heading {
                        Heading::Outward => wire::Heading::Outward,
                        Heading::Inward => wire::Heading::Inward,
                    },
                    enter_s: convoy.enter.0,
                    vehicles: convoy.vehicles.iter().map(|vehicle| self.vehicle(*vehicle)).collect(),
                    escorts: convoy.escorts.iter().map(|escort| scenario.escort(*escort).name.clone()).collect(),
                })
                .collect(),
            routes: plan
                .routes
                .iter()
                .map(|route| wire::Route {
                    vehicle: self.vehicle(route.vehicle),
                    trips: route.trips.iter().map(|trip| self.trip(route.vehicle, trip)).collect(),
                })
                .collect(),
        }
    }

    fn vehicle(&self, id: VehicleId) -> String {
        self.scenario.vehicle(id).name.clone()
    }

    fn configuration(&self, vehicle: VehicleId, id: ConfigurationId) -> String {
        self.scenario.class_of(vehicle).configuration(id).name.clone()
    }

    fn people(&self, load: &Load) -> wire::People {
        let counts = self.scenario.needs.iter().zip(load.counts());
        counts.filter(|(_, count)| count.0 > 0).map(|(need, count)| (need.name.clone(), count.0)).collect()
    }

    fn trip(&self, vehicle: VehicleId, trip: &Trip) -> wire::Trip {
        wire::Trip {
            configuration: self.configuration(vehicle, trip.configuration),
            stops: trip.stops.iter().map(|stop| self.stop(stop)).collect(),
            shelter: self.scenario.shelter(trip.unloading.shelter).name.clone(),
            unloading: self.visit(&trip.unloading.visit),
        }
    }

    fn stop(&self, stop: &Stop) -> wire::Stop {
        wire::Stop {
            site: self.scenario.site(stop.site).name.clone(),
            people: self.people(&stop.load),
            groups: stop.groups.iter().map(|group| self.scenario.group(*group).token.clone()).collect(),
            loading: self.visit(&stop.visit),
        }
    }

    fn visit(&self, visit: &Visit) -> wire::Visit {
        wire::Visit {
            depart_s: visit.depart.0,
            passings: visit.passings.iter().map(|passing| self.passing(passing)).collect(),
            arrive_s: visit.arrive.0,
            not_before_s: visit.not_before.0,
            join_s: visit.join.0,
            start_s: visit.start.0,
            end_s: visit.end.0,
        }
    }

    fn passing(&self, passing: &Passing) -> wire::Passing {
        wire::Passing {
            passage: self.scenario.passage(passing.passage).name.clone(),
            reach_s: passing.reach.0,
            enter_s: passing.enter.0,
            leave_s: passing.leave.0,
            convoy: passing.convoy.map(|convoy| convoy.0),
        }
    }

    fn not_moved(&self, left: &NotMoved) -> wire::NotMoved {
        let (mut need, mut vehicle) = (None, None);
        let reason = match left.reason {
            Reason::NoSeats { need: none } => {
                need = Some(self.scenario.need(none).name.clone());
                wire::Reason::NoSeats
            }
            Reason::NoRoom => wire::Reason::NoRoom,
            Reason::NoRoad => wire::Reason::NoRoad,
            Reason::NoTime => wire::Reason::NoTime,
            Reason::Deadline => wire::Reason::Deadline,
            Reason::Stranded { vehicle: on } => {
                vehicle = Some(self.scenario.vehicle(on).name.clone());
                wire::Reason::Stranded
            }
            Reason::NotFound => wire::Reason::NotFound,
        };
        let site = self.scenario.site(left.site).name.clone();
        wire::NotMoved { site, people: self.people(&left.people), reason, need, vehicle }
    }

    fn binding(&self, binding: Binding) -> (wire::Binding, Option<String>) {
        let scenario = self.scenario;
        match binding {
            Binding::Vehicles => (wire::Binding::Vehicles, None),
            Binding::Seats(need) => (wire::Binding::Seats, Some(scenario.need(need).name.clone())),
            Binding::Road(site) => (wire::Binding::Road, Some(scenario.site(site).name.clone())),
            Binding::SiteBerths(site) => (wire::Binding::SiteBerths, Some(scenario.site(site).name.clone())),
            Binding::ShelterBerths(shelter) => {
                (wire::Binding::ShelterBerths, shelter.map(|shelter| scenario.shelter(shelter).name.clone()))
            }
            Binding::Reception(shelter) => (wire::Binding::Reception, Some(scenario.shelter(shelter).name.clone())),
            Binding::Room => (wire::Binding::Room, None),
            Binding::SiteWindow(site) => (wire::Binding::SiteWindow, Some(scenario.site(site).name.clone())),
            Binding::ShelterWindow(shelter) => {
                (wire::Binding::ShelterWindow, Some(scenario.shelter(shelter).name.clone()))
            }
            Binding::Passage(passage) => (wire::Binding::Passage, Some(scenario.passage(passage).name.clone())),
            Binding::Nothing => (wire::Binding::Nothing, None),
        }
    }
}
