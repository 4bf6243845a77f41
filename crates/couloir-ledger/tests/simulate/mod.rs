//! Many replicas in one thread under a bad network and bad disks, all drawn from a seed.
//!
//! One seed is one operation: a [`world`] in which the truth is known, recorded on devices ([`node`]) with their [`disk`]s,
//! which reach each other by a [`network`] and by [`stick`]s, while [`faults`] of every kind happen to all of them and a
//! [`thief`] may be at work. [`simulation`] plays it; what must hold whatever happens stands in [`invariants`].
//!
//! The tests and `cargo xtask simulate` use the same files.

pub(crate) mod disk;
pub(crate) mod faults;
pub(crate) mod invariants;
pub(crate) mod many;
pub(crate) mod mutate;
pub(crate) mod network;
pub(crate) mod node;
pub(crate) mod operation;
pub(crate) mod random;
pub(crate) mod simulation;
pub(crate) mod stick;
pub(crate) mod thief;
pub(crate) mod world;

/// Seeds that have found a fault once, one a line with what it was, and are run before all others.
const REGRESSIONS: &str = include_str!("regressions.txt");

/// The seeds of the regressions.
pub(crate) fn regressions() -> Vec<u64> {
    let lines = REGRESSIONS.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split_whitespace().next().expect("a seed").parse().expect("a seed is a number")).collect()
}
