//! Whole operations, from the scenario to the written plan, with the judge as the one who knows.
//!
//! The other tests look at the dense form; these go through everything around it too: compiling, seating groups, writing
//! every moment and every reason.

use crate::world::World;
use couloir_judge::verify;
use couloir_model::plan::Plan;
use couloir_planner::{Config, Progress, Watch, plan};
use proptest::prelude::*;

/// Lets the search run to the end of its iterations.
struct Patience;

impl Watch for Patience {
    fn improved(&self, _: &Progress) {}

    fn should_stop(&self) -> bool {
        false
    }
}

fn planned(world: &World, seed: u64, iterations: u64) -> Plan {
    let config = Config { seed, iterations: Some(iterations), workers: 1 };
    plan(&world.scenario(), &world.travel(), &config, &Patience).plan
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn the_judge_accepts_every_plan(seed in any::<u64>()) {
        if let Some(world) = World::random(seed) {
            let (scenario, travel) = (world.scenario(), world.travel());
            let verdict = verify(&scenario, &travel, &planned(&world, seed, 300));
            let said: Vec<String> = verdict.violations.iter().map(|one| one.finding(&scenario).to_string()).collect();
            prop_assert!(verdict.is_valid(), "{}", said.join("\n"));
            prop_assert!(verdict.made_for_this);
        }
    }

    #[test]
    fn the_same_operation_seed_and_iterations_give_the_same_plan(seed in any::<u64>()) {
        if let Some(world) = World::random(seed) {
            prop_assert_eq!(planned(&world, 1, 200), planned(&world, 1, 200));
        }
    }
}
