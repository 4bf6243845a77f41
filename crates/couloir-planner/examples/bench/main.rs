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
}

impl Watch for Clock {
    fn improved(&self, progress: &Progress) {
        if self.verbose {
            let seconds = self.begin.elapsed().as_secs_f64();
            println!(
                "  {seconds:.2} s\t{}\t{}\t{}",
                progress.iterations, progress.score.clearance, progress.score.not_moved
            );
        }
    }

    fn should_stop(&self) -> bool {
        self.begin.elapsed().as_secs_f64() >= self.seconds
    }

    fn elapsed_permille(&self) -> Option<u32> {
        Some((self.begin.elapsed().as_secs_f64() / self.seconds * 1000.0) as u32)
    }
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
        let clock = Clock { begin, seconds, verbose: std::env::var("VERBOSE").is_ok() };
        let solution = couloir_planner::solve(&problem, &Config { seed, iterations, workers }, &clock);
        println!(
            "{name}\t{}\t{}\t{} iterations\t{:.2} s",
            solution.score.clearance,
            solution.score.not_moved,
            solution.iterations,
            begin.elapsed().as_secs_f64()
        );
        if let Ok(folder) = std::env::var("OUT") {
            instance::write(&format!("{folder}/{name}.json"), &name, &problem, &solution.schedule);
        }
    }
}
