//! GeoJSON (RFC 7946): each feature is read for itself, so that one that is broken does not hide the others.

use super::{Decoded, Feature, not_a_place, unreadable};
use couloir_model::finding::Finding;
use couloir_model::format::operation::import::{Raw, Shape};
use geojson::{Geometry, GeometryValue, LineStringType, PolygonType, Position};
use serde_json::Value;

/// The features of a document.
pub(super) fn features(text: &str, file: &str) -> Result<Decoded, Finding> {
    let root: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        let line = u32::try_from(error.line()).ok().filter(|line| *line > 0);
        unreadable(format!("not GeoJSON: {error}"), "export it anew; one document a file", file, line)
    })?;
    refuse_projection(&root, file)?;
    let members: Vec<&Value> = match root["type"].as_str() {
        Some("FeatureCollection") => {
            root["features"].as_array().map(|members| members.iter().collect()).unwrap_or_default()
        }
        Some(_) => vec![&root],
        None => {
            let message = "not GeoJSON: a document without `type`";
            return Err(unreadable(message, "export the layer as GeoJSON; a style or project is none", file, None));
        }
    };
    let (mut found, mut findings) = (Vec::new(), Vec::new());
    for (index, member) in members.into_iter().enumerate() {
        let mut feature = Feature {
            file: file.to_owned(),
            number: u32::try_from(index + 1).unwrap_or(u32::MAX),
            line: None,
            folders: Vec::new(),
            shape: Shape::Point([f64::NAN; 2]),
            properties: properties(member),
        };
        let geometry = if member["type"] == "Feature" { &member["geometry"] } else { member };
        match shape(geometry) {
            Ok(shape) => {
                feature.shape = shape;
                found.push(feature);
            }
            Err((message, help)) => findings.push(not_a_place(&feature, message, help)),
        }
    }
    Ok((found, findings))
}

/// The member `crs` of older files: they name their projection, and RFC 7946 has done away with it.
fn refuse_projection(root: &Value, file: &str) -> Result<(), Finding> {
    let Some(name) = root["crs"]["properties"]["name"].as_str() else { return Ok(()) };
    let is_degrees = ["CRS84", "4326"].iter().any(|known| name.ends_with(known));
    if is_degrees {
        return Ok(());
    }
    let finding = unreadable(
        format!("coordinates of another reference system than WGS 84: `{name}`"),
        "export the layer anew with EPSG:4326",
        file,
        None,
    );
    Err(Finding { code: couloir_model::finding::Code(super::codes::PROJECTED), ..finding })
}

fn properties(feature: &Value) -> Vec<(String, String)> {
    let said = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    let all = feature["properties"].as_object().into_iter().flatten();
    all.filter_map(|(name, value)| Some((name.clone(), said(value)?))).collect()
}

/// What is wrong with a geometry, and what to do.
type Wrong = (String, &'static str);

fn shape(geometry: &Value) -> Result<Shape, Wrong> {
    const ONE_EACH: &str = "make a feature of each, with a name of its own";
    if geometry.is_null() {
        return Err(("no geometry".to_owned(), "draw it, or delete it"));
    }
    let read: Geometry = serde_json::from_value(geometry.clone())
        .map_err(|error| (format!("a geometry that is none: {error}"), "draw it anew"))?;
    let several = |what: &str, count: usize| (format!("{count} {what} in one feature"), ONE_EACH);
    match read.value {
        GeometryValue::Point { coordinates } => Ok(Shape::Point(raw(&coordinates))),
        GeometryValue::MultiPoint { coordinates } => match coordinates.as_slice() {
            [one] => Ok(Shape::Point(raw(one))),
            more => Err(several("points", more.len())),
        },
        GeometryValue::LineString { coordinates } => line(&coordinates),
        GeometryValue::MultiLineString { coordinates } => {
            let longest = coordinates.iter().max_by_key(|line| line.len());
            longest.map_or_else(|| Err(several("lines", 0)), line)
        }
        GeometryValue::Polygon { coordinates } => area(&coordinates),
        GeometryValue::MultiPolygon { coordinates } => {
            let largest = coordinates.iter().max_by(|one, other| size(one).total_cmp(&size(other)));
            largest.map_or_else(|| Err(several("areas", 0)), area)
        }
        GeometryValue::GeometryCollection { geometries } => Err(several("geometries", geometries.len())),
    }
}

fn raw(position: &Position) -> Raw {
    let pair = position.as_slice();
    [pair.first().copied().unwrap_or(f64::NAN), pair.get(1).copied().unwrap_or(f64::NAN)]
}

fn line(line: &LineStringType) -> Result<Shape, Wrong> {
    if line.len() < 2 {
        return Err(("a line of fewer than two points".to_owned(), "draw it anew"));
    }
    Ok(Shape::Line(line.iter().map(raw).collect()))
}

fn area(rings: &PolygonType) -> Result<Shape, Wrong> {
    match rings.first() {
        Some(outer) if outer.len() >= 4 => Ok(Shape::Area(outer.iter().map(raw).collect())),
        _ => Err(("an area of fewer than three corners".to_owned(), "draw it anew")),
    }
}

/// Twice the size of an area in square degrees: enough to tell the largest part.
fn size(rings: &PolygonType) -> f64 {
    let outer: Vec<Raw> = rings.first().into_iter().flatten().map(raw).collect();
    outer.windows(2).map(|pair| pair[0][0] * pair[1][1] - pair[1][0] * pair[0][1]).sum::<f64>().abs()
}
