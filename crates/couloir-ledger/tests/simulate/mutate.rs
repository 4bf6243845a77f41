//! Bytes that look almost right: headers, papers, bodies and bundles, damaged from a seed, and what reading them must keep to.

use super::node::{Node, Power};
use super::operation::{START, founding};
use super::random::Random;
use super::world::faultless;
use couloir_ledger::envelope::{Body, Header};
use couloir_ledger::field::{Codes, check_character, parse};
use couloir_ledger::papers::{Founding, Paper};
use couloir_ledger::replica::Replica;
use couloir_ledger::sync::Frontier;
use couloir_ledger::wire::bundle;
use couloir_model::clock::UnixSeconds;
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
    /// A line of SMS or radio.
    Line,
}

impl Target {
    pub(crate) const ALL: [Self; 4] = [Self::Envelope, Self::Messages, Self::File, Self::Line];
}

/// Genuine bytes to begin with, by target.
pub(crate) struct Corpus {
    headers: Vec<Vec<u8>>,
    bundles: Vec<Vec<u8>>,
    lines: Vec<Vec<u8>>,
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
        Self { headers, bundles, lines: LINES.map(|line| line.as_bytes().to_vec()).to_vec() }
    }

    /// Damaged bytes, the same for the same seed and number.
    pub(crate) fn damaged(&self, target: Target, seed: u64, number: u64) -> Vec<u8> {
        let mut random = Random(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let from = match target {
            Target::Envelope => &self.headers,
            Target::Messages | Target::File => &self.bundles,
            Target::Line => &self.lines,
        };
        let mut bytes = from[random.below(from.len())].clone();
        if target == Target::Messages {
            return reframed(&bytes, &from[random.below(from.len())], &mut random);
        }
        damage(&mut bytes, &from[random.below(from.len())], &mut random);
        if target == Target::Line && random.chance(70) {
            close(&mut bytes);
        }
        bytes
    }
}

/// Lines with every act and field; their check characters are put there by [`close`].
const LINES: [&str; 8] = [
    "D C17 P3 M12 F31 E44 W2 S1 #08K",
    "B C17 P3 T2 Z1 N40 O0935 #09A",
    "U C17 PHALL M12 F31 E44 I3 L1 G9 Q2 Y1 J #10B",
    "H P3 N400 J #11C",
    "K CBUS7 PB2 T104 #12D",
    "A C17 PHALL N47 R08 #13E",
    "XH P3 M1 F0 E0 #14F",
    "xb c١٧ p۳, n1; #15g",
];

/// Puts a check character at the end that fits, so that more than the end of a line is read.
fn close(line: &mut Vec<u8>) {
    let text = String::from_utf8_lossy(line).to_uppercase();
    let Some((body, end)) = text.rsplit_once('#') else { return };
    let counter: String = end.chars().filter(char::is_ascii_digit).chain("00".chars()).take(2).collect();
    *line = format!("{body}#{counter}{}", check_character(&format!("{body}{counter}"))).into_bytes();
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
    if target == Target::Line {
        return check_line(&String::from_utf8_lossy(bytes));
    }
    let (parts, _) = bundle::read(bytes);
    let mut replica = Replica::new(founding());
    replica.receive(parts, START);
    let (recorded, not_counted) = replica.recorded();
    assert!(recorded.len() + not_counted.len() <= replica.len(), "nothing is read that is not held");
    assert!(replica.unvouched(super::operation::id(0)).next().is_none(), "nothing is held that nobody signed");
}

/// A line that is taken says one thing, which can be written and read back, at whatever moment it comes.
fn check_line(line: &str) {
    let Ok(message) = parse(line) else { return };
    assert_eq!(parse(&message.to_string()).as_ref(), Ok(&message), "what was read is written so that it is read back");
    for received_at in [i64::MIN, START.0, i64::MAX] {
        // Whether every field makes sense together is told as a fault.
        let _ = message.event(&Codes::default(), UnixSeconds(received_at));
    }
}

/// Puts the bytes under headers of every kind, as a device might that has a key and bad intentions, and reads them.
fn check_body(bytes: &[u8]) {
    use couloir_ledger::envelope::{BodyHash, Entry};
    use couloir_ledger::event::{Class, Kind};
    let kinds = [Kind::HeadCount, Kind::Boarded, Kind::Departed, Kind::Passed, Kind::Otherwise, Kind::Incident];
    for kind in kinds.into_iter().chain([
        Kind::Closure,
        Kind::ClaimConfirmed,
        Kind::PlanAdopted,
        Kind::DaySealed,
        Kind::Correction,
    ]) {
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
