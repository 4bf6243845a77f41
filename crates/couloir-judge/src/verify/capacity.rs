//! Rule `capacity`: after each stop, everybody on board has a place of their kind in the trip's configuration.

use crate::verdict::{Amount, Rule};
use crate::walk::{Report, Walk};

pub(crate) fn check(walk: &Walk<'_>, report: &mut Report) {
    for call in walk.calls.iter().filter(|call| !call.unloads()) {
        let Some(configuration) = call.configuration else { continue };
        for (need, (places, on_board)) in configuration.capacity.places().iter().zip(&call.on_board).enumerate() {
            // A stop that adds nobody of this need does not break the rule again.
            if *on_board > u64::from(places.0) && call.people[need] > 0 {
                let name = &walk.scenario.needs[need].name;
                let message = format!("{on_board} of `{name}` on board, places in `{}`: {places}", configuration.name);
                report.add(Rule::Capacity, call.spot(), Amount::People(on_board - u64::from(places.0)), message);
            }
        }
    }
}
