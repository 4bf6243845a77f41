//! What a post remembers beside its log: where events came from, and whom it called.

use super::{Post, PostError};

impl Post {
    /// A note that was made about something that came in from outside; what it is about stands nowhere in the open.
    ///
    /// # Errors
    ///
    /// [`PostError`] when the disk says no.
    pub fn noted(&mut self, about: &[u8]) -> Result<Option<Vec<u8>>, PostError> {
        let about = self.veiled(about);
        Ok(self.store.noted(&about)?)
    }

    /// A digest that nobody can try telephone numbers against who lacks the database key.
    pub(super) fn veiled(&self, about: &[u8]) -> String {
        format!("note {}", blake3::keyed_hash(&self.keys.database, about).to_hex())
    }

    /// A number that is the same for the same sender, and tells nothing of them to whoever lacks the database key.
    #[must_use]
    pub fn number_of(&self, sender: &[u8]) -> u64 {
        let digest = blake3::keyed_hash(&self.keys.database, &[b"number of\0".as_slice(), sender].concat());
        u64::from(digest.as_bytes()[0])
    }

    /// The machine that was last called.
    ///
    /// # Errors
    ///
    /// [`PostError`] when the disk says no.
    pub fn peer(&mut self) -> Result<Option<String>, PostError> {
        Ok(self.store.peer()?)
    }

    /// Remembers the machine that was called.
    ///
    /// # Errors
    ///
    /// [`PostError`] when the disk says no.
    pub fn remember_peer(&mut self, address: &str) -> Result<(), PostError> {
        Ok(self.store.remember_peer(address)?)
    }
}
