//! An axis of measurements: plain or logarithmic, with ticks at round numbers.

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use std::ops::Range;

/// The most ticks of a plain axis.
const TICKS_MAX: f64 = 6.0;

/// An axis between two values.
#[derive(Debug, Clone)]
pub(super) struct Scale {
    low: f64,
    high: f64,
    logarithmic: bool,
    ticks: Vec<f64>,
}

impl Scale {
    /// A plain axis from 0, or a logarithmic one over whole decades, that holds all finite `values`.
    pub(super) fn over(values: impl Iterator<Item = f64>, logarithmic: bool) -> Self {
        let values = values.filter(|value| value.is_finite() && (!logarithmic || *value > 0.0));
        let (least, most) =
            values.fold((f64::INFINITY, 0.0_f64), |(least, most), value| (least.min(value), most.max(value)));
        if logarithmic { Self::logarithmic(least, most) } else { Self::plain(most) }
    }

    fn plain(most: f64) -> Self {
        let most = if most > 0.0 { most } else { 1.0 };
        // 1, 2, 5, 10, 20, 50, …
        let decade = libm::pow(10.0, libm::floor(libm::log10(most / TICKS_MAX)));
        let steps = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * decade);
        let step = steps.into_iter().find(|step| most / step <= TICKS_MAX).unwrap_or(steps[3]);
        let count = (most / step).ceil() as usize;
        let ticks: Vec<f64> = (0..=count).map(|index| index as f64 * step).collect();
        Self { low: 0.0, high: count as f64 * step, logarithmic: false, ticks }
    }

    fn logarithmic(least: f64, most: f64) -> Self {
        let (least, most) = if least <= most && most > 0.0 { (least, most) } else { (1.0, 10.0) };
        let first = libm::floor(libm::log10(least)) as i32;
        let last = (libm::ceil(libm::log10(most)) as i32).max(first + 1);
        let ticks = (first..=last).map(|decade| libm::pow(10.0, f64::from(decade))).collect();
        let power = |decade: i32| libm::pow(10.0, f64::from(decade));
        Self { low: power(first), high: power(last), logarithmic: true, ticks }
    }

    /// From 0 at the low end to 1 at the high end.
    fn share(&self, value: f64) -> f64 {
        let share = if self.logarithmic {
            libm::log(value.max(self.low) / self.low) / libm::log(self.high / self.low)
        } else {
            (value - self.low) / (self.high - self.low)
        };
        share.clamp(0.0, 1.0)
    }
}

impl Ranged for Scale {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        limit.0 + libm::round(f64::from(limit.1 - limit.0) * self.share(*value)) as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _hint: Hint) -> Vec<f64> {
        self.ticks.clone()
    }

    fn range(&self) -> Range<f64> {
        self.low..self.high
    }
}

impl ValueFormatter<f64> for Scale {
    /// `0.05`, `20`, `2,000`, `10 M`.
    fn format_ext(&self, value: &f64) -> String {
        match *value {
            value if value >= 1e6 => format!("{} M", value / 1e6),
            value if value >= 1e3 => format!("{},000", value / 1e3),
            value => format!("{}", libm::round(value * 1e6) / 1e6),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_axis_begins_at_nothing_and_ends_at_a_round_number() {
        let scale = Scale::over([3.0, 41.0].into_iter(), false);
        assert_eq!(scale.ticks, [0.0, 10.0, 20.0, 30.0, 40.0, 50.0]);
        assert_eq!(scale.map(&25.0, (0, 100)), 50);
    }

    #[test]
    fn a_logarithmic_axis_has_a_tick_a_decade() {
        let scale = Scale::over([0.3, 60.0].into_iter(), true);
        let ticks: Vec<String> = scale.ticks.iter().map(|tick| scale.format_ext(tick)).collect();
        assert_eq!(ticks, ["0.1", "1", "10", "100"]);
        assert_eq!(scale.map(&1.0, (0, 300)), 100);
    }

    #[test]
    fn an_axis_of_nothing_can_still_be_drawn() {
        for logarithmic in [false, true] {
            let scale = Scale::over([f64::NAN, 0.0].into_iter(), logarithmic);
            assert!(scale.low < scale.high);
        }
    }
}
