//! A post: the folder in which one device keeps its keys and its replica of an operation's ledger.

use crate::keys::{self, Keys, random};
use crate::store::place::Place;
use crate::store::{Kept, Mark, StoreError};
use couloir_ledger::chain::Log;
use couloir_ledger::envelope::Head;
use couloir_ledger::event::Event;
use couloir_ledger::id::{DeviceId, EventId};
use couloir_ledger::name::Name;
use couloir_ledger::papers::{Founding, Paper};
use couloir_ledger::replica::{Change, EventRandom, Received, Recorded, Replica};
use couloir_ledger::retention::{Keeper, due, key_goes_at};
use couloir_ledger::seal;
use couloir_ledger::signature::Checked;
use couloir_ledger::sync::Refusal;
use couloir_ledger::wire::bundle::Part;
use couloir_model::clock::UnixSeconds;
use device::{LOCK, acquire, no_passphrase};
use rayon::prelude::*;
use std::fs::File;
use std::path::{Path, PathBuf};

mod device;
mod error;
mod notes;
mod passed_on;
mod restored;

pub use device::{device, new_device};
pub use error::PostError;
pub use restored::Restored;

/// Before anything was read: no store has been altered so often.
const UNREAD: Mark = Mark { papers: 0, events: 0, tips: 0, altered: -1 };

/// How often a post that is open all day looks for what may not be kept any longer, in seconds.
const EXPIRY_EVERY_S: i64 = 3_600;

/// How often an event is recorded anew where another program was quicker: the lock of the folder keeps them apart but where a folder was
/// copied, and there they are few.
const TRIES: u32 = 5;

/// Signatures that one thread checks before it takes more: about a millisecond.
const SIGNATURES_AT_A_TIME: usize = 32;

/// Gives the passphrase of a device, where it has one.
pub type Ask<'a> = &'a dyn Fn() -> std::io::Result<String>;

/// An event that came in from outside, and what is remembered of where it came from.
pub struct Noted<'a> {
    /// The event.
    pub event: &'a Event,
    /// What the note is about, which stands nowhere in the open.
    pub about: &'a [u8],
    /// The note, from the name that the event gets.
    pub note: &'a dyn Fn(EventId) -> Vec<u8>,
}

/// A post that is open: nobody else writes to its folder meanwhile.
pub struct Post {
    folder: PathBuf,
    keys: Keys,
    replica: Replica,
    store: Kept,
    /// How far the store has been read.
    mark: Mark,
    /// The ends of the own log as the store held them when it was read: another program that has written to it since is found by them.
    own_ends: Vec<Head>,
    /// Events of its own came back that it had lost.
    restored: Option<Restored>,
    /// The replica holds what the store refused: it must be read anew before anybody is told of it.
    is_ahead: bool,
    /// The signatures that were checked since the post was opened.
    checked: Checked,
    /// When the post was opened or taken back.
    now: UnixSeconds,
    /// When it was last looked through for what may not be kept any longer.
    expired_at: UnixSeconds,
    /// Held while the post is open: two programs that write to one log would fork it.
    lock: File,
}

impl Post {
    /// Opens the post in `folder`, checking every digest and signature in its store.
    ///
    /// # Errors
    ///
    /// [`PostError`] when there is none, or it cannot be used.
    pub fn open(folder: &Path, ask: Ask<'_>, now: UnixSeconds) -> Result<Self, PostError> {
        let (keys, lock) = device(folder, ask)?;
        let fault = |source| PostError::File { path: folder.to_owned(), source };
        let place = Place::of(folder).map_err(fault)?.ok_or_else(|| PostError::NotEnrolled(folder.to_owned()))?;
        let mut store = Kept::new(place.open(folder)?, keys.cipher());
        let founding = store.founding()?.ok_or_else(|| PostError::NotEnrolled(folder.to_owned()))?;
        let mut post = Self::of(folder, (keys, lock), store, founding, now);
        post.refresh()?;
        post.recall_restored()?;
        post.expire()?;
        Ok(post)
    }

    /// A post of which nothing has been read yet.
    fn of(folder: &Path, (keys, lock): (Keys, File), store: Kept, founding: Founding, now: UnixSeconds) -> Self {
        Self {
            folder: folder.to_owned(),
            keys,
            replica: Replica::new(founding),
            store,
            mark: UNREAD,
            own_ends: Vec::new(),
            restored: None,
            is_ahead: false,
            checked: Checked::default(),
            now,
            expired_at: now,
            lock,
        }
    }

    /// Erases what may not be kept any longer: bodies here, and at the coordination the key to all copies of them. Gives how
    /// many bodies went.
    ///
    /// # Errors
    ///
    /// [`PostError`] when the disk says no.
    fn expire(&mut self) -> Result<usize, PostError> {
        let device = self.keys.device();
        let keeper = Keeper { device, coordination_holds: self.store.coordination_holds()? };
        let due = due(&self.replica, &keeper, self.now);
        let changes: Vec<Change> = due.iter().filter_map(|(device, head)| self.replica.erase(*device, *head)).collect();
        self.keep(&changes)?;
        self.expired_at = self.now;
        let key_goes = key_goes_at(&self.replica).is_some_and(|at| at <= self.now);
        if key_goes && self.is_coordination() && !self.keys.has_forgotten_sealing() {
            let path = self.folder.join(keys::FILE);
            self.keys.forget_sealing(&path).map_err(|source| PostError::File { path, source })?;
        }
        Ok(changes.len())
    }

    /// The same for a post that is open all day: where somebody has set another passphrase meanwhile, the key is forgotten in
    /// memory, and in the file when the post is next opened.
    fn expire_in_use(&mut self) -> Result<(), PostError> {
        match self.expire() {
            Err(PostError::File { source, .. }) if source.kind() == std::io::ErrorKind::PermissionDenied => Ok(()),
            done => done.map(drop),
        }
    }

    /// Lets other programs write to the post until [`Post::resume`]: for one that serves all day.
    ///
    /// # Errors
    ///
    /// [`PostError`] when the disk says no.
    pub fn pause(&self) -> Result<(), PostError> {
        self.lock.unlock().map_err(|source| PostError::File { path: self.folder.join(LOCK), source })
    }

    /// Takes the post back, with what others have written meanwhile.
    ///
    /// # Errors
    ///
    /// [`PostError`] when another program holds it for too long, or it was wiped meanwhile.
    pub fn resume(&mut self, now: UnixSeconds) -> Result<(), PostError> {
        acquire(&self.lock, &self.folder)?;
        self.now = now;
        let is_here = self.folder.join(keys::FILE).exists();
        let read = if is_here { self.catch_up() } else { Err(PostError::NoPost(self.folder.clone())) };
        if read.is_err() {
            self.pause()?;
        }
        read
    }

    /// Reads what others have written, and erases what has become due since.
    fn catch_up(&mut self) -> Result<(), PostError> {
        let papers = self.mark.papers;
        self.refresh()?;
        // A closing may have come; and time passes.
        if papers != self.mark.papers || self.now.0 >= self.expired_at.0.saturating_add(EXPIRY_EVERY_S) {
            self.expire_in_use()?;
        }
        Ok(())
    }

    /// Reads what was put into the store since it was last read; all of it where a body was filled or erased in place.
    fn refresh(&mut self) -> Result<(), PostError> {
        if self.is_ahead {
            self.mark = UNREAD;
        }
        // Read before the events: what is written between the two is found to be more than was read, and never less.
        self.own_ends = self.store.own_ends()?;
        let (changes, mark) = self.store.changes(self.mark)?;
        let is_anew = mark.altered != self.mark.altered;
        // What fails half-way is begun again.
        self.is_ahead = true;
        if is_anew {
            self.replica = Replica::new(self.replica.papers().founding().clone());
        }
        self.check(&changes);
        for change in changes {
            self.replica.restore_checked(change, self.now, &mut self.checked)?;
        }
        if is_anew && let Some(entry) = self.replica.unvouched(self.keys.device()).next() {
            // Nothing of another device is ever kept unsigned: somebody else has put it there.
            let (device, sequence) = (entry.header().device, entry.header().sequence);
            return Err(Refusal::Signature { device, first: sequence, last: sequence }.into());
        }
        (self.mark, self.is_ahead) = (mark, false);
        Ok(())
    }

    /// Checks the signatures among `changes` on all cores. Those that do not hold are found again where they are restored.
    fn check(&mut self, changes: &[Change]) {
        let tips: Vec<_> = changes
            .iter()
            .filter_map(|change| match change {
                Change::Tip(tip) => Some(tip),
                _ => None,
            })
            .collect();
        let checked = tips.par_chunks(SIGNATURES_AT_A_TIME).map(|tips| {
            let mut checked = Checked::default();
            for tip in tips {
                let _ = checked.holds(tip);
            }
            checked
        });
        for checked in checked.collect::<Vec<_>>() {
            self.checked.merge(checked);
        }
    }

    /// Keeps what the replica has taken in already. Where the store refuses it, the replica is made again from what the store
    /// holds: nobody may be shown what is not on the disk, and nothing may be written that follows on it.
    fn keep(&mut self, changes: &[Change]) -> Result<(), PostError> {
        self.keep_noted(changes, &[])
    }

    /// The same, together with notes.
    fn keep_noted(&mut self, changes: &[Change], notes: &[(String, Vec<u8>)]) -> Result<(), PostError> {
        self.is_ahead = true;
        let device = self.keys.device();
        let is_own = |change: &Change| matches!(change, Change::Entry(entry) if entry.header().device == device);
        let log = self.replica.log(device).filter(|_| changes.iter().any(is_own));
        let ends = log.map(Log::heads);
        let own = ends.as_deref().map(|ends| (self.own_ends.as_slice(), ends));
        if let Err(refused) = self.store.keep_noted(changes, notes, own) {
            // If it cannot be read either, the next step tries again before anything else.
            let _ = self.refresh();
            return Err(refused.into());
        }
        self.own_ends = ends.unwrap_or_else(|| std::mem::take(&mut self.own_ends));
        self.is_ahead = false;
        Ok(())
    }

    /// Before a step: what a store could not keep or read is behind us.
    fn settle(&mut self) -> Result<(), PostError> {
        if self.is_ahead { self.refresh() } else { Ok(()) }
    }

    /// The folder of the device.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Gives the store away, with the lock that keeps others out: for whoever moves it elsewhere.
    #[must_use]
    pub fn into_store(self) -> (Kept, Keys, File) {
        (self.store, self.keys, self.lock)
    }

    /// Founds an operation: this device becomes its coordination.
    ///
    /// # Errors
    ///
    /// [`PostError`] when the folder holds a post already or cannot be written.
    pub fn found(folder: &Path, name: Name, now: UnixSeconds) -> Result<Self, PostError> {
        let keys = new_device(folder)?;
        let random = random().map_err(|source| PostError::File { path: folder.to_owned(), source })?;
        let sealing = seal::public(&keys.sealing);
        let founding = Founding { name, coordination: keys.device(), sealing, founded_at: now, random };
        Kept::new(Place::Sqlite.open(folder)?, keys.cipher()).found(&founding)?;
        Self::open(folder, &no_passphrase, now)
    }

    /// Takes a slip: the first one makes the device a post of its operation, later ones renew it.
    ///
    /// # Errors
    ///
    /// [`PostError`] when the slip is for another device or operation, or not signed by its coordination.
    pub fn accept(
        folder: &Path,
        (founding, paper): (Founding, Paper),
        ask: Ask<'_>,
        now: UnixSeconds,
    ) -> Result<Self, PostError> {
        let (keys, lock) = device(folder, ask)?;
        if paper.device() != keys.device() {
            return Err(PostError::OtherDevice);
        }
        // Nothing is written before the signature has been seen to hold.
        let change = Replica::new(founding.clone()).add_paper(paper)?;
        let fault = |source| PostError::File { path: folder.to_owned(), source };
        let place = Place::of(folder).map_err(fault)?.unwrap_or(Place::Sqlite);
        let mut store = Kept::new(place.open(folder)?, keys.cipher());
        match store.founding()? {
            None => store.found(&founding)?,
            Some(ours) if ours == founding => {}
            Some(_) => return Err(PostError::OtherOperation),
        }
        store.keep(change.as_slice())?;
        let mut post = Self::of(folder, (keys, lock), store, founding, now);
        post.refresh()?;
        Ok(post)
    }

    /// All that the post holds.
    #[must_use]
    pub const fn replica(&self) -> &Replica {
        &self.replica
    }

    /// The device's keys.
    #[must_use]
    pub const fn keys(&self) -> &Keys {
        &self.keys
    }

    /// True when this device is the operation's coordination.
    #[must_use]
    pub fn is_coordination(&self) -> bool {
        self.replica.papers().founding().coordination == self.keys.device()
    }

    /// Records an event; it is on the disk when this returns.
    ///
    /// # Errors
    ///
    /// [`PostError`] when the device may not record it, or the disk says no.
    pub fn record(&mut self, event: &Event, now: UnixSeconds) -> Result<EventId, PostError> {
        for _ in 1..TRIES {
            match self.record_once(event, now) {
                // By now the post has read what the other program wrote, and follows on it.
                Err(PostError::Store(StoreError::Overtaken)) => {}
                done => return done,
            }
        }
        self.record_once(event, now)
    }

    fn record_once(&mut self, event: &Event, now: UnixSeconds) -> Result<EventId, PostError> {
        self.settle()?;
        let (id, changes) = self.record_in_memory(event, now)?;
        self.keep(&changes)?;
        Ok(id)
    }

    /// Records events that came in from outside, each with a note about where it came from: all of them are on the disk with
    /// their notes when this returns, or nothing is. Otherwise what came again after a power cut would be recorded twice.
    ///
    /// # Errors
    ///
    /// The number of the event that the device may not record, counted from 0, or of the first where the disk says no; and
    /// why.
    pub fn record_noted(&mut self, events: &[Noted<'_>], now: UnixSeconds) -> Result<Vec<EventId>, (usize, PostError)> {
        self.settle().map_err(|error| (0, error))?;
        let (mut ids, mut changes, mut notes) = (Vec::new(), Vec::new(), Vec::new());
        for (number, noted) in events.iter().enumerate() {
            let (id, of_this) = self.record_in_memory(noted.event, now).map_err(|refused| {
                // Those before it stand in memory already, and nowhere else.
                self.is_ahead = true;
                let _ = self.refresh();
                (number, refused)
            })?;
            notes.push((self.veiled(noted.about), (noted.note)(id)));
            ids.push(id);
            changes.extend(of_this);
        }
        self.keep_noted(&changes, &notes).map_err(|error| (0, error))?;
        Ok(ids)
    }

    /// The incidents, which only the coordination's key opens; none where this is not its device.
    #[must_use]
    pub fn incidents(&self) -> Vec<Recorded> {
        if self.is_coordination() { self.replica.incidents(&self.keys.sealing) } else { Vec::new() }
    }

    /// All sealed events that count, which only the coordination's key opens; none where this is not its device.
    #[must_use]
    pub fn opened(&self) -> Vec<Recorded> {
        if self.is_coordination() { self.replica.opened(&self.keys.sealing, |_| true) } else { Vec::new() }
    }

    /// Records an event in memory; nobody may be told of it before its changes are kept.
    fn record_in_memory(&mut self, event: &Event, now: UnixSeconds) -> Result<(EventId, Vec<Change>), PostError> {
        self.replica.would_serve(self.keys.device(), event, now)?;
        let random = random().map_err(|source| PostError::File { path: self.folder.join(keys::FILE), source })?;
        let changes = self.replica.record(&self.keys.signing, event, now, &EventRandom(random))?;
        let recorded = changes.iter().find_map(|change| match change {
            Change::Entry(entry) => Some(entry.id()),
            _ => None,
        });
        Ok((recorded.expect("recording gives an event"), changes))
    }

    /// Adds a paper that this coordination has signed.
    ///
    /// # Errors
    ///
    /// [`PostError`] when it is not the coordination, or the disk says no.
    pub fn add_paper(&mut self, paper: Paper) -> Result<(), PostError> {
        self.settle()?;
        let change = self.replica.add_paper(paper)?;
        self.keep(change.as_slice())
    }

    /// Signs the end of the device's own log, before it is handed over.
    ///
    /// # Errors
    ///
    /// [`PostError`] when the disk says no.
    pub fn sign(&mut self) -> Result<(), PostError> {
        self.settle()?;
        let changes = self.replica.sign(&self.keys.signing);
        self.keep(&changes)
    }

    /// Takes what lay somewhere, whoever put it there; it is on the disk when this returns.
    ///
    /// Who says there to hold something is believed where the device has signed it.
    ///
    /// # Errors
    ///
    /// [`PostError`] when the disk says no.
    pub fn receive(&mut self, parts: Vec<Part>, now: UnixSeconds) -> Result<Received, PostError> {
        self.take(None, parts, now)
    }

    /// Takes what `peer` handed over, who has proved who it is: what it says of itself needs no signature.
    ///
    /// # Errors
    ///
    /// [`PostError`] when the disk says no.
    pub fn receive_from(&mut self, peer: DeviceId, parts: Vec<Part>, now: UnixSeconds) -> Result<Received, PostError> {
        self.take(Some(peer), parts, now)
    }

    fn take(&mut self, peer: Option<DeviceId>, parts: Vec<Part>, now: UnixSeconds) -> Result<Received, PostError> {
        self.settle()?;
        let own_before = self.own_events();
        let received = self.replica.receive_by(parts, now, &mut self.checked, |replica, runs, _| {
            let verify = |checked: &mut Checked, run| replica.verify(run, checked);
            runs.into_par_iter().map_init(Checked::default, verify).collect()
        });
        self.keep(&received.changes)?;
        self.note_restored(&received, own_before)?;
        if let Some((device, frontier)) = &received.hello
            && *device != self.keys.device()
            && (peer == Some(*device) || received.is_hello_signed)
            && self.is_believed(*device, now)
        {
            self.hear(*device, frontier)?;
        }
        Ok(received)
    }
}
