//! Rule `passage`: the passages of the leg, all of them, in order; entered when open.

use crate::earliest::service;
use crate::verdict::{Amount, Rule, Spot};
use crate::walk::{Call, Report, Walk};
use couloir_model::clock::Moment;
use couloir_model::quantity::Seconds;
use couloir_model::scenario::Passage;

pub(crate) fn check(walk: &Walk<'_>, report: &mut Report) {
    for call in walk.calls.iter().filter(|call| call.way.is_some() || !call.visit.passings.is_empty()) {
        if call.way.is_some() && !lists_those_of_the_leg(call) {
            let expected = call.way.as_ref().map_or(0, |way| way.crossings.len());
            let found = call.visit.passings.len();
            let message =
                format!("the plan lists {found} passages on a leg that goes through {expected}, or other ones");
            let by = Amount::Entries(expected.abs_diff(found).max(1) as u64);
            report.add(Rule::Passage, call.spot(), by, message);
        }
        check_passings(walk, call, report);
    }
}

fn check_passings(walk: &Walk<'_>, call: &Call<'_>, report: &mut Report) {
    for passing in &call.visit.passings {
        let spot = call.spot_in(passing.passage);
        let Some(row) = walk.roads.passage(passing.passage) else {
            report.add(Rule::Passage, spot, Amount::Entries(1), format!("no such passage: {}", passing.passage.0));
            continue;
        };
        if passing.enter < passing.reach {
            let message = format!("it enters at {}, in front of the passage at {}", passing.enter, passing.reach);
            report.add(Rule::Passage, spot, Amount::Seconds(passing.reach.since(passing.enter).0), message);
        }
        // A convoy enters as one, and is looked at as one.
        if !row.is_regulated() {
            check_open(row, passing.enter, spot, report);
        }
    }
}

/// Reports an entry at a moment at which the passage is not open.
pub(super) fn check_open(row: &Passage, enter: Moment, spot: Spot, report: &mut Report) {
    let open = service(&row.open, enter, Seconds::ZERO);
    if open != Some(enter) {
        let when = open.map_or_else(|| "never again".to_owned(), |open| format!("at {open}"));
        let by = open.map_or(u64::MAX, |open| open.since(enter).0);
        let message = format!("it enters at {enter}, the passage opens {when}");
        report.add(Rule::Passage, spot, Amount::Seconds(by), message);
    }
}

/// True when the plan lists the passages of the leg in order.
pub(super) fn lists_those_of_the_leg(call: &Call<'_>) -> bool {
    let crossings = call.way.as_ref().map_or(&[][..], |way| &way.crossings);
    let listed = call.visit.passings.iter().map(|passing| passing.passage);
    crossings.iter().map(|crossing| crossing.passage).eq(listed)
}
