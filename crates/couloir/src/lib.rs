//! The shell of Couloir: files, clocks, people.

pub mod bench;
pub mod files;

pub mod new;
