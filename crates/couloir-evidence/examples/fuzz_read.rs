//! Mutates texts and reads them, until the minutes are over or something is wrong.
//!
//! ```sh
//! cargo run --release -p couloir-evidence --example fuzz_read -- --minutes 10 --seed 1 [--corpus DIR]
//! ```
//!
//! A fault prints the seed and number of the text that showed it, and the text itself; put it into `tests/texts/fuzz/`,
//! where the tests read it for ever after.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "an example is a small shell of its own"
)]

#[path = "../tests/it/mutate.rs"]
mod mutate;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let option =
        |name: &str| arguments.iter().position(|argument| argument == name).and_then(|at| arguments.get(at + 1));
    let minutes: f64 = option("--minutes").and_then(|value| value.parse().ok()).unwrap_or(1.0);
    let seed: u64 = option("--seed").and_then(|value| value.parse().ok()).unwrap_or(1);
    let mut corpus = mutate::corpus();
    for folder in arguments.windows(2).filter(|pair| pair[0] == "--corpus").map(|pair| &pair[1]) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            corpus.extend(std::fs::read(entry.path()));
        }
    }
    let begun = Instant::now();
    let (mut texts, mut bytes) = (0u64, 0usize);
    while begun.elapsed() < Duration::from_secs_f64(minutes * 60.0) {
        let text = mutate::mutated(&corpus, seed, texts);
        let fault = catch_unwind(AssertUnwindSafe(|| mutate::check(&text))).unwrap_or_else(|_| Err("panicked".into()));
        if let Err(fault) = fault {
            println!("seed {seed}, text {texts}: {fault}\n{:?}", String::from_utf8_lossy(&text));
            return ExitCode::FAILURE;
        }
        texts += 1;
        bytes += text.len();
    }
    println!("{texts} texts, {bytes} bytes, seed {seed}: no finding");
    ExitCode::SUCCESS
}
