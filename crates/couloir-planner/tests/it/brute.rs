//! Operations so small that every plan can be tried: one site, one gate, one shelter, two or three buses.
//!
//! Boarding takes no time a person, so that who sits where does not matter: a plan is how often each bus goes, and who goes through the gate
//! with whom in which order. All of that is tried, each played by the judge.

use crate::world::{Random, World, blank, empty};
use couloir_judge::{timetable, verify};
use couloir_model::clock::{Moment, Opening, Window};
use couloir_model::id::*;
use couloir_model::interval::Interval;
use couloir_model::load::{Capacity, Load};
use couloir_model::plan::{Convoy, Parts, Route, Stop, Trip, Unloading, Visit};
use couloir_model::quantity::{Metres, People, Permille, Seconds};
use couloir_model::scenario::*;
use couloir_model::travel::{Crossing, Heading, TravelTimes};
use couloir_planner::{Config, Progress, Watch};
use std::num::NonZeroU32;

struct Patience;

impl Watch for Patience {
    fn improved(&self, _: &Progress) {}

    fn should_stop(&self) -> bool {
        false
    }
}

/// A gate with what is drawn for it, and people for three to five trips.
fn gate(random: &mut Random) -> World {
    let mut parts = empty(1, 3);
    let service = |fixed| ServiceTime { fixed: Seconds(fixed), per_person: vec![Seconds::ZERO] };
    let buses = random.between(2, 3);
    let trips = random.between(3, if buses == 2 { 5 } else { 4 });
    parts.depots.push(Depot { name: "yard".to_owned(), place: PlaceId(0) });
    parts.sites.push(Site {
        name: "school".to_owned(),
        place: PlaceId(1),
        waiting: vec![Arrival { from: Moment::START, people: vec![Interval::exactly(People(10 * trips as u32))] }],
        priority: Priority(1),
        berths: if random.chance(2) { NonZeroU32::new(1) } else { None },
        loading: service(random.between(20, 90)),
        open: Opening::always(),
    });
    parts.shelters.push(Shelter {
        name: "gym".to_owned(),
        place: PlaceId(2),
        capacity: People(1_000),
        capacity_by_need: vec![None],
        berths: if random.chance(2) { NonZeroU32::new(1) } else { None },
        unloading: service(random.between(10, 90)),
        reception_per_hour: None,
        open: Opening::always(),
    });
    parts.classes.push(Class {
        name: "bus".to_owned(),
        configurations: vec![Configuration { name: "seats".to_owned(), capacity: Capacity::of(vec![People(10)]) }],
        reconfiguration: Seconds::ZERO,
        travel: Permille::ONE,
        boarding: Permille::ONE,
        access: Access::default(),
        driving_max: None,
        range: None,
    });
    parts.vehicles = (0..buses)
        .map(|index| Vehicle {
            name: format!("bus {index}"),
            class: ClassId(0),
            depot: DepotId(0),
            available_from: Moment(60 * random.between(0, 5)),
            available_until: None,
            fitted: None,
        })
        .collect();
    let escorts = random.between(0, 1) as u32;
    let least = random.between(1, 2) as u32;
    let shut = random.between(300, 1_500);
    parts.passages.push(Passage {
        name: "gate".to_owned(),
        position: None,
        open: if random.chance(2) {
            let windows = [(random.between(0, 200), shut), (shut + random.between(60, 600), 1_000_000)];
            Opening::during(windows.map(|(from, until)| Window::new(Moment(from), Moment(until)).unwrap()).to_vec())
                .unwrap()
        } else {
            Opening::always()
        },
        headway: Seconds(30 * random.between(0, 6)),
        direction: Direction::BothWays,
        screening: Screening { fixed: Seconds(random.between(0, 60)), people_per_hour: None },
        convoy: Some(ConvoyRule {
            vehicles_min: NonZeroU32::new(least).unwrap(),
            vehicles_max: NonZeroU32::new(least + random.between(0, 1) as u32),
            escorts,
            who: ConvoyWho::Laden,
        }),
        passed: Passed::default(),
    });
    if escorts > 0 {
        parts.escorts.push(EscortTeam {
            name: "A".to_owned(),
            passage: PassageId(0),
            available_from: Moment::START,
            available_until: None,
            escorting: Seconds(random.between(60, 300)),
            way_back: Seconds(random.between(30, 200)),
        });
    }
    let ride = random.between(120, 400);
    let crossing = Crossing { offset: Seconds(ride / 3), passage: PassageId(0), heading: Heading::Outward };
    let (there, back) = (random.between(60, 300), random.between(60, 400));
    let seconds = [[0, there, 1], [there, 0, ride], [1, back, 0]];
    World {
        plan: blank(&parts),
        scenario: parts,
        seconds: seconds.iter().flatten().map(|seconds| Some(Seconds(*seconds))).collect(),
        metres: vec![Metres(0); 9],
        crossings: vec![(PlaceId(1), PlaceId(2), vec![crossing])],
    }
}

/// The soonest clearance of any plan; `None` when nobody can bring everybody out.
fn soonest(world: &World) -> Option<Moment> {
    let (scenario, travel) = (world.scenario(), world.travel());
    let trips = scenario.planned(SiteId(0)).total().0 / 10;
    let fleet = scenario.vehicles.len();
    let mut best: Option<Moment> = None;
    // More trips than are needed can only help a convoy to be complete: one more at most is tried.
    for total in trips..=trips + 1 {
        each_count(fleet, total, &mut Vec::new(), &mut |counts| {
            each_list(&scenario, counts, &mut Vec::new(), &mut |convoys| {
                let found = clearance(&scenario, &travel, counts, convoys);
                best = [best, found].into_iter().flatten().min();
            });
        });
    }
    best
}

/// Every way to share `total` trips among `fleet` buses.
fn each_count(fleet: usize, total: u32, counts: &mut Vec<u32>, then: &mut impl FnMut(&[u32])) {
    if counts.len() + 1 == fleet {
        counts.push(total);
        then(counts);
        counts.pop();
        return;
    }
    for count in 0..=total {
        counts.push(count);
        each_count(fleet, total - count, counts, then);
        counts.pop();
    }
}

/// Every list of convoys in which each bus stands as often as it goes.
fn each_list(scenario: &Scenario, left: &[u32], convoys: &mut Vec<Vec<usize>>, then: &mut impl FnMut(&[Vec<usize>])) {
    if left.iter().all(|left| *left == 0) {
        then(convoys);
        return;
    }
    let rule = scenario.passages[0].convoy.unwrap();
    let (least, most) = (rule.vehicles_min.get(), rule.vehicles_max.unwrap().get());
    for set in 1u32..1 << left.len() {
        let buses: Vec<usize> = (0..left.len()).filter(|bus| set >> bus & 1 == 1).collect();
        if !(least..=most).contains(&set.count_ones()) || buses.iter().any(|bus| left[*bus] == 0) {
            continue;
        }
        let mut rest = left.to_vec();
        buses.iter().for_each(|bus| rest[*bus] -= 1);
        convoys.push(buses);
        each_list(scenario, &rest, convoys, then);
        convoys.pop();
    }
}

fn clearance(scenario: &Scenario, travel: &TravelTimes, counts: &[u32], convoys: &[Vec<usize>]) -> Option<Moment> {
    let mut parts: Parts = blank(&scenario.clone().into_parts());
    let mut people = scenario.planned(SiteId(0)).total().0;
    // Whoever goes once more than is needed takes somebody along: nobody drives for nothing.
    let mut rest: u32 = counts.iter().sum();
    for (bus, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let trips = (0..*count).map(|_| {
            rest -= 1;
            let load = 10.min(people - rest);
            people -= load;
            let visit = || Visit::not_before(Moment::START);
            let load = Load::of(vec![People(load)]);
            let stops = vec![Stop { site: SiteId(0), load, groups: Vec::new(), visit: visit() }];
            let unloading = Unloading { shelter: ShelterId(0), visit: visit() };
            Trip { configuration: ConfigurationId(0), stops, unloading }
        });
        parts.routes.push(Route { vehicle: VehicleId::at(bus), trips: trips.collect() });
    }
    let escorts = scenario.escort_ids().collect::<Vec<_>>();
    parts.convoys = convoys
        .iter()
        .map(|buses| Convoy {
            passage: PassageId(0),
            heading: Heading::Outward,
            enter: Moment::START,
            vehicles: buses.iter().map(|bus| VehicleId::at(*bus)).collect(),
            escorts: escorts.clone(),
        })
        .collect();
    let plan = timetable(scenario, travel, parts).ok()?;
    let verdict = verify(scenario, travel, &plan);
    assert!(verdict.is_valid(), "{:?}", verdict.violations);
    Some(plan.clearance)
}

/// What the search reached on one operation, and the best of all plans, in seconds; how many people it left.
struct Beside {
    seed: u64,
    found: u64,
    best: u64,
    left: u32,
}

/// Plans the operations whose convoys need at least `least` vehicles, beside the best of all plans. No plan is sooner than that one, and
/// no bound beyond it.
fn compared(least: u32) -> Vec<Beside> {
    let mut compared = Vec::new();
    for seed in 0..40 {
        let world = gate(&mut Random(seed));
        if world.scenario.passages[0].convoy.is_none_or(|rule| rule.vehicles_min.get() != least) {
            continue;
        }
        let Some(best) = soonest(&world) else { continue };
        let (scenario, travel) = (world.scenario(), world.travel());
        let config = Config { seed: 1, iterations: Some(3_000), workers: 1 };
        let plan = couloir_planner::plan(&scenario, &travel, &config, &Patience).plan;
        let verdict = verify(&scenario, &travel, &plan);
        assert!(verdict.is_valid(), "seed {seed}: {:?}", verdict.violations);
        assert!(plan.bound.is_none_or(|bound| bound.at_least <= best), "seed {seed}: a bound beyond the best plan");
        let left = plan.left().0;
        assert!(left > 0 || best <= plan.clearance, "seed {seed}: sooner than the best of all plans");
        compared.push(Beside { seed, found: plan.clearance.0, best: best.0, left });
    }
    assert!(compared.len() >= 10, "{}", compared.len());
    compared
}

#[test]
fn the_search_finds_the_best_of_all_plans_where_all_can_be_tried() {
    let compared = compared(1);
    let later = compared.iter().filter(|one| one.left > 0 || one.found > one.best);
    let later: Vec<_> = later.map(|one| (one.seed, one.found, one.best, one.left)).collect();
    assert!(later.len() * 10 <= compared.len(), "later than the best in: {later:?}");
}

/// Wrong, and known: where two have to go together and the loads are odd, the last convoy lacks a vehicle. A plan that shares the last
/// load between two would bring everybody out; the search leaves it.
#[test]
fn where_two_have_to_go_together_the_search_may_leave_the_last_load() {
    for one in compared(2) {
        assert!(one.left <= 10, "seed {}: {} people left", one.seed, one.left);
        let near = one.found <= one.best + one.best / 10;
        assert!(one.left > 0 || near, "seed {}: {} s, the best {} s", one.seed, one.found, one.best);
    }
}
