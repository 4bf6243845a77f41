//! A map to print or to look at without a network: one SVG document, with scale bar, north arrow, key and attribution.

use super::canvas::{Anchor, Canvas, Type, short};
use super::label::Taken;
use super::land::{Land, What};
use super::plane::{Frame, Pixel, degrees, mercator, metres_per_unit};
use super::words::MapWords;
use super::{ground, signs};
use crate::chart::key::width;
use crate::chart::paint::{escape, printable};
use crate::overlay::{Chosen, Overlay, PointKind};
use crate::words::isolated;
use crate::{ATTRIBUTION, Language};
use couloir_model::clock::UnixSeconds;
use couloir_model::position::Position;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The size of a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// A4, upright or across, whichever suits the operation.
    A4,
    /// A3, upright or across.
    A3,
    /// A phone held upright.
    Phone,
}

/// Around the sheet, in pixels of 1/96 inch.
const MARGIN: f64 = 20.0;

/// The least that a map shows across, in metres: two places beside each other need no plan of a doorway.
const ACROSS_MIN_M: f64 = 1_000.0;

/// How the plane is laid onto the sheet.
pub(super) struct View {
    /// Where the map is on the sheet.
    pub(super) frame: Frame,
    /// The size of the names of places.
    pub(super) text: f64,
    /// The north-west corner of the map on the plane.
    origin: Pixel,
    /// Pixels for one unit of the plane.
    scale: f64,
    /// The plane is laid so that this meridian is not cut.
    middle_lon: f64,
}

impl View {
    fn new(frame: Frame, text: f64, positions: &[Position]) -> Self {
        // An operation over the antimeridian is laid so that it is not torn apart.
        let lons = || positions.iter().map(|at| at.lon());
        let span = lons().fold(f64::MIN, f64::max) - lons().fold(f64::MAX, f64::min);
        let middle_lon = if span > 180.0 { 180.0 } else { 0.0 };
        let around = Frame::around(positions.iter().map(|at| unrolled(*at, middle_lon)));
        let around = around.unwrap_or(Frame { low: [0.0, 0.1], high: [1.0, 0.9] });
        let middle = [0, 1].map(|axis| f64::midpoint(around.low[axis], around.high[axis]));
        let least = ACROSS_MIN_M / metres_per_unit(middle[1]);
        // Room at the edges for the names of what lies there.
        let (wide, high) = (around.width().max(least) * 1.24, around.height().max(least / 2.0) * 1.16);
        let scale = (frame.width() / wide).min(frame.height() / high);
        let origin = [middle[0] - frame.width() / scale / 2.0, middle[1] - frame.height() / scale / 2.0];
        Self { frame, text, origin, scale, middle_lon }
    }

    /// Where a position is on the sheet.
    pub(super) fn pixel(&self, at: Position) -> Pixel {
        let plane = unrolled(at, self.middle_lon);
        [0, 1].map(|axis| self.frame.low[axis] + (plane[axis] - self.origin[axis]) * self.scale)
    }

    /// The south-west and north-east corner of the map in degrees.
    pub(super) fn degrees(&self) -> ([f64; 2], [f64; 2]) {
        let low = degrees(self.origin);
        let size = [self.frame.width() / self.scale, self.frame.height() / self.scale];
        let high = degrees([self.origin[0] + size[0], self.origin[1] + size[1]]);
        // Over the antimeridian all longitudes are looked through: operations there are on islands.
        if high[0] > 180.0 { ([-180.0, high[1]], [180.0, low[1]]) } else { ([low[0], high[1]], [high[0], low[1]]) }
    }

    /// The zoom of a web map of tiles of 256 pixels that shows as much.
    pub(super) fn zoom(&self) -> u8 {
        // Print is finer than a screen: one step more.
        (libm::log2(self.scale / 256.0) + 1.0).clamp(0.0, 22.0) as u8
    }

    fn middle_down(&self) -> f64 {
        self.origin[1] + self.frame.height() / self.scale / 2.0
    }

    fn metres_per_pixel(&self) -> f64 {
        metres_per_unit(self.middle_down()) / self.scale
    }
}

/// On the plane, moved round the world where the map lies on the antimeridian.
fn unrolled(at: Position, middle_lon: f64) -> Pixel {
    let [across, down] = mercator(at);
    [if middle_lon > 0.0 && at.lon() < 0.0 { across + 1.0 } else { across }, down]
}

/// Makes the map.
pub(super) fn map(chosen: &Chosen, land: Option<&Land>, page: Page, language: Language) -> String {
    let overlay = Overlay::of(chosen, language);
    let mut positions: Vec<Position> = overlay.positions().collect();
    if let (true, Some((low, high))) = (positions.is_empty(), land.and_then(Land::bounds)) {
        positions.extend([low, high].into_iter().filter_map(|[lon, lat]| Position::from_degrees(lon, lat).ok()));
    }
    let sheet =
        Sheet { overlay: &overlay, land, words: super::words::of(language), size: size(page, &positions), page };
    // What stands below depends on which names find no room, and the room on what stands below.
    let first = sheet.draw(&positions, &[]);
    if first.numbered.is_empty() { first.svg } else { sheet.draw(&positions, &first.numbered).svg }
}

/// Width and height of the sheet.
fn size(page: Page, positions: &[Position]) -> (f64, f64) {
    let frame = Frame::around(positions.iter().map(|at| mercator(*at)));
    let is_upright = frame.is_some_and(|frame| frame.height() > frame.width());
    let (long, short) = match page {
        Page::A4 => (1123.0, 794.0),
        Page::A3 => (1587.0, 1123.0),
        Page::Phone => {
            // As high as the operation needs: a phone scrolls, but white is no map.
            let ratio = frame.map_or(1.0, |frame| frame.height() / frame.width().max(1e-9));
            return (390.0, 300.0 + (350.0 * ratio * 1.1).clamp(260.0, 480.0));
        }
    };
    if is_upright { (short, long) } else { (long, short) }
}

struct Sheet<'a> {
    overlay: &'a Overlay<'a>,
    land: Option<&'a Land>,
    words: &'static MapWords,
    size: (f64, f64),
    page: Page,
}

struct Drawn {
    svg: String,
    numbered: Vec<String>,
}

/// A sign of the key with what it means.
struct Sign {
    draw: String,
    text: String,
}

impl Sheet<'_> {
    fn draw(&self, positions: &[Position], numbered: &[String]) -> Drawn {
        let (wide, high) = self.size;
        let text = if self.page == Page::Phone { 12.0 } else { 12.5 };
        let head = self.head();
        let foot_text = self.foot(numbered);
        // The key is made before the map is drawn: for all that may be on it.
        let rows = self.key_rows(&self.key(None));
        let below = rows as f64 * 20.0 + foot_text.len() as f64 * 15.0 + 12.0;
        let top = MARGIN + head.len() as f64 * 18.0 + 6.0;
        let frame = Frame { low: [MARGIN, top], high: [wide - MARGIN, (high - MARGIN - below).max(top + 120.0)] };
        let view = View::new(frame, text, positions);

        let mut canvas = Canvas::default();
        canvas.rectangle(Frame { low: [0.0, 0.0], high: [wide, high] }, "fill=\"#ffffff\"");
        self.write_head(&mut canvas, &head);
        canvas.rectangle(frame, "fill=\"#fbfaf7\"");
        canvas.raw("<g clip-path=\"url(#map-frame)\">");
        let drawn = self.land.map(|land| ground::draw(&mut canvas, land, &view)).unwrap_or_default();
        let mut taken = Taken::new(frame.grown(-3.0));
        self.furniture_boxes(&view).into_iter().for_each(|taken_box| taken.take(taken_box));
        let (full, bare, _) = signs::legs(&mut canvas, self.overlay, &view);
        let closed = signs::closures(&mut canvas, self.overlay, &view, &mut taken);
        let (kinds, left) = signs::places(&mut canvas, self.overlay, &view, &mut taken);
        if let Some(land) = self.land {
            ground::names(&mut canvas, land, &view, &mut taken, self.overlay.words.code());
        }
        canvas.raw("</g>");
        canvas.rectangle(frame, "fill=\"none\" stroke=\"#222222\" stroke-width=\"1\"");
        self.furniture(&mut canvas, &view);
        let shown = Shown { kinds, full, bare, closed, drawn };
        let below_key = self.write_key(&mut canvas, &self.key(Some(&shown)), frame.high[1] + 16.0);
        self.write_lines(&mut canvas, &foot_text, below_key);
        Drawn { svg: self.document(&canvas.svg, frame), numbered: left }
    }

    /// The lines above the map.
    fn head(&self) -> Vec<(String, Type)> {
        let look = |size: f64, color: &'static str, bold: bool| Type { size, color, bold, halo: false };
        let labels = self.overlay.words.labels();
        let title = format!("{} · {}", isolated(&self.overlay.chosen.scenario.name), self.words.map);
        let mut under = self.overlay.civil.full(couloir_model::clock::Moment::START);
        if let Some(input) = self.overlay.chosen.plan {
            let _ = write!(under, " · {} {}", labels.plan, input.plan.id().short());
        }
        if let Some(only) = self.overlay.chosen.only {
            let _ = write!(under, " · {}", isolated(&self.overlay.chosen.scenario.vehicle(only).name));
        }
        vec![
            (title, look(16.0, signs::INK, true)),
            (labels.restricted.to_owned(), look(13.0, signs::VERMILLION, true)),
            (under, look(11.0, "#6b6b6b", false)),
        ]
    }

    fn write_head(&self, canvas: &mut Canvas, head: &[(String, Type)]) {
        for (index, (text, look)) in head.iter().enumerate() {
            let room = (self.size.0 - 2.0 * MARGIN) as i32;
            let fits = |text: &str| width(text, look.size as i32) <= room;
            let text = crate::names::shortened(&printable(text), fits);
            self.write(canvas, &text, 0.0, MARGIN + 8.0 + index as f64 * 18.0, *look);
        }
    }

    /// The lines below the key.
    fn foot(&self, numbered: &[String]) -> Vec<String> {
        let lat = {
            let positions: Vec<Position> = self.overlay.positions().collect();
            let frame = Frame::around(positions.iter().map(|at| [at.lon(), at.lat()]));
            frame.map_or(0.0, |frame| f64::midpoint(frame.low[1], frame.high[1]))
        };
        let mut texts = Vec::new();
        if !numbered.is_empty() {
            let named = numbered.iter().enumerate().map(|(index, name)| format!("{} {}", index + 1, isolated(name)));
            texts.push(named.collect::<Vec<_>>().join(" · "));
        }
        let mut line = format!("{} {lat:.1}°.", self.words.projection);
        match self.land {
            None => line = format!("{line} {}", self.words.no_roads),
            Some(land) if land.data_unix_s() > 0 => {
                let day = self.overlay.civil.full_unix(UnixSeconds(land.data_unix_s()));
                line = format!("{line} {} {day}.", self.words.data_of);
            }
            Some(_) => {}
        }
        if self.overlay.legs.iter().any(|leg| !leg.follows_roads) {
            line = format!("{line} {}", self.words.straight);
        }
        texts.push(line);
        if !self.overlay.left_out.is_empty() {
            let named: Vec<String> = self.overlay.left_out.iter().map(|name| isolated(name)).collect();
            let list = named.join(self.overlay.words.comma());
            texts.push(format!("{}{}{list}", self.words.left_out, self.overlay.words.colon()));
        }
        let room = self.size.0 - 2.0 * MARGIN;
        texts.iter().flat_map(|text| wrapped(&printable(text), 11, room)).collect()
    }

    fn write_lines(&self, canvas: &mut Canvas, lines: &[String], top: f64) {
        let look = Type { size: 11.0, color: "#444444", bold: false, halo: false };
        for (index, line) in lines.iter().enumerate() {
            self.write(canvas, line, 0.0, top + index as f64 * 15.0, look);
        }
    }

    /// A text so far from the side at which reading begins.
    fn write(&self, canvas: &mut Canvas, text: &str, from_start: f64, y: f64, look: Type) {
        let (x, anchor) = if self.is_mirrored() {
            (self.size.0 - MARGIN - from_start, Anchor::End)
        } else {
            (MARGIN + from_start, Anchor::Start)
        };
        canvas.text(text, [x, y], anchor, look);
    }

    fn is_mirrored(&self) -> bool {
        self.overlay.words.dir() == "rtl"
    }

    /// The signs of what was drawn, or of all that may be.
    fn key(&self, shown: Option<&Shown>) -> Vec<Sign> {
        let labels = self.overlay.words.labels();
        let at = [13.0, 0.0];
        let mut key = Vec::new();
        let points = [
            (PointKind::Site, labels.site),
            (PointKind::Shelter, labels.shelter),
            (PointKind::Depot, labels.depot),
            (PointKind::Passage, labels.passage),
        ];
        for (kind, text) in points {
            if shown.is_none_or(|shown| shown.kinds.contains(&kind)) {
                key.push(Sign { draw: signs::sign(kind, at), text: text.to_owned() });
            }
        }
        let stroke = |style: &str| format!("<path d=\"M0 0h26\" fill=\"none\" {style}/>");
        let has_legs = self.overlay.chosen.plan.is_some();
        if shown.map_or(has_legs, |shown| shown.full) {
            key.push(Sign { draw: stroke(signs::FULL), text: self.words.full.to_owned() });
        }
        if shown.map_or(has_legs, |shown| shown.bare) {
            key.push(Sign { draw: stroke(signs::EMPTY_RUN), text: self.words.empty_run.to_owned() });
        }
        if shown.map_or(!self.overlay.closed.is_empty(), |shown| shown.closed) {
            key.push(Sign { draw: signs::closed_sign(at), text: self.words.closed.to_owned() });
        }
        let lands: [(&str, &[What], What); 7] = [
            (self.words.main_road, &[What::Motorway, What::Trunk, What::Primary], What::Primary),
            (self.words.road, &[What::Secondary, What::Tertiary, What::Minor, What::Service], What::Tertiary),
            (self.words.track, &[What::Track], What::Track),
            (self.words.ferry, &[What::Ferry], What::Ferry),
            (self.words.railway, &[What::Railway], What::Railway),
            (self.words.water, &[What::Water, What::River, What::Stream, What::Coastline], What::River),
            (self.words.border, &[What::Country, What::Region], What::Country),
        ];
        for (text, whats, look) in lands {
            let has = |shown: &Shown| whats.iter().any(|what| shown.drawn.contains(what));
            if shown.map_or(self.land.is_some(), has) {
                key.push(Sign { draw: stroke(ground::look(look)), text: text.to_owned() });
            }
        }
        key
    }

    /// Line and distance from the side of each sign.
    fn key_places(&self, key: &[Sign]) -> Vec<(usize, f64)> {
        let (mut row, mut across) = (0, 0.0);
        let mut places = Vec::new();
        for sign in key {
            let wide = 26.0 + 6.0 + f64::from(width(&sign.text, 12)) + 14.0;
            if across > 0.0 && across + wide > self.size.0 - 2.0 * MARGIN {
                (row, across) = (row + 1, 0.0);
            }
            places.push((row, across));
            across += wide;
        }
        places
    }

    fn key_rows(&self, key: &[Sign]) -> usize {
        self.key_places(key).last().map_or(0, |(row, _)| row + 1)
    }

    /// Writes the key; gives the height of the first line below it.
    fn write_key(&self, canvas: &mut Canvas, key: &[Sign], top: f64) -> f64 {
        let look = Type { size: 12.0, color: signs::INK, bold: false, halo: false };
        for (sign, (row, across)) in key.iter().zip(self.key_places(key)) {
            let y = top + row as f64 * 20.0;
            let x = if self.is_mirrored() { self.size.0 - MARGIN - across - 26.0 } else { MARGIN + across };
            canvas.raw(&format!("<g transform=\"translate({} {})\">{}</g>", short(x), short(y), sign.draw));
            self.write(canvas, &sign.text, across + 32.0, y, look);
        }
        top + self.key_rows(key) as f64 * 20.0
    }

    /// The length of the scale bar in metres and pixels.
    fn bar(&self, view: &View) -> (f64, f64) {
        let most = view.metres_per_pixel() * view.frame.width() * 0.28;
        let decade = libm::pow(10.0, libm::floor(libm::log10(most)));
        let step = [5.0, 2.0, 1.0].into_iter().map(|step| step * decade).find(|step| *step <= most).unwrap_or(decade);
        (step, step / view.metres_per_pixel())
    }

    fn bar_box(&self, view: &View) -> Frame {
        let corner = [view.frame.low[0] + 8.0, view.frame.high[1] - 38.0];
        Frame { low: corner, high: [corner[0] + self.bar(view).1 + 46.0, corner[1] + 30.0] }
    }

    fn north_box(view: &View) -> Frame {
        let low = [view.frame.high[0] - 38.0, view.frame.low[1] + 8.0];
        Frame { low, high: [low[0] + 30.0, low[1] + 46.0] }
    }

    fn credit_box(&self, view: &View) -> Option<Frame> {
        self.land?;
        let wide = f64::from(width(ATTRIBUTION, 10)) + 8.0;
        Some(Frame { low: [view.frame.high[0] - wide, view.frame.high[1] - 16.0], high: view.frame.high })
    }

    fn furniture_boxes(&self, view: &View) -> Vec<Frame> {
        [Some(self.bar_box(view)), Some(Self::north_box(view)), self.credit_box(view)].into_iter().flatten().collect()
    }

    /// Scale bar, north arrow and attribution.
    fn furniture(&self, canvas: &mut Canvas, view: &View) {
        let white = "fill=\"#ffffff\" fill-opacity=\"0.88\"";
        let small = Type { size: 11.0, color: signs::INK, bold: false, halo: false };
        let (metres, long) = self.bar(view);
        let bar_box = self.bar_box(view);
        canvas.rectangle(bar_box, white);
        let (x, y) = (bar_box.low[0] + 12.0, bar_box.low[1] + 20.0);
        for (index, fill) in ["#222222", "#ffffff"].into_iter().enumerate() {
            let left = x + long / 2.0 * index as f64;
            let half = Frame { low: [left, y], high: [left + long / 2.0, y + 5.0] };
            canvas.rectangle(half, &format!("fill=\"{fill}\" stroke=\"#222222\" stroke-width=\"0.8\""));
        }
        let unit =
            if metres >= 1_000.0 { (metres / 1_000.0, self.words.kilometres) } else { (metres, self.words.metres) };
        let number = self.overlay.words.number(unit.0 as u64);
        canvas.text("0", [x, y - 9.0], Anchor::Middle, small);
        canvas.text(&format!("{number} {}", unit.1), [x + long, y - 9.0], Anchor::Middle, small);

        let north = Self::north_box(view);
        canvas.rectangle(north, white);
        let (x, y) = (f64::midpoint(north.low[0], north.high[0]), north.low[1]);
        let arrow = [[x, y + 3.0], [x + 8.0, y + 28.0], [x, y + 22.0], [x - 8.0, y + 28.0], [x, y + 3.0]];
        canvas.area([arrow.as_slice()], "fill=\"#222222\"");
        let bold = Type { bold: true, size: 12.0, ..small };
        canvas.text(self.words.north, [x, y + 37.0], Anchor::Middle, bold);

        if let Some(credit) = self.credit_box(view) {
            canvas.rectangle(credit, white);
            let at = [credit.high[0] - 4.0, f64::midpoint(credit.low[1], credit.high[1])];
            canvas.text(ATTRIBUTION, at, Anchor::End, Type { size: 10.0, ..small });
        }
    }

    fn document(&self, body: &str, frame: Frame) -> String {
        let (wide, high) = self.size;
        let labels = self.overlay.words.labels();
        let physical = match self.page {
            Page::Phone => format!("width=\"{wide}\" height=\"{high}\""),
            Page::A4 | Page::A3 => {
                let millimetres = |pixels: f64| libm::round(pixels / 96.0 * 25.4);
                format!("width=\"{}mm\" height=\"{}mm\"", millimetres(wide), millimetres(high))
            }
        };
        let title = format!("{} · {}", self.overlay.chosen.scenario.name, self.words.map);
        let listed: Vec<&str> = self.overlay.points.iter().map(|point| point.name).collect();
        let description = format!("{} {}", labels.restricted, listed.join(self.overlay.words.comma()));
        let mut clip = Canvas::default();
        clip.rectangle(frame, "");
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"couloir-map\" {physical} viewBox=\"0 0 {wide} {high}\" \
             role=\"img\" aria-labelledby=\"map-title map-desc\" style=\"direction:ltr\">\n\
             <title id=\"map-title\">{}</title>\n<desc id=\"map-desc\">{}</desc>\n\
             <style>.couloir-map text{{unicode-bidi:plaintext;font-family:system-ui,\"Segoe UI\",\"Noto Sans\",\
             \"Noto Sans Arabic\",Tahoma,Arial,sans-serif}}</style>\n\
             <defs><clipPath id=\"map-frame\">{}</clipPath></defs>\n{body}</svg>\n",
            escape(&title),
            escape(&description),
            clip.svg.trim_end(),
        )
    }
}

/// What is on the map.
struct Shown {
    kinds: BTreeSet<PointKind>,
    full: bool,
    bare: bool,
    closed: bool,
    drawn: BTreeSet<What>,
}

/// The text in lines of at most this width.
fn wrapped(text: &str, size: i32, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if f64::from(width(&format!("{line} {word}"), size)) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
