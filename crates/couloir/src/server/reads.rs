//! Who has read what is restricted: written down where the permit is given, so that no handler can forget it.
//!
//! A line says who, when and which list, never what was in it (`do-no-harm.md`, rule 13). Each carries the digest of the one before it, so
//! that a line that is taken out is missed. A page that asks every minute is one line a quarter of an hour.

use super::access::Role;
use couloir_model::clock::UnixSeconds;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use utoipa::ToSchema;

/// The file in the ledger's folder.
const FILE: &str = "reads.jsonl";

/// Reads of the same list by the same session within so many seconds are one.
const TOGETHER_SECONDS: i64 = 15 * 60;

/// The most lines that are given.
pub(super) const SHOWN_MAX: usize = 1000;

/// Somebody has read a restricted list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Read {
    /// When first.
    pub at: i64,
    /// In which role.
    pub role: Role,
    /// The session or token, by a few letters that tell them apart and open nothing.
    pub who: String,
    /// The route of the list.
    pub list: String,
    /// The digest of the line before.
    before: String,
}

/// The file of reads.
#[derive(Debug)]
pub(super) struct Reads {
    path: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    seen: HashMap<(String, String), i64>,
    last: String,
}

impl Reads {
    /// The file of `ledger`.
    pub(super) fn open(ledger: &Path) -> io::Result<Self> {
        let path = ledger.join(FILE);
        let last = lines(&path)?.last().map(|line| digest(line)).unwrap_or_default();
        Ok(Self { path, state: Mutex::new(State { seen: HashMap::new(), last }) })
    }

    /// Writes down that somebody reads `list`.
    pub(super) fn note(&self, role: Role, who: &str, list: &str, now: UnixSeconds) -> io::Result<()> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (who.to_owned(), list.to_owned());
        if state.seen.get(&key).is_some_and(|at| now.0 - at < TOGETHER_SECONDS) {
            return Ok(());
        }
        let before = state.last.clone();
        let read = Read { at: now.0, role, who: who.to_owned(), list: list.to_owned(), before };
        let line = serde_json::to_string(&read)?;
        let mut options = std::fs::OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&self.path)?.write_all(format!("{line}\n").as_bytes())?;
        state.last = digest(&line);
        state.seen.retain(|_, at| now.0 - *at < TOGETHER_SECONDS);
        state.seen.insert(key, now.0);
        Ok(())
    }

    /// The newest reads first, how many there are, and whether none is missing.
    pub(super) fn newest(&self, limit: usize) -> io::Result<(Vec<Read>, usize, bool)> {
        let _state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = lines(&self.path)?;
        let mut last = String::new();
        let mut is_whole = true;
        let mut reads = Vec::with_capacity(lines.len());
        for line in &lines {
            let read = serde_json::from_str::<Read>(line).ok();
            is_whole &= read.as_ref().is_some_and(|read| read.before == last);
            last = digest(line);
            reads.extend(read);
        }
        let count = reads.len();
        reads.reverse();
        reads.truncate(limit.min(SHOWN_MAX));
        Ok((reads, count, is_whole))
    }
}

/// A few letters that tell sessions apart: a digest, for the name of a session opens the door.
pub(super) fn short(secret: &str) -> String {
    blake3::hash(secret.as_bytes()).to_hex()[..8].to_owned()
}

fn lines(path: &Path) -> io::Result<Vec<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(text.lines().map(str::to_owned).collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn digest(line: &str) -> String {
    blake3::hash(line.as_bytes()).to_hex()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_twice_within_a_quarter_of_an_hour_is_one_line_and_a_line_taken_out_is_missed() {
        let folder = tempfile::tempdir().unwrap();
        let reads = Reads::open(folder.path()).unwrap();
        for at in [0, 10, 899, 900] {
            reads.note(Role::Post, "a", "/api/v1/plans", UnixSeconds(at)).unwrap();
        }
        reads.note(Role::Driver, "b", "/api/v1/plans", UnixSeconds(901)).unwrap();
        let (newest, count, is_whole) = Reads::open(folder.path()).unwrap().newest(2).unwrap();
        assert_eq!((newest.len(), count, is_whole), (2, 3, true));
        assert_eq!(newest[0].role, Role::Driver);
        let path = folder.path().join(FILE);
        let text = std::fs::read_to_string(&path).unwrap();
        let without: Vec<&str> = text.lines().enumerate().filter(|(at, _)| *at != 1).map(|(_, line)| line).collect();
        std::fs::write(&path, without.join("\n") + "\n").unwrap();
        assert!(!reads.newest(10).unwrap().2);
    }
}
