//! History replayed: at each operation and day, what the model would have said with what was known that day and with
//! parameters fitted from other operations, beside plain baselines.

mod baseline;
mod report;

use std::collections::{BTreeMap, BTreeSet};

pub use baseline::Baseline;
pub use report::{Report, listed};

use crate::distribution::LogGrid;
use crate::estimate::ending::{self, EndEvidence, EndForecast};
use crate::estimate::flow::day_number;
use crate::estimate::remaining::{self, Evidence};
use crate::estimate::{
    Movement, Outflow, Parameters, Record, Statement, assumed, end_points, fit_from, series_by_operation,
};
use crate::history::{History, JudgedStatement, SeriesPoint, family};
use crate::score::{Score, score};

/// What is asked of history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Task {
    /// At each statement: the true number that it was about.
    Statements,
    /// At each point of a counted series: the people truly remaining.
    Series,
    /// At each point of a counted series: the days until the true end.
    Ending,
}

/// Who is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// The estimate of this crate.
    Model,
    /// A plain rule.
    Baseline(Baseline),
}

/// One forecast that was judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The operation.
    pub operation: String,
    /// What was asked.
    pub task: Task,
    /// Who forecast.
    pub method: Method,
    /// The scores.
    pub score: Score,
    /// The day and what was asked, in words.
    pub words: String,
    /// Median forecast.
    pub median: f64,
    /// Central 80 % interval.
    pub interval_80: (f64, f64),
    /// What was true.
    pub truth: f64,
}

/// Replays the tables.
///
/// An operation whose family the `stored` parameters were fitted from is judged with parameters fitted from the rest of the tables, its
/// whole family left out. An operation that they have never seen is judged with them as they are.
#[must_use]
pub fn backtest(history: &History, stored: &Parameters) -> Report {
    backtest_from(history, stored, &assumed())
}

/// [`backtest`] with other assumptions for the fits.
#[must_use]
pub fn backtest_from(history: &History, stored: &Parameters, assumed: &Parameters) -> Report {
    let mut cases = Vec::new();
    for left_out in history.families() {
        let parameters = if stored.families.contains(&left_out) {
            fit_from(&history.without(&left_out), assumed)
        } else {
            stored.clone()
        };
        cases.extend(judge_family(history, &left_out, &parameters));
    }
    Report::new(cases)
}

/// The parameters fitted from all tables, with the record of a back-test of the same tables.
#[must_use]
pub fn fit_with_record(history: &History) -> Parameters {
    fit_with_record_from(history, &assumed())
}

/// [`fit_with_record`] with other assumptions.
#[must_use]
pub fn fit_with_record_from(history: &History, assumed: &Parameters) -> Parameters {
    let mut parameters = fit_from(history, assumed);
    let report = backtest_from(history, &parameters, assumed);
    let covered = |task| report.mean(task, Method::Model).map_or(0.0, |score| score.coverage[1]);
    let names: BTreeSet<&str> = report.cases.iter().map(|case| family(&case.operation)).collect();
    parameters.record = Record {
        operations: names.len() as u32,
        statements_80: covered(Task::Statements),
        series_80: covered(Task::Series),
        ending_80: covered(Task::Ending),
    };
    parameters.rounded()
}

/// Judges one family of operations with given parameters.
#[must_use]
pub fn judge_family(history: &History, judged_family: &str, parameters: &Parameters) -> Vec<Case> {
    let mut cases = Vec::new();
    for judged in &history.statements {
        if judged.scored && family(&judged.operation) == judged_family {
            judge_statement(history, judged, parameters, &mut cases);
        }
    }
    for (operation, points) in series_by_operation(history) {
        if family(operation) == judged_family {
            for index in 0..points.len() {
                judge_point(history, operation, &points, index, parameters, &mut cases);
            }
            judge_ends(history, operation, &points, parameters, &mut cases);
        }
    }
    cases
}

/// A forecast against its truth, as a case.
fn case(
    operation: &str,
    task: Task,
    method: Method,
    forecast: &impl crate::score::Forecast,
    truth: f64,
    words: String,
) -> Case {
    let at = |probability| libm::exp(forecast.quantile_ln(probability));
    Case {
        operation: operation.to_owned(),
        task,
        method,
        score: score(forecast, libm::log(truth)),
        words,
        median: at(0.5),
        interval_80: (at(0.1), at(0.9)),
        truth,
    }
}

/// The estimate at the end of the day of a statement, with all statements of the same quantity until that day and the counts until then.
fn judge_statement(history: &History, judged: &JudgedStatement, parameters: &Parameters, cases: &mut Vec<Case>) {
    let day = judged.statement.said_on;
    let now = day_number(day) + 1.0;
    let known = known_statements(history, judged, |statement| statement.said_on <= day);
    let counted: Vec<&Movement> = if judged.remaining {
        history.movements_of(&judged.operation).iter().filter(|movement| movement.to <= day).collect()
    } else {
        Vec::new()
    };
    let outflow = Outflow::from_movements(counted, now);
    let evidence = Evidence {
        now,
        statements: known.iter().map(|statement| (day_number(statement.said_on) + 1.0, *statement)).collect(),
        outflow: &outflow,
    };
    let grid = remaining::posterior(&evidence, parameters).grid;
    let words = format!("{day} {}: {}", judged.statement.speaker, judged.quantity);
    let operation = judged.operation.as_str();
    cases.push(case(operation, Task::Statements, Method::Model, &grid, judged.truth, words.clone()));
    for (baseline, forecast) in baseline::for_statement(&judged.statement, &outflow, now) {
        let method = Method::Baseline(baseline);
        cases.push(case(operation, Task::Statements, method, &forecast, judged.truth, words.clone()));
    }
}

/// The statements that may be put beside this one: of the same operation and quantity.
fn known_statements<'a>(
    history: &'a History,
    judged: &JudgedStatement,
    known: impl Fn(&Statement) -> bool,
) -> Vec<&'a Statement> {
    history
        .statements
        .iter()
        .filter(|other| other.operation == judged.operation && other.remaining == judged.remaining)
        .filter(|other| judged.remaining || other.quantity == judged.quantity)
        .map(|other| &other.statement)
        .filter(|statement| known(statement))
        .collect()
}

/// Everything known at a point of a series: its earlier points, and the statements made before that day.
struct SeriesMoment<'a> {
    outflow: Outflow,
    statements: Vec<(f64, &'a Statement)>,
}

fn moment<'a>(history: &'a History, operation: &str, points: &[&SeriesPoint], day: f64) -> SeriesMoment<'a> {
    let outflow = crate::estimate::outflow_until(points, day);
    let mut statements = Vec::new();
    if let Some(start) = history.start_of(operation) {
        for judged in &history.statements {
            // A camp's series carries the operation's name before its own.
            let same = judged.operation == operation
                || operation.strip_prefix(&judged.operation).is_some_and(|rest| rest.starts_with('_'));
            let at = day_number(judged.statement.said_on) + 1.0 - day_number(start);
            if same && judged.remaining && at <= day {
                statements.push((at, &judged.statement));
            }
        }
    }
    SeriesMoment { outflow, statements }
}

fn posterior_at(moment: &SeriesMoment<'_>, point: &SeriesPoint, parameters: &Parameters) -> LogGrid {
    let evidence = Evidence { now: point.day, statements: moment.statements.clone(), outflow: &moment.outflow };
    remaining::posterior(&evidence, parameters).grid
}

fn judge_point(
    history: &History,
    operation: &str,
    points: &[&SeriesPoint],
    index: usize,
    parameters: &Parameters,
    cases: &mut Vec<Case>,
) {
    let point = points[index];
    let moment = moment(history, operation, points, point.day);
    let grid = posterior_at(&moment, point, parameters);
    let words = format!("day {}", point.day);
    cases.push(case(operation, Task::Series, Method::Model, &grid, point.remaining, words.clone()));
    for (baseline, forecast) in baseline::for_point(point, &moment.statements, &moment.outflow) {
        cases.push(case(
            operation,
            Task::Series,
            Method::Baseline(baseline),
            &forecast,
            point.remaining,
            words.clone(),
        ));
    }
}

fn judge_ends(
    history: &History,
    operation: &str,
    points: &[&SeriesPoint],
    parameters: &Parameters,
    cases: &mut Vec<Case>,
) {
    let Some(start) = history.start_of(operation) else {
        return;
    };
    let forecasts: Vec<(f64, EndForecast)> = history
        .forecasts
        .iter()
        .filter(|judged| operation == judged.operation || operation.starts_with(&format!("{}_", judged.operation)))
        .map(|judged| {
            let at = day_number(judged.said_on) + 1.0 - day_number(start);
            (at, EndForecast { said_on: judged.said_on, speaker: judged.speaker.clone(), days: judged.stated_days })
        })
        .collect();
    for (point, outflow, days, truth) in end_points(history, operation, points, parameters) {
        let moment = moment(history, operation, points, point.day);
        let grid = posterior_at(&moment, point, parameters);
        let evidence = EndEvidence {
            now: point.day,
            start: Some(0.0),
            outflow: &outflow,
            open_and_shut: (0.0, 0.0),
            forecasts: forecasts
                .iter()
                .filter(|(at, _)| *at <= point.day)
                .map(|(at, forecast)| (*at, forecast))
                .collect(),
        };
        let days_grid = ending::posterior(&evidence, &grid, parameters);
        let words = format!("day {}", point.day);
        cases.push(case(operation, Task::Ending, Method::Model, &days_grid, truth, words.clone()));
        for (baseline, forecast) in baseline::for_end(point, days, &evidence.forecasts) {
            cases.push(case(operation, Task::Ending, Method::Baseline(baseline), &forecast, truth, words.clone()));
        }
    }
}

/// The number of cases and the mean score of each operation.
pub(crate) type ByOperation = BTreeMap<String, (usize, Score)>;

/// The mean score of each operation for one task and method.
pub(crate) fn by_operation(cases: &[Case], task: Task, method: Method) -> ByOperation {
    let mut scores: BTreeMap<String, Vec<Score>> = BTreeMap::new();
    for case in cases.iter().filter(|case| case.task == task && case.method == method) {
        scores.entry(case.operation.clone()).or_default().push(case.score);
    }
    scores
        .into_iter()
        .filter_map(|(operation, scores)| Some((operation, (scores.len(), Score::mean(&scores)?))))
        .collect()
}
