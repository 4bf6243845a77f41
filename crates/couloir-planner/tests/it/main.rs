//! What the planner promises, over generated worlds, with the judge as the one who knows.

mod judged;
#[allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test reads its instances, and says when it is skipped"
)]
mod pattern;
mod promises;
mod worlds;

#[path = "../support/bench.rs"]
#[allow(clippy::disallowed_methods, reason = "a test reads its instances")]
mod bench;

#[path = "../../../couloir-judge/tests/it/world.rs"]
#[allow(dead_code)]
mod world;
