//! Where a replica is kept: events, signatures and papers, so that nothing acknowledged is ever lost.
//!
//! [`Store`] is what a database must do, in rows; [`sqlite`], [`postgresql`] and [`memory`] do it. [`Kept`] turns rows into
//! what the ledger knows, and seals them with the device's database key on their way to the disk.

use crate::cipher::Cipher;
use couloir_ledger::Malformed;
use couloir_ledger::envelope::Head;
use couloir_ledger::id::{DeviceId, EventId};
use couloir_ledger::papers::Founding;
use couloir_ledger::replica::Change;
use couloir_ledger::sync::Frontier;
use rayon::prelude::*;

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
    /// back where that was missing; other rows that are there already stay as they are. Nobody else writes between the look at a
    /// [`Row::Follows`] and the end of it.
    ///
    /// # Errors
    ///
    /// [`StoreError::Overtaken`] where a [`Row::Follows`] follows on what is not there any more, another [`StoreError`] when the store
    /// cannot be written.
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
        let cipher = &self.cipher;
        let changes: Result<_, _> = rows.into_par_iter().map(|(number, row)| row.change(number, cipher)).collect();
        Ok((changes?, mark))
    }

    /// Keeps `changes`: all of them or none, and safely before it returns.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    pub fn keep(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        self.keep_noted(changes, &[], None)
    }

    /// Keeps `changes` and makes `notes`, each about something: all of them or none, and safely before it returns. Where `own` says between
    /// which ends they carry the device's own log, nothing is kept if that log has another end by now.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    pub fn keep_noted(
        &mut self,
        changes: &[Change],
        notes: &[(String, Vec<u8>)],
        own: Option<(&[Head], &[Head])>,
    ) -> Result<(), StoreError> {
        if changes.is_empty() && notes.is_empty() {
            return Ok(());
        }
        let cipher = &self.cipher;
        // Sealing takes longer than writing: all cores do it, and one row gains nothing by that.
        let rows: Result<Vec<_>, _> =
            changes.par_iter().with_min_len(64).map(|change| Row::of(change, cipher)).collect();
        let mut rows = rows?;
        for (about, note) in notes {
            rows.push(Row::Said { key: about.clone(), value: cipher.seal(about.as_bytes(), note)? });
        }
        if let Some((held, next)) = own {
            let held = (!held.is_empty()).then(|| bytes_of(held));
            rows.push(Row::Follows { key: OWN_ENDS.to_owned(), held, next: bytes_of(next) });
        }
        self.store.put(&rows)
    }

    /// The ends of the device's own log that were kept last; none where it has none, or was kept by an older program alone.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub fn own_ends(&mut self) -> Result<Vec<Head>, StoreError> {
        Ok(heads_of(self.store.said(OWN_ENDS)?))
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

    /// How far the coordination is known to hold each log. Nothing where that cannot be read: then bodies stay longer.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub fn coordination_holds(&mut self) -> Result<Frontier, StoreError> {
        let bytes = self.noted(COORDINATION)?;
        Ok(bytes.and_then(|bytes| Frontier::from_bytes(&bytes).ok()).unwrap_or_default())
    }

    /// Remembers that the coordination holds each log so far.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    pub fn coordination_has(&mut self, frontier: &Frontier) -> Result<(), StoreError> {
        self.note(COORDINATION, &frontier.to_bytes())
    }

    /// How far somebody else is known to hold the log of `device`: one head a branch.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    pub fn acknowledged(&mut self, device: DeviceId) -> Result<Vec<Head>, StoreError> {
        Ok(heads_of(self.store.said(&acknowledged(device))?))
    }

    /// Remembers that somebody else holds the log of `device` as far as these heads, one a branch.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    pub fn acknowledge(&mut self, device: DeviceId, heads: &[Head]) -> Result<(), StoreError> {
        self.store.say(&acknowledged(device), &bytes_of(heads))
    }
}

/// True where `now` is what was `held`, or is `next` already: a write that was done and not heard of is done again.
fn follows(now: Option<&Vec<u8>>, held: Option<&Vec<u8>>, next: &Vec<u8>) -> bool {
    now == held || now == Some(next)
}

fn acknowledged(device: DeviceId) -> String {
    format!("somebody holds {device}")
}

/// A head as it is kept: position, name.
const HEAD_LENGTH: usize = 8 + 32;

fn bytes_of(heads: &[Head]) -> Vec<u8> {
    heads.iter().flat_map(|head| [&head.sequence.to_be_bytes()[..], &head.id.0].concat()).collect()
}

/// The heads that were kept; none where something else stands there, so that the worst is to say that nobody holds anything.
fn heads_of(bytes: Option<Vec<u8>>) -> Vec<Head> {
    let bytes = bytes.unwrap_or_default();
    let head = |bytes: &[u8; HEAD_LENGTH]| {
        let (sequence, id) = bytes.split_first_chunk()?;
        Some(Head { sequence: u64::from_be_bytes(*sequence), id: EventId(id.try_into().ok()?) })
    };
    let (heads, rest) = bytes.as_chunks();
    if rest.is_empty() { heads.iter().filter_map(head).collect() } else { Vec::new() }
}

/// The value under which the ends of the device's own log are kept: whoever writes to it must have read them.
const OWN_ENDS: &str = "own ends";

/// The value under which the last machine that was called is kept.
const PEER: &str = "peer";

/// The value under which it is kept how far the coordination holds each log.
const COORDINATION: &str = "coordination holds";

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
    /// Another program has written to the same log meanwhile: what would have been kept follows on what is not its end any more.
    #[error("another program has recorded on this device meanwhile")]
    Overtaken,
    /// A body was erased, and the database's log of writes holds it as long as somebody reads.
    #[error("what was erased stands in the log of writes still: another program is reading the database")]
    StillRead,
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
