//! The sea, from coastlines: OpenStreetMap draws the shore alone, with the land on its left and the water on its right.
//!
//! Shores are joined end to end and cut to a box; where one leaves the box, the edge is followed clockwise, the water on the right,
//! to where the next one enters. A shore that breaks off inside the box could flood the land: then there is no sea at all.
//!
//! Source: wiki, Tag:natural=coastline.

use crate::layer::Layer;
use crate::network::Network;
use couloir_model::position::Position;
use std::collections::BTreeMap;

/// East and north in ten-millionths of a degree.
type Point = (i64, i64);

/// The box to which shores are cut.
#[derive(Debug, Clone, Copy)]
struct Frame {
    low: Point,
    high: Point,
}

/// The rings of the sea within the network's bounds, islands among them; empty where the map has no shore, or one that breaks off.
#[must_use]
pub fn sea(network: &Network) -> Vec<Vec<Position>> {
    let Some((low, high)) = network.bounds() else { return Vec::new() };
    let shores = network.layers.features.iter().filter(|feature| feature.layer == Layer::Coastline);
    let shores: Vec<Vec<Point>> = shores.flat_map(|feature| &feature.lines).map(|line| points(line)).collect();
    let chains = joined(shores);
    if chains.is_empty() {
        return Vec::new();
    }
    let bounds = Frame { low: point(low), high: point(high) };
    // Shores often go on beyond the last road; where they do, so does the sea.
    let rings = [4, 10, 40].into_iter().map(|part| bounds.grown(part)).chain([bounds]);
    let rings = rings.into_iter().find_map(|frame| within(&chains, frame)).unwrap_or_default();
    let position = |at: &Point| Position::from_e7(i32::try_from(at.0).ok()?, i32::try_from(at.1).ok()?).ok();
    rings.iter().map(|ring| ring.iter().filter_map(position).collect()).collect()
}

fn point(position: Position) -> Point {
    (position.lon_e7().into(), position.lat_e7().into())
}

fn points(line: &[Position]) -> Vec<Point> {
    line.iter().map(|position| point(*position)).collect()
}

/// Lines joined where one begins at the end of another. None is turned round: their direction says where the water is.
fn joined(lines: Vec<Vec<Point>>) -> Vec<Vec<Point>> {
    let mut by_start: BTreeMap<Point, Vec<usize>> = BTreeMap::new();
    let mut ends: BTreeMap<Point, usize> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        by_start.entry(line[0]).or_default().push(index);
        *ends.entry(line[line.len() - 1]).or_default() += 1;
    }
    let mut used = vec![false; lines.len()];
    let mut chains = Vec::new();
    // Lines at which no other ends come first, so that a chain begins at its beginning; what is left then is closed.
    let is_first = |index: &usize| !ends.contains_key(&lines[*index][0]);
    for first in (0..lines.len()).filter(is_first).chain(0..lines.len()) {
        if std::mem::replace(&mut used[first], true) {
            continue;
        }
        let mut chain = lines[first].clone();
        while chain[0] != chain[chain.len() - 1] {
            let next = by_start.get(&chain[chain.len() - 1]);
            let Some(next) = next.and_then(|next| next.iter().copied().find(|next| !used[*next])) else { break };
            used[next] = true;
            chain.extend(&lines[next][1..]);
        }
        chains.push(chain);
    }
    chains
}

/// The rings of the sea within `frame`; `None` where a shore breaks off inside it.
fn within(chains: &[Vec<Point>], frame: Frame) -> Option<Vec<Vec<Point>>> {
    let (mut rings, mut pieces) = (Vec::new(), Vec::new());
    for chain in chains {
        let closed = chain.len() > 3 && chain[0] == chain[chain.len() - 1];
        match chain.iter().position(|at| !frame.holds(*at)) {
            None if closed => rings.push(chain.clone()),
            None => return None,
            Some(outside) if closed => {
                let last = chain.len() - 1;
                let turned: Vec<Point> = (0..=last).map(|step| chain[(outside + step) % last]).collect();
                pieces.extend(frame.pieces(&turned));
            }
            Some(_) => pieces.extend(frame.pieces(chain)),
        }
    }
    if pieces.is_empty() {
        // Islands alone lie in the sea; a shore round the water alone is a sea of its own.
        if rings.iter().any(|ring| is_counterclockwise(ring)) {
            rings.push(frame.ring());
        }
        return Some(rings);
    }
    rings.extend(closed_along(&pieces, frame)?);
    Some(rings)
}

/// Rings of pieces and of the frame's edge between them; `None` where a piece does not begin and end on the edge.
fn closed_along(pieces: &[Vec<Point>], frame: Frame) -> Option<Vec<Vec<Point>>> {
    let length = frame.edge();
    let begins: Vec<i64> = pieces.iter().map(|piece| frame.along(piece[0])).collect::<Option<_>>()?;
    let ends: Vec<i64> = pieces.iter().map(|piece| frame.along(piece[piece.len() - 1])).collect::<Option<_>>()?;
    let mut used = vec![false; pieces.len()];
    let mut rings = Vec::new();
    for first in 0..pieces.len() {
        if used[first] {
            continue;
        }
        let mut ring = Vec::new();
        let mut piece = first;
        loop {
            used[piece] = true;
            ring.extend(&pieces[piece]);
            let end = ends[piece];
            let ahead = |next: usize| (begins[next] - end).rem_euclid(length);
            let open = (0..pieces.len()).filter(|next| *next == first || !used[*next]);
            let next = open.min_by_key(|next| ahead(*next))?;
            ring.extend(frame.corners(end, ahead(next)));
            if next == first {
                break;
            }
            piece = next;
        }
        ring.push(ring[0]);
        rings.push(ring);
    }
    Some(rings)
}

/// True for a shore with the land inside.
fn is_counterclockwise(ring: &[Point]) -> bool {
    let twice: i128 = ring
        .windows(2)
        .map(|pair| i128::from(pair[0].0) * i128::from(pair[1].1) - i128::from(pair[1].0) * i128::from(pair[0].1))
        .sum();
    twice > 0
}

impl Frame {
    const fn holds(self, at: Point) -> bool {
        at.0 >= self.low.0 && at.0 <= self.high.0 && at.1 >= self.low.1 && at.1 <= self.high.1
    }

    const fn size(self) -> (i64, i64) {
        (self.high.0 - self.low.0, self.high.1 - self.low.1)
    }

    /// Larger by a part of its size on each side, on the globe.
    fn grown(self, part: i64) -> Self {
        let (wide, high) = (self.size().0 / part, self.size().1 / part);
        let low = ((self.low.0 - wide).max(-1_800_000_000), (self.low.1 - high).max(-900_000_000));
        let high = ((self.high.0 + wide).min(1_800_000_000), (self.high.1 + high).min(900_000_000));
        Self { low, high }
    }

    const fn edge(self) -> i64 {
        2 * (self.size().0 + self.size().1)
    }

    /// Clockwise from the north-west.
    const fn corner(self, number: usize) -> Point {
        match number % 4 {
            0 => (self.low.0, self.high.1),
            1 => self.high,
            2 => (self.high.0, self.low.1),
            _ => self.low,
        }
    }

    fn ring(self) -> Vec<Point> {
        (0..5).map(|number| self.corner(number)).collect()
    }

    /// How far along the edge a point is, clockwise from the north-west; `None` when it is not on the edge.
    const fn along(self, at: Point) -> Option<i64> {
        let (wide, high) = self.size();
        if at.1 == self.high.1 {
            Some(at.0 - self.low.0)
        } else if at.0 == self.high.0 {
            Some(wide + self.high.1 - at.1)
        } else if at.1 == self.low.1 {
            Some(wide + high + self.high.0 - at.0)
        } else if at.0 == self.low.0 {
            Some(2 * wide + high + at.1 - self.low.1)
        } else {
            None
        }
    }

    /// The corners on the way clockwise from `from` over `length` of the edge.
    fn corners(self, from: i64, length: i64) -> Vec<Point> {
        let (wide, high) = self.size();
        let places = [0, wide, wide + high, 2 * wide + high];
        let mut passed: Vec<(i64, usize)> = places
            .into_iter()
            .zip(0..)
            .map(|(place, number)| ((place - from).rem_euclid(self.edge()), number))
            .filter(|(ahead, _)| *ahead < length)
            .collect();
        passed.sort_unstable();
        passed.into_iter().map(|(_, number)| self.corner(number)).collect()
    }

    /// The parts of a line inside the frame. An end on the edge lies exactly on it.
    fn pieces(self, line: &[Point]) -> Vec<Vec<Point>> {
        let mut pieces: Vec<Vec<Point>> = Vec::new();
        let mut open: Vec<Point> = Vec::new();
        for pair in line.windows(2) {
            let Some((one, two)) = self.cut(pair[0], pair[1]) else {
                if open.len() > 1 {
                    pieces.push(std::mem::take(&mut open));
                }
                open.clear();
                continue;
            };
            if open.last() != Some(&one) {
                if open.len() > 1 {
                    pieces.push(std::mem::take(&mut open));
                }
                open = vec![one];
            }
            if one != two {
                open.push(two);
            }
            if two != pair[1] {
                if open.len() > 1 {
                    pieces.push(std::mem::take(&mut open));
                }
                open.clear();
            }
        }
        if open.len() > 1 {
            pieces.push(open);
        }
        pieces
    }

    /// The part of a stretch inside the frame, rounded to whole numbers and onto the edge (Liang and Barsky, 1984).
    fn cut(self, from: Point, to: Point) -> Option<(Point, Point)> {
        let by = (to.0 - from.0, to.1 - from.1);
        // As fractions `numerator / denominator` of the stretch, compared by multiplying out.
        let (mut enter, mut leave) = ((0_i128, 1_i128), (1_i128, 1_i128));
        for (step, room) in [
            (-by.0, from.0 - self.low.0),
            (by.0, self.high.0 - from.0),
            (-by.1, from.1 - self.low.1),
            (by.1, self.high.1 - from.1),
        ] {
            if step == 0 {
                if room < 0 {
                    return None;
                }
                continue;
            }
            let (mut part, mut whole) = (i128::from(room), i128::from(step));
            let entering = whole < 0;
            if whole < 0 {
                (part, whole) = (-part, -whole);
            }
            if entering && part * enter.1 > enter.0 * whole {
                enter = (part, whole);
            } else if !entering && part * leave.1 < leave.0 * whole {
                leave = (part, whole);
            }
        }
        if enter.0 * leave.1 > leave.0 * enter.1 {
            return None;
        }
        let at = |(part, whole): (i128, i128)| {
            let on = |from: i64, by: i64, low: i64, high: i64| {
                // Within a stretch of 32-bit coordinates, so that nothing is cut off.
                (from + ((i128::from(by) * part + whole / 2).div_euclid(whole)) as i64).clamp(low, high)
            };
            (on(from.0, by.0, self.low.0, self.high.0), on(from.1, by.1, self.low.1, self.high.1))
        };
        Some((at(enter), at(leave)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame { low: (0, 0), high: (100, 100) };

    fn twice_area(ring: &[Point]) -> i64 {
        ring.windows(2).map(|pair| pair[0].0 * pair[1].1 - pair[1].0 * pair[0].1).sum::<i64>().abs()
    }

    #[test]
    fn the_sea_lies_to_the_right_of_its_shore() {
        // Northwards through the middle: land in the west, sea in the east; and the other way round.
        let north = within(&[vec![(50, -10), (50, 60), (50, 110)]], FRAME).expect("a sea");
        assert_eq!(north, [[(50, 0), (50, 60), (50, 100), (100, 100), (100, 0), (50, 0)]]);
        let south = within(&[vec![(30, 110), (30, -10)]], FRAME).expect("a sea");
        assert_eq!(south.iter().map(|ring| twice_area(ring)).collect::<Vec<_>>(), [2 * 30 * 100]);
    }

    #[test]
    fn a_channel_between_two_shores_is_one_sea() {
        let shores = [vec![(40, -1), (40, 101)], vec![(60, 101), (60, -1)]];
        let sea = within(&shores, FRAME).expect("a sea");
        assert_eq!(sea.iter().map(|ring| twice_area(ring)).collect::<Vec<_>>(), [2 * 20 * 100]);
    }

    #[test]
    fn islands_alone_lie_in_the_sea() {
        let island = vec![(40, 40), (60, 40), (60, 60), (40, 60), (40, 40)];
        let sea = within(std::slice::from_ref(&island), FRAME).expect("a sea");
        assert_eq!(sea, [island, FRAME.ring()]);
    }

    #[test]
    fn an_island_across_the_edge_leaves_the_rest_to_the_sea() {
        let island = vec![(80, 40), (120, 40), (120, 60), (80, 60), (80, 40)];
        let sea = within(&[island], FRAME).expect("a sea");
        assert_eq!(sea.iter().map(|ring| twice_area(ring)).sum::<i64>(), 2 * (100 * 100 - 20 * 20));
    }

    #[test]
    fn a_shore_that_breaks_off_inside_draws_no_sea() {
        assert_eq!(within(&[vec![(50, -10), (50, 60)]], FRAME), None);
        assert_eq!(within(&[vec![(50, 10), (50, 60)]], FRAME), None);
    }

    #[test]
    fn ways_of_a_shore_are_joined_in_any_order() {
        let lines = vec![vec![(2, 2), (3, 3)], vec![(0, 0), (1, 1)], vec![(1, 1), (2, 2)]];
        assert_eq!(joined(lines), [vec![(0, 0), (1, 1), (2, 2), (3, 3)]]);
    }
}
