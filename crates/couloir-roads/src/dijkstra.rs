//! The plain search: slow, obvious, and the truth that everything faster is held against.

use crate::network::Network;
use crate::weight::Weight;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// The lightest way to every state.
///
/// Source: E. W. Dijkstra, *Numerische Mathematik* 1 (1959).
#[derive(Debug, Clone)]
pub struct Tree {
    /// The weight of the way to each state; [`Weight::NONE`] where there is none.
    pub weight: Vec<Weight>,
    /// The last arc of that way, and the state that it came from; `None` where the search began.
    pub by: Vec<Option<(u32, u32)>>,
}

/// The lightest ways from `starts`, each with a weight to begin with, over arcs of these `weights`.
#[must_use]
pub fn search(network: &Network, weights: &[Weight], starts: &[(u32, Weight)]) -> Tree {
    let states = network.graph.states();
    let mut tree = Tree { weight: vec![Weight::NONE; states], by: vec![None; states] };
    let mut queue = BinaryHeap::new();
    for (state, weight) in starts {
        if *weight < tree.weight[*state as usize] {
            tree.weight[*state as usize] = *weight;
            queue.push(Reverse((*weight, *state)));
        }
    }
    while let Some(Reverse((weight, state))) = queue.pop() {
        if weight > tree.weight[state as usize] {
            continue;
        }
        for arc in network.graph.arcs(state) {
            let there = weight.plus(weights[arc]);
            let head = network.graph.head[arc] as usize;
            if there < tree.weight[head] {
                tree.weight[head] = there;
                tree.by[head] = Some((arc as u32, state));
                queue.push(Reverse((there, head as u32)));
            }
        }
    }
    tree
}

impl Tree {
    /// The arcs of the way to `state`, in order.
    #[must_use]
    pub fn way_to(&self, state: u32) -> Vec<u32> {
        let mut arcs = Vec::new();
        let mut state = state;
        while let Some((arc, from)) = self.by[state as usize] {
            arcs.push(arc);
            state = from;
        }
        arcs.reverse();
        arcs
    }
}
