//! Plans one instance in a process of its own, so that its time includes reading and writing and its memory is that of one
//! plan; and has the plan looked at by another checker where there is one.

use super::generate::{Family, Size, generate};
use couloir_model::format::bench::{Instance, write_instance};
use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// One plan to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// What is to be planned.
    pub source: Source,
    /// How long.
    pub budget: Budget,
    /// The seed of the search.
    pub seed: u64,
}

/// Where an instance comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// Made from a seed.
    Generated(Family, Size, u64),
    /// Made from another one.
    Made(Box<Instance>),
}

/// How long to search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Budget {
    /// The time limit of the whole process.
    Time(Duration),
    /// Iterations of the search: the same plan every time.
    Iterations(u64),
}

impl Budget {
    /// As many times longer.
    #[must_use]
    pub fn times(self, factor: u32) -> Self {
        match self {
            Self::Time(time) => Self::Time(time * factor),
            Self::Iterations(count) => Self::Iterations(count * u64::from(factor)),
        }
    }

    fn argument(self) -> String {
        match self {
            Self::Time(time) => format!("--time={}ms", time.as_millis()),
            Self::Iterations(count) => format!("--iterations={count}"),
        }
    }
}

impl fmt::Display for Budget {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Time(time) => write!(formatter, "{} s", time.as_secs_f64()),
            Self::Iterations(count) => write!(formatter, "{count} it"),
        }
    }
}

impl Source {
    /// `rich-M-1` of `…/rich-M-1.json.gz`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let name = name.strip_suffix(".gz").unwrap_or(&name);
                name.strip_suffix(".json").unwrap_or(name).to_owned()
            }
            Self::Generated(family, size, seed) => format!("{family}-{size}-{seed}"),
            Self::Made(instance) => instance.name.clone(),
        }
    }

    /// The instances in a folder: smaller sizes and numbers first.
    ///
    /// # Errors
    ///
    /// When the folder cannot be listed.
    pub fn in_folder(folder: &Path) -> Result<Vec<Self>, Fault> {
        let entries = std::fs::read_dir(folder).map_err(|cause| Fault::file(folder, cause))?;
        let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
        let is_instance = |path: &PathBuf| {
            let name = path.to_string_lossy();
            name.ends_with(".json") || name.ends_with(".json.gz")
        };
        let mut sources: Vec<Self> = paths.filter(is_instance).map(Self::File).collect();
        sources.sort_by_cached_key(|source| (pieces(&source.name()), source.name()));
        Ok(sources)
    }
}

/// A part of a name, so that `rand-10` comes after `rand-9` and `XL` after `L`.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Number(u64),
    Size(Size),
    Word(String),
}

fn pieces(name: &str) -> Vec<Piece> {
    let piece = |piece: &str| match (piece.parse(), piece.parse()) {
        (Ok(number), _) => Piece::Number(number),
        (_, Ok(size)) => Piece::Size(size),
        _ => Piece::Word(piece.to_owned()),
    };
    name.split('-').map(piece).collect()
}

/// Why a case gave no figures.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A file that is needed on the way.
    #[error("cannot use `{path}`: {cause}")]
    File {
        /// Which.
        path: String,
        /// Why.
        cause: String,
    },
    /// A program that cannot be started.
    #[error("cannot run `{program}`: {cause}")]
    Program {
        /// Which.
        program: String,
        /// Why.
        cause: String,
    },
    /// It was started and ended badly.
    #[error("planning `{instance}` ended badly: {said}")]
    Ended {
        /// The instance.
        instance: String,
        /// What it said.
        said: String,
    },
    /// The other checker refuses a plan that our own judge has accepted.
    #[error("the checker refuses the plan for `{instance}`: {said}")]
    Refused {
        /// The instance.
        instance: String,
        /// What the checker said.
        said: String,
    },
}

impl Fault {
    /// A file that cannot be used.
    pub fn file(path: &Path, cause: impl fmt::Display) -> Self {
        Self::File { path: path.display().to_string(), cause: cause.to_string() }
    }
}

/// What planning a case gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// The name of the instance.
    pub instance: String,
    /// True when it was generated here: then it is of the family and size of a published instance of its name, and
    /// another one.
    pub generated: bool,
    /// How long it could take.
    pub budget: Budget,
    /// How long it took.
    pub wall: Duration,
    /// The figures that `couloir bench solve` prints, by name.
    pub figures: BTreeMap<String, u64>,
}

impl Run {
    /// A figure that every run has; 0 when it was not printed.
    #[must_use]
    pub fn figure(&self, name: &str) -> u64 {
        self.figures.get(name).copied().unwrap_or(0)
    }

    /// Seconds until the last person is out.
    #[must_use]
    pub fn clearance(&self) -> u64 {
        self.figure("clearance_s")
    }

    /// Seconds that no plan can beat.
    #[must_use]
    pub fn bound(&self) -> u64 {
        self.figure("bound_s")
    }

    /// Everybody is moved, and nobody can do it sooner.
    #[must_use]
    pub fn is_proved_optimal(&self) -> bool {
        self.figure("not_moved") == 0 && self.clearance() <= self.bound()
    }

    /// How far the plan is above the bound, in per cent of the bound.
    #[must_use]
    pub fn gap_percent(&self) -> Option<f64> {
        above_percent(self.clearance(), self.bound())
    }

    /// A figure for each second that the run took.
    #[must_use]
    pub fn per_second(&self, name: &str) -> Option<f64> {
        let count = *self.figures.get(name)?;
        (!self.wall.is_zero()).then(|| count as f64 / self.wall.as_secs_f64())
    }
}

/// How far `value` is above `base`, in per cent of it.
#[must_use]
pub(super) fn above_percent(value: u64, base: u64) -> Option<f64> {
    (base > 0).then(|| (value as f64 - base as f64) / base as f64 * 100.0)
}

/// Where cases are planned.
#[derive(Debug)]
pub struct Workshop {
    /// This program.
    program: PathBuf,
    /// Instances and plans that nobody asked to keep.
    folder: PathBuf,
    /// Where plans are kept.
    plans: Option<PathBuf>,
    /// A program with its arguments that is given an instance and a plan, and ends well if the plan is good.
    checker: Vec<String>,
}

impl Workshop {
    /// Plans with `program`; keeps plans in the folder `plans` when there is one; has every plan looked at by the command
    /// line `checker`, unless it is empty.
    ///
    /// # Errors
    ///
    /// When a folder cannot be made.
    pub fn new(program: PathBuf, plans: Option<PathBuf>, checker: &str) -> Result<Self, Fault> {
        let folder = std::env::temp_dir().join(format!("couloir-bench-{}", std::process::id()));
        for folder in plans.iter().chain([&folder]) {
            std::fs::create_dir_all(folder).map_err(|cause| Fault::file(folder, cause))?;
        }
        Ok(Self { program, folder, plans, checker: checker.split_whitespace().map(str::to_owned).collect() })
    }

    /// Plans a case.
    ///
    /// # Errors
    ///
    /// When the instance cannot be read, or its plan is refused.
    pub fn plan(&self, case: &Case) -> Result<Run, Fault> {
        let name = case.source.name();
        let instance = self.instance_file(&case.source)?;
        let plan = match &self.plans {
            Some(folder) => folder.join(format!("{name}@{}.json", case.budget.to_string().replace(' ', ""))),
            None => self.folder.join("plan.json"),
        };
        let mut command = Command::new(&self.program);
        command.args(["bench", "solve", "--quiet", &case.budget.argument(), &format!("--seed={}", case.seed)]);
        command.arg("--output").arg(&plan).arg(&instance);
        let began = Instant::now();
        let (is_well, said) = ran(&mut command)?;
        let wall = began.elapsed();
        if !is_well {
            return Err(Fault::Ended { instance: name, said });
        }
        let figures = figures(&said);
        if ["clearance_s", "bound_s", "not_moved"].iter().any(|name| !figures.contains_key(*name)) {
            return Err(Fault::Ended { instance: name, said });
        }
        self.check(&name, &instance, &plan, &figures)?;
        let generated = !matches!(case.source, Source::File(_));
        Ok(Run { instance: name, generated, budget: case.budget, wall, figures })
    }

    /// The file of an instance, written first where there is none.
    fn instance_file(&self, source: &Source) -> Result<PathBuf, Fault> {
        let path = match source {
            Source::File(path) => return Ok(path.clone()),
            Source::Generated(..) | Source::Made(_) => self.folder.join(format!("{}.json", source.name())),
        };
        let text = match source {
            Source::Generated(family, size, seed) if !path.exists() => write_instance(&generate(*family, *size, *seed)),
            Source::Made(instance) => write_instance(instance),
            Source::File(_) | Source::Generated(..) => return Ok(path),
        };
        std::fs::write(&path, text).map_err(|cause| Fault::file(&path, cause))?;
        Ok(path)
    }

    /// Has another checker look at a plan: it has to accept it, and to find the same moments.
    fn check(&self, name: &str, instance: &Path, plan: &Path, ours: &BTreeMap<String, u64>) -> Result<(), Fault> {
        let Some((program, arguments)) = self.checker.split_first() else { return Ok(()) };
        let (is_well, said) = ran(Command::new(program).args(arguments).arg(instance).arg(plan))?;
        let theirs = figures(&said);
        let same = |figure: &str| theirs.contains_key(figure) && theirs.get(figure) == ours.get(figure);
        if is_well && same("clearance_s") && same("person_seconds") {
            Ok(())
        } else {
            Err(Fault::Refused { instance: name.to_owned(), said })
        }
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // What is left behind in a folder for temporary files is no fault of the benchmark.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Runs a command; whether it ended well, and what it said on both streams.
fn ran(command: &mut Command) -> Result<(bool, String), Fault> {
    let output = command.stdin(Stdio::null()).output().map_err(|cause| {
        let program = command.get_program().to_string_lossy().into_owned();
        Fault::Program { program, cause: cause.to_string() }
    })?;
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    Ok((output.status.success(), said.trim_end().to_owned()))
}

/// Pairs of a name and a whole number, wherever they stand in a text.
fn figures(said: &str) -> BTreeMap<String, u64> {
    let words: Vec<&str> = said.split_whitespace().collect();
    words.windows(2).filter_map(|pair| Some((pair[0].to_owned(), pair[1].parse().ok()?))).collect()
}
