//! The envelope of an event: a header that is chained and signed, and a body that can be deleted.
//!
//! The header names its body by digest, so that the body can go and the chain still be checked. Signatures stand on the
//! tips of logs and not on every event: each header holds the digest of the one before it, so that one signature vouches
//! for all.

use crate::cbor::{Canonical, Malformed, Reader, Writer, from_bytes, to_bytes};
use crate::clock::Hybrid;
use crate::event::{Class, Kind};
use crate::id::{DeviceId, EventId, OperationId};
use couloir_model::clock::UnixSeconds;
use ed25519_dalek::{Signer, SigningKey};

/// The version of headers that this program writes.
const VERSION: u64 = 1;

/// The longest body, in bytes: room for the longest text and all names, and too little to make others carry films.
pub const BODY_LENGTH_MAX: u32 = 8_192;

/// What is chained and signed of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Header {
    /// The operation that it belongs to.
    pub operation: OperationId,
    /// The device that wrote it.
    pub device: DeviceId,
    /// Its position in the device's log, from 1.
    pub sequence: u64,
    /// The event before it; none for the first.
    pub backlink: Option<EventId>,
    /// When it was recorded.
    pub clock: Hybrid,
    /// What kind of thing it tells.
    pub kind: Kind,
    /// Who may read the body.
    pub class: Class,
    /// The length of the body in bytes.
    pub body_length: u32,
    /// The digest of the body.
    pub body_hash: BodyHash,
}

/// The digest of a body (BLAKE3 over a prefix of our own and the bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BodyHash(pub [u8; 32]);

/// The body of an event, or the place where it was.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Body {
    /// Here.
    Present(Box<[u8]>),
    /// Deleted, here or wherever it came from.
    Erased,
}

/// An event in its envelope. Whoever holds one knows that its body is the one that the header names, and that the id is
/// the header's; who wrote it is known once a [`Tip`] has vouched for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entry {
    header: Header,
    id: EventId,
    body: Body,
}

/// A body that is not the one that the header names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the body of event {sequence} of device {} is not the one that was signed", device.short())]
pub struct OtherBody {
    /// The device.
    pub device: DeviceId,
    /// The position in its log.
    pub sequence: u64,
}

/// The end of a log, or of a branch of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Head {
    /// Its position.
    pub sequence: u64,
    /// The event there.
    pub id: EventId,
}

/// A device's signature under the end of its log: it vouches for this event and for all before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tip {
    /// The device.
    pub device: DeviceId,
    /// How far it vouches.
    pub head: Head,
    /// The signature.
    pub signature: [u8; 64],
}

impl BodyHash {
    /// The digest of `body`.
    #[must_use]
    pub fn of(body: &[u8]) -> Self {
        Self(digest(b"couloir/1/body\0", body))
    }
}

impl Header {
    /// The name of the event.
    #[must_use]
    pub fn id(&self) -> EventId {
        EventId(digest(b"couloir/1/header\0", &to_bytes(self)))
    }

    /// Its bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        to_bytes(self)
    }

    /// The header in `bytes`.
    ///
    /// # Errors
    ///
    /// [`Malformed`] when they are none.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        from_bytes(bytes)
    }
}

impl Entry {
    /// The event of `header` and `body`.
    ///
    /// # Errors
    ///
    /// [`OtherBody`] when the header names another body.
    pub fn new(header: Header, body: Body) -> Result<Self, OtherBody> {
        if let Body::Present(bytes) = &body {
            let is_named =
                bytes.len() as u64 == u64::from(header.body_length) && BodyHash::of(bytes) == header.body_hash;
            if !is_named {
                return Err(OtherBody { device: header.device, sequence: header.sequence });
            }
        }
        Ok(Self { header, id: header.id(), body })
    }

    /// Its header.
    #[must_use]
    pub const fn header(&self) -> &Header {
        &self.header
    }

    /// Its name.
    #[must_use]
    pub const fn id(&self) -> EventId {
        self.id
    }

    /// Its body.
    #[must_use]
    pub const fn body(&self) -> &Body {
        &self.body
    }

    /// It as the head of its log.
    #[must_use]
    pub const fn head(&self) -> Head {
        Head { sequence: self.header.sequence, id: self.id }
    }

    /// Deletes the body. The header stays, and with it the chain.
    pub(crate) fn erase(&mut self) {
        self.body = Body::Erased;
    }
}

impl Tip {
    /// Signs `head` of the log of the device whose key this is.
    #[must_use]
    pub fn sign(key: &SigningKey, head: Head) -> Self {
        let device = DeviceId(key.verifying_key().to_bytes());
        Self { device, head, signature: key.sign(&tip_message(head.id)).to_bytes() }
    }

    /// What its device has signed.
    pub(crate) fn message(&self) -> Vec<u8> {
        tip_message(self.head.id)
    }
}

/// What is signed: the id says operation, device, position and everything before.
fn tip_message(id: EventId) -> Vec<u8> {
    [b"couloir/1/tip\0".as_slice(), &id.0].concat()
}

/// BLAKE3 of `bytes` behind a prefix that says what they are, so that no digest of one kind passes for another.
pub(crate) fn digest(prefix: &[u8], bytes: &[u8]) -> [u8; 32] {
    *blake3::Hasher::new().update(prefix).update(bytes).finalize().as_bytes()
}

impl Canonical for Hybrid {
    fn write(&self, out: &mut Writer) {
        out.array(2);
        out.int(self.seconds.0);
        out.uint(u64::from(self.counter));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.array(2)?;
        Ok(Self { seconds: UnixSeconds(from.int()?), counter: from.small()? })
    }
}

impl Canonical for Header {
    fn write(&self, out: &mut Writer) {
        out.array(10);
        out.uint(VERSION);
        out.bytes(&self.operation.0);
        out.bytes(&self.device.0);
        out.uint(self.sequence);
        out.option(self.backlink.as_ref(), |out, id| out.bytes(&id.0));
        out.value(&self.clock);
        out.value(&self.kind);
        out.value(&self.class);
        out.uint(u64::from(self.body_length));
        out.bytes(&self.body_hash.0);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.array(10)?;
        if from.uint()? != VERSION {
            return Err(from.no_value());
        }
        Ok(Self {
            operation: OperationId(from.fixed()?),
            device: DeviceId(from.fixed()?),
            sequence: from.uint()?,
            backlink: from.option(Reader::fixed)?.map(EventId),
            clock: from.value()?,
            kind: from.value()?,
            class: from.value()?,
            body_length: from.small()?,
            body_hash: BodyHash(from.fixed()?),
        })
    }
}

impl Canonical for Head {
    fn write(&self, out: &mut Writer) {
        out.array(2);
        out.uint(self.sequence);
        out.bytes(&self.id.0);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.array(2)?;
        Ok(Self { sequence: from.uint()?, id: EventId(from.fixed()?) })
    }
}
