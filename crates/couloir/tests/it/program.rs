//! Runs the built program as a person would.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What a run of the program printed and how it ended.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs `couloir` with `args` in `folder`.
pub(crate) fn couloir(folder: &Path, args: &[&str]) -> Ran {
    with(folder, &[], args)
}

/// The same with these variables in its environment.
pub(crate) fn with(folder: &Path, variables: &[(&str, &str)], args: &[&str]) -> Ran {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_couloir"))
        .args(args)
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .envs(variables.iter().copied())
        .output()
        .expect("the program starts");
    Ran {
        // A program that was ended by a signal has no code: that is never what a test expects.
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("output is UTF-8"),
        err: String::from_utf8(output.stderr).expect("talk is UTF-8"),
    }
}

/// Runs `couloir` with `args` in `folder`, and has it end well.
pub(crate) fn done(folder: &Path, args: &[&str]) -> Ran {
    let ran = couloir(folder, args);
    assert_eq!(ran.code, 0, "{args:?}\n{}\n{}", ran.out, ran.err);
    ran
}

/// `../shared/NAME` beside the project, where it is present; says plainly when it is not.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(name);
    let found = path.exists().then(|| path.canonicalize().expect("a path that exists"));
    if found.is_none() {
        eprintln!("skipped: ../shared/{name} is not here");
    }
    found
}
