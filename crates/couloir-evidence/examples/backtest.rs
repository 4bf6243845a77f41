//! Replays the history tables of a folder: `cargo run -p couloir-evidence --example backtest -- DIR [--cases]`.

// An example is a program: reading files and printing are its business.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::print_stderr)]

use couloir_evidence::backtest::{Method, backtest};
use couloir_evidence::estimate::Parameters;
use couloir_evidence::history::History;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let Some(folder) = arguments.next() else {
        eprintln!("which folder? `backtest DIR [--cases]`");
        std::process::exit(2);
    };
    let files = tables(&folder);
    let (history, faults) = History::read(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    for fault in &faults {
        eprintln!("{fault}");
    }
    let report = backtest(&history, &Parameters::stored());
    print!("{report}");
    if arguments.next().is_some() {
        println!();
        for case in report.cases.iter().filter(|case| case.method == Method::Model) {
            println!(
                "{:?} {} {}: {:.1} [{:.1} – {:.1}], true {:.1}, CRPS {:.2}",
                case.task, case.operation, case.words, case.median, case.interval_80.0, case.interval_80.1, case.truth, case.score.crps
            );
        }
    }
}

/// The CSV files of a folder, by name.
fn tables(folder: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder can be read").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".csv") {
            files.push((name, std::fs::read_to_string(entry.path()).expect("the table is UTF-8")));
        }
    }
    files
}
