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
    /// Trips whose moments the search worked out on the way.
    pub trips_timed: u64,
}

/// One turn of the operation: plan, then have the plan judged by somebody who does not know how it was made.
#[must_use]
pub fn turn(scenario: &Scenario, travel: &TravelTimes, config: &Config, watch: &dyn Watch) -> Turn {
    let couloir_planner::Outcome { plan, trips_timed } = couloir_planner::plan(scenario, travel, config, watch);
    let verdict = couloir_judge::verify(scenario, travel, &plan);
    Turn { plan, verdict, trips_timed }
}
