//! The family `convoy`: operations in which everybody has to go through something narrow. The seed says which of three stories.
//!
//! **A pocket** (seeds 1, 4, 7 …). People wait at assembly points in a besieged pocket; one exit (two from size L on) opens by day, shuts for days at a
//! time, and is passed in convoys with an escort; twenty kilometres on a post screens everybody; camps are far away. The ranges are those of Baghouz in
//! February and March 2019 and of convoys of the years before, as collected in the project's table of history: 20 km (18–25) from the hilltop to
//! the post in 2 h (1–3), 6 h (5–8) for the 195 km on to the camp (AFP, AP); 35 to 73 people a truck or bus and about 90 with a trailer (SOHR, AP,
//! Anadolu on Harasta 2018); convoys of 11 to 46 vehicles (AFP, Anadolu); the exit shut for one to four days at a time (AFP 25 February, SDF 8 March 2019;
//! eastern Aleppo 17 December 2016, ICRC). Hours of opening, headway, numbers of escort teams and rates of screening are reported by nobody: those are
//! assumptions, drawn so that exit, escorts, post and fleet each bind now and then.
//!
//! **A flood** (seeds 2, 5, 8 …). A town on both banks; one bridge (two from size L on) carries one way at a time; half of the instances let vehicles over in
//! groups. Speeds in streets and in the rain, and all limits, are those of the example `flood-town`: assumptions.
//!
//! **An island** (seeds 3, 6, 9 …). Landings that dry at low water, twice a lunar day (12 h 25 min between high waters); boats do not meet in the mouth of the main
//! harbour. Speeds of 7 to 15 knots and windows of 4 to 7 h about high water are those of the example `island`: assumptions.

use super::demand::{apportion, log_normal};
use super::random::Random;
use super::{Family, Size, empty, narrow};
use couloir_model::format::bench::{
    Instance, NeutralCrossings, NeutralEscort, NeutralMatrix, NeutralPassage, NeutralShelter, NeutralSite, NeutralType,
    NeutralVehicle, NeutralWindow,
};
use couloir_model::scenario::{ConvoyRule, ConvoyWho};
use couloir_model::travel::Heading;
use std::num::NonZeroU32;

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;

/// Opening hours are written for so many days: longer than any plan for these people takes.
const DAYS: u64 = 30;

/// Assembly points, shelters, vehicles and depots of a size.
const fn scale(size: Size) -> (usize, usize, usize, usize) {
    match size {
        Size::S => (3, 2, 5, 1),
        Size::M => (8, 4, 30, 1),
        Size::L => (20, 8, 150, 2),
        Size::Xl => (60, 20, 600, 3),
        Size::Xxl => (150, 50, 3_000, 4),
    }
}

/// What is drawn of each story.
struct Story {
    /// Name, places, thousandths of the travel time, share of the fleet in hundredths.
    types: &'static [(&'static str, u32, u32, u64)],
    /// Metres from the middle within which people wait.
    inside: u64,
    /// Metres from the middle between which shelters lie, and depots.
    shelters: (u64, u64),
    depots: (u64, u64),
    /// Seconds a kilometre inside and outside.
    pace: (u64, u64),
    /// Minutes of each loading and unloading besides the seconds of each person.
    fixed: (u64, u64),
}

const POCKET: Story = Story {
    types: &[("truck", 50, 1_000, 60), ("truck and trailer", 90, 1_150, 25), ("bus", 50, 850, 15)],
    inside: 4_000,
    shelters: (60_000, 220_000),
    depots: (30_000, 110_000),
    pace: (240, 110),
    fixed: (10, 10),
};

const FLOOD: Story = Story {
    types: &[("coach", 50, 1_150, 55), ("minibus", 16, 1_000, 30), ("truck", 30, 1_100, 15)],
    inside: 3_000,
    shelters: (3_000, 15_000),
    depots: (2_000, 8_000),
    pace: (180, 70),
    fixed: (2, 1),
};

/// Paces of a boat with 10 knots: 194 s a kilometre.
const ISLAND: Story = Story {
    types: &[("ferry", 180, 1_000, 10), ("patrol boat", 40, 700, 20), ("fishing boat", 12, 1_430, 70)],
    inside: 5_000,
    shelters: (11_000, 22_000),
    depots: (11_000, 20_000),
    pace: (194, 194),
    fixed: (5, 3),
};

/// A way through: where it is, and what comes before the open road.
struct Gate {
    at: (i64, i64),
    /// Where vehicles are screened, with the seconds from the gate.
    post: Option<((i64, i64), u64)>,
    /// Whether vehicles on their way in go through it too.
    inward: bool,
    /// Seconds inside, where it is used one way at a time.
    crossing: u64,
}

/// The instance of a size for `seed`.
pub(super) fn convoy(size: Size, seed: u64) -> Instance {
    let story = match seed % 3 {
        1 => &POCKET,
        2 => &FLOOD,
        _ => &ISLAND,
    };
    let random = |purpose| Random::of(seed, Family::Convoy as u64, size as u64, purpose);
    let (sites, shelters, vehicles, depots) = scale(size);
    let land = Land::of(&mut random("land"), story, size);
    let mut instance = Instance {
        max_stops: NonZeroU32::new(2),
        depots: (0..depots).collect(),
        ..empty(Family::Convoy, size, seed, super::names(depots, sites, shelters))
    };
    instance.places.iter_mut().zip(&land.at).for_each(|(place, at)| place.at = Some(*at));
    add_fleet(&mut random("fleet"), &mut instance, story, (vehicles, depots));
    let rounds = if size == Size::S { 2 } else { random("people").between(2, 3) };
    add_people(&mut random("people"), &mut instance, story, (depots, sites, shelters, rounds));
    (instance.matrix, instance.crossings) = land.ways(story, (depots, sites));
    match seed % 3 {
        1 => add_exits(&mut random("exits"), &mut instance, rounds, &land.gates),
        2 => add_bridges(&mut random("bridges"), &mut instance, &land.gates),
        _ => add_harbour(&mut random("harbour"), &mut instance, &land.gates),
    }
    instance
}

fn add_fleet(random: &mut Random, instance: &mut Instance, story: &Story, (vehicles, depots): (usize, usize)) {
    instance.types = story
        .types
        .iter()
        .map(|(name, places, time_permille, _)| NeutralType {
            name: (*name).to_owned(),
            capacity: vec![*places],
            time_permille: *time_permille,
        })
        .collect();
    let shares: Vec<u64> = story.types.iter().map(|kind| kind.3).collect();
    let numbers = apportion(vehicles as u64, &shares, 1);
    let mut kinds: Vec<usize> =
        numbers.iter().enumerate().flat_map(|(kind, count)| std::iter::repeat_n(kind, *count as usize)).collect();
    random.shuffle(&mut kinds);
    let vehicle = |kind| NeutralVehicle {
        kind,
        depot: random.between(0, depots as u64 - 1) as usize,
        available: 300 * random.between(0, 12),
    };
    instance.vehicles = kinds.into_iter().map(vehicle).collect();
}

/// As many people as fill the fleet `rounds` times, and room for 1.1 times as many.
fn add_people(
    random: &mut Random,
    instance: &mut Instance,
    story: &Story,
    (depots, sites, shelters, rounds): (usize, usize, usize, u64),
) {
    let seats: u64 = instance.vehicles.iter().map(|one| u64::from(instance.types[one.kind].capacity[0])).sum();
    let people = seats * rounds * random.between(80, 100) / 100;
    let vehicles = instance.vehicles.len() as u64;
    let berths = |places: usize, share: u64| NonZeroU32::new(narrow(vehicles.div_ceil(places as u64 * share)));
    let (load, unload) = (random.between(4, 8), random.between(2, 4));
    let weights = log_normal(random, sites, 0.5);
    let demand = apportion(people, &weights, people / sites as u64 / 10 + 1);
    instance.sites = demand
        .into_iter()
        .enumerate()
        .map(|(index, people)| NeutralSite {
            place: depots + index,
            demand: vec![narrow(people)],
            berths: berths(sites, 2),
            load_fixed: 60 * story.fixed.0,
            load_per_person: vec![load],
            open: Vec::new(),
        })
        .collect();
    let weights = log_normal(random, shelters, 0.35);
    instance.shelters = apportion(people * 11 / 10, &weights, 1)
        .into_iter()
        .enumerate()
        .map(|(index, capacity)| NeutralShelter {
            place: depots + sites + index,
            capacity: narrow(capacity),
            berths: berths(shelters, 3),
            unload_fixed: 60 * story.fixed.1,
            unload_per_person: vec![unload],
            open: Vec::new(),
        })
        .collect();
}

/// The exits of a pocket, a screening post behind each, and their escorts.
fn add_exits(random: &mut Random, instance: &mut Instance, rounds: u64, gates: &[Gate]) {
    let vehicles = instance.vehicles.len() as u64;
    let people: u64 = instance.sites.iter().map(|site| u64::from(site.demand[0])).sum();
    let hours = (random.between(7, 9), random.between(15, 18));
    let shut = shut_days(random);
    let small = vehicles < 10;
    let most = if small { 3 } else { random.between(8, 25) };
    for (index, gate) in gates.iter().enumerate() {
        let rule = ConvoyRule {
            vehicles_min: NonZeroU32::new(if small { 1 } else { 2 }).unwrap_or(NonZeroU32::MIN),
            vehicles_max: NonZeroU32::new(narrow(most)),
            escorts: 1,
            who: if gate.inward { ConvoyWho::All } else { ConvoyWho::Laden },
        };
        instance.passages.push(NeutralPassage {
            name: format!("exit {}", index + 1),
            open: (0..DAYS).map(|day| (day * DAY + hours.0 * HOUR, day * DAY + hours.1 * HOUR)).collect(),
            closed: shut.clone(),
            headway: 60 * random.between(15, 45),
            convoy: Some(rule),
            ..NeutralPassage::default()
        });
        // Everybody of a round is examined within half a day to a day and a half.
        let per_hour = people / rounds / gates.len() as u64 / random.between(6, 14);
        instance.passages.push(NeutralPassage {
            name: format!("screening {}", index + 1),
            screening_fixed: 60 * random.between(30, 120),
            screening_per_hour: NonZeroU32::new(narrow(per_hour.max(40))),
            ..NeutralPassage::default()
        });
        // A team leads two or three convoys a day: enough of them for 80 to 150 % of the fleet, twice if it goes both ways.
        let ways = if gate.inward { 2 } else { 1 };
        let escorted = vehicles * ways * random.between(80, 150) / 100;
        let teams = (escorted * 2).div_ceil(most * 5 * gates.len() as u64).max(1);
        let (escorting, way_back) = (60 * random.between(60, 180), 60 * random.between(45, 90));
        instance.escorts.extend((0..teams).map(|team| NeutralEscort {
            name: format!("escort {}-{}", index + 1, team + 1),
            passage: 2 * index,
            from: 0,
            until: None,
            escorting,
            way_back,
        }));
    }
    // Ways name gates; each stands for an exit and the post behind it.
    for leg in &mut instance.crossings {
        leg.passages.iter_mut().for_each(|(_, passage, _)| {
            *passage = if *passage < gates.len() { *passage * 2 } else { (*passage - gates.len()) * 2 + 1 }
        });
    }
}

/// Days without a way out, each time one to four, beginning on one day in eight; never the first.
fn shut_days(random: &mut Random) -> Vec<NeutralWindow> {
    let (mut shut, mut day) = (Vec::new(), 1);
    while day < DAYS {
        let days = if random.between(1, 8) == 1 { random.between(1, 4) } else { 0 };
        if days > 0 {
            shut.push((day * DAY, (day + days) * DAY));
        }
        day += days + 1;
    }
    shut
}

/// The bridges of a town in a flood; one instance in two lets vehicles over in groups.
fn add_bridges(random: &mut Random, instance: &mut Instance, gates: &[Gate]) {
    let groups = random.between(0, 1) == 1;
    for (index, gate) in gates.iter().enumerate() {
        let rule = ConvoyRule {
            vehicles_min: NonZeroU32::MIN,
            vehicles_max: NonZeroU32::new(narrow(random.between(3, 8))),
            escorts: 0,
            who: ConvoyWho::All,
        };
        // Looked over after driftwood has struck it.
        let closed = HOUR * random.between(2, 4);
        instance.passages.push(NeutralPassage {
            name: format!("bridge {}", index + 1),
            closed: vec![(closed, closed + 60 * random.between(15, 40))],
            headway: random.between(10, 30),
            one_way: Some(gate.crossing),
            convoy: groups.then_some(rule),
            ..NeutralPassage::default()
        });
    }
}

/// The mouth of the main harbour, and the hours in which landings have water.
fn add_harbour(random: &mut Random, instance: &mut Instance, gates: &[Gate]) {
    for gate in gates {
        instance.passages.push(NeutralPassage {
            name: "harbour mouth".to_owned(),
            headway: random.between(60, 120),
            one_way: Some(gate.crossing),
            ..NeutralPassage::default()
        });
    }
    let high_water = 60 * random.between(60, 300);
    for (index, site) in instance.sites.iter_mut().enumerate() {
        // One landing in three has water at all times.
        let half = 60 * random.between(120, 210);
        if index % 3 != 0 {
            let tide = |number: u64| high_water + number * (12 * HOUR + 25 * 60);
            let tides = (0..DAYS * 2).map(tide);
            site.open = tides.map(|high| (high.saturating_sub(half), high + half)).collect();
        }
    }
}

/// Where everything is, in the order depots, sites, shelters; and the ways through.
struct Land {
    at: Vec<(i64, i64)>,
    gates: Vec<Gate>,
    /// Shelters and depots that no gate is in front of: small harbours beside the main one.
    free: Vec<bool>,
}

impl Land {
    fn of(random: &mut Random, story: &Story, size: Size) -> Self {
        let (sites, shelters, _, depots) = scale(size);
        let island = std::ptr::eq(story, &ISLAND);
        let middle = random.between(0, 359);
        // The safe side is a sector of 120 degrees.
        let mut outside = |range: (u64, u64)| {
            let angle = middle + random.between(0, 120) + 300;
            polar(random.between(range.0, range.1), angle)
        };
        let mut at: Vec<_> = (0..depots).map(|_| outside(story.depots)).collect();
        let receiving: Vec<_> = (0..shelters).map(|_| outside(story.shelters)).collect();
        at.extend((0..sites).map(|_| {
            let distance = random.between(0, story.inside * story.inside).isqrt();
            polar(distance, random.between(0, 359))
        }));
        at.extend(receiving);
        let count = if size >= Size::L && !island { 2 } else { 1 };
        let inward = random.between(0, 1) == 1;
        let gates = (0..count).map(|gate| gate_of(random, story, middle + 120 * gate / count, inward)).collect();
        let free = (0..at.len()).map(|place| island && place % 3 == 2).collect();
        Self { at, gates, free }
    }

    /// Seconds from every place to every other, and the passages on the way: the quickest gate of those between in and out. Of two
    /// gates with posts, posts are numbered behind all gates.
    fn ways(&self, story: &Story, (depots, sites): (usize, usize)) -> (NeutralMatrix, Vec<NeutralCrossings>) {
        let places = self.at.len();
        let is_site = |place: usize| (depots..depots + sites).contains(&place);
        let mut rows = vec![vec![0; places]; places];
        let mut crossings = Vec::new();
        for (one, two) in
            (0..places).flat_map(|one| (0..places).map(move |two| (one, two))).filter(|(one, two)| one != two)
        {
            if is_site(one) == is_site(two) || self.free[one] || self.free[two] {
                let pace = if is_site(one) && is_site(two) { story.pace.0 } else { story.pace.1 };
                rows[one][two] = road(self.at[one], self.at[two], pace).max(60);
                continue;
            }
            let (site, other) = if is_site(one) { (one, two) } else { (two, one) };
            let through = (0..self.gates.len()).map(|gate| self.through(story, gate, site, other));
            let Some((seconds, gate, offset, post)) = through.min() else { continue };
            rows[one][two] = seconds;
            let outward = one == site;
            let heading = if outward { Heading::Outward } else { Heading::Inward };
            let from =
                |offset: u64, inside: u64| if outward { offset } else { (seconds - offset).saturating_sub(inside) };
            // Nobody drives from a site to a depot.
            if (outward && two < depots) || (!outward && !self.gates[gate].inward) {
                continue;
            }
            let mut passages = vec![(from(offset, self.gates[gate].crossing), gate, heading)];
            // Whoever comes in empty passes the post without a stop.
            passages.extend(post.filter(|_| outward).map(|post| (post, self.gates.len() + gate, heading)));
            crossings.push(NeutralCrossings { from: one, to: two, passages });
        }
        (NeutralMatrix::Explicit(rows), crossings)
    }

    /// Seconds from a site to a place outside through a gate; the gate; seconds to the gate, and to the post behind it.
    fn through(&self, story: &Story, gate: usize, site: usize, other: usize) -> (u64, usize, u64, Option<u64>) {
        let Gate { at, post, crossing, .. } = &self.gates[gate];
        let offset = road(self.at[site], *at, story.pace.0);
        match post {
            Some((post, seconds)) => {
                let reached = offset + seconds;
                (reached + road(*post, self.at[other], story.pace.1), gate, offset, Some(reached))
            }
            None => (offset + crossing + road(*at, self.at[other], story.pace.1), gate, offset, None),
        }
    }
}

fn gate_of(random: &mut Random, story: &Story, angle: u64, inward: bool) -> Gate {
    if std::ptr::eq(story, &POCKET) {
        let post = (polar(5_000 + random.between(18_000, 25_000), angle), 60 * random.between(60, 180));
        return Gate { at: polar(5_000, angle), post: Some(post), inward, crossing: 0 };
    }
    // The mouth lies before the mainland, a bridge at the edge of the town.
    let (distance, crossing) = if std::ptr::eq(story, &ISLAND) {
        (random.between(9_500, 10_500), 60 * random.between(3, 6))
    } else {
        (random.between(1_000, 2_500), random.between(60, 180))
    };
    Gate { at: polar(distance, angle + 60), post: None, inward: true, crossing }
}

/// Seconds from one point to another: 1.3 times the straight way, between those of Baghouz (1.1 to 1.6).
fn road(one: (i64, i64), two: (i64, i64), pace: u64) -> u64 {
    let squares = one.0.abs_diff(two.0).pow(2) + one.1.abs_diff(two.1).pow(2);
    squares.isqrt() * 13 * pace / 10_000
}

/// Metres east and north, in whole numbers: the same on every machine.
fn polar(distance: u64, degrees: u64) -> (i64, i64) {
    let angle = (degrees % 360) as f64 * std::f64::consts::PI / 180.0;
    ((distance as f64 * libm::cos(angle)) as i64, (distance as f64 * libm::sin(angle)) as i64)
}
