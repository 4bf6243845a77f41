//! What a map shows beside roads: water, borders and places. Kept at import, in a part of the file of its own.

use couloir_model::position::Position;

/// All that is drawn and not driven on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layers {
    /// Areas and lines, by layer, then by OpenStreetMap element.
    pub features: Vec<Feature>,
    /// Cities, towns, villages and other places with a name, the most important first, then by OpenStreetMap id.
    pub places: Vec<MapPlace>,
}

/// An area or a line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Feature {
    /// What it is.
    pub layer: Layer,
    /// The OpenStreetMap element that it comes from.
    pub element: Element,
    /// Its name in [`crate::network::Network::names`]; 0 is none.
    pub name: u32,
    /// Its lines, or its rings: a ring's last point is its first. Areas are filled by the even-odd rule, so that a ring
    /// within a ring is an island.
    pub lines: Vec<Vec<Position>>,
}

/// What an area or a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// An area of water: a lake, a reservoir, the banks of a river.
    Water,
    /// A river or canal, as a line.
    River,
    /// A stream, drain or ditch, as a line.
    Stream,
    /// The shore of the sea, as lines with land on their left.
    Coastline,
    /// A border between countries (`admin_level=2`), as lines.
    Country,
    /// A border within a country (`admin_level` 3 to 6), as lines.
    Region,
    /// A railway, as a line.
    Railway,
    /// An area of houses, industry or trade.
    BuiltUp,
    /// A wood or forest.
    Wood,
}

impl Layer {
    /// All layers in the order in which they are stored.
    pub const ALL: [Self; 9] = [
        Self::Water,
        Self::River,
        Self::Stream,
        Self::Coastline,
        Self::Country,
        Self::Region,
        Self::Railway,
        Self::BuiltUp,
        Self::Wood,
    ];

    /// True when its features are areas.
    #[must_use]
    pub const fn is_area(self) -> bool {
        matches!(self, Self::Water | Self::BuiltUp | Self::Wood)
    }
}

/// An element of OpenStreetMap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Element {
    /// A node, by id.
    Node(i64),
    /// A way, by id.
    Way(i64),
    /// A relation, by id.
    Relation(i64),
}

impl std::fmt::Display for Element {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Node(id) => write!(f, "node {id}"),
            Self::Way(id) => write!(f, "way {id}"),
            Self::Relation(id) => write!(f, "relation {id}"),
        }
    }
}

/// A place with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MapPlace {
    /// What it is.
    pub class: PlaceClass,
    /// The OpenStreetMap element that it comes from.
    pub element: Element,
    /// Where it is.
    pub position: Position,
    /// Its name in [`crate::network::Network::names`]; never 0.
    pub name: u32,
    /// Its inhabitants as the map says; 0 where it does not.
    pub population: u32,
}

/// What a place is, the most important first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the value of `place` or `amenity` that it is named after")]
pub enum PlaceClass {
    City,
    Town,
    Suburb,
    Village,
    Hamlet,
    Island,
    Locality,
    Hospital,
    School,
}

impl PlaceClass {
    /// All of them in the order in which they are stored.
    pub const ALL: [Self; 9] = [
        Self::City,
        Self::Town,
        Self::Suburb,
        Self::Village,
        Self::Hamlet,
        Self::Island,
        Self::Locality,
        Self::Hospital,
        Self::School,
    ];
}
