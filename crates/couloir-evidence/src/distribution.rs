//! Distributions over a positive quantity, held on its natural logarithm.
//!
//! Everything that the estimate believes is a [`LogGrid`]: a deterministic grid instead of sampling, so that the same input
//! gives the same bytes. The baselines of the back-test are [`Plain`] distributions with closed forms.

/// A distribution of a positive quantity: equal cells of its natural logarithm, the mass spread evenly inside a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct LogGrid {
    /// Natural logarithm at the lower edge of the first cell.
    low_ln: f64,
    /// Width of a cell, in natural logarithm.
    step_ln: f64,
    /// Mass below the lower edge of each cell, and 1 at the end: one entry more than there are cells.
    cumulative: Vec<f64>,
}

impl LogGrid {
    /// A distribution from the logarithms of unnormalised densities at the centres of the cells.
    ///
    /// What is not a number counts as impossible; if nothing is possible, everything is equally likely, since an estimate
    /// that knows nothing must say so and not fail.
    ///
    /// # Panics
    ///
    /// When there is no cell or `step_ln` is not positive: a fault of the program, not of its input.
    #[must_use]
    pub fn from_log_density(low_ln: f64, step_ln: f64, log_density: &[f64]) -> Self {
        assert!(!log_density.is_empty(), "a grid has cells");
        assert!(step_ln > 0.0, "a cell has a width");
        let peak = log_density.iter().copied().filter(|value| !value.is_nan()).fold(f64::NEG_INFINITY, f64::max);
        let weights: Vec<f64> = if peak.is_finite() {
            log_density.iter().map(|value| if value.is_nan() { 0.0 } else { libm::exp(value - peak) }).collect()
        } else {
            vec![1.0; log_density.len()]
        };
        let total: f64 = weights.iter().sum();
        let mut cumulative = Vec::with_capacity(weights.len() + 1);
        let mut below = 0.0;
        cumulative.push(0.0);
        for weight in &weights {
            below += weight / total;
            cumulative.push(below.min(1.0));
        }
        // Adding hundreds of shares leaves a few ulps; the last edge is 1 by definition.
        *cumulative.last_mut().expect("a grid has cells") = 1.0;
        Self { low_ln, step_ln, cumulative }
    }

    /// The number of cells.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.cumulative.len() - 1
    }

    /// The mass of each cell; they sum to one.
    pub fn masses(&self) -> impl Iterator<Item = f64> + '_ {
        self.cumulative.windows(2).map(|edges| edges[1] - edges[0])
    }

    /// The natural logarithm at the centre of a cell.
    #[must_use]
    pub fn centre_ln(&self, cell: usize) -> f64 {
        self.low_ln + (cell as f64 + 0.5) * self.step_ln
    }

    /// The probability that the logarithm is at most `at_ln`.
    #[must_use]
    pub fn cdf(&self, at_ln: f64) -> f64 {
        let position = (at_ln - self.low_ln) / self.step_ln;
        if position.is_nan() || position <= 0.0 {
            return 0.0;
        }
        if position >= self.cells() as f64 {
            return 1.0;
        }
        let cell = position as usize;
        let inside = position - cell as f64;
        self.cumulative[cell] + inside * (self.cumulative[cell + 1] - self.cumulative[cell])
    }

    /// The logarithm below which the share `probability` lies; clamped to [0, 1].
    #[must_use]
    pub fn quantile_ln(&self, probability: f64) -> f64 {
        let probability = if probability.is_nan() { 0.5 } else { probability.clamp(0.0, 1.0) };
        let cell =
            self.cumulative.partition_point(|&below| below < probability).saturating_sub(1).min(self.cells() - 1);
        let mass = self.cumulative[cell + 1] - self.cumulative[cell];
        let inside = if mass > 0.0 { (probability - self.cumulative[cell]) / mass } else { 0.0 };
        self.low_ln + (cell as f64 + inside.clamp(0.0, 1.0)) * self.step_ln
    }

    /// The continuous ranked probability score on the logarithm, `∫ (F(x) − 1{x ≥ y})² dx`, exact for this grid.
    ///
    /// Source: Gneiting and Raftery, "Strictly proper scoring rules, prediction, and estimation", JASA 102 (2007), eq. 20.
    #[must_use]
    pub fn crps(&self, truth_ln: f64) -> f64 {
        let high_ln = self.low_ln + self.cells() as f64 * self.step_ln;
        let outside = (self.low_ln - truth_ln).max(0.0) + (truth_ln - high_ln).max(0.0);
        let at_truth = self.cdf(truth_ln);
        let mut score = outside;
        for cell in 0..self.cells() {
            let (from, to) = (self.cumulative[cell], self.cumulative[cell + 1]);
            let start = self.low_ln + cell as f64 * self.step_ln;
            let split = ((truth_ln - start) / self.step_ln).clamp(0.0, 1.0);
            let middle = if split <= 0.0 {
                from
            } else if split >= 1.0 {
                to
            } else {
                at_truth
            };
            score += self.step_ln * split * square_mean(from, middle);
            score += self.step_ln * (1.0 - split) * square_mean(1.0 - middle, 1.0 - to);
        }
        score
    }
}

/// The mean of the squares along a straight line from `a` to `b`.
fn square_mean(a: f64, b: f64) -> f64 {
    (a * a + a * b + b * b) / 3.0
}

/// A plain distribution of a natural logarithm, for the baselines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Plain {
    /// Log-normal: the logarithm has this mean and standard deviation.
    Normal {
        /// Mean of the logarithm.
        mean: f64,
        /// Standard deviation of the logarithm, positive.
        sd: f64,
    },
    /// The logarithm lies anywhere between two ends with equal chance; `low = high` is a point.
    Uniform {
        /// Lower end.
        low: f64,
        /// Upper end, not below `low`.
        high: f64,
    },
    /// Log-logistic around a median with scale 1: Gott's Copernican rule says that the share of the whole already seen is
    /// uniform on (0, 1), so the logarithm of rest over seen is standard logistic.
    Logistic {
        /// Median of the logarithm.
        median: f64,
    },
}

impl Plain {
    /// The quantile of the logarithm at `probability`, strictly between 0 and 1.
    #[must_use]
    pub fn quantile_ln(&self, probability: f64) -> f64 {
        match *self {
            Self::Normal { mean, sd } => mean + sd * normal_quantile(probability),
            Self::Uniform { low, high } => low + probability * (high - low),
            Self::Logistic { median } => median + libm::log(probability / (1.0 - probability)),
        }
    }

    /// The continuous ranked probability score in closed form.
    ///
    /// Source: Jordan, Krüger, Lerch, "Evaluating probabilistic forecasts with scoringRules", J. Stat. Softw. 90 (2019),
    /// appendix A.
    #[must_use]
    pub fn crps(&self, truth_ln: f64) -> f64 {
        match *self {
            Self::Normal { mean, sd } => {
                let z = (truth_ln - mean) / sd;
                sd * (z * (2.0 * normal_cdf(z) - 1.0) + 2.0 * normal_density(z)
                    - 1.0 / libm::sqrt(std::f64::consts::PI))
            }
            Self::Uniform { low, high } => {
                let width = high - low;
                if width <= 0.0 {
                    return (truth_ln - low).abs();
                }
                let inside = ((truth_ln - low) / width).clamp(0.0, 1.0);
                let outside = (low - truth_ln).max(0.0) + (truth_ln - high).max(0.0);
                outside + width * (inside * inside * inside + (1.0 - inside) * (1.0 - inside) * (1.0 - inside)) / 3.0
            }
            Self::Logistic { median } => {
                let z = (truth_ln - median).abs();
                z + 2.0 * libm::log1p(libm::exp(-z)) - 1.0
            }
        }
    }
}

/// The standard normal density.
pub(crate) fn normal_density(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / libm::sqrt(2.0 * std::f64::consts::PI)
}

/// The standard normal distribution function.
pub(crate) fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z / std::f64::consts::SQRT_2)
}

/// The standard normal quantile, by halving: the baselines need a handful of values, so plain beats fast.
fn normal_quantile(probability: f64) -> f64 {
    let (mut low, mut high) = (-10.0, 10.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if normal_cdf(middle) < probability { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A grid that imitates a normal distribution, fine enough to compare with closed forms.
    fn normal_grid(mean: f64, sd: f64) -> LogGrid {
        let density: Vec<f64> = (0..4000)
            .map(|cell| {
                let z = (-10.0 + (f64::from(cell) + 0.5) * 0.005 - mean) / sd;
                -0.5 * z * z
            })
            .collect();
        LogGrid::from_log_density(-10.0, 0.005, &density)
    }

    #[test]
    fn the_grid_scores_a_normal_distribution_as_the_closed_form_does() {
        let grid = normal_grid(0.3, 1.0);
        let plain = Plain::Normal { mean: 0.3, sd: 1.0 };
        for truth in [-4.0, -0.2, 0.3, 1.7, 5.0] {
            assert!((grid.crps(truth) - plain.crps(truth)).abs() < 1e-4, "at {truth}");
            assert!((grid.quantile_ln(0.8) - plain.quantile_ln(0.8)).abs() < 1e-3);
        }
    }

    #[test]
    fn the_score_of_a_point_is_the_distance() {
        let point = Plain::Uniform { low: 2.0, high: 2.0 };
        assert!((point.crps(5.0) - 3.0).abs() < 1e-12);
    }

    #[test]
    fn the_uniform_and_logistic_scores_agree_with_integration() {
        for plain in [Plain::Uniform { low: -1.0, high: 2.0 }, Plain::Logistic { median: 0.5 }] {
            for truth in [-3.0, 0.1, 1.9, 4.0] {
                // ∫ over quantiles: CRPS = 2 ∫ pinball(p) dp
                let n = 20_000;
                let integral: f64 = (0..n)
                    .map(|i| {
                        let p = (f64::from(i) + 0.5) / f64::from(n);
                        let q = plain.quantile_ln(p);
                        2.0 * if truth < q { (1.0 - p) * (q - truth) } else { p * (truth - q) } / f64::from(n)
                    })
                    .sum();
                assert!((integral - plain.crps(truth)).abs() < 1e-2, "{plain:?} at {truth}: {integral}");
            }
        }
    }

    #[test]
    fn a_grid_that_knows_nothing_is_flat_and_does_not_fail() {
        let grid = LogGrid::from_log_density(0.0, 0.1, &[f64::NAN, f64::NEG_INFINITY, f64::NAN]);
        assert!((grid.masses().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!((grid.quantile_ln(0.5) - 0.15).abs() < 1e-9);
    }
}
