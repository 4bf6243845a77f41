//! Solves benchmark instances and prints what comes out: `cargo run --release -p couloir-planner --example bench --
//! SECONDS SEED INSTANCE…`. Clearance times are those of the plain evaluation; plans go to `OUT/NAME.json` when the
//! environment names a folder `OUT`, for the independent checker.

#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::disallowed_types)]

mod instance;

use std::time::Instant;

use couloir_planner::{Config, Progress, Watch};

struct Clock {
    begin: Instant,
    seconds: f64,
    verbose: bool,
    cpu_begin: f64,
    cpu_workers: Option<f64>,
}

impl Watch for Clock {
    fn improved(&self, progress: &Progress) {
        if self.verbose {
            let seconds = self.elapsed();
            println!(
                "  {seconds:.2} s\t{}\t{}\t{}",
                progress.iterations, progress.score.clearance, progress.score.not_moved
            );
        }
    }

    fn should_stop(&self) -> bool {
        self.elapsed() >= self.seconds
    }

    fn elapsed_permille(&self) -> Option<u32> {
        Some((self.elapsed() / self.seconds * 1000.0) as u32)
    }
}

impl Clock {
    /// Seconds gone; on a machine shared with others, those of the processor, as if each worker had one to itself.
    fn elapsed(&self) -> f64 {
        match self.cpu_workers {
            None => self.begin.elapsed().as_secs_f64(),
            Some(workers) => (cpu_seconds() - self.cpu_begin) / workers,
        }
    }
}

/// Seconds of processor time that this process has used, where the system says so.
fn cpu_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |index: usize| fields.get(index).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let seconds: f64 = arguments.next().and_then(|text| text.parse().ok()).expect("seconds");
    let seed: u64 = arguments.next().and_then(|text| text.parse().ok()).expect("a seed");
    let workers: u8 = std::env::var("WORKERS").ok().and_then(|text| text.parse().ok()).unwrap_or(2);
    let iterations = std::env::var("ITERATIONS").ok().and_then(|text| text.parse().ok());
    for path in arguments {
        let begin = Instant::now();
        let (name, problem) = instance::read(&path);
        let cpu_workers = std::env::var("CPU").is_ok().then_some(f64::from(workers));
        let verbose = std::env::var("VERBOSE").is_ok();
        let clock = Clock { begin, seconds, verbose, cpu_begin: cpu_seconds(), cpu_workers };
        let solution = couloir_planner::solve(&problem, &Config { seed, iterations, workers }, &clock);
        println!(
            "{name}\t{}\tbound {}\tgap {:.1} %\tleft {}\t{} iterations\t{:.2} s",
            solution.score.clearance,
            solution.bound.at_least,
            100.0 * (f64::from(solution.score.clearance) / f64::from(solution.bound.at_least.max(1)) - 1.0),
            solution.score.not_moved,
            solution.iterations,
            begin.elapsed().as_secs_f64()
        );
        if let Ok(folder) = std::env::var("OUT") {
            instance::write(&format!("{folder}/{name}.json"), &name, &problem, &solution.schedule);
        }
    }
}
