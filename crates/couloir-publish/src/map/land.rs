//! The land below an operation: roads, water, borders and named places, in flat tables with an index over them.
//!
//! Whoever has a network of roads puts it in through [`Builder`]; this crate knows no network.

use super::plane::{Frame, is_in_ring};
use couloir_model::position::Position;
use geo_index::rtree::sort::HilbertSort;
use geo_index::rtree::{RTree, RTreeBuilder, RTreeIndex as _};
use std::ops::Range;

/// What a line or an area is, the most important road first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// An area of water.
    Water,
    /// An area of houses or industry.
    BuiltUp,
    /// A wood or forest.
    Wood,
    /// A river or canal, as a line.
    River,
    /// A stream or ditch, as a line.
    Stream,
    /// The shore of the sea.
    Coastline,
    /// A border between countries.
    Country,
    /// A border within a country.
    Region,
    /// A railway.
    Railway,
    /// A motorway.
    Motorway,
    /// A trunk road.
    Trunk,
    /// A primary road.
    Primary,
    /// A secondary road.
    Secondary,
    /// A tertiary road.
    Tertiary,
    /// A street or a road of no class.
    Minor,
    /// An access road, a path that vehicles are allowed on.
    Service,
    /// A track.
    Track,
    /// A ferry.
    Ferry,
}

/// A named place of the land, the most important first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the words say it")]
pub enum Rank {
    City,
    Town,
    Suburb,
    Village,
    Hamlet,
    Island,
    Locality,
    Hospital,
    School,
}

/// A name in the languages that there are: language code, empty for what is written on the spot, and text.
pub type Name = Vec<(String, String)>;

/// A line or an area, or several of one name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Feature {
    pub(crate) what: What,
    /// Its row in the names; 0 is none.
    pub(crate) name: u32,
    first_part: u32,
}

/// A place with a name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settlement {
    pub(crate) rank: Rank,
    pub(crate) at: Position,
    pub(crate) name: u32,
    pub(crate) population: u32,
}

/// A line, or a ring of an area.
#[derive(Debug, Clone, Copy)]
struct Part {
    end: u32,
    /// A ring that is an island in an area.
    is_hole: bool,
}

/// The land of a map.
#[derive(Debug)]
pub struct Land {
    points: Vec<Position>,
    parts: Vec<Part>,
    features: Vec<Feature>,
    names: Vec<Name>,
    settlements: Vec<Settlement>,
    /// Over features, in ten-millionths of a degree.
    index: RTree<i32>,
    /// The moment of the data in seconds since 1970 began; 0 where unknown.
    data_unix_s: i64,
}

/// Puts a [`Land`] together.
#[derive(Debug, Default)]
pub struct Builder {
    points: Vec<Position>,
    parts: Vec<Part>,
    features: Vec<Feature>,
    names: Vec<Name>,
    settlements: Vec<Settlement>,
    data_unix_s: i64,
}

impl What {
    /// The zoom of a web map from which it is shown: below, it would only be dirt.
    pub(crate) const fn zoom_min(self) -> u8 {
        match self {
            Self::Country | Self::Coastline => 0,
            Self::Water | Self::Motorway => 4,
            Self::Trunk | Self::Region => 5,
            Self::Primary | Self::River => 7,
            Self::Secondary | Self::Railway | Self::Ferry => 9,
            Self::Tertiary | Self::Wood | Self::BuiltUp => 10,
            Self::Minor | Self::Track | Self::Stream => 12,
            Self::Service => 14,
        }
    }

    /// True when it is driven on.
    pub(crate) const fn is_road(self) -> bool {
        self as u8 >= Self::Motorway as u8
    }

    /// True for areas.
    pub(crate) const fn is_area(self) -> bool {
        matches!(self, Self::Water | Self::BuiltUp | Self::Wood)
    }

    /// As programs read it: OpenStreetMap's word where it has one.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Water => "water",
            Self::BuiltUp => "built_up",
            Self::Wood => "wood",
            Self::River => "river",
            Self::Stream => "stream",
            Self::Coastline => "coastline",
            Self::Country => "country",
            Self::Region => "region",
            Self::Railway => "railway",
            Self::Motorway => "motorway",
            Self::Trunk => "trunk",
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Tertiary => "tertiary",
            Self::Minor => "minor",
            Self::Service => "service",
            Self::Track => "track",
            Self::Ferry => "ferry",
        }
    }
}

impl Rank {
    /// The zoom of a web map from which it is shown.
    pub(crate) const fn zoom_min(self) -> u8 {
        match self {
            Self::City => 4,
            Self::Town => 7,
            Self::Island => 8,
            Self::Village => 10,
            Self::Suburb | Self::Hamlet => 12,
            Self::Locality | Self::Hospital => 13,
            Self::School => 14,
        }
    }

    /// As programs read it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::Town => "town",
            Self::Suburb => "suburb",
            Self::Village => "village",
            Self::Hamlet => "hamlet",
            Self::Island => "island",
            Self::Locality => "locality",
            Self::Hospital => "hospital",
            Self::School => "school",
        }
    }
}

impl Builder {
    /// An empty one for data of this moment, in seconds since 1970 began; 0 where unknown. Name 0 is none.
    #[must_use]
    pub fn new(data_unix_s: i64) -> Self {
        Self { data_unix_s, names: vec![Name::new()], ..Self::default() }
    }

    /// Adds a name, and gives its number.
    pub fn name(&mut self, name: Name) -> u32 {
        self.names.push(name);
        small(self.names.len() - 1)
    }

    /// Adds lines of one name, or the rings of an area: rings in rings are islands. What has too few points is left out.
    pub fn add<Line>(&mut self, what: What, name: u32, lines: impl IntoIterator<Item = Line>)
    where
        Line: IntoIterator<Item = Position>,
    {
        let least = if what.is_area() { 4 } else { 2 };
        let first_part = self.parts.len();
        for line in lines {
            let before = self.points.len();
            self.points.extend(line);
            if self.points.len() - before < least {
                self.points.truncate(before);
            } else {
                self.parts.push(Part { end: small(self.points.len()), is_hole: false });
            }
        }
        if self.parts.len() == first_part {
            return;
        }
        if what.is_area() {
            self.find_holes(first_part);
        }
        self.features.push(Feature { what, name, first_part: small(first_part) });
    }

    /// Adds a named place.
    pub fn place(&mut self, rank: Rank, at: Position, name: u32, population: u32) {
        self.settlements.push(Settlement { rank, at, name, population });
    }

    /// The land.
    ///
    /// # Panics
    ///
    /// When it has more than 2³² points.
    #[must_use]
    pub fn build(mut self) -> Land {
        let rank = |settlement: &Settlement| (settlement.rank, std::cmp::Reverse(settlement.population), settlement.at);
        self.settlements.sort_by_key(rank);
        let mut index = RTreeBuilder::<i32>::new(small(self.features.len()));
        let mut land = Land {
            points: self.points,
            parts: self.parts,
            features: self.features,
            names: self.names,
            settlements: self.settlements,
            index: RTreeBuilder::<i32>::new(0).finish::<HilbertSort>(),
            data_unix_s: self.data_unix_s,
        };
        for feature in 0..small(land.features.len()) {
            let points = || land.lines(feature).flat_map(|(line, _)| line);
            let span = |axis: fn(Position) -> i32| {
                let values = points().map(|at| axis(*at));
                values.fold((i32::MAX, i32::MIN), |(low, high), value| (low.min(value), high.max(value)))
            };
            let ((west, east), (south, north)) = (span(Position::lon_e7), span(Position::lat_e7));
            index.add(west, south, east, north);
        }
        land.index = index.finish::<HilbertSort>();
        land
    }

    /// Marks the rings that lie in an odd number of others.
    fn find_holes(&mut self, first_part: usize) {
        let ring = |index: usize| -> Vec<[f64; 2]> {
            let start = if index == 0 { 0 } else { self.parts[index - 1].end as usize };
            let points = &self.points[start..self.parts[index].end as usize];
            points.iter().map(|at| [f64::from(at.lon_e7()), f64::from(at.lat_e7())]).collect()
        };
        let rings: Vec<_> = (first_part..self.parts.len()).map(ring).collect();
        let frames: Vec<_> = rings.iter().map(|ring| Frame::around(ring.iter().copied())).collect();
        for (index, inner) in rings.iter().enumerate() {
            let holds = |other: usize| {
                other != index
                    && frames[other].is_some_and(|frame| frame.holds(inner[0]))
                    && is_in_ring(inner[0], &rings[other])
            };
            let around = (0..rings.len()).filter(|other| holds(*other)).count();
            self.parts[first_part + index].is_hole = around % 2 == 1;
        }
    }
}

impl Land {
    /// The moment of the data in seconds since 1970 began; 0 where unknown.
    pub(crate) const fn data_unix_s(&self) -> i64 {
        self.data_unix_s
    }

    /// The features in a box of degrees, in the order in which they were put in.
    pub(crate) fn features_in(&self, [west, south]: [f64; 2], [east, north]: [f64; 2]) -> Vec<u32> {
        let e7 = |degrees: f64| (degrees.clamp(-180.0, 180.0) * 1e7) as i32;
        let mut found = self.index.search(e7(west), e7(south), e7(east), e7(north));
        found.sort_unstable();
        found
    }

    /// The feature of that number.
    pub(crate) fn feature(&self, number: u32) -> &Feature {
        &self.features[number as usize]
    }

    /// Its lines, or its rings with whether they are islands.
    pub(crate) fn lines(&self, number: u32) -> impl Iterator<Item = (&[Position], bool)> {
        let next = self.features.get(number as usize + 1).map_or(self.parts.len(), |next| next.first_part as usize);
        let parts: Range<usize> = self.features[number as usize].first_part as usize..next;
        parts.map(|part| {
            let start = if part == 0 { 0 } else { self.parts[part - 1].end as usize };
            let part = &self.parts[part];
            (&self.points[start..part.end as usize], part.is_hole)
        })
    }

    /// The named places, the most important first.
    pub(crate) fn settlements(&self) -> &[Settlement] {
        &self.settlements
    }

    /// The forms of a name; none for 0.
    pub(crate) fn forms(&self, name: u32) -> &[(String, String)] {
        self.names.get(name as usize).map_or(&[], Vec::as_slice)
    }

    /// A name in a language, or else as it is written on the spot.
    pub(crate) fn named(&self, name: u32, language: &str) -> Option<&str> {
        let forms = self.forms(name);
        let found = forms.iter().find(|(code, _)| code == language).or_else(|| forms.first());
        found.map(|(_, text)| text.as_str())
    }

    /// The box of all features: south-west and north-east in degrees; nothing where there is none.
    #[must_use]
    pub fn bounds(&self) -> Option<([f64; 2], [f64; 2])> {
        let places = self.settlements.iter().map(|settlement| &settlement.at);
        let frame = Frame::around(self.points.iter().chain(places).map(|at| [at.lon(), at.lat()]))?;
        Some((frame.low, frame.high))
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).expect("a map of one operation has fewer than 2³² points")
}
