//! Damages extracts and networks and reads them, until the minutes are over or something is wrong.
//!
//! ```sh
//! cargo run -p couloir-roads --example fuzz_import -- --minutes 10 --seed 1 EXTRACT.osm.pbf
//! ```
//!
//! Blocks of the extract are unpacked first, so that what is damaged is its content and not its compression; checksums of a
//! network are made right again after the damage. A fault prints the seed and the number of the case that showed it. Damage that the
//! decoder answers with a panic which the importer catches is no fault; its message is not printed.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "an example is a small shell of its own"
)]

use couloir_roads::closure::Effects;
use couloir_roads::file;
use couloir_roads::import::import;
use couloir_roads::kind::{Kind, Vehicle};
use couloir_roads::metric::Router;
use couloir_roads::network::Network;
use couloir_roads::osm::pbf::Pbf;
use couloir_roads::weight::{Trip, weights};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let option =
        |name: &str| arguments.iter().position(|argument| argument == name).and_then(|at| arguments.get(at + 1));
    let minutes: f64 = option("--minutes").and_then(|value| value.parse().ok()).unwrap_or(1.0);
    let seed: u64 = option("--seed").and_then(|value| value.parse().ok()).unwrap_or(1);
    let path = arguments.last().expect("the program has a name");
    let extract = std::fs::read(path).expect("the last argument is an extract");
    let plain = unpacked(&extract).expect("the extract is one");
    let network = import(&mut Pbf::of_bytes(&plain), &mut |_| ()).expect("the extract imports");
    let written = file::write(&network);
    std::panic::set_hook(Box::new(|_| ()));
    let until = Instant::now() + Duration::from_secs_f64(minutes * 60.0);
    let (mut case, mut made, mut refused) = (0_u64, 0_u64, 0_u64);
    while Instant::now() < until {
        let mut random = Random(seed.wrapping_mul(0x1_0000_0001).wrapping_add(case));
        let is_extract = !case.is_multiple_of(4);
        let bytes = if is_extract { damaged(&plain, &mut random) } else { resealed(damaged(&written, &mut random)) };
        let done = catch_unwind(AssertUnwindSafe(|| {
            let network =
                if is_extract { import(&mut Pbf::of_bytes(&bytes), &mut |_| ()).ok() } else { file::read(&bytes).ok() };
            network.as_ref().map(used).is_some()
        }));
        match done {
            Ok(true) => made += 1,
            Ok(false) => refused += 1,
            Err(_) => {
                let name = format!("fuzz-{seed}-{case}.bin");
                let _ = std::fs::write(&name, &bytes);
                println!("a panic at seed {seed}, case {case}; the bytes are in {name}");
                return ExitCode::FAILURE;
            }
        }
        case += 1;
    }
    println!("{case} cases in {minutes} minutes with seed {seed}: {made} networks, {refused} refused, no panic");
    ExitCode::SUCCESS
}

/// What everybody does with a network: a metric and a table, and its bytes for an imported one.
fn used(network: &Network) {
    let router = Router::new(network);
    let effects = Effects::default();
    let trip = Trip { vehicle: Vehicle::of(Kind::Truck), at: None, effects: &effects };
    let metric = router.metric(weights(network, &trip));
    let states: Vec<u32> = (0..network.graph.states() as u32).step_by(97).collect();
    let _ = router.between_states(&metric, &states, &states);
    let _ = file::read(&file::write(network));
}

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

/// Some bytes changed, cut out, doubled, or the rest cut off.
fn damaged(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(6) {
        let at = random.below(bytes.len());
        match random.below(12) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..(at + random.below(64)).min(bytes.len()))),
            2 => {
                let part = bytes[at..(at + random.below(64)).min(bytes.len())].to_vec();
                bytes.splice(at..at, part);
            }
            3 => {
                let end = (at + 4).min(bytes.len());
                bytes[at..end].fill(0xff);
            }
            4 => {
                let end = (at + 10).min(bytes.len());
                bytes[at..end].fill(0x80);
            }
            _ if !bytes.is_empty() => bytes[at] ^= 1 << random.below(8),
            _ => {}
        }
    }
    bytes
}

/// A network with checksums that fit its bytes, as far as its head can still be read.
fn resealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let number = |bytes: &[u8], at: usize, size: usize| -> Option<usize> {
        let part = bytes.get(at..at + size)?;
        usize::try_from(part.iter().rev().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte))).ok()
    };
    let Some(sections) = number(&bytes, 12, 4).filter(|sections| *sections < 100) else { return bytes };
    for row in (0..sections).map(|section| 16 + 24 * section) {
        let (Some(first), Some(length)) = (number(&bytes, row + 8, 8), number(&bytes, row + 16, 8)) else {
            return bytes;
        };
        if let Some(part) = bytes.get(first..first.saturating_add(length)) {
            let crc = crc32fast::hash(part).to_le_bytes();
            bytes[row + 4..row + 8].copy_from_slice(&crc);
        }
    }
    let end = 16 + 24 * sections;
    if bytes.len() >= end + 4 {
        let crc = crc32fast::hash(&bytes[..end]).to_le_bytes();
        bytes[end..end + 4].copy_from_slice(&crc);
    }
    bytes
}

/// The extract with its blocks unpacked: the messages `BlobHeader` and `Blob` of the PBF format, written plainly.
fn unpacked(extract: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    let mut rest = extract;
    while !rest.is_empty() {
        let (head, tail) = rest.split_at_checked(u32::from_be_bytes(rest.get(..4)?.try_into().ok()?) as usize + 4)?;
        let fields = fields(&head[4..])?;
        let kind = fields.iter().find_map(|(key, value, _)| (*key == 1).then_some(*value))?;
        let size = fields.iter().find_map(|(key, _, number)| (*key == 3).then_some(*number))? as usize;
        let (blob, after) = tail.split_at_checked(size)?;
        rest = after;
        let parts = self::fields(blob)?;
        let raw = parts.iter().find_map(|(key, value, _)| match key {
            1 => Some(value.to_vec()),
            3 => miniz_oxide::inflate::decompress_to_vec_zlib(value).ok(),
            _ => None,
        })?;
        let mut blob = vec![0x0a];
        varint(raw.len() as u64, &mut blob);
        blob.extend_from_slice(&raw);
        let mut head = vec![0x0a];
        varint(kind.len() as u64, &mut head);
        head.extend_from_slice(kind);
        head.push(0x18);
        varint(blob.len() as u64, &mut head);
        plain.extend_from_slice(&(head.len() as u32).to_be_bytes());
        plain.extend_from_slice(&head);
        plain.extend_from_slice(&blob);
    }
    Some(plain)
}

/// The fields of a message: number, bytes, and value where it is a number.
fn fields(mut message: &[u8]) -> Option<Vec<(u64, &[u8], u64)>> {
    let mut found = Vec::new();
    while !message.is_empty() {
        let key = take_varint(&mut message)?;
        let value = take_varint(&mut message)?;
        let mut bytes: &[u8] = &[];
        if key & 7 == 2 {
            (bytes, message) = message.split_at_checked(value as usize)?;
        }
        found.push((key >> 3, bytes, value));
    }
    Some(found)
}

fn take_varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}
