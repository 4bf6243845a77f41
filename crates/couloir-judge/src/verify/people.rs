//! Rule `people`: loaded and not moved together are those who are planned for, at each site and by need, exactly.

use crate::verdict::{Amount, Rule, Spot};
use crate::walk::{Report, Walk, counts};
use couloir_model::id::SiteId;

pub(crate) fn check(walk: &Walk<'_>, report: &mut Report) {
    let scenario = walk.scenario;
    let needs = scenario.needs.len();
    let (loaded, left) = (loaded(walk), left(walk, report));
    let entries = walk.plan.planned.len();
    if entries != scenario.sites.len() {
        let message = format!("the plan names its people for {entries} sites, not {}", scenario.sites.len());
        let by = entries.abs_diff(scenario.sites.len()) as u64;
        report.add(Rule::People, Spot::plan(), Amount::Entries(by), message);
    }
    for site in scenario.site_ids() {
        let planned = counts(&scenario.planned(site), needs);
        let claimed = walk.plan.planned.get(site.index());
        if let Some(found) = claimed.map(|load| load.counts().len()).filter(|found| *found != needs) {
            let message = format!("the people planned for have {found} entries by need, not {needs}");
            report.add(Rule::People, Spot::site(site), Amount::Entries(found.abs_diff(needs) as u64), message);
        }
        let claimed = claimed.map(|load| counts(load, needs));
        for need in 0..needs {
            let name = &scenario.needs[need].name;
            if let Some(claimed) = claimed.as_ref().map(|claimed| claimed[need]).filter(|one| *one != planned[need]) {
                let message =
                    format!("the plan provides for {claimed} of `{name}`, the operation for {}", planned[need]);
                report.add(Rule::People, Spot::site(site), people(claimed, planned[need]), message);
            }
            let (loaded, left) = (loaded[site.index()][need], left[site.index()][need]);
            if loaded + left != planned[need] {
                let message = format!(
                    "{loaded} of `{name}` are loaded and {left} are listed as not moved, planned for are {}",
                    planned[need]
                );
                report.add(Rule::People, Spot::site(site), people(loaded + left, planned[need]), message);
            }
        }
    }
}

/// Everybody loaded, by site and need.
pub(super) fn loaded(walk: &Walk<'_>) -> Vec<Vec<u64>> {
    let needs = walk.scenario.needs.len();
    let mut loaded = vec![vec![0; needs]; walk.scenario.sites.len()];
    let stops = walk.plan.routes.iter().flat_map(|route| &route.trips).flat_map(|trip| &trip.stops);
    for stop in stops {
        add(&mut loaded, stop.site, &counts(&stop.load, needs));
    }
    loaded
}

/// Everybody listed as not moved, by site and need.
fn left(walk: &Walk<'_>, report: &mut Report) -> Vec<Vec<u64>> {
    let needs = walk.scenario.needs.len();
    for entry in &walk.plan.not_moved {
        let spot = Spot::site(entry.site);
        if entry.site.index() >= walk.scenario.sites.len() {
            let by = Amount::People(entry.people.total().0.into());
            report.add(
                Rule::People,
                spot,
                by,
                format!("people are listed as not moved at no such site: {}", entry.site.0),
            );
        }
        let found = entry.people.counts().len();
        if found != needs {
            let message = format!("those listed as not moved have {found} entries by need, not {needs}");
            report.add(Rule::People, spot, Amount::Entries(found.abs_diff(needs) as u64), message);
        }
    }
    left_by_site(walk)
}

/// Everybody listed as not moved, by site and need.
pub(super) fn left_by_site(walk: &Walk<'_>) -> Vec<Vec<u64>> {
    let needs = walk.scenario.needs.len();
    let mut left = vec![vec![0; needs]; walk.scenario.sites.len()];
    for entry in &walk.plan.not_moved {
        add(&mut left, entry.site, &counts(&entry.people, needs));
    }
    left
}

fn add(books: &mut [Vec<u64>], site: SiteId, people: &[u64]) {
    if let Some(book) = books.get_mut(site.index()) {
        book.iter_mut().zip(people).for_each(|(sum, people)| *sum += people);
    }
}

fn people(found: u64, expected: u64) -> Amount {
    Amount::People(found.abs_diff(expected))
}
