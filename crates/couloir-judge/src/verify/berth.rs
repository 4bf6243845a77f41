//! Rule `berth`: no more vehicles at once than berths. One that ends when another starts is not there at once.

use crate::verdict::{Amount, Rule};
use crate::walk::{Report, Walk};
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// Gives the visits that start while all berths are taken.
pub(crate) fn check(walk: &Walk<'_>, report: &mut Report) -> BTreeSet<usize> {
    let mut crowded = BTreeSet::new();
    for (stage, mut line) in walk.by_stage() {
        let Some(berths) = walk.berths(stage) else { continue };
        line.sort_by_key(|call| (walk.calls[*call].visit.start, walk.calls[*call].visit.end, walk.calls[*call].turn()));
        let mut ends = BinaryHeap::new();
        for index in line {
            let call = &walk.calls[index];
            while ends.peek().is_some_and(|Reverse(end)| *end <= call.visit.start) {
                ends.pop();
            }
            if ends.len() >= berths {
                let at_once = ends.len() + 1;
                let message = format!("{at_once} vehicles at once at {}, berths: {berths}", call.visit.start);
                report.add(Rule::Berth, call.spot(), Amount::Vehicles((at_once - berths) as u64), message);
                crowded.insert(index);
            }
            ends.push(Reverse(call.visit.end));
        }
    }
    crowded
}
