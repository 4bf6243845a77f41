//! What the reader of reports must get right, on texts and on anything else.

#![allow(clippy::disallowed_methods, reason = "the tests read their texts")]

mod grammar;
mod mutate;
mod properties;
mod texts;
mod traps;
mod views;
