//! What happened, and who recorded it: signed events, double-entry books of people, and the merging of logs from devices
//! that meet rarely.
//!
//! Read the modules in this order: [`name`] and [`count`] (what is said), [`event`] (what can have happened), [`id`],
//! [`clock`], [`envelope`], [`signature`] and [`chain`] (how it is kept so that nothing can be altered unseen), [`papers`] (who may
//! write), [`replica`] (all that one device holds), [`sync`] (what two of them tell each other), [`books`] (who is where
//! according to all of it) and [`fold`] (what a plan is made from again).
//!
//! Counts are whole people; moments are whole seconds since 1970-01-01 00:00 UTC.
//!
//! **Invariant:** no I/O, no clock, no randomness: each step takes its state, its input, the moment and random bytes, and
//! gives the state with what must be stored. **Invariant:** the books depend on the set of events, never on the order in
//! which they came. **Invariant:** the sum over all accounts never changes. **Invariant:** a body can be deleted and the
//! chain is still verified.

pub mod name;

pub mod count;

pub mod event;

pub mod id;

pub mod clock;

pub mod envelope;

pub mod signature;

pub mod chain;

pub mod papers;

pub mod consent;

pub mod seal;

pub mod sync;

pub mod replica;

pub mod field;

pub mod retention;

pub mod day;

pub mod batch;

pub mod access;

pub mod channel;

pub mod books;

pub mod fold;

pub mod wire;

mod cbor;

pub use cbor::Malformed;
