//! What is answered when something has changed: plans near the one that is carried out, each judged, whether it has begun or not.
//!
//! While nothing has begun there is nothing under way to carry over: what has changed is a change of the operation itself. Once vehicles are
//! under way, [`crate::again`] says what can be continued and what cannot.

use crate::again::{Alternative, Asked, again, undominated};
use crate::turn::turn;
use couloir_judge::{Verdict, verify, verify_from};
use couloir_model::clock::Moment;
use couloir_model::continuation::{Continuation, Misfit};
use couloir_model::diff;
use couloir_model::plan::Plan;
use couloir_model::quantity::People;
use couloir_model::scenario::{Scenario, ScenarioError};
use couloir_model::situation::Situation;
use couloir_model::travel::TravelTimes;
use couloir_planner::replan::{Start, replan};
use couloir_planner::{Config, Watch};
use std::collections::BTreeMap;

/// Plans near the adopted one, those that change least first.
///
/// # Errors
///
/// What keeps the operation from being planned again in this situation.
pub fn answer(asked: &Asked, config: &Config, watch: &dyn Watch) -> Result<Vec<Alternative>, Vec<Misfit>> {
    if has_begun(asked.scenario, asked.situation) {
        return again(asked, config, watch);
    }
    let changed = changed(asked.scenario, asked.situation).map_err(misfits)?;
    let announced = asked.situation.announced.iter().map(|one| (one.vehicle, one.trip as usize));
    let start = Start {
        plan: asked.adopted,
        begun: BTreeMap::new(),
        announced: announced.collect(),
        notice: asked.situation.now + asked.notice,
        tolerance: asked.tolerance,
        worths: asked.worths.to_vec(),
    };
    // Where staying near the plan fails, a plan made anew is better than none.
    let work = || replan(&changed, asked.travel, &start, config, watch);
    let near = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_default();
    let judged = |plan: Plan, worth| {
        let mut parts = plan.into_parts();
        parts.parent = Some(asked.adopted.id());
        let plan = Plan::new(parts);
        let verdict = verify(&changed, asked.travel, &plan);
        let changes = diff::changes(asked.adopted, &plan, asked.tolerance);
        Alternative { plan, verdict, worth, changes }
    };
    let mut all: Vec<Alternative> = near.into_iter().map(|near| judged(near.plan, near.worth)).collect();
    all.retain(|one| one.verdict.is_valid());
    if all.is_empty() {
        all.push(judged(turn(&changed, asked.travel, config, watch).plan, None));
    }
    Ok(undominated(all))
}

/// What the judge says of a plan that answers `situation` while `adopted` is carried out.
///
/// # Errors
///
/// What the situation and the adopted plan do not agree on.
pub fn verdict(
    (scenario, travel): (&Scenario, &TravelTimes),
    adopted: &Plan,
    situation: &Situation,
    plan: &Plan,
) -> Result<Verdict, Vec<Misfit>> {
    if has_begun(scenario, situation) {
        return verify_from(scenario, travel, adopted, situation, plan);
    }
    let changed = changed(scenario, situation).map_err(misfits)?;
    Ok(verify(&changed, travel, plan))
}

/// What is left of an operation when a plan begins to be carried out: what a simulation of it plays.
#[derive(Debug)]
pub struct Left {
    /// The operation.
    pub scenario: Scenario,
    /// Its travel times.
    pub travel: TravelTimes,
    /// The plan of it.
    pub plan: Plan,
    /// Who had been received before.
    pub received: People,
    /// From when on.
    pub from: Moment,
}

/// What is left of the operation in `situation` when `plan` continues `adopted`.
///
/// # Errors
///
/// What the situation and the adopted plan do not agree on.
pub fn left(
    (scenario, travel): (&Scenario, &TravelTimes),
    adopted: &Plan,
    situation: &Situation,
    plan: &Plan,
) -> Result<Left, Vec<Misfit>> {
    if !has_begun(scenario, situation) {
        let scenario = changed(scenario, situation).map_err(misfits)?;
        let (travel, plan) = (travel.clone(), plan.clone());
        return Ok(Left { scenario, travel, plan, received: People::ZERO, from: Moment::START });
    }
    let left = Continuation::of(scenario, travel, adopted, situation)?;
    let rest = Plan::new(left.rest_of(plan));
    let received = situation.received.iter().map(couloir_model::load::Load::total).sum();
    Ok(Left { scenario: left.scenario, travel: left.travel, plan: rest, received, from: situation.now })
}

/// True when some vehicle has set off on a trip, or somebody has been received.
#[must_use]
pub fn has_begun(scenario: &Scenario, situation: &Situation) -> bool {
    let vehicles = scenario.vehicle_ids().zip(&situation.vehicles);
    let set_off = |(vehicle, state): (_, &couloir_model::situation::VehicleState)| {
        state.trips_done > 0 || state.bound_for.is_some() || state.place != scenario.start_of(vehicle)
    };
    vehicles.into_iter().any(set_off) || situation.received.iter().any(|load| load.total() > People::ZERO)
}

/// The operation with what is known of it before it begins: closures, vehicles that come late or not at all, shelters with less room.
fn changed(scenario: &Scenario, situation: &Situation) -> Result<Scenario, Vec<ScenarioError>> {
    let mut parts = scenario.clone().into_parts();
    parts.closures.clone_from(&situation.closures);
    for (row, state) in parts.vehicles.iter_mut().zip(&situation.vehicles) {
        row.available_from = row.available_from.max(state.free_from).max(situation.now);
        if !state.in_service {
            row.available_until = Some(Moment::START);
        }
    }
    for (row, room) in parts.shelters.iter_mut().zip(&situation.room) {
        row.capacity = room.unwrap_or(row.capacity);
    }
    Scenario::new(parts)
}

fn misfits(faults: Vec<ScenarioError>) -> Vec<Misfit> {
    faults.into_iter().map(Misfit::Scenario).collect()
}
