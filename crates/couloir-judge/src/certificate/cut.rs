//! The proof by what a few passages let through: who waits behind them cannot be out before they have passed.

use super::Refusal;
use super::facts::Facts;
use couloir_model::certificate::{Cut, TripModel};
use couloir_model::clock::{Moment, Window};
use couloir_model::id::{ClassId, PassageId, PlaceId, SiteId};
use couloir_model::scenario::{Passage, Scenario, Stretch};
use couloir_model::travel::{Heading, TravelTimes};
use std::collections::{BTreeMap, BTreeSet};

/// Refuses unless fewer people than wait behind the cut can have passed it in time to be unloaded before `at_least`.
pub(super) fn check(scenario: &Scenario, travel: &TravelTimes, cut: &Cut, at_least: Moment) -> Result<(), Refusal> {
    let inside = known(scenario, cut)?;
    let facts = Facts::of(scenario, travel, TripModel::Explicit);
    let people: u64 = inside.iter().map(|site| facts.sites[site.index()].people.iter().sum::<u64>()).sum();
    let sides = Sides::of(scenario, travel, cut, &inside)?;
    let mut through: u64 = 0;
    for (passage, side) in &sides.passages {
        through = through.saturating_add(sides.through(scenario, *passage, side, at_least));
    }
    if through < people { Ok(()) } else { Err(Refusal::Passable { people, through }) }
}

/// The sites behind the cut; refuses names that are not there or stand twice.
fn known(scenario: &Scenario, cut: &Cut) -> Result<BTreeSet<SiteId>, Refusal> {
    let sites: BTreeSet<_> = cut.sites.iter().copied().collect();
    let passages: BTreeSet<_> = cut.passages.iter().collect();
    let there = sites.iter().all(|site| site.index() < scenario.sites.len())
        && passages.iter().all(|passage| passage.index() < scenario.passages.len());
    let once = sites.len() == cut.sites.len() && passages.len() == cut.passages.len();
    if there && once { Ok(sites) } else { Err(Refusal::UnsoundCut) }
}

/// How people from behind the cut go through one of its passages.
#[derive(Default)]
struct Side {
    /// Which ways.
    headings: BTreeSet<Heading>,
    /// The least time from setting off until a vehicle is in front of it.
    offset: u64,
    /// The least time from entering, or from the end of the examination where there is a post, until the end of the unloading.
    tail: u64,
}

struct Sides {
    passages: BTreeMap<PassageId, Side>,
    /// No vehicle has loaded behind the cut before.
    loaded: u64,
    /// The most people that each vehicle carries, the largest first.
    seats: Vec<u64>,
}

impl Sides {
    /// Refuses a leg that leads out and goes through no passage of the cut.
    fn of(scenario: &Scenario, travel: &TravelTimes, cut: &Cut, inside: &BTreeSet<SiteId>) -> Result<Self, Refusal> {
        let classes: BTreeSet<ClassId> = scenario.vehicles.iter().map(|vehicle| vehicle.class).collect();
        let mut sides =
            Self { passages: BTreeMap::new(), loaded: loaded(scenario, travel, inside), seats: seats(scenario) };
        for site in inside {
            let from = scenario.site(*site).place;
            // A person leaves those behind the cut on exactly one leg: to a shelter, or to a site outside.
            let shelters = scenario.shelters.iter().map(|shelter| (shelter.place, shelter.unloading.fixed.0));
            let others = scenario.site_ids().filter(|other| !inside.contains(other));
            let others = others.map(|other| (scenario.site(other).place, 0));
            for (to, unloading) in shelters.chain(others).collect::<Vec<_>>() {
                for class in &classes {
                    sides.add_leg(scenario, travel, cut, (*class, from, to), unloading)?;
                }
            }
        }
        Ok(sides)
    }

    fn add_leg(
        &mut self,
        scenario: &Scenario,
        travel: &TravelTimes,
        cut: &Cut,
        (class, from, to): (ClassId, PlaceId, PlaceId),
        unloading: u64,
    ) -> Result<(), Refusal> {
        let Some(leg) = travel.leg(scenario, class, from, to) else { return Ok(()) };
        let crossings = if from == to { Vec::new() } else { travel.crossings(scenario, class, from, to) };
        let mut crosses = false;
        // From the end of the leg, where no screening lies ahead.
        let mut held = unloading;
        for crossing in crossings.iter().rev() {
            held += scenario.passages.get(crossing.passage.index()).map_or(0, |row| row.screening.fixed.0);
            if !cut.passages.contains(&crossing.passage) {
                continue;
            }
            crosses = true;
            let tail = leg.seconds.0.saturating_sub(crossing.offset.0) + held;
            let new = || Side { headings: BTreeSet::new(), offset: crossing.offset.0, tail };
            let side = self.passages.entry(crossing.passage).or_insert_with(new);
            side.headings.insert(crossing.heading);
            side.offset = side.offset.min(crossing.offset.0);
            side.tail = side.tail.min(tail);
        }
        let name = |place: PlaceId| scenario.place(place).name.clone();
        if crosses { Ok(()) } else { Err(Refusal::WayRound { from: name(from), to: name(to) }) }
    }

    /// The most people who go through a passage in time.
    fn through(&self, scenario: &Scenario, id: PassageId, side: &Side, at_least: Moment) -> u64 {
        let passage = scenario.passage(id);
        let first = self.loaded.saturating_add(side.offset);
        let Some(last) = at_least.0.checked_sub(1 + side.tail).filter(|last| *last >= first) else { return 0 };
        let open = open(scenario, id, first, last);
        let Some((begins, _)) = open.first() else { return 0 };
        let examined = passage.screening.people_per_hour.map_or(u64::MAX, |rate| {
            let people = u128::from(last - begins) * u128::from(rate.get()) / 3600;
            u64::try_from(people).unwrap_or(u64::MAX)
        });
        let convoys = convoys(scenario, id, passage, &open, side.headings.len() as u64);
        let vehicles = passage.convoy.map_or(Some(1), |rule| rule.vehicles_max.map(|most| most.get() as usize));
        let together: u64 = self.seats.iter().take(vehicles.unwrap_or(usize::MAX)).sum();
        convoys.saturating_mul(together).min(examined)
    }
}

/// The most convoys that enter in these hours: by the headway of each heading, and by the escorts of all.
fn convoys(scenario: &Scenario, id: PassageId, passage: &Passage, open: &[(u64, u64)], headings: u64) -> u64 {
    let by_headway = spaced(open, passage.headway.0, 0, u64::MAX).saturating_mul(headings);
    let escorts = passage.convoy.map_or(0, |rule| u64::from(rule.escorts));
    if escorts == 0 {
        return by_headway;
    }
    let teams = scenario.escorts.iter().filter(|team| team.passage == id);
    let led = teams.map(|team| {
        let away = team.escorting.0 + team.way_back.0;
        let until = team.available_until.map_or(u64::MAX, |until| until.0.saturating_sub(away));
        let late = team.available_until.is_some_and(|until| until.0 < away);
        if late { 0 } else { spaced(open, away, team.available_from.0, until) }
    });
    by_headway.min(led.fold(0, u64::saturating_add) / escorts)
}

/// The most moments in `open` between `from` and `until` that lie `apart` from each other: the earliest, again and again.
fn spaced(open: &[(u64, u64)], apart: u64, from: u64, until: u64) -> u64 {
    let (mut count, mut next): (u64, u64) = (0, from);
    for (begin, end) in open {
        let (begin, end) = ((*begin).max(next), (*end).min(until));
        if begin > end {
            continue;
        }
        if apart == 0 {
            return u64::MAX;
        }
        let more = (end - begin) / apart;
        count = count.saturating_add(more + 1);
        next = begin.saturating_add((more + 1).saturating_mul(apart));
    }
    count
}

/// When the passage lets anybody in, between two moments: opening hours without closures, whose ends are open.
fn open(scenario: &Scenario, id: PassageId, first: u64, last: u64) -> Vec<(u64, u64)> {
    let windows = scenario.passage(id).open.windows();
    let mut open: Vec<(u64, u64)> = if windows.is_empty() {
        vec![(first, last)]
    } else {
        windows.iter().map(|window| (window.from().0.max(first), window.until().0.min(last))).collect()
    };
    let closed = scenario.closures.iter().filter(|closure| closure.stretch == Stretch::Passage(id));
    for window in closed.map(|closure| closure.window) {
        let end = |window: Window| if window.is_endless() { u64::MAX } else { window.until().0 };
        let cut = |(begin, until): (u64, u64)| [(begin, until.min(window.from().0)), (begin.max(end(window)), until)];
        // A closure that is over at once closes nothing.
        if window.from() < window.until() {
            open = open.into_iter().flat_map(cut).collect();
        }
    }
    open.retain(|(begin, end)| begin <= end);
    // Where a closure's ends meet a window's, a moment would stand twice.
    open.sort_unstable();
    open.dedup();
    open
}

/// No vehicle has loaded behind the cut before: available, to some site, and the fixed time of a loading.
fn loaded(scenario: &Scenario, travel: &TravelTimes, inside: &BTreeSet<SiteId>) -> u64 {
    let loading = inside.iter().map(|site| scenario.site(*site).loading.fixed.0).min().unwrap_or(0);
    let starts: BTreeSet<_> =
        scenario.vehicle_ids().map(|id| (scenario.vehicle(id).class, scenario.start_of(id))).collect();
    let way = |(class, start): (ClassId, PlaceId)| {
        let legs = scenario.sites.iter().filter_map(|site| travel.leg(scenario, class, start, site.place));
        legs.map(|leg| leg.seconds.0).min()
    };
    let ways: BTreeMap<_, _> = starts.into_iter().map(|start| (start, way(start))).collect();
    let vehicles = scenario.vehicle_ids().filter_map(|id| {
        let row = scenario.vehicle(id);
        Some(row.available_from.0 + ways[&(row.class, scenario.start_of(id))]?)
    });
    vehicles.min().unwrap_or(u64::MAX).saturating_add(loading)
}

/// The most people that each vehicle carries, the largest first.
fn seats(scenario: &Scenario) -> Vec<u64> {
    let most = |class: ClassId| {
        let places = scenario.class(class).configurations.iter().map(|one| one.capacity.places());
        places.map(|places| places.iter().map(|one| u64::from(one.0)).sum()).max().unwrap_or(0)
    };
    let mut seats: Vec<u64> = scenario.vehicles.iter().map(|vehicle| most(vehicle.class)).collect();
    seats.sort_unstable_by_key(|seats| std::cmp::Reverse(*seats));
    seats
}
