//! The store of a post: one SQLite file.
//!
//! Each call of [`Store::put`] is one transaction, written through to the disk before it returns (write-ahead log,
//! `synchronous = FULL`): a power cut takes the whole of an unfinished one and nothing of a finished one. What is deleted is
//! overwritten (`secure_delete`), and after a body was erased the write-ahead log is emptied.

use super::{Mark, Row, Store, StoreError};
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params};
use std::path::Path;
use std::time::Duration;

/// The format of the tables below.
const VERSION: i64 = 2;

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS said (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS papers (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS events (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, header BLOB NOT NULL, body BLOB) STRICT;
CREATE TABLE IF NOT EXISTS tips (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, bytes BLOB NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS altered (times INTEGER NOT NULL) STRICT;
INSERT INTO altered SELECT 0 WHERE NOT EXISTS (SELECT * FROM altered);
";

/// A value by name, in place of an earlier one.
const SAY: &str = "INSERT OR REPLACE INTO said (key, value) VALUES (?1, ?2)";

/// A store in an SQLite file.
#[derive(Debug)]
pub struct Sqlite {
    connection: Connection,
    /// A body was erased, and the log of writes may hold it still.
    holds_erased: bool,
}

/// How much of the file is held in memory at most, in KiB: names of events are digests, and a day of three hundred devices touches most
/// pages of the index over them, which would be written and read again and again where it does not fit.
const CACHE_KIB: i64 = 64 << 10;

/// How long the log of writes may grow before it is carried over into the file, in pages of 4 KiB: 64 MiB, so that a day's difference is
/// written once before it is acknowledged, and carried over when the ledger is closed. Nothing is less safe for that: what is acknowledged is
/// in the log, on the disk.
const LOG_PAGES: i64 = 16 << 10;

/// How long another program is waited for that writes.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long one is waited for that reads, where something was erased: our own read for milliseconds.
const PATIENCE_TO_EMPTY: Duration = Duration::from_secs(3);

impl Sqlite {
    /// Opens the file, or makes it.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when it is no database of ours.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "secure_delete", "ON")?;
        connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
        connection.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
        let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version > VERSION {
            return Err(StoreError::Version(version));
        }
        if version < VERSION {
            connection.execute_batch(TABLES)?;
            connection.pragma_update(None, "user_version", VERSION)?;
        }
        Ok(Self { connection, holds_erased: false })
    }
}

impl Store for Sqlite {
    fn said(&mut self, key: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let query = "SELECT value FROM said WHERE key = ?1";
        Ok(self.connection.query_row(query, [key], |row| row.get(0)).optional()?)
    }

    fn say(&mut self, key: &str, value: &[u8]) -> Result<(), StoreError> {
        self.connection.execute(SAY, params![key, value])?;
        Ok(())
    }

    fn all_said(&mut self) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
        let mut statement = self.connection.prepare("SELECT key, value FROM said ORDER BY key")?;
        let said = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(said.collect::<Result<_, _>>()?)
    }

    fn rows(&mut self, after: Mark) -> Result<(Vec<(i64, Row)>, Mark), StoreError> {
        // One transaction, so that the tables fit together.
        let transaction = self.connection.transaction()?;
        let altered = transaction.query_row("SELECT times FROM altered", [], |row| row.get(0))?;
        let mut mark = if altered == after.altered { after } else { Mark { altered, ..Mark::default() } };
        let mut rows = Vec::new();
        for (table, last) in [("papers", &mut mark.papers), ("tips", &mut mark.tips), ("events", &mut mark.events)] {
            let columns = if table == "events" { "number, id, header, body" } else { "number, id, bytes" };
            let query = format!("SELECT {columns} FROM {table} WHERE ?1 < number ORDER BY number");
            let mut statement = transaction.prepare_cached(&query)?;
            let mut found = statement.query([*last])?;
            while let Some(row) = found.next()? {
                let (number, id): (i64, Vec<u8>) = (row.get(0)?, row.get(1)?);
                let damaged = StoreError::Damaged { table, row: number, source: None };
                let id: [u8; 32] = id.try_into().map_err(|_| damaged)?;
                *last = number;
                rows.push((
                    number,
                    match table {
                        "papers" => Row::Paper { id, bytes: row.get(2)? },
                        "tips" => Row::Tip { id, bytes: row.get(2)? },
                        _ => Row::Event { id, header: row.get(2)?, body: row.get(3)? },
                    },
                ));
            }
        }
        // Tips stand under events, and come after them.
        rows.sort_by_key(|(_, row)| matches!(row, Row::Tip { .. }));
        Ok((rows, mark))
    }

    fn put(&mut self, rows: &[Row]) -> Result<(), StoreError> {
        // From the first on nobody else writes: what a row follows on must stay what it is.
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut altered = 0_i64;
        for row in rows {
            if let Row::Follows { key, held, next } = row {
                let query = "SELECT value FROM said WHERE key = ?1";
                let now = transaction.query_row(query, [key], |row| row.get(0)).optional()?;
                if !super::follows(now.as_ref(), held.as_ref(), next) {
                    return Err(StoreError::Overtaken);
                }
            }
            altered += i64::from(put(&transaction, row)?);
        }
        if 0 < altered {
            transaction.execute("UPDATE altered SET times = times + ?1", [altered])?;
        }
        transaction.commit()?;
        self.holds_erased |= rows.iter().any(|row| matches!(row, Row::Erased { .. }));
        if self.holds_erased { self.empty_log() } else { Ok(()) }
    }
}

impl Sqlite {
    /// What was erased stands in the log of writes until it is emptied, which cannot be while somebody reads what was there
    /// before. It is tried again with the next write.
    fn empty_log(&mut self) -> Result<(), StoreError> {
        self.connection.busy_timeout(PATIENCE_TO_EMPTY)?;
        let busy = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
        self.connection.busy_timeout(PATIENCE)?;
        self.holds_erased = busy? != 0;
        if self.holds_erased { Err(StoreError::StillRead) } else { Ok(()) }
    }
}

/// Puts a row there. Gives how many bodies were filled or erased.
fn put(transaction: &Transaction<'_>, row: &Row) -> rusqlite::Result<u32> {
    let run = |query: &str, values: &[&dyn rusqlite::ToSql]| transaction.prepare_cached(query)?.execute(values);
    match row {
        Row::Said { key, value } | Row::Follows { key, next: value, .. } => {
            run(SAY, params![key, value])?;
        }
        Row::Paper { id, bytes } => {
            run("INSERT INTO papers (id, bytes) VALUES (?1, ?2) ON CONFLICT DO NOTHING", params![id, bytes])?;
        }
        Row::Tip { id, bytes } => {
            run("INSERT INTO tips (id, bytes) VALUES (?1, ?2) ON CONFLICT DO NOTHING", params![id, bytes])?;
        }
        Row::Event { id, header, body } => {
            let query = "INSERT INTO events (id, header, body) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
            if run(query, params![id, header, body])? == 0 && body.is_some() {
                let query = "UPDATE events SET body = ?2 WHERE id = ?1 AND body IS NULL";
                return run(query, params![id, body]).map(|rows| u32::from(0 < rows));
            }
        }
        Row::Erased { id } => {
            let query = "UPDATE events SET body = NULL WHERE id = ?1 AND body IS NOT NULL";
            return run(query, params![id]).map(|rows| u32::from(0 < rows));
        }
    }
    Ok(0)
}
