//! An old plan made to fit an operation that has changed: who can keep their appointments, and who cannot.

mod convoys;
mod divert;

pub(crate) use divert::{Ending, Released};

use couloir_model::plan::{self, Parts};

use std::collections::BTreeMap;

use crate::carry_over::convoys::same_convoys;
use crate::compile::Compiled;
use crate::constraint::capacity;
use crate::evaluate::timetable::Timetable;
use crate::problem::{Load, NEEDS_MAX, NEVER, Problem, Vehicle, earliest_open};
use crate::replan::Start;
use crate::routes::{Convoy, Routes, STOPS_MAX, Schedule, Stop, Trip, people};

/// A trip with the moments at which its stops and its unloading begin.
type Timed = (Trip, Vec<u32>);

/// The trips of a vehicle as they were said; none in the place of one of which nobody is planned for any more.
type Said = Vec<Option<Timed>>;

/// The old plan, trip by trip.
#[derive(Debug, Clone)]
pub(crate) struct Mended {
    /// What was said, in the rows of the problem, whether it can still be done or not.
    pub(crate) said: Vec<Said>,
    /// What of it can still be done.
    routes: Vec<Vec<Timed>>,
    /// Which vehicles keep all appointments to the second.
    to_the_second: Vec<bool>,
    /// For each of [`Problem::gates`], the old convoys with those who still come, in order.
    convoys: Vec<Vec<Convoy>>,
    /// The same without the convoys that have become too small, where there are such.
    regrouped: Option<Regrouped>,
    /// When each vehicle ends the trips that are kept; 0 where there are none.
    pub(crate) ends: Vec<u32>,
}

/// The same trip to the nearest shelter with room for all its people.
fn rehoused(problem: &Problem, stock: &mut Stock, vehicle: usize, (trip, starts): &Timed) -> Option<Timed> {
    let class = problem.vehicles[vehicle].class;
    let last = trip.stops().last().map(|stop| problem.sites[stop.site as usize].place)?;
    let seconds = |shelter: u32| problem.travel(class, last, problem.shelters[shelter as usize].place);
    let mut others: Vec<u32> =
        (0..problem.shelters.len() as u32).filter(|&other| other != trip.shelter && seconds(other) != NEVER).collect();
    others.sort_by_key(|&other| (seconds(other), other));
    for shelter in others {
        let mut starts = starts.clone();
        let further = seconds(shelter).saturating_sub(seconds(trip.shelter));
        starts.iter_mut().last().into_iter().for_each(|start| *start = start.saturating_add(further));
        let mut other = *trip;
        other.shelter = shelter;
        let Some(there) = stock.take(problem, vehicle, &(other, starts)) else { continue };
        if there.0.people() == trip.people() {
            return Some(there);
        }
        stock.give_back(&there.0);
    }
    None
}

/// Who keeps their appointments where those who are left of convoys that have become too small do not.
#[derive(Debug, Clone)]
struct Regrouped {
    to_the_second: Vec<bool>,
    convoys: Vec<Vec<Convoy>>,
}

impl Regrouped {
    /// None where all convoys are large enough.
    fn of(problem: &Problem, old: &Parts, routes: &[Vec<Timed>], to_the_second: &[bool]) -> Option<Regrouped> {
        let mut regrouped = Regrouped { to_the_second: to_the_second.to_vec(), convoys: Vec::new() };
        // Whoever loses their appointments goes with no convoy of the list: there are no more rounds than vehicles.
        for round in 0..=to_the_second.len() {
            regrouped.convoys = same_convoys(problem, old, routes, &mut regrouped.to_the_second);
            let small = regrouped.convoys.iter().flatten().filter(|convoy| convoy.lacks > 0);
            let small: Vec<usize> =
                small.flat_map(|convoy| &convoy.vehicles).map(|&vehicle| vehicle as usize).collect();
            if small.is_empty() {
                return (round > 0).then_some(regrouped);
            }
            // Whoever leaves one convoy leaves all others too: these may become too small by it.
            small.into_iter().for_each(|vehicle| regrouped.to_the_second[vehicle] = false);
        }
        None
    }
}

/// Reads an old plan and takes out what cannot be done any more.
///
/// What is `released` is not kept as it was: see [`Released`].
pub(crate) fn mend(compiled: &mut Compiled, start: &Start, released: &Released) -> Mended {
    let said = dense(compiled, start.plan);
    let mut stock = Stock::of(&compiled.problem);
    let divert::Begun { trips: begun, stranded } =
        divert::begun(&mut compiled.problem, start, &said, &mut stock, released);
    for (vehicle, site) in stranded {
        stock.waiting[site as usize] = [0; NEEDS_MAX];
        compiled.strand(vehicle, site);
    }
    for (row, begun) in compiled.problem.vehicles.iter_mut().zip(&begun) {
        row.kept = u32::from(begun.is_some());
    }
    let problem = &compiled.problem;
    let others = yet_to_begin(problem, start, &said, &mut stock);
    let routes: Vec<Vec<Timed>> =
        begun.into_iter().zip(others).map(|(begun, others)| begun.into_iter().chain(others).collect()).collect();
    let tolerance = u32::try_from(start.tolerance.0).unwrap_or(NEVER);
    let made = (0..routes.len()).map(|vehicle| punctual(problem, vehicle, &routes[vehicle], tolerance));
    let (routes, mut to_the_second): (Vec<Vec<Timed>>, Vec<bool>) = made.unzip();
    let convoys = same_convoys(problem, start.plan, &routes, &mut to_the_second);
    let regrouped = Regrouped::of(problem, start.plan, &routes, &to_the_second);
    let mut mended = Mended { said, routes, to_the_second, convoys, regrouped, ends: Vec::new() };
    let timetable = mended.timetable(problem);
    mended.ends = (0..timetable.routes.len()).map(|vehicle| end_of_begun(&timetable, vehicle)).collect();
    mended
}

/// When a vehicle ends the trip that it has begun; 0 where there is none.
fn end_of_begun(timetable: &Timetable, vehicle: usize) -> u32 {
    let route = &timetable.routes[vehicle];
    let kept = timetable.problem.vehicles[vehicle].kept as usize;
    kept.min(route.trips.len()).checked_sub(1).map_or(0, |last| route.unloading(last).end)
}

/// For each vehicle the trips that have not begun, with those for whom there is room: who begins first has the first claim. Where
/// nobody is let in any more, a trip goes to another shelter that has room for all of it.
fn yet_to_begin(problem: &Problem, start: &Start, said: &[Said], stock: &mut Stock) -> Vec<Vec<Timed>> {
    let mut order: Vec<(u32, usize, usize, &Timed)> = Vec::new();
    for (vehicle, trips) in
        said.iter().enumerate().filter(|(vehicle, _)| problem.vehicles[*vehicle].available_until > 0)
    {
        let trips = trips.iter().enumerate().skip(start.kept(vehicle));
        let trips = trips.filter_map(|(index, timed)| Some((index, timed.as_ref()?)));
        order.extend(trips.map(|(index, timed)| (timed.1[0], vehicle, index, timed)));
    }
    order.sort_unstable_by_key(|&(begin, vehicle, index, _)| (begin, vehicle, index));
    let mut fitted: BTreeMap<(usize, usize), Timed> = BTreeMap::new();
    let mut turned_away = Vec::new();
    for (_, vehicle, index, timed) in order {
        match stock.take(problem, vehicle, timed) {
            Some(trip) => _ = fitted.insert((vehicle, index), trip),
            None => turned_away.push((vehicle, index, timed)),
        }
    }
    for (vehicle, index, timed) in turned_away {
        if let Some(trip) = rehoused(problem, stock, vehicle, timed) {
            fitted.insert((vehicle, index), trip);
        }
    }
    let mut routes: Vec<Vec<Timed>> = vec![Vec::new(); said.len()];
    for ((vehicle, _), trip) in fitted {
        routes[vehicle].push(trip);
    }
    routes
}

impl Mended {
    /// The trips with their moments: whoever can keep their appointments does, everybody else fits in around them. What has begun
    /// comes first where it would otherwise not get through.
    pub(crate) fn timetable<'a>(&self, problem: &'a Problem) -> Timetable<'a> {
        let timetable = self.punctual_first(problem, &self.to_the_second, &self.convoys);
        let is_held = |vehicle: usize| end_of_begun(&timetable, vehicle) == NEVER;
        if (0..self.routes.len()).any(is_held) { self.begun_first(problem) } else { timetable }
    }

    /// What has begun has the first choice of moments, then whoever begins first.
    fn begun_first<'a>(&self, problem: &'a Problem) -> Timetable<'a> {
        let mut timetable = Timetable::idle(problem);
        let mut order: Vec<usize> =
            (0..self.routes.len()).filter(|&vehicle| !self.routes[vehicle].is_empty()).collect();
        order.sort_by_key(|&vehicle| (self.routes[vehicle][0].1[0], vehicle));
        for &vehicle in &order {
            let kept = problem.vehicles[vehicle].kept as usize;
            add_in_time(&mut timetable, vehicle, &self.routes[vehicle][..kept]);
        }
        for vehicle in order {
            add_in_time(&mut timetable, vehicle, &self.routes[vehicle]);
        }
        timetable
    }

    /// Whoever is left of a convoy that has become too small goes with another one, if need be later: nobody else is moved for it.
    /// None where all convoys are large enough.
    pub(crate) fn regrouped<'a>(&self, problem: &'a Problem) -> Option<Timetable<'a>> {
        let Regrouped { to_the_second, convoys } = self.regrouped.as_ref()?;
        let timetable = self.punctual_first(problem, to_the_second, convoys);
        let is_held = |vehicle: usize| end_of_begun(&timetable, vehicle) == NEVER;
        (!(0..self.routes.len()).any(is_held)).then_some(timetable)
    }

    fn punctual_first<'a>(
        &self,
        problem: &'a Problem,
        to_the_second: &[bool],
        convoys: &[Vec<Convoy>],
    ) -> Timetable<'a> {
        let mut schedule = Schedule::unbound(Routes::idle(problem));
        for (vehicle, trips) in self.routes.iter().enumerate() {
            let trips = if to_the_second[vehicle] { &trips[..] } else { &[] };
            schedule.routes.0[vehicle] = trips.iter().map(|(trip, _)| *trip).collect();
            schedule.not_before.push(trips.iter().flat_map(|(_, starts)| starts.iter().copied()).collect());
        }
        schedule.convoys = convoys.to_vec();
        let mut timetable = Timetable::of(problem, &schedule).unwrap_or_else(|| {
            let mut timetable = Timetable::idle(problem);
            for (vehicle, trips) in schedule.routes.0.iter().enumerate().filter(|(_, trips)| !trips.is_empty()) {
                timetable.appoint(vehicle, trips, &schedule.not_before[vehicle]);
                timetable.commit();
            }
            timetable
        });
        let is_late = |vehicle: &usize| !to_the_second[*vehicle] && !self.routes[*vehicle].is_empty();
        let mut order: Vec<usize> = (0..self.routes.len()).filter(is_late).collect();
        order.sort_by_key(|&vehicle| (self.routes[vehicle][0].1[0], vehicle));
        for vehicle in order {
            add_in_time(&mut timetable, vehicle, &self.routes[vehicle]);
        }
        timetable
    }
}

/// Adds the trips of a vehicle, but none that make somebody too late or need a convoy that is not there, trips that have begun apart.
fn add_in_time(timetable: &mut Timetable, vehicle: usize, trips: &[Timed]) {
    let kept = timetable.problem.vehicles[vehicle].kept as usize;
    let before = (timetable.sums.excess, timetable.lineups.lacks);
    let mut until = trips.len();
    loop {
        let made: Vec<Trip> = trips[..until].iter().map(|(trip, _)| *trip).collect();
        let starts: Vec<u32> = trips[..until].iter().flat_map(|(_, starts)| starts.iter().copied()).collect();
        timetable.appoint(vehicle, &made, &starts);
        let keeps_rules = timetable.sums.excess <= before.0 && timetable.lineups.lacks <= before.1;
        if keeps_rules || until <= kept {
            timetable.add_up_overtime();
            timetable.commit();
            return;
        }
        timetable.rollback();
        until -= 1;
    }
}

/// The trips of a vehicle that are still made as they were, and whether they keep their appointments to the second.
///
/// A trip that would begin or end later than said by more than the tolerance is left out where others follow it: its people
/// travel otherwise, and one movement changes instead of all that follow. What has begun is never left out.
fn punctual(problem: &Problem, vehicle: usize, trips: &[Timed], tolerance: u32) -> (Vec<Timed>, bool) {
    let row = &problem.vehicles[vehicle];
    let mut state = (row.available_from, row.depot, row.fitted());
    let (mut made, mut to_the_second) = (Vec::new(), true);
    for (index, timed) in trips.iter().enumerate() {
        let (after, late) = carried_out(problem, row, state, timed);
        let too_late = late > tolerance || after.0 > row.available_until;
        if too_late && index >= row.kept as usize && index + 1 < trips.len() {
            continue;
        }
        to_the_second &= late == 0 && after.0 <= row.available_until;
        made.push(timed.clone());
        state = after;
    }
    (made, to_the_second)
}

/// Where and when a vehicle ends a trip if nobody else is in a queue and none begins before it was said to, how it is fitted
/// out then, and by how many seconds the latest visit begins later than said.
fn carried_out(
    problem: &Problem,
    row: &Vehicle,
    (now, place, fitted): (u32, u32, u8),
    (trip, starts): &Timed,
) -> ((u32, u32, u8), u32) {
    let mut now = now.saturating_add(problem.refit(row.class, fitted, trip.configuration));
    let (mut place, mut late) = (place, 0);
    for (visit, &start) in starts.iter().enumerate() {
        let (to, queue, ready, service) = match trip.stops().get(visit) {
            Some(stop) => {
                let site = &problem.sites[stop.site as usize];
                (site.place, site.queue, site.ready, problem.loading(row.class, stop.site, &stop.load))
            }
            None => {
                let shelter = &problem.shelters[trip.shelter as usize];
                (shelter.place, shelter.queue, 0, problem.unloading(row.class, trip.shelter, &trip.load()))
            }
        };
        let (_, arrive) = problem.arrive(row.class, place, to, now, visit > 0);
        let from = arrive.max(ready).max(start);
        let begin = earliest_open(&problem.queues[queue as usize].windows, from, service);
        late = late.max(begin - start);
        (now, place) = (begin.saturating_add(service), to);
    }
    ((now, place, trip.configuration), late)
}

/// People who wait and room that is left, while trips take of both.
struct Stock {
    waiting: Vec<[u32; NEEDS_MAX]>,
    room: Vec<i64>,
    by_need: Vec<[i64; NEEDS_MAX]>,
}

impl Stock {
    fn of(problem: &Problem) -> Stock {
        let by_need =
            |room: Option<[u32; NEEDS_MAX]>| room.map_or([i64::MAX / 2; NEEDS_MAX], |room| room.map(i64::from));
        Stock {
            waiting: problem.sites.iter().map(|site| site.demand).collect(),
            room: problem.shelters.iter().map(|shelter| i64::from(shelter.capacity)).collect(),
            by_need: problem.shelters.iter().map(|shelter| by_need(shelter.capacity_by_need)).collect(),
        }
    }

    /// Sets room aside for people who are sure to come with a trip; gives it back where `sign` is -1.
    fn set_aside(&mut self, trip: &Trip, load: &Load, sign: i64) {
        self.room[trip.shelter as usize] -= sign * i64::from(people(load));
        for (room, load) in self.by_need[trip.shelter as usize].iter_mut().zip(load) {
            *room -= sign * i64::from(*load);
        }
    }

    /// Gives back what a trip has taken.
    fn give_back(&mut self, trip: &Trip) {
        for stop in trip.stops() {
            self.waiting[stop.site as usize]
                .iter_mut()
                .zip(stop.load)
                .for_each(|(waiting, load)| *waiting += u32::from(load));
            self.set_aside(trip, &stop.load, -1);
        }
    }

    /// As much of a trip as there are people and room for, those who board first before the others: they may be on board
    /// already. None when nobody is left in it.
    fn take(&mut self, problem: &Problem, vehicle: usize, (trip, starts): &Timed) -> Option<Timed> {
        let class = &problem.classes[problem.vehicles[vehicle].class as usize];
        let mut places = *class.configurations.get(trip.configuration as usize)?;
        let (mut fitted, mut starts) = (*trip, starts.clone());
        for stop in fitted.stops_mut() {
            self.board(trip.shelter as usize, stop, &mut places);
        }
        for at in (0..fitted.stops().len()).rev() {
            if people(&fitted.stops()[at].load) == 0 {
                fitted.remove(at);
                starts.remove(at);
            }
        }
        (!fitted.stops().is_empty()).then_some((fitted, starts))
    }

    /// As many of a stop as there are people, places and room for.
    fn board(&mut self, shelter: usize, stop: &mut Stop, places: &mut Load) {
        let waiting = &mut self.waiting[stop.site as usize];
        let admitted: Load = std::array::from_fn(|need| {
            let room = self.by_need[shelter][need].max(0);
            i64::from(stop.load[need]).min(room).min(i64::from(waiting[need])).min(i64::from(places[need])) as u16
        });
        stop.load = capacity::within(self.room[shelter], &admitted);
        *places = capacity::left(places, &stop.load);
        self.room[shelter] -= i64::from(people(&stop.load));
        for ((waiting, room), load) in waiting.iter_mut().zip(&mut self.by_need[shelter]).zip(stop.load) {
            *waiting -= u32::from(load);
            *room -= i64::from(load);
        }
    }
}

/// The trips of a plan in the rows of the problem. People beyond what the dense form holds are left out of it.
fn dense(compiled: &mut Compiled, parts: &Parts) -> Vec<Said> {
    let mut rows_of: Vec<Vec<u32>> = Vec::new();
    for (row, site) in compiled.site_of.iter().enumerate() {
        rows_of.resize(rows_of.len().max(site.index() + 1), Vec::new());
        rows_of[site.index()].push(row as u32);
    }
    let problem = &mut compiled.problem;
    for rows in &mut rows_of {
        rows.sort_by_key(|&row| (problem.sites[row as usize].ready, row));
    }
    // Whoever boards once a wave has come is taken for one of that wave.
    let row_of = |problem: &Problem, stop: &plan::Stop| {
        let rows = rows_of.get(stop.site.index()).map_or(&[][..], Vec::as_slice);
        let come = |row: &&u32| u64::from(problem.sites[**row as usize].ready) <= stop.visit.start.0;
        rows.iter().rev().find(come).or(rows.first()).copied()
    };
    let mut wanted = vec![[0u32; NEEDS_MAX]; problem.sites.len()];
    for stop in parts.trips().flat_map(|(_, trip)| &trip.stops) {
        if let Some(row) = row_of(problem, stop) {
            let sums = &mut wanted[row as usize];
            sums.iter_mut().zip(load(stop)).for_each(|(sum, people)| *sum += u32::from(people));
        }
    }
    rows_of.iter().filter(|rows| rows.len() > 1).for_each(|rows| lend(problem, rows, &wanted));
    let mut routes: Vec<Said> = vec![Vec::new(); problem.vehicles.len()];
    for route in &parts.routes {
        let Some(trips) = routes.get_mut(route.vehicle.index()) else { continue };
        for trip in &route.trips {
            trips.push(dense_trip(trip, |stop| row_of(problem, stop)));
        }
    }
    routes
}

/// Takes people of earlier waves for ones of the next where that is short of them: whoever is there early is there later.
fn lend(problem: &mut Problem, rows: &[u32], wanted: &[[u32; NEEDS_MAX]]) {
    for at in (1..rows.len()).rev() {
        let later = rows[at] as usize;
        for (need, &wanted_later) in wanted[later].iter().enumerate() {
            let mut short = wanted_later.saturating_sub(problem.sites[later].demand[need]);
            // The nearest wave may have nobody to spare where one before it has.
            for earlier in rows[..at].iter().rev().map(|&row| row as usize) {
                let lent = short.min(problem.sites[earlier].demand[need].saturating_sub(wanted[earlier][need]));
                problem.sites[earlier].demand[need] -= lent;
                problem.sites[later].demand[need] += lent;
                short -= lent;
            }
        }
    }
}

fn dense_trip(trip: &plan::Trip, row: impl Fn(&plan::Stop) -> Option<u32>) -> Option<Timed> {
    let mut stops: Vec<(Stop, u32)> = Vec::new();
    for stop in trip.stops.iter().take(STOPS_MAX) {
        let start = u32::try_from(stop.visit.start.0).unwrap_or(NEVER - 1);
        stops.extend(row(stop).map(|site| (Stop { site, load: load(stop) }, start)));
    }
    let configuration = u8::try_from(trip.configuration.0).ok()?;
    let (first, rest) = stops.split_first()?;
    let mut dense = Trip::single(first.0, trip.unloading.shelter.0, configuration);
    rest.iter().enumerate().for_each(|(at, (stop, _))| dense.insert(at + 1, *stop));
    let unloading = u32::try_from(trip.unloading.visit.start.0).unwrap_or(NEVER - 1);
    let starts = stops.iter().map(|(_, start)| *start).chain([unloading]);
    Some((dense, starts.collect()))
}

fn load(stop: &plan::Stop) -> Load {
    let counts = stop.load.counts();
    std::array::from_fn(|need| counts.get(need).map_or(0, |count| u16::try_from(count.0).unwrap_or(u16::MAX)))
}
