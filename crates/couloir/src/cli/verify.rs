//! `couloir verify`: the independent judge walks a plan.

use super::demand::Demand;
use super::terminal::Terminal;
use super::{Stop, shown};
use couloir_judge::Verdict;
use couloir_model::finding::Finding;
use couloir_model::format::{self, plan::Read};
use couloir_model::plan::Plan;
use couloir_model::scenario::Scenario;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Arguments of `couloir verify`.
#[derive(Debug, clap::Args)]
pub(super) struct Verify {
    /// The operation: a folder, a .toml file or an .xlsx workbook
    operation: PathBuf,
    /// The plan, as `couloir plan` writes it
    plan: PathBuf,
    #[command(flatten)]
    demand: Demand,
    /// The plan that it continues, with the situation from which on it does
    #[arg(long, value_name = "PLAN", requires = "situation")]
    from: Option<PathBuf>,
    /// The situation from which on it continues another plan
    #[arg(long, value_name = "SITUATION", requires = "from")]
    situation: Option<PathBuf>,
}

/// The largest plan file that is read: a plan for three million people has some 60 MB.
pub(super) const PLAN_BYTES_MAX: u64 = 1 << 29;

impl Verify {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let (scenario, travel) = self.demand.scenario(&self.operation, terminal)?;
        let read = plan_at(terminal, &self.plan, &scenario)?;
        let verdict = match self.from.as_ref().zip(self.situation.as_ref()) {
            None => couloir_judge::verify(&scenario, &travel, &read.plan),
            Some((from, situation)) => {
                let adopted = plan_at(terminal, from, &scenario)?.plan;
                let known = super::situation::at(terminal, situation, &scenario)?;
                let judged = couloir_judge::verify_from(&scenario, &travel, &adopted, &known, &read.plan);
                judged.map_err(|misfits| super::situation::misfits(terminal, &misfits))?
            }
        };
        let edited = edited(&read);
        terminal.data(&report(&scenario, &read.plan, &verdict, edited.as_ref()));
        if !verdict.made_for_this {
            let message = "this plan was made for another version of the operation";
            let note = Finding::warning("couloir::verify::scenario", message);
            terminal
                .findings(&[note.help("if the verdict is valid all the same, the plan still holds; else plan again")]);
        }
        if verdict.is_valid() && edited.is_none() { Ok(()) } else { Err(Stop::refused("")) }
    }
}

/// Reads the plan file at `path` for `scenario`.
pub(super) fn plan_at(terminal: &mut Terminal, path: &Path, scenario: &Scenario) -> Result<Read, Stop> {
    let text = read_text(path, PLAN_BYTES_MAX)?;
    format::plan::read(&text, &shown(path), scenario).map_err(|findings| {
        terminal.findings(&findings);
        Stop::unusable(format!("\n{} cannot be used", shown(path)))
    })
}

/// What is wrong with a plan file whose content is not that of its name.
pub(super) fn edited(read: &Read) -> Option<Finding> {
    let id = read.plan.id();
    (read.named != Some(id)).then(|| {
        let message = format!("this plan was changed after it was made: its content is that of plan {id}");
        Finding::error("couloir::verify::identity", message)
            .help("plans are never edited: plan again, and adopt the new plan under its own name")
    })
}

/// Reads a text file of at most `bytes_max`.
pub(super) fn read_text(path: &Path, bytes_max: u64) -> Result<String, Stop> {
    crate::files::text(path, bytes_max).map_err(|error| Stop::unusable(error.to_string()))
}

/// The verdict in words: totals, then every violation with its rule and the number by which it fails, then what was not
/// checked.
pub(super) fn report(scenario: &Scenario, plan: &Plan, verdict: &Verdict, edited: Option<&Finding>) -> String {
    let mut lines = vec![match verdict.violations.len() + usize::from(edited.is_some()) {
        0 => format!("valid: plan {} holds", plan.id().short()),
        1 => format!("REFUSED: plan {} breaks a rule once", plan.id().short()),
        count => format!("REFUSED: plan {} breaks rules {count} times", plan.id().short()),
    }];
    lines.push(format!("  clearance       {}   ({} s)", verdict.clearance, verdict.clearance.0));
    lines.push(format!("  person-seconds  {}", verdict.person_seconds));
    lines.push(format!("  people moved    {}, not moved {}", verdict.moved, verdict.left));
    if verdict.late.0 > 0 {
        lines.push(format!("  of whom late    {}: unloaded after the deadline", verdict.late));
    }
    lines.push(format!("  driving         {}, queueing {}", verdict.driving, verdict.queueing));
    lines.extend(edited.map(ToString::to_string));
    lines.extend(verdict.violations.iter().map(|violation| violation.finding(scenario).to_string()));
    lines.join("\n")
}

/// Writes `text` to `output`, packed when its name ends in `.gz`; to standard output when there is none.
pub(super) fn emit(terminal: &mut Terminal, text: &str, output: Option<&Path>) -> Result<(), Stop> {
    let Some(path) = output else {
        terminal.data(text);
        return Ok(());
    };
    let packed = path.extension().is_some_and(|extension| extension == "gz");
    let written =
        if packed { pack(text).and_then(|bytes| std::fs::write(path, bytes)) } else { std::fs::write(path, text) };
    written.map_err(|error| Stop::unusable(format!("cannot write `{}`: {error}", shown(path))))?;
    terminal.talk(&format!("wrote {}", shown(path)));
    Ok(())
}

fn pack(text: &str) -> std::io::Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_bytes())?;
    encoder.finish()
}
