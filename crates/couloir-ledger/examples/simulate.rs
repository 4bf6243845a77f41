//! Runs seeds of the simulation: `cargo xtask simulate --seeds 20000`.
//!
//! `--from N` begins at another seed, `--hours H` runs until so many hours of the clock have passed, `--threads N` sets how
//! many run at a time, `--first` stops at the first seed that fails. Prints the seeds that failed, the node-hours, and how often each fault happened.
#![expect(clippy::print_stdout, reason = "a program for people")]
#![expect(dead_code, reason = "the tests use more of the same modules")]

#[path = "../tests/simulate/mod.rs"]
mod simulate;

use simulate::faults::{Fault, Tally};
use simulate::simulation::{Outcome, simulate as run};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What to run.
struct Config {
    from: u64,
    seeds: u64,
    hours: Option<f64>,
    threads: usize,
    stops_at_first: bool,
}

#[derive(Default)]
struct Sum {
    seeds: u64,
    whole: u64,
    events: u64,
    node_seconds: u64,
    faults: Tally,
    failed: Vec<(u64, String)>,
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
    let sum = run_all(&config, begun);
    sum.print(begun.elapsed());
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
                "--hours" => config.hours = Some(number()?),
                "--threads" => config.threads = number()? as usize,
                "--first" => config.stops_at_first = true,
                _ => return Err(format!("no such option: {option}")),
            }
        }
        Ok(config)
    }
}

fn run_all(config: &Config, begun: Instant) -> Sum {
    let first = if config.from == 0 { simulate::regressions() } else { Vec::new() };
    let (next, is_over) = (AtomicU64::new(0), AtomicBool::new(false));
    let sum = Mutex::new(Sum::default());
    let time = config.hours.map(|hours| Duration::from_secs_f64(hours * 3600.0));
    let work = || {
        while !is_over.load(Ordering::Relaxed) {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let seed = match usize::try_from(number).ok().and_then(|number| first.get(number)) {
                Some(seed) => *seed,
                None => config.from + number - first.len() as u64,
            };
            let is_done = match time {
                Some(time) => begun.elapsed() >= time,
                None => number >= config.seeds + first.len() as u64,
            };
            if is_done {
                return;
            }
            let outcome = catch_unwind(AssertUnwindSafe(|| run(seed)));
            let mut sum = sum.lock().expect("no thread panics while it adds");
            sum.add(seed, outcome.map_err(|payload| message(payload.as_ref())));
            if config.stops_at_first && !sum.failed.is_empty() {
                is_over.store(true, Ordering::Relaxed);
            }
        }
    };
    std::thread::scope(|scope| (0..config.threads).for_each(|_| drop(scope.spawn(work))));
    sum.into_inner().expect("no thread panics while it adds")
}

fn message(payload: &(dyn std::any::Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().cloned();
    text.or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}

impl Sum {
    fn add(&mut self, seed: u64, outcome: Result<Outcome, String>) {
        self.seeds += 1;
        match outcome {
            Ok(outcome) => {
                self.whole += u64::from(outcome.is_whole);
                self.events += outcome.events;
                self.node_seconds += outcome.node_seconds;
                for (fault, times) in outcome.faults {
                    *self.faults.entry(fault).or_default() += times;
                }
            }
            Err(message) => {
                println!("seed {seed} failed: {}", message.lines().next().unwrap_or_default());
                self.failed.push((seed, message));
            }
        }
    }

    fn print(&self, took: Duration) {
        let Self { seeds, whole, events, node_seconds, .. } = self;
        println!("{seeds} seeds in {:.1} s, {} failed", took.as_secs_f64(), self.failed.len());
        println!(
            "{} node-hours, {events} events; {whole} seeds in which all came through were held against the truth",
            node_seconds / 3600
        );
        for fault in Fault::ALL {
            println!("{:>12}  {}", self.faults.get(&fault).copied().unwrap_or(0), fault.words());
        }
    }
}
