//! Ways become segments between junctions; what holds on them becomes rows; turn restrictions become states.

use super::collect::{Collected, RoadDraft};
use super::{ImportError, layers, turn};
use crate::ground::{distance_cm, hilbert};
use crate::hierarchy::Hierarchy;
use crate::layer::Element;
use crate::name::NamesBuilder;
use crate::network::{Attributes, Network, Node, Origin, Road, Rule, Segment, Way};
use crate::tag::road::RoadTags;
use std::collections::HashMap;

/// A piece of a way between two nodes, before nodes have numbers: places in the table of points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Piece {
    /// Where its first point lies on Hilbert's curve.
    curve: u64,
    way: u32,
    /// Its first and last place in the way's list of points.
    first: u32,
    last: u32,
    length_cm: u32,
}

/// Most segments: their numbers are doubled and stored in 32 bits.
const SEGMENTS_MAX: usize = 1 << 30;

/// Makes the network, all but its origin and its order of contraction.
pub(super) fn assemble(mut collected: Collected) -> Result<Network, ImportError> {
    // The places of all refs in the table of points; `NOWHERE` for nodes that the extract does not have.
    let places: Vec<u32> = collected.refs.iter().map(|id| collected.points.find(*id).unwrap_or(NOWHERE)).collect();
    collected.refs = Vec::new();
    let is_node = nodes(&collected, &places);
    let mut pieces = pieces(&mut collected, &places, &is_node);
    if pieces.is_empty() {
        return Err(ImportError::NoRoads);
    }
    if pieces.len() >= SEGMENTS_MAX {
        return Err(ImportError::TooLarge(pieces.len()));
    }
    pieces.sort_unstable();
    let (ways, attributes, rules, names) = ways(&collected, &places);
    let mut network = Network {
        origin: Origin::default(),
        nodes: Vec::new(),
        segments: Vec::with_capacity(pieces.len()),
        points: Vec::new(),
        ways,
        attributes,
        conditions: Vec::new(),
        rules,
        graph: crate::network::Graph::default(),
        hierarchy: Hierarchy::default(),
        names: crate::name::Names::default(),
        layers: crate::layer::Layers::default(),
    };
    fill(&mut network, &collected, &pieces, &places);
    let in_way_order = in_way_order(&pieces);
    drop(pieces);
    drop(places);
    (network.graph, network.conditions) = turn::graph(&network, &mut collected, &in_way_order);
    let mut names = names;
    let name_drafts = std::mem::take(&mut collected.names.values);
    let mut named = |name: u32| match name {
        0 => 0,
        name => names.name(&name_drafts[name as usize - 1]),
    };
    network.layers = layers::layers(&mut collected, &mut named);
    network.names = names.build();
    network.origin.tally = collected.tallies.into_table();
    Ok(network)
}

/// A node that the extract does not have.
const NOWHERE: u32 = u32::MAX;

fn range(road: &RoadDraft) -> std::ops::Range<usize> {
    road.first_ref as usize..(road.first_ref + road.refs) as usize
}

/// Which points are nodes: ends of ways, points of several ways or several times of one, and barriers.
fn nodes(collected: &Collected, places: &[u32]) -> Vec<bool> {
    let mut seen = vec![0_u8; collected.points.ids.len()];
    for road in &collected.roads {
        let line = &places[range(road)];
        for (index, place) in line.iter().enumerate() {
            if *place != NOWHERE && (index == 0 || line[index - 1] != *place) {
                let end = index == 0 || index + 1 == line.len();
                seen[*place as usize] = seen[*place as usize].saturating_add(if end { 2 } else { 1 });
            }
        }
    }
    let mut is_node: Vec<bool> = seen.into_iter().map(|times| times >= 2).collect();
    for id in collected.points.barriers.keys() {
        if let Some(place) = collected.points.find(*id) {
            is_node[place as usize] = true;
        }
    }
    is_node
}

fn pieces(collected: &mut Collected, places: &[u32], is_node: &[bool]) -> Vec<Piece> {
    let Collected { roads, points, tallies, .. } = collected;
    let mut pieces = Vec::with_capacity(roads.len() * 2);
    for (way, road) in roads.iter().enumerate() {
        let line = &places[range(road)];
        if line.contains(&NOWHERE) {
            tallies.count("couloir::roads::missing_node", Element::Way(road.id), "");
        }
        let mut first: Option<usize> = None;
        let mut length_cm = 0;
        for (index, place) in line.iter().enumerate() {
            if *place == NOWHERE {
                // What lies on both sides of a missing node stays, cut at the last point that is known.
                if let Some(begin) = first.filter(|begin| *begin + 1 < index) {
                    push(&mut pieces, points, line, way, begin, index - 1, length_cm);
                }
                first = None;
                continue;
            }
            let Some(begin) = first else {
                first = Some(index);
                length_cm = 0;
                continue;
            };
            length_cm += distance_cm(points.at(line[index - 1]), points.at(*place));
            if is_node[*place as usize] || index + 1 == line.len() {
                push(&mut pieces, points, line, way, begin, index, length_cm);
                first = Some(index);
                length_cm = 0;
            }
        }
    }
    pieces
}

/// Adds a piece. One that comes back to where it began is cut in the middle, so that no arc leads from a node to itself.
fn push(
    pieces: &mut Vec<Piece>,
    points: &super::collect::Points,
    line: &[u32],
    way: usize,
    first: usize,
    last: usize,
    length_cm: u64,
) {
    if line[first] == line[last] {
        let middle = first + (last - first) / 2;
        if middle > first && line[middle] != line[first] {
            let length = |from: usize, to: usize| {
                line[from..=to].windows(2).map(|pair| distance_cm(points.at(pair[0]), points.at(pair[1]))).sum()
            };
            push(pieces, points, line, way, first, middle, length(first, middle));
            push(pieces, points, line, way, middle, last, length(middle, last));
        }
        return;
    }
    pieces.push(Piece {
        curve: hilbert(points.at(line[first])),
        way: way as u32,
        first: first as u32,
        last: last as u32,
        length_cm: u32::try_from(length_cm).unwrap_or(u32::MAX).max(1),
    });
}

/// The rows of ways, what holds on them, and the names that they use, all in the order of OpenStreetMap ids.
fn ways(collected: &Collected, places: &[u32]) -> (Vec<Way>, Vec<Attributes>, Vec<Rule>, NamesBuilder) {
    let mut names = NamesBuilder::default();
    let mut attributes: Vec<Attributes> = Vec::new();
    let mut rules: Vec<Rule> = Vec::new();
    let mut known: HashMap<(u32, Option<u32>), u32> = HashMap::new();
    let mut ways = Vec::with_capacity(collected.roads.len());
    for road in &collected.roads {
        let tags = &collected.road_tags.values[road.tags as usize];
        let ferry = (tags.road == Road::Ferry).then(|| ferry_m_h(tags, collected, &places[range(road)]));
        let row = *known.entry((road.tags, ferry)).or_insert_with(|| {
            attributes.push(row(tags, ferry, &mut rules, &mut names));
            attributes.len() as u32 - 1
        });
        let name = match road.name {
            0 => 0,
            name => names.name(&collected.names.values[name as usize - 1]),
        };
        let reference = match road.number {
            0 => 0,
            number => names.text(&collected.numbers.values[number as usize - 1]),
        };
        ways.push(Way { osm_id: road.id, name, reference, attributes: row });
    }
    (ways, attributes, rules, names)
}

/// The speed of a ferry: its length over its duration, or walking pace where it does not say.
fn ferry_m_h(tags: &RoadTags, collected: &Collected, line: &[u32]) -> u32 {
    let known: Vec<u32> = line.iter().copied().filter(|place| *place != NOWHERE).collect();
    let length_cm: u64 =
        known.windows(2).map(|pair| distance_cm(collected.points.at(pair[0]), collected.points.at(pair[1]))).sum();
    match tags.duration_s {
        Some(seconds) => u32::try_from(length_cm * 36 / u64::from(seconds)).unwrap_or(u32::MAX).clamp(1, 100_000),
        None => crate::tag::speed::FERRY_KM_H * 1000,
    }
}

fn row(tags: &RoadTags, ferry: Option<u32>, rules: &mut Vec<Rule>, names: &mut NamesBuilder) -> Attributes {
    let first = rules.len() as u32;
    for rule in &tags.rules {
        rules.push(Rule {
            kinds: rule.kinds,
            directions: rule.directions,
            then: rule.then,
            hours: names.text(&rule.hours),
            above: rule.above,
        });
    }
    Attributes {
        road: tags.road,
        traits: tags.traits,
        surface: tags.surface,
        open: tags.open,
        speed_m_h: ferry.map_or(tags.speed_m_h, |speed| [[speed; 2]; 4]),
        limits: tags.limits,
        destination_only: tags.destination_only,
        rules: if tags.rules.is_empty() { (0, 0) } else { (first, tags.rules.len() as u32) },
    }
}

/// Numbers the nodes by OpenStreetMap id and writes segments and points.
fn fill(network: &mut Network, collected: &Collected, pieces: &[Piece], places: &[u32]) {
    let line = |piece: &Piece| {
        let road = &collected.roads[piece.way as usize];
        &places[road.first_ref as usize + piece.first as usize..=road.first_ref as usize + piece.last as usize]
    };
    let mut ends: Vec<u32> = Vec::with_capacity(pieces.len() * 2);
    for piece in pieces {
        let line = line(piece);
        ends.extend([line[0], line[line.len() - 1]]);
    }
    // Places in the table of points are in the order of ids.
    ends.sort_unstable();
    ends.dedup();
    let node = |place: u32| ends.binary_search(&place).expect("an end of a piece is a node") as u32;
    network.nodes.extend(
        ends.iter()
            .map(|place| Node { osm_id: collected.points.ids[*place as usize], position: collected.points.at(*place) }),
    );
    for piece in pieces {
        let line = line(piece);
        network.segments.push(Segment {
            from: node(line[0]),
            to: node(line[line.len() - 1]),
            way: piece.way,
            first_point: network.points.len() as u32,
            length_cm: piece.length_cm,
        });
        network.points.extend(line[1..line.len() - 1].iter().map(|place| collected.points.at(*place)));
    }
}

/// All segments as (way, place in the way, segment), sorted: the segments of a way from its beginning to its end.
fn in_way_order(pieces: &[Piece]) -> Vec<(u32, u32, u32)> {
    let mut order: Vec<(u32, u32, u32)> =
        pieces.iter().enumerate().map(|(segment, piece)| (piece.way, piece.first, segment as u32)).collect();
    order.sort_unstable();
    order
}
