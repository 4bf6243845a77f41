//! What the shell hands over: the features of map files, decoded and not understood yet.

use crate::finding::{At, Spot};

/// A point, line or area of a map file with its properties.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// The file, as the person named it.
    pub file: String,
    /// Its number in the file, counted from 1.
    pub number: u32,
    /// The line where it begins, where the format tells.
    pub line: Option<u32>,
    /// The folders that it lies in, the outermost first: KML has them.
    pub folders: Vec<String>,
    /// Where it is.
    pub shape: Shape,
    /// What is said of it, in the order of the file, each as a person would read it.
    pub properties: Vec<(String, String)>,
}

/// A pair of numbers as the file has it: the one that should be the longitude first, nothing checked.
pub type Raw = [f64; 2];

/// The geometry of a feature.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// One point.
    Point(Raw),
    /// One line of two points or more.
    Line(Vec<Raw>),
    /// One area: its outer ring.
    Area(Vec<Raw>),
}

impl Feature {
    /// The place of the feature, or of one of its properties.
    #[must_use]
    pub fn at(&self, property: Option<&str>) -> At {
        let property = property.map(str::to_owned);
        At { file: self.file.clone(), spot: Spot::Feature { number: self.number, line: self.line, property } }
    }

    /// What a property says, if it says anything; names are compared as names of columns are.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&str> {
        let wanted = super::super::names::column_key(name);
        let found = self.properties.iter().find(|(name, _)| super::super::names::column_key(name) == wanted);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }
}

impl Shape {
    /// The same with the two numbers of each pair exchanged.
    pub(super) fn swapped(&self) -> Self {
        let swap = |pairs: &[Raw]| pairs.iter().map(|[one, other]| [*other, *one]).collect();
        match self {
            Self::Point([one, other]) => Self::Point([*other, *one]),
            Self::Line(pairs) => Self::Line(swap(pairs)),
            Self::Area(pairs) => Self::Area(swap(pairs)),
        }
    }

    /// All its pairs.
    pub(super) fn pairs(&self) -> &[Raw] {
        match self {
            Self::Point(pair) => std::slice::from_ref(pair),
            Self::Line(pairs) | Self::Area(pairs) => pairs,
        }
    }

    /// The one point that stands for the shape: half-way along a line; in an area its centroid, or where that lies outside, the
    /// middle of the widest stretch inside at its height.
    pub(super) fn point(&self) -> Option<Raw> {
        match self {
            Self::Point(pair) => Some(*pair),
            Self::Line(pairs) => half_way(pairs),
            Self::Area(ring) => inside(ring),
        }
    }
}

/// Half-way along a line, by length in degrees: a kilometre more or less does not matter to where a bridge is drawn.
fn half_way(line: &[Raw]) -> Option<Raw> {
    let length = |pair: &[Raw]| libm::hypot(pair[1][0] - pair[0][0], pair[1][1] - pair[0][1]);
    let mut left = line.windows(2).map(length).sum::<f64>() / 2.0;
    for pair in line.windows(2) {
        let long = length(pair);
        if left <= long && long > 0.0 {
            let share = left / long;
            return Some([0, 1].map(|axis| pair[0][axis] + share * (pair[1][axis] - pair[0][axis])));
        }
        left -= long;
    }
    line.first().copied()
}

fn inside(ring: &[Raw]) -> Option<Raw> {
    let centre = centroid(ring)?;
    let crossings = crossings(ring, centre[1]);
    if crossings.chunks_exact(2).any(|pair| pair[0] < centre[0] && centre[0] < pair[1]) {
        return Some(centre);
    }
    let widest = crossings.chunks_exact(2).max_by(|one, other| (one[1] - one[0]).total_cmp(&(other[1] - other[0])));
    Some(widest.map_or(centre, |pair| [f64::midpoint(pair[0], pair[1]), centre[1]]))
}

/// The centre of mass of a ring (Bourke, *Calculating the area and centroid of a polygon*, 1988); the mean of its points where
/// it has no area.
fn centroid(ring: &[Raw]) -> Option<Raw> {
    let origin = *ring.first()?;
    let local: Vec<Raw> = ring.iter().map(|pair| [pair[0] - origin[0], pair[1] - origin[1]]).collect();
    let (mut area, mut sum) = (0.0, [0.0, 0.0]);
    for (one, other) in local.iter().zip(local.iter().cycle().skip(1)) {
        let cross = one[0] * other[1] - other[0] * one[1];
        area += cross;
        sum = [0, 1].map(|axis| sum[axis] + (one[axis] + other[axis]) * cross);
    }
    let count = local.len() as f64;
    Some([0, 1].map(|axis| {
        let mean = local.iter().map(|pair| pair[axis]).sum::<f64>() / count;
        origin[axis] + if area == 0.0 { mean } else { sum[axis] / (3.0 * area) }
    }))
}

/// Where the ring crosses the line of this latitude, from west to east.
fn crossings(ring: &[Raw], lat: f64) -> Vec<f64> {
    let edges = ring.iter().zip(ring.iter().cycle().skip(1));
    let mut found: Vec<f64> = edges
        .filter(|(one, other)| (one[1] > lat) != (other[1] > lat))
        .map(|(one, other)| one[0] + (lat - one[1]) * (other[0] - one[0]) / (other[1] - one[1]))
        .collect();
    found.sort_by(f64::total_cmp);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stands_where_half_of_it_is_behind() {
        assert_eq!(Shape::Line(vec![[0.0, 0.0], [1.0, 0.0], [1.0, 3.0]]).point(), Some([1.0, 1.0]));
        assert_eq!(Shape::Line(vec![[2.0, 2.0], [2.0, 2.0]]).point(), Some([2.0, 2.0]));
    }

    #[test]
    fn an_area_in_the_form_of_a_horseshoe_stands_at_a_point_inside_it() {
        let horseshoe =
            vec![[0.0, 0.0], [6.0, 0.0], [6.0, 6.0], [5.0, 6.0], [5.0, 1.0], [1.0, 1.0], [1.0, 6.0], [0.0, 6.0]];
        let [lon, lat] = Shape::Area(horseshoe).point().unwrap();
        assert!((0.0 < lon && lon < 1.0) || (5.0 < lon && lon < 6.0) || lat < 1.0, "{lon} {lat}");
        let square = vec![[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [0.0, 2.0], [0.0, 0.0]];
        assert_eq!(Shape::Area(square).point(), Some([1.0, 1.0]));
    }
}
