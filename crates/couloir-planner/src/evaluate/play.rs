//! The whole operation played from the start, event by event, as `MODEL.md` tells it.
//!
//! Berths serve first come, first served. At regulated passages a [`Marshal`] says who goes when: [`Listed`] follows the
//! convoys of a schedule, [`crate::evaluate::form`] makes them up as vehicles come.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use couloir_model::travel::Heading;

use crate::evaluate::plain::{Visit, reception_end};
use crate::evaluate::post::Post;
use crate::problem::{NEVER, Obstacle, Passing, Problem, earliest_open};
use crate::routes::{Convoy, Routes, Schedule, people};

/// A schedule with all its moments.
#[derive(Debug, Clone, Default)]
pub struct Played {
    /// The visits of each vehicle in order: the stops of a trip, then its shelter.
    pub visits: Vec<Vec<Visit>>,
    /// The passages that each vehicle goes through, in order, with the visit to which it is on the way.
    pub passings: Vec<Vec<(u32, Passing)>>,
}

/// A vehicle in front of a regulated passage.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arrival {
    pub(crate) gate: usize,
    pub(crate) heading: Heading,
    pub(crate) vehicle: usize,
    pub(crate) people: u32,
    pub(crate) reach: u32,
}

/// What a marshal decides.
#[derive(Debug, Clone)]
pub(crate) enum Order {
    /// These vehicles enter at this moment; at [`NEVER`] when they never do.
    Enter { gate: usize, enter: u32, convoy: u32, vehicles: Vec<u32> },
    /// Ask again at this moment, when all who reach a passage then are there.
    Wake { gate: usize, at: u32 },
}

/// Who goes through regulated passages when.
pub(crate) trait Marshal {
    /// A vehicle stands in front of a passage.
    fn reached(&mut self, posts: &mut [Post], arrival: Arrival, orders: &mut Vec<Order>);

    /// It is the moment that the marshal had asked for.
    fn woken(&mut self, posts: &mut [Post], gate: usize, now: u32, orders: &mut Vec<Order>);

    /// Nothing happens any more unless somebody goes; gives no order when nobody is left.
    fn stalled(&mut self, posts: &mut [Post], now: u32, orders: &mut Vec<Order>);
}

/// What [`Problem::queues`] remember of those served so far.
struct Berths {
    free: BinaryHeap<Reverse<u32>>,
    reception_free: u32,
}

/// Where a vehicle is on a leg.
#[derive(Debug, Clone, Copy, Default)]
struct Transit {
    leg: (u32, u32, u32),
    /// The next obstacle.
    next: usize,
    /// When the last one was left, and how far along the leg it is.
    clock: u32,
    driven: u32,
    people: u32,
}

/// What happens next: the moment, what, to which vehicle, passage or convoy.
type Event = (u32, u32, u32);

/// Kinds of events, in the order in which they count at one moment; the vehicle or passage is added.
///
/// Whoever comes through a passage at this moment has joined the queue when it is served; examinations come last, so that all
/// who enter at this moment are examined in the order of the list.
const REACH: u32 = 0;
const ENTER: u32 = 1 << 29;
const WAKE: u32 = 2 << 29;
const JOIN: u32 = 3 << 29;
const EXAMINE: u32 = 4 << 29;
const KIND: u32 = 7 << 29;

pub(crate) struct Play<'a, M> {
    problem: &'a Problem,
    schedule: &'a Schedule,
    berths: Vec<Berths>,
    played: Played,
    transits: Vec<Transit>,
    posts: Vec<Post>,
    entering: Vec<(usize, u32, Vec<u32>)>,
    /// Vehicles that are to be examined.
    seats: Vec<u32>,
    pending: BinaryHeap<Reverse<Event>>,
    orders: Vec<Order>,
    marshal: M,
}

/// Plays a schedule with the convoys that it lists.
#[must_use]
pub fn play(problem: &Problem, schedule: &Schedule) -> Played {
    Play::new(problem, schedule, Listed::new(problem, schedule)).run().0
}

impl<'a, M: Marshal> Play<'a, M> {
    pub(crate) fn new(problem: &'a Problem, schedule: &'a Schedule, marshal: M) -> Play<'a, M> {
        let berths = problem.queues.iter().map(|queue| Berths {
            free: std::iter::repeat_n(Reverse(0), queue.berths.unwrap_or(0) as usize).collect(),
            reception_free: 0,
        });
        let vehicles = problem.vehicles.len();
        let on_the_way = if problem.travel.obstacles.is_empty() { 0 } else { vehicles };
        Play {
            problem,
            schedule,
            berths: berths.collect(),
            played: Played { visits: vec![Vec::new(); vehicles], passings: vec![Vec::new(); vehicles] },
            transits: vec![Transit::default(); on_the_way],
            posts: problem.gates.iter().map(Post::new).collect(),
            entering: Vec::new(),
            seats: Vec::new(),
            pending: BinaryHeap::new(),
            orders: Vec::new(),
            marshal,
        }
    }

    pub(crate) fn run(mut self) -> (Played, M) {
        for vehicle in 0..self.problem.vehicles.len() {
            self.send(vehicle, self.problem.vehicles[vehicle].available_from);
        }
        let mut now = 0;
        loop {
            while let Some(Reverse((moment, what, more))) = self.pending.pop() {
                now = moment;
                let index = (what & !KIND) as usize;
                match what & KIND {
                    REACH => self.reach(index, moment),
                    ENTER => self.enter(more as usize, moment),
                    EXAMINE => self.examine(more as usize, moment),
                    WAKE => self.marshal.woken(&mut self.posts, index, moment, &mut self.orders),
                    _ => self.serve(index, moment),
                }
                if !self.orders.is_empty() {
                    self.follow_orders();
                }
            }
            self.marshal.stalled(&mut self.posts, now, &mut self.orders);
            if self.orders.is_empty() {
                return (self.played, self.marshal);
            }
            self.follow_orders();
        }
    }

    fn follow_orders(&mut self) {
        for order in std::mem::take(&mut self.orders) {
            match order {
                Order::Enter { gate, enter, convoy, vehicles } => {
                    self.entering.push((gate, convoy, vehicles));
                    let entry = (self.entering.len() - 1) as u32;
                    // At one moment the convoys of a passage enter in the order of the list.
                    self.pending.push(Reverse((enter, ENTER | convoy.min(ENTER - 1), entry)));
                }
                Order::Wake { gate, at } => self.pending.push(Reverse((at, WAKE | gate as u32, 0))),
            }
        }
    }

    /// Sends a vehicle that is free at `now` to its next visit.
    fn send(&mut self, vehicle: usize, now: u32) {
        let problem = self.problem;
        let visits = &mut self.played.visits[vehicle];
        let Some(next) = step(problem, &self.schedule.routes, vehicle, visits.len()) else { return };
        let from = match visits.len().checked_sub(1) {
            Some(last) => step(problem, &self.schedule.routes, vehicle, last).map_or(next.place, |step| step.place),
            None => problem.vehicles[vehicle].depot,
        };
        let leg = (problem.vehicles[vehicle].class, from, next.place);
        let ready = now.saturating_add(next.refit);
        let (depart, arrive) = problem.arrive(leg.0, leg.1, leg.2, ready, next.riding > 0);
        visits.push(Visit { depart, ..Visit::default() });
        if arrive == NEVER || problem.obstacles(leg.0, leg.1, leg.2).is_empty() {
            return self.arrive(vehicle, arrive);
        }
        self.transits[vehicle] = Transit { leg, next: 0, clock: depart, driven: 0, people: next.riding };
        self.drive(vehicle);
    }

    /// A vehicle goes on along its leg, as far as it can without asking anybody.
    fn drive(&mut self, vehicle: usize) {
        let problem = self.problem;
        let mut transit = self.transits[vehicle];
        let (class, from, to) = transit.leg;
        for obstacle in &problem.obstacles(class, from, to)[transit.next..] {
            let Obstacle::Passage { passage, offset, windows, screening } = obstacle else {
                if let Obstacle::Gate { offset, .. } = obstacle {
                    let reach = transit.clock.saturating_add(offset.saturating_sub(transit.driven));
                    self.transits[vehicle] = transit;
                    return self.pending.push(Reverse((reach, REACH | vehicle as u32, 0)));
                }
                transit.next += 1;
                continue;
            };
            let reach = transit.clock.saturating_add(offset.saturating_sub(transit.driven));
            let enter = earliest_open(windows, reach, 0);
            if enter == NEVER {
                return self.arrive(vehicle, NEVER);
            }
            let leave = enter.saturating_add(if transit.people > 0 { *screening } else { 0 });
            self.note(vehicle, Passing { passage: *passage, reach, enter, leave, convoy: None });
            (transit.clock, transit.driven) = (leave, *offset);
            transit.next += 1;
        }
        let free = problem.travel(class, from, to);
        let arrive = transit.clock.saturating_add(free.saturating_sub(transit.driven));
        let depart = self.played.visits[vehicle].last().map_or(0, |visit| visit.depart);
        self.arrive(vehicle, if problem.is_caught((depart, arrive), transit.leg) { NEVER } else { arrive });
    }

    fn note(&mut self, vehicle: usize, passing: Passing) {
        let visit = self.played.visits[vehicle].len() as u32 - 1;
        self.played.passings[vehicle].push((visit, passing));
    }

    fn reach(&mut self, vehicle: usize, reach: u32) {
        let transit = self.transits[vehicle];
        let (class, from, to) = transit.leg;
        let Obstacle::Gate { gate, heading, .. } = self.problem.obstacles(class, from, to)[transit.next] else {
            return;
        };
        if reach == NEVER {
            return self.arrive(vehicle, NEVER);
        }
        let arrival = Arrival { gate: gate as usize, heading, vehicle, people: transit.people, reach };
        let gate = &self.problem.gates[gate as usize];
        self.note(vehicle, Passing { passage: gate.passage, reach, enter: NEVER, leave: NEVER, convoy: None });
        self.marshal.reached(&mut self.posts, arrival, &mut self.orders);
    }

    /// A convoy enters: whoever need not be examined goes on at once.
    fn enter(&mut self, entry: usize, enter: u32) {
        let (at, convoy, vehicles) = std::mem::take(&mut self.entering[entry]);
        let gate = &self.problem.gates[at];
        for vehicle in vehicles {
            let vehicle = vehicle as usize;
            if enter == NEVER {
                self.arrive(vehicle, NEVER);
                continue;
            }
            if let Some((_, passing)) = self.played.passings[vehicle].last_mut() {
                (passing.enter, passing.convoy) = (enter, Some((at as u32, convoy)));
            }
            let people = self.transits[vehicle].people;
            if people > 0 && gate.people_per_hour.is_some() {
                self.pending.push(Reverse((enter, EXAMINE | convoy, self.seats.len() as u32)));
                self.seats.push(vehicle as u32);
            } else {
                self.leave(vehicle, enter.saturating_add(if people > 0 { gate.screening } else { 0 }));
            }
        }
    }

    /// The post examines a vehicle: behind those before it, then it is held for the fixed time.
    fn examine(&mut self, seat: usize, enter: u32) {
        let vehicle = self.seats[seat] as usize;
        let Some((_, Passing { convoy: Some((at, _)), .. })) = self.played.passings[vehicle].last().copied() else {
            return;
        };
        let gate = &self.problem.gates[at as usize];
        let leave = self.posts[at as usize].examine(gate, enter, self.transits[vehicle].people);
        self.leave(vehicle, leave);
    }

    /// A vehicle goes on behind a regulated passage.
    fn leave(&mut self, vehicle: usize, leave: u32) {
        if let Some((_, passing)) = self.played.passings[vehicle].last_mut() {
            passing.leave = leave;
        }
        let transit = &mut self.transits[vehicle];
        let (class, from, to) = transit.leg;
        if let Obstacle::Gate { offset, .. } = self.problem.obstacles(class, from, to)[transit.next] {
            (transit.clock, transit.driven) = (leave, offset);
        }
        transit.next += 1;
        self.drive(vehicle);
    }

    /// A vehicle arrives at the place of its next visit.
    fn arrive(&mut self, vehicle: usize, arrive: u32) {
        let problem = self.problem;
        let visits = &mut self.played.visits[vehicle];
        let index = visits.len() - 1;
        let ready = step(problem, &self.schedule.routes, vehicle, index).map_or(0, |step| step.ready);
        visits[index].arrive = arrive;
        visits[index].join = arrive.max(ready).max(self.schedule.not_before(vehicle, index));
        self.pending.push(Reverse((visits[index].join, JOIN | vehicle as u32, 0)));
    }

    /// A vehicle joins the queue of its visit, is served, and goes on.
    fn serve(&mut self, vehicle: usize, join: u32) {
        let problem = self.problem;
        let index = self.played.visits[vehicle].len() - 1;
        let step = step(problem, &self.schedule.routes, vehicle, index).expect("a vehicle joins for a step of its own");
        let queue = &problem.queues[step.queue as usize];
        let berth = &mut self.berths[step.queue as usize];
        let berth_free = if queue.berths.is_some() { berth.free.pop().expect("a berth").0 } else { 0 };
        let start = earliest_open(&queue.windows, join.max(berth_free).max(berth.reception_free), step.service);
        let end = start.saturating_add(step.service);
        if queue.berths.is_some() {
            berth.free.push(Reverse(end));
        }
        berth.reception_free = reception_end(queue.reception_per_hour, start, step.received);
        let visit = &mut self.played.visits[vehicle][index];
        (visit.start, visit.end) = (start, end);
        self.send(vehicle, end);
    }
}

/// One thing that a vehicle does.
struct Step {
    queue: u32,
    place: u32,
    ready: u32,
    service: u32,
    received: u32,
    /// Seconds of refitting before setting off for it.
    refit: u32,
    /// People on board on the way there.
    riding: u32,
}

/// What a vehicle does at its `index`-th visit.
fn step(problem: &Problem, routes: &Routes, vehicle: usize, index: usize) -> Option<Step> {
    let class = problem.vehicles[vehicle].class;
    let mut configuration = problem.vehicles[vehicle].fitted();
    let mut first = 0;
    for trip in &routes.0[vehicle] {
        let refit = if index == first { problem.refit(class, configuration, trip.configuration) } else { 0 };
        if let Some(stop) = trip.stops().get(index - first) {
            let site = &problem.sites[stop.site as usize];
            return Some(Step {
                queue: site.queue,
                place: site.place,
                ready: site.ready,
                service: problem.loading(class, stop.site, &stop.load),
                received: 0,
                refit,
                riding: trip.riding(index - first),
            });
        }
        first += trip.stops().len() + 1;
        if index < first {
            let shelter = &problem.shelters[trip.shelter as usize];
            let load = trip.load();
            let received = people(&load);
            return Some(Step {
                queue: shelter.queue,
                place: shelter.place,
                ready: 0,
                service: problem.unloading(class, trip.shelter, &load),
                received,
                refit: 0,
                riding: received,
            });
        }
        configuration = trip.configuration;
    }
    None
}

/// Follows the convoys of a schedule: each enters as soon as it can.
pub(crate) struct Listed<'a> {
    problem: &'a Problem,
    gates: Vec<List<'a>>,
}

/// The convoys of one passage.
struct List<'a> {
    convoys: &'a [Convoy],
    /// Of each convoy, the vehicles that have not reached the passage, and when the last one did.
    missing: Vec<(u32, u32)>,
    /// For each vehicle, its convoys in order.
    of_vehicle: Vec<VecDeque<u32>>,
    /// Convoys that have not entered, in order: by lane, and by escort team.
    lanes: [VecDeque<u32>; 2],
    teams: Vec<VecDeque<u32>>,
}

impl<'a> Listed<'a> {
    pub(crate) fn new(problem: &'a Problem, schedule: &'a Schedule) -> Listed<'a> {
        let list = |(at, gate): (usize, &crate::problem::Gate)| {
            let convoys = schedule.convoys.get(at).map_or(&[][..], Vec::as_slice);
            let mut list = List {
                convoys,
                missing: convoys.iter().map(|convoy| (convoy.vehicles.len() as u32, 0)).collect(),
                of_vehicle: vec![VecDeque::new(); problem.vehicles.len()],
                lanes: [VecDeque::new(), VecDeque::new()],
                teams: vec![VecDeque::new(); gate.teams.len()],
            };
            for (index, convoy) in (0..).zip(convoys) {
                let lane = if gate.crossing.is_some() { 0 } else { convoy.heading as usize };
                list.lanes[lane].push_back(index);
                convoy.teams.iter().for_each(|&team| list.teams[team as usize].push_back(index));
                convoy.vehicles.iter().for_each(|&vehicle| list.of_vehicle[vehicle as usize].push_back(index));
            }
            list
        };
        Listed { problem, gates: problem.gates.iter().enumerate().map(list).collect() }
    }
}

impl Marshal for Listed<'_> {
    fn reached(&mut self, posts: &mut [Post], arrival: Arrival, orders: &mut Vec<Order>) {
        let list = &mut self.gates[arrival.gate];
        let gate = &self.problem.gates[arrival.gate];
        let Some(convoy) = list.of_vehicle[arrival.vehicle].pop_front() else {
            let vehicles = vec![arrival.vehicle as u32];
            return orders.push(Order::Enter { gate: arrival.gate, enter: NEVER, convoy: 0, vehicles });
        };
        let (missing, reach) = &mut list.missing[convoy as usize];
        *missing -= 1;
        *reach = arrival.reach.max(*reach);
        // One that enters may be what others have waited for.
        let mut lane = 0;
        while lane < 2 {
            let next = list.lanes[lane].front().copied().filter(|&next| {
                let teams = &list.convoys[next as usize].teams;
                list.missing[next as usize].0 == 0
                    && teams.iter().all(|&team| list.teams[team as usize].front() == Some(&next))
            });
            let Some(next) = next else {
                lane += 1;
                continue;
            };
            let convoy = &list.convoys[next as usize];
            let from = list.missing[next as usize].1;
            let enter = posts[arrival.gate].earliest(gate, convoy.heading, &convoy.teams, from);
            if enter < NEVER {
                posts[arrival.gate].enter(gate, convoy.heading, &convoy.teams, enter);
            }
            list.lanes[lane].pop_front();
            for &team in &convoy.teams {
                list.teams[team as usize].pop_front();
            }
            orders.push(Order::Enter { gate: arrival.gate, enter, convoy: next, vehicles: convoy.vehicles.clone() });
            lane = 0;
        }
    }

    fn woken(&mut self, _: &mut [Post], _: usize, _: u32, _: &mut Vec<Order>) {}

    /// Convoys that wait for each other in a circle, or for somebody who never comes, never enter.
    fn stalled(&mut self, _: &mut [Post], _: u32, orders: &mut Vec<Order>) {
        for (gate, list) in self.gates.iter_mut().enumerate() {
            let stuck = list.lanes.iter_mut().flat_map(std::mem::take);
            for convoy in stuck {
                let of = |vehicle: &&u32| !list.of_vehicle[**vehicle as usize].contains(&convoy);
                let vehicles: Vec<u32> = list.convoys[convoy as usize].vehicles.iter().filter(of).copied().collect();
                if !vehicles.is_empty() {
                    orders.push(Order::Enter { gate, enter: NEVER, convoy, vehicles });
                }
            }
            // Whoever comes now finds no convoy.
            list.of_vehicle.iter_mut().for_each(VecDeque::clear);
        }
    }
}
