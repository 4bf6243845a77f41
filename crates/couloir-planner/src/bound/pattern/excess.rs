//! What prices prove: by how much all people are worth more than the fleet can earn and all room and berth time cost.

use super::chart::{Chart, steps_of};
use super::price::{Layout, supply};
use super::profile::{Amounts, Done, Trips};
use super::world::{Group, World};
use super::{Config, Observer};
use std::collections::BTreeMap;

/// The best of every group of vehicles at given prices, within a horizon.
pub(super) struct Earnings<'a> {
    world: &'a World,
    prices: &'a [i64],
    step: u64,
    steps: u64,
    /// By class, vehicle where its own trips are counted, and horizon; the horizon differs from `steps` only where windows
    /// matter.
    charts: BTreeMap<(Sort, u64), Chart>,
    /// What trips earn.
    trips: BTreeMap<Sort, Trips<'a>>,
    /// Steps from each depot to each site, by class.
    legs: Vec<Vec<Vec<usize>>>,
}

/// Vehicles that earn the same: of a class, or one whose own trips are counted.
type Sort = (usize, Option<usize>);

/// How to price: by how many threads, and until when.
pub(super) struct Effort<'a> {
    threads: u8,
    observer: &'a dyn Observer,
}

impl<'a> Effort<'a> {
    pub(super) fn of(config: &Config, observer: &'a dyn Observer) -> Self {
        Self { threads: config.threads, observer }
    }

    pub(super) fn should_stop(&self) -> bool {
        self.observer.should_stop()
    }
}

impl<'a> Earnings<'a> {
    /// Prices every trip and every vehicle for a horizon of `steps` steps; `None` when it was stopped.
    pub(super) fn new(world: &'a World, prices: &'a [i64], steps: u64, step: u64, effort: &Effort<'_>) -> Option<Self> {
        let mut earnings =
            Self { world, prices, step, steps, charts: BTreeMap::new(), trips: BTreeMap::new(), legs: Vec::new() };
        for class in &world.classes {
            let legs = |row: &Vec<u32>| row.iter().map(|leg| steps_of(*leg, step)).collect();
            earnings.legs.push(class.start.iter().map(legs).collect());
        }
        let sort = |group: &Group| (group.class, group.own());
        for group in &world.groups {
            earnings.trips.entry(sort(group)).or_insert_with(|| Trips::new(world, sort(group), prices, step));
        }
        let mut needed: Vec<_> = world.groups.iter().map(|group| (sort(group), earnings.horizon(group))).collect();
        needed.sort_unstable();
        needed.dedup();
        let chart = |(sort, horizon): (Sort, u64)| {
            let edges = earnings.trips[&sort].edges(horizon as usize, effort)?;
            let chart = Chart::new(world, &world.classes[sort.0], edges, horizon as usize, step, effort)?;
            Some(((sort, horizon), chart))
        };
        let charts = |needed: &[(Sort, u64)]| needed.iter().copied().map(chart).collect::<Option<Vec<_>>>();
        let charts = if effort.threads > 1 {
            let (one, two) = needed.split_at(needed.len().div_ceil(2));
            let (one, two) = std::thread::scope(|scope| {
                let other = scope.spawn(|| charts(two));
                (charts(one), other.join().expect("pricing does not panic"))
            });
            one?.into_iter().chain(two?).collect()
        } else {
            charts(&needed)?
        };
        earnings.charts = charts.into_iter().collect();
        Some(earnings)
    }

    /// The horizon of the chart for `group`, in steps.
    fn horizon(&self, group: &Group) -> u64 {
        match group.until {
            Some(until) if self.world.windows => (until / self.step).min(self.steps),
            _ => self.steps,
        }
    }

    /// The chart of `group` and the steps that it has when the horizon is `steps`.
    fn room(&self, group: &Group, steps: u64) -> (&Chart, Option<usize>) {
        let end = group.until.map_or(steps, |until| (until / self.step).min(steps));
        let left = end.checked_sub(group.from / self.step);
        let chart = &self.charts[&((group.class, group.own()), self.horizon(group))];
        (chart, left.map(|left| left as usize))
    }

    /// The most that one vehicle of `group` earns within `steps` steps, in thousandths of a price.
    fn best(&self, group: &Group, steps: u64) -> i64 {
        let (chart, left) = self.room(group, steps);
        left.map_or(0, |left| chart.value(&self.legs[group.class][group.depot], left))
    }

    /// What the best vehicles of `group` do that begin at different sites, and their trips: the best of all first, `count` at
    /// most.
    pub(super) fn patterns(&self, group: &Group, count: usize) -> Vec<(Amounts, Vec<Done>)> {
        let (chart, left) = self.room(group, self.steps);
        let Some(left) = left else { return Vec::new() };
        let trips = &self.trips[&(group.class, group.own())];
        let legs = &self.legs[group.class][group.depot];
        let firsts = chart.first_sites(legs, left, count);
        let traced = firsts.into_iter().map(|first| chart.trace(trips, legs, left, first));
        traced.map(|(amounts, trips)| (gathered(amounts), trips)).collect()
    }

    /// The excess at a horizon of `steps` steps, in thousandths of a price: above zero, no fleet of this size brings
    /// everybody out within it.
    ///
    /// Where nothing shuts, any horizon up to the one priced may be asked for; otherwise that one alone.
    pub(super) fn excess(&self, steps: u64) -> i128 {
        debug_assert!(steps == self.steps || !self.world.windows);
        let layout = Layout::of(self.world);
        let mut excess: i128 = 0;
        for (at, supply) in supply(self.world, steps, self.step).into_iter().enumerate() {
            if supply.is_none() && !layout.earns(at) && self.prices[at] > 0 {
                // A price on what is not limited would be a charge for nothing. The interior-point method can give one when it
                // runs into infinity.
                return i128::MIN / 2;
            }
            let worth = i128::from(supply.unwrap_or(0)) * i128::from(self.prices[at]) * 1000;
            excess += if layout.earns(at) { worth } else { -worth };
        }
        let fleet = self.world.groups.iter().map(|group| i128::from(group.count) * i128::from(self.best(group, steps)));
        excess - fleet.sum::<i128>()
    }

    /// The longest horizon with an excess above zero; `None` when there is none.
    pub(super) fn proved(&self) -> Option<u64> {
        if self.excess(self.steps) > 0 {
            return Some(self.steps);
        }
        if self.world.windows || self.excess(0) <= 0 {
            return None;
        }
        let (mut yes, mut no) = (0, self.steps);
        while no - yes > 1 {
            let middle = yes + (no - yes) / 2;
            if self.excess(middle) > 0 { yes = middle } else { no = middle }
        }
        Some(yes)
    }
}

/// The same with one amount a price, in order.
fn gathered(amounts: Amounts) -> Amounts {
    let mut sums = BTreeMap::new();
    for (at, amount) in amounts {
        *sums.entry(at).or_insert(0.0) += amount;
    }
    sums.into_iter().filter(|(_, amount)| *amount != 0.0).collect()
}
