//! What binds: what the bound says, and what the plan itself shows: the last to arrive, busy berths, full shelters, queues.

use crate::Reader;
use crate::words::{Binds, isolated};
use couloir_model::bound::{Binding, gap_permille};
use couloir_model::clock::Moment;
use couloir_model::id::{ShelterId, SiteId};
use couloir_model::plan::Visit;
use couloir_model::quantity::{People, Seconds};
use std::cmp::Reverse;
use std::num::NonZeroU32;

/// Vehicles, berths and shelters that are named at most, each.
const NAMED_MAX: usize = 3;

/// Berths that are busy for less than this, in thousandths, and shelters that are emptier, bind nothing.
const NOTABLE_PERMILLE: u64 = 500;

/// How long the berths of a place are taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BerthUse {
    /// Vehicles served.
    pub(crate) visits: usize,
    /// The first service.
    pub(crate) first: Moment,
    /// The end of the last one.
    pub(crate) last: Moment,
    /// Berths, where their number is limited, and the share of the time from `first` to `last` that they are taken.
    pub(crate) busy: Option<(NonZeroU32, u64)>,
}

impl Reader<'_> {
    /// What the lower bound says, with how far the plan is from it; `None` without a bound.
    pub(crate) fn bound(&self) -> Option<String> {
        let bound = self.input.plan.bound?;
        let gap = gap_permille(self.input.plan.clearance, bound.at_least);
        Some(self.words.bound(&self.civil.at(bound.at_least), gap))
    }

    /// What binds, the most telling first: a sentence each.
    pub(crate) fn what_binds(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.binding().into_iter().collect();
        lines.extend(self.last_in());
        lines.extend(self.busy_berths());
        lines.extend(self.full_shelters());
        lines.extend(self.longest_queue());
        lines
    }

    /// The use of a site's berths; `None` when no vehicle comes.
    pub(crate) fn site_use(&self, site: SiteId) -> Option<BerthUse> {
        let stops = self.view.at_site(site);
        berth_use(self.input.scenario.site(site).berths, stops.iter().map(|(_, stop)| &stop.visit))
    }

    /// The use of a shelter's berths; `None` when no vehicle comes.
    pub(crate) fn shelter_use(&self, shelter: ShelterId) -> Option<BerthUse> {
        let movements = self.view.at_shelter(shelter);
        let visits = movements.iter().map(|movement| &movement.trip.unloading.visit);
        berth_use(self.input.scenario.shelter(shelter).berths, visits)
    }

    /// Everybody whom the plan brings to `shelter`.
    pub(crate) fn received(&self, shelter: ShelterId) -> People {
        self.view.at_shelter(shelter).iter().map(|movement| movement.trip.people()).sum()
    }

    fn binding(&self) -> Option<String> {
        let scenario = self.input.scenario;
        let site = |site: SiteId| isolated(&scenario.site(site).name);
        let shelter = |shelter: ShelterId| isolated(&scenario.shelter(shelter).name);
        let binds = match self.input.plan.bound?.binding {
            Binding::Vehicles => Binds::Vehicles,
            // Not isolated: the default needs are translated by their name.
            Binding::Seats(need) => Binds::Seats(scenario.need(need).name.clone()),
            Binding::Road(id) => Binds::Road(site(id)),
            Binding::SiteBerths(id) => Binds::SiteBerths(site(id)),
            Binding::ShelterBerths(id) => Binds::ShelterBerths(id.map(shelter)),
            Binding::Reception(id) => Binds::Reception(shelter(id)),
            Binding::Room => Binds::Room,
            Binding::SiteWindow(id) => Binds::SiteWindow(site(id)),
            Binding::ShelterWindow(id) => Binds::ShelterWindow(shelter(id)),
            Binding::Passage(id) => Binds::Passage(isolated(&scenario.passage(id).name)),
            Binding::Nothing => Binds::Nothing,
        };
        Some(self.words.binds(&binds))
    }

    fn last_in(&self) -> Vec<String> {
        let routes = self.input.plan.routes.iter();
        let mut last: Vec<_> =
            routes.filter_map(|route| Some((route.vehicle, &route.trips.last()?.unloading))).collect();
        last.sort_by_key(|(vehicle, unloading)| (Reverse(unloading.visit.end), *vehicle));
        last.truncate(NAMED_MAX.min(last.len().div_ceil(2)));
        let said = last.iter().map(|(vehicle, unloading)| {
            let vehicle = isolated(&self.input.scenario.vehicle(*vehicle).name);
            let shelter = isolated(&self.input.scenario.shelter(unloading.shelter).name);
            self.words.last_in(&vehicle, &shelter, &self.civil.at(unloading.visit.end))
        });
        said.collect()
    }

    fn busy_berths(&self) -> Vec<String> {
        let scenario = self.input.scenario;
        let sites = scenario.site_ids().map(|site| (&scenario.site(site).name, self.site_use(site)));
        let shelters =
            scenario.shelter_ids().map(|shelter| (&scenario.shelter(shelter).name, self.shelter_use(shelter)));
        // A single visit is as long as itself: its share says nothing.
        let busy =
            sites.chain(shelters).filter_map(|(name, usage)| Some((name, usage.filter(|usage| usage.visits > 1)?)));
        let mut busy: Vec<_> = busy.filter_map(|(name, usage)| Some((name, usage.busy?))).collect();
        busy.retain(|(_, (_, permille))| *permille >= NOTABLE_PERMILLE);
        busy.sort_by_key(|(name, (_, permille))| (Reverse(*permille), *name));
        busy.truncate(NAMED_MAX);
        let said = busy.iter().map(|(name, (berths, permille))| {
            self.words.berths_busy(&isolated(name), u64::from(berths.get()), *permille)
        });
        said.collect()
    }

    fn full_shelters(&self) -> Vec<String> {
        let scenario = self.input.scenario;
        let mut full: Vec<_> = scenario
            .shelter_ids()
            .map(|shelter| (shelter, self.received(shelter), scenario.shelter(shelter).capacity))
            .filter_map(|(shelter, people, capacity)| Some((shelter, people, capacity, filled(people, capacity)?)))
            .filter(|(.., permille)| *permille >= NOTABLE_PERMILLE)
            .collect();
        full.sort_by_key(|(shelter, .., permille)| (Reverse(*permille), *shelter));
        full.truncate(NAMED_MAX);
        let said = full.iter().map(|(shelter, people, capacity, permille)| {
            let name = isolated(&scenario.shelter(*shelter).name);
            self.words.filled(&name, people.0.into(), capacity.0.into(), *permille)
        });
        said.collect()
    }

    fn longest_queue(&self) -> Option<String> {
        let legs = self
            .view
            .movements
            .iter()
            .flat_map(|movement| movement.legs(&self.input).into_iter().map(move |leg| (movement.vehicle, leg)));
        let (vehicle, leg) =
            legs.max_by_key(|(vehicle, leg)| (leg.visit.queueing(), Reverse((leg.visit.join, *vehicle))))?;
        let queueing = leg.visit.queueing();
        (queueing > Seconds::ZERO).then(|| {
            self.words.longest_queue(
                &isolated(&self.input.scenario.vehicle(vehicle).name),
                &isolated(&self.input.scenario.place(leg.to).name),
                &self.words.duration(queueing),
                &self.civil.at(leg.visit.join),
            )
        })
    }
}

/// How full a shelter is, in thousandths; `None` when it has no room at all.
pub(crate) fn filled(people: People, capacity: People) -> Option<u64> {
    (u64::from(people.0) * 1000).checked_div(capacity.0.into())
}

fn berth_use<'a>(berths: Option<NonZeroU32>, visits: impl Iterator<Item = &'a Visit> + Clone) -> Option<BerthUse> {
    let first = visits.clone().map(|visit| visit.start).min()?;
    let last = visits.clone().map(|visit| visit.end).max()?;
    let taken: Seconds = visits.clone().map(|visit| visit.end.since(visit.start)).sum();
    let share = |berths: NonZeroU32| {
        let room = last.since(first).0.saturating_mul(berths.get().into());
        Some((berths, taken.0.saturating_mul(1000).checked_div(room)?))
    };
    Some(BerthUse { visits: visits.count(), first, last, busy: berths.and_then(share) })
}
