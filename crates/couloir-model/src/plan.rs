//! What is proposed: who goes where, when, with whom, and how it was computed.
//!
//! A plan leaves nothing to choose when it is carried out: every moment is written down, so that it can be checked by
//! adding up. A plan is never edited; a new one names it as its parent.

use crate::bound::ClearanceBound;
use crate::clock::Moment;
use crate::digest;
use crate::id::{
    ConfigurationId, ConvoyId, EscortId, GroupId, NeedId, PassageId, PlanId, ScenarioId, ShelterId, SiteId, VehicleId,
};
use crate::load::Load;
use crate::quantity::{People, PersonSeconds, Seconds};
use crate::travel::Heading;
use std::ops::Deref;

/// A plan, named by its content. Made by [`Plan::new`]; read through `Deref`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    id: PlanId,
    parts: Parts,
}

/// The content of a [`Plan`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Parts {
    /// The plan that it was based on.
    pub parent: Option<PlanId>,
    /// What it was made for.
    pub scenario: ScenarioId,
    /// How it was computed, so that it can be computed again.
    pub made: Making,
    /// The people that it provides for, one load a site.
    pub planned: Vec<Load>,
    /// What each vehicle does, by ascending vehicle; vehicles that stay at their depot have no route.
    pub routes: Vec<Route>,
    /// The convoys through regulated passages ([`crate::scenario::Passage::is_regulated`]). Those of one passage and heading enter in
    /// this order; those of both headings together where it is used one way at a time.
    pub convoys: Vec<Convoy>,
    /// Who is not brought out, and why.
    pub not_moved: Vec<NotMoved>,
    /// When the last person has been unloaded at a shelter; the start when nobody is moved.
    pub clearance: Moment,
    /// The sum over people of the moment at which they have been unloaded.
    pub person_seconds: PersonSeconds,
    /// The sum over vehicles of the time on the road, waiting apart.
    pub driving: Seconds,
    /// What no plan can beat, as far as is known.
    pub bound: Option<ClearanceBound>,
}

/// How a plan was computed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Making {
    /// Program and version.
    pub program: String,
    /// The seed of its random streams.
    pub seed: u64,
    /// The iterations that it took.
    pub iterations: u64,
    /// The parallel searches that it ran.
    pub workers: u32,
}

/// What one vehicle does.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Route {
    /// The vehicle.
    pub vehicle: VehicleId,
    /// Its trips in order, at least one.
    pub trips: Vec<Trip>,
}

/// One or several stops at sites, then one shelter where everybody on board gets off.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Trip {
    /// How the vehicle is fitted out.
    pub configuration: ConfigurationId,
    /// The stops in order, at least one, each at another site.
    pub stops: Vec<Stop>,
    /// Where everybody gets off.
    pub unloading: Unloading,
}

/// A stop at a site.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Stop {
    /// The site.
    pub site: SiteId,
    /// Who boards, by need; somebody does.
    pub load: Load,
    /// The groups among them; their people are part of `load`.
    pub groups: Vec<GroupId>,
    /// When.
    pub visit: Visit,
}

/// The end of a trip.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unloading {
    /// The shelter.
    pub shelter: ShelterId,
    /// When.
    pub visit: Visit,
}

/// How a vehicle comes to a place and what it does there. Moments never go back: `depart ≤ arrive ≤ join ≤ start ≤ end`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Visit {
    /// When it leaves the place before.
    pub depart: Moment,
    /// The passages on the way, in order.
    pub passings: Vec<Passing>,
    /// When it is there.
    pub arrive: Moment,
    /// It joins the queue no earlier than this: a deliberate wait, off the berth. The start when it need not wait.
    pub not_before: Moment,
    /// When it joins the queue.
    pub join: Moment,
    /// When loading or unloading starts.
    pub start: Moment,
    /// When it ends.
    pub end: Moment,
}

/// How a vehicle goes through a passage.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Passing {
    /// The passage.
    pub passage: PassageId,
    /// When the vehicle is in front of it.
    pub reach: Moment,
    /// When it enters.
    pub enter: Moment,
    /// When it goes on, after screening.
    pub leave: Moment,
    /// With which convoy; in none where the passage is not regulated.
    pub convoy: Option<ConvoyId>,
}

/// Vehicles that go through a passage together: every one that goes through a regulated passage is in exactly one convoy, if
/// alone. The n-th time that a vehicle goes through a passage it is in the n-th convoy of that passage that lists it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Convoy {
    /// The passage.
    pub passage: PassageId,
    /// Which way it goes.
    pub heading: Heading,
    /// When it enters, all vehicles together.
    pub enter: Moment,
    /// Its vehicles, in order: that in which the screening post examines them.
    pub vehicles: Vec<VehicleId>,
    /// Its escorts: as many as the convoy rule asks for.
    pub escorts: Vec<EscortId>,
}

/// People who are not brought out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NotMoved {
    /// Where they wait.
    pub site: SiteId,
    /// How many, by need.
    pub people: Load,
    /// Why.
    pub reason: Reason,
}

/// Why people are not brought out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// No vehicle has a place of their kind.
    NoSeats {
        /// The kind.
        need: NeedId,
    },
    /// No shelter that can be reached has room for them.
    NoRoom,
    /// No vehicle that could take them has a road to the site and on to a shelter.
    NoRoad,
    /// No opening window, availability, driving time or range lets a vehicle come for them.
    NoTime,
    /// They could not be out by the deadline.
    Deadline,
    /// They are on board of a vehicle that can reach no shelter with room for them; they are listed at the sites where they boarded.
    Stranded {
        /// The vehicle.
        vehicle: VehicleId,
    },
    /// Nothing forbids it, but the search found no way.
    NotFound,
}

impl Deref for Plan {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}

impl Plan {
    /// Names `parts` by their content.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self { id: PlanId(digest::of(&parts)), parts }
    }

    /// Its name.
    #[must_use]
    pub const fn id(&self) -> PlanId {
        self.id
    }

    /// Its content, to make another plan of.
    #[must_use]
    pub fn into_parts(self) -> Parts {
        self.parts
    }
}

impl Parts {
    /// Everybody that the plan brings to a shelter.
    #[must_use]
    pub fn moved(&self) -> People {
        self.trips().map(|(_, trip)| trip.people()).sum()
    }

    /// Everybody that it does not.
    #[must_use]
    pub fn left(&self) -> People {
        self.not_moved.iter().map(|left| left.people.total()).sum()
    }

    /// All trips, by vehicle and in order.
    pub fn trips(&self) -> impl Iterator<Item = (VehicleId, &Trip)> {
        self.routes.iter().flat_map(|route| route.trips.iter().map(|trip| (route.vehicle, trip)))
    }
}

impl Trip {
    /// Everybody on board when it reaches the shelter.
    #[must_use]
    pub fn people(&self) -> People {
        self.stops.iter().map(|stop| stop.load.total()).sum()
    }

    /// Everybody on board when it reaches the shelter, by need.
    ///
    /// # Panics
    ///
    /// When the trip has no stop; a plan's trips have one.
    #[must_use]
    pub fn load(&self) -> Load {
        let (first, rest) = self.stops.split_first().expect("a trip has a stop");
        rest.iter().fold(first.load.clone(), |sum, stop| sum.plus(&stop.load))
    }

    /// Its visits in order: the stops, then the shelter.
    pub fn visits(&self) -> impl Iterator<Item = &Visit> {
        self.stops.iter().map(|stop| &stop.visit).chain([&self.unloading.visit])
    }

    /// [`Trip::visits`], to be changed.
    pub fn visits_mut(&mut self) -> impl Iterator<Item = &mut Visit> {
        self.stops.iter_mut().map(|stop| &mut stop.visit).chain([&mut self.unloading.visit])
    }
}

impl Visit {
    /// A visit whose moments nobody has written yet, but for the one before which it does not join the queue.
    #[must_use]
    pub const fn not_before(not_before: Moment) -> Self {
        let start = Moment::START;
        Self { depart: start, passings: Vec::new(), arrive: start, not_before, join: start, start, end: start }
    }

    /// The time in the queue.
    #[must_use]
    pub const fn queueing(&self) -> Seconds {
        self.start.since(self.join)
    }

    /// The time spent waiting in front of passages.
    #[must_use]
    pub fn held(&self) -> Seconds {
        self.passings.iter().map(|passing| passing.enter.since(passing.reach)).sum()
    }
}
