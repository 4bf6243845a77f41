//! The tables of who waits and where they are received.

use super::places::Places;
use super::{Grids, Index};
use crate::clock::Moment;
use crate::finding::Finding;
use crate::format::operation::fault::{Fault, codes};
use crate::format::operation::grid::{Line, shown};
use crate::format::operation::range;
use crate::format::operation::reader::{Early, Reader};
use crate::format::operation::tables::{ARRIVALS, GROUPS, SHELTERS, SITES};
use crate::id::SiteId;
use crate::interval::Interval;
use crate::load::Load;
use crate::quantity::{People, Seconds};
use crate::scenario::{Arrival, Group, Priority, ServiceTime, Shelter, Site};
use std::num::NonZeroU32;

/// Times at a berth that are taken where a file gives none. Our own estimates, to be replaced by those of the place: boarding a
/// bus without paying takes an unencumbered rider 2 to 3 s by common transit practice, and people who flee carry bags and children.
struct Assumed {
    fixed: u64,
    wheelchair: u64,
    stretcher: u64,
    other: u64,
}

const LOADING: Assumed = Assumed { fixed: 300, wheelchair: 180, stretcher: 300, other: 6 };
const UNLOADING: Assumed = Assumed { fixed: 180, wheelchair: 120, stretcher: 240, other: 4 };

/// The stems of the columns of a service time.
struct Service {
    fixed: &'static str,
    per_person: &'static str,
    per_need: &'static str,
    assumed: Assumed,
}

/// The table `sites` with those who come later.
pub(super) fn sites(grids: &Grids<'_>, places: &Places, reader: &mut Reader) -> (Vec<Site>, Index) {
    let service = Service {
        fixed: "loading_fixed",
        per_person: "loading_per_person",
        per_need: "loading_per_{need}",
        assumed: LOADING,
    };
    let (mut sites, mut index, mut assumed) = (Vec::new(), Index::default(), 0);
    for line in grids.lines(&SITES) {
        let name = reader.required_text(&line, "name").unwrap_or_default();
        let (loading, guessed) = service_time(&line, &service, reader);
        assumed += usize::from(guessed);
        index.insert(&name, line.at_column("name", None), reader);
        sites.push(Site {
            place: places.of_row(&line, &name),
            waiting: vec![Arrival { from: Moment::START, people: people(&line, reader) }],
            priority: reader
                .whole(&line, "priority", None)
                .map_or_else(Priority::default, |weight| Priority(small(weight))),
            berths: at_least_one(reader.whole(&line, "berths", None)),
            loading,
            open: reader.opening(&line),
            name,
        });
    }
    note_assumed("loading", assumed, sites.len(), &LOADING, grids.lines(&SITES).next(), reader);
    arrivals(grids, &index, &mut sites, reader);
    (sites, index)
}

fn arrivals(grids: &Grids<'_>, index: &Index, sites: &mut [Site], reader: &mut Reader) {
    for line in grids.lines(&ARRIVALS) {
        let site = index.find_required(&line, "site", reader);
        reader.report_missing(&line, "from");
        let from = reader.moment(&line, "from", Early::TakeStart);
        let people = people(&line, reader);
        if let (Some(site), Some(from)) = (site, from) {
            sites[site].waiting.push(Arrival { from, people });
        }
    }
    for site in sites {
        let nobody = |arrival: &Arrival| arrival.people.iter().all(|count| count.high() == People::ZERO);
        // A site where everybody comes later has nobody at the start; one without anybody keeps its empty row.
        if site.waiting.len() > 1 && nobody(&site.waiting[0]) {
            site.waiting.remove(0);
        }
        site.waiting.sort_by_key(|arrival| arrival.from);
    }
}

/// The table `shelters`.
pub(super) fn shelters(grids: &Grids<'_>, places: &Places, reader: &mut Reader) -> Vec<Shelter> {
    let service = Service {
        fixed: "unloading_fixed",
        per_person: "unloading_per_person",
        per_need: "unloading_per_{need}",
        assumed: UNLOADING,
    };
    let (mut shelters, mut index, mut assumed) = (Vec::new(), Index::default(), 0);
    for line in grids.lines(&SHELTERS) {
        let name = reader.required_text(&line, "name").unwrap_or_default();
        let (unloading, guessed) = service_time(&line, &service, reader);
        assumed += usize::from(guessed);
        index.insert(&name, line.at_column("name", None), reader);
        reader.report_missing(&line, "capacity");
        let capacity = reader.whole(&line, "capacity", None).unwrap_or(0);
        let needs = 0..reader.needs.len();
        shelters.push(Shelter {
            place: places.of_row(&line, &name),
            capacity: count(capacity),
            capacity_by_need: needs.map(|need| reader.whole(&line, "capacity_{need}", Some(need)).map(count)).collect(),
            berths: at_least_one(reader.whole(&line, "berths", None)),
            unloading,
            reception_per_hour: at_least_one(reader.whole(&line, "reception_per_hour", None)),
            open: reader.opening(&line),
            name,
        });
    }
    note_assumed("unloading", assumed, shelters.len(), &UNLOADING, grids.lines(&SHELTERS).next(), reader);
    shelters
}

/// The table `groups`.
pub(super) fn groups(grids: &Grids<'_>, sites: &Index, reader: &mut Reader) -> Vec<Group> {
    let (mut groups, mut index) = (Vec::new(), Index::default());
    for line in grids.lines(&GROUPS) {
        let token = reader.required_text(&line, "token").unwrap_or_default();
        if token.len() > 32 || !token.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-') {
            let message = format!("not a token of at most 32 letters, digits and hyphens: `{}`", shown(&token));
            let help = "draw one at random, never from a name or a number of a person: `K7QF-2MXD`";
            reader.findings.error(Fault::new(codes::GROUP, message, help), line.at_column("token", None));
        }
        index.insert(&token, line.at_column("token", None), reader);
        let site = sites.find_required(&line, "site", reader);
        let counts = (0..reader.needs.len()).map(|need| group_count(&line, need, reader)).collect();
        let people = Load::of(counts);
        if people.is_empty() {
            let fault =
                Fault::new(codes::GROUP, format!("a group of nobody: `{token}`"), "say how many they are in `people`");
            reader.findings.error(fault, line.at());
        }
        if let Some(site) = site {
            groups.push(Group { token, site: SiteId::at(site), people });
        }
    }
    groups
}

fn group_count(line: &Line<'_>, need: usize, reader: &mut Reader) -> People {
    let plain = (need == 0).then(|| reader.whole(line, "people", None)).flatten();
    let own = reader.whole(line, "{need}", Some(need));
    if plain.is_some() && own.is_some() {
        report_twice(line, reader);
    }
    count(plain.or(own).unwrap_or(0))
}

/// The people of a row, by need.
fn people(line: &Line<'_>, reader: &mut Reader) -> Vec<Interval> {
    let needs = 0..reader.needs.len();
    let by_need = |need| {
        let own = interval(line, ("{need}_low", "{need}", "{need}_high"), Some(need), reader);
        let plain =
            (need == 0).then(|| interval(line, ("people_low", "people", "people_high"), None, reader)).flatten();
        if own.is_some() && plain.is_some() {
            report_twice(line, reader);
        }
        own.or(plain).unwrap_or_default()
    };
    needs.map(by_need).collect()
}

fn report_twice(line: &Line<'_>, reader: &mut Reader) {
    let message = format!("`people` and `{}` say the same, and both are filled in", reader.needs[0]);
    let fault = Fault::new(codes::CONTRADICTION, message, "fill in one of them");
    reader.findings.error(fault, line.at_column("people", None));
}

/// The count of one need, over its three columns; nothing when all are empty or cannot be read.
fn interval(
    line: &Line<'_>,
    (low, best, high): (&'static str, &'static str, &'static str),
    need: Option<usize>,
    reader: &mut Reader,
) -> Option<Interval> {
    let filled = reader.cell(line, best, need);
    let given =
        filled.and_then(|filled| range::range(filled.value).map_err(|fault| reader.fault(line, &filled, fault)).ok());
    let mut end = |stem| {
        let filled = reader.cell(line, stem, need)?;
        range::count(filled.value).map_err(|fault| reader.fault(line, &filled, fault)).ok()
    };
    let (low, high) = (end(low), end(high));
    let three = match (given, low, high) {
        (Some(given), None, None) => return Some(given),
        (None, None, None) => return None,
        (Some(given), _, _) if !given.is_exact() => {
            let fault =
                Fault::new(codes::CONTRADICTION, "a range in one cell, and its ends in others", "give the range once");
            reader.findings.error(fault, line.at_column(best, need));
            return None;
        }
        (Some(given), low, high) => (low.unwrap_or(given.best()), given.best(), high.unwrap_or(given.best())),
        (None, Some(low), Some(high)) if low <= high => range::between(low, high),
        (None, Some(one), Some(other)) => (one, one, other),
        (None, Some(one), None) | (None, None, Some(one)) => (one, one, one),
    };
    let interval = range::interval(three.0, three.1, three.2);
    interval.map_err(|fault| reader.findings.error(fault, line.at_column(best, need))).ok()
}

/// How long a vehicle is served, and whether any of it had to be assumed.
fn service_time(line: &Line<'_>, service: &Service, reader: &mut Reader) -> (ServiceTime, bool) {
    let fixed = reader.measure(line, service.fixed, None);
    let general = reader.measure(line, service.per_person, None);
    let mut guessed = fixed.is_none();
    let mut per_person = Vec::new();
    for need in 0..reader.needs.len() {
        let given = reader.measure(line, service.per_need, Some(need)).or(general);
        guessed |= given.is_none() && need == 0;
        per_person.push(Seconds(given.unwrap_or_else(|| service.assumed.for_need(&reader.needs[need]))));
    }
    (ServiceTime { fixed: Seconds(fixed.unwrap_or(service.assumed.fixed)), per_person }, guessed)
}

impl Assumed {
    fn for_need(&self, need: &str) -> u64 {
        match need {
            "wheelchair" => self.wheelchair,
            "stretcher" => self.stretcher,
            _ => self.other,
        }
    }
}

fn note_assumed(what: &str, rows: usize, all: usize, assumed: &Assumed, line: Option<Line<'_>>, reader: &mut Reader) {
    let Some(line) = line.filter(|_| rows > 0) else { return };
    let message = format!(
        "{what} times are not all given in {rows} of {all} rows; assumed: {} a vehicle, {} a person, {} in a wheelchair, {} on a stretcher",
        Seconds(assumed.fixed),
        Seconds(assumed.other),
        Seconds(assumed.wheelchair),
        Seconds(assumed.stretcher),
    );
    let help = format!("fill in `{what}_fixed_s` and `{what}_per_person_s`");
    reader.findings.push(Finding::note(codes::ASSUMED, message).help(help).at(line.grid.sheet.whole()));
}

fn count(number: u64) -> People {
    People(u32::try_from(number).unwrap_or(u32::MAX))
}

fn small(number: u64) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// A number that the specification keeps above zero.
pub(super) fn at_least_one(number: Option<u64>) -> Option<NonZeroU32> {
    NonZeroU32::new(u32::try_from(number?).ok()?)
}
