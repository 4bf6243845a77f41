//! Rule `group`: families and households are never split.
//!
//! Each group stands in at most one stop, at its own site; the groups of a stop fit into its load; and those who stand in
//! no stop are whole groups that stay, so that at least their people are listed as not moved. Where a site holds more
//! people in groups than the plan provides for, the difference may stand nowhere.

use super::people::left_by_site;
use crate::verdict::{Amount, Rule, Spot, Stage};
use crate::walk::{Report, Walk, counts};
use couloir_model::id::GroupId;
use couloir_model::plan::Stop;
use std::collections::BTreeSet;

pub(crate) fn check(walk: &Walk<'_>, report: &mut Report) {
    let mut boarded = BTreeSet::new();
    for route in &walk.plan.routes {
        for (index, trip) in route.trips.iter().enumerate() {
            for (position, stop) in trip.stops.iter().enumerate() {
                let stage = Some(Stage::Site(stop.site));
                let spot = Spot { visit: Some(position), stage, ..Spot::trip(route.vehicle, index) };
                check_stop(walk, report, spot, stop, &mut boarded);
            }
        }
    }
    check_left(walk, report, &boarded);
}

fn check_stop(walk: &Walk<'_>, report: &mut Report, spot: Spot, stop: &Stop, boarded: &mut BTreeSet<GroupId>) {
    let needs = walk.scenario.needs.len();
    let mut together = vec![0; needs];
    for id in &stop.groups {
        let Some(group) = walk.scenario.groups.get(id.index()) else {
            report.add(Rule::Group, spot, Amount::Entries(1), format!("no such group: {}", id.0));
            continue;
        };
        let size = u64::from(group.people.total().0);
        if group.site != stop.site {
            let message = format!("a group of {size} that waits at another site: `{}`", group.token);
            report.add(Rule::Group, spot, Amount::People(size), message);
        }
        if !boarded.insert(*id) {
            let message = format!("a group of {size} boards twice: `{}`", group.token);
            report.add(Rule::Group, spot, Amount::People(size), message);
        }
        together.iter_mut().zip(counts(&group.people, needs)).for_each(|(sum, people)| *sum += people);
    }
    for (need, (together, load)) in together.iter().zip(counts(&stop.load, needs)).enumerate() {
        if *together > load {
            let name = &walk.scenario.needs[need].name;
            let message = format!("the groups on board have {together} of `{name}`, the load has {load}");
            report.add(Rule::Group, spot, Amount::People(together - load), message);
        }
    }
}

fn check_left(walk: &Walk<'_>, report: &mut Report, boarded: &BTreeSet<GroupId>) {
    if walk.scenario.groups.is_empty() {
        return;
    }
    let (needs, sites) = (walk.scenario.needs.len(), walk.scenario.sites.len());
    let (mut known, mut staying) = (vec![vec![0; needs]; sites], vec![vec![0; needs]; sites]);
    for id in walk.scenario.group_ids() {
        let group = walk.scenario.group(id);
        for (need, people) in counts(&group.people, needs).into_iter().enumerate() {
            known[group.site.index()][need] += people;
            staying[group.site.index()][need] += if boarded.contains(&id) { 0 } else { people };
        }
    }
    let left = left_by_site(walk);
    for site in walk.scenario.site_ids() {
        let planned = counts(&walk.scenario.planned(site), needs);
        for need in 0..needs {
            let beyond = known[site.index()][need].saturating_sub(planned[need]);
            let (staying, left) = (staying[site.index()][need], left[site.index()][need]);
            if staying > left + beyond {
                let name = &walk.scenario.needs[need].name;
                let message = format!(
                    "groups with {staying} of `{name}` board no vehicle as a whole, listed as not moved are {left}"
                );
                report.add(Rule::Group, Spot::site(site), Amount::People(staying - left - beyond), message);
            }
        }
    }
}
