//! The table of what the planner reaches on instances of the families, beside others and beside the bounds.

use super::peers::{self, GREEDY, Peer};
use super::workshop::{Budget, Run, above_percent};
use couloir_publish::{Axis, Line, Measured, Panel};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What stands above the rows.
#[must_use]
pub fn head() -> String {
    format!(
        "{:<12} {:>7} {:>8} {:>9} {:>9} {:>7} {:>16} {:>7} {:>10}  {:>9} {:>8}  {}",
        "instance",
        "limit",
        "wall",
        "clearance",
        "bound",
        "gap",
        "person-seconds",
        "peak",
        "trips/s",
        "known ≥",
        "greedy",
        "best peer"
    )
}

/// A run as a row of the table.
#[must_use]
pub fn row(run: &Run) -> String {
    let none = || "–".to_owned();
    let beside = Beside::of(run);
    let versus = |peer: Peer| percent(above_percent(run.clearance(), peer.clearance_s));
    let peer = |peer: Peer| format!("{} ({}, {} s) {}", peer.clearance_s, peer.name, peer.limit_s, versus(peer));
    format!(
        "{:<12} {:>7} {:>6.2} s {:>9} {:>9} {:>7} {:>16} {:>4} MB {:>10}  {:>9} {:>8}  {}",
        run.instance,
        run.budget.to_string(),
        run.wall.as_secs_f64(),
        run.clearance(),
        run.bound(),
        gap(run),
        run.figure("person_seconds"),
        run.figure("peak_kb") / 1024,
        run.per_second("trips_timed").map_or_else(none, |rate| format!("{rate:.0}")),
        beside.bound.map_or_else(none, |bound| bound.to_string()),
        beside.greedy.map_or_else(none, versus),
        beside.best.map_or_else(none, peer),
    ) + if run.figure("not_moved") > 0 { "  NOT ALL MOVED" } else { "" }
}

/// `optimal`, `1.3 %`, or `–` without a bound.
#[must_use]
pub fn gap(run: &Run) -> String {
    match run.gap_percent() {
        _ if run.is_proved_optimal() => "optimal".to_owned(),
        Some(gap) => format!("{gap:.1} %"),
        None => "–".to_owned(),
    }
}

fn percent(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| format!("{value:+.1} %"))
}

/// What is known of a published instance.
struct Beside {
    bound: Option<u64>,
    greedy: Option<Peer>,
    best: Option<Peer>,
}

impl Beside {
    /// Others were measured on the published instances; on a generated one their figures would say nothing.
    fn of(run: &Run) -> Self {
        if run.generated {
            return Self { bound: None, greedy: None, best: None };
        }
        let greedy = peers::peers(&run.instance).into_iter().find(|peer| peer.name == GREEDY);
        Self { bound: peers::bound(&run.instance), greedy, best: peers::best(&run.instance) }
    }
}

/// The rows as CSV, one a run.
#[must_use]
pub fn csv(runs: &[Run]) -> String {
    const FIGURES: [&str; 8] =
        ["clearance_s", "bound_s", "person_seconds", "not_moved", "trips", "iterations", "trips_timed", "peak_kb"];
    let mut text = format!("instance,generated,limit,wall_ms,cpu_ms,{}", FIGURES.join(","));
    text.push_str(",known_bound_s,greedy_s,best_peer,best_peer_limit_s,best_peer_s\n");
    for run in runs {
        let limit = run.budget.to_string().replace(' ', "");
        let _ = write!(text, "{},{},{limit},{}", run.instance, run.generated, run.wall.as_millis());
        for name in ["cpu_ms"].into_iter().chain(FIGURES) {
            let _ = write!(text, ",{}", run.figures.get(name).map(u64::to_string).unwrap_or_default());
        }
        let beside = Beside::of(run);
        let number = |value: Option<u64>| value.map(|value| value.to_string()).unwrap_or_default();
        let _ = writeln!(
            text,
            ",{},{},{},{},{}",
            number(beside.bound),
            number(beside.greedy.map(|peer| peer.clearance_s)),
            beside.best.map_or("", |peer| peer.name),
            number(beside.best.map(|peer| peer.limit_s)),
            number(beside.best.map(|peer| peer.clearance_s)),
        );
    }
    text
}

/// `rich-M` of `rich-M-1`.
fn kind(run: &Run) -> &str {
    run.instance.rsplit_once('-').map_or(run.instance.as_str(), |(kind, _)| kind)
}

/// Runs by kind, in the order in which they came, and by budget.
fn kinds(runs: &[Run]) -> Vec<(&str, BTreeMap<Budget, Vec<&Run>>)> {
    let mut kinds: Vec<(&str, BTreeMap<Budget, Vec<&Run>>)> = Vec::new();
    for run in runs {
        let kind = kind(run);
        let position = kinds.iter().position(|(name, _)| *name == kind).unwrap_or_else(|| {
            kinds.push((kind, BTreeMap::new()));
            kinds.len() - 1
        });
        kinds[position].1.entry(run.budget).or_default().push(run);
    }
    kinds
}

/// The lower median; none of nothing.
pub(super) fn median(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len().checked_sub(1)? / 2).copied()
}

/// The median gap of each kind of instance at each limit, and how many are proved optimal.
#[must_use]
pub fn summary(runs: &[Run]) -> String {
    let mut text = String::from("median gap to our own bound\n");
    for (kind, budgets) in kinds(runs) {
        for (budget, runs) in budgets {
            let gap = median(runs.iter().filter_map(|run| run.gap_percent()));
            let gap = gap.map_or("–".to_owned(), |gap| format!("{gap:.1} %"));
            let optimal = runs.iter().filter(|run| run.is_proved_optimal()).count();
            let budget = budget.to_string();
            let _ = writeln!(text, "  {kind:<10} @ {budget:>7}  {gap:>7}   {optimal} of {} proved optimal", runs.len());
        }
    }
    text
}

/// The median gap over the limit: a panel a family, a line a size.
#[must_use]
pub fn chart(runs: &[Run]) -> Measured {
    let mut panels: Vec<Panel> = Vec::new();
    for (kind, budgets) in kinds(runs) {
        let (family, size) = kind.rsplit_once('-').unwrap_or((kind, ""));
        let points = budgets.iter().filter_map(|(budget, runs)| {
            let across = match budget {
                Budget::Time(time) => time.as_secs_f64(),
                Budget::Iterations(count) => *count as f64,
            };
            Some((across, median(runs.iter().filter_map(|run| run.gap_percent()))?))
        });
        let line = Line { name: size.to_owned(), points: points.collect(), joined: true };
        match panels.iter_mut().find(|panel| panel.title == family) {
            Some(panel) => panel.lines.push(line),
            None => panels.push(Panel { title: family.to_owned(), lines: vec![line] }),
        }
    }
    let timed = runs.iter().all(|run| matches!(run.budget, Budget::Time(_)));
    let across = if timed { "time limit of the whole process, s" } else { "iterations" };
    let described: Vec<String> = summary(runs).lines().skip(1).map(|line| line.trim().to_owned()).collect();
    Measured {
        name: "gap".to_owned(),
        title: "Gap of plans to our own proved bound".to_owned(),
        under: format!("median over seeds, by family and size; {} runs", runs.len()),
        description: described.join("; "),
        across: Axis { label: across.to_owned(), logarithmic: true },
        up: Axis { label: "(clearance − bound) / bound, %".to_owned(), logarithmic: false },
        panels,
    }
}
