//! What the reader of reports must get right, on texts and on anything else.

mod mutate;
mod properties;
mod texts;
mod traps;
mod views;
