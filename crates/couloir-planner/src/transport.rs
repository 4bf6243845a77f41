//! Who should go where, and which shelter is short of room: the transportation problem from sites to shelters, its flows and
//! its prices.
//!
//! Successive shortest paths: the people of one site after another are sent to the shelter that costs least, moving
//! others on where that is cheaper (Ahuja, Magnanti, Orlin, "Network Flows", 1993, ch. 9). Paths run over shelters only;
//! going from one shelter to the next means that some site there sends people elsewhere. With a hundred shelters that
//! is small whatever the number of sites.

use crate::near::quickest;
use crate::problem::{NEVER, Problem};

/// What room is worth when people are sent where it costs least.
#[derive(Debug, Clone, Default)]
pub(crate) struct Transport {
    /// What one more place in each shelter would save, in person-seconds of travel.
    pub(crate) prices: Vec<i64>,
    /// For each site, the shelters to which its people go and how many: the nearest first.
    pub(crate) flows: Vec<Vec<Flow>>,
}

/// People of a site who go to one shelter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Flow {
    pub(crate) shelter: u32,
    pub(crate) people: u64,
}

/// Cost of a leg without a road: never used while there is another.
const NO_ROAD: i64 = 1 << 40;

struct Search<'a> {
    cost: &'a [Vec<i64>],
    flow: Vec<Vec<u64>>,
    room: Vec<u64>,
    /// `step[a][b]`: the cheapest way to move one person from shelter a to shelter b, and whose.
    step: Vec<Vec<(i64, u32)>>,
    stale: Vec<bool>,
}

impl Transport {
    /// Solves for people of all needs together, by the seconds of the quickest class.
    pub(crate) fn solve(problem: &Problem) -> Transport {
        let shelters = problem.shelters.len();
        let cost: Vec<Vec<i64>> = problem
            .sites
            .iter()
            .map(|site| {
                let seconds = problem.shelters.iter().map(|shelter| quickest(problem, site.place, shelter.place));
                seconds.map(|seconds| if seconds == NEVER { NO_ROAD } else { i64::from(seconds) }).collect()
            })
            .collect();
        let mut search = Search {
            cost: &cost,
            flow: vec![vec![0; shelters]; problem.sites.len()],
            room: problem.shelters.iter().map(|shelter| u64::from(shelter.capacity)).collect(),
            step: vec![vec![(NO_ROAD, 0); shelters]; shelters],
            stale: vec![true; shelters],
        };
        for (site, row) in problem.sites.iter().enumerate() {
            let mut people: u64 = row.demand.iter().map(|&people| u64::from(people)).sum();
            while people > 0 {
                let sent = search.send(site, people);
                if sent == 0 {
                    break;
                }
                people -= sent;
            }
        }
        let prices = search.prices();
        Transport { prices, flows: search.flows() }
    }
}

impl Search<'_> {
    /// Sends up to `people` from a site by the cheapest way; gives how many.
    fn send(&mut self, site: usize, people: u64) -> u64 {
        self.refresh();
        let shelters = self.room.len();
        let mut best: Vec<i64> = self.cost[site].clone();
        let mut before: Vec<usize> = vec![usize::MAX; shelters];
        self.relax(&mut best, &mut before);
        let Some(last) = (0..shelters).filter(|&shelter| self.room[shelter] > 0).min_by_key(|&shelter| best[shelter])
        else {
            return 0;
        };
        if best[last] >= NO_ROAD / 2 {
            return 0;
        }
        let mut amount = people.min(self.room[last]);
        let (mut at, mut hops) = (last, 0);
        while before[at] != usize::MAX && hops <= shelters {
            let from = before[at];
            amount = amount.min(self.flow[self.step[from][at].1 as usize][from]);
            at = from;
            hops += 1;
        }
        self.room[last] -= amount;
        let mut at = last;
        while before[at] != usize::MAX {
            let from = before[at];
            let mover = self.step[from][at].1 as usize;
            self.flow[mover][from] -= amount;
            self.flow[mover][at] += amount;
            self.stale[from] = true;
            self.stale[at] = true;
            at = from;
        }
        self.flow[site][at] += amount;
        self.stale[at] = true;
        amount
    }

    /// Bellman and Ford: steps may be negative on their own, cycles are not while the flow is optimal.
    fn relax(&self, best: &mut [i64], before: &mut [usize]) {
        for _ in 0..best.len() {
            let mut changed = false;
            for from in 0..best.len() {
                // A shelter with room is the end of every path that reaches it.
                if best[from] >= NO_ROAD / 2 || self.room[from] > 0 {
                    continue;
                }
                for to in 0..best.len() {
                    let cost = best[from] + self.step[from][to].0;
                    if self.step[from][to].0 < NO_ROAD / 2 && cost < best[to] {
                        best[to] = cost;
                        before[to] = from;
                        changed = true;
                    }
                }
            }
            if !changed {
                break;
            }
        }
    }

    fn refresh(&mut self) {
        for from in 0..self.room.len() {
            if !std::mem::take(&mut self.stale[from]) {
                continue;
            }
            let row = &mut self.step[from];
            row.fill((NO_ROAD, 0));
            for (site, flow) in self.flow.iter().enumerate().filter(|(_, flow)| flow[from] > 0) {
                debug_assert!(flow[from] > 0);
                for (to, step) in row.iter_mut().enumerate() {
                    let cost = self.cost[site][to] - self.cost[site][from];
                    if to != from && cost < step.0 {
                        *step = (cost, site as u32);
                    }
                }
            }
        }
    }

    fn flows(&self) -> Vec<Vec<Flow>> {
        let of = |(site, row): (usize, &Vec<u64>)| {
            let mut flows: Vec<Flow> = (0..)
                .zip(row)
                .filter(|&(_, &people)| people > 0)
                .map(|(shelter, &people)| Flow { shelter, people })
                .collect();
            flows.sort_by_key(|flow| (self.cost[site][flow.shelter as usize], flow.shelter));
            flows
        };
        self.flow.iter().enumerate().map(of).collect()
    }

    /// What it costs to make one place in each shelter: the cheapest chain of moves to a shelter with room.
    fn prices(&mut self) -> Vec<i64> {
        self.refresh();
        let shelters = self.room.len();
        let mut price: Vec<i64> = self.room.iter().map(|&room| if room > 0 { 0 } else { NO_ROAD }).collect();
        for _ in 0..shelters {
            let mut changed = false;
            for from in 0..shelters {
                for to in 0..shelters {
                    let cost = price[to].saturating_add(self.step[from][to].0);
                    if cost < price[from] {
                        price[from] = cost;
                        changed = true;
                    }
                }
            }
            if !changed {
                break;
            }
        }
        // Where no room is left anywhere, there is no telling what more would be worth.
        price.iter().map(|&price| if price >= NO_ROAD / 2 { 0 } else { price.max(0) }).collect()
    }
}
