//! Random numbers by counting: the number for (seed, run, purpose, position) is always the same, whatever was drawn before.
//!
//! So a new draw here moves no result there, runs may be played in any order on any number of threads, and two plans that
//! are compared meet the same weather, the same late driver and the same closed gate (common random numbers).

use std::sync::LazyLock;

/// What a number is drawn for. Each purpose has a stream of its own.
#[derive(Debug, Clone, Copy)]
#[repr(u64)]
pub(super) enum Purpose {
    /// The share of the travel factor that all legs have in common.
    TravelCommon = 1,
    /// The travel factor of one leg.
    TravelLeg,
    /// The share of the loading factor that all visits have in common.
    LoadingCommon,
    /// The loading factor of one visit.
    LoadingVisit,
    /// Whether a vehicle starts late.
    LateStart,
    /// How late.
    LateBy,
    /// Whether a vehicle breaks down on a leg.
    Breakdown,
    /// Where on the leg.
    BreakdownAt,
    /// Whether it is lost.
    Loss,
    /// How long it is repaired.
    Repair,
    /// Who is there, as far as all sites have it in common.
    PeopleCommon,
    /// Who is there, site by site.
    PeopleSite,
    /// Who does not come, as far as all sites have it in common.
    NoShow,
    /// When a passage is shut.
    Shut,
    /// For how long.
    ShutFor,
}

/// The stream of one run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stream(u64);

/// The increment of SplitMix64: 2⁶⁴ over the golden ratio, made odd.
const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

/// The finalizer of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
const fn mix(z: u64) -> u64 {
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Stream {
    /// The stream of run `run` under `seed`.
    pub(super) const fn of(seed: u64, run: u64) -> Self {
        Self(mix(mix(seed.wrapping_add(GAMMA)).wrapping_add(run.wrapping_mul(GAMMA))))
    }

    /// 64 random bits.
    pub(super) const fn bits(self, purpose: Purpose, position: u64) -> u64 {
        let counter = (purpose as u64).wrapping_mul(0xD1B5_4A32_D192_ED03).wrapping_add(position.wrapping_mul(GAMMA));
        mix(self.0 ^ mix(counter))
    }

    /// A number from 0 (included) to 1 (not).
    pub(super) fn unit(self, purpose: Purpose, position: u64) -> f64 {
        // 53 bits are what a double holds.
        (self.bits(purpose, position) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Entries of a table of quantiles: its tails end at 1 in 8,192, 3.7 standard deviations.
pub(super) const QUANTILES: usize = 4096;

/// The middles of [`QUANTILES`] equal shares of the normal distribution. A constant, worked out when it is first needed.
static NORMAL: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let middle = |index: usize| (index as f64 + 0.5) / QUANTILES as f64;
    (0..QUANTILES).map(|index| quantile(middle(index))).collect()
});

/// A standard normal number.
pub(super) fn normal(bits: u64) -> f64 {
    NORMAL[(bits >> 52) as usize]
}

/// The quantiles of `of` a standard normal number.
pub(super) fn of_normal<T>(of: impl Fn(f64) -> T) -> Vec<T> {
    NORMAL.iter().map(|z| of(*z)).collect()
}

/// The share of the standard normal distribution below `z`.
pub(super) fn normal_share(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// The number below which `share` of the standard normal distribution lies, found by halving.
fn quantile(share: f64) -> f64 {
    let (mut low, mut high) = (-9.0, 9.0);
    for _ in 0..52 {
        let middle = f64::midpoint(low, high);
        if normal_share(middle) < share { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_does_not_depend_on_what_was_drawn_before() {
        let stream = Stream::of(7, 3);
        let alone = stream.bits(Purpose::Repair, 5);
        let _ = (0..100).map(|position| stream.bits(Purpose::TravelLeg, position)).fold(0, u64::wrapping_add);
        assert_eq!(alone, Stream::of(7, 3).bits(Purpose::Repair, 5));
        assert_ne!(alone, Stream::of(7, 4).bits(Purpose::Repair, 5));
        assert_ne!(alone, Stream::of(8, 3).bits(Purpose::Repair, 5));
        assert_ne!(alone, stream.bits(Purpose::ShutFor, 5));
    }

    #[test]
    fn numbers_fill_the_unit_interval_evenly() {
        let mut tenths = [0_u32; 10];
        for run in 0..1000 {
            for position in 0..100 {
                tenths[(Stream::of(1, run).unit(Purpose::TravelLeg, position) * 10.0) as usize] += 1;
            }
        }
        // A tenth of 100,000 with a standard deviation of 95.
        assert!(tenths.iter().all(|count| (9_600..10_400).contains(count)), "{tenths:?}");
    }

    #[test]
    fn the_normal_quantiles_are_the_published_ones() {
        // Abramowitz and Stegun, *Handbook of Mathematical Functions*, table 26.5.
        assert!((quantile(0.975) - 1.959_964).abs() < 1e-5);
        assert!((quantile(0.9) - 1.281_552).abs() < 1e-5);
        assert!(quantile(0.5).abs() < 1e-9);
    }
}
