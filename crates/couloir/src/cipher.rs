//! Sealing of what lies on a disk: XChaCha20-Poly1305, with a random nonce a value.
//!
//! The key is random and lies in the device's key file alone: who destroys that file has destroyed everything sealed with it.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use std::fmt;
use std::io;

const NONCE_LENGTH: usize = 24;

/// A key that seals and opens.
#[derive(Clone)]
pub struct Cipher(XChaCha20Poly1305);

impl Cipher {
    /// The cipher of this key.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(key.into()))
    }

    /// `plain` sealed; it opens only together with the same `about`.
    ///
    /// # Errors
    ///
    /// When the system gives no random bytes.
    pub fn seal(&self, about: &[u8], plain: &[u8]) -> io::Result<Vec<u8>> {
        let nonce: [u8; NONCE_LENGTH] = crate::keys::random()?;
        let sealed = self.0.encrypt(XNonce::from_slice(&nonce), Payload { msg: plain, aad: about });
        let sealed = sealed.map_err(|_| io::Error::other("too long to be sealed"))?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// What is in `sealed`; nothing when it was altered, or sealed with another key or about something else.
    #[must_use]
    pub fn open(&self, about: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_LENGTH>()?;
        self.0.decrypt(XNonce::from_slice(nonce), Payload { msg: sealed, aad: about }).ok()
    }
}

impl fmt::Debug for Cipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cipher(…)")
    }
}
