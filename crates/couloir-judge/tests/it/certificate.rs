//! Certificates small enough to be computed by hand.

use crate::world::empty;
use couloir_judge::certificate::{Refusal, check};
use couloir_model::certificate::{Case, Certificate, Loads, TripCount, TripKind, TripModel};
use couloir_model::clock::{Moment, Opening};
use couloir_model::id::{ClassId, DepotId, NeedId, PlaceId, SiteId, VehicleId};
use couloir_model::interval::Interval;
use couloir_model::load::Capacity;
use couloir_model::quantity::{People, Permille, Seconds};
use couloir_model::scenario::*;
use couloir_model::travel::{Matrix, Source, TravelTimes};
use std::num::NonZeroU32;

/// Ten people, one bus of five places: 100 s to the site, 50 s on to the shelter, 50 s back. Out at 100 + 50 + 50 + 50 s.
fn shuttle() -> (Scenario, TravelTimes) {
    let at_once = ServiceTime { fixed: Seconds::ZERO, per_person: vec![Seconds::ZERO] };
    let mut parts = empty(1, 3);
    parts.stops_max = NonZeroU32::new(1);
    parts.depots = vec![Depot { name: "depot".into(), place: PlaceId(0) }];
    parts.sites = vec![Site {
        name: "school".into(),
        place: PlaceId(1),
        waiting: vec![Arrival { from: Moment::START, people: vec![Interval::exactly(People(10))] }],
        priority: Priority::default(),
        berths: None,
        loading: at_once.clone(),
        open: Opening::always(),
    }];
    parts.shelters = vec![Shelter {
        name: "hall".into(),
        place: PlaceId(2),
        capacity: People(10),
        capacity_by_need: vec![None],
        berths: None,
        unloading: at_once,
        reception_per_hour: None,
        open: Opening::always(),
    }];
    parts.classes = vec![Class {
        name: "bus".into(),
        configurations: vec![Configuration { name: "five".into(), capacity: Capacity::of(vec![People(5)]) }],
        reconfiguration: Seconds::ZERO,
        travel: Permille::ONE,
        boarding: Permille::ONE,
        access: Access::default(),
        driving_max: None,
        range: None,
    }];
    parts.vehicles = vec![Vehicle {
        name: "bus 1".into(),
        class: ClassId(0),
        depot: DepotId(0),
        available_from: Moment::START,
        available_until: None,
        fitted: None,
    }];
    let table = [0, 100, 400, 100, 0, 50, 400, 50, 0].map(|seconds| Some(Seconds(seconds)));
    let travel = TravelTimes::new(Matrix::of_seconds(3, table).unwrap(), Source::Table { listed: 9, filled: 0 });
    (Scenario::new(parts).unwrap(), travel)
}

fn certificate(scenario: &Scenario, travel: &TravelTimes, at_least: u64, step: u64) -> Certificate {
    Certificate {
        scenario: scenario.id(travel),
        at_least: Moment(at_least),
        step: Seconds(step),
        trips: TripModel::Explicit,
        cases: vec![Case {
            counts: Vec::new(),
            people: vec![vec![1]],
            room: vec![0],
            room_by_need: vec![vec![0]],
            site_berths: vec![0],
            shelter_berths: vec![0],
            loads: Vec::new(),
        }],
        cut: None,
    }
}

#[test]
fn two_trips_of_a_shuttle_are_proved_to_the_second() {
    let (scenario, travel) = shuttle();
    for step in [50, 25, 10, 1] {
        let proof = certificate(&scenario, &travel, 250, step);
        assert_eq!(check(&scenario, &travel, &proof), Ok(Moment(250)), "in steps of {step} s");
        let too_much = certificate(&scenario, &travel, 250 + step, step);
        assert_eq!(check(&scenario, &travel, &too_much), Err(Refusal::NotProved(0)), "in steps of {step} s");
    }
}

#[test]
fn a_wide_grid_proves_less_but_nothing_false() {
    let (scenario, travel) = shuttle();
    // 100 s are three whole steps of 30 s, 50 s are one: the second trip ends in step 6.
    assert_eq!(check(&scenario, &travel, &certificate(&scenario, &travel, 180, 30)), Ok(Moment(180)));
    assert_eq!(check(&scenario, &travel, &certificate(&scenario, &travel, 210, 30)), Err(Refusal::NotProved(0)));
}

#[test]
fn a_grid_wider_than_a_trip_is_refused() {
    let (scenario, travel) = shuttle();
    let refusal = check(&scenario, &travel, &certificate(&scenario, &travel, 204, 51));
    assert_eq!(refusal, Err(Refusal::GridTooWide(Seconds(51))));
}

#[test]
fn room_at_a_price_counts_against_the_bound() {
    let (scenario, travel) = shuttle();
    let mut proof = certificate(&scenario, &travel, 250, 50);
    // The bus earns nothing any more, but all people are worth no more than all room.
    proof.cases[0].room = vec![1];
    assert_eq!(check(&scenario, &travel, &proof), Err(Refusal::NotProved(0)));
}

#[test]
fn a_price_on_berths_that_are_not_limited_is_refused() {
    let (scenario, travel) = shuttle();
    let mut proof = certificate(&scenario, &travel, 250, 50);
    proof.cases[0].site_berths = vec![1];
    let refusal = check(&scenario, &travel, &proof).unwrap_err();
    assert_eq!(refusal.to_string(), "a price on what is not limited: the berths of `school`");
}

/// So many trips of the bus.
fn trips(at_least: u32, at_most: Option<u32>) -> TripCount {
    let kind = TripKind { vehicle: Some(VehicleId(0)), site: None, shelter: None };
    TripCount { kind, at_least, at_most, earns: 0, costs: 0 }
}

#[test]
fn cases_that_leave_a_number_of_trips_out_are_refused() {
    let (scenario, travel) = shuttle();
    let mut proof = certificate(&scenario, &travel, 250, 50);
    let case = |count| Case { counts: vec![count], ..proof.cases[0].clone() };
    let cases = [case(trips(0, Some(1))), case(trips(2, Some(4))), case(trips(5, None))];
    proof.cases = cases.to_vec();
    assert_eq!(check(&scenario, &travel, &proof), Ok(Moment(250)));
    for at in 0..3 {
        proof.cases = cases.to_vec();
        proof.cases.remove(at);
        assert_eq!(check(&scenario, &travel, &proof), Err(Refusal::CasesMissing), "without case {at}");
    }
}

#[test]
fn no_case_is_needed_for_more_stops_than_people() {
    let (scenario, travel) = shuttle();
    let mut proof = certificate(&scenario, &travel, 250, 50);
    let kind = TripKind { vehicle: None, site: Some(SiteId(0)), shelter: None };
    proof.cases[0].counts = vec![TripCount { kind, at_least: 0, at_most: Some(10), earns: 0, costs: 0 }];
    assert_eq!(check(&scenario, &travel, &proof), Ok(Moment(250)));
    proof.cases[0].counts[0].at_most = Some(9);
    assert_eq!(check(&scenario, &travel, &proof), Err(Refusal::CasesMissing));
}

#[test]
fn trips_that_must_be_made_and_may_be_made_are_paid_and_charged() {
    let (scenario, travel) = shuttle();
    let mut proof = certificate(&scenario, &travel, 250, 50);
    // Two trips are needed; the bus makes one within the horizon. People are worth nothing here.
    proof.cases[0].people = vec![vec![0]];
    let two = Case { counts: vec![TripCount { earns: 1, ..trips(2, None) }], ..proof.cases[0].clone() };
    let one = Case { counts: vec![TripCount { costs: 4, ..trips(0, Some(1)) }], people: vec![vec![1]], ..two.clone() };
    proof.cases = vec![two.clone(), one.clone()];
    assert_eq!(check(&scenario, &travel, &proof), Ok(Moment(250)));
    // One trip more than there has to be proves nothing any more, nor does a charge for what is not limited.
    proof.cases[0].counts[0].at_least = 1;
    assert_eq!(check(&scenario, &travel, &proof), Err(Refusal::NotProved(0)));
    proof.cases = vec![Case { counts: vec![TripCount { at_most: None, ..one.counts[0] }], ..one }];
    assert_eq!(check(&scenario, &travel, &proof), Err(Refusal::UnsoundCase(1)));
}

#[test]
fn ten_people_are_two_loads_of_five_and_three_of_four() {
    let (scenario, travel) = shuttle();
    let mut proof = certificate(&scenario, &travel, 250, 50);
    proof.cases[0].people = vec![vec![0]];
    let loads = |per| Loads { sites: vec![SiteId(0)], need: NeedId(0), per, price: 1 };
    proof.cases[0].loads = vec![loads(5)];
    assert_eq!(check(&scenario, &travel, &proof), Ok(Moment(250)));
    // A bus of five may carry two bundles of four, one of them not full: three are needed, and one trip brings two.
    proof.cases[0].loads = vec![loads(4)];
    assert_eq!(check(&scenario, &travel, &proof), Ok(Moment(250)));
    proof.at_least = Moment(300);
    assert_eq!(check(&scenario, &travel, &proof), Err(Refusal::NotProved(1_000)));
    proof.cases[0].loads = vec![loads(0)];
    assert_eq!(check(&scenario, &travel, &proof), Err(Refusal::UnsoundLoads(1)));
    proof.cases[0].loads = vec![loads(5)];
    proof.trips = TripModel::Pooled;
    assert_eq!(check(&scenario, &travel, &proof), Err(Refusal::LoadsOfPooledTrips));
}

/// A seated person at the school; somebody in a wheelchair and somebody on a stretcher at the clinic, 100 s on; one place
/// of each kind. Everything on the way takes 100 s, loading included; all other ways take 1,000 s. Out at 500 s.
fn three_needs_at_two_stops() -> (Scenario, TravelTimes) {
    let (school, _) = shuttle();
    let fixed = |seconds| ServiceTime { fixed: Seconds(seconds), per_person: vec![Seconds::ZERO; 3] };
    let mut parts = empty(3, 4);
    parts.stops_max = NonZeroU32::new(2);
    parts.depots = school.depots.clone();
    parts.sites = [("school", [1, 0, 0]), ("clinic", [0, 1, 1])]
        .into_iter()
        .enumerate()
        .map(|(index, (name, people))| Site {
            name: name.into(),
            place: PlaceId(1 + index as u32),
            waiting: vec![Arrival {
                from: Moment::START,
                people: people.map(|people| Interval::exactly(People(people))).to_vec(),
            }],
            loading: fixed(100),
            ..school.sites[0].clone()
        })
        .collect();
    parts.shelters = vec![Shelter {
        place: PlaceId(3),
        capacity_by_need: vec![None; 3],
        unloading: fixed(0),
        ..school.shelters[0].clone()
    }];
    let capacity = Capacity::of(vec![People(1); 3]);
    parts.classes = vec![Class {
        configurations: vec![Configuration { name: "one of each".into(), capacity }],
        ..school.classes[0].clone()
    }];
    parts.vehicles = school.vehicles.clone();
    let far = 1_000;
    let table = [0, 100, far, far, far, 0, 100, 100, far, far, 0, 100, far, far, far, 0];
    let table = table.map(|seconds| Some(Seconds(seconds)));
    let travel = TravelTimes::new(Matrix::of_seconds(4, table).unwrap(), Source::Table { listed: 16, filled: 0 });
    (Scenario::new(parts).unwrap(), travel)
}

#[test]
fn two_needs_that_board_at_one_other_stop_make_one_detour() {
    let (scenario, travel) = three_needs_at_two_stops();
    for trips in [TripModel::Pooled, TripModel::Explicit] {
        let mut proof = certificate(&scenario, &travel, 500, 100);
        proof.trips = trips;
        let case = &mut proof.cases[0];
        case.people = vec![vec![1; 3]; 2];
        case.room_by_need = vec![vec![0; 3]];
        case.site_berths = vec![0; 2];
        assert_eq!(check(&scenario, &travel, &proof), Ok(Moment(500)), "{trips:?}");
        for too_much in [600, 700] {
            proof.at_least = Moment(too_much);
            let refusal = check(&scenario, &travel, &proof);
            assert!(matches!(refusal, Err(Refusal::NotProved(_))), "{trips:?} at {too_much}: {refusal:?}");
        }
    }
}
