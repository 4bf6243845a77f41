//! Where a replica is kept: events, signatures and papers, so that nothing acknowledged is ever lost.

use couloir_ledger::Malformed;
use couloir_ledger::papers::Founding;
use couloir_ledger::replica::Change;

pub mod sqlite;

/// A place where the changes of one operation are kept.
pub trait Store: Send {
    /// The paper that the operation was founded with.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    fn founding(&mut self) -> Result<Option<Founding>, StoreError>;

    /// Begins the store with the operation that it is for.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    fn found(&mut self, founding: &Founding) -> Result<(), StoreError>;

    /// Everything that was kept, events in the order in which they came.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read, or holds what was never put into it.
    fn changes(&mut self) -> Result<Vec<Change>, StoreError>;

    /// Keeps `changes`: all of them or none, and safely before it returns.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    fn keep(&mut self, changes: &[Change]) -> Result<(), StoreError>;

    /// How many events of the device's own log somebody else is known to hold.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be read.
    fn acknowledged(&mut self) -> Result<u64, StoreError>;

    /// Remembers that somebody else holds the device's own log as far as `sequence`.
    ///
    /// # Errors
    ///
    /// [`StoreError`] when the store cannot be written.
    fn acknowledge(&mut self, sequence: u64) -> Result<(), StoreError>;
}

/// Why a store cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database says no.
    #[error("the database cannot be used")]
    Database(#[from] rusqlite::Error),
    /// It was written by a newer program.
    #[error("it was written by a newer version of Couloir: format {0}")]
    Version(i64),
    /// A row is not what was once put there.
    #[error("row {row} of the table `{table}` is damaged")]
    Damaged {
        /// The table.
        table: &'static str,
        /// The row.
        row: i64,
        /// What is wrong with it, where its bytes can say so.
        source: Option<Malformed>,
    },
}
