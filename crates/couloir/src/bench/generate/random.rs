//! Random numbers from a seed, one stream for each purpose: a new draw for one does not move the others.

use couloir_model::format::bench::splitmix64;

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
pub(super) struct Random(u64);

impl Random {
    /// The stream of an instance for one purpose.
    pub(super) fn of(seed: u64, family: u64, size: u64, purpose: &str) -> Self {
        let start = splitmix64(splitmix64(seed) ^ (family << 8 | size));
        Self(purpose.bytes().fold(start, |state, byte| splitmix64(state ^ u64::from(byte))))
    }

    pub(super) fn next(&mut self) -> u64 {
        let drawn = splitmix64(self.0);
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        drawn
    }

    /// From `low` to `high`, both included. The ranges here are so small that the remainder is as good as fair.
    pub(super) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }

    /// From 0 to 1, never 0, in steps of 2⁻⁵³.
    pub(super) fn unit(&mut self) -> f64 {
        ((self.next() >> 11) + 1) as f64 / (1u64 << 53) as f64
    }

    /// Standard normal, by Box and Muller (Annals of Mathematical Statistics 29, 1958); `libm` is the same everywhere.
    pub(super) fn normal(&mut self) -> f64 {
        let radius = libm::sqrt(-2.0 * libm::log(self.unit()));
        radius * libm::cos(std::f64::consts::TAU * self.unit())
    }

    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.between(0, last as u64) as usize);
        }
    }
}
