//! The vocabulary of Couloir: what an operation is, and what a plan means.
