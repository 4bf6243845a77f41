//! Public instances: ours beside what was published, the best that is known and the bound that is known.

use super::families::gap;
use super::workshop::{Budget, Fault, Run, Source, above_percent};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

/// What is known of an instance, in seconds of clearance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The best value that its source published, where it did for this instance alone.
    pub published: Option<u64>,
    /// The best value known.
    pub best: u64,
    /// No plan is sooner.
    pub bound: u64,
}

/// The table in which a folder of public instances says what is known of them.
const TABLE: &str = "known.csv";

/// Reads `known.csv` in `folder`: columns `instance`, `published_best`, `best_known` and `lower_bound`.
///
/// # Errors
///
/// When it cannot be read, or has other columns.
pub fn known(folder: &Path) -> Result<BTreeMap<String, Known>, Fault> {
    let path = folder.join(TABLE);
    let fault = |cause: &dyn std::fmt::Display| Fault::file(&path, cause);
    let mut reader = csv::Reader::from_path(&path).map_err(|cause| fault(&cause))?;
    let headers = reader.headers().map_err(|cause| fault(&cause))?.clone();
    let column = |name: &str| {
        let missing = format!("it has no column `{name}`");
        headers.iter().position(|header| header == name).ok_or_else(|| fault(&missing))
    };
    let columns = [column("published_best")?, column("best_known")?, column("lower_bound")?];
    let named = column("instance")?;
    let mut known = BTreeMap::new();
    for row in reader.into_records() {
        let row = row.map_err(|cause| fault(&cause))?;
        let [published, best, bound] = columns.map(|column| row.get(column).and_then(|cell| cell.parse().ok()));
        if let (Some(name), Some(best), Some(bound)) = (row.get(named), best, bound) {
            known.insert(name.to_owned(), Known { published, best, bound });
        }
    }
    Ok(known)
}

/// The instances of `folder` of which something is known.
///
/// # Errors
///
/// When the folder cannot be listed.
pub fn instances(folder: &Path, known: &BTreeMap<String, Known>) -> Result<Vec<Source>, Fault> {
    let mut sources = Source::in_folder(folder)?;
    sources.retain(|source| known.contains_key(&source.name()));
    Ok(sources)
}

/// The set to which an instance belongs: `rand` of `rand-3-i5`.
fn set(instance: &str) -> &str {
    instance.split('-').next().unwrap_or(instance)
}

/// How long an instance may take where nobody says: the random ones and those of a course are small.
#[must_use]
pub fn budget(instance: &str) -> Budget {
    Budget::Time(Duration::from_secs(if ["rand", "course"].contains(&set(instance)) { 5 } else { 60 }))
}

/// What stands above the rows.
#[must_use]
pub fn head() -> String {
    format!(
        "{:<15} {:>7} {:>10} {:>9} {:>8} {:>10} {:>11} {:>12}  {}",
        "instance", "limit", "clearance", "bound", "gap", "published", "best known", "known bound", "beside it"
    )
}

/// A run as a row of the table.
#[must_use]
pub fn row(run: &Run, known: &Known) -> String {
    let beside = match run.clearance().cmp(&known.best) {
        std::cmp::Ordering::Less => "SOONER than the best known".to_owned(),
        std::cmp::Ordering::Equal => "best known".to_owned(),
        std::cmp::Ordering::Greater => {
            format!("{:+.2} %", above_percent(run.clearance(), known.best).unwrap_or(f64::NAN))
        }
    };
    format!(
        "{:<15} {:>7} {:>10} {:>9} {:>8} {:>10} {:>11} {:>12}  {beside}",
        run.instance,
        run.budget.to_string(),
        run.clearance(),
        run.bound(),
        gap(run),
        known.published.map_or("–".to_owned(), |value| value.to_string()),
        known.best,
        known.bound,
    )
}

/// For each set: how many are at the best known value or better, how many proved optimal, and the sums.
#[must_use]
pub fn summary(runs: &[Run], known: &BTreeMap<String, Known>) -> String {
    let mut sets: BTreeMap<&str, Vec<(&Run, &Known)>> = BTreeMap::new();
    for run in runs {
        if let Some(known) = known.get(&run.instance) {
            sets.entry(set(&run.instance)).or_default().push((run, known));
        }
    }
    let mut text = String::new();
    for (set, pairs) in sets {
        let count = |holds: &dyn Fn(&Run, &Known) -> bool| {
            let count = pairs.iter().filter(|(run, known)| holds(run, known)).count();
            format!("{count} ({:.0} %)", 100.0 * count as f64 / pairs.len() as f64)
        };
        let sum = |of: &dyn Fn(&Run, &Known) -> u64| pairs.iter().map(|(run, known)| of(run, known)).sum::<u64>();
        let _ = writeln!(
            text,
            "{set}: {} instances, at the best known value {}, proved optimal {}; sum {}, of the best known {}, of the bounds {}",
            pairs.len(),
            count(&|run, known| run.clearance() <= known.best),
            count(&|run, _| run.is_proved_optimal()),
            sum(&|run, _| run.clearance()),
            sum(&|_, known| known.best),
            sum(&|run, _| run.bound()),
        );
        // Our judge accepts what the bound of others forbids: one of them is wrong, and that has to be seen.
        for (run, _) in pairs.iter().filter(|(run, known)| run.clearance() < known.bound) {
            let _ = writeln!(text, "  {}: sooner than its known bound; look into it", run.instance);
        }
    }
    text
}

/// The rows as CSV, one a run.
#[must_use]
pub fn csv(runs: &[Run], known: &BTreeMap<String, Known>) -> String {
    let mut text = String::from(
        "instance,limit,wall_ms,cpu_ms,clearance_s,bound_s,person_seconds,peak_kb,published_s,best_known_s,known_bound_s\n",
    );
    for run in runs {
        let Some(known) = known.get(&run.instance) else { continue };
        let _ = writeln!(
            text,
            "{},{},{},{},{},{},{},{},{},{},{}",
            run.instance,
            run.budget.to_string().replace(' ', ""),
            run.wall.as_millis(),
            run.figure("cpu_ms"),
            run.clearance(),
            run.bound(),
            run.figure("person_seconds"),
            run.figure("peak_kb"),
            known.published.map(|value| value.to_string()).unwrap_or_default(),
            known.best,
            known.bound,
        );
    }
    text
}
