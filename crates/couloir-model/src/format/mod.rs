//! How operations and plans are written: the only modules that know JSON, TOML or a table's columns.
//!
//! Formats are versioned and converted by hand to and from the types that the rest uses, so that the inside can change
//! while yesterday's files can still be read.

pub mod operation;

pub mod certificate;

pub mod plan;

pub mod situation;

pub mod bench;

pub mod outlook;

mod lines;
