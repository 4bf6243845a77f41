//! `couloir binds`: what one more vehicle, berth, escort team, hour or place in a shelter would change.

use super::budget::Stopwatch;
use super::terminal::Terminal;
use super::{Search, Stop, check, verify};
use crate::binds::{Binds as Found, Gain, binds};
use couloir_model::format::situation::Clock;
use couloir_model::plan::Plan;
use couloir_model::quantity::Seconds;
use couloir_model::scenario::Scenario;
use couloir_planner::Config;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Arguments of `couloir binds`.
#[derive(Debug, clap::Args)]
pub(super) struct Binds {
    /// The operation: a folder, a .toml file or an .xlsx workbook; or a benchmark instance (.json, .json.gz)
    operation: PathBuf,
    /// The plan
    plan: PathBuf,
    /// Iterations for each thing that is tried, and for the plan as it is
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u64).range(1..))]
    iterations: u64,
    /// The seed of the searches
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Parallel searches
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=64))]
    workers: u8,
}

impl Binds {
    pub(super) fn run(&self, terminal: &mut Terminal, started: Instant) -> Result<(), Stop> {
        let (scenario, travel) = check::scenario(&self.operation, terminal)?;
        let plan = verify::plan_at(terminal, &self.plan, &scenario)?.plan;
        let search = Search {
            time: Duration::ZERO,
            iterations: Some(self.iterations),
            seed: self.seed,
            workers: self.workers,
            quiet: true,
        };
        let watch = Stopwatch::new(&search, started, Duration::ZERO);
        let config = Config { seed: self.seed, iterations: Some(self.iterations), workers: self.workers };
        let found = binds(&scenario, &travel, &plan, &config, &watch);
        watch.finish();
        terminal.data(&table(&scenario, &plan, &found));
        Ok(())
    }
}

fn table(scenario: &Scenario, plan: &Plan, found: &Found) -> String {
    let clock = Clock::of(scenario);
    let mut lines = vec![format!("What binds plan {}", plan.id().short())];
    lines.push(format!("last arrival {} when it is searched on for as long as each row", clock.write(found.clearance)));
    if found.not_out > 0 {
        let when = scenario.deadline.map_or(String::new(), |deadline| format!(" by {}", clock.write(deadline)));
        lines.push(format!("NOT at a shelter{when}: {} people", found.not_out));
        lines.extend(plan.not_moved.iter().map(|left| {
            format!("  {} at {}: {}", left.people.total(), scenario.site(left.site).name, reason(left.reason))
        }));
    }
    lines.push(String::new());
    lines.push(format!("{:<44} {:>14} {:>14} {:>14}", "with", "people more", "sooner", "at most"));
    lines.extend(found.gains.iter().map(|gain| row(scenario, gain)));
    lines.push(String::new());
    lines.push("`no gain found`: by this search; `at most`: what no plan can exceed, by the lower bound".to_owned());
    lines.join("\n")
}

const fn reason(reason: couloir_model::plan::Reason) -> &'static str {
    use couloir_model::plan::Reason;
    match reason {
        Reason::NoSeats { .. } => "no vehicle has a place of their kind",
        Reason::NoRoom => "no shelter in reach has room",
        Reason::NoRoad => "no road",
        Reason::NoTime => "no time in windows, hours or range",
        Reason::Deadline => "not by the deadline",
        Reason::NotFound => "the search found no way",
    }
}

fn row(scenario: &Scenario, gain: &Gain) -> String {
    let people = if gain.people > 0 { gain.people.to_string() } else { "–".to_owned() };
    let sooner = match gain.sooner {
        Seconds(0) if gain.people == 0 => "no gain found".to_owned(),
        Seconds(0) => "–".to_owned(),
        sooner => sooner.to_string(),
    };
    let at_most = gain.at_most.map_or("unknown".to_owned(), |most| most.to_string());
    format!("{:<44} {people:>14} {sooner:>14} {at_most:>14}", gain.more.describe(scenario))
}
