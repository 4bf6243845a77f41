//! `couloir bench roads`: import, opening, matrices, routes and closures, beside what others reach.

use super::terminal::Terminal;
use super::{Stop, shown};
use crate::{bench, networks};
use couloir_model::quantity::grouped;
use couloir_roads::closure::Effects;
use couloir_roads::component::components;
use couloir_roads::import::import;
use couloir_roads::index::Index;
use couloir_roads::kind::{Kind, Kinds, Vehicle};
use couloir_roads::metric::Router;
use couloir_roads::network::Network;
use couloir_roads::snap::{Snapped, Snapper};
use couloir_roads::weight::{Trip, weights};
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
}

/// What others reach on `synthetic-rhein-neckar-x16`: measured in a trial of ours on two shared cores, not in this run. Not equal
/// work: OSRM and Valhalla have turn costs and answer over HTTP.
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
        let mut rows: Vec<(&str, String, &str)> = Vec::new();
        let is_network = self.extract.extension().is_some_and(|ending| ending == "roads");
        let folder = std::env::temp_dir().join(format!("couloir-bench-roads-{}", std::process::id()));
        let file = if is_network { self.extract.clone() } else { folder.join("network.roads") };
        if !is_network {
            std::fs::create_dir_all(&folder).map_err(|error| unusable(error.to_string()))?;
            let started = Instant::now();
            let network = import(&mut networks::extract(&self.extract), &mut |_| ());
            let network = network.map_err(|error| unusable(error.to_string()))?;
            let bytes = networks::save(&file, &network).map_err(|error| unusable(error.to_string()))?;
            rows.push(("import", format!("{}, {}", seconds(started.elapsed()), bench::resources()), "40 s, 600 MB"));
            rows.push(("network", format!("{} bytes", grouped(bytes.into())), ""));
        }
        let measured = self.measure(&file, &mut rows);
        let _ = std::fs::remove_dir_all(&folder);
        measured.map_err(unusable)?;
        let mut lines = vec![format!("{:<28} {:<44} bar", shown_name(&self.extract), "best of the repetitions")];
        lines.extend(rows.into_iter().map(|(what, took, bar)| format!("  {what:<26} {took:<44} {bar}")));
        lines.push(String::new());
        lines.push(OTHERS.to_owned());
        terminal.data(&lines.join("\n"));
        terminal.talk(super::roads::ATTRIBUTION);
        Ok(())
    }

    fn measure(&self, file: &Path, rows: &mut Vec<(&str, String, &str)>) -> Result<(), String> {
        let (opening, network) = self.best(|| networks::open(file));
        let network = network.map_err(|error| error.to_string())?;
        rows.push(("open", seconds(opening), "0.3 s"));
        let (ready, router) = self.best(|| Router::new(&network));
        rows.push(("make ready to be asked", seconds(ready), ""));
        let vehicle = Vehicle::of(Kind::Truck);
        let none = Effects::default();
        let trip = Trip { vehicle, at: None, effects: &none };
        let (customising, metric) = self.best(|| router.metric(weights(&network, &trip)));
        rows.push(("metric of a vehicle", seconds(customising), ""));
        let index = Index::new(&network);
        let parts = components(&network, &metric.weights);
        let snapper = Snapper::new(&network, &index, &metric.weights, &parts);
        let points = random_points(&network, &snapper, self.seed, 2_000);
        let thousand = &points[..points.len().min(1_000)];
        let (took, _) = self.best(|| router.times(&metric, thousand, thousand));
        rows.push(("1,000 x 1,000 times", seconds(took), "0.1 s"));
        let (took, times) = self.best(|| router.times(&metric, &points, &points));
        rows.push(("2,000 x 2,000 times", seconds(took), "0.3 s"));
        let (took, _) = self.best(|| router.table(&metric, &points, &points));
        rows.push(("2,000 x 2,000 with metres", seconds(took), ""));
        let (took, stretches) = self.best(|| {
            let pairs = thousand.iter().flatten().zip(thousand.iter().flatten().skip(1)).take(200);
            pairs
                .filter_map(|(from, to)| router.route(&metric, from, to))
                .map(|route| route.stretches.len())
                .sum::<usize>()
        });
        rows.push(("one route, of 200", format!("{:.3} ms, {} arcs", took.as_secs_f64() * 5.0, stretches / 200), ""));
        let mut effects = Effects::default();
        // A road that is used: the first arcs of a way between two of the places.
        let used = thousand.iter().flatten().zip(thousand.iter().flatten().skip(1));
        for (from, to) in used.take(10) {
            let stretches = router.route(&metric, from, to).map_or_else(Vec::new, |route| route.stretches);
            if let Some(middle) = stretches.get(stretches.len() / 2) {
                effects.close(middle.along / 2, Kinds::ALL);
            }
        }
        let (took, closed) = self.best(|| {
            let metric = router.metric(weights(&network, &Trip { effects: &effects, ..trip }));
            router.times(&metric, &points, &points)
        });
        rows.push(("closure and new 2,000²", seconds(took), "0.5 s"));
        let changed = times.cs.iter().zip(&closed.cs).filter(|(open, closed)| open != closed).count();
        rows.push(("  pairs that it changes", grouped(changed as u128), ""));
        let (_, reopened) = self.best(|| router.times(&router.metric(weights(&network, &trip)), &points, &points));
        rows.push(("  the same when reopened", if reopened == times { "yes" } else { "NO" }.to_owned(), ""));
        Ok(())
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

/// Points on roads near random junctions.
fn random_points(network: &Network, snapper: &Snapper<'_>, seed: u64, number: usize) -> Vec<Option<Snapped>> {
    // SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
    let mut state = seed;
    let mut random = move || {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    };
    let nodes = network.nodes.len() as u64;
    (0..number).map(|_| snapper.snap(network.nodes[(random() % nodes) as usize].position).at).collect()
}

fn seconds(time: Duration) -> String {
    format!("{:.3} s", time.as_secs_f64())
}

fn shown_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
