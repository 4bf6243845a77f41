//! What is said about a plan: the rules, where one is broken, and by how much.

use couloir_model::clock::Moment;
use couloir_model::finding::Finding;
use couloir_model::id::{ConvoyId, PassageId, ShelterId, SiteId, VehicleId};
use couloir_model::quantity::{Metres, People, PersonSeconds, Seconds, grouped};
use couloir_model::scenario::Scenario;
use std::fmt;

/// What the judge found out about a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Every rule that is broken, each with the place and the number by which it fails.
    pub violations: Vec<Violation>,
    /// When the last person has been unloaded, as the plan writes its moments; the start when nobody is moved.
    pub clearance: Moment,
    /// The sum over people of the moment at which they have been unloaded.
    pub person_seconds: PersonSeconds,
    /// The sum over vehicles of the time on the road, waiting apart.
    pub driving: Seconds,
    /// Everybody who is unloaded at a shelter.
    pub moved: People,
    /// Those among them who are unloaded after the operation's deadline: they do not count as brought out in time.
    pub late: People,
    /// Everybody who is listed as not moved.
    pub left: People,
    /// The time that all vehicles together spend in queues.
    pub queueing: Seconds,
    /// True when the plan says that it was made for this operation with these travel times.
    pub made_for_this: bool,
}

/// One rule broken in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The rule.
    pub rule: Rule,
    /// Where.
    pub spot: Spot,
    /// By how much.
    pub by: Amount,
    /// What is wrong, in a sentence: lower case, no full stop, the value last.
    pub message: String,
}

/// Where in a plan: as much of it as there is to say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The vehicle.
    pub vehicle: Option<VehicleId>,
    /// The position of the trip in its route, counted from 0.
    pub trip: Option<usize>,
    /// The position of the visit in its trip, counted from 0; the unloading comes after the stops.
    pub visit: Option<usize>,
    /// The place that is visited.
    pub stage: Option<Stage>,
    /// The passage on the way there.
    pub passage: Option<PassageId>,
    /// The convoy, by its position in the plan's list.
    pub convoy: Option<ConvoyId>,
}

/// Where a visit goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// A stop at a site.
    Site(SiteId),
    /// The unloading at a shelter.
    Shelter(ShelterId),
}

/// By how much a rule is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Amount {
    /// People too many, too few, or in the wrong place.
    People(u64),
    /// Seconds too early, too late, too long or too short.
    Seconds(u64),
    /// Metres too far.
    Metres(u64),
    /// Vehicles too many or in the wrong place.
    Vehicles(u64),
    /// Person-seconds.
    PersonSeconds(u128),
    /// A number of entries, roads or statements that should not be there or are missing.
    Entries(u64),
}

macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident $name:literal: $sentence:literal;)*) => {
        /// What a plan must keep to. The order is that in which they are checked.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = $sentence] $rule,)*
        }

        impl Rule {
            /// All rules, in order.
            pub const ALL: &[Self] = &[$(Self::$rule),*];

            /// Its name: that of the module, the test and the manual's heading.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$rule => $name,)* }
            }

            /// Its code in messages, which does not change: `couloir::verify::capacity`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$rule => concat!("couloir::verify::", $name),)* }
            }

            /// What it says.
            #[must_use]
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$rule => $sentence,)* }
            }
        }
    };
}

rules! {
    Vehicle "vehicle": "every route belongs to a vehicle of the fleet, and no vehicle has two; routes stand in the order of the vehicles";
    Trip "trip": "a trip has at least one stop and no more than allowed, each at another site, with somebody to load, then one shelter";
    People "people": "everybody who is planned for at a site is loaded exactly once or listed as not moved";
    Group "group": "a group boards one vehicle at its own site as a whole, or stays as a whole";
    Arrival "arrival": "nobody boards before having come to the site";
    Capacity "capacity": "no vehicle carries more people of any need than its configuration has places";
    Shelter "shelter": "no shelter takes in more people than it has room for, in all and by need";
    Availability "availability": "a vehicle leaves its depot when it is available, and has unloaded for the last time before it must be back";
    Reconfiguration "reconfiguration": "a vehicle that is fitted out differently for the next trip takes the time for it first";
    Travel "travel": "every leg has a road and takes at least its travel time";
    Passage "passage": "a vehicle goes through the passages of its leg in order, and enters them when they are open";
    Closure "closure": "nobody is on a closed leg or enters a closed passage";
    Headway "headway": "between two convoys or vehicles that enter a passage with the same heading lies at least its headway";
    Direction "direction": "where one way at a time is used, nobody enters before everybody who came the other way is through";
    Screening "screening": "vehicles with people on board are examined one after the other and held for the fixed time before they go on";
    Convoy "convoy": "whoever goes through a regulated passage is in a convoy of the plan's list, of the right size, and it enters in its turn, all together, as soon as it can";
    Escort "escort": "a convoy has the escorts that it needs, each there and back in time";
    Window "window": "loading and unloading lie wholly inside an opening window of the place";
    Service "service": "loading and unloading take the fixed time and the time of each person, no less and no more";
    Berth "berth": "no more vehicles load or unload at once than the place has berths";
    Reception "reception": "unloading begins only when reception has taken in those who came before";
    Queue "queue": "vehicles are served in the order in which they join the queue; ties go to the one that stands first in the fleet";
    Moment "moment": "every moment is the earliest that the rules allow";
    Driving "driving": "no crew drives longer than it may";
    Range "range": "no vehicle goes further than it can";
    Reason "reason": "whoever is listed as not moved exists, and the reason given is not plainly false";
    Deadline "deadline": "nobody is left for a deadline that the operation does not have";
    Total "total": "the clearance time, person-seconds and driving that the plan claims are those of its moments";
    UnderWay "under_way": "a plan that continues another one keeps what has begun, and gives vehicles out of service nothing to begin";
}

impl Verdict {
    /// True when no rule is broken.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        self.violations.is_empty()
    }

    /// The rules that are broken, each once, in order.
    #[must_use]
    pub fn broken(&self) -> Vec<Rule> {
        let rules: std::collections::BTreeSet<_> = self.violations.iter().map(|violation| violation.rule).collect();
        rules.into_iter().collect()
    }
}

impl Violation {
    /// The same as a finding, with the names of the operation.
    #[must_use]
    pub fn finding(&self, scenario: &Scenario) -> Finding {
        let spot = self.spot.describe(scenario);
        let message = if spot.is_empty() { self.message.clone() } else { format!("{spot}: {}", self.message) };
        Finding::error(self.rule.code(), message).help(format!("the rule: {}", self.rule.sentence()))
    }
}

impl Spot {
    /// A vehicle.
    #[must_use]
    pub fn vehicle(vehicle: VehicleId) -> Self {
        Self { vehicle: Some(vehicle), ..Self::default() }
    }

    /// A trip of a vehicle.
    #[must_use]
    pub fn trip(vehicle: VehicleId, trip: usize) -> Self {
        Self { vehicle: Some(vehicle), trip: Some(trip), ..Self::default() }
    }

    /// A convoy through a passage.
    #[must_use]
    pub fn convoy(convoy: ConvoyId, passage: PassageId) -> Self {
        Self { convoy: Some(convoy), passage: Some(passage), ..Self::default() }
    }

    /// A site as a whole.
    #[must_use]
    pub fn site(site: SiteId) -> Self {
        Self { stage: Some(Stage::Site(site)), ..Self::default() }
    }

    /// The plan as a whole.
    #[must_use]
    pub fn plan() -> Self {
        Self::default()
    }

    /// In words, with the operation's names and counted from 1: ``vehicle `bus 3`, trip 2, stop 1 at `Vernet` ``.
    #[must_use]
    pub fn describe(&self, scenario: &Scenario) -> String {
        let mut words = Vec::new();
        if let Some(vehicle) = self.vehicle {
            let row = scenario.vehicles.get(vehicle.index());
            words.push(format!("vehicle {}", named(row.map(|row| row.name.as_str()), vehicle.0)));
        }
        if let Some(trip) = self.trip {
            words.push(format!("trip {}", trip.saturating_add(1)));
        }
        words.extend(self.stage.map(|stage| self.describe_stage(stage, scenario)));
        if let Some(convoy) = self.convoy {
            words.push(format!("entry {} of `convoys`", u64::from(convoy.0) + 1));
        }
        if let Some(passage) = self.passage {
            let row = scenario.passages.get(passage.index());
            let way = if self.vehicle.is_some() { "on the way through" } else { "through" };
            words.push(format!("{way} {}", named(row.map(|row| row.name.as_str()), passage.0)));
        }
        words.join(", ")
    }

    fn describe_stage(&self, stage: Stage, scenario: &Scenario) -> String {
        match (stage, self.visit) {
            (Stage::Site(site), visit) => {
                let name = named(scenario.sites.get(site.index()).map(|row| row.name.as_str()), site.0);
                visit.map_or(format!("site {name}"), |visit| format!("stop {} at {name}", visit.saturating_add(1)))
            }
            (Stage::Shelter(shelter), visit) => {
                let name = named(scenario.shelters.get(shelter.index()).map(|row| row.name.as_str()), shelter.0);
                visit.map_or(format!("shelter {name}"), |_| format!("unloading at {name}"))
            }
        }
    }
}

fn named(name: Option<&str>, index: u32) -> String {
    name.map_or_else(|| format!("number {index}"), |name| format!("`{name}`"))
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::People(1) => write!(f, "1 person"),
            Self::People(people) => write!(f, "{} people", grouped(people.into())),
            Self::Seconds(seconds) => write!(f, "{}", Seconds(seconds)),
            Self::Metres(metres) => write!(f, "{}", Metres(metres)),
            Self::Vehicles(1) => write!(f, "1 vehicle"),
            Self::Vehicles(vehicles) => write!(f, "{} vehicles", grouped(vehicles.into())),
            Self::PersonSeconds(number) => write!(f, "{} person-seconds", grouped(number)),
            Self::Entries(number) => write!(f, "{}", grouped(number.into())),
        }
    }
}
