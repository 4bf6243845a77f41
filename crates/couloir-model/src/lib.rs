//! The vocabulary of Couloir: what an operation is, and what a plan means.
//!
//! Read the modules in this order: [`quantity`], [`interval`], [`clock`], [`id`], [`load`], then [`scenario`] and
//! [`travel`] (what is given), [`plan`], [`bound`] and [`certificate`] (what is proposed, and the proof of how good it is), [`situation`], [`continuation`], [`outlook`], [`demand`] and [`diff`] (what is known now, what is left to
//! decide, what may be true, how many to plan for, and what a new plan would change), [`finding`] (what is wrong with an input) and [`mod@format`] (how all of it is written).
//!
//! Units: whole seconds since the operation's start, whole metres, whole people, `[lon, lat]` in degrees of WGS 84.
//! Ranges are inclusive.
//!
//! **Invariant:** no I/O, no clock, no randomness. **Invariant:** no floating point in plans or counts. **Invariant:** a
//! [`plan::Plan`] leaves nothing to choose, has an id computed from its content and names its parent.

pub mod quantity;

pub mod interval;

pub mod clock;

pub mod id;

pub mod load;

pub mod position;

pub mod scenario;

pub mod travel;

pub mod plan;

pub mod bound;

pub mod certificate;

pub mod situation;

pub mod continuation;

pub mod outlook;

pub mod demand;

pub mod diff;

pub mod finding;

pub mod format;

mod digest;
