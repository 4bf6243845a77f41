//! The rules one by one, on operations small enough to be followed with a finger.
//!
//! One depot, one site and one shelter, 100 s of road between any two; loading 10 s + 1 s a person, unloading 5 s; buses
//! of 20 seats. A bus alone arrives at 100, has loaded 20 people at 130, arrives at 230 and has unloaded at 235.

use crate::world::{World, blank, empty};
use couloir_judge::verdict::Amount;
use couloir_judge::{Rule, timetable, verify};
use couloir_model::clock::{Moment, Opening, Window};
use couloir_model::id::*;
use couloir_model::interval::Interval;
use couloir_model::load::{Capacity, Load};
use couloir_model::plan::{Convoy, NotMoved, Passing, Plan, Reason, Route, Stop, Trip, Unloading, Visit};
use couloir_model::quantity::{Metres, People, Permille, PersonSeconds, Seconds};
use couloir_model::scenario::*;
use couloir_model::travel::{Crossing, Heading};
use std::num::NonZeroU32;

/// `buses` of 20 seats, each with one full trip, and the people for them.
pub(crate) fn town(buses: u32) -> World {
    let mut scenario = empty(1, 3);
    let service = |fixed, per_person| ServiceTime { fixed: Seconds(fixed), per_person: vec![Seconds(per_person)] };
    scenario.depots.push(Depot { name: "yard".to_owned(), place: PlaceId(0) });
    scenario.sites.push(Site {
        name: "school".to_owned(),
        place: PlaceId(1),
        waiting: vec![Arrival { from: Moment::START, people: vec![Interval::exactly(People(20 * buses))] }],
        priority: Priority(1),
        berths: None,
        loading: service(10, 1),
        open: Opening::always(),
    });
    scenario.shelters.push(Shelter {
        name: "gym".to_owned(),
        place: PlaceId(2),
        capacity: People(1_000),
        capacity_by_need: vec![None],
        berths: None,
        unloading: service(5, 0),
        reception_per_hour: None,
        open: Opening::always(),
    });
    scenario.classes.push(Class {
        name: "bus".to_owned(),
        configurations: ["seats", "benches"].map(|name| fitted(name, 20)).to_vec(),
        reconfiguration: Seconds(60),
        travel: Permille::ONE,
        boarding: Permille::ONE,
        access: Access::default(),
        driving_max: None,
        range: None,
    });
    let bus = |index: u32| Vehicle {
        name: format!("bus {index}"),
        class: ClassId(0),
        depot: DepotId(0),
        available_from: Moment::START,
        available_until: None,
        fitted: None,
    };
    scenario.vehicles = (0..buses).map(bus).collect();
    let mut plan = blank(&scenario);
    plan.routes = (0..buses).map(|index| Route { vehicle: VehicleId(index), trips: vec![trip(20)] }).collect();
    World {
        seconds: vec![Some(Seconds(100)); 9],
        metres: vec![Metres(1_000); 9],
        crossings: Vec::new(),
        scenario,
        plan,
    }
}

fn fitted(name: &str, seats: u32) -> Configuration {
    Configuration { name: name.to_owned(), capacity: Capacity::of(vec![People(seats)]) }
}

pub(crate) fn trip(people: u32) -> Trip {
    let visit = || Visit::not_before(Moment::START);
    let load = Load::of(vec![People(people)]);
    let stops = vec![Stop { site: SiteId(0), load, groups: Vec::new(), visit: visit() }];
    Trip { configuration: ConfigurationId(0), stops, unloading: Unloading { shelter: ShelterId(0), visit: visit() } }
}

pub(crate) fn window(from: u64, until: u64) -> Window {
    Window::new(Moment(from), Moment(until)).unwrap()
}

pub(crate) fn during(from: u64, until: u64) -> Opening {
    Opening::during(vec![window(from, until)]).unwrap()
}

/// The world with every moment written as the rules give it.
pub(crate) fn carried_out(mut world: World) -> World {
    let plan =
        timetable(&world.scenario(), &world.travel(), world.plan.clone()).expect("routes that can be carried out");
    world.plan = plan.into_parts();
    world
}

/// The world is refused by this rule alone, once, by this number.
#[track_caller]
pub(crate) fn refused(world: &World, rule: Rule, by: Amount) {
    let found: Vec<_> = world.verdict().violations.iter().map(|one| (one.rule, one.by)).collect();
    assert_eq!(found, [(rule, by)], "{:#?}", world.verdict().violations);
}

#[track_caller]
pub(crate) fn valid(world: &World) {
    assert!(world.verdict().is_valid(), "{:#?}", world.verdict().violations);
}

fn loading(world: &mut World, bus: usize) -> &mut Visit {
    &mut world.plan.routes[bus].trips[0].stops[0].visit
}

pub(crate) fn unloading(world: &mut World, bus: usize) -> &mut Visit {
    &mut world.plan.routes[bus].trips[0].unloading.visit
}

#[test]
fn a_bus_alone_keeps_the_clock_that_is_written_above() {
    let mut world = carried_out(town(1));
    valid(&world);
    assert_eq!((world.plan.clearance, world.plan.person_seconds), (Moment(235), PersonSeconds(20 * 235)));
    assert_eq!(loading(&mut world, 0).end, Moment(130));
    assert_eq!(world.verdict().driving, Seconds(200));
}

#[test]
fn two_routes_for_one_bus_are_refused() {
    let mut world = carried_out(town(2));
    world.plan.routes[1].vehicle = VehicleId(0);
    refused(&world, Rule::Vehicle, Amount::Vehicles(1));
}

#[test]
fn a_stop_more_than_allowed_is_refused() {
    let mut world = carried_out(town(1));
    world.scenario.stops_max = NonZeroU32::new(1);
    valid(&world);
    let again = world.plan.routes[0].trips[0].stops[0].clone();
    world.plan.routes[0].trips[0].stops.push(again);
    let trips: Vec<_> = world.verdict().violations.into_iter().filter(|one| one.rule == Rule::Trip).collect();
    assert_eq!(trips.len(), 2, "too many stops, and a site twice: {trips:#?}");
}

#[test]
fn somebody_forgotten_is_reported_with_the_number_and_the_site() {
    let mut world = town(1);
    world.plan.routes[0].trips[0] = trip(17);
    let world = carried_out(world);
    refused(&world, Rule::People, Amount::People(3));
    let text = world.verdict().violations[0].finding(&world.scenario()).to_string();
    assert!(text.starts_with("error[couloir::verify::people]: site `school`: 17 of `seated` are loaded"), "{text}");
}

#[test]
fn whoever_is_listed_as_not_moved_is_accounted_for() {
    let mut world = town(1);
    world.plan.routes[0].trips[0] = trip(17);
    let people = Load::of(vec![People(3)]);
    world.plan.not_moved.push(NotMoved { site: SiteId(0), people, reason: Reason::NotFound });
    let world = carried_out(world);
    valid(&world);
    assert_eq!((world.verdict().moved, world.verdict().left), (People(17), People(3)));
}

#[test]
fn a_family_split_between_two_buses_is_refused() {
    let mut world = town(2);
    let group = |people| Group { token: "t".to_owned(), site: SiteId(0), people: Load::of(vec![People(people)]) };
    world.scenario.groups = vec![group(4)];
    world.plan.routes[0].trips[0].stops[0].groups.push(GroupId(0));
    let mut world = carried_out(world);
    valid(&world);
    world.plan.routes[1].trips[0].stops[0].groups.push(GroupId(0));
    refused(&world, Rule::Group, Amount::People(4));
}

#[test]
fn nobody_boards_before_having_come() {
    let mut world = town(1);
    world.scenario.sites[0].waiting = [(0, 15), (500, 5)]
        .map(|(from, people)| Arrival { from: Moment(from), people: vec![Interval::exactly(People(people))] })
        .to_vec();
    refused(&carried_out(world.clone()), Rule::Arrival, Amount::People(5));
    world.plan.routes[0].trips[0].stops[0].visit.not_before = Moment(500);
    valid(&carried_out(world));
}

#[test]
fn the_twenty_first_person_has_no_seat() {
    let mut world = town(1);
    world.scenario.sites[0].waiting[0].people = vec![Interval::exactly(People(21))];
    world.plan.planned = vec![Load::of(vec![People(21)])];
    world.plan.routes[0].trips[0] = trip(21);
    refused(&carried_out(world), Rule::Capacity, Amount::People(1));
}

#[test]
fn a_full_shelter_refuses_the_next_bus() {
    let mut world = carried_out(town(2));
    world.scenario.shelters[0].capacity = People(30);
    refused(&world, Rule::Shelter, Amount::People(10));
    assert_eq!(world.verdict().violations[0].spot.vehicle, Some(VehicleId(1)));
}

#[test]
fn a_bus_leaves_no_sooner_than_it_is_available() {
    let mut world = carried_out(town(1));
    world.scenario.vehicles[0].available_from = Moment(7);
    refused(&world, Rule::Availability, Amount::Seconds(7));
}

#[test]
fn a_bus_must_have_unloaded_before_it_is_taken_away() {
    let mut world = carried_out(town(1));
    world.scenario.vehicles[0].available_until = Some(Moment(235));
    valid(&world);
    world.scenario.vehicles[0].available_until = Some(Moment(230));
    refused(&world, Rule::Availability, Amount::Seconds(5));
}

#[test]
fn changing_the_configuration_takes_its_time_between_trips_and_nothing_at_the_depot() {
    let mut world = town(1);
    world.scenario.sites[0].waiting[0].people = vec![Interval::exactly(People(40))];
    world.plan.planned = vec![Load::of(vec![People(40)])];
    world.plan.routes[0].trips = vec![trip(20), trip(20)];
    world.plan.routes[0].trips[0].configuration = ConfigurationId(1);
    let mut world = carried_out(world);
    valid(&world);
    assert_eq!(loading(&mut world, 0).depart, Moment::START);
    assert_eq!(world.plan.routes[0].trips[1].stops[0].visit.depart, Moment(235 + 60));
    world.scenario.classes[0].reconfiguration = Seconds(90);
    refused(&world, Rule::Reconfiguration, Amount::Seconds(30));
}

#[test]
fn a_minute_less_on_a_leg_is_refused() {
    let mut world = carried_out(town(1));
    world.seconds = vec![Some(Seconds(160)); 9];
    let by: Vec<_> =
        world.verdict().violations.iter().filter(|one| one.rule == Rule::Travel).map(|one| one.by).collect();
    assert_eq!(by, [Amount::Seconds(60); 2]);
    world.seconds = vec![None; 9];
    assert!(world.verdict().broken().contains(&Rule::Travel));
}

/// A town with a gate 40 s before the gym, open from 300 on, that screens for 15 s.
fn gated() -> World {
    let mut world = town(1);
    world.scenario.passages.push(Passage {
        name: "gate".to_owned(),
        position: None,
        open: during(300, 10_000),
        headway: Seconds::ZERO,
        direction: Direction::BothWays,
        screening: Screening { fixed: Seconds(15), people_per_hour: None },
        convoy: None,
        passed: Passed::default(),
    });
    let crossing = Crossing { offset: Seconds(60), passage: PassageId(0), heading: Heading::Outward };
    world.crossings.push((PlaceId(1), PlaceId(2), vec![crossing]));
    world
}

#[test]
fn a_vehicle_waits_at_the_gate_is_screened_and_goes_on() {
    let mut world = carried_out(gated());
    valid(&world);
    let (passage, convoy) = (PassageId(0), None);
    let passing = Passing { passage, reach: Moment(190), enter: Moment(300), leave: Moment(315), convoy };
    assert_eq!(unloading(&mut world, 0).passings, [passing]);
    assert_eq!(unloading(&mut world, 0).arrive, Moment(355));
    world.scenario.passages[0].open = during(310, 10_000);
    refused(&world, Rule::Passage, Amount::Seconds(10));
}

#[test]
fn an_empty_vehicle_is_not_screened() {
    let mut world = gated();
    let crossing = world.crossings[0].2.clone();
    world.crossings = vec![(PlaceId(0), PlaceId(1), crossing)];
    world.scenario.passages[0].open = Opening::always();
    let mut world = carried_out(world);
    valid(&world);
    assert_eq!(loading(&mut world, 0).arrive, Moment(100));
}

#[test]
fn nobody_enters_a_closed_gate_or_is_on_a_closed_leg() {
    let mut world = carried_out(gated());
    let close = |stretch, from, until| Closure { stretch, window: window(from, until), said_by: "police".to_owned() };
    world.scenario.closures = vec![close(Stretch::Passage(PassageId(0)), 290, 400)];
    refused(&world, Rule::Closure, Amount::Seconds(100));
    let (from, to) = (PlaceId(1), PlaceId(2));
    world.scenario.closures = vec![close(Stretch::Leg { from, to }, 350, 1_000)];
    refused(&world, Rule::Closure, Amount::Seconds(5));
    // Departure waits until the leg is open again, and the gate is open by then.
    let mut world = carried_out(world);
    assert_eq!(unloading(&mut world, 0).depart, Moment(1_000));
    valid(&world);
}

#[test]
fn loading_ends_before_the_site_shuts() {
    let mut world = carried_out(town(1));
    world.scenario.sites[0].open = during(0, 130);
    valid(&world);
    world.scenario.sites[0].open = during(0, 129);
    refused(&world, Rule::Window, Amount::Seconds(1));
}

#[test]
fn a_service_that_does_not_fit_any_more_waits_for_the_next_window() {
    let mut world = town(1);
    world.scenario.sites[0].open = Opening::during(vec![window(0, 129), window(500, 900)]).unwrap();
    let mut world = carried_out(world);
    valid(&world);
    assert_eq!(loading(&mut world, 0).start, Moment(500));
}

#[test]
fn a_second_less_of_loading_is_refused() {
    let mut world = carried_out(town(1));
    world.scenario.sites[0].loading.fixed = Seconds(11);
    refused(&world, Rule::Service, Amount::Seconds(1));
}

#[test]
fn slow_boarding_is_rounded_up_once_for_all() {
    let mut world = town(1);
    world.scenario.classes[0].boarding = Permille(1_010);
    let mut world = carried_out(world);
    // 20 s × 1.01 = 20.2 s, and not 20 × 2 s.
    assert_eq!(loading(&mut world, 0).end, Moment(100 + 10 + 21));
}

#[test]
fn two_buses_at_one_berth_are_one_too_many() {
    let mut world = carried_out(town(2));
    world.scenario.sites[0].berths = NonZeroU32::new(1);
    refused(&world, Rule::Berth, Amount::Vehicles(1));
}

#[test]
fn reception_takes_in_one_bus_after_the_other() {
    let mut world = carried_out(town(2));
    world.scenario.shelters[0].reception_per_hour = NonZeroU32::new(3_600);
    refused(&world, Rule::Reception, Amount::Seconds(20));
    let mut world = carried_out(world);
    valid(&world);
    let first = unloading(&mut world, 0).start;
    assert_eq!(unloading(&mut world, 1).start, first + Seconds(20));
}

#[test]
fn the_bus_that_stands_first_in_the_fleet_goes_first_when_both_come_at_once() {
    let mut world = town(2);
    world.scenario.sites[0].berths = NonZeroU32::new(1);
    let mut world = carried_out(world);
    valid(&world);
    assert_eq!((loading(&mut world, 0).start, loading(&mut world, 1).start), (Moment(100), Moment(130)));
    for (bus, shift) in [(0, 30), (1, -30)] {
        let visit = loading(&mut world, bus);
        visit.start = Moment(visit.start.0.checked_add_signed(shift).unwrap());
        visit.end = Moment(visit.end.0.checked_add_signed(shift).unwrap());
    }
    let spots: Vec<_> =
        world.verdict().violations.iter().filter(|one| one.rule == Rule::Queue).map(|one| one.spot.vehicle).collect();
    assert_eq!(spots, [Some(VehicleId(0))]);
}

#[test]
fn a_needless_wait_is_refused() {
    let mut world = carried_out(town(1));
    let visit = unloading(&mut world, 0);
    (visit.start, visit.end) = (Moment(240), Moment(245));
    (world.plan.clearance, world.plan.person_seconds) = (Moment(245), PersonSeconds(20 * 245));
    refused(&world, Rule::Moment, Amount::Seconds(10));
}

#[test]
fn a_crew_drives_no_longer_and_a_bus_no_further_than_it_may() {
    let mut world = carried_out(town(1));
    world.scenario.classes[0].driving_max = Some(Seconds(199));
    refused(&world, Rule::Driving, Amount::Seconds(1));
    world.scenario.classes[0].driving_max = None;
    world.scenario.classes[0].range = Some(Metres(1_500));
    refused(&world, Rule::Range, Amount::Metres(500));
}

#[test]
fn nobody_is_on_board_of_a_vehicle_that_they_have_not_boarded() {
    let mut world = town(1);
    world.plan.routes.clear();
    // The vehicle stands where they wait: no reason to be on board.
    world.scenario.depots[0].place = world.scenario.sites[0].place;
    let reason = Reason::Stranded { vehicle: VehicleId(0) };
    world.plan.not_moved = vec![NotMoved { site: SiteId(0), people: Load::of(vec![People(20)]), reason }];
    refused(&world, Rule::Reason, Amount::People(20));
}

#[test]
fn a_reason_that_the_operation_contradicts_is_refused() {
    let mut world = town(1);
    world.plan.routes.clear();
    let people = Load::of(vec![People(20)]);
    world.plan.not_moved = vec![NotMoved { site: SiteId(0), people, reason: Reason::NotFound }];
    let said = |reason| {
        let mut world = world.clone();
        world.plan.not_moved[0].reason = reason;
        world
    };
    valid(&said(Reason::NotFound));
    for reason in [Reason::NoSeats { need: NeedId(0) }, Reason::NoRoom, Reason::NoRoad, Reason::NoTime] {
        refused(&said(reason), Rule::Reason, Amount::People(20));
    }
    refused(&said(Reason::Deadline), Rule::Deadline, Amount::People(20));

    let mut full = said(Reason::NoRoom);
    full.scenario.shelters[0].capacity = People(19);
    valid(&full);
    let mut walled = said(Reason::NoRoad);
    walled.seconds = vec![None; 9];
    valid(&walled);
    let mut hurried = said(Reason::NoTime);
    hurried.scenario.vehicles[0].available_until = Some(Moment(10));
    valid(&hurried);
}

#[test]
fn people_out_after_the_deadline_are_counted_and_not_refused() {
    let mut world = carried_out(town(1));
    world.scenario.deadline = Some(Moment(200));
    valid(&world);
    assert_eq!((world.verdict().moved, world.verdict().late), (People(20), People(20)));
}

#[test]
fn a_claim_that_is_off_by_one_is_refused() {
    let world = carried_out(town(1));
    let mut sooner = world.clone();
    sooner.plan.clearance = Moment(234);
    refused(&sooner, Rule::Total, Amount::Seconds(1));
    let mut lighter = world;
    lighter.plan.person_seconds.0 -= 1;
    refused(&lighter, Rule::Total, Amount::PersonSeconds(1));
}

#[test]
fn a_plan_for_another_operation_says_so() {
    let mut world = carried_out(town(1));
    world.plan.scenario = world.scenario().id(&world.travel());
    assert!(world.verdict().made_for_this);
    world.scenario.name = "another".to_owned();
    assert!(!world.verdict().made_for_this);
}

#[test]
fn a_plan_made_of_rubbish_is_refused_without_a_panic() {
    let mut world = gated();
    let most = Moment(u64::MAX);
    let load = Load::of(vec![People(u32::MAX); 5]);
    let passing = Passing {
        passage: PassageId(u32::MAX),
        reach: most,
        enter: Moment::START,
        leave: most,
        convoy: Some(ConvoyId(u32::MAX)),
    };
    let visit = |moment| Visit {
        depart: moment,
        passings: vec![passing.clone(), passing.clone()],
        arrive: Moment(u64::MAX - moment.0),
        not_before: most,
        join: moment,
        start: Moment(u64::MAX - moment.0),
        end: moment,
    };
    let stop = |site, load: &Load| Stop {
        site: SiteId(site),
        load: load.clone(),
        groups: vec![GroupId(u32::MAX)],
        visit: visit(most),
    };
    let stops = vec![stop(0, &load), stop(0, &load), stop(u32::MAX, &load), stop(0, &Load::of(Vec::new()))];
    for (shelter, configuration) in [(0, 0), (u32::MAX, u32::MAX)] {
        let unloading = Unloading { shelter: ShelterId(shelter), visit: visit(Moment::START) };
        let configuration = ConfigurationId(configuration);
        let full = Trip { configuration, stops: stops.clone(), unloading: unloading.clone() };
        let bare = Trip { configuration, stops: Vec::new(), unloading };
        for vehicle in [0, 0, u32::MAX] {
            let trips = vec![full.clone(), bare.clone(), full.clone()];
            world.plan.routes.push(Route { vehicle: VehicleId(vehicle), trips });
        }
    }
    let left =
        |site| NotMoved { site: SiteId(site), people: load.clone(), reason: Reason::NoSeats { need: NeedId(9) } };
    world.plan.not_moved = vec![left(0), left(u32::MAX)];
    world.plan.planned = vec![load.clone(), load.clone()];
    world.plan.convoys.push(Convoy {
        passage: PassageId(9),
        heading: Heading::Outward,
        enter: most,
        vehicles: Vec::new(),
        escorts: Vec::new(),
    });
    world.plan.clearance = most;
    let (scenario, travel) = (world.scenario(), world.travel());
    let verdict = verify(&scenario, &travel, &Plan::new(world.plan.clone()));
    assert!(!verdict.is_valid());
    for violation in &verdict.violations {
        assert!(!violation.finding(&scenario).to_string().is_empty());
    }
    assert!(timetable(&scenario, &travel, world.plan).is_err());
}
