//! Rule `headway`: the least time between two convoys that enter a passage with the same heading.

use super::convoy::soonest;
use crate::convoys::{Marshal, Wait};
use crate::verdict::{Amount, Rule};
use crate::walk::Report;

pub(crate) fn check(marshal: &Marshal<'_>, report: &mut Report) {
    for (index, formed) in marshal.convoys.iter().enumerate() {
        let (enter, Some(after)) = (formed.convoy.enter, soonest(marshal, index, |wait| wait == Wait::Headway)) else {
            continue;
        };
        // Before the one ahead it breaks the order; rule `convoy` says so.
        let behind = formed.ahead.is_none_or(|ahead| marshal.convoys[ahead].convoy.enter <= enter);
        if behind && enter < after {
            let ahead = formed.ahead.map_or("those who are through".to_owned(), |ahead| format!("entry {}", ahead + 1));
            let message = format!("it enters at {enter}, the headway to {ahead} ends at {after}");
            report.add(Rule::Headway, formed.spot(index), Amount::Seconds(after.since(enter).0), message);
        }
    }
}
