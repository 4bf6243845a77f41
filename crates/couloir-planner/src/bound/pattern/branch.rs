//! Whole trips: where the linear programme has one trip and a half of a kind, one and two are proved apart.
//!
//! Branch and bound on numbers of trips (Barnhart et al., "Branch-and-price", *Operations Research* 46,
//! 1998, where branching keeps the pricing problem what it is). A horizon is too short when it is too short in every case;
//! the certificate lists the cases.

use super::climb::{Attack, Climber, Division, End};
use super::price::Layout;
use super::world::{Count, Kind, VEHICLES_FEW, World};
use super::{Config, Observer};
use couloir_model::clock::Moment;

/// A case: what some vehicles do, and prices that prove what is proved of it.
#[derive(Clone)]
pub(super) struct Leaf {
    /// The world in this case: with its counts.
    pub(super) world: World,
    centre: Vec<f64>,
    pub(super) prices: Vec<i64>,
    /// Steps that these prices prove too few.
    steps: u64,
}

/// Where the cases begin: at what was proved of all of them together.
pub(super) struct Root {
    pub(super) centre: Vec<f64>,
    pub(super) prices: Vec<i64>,
    pub(super) steps: u64,
    pub(super) step: u64,
}

/// Cases up to which there are so many.
const LEAVES_MAX: usize = 400;

/// True when it is worth looking at cases.
pub(super) fn is_small(world: &World) -> bool {
    world.groups.iter().map(|group| group.count).sum::<i64>() <= VEHICLES_FEW
}

/// Raises the horizon that is proved too short in all cases: the steps, and the cases; `None` when it cannot.
pub(super) fn branch(
    world: &World,
    root: Root,
    config: &Config,
    observer: &dyn Observer,
    work: &mut Attack,
) -> Option<(u64, Vec<Leaf>)> {
    let mut leaves = vec![Leaf { world: world.clone(), centre: root.centre, prices: root.prices, steps: root.steps }];
    let (mut proved, mut best) = (root.steps, None);
    let mut raise = (root.steps / 100).max(1);
    loop {
        let mut target = proved + raise;
        if let Some(plan) = observer.best_plan() {
            // More than a plan that is known cannot be proved.
            target = target.min((plan.0 / root.step).saturating_sub(1));
        }
        if target <= proved {
            return best;
        }
        match all_proved(&mut leaves, target, root.step, config, observer, work) {
            End::Proved => {
                proved = target;
                observer.proved(Moment((proved + 1) * root.step));
                best = Some((proved, leaves.clone()));
            }
            End::Stopped => return best,
            End::Possible | End::Open if raise > 1 => raise /= 2,
            End::Possible | End::Open => return best,
        }
    }
}

/// Proves `target` for every case, dividing those for which it is not true of all their parts.
fn all_proved(
    leaves: &mut Vec<Leaf>,
    target: u64,
    step: u64,
    config: &Config,
    observer: &dyn Observer,
    work: &mut Attack,
) -> End {
    // What is given up is kept as it is: it proves what it proved before.
    let mut done = Vec::new();
    while let Some(mut leaf) = leaves.pop() {
        if leaf.steps >= target {
            done.push(leaf);
            continue;
        }
        let mut climber = Climber::part(&leaf.world, leaf.centre.clone(), step, config, observer, *work);
        let end = climber.attack(target);
        *work = climber.work();
        let (centre, prices, divided) = (climber.centre.clone(), climber.prices().clone(), climber.divided());
        leaf.centre = centre;
        let end = match end {
            End::Proved => {
                leaf.prices = prices;
                leaf.steps = target;
                done.push(leaf);
                continue;
            }
            End::Stopped => End::Stopped,
            End::Possible | End::Open => match divided {
                Some(Division::TooMany(kind, most)) => {
                    leaves.push(leaf.with(kind, |count| count.most = Some(most)));
                    continue;
                }
                Some(Division::Between(kind, most)) if leaves.len() + done.len() < LEAVES_MAX => {
                    leaves.push(leaf.with(kind, |count| count.most = Some(most)));
                    leaves.push(leaf.with(kind, |count| count.least = most + 1));
                    continue;
                }
                _ => End::Open,
            },
        };
        leaves.push(leaf);
        leaves.append(&mut done);
        return end;
    }
    *leaves = done;
    End::Proved
}

impl Leaf {
    /// The same with a tighter count of trips of a kind; what was proved stays proved.
    fn with(&self, kind: Kind, tighten: impl Fn(&mut Count)) -> Self {
        let mut leaf = self.clone();
        let before = Layout::of(&leaf.world);
        let known = leaf.world.counts.iter().position(|count| count.kind == kind);
        let at = known.unwrap_or_else(|| {
            leaf.world.counts.push(Count { kind, least: 0, most: None });
            // Prices of zero for the new count, at the end of those for each side.
            let (earns, costs) = (before.trip_costs(0), before.len() + 1);
            leaf.centre.insert(earns, 0.0);
            leaf.centre.insert(costs, 0.0);
            leaf.prices.insert(earns, 0);
            leaf.prices.insert(costs, 0);
            leaf.world.counts.len() - 1
        });
        tighten(&mut leaf.world.counts[at]);
        if let Some(vehicle) = kind.vehicle {
            leaf.world.set_apart(vehicle);
        }
        leaf
    }
}
