//! Rule `range`: the way of a vehicle over the whole plan.

use crate::verdict::{Amount, Rule, Spot};
use crate::walk::{Report, Walk};
use couloir_model::quantity::Metres;

pub(crate) fn check(walk: &Walk<'_>, report: &mut Report) {
    for (vehicle, calls) in &walk.routes {
        let ways = walk.calls[calls.clone()].iter().filter_map(|call| call.way.as_ref());
        let gone: Metres = ways.map(|way| way.leg.metres).sum();
        if let Some(most) = walk.scenario.class_of(*vehicle).range.filter(|most| gone > *most) {
            let message = format!("it goes {gone}, its range is {most}");
            report.add(Rule::Range, Spot::vehicle(*vehicle), Amount::Metres(gone.0 - most.0), message);
        }
    }
}
