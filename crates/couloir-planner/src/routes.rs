//! What every vehicle does, without its moments: trips in order, each with its stops, loads and shelter.

use crate::problem::{Load, NEEDS_MAX, Problem};
use couloir_model::travel::Heading;

/// The most stops in a trip that the search makes, whatever the scenario allows.
///
/// More than four pick-ups on one round have never paid in the benchmark families; a fixed array keeps trips flat.
pub const STOPS_MAX: usize = 4;

/// People taken on board at one site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stop {
    /// Position in [`Problem::sites`].
    pub site: u32,
    /// People taken on board, by need.
    pub load: Load,
}

/// One or several stops, then one shelter where everybody gets off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Trip {
    stops: [Stop; STOPS_MAX],
    count: u8,
    /// Position in the class's configurations.
    pub configuration: u8,
    /// Position in [`Problem::shelters`].
    pub shelter: u32,
}

impl Trip {
    /// A trip with a single stop.
    #[must_use]
    pub fn single(stop: Stop, shelter: u32, configuration: u8) -> Trip {
        let mut stops = [Stop::default(); STOPS_MAX];
        stops[0] = stop;
        Trip { stops, count: 1, configuration, shelter }
    }

    /// The same trip to another shelter.
    #[must_use]
    pub fn to(mut self, shelter: u32) -> Trip {
        self.shelter = shelter;
        self
    }

    /// The stops in order.
    #[must_use]
    #[inline]
    pub fn stops(&self) -> &[Stop] {
        &self.stops[..self.count as usize]
    }

    /// The stops in order, to change their loads.
    #[inline]
    pub fn stops_mut(&mut self) -> &mut [Stop] {
        &mut self.stops[..self.count as usize]
    }

    /// Puts a stop before the one at `at`. There must be room: see [`STOPS_MAX`].
    pub fn insert(&mut self, at: usize, stop: Stop) {
        let count = self.count as usize;
        assert!(count < STOPS_MAX, "a trip has at most {STOPS_MAX} stops");
        self.stops.copy_within(at..count, at + 1);
        self.stops[at] = stop;
        self.count += 1;
    }

    /// Takes the stop at `at` out.
    pub fn remove(&mut self, at: usize) -> Stop {
        let count = self.count as usize;
        let stop = self.stops[at];
        self.stops.copy_within(at + 1..count, at);
        self.stops[count - 1] = Stop::default();
        self.count -= 1;
        stop
    }

    /// People on board at the end, by need.
    #[must_use]
    #[inline]
    pub fn load(&self) -> Load {
        let mut total = [0; NEEDS_MAX];
        for stop in self.stops() {
            add(&mut total, &stop.load);
        }
        total
    }

    /// People on board on the way to the stop at `stop`, or to the shelter after the last.
    #[must_use]
    pub fn riding(&self, stop: usize) -> u32 {
        self.stops()[..stop].iter().map(|stop| people(&stop.load)).sum()
    }

    /// People on board at the end.
    #[must_use]
    pub fn people(&self) -> u32 {
        self.stops().iter().map(|stop| people(&stop.load)).sum()
    }
}

/// What every vehicle does: position = position in [`Problem::vehicles`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Routes(pub Vec<Vec<Trip>>);

impl Routes {
    /// Nobody goes anywhere.
    #[must_use]
    pub fn idle(problem: &Problem) -> Routes {
        Routes(vec![Vec::new(); problem.vehicles.len()])
    }

    /// People that no trip takes, by site and need.
    #[must_use]
    pub fn not_moved(&self, problem: &Problem) -> Vec<[u32; NEEDS_MAX]> {
        let mut left: Vec<_> = problem.sites.iter().map(|site| site.demand).collect();
        for stop in self.0.iter().flatten().flat_map(|trip| trip.stops()) {
            for (people, taken) in left[stop.site as usize].iter_mut().zip(stop.load) {
                *people -= u32::from(taken);
            }
        }
        left
    }
}

/// Routes, and who is not to join a queue before some moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Schedule {
    /// What every vehicle does.
    pub routes: Routes,
    /// For each vehicle and visit, the moment before which it does not join the queue. A vehicle without entries, and
    /// an entry of 0, does not wait.
    pub not_before: Vec<Vec<u32>>,
    /// For each of [`Problem::gates`], the convoys in the order of the plan's list.
    pub convoys: Vec<Vec<Convoy>>,
}

/// Vehicles that go through a regulated passage together, or one that goes on its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Convoy {
    /// In which direction.
    pub heading: Heading,
    /// Its vehicles, in order: positions in [`Problem::vehicles`].
    pub vehicles: Vec<u32>,
    /// Its escort teams: positions in [`crate::problem::Gate::teams`].
    pub teams: Vec<u32>,
    /// How many vehicles it lacks, by the convoy rule; a valid plan has none that lacks any.
    pub lacks: u32,
}

impl Schedule {
    /// Everybody comes as early as they can, and nobody goes through a regulated passage.
    #[must_use]
    pub fn unbound(routes: Routes) -> Schedule {
        Schedule { routes, not_before: Vec::new(), convoys: Vec::new() }
    }

    /// The moment before which a vehicle does not join the queue of a visit.
    #[must_use]
    pub fn not_before(&self, vehicle: usize, visit: usize) -> u32 {
        self.not_before.get(vehicle).and_then(|visits| visits.get(visit)).copied().unwrap_or(0)
    }
}

/// Adds a load to another.
#[inline]
pub(crate) fn add(total: &mut Load, load: &Load) {
    for (sum, people) in total.iter_mut().zip(load) {
        *sum += people;
    }
}

/// People in a load.
#[must_use]
#[inline]
pub fn people(load: &Load) -> u32 {
    load.iter().map(|&people| u32::from(people)).sum()
}
