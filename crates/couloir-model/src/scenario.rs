//! What is given: who may be where, which vehicles, which shelters, under which rules.

use crate::clock::{Moment, Opening, UnixSeconds, Window};
use crate::digest;
use crate::id::{
    ClassId, ConfigurationId, DepotId, EscortId, GroupId, NeedId, PassageId, PlaceId, ScenarioId, ShelterId, SiteId,
    VehicleId,
};
use crate::interval::{Interval, PlanFor};
use crate::load::{Capacity, Load};
use crate::position::Position;
use crate::quantity::{Metres, People, Permille, Seconds};
use crate::travel::{Heading, TravelTimes};
use std::num::NonZeroU32;
use std::ops::Deref;

/// An operation as it is given, checked: every id names a row, every list by need has one entry a need.
///
/// Read its tables through `Deref`; they cannot be changed any more. Made by [`Scenario::new`] from [`Parts`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario(Parts);

/// The tables of a [`Scenario`], not checked yet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Parts {
    /// What the operation is called.
    pub name: String,
    /// The moment from which all others are counted.
    pub start: UnixSeconds,
    /// The IANA name of the zone in which people read times, such as `Asia/Damascus`.
    pub time_zone: String,
    /// The languages in which it is run, the first one preferred.
    pub languages: Vec<Language>,
    /// The categories of need, at least one.
    pub needs: Vec<Need>,
    /// The moment by which everybody should be out.
    pub deadline: Option<Moment>,
    /// Which end of an uncertain count to plan for.
    pub plan_for: PlanFor,
    /// The most pick-up stops in one trip; no limit when absent.
    pub stops_max: Option<NonZeroU32>,
    /// All points that vehicles travel between.
    pub places: Vec<Place>,
    /// Where people wait.
    pub sites: Vec<Site>,
    /// Where they are received.
    pub shelters: Vec<Shelter>,
    /// Where vehicles start.
    pub depots: Vec<Depot>,
    /// Kinds of vehicle.
    pub classes: Vec<Class>,
    /// The fleet. Where two vehicles tie, the one that stands first here goes first.
    pub vehicles: Vec<Vehicle>,
    /// Corridors, bridges, checkpoints and gates.
    pub passages: Vec<Passage>,
    /// Teams that lead or guard convoys.
    pub escorts: Vec<EscortTeam>,
    /// What cannot be used, and when.
    pub closures: Vec<Closure>,
    /// Families and households that board together; they are among the people waiting.
    pub groups: Vec<Group>,
}

/// A language in which Couloir speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// English.
    English,
    /// French.
    French,
    /// Arabic, written from right to left.
    Arabic,
}

/// A category of need: what a person must be given to travel.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Need {
    /// Such as `seated`, `wheelchair`, `stretcher`.
    pub name: String,
    /// How much it weighs when not everybody can be moved.
    pub priority: Priority,
}

/// How much one person weighs when not everybody can be brought out: 1 is ordinary, 2 counts as two.
///
/// A person's weight is that of the site times that of the need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Priority(pub u16);

impl Default for Priority {
    fn default() -> Self {
        Self(1)
    }
}

/// A point that vehicles travel between.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place {
    /// Its name, unique among places.
    pub name: String,
    /// Where it is, if known.
    pub position: Option<Position>,
}

/// Where people wait to be picked up: an assembly point.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Site {
    /// Its name, unique among sites.
    pub name: String,
    /// Where it is.
    pub place: PlaceId,
    /// Who waits, in the order in which they come; at least one entry. A single one at the start means that all are there.
    pub waiting: Vec<Arrival>,
    /// How much its people weigh when not everybody can be moved.
    pub priority: Priority,
    /// Vehicles that can load at once; no limit when absent.
    pub berths: Option<NonZeroU32>,
    /// How long a vehicle loads.
    pub loading: ServiceTime,
    /// When vehicles can load.
    pub open: Opening,
}

/// People who are at a site from a moment on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Arrival {
    /// The moment from which they can board.
    pub from: Moment,
    /// How many, one interval a need.
    pub people: Vec<Interval>,
}

/// How long a vehicle occupies a berth: `fixed + ceil(Σ per_person[need] × people[need] × boarding / 1000)`, where `boarding`
/// is [`Class::boarding`] in thousandths; rounded once, for all its people together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ServiceTime {
    /// Coming alongside, doors, forms.
    pub fixed: Seconds,
    /// For each person, one entry a need; scaled by [`Class::boarding`].
    pub per_person: Vec<Seconds>,
}

/// Where people are received: a reception site.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Shelter {
    /// Its name, unique among shelters.
    pub name: String,
    /// Where it is.
    pub place: PlaceId,
    /// Room for people of all needs together.
    pub capacity: People,
    /// Room for people of one need, one entry a need; only the total limits where absent.
    pub capacity_by_need: Vec<Option<People>>,
    /// Vehicles that can unload at once; no limit when absent.
    pub berths: Option<NonZeroU32>,
    /// How long a vehicle unloads.
    pub unloading: ServiceTime,
    /// People that reception takes in an hour; no limit when absent. Unloading of a vehicle begins only when those who came
    /// before have been taken in: after `people` begin to get off, reception is busy for `ceil(3600 × people / rate)` seconds.
    pub reception_per_hour: Option<NonZeroU32>,
    /// When vehicles can unload.
    pub open: Opening,
}

/// Where vehicles start.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Depot {
    /// Its name, unique among depots.
    pub name: String,
    /// Where it is.
    pub place: PlaceId,
}

/// A kind of vehicle.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Class {
    /// Its name, unique among classes.
    pub name: String,
    /// What it can hold: at least one configuration. It leaves the depot fitted out for its first trip.
    pub configurations: Vec<Configuration>,
    /// The time it takes to change the configuration between two trips, spent off the berth before setting off.
    pub reconfiguration: Seconds,
    /// Its travel time as a factor of the table's; not used where the table has times of its own for the class.
    pub travel: Permille,
    /// Its people's boarding and alighting time as a factor of [`ServiceTime::per_person`].
    pub boarding: Permille,
    /// What it needs of a road.
    pub access: Access,
    /// The most time that its crew may drive, over the whole plan; no limit when absent.
    pub driving_max: Option<Seconds>,
    /// How far it can go, over the whole plan; no limit when absent.
    pub range: Option<Metres>,
}

/// One way to fit out a vehicle: 50 seats, or 42 seats and 4 wheelchair places.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Configuration {
    /// Its name, unique in its class.
    pub name: String,
    /// Places by need.
    pub capacity: Capacity,
}

/// What a vehicle needs of a road. Used where travel times come from a road network.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Access {
    /// Height in centimetres, if it matters.
    pub height_cm: Option<u32>,
    /// Weight in kilograms, laden, if it matters.
    pub weight_kg: Option<u32>,
    /// True when it can leave the paved road.
    pub off_road: bool,
}

/// One vehicle.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Vehicle {
    /// Its call sign, unique in the fleet.
    pub name: String,
    /// Its kind.
    pub class: ClassId,
    /// Where it starts.
    pub depot: DepotId,
    /// The moment at which it may leave the depot.
    pub available_from: Moment,
    /// The moment by which its last unloading must have ended; no limit when absent.
    pub available_until: Option<Moment>,
    /// How it is fitted out when it becomes available; for its first trip, whatever that is, when absent.
    pub fitted: Option<ConfigurationId>,
}

/// A named stretch that some legs must use: a corridor, bridge, checkpoint or gate.
///
/// Which legs use it, and how long after their start, is in the travel times.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Passage {
    /// Its name, unique among passages.
    pub name: String,
    /// Where it is, if known.
    pub position: Option<Position>,
    /// When vehicles may enter it.
    pub open: Opening,
    /// The least time between two vehicles that enter it; between two convoys where it has a convoy rule.
    pub headway: Seconds,
    /// Who may use it at the same time.
    pub direction: Direction,
    /// What happens to vehicles with people on board before they go on.
    pub screening: Screening,
    /// Whether vehicles must pass in convoys.
    pub convoy: Option<ConvoyRule>,
    /// Who has gone through before there is anything to decide.
    pub passed: Passed,
}

/// Who has gone through a passage already: only where an operation is what is left of one that runs
/// ([`crate::continuation`]). No file says it; an operation from its start on has the default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Passed {
    /// When the last convoy outward entered, and the last one inward.
    pub entered: [Option<Moment>; 2],
    /// When the screening post has examined all of them.
    pub examined: Moment,
}

impl Passed {
    /// When the last convoy of a heading entered.
    #[must_use]
    pub const fn entered(&self, heading: Heading) -> Option<Moment> {
        self.entered[heading as usize]
    }
}

impl std::hash::Hash for Passed {
    /// Nothing where nobody has passed: operations keep the names that they had before this field came.
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        if *self != Self::default() {
            self.entered.hash(state);
            self.examined.hash(state);
        }
    }
}

/// Who may use a passage at the same time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Both ways at once.
    #[default]
    BothWays,
    /// One way at a time: nobody enters while somebody comes the other way. A vehicle is inside for `crossing`.
    OneWayAtATime {
        /// The time from entering to leaving.
        crossing: Seconds,
    },
}

/// The examination of vehicles with people on board.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Screening {
    /// The time that each vehicle is held, all at once.
    pub fixed: Seconds,
    /// People that the post examines in an hour, one vehicle after the other; no limit when absent.
    pub people_per_hour: Option<NonZeroU32>,
}

/// What a convoy through a passage must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ConvoyRule {
    /// The fewest vehicles that pass together.
    pub vehicles_min: NonZeroU32,
    /// The most vehicles that pass together; no limit when absent.
    pub vehicles_max: Option<NonZeroU32>,
    /// Escort teams that each convoy needs, all of that passage.
    pub escorts: u32,
    /// For whom the rule holds.
    pub who: ConvoyWho,
}

/// For whom a convoy rule holds. A convoy with at least one such vehicle is under the rule as a whole; every other convoy is
/// one vehicle without escorts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum ConvoyWho {
    /// Every vehicle, empty ones on their way in too.
    #[default]
    All,
    /// Vehicles with people on board.
    Laden,
}

/// A team that escorts convoys through a passage and must come back before the next one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EscortTeam {
    /// Its call sign, unique among teams.
    pub name: String,
    /// The passage where it works.
    pub passage: PassageId,
    /// The moment from which it can escort.
    pub available_from: Moment,
    /// The moment by which it must be back; no limit when absent.
    pub available_until: Option<Moment>,
    /// From setting out with a convoy until it has handed it over.
    pub escorting: Seconds,
    /// From handing over until it is back at the passage.
    pub way_back: Seconds,
}

/// A stretch that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Closure {
    /// What is closed.
    pub stretch: Stretch,
    /// From when until when.
    pub window: Window,
    /// Who says so.
    pub said_by: String,
}

/// What a closure closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stretch {
    /// A passage: nobody enters it; those who come wait in front of it.
    Passage(PassageId),
    /// The whole way between two places, in this direction: nobody is on it; departure waits.
    Leg {
        /// Where the leg begins.
        from: PlaceId,
        /// Where it ends.
        to: PlaceId,
    },
}

/// People who board together: a family, a household. Size and needs only, never a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Group {
    /// A random token, never derived from a person; unique among groups.
    pub token: String,
    /// Where it waits.
    pub site: SiteId,
    /// Its people by need.
    pub people: Load,
}

/// What keeps [`Parts`] from being a [`Scenario`]: a row that names a row that is not there, or a list of the wrong length.
///
/// The readers of operation files find these first and say where; this is the last line of defence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScenarioError {
    /// There is no category of need.
    #[error("an operation needs at least one category of need")]
    NoNeeds,
    /// A row names a row that is not there.
    #[error("{table} `{row}` names a {what} that does not exist: {index}")]
    Dangling {
        /// The table of the row.
        table: &'static str,
        /// The row's name.
        row: String,
        /// What it names.
        what: &'static str,
        /// The position that it names.
        index: u32,
    },
    /// A list has not one entry a need.
    #[error("{table} `{row}` has {found} entries by need, not {expected}")]
    NotOneANeed {
        /// The table of the row.
        table: &'static str,
        /// The row's name.
        row: String,
        /// Entries found.
        found: usize,
        /// Categories of need.
        expected: usize,
    },
    /// A row that must have at least one of something has none.
    #[error("{table} `{row}` has no {what}")]
    Nothing {
        /// The table of the row.
        table: &'static str,
        /// The row's name.
        row: String,
        /// What it lacks.
        what: &'static str,
    },
    /// The counts are too large to be added up.
    #[error("more people than an operation may hold: at most {}", crate::quantity::PEOPLE_MAX)]
    TooManyPeople,
}

impl Deref for Scenario {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Scenario {
    /// Checks `parts`.
    ///
    /// # Errors
    ///
    /// Every fault found, in the order of the tables.
    pub fn new(parts: Parts) -> Result<Self, Vec<ScenarioError>> {
        let faults = Check::of(&parts);
        if faults.is_empty() { Ok(Self(parts)) } else { Err(faults) }
    }

    /// Its tables, to be changed and checked again.
    #[must_use]
    pub fn into_parts(self) -> Parts {
        self.0
    }

    /// The name of this scenario with these travel times: two inputs have the same name only if they are the same.
    #[must_use]
    pub fn id(&self, travel: &TravelTimes) -> ScenarioId {
        ScenarioId(digest::of(&(&self.0, travel)))
    }

    /// The people that a plan provides for at `site`, in the order in which they come.
    #[must_use]
    pub fn planned_arrivals(&self, site: SiteId) -> Vec<(Moment, Load)> {
        let mut arrivals: Vec<_> = self
            .site(site)
            .waiting
            .iter()
            .map(|arrival| {
                (arrival.from, Load::of(arrival.people.iter().map(|count| count.planned_for(self.plan_for)).collect()))
            })
            .collect();
        arrivals.sort_by_key(|(from, _)| *from);
        arrivals
    }

    /// All the people that a plan provides for at `site`.
    #[must_use]
    pub fn planned(&self, site: SiteId) -> Load {
        self.planned_arrivals(site).iter().fold(Load::none(self.needs.len()), |sum, (_, people)| sum.plus(people))
    }

    /// Everybody who may be waiting anywhere, as an interval.
    #[must_use]
    pub fn waiting(&self) -> Interval {
        self.sites.iter().flat_map(|site| &site.waiting).flat_map(|arrival| &arrival.people).copied().sum()
    }

    /// The class of `vehicle`.
    #[must_use]
    pub fn class_of(&self, vehicle: VehicleId) -> &Class {
        self.class(self.vehicle(vehicle).class)
    }

    /// The place where `vehicle` starts.
    #[must_use]
    pub fn start_of(&self, vehicle: VehicleId) -> PlaceId {
        self.depot(self.vehicle(vehicle).depot).place
    }
}

macro_rules! rows {
    ($($table:ident, $get:ident, $id:ident, $row:ident, $ids:ident;)*) => {
        impl Scenario {
            $(
                #[doc = concat!("The row `id` of `", stringify!($table), "`.\n\n# Panics\n\nWhen the id is of another scenario.")]
                #[must_use]
                pub fn $get(&self, id: $id) -> &$row {
                    &self.0.$table[id.index()]
                }

                #[doc = concat!("The ids of all `", stringify!($table), "`, in order.")]
                pub fn $ids(&self) -> impl ExactSizeIterator<Item = $id> + use<> {
                    (0..self.0.$table.len()).map($id::at)
                }
            )*
        }
    };
}

rows! {
    needs, need, NeedId, Need, need_ids;
    places, place, PlaceId, Place, place_ids;
    sites, site, SiteId, Site, site_ids;
    shelters, shelter, ShelterId, Shelter, shelter_ids;
    depots, depot, DepotId, Depot, depot_ids;
    classes, class, ClassId, Class, class_ids;
    vehicles, vehicle, VehicleId, Vehicle, vehicle_ids;
    passages, passage, PassageId, Passage, passage_ids;
    escorts, escort, EscortId, EscortTeam, escort_ids;
    groups, group, GroupId, Group, group_ids;
}

impl Passage {
    /// True when vehicles go through it in an order that a plan has to say: it has a headway, one way at a time, a screening
    /// rate or a convoy rule. Through any other passage every vehicle goes as soon as it is open.
    #[must_use]
    pub const fn is_regulated(&self) -> bool {
        self.headway.0 > 0 || self.is_one_way() || self.screening.people_per_hour.is_some() || self.convoy.is_some()
    }

    /// True when it is used one way at a time.
    #[must_use]
    pub const fn is_one_way(&self) -> bool {
        matches!(self.direction, Direction::OneWayAtATime { .. })
    }
}

impl Screening {
    /// How long the post examines a vehicle with `people` on board: `ceil(3600 × people / rate)` seconds; no time at all without a
    /// rate. The fixed time comes after it, and is spent by all vehicles at once.
    #[must_use]
    pub fn examination(&self, people: People) -> Seconds {
        let rate = self.people_per_hour.map(|rate| u64::from(rate.get()));
        rate.map_or(Seconds::ZERO, |rate| Seconds((u64::from(people.0) * 3600).div_ceil(rate)))
    }
}

impl ConvoyRule {
    /// True when the rule holds for a convoy in which `laden` says whether somebody has people on board.
    #[must_use]
    pub const fn holds(&self, laden: bool) -> bool {
        laden || matches!(self.who, ConvoyWho::All)
    }
}

impl EscortTeam {
    /// When the team is back at the passage after it has set out with a convoy at `enter`.
    #[must_use]
    pub fn back(&self, enter: Moment) -> Moment {
        enter + self.escorting + self.way_back
    }
}

impl Class {
    /// The configuration `id`.
    ///
    /// # Panics
    ///
    /// When the id is of another class.
    #[must_use]
    pub fn configuration(&self, id: ConfigurationId) -> &Configuration {
        &self.configurations[id.index()]
    }
}

/// Collects the faults of [`Parts`].
struct Check<'a> {
    parts: &'a Parts,
    faults: Vec<ScenarioError>,
}

impl<'a> Check<'a> {
    fn of(parts: &'a Parts) -> Vec<ScenarioError> {
        let mut check = Self { parts, faults: Vec::new() };
        if parts.needs.is_empty() {
            check.faults.push(ScenarioError::NoNeeds);
        }
        check.sites();
        check.shelters();
        check.depots();
        check.classes();
        check.fleet();
        check.passages();
        check.groups();
        check.total();
        check.faults
    }

    fn names(&mut self, table: &'static str, row: &str, what: &'static str, index: u32, rows: usize) {
        if index as usize >= rows {
            self.faults.push(ScenarioError::Dangling { table, row: row.to_owned(), what, index });
        }
    }

    fn one_a_need(&mut self, table: &'static str, row: &str, found: usize) {
        let expected = self.parts.needs.len();
        if found != expected {
            self.faults.push(ScenarioError::NotOneANeed { table, row: row.to_owned(), found, expected });
        }
    }

    fn has(&mut self, table: &'static str, row: &str, what: &'static str, present: bool) {
        if !present {
            self.faults.push(ScenarioError::Nothing { table, row: row.to_owned(), what });
        }
    }

    fn sites(&mut self) {
        for site in &self.parts.sites {
            self.names("site", &site.name, "place", site.place.0, self.parts.places.len());
            self.has("site", &site.name, "people waiting", !site.waiting.is_empty());
            for arrival in &site.waiting {
                self.one_a_need("site", &site.name, arrival.people.len());
            }
            self.one_a_need("site", &site.name, site.loading.per_person.len());
        }
    }

    fn shelters(&mut self) {
        for shelter in &self.parts.shelters {
            self.names("shelter", &shelter.name, "place", shelter.place.0, self.parts.places.len());
            self.one_a_need("shelter", &shelter.name, shelter.capacity_by_need.len());
            self.one_a_need("shelter", &shelter.name, shelter.unloading.per_person.len());
        }
    }

    fn depots(&mut self) {
        for depot in &self.parts.depots {
            self.names("depot", &depot.name, "place", depot.place.0, self.parts.places.len());
        }
    }

    fn classes(&mut self) {
        for class in &self.parts.classes {
            self.has("class", &class.name, "configuration", !class.configurations.is_empty());
            for configuration in &class.configurations {
                self.one_a_need("class", &class.name, configuration.capacity.places().len());
            }
        }
    }

    fn fleet(&mut self) {
        for vehicle in &self.parts.vehicles {
            self.names("vehicle", &vehicle.name, "class", vehicle.class.0, self.parts.classes.len());
            self.names("vehicle", &vehicle.name, "depot", vehicle.depot.0, self.parts.depots.len());
        }
    }

    fn passages(&mut self) {
        let (passages, places) = (self.parts.passages.len(), self.parts.places.len());
        for escort in &self.parts.escorts {
            self.names("escort", &escort.name, "passage", escort.passage.0, passages);
        }
        for closure in &self.parts.closures {
            match closure.stretch {
                Stretch::Passage(passage) => self.names("closure", &closure.said_by, "passage", passage.0, passages),
                Stretch::Leg { from, to } => {
                    self.names("closure", &closure.said_by, "place", from.0, places);
                    self.names("closure", &closure.said_by, "place", to.0, places);
                }
            }
        }
    }

    fn groups(&mut self) {
        for group in &self.parts.groups {
            self.names("group", &group.token, "site", group.site.0, self.parts.sites.len());
            self.one_a_need("group", &group.token, group.people.counts().len());
        }
    }

    fn total(&mut self) {
        let counts = self.parts.sites.iter().flat_map(|site| &site.waiting).flat_map(|arrival| &arrival.people);
        let high: u64 = counts.map(|count| u64::from(count.high().0)).sum();
        let room = self.parts.shelters.iter().map(|shelter| u64::from(shelter.capacity.0)).max().unwrap_or(0);
        if high.max(room) > u64::from(crate::quantity::PEOPLE_MAX) {
            self.faults.push(ScenarioError::TooManyPeople);
        }
    }
}
