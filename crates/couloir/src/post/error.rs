//! Why a post cannot be opened or written to.

use crate::store::StoreError;
use couloir_ledger::papers::NotOurPaper;
use couloir_ledger::replica::NotRecorded;
use couloir_ledger::sync::Refusal;
use std::path::PathBuf;

/// Why a post cannot be opened or written to.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The folder holds no post.
    #[error("there is no ledger in `{0}`")]
    NoPost(PathBuf),
    /// The folder holds one already.
    #[error("there is a ledger in `{0}` already")]
    Taken(PathBuf),
    /// The device has keys and no operation yet.
    #[error("the device in `{0}` is not enrolled yet")]
    NotEnrolled(PathBuf),
    /// Another program has the post open.
    #[error("another program is writing to `{0}`")]
    Busy(PathBuf),
    /// A file says no.
    #[error("`{path}` cannot be used")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The store says no.
    #[error("the ledger cannot be used")]
    Store(#[from] StoreError),
    /// The store holds what nobody signed.
    #[error("the ledger on this disk was damaged")]
    Damaged(#[from] Refusal),
    /// A paper is refused.
    #[error("the slip is refused")]
    Paper(#[from] NotOurPaper),
    /// An event is refused.
    #[error(transparent)]
    NotRecorded(#[from] NotRecorded),
    /// The passphrase is missing or wrong.
    #[error("`{path}` lies under a passphrase")]
    Passphrase {
        /// The key file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The slip is for another device.
    #[error("the slip is for another device")]
    OtherDevice,
    /// The slip is for another operation than the one that this device is in.
    #[error("the slip is for another operation")]
    OtherOperation,
}
