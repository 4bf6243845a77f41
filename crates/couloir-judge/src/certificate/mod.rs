//! Checks a proof that no plan clears sooner, in whole numbers, by its own arithmetic.
//!
//! The certificate gives prices. For every kind of vehicle the checker computes the most that one vehicle could earn
//! within the horizon, by a dynamic programme over time and place in which every rounding favours the vehicle. If all
//! vehicles together earn less than everybody is worth, less what all room and berth time cost, then no plan brings
//! everybody out within the horizon. The proof in words and formulas is in `docs/certificate.md`.
//!
//! Read in this order: [`facts`] (the operation in plain numbers), [`trip`] (what one trip earns), [`vehicle`] (what one
//! vehicle earns).

mod facts;
mod trip;
mod vehicle;
mod ways;

use couloir_model::certificate::{Certificate, Loads, TripModel};
use couloir_model::clock::{MOMENT_MAX, Moment};
use couloir_model::quantity::Seconds;
use couloir_model::scenario::Scenario;
use couloir_model::travel::TravelTimes;
use facts::Facts;
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
    /// Whole loads are priced where trips are not looked at one by one.
    #[error("a price on whole loads where trips are pooled")]
    LoadsOfPooledTrips,
    /// A price of whole loads counts a site twice, unknown people, or bundles of nobody.
    #[error("a price on whole loads that counts a site twice or bundles of nobody: number {0}")]
    UnsoundLoads(usize),
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
    /// The vehicles can earn enough: the prices do not prove the bound.
    #[error("the prices do not prove the bound, the fleet can earn at least what is needed; too much by: {}", .0)]
    NotProved(i128),
}

impl Refusal {
    /// What a tired person can do about it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::OtherScenario(_) | Self::Length { .. } => {
                "give the operation and the travel times that the certificate was made for"
            }
            Self::TooLarge { .. } => "make the certificate on a wider grid",
            Self::GridTooWide(_) => "make the certificate on a finer grid",
            Self::PriceOnNothing { .. }
            | Self::LoadsOfPooledTrips
            | Self::UnsoundLoads(_)
            | Self::PriceTooHigh(_)
            | Self::OffGrid { .. }
            | Self::TooLate(_)
            | Self::NotProved(_) => "the file was changed or damaged: make it again with `couloir bound`",
        }
    }
}

/// Comparisons up to which a certificate is checked: about two minutes.
const OPERATIONS_MAX: u128 = 60_000_000_000;

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
    let step = certificate.step.0;
    // A plan that clears before `at_least` ends in this step or an earlier one.
    let steps = certificate.at_least.0 / step - 1;
    within_reach(scenario, certificate, steps)?;
    let facts = Facts::of(scenario, travel, certificate.trips);
    let prices = Prices::of(certificate);
    let needed = facts.worth(&prices) - facts.cost(&prices, certificate.at_least.0 - 1);
    sums_fit(&facts, &prices, steps)?;
    let earned = earned(&facts, &prices, steps, step)?;
    if needed > earned { Ok(certificate.at_least) } else { Err(Refusal::NotProved(earned - needed)) }
}

/// What the whole fleet can earn at most, in thousandths of a price.
fn earned(facts: &Facts, prices: &Prices<'_>, steps: u64, step: u64) -> Result<i128, Refusal> {
    let end = |fleet: &facts::Fleet| fleet.until.map_or(steps, |until| (until / step).min(steps));
    // Without opening hours only what is left of the horizon matters: one table does for all.
    let key = |fleet: &facts::Fleet| (fleet.class, if facts.shuts { end(fleet) } else { steps });
    let keys: Vec<_> = facts.fleets.iter().map(key).collect::<BTreeSet<_>>().into_iter().collect();
    let tables = |keys: &[(usize, u64)]| -> Result<Vec<_>, Refusal> {
        let table = |(class, horizon)| vehicle::Table::of(facts, prices, class, horizon, step);
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
        let left = end(fleet).checked_sub(fleet.from / step);
        let best = left.map_or(0, |left| tables[&key(fleet)].best(&fleet.legs, left, step));
        earned += i128::from(fleet.vehicles) * best;
    }
    Ok(earned)
}

/// Refuses prices with which a vehicle's earnings might not fit 62 bits: a trip a step, full, at the highest price.
fn sums_fit(facts: &Facts, prices: &Prices<'_>, steps: u64) -> Result<(), Refusal> {
    let highest = prices.people.iter().flatten().copied().max().unwrap_or(0);
    let places = facts.classes.iter().flat_map(|class| &class.places);
    let seats = places.map(|places| places.iter().sum::<u64>()).max().unwrap_or(0);
    // A trip brings no more bundles than people.
    let bundles: u128 = prices.loads.iter().map(|loads| u128::from(loads.price)).sum();
    let trip = (u128::from(highest) + bundles) * 1000 * u128::from(seats);
    let most = trip.saturating_mul(u128::from(steps + 2));
    if most >> 62 == 0 { Ok(()) } else { Err(Refusal::PriceTooHigh(highest)) }
}

/// Checks everything that can be checked without the travel times.
fn well_formed(scenario: &Scenario, certificate: &Certificate) -> Result<(), Refusal> {
    let (sites, shelters, needs) = (scenario.sites.len(), scenario.shelters.len(), scenario.needs.len());
    let length = |what, found, expected| {
        if found == expected { Ok(()) } else { Err(Refusal::Length { what, found, expected }) }
    };
    length("people at sites", certificate.people.len(), sites)?;
    length("berths at sites", certificate.site_berths.len(), sites)?;
    length("room in shelters", certificate.room.len(), shelters)?;
    length("room in shelters by need", certificate.room_by_need.len(), shelters)?;
    length("berths at shelters", certificate.shelter_berths.len(), shelters)?;
    for row in certificate.people.iter().chain(&certificate.room_by_need) {
        length("one place by need", row.len(), needs)?;
    }
    let by_need = certificate.people.iter().chain(&certificate.room_by_need).flatten();
    let single = certificate.room.iter().chain(&certificate.site_berths).chain(&certificate.shelter_berths);
    if let Some(price) = by_need.chain(single).find(|price| **price > PRICE_MAX) {
        return Err(Refusal::PriceTooHigh(*price));
    }
    unlimited(scenario, certificate)?;
    whole_loads(scenario, certificate)?;
    let (at_least, step) = (certificate.at_least, certificate.step);
    if step == Seconds::ZERO || !at_least.0.is_multiple_of(step.0) {
        return Err(Refusal::OffGrid { at_least, step });
    }
    if at_least > MOMENT_MAX { Err(Refusal::TooLate(at_least)) } else { Ok(()) }
}

/// A price on something that is not limited would cost nothing and mean nothing.
fn unlimited(scenario: &Scenario, certificate: &Certificate) -> Result<(), Refusal> {
    let refuse = |what, name: &String| Err(Refusal::PriceOnNothing { what, name: name.clone() });
    for (site, price) in scenario.sites.iter().zip(&certificate.site_berths) {
        if site.berths.is_none() && *price > 0 {
            return refuse("the berths", &site.name);
        }
    }
    for (j, shelter) in scenario.shelters.iter().enumerate() {
        if shelter.berths.is_none() && certificate.shelter_berths[j] > 0 {
            return refuse("the berths", &shelter.name);
        }
        let prices = shelter.capacity_by_need.iter().zip(&certificate.room_by_need[j]);
        if prices.into_iter().any(|(room, price)| room.is_none() && *price > 0) {
            return refuse("the room by need", &shelter.name);
        }
    }
    Ok(())
}

/// Prices of whole loads count known people, each site once, and trips that are looked at one by one.
fn whole_loads(scenario: &Scenario, certificate: &Certificate) -> Result<(), Refusal> {
    if let Some(loads) = certificate.loads.iter().find(|loads| loads.price > PRICE_MAX) {
        return Err(Refusal::PriceTooHigh(loads.price));
    }
    if certificate.trips == TripModel::Pooled && !certificate.loads.is_empty() {
        return Err(Refusal::LoadsOfPooledTrips);
    }
    let sound = |loads: &Loads| {
        let sites: BTreeSet<_> = loads.sites.iter().collect();
        let known = loads.need.index() < scenario.needs.len()
            && loads.sites.iter().all(|site| site.index() < scenario.sites.len());
        loads.per > 0 && known && sites.len() == loads.sites.len()
    };
    match certificate.loads.iter().position(|loads| !sound(loads)) {
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
    let trips = sequences.saturating_mul(shelters * (16 + needs * 8 + certificate.loads.len() as u128));
    let operations = kinds.saturating_mul(roads.saturating_add(moves).saturating_add(trips));
    let cells = kinds * (sites + 2 * shelters) * u128::from(steps + 1);
    if operations > OPERATIONS_MAX || cells > u128::from(u32::MAX) / 8 {
        return Err(Refusal::TooLarge { steps, step: certificate.step, operations });
    }
    Ok(())
}
