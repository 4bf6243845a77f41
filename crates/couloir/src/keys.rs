//! The keys of a device: made here, kept in one file that its owner alone can read, never sent anywhere.

use couloir_ledger::id::DeviceId;
use ed25519_dalek::SigningKey;
use std::io::{self, Write as _};
use std::path::Path;

/// What the file begins with.
const HEAD: &str = "couloir-key/1";

/// The keys of one device.
#[derive(Debug)]
pub struct Keys {
    /// Signs the device's log, and papers where the device is the coordination.
    pub signing: SigningKey,
    /// Opens restricted bodies; only the coordination's is ever used.
    pub sealing: [u8; 32],
}

impl Keys {
    /// New keys.
    ///
    /// # Errors
    ///
    /// When the system gives no random bytes.
    pub fn new() -> io::Result<Self> {
        Ok(Self { signing: SigningKey::from_bytes(&random()?), sealing: random()? })
    }

    /// The device's name.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        DeviceId(self.signing.verifying_key().to_bytes())
    }

    /// Reads the keys in `path`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or holds no keys.
    pub fn read(path: &Path) -> io::Result<Self> {
        let text = std::fs::read_to_string(path)?;
        let mut lines = text.lines();
        let keys =
            (lines.next() == Some(HEAD)).then(|| Some((secret(lines.next()?)?, secret(lines.next()?)?))).flatten();
        let Some((signing, sealing)) = keys else {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the file holds no keys of a device"));
        };
        Ok(Self { signing: SigningKey::from_bytes(&signing), sealing })
    }

    /// Writes the keys to `path`, which must not exist yet.
    ///
    /// # Errors
    ///
    /// When the file is there already or cannot be written.
    pub fn write_new(&self, path: &Path) -> io::Result<()> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        // An id of so many bytes is written in hexadecimal digits; a key of as many can be too.
        let (signing, sealing) = (DeviceId(self.signing.to_bytes()), DeviceId(self.sealing));
        writeln!(file, "{HEAD}\n{signing}\n{sealing}")?;
        file.sync_all()
    }
}

fn secret(line: &str) -> Option<[u8; 32]> {
    line.parse::<DeviceId>().ok().map(|digits| digits.0)
}

/// Random bytes from the system.
///
/// # Errors
///
/// When the system gives none.
pub fn random<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes)
}
