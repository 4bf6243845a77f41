//! What stands on a map of an operation: its places, what is closed, and the legs of a plan. Made once for GeoJSON, GPX, the map
//! that is printed and its tiles.

use crate::civil::Civil;
use crate::view::{Leg, Movement, View};
use crate::words::{self, Words};
use crate::{Input, Language, Paths};
use couloir_model::clock::UnixSeconds;
use couloir_model::id::{ClassId, PlaceId, VehicleId};
use couloir_model::position::Position;
use couloir_model::scenario::{Scenario, Stretch};
use std::collections::BTreeSet;

/// What is to be shown on a map or carried in a phone.
#[derive(Debug, Clone, Copy)]
pub struct Chosen<'a> {
    /// The operation.
    pub scenario: &'a Scenario,
    /// The plan whose legs are shown; places and closures alone without.
    pub plan: Option<&'a Input<'a>>,
    /// The ways that vehicles take, where they are known; straight lines elsewhere.
    pub paths: &'a Paths,
    /// Roads that are closed beside what the operation says: those of files of closures.
    pub closed: &'a [ClosedRoads],
    /// The vehicle whose legs alone are shown: whoever carries a phone needs no more.
    pub only: Option<VehicleId>,
}

/// Roads that cannot be used, as somebody has drawn or named them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedRoads {
    /// What the closure is called.
    pub name: String,
    /// From when; always, when empty.
    pub from: Option<UnixSeconds>,
    /// Until when; until further notice, when empty.
    pub until: Option<UnixSeconds>,
    /// Who says so.
    pub said_by: String,
    /// The roads that it closes, each of two points or more.
    pub lines: Vec<Vec<Position>>,
}

/// All that was found, with the tools to write it.
pub(crate) struct Overlay<'a> {
    pub(crate) chosen: Chosen<'a>,
    pub(crate) language: Language,
    pub(crate) words: &'static dyn Words,
    pub(crate) civil: Civil,
    pub(crate) points: Vec<Point<'a>>,
    pub(crate) legs: Vec<LegLine<'a>>,
    pub(crate) closed: Vec<Closed<'a>>,
    /// Places without coordinates, which are on no map.
    pub(crate) left_out: BTreeSet<&'a str>,
}

/// What a place is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PointKind {
    Site,
    Shelter,
    Depot,
    Passage,
}

/// A place of the operation.
pub(crate) struct Point<'a> {
    pub(crate) kind: PointKind,
    pub(crate) name: &'a str,
    pub(crate) at: Position,
    /// People that the plan picks up or brings here; with a plan only.
    pub(crate) people: Option<u32>,
    /// People that a plan provides for at a site.
    pub(crate) planned: Option<u32>,
    /// The room of a shelter.
    pub(crate) capacity: Option<u32>,
}

/// A leg of a plan.
pub(crate) struct LegLine<'a> {
    pub(crate) movement: Movement<'a>,
    pub(crate) leg: Leg<'a>,
    pub(crate) line: Vec<Position>,
    /// False where nobody knows the way and the line is straight.
    pub(crate) follows_roads: bool,
}

/// Something that cannot be used.
pub(crate) struct Closed<'a> {
    pub(crate) name: String,
    /// From when; always, when empty.
    pub(crate) from: Option<UnixSeconds>,
    /// Until when; until further notice, when empty.
    pub(crate) until: Option<UnixSeconds>,
    pub(crate) said_by: &'a str,
    /// One position for a passage, two for the way between two places, lines for roads; none where nobody knows.
    pub(crate) lines: Vec<Vec<Position>>,
    /// True for roads, which lie anywhere in a country: a map of the operation shows those that are on it.
    pub(crate) is_roads: bool,
}

impl PointKind {
    /// As programs read it: `site`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Shelter => "shelter",
            Self::Depot => "depot",
            Self::Passage => "passage",
        }
    }
}

impl<'a> Overlay<'a> {
    pub(crate) fn of(chosen: &Chosen<'a>, language: Language) -> Self {
        let words = words::of(language);
        let civil = Civil::of(chosen.scenario, words);
        let none = Vec::new;
        let (points, legs, closed) = (none(), Vec::new(), Vec::new());
        let mut overlay =
            Self { chosen: *chosen, language, words, civil, points, legs, closed, left_out: BTreeSet::new() };
        let view = chosen.plan.map(View::of);
        overlay.add_points(view.as_ref());
        overlay.add_closed();
        if let (Some(view), Some(input)) = (&view, chosen.plan) {
            overlay.add_legs(view, input);
        }
        overlay
    }

    /// Every position on it.
    pub(crate) fn positions(&self) -> impl Iterator<Item = Position> + '_ {
        let points = self.points.iter().map(|point| point.at);
        let closed =
            self.closed.iter().filter(|closed| !closed.is_roads).flat_map(|closed| closed.lines.iter().flatten());
        points.chain(self.legs.iter().flat_map(|leg| &leg.line).chain(closed).copied())
    }

    fn add_points(&mut self, view: Option<&View<'a>>) {
        let scenario = self.chosen.scenario;
        for id in scenario.site_ids() {
            let site = scenario.site(id);
            let load = |view: &View| view.at_site(id).iter().map(|(_, stop)| stop.load.total().0).sum();
            let planned =
                self.chosen.plan.map_or_else(|| scenario.planned(id), |input| input.plan.planned[id.index()].clone());
            let kind = PointKind::Site;
            self.add(kind, &site.name, site.place, view.map(load), (Some(planned.total().0), None));
        }
        for id in scenario.shelter_ids() {
            let shelter = scenario.shelter(id);
            let brought = |view: &View| {
                let trips = view.at_shelter(id);
                trips.iter().flat_map(|movement| &movement.trip.stops).map(|stop| stop.load.total().0).sum()
            };
            let kind = PointKind::Shelter;
            self.add(kind, &shelter.name, shelter.place, view.map(brought), (None, Some(shelter.capacity.0)));
        }
        for depot in &scenario.depots {
            self.add(PointKind::Depot, &depot.name, depot.place, None, (None, None));
        }
        for passage in &scenario.passages {
            match passage.position {
                Some(at) => self.points.push(Point {
                    kind: PointKind::Passage,
                    name: &passage.name,
                    at,
                    people: None,
                    planned: None,
                    capacity: None,
                }),
                None => drop(self.left_out.insert(&passage.name)),
            }
        }
    }

    fn add(
        &mut self,
        kind: PointKind,
        name: &'a str,
        place: PlaceId,
        people: Option<u32>,
        (planned, capacity): (Option<u32>, Option<u32>),
    ) {
        if let Some(at) = self.position(place) {
            self.points.push(Point { kind, name, at, people, planned, capacity });
        }
    }

    /// Where a place is; names it among those left out when nobody knows.
    fn position(&mut self, place: PlaceId) -> Option<Position> {
        let place = self.chosen.scenario.place(place);
        if place.position.is_none() {
            self.left_out.insert(&place.name);
        }
        place.position
    }

    fn add_closed(&mut self) {
        let scenario = self.chosen.scenario;
        for closure in &scenario.closures {
            let (name, line) = match closure.stretch {
                Stretch::Passage(id) => {
                    let passage = scenario.passage(id);
                    (passage.name.clone(), passage.position.map(|at| vec![at]))
                }
                Stretch::Leg { from, to } => {
                    let name = format!("{} → {}", scenario.place(from).name, scenario.place(to).name);
                    (name, self.position(from).zip(self.position(to)).map(|(from, to)| vec![from, to]))
                }
            };
            let window = closure.window;
            self.closed.push(Closed {
                name,
                from: Some(self.civil.unix(window.from())),
                until: (!window.is_endless()).then(|| self.civil.unix(window.until())),
                said_by: &closure.said_by,
                lines: line.into_iter().collect(),
                is_roads: false,
            });
        }
        self.closed.extend(self.chosen.closed.iter().map(|closed| Closed {
            name: closed.name.clone(),
            from: closed.from,
            until: closed.until,
            said_by: &closed.said_by,
            lines: closed.lines.clone(),
            is_roads: true,
        }));
    }

    fn add_legs(&mut self, view: &View<'a>, input: &Input<'a>) {
        let is_chosen = |movement: &&Movement| self.chosen.only.is_none_or(|only| only == movement.vehicle);
        for movement in view.movements.iter().filter(is_chosen).copied().collect::<Vec<_>>() {
            let class = input.scenario.vehicle(movement.vehicle).class;
            for leg in movement.legs(input) {
                let (from, to) = (self.position(leg.from), self.position(leg.to));
                let (Some(from), Some(to)) = (from, to) else { continue };
                if from == to {
                    continue;
                }
                let known = self.chosen.paths.get(&(class, leg.from, leg.to)).filter(|line| line.len() > 1);
                let line = known.cloned().unwrap_or_else(|| vec![from, to]);
                self.legs.push(LegLine { movement, leg, line, follows_roads: known.is_some() });
            }
        }
    }

    /// `3f9a01bc/Coach 1/2`.
    pub(crate) fn movement_id(&self, movement: &Movement) -> String {
        let plan = self.chosen.plan.expect("movements are those of a plan").plan;
        crate::qr::movement_id(plan.id(), &self.chosen.scenario.vehicle(movement.vehicle).name, movement.number)
    }
}

/// The class and the two ends of a way that a vehicle takes.
pub type PathKey = (ClassId, PlaceId, PlaceId);
