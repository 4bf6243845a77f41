//! Planning again: the best plans near one that people have been told of, for what is left of an operation.
//!
//! What is left is an operation of its own (`couloir_model::continuation`), whose vehicles start where they are, some with
//! people on board. First the old plan is mended: whoever can keep their appointments keeps them to the second, everybody
//! else fits in around them, and people who have lost their trip get another. Then the search goes on from there, for less
//! and less that a change has to gain: one run gives a plan for each, from the nearest to the soonest.

use couloir_model::clock::Moment;
use couloir_model::continuation::{Begun, Continuation};
use couloir_model::id::VehicleId;
use couloir_model::plan::{Making, Parts, Plan};
use couloir_model::quantity::Seconds;
use couloir_model::scenario::Scenario;
use couloir_model::situation::Situation;
use couloir_model::travel::TravelTimes;
use std::collections::{BTreeMap, BTreeSet};

use crate::bound::{self, Bound};
use crate::carry_over::{Ending, Mended, Released, mend};
use crate::compile::{Compiled, compile};
use crate::construct::{self, Worth};
use crate::emit;
use crate::evaluate::play;
use crate::evaluate::timetable::appoint::Said;
use crate::evaluate::timetable::{Aim, Timetable};
use crate::improve::again::{self, Found};
use crate::improve::keep::{ANNOUNCED, Rank, Reference};
use crate::improve::{Terrain, Worker};
use crate::near::Near;
use crate::problem::NEVER;
use crate::seed::Stream;
use crate::transport::Transport;
use crate::{Config, Watch};

/// The plan to stay near, and what of it must stay.
#[derive(Debug, Clone)]
pub struct Start<'a> {
    /// The plan, as one of the operation that is planned for; it may break any of its rules.
    pub plan: &'a Parts,
    /// Vehicles on a trip: the first of their route, which has begun and is ended.
    pub begun: BTreeMap<VehicleId, OnATrip>,
    /// Movements that somebody has been told of, by vehicle and position in its route of `plan`.
    pub announced: BTreeSet<(VehicleId, usize)>,
    /// Up to when a movement that nobody knows of yet would have to be announced in haste.
    pub notice: Moment,
    /// By how much a loading or unloading may move before somebody has to be told.
    pub tolerance: Seconds,
    /// What a change of an announced movement has to gain, in clearance: a plan for each, the largest first.
    pub worths: Vec<Seconds>,
}

/// Where a vehicle stands on the trip that it has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnATrip {
    /// Whether its first stop is over: those who board there are on board already.
    pub aboard: bool,
    /// Where it goes next, as a place of the operation that is planned for.
    pub next: u32,
    /// When it can leave for elsewhere, in seconds.
    pub turned: u32,
}

impl<'a> Start<'a> {
    /// `rest` is what a plan leaves to do that was made for the operation of which `left` is left in `situation`; movements are
    /// announced `notice` before they begin, and stand within `tolerance`.
    #[must_use]
    pub fn of(
        left: &Continuation,
        rest: &'a Parts,
        situation: &Situation,
        (notice, tolerance): (Seconds, Seconds),
        worths: &[Seconds],
    ) -> Self {
        let announced = situation.announced.iter().filter_map(|announced| {
            let trip = announced.trip.checked_sub(situation.vehicles.get(announced.vehicle.index())?.trips_done)?;
            Some((announced.vehicle, trip as usize))
        });
        let on_a_trip = |(vehicle, begun): (usize, &Begun)| {
            let under_way = begun.under_way.as_ref()?;
            // A place that is none is one that it never goes to.
            let next = under_way.next_place(&left.scenario).map_or(u32::MAX, |place| place.0);
            let turned = u32::try_from(begun.turned.0).unwrap_or(NEVER - 1);
            Some((VehicleId::at(vehicle), OnATrip { aboard: under_way.aboard.is_some(), next, turned }))
        };
        Self {
            plan: rest,
            begun: left.begun.iter().enumerate().filter_map(on_a_trip).collect(),
            announced: announced.collect(),
            notice: situation.now + notice,
            tolerance,
            worths: worths.to_vec(),
        }
    }

    /// Trips at the beginning of a vehicle's route that have begun: 1 while it is on a trip, else 0.
    pub(crate) fn kept(&self, vehicle: usize) -> usize {
        usize::from(self.begun.contains_key(&VehicleId::at(vehicle)))
    }
}

/// A plan near the old one.
#[derive(Debug, Clone)]
pub struct Nearby {
    /// The plan, of the operation that is planned for.
    pub plan: Plan,
    /// What a change had to gain; none for the plan that changes what must change and no more.
    pub worth: Option<Seconds>,
    /// Changes as the search counts them, in tenths: an announced movement counts ten, another one.
    pub units: u64,
}

/// The best plans near `start`, those with the fewest changes first.
///
/// The budget of `config` and `watch` is shared by all of [`Start::worths`].
#[must_use]
pub fn replan(
    scenario: &Scenario,
    travel: &TravelTimes,
    start: &Start,
    config: &Config,
    watch: &dyn Watch,
) -> Vec<Nearby> {
    let mut released = Released::new();
    loop {
        let mut compiled = compile(scenario, travel);
        let mended = mend(&mut compiled, start, &released);
        for (row, &end) in compiled.problem.vehicles.iter_mut().zip(&mended.ends) {
            // What has begun ends, however late; nothing else may.
            if row.kept > 0 {
                row.ends = row.available_until == 0;
                row.available_until = row.available_until.max(end);
            }
        }
        match search(&compiled, &mended, start, &released, config, watch) {
            Ok(searched) => {
                return emitted(scenario, travel, (&compiled, &reference(&mended, start), searched), config);
            }
            Err(unended) => released.extend(unended),
        }
    }
}

/// What a search near the old plan has found.
struct Searched {
    /// No plan is over before.
    bound: Bound,
    found: Vec<Found>,
}

/// The best near the old plan; how vehicles end their trips otherwise that do not end them in it.
fn search(
    compiled: &Compiled,
    mended: &Mended,
    start: &Start,
    released: &Released,
    config: &Config,
    watch: &dyn Watch,
) -> Result<Searched, Released> {
    let transport = Transport::solve(&compiled.problem);
    let near = Near::new(&compiled.problem);
    let worth = Worth::new(&compiled.problem, &near, &transport);
    let terrain = Terrain {
        problem: &compiled.problem,
        near: &near,
        worth: &worth,
        holds: construct::holds(&compiled.problem, &transport),
        examines_both_ways: compiled.problem.examines_both_ways(),
    };
    let reference = reference(mended, start);
    let worths: Vec<u32> = start.worths.iter().map(|worth| u32::try_from(worth.0).unwrap_or(u32::MAX)).collect();
    let mending = Mending { terrain: &terrain, reference: &reference, worth: worths.first().copied().unwrap_or(0) };
    let mut first = mending.filled(mended.timetable(&compiled.problem), config);
    if first.score().excess > 0 {
        first = mending.with_whole_convoys(first, mended, config);
    }
    let unended = unended(&first, released);
    if !unended.is_empty() {
        return Err(unended);
    }
    let bound = bound::clearance(&compiled.problem, &transport);
    Ok(Searched { bound, found: again::run(&terrain, &first, &reference, &worths, config, watch) })
}

/// Vehicles whose trip that has begun does not end, or breaks a rule: they never get through, or go with a convoy that is too small.
/// For each, what is left to be tried; none where nothing is.
fn unended(timetable: &Timetable, released: &Released) -> Released {
    if timetable.score().excess == 0 {
        return Released::new();
    }
    let (problem, schedule) = (timetable.problem, timetable.schedule());
    let played = play::play(problem, &schedule);
    let lacking = schedule.convoys.iter().flatten().filter(|convoy| convoy.lacks > 0);
    let lacking: BTreeSet<usize> =
        lacking.flat_map(|convoy| &convoy.vehicles).map(|&vehicle| vehicle as usize).collect();
    let ending = |vehicle: usize| {
        let kept = problem.vehicles[vehicle].kept as usize;
        let trips = &schedule.routes.0[vehicle];
        let visits: usize = trips.iter().take(kept).map(|trip| trip.stops().len() + 1).sum();
        let last = visits.checked_sub(1).and_then(|last| played.visits[vehicle].get(last));
        let never = last.is_some_and(|visit| visit.end == NEVER);
        let other = match released.get(&vehicle) {
            None => Some(Ending::Elsewhere),
            Some(Ending::Elsewhere) => Some(Ending::Nowhere),
            Some(Ending::Nowhere) => None,
        };
        other.filter(|_| kept > 0 && (never || lacking.contains(&vehicle))).map(|ending| (vehicle, ending))
    };
    (0..problem.vehicles.len()).filter_map(ending).collect()
}

fn emitted(
    scenario: &Scenario,
    travel: &TravelTimes,
    (compiled, reference, Searched { bound, found }): (&Compiled, &Reference, Searched),
    config: &Config,
) -> Vec<Nearby> {
    let emitted = |found: Found| {
        let made = Making {
            program: format!("couloir {}", env!("CARGO_PKG_VERSION")),
            seed: config.seed,
            iterations: found.iterations,
            workers: config.workers.max(1).into(),
        };
        let bound = (found.score.not_moved == 0).then(|| compiled.name_bound(bound));
        let plan = emit::emit(
            scenario,
            travel,
            compiled,
            &found.schedule,
            emit::Heading { made, said: Some(reference), bound },
        );
        Nearby { plan, worth: found.worth.map(|worth| Seconds(worth.into())), units: found.units }
    };
    found.into_iter().map(emitted).collect()
}

/// What has to change, with few changes beside it.
struct Mending<'a> {
    terrain: &'a Terrain<'a>,
    reference: &'a Reference,
    /// What a change has to gain.
    worth: u32,
}

/// Iterations in which vehicles are looked for that go with convoys that have become too small.
const REINFORCING: u64 = 400;

/// The stage of cooling of that search: from here on no convoy may become smaller.
const REINFORCING_STAGE: f64 = 0.5;

impl<'a> Mending<'a> {
    /// Puts people who have lost their trip on others.
    fn filled(&self, timetable: Timetable<'a>, config: &Config) -> Timetable<'a> {
        if timetable.sums.waiting == 0 {
            return timetable;
        }
        let mut worker = self.worker(&timetable, config);
        let clearance = timetable.score().clearance;
        let margin = clearance / 10;
        worker.price_changes(f64::from(margin));
        worker.fill(Aim { target: clearance - margin, lack: 0.0 });
        worker.into_timetable()
    }

    /// A convoy has become too small: others go with it, or those who are left of it go with others, whichever is better with its
    /// changes counted. Where neither is found all convoys are made up anew, however far from the old ones.
    fn with_whole_convoys(&self, timetable: Timetable<'a>, mended: &Mended, config: &Config) -> Timetable<'a> {
        let problem = self.terrain.problem;
        let reinforced = self.reinforced(&timetable, config);
        let regrouped = mended.regrouped(problem).map(|regrouped| self.filled(regrouped, config));
        let regrouped = regrouped.and_then(|regrouped| match regrouped.score().excess {
            0 => Some((self.worker(&regrouped, config).rank(), regrouped)),
            _ => self.reinforced(&regrouped, config),
        });
        let whole = [reinforced, regrouped].into_iter().flatten();
        whole.min_by_key(|(rank, _)| *rank).map_or_else(|| construct::with_convoys(timetable), |(_, whole)| whole)
    }

    /// A short search for vehicles that go with convoys that are too small; none where some stay so.
    fn reinforced(&self, timetable: &Timetable<'a>, config: &Config) -> Option<(Rank, Timetable<'a>)> {
        let mut worker = self.worker(timetable, config);
        worker.search(REINFORCING, REINFORCING_STAGE);
        let whole = Timetable::of(self.terrain.problem, &worker.best)?;
        (whole.score().excess == 0).then(|| (worker.rank(), whole))
    }

    fn worker(&self, timetable: &Timetable<'a>, config: &Config) -> Worker<'a> {
        let mut worker = Worker::near(self.terrain, timetable, Stream::new(config.seed, u64::from(u32::MAX)));
        worker.stay_near(self.reference, self.worth);
        worker
    }
}

/// What people have been told, from the first trip of each vehicle that has not begun.
fn reference(mended: &Mended, start: &Start) -> Reference {
    let said = |vehicle: usize| {
        let trips = mended.said[vehicle].iter().enumerate().skip(start.kept(vehicle));
        let said = trips.filter_map(|(index, timed)| {
            let (trip, starts) = timed.as_ref()?;
            let is_announced = start.announced.contains(&(VehicleId::at(vehicle), index));
            Some(Said { trip: *trip, starts: starts.clone(), units: if is_announced { ANNOUNCED } else { 1 } })
        });
        said.collect()
    };
    Reference {
        routes: (0..mended.said.len()).map(said).collect(),
        tolerance: u32::try_from(start.tolerance.0).unwrap_or(NEVER),
        notice: u32::try_from(start.notice.0).unwrap_or(NEVER),
    }
}
