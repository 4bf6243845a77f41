//! Reads a report, or a folder of reports with a manifest, into claims.
//!
//! ```sh
//! cargo run --release -p couloir-evidence --example read -- FILE|- --published 2024-03-12 [--lang fr|en|ar] [--form agency|press|sitrep|log|sms] [--terminal|--html]
//! cargo run --release -p couloir-evidence --example read -- --folder ../shared/claims > predictions.jsonl
//! python3 ../shared/claims/score.py ../shared/claims predictions.jsonl
//! ```

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "an example is a small shell of its own"
)]

use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use couloir_evidence::read::{self, Context, Date, Form, Language, wire};

fn main() -> ExitCode {
    match run(std::env::args().skip(1).collect()) {
        Ok(out) => {
            print!("{out}");
            ExitCode::SUCCESS
        }
        Err(fault) => {
            eprintln!("error: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Vec<String>) -> Result<String, String> {
    let option = |name: &str| {
        arguments.iter().position(|argument| argument == name).and_then(|at| arguments.get(at + 1)).cloned()
    };
    if let Some(folder) = option("--folder") {
        return read_folder(Path::new(&folder), option("--repeat").and_then(|times| times.parse().ok()).unwrap_or(1));
    }
    let file = arguments.first().ok_or("which text?\nhelp: name a file, or `-` for standard input")?;
    let published: Date = option("--published")
        .ok_or("when was it published?\nhelp: add `--published YYYY-MM-DD`")?
        .parse()
        .map_err(|fault| format!("{fault}"))?;
    let mut bytes = Vec::new();
    if file == "-" {
        std::io::stdin().read_to_end(&mut bytes).map_err(|fault| format!("standard input cannot be read: {fault}"))?;
    } else {
        bytes = std::fs::read(file).map_err(|fault| format!("`{file}` cannot be read: {fault}"))?;
    }
    let lang = option("--lang");
    let context = context(published, lang.as_deref(), option("--form").as_deref(), None);
    let (text, reading) = read::reading_of_bytes(&bytes, &context);
    let name = Path::new(file).file_stem().map_or("text".into(), |stem| stem.to_string_lossy().into_owned());
    let asked = |name: &str| arguments.iter().any(|argument| argument == name);
    Ok(if asked("--html") {
        read::view::html(&name, &text, &reading, read::view::Answers::Save(&name))
    } else if asked("--terminal") {
        read::view::terminal(&text, &reading, std::env::var_os("NO_COLOR").is_none())
    } else if asked("--findings") {
        findings(&text, &reading)
    } else {
        wire::json_lines(&name, &reading.claims)
    })
}

/// What was seen and is no claim, one a line.
fn findings(text: &str, reading: &read::Reading) -> String {
    let characters: Vec<char> = text.chars().collect();
    let line = |finding: &read::Finding| {
        let words: String = characters[finding.span.start..finding.span.end].iter().collect();
        format!("{}-{}\t{:?}\t{words}\n", finding.span.start, finding.span.end, finding.note)
    };
    reading.findings.iter().map(line).collect()
}

fn context(published: Date, language: Option<&str>, form: Option<&str>, outlet: Option<&str>) -> Context {
    Context {
        published,
        language: match language {
            Some("fr") => Some(Language::Fr),
            Some("en") => Some(Language::En),
            Some("ar") => Some(Language::Ar),
            _ => None,
        },
        mixed: language == Some("mix"),
        form: match form {
            Some("agency") => Some(Form::Agency),
            Some("press") => Some(Form::Press),
            Some("sitrep") => Some(Form::Sitrep),
            Some("log") => Some(Form::Log),
            Some("sms") => Some(Form::Sms),
            _ => None,
        },
        outlet: outlet.map(str::to_owned),
    }
}

/// Reads every report of a manifest `repeat` times over, and prints the claims once.
fn read_folder(folder: &Path, repeat: usize) -> Result<String, String> {
    let manifest = std::fs::read_to_string(folder.join("manifest.json"))
        .map_err(|fault| format!("the manifest cannot be read: {fault}"))?;
    let entries: Vec<serde_json::Value> =
        serde_json::from_str(&manifest).map_err(|fault| format!("the manifest is not JSON: {fault}"))?;
    let mut out = String::new();
    let mut bytes = 0usize;
    for entry in &entries {
        let field = |name: &str| entry[name].as_str().unwrap_or_default();
        let text = std::fs::read_to_string(folder.join(field("file")))
            .map_err(|fault| format!("`{}` cannot be read: {fault}", field("file")))?;
        let published: Date = field("published").parse().map_err(|fault| format!("{fault}"))?;
        let context = context(published, Some(field("lang")), Some(field("form")), Some(field("outlet")));
        for _ in 1..repeat {
            bytes += text.len();
            std::hint::black_box(read::read(&text, &context));
        }
        out.push_str(&wire::json_lines(field("doc"), &read::read(&text, &context)));
    }
    if repeat > 1 {
        eprintln!("{bytes} bytes read beside the printed ones");
    }
    Ok(out)
}
