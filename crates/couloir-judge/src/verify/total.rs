//! Rule `total`: what the plan claims of itself, added up again.

use super::driving::driven;
use crate::verdict::{Amount, Rule, Spot, Stage};
use crate::walk::{Report, Walk};
use couloir_model::clock::Moment;
use couloir_model::quantity::{PersonSeconds, Seconds};

/// The plan's sums, from its written moments.
pub(super) struct Sums {
    pub(super) clearance: Moment,
    pub(super) person_seconds: PersonSeconds,
    pub(super) driving: Seconds,
    pub(super) moved: u64,
    pub(super) late: u64,
}

pub(super) fn check(walk: &Walk<'_>, report: &mut Report) -> Sums {
    let (sums, plan) = (sums(walk), walk.plan);
    let mut add = |by, message: String| report.add(Rule::Total, Spot::plan(), by, message);
    if plan.clearance != sums.clearance {
        let by = Amount::Seconds(plan.clearance.0.abs_diff(sums.clearance.0));
        add(
            by,
            format!("the plan claims clearance at {}, its last unloading ends at {}", plan.clearance, sums.clearance),
        );
    }
    if plan.person_seconds != sums.person_seconds {
        let by = Amount::PersonSeconds(plan.person_seconds.0.abs_diff(sums.person_seconds.0));
        let message =
            format!("the plan claims {} person-seconds, they add up to {}", plan.person_seconds, sums.person_seconds);
        add(by, message);
    }
    if plan.driving != sums.driving {
        let by = Amount::Seconds(plan.driving.0.abs_diff(sums.driving.0));
        add(by, format!("the plan claims {} of driving, its legs add up to {}", plan.driving, sums.driving));
    }
    // With people left behind a plan may well be done before a bound for everybody.
    if let Some(bound) = plan.bound.filter(|bound| bound.at_least > sums.clearance && plan.not_moved.is_empty()) {
        let by = Amount::Seconds(bound.at_least.since(sums.clearance).0);
        add(
            by,
            format!("the plan claims that no plan clears before {}, and clears at {}", bound.at_least, sums.clearance),
        );
    }
    sums
}

fn sums(walk: &Walk<'_>) -> Sums {
    let mut sums = Sums {
        clearance: Moment::START,
        person_seconds: PersonSeconds(0),
        driving: driven(&walk.calls),
        moved: 0,
        late: 0,
    };
    for call in walk.calls.iter().filter(|call| call.unloads() && call.total() > 0) {
        let (people, end) = (call.total(), call.visit.end);
        sums.clearance = sums.clearance.max(end);
        sums.person_seconds += PersonSeconds(u128::from(people) * u128::from(end.0));
        sums.moved += people;
        sums.late += if walk.scenario.deadline.is_some_and(|deadline| end > deadline) { people } else { 0 };
    }
    sums
}

/// Everybody taken in, by shelter and need.
pub(super) fn taken(walk: &Walk<'_>) -> Vec<Vec<u64>> {
    let mut taken = vec![vec![0; walk.scenario.needs.len()]; walk.scenario.shelters.len()];
    for call in &walk.calls {
        if let Stage::Shelter(shelter) = call.stage {
            taken[shelter.index()].iter_mut().zip(&call.people).for_each(|(sum, people)| *sum += people);
        }
    }
    taken
}
