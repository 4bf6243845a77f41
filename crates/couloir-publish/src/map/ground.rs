//! Draws the land: quiet, so that what the operation does can be heard.

use super::canvas::{Canvas, Type};
use super::label::Taken;
use super::land::{Land, Rank, What};
use super::plane::{Pixel, clipped_line, clipped_ring, simplified};
use super::print::View;
use crate::chart::key::width;
use crate::chart::paint::printable;
use std::collections::BTreeSet;

/// Points are left out that would move a line by less than this many pixels.
const TOLERANCE: f64 = 0.35;

/// What is drawn, from below to above, each with its look; the width of a road is that at [`DETAILED`].
const LOOKS: &[(What, &str)] = &[
    (What::Wood, "fill=\"#e9f0e3\""),
    (What::BuiltUp, "fill=\"#e9e7e3\""),
    (What::Water, "fill=\"#cfe3f0\" stroke=\"#9dbfd8\" stroke-width=\"0.6\""),
    (What::Stream, "stroke=\"#b4cfe2\" stroke-width=\"0.7\""),
    (What::River, "stroke=\"#9dbfd8\" stroke-width=\"1.8\" stroke-linejoin=\"round\""),
    (What::Coastline, "stroke=\"#6f9cbd\" stroke-width=\"1.4\""),
    (What::Region, "stroke=\"#a08bb0\" stroke-width=\"0.9\" stroke-dasharray=\"6 3 1 3\""),
    (What::Country, "stroke=\"#7d5f93\" stroke-width=\"2\" stroke-dasharray=\"10 4 2 4\""),
    (What::Railway, "stroke=\"#9a9a9a\" stroke-width=\"1\" stroke-dasharray=\"7 3\""),
    (What::Ferry, "stroke=\"#5f8fb4\" stroke-width=\"1.2\" stroke-dasharray=\"4 3\""),
    (What::Track, "stroke=\"#a8a29a\" stroke-width=\"0.8\" stroke-dasharray=\"3 2\""),
    (What::Service, "stroke=\"#d0d0d0\" stroke-width=\"0.6\""),
    (What::Minor, "stroke=\"#c0c0c0\" stroke-width=\"0.9\""),
    (What::Tertiary, "stroke=\"#aaaaaa\" stroke-width=\"1.2\""),
    (What::Secondary, "stroke=\"#999999\" stroke-width=\"1.6\""),
    (What::Primary, "stroke=\"#868686\" stroke-width=\"2.1\""),
    (What::Trunk, "stroke=\"#787878\" stroke-width=\"2.6\""),
    (What::Motorway, "stroke=\"#6a6a6a\" stroke-width=\"3\""),
];

/// Finer roads than these are left out where more features than this are in view: a page shows no more.
const FEATURES_MAX: usize = 60_000;

/// The look of a line in the key.
pub(super) fn look(what: What) -> &'static str {
    LOOKS.iter().find(|(known, _)| *known == what).map_or("", |(_, look)| look)
}

/// Draws all but names; gives what was drawn, for the key.
pub(super) fn draw(canvas: &mut Canvas, land: &Land, view: &View) -> BTreeSet<What> {
    let ([west, south], [east, north]) = view.degrees();
    let zoom = view.zoom();
    let mut shown: Vec<u32> = land.features_in([west, south], [east, north]);
    shown.retain(|number| land.feature(*number).what.zoom_min() <= zoom);
    // The least important first away.
    for (what, _) in LOOKS.iter().filter(|(what, _)| what.is_road()) {
        if shown.len() <= FEATURES_MAX {
            break;
        }
        shown.retain(|number| land.feature(*number).what != *what);
    }
    let clip = view.frame.grown(4.0);
    let mut drawn = BTreeSet::new();
    for (what, look) in LOOKS {
        let mut parts: Vec<Vec<Pixel>> = Vec::new();
        for number in shown.iter().filter(|number| land.feature(**number).what == *what) {
            for (line, _) in land.lines(*number) {
                let pixels: Vec<Pixel> = line.iter().map(|at| view.pixel(*at)).collect();
                let pixels = simplified(&pixels, TOLERANCE);
                if what.is_area() {
                    parts.push(clipped_ring(&pixels, clip));
                } else {
                    parts.extend(clipped_line(&pixels, clip));
                }
            }
        }
        if parts.iter().any(|part| part.len() > 1) {
            drawn.insert(*what);
        }
        let parts = parts.iter().map(Vec::as_slice);
        if what.is_area() { canvas.area(parts, look) } else { canvas.lines(parts, look) }
    }
    drawn
}

/// Writes the names of towns and villages where there is room, the most important first.
pub(super) fn names(canvas: &mut Canvas, land: &Land, view: &View, taken: &mut Taken, language: &str) {
    let zoom = view.zoom();
    let mut written = 0;
    for settlement in land.settlements() {
        let at = view.pixel(settlement.at);
        if settlement.rank.zoom_min() > zoom || !view.frame.holds(at) {
            continue;
        }
        let Some(name) = land.named(settlement.name, language) else { continue };
        let (size, color) = match settlement.rank {
            Rank::City => (15.0, "#444444"),
            Rank::Town => (13.0, "#505050"),
            Rank::Hospital | Rank::School => (10.0, "#7a5a5a"),
            _ => (11.0, "#666666"),
        };
        let name = printable(name);
        let wide = f64::from(width(&name, size as i32));
        let Some(standing) = taken.stand(at, (wide, size * 1.15), &[4.0]) else { continue };
        canvas.raw(&format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"1.6\" fill=\"{color}\"/>",
            super::canvas::short(at[0]),
            super::canvas::short(at[1])
        ));
        canvas.text(&name, standing.at, standing.anchor, Type { size, color, bold: false, halo: true });
        written += 1;
        if written >= 120 {
            break;
        }
    }
}
