//! From words to numbers: what people say, and what may be true.
//!
//! [`read`] turns a text into claims; [`estimate`] turns claims and counted movements into how many people may still be
//! inside and when it may be over; [`score`] says how often such intervals were right.
//!
//! **Invariant:** a claim is evidence and not a count: nothing here writes to the books. **Invariant:** no output of this
//! crate is ever the statement that nobody is left.

pub mod backtest;
pub mod distribution;
pub mod estimate;
pub mod history;
pub mod read;
pub mod score;
