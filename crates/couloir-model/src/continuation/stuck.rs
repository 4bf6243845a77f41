//! Vehicles with people on board from which no shelter can be reached any more: what they have begun cannot be ended.

use super::begun::OnTheWay;
use crate::clock::{Moment, Window};
use crate::id::{PlaceId, ShelterId, VehicleId};
use crate::plan::{Parts, Trip};
use crate::quantity::{People, Seconds};
use crate::scenario::{Scenario, Stretch};
use crate::situation::Situation;
use crate::travel::TravelTimes;

/// The situation with the trips given up of vehicles that can reach no shelter, however empty the roads: those on board count as
/// waiting where they boarded, as after a breakdown, and their vehicle is free where it is.
pub(super) fn freed(scenario: &Scenario, travel: &TravelTimes, adopted: &Parts, situation: &Situation) -> Situation {
    let mut freed = situation.clone();
    for vehicle in scenario.vehicle_ids() {
        let state = &situation.vehicles[vehicle.index()];
        let route = adopted.routes.iter().find(|route| route.vehicle == vehicle);
        let planned = route.and_then(|route| route.trips.get(state.trips_done as usize));
        let is_laden = state.on_board.iter().any(|(_, load)| !load.is_empty());
        if state.bound_for.is_some() && is_laden && is_stuck(scenario, travel, situation, vehicle, planned) {
            freed.put_back(vehicle);
        }
    }
    freed
}

/// Whether a vehicle with people on board can reach no shelter that lets anybody in.
fn is_stuck(
    scenario: &Scenario,
    travel: &TravelTimes,
    situation: &Situation,
    vehicle: VehicleId,
    planned: Option<&Trip>,
) -> bool {
    let state = &situation.vehicles[vehicle.index()];
    let boarded = |site| state.on_board.iter().any(|(boarded, load)| *boarded == site && !load.is_empty());
    let stops = planned.map_or(&[][..], |trip| &trip.stops);
    let over = stops.iter().rposition(|stop| boarded(stop.site)).map_or(0, |last| last + 1);
    let shelter = |shelter: ShelterId| scenario.shelter(shelter).place;
    let next = stops.get(over).map(|stop| scenario.site(stop.site).place).or(state.bound_for.map(shelter));
    let visit = planned.and_then(|trip| trip.visits().nth(over));
    let (mut from, mut clock) = (state.place, state.free_from);
    if let (Some(next), Some(visit)) = (next, visit) {
        let passed = OnTheWay::passed(visit, from != next, state.free_from, situation.now).len();
        if passed > 0 {
            // Behind a passage it cannot turn before the end of the leg.
            match arrival(scenario, travel, situation, (vehicle, from, next), clock, passed) {
                Some(arrive) => (from, clock) = (next, arrive),
                None => return true,
            }
        }
    }
    let lets_in = |to: &ShelterId| lets_in(scenario, situation, vehicle, *to);
    let can_reach = |to: ShelterId| {
        let arrive = arrival(scenario, travel, situation, (vehicle, from, shelter(to)), clock, 0);
        let windows = scenario.shelter(to).open.windows();
        arrive.is_some_and(|arrive| windows.is_empty() || windows.iter().any(|window| window.until() > arrive))
    };
    !scenario.shelter_ids().filter(lets_in).any(can_reach)
}

/// Whether a shelter has room for those on board of a vehicle, those on board of others that are bound for it apart unless it is too.
fn lets_in(scenario: &Scenario, situation: &Situation, vehicle: VehicleId, shelter: ShelterId) -> bool {
    let index = shelter.index();
    let is_bound = situation.vehicles[vehicle.index()].bound_for == Some(shelter);
    let comes = scenario.vehicle_ids().filter(|other| {
        *other == vehicle || (!is_bound && situation.vehicles[other.index()].bound_for == Some(shelter))
    });
    let on_board = comes.flat_map(|vehicle| &situation.vehicles[vehicle.index()].on_board).map(|(_, load)| load);
    let all = super::together(on_board.chain([&situation.received[index]]), scenario.needs.len());
    let row = scenario.shelter(shelter);
    let room = situation.room.get(index).copied().flatten().unwrap_or(row.capacity);
    let by_need =
        row.capacity_by_need.iter().zip(all.counts()).all(|(room, people)| room.is_none_or(|room| *people <= room));
    all.total() <= room && by_need
}

/// Whether a shelter has room for those who are on board for it and for nobody else.
pub(super) fn is_full(scenario: &Scenario, situation: &Situation, shelter: ShelterId) -> bool {
    let index = shelter.index();
    let room = situation.room.get(index).copied().flatten().unwrap_or(scenario.shelter(shelter).capacity);
    let comes = situation.vehicles.iter().filter(|state| state.bound_for == Some(shelter));
    let on_board: People = comes.flat_map(|state| &state.on_board).map(|(_, load)| load.total()).sum();
    room <= situation.received[index].total() + on_board
}

/// The soonest arrival at the end of a leg of which the first `passed` passages are behind the vehicle; none when it never comes.
fn arrival(
    scenario: &Scenario,
    travel: &TravelTimes,
    situation: &Situation,
    (vehicle, from, to): (VehicleId, PlaceId, PlaceId),
    clock: Moment,
    passed: usize,
) -> Option<Moment> {
    if from == to {
        return Some(clock);
    }
    let class = scenario.vehicle(vehicle).class;
    let leg = travel.leg(scenario, class, from, to)?;
    let closed = |stretch: Stretch| {
        let holds = situation.closures.iter().filter(move |closure| closure.stretch == stretch);
        holds.map(|closure| closure.window).filter(|window| window.is_endless()).map(Window::from).min()
    };
    let mut late = Seconds::ZERO;
    for (index, crossing) in travel.crossings(scenario, class, from, to).into_iter().enumerate() {
        if index < passed {
            continue;
        }
        let reach = (clock + crossing.offset + late).max(situation.now + Seconds(1));
        let windows = scenario.passages.get(crossing.passage.index()).map_or(&[][..], |row| row.open.windows());
        let opens =
            windows.iter().filter(|window| window.until() >= reach).map(|window| window.from().max(reach)).min();
        let enter = if windows.is_empty() { reach } else { opens? };
        if closed(Stretch::Passage(crossing.passage)).is_some_and(|from| from < enter) {
            return None;
        }
        late = enter.since(clock + crossing.offset);
    }
    let arrive = clock + leg.seconds + late;
    // Behind a passage nobody turns: that the leg is closed then comes too late.
    let shut = closed(Stretch::Leg { from, to }).is_some_and(|closed| passed == 0 && closed < arrive);
    (!shut).then_some(arrive)
}
