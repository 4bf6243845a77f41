//! Benchmarks: neutral instances from a seed, and a table of what the planner reaches on them.

pub mod generate;

mod run;

pub use run::{Source, Table, Task, peak_memory_kb, run};
