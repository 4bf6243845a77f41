//! What a column of an operation file is: the words from which reader, templates, schema and manual are all made.

/// A table of an operation: a CSV file, a sheet of a workbook, or an array of tables in TOML.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name as a file or sheet: `sites`.
    pub name: &'static str,
    /// Its name as an array of tables in TOML: `[[site]]`.
    pub row: &'static str,
    /// What a row of it is, in a sentence or two.
    pub doc: &'static str,
    /// Its columns, in the order in which templates show them.
    pub columns: &'static [Column],
}

/// A column of a [`Table`], or a key of the table `operation`.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name without unit. `{need}` stands for the name of each category of need.
    pub stem: &'static str,
    /// What its cells hold.
    pub kind: Kind,
    /// What an empty cell means; `None` when it may not be empty.
    pub default: Option<&'static str>,
    /// What it says, in a sentence or two.
    pub doc: &'static str,
    /// A cell as a person would write it.
    pub example: &'static str,
    /// Other names that are understood.
    pub aliases: &'static [&'static str],
}

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The name of the row, unique in its table.
    Name,
    /// Words.
    Text,
    /// Words for whoever edits the table: read past, never kept.
    Note,
    /// The name of a row of one of these tables.
    Reference(&'static [&'static str]),
    /// A count of people that may be uncertain: `2140`, `1800–2600`, `2140 (1800–2600)`.
    Range,
    /// A whole number between these, both included.
    Whole(u64, u64),
    /// A measure whose unit ends the column's name; the first unit is the one that templates use.
    Measure(Measure),
    /// A factor: `1.15` or `115 %`.
    Factor,
    /// A decimal number above zero, at most this.
    Decimal(u32),
    /// Degrees of latitude, north positive.
    Latitude,
    /// Degrees of longitude, east positive.
    Longitude,
    /// A moment in the operation's time zone.
    Moment,
    /// When something is open.
    Opening,
    /// Yes or no.
    Flag,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Several of these words.
    Choices(&'static [&'static str]),
    /// Several names.
    Names,
    /// The name of a time zone.
    Zone,
}

/// A physical measure and the ends of column names that say its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// What is measured, such as `a duration`.
    pub what: &'static str,
    /// The accepted units.
    pub units: &'static [Unit],
    /// The largest value, in the base unit.
    pub max: u64,
    /// True when the unit alone is the column's name, as in `minutes`.
    pub unit_alone: bool,
}

/// A unit, as the end of a column's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// What ends the name: `_min`.
    pub suffix: &'static str,
    /// How many base units (seconds, metres, centimetres, kilograms) it is.
    pub factor: u32,
    /// Its name in a sentence: `minutes`.
    pub name: &'static str,
}

const fn unit(suffix: &'static str, factor: u32, name: &'static str) -> Unit {
    Unit { suffix, factor, name }
}

/// Ten years in seconds: the longest duration that a file may hold.
const DURATION_MAX: u64 = crate::clock::MOMENT_MAX.0;

/// A duration that people think of in seconds.
pub(super) const SECONDS: Kind = Kind::Measure(Measure {
    what: "a duration",
    units: &[unit("_s", 1, "seconds"), unit("_min", 60, "minutes"), unit("_h", 3600, "hours")],
    max: DURATION_MAX,
    unit_alone: false,
});

/// A duration that people think of in minutes.
pub(super) const MINUTES: Kind = Kind::Measure(Measure {
    what: "a duration",
    units: &[unit("_min", 60, "minutes"), unit("_s", 1, "seconds"), unit("_h", 3600, "hours")],
    max: DURATION_MAX,
    unit_alone: false,
});

/// A duration that people think of in hours.
pub(super) const HOURS: Kind = Kind::Measure(Measure {
    what: "a duration",
    units: &[unit("_h", 3600, "hours"), unit("_min", 60, "minutes"), unit("_s", 1, "seconds")],
    max: DURATION_MAX,
    unit_alone: false,
});

/// The time that a leg takes: the whole name is the unit.
pub(super) const LEG_TIME: Kind = Kind::Measure(Measure {
    what: "a travel time",
    units: &[unit("minutes", 60, "minutes"), unit("hours", 3600, "hours"), unit("seconds", 1, "seconds")],
    max: crate::travel::LEG_SECONDS_MAX as u64,
    unit_alone: true,
});

/// The length of a leg: the whole name is the unit.
pub(super) const LEG_LENGTH: Kind = Kind::Measure(Measure {
    what: "a length",
    units: &[unit("km", 1000, "kilometres"), unit("metres", 1, "metres")],
    max: 40_000_000,
    unit_alone: true,
});

/// A length on the road.
pub(super) const KILOMETRES: Kind = Kind::Measure(Measure {
    what: "a length",
    units: &[unit("_km", 1000, "kilometres"), unit("_m", 1, "metres")],
    max: 100_000_000,
    unit_alone: false,
});

/// The height of a vehicle, in centimetres.
pub(super) const HEIGHT: Kind = Kind::Measure(Measure {
    what: "a height",
    units: &[unit("_m", 100, "metres"), unit("_cm", 1, "centimetres")],
    max: 10_000,
    unit_alone: false,
});

/// The weight of a vehicle, in kilograms.
pub(super) const WEIGHT: Kind = Kind::Measure(Measure {
    what: "a weight",
    units: &[unit("_t", 1000, "tonnes"), unit("_kg", 1, "kilograms")],
    max: 1_000_000,
    unit_alone: false,
});

/// A column that may not be empty.
pub(super) const fn required(stem: &'static str, kind: Kind, doc: &'static str, example: &'static str) -> Column {
    Column { stem, kind, default: None, doc, example, aliases: &[] }
}

/// A column that may be empty or missing, with what that means.
pub(super) const fn optional(
    stem: &'static str,
    kind: Kind,
    default: &'static str,
    doc: &'static str,
    example: &'static str,
) -> Column {
    Column { stem, kind, default: Some(default), doc, example, aliases: &[] }
}

impl Table {
    /// The column with this stem.
    ///
    /// # Panics
    ///
    /// When there is none: the readers ask for columns of the specification only.
    #[must_use]
    pub fn column(&self, stem: &str) -> &'static Column {
        let found = self.columns.iter().find(|column| column.stem == stem);
        found.unwrap_or_else(|| panic!("table `{}` has a column `{stem}`", self.name))
    }
}

impl Column {
    /// The same with other names that are understood.
    #[must_use]
    pub(super) const fn or(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// True when it stands for one column a need.
    #[must_use]
    pub fn is_by_need(&self) -> bool {
        self.stem.contains("{need}")
    }

    /// The name that templates show, `{need}` left as it is.
    #[must_use]
    pub fn name(&self) -> String {
        match self.kind {
            Kind::Measure(measure) if measure.unit_alone => measure.units[0].suffix.to_owned(),
            Kind::Measure(measure) => format!("{}{}", self.stem, measure.units[0].suffix),
            _ => self.stem.to_owned(),
        }
    }

    /// All names that are understood, the one that templates show first, each with its unit if it has one.
    #[must_use]
    pub fn names(&self) -> Vec<(String, Option<Unit>)> {
        let stems = std::iter::once(self.stem).chain(self.aliases.iter().copied());
        match self.kind {
            Kind::Measure(measure) if measure.unit_alone => {
                measure.units.iter().map(|unit| (unit.suffix.to_owned(), Some(*unit))).collect()
            }
            Kind::Measure(measure) => stems
                .flat_map(|stem| measure.units.iter().map(move |unit| (format!("{stem}{}", unit.suffix), Some(*unit))))
                .collect(),
            _ => stems.map(|stem| (stem.to_owned(), None)).collect(),
        }
    }
}

impl Kind {
    /// What a cell must hold, in words: `a whole number from 1 to 1000`.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Name => "a name".to_owned(),
            Self::Text | Self::Note => "words".to_owned(),
            Self::Reference(tables) => format!("a name from {}", listed(tables, "or")),
            Self::Range => "people: `2140`, `1800–2600` or `2140 (1800–2600)`".to_owned(),
            Self::Whole(low, high) => {
                format!("a whole number from {} to {}", grouped(low), grouped(high))
            }
            Self::Measure(measure) => {
                let units: Vec<&str> = measure.units.iter().map(|unit| unit.name).collect();
                format!("{} in {}", measure.what, listed_plain(&units, "or"))
            }
            Self::Factor => "a factor: `1.15` or `115 %`".to_owned(),
            Self::Decimal(max) => format!("a number above 0, at most {}", grouped(max.into())),
            Self::Latitude => "degrees north, from −90 to 90".to_owned(),
            Self::Longitude => "degrees east, from −180 to 180".to_owned(),
            Self::Moment => "a moment: `2019-02-22 08:40`, `08:40` or `+2h30`".to_owned(),
            Self::Opening => "opening times: `06:00–18:00 daily; 2019-02-23 08:00 – 2019-02-23 12:00`".to_owned(),
            Self::Flag => "`yes` or `no`".to_owned(),
            Self::Choice(words) => listed(words, "or"),
            Self::Choices(words) => format!("one or several of {}", listed(words, "and")),
            Self::Names => "names, with commas between them".to_owned(),
            Self::Zone => "an IANA time zone, such as `Asia/Damascus`".to_owned(),
        }
    }
}

/// The words with backticks: `a`, `b` or `c`.
fn listed(words: &[&str], last: &str) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    listed_plain(&quoted, last)
}

/// The words as a sentence lists them: a, b or c.
pub(super) fn listed_plain(words: &[impl AsRef<str>], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., end] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} {last} {}", first.join(", "), end.as_ref())
        }
    }
}

fn grouped(number: u64) -> String {
    crate::quantity::grouped(number.into())
}
