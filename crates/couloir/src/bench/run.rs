//! What the planner reaches on many instances: each is planned by a process of its own, so that time includes reading and
//! writing and peak memory is that of one plan.

use super::generate::{Family, Size, generate};
use couloir_model::format::bench::write_instance;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// One run to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// The instance: a file, or one to be generated.
    pub instance: Source,
    /// The time limit of the whole process.
    pub time: Duration,
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
}

/// What one run gave.
#[derive(Debug, Clone)]
struct Row {
    instance: String,
    /// True when it was generated here: then it is of the same family as a published instance of its name, and another one.
    generated: bool,
    limit: Duration,
    wall: Duration,
    /// The figures that `bench solve` prints: `clearance_s`, `bound_s`, `person_seconds`, `not_moved`, `trips`, `peak_kb`.
    figures: BTreeMap<String, u64>,
}

/// The rows of all runs, in the order in which they were made.
#[derive(Debug, Clone, Default)]
pub struct Table(Vec<Row>);

/// Runs all `tasks`, one after the other, with the program `couloir`; calls `done` with a line after each.
///
/// # Errors
///
/// The first run that does not end well, in words.
pub fn run(couloir: &Path, tasks: &[Task], mut done: impl FnMut(&str)) -> Result<Table, String> {
    let folder = std::env::temp_dir().join(format!("couloir-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|error| format!("cannot make `{}`: {error}", folder.display()))?;
    let mut table = Table::default();
    done(&Table::head());
    let ran = tasks.iter().try_for_each(|task| {
        let row = one(couloir, task, &folder)?;
        done(&row.line());
        table.0.push(row);
        Ok(())
    });
    // What is left behind in a folder for temporary files is no fault of the benchmark.
    let _ = std::fs::remove_dir_all(&folder);
    ran.map(|()| table)
}

fn one(couloir: &Path, task: &Task, folder: &Path) -> Result<Row, String> {
    let path = match &task.instance {
        Source::File(path) => path.clone(),
        Source::Generated(family, size, seed) => {
            let path = folder.join(format!("{family}-{size}-{seed}.json"));
            if !path.exists() {
                let written = std::fs::write(&path, write_instance(&generate(*family, *size, *seed)));
                written.map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
            }
            path
        }
    };
    let began = Instant::now();
    let output = Command::new(couloir)
        .args(["bench", "solve", "--quiet", "--time", &format!("{}ms", task.time.as_millis()), "--seed"])
        .arg(task.seed.to_string())
        .arg("--output")
        .arg(folder.join("plan.json"))
        .arg(&path)
        .output()
        .map_err(|error| format!("cannot run `{}`: {error}", couloir.display()))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("`bench solve {}` ended badly: {said}", path.display()));
    }
    Ok(Row {
        instance: instance_name(&path),
        generated: matches!(task.instance, Source::Generated(..)),
        limit: task.time,
        wall: began.elapsed(),
        figures: figures(&said),
    })
}

/// `rich-M-1` of `…/rich-M-1.json.gz`.
fn instance_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    name.split('.').next().unwrap_or_default().to_owned()
}

/// Pairs of a name and a whole number, as `bench solve` prints them.
fn figures(said: &str) -> BTreeMap<String, u64> {
    let words: Vec<&str> = said.split_whitespace().collect();
    words.windows(2).filter_map(|pair| Some((pair[0].to_owned(), pair[1].parse().ok()?))).collect()
}

impl Row {
    fn figure(&self, name: &str) -> u64 {
        self.figures.get(name).copied().unwrap_or(0)
    }

    fn gap_percent(&self) -> Option<f64> {
        let (clearance, bound) = (self.figure("clearance_s") as f64, self.figure("bound_s") as f64);
        (bound > 0.0).then(|| (clearance - bound) / bound * 100.0)
    }

    fn line(&self) -> String {
        // Others were measured on the published instances; on a generated one their figures would say nothing.
        let best_peer = best_peer(&self.instance).filter(|_| !self.generated);
        format!(
            "{:<12} {:>5.0} s {:>7.2} s {:>10} {:>10} {:>7} {:>18} {:>7} MB  {}",
            self.instance,
            self.limit.as_secs_f64(),
            self.wall.as_secs_f64(),
            self.figure("clearance_s"),
            self.figure("bound_s"),
            self.gap_percent().map_or("–".to_owned(), |gap| format!("{gap:.1} %")),
            self.figure("person_seconds"),
            self.figure("peak_kb") / 1024,
            best_peer.map_or("–".to_owned(), |(peer, limit, clearance)| format!("{clearance} ({peer}, {limit} s)")),
        )
    }
}

impl Table {
    fn head() -> String {
        format!(
            "{:<12} {:>7} {:>9} {:>10} {:>10} {:>7} {:>18} {:>10}  {}",
            "instance", "limit", "wall", "clearance", "bound", "gap", "person-seconds", "peak", "best peer"
        )
    }

    /// The rows as CSV, one a run.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut text =
            String::from("instance,limit_s,wall_ms,clearance_s,bound_s,person_seconds,not_moved,trips,peak_kb\n");
        for row in &self.0 {
            let figure = |name| row.figure(name);
            let _ = writeln!(
                text,
                "{},{},{},{},{},{},{},{},{}",
                row.instance,
                row.limit.as_secs_f64(),
                row.wall.as_millis(),
                figure("clearance_s"),
                figure("bound_s"),
                figure("person_seconds"),
                figure("not_moved"),
                figure("trips"),
                figure("peak_kb"),
            );
        }
        text
    }

    /// The median gap of each family, size and limit: what the table of peers gives.
    #[must_use]
    pub fn medians(&self) -> String {
        let mut gaps: BTreeMap<(String, u128), Vec<f64>> = BTreeMap::new();
        for row in &self.0 {
            let family_and_size = row.instance.rsplit_once('-').map_or(row.instance.as_str(), |(group, _)| group);
            let key = (family_and_size.to_owned(), row.limit.as_millis());
            gaps.entry(key).or_default().extend(row.gap_percent());
        }
        let mut text = String::from("median gap to our own bound\n");
        for ((group, limit), mut gaps) in gaps {
            gaps.sort_by(f64::total_cmp);
            if let Some(median) = gaps.get(gaps.len() / 2) {
                let _ = writeln!(text, "  {group:<10} @ {:>4} s  {median:>6.1} %  ({} runs)", limit / 1000, gaps.len());
            }
        }
        text
    }
}

/// The best peer on the published instance of this name at any limit that was measured, with its limit and clearance in
/// seconds.
fn best_peer(instance: &str) -> Option<(&'static str, u64, u64)> {
    const PEERS: &str = include_str!("peers.csv");
    let mut lines = PEERS.lines().filter(|line| !line.starts_with('#'));
    let names: Vec<&str> = lines.next()?.split(',').collect();
    let rows = lines.map(|line| line.split(',').collect::<Vec<_>>()).filter(|row| row[0] == instance);
    let values = rows.flat_map(|row| {
        let limit: u64 = row[1].parse().unwrap_or(0);
        let of_row: Vec<_> =
            (2..row.len()).filter_map(|column| Some((names[column], limit, row[column].parse().ok()?))).collect();
        of_row
    });
    values.min_by_key(|(_, _, clearance): &(&str, u64, u64)| *clearance)
}

/// The most memory that this process has held, in KiB, where the system tells it.
#[must_use]
pub fn peak_memory_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
