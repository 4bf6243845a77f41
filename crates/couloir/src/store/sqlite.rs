//! The store of a post: one SQLite file.
//!
//! Each call of [`Store::keep`] is one transaction, written through to the disk before it returns (write-ahead log,
//! `synchronous = FULL`): a power cut takes the whole of an unfinished one and nothing of a finished one. What is deleted is
//! overwritten (`secure_delete`).

use super::{Store, StoreError};
use couloir_ledger::envelope::{Body, Entry, Head, Header, Tip};
use couloir_ledger::id::{DeviceId, EventId};
use couloir_ledger::papers::{Founding, Paper};
use couloir_ledger::replica::Change;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};
use std::path::Path;

/// The format of the tables below.
const VERSION: i64 = 1;

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS said (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS events (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, header BLOB NOT NULL, body BLOB) STRICT;
CREATE TABLE IF NOT EXISTS tips (number INTEGER PRIMARY KEY, device BLOB NOT NULL, sequence INTEGER NOT NULL,
  id BLOB NOT NULL UNIQUE, signature BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS papers (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL) STRICT;
";

/// A store in an SQLite file.
#[derive(Debug)]
pub struct Sqlite {
    connection: Connection,
}

impl Sqlite {
    /// Opens the file, or makes it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when it is no database of ours.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(std::time::Duration::from_secs(10))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "secure_delete", "ON")?;
        let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version > VERSION {
            return Err(StoreError::Version(version));
        }
        connection.execute_batch(TABLES)?;
        connection.pragma_update(None, "user_version", VERSION)?;
        Ok(Self { connection })
    }

    fn said(&self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let query = "SELECT value FROM said WHERE key = ?1";
        Ok(self.connection.query_row(query, [key], |row| row.get(0)).optional()?)
    }

    fn say(&self, key: &str, value: &[u8]) -> Result<(), StoreError> {
        self.connection.execute("INSERT OR REPLACE INTO said (key, value) VALUES (?1, ?2)", params![key, value])?;
        Ok(())
    }

    fn rows<T>(
        &self,
        query: &str,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<Result<T, StoreError>>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.connection.prepare(query)?;
        let rows = statement.query_map([], |row| read(row))?;
        rows.map(|row| row?).collect()
    }
}

impl Store for Sqlite {
    fn founding(&mut self) -> Result<Option<Founding>, StoreError> {
        let read = |bytes: Vec<u8>| {
            let damaged = |malformed| StoreError::Damaged { table: "said", row: 0, source: Some(malformed) };
            Founding::from_bytes(&bytes).map_err(damaged)
        };
        self.said("founding")?.map(read).transpose()
    }

    fn found(&mut self, founding: &Founding) -> Result<(), StoreError> {
        self.say("founding", &founding.to_bytes())
    }

    fn changes(&mut self) -> Result<Vec<Change>, StoreError> {
        let mut changes = self.rows("SELECT number, bytes FROM papers ORDER BY number", |row| {
            let (number, bytes): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
            let paper = Paper::from_bytes(&bytes);
            Ok(paper.map(Change::Paper).map_err(|malformed| damaged("papers", number, Some(malformed))))
        })?;
        changes.extend(self.rows("SELECT number, id, header, body FROM events ORDER BY number", |row| {
            Ok(entry(row.get(0)?, &row.get::<_, Vec<u8>>(1)?, &row.get::<_, Vec<u8>>(2)?, row.get(3)?)
                .map(Change::Entry))
        })?);
        changes.extend(self.rows(
            "SELECT number, device, sequence, id, signature FROM tips ORDER BY number",
            |row| {
                let number: i64 = row.get(0)?;
                let (device, sequence) = (row.get::<_, Vec<u8>>(1)?, row.get::<_, i64>(2)?);
                let (id, signature) = (row.get::<_, Vec<u8>>(3)?, row.get::<_, Vec<u8>>(4)?);
                Ok(tip(&device, sequence, &id, &signature)
                    .map(Change::Tip)
                    .ok_or_else(|| damaged("tips", number, None)))
            },
        )?);
        Ok(changes)
    }

    fn keep(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        for change in changes {
            put(&transaction, change)?;
        }
        transaction.commit()?;
        Ok(())
    }

    fn acknowledged(&mut self) -> Result<u64, StoreError> {
        let value = self.said("acknowledged")?;
        Ok(value.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes))
    }

    fn acknowledge(&mut self, sequence: u64) -> Result<(), StoreError> {
        self.say("acknowledged", &sequence.to_be_bytes())
    }
}

fn put(transaction: &Transaction<'_>, change: &Change) -> rusqlite::Result<()> {
    match change {
        Change::Entry(entry) => {
            let body = match entry.body() {
                Body::Present(bytes) => Some(&**bytes),
                Body::Erased => None,
            };
            // An event comes a second time when its body was missing the first time.
            let query = "INSERT INTO events (id, header, body) VALUES (?1, ?2, ?3)
                         ON CONFLICT (id) DO UPDATE SET body = excluded.body";
            transaction.prepare_cached(query)?.execute(params![entry.id().0, entry.header().to_bytes(), body])?;
        }
        Change::Tip(tip) => {
            let query = "INSERT OR IGNORE INTO tips (device, sequence, id, signature) VALUES (?1, ?2, ?3, ?4)";
            // SQLite's integers are signed; a log of 2^63 events does not exist.
            let sequence = i64::try_from(tip.head.sequence).unwrap_or(i64::MAX);
            let (device, id) = (tip.device.0, tip.head.id.0);
            transaction.prepare_cached(query)?.execute(params![device, sequence, id, tip.signature])?;
        }
        Change::Paper(paper) => {
            let query = "INSERT OR IGNORE INTO papers (id, bytes) VALUES (?1, ?2)";
            transaction.prepare_cached(query)?.execute(params![paper.id().0, paper.to_bytes()])?;
        }
        Change::Erased(_, head) => {
            transaction.prepare_cached("UPDATE events SET body = NULL WHERE id = ?1")?.execute(params![head.id.0])?;
        }
    }
    Ok(())
}

const fn damaged(table: &'static str, row: i64, source: Option<couloir_ledger::Malformed>) -> StoreError {
    StoreError::Damaged { table, row, source }
}

/// The event of a row, if it is the one that was put there.
fn entry(number: i64, id: &[u8], header: &[u8], body: Option<Vec<u8>>) -> Result<Entry, StoreError> {
    let header = Header::from_bytes(header).map_err(|malformed| damaged("events", number, Some(malformed)))?;
    let body = body.map_or(Body::Erased, |bytes| Body::Present(bytes.into()));
    let entry = Entry::new(header, body).map_err(|_| damaged("events", number, None))?;
    if entry.id().0 == *id { Ok(entry) } else { Err(damaged("events", number, None)) }
}

fn tip(device: &[u8], sequence: i64, id: &[u8], signature: &[u8]) -> Option<Tip> {
    let head = Head { sequence: u64::try_from(sequence).ok()?, id: EventId(id.try_into().ok()?) };
    Some(Tip { device: DeviceId(device.try_into().ok()?), head, signature: signature.try_into().ok()? })
}
