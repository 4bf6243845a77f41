//! Travel times between the places of an operation, for each vehicle class, and the passages on the way.

use crate::clock::Moment;
use crate::id::{ClassId, PassageId, PlaceId};
use crate::quantity::{Metres, Permille, Seconds};
use crate::scenario::Scenario;
use std::collections::BTreeMap;

/// Seconds and metres from every place to every other, with the passages that the legs use.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TravelTimes {
    table: Matrix,
    by_class: BTreeMap<ClassId, Matrix>,
    crossings: BTreeMap<(PlaceId, PlaceId), Vec<Crossing>>,
    source: Source,
}

/// A square table: row = from, column = to, in the order of the scenario's places.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Matrix {
    places: usize,
    seconds: Vec<u32>,
    metres: Vec<u32>,
}

/// No road: no seconds and no metres are this many.
const NO_ROAD: u32 = u32::MAX;

/// The longest leg that a table may hold, in seconds: a year.
pub const LEG_SECONDS_MAX: u32 = 366 * 86_400;

/// One leg, for a vehicle of one class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leg {
    /// The least time that it takes, waiting and screening apart.
    pub seconds: Seconds,
    /// Its length; zero where the table does not say.
    pub metres: Metres,
}

/// A passage on the way from one place to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Crossing {
    /// The time from setting off until the vehicle is in front of it.
    pub offset: Seconds,
    /// The passage.
    pub passage: PassageId,
    /// Which way the leg goes through it.
    pub heading: Heading,
}

/// Which way a leg goes through a passage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Heading {
    /// Away from danger.
    #[default]
    Outward,
    /// Towards it.
    Inward,
}

impl Heading {
    /// The other way.
    #[must_use]
    pub const fn back(self) -> Self {
        match self {
            Self::Outward => Self::Inward,
            Self::Inward => Self::Outward,
        }
    }

    /// What a leg is taken for that does not say it: outward when it ends at a shelter, otherwise inward when it begins at a depot
    /// or a shelter. A leg between two sites has to say it.
    #[must_use]
    pub fn of_leg(scenario: &crate::scenario::Parts, from: PlaceId, to: PlaceId) -> Option<Self> {
        let shelter = |place| scenario.shelters.iter().any(|shelter| shelter.place == place);
        let depot = |place| scenario.depots.iter().any(|depot| depot.place == place);
        if shelter(to) {
            Some(Self::Outward)
        } else if shelter(from) || depot(from) {
            Some(Self::Inward)
        } else {
            None
        }
    }
}

/// Where the travel times come from. Said loudly wherever a plan is shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Source {
    /// A table that the user gave; `filled` pairs are shortest ways through listed ones.
    Table {
        /// Pairs that the table lists.
        listed: u32,
        /// Pairs found by going through listed ones.
        filled: u32,
    },
    /// By road, from a network that was made from an extract of OpenStreetMap.
    Roads {
        /// The name of the network's file, without its folder; with ` + ` and the names of files of closures that hold.
        network: String,
        /// The day of the map data as `2020-04-21`, or the checksum of an extract that does not say.
        extract: String,
    },
    /// Nobody measured: the great circle times a detour factor, at a speed.
    GreatCircle {
        /// Road length over great-circle distance.
        detour: Permille,
        /// Speed in metres an hour.
        metres_per_hour: u32,
    },
}

/// A matrix that is not square or has an entry out of range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TravelError {
    /// The number of entries is not the square of the number of places.
    #[error("a table for {places} places has {found} entries, not {}", places * places)]
    NotSquare {
        /// Places.
        places: usize,
        /// Entries found.
        found: usize,
    },
    /// A leg is longer than a year.
    #[error("a leg takes longer than a year, from place {from} to place {to}: {seconds} s")]
    TooLong {
        /// Row.
        from: usize,
        /// Column.
        to: usize,
        /// The entry.
        seconds: u64,
    },
}

impl Matrix {
    /// The table of `seconds` for `places` places, row by row; `None` where there is no road. Metres are unknown.
    ///
    /// # Errors
    ///
    /// [`TravelError`] when it is not square or a leg takes longer than a year.
    pub fn of_seconds(places: usize, seconds: impl IntoIterator<Item = Option<Seconds>>) -> Result<Self, TravelError> {
        let mut table = Vec::with_capacity(places * places);
        for (index, entry) in seconds.into_iter().enumerate() {
            table.push(match entry {
                None => NO_ROAD,
                Some(Seconds(seconds)) => u32::try_from(seconds)
                    .ok()
                    .filter(|seconds| *seconds <= LEG_SECONDS_MAX)
                    .ok_or(TravelError::TooLong { from: index / places.max(1), to: index % places.max(1), seconds })?,
            });
        }
        if table.len() != places * places {
            return Err(TravelError::NotSquare { places, found: table.len() });
        }
        Ok(Self { places, seconds: table, metres: Vec::new() })
    }

    /// The same table with the length of each leg; entries beyond 2³² metres are cut to that.
    ///
    /// # Errors
    ///
    /// [`TravelError::NotSquare`] when there is not one length a leg.
    pub fn with_metres(mut self, metres: impl IntoIterator<Item = Metres>) -> Result<Self, TravelError> {
        self.metres = metres.into_iter().map(|Metres(metres)| u32::try_from(metres).unwrap_or(NO_ROAD)).collect();
        if self.metres.len() == self.seconds.len() {
            Ok(self)
        } else {
            Err(TravelError::NotSquare { places: self.places, found: self.metres.len() })
        }
    }

    /// The same table for more places, to and from which there is no road.
    fn extended(&self, places: usize) -> Self {
        let wider = |entries: &[u32], none: u32| {
            let mut all = vec![none; places * places];
            for (row, old) in entries.chunks_exact(self.places.max(1)).enumerate() {
                all[row * places..row * places + self.places].copy_from_slice(old);
            }
            all
        };
        let metres = if self.metres.is_empty() { Vec::new() } else { wider(&self.metres, 0) };
        Self { places, seconds: wider(&self.seconds, NO_ROAD), metres }
    }

    /// The same table with every leg stretched.
    fn scaled(&self, factor: Permille) -> Self {
        let stretched = |&seconds: &u32| match seconds {
            NO_ROAD => NO_ROAD,
            seconds => u32::try_from(Seconds(seconds.into()).scaled_up(factor).0).unwrap_or(NO_ROAD - 1),
        };
        Self { seconds: self.seconds.iter().map(stretched).collect(), ..self.clone() }
    }

    fn set(&mut self, from: PlaceId, to: PlaceId, leg: Leg) {
        let index = from.index() * self.places + to.index();
        self.seconds[index] = u32::try_from(leg.seconds.0).unwrap_or(NO_ROAD - 1);
        if let Some(metres) = self.metres.get_mut(index) {
            *metres = u32::try_from(leg.metres.0).unwrap_or(NO_ROAD);
        }
    }

    /// The number of places.
    #[must_use]
    pub const fn places(&self) -> usize {
        self.places
    }

    /// The leg as it stands in the table; `None` where there is no road.
    #[must_use]
    pub fn leg(&self, from: PlaceId, to: PlaceId) -> Option<Leg> {
        let index = from.index() * self.places + to.index();
        let seconds = self.seconds[index];
        let metres = self.metres.get(index).copied().unwrap_or(0);
        (seconds != NO_ROAD).then(|| Leg { seconds: Seconds(seconds.into()), metres: Metres(metres.into()) })
    }
}

/// The rest of a leg, for a vehicle that is between two of its passages.
#[derive(Debug, Clone)]
pub(crate) struct WayOn {
    /// The class of the vehicle.
    pub(crate) class: ClassId,
    /// The place that stands for where it is.
    pub(crate) from: PlaceId,
    /// Where the leg ends.
    pub(crate) to: PlaceId,
    /// What is left of it.
    pub(crate) leg: Leg,
    /// The passages that are left, at offsets from there.
    pub(crate) crossings: Vec<Crossing>,
}

impl TravelTimes {
    /// Travel times for all classes by one table, scaled by [`crate::scenario::Class::travel`].
    #[must_use]
    pub const fn new(table: Matrix, source: Source) -> Self {
        Self { table, by_class: BTreeMap::new(), crossings: BTreeMap::new(), source }
    }

    /// The same with a table of its own for `class`, used as it is.
    ///
    /// # Errors
    ///
    /// [`TravelError::NotSquare`] when it is for another number of places.
    pub fn with_class(mut self, class: ClassId, table: Matrix) -> Result<Self, TravelError> {
        if table.places != self.table.places {
            return Err(TravelError::NotSquare { places: self.table.places, found: table.seconds.len() });
        }
        self.by_class.insert(class, table);
        Ok(self)
    }

    /// The same with passages on the way from `from` to `to`, at offsets for the common table.
    #[must_use]
    pub fn with_crossings(mut self, from: PlaceId, to: PlaceId, mut crossings: Vec<Crossing>) -> Self {
        crossings.sort_unstable();
        self.crossings.insert((from, to), crossings);
        self
    }

    /// The same for `places` places, those beyond the ones that it has being the beginnings of `ways`; without any other road.
    ///
    /// `classes` are the travel factors of all classes, for those that get a table of their own.
    #[must_use]
    pub(crate) fn with_ways_on(mut self, places: usize, classes: &[Permille], ways: Vec<WayOn>) -> Self {
        if ways.is_empty() {
            return self;
        }
        self.table = self.table.extended(places);
        for table in self.by_class.values_mut() {
            *table = table.extended(places);
        }
        for way in ways {
            self.table.set(way.from, way.to, way.leg);
            let factor = classes.get(way.class.index()).copied().unwrap_or(Permille::ONE);
            // A factor would round; what is left of a leg is known to the second.
            if factor != Permille::ONE && !self.by_class.contains_key(&way.class) {
                self.by_class.insert(way.class, self.table.scaled(factor));
            }
            if let Some(own) = self.by_class.get_mut(&way.class) {
                own.set(way.from, way.to, way.leg);
            }
            if !way.crossings.is_empty() {
                self.crossings.insert((way.from, way.to), way.crossings);
            }
        }
        self
    }

    /// Where the times come from.
    #[must_use]
    pub const fn source(&self) -> &Source {
        &self.source
    }

    /// The number of places.
    #[must_use]
    pub const fn places(&self) -> usize {
        self.table.places
    }

    /// The table of all classes without one of their own, to be scaled by [`crate::scenario::Class::travel`].
    #[must_use]
    pub const fn common_table(&self) -> &Matrix {
        &self.table
    }

    /// The table of `class`, used as it is, if it has its own.
    #[must_use]
    pub fn own_table(&self, class: ClassId) -> Option<&Matrix> {
        self.by_class.get(&class)
    }

    /// The leg from `from` to `to` for a vehicle of `class`; `None` where it has no road.
    ///
    /// A leg from a place to itself takes no time.
    #[must_use]
    pub fn leg(&self, scenario: &Scenario, class: ClassId, from: PlaceId, to: PlaceId) -> Option<Leg> {
        if from == to {
            return Some(Leg { seconds: Seconds::ZERO, metres: Metres(0) });
        }
        match self.by_class.get(&class) {
            Some(table) => table.leg(from, to),
            None => {
                let leg = self.table.leg(from, to)?;
                Some(Leg { seconds: leg.seconds.scaled_up(scenario.class(class).travel), ..leg })
            }
        }
    }

    /// The passages on the way from `from` to `to`, in order, each with the time from setting off for a vehicle of `class`.
    ///
    /// The offset of the common table is stretched like the leg itself: `ceil(offset × leg of the class / leg of the table)`.
    #[must_use]
    pub fn crossings(&self, scenario: &Scenario, class: ClassId, from: PlaceId, to: PlaceId) -> Vec<Crossing> {
        let Some(listed) = self.crossings.get(&(from, to)) else { return Vec::new() };
        let Some(leg) = self.leg(scenario, class, from, to) else { return Vec::new() };
        let common = self.table.leg(from, to).map_or(leg.seconds.0, |leg| leg.seconds.0).max(1);
        let stretched = |offset: Seconds| offset.0.saturating_mul(leg.seconds.0).div_ceil(common).min(leg.seconds.0);
        listed.iter().map(|crossing| Crossing { offset: Seconds(stretched(crossing.offset)), ..*crossing }).collect()
    }

    /// All pairs of places with a passage on the way.
    pub fn pairs_with_crossings(&self) -> impl Iterator<Item = (PlaceId, PlaceId)> {
        self.crossings.keys().copied()
    }

    /// True when the pair has at least one passage on the way.
    #[must_use]
    pub fn has_crossings(&self, from: PlaceId, to: PlaceId) -> bool {
        self.crossings.contains_key(&(from, to))
    }
}

impl Leg {
    /// The earliest arrival after setting off at `depart`, nothing in the way.
    #[must_use]
    pub fn arrival(self, depart: Moment) -> Moment {
        depart + self.seconds
    }
}
