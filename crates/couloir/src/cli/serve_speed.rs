//! `couloir bench serve`: posts and screens on the server of a bundled operation.

use super::terminal::Terminal;
use super::{Stop, budget::duration};
use crate::bench::serve::{Load, Measured, measure, percentile};
use std::time::Duration;

/// Arguments of `couloir bench serve`.
#[derive(Debug, clap::Args)]
pub(super) struct ServeSpeed {
    /// Posts, each of which polls and records
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=5000))]
    posts: u32,
    /// Screens, each of which listens for changes
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(0..=1000))]
    screens: u32,
    /// For how long
    #[arg(long, value_parser = duration, default_value = "30s")]
    time: Duration,
    /// From one act of a post to its next
    #[arg(long, value_parser = duration, default_value = "10s")]
    pause: Duration,
}

/// The slowest that 99 of 100 answers may be, in milliseconds, and the most memory, in MB.
const BARS: (f64, u64) = (100.0, 300);

impl ServeSpeed {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let fault = |error: std::io::Error| Stop::unusable(format!("cannot measure the server: {error}"));
        let program = std::env::current_exe().map_err(fault)?;
        let folder = std::env::temp_dir().join(format!("couloir-bench-serve-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(fault)?;
        let Self { posts, screens, time, pause } = *self;
        let measured = measure(&program, &folder, Load { posts, screens, time, pause });
        let _ = std::fs::remove_dir_all(&folder);
        let measured = measured.map_err(fault)?;
        terminal.talk(&format!("{posts} posts that act every {} s, {screens} screens", pause.as_secs_f64()));
        terminal.data(&table(measured));
        Ok(())
    }
}

fn table(measured: Measured) -> String {
    let mut lines =
        vec![format!("{:30}{:>8}{:>10}{:>10}{:>10}{:>10}", "", "answers", "p50 ms", "p95 ms", "p99 ms", "max ms")];
    let mut worst = 0.0_f64;
    for (name, mut values) in measured.rows {
        let of = |percent| percentile(&mut values.clone(), percent);
        worst = worst.max(of(99));
        let cells = [50, 95, 99, 100].map(|percent| format!("{:>10.1}", of(percent))).concat();
        lines.push(format!("{name:30}{:>8}{cells}", values.len()));
        values.clear();
    }
    let verdict = |holds: bool| if holds { "held" } else { "missed" };
    lines.push(format!("p99 of all: {worst:.1} ms (bar: below {} ms): {}", BARS.0, verdict(worst < BARS.0)));
    let lost = measured.acknowledged.saturating_sub(measured.logged);
    let (acknowledged, logged, behind) = (measured.acknowledged, measured.logged, measured.behind);
    lines.push(format!(
        "events acknowledged: {acknowledged}, in the log: {logged}, lost: {lost}, refusals: {}, screens behind at the end: {behind}: {}",
        measured.faults,
        verdict(acknowledged == logged && behind == 0 && measured.faults == 0),
    ));
    if let Some(peak) = measured.peak_kb {
        let peak = peak / 1024;
        lines.push(format!("memory at most: {peak} MB (bar: below {} MB): {}", BARS.1, verdict(peak < BARS.1)));
    }
    if let Some(cpu) = measured.cpu_ms {
        lines.push(format!(
            "processor: {:.2} cores over {:.0} s",
            cpu as f64 / 1e3 / measured.seconds,
            measured.seconds
        ));
    }
    lines.join("\n")
}
