//! The vehicle-pattern bound: no plan clears sooner, with prices that prove it.
//!
//! For a horizon `T`, a *pattern* is what one vehicle can do within `T`: trips from its depot, with loading, riding and
//! unloading, durations rounded down to a grid. If the linear programme «cover all people by patterns, no more than there
//! are vehicles, room in shelters and time at berths» has no solution, no plan clears by `T`. Its dual solution, the
//! prices, proves it: anybody can compute the best pattern at those prices and add up. The programme is solved by column
//! generation (Desaulniers, Desrosiers and Solomon, *Column Generation*, 2005); `docs/certificate.md` gives the proof.
//!
//! Read in this order: [`world`] (what is given), [`price`], [`profile`] (what a trip earns), [`chart`] (what a vehicle
//! earns), [`excess`] (what prices prove), [`master`] (better prices), [`climb`] (from horizon to horizon).

mod ascent;
mod chart;
mod climb;
mod excess;
mod master;
mod price;
mod profile;
mod reach;
mod world;

use couloir_model::certificate::{Certificate, TripModel};
use couloir_model::clock::Moment;
use couloir_model::quantity::Seconds;
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
}

impl Default for Config {
    fn default() -> Self {
        Self { work_max: 6_000_000_000, pricings_max: 2_000, steps: 120, sequences_max: 3_000 }
    }
}

/// A lower bound with its proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// No plan that brings everybody out clears before this.
    pub at_least: Moment,
    /// Why; recomputable by `couloir_judge::certificate::check`.
    pub certificate: Certificate,
    /// Pricings of the whole fleet that it took.
    pub pricings: u32,
    /// The most that can be proved on this grid, as far as is known: at a horizon of this length the programme has a solution.
    pub at_most: Option<Moment>,
}

/// Proves a lower bound on the clearance time of `scenario`, as good as `config` and `should_stop` allow.
///
/// The same scenario, config and number of calls of `should_stop` until it says true give the same bytes.
pub fn prove(scenario: &Scenario, travel: &TravelTimes, config: &Config, should_stop: &dyn Fn() -> bool) -> Proof {
    let trips = trip_model(scenario, config.sequences_max);
    let world = World::of(scenario, travel, trips);
    let found = climb::climb(&world, config, should_stop);
    let certificate = price::certificate(&world, &found.prices, scenario.id(travel), found.at_least, found.step);
    Proof {
        at_least: Moment(found.at_least),
        certificate,
        pricings: found.pricings,
        at_most: found.possible.map(Moment),
    }
}

/// The width of the grid on which the programme of this proof was solved.
impl Proof {
    /// The width of the time grid.
    #[must_use]
    pub const fn step(&self) -> Seconds {
        self.certificate.step
    }
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
