//! Places from map files: which feature is which row of which table, and what speaks against it.
//!
//! [`understand`] is the way in. The shell decodes GeoJSON, GPX, KML and CSV into [`Feature`]s; what they mean is decided here,
//! once for all formats. [`rows`] gives the cells for a table that is there already.
//!
//! **Invariant:** nothing is guessed without a word: where the kind of a place comes from is said for each one, what is not
//! carried over is counted, and descriptions and personal properties never are.

mod describe;
mod feature;
mod kind;
mod position;
mod table;
mod twins;

pub use describe::describe;
pub use feature::{Feature, Raw, Shape};
pub use kind::Kind;
pub use table::of_sheet;

use super::build::needs;
use super::fault::{Fault, Findings};
use super::grid::{Field, Grid, known_names, shown};
use super::names::{column_key, nearest};
use super::privacy::personal_word;
use super::reader::Reader;
use super::sheet::Input;
use crate::finding::{At, Finding, Spot};
use crate::position::Position;
use crate::quantity::grouped;
use std::collections::BTreeMap;

/// The most features of one import: travel times are a square table of places.
pub const FEATURES_MAX: usize = 20_000;

/// What a person says about the files beside the files.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// The kind of features that do not say their own.
    pub kind: Option<Kind>,
    /// The property that says the kind.
    pub kind_from: Option<String>,
    /// The property that holds the name.
    pub name_from: Option<String>,
    /// What words of theirs mean: `school` is a shelter.
    pub words: Vec<(String, Kind)>,
    /// True when the files hold the latitude first.
    pub swap_axes: bool,
}

/// The places that an operation has already.
#[derive(Debug, Clone, Default)]
pub struct Known {
    needs: Vec<String>,
    rows: Vec<Located>,
}

/// A place that is to become a row of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Located {
    /// Which table.
    pub kind: Kind,
    /// What it is called.
    pub name: String,
    /// Where it is; unknown only for rows that an operation has already.
    pub position: Option<Position>,
    /// What the file says beside it, for columns that the table has.
    cells: Vec<(Field, String, String)>,
    /// Where it was found.
    pub at: At,
    /// How the kind was known.
    pub how: How,
    /// True when the file draws a line or an area, and one point stands for it.
    pub drawn: bool,
}

/// How the kind of a place was known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// A property says it.
    Property(String),
    /// The folder that it lies in.
    Folder(String),
    /// The name of the file.
    FileName,
    /// The person who imports it.
    Wish,
    /// Nothing says it.
    Unsaid,
}

/// All that was understood of some files.
#[derive(Debug, Clone, Default)]
pub struct Understood {
    /// New rows, in the order of the files.
    pub rows: Vec<Located>,
    /// Features read.
    pub features: usize,
    /// Rows that the operation has already, at the same position.
    pub there_already: usize,
    /// Lines of which nothing says that they are places.
    pub lines_read_past: usize,
    /// Properties that were not carried over, with how many features have them.
    pub read_past: BTreeMap<String, usize>,
}

/// The names of all kinds of findings about map files.
pub mod codes {
    macro_rules! codes {
        ($($name:ident = $text:literal, $doc:literal;)*) => {
            $(#[doc = $doc] pub const $name: &str = concat!("couloir::places::", $text);)*
        };
    }

    codes! {
        UNREADABLE = "unreadable", "a map file that cannot be read";
        GEOMETRY = "geometry", "a feature whose geometry cannot stand for a place";
        COORDINATES = "coordinates", "coordinates that are missing or off the globe";
        PROJECTED = "projected", "coordinates in metres of a projection";
        SWAPPED_AXES = "swapped_axes", "latitude and longitude exchanged";
        NAMELESS = "nameless", "a feature without a name";
        KIND = "kind", "a feature of which nothing says what it is";
        TWIN = "twin", "two places of one name, or of nearly the same name close together";
        PERSONAL = "personal", "a property that seems to hold personal data";
        COLUMN = "column", "a table that has no column for what is imported";
        TOO_MANY = "too_many", "more features than places can be";
    }
}

impl Known {
    /// The places in the tables of an operation.
    #[must_use]
    pub fn of(input: &Input) -> Self {
        let needs = needs(&input.sheets);
        let mut reader = Reader { findings: Findings::default(), clock: None, needs: needs.clone(), lost: Vec::new() };
        let mut rows = Vec::new();
        for kind in Kind::ALL {
            let table = kind.table();
            let is_table = |name: &str| column_key(name) == table.name || column_key(name) == table.row;
            for sheet in input.sheets.iter().filter(|sheet| is_table(&sheet.name)) {
                // What is wrong with the operation's own tables is the business of `couloir check`.
                let grid = Grid::new(table, sheet, &needs, &mut reader.findings);
                for line in grid.lines() {
                    let Some(name) = reader.text(&line, "name") else { continue };
                    let position = reader.position(&line);
                    let at = line.at();
                    rows.push(Located { kind, name, position, cells: Vec::new(), at, how: How::Unsaid, drawn: false });
                }
            }
        }
        Self { needs, rows }
    }

    /// What `kind`'s table may call its columns.
    fn columns(&self, kind: Kind) -> BTreeMap<String, Field> {
        let defaults = || super::NEEDS.iter().map(|need| (*need).to_owned()).collect();
        let needs: Vec<String> = if self.needs.is_empty() { defaults() } else { self.needs.clone() };
        known_names(kind.table(), &needs)
    }
}

/// What `features` mean for an operation that has the places `known`. The findings are all that there is to say; nothing should
/// be written when one is an error.
#[must_use]
pub fn understand(features: &[Feature], wish: &Wish, known: &Known) -> (Understood, Vec<Finding>) {
    let mut findings = Findings::default();
    let mut understood = Understood { features: features.len(), ..Understood::default() };
    if features.len() > FEATURES_MAX {
        let message = format!("more features than places can be, which is {FEATURES_MAX}: {}", features.len());
        let help = "export the places alone, not a whole map layer";
        let at = At { file: features[0].file.clone(), spot: Spot::Whole };
        findings.error(Fault::new(codes::TOO_MANY, message, help), at);
        return (understood, findings.into_list());
    }
    let columns: BTreeMap<Kind, _> = Kind::ALL.into_iter().map(|kind| (kind, known.columns(kind))).collect();
    let positions = position::read(features, wish, known, &mut findings);
    let mut personal: BTreeMap<String, (usize, At)> = BTreeMap::new();
    for (feature, position) in features.iter().zip(positions) {
        let (kind, how) = kind_of(feature, wish);
        let is_line = matches!(feature.shape, Shape::Line(_));
        let kind = match kind {
            Some(kind) => kind,
            None if is_line => {
                understood.lines_read_past += 1;
                continue;
            }
            None => {
                findings.warning(unsaid(feature, wish), feature.at(None));
                Kind::Place
            }
        };
        let Some((name, name_from)) = name_of(feature, wish) else {
            findings.error(nameless(feature, wish), feature.at(wish.name_from.as_deref()));
            continue;
        };
        let Some(position) = position else { continue };
        let kind_from = if let How::Property(property) = &how { column_key(property) } else { String::new() };
        let mut cells = Vec::new();
        for (property, value) in feature.properties.iter().filter(|(_, value)| !value.trim().is_empty()) {
            let key = column_key(property);
            let is_used = key == column_key(&name_from) || key == kind_from || position::is_axis(&key);
            match columns[&kind].get(&key) {
                _ if is_used => {}
                Some(field) if !matches!(field.stem, "name" | "lat" | "lon" | "place" | "note") => {
                    cells.push((*field, key, value.trim().to_owned()));
                }
                _ => {
                    *understood.read_past.entry(shown(property)).or_insert(0) += 1;
                    if personal_word(kind.table(), &key).is_some() {
                        personal.entry(shown(property)).or_insert((0, feature.at(Some(property)))).0 += 1;
                    }
                }
            }
        }
        let (position, at, drawn) = (Some(position), feature.at(None), !matches!(feature.shape, Shape::Point(_)));
        understood.rows.push(Located { kind, name, position, cells, at, how, drawn });
    }
    for (property, (count, at)) in personal {
        let message =
            format!("a property that seems to hold personal data, left out of {}: `{property}`", self::features(count));
        let help = "delete it from the file too: Couloir keeps counts, not names, and map files get lost";
        findings.warning(Fault::new(codes::PERSONAL, message, help), at);
    }
    twins::settle(&mut understood, known, &mut findings);
    (understood, findings.into_list())
}

/// The cells of `places` for a table of `kind` with these columns, a row a place.
///
/// # Errors
///
/// The names of columns that the table would need and has not.
pub fn rows(
    known: &Known,
    kind: Kind,
    header: &[String],
    places: &[&Located],
) -> Result<Vec<Vec<String>>, Vec<String>> {
    let columns = known.columns(kind);
    let fields: Vec<Option<Field>> = header.iter().map(|name| columns.get(&column_key(name)).copied()).collect();
    let mut missing = Vec::new();
    let mut rows = Vec::new();
    for place in places {
        let mut row = vec![String::new(); header.len()];
        for (field, name, value) in place.all_cells(&columns) {
            match fields.iter().position(|found| *found == Some(field)) {
                Some(index) => row[index] = value,
                None if !missing.contains(&name) => missing.push(name),
                None => {}
            }
        }
        rows.push(row);
    }
    if missing.is_empty() { Ok(rows) } else { Err(missing) }
}

/// The columns of a new table for `places`.
#[must_use]
pub fn header(places: &[&Located]) -> Vec<String> {
    let mut names: Vec<String> = ["name", "lat", "lon"].map(str::to_owned).to_vec();
    for (_, name, _) in places.iter().flat_map(|place| &place.cells) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

impl Located {
    /// What the file says for a column, beside name and position: `capacity`, `5000`.
    pub fn cells(&self) -> impl Iterator<Item = (&str, &str)> {
        self.cells.iter().map(|(_, name, value)| (name.as_str(), value.as_str()))
    }

    fn all_cells(&self, columns: &BTreeMap<String, Field>) -> Vec<(Field, String, String)> {
        let own = |name: &str, value: String| columns.get(name).map(|field| (*field, name.to_owned(), value));
        let position = |axis: fn(Position) -> f64| self.position.map_or_else(String::new, |at| axis(at).to_string());
        let mut cells: Vec<_> =
            [own("name", self.name.clone()), own("lat", position(Position::lat)), own("lon", position(Position::lon))]
                .into_iter()
                .flatten()
                .collect();
        cells.extend(self.cells.iter().cloned());
        cells
    }
}

/// Properties that say what a feature is, the surest first.
const KIND_PROPERTIES: &[&str] =
    &["couloir:kind", "kind", "type", "category", "nature", "sym", "categorie", "نوع", "النوع"];

/// Properties that hold a name, the surest first.
const NAME_PROPERTIES: &[&str] =
    &["name", "nom", "title", "titre", "label", "اسم", "الاسم", "name:ar", "name:fr", "name:en"];

fn kind_of(feature: &Feature, wish: &Wish) -> (Option<Kind>, How) {
    let meant = |word: &str| {
        let own = wish.words.iter().find(|(own, _)| column_key(own) == column_key(word));
        own.map(|(_, kind)| *kind).or_else(|| Kind::of_words(word))
    };
    let asked = wish.kind_from.as_deref();
    for property in asked.iter().copied().chain(KIND_PROPERTIES.iter().copied().filter(|_| asked.is_none())) {
        if let Some(kind) = feature.property(property).and_then(meant) {
            return (Some(kind), How::Property(property.to_owned()));
        }
    }
    for folder in feature.folders.iter().rev() {
        if let Some(kind) = meant(folder).or_else(|| Kind::of_heading(folder)) {
            return (Some(kind), How::Folder(folder.clone()));
        }
    }
    if wish.kind.is_some() {
        return (wish.kind, How::Wish);
    }
    let file = feature.file.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    match meant(stem).or_else(|| Kind::of_heading(stem)) {
        Some(kind) => (Some(kind), How::FileName),
        None => (None, How::Unsaid),
    }
}

fn name_of(feature: &Feature, wish: &Wish) -> Option<(String, String)> {
    let asked = wish.name_from.as_deref();
    let mut from = asked.iter().copied().chain(NAME_PROPERTIES.iter().copied().filter(|_| asked.is_none()));
    from.find_map(|property| {
        let words: Vec<&str> = feature.property(property)?.split_whitespace().collect();
        Some((words.join(" ").chars().filter(|letter| !letter.is_control()).collect(), property.to_owned()))
    })
}

fn unsaid(feature: &Feature, wish: &Wish) -> Fault {
    let asked = wish.kind_from.iter().map(String::as_str);
    let word = asked.chain(KIND_PROPERTIES.iter().copied()).find_map(|property| feature.property(property));
    let message = match word {
        Some(word) => format!("no kind of place has this name; it becomes a point of the road only: `{}`", shown(word)),
        None => "nothing says what this is; it becomes a point of the road only".to_owned(),
    };
    let kinds = "`site`, `shelter`, `depot`, `passage` or `place`";
    let help = match word {
        Some(word) => format!("say what it means, `--as \"{}=shelter\"`; a kind is {kinds}", shown(word)),
        None => format!("give it a property `kind`, put it into a folder of that name, or say `--kind`: {kinds}"),
    };
    Fault::new(codes::KIND, message, help)
}

fn nameless(feature: &Feature, wish: &Wish) -> Fault {
    let properties: Vec<&str> = feature.properties.iter().map(|(property, _)| property.as_str()).collect();
    let near = wish.name_from.as_deref().and_then(|asked| nearest(asked, properties.iter().copied()));
    let help = match (near, properties.is_empty()) {
        (Some(near), _) => format!("did you mean `--name-from \"{near}\"`?"),
        (None, true) => "give it a property `name`: people find a place by its name".to_owned(),
        (None, false) => {
            let some: Vec<String> =
                properties.iter().take(8).map(|property| format!("`{}`", shown(property))).collect();
            format!("say which property holds it with `--name-from`; it has {}", some.join(", "))
        }
    };
    Fault::new(codes::NAMELESS, "a place without a name", help)
}

/// `1 feature`, `12 features`.
fn features(count: usize) -> String {
    if count == 1 { "1 feature".to_owned() } else { format!("{} features", grouped(count as u128)) }
}
