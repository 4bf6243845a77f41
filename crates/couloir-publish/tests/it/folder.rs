//! The folder as a whole, and the tables in it.

use crate::world::{self, World};
use couloir_model::quantity::People;
use couloir_publish::{Language, publish};
use std::collections::BTreeSet;

fn rows(world: &World, path: &str) -> Vec<csv::StringRecord> {
    let files = publish(&world.input(), Language::Arabic);
    let file = files.iter().find(|file| file.path == path).unwrap();
    let mut reader = csv::Reader::from_reader(file.bytes.as_slice());
    [reader.headers().unwrap().clone()].into_iter().chain(reader.records().map(Result::unwrap)).collect()
}

fn column(rows: &[csv::StringRecord], name: &str) -> usize {
    rows[0].iter().position(|head| head == name).unwrap()
}

#[test]
fn same_input_same_bytes() {
    for language in [Language::English, Language::French, Language::Arabic] {
        assert_eq!(publish(&world::small().input(), language), publish(&world::small().input(), language));
    }
}

#[test]
fn no_path_leaves_the_folder_and_none_is_taken_twice() {
    let world = world::small_named("..", "../../../etc/passwd");
    let mut parts = world.scenario.clone().into_parts();
    parts.sites[1].name = "..\\..\\ETC-passwd".to_owned();
    parts.vehicles[0].name = "/dev/null".to_owned();
    parts.vehicles[1].name = "CON".to_owned();
    parts.shelters[0].name = "…".to_owned();
    let world = World { scenario: couloir_model::scenario::Scenario::new(parts).unwrap(), ..world };
    let files = publish(&world.input(), Language::English);
    let mut taken = BTreeSet::new();
    for file in &files {
        assert!(file.path.split('/').all(|part| !part.is_empty() && !part.starts_with('.')), "{}", file.path);
        assert!(!file.path.contains('\\') && file.path.split('/').count() <= 2, "{}", file.path);
        assert!(taken.insert(file.path.to_lowercase()), "{}", file.path);
    }
    assert!(taken.contains("sites/etc-passwd.html") && taken.contains("sites/etc-passwd-2.html"));
    assert!(taken.contains("vehicles/vehicle-con.html") && taken.contains("shelters/shelter-1.html"));
}

#[test]
fn the_timetable_adds_up_to_the_people_whom_the_plan_moves() {
    for world in [world::small(), world::large_of(40, 6)] {
        let rows = rows(&world, "timetable.csv");
        let (what, people) = (column(&rows, "what"), column(&rows, "people"));
        let sum = |kind: &str| -> u32 {
            let rows = rows[1..].iter().filter(|row| &row[what] == kind);
            rows.map(|row| row[people].parse::<u32>().unwrap()).sum()
        };
        assert_eq!(People(sum("load")), world.plan.moved());
        assert_eq!(People(sum("unload")), world.plan.moved());
        let visits: usize = world.plan.trips().map(|(_, trip)| trip.visits().count()).sum();
        assert_eq!(rows.len() - 1, visits);
    }
}

#[test]
fn the_curve_never_falls_and_ends_with_everybody_whom_the_plan_moves_at_its_clearance() {
    for world in [world::small(), world::large_of(40, 6)] {
        let rows = rows(&world, "people-out.csv");
        let (out, picked_up, since) =
            (column(&rows, "at_shelter"), column(&rows, "picked_up"), column(&rows, "since_start_s"));
        let number = |row: &csv::StringRecord, column: usize| row[column].parse::<u64>().unwrap();
        for pair in rows[1..].windows(2) {
            assert!(number(&pair[0], out) <= number(&pair[1], out));
            assert!(number(&pair[1], out) <= number(&pair[1], picked_up));
        }
        let last = rows.last().unwrap();
        assert_eq!(number(last, out), u64::from(world.plan.moved().0));
        assert_eq!(number(last, since), world.plan.clearance.0);
        let by_shelter: u64 = (out + 1..last.len()).map(|column| number(last, column)).sum();
        assert_eq!(by_shelter, u64::from(world.plan.moved().0));
    }
}

#[test]
fn a_name_that_a_spreadsheet_would_run_is_disarmed() {
    let world = world::small_named("x", "=HYPERLINK(\"evil\")");
    let rows = rows(&world, "timetable.csv");
    let place = column(&rows, "place");
    assert!(rows[1..].iter().any(|row| &row[place] == "'=HYPERLINK(\"evil\")"));
}
