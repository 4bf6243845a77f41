//! Runs seeds of the simulation: `cargo xtask simulate --seeds 20000`.
//!
//! `--from N` begins at another seed, `--hours H` runs until so many hours of the clock have passed, `--threads N` sets how
//! many run at a time, `--first` stops at the first seed that fails. Prints the seeds that failed, the node-hours, and how
//! often each fault happened; every minute the totals so far, so that a run that is cut off has its figures.
#![expect(clippy::print_stdout, reason = "a program for people")]
#![expect(dead_code, reason = "the tests use more of the same modules")]

#[path = "../tests/simulate/mod.rs"]
mod simulate;

use simulate::many;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What to run.
struct Config {
    from: u64,
    seeds: u64,
    hours: Option<f64>,
    threads: usize,
    stops_at_first: bool,
}

fn main() -> ExitCode {
    let config = match Config::of(arguments()) {
        Ok(config) => config,
        Err(fault) => {
            println!("{fault}");
            return ExitCode::from(2);
        }
    };
    std::panic::set_hook(Box::new(|_| {}));
    let begun = now();
    let time = config.hours.map(|hours| Duration::from_secs_f64(hours * 3600.0));
    let (minutes, told) = (AtomicU64::new(0), AtomicU64::new(0));
    let sum = many::run(config.from, config.seeds, config.threads, |sum| {
        let failed = sum.failed.len() as u64;
        if told.swap(failed, Ordering::Relaxed) < failed
            && let Some((seed, message)) = sum.failed.last()
        {
            println!("seed {seed} failed: {}", message.lines().next().unwrap_or_default());
        }
        let minute = begun.elapsed().as_secs() / 60;
        if minutes.swap(minute, Ordering::Relaxed) < minute {
            match minute % 10 {
                0 => println!("minute {minute}: {sum}"),
                _ => println!("minute {minute}: {}", sum.totals()),
            }
        }
        time.is_none_or(|time| begun.elapsed() < time) && !(config.stops_at_first && 0 < failed)
    });
    println!("{:.1} s: {sum}", begun.elapsed().as_secs_f64());
    if sum.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[expect(clippy::disallowed_methods, reason = "an example is a program")]
fn arguments() -> Vec<String> {
    std::env::args().skip(1).collect()
}

#[expect(clippy::disallowed_methods, reason = "an example is a program")]
fn now() -> Instant {
    Instant::now()
}

impl Config {
    fn of(arguments: Vec<String>) -> Result<Self, String> {
        let mut config = Self { from: 0, seeds: 1_000, hours: None, threads: 2, stops_at_first: false };
        let mut rest = arguments.iter();
        while let Some(option) = rest.next() {
            let mut number =
                || rest.next().and_then(|value| value.parse::<f64>().ok()).ok_or(format!("{option} takes a number"));
            match option.as_str() {
                "--from" => config.from = number()? as u64,
                "--seeds" => config.seeds = number()? as u64,
                "--hours" => (config.hours, config.seeds) = (Some(number()?), u64::MAX / 2),
                "--threads" => config.threads = number()? as usize,
                "--first" => config.stops_at_first = true,
                _ => return Err(format!("no such option: {option}")),
            }
        }
        Ok(config)
    }
}
