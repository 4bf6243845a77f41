//! Better prices without a linear programme: a subgradient method for instances of any size.
//!
//! The excess is concave in the prices; its subgradient says by how much the best patterns take too many or too few
//! people of each site and use too much or too little of everything. Steps are Polyak's towards an excess of zero
//! (Polyak, *USSR Computational Mathematics and Mathematical Physics* 9, 1969), along deflected directions (Camerini,
//! Fratta and Maffioli, *Mathematical Programming Study* 3, 1975), each price in a scale of its own.

use super::excess::Earnings;
use super::price::Layout;
use super::world::World;

/// The state of an ascent at one horizon.
pub(super) struct Ascent {
    /// The prices at which to look next.
    pub(super) point: Vec<f64>,
    direction: Vec<f64>,
    scale: Vec<f64>,
    /// How far towards zero a step goes: two is the most that converges.
    relaxation: f64,
}

impl Ascent {
    /// An ascent from `point`.
    pub(super) fn new(world: &World, supply: &[Option<i64>], point: Vec<f64>) -> Self {
        let scale = scales(world, supply, &point);
        Self { direction: vec![0.0; point.len()], point, scale, relaxation: 1.0 }
    }

    /// Goes one step on from `prices`, the whole numbers of `point` times `factor`, which earn `earnings`.
    pub(super) fn step(&mut self, world: &World, supply: &[Option<i64>], earnings: &Earnings<'_>, excess: f64) {
        let mut gradient = vec![0.0; self.point.len()];
        let layout = Layout::of(world);
        for (at, supply) in supply.iter().enumerate() {
            let supply = supply.unwrap_or(0) as f64;
            gradient[at] = if layout.earns(at) { supply } else { -supply };
        }
        for group in &world.groups {
            for (at, amount) in earnings.patterns(group, 1).into_iter().flat_map(|(amounts, _)| amounts) {
                if supply[at].is_some() {
                    gradient[at] -= group.count as f64 * amount;
                }
            }
        }
        let dot = |one: &[f64], two: &[f64]| -> f64 {
            one.iter().zip(two).zip(&self.scale).map(|((one, two), scale)| one * two * scale).sum()
        };
        // Where a price is at its lowest, being pushed lower is nothing.
        for (at, gradient) in gradient.iter_mut().enumerate() {
            if self.point[at] <= 0.0 && *gradient < 0.0 {
                *gradient = 0.0;
            }
        }
        let before = dot(&self.direction, &self.direction);
        let turn = if before > 0.0 { dot(&self.direction, &gradient) / before } else { 0.0 };
        let keep = if turn < 0.0 { (-1.5 * turn).min(4.0) } else { 0.0 };
        for (direction, gradient) in self.direction.iter_mut().zip(&gradient) {
            *direction = gradient + keep * *direction;
        }
        let length = dot(&self.direction, &self.direction);
        if length <= 0.0 {
            return;
        }
        // A little above zero, since zero is not enough.
        let goal = 1e-3 * world.people() as f64;
        let step = self.relaxation * (goal - excess) / length;
        for (at, point) in self.point.iter_mut().enumerate() {
            *point = (*point + step * self.scale[at] * self.direction[at]).max(0.0);
        }
    }
}

/// How much a price moves for a given imbalance: a usual price over the amount that it is for.
fn scales(world: &World, supply: &[Option<i64>], point: &[f64]) -> Vec<f64> {
    let layout = Layout::of(world);
    let people = layout.people();
    let priced: Vec<_> = (0..people).filter(|at| supply[*at].is_some()).collect();
    let mean = priced.iter().map(|at| point[*at]).sum::<f64>() / priced.len().max(1) as f64;
    let seconds = world.waiting().flat_map(|i| &world.sites[i].person_s).sum::<i64>() as f64;
    let second = mean * (priced.len() as f64 / seconds.max(1.0)).min(1.0);
    let usual = |at: usize| match at {
        at if at < people => mean.max(point[at]),
        at if at < layout.site_berth(0) || at >= layout.loads(0) => mean,
        _ => second,
    };
    let scale = |at: usize| supply[at].map_or(0.0, |supply| usual(at) / supply.max(1) as f64);
    (0..point.len()).map(scale).collect()
}
