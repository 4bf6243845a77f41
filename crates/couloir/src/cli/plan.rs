//! `couloir plan`: the soonest clearance, judged, with all that people need to carry it out.

use super::demand::Demand;
use super::robust::{self, Robust};
use super::terminal::Terminal;
use super::{Lang, Search, Stop, budget::Stopwatch, default_output, output, shown, verify};
use crate::turn::{Turn, turn};
use couloir_model::format::operation::Operation;
use couloir_model::outlook::Outlook;
use couloir_planner::Config;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Arguments of `couloir plan`.
#[derive(Debug, clap::Args)]
pub(super) struct Plan {
    /// The operation: a folder, a .toml file or an .xlsx workbook
    operation: PathBuf,
    #[command(flatten)]
    demand: Demand,
    #[command(flatten)]
    search: Search,
    #[command(flatten)]
    robust: Robust,
    /// The folder for the plan, its sheets and charts [default: NAME-plan]
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// The language of tables and sheets [default: the operation's first]
    #[arg(long)]
    lang: Option<Lang>,
}

impl Plan {
    pub(super) fn run(&self, terminal: &mut Terminal, started: Instant) -> Result<(), Stop> {
        let (operation, people_from) = self.demand.load(&self.operation, terminal)?;
        let folder = self.output.clone().unwrap_or_else(|| default_output(&self.operation));
        output::claim(&folder, &operation.scenario.name)?;
        let wish = Wish {
            operation: &operation,
            people_from: people_from.as_ref(),
            lang: self.lang,
            robust: Some(&self.robust),
        };
        plan_and_write(terminal, started, wish, &self.search, &folder)
    }
}

/// What is planned for, and in which language it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wish<'a> {
    /// The operation, with the people to plan for.
    pub(super) operation: &'a Operation,
    /// The estimate that these people come from, if they do.
    pub(super) people_from: Option<&'a Outlook>,
    /// The language, if not the operation's first.
    pub(super) lang: Option<Lang>,
    /// How to choose among good plans, if not by the planned clearance.
    pub(super) robust: Option<&'a Robust>,
}

/// Plans an operation, has the plan judged, prints its table and fills `folder`.
pub(super) fn plan_and_write(
    terminal: &mut Terminal,
    started: Instant,
    wish: Wish,
    search: &Search,
    folder: &std::path::Path,
) -> Result<(), Stop> {
    let Wish { operation, people_from, lang, robust } = wish;
    let chosen = robust.and_then(|robust| Some((robust, robust.robust?)));
    let Turn { plan, verdict, .. } = match chosen {
        Some(robust) => robust::search(terminal, started, operation, search, robust)?,
        None => search_for_plan(started, operation, search),
    };
    if verdict.is_valid() {
        let language = lang.map(Into::into).or(operation.scenario.languages.first().copied());
        let made = output::Made { operation, people_from, plan: &plan, verdict: &verdict };
        return output::write(terminal, made, folder, language.unwrap_or(Lang::En.into()));
    }
    // Our own fault, never the user's: the plan is kept as evidence, and no sheet of it can be handed out.
    output::write_evidence(operation, &plan, folder)?;
    terminal.data(&verify::report(&operation.scenario, &plan, &verdict, None));
    let folder = shown(folder);
    Err(Stop::refused(format!("the judge refuses this plan: no sheets are written; report it with {folder}/plan.json")))
}

fn search_for_plan(started: Instant, operation: &Operation, search: &Search) -> Turn {
    // Sheets and charts of a large plan take a moment to write.
    let watch = Stopwatch::new(search, started, (search.time / 20).min(Duration::from_secs(1)));
    let config = Config { seed: search.seed, iterations: search.iterations, workers: search.workers };
    let turn = turn(&operation.scenario, &operation.travel, &config, &watch);
    watch.finish();
    turn
}
