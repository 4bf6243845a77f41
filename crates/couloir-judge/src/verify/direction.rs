//! Rule `direction`: where one way at a time is used, nobody enters before those who came the other way are through.

use super::convoy::soonest;
use crate::convoys::{Marshal, Wait};
use crate::verdict::{Amount, Rule};
use crate::walk::Report;

pub(crate) fn check(marshal: &Marshal<'_>, report: &mut Report) {
    for (index, formed) in marshal.convoys.iter().enumerate() {
        let enter = formed.convoy.enter;
        let Some(through) = soonest(marshal, index, |wait| wait == Wait::Oncoming) else { continue };
        let behind = formed.oncoming.is_none_or(|oncoming| marshal.convoys[oncoming].convoy.enter <= enter);
        if behind && enter < through {
            let who = formed.oncoming.map_or("one before".to_owned(), |oncoming| format!("entry {}", oncoming + 1));
            let message = format!("it enters at {enter}, {who} comes the other way until {through}");
            report.add(Rule::Direction, formed.spot(index), Amount::Seconds(through.since(enter).0), message);
        }
    }
}
