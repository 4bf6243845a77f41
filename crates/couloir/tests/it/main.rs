//! The built program and the shape of the whole: one test binary, since linking it is the slow step.
#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

mod again;
mod arrows;
mod bench_convoys;
mod bench_families;
mod bench_measures;
mod broken_files;
mod evidence;
mod examples;
mod http;
mod intake;
mod keeping;
mod ledger;
mod main_job;
mod manual;
mod messages;
mod neutral_format;
mod operation_files;
mod places;
mod program;
mod recorded;
mod recording;
mod roads;
mod secrets;
mod serve;
mod serve_limits;
mod serve_planning;
mod serve_recorded;
mod simulate;
mod stores;
mod web;
