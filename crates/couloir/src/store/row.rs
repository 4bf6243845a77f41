//! The rows of a store: what the ledger keeps, sealed.

use super::StoreError;
use crate::cipher::Cipher;
use couloir_ledger::Malformed;
use couloir_ledger::envelope::{Body, Entry, Head, Header, Tip};
use couloir_ledger::id::{DeviceId, EventId};
use couloir_ledger::papers::Paper;
use couloir_ledger::replica::Change;

/// Something to be put into a store. Ids are digests and stand open; everything else is sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// A slip or a revocation.
    Paper {
        /// Its name.
        id: [u8; 32],
        /// It, sealed.
        bytes: Vec<u8>,
    },
    /// An event.
    Event {
        /// Its name.
        id: [u8; 32],
        /// Its header, sealed.
        header: Vec<u8>,
        /// Its body, sealed; nothing where it was erased.
        body: Option<Vec<u8>>,
    },
    /// A signature.
    Tip {
        /// The event under which it stands.
        id: [u8; 32],
        /// Device, position and signature, sealed.
        bytes: Vec<u8>,
    },
    /// The body of this event goes.
    Erased {
        /// The event.
        id: [u8; 32],
    },
    /// A value is said by name, in place of an earlier one: together with the rows beside it, or not at all. It is read back
    /// by [`super::Store::said`].
    Said {
        /// The name.
        key: String,
        /// The value.
        value: Vec<u8>,
    },
    /// A value by name that must still be `held`, or be `next` already, and becomes `next`: else none of the rows beside it is put there,
    /// since another program has written what these follow on.
    Follows {
        /// The name.
        key: String,
        /// What was read; nothing where it was never said.
        held: Option<Vec<u8>>,
        /// What it becomes.
        next: Vec<u8>,
    },
}

/// Device, position, signature.
const TIP_LENGTH: usize = 32 + 8 + 64;

impl Row {
    /// The row of a change.
    pub(super) fn of(change: &Change, cipher: &Cipher) -> Result<Self, StoreError> {
        Ok(match change {
            Change::Paper(paper) => {
                let id = paper.id().0;
                Self::Paper { id, bytes: cipher.seal(&about(b"paper", &id), &paper.to_bytes())? }
            }
            Change::Entry(entry) => {
                let id = entry.id().0;
                let body = match entry.body() {
                    Body::Present(bytes) => Some(cipher.seal(&about(b"body", &id), bytes)?),
                    Body::Erased => None,
                };
                Self::Event { id, header: cipher.seal(&about(b"header", &id), &entry.header().to_bytes())?, body }
            }
            Change::Tip(tip) => {
                let id = tip.head.id.0;
                let bytes = [&tip.device.0[..], &tip.head.sequence.to_be_bytes(), &tip.signature].concat();
                Self::Tip { id, bytes: cipher.seal(&about(b"tip", &id), &bytes)? }
            }
            Change::Erased(_, head) => Self::Erased { id: head.id.0 },
        })
    }

    /// The change of a row, if it is what was once put there.
    pub(super) fn change(self, number: i64, cipher: &Cipher) -> Result<Change, StoreError> {
        let damaged = |table, source: Option<Malformed>| StoreError::Damaged { table, row: number, source };
        match self {
            Self::Paper { id, bytes } => {
                let bytes = cipher.open(&about(b"paper", &id), &bytes).ok_or_else(|| damaged("papers", None))?;
                Paper::from_bytes(&bytes).map(Change::Paper).map_err(|malformed| damaged("papers", Some(malformed)))
            }
            Self::Event { id, header, body } => {
                let fault = |malformed| damaged("events", malformed);
                let header = cipher.open(&about(b"header", &id), &header).ok_or_else(|| fault(None))?;
                let header = Header::from_bytes(&header).map_err(|malformed| fault(Some(malformed)))?;
                let body = match body {
                    Some(body) => {
                        Body::Present(cipher.open(&about(b"body", &id), &body).ok_or_else(|| fault(None))?.into())
                    }
                    None => Body::Erased,
                };
                let entry = Entry::new(header, body).map_err(|_| fault(None))?;
                if entry.id().0 == id { Ok(Change::Entry(entry)) } else { Err(fault(None)) }
            }
            Self::Tip { id, bytes } => {
                let bytes = cipher.open(&about(b"tip", &id), &bytes).ok_or_else(|| damaged("tips", None))?;
                tip(id, &bytes).map(Change::Tip).ok_or_else(|| damaged("tips", None))
            }
            Self::Erased { .. } => Err(damaged("events", None)),
            Self::Said { .. } | Self::Follows { .. } => Err(damaged("said", None)),
        }
    }
}

/// What a sealed value belongs to: it opens nowhere else.
fn about(what: &[u8], id: &[u8; 32]) -> Vec<u8> {
    [what, b"\0", id].concat()
}

fn tip(id: [u8; 32], bytes: &[u8]) -> Option<Tip> {
    let bytes: &[u8; TIP_LENGTH] = bytes.try_into().ok()?;
    let (device, rest) = bytes.split_first_chunk::<32>()?;
    let (sequence, signature) = rest.split_first_chunk::<8>()?;
    let head = Head { sequence: u64::from_be_bytes(*sequence), id: EventId(id) };
    Some(Tip { device: DeviceId(*device), head, signature: signature.try_into().ok()? })
}
