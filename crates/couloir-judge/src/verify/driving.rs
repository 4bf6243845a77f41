//! Rule `driving`: the crew's time on the road over the whole plan, waiting apart.

use crate::verdict::{Amount, Rule, Spot};
use crate::walk::{Call, Report, Walk};
use couloir_model::quantity::Seconds;

pub(crate) fn check(walk: &Walk<'_>, report: &mut Report) {
    for (vehicle, calls) in &walk.routes {
        let driven = driven(&walk.calls[calls.clone()]);
        if let Some(most) = walk.scenario.class_of(*vehicle).driving_max.filter(|most| driven > *most) {
            let message = format!("its crew drives {driven}, at most {most}");
            report.add(Rule::Driving, Spot::vehicle(*vehicle), Amount::Seconds(driven.0 - most.0), message);
        }
    }
}

/// The time on the road of some visits.
pub(super) fn driven(calls: &[Call<'_>]) -> Seconds {
    calls.iter().filter_map(|call| call.way.as_ref()).map(|way| way.leg.seconds).sum()
}
