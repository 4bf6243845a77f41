//! The judge and an independent checker, written in another language by somebody else, agree to the second.
//!
//! Needs Python 3 and the neutral instances in `../shared/bench`; says so and passes when either is absent.
#![expect(clippy::disallowed_methods, reason = "the tests read files and run the checker")]

use crate::world::Random;
use couloir_judge::{timetable, verify};
use couloir_model::clock::Moment;
use couloir_model::format::bench::{RoutesOnly, read_instance, read_plan, write_plan};
use couloir_model::id::{ConfigurationId, ShelterId, SiteId, VehicleId};
use couloir_model::load::Load;
use couloir_model::plan::{Plan, Route, Stop, Trip, Unloading, Visit};
use couloir_model::quantity::People;
use couloir_model::scenario::Scenario;
use couloir_model::travel::TravelTimes;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Checks many plans in one run of Python: prints a line of JSON for each pair of paths.
const DRIVER: &str = "
import json, sys
sys.path.insert(0, sys.argv[1])
import checker
for instance, plan in json.load(open(sys.argv[2])):
    found = checker.check(checker.read_json(instance), checker.read_json(plan))
    print(json.dumps([found[k] for k in ('clearance_s', 'person_seconds', 'wait_s', 'people', 'feasible')]))
";

#[derive(Debug, PartialEq)]
struct Outcome {
    clearance: u64,
    person_seconds: u128,
    queueing: u64,
    people: u32,
    feasible: bool,
}

#[test]
fn judge_and_checker_agree_on_every_neutral_instance() {
    let Some(bench) = bench() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (mut pairs, mut ours) = (Vec::new(), Vec::new());
    for instance in instances(&bench) {
        let Ok((scenario, travel)) = read_instance(&text(&instance)) else {
            assert!(text(&instance).contains("icep-1"), "not read: {}", instance.display());
            continue;
        };
        // Tens of thousands of trips take the checker seconds: one plan is enough.
        let (few, kinds) = if scenario.sites.len() > 300 { (1, 1) } else { (3, 2) };
        for seed in 0..few {
            let mut random = Random(seed);
            let routes = random_routes(&scenario, &mut random);
            let both = [("good", routes.clone()), ("bad", spoilt(routes, &mut random))];
            for (kind, routes) in both.into_iter().take(kinds) {
                let plan = carried_out(&scenario, &travel, routes);
                let path = folder.path().join(format!("{}-{seed}-{kind}.json", scenario.name));
                std::fs::write(&path, write_plan(&scenario, &plan)).unwrap();
                pairs.push((instance.clone(), path));
                ours.push(outcome(&scenario, &travel, &plan));
                assert_eq!(ours.last().unwrap().feasible, kind == "good", "{} {seed}", scenario.name);
            }
        }
    }
    assert!(pairs.len() > 100, "instances are missing: {}", pairs.len());
    let theirs = checked(&bench, folder.path(), &pairs);
    for ((pair, ours), theirs) in pairs.iter().zip(&ours).zip(&theirs) {
        assert_eq!(ours, theirs, "{} {}", pair.0.display(), pair.1.display());
    }
}

#[test]
fn the_example_plans_are_judged_as_the_checker_judges_them() {
    let Some(bench) = bench() else { return };
    let instance = bench.join("public/rand-3-i5.json");
    let (scenario, travel) = read_instance(&text(&instance)).unwrap();
    let pairs = ["good", "bad"].map(|kind| (instance.clone(), bench.join(format!("examples/rand-3-i5.{kind}.json"))));
    let folder = tempfile::tempdir().unwrap();
    let theirs = checked(&bench, folder.path(), &pairs);
    for ((_, path), theirs) in pairs.iter().zip(theirs) {
        let RoutesOnly { routes, .. } = read_plan(&text(path), &scenario).unwrap();
        let plan = carried_out(&scenario, &travel, routes);
        assert_eq!(outcome(&scenario, &travel, &plan), theirs, "{}", path.display());
    }
}

pub(crate) fn bench() -> Option<PathBuf> {
    // A copy of the project may stand one folder deeper.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let found = ["../shared/bench", "../../shared/bench"].map(|path| root.join(path));
    let bench = found.into_iter().find(|path| path.join("checker.py").exists());
    let python = Command::new("python3").arg("--version").output().is_ok();
    if bench.is_none() || !python {
        eprintln_skip("no python3 or no ../shared/bench: the judge is not compared with checker.py");
    }
    bench.filter(|_| python)
}

#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn eprintln_skip(message: &str) {
    eprintln!("skipped: {message}");
}

pub(crate) fn instances(bench: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = ["public", "instances"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(bench.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_string_lossy().ends_with(".json") || path.to_string_lossy().ends_with(".json.gz"))
        .collect();
    found.sort();
    found
}

pub(crate) fn text(path: &Path) -> String {
    let bytes = std::fs::read(path).unwrap();
    let mut text = String::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        flate2::read::GzDecoder::new(&bytes[..]).read_to_string(&mut text).unwrap();
    } else {
        text = String::from_utf8(bytes).unwrap();
    }
    text
}

pub(crate) fn carried_out(scenario: &Scenario, travel: &TravelTimes, routes: Vec<Route>) -> Plan {
    let parts = RoutesOnly { routes, convoys: Vec::new() }.into_parts(scenario, scenario.id(travel));
    timetable(scenario, travel, parts).expect("routes that can be carried out")
}

fn outcome(scenario: &Scenario, travel: &TravelTimes, plan: &Plan) -> Outcome {
    let verdict = verify(scenario, travel, plan);
    assert_eq!((plan.clearance, plan.person_seconds), (verdict.clearance, verdict.person_seconds));
    Outcome {
        clearance: verdict.clearance.0,
        person_seconds: verdict.person_seconds.0,
        queueing: verdict.queueing.0,
        people: verdict.moved.0,
        feasible: verdict.is_valid(),
    }
}

fn checked(bench: &Path, folder: &Path, pairs: &[(PathBuf, PathBuf)]) -> Vec<Outcome> {
    let list = folder.join("pairs.json");
    let paths: Vec<_> = pairs.iter().map(|(one, two)| [one.to_string_lossy(), two.to_string_lossy()]).collect();
    std::fs::write(&list, serde_json::to_string(&paths).unwrap()).unwrap();
    let output = Command::new("python3").args(["-B", "-c", DRIVER]).arg(bench).arg(&list).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    let outcome = |line: &str| {
        let (clearance, person_seconds, queueing, people, feasible) = serde_json::from_str(line).unwrap();
        Outcome { clearance, person_seconds, queueing, people, feasible }
    };
    lines.lines().map(outcome).collect()
}

/// Random vehicles fetch random people until nobody is left.
pub(crate) fn random_routes(scenario: &Scenario, random: &mut Random) -> Vec<Route> {
    let mut rest: Vec<Vec<u32>> =
        scenario.site_ids().map(|site| crate::world::numbers(&scenario.planned(site))).collect();
    let mut room: Vec<u32> = scenario.shelters.iter().map(|shelter| shelter.capacity.0).collect();
    let mut routes: Vec<Vec<Trip>> = vec![Vec::new(); scenario.vehicles.len()];
    let mut waiting: Vec<usize> = (0..rest.len()).filter(|site| rest[*site].iter().any(|people| *people > 0)).collect();
    while !waiting.is_empty() {
        let vehicle = VehicleId::at(random.pick(routes.len()));
        let shelter = random.pick(room.len());
        let configuration = ConfigurationId(0);
        let class = scenario.class_of(vehicle);
        let mut places: Vec<u32> =
            class.configuration(configuration).capacity.places().iter().map(|places| places.0).collect();
        let most = scenario.stops_max.map_or(4, |most| u64::from(most.get()));
        let mut stops: Vec<Stop> = Vec::new();
        for _ in 0..random.between(1, most) {
            let Some(site) = (!waiting.is_empty()).then(|| waiting[random.pick(waiting.len())]) else { break };
            if stops.iter().any(|stop| stop.site.index() == site) {
                continue;
            }
            let load = load(&mut rest[site], &mut places, &mut room[shelter]);
            if load.iter().any(|people| people.0 > 0) {
                stops.push(Stop {
                    site: SiteId::at(site),
                    load: Load::of(load),
                    groups: Vec::new(),
                    visit: wait(random),
                });
            }
            waiting.retain(|site| rest[*site].iter().any(|people| *people > 0));
        }
        if !stops.is_empty() {
            let unloading = Unloading { shelter: ShelterId::at(shelter), visit: wait(random) };
            routes[vehicle.index()].push(Trip { configuration, stops, unloading });
        }
    }
    let used = routes.into_iter().enumerate().filter(|(_, trips)| !trips.is_empty());
    used.map(|(index, trips)| Route { vehicle: VehicleId::at(index), trips }).collect()
}

fn load(rest: &mut [u32], places: &mut [u32], room: &mut u32) -> Vec<People> {
    let taken = rest.iter_mut().zip(places).map(|(rest, places)| {
        let taken = (*rest).min(*places).min(*room);
        *rest -= taken;
        *places -= taken;
        *room -= taken;
        People(taken)
    });
    taken.collect()
}

fn wait(random: &mut Random) -> Visit {
    Visit::not_before(Moment(if random.chance(10) { random.between(0, 9_000) } else { 0 }))
}

/// The routes with one person too many in one load.
fn spoilt(mut routes: Vec<Route>, random: &mut Random) -> Vec<Route> {
    let route = random.pick(routes.len());
    let stop = &mut routes[route].trips[0].stops[0];
    let mut counts = stop.load.counts().to_vec();
    counts[0].0 += 1;
    stop.load = Load::of(counts);
    routes
}
