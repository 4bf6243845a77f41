//! The program `couloir`: see `couloir --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    couloir::cli::run(std::env::args_os())
}
