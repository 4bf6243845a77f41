//! The parameters from the history tables. Few, shrunk towards plain values, and found by search on a fixed lattice, so that
//! fitting again gives the same digits.

use std::collections::BTreeMap;

use couloir_model::outlook::Role;

use super::ending::Days;
use super::flow::{Outflow, day_number};
use super::parameters::{ErrorScales, Parameters, Record};
use super::source::Joint;
use crate::history::{History, JudgedStatement, SeriesPoint, family};

/// The parameters before any table: what a careful person would assume. With no data `fit` gives these.
#[must_use]
pub fn assumed() -> Parameters {
    Parameters {
        source: String::new(),
        families: Vec::new(),
        record: Record::default(),
        bias_ln: 0.0,
        role_bias_ln: [0.0; 9],
        statement: ErrorScales {
            operation_sd: 0.5,
            voice_sd: 0.3,
            own_sd: 0.3,
            degrees: 3.0,
            blind_share: 0.25,
            blind_ln: -2.0,
            blind_sd: 1.0,
        },
        drift_sd: 0.3,
        flow_factor_ln: 0.5,
        flow_ebb: 0.3,
        flow_young: 0.5,
        young_sd: 0.7,
        flow_sd: 1.8,
        flow_degrees: 5.0,
        end_factor_ln: 0.0,
        end_pace_weight: 0.5,
        end_sd: 0.5,
        end_degrees: 4.0,
        forecast_bias_ln: -0.7,
        forecast: ErrorScales {
            operation_sd: 1.5,
            voice_sd: 0.5,
            own_sd: 0.8,
            degrees: 4.0,
            blind_share: 0.0,
            blind_ln: 0.0,
            blind_sd: 2.5,
        },
        open_share: 0.8,
    }
}

/// The parameters that fit the tables.
///
/// Statements: the most likely bias, bias of each role and scales of the shared and own errors, under the joint t distribution
/// of each operation and priors that hold few data near [`assumed`]. Flow: ridge regression of ln(inside / recent flow) on
/// the ebb of the pace, each operation with the same weight. End: likewise. Values are rounded to three decimals.
#[must_use]
pub fn fit(history: &History) -> Parameters {
    fit_from(history, &assumed())
}

/// [`fit`] with other assumptions: for trying out what the set parameters do to a back-test.
#[must_use]
pub fn fit_from(history: &History, assumed: &Parameters) -> Parameters {
    let mut parameters = assumed.clone();
    parameters.families = history.families();
    fit_statements(history, assumed, &mut parameters);
    fit_flow(history, assumed, &mut parameters);
    fit_end(history, assumed, &mut parameters);
    fit_forecasts(history, assumed, &mut parameters);
    parameters.rounded()
}

/// Statements of one operation about one quantity, ready to be compared with the truth.
struct Group<'a> {
    statements: Vec<&'a JudgedStatement>,
    voices: Vec<String>,
    errors: Vec<f64>,
    wording_variance: Vec<f64>,
}

/// The number of roles, each with a bias of its own.
const ROLES: usize = Role::ALL.len();

/// Smallest step of the search, and thereby the precision of what it finds.
const LATTICE: f64 = 0.025;

fn fit_statements(history: &History, start: &Parameters, parameters: &mut Parameters) {
    let mut groups: BTreeMap<(&str, &str), Group<'_>> = BTreeMap::new();
    for judged in history.statements.iter().filter(|judged| judged.scored) {
        let Some(wording) = judged.statement.people.wording() else {
            continue;
        };
        let quantity = if judged.remaining { "remaining" } else { judged.quantity.as_str() };
        let group = groups.entry((family(&judged.operation), quantity)).or_insert_with(|| Group {
            statements: Vec::new(),
            voices: Vec::new(),
            errors: Vec::new(),
            wording_variance: Vec::new(),
        });
        group.voices.push(judged.statement.voice());
        group.errors.push(wording.middle_ln - libm::log(judged.truth));
        group.wording_variance.push(wording.sd_ln * wording.sd_ln);
        group.statements.push(judged);
    }
    if groups.is_empty() {
        return;
    }
    // One vector for the search: bias, roles, three scales.
    let scales = [start.statement.operation_sd, start.statement.voice_sd, start.statement.own_sd];
    let mut point: Vec<f64> = vec![0.0; 1 + ROLES];
    point.extend(scales);
    let apply = |point: &[f64], parameters: &mut Parameters| {
        parameters.bias_ln = point[0];
        parameters.role_bias_ln.copy_from_slice(&point[1..=ROLES]);
        parameters.statement.operation_sd = point[1 + ROLES];
        parameters.statement.voice_sd = point[2 + ROLES];
        parameters.statement.own_sd = point[3 + ROLES];
    };
    let mut trial = parameters.clone();
    let best = search(&mut point, |point| {
        if point[1 + ROLES..].iter().any(|scale| *scale < 0.05) {
            return f64::NEG_INFINITY;
        }
        apply(point, &mut trial);
        let mut value = -0.5 * square(point[0] / PRIOR_BIAS_SD);
        value -= 0.5 * point[1..=ROLES].iter().map(|role| square(role / PRIOR_ROLE_SD)).sum::<f64>();
        for (scale, assumed) in point[1 + ROLES..].iter().zip(scales) {
            value -= 0.5 * square(libm::log(scale / assumed) / PRIOR_SCALE_LN_SD);
        }
        value + groups.values().map(|group| group.log_likelihood(&trial)).sum::<f64>()
    });
    apply(&best, parameters);
}

/// Prior standard deviations: the bias common to all, what a role adds, and the logarithm of a scale.
const PRIOR_BIAS_SD: f64 = 0.3;
const PRIOR_ROLE_SD: f64 = 0.35;
const PRIOR_SCALE_LN_SD: f64 = 0.5;

impl Group<'_> {
    fn log_likelihood(&self, parameters: &Parameters) -> f64 {
        let own = parameters.statement.own_sd * parameters.statement.own_sd;
        let own: Vec<f64> = self.wording_variance.iter().map(|wording| own + wording).collect();
        let model = Joint::new(&self.voices, &own, &parameters.statement);
        let errors: Vec<f64> = self
            .errors
            .iter()
            .zip(&self.statements)
            .map(|(error, judged)| error - parameters.bias_of(judged.statement.role))
            .collect();
        model.log_density(&errors)
    }
}

/// Climbs to a maximum coordinate by coordinate, halving the step down to [`LATTICE`]. Deterministic; the start decides which maximum.
fn search(point: &mut [f64], mut value_of: impl FnMut(&[f64]) -> f64) -> Vec<f64> {
    let mut best = value_of(point);
    let mut step = 16.0 * LATTICE;
    while step >= LATTICE {
        let mut improved = false;
        for coordinate in 0..point.len() {
            for direction in [step, -step] {
                let before = point[coordinate];
                point[coordinate] = libm::round((before + direction) / LATTICE) * LATTICE;
                let value = value_of(point);
                if value > best + 1e-9 {
                    best = value;
                    improved = true;
                } else {
                    point[coordinate] = before;
                }
            }
        }
        if !improved {
            step *= 0.5;
        }
    }
    point.to_vec()
}

fn square(value: f64) -> f64 {
    value * value
}

/// The outflow of a series until one of its points, from the points themselves.
pub(crate) fn outflow_until(series: &[&SeriesPoint], day: f64) -> Outflow {
    Outflow::from_totals(series.iter().filter(|point| point.day <= day).map(|point| (point.day, point.out)))
}

/// The series by operation, in order.
pub(crate) fn series_by_operation(history: &History) -> BTreeMap<&str, Vec<&SeriesPoint>> {
    let mut series: BTreeMap<&str, Vec<&SeriesPoint>> = BTreeMap::new();
    for point in &history.series {
        series.entry(point.operation.as_str()).or_default().push(point);
    }
    for points in series.values_mut() {
        points.sort_by(|a, b| a.day.total_cmp(&b.day));
    }
    series
}

/// One row of a weighted regression.
struct Sample<const N: usize> {
    /// Each operation has the weight one, however many rows it has.
    weight: f64,
    /// Explaining values; the first is 1.
    explaining: [f64; N],
    explained: f64,
    /// Variance that the row has beside the one to be found.
    known_variance: f64,
}

/// Gives the rows of one operation the weight one together.
fn weigh<const N: usize>(mut samples: Vec<Sample<N>>) -> Vec<Sample<N>> {
    let weight = 1.0 / samples.len().max(1) as f64;
    for sample in &mut samples {
        sample.weight = weight;
    }
    samples
}

/// How much the assumed value of each coefficient counts, in operations.
const RIDGE: f64 = 0.5;

/// Coefficients with ridge penalties towards assumed values, and the mean square that is left beside what is known.
fn ridge<const N: usize>(samples: &[Sample<N>], assumed: [f64; N]) -> ([f64; N], f64) {
    let mut matrix = [[0.0; N]; N];
    let mut right = [0.0; N];
    for (index, towards) in assumed.into_iter().enumerate() {
        matrix[index][index] = RIDGE;
        right[index] = RIDGE * towards;
    }
    for sample in samples {
        for (row, &explaining) in sample.explaining.iter().enumerate() {
            right[row] += sample.weight * explaining * sample.explained;
            for (column, &other) in sample.explaining.iter().enumerate() {
                matrix[row][column] += sample.weight * explaining * other;
            }
        }
    }
    let coefficients = solve(matrix, right);
    let total: f64 = samples.iter().map(|sample| sample.weight).sum();
    let left: f64 = samples
        .iter()
        .map(|sample| {
            let expected: f64 = coefficients.iter().zip(&sample.explaining).map(|(factor, value)| factor * value).sum();
            sample.weight * (square(sample.explained - expected) - sample.known_variance)
        })
        .sum();
    (coefficients, left / total.max(f64::MIN_POSITIVE))
}

/// Solves a symmetric positive definite system by elimination; the ridge makes it so.
fn solve<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for pivot in 0..N {
        let (above, below) = matrix.split_at_mut(pivot + 1);
        let pivot_row = above[pivot];
        for (offset, row) in below.iter_mut().enumerate() {
            let factor = row[pivot] / pivot_row[pivot];
            for (value, above) in row.iter_mut().zip(pivot_row) {
                *value -= factor * above;
            }
            right[pivot + 1 + offset] -= factor * right[pivot];
        }
    }
    let mut solution = [0.0; N];
    for row in (0..N).rev() {
        let known: f64 = (row + 1..N).map(|column| matrix[row][column] * solution[column]).sum();
        solution[row] = (right[row] - known) / matrix[row][row];
    }
    solution
}

/// A mean square of residuals as the scale of a t distribution, with one assumed operation mixed in.
fn scale_of(mean_square: f64, operations: f64, assumed: f64, degrees: f64) -> f64 {
    let as_scale = mean_square.max(0.0) * (degrees - 2.0) / degrees;
    libm::sqrt((operations * as_scale + assumed * assumed) / (operations + 1.0))
}

/// The variance that a young count adds, before it is turned into a scale of the t distribution.
fn young_variance(youth: f64, degrees: f64, parameters: &Parameters) -> f64 {
    parameters.young_sd * parameters.young_sd * youth * degrees / (degrees - 2.0)
}

fn fit_flow(history: &History, start: &Parameters, parameters: &mut Parameters) {
    let series = series_by_operation(history);
    let mut samples = Vec::new();
    for points in series.values() {
        let of_operation = points.iter().filter_map(|point| {
            let pace = outflow_until(points, point.day).pace(point.day)?;
            Some(Sample {
                weight: 1.0,
                explaining: [1.0, pace.ebb, pace.youth],
                explained: libm::log(point.remaining / pace.recent),
                known_variance: young_variance(pace.youth, start.flow_degrees, start),
            })
        });
        samples.extend(weigh(of_operation.collect()));
    }
    if samples.is_empty() {
        return;
    }
    let assumed = [start.flow_factor_ln, start.flow_ebb, start.flow_young];
    let ([factor, ebb, young], left) = ridge(&samples, assumed);
    parameters.flow_factor_ln = factor;
    parameters.flow_ebb = ebb;
    parameters.flow_young = young;
    parameters.flow_sd = scale_of(left, series.len() as f64, start.flow_sd, start.flow_degrees);
}

/// What the end of a series is compared with: the pace at each of its points, and the true days until the end.
pub(crate) fn end_points<'a>(
    history: &History,
    operation: &str,
    points: &[&'a SeriesPoint],
    parameters: &Parameters,
) -> Vec<(&'a SeriesPoint, Outflow, Option<Days>, f64)> {
    let (Some(start), Some(end)) = (history.start_of(operation), history.end_of(operation)) else {
        return Vec::new();
    };
    let last_day = day_number(end) + 1.0 - day_number(start);
    points
        .iter()
        .filter(|point| last_day - point.day >= SHORTEST_DAYS)
        .map(|point| {
            let outflow = outflow_until(points, point.day);
            let days = Days::at(point.day, Some(0.0), &outflow, (0.0, 0.0), parameters);
            (*point, outflow, days, last_day - point.day)
        })
        .collect()
}

/// Ends nearer than this are not judged: the day of the end is itself only known to the day.
const SHORTEST_DAYS: f64 = 0.5;

fn fit_end(history: &History, start: &Parameters, parameters: &mut Parameters) {
    let series = series_by_operation(history);
    let mut samples = Vec::new();
    let mut operations = 0.0;
    for (operation, points) in &series {
        let of_operation: Vec<Sample<2>> = end_points(history, operation, points, parameters)
            .into_iter()
            .filter_map(|(point, _, days, truth)| {
                let days = days?;
                let by_age = libm::log(days.elapsed);
                let by_pace = libm::log(point.remaining / days.people_a_day);
                Some(Sample {
                    weight: 1.0,
                    explaining: [1.0, by_pace - by_age],
                    explained: libm::log(truth) - by_age,
                    known_variance: young_variance(days.pace.youth, start.end_degrees, start),
                })
            })
            .collect();
        if !of_operation.is_empty() {
            operations += 1.0;
        }
        samples.extend(weigh(of_operation));
    }
    if samples.is_empty() {
        return;
    }
    let ([factor, weight], left) = ridge(&samples, [start.end_factor_ln, start.end_pace_weight]);
    parameters.end_factor_ln = factor;
    parameters.end_pace_weight = weight.clamp(0.0, 1.0);
    parameters.end_sd = scale_of(left, operations, start.end_sd, start.end_degrees);
}

/// The bias of forecasts of the end: the mean over operations, with one assumed operation mixed in.
fn fit_forecasts(history: &History, start: &Parameters, parameters: &mut Parameters) {
    let mut by_family: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for judged in &history.forecasts {
        by_family
            .entry(family(&judged.operation))
            .or_default()
            .push(libm::log(judged.stated_days / judged.actual_days));
    }
    let means: Vec<f64> = by_family.values().map(|errors| errors.iter().sum::<f64>() / errors.len() as f64).collect();
    parameters.forecast_bias_ln = (means.iter().sum::<f64>() + start.forecast_bias_ln) / (means.len() as f64 + 1.0);
}
