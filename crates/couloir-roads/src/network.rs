//! A network: junctions, the segments of road between them, what may use them, their names, and what lies around.
//!
//! Everything is whole numbers in plain tables. A *node* is a junction, a dead end or a barrier; a *segment* is a stretch
//! of one OpenStreetMap way between two nodes. Routes run over *arcs* between *states*: a state is a node, or a copy of
//! one for those who came by a road from which not every turn is allowed.

use crate::hierarchy::Hierarchy;
use crate::kind::{Kind, Kinds, Limits};
use crate::layer::Layers;
use crate::name::Names;
use couloir_model::position::Position;
use couloir_model::quantity::Metres;

/// A network of roads with all that is needed to route, snap and draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Network {
    /// Where it comes from.
    pub origin: Origin,
    /// Junctions, dead ends and barriers, by OpenStreetMap id.
    pub nodes: Vec<Node>,
    /// Stretches of road between two nodes, near ones near each other in the table.
    pub segments: Vec<Segment>,
    /// Points of the segments between their ends: those of segment `i` are `points[segments[i].first_point..]` up to the
    /// next segment's.
    pub points: Vec<Position>,
    /// The ways that segments are parts of, by OpenStreetMap id.
    pub ways: Vec<Way>,
    /// What holds on a road; many ways share one row.
    pub attributes: Vec<Attributes>,
    /// What may be in the way of an arc; row 0 is nothing.
    pub conditions: Vec<Condition>,
    /// Times and measures at which something else holds than always.
    pub rules: Vec<Rule>,
    /// Where one can go from where.
    pub graph: Graph,
    /// The order in which the graph is contracted, and what came of it.
    pub hierarchy: Hierarchy,
    /// Names in all languages.
    pub names: Names,
    /// Water, borders and places: what is drawn, not driven on.
    pub layers: Layers,
}

/// Where a network comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The moment of the map data in seconds since 1970-01-01 00:00 UTC, as the extract says; 0 where it does not.
    pub data_unix_s: i64,
    /// The program that wrote the extract, as it says.
    pub written_by: String,
    /// A checksum of the extract's bytes (CRC-32, IEEE 802.3), to tell extracts apart.
    pub extract_crc32: u32,
    /// The extract's size in bytes.
    pub extract_bytes: u64,
    /// What was wrong with the map data: a code, how often, and some OpenStreetMap elements as examples (`way 123`).
    pub tally: Vec<Tally>,
}

/// How often something was wrong with map data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// The code of the finding: `couloir::roads::missing_node`.
    pub code: String,
    /// How often.
    pub count: u64,
    /// Elements to look at, such as `way 123`; the first few by id.
    pub examples: Vec<String>,
}

/// A junction, a dead end or a barrier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    /// Its OpenStreetMap id.
    pub osm_id: i64,
    /// Where it is.
    pub position: Position,
}

/// A stretch of road between two nodes; its geometry runs from `from` to `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// The node at which its geometry begins.
    pub from: u32,
    /// The node at which it ends.
    pub to: u32,
    /// Its row in [`Network::ways`].
    pub way: u32,
    /// Its first point in [`Network::points`].
    pub first_point: u32,
    /// Its length along the ground in centimetres, at least 1.
    pub length_cm: u32,
}

/// A way of OpenStreetMap that can be driven on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Way {
    /// Its OpenStreetMap id.
    pub osm_id: i64,
    /// Its name in [`Network::names`]; 0 is none.
    pub name: u32,
    /// Its road number (`ref`) as a text of [`Names::text`]; 0 is none.
    pub reference: u32,
    /// Its row in [`Network::attributes`].
    pub attributes: u32,
}

/// What holds on a road.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Attributes {
    /// What kind of road it is.
    pub road: Road,
    /// Bridge, tunnel, toll, …
    pub traits: Traits,
    /// What it is covered with.
    pub surface: Surface,
    /// Who may use it at all times, along the geometry and against it. [`Rule`]s change that at some times.
    pub open: [Kinds; 2],
    /// Speed in metres an hour by kind of vehicle, along the geometry and against it, for those who may use it; never 0.
    pub speed_m_h: [[u32; 2]; 4],
    /// The largest vehicle that may use it.
    pub limits: Limits,
    /// Kinds for which only the way to a place on it is allowed (`access=destination`, `private`): never through traffic.
    pub destination_only: Kinds,
    /// What else holds at times: a range of [`Network::rules`], first and number.
    pub rules: (u32, u32),
}

/// The kind of a road, from the most to the least important: OpenStreetMap's `highway` and `route=ferry`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the value of `highway` that it is named after")]
pub enum Road {
    Motorway,
    MotorwayLink,
    Trunk,
    TrunkLink,
    Primary,
    PrimaryLink,
    Secondary,
    SecondaryLink,
    Tertiary,
    TertiaryLink,
    Unclassified,
    Residential,
    LivingStreet,
    Service,
    Road,
    Track,
    /// Pedestrian streets and paths that a vehicle is expressly allowed on.
    Path,
    Ferry,
}

/// What a road is covered with, as far as speed depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Surface {
    /// Not said.
    Unknown,
    /// Asphalt, concrete, paving: `tracktype=grade1` where the surface is not said.
    Paved,
    /// Cobbles, sett, wood, grass paver.
    RoughPaved,
    /// Gravel, compacted or loose, and «unpaved»: `tracktype=grade2` where the surface is not said.
    Gravel,
    /// Ground, earth, clay, grass: `grade3` and `grade4`.
    Earth,
    /// Sand, mud, rock: `grade5`.
    Soft,
}

/// Yes-or-no properties of a road.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Traits(pub u8);

impl Traits {
    /// It is on a bridge.
    pub const BRIDGE: Self = Self(1);
    /// It is in a tunnel or under cover.
    pub const TUNNEL: Self = Self(2);
    /// It costs a toll.
    pub const TOLL: Self = Self(4);
    /// It goes through water.
    pub const FORD: Self = Self(8);
    /// It is part of a roundabout.
    pub const ROUNDABOUT: Self = Self(16);

    /// True when it has all of `other`.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What may be in the way where an arc begins: a barrier, or a turn that not everybody may take.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Condition {
    /// Kinds that may not pass.
    pub forbidden: Kinds,
    /// The largest vehicle that may pass.
    pub limits: Limits,
    /// What else holds at times: a range of [`Network::rules`], first and number.
    pub rules: (u32, u32),
}

/// Something that holds at certain times or for certain vehicles only: OpenStreetMap's `:conditional`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rule {
    /// Whom it concerns.
    pub kinds: Kinds,
    /// Along the geometry, and against it.
    pub directions: [bool; 2],
    /// What holds then.
    pub then: Then,
    /// When: opening hours in OpenStreetMap's grammar, as a text of [`Names::text`]; 0 is always.
    pub hours: u32,
    /// For vehicles larger than this only.
    pub above: Limits,
}

/// What a [`Rule`] says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Then {
    /// Nobody may pass.
    No,
    /// One may pass.
    Yes,
    /// Only to a place on it.
    Destination,
    /// The highest speed in metres an hour.
    Speed(u32),
}

/// Where one can go from where, in compressed rows: the arcs of state `i` are `first_out[i]..first_out[i + 1]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Graph {
    /// The node of each state beyond the nodes: state `i` is node `i` where `i` is below the number of nodes, and a copy of
    /// node `copies[i - nodes]` otherwise.
    pub copies: Vec<u32>,
    /// The first arc of each state, and the number of arcs.
    pub first_out: Vec<u32>,
    /// The state in which each arc ends.
    pub head: Vec<u32>,
    /// The segment that each arc runs along, times two, plus one when it runs against its geometry.
    pub along: Vec<u32>,
    /// Arcs that have a condition, in order, with its row in [`Network::conditions`].
    pub conditioned: Vec<(u32, u32)>,
}

impl Graph {
    /// The number of states.
    #[must_use]
    pub fn states(&self) -> usize {
        self.first_out.len().saturating_sub(1)
    }

    /// The arcs that leave `state`.
    #[must_use]
    pub fn arcs(&self, state: u32) -> std::ops::Range<usize> {
        self.first_out[state as usize] as usize..self.first_out[state as usize + 1] as usize
    }
}

impl Attributes {
    /// True when `kind` may use it in at least one direction.
    #[must_use]
    pub fn is_open(&self, kind: Kind) -> bool {
        self.open[0].or(self.open[1]).has(kind)
    }
}

impl Network {
    /// The node that `state` is, or is a copy of.
    #[must_use]
    pub fn node_of(&self, state: u32) -> u32 {
        (state as usize).checked_sub(self.nodes.len()).map_or(state, |copy| self.graph.copies[copy])
    }

    /// What holds on `segment`.
    #[must_use]
    pub fn attributes_of(&self, segment: u32) -> &Attributes {
        &self.attributes[self.way_of(segment).attributes as usize]
    }

    /// The way that `segment` is a part of.
    #[must_use]
    pub fn way_of(&self, segment: u32) -> &Way {
        &self.ways[self.segments[segment as usize].way as usize]
    }

    /// The points of `segment` from its first node to its last, both included.
    pub fn geometry(&self, segment: u32) -> impl DoubleEndedIterator<Item = Position> + Clone + '_ {
        let row = &self.segments[segment as usize];
        let end = self.segments.get(segment as usize + 1).map_or(self.points.len(), |next| next.first_point as usize);
        let first = std::iter::once(self.nodes[row.from as usize].position);
        let last = std::iter::once(self.nodes[row.to as usize].position);
        first.chain(self.points[row.first_point as usize..end].iter().copied()).chain(last)
    }

    /// The segments of the way with this OpenStreetMap id, in the order of the table; none when it is not in the network.
    #[must_use]
    pub fn segments_of_way(&self, osm_id: i64) -> Vec<u32> {
        let Ok(way) = self.ways.binary_search_by_key(&osm_id, |way| way.osm_id) else { return Vec::new() };
        (0..self.segments.len() as u32).filter(|segment| self.segments[*segment as usize].way as usize == way).collect()
    }

    /// The smallest box that holds all nodes: south-west and north-east corner; nothing when there is no node.
    #[must_use]
    pub fn bounds(&self) -> Option<(Position, Position)> {
        let lon = |node: &Node| node.position.lon_e7();
        let lat = |node: &Node| node.position.lat_e7();
        let low = Position::from_e7(self.nodes.iter().map(lon).min()?, self.nodes.iter().map(lat).min()?);
        let high = Position::from_e7(self.nodes.iter().map(lon).max()?, self.nodes.iter().map(lat).max()?);
        low.ok().zip(high.ok())
    }

    /// The length of all segments that `kind` may use in at least one direction.
    #[must_use]
    pub fn length_for(&self, kind: Kind) -> Metres {
        let usable = |segment: &u32| self.attributes_of(*segment).is_open(kind);
        let all = (0..self.segments.len() as u32).filter(usable);
        Metres(all.map(|segment| u64::from(self.segments[segment as usize].length_cm)).sum::<u64>() / 100)
    }
}
