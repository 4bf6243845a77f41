//! The flow of planning again: from a plan that is carried out and a situation to plans near it, each judged.

use couloir_judge::{Verdict, verify_from};
use couloir_model::continuation::{Continuation, Misfit};
use couloir_model::diff::{self, Change};
use couloir_model::plan::Plan;
use couloir_model::quantity::Seconds;
use couloir_model::scenario::Scenario;
use couloir_model::situation::Situation;
use couloir_model::travel::TravelTimes;
use couloir_planner::replan::{Nearby, Start, replan};
use couloir_planner::{Config, Watch};

/// What a change of an announced movement has to gain, one plan for each: the trade-off.
pub const WORTHS: [Seconds; 5] = [Seconds(600), Seconds(300), Seconds(60), Seconds(10), Seconds(0)];

/// What a change of an announced movement has to gain when nobody says: five minutes of clearance time.
///
/// At one minute a plan with which nothing had gone wrong was turned over: on the island 26 calls for 46 minutes.
pub const WORTH: Seconds = Seconds(300);

/// How long before it begins a movement is announced to people, drivers and partners, when nobody says.
///
/// A day: the shorter end of the 24 to 48 hours that humanitarian convoys are notified ahead.
pub const NOTICE: Seconds = Seconds(24 * 3600);

/// What is planned again.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The operation.
    pub scenario: &'a Scenario,
    /// Its travel times.
    pub travel: &'a TravelTimes,
    /// The plan that is carried out.
    pub adopted: &'a Plan,
    /// What is known now.
    pub situation: &'a Situation,
    /// How long ahead people are told.
    pub notice: Seconds,
    /// By how much a loading or unloading may move before somebody has to be told.
    pub tolerance: Seconds,
    /// What a change has to gain, the largest first.
    pub worths: &'a [Seconds],
}

/// A plan near the adopted one.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// The plan of the whole operation.
    pub plan: Plan,
    /// What the judge says of it.
    pub verdict: Verdict,
    /// What a change had to gain; none for what must change and no more.
    pub worth: Option<Seconds>,
    /// What it changes.
    pub changes: Vec<Change>,
}

/// Plans near the adopted one, those that change least first; a plan that changes no less and gains nothing is left out.
///
/// # Errors
///
/// What the situation and the adopted plan do not agree on.
pub fn again(asked: &Asked, config: &Config, watch: &dyn Watch) -> Result<Vec<Alternative>, Vec<Misfit>> {
    let Asked { scenario, travel, adopted, situation, .. } = *asked;
    let left = Continuation::of(scenario, travel, adopted, situation)?;
    let rest = left.rest_of(adopted);
    let start = Start::of(&left, &rest, situation, (asked.notice, asked.tolerance), asked.worths);
    let found = replan(&left.scenario, &left.travel, &start, config, watch);
    let judged = |near: Nearby| {
        let plan = left.whole(adopted, &near.plan);
        let verdict = verify_from(scenario, travel, adopted, situation, &plan)?;
        let changes = diff::changes(adopted, &plan, asked.tolerance);
        Ok(Alternative { plan, verdict, worth: near.worth, changes })
    };
    let all: Result<Vec<Alternative>, Vec<Misfit>> = found.into_iter().map(judged).collect();
    Ok(undominated(all?))
}

/// Those of which no other moves as many as soon with as few changes.
pub(crate) fn undominated(mut all: Vec<Alternative>) -> Vec<Alternative> {
    all.sort_by_key(|one| (one.changes.len(), one.plan.left(), one.plan.clearance));
    let mut kept: Vec<Alternative> = Vec::new();
    for one in all {
        let worth = |of: &Alternative| (of.plan.left(), of.plan.clearance);
        if kept.last().is_none_or(|last| worth(&one) < worth(last)) {
            kept.push(one);
        }
    }
    kept
}

/// The one that is best when a change has to gain `worth`: people first, then clearance and changes together.
#[must_use]
pub fn choice(alternatives: &[Alternative], worth: Seconds) -> Option<usize> {
    let cost = |one: &Alternative| {
        let changes = one.changes.len() as u64;
        (one.plan.left(), one.plan.clearance.0.saturating_add(worth.0.saturating_mul(changes)))
    };
    (0..alternatives.len()).min_by_key(|&index| (cost(&alternatives[index]), index))
}
