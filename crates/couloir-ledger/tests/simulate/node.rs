//! A device: its key, what it holds in memory, its disk, and its clock.

use super::disk::Disk;
use super::operation::{START, id, key, post_slip};
use super::random::Random;
use couloir_ledger::books::Books;
use couloir_ledger::chain::Log;
use couloir_ledger::envelope::{Entry, Head};
use couloir_ledger::event::Event;
use couloir_ledger::id::DeviceId;
use couloir_ledger::replica::{Change, EventRandom, NotRecorded, Received, Replica};
use couloir_ledger::retention::{Keeper, due};
use couloir_ledger::signature::Checked;
use couloir_ledger::sync::Frontier;
use couloir_ledger::wire::bundle::{self, Damage, Hello};
use couloir_ledger::wire::exchange::{PaperMark, lacking};
use couloir_model::clock::UnixSeconds;
use ed25519_dalek::SigningKey;
use std::cell::RefCell;
use std::collections::BTreeMap;

thread_local! {
    /// The signatures that some node of this thread has checked. Six nodes meet each of them, and each again after every
    /// start; that took half of the time.
    static CHECKED: RefCell<Checked> = RefCell::default();
}

/// So many are remembered, from one seed to the next: more than any seed gives.
const CHECKED_MAX: usize = 10_000;

/// Calls `with` the signatures that are known to be genuine.
pub(crate) fn checked<T>(with: impl FnOnce(&mut Checked) -> T) -> T {
    CHECKED.with_borrow_mut(|checked| {
        if CHECKED_MAX < checked.len() {
            *checked = Checked::default();
        }
        with(checked)
    })
}

pub(crate) struct Node {
    /// The number of its key in the operation.
    pub(crate) number: u8,
    pub(crate) device: DeviceId,
    key: SigningKey,
    /// All devices that it has been, and the keys of the earlier ones: what they wrote must still be signed.
    pub(crate) own: Vec<DeviceId>,
    old_keys: Vec<SigningKey>,
    pub(crate) replica: Replica,
    pub(crate) disk: Disk,
    /// An earlier state of the disk.
    pub(crate) backup: Disk,
    /// By how many seconds its clock is off.
    pub(crate) skew_s: i64,
    /// What other nodes last said that they hold.
    pub(crate) heard: BTreeMap<DeviceId, Frontier>,
    /// How far the coordination has said to hold each log.
    coordination_holds: Frontier,
    /// True when it has changed since the invariants were last checked.
    pub(crate) is_changed: bool,
}

/// When the power fails, of a step that writes to the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Power {
    Stays,
    FailsBeforeWrite,
    /// The transaction is on the disk, and nobody has been told.
    FailsAfterWrite,
}

impl Node {
    /// The coordination for 0, a post with its slip for the others.
    pub(crate) fn new(number: u8) -> Self {
        let key = key(number);
        let device = DeviceId(key.verifying_key().to_bytes());
        let mut disk = Disk::default();
        // The coordination has signed all slips; posts learn of each other's by sync.
        let slips: Vec<Change> = match number {
            0 => (1..6).map(|other| Change::Paper(post_slip(other))).collect(),
            _ => vec![Change::Paper(post_slip(number))],
        };
        disk.keep(&slips);
        let replica = disk.open(&[device], START).expect("nothing has happened yet");
        let backup = disk.clone();
        let (heard, is_changed) = (BTreeMap::new(), true);
        Self {
            number,
            device,
            key,
            own: vec![device],
            old_keys: Vec::new(),
            replica,
            disk,
            backup,
            skew_s: 0,
            heard,
            coordination_holds: Frontier::default(),
            is_changed,
        }
    }

    /// What its clock shows at the moment `now`.
    pub(crate) const fn clock(&self, now: i64) -> UnixSeconds {
        UnixSeconds(now + self.skew_s)
    }

    /// Records an event as the program does: in memory, then on the disk, and only then it is said to be recorded.
    ///
    /// Gives the event where it was acknowledged, and where it is on the disk without having been.
    pub(crate) fn record(
        &mut self,
        event: &Event,
        now: i64,
        power: Power,
        is_full: bool,
        random: &mut Random,
    ) -> Result<Recorded, NotRecorded> {
        let bytes = EventRandom(random.bytes());
        let changes = self.replica.record(&self.key, event, self.clock(now), &bytes)?;
        self.is_changed = true;
        let Some(Change::Entry(entry)) = changes.first().cloned() else { panic!("recording gives an event") };
        let is_kept = self.keep(&changes, now, power, is_full);
        Ok(Recorded { entry, is_kept, is_acknowledged: is_kept && power == Power::Stays })
    }

    /// Signs what it has written.
    pub(crate) fn sign(&mut self, now: i64) {
        let mut changes = self.replica.sign(&self.key);
        changes.extend(self.old_keys.iter().flat_map(|key| self.replica.sign(key)));
        if !changes.is_empty() {
            self.keep(&changes, now, Power::Stays, false);
        }
    }

    /// The bundle for somebody of whom it knows what `theirs` says.
    pub(crate) fn bundle_for(&mut self, theirs: &Frontier, now: i64) -> Vec<u8> {
        self.sign(now);
        self.replica.bundle_for(self.device, theirs)
    }

    /// The same for somebody who has said which papers they have, as over a network.
    pub(crate) fn bundle_with(&mut self, theirs: &Frontier, papers: &[PaperMark], now: i64) -> Vec<u8> {
        self.sign(now);
        let founding = self.replica.papers().founding().clone();
        let hello = Hello::new(founding, self.device, self.replica.frontier());
        bundle::write(hello, lacking(self.replica.papers(), papers), self.replica.runs_for(theirs))
    }

    /// The same by somebody who forgot to sign: what is not signed stays where it is.
    pub(crate) fn unsigned_bundle_for(&self, theirs: &Frontier) -> Vec<u8> {
        self.replica.bundle_for(self.device, theirs)
    }

    /// Takes a bundle, whatever has become of it on the way.
    pub(crate) fn receive(
        &mut self,
        bytes: &[u8],
        now: i64,
        power: Power,
        is_full: bool,
        random: &mut Random,
    ) -> (Received, Vec<Damage>) {
        let (mut parts, damages) = bundle::read(bytes);
        random.shuffle(&mut parts);
        let now_here = self.clock(now);
        let received = checked(|checked| self.replica.receive_checked(parts, now_here, checked));
        if let Some((device, frontier)) = &received.hello {
            self.heard.insert(*device, frontier.clone());
            if *device == id(0) {
                let known = |log: &Log| {
                    let said = [self.coordination_holds.heads(log.device()), frontier.heads(log.device())].concat();
                    (log.device(), log.reach(&said))
                };
                self.coordination_holds = Frontier::of(self.replica.logs().map(known));
            }
        }
        if !received.changes.is_empty() {
            self.is_changed = true;
            self.keep(&received.changes, now, power, is_full);
        }
        (received, damages)
    }

    /// Writes to the disk. What is not written is not in memory for long: the program begins again from the disk.
    pub(crate) fn keep(&mut self, changes: &[Change], now: i64, power: Power, is_full: bool) -> bool {
        let is_kept = !is_full && power != Power::FailsBeforeWrite;
        if is_kept {
            self.disk.keep(changes);
        }
        if !is_kept || power != Power::Stays {
            self.restart(now);
        }
        is_kept
    }

    /// Only what is on the disk is there after a start.
    ///
    /// # Panics
    ///
    /// When the store holds something else than what was written.
    pub(crate) fn restart(&mut self, now: i64) {
        self.replica = self.disk.open(&self.own, self.clock(now)).expect("the disk holds what was written");
        self.heard.clear();
        self.coordination_holds = Frontier::default();
        self.is_changed = true;
    }

    /// Deletes the sealed bodies that have been here for too long.
    pub(crate) fn forget_sealed(&mut self, now: i64) {
        let keeper = Keeper { device: self.device, coordination_holds: self.coordination_holds.clone() };
        let due = due(&self.replica, &keeper, UnixSeconds(now));
        let changes: Vec<Change> = due.iter().filter_map(|(device, head)| self.replica.erase(*device, *head)).collect();
        if !changes.is_empty() {
            self.is_changed = true;
            self.keep(&changes, now, Power::Stays, false);
        }
    }

    /// The device is replaced by a new one with a new key, which gets what the old one held.
    pub(crate) fn replace(&mut self, number: u8, now: i64) {
        self.number = number;
        self.old_keys.push(std::mem::replace(&mut self.key, key(number)));
        self.device = DeviceId(self.key.verifying_key().to_bytes());
        self.own.push(self.device);
        self.take_slip(now);
    }

    /// Takes the slip that the coordination has made out for it.
    pub(crate) fn take_slip(&mut self, now: i64) {
        let slip = self.replica.add_paper(post_slip(self.number)).expect("the coordination signed it");
        self.keep(&slip, now, Power::Stays, false);
    }

    /// The end of the log that it writes.
    pub(crate) fn head(&self) -> Option<Head> {
        self.replica.log(self.device)?.head()
    }

    pub(crate) fn books(&self) -> Books {
        Books::of(&self.replica.recorded().0)
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.replica.logs().flat_map(|log| log.entries())
    }

    pub(crate) fn holds(&self, entry: &Entry) -> bool {
        self.replica.log(entry.header().device).is_some_and(|log| log.entry(entry.head()).is_some())
    }
}

/// What came of recording an event.
pub(crate) struct Recorded {
    pub(crate) entry: Entry,
    pub(crate) is_kept: bool,
    pub(crate) is_acknowledged: bool,
}
