//! The sentences of an outlook, in three languages.

mod ar;
mod en;
mod fr;

use super::Reading;
use couloir_model::outlook::{Reason, Record};
use couloir_model::scenario::Language;
use serde::Serialize;

/// The sentences of `language`.
pub(super) fn of(language: Language) -> &'static dyn Phrases {
    match language {
        Language::English => &en::English,
        Language::French => &fr::French,
        Language::Arabic => &ar::Arabic,
    }
}

/// The fixed texts of one language. The page reads them by these names.
#[derive(Debug, Serialize)]
pub(crate) struct Labels {
    /// What this is.
    pub(crate) estimate: &'static str,
    /// That it is no count, and never means that nobody is left.
    pub(crate) not_a_count: &'static str,
    /// The people still inside.
    pub(crate) people_inside: &'static str,
    /// The days until it may be over.
    pub(crate) until_over: &'static str,
    /// Before the chances of a table.
    pub(crate) with_chance: &'static str,
    /// Before numbers that are not passed with that chance.
    pub(crate) at_most: &'static str,
    /// Before numbers of days.
    pub(crate) within_days: &'static str,
    /// Before days.
    pub(crate) by_day: &'static str,
    /// A central interval.
    pub(crate) central: &'static str,
    /// What drives the people inside.
    pub(crate) drives_people: &'static str,
    /// What drives the end.
    pub(crate) drives_end: &'static str,
    /// What a piece of evidence weighs.
    pub(crate) weight: &'static str,
    /// A piece of evidence.
    pub(crate) evidence: &'static str,
    /// How often such intervals were right.
    pub(crate) how_often_right: &'static str,
    /// What the picture shows.
    pub(crate) picture: &'static str,
    /// People, as the name of an axis.
    pub(crate) people: &'static str,
    /// Days, as the name of an axis.
    pub(crate) days: &'static str,
    /// Between a name and what is said of it.
    pub(crate) colon: &'static str,
}

/// The texts of one language that depend on numbers and names.
pub(crate) trait Phrases: Sync {
    /// The fixed texts.
    fn labels(&self) -> &'static Labels;

    /// Before the tenths of a number.
    fn decimal_mark(&self) -> char;

    /// `as of Fri 22 Feb 2019, 12:00`.
    fn as_of(&self, moment: &str) -> String;

    /// `80 in 100`: a central interval.
    fn interval(&self, percent: u8) -> String;

    /// `9 to 35 days`.
    fn days(&self, range: &str) -> String;

    /// From one day to another.
    fn between_days(&self, first: &str, last: &str) -> String;

    /// The chance that more than so many are inside.
    fn more_than(&self, people: &str, chance: &str) -> String;

    /// The chance that it takes at least so many days.
    fn at_least_days(&self, days: &str, chance: &str) -> String;

    /// What an outlook rests on, as a sentence without a full stop.
    fn reason(&self, reading: &Reading, reason: &Reason) -> String;

    /// How often such intervals were right.
    fn record(&self, reading: &Reading, record: Record) -> String;

    /// A plan takes its people from the estimate of `moment`, whose upper quartile is so many.
    fn people_from(&self, moment: &str, upper_quartile: &str) -> String;
}
