//! The bound that a search runs towards, while its proof grows beside it or before it.

use crate::Watch;
use crate::bound::pattern::{Config, Observer, Proof, prove_compiled};
use crate::compile::Compiled;
use crate::evaluate::plain::Score;
use crate::transport::Transport;
use couloir_model::bound::ClearanceBound;
use couloir_model::clock::Moment;
use couloir_model::scenario::Scenario;
use couloir_model::travel::TravelTimes;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// What no plan can beat as far as is known, how near the search has come, and whether it is over.
#[derive(Default)]
pub(crate) struct Goal {
    /// No plan clears before this.
    at_least: AtomicU64,
    /// The clearance of the best plan that moves everybody; 0 when there is none.
    clearance: AtomicU64,
    over: AtomicBool,
    proof: OnceLock<Proof>,
}

/// While the plan is farther from the bound than so many thousandths, the proof may take [`SHARE_FAR`] of the time.
const NEAR: u64 = 30;

/// When the proof beside a search ends while the plan is far from the bound, in thousandths of the time.
const SHARE_FAR: u32 = 300;

/// When it ends while the plan is near the bound, where the end of the proof may be the end of the search.
const SHARE_NEAR: u32 = 850;

/// Work on the proof for each iteration of the search where these are counted: about a tenth of an iteration's own.
const WORK_PER_ITERATION: u64 = 1_000;

impl Goal {
    /// Notes that no plan clears before `at_least`.
    pub(crate) fn raise(&self, at_least: u32) {
        self.note(u64::from(at_least));
    }

    fn note(&self, at_least: u64) {
        self.at_least.fetch_max(at_least, Ordering::Relaxed);
    }

    /// Whether nothing is left to win for the clearance; notes how near it is.
    pub(crate) fn is_reached(&self, best: &Score) -> bool {
        if best.excess > 0 || best.not_moved > 0 || best.not_in_time > 0 {
            return false;
        }
        let clearance = u64::from(best.clearance);
        self.clearance.store(clearance, Ordering::Relaxed);
        clearance <= self.at_least.load(Ordering::Relaxed)
    }

    /// The search is over: no more proof is asked for.
    pub(crate) fn stop(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    /// The best of a simple bound and what was proved.
    pub(crate) fn best(&self, simple: ClearanceBound) -> ClearanceBound {
        let proved = self.proof.get().filter(|proof| proof.no_sooner > simple.at_least);
        proved.map_or(simple, |proof| ClearanceBound { at_least: proof.no_sooner, binding: proof.binding })
    }

    /// Proves with as much work as fits `iterations` of the search.
    pub(crate) fn prove_counted(
        &self,
        scenario: &Scenario,
        travel: &TravelTimes,
        compiled: (&Compiled, &Transport),
        iterations: u64,
        watch: &dyn Watch,
    ) {
        let work_max = Config::default().work_max.min(iterations.saturating_mul(WORK_PER_ITERATION));
        let config = Config { work_max, ..Config::default() };
        self.keep(prove_compiled(scenario, travel, compiled, &config, &|| watch.should_stop()));
    }

    /// Proves in this thread while the search runs in others.
    pub(crate) fn prove_beside(
        &self,
        scenario: &Scenario,
        travel: &TravelTimes,
        compiled: (&Compiled, &Transport),
        watch: &dyn Watch,
    ) {
        let config = Config { threads: 1, work_max: u64::MAX, ..Config::default() };
        self.keep(prove_compiled(scenario, travel, compiled, &config, &Beside { goal: self, watch }));
    }

    fn keep(&self, proof: Proof) {
        self.note(proof.no_sooner.0);
        // One proof is made for a goal.
        let _ = self.proof.set(proof);
    }
}

/// Stops the proof when the search is over or its share of the time is gone.
struct Beside<'a> {
    goal: &'a Goal,
    watch: &'a dyn Watch,
}

impl Beside<'_> {
    fn share(&self) -> u32 {
        let clearance = self.goal.clearance.load(Ordering::Relaxed);
        let at_least = self.goal.at_least.load(Ordering::Relaxed);
        let near = clearance > 0 && clearance.saturating_sub(at_least) * 1000 <= at_least * NEAR;
        if near { SHARE_NEAR } else { SHARE_FAR }
    }
}

impl Observer for Beside<'_> {
    fn should_stop(&self) -> bool {
        let spent = self.watch.elapsed_permille().is_some_and(|gone| gone >= self.share());
        spent || self.goal.over.load(Ordering::Relaxed) || self.watch.should_stop()
    }

    fn proved(&self, no_sooner: Moment) {
        self.goal.note(no_sooner.0);
    }

    fn elapsed_permille(&self) -> Option<u32> {
        self.watch.elapsed_permille().map(|gone| (gone * 1000 / self.share()).min(1000))
    }

    fn best_plan(&self) -> Option<Moment> {
        let clearance = self.goal.clearance.load(Ordering::Relaxed);
        (clearance > 0).then_some(Moment(clearance))
    }
}
