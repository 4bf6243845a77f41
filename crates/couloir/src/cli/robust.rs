//! `couloir plan --robust`: among good plans the one that holds best when things go wrong.
//!
//! Several searches, each from a seed of its own, give several good plans; each is carried out many times under the same draws, and the
//! one with the soonest quantile of the clearance is taken. Choosing the best of several flatters the choice, so what it gains is told
//! from fresh draws.

use super::simulate::What;
use super::terminal::Terminal;
use super::{Search, Stop, budget::Stopwatch};
use crate::simulation::play;
use crate::turn::{Turn, turn};
use couloir_judge::simulate::{Disturbance, Outcome, Simulation, spread::clearance_at};
use couloir_model::clock::Moment;
use couloir_model::format::operation::Operation;
use couloir_model::quantity::grouped;
use couloir_planner::Config;
use std::time::Instant;

/// Arguments that `couloir plan` shares.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Robust {
    /// Of several good plans take the one whose simulated clearance is soonest at this percentile [default when given alone: 80]
    #[arg(long, value_name = "PERCENT", num_args = 0..=1, default_missing_value = "80", value_parser = clap::value_parser!(u8).range(1..=99))]
    pub(super) robust: Option<u8>,
    #[command(flatten)]
    what: What,
}

/// The shares of the time for each search, in hundredths; what is left is for the simulation. The first search is the longest: it is what
/// would be planned without `--robust`, with less time.
const SHARES: [u32; 4] = [36, 18, 18, 18];

/// The most runs for each plan and the most visits in all, so that a large plan is simulated in seconds.
const RUNS: (u64, u64) = (2000, 30_000_000);

/// A good plan, and how it holds.
struct Candidate {
    turn: Turn,
    value: Value,
}

/// What is compared, in this order: people whom the plan leaves; at the percentile the clearance, the people left, the last arrival; and
/// the planned clearance. Only where as many are left does a sooner last arrival count: a plan that leaves more would look sooner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Value {
    unplanned: u32,
    clearance: Moment,
    missed: u64,
    last_out: Moment,
    planned: Moment,
}

/// Searches several times and takes the plan that holds best at `percent`.
pub(super) fn search(
    terminal: &mut Terminal,
    started: Instant,
    operation: &Operation,
    search: &Search,
    (robust, percent): (&Robust, u8),
) -> Result<Turn, Stop> {
    let disturbance = robust.what.read(terminal)?;
    let turns = turns(started, operation, search);
    // A plan that the judge refuses is our own fault: whoever called says so.
    if let Some(refused) = turns.iter().position(|turn| !turn.verdict.is_valid()) {
        return Ok(turns.into_iter().nth(refused).expect("it has just been found"));
    }
    let visits: u64 =
        turns.iter().flat_map(|turn| turn.plan.trips()).map(|(_, trip)| trip.stops.len() as u64 + 1).sum();
    let runs = (RUNS.1 / visits.max(1)).clamp(200, RUNS.0);
    let simulated = |turn: &Turn, seed: u64| {
        value(operation, turn, (&robust.what, &disturbance), (seed, runs), search.workers, percent)
    };
    let mut candidates: Vec<Candidate> = turns
        .into_iter()
        .map(|turn| Ok(Candidate { value: simulated(&turn, search.seed)?, turn }))
        .collect::<Result<_, Stop>>()?;
    let best = |of: &dyn Fn(&Candidate) -> Value| {
        let least = candidates.iter().enumerate().min_by_key(|(index, candidate)| (of(candidate), *index));
        least.map_or(0, |(index, _)| index)
    };
    let soonest = best(&|one| Value { clearance: one.turn.plan.clearance, missed: 0, ..one.value });
    let mut chosen = best(&|one| one.value);
    let mut lines = vec![format!(
        "robust choice at {percent} % of {} simulated runs ({})",
        grouped(runs.into()),
        robust.what.name()
    )];
    for (index, one) in candidates.iter().enumerate() {
        let at = match one.value {
            Value { clearance: NEVER, missed, last_out, .. } => {
                format!("not reached, {} left, last arrival {last_out}", grouped(missed.into()))
            }
            Value { clearance, .. } => clearance.to_string(),
        };
        let mark = match (index == chosen, index == soonest) {
            (true, true) => "  soonest as planned, and chosen",
            (true, false) => "  chosen",
            (false, true) => "  soonest as planned",
            (false, false) => "",
        };
        lines.push(format!("  plan {}: planned {}, {percent} % {at}{mark}", index + 1, one.turn.plan.clearance));
    }
    if candidates.len() == 1 {
        lines.push("robustness gains nothing here: every search came to the same plan".to_owned());
    } else if chosen == soonest {
        lines.push(format!("robustness gains nothing here: the soonest plan holds best at {percent} % too"));
    } else {
        // Fresh draws, which had no part in the choice.
        let fresh = [soonest, chosen].map(|index| simulated(&candidates[index].turn, search.seed ^ FRESH));
        let [before, after] = fresh;
        let (before, after) = (before?, after?);
        let cost = candidates[chosen].turn.plan.clearance.since(candidates[soonest].turn.plan.clearance);
        if after < before {
            let gain = gained(&before, &after);
            lines.push(format!(
                "robustness costs {cost} of planned clearance and gains {gain} at {percent} %, in fresh draws"
            ));
        } else {
            lines.push("robustness gains nothing in fresh draws: the soonest plan is kept".to_owned());
            chosen = soonest;
        }
    }
    terminal.data(&(lines.join("\n") + "\n"));
    Ok(candidates.swap_remove(chosen).turn)
}

/// In too many runs somebody is left.
const NEVER: Moment = Moment(u64::MAX);

/// What makes a seed one that had no part in the choice.
const FRESH: u64 = 0x5EED_0000_0000_0001;

/// What the choice gains, in words.
fn gained(before: &Value, after: &Value) -> String {
    if before.clearance == NEVER && after.clearance != NEVER {
        return "everybody out where somebody was left".to_owned();
    }
    if after.clearance != NEVER {
        return before.clearance.since(after.clearance).to_string();
    }
    match before.missed.saturating_sub(after.missed) {
        0 => format!("{} until the last arrival, with as many left", before.last_out.since(after.last_out)),
        fewer => format!("{} people who would be left", grouped(fewer.into())),
    }
}

/// Several good plans, no two of them alike, the first from the seed of the command.
fn turns(started: Instant, operation: &Operation, search: &Search) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    for (index, share) in SHARES.iter().enumerate() {
        let part = Search {
            time: search.time * *share / 100,
            iterations: search.iterations.map(|iterations| (iterations * u64::from(*share) / 100).max(1)),
            ..search.clone()
        };
        let started = if index == 0 { started } else { Instant::now() };
        let watch = Stopwatch::new(&part, started, std::time::Duration::ZERO);
        let seed = search.seed.wrapping_add(index as u64);
        let config = Config { seed, iterations: part.iterations, workers: part.workers };
        let turn = turn(&operation.scenario, &operation.travel, &config, &watch);
        watch.finish();
        if turns.iter().all(|other| other.plan.routes != turn.plan.routes || other.plan.convoys != turn.plan.convoys) {
            turns.push(turn);
        }
    }
    turns
}

fn value(
    operation: &Operation,
    turn: &Turn,
    (what, disturbance): (&What, &Disturbance),
    (seed, runs): (u64, u64),
    threads: u8,
    percent: u8,
) -> Result<Value, Stop> {
    let simulation =
        Simulation::of(&operation.scenario, &operation.travel, &turn.plan, disturbance.clone(), what.policy())
            .map_err(|_| Stop::refused("a plan of the search cannot be carried out"))?;
    let outcomes: Vec<Outcome> =
        play(&simulation, seed, runs, threads.into()).into_iter().flat_map(|batch| batch.outcomes).collect();
    let whoever_is_left: Vec<Outcome> =
        outcomes.iter().map(|run| Outcome { clearance: Some(run.last_out), ..*run }).collect();
    let mut missed: Vec<u64> = outcomes.iter().map(|run| run.missed).collect();
    missed.sort_unstable();
    let rank = (missed.len() * usize::from(percent)).div_ceil(100).max(1) - 1;
    Ok(Value {
        unplanned: turn.plan.left().0,
        missed: missed.get(rank).copied().unwrap_or(0),
        clearance: clearance_at(&outcomes, percent).unwrap_or(NEVER),
        last_out: clearance_at(&whoever_is_left, percent).unwrap_or(NEVER),
        planned: turn.plan.clearance,
    })
}
