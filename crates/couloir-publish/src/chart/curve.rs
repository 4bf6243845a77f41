//! How many have been picked up and how many are at a shelter over time, with the bound, the clearance and the deadline.

use super::Chart;
use super::axis::{CountAxis, TimeAxis};
use super::key::{self, MARGIN, WIDTH, cut, key, line, titles, write};
use super::over_time::{Mark, Plot, dashed, draw_marks, mesh};
use super::paint::{BLUE, INK, ORANGE, PAPER, QUIET, SHELTERS, VERMILLION, finish};
use crate::Reader;
use crate::sheet::{Curve, Step};
use crate::table::planned;
use crate::words::{Thing, isolated};
use couloir_model::clock::Moment;
use couloir_model::quantity::People;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;

const HEIGHT: i32 = 460;

/// Room at the right for the shelters' names.
const NAMES: i32 = 190;

/// From one name at the right to the next.
const NAME_STEP: i32 = 17;

pub(super) fn people_out(reader: &Reader) -> Chart {
    let labels = reader.labels();
    let curve = Curve::of(reader);
    let arrivals = || curve.steps.iter().filter(|(_, step)| step.at_shelter > People::ZERO);
    let first = arrivals().next().map_or(Moment::START, |(moment, _)| *moment);
    let moved = reader.words.count(reader.input.plan.moved().0.into(), Thing::Person);
    let last = reader.civil.at(reader.input.plan.clearance);
    let description = if reader.input.plan.moved() == People::ZERO {
        labels.curve_of_nobody.to_owned()
    } else {
        reader.words.curve_description(&moved, &reader.civil.at(first), &last)
    };
    let title = format!("{} · {}", isolated(&reader.input.scenario.name), labels.curve);
    let out_by = reader.words.out_by(reader.input.plan.moved(), planned(reader), &last);
    let under = format!("{out_by} · {} {} · {}", labels.plan, reader.input.plan.id().short(), reader.civil.zone_name);
    let svg = draw(reader, &curve, &title, &under);
    Chart { svg: finish(&svg, "people-out", &title, &format!("{description} {}.", labels.restricted)), description }
}

fn draw(reader: &Reader, curve: &Curve, title: &str, under: &str) -> String {
    let labels = reader.labels();
    let signs = [line(labels.curve_picked_up, ORANGE, 2), line(labels.curve_out, BLUE, 4)];
    let mut svg = String::new();
    {
        let size = (WIDTH.unsigned_abs(), HEIGHT.unsigned_abs());
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        area.fill(&PAPER).expect("drawing to memory cannot fail");
        let under_titles = titles(&area, title, under);
        key(&area, &signs, under_titles);
        lines(reader, curve, &area, under_titles + key::height(&signs) + 6);
        area.present().expect("drawing to memory cannot fail");
    }
    svg
}

fn lines(reader: &Reader, curve: &Curve, area: &key::Area, top: i32) {
    let marks = marks(reader);
    let until = marks.iter().map(|mark| mark.at).chain(curve.steps.keys().copied()).max().unwrap_or_default();
    let planned = planned(reader).0.max(1);
    // Above the curve there is a line of text for each mark.
    let above = planned / 16 * (1 + u32::try_from(marks.len()).unwrap_or(0));
    let named = (2..=SHELTERS.len()).contains(&reader.input.scenario.shelters.len());
    let mut chart: Plot = ChartBuilder::on(area)
        .margin_left(MARGIN)
        .margin_right(if named { NAMES } else { MARGIN + 20 })
        .margin_top(top)
        .margin_bottom(MARGIN)
        .x_label_area_size(26)
        .y_label_area_size(62)
        .build_cartesian_2d(
            TimeAxis::new(&reader.civil, until),
            CountAxis::new(planned, planned.saturating_add(above.max(1))),
        )
        .expect("the chart fits its area");
    mesh(reader.words, &mut chart);
    // The axis needs a height; nobody is planned for by that.
    if self::planned(reader) > People::ZERO {
        all_planned(reader, area, &mut chart, planned, until);
    }
    if named {
        shelters(reader, curve, area, &mut chart, until);
    }
    stairs(&mut chart, curve, until, |step| step.picked_up, ORANGE, 2);
    stairs(&mut chart, curve, until, |step| step.at_shelter, BLUE, 4);
    let upper = planned.saturating_add(above);
    draw_marks(area, &mut chart, &marks, upper);
}

/// The people planned for, as a dashed line across.
fn all_planned(reader: &Reader, area: &key::Area, chart: &mut Plot, planned: u32, until: Moment) {
    dashed(chart, [(0, planned), (until.0.max(60), planned)], QUIET);
    let text = format!("{} {}", reader.labels().planned, reader.words.number(planned.into()));
    let (left, height) = chart.plotting_area().map_coordinate(&(0, planned));
    write(area, &text, (left + 6, height - 9), 12, QUIET, HPos::Left);
}

/// A line a shelter, its name at the right where it ends.
fn shelters(reader: &Reader, curve: &Curve, area: &key::Area, chart: &mut Plot, until: Moment) {
    let mut ends = Vec::new();
    for (index, shelter) in reader.input.scenario.shelters.iter().enumerate() {
        stairs(chart, curve, until, |step| step.by_shelter[index], SHELTERS[index], 1);
        let total = curve.steps.values().next_back().map_or(0, |step| step.by_shelter[index].0);
        let (right, height) = chart.plotting_area().map_coordinate(&(until.0.max(60), total));
        ends.push((
            height,
            right,
            format!("{} {}", reader.words.number(total.into()), isolated(&shelter.name)),
            SHELTERS[index],
        ));
    }
    ends.sort_by_key(|(height, ..)| *height);
    let mut free = i32::MIN;
    for (height, right, text, color) in ends {
        let at = height.max(free);
        free = at + NAME_STEP;
        area.draw(&Rectangle::new([(right + 8, at - 4), (right + 16, at + 4)], color.filled()))
            .expect("drawing to memory cannot fail");
        write(area, &cut(&text, 12, NAMES - 30), (right + 22, at), 12, INK, HPos::Left);
    }
}

/// The bound, the clearance and the deadline, in the order of time.
fn marks(reader: &Reader) -> Vec<Mark> {
    let labels = reader.labels();
    let text = |name: &str, at: Moment| format!("{name} {}", reader.civil.at(at));
    let mut marks = Vec::new();
    if let Some(bound) = reader.input.plan.bound {
        let at = bound.at_least;
        marks.push(Mark { at, text: text(labels.lower_bound, at), color: QUIET, dashed: true });
    }
    let clearance = reader.input.plan.clearance;
    marks.push(Mark { at: clearance, text: text(labels.clearance, clearance), color: INK, dashed: false });
    if let Some(at) = reader.input.scenario.deadline {
        marks.push(Mark { at, text: text(labels.deadline, at), color: VERMILLION, dashed: false });
    }
    marks.sort_by_key(|mark| mark.at);
    marks
}

/// A line that stays level until the next step and ends level.
fn stairs(chart: &mut Plot, curve: &Curve, until: Moment, of: impl Fn(&Step) -> People, color: RGBColor, thick: u32) {
    let mut points = Vec::with_capacity(2 * curve.steps.len() + 1);
    let mut height = 0;
    for (moment, step) in &curve.steps {
        points.push((moment.0, height));
        height = of(step).0;
        points.push((moment.0, height));
    }
    points.push((until.0, height));
    points.dedup();
    chart.draw_series(LineSeries::new(points, color.stroke_width(thick))).expect("drawing to memory cannot fail");
}
