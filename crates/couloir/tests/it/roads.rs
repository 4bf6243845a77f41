//! From an extract to a plan on roads, as a person does it.

use crate::program::{couloir, shared};

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
#[ignore = "known: the class's own table is not written since the roads met the newer model"]
fn an_extract_becomes_a_network_a_table_and_a_plan_that_the_judge_accepts() {
    let Some(extract) = shared("osm/andorra-2020.osm.pbf") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let run = |args: &[&str]| {
        let ran = couloir(folder.path(), args);
        assert_eq!(ran.code, 0, "{args:?}: {}\n{}", ran.out, ran.err);
        ran
    };
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
    // Places × (places − 1) pairs, once for all and once for the class, under a note and a header.
    assert_eq!(travel.lines().count(), 2 + 2 * 4 * 3);
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
