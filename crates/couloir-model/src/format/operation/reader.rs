//! Typed reading of single cells. Whatever cannot be read is reported with its place; the caller goes on without it.

use super::column::{Kind, Measure};
use super::fault::{Fault, Findings, codes};
use super::grid::{Filled, Line, shown};
use super::moment::{Change, Clock, Offset, duration, said};
use super::names::key;
use super::number::Number;
use super::sheet::Value;
use crate::clock::{Moment, Opening};
use crate::finding::At;
use crate::position::Position;
use crate::quantity::{Permille, grouped};

/// What is known while an operation is read.
#[derive(Debug)]
pub(super) struct Reader {
    pub findings: Findings,
    /// The start and the zone; absent when they could not be read, which has been reported.
    pub clock: Option<Clock>,
    /// The categories of need.
    pub needs: Vec<String>,
    /// Tables whose rows or names could not be read, which has been reported.
    pub lost: Vec<&'static str>,
}

/// What to do with a moment before the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Early {
    /// Take the start: what began before has begun.
    TakeStart,
    /// Refuse it.
    Refuse,
}

/// The longest text that a cell may hold.
const TEXT_MAX: usize = 200;

impl Reader {
    /// Reports a fault in a cell.
    pub(super) fn fault(&mut self, line: &Line<'_>, filled: &Filled<'_>, fault: Fault) {
        self.findings.error(fault, line.at_filled(filled));
    }

    /// The cell for a column. Two filled cells for one thing contradict each other.
    pub(super) fn cell<'a>(&mut self, line: &Line<'a>, stem: &'static str, need: Option<usize>) -> Option<Filled<'a>> {
        let filled = line.filled(stem, need);
        if let [_, second, ..] = filled[..] {
            let name = line.grid.sheet.header[second.index].name.trim();
            let message = format!("two columns of this row say the same: `{name}`");
            self.fault(line, &second, Fault::new(codes::CONTRADICTION, message, "fill in one of them"));
        }
        filled.first().copied()
    }

    /// The text of a cell.
    pub(super) fn text(&mut self, line: &Line<'_>, stem: &'static str) -> Option<String> {
        let filled = self.cell(line, stem, None)?;
        let text = match filled.value {
            Value::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
            Value::Whole(_) | Value::Real(_) => filled.value.words(),
            other => {
                let message = format!("not a text: `{}`", shown(&other.words()));
                self.fault(line, &filled, Fault::new(codes::NOT_A_WORD, message, "write it as text"));
                return None;
            }
        };
        let text: String = text.chars().filter(|letter| !super::number::is_unseen(*letter)).collect();
        if text.chars().count() > TEXT_MAX || text.chars().any(char::is_control) {
            let message =
                format!("a text that is longer than {TEXT_MAX} letters or has control characters: `{}`", shown(&text));
            self.fault(line, &filled, Fault::new(codes::TOO_LARGE, message, "shorten it"));
            return None;
        }
        Some(text)
    }

    /// The text of a cell that may not be empty.
    pub(super) fn required_text(&mut self, line: &Line<'_>, stem: &'static str) -> Option<String> {
        let text = self.text(line, stem);
        if text.is_none() {
            self.report_missing(line, stem);
        }
        text
    }

    /// Reports that a cell is empty, unless the whole column is missing, which has been reported once.
    pub(super) fn report_missing(&mut self, line: &Line<'_>, stem: &'static str) {
        if line.filled(stem, None).is_empty() && line.grid.has_column(stem) {
            let column = line.grid.table.column(stem);
            let message = format!("a row of `{}` has no `{}`", line.grid.table.name, column.name());
            let help = format!("fill it in: {}", column.kind.words());
            self.findings.error(Fault::new(codes::MISSING, message, help), line.at_column(stem, None));
        }
    }

    /// The whole number of a cell, within the bounds of its column.
    pub(super) fn whole(&mut self, line: &Line<'_>, stem: &'static str, need: Option<usize>) -> Option<u64> {
        let filled = self.cell(line, stem, need)?;
        let kind = line.grid.table.column(stem).kind;
        let Kind::Whole(low, high) = kind else { unreachable!("column `{stem}` holds whole numbers") };
        match number(filled.value, true).map(Number::whole) {
            Some(Some(whole)) if (i128::from(low)..=i128::from(high)).contains(&whole) => u64::try_from(whole).ok(),
            _ => {
                let message = format!("not {}: `{}`", kind.words(), shown(&filled.value.words()));
                let help = format!("write a number from {} to {}", grouped(low.into()), grouped(high.into()));
                self.fault(line, &filled, Fault::new(codes::COUNT, message, help));
                None
            }
        }
    }

    /// The measure of a cell, in whole base units, rounded up.
    pub(super) fn measure(&mut self, line: &Line<'_>, stem: &'static str, need: Option<usize>) -> Option<u64> {
        let filled = self.cell(line, stem, need)?;
        let kind = line.grid.table.column(stem).kind;
        let (Kind::Measure(measure), Some(unit)) = (kind, filled.unit) else {
            unreachable!("column `{stem}` holds a measure")
        };
        let found = number(filled.value, false).and_then(|number| number.times_rounded_up(unit.factor.into()));
        let found = found.or_else(|| with_own_unit(filled.value, measure));
        match found.and_then(|found| u64::try_from(found).ok()) {
            Some(found) if found <= measure.max => Some(found),
            found => {
                let why = if found.is_some() { "is too large" } else { "is not a number at or above 0" };
                let message = format!("{} in {} {why}: `{}`", measure.what, unit.name, shown(&filled.value.words()));
                let help = format!(
                    "write a number of {}, at most {}",
                    unit.name,
                    grouped((measure.max / u64::from(unit.factor)).into())
                );
                self.fault(line, &filled, Fault::new(codes::NOT_A_DURATION, message, help));
                None
            }
        }
    }

    /// The factor of a cell.
    pub(super) fn factor(&mut self, line: &Line<'_>, stem: &'static str) -> Option<Permille> {
        let filled = self.cell(line, stem, None)?;
        let permille = number(filled.value, false).and_then(|number| {
            let permille = number.times_rounded_up(1000)?;
            // `+15 %` is said of what is added.
            u32::try_from(if number.percent && number.signed { permille + 1000 } else { permille }).ok()
        });
        match permille {
            Some(permille @ 10..=100_000) => {
                if !(200..=5000).contains(&permille) {
                    let message = format!("a factor far from 1: `{}`", shown(&filled.value.words()));
                    self.findings.warning(
                        Fault::new(codes::ODD, message, "write `1.15` or `115 %` for 15 % more"),
                        line.at_filled(&filled),
                    );
                }
                Some(Permille(permille))
            }
            _ => {
                let message = format!("not a factor from 0.01 to 100: `{}`", shown(&filled.value.words()));
                self.fault(
                    line,
                    &filled,
                    Fault::new(codes::NOT_A_FACTOR, message, "write `1.15` or `115 %` for 15 % more"),
                );
                None
            }
        }
    }

    /// The number of a cell in thousandths, above zero and within the bound of its column.
    pub(super) fn thousandths(&mut self, line: &Line<'_>, stem: &'static str) -> Option<u32> {
        let filled = self.cell(line, stem, None)?;
        let kind = line.grid.table.column(stem).kind;
        let Kind::Decimal(max) = kind else { unreachable!("column `{stem}` holds a decimal number") };
        let found = number(filled.value, false).and_then(|number| number.times_rounded_up(1000));
        match found.and_then(|found| u32::try_from(found).ok()) {
            Some(found) if 0 < found && found <= max * 1000 => Some(found),
            _ => {
                let message = format!("not {}: `{}`", kind.words(), shown(&filled.value.words()));
                self.fault(line, &filled, Fault::new(codes::COUNT, message, "write a number such as `40`"));
                None
            }
        }
    }

    /// Whether a cell says yes.
    pub(super) fn flag(&mut self, line: &Line<'_>, stem: &'static str) -> Option<bool> {
        let filled = self.cell(line, stem, None)?;
        let said = key(&super::number::plain(&filled.value.words()));
        let flag = match said.as_str() {
            "yes" | "y" | "true" | "1" | "x" | "✓" | "oui" | "o" | "vrai" | "نعم" => Some(true),
            "no" | "n" | "false" | "0" | "-" | "non" | "faux" | "لا" | "كلا" => Some(false),
            _ => None,
        };
        if flag.is_none() {
            let message = format!("neither yes nor no: `{}`", shown(&filled.value.words()));
            self.fault(line, &filled, Fault::new(codes::NOT_A_WORD, message, "write `yes` or `no`"));
        }
        flag
    }

    /// The position in `words` of the word that a cell says.
    pub(super) fn choice(&mut self, line: &Line<'_>, stem: &'static str) -> Option<usize> {
        let Kind::Choice(words) = line.grid.table.column(stem).kind else {
            unreachable!("column `{stem}` holds a choice")
        };
        let filled = self.cell(line, stem, None)?;
        let said = filled.value.words();
        let found = words.iter().position(|word| *word == super::names::column_key(&said));
        if found.is_none() {
            let fault = not_a_word(&said, words);
            self.fault(line, &filled, fault);
        }
        found
    }

    /// The moment of a cell.
    pub(super) fn moment(&mut self, line: &Line<'_>, stem: &'static str, early: Early) -> Option<Moment> {
        let filled = self.cell(line, stem, None)?;
        let Some(said) = said(filled.value) else {
            let message = format!("not a moment: `{}`", shown(&filled.value.words()));
            let help = match super::moment::day_first(&filled.value.words()) {
                Some(date) => rewritten(&date),
                None => "write `2019-02-22 08:40`, `08:40` or `+2h30`; the year comes first, or the day with points: `22.02.2019 08:40`".to_owned(),
            };
            self.fault(line, &filled, Fault::new(codes::NOT_A_MOMENT, message, help));
            return None;
        };
        let clock = self.clock.clone()?;
        let Some((offset, change)) = clock.offset(said, 0) else {
            let message = format!("a moment more than ten years from the start: `{}`", shown(&filled.value.words()));
            self.fault(line, &filled, Fault::new(codes::NOT_A_MOMENT, message, "correct the year"));
            return None;
        };
        self.report_change(change, &clock, offset, line.at_filled(&filled));
        match (u64::try_from(offset), early) {
            (Ok(offset), _) => Some(Moment(offset)),
            (Err(_), Early::TakeStart) => Some(Moment::START),
            (Err(_), Early::Refuse) => {
                let message = format!("before the operation starts: `{}`", shown(&filled.value.words()));
                let help = "correct the date here or `start` in the table `operation`";
                self.fault(line, &filled, Fault::new(codes::BEFORE_START, message, help));
                None
            }
        }
    }

    /// Says how a time was taken that clocks skip or repeat.
    pub(super) fn report_change(&mut self, change: Change, clock: &Clock, offset: Offset, at: At) {
        let what = match change {
            Change::None => return,
            Change::Gap => "clocks skip this time; it was moved on by the gap",
            Change::Fold => "clocks repeat this time; the first one was taken",
        };
        let message = format!("{what}: `{}`", clock.civil(offset).strftime("%Y-%m-%d %H:%M"));
        let help = "to mean another moment, write it with its distance from UTC: `2024-10-27T02:30+01:00`";
        self.findings.warning(Fault::new(codes::CLOCK_CHANGE, message, help), at);
    }

    /// The opening times of a row; always where it says nothing.
    pub(super) fn opening(&mut self, line: &Line<'_>) -> Opening {
        let (Some(filled), Some(clock)) = (self.cell(line, "open", None), self.clock.clone()) else {
            return Opening::always();
        };
        match super::opening::opening(filled.value, &clock) {
            Ok((opening, replaced)) => {
                if replaced {
                    let message = format!(
                        "windows with a date stand instead of the daily ones on their days: `{}`",
                        shown(&filled.value.words())
                    );
                    let note = crate::finding::Finding::note(codes::ODD, message);
                    self.findings.push(note.at(line.at_filled(&filled)));
                }
                opening
            }
            Err(fault) => {
                self.fault(line, &filled, Fault { message: fault.message, ..fault });
                Opening::always()
            }
        }
    }

    /// The position of a row, if it gives one.
    pub(super) fn position(&mut self, line: &Line<'_>) -> Option<Position> {
        let lat = self.cell(line, "lat", None);
        let lon = self.cell(line, "lon", None);
        let (lat, lon) = match (lat, lon) {
            (None, None) => return None,
            (Some(lat), Some(lon)) => (lat, lon),
            (Some(one), None) | (None, Some(one)) => {
                let fault = Fault::new(
                    codes::COORDINATES,
                    "latitude and longitude go together: one is missing",
                    "fill in `lat` and `lon`, or neither",
                );
                self.fault(line, &one, fault);
                return None;
            }
        };
        let degrees = |filled: &Filled<'_>| number(filled.value, false).map(Number::real);
        match (degrees(&lat), degrees(&lon)) {
            (Some(lat_deg), Some(lon_deg)) => {
                Position::from_degrees(lon_deg, lat_deg).map_err(|_| off_the_globe(lat_deg, lon_deg))
            }
            (None, _) => Err(not_degrees(lat.value)),
            (_, None) => Err(not_degrees(lon.value)),
        }
        .map_err(|fault| self.fault(line, &lat, fault))
        .ok()
    }

    /// Looks a note through; it is not kept.
    pub(super) fn note(&mut self, line: &Line<'_>) {
        for filled in line.filled("note", None) {
            if super::privacy::holds_a_number_of_a_person(&filled.value.words()) {
                let fault = Fault::new(
                    codes::PERSONAL,
                    "a note that seems to hold a telephone or document number",
                    "take it out: files get lost, and Couloir needs counts only",
                );
                self.findings.warning(fault, line.at_filled(&filled));
            }
        }
    }
}

/// What to do with a date that can be read in two ways.
pub(super) fn rewritten(date: &str) -> String {
    format!(
        "Excel rewrote it: write `{date}` if the day comes first, and format the column as text, or use the XLSX form"
    )
}

/// The number in a cell.
pub(super) fn number(value: &Value, whole: bool) -> Option<Number> {
    match value {
        Value::Whole(number) => Some(Number::of_whole(*number)),
        Value::Real(number) => Number::of_real(*number),
        Value::Text(text) => Number::read(text, whole),
        _ => None,
    }
}

/// A duration that says its own unit, as in `2h30`, `45 min`, or a workbook's `00:45`.
fn with_own_unit(value: &Value, measure: Measure) -> Option<i128> {
    if !measure.units.iter().any(|unit| unit.name == "seconds") {
        return None;
    }
    match value {
        Value::Text(text) => duration(text).map(i128::from),
        Value::Clock(time) => {
            Some(i128::from(time.hour()) * 3600 + i128::from(time.minute()) * 60 + i128::from(time.second()))
        }
        _ => None,
    }
}

pub(super) fn not_a_word(said: &str, words: &[&str]) -> Fault {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    let help = match super::names::nearest(said, words.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write {}", super::column::listed_plain(&quoted, "or")),
    };
    Fault::new(codes::NOT_A_WORD, format!("not a word that stands here: `{}`", shown(said)), help)
}

fn off_the_globe(lat: f64, lon: f64) -> Fault {
    let swapped = Position::from_degrees(lat, lon).is_ok();
    let help = if swapped {
        "are latitude and longitude swapped?"
    } else {
        "latitude is from −90 to 90, longitude from −180 to 180"
    };
    Fault::new(codes::COORDINATES, format!("not a point on the globe: latitude {lat}, longitude {lon}"), help)
}

fn not_degrees(value: &Value) -> Fault {
    let message = format!("not degrees as a decimal number: `{}`", shown(&value.words()));
    Fault::new(codes::COORDINATES, message, "write `34.4667`, not degrees and minutes; west and south are negative")
}
