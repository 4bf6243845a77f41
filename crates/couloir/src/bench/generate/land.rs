//! Where places are and how long the ways between them take.
//!
//! Sites lie in a disc, shelters in a ring around it, depots in the ring as well. Up to size L the times are shortest ways
//! in a road network drawn around the places; beyond, a table would be too large to write, and they follow from the
//! coordinates, or in `bep` from a hash.

use super::random::Random;
use super::{Scale, Size, fleet};
use couloir_model::format::bench::NeutralMatrix;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Coordinates in metres, and times.
pub(super) struct Land {
    pub(super) at: Vec<(i64, i64)>,
    pub(super) matrix: NeutralMatrix,
}

/// Times without a map: one to ten minutes between any two places, the same in both directions.
pub(super) fn drawn(random: &mut Random, size: Size, places: usize) -> NeutralMatrix {
    if size >= Size::Xl {
        return NeutralMatrix::Hash { seed: random.next(), low: 1, high: 10, unit: 60 };
    }
    let mut rows = vec![vec![0; places]; places];
    for (from, to) in (0..places).flat_map(|from| (0..from).map(move |to| (from, to))) {
        let seconds = 60 * random.between(1, 10);
        (rows[from][to], rows[to][from]) = (seconds, seconds);
    }
    NeutralMatrix::Explicit(rows)
}

impl Land {
    pub(super) fn of(random: &mut Random, size: Size, scale: &Scale) -> Self {
        let on_roads = size < Size::Xl;
        // In thousandths of the land's width.
        let (disc, ring) = if on_roads { (330, (370, 600)) } else { (270, (320, 500)) };
        let depots = (0..fleet::DEPOTS).map(|_| (380, ring.1 + 50));
        let sites = (0..scale.sites).map(|_| (0, disc));
        let shelters = (0..scale.shelters).map(|_| ring);
        let at: Vec<_> = depots.chain(sites).chain(shelters).map(|ring| place(random, scale.side, ring)).collect();
        let matrix = if on_roads { roads(random, size, scale.side, &at) } else { straight(random, at.len()) };
        Self { at, matrix }
    }
}

/// A random place at a distance from the middle that lies in this range, in thousandths of `side`.
fn place(random: &mut Random, side: i64, (inner, outer): (i64, i64)) -> (i64, i64) {
    let (inner, outer) = (side * inner / 1_000, side * outer / 1_000);
    loop {
        let mut draw = || random.between(0, 2 * outer.unsigned_abs()) as i64 - outer;
        let (x, y) = (draw(), draw());
        let square = x * x + y * y;
        if inner * inner <= square && square <= outer * outer {
            return (side / 2 + x, side / 2 + y);
        }
    }
}

fn straight(random: &mut Random, places: usize) -> NeutralMatrix {
    let mut seconds = || (0..places).map(|_| random.between(10, 90)).collect();
    NeutralMatrix::Euclid { pace_num: 105, pace_den: 1_000, exit: seconds(), entry: seconds() }
}

/// A road network: places and junctions as nodes, each with its roads.
struct Network {
    at: Vec<(i64, i64)>,
    roads: Vec<Vec<(usize, u64)>>,
}

fn roads(random: &mut Random, size: Size, side: i64, places: &[(i64, i64)]) -> NeutralMatrix {
    let lanes = match size {
        Size::S => 6,
        Size::M => 9,
        _ => 13,
    };
    let mut network = Network { at: places.to_vec(), roads: Vec::new() };
    network.add_junctions(random, side, lanes);
    network.connect_places(random, places.len());
    NeutralMatrix::Explicit((0..places.len()).map(|from| network.times(from)[..places.len()].to_vec()).collect())
}

impl Network {
    /// A grid of junctions, each moved a little, with roads of different speeds between neighbours.
    fn add_junctions(&mut self, random: &mut Random, side: i64, lanes: usize) {
        let first = self.at.len();
        let step = side * 12 / 10 / (lanes as i64 - 1);
        for row in 0..lanes as i64 {
            for column in 0..lanes as i64 {
                let mut moved =
                    |lane: i64| lane * step - side / 10 + random.between(0, step.unsigned_abs() / 2) as i64 - step / 4;
                self.at.push((moved(column), moved(row)));
            }
        }
        self.roads = vec![Vec::new(); self.at.len()];
        for row in 0..lanes {
            for column in 0..lanes {
                let here = first + row * lanes + column;
                if column + 1 < lanes {
                    self.add_road(random, here, here + 1);
                }
                if row + 1 < lanes {
                    self.add_road(random, here, here + lanes);
                }
            }
        }
    }

    /// A road with 50 to 85 s a kilometre, one in eight a detour of twice that; one direction may be a little slower.
    fn add_road(&mut self, random: &mut Random, one: usize, two: usize) {
        let slow = if random.between(1, 8) == 1 { 2 } else { 1 };
        let pace = slow * random.between(50, 85);
        for (from, to) in [(one, two), (two, one)] {
            let seconds = self.metres(from, to) * (pace + random.between(0, 4)) / 1_000;
            self.roads[from].push((to, seconds.max(1)));
        }
    }

    /// Each place reaches the two nearest junctions by small roads.
    fn connect_places(&mut self, random: &mut Random, places: usize) {
        for place in 0..places {
            let mut junctions: Vec<usize> = (places..self.at.len()).collect();
            junctions.sort_by_key(|junction| (self.metres(place, *junction), *junction));
            for junction in junctions.into_iter().take(2) {
                for (from, to) in [(place, junction), (junction, place)] {
                    let seconds = random.between(15, 90) + self.metres(from, to) * 110 / 1_000;
                    self.roads[from].push((to, seconds));
                }
            }
        }
    }

    /// Straight distance in metres, rounded up.
    fn metres(&self, from: usize, to: usize) -> u64 {
        let (one, two) = (self.at[from], self.at[to]);
        let squares = one.0.abs_diff(two.0).pow(2) + one.1.abs_diff(two.1).pow(2);
        if squares == 0 { 0 } else { (squares - 1).isqrt() + 1 }
    }

    /// Shortest times from a node to all, by Dijkstra's algorithm (Numerische Mathematik 1, 1959).
    fn times(&self, from: usize) -> Vec<u64> {
        let mut times = vec![u64::MAX; self.at.len()];
        let mut open = BinaryHeap::from([Reverse((0, from))]);
        while let Some(Reverse((time, node))) = open.pop() {
            if times[node] <= time {
                continue;
            }
            times[node] = time;
            open.extend(self.roads[node].iter().map(|(next, seconds)| Reverse((time + seconds, *next))));
        }
        times
    }
}
