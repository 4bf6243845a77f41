//! How memory and time grow with sites × vehicles, from the smallest instances to the largest.

use super::families::median;
use super::generate::{Family, Size};
use super::workshop::Run;
use couloir_publish::{Axis, Line, Measured, Panel};
use std::fmt::Write as _;

/// A run with the size of what was planned.
#[derive(Debug, Clone)]
pub struct Point {
    /// Which family.
    pub family: Family,
    /// Pick-up sites times vehicles.
    pub sites_by_vehicles: u64,
    /// What came out.
    pub run: Run,
}

impl Point {
    /// A run of an instance of a family and size.
    #[must_use]
    pub fn new(family: Family, size: Size, run: Run) -> Self {
        Self { family, sites_by_vehicles: size.sites() * size.vehicles(), run }
    }

    /// Seconds of processor time; of the clock where the system does not tell.
    fn seconds(&self) -> f64 {
        self.run.figures.get("cpu_ms").map_or(self.run.wall.as_secs_f64(), |ms| *ms as f64 / 1000.0)
    }

    fn megabytes(&self) -> f64 {
        self.run.figure("peak_kb") as f64 / 1024.0
    }
}

/// The exponent `b` of `y = a · x^b` that fits best: least squares on logarithms, over points where both are positive.
///
/// 1 is linear growth, 2 is quadratic. `None` for fewer than two different `x`.
#[must_use]
pub fn exponent(points: &[(f64, f64)]) -> Option<f64> {
    let positive = points.iter().filter(|(x, y)| *x > 0.0 && *y > 0.0);
    let logs: Vec<(f64, f64)> = positive.map(|(x, y)| (libm::log(*x), libm::log(*y))).collect();
    let count = logs.len() as f64;
    let (mean_x, mean_y) =
        (logs.iter().map(|(x, _)| x).sum::<f64>() / count, logs.iter().map(|(_, y)| y).sum::<f64>() / count);
    let spread: f64 = logs.iter().map(|(x, _)| (x - mean_x) * (x - mean_x)).sum();
    let slope: f64 = logs.iter().map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    (spread > 0.0).then(|| slope / spread)
}

/// Where the fit of an exponent begins: below, what a process costs that does nothing is most of it.
const FIT_FROM: u64 = 10_000;

/// The exponents of time and of memory of one family, over its larger instances.
#[must_use]
pub fn exponents(points: &[Point], family: Family) -> (Option<f64>, Option<f64>) {
    let of = |value: &dyn Fn(&Point) -> f64| {
        let large = curve(points, family, value).into_iter().filter(|(x, _)| *x >= FIT_FROM as f64);
        exponent(&large.collect::<Vec<_>>())
    };
    (of(&Point::seconds), of(&Point::megabytes))
}

/// The median over seeds for each size.
fn curve(points: &[Point], family: Family, value: &dyn Fn(&Point) -> f64) -> Vec<(f64, f64)> {
    let mut sizes: Vec<u64> =
        points.iter().filter(|point| point.family == family).map(|point| point.sites_by_vehicles).collect();
    sizes.sort_unstable();
    sizes.dedup();
    let median_at = |size: u64| {
        let here = points.iter().filter(|point| point.family == family && point.sites_by_vehicles == size);
        Some((size as f64, median(here.map(value))?))
    };
    sizes.into_iter().filter_map(median_at).collect()
}

fn families(points: &[Point]) -> Vec<Family> {
    let mut families: Vec<Family> = points.iter().map(|point| point.family).collect();
    families.sort_unstable();
    families.dedup();
    families
}

/// What stands above the rows.
#[must_use]
pub fn head() -> String {
    format!(
        "{:<13} {:>16} {:>9} {:>9} {:>9} {:>9} {:>9}",
        "instance", "sites × vehicles", "trips", "wall", "processor", "peak", "a trip"
    )
}

/// A run as a row of the table.
#[must_use]
pub fn row(point: &Point) -> String {
    let trips = point.run.figure("trips");
    format!(
        "{:<13} {:>16} {:>9} {:>7.2} s {:>7.2} s {:>6.0} MB {:>6.2} ms",
        point.run.instance,
        point.sites_by_vehicles,
        trips,
        point.run.wall.as_secs_f64(),
        point.seconds(),
        point.megabytes(),
        point.seconds() * 1000.0 / trips.max(1) as f64,
    )
}

/// The exponents in words.
#[must_use]
pub fn summary(points: &[Point]) -> String {
    let mut text = format!(
        "growth with sites × vehicles, from {FIT_FROM} on: the exponent of a fit on logarithms (1 is linear)\n"
    );
    for family in families(points) {
        let (time, memory) = exponents(points, family);
        let shown = |value: Option<f64>| value.map_or("–".to_owned(), |value| format!("{value:.2}"));
        let _ = writeln!(text, "  {:<6} time {}, memory {}", family.to_string(), shown(time), shown(memory));
    }
    text
}

/// The rows as CSV, one a run.
#[must_use]
pub fn csv(points: &[Point]) -> String {
    let mut text = String::from("instance,sites_by_vehicles,trips,iterations,wall_ms,cpu_ms,peak_kb\n");
    for point in points {
        let run = &point.run;
        let figures = ["trips", "iterations"].map(|name| run.figure(name));
        let [trips, iterations] = figures;
        let (wall, cpu, peak) = (run.wall.as_millis(), run.figure("cpu_ms"), run.figure("peak_kb"));
        let size = point.sites_by_vehicles;
        let _ = writeln!(text, "{},{size},{trips},{iterations},{wall},{cpu},{peak}", run.instance);
    }
    text
}

/// Time and memory over sites × vehicles, both on logarithmic axes, where linear growth is a line that rises by one decade
/// a decade.
#[must_use]
pub fn chart(points: &[Point]) -> Measured {
    let panel = |title: &str, value: &dyn Fn(&Point) -> f64| Panel {
        title: title.to_owned(),
        lines: families(points)
            .into_iter()
            .map(|family| Line { name: family.to_string(), points: curve(points, family, value), joined: true })
            .collect(),
    };
    let described: Vec<String> = summary(points).lines().map(|line| line.trim().to_owned()).collect();
    Measured {
        name: "scale".to_owned(),
        title: "Growth with the size of the operation".to_owned(),
        under: described.join("; "),
        description: described.join("; "),
        across: Axis { label: "sites × vehicles".to_owned(), logarithmic: true },
        up: Axis { label: "s or MB".to_owned(), logarithmic: true },
        panels: vec![panel("processor time, s", &Point::seconds), panel("peak memory, MB", &Point::megabytes)],
    }
}
