//! A table with coordinates as features: a CSV file with a row a place.

use super::position::is_axis;
use super::{Fault, Feature, Findings, Shape, codes};
use crate::finding::Finding;
use crate::format::operation::names::column_key;
use crate::format::operation::number::Number;
use crate::format::operation::sheet::{Row, Sheet, Value};

/// Names of the columns of coordinates; `x` and `y` are what map programs write.
const LAT: &[&str] = &["lat", "latitude", "y"];
const LON: &[&str] = &["lon", "lng", "long", "longitude", "x"];

/// The rows of `sheet` as points, and what keeps rows from being points.
#[must_use]
pub fn of_sheet(sheet: &Sheet) -> (Vec<Feature>, Vec<Finding>) {
    let mut findings = Findings::default();
    let column =
        |names: &[&str]| sheet.header.iter().position(|header| names.contains(&column_key(&header.name).as_str()));
    let (Some(lat), Some(lon)) = (column(LAT), column(LON)) else {
        let message = "a table without coordinates";
        let help = "it needs the columns `lat` and `lon`, in degrees of WGS 84";
        findings.error(Fault::new(codes::COORDINATES, message, help), sheet.whole());
        return (Vec::new(), findings.into_list());
    };
    let mut features = Vec::new();
    let filled = sheet.rows.iter().filter(|row| row.cells.iter().any(|cell| !cell.value.is_blank()));
    for (index, row) in filled.enumerate() {
        let mut feature = Feature {
            file: sheet.file.clone(),
            number: u32::try_from(index + 1).unwrap_or(u32::MAX),
            line: Some(row.line),
            folders: Vec::new(),
            shape: Shape::Point([0.0, 0.0]),
            properties: properties(sheet, row),
        };
        match (degrees(row, lon), degrees(row, lat)) {
            (Some(lon), Some(lat)) => {
                feature.shape = Shape::Point([lon, lat]);
                features.push(feature);
            }
            (found, _) => {
                let column = if found.is_none() { lon } else { lat };
                let name = sheet.header[column].name.trim();
                let said = row.cells.get(column).map(|cell| cell.value.words()).unwrap_or_default();
                let message = format!("no degrees: `{}`", super::shown(said.trim()));
                let help = "write degrees in decimals, such as `34.4667`: north and east positive";
                findings.error(Fault::new(codes::COORDINATES, message, help), feature.at(Some(name)));
            }
        }
    }
    (features, findings.into_list())
}

fn properties(sheet: &Sheet, row: &Row) -> Vec<(String, String)> {
    let cells = sheet.header.iter().zip(&row.cells);
    let said = cells.map(|(header, cell)| (header.name.trim().to_owned(), cell.value.words()));
    said.filter(|(name, value)| !is_axis(&column_key(name)) && !value.trim().is_empty()).collect()
}

fn degrees(row: &Row, column: usize) -> Option<f64> {
    match &row.cells.get(column)?.value {
        Value::Text(text) => Number::read(text, false).map(Number::real),
        Value::Whole(number) => Some(*number as f64),
        Value::Real(number) => Some(*number),
        _ => None,
    }
}
