//! Searching near a plan: first what must change, then, for less and less that a change must gain, what may.

use crate::evaluate::plain::Score;
use crate::evaluate::timetable::Timetable;
use crate::improve::keep::Reference;
use crate::improve::{LOOK_EVERY, MEET_EVERY, Terrain, Worker};
use crate::routes::Schedule;
use crate::seed::Stream;
use crate::{Config, Progress, Watch};

/// The best found for what a change must gain.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Seconds of clearance that a change of an announced movement had to gain; none for what must change alone.
    pub(crate) worth: Option<u32>,
    pub(crate) schedule: Schedule,
    pub(crate) score: Score,
    /// Iterations so far, over all workers.
    pub(crate) iterations: u64,
    /// What its changes count.
    pub(crate) units: u64,
}

/// Each part of the search goes on from a plan that is good already: it begins at this part of its cooling.
const STAGE_FIRST: f64 = 0.6;

/// Searches for each of `worths`, which go down, from the best for the one before.
pub(crate) fn run<'a>(
    terrain: &'a Terrain<'a>,
    first: &Timetable<'a>,
    reference: &'a Reference,
    worths: &[u32],
    config: &Config,
    watch: &dyn Watch,
) -> Vec<Found> {
    let workers = u64::from(config.workers.max(1));
    let mut searches: Vec<Worker> =
        (0..workers).map(|worker| Worker::near(terrain, first, Stream::new(config.seed, worker))).collect();
    let quota = config.iterations.map(|iterations| iterations.div_ceil(workers));
    let begun = watch.elapsed_permille().unwrap_or(0);
    let mut found: Vec<Found> = Vec::new();
    for (part, &worth) in worths.iter().enumerate() {
        searches.iter_mut().for_each(|search| search.stay_near(reference, worth));
        if part == 0 {
            found.push(Found { worth: None, ..of(&searches[0], worth, 0) });
        }
        let (from, until) = (part as f64 / worths.len() as f64, (part + 1) as f64 / worths.len() as f64);
        while let Some(gone) = gone(quota, searches[0].iterations, begun, watch) {
            if gone >= until {
                break;
            }
            let stage = STAGE_FIRST + (1.0 - STAGE_FIRST) * ((gone - from) / (until - from)).clamp(0.0, 1.0);
            let left = quota.map_or(u64::MAX, |quota| {
                ((until * quota as f64) as u64).saturating_sub(searches[0].iterations).max(1)
            });
            std::thread::scope(|scope| {
                for search in &mut searches {
                    scope.spawn(move || search_on(search, left, stage, watch));
                }
            });
        }
        let iterations = searches.iter().map(|search| search.iterations).sum();
        let winner = (0..searches.len()).min_by_key(|&index| (searches[index].rank(), index)).unwrap_or(0);
        let best = of(&searches[winner], worth, iterations);
        watch.improved(&Progress { iterations, score: best.score });
        searches.iter_mut().for_each(|search| search.adopt(&best.schedule));
        found.push(best);
    }
    found
}

fn search_on(search: &mut Worker, mut left: u64, stage: f64, watch: &dyn Watch) {
    for _ in 0..MEET_EVERY {
        let now = left.min(LOOK_EVERY);
        if now == 0 || watch.should_stop() {
            return;
        }
        search.search(now, stage);
        left -= now;
    }
}

/// How much of the budget is gone, from 0 to 1; `None` when it is time to stop.
fn gone(quota: Option<u64>, iterations: u64, begun: u32, watch: &dyn Watch) -> Option<f64> {
    if watch.should_stop() || quota.is_some_and(|quota| iterations >= quota) {
        return None;
    }
    let by_count = quota.map(|quota| iterations as f64 / quota as f64);
    let by_time = watch
        .elapsed_permille()
        .map(|permille| f64::from(permille.saturating_sub(begun)) / f64::from(1000u32.saturating_sub(begun).max(1)));
    Some(by_count.or(by_time).unwrap_or(0.0))
}

fn of(search: &Worker, worth: u32, iterations: u64) -> Found {
    Found {
        worth: Some(worth),
        schedule: search.best.clone(),
        score: search.score,
        iterations,
        units: search.changes_of_best(),
    }
}
