//! The rules, one module each, under the names that stand in messages and in the manual.
//!
//! How a plan is read: each written moment is held against what the rules give *for the moments written before it*, so
//! that one wrong moment is reported once, where it is wrong, and not again at everything that follows from it. A plan
//! without violations is therefore, moment for moment, the one that [`crate::timetable()`] writes.

pub mod vehicle;

pub mod trip;

pub mod people;

pub mod group;

pub mod arrival;

pub mod capacity;

pub mod shelter;

pub mod availability;

pub mod reconfiguration;

pub mod travel;

pub mod passage;

pub mod closure;

pub mod headway;

pub mod direction;

pub mod screening;

pub mod convoy;

pub mod escort;

pub mod window;

pub mod service;

pub mod berth;

pub mod reception;

pub mod queue;

pub mod moment;

pub mod driving;

pub mod range;

pub mod reason;

pub mod deadline;

pub mod total;

pub mod under_way;

mod line;

use crate::convoys::Marshal;
use crate::verdict::Verdict;
use crate::walk::{Report, Walk};
use couloir_model::id::{SiteId, VehicleId};
use couloir_model::plan::Plan;
use couloir_model::quantity::People;
use couloir_model::scenario::Scenario;
use couloir_model::travel::TravelTimes;

/// Walks `plan` with books of its own and says everything that is wrong with it.
///
/// Never fails, whatever the plan: what makes no sense is a violation. Numbers in the verdict are those of the plan's
/// written moments, so that they can be compared with what the plan claims.
#[must_use]
pub fn verify(scenario: &Scenario, travel: &TravelTimes, plan: &Plan) -> Verdict {
    judge(scenario, travel, plan, &Aboard::new())
}

/// For each vehicle with people on board of whom the operation begins, the site on board.
type Aboard = std::collections::BTreeMap<VehicleId, SiteId>;

fn judge(scenario: &Scenario, travel: &TravelTimes, plan: &Plan, aboard: &Aboard) -> Verdict {
    let walk = Walk::of(scenario, travel, plan);
    let mut report = Report::default();

    vehicle::check(&walk, &mut report);
    trip::check(&walk, &mut report);
    people::check(&walk, &mut report);
    group::check(&walk, &mut report);
    arrival::check(&walk, &mut report);
    capacity::check(&walk, &mut report);
    shelter::check(&walk, &mut report);
    availability::check(&walk, &mut report);
    reconfiguration::check(&walk, &mut report);
    travel::check(&walk, &mut report);
    passage::check(&walk, &mut report);
    closure::check(&walk, &mut report);

    let marshal = Marshal::of(&walk);
    headway::check(&marshal, &mut report);
    direction::check(&marshal, &mut report);
    let held = screening::check(&walk, &marshal, &mut report);
    convoy::check(&walk, &marshal, &mut report);
    escort::check(&walk, &marshal, &mut report);

    window::check(&walk, &mut report);
    service::check(&walk, &mut report);

    let crowded = berth::check(&walk, &mut report);
    let rushed = reception::check(&walk, &mut report);
    let explained: std::collections::BTreeSet<usize> = crowded.union(&rushed).copied().collect();
    let deviations = line::deviations(&walk, &explained);
    queue::check(&walk, &deviations, &mut report);
    moment::check(&walk, &deviations, &held, &mut report);

    driving::check(&walk, &mut report);
    range::check(&walk, &mut report);
    reason::check(&walk, aboard, &mut report);
    deadline::check(&walk, &mut report);
    let sums = total::check(&walk, &mut report);

    let mut violations = report.0;
    // Stable, so that within a rule they stay in the order of the walk.
    violations.sort_by_key(|violation| violation.rule);
    Verdict {
        violations,
        clearance: sums.clearance,
        person_seconds: sums.person_seconds,
        driving: sums.driving,
        moved: cut(sums.moved),
        late: cut(sums.late),
        left: plan.left(),
        queueing: walk.calls.iter().map(|call| call.visit.queueing()).sum(),
        made_for_this: plan.scenario == scenario.id(travel),
    }
}

fn cut(people: u64) -> People {
    People(u32::try_from(people).unwrap_or(u32::MAX))
}
