//! What one trip earns at most, by its first site, its shelter and its duration.
//!
//! A trip lasts from the moment when loading may begin at its first site until unloading has ended.

use super::facts::{Class, Facts};
use super::ways::NEVER;
use couloir_model::certificate::{Case, Loads, TripCount, TripKind, TripModel};
use couloir_model::id::{ShelterId, SiteId, VehicleId};

/// The prices of one case of a certificate.
pub(super) struct Prices<'a> {
    pub(super) people: &'a [Vec<u64>],
    pub(super) room: &'a [u64],
    pub(super) room_by_need: &'a [Vec<u64>],
    pub(super) site_berths: &'a [u64],
    pub(super) shelter_berths: &'a [u64],
    pub(super) loads: &'a [Loads],
    pub(super) counts: &'a [TripCount],
}

/// The trips from one site to one shelter: what `earns[n]` says is the most in `shortest + n` steps, and the last entry is
/// the most in any number of steps.
pub(super) struct Trip {
    pub(super) shelter: usize,
    pub(super) shortest: u64,
    pub(super) earns: Vec<i64>,
}

/// People who may be taken, wholly or in part: time in thousandths of a second, earnings in thousandths of a price.
struct Offer {
    takes: i128,
    earns: i128,
}

/// The trips of one class on one grid.
pub(super) struct Trips<'a> {
    facts: &'a Facts,
    prices: &'a Prices<'a>,
    class: &'a Class,
    /// Thousandths of a second in a step.
    step: i128,
    horizon: u64,
    /// The least loading time of a person of each need, over all sites where such people wait.
    loading_least: Vec<u64>,
    /// Whom each price of whole loads counts.
    counted: Vec<Counted>,
    /// The vehicle, where its own trips are counted.
    vehicle: Option<VehicleId>,
}

/// People whom a price of whole loads counts.
struct Counted {
    /// Whether those of a site are counted.
    sites: Vec<bool>,
    people: u64,
}

impl<'a> Prices<'a> {
    pub(super) fn of(case: &'a Case) -> Self {
        Self {
            people: &case.people,
            room: &case.room,
            room_by_need: &case.room_by_need,
            site_berths: &case.site_berths,
            shelter_berths: &case.shelter_berths,
            loads: &case.loads,
            counts: &case.counts,
        }
    }
}

impl Counted {
    fn of(facts: &Facts, loads: &Loads) -> Self {
        let mut sites = vec![false; facts.sites.len()];
        loads.sites.iter().for_each(|site| sites[site.index()] = true);
        Self { sites, people: facts.counted(loads) }
    }
}

impl<'a> Trips<'a> {
    pub(super) fn new(
        facts: &'a Facts,
        prices: &'a Prices<'a>,
        class: usize,
        vehicle: Option<VehicleId>,
        horizon: u64,
        step: u64,
    ) -> Self {
        let least = |need: usize| {
            let sites = facts.sites.iter().filter(|site| site.people[need] > 0);
            sites.map(|site| site.loading.per_person[need]).min().unwrap_or(0)
        };
        Self {
            facts,
            prices,
            class: &facts.classes[class],
            step: i128::from(step) * 1000,
            horizon,
            loading_least: (0..facts.needs).map(least).collect(),
            counted: prices.loads.iter().map(|loads| Counted::of(facts, loads)).collect(),
            vehicle,
        }
    }

    /// The least duration of a trip with one stop, in thousandths of a second; more stops take no less.
    pub(super) fn least(&self) -> Option<i128> {
        let pairs = self.facts.waiting().flat_map(|i| (0..self.facts.shelters.len()).map(move |j| (i, j)));
        let any: Vec<_> = vec![1; self.facts.needs];
        pairs.filter_map(|(i, j)| self.bare(&[i], 0, j, &any)).map(|(takes, _)| takes).min()
    }

    /// The trips that begin at `first`, one entry a shelter. Those that cost more than they earn are among them: they may
    /// bring the vehicle nearer to where it earns more.
    pub(super) fn from(&self, first: usize) -> Vec<Trip> {
        let mut best: Vec<Vec<i64>> = vec![Vec::new(); self.facts.shelters.len()];
        match self.facts.trips {
            TripModel::Explicit => self.all_sequences(&mut vec![first], 0, &mut best),
            TripModel::Pooled => {
                for (j, best) in best.iter_mut().enumerate() {
                    for places in &self.class.places {
                        if let Some((takes, costs)) = self.bare(&[first], 0, j, places) {
                            self.note(takes, costs, &self.pooled(first, j, places), best);
                        }
                    }
                }
            }
        }
        best.into_iter().enumerate().filter_map(|(shelter, earns)| trip(shelter, &earns)).collect()
    }

    fn all_sequences(&self, stops: &mut Vec<usize>, driven: u64, best: &mut [Vec<i64>]) {
        for (j, best) in best.iter_mut().enumerate() {
            for places in &self.class.places {
                if let Some((takes, costs)) = self.bare(stops, driven, j, places) {
                    self.note(takes, costs, &self.along(stops, j, places), best);
                }
            }
        }
        if stops.len() == self.facts.stops_max {
            return;
        }
        let last = stops[stops.len() - 1];
        for next in self.facts.waiting() {
            let leg = self.class.between[last][next];
            if leg < NEVER && !stops.contains(&next) {
                stops.push(next);
                self.all_sequences(stops, driven + leg, best);
                stops.pop();
            }
        }
    }

    /// What stops, legs and unloading take and cost at least; `None` without a road or without anybody to take.
    ///
    /// Somebody boards at every stop: where no kind of person earns anything, one of the least costly kind does.
    fn bare(&self, stops: &[usize], driven: u64, j: usize, places: &[u64]) -> Option<(i128, i128)> {
        let ride = self.class.ride[stops[stops.len() - 1]][j];
        if ride >= NEVER {
            return None;
        }
        let unloading = i128::from(self.facts.shelters[j].unloading.fixed);
        let mut takes = i128::from(driven) + i128::from(ride) + unloading;
        let mut costs = i128::from(self.prices.shelter_berths[j]) * unloading;
        for stop in stops {
            let loading = i128::from(self.facts.sites[*stop].loading.fixed);
            takes += loading;
            costs += i128::from(self.prices.site_berths[*stop]) * loading;
        }
        costs *= 1000;
        for stop in stops {
            let kinds = (0..places.len()).filter(|need| places[*need] > 0 && self.facts.sites[*stop].people[*need] > 0);
            let somebody = kinds.map(|need| self.earns(*stop, j, need)).max()?;
            costs -= somebody.min(0);
        }
        let loads = self.prices.loads.iter().zip(&self.counted);
        for (loads, counted) in loads.filter(|(_, counted)| stops.iter().any(|stop| counted.sites[*stop])) {
            let most = places[loads.need.index()].min(counted.people).div_ceil(loads.per);
            costs -= 1000 * i128::from(most) * i128::from(loads.price);
        }
        for count in self.prices.counts.iter().filter(|count| self.is_of(&count.kind, stops, j)) {
            costs += 1000 * (i128::from(count.costs) - i128::from(count.earns));
        }
        Some((takes * 1000, costs))
    }

    /// True when a trip of this vehicle along `stops` to `j` is of the kind.
    fn is_of(&self, kind: &TripKind, stops: &[usize], j: usize) -> bool {
        kind.vehicle.is_none_or(|vehicle| Some(vehicle) == self.vehicle)
            && kind.site.is_none_or(|site| stops.iter().any(|stop| SiteId::at(*stop) == site))
            && kind.shelter.is_none_or(|shelter| shelter == ShelterId::at(j))
    }

    /// Notes the most that `offers` earn in every number of steps, by steps from none on, as far as it grows.
    fn note(&self, takes: i128, costs: i128, offers: &[Offer], best: &mut Vec<i64>) {
        let most = offers.iter().map(|offer| offer.earns).sum::<i128>() - costs;
        let first = u64::try_from(takes / self.step).unwrap_or(u64::MAX);
        for steps in first..=self.horizon {
            // The trip ends within this step, at its last thousandth of a second at the latest.
            let left = (i128::from(steps) + 1) * self.step - 1 - takes;
            let earns = within(offers, left) - costs;
            raise(best, steps as usize, i64::try_from(earns.max(LEAST)).unwrap_or(i64::MAX));
            if earns >= most {
                return;
            }
        }
    }

    /// What one person of `need` earns who is taken from `i` to `j`, berth time paid.
    fn earns(&self, i: usize, j: usize, need: usize) -> i128 {
        if self.facts.sites[i].people[need] == 0 {
            return 0;
        }
        let room = self.prices.room[j] + self.prices.room_by_need[j][need];
        let seconds = |per_person: &[u64]| i128::from(per_person[need]) * i128::from(self.class.boarding);
        let loading = seconds(&self.facts.sites[i].loading.per_person) * i128::from(self.prices.site_berths[i]);
        let unloading =
            seconds(&self.facts.shelters[j].unloading.per_person) * i128::from(self.prices.shelter_berths[j]);
        (i128::from(self.prices.people[i][need]) - i128::from(room)) * 1000 - loading - unloading
    }

    /// What one person of `need` takes who is loaded in `loading` seconds and goes to `j`, in thousandths of a second.
    fn takes(&self, loading: u64, j: usize, need: usize) -> i128 {
        let unloading = self.facts.shelters[j].unloading.per_person[need];
        (i128::from(loading) + i128::from(unloading)) * i128::from(self.class.boarding)
    }

    /// The people along `stops`: of each need those who earn most, as many as wait and as there are places; all at the
    /// speed of the stop that loads fastest.
    fn along(&self, stops: &[usize], j: usize, places: &[u64]) -> Vec<Offer> {
        let mut offers = Vec::new();
        for (need, places) in places.iter().enumerate() {
            let loading = stops.iter().map(|stop| self.facts.sites[*stop].loading.per_person[need]).min().unwrap_or(0);
            let takes = self.takes(loading, j, need);
            let mut by_stop: Vec<_> =
                stops.iter().map(|stop| (self.earns(*stop, j, need), self.facts.sites[*stop].people[need])).collect();
            by_stop.sort_unstable_by(|one, two| two.cmp(one));
            let mut free = *places;
            for (earns, people) in by_stop {
                let people = people.min(free);
                if earns > 0 && people > 0 {
                    offers.push(Offer { takes: takes * i128::from(people), earns: earns * i128::from(people) });
                    free -= people;
                }
            }
        }
        sorted(offers)
    }

    /// The people of a trip that begins at `first`, each need from whichever site earns most for its detour.
    fn pooled(&self, first: usize, j: usize, places: &[u64]) -> Vec<Offer> {
        let kinds = places.iter().filter(|places| **places > 0).count();
        // So many needs at most board elsewhere: they may all do so at the same stop, and then share one detour, one fixed
        // loading and one berth.
        let others = if self.facts.stops_max > 1 { kinds.saturating_sub(1) } else { 0 };
        let mut offers = Vec::new();
        for (need, places) in places.iter().enumerate().filter(|(_, places)| **places > 0) {
            let full = self.takes(self.loading_least[need], j, need) * i128::from(*places);
            let mut points = vec![(full, self.earns(first, j, need) * i128::from(*places))];
            for other in self.facts.waiting().filter(|other| others > 0 && *other != first) {
                let (out, on) = (self.class.between[first][other], self.class.ride[other][j]);
                if out >= NEVER || on >= NEVER {
                    continue;
                }
                let loading = i128::from(self.facts.sites[other].loading.fixed);
                let detour = (i128::from(out) + i128::from(on) - i128::from(self.class.ride[first][j])).max(0);
                let extra = (loading + detour) * 1000 / others as i128;
                let stop = loading * 1000 * i128::from(self.prices.site_berths[other]) / others as i128;
                points.push((full + extra, self.earns(other, j, need) * i128::from(*places) - stop));
            }
            above(points, &mut offers);
        }
        sorted(offers)
    }
}

/// The smallest concave rising curve from nothing that has all `points` (time, earnings) on or below it, as offers.
fn above(points: Vec<(i128, i128)>, offers: &mut Vec<Offer>) {
    let mut at = (0, 0);
    loop {
        // The steepest way up from here; of those as steep, the longest.
        let higher = points.iter().filter(|point| point.1 > at.1);
        let steepest = higher.max_by(|one, two| {
            let (rise_one, rise_two) = ((one.1 - at.1) * (two.0 - at.0), (two.1 - at.1) * (one.0 - at.0));
            rise_one.cmp(&rise_two).then(one.1.cmp(&two.1))
        });
        let Some(next) = steepest else { return };
        // A point that is higher and no later is reached at once.
        offers.push(Offer { takes: (next.0 - at.0).max(0), earns: next.1 - at.1 });
        at = (next.0.max(at.0), next.1);
    }
}

/// Most earnings for time first.
fn sorted(mut offers: Vec<Offer>) -> Vec<Offer> {
    offers.sort_by(|one, two| (two.earns * one.takes).cmp(&(one.earns * two.takes)));
    offers
}

/// What `offers` earn in `time` when the last one may be taken in part, rounded down.
fn within(offers: &[Offer], time: i128) -> i128 {
    let (mut left, mut earned) = (time, 0);
    for offer in offers {
        if offer.takes > left {
            return earned + offer.earns * left / offer.takes;
        }
        left -= offer.takes;
        earned += offer.earns;
    }
    earned
}

/// Less than this is written as this: in the vehicle's favour, and far below what all its trips can earn.
const LEAST: i128 = -(1 << 61);

/// No trip is as short as this.
const NONE: i64 = i64::MIN;

/// Makes sure that `best` says at least `earns` at `steps`.
fn raise(best: &mut Vec<i64>, steps: usize, earns: i64) {
    if best.len() <= steps {
        let last = best.last().copied().unwrap_or(NONE);
        best.resize(steps + 1, last);
    }
    best[steps] = best[steps].max(earns);
}

/// The trip from earnings by steps from none on: more time never earns less.
fn trip(shelter: usize, earns: &[i64]) -> Option<Trip> {
    let mut rising = earns.to_vec();
    for steps in 1..rising.len() {
        rising[steps] = rising[steps].max(rising[steps - 1]);
    }
    let most = *rising.last()?;
    let shortest = rising.partition_point(|earns| *earns == NONE);
    let longest = rising.partition_point(|earns| *earns < most);
    Some(Trip { shelter, shortest: shortest as u64, earns: rising[shortest..=longest].to_vec() })
}
