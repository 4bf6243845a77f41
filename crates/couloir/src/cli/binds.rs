//! `couloir binds`: what one more vehicle, berth, escort team, hour or place in a shelter would change.

use super::budget::Stopwatch;
use super::terminal::Terminal;
use super::{Lang, Search, Stop, check, verify};
use crate::binds::{Binds as Found, Gain, binds};
use couloir_model::plan::Plan;
use couloir_model::scenario::{Language, Scenario};
use couloir_planner::Config;
use couloir_publish::gains;
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
    /// The language of the table [default: the operation's first]
    #[arg(long)]
    lang: Option<Lang>,
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
        let language = self.lang.map(Into::into).or(scenario.languages.first().copied()).unwrap_or(Lang::En.into());
        terminal.data(table(&scenario, &plan, &found, language).trim_end());
        Ok(())
    }
}

/// The table in `language`.
fn table(scenario: &Scenario, plan: &Plan, found: &Found, language: Language) -> String {
    let one = |gain: &Gain| gains::Gain {
        more: gain.more.named(scenario),
        people: gain.people,
        sooner: gain.sooner,
        at_most: gain.at_most,
    };
    let rows: Vec<gains::Gain> = found.gains.iter().map(one).collect();
    let Found { clearance, not_out, .. } = *found;
    gains::gains(&gains::Gains { scenario, plan, clearance, not_out, rows: &rows }, language)
}
