//! The ledger as a whole: books over generated worlds, chains, papers, and sync under bad conditions.

mod books;
mod device;
mod fold;
mod replicas;
#[path = "../simulate/mod.rs"]
mod simulate;
mod simulation;

use simulate::{random, world};
