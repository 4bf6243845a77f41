//! What all charts of people over time share: their field, its lines, and marks: moments with a line and a text.

use super::axis::{CountAxis, TimeAxis};
use super::key::{self, write};
use super::paint::{GRID, INK, PAPER, QUIET};
use crate::words::Words;
use couloir_model::clock::Moment;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, VPos};

/// The field: people over time.
pub(super) type Plot<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<TimeAxis<'a>, CountAxis>>;

/// A moment with a line and a text.
pub(super) struct Mark {
    pub(super) at: Moment,
    pub(super) text: String,
    pub(super) color: RGBColor,
    pub(super) dashed: bool,
}

/// The lines behind the curves, with the numbers beside them.
pub(super) fn mesh(words: &dyn Words, chart: &mut Plot) {
    let below = key::style(12, INK, HPos::Center, VPos::Top);
    let beside = key::style(12, INK, HPos::Right, VPos::Center);
    let number = |people: &u32| words.number((*people).into());
    chart
        .configure_mesh()
        .bold_line_style(GRID)
        .light_line_style(PAPER.mix(0.0))
        .axis_style(QUIET)
        .x_labels(12)
        .y_label_formatter(&number)
        .x_label_style(below)
        .y_label_style(beside)
        .draw()
        .expect("drawing to memory cannot fail");
}

/// All marks with their lines up to `upper` people, and their texts, one below the other.
pub(super) fn draw_marks(area: &key::Area, chart: &mut Plot, marks: &[Mark], upper: u32) {
    for mark in marks {
        let ends = [(mark.at.0, 0), (mark.at.0, upper)];
        if mark.dashed {
            dashed(chart, ends, mark.color);
        } else {
            let line = LineSeries::new(ends, mark.color.stroke_width(2));
            chart.draw_series(line).expect("drawing to memory cannot fail");
        }
    }
    for (row, mark) in marks.iter().enumerate() {
        write_mark(area, chart, mark, row, upper);
    }
}

/// The mark's text on a height of its own: to the left of its line where there is room, else to the right; on paper of its
/// own, so that no other line crosses it.
fn write_mark(area: &key::Area, chart: &Plot, mark: &Mark, row: usize, upper: u32) {
    let (across, top) = chart.plotting_area().map_coordinate(&(mark.at.0, upper));
    let (leftmost, _) = chart.plotting_area().map_coordinate(&(0, upper));
    let height = top + 10 + i32::try_from(row).unwrap_or(0) * 18;
    let wide = key::width(&mark.text, 12);
    let (at, side, paper) = if across - wide - 8 > leftmost {
        (across - 6, HPos::Right, (across - wide - 6, across - 3))
    } else {
        (across + 6, HPos::Left, (across + 3, across + wide + 6))
    };
    let paper = Rectangle::new([(paper.0, height - 8), (paper.1, height + 8)], PAPER.filled());
    area.draw(&paper).expect("drawing to memory cannot fail");
    write(area, &mark.text, (at, height), 12, mark.color, side);
}

/// A thin line of dashes.
pub(super) fn dashed(chart: &mut Plot, ends: [(u64, u32); 2], color: RGBColor) {
    let line = DashedLineSeries::new(ends, 6, 5, color.stroke_width(1));
    chart.draw_series(line).expect("drawing to memory cannot fail");
}
