//! The movements of one trip: who got on, who got off, and whether what was seen on the way agrees.

use super::account::{Account, Because, Column, Tally, Transfer, Trip, unknown_lines};
use super::correct::Statement;
use super::discrepancy::{Discrepancy, Mismatch, Name};
use super::otherwise;
use super::reconcile::{self, Counted, Reconciled, mismatches, movements};
use super::shared::both;
use super::trip::{OfVehicle, TripStory, shows_people_on_board, trips_of};
use super::{Settled, Sum};
use crate::count::{HeadCount, Line};
use crate::event::{Event, Place, Stop, What};
use couloir_model::clock::UnixSeconds;
use couloir_model::quantity::People;

/// A trip with people on board that is not over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnTheRoad {
    /// The trip.
    pub trip: Trip,
    /// Who is on board.
    pub tally: Tally,
    /// Where it was seen last, in words: `left site Vernet school`.
    pub last_seen: String,
    /// When.
    pub seen_at: UnixSeconds,
}

/// What the events of trips come to.
#[derive(Default)]
pub(super) struct Booked {
    pub(super) transfers: Vec<Transfer>,
    pub(super) discrepancies: Vec<Discrepancy>,
    pub(super) on_the_road: Vec<OnTheRoad>,
    /// What stands in the account of each trip.
    pub(super) trips: Vec<Settled>,
}

/// The counts of a trip by what they are of.
#[derive(Default)]
struct Sorted<'a> {
    boardings: Vec<Counted<'a>>,
    unloadings: Vec<Counted<'a>>,
    /// Counts of all on board, on leaving a stop.
    left: Vec<Counted<'a>>,
    /// Counts of all on board, on arriving.
    came: Vec<Counted<'a>>,
}

/// Books the trips of all vehicles, half of them on another core: vehicles know nothing of each other. Transfers come in
/// no order.
pub(super) fn book_all(mut vehicles: Vec<OfVehicle<'_>>) -> Booked {
    let others = vehicles.split_off(vehicles.len() / 2);
    let (mut booked, mut others) = both(vehicles.len(), || book(vehicles), || book(others));
    booked.append(&mut others);
    booked
}

/// Books the trips of these vehicles.
fn book(vehicles: Vec<OfVehicle<'_>>) -> Booked {
    let mut all = Booked::default();
    // One of each for all trips: most have two transfers, and to ask for memory a hundred thousand times is what takes long.
    let (mut sorted, mut booked) = (Sorted::default(), Booked::default());
    for (vehicle, statements) in vehicles {
        for story in trips_of(vehicle, statements) {
            sorted.take(&story);
            book_one(&story, &sorted, &mut booked);
            all.append(&mut booked);
        }
    }
    all
}

/// Books the events of one trip.
fn book_one(story: &TripStory<'_>, sorted: &Sorted<'_>, booked: &mut Booked) {
    let trip = &story.trip;
    for (stop, movement) in movements(&sorted.boardings) {
        booked.discrepancies.extend(movement.discrepancy(|| Name::Boarding(trip.clone(), stop.clone())));
        booked.transfers.push(transfer(&movement, Account::of_stop(stop), Account::Trip(trip.clone())));
    }
    for (stop, movement) in movements(&sorted.unloadings) {
        booked.discrepancies.extend(movement.discrepancy(|| Name::Unloading(trip.clone(), stop.clone())));
        booked.transfers.push(transfer(&movement, Account::Trip(trip.clone()), Account::of_stop(stop)));
    }
    let (transfers, discrepancies) = otherwise::book(&Account::Trip(trip.clone()), story.statements.iter().copied());
    booked.transfers.extend(transfers);
    booked.discrepancies.extend(discrepancies);
    derive_boardings(trip, sorted, booked);
    derive_unloadings(trip, sorted, booked);
    let sum = booked.sum();
    let settled = sum.settle(Account::Trip(trip.clone()));
    close(story, &settled, booked);
    booked.trips.push(settled);
}

impl Booked {
    /// Takes what `other` holds.
    fn append(&mut self, other: &mut Self) {
        self.transfers.append(&mut other.transfers);
        self.discrepancies.append(&mut other.discrepancies);
        self.on_the_road.append(&mut other.on_the_road);
        self.trips.append(&mut other.trips);
    }

    /// What stands in the account of the one trip that all transfers are of.
    fn sum(&self) -> Sum {
        let mut sum = Sum::default();
        for transfer in &self.transfers {
            let comes = matches!(transfer.to, Account::Trip(_));
            sum.balance.add(if comes { transfer.tally } else { -transfer.tally }, transfer.unknown);
            sum.doubt.take(&transfer.tally, transfer.unknown, comes);
        }
        sum
    }
}

impl<'a> Sorted<'a> {
    /// Takes the counts of `story` in place of those that it holds.
    fn take(&mut self, story: &TripStory<'a>) {
        self.each(Vec::clear);
        for statement in &story.statements {
            let (counts, stop, part, count) = match &statement.event.what {
                What::Boarded { at, part, count, .. } => (&mut self.boardings, at, *part, count),
                What::Alighted { at, part, count, .. } => (&mut self.unloadings, at, *part, count),
                What::Departed { from, count: Some(count), .. } => (&mut self.left, from, 1, count),
                What::Arrived { at, count: Some(count), .. } => (&mut self.came, at, 1, count),
                _ => continue,
            };
            counts.push(Counted { stop, part, statement, count });
        }
        self.each(|counts| reconcile::put_in_order(counts));
    }

    fn each(&mut self, change: impl Fn(&mut Vec<Counted<'a>>)) {
        [&mut self.boardings, &mut self.unloadings, &mut self.left, &mut self.came].into_iter().for_each(change);
    }
}

fn transfer(movement: &Reconciled<'_>, from: Account, to: Account) -> Transfer {
    let because = Because::Counted { by: movement.best.slot, also: movement.also.clone() };
    let (tally, unknown) = (Tally::of(&movement.count), unknown_lines(&movement.count));
    Transfer { from, to, tally, unknown, at: movement.at(), because }
}

/// Where nobody counted those who got on, a count of those on board as the vehicle left says it.
fn derive_boardings(trip: &Trip, sorted: &Sorted<'_>, booked: &mut Booked) {
    let mut left: Vec<_> = movements(&sorted.left).collect();
    left.sort_by_key(|(stop, movement)| (movement.at(), *stop));
    for (stop, movement) in left {
        let name = || Name::OnBoard(trip.clone(), stop.name().clone());
        booked.discrepancies.extend(movement.discrepancy(name));
        let is_counted = sorted.boardings.iter().any(|counted| counted.stop == stop);
        let is_site = matches!(stop, Stop::Site(_));
        if is_counted || !is_site {
            continue;
        }
        let before = on_board(&booked.transfers, |transfer| transfer.at <= movement.at());
        if before.people() > i64::from(movement.count.at_least().0) {
            let is_known = movement.count.is_complete();
            booked.discrepancies.extend(is_known.then(|| on_board_discrepancy(name(), before, &movement)));
            continue;
        }
        let (tally, unknown) = changed(before, &movement.count);
        if tally.is_zero() {
            continue;
        }
        let because = match before.is_zero() {
            true => Because::Counted { by: movement.best.slot, also: movement.also.clone() },
            false => Because::Derived { from: movement.best.slot },
        };
        let (from, to) = (Account::of_stop(stop), Account::Trip(trip.clone()));
        booked.transfers.push(Transfer { from, to, tally, unknown, at: movement.at(), because });
    }
}

/// Who got on where `fewer` were on board and `all` are; or who got off where `all` were and `fewer` go on.
fn changed(fewer: Tally, all: &HeadCount) -> (Tally, u16) {
    let more = Tally::of(all) - fewer;
    let all_more = Column::ALL.iter().all(|column| more.get(*column) >= 0);
    if fewer.is_zero() || all_more {
        return (more, unknown_lines(all));
    }
    // Kinds cannot be subtracted: those who got on or off are known by their number alone.
    let people = u32::try_from(more.people()).map_or(People::ZERO, People);
    HeadCount::of_people(people)
        .map_or_else(|_| (Tally::default(), 0), |heads| (Tally::of(&heads), unknown_lines(&heads)))
}

/// Where nobody counted those who got off at a shelter, a count of those on board as the vehicle came says it.
fn derive_unloadings(trip: &Trip, sorted: &Sorted<'_>, booked: &mut Booked) {
    for (stop, movement) in movements(&sorted.came) {
        let is_counted = sorted.unloadings.iter().any(|counted| counted.stop == stop);
        if is_counted || !matches!(stop, Stop::Shelter(_)) {
            continue;
        }
        booked.discrepancies.extend(movement.discrepancy(|| Name::Unloading(trip.clone(), stop.clone())));
        let mut unloading = transfer(&movement, Account::Trip(trip.clone()), Account::of_stop(stop));
        // Whoever goes on to another shelter has not got off here.
        if let Some((_, on)) = movements(&sorted.left).find(|(left, _)| *left == stop) {
            (unloading.tally, unloading.unknown) = changed(Tally::of(&on.count), &movement.count);
            unloading.because = Because::Derived { from: movement.best.slot };
        }
        if !unloading.tally.is_zero() {
            booked.transfers.push(unloading);
        }
    }
}

/// Who is on board by those transfers of one trip that `counts` lets through.
fn on_board(transfers: &[Transfer], counts: impl Fn(&Transfer) -> bool) -> Tally {
    let mut tally = Tally::default();
    for transfer in transfers.iter().filter(|transfer| counts(transfer)) {
        tally += if matches!(transfer.to, Account::Trip(_)) { transfer.tally } else { -transfer.tally };
    }
    tally
}

fn on_board_discrepancy(name: Name, expected: Tally, found: &Reconciled<'_>) -> Discrepancy {
    let lines =
        vec![Mismatch { line: Line::Total, expected: expected.people(), found: i64::from(found.count.at_least().0) }];
    Discrepancy { name, since: found.at(), lines, events: vec![found.best.slot] }
}

/// Looks at the trip as a whole, of which `settled` is left on board: is somebody on the road, is somebody missing, and did all who looked
/// see the same?
fn close(story: &TripStory<'_>, settled: &Settled, booked: &mut Booked) {
    let (trip, rest) = (&story.trip, settled.balance.tally);
    let rest_sorted = settled.moved.as_deref().map_or(rest, |moved| rest - *moved);
    let last_unloading = story.statements.iter().rposition(|statement| is_unloading(statement.event));
    let seen_since = last_unloading.map_or(0, |index| index + 1);
    let is_over = last_unloading.is_some()
        && !story.statements[seen_since..].iter().any(|later| shows_people_on_board(&later.event.what));
    if is_over && !rest_sorted.is_zero() {
        booked.discrepancies.extend(missing(story, booked));
    }
    let is_open = is_over && rest.people() != 0;
    if !is_open {
        let seen = story.statements.iter().filter_map(|statement| seen_otherwise(story, statement, booked));
        let seen: Vec<_> = seen.collect();
        booked.discrepancies.extend(seen);
    }
    if !is_over && rest.people() > 0 {
        let last =
            story.statements.iter().rev().find_map(|statement| Some((seen_at(&statement.event.what)?, statement.at)));
        let (last_seen, seen_at) = last.unwrap_or_else(|| ("not seen yet".to_owned(), story.statements[0].at));
        booked.on_the_road.push(OnTheRoad { trip: trip.clone(), tally: rest, last_seen, seen_at });
    }
}

const fn is_unloading(event: &Event) -> bool {
    matches!(
        event.what,
        What::Alighted { at: Stop::Shelter(_), .. } | What::Arrived { at: Stop::Shelter(_), count: Some(_), .. }
    )
}

/// The discrepancy of a trip that is over: the lines in which as many got on as got off is not true.
fn missing(story: &TripStory<'_>, booked: &Booked) -> Option<Discrepancy> {
    let is_on = |transfer: &Transfer| matches!(transfer.to, Account::Trip(_));
    let side = |comes: bool| booked.transfers.iter().filter(move |transfer| is_on(transfer) == comes);
    let sum = |comes: bool| side(comes).fold(Tally::default(), |sum, transfer| sum + transfer.tally);
    let unknown = booked.transfers.iter().fold(0, |bits, transfer| bits | transfer.unknown);
    let (came, went) = (sum(true), sum(false));
    let mut lines = Vec::new();
    let is_known = unknown >> Line::Total as u16 & 1 == 0;
    if is_known && came.people() != went.people() {
        lines.push(Mismatch { line: Line::Total, expected: came.people(), found: went.people() });
    }
    for line in Line::ALL.into_iter().filter(|line| !matches!(line, Line::Total | Line::Staff)) {
        let (expected, found) = (came.get(Column::Line(line)), went.get(Column::Line(line)));
        if unknown >> line as u16 & 1 == 0 && expected != found {
            lines.push(Mismatch { line, expected, found });
        }
    }
    let since = story.statements.iter().rev().find(|statement| is_unloading(statement.event))?.at;
    let events = booked.transfers.iter().filter_map(|transfer| match &transfer.because {
        Because::Counted { by, .. } | Because::Derived { from: by } => Some(*by),
        _ => None,
    });
    let events = events.collect();
    (!lines.is_empty()).then(|| Discrepancy { name: Name::Trip(story.trip.clone()), since, lines, events })
}

/// A count on the way that does not agree with what the books have on board at that place.
fn seen_otherwise(story: &TripStory<'_>, statement: &Statement<'_>, booked: &Booked) -> Option<Discrepancy> {
    let trip = &story.trip;
    // A report that comes again, perhaps hours later, says nothing about the moment at which it comes.
    let mut earlier = story.statements.iter().take_while(|earlier| earlier.slot != statement.slot);
    if earlier.any(|earlier| earlier.event.what == statement.event.what) {
        return None;
    }
    let (place, found, here) = match &statement.event.what {
        What::Departed { from, count: Some(count), .. } => (from.name(), count, Some((from, true))),
        What::Arrived { at, count: Some(count), .. } => (at.name(), count, Some((at, false))),
        What::Passed { checkpoint, count: Some(count), .. } => (checkpoint, count, None),
        What::HeadCount { at: Place::Vehicle(ride), count } => (&ride.vehicle, count, None),
        _ => return None,
    };
    let expected = on_board(&booked.transfers, |transfer| stood(transfer, statement.at, here));
    let heads = u32::try_from(expected.people()).ok().and_then(|people| HeadCount::of_people(People(people)).ok())?;
    let lines = mismatches(&heads, found);
    if lines.is_empty() {
        return None;
    }
    let name = Name::OnBoard(trip.clone(), place.clone());
    let is_told = booked.discrepancies.iter().any(|told| told.name == name);
    (!is_told).then(|| Discrepancy { name, since: statement.at, lines, events: vec![statement.slot] })
}

/// True when `transfer` had happened as somebody counted those on board at the moment `at`.
///
/// At a stop, what happened there is told by the place and not by clocks: a vehicle that leaves has loaded, a vehicle that
/// arrives has not unloaded.
fn stood(transfer: &Transfer, at: UnixSeconds, here: Option<(&Stop, bool)>) -> bool {
    let Some((stop, leaves)) = here else { return transfer.at <= at };
    if transfer.from.is_of(stop) || transfer.to.is_of(stop) { leaves } else { transfer.at <= at }
}

/// Where an event saw the vehicle, in words.
fn seen_at(what: &What) -> Option<String> {
    Some(match what {
        What::Boarded { at, .. } => format!("loading at {at}"),
        What::Departed { from, .. } => format!("left {from}"),
        What::Passed { checkpoint, .. } => format!("passed {checkpoint}"),
        What::Arrived { at, .. } => format!("came to {at}"),
        What::Alighted { at, .. } => format!("unloading at {at}"),
        _ => return None,
    })
}
