//! The ledger as a whole: books over generated worlds, chains, papers, and sync under bad conditions.

mod books;
mod device;
mod network;
mod random;
mod replicas;
mod simulation;
mod world;
