//! The parameters from the history tables. Few, shrunk towards plain values, and found by search on a fixed lattice, so that
//! fitting again gives the same digits.

use std::collections::BTreeMap;

use super::ending::Days;
use super::flow::{Outflow, day_number};
use super::parameters::{ErrorScales, Parameters, Record};
use super::source::{Joint, Role};
use crate::history::{History, JudgedStatement, SeriesPoint, family};

/// The parameters before any table: what a careful person would assume. With no data `fit` gives these.
#[must_use]
pub fn assumed() -> Parameters {
    Parameters {
        source: String::new(),
        date: String::new(),
        families: Vec::new(),
        record: Record::default(),
        bias_ln: 0.0,
        role_bias_ln: [0.0; 9],
        statement: ErrorScales { operation_sd: 0.5, voice_sd: 0.3, own_sd: 0.3, degrees: 4.0, blind_share: 0.15, blind_sd: 2.0 },
        drift_sd: 0.3,
        flow_factor_ln: 0.5,
        flow_ebb: 0.3,
        flow_sd: 1.3,
        flow_degrees: 5.0,
        end_factor_ln: 0.0,
        end_pace_weight: 0.5,
        end_sd: 0.8,
        end_degrees: 4.0,
        forecast_bias_ln: -0.7,
        forecast: ErrorScales { operation_sd: 1.0, voice_sd: 0.5, own_sd: 0.8, degrees: 4.0, blind_share: 0.0, blind_sd: 2.0 },
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
        let Some(wording) = judged.statement.people.wording() else { continue };
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

/// One row of a weighted regression: weight, explaining value, explained value.
type Sample = (f64, f64, f64);

/// Intercept and slope with ridge penalties towards given values, and the root mean square that is left.
///
/// `penalty` is in units of operations: the prior counts as much as that share of one.
fn ridge(samples: &[Sample], towards: (f64, f64), penalty: (f64, f64)) -> (f64, f64, f64) {
    let (mut n, mut x, mut xx, mut y, mut xy) = (penalty.0, 0.0, penalty.1, penalty.0 * towards.0, penalty.1 * towards.1);
    for (weight, explaining, explained) in samples {
        n += weight;
        x += weight * explaining;
        xx += weight * explaining * explaining;
        y += weight * explained;
        xy += weight * explaining * explained;
    }
    let determinant = n * xx - x * x;
    let intercept = (y * xx - x * xy) / determinant;
    let slope = (n * xy - x * y) / determinant;
    let total: f64 = samples.iter().map(|sample| sample.0).sum();
    let left: f64 = samples
        .iter()
        .map(|(weight, explaining, explained)| weight * square(explained - intercept - slope * explaining))
        .sum();
    (intercept, slope, libm::sqrt(left / total.max(f64::MIN_POSITIVE)))
}

/// A root mean square of residuals as the scale of a t distribution, with one assumed operation mixed in.
fn scale_of(root_mean_square: f64, operations: f64, assumed: f64, degrees: f64) -> f64 {
    let as_scale = root_mean_square * libm::sqrt((degrees - 2.0) / degrees);
    libm::sqrt((operations * as_scale * as_scale + assumed * assumed) / (operations + 1.0))
}

fn fit_flow(history: &History, start: &Parameters, parameters: &mut Parameters) {
    let series = series_by_operation(history);
    let mut samples = Vec::new();
    for points in series.values() {
        let mut of_operation = Vec::new();
        for point in points {
            let outflow = outflow_until(points, point.day);
            if let Some(pace) = outflow.pace(point.day) {
                of_operation.push((pace.ebb, libm::log(point.remaining / pace.recent)));
            }
        }
        let weight = 1.0 / of_operation.len().max(1) as f64;
        samples.extend(of_operation.into_iter().map(|(ebb, ratio)| (weight, ebb, ratio)));
    }
    if samples.is_empty() {
        return;
    }
    let (factor, ebb, left) = ridge(&samples, (start.flow_factor_ln, start.flow_ebb), (0.5, 0.5));
    parameters.flow_factor_ln = factor;
    parameters.flow_ebb = ebb;
    parameters.flow_sd = scale_of(left, series.len() as f64, start.flow_sd, start.flow_degrees);
}

/// What the end of a series is compared with: the pace at each of its points, and the true days until the end.
pub(crate) fn end_points<'a>(
    history: &History,
    operation: &str,
    points: &[&'a SeriesPoint],
    parameters: &Parameters,
) -> Vec<(&'a SeriesPoint, Outflow, Option<Days>, f64)> {
    let (Some(start), Some(end)) = (history.start_of(operation), history.end_of(operation)) else { return Vec::new() };
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
        let judged: Vec<(f64, f64)> = end_points(history, operation, points, parameters)
            .into_iter()
            .filter_map(|(point, _, days, truth)| {
                let days = days?;
                let by_age = libm::log(days.elapsed);
                let by_pace = libm::log(point.remaining / days.people_a_day);
                Some((by_pace - by_age, libm::log(truth) - by_age))
            })
            .collect();
        if !judged.is_empty() {
            operations += 1.0;
        }
        let weight = 1.0 / judged.len().max(1) as f64;
        samples.extend(judged.into_iter().map(|(explaining, explained)| (weight, explaining, explained)));
    }
    if samples.is_empty() {
        return;
    }
    let (factor, weight, left) = ridge(&samples, (start.end_factor_ln, start.end_pace_weight), (0.5, 0.5));
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
    parameters.forecast_bias_ln =
        (means.iter().sum::<f64>() + start.forecast_bias_ln) / (means.len() as f64 + 1.0);
}
