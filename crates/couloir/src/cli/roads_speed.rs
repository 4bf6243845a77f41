//! `couloir bench roads`: import, opening, matrices, routes and closures, beside what others reach.

use super::roads_peers::Asked;
use super::terminal::Terminal;
use super::{Stop, shown};
use crate::{bench, networks};
use couloir_model::quantity::grouped;
use couloir_roads::closure::Effects;
use couloir_roads::component::components;
use couloir_roads::dijkstra;
use couloir_roads::import::import;
use couloir_roads::index::Index;
use couloir_roads::kind::{Kind, Kinds, Vehicle};
use couloir_roads::metric::Router;
use couloir_roads::network::Network;
use couloir_roads::snap::{Snapped, Snapper};
use couloir_roads::weight::{Trip, Weight, weights};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Arguments of `couloir bench roads`.
#[derive(Debug, clap::Args)]
pub(super) struct RoadsSpeed {
    /// The extract to import and measure; or a network, whose import is then not measured
    #[arg(value_name = "EXTRACT.osm.pbf")]
    extract: PathBuf,
    /// Repeat each measurement, and take the best: others share the machine
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=100))]
    repeat: u8,
    /// The seed of the random places
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// What drives: car, bus, truck or off_road_truck
    #[arg(long, default_value = "truck", value_parser = super::roads::kind)]
    kind: Kind,
    /// Write the graph, the points and our answers into this folder, for `docs/peers/roads.py`
    #[arg(long, value_name = "FOLDER")]
    peers: Option<PathBuf>,
}

/// What was measured: rows to print, and the same as names and values.
#[derive(Default)]
struct Measured {
    rows: Vec<(&'static str, String, &'static str)>,
    values: Vec<(&'static str, f64)>,
}

impl Measured {
    fn took(&mut self, what: &'static str, value: &'static str, took: Duration, bar: &'static str) {
        self.rows.push((what, seconds(took), bar));
        self.values.push((value, took.as_secs_f64()));
    }
}

/// What others reach on `synthetic-rhein-neckar-x16`: measured in a trial of ours on two shared cores, not in this run. Not equal
/// work: OSRM and Valhalla have turn costs and answer over HTTP. `docs/peers/roads.py` measures them in the same run as us.
const OTHERS: &str = "\
from our trial on synthetic-rhein-neckar-x16, not measured in this run; OSRM and Valhalla answer over HTTP, with turn costs:
                       import       peak      1,000²     one route   closure
  RoutingKit           20 s       213 MB       1.5 s     0.25 ms     0.12 s (< 1 ms when partial)
  OSRM 26.10 MLD      123 s     1,567 MB       7.3 s     2.9 ms      8.5 s and a reload
  Valhalla 3.9.1       54 s       712 MB   100²: 18.8 s   53 ms      per request, +0.24 s
  fast_paths 1.0       22 s   560-725 MB       144 s     0.14 ms     3.6 s
  Dijkstra                –            –        85 s     –           –";

impl RoadsSpeed {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let unusable = |what: String| Stop::unusable(format!("cannot use `{}`: {what}", shown(&self.extract)));
        let mut found = Measured::default();
        let is_network = self.extract.extension().is_some_and(|ending| ending == "roads");
        let folder = std::env::temp_dir().join(format!("couloir-bench-roads-{}", std::process::id()));
        let file = if is_network { self.extract.clone() } else { folder.join("network.roads") };
        if !is_network {
            std::fs::create_dir_all(&folder).map_err(|error| unusable(error.to_string()))?;
            let started = Instant::now();
            let network = import(&mut networks::extract(&self.extract), &mut |_| ());
            let network = network.map_err(|error| unusable(error.to_string()))?;
            let bytes = networks::save(&file, &network).map_err(|error| unusable(error.to_string()))?;
            let took = started.elapsed();
            found.rows.push(("import", format!("{}, {}", seconds(took), bench::resources()), "40 s, 600 MB"));
            found.values.push(("import_s", took.as_secs_f64()));
            found.values.extend(bench::cpu_ms().map(|cpu| ("import_cpu_s", cpu as f64 / 1000.0)));
            found.values.extend(bench::peak_kb().map(|peak| ("import_peak_kb", peak as f64)));
            found.rows.push(("network", format!("{} bytes", grouped(bytes.into())), ""));
        }
        let measured = self.measure(&file, &mut found);
        let _ = std::fs::remove_dir_all(&folder);
        measured.map_err(unusable)?;
        let mut lines = vec![format!("{:<28} {:<44} bar", shown_name(&self.extract), "best of the repetitions")];
        lines.extend(found.rows.into_iter().map(|(what, took, bar)| format!("  {what:<26} {took:<44} {bar}")));
        lines.push(String::new());
        lines.push(OTHERS.to_owned());
        terminal.data(&lines.join("\n"));
        terminal.talk(super::roads::ATTRIBUTION);
        Ok(())
    }

    fn measure(&self, file: &Path, found: &mut Measured) -> Result<(), String> {
        let (took, network) = self.best(|| networks::open(file));
        let network = network.map_err(|error| error.to_string())?;
        found.took("open", "open_s", took, "0.3 s");
        let (took, router) = self.best(|| Router::new(&network));
        found.took("make ready to be asked", "ready_s", took, "");
        let none = Effects::default();
        let trip = Trip { vehicle: Vehicle::of(self.kind), at: None, effects: &none };
        let (took, metric) = self.best(|| router.metric(weights(&network, &trip)));
        found.took("metric of a vehicle", "metric_s", took, "");
        let index = Index::new(&network);
        let parts = components(&network, &metric.weights);
        let snapper = Snapper::new(&network, &index, &metric.weights, &parts);
        let points = random_points(&network, &snapper, self.seed, 2_000);
        let thousand = &points[..points.len().min(1_000)];
        let (took, _) = self.best(|| router.times(&metric, thousand, thousand));
        found.took("1,000 x 1,000 times", "matrix_1000_s", took, "0.1 s");
        let (took, times) = self.best(|| router.times(&metric, &points, &points));
        found.took("2,000 x 2,000 times", "matrix_2000_s", took, "0.3 s");
        let (took, _) = self.best(|| router.table(&metric, &points, &points));
        found.took("2,000 x 2,000 with metres", "table_2000_s", took, "");
        let pairs = || thousand.iter().flatten().zip(thousand.iter().flatten().skip(1));
        let (took, stretches) = self.best(|| {
            let routes = pairs().take(200).filter_map(|(from, to)| router.route(&metric, from, to));
            routes.map(|route| route.stretches.len()).sum::<usize>()
        });
        let each = took.as_secs_f64() * 5.0;
        found.rows.push(("one route, of 200", format!("{each:.3} ms, {} arcs", stretches / 200), ""));
        found.values.push(("route_ms", each));
        // Roads that are used: one in the middle of a way between two of the places, ten times.
        let middle = |(from, to)| {
            let stretches = router.route(&metric, from, to)?.stretches;
            stretches.get(stretches.len() / 2).map(|stretch| stretch.along / 2)
        };
        let closed: Vec<u32> = pairs().take(10).filter_map(middle).collect();
        let mut effects = Effects::default();
        closed.iter().for_each(|segment| effects.close(*segment, Kinds::ALL));
        let close = || router.metric(weights(&network, &Trip { effects: &effects, ..trip }));
        let (took, _) = self.best(close);
        found.took("closure alone", "closure_s", took, "");
        let (took, shut) = self.best(|| router.times(&close(), &points, &points));
        found.took("closure and new 2,000²", "closure_matrix_2000_s", took, "0.5 s");
        let changed = times.cs.iter().zip(&shut.cs).filter(|(open, closed)| open != closed).count();
        found.rows.push(("  pairs that it changes", grouped(changed as u128), ""));
        let (_, reopened) = self.best(|| router.times(&router.metric(weights(&network, &trip)), &points, &points));
        let same = if reopened == times { "yes" } else { "NO" };
        found.rows.push(("  the same when reopened", same.to_owned(), ""));
        let (agreed, asked) = agreeing(&router, self.seed);
        let said = format!("{agreed} of {asked} routes of all kinds of vehicles");
        found.rows.push(("agree with a plain search", said, "all"));
        match &self.peers {
            None => Ok(()),
            Some(folder) => {
                let asked = Asked {
                    router: &router,
                    metric: &metric,
                    points: thousand,
                    closed: &closed,
                    measured: &found.values,
                };
                asked.write(folder).map_err(|error| format!("cannot write into `{}`: {error}", shown(folder)))
            }
        }
    }

    /// The shortest time that `what` takes, and what it gives.
    fn best<T>(&self, mut what: impl FnMut() -> T) -> (Duration, T) {
        let mut timed = || {
            let started = Instant::now();
            let made = what();
            (started.elapsed(), made)
        };
        let (mut shortest, mut made) = timed();
        for _ in 1..self.repeat {
            let (took, next) = timed();
            shortest = shortest.min(took);
            made = next;
        }
        (shortest, made)
    }
}

/// How many of 200 random routes for each kind of vehicle weigh exactly what a plain search finds (Dijkstra's), and of how many.
fn agreeing(router: &Router<'_>, seed: u64) -> (usize, usize) {
    let states = router.network.graph.states() as u64;
    let (mut agreed, mut asked) = (0, 0);
    for (kind, place) in Kind::ALL.into_iter().zip(1..) {
        let mut random = splitmix(seed ^ (place << 32));
        let mut some = |number: usize| -> Vec<u32> { (0..number).map(|_| (random() % states) as u32).collect() };
        let (from, to) = (some(10), some(20));
        let none = Effects::default();
        let trip = Trip { vehicle: Vehicle::of(kind), at: None, effects: &none };
        let metric = router.metric(weights(router.network, &trip));
        let table = router.between_states(&metric, &from, &to);
        for (row, start) in from.iter().enumerate() {
            let plain = dijkstra::search(router.network, &metric.weights, &[(*start, Weight::ZERO)]);
            let same = |(column, goal): (usize, &u32)| table.weight(row, column) == plain.weight[*goal as usize];
            agreed += to.iter().enumerate().filter(|pair| same(*pair)).count();
            asked += to.len();
        }
    }
    (agreed, asked)
}

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
fn splitmix(seed: u64) -> impl FnMut() -> u64 {
    let mut state = seed;
    move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }
}

/// Points on roads near random junctions.
fn random_points(network: &Network, snapper: &Snapper<'_>, seed: u64, number: usize) -> Vec<Option<Snapped>> {
    let mut random = splitmix(seed);
    let nodes = network.nodes.len() as u64;
    (0..number).map(|_| snapper.snap(network.nodes[(random() % nodes) as usize].position).at).collect()
}

fn seconds(time: Duration) -> String {
    format!("{:.3} s", time.as_secs_f64())
}

fn shown_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
