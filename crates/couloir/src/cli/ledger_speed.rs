//! `couloir bench ledger`: how fast the ledger is, and how few bytes it hands over.

use super::terminal::Terminal;
use super::{Stop, shown};
use crate::bench::ledger::{Measured, Size, measure};
use crate::cipher::Cipher;
use crate::store::sqlite::Sqlite;
use crate::store::{Kept, Mark, StoreError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Arguments of `couloir bench ledger`.
#[derive(Debug, clap::Args)]
pub(super) struct LedgerSpeed {
    /// Devices that write
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u32).range(2..=10_000))]
    devices: u32,
    /// Events
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(1_000..=10_000_000))]
    events: u32,
    /// Days over which they spread
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(2..=365))]
    days: u32,
    /// The seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Keep them in a new SQLite file as well, and measure that
    #[arg(long, value_name = "FILE.sqlite")]
    store: Option<PathBuf>,
    /// Measure a thousand, ten thousand, … events up to `--events` instead, a line each
    #[arg(long, conflicts_with = "store")]
    curve: bool,
}

impl LedgerSpeed {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let size = Size { devices: self.devices, events: self.events, days: self.days };
        if self.curve {
            terminal.data(&curve(size, self.seed));
            return Ok(());
        }
        measure_ledger(terminal, size, self.seed, self.store.as_deref())
    }
}

/// How the times grow with the number of events.
fn curve(largest: Size, seed: u64) -> String {
    let mut lines = vec!["    events     verify/s      day, s     read, s    books, s".to_owned()];
    let sizes =
        std::iter::successors(Some(1_000), |events| Some(events * 10)).take_while(|events| *events <= largest.events);
    for events in sizes {
        let (measured, _, _) = measure(Size { events, ..largest }, seed);
        let verified = measured.first_events as f64 / measured.first_receive.as_secs_f64();
        let day = (measured.day_offer + measured.day_receive).as_secs_f64();
        let (read, fold) = (measured.read.as_secs_f64(), measured.fold.as_secs_f64());
        lines.push(format!("{events:>10} {verified:>12.0} {day:>11.3} {read:>11.3} {fold:>11.3}"));
    }
    lines.join("\n")
}

/// Measures the ledger, and where a file is named the store too.
fn measure_ledger(terminal: &mut Terminal, size: Size, seed: u64, store: Option<&Path>) -> Result<(), Stop> {
    let (measured, founding, changes) = measure(size, seed);
    let rate = |events: usize, time: Duration| format!("{:.0} events/s", events as f64 / time.as_secs_f64());
    let density =
        |bytes: usize, events: usize| format!("{:.1} KiB per 1,000 events", bytes as f64 / events as f64 / 1.024);
    let seconds = |time: Duration| format!("{:.3} s", time.as_secs_f64());
    let all = size.events as usize;
    let Measured { first_events, first_bytes, day_events, day_bytes, .. } = measured;
    let lines = [
        format!("{} events of {} devices over {} days", size.events, size.devices, size.days),
        format!("record       {}  {}", seconds(measured.record), rate(all, measured.record)),
        format!("first sync   {first_bytes} bytes, {}", density(first_bytes, first_events)),
        format!("  verify     {}  {}", seconds(measured.first_receive), rate(first_events, measured.first_receive)),
        format!("one day      {day_events} events, frontier {} bytes out, one bundle back", measured.frontier_bytes),
        format!("  bundle     {day_bytes} bytes, {}", density(day_bytes, day_events)),
        format!("  offer      {}", seconds(measured.day_offer)),
        format!("  verify     {}  {}", seconds(measured.day_receive), rate(day_events, measured.day_receive)),
        format!("read all     {}", seconds(measured.read)),
        format!("books        {}, {} discrepancies", seconds(measured.fold), measured.discrepancies),
    ];
    terminal.data(&lines.join("\n"));
    let Some(path) = store else { return Ok(()) };
    let fault = |error: StoreError| Stop::unusable(format!("cannot use `{}`: {error}", shown(path)));
    let mut store = Kept::new(Box::new(Sqlite::open(path).map_err(fault)?), Cipher::new(&[7; 32]));
    store.found(&founding).map_err(fault)?;
    let started = Instant::now();
    for batch in changes.chunks(10_000) {
        store.keep(batch).map_err(fault)?;
    }
    let kept = started.elapsed();
    let started = Instant::now();
    let read = store.changes(Mark::default()).map_err(fault)?.0.len();
    terminal.data(&format!(
        "store        {}  {} in batches of 10,000\nread back    {}, {read} rows",
        seconds(kept),
        rate(all, kept),
        seconds(started.elapsed())
    ));
    Ok(())
}
