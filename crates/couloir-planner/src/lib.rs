//! Proposes plans: lower bounds, construction, local search.
//!
//! Read [`plan`] first: it is the whole of it on one screen. [`problem`] is the scenario in the dense form that the
//! search reads, [`routes`] what every vehicle does, [`evaluate`] what that is worth.
//! [`mod@replan`] plans again, near a plan that is being carried out.
//!
//! **Invariant:** knows nothing of maps, of the log, or of the judge. **Invariant:** there is always a plan to give
//! back. **Invariant:** the same input, seed, iterations and workers give the same plan; there is no clock here.

pub mod problem;

pub mod routes;

pub mod evaluate;

pub mod bound;

pub mod replan;

mod compile;

mod constraint;

mod construct;

mod embark;

mod emit;

mod gather;

mod improve;

mod carry_over;

mod mend;

mod near;

mod seed;

mod transport;

use couloir_model::plan::{Making, Plan};
use couloir_model::scenario::Scenario;
use couloir_model::travel::TravelTimes;

use evaluate::plain::Score;
use problem::Problem;
use routes::Schedule;

/// How to search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Config {
    /// The seed of all random streams.
    pub seed: u64,
    /// After how many iterations to stop, over all workers; none: when the watch says so.
    pub iterations: Option<u64>,
    /// Parallel searches.
    pub workers: u8,
}

/// Who watches the search, and stops it. The shell has the clock and the keyboard; this crate has neither.
pub trait Watch: Sync {
    /// A better plan has been found.
    fn improved(&self, progress: &Progress);

    /// Whether to stop now, with the best so far.
    fn should_stop(&self) -> bool;

    /// How much of the time is gone, in thousandths, where there is a limit: the search cools down by it.
    fn elapsed_permille(&self) -> Option<u32> {
        None
    }
}

/// How far the search is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Iterations so far, over all workers.
    pub iterations: u64,
    /// What the best plan is worth.
    pub score: Score,
}

/// The best plan found.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The plan.
    pub plan: Plan,
    /// Trips whose moments were worked out on the way, over all workers.
    pub trips_timed: u64,
}

/// The best routes found for a dense problem.
#[derive(Debug, Clone)]
pub struct Solution {
    /// What every vehicle does, and who is to come no earlier than when.
    pub schedule: Schedule,
    /// What that is worth.
    pub score: Score,
    /// Iterations that it took, over all workers.
    pub iterations: u64,
    /// Trips whose moments were worked out on the way, over all workers.
    pub trips_timed: u64,
    /// What no plan that moves everybody can beat.
    pub bound: bound::Bound,
}

/// Plans an operation: bound, construct, improve, prove.
///
/// Where a watch knows the time, the proof grows beside the search; where iterations are counted, it comes first, with so
/// much work as they allow. Either way the search stops at a plan that is proved to be the soonest.
#[must_use]
pub fn plan(scenario: &Scenario, travel: &TravelTimes, config: &Config, watch: &dyn Watch) -> Outcome {
    let compiled = compile::compile(scenario, travel);
    let transport = transport::Transport::solve(&compiled.problem);
    let both = (&compiled, &transport);
    let goal = bound::goal::Goal::default();
    let solution = match config.iterations {
        Some(iterations) => {
            goal.prove_counted(scenario, travel, both, iterations, watch);
            search(&compiled.problem, &transport, config, watch, &goal)
        }
        None => std::thread::scope(|scope| {
            let proof = scope.spawn(|| goal.prove_beside(scenario, travel, both, watch));
            let solution = search(&compiled.problem, &transport, config, watch, &goal);
            goal.stop();
            // There is a plan to give back whatever becomes of the proof.
            let _ = proof.join();
            solution
        }),
    };
    let made = Making {
        program: format!("couloir {}", env!("CARGO_PKG_VERSION")),
        seed: config.seed,
        iterations: solution.iterations,
        workers: config.workers.max(1).into(),
    };
    let bound = (solution.score.not_moved == 0).then(|| goal.best(compiled.name_bound(solution.bound)));
    let plan = emit::emit(scenario, travel, &compiled, &solution.schedule, emit::Heading { made, said: None, bound });
    Outcome { plan, trips_timed: solution.trips_timed }
}

/// Solves a dense problem, with the simple bounds alone.
#[must_use]
pub fn solve(problem: &Problem, config: &Config, watch: &dyn Watch) -> Solution {
    search(problem, &transport::Transport::solve(problem), config, watch, &bound::goal::Goal::default())
}

fn search(
    problem: &Problem,
    transport: &transport::Transport,
    config: &Config,
    watch: &dyn Watch,
    goal: &bound::goal::Goal,
) -> Solution {
    let near = near::Near::new(problem);
    let worth = construct::Worth::new(problem, &near, transport);
    let first = construct::dispatch(problem, &near, &worth, transport, &|| watch.should_stop());
    let first = construct::with_convoys(first);
    watch.improved(&Progress { iterations: 0, score: first.score() });
    let bound = bound::clearance(problem, transport);
    goal.raise(bound.at_least);
    let terrain = improve::Terrain {
        problem,
        near: &near,
        worth: &worth,
        holds: construct::holds(problem, transport),
        examines_both_ways: problem.examines_both_ways(),
    };
    improve::run(&terrain, first, bound, goal, config, watch)
}
