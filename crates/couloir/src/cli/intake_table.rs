//! A table of counts: one row an event, its columns named as the options of `couloir record`.

use super::record;
use crate::lines::LINES;
use crate::moment;
use couloir_ledger::count::HeadCount;
use couloir_ledger::event::{Asked, Event, Method, Place, Ride, Stop, What};
use couloir_ledger::name::Name;
use couloir_model::clock::UnixSeconds;
use couloir_model::finding::{At, Finding};
use couloir_model::format::operation::sheet::{Row, Sheet, Value};
use couloir_model::quantity::People;

/// All other columns.
const OTHERS: [&str; 11] =
    ["what", "at", "site", "shelter", "checkpoint", "vehicle", "trip", "part", "reason", "method", "post"];

/// The events of a table, each with its row; every fault in it at once, with row and column.
pub(super) fn rows(sheet: &Sheet, found: &mut Vec<Finding>) -> Vec<(At, Event)> {
    let known = || OTHERS.iter().copied().chain(LINES.iter().map(|(name, _)| *name));
    for (column, header) in sheet.header.iter().enumerate() {
        let name = normal(&header.name);
        let at = sheet.at(header.line, Some(column));
        if !known().any(|known| known == name) {
            let near = known().min_by_key(|known| strsim_distance(known, &name)).unwrap_or("what");
            let message = format!("the table has no column of this name: `{}`", header.name);
            let help = format!("did you mean `{near}`? columns of names or documents of people are never taken");
            found.push(Finding::error("couloir::intake::column", message).help(help).at(at));
        } else if sheet.header[..column].iter().any(|other| normal(&other.name) == name) {
            let message = format!("the column stands there twice: `{name}`");
            found.push(Finding::error("couloir::intake::column", message).help("delete one of them").at(at));
        }
    }
    if !sheet.header.iter().any(|header| normal(&header.name) == "what") {
        let finding = Finding::error("couloir::intake::column", "the table has no column `what`");
        found.push(finding.help("say in it what happened: head-count, boarded, departed, …").at(sheet.whole()));
        return Vec::new();
    }
    let rows = sheet.rows.iter();
    rows.filter_map(|row| Some((sheet.at(row.line, None), Reader { sheet, row, found }.event()?))).collect()
}

fn normal(name: &str) -> String {
    name.trim().to_lowercase().replace(['-', ' '], "_")
}

/// How many letters two short words do not share by position: enough for a hint.
fn strsim_distance(one: &str, other: &str) -> usize {
    let shared = one.chars().zip(other.chars()).filter(|(one, other)| one == other).count();
    one.len().max(other.len()) - shared
}

struct Reader<'a> {
    sheet: &'a Sheet,
    row: &'a Row,
    found: &'a mut Vec<Finding>,
}

impl Reader<'_> {
    fn column(&self, name: &str) -> Option<usize> {
        self.sheet.header.iter().position(|header| normal(&header.name) == name)
    }

    fn value(&self, name: &str) -> Option<&Value> {
        let cell = self.row.cells.get(self.column(name)?)?;
        (!cell.value.is_blank()).then_some(&cell.value)
    }

    fn fault(&mut self, column: &str, message: String, help: &str) {
        let at = self.sheet.at(self.row.line, self.column(column));
        self.found.push(Finding::error("couloir::intake::cell", message).help(help).at(at));
    }

    /// A cell read by `read`, whose words for what is wrong are told.
    fn text<T>(&mut self, name: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let words = self.value(name)?.words();
        match read(words.trim()) {
            Ok(value) => Some(value),
            Err(help) => {
                self.fault(name, format!("the column `{name}` cannot hold this: `{words}`"), &help);
                None
            }
        }
    }

    fn name(&mut self, column: &str) -> Option<Name> {
        self.text(column, |text| Name::new(text).map_err(|why| format!("write a short name: {why}")))
    }

    fn number(&mut self, column: &str) -> Option<u32> {
        self.text(column, |text| {
            // A workbook stores 12 as 12.0.
            let whole = text.strip_suffix(".0").unwrap_or(text);
            whole
                .parse()
                .map_err(|_| "write a whole number, 0 for none, and nothing where nobody has counted".to_owned())
        })
    }

    fn moment(&mut self) -> Option<UnixSeconds> {
        if let Some(Value::Civil(civil)) = self.value("at") {
            let zoned = civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
            return Some(UnixSeconds(zoned.timestamp().as_second()));
        }
        self.text("at", moment::parse)
    }

    fn count(&mut self) -> Option<HeadCount> {
        let before = self.found.len();
        let mut lines = Vec::new();
        for (column, line) in LINES {
            lines.extend(self.number(column).map(|number| (line, People(number))));
        }
        if lines.is_empty() || before < self.found.len() {
            return None;
        }
        match HeadCount::new(&lines) {
            Ok(count) => Some(count),
            Err(why) => {
                self.fault(
                    "people",
                    format!("this is no head count: {why}"),
                    "look at the paper again, or count again",
                );
                None
            }
        }
    }

    fn needed<T>(&mut self, column: &str, value: Option<T>, what: &str) -> Option<T> {
        // A cell that is there and wrong has been told already.
        if value.is_none() && self.value(column).is_none() {
            let at = self.sheet.at(self.row.line, self.column(column));
            let message = format!("it is not said {what}");
            let help = format!("fill in the column `{column}`");
            self.found.push(Finding::error("couloir::intake::cell", message).help(help).at(at));
        }
        value
    }

    fn event(mut self) -> Option<Event> {
        if self.row.cells.iter().all(|cell| cell.value.is_blank()) {
            return None;
        }
        let before = self.found.len();
        let what_said = self.value("what").map(|value| normal(&value.words()).replace('_', "-"));
        let occurred_at = self.moment();
        let post = self.name("post");
        let method = self.text("method", record::method).unwrap_or(Method::Counted);
        let (site, shelter, vehicle) = (self.name("site"), self.name("shelter"), self.name("vehicle"));
        let trip = self.number("trip");
        let part = self.number("part").unwrap_or(1);
        let reason = self.text("reason", record::reason);
        let checkpoint = self.name("checkpoint");
        let count = self.count();
        if site.is_some() && shelter.is_some() {
            self.fault("shelter", "a site and a shelter in one row".to_owned(), "keep the one where it happened");
        }
        let stop = site.map(Stop::Site).or(shelter.map(Stop::Shelter));
        let ride = vehicle.map(|vehicle| Ride { vehicle, trip });
        let place = stop.clone().map(Place::Stop).or(ride.clone().map(Place::Vehicle));
        let what = match what_said.as_deref() {
            Some("head-count") => {
                let (at, count) = (self.needed("site", place, "where"), self.needed("people", count, "how many"));
                at.zip(count).map(|(at, count)| What::HeadCount { at, count })
            }
            Some("otherwise") => {
                let (at, count) = (self.needed("site", place, "where"), self.needed("people", count, "how many"));
                let reason = self.needed("reason", reason, "how: born, died, hospital, left or came");
                at.zip(count).zip(reason).map(|((at, count), reason)| What::Otherwise { at, reason, count })
            }
            Some("passed") => {
                let checkpoint = self.needed("checkpoint", checkpoint, "which checkpoint");
                let ride = self.needed("vehicle", ride, "which vehicle");
                checkpoint.zip(ride).map(|(checkpoint, ride)| What::Passed { checkpoint, ride, count })
            }
            Some(movement @ ("boarded" | "alighted" | "departed" | "arrived")) => {
                let (at, ride) = (self.needed("site", stop, "where"), self.needed("vehicle", ride, "which vehicle"));
                let must_count = matches!(movement, "boarded" | "alighted");
                let count = if must_count { self.needed("people", count, "how many").map(Some) } else { Some(count) };
                at.zip(ride).zip(count).map(|((at, ride), count)| match (movement, count) {
                    ("boarded", Some(count)) => What::Boarded { at, ride, part, count },
                    ("alighted", Some(count)) => What::Alighted { at, ride, part, count },
                    ("departed", count) => What::Departed { from: at, ride, count, asked: Asked::default() },
                    (_, count) => What::Arrived { at, ride, count },
                })
            }
            said => {
                let said = said.unwrap_or_default().to_owned();
                let help = "write head-count, boarded, departed, passed, arrived, alighted or otherwise";
                self.fault("what", format!("nothing happens by this word: `{said}`"), help);
                None
            }
        };
        let what = what.filter(|_| before == self.found.len())?;
        Some(Event { occurred_at, post, method, what })
    }
}
