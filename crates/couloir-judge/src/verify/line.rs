//! The queue of each place served once more: where a written start is not the one that the queue gives.
//!
//! Each visit is held against the berths as the plan writes them for those who joined before it, so that a wrong start is
//! found where it is wrong. Where the order itself is broken, what follows cannot be told any more, and the place is left.

use crate::earliest::service;
use crate::verdict::Stage;
use crate::walk::{Call, Walk};
use couloir_model::clock::Moment;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// A start that is not the one that the queue gives.
pub(super) struct Deviation {
    /// The visit.
    pub(super) call: usize,
    /// When it should start.
    pub(super) expected: Moment,
    /// What is wrong.
    pub(super) kind: Kind,
}

/// What is wrong with a start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It starts before its turn.
    BeforeItsTurn,
    /// Somebody who joined later was served first.
    Overtaken,
    /// It starts later than it could, and nobody is in its way.
    Idle,
}

/// The first deviations at each place; `explained` are visits whose start breaks a rule of its own.
pub(super) fn deviations(walk: &Walk<'_>, explained: &BTreeSet<usize>) -> Vec<Deviation> {
    let mut found = Vec::new();
    for (stage, mut line) in walk.by_stage() {
        line.sort_by_key(|call| walk.calls[*call].turn());
        serve(walk, stage, &line, explained, &mut found);
    }
    found
}

fn serve(walk: &Walk<'_>, stage: Stage, line: &[usize], explained: &BTreeSet<usize>, found: &mut Vec<Deviation>) {
    let berths = walk.berths(stage).unwrap_or(usize::MAX);
    let soonest_behind = soonest_behind(walk, line);
    let mut ends = BinaryHeap::new();
    let mut taken_in = Moment::START;
    for (position, index) in line.iter().enumerate() {
        let call = &walk.calls[*index];
        let free = if ends.len() < berths { None } else { ends.pop().map(|Reverse(end)| end) };
        let from = call.visit.join.max(free.unwrap_or_default()).max(taken_in);
        match judge(walk, call, from, explained.contains(index), soonest_behind[position]) {
            Verdict::AsGiven => {}
            Verdict::Deviates(expected, kind) => {
                found.push(Deviation { call: *index, expected, kind });
                if kind != Kind::Idle {
                    return;
                }
            }
            Verdict::Explained => return,
        }
        ends.push(Reverse(call.visit.end));
        taken_in = taken_in.max(call.visit.start + walk.taking_in(call));
    }
}

enum Verdict {
    AsGiven,
    Deviates(Moment, Kind),
    Explained,
}

fn judge(walk: &Walk<'_>, call: &Call<'_>, from: Moment, explained: bool, soonest_behind: Option<Moment>) -> Verdict {
    let start = call.visit.start;
    let Some(expected) = service(walk.open(call.stage), from, call.length) else {
        // It never fits into a window any more: rule `window` says so, whatever the start.
        return Verdict::Explained;
    };
    if start == expected {
        return Verdict::AsGiven;
    }
    let early = start < expected;
    let shut = service(walk.open(call.stage), start, call.length) != Some(start);
    if explained || shut || early && start < call.visit.join {
        return Verdict::Explained;
    }
    if early {
        return Verdict::Deviates(expected, Kind::BeforeItsTurn);
    }
    let overtaken = soonest_behind.is_some_and(|behind| behind < start);
    Verdict::Deviates(expected, if overtaken { Kind::Overtaken } else { Kind::Idle })
}

/// For each position of a line with berths or a reception rate, the earliest start of those behind it.
fn soonest_behind(walk: &Walk<'_>, line: &[usize]) -> Vec<Option<Moment>> {
    let mut behind = vec![None; line.len()];
    let mut soonest: Option<Moment> = None;
    for (position, index) in line.iter().enumerate().rev() {
        behind[position] = soonest;
        let start = walk.calls[*index].visit.start;
        soonest = Some(soonest.map_or(start, |soonest| soonest.min(start)));
    }
    behind
}
