//! Bytes that look almost right: headers, papers, bodies and bundles, damaged from a seed, and what reading them must keep to.

use super::node::{Node, Power};
use super::operation::{START, founding};
use super::random::Random;
use super::world::faultless;
use couloir_ledger::envelope::{Body, Header};
use couloir_ledger::papers::{Founding, Paper};
use couloir_ledger::replica::Replica;
use couloir_ledger::sync::Frontier;
use couloir_ledger::wire::bundle;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// Headers of envelopes, founding papers and papers, and bodies by way of a run that a device has signed.
    Envelope,
    /// What is in the frames of a bundle: frontiers, papers, runs.
    Messages,
    /// A whole file, as it lies on a stick.
    File,
}

impl Target {
    pub(crate) const ALL: [Self; 3] = [Self::Envelope, Self::Messages, Self::File];
}

/// Genuine bytes to begin with, by target.
pub(crate) struct Corpus {
    headers: Vec<Vec<u8>>,
    bundles: Vec<Vec<u8>>,
}

impl Corpus {
    pub(crate) fn new() -> Self {
        let (mut headers, mut bundles) = (vec![founding().to_bytes()], Vec::new());
        for seed in 0..8 {
            let (book, _) = faultless(seed);
            let (mut node, mut random) = (Node::new(1), Random(seed));
            for recorded in &book.recorded {
                node.record(&recorded.event, START.0 + 10, Power::Stays, false, &mut random)
                    .expect("a post may record");
            }
            headers.extend(node.entries().map(|entry| entry.header().to_bytes()));
            headers.extend(node.replica.papers().all().map(Paper::to_bytes));
            let bodies = node.entries().filter_map(|entry| match entry.body() {
                Body::Present(bytes) => Some(bytes.to_vec()),
                Body::Erased => None,
            });
            headers.extend(bodies);
            bundles.push(node.bundle_for(&Frontier::default(), START.0 + 20));
        }
        Self { headers, bundles }
    }

    /// Damaged bytes, the same for the same seed and number.
    pub(crate) fn damaged(&self, target: Target, seed: u64, number: u64) -> Vec<u8> {
        let mut random = Random(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let from = if target == Target::Envelope { &self.headers } else { &self.bundles };
        let mut bytes = from[random.below(from.len())].clone();
        if target == Target::Messages {
            return reframed(&bytes, &from[random.below(from.len())], &mut random);
        }
        damage(&mut bytes, &from[random.below(from.len())], &mut random);
        bytes
    }
}

/// A few of: bits flipped, bytes set to what matters in CBOR, stretches cut, doubled, or taken from elsewhere.
fn damage(bytes: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    for _ in 0..1 + random.below(4) {
        if bytes.is_empty() {
            return;
        }
        let at = random.below(bytes.len());
        let end = (at + 1 + random.below(16)).min(bytes.len());
        match random.below(6) {
            0 => bytes[at] ^= 1 << random.below(8),
            1 => {
                bytes[at] =
                    [0x00, 0x17, 0x18, 0x1b, 0x3b, 0x5b, 0x7f, 0x80, 0x9b, 0x9f, 0xbf, 0xf6, 0xff][random.below(13)]
            }
            2 => drop(bytes.drain(at..end)),
            3 => {
                let stretch = bytes[at..end].to_vec();
                drop(bytes.splice(at..at, stretch));
            }
            4 => bytes.truncate(at),
            _ => {
                let from = random.below(other.len());
                let stretch = other[from..(from + 32).min(other.len())].to_vec();
                drop(bytes.splice(at..end, stretch));
            }
        }
    }
}

/// The bundle with one frame's content damaged behind a checksum that fits, so that what is inside is read at all.
fn reframed(bundle: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bundle::MAGIC.to_vec();
    let mut rest = &bundle[bundle::MAGIC.len()..];
    while let Some((length, _)) = rest.split_first_chunk::<4>() {
        let end = 20 + u32::from_be_bytes(*length) as usize;
        let mut content = decompress_to_vec_with_limit(&rest[20..end], 1 << 24).expect("it was whole");
        if random.chance(50) {
            damage(&mut content, other, random);
        }
        let deflated = compress_to_vec(&content, 1);
        let sum = blake3::Hasher::new().update(b"couloir/1/frame\0").update(&deflated).finalize();
        bytes.extend(u32::try_from(deflated.len()).expect("small").to_be_bytes());
        bytes.extend(&sum.as_bytes()[..16]);
        bytes.extend(&deflated);
        rest = &rest[end..];
    }
    bytes
}

/// Reads damaged bytes.
///
/// # Panics
///
/// When what is read is not written back to the same bytes, or a replica takes what nobody signed.
pub(crate) fn check(target: Target, bytes: &[u8]) {
    if target == Target::Envelope {
        if let Ok(header) = Header::from_bytes(bytes) {
            assert_eq!(header.to_bytes(), bytes, "a header has one spelling");
        }
        if let Ok(paper) = Paper::from_bytes(bytes) {
            assert_eq!(paper.to_bytes(), bytes, "a paper has one spelling");
        }
        if let Ok(founding) = Founding::from_bytes(bytes) {
            assert_eq!(founding.to_bytes(), bytes, "a founding paper has one spelling");
        }
        return check_body(bytes);
    }
    let (parts, _) = bundle::read(bytes);
    let mut replica = Replica::new(founding());
    replica.receive(parts, START);
    let (recorded, not_counted) = replica.recorded();
    assert!(recorded.len() + not_counted.len() <= replica.len(), "nothing is read that is not held");
    assert!(replica.unvouched(super::operation::id(0)).next().is_none(), "nothing is held that nobody signed");
}

/// Puts the bytes under headers of every kind, as a device might that has a key and bad intentions, and reads them.
fn check_body(bytes: &[u8]) {
    use couloir_ledger::envelope::{BodyHash, Entry};
    use couloir_ledger::event::{Class, Kind};
    let kinds = [Kind::HeadCount, Kind::Boarded, Kind::Departed, Kind::Passed, Kind::Otherwise, Kind::Incident];
    for kind in kinds.into_iter().chain([Kind::Closure, Kind::ClaimConfirmed, Kind::PlanAdopted, Kind::Correction]) {
        let header = Header {
            operation: founding().operation(),
            device: super::operation::id(1),
            sequence: 1,
            backlink: None,
            clock: couloir_ledger::clock::Hybrid::default(),
            kind,
            class: Class::Internal,
            body_length: u32::try_from(bytes.len()).expect("small"),
            body_hash: BodyHash::of(bytes),
        };
        let entry = Entry::new(header, Body::Present(bytes.into())).expect("the header was made for this body");
        if let Ok(event) = Replica::new(founding()).read(&entry, None) {
            assert_eq!(event.kind(), kind, "a body says what its header says");
        }
    }
}
