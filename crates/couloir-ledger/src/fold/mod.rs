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
use couloir_model::id::{PassageId, PlanId};
use couloir_model::plan::Plan;
use couloir_model::scenario::{Closure, Scenario, Stretch};
use couloir_model::situation::{Announced, Situation};
use std::collections::BTreeSet;

mod people;
mod vehicle;

/// What a fold is made of.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The operation as it was given.
    pub scenario: &'a Scenario,
    /// Plans that may have been adopted: from the one that was, follows where a vehicle under way is bound for.
    pub plans: &'a [Plan],
    /// All that counts ([`crate::replica::Replica::recorded`]).
    pub recorded: &'a [Recorded],
    /// Incidents that only the coordination can read ([`crate::replica::Replica::incidents`]); none where this is a post.
    pub incidents: &'a [Recorded],
    /// The moment of which it is the situation.
    pub now: UnixSeconds,
}

/// The situation, and what of the events could not be brought into it.
///
/// What happened after `now`, by a clock that is off, is part of it: nothing that was recorded is left out.
#[must_use]
pub fn fold(known: Known<'_>) -> (Situation, Vec<Finding>) {
    let scenario = known.scenario;
    let mut fold = Fold { known, unknown: BTreeSet::new(), findings: Vec::new() };
    let (statements, _) = statements(known.recorded);
    let books = Books::of(known.recorded);
    let adopted = adopted(&statements);
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
    situation.announced = plan.map_or_else(Vec::new, |plan| announced(plan, &fold, &statements));
    situation.closures.extend(fold.closures(&statements));
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

    fn passage(&mut self, name: &Name) -> Option<PassageId> {
        let scenario = self.known.scenario;
        self.find("passage", scenario.passages.iter().map(|row| row.name.as_str()), name).map(PassageId::at)
    }

    /// The closures of passages that are not over yet.
    fn closures(&mut self, statements: &[Statement<'_>]) -> Vec<Closure> {
        let mut closures = Vec::new();
        for statement in statements {
            let What::Closure { of, from, until } = &statement.event.what else { continue };
            let (from, until) = (self.moment(*from), until.map_or(MOMENT_MAX, |until| self.moment(until)));
            let Ok(window) = Window::new(from, until) else { continue };
            if until < self.moment(self.known.now) {
                continue;
            }
            let Some(passage) = self.passage(of) else { continue };
            let said_by = statement.event.post.as_ref().map_or_else(|| statement.slot.short(), Name::to_string);
            closures.push((
                statement.clock,
                statement.slot,
                Closure { stretch: Stretch::Passage(passage), window, said_by },
            ));
        }
        closures.sort_by_key(|(clock, slot, _)| (*clock, *slot));
        closures.into_iter().map(|(_, _, closure)| closure).collect()
    }

    fn report_unknown(&mut self) {
        for (table, name) in &self.unknown {
            let message = format!("events name a {table} that the operation does not have: {name}");
            let finding = Finding::warning("couloir::ledger::unknown_name", message);
            self.findings.push(finding.help("correct the events, or give it this name in the operation file"));
        }
    }
}

/// The plan that was adopted last.
fn adopted(statements: &[Statement<'_>]) -> Option<PlanId> {
    let adoptions = statements.iter().filter_map(|statement| match statement.event.what {
        What::PlanAdopted { plan } => Some((statement.clock, statement.slot, plan)),
        _ => None,
    });
    adoptions.max_by_key(|(clock, slot, _)| (*clock, *slot)).map(|(_, _, plan)| plan)
}

/// The trips of the adopted plan that nothing has been recorded of: its sheets are with the drivers.
fn announced(plan: &Plan, fold: &Fold<'_>, statements: &[Statement<'_>]) -> Vec<Announced> {
    let begun: BTreeSet<(&str, u32)> = statements
        .iter()
        .filter_map(|statement| statement.event.ride())
        .filter_map(|ride| Some((ride.vehicle.as_str(), ride.trip?.checked_sub(1)?)))
        .collect();
    let mut announced = Vec::new();
    for route in &plan.routes {
        let name = fold.known.scenario.vehicle(route.vehicle).name.as_str();
        let trips =
            (0..u32::try_from(route.trips.len()).unwrap_or(u32::MAX)).filter(|trip| !begun.contains(&(name, *trip)));
        announced.extend(trips.map(|trip| Announced { vehicle: route.vehicle, trip }));
    }
    announced
}
