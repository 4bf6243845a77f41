//! The best that a vehicle of a class can earn in what is left of the horizon: a dynamic programme over time and place.
//!
//! Time runs backwards: `left` is the number of steps until the horizon's end.

use super::excess::Effort;
use super::profile::{Amounts, Done, Edge, Trips};
use super::world::{Class, NO_ROAD, World};

/// A moment from which nothing can be brought to its end any more.
const LOST: i64 = i64::MIN / 4;

/// The best earnings from each place, by steps left.
pub(super) struct Chart {
    steps: usize,
    /// From when loading may begin: one row a site.
    at_site: Vec<Vec<i64>>,
    /// Free at a shelter: one row a shelter.
    at_shelter: Vec<Vec<i64>>,
    /// Unloading ends at a shelter: as `at_shelter`, but waits until it is open.
    ending: Vec<Vec<i64>>,
    edges: Vec<Vec<Edge>>,
    /// Steps from shelters to sites.
    back: Vec<Vec<usize>>,
    site_open: Vec<Vec<bool>>,
}

/// Steps of a leg; too many to be of use where there is no road.
pub(super) fn steps_of(seconds: u32, step: u64) -> usize {
    if seconds == NO_ROAD { usize::MAX / 4 } else { (u64::from(seconds) / step) as usize }
}

/// At which steps a place is open, counted from the start.
fn open_at(open: &[(u64, u64)], steps: usize, step: u64) -> Vec<bool> {
    let within = |at: u64| open.is_empty() || open.iter().any(|(from, until)| from / step <= at && at <= until / step);
    (0..=steps).map(|at| within(at as u64)).collect()
}

impl Chart {
    /// The chart of `class` for a horizon of `steps` steps; the edges are those of its trips. `None` when it was stopped.
    ///
    /// # Panics
    ///
    /// When a trip takes no step at all: the grid is too wide.
    pub(super) fn new(
        world: &World,
        class: &Class,
        edges: Vec<Vec<Edge>>,
        steps: usize,
        step: u64,
        effort: &Effort<'_>,
    ) -> Option<Self> {
        assert!(edges.iter().flatten().all(|edge| edge.steps_min > 0), "the grid is too wide: a trip takes no step");
        let back = class.back.iter().map(|row| row.iter().map(|leg| steps_of(*leg, step)).collect()).collect();
        let open = |open: &[(u64, u64)]| open_at(open, steps, step);
        let mut chart = Self {
            steps,
            at_site: vec![vec![0; steps + 1]; world.sites.len()],
            at_shelter: vec![vec![0; steps + 1]; world.shelters.len()],
            ending: vec![vec![LOST; steps + 1]; world.shelters.len()],
            edges,
            back,
            site_open: world.sites.iter().map(|site| open(&site.open)).collect(),
        };
        let shelter_open: Vec<_> = world.shelters.iter().map(|shelter| open(&shelter.open)).collect();
        let sites: Vec<_> = (0..world.sites.len()).filter(|i| !chart.edges[*i].is_empty()).collect();
        for left in 0..=steps {
            if effort.should_stop() {
                return None;
            }
            for i in &sites {
                chart.at_site[*i][left] = chart.load(*i, left);
            }
            for (j, open) in shelter_open.iter().enumerate() {
                let mut best = if left > 0 { chart.at_shelter[j][left - 1] } else { 0 };
                for i in &sites {
                    if let Some(left) = left.checked_sub(chart.back[j][*i]) {
                        best = best.max(chart.at_site[*i][left]);
                    }
                }
                chart.at_shelter[j][left] = best;
                chart.ending[j][left] = match (open[steps - left], left) {
                    (true, _) => best,
                    (false, 0) => LOST,
                    (false, _) => chart.ending[j][left - 1],
                };
            }
        }
        Some(chart)
    }

    /// The best when a vehicle is at `site` with `left` steps to go.
    fn load(&self, site: usize, left: usize) -> i64 {
        let mut best = if left > 0 { self.at_site[site][left - 1] } else { 0 };
        if !self.site_open[site][self.steps - left] {
            return best;
        }
        for edge in &self.edges[site] {
            let Some(most) = left.checked_sub(edge.steps_min) else { continue };
            let ending = &self.ending[edge.shelter];
            // No trip earns more than the longest one, nor leaves more time than the shortest.
            if edge.pays[edge.pays.len() - 1] + ending[most] <= best {
                continue;
            }
            let room = most.min(edge.pays.len() - 1);
            for (pay, ending) in edge.pays[..=room].iter().zip(ending[most - room..=most].iter().rev()) {
                best = best.max(pay + ending);
            }
        }
        best
    }

    /// The best when a vehicle sets off with `left` steps to go, `legs` steps from each site.
    pub(super) fn value(&self, legs: &[usize], left: usize) -> i64 {
        let earn = |(site, legs): (usize, &usize)| left.checked_sub(*legs).map_or(0, |left| self.at_site[site][left]);
        legs.iter().enumerate().map(earn).max().unwrap_or(0)
    }

    /// The first sites of vehicles that set off with `left` steps to go, the best first, `count` at most.
    pub(super) fn first_sites(&self, legs: &[usize], left: usize, count: usize) -> Vec<usize> {
        let earn = |(site, legs): (usize, &usize)| left.checked_sub(*legs).map(|left| (self.at_site[site][left], site));
        let mut earns: Vec<_> = legs.iter().enumerate().filter_map(earn).filter(|(earns, _)| *earns > 0).collect();
        earns.sort_unstable_by_key(|(earns, site)| (std::cmp::Reverse(*earns), *site));
        earns.truncate(count);
        earns.into_iter().map(|(_, site)| site).collect()
    }

    /// What the best vehicle that sets off to `site` with `left` steps to go does, and its trips.
    pub(super) fn trace(
        &self,
        trips: &Trips<'_>,
        legs: &[usize],
        mut left: usize,
        mut site: usize,
    ) -> (Amounts, Vec<Done>) {
        let (mut amounts, mut done) = (Amounts::new(), Vec::new());
        let mut leg = legs[site];
        loop {
            let mut at_site = left - leg;
            let goal = self.at_site[site][at_site];
            while at_site > 0 && self.at_site[site][at_site - 1] == goal {
                at_site -= 1;
            }
            let (shelter, trip, after) = self.best_trip(site, at_site);
            let (gains, trip) = trips.best(site, shelter, trip);
            amounts.extend(gains);
            done.push(trip);
            // It may have to wait for the shelter to open.
            let ending = self.ending[shelter][after];
            left = (0..=after).rev().find(|left| self.at_shelter[shelter][*left] == ending).unwrap_or(after);
            match self.first_sites(&self.back[shelter], left, 1).first() {
                Some(next) => (site, leg) = (*next, self.back[shelter][*next]),
                None => return (amounts, done),
            }
        }
    }

    /// Shelter, steps and what is left after the best trip that begins at once.
    fn best_trip(&self, site: usize, left: usize) -> (usize, usize, usize) {
        let goal = self.at_site[site][left];
        for edge in &self.edges[site] {
            for (n, pay) in edge.pays.iter().enumerate() {
                let Some(after) = left.checked_sub(edge.steps_min + n) else { break };
                if pay + self.ending[edge.shelter][after] == goal {
                    return (edge.shelter, edge.steps_min + n, after);
                }
            }
        }
        unreachable!("the best of a site is the best of one of its trips")
    }
}
