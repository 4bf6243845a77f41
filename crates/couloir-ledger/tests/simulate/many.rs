//! Many seeds on several threads, and what they add up to.

use super::faults::{Fault, Tally};
use super::regressions;
use super::simulation::{Outcome, simulate};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What many seeds went through.
#[derive(Debug, Default)]
pub(crate) struct Sum {
    pub(crate) seeds: u64,
    /// Seeds whose books could be held against the truth.
    pub(crate) whole: u64,
    pub(crate) events: u64,
    pub(crate) node_seconds: u64,
    pub(crate) faults: Tally,
    /// Each with what it says.
    pub(crate) failed: Vec<(u64, String)>,
}

/// Runs `seeds` seeds from `from` on, those that have found a fault once first where it begins at 0. After each it calls
/// `after`, which may stop all of it by giving false.
pub(crate) fn run(from: u64, seeds: u64, threads: usize, after: impl Fn(&Sum) -> bool + Sync) -> Sum {
    let first = if from == 0 { regressions() } else { Vec::new() };
    let (next, is_over) = (AtomicU64::new(0), AtomicBool::new(false));
    let sum = Mutex::new(Sum::default());
    let work = || {
        while !is_over.load(Ordering::Relaxed) {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let seed = match usize::try_from(number).ok().and_then(|number| first.get(number)) {
                Some(seed) => *seed,
                None if number - first.len() as u64 >= seeds => return,
                None => from + number - first.len() as u64,
            };
            let outcome = catch_unwind(AssertUnwindSafe(|| simulate(seed)));
            let mut sum = sum.lock().expect("no thread panics while it adds");
            sum.add(seed, outcome.map_err(|payload| message(payload.as_ref())));
            if !after(&sum) {
                is_over.store(true, Ordering::Relaxed);
            }
        }
    };
    std::thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
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
            Err(message) => self.failed.push((seed, message)),
        }
    }

    /// One line.
    pub(crate) fn totals(&self) -> String {
        let Self { seeds, whole, events, node_seconds, failed, .. } = self;
        let hours = node_seconds / 3600;
        let failed = failed.len();
        format!("{seeds} seeds, {failed} failed, {hours} node-hours, {events} events, {whole} held against the truth")
    }
}

impl fmt::Display for Sum {
    /// The totals, and how often each fault happened.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.totals())?;
        for fault in Fault::ALL {
            write!(f, "\n{:>12}  {}", self.faults.get(&fault).copied().unwrap_or(0), fault.words())?;
        }
        Ok(())
    }
}
