//! One run: the whole operation, event after event.
//!
//! As in [`crate::timetable()`], a vehicle on its way to a queue has one event, the moment at which it joins; what follows until it
//! joins the next one is worked out at once. So an undisturbed run is that timetable to the second.

use super::course::{Course, Gate, Leg, NONE, Step, Trip};
use super::critical::{Trace, Via};
use super::disturbance::{Disturbance, Factor, Tables};
use super::event_queue::{Event, EventQueue, Kind};
use super::people::Crowd;
use super::random::{Purpose, Stream, normal};
use super::road::Corridors;
use super::{Grid, Policy, Reason};
use couloir_model::clock::{Moment, Window};

/// A vehicle in a run.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Driver {
    /// The step that it is on its way to, or at.
    pub(super) step: u32,
    /// Its own trips that it has not begun.
    pub(super) next_trip: u32,
    pub(super) end_trip: u32,
    /// Where it is, or where it was last.
    pub(super) point: u32,
    /// How it is fitted out; nothing before its first trip.
    pub(super) fitted: Option<u32>,
    /// Legs that it has begun.
    pub(super) legs: u32,
    pub(super) lost: bool,
    pub(super) idle: bool,
    /// By how much it ended its last planned trip later than planned.
    pub(super) late: u64,
    /// The time on the road so far.
    pub(super) driven: u64,
    /// The step before.
    pub(super) before: u32,
    pub(super) ride: Ride,
}

/// A leg as it is being driven.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ride {
    pub(super) leg: Leg,
    /// The time that the whole leg takes on the road.
    pub(super) seconds: u64,
    /// The next passage.
    pub(super) gate: u32,
    /// The moment and the time on the road at the last fixed point.
    pub(super) clock: u64,
    pub(super) offset: u64,
    /// A breakdown after so much time on the road, and how long it takes; never ends when the vehicle is lost.
    pub(super) breakdown: Option<(u64, u64)>,
    pub(super) trace: Trace,
}

/// What is played, for all runs.
pub(super) struct Stage<'a> {
    pub(super) course: &'a Course<'a>,
    pub(super) disturbance: &'a Disturbance,
    pub(super) tables: &'a Tables,
    pub(super) policy: Policy,
    /// When each step ends undisturbed; empty while that is being found out.
    pub(super) planned_ends: &'a [u64],
    pub(super) grid: Grid,
    pub(super) deadline: Option<u64>,
}

/// The state of a run, kept for the next one so that nothing is allocated in a run.
pub(super) struct Play<'s> {
    pub(super) stage: &'s Stage<'s>,
    pub(super) stream: Stream,
    pub(super) travel: Factor,
    loading: Factor,
    pub(super) events: EventQueue,
    pub(super) drivers: Vec<Driver>,
    /// On board by vehicle and need.
    pub(super) on_board: Vec<u64>,
    /// Each berth: when it is free again and which step freed it, packed; each place's berths are a heap.
    berths: Vec<u64>,
    /// Each place: when reception has taken in everybody, and after which step.
    taken_in: Vec<(u64, u32)>,
    /// Each place: how far its planned order has been served.
    turn: Vec<u32>,
    /// Each step: when its vehicle joined; nothing when it has not.
    pub(super) joined: Vec<u64>,
    /// Each step: that nobody comes any more.
    pub(super) dropped: Vec<bool>,
    pub(super) traces: Vec<Trace>,
    /// Who served each step.
    pub(super) vehicle_of: Vec<u32>,
    pub(super) ends: Vec<u64>,
    pub(super) crowd: Crowd,
    pub(super) corridors: Corridors,
    /// Steps, trips, loads and passages beyond the plan.
    pub(super) extra_steps: Vec<Step>,
    pub(super) extra_loads: Vec<u64>,
    pub(super) extra_trips: Vec<Trip>,
    pub(super) extra_gates: Vec<Gate>,
    pub(super) extra_reasons: Vec<Reason>,
    /// Where people were left by a vehicle that is lost.
    pub(super) urgent: Vec<bool>,
    /// True when a vehicle has loaded there, so that it is known how many wait.
    pub(super) known: Vec<bool>,
    /// Sites for which a vehicle has just been found to be of no use.
    pub(super) tried: Vec<bool>,
    pub(super) idle: u32,
    pub(super) lost: u32,
    pub(super) calendar_events: u64,
    pub(super) movements: u64,
    pub(super) last: u32,
    pub(super) last_out: u64,
    pub(super) out: u64,
    pub(super) out_in_time: u64,
    pub(super) person_seconds: u128,
    /// People out in each step of the grid.
    pub(super) curve: Vec<u32>,
}

/// The bits for a step beside the end of a berth.
const STEP_BITS: u32 = 24;

impl<'s> Play<'s> {
    pub(super) fn new(stage: &'s Stage<'s>) -> Self {
        let course = stage.course;
        let (steps, vehicles) = (course.steps.len(), course.vehicles.len());
        Self {
            stage,
            stream: Stream::of(0, 0),
            travel: Factor::ONE,
            loading: Factor::ONE,
            events: EventQueue::default(),
            drivers: vec![Driver::default(); vehicles],
            on_board: vec![0; vehicles * course.needs],
            berths: vec![0; course.places.iter().map(|place| place.berths.end).max().unwrap_or(0)],
            taken_in: vec![(0, NONE); course.places.len()],
            turn: vec![0; course.places.len()],
            joined: vec![0; steps],
            dropped: vec![false; steps],
            traces: vec![Trace::default(); steps],
            vehicle_of: vec![NONE; steps],
            ends: vec![0; steps],
            crowd: Crowd::of(course),
            corridors: Corridors::of(course),
            extra_steps: Vec::new(),
            extra_loads: Vec::new(),
            extra_trips: Vec::new(),
            extra_gates: Vec::new(),
            extra_reasons: Vec::new(),
            urgent: vec![false; course.sites],
            known: vec![false; course.sites],
            tried: vec![false; course.sites],
            idle: 0,
            lost: 0,
            calendar_events: 0,
            movements: 0,
            last: NONE,
            last_out: 0,
            out: 0,
            out_in_time: 0,
            person_seconds: 0,
            curve: vec![0; stage.grid.points],
        }
    }

    /// Plays run `run` under `seed`.
    pub(super) fn play(&mut self, seed: u64, run: u64) {
        self.reset(Stream::of(seed, run));
        for vehicle in 0..self.drivers.len() as u32 {
            let row = self.stage.course.vehicles[vehicle as usize];
            if row.trips.0 < row.trips.1 {
                let late = self.late_start(vehicle);
                self.drivers[vehicle as usize].ride.trace.late = late;
                self.begin_next(vehicle, row.available.saturating_add(late));
            } else if self.dispatches() {
                // A vehicle that the plan does not use stands by at its depot.
                self.events.push(event(row.available, Kind::Free, vehicle));
            }
        }
        loop {
            while let Some(event) = self.events.pop() {
                self.calendar_events += 1;
                match event.kind {
                    Kind::Join => self.join(event.index, event.at.0),
                    Kind::Free => self.decide(event.index, event.at.0),
                    Kind::Lost => self.lose(event.index, event.at.0),
                    Kind::Examine => self.examine(event.index, event.at.0),
                }
            }
            // Vehicles may wait for one that will never come: then the next convoy goes with those that are there.
            if !self.release_one() {
                break;
            }
        }
    }

    fn reset(&mut self, stream: Stream) {
        let (stage, course) = (self.stage, self.stage.course);
        let Disturbance { travel_common, loading_common, .. } = *stage.disturbance;
        let common = |purpose, spread: f64| {
            if spread > 0.0 { Factor::of(libm::exp(spread * normal(stream.bits(purpose, 0)))) } else { Factor::ONE }
        };
        self.stream = stream;
        self.travel = common(Purpose::TravelCommon, travel_common);
        self.loading = common(Purpose::LoadingCommon, loading_common);
        self.events.clear();
        for (driver, row) in self.drivers.iter_mut().zip(&course.vehicles) {
            *driver = Driver {
                next_trip: row.trips.0,
                end_trip: row.trips.1,
                point: row.point,
                before: NONE,
                step: NONE,
                ..Driver::default()
            };
        }
        self.on_board.fill(0);
        self.berths.fill(0);
        self.taken_in.fill((0, NONE));
        for (turn, place) in self.turn.iter_mut().zip(&course.places) {
            *turn = place.order.0;
        }
        self.joined.fill(u64::MAX);
        self.dropped.fill(false);
        self.vehicle_of.truncate(course.steps.len());
        self.vehicle_of.fill(NONE);
        self.traces.truncate(course.steps.len());
        self.ends.truncate(course.steps.len());
        self.crowd.reset(course, stage.disturbance, stream);
        self.corridors.reset(stage, stream);
        self.extra_steps.clear();
        self.extra_loads.clear();
        self.extra_trips.clear();
        self.extra_gates.clear();
        self.extra_reasons.clear();
        self.urgent.fill(false);
        self.known.fill(false);
        (self.idle, self.lost, self.calendar_events, self.movements) = (0, 0, 0, 0);
        (self.last, self.last_out, self.out, self.out_in_time, self.person_seconds) = (NONE, 0, 0, 0, 0);
        self.curve.fill(0);
    }

    fn late_start(&self, vehicle: u32) -> u64 {
        let Disturbance { late_start_chance, late_start_minutes, .. } = *self.stage.disturbance;
        if late_start_chance <= 0.0 || self.stream.unit(Purpose::LateStart, vehicle.into()) >= late_start_chance {
            return 0;
        }
        let unit = self.stream.unit(Purpose::LateBy, vehicle.into());
        libm::ceil(-60.0 * late_start_minutes * libm::log(1.0 - unit)) as u64
    }

    pub(super) fn step(&self, step: u32) -> Step {
        let planned = self.stage.course.steps.len();
        let index = step as usize;
        if index < planned { self.stage.course.steps[index] } else { self.extra_steps[index - planned] }
    }

    pub(super) fn trip(&self, trip: u32) -> Trip {
        let planned = self.stage.course.trips.len();
        let index = trip as usize;
        if index < planned { self.stage.course.trips[index] } else { self.extra_trips[index - planned] }
    }

    pub(super) fn planned_load(&self, step: u32, need: usize) -> u64 {
        let planned = &self.stage.course.loads;
        let index = step as usize * self.stage.course.needs + need;
        if index < planned.len() { planned[index] } else { self.extra_loads[index - planned.len()] }
    }

    pub(super) const fn is_shelter(&self, place: u32) -> bool {
        place as usize >= self.stage.course.sites
    }

    pub(super) fn riding(&self, vehicle: u32) -> u64 {
        let needs = self.stage.course.needs;
        self.on_board[vehicle as usize * needs..][..needs].iter().sum()
    }

    /// Begins the next trip of its own.
    pub(super) fn begin_next(&mut self, vehicle: u32, free: u64) {
        let driver = &mut self.drivers[vehicle as usize];
        let trip = driver.next_trip;
        driver.next_trip += 1;
        self.begin(vehicle, trip, free);
    }

    /// Begins `trip`, whosever it was.
    pub(super) fn begin(&mut self, vehicle: u32, trip: u32, free: u64) {
        let row = self.trip(trip);
        let (driver, class) = (&mut self.drivers[vehicle as usize], &self.stage.course.vehicles[vehicle as usize]);
        let refits = driver.fitted.is_some_and(|fitted| fitted != row.configuration);
        driver.fitted = Some(row.configuration);
        let ready = if refits { free.saturating_add(class.reconfiguration) } else { free };
        self.send(vehicle, row.first, ready);
    }

    /// The vehicle joins the queue of its place.
    fn join(&mut self, vehicle: u32, at: u64) {
        let step = self.drivers[vehicle as usize].step;
        let row = self.step(step);
        self.movements += 2;
        let keeps_order = self.stage.policy == Policy::Fixed && !self.stage.planned_ends.is_empty();
        if (step as usize) < self.joined.len() {
            self.joined[step as usize] = at;
        }
        if !keeps_order {
            self.serve(vehicle, step, &row, at, NONE);
            return;
        }
        self.vehicle_of[step as usize] = vehicle;
        self.serve_in_turn(row.place, step, at);
    }

    /// Serves those whose turn it is at a place: `last` has just come, or nobody when somebody has dropped out.
    pub(super) fn serve_in_turn(&mut self, place: u32, last: u32, now: u64) {
        let course = self.stage.course;
        let until = course.places[place as usize].order.1;
        while self.turn[place as usize] < until {
            let step = course.order[self.turn[place as usize] as usize];
            let joined = self.joined[step as usize];
            if self.dropped[step as usize] {
                self.turn[place as usize] += 1;
                continue;
            }
            if joined == u64::MAX {
                return;
            }
            self.turn[place as usize] += 1;
            let (vehicle, row) = (self.vehicle_of[step as usize], self.step(step));
            // Whoever came before its turn waits for the one that has just come.
            let cause = if joined < now { last } else { NONE };
            self.serve(vehicle, step, &row, joined.max(now), cause);
        }
    }

    /// Serves a vehicle at `ready` at the earliest, for which `cause` is the reason if it is not its own arrival.
    fn serve(&mut self, vehicle: u32, step: u32, row: &Step, ready: u64, cause: u32) {
        let course = self.stage.course;
        let place = &course.places[row.place as usize];
        let mut trace = self.drivers[vehicle as usize].ride.trace;
        trace.before = self.drivers[vehicle as usize].before;
        (trace.via, trace.cause) = if cause == NONE { (Via::Road, NONE) } else { (Via::Order, cause) };
        let mut from = ready;
        if let Some(first) = self.berths.get(place.berths.clone()).and_then(<[u64]>::first) {
            let free = first >> STEP_BITS;
            if free > from {
                from = free;
                (trace.via, trace.cause) = (Via::Berth, (first & ((1 << STEP_BITS) - 1)) as u32);
            }
        }
        let (taken_in, after) = self.taken_in[row.place as usize];
        if taken_in > from {
            from = taken_in;
            (trace.via, trace.cause) = (if place.rate.is_some() { Via::Reception } else { Via::Order }, after);
        }
        self.vehicle_of[step as usize] = vehicle;
        self.drivers[vehicle as usize].point = place.point;
        let people = if self.is_shelter(row.place) {
            self.riding(vehicle)
        } else {
            // Whoever comes until loading begins can board; when that is depends on how long it takes, so the plan's time is taken.
            let begins = service(&place.open, from, row.length).unwrap_or(from);
            self.board(vehicle, step, row.place, begins)
        };
        let length = self.length(vehicle, step, row);
        trace.loading = length.cast_signed() - row.length.cast_signed();
        let Some(start) = service(&place.open, from, length) else {
            self.shut_out(vehicle, step, row);
            return;
        };
        trace.window = start - from;
        let end = start.saturating_add(length);
        self.occupy(&place.berths, end, step);
        // Nobody is served before whoever joined before, reception rate or not.
        let taking_in = place.rate.map_or(0, |rate| (people * 3600).div_ceil(rate));
        self.taken_in[row.place as usize] = (start.saturating_add(taking_in), step);
        self.traces[step as usize] = trace;
        self.ends[step as usize] = end;
        self.movements += 2;
        self.drivers[vehicle as usize].before = step;
        if self.is_shelter(row.place) {
            self.unload(vehicle, step, people, end);
            self.trip_ends(vehicle, step, end);
        } else {
            self.loaded(row.place, start);
            self.send(vehicle, step + 1, end);
        }
    }

    /// How long loading or unloading takes now.
    fn length(&self, vehicle: u32, step: u32, row: &Step) -> u64 {
        let course = self.stage.course;
        let driver = &self.drivers[vehicle as usize];
        let people = if self.is_shelter(row.place) {
            &self.on_board[vehicle as usize * course.needs..][..course.needs]
        } else {
            &self.crowd.boarding
        };
        let each = &course.per_person[row.place as usize * course.needs..][..course.needs];
        // Saturating, as the judge's own sum is: an absurd operation gives an absurd time and no panic.
        let each = each.iter().zip(people).map(|(seconds, people)| seconds.saturating_mul(*people));
        let seconds = each.fold(0, u64::saturating_add);
        let scaled = seconds.saturating_mul(course.vehicles[vehicle as usize].boarding).div_ceil(1000);
        let length = course.places[row.place as usize].fixed.saturating_add(scaled);
        let position = u64::from(vehicle) << 32 | u64::from(driver.legs);
        debug_assert!(step != NONE, "a vehicle is served for a step");
        let drawn = self.stage.tables.loading(|| self.stream.bits(Purpose::LoadingVisit, position));
        self.loading.times(drawn).stretch(length)
    }

    /// Takes the berth that is free first until `end`.
    fn occupy(&mut self, berths: &std::ops::Range<usize>, end: u64, step: u32) {
        let heap = &mut self.berths[berths.clone()];
        if heap.is_empty() {
            return;
        }
        let key = end << STEP_BITS | u64::from(step) & ((1 << STEP_BITS) - 1);
        let mut hole = 0;
        loop {
            let left = 2 * hole + 1;
            let right = left + 1;
            let Some(mut least) = heap.get(left).map(|_| left) else { break };
            if right < heap.len() && heap[right] < heap[left] {
                least = right;
            }
            if key <= heap[least] {
                break;
            }
            heap[hole] = heap[least];
            hole = least;
        }
        heap[hole] = key;
    }

    fn unload(&mut self, vehicle: u32, step: u32, people: u64, end: u64) {
        let needs = self.stage.course.needs;
        self.on_board[vehicle as usize * needs..][..needs].fill(0);
        if people == 0 {
            return;
        }
        self.out += people;
        if self.stage.deadline.is_none_or(|deadline| end <= deadline) {
            self.out_in_time += people;
        }
        self.person_seconds += u128::from(people) * u128::from(end);
        if end > self.last_out || self.last == NONE {
            (self.last, self.last_out) = (step, end);
        }
        if let Some(bin) = self.curve.get_mut(self.stage.grid.bin(end)) {
            *bin = bin.saturating_add(u32::try_from(people).unwrap_or(u32::MAX));
        }
    }

    /// The place never opens again for long enough.
    fn shut_out(&mut self, vehicle: u32, step: u32, row: &Step) {
        if self.is_shelter(row.place) {
            self.strand(vehicle, step);
            return;
        }
        // Nobody boards; the vehicle goes on to the next place of its trip.
        self.unboard(vehicle, step, row.place);
        self.crowd.shut(row.place);
        let free = self.drivers[vehicle as usize].ride.clock;
        self.send(vehicle, step + 1, free);
    }
}

/// The earliest start from `from` on of something that takes `length` and must lie wholly inside one window.
pub(super) fn service(open: &[Window], from: u64, length: u64) -> Option<u64> {
    if open.is_empty() {
        return Some(from);
    }
    let mut starts = open.iter().map(|window| (window.until().0, window.from().0.max(from)));
    starts.find(|(until, start)| start.saturating_add(length) <= *until).map(|(_, start)| start)
}

/// Puts a vehicle's event into the calendar.
pub(super) const fn event(at: u64, kind: Kind, index: u32) -> Event {
    Event { at: Moment(at), kind, index }
}
