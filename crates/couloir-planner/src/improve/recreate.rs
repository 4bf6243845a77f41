//! Puts waiting people back where it costs least: on board where there is room, as one more stop, or as a new trip.

use crate::constraint::capacity;
use crate::improve::Worker;
use crate::improve::keep::Considered;
use crate::problem::{Load, NEVER};
use crate::routes::{STOPS_MAX, Stop, Trip, people};

/// How a few people could travel, and what that costs for each of them.
#[derive(Clone, Copy)]
struct Offer {
    vehicle: usize,
    at: usize,
    trip: Trip,
    /// Replaces the trip at `at` instead of going before it.
    replaces: bool,
    price: f64,
}

/// Places in routes where a new trip is tried.
const PLACES_TRIED: usize = 6;

/// Shelters tried for a new trip.
const SHELTERS_TRIED: usize = 3;

/// Offers for one site that may turn out to make somebody late before its people are left for another move.
const MISSES_MAX: u32 = 4;

/// Trips tried for people who could board with others.
const TRIPS_TRIED: usize = 3;

impl Worker<'_> {
    /// Finds trips for everybody at the sites listed in `short`, as far as there are any.
    pub(crate) fn recreate(&mut self) {
        let mut short = std::mem::take(&mut self.short);
        self.shuffle(&mut short);
        for &site in &short {
            let mut misses = 0;
            while self.timetable.waiting[site as usize].iter().any(|&people| people > 0) {
                let Some(offer) = self.best_offer(site) else { break };
                if !self.take_up(&offer) {
                    misses += 1;
                    if misses == MISSES_MAX {
                        break;
                    }
                }
            }
        }
        self.short = short;
    }

    /// Makes the trip of an offer, unless somebody comes too late by it: offers are estimates, and do not see that a later
    /// trip of the vehicle would miss its window.
    fn take_up(&mut self, offer: &Offer) -> bool {
        let excess = self.timetable.sums.excess;
        let (vehicle, at) = (offer.vehicle, offer.at);
        let old = offer.replaces.then(|| self.timetable.routes[vehicle].trips[at]);
        match old {
            Some(_) => self.timetable.replace_trip(vehicle, at, offer.trip),
            None => self.timetable.insert_trip(vehicle, at, offer.trip),
        }
        let in_time = self.timetable.sums.excess <= excess;
        if !in_time {
            match old {
                Some(trip) => self.timetable.replace_trip(vehicle, at, trip),
                None => self.timetable.remove_trip(vehicle, at),
            }
            // The cost of never coming is so large that taking it off leaves an error behind.
            self.timetable.add_up_overtime();
        }
        in_time
    }

    fn shuffle(&mut self, sites: &mut [u32]) {
        for last in (1..sites.len()).rev() {
            sites.swap(last, self.stream.below(last + 1));
        }
    }

    fn best_offer(&mut self, site: u32) -> Option<Offer> {
        let mut best: Option<Offer> = None;
        self.offers_on_board(site, &mut best);
        if self.terrain.problem.stops_max > 1 {
            self.offers_as_stop(site, &mut best);
        }
        self.offers_of_new_trips(site, &mut best);
        best
    }

    fn consider(&mut self, best: &mut Option<Offer>, mut offer: Offer, people: &Load) {
        // A little noise, so that the same ruin is not always answered in the same way.
        offer.price = (offer.price + 1.0) / self.share(people).max(1e-9) * (0.9 + 0.2 * self.stream.unit());
        if offer.price < best_price(best) {
            *best = Some(offer);
        }
    }

    /// Trips that stop at the site anyway and have places left.
    fn offers_on_board(&mut self, site: u32, best: &mut Option<Offer>) {
        let queue = self.terrain.problem.sites[site as usize].queue as usize;
        for _ in 0..TRIPS_TRIED {
            let Some(slot) = self.timetable.calendars[queue].draw(&mut self.stream) else { return };
            let vehicle = slot.vehicle as usize;
            let at = self.timetable.routes[vehicle].visits[slot.visit as usize].trip as usize;
            if at < self.kept(vehicle) {
                continue;
            }
            let mut trip = self.timetable.routes[vehicle].trips[at];
            let Some(load) = self.places_left(vehicle, &trip, site) else { continue };
            let Some(stop) = trip.stops_mut().iter_mut().find(|stop| stop.site == site) else { continue };
            crate::routes::add(&mut stop.load, &load);
            self.consider_longer(vehicle, at, trip, &load, best);
        }
    }

    /// The load, or now and then only those of one need in it: whoever has rare places need not take everybody.
    fn some_needs(&mut self, load: &Load) -> Load {
        let needs = self.terrain.problem.needs;
        if needs == 1 || self.stream.below(2) == 0 {
            return *load;
        }
        let need = self.stream.below(needs);
        if load[need] == 0 {
            return *load;
        }
        let mut some = Load::default();
        some[need] = load[need];
        some
    }

    /// As many of those who wait at a site as can board a trip.
    fn places_left(&mut self, vehicle: usize, trip: &Trip, site: u32) -> Option<Load> {
        let class = self.terrain.problem.vehicles[vehicle].class as usize;
        let places = &self.terrain.problem.classes[class].configurations[trip.configuration as usize];
        let left = capacity::left(places, &trip.load());
        let load = capacity::fill(&self.timetable.waiting[site as usize], &left);
        let load = self.some_needs(&load);
        let load = capacity::within_room(&self.timetable, trip.shelter, &load);
        (people(&load) > 0).then_some(load)
    }

    /// Trips that stop nearby and have places left.
    fn offers_as_stop(&mut self, site: u32, best: &mut Option<Offer>) {
        let problem = self.terrain.problem;
        let own_queue = problem.sites[site as usize].queue;
        let near = self.terrain.near.sites[site as usize].len().min(6);
        for _ in 0..TRIPS_TRIED {
            if near == 0 {
                return;
            }
            let other = self.terrain.near.sites[site as usize][self.stream.below(near)];
            let queue = problem.sites[other as usize].queue as usize;
            let Some(slot) = self.timetable.calendars[queue].draw(&mut self.stream) else { continue };
            let vehicle = slot.vehicle as usize;
            let at = self.timetable.routes[vehicle].visits[slot.visit as usize].trip as usize;
            let trip = self.timetable.routes[vehicle].trips[at];
            let been = trip.stops().iter().any(|stop| problem.sites[stop.site as usize].queue == own_queue);
            if at < self.kept(vehicle) || been || trip.stops().len() >= problem.stops_max.min(STOPS_MAX) {
                continue;
            }
            let Some(load) = self.places_left(vehicle, &trip, site) else { continue };
            let mut longer = trip;
            longer.insert(self.stream.below(trip.stops().len() + 1), Stop { site, load });
            self.consider_longer(vehicle, at, longer, &load, best);
        }
    }

    /// A trip that takes some more people than before.
    fn consider_longer(&mut self, vehicle: usize, at: usize, trip: Trip, more: &Load, best: &mut Option<Offer>) {
        let end = self.timetable.estimate(vehicle, at, &trip);
        let route = &self.timetable.routes[vehicle];
        let delay = end.saturating_sub(route.unloading(at).end);
        let end = route.end();
        if !self.in_time(vehicle, end.saturating_add(delay)) {
            return;
        }
        let price = self.timetable.aim().cost(end.saturating_add(delay)) - self.timetable.aim().cost(end);
        let start = route.visits[route.first[at] as usize].start;
        let considered = Considered { vehicle, at, replaces: true, delay: delay.into(), start };
        let price = price + self.price_of_change(&considered);
        self.consider(best, Offer { vehicle, at, trip, replaces: true, price }, more);
    }

    fn in_time(&self, vehicle: usize, end: u32) -> bool {
        end != NEVER && end <= self.terrain.problem.vehicles[vehicle].available_until
    }

    /// New trips, at places in routes that are near or just happen to be drawn.
    fn offers_of_new_trips(&mut self, site: u32, best: &mut Option<Offer>) {
        for index in 0..self.taken.len() {
            let vehicle = self.taken[index].0 as usize;
            let at = (self.taken[index].1 as usize).min(self.timetable.routes[vehicle].trips.len());
            self.offers_at(site, vehicle, at, best);
        }
        let vehicles = self.timetable.routes.len();
        let shelters = self.terrain.near.shelters[site as usize].len();
        if shelters == 0 {
            return;
        }
        for draw in 0..PLACES_TRIED {
            let (vehicle, at) = if draw % 3 == 0 {
                let vehicle = self.stream.below(vehicles);
                let trips = self.timetable.routes[vehicle].trips.len();
                (vehicle, if draw % 2 == 0 { trips } else { self.stream.below(trips + 1) })
            } else {
                // After an unloading at a shelter from which the site is near.
                let shelter = self.terrain.near.shelters[site as usize][self.stream.below(shelters.min(6))];
                let queue = self.terrain.problem.shelters[shelter as usize].queue as usize;
                let Some(slot) = self.timetable.calendars[queue].draw(&mut self.stream) else { continue };
                let vehicle = slot.vehicle as usize;
                (vehicle, self.timetable.routes[vehicle].visits[slot.visit as usize].trip as usize + 1)
            };
            self.offers_at(site, vehicle, at, best);
        }
    }

    /// New trips of a vehicle before the one at `at`: there once, and then on to each of the nearest shelters.
    fn offers_at(&mut self, site: u32, vehicle: usize, at: usize, best: &mut Option<Offer>) {
        let at = at.max(self.kept(vehicle));
        let problem = self.terrain.problem;
        let class = problem.vehicles[vehicle].class;
        let configurations = &problem.classes[class as usize].configurations;
        let configuration = if configurations.len() == 1 { 0 } else { self.stream.below(configurations.len()) };
        let all = capacity::fill(&self.timetable.waiting[site as usize], &configurations[configuration]);
        let all = self.some_needs(&all);
        let share = self.share(&all);
        if share <= 0.0 {
            return;
        }
        let (now, place, fitted) = self.timetable.before(vehicle, at);
        let row = &problem.sites[site as usize];
        let depart = now.saturating_add(problem.refit(class, fitted, configuration as u8));
        let arrive = self.timetable.arrive((class, place, row.place), depart, 0);
        let arrive = arrive.max(row.ready);
        let service = problem.loading(class, site, &all);
        let next = self.next(vehicle, at, configuration as u8);
        let enough = best_price(best) * share;
        let Some(&nearest) = self.terrain.near.shelters[site as usize].first() else { return };
        let onward = problem.travel(class, row.place, problem.shelters[nearest as usize].place);
        let at_best = arrive.saturating_add(service).saturating_add(onward);
        if arrive == NEVER || self.price(vehicle, &next, at_best) > enough {
            return;
        }
        let loaded = self.timetable.estimate_end(row.queue, arrive, service);
        if loaded == NEVER || self.price(vehicle, &next, loaded.saturating_add(onward)) > enough {
            return;
        }
        let from = Laden { site, vehicle, at, configuration: configuration as u8, all, share, loaded };
        self.offers_onward(&from, &next, best);
    }

    /// New trips that are on board already, to each of the nearest shelters with room.
    fn offers_onward(&mut self, from: &Laden, next: &Next, best: &mut Option<Offer>) {
        let terrain = self.terrain;
        let problem = terrain.problem;
        let class = problem.vehicles[from.vehicle].class;
        let place = problem.sites[from.site as usize].place;
        let total = i64::from(people(&from.all));
        let near = &terrain.near.shelters[from.site as usize];
        let mut tried = 0;
        // The nearest by the way there are not always best: the way back counts too, and roads keep no triangle rule.
        let farther = self.stream.below(near.len().max(SHELTERS_TRIED + 1));
        for (index, &shelter) in near.iter().enumerate() {
            let last = tried >= SHELTERS_TRIED;
            if last && index < farther {
                continue;
            }
            let there = &problem.shelters[shelter as usize];
            let mut load = from.all;
            if self.timetable.room[shelter as usize] < total || there.capacity_by_need.is_some() {
                load = capacity::within_room(&self.timetable, shelter, &from.all);
                // A part of a load is worth a look only where the whole finds no room.
                if load != from.all && (tried > 0 || people(&load) == 0) {
                    continue;
                }
            }
            tried += 1;
            if tried > SHELTERS_TRIED + 1 {
                return;
            }
            let arrive = self.timetable.arrive((class, place, there.place), from.loaded, people(&load));
            let end = self.timetable.estimate_end(there.queue, arrive, problem.unloading(class, shelter, &load));
            let after = match next.place {
                None => end,
                Some(place) => self.timetable.arrive((class, there.place, place), end.saturating_add(next.refit), 0),
            };
            if end == NEVER || after == NEVER {
                continue;
            }
            let price = self.price(from.vehicle, next, after);
            if price > best_price(best) * from.share {
                continue;
            }
            let (vehicle, at) = (from.vehicle, from.at);
            let delay = next.place.map_or(0, |_| i64::from(after) - i64::from(next.start));
            let considered = Considered { vehicle, at, replaces: false, delay, start: from.loaded };
            let price = price + self.price_of_change(&considered);
            let trip = Trip::single(Stop { site: from.site, load }, shelter, from.configuration);
            if self.timetable.may_add(vehicle, at, &trip) {
                self.consider(best, Offer { vehicle, at, trip, replaces: false, price }, &load);
            }
        }
    }

    fn share(&self, load: &Load) -> f64 {
        self.terrain.worth.share.iter().zip(load).map(|(share, &people)| share * f64::from(people)).sum()
    }

    /// What comes after a place in a route.
    fn next(&self, vehicle: usize, at: usize, configuration: u8) -> Next {
        let route = &self.timetable.routes[vehicle];
        match route.first.get(at) {
            None => Next { place: None, refit: 0, arrive: 0, start: 0, end: route.end() },
            Some(&first) => {
                let visit = &route.visits[first as usize];
                let class = self.terrain.problem.vehicles[vehicle].class;
                let refit = self.terrain.problem.refit(class, configuration, route.trips[at].configuration);
                Next { place: Some(visit.place), refit, arrive: visit.arrive, start: visit.start, end: route.end() }
            }
        }
    }

    /// What it costs that a vehicle gets to its next visit, or to its end, at another moment.
    fn price(&self, vehicle: usize, next: &Next, moment: u32) -> f64 {
        let after = match next.place {
            None => moment,
            Some(_) => {
                // What it would have waited there anyway is not lost.
                let soonest = if self.timetable.keeps { next.start } else { next.arrive };
                let delay = i64::from(moment.max(soonest)) - i64::from(next.start);
                u32::try_from(i64::from(next.end) + delay).unwrap_or(NEVER)
            }
        };
        if !self.in_time(vehicle, after) {
            return f64::INFINITY;
        }
        let aim = self.timetable.aim();
        aim.cost(after) - aim.cost(next.end)
    }
}

/// A vehicle that has loaded at a site, somewhere in its route.
struct Laden {
    site: u32,
    vehicle: usize,
    at: usize,
    configuration: u8,
    /// Whom it could take, and what share of a full vehicle that is.
    all: Load,
    share: f64,
    /// When it has loaded them.
    loaded: u32,
}

/// What comes after a place in a route.
struct Next {
    /// Where the next visit is; none at the end.
    place: Option<u32>,
    refit: u32,
    /// When the vehicle gets there now, and when it is served.
    arrive: u32,
    start: u32,
    /// When the route ends now.
    end: u32,
}

/// What the best offer costs for a full vehicle.
fn best_price(best: &Option<Offer>) -> f64 {
    best.as_ref().map_or(f64::MAX, |best| best.price)
}
