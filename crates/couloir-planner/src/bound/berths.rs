//! Berths: all the loading of a site, and all the unloading of the shelters, has to be done one after the other.

use couloir_model::bound::Binding;
use couloir_model::id::SiteId;

use crate::bound::{Bound, Ground};
use crate::problem::NEVER;

/// For each loading point: all of its work on its berths from the first arrival on, then the quickest way out.
pub(super) fn sites(ground: &Ground) -> Bound {
    let problem = ground.problem;
    let mut best = Bound { at_least: 0, binding: Binding::Nothing };
    // The rows of one loading point, which are the waves of one site, stand together.
    let rows: Vec<usize> = (0..problem.sites.len()).collect();
    for waves in rows.chunk_by(|&a, &b| problem.sites[a].queue == problem.sites[b].queue) {
        let Some(berths) = problem.queues[problem.sites[waves[0]].queue as usize].berths else { continue };
        let (mut work, mut reach, mut ride) = (0u64, NEVER, NEVER);
        for &wave in waves {
            let site = &problem.sites[wave];
            work += ground.at_door(&site.service_per_person, &site.demand) + fixed(ground, wave);
            reach = reach.min(ground.reach[wave].max(site.ready));
            ride = ride.min(ground.ride[wave]);
        }
        if work == 0 || reach == NEVER || ride == NEVER {
            continue;
        }
        let span = u32::try_from(work.div_ceil(u64::from(berths))).unwrap_or(NEVER / 4);
        let at_least = reach.saturating_add(span).saturating_add(ride);
        best = best.or_later(Bound { at_least, binding: Binding::SiteBerths(SiteId::at(waves[0])) });
    }
    best
}

/// The fixed parts of as many stops as the people of a row need at least.
fn fixed(ground: &Ground, row: usize) -> u64 {
    let site = &ground.problem.sites[row];
    let stops =
        (0..ground.problem.needs).map(|need| site.demand[need].div_ceil(ground.most_on_board(Some(need)).max(1)));
    u64::from(stops.max().unwrap_or(0)) * u64::from(site.service_fixed)
}

/// All shelters together: the earliest moment by which their berths, receptions and rooms can have taken everybody in.
pub(super) fn shelters(ground: &Ground) -> Bound {
    let problem = ground.problem;
    let people: u64 = problem.demand().iter().sum();
    let mut best = Bound { at_least: 0, binding: Binding::Nothing };
    if people == 0 {
        return best;
    }
    let first = first_arrivals(ground);
    let taken_in = |until: u32| {
        (0..problem.shelters.len()).map(|shelter| taken_in(ground, shelter, first[shelter], until)).sum::<u64>()
    };
    let (mut low, mut high) = (0u32, NEVER / 2);
    if taken_in(high) < people {
        return best;
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if taken_in(middle) >= people { high = middle } else { low = middle + 1 }
    }
    best = best.or_later(Bound { at_least: low, binding: Binding::ShelterBerths(None) });
    best
}

/// When the first people can be at each shelter.
fn first_arrivals(ground: &Ground) -> Vec<u32> {
    let problem = ground.problem;
    let arrival = |place: u32| {
        let ways =
            problem.sites.iter().zip(&ground.reach).filter(|(site, _)| site.demand.iter().any(|&people| people > 0));
        let ways = ways.map(|(site, &reach)| {
            let leave = reach.max(site.ready).saturating_add(site.service_fixed);
            leave.saturating_add(crate::near::quickest(problem, site.place, place))
        });
        ways.min().unwrap_or(NEVER)
    };
    problem.shelters.iter().map(|shelter| arrival(shelter.place)).collect()
}

/// The most people that a shelter can have taken in by a moment.
fn taken_in(ground: &Ground, shelter: usize, first: u32, until: u32) -> u64 {
    let problem = ground.problem;
    let row = &problem.shelters[shelter];
    let queue = &problem.queues[row.queue as usize];
    let open = u64::from(until.saturating_sub(first));
    if until < first {
        return 0;
    }
    let most_on_board = u64::from(ground.most_on_board(None).max(1));
    let mut people = u64::from(row.capacity);
    if let Some(berths) = queue.berths {
        // A person takes a share of the fixed part, and the time at the door of the quickest need; in thousandths.
        let demand = problem.demand();
        let needs = (0..problem.needs).filter(|&need| demand[need] > 0);
        let each = needs.map(|need| row.service_per_person[need]).min().unwrap_or(0);
        let each = u64::from(each) * u64::from(ground.boarding) + u64::from(row.service_fixed) * 1000 / most_on_board;
        if let Some(most) = (open * u64::from(berths)).saturating_mul(1000).checked_div(each) {
            people = people.min(most);
        }
    }
    if let Some(rate) = queue.reception_per_hour {
        // The last vehicle may still be inside: reception is busy with its people afterwards.
        people = people.min((open * u64::from(rate)) / 3600 + most_on_board);
    }
    people
}
