//! What is given: the names that pages choose from.

use crate::server::access::{Act, Look, Permit, Role};
use crate::server::problem::Problem;
use crate::server::{Server, now};
use axum::Json;
use axum::extract::State;
use couloir_model::clock::UnixSeconds;
use couloir_model::scenario::{Language, Scenario};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// The operation's names and what a vehicle holds.
#[derive(Serialize, ToSchema)]
pub struct Operation {
    /// What it is called.
    name: String,
    /// The zone in which people read times, such as `Asia/Damascus`.
    time_zone: String,
    /// Its languages, the first one preferred: `en`, `fr`, `ar`.
    languages: Vec<&'static str>,
    /// When it begins, in seconds since 1970-01-01 00:00 UTC.
    start: i64,
    /// The moment by which everybody should be out, if there is one.
    deadline: Option<i64>,
    /// The categories of need.
    needs: Vec<String>,
    /// Where people wait.
    sites: Vec<Place>,
    /// Where they are received.
    shelters: Vec<Place>,
    /// The fleet.
    vehicles: Vec<Vehicle>,
    /// Corridors, bridges, checkpoints and gates.
    passages: Vec<Place>,
    /// Groups that were given their tokens before, for those who record: counts and tokens, no names.
    groups: Vec<Group>,
    /// The device that serves.
    device: String,
    /// True when this device is the operation's coordination.
    is_coordination: bool,
    /// The clocks of `time_zone`: a phone takes long to find out by itself.
    clocks: Clocks,
}

/// By how much the clocks of a zone are ahead of UTC, around an operation.
#[derive(Serialize, ToSchema)]
pub struct Clocks {
    /// From which moment on, and by how many seconds; the earliest first.
    offsets: Vec<(i64, i32)>,
    /// Until when that is known.
    until: i64,
}

/// A place.
#[derive(Serialize, ToSchema)]
pub struct Place {
    /// Its name.
    name: String,
    /// Longitude in degrees, if known.
    lon: Option<f64>,
    /// Latitude in degrees, if known.
    lat: Option<f64>,
    /// Room for people, where it has one.
    capacity: Option<u32>,
}

/// People who board together.
#[derive(Serialize, ToSchema)]
pub struct Group {
    /// The random token on their card.
    token: String,
    /// Where they wait.
    site: String,
    /// How many by need, in the order of `needs`.
    people: Vec<u32>,
}

/// A vehicle.
#[derive(Serialize, ToSchema)]
pub struct Vehicle {
    /// Its call sign.
    name: String,
    /// Its class.
    class: String,
    /// The people that its largest configuration holds.
    places: u32,
}

/// The operation.
#[utoipa::path(get, path = "/api/v1/operation", responses((status = 200, body = Operation), (status = 401, body = Problem)))]
pub async fn read(permit: Permit<Look>, State(server): State<Arc<Server>>) -> Json<Operation> {
    Json(Operation::of(&server, permit.role()))
}

impl Operation {
    /// The operation that is served, as far as it is for `role`.
    pub(super) fn of(server: &Server, role: Role) -> Self {
        let scenario = &server.centre.operation.scenario;
        let position = |place: couloir_model::id::PlaceId| scenario.place(place).position;
        let at = |name: &str, position: Option<couloir_model::position::Position>, capacity| Place {
            name: name.to_owned(),
            lon: position.map(|position| position.lon()),
            lat: position.map(|position| position.lat()),
            capacity,
        };
        let post = server.centre.post();
        let (device, is_coordination) = (post.keys().device().short(), post.is_coordination());
        drop(post);
        Self {
            name: scenario.name.clone(),
            time_zone: scenario.time_zone.clone(),
            languages: scenario.languages.iter().map(|language| code(*language)).collect(),
            start: scenario.start.0,
            deadline: scenario.deadline.map(|deadline| crate::server::figures::absolute(scenario, deadline.0)),
            needs: scenario.needs.iter().map(|need| need.name.clone()).collect(),
            sites: scenario.sites.iter().map(|site| at(&site.name, position(site.place), None)).collect(),
            shelters: scenario
                .shelters
                .iter()
                .map(|shelter| at(&shelter.name, position(shelter.place), Some(shelter.capacity.0)))
                .collect(),
            vehicles: scenario
                .vehicle_ids()
                .map(|vehicle| {
                    let class = scenario.class_of(vehicle);
                    let places = class
                        .configurations
                        .iter()
                        .map(|configuration| configuration.capacity.places().iter().map(|places| places.0).sum());
                    Vehicle {
                        name: scenario.vehicle(vehicle).name.clone(),
                        class: class.name.clone(),
                        places: places.max().unwrap_or(0),
                    }
                })
                .collect(),
            passages: scenario.passages.iter().map(|passage| at(&passage.name, passage.position, None)).collect(),
            groups: if role.may(Act::Record) { groups(scenario) } else { Vec::new() },
            device,
            is_coordination,
            clocks: Clocks::around(&scenario.time_zone, scenario.start, now()),
        }
    }
}

impl Clocks {
    /// Those of `zone` around the start of an operation and `now`; of a zone that is not known, those of UTC, as everywhere.
    fn around(zone: &str, start: UnixSeconds, now: UnixSeconds) -> Self {
        let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
        let (from, until) = (start.0.min(now.0) - AROUND_S, start.0.max(now.0) + AROUND_S);
        let Ok(moment) = jiff::Timestamp::from_second(from) else { return Self { offsets: Vec::new(), until: from } };
        let changes = zone.following(moment).map(|change| (change.timestamp().as_second(), change.offset().seconds()));
        let first = (from, zone.to_offset(moment).seconds());
        Self { offsets: std::iter::once(first).chain(changes.take_while(|&(at, _)| at < until)).collect(), until }
    }
}

/// For how long before and after an operation its clocks are told: two years.
const AROUND_S: i64 = 2 * 366 * 86_400;

fn groups(scenario: &Scenario) -> Vec<Group> {
    let told = |group: &couloir_model::scenario::Group| Group {
        token: group.token.clone(),
        site: scenario.site(group.site).name.clone(),
        people: group.people.counts().iter().map(|people| people.0).collect(),
    };
    scenario.groups.iter().map(told).collect()
}

const fn code(language: Language) -> &'static str {
    match language {
        Language::English => "en",
        Language::French => "fr",
        Language::Arabic => "ar",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_change_when_those_of_the_zone_do() {
        // 23 November 2026; Europe's clocks change at 01:00 UTC on the last Sundays of March and October (directive 2000/84/EC).
        let now = UnixSeconds(1_795_392_000);
        let paris = Clocks::around("Europe/Paris", now, now);
        assert!(paris.offsets.contains(&(1_792_890_000, 3600)), "25 October 2026: {:?}", paris.offsets);
        assert!(paris.offsets.contains(&(1_806_195_600, 7200)), "28 March 2027: {:?}", paris.offsets);
        assert!(paris.offsets.is_sorted());
        let damascus = Clocks::around("Asia/Damascus", UnixSeconds(1_518_000_000), now);
        assert_eq!(damascus.offsets.last().map(|&(_, ahead)| ahead), Some(3 * 3600), "at three hours since 2022");
        assert!(damascus.offsets.iter().any(|&(_, ahead)| ahead == 2 * 3600), "and two in the winters before");
        assert_eq!(Clocks::around("nowhere", now, now).offsets.len(), 1);
    }
}
