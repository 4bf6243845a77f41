//! Rule `direction`: where one way at a time is used, nobody enters before those who came the other way are through.

use super::convoy::soonest;
use crate::convoys::{Marshal, Wait};
use crate::verdict::{Amount, Rule};
use crate::walk::Report;

pub(crate) fn check(marshal: &Marshal<'_>, report: &mut Report) {
    for (index, formed) in marshal.convoys.iter().enumerate() {
        let (enter, Some(oncoming)) = (formed.convoy.enter, formed.oncoming) else { continue };
        let Some(through) = soonest(marshal, index, |wait| wait == Wait::Oncoming) else { continue };
        if marshal.convoys[oncoming].convoy.enter <= enter && enter < through {
            let message = format!("it enters at {enter}, entry {} comes the other way until {through}", oncoming + 1);
            report.add(Rule::Direction, formed.spot(index), Amount::Seconds(through.since(enter).0), message);
        }
    }
}
