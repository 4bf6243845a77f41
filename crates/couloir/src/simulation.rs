//! Many runs of a plan on several threads, merged in the order of the runs: the number of threads changes nothing.

use couloir_judge::simulate::{Batch, Simulation};
use std::sync::atomic::{AtomicU64, Ordering};

/// Runs that a thread takes at once: few enough that no thread waits long for the last one.
const CHUNK: u64 = 64;

/// Plays runs 0 to `runs` of `simulation` under `seed` on `threads` threads.
#[must_use]
pub fn play(simulation: &Simulation<'_>, seed: u64, runs: u64, threads: usize) -> Vec<Batch> {
    let next = AtomicU64::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let from = next.fetch_add(CHUNK, Ordering::Relaxed);
            if from >= runs {
                return done;
            }
            done.push((from, simulation.runs(seed, from..runs.min(from + CHUNK))));
        }
    };
    let mut batches = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
        let joined = workers.into_iter().map(|worker| match worker.join() {
            Ok(done) => done,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        joined.flatten().collect::<Vec<_>>()
    });
    batches.sort_by_key(|(from, _)| *from);
    batches.into_iter().map(|(_, batch)| batch).collect()
}
