//! A network that delays, reorders, doubles, cuts, alters and loses, with links that work one way and partitions.

use super::faults::{Fault, Mix};
use super::random::Random;
use couloir_ledger::wire::bundle::MAGIC;
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use std::collections::BTreeSet;

#[derive(Default)]
pub(crate) struct Network {
    under_way: Vec<Message>,
    /// Links that do not work now: from, to.
    cut: BTreeSet<(usize, usize)>,
    /// The nodes on one side of a partition, as bits; nothing where there is none.
    partition: Option<u32>,
}

/// A bundle under way.
pub(crate) struct Message {
    pub(crate) to: usize,
    pub(crate) bytes: Vec<u8>,
    /// What was done to it.
    pub(crate) harm: Harm,
}

/// What was done to a bundle on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Harm {
    None,
    CutOff,
    /// A bit was flipped in the frame that begins at this byte; in what comes before all frames where there is none.
    BitFlipped(Option<usize>),
    /// Somebody altered the frame that begins at this byte, and gave it a checksum that fits.
    Tampered(usize),
}

/// The most messages under way; those above are lost, as where a queue is full.
const UNDER_WAY_MAX: usize = 40;

impl Network {
    pub(crate) fn change(&mut self, nodes: usize, mix: &mut Mix, random: &mut Random) {
        if mix.strikes(Fault::LinkCut, random) {
            let link = (random.below(nodes), random.below(nodes));
            if !self.cut.remove(&link) {
                self.cut.insert(link);
            }
        }
        if mix.strikes(Fault::Partition, random) {
            self.partition = match self.partition {
                Some(_) => None,
                None => Some(u32::try_from(random.below(1 << nodes)).expect("few nodes")),
            };
        }
    }

    pub(crate) fn send(&mut self, from: usize, to: usize, bytes: Vec<u8>) {
        let is_apart = self.partition.is_some_and(|side| side >> from & 1 != side >> to & 1);
        if !is_apart && !self.cut.contains(&(from, to)) && self.under_way.len() < UNDER_WAY_MAX {
            self.under_way.push(Message { to, bytes, harm: Harm::None });
        }
    }

    /// Some message arrives: not always the first, not always once, and not always whole.
    pub(crate) fn deliver(&mut self, nodes: usize, mix: &mut Mix, random: &mut Random) -> Option<Message> {
        if self.under_way.is_empty() {
            return None;
        }
        let pick = match mix.strikes(Fault::MessageLate, random) {
            true => random.below(self.under_way.len()),
            false => 0,
        };
        let mut message = self.under_way.remove(pick);
        if mix.strikes(Fault::MessageDoubled, random) {
            let (to, bytes) = (random.below(nodes), message.bytes.clone());
            self.under_way.push(Message { to, bytes, harm: Harm::None });
        }
        if mix.strikes(Fault::MessageLost, random) {
            return None;
        }
        message.harm = harm(&mut message.bytes, mix, random);
        Some(message)
    }

    /// All links work again; what was under way is lost.
    pub(crate) fn heal(&mut self) {
        *self = Self::default();
    }
}

fn harm(bytes: &mut Vec<u8>, mix: &mut Mix, random: &mut Random) -> Harm {
    if mix.strikes(Fault::MessageCutOff, random) {
        bytes.truncate(random.below(bytes.len()));
        return Harm::CutOff;
    }
    if mix.strikes(Fault::BitFlippedOnTheWay, random) {
        let frames = frames(bytes);
        let at = flip(bytes, random);
        return Harm::BitFlipped(
            frames.into_iter().find(|(from, end)| (*from..*end).contains(&at)).map(|(from, _)| from),
        );
    }
    if mix.strikes(Fault::FrameTampered, random) {
        return tamper(bytes, random).map_or(Harm::None, Harm::Tampered);
    }
    Harm::None
}

/// Flips a bit, and gives the position of its byte.
pub(crate) fn flip(bytes: &mut [u8], random: &mut Random) -> usize {
    let at = random.below(bytes.len());
    bytes[at] ^= 1 << random.below(8);
    at
}

/// Flips a bit of what a frame holds, and gives the frame the checksum of what it now is. Gives where the frame begins.
///
/// Written from the manual and not with the crate's writer: whoever alters a stick does the same.
fn tamper(bytes: &mut Vec<u8>, random: &mut Random) -> Option<usize> {
    let frames = frames(bytes);
    // The frames after the first: what a sender says of its own frontier is signed by nobody.
    let (at, end) = *frames.get(1 + random.below(frames.len().checked_sub(1).filter(|count| *count > 0)?))?;
    let mut content = decompress_to_vec_with_limit(&bytes[at + 20..end], 1 << 24).ok()?;
    match random.chance(20) {
        // The length of the first list in two bytes instead of one: the same value, in another spelling.
        true => drop(content.splice(..1, [0x98, content[0] & 0x1f])),
        false => drop(flip(&mut content, random)),
    }
    let deflated = compress_to_vec(&content, 6);
    let mut frame = u32::try_from(deflated.len()).ok()?.to_be_bytes().to_vec();
    let sum = blake3::Hasher::new().update(b"couloir/1/frame\0").update(&deflated).finalize();
    frame.extend(&sum.as_bytes()[..16]);
    frame.extend(deflated);
    bytes.splice(at..end, frame);
    Some(at)
}

/// Where each frame begins and ends.
fn frames(bytes: &[u8]) -> Vec<(usize, usize)> {
    let mut frames = Vec::new();
    let mut at = MAGIC.len();
    while let Some((length, _)) = bytes.get(at..).and_then(|rest| rest.split_first_chunk::<4>()) {
        let end = at + 20 + u32::from_be_bytes(*length) as usize;
        if end > bytes.len() {
            break;
        }
        frames.push((at, end));
        at = end;
    }
    frames
}
