//! Plans in the neutral format: routes, deliberate waits and convoys, nothing else.

use super::PLAN_FORMAT;
use super::json::{Object, Path, Reader, document};
use super::passage::{read_heading, word};
use crate::clock::{MOMENT_MAX, Moment};
use crate::finding::Finding;
use crate::id::{ConfigurationId, EscortId, PassageId, ScenarioId, ShelterId, SiteId, VehicleId};
use crate::load::Load;
use crate::plan::{Convoy, Making, Parts, Plan, Route, Stop, Trip, Unloading, Visit};
use crate::quantity::{People, PersonSeconds, Seconds};
use crate::scenario::Scenario;
use serde_json::{Map, Value, json};

/// Routes without moments: of every visit only `not_before` says something.
///
/// Indices that name nothing and loads that do not fit are kept as they are; to say so is the judge's business.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoutesOnly {
    /// The routes, in the order of the file.
    pub routes: Vec<Route>,
    /// The convoys through regulated passages, in order; of their moments nothing is said.
    pub convoys: Vec<Convoy>,
}

impl RoutesOnly {
    /// The content of a plan that makes these routes, moments and sums not yet written.
    #[must_use]
    pub fn into_parts(self, scenario: &Scenario, id: ScenarioId) -> Parts {
        Parts {
            parent: None,
            scenario: id,
            made: Making { program: "neutral plan".to_owned(), seed: 0, iterations: 0, workers: 1 },
            planned: scenario.site_ids().map(|site| scenario.planned(site)).collect(),
            routes: self.routes,
            convoys: self.convoys,
            not_moved: Vec::new(),
            clearance: Moment::START,
            person_seconds: PersonSeconds(0),
            driving: Seconds::ZERO,
            bound: None,
        }
    }
}

/// Reads a plan for the instance that `scenario` was made of.
///
/// # Errors
///
/// Every fault, each with its path in the file; a plan for an instance of another name is one.
pub fn read_plan(text: &str, scenario: &Scenario) -> Result<RoutesOnly, Vec<Finding>> {
    let map = document(text, PLAN_FORMAT)?;
    let mut reader = Reader::default();
    let root = Object::root(&map);
    match map.get("instance") {
        None | Some(Value::Null) => {}
        Some(Value::String(name)) if *name == scenario.name => {}
        Some(name) => {
            let message = format!("the plan is for another instance, not `{}`: {name}", scenario.name);
            reader.fault("couloir::bench::other_instance", message);
        }
    }
    let routes = reader.each(root, "routes", |reader, value, path| {
        let object = reader.object(value, path)?;
        let vehicle = VehicleId(index(reader, object, "vehicle"));
        Some(Route { vehicle, trips: reader.each(object, "trips", read_trip) })
    });
    let convoys = match map.get("convoys") {
        None | Some(Value::Null) => Vec::new(),
        Some(_) => reader.each(root, "convoys", read_convoy),
    };
    reader.finish()?;
    Ok(RoutesOnly { routes, convoys })
}

fn read_convoy(reader: &mut Reader, value: &Value, path: &Path<'_>) -> Option<Convoy> {
    let object = reader.object(value, path)?;
    let ids = |reader: &mut Reader, name: &str| -> Vec<u32> {
        let numbers = reader.numbers(object, name, None, u32::MAX.into());
        numbers.into_iter().map(|number| u32::try_from(number).unwrap_or(u32::MAX)).collect()
    };
    let listed = object.get("escorts").is_some();
    Some(Convoy {
        passage: PassageId(index(reader, object, "passage")),
        heading: read_heading(reader, object, path),
        enter: Moment::START,
        vehicles: ids(reader, "vehicles").into_iter().map(VehicleId).collect(),
        escorts: if listed { ids(reader, "escorts").into_iter().map(EscortId).collect() } else { Vec::new() },
    })
}

fn read_trip(reader: &mut Reader, value: &Value, path: &Path<'_>) -> Option<Trip> {
    let object = reader.object(value, path)?;
    let stops = reader.each(object, "stops", |reader, value, path| {
        let object = reader.object(value, path)?;
        let load = reader.numbers(object, "load", None, u32::MAX.into());
        let load = load.into_iter().map(|people| People(u32::try_from(people).unwrap_or(u32::MAX))).collect();
        let visit = wait(reader, object, "not_before");
        Some(Stop { site: SiteId(index(reader, object, "site")), load: Load::of(load), groups: Vec::new(), visit })
    });
    let shelter = ShelterId(index(reader, object, "shelter"));
    let unloading = Unloading { shelter, visit: wait(reader, object, "unload_not_before") };
    Some(Trip { configuration: ConfigurationId(0), stops, unloading })
}

fn index(reader: &mut Reader, object: Object<'_, '_>, name: &str) -> u32 {
    u32::try_from(reader.number(object, name, 0, u32::MAX.into())).unwrap_or(u32::MAX)
}

fn wait(reader: &mut Reader, object: Object<'_, '_>, name: &str) -> Visit {
    Visit::not_before(Moment(reader.optional(object, name, 0, MOMENT_MAX.0).unwrap_or_default()))
}

/// Writes a plan, one vehicle on a line. People who are not moved have no place in this format: they are simply not loaded.
#[must_use]
pub fn write_plan(scenario: &Scenario, plan: &Plan) -> String {
    let head = [
        ("format", json!(PLAN_FORMAT)),
        ("instance", json!(scenario.name)),
        ("solver", json!(plan.made.program)),
        ("claimed_clearance_s", json!(plan.clearance.0)),
        // Beyond 2⁶⁴ only for operations that last longer than the readers let them.
        ("claimed_person_seconds", json!(u64::try_from(plan.person_seconds.0).unwrap_or(u64::MAX))),
    ];
    let head: Vec<String> = head.into_iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
    let routes: Vec<String> = plan.routes.iter().map(|one| route(one).to_string()).collect();
    let convoys: Vec<String> = plan.convoys.iter().map(|one| convoy(one).to_string()).collect();
    let convoys =
        if convoys.is_empty() { String::new() } else { format!(",\n\"convoys\": [\n{}\n]", convoys.join(",\n")) };
    format!("{{\n{},\n\"routes\": [\n{}\n]{convoys}\n}}\n", head.join(",\n"), routes.join(",\n"))
}

fn convoy(convoy: &Convoy) -> Value {
    json!({
        "passage": convoy.passage.0,
        "heading": word(convoy.heading),
        "vehicles": convoy.vehicles.iter().map(|vehicle| vehicle.0).collect::<Vec<_>>(),
        "escorts": convoy.escorts.iter().map(|escort| escort.0).collect::<Vec<_>>(),
    })
}

fn route(route: &Route) -> Value {
    json!({"vehicle": route.vehicle.0, "trips": route.trips.iter().map(trip).collect::<Vec<_>>()})
}

fn trip(trip: &Trip) -> Value {
    let stops = trip.stops.iter().map(|stop| {
        let mut fields = Map::new();
        fields.insert("site".to_owned(), json!(stop.site.0));
        fields.insert("load".to_owned(), json!(stop.load.counts().iter().map(|people| people.0).collect::<Vec<_>>()));
        keep_wait(&mut fields, "not_before", &stop.visit);
        Value::Object(fields)
    });
    let mut fields = Map::new();
    fields.insert("stops".to_owned(), stops.collect());
    fields.insert("shelter".to_owned(), json!(trip.unloading.shelter.0));
    keep_wait(&mut fields, "unload_not_before", &trip.unloading.visit);
    Value::Object(fields)
}

fn keep_wait(fields: &mut Map<String, Value>, name: &str, visit: &Visit) {
    if visit.not_before > Moment::START {
        fields.insert(name.to_owned(), json!(visit.not_before.0));
    }
}
