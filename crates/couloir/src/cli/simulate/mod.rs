//! `couloir simulate`: a plan carried out many times while things go wrong.

mod disturbance;
mod json;

use super::demand::Demand;
use super::terminal::Terminal;
use super::{Lang, Stop, evidence, shown, verify};
use crate::simulation::play;
use couloir_evidence::estimate::{Asked, Parameters};
use couloir_judge::simulate::{Disturbance, PeopleFrom, Policy, Quantile, Reason, Simulation, Spread};
use couloir_judge::verdict::Stage;
use couloir_model::finding::Finding;
use couloir_model::plan::Plan;
use couloir_model::scenario::{Language, Scenario};
use couloir_publish::{
    Simulated, SimulatedQuantile, SimulatedReason, simulated_csv, simulated_picture, simulated_text,
};
use std::path::{Path, PathBuf};

/// Arguments of `couloir simulate`.
#[derive(Debug, clap::Args)]
pub(super) struct Simulate {
    /// The operation: a folder, a .toml file or an .xlsx workbook
    operation: PathBuf,
    /// The plan, as `couloir plan` writes it
    plan: PathBuf,
    #[command(flatten)]
    demand: Demand,
    #[command(flatten)]
    what: What,
    /// How often to carry the plan out
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    runs: u64,
    /// The seed of the draws
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Draw how many people are really there from the estimate of the operation's evidence, not from the intervals of its tables
    #[arg(long)]
    estimate: bool,
    /// Threads; they change nothing but the time it takes
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=64))]
    threads: u8,
    /// Write it as JSON, for other programs
    #[arg(long, conflicts_with_all = ["svg", "csv"])]
    json: bool,
    /// Write the picture alone: people out over time
    #[arg(long, conflicts_with = "csv")]
    svg: bool,
    /// Write people out over time as CSV
    #[arg(long)]
    csv: bool,
    /// Write `simulation.txt`, `.svg`, `.csv` and `.json` into this folder as well
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// The language [default: the operation's first]
    #[arg(long)]
    lang: Option<Lang>,
}

/// What may go wrong, what is done then, and under which seed; shared with `couloir plan --robust`.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct What {
    /// What may go wrong: `usual`, `siege`, `none`, or a file with numbers of your own (docs/simulation.md)
    #[arg(long, value_name = "usual|siege|none|FILE.toml", default_value = "usual")]
    disturbance: String,
    /// What is done then: `dispatch` helps and fetches, `fixed` decides nothing
    #[arg(long, value_name = "dispatch|fixed", default_value = "dispatch", value_parser = policy)]
    policy: Policy,
}

fn policy(text: &str) -> Result<Policy, String> {
    match text {
        "dispatch" => Ok(Policy::Dispatch),
        "fixed" => Ok(Policy::Fixed),
        _ => Err("write `dispatch` or `fixed`".to_owned()),
    }
}

impl What {
    /// Reads what may go wrong.
    pub(super) fn read(&self, terminal: &mut Terminal) -> Result<Disturbance, Stop> {
        disturbance::read(&self.disturbance, terminal)
    }

    /// What is done when things go wrong.
    pub(super) const fn policy(&self) -> Policy {
        self.policy
    }

    /// What may go wrong, as people call it, and what is done then.
    pub(super) fn name(&self) -> String {
        let policy = if self.policy == Policy::Dispatch { "dispatch" } else { "fixed" };
        format!("{}, {policy}", self.disturbance)
    }
}

impl Simulate {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let (operation, people_from) = self.demand.load(&self.operation, terminal)?;
        let mut disturbance = self.what.read(terminal)?;
        if self.estimate {
            let outlook = match people_from {
                Some(outlook) => outlook,
                None => {
                    let asked = Asked::default();
                    evidence::outlook(&self.operation, None, &asked, &Parameters::stored(), terminal)?
                }
            };
            disturbance.people = PeopleFrom::Estimate(Box::new(outlook.people));
        }
        let read = verify::plan_at(terminal, &self.plan, &operation.scenario)?;
        let verdict = couloir_judge::verify(&operation.scenario, &operation.travel, &read.plan);
        if !verdict.is_valid() {
            terminal.data(&verify::report(&operation.scenario, &read.plan, &verdict, None));
            return Err(Stop::refused("a plan that the judge refuses cannot be carried out, not even in a simulation"));
        }
        let simulation =
            Simulation::of(&operation.scenario, &operation.travel, &read.plan, disturbance, self.what.policy)
                .map_err(|violations| {
                    let findings: Vec<Finding> =
                        violations.iter().map(|violation| violation.finding(&operation.scenario)).collect();
                    terminal.findings(&findings);
                    Stop::refused(format!("\nREFUSED: {} cannot be carried out", shown(&self.plan)))
                })?
                .with_curve(self.seed, self.runs);
        let batches = play(&simulation, self.seed, self.runs, self.threads.into());
        let spread = Spread::of(&simulation, self.seed, &batches);
        self.write(terminal, &simulation, &read.plan, &spread)
    }

    fn write(
        &self,
        terminal: &mut Terminal,
        simulation: &Simulation<'_>,
        plan: &Plan,
        spread: &Spread,
    ) -> Result<(), Stop> {
        let scenario = simulation.scenario();
        let language = self.lang.map(Language::from).or(scenario.languages.first().copied());
        let language = language.unwrap_or(Language::English);
        let told = told(scenario, plan, &self.what, spread);
        let json = || json::json(&told, spread, simulation);
        terminal.data(&if self.json {
            json()
        } else if self.svg {
            simulated_picture(&told, language)
        } else if self.csv {
            simulated_csv(&told)
        } else {
            simulated_text(&told, language)
        });
        let Some(folder) = &self.output else { return Ok(()) };
        let files = [
            ("simulation.txt", simulated_text(&told, language)),
            ("simulation.svg", simulated_picture(&told, language)),
            ("simulation.csv", simulated_csv(&told)),
            ("simulation.json", json()),
        ];
        for (name, text) in files {
            let path = folder.join(name);
            let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, text));
            written.map_err(|error| Stop::unusable(format!("cannot write `{}`: {error}", shown(&path))))?;
        }
        terminal.talk(&format!("wrote 4 files to {}", shown(folder)));
        Ok(())
    }
}

/// The spread in the plain values that people's pages take: judge and pages share no type.
fn told<'a>(scenario: &'a Scenario, plan: &Plan, what: &What, spread: &Spread) -> Simulated<'a> {
    let quantiles = |quantiles: &[Quantile]| {
        let plain = |one: &Quantile| SimulatedQuantile { percent: one.percent, at: one.at, between: one.between };
        quantiles.iter().map(plain).collect()
    };
    let stage = |stage: Stage| match stage {
        Stage::Site(site) => scenario.site(site).name.clone(),
        Stage::Shelter(shelter) => scenario.shelter(shelter).name.clone(),
    };
    let name = Path::new(&what.disturbance)
        .file_name()
        .map_or_else(|| what.disturbance.clone(), |name| name.to_string_lossy().into_owned());
    Simulated {
        scenario,
        plan: plan.id().short().to_string(),
        runs: spread.runs,
        seed: spread.seed,
        disturbance: name,
        dispatches: what.policy == Policy::Dispatch,
        planned: spread.planned.last_out,
        clearance: quantiles(&spread.clearance),
        last_out: quantiles(&spread.last_out),
        in_time_permille: spread.in_time_permille,
        out_in_time: spread.out_in_time,
        left_permille: spread.left_permille,
        left: spread.left,
        left_at: spread.left_at.iter().map(|one| (scenario.site(one.of).name.clone(), one.permille)).collect(),
        came: spread.came,
        lost_permille: spread.lost_permille,
        bands: spread.bands.iter().map(|band| (band.at, [band.low, band.median, band.high], band.planned)).collect(),
        reasons: spread.reasons.iter().map(|share| (reason(share.of), share.permille, share.mean_seconds)).collect(),
        vehicles: spread.vehicles.iter().map(|one| (scenario.vehicle(one.of).name.clone(), one.permille)).collect(),
        places: spread.places.iter().map(|one| (stage(one.of), one.permille)).collect(),
        passages: spread.passages.iter().map(|one| (scenario.passage(one.of).name.clone(), one.permille)).collect(),
    }
}

const fn reason(reason: Reason) -> SimulatedReason {
    match reason {
        Reason::LateStart => SimulatedReason::LateStart,
        Reason::Travel => SimulatedReason::Travel,
        Reason::Loading => SimulatedReason::Loading,
        Reason::Breakdown => SimulatedReason::Breakdown,
        Reason::Shut => SimulatedReason::Shut,
        Reason::MorePeople => SimulatedReason::MorePeople,
        Reason::Queue => SimulatedReason::Queue,
    }
}
