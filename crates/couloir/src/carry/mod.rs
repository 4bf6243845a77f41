//! How what replicas tell each other travels. The bytes are the same everywhere.

pub mod file;

pub mod http;
