//! What two replicas tell each other so that both have everything: a comparison of frontiers, and runs of signed events.
//!
//! Nothing here knows how bytes are carried. A [`Frontier`] says how far somebody holds each log; [`compare`] says what they
//! lack; a [`Run`] is a stretch of one log that ends at a signature. A run is taken whole or not at all, so that nothing
//! unverified is ever kept; it may come twice, late, or from anybody.

use crate::cbor::{Canonical, Malformed, Reader, Writer, from_bytes, to_bytes};
use crate::chain::NoLink;
use crate::clock::Hybrid;
use crate::envelope::{BODY_LENGTH_MAX, Body, BodyHash, Entry, Head, Header, OtherBody};
use crate::event::{Class, Kind};
use crate::id::{DeviceId, EventId, OperationId};
use crate::papers::NotOurPaper;
use couloir_model::clock::UnixSeconds;
use std::collections::BTreeMap;

/// The most events of a run: a device signs its log at least that often, so that a transfer that breaks off loses little.
/// At 23 kbit/s such a run takes about a second. One signature for 64 events costs a byte an event.
pub const RUN_LENGTH_MAX: usize = 64;

/// The most events of a run that is accepted: other programs may sign more rarely.
const RUN_LENGTH_ACCEPTED: usize = 4_096;

/// How far somebody holds each log: the ends of its branches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frontier {
    heads: BTreeMap<DeviceId, Vec<Head>>,
}

/// What somebody lacks of one log: everything that the heads they hold do not vouch for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The log.
    pub device: DeviceId,
    /// What they hold.
    pub beyond: Vec<Head>,
}

/// A stretch of one log, ending at a signature: only what cannot be computed travels.
///
/// Sequence, backlink, length and digest of each event follow from the one before it and from its body. That brings an
/// event from some 190 bytes to its body and a few more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The device that wrote it.
    pub device: DeviceId,
    /// What it follows on; nothing for the beginning of the log.
    pub after: Option<Head>,
    /// The events.
    pub items: Vec<Item>,
    /// The device's signature under the last of them.
    pub signature: [u8; 64],
}

/// An event as it travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    clock: Hybrid,
    kind: Kind,
    class: Class,
    content: Content,
}

/// The body of an event, or what remains of it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Content {
    Body(Box<[u8]>),
    Erased { length: u32, hash: BodyHash },
}

/// How many new branches of one device's log are taken from one hand-over. A device is restored once or twice; whoever has stolen its key
/// can sign as many as they like, and each costs every post a lookup with every event of that log. An assumption.
pub const BRANCHES_AT_ONCE_MAX: usize = 8;

/// Why a run is refused as a whole, or a store's row is not what was once put there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It follows on what is not known here.
    #[error(transparent)]
    Link(#[from] NoLink),
    /// The signature is not that of the device, or something in the run was altered on the way.
    #[error("events {first} to {last} of device {} are not as they were signed", device.short())]
    Signature {
        /// The device.
        device: DeviceId,
        /// The first event.
        first: u64,
        /// The last event.
        last: u64,
    },
    /// A body is not the one that its header names.
    #[error(transparent)]
    Body(#[from] OtherBody),
    /// A body above [`BODY_LENGTH_MAX`].
    #[error("event {sequence} of device {} has a body of {length} bytes, more than are taken", device.short())]
    Long {
        /// The device.
        device: DeviceId,
        /// The event.
        sequence: u64,
        /// The length.
        length: usize,
    },
    /// A body that all posts may read was deleted, and the paper that erases it has not come: taken so, nobody would ever hand
    /// the body over again.
    #[error("event {sequence} of device {} comes without its body, and no erasure says why", device.short())]
    NoErasure {
        /// The device.
        device: DeviceId,
        /// The event.
        sequence: u64,
    },
    /// It begins one more branch of a log of which this hand-over has begun [`BRANCHES_AT_ONCE_MAX`] already. It is refused for now and
    /// taken from a later hand-over.
    #[error("device {} comes with more than {BRANCHES_AT_ONCE_MAX} new branches of its log at once: event {sequence}", device.short())]
    Flooded {
        /// The device.
        device: DeviceId,
        /// The first event of the branch.
        sequence: u64,
    },
    /// An event of another operation, in a store: what travels carries no operation of its own.
    #[error("event {sequence} of device {} belongs to another operation", device.short())]
    Operation {
        /// The device.
        device: DeviceId,
        /// The event.
        sequence: u64,
    },
    /// A paper that the coordination never signed, in a store.
    #[error("a slip, revocation or erasure was altered")]
    Paper(#[from] NotOurPaper),
}

impl Frontier {
    /// The frontier of these logs: the ends of the branches of each, in order.
    pub fn of(heads: impl IntoIterator<Item = (DeviceId, Vec<Head>)>) -> Self {
        Self { heads: heads.into_iter().filter(|(_, heads)| !heads.is_empty()).collect() }
    }

    /// The ends of the branches of the log of `device`, in order.
    #[must_use]
    pub fn heads(&self, device: DeviceId) -> &[Head] {
        self.heads.get(&device).map_or(&[], Vec::as_slice)
    }

    /// Its bytes, for whoever remembers how far somebody was.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        to_bytes(self)
    }

    /// The frontier in `bytes`.
    ///
    /// # Errors
    ///
    /// [`Malformed`] when they are none.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        from_bytes(bytes)
    }

    /// The devices whose logs are known.
    pub fn devices(&self) -> impl Iterator<Item = DeviceId> + '_ {
        self.heads.keys().copied()
    }
}

/// What a replica at `ours` has to offer to one at `theirs`.
///
/// One round brings both to the same where no device has two branches. Where one has, each side may first have to learn
/// of the other's branch: two more rounds at most.
#[must_use]
pub fn compare(ours: &Frontier, theirs: &Frontier) -> Vec<Offer> {
    let lacking = ours.heads.iter().filter(|(device, heads)| is_ahead(heads, theirs.heads(**device)));
    lacking.map(|(device, _)| Offer { device: *device, beyond: theirs.heads(*device).to_vec() }).collect()
}

/// True when holders of `ours` may have what holders of `theirs` lack.
fn is_ahead(ours: &[Head], theirs: &[Head]) -> bool {
    let reach = |heads: &[Head]| heads.last().map_or(0, |head| head.sequence);
    let all_known = ours.iter().all(|head| theirs.contains(head));
    // Theirs goes further, and may well pass through ours: they will say so by their own offer, or by sending their branch.
    let may_contain = ours.len() == 1 && reach(ours) < reach(theirs);
    !all_known && !may_contain
}

impl Run {
    /// The run of consecutive `entries`, whose last carries `signature`.
    ///
    /// # Panics
    ///
    /// When there are no entries.
    pub(crate) fn of(entries: &[Entry], signature: [u8; 64]) -> Self {
        let first = entries.first().expect("a run has entries").header();
        let after = first.backlink.map(|id| Head { sequence: first.sequence - 1, id });
        Self { device: first.device, after, items: entries.iter().map(Item::of).collect(), signature }
    }

    /// The position of its first event.
    #[must_use]
    pub fn first(&self) -> u64 {
        self.after.map_or(1, |head| head.sequence.saturating_add(1))
    }

    /// The fault of a signature that does not hold.
    pub(crate) fn forged(&self) -> Refusal {
        let first = self.first();
        Refusal::Signature { device: self.device, first, last: first.saturating_add(self.items.len() as u64 - 1) }
    }

    /// Puts the envelopes together again. They are chained; whether the device has signed them is still to be seen.
    ///
    /// # Errors
    ///
    /// [`Refusal::Long`] for bodies above the limit.
    pub(crate) fn into_entries(self, operation: OperationId) -> Result<Vec<Entry>, Refusal> {
        let mut sequence = self.first();
        let mut backlink = self.after.map(|head| head.id);
        let mut entries = Vec::with_capacity(self.items.len());
        for item in self.items {
            let entry = item.into_entry(operation, self.device, sequence, backlink)?;
            backlink = Some(entry.id());
            sequence = sequence.checked_add(1).ok_or(NoLink::Gap(sequence))?;
            entries.push(entry);
        }
        Ok(entries)
    }
}

impl Item {
    fn of(entry: &Entry) -> Self {
        let header = entry.header();
        let content = match entry.body() {
            Body::Present(bytes) => Content::Body(bytes.clone()),
            Body::Erased => Content::Erased { length: header.body_length, hash: header.body_hash },
        };
        Self { clock: header.clock, kind: header.kind, class: header.class, content }
    }

    fn into_entry(
        self,
        operation: OperationId,
        device: DeviceId,
        sequence: u64,
        backlink: Option<EventId>,
    ) -> Result<Entry, Refusal> {
        let (body_length, body_hash, body) = match self.content {
            Content::Body(bytes) => {
                let length = bytes.len();
                let fits = u32::try_from(length).ok().filter(|length| *length <= BODY_LENGTH_MAX);
                (fits.ok_or(Refusal::Long { device, sequence, length })?, BodyHash::of(&bytes), Body::Present(bytes))
            }
            Content::Erased { length, hash } => (length, hash, Body::Erased),
        };
        let (clock, kind, class) = (self.clock, self.kind, self.class);
        let header = Header { operation, device, sequence, backlink, clock, kind, class, body_length, body_hash };
        Ok(Entry::new(header, body)?)
    }
}

impl Canonical for Frontier {
    fn write(&self, out: &mut Writer) {
        out.array(self.heads.len());
        for (device, heads) in &self.heads {
            out.array(2);
            out.bytes(&device.0);
            out.list(heads);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        let devices = from.array_any()?;
        let mut heads = BTreeMap::new();
        for _ in 0..devices {
            from.array(2)?;
            let device = DeviceId(from.fixed()?);
            let mut list: Vec<Head> = from.list()?;
            list.sort_unstable();
            heads.insert(device, list);
        }
        Ok(Self { heads })
    }
}

impl Canonical for Run {
    /// `[device, after | null, signature, [item…]]`, the clocks of the items as steps from one to the next.
    fn write(&self, out: &mut Writer) {
        out.array(4);
        out.bytes(&self.device.0);
        out.option(self.after.as_ref(), Writer::value);
        out.bytes(&self.signature);
        out.array(self.items.len());
        let mut last = 0;
        for item in &self.items {
            item.write_after(last, out);
            last = item.clock.seconds.0;
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.array(4)?;
        let device = DeviceId(from.fixed()?);
        let after = from.option(Reader::value)?;
        let signature = from.fixed()?;
        let count = from.array_any()?;
        if count == 0 || RUN_LENGTH_ACCEPTED < count {
            return Err(from.no_value());
        }
        let mut items = Vec::with_capacity(count);
        let mut last = 0;
        for _ in 0..count {
            let item = Item::read_after(last, from)?;
            last = item.clock.seconds.0;
            items.push(item);
        }
        Ok(Self { device, after, items, signature })
    }
}

impl Item {
    /// `[step, counter, kind, [class, body] | [class, length, hash]]`.
    fn write_after(&self, last: i64, out: &mut Writer) {
        out.array(4);
        out.int(self.clock.seconds.0.wrapping_sub(last));
        out.uint(u64::from(self.clock.counter));
        out.value(&self.kind);
        match &self.content {
            Content::Body(bytes) => {
                out.array(2);
                out.value(&self.class);
                out.bytes(bytes);
            }
            Content::Erased { length, hash } => {
                out.array(3);
                out.value(&self.class);
                out.uint(u64::from(*length));
                out.bytes(&hash.0);
            }
        }
    }

    fn read_after(last: i64, from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.array(4)?;
        let seconds = UnixSeconds(from.int()?.wrapping_add(last));
        let clock = Hybrid { seconds, counter: from.small()? };
        let kind = from.value()?;
        let parts = from.array_any()?;
        let class = from.value()?;
        let content = match parts {
            2 => Content::Body(from.bytes()?.into()),
            3 => Content::Erased { length: from.small()?, hash: BodyHash(from.fixed()?) },
            _ => return Err(from.no_value()),
        };
        Ok(Self { clock, kind, class, content })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frontier(heads: &[(u8, u64, u8)]) -> Frontier {
        let mut map: BTreeMap<DeviceId, Vec<Head>> = BTreeMap::new();
        for (device, sequence, id) in heads {
            let head = Head { sequence: *sequence, id: EventId([*id; 32]) };
            map.entry(DeviceId([*device; 32])).or_default().push(head);
        }
        Frontier::of(map)
    }

    #[test]
    fn equal_frontiers_have_nothing_to_say_to_each_other() {
        let one = frontier(&[(1, 5, 5), (2, 7, 7)]);
        assert_eq!(compare(&one, &one), []);
    }

    #[test]
    fn the_one_that_is_ahead_offers_and_the_other_does_not() {
        let (ahead, behind) = (frontier(&[(1, 9, 9), (2, 7, 7)]), frontier(&[(1, 5, 5), (2, 7, 7)]));
        assert_eq!(compare(&ahead, &behind).len(), 1);
        assert_eq!(compare(&behind, &ahead), []);
        assert_eq!(compare(&ahead, &Frontier::default()).len(), 2);
    }

    #[test]
    fn two_branches_of_one_length_are_offered_both_ways() {
        let (one, two) = (frontier(&[(1, 5, 5)]), frontier(&[(1, 5, 6)]));
        assert_eq!(compare(&one, &two).len(), 1);
        assert_eq!(compare(&two, &one).len(), 1);
    }
}
