//! First plans: vehicles are sent on their next trip one after the other, the one that is free first goes first.
//!
//! Each takes the trip that brings most per second. What a person is worth is what it takes to fetch them: the round
//! trip between their site and the shelters that they are to go to, shared by a full vehicle, and their time at the
//! doors. So a far site is as good a choice as a near one, and what counts against a trip is waste: an empty way to the
//! site that is longer than need be, empty seats, queues. Where they go is settled before: each site has quotas in
//! shelters from the transportation problem, so that nobody finds only far shelters open at the end. Sites whose berths
//! are needed for most of the time that is left come first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::constraint::capacity;
use crate::evaluate::form::{Policy, form};
use crate::evaluate::play;
use crate::evaluate::timetable::Timetable;
use crate::mend;
use crate::near::Near;
use crate::problem::{Load, NEEDS_MAX, NEVER, Problem};
use crate::routes::{STOPS_MAX, Stop, Trip, people};
use crate::transport::{Flow, Transport};

/// What people and rooms are worth, in seconds.
#[derive(Debug, Clone)]
pub(crate) struct Worth {
    /// Of one person, by site and need.
    person: Vec<[f64; NEEDS_MAX]>,
    /// The share of a full vehicle that a person of each need is.
    pub(crate) share: [f64; NEEDS_MAX],
}

impl Worth {
    pub(crate) fn new(problem: &Problem, near: &Near, transport: &Transport) -> Worth {
        let share = shares(problem);
        let room: Vec<f64> = transport.prices.iter().map(|&price| price as f64).collect();
        let person = (0..problem.sites.len())
            .map(|site| person(problem, near, &room, &transport.flows[site], &share, site))
            .collect();
        Worth { person, share }
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
    // How often the whole fleet has to go for each need. Squared, seats became worth nothing: see ADR 0010.
    let waves = std::array::from_fn::<f64, NEEDS_MAX, _>(|need| {
        if places[need] > 0.0 { demand[need] as f64 / places[need] } else { 0.0 }
    });
    let total: f64 = waves.iter().sum();
    std::array::from_fn(|need| {
        if total > 0.0 && places[need] > 0.0 { waves[need] / total / (places[need] / fleet) } else { 0.0 }
    })
}

fn person(
    problem: &Problem,
    near: &Near,
    room: &[f64],
    flows: &[Flow],
    share: &[f64; NEEDS_MAX],
    site: usize,
) -> [f64; NEEDS_MAX] {
    let row = &problem.sites[site];
    let round = |shelter: u32| {
        let place = problem.shelters[shelter as usize].place;
        let there = f64::from(crate::near::quickest(problem, row.place, place));
        let back = f64::from(crate::near::quickest(problem, place, row.place).min(1 << 24));
        there + back + f64::from(problem.shelters[shelter as usize].service_fixed)
    };
    let people: u64 = flows.iter().map(|flow| flow.people).sum();
    let sum: f64 = flows.iter().map(|flow| flow.people as f64 * round(flow.shelter)).sum();
    let priced = |&shelter: &u32| (round(shelter) + 2.0 * room[shelter as usize], shelter);
    let best = near.shelters[site].iter().map(priced).min_by(|a, b| a.0.total_cmp(&b.0));
    let Some((seconds, shelter)) = best else { return [0.0; NEEDS_MAX] };
    let seconds = if people > 0 { sum / people as f64 } else { seconds };
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

/// For how long a new convoy waits for others, by regulated passage: until as many have come as it takes to keep up.
///
/// Vehicles come as often as the fleet makes round trips; escorts and headway allow so many convoys in that time.
pub(crate) fn holds(problem: &Problem, transport: &Transport) -> Vec<u32> {
    let (mut people, mut seconds) = (0.0, 0.0);
    for (site, flows) in problem.sites.iter().zip(&transport.flows) {
        for flow in flows {
            let place = problem.shelters[flow.shelter as usize].place;
            let there = crate::near::quickest(problem, site.place, place);
            let back = crate::near::quickest(problem, place, site.place).min(there.saturating_mul(2));
            let doors = site.service_fixed + problem.shelters[flow.shelter as usize].service_fixed;
            people += flow.people as f64;
            seconds += flow.people as f64 * (f64::from(there) + f64::from(back) + f64::from(doors));
        }
    }
    let round = if people > 0.0 { seconds / people } else { 0.0 };
    let apart = round / problem.vehicles.len().max(1) as f64;
    let hold = |gate: &crate::problem::Gate| {
        let Some(rule) = gate.rule.filter(|rule| rule.vehicles_max > 1) else { return 0 };
        let busy: u32 = gate.teams.iter().map(|team| team.busy).max().unwrap_or(0);
        let teams = (gate.teams.len() as u32).checked_div(rule.escorts).unwrap_or(u32::MAX).max(1);
        let both = if rule.laden_only { 1.0 } else { 2.0 };
        let spacing = f64::from(gate.headway).max(both * f64::from(busy) / f64::from(teams));
        let size =
            libm::ceil(spacing / apart.max(1.0)).clamp(f64::from(rule.vehicles_min), f64::from(rule.vehicles_max));
        ((size - 1.0) * apart) as u32
    };
    problem.gates.iter().map(hold).collect()
}

/// The first plan with convoys made up in several ways: the best of them, and of the one as it is.
pub(crate) fn with_convoys<'a>(first: Timetable<'a>) -> Timetable<'a> {
    let problem = first.problem;
    let mut best = first;
    if problem.gates.is_empty() {
        return best;
    }
    for policies in Policy::choices(problem) {
        let (schedule, played) = form(problem, best.routes(), &policies);
        if let Some(formed) = best.instead(&schedule, &played)
            && formed.score() < best.score()
        {
            best = formed;
        }
    }
    if best.score().excess > 0 {
        // There is to be a plan to give back that keeps the rules, whoever it has to leave.
        let mut schedule = best.schedule();
        mend::give_up(problem, &mut schedule, |_, _| {});
        let played = play::play(problem, &schedule);
        best = best.instead(&schedule, &played).unwrap_or_else(|| Timetable::idle(problem));
    }
    best
}

/// Sends vehicles on trips until nobody is left or no vehicle can do more.
pub(crate) fn dispatch<'a>(
    problem: &'a Problem,
    near: &Near,
    worth: &Worth,
    transport: &Transport,
    should_stop: &dyn Fn() -> bool,
) -> Timetable<'a> {
    let mut reserved = vec![0; problem.shelters.len()];
    for flow in transport.flows.iter().flatten() {
        reserved[flow.shelter as usize] += flow.people as i64;
    }
    let mut dispatch = Dispatch {
        near,
        worth,
        quotas: transport.flows.clone(),
        reserved,
        timetable: Timetable::idle(problem),
        open: Vec::new(),
        promising: Vec::new(),
        outstanding: 0.0,
        busy: vec![0.0; problem.sites.len()],
        glances: Vec::new(),
        first_glance: Vec::new(),
    };
    dispatch.timetable.lineups.hold = holds(problem, transport);
    dispatch.open = (0..problem.sites.len() as u32).filter(|&site| dispatch.is_waiting(site)).collect();
    dispatch.outstanding = (0..problem.sites.len() as u32).map(|site| dispatch.worth_of_waiting(site)).sum();
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
    /// People of each site who are still to go to each shelter, as the transportation problem has it.
    quotas: Vec<Vec<Flow>>,
    /// The sum of the quotas, by shelter.
    reserved: Vec<i64>,
    promising: Vec<(f64, u32)>,
    /// Seconds of vehicles that all who wait are worth.
    outstanding: f64,
    /// For each site, the seconds for which its berths are needed for those who wait.
    busy: Vec<f64>,
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
    /// The shelter that its people are to go to first, and the unloading there.
    shelter: u32,
    unloading: u32,
}

/// How many shelters with room are looked at for a trip.
const SHELTERS_TRIED: usize = 5;

/// How many of the sites that are promising without their queues are looked at with them.
const SITES_QUEUED: usize = 300;

/// What a second in a queue counts on top of one on the road. Whoever drives farther to a free berth does work that
/// somebody has to do anyway, so a wait is the greater loss. Measured on rich-L to XXL: 0 to 5 tried, see ADR 0010.
const WAITING: f64 = 1.5;

/// By how much a site gains whose berths are needed for the whole time that is left: so many times its rate on top, and four
/// times that where they are needed twice as long. Without it the largest sites are left
/// for the end, where their few berths hold everybody up. Measured on rich-L to XXL: 0 to 256 tried, see ADR 0010.
const PRESSING: f64 = 16.0;

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
            self.outstanding -= self.worth.load(stop.site, &stop.load);
            self.settle(stop.site, trip.shelter, u64::from(people(&stop.load)));
            self.glance_at(stop.site as usize);
            if !self.is_waiting(stop.site) {
                self.open.retain(|&site| site != stop.site);
            }
        }
    }

    fn worth_of_waiting(&self, site: u32) -> f64 {
        let worth = &self.worth.person[site as usize];
        let waiting = &self.timetable.waiting[site as usize];
        waiting.iter().zip(worth).map(|(&people, worth)| f64::from(people) * worth).sum()
    }

    /// Seconds for which the berths of a site are needed for those who wait there.
    fn busy_for(&self, site: u32) -> f64 {
        let problem = self.timetable.problem;
        let row = &problem.sites[site as usize];
        let Some(berths) = problem.queues[row.queue as usize].berths else { return 0.0 };
        let waiting = &self.timetable.waiting[site as usize];
        let seconds: f64 = (0..problem.needs)
            .map(|need| {
                let each =
                    f64::from(row.service_per_person[need]) + self.worth.share[need] * f64::from(row.service_fixed);
                f64::from(waiting[need]) * each
            })
            .sum();
        seconds / f64::from(berths.max(1))
    }

    /// The time that is left if all vehicles share what is to be done.
    fn left(&self) -> f64 {
        (self.outstanding / self.timetable.problem.vehicles.len() as f64).max(1.0)
    }

    /// Takes people of a site off its quotas: first from that of the shelter they went to.
    fn settle(&mut self, site: u32, shelter: u32, mut people: u64) {
        let quotas = &mut self.quotas[site as usize];
        // The far shelters are the last choice, so their quotas go first.
        for own in [true, false] {
            for flow in quotas.iter_mut().rev().filter(|flow| (flow.shelter == shelter) == own) {
                let settled = flow.people.min(people);
                flow.people -= settled;
                people -= settled;
                self.reserved[flow.shelter as usize] -= settled as i64;
            }
        }
        quotas.retain(|flow| flow.people > 0);
    }

    /// How many people of a site may go to a shelter: its quota and what nobody has been promised.
    fn promised(&self, site: u32, shelter: u32) -> i64 {
        let quota = self.quotas[site as usize].iter().find(|flow| flow.shelter == shelter);
        let free = self.timetable.room[shelter as usize] - self.reserved[shelter as usize];
        quota.map_or(0, |flow| flow.people as i64) + free.max(0)
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
        self.busy[site] = self.busy_for(site as u32);
        let problem = self.timetable.problem;
        let row = &problem.sites[site];
        let nearest = || self.near.shelters[site].iter().find(|&&shelter| self.timetable.room[shelter as usize] > 0);
        let shelter = self.quotas[site].first().map(|flow| flow.shelter).or_else(|| nearest().copied());
        for (class, &first) in self.first_glance.iter().enumerate() {
            for (index, places) in problem.classes[class].configurations.iter().enumerate() {
                let glance = &mut self.glances[first + index][site];
                let load = capacity::fill(&self.timetable.waiting[site], places);
                glance.worth = if shelter.is_some() { self.worth.load(site as u32, &load) } else { 0.0 };
                glance.service = problem.loading(class as u32, site as u32, &load);
                glance.shelter = shelter.unwrap_or(0);
                glance.unloading = shelter.map_or(0, |shelter| problem.unloading(class as u32, shelter, &load));
                let onward = shelter.map_or(NEVER, |shelter| {
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
        let left = self.left();
        for &site in &self.open {
            let glance = &glances[site as usize];
            let travel = problem.travel(class, place, problem.sites[site as usize].place);
            if glance.worth > 0.0 && travel != NEVER {
                let seconds = travel.saturating_add(glance.seconds);
                let pressing = pressing(self.busy[site as usize], left);
                self.promising.push((pressing * glance.worth / f64::from(seconds.max(1)), site));
            }
        }
        let order = |a: &(f64, u32), b: &(f64, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if self.promising.len() > SITES_QUEUED {
            self.promising.select_nth_unstable_by(SITES_QUEUED, order);
        }
        for (rate, site) in self.promising.iter_mut().take(SITES_QUEUED) {
            let (row, glance) = (&problem.sites[*site as usize], &glances[*site as usize]);
            let pressing = pressing(self.busy[*site as usize], left);
            let travel = problem.travel(class, place, row.place);
            let arrive = now.saturating_add(travel).max(row.ready);
            let loaded = self.timetable.estimate_end(row.queue, arrive, glance.service);
            let onward = glance.seconds - glance.service;
            let queue = problem.shelters[glance.shelter as usize].queue;
            let reach = loaded.saturating_add(onward);
            let received = self.timetable.estimate_end(queue, reach, glance.unloading);
            let seconds = received.saturating_sub(now);
            let waits = received.saturating_sub(
                arrive.saturating_add(glance.service).saturating_add(onward).saturating_add(glance.unloading),
            );
            *rate = pressing * glance.worth / (f64::from(seconds.max(1)) + WAITING * f64::from(waits));
        }
        let looked = self.promising.len().min(SITES_QUEUED);
        if looked > SITES_TRIED {
            self.promising[..looked].select_nth_unstable_by(SITES_TRIED, order);
        }
        let tried = looked.min(SITES_TRIED);
        self.promising[..tried].sort_unstable_by(order);
    }

    /// Trips to a site and on to the shelters in which it has a quota; where none of them can be reached, to the
    /// nearest with room.
    fn offers_at(&self, vehicle: usize, configuration: u8, site: u32, best: &mut Option<Offer>) {
        let problem = self.timetable.problem;
        let class = problem.vehicles[vehicle].class;
        let places = &problem.classes[class as usize].configurations[configuration as usize];
        let load = capacity::fill(&self.timetable.waiting[site as usize], places);
        let from = |load| Trip::single(Stop { site, load }, 0, configuration);
        let mut found = false;
        for flow in &self.quotas[site as usize] {
            let most = capacity::within(self.promised(site, flow.shelter), &load);
            found |= self.offer_to(vehicle, &from(most), flow.shelter, best);
        }
        if !found {
            let near = &self.near.shelters[site as usize];
            let mut tried = 0;
            for &shelter in near.iter().filter(|&&shelter| self.timetable.room[shelter as usize] > 0) {
                tried += usize::from(self.offer_to(vehicle, &from(load), shelter, best));
                if tried >= SHELTERS_TRIED {
                    break;
                }
            }
        }
    }

    /// Looks at a trip with one stop on to a shelter; false when it cannot be made at all.
    fn offer_to(&self, vehicle: usize, trip: &Trip, shelter: u32, best: &mut Option<Offer>) -> bool {
        let problem = self.timetable.problem;
        let class = problem.vehicles[vehicle].class;
        let Some(stop) = trip.stops().first() else { return false };
        let load = capacity::within_room(&self.timetable, shelter, &stop.load);
        let place = problem.sites[stop.site as usize].place;
        let onward = problem.travel(class, place, problem.shelters[shelter as usize].place);
        if onward == NEVER || people(&load) == 0 {
            return false;
        }
        let trip = Trip::single(Stop { site: stop.site, load }, shelter, trip.configuration);
        let Some(offer) = self.offer(vehicle, trip, self.worth.load(stop.site, &load)) else { return false };
        if best.as_ref().is_none_or(|best| offer.rate > best.rate) {
            *best = Some(offer);
        }
        true
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
        let waits = end.saturating_sub(timetable.unhindered(vehicle, at, &trip));
        let seconds = f64::from((end - now).max(1)) + WAITING * f64::from(waits);
        let pressing = pressing(self.busy[trip.stops()[0].site as usize], self.left());
        Some(Offer { trip, worth, rate: pressing * worth / seconds })
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
            let load = capacity::within(self.promised(site, offer.trip.shelter), &load);
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

/// By how much more a site counts when its berths are needed for `busy` of the seconds that are left.
fn pressing(busy: f64, left: f64) -> f64 {
    1.0 + PRESSING * (busy / left).min(2.0).powi(2)
}
