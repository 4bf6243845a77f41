//! `couloir replan`: the best plan near the one that is carried out, with what it changes, to be read out.

use super::budget::{Stopwatch, duration};
use super::demand::Demand;
use super::terminal::Terminal;
use super::{Lang, Search, Stop, output, shown, situation, verify};
use crate::again::{Alternative, Asked, WORTHS, again, choice};
use couloir_model::format::operation::Operation;
use couloir_model::quantity::Seconds;
use couloir_planner::Config;
use couloir_publish::difference::{Difference, Row, difference, trade_off};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Arguments of `couloir replan`.
#[derive(Debug, clap::Args)]
pub(super) struct Replan {
    /// The operation: a folder, a .toml file or an .xlsx workbook; or a benchmark instance (.json, .json.gz)
    operation: PathBuf,
    #[command(flatten)]
    demand: Demand,
    /// The plan that is carried out
    #[arg(long, value_name = "PLAN")]
    from: PathBuf,
    /// What is known now; `couloir situation` writes one
    #[arg(long, value_name = "SITUATION")]
    situation: PathBuf,
    /// How long to search at most, reading included
    #[arg(long, value_parser = duration, default_value = "1s", conflicts_with = "iterations")]
    time: Duration,
    /// Search this many iterations instead: the same seed then gives the same plan on every machine
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    iterations: Option<u64>,
    /// The seed of the search's random streams
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Parallel searches
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=64))]
    workers: u8,
    /// What the change of a movement that somebody has been told of must gain, in clearance time
    #[arg(long, value_parser = duration, default_value = "5m")]
    change_worth: Duration,
    /// How long before they begin movements are announced
    #[arg(long, value_parser = duration, default_value = "24h")]
    notice: Duration,
    /// By how much a loading or unloading may move before somebody has to be told
    #[arg(long, value_parser = duration, default_value = "10m")]
    tolerance: Duration,
    /// The folder for the new plan, its sheets and charts [default: NAME-plan]
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// The language of tables and sheets [default: the operation's first]
    #[arg(long)]
    lang: Option<Lang>,
}

impl Replan {
    pub(super) fn run(&self, terminal: &mut Terminal, started: Instant) -> Result<(), Stop> {
        let (scenario, travel) = self.demand.scenario(&self.operation, terminal)?;
        let adopted = verify::plan_at(terminal, &self.from, &scenario)?.plan;
        let known = situation::at(terminal, &self.situation, &scenario)?;
        if known.adopted.is_some_and(|plan| plan != adopted.id()) {
            terminal.talk("warning: the situation speaks of another plan than the one given with `--from`");
        }
        let folder = self.output.clone().unwrap_or_else(|| super::default_output(&self.operation));
        output::claim(&folder, &scenario.name)?;
        let asked = Asked {
            scenario: &scenario,
            travel: &travel,
            adopted: &adopted,
            situation: &known,
            notice: Seconds(self.notice.as_secs()),
            tolerance: Seconds(self.tolerance.as_secs()),
            worths: &WORTHS,
        };
        let search = Search {
            time: self.time,
            iterations: self.iterations,
            seed: self.seed,
            workers: self.workers,
            quiet: true,
        };
        let watch = Stopwatch::new(&search, started, self.time / 5);
        let config = Config { seed: self.seed, iterations: self.iterations, workers: self.workers };
        let found = again(&asked, &config, &watch).map_err(|misfits| situation::misfits(terminal, &misfits))?;
        watch.finish();
        let chosen = choice(&found, Seconds(self.change_worth.as_secs()))
            .ok_or_else(|| Stop::unusable("there is nothing to plan"))?;
        terminal.talk(&format!("planned again in {:.2} s", started.elapsed().as_secs_f64()));

        let language = self.lang.map(Into::into).or(scenario.languages.first().copied()).unwrap_or(Lang::En.into());
        let Alternative { plan, verdict, changes, .. } = &found[chosen];
        let difference_input =
            Difference { scenario: &scenario, before: &adopted, after: plan, changes, now: known.now };
        let said = difference(&difference_input, language);
        let rows: Vec<Row> = found.iter().enumerate().map(|(index, one)| row(one, index == chosen)).collect();
        let (table, chart) = trade_off(&scenario, &adopted, &rows, language);
        let operation = Operation { scenario: scenario.clone(), travel: travel.clone(), network: None };
        if !verdict.is_valid() {
            // Our own fault, never the user's.
            output::write_evidence(&operation, plan, &folder)?;
            terminal.data(&verify::report(&scenario, plan, verdict, None));
            let folder = shown(&folder);
            return Err(Stop::refused(format!(
                "the judge refuses this plan: no sheets are written; report it with {folder}/plan.json"
            )));
        }
        let made = output::Made { operation: &operation, people_from: None, plan, verdict };
        output::write(terminal, made, &folder, language)?;
        let keep = |name: &str, text: &str| {
            let path = folder.join(name);
            std::fs::write(&path, text)
                .map_err(|error| Stop::unusable(format!("cannot write `{}`: {error}", shown(&path))))
        };
        keep("changes.txt", &said)?;
        keep("trade-off.svg", &chart)?;
        terminal.data(&format!("\n{said}\n{table}"));
        Ok(())
    }
}

fn row(one: &Alternative, chosen: bool) -> Row {
    Row {
        changes: one.changes.len() as u64,
        clearance: one.plan.clearance,
        left: one.plan.left(),
        worth: one.worth,
        chosen,
    }
}
