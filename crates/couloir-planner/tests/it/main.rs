//! Tests of the planner against the judge.

#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "tests read instances and say what they skip")]

mod pattern;

#[path = "../support/bench.rs"]
mod bench;

#[path = "../../../couloir-judge/tests/it/world.rs"]
#[allow(dead_code)]
mod world;
