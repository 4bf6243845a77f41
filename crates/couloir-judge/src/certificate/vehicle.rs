//! What one vehicle earns at most within the horizon: by time and place, from the end backwards.

use super::Refusal;
use super::facts::Facts;
use super::trip::{Prices, Trip, Trips};
use super::ways::NEVER;
use couloir_model::id::VehicleId;
use couloir_model::quantity::Seconds;

/// From here on nothing counts: it could not be ended.
const TOO_LATE: i64 = -(1 << 62);

/// The most that a vehicle of one class earns from each site on, by the steps that are left.
pub(super) struct Table {
    from_site: Vec<Vec<i64>>,
}

impl Table {
    /// Fills the table of a class for `horizon` steps, or of the one vehicle that is named.
    ///
    /// # Errors
    ///
    /// [`Refusal::GridTooWide`] when some trip takes less than a step: then the vehicle could make any number of them.
    pub(super) fn of(
        facts: &Facts,
        prices: &Prices<'_>,
        (class, vehicle): (usize, Option<VehicleId>),
        horizon: u64,
        step: u64,
    ) -> Result<Self, Refusal> {
        let trips = Trips::new(facts, prices, class, vehicle, horizon, step);
        if trips.least().is_some_and(|least| least < i128::from(step) * 1000) {
            return Err(Refusal::GridTooWide(Seconds(step)));
        }
        let from: Vec<Vec<Trip>> =
            (0..facts.sites.len()).map(|i| if facts.sites[i].waits() { trips.from(i) } else { Vec::new() }).collect();
        let back = &facts.classes[class].back;
        let back: Vec<Vec<_>> =
            back.iter().map(|row| row.iter().map(|leg| whole_steps(*leg, step)).collect()).collect();
        let mut from_site = vec![vec![0; horizon as usize + 1]; facts.sites.len()];
        let mut free = vec![vec![0; horizon as usize + 1]; facts.shelters.len()];
        // As `free`, but unloading ends here, so that the shelter has to be open.
        let mut ended = vec![vec![TOO_LATE; horizon as usize + 1]; facts.shelters.len()];
        let useful: Vec<_> = (0..from.len()).filter(|i| !from[*i].is_empty()).collect();
        for left in 0..=horizon {
            let (now, at) = (horizon - left, left as usize);
            for i in &useful {
                let later = if at > 0 { from_site[*i][at - 1] } else { 0 };
                let is_open = open(&facts.sites[*i].open, now, step);
                from_site[*i][at] = if is_open { best_trip(&from[*i], &ended, left, later) } else { later };
            }
            for (j, shelter) in facts.shelters.iter().enumerate() {
                let later = if at > 0 { free[j][at - 1] } else { 0 };
                let legs = useful.iter().map(|i| (i, back[j][*i])).filter(|(_, leg)| *leg <= left);
                let best = legs.map(|(i, leg)| from_site[*i][(left - leg) as usize]).max().unwrap_or(0);
                free[j][at] = best.max(later);
                ended[j][at] = match open(&shelter.open, now, step) {
                    true => free[j][at],
                    false if at > 0 => ended[j][at - 1],
                    false => TOO_LATE,
                };
            }
        }
        Ok(Self { from_site })
    }

    /// The most that a vehicle earns that leaves its depot with `left` steps to go, `legs` seconds from each site.
    pub(super) fn best(&self, legs: &[u64], left: u64, step: u64) -> i128 {
        let within = legs.iter().map(|leg| left.checked_sub(whole_steps(*leg, step))).enumerate();
        let best = within.filter_map(|(i, left)| left.map(|left| self.from_site[i][left as usize])).max();
        i128::from(best.unwrap_or(0))
    }
}

/// The best trip that begins with `left` steps to go, or what waiting brings if that is better.
fn best_trip(trips: &[Trip], ended: &[Vec<i64>], left: u64, waiting: i64) -> i64 {
    let mut best = waiting;
    for trip in trips.iter().filter(|trip| trip.shortest <= left) {
        let after = &ended[trip.shelter][..=(left - trip.shortest) as usize];
        // Neither can be more than its best; then the others need not be looked at.
        let earliest = after[after.len() - 1];
        if trip.earns[trip.earns.len() - 1] + earliest <= best {
            continue;
        }
        for (earns, after) in trip.earns.iter().zip(after.iter().rev()) {
            best = best.max(earns + after);
        }
    }
    best
}

/// The steps of a leg, rounded down; more than any horizon where there is no road.
fn whole_steps(seconds: u64, step: u64) -> u64 {
    if seconds >= NEVER { NEVER } else { seconds / step }
}

/// True when a place that is open in the windows `open` is open in some moment of the step `now`.
fn open(open: &[(u64, u64)], now: u64, step: u64) -> bool {
    open.is_empty() || open.iter().any(|(from, until)| from / step <= now && now <= until / step)
}
