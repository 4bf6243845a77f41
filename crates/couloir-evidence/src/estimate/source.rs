//! What somebody said, and how far such statements were from the truth.
//!
//! The natural logarithm of a stated number is taken as that of the truth, plus the bias of the speaker's side, plus an error
//! that all statements of the operation share, plus one that all statements of the same original speaker share, plus one of
//! its own. All of them together follow a Student t distribution, so that one operation in which everybody is ten times too
//! low is rare and not impossible.

use couloir_model::outlook::Role;
use jiff::civil::Date;

use super::parameters::ErrorScales;

/// A number of people as it was worded: what the wording allows, not what anybody believes. `None` is an end that was left
/// open ("more than 3,000") or a best value that was not said ("thousands").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stated {
    /// Lowest number that fits the wording.
    pub low: Option<u64>,
    /// The number said.
    pub best: Option<u64>,
    /// Highest number that fits the wording.
    pub high: Option<u64>,
}

/// A wording on the logarithm: its middle and how far a reader may be from it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wording {
    /// Natural logarithm of the middle.
    pub middle_ln: f64,
    /// Standard deviation of the logarithm.
    pub sd_ln: f64,
}

/// Half-width of the central 80 % of a normal distribution, in standard deviations.
const HALF_80: f64 = 1.281_551_565_545;

impl Stated {
    /// The wording as middle and spread; `None` if nothing above zero was stated: «nobody is left» has no logarithm, and
    /// weighs nothing.
    ///
    /// Low and high are taken as an 80 % interval. Open ends: "more than N" reaches 1.18 N and "up to N" starts at 0.65 N (80 %
    /// intervals of `hedge_words.csv`, fitted from the answers of Ferson et al. 2015). Reversed ends are put in order.
    #[must_use]
    pub fn wording(&self) -> Option<Wording> {
        let positive = |number: Option<u64>| number.filter(|&people| people > 0).map(|people| libm::log(people as f64));
        let (low, best, high) = (positive(self.low), positive(self.best), positive(self.high));
        let (more_than, up_to) = (libm::log(1.18), libm::log(0.65));
        let anchor = best.or(low).or(high)?;
        let start =
            low.unwrap_or_else(|| best.map_or(anchor + up_to, |best| high.map_or(best, |_| best.min(anchor + up_to))));
        let end = high.unwrap_or(anchor.max(start) + more_than);
        let (start, end) = if start <= end { (start, end) } else { (end, start) };
        let middle_ln = match best {
            Some(best) if start <= best && best <= end => best,
            _ => 0.5 * (start + end),
        };
        Some(Wording { middle_ln, sd_ln: (end - start) / (2.0 * HALF_80) })
    }
}

/// One dated, attributed statement of how many people are still inside.
///
/// Made from a claim of kind `people_remaining` with unit `person` and group `all` like this: `said_on` is `when.said_at`, `speaker` the
/// organisation (else name, else role), `people` the bounds of `quantity`. Statements about another group (children,
/// fighters) or another place are not evidence for this quantity and are not put here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The day on which it was said; it is taken to describe the end of that day.
    pub said_on: Date,
    /// The original speaker, not the outlet that quotes him.
    pub speaker: String,
    /// The side of the speaker.
    pub role: Role,
    /// What was said.
    pub people: Stated,
}

impl Statement {
    /// A statement in families, turned into persons: 4.5 to 7.5 a family, most often 5.5 (`hedge_words.csv`, row "N families").
    #[must_use]
    pub fn in_families(said_on: Date, speaker: impl Into<String>, role: Role, families: Stated) -> Self {
        let times = |number: Option<u64>, tenths: u64| number.map(|families| families.saturating_mul(tenths) / 10);
        let people = Stated {
            low: times(families.low.or(families.best), 45),
            best: times(families.best, 55),
            high: times(families.high.or(families.best), 75),
        };
        Self { said_on, speaker: speaker.into(), role, people }
    }

    /// The name under which statements of one original speaker are put together: the first word of the speaker, lower
    /// case, so that "SDF Mustefa Bali (AFP)" and "SDF commander (CNN)" are one voice. Two wires that quote one
    /// spokesman are one piece of evidence, not two.
    #[must_use]
    pub fn voice(&self) -> String {
        voice(&self.speaker)
    }
}

/// See [`Statement::voice`].
pub(crate) fn voice(speaker: &str) -> String {
    speaker.split(|letter: char| !letter.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or("").to_lowercase()
}

/// The joint density of the errors of several statements of one operation: a mixture of an ordinary operation and one in which
/// everybody is blind (hidden people, closed ground), whose shared error is of another order.
#[derive(Debug, Clone)]
pub(crate) struct Joint {
    ordinary: Errors,
    blind: Errors,
    blind_share: f64,
}

impl Joint {
    /// Prepares the covariance of statements with these voices and own variances.
    pub(crate) fn new(voices: &[String], own: &[f64], scales: &ErrorScales) -> Self {
        let blind = ErrorScales { operation_sd: scales.blind_sd, ..*scales };
        Self {
            ordinary: Errors::new(voices, own.to_vec(), scales, 0.0),
            blind: Errors::new(voices, own.to_vec(), &blind, scales.blind_ln),
            blind_share: scales.blind_share,
        }
    }

    /// The logarithm of the joint density, up to a constant that depends on the number of statements only, and the
    /// probability that everybody is blind if these are the errors. `sums` is scratch space.
    pub(crate) fn log_density_and_blind(&self, errors: &[f64], sums: &mut Vec<f64>) -> (f64, f64) {
        let ordinary = self.ordinary.log_density(self.ordinary.distance(errors, sums)) + libm::log1p(-self.blind_share);
        if self.blind_share <= 0.0 {
            return (ordinary, 0.0);
        }
        let blind = self.blind.log_density(self.blind.distance(errors, sums)) + libm::log(self.blind_share);
        let more = ordinary.max(blind);
        let total = more + libm::log(libm::exp(ordinary - more) + libm::exp(blind - more));
        (total, libm::exp(blind - total))
    }

    /// The logarithm of the joint density alone.
    pub(crate) fn log_density(&self, errors: &[f64]) -> f64 {
        self.log_density_and_blind(errors, &mut Vec::new()).0
    }

    /// The half of the mixture that a probability of blindness makes the likelier one.
    pub(crate) fn likelier(&self, blind: f64) -> &Errors {
        if blind > 0.5 { &self.blind } else { &self.ordinary }
    }
}

/// The errors of several statements of one operation under one hypothesis, and the joint Student t density of them.
///
/// The covariance is `operation² J + voice² (same voice) + diag(own²)`, up to the scale of the t distribution. It is inverted in
/// closed form, voice by voice, so that a thousand statements cost a thousand steps and not a thousand cubed.
#[derive(Debug, Clone)]
pub(crate) struct Errors {
    /// For each statement: its voice, as an index.
    voice_of: Vec<usize>,
    /// Variance of each statement's own error, wording and age included.
    own: Vec<f64>,
    /// Mean of the errors.
    mean: f64,
    /// Precision of each voice, after its own errors and before the shared ones.
    voice_precision: Vec<f64>,
    operation_variance: f64,
    voice_variance: f64,
    degrees: f64,
    log_determinant: f64,
}

impl Errors {
    /// Prepares the covariance of statements with these voices and own variances, whose errors have this mean.
    pub(crate) fn new(voices: &[String], own: Vec<f64>, scales: &ErrorScales, mean: f64) -> Self {
        let mut names: Vec<&String> = voices.iter().collect();
        names.sort();
        names.dedup();
        let voice_of: Vec<usize> =
            voices.iter().map(|voice| names.binary_search(&voice).expect("every voice is named")).collect();
        let mut voice_precision = vec![0.0; names.len()];
        for (&voice, variance) in voice_of.iter().zip(&own) {
            voice_precision[voice] += 1.0 / variance;
        }
        let operation_variance = scales.operation_sd * scales.operation_sd;
        let voice_variance = scales.voice_sd * scales.voice_sd;
        let mut log_determinant: f64 = own.iter().map(|variance| libm::log(*variance)).sum();
        let mut shared = 0.0;
        for precision in &voice_precision {
            log_determinant += libm::log1p(voice_variance * precision);
            shared += precision / (1.0 + voice_variance * precision);
        }
        log_determinant += libm::log1p(operation_variance * shared);
        Self {
            voice_of,
            own,
            mean,
            voice_precision,
            operation_variance,
            voice_variance,
            degrees: scales.degrees,
            log_determinant,
        }
    }

    /// The squared distance of these errors from their mean, `eᵀ Σ⁻¹ e`. `sums` is scratch space.
    pub(crate) fn distance(&self, errors: &[f64], sums: &mut Vec<f64>) -> f64 {
        sums.clear();
        sums.resize(self.voice_precision.len(), 0.0);
        let mut distance = 0.0;
        for ((error, variance), &voice) in errors.iter().zip(&self.own).zip(&self.voice_of) {
            let error = error - self.mean;
            let weighted = error / variance;
            distance += error * weighted;
            sums[voice] += weighted;
        }
        let (mut shared_sum, mut shared_precision) = (0.0, 0.0);
        for (sum, precision) in sums.iter().zip(&self.voice_precision) {
            let shrink = 1.0 / (1.0 + self.voice_variance * precision);
            distance -= self.voice_variance * shrink * sum * sum;
            shared_sum += shrink * sum;
            shared_precision += shrink * precision;
        }
        distance -=
            self.operation_variance * shared_sum * shared_sum / (1.0 + self.operation_variance * shared_precision);
        distance.max(0.0)
    }

    /// The logarithm of the joint density, up to a constant that depends on the number of statements only.
    pub(crate) fn log_density(&self, distance: f64) -> f64 {
        let count = self.own.len() as f64;
        -0.5 * self.log_determinant - 0.5 * (self.degrees + count) * libm::log1p(distance / self.degrees)
    }

    /// How much wider (or narrower) than usual the errors of this operation must be taken, given their distance: the
    /// posterior scale of the t distribution, as a factor on standard deviations.
    pub(crate) fn widening(&self, distance: f64) -> f64 {
        let count = self.own.len() as f64;
        libm::sqrt((self.degrees + distance) / (self.degrees + count))
    }

    /// What each statement weighs: the row sums of the inverse covariance. Their sum is the precision of all together.
    pub(crate) fn weights(&self) -> Vec<f64> {
        let mut shared_precision = 0.0;
        for precision in &self.voice_precision {
            shared_precision += precision / (1.0 + self.voice_variance * precision);
        }
        let operation = 1.0 / (1.0 + self.operation_variance * shared_precision);
        self.own
            .iter()
            .zip(&self.voice_of)
            .map(|(variance, &voice)| operation / (1.0 + self.voice_variance * self.voice_precision[voice]) / variance)
            .collect()
    }

    /// What is left of each error when the shared ones are taken out, in standard deviations of its own error.
    pub(crate) fn residuals(&self, errors: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.voice_precision.len()];
        for ((error, variance), &voice) in errors.iter().zip(&self.own).zip(&self.voice_of) {
            sums[voice] += (error - self.mean) / variance;
        }
        let (mut shared_sum, mut shared_precision) = (0.0, 0.0);
        for (sum, precision) in sums.iter().zip(&self.voice_precision) {
            let shrink = 1.0 / (1.0 + self.voice_variance * precision);
            shared_sum += shrink * sum;
            shared_precision += shrink * precision;
        }
        let operation = self.operation_variance * shared_sum / (1.0 + self.operation_variance * shared_precision);
        let voice_error: Vec<f64> = sums
            .iter()
            .zip(&self.voice_precision)
            .map(|(sum, precision)| {
                self.voice_variance * (sum - precision * operation) / (1.0 + self.voice_variance * precision)
            })
            .collect();
        errors
            .iter()
            .zip(&self.own)
            .zip(&self.voice_of)
            .map(|((error, variance), &voice)| {
                (error - self.mean - operation - voice_error[voice]) / libm::sqrt(*variance)
            })
            .collect()
    }
}
