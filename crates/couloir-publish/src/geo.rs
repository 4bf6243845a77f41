//! The movements as a map layer: GeoJSON (RFC 7946).

use crate::Reader;
use crate::view::{Leg, Movement};
use couloir_model::id::PlaceId;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Sites, shelters, depots and passages as points, each leg as a straight line between two places, with vehicle, trip, people
/// on board and moments (RFC 3339). Places without coordinates are left out with their legs, and named in
/// `couloir:left_out`.
pub(crate) fn movements(reader: &Reader) -> String {
    let mut left_out = BTreeSet::new();
    let mut features = points(reader, &mut left_out);
    for movement in &reader.view.movements {
        for leg in movement.legs(&reader.input) {
            features.extend(line(reader, movement, &leg, &mut left_out));
        }
    }
    let collection = json!({
        "type": "FeatureCollection",
        "couloir:restricted": reader.labels().restricted,
        "couloir:plan": reader.input.plan.id().to_string(),
        "couloir:straight_lines": "lines join places, they do not follow roads",
        "couloir:left_out": left_out,
        "features": features,
    });
    let mut text = collection.to_string();
    text.push('\n');
    text
}

fn points(reader: &Reader, left_out: &mut BTreeSet<String>) -> Vec<Value> {
    let scenario = reader.input.scenario;
    let mut points = Vec::new();
    let mut add = |place: PlaceId, name: &str, kind: &str, more: Value| match position(reader, place) {
        Some(at) => points.push(feature(json!({"type": "Point", "coordinates": at}), name, kind, more)),
        None => {
            left_out.insert(scenario.place(place).name.clone());
        }
    };
    for id in scenario.site_ids() {
        let loaded: u32 = reader.view.at_site(id).iter().map(|(_, stop)| stop.load.total().0).sum();
        let planned = reader.input.plan.planned[id.index()].total().0;
        let site = scenario.site(id);
        add(site.place, &site.name, "site", json!({"people_planned": planned, "people": loaded}));
    }
    for id in scenario.shelter_ids() {
        let shelter = scenario.shelter(id);
        let people = json!({"people": reader.received(id).0, "capacity": shelter.capacity.0});
        add(shelter.place, &shelter.name, "shelter", people);
    }
    for depot in &scenario.depots {
        add(depot.place, &depot.name, "depot", json!({}));
    }
    for passage in &scenario.passages {
        match passage.position {
            Some(at) => points.push(feature(
                json!({"type": "Point", "coordinates": [at.lon(), at.lat()]}),
                &passage.name,
                "passage",
                json!({}),
            )),
            None => {
                left_out.insert(passage.name.clone());
            }
        }
    }
    points
}

/// The leg as a line; `None`, and the place named, when one of its ends has no coordinates; `None` where it goes nowhere.
fn line(reader: &Reader, movement: &Movement, leg: &Leg, left_out: &mut BTreeSet<String>) -> Option<Value> {
    let scenario = reader.input.scenario;
    let ends = [leg.from, leg.to].map(|place| {
        let at = position(reader, place);
        if at.is_none() {
            left_out.insert(scenario.place(place).name.clone());
        }
        at
    });
    let [Some(from), Some(to)] = ends else { return None };
    if from == to {
        return None;
    }
    let vehicle = &scenario.vehicle(movement.vehicle).name;
    let more = json!({
        "movement": crate::qr::movement_id(reader.input.plan.id(), vehicle, movement.number),
        "vehicle": vehicle,
        "trip": movement.number,
        "people": leg.on_board.0,
        "from": scenario.place(leg.from).name,
        "to": scenario.place(leg.to).name,
        "depart": reader.civil.rfc3339(leg.visit.depart),
        "arrive": reader.civil.rfc3339(leg.visit.arrive),
    });
    Some(feature(joined(from, to), vehicle, "leg", more))
}

/// The straight line, cut in two where it crosses the antimeridian (RFC 7946, 3.1.9).
fn joined(from: [f64; 2], to: [f64; 2]) -> Value {
    if (from[0] - to[0]).abs() <= 180.0 {
        return json!({"type": "LineString", "coordinates": [from, to]});
    }
    let edge = if from[0] > 0.0 { 180.0 } else { -180.0 };
    // Longitude of the other end as if the map went on beyond the edge.
    let beyond = to[0] + 2.0 * edge;
    let lat = from[1] + (to[1] - from[1]) * (edge - from[0]) / (beyond - from[0]);
    json!({"type": "MultiLineString", "coordinates": [[from, [edge, lat]], [[-edge, lat], to]]})
}

fn position(reader: &Reader, place: PlaceId) -> Option<[f64; 2]> {
    reader.input.scenario.place(place).position.map(|at| [at.lon(), at.lat()])
}

fn feature(geometry: Value, name: &str, kind: &str, more: Value) -> Value {
    let mut properties = Map::from_iter([("name".to_owned(), json!(name)), ("kind".to_owned(), json!(kind))]);
    if let Value::Object(more) = more {
        properties.extend(more);
    }
    json!({"type": "Feature", "geometry": geometry, "properties": properties})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leg_over_the_antimeridian_is_cut_in_two_there() {
        let line = joined([178.0, -17.0], [-178.0, -19.0]);
        assert_eq!(
            line,
            json!({"type": "MultiLineString", "coordinates": [
                [[178.0, -17.0], [180.0, -18.0]],
                [[-180.0, -18.0], [-178.0, -19.0]],
            ]})
        );
        assert_eq!(joined([2.0, 48.0], [3.0, 48.0])["type"], "LineString");
    }
}
