//! The daily acts of a developer, one command each: `cargo xtask test`.

mod kills;
mod mutations;
mod network;

use std::path::Path;
use std::process::{Command, ExitCode};

const HELP: &str = "\
cargo xtask ACT

  test     everything that CI runs: format, lints, all tests, documentation, and that nothing of it changed the tree
  tests    the tests alone
  network  two network namespaces with a bad link between them: how long a sync takes (as root, with iproute2)
  kills    `couloir record` killed 200 times with each store: nothing acknowledged may be lost

  simulate [--seeds N] [--from N] [--hours H] [--threads N]
           the ledger under bad networks, disks, clocks and thieves; prints seeds, node-hours and faults by kind
  mutations [SEEDS]
           faults put into a copy of the ledger, and the seed of the simulation that finds each";

/// A warning of the documentation is a fault; a page that names the private modules to read next is none.
const RUSTDOCFLAGS: &str = "--deny warnings --allow rustdoc::private_intra_doc_links";

/// The seed of generated worlds. Here it stands still: what fails has been broken by the change that is tried. Plain
/// `cargo test` draws new worlds each time, and `PROPTEST_CASES=2000` draws more of them.
const WORLDS: &str = "PROPTEST_RNG_SEED";
/// How many operations the simulation of the ledger plays in the tests; at the desk a plain `cargo test` plays fewer.
const SEEDS: &str = "20000";

fn main() -> ExitCode {
    let act = std::env::args().nth(1).unwrap_or_default();
    let rest: Vec<String> = std::env::args().skip(2).collect();
    match act.as_str() {
        "network" => return network::run(),
        "kills" => return kills::run(),
        "simulate" => return simulate(&rest),
        "mutations" => return try_mutations(&rest),
        _ => {}
    }
    let steps: &[&[&str]] = match act.as_str() {
        "test" => &[
            &["cargo", "fmt", "--all", "--check"],
            &["cargo", "clippy", "--workspace", "--all-targets", "--locked", "--", "--deny", "warnings"],
            &["cargo", "test", "--workspace", "--locked"],
            &["cargo", "doc", "--workspace", "--no-deps", "--locked"],
            &["git", "diff", "--exit-code", "--stat"],
        ],
        "tests" => &[&["cargo", "test", "--workspace"]],
        _ => {
            eprintln!("{HELP}");
            return ExitCode::from(2);
        }
    };
    for step in steps {
        eprintln!("\n=== {}", step.join(" "));
        if !run(step) {
            eprintln!("\nfailed: {}", step.join(" "));
            return ExitCode::FAILURE;
        }
    }
    eprintln!("\nall of `cargo xtask {act}` passed");
    ExitCode::SUCCESS
}

/// The root of the workspace.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace")
}

fn simulate(options: &[String]) -> ExitCode {
    let program = ["cargo", "run", "--release", "--locked", "-p", "couloir-ledger", "--example", "simulate", "--"];
    let step: Vec<&str> = program.into_iter().chain(options.iter().map(String::as_str)).collect();
    if run(&step) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn try_mutations(options: &[String]) -> ExitCode {
    let seeds = options.first().and_then(|seeds| seeds.parse().ok()).unwrap_or(2_000);
    match mutations::run(root(), seeds) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

/// Runs one step from the root of the workspace.
fn run(step: &[&str]) -> bool {
    let mut command = Command::new(step[0]);
    command.args(&step[1..]).current_dir(root()).env("RUSTDOCFLAGS", RUSTDOCFLAGS);
    if std::env::var_os(WORLDS).is_none() {
        command.env(WORLDS, "1");
    }
    if std::env::var_os("COULOIR_SEEDS").is_none() {
        command.env("COULOIR_SEEDS", SEEDS);
    }
    match command.status() {
        Ok(status) => status.success(),
        Err(error) => {
            eprintln!("cannot run `{}`: {error}", step[0]);
            false
        }
    }
}
