//! The tables behind the pictures, as CSV (RFC 4180, UTF-8, times as RFC 3339 with the zone's offset, English column names
//! that do not change with the language, since programs read them).

use crate::Reader;
use crate::view::Movement;
use couloir_model::clock::Moment;
use couloir_model::plan::Visit;
use couloir_model::quantity::People;
use csv::{Terminator, WriterBuilder};
use std::collections::BTreeMap;

/// One line a visit: `vehicle, class, trip, visit, what, place, depart, arrive, join, start, end, queueing_s, held_s, people`,
/// then one column a need, and the movement's id.
pub(crate) fn timetable(reader: &Reader) -> String {
    let needs = reader.input.scenario.needs.iter().map(|need| format!("people_{}", need.name));
    let header = ["movement", "vehicle", "class", "trip", "visit", "what", "place"].into_iter().chain([
        "depart",
        "arrive",
        "join",
        "start",
        "end",
        "queueing_s",
        "held_s",
        "people",
    ]);
    let mut rows = vec![header.map(str::to_owned).chain(needs).collect()];
    rows.extend(reader.view.movements.iter().flat_map(|movement| visits(reader, movement)));
    csv(rows)
}

fn visits(reader: &Reader, movement: &Movement) -> Vec<Vec<String>> {
    let scenario = reader.input.scenario;
    let vehicle = &scenario.vehicle(movement.vehicle).name;
    let row = |number: usize, what: &str, place: &str, visit: &Visit, people: &[People]| {
        let mut row = vec![
            crate::qr::movement_id(reader.input.plan.id(), vehicle, movement.number),
            vehicle.clone(),
            scenario.class_of(movement.vehicle).name.clone(),
            movement.number.to_string(),
            number.to_string(),
            what.to_owned(),
            place.to_owned(),
        ];
        let moments = [visit.depart, visit.arrive, visit.join, visit.start, visit.end];
        row.extend(moments.map(|moment| reader.civil.rfc3339(moment)));
        row.extend([visit.queueing().0.to_string(), visit.held().0.to_string()]);
        row.push(people.iter().copied().sum::<People>().0.to_string());
        row.extend(people.iter().map(|count| count.0.to_string()));
        row
    };
    let stops =
        movement.trip.stops.iter().enumerate().map(|(index, stop)| {
            row(index + 1, "load", &scenario.site(stop.site).name, &stop.visit, stop.load.counts())
        });
    let unloading = &movement.trip.unloading;
    let shelter = &scenario.shelter(unloading.shelter).name;
    let load = movement.trip.load();
    let last = row(movement.trip.stops.len() + 1, "unload", shelter, &unloading.visit, load.counts());
    stops.chain([last]).collect()
}

/// One line a moment at which somebody has been loaded or unloaded: `time, since_start_s, picked_up, at_shelter`, sums from the
/// start, then one column a shelter.
pub(crate) fn people_out(reader: &Reader) -> String {
    let curve = Curve::of(reader);
    let shelters = reader.input.scenario.shelters.iter().map(|shelter| format!("at_{}", shelter.name));
    let header = ["time", "since_start_s", "picked_up", "at_shelter"].into_iter().map(str::to_owned);
    let mut rows = vec![header.chain(shelters).collect()];
    rows.extend(curve.steps.iter().map(|(moment, step)| {
        let counts = [step.picked_up, step.at_shelter].into_iter().chain(step.by_shelter.iter().copied());
        [reader.civil.rfc3339(*moment), moment.0.to_string()]
            .into_iter()
            .chain(counts.map(|count| count.0.to_string()))
            .collect()
    }));
    csv(rows)
}

/// How many have been picked up and brought out at each moment at which that changes.
pub(crate) struct Curve {
    pub(crate) steps: BTreeMap<Moment, Step>,
}

/// Sums from the start.
#[derive(Clone)]
pub(crate) struct Step {
    pub(crate) picked_up: People,
    pub(crate) at_shelter: People,
    pub(crate) by_shelter: Vec<People>,
}

impl Curve {
    pub(crate) fn of(reader: &Reader) -> Self {
        let nobody = Step {
            picked_up: People::ZERO,
            at_shelter: People::ZERO,
            by_shelter: vec![People::ZERO; reader.input.scenario.shelters.len()],
        };
        let mut steps = BTreeMap::from([(Moment::START, nobody.clone())]);
        for movement in &reader.view.movements {
            for stop in &movement.trip.stops {
                steps.entry(stop.visit.end).or_insert_with(|| nobody.clone()).picked_up += stop.load.total();
            }
            let step = steps.entry(movement.trip.unloading.visit.end).or_insert_with(|| nobody.clone());
            step.at_shelter += movement.trip.people();
            step.by_shelter[movement.trip.unloading.shelter.index()] += movement.trip.people();
        }
        let mut sum = nobody;
        for step in steps.values_mut() {
            sum.picked_up += step.picked_up;
            sum.at_shelter += step.at_shelter;
            sum.by_shelter.iter_mut().zip(&step.by_shelter).for_each(|(sum, more)| *sum += *more);
            *step = sum.clone();
        }
        Self { steps }
    }
}

fn csv(rows: Vec<Vec<String>>) -> String {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell))).expect("writing to memory cannot fail");
    }
    let bytes = writer.into_inner().expect("writing to memory cannot fail");
    String::from_utf8(bytes).expect("what was written is text")
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection).
fn harmless(cell: &str) -> String {
    let formula =
        cell.starts_with(['=', '@', '\t', '\r']) || cell.starts_with(['+', '-']) && cell[1..].parse::<f64>().is_err();
    if formula { format!("'{cell}") } else { cell.to_owned() }
}
