//! Benchmark instances from a seed: the families `bep`, `rich`, `rich3` and `convoy` in five sizes.
//!
//! `bep` is the plain Bus Evacuation Problem (Bish, *Planning for a bus-based evacuation*, OR Spectrum 33, 2011; Goerigk,
//! Grün, Heßler, *Branch and bound algorithms for the bus evacuation problem*, C&OR 40, 2013): bus-loads, one kind of
//! bus, travel times that obey no triangle inequality, no service times, room for 1.2 times the demand. `rich` has a town
//! in a ring of shelters: four kinds of vehicles that come free at different times, berths, loading and unloading
//! times, room for hardly more than everybody; `rich3` has wheelchairs and stretchers as well. Counts, ranges and shares
//! were read off the instances of the neutral format's first edition; a test holds the statistics against them. `convoy` is ours: see
//! its module.

mod convoy;
mod demand;
mod fleet;
mod land;
mod random;

use couloir_model::format::bench::{Instance, NeutralMatrix, NeutralPlace, NeutralShelter, NeutralSite, NeutralType};
use demand::{apportion, log_normal, scatter};
use random::Random;
use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

/// A kind of instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// The plain Bus Evacuation Problem.
    Bep,
    /// Mixed fleet, berths, service times, several stops a trip.
    Rich,
    /// The same with wheelchairs and stretchers.
    Rich3,
    /// Through exits, bridges and harbour mouths: passages, convoys, escorts, screening and tides.
    Convoy,
}

/// How large an instance is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// 5 sites, 3 shelters, 5 vehicles.
    S,
    /// 20 sites, 6 shelters, 30 vehicles.
    M,
    /// 100 sites, 15 shelters, 150 vehicles.
    L,
    /// 500 sites, 40 shelters, 600 vehicles.
    Xl,
    /// 2,000 sites, 100 shelters, 3,000 vehicles.
    Xxl,
}

/// A family or size that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no such {what}, there are {known}: {found}")]
pub struct Unknown {
    what: &'static str,
    known: &'static str,
    found: String,
}

/// The numbers of one size.
struct Scale {
    sites: usize,
    shelters: usize,
    vehicles: usize,
    /// Mean demand of a site, in bus-loads and in people.
    loads: u64,
    people: u64,
    /// Width of the land, in metres.
    side: i64,
}

impl Size {
    /// All of them, the smallest first.
    pub const ALL: [Self; 5] = [Self::S, Self::M, Self::L, Self::Xl, Self::Xxl];

    /// Pick-up sites of an instance of this size.
    #[must_use]
    pub const fn sites(self) -> u64 {
        self.scale().sites as u64
    }

    /// Vehicles of an instance of this size.
    #[must_use]
    pub const fn vehicles(self) -> u64 {
        self.scale().vehicles as u64
    }

    const fn scale(self) -> Scale {
        let (sites, shelters, vehicles, loads, people, side) = match self {
            Self::S => (5, 3, 5, 3, 60, 20_000),
            Self::M => (20, 6, 30, 5, 250, 30_000),
            Self::L => (100, 15, 150, 8, 400, 40_000),
            Self::Xl => (500, 40, 600, 10, 500, 50_000),
            Self::Xxl => (2_000, 100, 3_000, 15, 750, 80_000),
        };
        Scale { sites, shelters, vehicles, loads, people, side }
    }
}

/// The instance of a family and size for `seed`: the same one on every machine.
#[must_use]
pub fn generate(family: Family, size: Size, seed: u64) -> Instance {
    match family {
        Family::Bep => bep(size, seed),
        Family::Rich | Family::Rich3 => rich(family, size, seed),
        Family::Convoy => convoy::convoy(size, seed),
    }
}

fn bep(size: Size, seed: u64) -> Instance {
    let scale = size.scale();
    let mut random = Random::of(seed, Family::Bep as u64, size as u64, "bep");
    let total = scale.loads * scale.sites as u64;
    // A site has a quarter to seven quarters of the mean, and so has a shelter.
    let spread =
        |random: &mut Random, count: usize| (0..count).map(|_| random.between(2_500, 17_500)).collect::<Vec<_>>();
    let demand = apportion(total, &spread(&mut random, scale.sites), 1);
    let capacity = apportion(total * 6 / 5, &spread(&mut random, scale.shelters), 1);
    let (sites, shelters) = (scale.sites, scale.shelters);
    let site = |(index, demand): (usize, &u64)| NeutralSite {
        place: 1 + index,
        demand: vec![narrow(*demand)],
        berths: None,
        load_fixed: 0,
        load_per_person: vec![0],
        open: Vec::new(),
    };
    let shelter = |(index, capacity): (usize, &u64)| NeutralShelter {
        place: 1 + sites + index,
        capacity: narrow(*capacity),
        berths: None,
        unload_fixed: 0,
        unload_per_person: vec![0],
        open: Vec::new(),
    };
    Instance {
        unit_people: Some(if size == Size::S { 20 } else { 50 }),
        max_stops: NonZeroU32::new(1),
        sites: demand.iter().enumerate().map(site).collect(),
        shelters: capacity.iter().enumerate().map(shelter).collect(),
        types: vec![NeutralType { name: "bus".to_owned(), capacity: vec![1], time_permille: 1_000 }],
        vehicles: fleet::parked(scale.vehicles),
        matrix: land::drawn(&mut random, size, 1 + sites + shelters),
        ..empty(Family::Bep, size, seed, names(1, sites, shelters))
    }
}

fn rich(family: Family, size: Size, seed: u64) -> Instance {
    let scale = size.scale();
    let random = |purpose| Random::of(seed, family as u64, size as u64, purpose);
    let ids = names(fleet::DEPOTS, scale.sites, scale.shelters);
    let land = land::Land::of(&mut random("land"), size, &scale);
    let types = fleet::types(family);
    let vehicles = fleet::fleet(&mut random("fleet"), family, scale.vehicles);
    let mut instance = Instance {
        max_stops: NonZeroU32::new(3),
        sites: sites(&mut random("sites"), family, &scale),
        shelters: shelters(&mut random("shelters"), family, &scale),
        types,
        vehicles,
        matrix: land.matrix,
        ..empty(family, size, seed, ids.into_iter().zip(land.at).map(|(id, at)| (id, Some(at))))
    };
    add_berths(&mut instance);
    instance
}

/// Log-normal demand above a tenth of the mean: many small sites, some large ones.
fn sites(random: &mut Random, family: Family, scale: &Scale) -> Vec<NeutralSite> {
    let total = scale.people * scale.sites as u64;
    let weights = log_normal(random, scale.sites, 0.8);
    let demand = apportion(total, &weights, scale.people / 10);
    let mut per_person = vec![random.between(3, 6)];
    if family == Family::Rich3 {
        per_person.extend([random.between(60, 90), random.between(150, 200)]);
    }
    let site = |(index, people): (usize, u64)| NeutralSite {
        place: fleet::DEPOTS + index,
        demand: match family {
            Family::Rich3 => scatter(random, people),
            _ => vec![narrow(people)],
        },
        berths: None,
        load_fixed: random.between(60, 120),
        load_per_person: per_person.clone(),
        open: Vec::new(),
    };
    demand.into_iter().enumerate().map(site).collect()
}

/// Room for 1.05 times everybody.
fn shelters(random: &mut Random, family: Family, scale: &Scale) -> Vec<NeutralShelter> {
    let total = scale.people * scale.sites as u64 * 21 / 20;
    let weights = log_normal(random, scale.shelters, 0.35);
    let mut per_person = vec![random.between(2, 3)];
    if family == Family::Rich3 {
        per_person.extend([random.between(40, 60), random.between(90, 120)]);
    }
    let shelter = |(index, capacity): (usize, u64)| NeutralShelter {
        place: fleet::DEPOTS + scale.sites + index,
        capacity: narrow(capacity),
        berths: None,
        unload_fixed: random.between(45, 90),
        unload_per_person: per_person.clone(),
        open: Vec::new(),
    };
    apportion(total, &weights, 1).into_iter().enumerate().map(shelter).collect()
}

/// As many berths as keep a place from being the only thing that binds.
///
/// A horizon is estimated as the trips that the whole fleet must make, each with a mean leg and the service of a mean load;
/// a site may be busy for 61 % of it, a shelter for 76 %.
fn add_berths(instance: &mut Instance) {
    let demand = |need: usize| instance.sites.iter().map(|site| u64::from(site.demand[need])).sum::<u64>();
    let demand: Vec<u64> = (0..instance.categories.len()).map(demand).collect();
    let people: u64 = demand.iter().sum();
    let seats: u64 = instance.vehicles.iter().map(|vehicle| places(&instance.types[vehicle.kind])).sum();
    let fleet = instance.vehicles.len() as u64;
    let mean = |per_person: &[u64], load: u64| {
        let sum: u64 = per_person.iter().zip(&demand).map(|(seconds, people)| seconds * people).sum();
        sum * load / people.max(1)
    };
    let load = seats / fleet.max(1);
    let (site, shelter) = (&instance.sites[0], &instance.shelters[0]);
    let service = mean(&site.load_per_person, load) + mean(&shelter.unload_per_person, load) + 90 + 67;
    let horizon = people * (mean_leg(instance) + service) / seats.max(1);
    let berths =
        |work: u64, percent: u64| NonZeroU32::new(narrow((work * 100).div_ceil((horizon * percent).max(1)).max(1)));
    let site_berths: Vec<_> = instance
        .sites
        .iter()
        .map(|site| {
            let each = site.load_per_person.iter().zip(&site.demand);
            let each: u64 = each.map(|(seconds, people)| seconds * u64::from(*people)).sum();
            let everybody: u64 = site.demand.iter().map(|people| u64::from(*people)).sum();
            berths(each + everybody * site.load_fixed / load.max(1), 61)
        })
        .collect();
    let shelter_berths: Vec<_> = instance
        .shelters
        .iter()
        .map(|shelter| {
            let room = u64::from(shelter.capacity);
            berths(mean(&shelter.unload_per_person, room) + room * shelter.unload_fixed / load.max(1), 76)
        })
        .collect();
    instance.sites.iter_mut().zip(site_berths).for_each(|(site, berths)| site.berths = berths);
    instance.shelters.iter_mut().zip(shelter_berths).for_each(|(shelter, berths)| shelter.berths = berths);
}

fn places(kind: &NeutralType) -> u64 {
    kind.capacity.iter().map(|places| u64::from(*places)).sum()
}

/// The mean time from a site to a shelter.
fn mean_leg(instance: &Instance) -> u64 {
    let at = |place: usize| instance.places[place].at.unwrap_or_default();
    let pairs =
        instance.sites.iter().flat_map(|site| instance.shelters.iter().map(|shelter| (site.place, shelter.place)));
    let sum: u64 = pairs.map(|(from, to)| instance.matrix.base(from, to, at)).sum();
    sum / (instance.sites.len() * instance.shelters.len()).max(1) as u64
}

/// An instance that has only places yet.
fn empty<P: IntoPlace>(family: Family, size: Size, seed: u64, places: impl IntoIterator<Item = P>) -> Instance {
    let categories: &[&str] =
        if family == Family::Rich3 { &["seated", "wheelchair", "stretcher"] } else { &["person"] };
    Instance {
        name: format!("{family}-{size}-{seed}"),
        family: family.to_string(),
        size: size.to_string(),
        seed,
        categories: categories.iter().map(|name| (*name).to_owned()).collect(),
        unit_people: None,
        max_stops: None,
        places: places.into_iter().map(IntoPlace::into_place).collect(),
        depots: (0..if family == Family::Bep { 1 } else { fleet::DEPOTS }).collect(),
        sites: Vec::new(),
        shelters: Vec::new(),
        types: Vec::new(),
        vehicles: Vec::new(),
        matrix: NeutralMatrix::Explicit(Vec::new()),
        passages: Vec::new(),
        escorts: Vec::new(),
        crossings: Vec::new(),
    }
}

/// A name, with or without coordinates.
trait IntoPlace {
    fn into_place(self) -> NeutralPlace;
}

impl IntoPlace for String {
    fn into_place(self) -> NeutralPlace {
        NeutralPlace { id: self, at: None }
    }
}

impl IntoPlace for (String, Option<(i64, i64)>) {
    fn into_place(self) -> NeutralPlace {
        NeutralPlace { id: self.0, at: self.1 }
    }
}

/// `D0…` for depots, `P0…` for pick-up sites, `H0…` for shelters.
fn names(depots: usize, sites: usize, shelters: usize) -> Vec<String> {
    let kinds = [('D', depots), ('P', sites), ('H', shelters)];
    kinds.into_iter().flat_map(|(kind, count)| (0..count).map(move |index| format!("{kind}{index}"))).collect()
}

fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bep => "bep",
            Self::Rich => "rich",
            Self::Rich3 => "rich3",
            Self::Convoy => "convoy",
        })
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::S => "S",
            Self::M => "M",
            Self::L => "L",
            Self::Xl => "XL",
            Self::Xxl => "XXL",
        })
    }
}

impl FromStr for Family {
    type Err = Unknown;

    fn from_str(text: &str) -> Result<Self, Unknown> {
        let known = "`bep`, `rich`, `rich3` and `convoy`";
        let all = [Self::Bep, Self::Rich, Self::Rich3, Self::Convoy];
        let found = all.into_iter().find(|family| family.to_string() == text);
        found.ok_or_else(|| Unknown { what: "family", known, found: text.to_owned() })
    }
}

impl FromStr for Size {
    type Err = Unknown;

    fn from_str(text: &str) -> Result<Self, Unknown> {
        let known = "`S`, `M`, `L`, `XL` and `XXL`";
        let all = [Self::S, Self::M, Self::L, Self::Xl, Self::Xxl];
        let found = all.into_iter().find(|size| size.to_string() == text);
        found.ok_or_else(|| Unknown { what: "size", known, found: text.to_owned() })
    }
}
