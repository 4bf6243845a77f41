//! The promises. In debug builds the search holds each accepted move against the plain evaluation by itself.

use couloir_planner::evaluate::plain;
use couloir_planner::problem::Problem;
use couloir_planner::routes::{Schedule, people};
use couloir_planner::{Config, Progress, Solution, Watch, solve};
use proptest::prelude::*;

use crate::worlds::worlds;

struct Patience;

impl Watch for Patience {
    fn improved(&self, _: &Progress) {}

    fn should_stop(&self) -> bool {
        false
    }
}

struct NoPatience;

impl Watch for NoPatience {
    fn improved(&self, _: &Progress) {}

    fn should_stop(&self) -> bool {
        true
    }
}

fn solved(problem: &Problem, seed: u64, iterations: u64) -> Solution {
    solve(problem, &Config { seed, iterations: Some(iterations), workers: 2 }, &Patience)
}

/// Everything that a schedule must keep, by adding up.
fn check(problem: &Problem, schedule: &Schedule) -> Result<(), TestCaseError> {
    for (vehicle, trips) in schedule.routes.0.iter().enumerate() {
        let class = &problem.classes[problem.vehicles[vehicle].class as usize];
        for trip in trips {
            let places = &class.configurations[trip.configuration as usize];
            prop_assert!(!trip.stops().is_empty() && trip.stops().len() <= problem.stops_max);
            prop_assert!(trip.stops().iter().all(|stop| people(&stop.load) > 0), "an empty stop");
            prop_assert!(trip.load().iter().zip(places).all(|(people, places)| people <= places), "too many on board");
            let mut queues: Vec<u32> =
                trip.stops().iter().map(|stop| problem.sites[stop.site as usize].queue).collect();
            queues.sort_unstable();
            queues.dedup();
            prop_assert_eq!(queues.len(), trip.stops().len(), "a site twice in one trip");
        }
    }
    for (shelter, taken) in problem.shelters.iter().zip(plain::taken(problem, &schedule.routes)) {
        prop_assert!(taken.iter().sum::<u64>() <= u64::from(shelter.capacity), "a shelter is over full");
        if let Some(room) = shelter.capacity_by_need {
            prop_assert!(taken.iter().zip(room).all(|(&taken, room)| taken <= u64::from(room)), "a need is over full");
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_schedule_keeps_the_rules_and_its_score_is_the_plain_one(problem in worlds(), seed in 0u64..1000) {
        let solution = solved(&problem, seed, 600);
        check(&problem, &solution.schedule)?;
        let visits = plain::play(&problem, &solution.schedule);
        prop_assert_eq!(plain::score(&problem, &solution.schedule, &visits), solution.score);
        prop_assert_eq!(solution.score.excess, 0, "somebody works too long");
    }

    #[test]
    fn no_plan_that_moves_everybody_beats_the_bound(problem in worlds(), seed in 0u64..1000) {
        let solution = solved(&problem, seed, 2_000);
        if solution.score.not_moved == 0 {
            prop_assert!(solution.bound.at_least <= solution.score.clearance, "bound {:?}", solution.bound);
        }
    }

    #[test]
    fn the_same_seed_and_iterations_give_the_same_schedule(problem in worlds(), seed in 0u64..1000) {
        prop_assert_eq!(solved(&problem, seed, 900).schedule, solved(&problem, seed, 900).schedule);
    }

    #[test]
    fn searching_never_makes_a_plan_worse(problem in worlds(), seed in 0u64..1000) {
        let config = Config { seed, iterations: None, workers: 1 };
        let at_once = solve(&problem, &config, &NoPatience);
        check(&problem, &at_once.schedule)?;
        prop_assert!(solved(&problem, seed, 600).score <= at_once.score);
    }
}
