//! What a driver reads: one block a trip, one line an order.

use super::{Symbols, Time, detail, groups};
use crate::Reader;
use crate::convoys;
use crate::qr;
use crate::table::loads;
use crate::view::{Leg, Movement};
use crate::words::Thing;
use couloir_model::id::VehicleId;
use couloir_model::load::Load;
use couloir_model::plan::Passing;
use minijinja::value::Value;
use serde::Serialize;

/// One driver's sheet.
#[derive(Serialize)]
pub(super) struct Sheet {
    pub(super) vehicle: String,
    class: String,
    trips: String,
    trip_list: Vec<Trip>,
}

#[derive(Serialize)]
struct Trip {
    number: usize,
    people: String,
    fitted: Option<String>,
    qr: Value,
    lines: Vec<Line>,
}

/// One order.
#[derive(Serialize)]
struct Line {
    /// Names the visit, for tests and other programs: `3f9a01bc/Bus 7/2#1`; `None` for orders between visits.
    visit: Option<String>,
    time: Time,
    order: &'static str,
    place: String,
    detail: String,
    people: String,
    loads: String,
    groups: String,
}

/// The sheets of all vehicles that move, in the order of the plan.
pub(super) fn sheets(reader: &Reader, symbols: &Symbols) -> Vec<Sheet> {
    let movements = reader.view.movements.chunk_by(|one, other| one.vehicle == other.vehicle);
    movements.map(|movements| sheet(reader, symbols, movements)).collect()
}

fn sheet(reader: &Reader, symbols: &Symbols, movements: &[Movement]) -> Sheet {
    let vehicle = movements[0].vehicle;
    Sheet {
        vehicle: reader.input.scenario.vehicle(vehicle).name.clone(),
        class: reader.input.scenario.class_of(vehicle).name.clone(),
        trips: reader.words.count(movements.len() as u64, Thing::Trip),
        trip_list: movements
            .iter()
            .enumerate()
            .map(|(index, movement)| trip(reader, symbols, movement, index + 1 == movements.len()))
            .collect(),
    }
}

fn trip(reader: &Reader, symbols: &Symbols, movement: &Movement, last: bool) -> Trip {
    let scenario = reader.input.scenario;
    let class = scenario.class_of(movement.vehicle);
    let configuration = class.configuration(movement.trip.configuration);
    let id = qr::movement_id(reader.input.plan.id(), &scenario.vehicle(movement.vehicle).name, movement.number);
    let mut lines: Vec<Line> = Vec::new();
    for (index, leg) in movement.legs(&reader.input).iter().enumerate() {
        lines.extend(orders(reader, movement, leg, index, &id));
    }
    if let Some(end) = lines.last_mut().filter(|_| last) {
        end.detail = format!("{}{}{}", end.detail, reader.words.comma(), reader.labels().free_at);
    }
    Trip {
        number: movement.number,
        people: reader.words.count(movement.trip.people().0.into(), Thing::Person),
        fitted: (class.configurations.len() > 1).then(|| configuration.name.clone()),
        qr: symbols.get(movement),
        lines,
    }
}

/// The orders of one leg: leave (where that is not at once), pass, load or unload.
fn orders(reader: &Reader, movement: &Movement, leg: &Leg, index: usize, id: &str) -> Vec<Line> {
    let (scenario, labels) = (reader.input.scenario, reader.labels());
    let mut lines = Vec::new();
    if index == 0 || leg.free < leg.visit.depart {
        lines.push(Line {
            visit: None,
            time: Time::of(reader, leg.visit.depart),
            order: labels.leave_order,
            place: scenario.place(leg.from).name.clone(),
            detail: String::new(),
            people: String::new(),
            loads: String::new(),
            groups: String::new(),
        });
    }
    lines.extend(leg.visit.passings.iter().map(|passing| pass(reader, movement.vehicle, passing)));
    let unloaded: Load;
    let (order, place, load) = match leg.stop {
        Some(stop) => (labels.load_order, &scenario.site(stop.site).name, &stop.load),
        None => {
            unloaded = movement.trip.load();
            (labels.unload_order, &scenario.shelter(movement.trip.unloading.shelter).name, &unloaded)
        }
    };
    lines.push(Line {
        visit: Some(format!("{id}#{}", index + 1)),
        time: Time::of(reader, leg.visit.start),
        order,
        place: place.clone(),
        detail: detail(reader, leg.visit),
        people: reader.words.number(load.total().0.into()),
        loads: loads(reader, load.counts()),
        groups: leg.stop.map(|stop| groups(reader, stop)).unwrap_or_default(),
    });
    lines
}

fn pass(reader: &Reader, vehicle: VehicleId, passing: &Passing) -> Line {
    let labels = reader.labels();
    let mut parts = Vec::new();
    if passing.reach < passing.enter {
        parts.push(format!("{} {}", labels.held_until, reader.civil.at(passing.enter)));
    }
    if passing.enter < passing.leave {
        parts.push(format!("{} {}", labels.until, reader.civil.at(passing.leave)));
    }
    parts.extend(passing.convoy.and_then(|convoy| convoys::of_driver(reader, vehicle, convoy)));
    Line {
        visit: None,
        time: Time::of(reader, passing.reach),
        order: labels.pass_order,
        place: reader.input.scenario.passage(passing.passage).name.clone(),
        detail: parts.join(reader.words.comma()),
        people: String::new(),
        loads: String::new(),
        groups: String::new(),
    }
}
