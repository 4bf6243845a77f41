//! What planning again costs against knowing everything: a rolling horizon with uncertain demand.
//!
//! A copy, generated from a seed, of the published setting (instances of replanning under uncertain demand, 267 runs: realised
//! time over that with perfect information 1.108 with a rolling horizon, 1.167 re-solved from anew): a demand of two to four
//! times what the fleet holds at once, whose true count at each site deviates from the expected one by a relative standard
//! deviation of 0.2 to 0.6; every 15 to 60 minutes the counts of some more sites become known, and the plan is made again.

use crate::again::{Asked, again, choice};
use couloir_model::clock::Moment;
use couloir_model::diff;
use couloir_model::format::bench::{Instance, read_instance, write_instance};
use couloir_model::interval::Interval;
use couloir_model::load::Load;
use couloir_model::plan::Plan;
use couloir_model::quantity::{People, Seconds};
use couloir_model::scenario::Scenario;
use couloir_model::situation::Situation;
use couloir_model::travel::TravelTimes;
use couloir_planner::{Config, Progress, Watch};

/// One setting.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// People over places in the fleet, in tenths.
    pub ratio_tenths: u64,
    /// The relative standard deviation of a site's true count, in tenths.
    pub deviation_tenths: u64,
    /// Seconds between two updates.
    pub update: Seconds,
    /// The seed of the true counts and of what becomes known when.
    pub seed: u64,
}

/// How one run went.
#[derive(Debug, Clone, Copy)]
pub struct Outcome {
    /// The clearance of the plan made with the true counts from the start on.
    pub perfect: Moment,
    /// The clearance that came about.
    pub realised: Moment,
    /// Movements that were changed after they had been planned, over all updates.
    pub changed: usize,
    /// Movements that were carried out.
    pub movements: usize,
    /// Updates at which a plan was made again.
    pub updates: usize,
    /// Rules that the judge found broken.
    pub violations: usize,
}

impl Outcome {
    /// Realised over perfect.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        self.realised.0 as f64 / self.perfect.0.max(1) as f64
    }
}

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
struct Random(u64);

impl Random {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A normal deviate: the sum of twelve, less six.
    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}

/// Searches to the end of its iterations.
struct Patience;

impl Watch for Patience {
    fn improved(&self, _: &Progress) {}

    fn should_stop(&self) -> bool {
        false
    }
}

/// The whole of one run on the sites, shelters and fleet of `instance`, whose demand is scaled to the setting.
///
/// # Panics
///
/// When `instance` is not a sound one, or a plan and the situation made of it do not agree: then this module is wrong.
#[must_use]
pub fn run(instance: &Instance, setting: &Setting, iterations: u64) -> Outcome {
    let (scenario, travel) = read_instance(&write_instance(instance)).expect("a generated instance can be read");
    let mut random =
        Random(setting.seed.wrapping_mul(0xA24B_AED4_963E_E407) ^ setting.ratio_tenths ^ setting.deviation_tenths << 8);
    let expected = expected(&scenario, setting);
    let truth: Vec<Load> = expected.iter().map(|load| true_count(load, setting, &mut random)).collect();
    let config = Config { seed: setting.seed, iterations: Some(iterations), workers: 1 };
    let plan_for = |counts: &[Load]| {
        let scenario = with_counts(&scenario, counts);
        couloir_planner::plan(&scenario, &travel, &config, &Patience).plan
    };
    let perfect = plan_for(&truth).clearance;
    let believed = with_counts(&scenario, &expected);
    let first = couloir_planner::plan(&believed, &travel, &config, &Patience).plan;
    // A site's true count becomes known some time in the first half of the plan: all by then.
    let known_at: Vec<Moment> =
        truth.iter().map(|_| Moment((random.unit() * first.clearance.0 as f64 / 2.0) as u64)).collect();
    roll(
        &Run { scenario: &believed, travel: &travel, truth: &truth, known_at: &known_at, perfect },
        first,
        setting,
        &config,
    )
}

struct Run<'a> {
    scenario: &'a Scenario,
    travel: &'a TravelTimes,
    truth: &'a [Load],
    known_at: &'a [Moment],
    perfect: Moment,
}

fn roll(run: &Run, first: Plan, setting: &Setting, config: &Config) -> Outcome {
    let mut plan = first;
    let mut outcome =
        Outcome { perfect: run.perfect, realised: Moment::START, changed: 0, movements: 0, updates: 0, violations: 0 };
    let mut known = vec![false; run.truth.len()];
    let mut now = Moment::START;
    while known.iter().any(|known| !known) {
        now += setting.update;
        let mut situation = Situation::as_planned(run.scenario, &plan, now, Seconds(0));
        for (site, known) in known.iter_mut().enumerate() {
            if !*known && run.known_at[site] <= now {
                *known = true;
                correct(&mut situation, &plan, run, site);
            }
        }
        let asked = Asked {
            scenario: run.scenario,
            travel: run.travel,
            adopted: &plan,
            situation: &situation,
            notice: Seconds(3600),
            tolerance: diff::TOLERANCE,
            worths: &[Seconds(0)],
        };
        let found = again(&asked, config, &Patience).expect("the situation is that of the plan");
        outcome.violations += found.iter().map(|one| one.verdict.violations.len()).sum::<usize>();
        let chosen = choice(&found, Seconds(0)).expect("there is a plan");
        outcome.changed += found[chosen].changes.len();
        outcome.updates += 1;
        plan = found[chosen].plan.clone();
    }
    outcome.realised = plan.clearance;
    outcome.movements = plan.trips().count();
    outcome
}

/// What a situation knows of a site once its true count is known: those who have not boarded by then still wait.
fn correct(situation: &mut Situation, plan: &Plan, run: &Run, site: usize) {
    for (need, waiting) in situation.remaining[site].iter_mut().enumerate() {
        let planned = plan.planned[site].counts()[need];
        let boarded = planned.saturating_sub(waiting.best());
        *waiting = Interval::exactly(run.truth[site].counts()[need].saturating_sub(boarded));
    }
}

/// The counts of the instance, scaled so that all people are so many times the places of the fleet.
fn expected(scenario: &Scenario, setting: &Setting) -> Vec<Load> {
    let places: u64 = scenario
        .vehicle_ids()
        .map(|vehicle| u64::from(scenario.class_of(vehicle).configurations[0].capacity.total().0))
        .sum();
    let people: u64 = scenario.site_ids().map(|site| u64::from(scenario.planned(site).total().0)).sum();
    let scaled = |count: &People| {
        let scaled = u64::from(count.0) * places * setting.ratio_tenths / (people.max(1) * 10);
        People(u32::try_from(scaled).unwrap_or(u32::MAX))
    };
    scenario.site_ids().map(|site| Load::of(scenario.planned(site).counts().iter().map(scaled).collect())).collect()
}

/// A true count: normal around the expected one, never below a tenth or above two and a half times of it.
fn true_count(expected: &Load, setting: &Setting, random: &mut Random) -> Load {
    let factor = (1.0 + random.normal() * setting.deviation_tenths as f64 / 10.0).clamp(0.1, 2.5);
    Load::of(expected.counts().iter().map(|count| People((f64::from(count.0) * factor).round() as u32)).collect())
}

/// The scenario with these people, and with room for them whatever they turn out to be.
fn with_counts(scenario: &Scenario, counts: &[Load]) -> Scenario {
    let mut parts = scenario.clone().into_parts();
    for (site, load) in parts.sites.iter_mut().zip(counts) {
        site.waiting.truncate(1);
        site.waiting[0].people = load.counts().iter().map(|count| Interval::exactly(*count)).collect();
    }
    let people: u32 = counts.iter().map(|load| load.total().0).sum();
    for shelter in &mut parts.shelters {
        // Every shelter has room for a third of all: what is measured is the demand, not a lack of room.
        shelter.capacity = shelter.capacity.max(People(people / 3 + 1));
    }
    Scenario::new(parts).expect("other counts make no other names")
}
