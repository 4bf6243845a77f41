//! From a network to the travel table of an operation: seconds and metres between its places for each class of vehicle, and
//! the passages on the way.

use crate::closure::Effects;
use crate::component::components;
use crate::index::Index;
use crate::kind::{Kind, Vehicle};
use crate::metric::{Metric, Router};
use crate::network::Network;
use crate::route::gate_at;
use crate::snap::{Doubt, Snap, Snapped, Snapper};
use crate::weight::{LocalMoment, Trip, Weight, weights};
use couloir_model::finding::Finding;
use couloir_model::id::{ClassId, PassageId, PlaceId};
use couloir_model::position::Position;
use couloir_model::quantity::{Metres, Seconds};
use couloir_model::scenario::{Class, Scenario};
use couloir_model::travel::{Crossing, Heading, LEG_SECONDS_MAX, Matrix, Source, TravelTimes};
use std::collections::BTreeMap;

/// How far from a road a passage may lie to be on it, in metres.
const PASSAGE_NEAR_M: u64 = 100;

/// Travel times of an operation, with all that is to be said about them.
#[derive(Debug)]
pub struct Travelled {
    /// The table.
    pub travel: TravelTimes,
    /// What is doubtful.
    pub findings: Vec<Finding>,
}

/// What an operation's class is on the road.
///
/// A class that can leave the road is an off-road truck; others are told by the words of their name, in English, French and
/// Arabic, and a class that says nothing is taken for a bus.
#[must_use]
pub fn vehicle(class: &Class) -> Vehicle {
    let name = class.name.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    // As a whole word, for «Savannah coach» is no van; and «car» at the beginning only, for «autocar 1» is a coach.
    let is_word = |wanted: &str| name.split(|letter: char| !letter.is_alphanumeric()).any(|word| word == wanted);
    let kind = if class.access.off_road {
        Kind::OffRoadTruck
    } else if says(&["truck", "lorry", "camion", "شاحنة"]) {
        Kind::Truck
    } else if says(&[
        "minibus",
        "minivan",
        "ambulance",
        "taxi",
        "4x4",
        "voiture",
        "jeep",
        "pick-up",
        "pickup",
        "سيارة",
        "إسعاف",
    ]) || is_word("van")
        || is_word("vans")
        || name == "car"
        || name.starts_with("car ")
    {
        Kind::Car
    } else {
        Kind::Bus
    };
    let access = class.access;
    Vehicle { height_cm: access.height_cm, weight_kg: access.weight_kg, ..Vehicle::of(kind) }
}

/// The travel table of `scenario`. Classes that are the same on the road share a table, stretched by their own travel factor.
/// `file` is what the network is called where the source of the times is said.
///
/// # Errors
///
/// Findings that are errors, when a place has no position or a leg is longer than a table can hold.
pub fn travel(
    router: &Router<'_>,
    index: &Index,
    scenario: &Scenario,
    at: Option<LocalMoment>,
    effects: &Effects,
    kinds: &BTreeMap<String, Kind>,
    file: &str,
) -> Result<Travelled, Vec<Finding>> {
    let network = router.network;
    let places: Vec<PlaceId> = scenario.place_ids().collect();
    let mut findings = missing_positions(scenario, &places);
    if findings.iter().any(Finding::is_error) {
        return Err(findings);
    }
    let positions: Vec<Position> = places.iter().filter_map(|place| scenario.place(*place).position).collect();
    let gates = gates(router, index, scenario, &mut findings);
    let mut by_vehicle: BTreeMap<Vehicle, Made> = BTreeMap::new();
    let mut vehicles: Vec<(ClassId, Vehicle)> = Vec::new();
    for class in scenario.class_ids() {
        let row = scenario.class(class);
        let mut own = vehicle(row);
        if let Some(kind) = kinds.get(&row.name) {
            own.kind = *kind;
        }
        vehicles.push((class, own));
        by_vehicle
            .entry(own)
            .or_insert_with(|| Made::new(router, index, &Trip { vehicle: own, at, effects }, &positions));
    }
    let Some((_, first)) = vehicles.first().copied() else { return Err(findings) };
    for (place, snap) in by_vehicle[&first].snaps.iter().enumerate() {
        let name = &scenario.place(places[place]).name;
        findings.extend(snap.doubts.iter().map(|doubt| said(doubt, name, network)));
    }
    for (own, made) in &by_vehicle {
        let names = places.iter().map(|place| &scenario.place(*place).name);
        findings
            .extend(names.zip(&made.points).filter_map(|(name, at)| closed_at(name, at.as_ref()?, effects, own.kind)));
    }
    let common = by_vehicle[&first].matrix(places.len(), couloir_model::quantity::Permille::ONE)?;
    let source = Source::Roads { network: file.to_owned(), extract: extract(network) };
    let mut travel = TravelTimes::new(common, source);
    for (class, own) in &vehicles {
        let table = by_vehicle[own].matrix(places.len(), scenario.class(*class).travel)?;
        travel =
            travel.with_class(*class, table).map_err(|error| vec![Finding::error(CODE_LONG, error.to_string())])?;
    }
    let crossings = crossings(router, &by_vehicle, first, &gates, places.len(), scenario, &mut findings);
    for ((from, to), crossings) in crossings {
        travel = travel.with_crossings(places[from], places[to], crossings);
    }
    Ok(Travelled { travel, findings })
}

/// What an extract is called: the day of its map data, or its checksum where it does not say.
fn extract(network: &Network) -> String {
    let origin = &network.origin;
    let day = chrono::DateTime::from_timestamp(origin.data_unix_s, 0).filter(|_| origin.data_unix_s != 0);
    day.map_or_else(|| format!("CRC-32 {:08x}", origin.extract_crc32), |day| day.format("%Y-%m-%d").to_string())
}

const CODE_LONG: &str = "couloir::roads::too_long";

/// What is made for one vehicle.
struct Made {
    metric: Metric,
    snaps: Vec<Snap>,
    points: Vec<Option<Snapped>>,
    seconds: Vec<Option<Seconds>>,
    metres: Vec<Metres>,
}

impl Made {
    fn new(router: &Router<'_>, index: &Index, trip: &Trip<'_>, positions: &[Position]) -> Self {
        let metric = router.metric(weights(router.network, trip));
        let snaps = snaps(router.network, index, trip, positions.iter().copied());
        let points: Vec<Option<Snapped>> = snaps.iter().map(|snap| snap.at).collect();
        let table = router.table(&metric, &points, &points);
        // The way between place and road is walked by the vehicle at no cost: it is short, or a finding.
        let seconds = table.weights.iter().map(|weight| weight.seconds()).collect();
        let metres = table.weights.iter().map(|weight| weight.metres()).collect();
        Self { metric, snaps, points, seconds, metres }
    }

    fn matrix(&self, places: usize, factor: couloir_model::quantity::Permille) -> Result<Matrix, Vec<Finding>> {
        let seconds = self.seconds.iter().map(|seconds| {
            let seconds = seconds.map(|seconds| seconds.scaled_up(factor));
            seconds.filter(|seconds| seconds.0 <= u64::from(LEG_SECONDS_MAX))
        });
        let made =
            Matrix::of_seconds(places, seconds).and_then(|matrix| matrix.with_metres(self.metres.iter().copied()));
        made.map_err(|error| vec![Finding::error(CODE_LONG, error.to_string())])
    }
}

/// Where places meet the roads as the map has them, whatever is closed: a closure does not move a pick-up to another road, where
/// people may not get to.
pub fn snaps(network: &Network, index: &Index, trip: &Trip<'_>, places: impl Iterator<Item = Position>) -> Vec<Snap> {
    let open = weights(network, &Trip { effects: &Effects::default(), ..*trip });
    let parts = components(network, &open);
    let snapper = Snapper::new(network, index, &open, &parts);
    places.map(|place| snapper.snap(place)).collect()
}

/// What is said where the road of a place is closed to `kind`: nobody reaches it, by which closures.
#[must_use]
pub fn closed_at(place: &str, at: &Snapped, effects: &Effects, kind: Kind) -> Option<Finding> {
    if !effects.is_closed(at.segment, kind) {
        return None;
    }
    let mut names: Vec<String> = effects.closed_by(at.segment, kind).map(|name| format!("`{name}`")).collect();
    names.sort_unstable();
    names.dedup();
    let by = if names.is_empty() { String::new() } else { format!(" by {}", names.join(", ")) };
    let message = format!("the road of `{place}` is closed{by}: no {kind} reaches it");
    let help =
        "where another road can be used, move the place there; where a part of the road can, draw the closure smaller";
    Some(Finding::warning("couloir::roads::closed", message).help(help))
}

fn missing_positions(scenario: &Scenario, places: &[PlaceId]) -> Vec<Finding> {
    let without = places.iter().map(|place| scenario.place(*place)).filter(|place| place.position.is_none());
    let finding = |place: &couloir_model::scenario::Place| {
        Finding::error("couloir::roads::no_position", format!("a place has no position: `{}`", place.name))
            .help("fill in `lat` and `lon`: times on roads need to know where it is")
    };
    without.map(finding).collect()
}

/// What is said of a doubt about a place.
#[must_use]
pub fn said(doubt: &Doubt, place: &str, network: &Network) -> Finding {
    match doubt {
        Doubt::NoRoad { nearest: Some(nearest) } => {
            let message = format!("no road that this vehicle may use is near `{place}`: the nearest is {nearest} away");
            Finding::warning("couloir::roads::far", message).help("correct the position, or choose a place on the road")
        }
        Doubt::NoRoad { nearest: None } => {
            let message = format!("the network has no road that this vehicle may use, for `{place}`");
            Finding::warning("couloir::roads::far", message).help("import an extract that covers the area")
        }
        Doubt::Far { distance } => {
            let message = format!("`{place}` lies off the road: the nearest usable one is {distance} away");
            Finding::warning("couloir::roads::far", message)
                .help("check the position; the way to the road is not in the travel times")
        }
        Doubt::AcrossWater { name } => {
            let water =
                network.names.name(*name, &["en"]).map_or_else(|| "water".to_owned(), |name| format!("`{name}`"));
            let message = format!("between `{place}` and the road taken for it lies {water}");
            Finding::warning("couloir::roads::across_water", message).help("move the place to the right side")
        }
        Doubt::NearerIsland { distance, junctions } => {
            let message = format!(
                "the road nearest to `{place}`, {distance} away, is cut off from the main network ({junctions} junctions)"
            );
            Finding::note("couloir::roads::island", message).help("the main network's nearest road is used instead")
        }
        Doubt::OnIsland { junctions } => {
            let message =
                format!("`{place}` is on an island of roads with {junctions} junctions, cut off from the rest");
            Finding::warning("couloir::roads::island", message)
                .help("check the position and the closures; a ferry may be missing in the map")
        }
    }
}

/// The passages of the operation that lie on a road.
fn gates(
    router: &Router<'_>,
    index: &Index,
    scenario: &Scenario,
    findings: &mut Vec<Finding>,
) -> Vec<(PassageId, Snapped)> {
    let mut gates = Vec::new();
    for passage in scenario.passage_ids() {
        let row = scenario.passage(passage);
        let help = "fill in `lat` and `lon` of a point on the road; until then no leg uses it";
        let Some(position) = row.position else {
            let message = format!("a passage has no position: `{}`", row.name);
            findings.push(Finding::warning("couloir::roads::passage", message).help(help));
            continue;
        };
        match gate_at(router.network, index, position, PASSAGE_NEAR_M) {
            Some(gate) => gates.push((passage, gate)),
            None => {
                let message = format!("a passage lies farther than {PASSAGE_NEAR_M} m from any road: `{}`", row.name);
                findings.push(Finding::warning("couloir::roads::passage", message).help(help));
            }
        }
    }
    gates
}

type Crossings = BTreeMap<(usize, usize), Vec<Crossing>>;

/// The passages on each leg, at offsets of the first vehicle's table.
///
/// A passage is on the way of a leg when going by it takes no longer. That is asked of tables first, and of the way itself
/// where the answer is yes, for another way may take just as long.
fn crossings(
    router: &Router<'_>,
    made: &BTreeMap<Vehicle, Made>,
    first: Vehicle,
    gates: &[(PassageId, Snapped)],
    places: usize,
    scenario: &Scenario,
    findings: &mut Vec<Finding>,
) -> Crossings {
    let mut found: BTreeMap<(usize, usize), BTreeMap<PassageId, (Seconds, bool)>> = BTreeMap::new();
    let points: Vec<Option<Snapped>> = gates.iter().map(|(_, gate)| Some(*gate)).collect();
    let mut other_ways: BTreeMap<PassageId, u32> = BTreeMap::new();
    for (vehicle, own) in made {
        let (to_gates, from_gates) =
            (router.table(&own.metric, &own.points, &points), router.table(&own.metric, &points, &own.points));
        for from in 0..places {
            for to in (0..places).filter(|to| *to != from) {
                let (Some(Seconds(leg)), Some(one), Some(two)) =
                    (own.seconds[from * places + to], own.points[from], own.points[to])
                else {
                    continue;
                };
                let candidates: Vec<usize> = (0..gates.len())
                    .filter(|gate| {
                        let by = to_gates.weight(from, *gate).plus(from_gates.weight(*gate, to));
                        by.is_some() && u64::from(by.cs()) <= leg * 100 + 10
                    })
                    .collect();
                if candidates.is_empty() {
                    continue;
                }
                let Some(route) = router.route(&own.metric, &one, &two) else { continue };
                let first_leg = made[&first].seconds[from * places + to].map_or(leg, |seconds| seconds.0);
                for gate in candidates {
                    let (passage, gate) = gates[gate];
                    let Some((Seconds(offset), against)) = route.over(&gate) else { continue };
                    // Offsets are those of the first vehicle's table; another's are stretched like its leg.
                    let offset = if *vehicle == first { offset } else { offset * first_leg / leg.max(1) };
                    let row = found.entry((from, to)).or_default();
                    if row.insert(passage, (Seconds(offset.min(first_leg)), against)).is_none() && *vehicle != first {
                        *other_ways.entry(passage).or_default() += 1;
                    }
                }
            }
        }
    }
    for (passage, legs) in other_ways {
        let message = format!(
            "some classes lead through `{}` on {legs} legs and others round it; all are taken to lead through it",
            scenario.passage(passage).name
        );
        findings.push(Finding::note("couloir::roads::passage", message));
    }
    for (passage, _) in gates.iter().filter(|(passage, _)| !found.values().any(|row| row.contains_key(passage))) {
        let message = format!("no fastest way leads through `{}`", scenario.passage(*passage).name);
        let help = "check its position: of two roadways each wants a passage of its own";
        findings.push(Finding::warning("couloir::roads::passage", message).help(help));
    }
    headed(scenario, found)
}

/// Legs with their crossings and which way they go through: as the ends of the leg say; between two sites, as legs do that drive
/// over the passage in the same direction.
fn headed(scenario: &Scenario, found: BTreeMap<(usize, usize), BTreeMap<PassageId, (Seconds, bool)>>) -> Crossings {
    let by_ends = |(from, to): (usize, usize)| Heading::of_leg(scenario, PlaceId::at(from), PlaceId::at(to));
    // For each passage: how many legs drive along the geometry and go outward, or against it and inward, less the others.
    let mut votes: BTreeMap<PassageId, i64> = BTreeMap::new();
    for (pair, row) in &found {
        for (passage, (_, against)) in row {
            if let Some(heading) = by_ends(*pair) {
                let outward_along = (heading == Heading::Outward) != *against;
                *votes.entry(*passage).or_default() += if outward_along { 1 } else { -1 };
            }
        }
    }
    let heading = |pair, passage: PassageId, against: bool| {
        by_ends(pair).unwrap_or_else(|| {
            let outward_along = votes.get(&passage).is_none_or(|votes| *votes >= 0);
            if outward_along == against { Heading::Inward } else { Heading::Outward }
        })
    };
    let list = |pair, row: BTreeMap<PassageId, (Seconds, bool)>| {
        let crossing =
            |(passage, (offset, against))| Crossing { offset, passage, heading: heading(pair, passage, against) };
        row.into_iter().map(crossing).collect()
    };
    found.into_iter().map(|(pair, row)| (pair, list(pair, row))).collect()
}

/// What closures cut off: pairs of places that have a way without them and none with them, as (from, to).
#[must_use]
pub fn cut_off(open: &crate::matrix::Table, closed: &crate::matrix::Table) -> Vec<(usize, usize)> {
    let columns = open.columns.max(1);
    let lost = open.weights.iter().zip(&closed.weights).enumerate();
    lost.filter(|(_, (open, closed))| open.is_some() && **closed == Weight::NONE)
        .map(|(cell, _)| (cell / columns, cell % columns))
        .collect()
}
