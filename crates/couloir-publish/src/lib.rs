//! What people read of a plan: the table on the terminal, sheets for drivers, sites and shelters, charts, a map layer, tables.
//!
//! Read [`publish`] and [`table()`] first: the two ways in. Below them, `view` turns the plan round, `civil` reads its
//! moments in the operation's time zone, `words` holds every text in three languages, and `table`, `page`, `chart`, `geo`
//! and `sheet` write one kind of output each. `outlook` writes what may be true: the estimate of those still inside; `simulated`
//! what may happen: many runs of a plan.
//!
//! **Invariant:** decides nothing, and computes no number that is not in its input beyond sums of what the plan writes and
//! their ratios. **Invariant:** same input, same bytes. **Invariant:** nothing written refers to anything outside its
//! folder, and every sheet says that it is restricted.

use couloir_model::clock::UnixSeconds;
use couloir_model::outlook::Outlook;
use couloir_model::plan::Plan;
use couloir_model::position::Position;
use couloir_model::scenario::Scenario;
use couloir_model::travel::TravelTimes;
use std::collections::BTreeMap;

pub use chart::{Axis, Line, Measured, Panel, measured};
pub use couloir_model::scenario::Language;
pub use outlook::{outlook_page, outlook_picture, outlook_text};
pub use simulated::{Simulated, SimulatedQuantile, SimulatedReason, simulated_csv, simulated_picture, simulated_text};

pub use overlay::{Chosen, ClosedRoads, PathKey};

pub mod difference;

pub mod gains;

mod binds;
mod chart;
mod civil;
mod convoys;
mod geo;
mod gpx;
pub mod map;
mod names;
mod outlook;
mod overlay;
mod page;
mod qr;
mod sheet;
mod simulated;
mod table;
mod view;
mod words;

/// What is to be read: a plan with what it was made for.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// What the plan was made for.
    pub scenario: &'a Scenario,
    /// The travel times that it was made with.
    pub travel: &'a TravelTimes,
    /// The plan.
    pub plan: &'a Plan,
    /// What the judge says of it; `None` when nobody has judged it, which every output then says.
    pub judged: Option<&'a Judged>,
    /// When it was made, for the sheets; left out when unknown.
    pub made_at: Option<UnixSeconds>,
    /// The estimate that the people were taken from, if they were: every output then says so.
    pub people_from: Option<&'a Outlook>,
    /// The folder into which the whole is written, as the reader would name it: the table of a large plan refers to it.
    pub folder: Option<&'a str>,
}

/// The judge's verdict in plain values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// True when no rule is broken.
    pub valid: bool,
    /// Every broken rule, each a sentence.
    pub violations: Vec<String>,
    /// Who judged: program and version.
    pub by: String,
}

/// A page that shows `text` as a QR symbol, between `heading` and `below`: slips that let devices in.
#[must_use]
pub fn symbol_page(text: &str, heading: &str, below: &str) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let (heading, below, symbol) = (escaped(heading), escaped(below), qr::svg(text));
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{heading}</title>\
         <style>body{{font:18px sans-serif;text-align:center}}svg{{width:min(90vw,80vh)}}</style>\
         <h1>{heading}</h1>{symbol}<p>{below}</p></html>\n"
    )
}

/// A page that shows each of `texts` as a QR symbol, numbered, one below the other: events for another device to scan.
#[must_use]
pub fn symbols_page(texts: &[String], heading: &str, below: &str) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let (heading, below, total) = (escaped(heading), escaped(below), texts.len());
    let symbols = (1..).zip(texts).fold(String::new(), |page, (number, text): (usize, _)| {
        format!("{page}<section><h2>{number} / {total}</h2>{}</section>", qr::svg(text))
    });
    format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{heading}</title>\
         <style>body{{font:18px sans-serif;text-align:center}}svg{{width:min(90vw,80vh)}}section{{break-inside:avoid}}</style>\
         <h1>{heading}</h1><p>{below}</p>{symbols}</html>\n"
    )
}

/// `text` as a QR symbol of characters, two rows of squares a line; nothing when no symbol holds it.
///
/// Light squares are drawn and dark ones left out, as most terminals are dark.
#[must_use]
pub fn symbol_text(text: &str) -> Option<String> {
    qr::characters(text)
}

/// A file of the output folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path in the folder, with `/` between parts; never absolute, never with `..`.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// The whole output folder: `index.html`, a sheet for each vehicle that moves, each site and each shelter, all drivers'
/// sheets in one file, both charts, the map layer and the tables behind them.
///
/// The index refers to `plan.json` beside it, the plan itself, which whoever writes the folder writes too.
///
/// Ordered by path; the same input gives the same bytes.
///
/// # Panics
///
/// When the plan is of another scenario, so that an id names no row.
#[must_use]
pub fn publish(input: &Input, language: Language) -> Vec<File> {
    let reader = Reader::new(input, language);
    let charts = chart::Charts::of(&reader);
    let mut files = page::pages(&reader, &charts);
    files.push(text("gantt.svg", charts.gantt.svg));
    files.push(text("people-out.svg", charts.people_out.svg));
    files.push(text("people-out.csv", sheet::people_out(&reader)));
    files.push(text("timetable.csv", sheet::timetable(&reader)));
    let chosen = Chosen { scenario: input.scenario, plan: Some(input), paths: &Paths::new(), closed: &[], only: None };
    files.push(text("movements.geojson", geojson(&chosen, language)));
    if let Some(outlook) = input.people_from {
        let operation = &input.scenario.name;
        files.push(text("estimate.html", outlook_page(operation, outlook, language)));
        files.push(text("estimate.svg", outlook_picture(operation, outlook, language)));
        files.push(text("estimate.json", couloir_model::format::outlook::write(operation, outlook)));
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

/// The ways that vehicles of a class take from one place to another, as lines along the road.
pub type Paths = BTreeMap<PathKey, Vec<Position>>;

/// What must stand wherever data of OpenStreetMap are shown (ODbL 1.0, 4.3).
pub const ATTRIBUTION: &str = "© OpenStreetMap contributors";

/// Places, closures and legs as GeoJSON (RFC 7946).
///
/// # Panics
///
/// When the plan is of another scenario, so that an id names no row.
#[must_use]
pub fn geojson(chosen: &Chosen, language: Language) -> String {
    geo::layer(&overlay::Overlay::of(chosen, language))
}

/// Places and closures as waypoints, trips as routes and tracks, in GPX 1.1: what phones open.
///
/// # Panics
///
/// When the plan is of another scenario, so that an id names no row.
#[must_use]
pub fn gpx(chosen: &Chosen, language: Language) -> String {
    gpx::document(&overlay::Overlay::of(chosen, language))
}

/// The table with which `couloir plan` ends: what the plan achieves, what binds, who goes where when. At most 100 columns,
/// complete without colour.
///
/// # Panics
///
/// When the plan is of another scenario, so that an id names no row.
#[must_use]
pub fn table(input: &Input, language: Language) -> String {
    table::table(&Reader::new(input, language))
}

/// The curve of people out over time and the Gantt chart alone, as SVG: `(people out, Gantt)`.
///
/// # Panics
///
/// When the plan is of another scenario, so that an id names no row.
#[must_use]
pub fn charts(input: &Input, language: Language) -> (String, String) {
    let charts = chart::Charts::of(&Reader::new(input, language));
    (charts.people_out.svg, charts.gantt.svg)
}

/// The input with the tools to read it.
struct Reader<'a> {
    input: Input<'a>,
    words: &'static dyn words::Words,
    language: Language,
    civil: civil::Civil,
    view: view::View<'a>,
}

impl<'a> Reader<'a> {
    fn new(input: &Input<'a>, language: Language) -> Self {
        let words = words::of(language);
        let civil = civil::Civil::of(input.scenario, words);
        Self { input: *input, words, language, civil, view: view::View::of(input) }
    }

    fn labels(&self) -> &'static words::Labels {
        self.words.labels()
    }
}

fn text(path: impl Into<String>, text: String) -> File {
    File { path: path.into(), bytes: text.into_bytes() }
}
