//! The vehicle-pattern bound: no plan clears sooner, with prices that prove it.
//!
//! For a horizon `T`, a *pattern* is what one vehicle can do within `T`: trips from its depot, with loading, riding and
//! unloading, durations rounded down to a grid. If the linear programme «cover all people by patterns, no more than there
//! are vehicles, room in shelters and time at berths» has no solution, no plan clears by `T`. Its dual solution, the
//! prices, proves it: anybody can compute the best pattern at those prices and add up. The programme is solved by column
//! generation (Desaulniers, Desrosiers and Solomon, *Column Generation*, 2005); `docs/certificate.md` gives the proof.
//!
//! Read in this order: [`world`] and [`reach`] (what is given), [`price`], [`loads`] (what whole loads add), [`profile`] (what
//! a trip earns), [`chart`] (what a vehicle earns), [`excess`] (what prices prove), [`start`] and [`bottleneck`] (first
//! prices), [`ascent`] and [`master`] (better prices), [`climb`] (from horizon to horizon), [`branch`] (whole trips).

mod ascent;
mod bottleneck;
mod branch;
mod chart;
mod climb;
mod excess;
mod loads;
mod master;
mod price;
mod profile;
mod reach;
mod start;
mod world;

use crate::compile::{Compiled, compile};
use crate::transport::Transport;
use couloir_model::bound::Binding;
use couloir_model::certificate::{Case, Certificate, TripModel};
use couloir_model::clock::Moment;
use couloir_model::quantity::{Permille, Seconds};
use couloir_model::scenario::Scenario;
use couloir_model::travel::TravelTimes;
use world::World;

/// How much work to spend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Config {
    /// The most work, in comparisons, about.
    pub work_max: u64,
    /// The most pricings of the whole fleet.
    pub pricings_max: u32,
    /// Steps of the time grid up to the bound, about: from half of them at first up to twenty times as many at last. More
    /// make the bound tighter and each pricing dearer. Where all durations are whole minutes, say, the grid is of minutes.
    pub steps: u32,
    /// Sequences of stops up to which all are looked at; above, trips with several stops are simplified.
    pub sequences_max: u64,
    /// Threads that price, 1 or 2; the result is the same.
    pub threads: u8,
}

impl Default for Config {
    fn default() -> Self {
        Self { work_max: 6_000_000_000, pricings_max: 20_000, steps: 120, sequences_max: 3_000, threads: 2 }
    }
}

/// Who watches the proof grow, and stops it.
pub trait Observer: Sync {
    /// Whether to stop now, with the best so far. Asked many times within each pricing.
    fn should_stop(&self) -> bool;

    /// No plan clears before `no_sooner`: more than was known.
    fn proved(&self, _no_sooner: Moment) {}

    /// How much of the time is gone, in thousandths, where there is a limit: coarse grids leave a part of it to finer ones.
    fn elapsed_permille(&self) -> Option<u32> {
        None
    }

    /// When the best plan that is known clears: more than that cannot be proved.
    fn best_plan(&self) -> Option<Moment> {
        None
    }
}

impl<F: Fn() -> bool + Sync> Observer for F {
    fn should_stop(&self) -> bool {
        self()
    }
}

/// A lower bound with its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// No plan that brings everybody out clears before this; what the certificate proves.
    pub at_least: Moment,
    /// The same, rounded up to what a clearance can be where all durations have a common divisor: with all moments of a
    /// plan rounded down to its multiples, it is still a plan.
    pub no_sooner: Moment,
    /// Why; recomputable by `couloir_judge::certificate::check`.
    pub certificate: Certificate,
    /// What binds: what costs most at these prices.
    pub binding: Binding,
    /// Pricings of the whole fleet that it took.
    pub pricings: u32,
    /// The most that can be proved on this grid, as far as is known: at a horizon of this length the programme has a solution.
    pub at_most: Option<Moment>,
}

/// Proves a lower bound on the clearance time of `scenario`, as good as `config` and `observer` allow.
///
/// The same scenario and config give the same bytes as long as `observer` neither stops it nor knows a time.
pub fn prove(scenario: &Scenario, travel: &TravelTimes, config: &Config, observer: &dyn Observer) -> Proof {
    let compiled = compile(scenario, travel);
    prove_compiled(scenario, travel, (&compiled, &Transport::solve(&compiled.problem)), config, observer)
}

/// As [`prove`], for a scenario that has been compiled for the search, and its transportation problem.
pub(crate) fn prove_compiled(
    scenario: &Scenario,
    travel: &TravelTimes,
    (compiled, transport): (&Compiled, &Transport),
    config: &Config,
    observer: &dyn Observer,
) -> Proof {
    let trips = trip_model(scenario, config.sequences_max);
    let Some(world) = World::of(scenario, travel, trips, observer) else { return nothing(scenario, travel, trips) };
    let divisor = divisor(scenario, &world);
    let starts = start::starts(&world, compiled, transport);
    let found = climb::climb(&world, starts, config, &Rounding { observer, divisor });
    let binding = price::binding(&world, &found.prices, found.at_least, found.step);
    let certificate = Certificate {
        scenario: scenario.id(travel),
        at_least: Moment(found.at_least),
        step: Seconds(found.step),
        trips,
        cases: match found.leaves.as_slice() {
            [] => vec![price::case(&world, &found.prices)],
            leaves => leaves.iter().map(|leaf| price::case(&leaf.world, &leaf.prices)).collect(),
        },
        cut: None,
    };
    Proof {
        at_least: Moment(found.at_least),
        no_sooner: Moment(found.at_least.next_multiple_of(divisor)),
        certificate,
        binding,
        pricings: found.pricings,
        at_most: found.possible.map(Moment),
    }
}

impl Proof {
    /// The width of the time grid.
    #[must_use]
    pub const fn step(&self) -> Seconds {
        self.certificate.step
    }
}

/// The proof of somebody who had no time.
fn nothing(scenario: &Scenario, travel: &TravelTimes, trips: TripModel) -> Proof {
    let (sites, shelters, needs) = (scenario.sites.len(), scenario.shelters.len(), scenario.needs.len());
    let case = Case {
        counts: Vec::new(),
        people: vec![vec![0; needs]; sites],
        room: vec![0; shelters],
        room_by_need: vec![vec![0; needs]; shelters],
        site_berths: vec![0; sites],
        shelter_berths: vec![0; shelters],
        loads: Vec::new(),
    };
    let (at_least, step) = (Moment::START, Seconds(1));
    let certificate =
        Certificate { scenario: scenario.id(travel), at_least, step, trips, cases: vec![case], cut: None };
    Proof { at_least, no_sooner: at_least, certificate, binding: Binding::Nothing, pricings: 0, at_most: None }
}

/// Tells an observer bounds rounded up.
struct Rounding<'a> {
    observer: &'a dyn Observer,
    divisor: u64,
}

impl Observer for Rounding<'_> {
    fn should_stop(&self) -> bool {
        self.observer.should_stop()
    }

    fn proved(&self, at_least: Moment) {
        self.observer.proved(Moment(at_least.0.next_multiple_of(self.divisor)));
    }

    fn elapsed_permille(&self) -> Option<u32> {
        self.observer.elapsed_permille()
    }

    fn best_plan(&self) -> Option<Moment> {
        self.observer.best_plan()
    }
}

/// What divides every duration and moment of the operation; 1 where something has a grid of its own.
fn divisor(scenario: &Scenario, world: &World) -> u64 {
    let arrivals = scenario.sites.iter().flat_map(|site| &site.waiting).any(|arrival| arrival.from > Moment::START);
    let rates = scenario.shelters.iter().any(|shelter| shelter.reception_per_hour.is_some());
    let classes = scenario.classes.iter();
    let own = classes.clone().any(|class| class.boarding != Permille::ONE || class.reconfiguration > Seconds::ZERO);
    if arrivals || rates || own || world.windows || !scenario.passages.is_empty() || !scenario.closures.is_empty() {
        return 1;
    }
    climb::common_divisor(world).max(1)
}

/// Looks at every sequence of stops when there are few enough.
fn trip_model(scenario: &Scenario, sequences_max: u64) -> TripModel {
    let sites = scenario.sites.len() as u64;
    let stops = scenario.stops_max.map_or(sites, |stops| u64::from(stops.get()).min(sites));
    let (mut sequences, mut of_length) = (0_u64, 1_u64);
    for taken in 0..stops {
        of_length = of_length.saturating_mul(sites - taken);
        sequences = sequences.saturating_add(of_length);
        if sequences > sequences_max {
            break;
        }
    }
    // Single stops are never simplified: there is nothing to gain.
    if stops <= 1 || sequences.saturating_mul(scenario.shelters.len() as u64) <= sequences_max {
        TripModel::Explicit
    } else {
        TripModel::Pooled
    }
}
