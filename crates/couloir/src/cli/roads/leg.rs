//! `couloir roads leg`: one way, its alternatives, and the correction that an observation gives.

use super::using::{Held, Holding};
use super::{ATTRIBUTION, Driven, open, position};
use crate::cli::Stop;
use crate::cli::budget::duration;
use crate::cli::terminal::Terminal;
use couloir_model::position::Position;
use couloir_model::quantity::{Metres, Seconds};
use couloir_roads::index::Index;
use couloir_roads::metric::Router;
use couloir_roads::network::Network;
use couloir_roads::route::Route;
use couloir_roads::snap::{Snap, Snapped};
use couloir_roads::travel::{closed_at, said, snaps};
use couloir_roads::weight::{Trip, weights};
use std::path::PathBuf;
use std::time::Duration;

/// Arguments of `couloir roads leg`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Leg {
    /// The network
    #[arg(value_name = "NETWORK.roads")]
    network: PathBuf,
    /// Where it begins
    #[arg(value_name = "LAT,LON", value_parser = position)]
    from: Position,
    /// Where it ends
    #[arg(value_name = "LAT,LON", value_parser = position)]
    to: Position,
    #[command(flatten)]
    driven: Driven,
    #[command(flatten)]
    held: Held,
    /// The zone of `--at` where it has no offset, such as `Asia/Damascus` [default: UTC]
    #[arg(long)]
    zone: Option<String>,
    /// How many other ways to look for
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=5))]
    alternatives: u8,
    /// How long the last convoy took: prints the factor for a correction of speed
    #[arg(long, value_name = "6h10m", value_parser = duration)]
    observed: Option<Duration>,
    /// Print the ways as GeoJSON
    #[arg(long)]
    geojson: bool,
}

impl Leg {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let network = open(&self.network)?;
        let (router, index) = (Router::new(&network), Index::new(&network));
        let Holding { effects, local, .. } =
            self.held.holding(&network, &index, self.zone.as_deref().unwrap_or("UTC"), None, terminal)?;
        let trip = Trip { vehicle: self.driven.vehicle(), at: local, effects: &effects };
        let metric = router.metric(weights(&network, &trip));
        let met = snaps(&network, &index, &trip, [self.from, self.to].into_iter());
        let from = snapped(&network, &trip, &met[0], "the beginning", terminal)?;
        let to = snapped(&network, &trip, &met[1], "the end", terminal)?;
        let Some(best) = router.route(&metric, &from, &to) else {
            return Err(Stop::unusable(
                "there is no way for this vehicle\n  help: look for closures and limits; `couloir roads snap` tells islands",
            ));
        };
        let mut routes = vec![best];
        if self.alternatives > 0 {
            routes.extend(router.alternatives(&metric, &from, &to, usize::from(self.alternatives)));
        }
        terminal.data(&if self.geojson { geojson(&network, &routes) } else { told(&network, &routes) });
        if let Some(observed) = self.observed
            && let Some(factor) = routes[0].observed_factor(Seconds(observed.as_secs()))
        {
            let factor = f64::from(factor.0) / 1000.0;
            terminal.data(&format!("observed: {} is {factor} times the map's time", Seconds(observed.as_secs())));
            terminal.talk("help: write it as `factor` of a feature in a file of closures, with `said_by` and a period");
        }
        terminal.talk(ATTRIBUTION);
        Ok(())
    }
}

fn snapped(
    network: &Network,
    trip: &Trip<'_>,
    snap: &Snap,
    name: &str,
    terminal: &mut Terminal,
) -> Result<Snapped, Stop> {
    let mut findings: Vec<_> = snap.doubts.iter().map(|doubt| said(doubt, name, network)).collect();
    findings.extend(snap.at.and_then(|at| closed_at(name, &at, trip.effects, trip.vehicle.kind)));
    terminal.findings(&findings);
    snap.at.ok_or_else(|| Stop::unusable(format!("{name} is on no road that this vehicle may use")))
}

fn told(network: &Network, routes: &[Route]) -> String {
    let mut lines = Vec::new();
    for (number, route) in routes.iter().enumerate() {
        let name = if number == 0 { "fastest".to_owned() } else { format!("other {number}") };
        lines.push(format!("{name}: {}, {}", route.seconds(), route.metres()));
        for (road, metres) in worth_saying(route.roads(network, &[])) {
            lines.push(format!("  {metres:>9}  {road}", metres = metres.to_string()));
        }
    }
    lines.join("\n")
}

/// The roads of at least 100 m; what goes on behind a roundabout or a bridge of another name is one road.
fn worth_saying(roads: Vec<(String, Metres)>) -> Vec<(String, Metres)> {
    let mut said: Vec<(String, Metres)> = Vec::new();
    for (road, metres) in roads.into_iter().filter(|(_, metres)| metres.0 >= 100) {
        match said.last_mut() {
            Some((last, all)) if *last == road => all.0 += metres.0,
            _ => said.push((road, metres)),
        }
    }
    said
}

fn geojson(network: &Network, routes: &[Route]) -> String {
    let features: Vec<serde_json::Value> = routes
        .iter()
        .map(|route| {
            let line: Vec<[f64; 2]> = route.geometry(network).iter().map(|point| [point.lon(), point.lat()]).collect();
            serde_json::json!({
                "type": "Feature",
                "properties": { "seconds": route.seconds().0, "metres": route.metres().0 },
                "geometry": { "type": "LineString", "coordinates": line },
            })
        })
        .collect();
    serde_json::json!({ "type": "FeatureCollection", "attribution": ATTRIBUTION, "features": features }).to_string()
}
