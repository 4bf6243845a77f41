//! What may be true, as a picture: for people and for days, twenty dots of one chance in twenty each, stacked over a logarithmic
//! scale, and bars for the central intervals.
//!
//! Dots can be counted («five of twenty dots lie beyond the line»), which people do better than reading areas: Kay, Kola, Hullman,
//! Munson, "When (ish) is my bus?", CHI 2016.

use super::paint::{BLUE, GRID, INK, ORANGE, PAPER, QUIET, finish, hex, printable};
use crate::outlook::Reading;
use couloir_model::outlook::Percentiles;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const WIDTH: f64 = 760.0;
/// From the left edge of the picture to that of a scale, and likewise at the right.
const MARGIN: f64 = 40.0;
/// Height of a panel: title, dots, bars, scale.
const PANEL: f64 = 214.0;
const DOT: f64 = 7.0;
/// From one column of dots to the next: so wide that a distribution becomes a heap.
const COLUMN: f64 = 62.0;
/// From the top of a panel to the line on which dots stand.
const GROUND: f64 = 132.0;
/// The most labels on a scale.
const TICKS_MAX: usize = 9;

/// The chances of the dots: the middles of twenty equal shares, in whole hundredths.
const DOTS: [u8; 20] = [3, 8, 13, 18, 23, 28, 33, 38, 43, 48, 52, 57, 62, 67, 72, 77, 82, 87, 92, 97];

/// The picture of an outlook.
pub(crate) fn picture(reading: &Reading) -> String {
    let labels = reading.phrases.labels();
    let outlook = reading.outlook;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{0}\" viewBox=\"0 0 {WIDTH} {0}\" font-size=\"13\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"{1}\"/>\n",
        2.0 * PANEL + 24.0,
        hex(PAPER)
    );
    let people = values(&outlook.people, |people| people as f64);
    let days = values(&outlook.days, f64::from);
    let number = |value: f64| reading.number(value as u64);
    let title = format!("{} ({})", labels.people_inside, labels.people);
    panel(&mut svg, 12.0, &title, &people, &number);
    let title = format!("{} ({})", labels.until_over, labels.days);
    let with_day = |value: f64| format!("{} · {}", number(value), reading.day(reading.after(value as u32)));
    panel(&mut svg, 12.0 + PANEL, &title, &days, &with_day);
    svg.push_str("</svg>\n");
    let title = format!("{} · {}", reading.operation, reading.phrases.as_of(&reading.moment()));
    finish(&svg, "outlook", &title, &format!("{} {}", labels.picture, labels.not_a_count))
}

/// The percentiles as numbers of at least one, so that a logarithm can be taken: what lies below is drawn at one.
fn values<N: Copy>(percentiles: &Percentiles<N>, number: impl Fn(N) -> f64) -> [f64; 99] {
    let mut percent = 0;
    [(); 99].map(|()| {
        percent += 1;
        number(percentiles.at(percent)).max(1.0)
    })
}

/// A logarithmic scale across the picture.
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    /// A scale on which all dots and bars have their place.
    fn of(values: &[f64; 99]) -> Self {
        let (low, high) = (libm::log(values[2]), libm::log(values[96]));
        let room = 0.04 * (high - low).max(0.5);
        Self { low: low - room, high: high + room }
    }

    fn across(&self, value: f64) -> f64 {
        let share = (libm::log(value) - self.low) / (self.high - self.low);
        MARGIN + share.clamp(0.0, 1.0) * (WIDTH - 2.0 * MARGIN)
    }

    /// Round numbers on the scale: 1, 2, 5, 10, …, or powers of ten alone where these would be too many.
    fn ticks(&self) -> Vec<f64> {
        let on_scale = |factors: &[f64]| -> Vec<f64> {
            (0..20)
                .map(|power| libm::pow(10.0, f64::from(power)))
                .flat_map(|decade| factors.iter().map(move |factor| factor * decade))
                .filter(|tick| (self.low..=self.high).contains(&libm::log(*tick)))
                .collect()
        };
        let fine = on_scale(&[1.0, 2.0, 5.0]);
        if fine.len() <= TICKS_MAX { fine } else { on_scale(&[1.0]) }
    }
}

fn panel(svg: &mut String, top: f64, title: &str, values: &[f64; 99], label: &dyn Fn(f64) -> String) {
    let scale = Scale::of(values);
    write_text(svg, MARGIN, top + 14.0, "start", INK_BOLD, title);
    let ground = top + GROUND;
    let bottom = ground + 44.0;
    for tick in scale.ticks() {
        let across = scale.across(tick);
        let _ = writeln!(
            svg,
            "<line x1=\"{across:.1}\" y1=\"{:.1}\" x2=\"{across:.1}\" y2=\"{bottom:.1}\" stroke=\"{}\"/>",
            top + 24.0,
            hex(GRID)
        );
        write_text(svg, across, bottom + 16.0, "middle", TICK, &label(tick));
    }
    dots(svg, &scale, ground, values);
    bars(svg, &scale, ground, values);
}

/// Dots in columns, one above the other.
fn dots(svg: &mut String, scale: &Scale, ground: f64, values: &[f64; 99]) {
    let mut columns: BTreeMap<i64, u32> = BTreeMap::new();
    for percent in DOTS {
        let column = libm::round(scale.across(values[usize::from(percent) - 1]) / COLUMN) as i64;
        *columns.entry(column).or_default() += 1;
    }
    let highest = f64::from(columns.values().copied().max().unwrap_or(1));
    // Twenty dots in one column still have their place above the ground.
    let step = (2.0 * DOT + 1.0).min((GROUND - 34.0) / highest);
    for (column, height) in columns {
        for dot in 0..height {
            let (across, up) = (column as f64 * COLUMN, ground - DOT - 1.0 - f64::from(dot) * step);
            let _ = writeln!(svg, "<circle cx=\"{across:.1}\" cy=\"{up:.1}\" r=\"{DOT}\" fill=\"{}\"/>", hex(BLUE));
        }
    }
}

/// The central intervals, the widest first, and the median across them.
fn bars(svg: &mut String, scale: &Scale, ground: f64, values: &[f64; 99]) {
    for (low, high, thick) in [(5, 95, 4.0), (10, 90, 10.0), (25, 75, 18.0)] {
        let (from, to) = (scale.across(values[low - 1]), scale.across(values[high - 1]));
        let _ = writeln!(
            svg,
            "<rect x=\"{from:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{thick}\" fill=\"{}\" stroke=\"{}\"/>",
            ground + 22.0 - thick / 2.0,
            (to - from).max(1.0),
            hex(ORANGE),
            hex(PAPER)
        );
    }
    let median = scale.across(values[49]);
    let _ = writeln!(
        svg,
        "<line x1=\"{median:.1}\" y1=\"{:.1}\" x2=\"{median:.1}\" y2=\"{:.1}\" stroke=\"{}\" stroke-width=\"2\"/>",
        ground + 8.0,
        ground + 36.0,
        hex(INK)
    );
}

/// Colour and weight of a text.
struct Ink {
    quiet: bool,
    bold: bool,
}

const INK_BOLD: Ink = Ink { quiet: false, bold: true };
const TICK: Ink = Ink { quiet: true, bold: false };

fn write_text(svg: &mut String, x: f64, y: f64, anchor: &str, ink: Ink, text: &str) {
    let text = printable(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"{}\" font-weight=\"{}\">{text}</text>",
        hex(if ink.quiet { QUIET } else { INK }),
        if ink.bold { 700 } else { 400 }
    );
}
