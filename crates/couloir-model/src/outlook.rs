//! What may be true: how many people may still be inside, when it may be over, and what that rests on.
//!
//! Made from claims and counts, read by people, and taken by a plan as a demand. Whole numbers only: a number of people, a number of
//! days, and shares in thousandths.
//!
//! **Invariant:** an outlook never says that nobody is left: every number of people is 1 or more.

use crate::interval::{Interval, PlanFor};
use crate::quantity::{PEOPLE_MAX, People};
use jiff::civil::{Date, DateTime};
use std::fmt;
use std::str::FromStr;

/// The distribution of the people still inside and of the days until it is over, as of a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// The moment for which it holds, in the operation's civil time; nothing later was looked at.
    pub as_of: DateTime,
    /// People still inside.
    pub people: Percentiles<u64>,
    /// Whole days from [`Outlook::as_of`] until it is over.
    pub days: Percentiles<u32>,
    /// For each number of people that was asked for: the chance that more are inside.
    pub more_than: Vec<Chance<u64>>,
    /// For each number of days that was asked for: the chance that it takes at least as many.
    pub at_least_days: Vec<Chance<u32>>,
    /// What drives the people inside, the weightiest first.
    pub people_drivers: Vec<Driver>,
    /// What drives the end, the weightiest first.
    pub end_drivers: Vec<Driver>,
    /// How often such intervals were right.
    pub record: Record,
}

/// The numbers below which the truth lies with a chance of 1, 2, … 99 %, rounded outwards: down below one half, up from there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Percentiles<N>([N; 99]);

impl<N: Copy> Percentiles<N> {
    /// The percentiles, from what gives each of them.
    #[must_use]
    pub fn of(mut at: impl FnMut(u8) -> N) -> Self {
        Self(std::array::from_fn(|index| at(u8::try_from(index).unwrap_or(98) + 1)))
    }

    /// The number below which the truth lies with so many chances in a hundred; clamped to 1 to 99.
    #[must_use]
    pub fn at(&self, percent: u8) -> N {
        self.0[usize::from(percent.clamp(1, 99)) - 1]
    }

    /// The central interval that holds the truth with so many chances in a hundred.
    #[must_use]
    pub fn central(&self, percent: u8) -> (N, N) {
        let below = 100_u8.saturating_sub(percent) / 2;
        (self.at(below), self.at(100 - below))
    }
}

/// A number that was asked about, and its chance in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chance<N> {
    /// The number.
    pub of: N,
    /// The chance, in thousandths.
    pub permille: u16,
}

/// How often intervals from 10 to 90 % held the truth when past operations were replayed, each left out in turn. In thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Record {
    /// Operations replayed.
    pub operations: u32,
    /// At statements of how many are inside.
    pub statements_80: u16,
    /// At the points of counted series.
    pub series_80: u16,
    /// Of the days until the end.
    pub ending_80: u16,
}

/// One thing that an outlook rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Driver {
    /// Its share of what is known, in thousandths; `None` for a remark that weighs nothing of its own.
    pub share: Option<u16>,
    /// What it is.
    pub reason: Reason,
}

/// What an outlook rests on, or a remark about it. Factors are in thousandths: 1,300 is 1.3 times.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// People counted out lately, and what such a pace meant elsewhere.
    Pace {
        /// People out in the last days of movement.
        out: u64,
        /// The length of these.
        days: u32,
        /// Less than half of the highest pace so far.
        has_ebbed: bool,
        /// People inside to whom such a pace pointed elsewhere.
        elsewhere: u64,
    },
    /// Somebody said how many are inside.
    Statement {
        /// The original speaker.
        speaker: String,
        /// On which side he stands.
        role: Role,
        /// When it was said.
        said_on: Date,
        /// The middle of what the wording allows.
        stated: u64,
        /// What the wording allows, from lowest to highest, where it says both.
        allowed: Option<(u64, u64)>,
        /// The same after the bias of the role, where that moves it.
        taken_as: Option<u64>,
        /// People counted out since.
        out_since: u64,
        /// How many times wider than usual it was taken, since it stands apart from the others.
        apart: u32,
    },
    /// Somebody said that nobody is left; weighs nothing.
    Nobody {
        /// The original speaker.
        speaker: String,
        /// On which side he stands.
        role: Role,
        /// When it was said.
        said_on: Date,
    },
    /// Count and statements contradict each other: perhaps everybody here is off by another order of magnitude.
    Blind {
        /// The chance of that, in thousandths.
        permille: u16,
    },
    /// Statements are further apart than usual, so that all were widened.
    Widened {
        /// So many times.
        times: u32,
    },
    /// Statements dated after the moment, which were left aside.
    Later {
        /// How many.
        statements: u32,
    },
    /// Nothing was said and nobody was counted.
    NothingKnown,
    /// The pace that leads to the end.
    EndPace {
        /// People a day, closed days included.
        people_a_day: u64,
        /// Share of days on which the exit is open, in thousandths.
        open: u16,
        /// Days since people began to leave.
        elapsed: u32,
        /// Days more for the median number inside.
        days: u32,
    },
    /// Somebody said when it will be over.
    Forecast {
        /// The original speaker.
        speaker: String,
        /// When it was said.
        said_on: Date,
        /// Days from then until the end as stated, in thousandths of a day.
        days: u32,
        /// How many times too short such forecasts are taken to be.
        too_short: u32,
    },
    /// Nobody was counted out and no end was forecast.
    NothingOfTheEnd,
}

/// The side on which a speaker stands, as the history tables name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The side that controls the exit or attacks.
    Besieger,
    /// The side inside, or the authority of the people inside.
    Besieged,
    /// United Nations, Red Cross and Red Crescent.
    Un,
    /// Who runs the transport.
    Organiser,
    /// An observatory or other monitor.
    Monitor,
    /// A third party that mediates.
    Mediator,
    /// Who negotiates for one side.
    Negotiator,
    /// Press in its own voice, or quoting nobody by name.
    Press,
    /// A speaker whose side is not known.
    Other,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 9] = [
        Self::Besieger,
        Self::Besieged,
        Self::Un,
        Self::Organiser,
        Self::Monitor,
        Self::Mediator,
        Self::Negotiator,
        Self::Press,
        Self::Other,
    ];

    /// The word of the tables.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Besieger => "besieger",
            Self::Besieged => "besieged",
            Self::Un => "UN",
            Self::Organiser => "organiser",
            Self::Monitor => "monitor",
            Self::Mediator => "mediator",
            Self::Negotiator => "negotiator",
            Self::Press => "press",
            Self::Other => "other",
        }
    }

    /// The place of this role in [`Role::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Role {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}

impl FromStr for Role {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let text = text.trim();
        Self::ALL.into_iter().find(|role| role.word().eq_ignore_ascii_case(text)).ok_or(())
    }
}

impl Outlook {
    /// The people inside as a count that a plan can be made for: the lowest tenth, the median, and the end that `plan_for` needs.
    ///
    /// The lowest count is the 10 % quantile and the best one the median. The highest is the 90 % quantile, except for
    /// [`PlanFor::UpperQuartile`]: there it is the smallest number with which the upper quartile of the interval (a triangle, see
    /// [`Interval::planned_for`]) reaches that of the outlook, whose tail is longer than a triangle's. So a plan for the upper quartile provides
    /// for the number that is exceeded one time in four, and not for what the triangle would make of it.
    #[must_use]
    pub fn demand(&self, plan_for: PlanFor) -> Interval {
        let people = |percent| People(u32::try_from(self.people.at(percent)).unwrap_or(PEOPLE_MAX).min(PEOPLE_MAX));
        let (low, best) = (people(10), people(50));
        let with_high =
            |high: u32| Interval::new(low, best, People(high.max(best.0))).unwrap_or(Interval::exactly(best));
        if plan_for != PlanFor::UpperQuartile {
            return with_high(people(90).0);
        }
        // The planned number never falls when the highest count rises, so that halving finds the first that is enough.
        let enough = |high: u32| with_high(high).planned_for(plan_for) >= people(75);
        let (mut too_low, mut high) = (best.0, PEOPLE_MAX);
        if enough(too_low) {
            return with_high(too_low);
        }
        while high - too_low > 1 {
            let middle = too_low + (high - too_low) / 2;
            if enough(middle) { high = middle } else { too_low = middle }
        }
        with_high(high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// An outlook in which each percentile is so many times the one before.
    fn outlook(first: u64, growth_permille: u64) -> Outlook {
        let mut people = first;
        Outlook {
            as_of: DateTime::constant(2030, 5, 10, 12, 0, 0, 0),
            people: Percentiles::of(|_| {
                people = (people * growth_permille / 1000).max(people + 1);
                people
            }),
            days: Percentiles::of(u32::from),
            more_than: Vec::new(),
            at_least_days: Vec::new(),
            people_drivers: Vec::new(),
            end_drivers: Vec::new(),
            record: Record { operations: 0, statements_80: 0, series_80: 0, ending_80: 0 },
        }
    }

    proptest! {
        #[test]
        fn a_plan_for_the_upper_quartile_provides_for_the_upper_quartile_of_the_outlook(
            first in 1u64..10_000, growth in 1_000u64..1_080,
        ) {
            let outlook = outlook(first, growth);
            let demand = outlook.demand(PlanFor::UpperQuartile);
            let planned = u64::from(demand.planned_for(PlanFor::UpperQuartile).0);
            prop_assert!(planned >= outlook.people.at(75));
            prop_assert!(planned <= outlook.people.at(75) + 1, "{planned} {}", outlook.people.at(75));
            prop_assert_eq!(u64::from(demand.best().0), outlook.people.at(50));
        }
    }

    #[test]
    fn other_ends_are_the_tenth_the_median_and_the_ninth_tenth() {
        let outlook = outlook(100, 1_030);
        for (end, percent) in [(PlanFor::Low, 10), (PlanFor::Best, 50), (PlanFor::High, 90)] {
            assert_eq!(u64::from(outlook.demand(end).planned_for(end).0), outlook.people.at(percent));
        }
    }

    #[test]
    fn central_intervals_leave_the_same_chance_on_both_sides() {
        let outlook = outlook(100, 1_030);
        assert_eq!(outlook.people.central(80), (outlook.people.at(10), outlook.people.at(90)));
        assert_eq!(outlook.days.central(50), (25, 75));
    }
}
