//! Rule `trip`: what a route and a trip are made of.

use crate::verdict::{Amount, Rule, Spot, Stage};
use crate::walk::{Report, Walk};
use couloir_model::plan::{Route, Stop, Trip};
use couloir_model::scenario::Class;
use std::collections::BTreeSet;

pub(crate) fn check(walk: &Walk<'_>, report: &mut Report) {
    for route in &walk.plan.routes {
        if route.trips.is_empty() {
            let spot = Spot::vehicle(route.vehicle);
            report.add(Rule::Trip, spot, Amount::Entries(1), "the route has no trip");
        }
        for (index, trip) in route.trips.iter().enumerate() {
            check_trip(walk, report, route, index, trip);
        }
    }
}

fn check_trip(walk: &Walk<'_>, report: &mut Report, route: &Route, index: usize, trip: &Trip) {
    let spot = Spot::trip(route.vehicle, index);
    let stops = trip.stops.len();
    if stops == 0 {
        report.add(Rule::Trip, spot, Amount::Entries(1), "the trip has no stop");
    }
    if let Some(most) = walk.scenario.stops_max.map(|most| most.get() as usize).filter(|most| stops > *most) {
        let message = format!("the trip has {stops} stops, at most {most} are allowed");
        report.add(Rule::Trip, spot, Amount::Entries((stops - most) as u64), message);
    }
    if configurations(walk, route).is_some_and(|class| trip.configuration.index() >= class.configurations.len()) {
        let message = format!("the class has no such configuration: {}", trip.configuration.0);
        report.add(Rule::Trip, spot, Amount::Entries(1), message);
    }
    let mut seen = BTreeSet::new();
    for (position, stop) in trip.stops.iter().enumerate() {
        let spot = Spot { visit: Some(position), stage: Some(Stage::Site(stop.site)), ..spot };
        if !seen.insert(stop.site) {
            report.add(Rule::Trip, spot, Amount::Entries(1), "the trip stops twice at this site");
        }
        check_stop(walk, report, spot, stop);
    }
    let shelter = trip.unloading.shelter;
    if shelter.index() >= walk.scenario.shelters.len() {
        let spot = Spot { visit: Some(stops), stage: Some(Stage::Shelter(shelter)), ..spot };
        report.add(Rule::Trip, spot, Amount::Entries(1), format!("no such shelter: {}", shelter.0));
    }
}

fn check_stop(walk: &Walk<'_>, report: &mut Report, spot: Spot, stop: &Stop) {
    let (needs, found) = (walk.scenario.needs.len(), stop.load.counts().len());
    if stop.site.index() >= walk.scenario.sites.len() {
        report.add(Rule::Trip, spot, Amount::Entries(1), format!("no such site: {}", stop.site.0));
    }
    if found != needs {
        let message = format!("the load has {found} entries by need, not {needs}");
        report.add(Rule::Trip, spot, Amount::Entries(found.abs_diff(needs) as u64), message);
    }
    if stop.load.is_empty() {
        report.add(Rule::Trip, spot, Amount::People(1), "nobody boards");
    }
}

fn configurations<'a>(walk: &Walk<'a>, route: &Route) -> Option<&'a Class> {
    let row = walk.scenario.vehicles.get(route.vehicle.index())?;
    Some(walk.scenario.class(row.class))
}
