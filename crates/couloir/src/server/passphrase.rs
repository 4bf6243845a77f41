//! Passphrases of roles, kept as Argon2id digests; the key that the server prints once; and patience with those who guess.

use super::access::{self, Role};
use argon2::password_hash::{PasswordHash, SaltString};
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use couloir_model::clock::UnixSeconds;
use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// The file in the ledger's folder.
pub const FILE: &str = "access.json";

/// The shortest passphrase that is taken, in characters: NIST SP 800-63B-4, 3.1.1.2, for a passphrase used with nothing else beside it.
pub const CHARS_MIN: usize = 15;

/// The digests of the roles' passphrases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passphrases(BTreeMap<Role, String>);

impl Passphrases {
    /// Reads the file of `ledger`; nobody has a passphrase where there is none.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or is none of ours.
    pub fn read(ledger: &Path) -> io::Result<Self> {
        match std::fs::read(ledger.join(FILE)) {
            Ok(bytes) => Ok(Self(serde_json::from_slice(&bytes)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error),
        }
    }

    /// Writes the file, for the owner of the device alone.
    ///
    /// # Errors
    ///
    /// When the disk says no.
    pub fn write(&self, ledger: &Path) -> io::Result<()> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(ledger.join(FILE))?;
        serde_json::to_writer_pretty(&mut file, &self.0)?;
        file.sync_all()
    }

    /// Gives `role` a passphrase.
    ///
    /// # Errors
    ///
    /// When the system gives no random bytes.
    pub fn set(&mut self, role: Role, passphrase: &str) -> io::Result<()> {
        let salt: [u8; 16] = crate::keys::random()?;
        let fault = |error: argon2::password_hash::Error| io::Error::other(error.to_string());
        let salt = SaltString::encode_b64(&salt).map_err(fault)?;
        // The defaults of the crate are Argon2id with 19 MiB and two passes (OWASP, Password Storage Cheat Sheet, 2023).
        let digest = Argon2::default().hash_password(passphrase.as_bytes(), &salt).map_err(fault)?;
        self.0.insert(role, digest.to_string());
        Ok(())
    }

    /// True when `passphrase` is the one of `role`.
    #[must_use]
    pub fn fits(&self, role: Role, passphrase: &str) -> bool {
        let Some(digest) = self.0.get(&role) else { return false };
        PasswordHash::new(digest)
            .is_ok_and(|digest| Argon2::default().verify_password(passphrase.as_bytes(), &digest).is_ok())
    }

    /// True when some role has a passphrase.
    #[must_use]
    pub fn are_set(&self) -> bool {
        !self.0.is_empty()
    }

    /// The roles that have one.
    pub fn roles(&self) -> impl Iterator<Item = Role> + '_ {
        self.0.keys().copied()
    }
}

/// The key in the address that the server prints: it lets its reader in once.
#[derive(Debug)]
pub(super) struct OnceKey(Mutex<Option<String>>);

impl OnceKey {
    /// A new key.
    pub(super) fn new() -> io::Result<(Self, String)> {
        let key = access::token()?;
        Ok((Self(Mutex::new(Some(key.clone()))), key))
    }

    /// True when this is the key and nobody has used it.
    pub(super) fn take(&self, key: &str) -> bool {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = kept.as_deref().is_some_and(|kept| access::same(kept, key));
        if is_it {
            *kept = None;
        }
        is_it
    }
}

/// The failed attempts to sign in of the last minute.
#[derive(Debug, Default)]
pub(super) struct Attempts(Mutex<VecDeque<UnixSeconds>>);

/// How many may fail in a minute, over all callers: behind one access point every phone has the same address.
const FAILED_MAX: usize = 10;

impl Attempts {
    /// How many seconds to wait before the next one is looked at; nothing when it may be looked at now.
    pub(super) fn wait(&self, now: UnixSeconds) -> Option<u64> {
        let mut failed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while failed.front().is_some_and(|at| now.0 - at.0 >= 60) {
            failed.pop_front();
        }
        let oldest = failed.front().filter(|_| failed.len() >= FAILED_MAX)?;
        u64::try_from(60 - (now.0 - oldest.0)).ok()
    }

    /// One more has failed.
    pub(super) fn failed(&self, now: UnixSeconds) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push_back(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_fits_its_role_alone_and_is_nowhere_in_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let mut passphrases = Passphrases::default();
        passphrases.set(Role::Post, "correct horse battery").unwrap();
        passphrases.write(folder.path()).unwrap();
        let read = Passphrases::read(folder.path()).unwrap();
        assert!(read.fits(Role::Post, "correct horse battery"));
        assert!(!read.fits(Role::Post, "correct horse batterie"));
        assert!(!read.fits(Role::Coordinator, "correct horse battery"));
        assert!(!std::fs::read_to_string(folder.path().join(FILE)).unwrap().contains("horse"));
    }

    #[test]
    fn a_printed_key_lets_in_once() {
        let (keys, key) = OnceKey::new().unwrap();
        assert!(!keys.take("something else"));
        assert!(keys.take(&key));
        assert!(!keys.take(&key));
    }

    #[test]
    fn after_ten_wrong_passphrases_the_next_one_waits() {
        let attempts = Attempts::default();
        for second in 0..10 {
            assert_eq!(attempts.wait(UnixSeconds(second)), None);
            attempts.failed(UnixSeconds(second));
        }
        assert_eq!(attempts.wait(UnixSeconds(10)), Some(50));
        assert_eq!(attempts.wait(UnixSeconds(60)), None);
    }
}
