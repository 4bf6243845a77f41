//! The few elements of SVG that a map is made of, written as text.

use super::plane::{Frame, Pixel};
use crate::chart::paint::escape;
use std::fmt::Write as _;

/// Where a text begins, ends or is centred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub(super) size: f64,
    pub(super) color: &'static str,
    pub(super) bold: bool,
    /// Light around the letters, so that they can be read on lines.
    pub(super) halo: bool,
}

/// A drawing that grows.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    pub(super) svg: String,
}

impl Canvas {
    /// Anything, as it is.
    pub(super) fn raw(&mut self, element: &str) {
        self.svg.push_str(element);
        self.svg.push('\n');
    }

    /// Lines as one path; nothing where there is none.
    pub(super) fn lines<'a>(&mut self, lines: impl IntoIterator<Item = &'a [Pixel]>, style: &str) {
        let path = path(lines, false);
        if !path.is_empty() {
            let _ = writeln!(self.svg, "<path d=\"{path}\" fill=\"none\" {style}/>");
        }
    }

    /// Rings as one area, filled by the even-odd rule.
    pub(super) fn area<'a>(&mut self, rings: impl IntoIterator<Item = &'a [Pixel]>, style: &str) {
        let path = path(rings, true);
        if !path.is_empty() {
            let _ = writeln!(self.svg, "<path d=\"{path}\" fill-rule=\"evenodd\" {style}/>");
        }
    }

    pub(super) fn rectangle(&mut self, frame: Frame, style: &str) {
        let [x, y] = frame.low.map(short);
        let (width, height) = (short(frame.width()), short(frame.height()));
        let _ = writeln!(self.svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" {style}/>");
    }

    /// A text, its middle line on the height of `at`.
    pub(super) fn text(&mut self, text: &str, at: Pixel, anchor: Anchor, look: Type) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        // The middle of the small letters lies a third of the size above the line on which they stand; not every program that
        // prints knows `dominant-baseline`.
        let (x, y) = (short(at[0]), short(at[1] + look.size * 0.35));
        let bold = if look.bold { " font-weight=\"bold\"" } else { "" };
        let halo = if look.halo {
            " stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\""
        } else {
            ""
        };
        let _ = writeln!(
            self.svg,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{}\" text-anchor=\"{anchor}\" fill=\"{}\"{bold}{halo}>{}</text>",
            short(look.size),
            look.color,
            escape(text),
        );
    }
}

/// `M1 2L3 4.5`, with a tenth of a pixel.
fn path<'a>(lines: impl IntoIterator<Item = &'a [Pixel]>, closed: bool) -> String {
    let mut path = String::new();
    for line in lines.into_iter().filter(|line| line.len() > 1) {
        for (index, [x, y]) in line.iter().enumerate() {
            let _ = write!(path, "{}{} {}", if index == 0 { 'M' } else { 'L' }, short(*x), short(*y));
        }
        if closed {
            path.push('Z');
        }
    }
    path
}

/// Rounded to a tenth; zero without a sign.
pub(super) fn short(number: f64) -> f64 {
    libm::round(number * 10.0) / 10.0 + 0.0
}
