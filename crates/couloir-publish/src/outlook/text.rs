//! The outlook as plain text.

use super::{INTERVALS, QUANTILES, Reading};
use crate::words::without_isolates;
use couloir_model::outlook::Driver;
use unicode_width::UnicodeWidthStr;

/// Width of a column of numbers.
const COLUMN: usize = 11;
/// Width of the names of rows.
const NAME: usize = 18;

pub(super) fn text(reading: &Reading) -> String {
    let (outlook, labels) = (reading.outlook, reading.phrases.labels());
    let mut lines = vec![
        format!("{}{}{}", reading.operation, reading.words.colon(), reading.phrases.as_of(&reading.moment())),
        labels.not_a_count.to_owned(),
        String::new(),
        labels.people_inside.to_owned(),
        row(labels.with_chance, QUANTILES.map(|percent| format!("{percent} %"))),
        row(labels.at_most, QUANTILES.map(|percent| reading.number(outlook.people.at(percent)))),
    ];
    for percent in INTERVALS {
        let (low, high) = outlook.people.central(percent);
        lines.push(interval(reading, percent, &reading.words.range(low, high)));
    }
    lines.extend([
        String::new(),
        labels.until_over.to_owned(),
        row(labels.with_chance, QUANTILES.map(|percent| format!("{percent} %"))),
        row(labels.within_days, QUANTILES.map(|percent| reading.number(outlook.days.at(percent).into()))),
        row(labels.by_day, QUANTILES.map(|percent| reading.day(reading.after(outlook.days.at(percent))))),
    ]);
    for percent in INTERVALS {
        let (low, high) = outlook.days.central(percent);
        lines.push(interval(reading, percent, &reading.phrases.days(&reading.words.range(low.into(), high.into()))));
    }
    let answers = reading.answers();
    if !answers.is_empty() {
        lines.push(String::new());
        lines.extend(answers);
    }
    lines.extend([String::new(), labels.drives_people.to_owned()]);
    lines.extend(drivers(reading, &outlook.people_drivers));
    lines.extend([String::new(), labels.drives_end.to_owned()]);
    lines.extend(drivers(reading, &outlook.end_drivers));
    lines.extend([String::new(), reading.phrases.record(reading, outlook.record)]);
    without_isolates(&(lines.join("\n") + "\n"))
}

fn interval(reading: &Reading, percent: u8, range: &str) -> String {
    format!("  {}{}{range}", reading.phrases.interval(percent), reading.words.colon())
}

fn row<const N: usize>(name: &str, cells: [String; N]) -> String {
    let mut line = format!("  {}", padded_end(name, NAME));
    for cell in cells {
        line.push_str(&" ".repeat(COLUMN.saturating_sub(cell.width()).max(1)));
        line.push_str(&cell);
    }
    line
}

fn padded_end(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

fn drivers(reading: &Reading, drivers: &[Driver]) -> Vec<String> {
    let line = |driver| {
        let (weight, words) = reading.driver(driver);
        let weight = if weight.is_empty() { "-".to_owned() } else { weight };
        format!("  {}{weight}  {words}", " ".repeat(5_usize.saturating_sub(weight.width())))
    };
    drivers.iter().map(line).collect()
}
