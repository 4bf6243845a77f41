//! Prints the parameters fitted from the history tables of a folder, with the record of the back-test:
//! `cargo run -p couloir-evidence --example fit -- DIR SOURCE DATE > crates/couloir-evidence/src/estimate/parameters.toml`.

// An example is a program: reading files and printing are its business.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::print_stderr)]

use couloir_evidence::backtest::fit_with_record;
use couloir_evidence::history::History;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, source, date] = arguments.as_slice() else {
        eprintln!("which folder, what is it, and which day is it? `fit DIR SOURCE DATE`");
        std::process::exit(2);
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder can be read").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".csv") {
            files.push((name, std::fs::read_to_string(entry.path()).expect("the table is UTF-8")));
        }
    }
    let (history, faults) = History::read(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    for fault in &faults {
        eprintln!("{fault}");
    }
    let mut parameters = fit_with_record(&history);
    parameters.source.clone_from(source);
    parameters.date.clone_from(date);
    print!("{}", parameters.to_toml());
}
