//! Panic wipe: the key goes first, in milliseconds, and with it everything that was sealed; then the rest, as well as it goes.

use crate::keys::{self, Destroyed};
use crate::store::place::Place;
use std::io;
use std::path::Path;

/// How the names of files begin that the program puts into a device's folder, `couloir serve` among it.
const FILES: [&str; 7] = ["ledger.", "device.", "lock", "access.json", "receipts.sqlite", "tokens.", "reads.jsonl"];

/// The folders that it puts there.
const FOLDERS: [&str; 2] = ["plans", "tls"];

/// Destroys the device in `folder`. Afterwards the folder is gone, as before anything was installed.
///
/// # Errors
///
/// When the key could not be destroyed. Whatever else cannot be removed holds nothing that can be read without the key.
pub fn wipe(folder: &Path) -> io::Result<Destroyed> {
    let place = Place::of(folder);
    let schema = place.as_ref().ok().and_then(|place| place.clone()).filter(|place| *place != Place::Sqlite);
    let name = keys::name_in(folder);
    let destroyed = keys::destroy(&folder.join(keys::FILE))?;
    // From here on the wipe is done, whatever the disk still refuses.
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        // Plans are sealed, and what is left of them opens nothing; they go with everything else that was put here.
        let _ = if FOLDERS.contains(&name.as_str()) {
            std::fs::remove_dir_all(entry.path())
        } else if FILES.iter().any(|start| name.starts_with(start)) {
            std::fs::remove_file(entry.path())
        } else {
            Ok(())
        };
    }
    // It stays where somebody put other files into it.
    let _ = std::fs::remove_dir(folder);
    if let (Some(place), Ok(name)) = (schema, name) {
        // Sealed rows that nobody can open any more: taken away last, for a server may take its time to answer.
        let _ = place.remove_tables_of(&name);
    }
    Ok(destroyed)
}
