//! Damages headers, bodies, papers, messages, files and lines of SMS and reads them, until the minutes are over or something is
//! wrong. A file is what `couloir sync file` writes, `.clr`.
//!
//! ```sh
//! cargo run --release -p couloir-ledger --example fuzz_ledger -- --target envelope|messages|file|line --minutes 10 --seed 1
//! ```
//!
//! A fault prints the seed and the number of the bytes that showed it, which give them again.
#![expect(clippy::print_stdout, reason = "a program for people")]
#![expect(clippy::disallowed_methods, reason = "an example is a program")]
#![expect(dead_code, reason = "the simulation uses more of the same modules")]

#[path = "../tests/simulate/mod.rs"]
mod simulate;

use simulate::mutate::{Corpus, Target, check};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let option =
        |name: &str| arguments.iter().position(|argument| argument == name).and_then(|at| arguments.get(at + 1));
    let minutes: f64 = option("--minutes").and_then(|value| value.parse().ok()).unwrap_or(1.0);
    let seed: u64 = option("--seed").and_then(|value| value.parse().ok()).unwrap_or(1);
    let named =
        |target: &Target| option("--target").is_none_or(|name| format!("{target:?}").eq_ignore_ascii_case(name));
    let targets: Vec<Target> = Target::ALL.into_iter().filter(named).collect();
    if targets.is_empty() {
        println!("the targets are: envelope, messages, file, line");
        return ExitCode::from(2);
    }
    let corpus = Corpus::new();
    for target in targets {
        let begun = Instant::now();
        let mut number = 0;
        while begun.elapsed() < Duration::from_secs_f64(minutes * 60.0) {
            let bytes = corpus.damaged(target, seed, number);
            if catch_unwind(AssertUnwindSafe(|| check(target, &bytes))).is_err() {
                println!("{target:?}, seed {seed}, number {number}: {bytes:02x?}");
                return ExitCode::FAILURE;
            }
            number += 1;
        }
        println!("{target:?}: {number} inputs, seed {seed}: no finding");
    }
    ExitCode::SUCCESS
}
