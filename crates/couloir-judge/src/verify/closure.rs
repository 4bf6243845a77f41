//! Rule `closure`: nobody is on a closed leg, nobody enters a closed passage.

use crate::verdict::{Amount, Rule};
use crate::walk::{Report, Walk};

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
            let closed = walk.roads.passage_closures(passing.passage);
            for window in closed.iter().filter(|window| window.overlaps(passing.enter, passing.enter)) {
                let message =
                    format!("it enters at {}, closed from {} to {}", passing.enter, window.from(), window.until());
                let by = Amount::Seconds(window.until().since(passing.enter).0);
                report.add(Rule::Closure, call.spot_in(passing.passage), by, message);
            }
        }
    }
}
