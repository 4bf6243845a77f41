//! Who was counted out, and what the pace of the count says about those who are still inside.

use jiff::civil::Date;

use super::parameters::Parameters;

/// How good a count of people out is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Said by somebody: used only for days after the last one that was counted.
    Claimed,
    /// Counted: the books of the operation, registration, a camp's arrivals.
    Counted,
}

/// People counted or said to have come out in a stretch of days; a running total is a movement since the day on which it
/// began to be kept.
///
/// Made from a claim of kind `people_left` (or, for a camp, `people_arrived`) like this: `from` and `to` are `when.about`, with the first day
/// of the operation where the start is open; `people` is `quantity.best`, else the lower bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// First day of the stretch.
    pub from: Date,
    /// Last day of the stretch, included.
    pub to: Date,
    /// People out in that stretch; zero says that the exit was shut.
    pub people: u64,
    /// Counted or claimed.
    pub standing: Standing,
    /// Who counted.
    pub source: String,
}

/// The running total of people out, as straight lines between known moments.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outflow {
    /// Day (from any origin, fractions allowed) and people out until then; days strictly rising, people never falling.
    points: Vec<(f64, f64)>,
}

/// A day as a number; the end of the day is one more.
pub(crate) fn day_number(date: Date) -> f64 {
    (jiff::civil::date(1970, 1, 1).duration_until(date).as_hours() / 24) as f64
}

impl Outflow {
    /// The running total from movements that may overlap, repeat each other and contradict each other.
    ///
    /// The total at the end of a movement is its people plus the total that was known before it began, if it is not already
    /// higher: the heaviest chain of movements that do not overlap. So two sources for one day are never added, and a running
    /// total absorbs its increments. Movements that end before they begin are turned round.
    ///
    /// `now` is the present as a day with fractions: what ends today has been counted by now, and what begins later is not known.
    #[must_use]
    pub fn from_movements<'a>(movements: impl IntoIterator<Item = &'a Movement>, now: f64) -> Self {
        let mut stretches: Vec<(f64, f64, f64, Standing)> = movements
            .into_iter()
            .map(|movement| {
                let (from, to) = (movement.from.min(movement.to), movement.from.max(movement.to));
                (day_number(from), day_number(to), movement.people as f64, movement.standing)
            })
            .filter(|stretch| stretch.1 <= now)
            .map(|(from, to, people, standing)| (from, (to + 1.0).min(now).max(from), people, standing))
            .collect();
        let last_counted = stretches
            .iter()
            .filter(|stretch| stretch.3 == Standing::Counted)
            .map(|stretch| stretch.1)
            .fold(f64::NEG_INFINITY, f64::max);
        // A claim about days that were counted adds nothing but doubt.
        stretches.retain(|stretch| stretch.3 == Standing::Counted || stretch.0 >= last_counted);
        stretches.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.total_cmp(&b.0)));
        let mut outflow = Self::default();
        if let Some(first) = stretches.iter().map(|stretch| stretch.0).min_by(f64::total_cmp) {
            outflow.points.push((first, 0.0));
        }
        for (from, to, people, _) in stretches {
            let before = outflow.points.iter().rev().find(|point| point.0 <= from).map_or(0.0, |point| point.1);
            outflow.raise(to, before + people);
        }
        outflow
    }

    /// The running total from moments at which it is known, for series that are kept as totals.
    #[must_use]
    pub fn from_totals(totals: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let mut outflow = Self { points: vec![(0.0, 0.0)] };
        for (day, total) in totals {
            outflow.raise(day, total);
        }
        outflow
    }

    /// Sets the total at a day not before the last one, never lower than it was.
    fn raise(&mut self, day: f64, total: f64) {
        match self.points.last_mut() {
            Some(last) if day <= last.0 => last.1 = last.1.max(total),
            Some(last) => {
                let total = total.max(last.1);
                self.points.push((day, total));
            }
            None => self.points.push((day, total)),
        }
    }

    /// People out until a day.
    #[must_use]
    pub fn total_at(&self, day: f64) -> f64 {
        let next = self.points.partition_point(|point| point.0 <= day);
        match (next.checked_sub(1).map(|index| self.points[index]), self.points.get(next)) {
            (None, _) => 0.0,
            (Some(before), None) => before.1,
            (Some(before), Some(after)) => before.1 + (after.1 - before.1) * (day - before.0) / (after.0 - before.0),
        }
    }

    /// The first day and the last day of which anything is known.
    pub(crate) fn known(&self) -> Option<(f64, f64)> {
        Some((self.points.first()?.0, self.points.last()?.0))
    }

    /// The pace as of a day; `None` as long as nobody has come out.
    #[must_use]
    pub fn pace(&self, now: f64) -> Option<Pace> {
        let (start, _) = self.known()?;
        let total = self.total_at(now);
        if total <= 0.0 {
            return None;
        }
        // The window ends with the last movement: on days when the exit is shut those inside do not become fewer.
        let (since, until) = self
            .points
            .windows(2)
            .filter(|pair| pair[1].1 > pair[0].1 && pair[0].0 < now)
            .map(|pair| (pair[0].0, pair[1].0.min(now)))
            .next_back()?;
        let usual = if until - start < WEEKLY_AFTER_DAYS { WINDOW_DAYS } else { WINDOW_DAYS_WEEKLY };
        // A count that comes once a month says nothing about its last two days.
        let window = usual.max(until - since);
        let days = window.min(until - start).max(f64::MIN_POSITIVE);
        let recent = self.total_at(until) - self.total_at(until - window);
        let peak = self
            .points
            .windows(2)
            .filter(|pair| pair[0].0 < now)
            .map(|pair| (self.total_at(pair[1].0.min(now)) - pair[0].1) / (pair[1].0.min(now) - pair[0].0).max(1.0))
            .fold(0.0, f64::max);
        let ebb = libm::log(recent / days / peak).clamp(LOWEST_EBB, 0.0);
        let youth = (days / (until - start)).min(1.0);
        Some(Pace { recent, days, ebb, youth })
    }
}

/// Days over which the recent pace is taken.
const WINDOW_DAYS: f64 = 2.0;
/// The same once an operation has lasted [`WEEKLY_AFTER_DAYS`] and is counted about weekly, as at al-Hol.
const WINDOW_DAYS_WEEKLY: f64 = 7.0;
/// See [`WINDOW_DAYS_WEEKLY`].
const WEEKLY_AFTER_DAYS: f64 = 28.0;
/// Lowest ebb, in natural logarithm: a twelfth of the highest pace and less are the same.
const LOWEST_EBB: f64 = -2.5;

/// The pace of the count at a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// People out in the recent window, more than zero.
    pub recent: f64,
    /// Length of that window, days.
    pub days: f64,
    /// Natural logarithm of the recent pace over the highest pace between two counts so far: 0 or less.
    pub ebb: f64,
    /// Length of the recent window over that of the whole count: 1 when nothing else has been seen.
    pub youth: f64,
}

impl Pace {
    /// The logarithm of the people that such a pace leads one to expect inside: as many as in the recent window times a
    /// factor, fewer when the pace has ebbed from its height, more when the count is young.
    #[must_use]
    pub fn expected_ln(&self, parameters: &Parameters) -> f64 {
        libm::log(self.recent)
            + parameters.flow_factor_ln
            + parameters.flow_ebb * self.ebb
            + parameters.flow_young * self.youth
    }

    /// The scale of an error that is `settled` for a long count, at the age of this one.
    #[must_use]
    pub fn scale(&self, settled: f64, parameters: &Parameters) -> f64 {
        libm::sqrt(settled * settled + parameters.young_sd * parameters.young_sd * self.youth)
    }

    /// The logarithm of the density of `remaining_ln` given this pace, up to a constant: Student t around
    /// [`Pace::expected_ln`].
    #[must_use]
    pub fn log_density(&self, remaining_ln: f64, parameters: &Parameters) -> f64 {
        let z = (remaining_ln - self.expected_ln(parameters)) / self.scale(parameters.flow_sd, parameters);
        -0.5 * (parameters.flow_degrees + 1.0) * libm::log1p(z * z / parameters.flow_degrees)
    }
}

/// Days of the last two weeks before `now` known to have been open (somebody came out) and shut (a count of zero).
///
/// Only movements of a single day tell: a stretch of a week says nothing about its days.
#[must_use]
pub(crate) fn open_and_shut(movements: &[Movement], now: f64) -> (f64, f64) {
    const LOOK_BACK_DAYS: f64 = 14.0;
    let mut days: std::collections::BTreeMap<Date, bool> = std::collections::BTreeMap::new();
    for movement in movements {
        let day = day_number(movement.from);
        if movement.from == movement.to && day <= now && now - day <= LOOK_BACK_DAYS {
            // One source that saw people outweighs one that saw none.
            *days.entry(movement.from).or_default() |= movement.people > 0;
        }
    }
    let open = days.values().filter(|open| **open).count() as f64;
    (open, days.len() as f64 - open)
}
