//! Networks of roads on disk: extracts in, `.roads` files in and out.

use couloir_roads::file::{self, FileError};
use couloir_roads::network::Network;
use std::fs::File;
use std::io::{self, Read, Write as _};
use std::path::Path;

/// Why a network cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    Read(#[from] io::Error),
    /// It holds no network.
    #[error(transparent)]
    File(#[from] FileError),
}

impl OpenError {
    /// What a person can do about it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Read(_) => "check the name; `couloir roads import EXTRACT.osm.pbf -o NETWORK.roads` writes one",
            Self::File(error) => error.help(),
        }
    }
}

/// Opens the network at `path`.
///
/// # Errors
///
/// [`OpenError`] when it cannot be read or is damaged.
pub fn open(path: &Path) -> Result<Network, OpenError> {
    Ok(file::read(&std::fs::read(path)?)?)
}

/// Writes a network: first beside its place, then, when all of it is on the disk, in its place. Whoever is interrupted has the
/// network of before.
///
/// # Errors
///
/// Those of the file system.
pub fn save(path: &Path, network: &Network) -> io::Result<u64> {
    let bytes = file::write(network);
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let beside = path.with_file_name(name);
    let written = File::create(&beside).and_then(|mut file| {
        file.write_all(&bytes)?;
        file.sync_all()
    });
    if let Err(error) = written.and_then(|()| std::fs::rename(&beside, path)) {
        let _ = std::fs::remove_file(&beside);
        return Err(error);
    }
    Ok(bytes.len() as u64)
}

/// Opens the bytes of the extract at `path` from their beginning, again and again.
#[must_use]
pub fn extract(path: &Path) -> couloir_roads::osm::pbf::Pbf<'static> {
    let path = path.to_owned();
    couloir_roads::osm::pbf::Pbf::new(Box::new(move || {
        let file = File::open(&path)?;
        if file.metadata()?.is_dir() {
            return Err(io::Error::other("it is a folder"));
        }
        Ok(Box::new(file) as Box<dyn Read + Send>)
    }))
}
