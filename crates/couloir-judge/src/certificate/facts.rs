//! The operation in plain numbers: whole seconds, whole people.

use super::trip::Prices;
use super::ways::{NEVER, shorten_by, shortest};
use couloir_model::certificate::{Loads, TripModel};
use couloir_model::clock::{Moment, Opening};
use couloir_model::id::{ClassId, PlaceId, SiteId, VehicleId};
use couloir_model::scenario::{Scenario, ServiceTime};
use couloir_model::travel::TravelTimes;
use std::collections::BTreeMap;

/// What the check needs to know.
pub(super) struct Facts {
    pub(super) sites: Vec<Site>,
    pub(super) shelters: Vec<Shelter>,
    pub(super) classes: Vec<Class>,
    pub(super) fleets: Vec<Fleet>,
    pub(super) needs: usize,
    pub(super) trips: TripModel,
    /// The most stops in one trip.
    pub(super) stops_max: usize,
    /// True when a site or shelter is not always open.
    pub(super) shuts: bool,
}

pub(super) struct Site {
    /// People to be brought out, by need.
    pub(super) people: Vec<u64>,
    pub(super) berths: Option<u64>,
    pub(super) loading: Service,
    pub(super) open: Vec<(u64, u64)>,
    /// No vehicle begins to load here sooner.
    earliest: u64,
    /// No vehicle has unloaded its people sooner after it has loaded here.
    onward: u64,
}

pub(super) struct Shelter {
    room: u64,
    room_by_need: Vec<Option<u64>>,
    berths: Option<u64>,
    per_hour: Option<u64>,
    pub(super) unloading: Service,
    pub(super) open: Vec<(u64, u64)>,
    /// No vehicle begins to unload here sooner.
    earliest: u64,
}

/// Loading or unloading: seconds.
pub(super) struct Service {
    pub(super) fixed: u64,
    pub(super) per_person: Vec<u64>,
}

pub(super) struct Class {
    /// Places by need, one list a configuration.
    pub(super) places: Vec<Vec<u64>>,
    /// Thousandths of the sites' and shelters' time per person.
    pub(super) boarding: u64,
    /// Seconds between: shelters (rows) and sites, sites (rows) and shelters, sites and sites.
    pub(super) back: Vec<Vec<u64>>,
    pub(super) ride: Vec<Vec<u64>>,
    pub(super) between: Vec<Vec<u64>>,
}

/// Vehicles of one class that start together.
pub(super) struct Fleet {
    pub(super) class: usize,
    pub(super) from: u64,
    pub(super) until: Option<u64>,
    /// Their positions in the scenario.
    pub(super) vehicles: Vec<VehicleId>,
    /// Seconds from the depot to each site.
    pub(super) legs: Vec<u64>,
}

impl Facts {
    pub(super) fn of(scenario: &Scenario, travel: &TravelTimes, trips: TripModel) -> Self {
        let mut sites: Vec<_> = scenario.site_ids().map(|id| site(scenario, id)).collect();
        let mut shelters: Vec<_> = scenario.shelters.iter().map(shelter).collect();
        let waiting: Vec<_> = (0..sites.len()).filter(|i| sites[*i].waits()).collect();
        let stops = scenario.stops_max.map_or(usize::MAX, |stops| stops.get() as usize);
        let stops_max = stops.min(waiting.len()).max(1);
        let pooled = trips == TripModel::Pooled && stops_max > 1;
        let mut fleets = BTreeMap::new();
        for (index, vehicle) in scenario.vehicles.iter().enumerate() {
            let key = (vehicle.class.index(), vehicle.depot.index(), vehicle.available_from, vehicle.available_until);
            fleets.entry(key).or_insert_with(Vec::new).push(VehicleId::at(index));
        }
        let mut classes = Vec::new();
        let mut starts = Vec::new();
        let mut movable = vec![vec![false; scenario.needs.len()]; sites.len()];
        for k in 0..scenario.classes.len() {
            let (class, start) = legs(scenario, travel, k, stops_max > 1);
            let free: Vec<_> = (0..scenario.depots.len())
                .map(|d| {
                    let own = fleets.keys().filter(|(class, depot, ..)| (*class, *depot) == (k, d));
                    own.map(|(_, _, from, _)| from.0).min().unwrap_or(NEVER)
                })
                .collect();
            if free.iter().any(|from| *from < NEVER) {
                mark(&mut sites, &mut shelters, &class, &start, &free);
                mark_movable(&mut movable, &class, &start);
            }
            classes.push(class);
            starts.push(start);
        }
        if pooled {
            // One thread a class: this is most of the work on a large operation.
            std::thread::scope(|scope| {
                for (class, start) in classes.iter_mut().zip(&mut starts) {
                    scope.spawn(|| shorten(class, start, &waiting, scenario.needs.len() > 1));
                }
            });
        }
        for (site, movable) in sites.iter_mut().zip(movable) {
            let reachable = site.earliest < NEVER && site.onward < NEVER;
            for (people, movable) in site.people.iter_mut().zip(movable) {
                *people = if reachable && movable { *people } else { 0 };
            }
        }
        let shuts = sites.iter().any(|site| site.waits() && !site.open.is_empty())
            || shelters.iter().any(|shelter| !shelter.open.is_empty());
        let fleet =
            |((class, depot, from, until), vehicles): ((usize, usize, Moment, Option<Moment>), Vec<VehicleId>)| Fleet {
                class,
                from: from.0,
                until: until.map(|until| until.0),
                vehicles,
                legs: starts[class][depot].clone(),
            };
        let fleets = fleets.into_iter().map(fleet).collect();
        Self { sites, shelters, classes, fleets, needs: scenario.needs.len(), trips, stops_max, shuts }
    }

    /// The positions of sites with people.
    pub(super) fn waiting(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.sites.len()).filter(|i| self.sites[*i].waits())
    }

    /// What all people are worth, in thousandths of a price.
    pub(super) fn worth(&self, prices: &Prices<'_>) -> i128 {
        let people = self.sites.iter().flat_map(|site| &site.people);
        let pairs = people.zip(prices.people.iter().flatten());
        let people: i128 = pairs.map(|(people, price)| i128::from(*people) * i128::from(*price) * 1000).sum();
        let loads = prices.loads.iter();
        let bundles = loads.map(|loads| i128::from(self.counted(loads).div_ceil(loads.per)) * i128::from(loads.price));
        let counts = prices.counts.iter();
        let trips = counts.map(|count| i128::from(count.at_least) * i128::from(count.earns));
        people + (bundles.sum::<i128>() + trips.sum::<i128>()) * 1000
    }

    /// How many people a price of whole loads counts.
    pub(super) fn counted(&self, loads: &Loads) -> u64 {
        loads.sites.iter().map(|site| self.sites[site.index()].people[loads.need.index()]).sum()
    }

    /// What all room and all berth time until the moment `last` cost, in thousandths of a price.
    pub(super) fn cost(&self, prices: &Prices<'_>, last: u64) -> i128 {
        let seats = self.fleets.iter().flat_map(|fleet| &self.classes[fleet.class].places);
        let seats_most = i128::from(seats.map(|places| places.iter().sum::<u64>()).max().unwrap_or(0));
        let mut cost = 0;
        for (i, site) in self.sites.iter().enumerate().filter(|(_, site)| site.waits()) {
            let seconds = i128::from(last.saturating_sub(site.earliest).saturating_sub(site.onward));
            cost += i128::from(site.berths.unwrap_or(0)) * seconds * i128::from(prices.site_berths[i]);
        }
        for (j, shelter) in self.shelters.iter().enumerate() {
            let seconds = i128::from(last.saturating_sub(shelter.earliest));
            cost += i128::from(shelter.berths.unwrap_or(0)) * seconds * i128::from(prices.shelter_berths[j]);
            // When the last vehicle begins to unload, reception has taken in everybody before it.
            let received = shelter.per_hour.map(|rate| i128::from(rate) * seconds / 3600 + seats_most);
            let room = i128::from(shelter.room).min(received.unwrap_or(i128::MAX));
            cost += room * i128::from(prices.room[j]);
            let by_need = shelter.room_by_need.iter().zip(&prices.room_by_need[j]);
            cost += by_need.map(|(room, price)| i128::from(room.unwrap_or(0)) * i128::from(*price)).sum::<i128>();
        }
        for count in prices.counts {
            cost += i128::from(count.at_most.unwrap_or(0)) * i128::from(count.costs);
        }
        cost * 1000
    }
}

impl Site {
    /// True when somebody is to be brought out.
    pub(super) fn waits(&self) -> bool {
        self.people.iter().any(|people| *people > 0)
    }
}

fn service(time: &ServiceTime) -> Service {
    Service { fixed: time.fixed.0, per_person: time.per_person.iter().map(|each| each.0).collect() }
}

fn windows(open: &Opening) -> Vec<(u64, u64)> {
    open.windows().iter().map(|window| (window.from().0, window.until().0)).collect()
}

fn site(scenario: &Scenario, id: SiteId) -> Site {
    let site = scenario.site(id);
    Site {
        people: scenario.planned(id).counts().iter().map(|people| u64::from(people.0)).collect(),
        berths: site.berths.map(|berths| u64::from(berths.get())),
        loading: service(&site.loading),
        open: windows(&site.open),
        earliest: NEVER,
        onward: NEVER,
    }
}

fn shelter(shelter: &couloir_model::scenario::Shelter) -> Shelter {
    Shelter {
        room: u64::from(shelter.capacity.0),
        room_by_need: shelter.capacity_by_need.iter().map(|room| room.map(|room| u64::from(room.0))).collect(),
        berths: shelter.berths.map(|berths| u64::from(berths.get())),
        per_hour: shelter.reception_per_hour.map(|rate| u64::from(rate.get())),
        unloading: service(&shelter.unloading),
        open: windows(&shelter.open),
        earliest: NEVER,
    }
}

/// The class `k` with its legs, and its legs from depots (rows) to sites.
fn legs(scenario: &Scenario, travel: &TravelTimes, k: usize, between: bool) -> (Class, Vec<Vec<u64>>) {
    let seconds = |from: PlaceId, to: PlaceId| {
        travel.leg(scenario, ClassId::at(k), from, to).map_or(NEVER, |leg| leg.seconds.0.min(NEVER))
    };
    let sites: Vec<_> = scenario.sites.iter().map(|site| site.place).collect();
    let shelters: Vec<_> = scenario.shelters.iter().map(|shelter| shelter.place).collect();
    let depots: Vec<_> = scenario.depots.iter().map(|depot| depot.place).collect();
    let table = |from: &[PlaceId], to: &[PlaceId]| -> Vec<Vec<u64>> {
        from.iter().map(|from| to.iter().map(|to| seconds(*from, *to)).collect()).collect()
    };
    let class = &scenario.classes[k];
    let places = class.configurations.iter().map(|configuration| configuration.capacity.places());
    let legs = Class {
        places: places.map(|places| places.iter().map(|places| u64::from(places.0)).collect()).collect(),
        boarding: u64::from(class.boarding.0),
        back: table(&shelters, &sites),
        ride: table(&sites, &shelters),
        between: if between { table(&sites, &sites) } else { Vec::new() },
    };
    (legs, table(&depots, &sites))
}

/// Notes how early a vehicle of `class` can begin to load and unload everywhere, when it may leave the depots at `free`.
fn mark(sites: &mut [Site], shelters: &mut [Shelter], class: &Class, start: &[Vec<u64>], free: &[u64]) {
    let (n, m) = (sites.len(), shelters.len());
    let everywhere: Vec<_> = (0..n + m).collect();
    let only_sites: Vec<_> = (0..n).collect();
    let leg = |from: usize, to: usize| match (from < n, to < n) {
        (true, true) => class.between.get(from).map_or(NEVER, |row| row[to]),
        (true, false) => class.ride[from][to - n],
        (false, true) => class.back[from - n][to],
        (false, false) => NEVER,
    };
    let mut arrival = vec![NEVER; n + m];
    for (i, arrival) in arrival.iter_mut().enumerate().take(n) {
        let legs = start.iter().zip(free).map(|(row, free)| row[i].saturating_add(*free));
        *arrival = legs.min().unwrap_or(NEVER).min(NEVER);
    }
    let arrival = shortest(arrival, &everywhere, leg);
    let mut loaded = vec![NEVER; n + m];
    for (i, site) in sites.iter_mut().enumerate() {
        site.earliest = site.earliest.min(arrival[i]);
        loaded[i] = arrival[i].saturating_add(site.loading.fixed).min(NEVER);
    }
    let loaded = shortest(loaded, &only_sites, leg);
    for (j, shelter) in shelters.iter_mut().enumerate() {
        shelter.earliest = shelter.earliest.min(loaded[n + j]);
    }
    // From sites on to shelters, backwards from the end of an unloading.
    let mut onward = vec![NEVER; n];
    for (i, onward) in onward.iter_mut().enumerate() {
        let with_room = shelters.iter().zip(&class.ride[i]).filter(|(shelter, _)| shelter.room > 0);
        let ends = with_room.map(|(shelter, ride)| ride.saturating_add(shelter.unloading.fixed));
        *onward = ends.min().unwrap_or(NEVER).min(NEVER);
    }
    let onward = shortest(onward, &only_sites, |from, to| leg(to, from));
    for (site, onward) in sites.iter_mut().zip(onward) {
        site.onward = site.onward.min(onward);
    }
}

/// Notes for whom the class has places and a road to them and on.
fn mark_movable(movable: &mut [Vec<bool>], class: &Class, start: &[Vec<u64>]) {
    for (i, movable) in movable.iter_mut().enumerate() {
        let into = start.iter().chain(&class.back).chain(&class.between).any(|row| row[i] < NEVER);
        let between = class.between.get(i).into_iter().flatten();
        let onward = class.ride[i].iter().chain(between).any(|leg| *leg < NEVER);
        for (need, movable) in movable.iter_mut().enumerate() {
            *movable |= into && onward && class.places.iter().any(|places| places[need] > 0);
        }
    }
}

/// Replaces legs by shortest ways through sites with people, so that leaving a stop out never makes a trip longer.
fn shorten(class: &mut Class, start: &mut [Vec<u64>], waiting: &[usize], between_too: bool) {
    let direct = class.between.clone();
    // Ways into a place are followed backwards: by columns, which lie together here.
    let backwards: Vec<Vec<u64>> = (0..direct.len()).map(|to| direct.iter().map(|row| row[to]).collect()).collect();
    for row in start.iter_mut().chain(&mut class.back) {
        shorten_by(row, waiting, &direct);
    }
    for j in 0..class.back.len() {
        let mut column: Vec<_> = class.ride.iter().map(|row| row[j]).collect();
        shorten_by(&mut column, waiting, &backwards);
        for (row, leg) in class.ride.iter_mut().zip(column) {
            row[j] = leg;
        }
    }
    if between_too {
        for row in &mut class.between {
            shorten_by(row, waiting, &direct);
        }
    }
}
