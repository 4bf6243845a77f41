//! The neutral benchmark format through the built program, held against the independent checker.

use crate::program::{couloir, shared};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// What the independent checker says, as JSON; `None` where it cannot run.
fn checker(bench: &Path, instance: &Path, plan: &Path) -> Option<serde_json::Value> {
    let output = Command::new("python3").arg(bench.join("checker.py")).arg(instance).arg(plan).arg("--json").output();
    let Ok(output) = output else {
        eprintln!("skipped: python3 is not here");
        return None;
    };
    Some(serde_json::from_slice(&output.stdout).expect("the checker prints JSON"))
}

fn instances(bench: &Path, sizes: &[&str]) -> Vec<PathBuf> {
    let mut found: Vec<_> = std::fs::read_dir(bench.join("instances"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| sizes.iter().any(|size| path.display().to_string().contains(&format!("-{size}-"))))
        .collect();
    found.sort();
    found
}

#[test]
fn the_independent_checker_accepts_every_plan_and_finds_the_same_clearance() {
    let Some(bench) = shared("bench") else { return };
    let folder = TempDir::new().expect("a folder");
    let plan = folder.path().join("plan.json");
    for instance in instances(&bench, &["S", "M"]) {
        let (path, output) = (instance.to_str().expect("UTF-8"), plan.to_str().expect("UTF-8"));
        let ran = couloir(folder.path(), &["bench", "solve", path, "--iterations", "300", "-o", output, "--quiet"]);
        assert_eq!(ran.code, 0, "{path}: {}", ran.err);
        let Some(checked) = checker(&bench, &instance, &plan) else { return };
        assert_eq!(checked["feasible"], true, "{path}: {checked}");
        let said = format!("clearance_s {} ", checked["clearance_s"]);
        assert!(ran.err.contains(&said), "{path}: {} but the checker finds {said}", ran.err);
        let said = format!("person_seconds {} ", checked["person_seconds"]);
        assert!(ran.err.contains(&said), "{path}: {} but the checker finds {said}", ran.err);
        let judged = couloir(folder.path(), &["bench", "verify", path, output]);
        assert_eq!(judged.code, 0, "{path}: {}", judged.out);
    }
}

#[test]
fn a_generated_instance_is_solved_like_a_given_one() {
    let folder = TempDir::new().expect("a folder");
    for family in ["bep", "rich", "rich3"] {
        let args = ["bench", "generate", "--family", family, "--size", "S", "--seed", "5", "-o", "instance.json.gz"];
        assert_eq!(couloir(folder.path(), &args).code, 0);
        let solve = ["bench", "solve", "instance.json.gz", "--iterations", "200", "--quiet", "-o", "plan.json"];
        let ran = couloir(folder.path(), &solve);
        assert_eq!(ran.code, 0, "{family}: {}", ran.err);
        assert_eq!(couloir(folder.path(), &["bench", "verify", "instance.json.gz", "plan.json"]).code, 0);
    }
}

#[test]
fn the_same_seed_generates_the_same_instance() {
    let folder = TempDir::new().expect("a folder");
    let generate =
        |seed| couloir(folder.path(), &["bench", "generate", "--family", "rich", "--size", "M", "--seed", seed]).out;
    assert_eq!(generate("3"), generate("3"));
    assert_ne!(generate("3"), generate("4"));
}
