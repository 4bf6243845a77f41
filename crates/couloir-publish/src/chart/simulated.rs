//! How many are out over time in many simulated runs: the band of nine in ten, the median, the plan, and the quantiles of the end.

use super::axis::{CountAxis, TimeAxis};
use super::key::{self, MARGIN, WIDTH, filled, key, line, titles};
use super::over_time::{Mark, Plot, draw_marks, mesh};
use super::paint::{BLUE, INK, ORANGE, PAPER, VERMILLION, finish};
use crate::simulated::Reading;
use crate::words::isolated;
use couloir_model::clock::Moment;
use plotters::prelude::*;

const HEIGHT: i32 = 460;

/// The band: lighter than the line, and told apart from the paper by day and night.
const BAND: RGBColor = RGBColor(0x9f, 0xcb, 0xe6);

/// A moment with people out at 5, 50 and 95 % of the runs, and as planned.
type Row = (Moment, [u64; 3], u64);

/// The picture.
pub(crate) fn picture(reading: &Reading) -> String {
    let (simulated, labels) = (reading.simulated, reading.labels);
    let title = format!("{} · {}", isolated(&simulated.scenario.name), labels.people_out);
    let runs =
        crate::simulated::put(labels.runs, &[&reading.words.number(simulated.runs), &simulated.seed.to_string()]);
    let under = format!(
        "{runs} · {} · {} {} · {}",
        simulated.disturbance, labels.plan, simulated.plan, reading.civil.zone_name
    );
    let marks = marks(reading);
    let said: Vec<&str> = marks.iter().map(|mark| mark.text.as_str()).collect();
    let description = format!("{}. {}", said.join(". "), labels.simulated);
    finish(&draw(reading, &marks, &title, &under), "simulated", &title, &description)
}

fn draw(reading: &Reading, marks: &[Mark], title: &str, under: &str) -> String {
    let labels = reading.labels;
    let signs = [
        line(labels.median, BLUE, 4),
        filled(labels.band, BAND),
        line(labels.as_planned, ORANGE, 2),
        key::note(labels.simulated.split(['.', ':', '؛']).next().unwrap_or_default().to_owned()),
    ];
    let mut svg = String::new();
    {
        let size = (WIDTH.unsigned_abs(), HEIGHT.unsigned_abs());
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        area.fill(&PAPER).expect("drawing to memory cannot fail");
        let under_titles = titles(&area, title, under);
        key(&area, &signs, under_titles);
        plot(reading, marks, &area, under_titles + key::height(&signs) + 6);
        area.present().expect("drawing to memory cannot fail");
    }
    svg
}

fn plot(reading: &Reading, marks: &[Mark], area: &key::Area, top: i32) {
    let bands = &reading.simulated.bands;
    let until = marks.iter().map(|mark| mark.at).chain([end(reading)]).max().unwrap_or_default();
    let most = bands.iter().flat_map(|(_, people, planned)| people.iter().chain([planned])).max();
    let most = u32::try_from(most.copied().unwrap_or(0)).unwrap_or(u32::MAX).max(1);
    // Above the curve there is a line of text for each mark.
    let upper = most.saturating_add(most / 16 * (1 + marks.len() as u32)).saturating_add(1);
    let mut chart: Plot = ChartBuilder::on(area)
        .margin_left(MARGIN)
        .margin_right(MARGIN + 20)
        .margin_top(top)
        .margin_bottom(MARGIN)
        .x_label_area_size(26)
        .y_label_area_size(62)
        .build_cartesian_2d(TimeAxis::new(&reading.civil, until), CountAxis::new(most, upper))
        .expect("the chart fits its area");
    mesh(reading.words, &mut chart);
    curves(reading, &mut chart, until);
    draw_marks(area, &mut chart, marks, upper);
}

/// When hardly anything happens any more: the last run in a hundred would make the picture all tail.
fn end(reading: &Reading) -> Moment {
    let bands = &reading.simulated.bands;
    let last = bands.last().map(|(_, people, _)| *people);
    let settled = bands.iter().find(|(_, people, _)| Some(*people) == last);
    settled.map_or(Moment::START, |(at, ..)| *at)
}

fn curves(reading: &Reading, chart: &mut Plot, until: Moment) {
    let bands: Vec<_> = reading.simulated.bands.iter().filter(|(at, ..)| *at <= until).collect();
    let count = |people: u64| u32::try_from(people).unwrap_or(u32::MAX);
    let line =
        |of: fn(&Row) -> u64| -> Vec<(u64, u32)> { bands.iter().map(|band| (band.0.0, count(of(band)))).collect() };
    let (low, high) = (line(|band| band.1[0]), line(|band| band.1[2]));
    let outline: Vec<(u64, u32)> = high.into_iter().chain(low.into_iter().rev()).collect();
    let band = Polygon::new(outline, BAND.filled());
    chart.draw_series([band]).expect("drawing to memory cannot fail");
    for (points, color, thick) in [(line(|band| band.2), ORANGE, 2), (line(|band| band.1[1]), BLUE, 4)] {
        chart.draw_series(LineSeries::new(points, color.stroke_width(thick))).expect("drawing to memory cannot fail");
    }
}

/// The planned end, the quantiles of the real one and the deadline, in the order of time.
fn marks(reading: &Reading) -> Vec<Mark> {
    let (simulated, labels) = (reading.simulated, reading.labels);
    let planned = format!("{} {}", labels.as_planned, reading.civil.at(simulated.planned));
    let mut marks = vec![Mark { at: simulated.planned, text: planned, color: ORANGE, dashed: true }];
    for percent in [50, 80, 95] {
        if let Some((name, at)) = reading.end(percent) {
            let text = format!("{name} {percent} %{}{}", reading.words.colon(), reading.at(at));
            marks.push(Mark { at, text, color: INK, dashed: percent != 50 });
        }
    }
    if let Some(at) = simulated.scenario.deadline {
        let text = format!("{} {}", labels.deadline, reading.civil.at(at));
        marks.push(Mark { at, text, color: VERMILLION, dashed: false });
    }
    marks.sort_by_key(|mark| mark.at);
    marks
}
