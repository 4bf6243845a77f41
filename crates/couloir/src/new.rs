//! New operations: commented templates, and copies of the bundled examples.

mod template;
mod workbook;

use crate::files::bundled;
use include_dir::{Dir, include_dir};
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// The examples of the repository, inside the program.
static EXAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../examples");

/// Why nothing was written, or not all.
#[derive(Debug, thiserror::Error)]
pub enum NewError {
    /// Something is there already.
    #[error("something is there already: {0}\n  help: choose another name; Couloir overwrites nothing")]
    Exists(PathBuf),
    /// The name of a file for what is a folder.
    #[error(
        "an operation is written as a folder, and this is the name of a file: {name}\n  help: name a folder, `couloir new {stem}`, or add `--xlsx` for a single workbook, `couloir new {stem} --xlsx`"
    )]
    NotAFolder {
        /// The name as given.
        name: String,
        /// The same without its ending.
        stem: String,
    },
    /// A file has the name.
    #[error(
        "a file has this name already: {0}\n  help: choose another name for the folder; Couloir overwrites nothing"
    )]
    IsAFile(PathBuf),
    /// There is no such example.
    #[error("no example has this name: `{name}`\n  help: the examples are {known}")]
    UnknownExample {
        /// The name as given.
        name: String,
        /// The names that there are.
        known: String,
    },
    /// An example that cannot be turned into a workbook.
    #[error("the example cannot be written as a workbook: {0}")]
    Example(String),
    /// The disk refuses.
    #[error("cannot write {path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The workbook cannot be made.
    #[error("cannot make the workbook: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
}

/// The names of the bundled examples.
#[must_use]
pub fn examples() -> Vec<String> {
    let name = |folder: &Dir<'_>| folder.path().file_name().map(|name| name.to_string_lossy().into_owned());
    let mut names: Vec<String> = EXAMPLES.dirs().filter_map(name).collect();
    names.sort();
    names
}

/// Writes a new operation and gives its path: a folder called `name`, or a workbook; a commented template, or a copy of an
/// example.
///
/// # Errors
///
/// [`NewError`]; what is there already is never overwritten.
pub fn new(name: &Path, from: Option<&str>, xlsx: bool) -> Result<PathBuf, NewError> {
    if !xlsx {
        refuse_a_file(name)?;
        match from {
            Some(example) => unpack(example, name)?,
            None => write_folder(name, template::files().iter().map(|(file, text)| (file.as_str(), text.as_bytes())))?,
        }
        return Ok(name.to_owned());
    }
    let path = if name.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) {
        name.to_owned()
    } else {
        let mut path = name.as_os_str().to_owned();
        path.push(".xlsx");
        PathBuf::from(path)
    };
    let bytes = match from {
        Some(example) => workbook::bytes(&tables_of(example)?)?,
        None => workbook::bytes(&[])?,
    };
    write_new(&path, &bytes)?;
    Ok(path)
}

/// Writes the files of an example into a folder.
///
/// # Errors
///
/// [`NewError`]; what is there already is never overwritten.
pub fn unpack(example: &str, folder: &Path) -> Result<(), NewError> {
    unpack_all(example_of(example)?, folder)
}

/// Writes a folder with the folders in it.
fn unpack_all(from: &'static Dir<'static>, folder: &Path) -> Result<(), NewError> {
    write_folder(folder, files_of(from))?;
    for inside in from.dirs() {
        unpack_all(inside, &folder.join(inside.path().file_name().unwrap_or_default()))?;
    }
    Ok(())
}

/// The files of a folder by name; not those of the folders in it.
fn files_of(folder: &'static Dir<'static>) -> impl Iterator<Item = (&'static str, &'static [u8])> {
    folder.files().filter_map(|file| Some((file.path().file_name()?.to_str()?, file.contents())))
}

fn example_of(name: &str) -> Result<&'static Dir<'static>, NewError> {
    EXAMPLES
        .get_dir(name)
        .ok_or_else(|| NewError::UnknownExample { name: name.to_owned(), known: examples().join(", ") })
}

/// The tables of an example, as they are read from its files.
fn tables_of(example: &str) -> Result<Vec<couloir_model::format::operation::sheet::Sheet>, NewError> {
    let folder = example_of(example)?;
    let text =
        |file: &'static include_dir::File<'static>| Some((file.path().file_name()?.to_str()?, file.contents_utf8()?));
    let (sheets, findings) = bundled(folder.files().filter_map(text));
    match findings.first() {
        None => Ok(sheets),
        Some(finding) => Err(NewError::Example(finding.to_string())),
    }
}

/// A folder called `flood.toml` would be taken for the file that its name promises.
fn refuse_a_file(name: &Path) -> Result<(), NewError> {
    let endings = ["toml", "json", "csv", "tsv", "xlsx", "xlsm", "xls", "ods"];
    let has_ending =
        name.extension().is_some_and(|extension| endings.iter().any(|ending| extension.eq_ignore_ascii_case(ending)));
    if has_ending {
        let stem = name.with_extension("").display().to_string();
        return Err(NewError::NotAFolder { name: name.display().to_string(), stem });
    }
    Ok(())
}

fn write_folder<'a>(folder: &Path, files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Result<(), NewError> {
    let refused = |source| NewError::Io { path: folder.to_owned(), source };
    if folder.is_file() {
        return Err(NewError::IsAFile(folder.to_owned()));
    }
    if folder.exists() {
        let is_empty = fs::read_dir(folder).map_err(refused)?.next().is_none();
        if !is_empty {
            return Err(NewError::Exists(folder.to_owned()));
        }
    }
    fs::create_dir_all(folder).map_err(refused)?;
    for (name, bytes) in files {
        write_new(&folder.join(name), bytes)?;
    }
    Ok(())
}

/// Writes a file that is not there yet; the system itself refuses when it is.
fn write_new(path: &Path, bytes: &[u8]) -> Result<(), NewError> {
    let refused = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::AlreadyExists => NewError::Exists(path.to_owned()),
        _ => NewError::Io { path: path.to_owned(), source },
    };
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(refused)?;
    file.write_all(bytes).map_err(refused)
}
