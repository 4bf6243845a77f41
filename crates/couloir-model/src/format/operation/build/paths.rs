//! Shortest ways through listed legs.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A leg that a table lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Listed {
    pub to: usize,
    pub seconds: u64,
    /// Absent where the table does not say.
    pub metres: Option<u64>,
}

/// The shortest ways from one place to all others.
#[derive(Debug)]
pub(super) struct Ways {
    from: usize,
    /// Seconds to each place; `None` where no listed leg leads.
    pub seconds: Vec<Option<u64>>,
    before: Vec<Option<usize>>,
}

/// Dijkstra's algorithm over `legs`, by place, from `from`. Of two ways equally long the one with fewer legs is taken, then
/// the one through the place with the smaller number: the same on every machine.
pub(super) fn from(from: usize, legs: &[Vec<Listed>]) -> Ways {
    let places = legs.len();
    let mut best: Vec<Option<(u64, u32)>> = vec![None; places];
    let mut ways = Ways { from, seconds: vec![None; places], before: vec![None; places] };
    let mut open = BinaryHeap::from([Reverse(((0, 0), from))]);
    best[from] = Some((0, 0));
    while let Some(Reverse((cost, place))) = open.pop() {
        if ways.seconds[place].is_some() {
            continue;
        }
        ways.seconds[place] = Some(cost.0);
        for leg in &legs[place] {
            let through = (cost.0 + leg.seconds, cost.1 + 1);
            if best[leg.to].is_none_or(|known| through < known) {
                best[leg.to] = Some(through);
                ways.before[leg.to] = Some(place);
                open.push(Reverse((through, leg.to)));
            }
        }
    }
    ways
}

impl Ways {
    /// The legs to `to`, in order, each as from and to.
    pub(super) fn legs(&self, to: usize) -> Vec<(usize, usize)> {
        let mut legs = Vec::new();
        let mut at = to;
        while let Some(before) = self.before[at].filter(|_| at != self.from) {
            legs.push((before, at));
            at = before;
        }
        legs.reverse();
        legs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_over_two_short_legs_beats_one_long_leg() {
        let leg = |to, seconds| Listed { to, seconds, metres: None };
        let legs = vec![vec![leg(1, 10), leg(2, 50)], vec![leg(2, 20)], vec![], vec![leg(0, 1)]];
        let ways = from(0, &legs);
        assert_eq!(ways.seconds, [Some(0), Some(10), Some(30), None]);
        assert_eq!(ways.legs(2), [(0, 1), (1, 2)]);
        assert!(ways.legs(0).is_empty());
    }
}
