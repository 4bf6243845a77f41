//! How many people may still be inside: Bayes over the natural logarithm, on a grid.
//!
//! Before anything is known every order of magnitude is equally likely. The pace of the count multiplies that by what such a pace
//! meant elsewhere; the statements by how far such statements were from the truth. A statement speaks of the people at *its*
//! moment: those inside now, plus everybody counted out since. So counting tells which statements cannot have been true,
//! and since they share errors, what the same people say next is taken to be as wrong.

use super::flow::Outflow;
use super::parameters::Parameters;
use super::source::{Errors, Joint, Statement, Wording};
use crate::distribution::LogGrid;

/// Width of a cell: 5 %, well below anything that anybody knows about such numbers.
const STEP_LN: f64 = 0.05;
/// 360 cells: from 1 person to e¹⁸, 65 million.
const CELLS: usize = 360;
/// Rounds of looking for statements that stand apart from the others; more than two change nothing that can be seen.
const REWEIGHTING_ROUNDS: usize = 2;

/// What is known at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Evidence<'a> {
    /// The moment, in the days of `outflow`.
    pub(crate) now: f64,
    /// Statements made until then, each with its moment.
    pub(crate) statements: Vec<(f64, &'a Statement)>,
    /// People counted out.
    pub(crate) outflow: &'a Outflow,
}

/// The distribution with what it rests on.
#[derive(Debug, Clone)]
pub(crate) struct Posterior {
    /// Of the people remaining.
    pub(crate) grid: LogGrid,
    /// One entry for each statement of the evidence, in its order.
    pub(crate) statements: Vec<StatementShare>,
    /// Share of the precision that comes from the pace of the count.
    pub(crate) pace_share: f64,
    /// Factor on the errors of all statements: above 1 when the operation turned out worse than usual.
    pub(crate) widening: f64,
    /// Probability that everybody is blind here.
    pub(crate) blind: f64,
}

/// What one statement did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct StatementShare {
    /// Share of the precision of the result; 0 for a statement that says nothing above zero.
    pub(crate) share: f64,
    /// People counted out since it was made.
    pub(crate) out_since: f64,
    /// Factor on its own error because it stands apart from the others; 1 for most.
    pub(crate) apart: f64,
}

/// A statement that has a number, made ready.
struct Prepared {
    /// Place in the evidence.
    index: usize,
    wording: Wording,
    bias_ln: f64,
    out_since: f64,
    own_variance: f64,
    voice: String,
}

/// The distribution of the people remaining, given everything known.
pub(crate) fn posterior(evidence: &Evidence<'_>, parameters: &Parameters) -> Posterior {
    let prepared = prepare(evidence, parameters);
    let voices: Vec<String> = prepared.iter().map(|statement| statement.voice.clone()).collect();
    let centres: Vec<f64> = (0..CELLS).map(|cell| (cell as f64 + 0.5) * STEP_LN).collect();
    let prior = prior(evidence, parameters, &centres);
    let errors: Vec<Vec<f64>> = centres.iter().map(|&centre| errors_at(&prepared, centre)).collect();

    let mut apart = vec![1.0; prepared.len()];
    let mut round = 0;
    loop {
        let own: Vec<f64> =
            prepared.iter().zip(&apart).map(|(statement, factor)| statement.own_variance * factor * factor).collect();
        let model = Joint::new(&voices, &own, &parameters.statement);
        let mut sums = Vec::new();
        let (likelihood, blind_at): (Vec<f64>, Vec<f64>) =
            errors.iter().map(|errors| model.log_density_and_blind(errors, &mut sums)).unzip();
        let density: Vec<f64> = likelihood.iter().zip(&prior).map(|(likelihood, prior)| likelihood + prior).collect();
        let grid = LogGrid::from_log_density(0.0, STEP_LN, &density);
        let blind = if prepared.is_empty() {
            0.0
        } else {
            grid.masses().zip(&blind_at).map(|(mass, blind)| mass * blind).sum()
        };
        let median_errors = errors_at(&prepared, grid.quantile_ln(0.5));
        if round == REWEIGHTING_ROUNDS || prepared.len() < 2 {
            let weighed = Weighed { prepared: &prepared, apart: &apart, model: model.likelier(blind), blind };
            return explain(evidence, parameters, grid, &weighed, &median_errors);
        }
        round += 1;
        // One blunder (families read as persons, a slip of the pen) must not drag everybody: t weights, statement by statement.
        let own: Vec<f64> = prepared.iter().map(|statement| statement.own_variance).collect();
        let unscaled = Joint::new(&voices, &own, &parameters.statement);
        let degrees = parameters.statement.degrees;
        for (factor, residual) in apart.iter_mut().zip(unscaled.likelier(blind).residuals(&median_errors)) {
            *factor = libm::sqrt(((degrees + residual * residual) / (degrees + 1.0)).max(1.0));
        }
    }
}

fn prepare(evidence: &Evidence<'_>, parameters: &Parameters) -> Vec<Prepared> {
    let total_now = evidence.outflow.total_at(evidence.now);
    let mut prepared = Vec::new();
    for (index, (moment, statement)) in evidence.statements.iter().enumerate() {
        let Some(wording) = statement.people.wording() else {
            continue;
        };
        let out_since = (total_now - evidence.outflow.total_at(*moment)).max(0.0);
        let own = parameters.statement.own_sd;
        // Age excuses a statement: people leave and come uncounted. It cannot excuse one that the count alone has
        // passed: more people were inside then than it said, whatever else happened since.
        let unbroken = (1.0 - out_since / libm::exp(wording.middle_ln)).max(0.0);
        let age = (evidence.now - moment).max(0.0) * unbroken * unbroken;
        prepared.push(Prepared {
            index,
            wording,
            bias_ln: parameters.bias_of(statement.role),
            out_since,
            own_variance: own * own + wording.sd_ln * wording.sd_ln + parameters.drift_sd * parameters.drift_sd * age,
            voice: statement.voice(),
        });
    }
    prepared
}

/// ln(stated) − bias − ln(true at that moment), for each statement, if so many are inside now.
fn errors_at(prepared: &[Prepared], remaining_ln: f64) -> Vec<f64> {
    let remaining = libm::exp(remaining_ln);
    prepared
        .iter()
        .map(|statement| {
            let then_ln =
                if statement.out_since > 0.0 { libm::log(remaining + statement.out_since) } else { remaining_ln };
            statement.wording.middle_ln - statement.bias_ln - then_ln
        })
        .collect()
}

/// The logarithm of the density before any statement: flat, or what the pace of the count leads one to expect.
fn prior(evidence: &Evidence<'_>, parameters: &Parameters, centres: &[f64]) -> Vec<f64> {
    match evidence.outflow.pace(evidence.now) {
        Some(pace) => centres.iter().map(|&centre| pace.log_density(centre, parameters)).collect(),
        None => vec![0.0; centres.len()],
    }
}

/// Statements with what was made of them.
struct Weighed<'a> {
    prepared: &'a [Prepared],
    apart: &'a [f64],
    model: &'a Errors,
    blind: f64,
}

/// Shares of the precision at the median: what weighs how much.
fn explain(
    evidence: &Evidence<'_>,
    parameters: &Parameters,
    grid: LogGrid,
    weighed: &Weighed<'_>,
    median_errors: &[f64],
) -> Posterior {
    let Weighed { prepared, apart, model, blind } = *weighed;
    let mut sums = Vec::new();
    let widening = model.widening(model.distance(median_errors, &mut sums));
    let remaining = libm::exp(grid.quantile_ln(0.5));
    // The number of people out since is known; only the rest of what a statement speaks of is still in question.
    let weights: Vec<f64> = model
        .weights()
        .iter()
        .zip(prepared)
        .map(|(weight, statement)| weight / (widening * widening) * remaining / (remaining + statement.out_since))
        .collect();
    let pace_precision = evidence.outflow.pace(evidence.now).map_or(0.0, |pace| {
        let scale = pace.scale(parameters.flow_sd, parameters);
        1.0 / (scale * scale)
    });
    let total = weights.iter().sum::<f64>() + pace_precision;
    let share = |weight: f64| if total > 0.0 { weight / total } else { 0.0 };
    let mut statements: Vec<StatementShare> =
        evidence.statements.iter().map(|_| StatementShare { share: 0.0, out_since: 0.0, apart: 1.0 }).collect();
    for ((statement, weight), &apart) in prepared.iter().zip(&weights).zip(apart) {
        statements[statement.index] = StatementShare { share: share(*weight), out_since: statement.out_since, apart };
    }
    Posterior { grid, statements, pace_share: share(pace_precision), widening, blind }
}
