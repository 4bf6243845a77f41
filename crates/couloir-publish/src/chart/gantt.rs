//! What each vehicle does: one row a vehicle; thick with people on board, thin without, queues hatched, waits dotted.

use super::Chart;
use super::axis::{RowAxis, TimeAxis};
use super::key::{self, MARGIN, WIDTH, coded, cut, filled, key, line, titles, write};
use super::paint::{BLUE, CONVOY, DOTTED, GREEN, GRID, HATCHED, INK, ON_BAR, ON_BLUE, ORANGE, PAPER, QUIET, finish};
use crate::Reader;
use crate::convoys;
use crate::view::{Leg, Movement};
use crate::words::{Thing, isolated};
use couloir_model::clock::Moment;
use couloir_model::id::VehicleId;
use couloir_model::plan::Route;
use couloir_model::quantity::People;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// The most rows: more cannot be told apart on one page.
const ROWS_MAX: usize = 60;

/// Room for the vehicles' names.
const NAMES: i32 = 130;

/// Sites and shelters that the key names, each.
const NAMED_MAX: usize = 24;

/// What a vehicle does from one moment to another.
struct Segment {
    from: Moment,
    until: Moment,
    kind: Kind,
}

#[derive(Clone, PartialEq)]
enum Kind {
    DriveEmpty,
    /// With what stands in the bar: `A+B→1` on the way to the shelter, nothing between two sites.
    DriveFull(String),
    Load,
    Unload,
    Queue,
    Wait,
}

pub(super) fn gantt(reader: &Reader) -> Chart {
    let labels = reader.labels();
    let rows = rows(reader);
    let vehicles = reader.input.plan.routes.len();
    let shown = if rows.len() < vehicles {
        reader.words.rows_shown(rows.len() as u64, vehicles as u64)
    } else {
        reader.words.trips_by(
            reader.view.movements.len() as u64,
            vehicles as u64,
            reader.input.scenario.vehicles.len() as u64,
        )
    };
    let last = reader.civil.at(reader.input.plan.clearance);
    let description = reader.words.gantt_description(
        &reader.words.count(vehicles as u64, Thing::Vehicle),
        &reader.civil.full(Moment::START),
        &last,
    );
    let title = format!("{} · {}", isolated(&reader.input.scenario.name), labels.gantt);
    let under = format!("{shown} · {} {} · {}", labels.plan, reader.input.plan.id().short(), reader.civil.zone_name);
    let svg = draw(reader, &rows, &title, &under);
    Chart { svg: finish(&svg, "gantt", &title, &format!("{description} {}.", labels.restricted)), description }
}

/// The vehicles shown, in the order of the fleet: all, or those that finish last.
fn rows(reader: &Reader) -> Vec<VehicleId> {
    let end = |route: &Route| route.trips.last().map_or(Moment::START, |trip| trip.unloading.visit.end);
    let mut rows: Vec<_> = reader.input.plan.routes.iter().map(|route| (end(route), route.vehicle)).collect();
    rows.sort_by_key(|(end, vehicle)| (Reverse(*end), *vehicle));
    rows.truncate(ROWS_MAX);
    let mut rows: Vec<_> = rows.into_iter().map(|(_, vehicle)| vehicle).collect();
    rows.sort_unstable();
    rows
}

fn draw(reader: &Reader, rows: &[VehicleId], title: &str, under: &str) -> String {
    let row_height = match rows.len() {
        0..=12 => 28,
        13..=30 => 20,
        _ => 15,
    };
    let (signs, places) = (signs(reader), places(reader, rows));
    let top = MARGIN + 44 + key::height(&signs) + 8;
    let body = row_height * i32::try_from(rows.len()).unwrap_or(0);
    let below = 34 + key::height(&places) + MARGIN;
    let height = top + body.max(row_height) + below;
    let mut svg = String::new();
    {
        let size = (WIDTH.unsigned_abs(), height.unsigned_abs());
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        area.fill(&PAPER).expect("drawing to memory cannot fail");
        let under_titles = titles(&area, title, under);
        key(&area, &signs, under_titles);
        bars(reader, &area, rows, (top, below), row_height);
        key(&area, &places, height - MARGIN - key::height(&places));
        area.present().expect("drawing to memory cannot fail");
    }
    svg
}

fn signs(reader: &Reader) -> Vec<key::Sign<'static>> {
    let labels = reader.labels();
    let convoys = reader.view.convoy_numbers.iter().any(Option::is_some);
    let convoy = convoys.then(|| coded(labels.key_convoy, "3".to_owned(), CONVOY));
    let mut signs = vec![
        line(labels.key_drive_empty, QUIET, 3),
        filled(labels.key_load, ORANGE),
        filled(labels.key_drive_full, BLUE),
        filled(labels.key_unload, GREEN),
        filled(labels.key_queue, HATCHED),
        filled(labels.key_wait, DOTTED),
    ];
    signs.extend(convoy);
    signs
}

/// The key of the codes in the bars: the sites and shelters that appear in them.
fn places<'a>(reader: &Reader<'a>, rows: &[VehicleId]) -> Vec<key::Sign<'a>> {
    let scenario = reader.input.scenario;
    let shown: BTreeSet<_> = rows.iter().copied().collect();
    let (mut sites, mut shelters) = (BTreeSet::new(), BTreeSet::new());
    for movement in reader.view.movements.iter().filter(|movement| shown.contains(&movement.vehicle)) {
        sites.extend(movement.trip.stops.iter().map(|stop| stop.site));
        shelters.insert(movement.trip.unloading.shelter);
    }
    let (left_out, shelters_left_out) =
        (sites.len().saturating_sub(NAMED_MAX), shelters.len().saturating_sub(NAMED_MAX));
    let sites =
        sites.into_iter().take(NAMED_MAX).map(|site| coded(&scenario.site(site).name, site_code(site.index()), ORANGE));
    let shelters = shelters
        .into_iter()
        .take(NAMED_MAX)
        .map(|shelter| coded(&scenario.shelter(shelter).name, shelter_code(shelter.index()), GREEN));
    let unnamed = left_out + shelters_left_out;
    let more = (unnamed > 0).then(|| key::note(reader.words.and_more(unnamed as u64)));
    sites.chain(shelters).chain(more).collect()
}

fn bars(reader: &Reader, area: &key::Area, rows: &[VehicleId], (top, below): (i32, i32), row_height: i32) {
    let axis = TimeAxis::new(&reader.civil, reader.input.plan.clearance);
    let axis_below = 26;
    let mut chart = ChartBuilder::on(area)
        .margin_left(MARGIN)
        .margin_right(MARGIN + 14)
        .margin_top(top)
        .margin_bottom(below - axis_below)
        .x_label_area_size(axis_below)
        .y_label_area_size(NAMES)
        .build_cartesian_2d(axis, RowAxis(row_height * i32::try_from(rows.len()).unwrap_or(0)))
        .expect("the chart fits its area");
    let ticks = key::style(12, INK, HPos::Center, plotters::style::text_anchor::VPos::Top);
    chart
        .configure_mesh()
        .disable_y_mesh()
        .disable_y_axis()
        .bold_line_style(GRID)
        .light_line_style(PAPER.mix(0.0))
        .axis_style(QUIET)
        .x_labels(12)
        .x_label_style(ticks)
        .draw()
        .expect("drawing to memory cannot fail");
    let plot = chart.plotting_area();
    let font = (row_height - 4).clamp(9, 12);
    for (row, vehicle) in rows.iter().enumerate() {
        let middle = row_height * i32::try_from(rows.len() - row).unwrap_or(0) - row_height / 2;
        let name = cut(&reader.input.scenario.vehicle(*vehicle).name, font, NAMES - 10);
        let (_, height) = plot.map_coordinate(&(0, middle));
        write(area, &name, (MARGIN + NAMES - 8, height), font, INK, HPos::Right);
        for segment in segments(reader, *vehicle) {
            let (left, height) = plot.map_coordinate(&(segment.from.0, middle));
            let (right, _) = plot.map_coordinate(&(segment.until.0, middle));
            bar(area, &segment, (left, right.max(left + 1)), height, row_height, font);
        }
        for (enter, number) in convoys::entries(reader, *vehicle) {
            let (at, height) = plot.map_coordinate(&(enter.0, middle));
            flag(area, &reader.words.number(number), (at, height), row_height, font);
        }
    }
}

/// One bar, with the codes of its places where there is room.
fn bar(area: &key::Area, segment: &Segment, (left, right): (i32, i32), middle: i32, row_height: i32, font: i32) {
    let (half, color) = match &segment.kind {
        Kind::DriveEmpty => (1, QUIET),
        Kind::DriveFull(_) => (row_height * 2 / 5, BLUE),
        Kind::Load => (row_height * 2 / 5, ORANGE),
        Kind::Unload => (row_height * 2 / 5, GREEN),
        Kind::Queue => (row_height * 2 / 5, HATCHED),
        Kind::Wait => (row_height / 4, DOTTED),
    };
    let corners = [(left, middle - half), (right, middle + half + i32::from(half == 1))];
    area.draw(&Rectangle::new(corners, color.filled())).expect("drawing to memory cannot fail");
    if let Kind::DriveFull(codes) = &segment.kind
        && key::width(codes, font) + 4 <= right - left
    {
        write(area, codes, (i32::midpoint(left, right), middle), font, ON_BLUE, HPos::Center);
    }
}

/// The moment at which a vehicle enters a passage in a convoy: a line, with the number of the convoy behind it.
fn flag(area: &key::Area, number: &str, (at, middle): (i32, i32), row_height: i32, font: i32) {
    let half = row_height / 2 - 1;
    let width = key::width(number, font) + 4;
    let pole = Rectangle::new([(at, middle - half), (at + 1, middle + half)], CONVOY.filled());
    let cloth =
        Rectangle::new([(at, middle - half), (at + width, middle - half + font.min(2 * half))], CONVOY.filled());
    area.draw(&pole).expect("drawing to memory cannot fail");
    area.draw(&cloth).expect("drawing to memory cannot fail");
    let height = middle - half + font.min(2 * half) / 2;
    write(area, number, (at + width / 2, height), font - 1, ON_BAR, HPos::Center);
}

fn segments(reader: &Reader, vehicle: VehicleId) -> Vec<Segment> {
    let movements = reader.view.movements.iter().filter(|movement| movement.vehicle == vehicle);
    let segments = movements.flat_map(|movement| {
        let legs = movement.legs(&reader.input);
        legs.into_iter().flat_map(|leg| of_leg(movement, &leg)).collect::<Vec<_>>()
    });
    // Merged, a moment shorter than a second on the way would draw a bar of its own.
    segments.filter(|segment| segment.from < segment.until).collect()
}

/// The way to a visit and the visit. Time at the depot before the first trip is not shown: nobody waits for it.
fn of_leg(movement: &Movement, leg: &Leg) -> Vec<Segment> {
    let visit = leg.visit;
    let mut segments = Vec::new();
    let mut add = |from, until, kind| segments.push(Segment { from, until, kind });
    if movement.number > 1 || leg.on_board > People::ZERO {
        add(leg.free, visit.depart, Kind::Wait);
    }
    let drive = match (leg.on_board, leg.stop) {
        (People::ZERO, _) => Kind::DriveEmpty,
        (_, Some(_)) => Kind::DriveFull(String::new()),
        (_, None) => Kind::DriveFull(codes(movement)),
    };
    let mut at = visit.depart;
    for passing in &visit.passings {
        add(at, passing.reach, drive.clone());
        add(passing.reach, passing.leave, Kind::Queue);
        at = passing.leave;
    }
    add(at, visit.arrive, drive);
    add(visit.arrive, visit.join, Kind::Wait);
    add(visit.join, visit.start, Kind::Queue);
    let service = if leg.stop.is_some() { Kind::Load } else { Kind::Unload };
    add(visit.start, visit.end, service);
    segments
}

/// `A+B→1`: where the people on board come from and where they go.
fn codes(movement: &Movement) -> String {
    let sites: Vec<_> = movement.trip.stops.iter().map(|stop| site_code(stop.site.index())).collect();
    format!("{}→{}", sites.join("+"), shelter_code(movement.trip.unloading.shelter.index()))
}

/// `A` to `Z`, then `AA`: the code of a site.
fn site_code(index: usize) -> String {
    let letter = |index: usize| char::from(b'A' + u8::try_from(index % 26).unwrap_or(0));
    match index / 26 {
        0 => letter(index).to_string(),
        before => format!("{}{}", site_code(before - 1), letter(index)),
    }
}

/// `1`, `2`, …: the code of a shelter.
fn shelter_code(index: usize) -> String {
    (index + 1).to_string()
}
