//! `couloir store`: where a ledger is kept, and moving it elsewhere.

use super::enrol::told;
use super::terminal::Terminal;
use super::{Stop, passphrase, shown};
use crate::moment;
use crate::post::{Post, PostError};
use crate::store::place::Place;
use crate::store::{Kept, Mark};
use couloir_ledger::replica::Change;
use std::path::{Path, PathBuf};

/// Subcommands of `couloir store`.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Store {
    /// Move a ledger to another store; the old one is emptied when the new one has been read back
    Move {
        /// The device's ledger
        ledger: PathBuf,
        /// Where to: `sqlite`, or `postgres://user@host/database`
        to: Place,
    },
    /// Say where a ledger is kept
    Where {
        /// The device's ledger
        ledger: PathBuf,
    },
}

impl Store {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        match self {
            Self::Move { ledger, to } => move_to(terminal, ledger, to),
            Self::Where { ledger } => {
                terminal.data(&place(ledger)?.to_string());
                Ok(())
            }
        }
    }
}

fn place(ledger: &Path) -> Result<Place, Stop> {
    let fault = |error: PostError| told(&error);
    let place = Place::of(ledger).map_err(|source| fault(PostError::File { path: ledger.to_owned(), source }))?;
    place.ok_or_else(|| fault(PostError::NoPost(ledger.to_owned())))
}

/// Rows that are moved at a time.
const BATCH: usize = 10_000;

fn move_to(terminal: &mut Terminal, ledger: &Path, to: &Place) -> Result<(), Stop> {
    let from = place(ledger)?;
    if from == *to {
        terminal.talk(&format!("the ledger is kept in {to} already"));
        return Ok(());
    }
    let fault = |error: PostError| told(&error);
    // Opening checks every digest and signature, and keeps others out until the move is over.
    let post = Post::open(ledger, &passphrase::ask, moment::now()).map_err(fault)?;
    let founding = post.replica().papers().founding().clone();
    let (mut old, keys, lock) = post.into_store();
    let stored = |error| fault(PostError::Store(error));
    let mut new = Kept::new(to.open(ledger).map_err(stored)?, keys.cipher());
    match new.founding().map_err(stored)? {
        None => new.found(&founding).map_err(stored)?,
        // An earlier move that broke off: rows that are there already stay as they are.
        Some(theirs) if theirs == founding => {}
        Some(_) => {
            return Err(Stop::unusable(format!(
                "{to} holds another operation of this device\n  help: name another database"
            )));
        }
    }
    let (changes, _) = old.changes(Mark::default()).map_err(stored)?;
    for batch in changes.chunks(BATCH) {
        new.keep(batch).map_err(stored)?;
    }
    new.say_all_of(&mut old).map_err(stored)?;
    drop(new);

    // What counts is what a later reader finds there.
    let mut new = Kept::new(to.open(ledger).map_err(stored)?, keys.cipher());
    if new.changes(Mark::default()).map_err(stored)?.0 != changes {
        return Err(Stop::unusable(format!(
            "{to} does not give back what was put there\n  help: the ledger stays in {from}; check that database"
        )));
    }
    to.choose(ledger).map_err(|source| fault(PostError::File { path: ledger.to_owned(), source }))?;
    drop(old);
    if let Err(error) = from.remove(ledger) {
        terminal.talk(&format!("the old rows in {from} are still there, sealed: {error}"));
    }
    drop(lock);
    let events = changes.iter().filter(|change| matches!(change, Change::Entry(_))).count();
    terminal.data(&format!("moved {events} events of {} from {from} to {to}", shown(ledger)));
    Ok(())
}
