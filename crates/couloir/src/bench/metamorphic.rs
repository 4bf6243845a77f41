//! More can only help: no plan may be later with more time, one more vehicle, one more berth or more room.
//!
//! A plan of the smaller problem is a plan of the larger one, so that whatever is later there the search has missed. A
//! search that is cut short owes something to chance: what is more than [`TOLERANCE`] later counts.

use super::generate::generate;
use super::workshop::{Budget, Case, Run, Source, above_percent};
use couloir_model::format::bench::Instance;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::num::NonZeroU32;

/// How much later a plan with more may be before it counts as later, in per cent.
pub const TOLERANCE: f64 = 0.5;

/// What there is more of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum More {
    /// Four times as long to search.
    Time,
    /// One vehicle, like one that is there.
    Vehicle,
    /// One berth at a place that has few.
    Berth,
    /// A tenth more room in one shelter.
    Room,
}

impl More {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Time, Self::Vehicle, Self::Berth, Self::Room];
}

impl fmt::Display for More {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(match self {
            Self::Time => "more time",
            Self::Vehicle => "one more vehicle",
            Self::Berth => "one more berth",
            Self::Room => "more room",
        })
    }
}

/// `instance` with more of something; which vehicle, berth or shelter follows from `pick`. `None` where there is nothing
/// of the kind to be had more of: no berths are counted there, or it is the same problem, only more time.
#[must_use]
pub fn with_more(instance: &Instance, more: More, pick: usize) -> Option<Instance> {
    let mut larger = instance.clone();
    let one_more = |berths: &mut Option<NonZeroU32>| *berths = berths.and_then(|berths| berths.checked_add(1));
    match more {
        More::Time => return None,
        More::Vehicle => larger.vehicles.push(*instance.vehicles.get(pick % instance.vehicles.len().max(1))?),
        More::Berth => {
            let sites = larger.sites.iter_mut().map(|site| &mut site.berths);
            let shelters = larger.shelters.iter_mut().map(|shelter| &mut shelter.berths);
            let mut counted: Vec<_> = sites.chain(shelters).filter(|berths| berths.is_some()).collect();
            let places = counted.len();
            one_more(counted.get_mut(pick % places.max(1))?);
        }
        More::Room => {
            let shelters = larger.shelters.len();
            let shelter = larger.shelters.get_mut(pick % shelters.max(1))?;
            shelter.capacity += shelter.capacity.div_ceil(10);
        }
    }
    larger.name = format!("{}+{}{pick}", instance.name, more.to_string().replace(' ', "-"));
    Some(larger)
}

/// A case and what it is compared with.
#[derive(Debug, Clone)]
pub struct Pair {
    /// What there is more of; none: the case with which the others that follow it are compared.
    pub more: Option<More>,
    /// What to plan.
    pub case: Case,
}

/// The cases for one generated instance: itself, then with more of each kind, `picks` times where there is a choice.
#[must_use]
pub fn pairs(source: &Source, budget: Budget, seed: u64, picks: usize) -> Vec<Pair> {
    let case = |source: Source, budget| Case { source, budget, seed };
    let mut pairs = vec![Pair { more: None, case: case(source.clone(), budget) }];
    pairs.push(Pair { more: Some(More::Time), case: case(source.clone(), budget.times(4)) });
    let Some(instance) = instance(source) else { return pairs };
    for more in More::ALL {
        // Spread over the instance: the vehicles and places of a kind stand side by side.
        let mut tried: Vec<Instance> = Vec::new();
        for larger in (0..picks).filter_map(|pick| with_more(&instance, more, pick * 7 + 3)) {
            // Where there are fewer than picks, one comes up twice: it counts once.
            if !tried.contains(&larger) {
                pairs.push(Pair { more: Some(more), case: case(Source::Made(Box::new(larger.clone())), budget) });
                tried.push(larger);
            }
        }
    }
    pairs
}

fn instance(source: &Source) -> Option<Instance> {
    match source {
        Source::Generated(family, size, seed) => Some(generate(*family, *size, *seed)),
        Source::Made(instance) => Some((**instance).clone()),
        Source::File(_) => None,
    }
}

/// A plan with more, beside the plan without.
#[derive(Debug, Clone)]
pub struct Compared {
    /// What there is more of.
    pub more: More,
    /// Without.
    pub before: Run,
    /// With.
    pub after: Run,
}

impl Compared {
    /// How much later the plan with more is, in per cent; negative when it is sooner.
    #[must_use]
    pub fn later_percent(&self) -> f64 {
        above_percent(self.after.clearance(), self.before.clearance()).unwrap_or(0.0)
    }

    /// Later than chance explains, or fewer are moved.
    #[must_use]
    pub fn is_worse(&self) -> bool {
        self.after.figure("not_moved") > self.before.figure("not_moved") || self.later_percent() > TOLERANCE
    }
}

/// What stands above the rows.
#[must_use]
pub fn head() -> String {
    format!("{:<12} {:<34} {:>10} {:>10} {:>8}", "instance", "with", "before", "after", "change")
}

/// A comparison as a row of the table.
#[must_use]
pub fn row(compared: &Compared) -> String {
    format!(
        "{:<12} {:<34} {:>10} {:>10} {:>+6.2} %{}",
        compared.before.instance,
        compared.after.instance.strip_prefix(&compared.before.instance).filter(|rest| !rest.is_empty()).map_or_else(
            || format!("{} ({})", compared.more, compared.after.budget),
            |rest| rest.trim_start_matches('+').replace('-', " "),
        ),
        compared.before.clearance(),
        compared.after.clearance(),
        compared.later_percent(),
        if compared.is_worse() { "  WORSE" } else { "" },
    )
}

/// How often more was worse, and by how much at most, for each kind.
#[must_use]
pub fn summary(all: &[Compared]) -> String {
    let mut kinds: BTreeMap<More, Vec<&Compared>> = BTreeMap::new();
    for compared in all {
        kinds.entry(compared.more).or_default().push(compared);
    }
    let mut text = format!("later by more than {TOLERANCE} %\n");
    for (more, compared) in kinds {
        let worse = compared.iter().filter(|one| one.is_worse()).count();
        let most = compared.iter().map(|one| one.later_percent()).fold(f64::NEG_INFINITY, f64::max);
        let _ = writeln!(text, "  {:<17} {worse} of {}, at most {most:+.2} %", more.to_string(), compared.len());
    }
    text
}

/// The comparisons as CSV.
#[must_use]
pub fn csv(all: &[Compared]) -> String {
    let mut text = String::from("instance,more,with,limit,before_s,after_s,bound_before_s,bound_after_s,worse\n");
    for compared in all {
        let _ = writeln!(
            text,
            "{},{},{},{},{},{},{},{},{}",
            compared.before.instance,
            compared.more,
            compared.after.instance,
            compared.after.budget.to_string().replace(' ', ""),
            compared.before.clearance(),
            compared.after.clearance(),
            compared.before.bound(),
            compared.after.bound(),
            compared.is_worse(),
        );
    }
    text
}
