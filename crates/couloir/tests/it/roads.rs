//! From an extract to a plan on roads, as a person does it.

use crate::program::{couloir, done, shared};

/// A town of the extract, with a bus that brings people from one end to the other.
const OPERATION: &str = r#"
start = "2024-09-16 06:00"
time_zone = "Europe/Andorra"

[[site]]
name = "Encamp"
lat = 42.5345
lon = 1.5805
people = 120

[[shelter]]
name = "Sant Julia"
lat = 42.4653
lon = 1.4910
capacity = 400

[[depot]]
name = "Andorra la Vella"
lat = 42.5069
lon = 1.5218

[[vehicle]]
name = "coach"
count = 2
seats = 50

[[passage]]
name = "post"
lat = 42.5069
lon = 1.5218
"#;

#[test]
fn an_extract_becomes_a_network_a_table_and_a_plan_that_the_judge_accepts() {
    let Some(extract) = shared("osm/andorra-2020.osm.pbf") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let run = |args: &[&str]| done(folder.path(), args);
    let extract = extract.to_str().expect("a path in UTF-8");
    let ran = run(&["roads", "import", extract, "-o", "andorra.roads", "--quiet"]);
    assert!(ran.err.contains("© OpenStreetMap contributors"), "{}", ran.err);
    assert!(ran.out.contains("off_road_truck"), "{}", ran.out);
    std::fs::write(folder.path().join("town.toml"), OPERATION).expect("written");
    run(&["plan", "town.toml", "--network", "andorra.roads", "--iterations", "50", "--quiet"]);
    run(&["verify", "town.toml", "town-plan/plan.json", "--network", "andorra.roads"]);
    let ran = run(&["roads", "matrix", "town.toml", "--network", "andorra.roads", "-o", "tables"]);
    assert!(ran.err.contains("travel.csv"), "{}", ran.err);
    let travel = std::fs::read_to_string(folder.path().join("tables/travel.csv")).expect("a table");
    // Places × (places − 1) pairs, once for all and once for the class, under a note and a header; a passage is no place.
    assert_eq!(travel.lines().count(), 2 + 2 * 3 * 2);
    assert_eq!(travel.lines().filter(|line| line.ends_with(",coach")).count(), 3 * 2);
    // Another table is never written over without a wish.
    assert_eq!(
        couloir(folder.path(), &["roads", "matrix", "town.toml", "--network", "andorra.roads", "-o", "tables"]).code,
        2
    );
    let open = run(&["roads", "leg", "andorra.roads", "42.5345,1.5805", "42.4653,1.4910"]).out;
    let closures = r#"{"type": "FeatureCollection", "features": [{"type": "Feature",
        "properties": {"name": "slide", "said_by": "road service", "factor": 2, "everywhere": true}, "geometry": null}]}"#;
    std::fs::write(folder.path().join("slow.geojson"), closures).expect("written");
    let slow =
        run(&["roads", "leg", "andorra.roads", "42.5345,1.5805", "42.4653,1.4910", "--closures", "slow.geojson"]).out;
    assert_ne!(open.lines().next(), slow.lines().next());
    assert_eq!(open.lines().skip(1).collect::<Vec<_>>(), slow.lines().skip(1).collect::<Vec<_>>());
}

#[test]
fn files_that_are_no_extract_and_no_network_are_refused_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("empty.osm.pbf"), b"").expect("written");
    std::fs::write(folder.path().join("text.osm.pbf"), b"<osm version='0.6'/>").expect("written");
    std::fs::write(folder.path().join("text.roads"), b"roads").expect("written");
    for (args, says) in [
        (vec!["roads", "import", "empty.osm.pbf"], "the extract is empty"),
        (vec!["roads", "import", "text.osm.pbf"], "not an OpenStreetMap extract"),
        (vec!["roads", "import", "absent.osm.pbf"], "cannot be read"),
        (vec!["roads", "info", "text.roads"], "not a network of roads"),
        (vec!["roads", "info", "absent.roads"], "cannot be read"),
    ] {
        let ran = couloir(folder.path(), &args);
        assert_eq!(ran.code, 2, "{args:?}");
        assert!(ran.err.contains(says) && ran.err.contains("help: "), "{args:?}: {}", ran.err);
    }
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("a folder").collect();
    assert_eq!(left.len(), 3, "nothing is left behind");
}

/// The operation with a line that names its network.
fn with_network(named: &str) -> String {
    format!("network = \"{named}\"\n{OPERATION}")
}

#[test]
fn an_operation_that_names_its_network_is_planned_judged_and_drawn_on_it_without_a_flag() {
    let Some(extract) = shared("osm/andorra-2020.osm.pbf") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let run = |args: &[&str]| done(folder.path(), args);
    for name in ["roads", "valley"] {
        std::fs::create_dir(folder.path().join(name)).expect("a folder");
    }
    run(&["roads", "import", extract.to_str().expect("UTF-8"), "-o", "roads/andorra.roads", "--quiet"]);
    std::fs::write(folder.path().join("valley/town.toml"), with_network("../roads/andorra.roads")).expect("written");
    // The file is looked for beside the operation, wherever the command is given.
    let said = run(&["check", "valley/town.toml"]);
    let source = "by road, from andorra.roads, extract of 2020-05-01 (© OpenStreetMap contributors)";
    assert!(said.out.contains(source), "{}", said.out);
    assert!(!said.err.contains("great circle") && !said.err.contains("no leg uses a passage"), "{}", said.err);
    let planned = run(&["plan", "valley/town.toml", "--iterations", "50", "--quiet", "-o", "by-line"]);
    let by_line = std::fs::read_to_string(folder.path().join("by-line/plan.json")).expect("a plan");
    assert!(format!("{}{}", planned.out, planned.err).contains("andorra.roads"), "{}\n{}", planned.out, planned.err);
    run(&["verify", "valley/town.toml", "by-line/plan.json"]);
    // The flag says the same.
    std::fs::write(folder.path().join("valley/plain.toml"), format!("name = \"town\"\n{OPERATION}")).expect("written");
    let flag = ["--network", "roads/andorra.roads", "--iterations", "50", "--quiet", "-o", "by-flag"];
    run(&[&["plan", "valley/plain.toml"], &flag[..]].concat());
    assert_eq!(std::fs::read_to_string(folder.path().join("by-flag/plan.json")).expect("a plan"), by_line);
    run(&["map", "valley/town.toml", "by-line/plan.json", "-o", "map.svg"]);
    let map = std::fs::read_to_string(folder.path().join("map.svg")).expect("a map");
    assert!(map.contains("main road") && map.contains("© OpenStreetMap contributors"), "roads are drawn");
    assert!(!map.contains("Straight lines"), "legs follow roads");
    // Closures need no flag for the network either.
    let slow = r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null,
        "properties": {"name": "snow", "said_by": "road service", "factor": 3, "everywhere": true}}]}"#;
    std::fs::write(folder.path().join("snow.geojson"), slow).expect("written");
    let refused =
        couloir(folder.path(), &["verify", "valley/town.toml", "by-line/plan.json", "--closures", "snow.geojson"]);
    assert_eq!(refused.code, 1, "what was planned on free roads is too fast in snow: {}", refused.out);
    let again = run(&[
        "plan",
        "valley/town.toml",
        "--closures",
        "snow.geojson",
        "--iterations",
        "50",
        "--quiet",
        "-o",
        "in-snow",
    ]);
    assert!(format!("{}{}", again.out, again.err).contains("andorra.roads + snow.geojson"), "{}", again.out);
}

#[test]
fn a_table_of_times_goes_before_the_network_that_an_operation_names() {
    let Some(extract) = shared("osm/monaco-2020.osm.pbf") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let imported = couloir(folder.path(), &["roads", "import", extract.to_str().expect("UTF-8"), "-o", "n.roads"]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    let table = "\n[[travel]]\nfrom = \"Encamp\"\nto = \"Sant Julia\"\nminutes = 30\n\n[[travel]]\nfrom = \"Andorra la Vella\"\nto = \"Encamp\"\nminutes = 12\n";
    std::fs::write(folder.path().join("town.toml"), with_network("n.roads") + table).expect("written");
    let ran = couloir(folder.path(), &["check", "town.toml"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("from your table"), "{}", ran.out);
}

#[test]
fn a_network_that_an_operation_names_and_that_cannot_be_used_is_a_fault_of_the_operation() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut newer = b"COULROAD".to_vec();
    newer.extend(9_u32.to_le_bytes());
    newer.extend([0; 64]);
    std::fs::write(folder.path().join("newer.roads"), newer).expect("written");
    std::fs::write(folder.path().join("text.roads"), "roads").expect("written");
    for (name, says) in [
        ("absent.roads", "the file cannot be read"),
        ("text.roads", "not a network of roads"),
        ("newer.roads", "another version: 9"),
    ] {
        std::fs::write(folder.path().join("town.toml"), with_network(name)).expect("written");
        for command in [&["check", "town.toml"][..], &["plan", "town.toml"], &["serve", "town.toml"]] {
            let ran = couloir(folder.path(), command);
            assert_eq!(ran.code, 2, "{command:?}, {name}: {}", ran.err);
            assert!(ran.err.contains(says) && ran.err.contains(name) && ran.err.contains("help: "), "{}", ran.err);
        }
    }
}

#[test]
fn an_extract_is_never_written_over_by_its_network() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("town.osm.pbf"), b"map data").expect("written");
    for output in ["town.osm.pbf", "./town.osm.pbf"] {
        let ran = couloir(folder.path(), &["roads", "import", "town.osm.pbf", "-o", output]);
        assert_eq!(ran.code, 2, "{}", ran.err);
        assert!(ran.err.contains("written over the extract") && ran.err.contains("help: "), "{}", ran.err);
    }
    assert_eq!(std::fs::read(folder.path().join("town.osm.pbf")).expect("it is there"), b"map data");
}

/// A folder with the network of Monaco as `n.roads`, and these files.
fn monaco(files: &[(&str, &str)]) -> Option<tempfile::TempDir> {
    let extract = shared("osm/monaco-2020.osm.pbf")?;
    let folder = tempfile::tempdir().expect("a folder");
    let ran = couloir(folder.path(), &["roads", "import", extract.to_str().expect("UTF-8"), "-o", "n.roads", "-q"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for (name, content) in files {
        std::fs::write(folder.path().join(name), content).expect("written");
    }
    Some(folder)
}

#[test]
fn positions_south_of_the_equator_are_no_options() {
    let Some(folder) = monaco(&[]) else { return };
    let leg = couloir(folder.path(), &["roads", "leg", "n.roads", "-30.03,-51.22", "-30.1,-51.2", "--kind", "car"]);
    assert!(leg.err.contains("the beginning is on no road"), "{}", leg.err);
    let snap =
        couloir(folder.path(), &["roads", "snap", "n.roads", "43.7346,7.4246", "-30.03,-51.22", "--kind", "car"]);
    assert_eq!(snap.code, 0, "{}", snap.err);
    assert!(snap.out.contains("\n-30.03,-51.22: no road"), "{}", snap.out);
}

#[test]
fn a_moment_with_an_offset_is_that_moment_and_one_without_is_said_with_its_zone() {
    let slow = r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null, "properties":
        {"name": "snow", "said_by": "convoy 3", "everywhere": true, "factor": 2, "from": "2024-09-16T17:00:00Z"}}]}"#;
    let Some(folder) = monaco(&[("slow.geojson", slow)]) else { return };
    let holds = |at: &[&str], said: &str| {
        let args =
            ["roads", "leg", "n.roads", "43.7346,7.4246", "43.7276,7.4155", "--closures", "slow.geojson", "--at"];
        let ran = couloir(folder.path(), &[&args, at].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.err.contains(&format!("closures and signs as of {said}")), "{}", ran.err);
        !ran.err.contains("does not hold at that time")
    };
    assert!(holds(&["2024-09-16T17:30"], "2024-09-16 17:30 +00:00 (UTC)"));
    assert!(!holds(&["2024-09-16T17:30+02:00"], "2024-09-16 15:30 +00:00 (UTC)"));
    assert!(holds(&["2024-09-16T19:00+02:00", "--zone", "Asia/Damascus"], "2024-09-16 20:00 +03:00 (Asia/Damascus)"));
    assert!(!holds(&["2024-09-16 19:30", "--zone", "Asia/Damascus"], "2024-09-16 19:30 +03:00 (Asia/Damascus)"));
}

#[test]
fn roads_that_are_closed_by_a_file_are_on_the_map_and_in_the_export() {
    let operation = OPERATION
        .replace("42.5345", "43.7346")
        .replace("1.5805", "7.4246")
        .replace("42.4653", "43.7276")
        .replace("1.4910", "7.4155")
        .replace("42.5069", "43.7387")
        .replace("1.5218", "7.4270");
    let closures = r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "properties":
        {"name": "flood", "said_by": "river authority", "from": "2024-09-16T05:00:00Z", "ways": [4097656, 1]},
        "geometry": {"type": "Polygon", "coordinates":
        [[[7.418, 43.730], [7.421, 43.730], [7.421, 43.733], [7.418, 43.733], [7.418, 43.730]]]}}]}"#;
    let Some(folder) = monaco(&[("town.toml", &operation), ("flood.geojson", closures)]) else { return };
    let with = ["--network", "n.roads", "--closures", "flood.geojson"];
    let ran = couloir(folder.path(), &[&["export", "town.toml", "--geojson", "out.geojson"], &with[..]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    // A way that is not there is said, though the rest is closed.
    assert!(ran.err.contains("`flood` names what is not in the network: way 1"), "{}", ran.err);
    assert_eq!(ran.err.matches("`flood`: closed: ").count(), 1, "it is said once: {}", ran.err);
    let layer = std::fs::read_to_string(folder.path().join("out.geojson")).expect("an export");
    let layer: serde_json::Value = serde_json::from_str(&layer).expect("JSON");
    let closure = layer["features"].as_array().expect("features").iter();
    let closure = closure.clone().find(|feature| feature["properties"]["kind"] == "closure").expect("the closure");
    assert_eq!(closure["properties"]["name"], "flood");
    assert_eq!(closure["properties"]["said_by"], "river authority");
    assert_eq!(closure["properties"]["closed_from"], "2024-09-16T07:00:00+02:00");
    assert_eq!(closure["geometry"]["type"], "MultiLineString");
    assert_eq!(layer["attribution"], "© OpenStreetMap contributors");
    let ran = couloir(folder.path(), &[&["map", "town.toml", "-o", "map.svg"], &with[..]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let map = std::fs::read_to_string(folder.path().join("map.svg")).expect("a map");
    assert!(map.contains("Closed") && map.contains("stroke-dasharray=\"3 4\""), "closed roads are drawn");
}
