//! From OpenStreetMap to travel times: networks, closures, matrices and legs.
//!
//! Read [`kind`] (what drives), [`network`] (what it drives on), [`layer`] and [`name`] (what a map shows), then [`osm`]
//! (where it comes from).
//!
//! **Invariant:** values in, values out; no files, no clock. **Invariant:** bad map data give findings and a smaller
//! network, never a failure. **Invariant:** the same extract gives the same network, byte for byte.

pub mod kind;

pub mod network;

pub mod layer;

pub mod name;

pub mod osm;

pub mod tag;

pub mod import;

pub mod ground;

pub mod file;

pub mod hierarchy;

pub mod weight;

pub mod dijkstra;

pub mod component;

pub mod metric;

pub mod index;

pub mod snap;

pub mod roadway;

pub mod closure;

mod label;

pub mod matrix;

pub mod route;

pub mod closure_file;

pub mod sea;

pub mod travel;
