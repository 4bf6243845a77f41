//! Where each vehicle is, who is on board, and when it can take orders again.

use super::Fold;
use super::people::by_need;
use crate::books::{Account, Books, Statement, Tally, Transfer, Trip, TripLabel, TripStory, trips};
use crate::event::{Event, IncidentKind, Place, Stop, What};
use crate::name::Name;
use couloir_model::clock::Moment;
use couloir_model::finding::Finding;
use couloir_model::id::{PlaceId, ShelterId, SiteId, VehicleId};
use couloir_model::load::Load;
use couloir_model::plan::{self, Plan};
use couloir_model::situation::VehicleState;
use std::collections::BTreeMap;

/// The state of every vehicle of the operation.
///
/// What was recorded of a vehicle last says where it is. Of what should have begun since and is not recorded, setting off alone is
/// taken for granted: a driver keeps to the sheet, but nobody gets on or off unless somebody says so.
pub(super) fn states(
    fold: &mut Fold<'_>,
    books: &Books,
    plan: Option<&Plan>,
    statements: &[Statement<'_>],
) -> Vec<VehicleState> {
    let mut states = couloir_model::situation::Situation::at_start(fold.known.scenario).vehicles;
    let rides = rides(books);
    for (vehicle, number, story) in latest_trips(fold, statements) {
        let trips = trips_of(plan, vehicle);
        let is_over = last_seen(fold, &rides, &story, number, trips, &mut states[vehicle.index()]);
        let done = if is_over { number } else { number.saturating_sub(1) };
        // More trips than were planned are as many as were planned, for those who plan on from there.
        states[vehicle.index()].trips_done = done.min(u32::try_from(trips.len()).unwrap_or(u32::MAX));
    }
    let now = fold.moment(fold.known.now);
    let mut silent = Vec::new();
    for (state, vehicle) in states.iter_mut().zip(fold.known.scenario.vehicle_ids()) {
        let next = trips_of(plan, vehicle).get(state.trips_done as usize);
        if let (None, Some(next)) = (state.bound_for, next)
            && set_off(fold, next, now, state)
        {
            silent.push(fold.known.scenario.vehicle(vehicle).name.as_str());
        }
    }
    if !silent.is_empty() {
        fold.findings.push(unseen(&silent));
    }
    states
}

/// Who got on and off on each trip.
type Rides<'a> = BTreeMap<&'a Trip, Vec<&'a Transfer>>;

fn rides(books: &Books) -> Rides<'_> {
    let mut rides = Rides::new();
    for transfer in books.transfers() {
        for account in [&transfer.from, &transfer.to] {
            if let Account::Trip(trip) = account {
                rides.entry(trip).or_default().push(transfer);
            }
        }
    }
    rides
}

fn trips_of(plan: Option<&Plan>, vehicle: VehicleId) -> &[plan::Trip] {
    let route = plan.and_then(|plan| plan.routes.iter().find(|route| route.vehicle == vehicle));
    route.map_or(&[], |route| &route.trips)
}

/// Where the last thing that was recorded of a vehicle leaves it; true when the trip that it is of, the `number`th, is over.
fn last_seen(
    fold: &mut Fold<'_>,
    rides: &Rides<'_>,
    story: &TripStory<'_>,
    number: u32,
    trips: &[plan::Trip],
    state: &mut VehicleState,
) -> bool {
    let scenario = fold.known.scenario;
    state.on_board = on_board(fold, rides, &story.trip);
    let Some(last) = story.statements.iter().rev().find(|said| movement(&said.event.what).is_some()) else {
        return false;
    };
    let Some((kind, stop)) = movement(&last.event.what) else { return false };
    let Some(here) = place(fold, stop) else { return false };
    (state.place, state.free_from) = (here, fold.moment(last.at));
    let is_empty = state.on_board.is_empty();
    let trip = number.checked_sub(1).and_then(|index| trips.get(index as usize));
    match stop {
        Stop::Shelter(_) if is_empty || kind == Movement::Unloaded => {
            // Whoever is missing is in the books, and no longer in the vehicle.
            state.on_board.clear();
            return true;
        }
        Stop::Shelter(_) if kind != Movement::Left => state.bound_for = shelter(fold, stop),
        _ => state.bound_for = trip.map(|trip| trip.unloading.shelter),
    }
    // Whoever goes on from the shelter that was planned goes where no plan says.
    let trip = trip.filter(|trip| scenario.shelter(trip.unloading.shelter).place != here);
    if kind == Movement::Left && trip.is_none() {
        state.bound_for = None;
    }
    match trip {
        Some(trip) if kind == Movement::Left => drive(fold, trip, stop, state),
        None if kind == Movement::Left && !is_empty => fold.findings.push(nowhere(&story.trip.vehicle, stop)),
        _ => {}
    }
    false
}

/// Takes a vehicle that has left `stop` to where it goes next. Where a passage is on the way it stands before it, at the place that it left.
fn drive(fold: &Fold<'_>, trip: &plan::Trip, stop: &Stop, state: &mut VehicleState) {
    let scenario = fold.known.scenario;
    let is_site = matches!(stop, Stop::Site(_));
    let is_here = |site: SiteId| is_site && Name::new(&scenario.site(site).name).is_ok_and(|name| name == *stop.name());
    let left = trip
        .stops
        .iter()
        .rposition(|planned| is_here(planned.site))
        .map_or(if is_site { 0 } else { trip.stops.len() }, |index| index + 1);
    go(fold, trip, left, state);
}

/// Takes a vehicle from where it is on to the visit of this number, as planned; true when people should have got on or off there by
/// now, and nobody has recorded it. Then it arrives now.
fn go(fold: &Fold<'_>, trip: &plan::Trip, number: usize, state: &mut VehicleState) -> bool {
    let (scenario, now) = (fold.known.scenario, fold.moment(fold.known.now));
    let (visit, place) = match trip.stops.get(number) {
        Some(next) => (&next.visit, scenario.site(next.site).place),
        None => (&trip.unloading.visit, scenario.shelter(trip.unloading.shelter).place),
    };
    let is_overdue = state.free_from + visit.end.since(visit.depart) < now;
    if visit.passings.is_empty() {
        let arrive = state.free_from + visit.arrive.since(visit.depart);
        (state.place, state.free_from) = (place, if is_overdue { now } else { arrive });
    }
    is_overdue
}

/// Sets a vehicle of which nothing was heard since off on its next trip, if that should have begun; true when it has. Where people
/// should have got on by now it stands there without orders: nobody knows what has become of the trip.
fn set_off(fold: &Fold<'_>, next: &plan::Trip, now: Moment, state: &mut VehicleState) -> bool {
    let Some(first) = next.visits().next() else { return false };
    let depart = first.depart.max(state.free_from);
    let has_begun = depart <= now && first.depart < now;
    if has_begun {
        state.free_from = depart;
        let is_overdue = go(fold, next, 0, state);
        state.bound_for = (!is_overdue).then_some(next.unloading.shelter);
        if is_overdue {
            // Where a passage is on its way too.
            state.free_from = now;
        }
    }
    has_begun
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

/// The trip that each vehicle is on, or made last, and which of its trips that is, counted from 1: by the number that was said,
/// else by how many there were before.
fn latest_trips<'s>(fold: &mut Fold<'_>, statements: &'s [Statement<'s>]) -> Vec<(VehicleId, u32, TripStory<'s>)> {
    let scenario = fold.known.scenario;
    let mut latest: Vec<(VehicleId, u32, TripStory<'s>)> = Vec::new();
    for story in trips(statements) {
        let known = latest.last().filter(|(.., held)| held.trip.vehicle == story.trip.vehicle).map(|(of, ..)| *of);
        let names = scenario.vehicles.iter().map(|row| row.name.as_str());
        let found = known.or_else(|| fold.find("vehicle", names, &story.trip.vehicle).map(VehicleId::at));
        let Some(vehicle) = found else { continue };
        let said = match story.trip.label {
            TripLabel::Numbered(number) => Some(number),
            TripLabel::Since(_) => None,
        };
        match latest.last_mut().filter(|(of, ..)| *of == vehicle) {
            Some((_, number, held)) => {
                let is_later = said.is_none_or(|said| said > *number);
                if is_later {
                    (*number, *held) = (said.unwrap_or(*number + 1), story);
                }
            }
            None => latest.push((vehicle, said.unwrap_or(1), story)),
        }
    }
    latest
}

/// Who is on board of a trip, by the site where they got on. Those who got off on the way are taken from the last sites.
fn on_board(fold: &mut Fold<'_>, rides: &Rides<'_>, trip: &Trip) -> Vec<(SiteId, Load)> {
    let scenario = fold.known.scenario;
    let mut by_site: Vec<(SiteId, Tally)> = Vec::new();
    let mut away = Tally::default();
    for transfer in rides.get(trip).into_iter().flatten() {
        let (tally, other) = transfer.of_trip(trip);
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

/// The vehicles that have broken down, and of which nothing was seen since.
pub(super) fn broken(fold: &mut Fold<'_>, statements: &[Statement<'_>]) -> Vec<VehicleId> {
    let mut broken = Vec::new();
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
            broken.push(VehicleId::at(vehicle));
        }
    }
    broken
}

const fn broken_down(event: &Event) -> Option<&Name> {
    match &event.what {
        What::Incident { kind: IncidentKind::Breakdown, at: Some(Place::Vehicle(ride)), .. } => Some(&ride.vehicle),
        _ => None,
    }
}

fn unseen(silent: &[&str]) -> Finding {
    let message = format!("should have set off, and nothing is recorded of it since: {}", silent.join(", "));
    let help = "they are taken to be on their way to their first stop; record where they are, or that they broke down";
    Finding::warning("couloir::ledger::silent", message).help(help)
}

fn nowhere(vehicle: &Name, stop: &Stop) -> Finding {
    let message = format!("a vehicle left {stop} with people on board, and no plan says where to: {vehicle}");
    let help = "record its arrival, or give the plan that was adopted and the number of the trip";
    Finding::warning("couloir::ledger::destination_unknown", message).help(help)
}
