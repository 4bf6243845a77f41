//! Vehicles whose way is closed until further notice: what they have begun cannot be ended.

use super::begun::OnTheWay;
use crate::clock::{Moment, Window};
use crate::id::{PlaceId, ShelterId, SiteId, VehicleId};
use crate::plan::{Parts, Trip};
use crate::quantity::{People, Seconds};
use crate::scenario::{Scenario, Stretch};
use crate::situation::Situation;
use crate::travel::TravelTimes;

/// The situation with the trips given up whose rest leads along a way that is closed for good, or that is none: those on board count as waiting where
/// they boarded, as after a breakdown, and their vehicle is free where it is.
pub(super) fn freed(scenario: &Scenario, travel: &TravelTimes, adopted: &Parts, situation: &Situation) -> Situation {
    let mut freed = situation.clone();
    for vehicle in scenario.vehicle_ids() {
        let state = &situation.vehicles[vehicle.index()];
        let route = adopted.routes.iter().find(|route| route.vehicle == vehicle);
        let planned = route.and_then(|route| route.trips.get(state.trips_done as usize));
        if state.bound_for.is_some() && is_stuck(scenario, travel, situation, vehicle, planned) {
            freed.put_back(vehicle);
        }
    }
    freed
}

/// Whether a leg of what is left of a trip can never be driven to its end.
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
    // Where nobody waits any more, and where nobody else would be let in, it does not stop.
    let is_full = state.bound_for.is_some_and(|shelter| is_full(scenario, situation, shelter));
    let waits =
        |site: SiteId| !is_full && situation.remaining[site.index()].iter().any(|count| count.high() > People::ZERO);
    let to_come = stops[over..].iter().filter(|stop| waits(stop.site)).map(|stop| scenario.site(stop.site).place);
    let shelter = state.bound_for.map(|shelter| scenario.shelter(shelter).place);
    let (mut from, mut clock) = (state.place, state.free_from);
    for (index, to) in to_come.chain(shelter).enumerate() {
        let visit = planned.and_then(|trip| trip.visits().nth(over + index)).filter(|_| index == 0);
        let passed = visit.map_or(0, |visit| OnTheWay::passed(visit, from != to, state.free_from, situation.now).len());
        match arrival(scenario, travel, situation, (vehicle, from, to), clock, passed) {
            Some(arrive) => (from, clock) = (to, arrive),
            None => return true,
        }
    }
    false
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
