//! Points that vehicles travel between: those of the table `places`, and one for each site, shelter and depot that names none.

use super::{Grids, too_many};
use crate::finding::At;
use crate::format::operation::fault::{Fault, codes};
use crate::format::operation::grid::{Line, shown};
use crate::format::operation::names::key;
use crate::format::operation::reader::Reader;
use crate::format::operation::tables::{DEPOTS, PLACES, SHELTERS, SITES};
use crate::id::PlaceId;
use crate::position::Position;
use crate::scenario::Place;
use std::collections::BTreeMap;

/// The most places: travel times are a square table of them.
pub(super) const PLACES_MAX: usize = 1_500;

/// All places, and what they may be called.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub rows: Vec<Place>,
    by_key: BTreeMap<String, PlaceId>,
    /// Names of sites, shelters and depots; `None` for a name that stands for two places.
    by_alias: BTreeMap<String, Option<PlaceId>>,
}

/// Collects all places.
pub(super) fn read(grids: &Grids<'_>, reader: &mut Reader) -> Places {
    let mut places = Places::default();
    for line in grids.lines(&PLACES) {
        let Some(name) = reader.required_text(&line, "name") else { continue };
        let position = reader.position(&line);
        if places.by_key.contains_key(&key(&name)) {
            let message = format!("two places have the same name: `{}`", shown(&name));
            let fault = Fault::new(codes::DUPLICATE_NAME, message, "delete one of them");
            reader.findings.error(fault, line.at_column("name", None));
        } else {
            places.add(name, position);
        }
    }
    let rows = || [&SITES, &SHELTERS, &DEPOTS].into_iter().flat_map(|table| grids.lines(table));
    let names_place = |line: &Line<'_>| !line.filled("place", None).is_empty();
    for line in rows().filter(|line| !names_place(line)) {
        places.own(&line, reader);
    }
    for line in rows().filter(names_place) {
        places.shared(&line, reader);
    }
    if places.rows.len() > PLACES_MAX {
        let at = rows()
            .next()
            .map_or_else(|| At { file: String::new(), spot: crate::finding::Spot::Whole }, |line| line.at());
        too_many("places", places.rows.len() as u64, PLACES_MAX as u64, at, reader);
    }
    places
}

impl Places {
    /// The place of a row of `sites`, `shelters` or `depots`; the first place when it has none, which has been reported.
    pub(super) fn of_row(&self, line: &Line<'_>, name: &str) -> PlaceId {
        let named = line.filled("place", None).first().map(|filled| filled.value.words());
        self.get(&named.unwrap_or_else(|| name.to_owned())).flatten().unwrap_or(PlaceId(0))
    }

    /// The place that a cell names; reports it when there is none.
    pub(super) fn find(&self, line: &Line<'_>, stem: &'static str, reader: &mut Reader) -> Option<PlaceId> {
        let name = reader.text(line, stem)?;
        match self.get(&name) {
            Some(Some(place)) => Some(place),
            Some(None) => {
                let message = format!("a name that stands for two places: `{}`", shown(&name));
                let help = "a site, shelter or depot of this name is at one place, and another at a second: rename one of them";
                reader.findings.error(Fault::new(codes::AMBIGUOUS_NAME, message, help), line.at_column(stem, None));
                None
            }
            None => {
                super::report_unknown(line, stem, &name, self.rows.iter().map(|place| place.name.as_str()), reader);
                None
            }
        }
    }

    /// The place that a cell names that may not be empty.
    pub(super) fn find_required(&self, line: &Line<'_>, stem: &'static str, reader: &mut Reader) -> Option<PlaceId> {
        reader.report_missing(line, stem);
        self.find(line, stem, reader)
    }

    fn get(&self, name: &str) -> Option<Option<PlaceId>> {
        let key = key(name);
        match (self.by_key.get(&key), self.by_alias.get(&key)) {
            (Some(place), None) => Some(Some(*place)),
            (Some(place), Some(alias)) => Some(alias.filter(|alias| alias == place)),
            (None, alias) => alias.copied(),
        }
    }

    fn add(&mut self, name: String, position: Option<Position>) -> PlaceId {
        let place = PlaceId::at(self.rows.len());
        self.by_key.insert(key(&name), place);
        self.rows.push(Place { name, position });
        place
    }

    /// A row without `place` is at a place with its own name.
    fn own(&mut self, line: &Line<'_>, reader: &mut Reader) {
        // A missing name is reported where the row itself is read.
        let (Some(name), position) = (reader.text(line, "name"), reader.position(line)) else { return };
        match self.by_key.get(&key(&name)).copied() {
            None => {
                self.add(name, position);
            }
            Some(place) => self.locate(place, position, line, reader),
        }
    }

    /// A row with `place` is there.
    fn shared(&mut self, line: &Line<'_>, reader: &mut Reader) {
        let position = reader.position(line);
        let Some(place) = self.find(line, "place", reader) else { return };
        self.locate(place, position, line, reader);
        if let Some(name) = reader.text(line, "name") {
            let alias = self.by_alias.entry(key(&name)).or_insert(Some(place));
            *alias = alias.filter(|known| *known == place);
        }
    }

    /// Gives a place its position; reports it when it has another one.
    fn locate(&mut self, place: PlaceId, position: Option<Position>, line: &Line<'_>, reader: &mut Reader) {
        let known = &mut self.rows[place.index()];
        match (known.position, position) {
            (_, None) => {}
            (None, Some(_)) => known.position = position,
            (Some(before), Some(now)) if before == now => {}
            (Some(before), Some(_)) => {
                let message = format!(
                    "place `{}` has two positions, the other one {} m away: latitude {}, longitude {}",
                    known.name,
                    position.map_or(0, |now| before.great_circle(now).0),
                    before.lat(),
                    before.lon(),
                );
                let help = "if they are two places, rename one; if one, give its position once";
                reader.findings.error(Fault::new(codes::CONTRADICTION, message, help), line.at_column("lat", None));
            }
        }
    }
}
