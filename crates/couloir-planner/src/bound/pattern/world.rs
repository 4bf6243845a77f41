//! What the bound needs of a scenario, dense and in plain numbers.
//!
//! Seconds are whole; where boarding factors come in, times are in thousandths of a second so that nothing is rounded.

use super::Observer;
use super::loads::{self, Loads};
use super::reach;
use couloir_model::certificate::TripModel;
use couloir_model::id::{ClassId, PlaceId, ShelterId};
use couloir_model::quantity::Seconds;
use couloir_model::scenario::{Scenario, ServiceTime};
use couloir_model::travel::TravelTimes;
use std::collections::BTreeMap;

/// Vehicles up to which whole trips are counted.
pub(super) const VEHICLES_FEW: i64 = 16;

/// No road, or never.
pub(super) const NEVER: u64 = u64::MAX / 4;

/// No road, in a table of legs.
pub(super) const NO_ROAD: u32 = u32::MAX;

/// A scenario as the bound sees it.
#[derive(Clone)]
pub(super) struct World {
    pub(super) needs: usize,
    pub(super) trips: TripModel,
    pub(super) sites: Vec<Site>,
    pub(super) shelters: Vec<Shelter>,
    pub(super) classes: Vec<Class>,
    pub(super) groups: Vec<Group>,
    /// The most stops in a trip; no more than there are sites with people.
    pub(super) stops_max: usize,
    /// True when some site or shelter that matters shuts at times.
    pub(super) windows: bool,
    /// Whole loads that trips are counted by; none where they are pooled.
    pub(super) loads: Vec<Loads>,
    /// Trips that are counted in the case that is looked at.
    pub(super) counts: Vec<Count>,
}

/// A site; those without anybody to bring out stay in the list so that positions are the scenario's.
#[derive(Clone)]
pub(super) struct Site {
    /// People to be brought out, by need.
    pub(super) demand: Vec<i64>,
    /// Everybody there, those whom nobody can move among them.
    people_all: u32,
    pub(super) fixed_s: i64,
    pub(super) person_s: Vec<i64>,
    pub(super) berths: Option<i64>,
    pub(super) open: Vec<(u64, u64)>,
    /// The earliest that any vehicle can begin to load here.
    pub(super) reached: u64,
    /// The least time that passes after loading here until the end of an unloading.
    pub(super) left: u64,
}

/// A shelter.
#[derive(Clone)]
pub(super) struct Shelter {
    pub(super) room: i64,
    pub(super) room_by_need: Vec<Option<i64>>,
    pub(super) fixed_s: i64,
    pub(super) person_s: Vec<i64>,
    pub(super) berths: Option<i64>,
    pub(super) per_hour: Option<i64>,
    pub(super) open: Vec<(u64, u64)>,
    /// The earliest that any vehicle with people on board can begin to unload here.
    pub(super) reached: u64,
}

/// A vehicle class with its legs in seconds.
#[derive(Clone)]
pub(super) struct Class {
    /// Places by need of each configuration.
    pub(super) capacities: Vec<Vec<i64>>,
    /// What its people's boarding takes, in thousandths of the site's and shelter's time.
    pub(super) boarding: i64,
    /// From depots (rows) to sites.
    pub(super) start: Vec<Vec<u32>>,
    /// From shelters (rows) to sites.
    pub(super) back: Vec<Vec<u32>>,
    /// From sites (rows) to shelters.
    pub(super) ride: Vec<Vec<u32>>,
    /// From sites (rows) to sites; empty where no trip needs it.
    pub(super) between: Vec<Vec<u32>>,
}

/// Vehicles that are alike.
#[derive(Clone)]
pub(super) struct Group {
    pub(super) class: usize,
    pub(super) depot: usize,
    pub(super) from: u64,
    pub(super) until: Option<u64>,
    pub(super) count: i64,
    /// Their positions in the scenario.
    pub(super) vehicles: Vec<usize>,
    /// True when trips of this one vehicle are counted: then it is alone.
    pub(super) alone: bool,
}

/// How many trips of a kind there are in the case that is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) kind: Kind,
    pub(super) least: u32,
    pub(super) most: Option<u32>,
}

/// Trips that have in common what is named: the position of the vehicle, of a site where they stop, of the shelter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kind {
    pub(super) vehicle: Option<usize>,
    pub(super) site: Option<usize>,
    pub(super) shelter: Option<usize>,
}

impl Kind {
    /// True when a trip of `vehicle` along `stops` to `shelter` is of this kind.
    pub(super) fn holds(self, vehicle: Option<usize>, stops: &[usize], shelter: usize) -> bool {
        self.vehicle.is_none_or(|own| Some(own) == vehicle)
            && self.site.is_none_or(|site| stops.contains(&site))
            && self.shelter.is_none_or(|own| own == shelter)
    }
}

impl World {
    /// Compiles `scenario` for trips simplified as `trips` says; `None` when it was stopped.
    pub(super) fn of(
        scenario: &Scenario,
        travel: &TravelTimes,
        trips: TripModel,
        observer: &dyn Observer,
    ) -> Option<Self> {
        let groups = groups(scenario);
        let used: Vec<_> = (0..scenario.classes.len()).map(|k| groups.iter().any(|group| group.class == k)).collect();
        let mut world = Self {
            needs: scenario.needs.len(),
            trips,
            sites: sites(scenario),
            shelters: shelters(scenario),
            classes: Vec::new(),
            groups,
            stops_max: 1,
            windows: false,
            loads: Vec::new(),
            counts: Vec::new(),
        };
        let waits: Vec<_> = world.sites.iter().map(Site::waits).collect();
        let stops = scenario.stops_max.map_or(usize::MAX, |stops| stops.get() as usize);
        world.stops_max = stops.min(waits.iter().filter(|waits| **waits).count()).max(1);
        for (k, used) in used.iter().enumerate() {
            let class = if *used { world.class(scenario, travel, k) } else { Class::unused(scenario, k) };
            world.classes.push(class);
        }
        if trips == TripModel::Pooled && world.stops_max > 1 {
            let sites_too = world.needs > 1;
            // One thread a class: this is most of the work that comes before the first price.
            let done = std::thread::scope(|scope| {
                let classes = world.classes.iter_mut().filter(|class| !class.ride.is_empty());
                let waits = &waits;
                let shorten = |class| scope.spawn(move || reach::shorten(class, waits, sites_too, observer));
                let threads: Vec<_> = classes.map(shorten).collect();
                threads.into_iter().all(|thread| thread.join().expect("shortening does not panic"))
            });
            if !done {
                return None;
            }
        }
        reach::mark(&mut world);
        world.keep_movable();
        world.windows = world.sites.iter().any(|site| site.waits() && !site.open.is_empty())
            || world.shelters.iter().any(|shelter| !shelter.open.is_empty());
        if trips == TripModel::Explicit {
            world.loads = loads::worth_counting(&world);
        }
        Some(world)
    }

    /// Has the trips of `vehicle`, which is alone in its group, counted.
    pub(super) fn set_apart(&mut self, vehicle: usize) {
        let group = self.groups.iter_mut().find(|group| group.vehicles == [vehicle]);
        group.expect("trips of a vehicle are counted where it is alone").alone = true;
    }

    /// No plan stops more often at `site`: at every stop somebody boards.
    pub(super) fn visits_max(&self, site: usize) -> u32 {
        self.sites[site].people_all
    }

    /// The positions of sites with people.
    pub(super) fn waiting(&self) -> impl Iterator<Item = usize> + '_ {
        self.sites.iter().enumerate().filter(|(_, site)| site.waits()).map(|(index, _)| index)
    }

    /// Everybody to be brought out.
    pub(super) fn people(&self) -> i64 {
        self.sites.iter().flat_map(|site| &site.demand).sum()
    }

    fn class(&self, scenario: &Scenario, travel: &TravelTimes, k: usize) -> Class {
        let seconds = |from: PlaceId, to: PlaceId| {
            let leg = travel.leg(scenario, ClassId::at(k), from, to);
            leg.map_or(NO_ROAD, |leg| u32::try_from(leg.seconds.0).unwrap_or(NO_ROAD - 1))
        };
        let site_places: Vec<_> = scenario.sites.iter().map(|site| site.place).collect();
        let shelter_places: Vec<_> = scenario.shelters.iter().map(|shelter| shelter.place).collect();
        let depot_places: Vec<_> = scenario.depots.iter().map(|depot| depot.place).collect();
        let table = |from: &[PlaceId], to: &[PlaceId]| -> Vec<Vec<u32>> {
            from.iter().map(|from| to.iter().map(|to| seconds(*from, *to)).collect()).collect()
        };
        Class {
            start: table(&depot_places, &site_places),
            back: table(&shelter_places, &site_places),
            ride: table(&site_places, &shelter_places),
            between: if self.stops_max > 1 { table(&site_places, &site_places) } else { Vec::new() },
            ..Class::unused(scenario, k)
        }
    }

    /// Forgets people whom nobody can move: no class has places of their kind and a road to them and on to a shelter.
    fn keep_movable(&mut self) {
        for (i, site) in self.sites.iter_mut().enumerate() {
            for (need, demand) in site.demand.iter_mut().enumerate() {
                let movable = self.groups.iter().any(|group| {
                    let class = &self.classes[group.class];
                    let seats = class.capacities.iter().any(|places| places[need] > 0);
                    seats && site.reached < NEVER && site.left < NEVER && class.touches(i)
                });
                if !movable {
                    *demand = 0;
                }
            }
        }
    }
}

impl Group {
    /// Its only vehicle, where trips of that are counted.
    pub(super) fn own(&self) -> Option<usize> {
        if self.alone { self.vehicles.first().copied() } else { None }
    }
}

impl Site {
    /// True when there is somebody to bring out.
    pub(super) fn waits(&self) -> bool {
        self.demand.iter().any(|people| *people > 0)
    }
}

impl Class {
    fn unused(scenario: &Scenario, k: usize) -> Self {
        let class = &scenario.classes[k];
        let places = |configuration: &couloir_model::scenario::Configuration| {
            configuration.capacity.places().iter().map(|places| i64::from(places.0)).collect()
        };
        Self {
            capacities: class.configurations.iter().map(places).collect(),
            boarding: i64::from(class.boarding.0.min(1_000_000)),
            start: Vec::new(),
            back: Vec::new(),
            ride: Vec::new(),
            between: Vec::new(),
        }
    }

    /// True when a vehicle of this class has a road to the site from somewhere, and one on from there.
    fn touches(&self, site: usize) -> bool {
        let into = self.start.iter().chain(&self.back).chain(&self.between).any(|row| row[site] != NO_ROAD);
        let out = self.ride[site].iter().chain(self.between.get(site).into_iter().flatten()).any(|leg| *leg != NO_ROAD);
        into && out
    }
}

/// Ten days at most: longer services are taken for shorter ones, so that no product overflows; the bound stays valid.
fn short(seconds: Seconds) -> i64 {
    seconds.0.min(864_000) as i64
}

fn per_person(time: &ServiceTime) -> Vec<i64> {
    time.per_person.iter().map(|each| short(*each)).collect()
}

fn windows(open: &couloir_model::clock::Opening) -> Vec<(u64, u64)> {
    open.windows().iter().map(|window| (window.from().0, window.until().0)).collect()
}

fn sites(scenario: &Scenario) -> Vec<Site> {
    let site = |id| {
        let site = scenario.site(id);
        let planned = scenario.planned(id);
        Site {
            demand: planned.counts().iter().map(|people| i64::from(people.0)).collect(),
            people_all: planned.counts().iter().fold(0, |sum, people| people.0.saturating_add(sum)),
            fixed_s: short(site.loading.fixed),
            person_s: per_person(&site.loading),
            berths: site.berths.map(|berths| i64::from(berths.get())),
            open: windows(&site.open),
            reached: 0,
            left: 0,
        }
    };
    scenario.site_ids().map(site).collect()
}

fn shelters(scenario: &Scenario) -> Vec<Shelter> {
    let shelter = |id: ShelterId| {
        let shelter = scenario.shelter(id);
        Shelter {
            room: i64::from(shelter.capacity.0),
            room_by_need: shelter.capacity_by_need.iter().map(|room| room.map(|room| i64::from(room.0))).collect(),
            fixed_s: short(shelter.unloading.fixed),
            person_s: per_person(&shelter.unloading),
            berths: shelter.berths.map(|berths| i64::from(berths.get())),
            per_hour: shelter.reception_per_hour.map(|rate| i64::from(rate.get())),
            open: windows(&shelter.open),
            reached: 0,
        }
    };
    scenario.shelter_ids().map(shelter).collect()
}

fn groups(scenario: &Scenario) -> Vec<Group> {
    let mut counts = BTreeMap::new();
    for (index, vehicle) in scenario.vehicles.iter().enumerate() {
        let key = (
            vehicle.class.index(),
            vehicle.depot.index(),
            vehicle.available_from.0,
            vehicle.available_until.map(|until| until.0),
        );
        counts.entry(key).or_insert_with(Vec::new).push(index);
    }
    let group = |((class, depot, from, until), vehicles): (_, Vec<usize>)| {
        let count = vehicles.len() as i64;
        Group { class, depot, from, until, count, vehicles, alone: false }
    };
    counts.into_iter().map(group).collect()
}
