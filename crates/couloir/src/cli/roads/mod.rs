//! `couloir roads`: networks of roads from the user's own OpenStreetMap extract, offline.

mod import;
mod info;
mod leg;
mod matrix;
mod snap;
mod using;

use super::terminal::Terminal;
use super::{Stop, shown};
use crate::networks;
use couloir_model::position::Position;
use couloir_roads::kind::{Kind, Vehicle};
use couloir_roads::network::Network;
use std::path::{Path, PathBuf};

pub(super) use using::{Opened, Using};

/// What must be said wherever data of OpenStreetMap are shown (ODbL 1.0, 4.3).
pub(super) const ATTRIBUTION: &str = "© OpenStreetMap contributors, ODbL 1.0";

/// `couloir roads`.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Roads {
    /// Make a network from an OpenStreetMap extract (.osm.pbf)
    Import(import::Import),
    /// Say what a network holds, and what was wrong with the map data
    Info(info::Info),
    /// Show where places meet the road, and what is doubtful about it
    Snap(snap::SnapPlaces),
    /// Find the way from one position to another, with alternatives, and what closures do to it
    Leg(leg::Leg),
    /// Write the travel table of an operation, with the passages on its legs
    Matrix(matrix::WriteMatrix),
}

impl Roads {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        match self {
            Self::Import(import) => import.run(terminal),
            Self::Info(info) => info.run(terminal),
            Self::Snap(snap) => snap.run(terminal),
            Self::Leg(leg) => leg.run(terminal),
            Self::Matrix(matrix) => matrix.run(terminal),
        }
    }
}

/// Opens a network, or says why it cannot be used.
pub(super) fn open(path: &Path) -> Result<Network, Stop> {
    networks::open(path)
        .map_err(|error| Stop::unusable(format!("cannot use `{}`: {error}\n  help: {}", shown(path), error.help())))
}

/// The vehicle that a way is asked for.
#[derive(Debug, Clone, clap::Args)]
struct Driven {
    /// What drives: car, bus, truck or off_road_truck
    #[arg(long, default_value = "bus", value_parser = kind)]
    kind: Kind,
    /// Its height in metres, laden
    #[arg(long, value_name = "M", value_parser = measure)]
    height: Option<f64>,
    /// Its weight in tonnes, laden
    #[arg(long, value_name = "T", value_parser = measure)]
    weight: Option<f64>,
    /// Its width in metres
    #[arg(long, value_name = "M", value_parser = measure)]
    width: Option<f64>,
    /// Its length in metres
    #[arg(long, value_name = "M", value_parser = measure)]
    length: Option<f64>,
}

impl Driven {
    fn vehicle(&self) -> Vehicle {
        // In range by the parser, so that the casts cannot cut anything off.
        let hundredths = |metres: Option<f64>| metres.map(|metres| (metres * 100.0).round() as u32);
        Vehicle {
            kind: self.kind,
            height_cm: hundredths(self.height),
            width_cm: hundredths(self.width),
            length_cm: hundredths(self.length),
            weight_kg: self.weight.map(|tonnes| (tonnes * 1000.0).round() as u32),
        }
    }
}

pub(super) fn kind(text: &str) -> Result<Kind, String> {
    Kind::named(text).ok_or_else(|| "write `car`, `bus`, `truck` or `off_road_truck`".to_owned())
}

fn measure(text: &str) -> Result<f64, String> {
    let value = text.replace(',', ".").parse::<f64>().ok().filter(|value| (0.1..=1000.0).contains(value));
    value.ok_or_else(|| "write a number from 0.1 to 1000".to_owned())
}

/// `LAT,LON` in degrees, as maps on the web show it.
fn position(text: &str) -> Result<Position, String> {
    let wrong = || "write latitude and longitude in degrees, such as 43.7384,7.4246".to_owned();
    let (lat, lon) = text.split_once([',', ';']).ok_or_else(wrong)?;
    let degrees = |text: &str| text.trim().parse::<f64>().map_err(|_| wrong());
    Position::from_degrees(degrees(lon)?, degrees(lat)?).map_err(|error| error.to_string())
}

/// Says where a result lies.
fn said_written(terminal: &mut Terminal, paths: &[PathBuf]) {
    for path in paths {
        terminal.talk(&format!("written: {}", shown(path)));
    }
}
