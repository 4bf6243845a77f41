//! What can be read of a replica: the events that count, and why the others do not.

use super::Replica;
use crate::cbor::Malformed;
use crate::clock::Hybrid;
use crate::envelope::{Body, Entry, Head};
use crate::event::{Event, Kind};
use crate::id::{DeviceId, EventId};
use crate::papers::{Role, Standing};
use crate::seal;
use crate::wire::v1;

/// An event that can be read, with who recorded it and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its name.
    pub id: EventId,
    /// The device.
    pub device: DeviceId,
    /// When it was recorded.
    pub clock: Hybrid,
    /// True when the device may correct the events of others.
    pub corrects_others: bool,
    /// What it says.
    pub event: Event,
}

/// An event that is kept and does not count, or cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotCounted {
    /// The device.
    pub device: DeviceId,
    /// Its position in the log.
    pub sequence: u64,
    /// Its name.
    pub id: EventId,
    /// Why.
    pub why: Why,
}

/// Why an event is not in the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Who recorded it.
    Standing(Standing),
    /// Its body was deleted.
    Erased,
    /// Its body is of no kind that this version knows.
    Unreadable,
}

/// Why a body cannot be read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// It was deleted.
    #[error("its body was deleted")]
    Erased,
    /// It is sealed to the coordination.
    #[error("it is sealed to the coordination")]
    Sealed,
    /// It is no event that this version knows.
    #[error(transparent)]
    Malformed(#[from] Malformed),
}

impl Replica {
    /// Every event that counts and can be read by all, and every event that does not, in the order of devices and logs.
    #[must_use]
    pub fn recorded(&self) -> (Vec<Recorded>, Vec<NotCounted>) {
        let (mut recorded, mut rest) = (Vec::with_capacity(self.len()), Vec::new());
        for log in self.logs.values() {
            let revocation = self.papers.revocation(log.device());
            let vouched: Vec<Head> = revocation.and_then(|revocation| revocation.last).into_iter().collect();
            for (entry, is_vouched) in log.vouched(&vouched) {
                let is_revoked = revocation.is_some() && !is_vouched;
                match self.judge(entry, is_revoked) {
                    Ok(Some(event)) => recorded.push(event),
                    Ok(None) => {}
                    Err(why) => {
                        let (device, sequence) = (log.device(), entry.header().sequence);
                        rest.push(NotCounted { device, sequence, id: entry.id(), why });
                    }
                }
            }
        }
        (recorded, rest)
    }

    /// The event in `entry` if it is for everybody; nothing when it is sealed, which is as it should be.
    fn judge(&self, entry: &Entry, is_revoked: bool) -> Result<Option<Recorded>, Why> {
        let header = entry.header();
        if is_revoked {
            return Err(Why::Standing(Standing::Revoked));
        }
        match self.papers.standing(header.device, header.kind, header.clock.seconds) {
            Standing::Counts => {}
            standing => return Err(Why::Standing(standing)),
        }
        if header.class.is_sealed() {
            // A count that nobody can read would be in nobody's books: whoever seals one has not counted.
            let may_be = matches!(header.kind, Kind::Incident | Kind::ClaimConfirmed | Kind::Correction);
            return if may_be { Ok(None) } else { Err(Why::Unreadable) };
        }
        let Body::Present(bytes) = entry.body() else { return Err(Why::Erased) };
        let event = v1::event(header.kind, bytes).map_err(|_| Why::Unreadable)?;
        if event.class().is_sealed() {
            // It should have been sealed. Taking it would let one post make books that others cannot.
            return Err(Why::Unreadable);
        }
        match self.papers.standing_of(header.device, &event, header.clock.seconds) {
            Standing::Counts => {}
            standing => return Err(Why::Standing(standing)),
        }
        let role = self.papers.role_at(header.device, header.clock.seconds);
        let corrects_others = role == Some(Role::Coordination);
        Ok(Some(Recorded { id: entry.id(), device: header.device, clock: header.clock, corrects_others, event }))
    }

    /// The event in `entry`, by whoever holds the key: `secret` is the coordination's sealing key, where it is here.
    ///
    /// # Errors
    ///
    /// [`Unread`] when it was deleted, is sealed to another, or is no event.
    pub fn read(&self, entry: &Entry, secret: Option<&[u8; 32]>) -> Result<Event, Unread> {
        let Body::Present(bytes) = entry.body() else { return Err(Unread::Erased) };
        let kind = entry.header().kind;
        if !entry.header().class.is_sealed() {
            return Ok(v1::event(kind, bytes)?);
        }
        let opened = secret.and_then(|secret| seal::open(secret, bytes)).ok_or(Unread::Sealed)?;
        Ok(v1::event(kind, &opened)?)
    }

    /// The incidents that count, for whoever holds the coordination's sealing key.
    #[must_use]
    pub fn incidents(&self, secret: &[u8; 32]) -> Vec<Recorded> {
        self.opened(secret, |kind| kind == Kind::Incident)
    }

    /// The sealed events of kinds that are meant and that count, for whoever holds the coordination's sealing key.
    #[must_use]
    pub fn opened(&self, secret: &[u8; 32], is_meant: impl Fn(Kind) -> bool) -> Vec<Recorded> {
        let mut opened = Vec::new();
        for log in self.logs.values() {
            let revocation = self.papers.revocation(log.device());
            let vouched: Vec<Head> = revocation.and_then(|revocation| revocation.last).into_iter().collect();
            for (entry, is_vouched) in log.vouched(&vouched) {
                let (header, at) = (entry.header(), entry.header().clock.seconds);
                let counts = self.papers.standing(header.device, header.kind, at) == Standing::Counts;
                let is_wanted = header.class.is_sealed() && is_meant(header.kind);
                if !is_wanted || !counts || revocation.is_some() && !is_vouched {
                    continue;
                }
                let Ok(event) = self.read(entry, Some(secret)) else { continue };
                let corrects_others = self.papers.role_at(header.device, at) == Some(Role::Coordination);
                let (id, device, clock) = (entry.id(), header.device, header.clock);
                opened.push(Recorded { id, device, clock, corrects_others, event });
            }
        }
        opened
    }
}
