//! Civil time, as the tables show it.

use crate::world::{self, World};
use couloir_model::clock::UnixSeconds;
use couloir_model::scenario::Scenario;
use couloir_publish::{Language, table};

/// The small plan, started at another moment or in another zone.
fn shown(start: i64, zone: &str) -> String {
    let world = world::small();
    let mut parts = world.scenario.clone().into_parts();
    parts.start = UnixSeconds(start);
    parts.time_zone = zone.to_owned();
    let world = World { scenario: Scenario::new(parts).unwrap(), ..world };
    table(&world.input(), Language::English)
}

#[test]
fn the_day_is_shown_from_the_second_day_on() {
    // 22 February 2019, 22:00 in Damascus; the plan takes six hours.
    let text = shown(1_550_865_600, "Asia/Damascus");
    assert!(
        text.contains("At a shelter by        23 Feb 04:04, 6 h 04 after the start (Fri 22 Feb 2019, 22:00)"),
        "{text}"
    );
    assert!(text.contains("  22:25–22:30"), "{text}");
    // What begins before midnight and ends after it, in the row that leaves before.
    assert!(text.contains("00:35–00:39 +1"), "{text}");
    assert!(text.contains("23:57–00:00 +1"), "{text}");
    assert!(text.contains("+1: on the day after the vehicle leaves"), "{text}");
    assert!(text.contains("  23 Feb 00:39  "), "{text}");
    assert!(text.contains("Ambulance 15-A "), "the names of vehicles are cut last: {text}");
}

#[test]
fn the_clock_jumps_with_the_zone_when_summer_time_begins() {
    // 31 March 2019, 00:30 UTC: 01:30 in Paris, half an hour before the clocks go to 03:00.
    let text = shown(1_553_992_200, "Europe/Paris");
    assert!(text.contains("At a shelter by        08:34, 6 h 04 after the start (Sun 31 Mar 2019, 01:30)"), "{text}");
}

#[test]
fn a_zone_that_no_table_knows_gives_utc_and_is_named() {
    let text = shown(1_550_808_000, "Europe/Atlantis");
    assert!(text.contains("!! TIMES ARE IN UTC: no such time zone is known: Europe/Atlantis !!"), "{text}");
    assert!(text.contains("(Fri 22 Feb 2019, 04:00)"), "{text}");
}

#[test]
fn a_start_beyond_any_calendar_is_no_panic() {
    for start in [i64::MIN, i64::MAX] {
        assert!(!shown(start, "Asia/Damascus").is_empty());
    }
}

#[test]
fn a_date_of_another_year_has_its_year() {
    // 31 December 2019, 22:00 in Damascus.
    let text = shown(1_577_822_400, "Asia/Damascus");
    assert!(text.contains("1 Jan 2020 04:04, 6 h 04 after the start (Tue 31 Dec 2019, 22:00)"), "{text}");
    // A day of the same year needs none.
    assert!(!shown(1_550_865_600, "Asia/Damascus").contains("23 Feb 2019"));
}
