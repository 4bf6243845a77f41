//! Water, borders and places for the map: which elements they are, and how ways become rings.

use super::collect::Collected;
use crate::layer::{Element, Feature, Layer, Layers, MapPlace, PlaceClass};
use crate::osm::{Look, RawRelation};
use couloir_model::position::Position;
use std::collections::BTreeMap;

/// A relation that is drawn: an area of several rings, or a border.
#[derive(Debug)]
pub(super) struct AreaRelation {
    id: i64,
    layer: Layer,
    name: u32,
    /// Its ways, by id.
    pub(super) ways: Vec<i64>,
}

impl AreaRelation {
    pub(super) fn new(relation: &RawRelation, layer: Layer, name: u32) -> Self {
        let ways = relation.members.iter().filter_map(|member| match member.element {
            Element::Way(id) => Some(id),
            _ => None,
        });
        let mut ways: Vec<i64> = ways.collect();
        ways.sort_unstable();
        ways.dedup();
        Self { id: relation.id, layer, name, ways }
    }
}

/// The layer of an area by its tags.
fn area_layer(tags: &dyn Look) -> Option<Layer> {
    match (tags.get("natural"), tags.get("landuse"), tags.get("waterway")) {
        (Some("water"), ..) | (_, Some("reservoir" | "basin"), _) | (_, _, Some("riverbank" | "dock")) => {
            Some(Layer::Water)
        }
        (Some("wood"), ..) | (_, Some("forest"), _) => Some(Layer::Wood),
        (_, Some("residential" | "industrial" | "commercial" | "retail"), _) => Some(Layer::BuiltUp),
        _ => None,
    }
}

/// The layer of a way by its own tags.
pub(super) fn way_layer(tags: &dyn Look) -> Option<Layer> {
    if tags.is_bare() || tags.get("tunnel").is_some_and(|value| value != "no") {
        return None;
    }
    area_layer(tags).or_else(|| match (tags.get("natural"), tags.get("waterway"), tags.get("railway")) {
        (Some("coastline"), ..) => Some(Layer::Coastline),
        (_, Some("river" | "canal"), _) => Some(Layer::River),
        (_, Some("stream" | "drain" | "ditch" | "wadi"), _) => Some(Layer::Stream),
        (_, _, Some("rail" | "narrow_gauge" | "light_rail")) => Some(Layer::Railway),
        _ => None,
    })
}

/// The layer of a relation by its tags.
pub(super) fn relation_layer(tags: &dyn Look) -> Option<Layer> {
    match tags.get("type") {
        Some("multipolygon") => area_layer(tags),
        Some("boundary") if tags.get("boundary") == Some("administrative") => match tags.get("admin_level")? {
            "2" => Some(Layer::Country),
            "3" | "4" | "5" | "6" => Some(Layer::Region),
            _ => None,
        },
        _ => None,
    }
}

/// True when a node is a place that a map shows.
pub(super) fn wants_place(tags: &dyn Look) -> bool {
    place_class(tags).is_some()
}

/// What kind of place an element is.
pub(super) fn place_class(tags: &dyn Look) -> Option<PlaceClass> {
    match tags.get("place") {
        Some("city") => return Some(PlaceClass::City),
        Some("town") => return Some(PlaceClass::Town),
        Some("suburb" | "quarter" | "neighbourhood") => return Some(PlaceClass::Suburb),
        Some("village") => return Some(PlaceClass::Village),
        Some("hamlet" | "isolated_dwelling") => return Some(PlaceClass::Hamlet),
        Some("island" | "islet") => return Some(PlaceClass::Island),
        Some("locality") => return Some(PlaceClass::Locality),
        _ => {}
    }
    match tags.get("amenity") {
        Some("hospital" | "clinic") => Some(PlaceClass::Hospital),
        Some("school" | "university" | "college") => Some(PlaceClass::School),
        _ => None,
    }
}

/// Makes the layers. Names are renumbered by `named`.
pub(super) fn layers(collected: &mut Collected, named: &mut dyn FnMut(u32) -> u32) -> Layers {
    let mut features = Vec::new();
    let mut lines = std::mem::take(&mut collected.lines);
    lines.sort_by_key(|line| line.id);
    lines.dedup_by_key(|line| line.id);
    for line in &lines {
        let points: Vec<Position> = line.refs.iter().filter_map(|id| collected.points.position(*id)).collect();
        let closed = line.refs.len() > 3 && line.refs.first() == line.refs.last();
        let element = Element::Way(line.id);
        if points.len() < 2 || (line.layer.is_area() && (!closed || points.len() < 4)) {
            collected.tallies.count("couloir::roads::broken_area", element, "");
            continue;
        }
        let mut points = points;
        if line.layer.is_area() && points.first() != points.last() {
            points.push(points[0]);
        }
        features.push(Feature { layer: line.layer, element, name: named(line.name), lines: vec![points] });
    }
    let mut areas = std::mem::take(&mut collected.areas);
    // Names are numbered as they are asked for, which must not depend on the order of the extract.
    areas.sort_by_key(|area| area.id);
    let mut borders: BTreeMap<(Layer, i64), ()> = BTreeMap::new();
    for area in &areas {
        if area.layer.is_area() {
            let (rings, broken) = rings(area.ways.iter().filter_map(|id| collected.members.get(id)));
            let element = Element::Relation(area.id);
            if broken > 0 {
                collected.tallies.count("couloir::roads::broken_area", element, "");
            }
            let rings = rings.iter().filter_map(|ring| closed_ring(ring, collected));
            let rings: Vec<Vec<Position>> = rings.collect();
            if !rings.is_empty() {
                features.push(Feature { layer: area.layer, element, name: named(area.name), lines: rings });
            }
        } else {
            borders.extend(area.ways.iter().map(|way| ((area.layer, *way), ())));
        }
    }
    // Two countries share a border: it is drawn once, at the highest level that it has.
    let mut drawn = std::collections::BTreeSet::new();
    for (layer, way) in borders.into_keys() {
        let Some(refs) = collected.members.get(&way).filter(|_| drawn.insert(way)) else { continue };
        let points: Vec<Position> = refs.iter().filter_map(|id| collected.points.position(*id)).collect();
        if points.len() >= 2 {
            features.push(Feature { layer, element: Element::Way(way), name: 0, lines: vec![points] });
        }
    }
    features.sort_by_key(|feature| (feature.layer, feature.element));
    features.dedup_by_key(|feature| (feature.layer, feature.element));
    Layers { features, places: places(collected, named) }
}

fn closed_ring(ring: &[i64], collected: &Collected) -> Option<Vec<Position>> {
    let mut points: Vec<Position> = ring.iter().filter_map(|id| collected.points.position(*id)).collect();
    points.dedup();
    if points.len() < 3 {
        return None;
    }
    if points.first() != points.last() {
        points.push(points[0]);
    }
    Some(points)
}

fn places(collected: &mut Collected, named: &mut dyn FnMut(u32) -> u32) -> Vec<MapPlace> {
    let mut drafts = std::mem::take(&mut collected.places);
    drafts.sort_by_key(|draft| (draft.class, draft.element));
    drafts.dedup_by_key(|draft| (draft.class, draft.element));
    let middle = |refs: &[i64]| {
        let points: Vec<Position> = refs.iter().filter_map(|id| collected.points.position(*id)).collect();
        let between = |low: Option<i32>, high: Option<i32>| Some(((i64::from(low?) + i64::from(high?)) / 2) as i32);
        let lon = || points.iter().map(|point| point.lon_e7());
        let lat = || points.iter().map(|point| point.lat_e7());
        Position::from_e7(between(lon().min(), lon().max())?, between(lat().min(), lat().max())?).ok()
    };
    let mut places = Vec::new();
    for draft in &drafts {
        let position = match &draft.at {
            Ok(position) => Some(*position),
            Err(refs) => middle(refs),
        };
        if let Some(position) = position {
            let (class, element, population) = (draft.class, draft.element, draft.population);
            places.push(MapPlace { class, element, position, name: named(draft.name), population });
        }
    }
    places
}

/// Joins ways end to end into rings. Ways that close no ring are counted and left out.
fn rings<'a>(ways: impl Iterator<Item = &'a Vec<i64>>) -> (Vec<Vec<i64>>, usize) {
    let ways: Vec<&Vec<i64>> = ways.filter(|way| way.len() >= 2).collect();
    let mut by_end: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (index, way) in ways.iter().enumerate() {
        by_end.entry(way[0]).or_default().push(index);
        by_end.entry(way[way.len() - 1]).or_default().push(index);
    }
    let mut used = vec![false; ways.len()];
    let (mut rings, mut broken) = (Vec::new(), 0);
    for first in 0..ways.len() {
        if std::mem::replace(&mut used[first], true) {
            continue;
        }
        let mut ring = ways[first].clone();
        let closed = loop {
            let (begin, end) = (ring[0], ring[ring.len() - 1]);
            if begin == end && ring.len() > 3 {
                break true;
            }
            let Some(next) = by_end[&end].iter().copied().find(|next| !used[*next]) else { break false };
            used[next] = true;
            let way = ways[next];
            if way[0] == end {
                ring.extend(&way[1..]);
            } else {
                ring.extend(way[..way.len() - 1].iter().rev());
            }
        };
        if closed { rings.push(ring) } else { broken += 1 }
    }
    (rings, broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_in_any_direction_join_into_a_ring() {
        let ways = [vec![1, 2, 3], vec![5, 4, 3], vec![5, 6, 1]];
        let (rings, broken) = rings(ways.iter());
        assert_eq!(rings, vec![vec![1, 2, 3, 4, 5, 6, 1]]);
        assert_eq!(broken, 0);
    }

    #[test]
    fn a_ring_that_does_not_close_is_left_out() {
        let ways = [vec![1, 2, 3], vec![3, 4]];
        let (rings, broken) = rings(ways.iter());
        assert_eq!((rings.len(), broken), (0, 1));
    }
}
