//! Who makes the plans of the desk: the program's own turns. The server is held against one that panics, or never ends by itself, in
//! tests: what it serves beside a plan must not depend on how the search behaves.

use crate::again::{Alternative, Asked};
use crate::answer::answer;
use crate::turn::{Turn, turn};
use couloir_model::continuation::Misfit;
use couloir_model::scenario::Scenario;
use couloir_model::travel::TravelTimes;
use couloir_planner::{Config, Watch};

/// Makes plans.
pub trait Planning: Send + Sync {
    /// A plan of the operation, judged.
    fn turn(&self, scenario: &Scenario, travel: &TravelTimes, config: &Config, watch: &dyn Watch) -> Turn;

    /// Plans near the adopted one, each judged.
    ///
    /// # Errors
    ///
    /// What keeps the operation from being planned again.
    fn answer(&self, asked: &Asked, config: &Config, watch: &dyn Watch) -> Result<Vec<Alternative>, Vec<Misfit>>;
}

/// The turns of this program.
#[derive(Debug, Clone, Copy)]
pub struct Own;

impl Planning for Own {
    fn turn(&self, scenario: &Scenario, travel: &TravelTimes, config: &Config, watch: &dyn Watch) -> Turn {
        turn(scenario, travel, config, watch)
    }

    fn answer(&self, asked: &Asked, config: &Config, watch: &dyn Watch) -> Result<Vec<Alternative>, Vec<Misfit>> {
        answer(asked, config, watch)
    }
}
