//! What many simulated runs of a plan say, as people read it: a table on the terminal, a picture, a table for other programs.
//!
//! **Invariant:** none of them says that a place is empty: the people in it are simulated.

mod text;
mod words;

use crate::Language;
use crate::civil::Civil;
use crate::words::Words;
use couloir_model::clock::Moment;
use couloir_model::scenario::Scenario;
pub(crate) use text::put;

/// What many runs of a plan say, in plain values.
#[derive(Debug, Clone)]
pub struct Simulated<'a> {
    /// The operation.
    pub scenario: &'a Scenario,
    /// The first letters of the plan's name.
    pub plan: String,
    /// The runs.
    pub runs: u64,
    /// Their seed.
    pub seed: u64,
    /// The name of what may go wrong: of the set that comes with the program, or of the file.
    pub disturbance: String,
    /// True when vehicles without an order help others; false when nobody decides anything.
    pub dispatches: bool,
    /// The clearance without disturbance.
    pub planned: Moment,
    /// When everybody was out: percent of the runs, moment, and between which moments it may lie; `None` when in too many runs
    /// somebody is left.
    pub clearance: Vec<SimulatedQuantile>,
    /// When the last of those brought out was out, whoever was left.
    pub last_out: Vec<SimulatedQuantile>,
    /// The share of runs that meet the deadline, in thousandths.
    pub in_time_permille: Option<u16>,
    /// People out by the deadline at 5, 50 and 95 %.
    pub out_in_time: Option<[u64; 3]>,
    /// The share of runs in which somebody is left beyond those whom the plan leaves, in thousandths.
    pub left_permille: u16,
    /// People so left at 50, 80 and 95 %.
    pub left: [u64; 3],
    /// Names of sites at which somebody is so left, and how often.
    pub left_at: Vec<(String, u16)>,
    /// People who were really there, at 5, 50 and 95 %.
    pub came: [u64; 3],
    /// Vehicles lost in a thousand runs.
    pub lost_permille: u64,
    /// People out over time: moment, 5, 50, 95 %, and planned.
    pub bands: Vec<(Moment, [u64; 3], u64)>,
    /// Main reasons: which, in how many thousandths of the runs, seconds on average.
    pub reasons: Vec<(SimulatedReason, u16, i64)>,
    /// Names of vehicles that are critical, and how often.
    pub vehicles: Vec<(String, u16)>,
    /// Names of places where critical vehicles queue, and how often.
    pub places: Vec<(String, u16)>,
    /// Names of passages where critical vehicles wait, and how often.
    pub passages: Vec<(String, u16)>,
}

/// A quantile of many runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SimulatedQuantile {
    /// Of a hundred runs so many are not later.
    pub percent: u8,
    /// The moment, if so many runs reach it.
    pub at: Option<Moment>,
    /// Where it may lie, as far as the number of runs tells.
    pub between: (Option<Moment>, Option<Moment>),
}

/// Why runs are later than planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SimulatedReason {
    /// Vehicles left their depots late.
    LateStart,
    /// Legs took longer.
    Travel,
    /// Loading and unloading took longer.
    Loading,
    /// Vehicles broke down.
    Breakdown,
    /// Passages were shut without notice.
    Shut,
    /// People beyond the plan were fetched.
    MorePeople,
    /// Queues, order, opening hours.
    Queue,
}

/// The quantiles of the clearance that people read.
const TOLD: [u8; 3] = [50, 80, 95];

/// The whole as plain text, complete without colour, at most 100 columns.
#[must_use]
pub fn simulated_text(simulated: &Simulated, language: Language) -> String {
    text::text(&Reading::new(simulated, language))
}

/// People out over time with their band, as SVG.
#[must_use]
pub fn simulated_picture(simulated: &Simulated, language: Language) -> String {
    crate::chart::simulated::picture(&Reading::new(simulated, language))
}

/// People out over time as CSV: moment in seconds, civil time, 5, 50 and 95 % of the runs, planned.
#[must_use]
pub fn simulated_csv(simulated: &Simulated) -> String {
    let reading = Reading::new(simulated, Language::English);
    let mut csv = String::from("seconds,time,people_out_p5,people_out_p50,people_out_p95,people_out_planned\n");
    for (at, [low, median, high], planned) in &simulated.bands {
        let time = reading.civil.rfc3339(*at);
        csv.push_str(&format!("{},{time},{low},{median},{high},{planned}\n", at.0));
    }
    csv
}

/// What runs say, with the tools to read it.
pub(crate) struct Reading<'a> {
    pub(crate) simulated: &'a Simulated<'a>,
    pub(crate) words: &'static dyn Words,
    pub(crate) civil: Civil,
    pub(crate) labels: &'static words::Labels,
}

impl<'a> Reading<'a> {
    fn new(simulated: &'a Simulated<'a>, language: Language) -> Self {
        let words = crate::words::of(language);
        let civil = Civil::of(simulated.scenario, words);
        Self { simulated, words, civil, labels: words::of(language) }
    }

    /// The moment, rounded up to a whole minute: later rather than sooner.
    pub(crate) fn at(&self, moment: Moment) -> String {
        self.civil.at(Moment(moment.0.div_ceil(60) * 60))
    }

    /// The quantile of the clearance with its name; of the last arrival where in too many runs somebody is left.
    pub(crate) fn end(&self, percent: u8) -> Option<(&'static str, Moment)> {
        let of = |quantiles: &[SimulatedQuantile]| {
            quantiles.iter().find(|quantile| quantile.percent == percent).and_then(|quantile| quantile.at)
        };
        let everybody = of(&self.simulated.clearance).map(|at| (self.labels.everybody_out, at));
        everybody.or_else(|| of(&self.simulated.last_out).map(|at| (self.labels.last_out, at)))
    }
}
