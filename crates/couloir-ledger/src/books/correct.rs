//! What is said in the end: events with their corrections applied.

use super::discrepancy::{Discrepancy, Name};
use crate::clock::Hybrid;
use crate::event::{Event, What};
use crate::id::{DeviceId, EventId};
use crate::replica::Recorded;
use couloir_model::clock::UnixSeconds;
use std::collections::{BTreeMap, BTreeSet};

/// What somebody says, after all corrections.
#[derive(Debug, Clone, Copy)]
pub struct Statement<'a> {
    /// The event in whose place it stands: itself, where nobody corrected it.
    pub slot: EventId,
    /// The event whose words these are.
    pub by: EventId,
    /// When the event in whose place it stands was recorded.
    pub clock: Hybrid,
    /// When it happened, as said.
    pub at: UnixSeconds,
    /// What is said.
    pub event: &'a Event,
}

/// A correction, and what came of the corrections of itself.
struct Correction<'a> {
    recorded: &'a Recorded,
    replaces: EventId,
    /// What stands in place of the event that it replaces, with the event whose words these are; nothing where that is
    /// withdrawn.
    says: Option<(EventId, &'a Event)>,
    /// False when it was itself withdrawn, or its author may not correct that event.
    holds: bool,
    /// Corrections of this one that have not been decided yet.
    open: usize,
}

/// What is said in the end, once for each event that nobody has withdrawn; in no order.
#[must_use]
pub fn said_in_the_end(recorded: &[Recorded]) -> Vec<Statement<'_>> {
    statements(recorded).0
}

/// Applies all corrections.
pub(crate) fn statements(recorded: &[Recorded]) -> (Vec<Statement<'_>>, Vec<Discrepancy>) {
    let mut corrections = corrections(recorded);
    let mut discrepancies = Vec::new();
    let by_target = permitted(recorded, &mut corrections);
    decide(&mut corrections, &by_target, &mut discrepancies);

    let mut statements = Vec::with_capacity(recorded.len());
    let (mut seen, mut corrected) = (BTreeSet::new(), BTreeSet::new());
    let mut changed: BTreeMap<(DeviceId, Option<UnixSeconds>), Vec<&Event>> = BTreeMap::new();
    for event in recorded.iter().filter(|event| by_target.contains_key(&event.id) && !is_correction(event)) {
        seen.insert(event.id);
        // A correction that does not hold says nothing, not even that somebody has looked.
        let winner = winner(&corrections, &by_target[&event.id], event.id, &mut discrepancies);
        let Some(winner) = winner else { continue };
        corrected.insert(event.id);
        let says = corrections[winner].says;
        if says.is_none_or(|(_, said)| !is_confirmed_by(&event.event, said)) {
            changed.entry((event.device, event.event.occurred_at)).or_default().push(&event.event);
        }
        statements.extend(says.map(|(by, said)| statement(event, by, said)));
    }
    for event in recorded.iter().filter(|event| !corrected.contains(&event.id) && !is_correction(event)) {
        // What came again word for word is corrected with its first: nobody corrects one message two hundred times.
        let of_that_moment = changed.get(&(event.device, event.event.occurred_at)).map_or(&[][..], Vec::as_slice);
        if !of_that_moment.iter().any(|wrong| is_said_again(wrong, &event.event)) {
            statements.push(statement(event, event.id, &event.event));
        }
    }
    // A correction of an event that has not come yet stands for it.
    seen.extend(corrections.iter().map(|correction| correction.recorded.id));
    for (target, of_this) in by_target.iter().filter(|(target, _)| !seen.contains(target)) {
        let Some(winner) = winner(&corrections, of_this, *target, &mut discrepancies) else { continue };
        let clock = corrections[winner].recorded.clock;
        statements.extend(corrections[winner].says.map(|(by, event)| {
            let at = event.occurred_at.unwrap_or(clock.seconds);
            Statement { slot: *target, by, clock, at, event }
        }));
    }
    (statements, discrepancies)
}

const fn is_correction(event: &Recorded) -> bool {
    matches!(event.event.what, What::Correction { .. })
}

/// True for a report that came again, as a phone sends one message many times: the same words, the moment to the second
/// among them.
pub(super) fn is_said_again(one: &Event, two: &Event) -> bool {
    one.occurred_at.is_some() && one == two
}

/// True where a correction repeats what it corrects: somebody has looked, and found it right.
fn is_confirmed_by(event: &Event, said: &Event) -> bool {
    let is_same_moment = said.occurred_at.is_none() || said.occurred_at == event.occurred_at;
    is_same_moment && (&said.what, said.method, &said.post) == (&event.what, event.method, &event.post)
}

/// What stands in the place of `event`.
fn statement<'a>(event: &Recorded, by: EventId, said: &'a Event) -> Statement<'a> {
    let said_at = event.event.occurred_at.unwrap_or(event.clock.seconds);
    Statement { slot: event.id, by, clock: event.clock, at: said.occurred_at.unwrap_or(said_at), event: said }
}

fn corrections(recorded: &[Recorded]) -> Vec<Correction<'_>> {
    let correction = |recorded: &'_ Recorded| match &recorded.event.what {
        What::Correction { replaces, by, .. } => Some((*replaces, by.is_some())),
        _ => None,
    };
    let with_target = recorded.iter().filter_map(|event| Some((event, correction(event)?)));
    with_target
        .map(|(recorded, (replaces, _))| {
            let says = match &recorded.event.what {
                What::Correction { by: Some(event), .. } => Some((recorded.id, &**event)),
                _ => None,
            };
            Correction { recorded, replaces, says, holds: true, open: 0 }
        })
        .collect()
}

/// The corrections of each event, by those who may correct it: its own device, or the coordination.
fn permitted(recorded: &[Recorded], corrections: &mut [Correction<'_>]) -> BTreeMap<EventId, Vec<usize>> {
    let mut by_target: BTreeMap<EventId, Vec<usize>> = BTreeMap::new();
    for (index, correction) in corrections.iter().enumerate() {
        by_target.entry(correction.replaces).or_default().push(index);
    }
    if by_target.is_empty() {
        return by_target;
    }
    let authors: BTreeMap<EventId, DeviceId> = recorded
        .iter()
        .filter(|event| by_target.contains_key(&event.id))
        .map(|event| (event.id, event.device))
        .collect();
    for correction in corrections.iter_mut() {
        let author = authors.get(&correction.replaces);
        let is_own = author.is_none_or(|author| *author == correction.recorded.device);
        correction.holds = is_own || correction.recorded.corrects_others;
    }
    by_target
}

/// Decides which corrections hold, those of corrections first.
///
/// An event names what it replaces by digest, so that no circle of corrections can exist.
fn decide(
    corrections: &mut [Correction<'_>],
    by_target: &BTreeMap<EventId, Vec<usize>>,
    discrepancies: &mut Vec<Discrepancy>,
) {
    let index_of: BTreeMap<EventId, usize> =
        corrections.iter().enumerate().map(|(index, correction)| (correction.recorded.id, index)).collect();
    for index in 0..corrections.len() {
        if let Some(target) = index_of.get(&corrections[index].replaces) {
            corrections[*target].open += 1;
        }
    }
    let mut ready: Vec<usize> = (0..corrections.len()).filter(|index| corrections[*index].open == 0).collect();
    while let Some(index) = ready.pop() {
        let id = corrections[index].recorded.id;
        if let Some(of_this) = by_target.get(&id)
            && let Some(winner) = winner(corrections, of_this, id, discrepancies)
        {
            match corrections[winner].says {
                Some(says) => corrections[index].says = Some(says),
                None => corrections[index].holds = false,
            }
        }
        if let Some(target) = index_of.get(&corrections[index].replaces) {
            corrections[*target].open -= 1;
            if corrections[*target].open == 0 {
                ready.push(*target);
            }
        }
    }
}

/// The correction that counts of those of one event: the latest. Two that say different things are a discrepancy.
fn winner(
    corrections: &[Correction<'_>],
    of_one: &[usize],
    target: EventId,
    discrepancies: &mut Vec<Discrepancy>,
) -> Option<usize> {
    let holding = || of_one.iter().copied().filter(|index| corrections[*index].holds);
    let rank = |index: &usize| (corrections[*index].recorded.clock, corrections[*index].recorded.id);
    let winner = holding().max_by_key(rank)?;
    let said = |index: usize| corrections[index].says.map(|(_, event)| event);
    if holding().any(|index| said(index) != said(winner)) {
        let mut events: Vec<EventId> = holding().map(|index| corrections[index].recorded.id).collect();
        events.sort_unstable();
        let since = corrections[winner].recorded.clock.seconds;
        discrepancies.push(Discrepancy { name: Name::Corrections(target), since, lines: Vec::new(), events });
    }
    Some(winner)
}
