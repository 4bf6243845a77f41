//! Two counts of one movement: one of them is booked, none is added.

use super::correct::Statement;
use super::discrepancy::{Discrepancy, Mismatch, Name};
use crate::count::HeadCount;
use crate::event::Stop;
use crate::id::EventId;
use couloir_model::clock::UnixSeconds;

/// Counts of one movement, taken together.
pub(super) struct Reconciled<'a> {
    /// The count that is booked, completed by those that agree with it.
    pub(super) count: HeadCount,
    /// The statement that it is of.
    pub(super) best: &'a Statement<'a>,
    /// The other counts.
    pub(super) also: Vec<EventId>,
    /// Those of them that say something else.
    contrary: Vec<Counted<'a>>,
}

/// A count of a movement.
#[derive(Clone, Copy)]
pub(super) struct Counted<'a> {
    /// Where people got on or off.
    pub(super) stop: &'a Stop,
    /// Which part of those who did: the movements of one trip are told apart by the stop and this.
    pub(super) part: u32,
    /// The statement that it is of.
    pub(super) statement: &'a Statement<'a>,
    /// How many.
    pub(super) count: &'a HeadCount,
}

/// Puts counts in the order in which [`movements`] takes them.
///
/// Counted goes before reported and estimated, complete before incomplete; then what was recorded first stands until
/// somebody corrects it.
pub(super) fn put_in_order(counts: &mut [Counted<'_>]) {
    counts.sort_by_key(|counted| {
        let Counted { stop, part, statement, count } = *counted;
        (stop, part, statement.event.method, !count.is_complete(), statement.clock, statement.slot)
    });
}

/// The movements that `counts` are of, which are in order; all counts of one movement are taken together.
pub(super) fn movements<'a>(counts: &[Counted<'a>]) -> impl Iterator<Item = (&'a Stop, Reconciled<'a>)> {
    let of_one = counts.chunk_by(|one, two| (one.stop, one.part) == (two.stop, two.part));
    of_one.map(|counts| (counts[0].stop, reconcile(counts[0], &counts[1..])))
}

/// The one movement that a count and the others of the same are of.
fn reconcile<'a>(best: Counted<'a>, others: &[Counted<'a>]) -> Reconciled<'a> {
    let mut count = *best.count;
    let (mut also, mut contrary) = (Vec::new(), Vec::new());
    for other in others {
        also.push(other.statement.slot);
        if count.differences(other.count).next().is_some() {
            contrary.push(*other);
        } else {
            count = count.completed_by(other.count);
        }
    }
    Reconciled { count, best: best.statement, also, contrary }
}

impl Reconciled<'_> {
    /// The moment of the movement.
    pub(super) const fn at(&self) -> UnixSeconds {
        self.best.at
    }

    /// What stands open, under `name`: the counts that say something else.
    pub(super) fn discrepancy(&self, name: impl FnOnce() -> Name) -> Option<Discrepancy> {
        let other = self.contrary.first()?.count;
        let mut events = vec![self.best.slot];
        events.extend(self.contrary.iter().map(|counted| counted.statement.slot));
        let since = self.contrary.iter().map(|counted| counted.statement.at).fold(self.best.at, UnixSeconds::max);
        Some(Discrepancy { name: name(), since, lines: mismatches(&self.count, other), events })
    }
}

/// The lines in which what the books say differs from what was found.
pub(super) fn mismatches(expected: &HeadCount, found: &HeadCount) -> Vec<Mismatch> {
    let lines = expected.differences(found);
    lines
        .map(|(line, expected, found)| Mismatch { line, expected: i64::from(expected.0), found: i64::from(found.0) })
        .collect()
}
