//! A second person's consent: restricted records are kept for longer than one person may say.

use crate::cbor::{Canonical, Malformed, Reader, Writer, from_bytes, to_bytes};
use crate::id::{DeviceId, OperationId};
use crate::signature::Checked;
use couloir_model::clock::UnixSeconds;
use ed25519_dalek::{Signer, SigningKey};

/// What a second person of the coordination agrees to: that restricted records of this operation are kept so long after it
/// is closed. [`crate::retention::is_agreed`] says whether it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Consent {
    /// Their device: enrolled as coordination, and not the one that closes.
    pub device: DeviceId,
    /// When they agreed.
    pub at: UnixSeconds,
    /// To how many days at most.
    pub days: u16,
    /// Their signature.
    pub signature: [u8; 64],
}

impl Consent {
    /// The consent of the person whose device has this key.
    #[must_use]
    pub fn sign(key: &SigningKey, operation: OperationId, at: UnixSeconds, days: u16) -> Self {
        let device = DeviceId(key.verifying_key().to_bytes());
        let signature = key.sign(&Self::message(operation, at, days)).to_bytes();
        Self { device, at, days, signature }
    }

    /// True when its device has signed it for this operation.
    #[must_use]
    pub fn is_genuine(&self, operation: OperationId) -> bool {
        let message = Self::message(operation, self.at, self.days);
        Checked::default().is_signed_by(self.device, &message, &self.signature)
    }

    fn message(operation: OperationId, at: UnixSeconds, days: u16) -> Vec<u8> {
        [b"couloir/1/consent\0".as_slice(), &operation.0, &at.0.to_be_bytes(), &days.to_be_bytes()].concat()
    }

    /// Its bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        to_bytes(self)
    }

    /// The consent in `bytes`.
    ///
    /// # Errors
    ///
    /// [`Malformed`] when they are none.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Malformed> {
        from_bytes(bytes)
    }
}

impl Canonical for Consent {
    fn write(&self, out: &mut Writer) {
        out.array(4);
        out.bytes(&self.device.0);
        out.int(self.at.0);
        out.uint(u64::from(self.days));
        out.bytes(&self.signature);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Malformed> {
        from.array(4)?;
        let (device, at) = (DeviceId(from.fixed()?), UnixSeconds(from.int()?));
        Ok(Self { device, at, days: read_days(from)?, signature: from.fixed()? })
    }
}

pub(crate) fn read_days(from: &mut Reader<'_>) -> Result<u16, Malformed> {
    u16::try_from(from.uint()?).map_err(|_| from.no_value())
}
