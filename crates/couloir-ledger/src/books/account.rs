//! Accounts, what stands in them, and the transfers between them.

use crate::count::{HeadCount, Line};
use crate::event::{Reason, Stop};
use crate::id::EventId;
use crate::name::Name;
use couloir_model::clock::UnixSeconds;
use std::fmt;
use std::ops::{Add, AddAssign, Neg, Sub};

/// Where people can stand in the books.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// The counter-account of all that was there before counting began. What stands in it is less than nothing: as many as
    /// the sites are said to have held.
    Opening,
    /// A site.
    Site(Name),
    /// On board of a vehicle, on one of its trips. What is left in it when the trip is over is unaccounted for.
    Trip(Trip),
    /// A shelter.
    Shelter(Name),
    /// People who came or went otherwise.
    Otherwise(Reason),
    /// The counter-account of people who were counted by kind on one side of an account and as heads on the other. Its columns
    /// differ from zero, the people in it never do.
    Sorting,
}

/// A trip of a vehicle.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Trip {
    /// The vehicle.
    pub vehicle: Name,
    /// Which of its trips.
    pub label: TripLabel,
}

/// What tells one trip of a vehicle from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TripLabel {
    /// The number on the driver's sheet.
    Numbered(u32),
    /// When it began, where nobody gave a number.
    Since(UnixSeconds),
}

/// A column of the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// Men, women or children, a part of these, or staff. Never [`Line::Total`].
    Line(Line),
    /// People who were counted as heads alone.
    Unsorted,
}

/// People by column; less than nothing where more went out than came in.
///
/// Men, women, children and unsorted make up the people. The other columns are parts of them, kept with the same care, and
/// staff stands apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Tally(pub(super) [i64; Line::ALL.len()]);

/// What stands in an account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Balance {
    /// The people.
    pub tally: Tally,
    /// How many of the transfers did not say how many of a line there were, in the order of [`Line::ALL`]; for the total,
    /// how many were incomplete. Where this is not zero, the column says at least so many in or out, and no more.
    pub unknown: [u32; Line::ALL.len()],
}

/// People who go from one account to another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Transfer {
    /// From.
    pub from: Account,
    /// To.
    pub to: Account,
    /// Who.
    pub tally: Tally,
    /// The lines that nobody counted, as a set of bits in the order of [`Line::ALL`].
    pub(super) unknown: u16,
    /// When.
    pub at: UnixSeconds,
    /// Why.
    pub because: Because,
}

/// What a transfer rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Because {
    /// A count of the movement, and other counts of the same movement that are not added.
    Counted {
        /// The count that is in the books.
        by: EventId,
        /// The others.
        also: Vec<EventId>,
    },
    /// A count of those on board, from which those who got on or off follow.
    Derived {
        /// The count.
        from: EventId,
    },
    /// A head count at a site: what must have been there at first.
    Opening {
        /// The head count.
        by: EventId,
    },
    /// People were counted by kind on one side of the account and as heads on the other: what nobody can know any more of those who
    /// are left is taken out of it.
    Sorted,
}

impl Transfer {
    /// What transfers are put in order by.
    pub(super) const fn order(&self) -> impl Ord + '_ {
        (self.at, &self.from, &self.to, &self.because)
    }

    /// What comes on board of `trip` by a transfer from or to it, and the account at the other end.
    pub(crate) fn of_trip(&self, trip: &Trip) -> (Tally, &Account) {
        let comes = matches!(&self.to, Account::Trip(to) if to == trip);
        if comes { (self.tally, &self.from) } else { (-self.tally, &self.to) }
    }
}

/// Puts transfers in order of time, and to the last word: two of one moment must not stand in the order in which they came.
///
/// Transfers are large and there may be a million: their numbers are put in order, and then each is moved where it stands, with no room
/// for a second copy of all.
pub(super) fn put_in_order(transfers: &mut [Transfer]) {
    let mut order: Vec<(UnixSeconds, usize)> = transfers.iter().map(|transfer| transfer.at).zip(0..).collect();
    order.sort_unstable_by(|one, two| {
        one.0.cmp(&two.0).then_with(|| transfers[one.1].order().cmp(&transfers[two.1].order()))
    });
    // Each place takes what belongs there from where that stands, and leaves there what it held, until the circle closes.
    for start in 0..order.len() {
        let mut place = start;
        loop {
            let from = std::mem::replace(&mut order[place].1, place);
            if from == start {
                break;
            }
            transfers.swap(place, from);
            place = from;
        }
    }
}

impl Because {
    /// The events that the transfer rests on.
    pub fn events(&self) -> impl Iterator<Item = EventId> {
        let (first, also) = match self {
            Self::Counted { by, also } => (Some(*by), also.as_slice()),
            Self::Derived { from: by } | Self::Opening { by } => (Some(*by), [].as_slice()),
            Self::Sorted => (None, [].as_slice()),
        };
        first.into_iter().chain(also.iter().copied())
    }

    /// Another count of the same.
    pub(super) fn add(&mut self, slot: EventId) {
        if let Self::Counted { also, .. } = self {
            also.push(slot);
        }
    }
}

impl Column {
    /// All columns, people first.
    pub const ALL: [Self; 11] = [
        Self::Unsorted,
        Self::Line(Line::Men),
        Self::Line(Line::Women),
        Self::Line(Line::Children),
        Self::Line(Line::Infants),
        Self::Line(Line::Unaccompanied),
        Self::Line(Line::Elderly),
        Self::Line(Line::Wheelchair),
        Self::Line(Line::Stretcher),
        Self::Line(Line::Pregnant),
        Self::Line(Line::Staff),
    ];

    /// The unsorted stand where the total would.
    pub(super) const fn index(self) -> usize {
        match self {
            Self::Line(line) => line as usize,
            Self::Unsorted => Line::Total as usize,
        }
    }
}

impl Tally {
    /// The people of a head count: those of no known kind are unsorted, and what is unknown is not moved.
    #[must_use]
    pub fn of(count: &HeadCount) -> Self {
        let known = |line| count.get(line).map_or(0, |people| i64::from(people.0));
        let mut tally = Self(Line::ALL.map(known));
        let parts: i64 = Line::PARTS.map(known).iter().sum();
        tally.0[Column::Unsorted.index()] = i64::from(count.at_least().0) - parts;
        tally
    }

    /// The number in a column.
    #[must_use]
    pub const fn get(&self, column: Column) -> i64 {
        self.0[column.index()]
    }

    /// Everybody but staff.
    #[must_use]
    pub fn people(&self) -> i64 {
        self.get(Column::Unsorted) + Line::PARTS.map(|part| self.get(Column::Line(part))).iter().sum::<i64>()
    }

    /// True when every column is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0.iter().all(|number| *number == 0)
    }
}

impl Balance {
    /// Adds the coming or going of a transfer.
    pub(super) fn add(&mut self, tally: Tally, unknown: u16) {
        self.tally += tally;
        for (index, count) in self.unknown.iter_mut().enumerate() {
            *count += u32::from(unknown >> index & 1);
        }
    }

    /// Adds what else stands in the same account.
    pub(super) fn take(&mut self, other: &Self) {
        self.tally += other.tally;
        self.unknown.iter_mut().zip(other.unknown).for_each(|(count, more)| *count += more);
    }

    /// True when some transfer did not say how many of `line` there were.
    #[must_use]
    pub const fn is_partly_unknown(&self, line: Line) -> bool {
        self.unknown[line as usize] > 0
    }
}

/// The lines that `count` does not know, as bits.
pub(super) fn unknown_lines(count: &HeadCount) -> u16 {
    Line::ALL.into_iter().filter(|line| count.get(*line).is_none()).fold(0, |bits, line| bits | 1 << line as u16)
}

impl Account {
    /// True for the account of `stop`.
    pub(super) fn is_of(&self, stop: &Stop) -> bool {
        match (self, stop) {
            (Self::Site(here), Stop::Site(name)) | (Self::Shelter(here), Stop::Shelter(name)) => here == name,
            _ => false,
        }
    }

    /// The account of a site or shelter.
    #[must_use]
    pub fn of_stop(stop: &Stop) -> Self {
        match stop {
            Stop::Site(name) => Self::Site(name.clone()),
            Stop::Shelter(name) => Self::Shelter(name.clone()),
        }
    }
}

impl Add for Tally {
    type Output = Self;

    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(number, more)| *number += more);
    }
}

impl Neg for Tally {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.map(|number| -number))
    }
}

impl Sub for Tally {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl fmt::Display for Trip {
    /// `Bus 7/2`; `Bus 7 (2026-11-23 10:05Z)`, when it began, where the trip has no number: else two of them would read alike.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.label {
            TripLabel::Numbered(number) => write!(f, "{}/{number}", self.vehicle),
            TripLabel::Since(began) => write!(f, "{} ({})", self.vehicle, minute(began)),
        }
    }
}

/// A moment to the minute, as all of the ledger's commands show it.
fn minute(at: UnixSeconds) -> String {
    let moment = jiff::Timestamp::from_second(at.0);
    moment.map_or_else(|_| format!("second {}", at.0), |moment| moment.strftime("%Y-%m-%d %H:%MZ").to_string())
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Opening => f.write_str("opening"),
            Self::Site(name) => write!(f, "site {name}"),
            Self::Trip(trip) => write!(f, "trip {trip}"),
            Self::Shelter(name) => write!(f, "shelter {name}"),
            Self::Otherwise(reason) => write!(f, "{reason}"),
            Self::Sorting => f.write_str("counted by kind on one side"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_trips_without_a_number_do_not_read_alike() {
        let trip = |label| Trip { vehicle: Name::new("Bus 7").unwrap(), label }.to_string();
        assert_eq!(trip(TripLabel::Numbered(2)), "Bus 7/2");
        assert_eq!(trip(TripLabel::Since(UnixSeconds(1_795_428_300))), "Bus 7 (2026-11-23 10:05Z)");
        assert_eq!(trip(TripLabel::Since(UnixSeconds(1_795_514_700))), "Bus 7 (2026-11-24 10:05Z)");
        assert_eq!(trip(TripLabel::Since(UnixSeconds(i64::MAX))), format!("Bus 7 (second {})", i64::MAX));
    }
}
