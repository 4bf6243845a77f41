//! What a site's marshal and a shelter's reception read: who comes when, with whom, and a box for the count.

use super::{Symbols, Time, detail, groups};
use crate::Reader;
use crate::qr;
use crate::table::{full, loads, reason, usage};
use crate::view::Movement;
use crate::words::Thing;
use couloir_model::id::{ShelterId, SiteId};
use couloir_model::load::Load;
use couloir_model::quantity::People;
use minijinja::context;
use minijinja::value::{Serde, Value};
use serde::Serialize;

/// One vehicle that comes.
#[derive(Serialize)]
struct Row {
    visit: String,
    time: Time,
    vehicle: String,
    class: String,
    others: Vec<Other>,
    detail: String,
    people: String,
    loads: String,
    groups: String,
    so_far: String,
    number: usize,
    qr: Value,
}

/// Where it comes from or goes to.
#[derive(Serialize)]
struct Other {
    word: &'static str,
    place: String,
}

#[derive(Serialize)]
struct Entry {
    name: &'static str,
    text: String,
    loud: bool,
}

/// The sheet of a site.
pub(super) fn site(reader: &Reader, symbols: &Symbols, id: SiteId) -> Value {
    let (labels, scenario) = (reader.labels(), reader.input.scenario);
    let name = scenario.site(id).name.clone();
    let mut so_far = People::ZERO;
    let rows: Vec<Row> = reader
        .view
        .at_site(id)
        .into_iter()
        .map(|(movement, stop)| {
            so_far += stop.load.total();
            let index = movement.trip.stops.iter().position(|other| other.site == id).unwrap_or(0);
            let next = movement.trip.stops.get(index + 1).map(|stop| &scenario.site(stop.site).name);
            let shelter = &scenario.shelter(movement.trip.unloading.shelter).name;
            let others = next.into_iter().map(|next| (labels.next, next)).chain([(labels.to, shelter)]);
            row(reader, symbols, &movement, index, so_far, others.collect())
        })
        .collect();
    let title = format!("{name} · {}", labels.site_sheet);
    let reminders = vec![labels.families, labels.look_again];
    let (kind, for_whom) = (labels.site_sheet, labels.for_marshal);
    context! { title, name, kind, for_whom, entries => Serde(site_entries(reader, id)), reminders, rows => Serde(rows) }
}

fn site_entries(reader: &Reader, id: SiteId) -> Vec<Entry> {
    let labels = reader.labels();
    let planned = &reader.input.plan.planned[id.index()];
    let mut entries = vec![if planned.is_empty() {
        Entry { name: labels.planned, text: labels.nobody_counted.to_owned(), loud: true }
    } else {
        people(reader, labels.planned, planned)
    }];
    let moved =
        reader.view.at_site(id).iter().fold(Load::none(planned.counts().len()), |sum, (_, stop)| sum.plus(&stop.load));
    entries.push(people(reader, labels.brought_out, &moved));
    for left in reader.input.plan.not_moved.iter().filter(|left| left.site == id) {
        let text = format!("{} — {}", loads(reader, left.people.counts()), reason(reader, left.reason));
        entries.push(Entry { name: labels.not_moved, text, loud: true });
    }
    entries.extend(use_entries(reader, reader.site_use(id)));
    entries
}

/// The sheet of a shelter.
pub(super) fn shelter(reader: &Reader, symbols: &Symbols, id: ShelterId) -> Value {
    let (labels, scenario) = (reader.labels(), reader.input.scenario);
    let name = scenario.shelter(id).name.clone();
    let mut so_far = People::ZERO;
    let rows: Vec<Row> = reader
        .view
        .at_shelter(id)
        .into_iter()
        .map(|movement| {
            so_far += movement.trip.people();
            let others = movement.trip.stops.iter().map(|stop| (labels.from, &scenario.site(stop.site).name)).collect();
            row(reader, symbols, &movement, movement.trip.stops.len(), so_far, others)
        })
        .collect();
    let title = format!("{name} · {}", labels.shelter_sheet);
    let reminders: Vec<&str> = Vec::new();
    let (kind, for_whom) = (labels.shelter_sheet, labels.for_reception);
    context! { title, name, kind, for_whom, entries => Serde(shelter_entries(reader, id)), reminders, rows => Serde(rows) }
}

fn shelter_entries(reader: &Reader, id: ShelterId) -> Vec<Entry> {
    let labels = reader.labels();
    let needs = reader.input.scenario.needs.len();
    let received =
        reader.view.at_shelter(id).iter().fold(Load::none(needs), |sum, movement| sum.plus(&movement.trip.load()));
    let capacity = reader.input.scenario.shelter(id).capacity;
    let room =
        [reader.words.part_of(received.total().0.into(), capacity.0.into()), full(reader, received.total(), capacity)];
    let mut entries = vec![
        people(reader, labels.people, &received),
        Entry { name: labels.capacity, text: room.join(reader.words.comma()), loud: false },
    ];
    entries.extend(use_entries(reader, reader.shelter_use(id)));
    entries
}

fn people(reader: &Reader, name: &'static str, load: &Load) -> Entry {
    let total = reader.words.count(load.total().0.into(), Thing::Person);
    let text = format!("{total} ({})", loads(reader, load.counts()));
    Entry { name, text, loud: false }
}

fn use_entries(reader: &Reader, used: Option<crate::binds::BerthUse>) -> Vec<Entry> {
    let labels = reader.labels();
    let names = [labels.visits, labels.first, labels.last, labels.berths_busy];
    names.into_iter().zip(usage(reader, used)).map(|(name, text)| Entry { name, text, loud: false }).collect()
}

/// The visit at `index` of a movement: a stop, or the unloading after the last one.
fn row(
    reader: &Reader,
    symbols: &Symbols,
    movement: &Movement,
    index: usize,
    so_far: People,
    others: Vec<(&'static str, &String)>,
) -> Row {
    let scenario = reader.input.scenario;
    let (visit, load) = match movement.trip.stops.get(index) {
        Some(stop) => (&stop.visit, stop.load.clone()),
        None => (&movement.trip.unloading.visit, movement.trip.load()),
    };
    let vehicle = &scenario.vehicle(movement.vehicle).name;
    let id = qr::movement_id(reader.input.plan.id(), vehicle, movement.number);
    Row {
        visit: format!("{id}#{}", index + 1),
        time: Time::of(reader, visit.start),
        vehicle: vehicle.clone(),
        class: scenario.class_of(movement.vehicle).name.clone(),
        others: others.into_iter().map(|(word, place)| Other { word, place: place.clone() }).collect(),
        detail: detail(reader, visit),
        people: reader.words.number(load.total().0.into()),
        loads: loads(reader, load.counts()),
        groups: movement.trip.stops.get(index).map(|stop| groups(reader, stop)).unwrap_or_default(),
        so_far: reader.words.number(so_far.0.into()),
        number: movement.number,
        qr: symbols.get(movement),
    }
}
