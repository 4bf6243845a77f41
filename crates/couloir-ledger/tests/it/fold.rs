//! The situation that follows from what was recorded.

use crate::world::{Book, heads, name, ride, shelter, site};
use couloir_ledger::count::{HeadCount, Line};
use couloir_ledger::event::{Asked, IncidentKind, Method, Place as Where, Reason, Stop, What};
use couloir_ledger::fold::{Known, fold};
use couloir_ledger::name::Text;
use couloir_ledger::replica::Recorded;
use couloir_model::clock::{MOMENT_MAX, Moment, Opening, UnixSeconds};
use couloir_model::finding::Finding;
use couloir_model::id::{
    ClassId, ConfigurationId, DepotId, PassageId, PlaceId, ScenarioId, ShelterId, SiteId, VehicleId,
};
use couloir_model::interval::{Interval, PlanFor};
use couloir_model::load::{Capacity, Load};
use couloir_model::plan::{self, Making, Plan, Route, Trip, Unloading, Visit};
use couloir_model::quantity::{People, Permille, PersonSeconds, Seconds};
use couloir_model::scenario::{
    Access, Arrival, Class, Configuration, Depot, Direction, Language, Need, Parts, Passage, Passed, Place, Priority,
    Scenario, Screening, ServiceTime, Shelter, Site, Stretch, Vehicle,
};
use couloir_model::situation::Situation;

/// A school with 180 to 220 people, a hall, a depot, a bridge and two buses; seats and wheelchair places.
fn operation() -> Scenario {
    let place = |name: &str| Place { name: name.to_owned(), position: None };
    let service = || ServiceTime { fixed: Seconds(60), per_person: vec![Seconds(3), Seconds(30)] };
    let vehicle = |name: &str| Vehicle {
        name: name.to_owned(),
        class: ClassId(0),
        depot: DepotId(0),
        available_from: Moment::START,
        available_until: None,
        fitted: None,
    };
    let people = [Interval::new(People(180), People(200), People(220)).unwrap(), Interval::exactly(People(4))];
    let need = |name: &str| Need { name: name.to_owned(), priority: Priority(1) };
    Scenario::new(Parts {
        name: "valley".to_owned(),
        start: UnixSeconds(0),
        time_zone: "UTC".to_owned(),
        languages: vec![Language::English],
        needs: vec![need("seated"), need("wheelchair")],
        deadline: None,
        plan_for: PlanFor::default(),
        stops_max: None,
        places: ["school", "hall", "depot"].map(place).to_vec(),
        sites: vec![Site {
            name: "school".to_owned(),
            place: PlaceId(0),
            waiting: vec![Arrival { from: Moment::START, people: people.to_vec() }],
            priority: Priority(1),
            berths: None,
            loading: service(),
            open: Opening::always(),
        }],
        shelters: vec![Shelter {
            name: "hall".to_owned(),
            place: PlaceId(1),
            capacity: People(500),
            capacity_by_need: vec![None, None],
            berths: None,
            unloading: service(),
            reception_per_hour: None,
            open: Opening::always(),
        }],
        depots: vec![Depot { name: "depot".to_owned(), place: PlaceId(2) }],
        classes: vec![Class {
            name: "bus".to_owned(),
            configurations: vec![Configuration {
                name: "seats".to_owned(),
                capacity: Capacity::of(vec![People(50), People(2)]),
            }],
            reconfiguration: Seconds(0),
            travel: Permille(1_000),
            boarding: Permille(1_000),
            access: Access::default(),
            driving_max: None,
            range: None,
        }],
        vehicles: vec![vehicle("Bus 1"), vehicle("Bus 2")],
        passages: vec![Passage {
            name: "bridge".to_owned(),
            position: None,
            open: Opening::always(),
            headway: Seconds(0),
            direction: Direction::BothWays,
            screening: Screening::default(),
            convoy: None,
            passed: Passed::default(),
        }],
        escorts: Vec::new(),
        closures: Vec::new(),
        groups: Vec::new(),
    })
    .unwrap()
}

/// A plan by which bus 1 makes two trips of half an hour from the school to the hall.
fn plan() -> Plan {
    let visit = |depart: u64, end: u64| Visit {
        depart: Moment(depart),
        arrive: Moment(end - 60),
        end: Moment(end),
        ..Visit::not_before(Moment::START)
    };
    let trip = |begin: u64| Trip {
        configuration: ConfigurationId(0),
        stops: vec![plan::Stop {
            site: SiteId(0),
            load: Load::of(vec![People(40), People(1)]),
            groups: Vec::new(),
            visit: visit(begin, begin + 600),
        }],
        unloading: Unloading { shelter: ShelterId(0), visit: visit(begin + 600, begin + 2_400) },
    };
    Plan::new(plan::Parts {
        parent: None,
        scenario: ScenarioId([0; 16]),
        made: Making { program: "test".to_owned(), seed: 1, iterations: 0, workers: 1 },
        planned: vec![Load::of(vec![People(80), People(2)])],
        routes: vec![Route { vehicle: VehicleId(0), trips: vec![trip(0), trip(4_000)] }],
        convoys: Vec::new(),
        not_moved: Vec::new(),
        clearance: Moment(6_400),
        person_seconds: PersonSeconds(0),
        driving: Seconds(3_600),
        bound: None,
    })
}

fn situation_of(recorded: &[Recorded], incidents: &[Recorded], now: i64) -> (Situation, Vec<Finding>) {
    let (scenario, plans) = (operation(), [plan()]);
    let notice = Seconds(24 * 3600);
    fold(Known {
        scenario: &scenario,
        plans: &plans,
        presumed: None,
        recorded,
        incidents,
        now: UnixSeconds(now),
        notice,
    })
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.code.0).collect()
}

fn wheelchairs(total: u32, wheelchairs: u32) -> HeadCount {
    HeadCount::new(&[(Line::Total, People(total)), (Line::Wheelchair, People(wheelchairs))]).unwrap()
}

#[test]
fn before_anything_has_happened_it_is_the_situation_at_the_start() {
    let (situation, findings) = situation_of(&[], &[], 0);
    assert_eq!((situation, findings.len()), (Situation::at_start(&operation()), 0));
}

#[test]
fn a_bus_under_way_with_people_on_board_is_bound_for_where_the_adopted_plan_sends_it() {
    let mut book = Book::default();
    book.say(0, -100, What::PlanAdopted { plan: plan().id() });
    book.boarded(1, 500, "school", ride("Bus 1", 1), wheelchairs(38, 2));
    book.say(
        1,
        900,
        What::Departed { from: site("school"), ride: ride("Bus 1", 1), count: None, asked: Asked::default() },
    );
    let (situation, findings) = situation_of(&book.recorded, &[], 1_000);
    let bus = &situation.vehicles[0];
    assert_eq!(bus.on_board, [(SiteId(0), Load::of(vec![People(36), People(2)]))]);
    // The plan has it there 1,740 seconds after it leaves.
    assert_eq!((bus.place, bus.bound_for, bus.free_from), (PlaceId(1), Some(ShelterId(0)), Moment(900 + 1_740)));
    assert_eq!(bus.trips_done, 0);
    assert_eq!(situation.adopted, Some(plan().id()));
    assert_eq!(situation.announced.iter().map(|trip| trip.trip).collect::<Vec<_>>(), [1]);
    assert_eq!(codes(&findings), [""; 0]);
}

#[test]
fn those_who_left_no_longer_wait_and_the_doubt_about_the_others_stays() {
    let mut book = Book::default();
    book.boarded(1, 500, "school", ride("Bus 1", 1), wheelchairs(38, 1));
    book.alighted(2, 2_000, "hall", ride("Bus 1", 1), wheelchairs(38, 1));
    let (situation, _) = situation_of(&book.recorded, &[], 2_000);
    let seated = Interval::new(People(143), People(163), People(183)).unwrap();
    assert_eq!(situation.remaining[0], [seated, Interval::exactly(People(3))]);
    assert_eq!(situation.received[0], Load::of(vec![People(37), People(1)]));
    let bus = &situation.vehicles[0];
    assert_eq!((bus.place, bus.free_from, bus.on_board.len()), (PlaceId(1), Moment(2_000), 0));
}

#[test]
fn a_site_that_was_counted_head_by_head_holds_what_was_counted() {
    let mut book = Book::default();
    book.say(1, 100, What::HeadCount { at: Where::Stop(site("school")), count: wheelchairs(150, 3) });
    book.boarded(1, 500, "school", ride("Bus 1", 1), wheelchairs(40, 1));
    let (situation, _) = situation_of(&book.recorded, &[], 600);
    assert_eq!(situation.remaining[0], [Interval::exactly(People(108)), Interval::exactly(People(2))]);
}

#[test]
fn a_wheelchair_that_left_is_not_waited_for_where_the_site_was_estimated_by_heads() {
    let mut book = Book::default();
    let what = What::HeadCount { at: Where::Stop(site("school")), count: heads(250) };
    book.say_by(1, 100, Method::Estimated, what);
    book.boarded(1, 500, "school", ride("Bus 1", 1), wheelchairs(40, 1));
    let (situation, _) = situation_of(&book.recorded, &[], 600);
    let wheelchairs = situation.remaining[0][1];
    assert_eq!((wheelchairs.low(), wheelchairs.high()), (People(0), People(3)), "of four in the file one has left");
}

#[test]
fn an_estimate_widens_what_is_known_and_never_narrows_it_to_a_number() {
    let mut book = Book::default();
    let what = What::HeadCount { at: Where::Stop(site("school")), count: wheelchairs(250, 4) };
    book.say_by(1, 100, Method::Estimated, what);
    let (situation, _) = situation_of(&book.recorded, &[], 600);
    assert_eq!(situation.remaining[0][0], Interval::new(People(180), People(246), People(246)).unwrap());
}

#[test]
fn a_bus_that_came_with_people_on_board_unloads_from_then_on() {
    let mut book = Book::default();
    book.boarded(1, 500, "school", ride("Bus 1", None), heads(40));
    book.say(2, 2_000, What::Arrived { at: shelter("hall"), ride: ride("Bus 1", None), count: None });
    let (situation, _) = situation_of(&book.recorded, &[], 2_000);
    let bus = &situation.vehicles[0];
    assert_eq!((bus.place, bus.bound_for, bus.free_from), (PlaceId(1), Some(ShelterId(0)), Moment(2_000)));
}

#[test]
fn a_trip_is_done_when_everybody_has_got_off_and_the_next_one_sets_off_as_planned() {
    let mut book = Book::default();
    book.say(0, -100, What::PlanAdopted { plan: plan().id() });
    book.boarded(1, 500, "school", ride("Bus 1", 1), heads(40));
    book.alighted(2, 2_500, "hall", ride("Bus 1", 1), heads(37));
    let at = |now| situation_of(&book.recorded, &[], now);
    let (situation, findings) = at(3_000);
    let bus = &situation.vehicles[0];
    assert_eq!((bus.trips_done, bus.bound_for, bus.place, bus.free_from), (1, None, PlaceId(1), Moment(2_500)));
    assert_eq!(bus.on_board, [], "three who are missing are in the books, and no longer on the bus");
    assert_eq!(codes(&findings), [""; 0]);
    // It was to leave at 4,000 and to be at the school at 4,540, people on board at 4,600; nobody has seen it there.
    let (situation, findings) = at(4_200);
    let bus = &situation.vehicles[0];
    assert_eq!((bus.bound_for, bus.place, bus.free_from), (Some(ShelterId(0)), PlaceId(0), Moment(4_540)));
    assert_eq!(codes(&findings), ["couloir::ledger::silent"]);
    assert_eq!(situation.announced, [], "what has begun is no longer only announced");
    let (situation, _) = at(9_000);
    let bus = &situation.vehicles[0];
    let found = (bus.bound_for, bus.place, bus.free_from);
    assert_eq!(found, (None, PlaceId(0), Moment(9_000)), "whoever was not seen stands there without orders");
    assert_eq!(situation.announced.len(), 1, "and its trip is still to come");
}

#[test]
fn movements_that_begin_after_the_notice_are_not_announced() {
    let mut book = Book::default();
    book.say(0, -100, What::PlanAdopted { plan: plan().id() });
    let (scenario, plans) = (operation(), [plan()]);
    let announced = |notice| {
        let (recorded, now) = (&book.recorded[..], UnixSeconds(-100));
        fold(Known {
            scenario: &scenario,
            plans: &plans,
            presumed: None,
            recorded,
            incidents: &[],
            now,
            notice: Seconds(notice),
        })
        .0
    };
    assert_eq!(announced(3_600).announced.len(), 1);
    assert_eq!(announced(4_000).announced.len(), 2);
}

#[test]
fn a_place_and_a_way_are_closed_by_their_names() {
    let mut book = Book::default();
    let closed = |of: &str| What::Closure { of: name(of), from: UnixSeconds(500), until: None };
    book.say(1, 400, closed("school <> hall"));
    let legs = |recorded: &[Recorded]| situation_of(recorded, &[], 900).0.closures.len();
    assert_eq!(legs(&book.recorded), 2);
    book.say(1, 400, closed("depot"));
    assert_eq!(legs(&book.recorded), 2 + 4);
    book.say(1, 400, closed("the moon"));
    assert_eq!(codes(&situation_of(&book.recorded, &[], 900).1), ["couloir::ledger::unknown_name"]);
}

#[test]
fn where_a_bus_goes_that_no_plan_knows_is_said_to_be_unknown() {
    let mut book = Book::default();
    book.departed(1, 500, "school", ride("Bus 2", 1), heads(40));
    let (situation, findings) = situation_of(&book.recorded, &[], 900);
    assert_eq!((situation.vehicles[1].place, situation.vehicles[1].bound_for), (PlaceId(0), None));
    assert_eq!(codes(&findings), ["couloir::ledger::destination_unknown"]);
}

#[test]
fn somebody_taken_to_hospital_on_the_way_is_no_longer_on_board() {
    let mut book = Book::default();
    book.boarded(1, 500, "school", ride("Bus 1", 1), heads(40));
    let at = Where::Vehicle(ride("Bus 1", 1));
    book.say(1, 700, What::Otherwise { at, reason: Reason::Hospital, count: heads(1) });
    let (situation, _) = situation_of(&book.recorded, &[], 900);
    assert_eq!(situation.vehicles[0].on_board, [(SiteId(0), Load::of(vec![People(39), People(0)]))]);
}

#[test]
fn a_closed_bridge_is_closed_until_somebody_says_otherwise() {
    let mut book = Book::default();
    let closed = |until| What::Closure { of: name("bridge"), from: UnixSeconds(500), until };
    let first = book.say(1, 400, closed(None));
    book.say(1, 400, closed(Some(UnixSeconds(800))));
    let (situation, _) = situation_of(&book.recorded, &[], 900);
    assert_eq!(situation.closures.len(), 1);
    assert_eq!(situation.closures[0].stretch, Stretch::Passage(PassageId(0)));
    assert_eq!(situation.closures[0].window.until(), MOMENT_MAX);
    book.correct(1, 950, first, Some(closed(Some(UnixSeconds(850)))));
    assert_eq!(situation_of(&book.recorded, &[], 900).0.closures.len(), 0);
}

#[test]
fn a_bus_that_broke_down_is_out_of_service_until_it_is_seen_again() {
    let (mut book, mut sealed) = (Book::default(), Book::default());
    book.boarded(1, 500, "school", ride("Bus 1", 1), heads(40));
    let (at, text) = (Some(Where::Vehicle(ride("Bus 1", 1))), Text::new("axle").unwrap());
    sealed.say(1, 700, What::Incident { kind: IncidentKind::Breakdown, at, text });
    let broken = situation_of(&book.recorded, &sealed.recorded, 900).0;
    assert!(!broken.vehicles[0].in_service);
    assert_eq!(broken.remaining[0][0].best(), People(200), "those on board wait again where they boarded");
    book.say(1, 1_200, What::Arrived { at: shelter("hall"), ride: ride("Bus 1", 1), count: None });
    assert!(situation_of(&book.recorded, &sealed.recorded, 1_300).0.vehicles[0].in_service);
}

#[test]
fn names_that_the_operation_does_not_have_are_told_once_each() {
    let mut book = Book::default();
    book.boarded(1, 500, "scool", ride("Bus 9", 1), heads(40));
    book.departed(1, 600, "scool", ride("Bus 9", 1), heads(40));
    let at = Where::Stop(Stop::Shelter(name("barn")));
    book.say(1, 700, What::HeadCount { at, count: heads(3) });
    let (_, findings) = situation_of(&book.recorded, &[], 900);
    let said: Vec<_> = findings.iter().map(|finding| finding.message.rsplit(": ").next().unwrap()).collect();
    assert_eq!(said, ["scool", "Bus 9"]);
}
