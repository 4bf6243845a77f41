//! The folder that a plan is written to.

use super::terminal::Terminal;
use super::{Stop, shown};
use couloir_judge::Verdict;
use couloir_model::format::{self, operation::Operation};
use couloir_model::outlook::Outlook;
use couloir_model::plan::Plan;
use couloir_model::scenario::Language;
use couloir_publish::{Input, Judged};
use std::path::Path;

/// The file that marks a folder as ours, so that a second run may write there again.
const PLAN: &str = "plan.json";

/// The estimate that the people of a plan come from.
const ESTIMATE: &str = "estimate.json";

/// Makes `folder`, or finds that it holds a plan for `operation` already: nothing of anybody else is ever overwritten.
pub(super) fn claim(folder: &Path, operation: &str) -> Result<(), Stop> {
    let refuse = |why: String| {
        let folder = shown(folder);
        Stop::unusable(format!("cannot write to `{folder}`: {why}\n  help: name another folder with `--output`"))
    };
    let Ok(mut entries) = std::fs::read_dir(folder) else {
        return std::fs::create_dir_all(folder).map_err(|error| refuse(error.to_string()));
    };
    if entries.next().is_none() {
        return Ok(());
    }
    match std::fs::read_to_string(folder.join(PLAN)).ok().and_then(|plan| format::plan::operation_name(&plan)) {
        Some(name) if name == operation => Ok(()),
        Some(name) => Err(refuse(format!("it holds a plan of another operation: {name}"))),
        None => Err(refuse("it holds other files and no plan".to_owned())),
    }
}

/// Takes the sheets and charts of an earlier plan away, so that a folder holds one plan and no sheet of another.
fn clear(folder: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
        if path.is_dir() && ["vehicles", "sites", "shelters"].contains(&name) {
            std::fs::remove_dir_all(&path)?;
        } else if path.is_file() && ends(&[".html", ".svg", ".csv", ".geojson", PLAN, ESTIMATE]) {
            std::fs::remove_file(&path)?;
        }
    }
    Ok(())
}

/// Writes a plan that nobody must carry out, alone.
pub(super) fn write_evidence(operation: &Operation, plan: &Plan, folder: &Path) -> Result<(), Stop> {
    let path = folder.join(PLAN);
    let written = clear(folder).and_then(|()| std::fs::write(&path, format::plan::write(&operation.scenario, plan)));
    written.map_err(|error| Stop::unusable(format!("cannot write `{}`: {error}", shown(&path))))
}

/// A plan with what it was made for and what the judge says of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Made<'a> {
    /// The operation, with the people that the plan provides for.
    pub(super) operation: &'a Operation,
    /// The estimate that these people come from, if they do.
    pub(super) people_from: Option<&'a Outlook>,
    /// The plan.
    pub(super) plan: &'a Plan,
    /// What the judge says.
    pub(super) verdict: &'a Verdict,
}

/// Prints the table, and writes the plan and all that people read of it to `folder`.
pub(super) fn write(terminal: &mut Terminal, made: Made, folder: &Path, language: Language) -> Result<(), Stop> {
    let Made { operation, people_from, plan, verdict } = made;
    let judged = judged(operation, verdict);
    let name = shown(folder);
    let input = Input {
        scenario: &operation.scenario,
        travel: &operation.travel,
        plan,
        judged: Some(&judged),
        // The same input, seed and iterations give the same files: no clock on the sheets.
        made_at: None,
        people_from,
        folder: Some(&name),
    };
    terminal.data(&couloir_publish::table(&input, language));

    let mut files = couloir_publish::publish(&input, language);
    files.push(couloir_publish::File {
        path: PLAN.to_owned(),
        bytes: format::plan::write(&operation.scenario, plan).into_bytes(),
    });
    clear(folder)
        .map_err(|error| Stop::unusable(format!("cannot replace the plan in `{}`: {error}", shown(folder))))?;
    for file in &files {
        let path = folder.join(&file.path);
        let written =
            path.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&path, &file.bytes));
        written.map_err(|error| Stop::unusable(format!("cannot write `{}`: {error}", shown(&path))))?;
    }
    let look = std::path::absolute(folder.join("index.html")).unwrap_or_else(|_| folder.join("index.html"));
    terminal.talk(&format!("wrote {} files to {}\nlook at {}", files.len(), shown(folder), shown(&look)));
    Ok(())
}

fn judged(operation: &Operation, verdict: &Verdict) -> Judged {
    Judged {
        valid: verdict.is_valid(),
        violations: verdict.violations.iter().map(|broken| broken.finding(&operation.scenario).message).collect(),
        by: format!("couloir-judge {}", env!("CARGO_PKG_VERSION")),
    }
}
