//! Passphrases of roles, kept as Argon2id digests; the key that the server prints once; and patience with those who guess.

use super::access::{self, Role};
use argon2::password_hash::{PasswordHash, SaltString};
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use couloir_model::clock::UnixSeconds;
use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::net::IpAddr;
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

    /// Writes the file, for the owner of the device alone, wholly or not at all: a power cut must not lock everybody out.
    ///
    /// # Errors
    ///
    /// When the disk says no.
    pub fn write(&self, ledger: &Path) -> io::Result<()> {
        super::vault::write_private(&ledger.join(FILE), &serde_json::to_vec_pretty(&self.0)?)
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

/// The failed attempts to sign in of the last hour, with where they came from.
#[derive(Debug, Default)]
pub(super) struct Attempts(Mutex<VecDeque<(UnixSeconds, IpAddr)>>);

/// How many may fail in a minute from one address: behind one access point every phone has the same.
const FAILED_MAX: usize = 10;

/// How many may fail in a minute from all addresses together, before those wait that have failed within the hour. Whoever has not is let
/// through: somebody who guesses from many addresses keeps nobody else out.
const FAILED_ALL_MAX: usize = 60;

/// How long an address is known to have failed, in seconds.
const REMEMBERED_SECONDS: i64 = 3600;

/// The most failures that are remembered; the oldest are forgotten first.
const REMEMBERED_MAX: usize = 10_000;

impl Attempts {
    /// How many seconds to wait before the next one from there is looked at; nothing when it may be looked at now.
    pub(super) fn wait(&self, from: IpAddr, now: UnixSeconds) -> Option<u64> {
        let mut failed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while failed.front().is_some_and(|(at, _)| now.0 - at.0 >= REMEMBERED_SECONDS) {
            failed.pop_front();
        }
        let lately = || failed.iter().filter(|(at, _)| now.0 - at.0 < 60);
        let own: Vec<i64> = lately().filter(|(_, address)| *address == from).map(|(at, _)| at.0).collect();
        let all: Vec<i64> = lately().map(|(at, _)| at.0).collect();
        let has_failed = failed.iter().any(|(_, address)| *address == from);
        // So many of the last minute that the first of them must grow old before another is looked at.
        let until = |moments: &[i64], most: usize| Some(moments[moments.len().checked_sub(most)?] + 60 - now.0);
        let waits = [until(&own, FAILED_MAX), until(&all, FAILED_ALL_MAX).filter(|_| has_failed)];
        waits.into_iter().flatten().max().and_then(|wait| u64::try_from(wait).ok())
    }

    /// One more from there has failed.
    pub(super) fn failed(&self, from: IpAddr, now: UnixSeconds) {
        let mut failed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        failed.push_back((now, from));
        while failed.len() > REMEMBERED_MAX {
            failed.pop_front();
        }
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

    const fn from(last: u8) -> IpAddr {
        IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, last))
    }

    #[test]
    fn after_ten_wrong_passphrases_the_next_one_from_there_waits_and_those_from_elsewhere_do_not() {
        let attempts = Attempts::default();
        for second in 0..10 {
            assert_eq!(attempts.wait(from(1), UnixSeconds(second)), None);
            attempts.failed(from(1), UnixSeconds(second));
        }
        assert_eq!(attempts.wait(from(1), UnixSeconds(10)), Some(50));
        assert_eq!(attempts.wait(from(2), UnixSeconds(10)), None);
        assert_eq!(attempts.wait(from(1), UnixSeconds(60)), None);
    }

    #[test]
    fn who_guesses_from_many_addresses_is_slowed_on_all_of_them_and_nobody_else_is() {
        let attempts = Attempts::default();
        for guess in 0..60 {
            attempts.failed(from(guess % 20), UnixSeconds(0));
        }
        assert_eq!(attempts.wait(from(3), UnixSeconds(1)), Some(59), "three guesses alone, but of many");
        assert_eq!(attempts.wait(from(200), UnixSeconds(1)), None, "a phone that has guessed nothing signs in");
    }

    #[test]
    fn the_digests_are_there_wholly_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let mut passphrases = Passphrases::default();
        passphrases.set(Role::Post, "correct horse battery").unwrap();
        passphrases.write(folder.path()).unwrap();
        // A draft that cannot be made leaves what was there.
        std::fs::create_dir(folder.path().join("access.draft")).unwrap();
        assert!(Passphrases::default().write(folder.path()).is_err());
        assert!(Passphrases::read(folder.path()).unwrap().are_set());
    }
}
