//! The measuring commands: `run`, `public`, `scale`, `metamorphic`, and `all` of them.

use crate::bench::generate::{Family, Size};
use crate::bench::metamorphic::Compared;
use crate::bench::{Budget, Case, Fault, Run, Source, Workshop, families, metamorphic, public, scale};
use crate::cli::budget::{Interrupt, duration};
use crate::cli::terminal::Terminal;
use crate::cli::{Stop, shown, verify};
use couloir_publish::{Measured, measured};
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Instances to generate.
#[derive(Debug, Clone, clap::Args)]
struct Which {
    /// Families to generate
    #[arg(long, value_delimiter = ',', default_values = ["bep", "rich", "rich3"])]
    family: Vec<Family>,
    /// Sizes to generate
    #[arg(long, value_delimiter = ',', default_values = ["S", "M", "L", "XL", "XXL"])]
    size: Vec<Size>,
    /// Seeds to generate from, such as 1, 1-3 or 2,5
    #[arg(long, value_parser = seeds, default_value = "1")]
    seed: Seeds,
}

/// How to plan and what to keep.
#[derive(Debug, Clone, clap::Args)]
struct How {
    /// The seed of the search
    #[arg(long, default_value_t = 1, value_name = "SEED")]
    search_seed: u64,
    /// Where the figures go, as CSV and SVG
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// Where the plans go, in the neutral format
    #[arg(long, value_name = "FOLDER")]
    plans: Option<PathBuf>,
    /// Another checker, which has to accept every plan: a command that is given an instance and a plan
    #[arg(long, value_name = "COMMAND", default_value = "", hide_default_value = true)]
    checker: String,
}

#[derive(Debug, Clone)]
struct Seeds(Vec<u64>);

/// `1`, `1-3`, `2,5`.
fn seeds(text: &str) -> Result<Seeds, String> {
    let wrong = || "write seeds such as 1, 1-3 or 2,5".to_owned();
    let mut seeds = Vec::new();
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let ends = [first, last].map(|end| end.trim().parse::<u64>());
        let [Ok(first), Ok(last)] = ends else { return Err(wrong()) };
        if last < first || last - first >= 1_000 {
            return Err(wrong());
        }
        seeds.extend(first..=last);
    }
    Ok(Seeds(seeds))
}

impl Which {
    fn generated(&self) -> Vec<(Family, Size, u64)> {
        let pairs = self.family.iter().flat_map(|family| self.size.iter().map(move |size| (*family, *size)));
        pairs.flat_map(|(family, size)| self.seed.0.iter().map(move |seed| (family, size, *seed))).collect()
    }

    fn sources(&self) -> Vec<Source> {
        self.generated().into_iter().map(|(family, size, seed)| Source::Generated(family, size, seed)).collect()
    }
}

/// Arguments of `couloir bench run`.
#[derive(Debug, clap::Args)]
pub(super) struct Families {
    /// Instance files, or folders of them; generated ones when absent
    instances: Vec<PathBuf>,
    #[command(flatten)]
    which: Which,
    /// Time limits of the whole process, reading and writing included
    #[arg(long, value_parser = duration, value_delimiter = ',', default_values = ["1s", "10s", "60s"], conflicts_with = "iterations")]
    time: Vec<Duration>,
    /// Iterations of the search instead: the same seed then gives the same plans on every machine
    #[arg(long, value_name = "N", value_delimiter = ',', value_parser = clap::value_parser!(u64).range(1..))]
    iterations: Vec<u64>,
    #[command(flatten)]
    how: How,
}

impl Families {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let sources = sources(&self.instances, &self.which)?;
        let budgets = budgets(&self.time, &self.iterations);
        let mut bench = Bench::new(&self.how)?;
        bench.families(terminal, &sources, &budgets)?;
        bench.end()
    }
}

fn sources(given: &[PathBuf], which: &Which) -> Result<Vec<Source>, Stop> {
    if given.is_empty() {
        return Ok(which.sources());
    }
    let mut sources = Vec::new();
    for path in given {
        if path.is_dir() {
            sources.extend(Source::in_folder(path).map_err(unusable)?);
        } else {
            sources.push(Source::File(path.clone()));
        }
    }
    Ok(sources)
}

fn budgets(time: &[Duration], iterations: &[u64]) -> Vec<Budget> {
    if iterations.is_empty() {
        time.iter().copied().map(Budget::Time).collect()
    } else {
        iterations.iter().copied().map(Budget::Iterations).collect()
    }
}

/// Arguments of `couloir bench public`.
#[derive(Debug, clap::Args)]
pub(super) struct Public {
    /// A folder of instances with what is known of them: `known.csv`
    folder: PathBuf,
    /// Only instances whose name begins so, such as rand or xingguo-80
    #[arg(long, value_delimiter = ',', value_name = "NAME")]
    only: Vec<String>,
    /// Time limit of the whole process; 5 s for random and course instances and 60 s for others when absent
    #[arg(long, value_parser = duration, conflicts_with = "iterations")]
    time: Option<Duration>,
    /// Iterations of the search instead
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    iterations: Option<u64>,
    #[command(flatten)]
    how: How,
}

impl Public {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let budget = self.iterations.map(Budget::Iterations).or(self.time.map(Budget::Time));
        let mut bench = Bench::new(&self.how)?;
        bench.public(terminal, &self.folder, &self.only, budget)?;
        bench.end()
    }
}

/// Arguments of `couloir bench scale`.
#[derive(Debug, clap::Args)]
pub(super) struct Scale {
    #[command(flatten)]
    which: Which,
    /// Iterations of the search: one is reading, the bounds at once, a first plan, judging and writing
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    iterations: u64,
    #[command(flatten)]
    how: How,
}

impl Scale {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let mut bench = Bench::new(&self.how)?;
        bench.scale(terminal, &self.which, self.iterations)?;
        bench.end()
    }
}

/// Arguments of `couloir bench metamorphic`.
#[derive(Debug, clap::Args)]
pub(super) struct Metamorphic {
    /// Families to generate
    #[arg(long, value_delimiter = ',', default_values = ["bep", "rich", "rich3"])]
    family: Vec<Family>,
    /// Sizes to generate
    #[arg(long, value_delimiter = ',', default_values = ["S", "M"])]
    size: Vec<Size>,
    /// Seeds to generate from, such as 1, 1-3 or 2,5
    #[arg(long, value_parser = seeds, default_value = "1-3")]
    seed: Seeds,
    /// Vehicles, places and shelters of which one instance is given one more, each by itself
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=100))]
    picks: u8,
    /// Time limit of the whole process; four times that for more time
    #[arg(long, value_parser = duration, default_value = "2s", conflicts_with = "iterations")]
    time: Duration,
    /// Iterations of the search instead
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    iterations: Option<u64>,
    #[command(flatten)]
    how: How,
}

impl Metamorphic {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let which = Which { family: self.family.clone(), size: self.size.clone(), seed: self.seed.clone() };
        let budget = self.iterations.map_or(Budget::Time(self.time), Budget::Iterations);
        let mut bench = Bench::new(&self.how)?;
        bench.metamorphic(terminal, &which, budget, self.picks.into())?;
        bench.end()
    }
}

/// Arguments of `couloir bench all`.
#[derive(Debug, clap::Args)]
pub(super) struct All {
    /// Instance files of the families, or folders of them; generated ones when absent
    instances: Vec<PathBuf>,
    /// A folder of public instances; left out when absent
    #[arg(long, value_name = "FOLDER")]
    public: Option<PathBuf>,
    #[command(flatten)]
    how: How,
}

impl All {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let all = |size: &[Size], seeds: u64| Which {
            family: vec![Family::Bep, Family::Rich, Family::Rich3],
            size: size.to_vec(),
            seed: Seeds((1..=seeds).collect()),
        };
        let limits = [1, 10, 60].map(|seconds| Budget::Time(Duration::from_secs(seconds)));
        let mut bench = Bench::new(&self.how)?;
        bench.families(terminal, &sources(&self.instances, &all(&Size::ALL, 1))?, &limits)?;
        if let Some(folder) = &self.public {
            bench.public(terminal, folder, &[], None)?;
        }
        bench.scale(terminal, &all(&Size::ALL, 1), 1)?;
        bench.metamorphic(terminal, &all(&[Size::S, Size::M], 3), Budget::Time(Duration::from_secs(2)), 2)?;
        bench.end()
    }
}

/// What the measuring commands share.
struct Bench {
    workshop: Workshop,
    output: Option<PathBuf>,
    seed: u64,
    interrupt: Interrupt,
    faults: usize,
}

impl Bench {
    fn new(how: &How) -> Result<Self, Stop> {
        let program =
            std::env::current_exe().map_err(|error| Stop::unusable(format!("cannot find this program: {error}")))?;
        if let Some(folder) = &how.output {
            std::fs::create_dir_all(folder).map_err(|cause| unusable(Fault::file(folder, cause)))?;
        }
        let workshop = Workshop::new(program, how.plans.clone(), &how.checker).map_err(unusable)?;
        let (output, interrupt) = (how.output.clone(), Interrupt::default());
        Ok(Self { workshop, output, seed: how.search_seed, interrupt, faults: 0 })
    }

    fn families(&mut self, terminal: &mut Terminal, sources: &[Source], budgets: &[Budget]) -> Result<(), Stop> {
        let case = |source: &Source, budget| Case { source: source.clone(), budget, seed: self.seed };
        let cases: Vec<Case> =
            sources.iter().flat_map(|source| budgets.iter().map(move |budget| case(source, *budget))).collect();
        terminal.data(&families::head());
        let runs = self.plan_all(terminal, &cases, |run| Some(families::row(run)));
        let runs: Vec<Run> = runs.into_iter().flatten().collect();
        terminal.data(&format!("\n{}", families::summary(&runs)));
        self.keep(terminal, "families.csv", &families::csv(&runs))?;
        self.draw(terminal, "gap.svg", &families::chart(&runs))
    }

    fn public(
        &mut self,
        terminal: &mut Terminal,
        folder: &Path,
        only: &[String],
        budget: Option<Budget>,
    ) -> Result<(), Stop> {
        if !folder.is_dir() {
            terminal.talk(&format!("skipped: no public instances in {}", shown(folder)));
            return Ok(());
        }
        let known = public::known(folder).map_err(unusable)?;
        let mut sources = public::instances(folder, &known).map_err(unusable)?;
        sources.retain(|source| only.is_empty() || only.iter().any(|start| source.name().starts_with(start)));
        let case = |source: Source| {
            let budget = budget.unwrap_or_else(|| public::budget(&source.name()));
            Case { source, budget, seed: self.seed }
        };
        let cases: Vec<Case> = sources.into_iter().map(case).collect();
        terminal.data(&public::head());
        let row = |run: &Run| known.get(&run.instance).map(|known| public::row(run, known));
        let runs: Vec<Run> = self.plan_all(terminal, &cases, row).into_iter().flatten().collect();
        terminal.data(&format!("\n{}", public::summary(&runs, &known)));
        self.keep(terminal, "public.csv", &public::csv(&runs, &known))
    }

    fn scale(&mut self, terminal: &mut Terminal, which: &Which, iterations: u64) -> Result<(), Stop> {
        let budget = Budget::Iterations(iterations);
        let generated = which.generated();
        let source = |(family, size, seed): &(Family, Size, u64)| Source::Generated(*family, *size, *seed);
        let cases: Vec<Case> =
            generated.iter().map(|one| Case { source: source(one), budget, seed: self.seed }).collect();
        let point = |run: Run| {
            let (family, size, _) = generated.iter().find(|one| source(one).name() == run.instance)?;
            Some(scale::Point::new(*family, *size, run))
        };
        terminal.data(&scale::head());
        let runs = self.plan_all(terminal, &cases, |run| point(run.clone()).map(|point| scale::row(&point)));
        let points: Vec<scale::Point> = runs.into_iter().flatten().filter_map(point).collect();
        terminal.data(&format!("\n{}", scale::summary(&points)));
        self.keep(terminal, "scale.csv", &scale::csv(&points))?;
        self.draw(terminal, "scale.svg", &scale::chart(&points))
    }

    fn metamorphic(
        &mut self,
        terminal: &mut Terminal,
        which: &Which,
        budget: Budget,
        picks: usize,
    ) -> Result<(), Stop> {
        let pairs: Vec<metamorphic::Pair> =
            which.sources().iter().flat_map(|source| metamorphic::pairs(source, budget, self.seed, picks)).collect();
        let cases: Vec<Case> = pairs.iter().map(|pair| pair.case.clone()).collect();
        terminal.data(&metamorphic::head());
        let (mut before, mut next) = (None, pairs.iter());
        let mut all: Vec<Compared> = Vec::new();
        self.plan_all(terminal, &cases, |run| {
            let pair = next.find(|pair| pair.case.source.name() == run.instance && pair.case.budget == run.budget)?;
            let Some(more) = pair.more else {
                before = Some(run.clone());
                return None;
            };
            // Without the plan to compare with there is nothing to say.
            let before = before.clone().filter(|before| run.instance.starts_with(&before.instance))?;
            let compared = Compared { more, before, after: run.clone() };
            let row = metamorphic::row(&compared);
            all.push(compared);
            Some(row)
        });
        terminal.data(&format!("\n{}", metamorphic::summary(&all)));
        self.keep(terminal, "metamorphic.csv", &metamorphic::csv(&all))
    }

    /// Plans all cases one after the other, and prints what `row` makes of each; goes on after a fault, and stops where a
    /// person asks for it.
    fn plan_all(
        &mut self,
        terminal: &mut Terminal,
        cases: &[Case],
        mut row: impl FnMut(&Run) -> Option<String>,
    ) -> Vec<Option<Run>> {
        let bar = progress(cases);
        let mut runs = Vec::new();
        for (index, case) in cases.iter().enumerate() {
            bar.set_message(format!("{} at {}", case.source.name(), case.budget));
            let run = self.workshop.plan(case);
            bar.inc(share(case));
            // A plan that was cut short would stand among those that were not.
            if self.interrupt.asked() {
                let left = cases.len() - index;
                bar.suspend(|| terminal.talk(&format!("interrupted with {left} of {} cases left", cases.len())));
                break;
            }
            match run {
                Ok(run) => {
                    if let Some(row) = row(&run) {
                        bar.suspend(|| terminal.data(&row));
                    }
                    runs.push(Some(run));
                }
                Err(fault) => {
                    self.faults += 1;
                    bar.suspend(|| terminal.talk(&fault.to_string()));
                    runs.push(None);
                }
            }
        }
        bar.finish_and_clear();
        runs
    }

    fn keep(&self, terminal: &mut Terminal, name: &str, text: &str) -> Result<(), Stop> {
        match &self.output {
            Some(folder) => verify::emit(terminal, text, Some(&folder.join(name))),
            None => Ok(()),
        }
    }

    fn draw(&self, terminal: &mut Terminal, name: &str, chart: &Measured) -> Result<(), Stop> {
        if self.output.is_some() { self.keep(terminal, name, &measured(chart)) } else { Ok(()) }
    }

    /// Refused when a case had a fault.
    fn end(self) -> Result<(), Stop> {
        match self.faults {
            0 => Ok(()),
            1 => Err(Stop::refused("1 case gave no figures")),
            faults => Err(Stop::refused(format!("{faults} cases gave no figures"))),
        }
    }
}

fn unusable(fault: Fault) -> Stop {
    Stop::unusable(fault.to_string())
}

/// How long a case takes beside others.
fn share(case: &Case) -> u64 {
    match case.budget {
        Budget::Time(time) => u64::try_from(time.as_millis()).unwrap_or(u64::MAX),
        Budget::Iterations(_) => 1,
    }
}

/// How far it is and what is being planned, on standard error.
fn progress(cases: &[Case]) -> ProgressBar {
    let bar = ProgressBar::new(cases.iter().map(share).sum());
    let style = ProgressStyle::with_template("{elapsed:>4} [{bar:30}] {msg}, about {eta} left");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("=> "));
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}
