//! `couloir bench replan` and `couloir bench regret`.

use crate::bench::again::{Disturbance, Running, answer, head, row};
use crate::bench::generate::{Family, Size, generate};
use crate::bench::regret::{self, Setting};
use crate::cli::budget::{Stopwatch, duration};
use crate::cli::terminal::Terminal;
use crate::cli::{Search, Stop};
use couloir_model::format::bench;
use couloir_model::quantity::Seconds;
use couloir_planner::Config;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Arguments of `couloir bench replan`.
#[derive(Debug, clap::Args)]
pub(super) struct Replan {
    /// Instances (.json, .json.gz); rich-S, rich-M and rich-L generated from seed 1 when there is none
    instances: Vec<PathBuf>,
    /// How long the plan that is disturbed is searched for
    #[arg(long, value_parser = duration, default_value = "10s")]
    plan_time: Duration,
    /// How long each answer may take
    #[arg(long, value_parser = duration, default_value = "900ms")]
    time: Duration,
    /// Search the plan that is disturbed with so many iterations instead: the same one on every machine
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..), conflicts_with = "plan_time")]
    plan_iterations: Option<u64>,
    /// Search each answer with so many iterations instead
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..), conflicts_with = "time")]
    iterations: Option<u64>,
    /// What the change of a movement must gain, in clearance time
    #[arg(long, value_parser = duration, default_value = "5m")]
    change_worth: Duration,
    /// The seed of all searches
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Replan {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let mut instances = Vec::new();
        for path in &self.instances {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let name = name.split(".json").next().unwrap_or_default().to_owned();
            instances.push((name, super::instance_at(terminal, path)?));
        }
        if self.instances.is_empty() {
            for size in [Size::S, Size::M, Size::L] {
                let instance = generate(Family::Rich, size, 1);
                let read = bench::read_instance(&bench::write_instance(&instance));
                let read = read.map_err(|_| Stop::unusable("a generated instance cannot be read"))?;
                instances.push((instance.name.clone(), read));
            }
        }
        terminal.data(&head());
        let planning = Config { seed: self.seed, iterations: self.plan_iterations, workers: 2 };
        let config = Config { iterations: self.iterations, ..planning };
        for (name, (scenario, travel)) in &instances {
            let search = self.search(self.plan_time, self.plan_iterations);
            let watch = Stopwatch::new(&search, Instant::now(), Duration::ZERO);
            let plan = couloir_planner::plan(scenario, travel, &planning, &watch).plan;
            watch.finish();
            for disturbance in Disturbance::ALL {
                let running = Running { scenario, travel, plan: &plan };
                let search = self.search(self.time, self.iterations);
                let watch = || Stopwatch::new(&search, Instant::now(), self.time / 4);
                let worth = Seconds(self.change_worth.as_secs());
                if let Some(answer) = answer(running, disturbance, &config, worth, watch) {
                    terminal.data(&row(name, &answer));
                }
            }
        }
        Ok(())
    }

    fn search(&self, time: Duration, iterations: Option<u64>) -> Search {
        Search { time, iterations, seed: self.seed, workers: 2, quiet: true }
    }
}

/// Arguments of `couloir bench regret`.
#[derive(Debug, clap::Args)]
pub(super) struct Regret {
    /// Iterations of each plan: the same figures on every machine
    #[arg(long, default_value_t = 20_000)]
    iterations: u64,
    /// Runs of each setting
    #[arg(long, default_value_t = 2)]
    runs: u64,
    /// The size of the instances
    #[arg(long, value_name = "S|M|L", default_value = "M")]
    size: Size,
}

impl Regret {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        terminal.data(&format!(
            "{:>6} {:>10} {:>8} {:>6} {:>10} {:>10} {:>7} {:>9} {:>10} {:>8}",
            "ratio", "deviation", "update", "seed", "perfect", "realised", "regret", "changed", "movements", "updates"
        ));
        let mut ratios = Vec::new();
        let (mut changed, mut movements, mut violations) = (0, 0, 0);
        for ratio_tenths in [20, 30, 40] {
            for deviation_tenths in [2, 4, 6] {
                for minutes in [15, 30, 60] {
                    for seed in 1..=self.runs {
                        let update = Seconds(minutes * 60);
                        let setting = Setting { ratio_tenths, deviation_tenths, update, seed };
                        let outcome = regret::run(&generate(Family::Rich, self.size, seed), &setting, self.iterations);
                        ratios.push(outcome.ratio());
                        changed += outcome.changed;
                        movements += outcome.movements;
                        violations += outcome.violations;
                        terminal.data(&format!(
                            "{:>6.1} {:>10.1} {:>4} min {:>6} {:>10} {:>10} {:>7.3} {:>9} {:>10} {:>8}",
                            ratio_tenths as f64 / 10.0,
                            deviation_tenths as f64 / 10.0,
                            minutes,
                            seed,
                            outcome.perfect.0,
                            outcome.realised.0,
                            outcome.ratio(),
                            outcome.changed,
                            outcome.movements,
                            outcome.updates,
                        ));
                    }
                }
            }
        }
        let mean = ratios.iter().sum::<f64>() / ratios.len().max(1) as f64;
        let worst = ratios.iter().copied().fold(0.0, f64::max);
        terminal.data(&format!(
            "mean {mean:.3}, worst {worst:.3} over {} runs (published: rolling horizon 1.108, re-solved 1.167; bar 1.08); \
             {changed} movements changed, {movements} carried out; rules broken: {violations}",
            ratios.len()
        ));
        Ok(())
    }
}
