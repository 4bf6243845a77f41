//! From recognised tables to a scenario and its travel times, one table after the other.

mod fleet;
mod general;
mod look;
mod paths;
mod people;
mod places;
mod roads;
mod travel;

use super::column::Table;
use super::fault::{Fault, Findings, codes};
use super::grid::{Grid, Line, is_read_past, shown};
use super::moment::Clock;
use super::names::{column_key, key, nearest};
use super::reader::Reader;
use super::sheet::{Input, Layout, Sheet};
use super::tables::{self, TABLES};
use crate::finding::{At, Finding, Spot};
use crate::quantity::grouped;
use crate::scenario::{Parts, Scenario};
use crate::travel::TravelTimes;
use std::collections::BTreeMap;

/// An operation as its files give it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Who, where, with what, under which rules.
    pub scenario: Scenario,
    /// How long the ways take.
    pub travel: TravelTimes,
    /// The roads that the operation names: the path of a file, seen from the folder in which the operation lies.
    pub network: Option<String>,
}

/// Reads an operation. There is one unless a finding is an error; the findings are all that there is to say.
#[must_use]
pub fn read(input: &Input) -> (Option<Operation>, Vec<Finding>) {
    let mut findings = Findings::default();
    let sheets = sort_by_table(input, &mut findings);
    let mut reader = Reader { findings, clock: None, needs: Vec::new(), lost: Vec::new() };
    reader.needs = general::needs(&sheets, &mut reader.findings);
    let grids = Grids::new(&sheets, &mut reader);
    reader.lost = lost(input, &grids);
    let operation = build(input, &grids, &mut reader);
    let sound = !reader.findings.has_errors();
    (operation.filter(|_| sound), reader.findings.into_list())
}

/// The categories of need that an operation names, or the usual ones: they decide which columns its tables have.
#[must_use]
pub fn needs(sheets: &[Sheet]) -> Vec<String> {
    let mut sorted = Sorted::new();
    sorted.insert("operation", sheets.iter().filter(|sheet| column_key(&sheet.name) == "operation").collect());
    general::needs(&sorted, &mut Findings::default())
}

/// The tables in which no name can be looked up: unread ones, and those without a column of names.
fn lost(input: &Input, grids: &Grids<'_>) -> Vec<&'static str> {
    let is_lost = |table: &&Table| {
        let unread = input.lost.iter().map(|name| column_key(name)).any(|name| name == table.name || name == table.row);
        let named = table.columns.iter().any(|column| column.stem == "name" && column.default.is_none());
        unread || (named && grids.of(table).iter().any(|grid| !grid.has_column("name")))
    };
    TABLES.iter().filter(|table| is_lost(&&***table)).map(|table| table.name).collect()
}

/// Reports a table in which no row is filled in, at the table itself when it is there.
fn report_empty(table: &Table, grids: &Grids<'_>, whole: &At, reader: &mut Reader) {
    if grids.lines(table).next().is_some() || reader.lost.contains(&table.name) {
        return;
    }
    let message = format!("the operation has no {}", table.name);
    let (help, at) = match grids.of(table).first().map(|grid| grid.sheet) {
        Some(sheet) => {
            let place = match sheet.layout {
                Layout::Cells => format!("on the sheet `{}`", sheet.name),
                Layout::Lines => format!("in `{}`", file_name(&sheet.file)),
            };
            (format!("fill in rows {place}, below its header"), sheet.whole())
        }
        None => {
            let ways = format!("`{}.csv`, a sheet `{}`, or `[[{}]]`", table.name, table.name, table.row);
            (format!("add {ways}, with at least one row"), whole.clone())
        }
    };
    reader.findings.error(Fault::new(codes::MISSING, message, help), at);
}

/// The last part of a path, whatever system wrote it.
fn file_name(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}

fn build(input: &Input, grids: &Grids<'_>, reader: &mut Reader) -> Option<Operation> {
    let whole = At { file: input.file.clone(), spot: Spot::Whole };
    let general = general::read(input, grids, reader);
    for table in [&tables::SITES, &tables::SHELTERS, &tables::VEHICLES] {
        report_empty(table, grids, &whole, reader);
    }
    for line in TABLES.iter().flat_map(|table| grids.lines(table)) {
        reader.note(&line);
    }
    let places = places::read(grids, reader);
    let (sites, site_index) = people::sites(grids, &places, reader);
    let shelters = people::shelters(grids, &places, reader);
    let fleet = fleet::read(grids, &places, reader);
    let passages = roads::passages(grids, &places, reader);
    let escorts = roads::escorts(grids, &passages.index, reader);
    let closures = roads::closures(grids, &places, &passages.index, reader);
    let groups = people::groups(grids, &site_index, reader);
    let general = general?;
    let mut parts = Parts {
        name: general.name,
        start: general.start,
        time_zone: general.time_zone,
        languages: general.languages,
        needs: general.needs,
        deadline: general.deadline,
        plan_for: general.plan_for,
        stops_max: general.stops_max,
        places: places.rows.clone(),
        sites,
        shelters,
        depots: fleet.depots,
        classes: fleet.classes,
        vehicles: fleet.vehicles,
        passages: passages.rows,
        escorts,
        closures,
        groups,
    };
    // Places past this number have been reported; a table of them would not fit into memory.
    if parts.places.len() > places::PLACES_MAX {
        return None;
    }
    let ways = travel::read(grids, &places, &fleet.index, &passages.index, &parts, general.guess, &whole, reader)?;
    parts.closures.extend(ways.closures);
    match Scenario::new(parts) {
        Ok(scenario) => {
            // What follows from a fault is not worth a second message.
            if !reader.findings.has_errors() {
                look::look(&scenario, &ways.travel, &whole, &mut reader.findings);
            }
            Some(Operation { scenario, travel: ways.travel, network: general.network })
        }
        Err(errors) => {
            for error in errors.into_iter().filter(|_| !reader.findings.has_errors()).collect::<Vec<_>>() {
                reader
                    .findings
                    .error(Fault::new(codes::CONTRADICTION, error.to_string(), "correct the tables"), whole.clone());
            }
            None
        }
    }
}

/// The sheets of each table.
type Sorted<'a> = BTreeMap<&'static str, Vec<&'a Sheet>>;

fn sort_by_table<'a>(input: &'a Input, findings: &mut Findings) -> Sorted<'a> {
    let mut sorted = Sorted::new();
    for sheet in &input.sheets {
        let name = column_key(&sheet.name);
        match TABLES.iter().find(|table| name == table.name || name == table.row) {
            Some(table) => {
                sorted.entry(table.name).or_default().push(sheet);
            }
            None if is_read_past(&sheet.name) || (sheet.header.is_empty() && sheet.rows.is_empty()) => {}
            None => {
                let names = || TABLES.iter().map(|table| table.name);
                let help = match nearest(&name, names()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!(
                        "the tables are {}; begin its name with `_` to have it read past",
                        names().collect::<Vec<_>>().join(", ")
                    ),
                };
                let message = format!("an operation has no table of this name: `{}`", shown(&sheet.name));
                findings.error(Fault::new(codes::UNKNOWN_TABLE, message, help), sheet.whole());
            }
        }
    }
    sorted
}

/// All tables with their columns recognised.
struct Grids<'a>(BTreeMap<&'static str, Vec<Grid<'a>>>);

impl<'a> Grids<'a> {
    fn new(sheets: &Sorted<'a>, reader: &mut Reader) -> Self {
        let mut grids = BTreeMap::new();
        for table in TABLES {
            let sheets = sheets.get(table.name).map_or(&[][..], Vec::as_slice);
            // A table without a column has been reported as empty.
            let found = sheets.iter().filter(|sheet| !sheet.header.is_empty());
            let found: Vec<Grid<'a>> =
                found.map(|sheet| Grid::new(table, sheet, &reader.needs, &mut reader.findings)).collect();
            grids.insert(table.name, found);
        }
        Self(grids)
    }

    fn of(&self, table: &Table) -> &[Grid<'a>] {
        self.0.get(table.name).map_or(&[], Vec::as_slice)
    }

    fn lines(&self, table: &Table) -> impl Iterator<Item = Line<'_>> {
        self.of(table).iter().flat_map(Grid::lines)
    }
}

/// The rows of a table by name.
#[derive(Debug, Default)]
struct Index {
    by_key: BTreeMap<String, usize>,
    names: Vec<String>,
}

impl Index {
    /// Takes a name for the next row; reports it when another row has it.
    fn insert(&mut self, name: &str, at: At, reader: &mut Reader) {
        if self.by_key.insert(key(name), self.names.len()).is_some() {
            let message = format!("two rows have the same name: `{}`", shown(name));
            let help = "give each its own; people who come to a site later belong in `arrivals`";
            reader.findings.error(Fault::new(codes::DUPLICATE_NAME, message, help), at);
        }
        self.names.push(name.to_owned());
    }

    fn get(&self, name: &str) -> Option<usize> {
        self.by_key.get(&key(name)).copied()
    }

    /// The row that a cell names; reports it when there is none.
    fn find(&self, line: &Line<'_>, stem: &'static str, reader: &mut Reader) -> Option<usize> {
        let name = reader.text(line, stem)?;
        let found = self.get(&name);
        if found.is_none() {
            report_unknown(line, stem, &name, self.names.iter().map(String::as_str), reader);
        }
        found
    }

    /// The row that a cell names that may not be empty.
    fn find_required(&self, line: &Line<'_>, stem: &'static str, reader: &mut Reader) -> Option<usize> {
        reader.report_missing(line, stem);
        self.find(line, stem, reader)
    }
}

/// Reports a name that no row has, unless a table in which it may stand could not be read.
fn report_unknown<'a>(
    line: &Line<'_>,
    stem: &'static str,
    name: &str,
    names: impl Iterator<Item = &'a str>,
    reader: &mut Reader,
) {
    let follows = match line.grid.table.column(stem).kind {
        super::column::Kind::Reference(tables) => tables.iter().any(|table| reader.lost.contains(table)),
        _ => false,
    };
    if !follows {
        let fault = unknown_name(line, stem, name, names);
        reader.findings.error(fault, line.at_column(stem, None));
    }
}

fn unknown_name<'a>(line: &Line<'_>, stem: &str, name: &str, names: impl Iterator<Item = &'a str>) -> Fault {
    let tables = match line.grid.table.column(stem).kind {
        super::column::Kind::Reference(tables) => tables,
        _ => &[],
    };
    let quoted: Vec<String> = tables.iter().map(|table| format!("`{table}`")).collect();
    let help = match nearest(name, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add a row of this name to {}, or correct it", super::column::listed_plain(&quoted, "or")),
    };
    Fault::new(
        codes::UNKNOWN_NAME,
        format!("no row of {} has this name: `{}`", super::column::listed_plain(&quoted, "or"), shown(name)),
        help,
    )
}

/// Call signs for rows with a count: `truck 1`, `truck 2`, …, none twice.
#[derive(Debug, Default)]
struct CallSigns {
    taken: BTreeMap<String, ()>,
    next: BTreeMap<String, u64>,
}

impl CallSigns {
    /// Takes a name as it is; false when another has it.
    fn take(&mut self, name: &str) -> bool {
        self.taken.insert(key(name), ()).is_none()
    }

    /// The next free name that begins with `prefix`.
    fn number(&mut self, prefix: &str) -> String {
        loop {
            let next = self.next.entry(key(prefix)).or_insert(0);
            *next += 1;
            let name = format!("{prefix} {next}");
            if self.take(&name) {
                return name;
            }
        }
    }
}

/// Reports that a table has more rows than an operation may have.
fn too_many(what: &str, found: u64, most: u64, at: At, reader: &mut Reader) {
    let message = format!("more {what} than an operation may have: {}", grouped(found.into()));
    reader.findings.error(Fault::new(codes::TOO_LARGE, message, format!("the most is {}", grouped(most.into()))), at);
}

/// A clock is needed only by those who say moments.
pub(super) fn civil(clock: Option<&Clock>, moment: crate::clock::Moment) -> String {
    let offset = i64::try_from(moment.0).unwrap_or(i64::MAX);
    clock.map_or_else(|| moment.to_string(), |clock| clock.civil(offset).strftime("%Y-%m-%d %H:%M").to_string())
}
