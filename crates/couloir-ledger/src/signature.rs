//! Signatures, and which of them have been checked already.

use crate::envelope::{Tip, digest};
use crate::id::DeviceId;
use ed25519_dalek::{Signature, VerifyingKey};
use std::collections::{BTreeMap, BTreeSet};

/// Signatures that were found genuine, so that whoever meets one again need not check it again.
///
/// A check costs some 40 µs and is asked for again by every papers frame of every stick. Several threads may each fill one
/// and [`Self::merge`] them. Only what holds is remembered, under a digest of author, message and signature together:
/// another signature under the same words, or the same under other words, is checked by itself.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    genuine: BTreeSet<[u8; 32]>,
    /// The keys of authors, unpacked.
    authors: BTreeMap<DeviceId, VerifyingKey>,
}

impl Checked {
    /// True when the device of `tip` has signed its head.
    pub fn holds(&mut self, tip: &Tip) -> bool {
        self.is_signed_by(tip.device, &tip.message(), &tip.signature)
    }

    /// Takes over what another has checked.
    pub fn merge(&mut self, other: Self) {
        self.genuine.extend(other.genuine);
        self.authors.extend(other.authors);
    }

    /// The number of signatures that were found genuine.
    #[must_use]
    pub fn len(&self) -> usize {
        self.genuine.len()
    }

    /// True when none was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.genuine.is_empty()
    }

    /// True when the holder of the private key to `author` has signed `message`.
    pub(crate) fn is_signed_by(&mut self, author: DeviceId, message: &[u8], signature: &[u8; 64]) -> bool {
        // Author and signature have one length each, so that no two triples give one row of bytes.
        let name = digest(b"couloir/1/checked\0", &[author.0.as_slice(), signature, message].concat());
        if self.genuine.contains(&name) {
            return true;
        }
        let holds = self.key(author).is_some_and(|key| {
            // Strict: no two signatures of one author under one message, and none of a key of small order.
            key.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
        });
        if holds {
            self.genuine.insert(name);
        }
        holds
    }

    fn key(&mut self, author: DeviceId) -> Option<VerifyingKey> {
        if let Some(key) = self.authors.get(&author) {
            return Some(*key);
        }
        let key = VerifyingKey::from_bytes(&author.0).ok()?;
        self.authors.insert(author, key);
        Some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::envelope::Head;
    use crate::id::EventId;
    use ed25519_dalek::SigningKey;

    #[test]
    fn what_was_checked_vouches_for_nothing_else() {
        let key = SigningKey::from_bytes(&[1; 32]);
        let tip = Tip::sign(&key, Head { sequence: 1, id: EventId([2; 32]) });
        let mut checked = Checked::default();
        assert!(checked.holds(&tip) && checked.holds(&tip));
        assert_eq!(checked.len(), 1);
        let mut others = [tip; 3];
        others[0].head.id.0[0] ^= 1;
        others[1].signature[3] ^= 1;
        others[2].device = DeviceId(SigningKey::from_bytes(&[2; 32]).verifying_key().to_bytes());
        for other in others {
            assert!(!checked.holds(&other), "{other:?}");
        }
        assert_eq!(checked.len(), 1, "only what holds is remembered");
    }
}
