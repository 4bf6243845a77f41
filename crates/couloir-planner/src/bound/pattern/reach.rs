//! Shortest ways: how early a place can be reached, how soon a site can be left behind, and legs shortened by detours.

use super::Observer;
use super::world::{Class, NEVER, NO_ROAD, World};

/// Writes into the world's sites and shelters how early any vehicle can begin to load or unload there, and how long it
/// takes at least from the end of a loading to the end of the unloading. Queues and everything else on the way are left
/// out, so that no plan is faster.
pub(super) fn mark(world: &mut World) {
    let mut sites = vec![NEVER; world.sites.len()];
    let mut shelters = vec![NEVER; world.shelters.len()];
    let mut left = vec![NEVER; world.sites.len()];
    for (k, class) in world.classes.iter().enumerate() {
        let Some(start) = earliest_start(world, k) else { continue };
        let first = reached_sites(class, start);
        let loaded: Vec<_> = (first.iter().zip(&world.sites))
            .map(|(reached, site)| if *reached < NEVER { reached + site.fixed_s as u64 } else { NEVER })
            .collect();
        let loaded = settle(loaded, |from, to| leg(class.between.get(from).map(|row| row[to])));
        for (j, shelter) in shelters.iter_mut().enumerate() {
            let rides = loaded.iter().enumerate().map(|(i, loaded)| loaded + leg(Some(class.ride[i][j])));
            *shelter = (*shelter).min(rides.min().unwrap_or(NEVER)).min(NEVER);
        }
        let out: Vec<_> = (class.ride.iter())
            .map(|row| {
                let rides = row.iter().zip(&world.shelters).filter(|(_, shelter)| shelter.room > 0);
                rides.map(|(ride, shelter)| leg(Some(*ride)) + shelter.fixed_s as u64).min().unwrap_or(NEVER)
            })
            .collect();
        let out = settle(out, |from, to| leg(class.between.get(to).map(|row| row[from])));
        for (i, out) in out.iter().enumerate() {
            sites[i] = sites[i].min(first[i]);
            left[i] = left[i].min(*out);
        }
    }
    for (i, site) in world.sites.iter_mut().enumerate() {
        (site.reached, site.left) = (sites[i], left[i]);
    }
    for (shelter, reached) in world.shelters.iter_mut().zip(shelters) {
        shelter.reached = reached;
    }
}

fn leg(seconds: Option<u32>) -> u64 {
    seconds.filter(|seconds| *seconds != NO_ROAD).map_or(NEVER, u64::from)
}

/// The earliest departure from each depot; `None` when no vehicle is of the class.
fn earliest_start(world: &World, class: usize) -> Option<Vec<u64>> {
    let mut start = vec![NEVER; world.classes[class].start.len()];
    for group in world.groups.iter().filter(|group| group.class == class) {
        start[group.depot] = start[group.depot].min(group.from);
    }
    start.iter().any(|from| *from < NEVER).then_some(start)
}

/// The earliest arrival at each site, by way of sites and shelters if that is shorter.
fn reached_sites(class: &Class, start: Vec<u64>) -> Vec<u64> {
    let (depots, sites, shelters) = (class.start.len(), class.ride.len(), class.back.len());
    let mut reached = vec![NEVER; sites + shelters];
    for (i, reached) in reached.iter_mut().enumerate().take(sites) {
        let legs = (0..depots).map(|d| start[d] + leg(Some(class.start[d][i])));
        *reached = legs.min().unwrap_or(NEVER).min(NEVER);
    }
    let mut reached = settle(reached, |from, to| match (from < sites, to < sites) {
        (true, true) => leg(class.between.get(from).map(|row| row[to])),
        (true, false) => leg(Some(class.ride[from][to - sites])),
        (false, true) => leg(Some(class.back[from - sites][to])),
        (false, false) => NEVER,
    });
    reached.truncate(sites);
    reached
}

/// Shortest distances when each position may also be come to from another by `leg` (Dijkstra, *Numerische Mathematik* 1,
/// 1959, without a heap: the table is full).
fn settle(mut reached: Vec<u64>, leg: impl Fn(usize, usize) -> u64) -> Vec<u64> {
    let mut open: Vec<_> = (0..reached.len()).collect();
    while let Some(slot) = (0..open.len()).min_by_key(|slot| reached[open[*slot]]) {
        let from = open.swap_remove(slot);
        if reached[from] >= NEVER {
            break;
        }
        for to in &open {
            reached[*to] = reached[*to].min(reached[from] + leg(from, *to));
        }
    }
    reached
}

/// Shortens the legs of `class` to what they are by way of other sites where people wait. With tables that obey the
/// triangle inequality, nothing changes. False when it was stopped before it was done: then the legs are of no use.
#[must_use]
pub(super) fn shorten(class: &mut Class, waits: &[bool], sites_too: bool, observer: &dyn Observer) -> bool {
    let via: Vec<_> = (0..waits.len()).filter(|site| waits[*site]).collect();
    let onward = class.between.clone();
    for row in class.start.iter_mut().chain(&mut class.back) {
        if observer.should_stop() {
            return false;
        }
        shorten_by(row, &via, &onward);
    }
    // From sites to shelters: the same on columns, backwards.
    let back: Vec<Vec<u32>> = (0..onward.len()).map(|to| onward.iter().map(|row| row[to]).collect()).collect();
    for j in 0..class.back.len() {
        if observer.should_stop() {
            return false;
        }
        let mut column: Vec<_> = class.ride.iter().map(|row| row[j]).collect();
        shorten_by(&mut column, &via, &back);
        for (row, leg) in class.ride.iter_mut().zip(column) {
            row[j] = leg;
        }
    }
    if sites_too {
        for row in &mut class.between {
            if observer.should_stop() {
                return false;
            }
            shorten_by(row, &via, &onward);
        }
    }
    true
}

/// Dijkstra's algorithm from a row of distances, over the rows of a full table; only the positions in `via` are passed
/// through.
fn shorten_by(distance: &mut [u32], via: &[usize], legs: &[Vec<u32>]) {
    let mut open = via.to_vec();
    while let Some(slot) = (0..open.len()).min_by_key(|slot| distance[open[*slot]]) {
        let here = open.swap_remove(slot);
        let from_here = distance[here];
        if from_here == NO_ROAD {
            return;
        }
        for (there, leg) in distance.iter_mut().zip(&legs[here]) {
            // Where there is no road, the sum is none either.
            *there = (*there).min(from_here.saturating_add(*leg));
        }
    }
}
