//! Proper scores and coverage: how often such intervals were right.
//!
//! All scores are taken on the natural logarithm, since a factor of two matters as much for 300 people as for 30,000.

use crate::distribution::{LogGrid, Plain};

/// What can be scored: a distribution of the natural logarithm of a quantity.
pub trait Forecast {
    /// The continuous ranked probability score on the logarithm; smaller is better.
    fn crps(&self, truth_ln: f64) -> f64;
    /// The logarithm below which the share `probability` lies.
    fn quantile_ln(&self, probability: f64) -> f64;
}

impl Forecast for LogGrid {
    fn crps(&self, truth_ln: f64) -> f64 {
        self.crps(truth_ln)
    }
    fn quantile_ln(&self, probability: f64) -> f64 {
        self.quantile_ln(probability)
    }
}

impl Forecast for Plain {
    fn crps(&self, truth_ln: f64) -> f64 {
        self.crps(truth_ln)
    }
    fn quantile_ln(&self, probability: f64) -> f64 {
        self.quantile_ln(probability)
    }
}

/// The central intervals that are scored, by the share that they should hold.
pub const INTERVALS: [f64; 3] = [0.5, 0.8, 0.9];

/// The scores of one forecast against one truth, or the mean of several.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Score {
    /// Continuous ranked probability score on the natural logarithm.
    pub crps: f64,
    /// Weighted interval score on the natural logarithm, over [`INTERVALS`] and the median.
    pub interval_score: f64,
    /// Share of truths inside the central 50, 80 and 90 % intervals.
    pub coverage: [f64; 3],
}

/// Scores one forecast.
///
/// Weighted interval score: Bracher, Ray, Gneiting, Reich, "Evaluating epidemic forecasts in an interval format", PLOS
/// Comput. Biol. 17 (2021), eq. 3, with weights α/2 for the intervals and 1/2 for the median.
#[must_use]
pub fn score(forecast: &impl Forecast, truth_ln: f64) -> Score {
    let mut coverage = [0.0; 3];
    let mut weighted = 0.5 * (truth_ln - forecast.quantile_ln(0.5)).abs();
    for (index, share) in INTERVALS.into_iter().enumerate() {
        let alpha = 1.0 - share;
        let low = forecast.quantile_ln(alpha / 2.0);
        let high = forecast.quantile_ln(1.0 - alpha / 2.0);
        let missed = (low - truth_ln).max(0.0) + (truth_ln - high).max(0.0);
        weighted += alpha / 2.0 * ((high - low) + 2.0 / alpha * missed);
        if missed <= 0.0 {
            coverage[index] = 1.0;
        }
    }
    Score { crps: forecast.crps(truth_ln), interval_score: weighted / (INTERVALS.len() as f64 + 0.5), coverage }
}

impl Score {
    /// The mean of several scores, each with the same weight; `None` of none.
    #[must_use]
    pub fn mean(scores: &[Self]) -> Option<Self> {
        if scores.is_empty() {
            return None;
        }
        let count = scores.len() as f64;
        let mut mean = Self::default();
        for score in scores {
            mean.crps += score.crps / count;
            mean.interval_score += score.interval_score / count;
            for (sum, covered) in mean.coverage.iter_mut().zip(score.coverage) {
                *sum += covered / count;
            }
        }
        Some(mean)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_truth_inside_the_80_and_90_percent_intervals_only_is_covered_twice() {
        let forecast = Plain::Normal { mean: 0.0, sd: 1.0 };
        assert_eq!(score(&forecast, 1.0).coverage, [0.0, 1.0, 1.0]);
    }

    #[test]
    fn the_interval_score_of_a_point_is_its_distance() {
        let point = Plain::Uniform { low: 1.0, high: 1.0 };
        assert!((score(&point, 3.0).interval_score - 2.0).abs() < 1e-12);
    }

    #[test]
    fn a_sharper_forecast_of_the_truth_scores_better() {
        let sharp = score(&Plain::Normal { mean: 0.0, sd: 0.5 }, 0.1);
        let dull = score(&Plain::Normal { mean: 0.0, sd: 2.0 }, 0.1);
        assert!(sharp.crps < dull.crps && sharp.interval_score < dull.interval_score);
    }

    #[test]
    fn no_scores_have_no_mean() {
        assert_eq!(Score::mean(&[]), None);
    }
}
