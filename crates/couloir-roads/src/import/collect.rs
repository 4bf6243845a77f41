//! What the passes over an extract keep, as small as it can be: ways as ranges of one long list of node ids, tags as numbers
//! of distinct sets.

use super::layers::{self, AreaRelation};
use super::tally::Tallies;
use crate::layer::{Element, Layer, PlaceClass};
use crate::network::Road;
use crate::osm::{Look, RawNode, RawRelation, RawWay, Tags};
use crate::tag::barrier::{self, Barrier};
use crate::tag::restriction::{self, Restriction};
use crate::tag::road::{self, RoadTags};
use couloir_model::position::Position;
use std::collections::{BTreeMap, HashMap};

/// Everything that a network is made from.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub(super) roads: Vec<RoadDraft>,
    /// Node ids of all roads, one after the other.
    pub(super) refs: Vec<i64>,
    pub(super) road_tags: Interned<RoadTags>,
    pub(super) names: Interned<Forms>,
    pub(super) numbers: Interned<String>,
    pub(super) restrictions: Vec<Restriction>,
    pub(super) areas: Vec<AreaRelation>,
    /// Layer ways by id, with their layer and name.
    pub(super) lines: Vec<LineDraft>,
    /// The nodes of ways that relations are made of.
    pub(super) members: BTreeMap<i64, Vec<i64>>,
    pub(super) places: Vec<PlaceDraft>,
    pub(super) points: Points,
    pub(super) tallies: Tallies,
}

/// The forms of a name.
pub(super) type Forms = Vec<(String, String)>;

/// A way that is a road.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RoadDraft {
    pub(super) id: i64,
    pub(super) first_ref: u32,
    pub(super) refs: u32,
    pub(super) tags: u32,
    pub(super) name: u32,
    pub(super) number: u32,
}

/// A way that is drawn.
#[derive(Debug)]
pub(super) struct LineDraft {
    pub(super) id: i64,
    pub(super) layer: Layer,
    pub(super) name: u32,
    pub(super) refs: Vec<i64>,
}

/// A place with a name.
#[derive(Debug)]
pub(super) struct PlaceDraft {
    pub(super) element: Element,
    pub(super) class: PlaceClass,
    pub(super) name: u32,
    pub(super) population: u32,
    /// A node's position, or the way whose middle it is.
    pub(super) at: Result<Position, Vec<i64>>,
}

/// The nodes that somebody refers to, by id.
#[derive(Debug, Default)]
pub(super) struct Points {
    pub(super) ids: Vec<i64>,
    positions: Vec<Option<Position>>,
    pub(super) barriers: BTreeMap<i64, Barrier>,
}

impl Points {
    /// The place in the table of the node with this id; `None` where the extract has no such node.
    pub(super) fn find(&self, id: i64) -> Option<u32> {
        let place = self.ids.binary_search(&id).ok()?;
        self.positions[place].is_some().then_some(place as u32)
    }

    pub(super) fn position(&self, id: i64) -> Option<Position> {
        self.positions[self.ids.binary_search(&id).ok()?]
    }

    /// The position at a place that [`Points::find`] gave.
    pub(super) fn at(&self, place: u32) -> Position {
        self.positions[place as usize].expect("a place that was found has a position")
    }
}

/// Distinct values, numbered as they come.
#[derive(Debug)]
pub(super) struct Interned<T> {
    pub(super) values: Vec<T>,
    numbers: HashMap<T, u32>,
}

impl<T> Default for Interned<T> {
    fn default() -> Self {
        Self { values: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Interned<T> {
    pub(super) fn number(&mut self, value: T) -> u32 {
        if let Some(number) = self.numbers.get(&value) {
            return *number;
        }
        let number = self.values.len() as u32;
        self.values.push(value.clone());
        self.numbers.insert(value, number);
        number
    }
}

/// True when a relation is of use.
pub(super) fn wants_relation(tags: &dyn Look) -> bool {
    restriction::may_restrict(tags) || layers::relation_layer(tags).is_some()
}

/// True when a way is of use by its own tags.
pub(super) fn wants_way(tags: &dyn Look) -> bool {
    road::may_be_road(tags) || layers::way_layer(tags).is_some() || layers::place_class(tags).is_some()
}

impl Collected {
    pub(super) fn take_relation(&mut self, relation: RawRelation) {
        if restriction::may_restrict(&relation.tags) {
            let found = restriction::restrictions(&relation);
            if found.is_empty() {
                let element = Element::Relation(relation.id);
                self.tallies.count(
                    "couloir::roads::restriction",
                    element,
                    relation.tags.get("restriction").unwrap_or(""),
                );
            }
            self.restrictions.extend(found);
        } else if let Some(layer) = layers::relation_layer(&relation.tags) {
            let name = self.name(&relation.tags);
            self.areas.push(AreaRelation::new(&relation, layer, name));
        }
    }

    /// The ways that relations are made of, by id.
    pub(super) fn member_ways(&self) -> Vec<i64> {
        let mut ids: Vec<i64> = self.areas.iter().flat_map(|area| area.ways.iter().copied()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    pub(super) fn take_way(&mut self, way: RawWay, members: &[i64]) {
        if members.binary_search(&way.id).is_ok() {
            self.members.entry(way.id).or_insert_with(|| way.refs.clone());
        }
        if road::may_be_road(&way.tags) {
            self.take_road(&way);
        }
        if let Some(layer) = layers::way_layer(&way.tags) {
            let name = self.name(&way.tags);
            self.lines.push(LineDraft { id: way.id, layer, name, refs: way.refs.clone() });
        }
        if let Some(class) = layers::place_class(&way.tags) {
            self.take_place(Element::Way(way.id), class, &way.tags, Err(way.refs));
        }
    }

    fn take_road(&mut self, way: &RawWay) {
        let element = Element::Way(way.id);
        let Some(tags) = road::read(&way.tags) else { return };
        for odd in &tags.odd {
            self.tallies.count("couloir::roads::odd_tag", element, odd);
        }
        if way.refs.len() < 2 {
            self.tallies.count("couloir::roads::too_short", element, "");
            return;
        }
        if tags.road == Road::Ferry && tags.duration_s.is_none() {
            self.tallies.count("couloir::roads::ferry_assumed", element, "");
        }
        // The odd parts have been counted; without them, more ways share one set.
        let tags = self.road_tags.number(RoadTags { odd: Vec::new(), ..tags });
        let name = self.name(&way.tags);
        let number = way.tags.get("ref").map_or(0, |number| self.numbers.number(number.to_owned()) + 1);
        let first_ref = self.refs.len() as u32;
        self.refs.extend(&way.refs);
        self.roads.push(RoadDraft { id: way.id, first_ref, refs: way.refs.len() as u32, tags, name, number });
    }

    fn take_place(&mut self, element: Element, class: PlaceClass, tags: &Tags, at: Result<Position, Vec<i64>>) {
        let name = self.name(tags);
        if name != 0 {
            let population = tags.get("population").map(|text| text.replace([' ', ',', '.'], ""));
            let population = population.and_then(|text| text.parse().ok()).unwrap_or(0);
            self.places.push(PlaceDraft { element, class, name, population, at });
        }
    }

    /// The number of a name, counted from 1; 0 when the tags have none.
    fn name(&mut self, tags: &Tags) -> u32 {
        let forms = road::names(tags);
        if forms.is_empty() { 0 } else { self.names.number(forms) + 1 }
    }

    /// Sorts what came in the extract's order, and makes the list of nodes to look for.
    pub(super) fn prepare_points(&mut self) {
        self.roads.sort_unstable();
        let mut last = None;
        let tallies = &mut self.tallies;
        self.roads.retain(|road| {
            let again = last.replace(road.id) == Some(road.id);
            if again {
                tallies.count("couloir::roads::duplicate", Element::Way(road.id), "");
            }
            !again
        });
        let lines = self.lines.iter().flat_map(|line| line.refs.iter());
        let places = self.places.iter().filter_map(|place| place.at.as_ref().err()).flatten();
        let mut ids: Vec<i64> = Vec::with_capacity(self.refs.len());
        ids.extend(self.refs.iter().chain(lines).chain(self.members.values().flatten()).chain(places));
        ids.sort_unstable();
        ids.dedup();
        ids.shrink_to_fit();
        self.points.positions = vec![None; ids.len()];
        self.points.ids = ids;
    }

    pub(super) fn take_node(&mut self, node: RawNode, ids: &[i64]) {
        let element = Element::Node(node.id);
        let Some(position) = node.position else {
            self.tallies.count("couloir::roads::off_the_globe", element, "");
            return;
        };
        if let Ok(place) = ids.binary_search(&node.id) {
            if self.points.positions[place].is_some() {
                self.tallies.count("couloir::roads::duplicate", element, "");
                return;
            }
            self.points.positions[place] = Some(position);
            if barrier::may_be_barrier(&node.tags)
                && let Some(barrier) = barrier::barrier(&node.tags)
            {
                self.points.barriers.insert(node.id, barrier);
            }
        }
        if let Some(class) = layers::place_class(&node.tags) {
            self.take_place(element, class, &node.tags, Ok(position));
        }
    }
}
