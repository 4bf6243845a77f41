//! Vector tiles (Mapbox Vector Tile Specification 2.1): a pure function from z, x and y to bytes.
//!
//! Layers: `ground` (wood, built up), `water`, `waterways`, `borders`, `railways`, `roads`, `places`, and, where an operation is
//! given, `operation` (its places and what is closed). Legs are in no tile: who goes where when is a file of its own.

use super::land::{Land, Settlement, What};
use super::plane::{Frame, Pixel, clipped_line, clipped_ring, degrees, is_in_ring, mercator, simplified, twice_area};
use crate::overlay::Overlay;
use mvt::{Feature, GeomData, GeomEncoder, GeomType, Layer};
use std::collections::BTreeMap;

/// Units across a tile.
pub const EXTENT: u32 = 4096;

/// What lies so far beyond the edge of a tile is in it too, so that lines do not end where tiles meet.
pub const BUFFER: u32 = 64;

/// The deepest zoom.
pub const ZOOM_MAX: u8 = 16;

/// The most bytes of a tile; beyond it the least important is left out, and counted.
pub const BYTES_MAX: usize = 500_000;

/// Points are left out that would move a line by less than this many units: half a pixel where a tile is shown on 512.
const TOLERANCE: f64 = 4.0;

/// A tile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// What stands in it, not compressed; nothing where there is nothing to show.
    pub bytes: Vec<u8>,
    /// Features that found no room.
    pub left_out: usize,
}

/// A tile that no map has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such tile: {z}/{x}/{y}; zoom goes from 0 to {ZOOM_MAX}, and x and y are below 2 to that power")]
pub struct NoSuchTile {
    z: u8,
    x: u32,
    y: u32,
}

/// The layer of each kind of land, and its place from below to above.
const fn layer_of(what: What) -> (u8, &'static str) {
    match what {
        What::Wood | What::BuiltUp => (0, "ground"),
        What::Water => (1, "water"),
        What::River | What::Stream | What::Coastline => (2, "waterways"),
        What::Country | What::Region => (3, "borders"),
        What::Railway => (4, "railways"),
        _ => (5, "roads"),
    }
}

/// The tile at z, x and y.
///
/// # Errors
///
/// [`NoSuchTile`] when z is too large, or x or y is not below 2 to the power of z.
pub(super) fn tile(land: &Land, overlay: Option<&Overlay>, z: u8, x: u32, y: u32) -> Result<Tile, NoSuchTile> {
    if z > ZOOM_MAX || x >= 1 << z || y >= 1 << z {
        return Err(NoSuchTile { z, x, y });
    }
    let grid = Grid { z, corner: [f64::from(x), f64::from(y)] };
    let mut tile = mvt::Tile::new(EXTENT);
    let mut room = BYTES_MAX;
    let mut left_out = 0;
    let mut layers: BTreeMap<(u8, &str), Layer> = BTreeMap::new();

    // The operation and the names come first: they must have room.
    if let Some(overlay) = overlay {
        let layer = operation(tile.create_layer("operation"), overlay, &grid, &mut room);
        layers.insert((7, "operation"), layer);
    }
    let layer = places(tile.create_layer("places"), land, &grid, (&mut room, &mut left_out));
    layers.insert((6, "places"), layer);

    for ((what, name), numbers) in in_view(land, &grid) {
        let key = layer_of(what);
        let geometry = Geometry::of(land, &numbers, what, &grid);
        if geometry.points == 0 {
            continue;
        }
        // A step within a tile takes at most two bytes each way, a part its commands, a name its letters.
        let names: usize = land.forms(name).iter().map(|(code, text)| code.len() + text.len() + 16).sum();
        let cost = 40 + 4 * geometry.points + 8 * geometry.parts.len() + names;
        if cost > room {
            left_out += numbers.len();
            continue;
        }
        room -= cost;
        let layer = layers.remove(&key).unwrap_or_else(|| tile.create_layer(key.1));
        let mut feature = layer.into_feature(geometry.encoded());
        feature.add_tag_string("class", what.name());
        add_names(&mut feature, land.forms(name));
        layers.insert(key, feature.into_layer());
    }
    for layer in layers.into_values().filter(|layer| layer.num_features() > 0) {
        tile.add_layer(layer).expect("each layer is added once and has this extent");
    }
    let bytes =
        if tile.num_layers() == 0 { Vec::new() } else { tile.to_bytes().expect("writing to memory cannot fail") };
    Ok(Tile { bytes, left_out })
}

/// The features in view by kind and name, the most important first: lines of one name are one feature.
fn in_view(land: &Land, grid: &Grid) -> Vec<((What, u32), Vec<u32>)> {
    let (low, high) = grid.degrees();
    let mut grouped: BTreeMap<(What, u32), Vec<u32>> = BTreeMap::new();
    for number in land.features_in(low, high) {
        let feature = land.feature(number);
        if feature.what.zoom_min() <= grid.z {
            // Names of streets are no use from afar, and keep lines apart that could be one.
            let has_name = grid.z >= 10 || !feature.what.is_road();
            grouped.entry((feature.what, if has_name { feature.name } else { 0 })).or_default().push(number);
        }
    }
    let mut sorted: Vec<_> = grouped.into_iter().collect();
    sorted.sort_by_key(|((what, name), _)| (what.zoom_min(), *what, *name));
    sorted
}

/// Where a tile lies in the grid of its zoom.
struct Grid {
    z: u8,
    corner: Pixel,
}

impl Grid {
    fn unit(&self, plane: Pixel) -> Pixel {
        let tiles = f64::from(1_u32 << self.z);
        [0, 1].map(|axis| (plane[axis] * tiles - self.corner[axis]) * f64::from(EXTENT))
    }

    /// With its buffer.
    fn frame() -> Frame {
        let buffer = f64::from(BUFFER);
        Frame { low: [-buffer; 2], high: [f64::from(EXTENT) + buffer; 2] }
    }

    /// South-west and north-east of the tile with its buffer.
    fn degrees(&self) -> ([f64; 2], [f64; 2]) {
        let tiles = f64::from(1_u32 << self.z);
        let buffer = f64::from(BUFFER) / f64::from(EXTENT);
        let low = degrees(self.corner.map(|side| (side - buffer) / tiles));
        let high = degrees(self.corner.map(|side| (side + 1.0 + buffer) / tiles));
        ([low[0], high[1]], [high[0], low[1]])
    }
}

/// Lines or rings in units of the tile, whole.
struct Geometry {
    kind: GeomType,
    parts: Vec<Vec<[i32; 2]>>,
    points: usize,
}

impl Geometry {
    fn of(land: &Land, numbers: &[u32], what: What, grid: &Grid) -> Self {
        let mut parts = Vec::new();
        for number in numbers {
            for (line, is_hole) in land.lines(*number) {
                let units: Vec<Pixel> = line.iter().map(|at| grid.unit(mercator(*at))).collect();
                let units = simplified(&units, TOLERANCE);
                if what.is_area() {
                    parts.extend(ring(&clipped_ring(&units, Grid::frame()), is_hole));
                } else {
                    parts.extend(clipped_line(&units, Grid::frame()).iter().filter_map(|part| whole_line(part)));
                }
            }
        }
        let kind = if what.is_area() { GeomType::Polygon } else { GeomType::Linestring };
        let parts = if what.is_area() { with_islands(parts) } else { joined(parts) };
        let points = parts.iter().map(Vec::len).sum();
        Self { kind, parts, points }
    }

    fn encoded(mut self) -> GeomData {
        let mut encoder = GeomEncoder::<f64>::new(self.kind);
        let mut before: Option<[i32; 2]> = None;
        for part in &mut self.parts {
            // `mvt` leaves out the first point of a part where the part before ended there, and with it the beginning of a new
            // ring: a ring may begin at any of its points.
            if self.kind == GeomType::Polygon && before == part.first().copied() {
                part.rotate_left(1);
            }
            for [x, y] in part.iter() {
                encoder.add_point(f64::from(*x), f64::from(*y)).expect("whole numbers can be encoded");
            }
            encoder.complete_geom().expect("a part has enough points");
            before = part.last().copied();
        }
        encoder.encode().expect("a geometry has a part")
    }
}

fn whole(point: &Pixel) -> [i32; 2] {
    point.map(|value| libm::round(value) as i32)
}

/// The line in whole units; nothing where it is shorter than one.
fn whole_line(part: &[Pixel]) -> Option<Vec<[i32; 2]>> {
    let mut line: Vec<[i32; 2]> = part.iter().map(whole).collect();
    line.dedup();
    (line.len() > 1).then_some(line)
}

/// The ring in whole units without the point that closes it, outer rings clockwise as the tile is seen and islands against that
/// (specification, 4.3.3.3); nothing where it has no area.
fn ring(ring: &[Pixel], is_hole: bool) -> Option<Vec<[i32; 2]>> {
    let mut points: Vec<[i32; 2]> = ring.iter().map(whole).collect();
    points.dedup();
    let real: Vec<Pixel> = points.iter().map(|point| point.map(f64::from)).collect();
    let area = twice_area(&real);
    if points.len() < 4 || area == 0.0 {
        return None;
    }
    if (area > 0.0) == is_hole {
        points.reverse();
    }
    points.pop();
    Some(points)
}

/// Each outer ring with its islands behind it, as readers expect them; an island without water around it is left out, since it
/// would be taken for water.
fn with_islands(parts: Vec<Vec<[i32; 2]>>) -> Vec<Vec<[i32; 2]>> {
    let closed = |part: &Vec<[i32; 2]>| -> Vec<Pixel> {
        part.iter().chain(part.first()).map(|point| point.map(f64::from)).collect()
    };
    let (outer, islands): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| twice_area(&closed(part)) > 0.0);
    if islands.is_empty() {
        return outer;
    }
    let rings: Vec<Vec<Pixel>> = outer.iter().map(closed).collect();
    let mut sorted: Vec<Vec<Vec<[i32; 2]>>> = outer.into_iter().map(|part| vec![part]).collect();
    for island in islands {
        // Half a unit off the grid, so that no edge runs through the point.
        let inside = island[0].map(|value| f64::from(value) + 0.25);
        if let Some(around) = rings.iter().position(|ring| is_in_ring(inside, ring)) {
            sorted[around].push(island);
        }
    }
    sorted.into_iter().flatten().collect()
}

/// Lines that go on where another ends as one line: fewer points, and dashes that do not begin anew at each junction.
fn joined(parts: Vec<Vec<[i32; 2]>>) -> Vec<Vec<[i32; 2]>> {
    let mut joined: Vec<Vec<[i32; 2]>> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(line) if line.last() == part.first() => line.extend(&part[1..]),
            _ => joined.push(part),
        }
    }
    joined
}

/// A name in all its languages: `name`, `name:ar`, …
fn add_names(feature: &mut Feature, forms: &[(String, String)]) {
    for (code, text) in forms {
        match code.as_str() {
            "" => feature.add_tag_string("name", text),
            code => feature.add_tag_string(&format!("name:{code}"), text),
        }
    }
}

fn point(units: Pixel) -> GeomData {
    let [x, y] = units.map(libm::round);
    let encoder = GeomEncoder::<f64>::new(GeomType::Point).point(x, y).expect("whole numbers can be encoded");
    encoder.encode().expect("a point is a geometry")
}

fn places(mut layer: Layer, land: &Land, grid: &Grid, (room, left_out): (&mut usize, &mut usize)) -> Layer {
    let (low, high) = grid.degrees();
    let inside = Frame { low, high };
    let shown = |settlement: &&Settlement| {
        settlement.rank.zoom_min() <= grid.z
            && inside.holds([settlement.at.lon(), settlement.at.lat()])
            && Grid::frame().holds(grid.unit(mercator(settlement.at)))
    };
    for settlement in land.settlements().iter().filter(shown) {
        let forms = land.forms(settlement.name);
        let cost = 32 + forms.iter().map(|(code, text)| code.len() + text.len() + 4).sum::<usize>();
        // Names may take a fifth of a tile.
        if *room < cost + BYTES_MAX * 4 / 5 {
            *left_out += 1;
            continue;
        }
        *room -= cost;
        let mut feature = layer.into_feature(point(grid.unit(mercator(settlement.at))));
        feature.add_tag_string("class", settlement.rank.name());
        feature.add_tag_uint("population", settlement.population.into());
        add_names(&mut feature, forms);
        layer = feature.into_layer();
    }
    layer
}

fn operation(mut layer: Layer, overlay: &Overlay, grid: &Grid, room: &mut usize) -> Layer {
    for place in &overlay.points {
        let units = grid.unit(mercator(place.at));
        if Grid::frame().holds(units) {
            let mut feature = layer.into_feature(point(units));
            feature.add_tag_string("class", place.kind.name());
            feature.add_tag_string("name", place.name);
            *room = room.saturating_sub(48 + place.name.len());
            layer = feature.into_layer();
        }
    }
    for closed in &overlay.closed {
        let lines: Vec<Vec<Pixel>> =
            closed.lines.iter().map(|line| line.iter().map(|at| grid.unit(mercator(*at))).collect()).collect();
        let parts: Vec<_> = lines
            .iter()
            .flat_map(|line| clipped_line(line, Grid::frame()))
            .filter_map(|part| whole_line(&part))
            .collect();
        let data = match lines.as_slice() {
            [one] if one.len() == 1 && Grid::frame().holds(one[0]) => point(one[0]),
            _ if !parts.is_empty() => {
                let points = parts.iter().map(Vec::len).sum();
                Geometry { kind: GeomType::Linestring, parts, points }.encoded()
            }
            _ => continue,
        };
        let mut feature = layer.into_feature(data);
        feature.add_tag_string("class", "closure");
        feature.add_tag_string("name", &closed.name);
        *room = room.saturating_sub(64 + closed.name.len());
        layer = feature.into_layer();
    }
    layer
}
