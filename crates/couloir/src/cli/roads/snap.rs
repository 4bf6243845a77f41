//! `couloir roads snap`: where places meet the road.

use super::using::{Held, Holding};
use super::{ATTRIBUTION, Driven, open, position};
use crate::cli::terminal::Terminal;
use crate::cli::{Stop, check};
use couloir_model::position::Position;
use couloir_model::quantity::Metres;
use couloir_roads::index::Index;
use couloir_roads::travel::{closed_at, said, snaps};
use couloir_roads::weight::Trip;
use std::path::PathBuf;

/// Arguments of `couloir roads snap`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct SnapPlaces {
    /// The network
    #[arg(value_name = "NETWORK.roads")]
    network: PathBuf,
    /// Positions, or an operation whose places are meant
    #[arg(value_name = "LAT,LON or OPERATION", required = true)]
    places: Vec<String>,
    #[command(flatten)]
    driven: Driven,
    #[command(flatten)]
    held: Held,
    /// The zone of `--at` where it has no offset, such as `Asia/Damascus` [default: the operation's; UTC for positions]
    #[arg(long)]
    zone: Option<String>,
}

impl SnapPlaces {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let network = open(&self.network)?;
        let index = Index::new(&network);
        let (places, zone) = self.places(terminal)?;
        let Holding { effects, local, .. } = self.held.holding(&network, &index, &zone, None, terminal)?;
        let trip = Trip { vehicle: self.driven.vehicle(), at: local, effects: &effects };
        let met = snaps(&network, &index, &trip, places.iter().map(|(_, place)| *place));
        let mut findings = Vec::new();
        for ((name, _), snap) in places.into_iter().zip(met) {
            findings.extend(snap.doubts.iter().map(|doubt| said(doubt, &name, &network)));
            findings.extend(snap.at.and_then(|at| closed_at(&name, &at, &effects, trip.vehicle.kind)));
            terminal.data(&match snap.at {
                None => format!("{name}: no road"),
                Some(at) => {
                    let way = network.way_of(at.segment);
                    let road = network.names.name(way.name, &[]).unwrap_or("a road without a name");
                    let away = Metres(at.distance_cm.div_ceil(100));
                    let (lat, lon) = (at.position.lat(), at.position.lon());
                    format!("{name}: {away} to {road} (way {}), at {lat:.6},{lon:.6}", way.osm_id)
                }
            });
        }
        terminal.findings(&findings);
        terminal.talk(ATTRIBUTION);
        Ok(())
    }

    /// The places with their names, and the zone of their clocks.
    fn places(&self, terminal: &mut Terminal) -> Result<(Vec<(String, Position)>, String), Stop> {
        let mut places = Vec::new();
        let mut zone = "UTC".to_owned();
        for text in &self.places {
            match position(text) {
                Ok(at) => places.push((text.trim().to_owned(), at)),
                Err(error) if !std::path::Path::new(text).exists() => return Err(Stop::unusable(error)),
                Err(_) => {
                    let path = PathBuf::from(text);
                    let operation = check::load_tables(&path, terminal)?;
                    zone.clone_from(&operation.scenario.time_zone);
                    let rows = operation.scenario.places.iter();
                    places.extend(rows.filter_map(|place| Some((place.name.clone(), place.position?))));
                }
            }
        }
        Ok((places, self.zone.clone().unwrap_or(zone)))
    }
}
