//! What has changed, as a page says it, and the situation that it makes of a plan that is carried out.

use super::figures::absolute;
use couloir_ledger::fold::{self, InForce, Known};
use couloir_ledger::name::Name;
use couloir_ledger::replica::Recorded;
use couloir_model::clock::{MOMENT_MAX, Moment, UnixSeconds, Window};
use couloir_model::finding::Finding;
use couloir_model::id::{PassageId, PlaceId, ShelterId, VehicleId};
use couloir_model::plan::Plan;
use couloir_model::quantity::Seconds;
use couloir_model::scenario::Scenario;
use couloir_model::situation::{Announced, Situation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What has changed. Moments are whole seconds since 1970-01-01 00:00 UTC.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Changed {
    /// The moment from which on movements can change [default: now while the plan is carried out, else its start].
    #[serde(default)]
    pub at: Option<i64>,
    /// What is closed, beside the closures of the operation and of the ledger.
    #[serde(default)]
    pub closures: Vec<Shut>,
    /// Vehicles that stand still from now on; those on board wait again where they boarded.
    #[serde(default)]
    pub broken_down: Vec<String>,
    /// Vehicles that end the trip that they are on and take no other.
    #[serde(default)]
    pub withdrawn: Vec<String>,
    /// Vehicles that are later than planned.
    #[serde(default)]
    pub late: Vec<Late>,
    /// Shelters that take in those who are on board for them and nobody else.
    #[serde(default)]
    pub full: Vec<String>,
}

/// Something that is closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Shut {
    /// What.
    pub of: Closed,
    /// From when [default: `at`].
    #[serde(default)]
    pub from: Option<i64>,
    /// Until when [default: until further notice].
    #[serde(default)]
    pub until: Option<i64>,
}

/// What can be closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Closed {
    /// A passage.
    Passage(String),
    /// The ways between two places, in both directions.
    Way {
        /// One end.
        from: String,
        /// The other end.
        to: String,
    },
    /// All ways to and from a place.
    Place(String),
}

/// A vehicle that is later than planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Late {
    /// Which.
    pub vehicle: String,
    /// By how many minutes.
    pub minutes: u16,
}

/// What a page has said that the operation does not have.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAChange {
    /// No such row.
    #[error("the operation has no {what} of this name: {name}")]
    Unknown {
        /// Passage, place, vehicle or shelter.
        what: &'static str,
        /// What was said.
        name: String,
    },
    /// An end before its beginning.
    #[error("a closure ends before it begins: {0}")]
    Reversed(String),
    /// More closures than anybody would draw.
    #[error("more than {CLOSURES_MAX} closures at once: {0}")]
    TooMany(usize),
}

/// Every way of a place of an operation is one; more than a stroke over a large map would close.
const CLOSURES_MAX: usize = 2000;

/// Who closes what a page reports.
const SAID_BY: &str = "page";

/// The seconds of a day.
const DAY_S: i64 = 86_400;

/// What the page and the ledger know besides the operation and its plan.
pub(super) struct Lived<'a> {
    /// All that counts.
    pub(super) recorded: &'a [Recorded],
    /// The closures among it.
    pub(super) in_force: &'a InForce,
    /// Incidents, where this is the coordination.
    pub(super) incidents: &'a [Recorded],
    /// The moment, by this machine's clock.
    pub(super) now: UnixSeconds,
}

/// The situation as it was recorded, where anything of the plan was, else when `plan` was carried out as written; with what the page
/// says besides. And what could not be brought into it, in words.
///
/// # Errors
///
/// What names nothing of the operation.
pub(super) fn situation(
    scenario: &Scenario,
    plan: &Plan,
    lived: &Lived<'_>,
    changed: &Changed,
) -> Result<(Situation, Vec<String>), NotAChange> {
    changed.check(scenario)?;
    let at = moment(scenario, changed.at.unwrap_or_else(|| usual(scenario, plan, lived.now)));
    let mut notes = Vec::new();
    let mut known = match at {
        at if at > Moment::START && lived.is_of_that_time(scenario, at) => {
            let (known, findings) = lived.situation(scenario, plan, at);
            notes.extend(findings.into_iter().map(|finding| finding.message));
            known
        }
        Moment::START => with_closures(scenario, before(scenario, plan), lived, at, &mut notes),
        at => with_closures(scenario, as_planned(scenario, plan, at), lived, at, &mut notes),
    };
    for one in &changed.closures {
        let from = one.from.unwrap_or_else(|| absolute(scenario, at.0));
        let window = window(scenario, from, one.until, Moment::START);
        let window = window.ok_or_else(|| NotAChange::Reversed(one.of.written(scenario)))?;
        shut(scenario, &mut known, &one.of, window)?;
    }
    for name in &changed.broken_down {
        known.break_down(vehicle(scenario, name)?);
    }
    for name in &changed.withdrawn {
        known.withdraw(vehicle(scenario, name)?);
    }
    for late in &changed.late {
        let state = &mut known.vehicles[vehicle(scenario, &late.vehicle)?.index()];
        state.free_from = state.free_from.max(at) + Seconds(60 * u64::from(late.minutes));
    }
    for name in &changed.full {
        known.fill(shelter(scenario, name)?);
    }
    Ok((known, notes))
}

impl Changed {
    /// That all closures name something of the operation and end after they begin.
    ///
    /// # Errors
    ///
    /// The first that does not.
    pub(super) fn check(&self, scenario: &Scenario) -> Result<(), NotAChange> {
        if self.closures.len() > CLOSURES_MAX {
            return Err(NotAChange::TooMany(self.closures.len()));
        }
        let mut nowhere = Situation::at_start(scenario);
        for one in &self.closures {
            if let (Some(from), Some(until)) = (one.from, one.until)
                && until <= from
            {
                return Err(NotAChange::Reversed(one.of.written(scenario)));
            }
            let always = Window::new(Moment::START, MOMENT_MAX).expect("the start comes first");
            shut(scenario, &mut nowhere, &one.of, always)?;
        }
        Ok(())
    }
}

impl Lived<'_> {
    /// Whether anything was recorded of vehicles in the days around `at`: an exercise of an operation of long ago is planned again as if
    /// its plan had been carried out.
    fn is_of_that_time(&self, scenario: &Scenario, at: Moment) -> bool {
        let (from, until) = (scenario.start.0 - DAY_S, absolute(scenario, at.0) + DAY_S);
        let moment = |recorded: &Recorded| recorded.event.occurred_at.unwrap_or(recorded.clock.seconds).0;
        let mut rides = self.recorded.iter().filter(|recorded| recorded.event.ride().is_some());
        rides.any(|recorded| (from..=until).contains(&moment(recorded)))
    }

    /// The situation as it was recorded.
    fn situation(&self, scenario: &Scenario, plan: &Plan, at: Moment) -> (Situation, Vec<Finding>) {
        fold::fold(Known {
            scenario,
            plans: std::slice::from_ref(plan),
            presumed: None,
            recorded: self.recorded,
            incidents: self.incidents,
            now: UnixSeconds(absolute(scenario, at.0)),
            notice: crate::again::NOTICE,
        })
    }
}

/// The situation with what the ledger says to be closed.
fn with_closures(
    scenario: &Scenario,
    mut known: Situation,
    lived: &Lived<'_>,
    at: Moment,
    notes: &mut Vec<String>,
) -> Situation {
    for fold::Shut { of, from, until, said_by } in &lived.in_force.closures {
        let Some(closed) = fold::Closed::read(scenario, of.as_str()) else {
            notes.push(format!("a recorded closure names no passage, way or place of the operation: {of}"));
            continue;
        };
        // It is over, or of another time than the plan.
        let Some(window) = window(scenario, from.0, until.map(|until| until.0), at) else { continue };
        closed.close(scenario, &mut known, window, said_by);
    }
    known
}

fn as_planned(scenario: &Scenario, plan: &Plan, at: Moment) -> Situation {
    Situation::as_planned(scenario, plan, at, crate::again::NOTICE)
}

/// At the start nobody has set off, not even those who set off in that second; but they have been told.
fn before(scenario: &Scenario, plan: &Plan) -> Situation {
    let soon = plan.routes.iter().flat_map(|route| {
        let is_soon = |trip: &couloir_model::plan::Trip| {
            trip.visits().next().is_some_and(|visit| visit.depart <= Moment::START + crate::again::NOTICE)
        };
        let trips = (0..).zip(&route.trips).filter(move |(_, trip)| is_soon(trip));
        trips.map(|(trip, _)| Announced { vehicle: route.vehicle, trip })
    });
    Situation { adopted: Some(plan.id()), announced: soon.collect(), ..Situation::at_start(scenario) }
}

/// Now, while the plan is carried out; its start, when it is of another time.
fn usual(scenario: &Scenario, plan: &Plan, now: UnixSeconds) -> i64 {
    let is_running = (scenario.start.0..=absolute(scenario, plan.clearance.0)).contains(&now.0);
    if is_running { now.0 } else { scenario.start.0 }
}

fn moment(scenario: &Scenario, unix: i64) -> Moment {
    Moment(u64::try_from(unix.saturating_sub(scenario.start.0)).unwrap_or(0).min(MOMENT_MAX.0))
}

/// From when until when, in the operation's time; nothing when it ends before it begins, or before `since`.
fn window(scenario: &Scenario, from: i64, until: Option<i64>, since: Moment) -> Option<Window> {
    let until = match until {
        None => MOMENT_MAX,
        Some(until) if until <= scenario.start.0 => return None,
        Some(until) => moment(scenario, until),
    };
    let window = Window::new(moment(scenario, from), until).ok()?;
    (since < window.until() && window.from() < window.until()).then_some(window)
}

fn shut(scenario: &Scenario, known: &mut Situation, closed: &Closed, window: Window) -> Result<(), NotAChange> {
    closed.known(scenario)?.close(scenario, known, window, SAID_BY);
    Ok(())
}

impl Closed {
    /// As it stands in the ledger: the name of a passage or place, or `A <> B`; as it was said where the operation has no such thing.
    pub(super) fn written(&self, scenario: &Scenario) -> String {
        self.known(scenario).map_or_else(|_| self.said().to_owned(), |known| known.written(scenario))
    }

    /// The same as a name of the ledger.
    pub(super) fn name(&self, scenario: &Scenario) -> Option<Name> {
        Name::new(&self.written(scenario)).ok()
    }

    /// What a closure of the ledger closes, if the operation has it.
    pub(super) fn read(scenario: &Scenario, text: &str) -> Option<Self> {
        let name = |place: PlaceId| scenario.place(place).name.clone();
        Some(match fold::Closed::read(scenario, text)? {
            fold::Closed::Passage(passage) => Self::Passage(scenario.passage(passage).name.clone()),
            fold::Closed::Way(from, to) => Self::Way { from: name(from), to: name(to) },
            fold::Closed::Place(place) => Self::Place(name(place)),
        })
    }

    fn known(&self, scenario: &Scenario) -> Result<fold::Closed, NotAChange> {
        Ok(match self {
            Self::Passage(name) => {
                let at = scenario.passages.iter().position(|passage| passage.name == *name);
                fold::Closed::Passage(at.map(PassageId::at).ok_or_else(|| unknown("passage", name))?)
            }
            Self::Way { from, to } => fold::Closed::Way(place(scenario, from)?, place(scenario, to)?),
            Self::Place(name) => fold::Closed::Place(place(scenario, name)?),
        })
    }

    fn said(&self) -> &str {
        match self {
            Self::Passage(name) | Self::Place(name) | Self::Way { from: name, .. } => name,
        }
    }
}

fn unknown(what: &'static str, name: &str) -> NotAChange {
    NotAChange::Unknown { what, name: name.to_owned() }
}

fn vehicle(scenario: &Scenario, name: &str) -> Result<VehicleId, NotAChange> {
    let at = scenario.vehicles.iter().position(|row| row.name == name);
    at.map(VehicleId::at).ok_or_else(|| unknown("vehicle", name))
}

fn shelter(scenario: &Scenario, name: &str) -> Result<ShelterId, NotAChange> {
    let at = scenario.shelters.iter().position(|row| row.name == name);
    at.map(ShelterId::at).ok_or_else(|| unknown("shelter", name))
}

/// A place by its own name, or by that of the site or shelter that is there.
fn place(scenario: &Scenario, name: &str) -> Result<PlaceId, NotAChange> {
    let own = scenario.places.iter().position(|row| row.name == name).map(PlaceId::at);
    let site = || scenario.sites.iter().find(|row| row.name == name).map(|row| row.place);
    let shelter = || scenario.shelters.iter().find(|row| row.name == name).map(|row| row.place);
    own.or_else(site).or_else(shelter).ok_or_else(|| unknown("place", name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn town() -> Scenario {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("town");
        crate::new::unpack("flood-town", &path).unwrap();
        crate::files::load(&path).operation.unwrap().scenario
    }

    #[test]
    fn what_is_closed_comes_back_from_the_ledger_however_long_its_names_are() {
        let scenario = town();
        let way = |from: &str, to: &str| Closed::Way { from: from.to_owned(), to: to.to_owned() };
        for closed in [
            Closed::Passage("Pont-Vieux".to_owned()),
            Closed::Place("Camping de l'Île".to_owned()),
            way("Foyer Al-Andalus (دار الأندلس)", "Parc des expositions de Haute-Rive"),
        ] {
            let name = closed.name(&scenario).expect("it fits");
            assert_eq!(Closed::read(&scenario, name.as_str()), Some(closed));
        }
        assert_eq!(Closed::read(&scenario, "Rue de nulle part"), None);
    }

    #[test]
    fn a_plan_of_another_time_is_changed_from_its_start_on() {
        let scenario = town();
        let operation_start = scenario.start;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("town");
        crate::new::unpack("flood-town", &path).unwrap();
        let operation = crate::files::load(&path).operation.unwrap();
        struct Now;
        impl couloir_planner::Watch for Now {
            fn improved(&self, _: &couloir_planner::Progress) {}
            fn should_stop(&self) -> bool {
                false
            }
        }
        let config = couloir_planner::Config { seed: 1, iterations: Some(5), workers: 1 };
        let plan = crate::turn::turn(&operation.scenario, &operation.travel, &config, &Now).plan;
        let known = |now: i64| {
            let in_force = InForce::default();
            let lived = Lived { recorded: &[], in_force: &in_force, incidents: &[], now: UnixSeconds(now) };
            situation(&operation.scenario, &plan, &lived, &Changed::default()).unwrap().0.now
        };
        assert_eq!(known(operation_start.0 + 400 * 86_400), Moment::START);
        assert_eq!(known(operation_start.0 + 3600), Moment(3600));
    }
}
