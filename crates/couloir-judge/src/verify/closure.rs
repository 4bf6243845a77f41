//! Rule `closure`: nobody is on a closed leg, nobody enters a closed passage.

use crate::verdict::{Amount, Rule, Spot};
use crate::walk::{Report, Walk};
use couloir_model::clock::Moment;
use couloir_model::id::PassageId;
use couloir_model::scenario::Passage;

pub(crate) fn check(walk: &Walk<'_>, report: &mut Report) {
    for call in &walk.calls {
        let (depart, arrive) = (call.visit.depart, call.visit.arrive);
        let closed = call.way.as_ref().map_or(&[][..], |way| walk.roads.leg_closures(way.from, way.to));
        for window in closed.iter().filter(|window| window.overlaps(depart, arrive)) {
            let message = format!(
                "it is on the leg from {depart} to {arrive}, closed from {} to {}",
                window.from(),
                window.until()
            );
            let by = Amount::Seconds(window.until().min(arrive).since(window.from().max(depart)).0.max(1));
            report.add(Rule::Closure, call.spot(), by, message);
        }
        for passing in &call.visit.passings {
            // A convoy enters as one, and is looked at as one.
            if !walk.roads.passage(passing.passage).is_some_and(Passage::is_regulated) {
                check_entry(walk, passing.passage, passing.enter, call.spot_in(passing.passage), report);
            }
        }
    }
}

/// Reports an entry at a moment at which the passage is closed.
pub(super) fn check_entry(walk: &Walk<'_>, passage: PassageId, enter: Moment, spot: Spot, report: &mut Report) {
    for window in walk.roads.passage_closures(passage).iter().filter(|window| window.overlaps(enter, enter)) {
        let message = format!("it enters at {enter}, closed from {} to {}", window.from(), window.until());
        report.add(Rule::Closure, spot, Amount::Seconds(window.until().since(enter).0), message);
    }
}
