//! The folder of a device: its keys, and the lock that keeps two programs from writing to one log.

use super::{Ask, PostError};
use crate::keys::{self, Keys, Opened};
use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::{Duration, Instant};

pub(super) const LOCK: &str = "lock";

/// How long a program waits for another that is writing to the same post.
const PATIENCE: Duration = Duration::from_secs(5);

/// Makes the folder and the keys of a new device.
///
/// # Errors
///
/// [`PostError`] when the folder holds a device already or cannot be written.
pub fn new_device(folder: &Path) -> Result<Keys, PostError> {
    let path = folder.join(keys::FILE);
    let fault = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::AlreadyExists => PostError::Taken(folder.to_owned()),
        _ => PostError::File { path: path.clone(), source },
    };
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    // Counts and keys are for the owner of the device alone.
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(fault)?;
    let keys = Keys::new().map_err(fault)?;
    keys.write_new(&path).map_err(fault)?;
    Ok(keys)
}

/// The keys of the device in `folder`, which nobody else may use meanwhile.
///
/// A passphrase that is given under duress destroys them: what follows is what a folder without a device gives.
///
/// # Errors
///
/// [`PostError`] when there is no device, it is in use, or its keys cannot be opened.
pub fn device(folder: &Path, ask: Ask<'_>) -> Result<(Keys, File), PostError> {
    let path = folder.join(keys::FILE);
    if !path.exists() {
        return Err(PostError::NoPost(folder.to_owned()));
    }
    let fault = |source| PostError::File { path: folder.join(LOCK), source };
    let lock = File::create(folder.join(LOCK)).map_err(fault)?;
    acquire(&lock, folder)?;
    match Keys::read(&path, ask) {
        Ok(Opened::Keys(keys)) => Ok((*keys, lock)),
        Ok(Opened::Duress) => {
            crate::wipe::wipe(folder).map_err(|source| PostError::File { path, source })?;
            Err(PostError::NoPost(folder.to_owned()))
        }
        Err(source) if source.kind() == std::io::ErrorKind::PermissionDenied => {
            Err(PostError::Passphrase { path, source })
        }
        Err(source) => Err(PostError::File { path, source }),
    }
}

/// Takes the lock of a post; waits a while for a program that is quick.
pub(super) fn acquire(lock: &File, folder: &Path) -> Result<(), PostError> {
    let started = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if started.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(TryLockError::WouldBlock) => return Err(PostError::Busy(folder.to_owned())),
            Err(TryLockError::Error(source)) => {
                return Err(PostError::File { path: folder.join(LOCK), source });
            }
        }
    }
}

/// For a device whose keys lie open.
pub(super) fn no_passphrase() -> std::io::Result<String> {
    Err(std::io::Error::new(std::io::ErrorKind::PermissionDenied, "nobody is there to give it"))
}
