//! Passages: whoever waits behind them cannot be out before they have been let through.
//!
//! Take the sites from which every way out goes through a regulated passage; call the first one on a way the *exit*, the
//! last one with a rate of screening the *post*. Between two moments no more people get through the exits
//!
//! - than convoys enter them, by headway and escorts, each full of the largest vehicles;
//! - than the fleet carries, each vehicle passing again only after the shortest way to a shelter, back in and out again,
//!   exits and ways in being open; the largest vehicles first, as often as headway, escorts and oncoming traffic let anybody pass;
//!   whoever comes out has gone in before, through the same lane where one way at a time is used;
//! - than the posts examine until the moment after which there is no time left for the road and the unloading.
//!
//! The day is cut wherever an exit opens, and the least of these is taken for each part and for every run of parts.

use couloir_model::bound::Binding;
use couloir_model::id::PassageId;
use couloir_model::travel::Heading;
use std::collections::{BTreeMap, BTreeSet};

use crate::bound::{Bound, Ground};
use crate::problem::{Gate, NEVER, Obstacle, Problem, earliest_open};

/// More openings than this are not looked at one by one.
const OPENINGS_MAX: usize = 60;

/// The bound by what passages let through; nothing where nobody waits behind any.
pub(super) fn bound(ground: &Ground) -> Bound {
    let nothing = Bound { at_least: 0, binding: Binding::Nothing };
    let Some(cut) = Cut::of(ground) else { return nothing };
    let (mut low, mut high) = (0, NEVER / 2);
    if cut.out_by(high) < cut.people {
        // Not everybody can be out at all: no plan that moves everybody is late by it.
        return nothing;
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if cut.out_by(middle) >= cut.people { high = middle } else { low = middle + 1 }
    }
    let Some(&exit) = cut.exits.keys().next() else { return nothing };
    let passage = ground.problem.gates[exit as usize].passage;
    Bound { at_least: low, binding: Binding::Passage(PassageId(passage)) }
}

/// How people go through one passage, at the least.
#[derive(Debug, Clone, Default)]
struct Side {
    headings: BTreeSet<Heading>,
    /// From entering until everybody is out at a shelter.
    tail: u32,
    /// The first moment at which anybody laden can enter.
    first: u32,
    /// Whether some way from here has no post.
    unposted: bool,
}

/// A post: the least seconds from entering the exit until it can begin, and from its end until the unloading is over.
#[derive(Debug, Clone, Copy)]
struct Post {
    after: u32,
    tail: u32,
    first: u32,
}

/// The least seconds of a class on a round from exit to exit, in parts.
#[derive(Debug, Clone)]
struct Round {
    /// From entering an exit until unloaded.
    out: u32,
    /// From there to the first passage on the way in, and from that to the site; none where some way in has no passage.
    back: (u32, u32),
    gated: bool,
    /// Fixed loading and the way to the exit.
    again: u32,
}

/// Vehicles alike: their class, the first moment at which they can enter an exit laden, and how many they are.
type Fleet = BTreeMap<(u32, u32), u64>;

struct Cut<'a> {
    problem: &'a Problem,
    people: u64,
    exits: BTreeMap<u32, Side>,
    posts: BTreeMap<u32, Post>,
    rounds: Vec<Round>,
    fleet: Fleet,
    /// The most people that vehicles hold, the largest first.
    seats: Vec<u64>,
    /// When some exit is open, and when some way in is.
    open: Vec<(u32, u32)>,
    open_inward: Vec<(u32, u32)>,
    tail: u32,
    fleet_counts: bool,
    /// Where every way in is gated: all gates by which vehicles go out or in, each with the first moment at which one can enter it.
    lanes: Option<BTreeMap<u32, u32>>,
}

/// A leg that people leave by.
struct Way<'a> {
    class: u32,
    free: u32,
    obstacles: &'a [Obstacle],
    site: usize,
    /// From the end of the leg until everybody is out.
    rest: u32,
}

fn gates(obstacles: &[Obstacle]) -> impl DoubleEndedIterator<Item = (u32, u32, Heading)> + '_ {
    obstacles.iter().filter_map(|obstacle| match *obstacle {
        Obstacle::Gate { gate, offset, heading } => Some((gate, offset, heading)),
        _ => None,
    })
}

/// The sites with people from which every way out is gated.
fn behind(problem: &Problem) -> BTreeSet<usize> {
    let classes: BTreeSet<u32> = problem.vehicles.iter().map(|vehicle| vehicle.class).collect();
    let is_gated = |from: u32, to: u32| {
        classes.iter().all(|&class| {
            problem.travel(class, from, to) == NEVER || gates(problem.obstacles(class, from, to)).next().is_some()
        })
    };
    let mut behind: BTreeSet<usize> = (0..problem.sites.len())
        .filter(|&site| problem.shelters.iter().all(|shelter| is_gated(problem.sites[site].place, shelter.place)))
        .collect();
    loop {
        // Nobody slips out by a stop at a site that has a free way.
        let outside: Vec<u32> = (0..problem.sites.len())
            .filter(|site| !behind.contains(site))
            .map(|site| problem.sites[site].place)
            .collect();
        let before = behind.len();
        if problem.stops_max > 1 {
            behind.retain(|&site| outside.iter().all(|&to| is_gated(problem.sites[site].place, to)));
        }
        if behind.len() == before {
            return behind;
        }
    }
}

impl<'a> Cut<'a> {
    fn of(ground: &Ground<'a>) -> Option<Cut<'a>> {
        let problem = ground.problem;
        if problem.gates.is_empty() {
            return None;
        }
        let behind = behind(problem);
        let people =
            behind.iter().map(|&site| problem.sites[site].demand.iter().map(|&one| u64::from(one)).sum::<u64>());
        let seats_of = |class: u32| {
            let configurations = problem.classes[class as usize].configurations.iter();
            u64::from(configurations.map(crate::routes::people).max().unwrap_or(0))
        };
        let mut cut = Cut {
            problem,
            people: people.sum(),
            exits: BTreeMap::new(),
            posts: BTreeMap::new(),
            rounds: Vec::new(),
            fleet: Fleet::new(),
            seats: problem.vehicles.iter().map(|vehicle| seats_of(vehicle.class)).collect(),
            open: Vec::new(),
            open_inward: Vec::new(),
            tail: NEVER,
            fleet_counts: problem.stops_max == 1 || behind.len() == problem.sites.len(),
            lanes: lanes(problem, &behind),
        };
        cut.seats.sort_unstable_by_key(|&seats| std::cmp::Reverse(seats));
        let arrivals = arrivals(problem);
        let first_at_site = arrivals.values().copied().min().unwrap_or(NEVER);
        let mut inward = BTreeSet::new();
        for class in 0..problem.classes.len() as u32 {
            let ways = ways(ground, &behind, class);
            ways.iter().for_each(|way| cut.add_way(way, first_at_site));
            let round = round(problem, &behind, class, &ways, &mut inward);
            cut.rounds.push(round);
        }
        for (vehicle, arrival) in problem.vehicles.iter().zip(
            problem.vehicles.iter().map(|vehicle| arrivals[&(vehicle.class, vehicle.depot, vehicle.available_from)]),
        ) {
            let first = arrival.saturating_add(cut.rounds[vehicle.class as usize].again);
            *cut.fleet.entry((vehicle.class, first)).or_default() += 1;
        }
        cut.open = union(cut.exits.keys().map(|&gate| &problem.gates[gate as usize]));
        cut.open_inward = union(inward.iter().map(|&gate: &u32| &problem.gates[gate as usize]));
        cut.tail = cut.exits.values().map(|side| side.tail).min()?;
        (cut.people > 0).then_some(cut)
    }

    fn add_way(&mut self, way: &Way, first_at_site: u32) {
        let problem = self.problem;
        let held = |after: u32| -> u32 {
            gates(way.obstacles)
                .filter(|&(_, offset, _)| offset >= after)
                .map(|(gate, ..)| problem.gates[gate as usize].screening)
                .sum()
        };
        let Some((exit, offset, _)) = gates(way.obstacles).next() else { return };
        let post =
            gates(way.obstacles).rev().find(|&(gate, ..)| problem.gates[gate as usize].people_per_hour.is_some());
        let tail = (way.free.saturating_sub(offset)).saturating_add(held(offset)).saturating_add(way.rest);
        let first = first_at_site.saturating_add(problem.sites[way.site].service_fixed).saturating_add(offset);
        let side = self.exits.entry(exit).or_insert_with(|| Side { tail, first, ..Side::default() });
        side.headings.extend(gates(way.obstacles).next().map(|(.., heading)| heading));
        (side.tail, side.first) = (side.tail.min(tail), side.first.min(first));
        side.unposted |= post.is_none();
        if let Some((gate, at, _)) = post {
            let tail = (way.free.saturating_sub(at)).saturating_add(held(at)).saturating_add(way.rest);
            let after = at - offset;
            let first = first.saturating_add(after);
            let post = self.posts.entry(gate).or_insert(Post { after, tail, first });
            (post.after, post.tail, post.first) = (post.after.min(after), post.tail.min(tail), post.first.min(first));
        }
    }

    /// The most people who can be out by a moment.
    fn out_by(&self, until: u32) -> u64 {
        let Some(last) = until.checked_sub(self.tail) else { return 0 };
        let mut cuts: Vec<u32> = self
            .open
            .iter()
            .map(|window| window.0)
            .filter(|&opens| opens > 0 && opens <= last)
            .take(OPENINGS_MAX)
            .collect();
        cuts.insert(0, 0);
        // The most who have entered an exit before each cut.
        let mut entered = vec![0u64; cuts.len()];
        for at in 1..cuts.len() {
            let parts = (0..at).map(|from| entered[from].saturating_add(self.through(cuts[from], cuts[at] - 1, None)));
            entered[at] = parts.min().unwrap_or(u64::MAX);
        }
        let whole = (0..cuts.len()).map(|at| entered[at].saturating_add(self.through(cuts[at], last, Some(until))));
        whole.min().unwrap_or(0)
    }

    /// The most people who enter exits from `from` to `last`, and are examined in time to be out by `until`.
    fn through(&self, from: u32, last: u32, until: Option<u32>) -> u64 {
        let by_convoys = |(&gate, side): (&u32, &Side)| {
            let until = until.map_or(last, |until| until.saturating_sub(side.tail));
            self.by_convoys(&self.problem.gates[gate as usize], side, from.max(side.first), until)
        };
        let mut most = self.exits.iter().map(by_convoys).fold(0, u64::saturating_add);
        let turns = |(&gate, side): (&u32, &Side)| {
            let until = until.map_or(last, |until| until.saturating_sub(side.tail));
            self.convoys(&self.problem.gates[gate as usize], side, from.max(side.first), until)
        };
        let passes = self.exits.iter().map(turns).fold(0, u64::saturating_add).min(self.by_lanes(from, last));
        most = most.min(self.by_fleet(from, last, passes));
        if let Some(until) = until {
            let open = |(&gate, post): (&u32, &Post)| {
                let begins = earliest_in(&self.open, from).saturating_add(post.after).max(post.first);
                let rate = u64::from(self.problem.gates[gate as usize].people_per_hour.unwrap_or(0));
                rate * u64::from(until.saturating_sub(post.tail).saturating_sub(begins)) / 3600
            };
            let examined = self.posts.iter().map(open).fold(0, u64::saturating_add);
            let unposted = self.exits.iter().filter(|(_, side)| side.unposted).map(by_convoys);
            most = most.min(unposted.fold(examined, u64::saturating_add));
        }
        most
    }

    fn by_convoys(&self, gate: &Gate, side: &Side, from: u32, until: u32) -> u64 {
        let most = gate.rule(true).map_or(1, |rule| rule.vehicles_max as usize);
        let together: u64 = self.seats.iter().take(most).sum();
        self.entries(gate, side, from, until).saturating_mul(together)
    }

    /// The most vehicles that enter an exit laden, in convoys as large as may be.
    fn convoys(&self, gate: &Gate, side: &Side, from: u32, until: u32) -> u64 {
        self.entries(gate, side, from, until).saturating_mul(self.together(gate))
    }

    /// The most vehicles in a convoy.
    fn together(&self, gate: &Gate) -> u64 {
        gate.rule.map_or(1, |rule| u64::from(rule.vehicles_max)).min(self.seats.len() as u64)
    }

    /// The most convoys that enter an exit: by the headway of each heading, and by the escorts of all.
    fn entries(&self, gate: &Gate, side: &Side, from: u32, until: u32) -> u64 {
        let windows = if gate.windows.is_empty() { &[(0, NEVER)][..] } else { &gate.windows };
        let headways = spaced(windows, gate.headway, from, until).saturating_mul(side.headings.len() as u64);
        let Some(rule) = gate.rule(true) else { return headways };
        let led = gate.teams.iter().map(|team| {
            let until = until.min(team.available_until.saturating_sub(team.busy));
            if team.busy > team.available_until {
                0
            } else {
                spaced(windows, team.busy, from.max(team.available_from), until)
            }
        });
        let led = led.fold(0, u64::saturating_add).checked_div(rule.escorts.into()).unwrap_or(u64::MAX);
        headways.min(led)
    }

    /// The most vehicles that go out from `from` to `last` if each has gone in before: those who are inside at `from`, and half of
    /// all who enter a lane in either direction.
    fn by_lanes(&self, from: u32, last: u32) -> u64 {
        let Some(lanes) = &self.lanes else { return u64::MAX };
        let entries = |(&gate, &first): (&u32, &u32)| {
            let gate = &self.problem.gates[gate as usize];
            let windows = if gate.windows.is_empty() { &[(0, NEVER)][..] } else { &gate.windows };
            let (apart, headings) = match gate.crossing {
                // Whoever comes the same way is a headway behind, whoever comes the other way a crossing.
                Some(crossing) => (gate.headway.min(crossing), 1),
                None => (gate.headway, 2),
            };
            let convoys = spaced(windows, apart, from.max(first), last).saturating_mul(headings);
            convoys.saturating_mul(self.together(gate))
        };
        let entries = lanes.iter().map(entries).fold(0, u64::saturating_add);
        let inside = if from > 0 { self.seats.len() as u64 } else { 0 };
        if entries == u64::MAX { u64::MAX } else { entries.saturating_add(inside) / 2 }
    }

    /// The most people whom the fleet takes out from `from` to `last` when no more than `passes` vehicles go.
    fn by_fleet(&self, from: u32, last: u32, passes: u64) -> u64 {
        let seats = |class: u32| {
            let configurations = self.problem.classes[class as usize].configurations.iter();
            u64::from(configurations.map(crate::routes::people).max().unwrap_or(0))
        };
        let turns = |(&(class, first), &vehicles): (&(u32, u32), &u64)| {
            let round = &self.rounds[class as usize];
            let (mut at, mut count) = (earliest_in(&self.open, from.max(first)), 0u64);
            while self.fleet_counts && at <= last {
                count += 1;
                let next = self.next(round, at);
                if next <= at {
                    return (seats(class), u64::MAX);
                }
                at = next;
            }
            (seats(class), if self.fleet_counts { vehicles.saturating_mul(count) } else { u64::MAX })
        };
        let mut turns: Vec<(u64, u64)> = self.fleet.iter().map(turns).collect();
        turns.sort_unstable_by_key(|&(seats, _)| std::cmp::Reverse(seats));
        let mut left = passes;
        turns.into_iter().fold(0, |people, (seats, turns)| {
            let turns = turns.min(left);
            left -= turns;
            people.saturating_add(seats.saturating_mul(turns))
        })
    }

    /// When a vehicle that entered an exit can enter one again.
    fn next(&self, round: &Round, at: u32) -> u32 {
        let back = at.saturating_add(round.out).saturating_add(round.back.0);
        let inside = if round.gated { earliest_in(&self.open_inward, back) } else { back };
        earliest_in(&self.open, inside.saturating_add(round.back.1).saturating_add(round.again))
    }
}

/// The gates by which vehicles go out of the sites behind or in, if there is no other way in: nobody starts inside, and every leg to a site
/// behind from elsewhere has a gate. Each with the first moment at which anybody can enter it, on the way in or out.
fn lanes(problem: &Problem, behind: &BTreeSet<usize>) -> Option<BTreeMap<u32, u32>> {
    let inside: BTreeSet<u32> = behind.iter().map(|&site| problem.sites[site].place).collect();
    let shelters = problem.shelters.iter().map(|shelter| shelter.place);
    let sites = problem.sites.iter().map(|site| site.place);
    let starts: BTreeMap<(u32, u32), u32> =
        problem.vehicles.iter().rev().map(|row| ((row.class, row.depot), row.available_from)).collect();
    let soonest = problem.vehicles.iter().map(|row| row.available_from).min()?;
    let depots = starts.keys().map(|key| key.1);
    let outside: BTreeSet<u32> = shelters.chain(sites).chain(depots).filter(|place| !inside.contains(place)).collect();
    if starts.keys().any(|(_, depot)| inside.contains(depot)) {
        return None;
    }
    let classes: BTreeSet<u32> = starts.keys().map(|key| key.0).collect();
    let mut lanes: BTreeMap<u32, u32> = BTreeMap::new();
    for (&class, (&from, &to)) in classes.iter().flat_map(|class| {
        outside.iter().flat_map(|from| inside.iter().map(move |to| (from, to))).map(move |leg| (class, leg))
    }) {
        if problem.travel(class, from, to) != NEVER {
            let (gate, offset, _) = gates(problem.obstacles(class, from, to)).next()?;
            let first = lanes.entry(gate).or_insert(NEVER);
            *first = (*first).min(soonest.saturating_add(offset));
        }
        if let Some((gate, offset, _)) = gates(problem.obstacles(class, to, from)).next() {
            let first = lanes.entry(gate).or_insert(NEVER);
            *first = (*first).min(soonest.saturating_add(offset));
        }
    }
    Some(lanes)
}

/// The first arrival of vehicles at any site, by class, depot and the moment from which they can be had.
fn arrivals(problem: &Problem) -> BTreeMap<(u32, u32, u32), u32> {
    let kinds: BTreeSet<_> =
        problem.vehicles.iter().map(|vehicle| (vehicle.class, vehicle.depot, vehicle.available_from)).collect();
    let arrival = |(class, depot, from): (u32, u32, u32)| {
        let sites = problem.sites.iter().map(|site| problem.arrive(class, depot, site.place, from, false).1);
        ((class, depot, from), sites.min().unwrap_or(NEVER))
    };
    kinds.into_iter().map(arrival).collect()
}

/// The legs of a class by which people leave.
fn ways<'a>(ground: &Ground<'a>, behind: &BTreeSet<usize>, class: u32) -> Vec<Way<'a>> {
    let problem = ground.problem;
    let shelters = problem.shelters.iter().map(|shelter| (shelter.place, shelter.service_fixed));
    let outside = (0..problem.sites.len()).filter(|site| problem.stops_max > 1 && !behind.contains(site));
    let ends: Vec<(u32, u32)> =
        shelters.chain(outside.map(|site| (problem.sites[site].place, ground.ride[site]))).collect();
    let legs = behind.iter().flat_map(|&site| ends.iter().map(move |&end| (site, end)));
    let way = |(site, (to, rest)): (usize, (u32, u32))| {
        let from = problem.sites[site].place;
        let free = problem.travel(class, from, to);
        (free != NEVER).then(|| Way { class, free, obstacles: problem.obstacles(class, from, to), site, rest })
    };
    legs.filter_map(way).collect()
}

fn round(problem: &Problem, behind: &BTreeSet<usize>, class: u32, ways: &[Way], inward: &mut BTreeSet<u32>) -> Round {
    let mut round = Round { out: NEVER, back: (NEVER, NEVER), gated: true, again: NEVER };
    for way in ways {
        debug_assert_eq!(way.class, class);
        let Some((_, offset, _)) = gates(way.obstacles).next() else { continue };
        let held: u32 = gates(way.obstacles).map(|(gate, ..)| problem.gates[gate as usize].screening).sum();
        let out = way.free.saturating_sub(offset).saturating_add(held).saturating_add(way.rest);
        round.out = round.out.min(out);
        round.again = round.again.min(problem.sites[way.site].service_fixed.saturating_add(offset));
    }
    let mut whole = NEVER;
    for shelter in &problem.shelters {
        for &site in behind {
            let (from, to) = (shelter.place, problem.sites[site].place);
            let free = problem.travel(class, from, to);
            if free == NEVER {
                continue;
            }
            whole = whole.min(free);
            match gates(problem.obstacles(class, from, to)).next() {
                Some((gate, offset, _)) => {
                    inward.insert(gate);
                    round.back.0 = round.back.0.min(offset);
                    round.back.1 = round.back.1.min(free.saturating_sub(offset));
                }
                None => round.gated = false,
            }
        }
    }
    if !round.gated || whole == NEVER {
        round.back = (whole, 0);
    }
    round
}

/// When any of these is open, in order.
fn union<'a>(gates: impl Iterator<Item = &'a Gate>) -> Vec<(u32, u32)> {
    let mut windows: Vec<(u32, u32)> = Vec::new();
    for gate in gates {
        if gate.windows.is_empty() {
            return vec![(0, NEVER - 1)];
        }
        windows.extend(&gate.windows);
    }
    windows.sort_unstable();
    let mut union: Vec<(u32, u32)> = Vec::new();
    for (opens, closes) in windows {
        match union.last_mut() {
            Some(last) if opens <= last.1 => last.1 = last.1.max(closes),
            _ => union.push((opens, closes)),
        }
    }
    union
}

fn earliest_in(open: &[(u32, u32)], from: u32) -> u32 {
    if open.is_empty() || from == NEVER { from } else { earliest_open(open, from, 0) }
}

/// The most moments in `open` between `from` and `until` that lie `apart` from each other: the earliest, again and again.
fn spaced(open: &[(u32, u32)], apart: u32, from: u32, until: u32) -> u64 {
    let (mut count, mut next) = (0u64, from);
    for &(opens, closes) in open {
        let (begin, end) = (opens.max(next), closes.min(until));
        if begin > end || begin == NEVER {
            continue;
        }
        if apart == 0 {
            return u64::MAX;
        }
        let more = (end - begin) / apart;
        count += u64::from(more) + 1;
        next = begin.saturating_add((more + 1).saturating_mul(apart));
    }
    count
}
