//! What many runs say together: quantiles, bands, chances, reasons. Rounded outwards: later, fewer, less likely.

use super::{Batch, Grid, Outcome, Reason, Simulation, Tally};
use crate::verdict::Stage;
use couloir_model::clock::Moment;
use couloir_model::id::{PassageId, ShelterId, SiteId, VehicleId};

/// What many runs say.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// The seed.
    pub seed: u64,
    /// The runs.
    pub runs: u64,
    /// The undisturbed run.
    pub planned: Outcome,
    /// When everybody was out.
    pub clearance: Vec<Quantile>,
    /// When the last of those brought out was out, whoever was left.
    pub last_out: Vec<Quantile>,
    /// The share of runs in which everybody was out by the deadline, in thousandths, rounded down; `None` without a deadline.
    pub in_time_permille: Option<u16>,
    /// People who were out by the deadline: 5, 50 and 95 %, rounded down.
    pub out_in_time: Option<[u64; 3]>,
    /// The share of runs in which somebody was left whom the plan does not leave, in thousandths, rounded up.
    pub left_permille: u16,
    /// People left in such a way: 50, 80 and 95 %.
    pub left: [u64; 3],
    /// Sites at which somebody was so left, the most frequent first.
    pub left_at: Vec<Share<SiteId>>,
    /// People who were really there: 5, 50 and 95 %.
    pub came: [u64; 3],
    /// Vehicles lost: mean, in thousandths.
    pub lost_permille: u64,
    /// People out over time.
    pub bands: Vec<Band>,
    /// Why the last person was later than planned, the likeliest main reason first.
    pub reasons: Vec<Share<Reason>>,
    /// Vehicles on the chain that ends with the last person, the most frequent first.
    pub vehicles: Vec<Share<VehicleId>>,
    /// Places at which vehicles of that chain queued.
    pub places: Vec<Share<Stage>>,
    /// Passages before which vehicles of that chain waited.
    pub passages: Vec<Share<PassageId>>,
    /// Places at which the last person got off.
    pub last_places: Vec<Share<Stage>>,
    /// Events taken from the calendar.
    pub events: u64,
    /// Moments of vehicles.
    pub movements: u64,
}

/// A quantile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantile {
    /// Of a hundred runs so many are not later.
    pub percent: u8,
    /// The moment; `None` when fewer than that brought everybody out.
    pub at: Option<Moment>,
    /// Where it may lie, as far as the number of runs tells: 95 % (order statistics, binomial).
    pub between: (Option<Moment>, Option<Moment>),
}

/// People out at a moment: 5, 50 and 95 % of the runs had no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// The moment.
    pub at: Moment,
    /// In all but 5 % of the runs at least so many, rounded down.
    pub low: u64,
    /// The median.
    pub median: u64,
    /// In all but 5 % of the runs at most so many.
    pub high: u64,
    /// As planned.
    pub planned: u64,
}

/// How often something was so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share<T> {
    /// What.
    pub of: T,
    /// In how many thousandths of the runs.
    pub permille: u16,
    /// Mean seconds over all runs, where that means something; 0 elsewhere.
    pub mean_seconds: i64,
}

/// The quantiles that are told.
const PERCENTS: [u8; 6] = [5, 25, 50, 80, 90, 95];

/// How many vehicles and places are told.
const TOLD: usize = 12;

impl Spread {
    /// What `batches`, played by `simulation` under `seed` in the order of their runs, say together; `planned` is the curve of an
    /// undisturbed run.
    ///
    /// # Panics
    ///
    /// When there is no run.
    #[must_use]
    pub fn of(simulation: &Simulation<'_>, seed: u64, batches: &[Batch]) -> Self {
        let outcomes: Vec<&Outcome> = batches.iter().flat_map(|batch| &batch.outcomes).collect();
        assert!(!outcomes.is_empty(), "a spread needs a run");
        let mut tally = Tally::of(&simulation.course);
        batches.iter().for_each(|batch| tally.add(&batch.tally));
        let runs = outcomes.len() as u64;
        let sorted = |of: &dyn Fn(&Outcome) -> u64| {
            let mut values: Vec<u64> = outcomes.iter().map(|outcome| of(outcome)).collect();
            values.sort_unstable();
            values
        };
        let clearance = sorted(&|outcome| outcome.clearance.map_or(u64::MAX, |clearance| clearance.0));
        let last_out = sorted(&|outcome| outcome.last_out.0);
        let deadline = simulation.course.scenario.deadline;
        let in_time = deadline.map(|deadline| clearance.partition_point(|moment| *moment <= deadline.0) as u64);
        let three = |values: &[u64], percents: [u8; 3]| percents.map(|percent| values[rank(values.len(), percent)]);
        let missed = sorted(&|outcome| outcome.missed);
        let left = missed.len() - missed.partition_point(|missed| *missed == 0);
        let lost: u64 = outcomes.iter().map(|outcome| u64::from(outcome.lost)).sum();
        let (sites, permille) = (simulation.course.sites, |count: u64| share(count, runs));
        let stage = |index: usize| {
            if index < sites { Stage::Site(SiteId::at(index)) } else { Stage::Shelter(ShelterId::at(index - sites)) }
        };
        Self {
            seed,
            runs,
            planned: simulation.planned,
            clearance: quantiles(&clearance),
            last_out: quantiles(&last_out),
            in_time_permille: in_time.map(|count| u16::try_from(count * 1000 / runs).unwrap_or(1000)),
            out_in_time: deadline.map(|_| three(&sorted(&|outcome| outcome.out_in_time), [5, 50, 95])),
            left_permille: u16::try_from((left as u64 * 1000).div_ceil(runs)).unwrap_or(1000),
            left: three(&missed, [50, 80, 95]),
            left_at: most(&tally.left_at, SiteId::at, permille),
            came: three(&sorted(&|outcome| outcome.came), [5, 50, 95]),
            lost_permille: lost * 1000 / runs,
            bands: bands(simulation, batches),
            reasons: reasons(&outcomes),
            vehicles: most(&tally.vehicles, VehicleId::at, permille),
            places: most(&tally.places, stage, permille),
            passages: most(&tally.passages, PassageId::at, permille),
            last_places: most(&tally.last_place, stage, permille),
            events: batches.iter().map(|batch| batch.events).sum(),
            movements: batches.iter().map(|batch| batch.movements).sum(),
        }
    }

    /// The quantile of the clearance at `percent`, if that is one that is told.
    #[must_use]
    pub fn clearance_at(&self, percent: u8) -> Option<&Quantile> {
        self.clearance.iter().find(|quantile| quantile.percent == percent)
    }
}

/// The clearance that `percent` of a hundred of these runs do not pass; `None` when fewer brought everybody out.
#[must_use]
pub fn clearance_at(outcomes: &[Outcome], percent: u8) -> Option<Moment> {
    let mut values: Vec<u64> = outcomes.iter().map(|run| run.clearance.map_or(u64::MAX, |moment| moment.0)).collect();
    values.sort_unstable();
    values.get(rank(values.len(), percent)).copied().filter(|moment| *moment != u64::MAX).map(Moment)
}

/// The position of a percentile among so many sorted values: `ceil(n × percent / 100)`, counted from 1.
fn rank(count: usize, percent: u8) -> usize {
    (count * usize::from(percent)).div_ceil(100).clamp(1, count.max(1)) - 1
}

fn quantiles(sorted: &[u64]) -> Vec<Quantile> {
    let moment = |index: usize| sorted.get(index).copied().filter(|moment| *moment != u64::MAX).map(Moment);
    let quantile = |percent: u8| {
        // The number of runs below a quantile is binomial; its normal approximation, widened to whole runs.
        let (count, chance) = (sorted.len() as f64, f64::from(percent) / 100.0);
        let (middle, around) = (count * chance, 1.96 * libm::sqrt(count * chance * (1.0 - chance)));
        let low = libm::floor(middle - around).max(0.0) as usize;
        let high = libm::ceil(middle + around).min(count - 1.0) as usize;
        Quantile { percent, at: moment(rank(sorted.len(), percent)), between: (moment(low), moment(high)) }
    };
    PERCENTS.iter().map(|percent| quantile(*percent)).collect()
}

fn bands(simulation: &Simulation<'_>, batches: &[Batch]) -> Vec<Band> {
    let Grid { seconds, points } = simulation.grid;
    let planned = simulation.planned_curve();
    let mut column = Vec::new();
    let mut bands = Vec::with_capacity(points);
    for (point, planned) in planned.iter().enumerate() {
        column.clear();
        column.extend(batches.iter().flat_map(|batch| batch.curves.iter().skip(point).step_by(points)).copied());
        column.sort_unstable();
        let count = column.len();
        // The 5 % end is the largest that at most 5 % of the runs stay below: rounded down.
        let low = column[(count * 5 / 100).min(count - 1)];
        let [median, high] = [50, 95].map(|percent| u64::from(column[rank(count, percent)]));
        bands.push(Band {
            at: Moment(seconds * point as u64),
            low: low.into(),
            median,
            high,
            planned: u64::from(*planned),
        });
    }
    bands
}

fn reasons(outcomes: &[&Outcome]) -> Vec<Share<Reason>> {
    let runs = outcomes.len() as u64;
    let mut main = [0_u64; Reason::COUNT];
    let mut sums = [0_i64; Reason::COUNT];
    for outcome in outcomes {
        sums.iter_mut().zip(&outcome.blame).for_each(|(sum, seconds)| *sum += seconds);
        let most = Reason::ALL.into_iter().max_by_key(|reason| (outcome.blame[*reason as usize], *reason));
        if let Some(most) = most.filter(|most| outcome.blame[*most as usize] > 0) {
            main[most as usize] += 1;
        }
    }
    let mut found: Vec<Share<Reason>> = Reason::ALL
        .into_iter()
        .map(|reason| Share {
            of: reason,
            permille: share(main[reason as usize], runs),
            mean_seconds: sums[reason as usize] / runs.cast_signed(),
        })
        .collect();
    found.sort_by_key(|share| (std::cmp::Reverse((share.permille, share.mean_seconds)), share.of));
    found
}

/// The rows that were counted, the most frequent first.
fn most<T>(counts: &[u64], of: impl Fn(usize) -> T, permille: impl Fn(u64) -> u16) -> Vec<Share<T>> {
    let mut rows: Vec<(usize, u64)> = counts.iter().copied().enumerate().filter(|(_, count)| *count > 0).collect();
    rows.sort_by_key(|(index, count)| (std::cmp::Reverse(*count), *index));
    let told = rows.into_iter().take(TOLD);
    told.map(|(index, count)| Share { of: of(index), permille: permille(count), mean_seconds: 0 }).collect()
}

/// Thousandths, rounded to the nearest.
fn share(count: u64, runs: u64) -> u16 {
    u16::try_from((count * 1000 + runs / 2) / runs).unwrap_or(1000)
}
