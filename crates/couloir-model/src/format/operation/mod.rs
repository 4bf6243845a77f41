//! Operation files: a folder of tables, one TOML file, or a workbook.
//!
//! The shell decodes bytes into sheets of cells; here they get their meaning. [`TABLES`] is the one specification of all
//! columns, from which the reader, the templates, the JSON Schema and the manual are made.
//!
//! **Invariant:** all of the input is read and all of its faults are reported; nothing that a person wrote is dropped
//! without a word.

mod build;
mod column;
mod describe;
mod fault;
mod grid;
mod hours;
pub mod import;
mod manual;
mod moment;
mod names;
mod number;
mod opening;
mod privacy;
mod range;
mod reader;
mod schema;
pub mod sheet;
mod tables;

pub use build::{Operation, needs, read};
pub use column::{Column, Kind, Measure, Table, Unit};
pub use describe::describe;
pub use fault::codes;
pub use manual::manual;
pub use schema::{schema, schema_with};
pub use tables::{DIRECTIONS, LANGUAGES, NEEDS, PLAN_FOR, TABLES};
