//! `couloir roads info`: what a network holds.

use super::{ATTRIBUTION, open};
use crate::cli::Stop;
use crate::cli::terminal::Terminal;
use couloir_model::finding::Finding;
use couloir_model::quantity::grouped;
use couloir_roads::closure::Effects;
use couloir_roads::component::components;
use couloir_roads::kind::{Kind, Vehicle};
use couloir_roads::network::{Network, Tally};
use couloir_roads::weight::{Trip, weights};
use std::path::PathBuf;

/// Arguments of `couloir roads info`.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Info {
    /// The network
    #[arg(value_name = "NETWORK.roads")]
    network: PathBuf,
}

impl Info {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let network = open(&self.network)?;
        terminal.findings(&findings(&network));
        terminal.data(&described(&network));
        terminal.talk(ATTRIBUTION);
        Ok(())
    }
}

/// What a network holds, in a dozen lines.
pub(super) fn described(network: &Network) -> String {
    let count = |count: usize| grouped(count as u128);
    let mut lines = vec![
        format!(
            "junctions    {}, {} copies for turn restrictions and barriers",
            count(network.nodes.len()),
            count(network.graph.copies.len())
        ),
        format!(
            "segments     {} of {} ways, {} arcs",
            count(network.segments.len()),
            count(network.ways.len()),
            count(network.graph.head.len())
        ),
        format!("shortcuts    {}", count(network.hierarchy.up.len())),
        format!(
            "on the map   {} areas and lines, {} places, {} names",
            count(network.layers.features.len()),
            count(network.layers.places.len()),
            count(network.names.len() - 1)
        ),
    ];
    if let Some((low, high)) = network.bounds() {
        lines.push(format!(
            "from         {:.4}, {:.4} to {:.4}, {:.4} (latitude, longitude)",
            low.lat(),
            low.lon(),
            high.lat(),
            high.lon()
        ));
    }
    let origin = &network.origin;
    let date = jiff::Timestamp::from_second(origin.data_unix_s).ok().filter(|_| origin.data_unix_s != 0);
    let date = date.map_or_else(|| "not said".to_owned(), |date| date.strftime("%Y-%m-%d").to_string());
    lines.push(format!(
        "map data of  {date}, extract of {} bytes with CRC-32 {:08x}",
        grouped(origin.extract_bytes.into()),
        origin.extract_crc32
    ));
    for kind in Kind::ALL {
        let trip = Trip { vehicle: Vehicle::of(kind), at: None, effects: &Effects::default() };
        let parts = components(network, &weights(network, &trip));
        let main = parts.size.get(parts.main as usize).copied().unwrap_or(0);
        let islands = parts.size.iter().filter(|size| **size > 1).count().saturating_sub(1);
        lines.push(format!(
            "{:<12} {} of road; {} junctions in the main network, {} islands of more than one",
            kind.name(),
            network.length_for(kind),
            count(main as usize),
            count(islands)
        ));
    }
    lines.join("\n")
}

/// What was wrong with the map data, as notes.
pub(super) fn findings(network: &Network) -> Vec<Finding> {
    network.origin.tally.iter().filter_map(finding).collect()
}

fn finding(row: &Tally) -> Option<Finding> {
    let (code, what) = WRONG.iter().find(|(code, _)| *code == row.code)?;
    let examples = row.examples.join(", ");
    Some(Finding::note(code, format!("{}, {} times: {examples}", what, grouped(row.count.into()))))
}

const WRONG: [(&str, &str); 8] = [
    ("couloir::roads::broken_area", "an area or line of the map could not be put together and is not drawn"),
    ("couloir::roads::duplicate", "an element is in the extract twice; the first is used"),
    ("couloir::roads::missing_node", "a road refers to points that the extract does not have and is cut there"),
    ("couloir::roads::odd_tag", "a tag could not be understood and was passed over"),
    ("couloir::roads::off_the_globe", "a point is not on the globe and was left out"),
    ("couloir::roads::restriction", "a turn restriction does not fit the roads and was left out"),
    ("couloir::roads::too_short", "a road has fewer than two points and was left out"),
    ("couloir::roads::ferry_assumed", "a ferry does not say how long it takes; walking pace is assumed"),
];
