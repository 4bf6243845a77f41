//! Benchmarks: neutral instances from a seed, what the planner reaches on many of them, and how that is shown.
//!
//! [`generate`] makes instances, [`Workshop`] plans one in a process of its own, and each of [`families`], [`public`],
//! [`scale`] and [`metamorphic`] asks one question of what came out. [`simulate`] measures the simulator beside another one.

pub mod generate;

pub mod ledger;

pub mod simulate;

pub mod ledgers;

mod resources;

mod workshop;

pub mod peers;

pub mod again;

pub mod regret;

pub mod serve;

pub mod families;

pub mod public;

pub mod scale;

pub mod metamorphic;

pub use resources::{cpu_ms, peak_kb, resources};
pub use workshop::{Budget, Case, Fault, Run, Source, Workshop};
