//! The dispatch rule: what a vehicle does that has no order of the plan, and what happens with people for whom nobody comes.
//!
//! 1. Every vehicle drives its own trips, unless people stand at the roadside because theirs was lost: the next vehicle that has
//!    unloaded goes for them first.
//! 2. A vehicle without a trip of its own takes the last trip of the vehicle of its class that is furthest behind, if it would be
//!    done sooner.
//! 3. Otherwise it fetches people beyond the plan, where it is known that they wait, the highest priority and the largest number
//!    first, and brings them to the nearest shelter with room.
//! 4. Otherwise it stands by.

use super::course::{NONE, Step, Trip};
use super::event_queue::Kind;
use super::run::{Play, event, service};
use super::{Policy, Reason};

/// A vehicle is behind when it has ended a trip so many seconds later than planned.
const BEHIND: u64 = 15 * 60;

/// The most extra trips for each trip of the plan, so that a run ends whatever is drawn.
const EXTRA_MAX: usize = 8;

impl Play<'_> {
    pub(super) fn dispatches(&self) -> bool {
        self.stage.policy == Policy::Dispatch && !self.stage.planned_ends.is_empty()
    }

    /// A vehicle unloads for the last time of its trip, until `end`.
    pub(super) fn trip_ends(&mut self, vehicle: u32, step: u32, end: u64) {
        let dispatches = self.dispatches();
        let driver = &mut self.drivers[vehicle as usize];
        let own = driver.next_trip < driver.end_trip;
        if !dispatches {
            if own {
                self.begin_next(vehicle, end);
            }
            return;
        }
        if let Some(planned) = self.stage.planned_ends.get(step as usize) {
            driver.late = end.saturating_sub(*planned);
        }
        let late = driver.late > BEHIND;
        if own && !self.urgent.iter().any(|urgent| *urgent) {
            self.begin_next(vehicle, end);
            if late && self.idle > 0 {
                self.hand_over(vehicle, end);
            }
        } else {
            self.events.push(event(end, Kind::Free, vehicle));
        }
    }

    /// A vehicle is free at `now`: what it does next.
    pub(super) fn decide(&mut self, vehicle: u32, now: u64) {
        self.stand_by(vehicle, false);
        if self.drivers[vehicle as usize].lost {
            return;
        }
        if self.fetch(vehicle, now, true) {
            return;
        }
        let driver = self.drivers[vehicle as usize];
        if driver.next_trip < driver.end_trip {
            self.begin_next(vehicle, now);
        } else if !self.take_over(vehicle, now) && !self.fetch(vehicle, now, false) {
            self.stand_by(vehicle, true);
        }
    }

    fn stand_by(&mut self, vehicle: u32, idle: bool) {
        let driver = &mut self.drivers[vehicle as usize];
        if driver.idle != idle {
            driver.idle = idle;
            self.idle = if idle { self.idle + 1 } else { self.idle - 1 };
        }
    }

    /// There may be work for those who stand by, in the order of the fleet.
    pub(super) fn wake(&mut self, now: u64) {
        if self.idle == 0 || !self.dispatches() {
            return;
        }
        for vehicle in 0..self.drivers.len() as u32 {
            if self.drivers[vehicle as usize].idle {
                self.decide(vehicle, now);
            }
        }
    }

    /// A vehicle has begun to load at a site: how many wait there is known from now on.
    pub(super) fn loaded(&mut self, site: u32, now: u64) {
        if !self.known[site as usize] {
            self.known[site as usize] = true;
            if self.idle > 0 && self.waits(site as usize) > 0 {
                self.wake(now);
            }
        }
    }

    /// People at a site for whom nobody comes.
    fn waits(&self, site: usize) -> u64 {
        (0..self.stage.course.needs).map(|need| self.crowd.surplus(self.stage.course, site, need)).sum()
    }

    /// Gives the last trip of a vehicle that is behind to the first one that stands by and would be done sooner.
    fn hand_over(&mut self, vehicle: u32, now: u64) {
        let driver = self.drivers[vehicle as usize];
        if driver.next_trip >= driver.end_trip {
            return;
        }
        let class = self.stage.course.vehicles[vehicle as usize].class;
        for helper in 0..self.drivers.len() as u32 {
            let able = self.drivers[helper as usize].idle && self.stage.course.vehicles[helper as usize].class == class;
            if able && self.take(helper, vehicle, now) {
                self.stand_by(helper, false);
                return;
            }
        }
    }

    /// Takes the last trip of whoever is furthest behind.
    fn take_over(&mut self, vehicle: u32, now: u64) -> bool {
        let class = self.stage.course.vehicles[vehicle as usize].class;
        let mut most: Option<(u64, u32)> = None;
        for (other, driver) in self.drivers.iter().enumerate() {
            if driver.late <= BEHIND
                || driver.next_trip >= driver.end_trip
                || self.stage.course.vehicles[other].class != class
            {
                continue;
            }
            let end = self.expected_end(other as u32);
            if most.is_none_or(|(latest, _)| end > latest) {
                most = Some((end, other as u32));
            }
        }
        most.is_some_and(|(_, other)| self.take(vehicle, other, now))
    }

    /// When a vehicle will have ended its last trip, if it loses no more time.
    fn expected_end(&self, vehicle: u32) -> u64 {
        let driver = self.drivers[vehicle as usize];
        let trip = self.stage.course.trips[driver.end_trip as usize - 1];
        self.stage.planned_ends[(trip.first + trip.steps - 1) as usize] + driver.late
    }

    /// Takes the last trip of `other`, if it would be done sooner.
    fn take(&mut self, vehicle: u32, other: u32, now: u64) -> bool {
        let course = self.stage.course;
        let class = course.vehicles[vehicle as usize].class;
        let trip = self.drivers[other as usize].end_trip - 1;
        let row = course.trips[trip as usize];
        let steps = &course.steps[row.first as usize..(row.first + row.steps) as usize];
        let gates = self.extra_gates.len();
        let to = course.places[steps[0].place as usize].point;
        let way = course.way(class, self.drivers[vehicle as usize].point, to, &mut self.extra_gates);
        self.extra_gates.truncate(gates);
        let Some(way) = way else { return false };
        let planned: u64 = steps.iter().map(|step| step.length + step.leg.seconds).sum();
        let takes = way.seconds + planned - steps[0].leg.seconds;
        if now + takes >= self.expected_end(other) || !self.may(vehicle, now, takes) {
            return false;
        }
        self.drivers[other as usize].end_trip -= 1;
        self.begin(vehicle, trip, now);
        true
    }

    /// True when the vehicle's hours and its crew's allow another `takes` seconds.
    fn may(&self, vehicle: u32, now: u64, takes: u64) -> bool {
        let row = &self.stage.course.vehicles[vehicle as usize];
        let driven = self.drivers[vehicle as usize].driven;
        now.saturating_add(takes) <= row.until && driven.saturating_add(takes) <= row.driving_max
    }

    /// Goes for people beyond the plan; `urgent` for those alone whom a lost vehicle left.
    fn fetch(&mut self, vehicle: u32, now: u64, urgent: bool) -> bool {
        let course = self.stage.course;
        if urgent && !self.urgent.iter().any(|urgent| *urgent)
            || self.extra_trips.len() >= EXTRA_MAX * course.trips.len()
        {
            return false;
        }
        // The most urgent site first; the next one where nothing can be done for it.
        self.tried.fill(false);
        loop {
            let mut best: Option<(u64, u64, usize)> = None;
            for site in 0..course.sites {
                if self.tried[site] || !self.known[site] || self.crowd.is_shut(site) || urgent && !self.urgent[site] {
                    continue;
                }
                let people = self.waits(site);
                if people == 0 {
                    self.urgent[site] = false;
                    continue;
                }
                let priority = course.places[site].priority;
                if best.is_none_or(|(highest, most, _)| (priority, people) > (highest, most)) {
                    best = Some((priority, people, site));
                }
            }
            let Some((.., site)) = best else { return false };
            if let Some(extra) = self.extra(vehicle, site, now) {
                self.add_trip(vehicle, &extra, now);
                return true;
            }
            self.tried[site] = true;
        }
    }

    /// What an extra trip to `site` would be.
    fn extra(&mut self, vehicle: u32, site: usize, now: u64) -> Option<Extra> {
        let course = self.stage.course;
        let me = course.vehicles[vehicle as usize];
        let class = &course.scenario.classes[me.class as usize];
        let surplus = |need: usize| self.crowd.surplus(course, site, need);
        let first = course.configuration(couloir_model::id::ClassId(me.class), 0);
        let holds = |configuration: usize| -> u64 {
            (0..course.needs)
                .map(|need| course.capacities[configuration * course.needs + need].min(surplus(need)))
                .sum()
        };
        let all = first..first + class.configurations.len();
        // Of those that hold the same the first.
        let configuration = all.rev().max_by_key(|configuration| holds(*configuration))?;
        if holds(configuration) == 0 {
            return None;
        }
        let gates = self.extra_gates.len();
        let point = self.drivers[vehicle as usize].point;
        let to = course.places[site].point;
        let there = course.way(me.class, point, to, &mut self.extra_gates);
        let mut nearest: Option<(u64, usize)> = None;
        for shelter in 0..course.scenario.shelters.len() {
            let room: u64 = (0..course.needs)
                .map(|need| {
                    let places = course.capacities[configuration * course.needs + need];
                    places.min(surplus(need)).min(self.crowd.room(shelter, need))
                })
                .sum();
            let place = &course.places[course.sites + shelter];
            if room == 0 || service(&place.open, now, place.fixed).is_none() {
                continue;
            }
            let back = course.way(me.class, to, place.point, &mut self.extra_gates);
            if let Some(back) = back.filter(|back| nearest.is_none_or(|(seconds, _)| back.seconds < seconds)) {
                nearest = Some((back.seconds, shelter));
            }
        }
        self.extra_gates.truncate(gates);
        let (there, (back, shelter)) = (there?, nearest?);
        if !self.may(vehicle, now, there.seconds + back) || service(&course.places[site].open, now, 0).is_none() {
            return None;
        }
        Some(Extra { site, shelter, configuration })
    }

    /// Adds an extra trip to the run and begins it.
    fn add_trip(&mut self, vehicle: u32, extra: &Extra, now: u64) {
        let course = self.stage.course;
        let (needs, me) = (course.needs, course.vehicles[vehicle as usize]);
        let first = (course.steps.len() + self.extra_steps.len()) as u32;
        let trip = (course.trips.len() + self.extra_trips.len()) as u32;
        let mut room = self.crowd.room[extra.shelter * (needs + 1)];
        for need in 0..needs {
            let places = course.capacities[extra.configuration * needs + need];
            let surplus = self.crowd.surplus(course, extra.site, need);
            let load = places.min(surplus).min(self.crowd.room(extra.shelter, need)).min(room);
            room -= load;
            self.crowd.pledged[extra.site * needs + need] += load;
            self.crowd.claim(extra.shelter, need, load, false);
            self.extra_loads.push(load);
        }
        self.extra_loads.extend(std::iter::repeat_n(0, needs));
        let shelter = course.sites + extra.shelter;
        let points =
            [self.drivers[vehicle as usize].point, course.places[extra.site].point, course.places[shelter].point];
        for (place, way) in [extra.site, shelter].into_iter().zip(points.windows(2)) {
            let leg = course.way(me.class, way[0], way[1], &mut self.extra_gates).unwrap_or_default();
            let not_before = if place == extra.site { self.crowd.complete(place) } else { 0 };
            self.extra_steps.push(Step { trip, place: place as u32, leg, not_before, length: 0 });
            self.traces.push(super::critical::Trace::default());
            self.vehicle_of.push(NONE);
            self.ends.push(0);
        }
        let reason = if self.urgent[extra.site] { Reason::Breakdown } else { Reason::MorePeople };
        if self.waits(extra.site) == 0 {
            self.urgent[extra.site] = false;
        }
        self.extra_trips.push(Trip { first, steps: 2, configuration: extra.configuration as u32, class: me.class });
        self.extra_reasons.push(reason);
        self.begin(vehicle, trip, now);
    }
}

/// An extra trip.
struct Extra {
    site: usize,
    shelter: usize,
    configuration: usize,
}
