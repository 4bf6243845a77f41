//! What the simulator must be: the judge's timetable when nothing goes wrong, the same whatever the threads, right about itself.

use crate::checker;
use crate::world::{Random, World};
use couloir_judge::simulate::spread::clearance_at;
use couloir_judge::simulate::{Disturbance, Outcome, PeopleFrom, Policy, Reason, Simulation, Spread};
use couloir_model::clock::Moment;
use couloir_model::format::bench::read_instance;
use couloir_model::interval::Interval;
use couloir_model::outlook::Percentiles;
use couloir_model::plan::Plan;
use couloir_model::quantity::People;
use couloir_model::scenario::Scenario;
use couloir_model::travel::TravelTimes;
use proptest::prelude::*;

fn simulation<'a>(
    (scenario, travel, plan): &'a (Scenario, TravelTimes, Plan),
    disturbance: Disturbance,
    policy: Policy,
) -> Simulation<'a> {
    Simulation::of(scenario, travel, plan, disturbance, policy).expect("the plan can be carried out")
}

fn parts(world: &World) -> (Scenario, TravelTimes, Plan) {
    (world.scenario(), world.travel(), world.plan())
}

/// A world whose plan moves somebody.
fn busy(seed: u64) -> Option<World> {
    World::random(seed).filter(|world| world.plan.routes.len() > 1 && world.plan.clearance > Moment::START)
}

/// The worlds of many seeds.
fn worlds(count: usize) -> impl Iterator<Item = World> {
    (0..).filter_map(busy).take(count)
}

fn outcomes(simulation: &Simulation<'_>, runs: u64) -> Vec<Outcome> {
    simulation.runs(7, 0..runs).outcomes
}

const POLICIES: [Policy; 2] = [Policy::Fixed, Policy::Dispatch];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn without_disturbance_every_visit_is_that_of_the_judges_timetable(seed: u64) {
        let Some(world) = World::random(seed) else { return Ok(()) };
        let world = parts(&world);
        let written: Vec<_> = world.2.trips().flat_map(|(_, trip)| trip.visits()).map(|visit| Some((visit.join, visit.end))).collect();
        for policy in POLICIES {
            let simulation = simulation(&world, Disturbance::none(), policy);
            prop_assert_eq!(&simulation.visits(3, 5), &written);
            let outcome = simulation.runs(3, 5..6).outcomes[0];
            prop_assert_eq!(outcome.last_out, world.2.clearance);
            prop_assert_eq!(outcome.person_seconds, world.2.person_seconds);
            prop_assert_eq!(outcome.out, u64::from(world.2.moved().0));
            prop_assert_eq!((outcome.missed, outcome.lost), (0, 0));
            prop_assert_eq!(outcome.blame, [0; Reason::COUNT]);
            prop_assert_eq!(simulation.planned(), &outcome);
        }
    }

    #[test]
    fn everybody_who_came_is_out_or_left_by_the_plan_or_missed(seed: u64, more in 0_u32..60) {
        let Some(mut world) = World::random(seed) else { return Ok(()) };
        for arrival in world.scenario.sites.iter_mut().flat_map(|site| &mut site.waiting) {
            for count in &mut arrival.people {
                let best = count.best();
                *count = Interval::new(People(best.0 / 2), best, People(best.0 + more)).unwrap();
            }
        }
        let disturbance = Disturbance { breakdowns_per_1000_hours: 900.0, ..Disturbance::siege() };
        for policy in POLICIES {
            for outcome in outcomes(&simulation(&parts(&world), disturbance.clone(), policy), 5) {
                let left: u64 = world.plan.not_moved.iter().map(|left| u64::from(left.people.total().0)).sum();
                prop_assert!(outcome.out + outcome.missed <= outcome.came, "{:?}", outcome);
                prop_assert!(outcome.came <= outcome.out + outcome.missed + left, "{:?} {left}", outcome);
                prop_assert_eq!(outcome.clearance.is_some(), outcome.missed == 0);
                prop_assert!(outcome.out_in_time <= outcome.out);
            }
        }
    }
}

#[test]
fn neutral_instances_are_simulated_to_the_second_as_the_judge_writes_them() {
    let Some(bench) = checker::bench() else { return };
    for instance in checker::instances(&bench) {
        let Ok((scenario, travel)) = read_instance(&checker::text(&instance)) else { continue };
        let routes = checker::random_routes(&scenario, &mut Random(11));
        let plan = checker::carried_out(&scenario, &travel, routes);
        let visits = plan.trips().flat_map(|(_, trip)| trip.visits());
        let written: Vec<_> = visits.map(|visit| Some((visit.join, visit.end))).collect();
        let world = (scenario, travel, plan);
        for policy in POLICIES {
            let simulation = simulation(&world, Disturbance::none(), policy);
            assert!(simulation.visits(1, 1) == written, "{} {policy:?}", instance.display());
            assert_eq!(simulation.planned().last_out, world.2.clearance);
        }
    }
}

#[test]
fn the_worlds_have_convoys_with_escorts_and_screening_among_them() {
    let worlds: Vec<_> = worlds(300).collect();
    let convoys = worlds.iter().filter(|world| !world.plan.convoys.is_empty()).count();
    let led = worlds.iter().flat_map(|world| &world.plan.convoys).filter(|convoy| !convoy.escorts.is_empty()).count();
    let passages = worlds.iter().flat_map(|world| &world.scenario.passages);
    let rates = passages.filter(|passage| passage.screening.people_per_hour.is_some()).count();
    assert!(convoys > 30 && led > 30 && rates > 30, "{convoys} {led} {rates}");
}

#[test]
fn how_runs_are_shared_out_among_threads_changes_nothing() {
    for world in worlds(20) {
        let world = parts(&world);
        let simulation = simulation(&world, Disturbance::siege(), Policy::Dispatch).with_curve(1, 60);
        let whole = Spread::of(&simulation, 1, &[simulation.runs(1, 0..60)]);
        let shared: Vec<_> = [0..1, 1..30, 30..60].map(|runs| simulation.runs(1, runs)).into();
        assert_eq!(whole, Spread::of(&simulation, 1, &shared));
    }
}

#[test]
fn no_shelter_takes_in_more_people_than_it_has_room_for_however_many_come() {
    for mut world in worlds(200) {
        let room: u64 = world.scenario.shelters.iter().map(|shelter| u64::from(shelter.capacity.0)).sum();
        for count in world.scenario.sites.iter_mut().flat_map(|site| &mut site.waiting).flat_map(|one| &mut one.people)
        {
            *count = Interval::new(count.best(), count.best(), People(count.best().0 + 200)).unwrap();
        }
        let disturbance = Disturbance { people: PeopleFrom::Interval, ..Disturbance::none() };
        for outcome in outcomes(&simulation(&parts(&world), disturbance, Policy::Dispatch), 20) {
            assert!(outcome.out <= room, "{outcome:?} {room}");
        }
    }
}

#[test]
fn people_beyond_the_plan_are_fetched_by_dispatch_and_left_by_a_fixed_plan() {
    let (mut fetched, mut left) = (0, 0);
    for mut world in worlds(200) {
        for count in world.scenario.sites.iter_mut().flat_map(|site| &mut site.waiting).flat_map(|one| &mut one.people)
        {
            *count = Interval::new(count.best(), count.best(), People(2 * count.best().0)).unwrap();
        }
        for shelter in &mut world.scenario.shelters {
            shelter.capacity = People(10_000);
            shelter.capacity_by_need.fill(None);
        }
        let disturbance = Disturbance { people: PeopleFrom::Interval, ..Disturbance::none() };
        let world = parts(&world);
        let fixed = outcomes(&simulation(&world, disturbance.clone(), Policy::Fixed), 20);
        let dispatch = outcomes(&simulation(&world, disturbance, Policy::Dispatch), 20);
        for (fixed, dispatch) in fixed.iter().zip(&dispatch) {
            assert_eq!(fixed.came, dispatch.came, "both policies meet the same people");
            assert!(dispatch.out >= fixed.out, "{fixed:?} {dispatch:?}");
            fetched += dispatch.out - fixed.out;
            left += fixed.missed;
        }
    }
    assert!(fetched > 0 && left > 0);
    assert!(fetched * 2 > left, "most of those whom a fixed plan leaves are fetched: {fetched} of {left}");
}

#[test]
fn those_whose_vehicle_is_lost_are_brought_out_by_others() {
    let disturbance = Disturbance { breakdowns_per_1000_hours: 200.0, repaired: 0.0, ..Disturbance::none() };
    let (mut lost, mut saved, mut stranded) = (0, 0, 0);
    for mut world in worlds(300) {
        // Whoever fetches others must have the time for it.
        world.scenario.vehicles.iter_mut().for_each(|vehicle| vehicle.available_until = None);
        world.scenario.classes.iter_mut().for_each(|class| class.driving_max = None);
        let world = parts(&world);
        let fixed = outcomes(&simulation(&world, disturbance.clone(), Policy::Fixed), 20);
        let dispatch = outcomes(&simulation(&world, disturbance.clone(), Policy::Dispatch), 20);
        for (fixed, dispatch) in fixed.iter().zip(&dispatch) {
            lost += u64::from(fixed.lost);
            stranded += fixed.missed;
            saved += fixed.missed.saturating_sub(dispatch.missed);
        }
    }
    assert!(lost > 0 && stranded > 0 && saved * 2 > stranded, "{lost} {stranded} {saved}");
}

#[test]
fn a_slower_road_is_blamed_on_travel_and_a_late_driver_on_the_start() {
    let travel = Disturbance { travel_common: 0.5, ..Disturbance::none() };
    let late = Disturbance { late_start_chance: 1.0, late_start_minutes: 60.0, ..Disturbance::none() };
    for (disturbance, reason) in [(travel, Reason::Travel), (late, Reason::LateStart)] {
        let mut blamed = 0;
        for world in worlds(50) {
            for outcome in outcomes(&simulation(&parts(&world), disturbance.clone(), Policy::Fixed), 20) {
                blamed += outcome.blame[reason as usize].max(0);
                for other in Reason::ALL.into_iter().filter(|other| ![reason, Reason::Queue].contains(other)) {
                    assert_eq!(outcome.blame[other as usize], 0, "{other:?}");
                }
            }
        }
        assert!(blamed > 0);
    }
}

#[test]
fn fresh_seeds_fall_below_the_quantiles_as_often_as_they_should() {
    let world = worlds(40).max_by_key(|world| world.plan.routes.len()).map(|world| parts(&world)).unwrap();
    let disturbance = Disturbance { people: PeopleFrom::Planned, repaired: 1.0, ..Disturbance::usual() };
    let simulation = simulation(&world, disturbance, Policy::Dispatch);
    let (told, fresh) = (simulation.runs(1, 0..10_000).outcomes, simulation.runs(2, 0..10_000).outcomes);
    for percent in [50, 80, 95] {
        let quantile = clearance_at(&told, percent).expect("everybody gets out");
        let below = fresh.iter().filter(|run| run.clearance.is_some_and(|moment| moment <= quantile)).count() as f64;
        // Two samples of 10,000: the standard deviation of the share is √(2 p (1 − p) / n); four of them.
        let chance = f64::from(percent) / 100.0;
        let around = 4.0 * (2.0 * chance * (1.0 - chance) / 10_000.0_f64).sqrt();
        assert!((below / 10_000.0 - chance).abs() < around + 0.002, "P{percent}: {below} of 10,000");
    }
}

#[test]
fn as_many_people_as_the_estimate_says_come() {
    let world = worlds(1).next().map(|world| parts(&world)).unwrap();
    let percentiles = Percentiles::of(|percent| u64::from(percent) * 100);
    let people = PeopleFrom::Estimate(Box::new(percentiles));
    let simulation = simulation(&world, Disturbance { people, ..Disturbance::none() }, Policy::Fixed);
    let mut came: Vec<u64> = outcomes(&simulation, 2000).iter().map(|outcome| outcome.came).collect();
    came.sort_unstable();
    assert!((4_600..5_400).contains(&came[1000]), "the median of the estimate is 5,000: {}", came[1000]);
    assert!((900..1_100).contains(&came[200]), "{}", came[200]);
}

#[test]
fn a_plan_that_cannot_be_carried_out_is_refused_as_the_timetable_refuses_it() {
    let mut world = worlds(1).next().unwrap();
    world.seconds.fill(None);
    let (scenario, travel, plan) = parts(&world);
    let refused = Simulation::of(&scenario, &travel, &plan, Disturbance::none(), Policy::Fixed).err().unwrap();
    assert_eq!(refused, couloir_judge::timetable(&scenario, &travel, plan.into_parts()).unwrap_err());
}
