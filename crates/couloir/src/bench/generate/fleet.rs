//! The vehicles: kinds, shares, depots, and when they come free.

use super::Family;
use super::demand::apportion;
use super::random::Random;
use couloir_model::format::bench::{NeutralType, NeutralVehicle};

/// Depots of the rich families.
pub(super) const DEPOTS: usize = 3;

/// Name, places by category, thousandths of the travel time, share of the fleet in ten-thousandths.
type Kind = (&'static str, &'static [u32], u32, u64);

/// 35 and 10 hundredths, but for a hair that lets remainders fall as they fell in the first edition.
const RICH: &[Kind] = &[
    ("minibus", &[16], 950, 2_500),
    ("truck", &[30], 1_150, 3_000),
    ("coach", &[50], 1_000, 3_499),
    ("articulated", &[90], 1_100, 1_001),
];

const RICH3: &[Kind] = &[
    ("minibus", &[14, 2, 0], 950, 2_000),
    ("truck", &[30, 0, 0], 1_150, 2_500),
    ("coach", &[50, 1, 0], 1_000, 3_000),
    ("lowfloor", &[60, 4, 0], 1_100, 1_500),
    ("ambulance-bus", &[12, 3, 6], 1_000, 1_000),
];

const fn kinds(family: Family) -> &'static [Kind] {
    match family {
        Family::Rich3 => RICH3,
        _ => RICH,
    }
}

/// The vehicle types of a rich family.
pub(super) fn types(family: Family) -> Vec<NeutralType> {
    let row = |(name, capacity, time_permille, _): &Kind| NeutralType {
        name: (*name).to_owned(),
        capacity: capacity.to_vec(),
        time_permille: *time_permille,
    };
    kinds(family).iter().map(row).collect()
}

/// `count` vehicles of a rich family, at least one of each kind, in random order, at random depots.
pub(super) fn fleet(random: &mut Random, family: Family, count: usize) -> Vec<NeutralVehicle> {
    let shares: Vec<u64> = kinds(family).iter().map(|kind| kind.3).collect();
    let numbers = apportion(count as u64, &shares, 1);
    let mut order: Vec<usize> =
        numbers.iter().enumerate().flat_map(|(kind, number)| std::iter::repeat_n(kind, *number as usize)).collect();
    random.shuffle(&mut order);
    let vehicle = |kind| {
        let depot = random.between(0, DEPOTS as u64 - 1) as usize;
        NeutralVehicle { kind, depot, available: available(random) }
    };
    order.into_iter().map(vehicle).collect()
}

/// `count` buses at one depot, all free at once.
pub(super) fn parked(count: usize) -> Vec<NeutralVehicle> {
    vec![NeutralVehicle { kind: 0, depot: 0, available: 0 }; count]
}

/// Triangular over half an hour with its peak at five minutes, in whole minutes: mobilising takes some longer than others.
fn available(random: &mut Random) -> u64 {
    const LATEST: f64 = 1_800.0;
    const PEAK: f64 = 300.0;
    let drawn = random.unit();
    let seconds = if drawn < PEAK / LATEST {
        libm::sqrt(drawn * LATEST * PEAK)
    } else {
        LATEST - libm::sqrt((1.0 - drawn) * LATEST * (LATEST - PEAK))
    };
    // Strictly below half an hour, where the first edition has no vehicle either.
    (seconds as u64 / 60 * 60).min(1_740)
}
