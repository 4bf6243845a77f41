//! Generated worlds: small, with half of everything switched off at random.

use couloir_model::travel::Heading;
use couloir_planner::problem::{
    Class, Gate, Load, NEEDS_MAX, NEVER, Obstacle, PerNeed, Problem, Queue, Rule, Shelter, Site, Team, Travel, Vehicle,
};
use proptest::prelude::*;

/// A stream of numbers from a seed, so that a world is one number to shrink.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, from: u32, to: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        from + ((z ^ (z >> 31)) % u64::from(to - from + 1)) as u32
    }

    fn coin(&mut self) -> bool {
        self.roll(0, 1) == 1
    }
}

/// Worlds with everything that the dense form knows.
pub(crate) fn worlds() -> impl Strategy<Value = Problem> {
    any::<u64>().prop_map(|seed| world(&mut Dice(seed)))
}

/// How many worlds [`plain_world`] is asked for.
pub(crate) const PLAIN_WORLDS: u64 = 60;

/// A world of the size of a benchmark's S, with berths nearly everywhere and room for everybody: 4 to 6 sites, 2 or 3
/// shelters, 3 to 5 vehicles of two classes, two to four trips each.
pub(crate) fn plain_world(seed: u64) -> Problem {
    let dice = &mut Dice(seed.wrapping_mul(0xD134_2543_DE82_EF95));
    let (sites, shelters) = (dice.roll(4, 6), dice.roll(2, 3));
    let places = (sites + shelters + 1) as usize;
    let mut problem = Problem {
        needs: 1,
        stops_max: 3,
        travel: Travel { places, seconds: vec![drives(dice, places)], ..Travel::default() },
        ..Problem::default()
    };
    let berths = |dice: &mut Dice| (dice.roll(0, 4) > 0).then(|| dice.roll(1, 2));
    for place in 0..sites {
        problem.queues.push(Queue { berths: berths(dice), ..Queue::default() });
        problem.sites.push(Site {
            place,
            queue: place,
            demand: by_need(1, || dice.roll(20, 110)),
            service_fixed: dice.roll(60, 120),
            service_per_person: by_need(1, || dice.roll(3, 6)),
            weight: [1; NEEDS_MAX],
            ..Site::default()
        });
    }
    let people: u32 = problem.sites.iter().map(|site| site.demand[0]).sum();
    for place in sites..sites + shelters {
        problem.queues.push(Queue { berths: berths(dice), ..Queue::default() });
        problem.shelters.push(Shelter {
            place,
            capacity: (people * dice.roll(105, 140) / 100).div_ceil(shelters),
            queue: place,
            service_fixed: dice.roll(45, 90),
            service_per_person: by_need(1, || dice.roll(2, 3)),
            ..Shelter::default()
        });
    }
    for (seats, travel_permille) in [(50, 1_000), (22, 900)] {
        let configurations = vec![by_need(1, || seats).map(|places| places as u16)];
        problem.classes.push(Class { configurations, boarding_permille: 1_000, travel_permille, ..Class::default() });
    }
    for index in 0..dice.roll(3, 5) {
        problem.vehicles.push(Vehicle {
            class: index % 2,
            depot: sites + shelters,
            available_from: 60 * dice.roll(0, 20),
            available_until: NEVER,
            driving_max: NEVER,
            range_max: NEVER,
            fitted: None,
            kept: 0,
            ends: false,
        });
    }
    problem
}

/// Seconds between places on a plane, 20 minutes wide.
fn drives(dice: &mut Dice, places: usize) -> Vec<u32> {
    let at: Vec<(u32, u32)> = (0..places).map(|_| (dice.roll(0, 1_200), dice.roll(0, 1_200))).collect();
    let apart = |(a, b): ((u32, u32), (u32, u32))| (a.0.abs_diff(b.0).pow(2) + a.1.abs_diff(b.1).pow(2)).isqrt();
    let pairs = at.iter().flat_map(|from| at.iter().map(move |to| (*from, *to)));
    pairs.map(|(from, to)| if from == to { 0 } else { 60 + apart((from, to)) }).collect()
}

fn world(dice: &mut Dice) -> Problem {
    let (sites, shelters, depots) = (dice.roll(1, 6), dice.roll(1, 4), dice.roll(1, 2));
    let places = (sites + shelters + depots) as usize;
    let needs = dice.roll(1, 3) as usize;
    let (windows, rates, limits, obstacles) = (dice.coin(), dice.coin(), dice.coin(), dice.coin());
    let mut problem = Problem {
        needs,
        stops_max: dice.roll(1, 4) as usize,
        deadline: dice.coin().then(|| dice.roll(3_000, 20_000)),
        travel: Travel { places, seconds: vec![table(dice, places)], ..Travel::default() },
        ..Problem::default()
    };
    for place in 0..sites {
        let queue = queue(dice, &mut problem, windows, false);
        for wave in 0..dice.roll(1, 2) {
            problem.sites.push(Site {
                place,
                queue,
                ready: wave * dice.roll(0, 3_000),
                demand: by_need(needs, || dice.roll(0, 60)),
                service_fixed: dice.roll(0, 120),
                service_per_person: by_need(needs, || dice.roll(0, 9)),
                weight: [1; NEEDS_MAX],
            });
        }
    }
    for place in sites..sites + shelters {
        let queue = queue(dice, &mut problem, windows, rates);
        let limited = dice.roll(0, 3) == 0;
        problem.shelters.push(Shelter {
            place,
            capacity: dice.roll(20, 400),
            capacity_by_need: limited.then(|| by_need(needs, || dice.roll(0, 200))),
            queue,
            service_fixed: dice.roll(0, 120),
            service_per_person: by_need(needs, || dice.roll(0, 9)),
        });
    }
    for _ in 0..dice.roll(1, 3) {
        let configurations =
            (0..dice.roll(1, 2)).map(|_| by_need(needs, || dice.roll(0, 50)).map(|places| places as u16));
        problem.classes.push(Class {
            configurations: configurations.collect::<Vec<Load>>(),
            reconfiguration: dice.roll(0, 600),
            boarding_permille: dice.roll(800, 1_500),
            table: 0,
            travel_permille: dice.roll(900, 1_300),
        });
    }
    for _ in 0..dice.roll(1, 8) {
        problem.vehicles.push(Vehicle {
            class: dice.roll(0, problem.classes.len() as u32 - 1),
            depot: sites + shelters + dice.roll(0, depots - 1),
            available_from: dice.roll(0, 2_000),
            available_until: if limits && dice.coin() { dice.roll(8_000, 40_000) } else { NEVER },
            driving_max: if limits && dice.coin() { dice.roll(4_000, 30_000) } else { NEVER },
            range_max: NEVER,
            fitted: None,
            kept: 0,
            ends: false,
        });
    }
    if obstacles && dice.coin() {
        add_gates(dice, &mut problem, sites);
    }
    if obstacles {
        for _ in 0..dice.roll(1, 6) {
            add_obstacle(dice, &mut problem);
        }
    }
    problem
}

fn by_need(needs: usize, mut roll: impl FnMut() -> u32) -> PerNeed {
    std::array::from_fn(|need| if need < needs { roll() } else { 0 })
}

fn table(dice: &mut Dice, places: usize) -> Vec<u32> {
    (0..places * places)
        .map(|index| match index / places == index % places {
            true => 0,
            false if dice.roll(0, 30) == 0 => NEVER,
            false => dice.roll(0, 3_000),
        })
        .collect()
}

fn queue(dice: &mut Dice, problem: &mut Problem, windows: bool, rates: bool) -> u32 {
    let opens = dice.roll(0, 4_000);
    let shuts = opens + dice.roll(3_000, 20_000);
    problem.queues.push(Queue {
        berths: dice.coin().then(|| dice.roll(1, 3)),
        windows: if windows && dice.coin() { vec![(opens, shuts), (shuts + 500, shuts + 100_000)] } else { Vec::new() },
        reception_per_hour: (rates && dice.coin()).then(|| dice.roll(100, 1_000)),
    });
    problem.queues.len() as u32 - 1
}

/// One or two regulated passages on most legs between sites and the rest of the world.
fn add_gates(dice: &mut Dice, problem: &mut Problem, sites: u32) {
    let places = problem.travel.places as u32;
    for index in 0..dice.roll(1, 2) {
        let opens = dice.roll(0, 3_000);
        let teams = (0..dice.roll(1, 3)).map(|escort| Team {
            escort,
            available_from: dice.roll(0, 1_000),
            available_until: if dice.roll(0, 4) == 0 { dice.roll(20_000, 90_000) } else { NEVER },
            busy: dice.roll(0, 2_000),
        });
        let teams: Vec<Team> = teams.collect();
        let vehicles_min = dice.roll(1, 3);
        let rule = Rule {
            vehicles_min,
            vehicles_max: if dice.coin() { vehicles_min + dice.roll(0, 4) } else { NEVER },
            escorts: dice.roll(0, teams.len() as u32),
            laden_only: dice.coin(),
        };
        problem.gates.push(Gate {
            passage: index + 1,
            windows: if dice.roll(0, 3) == 0 {
                vec![(opens, opens + 9_000), (opens + 20_000, NEVER - 1)]
            } else {
                vec![]
            },
            headway: dice.roll(0, 1) * dice.roll(1, 400),
            crossing: dice.coin().then(|| dice.roll(0, 900)),
            screening: dice.roll(0, 1) * dice.roll(0, 300),
            people_per_hour: dice.coin().then(|| dice.roll(100, 2_000)),
            rule: (dice.roll(0, 2) > 0).then_some(rule),
            teams,
            entered: [(); 2].map(|()| dice.coin().then(|| dice.roll(0, 600))),
            examined: dice.roll(0, 1) * dice.roll(0, 900),
        });
        for class in 0..problem.classes.len() as u32 {
            for (from, to) in (0..places).flat_map(|from| (0..places).map(move |to| (from, to))) {
                if (from < sites) == (to < sites) || dice.roll(0, 9) == 0 {
                    continue;
                }
                let heading = if from < sites { Heading::Outward } else { Heading::Inward };
                let free = problem.travel(class, from, to);
                let offset = if free == NEVER { 0 } else { free / 3 * (1 + index) };
                let obstacle = Obstacle::Gate { gate: index, offset, heading };
                problem.travel.obstacles.entry((class, from, to)).or_default().push(obstacle);
            }
        }
    }
}

fn add_obstacle(dice: &mut Dice, problem: &mut Problem) {
    let places = problem.travel.places as u32;
    let leg = (dice.roll(0, problem.classes.len() as u32 - 1), dice.roll(0, places - 1), dice.roll(0, places - 1));
    let from = dice.roll(0, 8_000);
    let obstacle = if dice.coin() {
        Obstacle::Closure { from, until: from + dice.roll(1, 5_000) }
    } else if problem.travel.obstacles.contains_key(&leg) {
        // Obstacles of a leg stand in the order of their offsets.
        return;
    } else {
        let windows = if dice.coin() { vec![(from, from + 2_000), (from + 6_000, from + 90_000)] } else { Vec::new() };
        Obstacle::Passage { passage: 0, offset: dice.roll(0, 500), windows, screening: dice.roll(0, 300) }
    };
    problem.travel.obstacles.entry(leg).or_default().push(obstacle);
}
