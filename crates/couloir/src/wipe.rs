//! Panic wipe: the key goes first, in milliseconds, and with it everything that was sealed; then the rest, as well as it goes.

use crate::keys;
use crate::store::place::Place;
use std::io;
use std::path::Path;

/// Destroys the device in `folder`. Afterwards the folder is gone, as before anything was installed.
///
/// # Errors
///
/// When the key could not be destroyed. Whatever else cannot be removed holds nothing that can be read without the key.
pub fn wipe(folder: &Path) -> io::Result<()> {
    let place = Place::of(folder);
    let schema = place.as_ref().ok().and_then(|place| place.clone()).filter(|place| *place != Place::Sqlite);
    let name = keys::name_in(folder);
    keys::destroy(&folder.join(keys::FILE))?;
    for entry in std::fs::read_dir(folder)?.flatten() {
        let is_ours =
            ["ledger.", "device.", "lock"].iter().any(|start| entry.file_name().to_string_lossy().starts_with(start));
        if is_ours {
            let _ = std::fs::remove_file(entry.path());
        }
    }
    // It stays where somebody put other files into it.
    let _ = std::fs::remove_dir(folder);
    if let (Some(place), Ok(name)) = (schema, name) {
        // Sealed rows that nobody can open any more: taken away last, for a server may take its time to answer.
        let _ = place.remove_tables_of(&name);
    }
    Ok(())
}
