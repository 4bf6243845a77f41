//! Puts listed faults into a copy of the ledger, switches them on one at a time, and says which seed of the simulation finds
//! each. One program holds them all: two cores build one crate once, and not forty times.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const LIST: &str = "crates/couloir-ledger/tests/simulate/mutations.txt";

/// Where the copy is made, below the target folder.
const COPY: &str = "target/mutations";

/// What the copy's library has more: which fault is switched on.
const SWITCH: &str = "
/// Which mutation is switched on.
#[allow(missing_docs)]
pub mod mutation {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    pub fn set(number: u32) { NUMBER.store(number, Ordering::Relaxed); }
    pub fn is(number: u32) -> bool { NUMBER.load(Ordering::Relaxed) == number }
}
";

/// One fault to be put in.
struct Mutation {
    name: String,
    file: String,
    original: String,
    mutated: String,
}

/// Runs all mutations with so many seeds each. True when every one is found.
pub(crate) fn run(root: &Path, seeds: u32) -> Result<bool, String> {
    let list = fs::read_to_string(root.join(LIST)).map_err(|error| format!("{LIST}: {error}"))?;
    let mutations = read(&list)?;
    let copy = root.join(COPY);
    make_copy(root, &copy, &mutations)?;
    let program = build(&copy)?;
    let unharmed = try_one(&program, 0, seeds)?;
    if let Some((seed, fault)) = unharmed {
        return Err(format!("the ledger itself fails, at seed {seed}: {fault}"));
    }
    println!("without a mutation: {seeds} seeds, none fails\n\n| mutation | found by seed | as |\n|---|--:|---|");
    let mut missed = 0;
    for (number, mutation) in (1..).zip(&mutations) {
        match try_one(&program, number, seeds)? {
            Some((seed, fault)) => println!("| {} | {seed} | {fault} |", mutation.name),
            None => {
                missed += 1;
                println!("| {} | **missed** | {seeds} seeds |", mutation.name);
            }
        }
    }
    println!("\n{} mutations, {missed} missed", mutations.len());
    Ok(missed == 0)
}

fn read(list: &str) -> Result<Vec<Mutation>, String> {
    let text: String = list.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    text.split("\n== ").skip(1).map(one).collect()
}

fn one(section: &str) -> Result<Mutation, String> {
    let fault = || format!("a mutation is a name, a file, `<` and `>`: {section}");
    let (head, rest) = section.split_once("\n< ").ok_or_else(fault)?;
    let (original, mutated) = rest.split_once("\n> ").ok_or_else(fault)?;
    let (name, file) = head.split_once('\n').ok_or_else(fault)?;
    let [name, file, original, mutated] = [name, file, original, mutated].map(|text| text.trim().to_owned());
    Ok(Mutation { name, file, original, mutated })
}

/// Copies the crate and what it needs, with every mutation in it.
fn make_copy(root: &Path, copy: &Path, mutations: &[Mutation]) -> Result<(), String> {
    let _ = fs::remove_dir_all(copy.join("crates"));
    for part in ["crates/couloir-model", "crates/couloir-ledger"] {
        copy_folder(&root.join(part), &copy.join(part)).map_err(|error| format!("{part}: {error}"))?;
    }
    let text = |path: PathBuf| fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()));
    let put =
        |path: PathBuf, text: String| fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()));
    let manifest = text(root.join("Cargo.toml"))?
        .replace("members = [\"crates/*\", \"xtask\"]", "members = [\"crates/*\"]")
        .replace("default-members = [\"crates/couloir\"]\n", "");
    put(copy.join("Cargo.toml"), manifest)?;
    put(copy.join("Cargo.lock"), text(root.join("Cargo.lock"))?)?;
    let ledger = copy.join("crates/couloir-ledger");
    for (number, mutation) in (1..).zip(mutations) {
        let path = ledger.join(&mutation.file);
        let code = text(path.clone())?;
        let times = code.matches(&mutation.original).count();
        if times != 1 {
            return Err(format!("`{}` stands {times} times in {}, not once", mutation.original, mutation.file));
        }
        put(
            path,
            code.replace(&mutation.original, &mutation.mutated.replace('$', &format!("crate::mutation::is({number})"))),
        )?;
    }
    let library = ledger.join("src/lib.rs");
    put(library.clone(), text(library)? + SWITCH)?;
    let program = ledger.join("examples/simulate.rs");
    let begin = "fn main() -> ExitCode {\n";
    let set = "#[allow(clippy::disallowed_methods)]\nfn main() -> ExitCode {\n    couloir_ledger::mutation::set(\
               std::env::var(\"MUTATION\").ok().and_then(|number| number.parse().ok()).unwrap_or(0));\n";
    put(program.clone(), text(program)?.replace(begin, set))
}

fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
        if path.is_dir() {
            copy_folder(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}

/// Builds the copy, in a folder of its own: in that of the workspace, cargo took the one library for the other.
fn build(copy: &Path) -> Result<PathBuf, String> {
    let mut command = Command::new("cargo");
    command.args(["build", "--release", "-p", "couloir-ledger", "--example", "simulate"]).current_dir(copy);
    command.env("CARGO_TARGET_DIR", copy.join("target"));
    let status = command.status().map_err(|error| format!("cannot run cargo: {error}"))?;
    if !status.success() {
        return Err("the mutations do not compile".to_owned());
    }
    Ok(copy.join("target/release/examples/simulate"))
}

/// Runs seeds with one mutation until one fails, and gives that seed and what it says.
fn try_one(program: &Path, number: u32, seeds: u32) -> Result<Option<(String, String)>, String> {
    let seeds = seeds.to_string();
    let mut command = Command::new(program);
    command.args(["--first", "--seeds", &seeds]).env("MUTATION", number.to_string());
    let output = command.output().map_err(|error| format!("{}: {error}", program.display()))?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let failed = said.lines().find_map(|line| line.strip_prefix("seed ")?.split_once(" failed: "));
    Ok(failed.map(|(seed, fault)| (seed.to_owned(), fault.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mutation_stands_exactly_once_in_the_code() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("it lies in the project");
        let list = fs::read_to_string(root.join(LIST)).expect("the list is there");
        for mutation in read(&list).expect("the list can be read") {
            let code =
                fs::read_to_string(root.join("crates/couloir-ledger").join(&mutation.file)).expect("the file is there");
            assert_eq!(code.matches(&mutation.original).count(), 1, "{}: {}", mutation.file, mutation.original);
        }
    }
}
