//! Checks a proof that no plan clears sooner, in whole numbers, by its own arithmetic.
//!
//! The certificate gives prices. For every kind of vehicle the checker computes the most that one vehicle could earn
//! within the horizon, by a dynamic programme over time and place in which every rounding favours the vehicle. If all
//! vehicles together earn less than everybody is worth, less what all room and berth time cost, then no plan brings
//! everybody out within the horizon. The proof in words and formulas is in `docs/certificate.md`.
//!
//! A bound that rests on what a passage lets through needs no prices: [`cut`] counts.
//!
//! Read in this order: [`facts`] (the operation in plain numbers), [`trip`] (what one trip earns), [`vehicle`] (what one
//! vehicle earns).

mod cases;
mod cut;
mod facts;
mod trip;
mod vehicle;
mod ways;

use couloir_model::certificate::{Case, Certificate, Loads, TripModel};
use couloir_model::clock::{MOMENT_MAX, Moment};
use couloir_model::id::VehicleId;
use couloir_model::quantity::Seconds;
use couloir_model::scenario::Scenario;
use couloir_model::travel::TravelTimes;
use facts::{Facts, Fleet};
use std::collections::{BTreeMap, BTreeSet};
use trip::Prices;

/// Why a certificate proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It was made for something else.
    #[error("the certificate is for another operation or other travel times: `{0}`")]
    OtherScenario(couloir_model::id::ScenarioId),
    /// A list of prices is too short or too long.
    #[error("the list of prices of {what} has {found} entries, not {expected}")]
    Length {
        /// Whose prices.
        what: &'static str,
        /// Entries found.
        found: usize,
        /// Entries expected.
        expected: usize,
    },
    /// Something that is not limited has a price.
    #[error("a price on what is not limited: {what} of `{name}`")]
    PriceOnNothing {
        /// What is not limited.
        what: &'static str,
        /// The site or shelter.
        name: String,
    },
    /// Whole loads or kinds of trips are priced where trips are not looked at one by one.
    #[error("a price on whole loads or trips where trips are pooled")]
    LoadsOfPooledTrips,
    /// A price of whole loads counts a site twice, unknown people, or bundles of nobody.
    #[error("a price on whole loads that counts a site twice or bundles of nobody: number {0}")]
    UnsoundLoads(usize),
    /// A plan may have numbers of trips for which there are no prices.
    #[error("the cases do not cover all numbers of trips that a plan may have")]
    CasesMissing,
    /// A case counts a kind of trips twice, or one that is not there, or allows no number of them.
    #[error("a case that counts a kind of trips twice or allows no number of them: number {0}")]
    UnsoundCase(usize),
    /// A price is so high that sums would not fit.
    #[error("a price is too high: {0}")]
    PriceTooHigh(u64),
    /// The grid has no width, or the bound is not a whole number of its steps.
    #[error("the bound is not a whole number of steps of the grid: {} s in steps of {} s", at_least.0, step.0)]
    OffGrid {
        /// The bound.
        at_least: Moment,
        /// The width of the grid.
        step: Seconds,
    },
    /// The bound lies beyond what an operation may name.
    #[error("the bound lies more than ten years after the start: {} s", .0.0)]
    TooLate(Moment),
    /// Some trip takes less than a step.
    #[error("the grid is too wide, some trip takes less than a step: {} s", .0.0)]
    GridTooWide(Seconds),
    /// The check would take too long.
    #[error("the check would take too long, {steps} steps on a grid of {} s: {operations} operations", step.0)]
    TooLarge {
        /// Steps of the horizon.
        steps: u64,
        /// The width of the grid.
        step: Seconds,
        /// Comparisons that it would take, about.
        operations: u128,
    },
    /// A cut names a site or passage that is not there, or one twice, or stands beside prices.
    #[error("a cut that names a site or passage twice, or one that is not there, or that has prices beside it")]
    UnsoundCut,
    /// People can get out without going through the passages of the cut.
    #[error("the way from `{from}` to `{to}` goes through none of the passages")]
    WayRound {
        /// A site behind the cut.
        from: String,
        /// A shelter, or a site that is not behind it.
        to: String,
    },
    /// The passages let everybody through in time.
    #[error(
        "the passages do not prove the bound: {people} people wait behind them, in time they let through: {through}"
    )]
    Passable {
        /// Who waits behind the cut.
        people: u64,
        /// How many can go through in time, at most.
        through: u64,
    },
    /// The vehicles can earn enough: the prices do not prove the bound.
    #[error("the prices do not prove the bound, the fleet can earn at least what is needed; too much by: {}", .0)]
    NotProved(i128),
}

impl Refusal {
    /// What a tired person can do about it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::OtherScenario(_) | Self::Length { .. } | Self::WayRound { .. } => {
                "give the operation and the travel times that the certificate was made for"
            }
            Self::TooLarge { .. } => "make the certificate on a wider grid",
            Self::GridTooWide(_) => "make the certificate on a finer grid",
            Self::PriceOnNothing { .. }
            | Self::LoadsOfPooledTrips
            | Self::CasesMissing
            | Self::UnsoundCase(_)
            | Self::UnsoundLoads(_)
            | Self::PriceTooHigh(_)
            | Self::OffGrid { .. }
            | Self::TooLate(_)
            | Self::UnsoundCut
            | Self::Passable { .. }
            | Self::NotProved(_) => "the file was changed or damaged: make it again with `couloir bound`",
        }
    }
}

/// Comparisons up to which a certificate is checked: about two minutes.
const OPERATIONS_MAX: u128 = 60_000_000_000;

/// Numbers that the tables of one case may hold in all: a gigabyte.
const CELLS_MAX: u128 = 1 << 27;

/// No price may be higher: with it, no product below overflows.
const PRICE_MAX: u64 = 1 << 40;

/// Checks `certificate` and returns the moment before which, as it proves, no plan that brings everybody out clears.
///
/// Everybody means all people that are planned for and that some vehicle with a place of their kind could reach and
/// bring to a shelter.
///
/// # Errors
///
/// The first reason why it proves nothing.
pub fn check(scenario: &Scenario, travel: &TravelTimes, certificate: &Certificate) -> Result<Moment, Refusal> {
    well_formed(scenario, certificate)?;
    let name = scenario.id(travel);
    if certificate.scenario != name {
        return Err(Refusal::OtherScenario(certificate.scenario));
    }
    if certificate.at_least == Moment::START {
        return Ok(Moment::START);
    }
    if let Some(cut) = &certificate.cut {
        cut::check(scenario, travel, cut, certificate.at_least)?;
        return Ok(certificate.at_least);
    }
    let step = certificate.step.0;
    // A plan that clears before `at_least` ends in this step or an earlier one.
    let steps = certificate.at_least.0 / step - 1;
    within_reach(scenario, certificate, steps)?;
    let facts = Facts::of(scenario, travel, certificate.trips);
    for case in &certificate.cases {
        let prices = Prices::of(case);
        let needed = facts.worth(&prices) - facts.cost(&prices, certificate.at_least.0 - 1);
        sums_fit(&facts, &prices, steps)?;
        let earned = earned(&facts, &prices, steps, step)?;
        if needed <= earned {
            return Err(Refusal::NotProved(earned - needed));
        }
    }
    Ok(certificate.at_least)
}

/// What the whole fleet can earn at most, in thousandths of a price.
fn earned(facts: &Facts, prices: &Prices<'_>, steps: u64, step: u64) -> Result<i128, Refusal> {
    let end = |fleet: &Fleet| fleet.until.map_or(steps, |until| (until / step).min(steps));
    // Without opening hours only what is left of the horizon matters: one table does for all.
    let horizon = |fleet: &Fleet| if facts.shuts { end(fleet) } else { steps };
    let own: BTreeSet<_> = prices.counts.iter().filter_map(|count| count.kind.vehicle).collect();
    // The vehicles of a fleet whose own trips are counted, one by one, and all others together.
    let parts = |fleet: &Fleet| -> Vec<(Key, usize)> {
        let alone = fleet.vehicles.iter().copied().filter(|vehicle| own.contains(vehicle));
        let alone: Vec<_> = alone.map(|vehicle| ((fleet.class, Some(vehicle), horizon(fleet)), 1)).collect();
        let others = fleet.vehicles.len() - alone.len();
        alone.into_iter().chain((others > 0).then_some(((fleet.class, None, horizon(fleet)), others))).collect()
    };
    let keys: BTreeSet<_> = facts.fleets.iter().flat_map(parts).map(|(key, _)| key).collect();
    let keys: Vec<_> = keys.into_iter().collect();
    let tables = |keys: &[Key]| -> Result<Vec<_>, Refusal> {
        let table = |(class, vehicle, horizon)| vehicle::Table::of(facts, prices, (class, vehicle), horizon, step);
        keys.iter().map(|key| table(*key).map(|table| (*key, table))).collect()
    };
    // In two threads: computing tables is most of the work.
    let (one, two) = keys.split_at(keys.len() / 2);
    let (one, two) = std::thread::scope(|scope| {
        let one = scope.spawn(|| tables(one));
        let two = tables(two);
        (one.join().expect("computing a table does not panic"), two)
    });
    let tables: BTreeMap<_, _> = one?.into_iter().chain(two?).collect();
    let mut earned = 0;
    for fleet in &facts.fleets {
        let Some(left) = end(fleet).checked_sub(fleet.from / step) else { continue };
        for (key, vehicles) in parts(fleet) {
            earned += vehicles as i128 * tables[&key].best(&fleet.legs, left, step);
        }
    }
    Ok(earned)
}

/// A table: the class, the vehicle where its own trips are counted, and the horizon.
type Key = (usize, Option<VehicleId>, u64);

/// Refuses prices with which a vehicle's earnings might not fit 62 bits: a trip a step, full, at the highest price.
fn sums_fit(facts: &Facts, prices: &Prices<'_>, steps: u64) -> Result<(), Refusal> {
    let highest = prices.people.iter().flatten().copied().max().unwrap_or(0);
    let places = facts.classes.iter().flat_map(|class| &class.places);
    let seats = places.map(|places| places.iter().sum::<u64>()).max().unwrap_or(0);
    // A trip brings no more bundles than people.
    let bundles: u128 = prices.loads.iter().map(|loads| u128::from(loads.price)).sum();
    let counts: u128 = prices.counts.iter().map(|count| u128::from(count.earns)).sum();
    let trip = (u128::from(highest) + bundles) * 1000 * u128::from(seats) + counts * 1000;
    let most = trip.saturating_mul(u128::from(steps + 2));
    if most >> 62 == 0 { Ok(()) } else { Err(Refusal::PriceTooHigh(highest)) }
}

/// Checks everything that can be checked without the travel times.
fn well_formed(scenario: &Scenario, certificate: &Certificate) -> Result<(), Refusal> {
    for case in &certificate.cases {
        case_well_formed(scenario, certificate.trips, case)?;
    }
    match &certificate.cut {
        Some(_) if !certificate.cases.is_empty() => return Err(Refusal::UnsoundCut),
        Some(_) => {}
        None => cases::cover_everything(scenario, &certificate.cases)?,
    }
    let (at_least, step) = (certificate.at_least, certificate.step);
    if step == Seconds::ZERO || !at_least.0.is_multiple_of(step.0) {
        return Err(Refusal::OffGrid { at_least, step });
    }
    if at_least > MOMENT_MAX { Err(Refusal::TooLate(at_least)) } else { Ok(()) }
}

fn case_well_formed(scenario: &Scenario, trips: TripModel, case: &Case) -> Result<(), Refusal> {
    let (sites, shelters, needs) = (scenario.sites.len(), scenario.shelters.len(), scenario.needs.len());
    let length = |what, found, expected| {
        if found == expected { Ok(()) } else { Err(Refusal::Length { what, found, expected }) }
    };
    length("people at sites", case.people.len(), sites)?;
    length("berths at sites", case.site_berths.len(), sites)?;
    length("room in shelters", case.room.len(), shelters)?;
    length("room in shelters by need", case.room_by_need.len(), shelters)?;
    length("berths at shelters", case.shelter_berths.len(), shelters)?;
    for row in case.people.iter().chain(&case.room_by_need) {
        length("one place by need", row.len(), needs)?;
    }
    let by_need = case.people.iter().chain(&case.room_by_need).flatten();
    let single = case.room.iter().chain(&case.site_berths).chain(&case.shelter_berths);
    let loads = case.loads.iter().map(|loads| &loads.price);
    let counts = case.counts.iter().flat_map(|count| [&count.earns, &count.costs]);
    if let Some(price) = by_need.chain(single).chain(loads).chain(counts).find(|price| **price > PRICE_MAX) {
        return Err(Refusal::PriceTooHigh(*price));
    }
    unlimited(scenario, case)?;
    if trips == TripModel::Pooled && !case.counts.is_empty() {
        return Err(Refusal::LoadsOfPooledTrips);
    }
    whole_loads(scenario, trips, case)
}

/// A price on something that is not limited would cost nothing and mean nothing.
fn unlimited(scenario: &Scenario, case: &Case) -> Result<(), Refusal> {
    let refuse = |what, name: &String| Err(Refusal::PriceOnNothing { what, name: name.clone() });
    for (site, price) in scenario.sites.iter().zip(&case.site_berths) {
        if site.berths.is_none() && *price > 0 {
            return refuse("the berths", &site.name);
        }
    }
    for (j, shelter) in scenario.shelters.iter().enumerate() {
        if shelter.berths.is_none() && case.shelter_berths[j] > 0 {
            return refuse("the berths", &shelter.name);
        }
        let prices = shelter.capacity_by_need.iter().zip(&case.room_by_need[j]);
        if prices.into_iter().any(|(room, price)| room.is_none() && *price > 0) {
            return refuse("the room by need", &shelter.name);
        }
    }
    Ok(())
}

/// Prices of whole loads count known people, each site once, and trips that are looked at one by one.
fn whole_loads(scenario: &Scenario, trips: TripModel, case: &Case) -> Result<(), Refusal> {
    if trips == TripModel::Pooled && !case.loads.is_empty() {
        return Err(Refusal::LoadsOfPooledTrips);
    }
    let sound = |loads: &Loads| {
        let sites: BTreeSet<_> = loads.sites.iter().collect();
        let known = loads.need.index() < scenario.needs.len()
            && loads.sites.iter().all(|site| site.index() < scenario.sites.len());
        loads.per > 0 && known && sites.len() == loads.sites.len()
    };
    match case.loads.iter().position(|loads| !sound(loads)) {
        Some(at) => Err(Refusal::UnsoundLoads(at + 1)),
        None => Ok(()),
    }
}

/// Refuses what would take too long or not fit into memory.
fn within_reach(scenario: &Scenario, certificate: &Certificate, steps: u64) -> Result<(), Refusal> {
    let (sites, shelters) = (scenario.sites.len() as u128, scenario.shelters.len() as u128);
    let stops = scenario.stops_max.map_or(sites, |stops| u128::from(stops.get()).min(sites)).max(1);
    let starts = (scenario.depots.len() as u128) + shelters;
    let shuts = scenario.sites.iter().any(|site| !site.open.is_always())
        || scenario.shelters.iter().any(|shelter| !shelter.open.is_always());
    let ends: BTreeSet<_> =
        scenario.vehicles.iter().map(|vehicle| (vehicle.class, vehicle.available_until.filter(|_| shuts))).collect();
    let (kinds, needs) = (ends.len() as u128, scenario.needs.len() as u128);
    let mut sequences: u128 = 0;
    if certificate.trips == TripModel::Explicit {
        let mut of_length: u128 = 1;
        for taken in 0..stops.min(64) {
            of_length = of_length.saturating_mul(sites - taken.min(sites));
            sequences = sequences.saturating_add(of_length);
        }
    } else {
        sequences = sites.saturating_mul(if needs > 1 { sites.saturating_mul(needs) } else { 1 });
    }
    let roads = if stops > 1 { starts * sites * sites + if needs > 1 { sites * sites * sites } else { 0 } } else { 0 };
    let moves = 2 * sites * shelters * u128::from(steps + 1);
    let trips = sequences.saturating_mul(
        shelters * (16 + needs * 8 + certificate.cases.iter().map(|case| case.loads.len()).max().unwrap_or(0) as u128),
    );
    // Each vehicle whose own trips are counted takes tables of its own.
    let own = |case: &Case| 1 + case.counts.iter().filter(|count| count.kind.vehicle.is_some()).count() as u128;
    let cases = certificate.cases.iter().map(own).sum::<u128>();
    let by_case = kinds.saturating_mul(moves.saturating_add(trips)).saturating_mul(cases);
    let operations = kinds.saturating_mul(roads).saturating_add(by_case);
    let tables = kinds.saturating_mul(certificate.cases.iter().map(own).max().unwrap_or(1));
    let cells = tables.saturating_mul((sites + 2 * shelters) * u128::from(steps + 1));
    if operations > OPERATIONS_MAX || cells > CELLS_MAX {
        return Err(Refusal::TooLarge { steps, step: certificate.step, operations });
    }
    Ok(())
}
