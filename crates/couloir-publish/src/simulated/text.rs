//! Simulated runs as plain text.

use super::{Reading, SimulatedQuantile, TOLD};
use crate::words::without_isolates;
use couloir_model::quantity::Seconds;
use unicode_width::UnicodeWidthStr;

/// Width of a column.
const COLUMN: usize = 15;
/// Width of the names of rows.
const NAME: usize = 24;
/// Names that are listed.
const LISTED: usize = 4;

pub(super) fn text(reading: &Reading) -> String {
    let (simulated, labels) = (reading.simulated, reading.labels);
    let number = |number: u64| reading.words.number(number);
    let colon = reading.words.colon();
    let heading = put(labels.runs, &[&number(simulated.runs), &simulated.seed.to_string()]);
    let policy = if simulated.dispatches { labels.policy_dispatch } else { labels.policy_fixed };
    let mut lines = vec![
        format!("{}{colon}{heading} · {} {}", simulated.scenario.name, labels.plan, simulated.plan),
        format!("{}{colon}{}", labels.disturbance, simulated.disturbance),
        policy.to_owned(),
        labels.simulated.to_owned(),
        String::new(),
        row("", [labels.as_planned.to_owned()].into_iter().chain(TOLD.map(|percent| format!("{percent} %")))),
        row("", ["".to_owned(), labels.of_runs.to_owned()].into_iter()),
    ];
    clearance(reading, &mut lines);
    deadline(reading, &mut lines);
    let [low, middle, high] = simulated.came.map(number);
    lines.push(String::new());
    lines.push(format!("  {}", [format!("{}{colon}{low}", labels.came), middle, high].join(" · ")));
    if simulated.lost_permille > 0 {
        let lost = simulated.lost_permille;
        lines.push(format!("  {}{colon}{}.{:02}", labels.lost, lost / 1000, lost % 1000 / 10));
    }
    if simulated.left_permille > 0 {
        let share = reading.words.percent(simulated.left_permille.into());
        lines.push(format!("  {}", put(labels.left, &[&share])));
        // A nought would read as if nobody were left.
        let people = |left: u64| if left == 0 { "–".to_owned() } else { number(left) };
        let left = TOLD.iter().zip(simulated.left).map(|(percent, left)| format!("{percent} %{colon}{}", people(left)));
        lines.push(format!("  {}{colon}{}", labels.left_people, left.collect::<Vec<_>>().join(" · ")));
        if !simulated.left_at.is_empty() {
            lines.push(format!("  {}{colon}{}", labels.left_at, listed(reading, &simulated.left_at)));
        }
    }
    why(reading, &mut lines);
    let lists = [
        (labels.vehicles, &simulated.vehicles),
        (labels.queues, &simulated.places),
        (labels.passages, &simulated.passages),
    ];
    lines.extend([String::new(), labels.critical.to_owned()]);
    for (name, rows) in lists.into_iter().filter(|(_, rows)| !rows.is_empty()) {
        lines.push(format!("  {}{}", padded(name, 16), listed(reading, rows)));
    }
    without_isolates(&(lines.join("\n") + "\n"))
}

/// The first of some names, each with its share of the runs.
fn listed(reading: &Reading, rows: &[(String, u16)]) -> String {
    let told =
        rows.iter().take(LISTED).map(|(name, share)| format!("{name} {}", reading.words.percent((*share).into())));
    told.collect::<Vec<_>>().join(" · ")
}

fn clearance(reading: &Reading, lines: &mut Vec<String>) {
    let (simulated, labels) = (reading.simulated, reading.labels);
    let all = [(labels.everybody_out, &simulated.clearance), (labels.last_out, &simulated.last_out)];
    // The second row says nothing new when nobody is ever left.
    let rows = if simulated.left_permille > 0 { &all[..] } else { &all[..1] };
    for (name, quantiles) in rows {
        let told: Vec<&SimulatedQuantile> = quantiles.iter().filter(|one| TOLD.contains(&one.percent)).collect();
        let at = |one: &SimulatedQuantile| one.at.map_or(labels.not_reached.to_owned(), |at| reading.at(at));
        let planned = [reading.civil.at(simulated.planned)].into_iter();
        lines.push(row(&format!("  {name}"), planned.chain(told.iter().map(|one| at(one)))));
        let around = told.iter().map(|one| around(reading, one));
        lines.push(row(&format!("    {}", labels.sampling), [String::new()].into_iter().chain(around)));
    }
}

/// How far the quantile may be off since there are only so many runs: half the width of its interval, in whole minutes up.
fn around(reading: &Reading, quantile: &SimulatedQuantile) -> String {
    let (Some(low), Some(high)) = quantile.between else { return String::new() };
    let half = (high.since(low).0).div_ceil(120) * 60;
    format!("± {}", reading.words.duration(Seconds(half)))
}

fn deadline(reading: &Reading, lines: &mut Vec<String>) {
    let (simulated, labels) = (reading.simulated, reading.labels);
    let Some((at, share)) = simulated.scenario.deadline.zip(simulated.in_time_permille) else { return };
    let met = put(labels.deadline_met, &[&reading.words.percent(share.into())]);
    lines.extend([
        String::new(),
        format!("  {} {}{}{met}", labels.deadline, reading.civil.at(at), reading.words.colon()),
    ]);
    if let Some([low, middle, high]) =
        simulated.out_in_time.map(|people| people.map(|count| reading.words.number(count)))
    {
        let colon = reading.words.colon();
        lines.push(format!("  {}{colon}{}", labels.out_in_time, [low, middle, high].join(" · ")));
    }
}

fn why(reading: &Reading, lines: &mut Vec<String>) {
    let (simulated, labels) = (reading.simulated, reading.labels);
    lines.extend([String::new(), row(labels.why, [labels.main_reason.to_owned(), labels.mean.to_owned()].into_iter())]);
    let mut explained = 0;
    for (reason, share, mean) in simulated.reasons.iter().filter(|(_, share, mean)| *share > 0 || mean.abs() >= 60) {
        let duration = reading.words.duration(Seconds(mean.unsigned_abs() / 60 * 60));
        let mean = format!("{} {duration}", if *mean < 0 { '−' } else { '+' });
        let cells = [reading.words.percent((*share).into()), mean].into_iter();
        lines.push(row(&format!("  {}", labels.reason(*reason)), cells));
        explained += u64::from(*share);
    }
    if explained < 1000 {
        let rest = [reading.words.percent(1000_u64.saturating_sub(explained))].into_iter();
        lines.push(row(&format!("  {}", labels.no_later), rest));
    }
}

/// The template with its holes filled in order.
pub(crate) fn put(template: &str, with: &[&str]) -> String {
    with.iter().fold(template.to_owned(), |text, with| text.replacen("{}", with, 1))
}

fn row(name: &str, cells: impl Iterator<Item = String>) -> String {
    let mut line = padded(name, NAME + 8);
    for cell in cells {
        line.push_str(&" ".repeat(COLUMN.saturating_sub(cell.width()).max(1)));
        line.push_str(&cell);
    }
    line.trim_end().to_owned()
}

fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}
