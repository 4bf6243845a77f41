//! All that one device holds of an operation, and the steps by which it grows.
//!
//! Each step takes what it needs (the moment, random bytes, the device's key) and gives the [`Change`]s that must be stored
//! before anybody is told that it is done. Replaying the changes in order gives the replica back, with every digest and
//! every signature checked once more. Where a store refuses the changes of a step, the replica must be made again from what
//! the store holds: in memory the step has been taken.

use crate::chain::{Added, Log, NoLink};
use crate::clock::Hybrid;
use crate::envelope::{BODY_LENGTH_MAX, Body, BodyHash, Entry, Head, Header, Tip};
use crate::event::{Class, Event, Kind};
use crate::id::{DeviceId, EventId, OperationId};
use crate::papers::{Founding, NotOurPaper, Paper, Papers, Says};
use crate::seal;
use crate::signature::Checked;
use crate::sync::{BRANCHES_AT_ONCE_MAX, Frontier, Offer, RUN_LENGTH_MAX, Refusal, Run, compare};
use crate::wire::bundle::{self, Hello, Part};
use crate::wire::v1;
use couloir_model::clock::UnixSeconds;
use ed25519_dalek::SigningKey;
use std::collections::BTreeMap;

mod number;
mod permit;
mod read;

pub use permit::NotRecorded;
pub use read::{NotCounted, Recorded, Unread, Why};

/// The events, signatures and papers that one device holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replica {
    papers: Papers,
    logs: BTreeMap<DeviceId, Log>,
    /// The latest credible moment that was recorded or received: what is recorded next stands after it.
    latest: Option<Hybrid>,
}

/// Something to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// An event, or the body of one whose body was missing.
    Entry(Entry),
    /// A signature under an event.
    Tip(Tip),
    /// A slip, a revocation or an erasure.
    Paper(Paper),
    /// A body is gone; no trace of it may stay in the store.
    Erased(DeviceId, Head),
}

/// What came of receiving something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Received {
    /// What is to be stored, in this order.
    pub changes: Vec<Change>,
    /// How many events are new.
    pub events_new: usize,
    /// How many events were here already.
    pub events_known: usize,
    /// Runs that were refused.
    pub refusals: Vec<Refusal>,
    /// Papers that were refused.
    pub papers_refused: Vec<NotOurPaper>,
    /// Parts that belong to another operation.
    pub other_operation: Option<OperationId>,
    /// What the sender said to hold, and who it said to be.
    pub hello: Option<(DeviceId, Frontier)>,
    /// How many branches it has begun of the log of each device.
    pub branches_begun: BTreeMap<DeviceId, usize>,
    /// True when that device has signed it. Where it has not, only a channel that knows who speaks makes it worth anything.
    pub is_hello_signed: bool,
}

/// A run whose device has signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    after: Option<Head>,
    entries: Vec<Entry>,
    tip: Tip,
}

/// Where a run that follows on `after` begins a branch of `log`: the position of its first event that is not there yet.
fn begins_branch(log: &Log, after: Option<Head>, entries: &[Entry]) -> Option<u64> {
    let new = entries.iter().position(|entry| log.entry(entry.head()).is_none())?;
    let before = if new == 0 { after } else { Some(entries[new - 1].head()) };
    (!log.ends_with(before)).then(|| entries[new].header().sequence)
}

/// The number of a day in UTC: coarse enough to be signed by, and the same on every device.
const fn day_of(clock: Hybrid) -> i64 {
    clock.seconds.0.div_euclid(86_400)
}

/// Random bytes for one event. They must come from the system's generator and never be used twice.
#[derive(Debug, Clone, Copy)]
pub struct EventRandom(pub [u8; 44]);

impl Replica {
    /// A replica of an operation that has just been founded or joined.
    #[must_use]
    pub fn new(founding: Founding) -> Self {
        Self { papers: Papers::new(founding), logs: BTreeMap::new(), latest: None }
    }

    /// The operation.
    #[must_use]
    pub const fn operation(&self) -> OperationId {
        self.papers.operation()
    }

    /// Who may write.
    #[must_use]
    pub const fn papers(&self) -> &Papers {
        &self.papers
    }

    /// The log of `device`.
    #[must_use]
    pub fn log(&self, device: DeviceId) -> Option<&Log> {
        self.logs.get(&device)
    }

    /// The event of this name, of whatever device. Slow, as [`Log::by_id`].
    #[must_use]
    pub fn by_id(&self, id: EventId) -> Option<&Entry> {
        self.logs.values().find_map(|log| log.by_id(id))
    }

    /// All logs, in order of their devices.
    pub fn logs(&self) -> impl Iterator<Item = &Log> {
        self.logs.values()
    }

    /// The number of events.
    #[must_use]
    pub fn len(&self) -> usize {
        self.logs.values().map(Log::len).sum()
    }

    /// True when there is no event.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.logs.values().all(Log::is_empty)
    }

    /// How far each log is held.
    #[must_use]
    pub fn frontier(&self) -> Frontier {
        Frontier::of(self.logs.iter().map(|(device, log)| (*device, log.heads())))
    }

    /// Records an event by the device whose key this is.
    ///
    /// # Errors
    ///
    /// [`NotRecorded`] when the device may not, or the event contradicts itself.
    pub fn record(
        &mut self,
        key: &SigningKey,
        event: &Event,
        now: UnixSeconds,
        random: &EventRandom,
    ) -> Result<Vec<Change>, NotRecorded> {
        let device = DeviceId(key.verifying_key().to_bytes());
        let last = self.logs.get(&device).and_then(|log| log.entry(log.head()?)).map(|entry| *entry.header());
        let clock = Hybrid::after(last.map(|header| header.clock).max(self.latest), now);
        self.permit(device, event, clock.seconds)?;

        let class = event.class();
        let body = self.body(event, class, random);
        let header = Header {
            operation: self.operation(),
            device,
            sequence: last.map_or(1, |header| header.sequence + 1),
            backlink: last.map(|header| header.id()),
            clock,
            kind: event.kind(),
            class,
            body_length: u32::try_from(body.len()).expect("bodies are short"),
            body_hash: BodyHash::of(&body),
        };
        assert!(header.body_length <= BODY_LENGTH_MAX, "names and texts are bounded, and so is what they make");
        let entry = Entry::new(header, Body::Present(body.into())).expect("the header was made for this body");
        let mut changes = vec![Change::Entry(entry.clone())];
        let log = self.logs.entry(device).or_insert_with(|| Log::new(device));
        log.add(entry).expect("it follows on the head of its own log");
        self.latest = Some(clock);
        // The first event of a day signs the last one of the day before, whoever forgot to.
        if let Some(last) = last.filter(|last| day_of(last.clock) < day_of(clock)) {
            changes.extend(self.sign_at(key, Head { sequence: last.sequence, id: last.id() }));
        }
        // Signing now and then bounds the length of a run, and with it what a broken transfer can lose.
        if header.sequence.is_multiple_of(RUN_LENGTH_MAX as u64) || header.kind == Kind::DaySealed {
            changes.extend(self.sign(key));
        }
        Ok(changes)
    }

    /// Signs an event of the device's own log that may have been followed by others; nothing where it is signed already.
    fn sign_at(&mut self, key: &SigningKey, head: Head) -> Option<Change> {
        let device = DeviceId(key.verifying_key().to_bytes());
        let log = self.logs.get_mut(&device)?;
        if log.signature(head).is_some() {
            return None;
        }
        let tip = Tip::sign(key, head);
        log.add_tip(tip).then_some(Change::Tip(tip))
    }

    /// Signs the end of the device's own log: before it is handed over, and when a day is closed. Nothing to store where
    /// it is signed already.
    ///
    /// After a backup was restored the log has several ends, and the one that was written last need not be the longest: all
    /// are signed, or events on a short branch would never be handed over.
    pub fn sign(&mut self, key: &SigningKey) -> Vec<Change> {
        let device = DeviceId(key.verifying_key().to_bytes());
        let Some(log) = self.logs.get_mut(&device) else { return Vec::new() };
        let unsigned = log.heads().into_iter().filter(|head| log.signature(*head).is_none());
        let tips: Vec<Tip> = unsigned.map(|head| Tip::sign(key, head)).collect();
        for tip in &tips {
            log.add_tip(*tip);
        }
        tips.into_iter().map(Change::Tip).collect()
    }

    /// Adds a paper, and deletes the bodies that it erases. Nothing to store where it is known.
    ///
    /// # Errors
    ///
    /// [`NotOurPaper`] when it is not of this operation's coordination.
    pub fn add_paper(&mut self, paper: Paper) -> Result<Vec<Change>, NotOurPaper> {
        self.add_paper_checked(paper, &mut Checked::default())
    }

    fn add_paper_checked(&mut self, paper: Paper, checked: &mut Checked) -> Result<Vec<Change>, NotOurPaper> {
        if !self.papers.add_checked(paper.clone(), checked)? {
            return Ok(Vec::new());
        }
        let mut changes = vec![Change::Paper(paper.clone())];
        if let Says::Erasure(erasure) = paper.says {
            changes.extend(erasure.events.iter().filter_map(|head| self.delete(erasure.device, *head)));
        }
        Ok(changes)
    }

    /// Deletes a sealed body here, as rules of retention ask; its header stays, and no old stick brings the body back.
    ///
    /// Nothing where all posts may read it: that is deleted by an erasure, everywhere, or the books of posts would differ.
    pub fn erase(&mut self, device: DeviceId, head: Head) -> Option<Change> {
        let is_sealed = self.logs.get(&device)?.entry(head)?.header().class.is_sealed();
        is_sealed.then(|| self.delete(device, head))?
    }

    fn delete(&mut self, device: DeviceId, head: Head) -> Option<Change> {
        let log = self.logs.get_mut(&device)?;
        log.erase(head).then_some(Change::Erased(device, head))
    }

    /// The bundle that brings somebody who holds `theirs` to where this replica is.
    ///
    /// Sign first: what is not signed is not handed over.
    #[must_use]
    pub fn bundle_for(&self, device: DeviceId, theirs: &Frontier) -> Vec<u8> {
        self.bundle(self.hello(device), theirs)
    }

    /// The same, with a signature under what the device says to hold: for files, which anybody may write.
    #[must_use]
    pub fn signed_bundle_for(&self, key: &SigningKey, theirs: &Frontier) -> Vec<u8> {
        self.bundle(self.hello(DeviceId(key.verifying_key().to_bytes())).signed(key), theirs)
    }

    fn hello(&self, device: DeviceId) -> Hello {
        Hello::new(self.papers.founding().clone(), device, self.frontier())
    }

    fn bundle(&self, hello: Hello, theirs: &Frontier) -> Vec<u8> {
        bundle::write(hello, self.papers.all().cloned().collect(), self.runs_for(theirs))
    }

    /// The runs that somebody lacks who holds `theirs`.
    #[must_use]
    pub fn runs_for(&self, theirs: &Frontier) -> Vec<Run> {
        compare(&self.frontier(), theirs).iter().flat_map(|offer| self.runs(offer)).collect()
    }

    fn runs(&self, offer: &Offer) -> Vec<Run> {
        let runs = self.logs[&offer.device].runs_beyond(&offer.beyond);
        runs.into_iter().map(|(entries, signature)| Run::of(entries, signature)).collect()
    }

    /// Takes what somebody handed over, in any order, as often as it comes.
    ///
    /// Whatever is wrong is refused by itself and named; the rest is taken.
    pub fn receive(&mut self, parts: Vec<Part>, now: UnixSeconds) -> Received {
        self.receive_checked(parts, now, &mut Checked::default())
    }

    /// [`Self::receive`] by somebody who remembers which signatures were checked before.
    pub fn receive_checked(&mut self, parts: Vec<Part>, now: UnixSeconds, checked: &mut Checked) -> Received {
        self.receive_by(parts, now, checked, |replica, runs, checked| {
            runs.into_iter().map(|run| replica.verify(run, checked)).collect()
        })
    }

    /// [`Self::receive`] where `verify` calls [`Self::verify`] for each run, in order: on several threads, if it likes.
    pub fn receive_by(
        &mut self,
        parts: Vec<Part>,
        now: UnixSeconds,
        checked: &mut Checked,
        verify: impl FnOnce(&Self, Vec<Run>, &mut Checked) -> Vec<Result<Verified, Refusal>>,
    ) -> Received {
        let mut received = Received::default();
        let mut runs = Vec::new();
        for part in parts {
            match part {
                Part::Hello(hello) if hello.operation() != self.operation() => {
                    received.other_operation = Some(hello.operation());
                    return received;
                }
                Part::Hello(hello) => {
                    received.is_hello_signed = hello.is_signed();
                    received.hello = Some((hello.device, hello.frontier));
                }
                Part::Papers(papers) => self.receive_papers(papers, checked, &mut received),
                Part::Runs(more) => runs.extend(more),
            }
        }
        // Each run after the one that it follows on, wherever it stood.
        runs.sort_by_key(|run| (run.device, run.first()));
        for run in verify(self, runs, checked) {
            if let Err(refusal) = run.and_then(|run| self.link(run, now, &mut received)) {
                received.refusals.push(refusal);
            }
        }
        received
    }

    fn receive_papers(&mut self, papers: Vec<Paper>, checked: &mut Checked, received: &mut Received) {
        for paper in papers {
            match self.add_paper_checked(paper, checked) {
                Ok(change) => received.changes.extend(change),
                Err(refused) => received.papers_refused.push(refused),
            }
        }
    }

    /// Puts the envelopes of a run together and checks that its device has signed them. Where it belongs is still to be seen.
    ///
    /// # Errors
    ///
    /// [`Refusal::Signature`] when it has not, [`Refusal::Long`] for a body above the limit.
    pub fn verify(&self, run: Run, checked: &mut Checked) -> Result<Verified, Refusal> {
        let (device, signature, after) = (run.device, run.signature, run.after);
        let forged = run.forged();
        let entries = run.into_entries(self.operation())?;
        let head = entries.last().expect("a run has entries").head();
        let tip = Tip { device, head, signature };
        // What was checked once need not be checked again; another signature under the same events must.
        let held = self.logs.get(&device).and_then(|log| log.signature(head));
        if held != Some(&signature) && !checked.holds(&tip) {
            return Err(forged);
        }
        Ok(Verified { after, entries, tip })
    }

    /// Takes a run whole, or not at all.
    fn link(&mut self, run: Verified, now: UnixSeconds, received: &mut Received) -> Result<(), Refusal> {
        let Verified { after, entries, tip } = run;
        let device = tip.device;
        let nothing = Log::new(device);
        let log = self.logs.get(&device).unwrap_or(&nothing);
        if after.is_some_and(|head| log.entry(head).is_none()) {
            return Err(NoLink::Gap(entries[0].header().sequence).into());
        }
        let is_missing = |entry: &&Entry| *entry.body() == Body::Erased && !entry.header().class.is_sealed();
        let mut missing = entries.iter().filter(is_missing).filter(|entry| !self.papers.is_erased(entry.id()));
        if let Some(entry) = missing.next() {
            return Err(Refusal::NoErasure { device, sequence: entry.header().sequence });
        }
        let mut clock = after.and_then(|head| log.entry(head)).map(|entry| entry.header().clock);
        for entry in &entries {
            if Some(entry.header().clock) <= clock {
                return Err(NoLink::Clock(entry.header().sequence).into());
            }
            clock = Some(entry.header().clock);
        }
        if let Some(sequence) = begins_branch(log, after, &entries) {
            let begun = received.branches_begun.entry(device).or_default();
            if BRANCHES_AT_ONCE_MAX <= *begun {
                return Err(Refusal::Flooded { device, sequence });
            }
            *begun += 1;
        }
        self.take(device, entries, tip, received);
        if let Some(clock) = clock.filter(|clock| clock.is_credible(now)) {
            self.latest = self.latest.max(Some(clock));
        }
        Ok(())
    }

    /// Adds entries that have been checked, with the signature under the last.
    fn take(&mut self, device: DeviceId, entries: Vec<Entry>, tip: Tip, received: &mut Received) {
        let log = self.logs.entry(device).or_insert_with(|| Log::new(device));
        for mut entry in entries {
            if self.papers.is_erased(entry.id()) {
                entry.erase();
            }
            match log.add(entry.clone()).expect("the links of a run have been checked") {
                Added::New => {
                    received.events_new += 1;
                    received.changes.push(Change::Entry(entry));
                }
                Added::Filled => received.changes.push(Change::Entry(entry)),
                Added::Known => received.events_known += 1,
            }
        }
        if log.add_tip(tip) {
            received.changes.push(Change::Tip(tip));
        }
    }

    /// Puts a stored change back. Entries come in the order in which they were stored.
    ///
    /// # Errors
    ///
    /// [`Refusal`] when the store does not hold what was once put into it.
    pub fn restore(&mut self, change: Change, now: UnixSeconds) -> Result<(), Refusal> {
        self.restore_checked(change, now, &mut Checked::default())
    }

    /// [`Self::restore`] by somebody who has checked signatures before.
    ///
    /// # Errors
    ///
    /// [`Refusal`] when the store does not hold what was once put into it.
    pub fn restore_checked(&mut self, change: Change, now: UnixSeconds, checked: &mut Checked) -> Result<(), Refusal> {
        match change {
            Change::Entry(mut entry) => {
                let (device, clock) = (entry.header().device, entry.header().clock);
                if entry.header().operation != self.operation() {
                    return Err(Refusal::Operation { device, sequence: entry.header().sequence });
                }
                let is_erased = self.papers.is_erased(entry.id());
                if *entry.body() == Body::Erased && !entry.header().class.is_sealed() && !is_erased {
                    return Err(Refusal::NoErasure { device, sequence: entry.header().sequence });
                }
                if is_erased {
                    entry.erase();
                }
                self.logs.entry(device).or_insert_with(|| Log::new(device)).add(entry)?;
                if clock.is_credible(now) {
                    self.latest = self.latest.max(Some(clock));
                }
            }
            Change::Tip(tip) => {
                let log = self.logs.entry(tip.device).or_insert_with(|| Log::new(tip.device));
                // A signature under what is not there: the event that it was given for has been replaced.
                if log.entry(tip.head).is_none() || !checked.holds(&tip) {
                    let (device, last) = (tip.device, tip.head.sequence);
                    return Err(Refusal::Signature { device, first: last, last });
                }
                log.add_tip(tip);
            }
            Change::Paper(paper) => drop(self.add_paper_checked(paper, checked)?),
            Change::Erased(device, head) => drop(self.delete(device, head)),
        }
        Ok(())
    }

    /// The events of other devices that no signature vouches for. None is ever taken over, so that any here was put into the
    /// store by somebody else: ask once the whole store has been restored.
    pub fn unvouched(&self, own: DeviceId) -> impl Iterator<Item = &Entry> {
        let others = self.logs.values().filter(move |log| log.device() != own);
        others.flat_map(|log| {
            let signed = log.signed_heads();
            let vouched = log.vouched(&signed);
            vouched.filter(|(_, is_vouched)| !is_vouched).map(|(entry, _)| entry).collect::<Vec<_>>()
        })
    }

    fn body(&self, event: &Event, class: Class, random: &EventRandom) -> Vec<u8> {
        let (salt, seed) = random.0.split_first_chunk().expect("44 bytes hold a salt");
        let body = v1::body(event, salt);
        if class.is_sealed() {
            let seed = seed.try_into().expect("the rest is 32 bytes");
            seal::seal(&self.papers.founding().sealing, &body, seed)
        } else {
            body
        }
    }
}
