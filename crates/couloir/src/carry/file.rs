//! Sync by a stick, a shared folder, or files in the post: each device adds files, none changes those of another.
//!
//! A file is written under another name, forced to the disk and renamed, so that a stick that is pulled out holds whole files
//! or none. One that is broken all the same is used as far as its frames are whole.

use crate::post::{Post, PostError};
use couloir_ledger::replica::{Received, Replica};
use couloir_ledger::wire::bundle::{self, Damage, Part};
use couloir_model::clock::UnixSeconds;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// How files of ours end.
pub const ENDING: &str = "clr";

/// The largest file that is read: far above what ten million events take.
const BYTES_MAX: u64 = 1 << 30;

/// What came of a sync by files.
#[derive(Debug, Default)]
pub struct Exchange {
    /// What was read, file by file.
    pub read: Vec<FileRead>,
    /// The file that was written, with the number of its events; nothing where there was nothing to hand over.
    pub written: Option<(PathBuf, usize)>,
}

/// What came of one file.
#[derive(Debug)]
pub struct FileRead {
    /// The file.
    pub path: PathBuf,
    /// What was taken from it, or why it could not be read.
    pub received: Result<Received, std::io::Error>,
    /// What of it is damaged.
    pub damages: Vec<Damage>,
}

/// Takes everything from the stick that the post lacks, and puts everything on it that the stick lacks.
///
/// `at` is a folder, or one file that is read alone.
///
/// # Errors
///
/// [`PostError`] when the post or the stick cannot be written. Faults of single files are told in the [`Exchange`].
pub fn exchange(post: &mut Post, at: &Path, now: UnixSeconds) -> Result<Exchange, PostError> {
    let fault = |path: &Path| {
        let path = path.to_owned();
        move |source| PostError::File { path, source }
    };
    let mut exchange = Exchange::default();
    // What the stick holds, taken together, is a replica of its own: what it lacks follows from its frontier.
    let mut stick = Replica::new(post.replica().papers().founding().clone());
    let mut last_said = None;
    let is_folder = at.is_dir();
    let files = if is_folder { files(at).map_err(fault(at))? } else { vec![at.to_owned()] };
    for path in files {
        let bytes = match read(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                exchange.read.push(FileRead { path, received: Err(error), damages: Vec::new() });
                continue;
            }
        };
        let (parts, damages) = bundle::read(&bytes);
        if let Some(Part::Hello(hello)) = parts.first()
            && hello.device == post.keys().device()
        {
            last_said = Some(hello.frontier.clone());
        }
        let received = post.receive(parts, now)?;
        // Unpacked a second time, so that a large file stands in memory once.
        stick.receive(bundle::read(&bytes).0, now);
        exchange.read.push(FileRead { path, received: Ok(received), damages });
    }
    if is_folder {
        post.sign()?;
        let runs = post.replica().runs_for(&stick.frontier());
        let lacks_papers = post.replica().papers().all().count() > stick.papers().all().count();
        // A file that only says what this device holds is worth writing: others learn that their events have arrived.
        if !runs.is_empty() || lacks_papers || last_said.as_ref() != Some(&post.replica().frontier()) {
            let events = runs.iter().map(|run| run.items.len()).sum();
            let bytes = post.replica().signed_bundle_for(&post.keys().signing, &stick.frontier());
            let path = write(at, post, &bytes).map_err(fault(at))?;
            exchange.written = Some((path, events));
        }
    }
    Ok(exchange)
}

/// The files of ours in `folder`, in order of their names.
fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let is_hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if path.is_file() && !is_hidden && path.extension().is_some_and(|ending| ending == ENDING) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let length = std::fs::metadata(path)?.len();
    if length > BYTES_MAX {
        return Err(std::io::Error::other(format!("it has {} MB, more than are read", length >> 20)));
    }
    std::fs::read(path)
}

/// Writes a file whole or not at all, under the next free number of this device.
fn write(folder: &Path, post: &Post, bytes: &[u8]) -> std::io::Result<PathBuf> {
    let (operation, device) = (post.replica().operation().short(), post.keys().device().short());
    let name = |number: u32| folder.join(format!("{operation}-{device}-{number:04}.{ENDING}"));
    let path = (1..).map(name).find(|path| !path.exists()).expect("there are fewer than 2^32 files");
    let unfinished = path.with_extension("unfinished");
    let mut file = std::fs::File::create(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&unfinished, &path)?;
    // The name is on the disk when the folder is. Some file systems of sticks cannot do that, and need not.
    let _ = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
    Ok(path)
}
