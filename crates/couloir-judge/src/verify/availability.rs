//! Rule `availability`: nobody leaves the depot too soon or unloads for the last time too late.

use crate::verdict::{Amount, Rule};
use crate::walk::{Report, Walk};

pub(crate) fn check(walk: &Walk<'_>, report: &mut Report) {
    for (vehicle, calls) in &walk.routes {
        let row = walk.scenario.vehicle(*vehicle);
        let calls = &walk.calls[calls.clone()];
        if let Some(call) = calls.first().filter(|call| call.first && call.visit.depart < row.available_from) {
            let by = Amount::Seconds(row.available_from.since(call.visit.depart).0);
            let message = format!("it leaves at {}, available from {}", call.visit.depart, row.available_from);
            report.add(Rule::Availability, call.spot(), by, message);
        }
        let until = row.available_until;
        if let Some((call, until)) = calls.last().zip(until).filter(|(call, until)| call.visit.end > *until) {
            let by = Amount::Seconds(call.visit.end.since(until).0);
            let message = format!("it has unloaded for the last time at {}, available until {until}", call.visit.end);
            report.add(Rule::Availability, call.spot(), by, message);
        }
    }
}
