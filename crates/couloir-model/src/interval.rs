//! A count that nobody has checked: lowest, best and highest, with the quantile that a plan is made for.

use crate::quantity::People;
use std::fmt;
use std::ops::Add;

/// What a count may be: never below `low`, most likely `best`, never above `high`.
///
/// Adding intervals widens them; nothing turns an interval into a number but [`Interval::planned_for`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Interval {
    low: People,
    best: People,
    high: People,
}

/// Which end of an uncertain count a plan is made for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum PlanFor {
    /// The lowest count.
    Low,
    /// The most likely count.
    Best,
    /// The count that is exceeded one time in four: sending a quarter too few seats leaves people behind, sending some
    /// too many costs fuel.
    #[default]
    UpperQuartile,
    /// The highest count.
    High,
}

/// The ends of an interval are out of order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an interval needs low ≤ best ≤ high: {low}, {best}, {high}")]
pub struct ReversedInterval {
    /// The lowest count as given.
    pub low: People,
    /// The most likely count as given.
    pub best: People,
    /// The highest count as given.
    pub high: People,
}

impl Interval {
    /// A count that is known exactly.
    #[must_use]
    pub const fn exactly(people: People) -> Self {
        Self { low: people, best: people, high: people }
    }

    /// An uncertain count.
    ///
    /// # Errors
    ///
    /// [`ReversedInterval`] unless `low ≤ best ≤ high`.
    pub fn new(low: People, best: People, high: People) -> Result<Self, ReversedInterval> {
        if low <= best && best <= high {
            Ok(Self { low, best, high })
        } else {
            Err(ReversedInterval { low, best, high })
        }
    }

    /// The lowest count.
    #[must_use]
    pub const fn low(self) -> People {
        self.low
    }

    /// The most likely count.
    #[must_use]
    pub const fn best(self) -> People {
        self.best
    }

    /// The highest count.
    #[must_use]
    pub const fn high(self) -> People {
        self.high
    }

    /// True when the count is known exactly.
    #[must_use]
    pub fn is_exact(self) -> bool {
        self.low == self.high
    }

    /// The number of people that a plan provides for.
    ///
    /// The upper quartile is that of the triangular distribution over `low, best, high`, rounded up to whole people: the
    /// simplest distribution with a stated lowest, most likely and highest value (Kotz and van Dorp, *Beyond Beta*, 2004,
    /// ch. 1). With `w = high − low`, it is `low + √(¾·w·(best − low))` when `best` lies so high that three quarters of the
    /// mass are below it, else `high − √(¼·w·(high − best))`. The square root is taken in whole numbers.
    #[must_use]
    pub fn planned_for(self, end: PlanFor) -> People {
        let (low, best, high) = (u64::from(self.low.0), u64::from(self.best.0), u64::from(self.high.0));
        let width = high - low;
        let number = match end {
            PlanFor::Low => low,
            PlanFor::Best => best,
            PlanFor::High => high,
            PlanFor::UpperQuartile if width == 0 => high,
            PlanFor::UpperQuartile if 4 * (best - low) >= 3 * width => low + root_up(3 * width * (best - low), 4),
            PlanFor::UpperQuartile => high - root_down(width * (high - best), 4),
        };
        People(u32::try_from(number).unwrap_or(u32::MAX))
    }
}

/// The smallest whole `r` with `r² ≥ numerator / divisor`.
fn root_up(numerator: u64, divisor: u64) -> u64 {
    let floor = root_down(numerator, divisor);
    floor + u64::from(floor * floor * divisor < numerator)
}

/// The largest whole `r` with `r² ≤ numerator / divisor`.
fn root_down(numerator: u64, divisor: u64) -> u64 {
    (numerator / divisor).isqrt()
}

impl Add for Interval {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { low: self.low + other.low, best: self.best + other.best, high: self.high + other.high }
    }
}

impl std::iter::Sum for Interval {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::default(), |total, item| total + item)
    }
}

impl fmt::Display for Interval {
    /// `2,140 (1,800–2,600)`, or the number alone when it is known exactly.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.best)?;
        if !self.is_exact() {
            write!(f, " ({}–{})", self.low, self.high)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn interval(low: u32, best: u32, high: u32) -> Interval {
        Interval::new(People(low), People(best), People(high)).unwrap()
    }

    #[test]
    fn a_reversed_interval_is_refused() {
        assert!(Interval::new(People(180), People(150), People(120)).is_err());
    }

    #[test]
    fn the_upper_quartile_of_a_symmetric_triangle_is_where_a_quarter_is_left() {
        // 100 − √(¼ · 100 · 50) = 64.6…, rounded up.
        assert_eq!(interval(0, 50, 100).planned_for(PlanFor::UpperQuartile), People(65));
        // The mass is all below the most likely value: √(¾ · 100 · 100) = 86.6…, rounded up.
        assert_eq!(interval(0, 100, 100).planned_for(PlanFor::UpperQuartile), People(87));
    }

    proptest! {
        #[test]
        fn the_planned_count_lies_inside_and_grows_with_the_end_chosen(
            low in 0u32..50_000_000, first in 0u32..25_000_000, second in 0u32..25_000_000,
        ) {
            let given = interval(low, low + first, low + first + second);
            let quartile = given.planned_for(PlanFor::UpperQuartile);
            prop_assert!(given.planned_for(PlanFor::Low) <= quartile);
            prop_assert!(quartile <= given.planned_for(PlanFor::High));
            let median_at_most = quartile >= given.best() || 4 * u64::from(first) >= 3 * u64::from(first + second);
            prop_assert!(median_at_most);
        }
    }
}
