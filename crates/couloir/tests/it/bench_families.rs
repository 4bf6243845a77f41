//! Generated instances are of the same kind as those of the neutral format's first edition.

use couloir::bench::generate::{Family, Size, generate};
use couloir_judge::{timetable, verify};
use couloir_model::format::bench::{Instance, NeutralMatrix, read_instance, write_instance};
use std::io::Read;
use std::path::Path;

const FAMILIES: [Family; 3] = [Family::Bep, Family::Rich, Family::Rich3];
const SIZES: [Size; 5] = [Size::S, Size::M, Size::L, Size::Xl, Size::Xxl];

#[test]
fn an_instance_follows_from_its_seed_and_can_be_read_back() {
    for family in FAMILIES {
        for size in [Size::S, Size::M, Size::L] {
            let instance = generate(family, size, 7);
            assert_eq!(instance, generate(family, size, 7));
            assert_ne!(instance.matrix, generate(family, size, 8).matrix);
            let text = write_instance(&instance);
            assert_eq!(Instance::read(&text).unwrap(), instance);
            let (scenario, travel) = read_instance(&text).unwrap();
            let parts = couloir_model::format::bench::RoutesOnly { routes: Vec::new(), convoys: Vec::new() };
            let plan = timetable(&scenario, &travel, parts.into_parts(&scenario, scenario.id(&travel))).unwrap();
            assert!(!verify(&scenario, &travel, &plan).is_valid(), "nobody is moved");
        }
    }
}

#[test]
fn everybody_has_a_seat_of_their_kind_and_room_somewhere() {
    for family in FAMILIES {
        for size in SIZES {
            let instance = generate(family, size, 3);
            let demand = |need: usize| instance.sites.iter().map(|site| u64::from(site.demand[need])).sum::<u64>();
            for need in 0..instance.categories.len() {
                assert!(instance.vehicles.iter().any(|one| instance.types[one.kind].capacity[need] > 0));
            }
            let people: u64 = (0..instance.categories.len()).map(demand).sum();
            assert!(people <= instance.shelters.iter().map(|shelter| u64::from(shelter.capacity)).sum());
            assert!(instance.sites.iter().all(|site| site.demand.iter().sum::<u32>() > 0));
        }
    }
}

#[test]
fn the_statistics_are_those_of_the_first_edition() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = ["../shared/bench/instances", "../../shared/bench/instances"].map(|path| folder.join(path));
    let Some(folder) = folders.iter().find(|path| path.exists()) else {
        skipped("no ../shared/bench/instances to compare with");
        return;
    };
    let (mut compared, mut complaints) = (0, Vec::new());
    for family in FAMILIES {
        for size in SIZES {
            let Some(given) = read(&folder.join(format!("{family}-{size}-1.json"))) else { continue };
            let made: Vec<Instance> = (1..4).map(|seed| generate(family, size, seed)).collect();
            for made in &made {
                same_kind(&given, made, &mut complaints);
            }
            // A single small instance says little about the mean way.
            let slack = if size == Size::S { 60 } else { 25 };
            let (found, expected) = (mean(&made.iter().flat_map(legs).collect::<Vec<_>>()), mean(&legs(&given)));
            if found.abs_diff(expected) * 100 > expected * slack {
                complaints.push(format!("{}: mean leg {found}, in the first edition {expected}", given.name));
            }
            compared += 1;
        }
    }
    assert!(compared >= 13, "instances are missing: {compared}");
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}

fn read(stem: &Path) -> Option<Instance> {
    let zipped = stem.with_extension("json.gz");
    let mut text = String::new();
    if zipped.exists() {
        let bytes = std::fs::read(zipped).unwrap();
        flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
    } else {
        text = std::fs::read_to_string(stem).ok()?;
    }
    Some(Instance::read(&text).unwrap())
}

fn same_kind(given: &Instance, made: &Instance, complaints: &mut Vec<String>) {
    let name = format!("made {}", made.name);
    assert!(counts(given) == counts(made), "{name}: other counts");
    same_matrix(&name, given, made);
    let mut within = |what: &str, given: u64, made: u64, factor: u64| {
        if given > made * factor || made > given * factor {
            complaints.push(format!("{name}: {what} {made}, in the first edition {given}"));
        }
    };
    let rooms = |instance: &Instance| instance.shelters.iter().map(|one| u64::from(one.capacity)).collect::<Vec<_>>();
    within("smallest demand", least(&demands(given)), least(&demands(made)), 3);
    within("largest demand", most(&demands(given)), most(&demands(made)), 3);
    within("smallest shelter", least(&rooms(given)), least(&rooms(made)), 3);
    within("largest shelter", most(&rooms(given)), most(&rooms(made)), 2);
    within("longest way", most(&legs(given)), most(&legs(made)), 2);
    for (given, made) in services(given).into_iter().zip(services(made)) {
        within("fixed time", given, made, 2);
    }
    for (given, made) in berths(given).into_iter().zip(berths(made)) {
        within("berths of all places", given, made, 2);
    }
    let late = |instance: &Instance| mean(&instance.vehicles.iter().map(|one| one.available).collect::<Vec<_>>());
    // Three deviations of a mean over the fleet; one vehicle deviates by some 390 s.
    let slack = 2 * 1_200 / (given.vehicles.len() as u64).isqrt();
    if late(given).abs_diff(late(made)) > slack {
        complaints.push(format!("{name}: mean availability {}, in the first edition {}", late(made), late(given)));
    }
    assert!(made.vehicles.iter().all(|one| one.available % 60 == 0 && one.available < 1_800), "{name}");
}

/// Everything that is the same in all instances of a family and size.
fn counts(instance: &Instance) -> impl PartialEq + use<> {
    let of_kind = |kind: usize| instance.vehicles.iter().filter(|vehicle| vehicle.kind == kind).count();
    let room: u64 = instance.shelters.iter().map(|shelter| u64::from(shelter.capacity)).sum();
    (
        [instance.places.len(), instance.depots.len(), instance.sites.len(), instance.shelters.len()],
        (instance.categories.clone(), instance.max_stops, instance.unit_people, instance.types.clone()),
        (0..instance.types.len()).map(of_kind).collect::<Vec<_>>(),
        (demands(instance).iter().sum::<u64>(), room),
        instance.places.iter().map(|place| place.id.clone()).collect::<Vec<_>>(),
    )
}

/// The berths of all sites and of all shelters; none where there is no limit.
fn berths(instance: &Instance) -> Vec<u64> {
    let sum = |berths: Vec<Option<std::num::NonZeroU32>>| berths.iter().flatten().map(|one| u64::from(one.get())).sum();
    let sites = instance.sites.iter().map(|site| site.berths).collect();
    let shelters = instance.shelters.iter().map(|shelter| shelter.berths).collect();
    vec![sum(sites), sum(shelters)]
}

fn same_matrix(name: &str, given: &Instance, made: &Instance) {
    use NeutralMatrix::{Euclid, Explicit, Hash};
    match (&given.matrix, &made.matrix) {
        (Explicit(_), Explicit(rows)) => {
            let symmetric = made.unit_people.is_some();
            assert!(!symmetric || rows.iter().flatten().all(|seconds| seconds % 60 == 0 && *seconds <= 600), "{name}");
        }
        (Euclid { pace_num, pace_den, .. }, Euclid { pace_num: num, pace_den: den, exit, entry }) => {
            assert_eq!((pace_num, pace_den), (num, den), "{name}");
            assert!(exit.iter().chain(entry).all(|seconds| (10..=90).contains(seconds)), "{name}");
        }
        (Hash { low, high, unit, .. }, Hash { low: from, high: to, unit: step, .. }) => {
            assert_eq!((low, high, unit), (from, to, step), "{name}");
        }
        _ => panic!("{name}: another kind of matrix"),
    }
}

/// Smallest and largest fixed times of sites and of shelters, in seconds.
fn services(instance: &Instance) -> Vec<u64> {
    let sites: Vec<u64> = instance.sites.iter().map(|site| site.load_fixed).collect();
    let shelters: Vec<u64> = instance.shelters.iter().map(|shelter| shelter.unload_fixed).collect();
    vec![least(&sites), most(&sites), least(&shelters), most(&shelters)]
}

fn demands(instance: &Instance) -> Vec<u64> {
    instance.sites.iter().map(|site| site.demand.iter().map(|people| u64::from(*people)).sum()).collect()
}

/// The times from sites to shelters.
fn legs(instance: &Instance) -> Vec<u64> {
    let at = |place: usize| instance.places[place].at.unwrap_or_default();
    let pairs = instance.sites.iter().flat_map(|site| instance.shelters.iter().map(|one| (site.place, one.place)));
    pairs.map(|(from, to)| instance.matrix.base(from, to, at)).collect()
}

fn least(numbers: &[u64]) -> u64 {
    numbers.iter().copied().min().unwrap_or_default()
}

fn most(numbers: &[u64]) -> u64 {
    numbers.iter().copied().max().unwrap_or_default()
}

fn mean(numbers: &[u64]) -> u64 {
    numbers.iter().sum::<u64>() / (numbers.len() as u64).max(1)
}
