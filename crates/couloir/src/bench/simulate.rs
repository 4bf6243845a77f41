//! How fast the simulator is, beside SimPy on the same model and plan.

use super::resources::cpu_ms;
use couloir_judge::simulate::{Disturbance, Policy, Simulation};
use couloir_model::plan::Plan;
use couloir_model::scenario::Scenario;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Instant;

/// The peer's model, run by Python as it is.
const SIMPY_MODEL: &str = include_str!("simpy_model.py");

/// What was measured of one way to simulate.
#[derive(Debug, Clone)]
pub struct Speed {
    /// What it was.
    pub name: String,
    /// The clearance of the last run, in seconds, where nothing was drawn.
    pub clearance: Option<u64>,
    /// Events taken from the calendar a second.
    pub events: f64,
    /// Events taken from the calendar in a second of the processor, where the system tells: what a shared machine does not spoil.
    pub events_cpu: Option<f64>,
    /// Visits of vehicles in a second of the processor, or else in a second.
    pub visits: f64,
    /// Seconds that passed.
    pub seconds: f64,
}

/// Measures `runs` runs of ours on `threads` threads.
#[must_use]
pub fn ours(name: &str, simulation: &Simulation<'_>, visits: usize, runs: u64, threads: usize) -> Speed {
    let (started, before) = (Instant::now(), cpu_ms());
    let batches = crate::simulation::play(simulation, 1, runs, threads);
    let seconds = started.elapsed().as_secs_f64().max(1e-9);
    let cpu = cpu_ms().zip(before).map(|(after, before)| (after - before) as f64 / 1000.0).filter(|cpu| *cpu > 0.0);
    let events: u64 = batches.iter().map(|batch| batch.events).sum();
    let nothing_drawn = *simulation.disturbance() == Disturbance::none();
    let last = batches.last().and_then(|batch| batch.outcomes.last());
    Speed {
        name: format!("{name}, {threads} thread{}", if threads == 1 { "" } else { "s" }),
        clearance: last.filter(|_| nothing_drawn).map(|outcome| outcome.last_out.0),
        events: events as f64 / seconds,
        events_cpu: cpu.map(|cpu| events as f64 / cpu),
        visits: visits as f64 * runs as f64 / cpu.unwrap_or(seconds),
        seconds,
    }
}

/// The disturbances under which ours is measured.
#[must_use]
pub fn cases() -> [(&'static str, Disturbance, Policy); 3] {
    [
        ("none, fixed", Disturbance::none(), Policy::Fixed),
        ("usual, fixed", Disturbance::usual(), Policy::Fixed),
        ("usual, dispatch", Disturbance::usual(), Policy::Dispatch),
    ]
}

/// Measures `runs` runs of the same plan by SimPy.
///
/// # Errors
///
/// Why it could not be done: no Python, no SimPy, or a plan with more than berths and roads in it.
pub fn simpy(scenario: &Scenario, plan: &Plan, runs: u64) -> Result<Speed, String> {
    let model = model(scenario, plan, runs)?;
    let mut command = Command::new("python3");
    command.args(["-c", SIMPY_MODEL]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| format!("python3 cannot be started: {error}"))?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(model.to_string().as_bytes()).map_err(|error| error.to_string())?;
    }
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("it failed: {}", said.lines().last().unwrap_or("no message")));
    }
    let found: Value = serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    let number = |key: &str| found[key].as_f64().unwrap_or(0.0);
    let (seconds, runs) = (number("seconds").max(1e-9), runs as f64);
    Ok(Speed {
        name: format!("SimPy {}", found["version"].as_str().unwrap_or("of an unknown version")),
        clearance: found["clearance"].as_u64(),
        events: number("events") * runs / number("elapsed").max(1e-9),
        events_cpu: Some(number("events") * runs / seconds),
        visits: number("visits") * runs / seconds,
        seconds: number("elapsed"),
    })
}

/// The plan as the peer reads it.
fn model(scenario: &Scenario, plan: &Plan, runs: u64) -> Result<Value, String> {
    let shelters = scenario.sites.len();
    let plain = scenario.passages.is_empty()
        && scenario.closures.is_empty()
        && scenario.sites.iter().all(|site| site.open.is_always())
        && scenario.shelters.iter().all(|shelter| shelter.open.is_always() && shelter.reception_per_hour.is_none());
    if !plain {
        return Err("its model has berths and roads alone, and this instance has more".to_owned());
    }
    let berths = scenario.sites.iter().map(|site| site.berths).chain(scenario.shelters.iter().map(|one| one.berths));
    let mut vehicles: BTreeMap<u32, Value> = BTreeMap::new();
    for route in &plan.routes {
        let mut visits = Vec::new();
        let mut free = scenario.vehicle(route.vehicle).available_from;
        for trip in &route.trips {
            let places =
                trip.stops.iter().map(|stop| stop.site.index()).chain([shelters + trip.unloading.shelter.index()]);
            for (place, visit) in places.zip(trip.visits()) {
                // From the end of the visit before: a reconfiguration counts as road.
                let ride = visit.arrive.since(free).0;
                visits.push(json!([place, ride, visit.not_before.0, visit.end.since(visit.start).0]));
                free = visit.end;
            }
        }
        let from = scenario.vehicle(route.vehicle).available_from.0;
        vehicles.insert(route.vehicle.0, json!({"from": from, "visits": visits}));
    }
    Ok(json!({
        "runs": runs,
        "places": berths.map(|berths| berths.map(std::num::NonZeroU32::get)).collect::<Vec<_>>(),
        "vehicles": vehicles.into_values().collect::<Vec<_>>(),
    }))
}
