//! What the planner promises, over generated worlds, with the judge as the one who knows.

#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "tests read instances and say what they skip")]

mod again;
mod brute;
mod judged;
mod metamorphic;
mod pattern;
mod promises;
mod worlds;

#[path = "../support/bench.rs"]
mod bench;

#[path = "../../../couloir-judge/tests/it/formation.rs"]
mod formation;

#[path = "../../../couloir-judge/tests/it/world.rs"]
#[allow(dead_code)]
mod world;
