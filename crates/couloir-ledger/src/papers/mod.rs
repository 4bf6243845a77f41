//! Who may write in the ledger, and what must be deleted from it: the founding of an operation, slips that enrol devices,
//! revocations and erasures.
//!
//! An operation's name is the digest of its founding paper, which holds the coordination's public key: whoever knows the
//! name can check every slip, without asking anybody. Papers travel with every sync and are only ever added.

use crate::cbor::{Malformed, to_bytes};
use crate::consent::Consent;
use crate::envelope::{Head, digest};
use crate::event::{Event, Kind, What};
use crate::id::{DeviceId, EventId, OperationId, PaperId};
use crate::name::{Name, Text};
use crate::signature::Checked;
use couloir_model::clock::UnixSeconds;
use ed25519_dalek::{Signer, SigningKey};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

mod wire;

/// The paper that an operation begins with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Founding {
    /// What the operation is called.
    pub name: Name,
    /// The coordination's public key: it signs slips and revocations, and may write everything.
    pub coordination: DeviceId,
    /// The key to which restricted bodies are sealed (X25519).
    pub sealing: [u8; 32],
    /// When.
    pub founded_at: UnixSeconds,
    /// Random bytes: two operations of one name are two operations.
    pub random: [u8; 16],
}

/// What a device may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Everything but signing papers, which is the coordination key's alone.
    Coordination,
    /// Counts, movements, incidents and closures; corrections of its own events.
    Post,
    /// Head counts and passages.
    Observer,
}

/// A slip that enrols a device, or renews its enrolment.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Slip {
    /// The operation.
    pub operation: OperationId,
    /// The device.
    pub device: DeviceId,
    /// What people call it.
    pub label: Name,
    /// What it may do.
    pub role: Role,
    /// The posts that it may speak for; any where none is listed.
    pub posts: Vec<Name>,
    /// From when.
    pub from: UnixSeconds,
    /// Until when.
    pub until: UnixSeconds,
}

/// A paper that ends a device's enrolment.
///
/// The latest one counts, so that a device can be let in again as far as its owner vouches for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Revocation {
    /// The operation.
    pub operation: OperationId,
    /// The device.
    pub device: DeviceId,
    /// The last event that still counts; none where nothing does.
    pub last: Option<Head>,
    /// When it was revoked.
    pub at: UnixSeconds,
    /// Why.
    pub why: Text,
}

/// A paper by which the bodies of events are deleted at every post that it reaches, and taken by none of them again.
///
/// Their headers stay, and with them the chain. A post that erased by itself would get the body back from the next old stick.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Erasure {
    /// The operation.
    pub operation: OperationId,
    /// The device that wrote the events.
    pub device: DeviceId,
    /// The events.
    pub events: Vec<Head>,
    /// When they were erased.
    pub at: UnixSeconds,
    /// Why; never what was erased.
    pub why: Text,
}

/// A slip, a revocation or an erasure with the coordination's signature.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Paper {
    /// What it says.
    pub says: Says,
    /// The coordination's signature.
    pub signature: [u8; 64],
}

/// What a signed paper says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Says {
    /// A device is enrolled.
    Slip(Slip),
    /// A device is no longer trusted.
    Revocation(Revocation),
    /// Bodies are deleted.
    Erasure(Erasure),
    /// The operation is closed, or open again.
    Closing(Closing),
}

/// A paper that closes an operation, or opens it again: the latest one counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Closing {
    /// The operation.
    pub operation: OperationId,
    /// The coordination, which alone may sign it.
    pub by: DeviceId,
    /// When.
    pub at: UnixSeconds,
    /// Closed, or open again.
    pub is_closed: bool,
    /// After how many days restricted bodies go. More than [`crate::retention::DAYS_MAX`] counts as that, unless a second
    /// person has agreed.
    pub days: u16,
    /// The second person's consent.
    pub consent: Option<Consent>,
}

/// Why a paper is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotOurPaper {
    /// It belongs to another operation.
    #[error("it belongs to another operation: {0}")]
    Operation(OperationId),
    /// It is not signed by this operation's coordination, or was altered.
    #[error("what it says of device {} does not carry the signature of this operation's coordination", _0.short())]
    Signature(DeviceId),
}

/// Whether an event counts, and if not, why. Events that do not count are kept all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It counts.
    Counts,
    /// No slip for its device is known here. It may come with the next sync.
    NotEnrolled,
    /// It was recorded outside the time for which its device is enrolled. A slip that covers that time lets it count.
    Expired,
    /// Its device was revoked, and nobody vouches for this event.
    Revoked,
    /// Its device's role does not cover this kind of event.
    BeyondRole,
    /// It speaks for a post for which its device is not enrolled.
    OtherPost,
}

/// All papers of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Papers {
    founding: Founding,
    operation: OperationId,
    papers: BTreeMap<PaperId, Paper>,
    /// The slips of each device.
    slips: BTreeMap<DeviceId, Vec<PaperId>>,
    /// The events whose bodies some paper erases.
    erased: BTreeSet<EventId>,
}

impl Founding {
    /// The name of the operation.
    #[must_use]
    pub fn operation(&self) -> OperationId {
        let digest = digest(b"couloir/1/founding\0", &to_bytes(self));
        OperationId(digest[..16].try_into().expect("half of 32 bytes"))
    }

    /// Its bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        to_bytes(self)
    }

    /// The founding paper in `bytes`.
    ///
    /// # Errors
    ///
    /// [`Malformed`] when they are none.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        crate::cbor::from_bytes(bytes)
    }
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 3] = [Self::Coordination, Self::Post, Self::Observer];

    /// True when a device of this role may write events of `kind`.
    #[must_use]
    pub const fn covers(self, kind: Kind) -> bool {
        match self {
            Self::Coordination => true,
            Self::Post => !matches!(kind, Kind::ClaimConfirmed | Kind::PlanAdopted),
            // What somebody may say they may correct: of the correction's own kind it is asked once more.
            Self::Observer => matches!(kind, Kind::HeadCount | Kind::Passed | Kind::Incident | Kind::Correction),
        }
    }
}

impl Paper {
    /// Signs with the coordination's key.
    #[must_use]
    pub fn sign(key: &SigningKey, says: Says) -> Self {
        let signature = key.sign(&message(&says)).to_bytes();
        Self { says, signature }
    }

    /// Its name: the digest of what is signed.
    #[must_use]
    pub fn id(&self) -> PaperId {
        PaperId(digest(b"couloir/1/paper-id\0", &to_bytes(&self.says)))
    }

    /// The device that it is about.
    #[must_use]
    pub const fn device(&self) -> DeviceId {
        match &self.says {
            Says::Slip(slip) => slip.device,
            Says::Revocation(revocation) => revocation.device,
            Says::Erasure(erasure) => erasure.device,
            Says::Closing(closing) => closing.by,
        }
    }

    /// Its bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        to_bytes(self)
    }

    /// The paper in `bytes`.
    ///
    /// # Errors
    ///
    /// [`Malformed`] when they are none.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        crate::cbor::from_bytes(bytes)
    }

    const fn operation(&self) -> OperationId {
        match &self.says {
            Says::Slip(slip) => slip.operation,
            Says::Revocation(revocation) => revocation.operation,
            Says::Erasure(erasure) => erasure.operation,
            Says::Closing(closing) => closing.operation,
        }
    }
}

fn message(says: &Says) -> Vec<u8> {
    [b"couloir/1/paper\0".as_slice(), &to_bytes(says)].concat()
}

impl Papers {
    /// The papers of an operation that has just been founded.
    #[must_use]
    pub fn new(founding: Founding) -> Self {
        let operation = founding.operation();
        Self { founding, operation, papers: BTreeMap::new(), slips: BTreeMap::new(), erased: BTreeSet::new() }
    }

    /// The founding paper.
    #[must_use]
    pub const fn founding(&self) -> &Founding {
        &self.founding
    }

    /// The operation.
    #[must_use]
    pub const fn operation(&self) -> OperationId {
        self.operation
    }

    /// All slips, revocations and erasures, in order of their names.
    pub fn all(&self) -> impl Iterator<Item = &Paper> {
        self.papers.values()
    }

    /// Adds a paper. Gives false when it is there already.
    ///
    /// # Errors
    ///
    /// [`NotOurPaper`] when it is of another operation or not signed by this one's coordination.
    pub fn add(&mut self, paper: Paper) -> Result<bool, NotOurPaper> {
        self.add_checked(paper, &mut Checked::default())
    }

    /// [`Self::add`], asking `checked` for signatures that it has seen before.
    pub(crate) fn add_checked(&mut self, paper: Paper, checked: &mut Checked) -> Result<bool, NotOurPaper> {
        if paper.operation() != self.operation {
            return Err(NotOurPaper::Operation(paper.operation()));
        }
        let held = self.papers.get(&paper.id());
        if held == Some(&paper) {
            return Ok(false);
        }
        if !checked.is_signed_by(self.founding.coordination, &message(&paper.says), &paper.signature) {
            return Err(NotOurPaper::Signature(paper.device()));
        }
        if held.is_some() {
            return Ok(false);
        }
        if let Says::Erasure(erasure) = &paper.says {
            self.erased.extend(erasure.events.iter().map(|head| head.id));
        }
        if let Says::Slip(slip) = &paper.says {
            let of_device = self.slips.entry(slip.device).or_default();
            // In order of their names, and not as they came.
            let place = of_device.partition_point(|id| *id < paper.id());
            of_device.insert(place, paper.id());
        }
        self.papers.insert(paper.id(), paper);
        Ok(true)
    }

    /// True when a paper erases the body of this event.
    #[must_use]
    pub fn is_erased(&self, event: EventId) -> bool {
        self.erased.contains(&event)
    }

    /// The slips of `device`.
    pub fn slips(&self, device: DeviceId) -> impl Iterator<Item = &Slip> {
        let of_device = self.slips.get(&device).into_iter().flatten();
        of_device.filter_map(|id| match &self.papers.get(id)?.says {
            Says::Slip(slip) => Some(slip),
            _ => None,
        })
    }

    /// The revocation of `device` that counts: the latest.
    #[must_use]
    pub fn revocation(&self, device: DeviceId) -> Option<&Revocation> {
        let revocations = self.papers.iter().filter_map(|(id, paper)| match &paper.says {
            Says::Revocation(revocation) if revocation.device == device => Some((revocation.at, *id, revocation)),
            _ => None,
        });
        revocations.max_by_key(|(at, id, _)| (*at, *id)).map(|(_, _, revocation)| revocation)
    }

    /// The paper that closed the operation; nothing while it is open.
    #[must_use]
    pub fn closed(&self) -> Option<&Closing> {
        self.last_closing().filter(|closing| closing.is_closed)
    }

    /// The last paper that closed the operation or opened it again.
    #[must_use]
    pub fn last_closing(&self) -> Option<&Closing> {
        self.closings().pop()
    }

    /// All papers that closed the operation or opened it again, the earliest first.
    #[must_use]
    pub fn closings(&self) -> Vec<&Closing> {
        let mut closings: Vec<_> = self
            .papers
            .iter()
            .filter_map(|(id, paper)| match &paper.says {
                Says::Closing(closing) => Some((closing.at, *id, closing)),
                _ => None,
            })
            .collect();
        closings.sort_by_key(|(at, id, _)| (*at, *id));
        closings.into_iter().map(|(_, _, closing)| closing).collect()
    }

    /// What people call `device`: the label of its latest slip.
    #[must_use]
    pub fn label(&self, device: DeviceId) -> Option<&Name> {
        self.slips(device).max_by_key(|slip| (slip.from, slip.until, &slip.label)).map(|slip| &slip.label)
    }

    /// The role that `device` has at the moment `at`, if it has any: the widest that a slip gives it.
    #[must_use]
    pub fn role_at(&self, device: DeviceId, at: UnixSeconds) -> Option<Role> {
        if device == self.founding.coordination {
            return Some(Role::Coordination);
        }
        self.slips(device).filter(|slip| slip.from <= at && at <= slip.until).map(|slip| slip.role).min()
    }

    /// Until when `device` is enrolled by the slip that lasts longest; none where it is the coordination itself or unknown.
    #[must_use]
    pub fn enrolled_until(&self, device: DeviceId) -> Option<UnixSeconds> {
        self.slips(device).map(|slip| slip.until).max()
    }

    /// True when `device` may speak for `post` at the moment `at`.
    #[must_use]
    pub fn speaks_for(&self, device: DeviceId, post: &Name, at: UnixSeconds) -> bool {
        let covers =
            |slip: &Slip| slip.from <= at && at <= slip.until && (slip.posts.is_empty() || slip.posts.contains(post));
        device == self.founding.coordination || self.slips(device).any(covers)
    }

    /// Whether `event`, recorded by `device` at `at`, counts as far as slips go: a correction also by what it says instead.
    #[must_use]
    pub(crate) fn standing_of(&self, device: DeviceId, event: &Event, at: UnixSeconds) -> Standing {
        match self.standing(device, event.kind(), at) {
            Standing::Counts => {}
            standing => return standing,
        }
        if let What::Correction { by: Some(by), .. } = &event.what
            && !self.role_at(device, at).is_some_and(|role| role.covers(by.kind()))
        {
            return Standing::BeyondRole;
        }
        match &event.post {
            Some(post) if !self.speaks_for(device, post, at) => Standing::OtherPost,
            _ => Standing::Counts,
        }
    }

    /// [`Self::standing_of`] for an event of which only the header can be read.
    #[must_use]
    pub(crate) fn standing(&self, device: DeviceId, kind: Kind, at: UnixSeconds) -> Standing {
        match self.role_at(device, at) {
            Some(role) if role.covers(kind) => Standing::Counts,
            Some(_) => Standing::BeyondRole,
            None if self.slips(device).next().is_some() => Standing::Expired,
            None => Standing::NotEnrolled,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Coordination => "coordination",
            Self::Post => "post",
            Self::Observer => "observer",
        })
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Counts => "counts",
            Self::NotEnrolled => "of a device that nobody has enrolled",
            Self::Expired => "recorded outside the time for which its device is enrolled",
            Self::Revoked => "of a revoked device, and nobody vouches for it",
            Self::BeyondRole => "of a kind that its device's role does not cover",
            Self::OtherPost => "of a post for which its device is not enrolled",
        })
    }
}
