//! A post: the folder in which one device keeps its keys and its replica of an operation's ledger.

use crate::keys::{Keys, random};
use crate::store::sqlite::Sqlite;
use crate::store::{Store, StoreError};
use couloir_ledger::envelope::Entry;
use couloir_ledger::event::Event;
use couloir_ledger::id::EventId;
use couloir_ledger::name::Name;
use couloir_ledger::papers::{Founding, NotOurPaper, Paper};
use couloir_ledger::replica::{Change, EventRandom, NotRecorded, Received, Replica};
use couloir_ledger::seal;
use couloir_ledger::sync::{Frontier, Refusal};
use couloir_ledger::wire::bundle::Part;
use couloir_model::clock::UnixSeconds;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

const KEYS: &str = "device.key";
const LEDGER: &str = "ledger.sqlite";
const LOCK: &str = "lock";

/// A post that is open: nobody else writes to its folder meanwhile.
pub struct Post {
    keys: Keys,
    replica: Replica,
    store: Box<dyn Store>,
    /// Held until the post is closed: two programs that write to one log would fork it.
    _lock: File,
}

/// Why a post cannot be opened or written to.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The folder holds no post.
    #[error("there is no ledger in `{0}`")]
    NoPost(PathBuf),
    /// The folder holds one already.
    #[error("there is a ledger in `{0}` already")]
    Taken(PathBuf),
    /// The device has keys and no operation yet.
    #[error("the device in `{0}` is not enrolled yet")]
    NotEnrolled(PathBuf),
    /// Another program has the post open.
    #[error("another program is writing to `{0}`")]
    Busy(PathBuf),
    /// A file says no.
    #[error("`{path}` cannot be used")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The store says no.
    #[error("the ledger cannot be used")]
    Store(#[from] StoreError),
    /// The store holds what nobody signed.
    #[error("the ledger on this disk was damaged")]
    Damaged(#[from] Refusal),
    /// A paper is refused.
    #[error("the slip is refused")]
    Paper(#[from] NotOurPaper),
    /// An event is refused.
    #[error(transparent)]
    NotRecorded(#[from] NotRecorded),
    /// The slip is for another device.
    #[error("the slip is for another device")]
    OtherDevice,
    /// The slip is for another operation than the one that this device is in.
    #[error("the slip is for another operation")]
    OtherOperation,
}

impl Post {
    /// Opens the post in `folder`, checking every digest and signature in its store.
    ///
    /// # Errors
    ///
    /// [`PostError`] when there is none, or it cannot be used.
    pub fn open(folder: &Path, now: UnixSeconds) -> Result<Self, PostError> {
        let (keys, lock) = device(folder)?;
        let path = folder.join(LEDGER);
        if !path.exists() {
            return Err(PostError::NotEnrolled(folder.to_owned()));
        }
        let mut store = Sqlite::open(&path)?;
        let founding = store.founding()?.ok_or_else(|| PostError::NotEnrolled(folder.to_owned()))?;
        let mut replica = Replica::new(founding);
        for change in store.changes()? {
            replica.restore(change, now)?;
        }
        Ok(Self { keys, replica, store: Box::new(store), _lock: lock })
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
        Sqlite::open(&folder.join(LEDGER))?.found(&founding)?;
        Self::open(folder, now)
    }

    /// Takes a slip: the first one makes the device a post of its operation, later ones renew it.
    ///
    /// # Errors
    ///
    /// [`PostError`] when the slip is for another device or operation, or not signed by its coordination.
    pub fn accept(folder: &Path, founding: Founding, paper: Paper, now: UnixSeconds) -> Result<Self, PostError> {
        let (keys, lock) = device(folder)?;
        if paper.device() != keys.device() {
            return Err(PostError::OtherDevice);
        }
        // Nothing is written before the signature has been seen to hold.
        let change = Replica::new(founding.clone()).add_paper(paper)?;
        let mut store = Sqlite::open(&folder.join(LEDGER))?;
        match store.founding()? {
            None => store.found(&founding)?,
            Some(ours) if ours == founding => {}
            Some(_) => return Err(PostError::OtherOperation),
        }
        store.keep(change.as_slice())?;
        drop((store, lock));
        Self::open(folder, now)
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
        let random = random().map_err(|source| PostError::File { path: PathBuf::from(KEYS), source })?;
        let changes = self.replica.record(&self.keys.signing, event, now, &EventRandom(random))?;
        self.store.keep(&changes)?;
        let recorded = changes.iter().find_map(|change| match change {
            Change::Entry(entry) => Some(entry.id()),
            _ => None,
        });
        Ok(recorded.expect("recording gives an event"))
    }

    /// Adds a paper that this coordination has signed.
    ///
    /// # Errors
    ///
    /// [`PostError`] when it is not the coordination, or the disk says no.
    pub fn add_paper(&mut self, paper: Paper) -> Result<(), PostError> {
        let change = self.replica.add_paper(paper)?;
        Ok(self.store.keep(change.as_slice())?)
    }

    /// Signs the end of the device's own log, before it is handed over.
    ///
    /// # Errors
    ///
    /// [`PostError`] when the disk says no.
    pub fn sign(&mut self) -> Result<(), PostError> {
        let changes = self.replica.sign(&self.keys.signing);
        Ok(self.store.keep(&changes)?)
    }

    /// Takes what somebody handed over; it is on the disk when this returns.
    ///
    /// # Errors
    ///
    /// [`PostError`] when the disk says no.
    pub fn receive(&mut self, parts: Vec<Part>, now: UnixSeconds) -> Result<Received, PostError> {
        let received = self.replica.receive(parts, now);
        self.store.keep(&received.changes)?;
        if let Some((device, frontier)) = &received.hello
            && *device != self.keys.device()
        {
            self.hear(frontier)?;
        }
        Ok(received)
    }

    /// Somebody else says how much of this device's log they hold.
    fn hear(&mut self, frontier: &Frontier) -> Result<(), PostError> {
        let device = self.keys.device();
        let known = |head: &&couloir_ledger::envelope::Head| {
            self.replica.log(device).is_some_and(|log| log.entry(**head).is_some())
        };
        let sequence = frontier.heads(device).iter().filter(known).map(|head| head.sequence).max().unwrap_or(0);
        if self.store.acknowledged()? < sequence {
            self.store.acknowledge(sequence)?;
        }
        Ok(())
    }

    /// The events of this device that nobody else is known to hold, the oldest first.
    ///
    /// # Errors
    ///
    /// [`PostError`] when the disk says no.
    pub fn not_passed_on(&mut self) -> Result<Vec<&Entry>, PostError> {
        let acknowledged = self.store.acknowledged()?;
        let log = self.replica.log(self.keys.device());
        let beyond = log.into_iter().flat_map(|log| log.entries());
        Ok(beyond.filter(|entry| entry.header().sequence > acknowledged).collect())
    }
}

/// Makes the folder and the keys of a new device.
///
/// # Errors
///
/// [`PostError`] when the folder holds a device already or cannot be written.
pub fn new_device(folder: &Path) -> Result<Keys, PostError> {
    let path = folder.join(KEYS);
    let fault = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::AlreadyExists => PostError::Taken(folder.to_owned()),
        _ => PostError::File { path: path.clone(), source },
    };
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    // Counts and keys are for the owner of the device alone.
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(fault)?;
    let keys = Keys::new().map_err(fault)?;
    keys.write_new(&path).map_err(fault)?;
    Ok(keys)
}

/// The keys of the device in `folder`, which nobody else may use meanwhile.
fn device(folder: &Path) -> Result<(Keys, File), PostError> {
    let path = folder.join(KEYS);
    if !path.exists() {
        return Err(PostError::NoPost(folder.to_owned()));
    }
    let fault = |source| PostError::File { path: folder.join(LOCK), source };
    let lock = File::create(folder.join(LOCK)).map_err(fault)?;
    lock.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => PostError::Busy(folder.to_owned()),
        TryLockError::Error(source) => fault(source),
    })?;
    let keys = Keys::read(&path).map_err(|source| PostError::File { path, source })?;
    Ok((keys, lock))
}
