//! Where the features are: off the globe, in another projection, or with their axes exchanged.

use super::{Fault, Feature, Findings, Known, Raw, Shape, Wish, codes, features as counted};
use crate::finding::{At, Spot};
use crate::position::Position;
use std::collections::BTreeMap;

/// A point this far from the middle of all others, and near it when exchanged, has its axes exchanged. Beirut is 230 km from
/// where it lies when exchanged, Baghouz 850 km; five times as far as the others usually are, where these lie wide apart.
const FAR_M: u64 = 100_000;
/// As near to the middle as a point may lie whatever the others do; twice as far as the others usually are, where that is more.
const NEAR_M: u64 = 50_000;

/// Half the circumference of the earth in metres of EPSG:3857.
const MERCATOR_MAX: f64 = 20_037_508.35;

/// Columns of coordinates in tables: they are no properties.
pub(super) fn is_axis(key: &str) -> bool {
    ["lat", "latitude", "lon", "lng", "long", "longitude"].contains(&key)
}

/// The position of each feature, or nothing where it has been reported.
pub(super) fn read(all: &[Feature], wish: &Wish, known: &Known, findings: &mut Findings) -> Vec<Option<Position>> {
    let shapes: Vec<Shape> = all
        .iter()
        .map(|feature| if wish.swap_axes { feature.shape.swapped() } else { feature.shape.clone() })
        .collect();
    let on_globe = || shapes.iter().filter_map(|shape| plain(shape).ok());
    let theirs = known.rows.iter().filter_map(|row| row.position);
    let others = Others::of(theirs.collect()).or_else(|| Others::of(on_globe().collect()));
    let found: Vec<Result<Position, Fault>> = shapes.iter().map(|shape| of_shape(shape, others)).collect();

    // A file that is wrong throughout is said to be so once.
    let mut by_file: BTreeMap<&str, (usize, BTreeMap<&str, usize>)> = BTreeMap::new();
    for (feature, found) in all.iter().zip(&found) {
        let (count, faults) = by_file.entry(&feature.file).or_default();
        *count += 1;
        if let Err(fault) = found {
            *faults.entry(fault.code).or_insert(0) += 1;
        }
    }
    let mut said: Vec<(&str, &str)> = Vec::new();
    let mut positions = Vec::with_capacity(all.len());
    for (feature, found) in all.iter().zip(found) {
        let fault = match found {
            Ok(position) => {
                positions.push(Some(position));
                continue;
            }
            Err(fault) => fault,
        };
        positions.push(None);
        let (count, faults) = &by_file[feature.file.as_str()];
        let is_whole = *count > 2 && faults[fault.code] == *count && fault.code != codes::COORDINATES;
        if !is_whole {
            findings.error(fault, feature.at(None));
        } else if !said.contains(&(&feature.file, fault.code)) {
            said.push((&feature.file, fault.code));
            let message = format!("the same in all {}: {}", counted(*count), fault.message);
            findings.error(Fault { message, ..fault }, At { file: feature.file.clone(), spot: Spot::Whole });
        }
    }
    positions
}

/// Where places usually are: those of the operation, or else most of those in the files.
#[derive(Debug, Clone, Copy)]
struct Others {
    /// The median longitude and latitude: a few points that are wrong do not move it.
    middle: Position,
    /// The median distance from there.
    usual_m: u64,
}

impl Others {
    fn of(points: Vec<Position>) -> Option<Self> {
        let median = |axis: fn(&Position) -> f64| {
            let mut sorted: Vec<f64> = points.iter().map(axis).collect();
            sorted.sort_by(f64::total_cmp);
            sorted.get(sorted.len() / 2).copied()
        };
        // With fewer than three nobody can say which of them is wrong.
        if points.len() < 3 {
            return None;
        }
        let middle = Position::from_degrees(median(|at| at.lon())?, median(|at| at.lat())?).ok()?;
        let mut apart: Vec<u64> = points.iter().map(|at| at.great_circle(middle).0).collect();
        apart.sort_unstable();
        Some(Self { middle, usual_m: apart[apart.len() / 2] })
    }
}

fn of_shape(shape: &Shape, others: Option<Others>) -> Result<Position, Fault> {
    let found = plain(shape)?;
    let Some(others) = others else { return Ok(found) };
    let is_far = found.great_circle(others.middle).0 > FAR_M.max(5 * others.usual_m);
    let is_near = |exchanged: Position| exchanged.great_circle(others.middle).0 < NEAR_M.max(2 * others.usual_m);
    if is_far && plain(&shape.swapped()).is_ok_and(is_near) {
        let km = found.great_circle(others.middle).0 / 1000;
        return Err(swapped(&format!("it lies {km} km from the others, and among them when exchanged"), found));
    }
    Ok(found)
}

/// The point of a shape whose pairs are all on the globe.
fn plain(shape: &Shape) -> Result<Position, Fault> {
    for pair in shape.pairs() {
        on_globe(*pair)?;
    }
    let Some([lon, lat]) = shape.point() else {
        return Err(Fault::new(codes::COORDINATES, "no coordinates", "draw it anew, or delete it"));
    };
    if (lon, lat) == (0.0, 0.0) {
        let help = "0, 0 in the Gulf of Guinea is what programs write where they know no position: look it up";
        return Err(Fault::new(codes::COORDINATES, "coordinates that stand for «unknown»: 0, 0", help));
    }
    on_globe([lon, lat])
}

fn on_globe([lon, lat]: Raw) -> Result<Position, Fault> {
    let Err(_) = Position::from_degrees(lon, lat) else {
        return Ok(Position::from_degrees(lon, lat).expect("looked at just now"));
    };
    if !lon.is_finite() || !lat.is_finite() {
        return Err(Fault::new(
            codes::COORDINATES,
            "coordinates that are no numbers",
            "write degrees in decimals: `34.4667`",
        ));
    }
    if Position::from_degrees(lat, lon).is_ok() {
        return Err(axes("the second number of a pair is a latitude, which ends at 90", lon, lat));
    }
    let largest = lon.abs().max(lat.abs());
    if largest > 360.0 {
        let name = match (lon.abs(), lat.abs()) {
            (100_000.0..900_000.0, 0.0..10_000_000.0) => "UTM, such as EPSG:32637",
            (_, _) if largest <= MERCATOR_MAX => "Web Mercator, EPSG:3857",
            _ => "a national grid",
        };
        let message = format!("metres of a projection and not degrees (perhaps {name}): {lon}, {lat}");
        let help = "export the layer anew with the reference system WGS 84, EPSG:4326";
        return Err(Fault::new(codes::PROJECTED, message, help));
    }
    let message = format!("not a point on the globe: longitude {lon}, latitude {lat}");
    Err(Fault::new(codes::COORDINATES, message, "write degrees in decimals: longitude −180 to 180, latitude −90 to 90"))
}

fn swapped(why: &str, found: Position) -> Fault {
    axes(why, found.lon(), found.lat())
}

fn axes(why: &str, lon: f64, lat: f64) -> Fault {
    let message = format!("latitude and longitude seem exchanged, since {why}: longitude {lon}, latitude {lat}");
    let help = "GeoJSON and KML write the longitude first; if this file does not, add `--swap-axes`";
    Fault::new(codes::SWAPPED_AXES, message, help)
}
