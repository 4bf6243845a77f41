//! First prices: good guesses, of which the best is improved.

use super::price::Layout;
use super::world::{NO_ROAD, World};
use crate::bound::worths;
use crate::compile::Compiled;
use crate::transport::Transport;

/// Prices from which to start.
pub(super) struct Start {
    /// In parts of the highest price of a person.
    pub(super) prices: Vec<f64>,
    /// What they prove without a grid, in seconds, if that is known. On a grid they prove less, and on a wide one much less.
    pub(super) at_least: u64,
}

/// All of them.
pub(super) fn starts(world: &World, compiled: &Compiled, transport: &Transport) -> Vec<Start> {
    let layout = Layout::of(world);
    let mut starts = vec![Start { prices: by_shuttle(world), at_least: 0 }];
    let mut together = vec![0.0; layout.len()];
    let by_need = worths(&compiled.problem, transport);
    for (need, at_least, worths) in &by_need {
        let mut alone = vec![0.0; layout.len()];
        for (row, worth) in worths.people.iter().enumerate() {
            let i = compiled.site_of[row].index();
            if world.sites[i].demand[*need] > 0 {
                alone[layout.person(i, *need)] = *worth;
                together[layout.person(i, *need)] = *worth;
            }
        }
        for (j, worth) in worths.room.iter().enumerate() {
            alone[layout.room(j)] = *worth;
            together[layout.room(j)] = worth.max(together[layout.room(j)]);
        }
        // With prices for one need alone, those of the others would have to be found from nothing.
        if by_need.len() == 1 {
            starts.push(Start { prices: scaled(alone), at_least: u64::from(*at_least) });
            break;
        }
    }
    if by_need.len() > 1 {
        starts.push(Start { prices: scaled(together), at_least: 0 });
    }
    starts
}

/// In parts of the highest price of a person.
pub(super) fn scaled(mut prices: Vec<f64>) -> Vec<f64> {
    let highest = prices.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    prices.iter_mut().for_each(|price| *price /= highest);
    prices
}

/// Prices by the time that a person costs an average vehicle: its share of a shuttle to the nearest shelter and back.
fn by_shuttle(world: &World) -> Vec<f64> {
    let layout = Layout::of(world);
    let mut prices = vec![0.0; layout.len()];
    let vehicles: f64 = world.groups.iter().map(|group| group.count as f64).sum();
    let seats = world.groups.iter().map(|group| {
        let most = world.classes[group.class].capacities.iter().map(|places| places.iter().sum::<i64>()).max();
        group.count as f64 * most.unwrap_or(0) as f64
    });
    let seats = (seats.sum::<f64>() / vehicles).max(1.0);
    for i in world.waiting() {
        let site = &world.sites[i];
        for need in 0..world.needs {
            let mut least = f64::MAX;
            for class in world.classes.iter().filter(|class| !class.ride.is_empty()) {
                for (j, shelter) in world.shelters.iter().enumerate() {
                    let (out, back) = (class.ride[i][j], class.back[j][i]);
                    if out == NO_ROAD {
                        continue;
                    }
                    let back = if back == NO_ROAD { out } else { back };
                    let cycle = f64::from(out) + f64::from(back) + (site.fixed_s + shelter.fixed_s) as f64;
                    let boarding = class.boarding as f64 / 1000.0;
                    let each = (site.person_s[need] + shelter.person_s[need]) as f64 * boarding;
                    least = least.min(cycle / seats + each);
                }
            }
            if site.demand[need] > 0 && least < f64::MAX {
                prices[layout.person(i, need)] = least;
            }
        }
    }
    scaled(prices)
}
