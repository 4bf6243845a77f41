//! What can have happened, in the words of those who saw it.

use crate::count::HeadCount;
use crate::day::Day;
use crate::id::EventId;
use crate::name::{Name, Text};
use couloir_model::clock::UnixSeconds;
use couloir_model::id::PlanId;
use std::fmt;

/// Something that happened, as somebody says it.
///
/// When it was recorded, and by which device, stands in the header of its envelope ([`crate::envelope::Header`]).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Event {
    /// When it happened, as said; the moment of recording stands in for it where nobody said.
    pub occurred_at: Option<UnixSeconds>,
    /// The post that says so, where it is one.
    pub post: Option<Name>,
    /// How it is known.
    pub method: Method,
    /// What it was.
    pub what: What,
}

/// How something is known, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Head by head.
    Counted,
    /// Somebody else said it, and nobody here has counted.
    Reported,
    /// By eye.
    Estimated,
}

/// Where people get on and off.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stop {
    /// A site, where people wait to be picked up.
    Site(Name),
    /// A shelter, where they are received.
    Shelter(Name),
}

/// A vehicle on one of its trips.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ride {
    /// The vehicle.
    pub vehicle: Name,
    /// Which of its trips, as the driver's sheet numbers them. Where nobody knows, the books take it from the order of
    /// events, which is as good as the clocks.
    pub trip: Option<u32>,
}

/// Where people can be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// At a site or a shelter.
    Stop(Stop),
    /// On board.
    Vehicle(Ride),
}

/// How people come into the books or leave them otherwise than by a vehicle of the operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Born.
    Born,
    /// Died.
    Died,
    /// Taken to a hospital.
    Hospital,
    /// Left on their own.
    LeftOnTheirOwn,
    /// Came on their own.
    CameOnTheirOwn,
}

/// An answer that nobody is made to give. It is data and opens or closes no gate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// Nobody asked.
    #[default]
    NotAsked,
    /// Yes.
    Yes,
    /// No.
    No,
}

/// What people were told and asked before they left (UNHCR, *Humanitarian evacuations in violence and armed conflict*, 2016).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Asked {
    /// They know where they are taken.
    pub destination_told: Answer,
    /// They go of their own will.
    pub voluntary: Answer,
    /// No family is split.
    pub families_together: Answer,
}

/// What an incident was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IncidentKind {
    /// A vehicle has broken down.
    Breakdown,
    /// An accident.
    Accident,
    /// Somebody fell ill or was hurt.
    Medical,
    /// A threat, an attack, fighting nearby.
    Security,
    /// Held up.
    Delay,
    /// Something else.
    Other,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum What {
    /// So many people were at a place or on board.
    HeadCount {
        /// Where.
        at: Place,
        /// How many.
        count: HeadCount,
    },
    /// People got on a vehicle.
    Boarded {
        /// Where.
        at: Stop,
        /// What they got on.
        ride: Ride,
        /// Which part of the boarding this is, from 1. Two counts of one part are two counts of the same people.
        part: u32,
        /// How many.
        count: HeadCount,
    },
    /// A vehicle left a place.
    Departed {
        /// From where.
        from: Stop,
        /// The vehicle.
        ride: Ride,
        /// How many were on board.
        count: Option<HeadCount>,
        /// What they were told and asked.
        asked: Asked,
    },
    /// A vehicle passed a checkpoint.
    Passed {
        /// The checkpoint.
        checkpoint: Name,
        /// The vehicle.
        ride: Ride,
        /// How many were on board.
        count: Option<HeadCount>,
    },
    /// A vehicle came to a place.
    Arrived {
        /// Where.
        at: Stop,
        /// The vehicle.
        ride: Ride,
        /// How many were on board.
        count: Option<HeadCount>,
    },
    /// People got off a vehicle.
    Alighted {
        /// Where.
        at: Stop,
        /// What they got off.
        ride: Ride,
        /// Which part of the unloading this is, from 1.
        part: u32,
        /// How many.
        count: HeadCount,
    },
    /// People came into the operation or left it otherwise.
    Otherwise {
        /// Where they were or are.
        at: Place,
        /// How.
        reason: Reason,
        /// How many.
        count: HeadCount,
    },
    /// Something went wrong. Restricted: only the coordination reads it.
    Incident {
        /// What kind of thing.
        kind: IncidentKind,
        /// Where.
        at: Option<Place>,
        /// In words; never a name of an evacuee.
        text: Text,
    },
    /// A road or passage cannot be used.
    Closure {
        /// The passage or road, by the name that the operation gives it.
        of: Name,
        /// From when.
        from: UnixSeconds,
        /// Until when; until further notice where nobody knows.
        until: Option<UnixSeconds>,
    },
    /// Somebody has confirmed a claim that was read from a report.
    ClaimConfirmed {
        /// The claim, by the name that the reader gave it.
        claim: Name,
    },
    /// A plan has been adopted.
    PlanAdopted {
        /// The plan.
        plan: PlanId,
    },
    /// A day is sealed: these events there were.
    DaySealed {
        /// Which.
        day: Day,
    },
    /// An earlier event was wrong.
    Correction {
        /// The event that it replaces.
        replaces: EventId,
        /// Why.
        why: Text,
        /// What is true instead; the earlier event is withdrawn where there is nothing.
        by: Option<Box<Event>>,
    },
}

/// What kind of thing happened: the part of an event that every post may see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// [`What::HeadCount`].
    HeadCount,
    /// [`What::Boarded`].
    Boarded,
    /// [`What::Departed`].
    Departed,
    /// [`What::Passed`].
    Passed,
    /// [`What::Arrived`].
    Arrived,
    /// [`What::Alighted`].
    Alighted,
    /// [`What::Otherwise`].
    Otherwise,
    /// [`What::Incident`].
    Incident,
    /// [`What::Closure`].
    Closure,
    /// [`What::ClaimConfirmed`].
    ClaimConfirmed,
    /// [`What::PlanAdopted`].
    PlanAdopted,
    /// [`What::DaySealed`].
    DaySealed,
    /// [`What::Correction`].
    Correction,
}

/// Who may read a body (`do-no-harm.md`, rule 4).
///
/// Counts and headers are internal: every post of the operation reads them. What is restricted or strict is sealed to the
/// coordination's key before it is written: every post can carry it, none can read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Anybody.
    Public,
    /// Every post of the operation.
    Internal,
    /// The coordination.
    Restricted,
    /// The coordination, and the first to be deleted.
    Strict,
}

impl Event {
    /// The kind of thing that happened.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self.what {
            What::HeadCount { .. } => Kind::HeadCount,
            What::Boarded { .. } => Kind::Boarded,
            What::Departed { .. } => Kind::Departed,
            What::Passed { .. } => Kind::Passed,
            What::Arrived { .. } => Kind::Arrived,
            What::Alighted { .. } => Kind::Alighted,
            What::Otherwise { .. } => Kind::Otherwise,
            What::Incident { .. } => Kind::Incident,
            What::Closure { .. } => Kind::Closure,
            What::ClaimConfirmed { .. } => Kind::ClaimConfirmed,
            What::PlanAdopted { .. } => Kind::PlanAdopted,
            What::DaySealed { .. } => Kind::DaySealed,
            What::Correction { .. } => Kind::Correction,
        }
    }

    /// Who may read it: words and claims go to the coordination alone, counts to every post.
    ///
    /// Whatever the books are made of is internal, so that the same events give the same books to every reader.
    #[must_use]
    pub fn class(&self) -> Class {
        match &self.what {
            What::Incident { .. } | What::ClaimConfirmed { .. } => Class::Restricted,
            What::Correction { by: Some(by), .. } => by.class(),
            _ => Class::Internal,
        }
    }

    /// The vehicle and trip that it is about.
    #[must_use]
    pub const fn ride(&self) -> Option<&Ride> {
        match &self.what {
            What::Boarded { ride, .. }
            | What::Departed { ride, .. }
            | What::Passed { ride, .. }
            | What::Arrived { ride, .. }
            | What::Alighted { ride, .. }
            | What::HeadCount { at: Place::Vehicle(ride), .. }
            | What::Otherwise { at: Place::Vehicle(ride), .. } => Some(ride),
            _ => None,
        }
    }
}

impl What {
    /// The head count in it.
    #[must_use]
    pub const fn count(&self) -> Option<&HeadCount> {
        match self {
            Self::HeadCount { count, .. }
            | Self::Boarded { count, .. }
            | Self::Alighted { count, .. }
            | Self::Otherwise { count, .. } => Some(count),
            Self::Departed { count, .. } | Self::Passed { count, .. } | Self::Arrived { count, .. } => count.as_ref(),
            _ => None,
        }
    }
}

impl Class {
    /// True when the body is sealed to the coordination's key.
    #[must_use]
    pub const fn is_sealed(self) -> bool {
        matches!(self, Self::Restricted | Self::Strict)
    }
}

impl Reason {
    /// All reasons.
    pub const ALL: [Self; 5] = [Self::Born, Self::Died, Self::Hospital, Self::LeftOnTheirOwn, Self::CameOnTheirOwn];

    /// True when people come into the operation by it.
    #[must_use]
    pub const fn brings_in(self) -> bool {
        matches!(self, Self::Born | Self::CameOnTheirOwn)
    }
}

impl Stop {
    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &Name {
        match self {
            Self::Site(name) | Self::Shelter(name) => name,
        }
    }
}

/// Implements `Display` by a table of words.
macro_rules! words {
    ($($type:ident { $($variant:ident => $word:literal),* $(,)? })*) => {$(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $word,)* })
            }
        }
    )*};
}

words! {
    Method { Counted => "counted", Reported => "reported", Estimated => "estimated" }
    Reason {
        Born => "born", Died => "died", Hospital => "taken to hospital", LeftOnTheirOwn => "left on their own",
        CameOnTheirOwn => "came on their own",
    }
    IncidentKind {
        Breakdown => "breakdown", Accident => "accident", Medical => "medical", Security => "security", Delay => "delay",
        Other => "other",
    }
    Kind {
        HeadCount => "head count", Boarded => "boarded", Departed => "departed", Passed => "passed", Arrived => "arrived",
        Alighted => "alighted", Otherwise => "otherwise accounted for", Incident => "incident", Closure => "closure",
        ClaimConfirmed => "claim confirmed", PlanAdopted => "plan adopted", DaySealed => "day sealed",
        Correction => "correction",
    }
    Class { Public => "public", Internal => "internal", Restricted => "restricted", Strict => "strict" }
}

impl fmt::Display for Stop {
    /// `site Vernet school`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Site(name) => write!(f, "site {name}"),
            Self::Shelter(name) => write!(f, "shelter {name}"),
        }
    }
}

impl fmt::Display for Ride {
    /// `Bus 7/2`, as the sheets of the plan write it; `Bus 7` where the trip is unknown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.trip {
            Some(trip) => write!(f, "{}/{trip}", self.vehicle),
            None => write!(f, "{}", self.vehicle),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Stop(stop) => write!(f, "{stop}"),
            Self::Vehicle(ride) => write!(f, "vehicle {ride}"),
        }
    }
}
