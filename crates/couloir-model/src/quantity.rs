//! Quantities that cannot be mixed up, in whole numbers.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

/// A count of people, always whole.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct People(pub u32);

/// A duration in whole seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seconds(pub u64);

/// A length in whole metres.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Metres(pub u64);

/// The sum over people of the moment at which each arrives: what a plan makes everybody wait, taken together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonSeconds(pub u128);

/// A factor in thousandths: 1000 leaves a time as it is, 1150 makes it 15 % longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Permille(pub u32);

impl People {
    /// Nobody.
    pub const ZERO: Self = Self(0);

    /// What is left when `other` are taken away, or `None` when there are fewer.
    #[must_use]
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(rest) => Some(Self(rest)),
            None => None,
        }
    }

    /// What is left when `other` are taken away; nobody when there are fewer.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Seconds {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// The duration made longer or shorter by `factor`, rounded up: `ceil(self × factor / 1000)`.
    ///
    /// Rounding up keeps a plan honest: a leg never takes less than its travel time.
    #[must_use]
    pub const fn scaled_up(self, factor: Permille) -> Self {
        Self(self.0.saturating_mul(factor.0 as u64).div_ceil(1000))
    }

    /// How long `people` take at `per_hour` people an hour, rounded up.
    #[must_use]
    pub fn for_people_at_rate(people: People, per_hour: std::num::NonZeroU32) -> Self {
        Self((u64::from(people.0) * 3600).div_ceil(u64::from(per_hour.get())))
    }
}

impl Permille {
    /// The factor that changes nothing.
    pub const ONE: Self = Self(1000);
}

impl Default for Permille {
    fn default() -> Self {
        Self::ONE
    }
}

macro_rules! adds {
    ($($quantity:ty),*) => {$(
        impl Add for $quantity {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0.saturating_add(other.0))
            }
        }

        impl AddAssign for $quantity {
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
            }
        }

        impl Sum for $quantity {
            fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
                items.fold(Self::default(), |total, item| total + item)
            }
        }
    )*};
}

// Saturating is harmless: the readers refuse counts above `PEOPLE_MAX` and moments above `MOMENT_MAX`, far below the ends.
adds!(People, Seconds, Metres, PersonSeconds);

/// The largest count of people that an operation may hold: a hundred million, more than any evacuation in history.
pub const PEOPLE_MAX: u32 = 100_000_000;

impl fmt::Display for People {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", grouped(u128::from(self.0)))
    }
}

impl fmt::Display for Seconds {
    /// Hours and minutes as people say them: `6 h 05`, `45 min`, `30 s`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes, seconds) = (self.0 / 3600, self.0 / 60 % 60, self.0 % 60);
        match (hours, minutes, seconds) {
            (0, 0, _) => write!(f, "{seconds} s"),
            (0, _, 0) => write!(f, "{minutes} min"),
            (0, _, _) => write!(f, "{minutes} min {seconds:02} s"),
            (_, _, 0) => write!(f, "{} h {minutes:02}", grouped(u128::from(hours))),
            _ => write!(f, "{} h {minutes:02} min {seconds:02} s", grouped(u128::from(hours))),
        }
    }
}

impl fmt::Display for Metres {
    /// `850 m`, `12.4 km`, `300 km`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0..1_000 => write!(f, "{} m", self.0),
            1_000..100_000 => write!(f, "{}.{} km", self.0 / 1000, self.0 % 1000 / 100),
            _ => write!(f, "{} km", grouped(u128::from(self.0 / 1000))),
        }
    }
}

impl fmt::Display for PersonSeconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", grouped(self.0))
    }
}

/// The number with a comma between groups of three digits: `1,500,000`.
#[must_use]
pub fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slower_vehicle_never_gains_a_second_by_rounding() {
        assert_eq!(Seconds(1).scaled_up(Permille(1001)), Seconds(2));
        assert_eq!(Seconds(1000).scaled_up(Permille(950)), Seconds(950));
        assert_eq!(Seconds(999).scaled_up(Permille(950)), Seconds(950));
        assert_eq!(Seconds(0).scaled_up(Permille(1150)), Seconds(0));
    }

    #[test]
    fn durations_are_written_as_people_say_them() {
        let said = |seconds| Seconds(seconds).to_string();
        assert_eq!(said(30), "30 s");
        assert_eq!(said(2700), "45 min");
        assert_eq!(said(90), "1 min 30 s");
        assert_eq!(said(21_900), "6 h 05");
        assert_eq!(said(21_901), "6 h 05 min 01 s");
    }

    #[test]
    fn digits_are_grouped_by_three() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1,000");
        assert_eq!(grouped(33_000_000), "33,000,000");
    }
}
