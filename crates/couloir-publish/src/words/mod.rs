//! Every text that people read, in three languages, in one place.
//!
//! [`Labels`] are the fixed texts: a language that lacks one does not compile. [`Words`] are those that depend on numbers
//! and names. A message never says that a place is empty: the plan knows counts, not who is still there.

use couloir_model::plan::Reason;
use couloir_model::quantity::{People, Seconds};
use couloir_model::scenario::Language;
use serde::Serialize;

mod ar;
mod en;
mod fr;
mod labels;

pub(crate) use labels::Labels;

/// The texts of `language`.
pub(crate) fn of(language: Language) -> &'static dyn Words {
    match language {
        Language::English => &en::English,
        Language::French => &fr::French,
        Language::Arabic => &ar::Arabic,
    }
}

/// What binds, with the names of what binds.
#[derive(Debug, Clone)]
pub(crate) enum Binds {
    Vehicles,
    Seats(String),
    Road(String),
    SiteBerths(String),
    ShelterBerths(Option<String>),
    Reception(String),
    Room,
    SiteWindow(String),
    ShelterWindow(String),
    Passage(String),
    Nothing,
}

/// The last arrival, held against the deadline.
#[derive(Debug, Clone, Copy)]
pub(crate) enum LastArrival<'a> {
    /// So long before it, or at it.
    Before(&'a str),
    /// So long after it.
    After(&'a str),
}

/// What a count counts.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Thing {
    Person,
    Vehicle,
    Trip,
    Berth,
    Violation,
}

/// The texts of one language that depend on numbers and names. Names come in as they are and go out as they came.
pub(crate) trait Words: Sync {
    /// The fixed texts.
    fn labels(&self) -> &'static Labels;

    /// `fr`, as HTML wants it.
    fn code(&self) -> &'static str;

    /// The direction of writing, as HTML wants it.
    fn dir(&self) -> &'static str {
        "ltr"
    }

    /// Between the members of a list, and between day and hour.
    fn comma(&self) -> &'static str {
        ", "
    }

    /// Between a name and what is said of it.
    fn colon(&self) -> &'static str {
        ": "
    }

    /// The number with its digits grouped.
    fn number(&self, number: u64) -> String;

    /// `9.6 %` for 96 thousandths.
    fn percent(&self, permille: u64) -> String;

    /// A count with its noun, in the right plural.
    fn count(&self, number: u64, thing: Thing) -> String;

    /// Such as `6 h 05`, `45 min`, `1 min 30 s`; seconds only below ten minutes.
    fn duration(&self, duration: Seconds) -> String;

    /// `24 Feb`, or `24 Feb 2020` with a year.
    fn day(&self, day: i8, month: i8, year: Option<i16>) -> String;

    /// `Fri 22 Feb 2019`; `weekday` counts from Monday, 0.
    fn date(&self, weekday: i8, day: i8, month: i8, year: i16) -> String;

    /// `2,100 of 2,140`.
    fn part_of(&self, part: u64, whole: u64) -> String;

    /// `1,800 to 2,600`.
    fn range(&self, low: u64, high: u64) -> String;

    /// The name of a need; the three default ones are translated, others stay as they are.
    fn need<'a>(&self, name: &'a str) -> &'a str;

    /// `42 seated`.
    fn of_need(&self, number: u64, need: &str) -> String {
        format!("{} {}", self.number(number), self.need(need))
    }

    /// Why people are not moved; `name` names the need of [`Reason::NoSeats`], the vehicle of [`Reason::Stranded`].
    fn reason(&self, reason: Reason, name: Option<&str>) -> String;

    /// What binds and what would have to change.
    fn binds(&self, binds: &Binds) -> String;

    /// The headline when everybody planned for is moved, or only some.
    fn out_by(&self, moved: People, planned: People, when: &str) -> String;

    /// `8 h 35 after the start (06:00)`.
    fn after_start(&self, duration: &str, start: &str) -> String;

    /// The deadline: how many are not at a shelter by it, loudly, and how long before or after it the last arrival is, if any.
    fn deadline(&self, deadline: &str, not_out: u64, last: Option<LastArrival>) -> String;

    /// `planned for (upper quartile of the counts 1,800 to 2,600)`; `end` is one of the labels `plan_for_*`.
    fn planned_for(&self, planned: &str, end: &str, range: &str) -> String;

    /// `48 trips by 12 of 14 vehicles`.
    fn trips_by(&self, trips: u64, used: u64, fleet: u64) -> String;

    /// `1 h 04: Bus 7, trip 2`.
    fn on_board(&self, duration: &str, vehicle: &str, trip: u64) -> String;

    /// What no plan can beat, and by how much this one may be above it.
    fn bound(&self, when: &str, gap: Option<u64>) -> String;

    /// Travel times from a table.
    fn table_times(&self, listed: u64, filled: u64) -> String;

    /// Travel times by road, from a network and the day of its map data; with the attribution that the map's licence asks for.
    fn road_times(&self, network: &str, extract: &str) -> String;

    /// Travel times that nobody measured. Loud.
    fn great_circle_times(&self, detour: &str, km_per_hour: &str) -> String;

    /// The verdict: valid.
    fn valid(&self, by: &str) -> String;

    /// The verdict: not valid. Loud.
    fn not_valid(&self, violations: u64, by: &str) -> String;

    /// The last vehicle to arrive.
    fn last_in(&self, vehicle: &str, shelter: &str, when: &str) -> String;

    /// A place whose berths are busy; the share is of the time from its first to its last service.
    fn berths_busy(&self, place: &str, berths: u64, permille: u64) -> String;

    /// How full a shelter will be.
    fn filled(&self, shelter: &str, people: u64, capacity: u64, permille: u64) -> String;

    /// The longest queue.
    fn longest_queue(&self, vehicle: &str, place: &str, duration: &str, when: &str) -> String;

    /// `the first 5 and last 5 of 900 trips; all are in timetable.csv (in out/)`.
    fn excerpt(&self, shown: u64, trips: u64, folder: Option<&str>) -> String;

    /// Rows that are left out: `and 12 more`.
    fn and_more(&self, number: u64) -> String;

    /// `rows: the 60 of 150 vehicles that finish last`.
    fn rows_shown(&self, shown: u64, vehicles: u64) -> String;

    /// The text that says what the Gantt chart shows.
    fn gantt_description(&self, vehicles: &str, from: &str, until: &str) -> String;

    /// The text that says what the curve shows.
    fn curve_description(&self, moved: &str, first: &str, last: &str) -> String;

    /// The name of the zone is not known: times are in UTC.
    fn unknown_zone(&self, name: &str) -> String;

    /// `Convoy 3`.
    fn convoy(&self, number: u64) -> String;

    /// `escort B`, or `escorts A, B`.
    fn escorted(&self, names: &str, count: u64) -> String;

    /// `place 4 of 9`: where a vehicle stands in its convoy.
    fn place_in_line(&self, place: u64, of: u64) -> String;

    /// How it was computed.
    fn computed(&self, program: &str, seed: u64, iterations: u64, workers: u64) -> String;

    /// Places without coordinates that the map leaves out.
    fn places_left_out(&self, names: &str) -> String;
}

/// The three default needs, however they are written.
pub(crate) fn default_need(name: &str) -> Option<DefaultNeed> {
    match name.to_lowercase().as_str() {
        "seated" => Some(DefaultNeed::Seated),
        "wheelchair" => Some(DefaultNeed::Wheelchair),
        "stretcher" => Some(DefaultNeed::Stretcher),
        _ => None,
    }
}

/// A need that every operation has unless it says otherwise.
#[derive(Debug, Clone, Copy)]
pub(crate) enum DefaultNeed {
    Seated,
    Wheelchair,
    Stretcher,
}

/// `name` in signs that keep its direction of writing from upsetting the sentence around it (Unicode Standard Annex #9: first
/// strong isolate, pop directional isolate). A terminal shows them as boxes, so that the table takes them out again.
pub(crate) fn isolated(name: &str) -> String {
    format!("\u{2068}{name}\u{2069}")
}

/// The text without the signs that [`isolated`] puts in.
pub(crate) fn without_isolates(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

/// Digits in groups of three with `separator` between them.
fn grouped(number: u64, separator: char) -> String {
    couloir_model::quantity::grouped(number.into()).replace(',', &separator.to_string())
}

/// Hours and minutes from an hour on; minutes from ten on; minutes and seconds below.
enum Clockwork {
    Hours(u64, u64),
    Minutes(u64),
    MinutesSeconds(u64, u64),
    Seconds(u64),
}

fn clockwork(duration: Seconds) -> Clockwork {
    let (minutes, seconds) = (duration.0 / 60, duration.0 % 60);
    match (minutes, seconds) {
        (60.., _) => Clockwork::Hours(minutes / 60, minutes % 60),
        (10.., _) | (1.., 0) => Clockwork::Minutes(minutes),
        (1.., _) => Clockwork::MinutesSeconds(minutes, seconds),
        (0, _) => Clockwork::Seconds(seconds),
    }
}

/// Hours, minutes and seconds with the international symbols: `6 h 05`.
fn international_duration(duration: Seconds, hours: impl Fn(u64) -> String) -> String {
    match clockwork(duration) {
        Clockwork::Hours(count, minutes) => format!("{} h {minutes:02}", hours(count)),
        Clockwork::Minutes(minutes) => format!("{minutes} min"),
        Clockwork::MinutesSeconds(minutes, seconds) => format!("{minutes} min {seconds:02} s"),
        Clockwork::Seconds(seconds) => format!("{seconds} s"),
    }
}

/// The day with its year, if one is said.
fn with_year(day: String, year: Option<i16>) -> String {
    year.map_or(day.clone(), |year| format!("{day} {year}"))
}

/// The name of the month; nothing for a month that no calendar has.
fn month(names: &[&'static str; 12], month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|index| names.get(index)).copied().unwrap_or("")
}

/// The name of the weekday, from Monday, 0.
fn weekday(names: &[&'static str; 7], weekday: i8) -> &'static str {
    usize::try_from(weekday).ok().and_then(|index| names.get(index)).copied().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(language: Language, numbers: [u64; 7], thing: Thing) -> Vec<String> {
        numbers.map(|number| of(language).count(number, thing)).to_vec()
    }

    #[test]
    fn arabic_counts_have_a_dual_a_plural_and_two_singulars() {
        assert_eq!(
            counted(Language::Arabic, [1, 2, 3, 10, 11, 100, 103], Thing::Vehicle),
            ["مركبة واحدة", "مركبتان", "3 مركبات", "10 مركبات", "11 مركبةً", "100 مركبة", "103 مركبات"]
        );
        assert_eq!(of(Language::Arabic).count(1_102, Thing::Person), "1,102 شخص");
        assert_eq!(of(Language::Arabic).count(0, Thing::Person), "0 شخص");
    }

    #[test]
    fn zero_is_singular_in_french_and_plural_in_english() {
        assert_eq!(of(Language::French).count(0, Thing::Person), "0 personne");
        assert_eq!(of(Language::French).count(2, Thing::Person), "2 personnes");
        assert_eq!(of(Language::English).count(0, Thing::Person), "0 people");
        assert_eq!(of(Language::English).count(1, Thing::Person), "1 person");
    }

    #[test]
    fn digits_are_grouped_as_each_language_does() {
        assert_eq!(of(Language::French).number(36_000), "36\u{202f}000");
        assert_eq!(of(Language::English).number(36_000), "36,000");
        assert_eq!(of(Language::Arabic).number(36_000), "36,000");
    }

    #[test]
    fn durations_lose_their_seconds_where_nobody_plans_in_them() {
        let said = |seconds| of(Language::English).duration(Seconds(seconds));
        assert_eq!(said(59), "59 s");
        assert_eq!(said(95), "1 min 35 s");
        assert_eq!(said(600), "10 min");
        assert_eq!(said(3_725), "1 h 02");
        assert_eq!(of(Language::Arabic).duration(Seconds(3_725)), "1 س 02 د");
    }

    #[test]
    fn a_day_is_said_with_its_year_in_each_language() {
        let said = |language| of(language).day(1, 1, Some(2020));
        assert_eq!(said(Language::English), "1 Jan 2020");
        assert_eq!(said(Language::French), "1er janv. 2020");
        assert_eq!(said(Language::Arabic), "1 يناير 2020");
        assert_eq!(of(Language::French).labels().times_in, "Fuseau horaire");
    }

    #[test]
    fn the_default_needs_are_translated_and_others_stay() {
        assert_eq!(of(Language::French).of_need(2, "Stretcher"), "2 sur brancard");
        assert_eq!(of(Language::French).of_need(1, "seated"), "1 assise");
        assert_eq!(of(Language::French).of_need(3, "seated"), "3 assises");
        assert_eq!(of(Language::Arabic).of_need(2, "incubator"), "2 incubator");
    }
}
