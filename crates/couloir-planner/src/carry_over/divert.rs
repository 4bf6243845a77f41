//! What has begun: kept as it was where it can be ended, and ended otherwise where it cannot.
//!
//! A vehicle that cannot get to its shelter any more, or is not let in there with those on board, goes to the shelter that it reaches
//! soonest, if need be without the stops that are to come. If it reaches none, one with nobody on board is called off, and those on
//! board of another are stranded: they stay there, and are listed as not moved. Whoever goes elsewhere than they were on their way to
//! leaves for there when they have turned.

use super::{Said, Stock, Timed};
use crate::evaluate::timetable::Timetable;
use crate::problem::{Load, NEVER, Problem};
use crate::replan::{OnATrip, Start};
use crate::routes::{Trip, people};
use std::collections::BTreeMap;

/// How a trip ends that could be ended alone, but not among the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// At another shelter, if one is reached.
    Elsewhere,
    /// Not at all.
    Nowhere,
}

/// Vehicles whose trip does not end as was said.
pub(crate) type Released = BTreeMap<usize, Ending>;

/// What has begun.
pub(super) struct Begun {
    /// For each vehicle the trip that it has begun, as it ends it; none where it is on no trip, is called off or stranded.
    pub(super) trips: Vec<Option<Timed>>,
    /// Vehicles that can reach no shelter, with the sites on board.
    pub(super) stranded: Vec<(usize, u32)>,
}

/// How each vehicle ends what it has begun.
pub(super) fn begun(
    problem: &mut Problem,
    start: &Start,
    said: &[Said],
    stock: &mut Stock,
    released: &Released,
) -> Begun {
    let mut rows: Vec<Row> = Vec::new();
    let mut called_off = Vec::new();
    for (vehicle, on) in start.begun.iter().map(|(vehicle, on)| (vehicle.index(), on)) {
        match said.get(vehicle).and_then(|said| said.first()) {
            Some(Some(said)) => rows.push(Row { vehicle, on, said, ending: released.get(&vehicle).copied() }),
            // Nobody is planned for whom it was to take.
            _ => called_off.push((vehicle, on)),
        }
    }
    rows.sort_by_key(|row| (row.said.1[0], row.vehicle));
    let mut trips: Vec<Option<Timed>> = vec![None; said.len()];
    let mut stranded = Vec::new();
    // Those on board have the first claim on people and room, then what has begun, in the order in which it goes on.
    for row in rows.iter() {
        row.aboard().iter().for_each(|load| stock.set_aside(&row.said.0, load, 1));
    }
    let (laden, empty): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.on.aboard);
    for rows in [laden, empty] {
        let held = go_on(problem, stock, rows, &mut trips);
        for row in &held {
            row.turn(problem);
        }
        let mut timetable = timetable(problem, &trips);
        for row in held {
            let trip = match row.ending {
                Some(Ending::Nowhere) => None,
                _ => row.elsewhere(&mut timetable, stock, |_| true),
            };
            if trip.is_none() && row.on.aboard {
                stranded.push((row.vehicle, row.said.0.stops()[0].site));
            }
            trips[row.vehicle] = trip;
        }
    }
    for (vehicle, on) in called_off {
        let row = &mut problem.vehicles[vehicle];
        row.available_from = row.available_from.max(on.turned);
    }
    Begun { trips, stranded }
}

/// Puts those who go where they are on their way to into `trips`; gives the others.
fn go_on<'a>(problem: &Problem, stock: &mut Stock, rows: Vec<Row<'a>>, trips: &mut [Option<Timed>]) -> Vec<Row<'a>> {
    let mut timetable = timetable(problem, trips);
    let (mut late, mut held) = (Vec::new(), Vec::new());
    for row in rows {
        row.aboard().iter().for_each(|load| stock.set_aside(&row.said.0, load, -1));
        match row.as_said(&mut timetable, stock) {
            Some(trip) => trips[row.vehicle] = Some(trip),
            None => late.push(row),
        }
    }
    for row in late {
        let may_go = row.ending != Some(Ending::Nowhere);
        let trip = may_go.then(|| row.elsewhere(&mut timetable, stock, |trip| row.is_on_its_way(problem, trip)));
        match trip.flatten() {
            Some(trip) => trips[row.vehicle] = Some(trip),
            None => held.push(row),
        }
    }
    held
}

/// The trips that are settled, with their moments.
fn timetable<'a>(problem: &'a Problem, trips: &[Option<Timed>]) -> Timetable<'a> {
    let mut timetable = Timetable::idle(problem);
    for (vehicle, timed) in trips.iter().enumerate() {
        let Some((trip, starts)) = timed else { continue };
        timetable.appoint(vehicle, &[*trip], starts);
        timetable.commit();
    }
    timetable
}

/// A vehicle on a trip.
struct Row<'a> {
    vehicle: usize,
    on: &'a OnATrip,
    said: &'a Timed,
    /// Where it does not end as was said.
    ending: Option<Ending>,
}

impl Row<'_> {
    /// Who is on board.
    fn aboard(&self) -> Option<Load> {
        self.on.aboard.then(|| self.said.0.stops()[0].load)
    }

    /// Whether those on board are all on a trip.
    fn holds(&self, trip: &Trip) -> bool {
        self.aboard().is_none_or(|aboard| trip.stops()[0].load == aboard)
    }

    /// Whether it goes next where it was on its way to.
    fn is_on_its_way(&self, problem: &Problem, trip: &Trip) -> bool {
        let next = trip.stops().get(usize::from(self.on.aboard));
        let place =
            next.map_or(problem.shelters[trip.shelter as usize].place, |stop| problem.sites[stop.site as usize].place);
        place == self.on.next
    }

    /// From here on it leaves for wherever it goes when it has turned.
    fn turn(&self, problem: &mut Problem) {
        let row = &mut problem.vehicles[self.vehicle];
        row.available_from = row.available_from.max(self.on.turned);
    }

    /// The trip as it was said, with those who are still there to be taken; none where it cannot be ended so.
    fn as_said(&self, timetable: &mut Timetable, stock: &mut Stock) -> Option<Timed> {
        let problem = timetable.problem;
        if self.ending.is_some() {
            return None;
        }
        let (trip, starts) = stock.take(problem, self.vehicle, self.said)?;
        // Without a stop where nobody waits any more the way may be longer.
        let may_go = timetable.may_add(self.vehicle, 0, &trip) && self.is_on_its_way(problem, &trip);
        timetable.appoint(self.vehicle, &[trip], &starts);
        if may_go && timetable.routes[self.vehicle].end() != NEVER && self.holds(&trip) {
            timetable.commit();
            return Some((trip, starts));
        }
        timetable.rollback();
        stock.give_back(&trip);
        None
    }

    /// The trip to the shelter that leaves the fewest of its people and is reached soonest, with as many of its stops as can be made,
    /// among those for which `may` holds.
    fn elsewhere(&self, timetable: &mut Timetable, stock: &mut Stock, may: impl Fn(&Trip) -> bool) -> Option<Timed> {
        let (problem, vehicle) = (timetable.problem, self.vehicle);
        let mut trip = self.said.0;
        let but = self.ending.map(|_| trip.shelter);
        loop {
            let mut choices: Vec<(u32, u32, Trip)> = Vec::new();
            for shelter in (0..problem.shelters.len() as u32).filter(|shelter| Some(*shelter) != but) {
                trip.shelter = shelter;
                let starts = vec![0; trip.stops().len() + 1];
                let Some((fitted, _)) = stock.take(problem, vehicle, &(trip, starts)) else { continue };
                stock.give_back(&fitted);
                let end = timetable.estimate(vehicle, 0, &fitted);
                if end != NEVER && self.holds(&fitted) && may(&fitted) && timetable.may_add(vehicle, 0, &fitted) {
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
}
