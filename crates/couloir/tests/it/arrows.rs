//! The arrows between crates are the ones that `ARCHITECTURE.md` draws, and no others.

use std::collections::BTreeMap;
use std::process::Command;

const ARROWS: &[(&str, &[&str])] = &[
    ("couloir-model", &[]),
    ("couloir-planner", &["couloir-model"]),
    ("couloir-judge", &["couloir-model"]),
    ("couloir-evidence", &["couloir-model"]),
    ("couloir-ledger", &["couloir-model"]),
    ("couloir-publish", &["couloir-model"]),
    ("couloir-roads", &["couloir-model"]),
    (
        "couloir",
        &[
            "couloir-evidence",
            "couloir-judge",
            "couloir-ledger",
            "couloir-model",
            "couloir-planner",
            "couloir-publish",
            "couloir-roads",
        ],
    ),
    ("xtask", &[]),
];

/// Crates that take and return values only: their `clippy.toml` forbids files, clocks, sockets and the environment.
const PURE: &[&str] = &[
    "couloir-model",
    "couloir-planner",
    "couloir-judge",
    "couloir-evidence",
    "couloir-ledger",
    "couloir-publish",
    "couloir-roads",
];

#[test]
fn crates_depend_on_each_other_as_the_architecture_draws() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .output()
        .expect("cargo runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("metadata is JSON");

    let mut found = BTreeMap::new();
    for package in metadata["packages"].as_array().expect("packages") {
        let mut targets: Vec<&str> = package["dependencies"]
            .as_array()
            .expect("dependencies")
            .iter()
            .filter(|dependency| dependency["kind"].is_null() && dependency["path"].is_string())
            .filter_map(|dependency| dependency["name"].as_str())
            .collect();
        targets.sort_unstable();
        found.insert(package["name"].as_str().expect("name"), targets);
    }

    let drawn: BTreeMap<&str, Vec<&str>> = ARROWS.iter().map(|(name, targets)| (*name, targets.to_vec())).collect();
    assert_eq!(found, drawn, "an arrow is new or gone: change ARCHITECTURE.md, then this table");
}

#[test]
fn every_pure_crate_forbids_files_clocks_sockets_and_the_environment() {
    let crates = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("crates are side by side");
    let read =
        |name: &str| std::fs::read_to_string(crates.join(name).join("clippy.toml")).expect("a pure crate has lints");
    let first = read(PURE[0]);
    for forbidden in ["std::time::Instant::now", "std::env::var", "std::fs::File", "std::net::TcpStream"] {
        assert!(first.contains(forbidden), "{forbidden} is not forbidden");
    }
    for name in PURE {
        assert_eq!(read(name), first, "{name} has other lints than {}", PURE[0]);
    }
}
