//! Rule `travel`: there is a road, and each piece of the leg takes at least its travel time.

use crate::earliest::stretch;
use crate::verdict::{Amount, Rule};
use crate::walk::{Call, Report, Walk};
use couloir_model::clock::Moment;
use couloir_model::quantity::Seconds;

pub(crate) fn check(walk: &Walk<'_>, report: &mut Report) {
    for call in &walk.calls {
        match &call.way {
            Some(_) => check_leg(call, report),
            None if call.known_from => {
                report.add(Rule::Travel, call.spot(), Amount::Entries(1), "the vehicle has no road to this place");
            }
            None => {}
        }
    }
}

fn check_leg(call: &Call<'_>, report: &mut Report) {
    let Some(expected) = expected(call) else { return };
    for (passing, reach) in call.visit.passings.iter().zip(&expected.reach) {
        if passing.reach < *reach {
            let message = format!("it is in front of the passage at {}, not before {reach}", passing.reach);
            let by = Amount::Seconds(reach.since(passing.reach).0);
            report.add(Rule::Travel, call.spot_in(passing.passage), by, message);
        }
    }
    let arrive = call.visit.arrive;
    if arrive < expected.arrive {
        let message = format!("it arrives at {arrive}, not before {}", expected.arrive);
        report.add(Rule::Travel, call.spot(), Amount::Seconds(expected.arrive.since(arrive).0), message);
    }
}

/// When a leg brings its vehicle in front of each passage and to its end, given when it leaves what comes before.
pub(super) struct Expected {
    pub(super) reach: Vec<Moment>,
    pub(super) arrive: Moment,
}

/// From the moments that the plan writes. A plan that does not list the leg's passages is held to the road alone.
pub(super) fn expected(call: &Call<'_>) -> Option<Expected> {
    let way = call.way.as_ref()?;
    let (mut clock, mut driven, mut reach) = (call.visit.depart, Seconds::ZERO, Vec::new());
    if super::passage::lists_those_of_the_leg(call) {
        for (crossing, passing) in way.crossings.iter().zip(&call.visit.passings) {
            reach.push(clock + stretch(driven, crossing.offset));
            (clock, driven) = (passing.leave, crossing.offset);
        }
    }
    Some(Expected { reach, arrive: clock + stretch(driven, way.leg.seconds) })
}
