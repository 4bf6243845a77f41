//! Rule `window`: loading and unloading begin and end inside one opening window.

use crate::verdict::{Amount, Rule};
use crate::walk::{Report, Walk};

pub(crate) fn check(walk: &Walk<'_>, report: &mut Report) {
    for call in &walk.calls {
        let open = walk.open(call.stage);
        let (start, end) = (call.visit.start, call.visit.end);
        if open.is_always() || open.windows().iter().any(|window| window.holds(start, end)) {
            continue;
        }
        // What sticks out of the window that it fits best.
        let out = open.windows().iter().map(|window| window.from().since(start) + end.since(window.until())).min();
        let by = out.unwrap_or_default().0;
        let message = format!("from {start} to {end}, outside the opening windows");
        report.add(Rule::Window, call.spot(), Amount::Seconds(by), message);
    }
}
