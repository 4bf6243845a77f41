//! Rule `deadline`: nobody is left for a deadline that the operation does not have.
//!
//! A plan may bring people out after the deadline; they are better out late than left, and do not count as brought out in
//! time. How many they are stands in [`crate::Verdict::late`] and is no violation, for a plan makes no claim about it.

use crate::verdict::{Amount, Rule, Spot};
use crate::walk::{Report, Walk};
use couloir_model::plan::Reason;

pub(crate) fn check(walk: &Walk<'_>, report: &mut Report) {
    if walk.scenario.deadline.is_some() {
        return;
    }
    for entry in walk.plan.not_moved.iter().filter(|entry| entry.reason == Reason::Deadline) {
        let by = Amount::People(entry.people.total().0.into());
        let message = "they are left for the deadline, and the operation has none";
        report.add(Rule::Deadline, Spot::site(entry.site), by, message);
    }
}
