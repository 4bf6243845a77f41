//! Islands: parts of a network from which one comes everywhere within them, and not out or not in.

use crate::network::Network;
use crate::weight::Weight;

/// The strongly connected parts of a network for one vehicle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Components {
    /// The part of each state.
    pub of: Vec<u32>,
    /// The number of states in each part.
    pub size: Vec<u32>,
    /// The largest part: the main network.
    pub main: u32,
}

/// Finds the parts.
///
/// Source: R. E. Tarjan, *SIAM Journal on Computing* 1 (1972), without recursion.
#[must_use]
pub fn components(network: &Network, weights: &[Weight]) -> Components {
    const UNSEEN: u32 = u32::MAX;
    let graph = &network.graph;
    let states = graph.states();
    let mut number = vec![UNSEEN; states];
    let mut lowest = vec![0_u32; states];
    let mut of = vec![UNSEEN; states];
    let mut size: Vec<u32> = Vec::new();
    let (mut open, mut path): (Vec<u32>, Vec<(u32, usize)>) = (Vec::new(), Vec::new());
    let mut next = 0;
    for root in 0..states as u32 {
        if number[root as usize] != UNSEEN {
            continue;
        }
        path.push((root, graph.arcs(root).start));
        while let Some((state, arc)) = path.pop() {
            let here = state as usize;
            if number[here] == UNSEEN {
                (number[here], lowest[here]) = (next, next);
                next += 1;
                open.push(state);
            }
            let end = graph.arcs(state).end;
            let mut arc = arc;
            let mut deeper = None;
            while arc < end && deeper.is_none() {
                let head = graph.head[arc] as usize;
                if weights[arc].is_some() && of[head] == UNSEEN {
                    if number[head] == UNSEEN {
                        deeper = Some(head as u32);
                        // The same arc is looked at again on the way back, for what was found behind it.
                        continue;
                    }
                    lowest[here] = lowest[here].min(lowest[head].min(number[head]));
                }
                arc += 1;
            }
            if let Some(deeper) = deeper {
                path.push((state, arc));
                path.push((deeper, graph.arcs(deeper).start));
            } else if lowest[here] == number[here] {
                let part = size.len() as u32;
                size.push(0);
                while let Some(member) = open.pop() {
                    of[member as usize] = part;
                    size[part as usize] += 1;
                    if member == state {
                        break;
                    }
                }
            }
        }
    }
    // The first among equals, so that the choice does not depend on anything else.
    let main = (0..size.len() as u32).max_by_key(|part| (size[*part as usize], std::cmp::Reverse(*part))).unwrap_or(0);
    Components { of, size, main }
}
