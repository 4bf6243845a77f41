//! Colours and patterns, and what `plotters` cannot write: patterns, title and description, dark mode.

use plotters::style::RGBColor;
use std::fmt::Write;

/// Text and lines; lighter in the dark.
pub(super) const INK: RGBColor = RGBColor(0x22, 0x22, 0x22);
/// Text on a coloured bar; the same in the dark, as the bars are.
pub(super) const ON_BAR: RGBColor = RGBColor(0, 0, 1);
/// Text on a blue bar: light by day; dark in the dark, where blue is lighter.
pub(super) const ON_BLUE: RGBColor = RGBColor(0xff, 0xff, 0xfe);
/// Grid and minor text.
pub(super) const QUIET: RGBColor = RGBColor(0x6b, 0x6b, 0x6b);
/// Grid lines.
pub(super) const GRID: RGBColor = RGBColor(0xdd, 0xdd, 0xdd);
/// The sheet itself.
pub(super) const PAPER: RGBColor = RGBColor(0xfe, 0xfe, 0xfe);

// Okabe and Ito, "Color universal design", 2008: told apart by all kinds of colour vision.
pub(super) const BLUE: RGBColor = RGBColor(0x00, 0x72, 0xb2);
pub(super) const ORANGE: RGBColor = RGBColor(0xe6, 0x9f, 0x00);
pub(super) const GREEN: RGBColor = RGBColor(0x00, 0x9e, 0x73);
pub(super) const VERMILLION: RGBColor = RGBColor(0xd5, 0x5e, 0x00);
/// Convoys: the reddish purple of the palette, as the first shelter of the other chart.
pub(super) const CONVOY: RGBColor = RGBColor(0xcc, 0x79, 0xa7);
pub(super) const SHELTERS: [RGBColor; 5] = [
    RGBColor(0xcc, 0x79, 0xa7),
    RGBColor(0x56, 0xb4, 0xe9),
    GREEN,
    VERMILLION,
    RGBColor(0x8a, 0x7f, 0x00), // yellow #F0E442 of the palette, darkened: as a thin line on white it could not be seen
];

/// Stands for the hatching of queues until [`finish`] puts the pattern in.
pub(super) const HATCHED: RGBColor = RGBColor(1, 2, 3);
/// Stands for the dots of waiting.
pub(super) const DOTTED: RGBColor = RGBColor(1, 2, 4);

/// The finished document: `drawing` with `title`, `description`, patterns and dark mode. `name` keeps ids apart where two
/// charts stand in one page.
pub(super) fn finish(drawing: &str, name: &str, title: &str, description: &str) -> String {
    let drawing = drawing
        .replace(&format!("fill=\"{}\"", hex(HATCHED)), &format!("fill=\"url(#{name}-hatched)\""))
        .replace(&format!("fill=\"{}\"", hex(DOTTED)), &format!("fill=\"url(#{name}-dotted)\""));
    let Some((before, rest)) = drawing.split_once("<svg ") else { return drawing };
    let Some((attributes, body)) = rest.split_once('>') else { return drawing };
    let mut svg = String::with_capacity(drawing.len() + 4096);
    let written = write!(
        svg,
        "{before}<svg class=\"couloir-chart\" id=\"{name}\" role=\"img\" \
         aria-labelledby=\"{name}-title {name}-desc\" style=\"direction:ltr\" {attributes}>\n\
         <title id=\"{name}-title\">{}</title>\n<desc id=\"{name}-desc\">{}</desc>\n{}{body}",
        escape(title),
        escape(description),
        style(name),
    );
    written.expect("writing to a string cannot fail");
    svg
}

/// Patterns and the colours of the dark.
fn style(name: &str) -> String {
    let (ink, quiet, grid, paper) = (hex(INK), hex(QUIET), hex(GRID), hex(PAPER));
    let (hatch, blue, on_blue) = (hex(VERMILLION), hex(BLUE), hex(ON_BLUE));
    format!(
        "<style>#{name} text{{unicode-bidi:plaintext;font-family:system-ui,\"Segoe UI\",\"Noto Sans\",\"Noto Sans Arabic\",\
         Tahoma,Arial,sans-serif}}@media screen and (prefers-color-scheme:dark){{\
         #{name} [fill=\"{ink}\"]{{fill:#dcdcdc}}#{name} [stroke=\"{ink}\"]{{stroke:#dcdcdc}}\
         #{name} [fill=\"{quiet}\"]{{fill:#a8a8a8}}#{name} [stroke=\"{quiet}\"]{{stroke:#a8a8a8}}\
         #{name} [stroke=\"{grid}\"]{{stroke:#3a3d42}}#{name} [fill=\"{paper}\"]{{fill:#17191c}}\
         #{name} [fill=\"{blue}\"]{{fill:#3d9bd3}}#{name} [fill=\"{on_blue}\"]{{fill:#000}}#{name} [stroke=\"{blue}\"]{{stroke:#3d9bd3}}}}</style>\n\
         <defs><pattern id=\"{name}-hatched\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
         patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"#ffffff\"/>\
         <rect width=\"3\" height=\"6\" fill=\"{hatch}\"/></pattern>\
         <pattern id=\"{name}-dotted\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">\
         <circle cx=\"2.5\" cy=\"2.5\" r=\"1\" fill=\"{quiet}\"/></pattern></defs>\n"
    )
}

/// As `plotters` writes colours.
pub(crate) fn hex(RGBColor(red, green, blue): RGBColor) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

/// The text without what XML 1.0 cannot hold: control signs and the two non-characters.
pub(crate) fn printable(text: &str) -> String {
    text.chars().filter(|sign| !sign.is_control() && !matches!(sign, '\u{fffe}' | '\u{ffff}')).collect()
}

/// The text as the content of an XML element.
pub(crate) fn escape(text: &str) -> String {
    printable(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
