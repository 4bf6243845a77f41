//! What plans do when things go wrong: the judge's simulation, once a plan, one at a time, beside everything else that the server does.

use super::desk::Kept;
use crate::answer::{self, Left};
use couloir_judge::simulate::{Disturbance, Policy, Simulation, Spread};
use couloir_model::format::operation::Operation;
use couloir_model::id::PlanId;
use couloir_model::plan::Plan;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The spreads of plans, as far as somebody has asked for them.
#[derive(Default)]
pub(super) struct Spreads {
    known: Mutex<BTreeMap<PlanId, Known>>,
    /// Held while one is played: the page of a coordinator is worth more than a second simulation.
    turn: Mutex<()>,
}

/// What is known of a plan's spread.
#[derive(Debug, Clone)]
pub(super) enum Known {
    /// It is being played.
    UnderWay,
    /// It was.
    Played(Arc<Played>),
    /// It cannot be.
    Cannot(Arc<str>),
}

/// A plan that was played many times.
#[derive(Debug, PartialEq)]
pub(super) struct Played {
    /// What the runs say.
    pub(super) spread: Spread,
    /// Who had been received before it began.
    pub(super) received: u64,
    /// From when on it was played, in seconds since the operation's start.
    pub(super) from: u64,
}

/// The most runs, and the most visits in all: about a second on one core.
const RUNS: (u64, u64) = (1000, 2_000_000);

/// The fewest runs: five in a hundred must still be some.
const RUNS_MIN: u64 = 100;

/// The seed of the draws: two servers show the same band.
const SEED: u64 = 1;

impl Spreads {
    /// What is known of a plan's spread.
    pub(super) fn known(&self, id: PlanId) -> Option<Known> {
        self.lock().get(&id).cloned()
    }

    /// Reserves a plan for [`Spreads::play`]; false when somebody has done so before.
    pub(super) fn begin(&self, id: PlanId) -> bool {
        let mut known = self.lock();
        let is_new = !known.contains_key(&id);
        known.entry(id).or_insert(Known::UnderWay);
        is_new
    }

    /// Plays a plan, once it is its turn. A panic in it ends this alone.
    pub(super) fn play(&self, kept: &Kept, operation: &Operation) {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let played = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| played(kept, operation)));
        let played = played.unwrap_or_else(|_| Err("the simulation ended by a fault of its own".to_owned()));
        let known = played.map_or_else(|fault| Known::Cannot(fault.into()), |played| Known::Played(Arc::new(played)));
        self.lock().insert(kept.plan.id(), known);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<PlanId, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn played(kept: &Kept, operation: &Operation) -> Result<Played, String> {
    let (scenario, travel) = (&operation.scenario, &operation.travel);
    let Some(basis) = &kept.basis else {
        return play(scenario, travel, &kept.plan).map(|spread| Played { spread, received: 0, from: 0 });
    };
    let left = answer::left((scenario, travel), &basis.parent, &basis.situation, &kept.plan);
    let Left { scenario, travel, plan, received, from } =
        left.map_err(|misfits| super::desk::told(&misfits).join("; "))?;
    let spread = play(&scenario, &travel, &plan)?;
    Ok(Played { spread, received: received.0.into(), from: from.0 })
}

fn play(
    scenario: &couloir_model::scenario::Scenario,
    travel: &couloir_model::travel::TravelTimes,
    plan: &Plan,
) -> Result<Spread, String> {
    let simulation = Simulation::of(scenario, travel, plan, Disturbance::usual(), Policy::Dispatch);
    let simulation = simulation.map_err(|violations| {
        let told: Vec<String> = violations.iter().map(|one| one.finding(scenario).message).collect();
        told.join("; ")
    })?;
    let visits: u64 = plan.trips().map(|(_, trip)| trip.stops.len() as u64 + 1).sum();
    let runs = (RUNS.1 / visits.max(1)).clamp(RUNS_MIN, RUNS.0);
    let simulation = simulation.with_curve(SEED, runs);
    let batches = crate::simulation::play(&simulation, SEED, runs, 1);
    Ok(Spread::of(&simulation, SEED, &batches))
}
