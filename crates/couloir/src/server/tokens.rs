//! Tokens for programs: each has a name, a role and an end, is shown once, and can be taken back.
//!
//! A token is 256 random bits, so that nobody can try them out: its digest needs no slow function, and nothing but the digest is kept.

use super::access::{self, Role};
use couloir_model::clock::UnixSeconds;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use utoipa::ToSchema;

/// The file in the ledger's folder.
const FILE: &str = "tokens.json";

/// How long a token holds when nobody says, in days: an operation, and not the next one.
pub(super) const DAYS: u16 = 30;

/// The most tokens that are kept, those taken back included.
const TOKENS_MAX: usize = 1000;

/// What is known of a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Token {
    /// By which it is taken back.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// What its bearer may do.
    pub role: Role,
    /// The vehicle whose positions it may report, and nothing else.
    pub vehicle: Option<String>,
    /// When it was made.
    pub made: i64,
    /// Until when it holds.
    pub until: i64,
    /// When it was taken back.
    pub revoked: Option<i64>,
    /// The digest of the token.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schema(ignore)]
    digest: String,
}

/// The tokens of a ledger.
#[derive(Debug)]
pub(super) struct Tokens {
    path: PathBuf,
    rows: Mutex<Vec<Token>>,
}

impl Tokens {
    /// Reads the file of `ledger`; there are none where it is missing.
    pub(super) fn read(ledger: &Path) -> io::Result<Self> {
        let path = ledger.join(FILE);
        let rows = match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        Ok(Self { path, rows: Mutex::new(rows) })
    }

    /// A new token: what is known of it, and the token itself, which cannot be had again.
    pub(super) fn make(
        &self,
        name: &str,
        (role, vehicle): (Role, Option<String>),
        days: u16,
        now: UnixSeconds,
    ) -> io::Result<(Token, String)> {
        let (id, secret) = (access::token()?[..12].to_owned(), access::token()?);
        let row = Token {
            id,
            name: name.to_owned(),
            role,
            vehicle,
            made: now.0,
            until: now.0 + i64::from(days) * 86_400,
            revoked: None,
            digest: digest(&secret),
        };
        let mut rows = self.lock();
        if rows.len() >= TOKENS_MAX {
            rows.retain(|row| row.holds(now));
        }
        if rows.len() >= TOKENS_MAX {
            return Err(io::Error::other(format!("there are {TOKENS_MAX} tokens already: take some back")));
        }
        rows.push(row.clone());
        self.write(&rows)?;
        Ok((row.shown(), secret))
    }

    /// All of them, without their digests.
    pub(super) fn all(&self) -> Vec<Token> {
        self.lock().iter().map(Token::shown).collect()
    }

    /// The token that this is, if it holds.
    pub(super) fn find(&self, secret: &str, now: UnixSeconds) -> Option<Token> {
        let digest = digest(secret);
        let rows = self.lock();
        rows.iter().find(|row| access::same(&row.digest, &digest) && row.holds(now)).map(Token::shown)
    }

    /// Takes a token back; false when there is none of this name.
    pub(super) fn revoke(&self, id: &str, now: UnixSeconds) -> io::Result<bool> {
        let mut rows = self.lock();
        let Some(row) = rows.iter_mut().find(|row| row.id == id) else { return Ok(false) };
        row.revoked.get_or_insert(now.0);
        self.write(&rows)?;
        Ok(true)
    }

    fn write(&self, rows: &[Token]) -> io::Result<()> {
        super::vault::write_private(&self.path, &serde_json::to_vec_pretty(rows)?)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Token>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Token {
    const fn holds(&self, now: UnixSeconds) -> bool {
        self.revoked.is_none() && now.0 < self.until
    }

    fn shown(&self) -> Self {
        Self { digest: String::new(), ..self.clone() }
    }
}

fn digest(secret: &str) -> String {
    blake3::hash(secret.as_bytes()).to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_holds_until_it_ends_or_is_taken_back_and_is_nowhere_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let tokens = Tokens::read(folder.path()).unwrap();
        let (row, secret) = tokens.make("dashboard", (Role::Analyst, None), 1, UnixSeconds(0)).unwrap();
        assert!(!std::fs::read_to_string(folder.path().join(FILE)).unwrap().contains(&secret));
        let read = Tokens::read(folder.path()).unwrap();
        assert_eq!(read.find(&secret, UnixSeconds(86_399)).map(|token| token.role), Some(Role::Analyst));
        assert_eq!(read.find(&secret, UnixSeconds(86_400)), None);
        assert_eq!(read.find("something else", UnixSeconds(0)), None);
        assert!(read.revoke(&row.id, UnixSeconds(5)).unwrap());
        assert_eq!(Tokens::read(folder.path()).unwrap().find(&secret, UnixSeconds(6)), None);
    }
}
