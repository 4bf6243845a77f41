//! The table on the terminal.

use crate::world::{self, World};
use couloir_model::plan::Plan;
use couloir_publish::{Input, Judged, Language, Unchecked, table};
use unicode_width::UnicodeWidthChar;

const LANGUAGES: [Language; 3] = [Language::English, Language::French, Language::Arabic];

fn columns(line: &str) -> usize {
    line.chars().map(|letter| letter.width().unwrap_or(0)).sum()
}

#[test]
fn the_table_of_a_small_plan_in_english() {
    insta::assert_snapshot!(table(&world::small().input(), Language::English));
}

#[test]
fn the_table_of_a_small_plan_in_french() {
    insta::assert_snapshot!(table(&world::small().input(), Language::French));
}

#[test]
fn the_table_of_a_small_plan_in_arabic() {
    insta::assert_snapshot!(table(&world::small().input(), Language::Arabic));
}

#[test]
fn a_large_plan_is_summed_up_and_says_where_the_whole_is() {
    insta::assert_snapshot!(table(&world::large().input(), Language::English));
}

#[test]
fn no_line_is_wider_than_a_hundred_columns() {
    for world in [world::small(), world::large(), world::small_named(&"ا".repeat(90), &"École ".repeat(40))] {
        for language in LANGUAGES {
            for line in table(&world.input(), language).lines() {
                assert!(columns(line) <= 100, "{} columns: {line}", columns(line));
            }
        }
    }
}

#[test]
fn every_trip_of_a_small_plan_has_its_line() {
    let world = world::small();
    let text = table(&world.input(), Language::English);
    let (_, trips) = text.split_once("Who goes where when").unwrap();
    let lines = trips.lines().filter(|line| line.contains('–')).count();
    assert_eq!(lines, world.plan.trips().map(|(_, trip)| trip.stops.len()).sum::<usize>());
}

#[test]
fn a_plan_that_nobody_checked_or_that_breaks_a_rule_says_so_loudly() {
    let world = world::small();
    let unjudged = Input { judged: None, ..world.input() };
    assert!(table(&unjudged, Language::English).contains("!! not checked"));
    let judged = Judged {
        valid: false,
        violations: vec!["capacity: `Autocar 1` carries 51 of 50".to_owned()],
        unchecked: Vec::new(),
        by: "couloir-judge 0.1.0".to_owned(),
    };
    let refused = table(&Input { judged: Some(&judged), ..world.input() }, Language::English);
    assert!(refused.contains("!! NOT VALID: 1 rule broken"));
    assert!(refused.contains("carries 51 of 50"));
}

#[test]
fn what_nobody_checked_is_said_loudly_beside_a_valid_verdict() {
    let world = world::small();
    let unchecked = vec![Unchecked::Convoys, Unchecked::Escorts];
    let judged = Judged { valid: true, violations: Vec::new(), unchecked, by: "couloir-judge 0.1.0".to_owned() };
    let input = Input { judged: Some(&judged), ..world.input() };
    assert!(table(&input, Language::English).contains("!! NOT PLANNED AND NOT CHECKED: convoys, escorts"));
    for file in couloir_publish::publish(&input, Language::French) {
        let text = String::from_utf8(file.bytes).unwrap();
        assert!(!file.path.ends_with(".html") || text.contains("les convois, les escortes"), "{}", file.path);
    }
}

#[test]
fn a_plan_that_moves_nobody_is_told_without_a_fault() {
    let world = world::small();
    let mut parts = world.plan.clone().into_parts();
    parts.routes.clear();
    parts.convoys.clear();
    parts.clearance = couloir_model::clock::Moment(0);
    let world = World { plan: Plan::new(parts), ..world };
    for language in LANGUAGES {
        assert!(!table(&world.input(), language).is_empty());
        assert!(couloir_publish::publish(&world.input(), language).len() > 8);
    }
    assert!(table(&world.input(), Language::English).contains("the plan moves nobody"));
}
