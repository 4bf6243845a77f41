//! The built program and the shape of the whole: one test binary, since linking it is the slow step.

mod arrows;
mod bench_families;
mod examples;
mod manual;
mod messages;
mod operation_files;
