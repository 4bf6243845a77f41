//! Files of the server that lie sealed on the disk, with the key that seals the ledger: plans tell where and when, and go with the key.

use crate::cipher::Cipher;
use std::io;
use std::path::{Path, PathBuf};

/// A folder of sealed files.
#[derive(Debug)]
pub(super) struct Vault {
    folder: PathBuf,
    cipher: Cipher,
}

/// How the names of sealed files end.
const SEALED: &str = "sealed";

impl Vault {
    /// The vault in `folder`, which is made if there is none.
    pub(super) fn open(folder: &Path, cipher: Cipher) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        Ok(Self { folder: folder.to_owned(), cipher })
    }

    /// Keeps `bytes` under `name`, wholly or not at all.
    pub(super) fn keep(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let sealed = self.cipher.seal(&about(name), bytes)?;
        let path = self.folder.join(format!("{name}.{SEALED}"));
        write_private(&path, &sealed)
    }

    /// All that can be opened, by name; what another key has sealed, or somebody has altered, is left alone.
    pub(super) fn all(&self) -> io::Result<Vec<(String, Vec<u8>)>> {
        let mut found = Vec::new();
        for path in self.files(SEALED)? {
            let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let opened = self.cipher.open(&about(&name), &std::fs::read(&path)?);
            found.extend(opened.map(|bytes| (name, bytes)));
        }
        Ok(found)
    }

    /// The files of the folder whose names end so, in order.
    pub(super) fn files(&self, extension: &str) -> io::Result<Vec<PathBuf>> {
        let mut paths = Vec::new();
        for entry in std::fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == extension) {
                paths.push(path);
            }
        }
        paths.sort();
        Ok(paths)
    }
}

/// Writes a file for the owner of the device alone, so that it is there wholly or not at all.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let draft = path.with_extension("draft");
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    io::Write::write_all(&mut file, bytes)?;
    file.sync_all()?;
    std::fs::rename(&draft, path)
}

/// A sealed file opens under its own name alone.
fn about(name: &str) -> Vec<u8> {
    format!("couloir/server {name}").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_cannot_be_read_from_the_disk_nor_put_in_the_place_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::open(folder.path(), Cipher::new(&[7; 32])).unwrap();
        vault.keep("one", b"the bridge at seven").unwrap();
        let path = folder.path().join("one.sealed");
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(6).any(|window| window == b"bridge"));
        assert_eq!(vault.all().unwrap(), [("one".to_owned(), b"the bridge at seven".to_vec())]);
        std::fs::copy(&path, folder.path().join("two.sealed")).unwrap();
        assert_eq!(vault.all().unwrap().len(), 1);
        let other = Vault::open(folder.path(), Cipher::new(&[8; 32])).unwrap();
        assert!(other.all().unwrap().is_empty());
    }
}
