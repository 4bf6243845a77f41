//! The planning desk: the plans that were proposed, and the one that is being made.

use crate::turn::{Turn, turn};
use couloir_model::format;
use couloir_model::format::operation::Operation;
use couloir_model::id::PlanId;
use couloir_model::plan::Plan;
use couloir_planner::{Config, Progress, Watch};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The plans of an operation and the turn that is under way.
pub(super) struct Desk {
    folder: PathBuf,
    plans: Mutex<BTreeMap<PlanId, Arc<Kept>>>,
    under_way: Mutex<Option<Arc<UnderWay>>>,
}

/// A plan that was proposed.
#[derive(Debug)]
pub(super) struct Kept {
    /// The plan.
    pub(super) plan: Plan,
    /// The broken rules, in words; none: the judge accepts it.
    pub(super) broken: Vec<String>,
    /// True when it was made for the operation as it is now.
    pub(super) made_for_this: bool,
}

/// A plan that is being made.
#[derive(Debug)]
pub(super) struct UnderWay {
    until: Instant,
    began: Instant,
    stop: AtomicBool,
    iterations: AtomicU64,
    clearance: AtomicU32,
    not_moved: AtomicU64,
}

/// How far a plan is that is being made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stage {
    /// How much of the time is gone, in thousandths.
    pub(super) permille: u32,
    /// Iterations so far.
    pub(super) iterations: u64,
    /// The clearance of the best so far, in seconds since the start; zero while there is none.
    pub(super) clearance: u32,
}

impl Desk {
    /// The desk with the plans in `folder` that fit `operation`; files that do not are left alone.
    pub(super) fn open(folder: &Path, operation: &Operation) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let desk = Self { folder: folder.to_owned(), plans: Mutex::new(BTreeMap::new()), under_way: Mutex::new(None) };
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                desk.take(&path, operation);
            }
        }
        Ok(desk)
    }

    /// Takes a plan file in, if it is one for this operation.
    fn take(&self, path: &Path, operation: &Operation) {
        let Ok(text) = crate::files::text(path, crate::evidence::BYTES_MAX) else { return };
        let Ok(read) = format::plan::read(&text, &path.display().to_string(), &operation.scenario) else { return };
        let verdict = couloir_judge::verify(&operation.scenario, &operation.travel, &read.plan);
        self.remember(read.plan, &verdict, operation);
    }

    fn remember(&self, plan: Plan, verdict: &couloir_judge::Verdict, operation: &Operation) -> PlanId {
        let broken = verdict.violations.iter().map(|broken| broken.finding(&operation.scenario).message).collect();
        let id = plan.id();
        let kept = Kept { plan, broken, made_for_this: verdict.made_for_this };
        self.plans().insert(id, Arc::new(kept));
        id
    }

    /// All plans, by name.
    pub(super) fn all(&self) -> Vec<Arc<Kept>> {
        self.plans().values().cloned().collect()
    }

    /// The plan of that name.
    pub(super) fn find(&self, id: PlanId) -> Option<Arc<Kept>> {
        self.plans().get(&id).cloned()
    }

    /// How far the plan is that is being made, if one is.
    pub(super) fn stage(&self) -> Option<Stage> {
        let under_way = self.under_way().clone()?;
        Some(Stage {
            permille: under_way.elapsed_permille().unwrap_or(0),
            iterations: under_way.iterations.load(Ordering::Relaxed),
            clearance: under_way.clearance.load(Ordering::Relaxed),
        })
    }

    /// Asks the plan that is being made to be what it is now.
    pub(super) fn stop(&self) {
        if let Some(under_way) = &*self.under_way() {
            under_way.stop.store(true, Ordering::Relaxed);
        }
    }

    /// Reserves the desk for one plan; nothing when one is being made already.
    pub(super) fn begin(&self, time: Duration) -> Option<Arc<UnderWay>> {
        let mut slot = self.under_way();
        if slot.is_some() {
            return None;
        }
        let began = Instant::now();
        let under_way = Arc::new(UnderWay {
            until: began + time,
            began,
            stop: AtomicBool::new(false),
            iterations: AtomicU64::new(0),
            clearance: AtomicU32::new(0),
            not_moved: AtomicU64::new(0),
        });
        *slot = Some(Arc::clone(&under_way));
        Some(under_way)
    }

    /// Makes the plan for which the desk was reserved, and keeps it. A panic in it ends this plan alone.
    ///
    /// # Errors
    ///
    /// What went wrong, in words.
    pub(super) fn make(&self, under_way: &Arc<UnderWay>, operation: &Operation, seed: u64) -> Result<PlanId, String> {
        let made = self.search(under_way, operation, seed);
        // Only now: whoever sees that nothing is under way any more finds the plan.
        *self.under_way() = None;
        made
    }

    fn search(&self, under_way: &Arc<UnderWay>, operation: &Operation, seed: u64) -> Result<PlanId, String> {
        let config = Config { seed, iterations: None, workers: 1 };
        let work = || turn(&operation.scenario, &operation.travel, &config, under_way.as_ref());
        let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
        let Ok(Turn { plan, verdict, .. }) = made else {
            return Err("the search ended by a fault of its own; the adopted plan stands".to_owned());
        };
        let text = format::plan::write(&operation.scenario, &plan);
        let path = self.folder.join(format!("{}.json", plan.id()));
        write_whole(&path, text.as_bytes()).map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
        Ok(self.remember(plan, &verdict, operation))
    }

    fn plans(&self) -> std::sync::MutexGuard<'_, BTreeMap<PlanId, Arc<Kept>>> {
        self.plans.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn under_way(&self) -> std::sync::MutexGuard<'_, Option<Arc<UnderWay>>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Writes a file so that it is there wholly or not at all.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft = path.with_extension("draft");
    let mut file = std::fs::File::create(&draft)?;
    io::Write::write_all(&mut file, bytes)?;
    file.sync_all()?;
    std::fs::rename(&draft, path)
}

impl Watch for UnderWay {
    fn improved(&self, progress: &Progress) {
        self.iterations.store(progress.iterations, Ordering::Relaxed);
        self.clearance.store(progress.score.clearance, Ordering::Relaxed);
        self.not_moved.store(progress.score.not_moved, Ordering::Relaxed);
    }

    fn should_stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed) || Instant::now() >= self.until
    }

    fn elapsed_permille(&self) -> Option<u32> {
        let (whole, gone) = (self.until.duration_since(self.began), self.began.elapsed());
        let permille = gone.as_millis() * 1000 / whole.as_millis().max(1);
        Some(u32::try_from(permille.min(1000)).unwrap_or(1000))
    }
}
