//! Charts of measurements: lines with points, in panels side by side that share their axes.

use super::key::{self, Area, MARGIN, WIDTH, key, line, titles, write};
use super::paint::{BLUE, GREEN, GRID, INK, ORANGE, PAPER, QUIET, SHELTERS, VERMILLION, finish};
use super::scale::Scale;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

/// A chart of measurements.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Names the drawing, so that two of them can stand in one page: letters, digits and `-`.
    pub name: String,
    /// What it shows.
    pub title: String,
    /// How it was measured.
    pub under: String,
    /// The same for who cannot see it.
    pub description: String,
    /// What goes from left to right.
    pub across: Axis,
    /// What goes upwards.
    pub up: Axis,
    /// Side by side, on the same axes.
    pub panels: Vec<Panel>,
}

/// An axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    /// The quantity with its unit.
    pub label: String,
    /// Decades at equal distances.
    pub logarithmic: bool,
}

/// A part of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// What is special to it.
    pub title: String,
    /// Lines, drawn in order.
    pub lines: Vec<Line>,
}

/// A line. Lines of one name have one colour, in whichever panel.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What it shows.
    pub name: String,
    /// Where it goes, in the axes' units.
    pub points: Vec<(f64, f64)>,
    /// Drawn as points alone when false.
    pub joined: bool,
}

const HEIGHT: i32 = 420;

/// Room at the left of each panel for the numbers and what they are.
const NUMBERS: u32 = 66;

const COLORS: [RGBColor; 6] = [BLUE, ORANGE, GREEN, VERMILLION, SHELTERS[0], SHELTERS[1]];

/// The chart as an SVG document.
#[must_use]
pub fn measured(chart: &Measured) -> String {
    let mut names: Vec<&str> = Vec::new();
    for line in chart.panels.iter().flat_map(|panel| &panel.lines) {
        if !names.contains(&line.name.as_str()) {
            names.push(&line.name);
        }
    }
    let signs: Vec<_> = names.iter().enumerate().map(|(index, name)| line(*name, color(index), 3)).collect();
    let mut svg = String::new();
    {
        let size = (WIDTH.unsigned_abs(), HEIGHT.unsigned_abs());
        let area = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        area.fill(&PAPER).expect("drawing to memory cannot fail");
        let below_titles = titles(&area, &chart.title, &chart.under);
        key(&area, &signs, below_titles);
        let top = below_titles + key::height(&signs) + 10;
        let parts = area.margin(top, MARGIN, MARGIN, MARGIN).split_evenly((1, chart.panels.len().max(1)));
        for (panel, part) in chart.panels.iter().zip(parts) {
            draw(chart, panel, &names, &part);
        }
        area.present().expect("drawing to memory cannot fail");
    }
    finish(&svg, &chart.name, &chart.title, &chart.description)
}

fn color(index: usize) -> RGBColor {
    COLORS[index % COLORS.len()]
}

fn draw(chart: &Measured, panel: &Panel, names: &[&str], area: &Area) {
    let points = || chart.panels.iter().flat_map(|panel| &panel.lines).flat_map(|line| &line.points);
    let across = Scale::over(points().map(|point| point.0), chart.across.logarithmic);
    let up = Scale::over(points().map(|point| point.1), chart.up.logarithmic);
    write(area, &panel.title, (NUMBERS.cast_signed(), 8), 13, INK, HPos::Left);
    let mut plot = ChartBuilder::on(area)
        .margin_top(22)
        .margin_right(12)
        .x_label_area_size(42)
        .y_label_area_size(NUMBERS)
        .build_cartesian_2d(across, up)
        .expect("the chart fits its area");
    plot.configure_mesh()
        .bold_line_style(GRID)
        .light_line_style(PAPER.mix(0.0))
        .axis_style(QUIET)
        .x_desc(&chart.across.label)
        .y_desc(&chart.up.label)
        .axis_desc_style(key::style(12, QUIET, HPos::Center, VPos::Top))
        .x_label_style(key::style(12, INK, HPos::Center, VPos::Top))
        .y_label_style(key::style(12, INK, HPos::Right, VPos::Center))
        .draw()
        .expect("drawing to memory cannot fail");
    for line in &panel.lines {
        let color = color(names.iter().position(|name| *name == line.name).unwrap_or(0));
        let points = || line.points.iter().copied().filter(|(across, up)| across.is_finite() && up.is_finite());
        if line.joined {
            plot.draw_series(LineSeries::new(points(), color.stroke_width(2))).expect("drawing to memory cannot fail");
        }
        let dots = points().map(|point| Circle::new(point, 3, color.filled()));
        plot.draw_series(dots).expect("drawing to memory cannot fail");
    }
}
