//! The shell of Couloir: files, clocks, people.
