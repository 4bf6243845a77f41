//! What an arc costs: time, and where times are equal, length.

use crate::closure::Effects;
use crate::kind::Vehicle;
use crate::network::{Attributes, Condition, Network, Rule, Then};
use chrono::{NaiveDate, NaiveDateTime};
use couloir_model::quantity::{Metres, Seconds};
use opening_hours::OpeningHours;

/// Time in hundredths of a second and length in decimetres, in one number that is ordered by time first. Sums of weights are
/// sums of both.
///
/// Hundredths, because whole seconds would add half a second of error at every junction; at most 2³⁰ of them, 124 days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weight(pub u64);

/// The time of no way at all, in hundredths of a second: two of them still fit 31 bits, so that labels can be added with a sign.
pub(crate) const NEVER_CS: u32 = (1 << 30) - 1;

impl Weight {
    /// Neither time nor length.
    pub const ZERO: Self = Self(0);
    /// No way at all.
    pub const NONE: Self = Self((NEVER_CS as u64) << 32);

    /// The weight of `cs` hundredths of a second and `dm` decimetres; [`Weight::NONE`] from 124 days on.
    #[must_use]
    pub const fn new(cs: u64, dm: u64) -> Self {
        if cs >= NEVER_CS as u64 {
            return Self::NONE;
        }
        Self(cs << 32 | if dm > u32::MAX as u64 { u32::MAX as u64 } else { dm })
    }

    /// True where there is a way.
    #[must_use]
    pub const fn is_some(self) -> bool {
        self.0 < Self::NONE.0
    }

    /// Hundredths of a second.
    #[must_use]
    pub const fn cs(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// Decimetres.
    #[must_use]
    pub const fn dm(self) -> u32 {
        self.0 as u32
    }

    /// Both, one after the other.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        if self.is_some() && other.is_some() { Self(self.0 + other.0) } else { Self::NONE }
    }

    /// The part of it for `part` of `whole`, rounded up.
    #[must_use]
    pub fn part(self, part: u32, whole: u32) -> Self {
        if !self.is_some() {
            return Self::NONE;
        }
        let share = |value: u32| (u64::from(value) * u64::from(part)).div_ceil(u64::from(whole.max(1)));
        Self::new(share(self.cs()), share(self.dm()))
    }

    /// Whole seconds, rounded up, so that a leg never takes less than its time; `None` where there is no way.
    #[must_use]
    pub fn seconds(self) -> Option<Seconds> {
        self.is_some().then(|| Seconds(u64::from(self.cs().div_ceil(100))))
    }

    /// Whole metres, rounded up; none where there is no way.
    #[must_use]
    pub fn metres(self) -> Metres {
        Metres(if self.is_some() { u64::from(self.dm().div_ceil(10)) } else { 0 })
    }
}

/// A moment as clocks on the spot show it: opening hours on signs are local.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LocalMoment(NaiveDateTime);

impl LocalMoment {
    /// The moment at that minute; `None` when there is no such day or minute.
    #[must_use]
    pub fn new(year: i32, month: u32, day: u32, hour: u32, minute: u32) -> Option<Self> {
        Some(Self(NaiveDate::from_ymd_opt(year, month, day)?.and_hms_opt(hour, minute, 0)?))
    }
}

/// Whom and when weights are for.
#[derive(Debug, Clone, Copy)]
pub struct Trip<'a> {
    /// The vehicle.
    pub vehicle: Vehicle,
    /// The moment for conditions with hours. Without one, only what holds at all times counts.
    pub at: Option<LocalMoment>,
    /// Closures and corrections.
    pub effects: &'a Effects,
}

/// A road that is only for those who have to go to a place on it takes that many times as long as its speed says: it is used
/// where there is no other way, and hardly otherwise.
///
/// An assumption: the table of a convoy must not lead through courtyards, and a place in one must be reached.
pub const DESTINATION_FACTOR: u64 = 3;

/// The weight of every arc of the network's graph, in its order.
#[must_use]
pub fn weights(network: &Network, trip: &Trip<'_>) -> Vec<Weight> {
    let holds = holding(network, trip.at);
    let kind = trip.vehicle.kind;
    let speeds: Vec<[Option<(u32, u64)>; 2]> = network
        .attributes
        .iter()
        .map(|row| [false, true].map(|against| speed(network, row, &holds, trip, against)))
        .collect();
    let mut weights: Vec<Weight> = network
        .graph
        .along
        .iter()
        .map(|along| {
            let segment = &network.segments[*along as usize / 2];
            let row = network.ways[segment.way as usize].attributes;
            match speeds[row as usize][*along as usize % 2] {
                Some((speed, factor)) => of_length(segment.length_cm, speed, factor),
                None => Weight::NONE,
            }
        })
        .collect();
    for (arc, condition) in &network.graph.conditioned {
        if !passes(network, &network.conditions[*condition as usize], &holds, trip) {
            weights[*arc as usize] = Weight::NONE;
        }
    }
    if !trip.effects.is_empty() {
        for (arc, along) in network.graph.along.iter().enumerate() {
            weights[arc] = trip.effects.on(*along, kind, weights[arc]);
        }
    }
    weights
}

/// Hundredths of a second are `cm × 3600 / (m/h)`: a metre an hour is a centimetre in 36 seconds.
fn of_length(length_cm: u32, speed_m_h: u32, factor: u64) -> Weight {
    let cs = (u64::from(length_cm) * 3600 * factor).div_ceil(u64::from(speed_m_h.max(1)));
    Weight::new(cs.max(1), u64::from(length_cm.div_ceil(10)))
}

/// Which rules hold at that moment, by row. Without a moment, those that hold at all times.
fn holding(network: &Network, at: Option<LocalMoment>) -> Vec<bool> {
    let holds = |rule: &Rule| match (rule.hours, at) {
        (0, _) => true,
        (_, None) => false,
        (hours, Some(LocalMoment(moment))) => {
            network.names.text(hours).parse::<OpeningHours>().is_ok_and(|hours| hours.is_open(moment))
        }
    };
    network.rules.iter().map(holds).collect()
}

/// The rules of a range that hold for the vehicle, in the order of the map: the last one decides.
fn concerning<'a>(
    network: &'a Network,
    (first, number): (u32, u32),
    holds: &'a [bool],
    vehicle: &'a Vehicle,
) -> impl Iterator<Item = &'a Rule> {
    let range = first as usize..(first + number) as usize;
    range.filter(|row| holds[*row]).map(|row| &network.rules[row]).filter(|rule| {
        // «Above» a limit is not letting pass; a rule without measures is for all, and a vehicle of unknown size is below.
        rule.kinds.has(vehicle.kind) && (rule.above.is_empty() || !rule.above.let_pass(vehicle))
    })
}

/// Speed and factor on a road in one direction; `None` where the vehicle may not go.
fn speed(network: &Network, row: &Attributes, holds: &[bool], trip: &Trip<'_>, against: bool) -> Option<(u32, u64)> {
    let vehicle = &trip.vehicle;
    let kind = vehicle.kind;
    let direction = usize::from(against);
    let mut open = row.open[direction].has(kind);
    let mut destination = row.destination_only.has(kind);
    let mut speed = row.speed_m_h[kind.index()][direction];
    for rule in concerning(network, row.rules, holds, vehicle).filter(|rule| rule.directions[direction]) {
        match rule.then {
            Then::No => open = false,
            Then::Yes => (open, destination) = (true, false),
            Then::Destination => (open, destination) = (true, true),
            Then::Speed(limit) => speed = speed.min(limit),
        }
    }
    (open && row.limits.let_pass(vehicle)).then_some((speed, if destination { DESTINATION_FACTOR } else { 1 }))
}

fn passes(network: &Network, condition: &Condition, holds: &[bool], trip: &Trip<'_>) -> bool {
    let vehicle = &trip.vehicle;
    let mut open = !condition.forbidden.has(vehicle.kind);
    for rule in concerning(network, condition.rules, holds, vehicle) {
        match rule.then {
            Then::No => open = false,
            Then::Yes | Then::Destination => open = true,
            Then::Speed(_) => {}
        }
    }
    open && condition.limits.let_pass(vehicle)
}
