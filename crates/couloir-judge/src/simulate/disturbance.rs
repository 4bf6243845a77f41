//! What may go wrong, and how often: every number with its source or the word *assumption* in `docs/simulation.md`.

use super::random::{QUANTILES, of_normal};
use couloir_model::outlook::Percentiles;

/// What may go wrong. Times are hours or minutes as named; spreads are standard deviations of the natural logarithm.
#[derive(Debug, Clone, PartialEq)]
pub struct Disturbance {
    /// The spread of travel times that all legs of a run share: weather, traffic, the state of the roads.
    pub travel_common: f64,
    /// The spread of travel times from leg to leg.
    pub travel_leg: f64,
    /// The spread of loading and unloading times that all visits of a run share.
    pub loading_common: f64,
    /// The spread of loading and unloading times from visit to visit.
    pub loading_visit: f64,
    /// The chance that a vehicle leaves its depot late.
    pub late_start_chance: f64,
    /// How late such a vehicle is, on average, in minutes (exponential).
    pub late_start_minutes: f64,
    /// Breakdowns in a thousand hours on the road.
    pub breakdowns_per_1000_hours: f64,
    /// The share of breakdowns that are repaired at the roadside; the other vehicles are lost.
    pub repaired: f64,
    /// The median time of a repair in minutes (log-normal).
    pub repair_minutes: f64,
    /// The spread of repair times.
    pub repair_spread: f64,
    /// Whence the people come who are really there.
    pub people: PeopleFrom,
    /// How much of the deviation in the number of people all sites share, from 0 to 1 (a correlation).
    pub people_common: f64,
    /// The share of people who do not come, on average (exponential, one number a run, never above a half).
    pub no_show: f64,
    /// How often a passage is shut without notice in a week in which it is open (a Poisson process).
    pub shut_per_week: f64,
    /// For how many hours, median (log-normal).
    pub shut_hours: f64,
    /// The spread of these hours.
    pub shut_spread: f64,
}

/// Whence the number of people comes who are really there.
#[derive(Debug, Clone, PartialEq)]
pub enum PeopleFrom {
    /// Those that the plan provides for: no more and no fewer.
    Planned,
    /// The intervals of the operation: triangular over lowest, best and highest count (Kotz and van Dorp, *Beyond Beta*, 2004, ch. 1).
    Interval,
    /// The estimate of all the people still inside, shared out as the plan's people are.
    Estimate(Box<Percentiles<u64>>),
}

/// A parameter that cannot be.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("`{name}` must lie between {low} and {high}: {found}")]
pub struct OutOfRange {
    /// Its name in the file.
    pub name: &'static str,
    /// The least.
    pub low: f64,
    /// The most.
    pub high: f64,
    /// The number found.
    pub found: f64,
}

impl Disturbance {
    /// Nothing goes wrong: a run is the judge's timetable.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            travel_common: 0.0,
            travel_leg: 0.0,
            loading_common: 0.0,
            loading_visit: 0.0,
            late_start_chance: 0.0,
            late_start_minutes: 0.0,
            breakdowns_per_1000_hours: 0.0,
            repaired: 1.0,
            repair_minutes: 0.0,
            repair_spread: 0.0,
            people: PeopleFrom::Planned,
            people_common: 0.0,
            no_show: 0.0,
            shut_per_week: 0.0,
            shut_hours: 0.0,
            shut_spread: 0.0,
        }
    }

    /// An evacuation with buses on roads that nobody fights over. Sources: `docs/simulation.md`, section *Parameters*.
    #[must_use]
    pub const fn usual() -> Self {
        Self {
            travel_common: 0.10,
            travel_leg: 0.15,
            loading_common: 0.10,
            loading_visit: 0.30,
            late_start_chance: 0.30,
            late_start_minutes: 20.0,
            breakdowns_per_1000_hours: 5.5,
            repaired: 0.75,
            repair_minutes: 90.0,
            repair_spread: 0.60,
            people: PeopleFrom::Interval,
            people_common: 0.50,
            no_show: 0.03,
            shut_per_week: 0.25,
            shut_hours: 3.0,
            shut_spread: 1.0,
        }
    }

    /// An evacuation through a front line: the exit is shut for days, lorries are old, drivers wait for leave to start.
    /// Sources: `docs/simulation.md`, section *Parameters*.
    #[must_use]
    pub const fn siege() -> Self {
        Self {
            travel_common: 0.20,
            travel_leg: 0.25,
            loading_common: 0.20,
            loading_visit: 0.60,
            late_start_chance: 0.60,
            late_start_minutes: 60.0,
            breakdowns_per_1000_hours: 11.0,
            repaired: 0.60,
            repair_minutes: 180.0,
            repair_spread: 0.80,
            people: PeopleFrom::Interval,
            people_common: 0.80,
            no_show: 0.10,
            shut_per_week: 2.0,
            shut_hours: 48.0,
            shut_spread: 0.6,
        }
    }

    /// Every parameter that cannot be.
    #[must_use]
    pub fn faults(&self) -> Vec<OutOfRange> {
        let ranges = [
            ("travel.common", self.travel_common, 0.0, 3.0),
            ("travel.leg", self.travel_leg, 0.0, 3.0),
            ("loading.common", self.loading_common, 0.0, 3.0),
            ("loading.visit", self.loading_visit, 0.0, 3.0),
            ("late_start.chance", self.late_start_chance, 0.0, 1.0),
            ("late_start.minutes", self.late_start_minutes, 0.0, 100_000.0),
            ("breakdown.per_1000_hours", self.breakdowns_per_1000_hours, 0.0, 1_000.0),
            ("breakdown.repaired", self.repaired, 0.0, 1.0),
            ("breakdown.repair_minutes", self.repair_minutes, 0.0, 100_000.0),
            ("breakdown.repair_spread", self.repair_spread, 0.0, 3.0),
            ("people.common", self.people_common, 0.0, 1.0),
            ("people.no_show", self.no_show, 0.0, 0.5),
            ("passage.shut_per_week", self.shut_per_week, 0.0, 1_000.0),
            ("passage.shut_hours", self.shut_hours, 0.0, 10_000.0),
            ("passage.shut_spread", self.shut_spread, 0.0, 3.0),
        ];
        let wrong = ranges.into_iter().filter(|(_, found, low, high)| !(low <= found && found <= high));
        wrong.map(|(name, found, low, high)| OutOfRange { name, low, high, found }).collect()
    }

    pub(super) const fn shuts(&self) -> bool {
        self.shut_per_week > 0.0 && self.shut_hours > 0.0
    }
}

/// A factor in 65,536ths: whole numbers in the inner loop, and exactly one for an undisturbed run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Factor(u64);

impl Factor {
    pub(super) const ONE: Self = Self(1 << 16);

    pub(super) fn of(factor: f64) -> Self {
        Self(libm::round(factor.clamp(1.0 / 65_536.0, 65_536.0) * 65_536.0) as u64)
    }

    pub(super) const fn times(self, other: Self) -> Self {
        Self(self.0.saturating_mul(other.0) >> 16)
    }

    /// `seconds` made longer or shorter, rounded up as a plan rounds.
    pub(super) const fn stretch(self, seconds: u64) -> u64 {
        (seconds.saturating_mul(self.0)).saturating_add((1 << 16) - 1) >> 16
    }
}

/// The tables from which factors are drawn in the inner loop.
#[derive(Debug, Clone)]
pub(super) struct Tables {
    travel: Option<Vec<Factor>>,
    loading: Option<Vec<Factor>>,
    /// A breakdown happens on a leg when 32 random bits are below this times its seconds, in 2⁻³² a 2¹⁶th of a second.
    breakdown_per_second: u64,
}

impl Tables {
    pub(super) fn of(disturbance: &Disturbance) -> Self {
        // The median is the planned time: a leg is as often quicker as slower, and the mean lies above.
        let table = |spread: f64| (spread > 0.0).then(|| of_normal(|z| Factor::of(libm::exp(spread * z))));
        let rate = disturbance.breakdowns_per_1000_hours / 3_600_000.0;
        Self {
            travel: table(disturbance.travel_leg),
            loading: table(disturbance.loading_visit),
            breakdown_per_second: libm::round(rate * 281_474_976_710_656.0) as u64,
        }
    }

    pub(super) fn travel(&self, bits: impl FnOnce() -> u64) -> Factor {
        drawn(self.travel.as_deref(), bits)
    }

    pub(super) fn loading(&self, bits: impl FnOnce() -> u64) -> Factor {
        drawn(self.loading.as_deref(), bits)
    }

    pub(super) const fn breaks_down(&self) -> bool {
        self.breakdown_per_second > 0
    }

    /// True when a vehicle breaks down within `seconds` on the road. The chance is proportional to the time, which is an
    /// exponential law for times much shorter than those between breakdowns.
    pub(super) const fn is_breakdown(&self, seconds: u64, bits: u64) -> bool {
        (bits >> 16) < self.breakdown_per_second.saturating_mul(seconds)
    }
}

fn drawn(table: Option<&[Factor]>, bits: impl FnOnce() -> u64) -> Factor {
    table.map_or(Factor::ONE, |table| table[(bits() >> 52) as usize & (QUANTILES - 1)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_undisturbed_factor_changes_no_second() {
        let tables = Tables::of(&Disturbance::none());
        assert_eq!(tables.travel(|| 0), Factor::ONE);
        for seconds in [0, 1, 59, 3_600, 86_401, 31_622_400] {
            assert_eq!(Factor::ONE.stretch(seconds), seconds);
        }
        assert!(!tables.breaks_down());
    }

    #[test]
    fn a_slower_leg_is_rounded_up() {
        assert_eq!(Factor::of(1.5).stretch(3), 5);
        assert_eq!(Factor::of(0.5).stretch(3), 2);
    }

    #[test]
    fn the_parameters_that_come_with_the_program_can_be() {
        for disturbance in [Disturbance::none(), Disturbance::usual(), Disturbance::siege()] {
            assert_eq!(disturbance.faults(), []);
        }
        let wrong = Disturbance { no_show: 0.9, travel_leg: f64::NAN, ..Disturbance::none() };
        assert_eq!(wrong.faults().iter().map(|fault| fault.name).collect::<Vec<_>>(), ["travel.leg", "people.no_show"]);
    }
}
