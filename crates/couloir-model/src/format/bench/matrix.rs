//! Travel times of an instance: written out, computed from coordinates, or drawn by a hash.

use super::json::{Object, Path, Reader};
use crate::quantity::Seconds;
use crate::travel::{LEG_SECONDS_MAX, Matrix, TravelError};
use serde_json::{Value, json};

/// The travel times between places before a vehicle type's factor; zero from a place to itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NeutralMatrix {
    /// Written out: row = from, column = to, in seconds.
    Explicit(Vec<Vec<u64>>),
    /// `exit[a] + entry[b] + ceil(pace_num × m / pace_den)`, where `m` is the distance in metres, rounded up.
    Euclid {
        /// Seconds for `pace_den` metres.
        pace_num: u64,
        /// Metres in which `pace_num` seconds pass.
        pace_den: u64,
        /// Seconds to leave each place.
        exit: Vec<u64>,
        /// Seconds to come into each place.
        entry: Vec<u64>,
    },
    /// `unit × (low + splitmix64(seed + min(a, b) × 2³² + max(a, b)) mod (high − low + 1))`.
    Hash {
        /// The seed.
        seed: u64,
        /// The lowest number of units.
        low: u64,
        /// The highest number of units.
        high: u64,
        /// Seconds in a unit.
        unit: u64,
    },
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood, *Fast splittable pseudorandom number generators*, OOPSLA 2014).
#[must_use]
pub const fn splitmix64(number: u64) -> u64 {
    let z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Coordinates beyond this are no metres of this earth; squares of their differences fit 64 bits.
pub(super) const COORDINATE_MAX: i64 = 1_000_000_000;

impl NeutralMatrix {
    pub(super) fn read(reader: &mut Reader, root: Object<'_, '_>, places: usize) -> Self {
        let none = Self::Explicit(Vec::new());
        let Some(value) = reader.field(root, "matrix") else { return none };
        let path = Path::Field(root.path(), "matrix");
        let Some(object) = reader.object(value, &path) else { return none };
        let most = u64::from(LEG_SECONDS_MAX);
        match object.get("kind").and_then(Value::as_str) {
            Some("explicit") => Self::read_explicit(reader, object, places),
            Some("euclid") => Self::Euclid {
                pace_num: reader.number(object, "pace_num", 0, most),
                pace_den: reader.number(object, "pace_den", 1, most),
                exit: reader.numbers(object, "exit_s", Some(places), most),
                entry: reader.numbers(object, "entry_s", Some(places), most),
            },
            Some("hash") => Self::read_hash(reader, object),
            _ => {
                let found = object.get("kind").map_or_else(|| "none".to_owned(), Value::to_string);
                let message = format!("`matrix.kind` is not `explicit`, `euclid` or `hash`: {found}");
                reader.fault("couloir::bench::unknown_matrix", message);
                none
            }
        }
    }

    fn read_explicit(reader: &mut Reader, object: Object<'_, '_>, places: usize) -> Self {
        let rows = reader.each(object, "seconds", |reader, row, path| {
            Some(reader.row(row, path, Some(places), LEG_SECONDS_MAX.into()))
        });
        if rows.len() != places && object.get("seconds").is_some() {
            let message = format!("`matrix.seconds` has {} rows, not {places}", rows.len());
            reader.fault("couloir::bench::wrong_length", message);
        }
        for (place, row) in rows.iter().enumerate() {
            if let Some(seconds) = row.get(place).filter(|seconds| **seconds != 0) {
                let message = format!("the way from a place to itself takes time, place {place}: {seconds}");
                reader.fault("couloir::bench::diagonal", message);
            }
        }
        Self::Explicit(rows)
    }

    fn read_hash(reader: &mut Reader, object: Object<'_, '_>) -> Self {
        let most = u64::from(LEG_SECONDS_MAX);
        let (seed, unit) = (reader.number(object, "seed", 0, u64::MAX), reader.number(object, "unit_s", 0, most));
        let (low, high) = (reader.number(object, "lo", 0, most), reader.number(object, "hi", 0, most));
        if high < low {
            reader.fault("couloir::bench::out_of_range", format!("`matrix.hi` is below `matrix.lo`: {high}"));
        }
        if high.saturating_mul(unit) > most {
            let message = format!("a leg of `matrix.hi` units is longer than a year: {high} × {unit} s");
            reader.fault("couloir::bench::out_of_range", message);
        }
        Self::Hash { seed, low, high, unit }
    }

    /// The time from place `from` to place `to`, which stand at these coordinates in metres.
    ///
    /// # Panics
    ///
    /// When an explicit matrix or a list of exits and entries is too short for the places.
    #[must_use]
    pub fn base(&self, from: usize, to: usize, at: impl Fn(usize) -> (i64, i64)) -> u64 {
        if from == to {
            return 0;
        }
        match self {
            Self::Explicit(rows) => rows[from][to],
            Self::Euclid { pace_num, pace_den, exit, entry } => {
                let (one, two) = (at(from), at(to));
                let squares = one.0.abs_diff(two.0).pow(2) + one.1.abs_diff(two.1).pow(2);
                let metres = if squares == 0 { 0 } else { (squares - 1).isqrt() + 1 };
                let road = (u128::from(*pace_num) * u128::from(metres)).div_ceil(u128::from((*pace_den).max(1)));
                let road = u64::try_from(road).unwrap_or(u64::MAX);
                exit[from].saturating_add(entry[to]).saturating_add(road)
            }
            Self::Hash { seed, low, high, unit } => {
                let (one, two) = (from.min(to) as u64, from.max(to) as u64);
                let drawn = splitmix64(seed.wrapping_add(one << 32).wrapping_add(two));
                unit.saturating_mul(low + drawn % (high.saturating_sub(*low) + 1))
            }
        }
    }

    /// The table of all places.
    pub(super) fn table(&self, at: &[(i64, i64)]) -> Result<Matrix, TravelError> {
        let places = at.len();
        let pairs = (0..places).flat_map(|from| (0..places).map(move |to| (from, to)));
        Matrix::of_seconds(places, pairs.map(|(from, to)| Some(Seconds(self.base(from, to, |place| at[place])))))
    }

    pub(super) fn write(&self) -> Value {
        match self {
            Self::Explicit(rows) => json!({"kind": "explicit", "seconds": rows}),
            Self::Euclid { pace_num, pace_den, exit, entry } => {
                json!({"kind": "euclid", "pace_num": pace_num, "pace_den": pace_den, "exit_s": exit, "entry_s": entry})
            }
            Self::Hash { seed, low, high, unit } => {
                json!({"kind": "hash", "seed": seed, "lo": low, "hi": high, "unit_s": unit})
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_gives_the_test_values_of_the_format() {
        assert_eq!(splitmix64(0), 16_294_208_416_658_607_535);
        assert_eq!(splitmix64(1), 10_451_216_379_200_822_465);
    }

    #[test]
    fn distances_are_rounded_up_in_whole_numbers() {
        let (exit, entry) = (vec![1, 2], vec![10, 20]);
        let matrix = NeutralMatrix::Euclid { pace_num: 105, pace_den: 1_000, exit, entry };
        let at = |place| [(0, 0), (300, 401)][place];
        // √(300² + 401²) = 500.8…, so 501 m: 52.605 s, so 53 s.
        assert_eq!(matrix.base(0, 1, at), 1 + 20 + 53);
        assert_eq!(matrix.base(1, 0, at), 2 + 10 + 53);
        assert_eq!(matrix.base(1, 1, at), 0);
    }
}
