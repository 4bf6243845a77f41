//! Which events belong to one trip of a vehicle.
//!
//! A trip number on the event decides. Where it has none, the order of events does: a trip begins with a boarding, or a
//! departure from a site, after the unloading of the one before. Clocks that are off by hours can therefore spoil what has
//! no number, and nothing else.

use super::account::{Trip, TripLabel};
use super::correct::Statement;
use super::shared::{both, join_equal};
use crate::event::{Place, Stop, What};
use crate::name::Name;
use std::collections::{BTreeMap, HashMap};

/// A trip with what is said of it, in order of time.
pub(crate) struct TripStory<'a> {
    pub(crate) trip: Trip,
    pub(crate) statements: Vec<&'a Statement<'a>>,
}

/// A trip in the making.
struct Draft<'a> {
    number: Option<u32>,
    /// Somebody got off at a shelter, and nobody was seen on board since.
    is_over: bool,
    statements: Vec<&'a Statement<'a>>,
}

/// What is said of one vehicle.
pub(super) type OfVehicle<'a> = (&'a Name, Vec<&'a Statement<'a>>);

/// The trips of all vehicles, each vehicle's in order of time.
pub(crate) fn trips<'a>(statements: &'a [Statement<'a>]) -> Vec<TripStory<'a>> {
    let vehicles = by_vehicle(statements).into_iter();
    vehicles.flat_map(|(vehicle, statements)| trips_of(vehicle, statements)).collect()
}

/// What is said of vehicles, in order of their names.
pub(super) fn by_vehicle<'a>(statements: &'a [Statement<'a>]) -> Vec<OfVehicle<'a>> {
    let (one, two) = statements.split_at(statements.len() / 2);
    let (mut vehicles, others) = both(one.len(), || found(one), || found(two));
    vehicles.extend(others);
    vehicles.sort_by_key(|(vehicle, _)| *vehicle);
    join_equal(&mut vehicles, |statements, later| statements.append(later));
    vehicles
}

/// What is said of vehicles, in the order in which they come.
fn found<'a>(statements: &'a [Statement<'a>]) -> Vec<OfVehicle<'a>> {
    let mut found: HashMap<&'a Name, usize> = HashMap::new();
    let mut vehicles: Vec<OfVehicle<'a>> = Vec::new();
    for statement in statements {
        let Some(ride) = statement.event.ride() else { continue };
        let index = *found.entry(&ride.vehicle).or_insert(vehicles.len());
        if index == vehicles.len() {
            vehicles.push((&ride.vehicle, Vec::new()));
        }
        vehicles[index].1.push(statement);
    }
    vehicles
}

pub(super) fn trips_of<'a>(vehicle: &Name, mut statements: Vec<&'a Statement<'a>>) -> Vec<TripStory<'a>> {
    statements.sort_by_key(|statement| (statement.at, rank(&statement.event.what), statement.clock, statement.slot));
    let mut drafts: Vec<Draft<'a>> = Vec::new();
    let mut by_number: BTreeMap<u32, usize> = BTreeMap::new();
    let mut current = None;
    for statement in statements {
        let number = statement.event.ride().and_then(|ride| ride.trip);
        let going_on = current.filter(|index: &usize| !(drafts[*index].is_over && begins(&statement.event.what)));
        let known = number.and_then(|number| by_number.get(&number).copied());
        let joins = match (number, known) {
            (Some(_), Some(known)) => Some(known),
            // A trip that began without a number takes the first one that is said of it.
            (Some(_), None) => going_on.filter(|index| drafts[*index].number.is_none()),
            (None, _) => going_on,
        };
        let index = joins.unwrap_or(drafts.len());
        if index == drafts.len() {
            drafts.push(Draft { number: None, is_over: false, statements: Vec::new() });
        }
        if let Some(number) = number {
            drafts[index].number = Some(number);
            by_number.insert(number, index);
        }
        drafts[index].take(statement);
        current = Some(index);
    }
    drafts.into_iter().map(|draft| draft.finish(vehicle)).collect()
}

impl<'a> Draft<'a> {
    fn take(&mut self, statement: &'a Statement<'a>) {
        self.is_over = match &statement.event.what {
            What::Alighted { at: Stop::Shelter(_), .. }
            | What::Arrived { at: Stop::Shelter(_), count: Some(_), .. } => true,
            what => self.is_over && !shows_people_on_board(what),
        };
        self.statements.push(statement);
    }

    fn finish(self, vehicle: &Name) -> TripStory<'a> {
        let began = self.statements.first().expect("a trip is made for a statement").at;
        let label = self.number.map_or(TripLabel::Since(began), TripLabel::Numbered);
        TripStory { trip: Trip { vehicle: vehicle.clone(), label }, statements: self.statements }
    }
}

/// True when people got on, or somebody says that there are some on board.
pub(super) fn shows_people_on_board(what: &What) -> bool {
    match what {
        What::Boarded { .. } => true,
        What::Departed { count: Some(count), .. }
        | What::Passed { count: Some(count), .. }
        | What::Arrived { count: Some(count), .. }
        | What::HeadCount { at: Place::Vehicle(_), count } => count.at_least().0 > 0,
        _ => false,
    }
}

/// True for what a new trip begins with, once the last is over.
const fn begins(what: &What) -> bool {
    matches!(what, What::Boarded { .. } | What::Departed { from: Stop::Site(_), .. })
}

/// What comes first of events of the same second.
const fn rank(what: &What) -> u8 {
    match what {
        What::Boarded { .. } => 0,
        What::Otherwise { .. } => 1,
        What::HeadCount { .. } => 2,
        What::Departed { .. } => 3,
        What::Passed { .. } => 4,
        What::Arrived { .. } => 5,
        _ => 6,
    }
}
