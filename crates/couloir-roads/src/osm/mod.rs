//! Elements of OpenStreetMap as an extract gives them, and where they come from: a PBF file, or a list made by hand.

pub mod pbf;

use couloir_model::position::Position;

/// Keys and values, in the order of the extract.
pub type Tags = Vec<(String, String)>;

/// An element as the extract gives it, unchecked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Raw {
    /// A point.
    Node(RawNode),
    /// A line or an area.
    Way(RawWay),
    /// A group with roles.
    Relation(RawRelation),
}

/// A point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawNode {
    /// Its id.
    pub id: i64,
    /// Where it is; `None` when that is no point on the globe.
    pub position: Option<Position>,
    /// What is said of it.
    pub tags: Tags,
}

/// A line or an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawWay {
    /// Its id.
    pub id: i64,
    /// Its nodes, by id.
    pub refs: Vec<i64>,
    /// What is said of it.
    pub tags: Tags,
}

/// A group of elements with roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawRelation {
    /// Its id.
    pub id: i64,
    /// Its members.
    pub members: Vec<Member>,
    /// What is said of it.
    pub tags: Tags,
}

/// A member of a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// What it is, and which.
    pub element: crate::layer::Element,
    /// Its role.
    pub role: String,
}

/// A look at the tags of an element before it is copied.
pub trait Look {
    /// The value of `key`.
    fn get(&self, key: &str) -> Option<&str>;
    /// True when there is no tag.
    fn is_bare(&self) -> bool;
}

impl Look for Tags {
    fn get(&self, key: &str) -> Option<&str> {
        self.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    fn is_bare(&self) -> bool {
        self.is_empty()
    }
}

/// Whether an element with this id and these tags is wanted.
pub type Wish<'a> = &'a (dyn Fn(i64, &dyn Look) -> bool + Sync);

/// Which elements a pass over an extract should hand over: those for which the wish is granted.
#[derive(Clone, Copy, Default)]
pub struct Wanted<'a> {
    /// Nodes.
    pub nodes: Option<Wish<'a>>,
    /// Ways.
    pub ways: Option<Wish<'a>>,
    /// Relations.
    pub relations: Option<Wish<'a>>,
}

/// What an extract says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// The moment of the data in seconds since 1970-01-01 00:00 UTC; 0 where it does not say.
    pub data_unix_s: i64,
    /// The program that wrote it.
    pub written_by: String,
    /// A checksum of its bytes (CRC-32, IEEE 802.3).
    pub crc32: u32,
    /// Its size in bytes.
    pub bytes: u64,
}

/// An extract that can be read several times.
pub trait Extract {
    /// Hands over all elements that are wanted, in the order of the extract, and tells from time to time how many of its
    /// bytes have been read.
    ///
    /// # Errors
    ///
    /// [`pbf::PbfError`] when it is no extract, damaged or cut off.
    fn pass(
        &mut self,
        wanted: Wanted<'_>,
        take: &mut dyn FnMut(Raw),
        read_bytes: &mut dyn FnMut(u64),
    ) -> Result<About, pbf::PbfError>;
}

/// An extract made by hand.
#[derive(Debug, Clone, Default)]
pub struct ByHand(pub Vec<Raw>);

impl Extract for ByHand {
    fn pass(
        &mut self,
        wanted: Wanted<'_>,
        take: &mut dyn FnMut(Raw),
        read_bytes: &mut dyn FnMut(u64),
    ) -> Result<About, pbf::PbfError> {
        let granted = |wish: Option<Wish<'_>>, id: i64, tags: &Tags| wish.is_some_and(|wish| wish(id, tags));
        for raw in &self.0 {
            let wish = match raw {
                Raw::Node(node) => granted(wanted.nodes, node.id, &node.tags),
                Raw::Way(way) => granted(wanted.ways, way.id, &way.tags),
                Raw::Relation(relation) => granted(wanted.relations, relation.id, &relation.tags),
            };
            if wish {
                take(raw.clone());
            }
        }
        read_bytes(0);
        Ok(About::default())
    }
}
