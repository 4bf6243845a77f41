//! `couloir sheets`: what people read of a plan that is there already, in another language.

use super::demand::Demand;
use super::terminal::Terminal;
use super::{Lang, Stop, default_output, output, verify};
use std::path::PathBuf;

/// Arguments of `couloir sheets`.
#[derive(Debug, clap::Args)]
pub(super) struct Sheets {
    /// The operation: a folder, a .toml file or an .xlsx workbook
    operation: PathBuf,
    /// The plan, as `couloir plan` writes it
    plan: PathBuf,
    #[command(flatten)]
    demand: Demand,
    /// The language
    #[arg(long)]
    lang: Lang,
    /// The folder for the sheets [default: NAME-plan-LANG]
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

impl Sheets {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let (operation, people_from) = self.demand.load(&self.operation, terminal)?;
        let read = verify::plan_at(terminal, &self.plan, &operation.scenario)?;
        let verdict = couloir_judge::verify(&operation.scenario, &operation.travel, &read.plan);
        if let Some(edited) = verify::edited(&read) {
            terminal.findings(&[edited]);
            return Err(Stop::refused("no sheets are written for a plan that was changed by hand"));
        }
        let folder = self.output.clone().unwrap_or_else(|| {
            let mut name = default_output(&self.operation).into_os_string();
            name.push(match self.lang {
                Lang::En => "-en",
                Lang::Fr => "-fr",
                Lang::Ar => "-ar",
            });
            name.into()
        });
        output::claim(&folder, &operation.scenario.name)?;
        let made = output::Made {
            operation: &operation,
            people_from: people_from.as_ref(),
            plan: &read.plan,
            verdict: &verdict,
        };
        output::write(terminal, made, &folder, self.lang.into())?;
        if verdict.is_valid() { Ok(()) } else { Err(Stop::refused("the judge refuses this plan; do not use it")) }
    }
}
