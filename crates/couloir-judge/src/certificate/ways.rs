//! Shortest ways over a full table of legs.

/// Never, or no road. Small enough that a few of them can be added.
pub(super) const NEVER: u64 = u64::MAX / 8;

/// The least distance of every position, when each starts with one and a leg leads from every position in `via` to every
/// other (Dijkstra, *Numerische Mathematik* 1, 1959). The others are come to, but not passed through.
pub(super) fn shortest(mut distance: Vec<u64>, via: &[usize], leg: impl Fn(usize, usize) -> u64) -> Vec<u64> {
    let mut waiting = via.to_vec();
    loop {
        let nearest = waiting.iter().enumerate().min_by_key(|(_, position)| distance[**position]);
        let Some(slot) = nearest.map(|(slot, _)| slot) else { return distance };
        let here = waiting.swap_remove(slot);
        if distance[here] >= NEVER {
            return distance;
        }
        for there in 0..distance.len() {
            let by_here = distance[here].saturating_add(leg(here, there)).min(NEVER);
            distance[there] = distance[there].min(by_here);
        }
    }
}

/// As [`shortest`], over the rows of a table: no leg is longer than [`NEVER`].
pub(super) fn shorten_by(distance: &mut [u64], via: &[usize], legs: &[Vec<u64>]) {
    let mut waiting = via.to_vec();
    loop {
        let nearest = waiting.iter().enumerate().min_by_key(|(_, position)| distance[**position]);
        let Some(slot) = nearest.map(|(slot, _)| slot) else { return };
        let here = waiting.swap_remove(slot);
        let from_here = distance[here];
        if from_here >= NEVER {
            return;
        }
        for (there, leg) in distance.iter_mut().zip(&legs[here]) {
            // No overflow: both are at most an eighth of what fits.
            *there = (*there).min(from_here + leg);
        }
    }
}
