//! The built program and the shape of the whole: one test binary, since linking it is the slow step.

mod arrows;
mod examples;
mod generate;
mod manual;
mod messages;
mod operation_files;
