//! Regulated passages by numbers that can be added up by hand: a bus is in front of the gate 190 s after it leaves the yard, and at the
//! gym 40 s behind it.

use crate::rules::{carried_out, during, refused, town, trip, unloading, valid};
use crate::world::World;
use couloir_judge::certificate::{Refusal, check};
use couloir_judge::verdict::Amount;
use couloir_judge::{Rule, timetable};
use couloir_model::certificate::{Certificate, Cut, TripModel};
use couloir_model::clock::{Moment, Opening, Window};
use couloir_model::id::*;
use couloir_model::plan::{Convoy, Passing};
use couloir_model::quantity::Seconds;
use couloir_model::scenario::*;
use couloir_model::travel::{Crossing, Heading};
use proptest::prelude::*;
use std::num::NonZeroU32;

/// Buses that leave the yard 100 s after each other, with a gate between school and gym.
fn gate(buses: u32, change: impl FnOnce(&mut Passage)) -> World {
    let mut world = town(buses);
    for (index, bus) in world.scenario.vehicles.iter_mut().enumerate() {
        bus.available_from = Moment(100 * index as u64);
    }
    add_gate(&mut world, (1, 2), Heading::Outward);
    change(&mut world.scenario.passages[0]);
    world
}

fn add_gate(world: &mut World, (from, to): (u32, u32), heading: Heading) {
    let passage = PassageId::at(world.scenario.passages.len());
    world.scenario.passages.push(Passage {
        name: format!("gate {}", passage.0 + 1),
        position: None,
        open: Opening::always(),
        headway: Seconds::ZERO,
        direction: Direction::BothWays,
        screening: Screening::default(),
        convoy: None,
        passed: Passed::default(),
    });
    let crossing = Crossing { offset: Seconds(60), passage, heading };
    world.crossings.push((PlaceId(from), PlaceId(to), vec![crossing]));
}

fn rule(min: u32, max: u32, escorts: u32) -> Option<ConvoyRule> {
    let (vehicles_min, vehicles_max) = (NonZeroU32::new(min).unwrap(), NonZeroU32::new(max));
    Some(ConvoyRule { vehicles_min, vehicles_max, escorts, who: ConvoyWho::All })
}

fn team(escorting: u64, way_back: u64) -> EscortTeam {
    EscortTeam {
        name: "A".to_owned(),
        passage: PassageId(0),
        available_from: Moment::START,
        available_until: None,
        escorting: Seconds(escorting),
        way_back: Seconds(way_back),
    }
}

/// Convoys through a passage, one list of buses each.
fn list(world: &mut World, passage: u32, heading: Heading, convoys: &[&[u32]]) {
    world.plan.convoys.extend(convoys.iter().map(|buses| Convoy {
        passage: PassageId(passage),
        heading,
        enter: Moment::START,
        vehicles: buses.iter().map(|bus| VehicleId(*bus)).collect(),
        escorts: Vec::new(),
    }));
}

fn enters(world: &World) -> Vec<u64> {
    world.plan.convoys.iter().map(|convoy| convoy.enter.0).collect()
}

/// What is said of the world, by rule and number.
fn said(world: &World) -> Vec<(Rule, Amount)> {
    world.verdict().violations.iter().map(|one| (one.rule, one.by)).collect()
}

fn refusals(world: &World) -> Vec<String> {
    let faults = timetable(&world.scenario(), &world.travel(), world.plan.clone()).unwrap_err();
    faults.iter().map(|fault| format!("{}: {}", fault.rule, fault.finding(&world.scenario()).message)).collect()
}

#[test]
fn a_headway_lies_between_one_vehicle_and_the_next() {
    let mut world = gate(3, |gate| gate.headway = Seconds(150));
    list(&mut world, 0, Heading::Outward, &[&[0], &[1], &[2]]);
    let mut world = carried_out(world);
    valid(&world);
    assert_eq!(enters(&world), [190, 340, 490]);
    let passage = PassageId(0);
    let passing =
        Passing { passage, reach: Moment(290), enter: Moment(340), leave: Moment(340), convoy: Some(ConvoyId(1)) };
    assert_eq!(unloading(&mut world, 1).passings, [passing]);
    world.scenario.passages[0].headway = Seconds(151);
    assert_eq!(said(&world), [(Rule::Headway, Amount::Seconds(1)); 2]);
}

#[test]
fn a_convoy_waits_for_its_last_vehicle_and_for_the_gate() {
    let mut world = gate(3, |gate| {
        gate.convoy = rule(2, 3, 0);
        gate.open = during(450, 10_000);
    });
    list(&mut world, 0, Heading::Outward, &[&[2, 0, 1]]);
    let mut world = carried_out(world);
    valid(&world);
    assert_eq!(enters(&world), [450]);
    world.scenario.passages[0].open = during(460, 10_000);
    refused(&world, Rule::Passage, Amount::Seconds(10));
    world.scenario.passages[0].open = Opening::always();
    refused(&world, Rule::Convoy, Amount::Seconds(60));
    let mut world = carried_out(world);
    assert_eq!(enters(&world), [390]);
    world.scenario.passages[0].convoy = rule(4, 9, 0);
    refused(&world, Rule::Convoy, Amount::Vehicles(1));
    world.scenario.passages[0].convoy = rule(1, 1, 0);
    refused(&world, Rule::Convoy, Amount::Vehicles(2));
}

#[test]
fn the_list_says_who_goes_first_and_not_who_comes_first() {
    let mut world = gate(2, |gate| gate.headway = Seconds(1));
    list(&mut world, 0, Heading::Outward, &[&[1], &[0]]);
    let mut world = carried_out(world);
    valid(&world);
    assert_eq!(enters(&world), [290, 291]);
    // The same moments in the other order: the first breaks the order, and the second could have gone at once.
    world.plan.convoys.swap(0, 1);
    for bus in 0..2 {
        unloading(&mut world, bus).passings[0].convoy = Some(ConvoyId(bus as u32));
    }
    let broken = world.verdict().broken();
    assert_eq!(broken, [Rule::Convoy]);
}

#[test]
fn nobody_enters_before_those_who_came_the_other_way_are_through() {
    let mut world = gate(2, |gate| gate.direction = Direction::OneWayAtATime { crossing: Seconds(45) });
    world.crossings.push((
        PlaceId(0),
        PlaceId(1),
        vec![Crossing { offset: Seconds(60), passage: PassageId(0), heading: Heading::Inward }],
    ));
    list(&mut world, 0, Heading::Inward, &[&[0], &[1]]);
    list(&mut world, 0, Heading::Outward, &[&[0], &[1]]);
    let mut world = carried_out(world);
    valid(&world);
    // The second bus comes in at 160, the first one out at 190, the second one out at 290.
    assert_eq!(enters(&world), [60, 160, 205, 290]);
    world.scenario.passages[0].direction = Direction::OneWayAtATime { crossing: Seconds(50) };
    refused(&world, Rule::Direction, Amount::Seconds(5));
    world.scenario.passages[0].direction = Direction::BothWays;
    world.scenario.passages[0].headway = Seconds(1);
    refused(&world, Rule::Convoy, Amount::Seconds(15));
}

#[test]
fn an_escort_leads_the_next_convoy_when_it_is_back() {
    let mut world = gate(2, |gate| gate.convoy = rule(1, 2, 1));
    world.scenario.escorts.push(team(100, 50));
    list(&mut world, 0, Heading::Outward, &[&[0], &[1]]);
    let without = carried_out(world.clone());
    assert_eq!(said(&without), [(Rule::Escort, Amount::Entries(1)); 2]);
    world.plan.convoys.iter_mut().for_each(|convoy| convoy.escorts.push(EscortId(0)));
    let mut world = carried_out(world);
    valid(&world);
    assert_eq!(enters(&world), [190, 340]);
    world.scenario.escorts[0].way_back = Seconds(60);
    refused(&world, Rule::Escort, Amount::Seconds(10));
    world.scenario.escorts[0].way_back = Seconds(50);
    world.scenario.escorts[0].available_until = Some(Moment(480));
    refused(&world, Rule::Escort, Amount::Seconds(10));
    world.scenario.escorts[0] = EscortTeam { available_from: Moment(200), ..team(100, 50) };
    refused(&world, Rule::Escort, Amount::Seconds(10));
}

#[test]
fn one_post_examines_one_vehicle_after_the_other_and_holds_all_for_the_fixed_time() {
    let mut world = gate(3, |gate| {
        // 20 people: 30 s.
        gate.screening = Screening { fixed: Seconds(15), people_per_hour: NonZeroU32::new(2_400) };
        gate.convoy = rule(1, 2, 0);
    });
    list(&mut world, 0, Heading::Outward, &[&[1, 0], &[2]]);
    let mut world = carried_out(world);
    valid(&world);
    assert_eq!(enters(&world), [290, 390]);
    let leave = |world: &mut World, bus| unloading(world, bus).passings[0].leave.0;
    assert_eq!([0, 1, 2].map(|bus| leave(&mut world, bus)), [290 + 60 + 15, 290 + 30 + 15, 390 + 30 + 15]);
    // 36 s each: the third finds the post busy no longer, but is held 6 s longer itself.
    world.scenario.passages[0].screening.people_per_hour = NonZeroU32::new(2_000);
    assert_eq!(said(&world), [(Rule::Screening, Amount::Seconds(6)); 3]);
    world.scenario.passages[0].screening.people_per_hour = NonZeroU32::new(720);
    let mut world = carried_out(world);
    valid(&world);
    assert_eq!([0, 1, 2].map(|bus| leave(&mut world, bus)), [290 + 200 + 15, 290 + 100 + 15, 290 + 300 + 15]);
}

#[test]
fn an_empty_bus_needs_no_convoy_of_its_own_where_the_rule_is_for_laden_ones() {
    let mut world = gate(2, |gate| {
        gate.convoy = Some(ConvoyRule { who: ConvoyWho::Laden, ..rule(2, 2, 0).unwrap() });
    });
    let inward = Crossing { offset: Seconds(60), passage: PassageId(0), heading: Heading::Inward };
    world.crossings.push((PlaceId(0), PlaceId(1), vec![inward]));
    list(&mut world, 0, Heading::Inward, &[&[0], &[1]]);
    list(&mut world, 0, Heading::Outward, &[&[0, 1]]);
    let mut world = carried_out(world);
    valid(&world);
    assert_eq!(enters(&world), [60, 160, 290]);
    world.scenario.passages[0].convoy = rule(2, 2, 0);
    assert_eq!(said(&world), [(Rule::Convoy, Amount::Vehicles(1)); 2]);
}

#[test]
fn who_has_no_convoy_or_is_waited_for_in_vain_is_named() {
    let mut world = gate(2, |gate| gate.headway = Seconds(1));
    list(&mut world, 0, Heading::Outward, &[&[0], &[0]]);
    assert_eq!(
        refusals(&world),
        [
            "convoy: vehicle `bus 1`, trip 1, unloading at `gym`, on the way through `gate 1`: it is in no entry of the plan's `convoys`",
            "convoy: vehicle `bus 0`, entry 2 of `convoys`, on the way through `gate 1`: it waits for a vehicle that does not come",
        ]
    );
}

#[test]
fn convoys_that_wait_for_each_other_are_named() {
    let mut world = gate(2, |gate| gate.headway = Seconds(1));
    add_gate(&mut world, (0, 1), Heading::Inward);
    let back = Crossing { offset: Seconds(60), passage: PassageId(1), heading: Heading::Inward };
    world.crossings.push((PlaceId(2), PlaceId(1), vec![back]));
    world.scenario.passages[1].headway = Seconds(1);
    for route in &mut world.plan.routes {
        route.trips = vec![trip(10), trip(10)];
    }
    // The first bus would have to come in twice before the second comes in at all, but go out after it.
    list(&mut world, 1, Heading::Inward, &[&[0], &[0], &[1], &[1]]);
    list(&mut world, 0, Heading::Outward, &[&[1], &[0], &[1], &[0]]);
    assert_eq!(
        refusals(&world),
        [
            "convoy: entry 2 of `convoys`, through `gate 2`: it waits in a circle for entry 6, that for entry 5, that for entry 3, and that for it"
        ]
    );
    let plan = couloir_model::plan::Plan::new(world.plan.clone());
    let verdict = couloir_judge::verify(&world.scenario(), &world.travel(), &plan);
    assert!(verdict.violations.iter().any(|one| one.rule == Rule::Convoy && one.message.contains("circle")));
}

#[test]
fn whoever_waits_for_others_may_be_caught_on_a_leg_that_closes() {
    let mut world = gate(2, |gate| gate.convoy = rule(2, 2, 0));
    let (from, to) = (PlaceId(1), PlaceId(2));
    let window = Window::new(Moment(250), Moment(260)).unwrap();
    let stretch = Stretch::Leg { from, to };
    world.scenario.closures.push(Closure { stretch, window, said_by: "police".to_owned() });
    list(&mut world, 0, Heading::Outward, &[&[0, 1]]);
    let mut world = carried_out(world);
    // The first bus alone would be through at 230; it waits for the second one, which sets off when the leg is open again.
    assert_eq!(unloading(&mut world, 0).depart, Moment(130));
    assert_eq!(unloading(&mut world, 1).depart, Moment(260));
    assert_eq!(said(&world), [(Rule::Closure, Amount::Seconds(10))]);
}

/// What the gate alone proves of a bound.
fn proved(world: &World, at_least: u64) -> Result<Moment, Refusal> {
    let (scenario, travel) = (world.scenario(), world.travel());
    let certificate = Certificate {
        scenario: scenario.id(&travel),
        at_least: Moment(at_least),
        step: Seconds(1),
        trips: TripModel::Explicit,
        cases: Vec::new(),
        cut: Some(Cut { passages: vec![PassageId(0)], sites: vec![SiteId(0)] }),
    };
    check(&scenario, &travel, &certificate)
}

/// The gate proves `at_least`, and not a second more.
#[track_caller]
fn proves_just(world: &World, at_least: u64) {
    assert_eq!(proved(world, at_least), Ok(Moment(at_least)));
    let more = proved(world, at_least + 1);
    assert!(matches!(more, Err(Refusal::Passable { .. })), "{more:?}");
}

#[test]
fn a_headway_proves_how_soon_the_last_bus_can_be_through() {
    let mut world = gate(3, |gate| gate.headway = Seconds(150));
    // No bus is in front of the gate before 100 + 10 + 60; the third one enters 300 s later and needs 40 + 5 more.
    proves_just(&world, 170 + 300 + 45);
    list(&mut world, 0, Heading::Outward, &[&[0], &[1], &[2]]);
    assert_eq!(carried_out(world.clone()).plan.clearance, Moment(535));
    // Two at once in the first hours, then nobody until 1,000.
    world.scenario.passages[0].open = Opening::during(vec![
        Window::new(Moment(0), Moment(320)).unwrap(),
        Window::new(Moment(1_000), Moment(9_000)).unwrap(),
    ])
    .unwrap();
    proves_just(&world, 1_000 + 45);
    let stretch = Stretch::Passage(PassageId(0));
    let window = Window::new(Moment(200), Moment(2_000)).unwrap();
    world.scenario.closures.push(Closure { stretch, window, said_by: "army".to_owned() });
    proves_just(&world, 2_000 + 150 + 45);
}

#[test]
fn escorts_and_the_rate_of_a_post_prove_bounds_too() {
    let mut escorted = gate(3, |gate| gate.convoy = rule(1, 2, 1));
    escorted.scenario.escorts.push(team(100, 50));
    // 60 people, 40 in a convoy: the team leads a second one after 150 s.
    proves_just(&escorted, 170 + 150 + 45);
    escorted.scenario.escorts[0].available_from = Moment(500);
    proves_just(&escorted, 500 + 150 + 45);
    let screened = gate(3, |gate| gate.screening.people_per_hour = NonZeroU32::new(2_400));
    // 60 people take 90 s.
    proves_just(&screened, 170 + 90 + 45);
}

#[test]
fn a_way_round_or_an_unknown_name_proves_nothing() {
    let mut world = gate(3, |gate| gate.headway = Seconds(150));
    let shelter = Shelter { name: "hall".to_owned(), place: PlaceId(0), ..world.scenario.shelters[0].clone() };
    world.scenario.shelters.push(shelter);
    assert!(matches!(proved(&world, 200), Err(Refusal::WayRound { .. })));
    world.scenario.shelters.pop();
    let (scenario, travel) = (world.scenario(), world.travel());
    for (passages, sites) in [(vec![9], vec![0]), (vec![0, 0], vec![0]), (vec![0], vec![4]), (vec![0], vec![0, 0])] {
        let cut = Cut {
            passages: passages.into_iter().map(PassageId).collect(),
            sites: sites.into_iter().map(SiteId).collect(),
        };
        let certificate = Certificate {
            scenario: scenario.id(&travel),
            at_least: Moment(200),
            step: Seconds(1),
            trips: TripModel::Explicit,
            cases: Vec::new(),
            cut: Some(cut),
        };
        assert_eq!(check(&scenario, &travel, &certificate), Err(Refusal::UnsoundCut));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// What passages prove never lies behind a plan that is carried out.
    #[test]
    fn no_plan_clears_before_what_passages_prove(seed in any::<u64>()) {
        let Some(world) = World::random(seed).filter(|world| world.plan.not_moved.is_empty()) else { return Ok(()) };
        let (scenario, travel) = (world.scenario(), world.travel());
        let cut = Cut { passages: scenario.passage_ids().collect(), sites: scenario.site_ids().collect() };
        let at_least = world.plan.clearance + Seconds(1);
        let certificate = Certificate {
            scenario: scenario.id(&travel),
            at_least,
            step: Seconds(1),
            trips: TripModel::Explicit,
            cases: Vec::new(),
            cut: Some(cut),
        };
        prop_assert!(check(&scenario, &travel, &certificate).is_err());
    }
}
