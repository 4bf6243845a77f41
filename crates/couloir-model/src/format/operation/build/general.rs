//! The table `operation`: what holds for the operation as a whole.

use super::{Grids, Sorted, civil};
use crate::clock::{Moment, UnixSeconds};
use crate::finding::{At, Spot};
use crate::format::operation::fault::{Fault, Findings, codes};
use crate::format::operation::grid::{Line, shown};
use crate::format::operation::moment::{Clock, day_first, said, zone};
use crate::format::operation::names::{column_key, nearest};
use crate::format::operation::reader::{Early, Reader, not_a_word, rewritten};
use crate::format::operation::sheet::{Input, Value};
use crate::format::operation::tables::{LANGUAGES, NEEDS, OPERATION, TABLES};
use crate::interval::PlanFor;
use crate::quantity::Permille;
use crate::scenario::{Language, Need, Priority};
use std::num::NonZeroU32;

/// What the table says.
pub(super) struct General {
    pub name: String,
    pub start: UnixSeconds,
    pub time_zone: String,
    pub languages: Vec<Language>,
    pub needs: Vec<Need>,
    pub deadline: Option<Moment>,
    pub plan_for: PlanFor,
    pub stops_max: Option<NonZeroU32>,
    pub network: Option<String>,
    pub guess: Guess,
}

/// How to guess travel times that nobody gives.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guess {
    /// Road length over great-circle distance. The road from Baghouz to al-Hol is 300 km for 212.9 km of great circle: 1.41.
    pub detour: Permille,
    /// Metres an hour. 40 km/h: trucks and buses in convoy on mixed roads.
    pub metres_per_hour: u32,
    /// True when the file says one of them.
    pub said: bool,
}

/// The most categories of need: as many as the planner has room for, so that nobody is left for the number of their column.
const NEEDS_MAX: usize = 8;

/// The categories of need, read before all else: they decide which columns there are.
pub(super) fn needs(sheets: &Sorted<'_>, findings: &mut Findings) -> Vec<String> {
    let default = || NEEDS.iter().map(|need| (*need).to_owned()).collect();
    for sheet in sheets.get("operation").into_iter().flatten() {
        let Some(index) = sheet.header.iter().position(|header| column_key(&header.name) == "needs") else { continue };
        let cells = sheet.rows.iter().filter_map(|row| row.cells.get(index)).filter(|cell| !cell.value.is_blank());
        for cell in cells {
            let names: Vec<String> = words(&cell.value).iter().map(|name| column_key(name)).collect();
            let at = sheet.at(cell.line, Some(index));
            match bad_needs(&names) {
                None => return names,
                Some(fault) => findings.error(fault, at),
            }
        }
    }
    default()
}

fn bad_needs(names: &[String]) -> Option<Fault> {
    let help = "write names such as `seated, wheelchair, stretcher`, of letters and digits, each once";
    if names.is_empty()
        || names.len() > NEEDS_MAX
        || names.iter().any(|name| name.is_empty() || name.chars().count() > 40)
    {
        let message = format!("not a list of 1 to {NEEDS_MAX} categories of need: `{}`", shown(&names.join(", ")));
        return Some(Fault::new(codes::NOT_A_WORD, message, help));
    }
    let twice = names.iter().enumerate().find(|(index, name)| names[..*index].contains(name));
    if let Some((_, name)) = twice {
        return Some(Fault::new(
            codes::DUPLICATE_NAME,
            format!("a category of need stands there twice: `{name}`"),
            help,
        ));
    }
    // `people` and `seats` are what the first need is called anyway.
    let other_columns = || TABLES.iter().flat_map(|table| table.columns).filter(|column| !column.is_by_need());
    let taken = names.iter().enumerate().find(|(index, name)| {
        let is_first = *index == 0 && ["people", "seats"].contains(&name.as_str());
        !is_first && other_columns().any(|column| column.names().iter().any(|(known, _)| known == *name))
    });
    taken.map(|(_, name)| {
        Fault::new(
            codes::DUPLICATE_COLUMN,
            format!("a category of need is called like a column: `{name}`"),
            "call it otherwise",
        )
    })
}

/// The words of a cell: a list, or text with commas or blanks between.
fn words(value: &Value) -> Vec<String> {
    match value {
        Value::List(values) => values.iter().map(Value::words).collect(),
        other => {
            let text = other.words();
            let words = text.split([',', ';', '،', '\n']).map(|word| word.trim().to_owned());
            words.filter(|word| !word.is_empty()).collect()
        }
    }
}

/// Reads the table; nothing when there is no start or no zone, which has been reported.
pub(super) fn read(input: &Input, grids: &Grids<'_>, reader: &mut Reader) -> Option<General> {
    let lines: Vec<Line<'_>> = grids.lines(&OPERATION).collect();
    let Some(line) = lines.first() else {
        let fault = Fault::new(
            codes::MISSING,
            "the operation does not say when it starts",
            "write `start = \"2019-02-22 06:00\"` and `time_zone = \"Asia/Damascus\"` into `operation.toml` or a sheet `operation`",
        );
        reader.findings.error(fault, At { file: input.file.clone(), spot: Spot::Whole });
        return None;
    };
    let time_zone = set_clock(line, reader);
    let name = reader.text(line, "name").unwrap_or_else(|| input.name.clone());
    let languages = languages(line, reader);
    let needs = priorities(line, reader);
    let deadline = reader.moment(line, "deadline", Early::Refuse);
    let plan_for = match reader.choice(line, "plan_for") {
        Some(0) => PlanFor::Low,
        Some(1) => PlanFor::Best,
        Some(3) => PlanFor::High,
        _ => PlanFor::UpperQuartile,
    };
    let stops_max = reader.whole(line, "stops_max", None).and_then(|most| NonZeroU32::new(u32::try_from(most).ok()?));
    let network = reader.text(line, "network");
    let guess = guess(line, reader);
    if deadline == Some(Moment::START) {
        let message = format!("the deadline is the start: `{}`", civil(reader.clock.as_ref(), Moment::START));
        let fault = Fault::new(codes::CONTRADICTION, message, "write a later deadline, or none");
        reader.findings.error(fault, line.at_column("deadline", None));
    }
    let start = reader.clock.as_ref()?.start();
    Some(General {
        name,
        start,
        time_zone: time_zone?,
        languages,
        needs,
        deadline,
        plan_for,
        stops_max,
        network,
        guess,
    })
}

fn set_clock(line: &Line<'_>, reader: &mut Reader) -> Option<String> {
    let zone_name = reader.text(line, "time_zone");
    let zone_found = zone_name.as_deref().and_then(zone);
    match &zone_name {
        None => missing(line, "time_zone", "write an IANA time zone: `time_zone = \"Asia/Damascus\"`", reader),
        Some(name) if zone_found.is_none() => {
            let zones: Vec<String> = jiff::tz::db().available().map(|zone| zone.to_string()).collect();
            let help = match nearest(name, zones.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "write an IANA time zone, such as `Asia/Damascus` or `Europe/Prague`; `UTC` if times are in UTC"
                        .to_owned()
                }
            };
            let fault = Fault::new(codes::ZONE, format!("not a time zone: `{}`", shown(name)), help);
            reader.findings.error(fault, line.at_column("time_zone", None));
        }
        Some(_) => {}
    }
    let filled = reader.cell(line, "start", None);
    let Some(filled) = filled else {
        missing(line, "start", "write the date and time: `start = \"2019-02-22 06:00\"`", reader);
        return zone_name;
    };
    // An unknown zone is reported once; with UTC in its stead the other times can be looked at too.
    let zone_found = zone_found.unwrap_or(jiff::tz::TimeZone::UTC);
    match said(filled.value).and_then(|said| Clock::new(zone_found, said)) {
        Some((clock, change)) => {
            reader.report_change(change, &clock, 0, line.at_filled(&filled));
            reader.clock = Some(clock);
        }
        None => {
            let message = format!("not a date and time: `{}`", shown(&filled.value.words()));
            let help = day_first(&filled.value.words())
                .map_or_else(|| "write the year first: `2019-02-22 06:00`".to_owned(), |date| rewritten(&date));
            let fault = Fault::new(codes::NOT_A_MOMENT, message, help);
            reader.fault(line, &filled, fault);
        }
    }
    zone_name
}

fn missing(line: &Line<'_>, stem: &'static str, help: &str, reader: &mut Reader) {
    let at = if line.filled(stem, None).is_empty() { line.grid.sheet.whole() } else { return };
    reader.findings.error(Fault::new(codes::MISSING, format!("the operation has no `{stem}`"), help), at);
}

fn languages(line: &Line<'_>, reader: &mut Reader) -> Vec<Language> {
    let Some(filled) = reader.cell(line, "languages", None) else { return vec![Language::English] };
    let mut languages = Vec::new();
    for word in words(filled.value) {
        let language = match column_key(&word).as_str() {
            "en" | "english" | "anglais" => Language::English,
            "fr" | "french" | "français" => Language::French,
            "ar" | "arabic" | "arabe" | "العربية" => Language::Arabic,
            _ => {
                reader.fault(line, &filled, not_a_word(&word, LANGUAGES));
                continue;
            }
        };
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    languages
}

fn priorities(line: &Line<'_>, reader: &mut Reader) -> Vec<Need> {
    let names = reader.needs.clone();
    let need = |(index, name): (usize, String)| {
        let priority = reader.whole(line, "priority_{need}", Some(index)).and_then(|weight| u16::try_from(weight).ok());
        Need { name, priority: priority.map_or_else(Priority::default, Priority) }
    };
    names.into_iter().enumerate().map(need).collect()
}

fn guess(line: &Line<'_>, reader: &mut Reader) -> Guess {
    let detour = reader.factor(line, "detour");
    if let Some(short) = detour.filter(|detour| detour.0 < 1000) {
        let message = format!("a road shorter than the great circle: `{}`", f64::from(short.0) / 1000.0);
        let fault = Fault::new(codes::NOT_A_FACTOR, message, "write road length over great-circle distance: `1.4`");
        reader.findings.error(fault, line.at_column("detour", None));
    }
    let metres_per_hour = reader.thousandths(line, "speed_km_h");
    Guess {
        detour: detour.unwrap_or(Permille(1400)),
        metres_per_hour: metres_per_hour.unwrap_or(40_000),
        said: detour.is_some() || metres_per_hour.is_some(),
    }
}
