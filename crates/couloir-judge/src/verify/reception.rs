//! Rule `reception`: unloading begins when those who came before have been taken in at the shelter's rate.

use crate::verdict::{Amount, Rule, Stage};
use crate::walk::{Report, Walk};
use couloir_model::clock::Moment;
use std::collections::BTreeSet;

/// Gives the visits that start while reception is busy.
pub(crate) fn check(walk: &Walk<'_>, report: &mut Report) -> BTreeSet<usize> {
    let mut rushed = BTreeSet::new();
    for (stage, mut line) in walk.by_stage() {
        let Stage::Shelter(shelter) = stage else { continue };
        if walk.scenario.shelter(shelter).reception_per_hour.is_none() {
            continue;
        }
        line.sort_by_key(|call| (walk.calls[*call].visit.start, walk.calls[*call].turn()));
        let mut busy_until = Moment::START;
        for index in line {
            let call = &walk.calls[index];
            let start = call.visit.start;
            if start < busy_until {
                let message = format!("unloading begins at {start}, reception is busy until {busy_until}");
                report.add(Rule::Reception, call.spot(), Amount::Seconds(busy_until.since(start).0), message);
                rushed.insert(index);
            }
            busy_until = busy_until.max(start + walk.taking_in(call));
        }
    }
    rushed
}
