//! From what has happened to what is known now: the situation from which a plan is made again.
//!
//! Like the books, the situation depends on the set of events and not on how they came. The ledger speaks of sites, vehicles
//! and passages by name; what the operation does not name so is told, and left out.

use crate::books::{Books, Statement, statements};
use crate::event::What;
use crate::name::Name;
use crate::replica::Recorded;
use couloir_model::clock::{MOMENT_MAX, Moment, UnixSeconds, Window};
use couloir_model::finding::Finding;
use couloir_model::id::PlanId;
use couloir_model::plan::{Plan, Trip};
use couloir_model::quantity::Seconds;
use couloir_model::scenario::Scenario;
use couloir_model::situation::{Announced, Situation};
use std::collections::BTreeSet;

mod closed;
mod people;
mod vehicle;

pub use closed::Closed;

/// What a fold is made of.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The operation as it was given.
    pub scenario: &'a Scenario,
    /// Plans that may have been adopted: from the one that was, follows where a vehicle under way is bound for.
    pub plans: &'a [Plan],
    /// The plan that is taken for adopted where the ledger says it of none.
    pub presumed: Option<PlanId>,
    /// All that counts ([`crate::replica::Replica::recorded`]).
    pub recorded: &'a [Recorded],
    /// Incidents that only the coordination can read ([`crate::replica::Replica::incidents`]); none where this is a post.
    pub incidents: &'a [Recorded],
    /// The moment of which it is the situation.
    pub now: UnixSeconds,
    /// How long before they begin movements are announced: those of the adopted plan that begin later may change lightly.
    pub notice: Seconds,
}

/// The situation, and what of the events could not be brought into it.
///
/// What happened after `now`, by a clock that is off, is part of it: nothing that was recorded is left out.
#[must_use]
pub fn fold(known: Known<'_>) -> (Situation, Vec<Finding>) {
    let scenario = known.scenario;
    let mut fold = Fold { known, unknown: BTreeSet::new(), findings: Vec::new() };
    let (statements, discrepancies) = statements(known.recorded);
    let books = Books::of_statements(&statements, discrepancies);
    let adopted = last_adopted(&statements).map(|adopted| adopted.plan).or(known.presumed);
    let plan = adopted.and_then(|id| known.plans.iter().find(|plan| plan.id() == id));
    if let (Some(id), None) = (adopted, plan) {
        let finding =
            Finding::warning("couloir::ledger::plan_not_at_hand", format!("the adopted plan is not at hand: {id}"));
        fold.findings.push(finding.help("give its file, so that the destinations of vehicles under way are known"));
    }
    let mut situation = Situation::at_start(scenario);
    situation.now = fold.moment(known.now);
    situation.adopted = adopted;
    situation.remaining = people::remaining(&mut fold, &books);
    situation.received = people::received(&mut fold, &books);
    situation.vehicles = vehicle::states(&mut fold, &books, plan, &statements);
    situation.announced = plan.map_or_else(Vec::new, |plan| announced(plan, &situation, known.notice));
    fold.close(said_closed(&statements), &mut situation);
    for vehicle in vehicle::broken(&mut fold, &statements) {
        situation.break_down(vehicle);
    }
    fold.report_unknown();
    (situation, fold.findings)
}

/// A fold in the making.
struct Fold<'a> {
    known: Known<'a>,
    /// Names that the operation does not have, with what they should be of.
    unknown: BTreeSet<(&'static str, Name)>,
    findings: Vec<Finding>,
}

impl Fold<'_> {
    /// The moment of the operation; its start for what was before.
    fn moment(&self, at: UnixSeconds) -> Moment {
        Moment(u64::try_from(at.0.saturating_sub(self.known.scenario.start.0)).unwrap_or(0).min(MOMENT_MAX.0))
    }

    /// The position of the row of this name; remembers a name that no row has.
    fn find<'r>(&mut self, table: &'static str, mut rows: impl Iterator<Item = &'r str>, name: &Name) -> Option<usize> {
        let position = rows.position(|row| Name::new(row).is_ok_and(|row| row == *name));
        if position.is_none() {
            self.unknown.insert((table, name.clone()));
        }
        position
    }

    /// Closes what is closed and not open again yet.
    fn close(&mut self, shut: Vec<Shut>, situation: &mut Situation) {
        for Shut { of, from, until, said_by } in shut {
            let (from, until) = (self.moment(from), until.map_or(MOMENT_MAX, |until| self.moment(until)));
            let Ok(window) = Window::new(from, until) else {
                self.findings.push(reversed(&of));
                continue;
            };
            if until < situation.now {
                continue;
            }
            match Closed::read(self.known.scenario, of.as_str()) {
                Some(closed) => closed.close(self.known.scenario, situation, window, &said_by),
                None => drop(self.unknown.insert(("passage, way or place", of))),
            }
        }
    }

    fn report_unknown(&mut self) {
        for (table, name) in &self.unknown {
            let message = format!("events name a {table} that the operation does not have: {name}");
            let finding = Finding::warning("couloir::ledger::unknown_name", message);
            self.findings.push(finding.help("correct the events, or give it this name in the operation file"));
        }
    }
}

/// Something that is said to be closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shut {
    /// Its name: see [`Closed::read`].
    pub of: Name,
    /// From when.
    pub from: UnixSeconds,
    /// Until when; nothing until further notice.
    pub until: Option<UnixSeconds>,
    /// The post that says so, or the event.
    pub said_by: String,
}

/// A plan that was adopted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Adopted {
    /// The plan.
    pub plan: PlanId,
    /// When, as was said.
    pub at: UnixSeconds,
}

/// What is in force, corrections applied.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InForce {
    /// The plan that was adopted last.
    pub adopted: Option<Adopted>,
    /// What is said to be closed, in the order in which it was recorded.
    pub closures: Vec<Shut>,
}

/// The books of these events, and what they say to be in force, of one reading.
#[must_use]
pub fn books(recorded: &[Recorded]) -> (Books, InForce) {
    let (statements, discrepancies) = statements(recorded);
    let in_force = InForce { adopted: last_adopted(&statements), closures: said_closed(&statements) };
    (Books::of_statements(&statements, discrepancies), in_force)
}

fn said_closed(statements: &[Statement<'_>]) -> Vec<Shut> {
    let closure = |statement: &Statement<'_>| {
        let What::Closure { of, from, until } = &statement.event.what else { return None };
        let said_by = statement.event.post.as_ref().map_or_else(|| statement.slot.short(), Name::to_string);
        Some((statement.clock, statement.slot, Shut { of: of.clone(), from: *from, until: *until, said_by }))
    };
    let mut closures: Vec<_> = statements.iter().filter_map(closure).collect();
    closures.sort_by_key(|(clock, slot, _)| (*clock, *slot));
    closures.into_iter().map(|(_, _, shut)| shut).collect()
}

fn last_adopted(statements: &[Statement<'_>]) -> Option<Adopted> {
    let adoptions = statements.iter().filter_map(|statement| match statement.event.what {
        What::PlanAdopted { plan } => Some((statement.clock, statement.slot, Adopted { plan, at: statement.at })),
        _ => None,
    });
    adoptions.max_by_key(|(clock, slot, _)| (*clock, *slot)).map(|(_, _, adopted)| adopted)
}

/// The trips of the adopted plan that have not begun, and begin within `notice`: drivers, people and partners know of them.
fn announced(plan: &Plan, situation: &Situation, notice: Seconds) -> Vec<Announced> {
    let mut announced = Vec::new();
    for route in &plan.routes {
        let state = &situation.vehicles[route.vehicle.index()];
        let begun = state.trips_done as usize + usize::from(state.bound_for.is_some());
        let to_come = (0_u32..).zip(&route.trips).skip(begun);
        let is_soon = |trip: &Trip| trip.visits().next().is_some_and(|visit| visit.depart <= situation.now + notice);
        let soon = to_come.filter(|(_, trip)| is_soon(trip));
        announced.extend(soon.map(|(trip, _)| Announced { vehicle: route.vehicle, trip }));
    }
    announced.sort_unstable();
    announced
}

fn reversed(of: &Name) -> Finding {
    let message = format!("a closure ends before it begins, and closes nothing: {of}");
    Finding::warning("couloir::ledger::reversed_closure", message).help("correct its beginning or its end")
}
