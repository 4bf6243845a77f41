//! What a closure of the ledger closes, by the names of an operation.

use crate::name::NAME_CHARS_MAX;
use couloir_model::clock::Window;
use couloir_model::id::{PassageId, PlaceId};
use couloir_model::scenario::{Scenario, Stretch};
use couloir_model::situation::Situation;

/// How a way with two directions is written.
const BOTH_WAYS: &str = " <> ";

/// What can be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// A passage.
    Passage(PassageId),
    /// The ways between two places, in both directions.
    Way(PlaceId, PlaceId),
    /// All ways to and from a place.
    Place(PlaceId),
}

impl Closed {
    /// What `text` names: a passage, the ways `A <> B` (or `A > B`, as people write one direction: it closes both), or a place. A place
    /// may be named by the site or shelter that is there, and a long name by its beginning and `…`.
    #[must_use]
    pub fn read(scenario: &Scenario, text: &str) -> Option<Self> {
        let passages = scenario.passages.iter().map(|row| row.name.as_str());
        if let Some(passage) = whole(passages, text) {
            return Some(Self::Passage(PassageId::at(passage)));
        }
        for between in [BOTH_WAYS, " > ", " - "] {
            if let Some((from, to)) = text.split_once(between)
                && let (Some(from), Some(to)) = (place(scenario, from.trim()), place(scenario, to.trim()))
            {
                return Some(Self::Way(from, to));
            }
        }
        place(scenario, text).map(Self::Place)
    }

    /// As it is written in the ledger, at most [`NAME_CHARS_MAX`] characters long: [`Closed::read`] reads it back.
    #[must_use]
    pub fn written(self, scenario: &Scenario) -> String {
        let name = |place: PlaceId| scenario.place(place).name.as_str();
        match self {
            Self::Passage(passage) => short(&scenario.passage(passage).name, NAME_CHARS_MAX),
            Self::Place(place) => short(name(place), NAME_CHARS_MAX),
            Self::Way(from, to) => {
                let room = (NAME_CHARS_MAX - BOTH_WAYS.len()) / 2;
                format!("{}{BOTH_WAYS}{}", short(name(from), room), short(name(to), room))
            }
        }
    }

    /// Closes it in `situation`.
    pub fn close(self, scenario: &Scenario, situation: &mut Situation, window: Window, said_by: &str) {
        match self {
            Self::Passage(passage) => situation.close(Stretch::Passage(passage), window, said_by),
            Self::Way(from, to) => {
                situation.close(Stretch::Leg { from, to }, window, said_by);
                situation.close(Stretch::Leg { from: to, to: from }, window, said_by);
            }
            Self::Place(place) => situation.close_place(scenario, place, window, said_by),
        }
    }
}

/// A place by its own name, or by that of the site or shelter that is there.
fn place(scenario: &Scenario, text: &str) -> Option<PlaceId> {
    let own = whole(scenario.places.iter().map(|row| row.name.as_str()), text).map(PlaceId::at);
    let site = || whole(scenario.sites.iter().map(|row| row.name.as_str()), text).map(|row| scenario.sites[row].place);
    let shelter = || {
        let row = whole(scenario.shelters.iter().map(|row| row.name.as_str()), text)?;
        Some(scenario.shelters[row].place)
    };
    own.or_else(site).or_else(shelter)
}

/// The position of the one name that this is, or that this is the beginning of.
fn whole<'a>(names: impl Iterator<Item = &'a str> + Clone, text: &str) -> Option<usize> {
    if let Some(position) = names.clone().position(|name| name == text) {
        return Some(position);
    }
    let beginning = text.strip_suffix('…')?;
    let mut found = names.zip(0..).filter(|(name, _)| name.starts_with(beginning));
    let (first, position) = found.next()?;
    found.all(|(name, _)| name == first).then_some(position)
}

/// A name that fits, its end cut off where it is too long.
fn short(name: &str, room: usize) -> String {
    if name.chars().count() <= room {
        return name.to_owned();
    }
    name.chars().take(room - 1).chain(['…']).collect()
}
