//! Rule `vehicle`: routes belong to the vehicles of the fleet, one each, in their order.

use crate::verdict::{Amount, Rule, Spot};
use crate::walk::{Report, Walk};
use std::collections::BTreeSet;

pub(crate) fn check(walk: &Walk<'_>, report: &mut Report) {
    let mut seen = BTreeSet::new();
    let mut last = None;
    for route in &walk.plan.routes {
        let spot = Spot::vehicle(route.vehicle);
        let mut add = |message: String| report.add(Rule::Vehicle, spot, Amount::Vehicles(1), message);
        if route.vehicle.index() >= walk.scenario.vehicles.len() {
            add(format!("no such vehicle in a fleet of {}: {}", walk.scenario.vehicles.len(), route.vehicle.0));
        }
        if !seen.insert(route.vehicle) {
            add("the vehicle has more than one route".to_owned());
        } else if last.is_some_and(|last| last > route.vehicle) {
            add("the route stands after that of a vehicle that comes later in the fleet".to_owned());
        }
        last = Some(route.vehicle);
    }
}
