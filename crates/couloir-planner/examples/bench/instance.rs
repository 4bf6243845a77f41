//! Reads instances of the neutral benchmark format into the planner's dense form, and writes plans back.

use std::io::Read;

use couloir_planner::problem::{
    Class, Load, NEEDS_MAX, NEVER, PerNeed, Problem, Queue, Shelter, Site, Travel, Vehicle,
};
use couloir_planner::routes::Schedule;
use serde_json::{Value, json};

/// Reads an instance: its name and the problem.
pub(crate) fn read(path: &str) -> (String, Problem) {
    let mut bytes = std::fs::read(path).expect("a readable file");
    if path.ends_with(".gz") {
        let mut text = Vec::new();
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut text).expect("gzip");
        bytes = text;
    }
    let file: Value = serde_json::from_slice(&bytes).expect("JSON");
    let needs = file["categories"].as_array().expect("categories").len();
    let mut problem = Problem {
        needs,
        stops_max: file["max_stops"].as_u64().map_or(usize::MAX, |most| most as usize),
        travel: Travel { places: rows(&file["places"]).len(), seconds: vec![matrix(&file)], ..Travel::default() },
        ..Problem::default()
    };
    for row in rows(&file["sites"]) {
        let queue = add_queue(&mut problem, row);
        problem.sites.push(Site {
            place: number(&row["place"]),
            queue,
            ready: 0,
            demand: by_need(&row["demand"]),
            service_fixed: number(&row["load_fixed"]),
            service_per_person: by_need(&row["load_per_person"]),
            weight: [1; NEEDS_MAX],
        });
    }
    for row in rows(&file["shelters"]) {
        let queue = add_queue(&mut problem, row);
        problem.shelters.push(Shelter {
            place: number(&row["place"]),
            capacity: number(&row["capacity"]),
            capacity_by_need: None,
            queue,
            service_fixed: number(&row["unload_fixed"]),
            service_per_person: by_need(&row["unload_per_person"]),
        });
    }
    problem.classes = rows(&file["types"])
        .iter()
        .map(|row| Class {
            configurations: vec![by_need(&row["capacity"]).map(|places| places as u16)],
            reconfiguration: 0,
            boarding_permille: 1000,
            table: 0,
            travel_permille: number(&row["time_permille"]),
        })
        .collect();
    let depots: Vec<u32> = rows(&file["depots"]).iter().map(|row| number(&row["place"])).collect();
    problem.vehicles = rows(&file["vehicles"])
        .iter()
        .map(|row| Vehicle {
            class: number(&row["type"]),
            depot: depots[number(&row["depot"]) as usize],
            available_from: number(&row["available"]),
            available_until: NEVER,
            driving_max: NEVER,
            range_max: NEVER,
            fitted: None,
            kept: 0,
            ends: false,
        })
        .collect();
    (file["name"].as_str().expect("a name").to_owned(), problem)
}

/// Writes routes as a plan of the neutral format.
pub(crate) fn write(path: &str, name: &str, problem: &Problem, schedule: &Schedule) {
    let list = |load: &Load| load[..problem.needs].to_vec();
    let mut routes = Vec::new();
    for (vehicle, trips) in schedule.routes.0.iter().enumerate().filter(|(_, trips)| !trips.is_empty()) {
        let (mut visit, mut written) = (0, Vec::new());
        let mut not_before = || {
            visit += 1;
            schedule.not_before(vehicle, visit - 1)
        };
        for trip in trips {
            let stops = trip.stops().iter();
            let stops: Vec<Value> = stops
                .map(|stop| json!({"site": stop.site, "load": list(&stop.load), "not_before": not_before()}))
                .collect();
            written.push(json!({"stops": stops, "shelter": trip.shelter, "unload_not_before": not_before()}));
        }
        routes.push(json!({"vehicle": vehicle, "trips": written}));
    }
    let plan = json!({"format": "couloir-plan/1", "instance": name, "routes": routes});
    std::fs::write(path, serde_json::to_vec(&plan).expect("JSON")).expect("a writable folder");
}

fn add_queue(problem: &mut Problem, row: &Value) -> u32 {
    problem.queues.push(Queue { berths: row["berths"].as_u64().map(|berths| berths as u32), ..Queue::default() });
    problem.queues.len() as u32 - 1
}

fn rows(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn number(value: &Value) -> u32 {
    u32::try_from(value.as_u64().expect("a number")).expect("32 bits")
}

fn by_need(value: &Value) -> PerNeed {
    std::array::from_fn(|need| value.get(need).map_or(0, number))
}

/// Base travel times, as `FORMAT.md` defines them.
fn matrix(file: &Value) -> Vec<u32> {
    let matrix = &file["matrix"];
    let places = rows(&file["places"]);
    let all = |seconds: &dyn Fn(usize, usize) -> u64| {
        (0..places.len() * places.len())
            .map(|index| (index / places.len(), index % places.len()))
            .map(|(from, to)| if from == to { 0 } else { u32::try_from(seconds(from, to)).expect("32 bits") })
            .collect()
    };
    let field = |name: &str| matrix[name].as_u64().expect("a number");
    match matrix["kind"].as_str() {
        Some("explicit") => rows(&matrix["seconds"]).iter().flat_map(|row| rows(row).iter().map(number)).collect(),
        Some("euclid") => {
            let points: Vec<(i64, i64)> =
                places.iter().map(|row| (row["x"].as_i64().expect("x"), row["y"].as_i64().expect("y"))).collect();
            let list =
                |name: &str| -> Vec<u64> { rows(&matrix[name]).iter().map(|row| u64::from(number(row))).collect() };
            let (exit, entry) = (list("exit_s"), list("entry_s"));
            let (pace, per) = (field("pace_num"), field("pace_den"));
            all(&|from, to| {
                let (dx, dy) = (points[from].0 - points[to].0, points[from].1 - points[to].1);
                let square = (dx * dx + dy * dy) as u64;
                let metres = if square == 0 { 0 } else { (square - 1).isqrt() + 1 };
                exit[from] + entry[to] + (pace * metres).div_ceil(per)
            })
        }
        Some("hash") => {
            let (seed, low, high, unit) = (field("seed"), field("lo"), field("hi"), field("unit_s"));
            all(&|from, to| {
                let (first, second) = (from.min(to) as u64, from.max(to) as u64);
                let pair = seed.wrapping_add(first << 32).wrapping_add(second);
                unit * (low + split_mix(pair) % (high - low + 1))
            })
        }
        _ => panic!("an unknown kind of matrix"),
    }
}

fn split_mix(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
