//! Labels: the weight from a place up to each of its ancestors in the hierarchy, or from them down to it.
//!
//! Every shortest way goes up and then down, and meets in a common ancestor of both ends. So two labels, laid side by side from the
//! root, give the weight of the way between two places as the least sum of equal depths.

use crate::hierarchy::Hierarchy;
use crate::metric::Metric;
use crate::snap::Ends;
use crate::weight::{NEVER_CS, Weight};

/// From places up, or from above down to places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Up = 0,
    Down = 1,
}

/// The label of one place, or of a part of its ends that share a line of ancestors.
#[derive(Debug, Clone, Default)]
pub(crate) struct Label {
    /// The place that it belongs to.
    pub(crate) place: u32,
    /// The ranks from the root down to the lowest end.
    pub(crate) line: Vec<u32>,
    /// Hundredths of a second to each rank of the line; `NEVER_CS` where there is no way.
    pub(crate) cs: Vec<i32>,
    /// Decimetres to each rank of the line.
    pub(crate) dm: Vec<u32>,
}

/// Room to work in, one a thread.
pub(crate) struct Scratch {
    weight: Vec<u64>,
}

impl Scratch {
    pub(crate) fn new(hierarchy: &Hierarchy) -> Self {
        Self { weight: vec![Weight::NONE.0; hierarchy.order.len()] }
    }
}

/// The labels of a place: one, or several where its ends lie on different branches of the hierarchy, which happens at junctions
/// with copies only. Neighbours are always on one branch.
pub(crate) fn labels(
    hierarchy: &Hierarchy,
    metric: &Metric,
    way: Way,
    place: u32,
    ends: &Ends,
    scratch: &mut Scratch,
) -> Vec<Label> {
    let mut open: Vec<(u32, Weight)> =
        ends.states.iter().map(|(state, weight)| (hierarchy.rank[*state as usize], *weight)).collect();
    open.sort_unstable();
    let mut found = Vec::new();
    while let Some((lowest, _)) = open.first().copied() {
        let mut line = Vec::new();
        let mut rank = Some(lowest);
        while let Some(here) = rank {
            line.push(here);
            rank = hierarchy.parent(here);
        }
        open.retain(|(rank, weight)| {
            let on_line = line.binary_search(rank).is_ok();
            if on_line {
                let own = &mut scratch.weight[*rank as usize];
                *own = (*own).min(weight.0);
            }
            !on_line
        });
        for here in &line {
            let weight = scratch.weight[*here as usize];
            if weight >= Weight::NONE.0 {
                continue;
            }
            let arcs = hierarchy.arcs(*here);
            for (high, arc) in hierarchy.up[arcs.clone()].iter().zip(&metric.arcs[arcs]) {
                let there = &mut scratch.weight[*high as usize];
                *there = (*there).min(weight + arc[way as usize]);
            }
        }
        line.reverse();
        let mut label = Label { place, cs: Vec::with_capacity(line.len()), dm: Vec::with_capacity(line.len()), line };
        for rank in &label.line {
            let weight = Weight(std::mem::replace(&mut scratch.weight[*rank as usize], Weight::NONE.0));
            label.cs.push(if weight.is_some() { weight.cs() as i32 } else { NEVER_CS as i32 });
            label.dm.push(weight.dm());
        }
        found.push(label);
    }
    found
}

/// How many ancestors two labels have in common, counted from the root.
pub(crate) fn common(one: &Label, two: &Label) -> usize {
    let most = one.line.len().min(two.line.len());
    // Once two lines part they never meet again.
    let (mut low, mut high) = (0, most);
    while low < high {
        let middle = usize::midpoint(low, high);
        if one.line[middle] == two.line[middle] { low = middle + 1 } else { high = middle }
    }
    low
}

/// The least time by a common ancestor, in hundredths of a second.
pub(crate) fn least_cs(up: &[i32], down: &[i32]) -> i32 {
    up.iter().zip(down).map(|(one, two)| one.wrapping_add(*two)).fold(i32::MAX, i32::min)
}

/// The least weight by a common ancestor: the shortest among the fastest.
pub(crate) fn least(up: &Label, down: &Label, common: usize) -> Weight {
    let cs = least_cs(&up.cs[..common], &down.cs[..common]);
    if cs >= NEVER_CS as i32 || cs < 0 {
        return Weight::NONE;
    }
    let equal = (0..common).filter(|depth| up.cs[*depth].wrapping_add(down.cs[*depth]) == cs);
    let dm = equal.map(|depth| u64::from(up.dm[depth]) + u64::from(down.dm[depth])).min().unwrap_or(0);
    Weight::new(cs as u64, dm)
}
