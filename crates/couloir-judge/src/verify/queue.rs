//! Rule `queue`: first come, first served; ties go to the vehicle that stands first in the fleet.

use super::line::{Deviation, Kind};
use crate::verdict::{Amount, Rule};
use crate::walk::{Report, Walk};

pub(super) fn check(walk: &Walk<'_>, deviations: &[Deviation], report: &mut Report) {
    for deviation in deviations {
        let call = &walk.calls[deviation.call];
        let (start, expected) = (call.visit.start, deviation.expected);
        let message = match deviation.kind {
            Kind::BeforeItsTurn => format!("it is served at {start}, before its turn at {expected}"),
            Kind::Overtaken => {
                format!("it is served at {start}, after one that joined later; its turn is at {expected}")
            }
            Kind::Idle => continue,
        };
        report.add(Rule::Queue, call.spot(), Amount::Seconds(start.0.abs_diff(expected.0)), message);
    }
}
