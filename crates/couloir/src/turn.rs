//! The main flow: from what is known to what should be done next.

use couloir_judge::Verdict;
use couloir_model::plan::Plan;
use couloir_model::scenario::Scenario;
use couloir_model::travel::TravelTimes;
use couloir_planner::{Config, Watch};

/// What one turn proposes.
#[derive(Debug)]
pub struct Turn {
    /// The plan.
    pub plan: Plan,
    /// What an independent judge says of it.
    pub verdict: Verdict,
}

/// One turn of the operation: plan, then have the plan judged by somebody who does not know how it was made.
#[must_use]
pub fn turn(scenario: &Scenario, travel: &TravelTimes, config: &Config, watch: &dyn Watch) -> Turn {
    let plan = couloir_planner::plan(scenario, travel, config, watch).plan;
    let verdict = couloir_judge::verify(scenario, travel, &plan);
    Turn { plan, verdict }
}
