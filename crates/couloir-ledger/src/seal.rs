//! Bodies that only the coordination can read: NaCl's sealed boxes (X25519, XSalsa20-Poly1305).

use crypto_box::aead::rand_core::{CryptoRng, Error, RngCore};
use crypto_box::{PublicKey, SecretKey};

/// The public key to a secret one.
#[must_use]
pub fn public(secret: &[u8; 32]) -> [u8; 32] {
    SecretKey::from(*secret).public_key().to_bytes()
}

/// `plain` sealed to `public`; `random` makes the key of this one box and must never be used again.
#[must_use]
pub(crate) fn seal(public: &[u8; 32], plain: &[u8], random: &[u8; 32]) -> Vec<u8> {
    PublicKey::from(*public).seal(&mut Given::of(random), plain).expect("a body is far below what a box can hold")
}

/// What is in a box that was sealed to the public key of `secret`; nothing when it was sealed to another or altered.
#[must_use]
pub(crate) fn open(secret: &[u8; 32], sealed: &[u8]) -> Option<Vec<u8>> {
    SecretKey::from(*secret).unseal(sealed).ok()
}

/// Random bytes that were given: nothing here draws any of its own.
struct Given(blake3::OutputReader);

impl Given {
    fn of(random: &[u8; 32]) -> Self {
        Self(blake3::Hasher::new().update(b"couloir/1/seal\0").update(random).finalize_xof())
    }
}

impl RngCore for Given {
    fn next_u32(&mut self) -> u32 {
        let mut bytes = [0; 4];
        self.fill_bytes(&mut bytes);
        u32::from_le_bytes(bytes)
    }

    fn next_u64(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.fill_bytes(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        self.0.fill(bytes);
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Given {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_body_opens_with_its_own_key_and_no_other() {
        let (ours, theirs) = ([7; 32], [8; 32]);
        let sealed = seal(&public(&ours), b"a bus has broken down", &[9; 32]);
        assert_eq!(open(&ours, &sealed).as_deref(), Some(b"a bus has broken down".as_slice()));
        assert_eq!(open(&theirs, &sealed), None);
    }
}
