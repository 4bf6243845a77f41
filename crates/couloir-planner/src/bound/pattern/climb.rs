//! From horizon to horizon: prices that prove one, then a longer one, until the work is spent.

use super::ascent::Ascent;
use super::bottleneck::{self, Bottleneck};
use super::branch::{self, Leaf, Root};
use super::excess::{Earnings, Effort};
use super::master::Master;
use super::price::{Layout, supply};
use super::start::Start;
use super::world::{Kind, NEVER, NO_ROAD, World};
use super::{Config, Observer};
use couloir_model::certificate::TripModel;
use couloir_model::clock::Moment;

/// What the climb has reached.
pub(super) struct Found {
    /// Whole prices.
    pub(super) prices: Vec<i64>,
    /// No plan clears before this, in seconds.
    pub(super) at_least: u64,
    /// The width of the grid.
    pub(super) step: u64,
    /// No more than this can be proved on that grid, in seconds, if known.
    pub(super) possible: Option<u64>,
    pub(super) pricings: u32,
    /// The cases, where the prices above are not for all of them.
    pub(super) leaves: Vec<Leaf>,
}

/// Proves as long a horizon as it can.
pub(super) fn climb(world: &World, starts: Vec<Start>, config: &Config, observer: &dyn Observer) -> Found {
    let nothing = || Found {
        prices: vec![0; Layout::of(world).len()],
        at_least: 0,
        step: 1,
        possible: None,
        pricings: 0,
        leaves: Vec::new(),
    };
    let Some(trip_min) = trip_min(world).filter(|least| *least > 0) else { return nothing() };
    if world.people() == 0 || world.groups.is_empty() || !has_room(world) {
        return nothing();
    }
    let cycle = cycle(world);
    let bottleneck = bottleneck::latest(world);
    let mut climber = Climber::new(world, starts[0].prices.clone(), config, observer);
    if let Some(bottleneck) = &bottleneck {
        climber.begin_at(bottleneck, trip_min);
    }
    let mut estimate = bottleneck.map_or(0, |bottleneck| bottleneck.at_least);
    let mut best = 0;
    for Start { prices, at_least } in starts {
        let effort = Effort::of(config, observer);
        let proved = proved_by(world, &prices, trip_min.min(cycle / 8), estimate, &effort, &mut climber.pricings);
        let Some(proved) = proved else { return climber.found() };
        if proved.max(at_least) > best {
            best = proved.max(at_least);
            climber.centre = prices;
        }
        estimate = estimate.max(proved).max(at_least);
    }
    let grid = |stage: Stage| {
        let steps = u64::from(config.steps) * stage.grid / 4;
        grid(world, estimate, steps, cycle / stage.cycle).clamp(1, trip_min)
    };
    let grids = STAGES.map(grid);
    // Where there is time for a few pricings only, good first prices on a fine grid prove more than better ones on a wide grid.
    let is_large = climber.cost(estimate / grids[0]) > LARGE;
    for (n, (stage, step)) in STAGES.iter().zip(grids).enumerate() {
        climber.budget = config.work_max / 100 * stage.work_percent;
        climber.share_percent = stage.work_percent;
        let dear = climber.spent + climber.cost(estimate / step) > climber.budget;
        // However little time there is, the first prices prove something.
        let first = climber.step == 0;
        if is_large && n < 2 || !first && (observer.should_stop() || dear) || climber.step == step {
            continue;
        }
        climber.enter(step, estimate);
        climber.ascend(stage.raise, stage.rounds);
        if climber.master.size() <= MASTER_MAX && (n >= 2 || grids[STAGES.len() - 1] == step) {
            climber.run();
            // Whole trips are worth more than a finer grid.
            if world.trips == TripModel::Explicit && branch::is_small(world) && climber.possible.is_some() {
                climber.budget = config.work_max;
                climber.share_percent = 100;
                return climber.branched();
            }
        }
    }
    climber.found()
}

/// One grid after the other: prices found on a wide one are good first prices on a finer one.
#[derive(Clone, Copy)]
struct Stage {
    /// Steps up to the bound, in quarters of [`Config::steps`].
    grid: u64,
    /// Steps of a shuttle to the nearest shelter and back, at least.
    cycle: u64,
    /// The first raise of the horizon: one part in so many.
    raise: u64,
    /// Rounds of the subgradient method at most.
    rounds: u32,
    /// The share of all work that may be spent when it is over.
    work_percent: u64,
}

const STAGES: [Stage; 4] = [
    Stage { grid: 2, cycle: 8, raise: 16, rounds: 250, work_percent: 40 },
    Stage { grid: 5, cycle: 16, raise: 64, rounds: 150, work_percent: 65 },
    Stage { grid: 20, cycle: 32, raise: 128, rounds: 80, work_percent: 85 },
    Stage { grid: 80, cycle: 64, raise: 256, rounds: 30, work_percent: 100 },
];

/// The work of a pricing on the widest grid above which an instance is large: about a quarter of a second.
const LARGE: u64 = 100_000_000;

/// Prices and groups up to which the master programme is solved again and again: each solution takes about as long as a
/// pricing then.
const MASTER_MAX: usize = 300;

/// Patterns that one pricing gives, about.
const PATTERNS: usize = 60;

/// True when the shelters have room for everybody; otherwise no plan brings everybody out and there is nothing to prove.
fn has_room(world: &World) -> bool {
    world.shelters.iter().map(|shelter| shelter.room).sum::<i64>() >= world.people()
}

/// The least time of a trip, loading to unloading.
fn trip_min(world: &World) -> Option<u64> {
    let mut least = None;
    for class in &world.classes {
        for i in world.waiting() {
            for (j, ride) in class.ride.get(i).into_iter().flatten().enumerate().filter(|(_, ride)| **ride != NO_ROAD) {
                let trip = u64::from(*ride) + (world.sites[i].fixed_s + world.shelters[j].fixed_s) as u64;
                least = Some(least.map_or(trip, |least: u64| least.min(trip)));
            }
        }
    }
    least
}

/// Whole prices in proportion to `prices`, small enough that no sum of a vehicle's earnings overflows, and the factor by
/// which they are larger.
fn whole(world: &World, prices: &[f64], steps: u64) -> (Vec<i64>, f64) {
    let capacities = world.classes.iter().flat_map(|class| &class.capacities);
    let seats = capacities.map(|places| places.iter().sum::<i64>()).max().unwrap_or(1).max(1);
    let layout = Layout::of(world);
    let highest = prices[..layout.people()].iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let loads = prices[layout.loads(0)..layout.trip_costs(0)].iter().sum::<f64>() / highest;
    // Thousandths, times trips, times seats; two bits to spare.
    let most = (1e18 / 1000.0 / (steps + 2) as f64 / seats as f64 / (1.0 + loads)).clamp(1.0, 1e7);
    let factor = most / highest;
    // A second at a berth is never worth a thousand people.
    (prices.iter().map(|price| (price * factor).min(most * 1000.0) as i64).collect(), factor)
}

/// As [`whole`], with prices of what is limited rounded up: nobody earns by the rounding.
fn whole_above(world: &World, prices: &[f64], steps: u64) -> (Vec<i64>, f64) {
    let (mut rounded, factor) = whole(world, prices, steps);
    let layout = Layout::of(world);
    for (_, price) in rounded.iter_mut().enumerate().filter(|(at, _)| !layout.earns(*at) && prices[*at] > 0.0) {
        *price += 1;
    }
    (rounded, factor)
}

/// What prices prove on a coarse grid, in seconds: about when the bound will be.
/// `None` when it was stopped.
fn proved_by(
    world: &World,
    prices: &[f64],
    step_max: u64,
    from: u64,
    effort: &Effort<'_>,
    pricings: &mut u32,
) -> Option<u64> {
    const STEPS: u64 = 60;
    let first = world.waiting().map(|i| world.sites[i].reached.saturating_add(world.sites[i].left));
    let mut horizon = first.filter(|first| *first < NEVER).max().unwrap_or(STEPS).max(STEPS).max(from);
    // Forty doublings of a minute are longer than any operation.
    for _ in 0..40 {
        let step = (horizon / STEPS).clamp(1, step_max.max(1));
        let steps = horizon.div_ceil(step);
        let (prices, _) = whole(world, prices, steps);
        *pricings += 1;
        let earnings = Earnings::new(world, &prices, steps, step, effort)?;
        if earnings.excess(steps) <= 0 {
            return Some(earnings.proved().map_or(horizon, |steps| (steps + 1) * step).max(1));
        }
        // Where every trip is short, the grid cannot be coarse: enough is enough.
        if steps > 100_000 {
            break;
        }
        horizon *= 2;
    }
    Some(horizon)
}

/// The width of the grid: exact where durations have a common divisor that is wide enough, else by the number of steps.
fn grid(world: &World, estimate: u64, steps: u64, widest: u64) -> u64 {
    let exact = common_divisor(world);
    if exact > 0 && estimate / exact <= 2 * steps { exact } else { (estimate / steps).min(widest) }
}

/// The mean time of a shuttle to the nearest shelter and back, empty: every round loses about a step by rounding down.
fn cycle(world: &World) -> u64 {
    let (mut sum, mut people) = (0, 0);
    for i in world.waiting() {
        let classes = world.classes.iter().filter(|class| !class.ride.is_empty());
        let rounds = classes.flat_map(|class| {
            let legs = class.ride[i].iter().zip(&class.back).map(move |(out, back)| (*out, back[i]));
            legs.enumerate().filter(|(_, (out, back))| *out != NO_ROAD && *back != NO_ROAD)
        });
        let seconds = rounds.map(|(j, (out, back))| {
            u64::from(out) + u64::from(back) + (world.sites[i].fixed_s + world.shelters[j].fixed_s) as u64
        });
        if let Some(least) = seconds.min() {
            let waiting = world.sites[i].demand.iter().sum::<i64>() as u64;
            sum += least * waiting;
            people += waiting;
        }
    }
    sum.checked_div(people).unwrap_or(u64::MAX)
}

/// What divides every leg, service and departure; 0 when there is none.
pub(super) fn common_divisor(world: &World) -> u64 {
    fn gcd(one: u64, two: u64) -> u64 {
        if two == 0 { one } else { gcd(two, one % two) }
    }
    let mut all = 0;
    for class in &world.classes {
        let tables = [&class.start, &class.back, &class.ride, &class.between];
        let legs = tables.into_iter().flatten().flatten().filter(|leg| **leg != NO_ROAD);
        all = legs.fold(all, |all, leg| if all == 1 { 1 } else { gcd(all, u64::from(*leg)) });
    }
    let site_times = world.sites.iter().flat_map(|site| site.person_s.iter().chain([&site.fixed_s]));
    let shelter_times = world.shelters.iter().flat_map(|shelter| shelter.person_s.iter().chain([&shelter.fixed_s]));
    let times = site_times.chain(shelter_times).map(|seconds| *seconds as u64);
    let times = times.chain(world.groups.iter().map(|group| group.from));
    times.fold(all, gcd)
}

/// What a solution does that no plan does.
pub(super) enum Division {
    /// More visits to a site than there are people: so many at most.
    TooMany(Kind, u32),
    /// Not a whole number of trips of a kind: so many at most, or more.
    Between(Kind, u32),
}

/// How the attack on one horizon ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Prices were found that prove it too short.
    Proved,
    /// The programme has a solution: it cannot be proved too short in this way.
    Possible,
    /// Neither, within the rounds allowed.
    Open,
    /// The work is spent.
    Stopped,
}

/// Work done so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attack {
    pricings: u32,
    spent: u64,
}

pub(super) struct Climber<'a> {
    world: &'a World,
    config: &'a Config,
    step: u64,
    master: Master,
    /// The prices from which the next ones do not stray too far.
    pub(super) centre: Vec<f64>,
    /// The best so far: the bound in seconds, the grid and whole prices that prove it.
    best: (u64, u64, Vec<i64>),
    /// The longest horizon proved too short, in steps of this grid.
    proved: u64,
    possible: Option<u64>,
    /// A horizon that was given up.
    open: Option<u64>,
    pricings: u32,
    /// Work done on all grids, and how much there may be when this one is left.
    spent: u64,
    budget: u64,
    /// How much of the time may be gone then.
    share_percent: u64,
    /// True when what is proved is not yet proved of all cases.
    is_part: bool,
    observer: &'a dyn Observer,
}

/// Rounds spent on one horizon before it is given up.
const ROUNDS_MAX: u32 = 60;

impl<'a> Climber<'a> {
    fn new(world: &'a World, centre: Vec<f64>, config: &'a Config, observer: &'a dyn Observer) -> Self {
        let master = Master::new(world, &supply(world, 1, 1));
        let best = (0, 1, vec![0; centre.len()]);
        Self {
            world,
            config,
            step: 0,
            master,
            centre,
            best,
            proved: 0,
            possible: None,
            open: None,
            pricings: 0,
            spent: 0,
            budget: 0,
            share_percent: 0,
            is_part: false,
            observer,
        }
    }

    /// Proves what berths alone need, on a grid of just so many steps. The first prices of the fleet stay the ones to be
    /// improved: those of one bottleneck say nothing of anybody else.
    fn begin_at(&mut self, bottleneck: &Bottleneck, trip_min: u64) {
        const STEPS: u64 = 64;
        self.step = (bottleneck.at_least / STEPS).clamp(1, trip_min);
        let steps = (bottleneck.at_least / self.step).saturating_sub(1);
        if steps > STEPS * 100 {
            return;
        }
        self.pricings += 1;
        self.spent += self.cost(steps);
        let (prices, _) = whole_above(self.world, &bottleneck.prices, steps);
        let effort = Effort::of(self.config, self.observer);
        let earnings = Earnings::new(self.world, &prices, steps, self.step, &effort);
        if let Some(earnings) = earnings {
            self.keep(&earnings, &prices);
        }
        self.step = 0;
    }

    /// Goes over to another grid.
    fn enter(&mut self, step: u64, estimate: u64) {
        self.step = step;
        self.master.keep_within(0);
        (self.possible, self.open) = (None, None);
        // What another grid has proved holds on this one, too.
        self.proved = (self.best.0 / step).saturating_sub(1);
        let likely = estimate.max(self.best.0) / step;
        self.pricings += 1;
        self.spent += self.cost(likely);
        let (prices, _) = whole(self.world, &self.centre, likely + likely / 16);
        let effort = Effort::of(self.config, self.observer);
        if let Some(earnings) = Earnings::new(self.world, &prices, likely + likely / 16, step, &effort) {
            self.keep(&earnings, &prices);
        }
    }

    /// Keeps what these prices prove, if it is more than before.
    fn keep(&mut self, earnings: &Earnings<'_>, prices: &[i64]) -> bool {
        let Some(steps) = earnings.proved() else { return false };
        self.proved = self.proved.max(steps);
        let better = (steps + 1) * self.step > self.best.0;
        if better {
            if !self.is_part {
                self.observer.proved(Moment((steps + 1) * self.step));
            }
            self.best = ((steps + 1) * self.step, self.step, prices.to_vec());
        }
        better
    }

    /// The work of one pricing with a horizon of `steps` steps: comparisons, about.
    fn cost(&self, steps: u64) -> u64 {
        let (sites, shelters) = (self.world.sites.len() as u64, self.world.shelters.len() as u64);
        let classes = self.world.classes.iter().filter(|class| !class.ride.is_empty()).count() as u64;
        let charts = classes * sites * shelters * (2 * steps + 50);
        let sequences = match self.world.trips {
            TripModel::Explicit if self.world.stops_max > 1 => self.config.sequences_max * classes * 50,
            TripModel::Explicit => 0,
            TripModel::Pooled => classes * sites * shelters * if self.world.needs > 1 { 20 * sites } else { 0 },
        };
        charts + sequences
    }

    /// True when the work is spent.
    fn is_spent(&self) -> bool {
        let elapsed = self.observer.elapsed_permille().unwrap_or(0);
        self.pricings >= self.config.pricings_max
            || self.spent >= self.budget
            || u64::from(elapsed) >= self.share_percent * 10
            || self.observer.should_stop()
    }

    fn found(self) -> Found {
        let (at_least, step, prices) = self.best;
        let possible = self.possible.map(|steps| steps * self.step);
        Found { prices, at_least, step, possible, pricings: self.pricings, leaves: Vec::new() }
    }

    /// A climber for a part of all cases, on a grid of `step`, after `work`.
    pub(super) fn part(
        world: &'a World,
        centre: Vec<f64>,
        step: u64,
        config: &'a Config,
        observer: &'a dyn Observer,
        work: Attack,
    ) -> Self {
        let climber = Self::new(world, centre, config, observer);
        Self {
            step,
            pricings: work.pricings,
            spent: work.spent,
            budget: config.work_max,
            share_percent: 100,
            is_part: true,
            ..climber
        }
    }

    pub(super) const fn work(&self) -> Attack {
        Attack { pricings: self.pricings, spent: self.spent }
    }

    /// The prices of what was proved.
    pub(super) const fn prices(&self) -> &Vec<i64> {
        &self.best.2
    }

    /// What the last solution does that no plan does. `None` when nothing of it is known.
    pub(super) fn divided(&self) -> Option<Division> {
        let trips = self.master.trips(self.world);
        let visits = trips.iter().filter(|(kind, _)| kind.vehicle.is_none() && kind.shelter.is_none());
        for (kind, visits) in visits {
            let most = kind.site.map_or(u32::MAX, |site| self.world.visits_max(site));
            if *visits > f64::from(most) + 0.02 {
                return Some(Division::TooMany(*kind, most));
            }
        }
        // What halves best comes first, and of that what says most of the whole.
        let mut best = (0.02, None);
        for (kind, trips) in trips {
            let above = trips - trips.floor();
            let named = [kind.vehicle, kind.site, kind.shelter].iter().flatten().count() as u32;
            let score = above.min(1.0 - above) * (1.0 - 0.1 * f64::from(named));
            if score > best.0 {
                best = (score, Some(Division::Between(kind, trips.floor() as u32)));
            }
        }
        best.1
    }

    /// What is proved when whole trips are counted.
    fn branched(self) -> Found {
        let steps = (self.best.0 / self.step).saturating_sub(1);
        let root = Root { centre: self.centre.clone(), prices: self.best.2.clone(), steps, step: self.step };
        let mut work = self.work();
        let (world, config, observer) = (self.world, self.config, self.observer);
        let found =
            if self.best.1 == self.step { branch::branch(world, root, config, observer, &mut work) } else { None };
        let step = self.step;
        let before = Found { pricings: work.pricings, ..self.found() };
        match found {
            Some((steps, leaves)) => Found { at_least: (steps + 1) * step, step, possible: None, leaves, ..before },
            None => before,
        }
    }

    /// Raises the horizon by the subgradient method, by ever smaller amounts.
    fn ascend(&mut self, mut raise: u64, rounds_max: u32) {
        let mut rounds = 0;
        while raise <= 1024 && rounds < rounds_max {
            let proved = self.proved;
            let target = proved + (proved / raise).max(1);
            let supply = supply(self.world, target, self.step);
            let mut ascent = Ascent::new(self.world, &supply, self.centre.clone());
            let mut best = f64::MIN;
            let mut idle = 0;
            loop {
                if self.is_spent() || rounds >= rounds_max {
                    return;
                }
                rounds += 1;
                self.pricings += 1;
                self.spent += self.cost(target);
                let (prices, factor) = whole(self.world, &ascent.point, target);
                let effort = Effort::of(self.config, self.observer);
                let earnings = Earnings::new(self.world, &prices, target, self.step, &effort);
                let Some(earnings) = earnings else { return };
                let excess = earnings.excess(target) as f64 / 1000.0 / factor;
                if self.keep(&earnings, &prices) {
                    self.centre.clone_from(&ascent.point);
                }
                if excess > 0.0 {
                    break;
                }
                idle = if excess > best { 0 } else { idle + 1 };
                best = best.max(excess);
                if idle > 20 {
                    raise *= 2;
                    break;
                }
                ascent.step(self.world, &supply, &earnings, excess);
            }
        }
    }

    fn run(&mut self) {
        let mut growth = 20;
        loop {
            let proved = self.proved;
            let above = match (self.possible, self.open) {
                (Some(possible), Some(open)) => Some(possible.min(open)),
                (possible, open) => possible.or(open),
            };
            let target = match above {
                Some(above) if above <= proved + 1 => return,
                Some(above) => proved + (above - proved) / 2,
                None => proved + (proved / growth).max(1),
            };
            match self.attack(target) {
                End::Proved => growth = 20,
                End::Possible => self.possible = Some(target),
                End::Open => self.open = Some(target),
                End::Stopped => return,
            }
        }
    }

    /// Tries to prove that `target` steps are too few.
    pub(super) fn attack(&mut self, target: u64) -> End {
        let supply = supply(self.world, target, self.step);
        self.master.keep_within(target);
        let mut point = self.centre.clone();
        let mut centre_excess = i128::MIN;
        let mut weight = 0.0;
        for _ in 0..ROUNDS_MAX {
            if self.is_spent() {
                return End::Stopped;
            }
            let Some(excess) = self.price(&point, target) else { return End::Stopped };
            if excess > 0 {
                self.centre = point;
                return End::Proved;
            }
            if excess > centre_excess {
                centre_excess = excess;
                self.centre = point;
                weight = 0.5;
            } else {
                weight *= 0.7;
            }
            let Some(answer) = self.master.solve(self.world, &supply) else { return End::Open };
            if answer.excess <= 1e-6 * self.world.people() as f64 {
                return End::Possible;
            }
            point = (self.centre.iter().zip(&answer.prices))
                .map(|(centre, price)| weight * centre + (1.0 - weight) * price)
                .collect();
        }
        End::Open
    }

    /// Prices the fleet at `point`, remembers the patterns, and keeps what is proved on the way.
    fn price(&mut self, point: &[f64], target: u64) -> Option<i128> {
        self.pricings += 1;
        self.spent += self.cost(target);
        let (prices, _) = whole(self.world, point, target);
        let effort = Effort::of(self.config, self.observer);
        let earnings = Earnings::new(self.world, &prices, target, self.step, &effort)?;
        // A single group of many vehicles needs many patterns, and they come faster by the dozen.
        let count = (PATTERNS / self.world.groups.len()).max(1);
        for (k, group) in self.world.groups.iter().enumerate() {
            for pattern in earnings.patterns(group, count) {
                self.master.add(k, target, pattern);
            }
        }
        let excess = earnings.excess(target);
        self.keep(&earnings, &prices);
        Some(excess)
    }
}
