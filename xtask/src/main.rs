//! The daily acts of a developer, one command each: `cargo xtask test`.

use std::process::{Command, ExitCode};

mod kills;
mod network;

const HELP: &str = "\
cargo xtask ACT

  test     everything that CI runs: format, lints, all tests, documentation, and that nothing of it changed the tree
  tests    the tests alone
  network  two network namespaces with a bad link between them: how long a sync takes (as root, with iproute2)
  kills    `couloir record` killed 200 times with each store: nothing acknowledged may be lost";

/// A warning of the documentation is a fault; a page that names the private modules to read next is none.
const RUSTDOCFLAGS: &str = "--deny warnings --allow rustdoc::private_intra_doc_links";

fn main() -> ExitCode {
    let act = std::env::args().nth(1).unwrap_or_default();
    match act.as_str() {
        "network" => return network::run(),
        "kills" => return kills::run(),
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
fn root() -> &'static std::path::Path {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace")
}

/// Runs one step from the root of the workspace.
fn run(step: &[&str]) -> bool {
    let mut command = Command::new(step[0]);
    command.args(&step[1..]).current_dir(root()).env("RUSTDOCFLAGS", RUSTDOCFLAGS);
    match command.status() {
        Ok(status) => status.success(),
        Err(error) => {
            eprintln!("cannot run `{}`: {error}", step[0]);
            false
        }
    }
}
