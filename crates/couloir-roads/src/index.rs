//! Which segments lie where: a tree of boxes over segments that are numbered along Hilbert's curve.
//!
//! Source: Kamel and Faloutsos, «Hilbert R-tree», VLDB 1994; packed, since a network never changes.

use crate::network::Network;
use couloir_model::position::Position;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A box in ten-millionths of a degree, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Longitude and latitude of the south-west corner.
    pub low: (i32, i32),
    /// Longitude and latitude of the north-east corner.
    pub high: (i32, i32),
}

impl Bounds {
    /// The smallest box that holds all points; `None` when there is none.
    #[must_use]
    pub fn of(mut points: impl Iterator<Item = Position>) -> Option<Self> {
        let first = points.next()?;
        let start = (first.lon_e7(), first.lat_e7());
        Some(points.fold(Self { low: start, high: start }, |bounds, point| bounds.with(point)))
    }

    fn with(self, point: Position) -> Self {
        let (lon, lat) = (point.lon_e7(), point.lat_e7());
        Self { low: (self.low.0.min(lon), self.low.1.min(lat)), high: (self.high.0.max(lon), self.high.1.max(lat)) }
    }

    fn and(self, other: Self) -> Self {
        Self {
            low: (self.low.0.min(other.low.0), self.low.1.min(other.low.1)),
            high: (self.high.0.max(other.high.0), self.high.1.max(other.high.1)),
        }
    }

    /// True when the boxes share a point.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.low.0 <= other.high.0
            && other.low.0 <= self.high.0
            && self.low.1 <= other.high.1
            && other.low.1 <= self.high.1
    }

    /// The box with `metres` more on each side.
    #[must_use]
    pub fn wider(self, metres: u32) -> Self {
        let scale = Plane::at(self.low.1).min_by_lat(self.high.1);
        let lon = (f64::from(metres) * 1000.0 / scale.max(0.1)) as i32 + 1;
        let lat = (f64::from(metres) * 1000.0 / Plane::MM_PER_E7) as i32 + 1;
        Self {
            low: (self.low.0.saturating_sub(lon), self.low.1.saturating_sub(lat)),
            high: (self.high.0.saturating_add(lon), self.high.1.saturating_add(lat)),
        }
    }
}

/// A plane that touches the globe at one latitude: good to a thousandth within some tens of kilometres.
#[derive(Debug, Clone, Copy)]
pub struct Plane {
    mm_per_lon: f64,
}

impl Plane {
    /// Millimetres of a ten-millionth of a degree of latitude: 2π × 6,371,008.8 m ÷ 3.6 × 10⁹.
    const MM_PER_E7: f64 = 11.119_508;

    /// The plane at a latitude in ten-millionths of a degree.
    #[must_use]
    pub fn at(lat_e7: i32) -> Self {
        Self { mm_per_lon: Self::MM_PER_E7 * libm::cos((f64::from(lat_e7) / 1e7).to_radians()) }
    }

    fn min_by_lat(self, other_lat_e7: i32) -> f64 {
        self.mm_per_lon.min(Self::at(other_lat_e7).mm_per_lon)
    }

    /// `point` as seen from `origin`, in millimetres east and north.
    #[must_use]
    pub fn from(&self, origin: Position, point: (i32, i32)) -> (f64, f64) {
        let east = (i64::from(point.0) - i64::from(origin.lon_e7())) as f64 * self.mm_per_lon;
        let north = (i64::from(point.1) - i64::from(origin.lat_e7())) as f64 * Self::MM_PER_E7;
        (east, north)
    }
}

/// The tree.
#[derive(Debug, Clone)]
pub struct Index {
    /// The boxes of segments, then of groups of them, up to one box.
    levels: Vec<Vec<Bounds>>,
}

/// Children of a box.
const FAN: usize = 16;

impl Index {
    /// The tree of a network's segments.
    #[must_use]
    pub fn new(network: &Network) -> Self {
        let segments = 0..network.segments.len() as u32;
        let leaves: Vec<Bounds> =
            segments.map(|segment| Bounds::of(network.geometry(segment)).expect("a segment has two ends")).collect();
        let mut levels = vec![leaves];
        while levels[levels.len() - 1].len() > 1 {
            let below = &levels[levels.len() - 1];
            let above = below.chunks(FAN).map(|group| group[1..].iter().fold(group[0], |all, one| all.and(*one)));
            let above: Vec<Bounds> = above.collect();
            levels.push(above);
        }
        Self { levels }
    }

    /// The segments whose box meets `bounds`, in rising order.
    #[must_use]
    pub fn within(&self, bounds: &Bounds) -> Vec<u32> {
        let mut found = Vec::new();
        let top = self.levels.len() - 1;
        let mut open: Vec<(usize, usize)> = (0..self.levels[top].len()).map(|place| (top, place)).collect();
        while let Some((level, place)) = open.pop() {
            if !self.levels[level][place].meets(bounds) {
                continue;
            }
            if level == 0 {
                found.push(place as u32);
            } else {
                let end = ((place + 1) * FAN).min(self.levels[level - 1].len());
                open.extend((place * FAN..end).map(|child| (level - 1, child)));
            }
        }
        found.sort_unstable();
        found
    }

    /// The segments from the nearest outwards, each with its distance in millimetres as `distance` gives it, until `until`
    /// says that it has seen enough. Segments for which `distance` gives nothing are passed over.
    pub fn nearest<T>(
        &self,
        from: Position,
        mut distance: impl FnMut(u32) -> Option<(u64, T)>,
        mut until: impl FnMut(u32, u64, T) -> bool,
    ) {
        let plane = Plane::at(from.lat_e7());
        let to_box = |bounds: &Bounds| {
            let (west, south) = plane.from(from, bounds.low);
            let (east, north) = plane.from(from, bounds.high);
            let (dx, dy) = (west.max(-east).max(0.0), south.max(-north).max(0.0));
            libm::sqrt(dx * dx + dy * dy) as u64
        };
        // Entries: distance, whether it is exact (exact ones after boxes of the same distance), level, place.
        let mut queue: BinaryHeap<Reverse<(u64, bool, usize, usize)>> = BinaryHeap::new();
        let mut exact: std::collections::HashMap<usize, T> = std::collections::HashMap::new();
        let top = self.levels.len() - 1;
        queue.extend(
            (0..self.levels[top].len()).map(|place| Reverse((to_box(&self.levels[top][place]), false, top, place))),
        );
        while let Some(Reverse((far, is_exact, level, place))) = queue.pop() {
            if is_exact {
                let value = exact.remove(&place).expect("an exact distance has its value");
                if until(place as u32, far, value) {
                    return;
                }
            } else if level == 0 {
                if let Some((far, value)) = distance(place as u32) {
                    exact.insert(place, value);
                    queue.push(Reverse((far, true, 0, place)));
                }
            } else {
                let end = ((place + 1) * FAN).min(self.levels[level - 1].len());
                let children = place * FAN..end;
                queue.extend(
                    children.map(|child| Reverse((to_box(&self.levels[level - 1][child]), false, level - 1, child))),
                );
            }
        }
    }
}
