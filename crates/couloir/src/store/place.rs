//! Where the ledger of a device is kept: in its own folder, or in a PostgreSQL database that a file in the folder names.

use super::postgresql::Postgresql;
use super::sqlite::Sqlite;
use super::{Store, StoreError};
use std::fmt;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The SQLite file in a device's folder.
pub const FILE: &str = "ledger.sqlite";

/// The file that names a database: its address, on one line.
const NAMED: &str = "ledger.postgresql";

/// Where rows are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In the device's own folder.
    Sqlite,
    /// In a database: `postgres://user@host/database`.
    Postgresql(String),
}

impl Place {
    /// Where the device in `folder` keeps its ledger; nothing where it has none yet.
    ///
    /// # Errors
    ///
    /// When the file that says so cannot be read.
    pub fn of(folder: &Path) -> std::io::Result<Option<Self>> {
        match std::fs::read_to_string(folder.join(NAMED)) {
            Ok(text) => Ok(Some(Self::Postgresql(text.lines().next().unwrap_or_default().to_owned()))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Ok(folder.join(FILE).exists().then_some(Self::Sqlite))
            }
            Err(error) => Err(error),
        }
    }

    /// Opens the store there, or makes it. `schema` names the operation's tables in a database.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when it cannot be used.
    pub fn open(&self, folder: &Path) -> Result<Box<dyn Store>, StoreError> {
        Ok(match self {
            Self::Sqlite => Box::new(Sqlite::open(&folder.join(FILE))?),
            Self::Postgresql(url) => Box::new(Postgresql::open(url, &schema(&crate::keys::name_in(folder)?))?),
        })
    }

    /// Writes down that the device in `folder` keeps its ledger here from now on.
    ///
    /// # Errors
    ///
    /// When the folder cannot be written.
    pub fn choose(&self, folder: &Path) -> std::io::Result<()> {
        let path = folder.join(NAMED);
        match self {
            Self::Sqlite => match std::fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                _ => {}
            },
            Self::Postgresql(url) => {
                let unfinished: PathBuf = folder.join(format!("{NAMED}.unfinished"));
                let mut file = std::fs::File::create(&unfinished)?;
                writeln!(file, "{url}")?;
                file.sync_all()?;
                std::fs::rename(&unfinished, &path)?;
            }
        }
        std::fs::File::open(folder).and_then(|folder| folder.sync_all())
    }

    /// Takes what is kept here away: the file, or the schema.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when it cannot be.
    pub fn remove(&self, folder: &Path) -> Result<(), StoreError> {
        match self {
            Self::Sqlite => {
                for ending in ["", "-wal", "-shm"] {
                    match std::fs::remove_file(folder.join(format!("{FILE}{ending}"))) {
                        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                        _ => {}
                    }
                }
                Ok(())
            }
            Self::Postgresql(_) => self.remove_tables_of(&crate::keys::name_in(folder)?),
        }
    }

    /// Takes the tables of the device called `name` out of a database.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the server says no.
    pub fn remove_tables_of(&self, name: &str) -> Result<(), StoreError> {
        match self {
            Self::Sqlite => Ok(()),
            Self::Postgresql(url) => Postgresql::open(url, &schema(name))?.remove(&schema(name)),
        }
    }
}

/// The schema of a device's tables: rows are sealed with the device's own key, so that each device has its own.
fn schema(device: &str) -> String {
    format!("couloir_{}", &device[..16])
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "sqlite" => Ok(Self::Sqlite),
            url if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
                Ok(Self::Postgresql(url.to_owned()))
            }
            _ => Err("write `sqlite`, or `postgres://user@host/database`".to_owned()),
        }
    }
}

impl fmt::Display for Place {
    /// Never the password in an address.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite => f.write_str("SQLite"),
            Self::Postgresql(_) => f.write_str("PostgreSQL"),
        }
    }
}
