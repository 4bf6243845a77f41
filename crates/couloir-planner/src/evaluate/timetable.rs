//! Routes with their moments, brought up to date after each change, and taken back when the change was no good.
//!
//! A change moves some visits in time; each moved visit may move those behind it in the queues and, through their
//! vehicles, others elsewhere. The moves are followed in the order of time, so that each visit is computed when all
//! that comes before it is final; whoever is not touched costs nothing. In debug builds [`Timetable::check`] holds the
//! result against [`crate::evaluate::plain`].

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::evaluate::plain::{self, Score};
use crate::evaluate::queue::{Entry, Line, key};
use crate::problem::{Load, NEEDS_MAX, NEVER, Problem, UNFITTED};
use crate::routes::{Routes, Trip, people};

/// A visit of a vehicle to a place: loading or unloading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Visit {
    pub(crate) place: u32,
    pub(crate) queue: u32,
    pub(crate) join: u32,
    pub(crate) end: u32,
    service: u32,
    ready: u32,
    refit: u32,
    /// People who get off; 0 at sites.
    received: u32,
    /// The trip it belongs to.
    pub(crate) trip: u32,
    /// The vehicle comes with people on board.
    laden: bool,
    /// It stands in its queue.
    linked: bool,
    /// It has no moments yet, and no part in the sums.
    fresh: bool,
}

impl Visit {
    /// Start of the service.
    #[inline]
    pub(crate) fn start(&self) -> u32 {
        self.end - self.service.min(self.end)
    }
}

/// The trips and visits of one vehicle.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Route {
    pub(crate) trips: Vec<Trip>,
    pub(crate) visits: Vec<Visit>,
    /// First visit of each trip.
    pub(crate) first: Vec<u32>,
    usage: plain::Usage,
}

impl Route {
    /// End of the last unloading; 0 for a vehicle that stays in its depot.
    #[inline]
    pub(crate) fn end(&self) -> u32 {
        self.visits.last().map_or(0, |visit| visit.end)
    }
}

/// The sums that the cost is made of.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Sums {
    /// Weighted people not on any trip.
    pub(crate) waiting: i64,
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
}

impl Aim {
    /// The square of the overtime beyond the target, and a little for every second, so that slack is worth something.
    #[inline]
    pub(crate) fn cost(self, end: u32) -> f64 {
        let over = f64::from(end.saturating_sub(self.target));
        over * over + f64::from(end)
    }
}

enum Undo {
    Inserted { queue: u32, at: u32 },
    Removed { queue: u32, at: u32, entry: Entry },
    Changed { queue: u32, at: u32, end: u32, reception_free: u32 },
    Visit { vehicle: u32, visit: u32, join: u32, end: u32 },
    Route { vehicle: u32, saved: Route },
}

/// Something to be done when all that comes before it is final, in order of moment and vehicle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Event {
    key: u64,
    visit: u32,
    /// The queue whose entry is to be looked at again, or [`JOIN`].
    queue: u32,
    /// The latest end that has changed before the entry.
    until: u32,
}

/// Marks a pending event as a vehicle's joining; otherwise it names the queue that is to be looked at.
const JOIN: u32 = u32::MAX;

/// Routes with their moments.
#[derive(Clone)]
pub(crate) struct Timetable<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) routes: Vec<Route>,
    pub(crate) lines: Vec<Line>,
    /// People on no trip, by site and need.
    pub(crate) waiting: Vec<[u32; NEEDS_MAX]>,
    /// Room left in each shelter, and by need.
    pub(crate) room: Vec<i64>,
    pub(crate) room_by_need: Vec<[i64; NEEDS_MAX]>,
    pub(crate) sums: Sums,
    aim: Aim,
    pending: BinaryHeap<Reverse<Event>>,
    log: Log,
    /// Vehicles whose route as a whole is in the log.
    saved: Vec<bool>,
    sums_before: Sums,
    pool: Pool,
    /// Memory for the trips of a change.
    spare: Vec<Trip>,
}

/// The log of a change; a clone of a timetable starts with an empty one.
#[derive(Default)]
struct Log(Vec<Undo>);

impl Clone for Log {
    fn clone(&self) -> Log {
        Log(Vec::new())
    }
}

/// Routes that were let go, kept for their memory.
#[derive(Default)]
struct Pool(Vec<Route>);

impl Clone for Pool {
    fn clone(&self) -> Pool {
        Pool(Vec::new())
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
        Timetable {
            problem,
            routes: vec![Route::default(); problem.vehicles.len()],
            lines: vec![Line::default(); problem.queues.len()],
            waiting: problem.sites.iter().map(|site| site.demand).collect(),
            room: problem.shelters.iter().map(|shelter| i64::from(shelter.capacity)).collect(),
            room_by_need: problem
                .shelters
                .iter()
                .map(|shelter| shelter.capacity_by_need.map_or(no_limit, |room| room.map(i64::from)))
                .collect(),
            sums,
            aim: Aim { target: 0 },
            pending: BinaryHeap::new(),
            log: Log::default(),
            saved: vec![false; problem.vehicles.len()],
            sums_before: sums,
            pool: Pool::default(),
            spare: Vec::new(),
        }
    }

    /// The timetable of given routes.
    pub(crate) fn of(problem: &'a Problem, routes: &Routes) -> Timetable<'a> {
        let mut timetable = Timetable::idle(problem);
        for (vehicle, trips) in routes.0.iter().enumerate() {
            if !trips.is_empty() {
                let mut route = Route { trips: trips.clone(), ..Route::default() };
                timetable.lay_out(vehicle, &mut route, 0);
                timetable.routes[vehicle] = route;
                timetable.send(vehicle, 0);
            }
        }
        timetable.settle();
        timetable.commit();
        timetable
    }

    /// The routes without their moments.
    pub(crate) fn routes(&self) -> Routes {
        Routes(self.routes.iter().map(|route| route.trips.clone()).collect())
    }

    /// Sets what the search pays for overtime.
    pub(crate) fn set_aim(&mut self, aim: Aim) {
        debug_assert!(self.log.0.is_empty(), "the aim changes between changes");
        self.aim = aim;
        self.sums.overtime = self.routes.iter().map(|route| aim.cost(route.end())).sum();
        self.sums_before = self.sums;
    }

    /// What the search pays for overtime.
    pub(crate) fn aim(&self) -> Aim {
        self.aim
    }

    /// When the last person has been unloaded.
    pub(crate) fn clearance(&self) -> u32 {
        self.routes.iter().map(Route::end).max().unwrap_or(0)
    }

    /// What the timetable is worth.
    pub(crate) fn score(&self) -> Score {
        Score {
            not_moved: self.sums.waiting.unsigned_abs(),
            excess: self.sums.excess.unsigned_abs(),
            clearance: self.clearance(),
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
            return (vehicle.available_from, vehicle.depot, UNFITTED);
        }
        let last = match route.first.get(trip) {
            Some(&first) => &route.visits[first as usize - 1],
            None => route.visits.last().expect("a trip has visits"),
        };
        (last.end, last.place, route.trips[trip - 1].configuration)
    }

    /// When a trip made after the one before `at` would end, by the queues as they are now; [`NEVER`] when it cannot be made.
    ///
    /// An estimate: it leaves out that others may be held up and then come otherwise.
    #[inline]
    pub(crate) fn estimate(&self, vehicle: usize, at: usize, trip: &Trip) -> u32 {
        let problem = self.problem;
        let class = problem.vehicles[vehicle].class;
        let (mut now, mut place, configuration) = self.before(vehicle, at);
        now = now.saturating_add(problem.refit(class, configuration, trip.configuration));
        for (index, stop) in trip.stops().iter().enumerate() {
            let site = &problem.sites[stop.site as usize];
            let (_, arrive) = problem.arrive(class, place, site.place, now, index > 0);
            let service = problem.loading(class, stop.site, &stop.load);
            now = self.estimate_end(site.queue, arrive.max(site.ready), vehicle, service);
            place = site.place;
        }
        let shelter = &problem.shelters[trip.shelter as usize];
        let (_, arrive) = problem.arrive(class, place, shelter.place, now, true);
        self.estimate_end(shelter.queue, arrive, vehicle, problem.unloading(class, trip.shelter, &trip.load()))
    }

    /// When a service of a vehicle that joins a queue would end.
    #[inline]
    pub(crate) fn estimate_end(&self, queue: u32, join: u32, vehicle: usize, service: u32) -> u32 {
        let rules = &self.problem.queues[queue as usize];
        if rules.berths.is_none() && rules.windows.is_empty() && rules.reception_per_hour.is_none() {
            return join.saturating_add(service);
        }
        let line = &self.lines[queue as usize];
        let at = line.position(key(join, vehicle), 0);
        line.serve(at, rules, join, service, 0).0.saturating_add(service)
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

    /// Replaces all trips from `from` on by `trips`.
    pub(crate) fn splice(&mut self, vehicle: usize, from: usize, trips: &[Trip]) {
        self.save(vehicle);
        self.release(vehicle, from);
        let mut route = std::mem::take(&mut self.routes[vehicle]);
        route.trips.truncate(from);
        route.trips.extend_from_slice(trips);
        self.lay_out(vehicle, &mut route, from);
        let first_new = route.first.get(from).map_or(route.visits.len(), |&first| first as usize);
        self.routes[vehicle] = route;
        if first_new < self.routes[vehicle].visits.len() {
            self.send(vehicle, first_new);
        } else {
            self.finish(vehicle, None, self.routes[vehicle].end());
        }
        self.settle();
    }

    /// Removes the trip at `at`.
    pub(crate) fn remove_trip(&mut self, vehicle: usize, at: usize) {
        self.splice_one(vehicle, at, None, at + 1);
    }

    /// Inserts a trip before the one at `at`.
    pub(crate) fn insert_trip(&mut self, vehicle: usize, at: usize, trip: Trip) {
        self.splice_one(vehicle, at, Some(trip), at);
    }

    /// Puts another trip in the place of the one at `at`.
    pub(crate) fn replace_trip(&mut self, vehicle: usize, at: usize, trip: Trip) {
        self.splice_one(vehicle, at, Some(trip), at + 1);
    }

    /// Puts `trip` and then the old trips from `resume` on where those from `at` on were.
    fn splice_one(&mut self, vehicle: usize, at: usize, trip: Option<Trip>, resume: usize) {
        let mut rest = std::mem::take(&mut self.spare);
        rest.clear();
        rest.extend(trip);
        rest.extend_from_slice(&self.routes[vehicle].trips[resume..]);
        self.splice(vehicle, at, &rest);
        self.spare = rest;
    }

    /// Keeps a copy of the route for [`Timetable::rollback`].
    fn save(&mut self, vehicle: usize) {
        if std::mem::replace(&mut self.saved[vehicle], true) {
            return;
        }
        let mut saved = self.pool.0.pop().unwrap_or_default();
        let route = &self.routes[vehicle];
        saved.trips.clone_from(&route.trips);
        saved.visits.clone_from(&route.visits);
        saved.first.clone_from(&route.first);
        saved.usage = route.usage;
        self.log.0.push(Undo::Route { vehicle: vehicle as u32, saved });
    }

    /// Takes the visits of all trips from `from` on out of queues and sums.
    fn release(&mut self, vehicle: usize, from: usize) {
        let end = self.routes[vehicle].end();
        self.sums.overtime -= self.aim.cost(end);
        self.sums.excess -= self.excess_of(vehicle, end);
        let first =
            self.routes[vehicle].first.get(from).map_or(self.routes[vehicle].visits.len(), |&first| first as usize);
        for index in first..self.routes[vehicle].visits.len() {
            let visit = self.routes[vehicle].visits[index];
            self.unlink(vehicle, index);
            self.sums.person_seconds -= i64::from(visit.received) * i64::from(visit.end);
        }
        for index in from..self.routes[vehicle].trips.len() {
            let trip = self.routes[vehicle].trips[index];
            self.account(&trip, -1);
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

    /// Writes the visits of the trips from `from` on, without moments.
    fn lay_out(&mut self, vehicle: usize, route: &mut Route, from: usize) {
        let problem = self.problem;
        let class = problem.vehicles[vehicle].class;
        let mut configuration = match from.checked_sub(1) {
            Some(last) => route.trips[last].configuration,
            None => UNFITTED,
        };
        let kept = route.first.get(from).map_or(route.visits.len(), |&first| first as usize);
        route.visits.truncate(kept);
        route.first.truncate(from);
        for index in from..route.trips.len() {
            let trip = route.trips[index];
            self.account(&trip, 1);
            route.first.push(route.visits.len() as u32);
            let mut refit = problem.refit(class, configuration, trip.configuration);
            configuration = trip.configuration;
            for (position, stop) in trip.stops().iter().enumerate() {
                let site = &problem.sites[stop.site as usize];
                route.visits.push(Visit {
                    place: site.place,
                    queue: site.queue,
                    service: problem.loading(class, stop.site, &stop.load),
                    ready: site.ready,
                    refit: std::mem::take(&mut refit),
                    laden: position > 0,
                    trip: index as u32,
                    fresh: true,
                    ..Visit::default()
                });
            }
            let shelter = &problem.shelters[trip.shelter as usize];
            let load: Load = trip.load();
            route.visits.push(Visit {
                place: shelter.place,
                queue: shelter.queue,
                service: problem.unloading(class, trip.shelter, &load),
                received: people(&load),
                laden: true,
                trip: index as u32,
                fresh: true,
                ..Visit::default()
            });
        }
        self.sums.driving -= route.usage.driving as i64;
        route.usage = plain::usage(problem, vehicle, &route.trips);
        self.sums.driving += route.usage.driving as i64;
    }

    /// Takes a visit out of its queue, if it is in it.
    fn unlink(&mut self, vehicle: usize, index: usize) {
        let visit = self.routes[vehicle].visits[index];
        let line = &mut self.lines[visit.queue as usize];
        let key = key(visit.join, vehicle);
        let at = line.position(key, index as u32);
        debug_assert!(line.entries.get(at).is_some_and(|entry| entry.key == key && entry.visit == index as u32));
        let entry = line.remove(at);
        self.routes[vehicle].visits[index].linked = false;
        let follower = line.entries.get(at).map(|next| (next.key, next.visit));
        self.log.0.push(Undo::Removed { queue: visit.queue, at: at as u32, entry });
        if let Some((key, next)) = follower {
            self.look_again(visit.queue, entry.end, key, next);
        }
    }

    /// Notes that a service of `queue` ending at `end` has come, gone or moved, so that whoever follows may move.
    #[inline]
    fn look_again(&mut self, queue: u32, end: u32, key: u64, visit: u32) {
        let rules = &self.problem.queues[queue as usize];
        if rules.berths.is_none() && rules.reception_per_hour.is_none() {
            return;
        }
        self.pending.push(Reverse(Event { key, visit, queue, until: end }));
    }

    /// Sends a vehicle to its visit at `index`, whose moment of joining follows from the visit before.
    fn send(&mut self, vehicle: usize, index: usize) {
        let (free, from) = match index.checked_sub(1) {
            Some(last) => (self.routes[vehicle].visits[last].end, self.routes[vehicle].visits[last].place),
            None => (self.problem.vehicles[vehicle].available_from, self.problem.vehicles[vehicle].depot),
        };
        let visit = &self.routes[vehicle].visits[index];
        let class = self.problem.vehicles[vehicle].class;
        let (_, arrive) = self.problem.arrive(class, from, visit.place, free.saturating_add(visit.refit), visit.laden);
        let join = arrive.max(visit.ready);
        if visit.linked {
            if visit.join == join {
                return;
            }
            self.unlink(vehicle, index);
        }
        // No later visit that was to begin before this one's new moment can stay where it is.
        for later in index + 1..self.routes[vehicle].visits.len() {
            let visit = &self.routes[vehicle].visits[later];
            if visit.linked {
                if visit.join >= join {
                    break;
                }
                self.unlink(vehicle, later);
            }
        }
        self.pending.push(Reverse(Event { key: key(join, vehicle), visit: index as u32, queue: JOIN, until: 0 }));
    }

    /// Follows all changes until the timetable is right again.
    fn settle(&mut self) {
        while let Some(Reverse(mut event)) = self.pending.pop() {
            // The same entry may be pointed at from several sides: look once, for the latest of the changes.
            while let Some(&Reverse(same)) = self.pending.peek() {
                if (same.key, same.visit, same.queue) != (event.key, event.visit, event.queue) {
                    break;
                }
                event.until = event.until.max(same.until);
                self.pending.pop();
            }
            if event.queue == JOIN {
                self.join(event.key, event.visit);
            } else {
                self.reconsider(event);
            }
        }
    }

    /// A vehicle joins a queue.
    fn join(&mut self, key: u64, index: u32) {
        let vehicle = (key & 0xFFFF_FFFF) as usize;
        let join = (key >> 32) as u32;
        let visit = self.routes[vehicle].visits[index as usize];
        let line = &mut self.lines[visit.queue as usize];
        let at = line.position(key, index);
        let rules = &self.problem.queues[visit.queue as usize];
        let (start, reception_free) = line.serve(at, rules, join, visit.service, visit.received);
        let end = start.saturating_add(visit.service);
        line.insert(at, key, index, end, reception_free);
        let follower = line.entries.get(at + 1).map(|next| (next.key, next.visit));
        self.log.0.push(Undo::Inserted { queue: visit.queue, at: at as u32 });
        if let Some((key, next)) = follower {
            self.look_again(visit.queue, end, key, next);
        }
        self.move_visit(vehicle, index as usize, join, end);
    }

    /// An entry of a queue may be served at another moment than before.
    fn reconsider(&mut self, event: Event) {
        let Event { key, visit: index, queue, until } = event;
        let line = &mut self.lines[queue as usize];
        let at = line.position(key, index);
        let Some(&entry) = line.entries.get(at) else { return };
        if (entry.key, entry.visit) != (key, index) {
            self.pending.push(Reverse(Event { key: entry.key, visit: entry.visit, ..event }));
            return;
        }
        let vehicle = entry.vehicle();
        let visit = self.routes[vehicle].visits[index as usize];
        let rules = &self.problem.queues[queue as usize];
        let (start, reception_free) = line.serve(at, rules, visit.join, visit.service, visit.received);
        let end = start.saturating_add(visit.service);
        let follower = line.entries.get(at + 1).map(|next| (next.key, next.visit));
        if end == entry.end && reception_free == entry.reception_free {
            // With several berths a change can pass by one vehicle and be felt by the next, as long as some moment
            // that has changed may still be among those at which berths become free.
            if let Some((key, visit)) = follower {
                let several = rules.berths.is_some_and(|berths| berths > 1);
                if several && line.free(at + 1, rules.berths) <= until {
                    self.pending.push(Reverse(Event { key, visit, ..event }));
                }
            }
            return;
        }
        line.set(at, end, reception_free);
        self.log.0.push(Undo::Changed { queue, at: at as u32, end: entry.end, reception_free: entry.reception_free });
        if let Some((key, next)) = follower {
            self.look_again(queue, end.max(entry.end).max(until), key, next);
        }
        self.move_visit(vehicle, index as usize, visit.join, end);
    }

    /// Writes the moments of a visit and sends the vehicle on.
    fn move_visit(&mut self, vehicle: usize, index: usize, join: u32, end: u32) {
        let saved = self.saved[vehicle];
        let visit = &mut self.routes[vehicle].visits[index];
        let before = *visit;
        visit.join = join;
        visit.end = end;
        visit.linked = true;
        visit.fresh = false;
        let after = *visit;
        if !saved {
            let (vehicle, visit) = (vehicle as u32, index as u32);
            self.log.0.push(Undo::Visit { vehicle, visit, join: before.join, end: before.end });
        }
        let last = index + 1 == self.routes[vehicle].visits.len();
        if before.fresh || before.end != end {
            if after.received > 0 {
                self.sums.person_seconds += i64::from(after.received) * (i64::from(end) - i64::from(before.end));
            }
            if last {
                self.finish(vehicle, (!before.fresh).then_some(before.end), end);
            }
        }
        if !last {
            self.send(vehicle, index + 1);
        }
    }

    /// The end of a route has moved, or come to be.
    fn finish(&mut self, vehicle: usize, before: Option<u32>, after: u32) {
        if let Some(before) = before {
            self.sums.overtime -= self.aim.cost(before);
            self.sums.excess -= self.excess_of(vehicle, before);
        }
        self.sums.overtime += self.aim.cost(after);
        self.sums.excess += self.excess_of(vehicle, after);
    }

    fn excess_of(&self, vehicle: usize, end: u32) -> i64 {
        let over = end.saturating_sub(self.problem.vehicles[vehicle].available_until);
        i64::from(over) + self.routes[vehicle].usage.excess as i64
    }

    /// Makes all changes since the last call final.
    pub(crate) fn commit(&mut self) {
        for undo in self.log.0.drain(..) {
            if let Undo::Route { vehicle, saved } = undo {
                self.saved[vehicle as usize] = false;
                self.pool.0.push(saved);
            }
        }
        self.sums_before = self.sums;
    }

    /// Takes all changes since the last [`Timetable::commit`] back.
    pub(crate) fn rollback(&mut self) {
        while let Some(undo) = self.log.0.pop() {
            match undo {
                Undo::Inserted { queue, at } => {
                    self.lines[queue as usize].remove(at as usize);
                }
                Undo::Removed { queue, at, entry } => self.lines[queue as usize].put_back(at as usize, entry),
                Undo::Changed { queue, at, end, reception_free } => {
                    self.lines[queue as usize].set(at as usize, end, reception_free);
                }
                Undo::Visit { vehicle, visit, join, end } => {
                    let visit = &mut self.routes[vehicle as usize].visits[visit as usize];
                    visit.join = join;
                    visit.end = end;
                }
                Undo::Route { vehicle, saved } => {
                    let vehicle = vehicle as usize;
                    let gone = std::mem::replace(&mut self.routes[vehicle], saved);
                    for trip in &gone.trips {
                        self.account(trip, -1);
                    }
                    for index in 0..self.routes[vehicle].trips.len() {
                        let trip = self.routes[vehicle].trips[index];
                        self.account(&trip, 1);
                    }
                    self.saved[vehicle] = false;
                    self.pool.0.push(gone);
                }
            }
        }
        self.sums = self.sums_before;
    }

    /// Holds the timetable against the plain evaluation.
    ///
    /// # Panics
    ///
    /// When they differ: then this module is wrong.
    pub(crate) fn check(&self) {
        let routes = self.routes();
        let visits = plain::play(self.problem, &routes);
        for (vehicle, route) in self.routes.iter().enumerate() {
            let ours: Vec<(u32, u32)> = route.visits.iter().map(|visit| (visit.join, visit.end)).collect();
            let plain: Vec<(u32, u32)> = visits[vehicle].iter().map(|visit| (visit.join, visit.end)).collect();
            assert_eq!(ours, plain, "moments of vehicle {vehicle}");
        }
        assert_eq!(self.score(), plain::score(self.problem, &routes, &visits), "score");
        let overtime: f64 = self.routes.iter().map(|route| self.aim.cost(route.end())).sum();
        assert!((overtime - self.sums.overtime).abs() <= 1e-6 * overtime.max(1.0), "overtime");
    }
}
