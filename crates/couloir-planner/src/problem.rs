//! The scenario in the dense form that the search reads: indices instead of names, flat tables, seconds as `u32`.
//!
//! Seconds count from the start of the operation; a moment of [`NEVER`] stands for "cannot be". All indices are
//! positions in the vectors of [`Problem`]; windows are half-open pairs `[opens, closes)` within which a service has
//! to lie wholly (a service may end at the very moment of closing).

use couloir_model::travel::Heading;
use std::collections::BTreeMap;

/// The configuration of a vehicle before its first trip: whatever that trip wants.
pub const UNFITTED: u8 = u8::MAX;

/// How many categories of needs the dense form has room for.
///
/// The three usual ones (seated, wheelchair, stretcher) and five of the user's own; flat arrays of this length keep
/// the loads of a trip within one or two cache lines.
pub const NEEDS_MAX: usize = 8;

/// The moment that does not come: no road, no window, no berth.
pub const NEVER: u32 = u32::MAX;

/// People by need.
pub type Load = [u16; NEEDS_MAX];

/// Seconds by need.
pub type PerNeed = [u32; NEEDS_MAX];

/// Everything the search knows about the operation.
#[derive(Debug, Clone, Default)]
pub struct Problem {
    /// The number of categories of needs in use, at most [`NEEDS_MAX`].
    pub needs: usize,
    /// Pick-up sites with the people to be moved.
    pub sites: Vec<Site>,
    /// Shelters with their room.
    pub shelters: Vec<Shelter>,
    /// Vehicle classes.
    pub classes: Vec<Class>,
    /// Vehicles; their order breaks ties in queues.
    pub vehicles: Vec<Vehicle>,
    /// Where vehicles queue: the loading and unloading points of sites and shelters.
    pub queues: Vec<Queue>,
    /// Travel between places.
    pub travel: Travel,
    /// Regulated passages: where it matters who goes through when.
    pub gates: Vec<Gate>,
    /// The most pick-up stops in one trip, at least 1.
    pub stops_max: usize,
    /// Whoever is unloaded later counts as not brought out in time: better late than left, but late.
    pub deadline: Option<u32>,
}

/// A loading or unloading point, served first come, first served.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Queue {
    /// Vehicles that can be served at once; `None`: any number.
    pub berths: Option<u32>,
    /// When it is open; empty: always.
    pub windows: Vec<(u32, u32)>,
    /// People received an hour; `None`: any number.
    pub reception_per_hour: Option<u32>,
}

/// People who wait together: a pick-up site, or one wave of those who come to it over time.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// Where it is.
    pub place: u32,
    /// Position in [`Problem::queues`]; the waves of one site share it.
    pub queue: u32,
    /// The moment by which all of them are there: a stop for them joins the queue no earlier.
    pub ready: u32,
    /// People to be moved, by need.
    pub demand: [u32; NEEDS_MAX],
    /// Seconds that a stop takes whatever it loads.
    pub service_fixed: u32,
    /// Seconds for each person loaded.
    pub service_per_person: PerNeed,
    /// Weight of one person among those who cannot be moved, by need.
    pub weight: [u32; NEEDS_MAX],
}

/// A reception site.
#[derive(Debug, Clone, Default)]
pub struct Shelter {
    /// Where it is.
    pub place: u32,
    /// Room for people of all needs together.
    pub capacity: u32,
    /// Room by need, where it is limited.
    pub capacity_by_need: Option<[u32; NEEDS_MAX]>,
    /// Position in [`Problem::queues`].
    pub queue: u32,
    /// Seconds that an unloading takes whoever gets off.
    pub service_fixed: u32,
    /// Seconds for each person unloaded.
    pub service_per_person: PerNeed,
}

/// A vehicle class.
#[derive(Debug, Clone, Default)]
pub struct Class {
    /// What a vehicle can carry, one entry for each way in which it can be fitted out.
    pub configurations: Vec<Load>,
    /// Seconds to change from one configuration to another.
    pub reconfiguration: u32,
    /// Boarding and alighting times in thousandths of those that the places state.
    pub boarding_permille: u32,
    /// Which of the tables of [`Travel`] it uses.
    pub table: usize,
    /// Travel times in thousandths of that table.
    pub travel_permille: u32,
}

/// A vehicle.
#[derive(Debug, Clone, Default)]
pub struct Vehicle {
    /// Position in [`Problem::classes`].
    pub class: u32,
    /// Where it starts.
    pub depot: u32,
    /// When it may leave its depot.
    pub available_from: u32,
    /// When its last unloading must have ended; [`NEVER`]: no limit.
    pub available_until: u32,
    /// Seconds that its crew may drive in all; [`NEVER`]: no limit.
    pub driving_max: u32,
    /// Metres that it can cover in all; [`NEVER`]: no limit.
    pub range_max: u32,
    /// Its configuration when it becomes available; none: whatever its first trip wants.
    pub fitted: Option<u8>,
    /// Trips at the beginning of its route that have begun: no search changes them.
    pub kept: u32,
    /// Whether it is out of service once those have ended, and begins no other.
    pub ends: bool,
}

/// Travel between places.
#[derive(Debug, Clone, Default)]
pub struct Travel {
    /// The number of places; the tables are square of this size, row = from.
    pub places: usize,
    /// Seconds, one table for each kind of vehicle that has its own roads; [`NEVER`]: no road.
    pub seconds: Vec<Vec<u32>>,
    /// Metres, beside `seconds`; empty where nobody asked.
    pub metres: Vec<Vec<u32>>,
    /// What some legs meet on their way, by `(class, from, to)`.
    pub obstacles: BTreeMap<(u32, u32, u32), Vec<Obstacle>>,
}

/// A regulated passage: one with a headway, one way at a time, a screening rate, or a convoy rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gate {
    /// Its position among the scenario's passages.
    pub passage: u32,
    /// When it may be entered, closures taken out; empty: always.
    pub windows: Vec<(u32, u32)>,
    /// The least seconds between two convoys of one heading.
    pub headway: u32,
    /// Seconds for which a convoy keeps out those of the other heading, where one way at a time is the rule.
    pub crossing: Option<u32>,
    /// Seconds for which each vehicle with people on board is held.
    pub screening: u32,
    /// People whom the post examines in an hour, one vehicle after the other.
    pub people_per_hour: Option<u32>,
    /// What a convoy has to be; none: every vehicle goes on its own.
    pub rule: Option<Rule>,
    /// The escort teams that work here.
    pub teams: Vec<Team>,
    /// By heading, when the last convoy entered of those that are over.
    pub entered: [Option<u32>; 2],
    /// When the post has examined all of those.
    pub examined: u32,
}

/// What a convoy has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The fewest vehicles.
    pub vehicles_min: u32,
    /// The most vehicles, no fewer than the fewest.
    pub vehicles_max: u32,
    /// Escort teams of each convoy.
    pub escorts: u32,
    /// Vehicles without people on board go on their own.
    pub laden_only: bool,
}

/// An escort team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Team {
    /// Its position among the scenario's escort teams.
    pub escort: u32,
    /// From when it can escort.
    pub available_from: u32,
    /// When it must be back; [`NEVER`]: no limit.
    pub available_until: u32,
    /// Seconds from setting out with a convoy until it is back at the passage.
    pub busy: u32,
}

impl Gate {
    /// The rule that a vehicle falls under, with people on board or without.
    #[must_use]
    #[inline]
    pub fn rule(&self, laden: bool) -> Option<&Rule> {
        self.rule.as_ref().filter(|rule| laden || !rule.laden_only)
    }

    /// Seconds for which the post examines a vehicle with so many people on board.
    #[must_use]
    #[inline]
    pub fn examination(&self, people: u32) -> u32 {
        let Some(rate) = self.people_per_hour else { return 0 };
        u32::try_from((u64::from(people) * 3600).div_ceil(u64::from(rate.max(1)))).unwrap_or(NEVER)
    }
}

/// Something on a leg that may hold a vehicle up, in the order in which the leg meets them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// A passage: the vehicle waits until it is open, then is screened, then goes on.
    Passage {
        /// Which one: its position among the scenario's passages.
        passage: u32,
        /// Seconds of free travel from the leg's start to the passage.
        offset: u32,
        /// When it may be entered, closures taken out; empty: always.
        windows: Vec<(u32, u32)>,
        /// Seconds of screening of a vehicle with people on board.
        screening: u32,
    },
    /// A regulated passage: when the vehicle enters depends on others.
    Gate {
        /// Position in [`Problem::gates`].
        gate: u32,
        /// Seconds of free travel from the leg's start to it.
        offset: u32,
        /// In which direction it is crossed.
        heading: Heading,
    },
    /// The leg cannot be driven between two moments: departure waits until the whole leg fits outside.
    Closure {
        /// From when.
        from: u32,
        /// Until when.
        until: u32,
    },
}

impl Vehicle {
    /// Its configuration before its first trip, [`UNFITTED`] when that may be any.
    #[must_use]
    #[inline]
    pub fn fitted(&self) -> u8 {
        self.fitted.unwrap_or(UNFITTED)
    }
}

impl Problem {
    /// Free travel seconds of a class between two places, [`NEVER`] without a road.
    ///
    /// `ceil(base * permille / 1000)`, as the benchmark's `FORMAT.md` and `MODEL.md` have it.
    #[must_use]
    #[inline]
    pub fn travel(&self, class: u32, from: u32, to: u32) -> u32 {
        let class = &self.classes[class as usize];
        let base = self.travel.seconds[class.table][from as usize * self.travel.places + to as usize];
        scale(base, class.travel_permille)
    }

    /// Metres between two places for a class; 0 where the tables do not say.
    #[must_use]
    pub fn metres(&self, class: u32, from: u32, to: u32) -> u32 {
        let table = self.classes[class as usize].table;
        match self.travel.metres.get(table) {
            Some(metres) if !metres.is_empty() => metres[from as usize * self.travel.places + to as usize],
            _ => 0,
        }
    }

    /// When a vehicle that could set off at `ready` does, and when it arrives, with all that its leg makes it wait for, other
    /// vehicles at regulated passages apart.
    ///
    /// `laden`: with people on board, who are screened at passages.
    #[must_use]
    #[inline]
    pub fn arrive(&self, class: u32, from: u32, to: u32, ready: u32, laden: bool) -> (u32, u32) {
        let free = self.travel(class, from, to);
        if self.travel.obstacles.is_empty() || free == NEVER {
            return (ready, ready.saturating_add(free));
        }
        self.arrive_past_obstacles((class, from, to), ready, free, laden)
    }

    /// The obstacles on a leg of a class, in the order in which it meets them.
    #[must_use]
    pub fn obstacles(&self, class: u32, from: u32, to: u32) -> &[Obstacle] {
        self.travel.obstacles.get(&(class, from, to)).map_or(&[], Vec::as_slice)
    }

    /// Whether people on board are examined at a passage in both directions, where a convoy that enters earlier than its
    /// appointment can be examined before one of the other direction.
    #[must_use]
    pub fn examines_both_ways(&self) -> bool {
        let sites: std::collections::BTreeSet<u32> = self.sites.iter().map(|site| site.place).collect();
        let mut laden = vec![[false; 2]; self.gates.len()];
        for (_, obstacles) in self.travel.obstacles.iter().filter(|(leg, _)| sites.contains(&leg.1)) {
            for obstacle in obstacles {
                if let Obstacle::Gate { gate, heading, .. } = *obstacle {
                    laden[gate as usize][heading as usize] = true;
                }
            }
        }
        let both = |(gate, laden): (&Gate, &[bool; 2])| {
            gate.people_per_hour.is_some() && gate.crossing.is_none() && laden[0] && laden[1]
        };
        self.gates.iter().zip(&laden).any(both)
    }

    /// Whether a leg is closed at some time between setting off and arriving.
    #[must_use]
    pub fn is_caught(&self, (depart, arrive): (u32, u32), (class, from, to): (u32, u32, u32)) -> bool {
        let shut = |obstacle: &Obstacle| match *obstacle {
            Obstacle::Closure { from, until } => depart < until && from < arrive,
            _ => false,
        };
        self.obstacles(class, from, to).iter().any(shut)
    }

    /// [`Problem::arrive`] where the leg may have obstacles.
    fn arrive_past_obstacles(&self, leg: (u32, u32, u32), ready: u32, free: u32, laden: bool) -> (u32, u32) {
        let obstacles = self.obstacles(leg.0, leg.1, leg.2);
        let mut depart = ready;
        // Closures can follow one another, so look again after each wait; each wait ends at a later closure's end.
        loop {
            let arrive = self.cross(obstacles, depart, free, laden);
            let held = obstacles.iter().find_map(|obstacle| match *obstacle {
                Obstacle::Closure { from, until } if depart < until && from < arrive => Some(until),
                _ => None,
            });
            match held {
                Some(until) if arrive != NEVER => depart = until,
                _ => return (depart, arrive),
            }
        }
    }

    /// The arrival of a vehicle that sets off at `depart` and waits at each passage until it is open.
    fn cross(&self, obstacles: &[Obstacle], depart: u32, free: u32, laden: bool) -> u32 {
        let (mut clock, mut driven) = (depart, 0);
        for obstacle in obstacles {
            let (offset, windows, screening) = match obstacle {
                Obstacle::Passage { offset, windows, screening, .. } => (*offset, windows, *screening),
                Obstacle::Gate { gate, offset, .. } => {
                    let gate = &self.gates[*gate as usize];
                    (*offset, &gate.windows, gate.screening)
                }
                Obstacle::Closure { .. } => continue,
            };
            let enter = earliest_open(windows, clock.saturating_add(offset.saturating_sub(driven)), 0);
            if enter == NEVER {
                return NEVER;
            }
            (clock, driven) = (enter.saturating_add(if laden { screening } else { 0 }), offset);
        }
        clock.saturating_add(free.saturating_sub(driven))
    }

    /// Seconds to fit a vehicle of a class out anew between two trips.
    #[must_use]
    #[inline]
    pub fn refit(&self, class: u32, before: u8, after: u8) -> u32 {
        if before == after || before == UNFITTED { 0 } else { self.classes[class as usize].reconfiguration }
    }

    /// Seconds of a stop that loads `load` into a vehicle of a class.
    #[must_use]
    #[inline]
    pub fn loading(&self, class: u32, site: u32, load: &Load) -> u32 {
        let site = &self.sites[site as usize];
        self.service(class, site.service_fixed, &site.service_per_person, load)
    }

    /// Seconds of unloading `load` at a shelter.
    #[must_use]
    #[inline]
    pub fn unloading(&self, class: u32, shelter: u32, load: &Load) -> u32 {
        let shelter = &self.shelters[shelter as usize];
        self.service(class, shelter.service_fixed, &shelter.service_per_person, load)
    }

    #[inline]
    fn service(&self, class: u32, fixed: u32, per_person: &PerNeed, load: &Load) -> u32 {
        let mut seconds = 0u32;
        for need in 0..self.needs {
            seconds = seconds.saturating_add(per_person[need].saturating_mul(u32::from(load[need])));
        }
        fixed.saturating_add(scale(seconds, self.classes[class as usize].boarding_permille))
    }

    /// People to be moved in all, by need.
    #[must_use]
    pub fn demand(&self) -> [u64; NEEDS_MAX] {
        let mut total = [0; NEEDS_MAX];
        for site in &self.sites {
            for (sum, people) in total.iter_mut().zip(site.demand) {
                *sum += u64::from(people);
            }
        }
        total
    }
}

/// `ceil(seconds * permille / 1000)`, with [`NEVER`] kept.
#[inline]
fn scale(seconds: u32, permille: u32) -> u32 {
    if permille == 1000 || seconds == NEVER {
        return seconds;
    }
    let scaled = (u64::from(seconds) * u64::from(permille)).div_ceil(1000);
    u32::try_from(scaled).unwrap_or(NEVER)
}

/// How a vehicle goes through a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passing {
    /// Which one: its position among the scenario's passages.
    pub passage: u32,
    /// When the vehicle is in front of it.
    pub reach: u32,
    /// When it enters.
    pub enter: u32,
    /// When it goes on, after screening.
    pub leave: u32,
    /// Its position in [`Problem::gates`] and that of the convoy among those of the schedule, if the passage is regulated.
    pub convoy: Option<(u32, u32)>,
}

/// The earliest moment from `from` on at which something of `duration` seconds fits into one window.
#[must_use]
#[inline]
pub fn earliest_open(windows: &[(u32, u32)], from: u32, duration: u32) -> u32 {
    if windows.is_empty() {
        return from;
    }
    windows
        .iter()
        .map(|&(opens, closes)| (from.max(opens), closes))
        .find(|&(start, closes)| start.saturating_add(duration) <= closes)
        .map_or(NEVER, |(start, _)| start)
}
