//! Routes with their moments, as appointments: each visit has a berth from a start on, and keeps it when others change.
//!
//! First come, first served makes a plan chaotic: a change of a few seconds swaps two vehicles in a queue, and an hour
//! later everything is different. A trial of the exact propagation moved half of all visits at each change. With
//! appointments a change concerns the vehicles that it touches and nobody else. What is found is no approximation: a
//! vehicle that joins its queue no earlier than its appointment is served at once, since somebody's berth is free then;
//! so these moments are exactly those of the plan with its `not_before` written down. In debug builds
//! [`Timetable::check`] holds them against [`crate::evaluate::plain`] at each accepted move. Now and then
//! [`Timetable::replayed`] lets everybody come as early as they can, which closes the gaps that changes leave.

use crate::evaluate::calendar::{Calendar, Request};
use crate::evaluate::lineup::{Adopted, Ask, Lineups};
use crate::evaluate::plain::{self, Score};
use crate::evaluate::play::{self, Played};
use crate::problem::{Load, NEEDS_MAX, NEVER, Obstacle, Problem};
use crate::routes::{Routes, Schedule, Trip, people};
use appoint::Promises;

pub(crate) mod appoint;

/// A visit of a vehicle to a place: loading or unloading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Visit {
    pub(crate) place: u32,
    pub(crate) queue: u32,
    /// When it could have been served had there been no queue.
    pub(crate) arrive: u32,
    pub(crate) start: u32,
    pub(crate) end: u32,
    berth: u32,
    service: u32,
    reception: u32,
    /// The trip it belongs to.
    pub(crate) trip: u32,
    /// People who get off; 0 at sites.
    received: u32,
}

impl Visit {
    fn request(&self) -> Request {
        Request { ready: self.arrive, service: self.service, reception: self.reception }
    }
}

/// The trips and visits of one vehicle.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Route {
    pub(crate) trips: Vec<Trip>,
    pub(crate) visits: Vec<Visit>,
    /// First visit of each trip.
    pub(crate) first: Vec<u32>,
    /// Regulated passages on the way, in order.
    passings: Vec<Pass>,
    usage: plain::Usage,
}

/// An appointment at a regulated passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pass {
    /// The visit to which the vehicle is on the way.
    visit: u32,
    gate: u32,
    /// The place of its convoy.
    convoy: u32,
    enter: u32,
}

impl Route {
    /// End of the last unloading; 0 for a vehicle that stays in its depot.
    #[inline]
    pub(crate) fn end(&self) -> u32 {
        self.visits.last().map_or(0, |visit| visit.end)
    }

    /// The last visit of a trip.
    #[inline]
    pub(crate) fn unloading(&self, trip: usize) -> &Visit {
        let after = self.first.get(trip + 1).map_or(self.visits.len(), |&first| first as usize);
        &self.visits[after - 1]
    }
}

/// The sums that the cost is made of.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Sums {
    /// Weighted people not on any trip.
    pub(crate) waiting: i64,
    /// Weighted people unloaded after the deadline.
    pub(crate) late: i64,
    /// Seconds and metres beyond what vehicles and crews may do.
    pub(crate) excess: i64,
    /// Sum over vehicles of [`Aim::cost`].
    pub(crate) overtime: f64,
    /// Sum over people of the moment of their unloading.
    pub(crate) person_seconds: i64,
    /// Seconds of driving.
    pub(crate) driving: i64,
}

/// What the search pays for a vehicle that is busy until some moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Aim {
    /// The clearance to get below.
    pub(crate) target: u32,
    /// What a vehicle that a convoy lacks costs.
    pub(crate) lack: f64,
}

impl Sums {
    /// What no gain of time outweighs, in the order in which it counts.
    pub(crate) fn hard(&self) -> (i64, i64, i64) {
        (self.excess, self.waiting + self.late, self.waiting)
    }
}

impl Aim {
    /// The square of the overtime beyond the target, and a little for every second, so that slack is worth something.
    #[inline]
    pub(crate) fn cost(self, end: u32) -> f64 {
        if end == NEVER {
            // Counted as excess, which no overtime outweighs; its square would drown the sums.
            return 0.0;
        }
        let over = f64::from(end.saturating_sub(self.target));
        over * over + f64::from(end)
    }
}

/// Routes with their moments.
#[derive(Clone)]
pub(crate) struct Timetable<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) routes: Vec<Route>,
    pub(crate) calendars: Vec<Calendar>,
    /// Appointments at regulated passages.
    pub(crate) lineups: Lineups,
    /// People on no trip, by site and need.
    pub(crate) waiting: Vec<[u32; NEEDS_MAX]>,
    /// Room left in each shelter, and by need.
    pub(crate) room: Vec<i64>,
    pub(crate) room_by_need: Vec<[i64; NEEDS_MAX]>,
    pub(crate) sums: Sums,
    aim: Aim,
    /// What is kept where it can be; see [`Timetable::keeps`].
    pub(crate) promises: Option<Promises<'a>>,
    /// Whether those who have been told of a trip are to come no earlier than was said.
    pub(crate) keeps: bool,
    /// Trips whose moments have been worked out so far.
    pub(crate) trips_timed: u64,
    changes: Changes,
}

/// What has changed since the last commit; a clone of a timetable starts without changes.
#[derive(Default)]
struct Changes {
    /// Routes as they were.
    before: Vec<(u32, Route)>,
    changed: Vec<bool>,
    sums: Sums,
    /// Memory of routes and trips that were let go.
    pool: Vec<Route>,
    spare: Vec<Trip>,
}

impl Clone for Changes {
    fn clone(&self) -> Changes {
        Changes { changed: vec![false; self.changed.len()], sums: self.sums, ..Changes::default() }
    }
}

impl<'a> Timetable<'a> {
    /// Nobody goes anywhere.
    pub(crate) fn idle(problem: &'a Problem) -> Timetable<'a> {
        let mut sums = Sums::default();
        for site in &problem.sites {
            let weighted = site.demand.iter().zip(site.weight);
            sums.waiting += weighted.map(|(&people, weight)| i64::from(people) * i64::from(weight)).sum::<i64>();
        }
        let no_limit = [i64::MAX / 2; NEEDS_MAX];
        let by_need = |room: &Option<[u32; NEEDS_MAX]>| room.map_or(no_limit, |room| room.map(i64::from));
        Timetable {
            problem,
            routes: vec![Route::default(); problem.vehicles.len()],
            calendars: problem.queues.iter().map(Calendar::new).collect(),
            lineups: Lineups::new(problem),
            waiting: problem.sites.iter().map(|site| site.demand).collect(),
            room: problem.shelters.iter().map(|shelter| i64::from(shelter.capacity)).collect(),
            room_by_need: problem.shelters.iter().map(|shelter| by_need(&shelter.capacity_by_need)).collect(),
            sums,
            aim: Aim { target: 0, lack: 0.0 },
            promises: None,
            keeps: false,
            trips_timed: 0,
            changes: Changes { changed: vec![false; problem.vehicles.len()], sums, ..Changes::default() },
        }
    }

    /// The timetable of given routes in which everybody does everything as early as the schedule allows.
    ///
    /// `None` when two services begin at one berth in the same moment, the first taking no time: as appointments their
    /// order would be that of the vehicles and perhaps not the one in which they came.
    pub(crate) fn of(problem: &'a Problem, schedule: &Schedule) -> Option<Timetable<'a>> {
        Timetable::of_played(problem, schedule, &play::play(problem, schedule))
    }

    /// [`Timetable::of`] for a schedule that has been played.
    pub(crate) fn of_played(problem: &'a Problem, schedule: &Schedule, played: &Played) -> Option<Timetable<'a>> {
        let mut timetable = Timetable::idle(problem);
        let visits = &played.visits;
        let mut order: Vec<(u32, u32, u32)> = Vec::new();
        for (vehicle, trips) in schedule.routes.0.iter().enumerate() {
            timetable.lay_out(vehicle, 0, trips);
            for (index, visit) in visits[vehicle].iter().enumerate() {
                let ours = &mut timetable.routes[vehicle].visits[index];
                // A deliberate wait is no arrival; only the plain evaluation tells the two apart.
                (ours.arrive, ours.start, ours.end) = (visit.arrive, visit.start, visit.end);
                order.push((visit.start, vehicle as u32, index as u32));
            }
        }
        order.sort_unstable();
        for (start, vehicle, index) in order {
            let visit = &mut timetable.routes[vehicle as usize].visits[index as usize];
            let calendar = &mut timetable.calendars[visit.queue as usize];
            visit.berth = calendar.free_berth(start)?;
            calendar.insert(visit.berth, start, visit.request(), vehicle as usize, index as usize);
        }
        timetable.adopt_convoys(schedule, played)?;
        for vehicle in 0..timetable.routes.len() {
            timetable.count(vehicle, 0, 1);
        }
        timetable.commit();
        Some(timetable)
    }

    /// Takes over the convoys of a schedule that was played; none when one of them never enters.
    fn adopt_convoys(&mut self, schedule: &Schedule, played: &Played) -> Option<()> {
        let problem = self.problem;
        for gate in 0..problem.gates.len() {
            // By convoy, its vehicles: when they enter and leave, and on the way to which visit they are.
            let convoys = schedule.convoys.get(gate).map_or(&[][..], Vec::as_slice);
            let mut members: Vec<Vec<(u32, u32, u32, u32)>> = vec![Vec::new(); convoys.len()];
            for (vehicle, passings) in played.passings.iter().enumerate() {
                for (visit, passing) in passings {
                    match passing.convoy {
                        Some((at, convoy)) if at as usize == gate => {
                            members[convoy as usize].push((vehicle as u32, *visit, passing.enter, passing.leave));
                        }
                        Some(_) => {}
                        None if passing.enter == NEVER => return None,
                        None => {}
                    }
                }
            }
            for (convoy, members) in convoys.iter().zip(members) {
                let enter = members.first()?.2;
                let place = self.lineups.adopt(problem, gate as u32, convoy, enter);
                for &vehicle in &convoy.vehicles {
                    let &(_, visit, _, leave) = members.iter().find(|member| member.0 == vehicle)?;
                    let people = self.riding(vehicle as usize, visit as usize);
                    let member = Adopted { vehicle, visit, people, leave };
                    self.lineups.adopt_member(problem, gate as u32, place, member);
                    let pass = Pass { visit, gate: gate as u32, convoy: place, enter };
                    self.routes[vehicle as usize].passings.push(pass);
                }
            }
        }
        if !problem.gates.is_empty() {
            self.lineups.count_lacks(problem);
            self.routes.iter_mut().for_each(|route| route.passings.sort_by_key(|pass| (pass.visit, pass.enter)));
        }
        Some(())
    }

    /// People on board on the way to a visit.
    fn riding(&self, vehicle: usize, visit: usize) -> u32 {
        let route = &self.routes[vehicle];
        let trip = route.visits[visit].trip as usize;
        route.trips[trip].riding(visit - route.first[trip] as usize)
    }

    /// The same routes with everybody coming as early as they can, first come, first served; `None` as for
    /// [`Timetable::of`].
    pub(crate) fn replayed(&self) -> Option<Timetable<'a>> {
        let mut schedule = Schedule::unbound(self.routes());
        schedule.convoys = self.lineups.convoys(self.problem);
        let played = play::play(self.problem, &schedule);
        self.instead(&schedule, &played)
    }

    /// Another schedule in the place of this one, with the same aim; `None` as for [`Timetable::of`].
    pub(crate) fn instead(&self, schedule: &Schedule, played: &Played) -> Option<Timetable<'a>> {
        let mut other = Timetable::of_played(self.problem, schedule, played)?;
        other.set_aim(self.aim);
        (other.promises, other.keeps) = (self.promises, self.keeps);
        other.trips_timed += self.trips_timed;
        other.lineups.hold.clone_from(&self.lineups.hold);
        Some(other)
    }

    /// The routes without their moments.
    pub(crate) fn routes(&self) -> Routes {
        Routes(self.routes.iter().map(|route| route.trips.clone()).collect())
    }

    /// The routes with the appointments of those who would come too early.
    pub(crate) fn schedule(&self) -> Schedule {
        let wait = |visit: &Visit| if visit.start > visit.arrive { visit.start } else { 0 };
        let mut not_before: Vec<Vec<u32>> =
            self.routes.iter().map(|route| route.visits.iter().map(wait).collect()).collect();
        // Convoys may enter earlier than their appointments; whoever comes earlier by that keeps the place in the queue.
        for (route, not_before) in self.routes.iter().zip(&mut not_before) {
            for pass in &route.passings {
                not_before[pass.visit as usize] = route.visits[pass.visit as usize].start;
            }
        }
        Schedule { routes: self.routes(), not_before, convoys: self.lineups.convoys(self.problem) }
    }

    /// Sets what the search pays for overtime.
    pub(crate) fn set_aim(&mut self, aim: Aim) {
        debug_assert!(self.changes.before.is_empty(), "the aim changes between changes");
        self.aim = aim;
        self.add_up_overtime();
        self.changes.sums = self.sums;
    }

    /// Adds the overtime of all vehicles up anew, free of what rounding has left.
    pub(crate) fn add_up_overtime(&mut self) {
        self.sums.overtime = self.routes.iter().map(|route| self.aim.cost(route.end())).sum();
    }

    /// What the search pays for overtime.
    pub(crate) fn aim(&self) -> Aim {
        self.aim
    }

    /// What is annealed: overtime, and vehicles that convoys lack.
    #[inline]
    pub(crate) fn cost(&self) -> f64 {
        self.sums.overtime + self.aim.lack * self.lineups.lacks as f64
    }

    /// What the timetable is worth.
    pub(crate) fn score(&self) -> Score {
        Score {
            not_in_time: (self.sums.waiting + self.sums.late).unsigned_abs(),
            not_moved: self.sums.waiting.unsigned_abs(),
            excess: (self.sums.excess + self.lineups.lacks).unsigned_abs(),
            clearance: self.routes.iter().map(Route::end).max().unwrap_or(0),
            person_seconds: self.sums.person_seconds.unsigned_abs(),
            driving: self.sums.driving.unsigned_abs(),
        }
    }

    /// The moment and place from which the trip at `trip` sets off (the end of the route when there is none), and
    /// the configuration of the vehicle then.
    #[inline]
    pub(crate) fn before(&self, vehicle: usize, trip: usize) -> (u32, u32, u8) {
        let route = &self.routes[vehicle];
        if trip == 0 {
            let vehicle = &self.problem.vehicles[vehicle];
            return (vehicle.available_from, vehicle.depot, vehicle.fitted());
        }
        let last = route.unloading(trip - 1);
        (last.end, last.place, route.trips[trip - 1].configuration)
    }

    /// When a trip made after the one before `at` would end; [`NEVER`] when it cannot be made.
    ///
    /// The vehicle's own later appointments are in its way: an estimate, and on the safe side.
    #[inline]
    pub(crate) fn estimate(&self, vehicle: usize, at: usize, trip: &Trip) -> u32 {
        self.end_of(vehicle, at, trip, |queue, ready, service| self.estimate_end(queue, ready, service))
    }

    /// When a trip made after the one before `at` would end if nobody else were in a queue.
    pub(crate) fn unhindered(&self, vehicle: usize, at: usize, trip: &Trip) -> u32 {
        self.end_of(vehicle, at, trip, |_, ready, service| ready.saturating_add(service))
    }

    /// When a trip made after the one before `at` would end, where `served` tells when a service ends, from its queue, the
    /// arrival there and its seconds.
    #[inline]
    fn end_of(&self, vehicle: usize, at: usize, trip: &Trip, served: impl Fn(u32, u32, u32) -> u32) -> u32 {
        let problem = self.problem;
        let class = problem.vehicles[vehicle].class;
        let (mut now, mut place, configuration) = self.before(vehicle, at);
        now = now.saturating_add(problem.refit(class, configuration, trip.configuration));
        for (index, stop) in trip.stops().iter().enumerate() {
            let site = &problem.sites[stop.site as usize];
            let arrive = self.arrive((class, place, site.place), now, trip.riding(index));
            now = served(site.queue, arrive.max(site.ready), problem.loading(class, stop.site, &stop.load));
            place = site.place;
        }
        let shelter = &problem.shelters[trip.shelter as usize];
        let arrive = self.arrive((class, place, shelter.place), now, trip.people());
        served(shelter.queue, arrive, problem.unloading(class, trip.shelter, &trip.load()))
    }

    /// When a vehicle with so many people on board would arrive that could set off at `ready`.
    #[inline]
    pub(crate) fn arrive(&self, leg: (u32, u32, u32), ready: u32, people: u32) -> u32 {
        if self.problem.gates.is_empty() {
            return self.problem.arrive(leg.0, leg.1, leg.2, ready, people > 0).1;
        }
        ride(self.problem, leg, ready, people, |ask| {
            let fit = self.lineups.fit(self.problem, ask);
            if fit.enter == NEVER { NEVER } else { fit.leave }
        })
    }

    /// When a service of a vehicle that comes to a queue would end.
    #[inline]
    pub(crate) fn estimate_end(&self, queue: u32, ready: u32, service: u32) -> u32 {
        let (start, _) = self.calendars[queue as usize].fit(Request { ready, service, reception: 0 });
        start.saturating_add(service)
    }

    /// Whether crew and range allow one more trip.
    pub(crate) fn may_add(&self, vehicle: usize, at: usize, trip: &Trip) -> bool {
        let limits = &self.problem.vehicles[vehicle];
        if limits.driving_max == NEVER && limits.range_max == NEVER {
            return true;
        }
        let mut trips = self.routes[vehicle].trips.clone();
        trips.insert(at, *trip);
        plain::usage(self.problem, vehicle, &trips).excess == 0
    }

    /// Inserts a trip before the one at `at`.
    pub(crate) fn insert_trip(&mut self, vehicle: usize, at: usize, trip: Trip) {
        self.splice_few(vehicle, at, &[trip], at);
    }

    /// Puts another trip in the place of the one at `at`.
    pub(crate) fn replace_trip(&mut self, vehicle: usize, at: usize, trip: Trip) {
        self.splice_few(vehicle, at, &[trip], at + 1);
    }

    /// Takes the trip at `at` out.
    pub(crate) fn remove_trip(&mut self, vehicle: usize, at: usize) {
        self.splice_few(vehicle, at, &[], at + 1);
    }

    /// Puts `new` and then the old trips from `resume` on where those from `at` on were.
    fn splice_few(&mut self, vehicle: usize, at: usize, new: &[Trip], resume: usize) {
        let mut trips = std::mem::take(&mut self.changes.spare);
        trips.clear();
        trips.extend_from_slice(new);
        trips.extend_from_slice(&self.routes[vehicle].trips[resume..]);
        self.splice(vehicle, at, &trips);
        self.changes.spare = trips;
    }

    /// Replaces all trips from `from` on by `trips`.
    pub(crate) fn splice(&mut self, vehicle: usize, from: usize, trips: &[Trip]) {
        self.save(vehicle);
        let first =
            self.routes[vehicle].first.get(from).map_or(self.routes[vehicle].visits.len(), |&first| first as usize);
        self.count(vehicle, first, -1);
        self.release(vehicle, first);
        self.lay_out(vehicle, from, trips);
        self.book(vehicle, first, &[]);
        self.count(vehicle, first, 1);
    }

    /// Keeps a copy of the route for [`Timetable::rollback`].
    fn save(&mut self, vehicle: usize) {
        if std::mem::replace(&mut self.changes.changed[vehicle], true) {
            return;
        }
        let mut saved = self.changes.pool.pop().unwrap_or_default();
        let route = &self.routes[vehicle];
        saved.trips.clone_from(&route.trips);
        saved.visits.clone_from(&route.visits);
        saved.first.clone_from(&route.first);
        saved.passings.clone_from(&route.passings);
        saved.usage = route.usage;
        self.changes.before.push((vehicle as u32, saved));
    }

    /// Adds a route's part from a visit on to the sums, or takes it off.
    fn count(&mut self, vehicle: usize, first: usize, sign: i64) {
        let route = &self.routes[vehicle];
        let end = route.end();
        let over = plain::too_late(&self.problem.vehicles[vehicle], end);
        self.sums.overtime += sign as f64 * self.aim.cost(end);
        self.sums.excess += sign * (over as i64 + route.usage.excess as i64);
        self.sums.driving += sign * route.usage.driving as i64;
        for visit in &route.visits[first..] {
            self.sums.person_seconds += sign * i64::from(visit.received) * i64::from(visit.end);
            if visit.received > 0 && self.problem.deadline.is_some_and(|deadline| visit.end > deadline) {
                self.sums.late += sign * plain::weight(self.problem, &route.trips[visit.trip as usize]) as i64;
            }
        }
    }

    /// Gives the appointments from a visit on up.
    fn release(&mut self, vehicle: usize, first: usize) {
        for index in first..self.routes[vehicle].visits.len() {
            let visit = &self.routes[vehicle].visits[index];
            self.calendars[visit.queue as usize].remove(visit.berth, visit.start, vehicle, index);
        }
        while let Some(pass) = self.routes[vehicle].passings.pop_if(|pass| pass.visit as usize >= first) {
            self.lineups.leave(self.problem, pass.gate, pass.convoy, vehicle, pass.visit as usize);
        }
    }

    /// Books the people and the room of a trip: `sign` is 1 for a new trip, -1 for one that goes.
    fn account(&mut self, trip: &Trip, sign: i64) {
        let mut total = 0i64;
        for stop in trip.stops() {
            let site = stop.site as usize;
            for need in 0..self.problem.needs {
                let load = i64::from(stop.load[need]);
                let waiting = i64::from(self.waiting[site][need]) - sign * load;
                debug_assert!(waiting >= 0, "more people loaded than there are");
                self.waiting[site][need] = waiting as u32;
                self.sums.waiting -= sign * load * i64::from(self.problem.sites[site].weight[need]);
                self.room_by_need[trip.shelter as usize][need] -= sign * load;
                total += load;
            }
        }
        self.room[trip.shelter as usize] -= sign * total;
    }

    /// Writes the trips from `from` on and their visits, without moments.
    fn lay_out(&mut self, vehicle: usize, from: usize, trips: &[Trip]) {
        let mut route = std::mem::take(&mut self.routes[vehicle]);
        for trip in &route.trips[from..] {
            self.account(trip, -1);
        }
        route.trips.truncate(from);
        route.visits.truncate(route.first.get(from).map_or(route.visits.len(), |&first| first as usize));
        route.first.truncate(from);
        self.trips_timed += trips.len() as u64;
        let class = self.problem.vehicles[vehicle].class;
        for trip in trips {
            self.account(trip, 1);
            let index = route.trips.len() as u32;
            route.trips.push(*trip);
            route.first.push(route.visits.len() as u32);
            for stop in trip.stops() {
                let site = &self.problem.sites[stop.site as usize];
                let service = self.problem.loading(class, stop.site, &stop.load);
                route.visits.push(Visit {
                    place: site.place,
                    queue: site.queue,
                    service,
                    trip: index,
                    ..Visit::default()
                });
            }
            let shelter = &self.problem.shelters[trip.shelter as usize];
            let load: Load = trip.load();
            let received = people(&load);
            route.visits.push(Visit {
                place: shelter.place,
                queue: shelter.queue,
                service: self.problem.unloading(class, trip.shelter, &load),
                reception: plain::reception_end(
                    self.problem.queues[shelter.queue as usize].reception_per_hour,
                    0,
                    received,
                ),
                received,
                trip: index,
                ..Visit::default()
            });
        }
        route.usage = plain::usage(self.problem, vehicle, &route.trips);
        self.routes[vehicle] = route;
    }

    /// Takes the earliest appointments from a visit on, none before the moment that it was `appointed` for, if it was.
    fn book(&mut self, vehicle: usize, first: usize, appointed: &[u32]) {
        let problem = self.problem;
        let class = problem.vehicles[vehicle].class;
        let promises = self.promises.filter(|_| self.keeps && appointed.is_empty());
        let (mut next_said, mut said): (usize, &[u32]) = (0, &[]);
        let route = &mut self.routes[vehicle];
        let (mut now, mut place) = match first.checked_sub(1) {
            Some(last) => (route.visits[last].end, route.visits[last].place),
            None => (problem.vehicles[vehicle].available_from, problem.vehicles[vehicle].depot),
        };
        for index in first..route.visits.len() {
            let trip = route.visits[index].trip as usize;
            let stop = index - route.first[trip] as usize;
            if stop == 0 {
                let fitted = match trip.checked_sub(1) {
                    Some(last) => route.trips[last].configuration,
                    None => problem.vehicles[vehicle].fitted(),
                };
                if let Some(promises) = promises {
                    said = promises.starts(vehicle, &mut next_said, &route.trips[trip], now);
                }
                now = now.saturating_add(problem.refit(class, fitted, route.trips[trip].configuration));
            }
            let ready = route.trips[trip].stops().get(stop).map_or(0, |stop| problem.sites[stop.site as usize].ready);
            let visit = &mut route.visits[index];
            let leg = (class, place, visit.place);
            visit.arrive = if problem.gates.is_empty() {
                problem.arrive(class, place, visit.place, now, stop > 0).1.max(ready)
            } else {
                let (lineups, passings) = (&mut self.lineups, &mut route.passings);
                let people = route.trips[trip].riding(stop);
                let pass = |ask| pass_through(problem, lineups, passings, ask, (vehicle, index));
                ride(problem, leg, now, people, pass).max(ready)
            };
            let visit = &mut route.visits[index];
            let calendar = &mut self.calendars[visit.queue as usize];
            let wanted = appointed.get(index).or(said.get(stop)).copied().unwrap_or(0);
            let ready = visit.arrive.max(wanted);
            (visit.start, visit.berth) = calendar.fit(Request { ready, ..visit.request() });
            visit.end = visit.start.saturating_add(visit.service);
            calendar.insert(visit.berth, visit.start, visit.request(), vehicle, index);
            (now, place) = (visit.end, visit.place);
        }
    }

    /// Vehicles whose routes have changed since the last [`Timetable::commit`].
    pub(crate) fn touched(&self) -> impl Iterator<Item = usize> {
        self.changes.before.iter().map(|&(vehicle, _)| vehicle as usize)
    }

    /// Makes all changes since the last call final.
    pub(crate) fn commit(&mut self) {
        self.lineups.commit();
        for (vehicle, route) in self.changes.before.drain(..) {
            self.changes.changed[vehicle as usize] = false;
            self.changes.pool.push(route);
        }
        self.changes.sums = self.sums;
    }

    /// Takes all changes since the last [`Timetable::commit`] back.
    pub(crate) fn rollback(&mut self) {
        let before = std::mem::take(&mut self.changes.before);
        for &(vehicle, ref old) in &before {
            let vehicle = vehicle as usize;
            let kept = kept(&old.visits, &self.routes[vehicle].visits);
            // Convoys are undone as a whole below.
            self.routes[vehicle].passings.clear();
            self.release(vehicle, kept);
        }
        self.lineups.rollback(self.problem);
        for (vehicle, old) in before {
            let vehicle = vehicle as usize;
            let new = std::mem::replace(&mut self.routes[vehicle], old);
            for trip in &new.trips {
                self.account(trip, -1);
            }
            for index in kept(&self.routes[vehicle].visits, &new.visits)..self.routes[vehicle].visits.len() {
                let visit = self.routes[vehicle].visits[index];
                self.calendars[visit.queue as usize].insert(visit.berth, visit.start, visit.request(), vehicle, index);
            }
            self.changes.changed[vehicle] = false;
            self.changes.pool.push(new);
            self.changes.before.push((vehicle as u32, Route::default()));
        }
        // People go back to their old trips only when all new ones have let them go.
        for (vehicle, _) in std::mem::take(&mut self.changes.before) {
            for index in 0..self.routes[vehicle as usize].trips.len() {
                let trip = self.routes[vehicle as usize].trips[index];
                self.account(&trip, 1);
            }
        }
        self.sums = self.changes.sums;
    }

    /// Holds the timetable against the plain evaluation.
    ///
    /// # Panics
    ///
    /// When they differ: then this module is wrong.
    #[cfg(any(test, debug_assertions))]
    pub(crate) fn check(&self) {
        // Who never gets through here may get through where convoys enter earlier; and see `examines_both_ways`.
        if !self.problem.gates.is_empty() && (self.sums.excess > 0 || self.problem.examines_both_ways()) {
            return;
        }
        let schedule = self.schedule();
        let played = play::play(self.problem, &schedule);
        let visits = &played.visits;
        for (vehicle, route) in self.routes.iter().enumerate() {
            let passings = played.passings[vehicle].iter().filter(|(_, passing)| passing.convoy.is_some());
            for (ours, (_, passing)) in route.passings.iter().zip(passings) {
                assert!(passing.enter <= ours.enter, "vehicle {vehicle} enters later than its appointment");
            }
        }
        for (vehicle, route) in self.routes.iter().enumerate() {
            let ours: Vec<(u32, u32)> = route.visits.iter().map(|visit| (visit.start, visit.end)).collect();
            let plain: Vec<(u32, u32)> = visits[vehicle].iter().map(|visit| (visit.start, visit.end)).collect();
            assert_eq!(ours, plain, "moments of vehicle {vehicle}");
        }
        assert_eq!(self.score(), plain::score(self.problem, &schedule, visits), "score");
        let overtime: f64 = self.routes.iter().map(|route| self.aim.cost(route.end())).sum();
        assert!((overtime - self.sums.overtime).abs() <= 1e-6 * overtime.max(1.0), "overtime");
    }
}

/// The arrival of a vehicle that could set off at `ready`, where `pass` says when it goes on behind a regulated passage.
fn ride(problem: &Problem, leg: (u32, u32, u32), ready: u32, people: u32, mut pass: impl FnMut(Ask) -> u32) -> u32 {
    let (depart, arrive) = problem.arrive(leg.0, leg.1, leg.2, ready, people > 0);
    let obstacles = problem.obstacles(leg.0, leg.1, leg.2);
    if arrive == NEVER || !obstacles.iter().any(|obstacle| matches!(obstacle, Obstacle::Gate { .. })) {
        return arrive;
    }
    let (mut clock, mut driven) = (depart, 0);
    for obstacle in obstacles {
        match obstacle {
            Obstacle::Gate { gate, offset, heading } => {
                let reach = clock.saturating_add(offset.saturating_sub(driven));
                clock = pass(Ask { gate: *gate, heading: *heading, people, reach });
                driven = *offset;
            }
            Obstacle::Passage { offset, windows, screening, .. } => {
                let enter =
                    crate::problem::earliest_open(windows, clock.saturating_add(offset.saturating_sub(driven)), 0);
                clock = enter.saturating_add(if people > 0 { *screening } else { 0 });
                driven = *offset;
            }
            Obstacle::Closure { .. } => {}
        }
        if clock == NEVER {
            return NEVER;
        }
    }
    let arrive = clock.saturating_add(problem.travel(leg.0, leg.1, leg.2).saturating_sub(driven));
    // Whoever is held so long that the leg closes meanwhile may not set out.
    if problem.is_caught((depart, arrive), leg) { NEVER } else { arrive }
}

/// Takes an appointment at a regulated passage; gives the moment at which the vehicle goes on.
fn pass_through(
    problem: &Problem,
    lineups: &mut Lineups,
    passings: &mut Vec<Pass>,
    mut ask: Ask,
    (vehicle, visit): (usize, usize),
) -> u32 {
    // Twice through one passage at the same moment: then nobody could say which convoy is the first.
    let before = passings.iter().rev().find(|pass| pass.gate == ask.gate).map(|pass| pass.enter);
    ask.reach = before.filter(|&enter| enter >= ask.reach).map_or(ask.reach, |enter| enter.saturating_add(1));
    let fit = lineups.fit(problem, ask);
    if fit.enter == NEVER {
        return NEVER;
    }
    let convoy = lineups.book(problem, ask, fit, vehicle, visit);
    passings.push(Pass { visit: visit as u32, gate: ask.gate, convoy, enter: fit.enter });
    fit.leave
}

/// How many visits at the beginning are the same in both.
fn kept(old: &[Visit], new: &[Visit]) -> usize {
    old.iter().zip(new).take_while(|(old, new)| old == new).count()
}
