//! The planning desk: plans that were proposed, and the one that is being made.

use super::change::Changed;
use super::vault::Vault;
use crate::answer;
use crate::cipher::Cipher;
use couloir_judge::Verdict;
use couloir_model::continuation::Misfit;
use couloir_model::diff::Change;
use couloir_model::format;
use couloir_model::format::operation::Operation;
use couloir_model::id::PlanId;
use couloir_model::plan::Plan;
use couloir_model::quantity::Seconds;
use couloir_model::situation::Situation;
use couloir_planner::{Progress, Watch};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The plans of an operation and the turn that is under way.
pub(super) struct Desk {
    vault: Vault,
    plans: Mutex<BTreeMap<PlanId, Arc<Kept>>>,
    under_way: Mutex<Option<Arc<UnderWay>>>,
    answer: Mutex<Option<Arc<Answered>>>,
    /// Why the last plan that was to be made came to nothing.
    fault: Mutex<Option<String>>,
}

/// A plan that was proposed.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    /// The plan.
    pub(super) plan: Plan,
    /// The broken rules, in words; none: the judge accepts it.
    pub(super) broken: Vec<String>,
    /// True when it was made for the operation as it is now.
    pub(super) made_for_this: bool,
    /// What it answers, where it continues another plan.
    pub(super) basis: Option<Arc<Basis>>,
}

/// What a plan answers.
#[derive(Debug)]
pub(super) struct Basis {
    /// The plan that it continues.
    pub(super) parent: Plan,
    /// What was known.
    pub(super) situation: Situation,
    /// What a page has said of it; nothing once it was kept, for then it is recorded.
    pub(super) changed: Changed,
}

/// The last time that something had changed and plans were made for it.
#[derive(Debug)]
pub(super) struct Answered {
    /// What was known.
    pub(super) basis: Arc<Basis>,
    /// Plans, those that change least first; none where it could not be planned again.
    pub(super) near: Vec<Near>,
    /// Which of them is proposed.
    pub(super) chosen: Option<usize>,
    /// Why it could not, in words.
    pub(super) refused: Vec<String>,
    /// What was left out of account, in words.
    pub(super) notes: Vec<String>,
}

/// A plan of an answer.
#[derive(Debug)]
pub(super) struct Near {
    /// The plan.
    pub(super) kept: Arc<Kept>,
    /// What a change had to gain.
    pub(super) worth: Option<Seconds>,
    /// What it changes.
    pub(super) changes: Vec<Change>,
}

/// A plan as it lies sealed on the disk.
#[derive(Serialize, Deserialize)]
struct File {
    plan: String,
    /// The situation that it answers, in the format of `couloir situation`.
    situation: Option<String>,
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

impl Kept {
    /// A plan with what the judge says of it.
    pub(super) fn new(plan: Plan, verdict: &Verdict, operation: &Operation, basis: Option<Arc<Basis>>) -> Self {
        let broken = verdict.violations.iter().map(|broken| broken.finding(&operation.scenario).message).collect();
        // A plan that answers a change was made for the operation with that change.
        let made_for_this = basis.is_some() || verdict.made_for_this;
        Self { plan, broken, made_for_this, basis }
    }
}

impl Desk {
    /// The desk with the plans in `folder` that fit `operation`. Plan files that lie open there are sealed; those of other operations are
    /// left alone.
    pub(super) fn open(folder: &Path, cipher: Cipher, operation: &Operation) -> io::Result<Self> {
        let desk = Self {
            vault: Vault::open(folder, cipher)?,
            plans: Mutex::new(BTreeMap::new()),
            under_way: Mutex::new(None),
            answer: Mutex::new(None),
            fault: Mutex::new(None),
        };
        let mut files: Vec<File> =
            desk.vault.all()?.iter().filter_map(|(_, bytes)| serde_json::from_slice(bytes).ok()).collect();
        // A plan that continues another one comes after it, however their names are ordered.
        while let Some(at) = files.iter().position(|file| desk.take(file, operation)) {
            files.remove(at);
        }
        for path in desk.vault.files("json")? {
            let Ok(plan) = crate::files::text(&path, crate::evidence::BYTES_MAX) else { continue };
            let file = File { plan, situation: None };
            if desk.take(&file, operation) {
                let id = desk.read(&file, operation).map(|plan| plan.id());
                id.map_or(Ok(()), |id| desk.vault.keep(&id.to_string(), &serde_json::to_vec(&file)?))?;
                std::fs::remove_file(path)?;
            }
        }
        Ok(desk)
    }

    fn read(&self, file: &File, operation: &Operation) -> Option<Plan> {
        format::plan::read(&file.plan, "plan", &operation.scenario).ok().map(|read| read.plan)
    }

    /// Takes a plan in, if it is one for this operation and that which it continues is here.
    fn take(&self, file: &File, operation: &Operation) -> bool {
        let (scenario, travel) = (&operation.scenario, &operation.travel);
        let Some(plan) = self.read(file, operation) else { return false };
        let basis = match &file.situation {
            None => None,
            Some(text) => {
                let Some(parent) = plan.parent.and_then(|parent| self.find(parent)) else { return false };
                let Ok(situation) = format::situation::read(text, "situation", scenario) else { return false };
                Some(Arc::new(Basis { parent: parent.plan.clone(), situation, changed: Changed::default() }))
            }
        };
        let verdict = match &basis {
            None => couloir_judge::verify(scenario, travel, &plan),
            Some(basis) => match answer::verdict((scenario, travel), &basis.parent, &basis.situation, &plan) {
                Ok(verdict) => verdict,
                Err(_) => return false,
            },
        };
        self.remember(Arc::new(Kept::new(plan, &verdict, operation, basis)));
        true
    }

    fn remember(&self, kept: Arc<Kept>) {
        self.plans().insert(kept.plan.id(), kept);
    }

    /// Keeps a plan, here and on the disk.
    ///
    /// # Errors
    ///
    /// When the disk says no.
    pub(super) fn keep(&self, kept: &Arc<Kept>, operation: &Operation) -> io::Result<()> {
        let scenario = &operation.scenario;
        let file = File {
            plan: format::plan::write(scenario, &kept.plan),
            situation: kept.basis.as_ref().map(|basis| format::situation::write(scenario, &basis.situation)),
        };
        self.vault.keep(&kept.plan.id().to_string(), &serde_json::to_vec(&file)?)?;
        self.remember(Arc::clone(kept));
        Ok(())
    }

    /// All plans, by name.
    pub(super) fn all(&self) -> Vec<Arc<Kept>> {
        self.plans().values().cloned().collect()
    }

    /// The plan of that name: one that is kept, or one of the last answer.
    pub(super) fn find(&self, id: PlanId) -> Option<Arc<Kept>> {
        let kept = self.plans().get(&id).cloned();
        kept.or_else(|| {
            let answer = self.answer()?;
            answer.near.iter().find(|near| near.kept.plan.id() == id).map(|near| Arc::clone(&near.kept))
        })
    }

    /// The last answer to a change.
    pub(super) fn answer(&self) -> Option<Arc<Answered>> {
        self.answer.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts an answer in the place of the last one.
    pub(super) fn set_answer(&self, answered: Option<Answered>) {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = answered.map(Arc::new);
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
        self.set_fault(None);
        Some(under_way)
    }

    /// Why the last plan that was to be made came to nothing, in words.
    pub(super) fn fault(&self) -> Option<String> {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Says why a plan came to nothing, until the next one is begun.
    pub(super) fn set_fault(&self, fault: Option<String>) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }

    /// Does the work for which the desk was reserved. A panic in it ends this work alone.
    ///
    /// # Errors
    ///
    /// What went wrong, in words.
    pub(super) fn work<T>(&self, under_way: &UnderWay, work: impl FnOnce(&UnderWay) -> T) -> Result<T, String> {
        let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(under_way)));
        made.map_err(|_| "the search ended by a fault of its own; the adopted plan stands".to_owned())
    }

    /// Frees the desk. Only when the plan is kept: whoever sees that nothing is under way any more finds it.
    pub(super) fn end(&self) {
        *self.under_way() = None;
    }

    fn plans(&self) -> std::sync::MutexGuard<'_, BTreeMap<PlanId, Arc<Kept>>> {
        self.plans.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn under_way(&self) -> std::sync::MutexGuard<'_, Option<Arc<UnderWay>>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a situation and a plan do not agree on, in words.
pub(super) fn told(misfits: &[Misfit]) -> Vec<String> {
    misfits.iter().map(ToString::to_string).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use couloir_planner::Config;

    fn town() -> (tempfile::TempDir, Operation) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("town");
        crate::new::unpack("flood-town", &path).unwrap();
        let operation = crate::files::load(&path).operation.unwrap();
        (folder, operation)
    }

    fn open(folder: &tempfile::TempDir, operation: &Operation) -> Desk {
        Desk::open(&folder.path().join("plans"), Cipher::new(&[1; 32]), operation).unwrap()
    }

    fn planned(operation: &Operation, watch: &UnderWay) -> Arc<Kept> {
        let config = Config { seed: 1, iterations: Some(20), workers: 1 };
        let turn = crate::turn::turn(&operation.scenario, &operation.travel, &config, watch);
        Arc::new(Kept::new(turn.plan, &turn.verdict, operation, None))
    }

    #[test]
    fn a_panic_while_planning_ends_that_plan_alone_and_the_others_stand() {
        let (folder, operation) = town();
        let desk = open(&folder, &operation);
        let under_way = desk.begin(Duration::from_secs(60)).unwrap();
        let kept = planned(&operation, &under_way);
        desk.keep(&kept, &operation).unwrap();
        desk.end();
        let under_way = desk.begin(Duration::from_secs(60)).unwrap();
        let failed: Result<(), String> = desk.work(&under_way, |_| panic!("a fault of the search"));
        desk.end();
        assert!(failed.unwrap_err().contains("the adopted plan stands"));
        assert_eq!(desk.find(kept.plan.id()).unwrap().broken, Vec::<String>::new());
        assert!(desk.begin(Duration::from_secs(1)).is_some(), "the desk is free again");
    }

    #[test]
    fn a_plan_that_is_stopped_gives_the_best_so_far_and_frees_the_desk() {
        let (folder, operation) = town();
        let desk = open(&folder, &operation);
        let under_way = desk.begin(Duration::from_secs(600)).unwrap();
        desk.stop();
        let config = Config { seed: 1, iterations: None, workers: 1 };
        let made = desk.work(&under_way, |watch| {
            crate::turn::turn(&operation.scenario, &operation.travel, &config, watch).verdict.is_valid()
        });
        desk.end();
        assert_eq!(made, Ok(true));
        assert!(desk.stage().is_none());
    }

    #[test]
    fn plans_come_back_from_their_sealed_files_and_open_ones_are_sealed() {
        let (folder, operation) = town();
        let desk = open(&folder, &operation);
        let kept = planned(&operation, &desk.begin(Duration::from_secs(60)).unwrap());
        desk.keep(&kept, &operation).unwrap();
        assert!(open(&folder, &operation).find(kept.plan.id()).is_some());
        let dropped = folder.path().join("other/plans");
        std::fs::create_dir_all(&dropped).unwrap();
        std::fs::write(dropped.join("plan.json"), format::plan::write(&operation.scenario, &kept.plan)).unwrap();
        let desk = Desk::open(&dropped, Cipher::new(&[2; 32]), &operation).unwrap();
        assert!(desk.find(kept.plan.id()).is_some());
        assert!(!dropped.join("plan.json").exists());
    }
}
