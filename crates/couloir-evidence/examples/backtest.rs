//! Replays the history tables of a folder:
//! `cargo run -p couloir-evidence --example backtest -- DIR [--cases] [NAME=VALUE …]`.
//!
//! `--cases` lists every forecast; `NAME=VALUE` changes a set parameter (or what is assumed before the fit), to see what it does.

// An example is a program: reading files and printing are its business.
#![allow(clippy::disallowed_methods, clippy::print_stdout, clippy::print_stderr)]

use couloir_evidence::backtest::{Method, backtest, backtest_from};
use couloir_evidence::estimate::{Parameters, assumed};
use couloir_evidence::history::History;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let Some(folder) = arguments.next() else {
        eprintln!("which folder? `backtest DIR [--cases] [NAME=VALUE …]`");
        std::process::exit(2);
    };
    let (flags, settings): (Vec<String>, Vec<String>) = arguments.partition(|argument| argument.starts_with("--"));
    let files = tables(&folder);
    let (history, faults) = History::read(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    for fault in &faults {
        eprintln!("{fault}");
    }
    let report = if settings.is_empty() {
        backtest(&history, &Parameters::stored())
    } else {
        backtest_from(&history, &Parameters::stored(), &changed(&settings))
    };
    print!("{report}");
    if flags.iter().any(|flag| flag == "--cases") {
        println!();
        for case in report.cases.iter().filter(|case| case.method == Method::Model) {
            println!(
                "{:?} {} {}: {:.1} [{:.1} – {:.1}], true {:.1}, CRPS {:.2}",
                case.task,
                case.operation,
                case.words,
                case.median,
                case.interval_80.0,
                case.interval_80.1,
                case.truth,
                case.score.crps
            );
        }
    }
}

/// What is assumed before the fit, with some values changed.
fn changed(settings: &[String]) -> Parameters {
    let mut text = assumed().to_toml();
    for setting in settings {
        let (name, _) = setting.split_once('=').expect("a setting is NAME=VALUE");
        let lines: Vec<&str> = text
            .lines()
            .map(|line| if line.split('=').next().map(str::trim) == Some(name) { setting.as_str() } else { line })
            .collect();
        text = lines.join("\n");
    }
    Parameters::from_toml(&text).expect("a setting is a number")
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
