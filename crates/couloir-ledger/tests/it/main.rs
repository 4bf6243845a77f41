//! The ledger as a whole: books over generated worlds, chains, papers, and sync under bad conditions.

mod books;
mod random;
mod replicas;
mod world;
