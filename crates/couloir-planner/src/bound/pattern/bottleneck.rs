//! Prices that prove what berths alone need: the whole work of one site, or of all shelters, at its berths.
//!
//! A person is priced by the time at the berth, a second at the berth so high that no load pays for itself. Then no vehicle
//! earns anything, and what is left is work against berth time. Where one large site or the shelters are what everybody
//! waits for, this is the best there is, and the search for prices from elsewhere would not find it in any time.

use super::price::{Layout, supply};
use super::start::scaled;
use super::world::{NEVER, World};

/// Prices, as fractions of the highest one of a person, and the moment that they prove, in seconds.
pub(super) struct Bottleneck {
    pub(super) prices: Vec<f64>,
    pub(super) at_least: u64,
}

/// The latest of all.
pub(super) fn latest(world: &World) -> Option<Bottleneck> {
    let sites = (0..world.sites.len()).filter_map(|i| of_site(world, i));
    sites.chain(of_shelters(world)).max_by_key(|found| found.at_least)
}

/// A place at which people take time.
struct Door<'a> {
    fixed_s: i64,
    person_s: &'a [i64],
}

impl Door<'_> {
    /// What a person of each need is worth here: the time at the door, and a share of what a load takes at least.
    fn worth(&self, world: &World) -> Vec<f64> {
        let boarding = boarding_least(world);
        let seats = configurations(world).map(|(places, _)| places.iter().sum::<i64>()).max().unwrap_or(1).max(1);
        let share = self.fixed_s as f64 / seats as f64;
        self.person_s.iter().map(|each| *each as f64 * boarding + share).collect()
    }

    /// The most that a second at the door is worth to any load of people who are worth so much.
    fn second(&self, world: &World, worth: &[f64]) -> f64 {
        let of_load = |(places, boarding): (&Vec<i64>, i64)| {
            let sum = |each: &dyn Fn(usize) -> f64| -> f64 {
                places.iter().enumerate().map(|(need, places)| *places as f64 * each(need)).sum()
            };
            let seconds = self.fixed_s as f64 + sum(&|need| self.person_s[need] as f64 * boarding as f64 / 1000.0);
            let worth = sum(&|need| worth[need]);
            if worth <= 0.0 { 0.0 } else { worth / seconds }
        };
        // Half-empty loads are worth less a second, but not those of the one need that is worth most.
        let single = |(need, worth): (usize, &f64)| {
            let loads = configurations(world).filter(move |(places, _)| places[need] > 0);
            let seconds = move |(places, boarding): (&Vec<i64>, i64)| {
                let door = self.person_s[need] as f64 * boarding as f64 / 1000.0;
                (self.fixed_s as f64 / places[need] as f64) + door
            };
            loads.map(seconds).map(|seconds| worth / seconds).fold(0.0, f64::max)
        };
        let alone = worth.iter().enumerate().map(single).fold(0.0, f64::max);
        configurations(world).map(of_load).fold(alone, f64::max)
    }
}

/// Places by need and the boarding factor of every configuration that a vehicle has.
fn configurations(world: &World) -> impl Iterator<Item = (&Vec<i64>, i64)> {
    let classes = world.groups.iter().map(|group| &world.classes[group.class]);
    classes.flat_map(|class| class.capacities.iter().map(|places| (places, class.boarding)))
}

fn boarding_least(world: &World) -> f64 {
    let least = configurations(world).map(|(_, boarding)| boarding).min().unwrap_or(1000);
    least as f64 / 1000.0
}

/// All the loading of one site, one vehicle after the other at each berth.
fn of_site(world: &World, i: usize) -> Option<Bottleneck> {
    let site = &world.sites[i];
    let berths = site.berths.filter(|_| site.waits() && site.reached < NEVER && site.left < NEVER)?;
    let door = Door { fixed_s: site.fixed_s, person_s: &site.person_s };
    let worth = door.worth(world);
    let second = door.second(world, &worth);
    let work: f64 = site.demand.iter().zip(&worth).map(|(people, worth)| *people as f64 * worth).sum();
    if work <= 0.0 || !second.is_finite() || second <= 0.0 {
        return None;
    }
    let layout = Layout::of(world);
    let mut prices = vec![0.0; layout.len()];
    for (need, worth) in worth.iter().enumerate().filter(|(need, _)| site.demand[*need] > 0) {
        prices[layout.person(i, need)] = *worth;
    }
    prices[layout.site_berth(i)] = second;
    let open = (work / second / berths as f64) as u64;
    Some(Bottleneck { prices: scaled(prices), at_least: (site.reached + site.left).saturating_add(open) })
}

/// All shelters together: what their berths and rooms can take in.
fn of_shelters(world: &World) -> Option<Bottleneck> {
    let layout = Layout::of(world);
    let fixed_s = world.shelters.iter().map(|shelter| shelter.fixed_s).min()?;
    let least = |need: usize| world.shelters.iter().map(|shelter| shelter.person_s[need]).min().unwrap_or(0);
    let person_s: Vec<_> = (0..world.needs).map(least).collect();
    let worth = Door { fixed_s, person_s: &person_s }.worth(world);
    let highest = worth.iter().copied().fold(0.0, f64::max);
    let work: f64 =
        world.sites.iter().flat_map(|site| site.demand.iter().zip(&worth)).map(|(p, w)| *p as f64 * w).sum();
    let second = |j: usize| {
        let shelter = &world.shelters[j];
        Door { fixed_s: shelter.fixed_s, person_s: &shelter.person_s }.second(world, &worth)
    };
    let seconds: Vec<_> = (0..world.shelters.len()).map(second).collect();
    // At each shelter the cheaper of the two is priced: room, or time at its berths.
    let choice = |until: u64| -> (f64, Vec<bool>) {
        let supply = supply(world, until, 1);
        let cost = |j: usize| {
            let room = supply[layout.room(j)].unwrap_or(0) as f64 * highest;
            let berths = supply[layout.shelter_berth(j)].map_or(f64::MAX, |open| open as f64 * seconds[j]);
            if berths < room { (berths, true) } else { (room, false) }
        };
        let costs: Vec<_> = (0..world.shelters.len()).map(cost).collect();
        (costs.iter().map(|(cost, _)| cost).sum(), costs.iter().map(|(_, berths)| *berths).collect())
    };
    let (mut low, mut high) = (0, 1 << 30);
    if work <= 0.0 || seconds.iter().any(|second| !second.is_finite()) || choice(high).0 < work || choice(low).0 >= work
    {
        return None;
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if choice(middle).0 < work { low = middle } else { high = middle }
    }
    let mut prices = vec![0.0; layout.len()];
    for i in world.waiting() {
        for need in (0..world.needs).filter(|need| world.sites[i].demand[*need] > 0) {
            prices[layout.person(i, need)] = worth[need];
        }
    }
    for (j, by_berths) in choice(low).1.into_iter().enumerate() {
        if by_berths {
            prices[layout.shelter_berth(j)] = seconds[j];
        } else {
            prices[layout.room(j)] = highest;
        }
    }
    Some(Bottleneck { prices: scaled(prices), at_least: low })
}
