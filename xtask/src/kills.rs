//! `cargo xtask kills`: the built program is killed while it records, with each store, and nothing acknowledged may be lost.

use std::process::{Command, ExitCode};

/// How often, where `COULOIR_KILLS` does not say.
const KILLS: &str = "200";

pub(crate) fn run() -> ExitCode {
    let kills = std::env::var("COULOIR_KILLS").unwrap_or_else(|_| KILLS.to_owned());
    let mut tests = Command::new("cargo");
    tests.args([
        "test",
        "--locked",
        "--package",
        "couloir",
        "--test",
        "it",
        "--",
        "killed_at_any_moment",
        "--nocapture",
    ]);
    tests.env("COULOIR_KILLS", kills).current_dir(crate::root());
    match tests.status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}
