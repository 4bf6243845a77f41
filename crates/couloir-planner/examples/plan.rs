//! Plans benchmark instances as a whole, passages and all, and has the judge look: `plan SECONDS SEED INSTANCE…`.
//!
//! Prints one line an instance: clearance, bound and gap, who is left, iterations, convoys, and the judge's word. Seconds are
//! those of the processor, as if each of the two workers had one to itself: machines are shared.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "an example is a shell: it reads files and a clock"
)]

#[path = "../tests/support/bench.rs"]
mod bench;

use couloir_planner::{Config, Progress, Watch, plan};
use std::path::PathBuf;

struct Clock {
    begin: f64,
    seconds: f64,
    verbose: bool,
}

impl Watch for Clock {
    fn improved(&self, progress: &Progress) {
        if self.verbose {
            let (gone, score) = (cpu_seconds() - self.begin, progress.score);
            println!(
                "  {gone:.2}\t{}\t{}\t{}\t{}",
                progress.iterations, score.clearance, score.not_moved, score.excess
            );
        }
    }

    fn should_stop(&self) -> bool {
        cpu_seconds() - self.begin >= 2.0 * self.seconds
    }

    fn elapsed_permille(&self) -> Option<u32> {
        Some((500.0 * (cpu_seconds() - self.begin) / self.seconds) as u32)
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
    let iterations = std::env::var("ITERATIONS").ok().and_then(|text| text.parse().ok());
    for path in arguments.map(PathBuf::from) {
        let (scenario, travel) = bench::read(&path);
        let clock = Clock { begin: cpu_seconds(), seconds, verbose: std::env::var("VERBOSE").is_ok() };
        let plan = plan(&scenario, &travel, &Config { seed, iterations, workers: 2 }, &clock).plan;
        let verdict = couloir_judge::verify(&scenario, &travel, &plan);
        let bound = plan.bound.map_or(0, |bound| bound.at_least.0);
        println!(
            "{}\t{}\tbound {bound} {:?}\tgap {:.1} %\tleft {}\t{} iterations\t{} convoys\t{}",
            path.file_stem().unwrap_or_default().to_string_lossy(),
            plan.clearance.0,
            plan.bound.map(|bound| bound.binding),
            100.0 * (plan.clearance.0 as f64 / bound.max(1) as f64 - 1.0),
            plan.left(),
            plan.made.iterations,
            plan.convoys.len(),
            if verdict.is_valid() { "valid" } else { "NOT VALID" },
        );
        for violation in verdict.violations.iter().take(3) {
            println!("{}", violation.finding(&scenario));
        }
    }
}
