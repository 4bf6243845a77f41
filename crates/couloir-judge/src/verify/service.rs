//! Rule `service`: loading and unloading take `fixed + ceil(Σ per_person × people × boarding / 1000)` seconds.

use crate::verdict::{Amount, Rule};
use crate::walk::{Report, Walk};

pub(crate) fn check(walk: &Walk<'_>, report: &mut Report) {
    for call in &walk.calls {
        let (start, end) = (call.visit.start, call.visit.end);
        let expected = start + call.length;
        if end != expected {
            let message = format!("from {start} to {end}, it takes {}", call.length);
            report.add(Rule::Service, call.spot(), Amount::Seconds(end.0.abs_diff(expected.0)), message);
        }
    }
}
