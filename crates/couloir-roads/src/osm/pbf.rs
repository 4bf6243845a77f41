//! Extracts in OpenStreetMap's PBF format. The crate `osmpbf` decodes; here blobs are spread over the cores, handed on in
//! order, and whatever is wrong with a file becomes an error that says where.

use super::{About, Extract, Look, Member, Raw, RawNode, RawRelation, RawWay, Tags, Wanted, Wish};
use crate::layer::Element as Which;
use couloir_model::position::Position;
use osmpbf::{Blob, BlobDecode, BlobReader, Element, PrimitiveBlock, RelMemberType};
use rayon::prelude::*;
use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// What can be wrong with the bytes of an extract.
#[derive(Debug, thiserror::Error)]
pub enum PbfError {
    /// It cannot be opened again.
    #[error("the extract cannot be read")]
    Read(#[source] io::Error),
    /// It holds nothing.
    #[error("the extract is empty")]
    Empty,
    /// It is something else.
    #[error("not an OpenStreetMap extract in PBF format: it does not begin with a header block")]
    NotPbf,
    /// It needs something that is not supported.
    #[error("the extract needs a feature that is not supported: `{0}`")]
    Feature(String),
    /// It breaks off.
    #[error("the extract breaks off after {bytes} bytes, in block {block}")]
    CutOff {
        /// Where.
        bytes: u64,
        /// The block, counted from 1.
        block: u64,
    },
    /// A block cannot be decoded.
    #[error("the extract is damaged in block {block}, before byte {bytes}: {cause}")]
    Damaged {
        /// The block, counted from 1.
        block: u64,
        /// Where reading had come to.
        bytes: u64,
        /// What the decoder says.
        cause: String,
    },
}

impl PbfError {
    /// What a person can do about it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Read(_) => "check that the file is there and may be read",
            Self::Empty | Self::CutOff { .. } | Self::Damaged { .. } => {
                "copy or download the extract again, and compare its size or checksum with the source's"
            }
            Self::NotPbf => {
                "give a file whose name ends in `.osm.pbf`; `osmium cat in.osm.bz2 -o out.osm.pbf` converts others"
            }
            Self::Feature(_) => "have the extract written without history, as a plain `.osm.pbf`",
        }
    }
}

/// Opens the bytes of an extract from their beginning.
pub type Open<'a> = Box<dyn FnMut() -> io::Result<Box<dyn Read + Send + 'a>> + 'a>;

/// An extract in PBF format: something that can be opened several times.
pub struct Pbf<'a> {
    open: Open<'a>,
    /// What each data block holds, once a pass has seen it, so that later passes unpack only what they need.
    holds: Vec<Holds>,
}

/// Which kinds of elements a block holds.
#[derive(Debug, Clone, Copy, Default)]
struct Holds {
    nodes: bool,
    ways: bool,
    relations: bool,
}

/// Blocks that are unpacked at the same time: enough for the cores, little enough for memory.
const BATCH: usize = 8;

/// The features that a reader must know to read an extract at all.
const KNOWN_FEATURES: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

impl<'a> Pbf<'a> {
    /// The extract whose bytes `open` gives, from the beginning each time.
    #[must_use]
    pub fn new(open: Open<'a>) -> Self {
        Self { open, holds: Vec::new() }
    }

    /// The extract in `bytes`.
    #[must_use]
    pub fn of_bytes(bytes: &'a [u8]) -> Self {
        Self::new(Box::new(move || Ok(Box::new(bytes))))
    }
}

impl Extract for Pbf<'_> {
    fn pass(
        &mut self,
        wanted: Wanted<'_>,
        take: &mut dyn FnMut(Raw),
        read_bytes: &mut dyn FnMut(u64),
    ) -> Result<About, PbfError> {
        let watch = Watch::default();
        let reader = Watched { inner: (self.open)().map_err(PbfError::Read)?, watch: watch.clone() };
        let mut blobs = BlobReader::new(io::BufReader::with_capacity(1 << 16, reader));
        let mut about = About::default();
        let mut block = 0;
        let mut data = 0;
        let mut batch: Vec<(u64, Option<usize>, Blob)> = Vec::new();
        loop {
            let next = blobs.next();
            let ended = next.is_none();
            if let Some(blob) = next {
                block += 1;
                let blob = blob.map_err(|error| fault(&watch, block, &error.to_string()))?;
                if block == 1 {
                    about = header(&blob, &watch)?;
                } else if blob.get_type() == osmpbf::BlobType::OsmData {
                    batch.push((block, self.holds.get(data).map(|_| data), blob));
                    data += 1;
                }
            }
            if ended || batch.len() == BATCH {
                let holds = &self.holds;
                let decoded: Vec<Result<(Holds, Vec<Raw>), String>> = batch
                    .par_iter()
                    .map(|(_, known, blob)| match known.map(|known| holds[known]) {
                        Some(holds) if !holds.any_of(&wanted) => Ok((holds, Vec::new())),
                        _ => decode(blob, &wanted),
                    })
                    .collect();
                for ((block, known, _), result) in batch.drain(..).zip(decoded) {
                    let (found, elements) = result.map_err(|cause| damaged(&watch, block, cause))?;
                    if known.is_none() {
                        self.holds.push(found);
                    }
                    elements.into_iter().for_each(&mut *take);
                }
                read_bytes(watch.bytes());
            }
            if ended {
                break;
            }
        }
        if block == 0 {
            return Err(if watch.bytes() == 0 { PbfError::Empty } else { PbfError::NotPbf });
        }
        Ok(About { crc32: watch.crc32(), bytes: watch.bytes(), ..about })
    }
}

impl Holds {
    fn any_of(self, wanted: &Wanted<'_>) -> bool {
        self.nodes && wanted.nodes.is_some()
            || self.ways && wanted.ways.is_some()
            || self.relations && wanted.relations.is_some()
    }
}

/// What the first block says.
fn header(blob: &Blob, watch: &Watch) -> Result<About, PbfError> {
    if blob.get_type() != osmpbf::BlobType::OsmHeader {
        return Err(PbfError::NotPbf);
    }
    let header = blob.to_headerblock().map_err(|error| fault(watch, 1, &error.to_string()))?;
    let features = header.required_features();
    if let Some(unknown) = features.iter().find(|feature| !KNOWN_FEATURES.contains(&feature.as_str())) {
        return Err(PbfError::Feature(unknown.clone()));
    }
    Ok(About {
        data_unix_s: header.osmosis_replication_timestamp().unwrap_or(0),
        written_by: header.writing_program().unwrap_or_default().to_owned(),
        ..About::default()
    })
}

/// An error of the block reader: what stands at the beginning is no extract, what ends early is cut off.
fn fault(watch: &Watch, block: u64, cause: &str) -> PbfError {
    match block {
        1 => PbfError::NotPbf,
        _ if watch.ended() => PbfError::CutOff { bytes: watch.bytes(), block },
        _ => PbfError::Damaged { block, bytes: watch.bytes(), cause: cause.to_owned() },
    }
}

fn damaged(watch: &Watch, block: u64, cause: String) -> PbfError {
    PbfError::Damaged { block, bytes: watch.bytes(), cause }
}

/// Unpacks a block and copies what is wanted of it.
fn decode(blob: &Blob, wanted: &Wanted<'_>) -> Result<(Holds, Vec<Raw>), String> {
    // The decoder adds up differences without a check and takes unknown kinds of members for a mistake of its own, so
    // that damaged bytes can make it panic.
    let caught = catch_unwind(AssertUnwindSafe(|| match blob.decode() {
        Ok(BlobDecode::OsmData(block)) => Ok(copy(&block, wanted)),
        Ok(_) => Ok((Holds::default(), Vec::new())),
        Err(error) => Err(error.to_string()),
    }));
    caught.unwrap_or_else(|_| Err("numbers out of range".to_owned()))
}

fn copy(block: &PrimitiveBlock, wanted: &Wanted<'_>) -> (Holds, Vec<Raw>) {
    let mut holds = Holds::default();
    let mut taken = Vec::new();
    let table = block.raw_stringtable();
    for element in block.elements() {
        let raw = match element {
            Element::DenseNode(node) => {
                holds.nodes = true;
                let pairs = || node.raw_tags().map(|(key, value)| (key as usize, value as usize));
                tags(wanted.nodes, node.id(), table, pairs)
                    .map(|tags| point(node.id(), node.nano_lon(), node.nano_lat(), tags))
            }
            Element::Node(node) => {
                holds.nodes = true;
                let pairs = || node.raw_tags().map(|(key, value)| (key as usize, value as usize));
                tags(wanted.nodes, node.id(), table, pairs)
                    .map(|tags| point(node.id(), node.nano_lon(), node.nano_lat(), tags))
            }
            Element::Way(way) => {
                holds.ways = true;
                let pairs = || way.raw_tags().map(|(key, value)| (key as usize, value as usize));
                tags(wanted.ways, way.id(), table, pairs)
                    .map(|tags| Raw::Way(RawWay { id: way.id(), refs: way.refs().collect(), tags }))
            }
            Element::Relation(relation) => {
                holds.relations = true;
                let pairs = || relation.raw_tags().map(|(key, value)| (key as usize, value as usize));
                tags(wanted.relations, relation.id(), table, pairs).map(|tags| {
                    let members = relation.members().map(|member| {
                        let id = member.member_id;
                        let element = match member.member_type {
                            RelMemberType::Node => Which::Node(id),
                            RelMemberType::Way => Which::Way(id),
                            RelMemberType::Relation => Which::Relation(id),
                        };
                        Member { element, role: text(table, member.role_sid as usize).to_owned() }
                    });
                    Raw::Relation(RawRelation { id: relation.id(), members: members.collect(), tags })
                })
            }
        };
        taken.extend(raw);
    }
    (holds, taken)
}

fn point(id: i64, nano_lon: i64, nano_lat: i64, tags: Tags) -> Raw {
    let e7 = |nano: i64| i32::try_from(nano / 100).ok();
    let position = e7(nano_lon).zip(e7(nano_lat)).and_then(|(lon, lat)| Position::from_e7(lon, lat).ok());
    Raw::Node(RawNode { id, position, tags })
}

/// The tags of an element if it is wanted.
fn tags<I: Iterator<Item = (usize, usize)>>(
    wish: Option<Wish<'_>>,
    id: i64,
    table: &[Vec<u8>],
    pairs: impl Fn() -> I + Copy,
) -> Option<Tags> {
    let wish = wish?;
    let looked = LookUp { table, pairs };
    wish(id, &looked)
        .then(|| pairs().map(|(key, value)| (text(table, key).to_owned(), text(table, value).to_owned())).collect())
}

/// Tags while they are still numbers in a table of texts.
struct LookUp<'a, F> {
    table: &'a [Vec<u8>],
    pairs: F,
}

impl<I: Iterator<Item = (usize, usize)>, F: Fn() -> I> Look for LookUp<'_, F> {
    fn get(&self, key: &str) -> Option<&str> {
        let found = (self.pairs)().find(|(name, _)| text(self.table, *name) == key);
        found.map(|(_, value)| text(self.table, value))
    }

    fn is_bare(&self) -> bool {
        (self.pairs)().next().is_none()
    }
}

/// The text of that number; empty where there is none or it is no UTF-8.
fn text(table: &[Vec<u8>], number: usize) -> &str {
    table.get(number).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
}

/// Counts and sums up the bytes that go by.
#[derive(Debug, Clone, Default)]
struct Watch(Arc<(AtomicU64, AtomicU32, AtomicU64)>);

impl Watch {
    fn bytes(&self) -> u64 {
        self.0.0.load(Ordering::Relaxed)
    }

    fn crc32(&self) -> u32 {
        self.0.1.load(Ordering::Relaxed)
    }

    fn ended(&self) -> bool {
        self.0.2.load(Ordering::Relaxed) != 0
    }
}

struct Watched<R> {
    inner: R,
    watch: Watch,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let (bytes, crc32, ended) = &*self.watch.0;
        if read == 0 && !buffer.is_empty() {
            ended.store(1, Ordering::Relaxed);
        }
        let mut hasher =
            crc32fast::Hasher::new_with_initial_len(crc32.load(Ordering::Relaxed), bytes.load(Ordering::Relaxed));
        hasher.update(&buffer[..read]);
        crc32.store(hasher.finalize(), Ordering::Relaxed);
        bytes.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}
