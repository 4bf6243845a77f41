//! The table on the terminal.

use crate::world::{self, World};
use couloir_model::bound::{Binding, ClearanceBound};
use couloir_model::clock::Moment;
use couloir_model::load::Load;
use couloir_model::plan::Plan;
use couloir_model::quantity::Seconds;
use couloir_model::scenario::{Parts, Scenario};
use couloir_publish::{Input, Judged, Language, table};
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
        by: "couloir-judge 0.1.0".to_owned(),
    };
    let refused = table(&Input { judged: Some(&judged), ..world.input() }, Language::English);
    assert!(refused.contains("!! NOT VALID: 1 rule broken"));
    assert!(refused.contains("carries 51 of 50"));
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

#[test]
fn the_deadline_says_loudly_how_many_are_not_out_by_it() {
    let said = [
        // Two have no place and one comes too late; then two have no place, though the last arrival is early.
        (
            6 * 3600,
            ["NOT OUT BY THEN: 3 people", "PAS À L’ABRI À TEMPS\u{a0}: 3 personnes", "لن يصل قبل انتهائها: 3 أشخاص"],
        ),
        (
            7 * 3600,
            ["NOT OUT BY THEN: 2 people", "PAS À L’ABRI À TEMPS\u{a0}: 2 personnes", "لن يصل قبل انتهائها: شخصان"],
        ),
    ];
    for (deadline, said) in said {
        let world = small_with(|parts| parts.deadline = Some(Moment(deadline)));
        for (language, said) in LANGUAGES.into_iter().zip(said) {
            let text = table(&world.input(), language);
            let line = text.lines().find(|line| line.contains(said)).unwrap_or_else(|| panic!("{text}"));
            assert!(line.contains("!! "), "{line}");
        }
    }
}

#[test]
fn a_deadline_by_which_everybody_is_out_is_said_calmly() {
    let mut world = small_with(|parts| parts.deadline = Some(Moment(7 * 3600)));
    let mut parts = world.plan.clone().into_parts();
    parts.not_moved.clear();
    world.plan = Plan::new(parts);
    let text = table(&world.input(), Language::English);
    assert!(text.contains("  13:00: the last arrival is 55 min before it"), "{text}");
}

#[test]
fn the_longest_time_on_board_is_said_and_loudly_above_four_hours() {
    let world = world::small();
    let said = [
        ["Longest time on board", "trip 2"],
        ["Plus longue durée à bord", "rotation 2"],
        ["أطول مدة على متن مركبة", "الرحلة 2"],
    ];
    for (language, [name, trip]) in LANGUAGES.into_iter().zip(said) {
        let text = table(&world.input(), language);
        let line = text.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("{text}"));
        assert!(line.contains(trip) && !line.contains("!!"), "{line}");
        let files = couloir_publish::publish(&world.input(), language);
        let index = files.into_iter().find(|file| file.path == "index.html").unwrap();
        assert!(String::from_utf8(index.bytes).unwrap().contains(name));
    }
    let mut parts = world.plan.clone().into_parts();
    parts.routes[0].trips[2].unloading.visit.end =
        Moment(parts.routes[0].trips[2].stops[0].visit.end.0 + 4 * 3600 + 60);
    let world = World { plan: Plan::new(parts), ..world };
    let text = table(&world.input(), Language::English);
    assert!(text.contains("!! 4 h 01: Autocar 1, trip 3 !!"), "{text}");
}

#[test]
fn nobody_counted_never_reads_as_nobody_there() {
    let world = world::small();
    let mut parts = world.plan.clone().into_parts();
    parts.routes.clear();
    parts.convoys.clear();
    parts.not_moved.clear();
    parts.planned.iter_mut().for_each(|load| *load = Load::none(3));
    parts.clearance = Moment(0);
    parts.bound = Some(ClearanceBound { at_least: Moment(0), binding: Binding::Nothing });
    let world = World { plan: Plan::new(parts), ..world };
    let said =
        ["does not mean that nobody is", "cela ne veut pas dire qu’il n’y a personne", "هذا لا يعني أنه لا يوجد أحد"];
    let (ones, firsts) = (["Planned for 1", "Prévues 1", "المخطط لهم 1"], ["the first by", "la première à", "أولهم"]);
    for (index, language) in LANGUAGES.into_iter().enumerate() {
        assert!(table(&world.input(), language).contains(said[index]));
        for file in couloir_publish::publish(&world.input(), language) {
            let text = String::from_utf8(file.bytes).unwrap();
            assert!(!text.contains(ones[index]) && !text.contains(firsts[index]), "{}", file.path);
            assert!(!file.path.starts_with("sites/") || text.contains(said[index]), "{}", file.path);
        }
    }
}

#[test]
fn screening_is_told_apart_from_waiting_at_passages() {
    let world = world::small();
    assert!(!table(&world.input(), Language::English).contains("Screening"));
    let mut parts = world.plan.clone().into_parts();
    let passing = parts.routes.iter_mut().flat_map(|route| &mut route.trips);
    let passing = passing.flat_map(|trip| &mut trip.unloading.visit.passings).next().unwrap();
    passing.leave = passing.enter + Seconds(720);
    let world = World { plan: Plan::new(parts), ..world };
    for (language, [waiting, screening]) in LANGUAGES.into_iter().zip([
        ["Waiting at passages", "Screening"],
        ["Attente aux passages", "Contrôle"],
        ["الانتظار عند المعابر", "التفتيش"],
    ]) {
        let text = table(&world.input(), language);
        assert!(text.contains(waiting), "{text}");
        assert!(text.lines().any(|line| line.contains(screening) && line.contains("12 ")), "{text}");
    }
}

#[test]
fn what_binds_says_what_the_bound_rests_on_and_promises_nothing() {
    let said =
        ["the lower bound rests on the berths", "la borne inférieure tient aux postes", "يستند الحد الأدنى إلى مواقف"];
    for (language, said) in LANGUAGES.into_iter().zip(said) {
        let text = table(&world::small().input(), language);
        assert!(text.contains(said) && !text.contains("clear sooner"), "{text}");
    }
}

/// The small plan, of a scenario that is changed.
fn small_with(change: impl FnOnce(&mut Parts)) -> World {
    let world = world::small();
    let mut parts = world.scenario.clone().into_parts();
    change(&mut parts);
    World { scenario: Scenario::new(parts).unwrap(), ..world }
}
