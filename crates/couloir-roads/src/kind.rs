//! What drives: four kinds of vehicle that a map tells apart, and the measures of one vehicle.

use std::fmt;

/// A kind of vehicle, as far as access and speed on roads depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A car, minibus or ambulance: OpenStreetMap's `motorcar`.
    Car,
    /// A bus or coach: `bus`, `psv`.
    Bus,
    /// A truck on roads: `hgv`, `goods`.
    Truck,
    /// A truck that can leave the paved road: `hgv`, but tracks of every grade and fords as well.
    OffRoadTruck,
}

impl Kind {
    /// All kinds, in the order in which tables and files hold them.
    pub const ALL: [Self; 4] = [Self::Car, Self::Bus, Self::Truck, Self::OffRoadTruck];

    /// Its place in [`Kind::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Its name in commands, files and tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Car => "car",
            Self::Bus => "bus",
            Self::Truck => "truck",
            Self::OffRoadTruck => "off_road_truck",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase().replace([' ', '-'], "_");
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of kinds of vehicle.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kinds(pub u8);

impl Kinds {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// All of them.
    pub const ALL: Self = Self(0b1111);

    /// The set of one.
    #[must_use]
    pub const fn only(kind: Kind) -> Self {
        Self(1 << kind as u8)
    }

    /// True when `kind` is one of them.
    #[must_use]
    pub const fn has(self, kind: Kind) -> bool {
        self.0 >> kind as u8 & 1 == 1
    }

    /// Those in either set.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that `other` does not have.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// True when there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// One vehicle, as roads see it: its kind and its measures, laden. A measure that is not known is never too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vehicle {
    /// What it is.
    pub kind: Kind,
    /// Height in centimetres.
    pub height_cm: Option<u32>,
    /// Width in centimetres.
    pub width_cm: Option<u32>,
    /// Length in centimetres.
    pub length_cm: Option<u32>,
    /// Weight in kilograms.
    pub weight_kg: Option<u32>,
}

impl Vehicle {
    /// A vehicle of `kind` whose measures are not known.
    #[must_use]
    pub const fn of(kind: Kind) -> Self {
        Self { kind, height_cm: None, width_cm: None, length_cm: None, weight_kg: None }
    }
}

/// The largest vehicle that a sign lets pass; no limit where there is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Limits {
    /// Height in centimetres.
    pub height_cm: Option<u32>,
    /// Width in centimetres.
    pub width_cm: Option<u32>,
    /// Length in centimetres.
    pub length_cm: Option<u32>,
    /// Weight in kilograms.
    pub weight_kg: Option<u32>,
}

impl Limits {
    /// True when `vehicle` is no larger than any of them; what is not known of it is no hindrance.
    #[must_use]
    pub fn let_pass(&self, vehicle: &Vehicle) -> bool {
        let fits = |measure: Option<u32>, limit: Option<u32>| match (measure, limit) {
            (Some(measure), Some(limit)) => measure <= limit,
            _ => true,
        };
        fits(vehicle.height_cm, self.height_cm)
            && fits(vehicle.width_cm, self.width_cm)
            && fits(vehicle.length_cm, self.length_cm)
            && fits(vehicle.weight_kg, self.weight_kg)
    }

    /// The stricter of both, measure by measure.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let least = |one: Option<u32>, two: Option<u32>| match (one, two) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        Self {
            height_cm: least(self.height_cm, other.height_cm),
            width_cm: least(self.width_cm, other.width_cm),
            length_cm: least(self.length_cm, other.length_cm),
            weight_kg: least(self.weight_kg, other.weight_kg),
        }
    }

    /// True when there is no limit.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
