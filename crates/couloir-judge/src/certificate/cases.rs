//! Cases: whatever numbers of trips a plan may have, they have to fall into one of them.

use super::Refusal;
use couloir_model::certificate::{Case, TripCount, TripKind};
use couloir_model::scenario::Scenario;
use std::collections::BTreeMap;

/// From so many trips to so many, by kind; any number where a kind is not named, or has no most.
type Ranges = BTreeMap<TripKind, (u64, Option<u64>)>;

/// Looks at a case up to which cases are checked, a second or so: far more than any certificate of ours takes.
const LOOKS_MAX: usize = 1 << 22;

/// Splits within splits up to which cases are checked.
const DEPTH_MAX: u32 = 1_000;

/// Refuses cases that leave out some numbers of trips.
pub(super) fn cover_everything(scenario: &Scenario, cases: &[Case]) -> Result<(), Refusal> {
    let ranges: Vec<_> = cases.iter().map(ranges).collect();
    for (at, (case, ranges)) in cases.iter().zip(&ranges).enumerate() {
        let known = ranges.keys().all(|kind| is_known(scenario, kind));
        let some = ranges.values().all(|(least, most)| most.is_none_or(|most| *least <= most));
        // A cost of what is not limited would be a charge for nothing.
        let charged = case.counts.iter().all(|count| count.costs == 0 || count.at_most.is_some());
        if ranges.len() != case.counts.len() || !known || !some || !charged {
            return Err(Refusal::UnsoundCase(at + 1));
        }
    }
    let mut looks = LOOKS_MAX;
    let kinds = ranges.iter().flat_map(Ranges::keys);
    let all = kinds.map(|kind| (*kind, (0, Some(trips_max(scenario, kind))))).collect();
    if covered(&all, &ranges, DEPTH_MAX, &mut looks) { Ok(()) } else { Err(Refusal::CasesMissing) }
}

/// No plan has more trips of a kind: at every stop somebody boards.
fn trips_max(scenario: &Scenario, kind: &TripKind) -> u64 {
    let people = |site| -> u64 { scenario.planned(site).counts().iter().map(|people| u64::from(people.0)).sum() };
    kind.site.map_or_else(|| scenario.site_ids().map(people).sum(), people)
}

fn is_known(scenario: &Scenario, kind: &TripKind) -> bool {
    kind.vehicle.is_none_or(|vehicle| vehicle.index() < scenario.vehicles.len())
        && kind.site.is_none_or(|site| site.index() < scenario.sites.len())
        && kind.shelter.is_none_or(|shelter| shelter.index() < scenario.shelters.len())
}

fn ranges(case: &Case) -> Ranges {
    let count = |count: &TripCount| (count.kind, (u64::from(count.at_least), count.at_most.map(u64::from)));
    case.counts.iter().map(count).collect()
}

/// True when all numbers within `all` fall into some case.
fn covered(all: &Ranges, cases: &[Ranges], depth: u32, looks: &mut usize) -> bool {
    let Some(left) = looks.checked_sub(cases.len()) else { return false };
    *looks = left;
    let of = |ranges: &Ranges, kind: &TripKind| ranges.get(kind).copied().unwrap_or((0, None));
    let meets = |one: (u64, Option<u64>), two: (u64, Option<u64>)| {
        two.1.is_none_or(|most| one.0 <= most) && one.1.is_none_or(|most| two.0 <= most)
    };
    let case = cases.iter().find(|case| case.iter().all(|(kind, range)| meets(of(all, kind), *range)));
    let Some(case) = case else { return false };
    // Where the case ends within `all`, on one side there is the case, on the other the rest.
    for (kind, (least, most)) in case {
        let (from, until) = of(all, kind);
        let cut = if *least > from {
            least - 1
        } else if let Some(most) = most.filter(|most| until.is_none_or(|until| *most < until)) {
            most
        } else {
            continue;
        };
        if depth == 0 {
            return false;
        }
        let (mut below, mut above) = (all.clone(), all.clone());
        below.insert(*kind, (from, Some(cut)));
        above.insert(*kind, (cut + 1, until));
        return covered(&below, cases, depth - 1, looks) && covered(&above, cases, depth - 1, looks);
    }
    true
}
