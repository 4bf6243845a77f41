//! An instance as the format has it: what is read, what is generated, what is written.

use super::INSTANCE_FORMAT;
use super::json::{Object, Path, Reader, document};
use super::matrix::{COORDINATE_MAX, NeutralMatrix};
use super::passage::{NeutralCrossings, NeutralEscort, NeutralPassage, NeutralWindow, keep_windows, windows};
use crate::clock::MOMENT_MAX;
use crate::finding::Finding;
use crate::quantity::PEOPLE_MAX;
use crate::travel::LEG_SECONDS_MAX;
use serde_json::{Map, Value, json};
use std::num::NonZeroU32;

/// An instance of the neutral benchmark format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    /// Such as `rich-M-2`.
    pub name: String,
    /// Where it came from: a family of the generator, or the name of a public data set.
    pub family: String,
    /// Its size within the family.
    pub size: String,
    /// The seed that it was generated from.
    pub seed: u64,
    /// What a person can be.
    pub categories: Vec<String>,
    /// How many people one unit of demand stands for, where that is not one.
    pub unit_people: Option<u32>,
    /// The most pick-up stops in one trip; no limit when absent.
    pub max_stops: Option<NonZeroU32>,
    /// All places.
    pub places: Vec<NeutralPlace>,
    /// The places of the depots.
    pub depots: Vec<usize>,
    /// Pick-up sites.
    pub sites: Vec<NeutralSite>,
    /// Where people are brought.
    pub shelters: Vec<NeutralShelter>,
    /// Vehicle types.
    pub types: Vec<NeutralType>,
    /// The fleet.
    pub vehicles: Vec<NeutralVehicle>,
    /// Travel times.
    pub matrix: NeutralMatrix,
    /// Passages.
    pub passages: Vec<NeutralPassage>,
    /// Escort teams.
    pub escorts: Vec<NeutralEscort>,
    /// The legs that go through passages.
    pub crossings: Vec<NeutralCrossings>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeutralPlace {
    /// Its name.
    pub id: String,
    /// Where it is, in metres east and north of some point.
    pub at: Option<(i64, i64)>,
}

/// A pick-up site. A stop that loads `q` takes `load_fixed + Σ load_per_person × q` seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeutralSite {
    /// Its place.
    pub place: usize,
    /// People by category.
    pub demand: Vec<u32>,
    /// Vehicles that can load at once; no limit when absent.
    pub berths: Option<NonZeroU32>,
    /// Seconds for each stop.
    pub load_fixed: u64,
    /// Seconds for each person, by category.
    pub load_per_person: Vec<u64>,
    /// When vehicles can load; always when empty.
    pub open: Vec<NeutralWindow>,
}

/// A shelter. An unloading of `q` takes `unload_fixed + Σ unload_per_person × q` seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeutralShelter {
    /// Its place.
    pub place: usize,
    /// Room for people of all categories together.
    pub capacity: u32,
    /// Vehicles that can unload at once; no limit when absent.
    pub berths: Option<NonZeroU32>,
    /// Seconds for each unloading.
    pub unload_fixed: u64,
    /// Seconds for each person, by category.
    pub unload_per_person: Vec<u64>,
    /// When vehicles can unload; always when empty.
    pub open: Vec<NeutralWindow>,
}

/// A vehicle type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeutralType {
    /// Its name.
    pub name: String,
    /// Places by category.
    pub capacity: Vec<u32>,
    /// Its travel times in thousandths of the matrix, rounded up.
    pub time_permille: u32,
}

/// A vehicle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NeutralVehicle {
    /// Its type.
    pub kind: usize,
    /// Its depot.
    pub depot: usize,
    /// When it may leave, in seconds.
    pub available: u64,
}

/// More places than this would take more memory for travel times than a small machine has.
const PLACES_MAX: usize = 8_000;

impl Instance {
    /// Reads an instance.
    ///
    /// # Errors
    ///
    /// Every fault, each with its path in the file.
    pub fn read(text: &str) -> Result<Self, Vec<Finding>> {
        let map = document(text, INSTANCE_FORMAT)?;
        let mut reader = Reader::default();
        let instance = Self::of(&mut reader, &map);
        reader.finish()?;
        Ok(instance)
    }

    fn of(reader: &mut Reader, map: &Map<String, Value>) -> Self {
        let root = Object::root(map);
        let word = |name: &str| map.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let categories = reader.each(root, "categories", |reader, value, path| match value.as_str() {
            Some(name) => Some(name.to_owned()),
            None => {
                reader.fault("couloir::bench::wrong_type", format!("`{path}` is not a text: {value}"));
                None
            }
        });
        if categories.is_empty() && map.get("categories").is_some_and(|value| value == &json!([])) {
            reader.fault("couloir::bench::wrong_length", "there is no category of people: `categories`".to_owned());
        }
        // As many as the planner has room for, and as an operation file may have.
        if categories.len() > 8 {
            let found = categories.len();
            reader.fault("couloir::bench::wrong_length", format!("more than 8 categories of people: {found}"));
        }
        let needs = categories.len();
        let places = reader.each(root, "places", read_place);
        let rows = |name: &str| map.get(name).and_then(Value::as_array).map_or(0, Vec::len);
        if places.len() > PLACES_MAX {
            let message = format!("more than {PLACES_MAX} places: {}", places.len());
            reader.fault("couloir::bench::too_large", message);
        }
        let depots = reader.each(root, "depots", |reader, value, path| {
            let object = reader.object(value, path)?;
            Some(reader.index(object, "place", rows("places")))
        });
        let instance = Self {
            name: reader.text(root, "name"),
            family: word("family"),
            size: word("size"),
            seed: map.get("seed").and_then(Value::as_u64).unwrap_or_default(),
            categories,
            unit_people: reader.optional(root, "unit_people", 1, PEOPLE_MAX.into()).map(narrow),
            max_stops: reader.optional(root, "max_stops", 1, u32::MAX.into()).map(narrow).and_then(NonZeroU32::new),
            depots,
            sites: reader
                .each(root, "sites", |reader, value, path| read_site(reader, value, path, rows("places"), needs)),
            shelters: reader
                .each(root, "shelters", |reader, value, path| read_shelter(reader, value, path, rows("places"), needs)),
            types: reader.each(root, "types", |reader, value, path| read_type(reader, value, path, needs)),
            vehicles: reader.each(root, "vehicles", |reader, value, path| {
                let object = reader.object(value, path)?;
                Some(NeutralVehicle {
                    kind: reader.index(object, "type", rows("types")),
                    depot: reader.index(object, "depot", rows("depots")),
                    available: reader.number(object, "available", 0, MOMENT_MAX.0),
                })
            }),
            matrix: NeutralMatrix::read(reader, root, rows("places")),
            passages: each(reader, root, "passages", NeutralPassage::read),
            escorts: each(reader, root, "escorts", |reader, value, path| {
                NeutralEscort::read(reader, value, path, rows("passages"))
            }),
            crossings: each(reader, root, "crossings", |reader, value, path| {
                NeutralCrossings::read(reader, value, path, rows("places"), rows("passages"))
            }),
            places,
        };
        instance.check_sums(reader);
        instance
    }

    fn check_sums(&self, reader: &mut Reader) {
        let people: u64 = self.sites.iter().flat_map(|site| &site.demand).map(|people| u64::from(*people)).sum();
        if people > PEOPLE_MAX.into() {
            reader.fault("couloir::bench::out_of_range", format!("more than {PEOPLE_MAX} people in all: {people}"));
        }
        if let NeutralMatrix::Euclid { .. } = self.matrix {
            let nowhere = self.places.iter().position(|place| place.at.is_none());
            if let Some(place) = nowhere {
                let message = format!("a `euclid` matrix needs `x` and `y` of every place: `places[{place}]`");
                reader.fault("couloir::bench::missing", message);
            }
        }
    }
}

fn read_place(reader: &mut Reader, value: &Value, path: &Path<'_>) -> Option<NeutralPlace> {
    let object = reader.object(value, path)?;
    let mut coordinate = |name: &str| {
        let value = object.get(name).filter(|value| !value.is_null())?;
        let metres = value.as_i64().filter(|metres| (-COORDINATE_MAX..=COORDINATE_MAX).contains(metres));
        if metres.is_none() {
            let message = format!("`{path}.{name}` is not a whole number of metres: {value}");
            reader.fault("couloir::bench::out_of_range", message);
        }
        metres
    };
    let at = coordinate("x").zip(coordinate("y"));
    // Only a name to read: an id that is missing or no text is none.
    let id = object.get("id").map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned)).unwrap_or_default();
    Some(NeutralPlace { id, at })
}

fn read_site(reader: &mut Reader, value: &Value, path: &Path<'_>, places: usize, needs: usize) -> Option<NeutralSite> {
    let object = reader.object(value, path)?;
    Some(NeutralSite {
        place: reader.index(object, "place", places),
        demand: people(reader, object, "demand", needs),
        berths: reader.optional(object, "berths", 1, u32::MAX.into()).map(narrow).and_then(NonZeroU32::new),
        load_fixed: reader.number(object, "load_fixed", 0, LEG_SECONDS_MAX.into()),
        load_per_person: reader.numbers(object, "load_per_person", Some(needs), LEG_SECONDS_MAX.into()),
        open: windows(reader, object, "open"),
    })
}

fn read_shelter(
    reader: &mut Reader,
    value: &Value,
    path: &Path<'_>,
    places: usize,
    needs: usize,
) -> Option<NeutralShelter> {
    let object = reader.object(value, path)?;
    Some(NeutralShelter {
        place: reader.index(object, "place", places),
        capacity: narrow(reader.number(object, "capacity", 0, PEOPLE_MAX.into())),
        berths: reader.optional(object, "berths", 1, u32::MAX.into()).map(narrow).and_then(NonZeroU32::new),
        unload_fixed: reader.number(object, "unload_fixed", 0, LEG_SECONDS_MAX.into()),
        unload_per_person: reader.numbers(object, "unload_per_person", Some(needs), LEG_SECONDS_MAX.into()),
        open: windows(reader, object, "open"),
    })
}

fn read_type(reader: &mut Reader, value: &Value, path: &Path<'_>, needs: usize) -> Option<NeutralType> {
    let object = reader.object(value, path)?;
    Some(NeutralType {
        name: reader.text(object, "name"),
        capacity: people(reader, object, "capacity", needs),
        // A hundred times slower than the matrix is no vehicle.
        time_permille: narrow(reader.number(object, "time_permille", 1, 100_000)),
    })
}

/// The entries of a table that an instance may leave out.
fn each<T>(
    reader: &mut Reader,
    root: Object<'_, '_>,
    name: &str,
    read: impl FnMut(&mut Reader, &Value, &Path<'_>) -> Option<T>,
) -> Vec<T> {
    if root.get(name).is_none_or(Value::is_null) { Vec::new() } else { reader.each(root, name, read) }
}

fn people(reader: &mut Reader, object: Object<'_, '_>, name: &str, needs: usize) -> Vec<u32> {
    reader.numbers(object, name, Some(needs), PEOPLE_MAX.into()).into_iter().map(narrow).collect()
}

/// The readers have checked that it fits.
fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Writes an instance as JSON, one row of a table on a line.
#[must_use]
pub fn write_instance(instance: &Instance) -> String {
    let mut fields: Vec<(&str, Value)> = vec![
        ("format", json!(INSTANCE_FORMAT)),
        ("name", json!(instance.name)),
        ("family", json!(instance.family)),
        ("size", json!(instance.size)),
        ("seed", json!(instance.seed)),
        ("categories", json!(instance.categories)),
    ];
    fields.extend(instance.unit_people.map(|people| ("unit_people", json!(people))));
    fields.push(("max_stops", json!(instance.max_stops.map(NonZeroU32::get))));
    let head = fields.into_iter().map(|(name, value)| format!("\"{name}\": {value}"));
    let tables = [
        ("places", instance.places.iter().map(place).collect::<Vec<_>>()),
        ("depots", instance.depots.iter().map(|place| json!({"place": place})).collect()),
        ("sites", instance.sites.iter().map(site).collect()),
        ("shelters", instance.shelters.iter().map(shelter).collect()),
        ("types", instance.types.iter().map(kind).collect()),
        ("vehicles", instance.vehicles.iter().map(vehicle).collect()),
    ];
    let table = |(name, rows): (&str, Vec<Value>)| {
        let rows: Vec<String> = rows.iter().map(Value::to_string).collect();
        format!("\"{name}\": [\n{}\n]", rows.join(",\n"))
    };
    let tables = tables.into_iter().map(table);
    let matrix = format!("\"matrix\": {}", instance.matrix.write());
    let optional = [
        ("passages", instance.passages.iter().map(NeutralPassage::write).collect::<Vec<_>>()),
        ("escorts", instance.escorts.iter().map(NeutralEscort::write).collect()),
        ("crossings", instance.crossings.iter().map(NeutralCrossings::write).collect()),
    ];
    let optional = optional.into_iter().filter(|(_, rows)| !rows.is_empty()).map(table);
    let parts: Vec<String> = head.chain(tables).chain([matrix]).chain(optional).collect();
    format!("{{\n{}\n}}\n", parts.join(",\n"))
}

fn place(place: &NeutralPlace) -> Value {
    match place.at {
        Some((x, y)) => json!({"id": place.id, "x": x, "y": y}),
        None => json!({"id": place.id}),
    }
}

fn site(site: &NeutralSite) -> Value {
    let row = json!({
        "place": site.place,
        "demand": site.demand,
        "berths": site.berths.map(NonZeroU32::get),
        "load_fixed": site.load_fixed,
        "load_per_person": site.load_per_person,
    });
    with_windows(row, &site.open)
}

fn shelter(shelter: &NeutralShelter) -> Value {
    let row = json!({
        "place": shelter.place,
        "capacity": shelter.capacity,
        "berths": shelter.berths.map(NonZeroU32::get),
        "unload_fixed": shelter.unload_fixed,
        "unload_per_person": shelter.unload_per_person,
    });
    with_windows(row, &shelter.open)
}

fn with_windows(mut row: Value, open: &[NeutralWindow]) -> Value {
    if let Value::Object(fields) = &mut row {
        keep_windows(fields, "open", open);
    }
    row
}

fn kind(kind: &NeutralType) -> Value {
    json!({"name": kind.name, "capacity": kind.capacity, "time_permille": kind.time_permille})
}

fn vehicle(vehicle: &NeutralVehicle) -> Value {
    json!({"type": vehicle.kind, "depot": vehicle.depot, "available": vehicle.available})
}
