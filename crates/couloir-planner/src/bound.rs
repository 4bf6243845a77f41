//! What no plan that moves everybody can beat.
//!
//! Each bound forgets most of the operation and keeps one thing that cannot be had sooner; the latest of them counts,
//! and what it keeps is what binds. All of them use free travel times, which obstacles can only lengthen.

pub mod pattern;

pub(crate) mod goal;

mod berths;
mod fleet;
mod passage;
mod road;

use couloir_model::bound::Binding;

use crate::near::quickest;
use crate::problem::{NEVER, Problem};
use crate::transport::Transport;

/// A moment before which no plan that moves everybody can be over, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// The moment.
    pub at_least: u32,
    /// What makes it so. Sites are positions in [`Problem::sites`].
    pub binding: Binding,
}

impl Bound {
    /// The later of two.
    fn or_later(self, other: Bound) -> Bound {
        if other.at_least > self.at_least { other } else { self }
    }
}

/// The best of all bounds.
#[must_use]
pub(crate) fn clearance(problem: &Problem, transport: &Transport) -> Bound {
    let ground = Ground::new(problem);
    let nothing = Bound { at_least: 0, binding: Binding::Nothing };
    nothing
        .or_later(road::bound(&ground))
        .or_later(berths::sites(&ground))
        .or_later(berths::shelters(&ground))
        .or_later(fleet::bound(&ground, transport))
        .or_later(passage::bound(&ground))
}

/// What people of each need are worth where the fleet binds, and when it binds: good first prices for [`pattern`].
fn worths(problem: &Problem, transport: &Transport) -> Vec<(usize, u32, fleet::Worths)> {
    fleet::best_by_need(&Ground::new(problem), transport)
}

/// What several bounds start from.
struct Ground<'a> {
    problem: &'a Problem,
    /// For each site, the earliest moment at which any vehicle can be there.
    reach: Vec<u32>,
    /// For each site, the least seconds from its berth until everybody on board is out at a shelter: the ride and the
    /// fixed part of unloading.
    ride: Vec<u32>,
    /// The smallest boarding factor of any class, in thousandths.
    boarding: u32,
}

impl<'a> Ground<'a> {
    fn new(problem: &'a Problem) -> Ground<'a> {
        Ground { problem, reach: reach(problem), ride: ride(problem), boarding: boarding(problem) }
    }

    /// The most people of a need, or of all, that any vehicle holds.
    fn most_on_board(&self, need: Option<usize>) -> u32 {
        let configurations = self.problem.classes.iter().flat_map(|class| &class.configurations);
        let places = configurations.map(|places| match need {
            Some(need) => u32::from(places[need]),
            None => crate::routes::people(places),
        });
        places.max().unwrap_or(0)
    }

    /// Seconds at the door for people of all needs, by the quickest class, rounded down.
    fn at_door(&self, per_person: &[u32], people: &[u32]) -> u64 {
        let seconds: u64 =
            per_person.iter().zip(people).map(|(&each, &people)| u64::from(each) * u64::from(people)).sum();
        seconds * u64::from(self.boarding) / 1000
    }
}

fn boarding(problem: &Problem) -> u32 {
    problem.classes.iter().map(|class| class.boarding_permille).min().unwrap_or(1000)
}

fn reach(problem: &Problem) -> Vec<u32> {
    // Vehicles that start together differ by their class at most.
    let mut starts: Vec<(u32, u32, u32)> =
        problem.vehicles.iter().map(|vehicle| (vehicle.depot, vehicle.class, vehicle.available_from)).collect();
    starts.sort_unstable();
    starts.dedup_by_key(|&mut (depot, class, _)| (depot, class));
    // A vehicle may also come by way of other sites or shelters, which without the triangle inequality can be quicker.
    let depots = |place: u32| {
        starts
            .iter()
            .map(|&(depot, class, from)| from.saturating_add(problem.travel(class, depot, place)))
            .min()
            .unwrap_or(NEVER)
    };
    let direct = problem.sites.iter().map(|site| depots(site.place)).collect();
    closure(problem, direct, problem.shelters.iter().map(|shelter| depots(shelter.place)).collect())
}

/// Shortens moments at sites by ways over other sites and shelters.
fn closure(problem: &Problem, sites: Vec<u32>, shelters: Vec<u32>) -> Vec<u32> {
    let places: Vec<u32> = problem
        .sites
        .iter()
        .map(|site| site.place)
        .chain(problem.shelters.iter().map(|shelter| shelter.place))
        .collect();
    let mut moments: Vec<u32> = sites.into_iter().chain(shelters).collect();
    settle(&mut moments, |from, to| quickest(problem, places[from], places[to]));
    moments.truncate(problem.sites.len());
    moments
}

/// Dijkstra's algorithm on a full table: lowers each value to the least of another value and the way from there.
fn settle(values: &mut [u32], way: impl Fn(usize, usize) -> u32) {
    let mut open: Vec<usize> = (0..values.len()).collect();
    while let Some(position) = (0..open.len()).min_by_key(|&position| values[open[position]]) {
        let from = open.swap_remove(position);
        if values[from] == NEVER {
            return;
        }
        for &to in &open {
            values[to] = values[to].min(values[from].saturating_add(way(from, to)));
        }
    }
}

fn ride(problem: &Problem) -> Vec<u32> {
    let to_shelter = |place: u32| {
        let ways = problem
            .shelters
            .iter()
            .map(|shelter| quickest(problem, place, shelter.place).saturating_add(shelter.service_fixed));
        ways.min().unwrap_or(NEVER)
    };
    let mut seconds: Vec<u32> = problem.sites.iter().map(|site| to_shelter(site.place)).collect();
    if problem.stops_max > 1 {
        settle(&mut seconds, |from, to| quickest(problem, problem.sites[to].place, problem.sites[from].place));
    }
    seconds
}
