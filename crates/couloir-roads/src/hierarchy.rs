//! Contraction: the order in which the states of a network are taken out, and the shortcuts that keep distances.
//!
//! Source: Dibbelt, Strasser, Wagner, «Customizable Contraction Hierarchies», *ACM Journal of Experimental Algorithmics* 21
//! (2016). The order depends on the network alone, so that a closure or another vehicle costs a new metric, not a new order.
//! What follows from an order is built here; the order itself, nested dissection by inertial flow, is a library's.

use crate::network::Network;
use rayon::prelude::*;

/// An order of contraction, and the arcs that it leads to.
///
/// States are renamed by *rank*: the one that is taken out first has rank 0. Every arc of the hierarchy leads from a lower to a
/// higher rank and stands for both directions. The first arc of each rank leads to its *parent*; parents form a tree in which
/// every shortest way goes up and then down. Ranks are numbered so that the descendants of a rank are the ranks just below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hierarchy {
    /// The state of each rank.
    pub order: Vec<u32>,
    /// The rank of each state.
    pub rank: Vec<u32>,
    /// The first upward arc of each rank, and the number of arcs.
    pub first_up: Vec<u32>,
    /// The higher rank that each arc leads to; rising for each rank.
    pub up: Vec<u32>,
    /// The arc of the hierarchy that each arc of the graph is part of, times two, plus one when it leads downwards;
    /// [`LOOP`] for an arc from a state to itself.
    pub of_arc: Vec<u32>,
}

/// No arc of the hierarchy: an arc of the graph that leads back to where it began.
pub const LOOP: u32 = u32::MAX;

/// A graph without directions, for whoever finds an order: pairs of neighbours, each once, and where they are.
#[derive(Debug, Clone)]
pub struct Neighbours {
    /// Pairs of neighbours, the smaller first, sorted.
    pub pairs: Vec<(u32, u32)>,
    /// Longitude and latitude in ten-millionths of a degree.
    pub positions: Vec<(i32, i32)>,
}

/// Finds an order of contraction: the nodes of a graph, the first to be taken out first.
pub trait Order {
    /// The order. Any order gives right distances; a good one gives few shortcuts.
    fn order(&self, graph: &Neighbours) -> Vec<u32>;
}

/// Nested dissection by inertial flow, of the crate `cch`: cuts the graph in two where the fewest roads cross, again and again.
///
/// Source: Schild and Sommer, «On Balanced Separators in Road Networks», SEA 2015.
#[derive(Debug, Clone, Copy)]
pub struct InertialFlow;

impl Order for InertialFlow {
    fn order(&self, graph: &Neighbours) -> Vec<u32> {
        let (tails, heads): (Vec<u32>, Vec<u32>) = graph.pairs.iter().copied().unzip();
        // Only which of two points lies further in a direction matters, for which 24 bits are enough.
        let (lon, lat): (Vec<f32>, Vec<f32>) =
            graph.positions.iter().map(|(lon, lat)| (*lon as f32, *lat as f32)).unzip();
        cch::inertial_order(graph.positions.len() as u32, &tails, &heads, &lat, &lon)
    }
}

impl Hierarchy {
    /// The hierarchy of `network`.
    #[must_use]
    pub fn of(network: &Network) -> Self {
        Self::with_order(network, &InertialFlow)
    }

    /// The hierarchy of `network` by an order of `by`, dead ends and plain stretches taken out before.
    #[must_use]
    pub fn with_order(network: &Network, by: &dyn Order) -> Self {
        let graph = &network.graph;
        let mut pairs: Vec<(u32, u32)> = Vec::with_capacity(graph.head.len());
        for state in 0..graph.states() as u32 {
            for arc in graph.arcs(state) {
                let head = graph.head[arc];
                if head != state {
                    pairs.push((state.min(head), state.max(head)));
                }
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let positions = (0..graph.states() as u32).map(|state| {
            let position = network.nodes[network.node_of(state) as usize].position;
            (position.lon_e7(), position.lat_e7())
        });
        let neighbours = Neighbours { pairs, positions: positions.collect() };
        let order = order_of(&neighbours, by);
        let mut hierarchy = shortcuts(&neighbours.pairs, order);
        hierarchy.of_arc = hierarchy.arcs_of(network);
        hierarchy
    }

    /// The upward arcs of `rank`.
    #[must_use]
    pub fn arcs(&self, rank: u32) -> std::ops::Range<usize> {
        self.first_up[rank as usize] as usize..self.first_up[rank as usize + 1] as usize
    }

    /// The parent of `rank`; `None` for a root.
    #[must_use]
    pub fn parent(&self, rank: u32) -> Option<u32> {
        let arcs = self.arcs(rank);
        (!arcs.is_empty()).then(|| self.up[arcs.start])
    }

    /// True when arcs and numbers are such as contraction leaves them; whoever sweeps over a hierarchy relies on it, and a file may
    /// hold anything.
    ///
    /// The higher neighbours of a rank, but for its parent, are neighbours of its parent too; and the descendants of a rank are the
    /// ranks just below it.
    #[must_use]
    pub fn is_contraction(&self) -> bool {
        let ranks = self.order.len();
        let mut size = vec![1_u32; ranks];
        for rank in 0..ranks {
            if let Some(parent) = self.parent(rank as u32) {
                size[parent as usize] += size[rank];
            }
        }
        (0..ranks as u32).into_par_iter().all(|rank| {
            let Some(parent) = self.parent(rank) else { return true };
            // Where every subtree lies within its parent's, and sizes add up, none leaves a gap.
            let first = |rank: u32| rank + 1 - size[rank as usize].min(rank + 1);
            let mut of_parent = self.up[self.arcs(parent)].iter();
            let shared = self.up[self.arcs(rank)][1..].iter().all(|high| of_parent.any(|other| other == high));
            shared && first(rank) >= first(parent)
        })
    }

    /// The arc from `low` up to `high`, if there is one.
    #[must_use]
    pub fn find(&self, low: u32, high: u32) -> Option<usize> {
        let arcs = self.arcs(low);
        self.up[arcs.clone()].binary_search(&high).ok().map(|place| arcs.start + place)
    }

    fn arcs_of(&self, network: &Network) -> Vec<u32> {
        let graph = &network.graph;
        let mut of_arc = Vec::with_capacity(graph.head.len());
        for state in 0..graph.states() as u32 {
            let tail = self.rank[state as usize];
            for arc in graph.arcs(state) {
                let head = self.rank[graph.head[arc] as usize];
                of_arc.push(if tail == head {
                    LOOP
                } else {
                    let own = self.find(tail.min(head), tail.max(head)).expect("neighbours have an arc");
                    own as u32 * 2 + u32::from(head < tail)
                });
            }
        }
        of_arc
    }
}

/// An order that begins with dead ends and plain stretches: nodes with at most two neighbours, taken out round by round, no two
/// neighbours in one round. Only what is left is dissected.
fn order_of(graph: &Neighbours, by: &dyn Order) -> Vec<u32> {
    let nodes = graph.positions.len();
    let mut around: Vec<Vec<u32>> = vec![Vec::new(); nodes];
    for (one, two) in &graph.pairs {
        around[*one as usize].push(*two);
        around[*two as usize].push(*one);
    }
    let mut order = Vec::with_capacity(nodes);
    let mut gone = vec![false; nodes];
    // The round in which a node must stay, because a neighbour goes.
    let mut stays = vec![0_u32; nodes];
    let mut candidates: Vec<u32> = (0..nodes as u32).filter(|node| around[*node as usize].len() <= 2).collect();
    let mut round = 0;
    while !candidates.is_empty() {
        round += 1;
        let mut next = Vec::new();
        for node in candidates {
            if gone[node as usize] || around[node as usize].len() > 2 {
                continue;
            }
            if stays[node as usize] == round {
                next.push(node);
                continue;
            }
            gone[node as usize] = true;
            order.push(node);
            let neighbours = std::mem::take(&mut around[node as usize]);
            for neighbour in &neighbours {
                stays[*neighbour as usize] = round;
                around[*neighbour as usize].retain(|other| *other != node);
            }
            if let [one, two] = neighbours[..]
                && !around[one as usize].contains(&two)
            {
                around[one as usize].push(two);
                around[two as usize].push(one);
            }
            next.extend(neighbours);
        }
        next.sort_unstable();
        next.dedup();
        candidates = next;
    }
    let core: Vec<u32> = (0..nodes as u32).filter(|node| !gone[*node as usize]).collect();
    let mut number = vec![u32::MAX; nodes];
    for (index, node) in core.iter().enumerate() {
        number[*node as usize] = index as u32;
    }
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for (index, node) in core.iter().enumerate() {
        let higher =
            around[*node as usize].iter().map(|other| number[*other as usize]).filter(|other| *other > index as u32);
        pairs.extend(higher.map(|other| (index as u32, other)));
    }
    drop(around);
    pairs.sort_unstable();
    let positions = core.iter().map(|node| graph.positions[*node as usize]).collect();
    let rest = if core.is_empty() { Vec::new() } else { by.order(&Neighbours { pairs, positions }) };
    order.extend(rest.into_iter().map(|index| core[index as usize]));
    order
}

/// The arcs that an order leads to: whoever is taken out leaves its higher neighbours joined to one another.
fn shortcuts(pairs: &[(u32, u32)], order: Vec<u32>) -> Hierarchy {
    let nodes = order.len();
    let rank = inverse(&order);
    let mut ranked: Vec<(u32, u32)> = pairs
        .iter()
        .map(|(one, two)| {
            let (one, two) = (rank[*one as usize], rank[*two as usize]);
            (one.min(two), one.max(two))
        })
        .collect();
    ranked.sort_unstable();
    // It is enough to hand the higher neighbours on to the lowest of them, the parent: it hands them on in turn.
    let (mut first_up, mut up) = (vec![0_u32], Vec::with_capacity(pairs.len() * 2));
    let mut first_child = vec![u32::MAX; nodes];
    let mut next_child = vec![u32::MAX; nodes];
    let mut own = ranked.iter().peekable();
    let mut row: Vec<u32> = Vec::new();
    for node in 0..nodes as u32 {
        row.clear();
        while let Some((_, high)) = own.next_if(|(low, _)| *low == node) {
            row.push(*high);
        }
        let mut child = first_child[node as usize];
        while child != u32::MAX {
            let arcs = first_up[child as usize] as usize + 1..first_up[child as usize + 1] as usize;
            row.extend_from_slice(&up[arcs]);
            child = next_child[child as usize];
        }
        row.sort_unstable();
        row.dedup();
        if let Some(parent) = row.first() {
            next_child[node as usize] = std::mem::replace(&mut first_child[*parent as usize], node);
        }
        up.extend_from_slice(&row);
        first_up.push(up.len() as u32);
    }
    let raw = Hierarchy { order, rank, first_up, up, of_arc: Vec::new() };
    in_post_order(&raw)
}

/// The same hierarchy with ranks renumbered so that the descendants of each are the ranks just below it. The arcs stay the
/// same, for a rank's higher neighbours are all among its ancestors.
fn in_post_order(raw: &Hierarchy) -> Hierarchy {
    let nodes = raw.order.len();
    let parents: Vec<Option<u32>> = (0..nodes as u32).map(|rank| raw.parent(rank)).collect();
    let mut size = vec![1_u32; nodes];
    for node in 0..nodes {
        if let Some(parent) = parents[node] {
            size[parent as usize] += size[node];
        }
    }
    // From the highest down, each node takes the top of the range that its parent has left; roots share the whole.
    let mut left = vec![0_u32; nodes];
    let mut new_rank = vec![0_u32; nodes];
    let mut whole = nodes as u32;
    for node in (0..nodes).rev() {
        let top = match parents[node] {
            None => {
                let top = whole;
                whole -= size[node];
                top
            }
            Some(parent) => {
                let top = left[parent as usize];
                left[parent as usize] -= size[node];
                top
            }
        };
        new_rank[node] = top - 1;
        left[node] = top - 1;
    }
    let old_rank = inverse(&new_rank);
    let order: Vec<u32> = old_rank.iter().map(|old| raw.order[*old as usize]).collect();
    let (mut first_up, mut up) = (vec![0_u32], Vec::with_capacity(raw.up.len()));
    for old in &old_rank {
        up.extend(raw.up[raw.arcs(*old)].iter().map(|high| new_rank[*high as usize]));
        first_up.push(up.len() as u32);
    }
    Hierarchy { rank: inverse(&order), order, first_up, up, of_arc: Vec::new() }
}

fn inverse(permutation: &[u32]) -> Vec<u32> {
    let mut inverse = vec![0_u32; permutation.len()];
    for (index, value) in permutation.iter().enumerate() {
        inverse[*value as usize] = index as u32;
    }
    inverse
}
