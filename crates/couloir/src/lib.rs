//! The shell of Couloir: files, clocks, people.

pub mod files;
