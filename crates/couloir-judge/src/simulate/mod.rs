//! A plan carried out many times while things go wrong: how late, how likely, and why.
//!
//! Discrete events over the whole operation: queues at berths, opening hours, reception rates, passages, convoys and closures, by the rules
//! of [`crate::timetable()`]; and on top of them what [`Disturbance`] says may go wrong, under a stated [`Policy`]. Without disturbance
//! a run is that timetable to the second.
//!
//! Read in this order: [`disturbance`] (what may go wrong), `course` (the plan, flattened), `run` (the inner loop), `road` (legs, passages,
//! convoys, breakdowns), `people` (who is there), `dispatch` (the rule of those who have no order), `critical` (why), [`spread`] (what
//! many runs say).
//!
//! **Invariant:** a run is a function of the plan, the disturbance, the policy, the seed and its number: how runs are shared out among
//! threads changes nothing. **Invariant:** no output says that a place is empty: what is counted are simulated people.

pub mod disturbance;

pub mod spread;

mod course;
mod critical;
mod dispatch;
mod event_queue;
mod people;
mod random;
mod road;
mod run;

use crate::verdict::{Amount, Rule, Spot, Violation};
use couloir_model::clock::Moment;
use couloir_model::plan::Plan;
use couloir_model::quantity::PersonSeconds;
use couloir_model::scenario::Scenario;
use couloir_model::travel::TravelTimes;
use course::Course;
use disturbance::Tables;
use run::{Play, Stage};
use std::ops::Range;

pub use disturbance::{Disturbance, OutOfRange, PeopleFrom};
pub use spread::{Band, Quantile, Share, Spread};

/// What is done when things do not go as planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// Nobody decides anything: every vehicle drives its own trips, and is served where its turn comes in the planned order. People
    /// beyond the plan board where there are free seats; whoever finds none is left, and so are those whose vehicle is lost.
    Fixed,
    /// Vehicles are served as they come; those without an order help those that are behind and fetch whoever is left. The rule is in
    /// `docs/simulation.md`, section *Dispatch*.
    Dispatch,
}

/// Why a run takes longer than planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(usize)]
pub enum Reason {
    /// A vehicle left its depot late.
    LateStart,
    /// Legs took longer.
    Travel,
    /// Loading and unloading took longer, with the same people or with more.
    Loading,
    /// A vehicle broke down, or fetched those whose vehicle was lost.
    Breakdown,
    /// A passage was shut without notice.
    Shut,
    /// People beyond the plan were fetched.
    MorePeople,
    /// Vehicles stood in queues, or came in another order, or missed an opening window.
    Queue,
}

impl Reason {
    /// How many there are.
    pub const COUNT: usize = 7;

    /// All of them, in order.
    pub const ALL: [Self; Self::COUNT] =
        [Self::LateStart, Self::Travel, Self::Loading, Self::Breakdown, Self::Shut, Self::MorePeople, Self::Queue];

    /// Its name in tables for other programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::LateStart => "late_start",
            Self::Travel => "travel",
            Self::Loading => "loading",
            Self::Breakdown => "breakdown",
            Self::Shut => "passage_shut",
            Self::MorePeople => "more_people",
            Self::Queue => "queue",
        }
    }
}

/// The moments at which people out are counted: every `seconds`, so many times.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Grid {
    /// From one to the next.
    pub seconds: u64,
    /// How many.
    pub points: usize,
}

impl Grid {
    /// The first point at which what happens at `moment` has happened.
    fn bin(self, moment: u64) -> usize {
        if self.seconds == 0 { 0 } else { usize::try_from(moment.div_ceil(self.seconds)).unwrap_or(usize::MAX) }
    }
}

/// How one run went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// When the last person had been unloaded, if everybody was brought out whom the plan does not leave anyway.
    pub clearance: Option<Moment>,
    /// When the last person of those brought out had been unloaded.
    pub last_out: Moment,
    /// People who were really there.
    pub came: u64,
    /// People brought out.
    pub out: u64,
    /// Of them by the deadline.
    pub out_in_time: u64,
    /// People whom this run leaves beyond those whom the plan leaves.
    pub missed: u64,
    /// The sum over people of the moment at which they were unloaded.
    pub person_seconds: PersonSeconds,
    /// Vehicles lost.
    pub lost: u32,
    /// Seconds against the plan by [`Reason`], on the chain that ends with the last person.
    pub blame: [i64; Reason::COUNT],
}

/// Some runs, played one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// How each went.
    pub outcomes: Vec<Outcome>,
    /// Events taken from the calendar.
    pub events: u64,
    /// Moments of vehicles: setting off, reaching, entering and leaving a passage, arriving, starting, ending.
    pub movements: u64,
    curves: Vec<u32>,
    tally: Tally,
}

/// What is critical how often.
#[derive(Debug, Clone, Default)]
struct Tally {
    vehicles: Vec<u64>,
    places: Vec<u64>,
    passages: Vec<u64>,
    last_vehicle: Vec<u64>,
    last_place: Vec<u64>,
    /// Runs in which somebody is left, by site.
    left_at: Vec<u64>,
    /// The run in which each was counted last, so that it counts once a run: counted from 1.
    seen: [Vec<u64>; 3],
}

impl PartialEq for Tally {
    fn eq(&self, other: &Self) -> bool {
        let counts = |tally: &Self| {
            [&tally.vehicles, &tally.places, &tally.passages, &tally.last_vehicle, &tally.last_place, &tally.left_at]
                .map(Clone::clone)
        };
        counts(self) == counts(other)
    }
}

impl Eq for Tally {}

impl Tally {
    fn of(course: &Course<'_>) -> Self {
        let (vehicles, places, passages) = (course.vehicles.len(), course.places.len(), course.passages.len());
        Self {
            vehicles: vec![0; vehicles],
            places: vec![0; places],
            passages: vec![0; passages],
            last_vehicle: vec![0; vehicles],
            last_place: vec![0; places],
            left_at: vec![0; course.sites],
            seen: [vec![0; vehicles], vec![0; places], vec![0; passages]],
        }
    }

    fn vehicle(&mut self, index: usize, run: u64) {
        once(&mut self.vehicles[index], &mut self.seen[0][index], run);
    }

    fn place(&mut self, index: usize, run: u64) {
        once(&mut self.places[index], &mut self.seen[1][index], run);
    }

    fn passage(&mut self, index: usize, run: u64) {
        once(&mut self.passages[index], &mut self.seen[2][index], run);
    }

    fn add(&mut self, other: &Self) {
        let pairs = [
            (&mut self.vehicles, &other.vehicles),
            (&mut self.places, &other.places),
            (&mut self.passages, &other.passages),
            (&mut self.last_vehicle, &other.last_vehicle),
            (&mut self.last_place, &other.last_place),
            (&mut self.left_at, &other.left_at),
        ];
        for (mine, theirs) in pairs {
            mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += theirs);
        }
    }
}

/// Counts `run` once.
const fn once(count: &mut u64, seen: &mut u64, run: u64) {
    if *seen != run + 1 {
        (*seen, *count) = (run + 1, *count + 1);
    }
}

/// A plan made ready to be carried out many times.
pub struct Simulation<'a> {
    course: Course<'a>,
    disturbance: Disturbance,
    tables: Tables,
    policy: Policy,
    planned_ends: Vec<u64>,
    planned: Outcome,
    grid: Grid,
}

/// Points of the curve of people out.
const POINTS: usize = 240;

/// Runs that tell how long the curve must be.
const PILOT: u64 = 200;

impl<'a> Simulation<'a> {
    /// Makes `plan` ready to be carried out under `disturbance`.
    ///
    /// Of the moments that the plan holds only each `not_before` is used: the undisturbed run gives the others, and they are those of the
    /// plan when it is valid.
    ///
    /// # Errors
    ///
    /// What keeps the plan from being carried out at all, as [`crate::timetable()`] says it.
    pub fn of(
        scenario: &'a Scenario,
        travel: &'a TravelTimes,
        plan: &Plan,
        disturbance: Disturbance,
        policy: Policy,
    ) -> Result<Self, Vec<Violation>> {
        let plan = crate::timetable(scenario, travel, Plan::clone(plan).into_parts())?;
        let members: usize = plan.convoys.iter().map(|convoy| convoy.vehicles.len()).sum();
        if scenario.vehicles.len() + members > event_queue::INDEX_MAX {
            let message = format!("too many vehicles to be simulated, at most {}", event_queue::INDEX_MAX);
            let by = Amount::Vehicles((scenario.vehicles.len() + members - event_queue::INDEX_MAX) as u64);
            return Err(vec![Violation { rule: Rule::Vehicle, spot: Spot::default(), by, message }]);
        }
        let mut course = Course::of(scenario, travel, &plan);
        let none = Disturbance::none();
        let tables = Tables::of(&none);
        let stage = Stage {
            course: &course,
            disturbance: &none,
            tables: &tables,
            policy: Policy::Fixed,
            planned_ends: &[],
            grid: Grid::default(),
            deadline: scenario.deadline.map(|deadline| deadline.0),
        };
        let mut play = Play::new(&stage);
        play.play(0, 0);
        let planned = outcome(&play, [0; Reason::COUNT]);
        let joined: Vec<Moment> = play.joined.iter().map(|joined| Moment(*joined)).collect();
        let (vehicle_of, planned_ends) = (play.vehicle_of.clone(), play.ends.clone());
        course.set_order(&joined, &vehicle_of);
        let tables = Tables::of(&disturbance);
        Ok(Self { course, disturbance, tables, policy, planned_ends, planned, grid: Grid::default() })
    }

    /// The same with room for the curve of people out in `runs` runs under `seed`: as long as the longest of the first of them.
    #[must_use]
    pub fn with_curve(mut self, seed: u64, runs: u64) -> Self {
        let pilot = self.runs(seed, 0..runs.min(PILOT));
        let last = pilot.outcomes.iter().map(|outcome| outcome.last_out).chain([self.planned.last_out]).max();
        let until = last.map_or(1, |last| last.0).max(1);
        // Whole minutes, so that the points can be read.
        let minutes = (until.div_ceil(60)).div_ceil(POINTS as u64).max(1);
        let seconds = 60 * minutes;
        let points = usize::try_from(until.div_ceil(seconds)).unwrap_or(POINTS) + 1;
        self.grid = Grid { seconds, points: points.min(2 * POINTS) };
        self
    }

    /// The undisturbed run.
    #[must_use]
    pub const fn planned(&self) -> &Outcome {
        &self.planned
    }

    /// The moments at which people out are counted.
    #[must_use]
    pub const fn grid(&self) -> Grid {
        self.grid
    }

    /// The operation.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        self.course.scenario
    }

    /// What may go wrong.
    #[must_use]
    pub const fn disturbance(&self) -> &Disturbance {
        &self.disturbance
    }

    /// What is done then.
    #[must_use]
    pub const fn policy(&self) -> Policy {
        self.policy
    }

    /// Plays the runs of that range under `seed`, one after the other.
    #[must_use]
    pub fn runs(&self, seed: u64, runs: Range<u64>) -> Batch {
        let stage = self.stage();
        let mut play = Play::new(&stage);
        let mut batch = Batch {
            outcomes: Vec::with_capacity(usize::try_from(runs.end.saturating_sub(runs.start)).unwrap_or(0)),
            events: 0,
            movements: 0,
            curves: Vec::new(),
            tally: Tally::of(&self.course),
        };
        for run in runs {
            play.play(seed, run);
            batch.events += play.calendar_events;
            batch.movements += play.movements;
            let mut blame = play.blame(&mut batch.tally, run).seconds;
            // What the chain does not explain is order: queues, windows, another vehicle at the end.
            let delay = play.last_out.cast_signed() - self.planned.last_out.0.cast_signed();
            blame[Reason::Queue as usize] = delay - blame.iter().sum::<i64>();
            batch.outcomes.push(outcome(&play, blame));
            for (site, runs) in batch.tally.left_at.iter_mut().enumerate() {
                *runs += u64::from(play.crowd.missed_at(&self.course, site) > 0);
            }
            let mut out = 0;
            batch.curves.extend(play.curve.iter().map(|people| {
                out += people;
                out
            }));
        }
        batch
    }

    /// When each visit of the plan joined its queue and ended in run `run` under `seed`, in the order of the plan; nothing for a visit
    /// that did not take place.
    #[must_use]
    pub fn visits(&self, seed: u64, run: u64) -> Vec<Option<(Moment, Moment)>> {
        let stage = self.stage();
        let mut play = Play::new(&stage);
        play.play(seed, run);
        let took_place = |step: usize| play.joined[step] != u64::MAX && play.vehicle_of[step] != course::NONE;
        let moments = |step: usize| (Moment(play.joined[step]), Moment(play.ends[step]));
        (0..self.course.steps.len()).map(|step| took_place(step).then(|| moments(step))).collect()
    }

    /// People out at each point of the curve in an undisturbed run.
    fn planned_curve(&self) -> Vec<u32> {
        let (none, stage) = (Disturbance::none(), self.stage());
        let tables = Tables::of(&none);
        let stage = Stage { disturbance: &none, tables: &tables, ..stage };
        let mut play = Play::new(&stage);
        play.play(0, 0);
        let mut out = 0;
        let counted = play.curve.iter().map(|people| {
            out += people;
            out
        });
        counted.collect()
    }

    fn stage(&self) -> Stage<'_> {
        Stage {
            course: &self.course,
            disturbance: &self.disturbance,
            tables: &self.tables,
            policy: self.policy,
            planned_ends: &self.planned_ends,
            grid: self.grid,
            deadline: self.course.scenario.deadline.map(|deadline| deadline.0),
        }
    }
}

fn outcome(play: &Play<'_>, blame: [i64; Reason::COUNT]) -> Outcome {
    // Who sits in a vehicle that can go no further has not been brought out either.
    let missed = play.crowd.missed(play.stage.course) + play.on_board.iter().sum::<u64>();
    let last_out = Moment(play.last_out);
    Outcome {
        clearance: (missed == 0).then_some(last_out),
        last_out,
        came: play.crowd.came,
        out: play.out,
        out_in_time: play.out_in_time,
        missed,
        person_seconds: PersonSeconds(play.person_seconds),
        lost: play.lost,
        blame,
    }
}
