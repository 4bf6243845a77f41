//! What operation files may look like, and that all their forms mean the same.

use couloir::files::{Loaded, load};

use tempfile::TempDir;

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("a file can be written");
    }
    folder
}

fn said(loaded: &Loaded) -> String {
    loaded.findings.iter().map(|finding| format!("{finding}\n")).collect()
}

const GENERAL: &str = "start = \"2019-02-22 06:00\"\ntime_zone = \"Asia/Damascus\"\n";

#[test]
fn the_smallest_operation_needs_a_start_a_zone_a_site_a_shelter_and_a_vehicle() {
    let folder = folder(&[
        ("operation.toml", GENERAL),
        ("sites.csv", "name,lat,lon,people\nSchool,34.46,40.95,1800–2600\n"),
        ("shelters.csv", "name;lat;lon;capacity\nCamp;36,375;41,147;5000\n"),
        ("vehicles.csv", "name,count,seats\ntruck,30,40\n"),
    ]);
    let loaded = load(folder.path());
    println!("{}", said(&loaded));
    let operation = loaded.operation.expect("it is an operation");
    assert_eq!(operation.scenario.vehicles.len(), 30);
}

#[test]
fn a_bad_one_says_all() {
    let folder = folder(&[
        (
            "operation.toml",
            "start = \"2019-02-22 06:00\"\ntime_zone = \"Asia/Damskus\"\ndeadline = 2019-02-21T08:00:00",
        ),
        ("sites.csv", "name,lat,lon,people,berhts,phone\nSchool,34.46,40.95,-5,3\nSchool,99,12,2600–1800,3"),
        ("shelters.csv", "name;lat;lon;capacity\nCamp;36,375;41,147;1000000000000\n"),
        ("vehicles.csv", "name,count,depot,class\ntruck,30,Schol,bus\n"),
        ("travel.csv", "from,to,minutes\nSchool,Camp,x y\nSchool,Cmp,30"),
    ]);
    let loaded = load(folder.path());
    println!("{}", said(&loaded));
    assert!(loaded.operation.is_none());
}
