//! The main job through the built program: from an operation's files to a judged plan that a person can read.

use crate::program::{Ran, couloir};
use std::path::Path;
use tempfile::TempDir;

/// A folder with the flood town in `town`, planned into `town-plan` with a fixed seed and few iterations.
fn planned_town() -> (TempDir, Ran) {
    let folder = TempDir::new().expect("a folder");
    assert_eq!(couloir(folder.path(), &["new", "town", "--from", "flood-town"]).code, 0);
    let ran = couloir(folder.path(), &["plan", "town", "--iterations", "2000", "--seed", "7", "--quiet"]);
    (folder, ran)
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn planning_ends_with_a_table_and_everything_that_people_need() {
    let (folder, ran) = planned_town();
    assert_eq!(ran.code, 0, "{}", ran.err);
    for file in ["plan.json", "index.html", "gantt.svg", "people-out.svg", "movements.geojson", "timetable.csv"] {
        assert!(folder.path().join("town-plan").join(file).is_file(), "{file} is missing");
    }
    assert!(ran.out.lines().count() > 10, "{}", ran.out);
}

#[test]
fn the_judge_accepts_what_the_planner_wrote() {
    let (folder, _) = planned_town();
    let verdict = couloir(folder.path(), &["verify", "town", "town-plan/plan.json"]);
    assert_eq!(verdict.code, 0, "{}{}", verdict.out, verdict.err);
    assert!(verdict.out.starts_with("valid: "), "{}", verdict.out);
}

#[test]
fn the_same_input_seed_and_iterations_give_the_same_bytes() {
    let (one, _) = planned_town();
    let (two, _) = planned_town();
    assert_eq!(read(one.path(), "town-plan/plan.json"), read(two.path(), "town-plan/plan.json"));
    assert_eq!(read(one.path(), "town-plan/index.html"), read(two.path(), "town-plan/index.html"));
}

#[test]
fn a_plan_with_one_person_more_is_refused_with_exit_code_1() {
    let (folder, _) = planned_town();
    let path = folder.path().join("town-plan/plan.json");
    let text = read(folder.path(), "town-plan/plan.json");
    let mut plan: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let lists = |value: &mut serde_json::Value, name: &str| std::mem::take(value[name].as_array_mut().expect("a list"));
    let mut added = 0;
    let mut routes = lists(&mut plan, "routes");
    for trip in routes.iter_mut().flat_map(|route| route["trips"].as_array_mut().expect("a list")) {
        for stop in trip["stops"].as_array_mut().expect("a list") {
            let seated = stop["people"].get_mut("seated");
            if let (0, Some(seated)) = (added, seated) {
                *seated = (seated.as_u64().expect("a number") + 1).into();
                added += 1;
            }
        }
    }
    assert_eq!(added, 1, "somebody sits");
    plan["routes"] = routes.into();
    std::fs::write(&path, plan.to_string()).expect("written");
    let verdict = couloir(folder.path(), &["verify", "town", "town-plan/plan.json"]);
    assert_eq!(verdict.code, 1, "{}{}", verdict.out, verdict.err);
    assert!(verdict.out.contains("couloir::verify::people"), "{}", verdict.out);
}

#[test]
fn a_workbook_and_a_folder_give_the_same_plan() {
    let folder = TempDir::new().expect("a folder");
    assert_eq!(couloir(folder.path(), &["new", "town", "--from", "flood-town"]).code, 0);
    let new = couloir(folder.path(), &["new", "town.xlsx", "--from", "flood-town", "--xlsx"]);
    assert_eq!(new.code, 0, "{}", new.err);
    let plan = |input: &str, output: &str| {
        let ran = couloir(folder.path(), &["plan", input, "--iterations", "500", "--quiet", "-o", output]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        read(folder.path(), &format!("{output}/plan.json"))
    };
    assert_eq!(plan("town", "a"), plan("town.xlsx", "b"));
}

#[test]
fn a_folder_that_is_not_ours_is_never_written_to() {
    let folder = TempDir::new().expect("a folder");
    assert_eq!(couloir(folder.path(), &["new", "town", "--from", "island"]).code, 0);
    std::fs::create_dir(folder.path().join("photos")).expect("made");
    std::fs::write(folder.path().join("photos/one.jpg"), "x").expect("written");
    let ran = couloir(folder.path(), &["plan", "town", "--iterations", "1", "-o", "photos"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("help: "), "{}", ran.err);
}

#[test]
fn a_command_that_does_not_exist_ends_with_exit_code_2() {
    let folder = TempDir::new().expect("a folder");
    assert_eq!(couloir(folder.path(), &["evacuate"]).code, 2);
    let missing = couloir(folder.path(), &["plan", "nowhere"]);
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("nowhere"), "{}", missing.err);
}
