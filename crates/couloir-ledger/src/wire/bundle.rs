//! A bundle: what one replica hands to another, the same bytes over a socket, on a stick or in a QR symbol.
//!
//! `couloir-sync/1` and a line end, then frames: `[length: u32][checksum: 16 bytes][deflated CBOR]`, big-endian. Each frame
//! stands alone: of a file that was half copied every whole frame is used, and a damaged one is passed over and named.

use crate::cbor::{Canonical, Malformed, Reader, Writer, from_bytes, to_bytes};
use crate::envelope::digest;
use crate::id::{DeviceId, OperationId};
use crate::papers::{Founding, Paper};
use crate::sync::{Frontier, Run};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, TDEFLStatus, compress, create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::decompress_to_vec_with_limit;
use std::cell::RefCell;

/// What every bundle begins with.
pub const MAGIC: &[u8] = b"couloir-sync/1\n";

/// A frame is closed when it holds so many bytes before compression.
const FRAME_LENGTH_AIM: usize = 64 << 10;

/// The largest frame that is unpacked. Ours are closed at [`FRAME_LENGTH_AIM`] and a run more, below 0.7 MiB.
const FRAME_LENGTH_MAX: usize = 4 << 20;

/// What a whole bundle may unpack to beside [`UNPACKED_TIMES`] its own length: a short file that holds little but zeros must not
/// fill the memory.
const UNPACKED_LENGTH: usize = 16 << 20;

/// How many times its own length a bundle may unpack to. Each event has random bytes, each paper and run a signature, and each
/// position a digest, which nothing makes shorter: no bundle of ours comes near.
const UNPACKED_TIMES: usize = 16;

/// The most papers of a frame: a slip has some 250 bytes.
const PAPERS_OF_FRAME: usize = 256;

/// Fast and good enough: level 6 halves names and clocks; nothing helps against salts.
const DEFLATE_LEVEL: i32 = 6;

/// One part of a bundle.
#[expect(clippy::large_enum_variant, reason = "a bundle has one hello, and is read part by part")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Who speaks, of which operation, and what they hold.
    Hello(Hello),
    /// Slips and revocations.
    Papers(Vec<Paper>),
    /// Stretches of logs.
    Runs(Vec<Run>),
}

/// How a bundle begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hello {
    /// The operation, by its founding paper.
    pub founding: Founding,
    /// The device that wrote the bundle.
    pub device: DeviceId,
    /// What it held when it wrote.
    pub frontier: Frontier,
    /// The device's signature, where nothing else says who speaks: on a stick, where anybody may put a file.
    pub signature: Option<[u8; 64]>,
}

/// A stretch of bytes of a bundle that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// The bytes are no bundle at all.
    #[error("it is no bundle: it does not begin with `couloir-sync/1`")]
    NoBundle,
    /// The bytes end within a frame.
    #[error("it breaks off within the frame at byte {0}")]
    Truncated(usize),
    /// The checksum does not hold.
    #[error("the frame at byte {0} is damaged")]
    Checksum(usize),
    /// The frame is whole and not what a frame should be.
    #[error("the frame at byte {at} cannot be read")]
    Unreadable {
        /// Where it begins.
        at: usize,
        /// What is wrong with its content; nothing where it cannot be unpacked.
        source: Option<Malformed>,
    },
}

impl Hello {
    /// What a device says that proves in another way who it is.
    #[must_use]
    pub const fn new(founding: Founding, device: DeviceId, frontier: Frontier) -> Self {
        Self { founding, device, frontier, signature: None }
    }

    /// The same, signed by the device whose key this is.
    #[must_use]
    pub fn signed(mut self, key: &SigningKey) -> Self {
        self.signature = Some(key.sign(&self.message()).to_bytes());
        self
    }

    /// True when the device itself has signed it.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        let holds = |signature: &[u8; 64]| {
            let key = VerifyingKey::from_bytes(&self.device.0).ok()?;
            key.verify_strict(&self.message(), &Signature::from_bytes(signature)).ok()
        };
        self.signature.as_ref().and_then(holds).is_some()
    }

    /// What is signed: operation, device and frontier.
    fn message(&self) -> Vec<u8> {
        let (operation, frontier) = (self.operation(), to_bytes(&self.frontier));
        [b"couloir/1/hello\0".as_slice(), &operation.0, &self.device.0, &frontier].concat()
    }

    /// The operation.
    #[must_use]
    pub fn operation(&self) -> OperationId {
        self.founding.operation()
    }
}

/// The bytes of a bundle of these parts.
#[must_use]
pub fn write(hello: Hello, papers: Vec<Paper>, runs: Vec<Run>) -> Vec<u8> {
    let mut bundle = MAGIC.to_vec();
    push(&mut bundle, &to_bytes(&Part::Hello(hello)));
    push_rest(&mut bundle, papers, runs);
    bundle
}

/// The bytes of a bundle of one who has said before who they are.
#[must_use]
pub fn continued(papers: Vec<Paper>, runs: Vec<Run>) -> Vec<u8> {
    let mut bundle = MAGIC.to_vec();
    push_rest(&mut bundle, papers, runs);
    bundle
}

/// A bundle cut into bundles of one frame each: what of them arrives can be used, whatever becomes of the others.
#[must_use]
pub fn pieces(bundle: &[u8]) -> Vec<Vec<u8>> {
    let mut pieces = Vec::new();
    let mut rest = bundle.strip_prefix(MAGIC).unwrap_or_default();
    while let Some((deflated, _)) = frame(rest) {
        let (one, others) = rest.split_at(HEAD_LENGTH + deflated.len());
        pieces.push([MAGIC, one].concat());
        rest = others;
    }
    pieces
}

fn push_rest(bundle: &mut Vec<u8>, papers: Vec<Paper>, runs: Vec<Run>) {
    for papers in papers.chunks(PAPERS_OF_FRAME) {
        push(bundle, &to_bytes(&Part::Papers(papers.to_vec())));
    }
    let mut waiting = Vec::new();
    let mut length = 0;
    for run in runs {
        let mut out = Writer::new();
        run.write(&mut out);
        length += out.len();
        waiting.push(out.into_bytes());
        if FRAME_LENGTH_AIM <= length {
            push(bundle, &runs_part(&std::mem::take(&mut waiting)));
            length = 0;
        }
    }
    if !waiting.is_empty() {
        push(bundle, &runs_part(&waiting));
    }
}

/// The bytes of [`Part::Runs`], of runs that are bytes already.
fn runs_part(runs: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Writer::new();
    out.array(2);
    out.uint(2);
    out.array(runs.len());
    let mut bytes = out.into_bytes();
    runs.iter().for_each(|run| bytes.extend_from_slice(run));
    bytes
}

fn push(bundle: &mut Vec<u8>, content: &[u8]) {
    let deflated = deflate(content);
    let length = u32::try_from(deflated.len()).expect("a frame is far below 4 GiB");
    bundle.extend_from_slice(&length.to_be_bytes());
    bundle.extend_from_slice(&checksum(&deflated));
    bundle.extend_from_slice(&deflated);
}

thread_local! {
    /// Room to work in, made once a thread: making its 300 KiB anew for each small frame took a quarter of the time of a
    /// simulation. Nothing of it can be seen in what is written.
    static DEFLATER: RefCell<CompressorOxide> =
        RefCell::new(CompressorOxide::new(create_comp_flags_from_zip_params(DEFLATE_LEVEL, 0, 0)));
}

/// Below so many bytes content is stored as it is: most of it is digests, and the table of codes takes what the rest gives.
const DEFLATED_MIN: usize = 256;

/// `content`, deflated (RFC 1951).
fn deflate(content: &[u8]) -> Vec<u8> {
    match u16::try_from(content.len()) {
        Ok(length) if content.len() < DEFLATED_MIN => stored(length, content),
        _ => compressed(content),
    }
}

/// The last block, of `length` bytes that are not compressed (RFC 1951, 3.2.4).
fn stored(length: u16, content: &[u8]) -> Vec<u8> {
    let mut block = vec![1];
    block.extend_from_slice(&length.to_le_bytes());
    block.extend_from_slice(&(!length).to_le_bytes());
    block.extend_from_slice(content);
    block
}

fn compressed(content: &[u8]) -> Vec<u8> {
    DEFLATER.with_borrow_mut(|deflater| {
        deflater.reset();
        let mut deflated = vec![0; content.len() / 2 + 64];
        let (mut read, mut written) = (0, 0);
        loop {
            let (status, taken, given) =
                compress(deflater, &content[read..], &mut deflated[written..], TDEFLFlush::Finish);
            (read, written) = (read + taken, written + given);
            match status {
                TDEFLStatus::Done => break,
                TDEFLStatus::Okay => deflated.resize(2 * deflated.len(), 0),
                _ => unreachable!("deflating from memory into memory cannot fail"),
            }
        }
        deflated.truncate(written);
        deflated
    })
}

fn checksum(deflated: &[u8]) -> [u8; 16] {
    digest(b"couloir/1/frame\0", deflated)[..16].try_into().expect("half of 32 bytes")
}

/// Everything in `bytes` that can be used, and what cannot.
#[must_use]
pub fn read(bytes: &[u8]) -> (Vec<Part>, Vec<Damage>) {
    let (mut parts, mut damages) = (Vec::new(), Vec::new());
    if !bytes.starts_with(MAGIC) {
        return (parts, vec![Damage::NoBundle]);
    }
    let mut at = MAGIC.len();
    let mut room = bytes.len().saturating_mul(UNPACKED_TIMES).saturating_add(UNPACKED_LENGTH);
    while at < bytes.len() {
        let Some((deflated, sum)) = frame(&bytes[at..]) else {
            damages.push(Damage::Truncated(at));
            break;
        };
        match part(deflated, sum, at, &mut room) {
            Ok(part) => parts.push(part),
            Err(damage) => damages.push(damage),
        }
        at += HEAD_LENGTH + deflated.len();
    }
    (parts, damages)
}

/// Length and checksum.
const HEAD_LENGTH: usize = 4 + 16;

/// The content and checksum of the frame that `bytes` begin with, if they hold all of it.
fn frame(bytes: &[u8]) -> Option<(&[u8], [u8; 16])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (sum, rest) = rest.split_first_chunk::<16>()?;
    Some((rest.get(..u32::from_be_bytes(*length) as usize)?, *sum))
}

/// The part in a frame, if it takes no more than `room` bytes, which it uses up.
fn part(deflated: &[u8], sum: [u8; 16], at: usize, room: &mut usize) -> Result<Part, Damage> {
    if checksum(deflated) != sum {
        return Err(Damage::Checksum(at));
    }
    let unreadable = |source| Damage::Unreadable { at, source };
    let content = decompress_to_vec_with_limit(deflated, FRAME_LENGTH_MAX.min(*room)).map_err(|_| unreadable(None))?;
    *room -= content.len();
    from_bytes(&content).map_err(|malformed| unreadable(Some(malformed)))
}

impl Canonical for Part {
    fn write(&self, out: &mut Writer) {
        out.array(2);
        match self {
            Self::Hello(hello) => {
                out.uint(0);
                out.array(if hello.signature.is_some() { 4 } else { 3 });
                out.value(&hello.founding);
                out.bytes(&hello.device.0);
                out.value(&hello.frontier);
                if let Some(signature) = &hello.signature {
                    out.bytes(signature);
                }
            }
            Self::Papers(papers) => {
                out.uint(1);
                out.list(papers);
            }
            Self::Runs(runs) => {
                out.uint(2);
                out.list(runs);
            }
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.array(2)?;
        match from.uint()? {
            0 => {
                let items = from.array_any()?;
                let hello = Hello::new(from.value()?, DeviceId(from.fixed()?), from.value()?);
                match items {
                    3 => Ok(Self::Hello(hello)),
                    4 => Ok(Self::Hello(Hello { signature: Some(from.fixed()?), ..hello })),
                    _ => Err(from.no_value()),
                }
            }
            1 => Ok(Self::Papers(from.list()?)),
            2 => Ok(Self::Runs(from.list()?)),
            _ => Err(from.no_value()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A frame that unpacks to `length` bytes of nothing.
    fn frame_of_zeros(length: usize) -> Vec<u8> {
        let mut bytes = Vec::new();
        push(&mut bytes, &vec![0; length]);
        bytes
    }

    #[test]
    fn a_short_file_unpacks_to_no_more_than_a_few_times_its_length() {
        let mut bytes = MAGIC.to_vec();
        for _ in 0..40 {
            bytes.extend(frame_of_zeros(FRAME_LENGTH_MAX));
        }
        assert!(bytes.len() < 1 << 20, "it is short: {}", bytes.len());
        let (mut room, mut at, mut unpacked) = (UNPACKED_LENGTH + UNPACKED_TIMES * bytes.len(), MAGIC.len(), 0);
        while let Some((deflated, sum)) = frame(&bytes[at..]) {
            let fault = part(deflated, sum, at, &mut room).unwrap_err();
            unpacked += usize::from(matches!(fault, Damage::Unreadable { source: Some(_), .. }));
            at += HEAD_LENGTH + deflated.len();
        }
        assert!((1..10).contains(&unpacked), "{unpacked} of 40 frames were unpacked");
        let (parts, damages) = read(&bytes);
        assert_eq!((parts.len(), damages.len()), (0, 40), "each is named");
        let above = [MAGIC, &frame_of_zeros(FRAME_LENGTH_MAX + 1)].concat();
        assert!(matches!(read(&above).1[..], [Damage::Unreadable { source: None, .. }]));
    }
}
