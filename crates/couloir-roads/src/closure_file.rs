//! Closures and corrections as GeoJSON: drawn in any map program, or written by hand.
//!
//! Each feature is a closure. Its geometry says which roads: a point the nearest one, a line those that it crosses or follows, an
//! area those with a part in it; a feature without geometry names `ways` or a `bridge`. Positions are `[lon, lat]` in degrees.
//!
//! | property | holds | when absent |
//! |---|---|---|
//! | `name` | what it is called | `closure N` |
//! | `said_by` | who says so: an office, a post, a role | a fault |
//! | `from`, `until` | from when until when, RFC 3339 with an offset | always; until further notice |
//! | `kinds` | whom it concerns: a list of `car`, `bus`, `truck`, `off_road_truck` | everybody |
//! | `ways` | OpenStreetMap ids of ways | – |
//! | `bridge` | the name of a bridge or of its road; with a point, `true` for the nearest bridge | – |
//! | `factor` | not closed, but slower: 1.3 takes a third longer | closed |
//! | `everywhere` | with `factor`, `true` for all roads | – |

use crate::closure::{Closure, Effect, Roads};
use crate::kind::{Kind, Kinds};
use couloir_model::finding::Finding;
use couloir_model::position::Position;
use couloir_model::quantity::Permille;
use serde_json::{Map, Value};

/// The code of every fault of a file of closures.
pub const CODE: &str = "couloir::roads::closure";

/// Reads closures; whatever is wrong with one is an error that names it, and the others are read all the same.
#[must_use]
pub fn read(text: &str) -> (Vec<Closure>, Vec<Finding>) {
    let mut findings = Vec::new();
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            let message = format!("the closures are no GeoJSON: {error}");
            return (Vec::new(), vec![Finding::error(CODE, message).help("save them from the map program again")]);
        }
    };
    let features = match (value.get("type").and_then(Value::as_str), value.get("features")) {
        (Some("FeatureCollection"), Some(Value::Array(features))) => features.clone(),
        (Some("Feature"), _) => vec![value],
        _ => {
            let help = "write `{\"type\": \"FeatureCollection\", \"features\": [...]}`";
            return (Vec::new(), vec![Finding::error(CODE, "the closures are no GeoJSON features").help(help)]);
        }
    };
    let mut closures = Vec::new();
    for (index, feature) in features.iter().enumerate() {
        match closure(feature, index + 1) {
            Ok(closure) => closures.push(closure),
            Err((message, help)) => {
                findings.push(Finding::error(CODE, format!("feature {}: {message}", index + 1)).help(help));
            }
        }
    }
    (closures, findings)
}

/// What is wrong, and what to do.
type Fault = (String, &'static str);

fn closure(feature: &Value, number: usize) -> Result<Closure, Fault> {
    let empty = Map::new();
    let properties = feature.get("properties").and_then(Value::as_object).unwrap_or(&empty);
    let text = |key: &str| properties.get(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    let said_by =
        text("said_by").ok_or(("nobody says so".to_owned(), "fill in `said_by`: an office, a post, a role"))?;
    let (from, until) = (moment(properties, "from")?, moment(properties, "until")?);
    if let (Some(from), Some(until)) = (from, until)
        && until < from
    {
        return Err(("it ends before it begins".to_owned(), "put the earlier moment into `from`"));
    }
    Ok(Closure {
        name: text("name").map_or_else(|| format!("closure {number}"), str::to_owned),
        roads: roads(feature, properties)?,
        effect: effect(properties)?,
        kinds: kinds(properties)?,
        from,
        until,
        said_by: said_by.to_owned(),
    })
}

fn moment(properties: &Map<String, Value>, key: &str) -> Result<Option<i64>, Fault> {
    let Some(value) = properties.get(key).filter(|value| !value.is_null()) else { return Ok(None) };
    let help = "write it like `2024-09-16T18:00:00+02:00`";
    let text = value.as_str().ok_or((format!("`{key}` is no moment: {value}"), help))?;
    let moment = chrono::DateTime::parse_from_rfc3339(text);
    moment.map(|moment| Some(moment.timestamp())).map_err(|_| (format!("`{key}` is no moment: {text}"), help))
}

fn effect(properties: &Map<String, Value>) -> Result<Effect, Fault> {
    let Some(value) = properties.get("factor").filter(|value| !value.is_null()) else { return Ok(Effect::Closed) };
    let factor = value.as_f64().filter(|factor| (0.1..=100.0).contains(factor));
    let factor =
        factor.ok_or((format!("not a factor: {value}"), "write a number from 0.1 to 100: 1.3 takes a third longer"))?;
    Ok(Effect::Slower(Permille(libm::round(factor * 1000.0) as u32)))
}

fn kinds(properties: &Map<String, Value>) -> Result<Kinds, Fault> {
    let names: Vec<&str> = match properties.get("kinds") {
        None | Some(Value::Null) => return Ok(Kinds::ALL),
        Some(Value::String(text)) => text.split([',', ';']).collect(),
        Some(Value::Array(list)) => list.iter().map(|name| name.as_str().unwrap_or_default()).collect(),
        Some(_) => Vec::new(),
    };
    let help = "write a list of `car`, `bus`, `truck` and `off_road_truck`, or leave it out";
    let mut kinds = Kinds::NONE;
    for name in &names {
        let kind = Kind::named(name).ok_or((format!("no kind of vehicle: `{name}`"), help))?;
        kinds = kinds.or(Kinds::only(kind));
    }
    if kinds.is_empty() { Err(("it concerns no kind of vehicle".to_owned(), help)) } else { Ok(kinds) }
}

fn roads(feature: &Value, properties: &Map<String, Value>) -> Result<Vec<Roads>, Fault> {
    let mut roads = Vec::new();
    if properties.get("everywhere").and_then(Value::as_bool) == Some(true) {
        if properties.get("factor").is_none_or(Value::is_null) {
            return Err(("all roads cannot be closed".to_owned(), "give `factor`, or say which roads"));
        }
        return Ok(vec![Roads::Everywhere]);
    }
    if let Some(ways) = properties.get("ways").filter(|ways| !ways.is_null()) {
        let help = "write a list of whole numbers, such as `[4250586]`";
        for way in ways.as_array().ok_or((format!("no list of ways: {ways}"), help))? {
            roads.push(Roads::Way(way.as_i64().ok_or((format!("no id of a way: {way}"), help))?));
        }
    }
    let nearest_bridge = properties.get("bridge").and_then(Value::as_bool) == Some(true);
    if let Some(name) = properties.get("bridge").and_then(Value::as_str) {
        if feature.get("geometry").is_some_and(|geometry| !geometry.is_null()) {
            let help =
                "leave the shape out to close every bridge of that name, or write `true` to close the one at the point";
            return Err((format!("`bridge` and a shape: {name}"), help));
        }
        roads.push(Roads::Bridge(name.to_owned()));
    } else if let Some(geometry) = feature.get("geometry").filter(|geometry| !geometry.is_null()) {
        shapes(geometry, nearest_bridge, &mut roads)?;
    }
    let help = "draw a point, a line or an area, or give `ways` or `bridge`";
    if roads.is_empty() { Err(("it says no road".to_owned(), help)) } else { Ok(roads) }
}

fn shapes(geometry: &Value, nearest_bridge: bool, roads: &mut Vec<Roads>) -> Result<(), Fault> {
    let kind = geometry.get("type").and_then(Value::as_str).unwrap_or_default();
    let coordinates = geometry.get("coordinates").unwrap_or(&Value::Null);
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let rings = |value: &Value| list(value).iter().map(line).collect::<Result<Vec<_>, Fault>>();
    let at = |point| if nearest_bridge { Roads::BridgeAt(point) } else { Roads::At(point) };
    match kind {
        "Point" => roads.push(at(point(coordinates)?)),
        "MultiPoint" => roads.extend(line(coordinates)?.into_iter().map(at)),
        "LineString" => roads.push(Roads::Line(line(coordinates)?)),
        "MultiLineString" => roads.extend(rings(coordinates)?.into_iter().map(Roads::Line)),
        "Polygon" => roads.push(Roads::Area(closed(rings(coordinates)?)?)),
        "MultiPolygon" => {
            for polygon in list(coordinates) {
                roads.push(Roads::Area(closed(rings(&polygon)?)?));
            }
        }
        _ => {
            let help = "draw a point, a line or an area";
            return Err((format!("no shape that can be closed: `{kind}`"), help));
        }
    }
    Ok(())
}

/// An area whose lines come back to where they begin, as the format asks (RFC 7946, section 3.1.6).
fn closed(rings: Vec<Vec<Position>>) -> Result<Vec<Vec<Position>>, Fault> {
    if rings.is_empty() || rings.iter().any(|ring| ring.len() < 4 || ring.first() != ring.last()) {
        let help = "end each of its lines with the position that it begins with";
        return Err(("an area that is not closed".to_owned(), help));
    }
    Ok(rings)
}

fn line(value: &Value) -> Result<Vec<Position>, Fault> {
    value.as_array().map_or(&[][..], Vec::as_slice).iter().map(point).collect()
}

fn point(value: &Value) -> Result<Position, Fault> {
    let degrees = |place: usize| value.get(place).and_then(Value::as_f64);
    let point = degrees(0).zip(degrees(1)).and_then(|(lon, lat)| Position::from_degrees(lon, lat).ok());
    point.ok_or_else(|| (format!("not a position: {value}"), "write `[lon, lat]` in degrees"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawn_line_is_a_closure_with_hours() {
        let text = r#"{"type": "FeatureCollection", "features": [{"type": "Feature",
            "properties": {"name": "flood", "said_by": "river authority", "from": "2024-09-16T18:00:00+02:00", "kinds": ["bus"]},
            "geometry": {"type": "LineString", "coordinates": [[7.4, 43.7], [7.5, 43.7]]}}]}"#;
        let (closures, findings) = read(text);
        assert_eq!(findings, []);
        assert_eq!(closures[0].from, Some(1_726_502_400));
        assert!(closures[0].kinds.has(Kind::Bus) && !closures[0].kinds.has(Kind::Car));
        assert!(!closures[0].holds(Some(1_726_502_399)) && closures[0].holds(Some(1_726_502_400)));
    }

    #[test]
    fn every_fault_of_a_closure_file_is_named_at_once() {
        let text = r#"{"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {"ways": [1]}},
            {"type": "Feature", "properties": {"said_by": "police", "bridge": "Old Bridge"}},
            {"type": "Feature", "properties": {"said_by": "police"}},
            {"type": "Feature", "properties": {"said_by": "police", "ways": ["x"]}},
            {"type": "Feature", "properties": {"said_by": "police", "ways": [1], "from": "yesterday"}},
            {"type": "Feature", "properties": {"said_by": "police", "ways": [1], "factor": -1}},
            {"type": "Feature", "properties": {"said_by": "police", "ways": 7}},
            {"type": "Feature", "properties": {"said_by": "police", "ways": [7], "kinds": ["bus", 4]}},
            {"type": "Feature", "properties": {"said_by": "police", "bridge": "Old Bridge"},
             "geometry": {"type": "Point", "coordinates": [7.4, 43.7]}},
            {"type": "Feature", "properties": {"said_by": "police"},
             "geometry": {"type": "Polygon", "coordinates": [[[7.4, 43.7], [7.5, 43.7], [7.5, 43.8], [7.4, 43.8]]]}},
            {"type": "Feature", "properties": {"said_by": "police", "everywhere": true, "factor": null}}]}"#;
        let (closures, findings) = read(text);
        assert_eq!((closures.len(), findings.len()), (1, 10));
        assert!(read("").1[0].is_error());
        assert!(
            read(r#"{"type": "FeatureCollection"}"#).1[0].is_error(),
            "no closures are not the same as no list of them"
        );
    }
}
