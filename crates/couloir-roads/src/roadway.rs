//! The other roadway: a wide road is drawn as two one-way roads side by side, and whoever closes a road or a bridge at a point means
//! both.

use crate::ground::distance_cm;
use crate::index::{Bounds, Index, Plane};
use crate::network::{Network, Road, Traits};
use crate::snap::{Snapped, project};
use couloir_model::position::Position;

/// How far from the point at which a road is closed its other roadway may be, in metres: the broadest medians of motorways stay
/// below it, and so do most roads beside them.
pub const ROADWAY_APART_M: u32 = 50;

/// How far apart the bridges of one road may be, in metres: two decks with room between them.
pub const BRIDGES_APART_M: u32 = 60;

/// `segment`, which is closed where it is nearest to `point`, and the one-way roads of the same name or number that run the other way
/// beside it.
#[must_use]
pub fn both_roadways(network: &Network, index: &Index, segment: u32, point: Position) -> Vec<u32> {
    let mut both = vec![segment];
    let (_, here) = project(network, segment, point);
    let Some(own) = heading(network, &here) else { return both };
    let Some(around) = Bounds::of(std::iter::once(here.position)) else { return both };
    both.extend(index.within(&around.wider(ROADWAY_APART_M)).into_iter().filter(|other| {
        let (far_mm, there) = project(network, *other, here.position);
        *other != segment
            && far_mm <= u64::from(ROADWAY_APART_M) * 1000
            && is_same_road(network, segment, *other)
            && heading(network, &there).is_some_and(|other| own.0 * other.0 + own.1 * other.1 < 0.0)
    }));
    both
}

/// All pieces of the way of the bridge `segment`, and the bridges of the same name or number within [`BRIDGES_APART_M`] of them: its
/// other roadway, and what a mapper has cut it into.
#[must_use]
pub fn whole_bridge(network: &Network, index: &Index, segment: u32) -> Vec<u32> {
    let mut whole = network.segments_of_way(network.way_of(segment).osm_id);
    let lines: Vec<Vec<Position>> = whole.iter().map(|piece| network.geometry(*piece).collect()).collect();
    let Some(around) = Bounds::of(lines.iter().flatten().copied()) else { return whole };
    let beside = |other: &u32| {
        !whole.contains(other)
            && network.attributes_of(*other).traits.has(Traits::BRIDGE)
            && is_same_road(network, segment, *other)
            && lines.iter().zip(&whole).any(|(line, piece)| is_near(network, (*piece, line), *other))
    };
    let others: Vec<u32> = index.within(&around.wider(BRIDGES_APART_M)).into_iter().filter(beside).collect();
    whole.extend(others);
    whole
}

/// True when a corner of either line is within [`BRIDGES_APART_M`] of the other.
fn is_near(network: &Network, (piece, line): (u32, &[Position]), other: u32) -> bool {
    let near = |segment, point| project(network, segment, point).0 <= u64::from(BRIDGES_APART_M) * 1000;
    network.geometry(other).any(|point| near(piece, point)) || line.iter().any(|point| near(other, *point))
}

/// True when both have a name or number in common; without either, when they are one-way roads of the same kind, as the roadways of
/// a road are that nobody has named. Aisles of a car park and paths are not taken for that.
fn is_same_road(network: &Network, one: u32, two: u32) -> bool {
    let called = |segment| {
        let way = network.way_of(segment);
        let number = Some(network.names.text(way.reference)).filter(|number| !number.is_empty());
        (network.names.name(way.name, &[]), number)
    };
    let ((name, number), (other_name, other_number)) = (called(one), called(two));
    if name.is_some() && name == other_name || number.is_some() && number == other_number {
        return true;
    }
    let (road, other) = (network.attributes_of(one).road, network.attributes_of(two).road);
    let nameless = name.is_none() && number.is_none() && other_name.is_none() && other_number.is_none();
    let one_way = |segment| direction(network, segment).is_some();
    nameless && road == other && road < Road::Service && one_way(one) && one_way(two)
}

/// Against its geometry or along it, for a road on which somebody may drive in that direction only; `None` for others.
fn direction(network: &Network, segment: u32) -> Option<bool> {
    let [along, against] = network.attributes_of(segment).open;
    match (along.without(against).is_empty(), against.without(along).is_empty()) {
        (false, true) => Some(false),
        (true, false) => Some(true),
        _ => None,
    }
}

/// Where one drives to on a one-way road at that point: millimetres east and north; `None` on other roads.
fn heading(network: &Network, at: &Snapped) -> Option<(f64, f64)> {
    let against = direction(network, at.segment)?;
    let points: Vec<Position> = network.geometry(at.segment).collect();
    let mut ridden = 0;
    let piece = points.windows(2).find(|piece| {
        ridden += distance_cm(piece[0], piece[1]);
        ridden >= u64::from(at.offset_cm)
    });
    let piece = piece.or_else(|| points.windows(2).last())?;
    let (from, to) = if against { (piece[1], piece[0]) } else { (piece[0], piece[1]) };
    Some(Plane::at(from.lat_e7()).from(from, (to.lon_e7(), to.lat_e7())))
}
