//! One number of people for a whole operation, shared out among its sites.

use crate::interval::{Interval, PlanFor};
use crate::quantity::People;
use crate::scenario::Scenario;

/// Why a number cannot be shared out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DemandError {
    /// No site has people, so that there are no shares.
    #[error(
        "no site has people, so that there is nothing to share by\n  help: write a first guess into the column `people`"
    )]
    NobodyAnywhere,
    /// The highest count is above [`crate::quantity::PEOPLE_MAX`].
    #[error("more people than an operation may hold: at most {}", crate::quantity::PEOPLE_MAX)]
    TooMany,
    /// Families are listed one by one.
    #[error("groups are listed one by one\n  help: leave the table `groups` out, or plan for the people of the tables")]
    Groups,
}

/// The scenario with `total` people in place of those of its sites, planned for `end` of it.
///
/// Each site, need and hour of arrival keeps its share of the best counts. Low, best and high are shared out one by one in whole people; the
/// rounding of each end is carried on to the next row, so that its sum is that of `total`, but for rows in which an end would pass
/// another and is held back.
///
/// # Errors
///
/// [`DemandError`] when there is nothing to share by, or people are listed in groups that no number can change.
pub fn share_out(scenario: &Scenario, total: Interval, end: PlanFor) -> Result<Scenario, DemandError> {
    let all = u64::from(scenario.waiting().best().0);
    if all == 0 {
        return Err(DemandError::NobodyAnywhere);
    }
    if !scenario.groups.is_empty() {
        return Err(DemandError::Groups);
    }
    let mut parts = scenario.clone().into_parts();
    parts.plan_for = end;
    let mut before = 0;
    for count in parts.sites.iter_mut().flat_map(|site| &mut site.waiting).flat_map(|arrival| &mut arrival.people) {
        let until = before + u64::from(count.best().0);
        let share = |people: People| share_of(people, before, until, all);
        let best = share(total.best());
        let (low, high) = (share(total.low()).min(best), share(total.high()).max(best));
        *count = Interval::new(low, best, high).unwrap_or(Interval::exactly(best));
        before = until;
    }
    Scenario::new(parts).map_err(|_| DemandError::TooMany)
}

/// The part of `people` that falls to the stretch from `before` to `until` of `all`.
fn share_of(people: People, before: u64, until: u64, all: u64) -> People {
    let upto = |mark: u64| u64::from(people.0) * mark / all;
    People(u32::try_from(upto(until) - upto(before)).unwrap_or(u32::MAX))
}
