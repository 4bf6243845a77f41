//! `couloir bench ledger`: how fast the ledger is, and how few bytes it hands over.

use super::Stop;
use super::terminal::Terminal;
use crate::bench::ledger::{Measured, Size, measure};
use crate::cipher::Cipher;
use crate::store::postgresql::Postgresql;
use crate::store::sqlite::Sqlite;
use crate::store::{Kept, Mark, Store, StoreError};
use couloir_ledger::papers::Founding;
use couloir_ledger::replica::Change;
use std::path::Path;
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
    /// Keep them in a new SQLite file, or in a PostgreSQL database, as well, and measure that
    #[arg(long, value_name = "FILE.sqlite | postgres://…")]
    store: Option<String>,
    /// Measure a thousand, ten thousand, … events up to `--events` instead, a line each
    #[arg(long)]
    curve: bool,
}

impl LedgerSpeed {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let size = Size { devices: self.devices, events: self.events, days: self.days };
        if self.curve {
            terminal.data(&curve(size, self.seed, self.store.as_deref())?);
            return Ok(());
        }
        measure_ledger(terminal, size, self.seed, self.store.as_deref())
    }
}

/// How the times grow with the number of events.
fn curve(largest: Size, seed: u64, at: Option<&str>) -> Result<String, Stop> {
    let stored = if at.is_some() { "  verify and store/s" } else { "" };
    let mut lines = vec![format!("    events     verify/s      day, s     read, s    books, s{stored}")];
    let sizes =
        std::iter::successors(Some(1_000), |events| Some(events * 10)).take_while(|events| *events <= largest.events);
    for events in sizes {
        let (measured, founding, changes) = measure(Size { events, ..largest }, seed);
        let verified = measured.first_events as f64 / measured.first_receive.as_secs_f64();
        let day = (measured.day_offer + measured.day_receive).as_secs_f64();
        let (read, fold) = (measured.read.as_secs_f64(), measured.fold.as_secs_f64());
        let stored = match at {
            Some(at) => {
                let kept = Stored::measure(&at.replace(".sqlite", &format!("-{events}.sqlite")), &founding, &changes)?;
                let all = measured.first_receive + measured.day_receive + kept.kept;
                format!(" {:>19.0}", f64::from(events) / all.as_secs_f64())
            }
            None => String::new(),
        };
        lines.push(format!("{events:>10} {verified:>12.0} {day:>11.3} {read:>11.3} {fold:>11.3}{stored}"));
    }
    Ok(lines.join("\n"))
}

/// How long a store took.
struct Stored {
    kept: Duration,
    read: Duration,
    rows: usize,
}

/// Changes that are one transaction.
const BATCH: usize = 10_000;

impl Stored {
    /// Keeps `changes` in a new store at `at`, and reads them back.
    fn measure(at: &str, founding: &Founding, changes: &[Change]) -> Result<Self, Stop> {
        let fault = |error: StoreError| Stop::unusable(format!("cannot use `{at}`: {}", causes(&error)));
        let schema = "couloir_bench";
        let is_server = at.starts_with("postgres");
        let store: Box<dyn Store> = if is_server {
            Postgresql::open(at, schema).and_then(|old| old.remove(schema)).map_err(fault)?;
            Box::new(Postgresql::open(at, schema).map_err(fault)?)
        } else {
            if Path::new(at).exists() {
                return Err(Stop::unusable(format!("there is a file already: `{at}`\n  help: name a new one")));
            }
            Box::new(Sqlite::open(Path::new(at)).map_err(fault)?)
        };
        let mut store = Kept::new(store, Cipher::new(&[7; 32]));
        store.found(founding).map_err(fault)?;
        let started = Instant::now();
        changes.chunks(BATCH).try_for_each(|batch| store.keep(batch)).map_err(fault)?;
        let kept = started.elapsed();
        let started = Instant::now();
        let rows = store.changes(Mark::default()).map_err(fault)?.0.len();
        let read = started.elapsed();
        if is_server {
            Postgresql::open(at, schema).and_then(|store| store.remove(schema)).map_err(fault)?;
        }
        Ok(Self { kept, read, rows })
    }
}

fn causes(error: &dyn std::error::Error) -> String {
    let rest = error.source().map_or_else(String::new, |source| format!(": {}", causes(source)));
    format!("{error}{rest}")
}

/// Measures the ledger, and where a file is named the store too.
fn measure_ledger(terminal: &mut Terminal, size: Size, seed: u64, store: Option<&str>) -> Result<(), Stop> {
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
    let Some(at) = store else { return Ok(()) };
    let Stored { kept, read, rows } = Stored::measure(at, &founding, &changes)?;
    let together = measured.first_receive + measured.day_receive + kept;
    terminal.data(&format!(
        "store        {}  {} in batches of {BATCH}\nread back    {}, {rows} rows\ntogether     {}  {} verified and stored",
        seconds(kept),
        rate(all, kept),
        seconds(read),
        seconds(together),
        rate(all, together)
    ));
    Ok(())
}
