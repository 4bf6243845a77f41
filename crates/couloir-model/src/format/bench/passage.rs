//! Passages, escort teams and the legs that go through passages: optional tables of an instance.
//!
//! An instance without them is written as before they were thought of.

use super::json::{Object, Path, Reader};
use crate::clock::{MOMENT_MAX, Moment, Opening, Window};
use crate::id::{PassageId, PlaceId};
use crate::quantity::Seconds;
use crate::scenario::{Closure, ConvoyRule, ConvoyWho, Direction, EscortTeam, Passage, Passed, Screening, Stretch};
use crate::travel::{Crossing, Heading, LEG_SECONDS_MAX, TravelTimes};
use serde_json::{Map, Value, json};
use std::num::NonZeroU32;

/// A stretch of time in seconds, both ends included.
pub type NeutralWindow = (u64, u64);

/// A passage: a corridor, bridge, checkpoint or gate that some legs go through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NeutralPassage {
    /// Its name.
    pub name: String,
    /// When vehicles may enter it; always when empty.
    pub open: Vec<NeutralWindow>,
    /// When nobody enters it all the same.
    pub closed: Vec<NeutralWindow>,
    /// The least time between two convoys with the same heading.
    pub headway: u64,
    /// One way at a time: a convoy is inside for so long; both ways at once when absent.
    pub one_way: Option<u64>,
    /// How long each vehicle with people on board is held, all at once.
    pub screening_fixed: u64,
    /// People that its post examines in an hour, one vehicle after the other; no limit when absent.
    pub screening_per_hour: Option<NonZeroU32>,
    /// What a convoy must be; vehicles go one by one when absent.
    pub convoy: Option<ConvoyRule>,
}

/// An escort team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeutralEscort {
    /// Its call sign.
    pub name: String,
    /// Its passage.
    pub passage: usize,
    /// From when it can escort.
    pub from: u64,
    /// By when it must be back; no limit when absent.
    pub until: Option<u64>,
    /// From setting out with a convoy until it has handed it over.
    pub escorting: u64,
    /// From handing over until it is back.
    pub way_back: u64,
}

/// A leg with the passages on its way, in order; for a vehicle type the offsets are stretched as its leg is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeutralCrossings {
    /// Where the leg begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// Seconds from setting off by the matrix, passage, heading.
    pub passages: Vec<(u64, usize, Heading)>,
}

impl NeutralPassage {
    pub(super) fn read(reader: &mut Reader, value: &Value, path: &Path<'_>) -> Option<Self> {
        let object = reader.object(value, path)?;
        let most = u64::from(LEG_SECONDS_MAX);
        Some(Self {
            name: reader.text(object, "name"),
            open: windows(reader, object, "open"),
            closed: windows(reader, object, "closed"),
            headway: reader.optional(object, "headway", 0, most).unwrap_or(0),
            one_way: reader.optional(object, "one_way", 0, most),
            screening_fixed: reader.optional(object, "screening_fixed", 0, most).unwrap_or(0),
            screening_per_hour: count(reader.optional(object, "screening_per_hour", 1, u32::MAX.into())),
            convoy: read_rule(reader, object, path),
        })
    }

    pub(super) fn write(&self) -> Value {
        let mut fields = Map::new();
        fields.insert("name".to_owned(), json!(self.name));
        keep_windows(&mut fields, "open", &self.open);
        keep_windows(&mut fields, "closed", &self.closed);
        fields.insert("headway".to_owned(), json!(self.headway));
        fields.insert("one_way".to_owned(), json!(self.one_way));
        fields.insert("screening_fixed".to_owned(), json!(self.screening_fixed));
        fields.insert("screening_per_hour".to_owned(), json!(self.screening_per_hour));
        let rule = self.convoy.map(|rule| {
            let who = if rule.who == ConvoyWho::Laden { "laden" } else { "all" };
            json!({"min": rule.vehicles_min, "max": rule.vehicles_max, "escorts": rule.escorts, "who": who})
        });
        fields.insert("convoy".to_owned(), json!(rule));
        Value::Object(fields)
    }

    pub(super) fn row(&self, name: String) -> Passage {
        Passage {
            name,
            position: None,
            open: opening(&self.open),
            headway: Seconds(self.headway),
            direction: self
                .one_way
                .map_or(Direction::BothWays, |crossing| Direction::OneWayAtATime { crossing: Seconds(crossing) }),
            screening: Screening { fixed: Seconds(self.screening_fixed), people_per_hour: self.screening_per_hour },
            convoy: self.convoy,
            passed: Passed::default(),
        }
    }

    /// Its closures, as the passage at `index`.
    pub(super) fn closures(&self, index: usize) -> impl Iterator<Item = Closure> + '_ {
        let stretch = Stretch::Passage(PassageId::at(index));
        self.closed.iter().filter_map(move |window| {
            let window = Window::new(Moment(window.0), Moment(window.1)).ok()?;
            Some(Closure { stretch, window, said_by: "instance".to_owned() })
        })
    }
}

fn read_rule(reader: &mut Reader, object: Object<'_, '_>, path: &Path<'_>) -> Option<ConvoyRule> {
    let value = object.get("convoy").filter(|value| !value.is_null())?;
    let path = Path::Field(path, "convoy");
    let object = reader.object(value, &path)?;
    let least = count(reader.optional(object, "min", 1, u32::MAX.into())).unwrap_or(NonZeroU32::MIN);
    let most = count(reader.optional(object, "max", 1, u32::MAX.into()));
    if most.is_some_and(|most| most < least) {
        reader.fault("couloir::bench::out_of_range", format!("`{path}.max` is below `{path}.min`: {least}"));
    }
    let who = match object.get("who").and_then(Value::as_str) {
        Some("laden") => ConvoyWho::Laden,
        Some("all") | None => ConvoyWho::All,
        Some(other) => {
            let message = format!("`{path}.who` is neither `all` nor `laden`: `{other}`");
            reader.fault("couloir::bench::out_of_range", message);
            ConvoyWho::All
        }
    };
    let escorts = reader.optional(object, "escorts", 0, 10_000).unwrap_or(0);
    let escorts = u32::try_from(escorts).unwrap_or(0);
    Some(ConvoyRule { vehicles_min: least, vehicles_max: most, escorts, who })
}

impl NeutralEscort {
    pub(super) fn read(reader: &mut Reader, value: &Value, path: &Path<'_>, passages: usize) -> Option<Self> {
        let object = reader.object(value, path)?;
        let most = u64::from(LEG_SECONDS_MAX);
        Some(Self {
            name: reader.text(object, "name"),
            passage: reader.index(object, "passage", passages),
            from: reader.optional(object, "from", 0, MOMENT_MAX.0).unwrap_or(0),
            until: reader.optional(object, "until", 0, MOMENT_MAX.0),
            escorting: reader.number(object, "escorting", 0, most),
            way_back: reader.number(object, "way_back", 0, most),
        })
    }

    pub(super) fn write(&self) -> Value {
        json!({
            "name": self.name,
            "passage": self.passage,
            "from": self.from,
            "until": self.until,
            "escorting": self.escorting,
            "way_back": self.way_back,
        })
    }

    pub(super) fn row(&self, name: String) -> EscortTeam {
        EscortTeam {
            name,
            passage: PassageId::at(self.passage),
            available_from: Moment(self.from),
            available_until: self.until.map(Moment),
            escorting: Seconds(self.escorting),
            way_back: Seconds(self.way_back),
        }
    }
}

impl NeutralCrossings {
    pub(super) fn read(
        reader: &mut Reader,
        value: &Value,
        path: &Path<'_>,
        places: usize,
        passages: usize,
    ) -> Option<Self> {
        let object = reader.object(value, path)?;
        let (from, to) = (reader.index(object, "from", places), reader.index(object, "to", places));
        if from == to {
            reader.fault("couloir::bench::diagonal", format!("a leg from a place to itself, `{path}`: {from}"));
        }
        let passages = reader.each(object, "passages", |reader, value, path| {
            let object = reader.object(value, path)?;
            let offset = reader.number(object, "offset", 0, LEG_SECONDS_MAX.into());
            Some((offset, reader.index(object, "passage", passages), read_heading(reader, object, path)))
        });
        Some(Self { from, to, passages })
    }

    pub(super) fn write(&self) -> Value {
        let passage = |(offset, passage, heading): &(u64, usize, Heading)| json!({"passage": passage, "offset": offset, "heading": word(*heading)});
        json!({"from": self.from, "to": self.to, "passages": self.passages.iter().map(passage).collect::<Vec<_>>()})
    }

    pub(super) fn add_to(&self, travel: TravelTimes) -> TravelTimes {
        let crossing = |(offset, passage, heading): &(u64, usize, Heading)| Crossing {
            offset: Seconds(*offset),
            passage: PassageId::at(*passage),
            heading: *heading,
        };
        let crossings = self.passages.iter().map(crossing).collect();
        travel.with_crossings(PlaceId::at(self.from), PlaceId::at(self.to), crossings)
    }
}

pub(super) const fn word(heading: Heading) -> &'static str {
    match heading {
        Heading::Outward => "outward",
        Heading::Inward => "inward",
    }
}

/// A heading must be said: nobody knows which places of an instance are in danger.
pub(super) fn read_heading(reader: &mut Reader, object: Object<'_, '_>, path: &Path<'_>) -> Heading {
    match reader.text(object, "heading").as_str() {
        "outward" => Heading::Outward,
        "inward" => Heading::Inward,
        other => {
            if object.get("heading").is_some_and(Value::is_string) {
                let message = format!("`{path}.heading` is neither `outward` nor `inward`: `{other}`");
                reader.fault("couloir::bench::out_of_range", message);
            }
            Heading::Outward
        }
    }
}

/// Optional windows `[[from, until], …]`, in any order.
pub(super) fn windows(reader: &mut Reader, object: Object<'_, '_>, name: &str) -> Vec<NeutralWindow> {
    if object.get(name).is_none_or(Value::is_null) {
        return Vec::new();
    }
    let found = reader.each(object, name, |reader, value, path| {
        let row = reader.row(value, path, Some(2), MOMENT_MAX.0);
        let window = (row.first().copied().unwrap_or(0), row.get(1).copied().unwrap_or(0));
        if window.1 < window.0 {
            reader.fault("couloir::bench::out_of_range", format!("`{path}` ends before it begins: {}", window.1));
        }
        (window.0 <= window.1).then_some(window)
    });
    let overlap = |pair: &&[NeutralWindow]| pair[1].0 <= pair[0].1;
    let mut sorted = found.clone();
    sorted.sort_unstable();
    // Closures may overlap, opening hours not.
    if let Some(pair) = sorted.windows(2).find(overlap).filter(|_| name == "open") {
        let path = Path::Field(object.path(), name);
        reader.fault("couloir::bench::out_of_range", format!("windows of `{path}` overlap at: {}", pair[1].0));
        return Vec::new();
    }
    found
}

/// The windows as the model has them; the reader has checked them.
pub(super) fn opening(windows: &[NeutralWindow]) -> Opening {
    let windows = windows.iter().filter_map(|window| Window::new(Moment(window.0), Moment(window.1)).ok());
    Opening::during(windows.collect()).unwrap_or_else(|_| Opening::always())
}

/// Writes windows where there are some.
pub(super) fn keep_windows(fields: &mut Map<String, Value>, name: &str, windows: &[NeutralWindow]) {
    if !windows.is_empty() {
        let rows: Vec<[u64; 2]> = windows.iter().map(|window| [window.0, window.1]).collect();
        fields.insert(name.to_owned(), json!(rows));
    }
}

fn count(number: Option<u64>) -> Option<NonZeroU32> {
    number.and_then(|number| u32::try_from(number).ok()).and_then(NonZeroU32::new)
}
