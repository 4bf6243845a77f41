//! A metric: the weights of a hierarchy's arcs for one vehicle at one moment under the closures of the moment.

use crate::hierarchy::{Hierarchy, LOOP};
use crate::network::Network;
use crate::weight::Weight;
use rayon::prelude::*;

/// A network made ready to be asked: what depends on its hierarchy alone.
pub struct Router<'a> {
    /// The network.
    pub network: &'a Network,
    pub(crate) below: Below,
    parts: Vec<std::ops::Range<u32>>,
    /// The copies of each node that has any, by node.
    copies: Vec<(u32, u32)>,
}

/// The arcs that come up to each rank: the lower rank and the arc.
pub(crate) struct Below {
    first: Vec<u32>,
    arcs: Vec<(u32, u32)>,
}

impl Below {
    fn new(hierarchy: &Hierarchy) -> Self {
        let ranks = hierarchy.order.len();
        let mut first = vec![0_u32; ranks + 1];
        for high in &hierarchy.up {
            first[*high as usize + 1] += 1;
        }
        for rank in 0..ranks {
            first[rank + 1] += first[rank];
        }
        let mut next = first.clone();
        let mut arcs = vec![(0, 0); hierarchy.up.len()];
        for low in 0..ranks as u32 {
            for arc in hierarchy.arcs(low) {
                let place = &mut next[hierarchy.up[arc] as usize];
                arcs[*place as usize] = (low, arc as u32);
                *place += 1;
            }
        }
        Self { first, arcs }
    }

    pub(crate) fn of(&self, rank: u32) -> &[(u32, u32)] {
        &self.arcs[self.first[rank as usize] as usize..self.first[rank as usize + 1] as usize]
    }
}

/// The weights of all arcs of a hierarchy, in both directions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metric {
    /// The weight of each arc of the graph.
    pub weights: Vec<Weight>,
    /// Of each arc of the hierarchy: upwards and downwards.
    pub(crate) arcs: Vec<[u64; 2]>,
}

/// About that many parts of the hierarchy are worked on side by side: enough to keep the cores busy to the end.
const PARTS: u32 = 24;

impl<'a> Router<'a> {
    /// Makes `network` ready to be asked.
    #[must_use]
    pub fn new(network: &'a Network) -> Self {
        let hierarchy = &network.hierarchy;
        let nodes = network.nodes.len() as u32;
        let mut copies: Vec<(u32, u32)> =
            network.graph.copies.iter().zip(nodes..).map(|(node, state)| (*node, state)).collect();
        copies.sort_unstable();
        Self { network, below: Below::new(hierarchy), parts: parts(hierarchy), copies }
    }

    /// All states of a node: itself and its copies.
    pub(crate) fn states_of(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        let first = self.copies.partition_point(|(of, _)| *of < node);
        let copies = self.copies[first..].iter().take_while(move |(of, _)| *of == node).map(|(_, state)| *state);
        std::iter::once(node).chain(copies)
    }

    /// The metric of these weights of the graph's arcs.
    ///
    /// Each rank is settled from those below it: a way up to `x` and on to `z` may be shorter by a common lower neighbour
    /// `y`. Parts of the hierarchy that share no rank are worked on side by side; the result is the same in any order.
    #[must_use]
    pub fn metric(&self, weights: Vec<Weight>) -> Metric {
        let hierarchy = &self.network.hierarchy;
        let mut arcs = vec![[Weight::NONE.0; 2]; hierarchy.up.len()];
        for (own, weight) in hierarchy.of_arc.iter().zip(&weights) {
            if *own != LOOP {
                let place = &mut arcs[*own as usize / 2][*own as usize % 2];
                *place = (*place).min(weight.0);
            }
        }
        let mut slices: Vec<(std::ops::Range<u32>, &mut [[u64; 2]])> = Vec::with_capacity(self.parts.len());
        let mut rest: &mut [[u64; 2]] = &mut arcs;
        let mut taken = 0;
        for part in &self.parts {
            let begin = hierarchy.first_up[part.start as usize] as usize;
            let end = hierarchy.first_up[part.end as usize] as usize;
            let (_, tail) = rest.split_at_mut(begin - taken);
            let (own, tail) = tail.split_at_mut(end - begin);
            rest = tail;
            taken = end;
            slices.push((part.clone(), own));
        }
        slices.into_par_iter().for_each_init(
            || vec![0_u32; hierarchy.order.len()],
            |place, (part, own)| {
                for rank in part.clone() {
                    self.settle(rank, hierarchy.first_up[part.start as usize], own, place);
                }
            },
        );
        let mut place = vec![0_u32; hierarchy.order.len()];
        let mut next = 0;
        let whole = hierarchy.order.len() as u32;
        let bounds = self.parts.iter().map(|part| (part.start, part.end)).chain([(whole, whole)]);
        for (begin, end) in bounds {
            for rank in next..begin {
                self.settle(rank, 0, &mut arcs, &mut place);
            }
            next = end;
        }
        Metric { weights, arcs }
    }

    /// Settles the upward arcs of `rank` from those of the ranks below it. `arcs` begins with arc `offset`.
    fn settle(&self, rank: u32, offset: u32, arcs: &mut [[u64; 2]], place: &mut [u32]) {
        let hierarchy = &self.network.hierarchy;
        let own = hierarchy.arcs(rank);
        if own.is_empty() {
            return;
        }
        for arc in own.clone() {
            place[hierarchy.up[arc] as usize] = arc as u32 - own.start as u32;
        }
        let (lower, own) = arcs.split_at_mut(own.start - offset as usize);
        for (low, to_rank) in self.below.of(rank) {
            let [low_up, low_down] = lower[(to_rank - offset) as usize];
            let further = *to_rank as usize + 1..hierarchy.first_up[*low as usize + 1] as usize;
            let weights = &lower[further.start - offset as usize..further.end - offset as usize];
            for (high, [up, down]) in hierarchy.up[further].iter().zip(weights) {
                let shortcut = &mut own[place[*high as usize] as usize];
                shortcut[0] = shortcut[0].min(low_down + up);
                shortcut[1] = shortcut[1].min(down + low_up);
            }
        }
    }
}

/// Subtrees that are small enough to be worked on side by side, as ranges of ranks in rising order.
fn parts(hierarchy: &Hierarchy) -> Vec<std::ops::Range<u32>> {
    let ranks = hierarchy.order.len() as u32;
    let mut size = vec![1_u32; ranks as usize];
    for rank in 0..ranks {
        if let Some(parent) = hierarchy.parent(rank) {
            size[parent as usize] += size[rank as usize];
        }
    }
    let most = (ranks / PARTS).max(512);
    let is_top = |rank: u32| {
        size[rank as usize] <= most && hierarchy.parent(rank).is_none_or(|parent| size[parent as usize] > most)
    };
    (0..ranks).filter(|rank| is_top(*rank)).map(|rank| rank + 1 - size[rank as usize]..rank + 1).collect()
}
