//! What goes over HTTP as JSON, version 1. Moments are whole seconds since 1970-01-01 00:00 UTC, counts whole people.

pub mod claim;
pub mod event;
pub mod state;
