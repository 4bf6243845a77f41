//! Two counts of one movement: one of them is booked, none is added.

use super::correct::Statement;
use super::discrepancy::{Discrepancy, Mismatch, Name};
use crate::count::HeadCount;
use crate::event::Stop;
use crate::id::EventId;
use couloir_model::clock::UnixSeconds;
use std::collections::BTreeMap;

/// Counts of one movement, taken together.
pub(super) struct Reconciled<'a> {
    /// The count that is booked, completed by those that agree with it.
    pub(super) count: HeadCount,
    /// The statement that it is of.
    pub(super) best: Statement<'a>,
    /// The other counts.
    pub(super) also: Vec<EventId>,
    /// Those of them that say something else.
    contrary: Vec<(Statement<'a>, HeadCount)>,
}

/// What tells the movements of one trip apart: where people got on or off, and which part of them.
pub(super) type Key<'a> = (&'a Stop, u32);

/// Counts of movements by what they count.
pub(super) type Counts<'a> = BTreeMap<Key<'a>, Vec<(Statement<'a>, HeadCount)>>;

/// The one movement that `counts` are of.
///
/// Counted goes before reported and estimated, complete before incomplete; then what was recorded first stands until
/// somebody corrects it.
///
/// # Panics
///
/// When there are no counts.
pub(super) fn reconcile<'a>(mut counts: Vec<(Statement<'a>, HeadCount)>) -> Reconciled<'a> {
    if counts.len() > 1 {
        counts.sort_by_key(|(statement, count)| {
            (statement.event.method, !count.is_complete(), statement.clock, statement.slot)
        });
    }
    let mut rest = counts.into_iter();
    let (best, mut count) = rest.next().expect("a movement has a count");
    let (mut also, mut contrary) = (Vec::new(), Vec::new());
    for (statement, other) in rest {
        also.push(statement.slot);
        if count.differences(&other).next().is_some() {
            contrary.push((statement, other));
        } else {
            count = count.completed_by(&other);
        }
    }
    Reconciled { count, best, also, contrary }
}

impl Reconciled<'_> {
    /// The moment of the movement.
    pub(super) const fn at(&self) -> UnixSeconds {
        self.best.at
    }

    /// What stands open, under `name`: the counts that say something else.
    pub(super) fn discrepancy(&self, name: Name) -> Option<Discrepancy> {
        let (_, other) = self.contrary.first()?;
        let mut events = vec![self.best.slot];
        events.extend(self.contrary.iter().map(|(statement, _)| statement.slot));
        let since =
            self.contrary.iter().map(|(statement, _)| statement.at).max().expect("there is one").max(self.best.at);
        Some(Discrepancy { name, since, lines: mismatches(&self.count, other), events })
    }
}

/// The lines in which what the books say differs from what was found.
pub(super) fn mismatches(expected: &HeadCount, found: &HeadCount) -> Vec<Mismatch> {
    let lines = expected.differences(found);
    lines
        .map(|(line, expected, found)| Mismatch { line, expected: i64::from(expected.0), found: i64::from(found.0) })
        .collect()
}
