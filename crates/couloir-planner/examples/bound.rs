//! Proves the vehicle-pattern bound of benchmark instances: `bound INSTANCE… [--seconds N] [--steps N] [--work MILLIONS]`.
//!
//! Prints one line an instance: the bound and the most that can be proved on this grid in seconds, the grid, pricings,
//! seconds to prove, the judge's word on the certificate and seconds to check it.

#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "an example is a shell: it reads files and a clock"
)]

#[path = "../tests/support/bench.rs"]
mod bench;

use couloir_planner::bound::pattern::{Config, Observer, prove};
use std::path::PathBuf;
use std::time::Instant;

/// The time that there is for one instance.
struct Clock {
    begun: Instant,
    seconds: f64,
}

impl Observer for Clock {
    fn should_stop(&self) -> bool {
        self.begun.elapsed().as_secs_f64() >= self.seconds
    }

    fn elapsed_permille(&self) -> Option<u32> {
        Some((self.begun.elapsed().as_secs_f64() / self.seconds * 1000.0) as u32)
    }
}

fn main() {
    let mut config = Config { work_max: u64::MAX, ..Config::default() };
    let mut instances = Vec::new();
    let mut arguments = std::env::args().skip(1);
    let mut seconds = 60;
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().and_then(|text| text.parse().ok()).expect("a number after the option");
        match argument.as_str() {
            "--steps" => config.steps = number(),
            "--work" => config.work_max = u64::from(number()) * 1_000_000,
            "--pricings" => config.pricings_max = number(),
            "--sequences" => config.sequences_max = u64::from(number()),
            "--seconds" => seconds = number(),
            path => instances.push(PathBuf::from(path)),
        }
    }
    println!("instance,bound_s,possible_s,step_s,trips,pricings,seconds,checked,check_seconds");
    for path in instances {
        let (scenario, travel) = bench::read(&path);
        let begun = Instant::now();
        let proof = prove(&scenario, &travel, &config, &Clock { begun, seconds: f64::from(seconds) });
        let spent = begun.elapsed().as_secs_f64();
        let possible = proof.at_most.map_or(String::new(), |moment| moment.0.to_string());
        let (bound, step, trips) = (proof.at_least.0, proof.step().0, proof.certificate.trips);
        let begun = Instant::now();
        let word = match couloir_judge::certificate::check(&scenario, &travel, &proof.certificate) {
            Ok(moment) if moment == proof.at_least => "proved".to_owned(),
            Ok(moment) => format!("proves {} s", moment.0),
            Err(refusal) => refusal.to_string(),
        };
        let checked = begun.elapsed().as_secs_f64();
        let line = format!("{bound},{possible},{step},{trips:?},{},{spent:.2},{word},{checked:.2}", proof.pricings);
        println!("{},{line}", scenario.name);
    }
}
