//! Rule `reconfiguration`: a changed configuration takes its time between two trips, before setting off.
//!
//! Before its first trip a vehicle is fitted out at the depot, which takes nothing.

use crate::verdict::{Amount, Rule};
use crate::walk::{Report, Walk};

pub(crate) fn check(walk: &Walk<'_>, report: &mut Report) {
    for call in walk.calls.iter().filter(|call| call.refit.0 > 0) {
        let depart = call.visit.depart;
        if call.free <= depart && depart < call.ready() {
            let message = format!("it sets off at {depart}, fitted out for this trip at {}", call.ready());
            report.add(Rule::Reconfiguration, call.spot(), Amount::Seconds(call.ready().since(depart).0), message);
        }
    }
}
