//! `couloir situation`: the situation of an operation at a moment, with what has gone otherwise, for a dispatcher to correct.

use super::budget::duration;
use super::enrol::open;
use super::terminal::Terminal;
use super::{Stop, check, shown, verify};
use couloir_ledger::fold;
use couloir_model::clock::{MOMENT_MAX, Moment, UnixSeconds, Window};
use couloir_model::finding::Finding;
use couloir_model::format::situation::{self, Clock};
use couloir_model::id::{PassageId, PlaceId, ShelterId, SiteId, VehicleId};
use couloir_model::plan::Plan;
use couloir_model::quantity::{Permille, Seconds};
use couloir_model::scenario::{Scenario, Stretch};
use couloir_model::situation::Situation as Known;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Arguments of `couloir situation`.
#[derive(Debug, clap::Args)]
pub(super) struct Situation {
    /// The operation: a folder, a .toml file or an .xlsx workbook; or a benchmark instance (.json, .json.gz)
    operation: PathBuf,
    /// The plan that is carried out
    plan: PathBuf,
    /// The moment, in local time: `14:30`, `2019-02-22T14:30`, seconds since the start, or `now` [default: now, with `--ledger`]
    #[arg(long, value_name = "TIME", required_unless_present = "ledger")]
    at: Option<String>,
    /// What has happened, as it was recorded; without it everything has gone as planned
    #[arg(long, value_name = "LEDGER")]
    ledger: Option<PathBuf>,
    #[command(flatten)]
    otherwise: Otherwise,
    /// How long before they begin movements are announced
    #[arg(long, value_parser = duration, default_value = "24h")]
    notice: Duration,
    /// Where it goes; standard output when absent
    #[arg(long, short, value_name = "SITUATION.toml")]
    output: Option<PathBuf>,
}

/// What has gone otherwise than planned.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Otherwise {
    /// This vehicle has broken down: those on board wait again where they boarded
    #[arg(long, value_name = "VEHICLE")]
    breakdown: Vec<String>,
    /// This vehicle leaves when it has ended its trip
    #[arg(long, value_name = "VEHICLE")]
    withdraw: Vec<String>,
    /// A passage, the way `A > B`, or all ways to and from a place, closed from when until when; `-` for until further notice
    #[arg(long, num_args = 3, value_names = ["WHAT", "FROM", "UNTIL"], allow_hyphen_values = true)]
    close: Vec<String>,
    /// More or fewer people still wait at a site than planned, such as `School +40%`
    #[arg(long, num_args = 2, value_names = ["SITE", "CHANGE"], allow_hyphen_values = true)]
    more: Vec<String>,
    /// This shelter takes in those who are on board for it and nobody else
    #[arg(long, value_name = "SHELTER")]
    shelter_full: Vec<String>,
    /// This vehicle is so much later than planned, such as `Bus-3 25m`
    #[arg(long, num_args = 2, value_names = ["VEHICLE", "BY"])]
    late: Vec<String>,
}

impl Situation {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let (scenario, _) = check::scenario(&self.operation, terminal)?;
        let plan = verify::plan_at(terminal, &self.plan, &scenario)?.plan;
        let at = match self.at.as_deref() {
            Some("now") => Some(this_moment(&scenario)?),
            at => at.map(|at| moment(&scenario, at)).transpose()?,
        };
        let notice = Seconds(self.notice.as_secs());
        let mut known = match &self.ledger {
            Some(ledger) => recorded(terminal, ledger, &scenario, &plan, at, notice)?,
            None => Known::as_planned(&scenario, &plan, at.unwrap_or_default(), notice),
        };
        self.otherwise.apply(&scenario, &mut known)?;
        verify::emit(terminal, &situation::write(&scenario, &known), self.output.as_deref())
    }
}

/// The situation that the ledger tells of, at `at` or now.
fn recorded(
    terminal: &mut Terminal,
    ledger: &Path,
    scenario: &Scenario,
    plan: &Plan,
    at: Option<Moment>,
    notice: Seconds,
) -> Result<Known, Stop> {
    let now = crate::moment::now();
    let post = open(ledger, now)?;
    let (recorded, _) = post.replica().recorded();
    let of = at.map_or(now, |at| UnixSeconds(scenario.start.0.saturating_add_unsigned(at.0)));
    if of < scenario.start {
        let help = "give the moment with `--at`";
        return Err(Stop::unusable(format!("the operation has not begun yet: {}\n  help: {help}", scenario.name)));
    }
    if at.is_none() {
        is_going_on(scenario, plan, of)?;
    }
    let (known, findings) = fold::fold(fold::Known {
        scenario,
        plans: std::slice::from_ref(plan),
        presumed: Some(plan.id()),
        recorded: &recorded,
        incidents: &post.incidents(),
        now: of,
        notice,
    });
    terminal.findings(&findings);
    match known.adopted.filter(|adopted| *adopted != plan.id()) {
        Some(adopted) => {
            let help = "give the plan that is carried out";
            Err(Stop::unusable(format!("another plan was adopted than the one given: {adopted}\n  help: {help}")))
        }
        None => Ok(known),
    }
}

/// How long after the last movement of a plan, or the operation's deadline, it is not asked which moment is meant: a day. Our own choice: an
/// evacuation that is late by a day is still going on, and whoever looks a week later means a moment before.
const AFTERWARDS: Seconds = Seconds(86_400);

/// Asks for the moment where it is so late that nobody can mean now.
fn is_going_on(scenario: &Scenario, plan: &Plan, now: UnixSeconds) -> Result<(), Stop> {
    let last = plan.clearance.max(scenario.deadline.unwrap_or_default());
    let ended = UnixSeconds(scenario.start.0.saturating_add_unsigned((last + AFTERWARDS).0));
    if now <= ended {
        return Ok(());
    }
    let (last, now) = (civil(scenario, last), crate::moment::shown(now));
    Err(Stop::unusable(format!(
        "the last movement of this plan was to end on {last}, and it is {now} now\n  help: give the moment with `--at {last}`, or `--at now` where the \
         operation still goes on"
    )))
}

/// A moment as `--at` reads it.
fn civil(scenario: &Scenario, at: Moment) -> String {
    Clock::of(scenario).write(at)
}

/// What the clock shows, as a moment of the operation.
fn this_moment(scenario: &Scenario) -> Result<Moment, Stop> {
    let since = crate::moment::now().0.saturating_sub(scenario.start.0);
    u64::try_from(since).map(|since| Moment(since).min(MOMENT_MAX)).map_err(|_| {
        Stop::unusable(format!(
            "the operation has not begun yet: {}\n  help: give the moment with `--at`",
            scenario.name
        ))
    })
}

/// The situation in the file at `path`.
pub(super) fn at(terminal: &mut Terminal, path: &Path, scenario: &Scenario) -> Result<Known, Stop> {
    let text = verify::read_text(path, 1 << 28)?;
    situation::read(&text, &shown(path), scenario).map_err(|findings| {
        terminal.findings(&findings);
        Stop::unusable(format!("\n{} cannot be used", shown(path)))
    })
}

/// What a situation and a plan do not agree on, said.
pub(super) fn misfits(terminal: &mut Terminal, misfits: &[couloir_model::continuation::Misfit]) -> Stop {
    let said = |misfit: &couloir_model::continuation::Misfit| {
        Finding::error("couloir::situation::misfit", misfit.to_string())
            .help("write the situation anew with `couloir situation OPERATION PLAN --at TIME`, from the plan that is carried out")
    };
    terminal.findings(&misfits.iter().map(said).collect::<Vec<_>>());
    Stop::unusable("\nthe situation and the plan do not fit together")
}

fn moment(scenario: &Scenario, text: &str) -> Result<Moment, Stop> {
    Clock::of(scenario).read(text).map_err(Stop::unusable)
}

impl Otherwise {
    fn apply(&self, scenario: &Scenario, known: &mut Known) -> Result<(), Stop> {
        for name in &self.breakdown {
            known.break_down(vehicle(scenario, name)?);
        }
        for name in &self.withdraw {
            known.withdraw(vehicle(scenario, name)?);
        }
        for late in self.late.chunks_exact(2) {
            let by = duration(&late[1]).map_err(Stop::unusable)?;
            let state = &mut known.vehicles[vehicle(scenario, &late[0])?.index()];
            state.free_from = state.free_from.max(known.now) + Seconds(by.as_secs());
        }
        for more in self.more.chunks_exact(2) {
            known.scale(site(scenario, &more[0])?, percent(&more[1])?);
        }
        for name in &self.shelter_full {
            known.fill(shelter(scenario, name)?);
        }
        for close in self.close.chunks_exact(3) {
            let until = if close[2] == "-" { MOMENT_MAX } else { moment(scenario, &close[2])? };
            let window = Window::new(moment(scenario, &close[1])?, until);
            let window = window.map_err(|error| Stop::unusable(error.to_string()))?;
            closed(scenario, known, &close[0], window)?;
        }
        Ok(())
    }
}

/// Who closes what a dispatcher reports.
const SAID_BY: &str = "dispatch";

fn closed(scenario: &Scenario, known: &mut Known, what: &str, window: Window) -> Result<(), Stop> {
    if let Some(passage) = scenario.passages.iter().position(|passage| passage.name == what) {
        known.close(Stretch::Passage(PassageId::at(passage)), window, SAID_BY);
    } else if let Some((from, to)) = what.split_once('>') {
        let (from, to) = (place(scenario, from.trim())?, place(scenario, to.trim())?);
        known.close(Stretch::Leg { from, to }, window, SAID_BY);
    } else {
        known.close_place(scenario, place(scenario, what)?, window, SAID_BY);
    }
    Ok(())
}

/// `+40%`, `-10%`, `140%` as a factor in thousandths.
fn percent(text: &str) -> Result<Permille, Stop> {
    let wrong = || Stop::unusable(format!("write a change such as `+40%`, `-10%` or `140%`: `{text}`"));
    let number = text.strip_suffix('%').unwrap_or(text);
    let signed = number.starts_with(['+', '-']);
    let value: f64 = number.parse().map_err(|_| wrong())?;
    let factor = (if signed { 1000.0 } else { 0.0 } + value * 10.0).round();
    if (0.0..=1_000_000.0).contains(&factor) { Ok(Permille(factor as u32)) } else { Err(wrong()) }
}

fn find<'a>(names: impl Iterator<Item = &'a String> + Clone, what: &str, name: &str) -> Result<usize, Stop> {
    names.clone().position(|known| known == name).ok_or_else(|| {
        let some: Vec<&str> = names.take(8).map(String::as_str).collect();
        let some = some.join("`, `");
        Stop::unusable(format!("the operation has no {what} of this name: `{name}`\n  help: it has `{some}`"))
    })
}

fn vehicle(scenario: &Scenario, name: &str) -> Result<VehicleId, Stop> {
    find(scenario.vehicles.iter().map(|row| &row.name), "vehicle", name).map(VehicleId::at)
}

fn site(scenario: &Scenario, name: &str) -> Result<SiteId, Stop> {
    find(scenario.sites.iter().map(|row| &row.name), "site", name).map(SiteId::at)
}

fn shelter(scenario: &Scenario, name: &str) -> Result<ShelterId, Stop> {
    find(scenario.shelters.iter().map(|row| &row.name), "shelter", name).map(ShelterId::at)
}

fn place(scenario: &Scenario, name: &str) -> Result<PlaceId, Stop> {
    let site = || site(scenario, name).map(|site| scenario.site(site).place);
    let shelter = || shelter(scenario, name).map(|shelter| scenario.shelter(shelter).place);
    let places = scenario.places.iter().map(|row| &row.name);
    find(places, "passage or place", name)
        .map(PlaceId::at)
        .or_else(|stop| site().or_else(|_| shelter()).map_err(|_| stop))
}
