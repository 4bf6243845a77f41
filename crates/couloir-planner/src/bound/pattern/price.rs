//! Prices: one of a person by site and need, of room in shelters, of a second at a berth.

use super::world::{Count, World};
use couloir_model::bound::Binding;
use couloir_model::certificate::{Case, Loads, TripCount, TripKind};
use couloir_model::id::{NeedId, ShelterId, SiteId, VehicleId};

/// Where each price stands in a flat list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub(super) needs: usize,
    pub(super) sites: usize,
    pub(super) shelters: usize,
    pub(super) loads: usize,
    pub(super) counts: usize,
}

impl Layout {
    pub(super) fn of(world: &World) -> Self {
        Self {
            needs: world.needs,
            sites: world.sites.len(),
            shelters: world.shelters.len(),
            loads: world.loads.len(),
            counts: world.counts.len(),
        }
    }

    pub(super) const fn person(self, site: usize, need: usize) -> usize {
        site * self.needs + need
    }

    pub(super) const fn people(self) -> usize {
        self.sites * self.needs
    }

    pub(super) const fn room(self, shelter: usize) -> usize {
        self.people() + shelter
    }

    pub(super) const fn room_by_need(self, shelter: usize, need: usize) -> usize {
        self.people() + self.shelters + shelter * self.needs + need
    }

    pub(super) const fn site_berth(self, site: usize) -> usize {
        self.people() + self.shelters * (1 + self.needs) + site
    }

    pub(super) const fn shelter_berth(self, shelter: usize) -> usize {
        self.people() + self.shelters * (1 + self.needs) + self.sites + shelter
    }

    pub(super) const fn loads(self, loads: usize) -> usize {
        self.people() + self.shelters * (2 + self.needs) + self.sites + loads
    }

    /// What a trip of a kind earns, because there have to be some.
    pub(super) const fn trip_earns(self, count: usize) -> usize {
        self.loads(self.loads) + count
    }

    /// What a trip of a kind costs, because there may be some only.
    pub(super) const fn trip_costs(self, count: usize) -> usize {
        self.loads(self.loads) + self.counts + count
    }

    pub(super) const fn len(self) -> usize {
        self.trip_costs(self.counts)
    }

    /// True for what must be brought about, and earns; false for what is limited, and costs.
    pub(super) const fn earns(self, at: usize) -> bool {
        at < self.people() || at >= self.loads(0) && at < self.trip_costs(0)
    }
}

/// The right-hand sides at a horizon of `steps` steps: people to be brought out first, then what there is of room and
/// berth seconds; `None` where there is no limit.
///
/// A plan that clears before `(steps + 1) × step` has unloaded its last person at `(steps + 1) × step − 1` at the latest.
pub(super) fn supply(world: &World, steps: u64, step: u64) -> Vec<Option<i64>> {
    let layout = Layout::of(world);
    let last = (steps + 1) * step - 1;
    let mut supply = vec![None; layout.len()];
    let seats_max = world.groups.iter().flat_map(|group| &world.classes[group.class].capacities);
    let seats_max = seats_max.map(|places| places.iter().sum::<i64>()).max().unwrap_or(0);
    for (i, site) in world.sites.iter().enumerate() {
        for (need, people) in site.demand.iter().enumerate() {
            supply[layout.person(i, need)] = (*people > 0).then_some(*people);
        }
        if let Some(berths) = site.berths.filter(|_| site.waits()) {
            let open = last.saturating_sub(site.reached).saturating_sub(site.left);
            supply[layout.site_berth(i)] = Some(berths.saturating_mul(open as i64));
        }
    }
    for (j, shelter) in world.shelters.iter().enumerate() {
        let open = last.saturating_sub(shelter.reached) as i64;
        // Reception must be done with all but the last vehicle's people when that one begins to unload.
        let received = shelter.per_hour.map(|rate| seats_max + (i128::from(rate) * i128::from(open) / 3600) as i64);
        supply[layout.room(j)] = Some(shelter.room.min(received.unwrap_or(i64::MAX)));
        for (need, room) in shelter.room_by_need.iter().enumerate() {
            supply[layout.room_by_need(j, need)] = *room;
        }
        supply[layout.shelter_berth(j)] = shelter.berths.map(|berths| berths.saturating_mul(open));
    }
    for (at, loads) in world.loads.iter().enumerate() {
        supply[layout.loads(at)] = Some(loads.needed());
    }
    for (at, count) in world.counts.iter().enumerate() {
        supply[layout.trip_earns(at)] = (count.least > 0).then_some(i64::from(count.least));
        supply[layout.trip_costs(at)] = count.most.map(i64::from);
    }
    supply
}

/// What binds at these prices: what everybody's worth is paid with, most of it.
pub(super) fn binding(world: &World, prices: &[i64], at_least: u64, step: u64) -> Binding {
    let layout = Layout::of(world);
    let supply = supply(world, (at_least / step).saturating_sub(1), step);
    let worth = |at: usize| i128::from(supply[at].unwrap_or(0)) * i128::from(prices[at]);
    let people: i128 = (0..layout.people()).chain(layout.loads(0)..layout.trip_costs(0)).map(worth).sum();
    let site_berths: i128 = (0..layout.sites).map(|i| worth(layout.site_berth(i))).sum();
    let shelter_berths: i128 = (0..layout.shelters).map(|j| worth(layout.shelter_berth(j))).sum();
    let room: i128 = (layout.room(0)..layout.site_berth(0)).map(worth).sum();
    let vehicles = people - site_berths - shelter_berths - room;
    if people == 0 || vehicles >= site_berths.max(shelter_berths).max(room) {
        Binding::Vehicles
    } else if site_berths >= shelter_berths.max(room) {
        let site = (0..layout.sites).max_by_key(|i| worth(layout.site_berth(*i)));
        site.map_or(Binding::Vehicles, |site| Binding::SiteBerths(SiteId::at(site)))
    } else if shelter_berths >= room {
        Binding::ShelterBerths(None)
    } else {
        Binding::Room
    }
}

/// The prices as a case of a certificate.
pub(super) fn case(world: &World, prices: &[i64]) -> Case {
    let layout = Layout::of(world);
    let price = |at: usize| u64::try_from(prices[at]).expect("prices are not negative");
    let count = |(at, count): (usize, &Count)| TripCount {
        kind: TripKind {
            vehicle: count.kind.vehicle.map(VehicleId::at),
            site: count.kind.site.map(SiteId::at),
            shelter: count.kind.shelter.map(ShelterId::at),
        },
        at_least: count.least,
        at_most: count.most,
        earns: price(layout.trip_earns(at)),
        costs: price(layout.trip_costs(at)),
    };
    Case {
        counts: world.counts.iter().enumerate().map(count).collect(),
        people: (0..layout.sites).map(|i| (0..layout.needs).map(|c| price(layout.person(i, c))).collect()).collect(),
        room: (0..layout.shelters).map(|j| price(layout.room(j))).collect(),
        room_by_need: (0..layout.shelters)
            .map(|j| (0..layout.needs).map(|c| price(layout.room_by_need(j, c))).collect())
            .collect(),
        site_berths: (0..layout.sites).map(|i| price(layout.site_berth(i))).collect(),
        shelter_berths: (0..layout.shelters).map(|j| price(layout.shelter_berth(j))).collect(),
        loads: (world.loads.iter().enumerate())
            .filter(|(at, _)| prices[layout.loads(*at)] > 0)
            .map(|(at, loads)| Loads {
                sites: (0..layout.sites).filter(|i| loads.counts[*i]).map(SiteId::at).collect(),
                need: NeedId::at(loads.need),
                per: loads.per as u64,
                price: price(layout.loads(at)),
            })
            .collect(),
    }
}
