//! From an extract to a network, in three passes: relations, ways, nodes. Memory holds what roads and layers need, never the
//! extract.

mod assemble;
mod collect;
mod layers;
mod tally;
mod turn;

use crate::hierarchy::Hierarchy;
use crate::network::{Network, Origin};
use crate::osm::pbf::PbfError;
use crate::osm::{Extract, Raw, Wanted};
use collect::Collected;

/// What an import is doing, for whoever waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Reading relations: bytes of the extract read so far.
    Relations(u64),
    /// Reading ways: bytes of the extract read so far.
    Ways(u64),
    /// Reading nodes: bytes of the extract read so far.
    Nodes(u64),
    /// Joining ways at junctions.
    Joining,
    /// Finding the order of contraction: the longest step.
    Ordering,
}

/// Why there is no network.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The extract cannot be read.
    #[error(transparent)]
    Extract(#[from] PbfError),
    /// There is nothing to drive on.
    #[error("the extract has no road that a vehicle may use")]
    NoRoads,
    /// It is larger than tables with 32-bit numbers hold.
    #[error("the extract has more roads than a network can hold: {0}")]
    TooLarge(usize),
}

impl ImportError {
    /// What a person can do about it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Extract(error) => error.help(),
            Self::NoRoads => {
                "check that the extract covers the area, and was not filtered to something else than roads"
            }
            Self::TooLarge(_) => "cut the extract to the countries of the operation: `osmium extract --bbox W,S,E,N`",
        }
    }
}

/// Makes the network of `extract`. What is wrong with the map data is counted in [`Origin::tally`].
///
/// # Errors
///
/// [`ImportError`] when the extract is damaged or has no road.
pub fn import(extract: &mut dyn Extract, told: &mut dyn FnMut(Step)) -> Result<Network, ImportError> {
    let mut collected = Collected::default();
    let wanted = Wanted { relations: Some(&|_, tags| collect::wants_relation(tags)), ..Wanted::default() };
    let mut take = |raw| {
        if let Raw::Relation(relation) = raw {
            collected.take_relation(relation);
        }
    };
    extract.pass(wanted, &mut take, &mut |bytes| told(Step::Relations(bytes)))?;
    let members = collected.member_ways();
    let wish = |id: i64, tags: &dyn crate::osm::Look| collect::wants_way(tags) || members.binary_search(&id).is_ok();
    let wanted = Wanted { ways: Some(&wish), ..Wanted::default() };
    let mut take = |raw| {
        if let Raw::Way(way) = raw {
            collected.take_way(way, &members);
        }
    };
    extract.pass(wanted, &mut take, &mut |bytes| told(Step::Ways(bytes)))?;
    collected.prepare_points();
    let ids = std::mem::take(&mut collected.points.ids);
    let wish = |id: i64, tags: &dyn crate::osm::Look| {
        ids.binary_search(&id).is_ok() || (!tags.is_bare() && layers::wants_place(tags))
    };
    let wanted = Wanted { nodes: Some(&wish), ..Wanted::default() };
    let mut take = |raw| {
        if let Raw::Node(node) = raw {
            collected.take_node(node, &ids);
        }
    };
    let about = extract.pass(wanted, &mut take, &mut |bytes| told(Step::Nodes(bytes)))?;
    collected.points.ids = ids;
    told(Step::Joining);
    let mut network = assemble::assemble(collected)?;
    network.origin = Origin {
        data_unix_s: about.data_unix_s,
        written_by: about.written_by,
        extract_crc32: about.crc32,
        extract_bytes: about.bytes,
        tally: network.origin.tally,
    };
    told(Step::Ordering);
    network.hierarchy = Hierarchy::of(&network);
    Ok(network)
}
