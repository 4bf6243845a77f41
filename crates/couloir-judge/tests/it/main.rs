//! What the judge refuses, and what it accepts.

mod checker;
mod mutation;
mod rules;
mod world;
