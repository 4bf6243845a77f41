//! What does not match, with a name and an age, until somebody explains it.

use super::account::{Account, Trip};
use crate::count::Line;
use crate::event::{Reason, Stop};
use crate::id::EventId;
use couloir_model::clock::UnixSeconds;
use std::fmt;

/// Something in the books that does not match.
///
/// It closes when a correction says which count was wrong, or when the people are accounted for otherwise; never by itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Discrepancy {
    /// What it is about. With it, two people can speak of the same one.
    pub name: Name,
    /// Since when it stands open: the moment of the count by which it came about.
    pub since: UnixSeconds,
    /// The lines that do not match.
    pub lines: Vec<Mismatch>,
    /// The events that it rests on.
    pub events: Vec<EventId>,
}

/// Two numbers that should be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mismatch {
    /// Of what.
    pub line: Line,
    /// What the books say.
    pub expected: i64,
    /// What was found.
    pub found: i64,
}

/// What a discrepancy is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name {
    /// As many got on as got off? A trip that is over.
    Trip(Trip),
    /// Two counts of one boarding.
    Boarding(Trip, Stop),
    /// Two counts of one unloading.
    Unloading(Trip, Stop),
    /// A count on the way that is not what the books have on board.
    OnBoard(Trip, crate::name::Name),
    /// A head count in a shelter that is not what the books say.
    Shelter(crate::name::Name),
    /// More people came out of a site than were ever said to be there.
    Origin(crate::name::Name),
    /// More people, or more of a kind, left a place or a vehicle than ever came there; or more of a part than of the whole stand there.
    Overdrawn(Account),
    /// A count that leaves open how many there were.
    Incomplete(EventId),
    /// Two corrections of one event that say different things.
    Corrections(EventId),
    /// Two reports that may be of the same people.
    Twice(Reason, String),
}

impl Discrepancy {
    /// How many people more, or less, were found than the books say.
    #[must_use]
    pub fn people(&self) -> i64 {
        let total = self.lines.iter().find(|mismatch| mismatch.line == Line::Total);
        total.map_or(0, |mismatch| mismatch.found - mismatch.expected)
    }

    /// The code under which the manual explains it.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self.name {
            Name::Trip(_) => "couloir::books::trip",
            Name::Boarding(..) => "couloir::books::boarding",
            Name::Unloading(..) => "couloir::books::unloading",
            Name::OnBoard(..) => "couloir::books::on_board",
            Name::Shelter(_) => "couloir::books::shelter",
            Name::Origin(_) => "couloir::books::origin",
            Name::Overdrawn(_) => "couloir::books::overdrawn",
            Name::Incomplete(_) => "couloir::books::incomplete",
            Name::Corrections(_) => "couloir::books::corrections",
            Name::Twice(..) => "couloir::books::twice",
        }
    }

    /// What a tired person can do about it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self.name {
            Name::Trip(_) => "ask both ends; then correct the count that was wrong, or record where the people went",
            Name::Boarding(..) | Name::Unloading(..) => "ask both who counted, and correct the count that was wrong",
            Name::OnBoard(..) => "ask whether anybody got on or off on the way, and record it or correct the count",
            Name::Shelter(_) => "record who came, left, was born or died there, or correct the head count",
            Name::Origin(_) => "record a new head count or estimate of the site: its first one was too low",
            Name::Overdrawn(_) => "record who else came there, or correct the count that was wrong",
            Name::Incomplete(_) => "correct it: give the total, or write 0 for those of whom there were none",
            Name::Corrections(_) => "agree on one, and correct the other correction",
            Name::Twice(..) => "if they are the same, withdraw one by a correction; if not, correct one and say so",
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trip(trip) => write!(f, "trip {trip}"),
            Self::Boarding(trip, stop) => write!(f, "boarding of {trip} at {stop}"),
            Self::Unloading(trip, stop) => write!(f, "unloading of {trip} at {stop}"),
            Self::OnBoard(trip, place) => write!(f, "on board of {trip} at {place}"),
            Self::Shelter(name) => write!(f, "shelter {name}"),
            Self::Origin(name) => write!(f, "site {name}"),
            Self::Overdrawn(account) => write!(f, "figures of {account} that cannot be"),
            Self::Incomplete(id) => write!(f, "incomplete count {}", id.short()),
            Self::Corrections(id) => write!(f, "corrections of {}", id.short()),
            Self::Twice(reason, place) => write!(f, "{reason} at {place}"),
        }
    }
}

impl fmt::Display for Mismatch {
    /// `50 people in the books, 47 found`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} in the books, {} found", self.expected, self.line, self.found)
    }
}
