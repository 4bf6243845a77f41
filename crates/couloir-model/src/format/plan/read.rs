//! From a file to a plan: every name that the operation does not know is a finding of its own.

use super::{FORMAT, wire};
use crate::bound::{Binding, ClearanceBound};
use crate::clock::Moment;
use crate::finding::{At, Finding, Spot};
use crate::id::{
    ConfigurationId, ConvoyId, EscortId, GroupId, NeedId, PassageId, PlanId, ScenarioId, ShelterId, SiteId, VehicleId,
};
use crate::load::Load;
use crate::plan::{Convoy, Making, NotMoved, Parts, Passing, Plan, Reason, Route, Stop, Trip, Unloading, Visit};
use crate::quantity::{People, PersonSeconds, Seconds};
use crate::scenario::Scenario;
use crate::travel::Heading;
use std::collections::BTreeMap;

/// A plan file as read.
#[derive(Debug)]
pub struct Read {
    /// The plan, named by what the file contains.
    pub plan: Plan,
    /// The name that the file gives it: another one when somebody has changed the file by hand.
    pub named: Option<PlanId>,
}

/// Reads a plan file for `scenario`. `file` is how the person named it.
///
/// # Errors
///
/// All findings: not JSON, not a plan, or names that the scenario does not have.
pub fn read(text: &str, file: &str, scenario: &Scenario) -> Result<Read, Vec<Finding>> {
    let wire: wire::Plan = serde_json::from_str(text).map_err(|error| vec![not_a_plan(text, file, &error)])?;
    let whole = At { file: file.to_owned(), spot: Spot::Whole };
    if wire.format != FORMAT {
        let help = format!("write plans with `couloir plan`, which writes `{FORMAT}`");
        let message = format!("this version of Couloir does not read plans of format: `{}`", wire.format);
        return Err(vec![Finding::error("couloir::plan::unknown_format", message).at(whole).help(help)]);
    }
    let mut names = Names::of(scenario, whole);
    let parts = names.parts(&wire);
    if names.findings.is_empty() {
        Ok(Read { plan: Plan::new(parts), named: wire.id.parse().ok() })
    } else {
        Err(names.findings)
    }
}

/// The operation that a plan file says it is for; `None` when the text is no plan file.
#[must_use]
pub fn operation_name(text: &str) -> Option<String> {
    let plan: wire::Plan = serde_json::from_str(text).ok()?;
    Some(plan.operation)
}

fn not_a_plan(text: &str, file: &str, error: &serde_json::Error) -> Finding {
    let line = u32::try_from(error.line()).unwrap_or(u32::MAX);
    let spot = if error.line() == 0 { Spot::Whole } else { Spot::Line { line, column: None } };
    let help = match text.trim_start().starts_with('{') {
        true if text.contains("couloir-plan/1") => {
            "this looks like a plan in the benchmark format: use `couloir bench verify INSTANCE PLAN`"
        }
        true => "write plans with `couloir plan`; its schema is printed by `couloir schema plan`",
        false => "give the `plan.json` that `couloir plan` wrote",
    };
    Finding::error("couloir::plan::unreadable", format!("not a plan: {error}"))
        .at(At { file: file.to_owned(), spot })
        .help(help)
}

/// Finds positions for names, and keeps count of names that are not there.
struct Names<'a> {
    scenario: &'a Scenario,
    file: At,
    sites: BTreeMap<&'a str, usize>,
    shelters: BTreeMap<&'a str, usize>,
    vehicles: BTreeMap<&'a str, usize>,
    needs: BTreeMap<&'a str, usize>,
    passages: BTreeMap<&'a str, usize>,
    escorts: BTreeMap<&'a str, usize>,
    groups: BTreeMap<&'a str, usize>,
    findings: Vec<Finding>,
}

fn positions<'a>(names: impl Iterator<Item = &'a String>) -> BTreeMap<&'a str, usize> {
    names.enumerate().map(|(index, name)| (name.as_str(), index)).collect()
}

/// More would not help anybody.
const FINDINGS_MAX: usize = 200;

impl<'a> Names<'a> {
    fn of(scenario: &'a Scenario, file: At) -> Self {
        Self {
            scenario,
            file,
            sites: positions(scenario.sites.iter().map(|site| &site.name)),
            shelters: positions(scenario.shelters.iter().map(|shelter| &shelter.name)),
            vehicles: positions(scenario.vehicles.iter().map(|vehicle| &vehicle.name)),
            needs: positions(scenario.needs.iter().map(|need| &need.name)),
            passages: positions(scenario.passages.iter().map(|passage| &passage.name)),
            escorts: positions(scenario.escorts.iter().map(|escort| &escort.name)),
            groups: positions(scenario.groups.iter().map(|group| &group.token)),
            findings: Vec::new(),
        }
    }

    /// The position of `name`, or the first one and a finding.
    fn position(&mut self, known: Option<usize>, what: &str, name: &str) -> usize {
        known.unwrap_or_else(|| {
            if self.findings.len() < FINDINGS_MAX {
                let message = format!("the operation has no {what} of this name: `{name}`");
                let finding = Finding::error("couloir::plan::unknown_name", message).at(self.file.clone());
                self.findings.push(finding.help("give the operation that this plan was made for"));
            }
            0
        })
    }

    fn site(&mut self, name: &str) -> SiteId {
        SiteId::at(self.position(self.sites.get(name).copied(), "site", name))
    }

    fn shelter(&mut self, name: &str) -> ShelterId {
        ShelterId::at(self.position(self.shelters.get(name).copied(), "shelter", name))
    }

    fn vehicle(&mut self, name: &str) -> VehicleId {
        VehicleId::at(self.position(self.vehicles.get(name).copied(), "vehicle", name))
    }

    fn need(&mut self, name: &str) -> NeedId {
        NeedId::at(self.position(self.needs.get(name).copied(), "need", name))
    }

    fn passage(&mut self, name: &str) -> PassageId {
        PassageId::at(self.position(self.passages.get(name).copied(), "passage", name))
    }

    fn configuration(&mut self, vehicle: VehicleId, name: &str) -> ConfigurationId {
        let scenario = self.scenario;
        let class = scenario.vehicles.get(vehicle.index()).map(|vehicle| scenario.class(vehicle.class));
        let known = class.and_then(|class| class.configurations.iter().position(|known| known.name == name));
        ConfigurationId::at(self.position(known, "configuration", name))
    }

    fn people(&mut self, people: &wire::People) -> Load {
        let mut load = Load::none(self.scenario.needs.len());
        for (name, count) in people {
            let need = self.need(name);
            load[need] = People(*count);
        }
        load
    }

    fn parts(&mut self, file: &wire::Plan) -> Parts {
        let mut planned = vec![Load::none(self.scenario.needs.len()); self.scenario.sites.len()];
        for entry in &file.planned {
            let (site, people) = (self.site(&entry.site), self.people(&entry.people));
            if let Some(slot) = planned.get_mut(site.index()) {
                *slot = people;
            }
        }
        Parts {
            parent: file.parent.as_deref().and_then(|id| self.digest(id)),
            scenario: self.digest(&file.scenario).unwrap_or(ScenarioId([0; 16])),
            made: Making {
                program: file.made.program.clone(),
                seed: file.made.seed,
                iterations: file.made.iterations,
                workers: file.made.workers,
            },
            planned,
            routes: file.routes.iter().map(|route| self.route(route)).collect(),
            convoys: file.convoys.iter().map(|convoy| self.convoy(convoy)).collect(),
            not_moved: file.not_moved.iter().map(|left| self.not_moved(left)).collect(),
            clearance: Moment(file.clearance_s),
            person_seconds: PersonSeconds(file.person_seconds.into()),
            driving: Seconds(file.driving_s),
            bound: file.bound.as_ref().map(|bound| ClearanceBound {
                at_least: Moment(bound.at_least_s),
                binding: self.binding(bound.binding, bound.at.as_deref()),
            }),
        }
    }

    fn digest<T: std::str::FromStr<Err = crate::id::NotAnId>>(&mut self, text: &str) -> Option<T> {
        text.parse()
            .map_err(|error: crate::id::NotAnId| {
                self.findings.push(Finding::error("couloir::plan::not_an_id", error.to_string()).at(self.file.clone()));
            })
            .ok()
    }

    fn route(&mut self, route: &wire::Route) -> Route {
        let vehicle = self.vehicle(&route.vehicle);
        Route { vehicle, trips: route.trips.iter().map(|trip| self.trip(vehicle, trip)).collect() }
    }

    fn trip(&mut self, vehicle: VehicleId, trip: &wire::Trip) -> Trip {
        Trip {
            configuration: self.configuration(vehicle, &trip.configuration),
            stops: trip.stops.iter().map(|stop| self.stop(stop)).collect(),
            unloading: Unloading { shelter: self.shelter(&trip.shelter), visit: self.visit(&trip.unloading) },
        }
    }

    fn stop(&mut self, stop: &wire::Stop) -> Stop {
        let group = |names: &mut Self, token: &String| {
            GroupId::at(names.position(names.groups.get(token.as_str()).copied(), "group", token))
        };
        Stop {
            site: self.site(&stop.site),
            load: self.people(&stop.people),
            groups: stop.groups.iter().map(|token| group(self, token)).collect(),
            visit: self.visit(&stop.loading),
        }
    }

    fn visit(&mut self, visit: &wire::Visit) -> Visit {
        Visit {
            depart: Moment(visit.depart_s),
            passings: visit.passings.iter().map(|passing| self.passing(passing)).collect(),
            arrive: Moment(visit.arrive_s),
            not_before: Moment(visit.not_before_s),
            join: Moment(visit.join_s),
            start: Moment(visit.start_s),
            end: Moment(visit.end_s),
        }
    }

    fn passing(&mut self, passing: &wire::Passing) -> Passing {
        Passing {
            passage: self.passage(&passing.passage),
            reach: Moment(passing.reach_s),
            enter: Moment(passing.enter_s),
            leave: Moment(passing.leave_s),
            convoy: passing.convoy.map(ConvoyId),
        }
    }

    fn convoy(&mut self, convoy: &wire::Convoy) -> Convoy {
        let escort = |names: &mut Self, name: &String| {
            EscortId::at(names.position(names.escorts.get(name.as_str()).copied(), "escort team", name))
        };
        Convoy {
            passage: self.passage(&convoy.passage),
            heading: match convoy.heading {
                wire::Heading::Outward => Heading::Outward,
                wire::Heading::Inward => Heading::Inward,
            },
            enter: Moment(convoy.enter_s),
            vehicles: convoy.vehicles.iter().map(|name| self.vehicle(name)).collect(),
            escorts: convoy.escorts.iter().map(|name| escort(self, name)).collect(),
        }
    }

    fn not_moved(&mut self, left: &wire::NotMoved) -> NotMoved {
        let reason = match left.reason {
            wire::Reason::NoSeats => Reason::NoSeats { need: self.need(left.need.as_deref().unwrap_or_default()) },
            wire::Reason::NoRoom => Reason::NoRoom,
            wire::Reason::NoRoad => Reason::NoRoad,
            wire::Reason::NoTime => Reason::NoTime,
            wire::Reason::Deadline => Reason::Deadline,
            wire::Reason::Stranded => {
                Reason::Stranded { vehicle: self.vehicle(left.vehicle.as_deref().unwrap_or_default()) }
            }
            wire::Reason::NotFound => Reason::NotFound,
        };
        NotMoved { site: self.site(&left.site), people: self.people(&left.people), reason }
    }

    fn binding(&mut self, binding: wire::Binding, at: Option<&str>) -> Binding {
        let name = at.unwrap_or_default();
        match binding {
            wire::Binding::Vehicles => Binding::Vehicles,
            wire::Binding::Seats => Binding::Seats(self.need(name)),
            wire::Binding::Road => Binding::Road(self.site(name)),
            wire::Binding::SiteBerths => Binding::SiteBerths(self.site(name)),
            wire::Binding::ShelterBerths => Binding::ShelterBerths(at.map(|name| self.shelter(name))),
            wire::Binding::Reception => Binding::Reception(self.shelter(name)),
            wire::Binding::Room => Binding::Room,
            wire::Binding::SiteWindow => Binding::SiteWindow(self.site(name)),
            wire::Binding::ShelterWindow => Binding::ShelterWindow(self.shelter(name)),
            wire::Binding::Passage => Binding::Passage(self.passage(name)),
            wire::Binding::Nothing => Binding::Nothing,
        }
    }
}
