//! Who goes where when: every trip of a small plan; of a large one, sites, shelters, the first and the last trips.

use super::columns::{Column, columns};
use super::headline::full;
use crate::Reader;
use crate::view::Movement;
use couloir_model::quantity::People;

/// Sites and shelters that are shown, each.
const PLACES_SHOWN_MAX: usize = 20;

/// The first and the last trips of a large plan that are shown, each.
const ENDS_SHOWN: usize = 5;

const TRIP_COLUMNS: [Column; 8] =
    [Column::Key, Column::Number, Column::Text, Column::Name, Column::Text, Column::Number, Column::Name, Column::Text];

/// Every trip, by vehicle.
pub(super) fn all(reader: &Reader) -> Vec<String> {
    let mut lines = vec![String::new(), reader.labels().who_goes.to_owned()];
    lines.extend(trips(reader, &reader.view.movements, true));
    lines
}

/// By site, by shelter, and the first and last movements.
pub(super) fn summary(reader: &Reader) -> Vec<String> {
    let labels = reader.labels();
    let mut lines = vec![String::new(), labels.by_site.to_owned()];
    lines.extend(sites(reader));
    lines.extend([String::new(), labels.by_shelter.to_owned()]);
    lines.extend(shelters(reader));
    lines.extend([String::new(), labels.first_and_last.to_owned()]);
    let sorted = reader.view.by_departure();
    let ends: Vec<_> = sorted[..ENDS_SHOWN].iter().chain(&sorted[sorted.len() - ENDS_SHOWN..]).copied().collect();
    let mut rows = trips(reader, &ends, false);
    // The row that says that others are left out stands where they would.
    let first: usize = ends[..ENDS_SHOWN].iter().map(|movement| movement.trip.stops.len()).sum();
    rows.insert(2 + first, "  ...".to_owned());
    lines.extend(rows);
    lines.push(String::new());
    let (shown, trips) = (ends.len() as u64, sorted.len() as u64);
    lines.extend(super::item(&reader.words.excerpt(shown, trips, reader.input.folder)));
    lines
}

/// One line a stop. A vehicle's name stands only on its first line when its trips follow each other (`grouped`).
fn trips(reader: &Reader, movements: &[Movement], grouped: bool) -> Vec<String> {
    let labels = reader.labels();
    let head =
        [labels.vehicle, "#", labels.leave, labels.site, labels.loads, labels.people, labels.shelter, labels.unloads];
    let mut rows = Vec::new();
    for (index, movement) in movements.iter().enumerate() {
        let known = grouped && index > 0 && movements[index - 1].vehicle == movement.vehicle;
        rows.extend(stops(reader, movement, known));
    }
    let mut lines = columns(2, &TRIP_COLUMNS, &head, &rows);
    if rows.iter().flatten().any(|cell| cell.contains(" +")) {
        lines.push(format!("  {}", labels.days_later));
    }
    lines
}

fn stops(reader: &Reader, movement: &Movement, known: bool) -> Vec<Vec<String>> {
    let scenario = reader.input.scenario;
    let unloading = &movement.trip.unloading;
    let last = movement.trip.stops.len() - 1;
    let line = |(index, stop): (usize, &couloir_model::plan::Stop)| {
        let mut row = vec![String::new(); 8];
        if index == 0 && !known {
            row[0].clone_from(&scenario.vehicle(movement.vehicle).name);
        }
        if index == 0 {
            row[1] = movement.number.to_string();
        }
        row[2] = reader.civil.at(stop.visit.depart);
        row[3].clone_from(&scenario.site(stop.site).name);
        row[4] = reader.civil.span_since(stop.visit.depart, stop.visit.start, stop.visit.end);
        row[5] = reader.words.number(stop.load.total().0.into());
        if index == last {
            row[6].clone_from(&scenario.shelter(unloading.shelter).name);
            row[7] = reader.civil.span_since(stop.visit.depart, unloading.visit.start, unloading.visit.end);
        }
        row
    };
    movement.trip.stops.iter().enumerate().map(line).collect()
}

fn sites(reader: &Reader) -> Vec<String> {
    let (labels, words, scenario) = (reader.labels(), reader.words, reader.input.scenario);
    let rows: Vec<_> = scenario
        .site_ids()
        .map(|site| {
            let moved: People = reader.view.at_site(site).iter().map(|(_, stop)| stop.load.total()).sum();
            let planned = reader.input.plan.planned[site.index()].total();
            let mut row =
                vec![scenario.site(site).name.clone(), words.number(planned.0.into()), words.number(moved.0.into())];
            row.extend(usage(reader, reader.site_use(site)));
            row
        })
        .collect();
    let head =
        [labels.site, labels.planned, labels.brought_out, labels.visits, labels.first, labels.last, labels.berths_busy];
    places(reader, &head, &rows)
}

fn shelters(reader: &Reader) -> Vec<String> {
    let (labels, words, scenario) = (reader.labels(), reader.words, reader.input.scenario);
    let rows: Vec<_> = scenario
        .shelter_ids()
        .map(|id| {
            let (received, capacity) = (reader.received(id), scenario.shelter(id).capacity);
            let mut row = vec![
                scenario.shelter(id).name.clone(),
                words.part_of(received.0.into(), capacity.0.into()),
                full(reader, received, capacity),
            ];
            row.extend(usage(reader, reader.shelter_use(id)));
            row
        })
        .collect();
    let head =
        [labels.shelter, labels.received, labels.full, labels.visits, labels.first, labels.last, labels.berths_busy];
    places(reader, &head, &rows)
}

/// The rows in the order of the operation, up to a screenful.
fn places(reader: &Reader, head: &[&str], rows: &[Vec<String>]) -> Vec<String> {
    let shown = &rows[..rows.len().min(PLACES_SHOWN_MAX)];
    let mut lines = columns(2, &PLACE_COLUMNS, head, shown);
    if shown.len() < rows.len() {
        lines.push(format!("  ... {}", reader.words.and_more((rows.len() - shown.len()) as u64)));
    }
    lines
}

const PLACE_COLUMNS: [Column; 7] =
    [Column::Key, Column::Number, Column::Number, Column::Number, Column::Text, Column::Text, Column::Number];

/// Visits, first, last, berths busy; dashes where nobody comes.
pub(crate) fn usage(reader: &Reader, usage: Option<crate::binds::BerthUse>) -> [String; 4] {
    let Some(usage) = usage else { return ["0", "-", "-", "-"].map(str::to_owned) };
    let busy = match usage.busy {
        Some((_, permille)) => reader.words.percent(permille),
        None => reader.labels().unlimited.to_owned(),
    };
    [reader.words.number(usage.visits as u64), reader.civil.at(usage.first), reader.civil.at(usage.last), busy]
}
