//! Plans to look at: a small one written by hand, a large generated one. The moments come from a plain replay of the rules
//! of a plan that is carried out undisturbed: first come, first served.

use couloir_model::bound::{Binding, ClearanceBound};
use couloir_model::clock::{Moment, Opening, UnixSeconds, Window};
use couloir_model::id::{
    ClassId, ConfigurationId, ConvoyId, DepotId, EscortId, NeedId, PassageId, PlaceId, ShelterId, SiteId, VehicleId,
};
use couloir_model::interval::{Interval, PlanFor};
use couloir_model::load::{Capacity, Load};
use couloir_model::plan::{self, Convoy, Making, NotMoved, Passing, Plan, Reason, Route, Stop, Trip, Unloading, Visit};
use couloir_model::position::Position;
use couloir_model::quantity::{Metres, People, Permille, PersonSeconds, Seconds};
use couloir_model::scenario::{
    Access, Arrival, Class, Configuration, ConvoyRule, ConvoyWho, Depot, Direction, EscortTeam, Language, Need, Parts,
    Passage, Passed, Place, Priority, Scenario, Screening, ServiceTime, Shelter, Site, Vehicle,
};
use couloir_model::travel::{Crossing, Heading, Matrix, Source, TravelTimes};
use couloir_publish::{Input, Judged};
use std::num::NonZeroU32;

/// A plan with all that it needs to be read.
pub(crate) struct World {
    pub(crate) scenario: Scenario,
    pub(crate) travel: TravelTimes,
    pub(crate) plan: Plan,
    pub(crate) judged: Judged,
}

impl World {
    pub(crate) fn input(&self) -> Input<'_> {
        Input {
            scenario: &self.scenario,
            travel: &self.travel,
            plan: &self.plan,
            judged: Some(&self.judged),
            made_at: Some(UnixSeconds(self.scenario.start.0.saturating_sub(5400))),
            people_from: None,
            folder: Some("out"),
        }
    }
}

/// What a vehicle is told: its trips, each the stops with who boards, then the shelter.
type Order = (u32, Vec<Vec<(u32, [u32; 3])>>, Vec<u32>);
type Orders = Vec<Order>;

fn people(count: u32) -> People {
    People(count)
}

fn berths(count: u32) -> Option<NonZeroU32> {
    NonZeroU32::new(count)
}

fn place(name: &str, at: Option<(f64, f64)>) -> Place {
    Place { name: name.to_owned(), position: at.map(|(lon, lat)| Position::from_degrees(lon, lat).unwrap()) }
}

fn service(fixed: u64) -> ServiceTime {
    ServiceTime { fixed: Seconds(fixed), per_person: vec![Seconds(4), Seconds(60), Seconds(180)] }
}

fn site(name: &str, at: u32, counts: [[u32; 3]; 3], count: u32) -> Site {
    let interval = |[low, best, high]: [u32; 3]| Interval::new(people(low), people(best), people(high)).unwrap();
    Site {
        name: name.to_owned(),
        place: PlaceId(at),
        waiting: vec![Arrival { from: Moment(0), people: counts.map(interval).to_vec() }],
        priority: Priority::default(),
        berths: berths(count),
        loading: service(120),
        open: Opening::always(),
    }
}

fn shelter(name: &str, at: u32, capacity: u32, count: u32) -> Shelter {
    Shelter {
        name: name.to_owned(),
        place: PlaceId(at),
        capacity: people(capacity),
        capacity_by_need: vec![None; 3],
        berths: berths(count),
        unloading: service(60),
        reception_per_hour: None,
        open: Opening::always(),
    }
}

fn class(name: &str, configurations: &[(&str, [u32; 3])]) -> Class {
    let configuration = |(name, places): &(&str, [u32; 3])| Configuration {
        name: (*name).to_owned(),
        capacity: Capacity::of(places.map(People).to_vec()),
    };
    Class {
        name: name.to_owned(),
        configurations: configurations.iter().map(configuration).collect(),
        reconfiguration: Seconds(0),
        travel: Permille::ONE,
        boarding: Permille::ONE,
        access: Access::default(),
        driving_max: None,
        range: None,
    }
}

fn vehicle(name: &str, class: u32, from: u64) -> Vehicle {
    Vehicle {
        name: name.to_owned(),
        class: ClassId(class),
        depot: DepotId(0),
        available_from: Moment(from),
        available_until: None,
        fitted: None,
    }
}

fn parts(name: &str) -> Parts {
    let need = |name: &str| Need { name: name.to_owned(), priority: Priority::default() };
    Parts {
        name: name.to_owned(),
        // 22 February 2019, 06:00 in Damascus.
        start: UnixSeconds(1_550_808_000),
        time_zone: "Asia/Damascus".to_owned(),
        languages: vec![Language::French, Language::Arabic],
        needs: ["seated", "wheelchair", "stretcher"].map(need).to_vec(),
        deadline: None,
        plan_for: PlanFor::UpperQuartile,
        stops_max: None,
        places: Vec::new(),
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

/// Three sites, two shelters, six vehicles, names in French and Arabic, a passage with convoys; some people have no seat.
pub(crate) fn small() -> World {
    small_named("Crue de la Durance – الفيضان", "École Jules-Ferry")
}

/// The same with names of the caller's for the operation and the first site, for tests of what names may do.
pub(crate) fn small_named(operation: &str, first_site: &str) -> World {
    let mut parts = parts(operation);
    parts.deadline = Some(Moment(6 * 3600));
    parts.places = vec![
        place("Dépôt central", Some((5.79, 43.83))),
        place(first_site, Some((5.71, 43.88))),
        place("مدرسة الزهراء", Some((5.68, 43.86))),
        place("Maison de retraite « Les Tilleuls » d’Oraison", None),
        place("Gymnase du Lycée", Some((5.90, 43.95))),
        place("مركز الإيواء الشمالي", Some((5.95, 43.90))),
    ];
    parts.sites = vec![
        site(first_site, 1, [[150, 170, 200], [0, 0, 0], [0, 0, 0]], 1),
        site("مدرسة الزهراء", 2, [[80, 96, 120], [2, 2, 2], [0, 0, 0]], 2),
        site("Maison de retraite « Les Tilleuls » d’Oraison", 3, [[20, 20, 20], [8, 8, 8], [5, 5, 5]], 1),
    ];
    parts.shelters = vec![shelter("Gymnase du Lycée", 4, 200, 2), shelter("مركز الإيواء الشمالي", 5, 180, 1)];
    parts.depots = vec![Depot { name: "Dépôt central".to_owned(), place: PlaceId(0) }];
    parts.classes = vec![
        class("autocar", &[("50 places", [50, 0, 0]), ("42 places, 4 fauteuils", [42, 4, 0])]),
        class("ambulance", &[("standard", [1, 0, 1])]),
        class("حافلة صغيرة", &[("عادي", [20, 2, 0])]),
    ];
    parts.vehicles = vec![
        vehicle("Autocar 1", 0, 0),
        vehicle("Autocar 2", 0, 600),
        vehicle("حافلة ٣", 0, 0),
        vehicle("Minibus de l’École", 2, 0),
        vehicle("Ambulance 15-A", 1, 1200),
        vehicle("حافلة صغيرة ٦", 2, 0),
    ];
    parts.passages = vec![Passage {
        name: "Pont de Manosque".to_owned(),
        position: Some(Position::from_degrees(5.82, 43.84).unwrap()),
        open: Opening::during(vec![Window::new(Moment(3600), Moment(86_400)).unwrap()]).unwrap(),
        headway: Seconds(60),
        direction: Direction::BothWays,
        screening: Screening::default(),
        convoy: Some(ConvoyRule { vehicles_min: NonZeroU32::MIN, vehicles_max: None, escorts: 1, who: ConvoyWho::All }),
        passed: Passed::default(),
    }];
    parts.escorts = vec![EscortTeam {
        name: "Motards 1".to_owned(),
        passage: PassageId(0),
        available_from: Moment(0),
        available_until: None,
        escorting: Seconds(600),
        way_back: Seconds(600),
    }];
    #[rustfmt::skip]
    let minutes: [[u64; 6]; 6] = [
        [ 0, 25, 30, 35, 40, 45],
        [25,  0, 12, 15, 38, 42],
        [30, 12,  0, 14, 44, 40],
        [35, 15, 14,  0, 50, 47],
        [40, 38, 44, 50,  0, 10],
        [45, 42, 40, 47, 10,  0],
    ];
    let seconds = minutes.iter().flatten().map(|minutes| Some(Seconds(minutes * 60 + 20)));
    let metres = minutes.iter().flatten().map(|minutes| Metres(minutes * 700));
    let table = Matrix::of_seconds(6, seconds).unwrap().with_metres(metres).unwrap();
    let travel = TravelTimes::new(table, Source::Table { listed: 24, filled: 6 }).with_crossings(
        PlaceId(3),
        PlaceId(4),
        vec![Crossing { offset: Seconds(1200), passage: PassageId(0), heading: Heading::Outward }],
    );
    let scenario = Scenario::new(parts).unwrap();
    let orders: Orders = vec![
        (0, vec![vec![(0, [50, 0, 0])], vec![(0, [50, 0, 0])], vec![(0, [15, 0, 0])]], vec![0, 0, 0]),
        (1, vec![vec![(1, [42, 2, 0])], vec![(1, [30, 0, 0])]], vec![1, 1]),
        (2, vec![vec![(0, [50, 0, 0])], vec![(0, [18, 0, 0]), (1, [32, 0, 0])]], vec![0, 1]),
        (3, vec![vec![(2, [10, 2, 0])], vec![(2, [6, 2, 0])]], vec![0, 1]),
        (4, vec![vec![(2, [1, 0, 1])], vec![(2, [1, 0, 1])], vec![(2, [0, 0, 1])]], vec![0, 0, 0]),
        (5, vec![vec![(2, [2, 2, 0])], vec![(2, [0, 2, 0])]], vec![0, 0]),
    ];
    let not_moved = vec![NotMoved {
        site: SiteId(2),
        people: Load::of(vec![People(0), People(0), People(2)]),
        reason: Reason::NoSeats { need: NeedId(2) },
    }];
    let bound = ClearanceBound { at_least: Moment(4 * 3600 + 1500), binding: Binding::SiteBerths(SiteId(0)) };
    world(scenario, travel, &orders, not_moved, Some(bound))
}

/// 150 vehicles with six trips each, over more than a day.
pub(crate) fn large() -> World {
    large_of(150, 6)
}

/// A fleet of `fleet` vehicles with `trips` each.
pub(crate) fn large_of(fleet: u32, trips: u32) -> World {
    let mut parts = parts("Baghouz, grand convoi");
    parts.time_zone = "Asia/Nowhere".to_owned();
    parts.places = vec![place("Dépôt", Some((40.9, 34.5)))];
    for index in 0..8 {
        parts.places.push(place(&format!("نقطة التجمع {}", index + 1), Some((40.95 + f64::from(index) / 50.0, 34.46))));
        let each = fleet * trips * 40 / 8;
        parts.sites.push(site(
            &format!("نقطة التجمع {}", index + 1),
            index + 1,
            [[each / 2, each, each], [0; 3], [0; 3]],
            12,
        ));
    }
    for index in 0..3 {
        let name = format!("Camp d’accueil {}", index + 1);
        parts.places.push(place(&name, Some((41.14, 36.37 + f64::from(index) / 50.0))));
        parts.shelters.push(shelter(&name, index + 9, 5 * fleet * trips * 40 / 12, 15));
    }
    parts.plan_for = PlanFor::High;
    parts.depots = vec![Depot { name: "Dépôt".to_owned(), place: PlaceId(0) }];
    parts.classes = vec![class("camion", &[("bâché", [40, 0, 0])])];
    parts.vehicles = (0..fleet).map(|index| vehicle(&format!("Camion {:03}", index + 1), 0, 0)).collect();
    let minutes =
        |from: u64, to: u64| if from == to { 0 } else { 30 + 7 * from.abs_diff(to) + (from * 13 + to * 5) % 11 };
    let seconds = (0..12).flat_map(|from| (0..12).map(move |to| Some(Seconds(60 * minutes(from, to)))));
    let source = Source::GreatCircle { detour: Permille(1400), metres_per_hour: 30_000 };
    let travel = TravelTimes::new(Matrix::of_seconds(12, seconds).unwrap(), source);
    let scenario = Scenario::new(parts).unwrap();
    let orders = (0..fleet).map(|vehicle| {
        let sites = (0..trips).map(|trip| vec![((vehicle + trip * 3) % 8, [40, 0, 0])]).collect();
        (vehicle, sites, (0..trips).map(|trip| (vehicle + trip) % 3).collect())
    });
    let orders: Orders = orders.collect();
    let bound = ClearanceBound { at_least: Moment(12 * 3600), binding: Binding::Vehicles };
    world(scenario, travel, &orders, Vec::new(), Some(bound))
}

fn world(
    scenario: Scenario,
    travel: TravelTimes,
    orders: &Orders,
    not_moved: Vec<NotMoved>,
    bound: Option<ClearanceBound>,
) -> World {
    let (routes, convoys) = Replay::of(&scenario, &travel, orders);
    let mut planned: Vec<Load> = scenario.site_ids().map(|_| Load::none(scenario.needs.len())).collect();
    for stop in routes.iter().flat_map(|route| &route.trips).flat_map(|trip| &trip.stops) {
        planned[stop.site.index()] = planned[stop.site.index()].plus(&stop.load);
    }
    for left in &not_moved {
        planned[left.site.index()] = planned[left.site.index()].plus(&left.people);
    }
    let ends = || routes.iter().flat_map(|route| &route.trips).map(|trip| (trip.unloading.visit.end, trip.people()));
    let driving = routes.iter().flat_map(|route| &route.trips).flat_map(Trip::visits);
    let driving: Seconds = driving.map(|visit| Seconds(visit.arrive.since(visit.depart).0 - visit.held().0)).sum();
    let parts = plan::Parts {
        parent: None,
        scenario: scenario.id(&travel),
        made: Making { program: "couloir 0.1.0".to_owned(), seed: 7, iterations: 120_000, workers: 2 },
        planned,
        clearance: ends().map(|(end, _)| end).max().unwrap_or_default(),
        person_seconds: PersonSeconds(ends().map(|(end, people)| u128::from(end.0) * u128::from(people.0)).sum()),
        driving,
        routes,
        convoys,
        not_moved,
        bound,
    };
    let judged = Judged { valid: true, violations: Vec::new(), by: "couloir-judge 0.1.0".to_owned() };
    World { scenario, travel, plan: Plan::new(parts), judged }
}

/// Carries orders out: a place with berths serves first come, first served.
struct Replay<'a> {
    scenario: &'a Scenario,
    travel: &'a TravelTimes,
    convoys: Vec<Convoy>,
}

/// Where a vehicle is in its orders.
struct Course {
    /// Trip and stop; the stop after the last is the shelter.
    next: (usize, usize),
    at: PlaceId,
    free: Moment,
    route: Route,
}

impl<'a> Replay<'a> {
    fn of(scenario: &'a Scenario, travel: &'a TravelTimes, orders: &Orders) -> (Vec<Route>, Vec<Convoy>) {
        let mut replay = Self { scenario, travel, convoys: Vec::new() };
        let mut courses: Vec<Course> = orders.iter().map(|(vehicle, ..)| replay.start(VehicleId(*vehicle))).collect();
        let mut free_berths: Vec<Vec<Moment>> = vec![Vec::new(); scenario.places.len()];
        // Whoever joins a queue first is served first, so that the vehicle with the earliest arrival always moves.
        while let Some((arrive, index)) = courses
            .iter()
            .zip(orders)
            .enumerate()
            .filter(|(_, (course, (_, trips, _)))| course.next.0 < trips.len())
            .map(|(index, (course, order))| (replay.way(course, order).2, index))
            .min()
        {
            let (to, passings, _) = replay.way(&courses[index], &orders[index]);
            replay.visit(&mut courses[index], &orders[index], to, passings, arrive, &mut free_berths[to.index()]);
        }
        (courses.into_iter().map(|course| course.route).collect(), replay.convoys)
    }

    fn start(&self, vehicle: VehicleId) -> Course {
        Course {
            next: (0, 0),
            at: self.scenario.start_of(vehicle),
            free: self.scenario.vehicle(vehicle).available_from,
            route: Route { vehicle, trips: Vec::new() },
        }
    }

    /// The next place, the passages on the way, and the arrival.
    fn way(&self, course: &Course, (vehicle, trips, shelters): &Order) -> (PlaceId, Vec<Passing>, Moment) {
        let (trip, stop) = course.next;
        let to = match trips[trip].get(stop) {
            Some((site, _)) => self.scenario.site(SiteId(*site)).place,
            None => self.scenario.shelter(ShelterId(shelters[trip])).place,
        };
        let class = self.scenario.vehicle(VehicleId(*vehicle)).class;
        let leg = self.travel.leg(self.scenario, class, course.at, to).unwrap();
        let mut held = Seconds(0);
        let mut passings = Vec::new();
        for crossing in self.travel.crossings(self.scenario, class, course.at, to) {
            let reach = course.free + crossing.offset + held;
            let enter = reach
                .max(self.scenario.passage(crossing.passage).open.windows()[0].from())
                .max(Moment(reach.0.next_multiple_of(900)));
            held += enter.since(reach);
            let convoy = Some(ConvoyId::at(self.convoys.len()));
            passings.push(Passing { passage: crossing.passage, reach, enter, leave: enter, convoy });
        }
        (to, passings, leg.arrival(course.free) + held)
    }

    fn visit(
        &mut self,
        course: &mut Course,
        (vehicle, trips, shelters): &Order,
        to: PlaceId,
        passings: Vec<Passing>,
        arrive: Moment,
        berths: &mut Vec<Moment>,
    ) {
        let (trip, stop) = course.next;
        for passing in &passings {
            self.convoys.push(Convoy {
                passage: passing.passage,
                heading: Heading::Outward,
                enter: passing.enter,
                vehicles: vec![VehicleId(*vehicle)],
                escorts: vec![EscortId(0)],
            });
        }
        let loading = trips[trip].get(stop);
        let (service, count) = match loading {
            Some((site, _)) => (&self.scenario.site(SiteId(*site)).loading, self.scenario.site(SiteId(*site)).berths),
            None => {
                let shelter = self.scenario.shelter(ShelterId(shelters[trip]));
                (&shelter.unloading, shelter.berths)
            }
        };
        let load = match loading {
            Some((_, load)) => Load::of(load.map(People).to_vec()),
            None => course.route.trips[trip].load(),
        };
        let takes: u64 =
            load.counts().iter().zip(&service.per_person).map(|(people, each)| u64::from(people.0) * each.0).sum();
        berths.resize(count.map_or(1, |count| count.get() as usize), Moment(0));
        let berth = berths.iter_mut().min().unwrap();
        let start = arrive.max(*berth);
        let end = start + service.fixed + Seconds(takes);
        *berth = end;
        let visit = Visit { depart: course.free, passings, arrive, not_before: Moment(0), join: arrive, start, end };
        match loading {
            Some((site, _)) => {
                let stop_made = Stop { site: SiteId(*site), load, groups: Vec::new(), visit };
                if stop == 0 {
                    let configuration = self.fits(VehicleId(*vehicle), &trips[trip]);
                    // The shelter's visit is not known yet; it stands here until it is.
                    let unloading = Unloading { shelter: ShelterId(shelters[trip]), visit: stop_made.visit.clone() };
                    course.route.trips.push(Trip { configuration, stops: vec![stop_made], unloading });
                } else {
                    course.route.trips[trip].stops.push(stop_made);
                }
                course.next = (trip, stop + 1);
            }
            None => {
                course.route.trips[trip].unloading.visit = visit;
                course.next = (trip + 1, 0);
            }
        }
        (course.at, course.free) = (to, end);
    }

    fn fits(&self, vehicle: VehicleId, stops: &[(u32, [u32; 3])]) -> ConfigurationId {
        let total: Vec<_> = (0..3).map(|need| People(stops.iter().map(|(_, load)| load[need]).sum())).collect();
        let total = Load::of(total);
        let configurations = &self.scenario.class_of(vehicle).configurations;
        ConfigurationId::at(configurations.iter().position(|one| one.capacity.holds(&total)).unwrap())
    }
}
