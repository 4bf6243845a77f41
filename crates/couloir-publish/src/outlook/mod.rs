//! What may be true, as people read it: a table on the terminal, a page, and a picture, in three languages.
//!
//! **Invariant:** every one of them says that it is an estimate and no count, and none says that a place is empty.

mod page;
mod text;
mod words;

use crate::Language;
use crate::words::Words;
use couloir_model::outlook::{Driver, Outlook};
use jiff::civil::Date;

/// The quantiles that are shown.
const QUANTILES: [u8; 7] = [5, 10, 25, 50, 75, 90, 95];

/// The central intervals that are shown.
const INTERVALS: [u8; 3] = [50, 80, 90];

/// The outlook of `operation` as plain text, complete without colour: tables within 120 columns, sentences as long as they are.
#[must_use]
pub fn outlook_text(operation: &str, outlook: &Outlook, language: Language) -> String {
    text::text(&Reading::new(operation, outlook, language))
}

/// The same as a page that refers to nothing outside itself, with the picture in it.
#[must_use]
pub fn outlook_page(operation: &str, outlook: &Outlook, language: Language) -> String {
    page::page(&Reading::new(operation, outlook, language))
}

/// The picture alone, as SVG: for people and for days, twenty dots of one chance in twenty each, over the central intervals.
#[must_use]
pub fn outlook_picture(operation: &str, outlook: &Outlook, language: Language) -> String {
    crate::chart::outlook::picture(&Reading::new(operation, outlook, language))
}

/// The sentence that says from which estimate a plan takes its people.
pub(crate) fn source(outlook: &Outlook, language: Language) -> String {
    let reading = Reading::new("", outlook, language);
    reading.phrases.people_from(&reading.moment(), &reading.number(outlook.people.at(75)))
}

/// An outlook with the tools to read it.
pub(crate) struct Reading<'a> {
    pub(crate) operation: &'a str,
    pub(crate) outlook: &'a Outlook,
    pub(crate) words: &'static dyn Words,
    pub(crate) phrases: &'static dyn words::Phrases,
}

impl<'a> Reading<'a> {
    fn new(operation: &'a str, outlook: &'a Outlook, language: Language) -> Self {
        Self { operation, outlook, words: crate::words::of(language), phrases: words::of(language) }
    }

    pub(crate) fn number(&self, number: u64) -> String {
        self.words.number(number)
    }

    /// A number of which nobody knows more than two digits.
    fn about(&self, number: u64) -> String {
        let mut step = 1;
        while number / step >= 100 {
            step *= 10;
        }
        self.number(number.saturating_add(step / 2) / step * step)
    }

    /// What a wording allows, in brackets; nothing for a number alone.
    fn allowed(&self, range: Option<(u64, u64)>) -> String {
        let range = range.filter(|(low, high)| low < high);
        range.map(|(low, high)| format!(" ({})", self.words.range(low, high))).unwrap_or_default()
    }

    /// Whole percent of thousandths.
    fn percent(&self, permille: u16) -> String {
        format!("{}\u{a0}%", self.number(u64::from(permille).saturating_add(5) / 10))
    }

    /// `1.3` of 1,300 thousandths; whole from ten on.
    fn times(&self, permille: u32) -> String {
        if permille >= 10_000 {
            return self.number(u64::from(permille).saturating_add(500) / 1000);
        }
        let tenths = (permille + 50) / 100;
        format!("{}{}{}", tenths / 10, self.phrases.decimal_mark(), tenths % 10)
    }

    pub(crate) fn date(&self, date: Date) -> String {
        self.words.date(date.weekday().to_monday_zero_offset(), date.day(), date.month(), date.year())
    }

    pub(crate) fn day(&self, date: Date) -> String {
        self.words.day(date.day(), date.month(), None)
    }

    /// The moment for which it holds.
    pub(crate) fn moment(&self) -> String {
        let moment = self.outlook.as_of;
        format!("{}{}{:02}:{:02}", self.date(moment.date()), self.words.comma(), moment.hour(), moment.minute())
    }

    /// The day so many days after the moment.
    pub(crate) fn after(&self, days: u32) -> Date {
        let later = jiff::Span::new().days(i64::from(days));
        self.outlook.as_of.date().checked_add(later).unwrap_or(Date::MAX)
    }

    /// A driver: its weight, and what it is.
    fn driver(&self, driver: &Driver) -> (String, String) {
        let weight = driver.share.map(|share| self.percent(share)).unwrap_or_default();
        (weight, self.phrases.reason(self, &driver.reason))
    }

    /// The answers to what was asked, each a sentence.
    fn answers(&self) -> Vec<String> {
        let people = self
            .outlook
            .more_than
            .iter()
            .map(|chance| self.phrases.more_than(&self.number(chance.of), &self.percent(chance.permille)));
        let days =
            self.outlook.at_least_days.iter().map(|chance| {
                self.phrases.at_least_days(&self.number(chance.of.into()), &self.percent(chance.permille))
            });
        people.chain(days).collect()
    }
}
