//! Changes that leave most of a plan in place: runs of trips and tails change places, trips change shelters, parts of loads
//! are to travel otherwise.

use crate::constraint::capacity;
use crate::improve::Worker;
use crate::problem::{NEVER, Problem};
use crate::routes::{Trip, people};

/// Partners that are estimated before one is tried.
const PARTNERS: usize = 12;

/// A run of trips in a route: `length` of them from `at` on.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Run {
    vehicle: usize,
    at: usize,
    length: usize,
}

/// What a run looks like from outside: where it begins and ends, how long it takes.
struct Outline {
    /// Place of its first stop and of its last shelter; none when it is empty.
    ends: Option<(u32, u32)>,
    seconds: u32,
}

/// Another shelter for a trip.
struct Rehousing {
    shelter: u32,
    /// Vehicle and trip that go to the old shelter instead, where there was no room.
    makes_room: Option<(usize, usize)>,
}

impl Worker<'_> {
    /// A run of trips of a late vehicle changes places with a run, perhaps an empty one, of another.
    pub(crate) fn exchange(&mut self) {
        let Some(vehicle) = self.late_vehicle(4) else { return };
        let trips = self.timetable.routes[vehicle].trips.len();
        let kept = self.kept(vehicle);
        let at = kept + self.stream.below(trips - kept);
        let tail = self.stream.below(3) == 0;
        let length = if tail { trips - at } else { (1 + self.stream.below(2)).min(trips - at) };
        let ours = Run { vehicle, at, length };
        let mut best: Option<(f64, Run)> = None;
        for _ in 0..PARTNERS {
            let Some(theirs) = self.partner(&ours, tail) else { continue };
            let price = self.price_of_exchange(&ours, &theirs);
            if best.is_none_or(|(least, _)| price < least) {
                best = Some((price, theirs));
            }
        }
        if let Some((_, theirs)) = best {
            self.swap_runs(&ours, &theirs);
        }
    }

    /// A run of another vehicle that could change places with ours.
    fn partner(&mut self, ours: &Run, tail: bool) -> Option<Run> {
        let (vehicle, at) = if self.stream.below(2) == 0 {
            let vehicle = self.stream.below(self.timetable.routes.len());
            let kept = self.kept(vehicle);
            (vehicle, kept + self.stream.below(self.timetable.routes[vehicle].trips.len() + 1 - kept))
        } else {
            // One that is at the same site, or near it, at some time.
            let stops = self.timetable.routes[ours.vehicle].trips[ours.at].stops();
            let site = stops[self.stream.below(stops.len())].site;
            let near = &self.terrain.near.sites[site as usize];
            let site = match self.stream.below(near.len().min(6) + 1) {
                0 => site,
                draw => near[draw - 1],
            };
            let queue = self.terrain.problem.sites[site as usize].queue as usize;
            let slot = self.timetable.calendars[queue].draw(&mut self.stream)?;
            let route = &self.timetable.routes[slot.vehicle as usize];
            let at = route.visits[slot.visit as usize].trip as usize;
            (slot.vehicle as usize, at.max(self.kept(slot.vehicle as usize)))
        };
        let left = self.timetable.routes[vehicle].trips.len() - at;
        let length = if tail { left } else { self.stream.below(3).min(left) };
        (vehicle != ours.vehicle).then_some(Run { vehicle, at, length })
    }

    /// What the exchange would cost if nobody queued longer than now.
    fn price_of_exchange(&self, ours: &Run, theirs: &Run) -> f64 {
        let aim = self.timetable.aim();
        let price = |host: &Run, guest: &Run| {
            let end = self.end_with(host, guest);
            aim.cost(end) - aim.cost(self.timetable.routes[host.vehicle].end())
        };
        price(ours, theirs) + price(theirs, ours)
    }

    /// When the route of `host` would end with the run of `guest` in the place of its own.
    fn end_with(&self, host: &Run, guest: &Run) -> u32 {
        let problem = self.terrain.problem;
        let class = problem.vehicles[host.vehicle].class;
        let (mut now, mut place, _) = self.timetable.before(host.vehicle, host.at);
        let rest = Run {
            vehicle: host.vehicle,
            at: host.at + host.length,
            length: self.timetable.routes[host.vehicle].trips.len() - host.at - host.length,
        };
        for run in [guest, &rest] {
            let outline = self.outline(run);
            let Some((first, last)) = outline.ends else { continue };
            now = now.saturating_add(problem.travel(class, place, first)).saturating_add(outline.seconds);
            place = last;
        }
        now
    }

    fn outline(&self, run: &Run) -> Outline {
        if run.length == 0 {
            return Outline { ends: None, seconds: 0 };
        }
        let route = &self.timetable.routes[run.vehicle];
        let first = &route.visits[route.first[run.at] as usize];
        let last = route.unloading(run.at + run.length - 1);
        Outline { ends: Some((first.place, last.place)), seconds: last.end.saturating_sub(first.start) }
    }

    fn swap_runs(&mut self, ours: &Run, theirs: &Run) {
        let ours_after = self.fitted(ours, theirs);
        let theirs_after = self.fitted(theirs, ours);
        // Everybody gets off before anybody boards: people are counted once.
        self.timetable.splice(ours.vehicle, ours.at, &[]);
        self.timetable.splice(theirs.vehicle, theirs.at, &[]);
        self.timetable.splice(ours.vehicle, ours.at, &ours_after);
        self.timetable.splice(theirs.vehicle, theirs.at, &theirs_after);
    }

    /// The trips of `host` from its run on, with the run of `guest` instead, as far as its vehicle can carry the people.
    fn fitted(&mut self, host: &Run, guest: &Run) -> Vec<Trip> {
        let class = self.terrain.problem.vehicles[host.vehicle].class;
        let same = class == self.terrain.problem.vehicles[guest.vehicle].class;
        let mut trips = Vec::new();
        for index in guest.at..guest.at + guest.length {
            let trip = self.timetable.routes[guest.vehicle].trips[index];
            let fitted = if same { Some(trip) } else { fit(self.terrain.problem, class, &trip) };
            if fitted != Some(trip) {
                trip.stops().iter().for_each(|stop| self.waits_again(stop.site));
            }
            trips.extend(fitted);
        }
        trips.extend_from_slice(&self.timetable.routes[host.vehicle].trips[host.at + host.length..]);
        trips
    }

    /// A trip goes to another shelter; where that is full, a trip from there takes its place.
    pub(crate) fn rehouse(&mut self) {
        let rivals = 1 + self.stream.below(4);
        let Some((vehicle, at)) = self.any_trip(rivals) else { return };
        let trip = self.timetable.routes[vehicle].trips[at];
        let mut best: Option<(f64, Rehousing)> = None;
        for _ in 0..PARTNERS {
            let Some(rehousing) = self.other_shelter(vehicle, at) else { continue };
            let back = rehousing.makes_room.map_or(0.0, |(other, at)| self.price_of_shelter(other, at, trip.shelter));
            let price = self.price_of_shelter(vehicle, at, rehousing.shelter) + back;
            if best.as_ref().is_none_or(|(least, _)| price < *least) {
                best = Some((price, rehousing));
            }
        }
        let Some((_, Rehousing { shelter, makes_room })) = best else { return };
        if let Some((other, other_at)) = makes_room {
            let back = self.timetable.routes[other].trips[other_at];
            self.timetable.replace_trip(other, other_at, back.to(trip.shelter));
        }
        self.timetable.replace_trip(vehicle, at, trip.to(shelter));
    }

    /// Another shelter for a trip, and the trip that has to make room there, if any has to.
    fn other_shelter(&mut self, vehicle: usize, at: usize) -> Option<Rehousing> {
        let trip = self.timetable.routes[vehicle].trips[at];
        let near = &self.terrain.near.shelters[trip.stops().last()?.site as usize];
        if near.is_empty() {
            return None;
        }
        let looked = if self.stream.below(4) == 0 { near.len() } else { near.len().min(6) };
        let shelter = near[self.stream.below(looked)];
        let load = trip.load();
        if shelter == trip.shelter {
            return None;
        }
        if capacity::within_room(&self.timetable, shelter, &load) == load {
            return Some(Rehousing { shelter, makes_room: None });
        }
        let queue = self.terrain.problem.shelters[shelter as usize].queue as usize;
        let slot = self.timetable.calendars[queue].draw(&mut self.stream)?;
        let other = slot.vehicle as usize;
        let other_at = self.timetable.routes[other].visits[slot.visit as usize].trip as usize;
        let back = &self.timetable.routes[other].trips[other_at];
        let swaps = (other, other_at) != (vehicle, at)
            && other_at >= self.kept(other)
            && back.shelter == shelter
            && self.may_swap(&trip, back);
        swaps.then_some(Rehousing { shelter, makes_room: Some((other, other_at)) })
    }

    /// What it would cost that a trip goes to another shelter, if nobody queued longer than now.
    fn price_of_shelter(&self, vehicle: usize, at: usize, shelter: u32) -> f64 {
        let problem = self.terrain.problem;
        let route = &self.timetable.routes[vehicle];
        let class = problem.vehicles[vehicle].class;
        let unloading = route.unloading(at);
        let Some(last) = route.trips[at].stops().last() else { return 0.0 };
        let site = problem.sites[last.site as usize].place;
        let next = route.first.get(at + 1).map(|&visit| route.visits[visit as usize].place);
        let way = |place: u32| {
            let onward = next.map_or(0, |next| problem.travel(class, place, next));
            i64::from(problem.travel(class, site, place)) + i64::from(onward)
        };
        let later = way(problem.shelters[shelter as usize].place) - way(unloading.place);
        let end = i64::from(route.end());
        let aim = self.timetable.aim();
        aim.cost(u32::try_from(end + later).unwrap_or(NEVER - 1)) - aim.cost(route.end())
    }

    /// Whether both shelters have room when two trips change shelters.
    fn may_swap(&self, one: &Trip, other: &Trip) -> bool {
        let (first, second) = (one.load(), other.load());
        let fits = |shelter: u32, comes: &crate::problem::Load, goes: &crate::problem::Load| {
            let room = self.timetable.room[shelter as usize] + i64::from(people(goes));
            let by_need = &self.timetable.room_by_need[shelter as usize];
            room >= i64::from(people(comes))
                && (0..self.terrain.problem.needs)
                    .all(|need| by_need[need] + i64::from(goes[need]) >= i64::from(comes[need]))
        };
        fits(one.shelter, &second, &first) && fits(other.shelter, &first, &second)
    }

    /// Some people of a trip are to travel otherwise: those of one stop, of one need, or a part of a load.
    pub(crate) fn trim(&mut self) {
        for _ in 0..1 + self.stream.below(3) {
            let rivals = 1 + self.stream.below(6);
            let Some((vehicle, at)) = self.any_trip(rivals) else { return };
            let mut trip = self.timetable.routes[vehicle].trips[at];
            let stop = self.stream.below(trip.stops().len());
            let site = trip.stops()[stop].site;
            let need = self.stream.below(self.terrain.problem.needs);
            let load = &mut trip.stops_mut()[stop].load;
            match self.stream.below(3) {
                0 => *load = Default::default(),
                1 => load[need] = 0,
                _ => load[need] -= self.stream.below(usize::from(load[need]) + 1) as u16,
            }
            self.waits_again(site);
            self.keep_what_is_left(vehicle, at, trip, stop);
        }
    }

    /// Some people of a stop board another trip that stops at the same site: the fine adjustment of ends.
    pub(crate) fn shift(&mut self) {
        let rivals = 1 + self.stream.below(6);
        let Some((vehicle, at)) = self.any_trip(rivals) else { return };
        let mut trip = self.timetable.routes[vehicle].trips[at];
        let stop = self.stream.below(trip.stops().len());
        let from = trip.stops()[stop];
        let queue = self.terrain.problem.sites[from.site as usize].queue as usize;
        let Some(slot) = self.timetable.calendars[queue].draw(&mut self.stream) else { return };
        let other = slot.vehicle as usize;
        let other_at = self.timetable.routes[other].visits[slot.visit as usize].trip as usize;
        let mut longer = self.timetable.routes[other].trips[other_at];
        if other == vehicle || other_at < self.kept(other) {
            return;
        }
        let class = self.terrain.problem.vehicles[other].class as usize;
        let places = &self.terrain.problem.classes[class].configurations[longer.configuration as usize];
        let most = capacity::fill(&from.load.map(u32::from), &capacity::left(places, &longer.load()));
        let most = if longer.shelter == trip.shelter {
            most
        } else {
            capacity::within_room(&self.timetable, longer.shelter, &most)
        };
        let need = self.stream.below(self.terrain.problem.needs);
        let Some(to) = longer.stops_mut().iter_mut().find(|to| to.site == from.site) else { return };
        if most[need] == 0 {
            return;
        }
        let moved = 1 + self.stream.below(usize::from(most[need])) as u16;
        to.load[need] += moved;
        trip.stops_mut()[stop].load[need] -= moved;
        self.keep_what_is_left(vehicle, at, trip, stop);
        self.timetable.replace_trip(other, other_at, longer);
    }

    /// Some people of a trip that goes with too small a convoy board one more vehicle, which goes with it.
    pub(crate) fn reinforce(&mut self) {
        let problem = self.terrain.problem;
        let Some((vehicle, visit)) = self.timetable.lineups.draw_lacking(problem, &mut self.stream) else { return };
        let vehicle = vehicle as usize;
        let at = self.timetable.routes[vehicle].visits[visit as usize].trip as usize;
        if at < self.kept(vehicle) {
            return self.wait_for_another(vehicle, at);
        }
        let mut trip = self.timetable.routes[vehicle].trips[at];
        let stop = self.stream.below(trip.stops().len());
        let need = self.stream.below(problem.needs);
        let other = self.stream.below(self.timetable.routes.len());
        let from = trip.stops()[stop];
        let class = problem.vehicles[other].class;
        let configurations = &problem.classes[class as usize].configurations;
        let configuration = self.stream.below(configurations.len());
        let spare = if people(&from.load) > u32::from(from.load[need]) {
            from.load[need]
        } else {
            from.load[need].saturating_sub(1)
        };
        let most = spare.min(configurations[configuration][need]);
        let (site, shelter) = (problem.sites[from.site as usize].place, problem.shelters[trip.shelter as usize].place);
        if other == vehicle || most == 0 || problem.travel(class, site, shelter) == NEVER {
            return;
        }
        let mut load = crate::problem::Load::default();
        load[need] = 1 + self.stream.below(usize::from(most)) as u16;
        trip.stops_mut()[stop].load[need] -= load[need];
        let added = Trip::single(crate::routes::Stop { site: from.site, load }, trip.shelter, configuration as u8);
        let kept = self.kept(other);
        let other_at = kept + self.stream.below(self.timetable.routes[other].trips.len() + 1 - kept);
        self.timetable.replace_trip(vehicle, at, trip);
        self.timetable.insert_trip(other, other_at, added);
        // Whichever of the two is later, the other waits for it.
        self.timetable.replace_trip(vehicle, at, trip);
    }

    /// A trip that has begun waits for another that goes the same way, if it happens to.
    fn wait_for_another(&mut self, vehicle: usize, at: usize) {
        let Some((other, other_at)) = self.any_trip(1).filter(|(other, _)| *other != vehicle) else { return };
        for (vehicle, at) in [(other, other_at), (vehicle, at)] {
            let trip = self.timetable.routes[vehicle].trips[at];
            self.timetable.replace_trip(vehicle, at, trip);
        }
    }

    /// Puts a trip back from whose stop at `stop` some people were taken: without the stop where nobody is left there, not at
    /// all where it was the only one.
    fn keep_what_is_left(&mut self, vehicle: usize, at: usize, mut trip: Trip, stop: usize) {
        if people(&trip.stops()[stop].load) == 0 {
            trip.remove(stop);
        }
        if trip.stops().is_empty() {
            self.timetable.remove_trip(vehicle, at);
        } else {
            self.timetable.replace_trip(vehicle, at, trip);
        }
    }

    /// Lists a site as one whose people wait.
    pub(crate) fn waits_again(&mut self, site: u32) {
        list(&mut self.short, site);
    }
}

/// The trip as a vehicle of another class can make it: fewer people where it has fewer places; none when it has no
/// place for any of them.
fn fit(problem: &Problem, class: u32, trip: &Trip) -> Option<Trip> {
    let wanted = trip.load();
    let configurations = problem.classes[class as usize].configurations.iter();
    let (configuration, places) =
        configurations.enumerate().max_by_key(|(_, places)| people(&capacity::fill(&wanted.map(u32::from), places)))?;
    let mut left = *places;
    let mut fitted = *trip;
    fitted.configuration = configuration as u8;
    let mut at = 0;
    while at < fitted.stops().len() {
        let stop = &mut fitted.stops_mut()[at];
        stop.load = capacity::fill(&stop.load.map(u32::from), &left);
        left = capacity::left(&left, &stop.load);
        if people(&stop.load) == 0 {
            fitted.remove(at);
        } else {
            at += 1;
        }
    }
    let reachable = fitted.stops().iter().all(|stop| {
        let place = problem.sites[stop.site as usize].place;
        problem.travel(class, place, problem.shelters[fitted.shelter as usize].place) != NEVER
    });
    (reachable && !fitted.stops().is_empty()).then_some(fitted)
}

/// Adds a site to a list, once.
pub(crate) fn list(sites: &mut Vec<u32>, site: u32) {
    if !sites.contains(&site) {
        sites.push(site);
    }
}
