//! What a file must be before it is read at all: there, a file, permitted, and not too large.

use super::fault;
use couloir_model::finding::Finding;
use std::io::ErrorKind;
use std::path::Path;

/// The largest file that is read: a table of half a million rows, or a workbook of every sheet.
pub(super) const BYTES_MAX: u64 = 32 * 1024 * 1024;

/// The most cells of one table or workbook, each row counted as [`ROW_COST`] cells more: they take some 150 MB.
pub(super) const CELLS_MAX: usize = 1_500_000;

/// What a row takes in memory beside its cells, in cells.
pub(super) const ROW_COST: usize = 3;

/// The most columns of one table.
pub(super) const COLUMNS_MAX: usize = 400;

/// What a path is.
pub(super) enum Kind {
    Folder,
    File,
}

/// What is at `path`, if it may be read.
pub(super) fn kind(path: &Path) -> Result<Kind, Finding> {
    let shown = path.display().to_string();
    let metadata = std::fs::metadata(path).map_err(|error| missing(path, &error, &shown))?;
    if metadata.is_dir() { Ok(Kind::Folder) } else { file(path, &shown).map(|()| Kind::File) }
}

/// That a file can be read, by what the disk says of it, without reading it.
pub(super) fn file(path: &Path, shown: &str) -> Result<(), Finding> {
    let metadata = std::fs::metadata(path).map_err(|error| missing(path, &error, shown))?;
    if metadata.is_dir() {
        return Err(fault("a folder where a file is meant", "rename the folder, or put a file in its place", shown));
    }
    if !metadata.is_file() {
        return Err(fault("neither a file nor a folder", "name a file on a disk", shown));
    }
    if metadata.len() > BYTES_MAX {
        let message =
            format!("a file of {} MB, and the most is {} MB", metadata.len() / 1_000_000, BYTES_MAX / 1_000_000);
        return Err(fault(
            &message,
            "an operation is counts and times, not tracks or registers: keep the rows that it needs",
            shown,
        ));
    }
    if metadata.len() == 0 {
        return Err(fault("an empty file", "fill it in or delete it; `couloir new NAME` writes a template", shown));
    }
    Ok(())
}

/// The bytes of a file that [`file`] has let through.
pub(super) fn bytes(path: &Path, shown: &str) -> Result<Vec<u8>, Finding> {
    file(path, shown)?;
    std::fs::read(path).map_err(|error| refused(&error, shown))
}

/// The text of a file, with what kept it from being text.
pub(super) fn text(path: &Path, shown: &str) -> Result<String, Finding> {
    let bytes = bytes(path, shown)?;
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(utf16(shown));
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        // Text of UTF-16 without a mark has a zero in every other byte.
        let zeros = bytes.iter().take(200).filter(|byte| **byte == 0).count();
        let half = bytes.len().min(200) / 3;
        return Err(if zeros > half.max(1) && zeros * 3 <= bytes.len().min(200) * 2 {
            utf16(shown)
        } else {
            super::fault_at("not text: a zero byte", "name a text file: CSV or TOML", shown, line_of(&bytes, at))
        });
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = line_of(error.as_bytes(), valid);
        let message = format!("not UTF-8: byte 0x{:02x}", error.as_bytes()[valid]);
        let help = "save it as «CSV UTF-8 (comma delimited)»; it looks like Windows-1252 or another code page, in which \
                    names would be read wrong";
        super::fault_at(&message, help, shown, line)
    })
}

fn utf16(shown: &str) -> Finding {
    fault("a text in UTF-16", "save it as «CSV UTF-8 (comma delimited)», not as «Unicode text»", shown)
}

fn line_of(bytes: &[u8], at: usize) -> u32 {
    let lines = bytes[..at].iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(lines + 1).unwrap_or(u32::MAX)
}

/// Why nothing is found at a path.
fn missing(path: &Path, error: &std::io::Error, shown: &str) -> Finding {
    let is_link = std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
    match error.kind() {
        ErrorKind::NotFound if is_link => {
            fault("a link to something that is not there", "make the link anew, or name the file itself", shown)
        }
        ErrorKind::NotFound => {
            fault("nothing is there", "correct the path; `couloir new NAME` writes a template", shown)
        }
        _ => refused(error, shown),
    }
}

/// What the system says when it refuses.
pub(super) fn refused(error: &std::io::Error, shown: &str) -> Finding {
    let help = match error.kind() {
        ErrorKind::PermissionDenied => "ask for the permission to read it, or copy it to a folder of your own",
        _ => "copy it to another disk and try again",
    };
    fault(&format!("it cannot be read: {error}"), help, shown)
}
