//! Certificates small enough to be computed by hand.

use crate::world::empty;
use couloir_judge::certificate::{Refusal, check};
use couloir_model::certificate::{Certificate, TripModel};
use couloir_model::clock::{Moment, Opening};
use couloir_model::id::{ClassId, DepotId, PlaceId};
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
        people: vec![vec![1]],
        room: vec![0],
        room_by_need: vec![vec![0]],
        site_berths: vec![0],
        shelter_berths: vec![0],
        loads: Vec::new(),
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
    proof.room = vec![1];
    assert_eq!(check(&scenario, &travel, &proof), Err(Refusal::NotProved(0)));
}

#[test]
fn a_price_on_berths_that_are_not_limited_is_refused() {
    let (scenario, travel) = shuttle();
    let mut proof = certificate(&scenario, &travel, 250, 50);
    proof.site_berths = vec![1];
    let refusal = check(&scenario, &travel, &proof).unwrap_err();
    assert_eq!(refusal.to_string(), "a price on what is not limited: the berths of `school`");
}
