//! Draws what the operation does: legs, closures, places with their names.

use super::canvas::{Anchor, Canvas, Type, short};
use super::label::Taken;
use super::plane::{Frame, Pixel, clipped_line, simplified};
use super::print::View;
use crate::chart::key::width;
use crate::chart::paint::printable;
use crate::overlay::{Overlay, PointKind};
use couloir_model::id::PlaceId;
use couloir_model::position::Position;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

// Okabe and Ito, as in the charts; each has a form of its own, for paper without colour.
pub(super) const INK: &str = "#222222";
const BLUE: &str = "#0072b2";
const GREEN: &str = "#009e73";
const ORANGE: &str = "#e69f00";
pub(super) const VERMILLION: &str = "#d55e00";

pub(super) const FULL: &str =
    "stroke=\"#0072b2\" stroke-width=\"2.4\" stroke-linejoin=\"round\" stroke-linecap=\"round\" opacity=\"0.8\"";
pub(super) const EMPTY_RUN: &str = "stroke=\"#222222\" stroke-width=\"1.2\" stroke-dasharray=\"5 4\"";
pub(super) const CLOSED: &str = "stroke=\"#d55e00\" stroke-width=\"5\" stroke-dasharray=\"3 4\"";

/// Half of a sign's width.
const SIGN: f64 = 6.5;

/// The sign of a kind of place around a point.
pub(super) fn sign(kind: PointKind, [x, y]: Pixel) -> String {
    let outline = "stroke=\"#ffffff\" stroke-width=\"1.6\" stroke-linejoin=\"round\" paint-order=\"stroke\"";
    let polygon = |color: &str, corners: &[(f64, f64)]| {
        let mut points = String::new();
        corners.iter().for_each(|(across, down)| {
            let _ = write!(points, "{},{} ", short(x + across * SIGN), short(y + down * SIGN));
        });
        format!("<polygon points=\"{}\" fill=\"{color}\" {outline}/>", points.trim_end())
    };
    match kind {
        PointKind::Site => {
            format!("<circle cx=\"{}\" cy=\"{}\" r=\"6\" fill=\"{BLUE}\" {outline}/>", short(x), short(y))
        }
        // A house.
        PointKind::Shelter => polygon(GREEN, &[(-0.9, 0.9), (-0.9, -0.2), (0.0, -1.1), (0.9, -0.2), (0.9, 0.9)]),
        PointKind::Depot => polygon(INK, &[(-1.0, 0.8), (0.0, -1.0), (1.0, 0.8)]),
        PointKind::Passage => polygon(ORANGE, &[(0.0, -1.1), (1.1, 0.0), (0.0, 1.1), (-1.1, 0.0)]),
    }
}

/// A round sign with a bar: closed.
pub(super) fn closed_sign([x, y]: Pixel) -> String {
    let (x, y) = (short(x), short(y));
    format!(
        "<circle cx=\"{x}\" cy=\"{y}\" r=\"7\" fill=\"{VERMILLION}\" stroke=\"#ffffff\" stroke-width=\"1.5\"/>\
         <path d=\"M{} {y}h8\" stroke=\"#ffffff\" stroke-width=\"2.4\"/>",
        short(x - 4.0)
    )
}

/// Draws the legs; gives whether any has people on board, any has none, and any is a straight line.
pub(super) fn legs(canvas: &mut Canvas, overlay: &Overlay, view: &View) -> (bool, bool, bool) {
    // Many vehicles go the same way: it is drawn once, and those of a class that takes another way beside it.
    let mut full: BTreeSet<(PlaceId, PlaceId, &[Position])> = BTreeSet::new();
    let mut bare: BTreeSet<(PlaceId, PlaceId, &[Position])> = BTreeSet::new();
    for leg in &overlay.legs {
        let ways = if leg.leg.on_board.0 > 0 { &mut full } else { &mut bare };
        ways.insert((leg.leg.from, leg.leg.to, &leg.line));
    }
    let back = |line: &[Position]| -> Vec<Position> { line.iter().rev().copied().collect() };
    bare.retain(|(from, to, line)| !full.contains(&(*from, *to, line)) && !full.contains(&(*to, *from, &back(line))));
    let drawn = |line: &[Position]| {
        let pixels: Vec<Pixel> = line.iter().map(|at| view.pixel(*at)).collect();
        clipped_line(&simplified(&pixels, 0.35), view.frame)
    };
    for (_, _, line) in &bare {
        canvas.lines(drawn(line).iter().map(Vec::as_slice), EMPTY_RUN);
    }
    for (_, _, line) in &full {
        let parts = drawn(line);
        canvas.lines(parts.iter().map(Vec::as_slice), FULL);
        parts.iter().for_each(|part| arrow(canvas, part));
    }
    (!full.is_empty(), !bare.is_empty(), overlay.legs.iter().any(|leg| !leg.follows_roads))
}

/// An arrow at two thirds of a line: in the middle, arrows of both directions would lie on each other.
fn arrow(canvas: &mut Canvas, line: &[Pixel]) {
    let length = |step: &[Pixel]| libm::hypot(step[1][0] - step[0][0], step[1][1] - step[0][1]);
    let whole: f64 = line.windows(2).map(length).sum();
    let mut left = whole * 0.64;
    for step in line.windows(2) {
        let long = length(step);
        if left <= long && long > 0.0 && whole > 30.0 {
            let along = [0, 1].map(|axis| (step[1][axis] - step[0][axis]) / long);
            let tip = [0, 1].map(|axis| step[0][axis] + along[axis] * (left + 6.0));
            let corner = |side: f64| {
                [tip[0] - 12.0 * along[0] - side * 5.0 * along[1], tip[1] - 12.0 * along[1] + side * 5.0 * along[0]]
            };
            let style = "fill=\"#0072b2\" stroke=\"#ffffff\" stroke-width=\"1\"";
            canvas.area([[tip, corner(1.0), corner(-1.0), tip].as_slice()], style);
            return;
        }
        left -= long;
    }
}

/// Draws what is closed; gives whether there is anything.
pub(super) fn closures(canvas: &mut Canvas, overlay: &Overlay, view: &View, taken: &mut Taken) -> bool {
    let mut any = false;
    for closed in &overlay.closed {
        let lines: Vec<Vec<Pixel>> =
            closed.lines.iter().map(|line| line.iter().map(|at| view.pixel(*at)).collect()).collect();
        let middle = match lines.as_slice() {
            [] => continue,
            // Beside the sign of the passage, which stands at the same point.
            [one] if one.len() == 1 => [one[0][0] + 12.0, one[0][1] - 9.0],
            lines => {
                let parts: Vec<Vec<Pixel>> =
                    lines.iter().flat_map(|line| clipped_line(&simplified(line, 0.35), view.frame)).collect();
                // The sign stands on the longest of the roads that are on the map.
                let Some(middle) =
                    parts.iter().max_by(|one, two| long(one).total_cmp(&long(two))).and_then(|part| half_way(part))
                else {
                    continue;
                };
                canvas.lines(parts.iter().map(Vec::as_slice), CLOSED);
                middle
            }
        };
        canvas.raw(&closed_sign(middle));
        taken.take(Frame { low: middle, high: middle }.grown(8.0));
        any = true;
    }
    any
}

/// How long a line is on the sheet.
fn long(line: &[Pixel]) -> f64 {
    line.windows(2).map(|step| libm::hypot(step[1][0] - step[0][0], step[1][1] - step[0][1])).sum()
}

/// The middle of a line along its length.
fn half_way(line: &[Pixel]) -> Option<Pixel> {
    let mut left = long(line) / 2.0;
    for step in line.windows(2) {
        let length = long(step);
        if left <= length {
            let share = if length > 0.0 { left / length } else { 0.0 };
            return Some([0, 1].map(|axis| step[0][axis] + (step[1][axis] - step[0][axis]) * share));
        }
        left -= length;
    }
    line.last().copied()
}

/// Places that lie on one point, with their signs beside each other and their names.
struct Spot<'a> {
    at: Pixel,
    kinds: Vec<PointKind>,
    names: Vec<&'a str>,
}

/// Draws the places and their names; gives the kinds there are, and the names for which there was no room: each stands for the
/// number in its sign.
pub(super) fn places(
    canvas: &mut Canvas,
    overlay: &Overlay,
    view: &View,
    taken: &mut Taken,
) -> (BTreeSet<PointKind>, Vec<String>) {
    let mut by_position: BTreeMap<Position, Spot> = BTreeMap::new();
    for point in &overlay.points {
        let at = view.pixel(point.at);
        let spot = by_position.entry(point.at).or_insert(Spot { at, kinds: Vec::new(), names: Vec::new() });
        if !spot.kinds.contains(&point.kind) {
            spot.kinds.push(point.kind);
        }
        if !spot.names.contains(&point.name) {
            spot.names.push(point.name);
        }
    }
    let mut spots: Vec<Spot> = by_position.into_values().collect();
    // What is most important first gets room for its name; of equals, those in the north.
    spots.sort_by(|one, other| {
        one.kinds
            .first()
            .cmp(&other.kinds.first())
            .then(one.at[1].total_cmp(&other.at[1]))
            .then(one.at[0].total_cmp(&other.at[0]))
    });
    let mut kinds = BTreeSet::new();
    for spot in &spots {
        let half = SIGN * spot.kinds.len() as f64;
        for (index, kind) in spot.kinds.iter().enumerate() {
            let across = (index as f64 * 2.0 + 1.0) * SIGN - half;
            canvas.raw(&sign(*kind, [spot.at[0] + across, spot.at[1]]));
            kinds.insert(*kind);
        }
        taken.take(Frame { low: [spot.at[0] - half, spot.at[1] - SIGN], high: [spot.at[0] + half, spot.at[1] + SIGN] });
    }
    let mut numbered = Vec::new();
    for spot in &spots {
        let name = printable(&spot.names.join(" / "));
        let half = SIGN * spot.kinds.len() as f64;
        let wide = f64::from(width(&name, view.text as i32));
        let look = Type { size: view.text, color: INK, bold: true, halo: true };
        match taken.stand(spot.at, (wide, view.text * 1.2), &[half + 3.0, half + 16.0, half + 32.0]) {
            Some(standing) => {
                if let Some([from, to]) = standing.leader {
                    canvas.lines([[from, to].as_slice()], "stroke=\"#222222\" stroke-width=\"0.8\"");
                }
                canvas.text(&name, standing.at, standing.anchor, look);
            }
            None => {
                numbered.push(name);
                let look = Type { size: 9.0, color: "#ffffff", bold: true, halo: false };
                canvas.text(&numbered.len().to_string(), spot.at, Anchor::Middle, look);
            }
        }
    }
    (kinds, numbered)
}
