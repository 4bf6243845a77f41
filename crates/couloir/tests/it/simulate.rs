//! `couloir simulate` and `couloir plan --robust`, as a person runs them.

use crate::program::{Ran, couloir};
use std::path::{Path, PathBuf};

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/flood-town").canonicalize().expect("an example")
}

/// A folder with a plan for the flood town.
fn planned(more: &[&str]) -> (tempfile::TempDir, Ran) {
    let folder = tempfile::tempdir().expect("a folder");
    let example = example();
    let mut args =
        vec!["plan", example.to_str().expect("a path"), "--iterations", "300", "--quiet", "--output", "plan"];
    args.extend(more);
    let ran = couloir(folder.path(), &args);
    assert_eq!(ran.code, 0, "{}", ran.err);
    (folder, ran)
}

fn simulate(folder: &Path, more: &[&str]) -> Ran {
    let example = example();
    let mut args = vec!["simulate", example.to_str().expect("a path"), "plan/plan.json"];
    args.extend(more);
    couloir(folder, &args)
}

fn json(ran: &Ran) -> serde_json::Value {
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).expect("it is JSON")
}

#[test]
fn a_simulation_says_how_late_how_likely_and_why_and_never_that_nobody_is_left() {
    let (folder, _) = planned(&[]);
    let folder = folder.path();
    let plan = std::fs::read_to_string(folder.join("plan/plan.json")).expect("a plan");
    let plan: serde_json::Value = serde_json::from_str(&plan).expect("JSON");
    let none = json(&simulate(folder, &["--runs", "3", "--disturbance", "none", "--json"]));
    assert_eq!(none["clearance"][2]["at_s"], plan["clearance_s"]);
    assert_eq!(none["planned_clearance_s"], plan["clearance_s"]);

    let one = simulate(folder, &["--runs", "300", "--threads", "1", "--json"]);
    let two = simulate(folder, &["--runs", "300", "--threads", "2", "--json"]);
    assert_eq!(one.out, two.out, "threads change nothing");
    let found = json(&one);
    assert!(found["last_out"][2]["at_s"].as_u64() < found["last_out"][5]["at_s"].as_u64());

    let text = simulate(folder, &["--runs", "300", "--lang", "en", "--output", "out"]);
    for said in ["everybody out", "deadline", "main reason", "left at", "It never means that nobody is left"] {
        assert!(text.out.contains(said), "{said}\n{}", text.out);
    }
    for name in ["txt", "svg", "csv", "json"] {
        assert!(folder.join(format!("out/simulation.{name}")).is_file(), "{name}");
    }
    for lang in ["fr", "ar"] {
        assert_eq!(simulate(folder, &["--runs", "50", "--lang", lang]).code, 0);
    }

    let own = "base = \"usual\"\n[travel]\nleg = 15\nlag = 1\n[people]\nfrom = \"god\"\n";
    std::fs::write(folder.join("own.toml"), own).expect("written");
    let wrong = simulate(folder, &["--disturbance", "own.toml"]);
    assert_eq!(wrong.code, 2);
    for code in ["out_of_range", "unknown_key", "unknown_value"] {
        assert!(wrong.err.contains(&format!("couloir::simulate::{code}")), "{code}\n{}", wrong.err);
    }
}

#[test]
fn a_robust_plan_says_what_it_costs_and_gains() {
    let (_folder, ran) = planned(&["--robust", "80"]);
    assert!(ran.out.contains("robust choice at 80 %"), "{}", ran.out);
    assert!(ran.out.contains("robustness costs") || ran.out.contains("robustness gains nothing"), "{}", ran.out);
}
