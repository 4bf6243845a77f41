//! Turn restrictions and barriers: who comes by a restricted road arrives at a copy of the junction that lacks the forbidden
//! way on.
//!
//! A restriction is a forbidden sequence of arcs. The beginnings of all such sequences form a trie; each is a state, a copy of
//! the node where it ends. Going on by an arc leads to the state of the longest beginning that one has then come by, and
//! is forbidden where the sequence is complete: the machine of Aho and Corasick, *Communications of the ACM* 18 (1975), over
//! arcs. Only restricted junctions have copies, so that the graph hardly grows.

use super::collect::Collected;
use crate::kind::Kinds;
use crate::layer::Element;
use crate::network::{Condition, Graph, Network, Then};
use crate::tag::restriction::{Restriction, Via};
use std::collections::{BTreeMap, HashMap};

/// An arc of the map: a segment times two, plus one against its geometry.
type Along = u32;

/// All segments as (way, place in the way, segment), sorted.
type InWayOrder = [(u32, u32, u32)];

/// The graph of the network and the conditions on its arcs.
pub(super) fn graph(network: &Network, collected: &mut Collected, order: &InWayOrder) -> (Graph, Vec<Condition>) {
    let map = MapArcs::new(network);
    let mut forbidden: BTreeMap<Vec<Along>, Condition> = BTreeMap::new();
    let restrictions = std::mem::take(&mut collected.restrictions);
    for restriction in &restrictions {
        match sequences(network, &map, order, restriction) {
            Some(found) => {
                for sequence in found {
                    let condition = forbidden.entry(sequence).or_default();
                    condition.forbidden = condition.forbidden.or(restriction.kinds);
                }
            }
            None => {
                let element = Element::Relation(restriction.relation);
                collected.tallies.count("couloir::roads::restriction", element, "");
            }
        }
    }
    for (id, barrier) in &collected.points.barriers {
        let Ok(node) = network.nodes.binary_search_by_key(id, |node| node.osm_id) else { continue };
        for into in map.reach(node as u32).to_vec() {
            for on in map.out_of(node as u32).iter().filter(|on| **on != into ^ 1) {
                let condition = forbidden.entry(vec![into, *on]).or_default();
                condition.forbidden = condition.forbidden.or(barrier.forbidden);
                condition.limits = condition.limits.and(barrier.limits);
            }
        }
    }
    build(network, &map, &forbidden)
}

/// The arcs that leave and reach each node.
struct MapArcs {
    out: Rows,
    into: Rows,
}

/// Arcs by node, in compressed rows.
struct Rows {
    first: Vec<u32>,
    arcs: Vec<Along>,
}

impl Rows {
    fn new(nodes: usize, mut pairs: Vec<(u32, Along)>) -> Self {
        pairs.sort_unstable();
        let mut first = vec![0_u32; nodes + 1];
        for (node, _) in &pairs {
            first[*node as usize + 1] += 1;
        }
        for node in 1..first.len() {
            first[node] += first[node - 1];
        }
        Self { first, arcs: pairs.into_iter().map(|(_, along)| along).collect() }
    }

    fn of(&self, node: u32) -> &[Along] {
        &self.arcs[self.first[node as usize] as usize..self.first[node as usize + 1] as usize]
    }
}

impl MapArcs {
    fn new(network: &Network) -> Self {
        let usable = |segment: usize, against: usize| {
            let row = network.attributes_of(segment as u32);
            let rules = &network.rules[row.rules.0 as usize..(row.rules.0 + row.rules.1) as usize];
            let opens = |rule: &crate::network::Rule| {
                matches!(rule.then, Then::Yes | Then::Destination) && rule.directions[against]
            };
            !row.open[against].is_empty() || rules.iter().any(opens)
        };
        let (mut out, mut into) = (Vec::new(), Vec::new());
        for (segment, row) in network.segments.iter().enumerate() {
            for (against, (tail, head)) in [(row.from, row.to), (row.to, row.from)].into_iter().enumerate() {
                if usable(segment, against) {
                    let along = segment as u32 * 2 + against as u32;
                    out.push((tail, along));
                    into.push((head, along));
                }
            }
        }
        Self { out: Rows::new(network.nodes.len(), out), into: Rows::new(network.nodes.len(), into) }
    }

    fn out_of(&self, node: u32) -> &[Along] {
        self.out.of(node)
    }

    fn reach(&self, node: u32) -> &[Along] {
        self.into.of(node)
    }
}

/// The node in which an arc of the map ends.
fn head(network: &Network, along: Along) -> u32 {
    let row = &network.segments[along as usize / 2];
    if along.is_multiple_of(2) { row.to } else { row.from }
}

/// The segments of a way in their order.
fn segments_of(network: &Network, order: &InWayOrder, way: i64) -> Vec<u32> {
    let Ok(row) = network.ways.binary_search_by_key(&way, |way| way.osm_id) else { return Vec::new() };
    let row = row as u32;
    let begin = order.partition_point(|(way, ..)| *way < row);
    order[begin..].iter().take_while(|(way, ..)| *way == row).map(|(_, _, segment)| *segment).collect()
}

/// The sequences of arcs that a restriction forbids; `None` when it does not fit the network.
fn sequences(
    network: &Network,
    map: &MapArcs,
    order: &InWayOrder,
    restriction: &Restriction,
) -> Option<Vec<Vec<Along>>> {
    let way_segments =
        |ways: &[i64]| -> Vec<u32> { ways.iter().flat_map(|way| segments_of(network, order, *way)).collect() };
    let (from, to) = (way_segments(&restriction.from), way_segments(&restriction.to));
    let arriving = |node: u32| -> Vec<Along> {
        map.reach(node).iter().copied().filter(|along| from.contains(&(along / 2))).collect()
    };
    let mut beginnings: Vec<Vec<Along>> = Vec::new();
    match &restriction.via {
        Via::Node(id) => {
            let node = network.nodes.binary_search_by_key(id, |node| node.osm_id).ok()? as u32;
            beginnings.extend(arriving(node).into_iter().map(|along| vec![along]));
        }
        Via::Ways(ways) => {
            let lines: Vec<Vec<u32>> = ways.iter().map(|way| segments_of(network, order, *way)).collect();
            let [first, ..] = &lines[..] else { return None };
            let (row, last) = (network.segments[*first.first()? as usize], network.segments[*first.last()? as usize]);
            for start in [row.from, last.to] {
                for into in arriving(start) {
                    beginnings.extend(through(network, map, &lines, start, into));
                }
            }
        }
    }
    // Where a road goes through the junction, one cannot tell from which side the restriction is meant.
    let same_way = restriction.from == restriction.to;
    if beginnings.is_empty() || (beginnings.len() > restriction.from.len() && !same_way) {
        return None;
    }
    let mut found = Vec::new();
    for beginning in beginnings {
        let last = *beginning.last()?;
        let outs = map.out_of(head(network, last));
        let named: Vec<Along> = match same_way {
            true if matches!(restriction.via, Via::Node(_)) => {
                outs.iter().copied().filter(|on| *on == last ^ 1).collect()
            }
            _ => outs.iter().copied().filter(|on| to.contains(&(on / 2))).collect(),
        };
        if named.is_empty() {
            // What is forbidden is impossible anyway; but where the only way on cannot be taken, the map is wrong.
            if restriction.only {
                return None;
            }
            continue;
        }
        if named.len() > restriction.to.len() {
            return None;
        }
        let forbidden = outs.iter().filter(|on| restriction.only != named.contains(on));
        found.extend(forbidden.map(|on| beginning.iter().copied().chain([*on]).collect()));
    }
    Some(found)
}

/// The way from `start` over all `lines` in order, behind the arc `into`; nothing where they do not join.
fn through(network: &Network, map: &MapArcs, lines: &[Vec<u32>], start: u32, into: Along) -> Option<Vec<Along>> {
    let mut sequence = vec![into];
    let mut node = start;
    for line in lines {
        let forwards = network.segments[*line.first()? as usize].from == node;
        let segments: Vec<u32> = if forwards { line.clone() } else { line.iter().rev().copied().collect() };
        for segment in segments {
            let along = map.out_of(node).iter().copied().find(|along| along / 2 == segment)?;
            sequence.push(along);
            node = head(network, along);
        }
    }
    Some(sequence)
}

/// The beginnings of forbidden sequences, as a trie. Row 0 is the empty one.
#[derive(Default)]
struct Trie {
    children: HashMap<(u32, Along), u32>,
    /// The last arc of each beginning.
    last: Vec<Along>,
    /// What stands in the way of those who complete the sequence.
    complete: Vec<Option<Condition>>,
    /// True where a longer sequence begins like that.
    goes_on: Vec<bool>,
    /// The longest other beginning that one has also come by.
    shorter: Vec<u32>,
}

impl Trie {
    fn new(forbidden: &BTreeMap<Vec<Along>, Condition>) -> Self {
        let mut trie =
            Self { last: vec![0], complete: vec![None], goes_on: vec![true], shorter: vec![0], ..Self::default() };
        let mut depths: Vec<(usize, u32, u32, Along)> = Vec::new();
        for (sequence, condition) in forbidden {
            let mut row = 0;
            for (depth, along) in sequence.iter().enumerate() {
                trie.goes_on[row as usize] = true;
                let next = trie.last.len() as u32;
                let child = *trie.children.entry((row, *along)).or_insert(next);
                if child == next {
                    trie.last.push(*along);
                    trie.complete.push(None);
                    trie.goes_on.push(false);
                    trie.shorter.push(0);
                    depths.push((depth, child, row, *along));
                }
                row = child;
            }
            trie.complete[row as usize] = Some(*condition);
        }
        depths.sort_unstable();
        for (depth, child, parent, along) in depths {
            if depth > 0 {
                let mut row = trie.shorter[parent as usize];
                trie.shorter[child as usize] = loop {
                    if let Some(found) = trie.children.get(&(row, along)) {
                        break *found;
                    }
                    if row == 0 {
                        break 0;
                    }
                    row = trie.shorter[row as usize];
                };
            }
        }
        trie
    }

    /// Going on from `row` by `along`: what stands in the way, and the longest beginning that one has then come by.
    fn go_on(&self, row: u32, along: Along) -> (Condition, u32) {
        let mut condition = Condition::default();
        let mut reached = 0;
        let mut row = row;
        loop {
            if let Some(child) = self.children.get(&(row, along)) {
                if let Some(own) = self.complete[*child as usize] {
                    condition.forbidden = condition.forbidden.or(own.forbidden);
                    condition.limits = condition.limits.and(own.limits);
                }
                if reached == 0 && self.goes_on[*child as usize] {
                    reached = *child;
                }
            }
            if row == 0 {
                return (condition, reached);
            }
            row = self.shorter[row as usize];
        }
    }
}

fn build(network: &Network, map: &MapArcs, forbidden: &BTreeMap<Vec<Along>, Condition>) -> (Graph, Vec<Condition>) {
    let trie = Trie::new(forbidden);
    let nodes = network.nodes.len() as u32;
    let mut graph = Graph { first_out: vec![0], ..Graph::default() };
    // The state of each beginning that goes on, in the order of the trie.
    let mut states = vec![0_u32; trie.last.len()];
    for (row, state) in states.iter_mut().enumerate().skip(1).filter(|(row, _)| trie.goes_on[*row]) {
        *state = nodes + graph.copies.len() as u32;
        graph.copies.push(head(network, trie.last[row]));
    }
    let mut conditions = vec![Condition::default()];
    let mut known: BTreeMap<Condition, u32> = BTreeMap::from([(Condition::default(), 0)]);
    let rows = (0..nodes).map(|node| (node, 0)).chain(
        (1..trie.last.len() as u32)
            .filter(|row| trie.goes_on[*row as usize])
            .map(|row| (head(network, trie.last[row as usize]), row)),
    );
    for (node, row) in rows {
        for along in map.out_of(node) {
            let (condition, reached) = trie.go_on(row, *along);
            if condition.forbidden == Kinds::ALL {
                continue;
            }
            let number = *known.entry(condition).or_insert_with(|| {
                conditions.push(condition);
                conditions.len() as u32 - 1
            });
            if number != 0 {
                graph.conditioned.push((graph.head.len() as u32, number));
            }
            graph.head.push(if reached == 0 { head(network, *along) } else { states[reached as usize] });
            graph.along.push(*along);
        }
        graph.first_out.push(graph.head.len() as u32);
    }
    (graph, conditions)
}
