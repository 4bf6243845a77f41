//! What the judge refuses, and what it accepts.

mod mutation;
mod rules;
mod world;
