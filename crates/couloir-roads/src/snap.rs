//! From a place to the road: the nearest usable point, and why it is a bad one where it is.

use crate::component::Components;
use crate::ground::distance_cm;
use crate::index::{Index, Plane};
use crate::metric::Router;
use crate::network::{Network, Road};
use crate::weight::Weight;
use couloir_model::position::Position;
use couloir_model::quantity::Metres;

/// A point on a road.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snapped {
    /// The segment.
    pub segment: u32,
    /// How far along its geometry, in centimetres.
    pub offset_cm: u32,
    /// Where that is.
    pub position: Position,
    /// How far the place is from there, in centimetres.
    pub distance_cm: u64,
}

/// Where a place meets the network, and what is to be said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snap {
    /// The point that is used; `None` when no road of the network can be used.
    pub at: Option<Snapped>,
    /// What is wrong with it, the gravest first; empty when nothing is.
    pub doubts: Vec<Doubt>,
}

/// Why a point on the road may not be what was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// No road that this vehicle may use lies within [`SNAP_MAX`].
    NoRoad {
        /// The nearest usable road however far, in metres.
        nearest: Option<Metres>,
    },
    /// The place lies far from the road.
    Far {
        /// The distance.
        distance: Metres,
    },
    /// A river or a lake lies between.
    AcrossWater {
        /// Its name in [`Network::names`]; 0 where it has none.
        name: u32,
    },
    /// The nearest usable road is part of an island: one cannot drive from there to the main network and back. The point lies on the
    /// main network instead.
    NearerIsland {
        /// How far the road on the island is.
        distance: Metres,
        /// Its states: junctions, roughly.
        junctions: u32,
    },
    /// The point is on an island, for the main network is too far.
    OnIsland {
        /// Its states: junctions, roughly.
        junctions: u32,
    },
}

/// Farther from a road than this, a place is not on it: nothing is used without a word over tens of kilometres.
pub const SNAP_MAX: Metres = Metres(5_000);

/// Farther from a road than this is worth a word.
pub const FAR: Metres = Metres(250);

/// No farther from a road than this, a place is beside it, and a ditch or a fountain between them is not worth a word: an
/// assumption.
const BESIDE: Metres = Metres(30);

/// As much farther may the main network be than a road on an island before the island is believed.
pub const ISLAND_DETOUR: Metres = Metres(1_000);

/// Snaps places for one metric.
pub struct Snapper<'a> {
    network: &'a Network,
    index: &'a Index,
    /// By segment: 1 with a usable arc, 2 on the main network.
    usable: Vec<u8>,
    components: &'a Components,
}

impl<'a> Snapper<'a> {
    /// A snapper for roads that can be used under `weights`, whose parts are `components`.
    #[must_use]
    pub fn new(network: &'a Network, index: &'a Index, weights: &[Weight], components: &'a Components) -> Self {
        let mut usable = vec![0_u8; network.segments.len()];
        for state in 0..network.graph.states() as u32 {
            for arc in network.graph.arcs(state).filter(|arc| weights[*arc].is_some()) {
                let main = components.of[state as usize] == components.main
                    && components.of[network.graph.head[arc] as usize] == components.main;
                usable[network.graph.along[arc] as usize / 2] |= if main { 3 } else { 1 };
            }
        }
        Self { network, index, usable, components }
    }

    /// The point of the network for `place`.
    #[must_use]
    pub fn snap(&self, place: Position) -> Snap {
        let (mut nearest, mut on_main) = (None, None);
        self.index.nearest(
            place,
            |segment| {
                let usable = self.usable[segment as usize] != 0;
                usable.then(|| project_ashore(self.network, segment, place)).flatten()
            },
            |segment, _, snapped: Snapped| {
                nearest.get_or_insert(snapped);
                if self.usable[segment as usize] & 2 != 0 {
                    on_main = Some(snapped);
                }
                let island_holds =
                    nearest.is_some_and(|nearest| snapped.distance_cm > nearest.distance_cm + ISLAND_DETOUR.0 * 100);
                on_main.is_some() || island_holds
            },
        );
        let on_main = on_main.filter(|main| {
            nearest.is_none_or(|nearest| main.distance_cm <= nearest.distance_cm + ISLAND_DETOUR.0 * 100)
        });
        let Some(nearest) = nearest else { return Snap { at: None, doubts: vec![Doubt::NoRoad { nearest: None }] } };
        let metres = |snapped: Snapped| Metres(snapped.distance_cm.div_ceil(100));
        if metres(nearest) > SNAP_MAX {
            return Snap { at: None, doubts: vec![Doubt::NoRoad { nearest: Some(metres(nearest)) }] };
        }
        let mut doubts = Vec::new();
        let at = on_main.filter(|main| metres(*main) <= SNAP_MAX).unwrap_or(nearest);
        if self.usable[at.segment as usize] & 2 == 0 {
            doubts.push(Doubt::OnIsland { junctions: self.junctions(at.segment) });
        }
        if metres(at) > FAR {
            doubts.push(Doubt::Far { distance: metres(at) });
        }
        // The distance first: the search for water looks at every line of it.
        if metres(at) > BESIDE
            && let Some(name) = water_between(self.network, place, at.position)
        {
            doubts.push(Doubt::AcrossWater { name });
        }
        if at.segment != nearest.segment && self.usable[nearest.segment as usize] & 2 == 0 {
            doubts.push(Doubt::NearerIsland { distance: metres(nearest), junctions: self.junctions(nearest.segment) });
        }
        Snap { at: Some(at), doubts }
    }

    fn junctions(&self, segment: u32) -> u32 {
        let node = self.network.segments[segment as usize].from;
        self.components.size[self.components.of[node as usize] as usize]
    }
}

/// The point of a segment that is nearest to `place`, with the distance in millimetres.
#[must_use]
pub fn project(network: &Network, segment: u32, place: Position) -> (u64, Snapped) {
    let plane = Plane::at(place.lat_e7());
    let seen = |point: Position| plane.from(place, (point.lon_e7(), point.lat_e7()));
    let points: Vec<Position> = network.geometry(segment).collect();
    let mut best: Option<(f64, usize, f64)> = None;
    for (index, pair) in points.windows(2).enumerate() {
        let ((ax, ay), (bx, by)) = (seen(pair[0]), seen(pair[1]));
        let (dx, dy) = (bx - ax, by - ay);
        let square = dx * dx + dy * dy;
        let share = if square > 0.0 { (-(ax * dx + ay * dy) / square).clamp(0.0, 1.0) } else { 0.0 };
        let (x, y) = (ax + share * dx, ay + share * dy);
        let far = x * x + y * y;
        if best.is_none_or(|(least, ..)| far < least) {
            best = Some((far, index, share));
        }
    }
    let (far, index, share) = best.expect("a segment has two ends");
    let between = |one: i32, two: i32| libm::round(f64::from(one) + (f64::from(two) - f64::from(one)) * share) as i32;
    let (one, two) = (points[index], points[index + 1]);
    let position =
        Position::from_e7(between(one.lon_e7(), two.lon_e7()), between(one.lat_e7(), two.lat_e7())).unwrap_or(one);
    let before: u64 = points[..=index].windows(2).map(|pair| distance_cm(pair[0], pair[1])).sum();
    let along = before + distance_cm(one, position);
    let row = &network.segments[segment as usize];
    let snapped = Snapped {
        segment,
        offset_cm: u32::try_from(along).unwrap_or(u32::MAX).min(row.length_cm),
        position,
        distance_cm: distance_cm(place, position),
    };
    (libm::sqrt(far) as u64, snapped)
}

/// The same for a place on land: a ferry is met at its landings alone, and at a landing the road goes before it; `None` for a ferry
/// that has none.
#[must_use]
pub fn project_ashore(network: &Network, segment: u32, place: Position) -> Option<(u64, Snapped)> {
    if network.attributes_of(segment).road != Road::Ferry {
        return Some(project(network, segment, place));
    }
    let row = &network.segments[segment as usize];
    let plane = Plane::at(place.lat_e7());
    let landings =
        [(row.from, 0), (row.to, row.length_cm)].into_iter().filter(|(node, _)| is_landing(network, *node, segment));
    let met = landings.map(|(node, offset_cm)| {
        let position = network.nodes[node as usize].position;
        let (x, y) = plane.from(place, (position.lon_e7(), position.lat_e7()));
        // A millimetre more, so that the road of the landing is found first.
        let far_mm = libm::sqrt(x * x + y * y) as u64 + 1;
        (far_mm, Snapped { segment, offset_cm, position, distance_cm: distance_cm(place, position) })
    });
    met.min_by_key(|(far_mm, _)| *far_mm)
}

/// True where a ferry lands: a road goes on from there, or nothing does. Where lines meet at sea, nobody gets off.
fn is_landing(network: &Network, node: u32, ferry: u32) -> bool {
    let mut others =
        network.graph.arcs(node).map(|arc| network.graph.along[arc] / 2).filter(|other| *other != ferry).peekable();
    others.peek().is_none() || others.any(|other| network.attributes_of(other).road != Road::Ferry)
}

/// The name of a river, or of the shore of a lake, that the straight line crosses.
fn water_between(network: &Network, one: Position, two: Position) -> Option<u32> {
    use crate::layer::Layer;
    let e7 = |point: Position| (i64::from(point.lon_e7()), i64::from(point.lat_e7()));
    let (one, two) = (e7(one), e7(two));
    let water = network
        .layers
        .features
        .iter()
        .filter(|feature| matches!(feature.layer, Layer::Water | Layer::River | Layer::Coastline));
    let mut crossed = water.filter(|feature| {
        let mut pairs = feature.lines.iter().flat_map(|line| line.windows(2));
        pairs.any(|pair| segments_cross(one, two, e7(pair[0]), e7(pair[1])))
    });
    let first = crossed.next()?;
    // One with a name says more than one without.
    Some(std::iter::once(first).chain(crossed).map(|feature| feature.name).max().unwrap_or(0))
}

/// True when the segments `ab` and `cd` have a point in common.
#[must_use]
pub fn segments_cross(a: (i64, i64), b: (i64, i64), c: (i64, i64), d: (i64, i64)) -> bool {
    let side = |p: (i64, i64), q: (i64, i64), r: (i64, i64)| {
        let cross = i128::from(q.0 - p.0) * i128::from(r.1 - p.1) - i128::from(q.1 - p.1) * i128::from(r.0 - p.0);
        cross.signum()
    };
    let within = |p: (i64, i64), q: (i64, i64), r: (i64, i64)| {
        (p.0.min(q.0)..=p.0.max(q.0)).contains(&r.0) && (p.1.min(q.1)..=p.1.max(q.1)).contains(&r.1)
    };
    let (c_side, d_side, a_side, b_side) = (side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b));
    (c_side != d_side && a_side != b_side && c_side * d_side <= 0 && a_side * b_side <= 0)
        || (c_side == 0 && within(a, b, c))
        || (d_side == 0 && within(a, b, d))
        || (a_side == 0 && within(c, d, a))
        || (b_side == 0 && within(c, d, b))
}

/// How one gets from a point onto the network's states, or from them to the point.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ends {
    /// States with the weight of the way between them and the point.
    pub states: Vec<(u32, Weight)>,
}

impl Router<'_> {
    /// The states that one reaches first from a point on the road.
    #[must_use]
    pub fn leaving(&self, at: &Snapped, weights: &[Weight]) -> Ends {
        let network = self.network;
        let row = network.segments[at.segment as usize];
        let mut states = Vec::new();
        for (against, tail, left) in [(0, row.from, row.length_cm - at.offset_cm), (1, row.to, at.offset_cm)] {
            if let Some(arc) = self.arc(tail, at.segment * 2 + against) {
                let weight = weights[arc].part(left, row.length_cm);
                if weight.is_some() {
                    states.push((network.graph.head[arc], weight));
                }
            }
        }
        Ends { states }
    }

    /// The states from which one reaches a point on the road last.
    #[must_use]
    pub fn reaching(&self, at: &Snapped, weights: &[Weight]) -> Ends {
        let row = self.network.segments[at.segment as usize];
        let mut states = Vec::new();
        for (against, tail, ridden) in [(0, row.from, at.offset_cm), (1, row.to, row.length_cm - at.offset_cm)] {
            for state in self.states_of(tail) {
                if let Some(arc) = self.arc(state, at.segment * 2 + against) {
                    let weight = weights[arc].part(ridden, row.length_cm);
                    if weight.is_some() {
                        states.push((state, weight));
                    }
                }
            }
        }
        Ends { states }
    }

    /// The weight of going from one point to another on the same segment without leaving it.
    #[must_use]
    pub fn beside(&self, from: &Snapped, to: &Snapped, weights: &[Weight]) -> Weight {
        if from.segment != to.segment {
            return Weight::NONE;
        }
        let row = self.network.segments[from.segment as usize];
        let (against, tail) = if from.offset_cm <= to.offset_cm { (0, row.from) } else { (1, row.to) };
        let arc = self.arc(tail, from.segment * 2 + against);
        arc.map_or(Weight::NONE, |arc| weights[arc].part(from.offset_cm.abs_diff(to.offset_cm), row.length_cm))
    }

    /// The arc from `state` that runs `along`, if there is one.
    pub(crate) fn arc(&self, state: u32, along: u32) -> Option<usize> {
        self.network.graph.arcs(state).find(|arc| self.network.graph.along[*arc] == along)
    }
}
