//! The vehicle-pattern bound and its certificate: never above what a plan reaches, never proved by changed numbers.

use crate::bench;
use crate::world::World;
use couloir_judge::certificate::{Refusal, check};
use couloir_model::certificate::{Certificate, Loads, TripCount, TripKind, TripModel};
use couloir_model::clock::Moment;
use couloir_model::format;
use couloir_model::id::{NeedId, SiteId, VehicleId};
use couloir_model::quantity::Seconds;
use couloir_model::scenario::Scenario;
use couloir_model::travel::TravelTimes;
use couloir_planner::bound::pattern::{Config, Proof, prove};
use proptest::prelude::*;
use std::path::PathBuf;

fn proof(scenario: &Scenario, travel: &TravelTimes, config: &Config) -> Proof {
    prove(scenario, travel, config, &|| false)
}

/// Little work, and trips simplified or not by turns.
fn config(seed: u64) -> Config {
    Config {
        work_max: 1_000_000_000,
        pricings_max: 40,
        steps: [20, 60, 200][(seed % 3) as usize],
        sequences_max: if seed.is_multiple_of(2) { 0 } else { 100_000 },
        threads: 1 + (seed % 2) as u8,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_valid_plan_clears_before_the_bound(seed in any::<u64>()) {
        let Some(world) = World::random(seed) else { return Ok(()) };
        let (scenario, travel, plan) = (world.scenario(), world.travel(), world.plan());
        prop_assume!(plan.not_moved.is_empty());
        let proof = proof(&scenario, &travel, &config(seed));
        prop_assert!(proof.at_least <= plan.clearance, "{:?} > {:?}", proof.at_least, plan.clearance);
        prop_assert_eq!(check(&scenario, &travel, &proof.certificate), Ok(proof.at_least));
    }
}

/// The most seeds that a loop below tries, since a world may have no plan that moves everybody.
const SEEDS: u64 = 400;

/// Worlds with a certificate that proves something.
fn proved() -> impl Iterator<Item = (Scenario, TravelTimes, Certificate)> {
    (0..SEEDS).filter_map(World::random).filter_map(|world| {
        let (scenario, travel) = (world.scenario(), world.travel());
        let proof = proof(&scenario, &travel, &config(world.seconds[1].map_or(0, |seconds| seconds.0)));
        (proof.at_least > Moment::START).then_some((scenario, travel, proof.certificate))
    })
}

/// A named way to change one number of a certificate.
type Mutation = (&'static str, fn(&mut Certificate));

/// Every number of a certificate, changed.
const MUTATIONS: &[Mutation] = &[
    ("scenario", |certificate| certificate.scenario.0[3] ^= 1),
    ("at_least", |certificate| certificate.at_least.0 *= 4),
    ("at_least off the grid", |certificate| certificate.at_least.0 += certificate.step.0 + 1),
    ("step to nothing", |certificate| certificate.step = Seconds(0)),
    ("step twice as wide", |certificate| certificate.step.0 *= 2),
    ("trips", |certificate| {
        certificate.trips = match certificate.trips {
            TripModel::Explicit => TripModel::Pooled,
            TripModel::Pooled => TripModel::Explicit,
        };
    }),
    ("people dearer", |certificate| {
        certificate.cases[0].people.iter_mut().flatten().for_each(|price| *price += 1_000_000)
    }),
    ("one site dearer", |certificate| certificate.cases[0].people[0].iter_mut().for_each(|price| *price *= 50)),
    ("people for nothing", |certificate| certificate.cases[0].people.iter_mut().flatten().for_each(|price| *price = 0)),
    ("a price beyond all sums", |certificate| certificate.cases[0].people[0][0] = u64::MAX),
    ("room", |certificate| certificate.cases[0].room.iter_mut().for_each(|price| *price += 1_000_000)),
    ("room by need", |certificate| {
        certificate.cases[0].room_by_need[0].iter_mut().for_each(|price| *price += 1_000_000)
    }),
    ("site berths", |certificate| certificate.cases[0].site_berths.iter_mut().for_each(|price| *price += 1_000_000)),
    ("shelter berths", |certificate| {
        certificate.cases[0].shelter_berths.iter_mut().for_each(|price| *price += 1_000_000)
    }),
    ("a site too few", |certificate| drop(certificate.cases[0].people.pop())),
    ("a shelter too many", |certificate| certificate.cases[0].room.push(0)),
    ("a need too many", |certificate| certificate.cases[0].people[0].push(0)),
    ("no case", |certificate| certificate.cases.clear()),
    ("a case of some numbers of trips only", |certificate| count(certificate, 1, None, 0, 0)),
    ("trips charged that are not limited", |certificate| count(certificate, 0, None, 0, 1_000)),
    ("trips paid that need not be", |certificate| count(certificate, 0, None, 1_000_000_000, 0)),
    ("bundles of nobody", |certificate| bundles(certificate, 0, 1)),
    ("dear bundles", |certificate| bundles(certificate, 1, 1_000_000_000)),
];

/// Counts the trips of the first vehicle in the first case.
fn count(certificate: &mut Certificate, at_least: u32, at_most: Option<u32>, earns: u64, costs: u64) {
    let kind = TripKind { vehicle: Some(VehicleId(0)), site: None, shelter: None };
    certificate.cases[0].counts.push(TripCount { kind, at_least, at_most, earns, costs });
}

/// Prices whole loads of the first site.
fn bundles(certificate: &mut Certificate, per: u64, price: u64) {
    certificate.cases[0].loads.push(Loads { sites: vec![SiteId(0)], need: NeedId(0), per, price });
}

#[test]
fn a_changed_certificate_is_refused_or_proves_what_it_says() {
    let mut refused = vec![0; MUTATIONS.len()];
    let mut worlds = 0;
    for (seed, world) in (0..SEEDS).filter_map(|seed| World::random(seed).map(|world| (seed, world))) {
        let (scenario, travel, plan) = (world.scenario(), world.travel(), world.plan());
        let certificate = proof(&scenario, &travel, &config(seed)).certificate;
        if certificate.at_least == Moment::START || !plan.not_moved.is_empty() {
            continue;
        }
        worlds += 1;
        for ((name, mutation), refused) in MUTATIONS.iter().zip(&mut refused) {
            let mut changed = certificate.clone();
            mutation(&mut changed);
            match check(&scenario, &travel, &changed) {
                // Whatever it proves now, it is true.
                Ok(moment) => assert!(moment <= plan.clearance, "{name} proves what is false, seed {seed}"),
                Err(_) => *refused += 1,
            }
        }
    }
    assert!(worlds > 50, "the generator makes worlds with a bound: {worlds}");
    for ((name, _), refused) in MUTATIONS.iter().zip(refused) {
        assert!(refused > 0, "no world refuses the mutation `{name}`");
    }
}

#[test]
fn prices_drawn_at_random_prove_nothing_false() {
    let mut random = crate::world::Random(7);
    for world in (0..SEEDS).filter_map(World::random) {
        let (scenario, travel, plan) = (world.scenario(), world.travel(), world.plan());
        if !plan.not_moved.is_empty() {
            continue;
        }
        let mut certificate = proof(&scenario, &travel, &Config { pricings_max: 3, ..config(1) }).certificate;
        let mut price = |price: &mut u64| *price = random.between(0, 1_000);
        certificate.cases[0].people.iter_mut().flatten().for_each(&mut price);
        certificate.cases[0].room.iter_mut().for_each(&mut price);
        for steps in [1, 4, 16, 64, 256] {
            certificate.step = Seconds(8);
            certificate.at_least = Moment(8 * steps);
            if let Ok(moment) = check(&scenario, &travel, &certificate) {
                assert!(moment <= plan.clearance);
            }
        }
    }
}

#[test]
fn a_certificate_is_read_back_as_written() {
    for (scenario, travel, certificate) in proved().take(40) {
        let text = format::certificate::write(&scenario, &certificate);
        let back = format::certificate::read(&text, "bound.json", &scenario).expect("what was written can be read");
        assert_eq!(back, certificate);
        assert_eq!(check(&scenario, &travel, &back), Ok(certificate.at_least));
    }
}

#[test]
fn an_enormous_horizon_is_refused_at_once() {
    let (scenario, travel, mut certificate) = proved().next().expect("some world has a bound");
    certificate.step = Seconds(1);
    certificate.at_least = couloir_model::clock::MOMENT_MAX;
    let refusal = check(&scenario, &travel, &certificate).expect_err("ten years in steps of a second");
    assert!(
        matches!(refusal, Refusal::TooLarge { .. } | Refusal::NotProved(_) | Refusal::PriceTooHigh(_)),
        "{refusal}"
    );
    certificate.at_least = Moment(u64::MAX);
    assert_eq!(check(&scenario, &travel, &certificate), Err(Refusal::TooLate(Moment(u64::MAX))));
}

#[test]
fn the_same_work_gives_the_same_certificate() {
    for world in (0..20).filter_map(World::random) {
        let (scenario, travel) = (world.scenario(), world.travel());
        let once = proof(&scenario, &travel, &config(2));
        assert_eq!(once, proof(&scenario, &travel, &config(2)));
    }
}

/// A public instance, its proof in few pricings.
fn public(name: &str) -> Option<(Scenario, TravelTimes, Proof)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/bench/public"));
    let path = folder.join(format!("{name}.json"));
    if !path.exists() {
        println!("skipped: no public instances beside the workspace");
        return None;
    }
    let (scenario, travel) = bench::read(&path);
    let proof = proof(&scenario, &travel, &Config { pricings_max: 300, ..Config::default() });
    assert_eq!(check(&scenario, &travel, &proof.certificate), Ok(proof.at_least));
    let text = format::certificate::write(&scenario, &proof.certificate);
    let back = format::certificate::read(&text, "bound.json", &scenario).expect("what was written can be read");
    assert_eq!(back, proof.certificate);
    Some((scenario, travel, proof))
}

#[test]
fn whole_trips_prove_more_than_the_programme_alone() {
    let Some((scenario, travel, proof)) = public("rand-7-i1") else { return };
    // The programme alone proves 13, the best plan takes 15.
    assert!(Moment(14) <= proof.at_least && proof.at_least <= Moment(15), "{:?}", proof.at_least);
    assert!(proof.certificate.cases.len() > 1);
    for at in 0..proof.certificate.cases.len() {
        let mut less = proof.certificate.clone();
        less.cases.remove(at);
        assert_eq!(check(&scenario, &travel, &less), Err(Refusal::CasesMissing), "without case {at}");
    }
}

#[test]
fn no_site_is_a_short_cut_for_empty_vehicles() {
    let Some((_, _, proof)) = public("rand-3-i5") else { return };
    // The programme alone stops at sites without anybody left, which are short cuts in this table: 8.
    assert_eq!(proof.at_least, Moment(10));
}

/// Never stops by itself.
struct Patient;

impl couloir_planner::Watch for Patient {
    fn improved(&self, _: &couloir_planner::Progress) {}

    fn should_stop(&self) -> bool {
        false
    }
}

#[test]
fn a_search_stops_when_its_plan_is_proved_the_soonest() {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/bench/public/rand-10-i4.json"));
    if !path.exists() {
        println!("skipped: no public instances beside the workspace");
        return;
    }
    let (scenario, travel) = bench::read(&path);
    let config = couloir_planner::Config { seed: 1, iterations: Some(10_000_000), workers: 2 };
    let plan = couloir_planner::plan(&scenario, &travel, &config, &Patient).plan;
    assert_eq!(plan.bound.map(|bound| bound.at_least), Some(plan.clearance));
    assert!(plan.made.iterations < 10_000_000, "the search ends early");
}

#[test]
fn the_same_seed_and_iterations_give_the_same_plan_and_bound() {
    for world in (0..12).filter_map(World::random) {
        let (scenario, travel) = (world.scenario(), world.travel());
        let config = couloir_planner::Config { seed: 3, iterations: Some(2_000), workers: 2 };
        let plan = || couloir_planner::plan(&scenario, &travel, &config, &Patient).plan;
        assert_eq!(plan(), plan());
    }
}

#[test]
fn public_instances_are_bounded_below_the_best_known_value_and_mostly_at_the_known_bound() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/bench/public"));
    let Ok(known) = std::fs::read_to_string(folder.join("known.csv")) else {
        println!("skipped: no public instances beside the workspace");
        return;
    };
    let (mut reached, mut all) = (0, 0);
    for row in known.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>()) {
        let path = folder.join(format!("{}.json", row[0]));
        if !row[0].starts_with("rand") && !row[0].starts_with("course") || !path.exists() {
            continue;
        }
        let (scenario, travel) = bench::read(&path);
        let proof = proof(&scenario, &travel, &Config { pricings_max: 500, ..Config::default() });
        let [best, bound] = [row[2], row[3]].map(|number| number.parse::<u64>().expect("a number"));
        assert!(proof.at_least.0 <= best, "{}: {} > {best}", row[0], proof.at_least.0);
        assert_eq!(check(&scenario, &travel, &proof.certificate), Ok(proof.at_least), "{}", row[0]);
        all += 1;
        reached += usize::from(proof.at_least.0 >= bound);
    }
    assert!(reached * 10 >= all * 8, "{reached} of {all} reach the known bound");
}
