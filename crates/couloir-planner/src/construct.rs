//! First plans: vehicles are sent on their next trip one after the other, the one that is free first goes first.
//!
//! Each takes the trip that brings most per second. What a person is worth is what it takes to fetch them: the round
//! trip between their site and its best shelter, shared by a full vehicle, and their time at the doors. So a far site
//! is as good a choice as a near one, and what counts against a trip is waste: an empty way to the site that is longer
//! than need be, empty seats, queues. Room in tight shelters has a price from the transportation problem.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::constraint::capacity;
use crate::evaluate::timetable::Timetable;
use crate::near::Near;
use crate::problem::{Load, NEEDS_MAX, NEVER, Problem};
use crate::routes::{STOPS_MAX, Stop, Trip};
use crate::transport::Transport;

/// What people and rooms are worth, in seconds.
#[derive(Debug, Clone)]
pub(crate) struct Worth {
    /// Of one person, by site and need.
    person: Vec<[f64; NEEDS_MAX]>,
    /// Of one place in each shelter.
    room: Vec<f64>,
    /// The share of a full vehicle that a person of each need is.
    pub(crate) share: [f64; NEEDS_MAX],
}

impl Worth {
    pub(crate) fn new(problem: &Problem, near: &Near, transport: &Transport) -> Worth {
        let share = shares(problem);
        let room: Vec<f64> = transport.prices.iter().map(|&price| price as f64).collect();
        let mean_share = share.iter().take(problem.needs).fold(0.0, |most: f64, &share| most.max(share));
        let person = (0..problem.sites.len()).map(|site| person(problem, near, &room, &share, site)).collect();
        // A place saves the travel of a person, of which a vehicle has many.
        let room = room.iter().map(|price| 2.0 * price * mean_share.min(1.0)).collect();
        Worth { person, room, share }
    }

    fn load(&self, site: u32, load: &Load) -> f64 {
        self.person[site as usize].iter().zip(load).map(|(worth, &people)| worth * f64::from(people)).sum()
    }
}

/// The share of a full vehicle that a person is, by need: the scarcer the places, the larger.
fn shares(problem: &Problem) -> [f64; NEEDS_MAX] {
    let demand = problem.demand();
    let mut places = [0.0f64; NEEDS_MAX];
    for vehicle in &problem.vehicles {
        let configurations = &problem.classes[vehicle.class as usize].configurations;
        for (need, places) in places.iter_mut().enumerate() {
            *places += configurations.iter().map(|places| f64::from(places[need])).fold(0.0, f64::max);
        }
    }
    let fleet = problem.vehicles.len().max(1) as f64;
    // How often the whole fleet has to go for each need, squared: the scarcest decides.
    let waves = std::array::from_fn::<f64, NEEDS_MAX, _>(|need| {
        if places[need] > 0.0 { demand[need] as f64 / places[need] } else { 0.0 }
    });
    let total: f64 = waves.iter().sum();
    std::array::from_fn(|need| {
        if total > 0.0 && places[need] > 0.0 { waves[need] / total / (places[need] / fleet) } else { 0.0 }
    })
}

fn person(problem: &Problem, near: &Near, room: &[f64], share: &[f64; NEEDS_MAX], site: usize) -> [f64; NEEDS_MAX] {
    let row = &problem.sites[site];
    let round = |shelter: u32| {
        let place = problem.shelters[shelter as usize].place;
        let there = f64::from(crate::near::quickest(problem, row.place, place));
        let back = f64::from(crate::near::quickest(problem, place, row.place).min(1 << 24));
        there + back + 2.0 * room[shelter as usize] + f64::from(problem.shelters[shelter as usize].service_fixed)
    };
    let best = near.shelters[site].iter().map(|&shelter| (round(shelter), shelter)).min_by(|a, b| a.0.total_cmp(&b.0));
    let Some((seconds, shelter)) = best else { return [0.0; NEEDS_MAX] };
    let seconds = seconds + f64::from(row.service_fixed);
    let unloading = &problem.shelters[shelter as usize].service_per_person;
    std::array::from_fn(|need| {
        seconds * share[need] + f64::from(row.service_per_person[need]) + f64::from(unloading[need])
    })
}

/// A trip under consideration for a vehicle that is free.
#[derive(Clone, Copy)]
struct Offer {
    trip: Trip,
    worth: f64,
    /// Worth per second.
    rate: f64,
}

/// Sends vehicles on trips until nobody is left or no vehicle can do more.
pub(crate) fn dispatch<'a>(
    problem: &'a Problem,
    near: &Near,
    worth: &Worth,
    should_stop: &dyn Fn() -> bool,
) -> Timetable<'a> {
    let mut dispatch = Dispatch {
        near,
        worth,
        timetable: Timetable::idle(problem),
        open: Vec::new(),
        onward: vec![0; problem.sites.len()],
        promising: Vec::new(),
        glances: Vec::new(),
        first_glance: Vec::new(),
    };
    dispatch.open = (0..problem.sites.len() as u32).filter(|&site| dispatch.is_waiting(site)).collect();
    for class in &problem.classes {
        dispatch.first_glance.push(dispatch.glances.len());
        let all = class.configurations.iter().map(|_| vec![Glance::default(); problem.sites.len()]);
        dispatch.glances.extend(all);
    }
    (0..problem.sites.len()).for_each(|site| dispatch.glance_at(site));
    let mut free: BinaryHeap<Reverse<(u32, usize)>> = (0..problem.vehicles.len())
        .map(|vehicle| Reverse((problem.vehicles[vehicle].available_from, vehicle)))
        .collect();
    let mut sent = 0_u64;
    while let Some(Reverse((at, vehicle))) = free.pop() {
        // Asking costs more than a trip on a small plan, and a hundred million people on one bus take for ever.
        sent += 1;
        if sent.is_multiple_of(64) && should_stop() {
            break;
        }
        let trips = dispatch.timetable.routes[vehicle].trips.len();
        let (now, _, _) = dispatch.timetable.before(vehicle, trips);
        if now != at {
            free.push(Reverse((now, vehicle)));
        } else if let Some(offer) = dispatch.best_offer(vehicle) {
            dispatch.send(vehicle, &offer.trip);
            free.push(Reverse((dispatch.timetable.before(vehicle, trips + 1).0, vehicle)));
        }
    }
    dispatch.timetable
}

struct Dispatch<'a, 'b> {
    near: &'b Near,
    worth: &'b Worth,
    timetable: Timetable<'a>,
    /// Sites where somebody waits.
    open: Vec<u32>,
    /// For each site, the first of its shelters that has room.
    onward: Vec<u32>,
    promising: Vec<(f64, u32)>,
    /// For each configuration of each class, the sites at a glance.
    glances: Vec<Vec<Glance>>,
    /// For each class, where its configurations begin in `glances`.
    first_glance: Vec<usize>,
}

/// What a trip to a site is worth, and the least that it takes once there.
#[derive(Clone, Copy, Default)]
struct Glance {
    worth: f64,
    /// Loading, and the way on to the nearest shelter with room.
    seconds: u32,
    service: u32,
}

/// How many shelters with room are looked at for a trip.
const SHELTERS_TRIED: usize = 5;

/// How many of the sites that are promising without their queues are looked at with them.
const SITES_QUEUED: usize = 300;

/// How many of the most promising sites are looked at closely.
const SITES_TRIED: usize = 40;

impl Dispatch<'_, '_> {
    fn is_waiting(&self, site: u32) -> bool {
        self.timetable.waiting[site as usize].iter().any(|&people| people > 0)
    }

    fn send(&mut self, vehicle: usize, trip: &Trip) {
        let at = self.timetable.routes[vehicle].trips.len();
        self.timetable.insert_trip(vehicle, at, *trip);
        self.timetable.commit();
        for stop in trip.stops() {
            self.glance_at(stop.site as usize);
            if !self.is_waiting(stop.site) {
                self.open.retain(|&site| site != stop.site);
            }
        }
        if self.timetable.room[trip.shelter as usize] <= 0 {
            for (site, onward) in self.onward.iter_mut().enumerate() {
                let list = &self.near.shelters[site];
                while list.get(*onward as usize).is_some_and(|&shelter| self.timetable.room[shelter as usize] <= 0) {
                    *onward += 1;
                }
            }
            (0..self.onward.len()).for_each(|site| self.glance_at(site));
        }
    }

    fn best_offer(&mut self, vehicle: usize) -> Option<Offer> {
        let class = &self.timetable.problem.classes[self.timetable.problem.vehicles[vehicle].class as usize];
        let mut best: Option<Offer> = None;
        for configuration in 0..class.configurations.len() as u8 {
            self.look_round(vehicle, configuration);
            for index in 0..self.promising.len() {
                let (most, site) = self.promising[index];
                // Few sites are looked at closely, unless none of them can be served at all.
                if best.as_ref().is_some_and(|best| best.rate >= most || index >= SITES_TRIED) {
                    break;
                }
                self.offers_at(vehicle, configuration, site, &mut best);
            }
        }
        let mut best = best?;
        while best.trip.stops().len() < self.timetable.problem.stops_max.min(STOPS_MAX) {
            match self.with_another_stop(vehicle, &best) {
                Some(better) => best = better,
                None => break,
            }
        }
        Some(best)
    }

    fn glance_at(&mut self, site: usize) {
        let problem = self.timetable.problem;
        let row = &problem.sites[site];
        let shelter = self.near.shelters[site].get(self.onward[site] as usize);
        for (class, &first) in self.first_glance.iter().enumerate() {
            for (index, places) in problem.classes[class].configurations.iter().enumerate() {
                let glance = &mut self.glances[first + index][site];
                let load = capacity::fill(&self.timetable.waiting[site], places);
                glance.worth = if shelter.is_some() { self.worth.load(site as u32, &load) } else { 0.0 };
                glance.service = problem.loading(class as u32, site as u32, &load);
                let onward = shelter.map_or(NEVER, |&shelter| {
                    problem.travel(class as u32, row.place, problem.shelters[shelter as usize].place)
                });
                // The nearest shelter may be out of reach for this very class.
                glance.seconds = glance.service.saturating_add(if onward == NEVER { 0 } else { onward });
            }
        }
    }

    /// Lists the most promising sites by what a trip there could bring per second: first without any queue, then the
    /// best of them with the queue at the site.
    fn look_round(&mut self, vehicle: usize, configuration: u8) {
        let problem = self.timetable.problem;
        let class = problem.vehicles[vehicle].class;
        let (now, place, _) = self.timetable.before(vehicle, self.timetable.routes[vehicle].trips.len());
        let glances = &self.glances[self.first_glance[class as usize] + configuration as usize];
        self.promising.clear();
        for &site in &self.open {
            let glance = &glances[site as usize];
            let travel = problem.travel(class, place, problem.sites[site as usize].place);
            if glance.worth > 0.0 && travel != NEVER {
                let seconds = travel.saturating_add(glance.seconds);
                self.promising.push((glance.worth / f64::from(seconds.max(1)), site));
            }
        }
        let order = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if self.promising.len() > SITES_QUEUED {
            self.promising.select_nth_unstable_by(SITES_QUEUED, order);
        }
        for (rate, site) in self.promising.iter_mut().take(SITES_QUEUED) {
            let (row, glance) = (&problem.sites[*site as usize], &glances[*site as usize]);
            let travel = problem.travel(class, place, row.place);
            let arrive = now.saturating_add(travel).max(row.ready);
            let loaded = self.timetable.estimate_end(row.queue, arrive, glance.service);
            let seconds = (loaded - now).saturating_add(glance.seconds - glance.service);
            *rate = glance.worth / f64::from(seconds.max(1));
        }
        let looked = self.promising.len().min(SITES_QUEUED);
        if looked > SITES_TRIED {
            self.promising[..looked].select_nth_unstable_by(SITES_TRIED, order);
        }
        let tried = looked.min(SITES_TRIED);
        self.promising[..tried].sort_unstable_by(order);
    }

    fn offers_at(&self, vehicle: usize, configuration: u8, site: u32, best: &mut Option<Offer>) {
        let problem = self.timetable.problem;
        let class = problem.vehicles[vehicle].class;
        let places = &problem.classes[class as usize].configurations[configuration as usize];
        let load = capacity::fill(&self.timetable.waiting[site as usize], places);
        let mut tried = 0;
        for &shelter in &self.near.shelters[site as usize][self.onward[site as usize] as usize..] {
            let load = capacity::within_room(&self.timetable, shelter, &load);
            let onward =
                problem.travel(class, problem.sites[site as usize].place, problem.shelters[shelter as usize].place);
            if onward == NEVER || load.iter().all(|&people| people == 0) {
                continue;
            }
            let trip = Trip::single(Stop { site, load }, shelter, configuration);
            if let Some(offer) = self.offer(vehicle, trip, self.worth.load(site, &load))
                && best.as_ref().is_none_or(|best| offer.rate > best.rate)
            {
                *best = Some(offer);
            }
            tried += 1;
            if tried >= SHELTERS_TRIED {
                break;
            }
        }
    }

    /// The trip with what it brings per second, when the vehicle can make it.
    fn offer(&self, vehicle: usize, trip: Trip, worth: f64) -> Option<Offer> {
        let timetable = &self.timetable;
        let at = timetable.routes[vehicle].trips.len();
        let (now, _, _) = timetable.before(vehicle, at);
        let end = timetable.estimate(vehicle, at, &trip);
        if end == NEVER || end > timetable.problem.vehicles[vehicle].available_until {
            return None;
        }
        if !timetable.may_add(vehicle, at, &trip) {
            return None;
        }
        let room = self.worth.room[trip.shelter as usize] * f64::from(trip.people());
        Some(Offer { trip, worth, rate: worth / (f64::from((end - now).max(1)) + room) })
    }

    /// The offer with one more stop nearby, if that brings more per second.
    fn with_another_stop(&self, vehicle: usize, offer: &Offer) -> Option<Offer> {
        let timetable = &self.timetable;
        let problem = timetable.problem;
        let class = problem.vehicles[vehicle].class;
        let places = &problem.classes[class as usize].configurations[offer.trip.configuration as usize];
        let left = capacity::left(places, &offer.trip.load());
        if left.iter().all(|&places| places == 0) {
            return None;
        }
        let last = offer.trip.stops().last()?.site;
        let mut best: Option<Offer> = None;
        for &site in self.near.sites[last as usize].iter().take(12) {
            let queue = problem.sites[site as usize].queue;
            let been = offer.trip.stops().iter().any(|stop| problem.sites[stop.site as usize].queue == queue);
            let load = capacity::fill(&timetable.waiting[site as usize], &left);
            let mut trip = offer.trip;
            trip.insert(trip.stops().len(), Stop { site, load });
            let room = capacity::within_room(timetable, trip.shelter, &trip.load());
            if been || room != trip.load() || load.iter().all(|&people| people == 0) {
                continue;
            }
            let value = offer.worth + self.worth.load(site, &load);
            if let Some(longer) = self.offer(vehicle, trip, value)
                && longer.rate > best.as_ref().map_or(offer.rate, |best| best.rate)
            {
                best = Some(longer);
            }
        }
        best
    }
}
