//! Random operations with a valid plan each, half of the features switched off at random.
//!
//! The plan is made by a dumb constructor and the judge's own replay; then the operation's limits are drawn tight around
//! it, so that one more of anything is too much.

use couloir_judge::timetable;
use couloir_model::clock::{Moment, Opening, UnixSeconds, Window};
use couloir_model::id::*;
use couloir_model::interval::{Interval, PlanFor};
use couloir_model::load::{Capacity, Load};
use couloir_model::plan::{Making, NotMoved, Parts, Plan, Reason, Route, Stop, Trip, Unloading, Visit};
use couloir_model::quantity::{Metres, People, Permille, PersonSeconds, Seconds};
use couloir_model::scenario::*;
use couloir_model::travel::{Crossing, Heading, Matrix, Source, TravelTimes};
use std::num::NonZeroU32;

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
#[derive(Clone)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both included.
    pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.next() % (high - low + 1)
    }

    pub(crate) fn chance(&mut self, one_in: u64) -> bool {
        self.next().is_multiple_of(one_in)
    }

    pub(crate) fn pick(&mut self, length: usize) -> usize {
        self.between(0, length as u64 - 1) as usize
    }

    fn small(&mut self, low: u64, high: u64) -> u32 {
        self.between(low, high) as u32
    }
}

/// An operation, its travel times and a plan for it, all open to change.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) scenario: couloir_model::scenario::Parts,
    pub(crate) seconds: Vec<Option<Seconds>>,
    pub(crate) metres: Vec<Metres>,
    pub(crate) crossings: Vec<(PlaceId, PlaceId, Vec<Crossing>)>,
    pub(crate) plan: Parts,
}

impl World {
    pub(crate) fn scenario(&self) -> Scenario {
        Scenario::new(self.scenario.clone()).expect("the generator makes sound operations")
    }

    pub(crate) fn travel(&self) -> TravelTimes {
        let table = Matrix::of_seconds(self.scenario.places.len(), self.seconds.iter().copied()).unwrap();
        let table = table.with_metres(self.metres.iter().copied()).unwrap();
        let travel = TravelTimes::new(table, Source::Table { listed: 0, filled: 0 });
        let with = |travel: TravelTimes, (from, to, crossings): &(PlaceId, PlaceId, Vec<Crossing>)| {
            travel.with_crossings(*from, *to, crossings.clone())
        };
        self.crossings.iter().fold(travel, with)
    }

    pub(crate) fn plan(&self) -> Plan {
        Plan::new(self.plan.clone())
    }

    pub(crate) fn verdict(&self) -> couloir_judge::Verdict {
        couloir_judge::verify(&self.scenario(), &self.travel(), &self.plan())
    }

    /// A world from a seed; `None` when its windows leave no way to carry the plan out.
    pub(crate) fn random(seed: u64) -> Option<Self> {
        let mut random = Random(seed);
        let mut world = Self::operation(&mut random);
        construct(&mut world, &mut random);
        crate::formation::form_up(&mut world, &mut random)?;
        let mut parts = world.plan.clone();
        parts.scenario = world.scenario().id(&world.travel());
        world.plan = timetable(&world.scenario(), &world.travel(), parts).ok()?.into_parts();
        // Whoever waits for others may be caught on a leg that closes: the plan is carried out, and is not valid.
        if !world.plan.convoys.is_empty() && world.verdict().broken().contains(&couloir_judge::Rule::Closure) {
            return None;
        }
        tighten(&mut world, &mut random);
        world.plan.scenario = world.scenario().id(&world.travel());
        Some(world)
    }

    fn operation(random: &mut Random) -> Self {
        let needs = random.between(1, 3) as usize;
        let (sites, shelters, depots) =
            (random.between(1, 4) as usize, random.between(1, 3) as usize, random.between(1, 2) as usize);
        let places = sites + shelters + depots;
        let passages = if random.chance(2) { random.between(1, 2) as usize } else { 0 };
        let mut scenario = empty(needs, places);
        scenario.stops_max = random.chance(2).then(|| NonZeroU32::new(3).unwrap());
        scenario.passages = (0..passages).map(|index| passage(index, random)).collect();
        scenario.depots =
            (0..depots).map(|index| Depot { name: format!("depot {index}"), place: PlaceId::at(index) }).collect();
        scenario.sites = (0..sites).map(|index| site(index, depots + index, needs, random)).collect();
        scenario.shelters = (0..shelters).map(|index| shelter(index, depots + sites + index, needs, random)).collect();
        scenario.classes = (0..random.between(1, 2)).map(|index| class(index, needs, random)).collect();
        let (classes, fleet) = (scenario.classes.len(), random.between(1, 6));
        scenario.vehicles = (0..fleet).map(|index| vehicle(index, classes, depots, random)).collect();
        scenario.groups = groups(&scenario, random);
        let mut world = Self {
            seconds: (0..places * places).map(|_| Some(Seconds(random.between(1, 400)))).collect(),
            metres: (0..places * places).map(|_| Metres(random.between(1, 9_000))).collect(),
            crossings: Vec::new(),
            plan: blank(&scenario),
            scenario,
        };
        world.close(random);
        world
    }

    /// Puts passages on legs, and closes some of both.
    fn close(&mut self, random: &mut Random) {
        let (places, passages) = (self.scenario.places.len(), self.scenario.passages.len());
        for from in 0..places {
            for to in 0..places {
                let (begin, length) = (random.between(0, 3_000), random.between(1, 900));
                let window = Window::new(Moment(begin), Moment(begin + length)).unwrap();
                let (from_id, to_id) = (PlaceId::at(from), PlaceId::at(to));
                if from != to && random.chance(8) {
                    let stretch = Stretch::Leg { from: from_id, to: to_id };
                    self.scenario.closures.push(Closure { stretch, window, said_by: "police".to_owned() });
                }
                if from != to && passages > 0 && random.chance(2) {
                    let seconds = self.seconds[from * places + to].unwrap().0;
                    let crossing = |passage| Crossing {
                        offset: Seconds(seconds * passage as u64 / 3),
                        passage: PassageId::at(passage),
                        heading: if from < to { Heading::Outward } else { Heading::Inward },
                    };
                    self.crossings.push((from_id, to_id, (0..passages).map(crossing).collect()));
                }
            }
        }
        for passage in 0..passages {
            if random.chance(2) {
                let begin = random.between(0, 3_000);
                let window = Window::new(Moment(begin), Moment(begin + random.between(1, 900))).unwrap();
                let stretch = Stretch::Passage(PassageId::at(passage));
                self.scenario.closures.push(Closure { stretch, window, said_by: "army".to_owned() });
            }
        }
    }
}

/// An operation with nothing in it but needs and places.
pub(crate) fn empty(needs: usize, places: usize) -> couloir_model::scenario::Parts {
    let need =
        |index: usize| Need { name: ["seated", "wheelchair", "stretcher"][index].to_owned(), priority: Priority(1) };
    couloir_model::scenario::Parts {
        name: "test".to_owned(),
        start: UnixSeconds(0),
        time_zone: "UTC".to_owned(),
        languages: vec![Language::English],
        needs: (0..needs).map(need).collect(),
        deadline: None,
        plan_for: PlanFor::Best,
        stops_max: None,
        places: (0..places).map(|index| Place { name: format!("place {index}"), position: None }).collect(),
        sites: Vec::new(),
        shelters: Vec::new(),
        depots: Vec::new(),
        classes: Vec::new(),
        vehicles: Vec::new(),
        passages: Vec::new(),
        escorts: Vec::new(),
        closures: Vec::new(),
        groups: Vec::new(),
    }
}

/// A plan in which nothing happens yet.
pub(crate) fn blank(scenario: &couloir_model::scenario::Parts) -> Parts {
    let scenario = Scenario::new(scenario.clone()).unwrap();
    Parts {
        parent: None,
        scenario: ScenarioId([0; 16]),
        made: Making { program: "test".to_owned(), seed: 0, iterations: 0, workers: 1 },
        planned: scenario.site_ids().map(|site| scenario.planned(site)).collect(),
        routes: Vec::new(),
        convoys: Vec::new(),
        not_moved: Vec::new(),
        clearance: Moment::START,
        person_seconds: PersonSeconds(0),
        driving: Seconds::ZERO,
        bound: None,
    }
}

fn opening(random: &mut Random) -> Opening {
    if random.chance(3) {
        let shut = random.between(300, 3_000);
        let windows = [(random.between(0, 200), shut), (shut + random.between(1, 600), 10_000_000)];
        let windows = windows.map(|(from, until)| Window::new(Moment(from), Moment(until)).unwrap());
        return Opening::during(windows.to_vec()).unwrap();
    }
    Opening::always()
}

fn berths(random: &mut Random) -> Option<NonZeroU32> {
    NonZeroU32::new(random.small(0, 2))
}

fn service_time(needs: usize, random: &mut Random) -> ServiceTime {
    let per_person = (0..needs).map(|_| Seconds(random.between(0, 9))).collect();
    ServiceTime { fixed: Seconds(random.between(0, 120)), per_person }
}

fn site(index: usize, place: usize, needs: usize, random: &mut Random) -> Site {
    let arrivals = if random.chance(2) { random.between(2, 3) } else { 1 };
    let people = |random: &mut Random| (0..needs).map(|_| Interval::exactly(People(random.small(0, 40)))).collect();
    Site {
        name: format!("site {index}"),
        place: PlaceId::at(place),
        waiting: (0..arrivals).map(|wave| Arrival { from: Moment(wave * 700), people: people(random) }).collect(),
        priority: Priority(1),
        berths: berths(random),
        loading: service_time(needs, random),
        open: opening(random),
    }
}

fn shelter(index: usize, place: usize, needs: usize, random: &mut Random) -> Shelter {
    Shelter {
        name: format!("shelter {index}"),
        place: PlaceId::at(place),
        capacity: People(random.small(30, 400)),
        capacity_by_need: vec![None; needs],
        berths: berths(random),
        unloading: service_time(needs, random),
        reception_per_hour: if random.chance(2) { NonZeroU32::new(random.small(100, 900)) } else { None },
        open: opening(random),
    }
}

fn class(index: u64, needs: usize, random: &mut Random) -> Class {
    let configuration = |number: u64, random: &mut Random| Configuration {
        name: format!("fit {number}"),
        capacity: Capacity::of((0..needs).map(|_| People(random.small(0, 20))).collect()),
    };
    Class {
        name: format!("class {index}"),
        configurations: (0..random.between(1, 2)).map(|number| configuration(number, random)).collect(),
        reconfiguration: Seconds(random.between(0, 300)),
        travel: Permille(random.small(800, 1_300)),
        boarding: Permille(random.small(900, 1_500)),
        access: Access::default(),
        driving_max: None,
        range: None,
    }
}

fn vehicle(index: u64, classes: usize, depots: usize, random: &mut Random) -> Vehicle {
    Vehicle {
        name: format!("bus {index}"),
        class: ClassId::at(random.pick(classes)),
        depot: DepotId::at(random.pick(depots)),
        available_from: Moment(random.between(0, 10) * 60),
        available_until: None,
        fitted: None,
    }
}

fn passage(index: usize, random: &mut Random) -> Passage {
    let fixed = Seconds(random.between(0, 120));
    Passage {
        name: format!("gate {index}"),
        position: None,
        open: opening(random),
        headway: Seconds::ZERO,
        direction: Direction::BothWays,
        screening: Screening { fixed, people_per_hour: None },
        convoy: None,
        passed: Passed::default(),
    }
}

/// Families among the people of each site, half of the time.
fn groups(scenario: &couloir_model::scenario::Parts, random: &mut Random) -> Vec<Group> {
    let mut groups = Vec::new();
    for (index, site) in scenario.sites.iter().enumerate() {
        if random.chance(2) {
            continue;
        }
        let mut rest: Vec<u32> = (0..scenario.needs.len())
            .map(|need| site.waiting.iter().map(|arrival| arrival.people[need].best().0).sum())
            .collect();
        for _ in 0..random.between(0, 4) {
            let size: Vec<u32> = rest.iter().map(|rest| random.small(0, 5).min(*rest)).collect();
            rest.iter_mut().zip(&size).for_each(|(rest, size)| *rest -= size);
            let people = Load::of(size.into_iter().map(People).collect());
            let token = format!("token {}", groups.len());
            groups.push(Group { token, site: SiteId::at(index), people });
        }
    }
    groups
}

/// Fills the plan with random trips; whoever finds no place in some hundred tries is left.
fn construct(world: &mut World, random: &mut Random) {
    let scenario = world.scenario();
    let last = |site: SiteId| scenario.planned_arrivals(site).last().map_or(Moment::START, |(from, _)| *from);
    let mut rest: Vec<Vec<u32>> = world.plan.planned.iter().map(numbers).collect();
    let mut staying: Vec<GroupId> = scenario.group_ids().collect();
    for id in &staying {
        let group = scenario.group(*id);
        let size = numbers(&group.people);
        rest[group.site.index()].iter_mut().zip(size).for_each(|(rest, size)| *rest -= size);
    }
    let mut room: Vec<u32> = scenario.shelters.iter().map(|shelter| shelter.capacity.0).collect();
    let mut routes: Vec<Vec<Trip>> = vec![Vec::new(); scenario.vehicles.len()];
    for _ in 0..random.between(20, 150) {
        let vehicle = VehicleId::at(random.pick(routes.len()));
        let class = scenario.class_of(vehicle);
        let configuration = ConfigurationId::at(random.pick(class.configurations.len()));
        let shelter = ShelterId::at(random.pick(room.len()));
        let mut places =
            class.configuration(configuration).capacity.places().iter().map(|one| one.0).collect::<Vec<_>>();
        let mut stops = Vec::new();
        for _ in 0..random.between(1, 3) {
            let site = SiteId::at(random.pick(rest.len()));
            if stops.iter().any(|stop: &Stop| stop.site == site) {
                continue;
            }
            let wait = if random.chance(4) { random.between(0, 500) } else { 0 };
            let not_before = if last(site) > Moment::START { last(site) + Seconds(wait) } else { Moment(wait) };
            let (load, groups) =
                load(&scenario, site, &mut rest, &mut staying, &mut places, &mut room[shelter.index()]);
            if load.iter().any(|people| *people > 0) {
                let load = Load::of(load.into_iter().map(People).collect());
                stops.push(Stop { site, load, groups, visit: Visit::not_before(not_before) });
            }
        }
        if !stops.is_empty() {
            let unloading = Unloading { shelter, visit: Visit::not_before(Moment::START) };
            routes[vehicle.index()].push(Trip { configuration, stops, unloading });
        }
    }
    let named = routes.into_iter().enumerate().filter(|(_, trips)| !trips.is_empty());
    world.plan.routes = named.map(|(index, trips)| Route { vehicle: VehicleId::at(index), trips }).collect();
    for id in staying {
        let group = scenario.group(id);
        rest[group.site.index()].iter_mut().zip(numbers(&group.people)).for_each(|(rest, size)| *rest += size);
    }
    for (index, rest) in rest.into_iter().enumerate().filter(|(_, rest)| rest.iter().any(|people| *people > 0)) {
        let people = Load::of(rest.into_iter().map(People).collect());
        world.plan.not_moved.push(NotMoved { site: SiteId::at(index), people, reason: Reason::NotFound });
    }
}

fn load(
    scenario: &Scenario,
    site: SiteId,
    rest: &mut [Vec<u32>],
    staying: &mut Vec<GroupId>,
    places: &mut [u32],
    room: &mut u32,
) -> (Vec<u32>, Vec<GroupId>) {
    let mut load = vec![0; places.len()];
    let mut groups = Vec::new();
    staying.retain(|id| {
        let group = scenario.group(*id);
        let size = numbers(&group.people);
        let total: u32 = size.iter().sum();
        if group.site != site || total > *room || size.iter().zip(&*places).any(|(size, places)| size > places) {
            return true;
        }
        for (need, size) in size.into_iter().enumerate() {
            load[need] += size;
            places[need] -= size;
        }
        *room -= total;
        groups.push(*id);
        false
    });
    for need in 0..places.len() {
        let taken = rest[site.index()][need].min(places[need]).min(*room);
        rest[site.index()][need] -= taken;
        places[need] -= taken;
        *room -= taken;
        load[need] += taken;
    }
    (load, groups)
}

pub(crate) fn numbers(load: &Load) -> Vec<u32> {
    load.counts().iter().map(|people| people.0).collect()
}

/// Draws limits that change no moment exactly where the plan meets them, each one time in two.
fn tighten(world: &mut World, random: &mut Random) {
    for (index, shelter) in world.scenario.shelters.iter_mut().enumerate() {
        let trips = world.plan.routes.iter().flat_map(|route| &route.trips);
        let here = trips.filter(|trip| trip.unloading.shelter.index() == index);
        let none = Load::none(world.scenario.needs.len());
        let taken = here.fold(none, |sum, trip| sum.plus(&trip.load()));
        if random.chance(2) {
            shelter.capacity = taken.total();
        }
        if random.chance(2) {
            shelter.capacity_by_need = taken.counts().iter().map(|people| Some(*people)).collect();
        }
    }
    for route in &world.plan.routes {
        if let Some(trip) = route.trips.last().filter(|_| random.chance(2)) {
            world.scenario.vehicles[route.vehicle.index()].available_until = Some(trip.unloading.visit.end);
        }
    }
    if random.chance(2) {
        world.scenario.deadline = Some(Moment(random.between(0, 5_000)));
    }
    for class in 0..world.scenario.classes.len() {
        let used = world.used(ClassId::at(class));
        if random.chance(2) {
            world.scenario.classes[class].driving_max = used.iter().map(|(seconds, _)| *seconds).max();
        }
        if random.chance(2) {
            world.scenario.classes[class].range = used.iter().map(|(_, metres)| *metres).max();
        }
    }
}

impl World {
    /// Driving time and way of each vehicle of a class that has a route.
    pub(crate) fn used(&self, class: ClassId) -> Vec<(Seconds, Metres)> {
        let (scenario, travel) = (self.scenario(), self.travel());
        let routes = self.plan.routes.iter().filter(|route| scenario.vehicle(route.vehicle).class == class);
        routes
            .map(|route| {
                let mut at = scenario.start_of(route.vehicle);
                let mut used = (Seconds::ZERO, Metres(0));
                for trip in &route.trips {
                    let sites = trip.stops.iter().map(|stop| scenario.site(stop.site).place);
                    for to in sites.chain([scenario.shelter(trip.unloading.shelter).place]) {
                        let leg = travel.leg(&scenario, class, at, to).unwrap();
                        used = (used.0 + leg.seconds, used.1 + leg.metres);
                        at = to;
                    }
                }
                used
            })
            .collect()
    }
}
