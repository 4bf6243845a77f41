//! The overview: what the plan achieves, what binds, both charts, sites and shelters, and where every sheet stands.

use super::Paths;
use crate::Reader;
use crate::chart::Charts;
use crate::convoys;
use crate::table::{full, headline, loads, people, planned, reason, travel_times, usage};
use couloir_model::quantity::People;
use minijinja::context;
use minijinja::value::{Serde, Value};
use serde::Serialize;
use std::collections::BTreeSet;

#[derive(Serialize)]
struct Entry {
    name: &'static str,
    text: String,
    loud: bool,
}

/// A site or shelter with its figures.
#[derive(Serialize)]
struct Row {
    file: String,
    name: String,
    cells: Vec<String>,
}

#[derive(Serialize)]
struct Link {
    file: String,
    name: String,
}

#[derive(Serialize)]
struct NotMoved {
    site: String,
    people: String,
    loads: String,
    why: String,
}

#[derive(Serialize)]
struct Convoy {
    number: String,
    enter: String,
    passage: String,
    size: String,
    vehicles: Vec<String>,
    escorts: Vec<String>,
}

pub(super) fn page(reader: &Reader, charts: &Charts, paths: &Paths) -> Value {
    let plan = reader.input.plan;
    let labels = reader.labels();
    let entries: Vec<_> = headline(reader)
        .into_iter()
        // They have a table of their own here.
        .filter(|entry| entry.name != labels.not_moved)
        .map(|entry| Entry { name: entry.name, text: entry.text, loud: entry.loud })
        .collect();
    context! {
        title => format!("{} · {}", reader.input.scenario.name, labels.overview),
        headline => reader.words.out_by(plan.moved(), planned(reader), &reader.civil.at(plan.clearance)),
        entries => Serde(entries),
        binds => reader.what_binds(),
        not_moved => Serde(not_moved(reader)),
        people_out => Value::from_safe_string(charts.people_out.svg.clone()),
        people_out_description => charts.people_out.description.clone(),
        gantt => Value::from_safe_string(charts.gantt.svg.clone()),
        gantt_description => charts.gantt.description.clone(),
        sites => Serde(sites(reader, paths)),
        shelters => Serde(shelters(reader, paths)),
        convoys => Serde(convoys(reader)),
        vehicles => Serde(vehicles(reader, paths)),
        assumptions => assumptions(reader),
        left_out => left_out(reader),
    }
}

fn not_moved(reader: &Reader) -> Vec<NotMoved> {
    let left = reader.input.plan.not_moved.iter().map(|left| NotMoved {
        site: reader.input.scenario.site(left.site).name.clone(),
        people: reader.words.number(left.people.total().0.into()),
        loads: loads(reader, left.people.counts()),
        why: reason(reader, left.reason),
    });
    left.collect()
}

fn sites(reader: &Reader, paths: &Paths) -> Vec<Row> {
    let scenario = reader.input.scenario;
    let row = |(site, file): (couloir_model::id::SiteId, &String)| {
        let moved: People = reader.view.at_site(site).iter().map(|(_, stop)| stop.load.total()).sum();
        let planned = reader.input.plan.planned[site.index()].total();
        let mut cells = vec![reader.words.number(planned.0.into()), reader.words.number(moved.0.into())];
        cells.extend(usage(reader, reader.site_use(site)));
        Row { file: file.clone(), name: scenario.site(site).name.clone(), cells }
    };
    scenario.site_ids().zip(&paths.sites).map(row).collect()
}

fn shelters(reader: &Reader, paths: &Paths) -> Vec<Row> {
    let scenario = reader.input.scenario;
    let row = |(id, file): (couloir_model::id::ShelterId, &String)| {
        let (received, capacity) = (reader.received(id), scenario.shelter(id).capacity);
        let mut cells =
            vec![reader.words.part_of(received.0.into(), capacity.0.into()), full(reader, received, capacity)];
        cells.extend(usage(reader, reader.shelter_use(id)));
        Row { file: file.clone(), name: scenario.shelter(id).name.clone(), cells }
    };
    scenario.shelter_ids().zip(&paths.shelters).map(row).collect()
}

fn convoys(reader: &Reader) -> Vec<Convoy> {
    let scenario = reader.input.scenario;
    let convoy = |(number, convoy): (u64, &couloir_model::plan::Convoy)| Convoy {
        number: reader.words.convoy(number),
        enter: reader.civil.at(convoy.enter),
        passage: scenario.passage(convoy.passage).name.clone(),
        size: convoys::vehicles(reader, convoy),
        vehicles: convoy.vehicles.iter().map(|vehicle| scenario.vehicle(*vehicle).name.clone()).collect(),
        escorts: convoy.escorts.iter().map(|escort| scenario.escorts[escort.index()].name.clone()).collect(),
    };
    convoys::told(reader).into_iter().map(convoy).collect()
}

fn vehicles(reader: &Reader, paths: &Paths) -> Vec<Link> {
    let routes = reader.input.plan.routes.iter().zip(&paths.vehicles);
    let link = |(route, file): (&couloir_model::plan::Route, &String)| Link {
        file: file.clone(),
        name: reader.input.scenario.vehicle(route.vehicle).name.clone(),
    };
    routes.map(link).collect()
}

fn assumptions(reader: &Reader) -> Vec<String> {
    let (labels, colon, made) = (reader.labels(), reader.words.colon(), &reader.input.plan.made);
    let computed = reader.words.computed(&made.program, made.seed, made.iterations, u64::from(made.workers));
    vec![
        labels.undisturbed.to_owned(),
        labels.at_arrival.to_owned(),
        format!("{}{colon}{}", labels.people, people(reader)),
        labels.estimates.to_owned(),
        format!("{}{colon}{}", labels.travel_times, travel_times(reader)),
        computed,
    ]
}

fn left_out(reader: &Reader) -> Option<String> {
    let scenario = reader.input.scenario;
    let used = scenario.sites.iter().map(|site| site.place);
    let used = used.chain(scenario.shelters.iter().map(|shelter| shelter.place));
    let used: BTreeSet<_> = used.chain(scenario.depots.iter().map(|depot| depot.place)).collect();
    let names: Vec<_> = used
        .into_iter()
        .map(|place| scenario.place(place))
        .filter(|place| place.position.is_none())
        .map(|place| place.name.as_str())
        .collect();
    (!names.is_empty()).then(|| reader.words.places_left_out(&names.join(reader.words.comma())))
}
