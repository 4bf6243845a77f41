//! The file format of a network, `.roads`: one file, opened in well under a second, refused when a byte of it is wrong.
//!
//! All numbers are little-endian and whole. The head is the magic `COULROAD`, the version, the number of sections, and for each
//! section its number, its CRC-32 (IEEE 802.3), its first byte and its length in bytes; then the CRC-32 of the head itself.
//! Sections are tables, one column after the other. An unknown section is passed over; a missing one is a fault.

mod bytes;
mod check;
mod tables;

use crate::network::Network;
use bytes::{Reader, Writer};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What a network file begins with.
pub const MAGIC: &[u8; 8] = b"COULROAD";

/// The version that this program writes and reads.
pub const VERSION: u32 = 1;

/// Why bytes are no network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// They are something else.
    #[error("not a network of roads: it does not begin with `COULROAD`")]
    NotANetwork,
    /// They are of another version.
    #[error("a network of another version: {0}, and this program reads {VERSION}")]
    Version(u32),
    /// They break off.
    #[error("the network breaks off: it should have {expected} bytes and has {found}")]
    CutOff {
        /// Bytes that it should have at least.
        expected: u64,
        /// Bytes that it has.
        found: u64,
    },
    /// They have been changed.
    #[error("the network is damaged: the checksum of {0} is wrong")]
    Checksum(&'static str),
    /// They do not fit together.
    #[error("the network is damaged: {0}")]
    Inconsistent(&'static str),
}

impl FileError {
    /// What a person can do about it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::NotANetwork => "give a file that `couloir roads import EXTRACT.osm.pbf -o NETWORK.roads` has written",
            Self::Version(_) => "import the extract again with this program: `couloir roads import`",
            _ => "copy the file again, or import the extract again: `couloir roads import`",
        }
    }
}

/// The parts of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u32)]
enum Section {
    Origin = 1,
    Nodes = 2,
    Segments = 3,
    Points = 4,
    Ways = 5,
    Attributes = 6,
    Graph = 7,
    Hierarchy = 8,
    Names = 9,
    Layers = 10,
}

impl Section {
    const ALL: [Self; 10] = [
        Self::Origin,
        Self::Nodes,
        Self::Segments,
        Self::Points,
        Self::Ways,
        Self::Attributes,
        Self::Graph,
        Self::Hierarchy,
        Self::Names,
        Self::Layers,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Origin => "its origin",
            Self::Nodes => "its junctions",
            Self::Segments => "its segments",
            Self::Points => "its points",
            Self::Ways => "its ways",
            Self::Attributes => "its attributes",
            Self::Graph => "its graph",
            Self::Hierarchy => "its hierarchy",
            Self::Names => "its names",
            Self::Layers => "its layers",
        }
    }
}

const HEAD: usize = 16;
const ROW: usize = 24;

/// The bytes of a network. The same network gives the same bytes.
#[must_use]
pub fn write(network: &Network) -> Vec<u8> {
    let sections: Vec<(Section, Vec<u8>)> =
        Section::ALL.into_iter().map(|section| (section, tables::write(network, section))).collect();
    let mut head = Writer::default();
    head.0.extend_from_slice(MAGIC);
    head.u32(VERSION);
    head.u32(sections.len() as u32);
    let mut first = HEAD + ROW * sections.len() + 4;
    for (section, bytes) in &sections {
        head.u32(*section as u32);
        head.u32(crc32fast::hash(bytes));
        head.u64(first as u64);
        head.u64(bytes.len() as u64);
        first += bytes.len();
    }
    let crc = crc32fast::hash(&head.0);
    head.u32(crc);
    let mut all = head.0;
    all.reserve_exact(first - all.len());
    for (_, bytes) in sections {
        all.extend_from_slice(&bytes);
    }
    all
}

/// The network in `bytes`.
///
/// # Errors
///
/// [`FileError`] when they are no network, of another version, cut off or damaged.
pub fn read(bytes: &[u8]) -> Result<Network, FileError> {
    let found = bytes.len() as u64;
    if bytes.len() < MAGIC.len() || bytes[..MAGIC.len()] != MAGIC[..] {
        return Err(FileError::NotANetwork);
    }
    let cut_off = |expected: usize| FileError::CutOff { expected: expected as u64, found };
    let mut reader = Reader::new(bytes.get(MAGIC.len()..HEAD).ok_or_else(|| cut_off(HEAD))?);
    let (version, number) = (reader.u32()?, reader.u32()? as usize);
    if version != VERSION {
        return Err(FileError::Version(version));
    }
    let end = HEAD.saturating_add(ROW.saturating_mul(number));
    let rows = bytes.get(HEAD..end).ok_or_else(|| cut_off(end))?;
    let crc = bytes.get(end..end.saturating_add(4)).ok_or_else(|| cut_off(end.saturating_add(4)))?;
    if Reader::new(crc).u32()? != crc32fast::hash(&bytes[..end]) {
        return Err(FileError::Checksum("its head"));
    }
    let mut parts: BTreeMap<u32, (u32, &[u8])> = BTreeMap::new();
    let mut rows = Reader::new(rows);
    for _ in 0..number {
        let (section, crc, first, length) = (rows.u32()?, rows.u32()?, rows.u64()?, rows.u64()?);
        let last = first.saturating_add(length);
        if last > found {
            return Err(FileError::CutOff { expected: last, found });
        }
        parts.insert(section, (crc, &bytes[first as usize..last as usize]));
    }
    let section = |section: Section| {
        parts.get(&(section as u32)).copied().ok_or(FileError::Inconsistent("a part of it is missing"))
    };
    Section::ALL.into_par_iter().try_for_each(|part| {
        let (crc, bytes) = section(part)?;
        if crc32fast::hash(bytes) == crc { Ok(()) } else { Err(FileError::Checksum(part.name())) }
    })?;
    let network = tables::read(|part| section(part).map(|(_, bytes)| bytes))?;
    check::check(&network)?;
    Ok(network)
}
