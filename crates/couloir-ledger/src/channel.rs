//! A channel that two devices of one operation open to each other over any wire: each learns who the other is, and nobody else
//! reads a word.
//!
//! SIGMA-I (H. Krawczyk, "SIGMA: the SIGn-and-MAc approach", CRYPTO 2003), the pattern of IKEv2 and TLS 1.3: fresh X25519 keys,
//! then each side signs both with its device key (Ed25519), inside a chunk that only the holder of the other fresh key can
//! open. The operation's name goes into the key too: who does not know it learns not even which device answers. Keys that are
//! stolen later open no channel of before.
//!
//! No I/O here: bytes come in and bytes go out.

use crate::id::{DeviceId, OperationId};
use chacha20poly1305::aead::{Aead as _, KeyInit as _};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use x25519_dalek::{PublicKey, StaticSecret};

/// The length of a session's name.
pub const SESSION_LENGTH: usize = 16;

/// Before each sealed chunk: its length.
pub const HEAD_LENGTH: usize = 4;

/// The longest chunk that is accepted.
pub const CHUNK_LENGTH_MAX: usize = 2 << 20;

/// Device and signature.
const PROOF_LENGTH: usize = 32 + 64;

/// The fresh key of one side.
pub struct Fresh {
    secret: StaticSecret,
    /// What the other side is told.
    pub public: [u8; 32],
}

/// Which side somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Who calls.
    Caller,
    /// Who answers.
    Answerer,
}

/// An open channel.
pub struct Channel {
    side: Side,
    transcript: [u8; 32],
    out: Direction,
    back: Direction,
}

/// A key, and how many chunks it has sealed or opened.
struct Direction {
    cipher: XChaCha20Poly1305,
    counter: u64,
}

/// A chunk that was not made by the other side of this channel, or not in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotOurChannel {
    /// It does not open.
    #[error("what arrived was not sealed for this channel: another operation, or altered on the way")]
    Sealed,
    /// The signature is not that of the device.
    #[error("the other side does not hold the key of the device that it says it is")]
    Proof,
    /// The key of the other side is one that everybody knows.
    #[error("the other side gave a key that protects nothing")]
    Weak,
}

impl Fresh {
    /// The key that these random bytes make. They must come from the system's generator and never be used twice.
    #[must_use]
    pub fn new(random: [u8; 32]) -> Self {
        let secret = StaticSecret::from(random);
        Self { public: PublicKey::from(&secret).to_bytes(), secret }
    }

    /// The channel between this side and the one that gave `theirs`.
    ///
    /// # Errors
    ///
    /// [`NotOurChannel::Weak`] when their key makes every secret the same.
    pub fn meet(
        self,
        side: Side,
        theirs: [u8; 32],
        session: &[u8; SESSION_LENGTH],
        operation: OperationId,
    ) -> Result<Channel, NotOurChannel> {
        let (caller, answerer) = match side {
            Side::Caller => (self.public, theirs),
            Side::Answerer => (theirs, self.public),
        };
        let shared = self.secret.diffie_hellman(&PublicKey::from(theirs));
        if !shared.was_contributory() {
            return Err(NotOurChannel::Weak);
        }
        let mut transcript = blake3::Hasher::new_derive_key("couloir/1/http transcript");
        transcript.update(&operation.0).update(session).update(&caller).update(&answerer);
        let transcript = *transcript.finalize().as_bytes();
        let key = |context: &str| {
            let mut key = blake3::Hasher::new_derive_key(context);
            key.update(shared.as_bytes()).update(&transcript);
            Direction { cipher: XChaCha20Poly1305::new(key.finalize().as_bytes().into()), counter: 0 }
        };
        let (to_answerer, to_caller) = (key("couloir/1/http to the answerer"), key("couloir/1/http to the caller"));
        let (out, back) = match side {
            Side::Caller => (to_answerer, to_caller),
            Side::Answerer => (to_caller, to_answerer),
        };
        Ok(Channel { side, transcript, out, back })
    }
}

impl Channel {
    /// The next chunk on the way out, with its length before it.
    ///
    /// # Panics
    ///
    /// When a chunk has more than 4 GiB.
    pub fn seal(&mut self, plain: &[u8]) -> Vec<u8> {
        let nonce = self.out.nonce();
        let sealed = self.out.cipher.encrypt(&nonce, plain).expect("a chunk is far below what can be sealed");
        let length = u32::try_from(sealed.len()).expect("a chunk is far below 4 GiB");
        [&length.to_be_bytes()[..], &sealed].concat()
    }

    /// The content of the next chunk on the way in.
    ///
    /// # Errors
    ///
    /// [`NotOurChannel::Sealed`] when it was not sealed by the other side, as the next one.
    pub fn open(&mut self, sealed: &[u8]) -> Result<Vec<u8>, NotOurChannel> {
        let nonce = self.back.nonce();
        self.back.cipher.decrypt(&nonce, sealed).map_err(|_| NotOurChannel::Sealed)
    }

    /// The chunk that says who this side is, with whatever else is to be told at once.
    pub fn prove(&mut self, key: &SigningKey, rest: &[u8]) -> Vec<u8> {
        let signature = key.sign(&self.claim(self.side)).to_bytes();
        let device = key.verifying_key().to_bytes();
        self.seal(&[&device[..], &signature, rest].concat())
    }

    /// Who the other side is, by its first chunk, and what it told with it.
    ///
    /// # Errors
    ///
    /// [`NotOurChannel`] when it does not prove it.
    pub fn proven(&mut self, sealed: &[u8]) -> Result<(DeviceId, Vec<u8>), NotOurChannel> {
        let plain = self.open(sealed)?;
        let (proof, rest) = plain.split_first_chunk::<PROOF_LENGTH>().ok_or(NotOurChannel::Proof)?;
        let (device, signature) = proof.split_first_chunk::<32>().expect("a proof is longer");
        let signature = Signature::from_bytes(signature.try_into().expect("the rest of a proof is a signature"));
        let other = if self.side == Side::Caller { Side::Answerer } else { Side::Caller };
        let key = VerifyingKey::from_bytes(device).map_err(|_| NotOurChannel::Proof)?;
        key.verify_strict(&self.claim(other), &signature).map_err(|_| NotOurChannel::Proof)?;
        Ok((DeviceId(*device), rest.to_vec()))
    }

    /// What a side signs: which side it is, of which meeting.
    fn claim(&self, side: Side) -> Vec<u8> {
        let side: &[u8] = match side {
            Side::Caller => b"couloir/1/http caller\0",
            Side::Answerer => b"couloir/1/http answerer\0",
        };
        [side, &self.transcript].concat()
    }
}

impl Direction {
    fn nonce(&mut self) -> XNonce {
        let mut nonce = [0; 24];
        nonce[..8].copy_from_slice(&self.counter.to_le_bytes());
        self.counter += 1;
        nonce.into()
    }
}

/// Collects bytes into chunks.
#[derive(Debug, Default)]
pub struct Chunks {
    bytes: Vec<u8>,
    /// Where the next chunk begins.
    at: usize,
}

/// A chunk longer than any that is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a part of {0} bytes is longer than any that is sent")]
pub struct TooLong(pub usize);

impl Chunks {
    /// Takes bytes that have arrived.
    pub fn push(&mut self, bytes: &[u8]) {
        if 0 < self.at {
            self.bytes.drain(..self.at);
            self.at = 0;
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// The next whole chunk, if it has arrived.
    ///
    /// # Errors
    ///
    /// [`TooLong`] when it says that it is longer than any that is sent.
    pub fn next_whole(&mut self) -> Result<Option<Vec<u8>>, TooLong> {
        let Some((head, rest)) = self.bytes[self.at..].split_first_chunk::<HEAD_LENGTH>() else { return Ok(None) };
        let length = u32::from_be_bytes(*head) as usize;
        if CHUNK_LENGTH_MAX < length {
            return Err(TooLong(length));
        }
        let Some(chunk) = rest.get(..length) else { return Ok(None) };
        let chunk = chunk.to_vec();
        self.at += HEAD_LENGTH + length;
        Ok(Some(chunk))
    }

    /// True when nothing is left over.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.at == self.bytes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPERATION: OperationId = OperationId([5; 16]);

    fn pair(operations: [OperationId; 2]) -> (Channel, Channel) {
        let (one, two) = (Fresh::new([1; 32]), Fresh::new([2; 32]));
        let (caller, answerer) = (one.public, two.public);
        let session = [3; SESSION_LENGTH];
        let one = one.meet(Side::Caller, answerer, &session, operations[0]).unwrap();
        let two = two.meet(Side::Answerer, caller, &session, operations[1]).unwrap();
        (one, two)
    }

    fn content(chunk: &[u8]) -> Vec<u8> {
        let mut chunks = Chunks::default();
        chunks.push(chunk);
        chunks.next_whole().unwrap().unwrap()
    }

    #[test]
    fn two_devices_of_one_operation_learn_who_the_other_is() {
        let (mut one, mut two) = pair([OPERATION; 2]);
        let key = SigningKey::from_bytes(&[7; 32]);
        let proof = one.prove(&key, b"and this");
        let (device, rest) = two.proven(&content(&proof)).unwrap();
        assert_eq!((device.0, rest.as_slice()), (key.verifying_key().to_bytes(), b"and this".as_slice()));
        let chunk = two.seal(b"forty people");
        assert!(!chunk.windows(5).any(|window| window == b"forty"));
        assert_eq!(one.open(&content(&chunk)).unwrap(), b"forty people");
    }

    #[test]
    fn who_does_not_know_the_operation_opens_nothing() {
        let (mut one, mut two) = pair([OPERATION, OperationId([6; 16])]);
        let proof = one.prove(&SigningKey::from_bytes(&[7; 32]), b"");
        assert_eq!(two.proven(&content(&proof)).unwrap_err(), NotOurChannel::Sealed);
    }

    #[test]
    fn a_proof_for_one_channel_is_none_for_another_side_or_channel() {
        let (mut one, mut two) = pair([OPERATION; 2]);
        let key = SigningKey::from_bytes(&[7; 32]);
        // A signature of another meeting, replayed inside a chunk of this one.
        let stolen = key.sign(b"couloir/1/http caller\0 of another meeting").to_bytes();
        let chunk = one.seal(&[&key.verifying_key().to_bytes()[..], &stolen].concat());
        assert_eq!(two.proven(&content(&chunk)).unwrap_err(), NotOurChannel::Proof);
    }

    #[test]
    fn a_chunk_opens_once_and_in_its_order() {
        let (mut one, mut two) = pair([OPERATION; 2]);
        let (first, second) = (one.seal(b"first"), one.seal(b"second"));
        assert_eq!(two.open(&content(&second)).unwrap_err(), NotOurChannel::Sealed);
        let (mut one, mut two) = pair([OPERATION; 2]);
        assert_eq!(one.seal(b"first"), first);
        assert_eq!(two.open(&content(&first)).unwrap(), b"first");
        assert_eq!(two.open(&content(&first)).unwrap_err(), NotOurChannel::Sealed);
    }

    #[test]
    fn a_key_that_protects_nothing_is_refused() {
        let weak = Fresh::new([1; 32]).meet(Side::Caller, [0; 32], &[3; SESSION_LENGTH], OPERATION);
        assert_eq!(weak.err(), Some(NotOurChannel::Weak));
    }

    #[test]
    fn chunks_come_out_whole_however_they_arrive() {
        let (mut one, _) = pair([OPERATION; 2]);
        let bytes = [one.seal(b"first"), one.seal(b"second")].concat();
        let mut chunks = Chunks::default();
        let mut found = 0;
        for byte in bytes {
            chunks.push(&[byte]);
            found += usize::from(chunks.next_whole().unwrap().is_some());
        }
        assert_eq!(found, 2);
        assert!(chunks.is_empty());
        chunks.push(&u32::MAX.to_be_bytes());
        assert!(chunks.next_whole().is_err());
    }
}
