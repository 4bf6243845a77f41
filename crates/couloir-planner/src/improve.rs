//! Local search: changes a plan, puts whoever lost their trip back where it costs least, keeps what is better and now
//! and then what is worse.
//!
//! Changes are of four kinds: runs of trips change places between vehicles (`exchange`), trips change shelters
//! (`rehouse`), some people of a trip are to travel otherwise (`trim`), some trips are taken out (`ruin`).
//!
//! Ruin and recreate under simulated annealing (Schrimpf et al., "Record breaking optimization results using the ruin
//! and recreate principle", J. Comput. Phys. 159, 2000; Christiaens and Vanden Berghe, "Slack induction by string
//! removals", Transp. Sci. 54, 2020), with one change for a clearance time: what is annealed is the squared overtime of
//! all vehicles beyond a target below the best clearance, which has a slope everywhere, where the clearance itself is
//! a plateau with a few steps.

pub(crate) mod again;
mod exchange;
pub(crate) mod keep;
mod recreate;
mod ruin;

use crate::bound::Bound;
use crate::bound::goal::Goal;
use crate::construct::Worth;
use crate::evaluate::form::{Policy, form};
use crate::evaluate::plain::{self, Score};
use crate::evaluate::timetable::{Aim, Timetable};
use crate::near::Near;
use crate::problem::Problem;
use crate::routes::Schedule;
use crate::seed::Stream;
use crate::{Config, Progress, Solution, Watch};

/// Iterations of a worker between two looks at the watch.
const LOOK_EVERY: u64 = 200;

/// Looks between two meetings of the workers.
const MEET_EVERY: u64 = 10;

/// Everybody is let come as early as they can when there have been so many times fewer iterations than there are trips:
/// playing a plan takes about as long as a thirtieth of a move for each of its trips.
const COMPACT_EVERY: u64 = 4;

/// Meetings between two occasions on which those who are behind go on from the best.
const ADOPT_EVERY: u64 = 20;

/// Improves routes until the goal is reached, the budget is spent or the watch says stop.
pub(crate) fn run<'a>(
    terrain: &'a Terrain<'a>,
    first: Timetable<'a>,
    bound: Bound,
    goal: &Goal,
    config: &Config,
    watch: &dyn Watch,
) -> Solution {
    let workers = u64::from(config.workers.max(1));
    let mut searches: Vec<Worker> =
        (0..workers).map(|worker| Worker::new(terrain, &first, Stream::new(config.seed, worker))).collect();
    let quota = config.iterations.map(|iterations| iterations.div_ceil(workers));
    let mut rounds = 0u64;
    let beginning = first.schedule();
    let mut best = (first.score(), beginning.clone());
    let trips: usize = beginning.routes.0.iter().map(Vec::len).sum();
    let several = trips <= STARTS_TRIPS_MAX;
    let mut last_start = if several { 0 } else { STARTS };
    loop {
        if goal.is_reached(&best.0) {
            break;
        }
        let stage = stage(quota, searches[0].iterations, watch);
        let Some(stage) = stage else { break };
        let (start, stage) = if several { phase(stage) } else { (STARTS, stage) };
        if start != last_start {
            last_start = start;
            for search in &mut searches {
                search.adopt(if start < STARTS { &beginning } else { &best.1 });
            }
        }
        std::thread::scope(|scope| {
            for search in &mut searches {
                scope.spawn(move || {
                    for _ in 0..MEET_EVERY {
                        let left =
                            quota.map_or(LOOK_EVERY, |quota| quota.saturating_sub(search.iterations).min(LOOK_EVERY));
                        if left == 0 || watch.should_stop() {
                            break;
                        }
                        search.search(left, stage);
                    }
                });
            }
        });
        let (winner, _) =
            searches.iter().enumerate().min_by_key(|(index, search)| (search.score, *index)).expect("a worker");
        let iterations = searches.iter().map(|search| search.iterations).sum();
        if searches[winner].score < best.0 {
            best = (searches[winner].score, searches[winner].best.clone());
            watch.improved(&Progress { iterations, score: best.0 });
        }
        rounds += 1;
        if start == STARTS && rounds.is_multiple_of(ADOPT_EVERY) {
            for search in &mut searches {
                if best.0 < search.score {
                    search.adopt(&best.1);
                }
            }
        }
    }
    let iterations = searches.iter().map(|search| search.iterations).sum();
    let trips_timed = searches.iter().map(|search| search.timetable.trips_timed).sum();
    Solution { schedule: best.1, score: best.0, iterations, trips_timed, bound }
}

/// Searches from the beginning before the last one, which goes on from the best of them.
const STARTS: usize = 3;

/// The part of the budget that each of these takes.
const STARTS_PART: f64 = 0.15;

/// The most trips of a plan for which it pays to begin several times.
const STARTS_TRIPS_MAX: usize = 200;

/// Which start it is, and how far its own cooling is.
fn phase(stage: f64) -> (usize, f64) {
    let start = (stage / STARTS_PART) as usize;
    if start < STARTS {
        return (start, (stage - start as f64 * STARTS_PART) / STARTS_PART);
    }
    let before = STARTS as f64 * STARTS_PART;
    (STARTS, ((stage - before) / (1.0 - before)).min(1.0))
}

/// How far the cooling is, from 0 to 1; `None` when it is time to stop.
fn stage(quota: Option<u64>, iterations: u64, watch: &dyn Watch) -> Option<f64> {
    if watch.should_stop() || quota.is_some_and(|quota| iterations >= quota) {
        return None;
    }
    let by_count = quota.map(|quota| iterations as f64 / quota as f64);
    let by_time = watch.elapsed_permille().map(|permille| f64::from(permille.min(1000)) / 1000.0);
    Some(by_count.or(by_time).unwrap_or(0.5))
}

/// What all workers share.
pub(crate) struct Terrain<'a> {
    pub(crate) problem: &'a Problem,
    pub(crate) near: &'a Near,
    pub(crate) worth: &'a Worth,
    /// For how long a new convoy waits for others, by regulated passage.
    pub(crate) holds: Vec<u32>,
    /// See [`Problem::examines_both_ways`].
    pub(crate) examines_both_ways: bool,
}

/// One search with its own random stream.
pub(crate) struct Worker<'a> {
    terrain: &'a Terrain<'a>,
    timetable: Timetable<'a>,
    stream: Stream,
    /// The plan to stay near, if there is one.
    pub(crate) keep: Option<keep::Keep<'a>>,
    /// The best so far.
    pub(crate) best: Schedule,
    pub(crate) score: Score,
    pub(crate) iterations: u64,
    since_compact: u64,
    /// Whether no convoy may lack more vehicles than before.
    strict: bool,
    /// Memory of the operators.
    taken: Vec<(u32, u32)>,
    short: Vec<u32>,
}

/// How far the target lies below the best clearance, in thousandths, when the search is hot and when it is cold.
const MARGIN_HOT: f64 = 100.0;
const MARGIN_COLD: f64 = 10.0;

/// The temperature, hot and cold, in units of what one permille of the clearance more costs on one vehicle; of what a second
/// costs, where a permille is less.
const HEAT_HOT: f64 = 3.0;
const HEAT_COLD: f64 = 0.03;

/// What a vehicle that a convoy lacks costs, in the same units: at first a convoy may be too small for a while.
const LACK_HOT: f64 = 6.0;
const LACK_COLD: f64 = 3.0;

/// From this stage of cooling on no convoy may become smaller than its rule asks.
const STRICT_FROM: f64 = 0.4;

impl<'a> Worker<'a> {
    pub(crate) fn new(terrain: &'a Terrain<'a>, first: &Timetable<'a>, stream: Stream) -> Worker<'a> {
        let mut worker = Worker::near(terrain, first, stream);
        worker.compact();
        worker
    }

    /// A search that takes the routes as they are: who comes earlier than was said has to be told of it.
    pub(crate) fn near(terrain: &'a Terrain<'a>, first: &Timetable<'a>, stream: Stream) -> Worker<'a> {
        Worker {
            terrain,
            timetable: first.clone(),
            stream,
            keep: None,
            best: first.schedule(),
            score: first.score(),
            iterations: 0,
            since_compact: 0,
            strict: false,
            taken: Vec::new(),
            short: Vec::new(),
        }
    }

    /// Goes on from another schedule, which counts as its best from then on.
    pub(crate) fn adopt(&mut self, schedule: &Schedule) {
        let Some(mut timetable) = Timetable::of(self.terrain.problem, schedule) else { return };
        timetable.trips_timed += self.timetable.trips_timed;
        timetable.promises = self.timetable.promises;
        self.timetable = timetable;
        self.recount();
        self.note_changes();
        self.score = self.timetable.score();
        self.best.clone_from(schedule);
    }

    /// Lets everybody come as early as they can, if that is no worse.
    fn compact(&mut self) {
        if let Some(replayed) = self.timetable.replayed() {
            self.take_if_no_worse(replayed);
        }
        if self.terrain.problem.gates.is_empty() {
            return;
        }
        let gates = &self.terrain.problem.gates;
        let policies: Vec<Policy> = gates.iter().map(|gate| Policy::draw(gate, &mut self.stream)).collect();
        let (schedule, played) = form(self.terrain.problem, self.timetable.routes(), &policies);
        if let Some(formed) = self.timetable.instead(&schedule, &played) {
            self.take_if_no_worse(formed);
        }
    }

    fn take_if_no_worse(&mut self, other: Timetable<'a>) {
        let changes = self.cost_of_changes(&other) - self.cost_of_changes(&self.timetable);
        let (now, then) = (self.timetable.sums.hard(), other.sums.hard());
        let fewer = self.strict && then <= now && other.lineups.lacks < self.timetable.lineups.lacks;
        if fewer || then <= now && other.cost() + changes <= self.timetable.cost() {
            self.timetable = other;
            self.recount();
            self.note_best();
        }
    }

    /// For how long new convoys wait for others during the next change.
    fn draw_holds(&mut self) {
        for (gate, hold) in self.terrain.holds.iter().enumerate() {
            self.timetable.lineups.hold[gate] = hold / 4 * [0, 1, 2, 4, 8][self.stream.below(5)];
        }
    }

    /// Searches for a number of iterations at a stage of cooling between 0 (hot) and 1 (cold).
    pub(crate) fn search(&mut self, iterations: u64, stage: f64) {
        let between = |hot: f64, cold: f64| hot * libm::pow(cold / hot, stage);
        let clearance = f64::from(self.score.clearance);
        // Where a second is a long time, nothing finer than a second is asked for.
        let margin = (between(MARGIN_HOT, MARGIN_COLD) / 1000.0 * clearance).max(1.0);
        self.price_changes(margin);
        let permille = 2.0 * margin * (clearance / 1000.0).max(1.0);
        self.strict = stage > STRICT_FROM;
        let lack = between(LACK_HOT, LACK_COLD) * permille;
        self.timetable.set_aim(Aim { target: (clearance - margin).max(0.0) as u32, lack });
        let heat = between(HEAT_HOT, HEAT_COLD) * permille;
        // Looking for the latest vehicle takes as long as there are vehicles: do it as often as it pays.
        let look_every = (self.terrain.problem.vehicles.len() as u64 / 2).max(1);
        for iteration in 0..iterations {
            self.iterations += 1;
            let accepted = self.step(heat);
            if accepted && iteration % look_every == 0 {
                self.note_best();
            }
        }
        self.note_best();
        self.since_compact += iterations;
        if self.since_compact * COMPACT_EVERY
            >= self.timetable.routes.iter().map(|route| route.trips.len() as u64).sum()
        {
            self.since_compact = 0;
            self.compact();
        }
    }

    /// One move; true when it was kept.
    fn step(&mut self, heat: f64) -> bool {
        let before = self.timetable.sums;
        let bar = self.timetable.cost() - heat * libm::log(self.stream.unit());
        let lacked = self.timetable.lineups.lacks;
        self.draw_holds();
        self.draw_keeping();
        self.change();
        self.recreate();
        let after = self.timetable.sums;
        let changes = self.cost_of_last_changes();
        // Nobody is brought out by making somebody else late: a plan has no excess.
        // Near the end a convoy that is large enough is worth any delay.
        let lacks = |lacks: i64| if self.strict { lacks } else { 0 };
        let hard = (after.hard(), lacks(self.timetable.lineups.lacks)).cmp(&(before.hard(), lacks(lacked)));
        let keep = hard.is_lt() || hard.is_eq() && self.timetable.cost() + changes <= bar;
        if keep {
            self.recount_last();
            self.timetable.commit();
            #[cfg(debug_assertions)]
            self.timetable.check();
        } else {
            self.timetable.rollback();
        }
        keep
    }

    /// Changes something; whoever then has no trip waits at a site listed in `short`.
    fn change(&mut self) {
        self.taken.clear();
        self.short.clear();
        if self.timetable.lineups.lacks > 0 && self.stream.below(2) == 0 {
            self.reinforce();
            return self.list_waiting();
        }
        match self.stream.below(100) {
            0..40 => self.exchange(),
            40..55 => self.rehouse(),
            55..67 => self.trim(),
            67..77 => self.shift(),
            _ => self.ruin(),
        }
        self.list_waiting();
    }

    /// Puts everybody who waits on a trip, as far as there are any, at the prices of an aim.
    pub(crate) fn fill(&mut self, aim: Aim) {
        self.timetable.set_aim(aim);
        self.taken.clear();
        self.short.clear();
        self.list_waiting();
        self.timetable.keeps = self.keep.is_some();
        self.recreate();
        self.timetable.commit();
    }

    /// The routes as they are, with their moments.
    pub(crate) fn into_timetable(self) -> Timetable<'a> {
        self.timetable
    }

    /// Adds the sites where somebody waits to `short`.
    fn list_waiting(&mut self) {
        if self.timetable.sums.waiting > 0 {
            for site in 0..self.timetable.waiting.len() {
                if self.timetable.waiting[site].iter().any(|&people| people > 0) {
                    self.waits_again(site as u32);
                }
            }
        }
    }

    fn note_best(&mut self) {
        let mut score = self.timetable.score();
        if !self.is_better(&score) {
            return;
        }
        let schedule = self.timetable.schedule();
        if self.terrain.examines_both_ways {
            let visits = plain::play(self.terrain.problem, &schedule);
            score = plain::score(self.terrain.problem, &schedule, &visits);
        }
        if self.is_better(&score) {
            self.score = score;
            self.note_changes();
            self.best = schedule;
        }
    }
}
