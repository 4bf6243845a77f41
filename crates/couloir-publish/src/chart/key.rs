//! Texts on a drawing and the key of its signs, laid out in lines that never overlap.

use super::paint::{INK, printable};
use crate::names::shortened;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use unicode_width::UnicodeWidthChar;

pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

/// The width of a drawing in pixels.
pub(super) const WIDTH: i32 = 900;
/// Around everything.
pub(super) const MARGIN: i32 = 14;
/// From one line of text to the next.
pub(super) const LINE: i32 = 20;

/// How wide `text` is at `size` pixels in a sans-serif face: an estimate on the generous side, since nobody knows the font.
pub(crate) fn width(text: &str, size: i32) -> i32 {
    let hundredths: i32 = text.chars().take(1000).map(hundredths).sum();
    hundredths * size / 100
}

/// The width of a letter in hundredths of the size, rounded up over Noto Sans, DejaVu Sans and Arial.
fn hundredths(letter: char) -> i32 {
    match letter {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '’' | '|' | '!' | ' ' => 33,
        'f' | 'r' | 't' | 'I' | '(' | ')' | '-' | '/' => 42,
        'm' | 'w' | 'M' | 'W' | '—' => 96,
        'A'..='Z' | 'À'..='Þ' => 74,
        _ => i32::try_from(letter.width().unwrap_or(0)).unwrap_or(0) * 62,
    }
}

/// `text` cut to `room` pixels.
pub(super) fn cut(text: &str, size: i32, room: i32) -> String {
    shortened(&printable(text), |text| width(text, size) <= room)
}

/// The style of a text: `plotters` writes sizes divided by 1.24.
pub(super) fn style(size: i32, color: RGBColor, horizontal: HPos, vertical: VPos) -> TextStyle<'static> {
    let font = ("sans-serif", f64::from(size) * 1.24).into_font();
    TextStyle { font, color: color.to_backend_color(), pos: Pos::new(horizontal, vertical) }
}

/// Draws `text` at `at`, its middle line on that height.
pub(super) fn write(area: &Area, text: &str, at: (i32, i32), size: i32, color: RGBColor, horizontal: HPos) {
    let text = Text::new(printable(text), at, style(size, color, horizontal, VPos::Center));
    area.draw(&text).expect("drawing to memory cannot fail");
}

/// Title and what stands under it; gives the height that they take.
pub(super) fn titles(area: &Area, title: &str, under: &str) -> i32 {
    let bold = ("sans-serif", 16.0 * 1.24, FontStyle::Bold).into_font();
    let bold = TextStyle::from(bold).color(&INK).pos(Pos::new(HPos::Left, VPos::Center));
    let title = Text::new(cut(title, 16, WIDTH - 2 * MARGIN), (MARGIN, MARGIN + 8), bold);
    area.draw(&title).expect("drawing to memory cannot fail");
    write(area, &cut(under, 12, WIDTH - 2 * MARGIN), (MARGIN, MARGIN + 30), 12, super::paint::QUIET, HPos::Left);
    MARGIN + 44
}

/// Draws a sign between two corners.
type Draw<'a> = Box<dyn Fn(&Area, (i32, i32), (i32, i32)) + 'a>;

/// A sign and what it means.
pub(super) struct Sign<'a> {
    text: String,
    draw: Draw<'a>,
    /// The width of the sign.
    width: i32,
}

/// A filled box.
pub(super) fn filled(text: impl Into<String>, color: RGBColor) -> Sign<'static> {
    let draw = move |area: &Area, from, to| bar(area, from, to, color);
    Sign { text: text.into(), draw: Box::new(draw), width: 26 }
}

/// A box with a code in it.
pub(super) fn coded<'a>(text: &'a str, code: String, color: RGBColor) -> Sign<'a> {
    let width = width(&code, 11) + 8;
    let draw = move |area: &Area, from: (i32, i32), to: (i32, i32)| {
        bar(area, from, to, color);
        let middle = (i32::midpoint(from.0, to.0), i32::midpoint(from.1, to.1));
        write(area, &code, middle, 11, super::paint::ON_BAR, HPos::Center);
    };
    Sign { text: text.to_owned(), draw: Box::new(draw), width }
}

/// A line as thick as in the chart.
pub(super) fn line(text: impl Into<String>, color: RGBColor, thick: i32) -> Sign<'static> {
    let draw = move |area: &Area, from: (i32, i32), to: (i32, i32)| {
        let middle = i32::midpoint(from.1, to.1);
        bar(area, (from.0, middle - thick / 2), (to.0, middle - thick / 2 + thick), color);
    };
    Sign { text: text.into(), draw: Box::new(draw), width: 26 }
}

/// A text without a sign.
pub(super) fn note(text: String) -> Sign<'static> {
    Sign { text, draw: Box::new(|_, _, _| ()), width: 0 }
}

fn bar(area: &Area, from: (i32, i32), to: (i32, i32), color: RGBColor) {
    area.draw(&Rectangle::new([from, to], color.filled())).expect("drawing to memory cannot fail");
}

/// Where each sign stands: its line from 0, and how far from the margin.
fn places(signs: &[Sign]) -> Vec<(i32, i32)> {
    let (mut line, mut across) = (0, 0);
    let mut places = Vec::new();
    for sign in signs {
        let wide = sign.width + 6 + width(&sign.text, 12).min(WIDTH / 3) + 14;
        if across > 0 && across + wide > WIDTH - 2 * MARGIN {
            (line, across) = (line + 1, 0);
        }
        places.push((line, across));
        across += wide;
    }
    places
}

/// The height that the key of `signs` takes.
pub(super) fn height(signs: &[Sign]) -> i32 {
    places(signs).last().map_or(0, |(line, _)| (line + 1) * LINE)
}

/// Draws the key of `signs` with its upper edge at `top`.
pub(super) fn key(area: &Area, signs: &[Sign], top: i32) {
    for (sign, (line, across)) in signs.iter().zip(places(signs)) {
        let (left, middle) = (MARGIN + across, top + line * LINE + LINE / 2);
        (sign.draw)(area, (left, middle - 7), (left + sign.width, middle + 7));
        let text = cut(&sign.text, 12, WIDTH / 3);
        write(area, &text, (left + sign.width + 6, middle), 12, INK, HPos::Left);
    }
}
