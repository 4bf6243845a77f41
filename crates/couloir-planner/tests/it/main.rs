//! Tests of the planner against the judge.

mod pattern;

#[path = "../support/bench.rs"]
mod bench;

#[path = "../../../couloir-judge/tests/it/world.rs"]
#[allow(dead_code)]
mod world;
