//! From the best routes to a [`Plan`] with every moment written.

use couloir_model::clock::Moment;
use couloir_model::id::{ConfigurationId, ConvoyId, EscortId, NeedId, PassageId, ShelterId, SiteId, VehicleId};
use couloir_model::load::Load;
use couloir_model::plan::{
    Convoy, Making, NotMoved, Parts, Passing, Plan, Reason, Route, Stop, Trip, Unloading, Visit,
};
use couloir_model::quantity::{People, PersonSeconds, Seconds};
use couloir_model::scenario::Scenario;
use couloir_model::travel::TravelTimes;

use crate::compile::Compiled;
use crate::embark::embark_late;
use crate::evaluate::plain;
use crate::evaluate::play::{self, Played};
use crate::gather::{Gathered, gather};
use crate::improve::keep::Reference;
use crate::problem::{self, NEEDS_MAX, NEVER, Problem};
use crate::routes::{Routes, Schedule};

/// What a plan says beside its routes.
pub(crate) struct Heading<'a> {
    pub(crate) made: Making,
    /// What people have been told, if anybody has been.
    pub(crate) said: Option<&'a Reference>,
    pub(crate) bound: Option<couloir_model::bound::ClearanceBound>,
}

/// Writes the plan.
pub(crate) fn emit(
    scenario: &Scenario,
    travel: &TravelTimes,
    compiled: &Compiled,
    schedule: &Schedule,
    heading: Heading,
) -> Plan {
    let problem = &compiled.problem;
    let mut gathered = gather(scenario, compiled, schedule);
    gathered.schedule = embark_late(problem, gathered.schedule, heading.said);
    let routes = &gathered.schedule.routes;
    let played = play::play(problem, &gathered.schedule);
    let visits = &played.visits;
    let listed = List::of(problem, &gathered.schedule, &played);
    let score = plain::score(problem, &gathered.schedule, visits);
    let routes_written = routes
        .0
        .iter()
        .enumerate()
        .filter(|(_, trips)| !trips.is_empty())
        .map(|(vehicle, _)| write_route(scenario, compiled, &gathered, vehicle, (&played, &listed)))
        .collect();
    let not_moved = not_moved(scenario, compiled, routes);
    Plan::new(Parts {
        parent: None,
        scenario: scenario.id(travel),
        made: heading.made,
        planned: scenario.site_ids().map(|site| scenario.planned(site)).collect(),
        routes: routes_written,
        convoys: listed.convoys,
        // The bound is one for plans that move everybody whom the search sees: beside people who are left, those of a need
        // beyond [`NEEDS_MAX`] or of a group that fits nowhere, it would claim to be near a best that it is not.
        bound: heading.bound.filter(|_| not_moved.is_empty()),
        not_moved,
        clearance: moment(score.clearance),
        person_seconds: PersonSeconds(score.person_seconds.into()),
        driving: Seconds(score.driving),
    })
}

fn write_route(
    scenario: &Scenario,
    compiled: &Compiled,
    gathered: &Gathered,
    vehicle: usize,
    (played, listed): (&Played, &List),
) -> Route {
    let (problem, schedule) = (&compiled.problem, &gathered.schedule);
    let mut visits = played.visits[vehicle].iter().enumerate();
    let write = |(index, visit): (usize, &plain::Visit), ready: u32| {
        let passings = played.passings[vehicle].iter().filter(|(to, _)| *to as usize == index);
        let passings = passings.map(|(_, passing)| write_passing(passing, listed)).collect();
        write_visit(visit, passings, ready.max(schedule.not_before(vehicle, index)))
    };
    let trips = schedule.routes.0[vehicle]
        .iter()
        .enumerate()
        .map(|(at, trip)| {
            let stops = trip
                .stops()
                .iter()
                .enumerate()
                .map(|(index, stop)| {
                    let site = &problem.sites[stop.site as usize];
                    let id = compiled.site_of[stop.site as usize];
                    let load = load(scenario, &stop.load);
                    Stop {
                        site: id,
                        groups: gathered.boarded.get(&(vehicle, at, index)).cloned().unwrap_or_default(),
                        visit: write(visits.next().expect("a visit a stop"), site.ready),
                        load,
                    }
                })
                .collect();
            Trip {
                configuration: ConfigurationId(trip.configuration.into()),
                stops,
                unloading: Unloading {
                    shelter: ShelterId(trip.shelter),
                    visit: write(visits.next().expect("a visit a shelter"), 0),
                },
            }
        })
        .collect();
    Route { vehicle: VehicleId::at(vehicle), trips }
}

/// The plan's list of convoys.
struct List {
    convoys: Vec<Convoy>,
    /// For each of [`Problem::gates`], where its convoys stand in the list.
    places: Vec<Vec<u32>>,
}

impl List {
    /// By the moment at which they enter; those of one passage stay in the order of the schedule.
    fn of(problem: &Problem, schedule: &Schedule, played: &Played) -> List {
        let mut entered: Vec<Vec<u32>> = schedule.convoys.iter().map(|convoys| vec![NEVER; convoys.len()]).collect();
        for (_, passing) in played.passings.iter().flatten() {
            if let Some((gate, convoy)) = passing.convoy {
                entered[gate as usize][convoy as usize] = passing.enter;
            }
        }
        let row = |gate: usize| move |(convoy, enter): (usize, &u32)| (*enter, gate, convoy);
        let mut order: Vec<(u32, usize, usize)> =
            entered.iter().enumerate().flat_map(|(gate, moments)| moments.iter().enumerate().map(row(gate))).collect();
        order.sort_by_key(|&(enter, ..)| enter);
        let mut list = List { convoys: Vec::new(), places: entered };
        for (at, (enter, gate, convoy)) in (0..).zip(order) {
            let (row, convoy_row) = (&problem.gates[gate], &schedule.convoys[gate][convoy]);
            list.places[gate][convoy] = at;
            list.convoys.push(Convoy {
                passage: PassageId(row.passage),
                heading: convoy_row.heading,
                enter: moment(enter),
                vehicles: convoy_row.vehicles.iter().map(|&vehicle| VehicleId(vehicle)).collect(),
                escorts: convoy_row.teams.iter().map(|&team| EscortId(row.teams[team as usize].escort)).collect(),
            });
        }
        list
    }
}

fn write_passing(passing: &problem::Passing, listed: &List) -> Passing {
    let convoy = passing.convoy.map(|(gate, convoy)| ConvoyId(listed.places[gate as usize][convoy as usize]));
    Passing {
        passage: PassageId(passing.passage),
        reach: moment(passing.reach),
        enter: moment(passing.enter),
        leave: moment(passing.leave),
        convoy,
    }
}

fn write_visit(visit: &plain::Visit, passings: Vec<Passing>, not_before: u32) -> Visit {
    Visit {
        depart: moment(visit.depart),
        passings,
        arrive: moment(visit.arrive),
        not_before: moment(not_before),
        join: moment(visit.join),
        start: moment(visit.start),
        end: moment(visit.end),
    }
}

fn moment(seconds: u32) -> Moment {
    Moment(seconds.into())
}

fn load(scenario: &Scenario, people: &problem::Load) -> Load {
    let by_need = (0..scenario.needs.len()).map(|need| People(people.get(need).map_or(0, |&people| people.into())));
    Load::of(by_need.collect())
}

/// Who is left, and why: one entry for each site and reason.
fn not_moved(scenario: &Scenario, compiled: &Compiled, routes: &Routes) -> Vec<NotMoved> {
    let problem = &compiled.problem;
    let mut list: std::collections::BTreeMap<(SiteId, Reason), Load> = std::collections::BTreeMap::new();
    let mut add = |site: SiteId, reason: Reason, need: usize, people: u32| {
        let entry = list.entry((site, reason)).or_insert_with(|| Load::none(scenario.needs.len()));
        entry[NeedId::at(need)] = entry[NeedId::at(need)] + People(people);
    };
    let room = room_left(problem, routes);
    for (row, left) in routes.not_moved(problem).iter().enumerate() {
        for (need, &people) in left.iter().enumerate().filter(|&(_, &people)| people > 0) {
            add(compiled.site_of[row], reason(problem, row, need, &room), need, people);
        }
    }
    // Needs beyond those that the dense form has room for are not planned at all.
    for site in scenario.site_ids() {
        for need in NEEDS_MAX..scenario.needs.len() {
            let people = scenario.planned(site)[NeedId::at(need)];
            if people > People::ZERO {
                add(site, Reason::NotFound, need, people.0);
            }
        }
    }
    for &(site, vehicle) in &compiled.stranded {
        list.insert((site, Reason::Stranded { vehicle }), scenario.planned(site));
    }
    list.into_iter().map(|((site, reason), people)| NotMoved { site, people, reason }).collect()
}

fn room_left(problem: &Problem, routes: &Routes) -> Vec<(u64, [u64; NEEDS_MAX])> {
    let taken = plain::taken(problem, routes);
    let row = |(shelter, taken): (&problem::Shelter, &[u64; NEEDS_MAX])| {
        let by_need = shelter.capacity_by_need.unwrap_or([u32::MAX; NEEDS_MAX]);
        let total = u64::from(shelter.capacity).saturating_sub(taken.iter().sum());
        (total, std::array::from_fn(|need| u64::from(by_need[need]).saturating_sub(taken[need])))
    };
    problem.shelters.iter().zip(&taken).map(row).collect()
}

/// Why people of one need stay at a site: the first of the hard reasons that holds.
fn reason(problem: &Problem, site: usize, need: usize, room: &[(u64, [u64; NEEDS_MAX])]) -> Reason {
    let has_seats = |class: u32| problem.classes[class as usize].configurations.iter().any(|places| places[need] > 0);
    let able: Vec<&problem::Vehicle> = problem.vehicles.iter().filter(|vehicle| has_seats(vehicle.class)).collect();
    if able.is_empty() {
        return Reason::NoSeats { need: NeedId::at(need) };
    }
    let row = &problem.sites[site];
    // What is closed until further notice before anybody can come is no road.
    let reaches = |vehicle: &problem::Vehicle, shelter: usize| {
        let (class, to) = (vehicle.class, problem.shelters[shelter].place);
        let ready = problem.arrive(class, vehicle.depot, row.place, vehicle.available_from, false).1;
        ready != NEVER && problem.arrive(class, row.place, to, ready, true).1 != NEVER
    };
    let reached: Vec<usize> =
        (0..problem.shelters.len()).filter(|&shelter| able.iter().any(|vehicle| reaches(vehicle, shelter))).collect();
    if reached.is_empty() {
        return Reason::NoRoad;
    }
    if reached.iter().all(|&shelter| room[shelter].0 == 0 || room[shelter].1[need] == 0) {
        return Reason::NoRoom;
    }
    // Nothing ever stops this vehicle from coming: then it is for the search to answer, and not for the time.
    let open = |queue: u32| problem.queues[queue as usize].windows.is_empty();
    let unhurried = |vehicle: &&problem::Vehicle| {
        // A closure of a leg ends; a passage may open too late.
        let is_passage = |obstacle: &problem::Obstacle| !matches!(obstacle, problem::Obstacle::Closure { .. });
        let passes = |from, to| !problem.obstacles(vehicle.class, from, to).iter().any(is_passage);
        let limits = [vehicle.available_until, vehicle.driving_max, vehicle.range_max];
        limits == [NEVER; 3]
            && open(row.queue)
            && passes(vehicle.depot, row.place)
            && problem.shelters.iter().any(|shelter| open(shelter.queue) && passes(row.place, shelter.place))
    };
    if able.iter().any(unhurried) { Reason::NotFound } else { Reason::NoTime }
}
