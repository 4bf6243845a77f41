//! Closures and corrections: what holds on roads beside the map, from when until when, for whom, and who says so.
//!
//! They are kept apart from the map data and only change weights, so that opening a road again gives the same routes and bytes
//! as never closing it.

use crate::index::{Bounds, Index};
use crate::kind::{Kind, Kinds};
use crate::network::{Network, Traits};
use crate::roadway::{both_roadways, whole_bridge};
use crate::snap::{project, project_ashore, segments_cross};
use crate::weight::{NEVER_CS, Weight};
use couloir_model::position::Position;
use couloir_model::quantity::{Metres, Permille};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What holds on some roads for some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    /// What it is called.
    pub name: String,
    /// Which roads.
    pub roads: Vec<Roads>,
    /// What holds on them.
    pub effect: Effect,
    /// For whom.
    pub kinds: Kinds,
    /// From when, in seconds since 1970-01-01 00:00 UTC; always, when empty.
    pub from: Option<i64>,
    /// Until when; until further notice, when empty.
    pub until: Option<i64>,
    /// Who says so: an office, a post, a role.
    pub said_by: String,
}

/// What a closure does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Nobody passes.
    Closed,
    /// It takes that many thousandths of the time that the map data give: an observation.
    Slower(Permille),
}

/// Which roads a closure is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Roads {
    /// The road nearest to a point, with its other roadway.
    At(Position),
    /// Roads that a line crosses, or along which it is drawn.
    Line(Vec<Position>),
    /// Roads with a part in an area: its rings, by the even-odd rule.
    Area(Vec<Vec<Position>>),
    /// A way of OpenStreetMap, by id.
    Way(i64),
    /// A bridge by its name (`bridge:name`), or by the name or number of the road that it carries.
    Bridge(String),
    /// The bridge nearest to a point, with its other roadway.
    BridgeAt(Position),
    /// All roads: a correction for a whole kind of vehicle.
    Everywhere,
}

/// How near a point or a drawn line must be to the road that is meant, in metres.
const NEAR_M: u32 = 50;

/// How near a bridge must be to the point by which it is named, in metres.
const BRIDGE_NEAR_M: u32 = 2_000;

/// What closures do to the segments of one network at one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effects {
    /// Segments that are closed, and to whom.
    closed: BTreeMap<u32, Kinds>,
    /// By which closures, where these have a name.
    closed_by: BTreeMap<u32, Vec<(Kinds, Arc<str>)>>,
    /// Segments that take longer, to whom, and how much.
    slower: BTreeMap<u32, Vec<(Kinds, Permille)>>,
    /// The same for all segments.
    everywhere: Vec<(Kinds, Permille)>,
}

impl Effects {
    /// True when everything is as the map says.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What becomes of `weight` on an arc that runs `along`.
    pub(crate) fn on(&self, along: u32, kind: Kind, weight: Weight) -> Weight {
        let segment = along / 2;
        if !weight.is_some() || self.is_closed(segment, kind) {
            return Weight::NONE;
        }
        let own = self.slower.get(&segment).map_or(&[][..], Vec::as_slice);
        let factors = own.iter().chain(&self.everywhere).filter(|(kinds, _)| kinds.has(kind));
        // Several factors on one road multiply; beyond `NEVER_CS` there is no way, so that nothing overflows.
        let cs = factors.fold(u64::from(weight.cs()), |cs, (_, Permille(factor))| {
            (cs * u64::from(*factor)).div_ceil(1000).min(u64::from(NEVER_CS))
        });
        Weight::new(cs.max(1), u64::from(weight.dm()))
    }

    /// The segments that are closed to `kind`, in rising order.
    pub fn closed_to(&self, kind: Kind) -> impl Iterator<Item = u32> + '_ {
        self.closed.iter().filter(move |(_, kinds)| kinds.has(kind)).map(|(segment, _)| *segment)
    }

    /// What the closures are called that close `segment` to `kind`; empty when it is open, or closed without a name.
    pub fn closed_by(&self, segment: u32, kind: Kind) -> impl Iterator<Item = &str> + '_ {
        let own = self.closed_by.get(&segment).map_or(&[][..], Vec::as_slice);
        own.iter().filter(move |(kinds, _)| kinds.has(kind)).map(|(_, name)| &**name)
    }

    /// True when `segment` is closed to `kind`.
    #[must_use]
    pub fn is_closed(&self, segment: u32, kind: Kind) -> bool {
        self.closed.get(&segment).is_some_and(|kinds| kinds.has(kind))
    }

    /// Closes `segment` to `kinds`.
    pub fn close(&mut self, segment: u32, kinds: Kinds) {
        let closed = self.closed.entry(segment).or_default();
        *closed = closed.or(kinds);
    }

    /// Makes `segment` take `factor` thousandths of its time for `kinds`.
    pub fn slow(&mut self, segment: u32, kinds: Kinds, factor: Permille) {
        self.slower.entry(segment).or_default().push((kinds, factor));
    }
}

impl Closure {
    /// True when it holds at `moment`, in seconds since 1970-01-01 00:00 UTC; without a moment, when it may hold at all.
    #[must_use]
    pub fn holds(&self, moment: Option<i64>) -> bool {
        let Some(moment) = moment else { return true };
        self.from.is_none_or(|from| from <= moment) && self.until.is_none_or(|until| moment < until)
    }

    /// True when it begins or ends at some moment.
    #[must_use]
    pub const fn has_hours(&self) -> bool {
        self.from.is_some() || self.until.is_some()
    }

    /// The segments that it is about, in rising order; empty when none fits.
    #[must_use]
    pub fn segments(&self, network: &Network, index: &Index) -> Vec<u32> {
        let mut segments: Vec<u32> = self.roads.iter().flat_map(|roads| roads.segments(network, index)).collect();
        segments.sort_unstable();
        segments.dedup();
        segments
    }

    /// The roads of these `segments` by name or number, or by the id of their way, each with its length; the longest first.
    #[must_use]
    pub fn named(network: &Network, segments: &[u32]) -> Vec<(String, Metres)> {
        let mut cm: BTreeMap<String, u64> = BTreeMap::new();
        for segment in segments {
            let way = network.way_of(*segment);
            let number = Some(network.names.text(way.reference)).filter(|number| !number.is_empty());
            let name = network.names.name(way.name, &[]).or(number);
            let name = name.map_or_else(|| format!("way {}", way.osm_id), str::to_owned);
            *cm.entry(name).or_default() += u64::from(network.segments[*segment as usize].length_cm);
        }
        let mut named: Vec<(String, Metres)> = cm.into_iter().map(|(name, cm)| (name, Metres(cm / 100))).collect();
        named.sort_by_key(|(_, metres)| std::cmp::Reverse(*metres));
        named
    }
}

/// What `closures` do at `moment`, and those among them that are about no road of the network, by place in the list.
///
/// Without a moment, everything holds that may hold, but for what makes roads faster for some time only: whoever counts on
/// that is late at all other times.
#[must_use]
pub fn effects(network: &Network, index: &Index, closures: &[Closure], moment: Option<i64>) -> (Effects, Vec<usize>) {
    let mut effects = Effects::default();
    let mut lost = Vec::new();
    for (place, closure) in closures.iter().enumerate() {
        let everywhere = closure.roads.contains(&Roads::Everywhere);
        let segments = if everywhere { Vec::new() } else { closure.segments(network, index) };
        if segments.is_empty() && !everywhere {
            lost.push(place);
        }
        if !closure.holds(moment) {
            continue;
        }
        match closure.effect {
            Effect::Slower(Permille(factor)) if factor < 1000 && moment.is_none() && closure.has_hours() => {}
            Effect::Slower(factor) if everywhere => effects.everywhere.push((closure.kinds, factor)),
            Effect::Slower(factor) => {
                segments.iter().for_each(|segment| effects.slow(*segment, closure.kinds, factor));
            }
            Effect::Closed => {
                let name: Arc<str> = closure.name.as_str().into();
                for segment in segments {
                    effects.close(segment, closure.kinds);
                    effects.closed_by.entry(segment).or_default().push((closure.kinds, Arc::clone(&name)));
                }
            }
        }
    }
    (effects, lost)
}

/// Bridges farther apart than this are bridges in different places, in metres: two decks and the pieces of one bridge are nearer.
const APART_M: u32 = 1_000;

/// In how many places `segments` lie, as far as they are more than a kilometre apart.
#[must_use]
pub fn places_apart(network: &Network, segments: &[u32]) -> usize {
    let boxes: Vec<Bounds> = segments.iter().filter_map(|segment| Bounds::of(network.geometry(*segment))).collect();
    let mut left: Vec<usize> = (0..boxes.len()).collect();
    let mut places = 0;
    while let Some(first) = left.pop() {
        places += 1;
        let mut open = vec![first];
        while let Some(one) = open.pop() {
            let around = boxes[one].wider(APART_M);
            let (near, far) = left.into_iter().partition(|other| around.meets(&boxes[*other]));
            left = far;
            let near: Vec<usize> = near;
            open.extend(near);
        }
    }
    places
}

impl Roads {
    /// The segments that are meant; none when none fits, and for [`Roads::Everywhere`].
    #[must_use]
    pub fn segments(&self, network: &Network, index: &Index) -> Vec<u32> {
        match self {
            Self::At(point) => {
                let found = nearest(network, index, *point, NEAR_M, |_| true);
                found.map_or_else(Vec::new, |segment| both_roadways(network, index, segment, *point))
            }
            Self::Line(line) => on_line(network, index, line),
            Self::Area(rings) => in_area(network, index, rings),
            Self::Way(id) => network.segments_of_way(*id),
            Self::Bridge(name) => bridges(network).filter(|segment| is_called(network, *segment, name)).collect(),
            Self::BridgeAt(point) => {
                let is_bridge = |segment| network.attributes_of(segment).traits.has(Traits::BRIDGE);
                let found = nearest(network, index, *point, BRIDGE_NEAR_M, is_bridge);
                found.map_or_else(Vec::new, |segment| whole_bridge(network, index, segment))
            }
            Self::Everywhere => Vec::new(),
        }
    }
}

fn bridges(network: &Network) -> impl Iterator<Item = u32> + '_ {
    (0..network.segments.len() as u32).filter(|segment| network.attributes_of(*segment).traits.has(Traits::BRIDGE))
}

fn is_called(network: &Network, segment: u32, name: &str) -> bool {
    let way = network.way_of(segment);
    network.names.is_called(way.name, name) || network.names.text(way.reference).eq_ignore_ascii_case(name.trim())
}

fn nearest(network: &Network, index: &Index, point: Position, metres: u32, fits: impl Fn(u32) -> bool) -> Option<u32> {
    let mut found = None;
    index.nearest(
        point,
        |segment| fits(segment).then(|| project_ashore(network, segment, point)).flatten(),
        |segment, far, _| {
            found = (far <= u64::from(metres) * 1000).then_some(segment);
            true
        },
    );
    found
}

fn e7(point: Position) -> (i64, i64) {
    (i64::from(point.lon_e7()), i64::from(point.lat_e7()))
}

fn on_line(network: &Network, index: &Index, line: &[Position]) -> Vec<u32> {
    let Some(bounds) = Bounds::of(line.iter().copied()) else { return Vec::new() };
    let near_line = |segment: u32| {
        let points: Vec<Position> = network.geometry(segment).collect();
        let crosses = points.windows(2).any(|piece| {
            line.windows(2).any(|pair| segments_cross(e7(piece[0]), e7(piece[1]), e7(pair[0]), e7(pair[1])))
        });
        // Drawn along the road: a point of the line lies on it, away from its ends, where other roads join.
        let row = &network.segments[segment as usize];
        let along = line.iter().any(|point| {
            let (far_mm, snapped) = project(network, segment, *point);
            let inside = snapped.offset_cm > 500 && snapped.offset_cm + 500 < row.length_cm;
            inside && far_mm <= 15_000
        });
        crosses || along
    };
    index.within(&bounds.wider(NEAR_M)).into_iter().filter(|segment| near_line(*segment)).collect()
}

fn in_area(network: &Network, index: &Index, rings: &[Vec<Position>]) -> Vec<u32> {
    let Some(bounds) = Bounds::of(rings.iter().flatten().copied()) else { return Vec::new() };
    let touches = |segment: &u32| {
        let points: Vec<Position> = network.geometry(*segment).collect();
        points.iter().any(|point| is_inside(*point, rings))
            || points.windows(2).any(|piece| {
                rings
                    .iter()
                    .flat_map(|ring| ring.windows(2))
                    .any(|pair| segments_cross(e7(piece[0]), e7(piece[1]), e7(pair[0]), e7(pair[1])))
            })
    };
    index.within(&bounds).into_iter().filter(touches).collect()
}

/// True when a point lies in an area, by the even-odd rule.
#[must_use]
pub fn is_inside(point: Position, rings: &[Vec<Position>]) -> bool {
    let (x, y) = e7(point);
    let mut inside = false;
    for pair in rings.iter().flat_map(|ring| ring.windows(2)) {
        let ((ax, ay), (bx, by)) = (e7(pair[0]), e7(pair[1]));
        if (ay > y) != (by > y) {
            // x < ax + (y − ay)(bx − ax)/(by − ay), without the division.
            let left = i128::from(x - ax) * i128::from(by - ay);
            let right = i128::from(y - ay) * i128::from(bx - ax);
            if (left < right) == (by > ay) && left != right {
                inside = !inside;
            }
        }
    }
    inside
}
