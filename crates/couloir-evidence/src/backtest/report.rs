//! The report: model beside baselines, per operation and with equal weight per operation.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use super::{Baseline, ByOperation, Case, Method, Task, by_operation};
use crate::score::Score;

/// The result of a back-test; its `Display` is a plain table.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Every forecast that was judged.
    pub cases: Vec<Case>,
}

/// The model and the best plain rule of a task, each as the mean of the operations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    /// Scores of the model.
    pub model: Score,
    /// The rule with the smallest CRPS among those that have an answer for every operation of the task.
    pub best: Baseline,
    /// Its scores.
    pub baseline: Score,
}

impl Comparison {
    /// By how much the model's CRPS is below that of the best rule, as a share of it; negative if it is above.
    #[must_use]
    pub fn gain(&self) -> f64 {
        1.0 - self.model.crps / self.baseline.crps
    }
}

impl Report {
    pub(super) fn new(cases: Vec<Case>) -> Self {
        Self { cases }
    }

    /// Mean scores of a method, each operation with the same weight; `None` if it has no answer for some case of the model.
    #[must_use]
    pub fn mean(&self, task: Task, method: Method) -> Option<Score> {
        let counts = |method| -> BTreeMap<String, usize> {
            by_operation(&self.cases, task, method).into_iter().map(|(name, (count, _))| (name, count)).collect()
        };
        if counts(method) != counts(Method::Model) {
            return None;
        }
        let scores: Vec<Score> =
            by_operation(&self.cases, task, method).into_values().map(|(_, score)| score).collect();
        Score::mean(&scores)
    }

    /// The model beside the best rule; `None` if the task has no cases.
    #[must_use]
    pub fn compare(&self, task: Task) -> Option<Comparison> {
        let model = self.mean(task, Method::Model)?;
        let (best, baseline) = Baseline::ALL
            .into_iter()
            .filter_map(|rule| Some((rule, self.mean(task, Method::Baseline(rule))?)))
            .min_by(|a, b| a.1.crps.total_cmp(&b.1.crps))?;
        Some(Comparison { model, best, baseline })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, task) in [Task::Statements, Task::Series, Task::Ending].into_iter().enumerate() {
            if index > 0 {
                writeln!(out)?;
            }
            self.write_task(out, task)?;
        }
        Ok(())
    }
}

impl Report {
    fn write_task(&self, out: &mut fmt::Formatter<'_>, task: Task) -> fmt::Result {
        writeln!(
            out,
            "{}",
            match task {
                Task::Statements => "Statements: the number that each statement was about, on the evening of that day",
                Task::Series => "Series: people remaining at each point of a count",
                Task::Ending => "Ending: days until the end at each point of a count",
            }
        )?;
        let model = by_operation(&self.cases, task, Method::Model);
        if model.is_empty() {
            return writeln!(out, "  nothing to judge in these tables");
        }
        let rules: Vec<(Baseline, ByOperation)> = Baseline::ALL
            .into_iter()
            .map(|rule| (rule, by_operation(&self.cases, task, Method::Baseline(rule))))
            .filter(|(_, scores)| !scores.is_empty())
            .collect();
        write!(
            out,
            "  {:<24} {:>5}  {:>6} {:>6}  {:>4} {:>4} {:>4} ",
            "operation", "cases", "CRPS", "WIS", "50 %", "80 %", "90 %"
        )?;
        for (rule, _) in &rules {
            write!(out, " {:>11}", rule.to_string())?;
        }
        writeln!(out)?;
        for (operation, (count, score)) in &model {
            write_scores(out, operation, *count, score)?;
            for (_, scores) in &rules {
                match scores.get(operation) {
                    Some((answered, score)) if answered == count => write!(out, " {:>11.3}", score.crps)?,
                    Some((_, score)) => write!(out, " {:>11}", format!("({:.3})", score.crps))?,
                    None => write!(out, " {:>11}", "-")?,
                }
            }
            writeln!(out)?;
        }
        let count = model.values().map(|(count, _)| count).sum();
        if let Some(mean) = self.mean(task, Method::Model) {
            write_scores(out, "mean of operations", count, &mean)?;
        }
        for (rule, _) in &rules {
            match self.mean(task, Method::Baseline(*rule)) {
                Some(mean) => write!(out, " {:>11.3}", mean.crps)?,
                None => write!(out, " {:>11}", "-")?,
            }
        }
        writeln!(out)?;
        if let Some(comparison) = self.compare(task) {
            writeln!(
                out,
                "  CRPS of the model is {:.0} % {} that of the best plain rule that always has an answer: {}",
                100.0 * comparison.gain().abs(),
                if comparison.gain() >= 0.0 { "below" } else { "above" },
                comparison.best
            )?;
        }
        Ok(())
    }
}

fn write_scores(out: &mut fmt::Formatter<'_>, name: &str, count: usize, score: &Score) -> fmt::Result {
    let [half, eighty, ninety] = score.coverage.map(|share| 100.0 * share);
    write!(
        out,
        "  {name:<24} {count:>5}  {:>6.3} {:>6.3}  {half:>4.0} {eighty:>4.0} {ninety:>4.0} ",
        score.crps, score.interval_score
    )
}

/// Every forecast of the model, one a line, with what was true.
#[must_use]
pub fn listed(report: &Report) -> String {
    let mut text = String::new();
    for case in report.cases.iter().filter(|case| case.method == Method::Model) {
        let task = match case.task {
            Task::Statements => "statement",
            Task::Series => "series",
            Task::Ending => "ending",
        };
        let (low, high) = case.interval_80;
        let _ = writeln!(
            text,
            "{task:<9} {:<24} {:>12.1} [{low:.1} – {high:.1}], true {:.1}, CRPS {:.2}  {}",
            case.operation, case.median, case.truth, case.score.crps, case.words
        );
    }
    text
}
