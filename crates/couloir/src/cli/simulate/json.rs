//! What runs say, for other programs. Moments are seconds since the operation's start; shares are thousandths.

use couloir_judge::simulate::{Quantile, Simulation, Spread};
use couloir_publish::Simulated;
use serde_json::{Value, json};

/// The version of this format.
const FORMAT: &str = "couloir/simulation/1";

pub(super) fn json(told: &Simulated<'_>, spread: &Spread, simulation: &Simulation<'_>) -> String {
    let quantiles = |quantiles: &[Quantile]| -> Vec<Value> {
        let one = |one: &Quantile| {
            json!({
                "percent": one.percent,
                "at_s": one.at.map(|at| at.0),
                "between_s": [one.between.0.map(|at| at.0), one.between.1.map(|at| at.0)],
            })
        };
        quantiles.iter().map(one).collect()
    };
    let shares = |rows: &[(String, u16)]| -> Vec<Value> {
        rows.iter().map(|(name, permille)| json!({"name": name, "permille": permille})).collect()
    };
    let reasons: Vec<Value> = spread
        .reasons
        .iter()
        .map(|one| json!({"reason": one.of.name(), "main_permille": one.permille, "mean_s": one.mean_seconds}))
        .collect();
    let bands: Vec<Value> =
        spread.bands.iter().map(|band| json!([band.at.0, band.low, band.median, band.high, band.planned])).collect();
    let value = json!({
        "format": FORMAT,
        "note": "what may happen, not what will; never a statement that nobody is left",
        "operation": told.scenario.name,
        "plan": told.plan,
        "runs": spread.runs,
        "seed": spread.seed,
        "policy": if told.dispatches { "dispatch" } else { "fixed" },
        "disturbance": told.disturbance,
        "parameters": super::disturbance::write(simulation.disturbance()),
        "planned_clearance_s": spread.planned.last_out.0,
        "clearance": quantiles(&spread.clearance),
        "last_out": quantiles(&spread.last_out),
        "deadline_s": told.scenario.deadline.map(|deadline| deadline.0),
        "deadline_met_permille_at_least": spread.in_time_permille,
        "out_by_deadline_p5_p50_p95": spread.out_in_time,
        "somebody_left_permille_at_most": spread.left_permille,
        "left_p50_p80_p95": spread.left,
        "left_at": shares(&told.left_at),
        "came_p5_p50_p95": spread.came,
        "vehicles_lost_in_1000_runs": spread.lost_permille,
        "reasons": reasons,
        "critical_vehicles": shares(&told.vehicles),
        "critical_queues": shares(&told.places),
        "critical_passages": shares(&told.passages),
        "people_out": {"columns": ["at_s", "p5", "p50", "p95", "planned"], "rows": bands},
    });
    serde_json::to_string_pretty(&value).unwrap_or_default() + "\n"
}
