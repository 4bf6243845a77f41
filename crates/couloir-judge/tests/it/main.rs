//! What the judge refuses, and what it accepts.

mod certificate;
mod checker;
mod convoys;
mod formation;
mod mutation;
mod rules;
mod simulate;
mod world;
