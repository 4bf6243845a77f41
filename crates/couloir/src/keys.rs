//! The keys of a device: made here, kept in one file that its owner alone can read, never sent anywhere.
//!
//! The file holds three secrets: what the device signs with, what opens restricted bodies, and what seals its database. They
//! lie open, or under a passphrase: then Argon2id (RFC 9106) makes a key from it, and that key opens the slot that holds
//! the secrets, or the slot that says that the passphrase was given under duress. Whether there is a duress passphrase cannot
//! be seen from the file: where there is none, its slot holds random bytes.

use crate::cipher::Cipher;
use argon2::{Algorithm, Argon2, Params, Version};
use couloir_ledger::id::DeviceId;
use ed25519_dalek::SigningKey;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

/// The name of the file in a device's folder.
pub const FILE: &str = "device.key";

/// What the file begins with.
const HEAD: &str = "couloir-key/2";

/// What stands in place of the parameters where there is no passphrase.
const OPEN: &str = "open";

/// Argon2id's memory in KiB, passes and lanes: the second recommended choice of RFC 9106, section 4, in one lane, for a tablet
/// has no four cores to spare. About a third of a second on a laptop of 2020.
const ARGON2: (u32, u32, u32) = (64 << 10, 3, 1);

/// The file says how much memory its passphrase takes; more than a GiB is a fault or an attack.
const ARGON2_MEMORY_KIB_MAX: u32 = 1 << 20;

/// The keys of one device.
#[derive(Clone)]
pub struct Keys {
    /// Signs the device's log, and papers where the device is the coordination.
    pub signing: SigningKey,
    /// Opens restricted bodies; only the coordination's is ever used.
    pub sealing: [u8; 32],
    /// Seals the rows of the device's store.
    pub database: [u8; 32],
    /// What opened the slot that they came from: kept so that nobody is asked for the passphrase twice. Nothing where they lay
    /// open.
    opened_with: Option<[u8; 32]>,
}

/// What a key file gave.
#[derive(Clone)]
pub enum Opened {
    /// The keys.
    Keys(Box<Keys>),
    /// The passphrase was the one that is given under duress.
    Duress,
}

/// Three keys of 32 bytes.
const SECRETS_LENGTH: usize = 96;

impl Keys {
    /// New keys.
    ///
    /// # Errors
    ///
    /// When the system gives no random bytes.
    pub fn new() -> io::Result<Self> {
        let signing = SigningKey::from_bytes(&random()?);
        Ok(Self { signing, sealing: random()?, database: random()?, opened_with: None })
    }

    /// The device's name.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        DeviceId(self.signing.verifying_key().to_bytes())
    }

    /// The cipher of the device's store.
    #[must_use]
    pub fn cipher(&self) -> Cipher {
        Cipher::new(&self.database)
    }

    /// Reads the keys in `path`; `ask` is called where they lie under a passphrase.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or holds no keys, or the passphrase opens nothing ([`io::ErrorKind::PermissionDenied`]).
    pub fn read(path: &Path, ask: &dyn Fn() -> io::Result<String>) -> io::Result<Opened> {
        let damaged = || io::Error::new(io::ErrorKind::InvalidData, "the file holds no keys of a device");
        let text = std::fs::read_to_string(path)?;
        let mut lines = text.lines();
        let mut line = || lines.next().ok_or_else(damaged);
        if line()? != HEAD {
            return Err(damaged());
        }
        let (device, how) = (line()?, line()?);
        if how == OPEN {
            let keys = bytes_of(line()?).and_then(|secrets| Self::of(&secrets)).ok_or_else(damaged)?;
            return Ok(Opened::Keys(Box::new(keys)));
        }
        let slots = [line()?, line()?].map(bytes_of);
        let key = stretched(&ask()?, how).ok_or_else(damaged)??;
        let (cipher, about) = (Cipher::new(&key), about(device, how));
        let opened = slots.into_iter().flatten().find_map(|slot| cipher.open(&about, &slot));
        match opened {
            Some(secrets) if secrets == [0; SECRETS_LENGTH] => Ok(Opened::Duress),
            Some(secrets) => {
                let keys = Self::of(&secrets).ok_or_else(damaged)?;
                Ok(Opened::Keys(Box::new(Self { opened_with: Some(key), ..keys })))
            }
            None => Err(io::Error::new(io::ErrorKind::PermissionDenied, "the passphrase is another one")),
        }
    }

    fn of(secrets: &[u8]) -> Option<Self> {
        let secrets: &[u8; SECRETS_LENGTH] = secrets.try_into().ok()?;
        let key = |number: usize| secrets[32 * number..32 * (number + 1)].try_into().expect("32 bytes");
        let (signing, sealing, database) = (SigningKey::from_bytes(&key(0)), key(1), key(2));
        Some(Self { signing, sealing, database, opened_with: None })
    }

    fn secrets(&self) -> [u8; SECRETS_LENGTH] {
        let all = [self.signing.to_bytes(), self.sealing, self.database].concat();
        all.try_into().expect("three keys of 32 bytes")
    }

    /// Writes the keys to `path`, which must not exist yet. They lie open until a passphrase is set.
    ///
    /// # Errors
    ///
    /// When the file is there already or cannot be written.
    pub fn write_new(&self, path: &Path) -> io::Result<()> {
        let text = format!("{HEAD}\n{}\n{OPEN}\n{}\n", self.device(), hexadecimal(&self.secrets()));
        write_private(path, text.as_bytes())
    }

    /// Destroys the key that opens restricted bodies: no copy of any of them can be read by anybody after this.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or written; [`io::ErrorKind::PermissionDenied`] when these keys are not in it as they
    /// were read, since another passphrase was set meanwhile.
    pub fn forget_sealing(&mut self, path: &Path) -> io::Result<()> {
        let damaged = || io::Error::new(io::ErrorKind::InvalidData, "the file holds no keys of a device");
        self.sealing = [0; 32];
        let text = std::fs::read_to_string(path)?;
        let lines: Vec<&str> = text.lines().collect();
        let [head, device, how, slots @ ..] = &lines[..] else { return Err(damaged()) };
        let slots: Vec<String> = if *how == OPEN {
            vec![hexadecimal(&self.secrets())]
        } else {
            let elsewhere = || io::Error::new(io::ErrorKind::PermissionDenied, "another passphrase was set meanwhile");
            let cipher = Cipher::new(&self.opened_with.ok_or_else(elsewhere)?);
            let about = about(device, how);
            let is_ours = |slot: &&str| {
                let secrets = bytes_of(slot).and_then(|sealed| cipher.open(&about, &sealed));
                secrets.and_then(|secrets| Self::of(&secrets)).is_some_and(|keys| keys.device() == self.device())
            };
            if !slots.iter().any(is_ours) {
                return Err(elsewhere());
            }
            // The other slot stays as it is: nobody can tell whether it holds anything.
            let again = |slot: &&str| -> io::Result<String> {
                match is_ours(slot) {
                    true => Ok(hexadecimal(&cipher.seal(&about, &self.secrets())?)),
                    false => Ok((*slot).to_owned()),
                }
            };
            slots.iter().map(again).collect::<io::Result<_>>()?
        };
        replace(path, &format!("{head}\n{device}\n{how}\n{}\n", slots.join("\n")))
    }

    /// True where the key that opens restricted bodies was destroyed.
    #[must_use]
    pub fn has_forgotten_sealing(&self) -> bool {
        self.sealing == [0; 32]
    }

    /// Puts the keys in `path` under `passphrase`, and under `duress` the order to destroy them.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn lock(&self, path: &Path, passphrase: &str, duress: Option<&str>) -> io::Result<()> {
        let (memory, passes, lanes) = ARGON2;
        let how = format!("argon2id {memory} {passes} {lanes} {}", hexadecimal(&random::<16>()?));
        let device = self.device().to_string();
        let about = about(&device, &how);
        let slot = |passphrase: &str, secrets: &[u8]| -> io::Result<Vec<u8>> {
            let key = stretched(passphrase, &how).expect("the parameters were written here")?;
            Cipher::new(&key).seal(&about, secrets)
        };
        let secret = slot(passphrase, &self.secrets())?;
        let other = match duress {
            Some(duress) => slot(duress, &[0; SECRETS_LENGTH])?,
            // Sealed with a key that nobody has: of the same length, and like random bytes.
            None => Cipher::new(&random()?).seal(&about, &[0; SECRETS_LENGTH])?,
        };
        let text = format!("{HEAD}\n{device}\n{how}\n{}\n{}\n", hexadecimal(&secret), hexadecimal(&other));
        replace(path, &text)
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keys({})", self.device().short())
    }
}

/// The name of the device in `folder`, which is no secret and needs no passphrase.
///
/// # Errors
///
/// When the key file cannot be read.
pub fn name_in(folder: &Path) -> io::Result<String> {
    let text = std::fs::read_to_string(folder.join(FILE))?;
    let name = text.lines().nth(1).and_then(|line| line.parse::<DeviceId>().ok());
    let damaged = || io::Error::new(io::ErrorKind::InvalidData, "the file holds no keys of a device");
    name.map(|device| device.to_string()).ok_or_else(damaged)
}

/// True when the keys in `folder` lie under a passphrase.
///
/// # Errors
///
/// When the key file cannot be read.
pub fn is_locked(folder: &Path) -> io::Result<bool> {
    Ok(std::fs::read_to_string(folder.join(FILE))?.lines().nth(2) != Some(OPEN))
}

/// What became of a key file that was to be destroyed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Destroyed {
    /// Its bytes were overwritten where they lay.
    Overwritten,
    /// It was removed as it was: its bytes may lie on the bare disk until something else is written there.
    Removed,
}

/// Destroys the key file: with it goes all that was sealed with its keys. Milliseconds, and no other file is touched.
///
/// A file that cannot be overwritten is removed all the same, and the other way round: either ends what it opens.
///
/// # Errors
///
/// When the file can be neither overwritten nor removed: then it is as it was.
pub fn destroy(path: &Path) -> io::Result<Destroyed> {
    let overwritten = overwrite(path);
    let removed = std::fs::remove_file(path);
    // A name that comes back with a power cut is that of a file which was overwritten, or of one that we could do no more about.
    let _ = sync_folder_of(path);
    match (overwritten, removed) {
        (Ok(()), _) => Ok(Destroyed::Overwritten),
        (Err(_), Ok(())) => Ok(Destroyed::Removed),
        (Err(_), Err(error)) => Err(error),
    }
}

/// Overwriting reaches the place where the file lies on a plain disk. On flash an old copy of the block may stay for a while;
/// it holds secrets in the open only where no passphrase was ever set.
fn overwrite(path: &Path) -> io::Result<()> {
    let mut file = std::fs::OpenOptions::new().write(true).open(path)?;
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(4096).max(4096);
    let mut noise = vec![0; length];
    // Zeros destroy as well as noise does.
    let _ = getrandom::fill(&mut noise);
    file.write_all(&noise)?;
    file.sync_all()
}

/// The key that Argon2id makes from a passphrase; nothing where `how` is no list of parameters.
fn stretched(passphrase: &str, how: &str) -> Option<io::Result<[u8; 32]>> {
    let parts: Vec<&str> = how.split(' ').collect();
    let ["argon2id", memory, passes, lanes, salt] = parts[..] else { return None };
    let (memory, passes, lanes): (u32, u32, u32) = (memory.parse().ok()?, passes.parse().ok()?, lanes.parse().ok()?);
    if ARGON2_MEMORY_KIB_MAX < memory {
        return None;
    }
    let params = Params::new(memory, passes, lanes, Some(32)).ok()?;
    let salt = bytes_of(salt)?;
    let mut key = [0; 32];
    let done = Argon2::new(Algorithm::Argon2id, Version::V0x13, params).hash_password_into(
        passphrase.as_bytes(),
        &salt,
        &mut key,
    );
    Some(done.map(|()| key).map_err(|error| io::Error::other(error.to_string())))
}

/// What a slot belongs to: the device, and the parameters of its passphrase.
fn about(device: &str, how: &str) -> Vec<u8> {
    format!("couloir/2/slot {device} {how}").into_bytes()
}

/// Puts `text` in the place of a key file, and overwrites the old one when the new one is safe: it may hold keys in the open.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let unfinished = path.with_extension("unfinished");
    let _ = std::fs::remove_file(&unfinished);
    write_private(&unfinished, text.as_bytes())?;
    let mut old = std::fs::OpenOptions::new().write(true).open(path)?;
    std::fs::rename(&unfinished, path)?;
    sync_folder_of(path)?;
    old.write_all(&random::<4096>()?)?;
    old.sync_all()
}

/// Writes a file that its owner alone can read, through to the disk.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    sync_folder_of(path)
}

fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|parent| *parent != Path::new("")).unwrap_or_else(|| Path::new("."));
    std::fs::File::open(folder)?.sync_all()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn bytes_of(digits: &str) -> Option<Vec<u8>> {
    if !digits.is_ascii() || !digits.len().is_multiple_of(2) {
        return None;
    }
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).ok()).collect()
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
