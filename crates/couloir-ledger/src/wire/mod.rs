//! How events travel and are kept, version by version. What is written once is read for ever.

pub(crate) mod v1;

pub mod bundle;

pub mod exchange;

pub mod parts;
