//! The operation as a map layer: GeoJSON (RFC 7946).

use crate::overlay::{Closed, LegLine, Overlay, Point};
use couloir_model::clock::UnixSeconds;
use couloir_model::position::Position;
use serde_json::{Map, Value, json};

/// Sites, shelters, depots and passages as points; what is closed; each leg as a line, with vehicle, trip, people on board and
/// moments (RFC 3339). What has no coordinates is left out and named in `couloir:left_out`.
pub(crate) fn layer(overlay: &Overlay) -> String {
    let mut features: Vec<Value> = overlay.points.iter().map(point).collect();
    features.extend(overlay.closed.iter().filter_map(|closed| self::closed(overlay, closed)));
    features.extend(overlay.legs.iter().map(|leg| self::leg(overlay, leg)));
    let mut collection = json!({
        "type": "FeatureCollection",
        "couloir:restricted": overlay.words.labels().restricted,
    });
    if let Some(input) = overlay.chosen.plan {
        collection["couloir:plan"] = json!(input.plan.id().to_string());
        if overlay.legs.iter().any(|leg| !leg.follows_roads) {
            collection["couloir:straight_lines"] = json!("lines join places, they do not follow roads");
        }
    }
    if overlay.legs.iter().any(|leg| leg.follows_roads) || overlay.closed.iter().any(|closed| closed.is_roads) {
        collection["attribution"] = json!(crate::ATTRIBUTION);
    }
    collection["couloir:left_out"] = json!(overlay.left_out);
    collection["features"] = json!(features);
    let mut text = collection.to_string();
    text.push('\n');
    text
}

fn point(point: &Point) -> Value {
    let mut more = Map::new();
    let counts = [("people_planned", point.planned), ("people", point.people), ("capacity", point.capacity)];
    more.extend(counts.into_iter().filter_map(|(key, count)| Some((key.to_owned(), json!(count?)))));
    let at = json!({"type": "Point", "coordinates": pair(point.at)});
    feature(at, point.name, point.kind.name(), Value::Object(more))
}

/// A closure; nothing where it has no coordinates, which `couloir:left_out` says.
fn closed(overlay: &Overlay, closed: &Closed) -> Option<Value> {
    let moment = |moment: Option<UnixSeconds>| moment.map(|moment| overlay.civil.rfc3339_unix(moment));
    let more = json!({
        "closed_from": moment(closed.from),
        "closed_until": moment(closed.until),
        "said_by": closed.said_by,
    });
    let at = match closed.lines.as_slice() {
        [] => return None,
        [one] if one.len() == 1 => json!({"type": "Point", "coordinates": pair(one[0])}),
        lines => geometry(&lines.iter().flat_map(|line| parts(line)).collect::<Vec<_>>()),
    };
    Some(feature(at, &closed.name, "closure", more))
}

fn leg(overlay: &Overlay, line: &LegLine) -> Value {
    let (scenario, leg) = (overlay.chosen.scenario, &line.leg);
    let vehicle = &scenario.vehicle(line.movement.vehicle).name;
    let more = json!({
        "movement": overlay.movement_id(&line.movement),
        "vehicle": vehicle,
        "trip": line.movement.number,
        "people": leg.on_board.0,
        "from": scenario.place(leg.from).name,
        "to": scenario.place(leg.to).name,
        "depart": overlay.civil.rfc3339(leg.visit.depart),
        "arrive": overlay.civil.rfc3339(leg.visit.arrive),
    });
    feature(lines(&line.line), vehicle, "leg", more)
}

fn pair(at: Position) -> [f64; 2] {
    [at.lon(), at.lat()]
}

/// The line in as many parts as it crosses the antimeridian, and one.
fn lines(line: &[Position]) -> Value {
    geometry(&parts(line))
}

/// A line, cut where it crosses the antimeridian.
fn parts(line: &[Position]) -> Vec<Vec<[f64; 2]>> {
    let mut parts: Vec<Vec<[f64; 2]>> = vec![vec![pair(line[0])]];
    for step in line.windows(2) {
        for (index, piece) in joined(pair(step[0]), pair(step[1])).into_iter().enumerate() {
            if index == 0 {
                parts.last_mut().expect("there is a first part").push(piece[1]);
            } else {
                parts.push(piece.to_vec());
            }
        }
    }
    parts
}

fn geometry(parts: &[Vec<[f64; 2]>]) -> Value {
    match parts {
        [one] => json!({"type": "LineString", "coordinates": one}),
        parts => json!({"type": "MultiLineString", "coordinates": parts}),
    }
}

/// The straight line, cut in two where it crosses the antimeridian (RFC 7946, 3.1.9).
fn joined(from: [f64; 2], to: [f64; 2]) -> Vec<[[f64; 2]; 2]> {
    if (from[0] - to[0]).abs() <= 180.0 {
        return vec![[from, to]];
    }
    let edge = if from[0] > 0.0 { 180.0 } else { -180.0 };
    // Longitude of the other end as if the map went on beyond the edge.
    let beyond = to[0] + 2.0 * edge;
    let lat = from[1] + (to[1] - from[1]) * (edge - from[0]) / (beyond - from[0]);
    vec![[from, [edge, lat]], [[-edge, lat], to]]
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
        let at = |lon: f64, lat: f64| Position::from_degrees(lon, lat).unwrap();
        assert_eq!(
            lines(&[at(178.0, -17.0), at(-178.0, -19.0), at(-177.0, -19.0)]),
            json!({"type": "MultiLineString", "coordinates": [
                [[178.0, -17.0], [180.0, -18.0]],
                [[-180.0, -18.0], [-178.0, -19.0], [-177.0, -19.0]],
            ]})
        );
        assert_eq!(lines(&[at(2.0, 48.0), at(3.0, 48.0)])["type"], "LineString");
    }
}
