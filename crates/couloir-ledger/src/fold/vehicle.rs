//! Where each vehicle is, who is on board, and when it can take orders again.

use super::Fold;
use super::people::by_need;
use crate::books::{Account, Books, Statement, Tally, Trip, TripLabel, TripStory, trips};
use crate::event::{Event, IncidentKind, Place, Stop, What};
use crate::name::Name;
use couloir_model::clock::Moment;
use couloir_model::finding::Finding;
use couloir_model::id::{PlaceId, ShelterId, SiteId, VehicleId};
use couloir_model::load::Load;
use couloir_model::plan::{self, Plan};
use couloir_model::quantity::Seconds;
use couloir_model::scenario::ServiceTime;
use couloir_model::situation::VehicleState;

/// The state of every vehicle of the operation.
pub(super) fn states(
    fold: &mut Fold<'_>,
    books: &Books,
    plan: Option<&Plan>,
    statements: &[Statement<'_>],
) -> Vec<VehicleState> {
    let scenario = fold.known.scenario;
    let mut states = couloir_model::situation::Situation::at_start(scenario).vehicles;
    for (vehicle, story) in latest_trips(fold, statements) {
        let name = scenario.vehicle(vehicle).name.clone();
        let trip = plan.and_then(|plan| planned_trip(plan, vehicle, story.trip.label));
        let state = &mut states[vehicle.index()];
        state.on_board = on_board(fold, books, &story.trip);
        let Some(last) = story.statements.iter().rev().find(|said| movement(&said.event.what).is_some()) else {
            continue;
        };
        let Some((kind, stop)) = movement(&last.event.what) else { continue };
        let Some(here) = place(fold, stop) else { continue };
        let at = fold.moment(last.at);
        let people = state.on_board.iter().fold(Load::none(scenario.needs.len()), |sum, (_, load)| sum.plus(load));
        (state.place, state.free_from) = (here, at);
        match (kind, trip) {
            (Movement::Loading, _) => state.bound_for = trip.map(|trip| trip.unloading.shelter),
            (Movement::Left, Some(trip)) if !people.is_empty() => {
                let shelter = trip.unloading.shelter;
                state.bound_for = Some(shelter);
                state.place = scenario.shelter(shelter).place;
                state.free_from = at + rest_of(trip, here, fold);
            }
            (Movement::Left, None) if !people.is_empty() => fold.findings.push(nowhere(&name, stop)),
            (Movement::Came, _) if !people.is_empty() => {
                if let Stop::Shelter(_) = stop
                    && let Some(shelter) = shelter(fold, stop)
                {
                    state.bound_for = Some(shelter);
                    let factor = scenario.class_of(vehicle).boarding;
                    state.free_from = at + service(&scenario.shelter(shelter).unloading, &people).scaled_up(factor);
                }
            }
            _ => {}
        }
        state.free_from = state.free_from.max(if people.is_empty() { at } else { fold.moment(fold.known.now) });
    }
    take_out_of_service(fold, statements, &mut states);
    states
}

/// What a vehicle last did at a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Movement {
    Loading,
    Left,
    Came,
    Unloaded,
}

const fn movement(what: &What) -> Option<(Movement, &Stop)> {
    match what {
        What::Boarded { at, .. } => Some((Movement::Loading, at)),
        What::Departed { from, .. } => Some((Movement::Left, from)),
        What::Arrived { at, .. } => Some((Movement::Came, at)),
        What::Alighted { at, .. } => Some((Movement::Unloaded, at)),
        _ => None,
    }
}

/// The trip that each vehicle is on, or made last.
fn latest_trips<'s>(fold: &mut Fold<'_>, statements: &'s [Statement<'s>]) -> Vec<(VehicleId, TripStory<'s>)> {
    let scenario = fold.known.scenario;
    let mut latest: Vec<(VehicleId, TripStory<'s>)> = Vec::new();
    for story in trips(statements) {
        let names = scenario.vehicles.iter().map(|row| row.name.as_str());
        let Some(vehicle) = fold.find("vehicle", names, &story.trip.vehicle).map(VehicleId::at) else { continue };
        match latest.last_mut().filter(|(of, _)| *of == vehicle) {
            Some((_, held)) if rank(held) < rank(&story) => *held = story,
            Some(_) => {}
            None => latest.push((vehicle, story)),
        }
    }
    latest
}

/// Trips by their number, and by what was said of them last where they have none.
fn rank(story: &TripStory<'_>) -> (u32, i64) {
    let number = match story.trip.label {
        TripLabel::Numbered(number) => number,
        TripLabel::Since(_) => 0,
    };
    (number, story.statements.last().map_or(0, |last| last.at.0))
}

/// The trip of the plan that this is: its sheets number trips from 1.
fn planned_trip(plan: &Plan, vehicle: VehicleId, label: TripLabel) -> Option<&plan::Trip> {
    let TripLabel::Numbered(number) = label else { return None };
    let route = plan.routes.iter().find(|route| route.vehicle == vehicle)?;
    route.trips.get(usize::try_from(number.checked_sub(1)?).ok()?)
}

/// How long the plan has a vehicle on its way that leaves `here`, until it has unloaded.
fn rest_of(trip: &plan::Trip, here: PlaceId, fold: &Fold<'_>) -> Seconds {
    let scenario = fold.known.scenario;
    let left = trip.stops.iter().rev().find(|stop| scenario.site(stop.site).place == here);
    let from = left.or_else(|| trip.stops.last()).map_or(Moment::START, |stop| stop.visit.end);
    trip.unloading.visit.end.since(from)
}

/// Who is on board of a trip, by the site where they got on. Those who got off on the way are taken from the last sites.
fn on_board(fold: &mut Fold<'_>, books: &Books, trip: &Trip) -> Vec<(SiteId, Load)> {
    let scenario = fold.known.scenario;
    let account = Account::Trip(trip.clone());
    let mut by_site: Vec<(SiteId, Tally)> = Vec::new();
    let mut away = Tally::default();
    for transfer in books.history(&account) {
        let tally = if transfer.to == account { transfer.tally } else { -transfer.tally };
        let other = if transfer.to == account { &transfer.from } else { &transfer.to };
        let Account::Site(name) = other else {
            away += tally;
            continue;
        };
        let names = scenario.sites.iter().map(|row| row.name.as_str());
        let Some(site) = fold.find("site", names, name).map(SiteId::at) else { continue };
        match by_site.iter_mut().find(|(of, _)| *of == site) {
            Some((_, sum)) => *sum += tally,
            None => by_site.push((site, tally)),
        }
    }
    let mut loads: Vec<(SiteId, Load)> =
        by_site.iter().map(|(site, tally)| (*site, by_need(scenario, *tally))).collect();
    let mut gone = by_need(scenario, -away);
    for (_, load) in loads.iter_mut().rev() {
        for need in scenario.need_ids() {
            let less = load[need].min(gone[need]);
            load[need] = load[need].saturating_sub(less);
            gone[need] = gone[need].saturating_sub(less);
        }
    }
    loads.retain(|(_, load)| !load.is_empty());
    loads
}

/// How long a vehicle of ordinary boarding time is served.
fn service(time: &ServiceTime, people: &Load) -> Seconds {
    let each = time.per_person.iter().zip(people.counts());
    let people: u64 = each.map(|(seconds, count)| seconds.0.saturating_mul(u64::from(count.0))).sum();
    Seconds(time.fixed.0.saturating_add(people))
}

fn place(fold: &mut Fold<'_>, stop: &Stop) -> Option<PlaceId> {
    let scenario = fold.known.scenario;
    match stop {
        Stop::Site(name) => {
            let row = fold.find("site", scenario.sites.iter().map(|row| row.name.as_str()), name)?;
            Some(scenario.sites[row].place)
        }
        Stop::Shelter(_) => shelter(fold, stop).map(|shelter| scenario.shelter(shelter).place),
    }
}

fn shelter(fold: &mut Fold<'_>, stop: &Stop) -> Option<ShelterId> {
    let scenario = fold.known.scenario;
    fold.find("shelter", scenario.shelters.iter().map(|row| row.name.as_str()), stop.name()).map(ShelterId::at)
}

/// Vehicles that have broken down, and of which nothing was seen since.
fn take_out_of_service(fold: &mut Fold<'_>, statements: &[Statement<'_>], states: &mut [VehicleState]) {
    for incident in fold.known.incidents {
        let Some(vehicle) = broken_down(&incident.event) else { continue };
        let at = incident.event.occurred_at.unwrap_or(incident.clock.seconds);
        let is_seen_since = statements.iter().any(|statement| {
            let moves =
                movement(&statement.event.what).is_some() || matches!(statement.event.what, What::Passed { .. });
            moves && at < statement.at && statement.event.ride().is_some_and(|ride| ride.vehicle == *vehicle)
        });
        let names = fold.known.scenario.vehicles.iter().map(|row| row.name.as_str());
        if let Some(vehicle) = fold.find("vehicle", names, vehicle)
            && !is_seen_since
        {
            states[vehicle].in_service = false;
        }
    }
}

const fn broken_down(event: &Event) -> Option<&Name> {
    match &event.what {
        What::Incident { kind: IncidentKind::Breakdown, at: Some(Place::Vehicle(ride)), .. } => Some(&ride.vehicle),
        _ => None,
    }
}

fn nowhere(vehicle: &str, stop: &Stop) -> Finding {
    let message = format!("a vehicle left {stop} with people on board, and no plan says where to: {vehicle}");
    let help = "record its arrival, or give the plan that was adopted and the number of the trip";
    Finding::warning("couloir::ledger::destination_unknown", message).help(help)
}
