//! On the road: legs, breakdowns, passages, convoys and screening (what happens at passages: ADR 0060).

use super::course::{Course, Gate, Leg, NONE, Passage};
use super::critical::Trace;
use super::event_queue::Kind;
use super::random::{Purpose, Stream, normal};
use super::run::{Play, Ride, Stage, event, service};
use super::{Policy, Reason};
use couloir_model::id::PlaceId;

/// What passages remember in a run.
#[derive(Debug, Default)]
pub(super) struct Corridors {
    /// When each passage is shut without notice: from, until.
    shut: Vec<Vec<(u64, u64)>>,
    convoys: Vec<Convoy>,
    lanes: Vec<Lane>,
    teams: Vec<Team>,
    /// Each place in a convoy: the vehicle that waits there.
    waiting: Vec<u32>,
    /// Each passage: when its post is free again.
    post: Vec<u64>,
    /// Lanes to be looked at.
    again: Vec<u32>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Convoy {
    /// Vehicles that are still expected.
    missing: u32,
    here: u32,
    /// When the last one reached the passage.
    ready: u64,
    entered: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct Lane {
    /// The next convoy in its order.
    next: u32,
    /// When a convoy last entered outward and inward.
    entered: [Option<u64>; 2],
}

#[derive(Debug, Clone, Copy, Default)]
struct Team {
    next: u32,
    back: u64,
}

/// How far ahead passages are shut without notice: so many times the planned clearance, and so many seconds more.
const SHUT_HORIZON: (u64, u64) = (3, 7 * 86_400);

/// The most closings of a passage in a run.
const SHUT_MAX: usize = 256;

impl Corridors {
    pub(super) fn of(course: &Course<'_>) -> Self {
        Self {
            shut: vec![Vec::with_capacity(SHUT_MAX); course.passages.len()],
            convoys: vec![Convoy::default(); course.convoys.len()],
            lanes: vec![Lane::default(); course.lanes.len()],
            teams: vec![Team::default(); course.teams.len()],
            waiting: vec![NONE; course.slots.len()],
            post: vec![0; course.passages.len()],
            again: Vec::with_capacity(course.lanes.len()),
        }
    }

    pub(super) fn reset(&mut self, stage: &Stage<'_>, stream: Stream) {
        let course = stage.course;
        for (convoy, row) in self.convoys.iter_mut().zip(&course.convoys) {
            let slots = &course.slots[row.slots.0 as usize..row.slots.1 as usize];
            let missing = slots.iter().filter(|slot| slot.used).count() as u32;
            *convoy = Convoy { missing, ..Convoy::default() };
        }
        for (lane, row) in self.lanes.iter_mut().zip(&course.lanes) {
            *lane = Lane { next: row.convoys.0, entered: [None; 2] };
        }
        for (team, row) in self.teams.iter_mut().zip(&course.teams) {
            *team = Team { next: row.convoys.0, back: row.available };
        }
        self.waiting.fill(NONE);
        self.post.fill(0);
        self.again.clear();
        self.draw_shut(stage, stream);
    }

    /// Draws when passages are shut without notice.
    fn draw_shut(&mut self, stage: &Stage<'_>, stream: Stream) {
        let disturbance = stage.disturbance;
        let planned = stage.planned_ends.iter().copied().max().unwrap_or(0);
        let horizon = planned.saturating_mul(SHUT_HORIZON.0).saturating_add(SHUT_HORIZON.1);
        for (passage, shut) in self.shut.iter_mut().enumerate() {
            shut.clear();
            if !disturbance.shuts() {
                continue;
            }
            let between = 7.0 * 86_400.0 / disturbance.shut_per_week;
            let mut clock = 0_u64;
            for number in 0..SHUT_MAX as u64 {
                let position = (passage as u64) << 32 | number;
                let open = -between * libm::log(1.0 - stream.unit(Purpose::Shut, position));
                let z = normal(stream.bits(Purpose::ShutFor, position));
                let length = 3600.0 * disturbance.shut_hours * libm::exp(disturbance.shut_spread * z);
                let from = clock.saturating_add(libm::ceil(open) as u64);
                if from > horizon {
                    break;
                }
                clock = from.saturating_add(libm::ceil(length) as u64);
                shut.push((from, clock));
            }
        }
    }

    /// The earliest moment from `reach` on at which a passage may be entered, and the wait that is due to its being shut without
    /// notice; nothing when it never opens again.
    fn entry(&self, course: &Course<'_>, passage: u32, reach: u64) -> Option<(u64, u64)> {
        let row = &course.passages[passage as usize];
        if row.open.is_empty() && row.closed.is_empty() && self.shut[passage as usize].is_empty() {
            return Some((reach, 0));
        }
        let planned = open_at(row, reach)?;
        let (mut moment, shut) = (planned, &self.shut[passage as usize]);
        while let Some((_, until)) = shut.iter().find(|(from, until)| *from < moment && moment < *until) {
            moment = open_at(row, *until)?;
        }
        Some((moment, moment - planned))
    }
}

/// The earliest moment at which a passage is open as the operation says.
fn open_at(row: &Passage, reach: u64) -> Option<u64> {
    let mut moment = reach;
    loop {
        let open = service(&row.open, moment, 0)?;
        match row.closed.iter().find(|window| window.from().0 < open && open < window.until().0) {
            Some(window) if window.is_endless() => return None,
            Some(window) => moment = window.until().0,
            None => return Some(open),
        }
    }
}

impl Play<'_> {
    fn gate(&self, gate: u32) -> Gate {
        let planned = &self.stage.course.crossings;
        let index = gate as usize;
        if index < planned.len() { planned[index] } else { self.extra_gates[index - planned.len()] }
    }

    /// Sends a vehicle that is ready at `ready` to the place of `step`.
    pub(super) fn send(&mut self, vehicle: u32, step: u32, ready: u64) {
        let course = self.stage.course;
        let row = self.step(step);
        let mut leg = row.leg;
        let (driver, class) = (self.drivers[vehicle as usize], course.vehicles[vehicle as usize].class);
        let planned = (step as usize) < course.steps.len();
        if planned && (leg.from != driver.point || self.trip(row.trip).class != class) {
            // Another vehicle's trip, or its own from elsewhere: another way leads there.
            let to = course.places[row.place as usize].point;
            let Some(way) = course.way(class, driver.point, to, &mut self.extra_gates) else {
                self.drivers[vehicle as usize].step = step;
                self.strand(vehicle, step);
                return;
            };
            self.leave_slots(&leg);
            leg = way;
        }
        let position = u64::from(vehicle) << 32 | u64::from(driver.legs);
        let drawn = self.stage.tables.travel(|| self.stream.bits(Purpose::TravelLeg, position));
        let seconds = self.travel.times(drawn).stretch(leg.seconds);
        let trace = Trace {
            late: if driver.legs == 0 { driver.ride.trace.late } else { 0 },
            travel: seconds.cast_signed() - leg.seconds.cast_signed(),
            ..Trace::default()
        };
        let breakdown = self.breakdown(position, seconds);
        let driver = &mut self.drivers[vehicle as usize];
        driver.step = step;
        driver.legs += 1;
        driver.driven += seconds;
        driver.ride = Ride { leg, seconds, gate: leg.gates.0, clock: ready, offset: 0, breakdown, trace };
        self.movements += 1;
        if leg.closes && !self.wait_for_the_road(vehicle) {
            self.strand(vehicle, step);
            return;
        }
        self.advance(vehicle);
    }

    /// A breakdown on a leg of so many seconds: after how much time on the road, and for how long.
    fn breakdown(&self, position: u64, seconds: u64) -> Option<(u64, u64)> {
        let tables = self.stage.tables;
        if !tables.breaks_down() || !tables.is_breakdown(seconds, self.stream.bits(Purpose::Breakdown, position)) {
            return None;
        }
        let disturbance = self.stage.disturbance;
        let after = (self.stream.unit(Purpose::BreakdownAt, position) * seconds as f64) as u64;
        if self.stream.unit(Purpose::Loss, position) >= disturbance.repaired {
            return Some((after, u64::MAX));
        }
        let z = normal(self.stream.bits(Purpose::Repair, position));
        let minutes = disturbance.repair_minutes * libm::exp(disturbance.repair_spread * z);
        Some((after, libm::ceil(60.0 * minutes) as u64))
    }

    /// Sets off when nothing of the whole ride lies in a closure of the leg; false when it never opens again.
    fn wait_for_the_road(&mut self, vehicle: u32) -> bool {
        let course = self.stage.course;
        let ride = self.drivers[vehicle as usize].ride;
        let closures = course.roads.leg_closures(PlaceId(ride.leg.from), PlaceId(ride.leg.to));
        let mut depart = ride.clock;
        loop {
            let Some(arrive) = self.arrival(vehicle, depart) else { return false };
            let overlaps = |from: u64, until: u64| {
                depart < until && from < arrive || depart == arrive && from < depart && depart < until
            };
            match closures.iter().find(|window| overlaps(window.from().0, window.until().0)) {
                Some(window) if window.is_endless() => return false,
                Some(window) => depart = window.until().0,
                None => break,
            }
        }
        self.drivers[vehicle as usize].ride.clock = depart;
        true
    }

    /// When a ride ends for a vehicle that waits for nobody; a breakdown counts where it is repaired.
    fn arrival(&self, vehicle: u32, depart: u64) -> Option<u64> {
        let ride = self.drivers[vehicle as usize].ride;
        let laden = self.riding(vehicle) > 0;
        let (mut clock, mut driven) = (depart, 0);
        for index in ride.leg.gates.0..ride.leg.gates.1 {
            let gate = self.gate(index);
            let offset = scaled(gate.offset, &ride);
            let (enter, _) = self.corridors.entry(self.stage.course, gate.passage, clock + (offset - driven))?;
            clock = enter + if laden { self.stage.course.passages[gate.passage as usize].fixed } else { 0 };
            driven = offset;
        }
        let repair = ride.breakdown.map_or(0, |(_, length)| if length == u64::MAX { 0 } else { length });
        Some(clock + (ride.seconds - driven) + repair)
    }

    /// Drives on until the vehicle joins a queue, waits for its convoy, is examined, or breaks down for good.
    pub(super) fn advance(&mut self, vehicle: u32) {
        let course = self.stage.course;
        loop {
            let ride = self.drivers[vehicle as usize].ride;
            let last = ride.gate == ride.leg.gates.1;
            let gate = if last { None } else { Some(self.gate(ride.gate)) };
            let offset = gate.map_or(ride.seconds, |gate| scaled(gate.offset, &ride));
            let mut clock = ride.clock.saturating_add(offset - ride.offset);
            let ride_ref = &mut self.drivers[vehicle as usize].ride;
            if let Some((after, length)) = ride.breakdown.filter(|(after, _)| *after < offset || last) {
                ride_ref.breakdown = None;
                if length == u64::MAX {
                    let at = ride.clock.saturating_add(after.saturating_sub(ride.offset));
                    self.events.push(event(at, Kind::Lost, vehicle));
                    return;
                }
                ride_ref.trace.breakdown += length;
                clock = clock.saturating_add(length);
            }
            (ride_ref.clock, ride_ref.offset) = (clock, offset);
            let Some(gate) = gate else {
                let join = clock.max(self.step(self.drivers[vehicle as usize].step).not_before);
                self.drivers[vehicle as usize].ride.clock = join;
                self.events.push(event(join, Kind::Join, vehicle));
                return;
            };
            ride_ref.gate += 1;
            self.movements += 3;
            let row = &course.passages[gate.passage as usize];
            if row.regulated {
                self.reach(vehicle, gate, clock);
                return;
            }
            let Some((enter, shut)) = self.corridors.entry(course, gate.passage, clock) else {
                self.strand(vehicle, self.drivers[vehicle as usize].step);
                return;
            };
            let fixed = if self.riding(vehicle) > 0 { row.fixed } else { 0 };
            let ride = &mut self.drivers[vehicle as usize].ride;
            ride.trace.hold(gate.passage, enter - clock, shut);
            ride.clock = enter.saturating_add(fixed);
        }
    }

    /// The vehicle is in front of a regulated passage.
    fn reach(&mut self, vehicle: u32, gate: Gate, at: u64) {
        let course = self.stage.course;
        if gate.slot == NONE {
            self.pass_alone(vehicle, gate, at);
            return;
        }
        let convoy = course.slots[gate.slot as usize].convoy;
        self.corridors.waiting[gate.slot as usize] = vehicle;
        let state = &mut self.corridors.convoys[convoy as usize];
        if state.entered {
            // Its convoy was let through without it.
            self.corridors.waiting[gate.slot as usize] = NONE;
            self.pass_alone(vehicle, gate, at);
            return;
        }
        state.missing = state.missing.saturating_sub(1);
        state.here += 1;
        state.ready = state.ready.max(at);
        self.look_at(course.convoys[convoy as usize].lane);
    }

    /// A vehicle beyond the plan enters by itself: it keeps the headway, and goes behind those who have entered.
    fn pass_alone(&mut self, vehicle: u32, gate: Gate, at: u64) {
        let course = self.stage.course;
        let lane = course.passages[gate.passage as usize].lanes[gate.heading as usize];
        let from = self.after_the_last(lane, gate.passage, gate.heading as usize, at);
        let Some((enter, shut)) = self.corridors.entry(course, gate.passage, from) else {
            self.strand(vehicle, self.drivers[vehicle as usize].step);
            return;
        };
        self.corridors.lanes[lane as usize].entered[gate.heading as usize] = Some(enter);
        self.enter(vehicle, gate.passage, enter, shut, course.slots.len() as u32 + vehicle);
    }

    /// The earliest moment from `at` on that the lane's last convoys allow.
    fn after_the_last(&self, lane: u32, passage: u32, heading: usize, at: u64) -> u64 {
        let row = &self.stage.course.passages[passage as usize];
        let [same, other] = [heading, 1 - heading].map(|way| self.corridors.lanes[lane as usize].entered[way]);
        let mut from = at;
        if let Some(same) = same {
            from = from.max(same.saturating_add(row.headway));
        }
        if let Some((other, crossing)) = other.zip(row.crossing) {
            from = from.max(other.saturating_add(crossing));
        }
        from
    }

    /// Lets the convoys of a lane enter that can, and those of other lanes that waited for their escorts.
    pub(super) fn look_at(&mut self, lane: u32) {
        let outermost = self.corridors.again.is_empty();
        self.corridors.again.push(lane);
        if !outermost {
            return;
        }
        while let Some(lane) = self.corridors.again.first().copied() {
            while self.next_enters(lane, false) {}
            self.corridors.again.remove(0);
        }
    }

    /// Lets the next convoy of a lane enter if all its vehicles and escorts are there; with those that are there if `short`.
    fn next_enters(&mut self, lane: u32, short: bool) -> bool {
        let course = self.stage.course;
        let (row, state) = (course.lanes[lane as usize], self.corridors.lanes[lane as usize]);
        if state.next >= row.convoys.1 {
            return false;
        }
        let index = course.lane_convoys[state.next as usize];
        let (convoy, here) = (course.convoys[index as usize], self.corridors.convoys[index as usize]);
        let teams = &course.convoy_teams[convoy.teams.0 as usize..convoy.teams.1 as usize];
        if here.missing > 0 && !short {
            return false;
        }
        let nobody = here.here == 0;
        let is_next = |team: &u32| {
            let (state, row) = (self.corridors.teams[*team as usize], course.teams[*team as usize]);
            state.next < row.convoys.1 && course.team_convoys[state.next as usize] == index
        };
        if !teams.iter().all(is_next) && !short {
            return false;
        }
        let heading = convoy.heading as usize;
        let mut from = self.after_the_last(lane, row.passage, heading, here.ready);
        for way in 0..2 {
            // Never before the one that the plan lists before it.
            from = from.max(state.entered[way].unwrap_or(0));
        }
        from = teams.iter().fold(from, |from, team| from.max(self.corridors.teams[*team as usize].back));
        let entry = if nobody { None } else { self.corridors.entry(course, row.passage, from) };
        self.corridors.lanes[lane as usize].next += 1;
        self.corridors.convoys[index as usize].entered = true;
        for team in teams {
            let (state, row) = (&mut self.corridors.teams[*team as usize], course.teams[*team as usize]);
            state.next += 1;
            if let Some((enter, _)) = entry {
                state.back = enter.saturating_add(row.away);
            }
            if state.next < row.convoys.1 {
                let waits = course.convoys[course.team_convoys[state.next as usize] as usize].lane;
                if waits != lane {
                    self.corridors.again.push(waits);
                }
            }
        }
        if let Some((enter, _)) = entry {
            self.corridors.lanes[lane as usize].entered[heading] = Some(enter);
        }
        let cause = self.slowest(&convoy, here.ready);
        for slot in convoy.slots.0..convoy.slots.1 {
            let vehicle = std::mem::replace(&mut self.corridors.waiting[slot as usize], NONE);
            if vehicle == NONE {
                continue;
            }
            match entry {
                Some((enter, shut)) => {
                    self.drivers[vehicle as usize].ride.trace.with(cause);
                    self.enter(vehicle, row.passage, enter, shut, slot);
                }
                None => self.strand(vehicle, self.drivers[vehicle as usize].step),
            }
        }
        true
    }

    /// The step before of the vehicle that the convoy waited for.
    fn slowest(&self, convoy: &super::course::Convoy, ready: u64) -> u32 {
        let waiting = &self.corridors.waiting[convoy.slots.0 as usize..convoy.slots.1 as usize];
        let last =
            waiting.iter().find(|vehicle| **vehicle != NONE && self.drivers[**vehicle as usize].ride.clock == ready);
        last.map_or(NONE, |vehicle| self.drivers[*vehicle as usize].before)
    }

    /// A vehicle enters a regulated passage; `place` is its turn at the post.
    fn enter(&mut self, vehicle: u32, passage: u32, enter: u64, shut: u64, place: u32) {
        let row = &self.stage.course.passages[passage as usize];
        let laden = self.riding(vehicle) > 0;
        let ride = &mut self.drivers[vehicle as usize].ride;
        ride.trace.hold(passage, enter.saturating_sub(ride.clock), shut);
        if laden && row.rate.is_some() {
            ride.clock = enter;
            if let Some(slot) = self.corridors.waiting.get_mut(place as usize) {
                *slot = vehicle;
            }
            self.events.push(event(enter, Kind::Examine, place));
            return;
        }
        ride.clock = enter.saturating_add(if laden { row.fixed } else { 0 });
        self.advance(vehicle);
    }

    /// The post begins with the vehicle whose turn it is.
    pub(super) fn examine(&mut self, place: u32, at: u64) {
        let course = self.stage.course;
        let slots = course.slots.len() as u32;
        let vehicle = if place < slots { self.corridors.waiting[place as usize] } else { place - slots };
        let gate = self.gate(self.drivers[vehicle as usize].ride.gate - 1);
        let row = &course.passages[gate.passage as usize];
        let people = self.riding(vehicle);
        let post = &mut self.corridors.post[gate.passage as usize];
        let examined = at.max(*post) + row.rate.map_or(0, |rate| (people * 3600).div_ceil(rate));
        let queued = post.saturating_sub(at);
        *post = examined;
        let ride = &mut self.drivers[vehicle as usize].ride;
        ride.trace.hold(gate.passage, queued, 0);
        ride.clock = examined.saturating_add(row.fixed);
        self.advance(vehicle);
    }

    /// Nothing happens any more, and vehicles still wait for convoys: the first one goes with those that are there.
    pub(super) fn release_one(&mut self) -> bool {
        for lane in 0..self.stage.course.lanes.len() as u32 {
            let waits = |play: &Self| {
                let convoys = play.stage.course.lanes[lane as usize].convoys;
                let next = play.corridors.lanes[lane as usize].next;
                let rest = &play.stage.course.lane_convoys[next as usize..convoys.1 as usize];
                rest.iter().any(|convoy| play.corridors.convoys[*convoy as usize].here > 0)
            };
            if waits(self) {
                self.corridors.again.push(lane);
                self.next_enters(lane, true);
                while let Some(lane) = self.corridors.again.first().copied() {
                    while self.next_enters(lane, false) {}
                    self.corridors.again.remove(0);
                }
                return true;
            }
        }
        false
    }

    /// A vehicle is lost: those on board wait where it last loaded, and nobody waits for it any more.
    pub(super) fn lose(&mut self, vehicle: u32, at: u64) {
        let step = self.drivers[vehicle as usize].step;
        self.lost += 1;
        self.drivers[vehicle as usize].lost = true;
        let needs = self.stage.course.needs;
        let before = self.drivers[vehicle as usize].before;
        if self.riding(vehicle) > 0 {
            let site = self.step(before).place as usize;
            for need in 0..needs {
                self.crowd.total[site * needs + need] += self.on_board[vehicle as usize * needs + need];
            }
            self.give_back_room(vehicle, step);
            self.on_board[vehicle as usize * needs..][..needs].fill(0);
            self.urgent[site] = true;
            self.known[site] = true;
        }
        self.abandon(vehicle, step, at);
        self.wake(at);
    }

    /// A vehicle can go no further: it keeps those on board, and nobody waits for it any more.
    pub(super) fn strand(&mut self, vehicle: u32, step: u32) {
        self.drivers[vehicle as usize].lost = true;
        let now = self.drivers[vehicle as usize].ride.clock;
        self.abandon(vehicle, step, now);
    }

    /// Room that was kept for those on board.
    fn give_back_room(&mut self, vehicle: u32, step: u32) {
        let course = self.stage.course;
        let trip = self.trip(self.step(step).trip);
        let shelter = self.step(trip.first + trip.steps - 1).place as usize - course.sites;
        for need in 0..course.needs {
            let people = self.on_board[vehicle as usize * course.needs + need];
            self.crowd.claim(shelter, need, people, true);
        }
    }

    /// Nobody comes any more for the rest of a vehicle's trip, nor for its own trips.
    fn abandon(&mut self, vehicle: u32, step: u32, now: u64) {
        let trip = self.step(step).trip;
        let row = self.trip(trip);
        self.drop_steps(step, row.first + row.steps, now);
        let driver = self.drivers[vehicle as usize];
        for trip in driver.next_trip..driver.end_trip {
            let row = self.trip(trip);
            self.drop_steps(row.first, row.first + row.steps, now);
        }
        self.drivers[vehicle as usize].next_trip = driver.end_trip;
    }

    fn drop_steps(&mut self, from: u32, until: u32, now: u64) {
        let course = self.stage.course;
        let shelter = self.step(until - 1).place as usize - course.sites;
        for step in from..until {
            let row = self.step(step);
            if !self.is_shelter(row.place) {
                for need in 0..course.needs {
                    let planned = self.planned_load(step, need);
                    let pledged = &mut self.crowd.pledged[row.place as usize * course.needs + need];
                    *pledged = pledged.saturating_sub(planned);
                    self.crowd.claim(shelter, need, planned, true);
                }
            }
            if (step as usize) < course.steps.len() {
                self.dropped[step as usize] = true;
                self.leave_slots(&row.leg);
                if self.stage.policy == Policy::Fixed && !self.stage.planned_ends.is_empty() {
                    self.serve_in_turn(row.place, NONE, now);
                }
            }
        }
    }

    /// Convoys on a leg that is not driven any more do not wait for its vehicle.
    fn leave_slots(&mut self, leg: &Leg) {
        let course = self.stage.course;
        for index in leg.gates.0..leg.gates.1.min(course.crossings.len() as u32) {
            let slot = course.crossings[index as usize].slot;
            if slot == NONE {
                continue;
            }
            let convoy = course.slots[slot as usize].convoy;
            let state = &mut self.corridors.convoys[convoy as usize];
            if !state.entered && self.corridors.waiting[slot as usize] == NONE {
                state.missing = state.missing.saturating_sub(1);
                self.look_at(course.convoys[convoy as usize].lane);
            }
        }
    }

    pub(super) fn reason_of(&self, step: u32) -> Option<Reason> {
        let planned = self.stage.course.steps.len();
        (step as usize >= planned).then(|| {
            let trip = self.step(step).trip as usize - self.stage.course.trips.len();
            self.extra_reasons[trip]
        })
    }
}

/// The time on the road until a passage, stretched like the whole leg.
fn scaled(offset: u64, ride: &Ride) -> u64 {
    if ride.seconds == ride.leg.seconds {
        return offset.min(ride.seconds);
    }
    (offset * ride.seconds).div_ceil(ride.leg.seconds.max(1)).min(ride.seconds)
}
