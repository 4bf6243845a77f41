//! Groups board whole: after the search, which counts people one by one, families are seated together.
//!
//! People of one need at one site are interchangeable, so that a group boards wherever enough of them are loaded anyway.
//! Where no vehicle loads enough, people change places between two vehicles at the same site; where that cannot be, the
//! group is left as a whole and listed, which is honest, rather than split.

use couloir_model::id::GroupId;
use couloir_model::scenario::Scenario;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::compile::Compiled;
use crate::evaluate::plain;
use crate::mend;
use crate::problem::{Load, NEEDS_MAX, Problem};
use crate::routes::{Routes, Schedule, people};

/// A stop: vehicle, trip and stop, each a position.
type Key = (usize, usize, usize);

/// A schedule in which every group boards one vehicle or none.
pub(crate) struct Gathered {
    pub(crate) schedule: Schedule,
    /// Who boards where; a stop without groups has no entry.
    pub(crate) boarded: BTreeMap<Key, Vec<GroupId>>,
}

/// Seats the groups of `scenario` together.
pub(crate) fn gather(scenario: &Scenario, compiled: &Compiled, schedule: &Schedule) -> Gathered {
    if scenario.groups.is_empty() {
        let mut gathered = Gathered { schedule: schedule.clone(), boarded: BTreeMap::new() };
        // The search has found no convoys that are large enough, say.
        gathered.give_up_late_trips(&compiled.problem);
        return gathered;
    }
    let seated = |exchange, appointments: &Schedule| {
        let mut seating = Seating::new(scenario, compiled, schedule.routes.clone());
        seating.seat_all(scenario, exchange);
        seating.compact(appointments)
    };
    let in_time = |gathered: &Gathered| {
        let visits = plain::play(&compiled.problem, &gathered.schedule);
        plain::score(&compiled.problem, &gathered.schedule, &visits).excess == 0
    };
    // Longer loading can make somebody miss a window: then nobody changes places. Shorter loading can bring somebody to a
    // queue before another: then everybody keeps the place in the queue that the search gave.
    [true, false].into_iter().map(|exchange| seated(exchange, schedule)).find(in_time).unwrap_or_else(|| {
        let mut kept = seated(false, &with_places_kept(compiled, schedule));
        kept.give_up_late_trips(&compiled.problem);
        kept
    })
}

impl Gathered {
    /// Leaves the people of trips that break a rule now. A way without a stop that nobody needs any more can be longer
    /// than the way through it, where travel times obey no triangle inequality: then keeping places is not enough.
    fn give_up_late_trips(&mut self, problem: &Problem) {
        let boarded = &mut self.boarded;
        mend::give_up(problem, &mut self.schedule, |vehicle, keeps| {
            boarded.retain(|key, _| key.0 != vehicle || key.1 < keeps);
        });
    }
}

/// The same schedule, in which everybody joins each queue no earlier than now.
fn with_places_kept(compiled: &Compiled, schedule: &Schedule) -> Schedule {
    let visits = plain::play(&compiled.problem, schedule);
    let joins = |visits: &Vec<plain::Visit>| visits.iter().map(|visit| visit.join).collect();
    let not_before = visits.iter().map(joins).collect();
    Schedule { routes: schedule.routes.clone(), not_before, convoys: schedule.convoys.clone() }
}

struct Seating<'a> {
    compiled: &'a Compiled,
    routes: Routes,
    /// People at each stop who belong to no group yet.
    free: BTreeMap<Key, Load>,
    /// People of each site, by need, whom no vehicle takes.
    left: Vec<[u32; NEEDS_MAX]>,
    /// Room that each shelter still has, in all and by need.
    room: Vec<(i64, [i64; NEEDS_MAX])>,
    boarded: BTreeMap<Key, Vec<GroupId>>,
}

impl<'a> Seating<'a> {
    fn new(scenario: &Scenario, compiled: &'a Compiled, routes: Routes) -> Self {
        let mut left = vec![[0; NEEDS_MAX]; scenario.sites.len()];
        for (row, people) in routes.not_moved(&compiled.problem).iter().enumerate() {
            let site = &mut left[compiled.site_of[row].index()];
            site.iter_mut().zip(people).for_each(|(sum, people)| *sum += people);
        }
        let taken = plain::taken(&compiled.problem, &routes);
        let room = compiled.problem.shelters.iter().zip(taken).map(|(shelter, taken)| {
            let by_need = shelter.capacity_by_need.unwrap_or([u32::MAX; NEEDS_MAX]);
            let total = i64::from(shelter.capacity) - taken.iter().sum::<u64>() as i64;
            (total, std::array::from_fn(|need| i64::from(by_need[need]) - taken[need] as i64))
        });
        let room = room.collect();
        let mut free = BTreeMap::new();
        for (vehicle, trips) in routes.0.iter().enumerate() {
            for (at, trip) in trips.iter().enumerate() {
                free.extend(trip.stops().iter().enumerate().map(|(stop, taken)| ((vehicle, at, stop), taken.load)));
            }
        }
        Self { compiled, routes, free, left, room, boarded: BTreeMap::new() }
    }

    /// The largest first: what is small fits in later.
    fn seat_all(&mut self, scenario: &Scenario, exchange: bool) {
        let mut groups: Vec<GroupId> = scenario.group_ids().collect();
        groups.sort_by_key(|id| (Reverse(scenario.group(*id).people.total()), *id));
        for id in groups {
            let group = scenario.group(id);
            let mut wanted = Load::default();
            for (need, count) in group.people.counts().iter().enumerate().take(NEEDS_MAX) {
                wanted[need] = u16::try_from(count.0).unwrap_or(u16::MAX);
            }
            let stops: Vec<Key> = self.stops_at(group.site.index());
            let seat = self.tightest(&stops, &wanted).or_else(|| {
                let change =
                    exchange.then(|| stops.iter().copied().find(|key| self.change_places(&stops, *key, &wanted)));
                change.flatten()
            });
            match seat {
                Some(key) => {
                    let free = self.free.get_mut(&key).expect("a stop of the routes");
                    free.iter_mut().zip(wanted).for_each(|(free, wanted)| *free -= wanted);
                    self.boarded.entry(key).or_default().push(id);
                }
                None => self.leave(&stops, group.site.index(), wanted),
            }
        }
        self.boarded.values_mut().for_each(|groups| groups.sort_unstable());
    }

    fn stops_at(&self, site: usize) -> Vec<Key> {
        let at_site = |key: &&Key| self.compiled.site_of[self.row(**key)].index() == site;
        self.free.keys().filter(at_site).copied().collect()
    }

    fn row(&self, (vehicle, trip, stop): Key) -> usize {
        self.routes.0[vehicle][trip].stops()[stop].site as usize
    }

    /// The stop with the fewest people to spare among those that load enough.
    fn tightest(&self, stops: &[Key], wanted: &Load) -> Option<Key> {
        let enough = |key: &&Key| self.free[*key].iter().zip(wanted).all(|(free, wanted)| free >= wanted);
        stops.iter().filter(enough).min_by_key(|key| (people(&self.free[*key]), **key)).copied()
    }

    /// Brings enough people to the stop at `to` by taking them off other vehicles at the same site; true when it is done.
    fn change_places(&mut self, stops: &[Key], to: Key, wanted: &Load) -> bool {
        let (vehicle, at, stop) = to;
        let trip = &self.routes.0[vehicle][at];
        let (row, shelter) = (self.row(to), trip.shelter as usize);
        let class = &self.compiled.problem.classes[self.compiled.problem.vehicles[vehicle].class as usize];
        let places = class.configurations[trip.configuration as usize];
        let missing: Load = std::array::from_fn(|need| wanted[need].saturating_sub(self.free[&to][need]));
        let on_board = trip.load();
        let seats = (0..NEEDS_MAX).all(|need| on_board[need] + missing[need] <= places[need]);
        let gives = |key: &Key| *key != to && self.row(*key) == row && !self.has_begun(*key);
        let donors: Vec<Key> = stops.iter().copied().filter(gives).collect();
        let spare = |need: usize| donors.iter().map(|key| u32::from(self.free[key][need])).sum::<u32>();
        let there_are = (0..NEEDS_MAX).all(|need| spare(need) >= u32::from(missing[need]));
        // Counted as if all came from other shelters: at worst a change that would have fitted is not made.
        let (total, by_need) = self.room[shelter];
        let room = i64::from(people(&missing)) <= total
            && (0..NEEDS_MAX).all(|need| i64::from(missing[need]) <= by_need[need]);
        if !(seats && there_are && room) {
            return false;
        }
        let mut still = missing;
        for donor in donors {
            let given: Load = std::array::from_fn(|need| still[need].min(self.free[&donor][need]));
            self.shift(donor, &given, -1);
            still.iter_mut().zip(given).for_each(|(still, given)| *still -= given);
        }
        self.shift((vehicle, at, stop), &missing, 1);
        true
    }

    /// Puts people of no group on a stop, or takes them off.
    fn shift(&mut self, key: Key, load: &Load, sign: i64) {
        let (vehicle, at, stop) = key;
        let trip = &mut self.routes.0[vehicle][at];
        let (total, by_need) = &mut self.room[trip.shelter as usize];
        let taken = &mut trip.stops_mut()[stop].load;
        let free = self.free.get_mut(&key).expect("a stop of the routes");
        for need in 0..NEEDS_MAX {
            let people = i64::from(load[need]) * sign;
            let shifted = |count: u16| u16::try_from(i64::from(count) + people).expect("nobody is taken off twice");
            taken[need] = shifted(taken[need]);
            free[need] = shifted(free[need]);
            *total -= people;
            by_need[need] -= people;
        }
    }

    /// Leaves a group at its site: its people are among those who are left anyway, or are taken off again.
    fn leave(&mut self, stops: &[Key], site: usize, mut wanted: Load) {
        for (need, wanted) in wanted.iter_mut().enumerate() {
            let among_left = self.left[site][need].min(u32::from(*wanted));
            self.left[site][need] -= among_left;
            *wanted -= among_left as u16;
        }
        // The last vehicles first: those who leave early keep their seats. Whoever is on the way already has somebody to
        // fetch in the end.
        let (begun, planned): (Vec<Key>, Vec<Key>) = stops.iter().rev().partition(|key| self.has_begun(**key));
        for key in planned.into_iter().chain(begun) {
            let mut stays = u16::from(self.has_begun(key));
            let off: Load = std::array::from_fn(|need| {
                let free = self.free[&key][need];
                let off = wanted[need].min(free - stays.min(free));
                stays -= stays.min(free - off);
                off
            });
            self.shift(key, &off, -1);
            wanted.iter_mut().zip(off).for_each(|(wanted, off)| *wanted -= off);
        }
    }

    /// Whether the trip of a stop has begun, and is not changed.
    fn has_begun(&self, (vehicle, trip, _): Key) -> bool {
        trip < self.compiled.problem.vehicles[vehicle].kept as usize
    }

    /// Drops stops and trips that load nobody any more, with their appointments.
    fn compact(self, schedule: &Schedule) -> Gathered {
        let mut gathered = Gathered { schedule: Schedule::default(), boarded: BTreeMap::new() };
        for (vehicle, trips) in self.routes.0.iter().enumerate() {
            let (mut kept, mut not_before, mut visit) = (Vec::new(), Vec::new(), 0);
            for (at, trip) in trips.iter().enumerate() {
                let mut smaller = *trip;
                let stays: Vec<bool> = trip.stops().iter().map(|stop| people(&stop.load) > 0).collect();
                let empty = stays.iter().all(|stays| !stays);
                for stop in (0..stays.len()).rev().filter(|stop| !stays[*stop]) {
                    smaller.remove(stop);
                }
                let mut new_stop = 0;
                for (stop, stays) in stays.iter().enumerate() {
                    if *stays {
                        let groups = self.boarded.get(&(vehicle, at, stop)).cloned();
                        gathered.boarded.extend(groups.map(|groups| ((vehicle, kept.len(), new_stop), groups)));
                        not_before.push(schedule.not_before(vehicle, visit));
                        new_stop += 1;
                    }
                    visit += 1;
                }
                if !empty {
                    not_before.push(schedule.not_before(vehicle, visit));
                    kept.push(smaller);
                }
                visit += 1;
            }
            gathered.schedule.routes.0.push(kept);
            gathered.schedule.not_before.push(not_before);
        }
        let stops = |routes: &Routes| -> Vec<Vec<usize>> {
            routes.0.iter().map(|trips| trips.iter().map(|trip| trip.stops().len()).collect()).collect()
        };
        if stops(&gathered.schedule.routes) == stops(&schedule.routes) {
            gathered.schedule.convoys.clone_from(&schedule.convoys);
        } else {
            mend::make_up(&self.compiled.problem, &mut gathered.schedule);
        }
        gathered
    }
}
