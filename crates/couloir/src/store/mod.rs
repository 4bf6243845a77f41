//! Where a replica is kept: events, signatures and papers, so that nothing acknowledged is ever lost.
//!
//! [`Store`] is what a database must do, in rows; [`sqlite`], [`postgresql`] and [`memory`] do it. [`Kept`] turns rows into
//! what the ledger knows, and seals them with the device's database key on their way to the disk.

use crate::cipher::Cipher;
use couloir_ledger::Malformed;
use couloir_ledger::id::DeviceId;
use couloir_ledger::papers::Founding;
use couloir_ledger::replica::Change;

pub mod memory;

pub mod sqlite;

pub mod postgresql;

pub mod place;

mod row;

pub use row::Row;

/// A place where the rows of one operation are kept.
pub trait Store: Send {
    /// A value that was said by name.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    fn said(&mut self, key: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Says a value, safely before it returns.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    fn say(&mut self, key: &str, value: &[u8]) -> Result<(), StoreError>;

    /// Everything that was said, in order of its names.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    fn all_said(&mut self) -> Result<Vec<(String, Vec<u8>)>, StoreError>;

    /// The rows that were put there after `mark`, and the mark after them: papers first, then events in the order in which
    /// they came, then tips. All of them where a body was filled or erased since.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    fn rows(&mut self, after: Mark) -> Result<(Vec<(i64, Row)>, Mark), StoreError>;

    /// Puts `rows` there: all of them or none, and safely before it returns. An event that is there already gets its body
    /// back where that was missing; other rows that are there already stay as they are.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    fn put(&mut self, rows: &[Row]) -> Result<(), StoreError>;
}

/// How far a store has been read: the last number of each table, and how often a body was filled or erased in place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Mark {
    /// Of the papers.
    pub papers: i64,
    /// Of the events.
    pub events: i64,
    /// Of the tips.
    pub tips: i64,
    /// Changes in place.
    pub altered: i64,
}

/// A store with the key to its rows.
pub struct Kept {
    store: Box<dyn Store>,
    cipher: Cipher,
}

const FOUNDING: &str = "founding";

impl Kept {
    /// The rows of `store`, sealed by `cipher`.
    #[must_use]
    pub fn new(store: Box<dyn Store>, cipher: Cipher) -> Self {
        Self { store, cipher }
    }

    /// The paper that the operation was founded with.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub fn founding(&mut self) -> Result<Option<Founding>, StoreError> {
        let Some(sealed) = self.store.said(FOUNDING)? else { return Ok(None) };
        let damaged = |source| StoreError::Damaged { table: "said", row: 0, source };
        let bytes = self.cipher.open(FOUNDING.as_bytes(), &sealed).ok_or_else(|| damaged(None))?;
        Founding::from_bytes(&bytes).map(Some).map_err(|malformed| damaged(Some(malformed)))
    }

    /// Begins the store with the operation that it is for.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    pub fn found(&mut self, founding: &Founding) -> Result<(), StoreError> {
        let sealed = self.cipher.seal(FOUNDING.as_bytes(), &founding.to_bytes())?;
        self.store.say(FOUNDING, &sealed)
    }

    /// Everything that was kept after `mark`, events in the order in which they came, and the mark after it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read, or holds what was never put into it.
    pub fn changes(&mut self, after: Mark) -> Result<(Vec<Change>, Mark), StoreError> {
        let (rows, mark) = self.store.rows(after)?;
        let changes: Result<_, _> = rows.into_iter().map(|(number, row)| row.change(number, &self.cipher)).collect();
        Ok((changes?, mark))
    }

    /// Keeps `changes`: all of them or none, and safely before it returns.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    pub fn keep(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        if changes.is_empty() {
            return Ok(());
        }
        let rows: Result<Vec<_>, _> = changes.iter().map(|change| Row::of(change, &self.cipher)).collect();
        self.store.put(&rows?)
    }

    /// Says everything here that was said in `other`, which has the same cipher.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when one of them cannot be used.
    pub fn say_all_of(&mut self, other: &mut Self) -> Result<(), StoreError> {
        let said = other.store.all_said()?;
        said.iter().try_for_each(|(key, value)| self.store.say(key, value))
    }

    /// A note that was made about something.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub fn noted(&mut self, about: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let sealed = self.store.said(about)?;
        Ok(sealed.and_then(|sealed| self.cipher.open(about.as_bytes(), &sealed)))
    }

    /// Makes a note about something, in place of an earlier one.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    pub fn note(&mut self, about: &str, note: &[u8]) -> Result<(), StoreError> {
        let sealed = self.cipher.seal(about.as_bytes(), note)?;
        self.store.say(about, &sealed)
    }

    /// The address of the machine that was last called; nothing where there was none, or it cannot be read.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub fn peer(&mut self) -> Result<Option<String>, StoreError> {
        let address = self.noted(PEER)?;
        Ok(address.and_then(|address| String::from_utf8(address).ok()))
    }

    /// Remembers the machine that was called.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    pub fn remember_peer(&mut self, address: &str) -> Result<(), StoreError> {
        self.note(PEER, address.as_bytes())
    }

    /// How many events of the log of `device` the coordination is known to hold.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub fn coordination_holds(&mut self, device: DeviceId) -> Result<u64, StoreError> {
        let value = self.store.said(&format!("coordination {device}"))?;
        Ok(value.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes))
    }

    /// Remembers that the coordination holds the log of `device` as far as `sequence`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    pub fn coordination_has(&mut self, device: DeviceId, sequence: u64) -> Result<(), StoreError> {
        self.store.say(&format!("coordination {device}"), &sequence.to_be_bytes())
    }

    /// How many events of the log of `device` somebody else is known to hold.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub fn acknowledged(&mut self, device: DeviceId) -> Result<u64, StoreError> {
        let value = self.store.said(&acknowledged(device))?;
        Ok(value.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes))
    }

    /// Remembers that somebody else holds the log of `device` as far as `sequence`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    pub fn acknowledge(&mut self, device: DeviceId, sequence: u64) -> Result<(), StoreError> {
        self.store.say(&acknowledged(device), &sequence.to_be_bytes())
    }
}

fn acknowledged(device: DeviceId) -> String {
    format!("acknowledged {device}")
}

/// The value under which the last machine that was called is kept.
const PEER: &str = "peer";

/// Why a store cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite says no.
    #[error("the database cannot be used")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL says no.
    #[error("the PostgreSQL database cannot be used")]
    Postgresql(#[from] postgres::Error),
    /// The system gives no random bytes.
    #[error("the system gives no random bytes")]
    Random(#[from] std::io::Error),
    /// It was written by a newer program.
    #[error("it was written by a newer version of Couloir: format {0}")]
    Version(i64),
    /// A row is not what was once put there.
    #[error("row {row} of the table `{table}` is damaged")]
    Damaged {
        /// The table.
        table: &'static str,
        /// The row.
        row: i64,
        /// What is wrong with it, where its bytes can say so.
        source: Option<Malformed>,
    },
}
