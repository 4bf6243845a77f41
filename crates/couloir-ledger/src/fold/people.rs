//! Who still waits, and who has been received.
//!
//! The books count men, women and children; a scenario counts people by need. Those in wheelchairs and on stretchers are the
//! people of the needs of that name, and all others of the first need that has another.

use super::Fold;
use crate::books::{Account, Books, Column, Tally, Transfer};
use crate::count::Line;
use crate::event::Method;
use crate::name::Name;
use couloir_model::id::{NeedId, SiteId};
use couloir_model::interval::Interval;
use couloir_model::load::Load;
use couloir_model::quantity::People;
use couloir_model::scenario::Scenario;

/// Who still waits, one list by need a site.
///
/// Where heads were counted at a site, their number less those who left it since; where somebody only estimated it, the
/// estimate widened to what the operation file says less those who left; and where nobody said it, the file's number alone.
pub(super) fn remaining(fold: &mut Fold<'_>, books: &Books) -> Vec<Vec<Interval>> {
    let scenario = fold.known.scenario;
    report_unknown_places(fold, books);
    scenario.site_ids().map(|site| remaining_at(fold, books, site)).collect()
}

fn remaining_at(fold: &Fold<'_>, books: &Books, site: SiteId) -> Vec<Interval> {
    let scenario = fold.known.scenario;
    let row = scenario.site(site);
    let Ok(name) = Name::new(&row.name) else { return vec![Interval::exactly(People(0)); scenario.needs.len()] };
    let balance = books.balance(&Account::Site(name.clone())).tally;
    let opening = books.openings().get(&name);
    let left = match opening {
        None => by_need(scenario, Tally::default() - balance),
        Some(_) => {
            // Nobody leaves by being sorted.
            let leaves =
                |transfer: &&Transfer| transfer.from == Account::Site(name.clone()) && transfer.to != Account::Sorting;
            let from_here = books.transfers().iter().filter(leaves);
            let to_here = books
                .transfers()
                .iter()
                .filter(|transfer| transfer.to == Account::Site(name.clone()) && transfer.from != Account::Opening);
            let out = from_here.fold(Tally::default(), |sum, transfer| sum + transfer.tally);
            by_need(scenario, to_here.fold(out, |sum, transfer| sum - transfer.tally))
        }
    };
    let given = |need: NeedId, is_meant: &dyn Fn(u64) -> bool| -> Interval {
        row.waiting.iter().filter(|arrival| is_meant(arrival.from.0)).map(|arrival| arrival.people[need.index()]).sum()
    };
    let here = by_need(scenario, balance);
    scenario
        .need_ids()
        .map(|need| {
            let Some(opening) = opening else { return less(given(need, &|_| true), left[need]) };
            let counted_at = fold.moment(opening.counted_at).0;
            let later = given(need, &|from| counted_at < from);
            let known = Interval::exactly(here[need]);
            let now = match opening.method {
                Method::Counted if opening.count.is_complete() => known,
                _ => hull(known, less(given(need, &|from| from <= counted_at), left[need])),
            };
            [now, later].into_iter().sum()
        })
        .collect()
}

/// Who has been received, one load a shelter.
pub(super) fn received(fold: &mut Fold<'_>, books: &Books) -> Vec<Load> {
    let scenario = fold.known.scenario;
    let at = |name: &str| {
        let account = Name::new(name).ok().map(Account::Shelter);
        account.map_or_else(Tally::default, |account| books.balance(&account).tally)
    };
    scenario.shelters.iter().map(|shelter| by_need(scenario, at(&shelter.name))).collect()
}

/// Sites and shelters in the books that the operation does not have.
fn report_unknown_places(fold: &mut Fold<'_>, books: &Books) {
    let scenario = fold.known.scenario;
    for (account, _) in books.balances() {
        match account {
            Account::Site(name) => {
                fold.find("site", scenario.sites.iter().map(|row| row.name.as_str()), name);
            }
            Account::Shelter(name) => {
                fold.find("shelter", scenario.shelters.iter().map(|row| row.name.as_str()), name);
            }
            _ => {}
        }
    }
}

/// The people of a tally by need; nobody where more went than came.
pub(super) fn by_need(scenario: &Scenario, tally: Tally) -> Load {
    let mut load = Load::none(scenario.needs.len());
    let number = |people: i64| People(u32::try_from(people.max(0)).unwrap_or(u32::MAX));
    let mut rest = number(tally.people());
    let mut others = None;
    for need in scenario.need_ids() {
        let line = match scenario.need(need).name.as_str() {
            "wheelchair" => Line::Wheelchair,
            "stretcher" => Line::Stretcher,
            _ => {
                others.get_or_insert(need);
                continue;
            }
        };
        // No more than there are: the lines overlap, and one may be known better than another.
        load[need] = number(tally.get(Column::Line(line))).min(rest);
        rest = rest.saturating_sub(load[need]);
    }
    let others = others.unwrap_or(NeedId(0));
    load[others] += rest;
    load
}

/// An interval without those who have left.
fn less(interval: Interval, left: People) -> Interval {
    let minus = |people: People| people.saturating_sub(left);
    let (low, best, high) = (minus(interval.low()), minus(interval.best()), minus(interval.high()));
    Interval::new(low, best, high).expect("the order of three numbers stays when the same is taken from each")
}

/// The smallest interval around both, with the best of the first.
fn hull(known: Interval, given: Interval) -> Interval {
    let (low, high) = (known.low().min(given.low()), known.high().max(given.high()));
    Interval::new(low, known.best(), high).expect("the best lies within the first of the two")
}
