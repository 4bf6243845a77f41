//! What has begun: kept as it was where it can be ended, and ended otherwise where it cannot.
//!
//! A vehicle that cannot get to its shelter any more, or is not let in there with those on board, goes to the shelter that it reaches
//! soonest, if need be without the stops that are to come. If it reaches none, one with nobody on board is called off, and those on
//! board of another are stranded: they stay there, and are listed as not moved.

use super::{Stock, Timed};
use crate::evaluate::timetable::Timetable;
use crate::problem::{Load, NEVER, Problem};
use crate::replan::Start;
use crate::routes::{Trip, people};
use std::collections::BTreeMap;

/// Vehicles whose trip cannot be ended among the others, although it could alone: by how often that was found, at first another
/// shelter is sought, then none.
pub(crate) type Released = BTreeMap<usize, u32>;

/// What has begun.
pub(super) struct Begun {
    /// For each vehicle the trip that it has begun, as it ends it; none where it is on no trip, is called off or stranded.
    pub(super) trips: Vec<Option<Timed>>,
    /// Vehicles that can reach no shelter, with the sites on board.
    pub(super) stranded: Vec<(usize, u32)>,
}

/// How each vehicle ends what it has begun.
pub(super) fn begun(
    problem: &Problem,
    start: &Start,
    said: &[Vec<Timed>],
    stock: &mut Stock,
    released: &Released,
) -> Begun {
    let mut aboard: Vec<Option<Load>> = vec![None; said.len()];
    for vehicle in start.aboard.iter().map(|vehicle| vehicle.index()) {
        let stop = said[vehicle].first().and_then(|(trip, _)| trip.stops().first());
        aboard[vehicle] = stop.map(|stop| stop.load);
    }
    // Those on board have the first claim on people and room, then what has begun, in the order in which it goes on.
    for (vehicle, load) in aboard.iter().enumerate() {
        load.iter().for_each(|load| stock.set_aside(&said[vehicle][0].0, load, 1));
    }
    let on_a_trip =
        |vehicle: &usize| start.kept.get(*vehicle).is_some_and(|kept| *kept > 0) && !said[*vehicle].is_empty();
    let mut order: Vec<usize> = (0..said.len()).filter(on_a_trip).collect();
    order.sort_by_key(|&vehicle| (said[vehicle][0].1[0], vehicle));
    let mut begun: Vec<Option<Timed>> = vec![None; said.len()];
    let mut timetable = Timetable::idle(problem);
    let mut held = Vec::new();
    for vehicle in order {
        if let Some(load) = &aboard[vehicle] {
            stock.set_aside(&said[vehicle][0].0, load, -1);
        }
        let is_kept = !released.contains_key(&vehicle);
        let taken = is_kept.then(|| stock.take(problem, vehicle, &said[vehicle][0])).flatten();
        let Some((trip, starts)) = taken else {
            held.push(vehicle);
            continue;
        };
        // Without a stop where nobody waits any more the way may be longer.
        let may_go = timetable.may_add(vehicle, 0, &trip);
        timetable.appoint(vehicle, &[trip], &starts);
        if !may_go || timetable.routes[vehicle].end() == NEVER || !holds(&trip, aboard[vehicle].as_ref()) {
            timetable.rollback();
            stock.give_back(&trip);
            held.push(vehicle);
        } else {
            timetable.commit();
            begun[vehicle] = Some((trip, starts));
        }
    }
    let mut stranded = Vec::new();
    for vehicle in held {
        let said = &said[vehicle][0].0;
        let times = released.get(&vehicle).copied().unwrap_or(0);
        if times < 2 {
            let but = (times == 1).then_some(said.shelter);
            begun[vehicle] = elsewhere(&mut timetable, stock, vehicle, (said, but), aboard[vehicle].as_ref());
        }
        if begun[vehicle].is_none() && aboard[vehicle].is_some() {
            stranded.push((vehicle, said.stops()[0].site));
        }
    }
    Begun { trips: begun, stranded }
}

/// Whether those on board are all on a trip.
fn holds(trip: &Trip, aboard: Option<&Load>) -> bool {
    aboard.is_none_or(|aboard| trip.stops()[0].load == *aboard)
}

/// The trip to the shelter that leaves the fewest of its people and is reached soonest, with as many of its stops as can be made.
fn elsewhere(
    timetable: &mut Timetable,
    stock: &mut Stock,
    vehicle: usize,
    (whole, but): (&Trip, Option<u32>),
    aboard: Option<&Load>,
) -> Option<Timed> {
    let problem = timetable.problem;
    let mut trip = *whole;
    loop {
        let mut choices: Vec<(u32, u32, Trip)> = Vec::new();
        for shelter in (0..problem.shelters.len() as u32).filter(|shelter| Some(*shelter) != but) {
            trip.shelter = shelter;
            let starts = vec![0; trip.stops().len() + 1];
            let Some((fitted, _)) = stock.take(problem, vehicle, &(trip, starts)) else { continue };
            stock.give_back(&fitted);
            let end = timetable.estimate(vehicle, 0, &fitted);
            if end != NEVER && holds(&fitted, aboard) && timetable.may_add(vehicle, 0, &fitted) {
                choices.push((trip.people() - people(&fitted.load()), end, fitted));
            }
        }
        choices.sort_unstable_by_key(|&(left, end, fitted)| (left, end, fitted.shelter));
        for (_, _, choice) in choices {
            timetable.insert_trip(vehicle, 0, choice);
            if timetable.routes[vehicle].end() == NEVER {
                timetable.rollback();
                continue;
            }
            timetable.commit();
            let starts: Vec<u32> = timetable.routes[vehicle].visits.iter().map(|visit| visit.start).collect();
            return stock.take(problem, vehicle, &(choice, starts));
        }
        if trip.stops().len() == 1 {
            return None;
        }
        trip.remove(trip.stops().len() - 1);
    }
}
