//! Which submissions of a page have been recorded already, so that a phone that sends one twice, or six hundred times, is counted once.
//!
//! A submission carries a key that the page made. The key is written before the event and tied to it afterwards. Where a power cut
//! comes in between, the same submission finds its key without an event: then the event is looked for in the device's own log, by
//! what it says, before it is recorded anew. Beside them stand who sent them, and the groups that have boarded.

use super::access::{By, Role};
use super::groups::Group;
use couloir_ledger::id::EventId;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;
use std::path::Path;

/// The keys of submissions and the events that they became.
pub(super) struct Receipts(Connection);

/// What is known of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Receipt {
    /// Nobody has sent it before.
    New,
    /// It was being recorded when the power went.
    Open,
    /// It is recorded.
    Recorded(EventId),
}

/// How a group has boarded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Boarding {
    /// The submission's key, where it had one.
    pub(super) key: Option<String>,
    /// The event; missing where the power went before it was tied.
    pub(super) event: Option<EventId>,
}

impl Receipts {
    /// Opens or makes the file.
    pub(super) fn open(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS receipt (key TEXT PRIMARY KEY, event TEXT) STRICT, WITHOUT ROWID;
             CREATE TABLE IF NOT EXISTS recorder (key TEXT PRIMARY KEY, role TEXT NOT NULL, who TEXT NOT NULL, post TEXT) STRICT, WITHOUT ROWID;
             CREATE TABLE IF NOT EXISTS boarded_group (token TEXT PRIMARY KEY, key TEXT, event TEXT) STRICT, WITHOUT ROWID",
        )?;
        Ok(Self(connection))
    }

    /// What is known of `key`; a new one is written down, with who sends it.
    pub(super) fn begin(&self, key: &str, by: &By) -> rusqlite::Result<Receipt> {
        // Through to the disk: a key that a power cut forgets would be recorded twice.
        self.0.pragma_update(None, "synchronous", "FULL")?;
        let both = self.0.unchecked_transaction()?;
        if both.execute("INSERT OR IGNORE INTO receipt (key) VALUES (?1)", params![key])? == 1 {
            let write = "INSERT OR REPLACE INTO recorder (key, role, who, post) VALUES (?1, ?2, ?3, ?4)";
            both.execute(write, params![key, by.role.name(), by.who, by.post])?;
            both.commit()?;
            return Ok(Receipt::New);
        }
        drop(both);
        let event: Option<Option<String>> =
            self.0.query_row("SELECT event FROM receipt WHERE key = ?1", params![key], |row| row.get(0)).optional()?;
        let event = event.flatten().and_then(|digits| digits.parse().ok());
        Ok(event.map_or(Receipt::Open, Receipt::Recorded))
    }

    /// Ties `key` to its event. A power cut may forget this, for the event is then found in the log; so nobody waits for the disk.
    pub(super) fn end(&self, key: &str, event: EventId) -> rusqlite::Result<()> {
        self.0.pragma_update(None, "synchronous", "NORMAL")?;
        self.0.execute("UPDATE receipt SET event = ?2 WHERE key = ?1", params![key, event.to_string()]).map(drop)
    }

    /// Forgets a key whose submission was refused: the page may send it again when it is mended.
    pub(super) fn forget(&self, key: &str) -> rusqlite::Result<()> {
        if self.0.execute("DELETE FROM receipt WHERE key = ?1 AND event IS NULL", params![key])? == 1 {
            self.0.execute("DELETE FROM recorder WHERE key = ?1", params![key])?;
        }
        Ok(())
    }

    /// Who has recorded the events of all receipts.
    pub(super) fn recorders(&self) -> rusqlite::Result<BTreeMap<EventId, By>> {
        let wanted = "SELECT event, role, who, post FROM receipt JOIN recorder USING (key) WHERE event IS NOT NULL";
        let mut statement = self.0.prepare(wanted)?;
        let rows = statement.query_map([], |row| {
            let (event, role): (String, String) = (row.get(0)?, row.get(1)?);
            let role = Role::ALL.into_iter().find(|known| known.name() == role);
            let (who, post) = (row.get(2)?, row.get(3)?);
            Ok(event.parse().ok().zip(role).map(|(event, role)| (event, By { role, who, post })))
        })?;
        rows.filter_map(Result::transpose).collect()
    }

    /// By which submission and event a group has boarded; nothing when it has not.
    pub(super) fn boarding(&self, group: &Group) -> rusqlite::Result<Option<Boarding>> {
        let row = |row: &rusqlite::Row<'_>| {
            let event: Option<String> = row.get(1)?;
            Ok(Boarding { key: row.get(0)?, event: event.and_then(|digits| digits.parse().ok()) })
        };
        let wanted = "SELECT key, event FROM boarded_group WHERE token = ?1";
        self.0.query_row(wanted, params![group.as_str()], row).optional()
    }

    /// Writes down that groups board by the submission `key`, and by which event once that is recorded.
    pub(super) fn board(&self, groups: &[Group], key: Option<&str>, event: Option<EventId>) -> rusqlite::Result<()> {
        let event = event.map(|event| event.to_string());
        groups.iter().try_for_each(|group| {
            let write = "INSERT OR REPLACE INTO boarded_group (token, key, event) VALUES (?1, ?2, ?3)";
            self.0.execute(write, params![group.as_str(), key, event]).map(drop)
        })
    }

    /// Forgets groups whose boarding was refused.
    pub(super) fn stay(&self, groups: &[Group]) -> rusqlite::Result<()> {
        let forget = "DELETE FROM boarded_group WHERE token = ?1 AND event IS NULL";
        groups.iter().try_for_each(|group| self.0.execute(forget, params![group.as_str()]).map(drop))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_was_tied_to_an_event_gives_that_event_ever_after() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("receipts.sqlite");
        let event = EventId([7; 32]);
        let receipts = Receipts::open(&path).unwrap();
        let by = By { role: Role::Post, who: "0a1b2c3d".to_owned(), post: Some("North gate".to_owned()) };
        assert_eq!(receipts.begin("a", &by).unwrap(), Receipt::New);
        assert_eq!(receipts.begin("a", &by).unwrap(), Receipt::Open);
        receipts.end("a", event).unwrap();
        drop(receipts);
        let receipts = Receipts::open(&path).unwrap();
        assert_eq!(receipts.begin("a", &by).unwrap(), Receipt::Recorded(event));
        assert_eq!(receipts.recorders().unwrap(), BTreeMap::from([(event, by)]));
    }
}
