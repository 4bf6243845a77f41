//! More can only help: more iterations, one more vehicle, one more berth, more room. On worlds of size S;
//! `couloir bench metamorphic` asks the same of larger ones.
//!
//! Nothing in the search enforces it, so that these fail where the search stops short of its best: they have a command of
//! their own, `cargo test -p couloir-planner --test it metamorphic -- --ignored`.

use crate::worlds::{PLAIN_WORLDS, plain_world};
use couloir_planner::problem::Problem;
use couloir_planner::{Config, Progress, Watch, solve};

struct Patience;

impl Watch for Patience {
    fn improved(&self, _: &Progress) {}

    fn should_stop(&self) -> bool {
        false
    }
}

const ITERATIONS: u64 = 4_000;

/// People not moved, and the clearance.
fn reached(problem: &Problem, iterations: u64) -> (u64, u64) {
    let config = Config { seed: 1, iterations: Some(iterations), workers: 2 };
    let score = solve(problem, &config, &Patience).score;
    (score.not_moved, score.clearance.into())
}

/// Holds each world against the same world with more, and says all that are later by more than 0.5 %.
fn never_worse(more: impl Fn(&mut Problem) -> bool, iterations: u64) {
    let (mut compared, mut worse) = (0, Vec::new());
    for seed in 0..PLAIN_WORLDS {
        let before = plain_world(seed);
        let mut after = before.clone();
        if !more(&mut after) {
            continue;
        }
        let (left, clearance) = reached(&before, ITERATIONS);
        let (left_after, clearance_after) = reached(&after, iterations);
        compared += 1;
        if left_after > left || left_after == left && clearance_after * 1_000 > clearance * 1_005 {
            worse.push(format!("world {seed}: {left} left at {clearance} s, then {left_after} at {clearance_after} s"));
        }
    }
    assert!(compared * 2 > PLAIN_WORLDS, "few worlds have it: {compared}");
    assert!(worse.is_empty(), "{} of {compared} worse:\n{}", worse.len(), worse.join("\n"));
}

#[test]
#[ignore = "slow, and it does not hold yet: docs/benchmarks.md, More can only help"]
fn four_times_the_iterations_never_give_a_later_plan() {
    never_worse(|_| true, 4 * ITERATIONS);
}

#[test]
#[ignore = "slow, and it does not hold yet: docs/benchmarks.md, More can only help"]
fn one_more_vehicle_never_gives_a_later_plan() {
    never_worse(
        |problem| {
            let vehicle = problem.vehicles[0].clone();
            problem.vehicles.push(vehicle);
            true
        },
        ITERATIONS,
    );
}

#[test]
#[ignore = "slow, and it does not hold yet: docs/benchmarks.md, More can only help"]
fn one_more_berth_never_gives_a_later_plan() {
    never_worse(
        |problem| {
            let limited = problem.queues.iter_mut().find_map(|queue| queue.berths.as_mut());
            limited.map(|berths| *berths += 1).is_some()
        },
        ITERATIONS,
    );
}

#[test]
#[ignore = "slow, and it does not hold yet: docs/benchmarks.md, More can only help"]
fn more_room_never_gives_a_later_plan() {
    never_worse(
        |problem| {
            problem.shelters[0].capacity += problem.shelters[0].capacity.div_ceil(10);
            true
        },
        ITERATIONS,
    );
}
