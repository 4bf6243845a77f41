//! The axes: civil time with ticks at full hours and midnights of the operation's zone, counts with ticks at round numbers,
//! rows. Those of `plotters` overflow on ranges that an operation can have.

use crate::civil::Civil;
use couloir_model::clock::Moment;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use std::ops::Range;

/// Steps between ticks in seconds: what people count in. Beyond the last, it doubles.
const STEPS: [u64; 14] =
    [60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 2 * 86_400, 7 * 86_400];

/// The most ticks: their labels stay apart on 700 pixels, days included.
const TICKS_MAX: u64 = 10;

/// From the operation's start, in seconds, until the last thing shown.
pub(super) struct TimeAxis<'a> {
    civil: &'a Civil,
    until: u64,
    step: u64,
}

impl<'a> TimeAxis<'a> {
    pub(super) fn new(civil: &'a Civil, until: Moment) -> Self {
        let until = until.0.max(60);
        let mut step = STEPS.into_iter().find(|step| until / step <= TICKS_MAX).unwrap_or(STEPS[STEPS.len() - 1]);
        while until / step > TICKS_MAX {
            step *= 2;
        }
        Self { civil, until, step }
    }
}

/// From nobody to `until` people, with ticks at round numbers up to `named_until`.
pub(super) struct CountAxis {
    until: u32,
    step: u32,
    named_until: u32,
}

/// The most ticks of a count.
const COUNTS_MAX: u32 = 6;

impl CountAxis {
    pub(super) fn new(named_until: u32, until: u32) -> Self {
        // 1, 2, 5, 10, 20, 50, …
        let mut step: u32 = 1;
        for factor in [2, 5, 10].into_iter().cycle() {
            if named_until / step <= COUNTS_MAX {
                break;
            }
            let decade = 10_u32.pow(step.ilog10());
            step = decade.saturating_mul(factor);
        }
        Self { until: until.max(1), step, named_until }
    }
}

impl Ranged for CountAxis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = u32;

    fn map(&self, value: &u32, limit: (i32, i32)) -> i32 {
        let span = i64::from(limit.1) - i64::from(limit.0);
        let offset = span * i64::from(*value) / i64::from(self.until);
        limit.0 + i32::try_from(offset).unwrap_or(0)
    }

    fn key_points<Hint: KeyPointHint>(&self, _hint: Hint) -> Vec<u32> {
        (0..=self.named_until).step_by(self.step as usize).collect()
    }

    fn range(&self) -> Range<u32> {
        0..self.until
    }
}

impl ValueFormatter<u32> for CountAxis {}

/// Rows of pixels, without ticks.
pub(super) struct RowAxis(pub(super) i32);

impl Ranged for RowAxis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = i32;

    fn map(&self, value: &i32, limit: (i32, i32)) -> i32 {
        limit.0 + (limit.1 - limit.0) * value / self.0.max(1)
    }

    fn key_points<Hint: KeyPointHint>(&self, _hint: Hint) -> Vec<i32> {
        Vec::new()
    }

    fn range(&self) -> Range<i32> {
        0..self.0.max(1)
    }
}

impl ValueFormatter<i32> for RowAxis {}

impl Ranged for TimeAxis<'_> {
    type FormatOption = NoDefaultFormatting;
    type ValueType = u64;

    fn map(&self, value: &u64, limit: (i32, i32)) -> i32 {
        // In whole numbers, so that a pixel is the same everywhere.
        let span = i128::from(limit.1 - limit.0);
        let offset = span * i128::from(*value) / i128::from(self.until);
        limit.0 + i32::try_from(offset).unwrap_or(0)
    }

    fn key_points<Hint: KeyPointHint>(&self, _hint: Hint) -> Vec<u64> {
        let phase = self.civil.start_of_day_offset() % self.step;
        let first = if phase == 0 { 0 } else { self.step - phase };
        (first..=self.until).step_by(usize::try_from(self.step).unwrap_or(usize::MAX)).collect()
    }

    fn range(&self) -> Range<u64> {
        0..self.until
    }
}

impl ValueFormatter<u64> for TimeAxis<'_> {
    fn format_ext(&self, value: &u64) -> String {
        let moment = Moment(*value);
        if self.step >= 86_400 || *value > 0 && self.civil.is_midnight(moment) {
            self.civil.day(moment)
        } else {
            self.civil.clock(moment)
        }
    }
}
