//! Whole loads: people come in trips, and trips are whole.
//!
//! Sums of numbers rounded up are no less than the sum rounded up (Chvátal, *Discrete Mathematics* 4, 1973): trips that stop
//! at some of a few sites carry so many bundles of `per` people, the last one perhaps not full, and all of them together
//! as many as it takes for everybody there. The linear programme alone would let thirds of trips share a bus.

use super::world::World;

/// Bundles of people of one need at a few sites.
#[derive(Clone)]
pub(super) struct Loads {
    /// By site, whether its people are counted.
    pub(super) counts: Vec<bool>,
    pub(super) need: usize,
    /// People in a bundle.
    pub(super) per: i64,
    /// People who are counted.
    people: i64,
}

impl Loads {
    /// Bundles that all trips together have at least.
    pub(super) const fn needed(&self) -> i64 {
        (self.people + self.per - 1) / self.per
    }

    /// Bundles that a trip with so many places has at most.
    pub(super) fn of(&self, places: &[i64]) -> i64 {
        (places[self.need].min(self.people) + self.per - 1) / self.per
    }

    /// True when trips that are full say the same as their people do.
    fn is_idle(&self, capacities: &[i64]) -> bool {
        self.people % self.per == 0 && capacities.iter().all(|places| places.min(&self.people) % self.per == 0)
    }
}

/// Sites up to which every set of them is counted; above, each alone and all together.
const SETS_MAX: usize = 6;

/// Loads up to which there are so many of them; the master programme has to carry them all.
const LOADS_MAX: usize = 160;

/// The loads that may say more than the people in them.
pub(super) fn worth_counting(world: &World) -> Vec<Loads> {
    let mut all = Vec::new();
    for need in 0..world.needs {
        let waiting: Vec<_> = (0..world.sites.len()).filter(|i| world.sites[*i].demand[need] > 0).collect();
        let groups = world.groups.iter().flat_map(|group| &world.classes[group.class].capacities);
        let mut capacities: Vec<_> = groups.map(|places| places[need]).filter(|places| *places > 0).collect();
        capacities.sort_unstable();
        capacities.dedup();
        for set in sets(&waiting) {
            let people: i64 = set.iter().map(|i| world.sites[*i].demand[need]).sum();
            let counts: Vec<_> = (0..world.sites.len()).map(|i| set.contains(&i)).collect();
            let mut pers: Vec<_> = capacities.iter().map(|places| *places.min(&people)).collect();
            pers.dedup();
            for per in pers {
                let loads = Loads { counts: counts.clone(), need, per, people };
                if !loads.is_idle(&capacities) {
                    all.push(loads);
                }
            }
        }
    }
    all.truncate(LOADS_MAX);
    all
}

/// Sets of sites, small ones first.
fn sets(waiting: &[usize]) -> Vec<Vec<usize>> {
    if waiting.len() > SETS_MAX {
        return waiting.iter().map(|site| vec![*site]).chain([waiting.to_vec()]).collect();
    }
    let chosen = |mask: u32| (0..waiting.len()).filter(|at| mask >> at & 1 == 1).map(|at| waiting[at]).collect();
    let mut sets: Vec<Vec<usize>> = (1..1_u32 << waiting.len()).map(chosen).collect();
    sets.sort_by_key(Vec::len);
    sets
}
