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
use couloir_model::clock::UnixSeconds;
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

/// A statement beside what it is put in order by: to look that up in a million events takes longer than to put them in order.
pub(super) struct Heard<'a> {
    at: UnixSeconds,
    rank: u8,
    statement: &'a Statement<'a>,
}

/// What is said of one vehicle.
pub(super) type OfVehicle<'a> = (&'a Name, Vec<Heard<'a>>);

/// What is said, by what it is of.
#[derive(Default)]
pub(super) struct ByVehicle<'a> {
    /// Of vehicles, in order of their names.
    pub(super) vehicles: Vec<OfVehicle<'a>>,
    /// What is of no vehicle.
    pub(super) others: Vec<&'a Statement<'a>>,
    /// The counts that leave open how many there were, of vehicles or not.
    pub(super) incomplete: Vec<&'a Statement<'a>>,
}

/// The trips of all vehicles, each vehicle's in order of time.
pub(crate) fn trips<'a>(statements: &'a [Statement<'a>]) -> Vec<TripStory<'a>> {
    let vehicles = by_vehicle(statements).vehicles.into_iter();
    vehicles.flat_map(|(vehicle, statements)| trips_of(vehicle, statements)).collect()
}

/// What is said, by vehicle.
pub(super) fn by_vehicle<'a>(statements: &'a [Statement<'a>]) -> ByVehicle<'a> {
    let (one, two) = statements.split_at(statements.len() / 2);
    let (mut said, mut more) = both(one.len(), || found(one), || found(two));
    said.others.append(&mut more.others);
    said.incomplete.append(&mut more.incomplete);
    said.vehicles.append(&mut more.vehicles);
    said.vehicles.sort_by_key(|(vehicle, _)| *vehicle);
    join_equal(&mut said.vehicles, |statements, later| statements.append(later));
    said
}

/// What is said, in the order in which it comes.
fn found<'a>(statements: &'a [Statement<'a>]) -> ByVehicle<'a> {
    let mut index_of: HashMap<&'a Name, usize> = HashMap::new();
    let mut said = ByVehicle::default();
    for statement in statements {
        let Statement { at, event, .. } = *statement;
        if event.what.count().is_some_and(|count| !count.is_complete()) {
            said.incomplete.push(statement);
        }
        let Some(ride) = event.ride() else {
            said.others.push(statement);
            continue;
        };
        let index = *index_of.entry(&ride.vehicle).or_insert(said.vehicles.len());
        if index == said.vehicles.len() {
            said.vehicles.push((&ride.vehicle, Vec::new()));
        }
        said.vehicles[index].1.push(Heard { at, rank: rank(&event.what), statement });
    }
    said
}

/// Room for as many statements as a trip usually has: boarded, left, passed, came, got off, and some that were counted twice.
const STATEMENTS_USUAL: usize = 8;

/// The trips of one vehicle, in order of time.
pub(super) fn trips_of<'a>(vehicle: &Name, mut statements: Vec<Heard<'a>>) -> Vec<TripStory<'a>> {
    statements.sort_unstable_by(|one, two| {
        let tie = |heard: &Heard<'_>| (heard.statement.clock, heard.statement.slot);
        (one.at, one.rank).cmp(&(two.at, two.rank)).then_with(|| tie(one).cmp(&tie(two)))
    });
    let mut drafts: Vec<Draft<'a>> = Vec::new();
    let mut by_number: BTreeMap<u32, usize> = BTreeMap::new();
    let mut current = None;
    for Heard { statement, .. } in statements {
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
            let statements = Vec::with_capacity(STATEMENTS_USUAL);
            drafts.push(Draft { number: None, is_over: false, statements });
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
