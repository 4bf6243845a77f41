//! Places from map files into an operation's tables, through the built program.

use crate::operation_files::{folder, smallest_with};
use crate::program::couloir;
use std::path::Path;

const GEOJSON: &str = r#"{"type": "FeatureCollection", "features": [
 {"type": "Feature", "geometry": {"type": "Point", "coordinates": [40.95, 34.4667]},
  "properties": {"name": "مدرسة الباغوز", "kind": "نقطة تجمع", "people": "1800–2600", "phone": "0999 123456"}},
 {"type": "Feature", "geometry": {"type": "Polygon", "coordinates":
   [[[41.14, 36.37], [41.16, 36.37], [41.16, 36.39], [41.14, 36.39], [41.14, 36.37]]]},
  "properties": {"name": "al-Hol camp", "kind": "shelter", "capacity": 5000}},
 {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[40.9, 34.9], [40.9, 35.1]]},
  "properties": {"name": "Euphrates bridge", "type": "Bridge"}},
 {"type": "Feature", "geometry": {"type": "LineString", "coordinates": [[40.9, 34.9], [40.9, 35.1]]},
  "properties": {"name": "a road that somebody drew"}}]}"#;

const KML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Plan d'évacuation</name>
<Folder><name>Points de rassemblement</name>
  <Placemark><name>École des Saules</name><description>demander M. Untel</description>
    <ExtendedData><Data name="berths"><value>2</value></Data></ExtendedData>
    <Point><coordinates>4.9805,46.7085,0</coordinates></Point></Placemark>
</Folder>
<Folder><name>Centres d’accueil (rive est)</name>
  <Placemark><name>Gymnase</name><Point><coordinates> 5.02,46.71 </coordinates></Point></Placemark>
</Folder></Document></kml>"#;

const GPX: &str = r#"<?xml version="1.0"?>
<gpx version="1.1" creator="phone" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="46.7012" lon="4.9890"><name>Place du Marché</name><type>pickup</type><time>2025-11-18T06:00:00Z</time></wpt>
<wpt lat="46.71" lon="5.00"><name>Pont</name><sym>Bridge</sym></wpt>
<trk><name>my walk</name><trkseg><trkpt lat="46.70" lon="4.98"/><trkpt lat="46.71" lon="4.99"/></trkseg></trk></gpx>"#;

fn import(inside: &Path, args: &[&str]) -> crate::program::Ran {
    let all: Vec<&str> = ["places", "import"].into_iter().chain(args.iter().copied()).collect();
    couloir(inside, &all)
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).expect("it is a text")
}

#[test]
fn without_an_output_it_is_said_what_was_understood_and_nothing_is_written() {
    let folder = folder(&[("map.geojson", GEOJSON), ("plan.kml", KML), ("phone.gpx", GPX)]);
    let ran = import(folder.path(), &["map.geojson", "plan.kml", "phone.gpx"]);
    insta::assert_snapshot!(format!("{}\n---\n{}", ran.out, ran.err));
    assert_eq!(ran.code, 0);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
}

#[test]
fn places_are_added_below_what_stands_in_the_tables_and_the_operation_still_reads() {
    let sites = "# ours\nname;lon;lat;people;berths\nSchool;40,95;34,46;1800–2600;\n";
    let folder = smallest_with(&[("sites.csv", sites), ("more.geojson", &GEOJSON.replace("al-Hol camp", "Camp 2"))]);
    let ran = import(folder.path(), &["more.geojson", "-o", "."]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let after = text(&folder.path().join("sites.csv"));
    assert_eq!(after, format!("{sites}مدرسة الباغوز;40.95;34.4667;1800–2600;\n"));
    assert!(text(&folder.path().join("passages.csv")).starts_with("name,lat,lon\nEuphrates bridge,35,40.9\n"));
    let checked = couloir(folder.path(), &["check", "."]);
    assert_eq!(checked.code, 0, "{}", checked.err);
    assert!(checked.out.contains("مدرسة الباغوز"), "{}", checked.out);
}

#[test]
fn importing_the_same_file_twice_adds_nothing_the_second_time() {
    let folder = smallest_with(&[("more.geojson", &GEOJSON.replace("al-Hol camp", "Camp 2"))]);
    import(folder.path(), &["more.geojson", "-o", "."]);
    let before = text(&folder.path().join("shelters.csv"));
    let ran = import(folder.path(), &["more.geojson", "-o", "."]);
    assert!(ran.out.contains("nothing new") && ran.out.contains("left as it is: 3 features"), "{}", ran.out);
    assert_eq!(text(&folder.path().join("shelters.csv")), before);
}

#[test]
fn an_operation_that_is_not_there_is_made_from_the_template() {
    let folder = folder(&[("plan.kml", KML)]);
    let ran = import(folder.path(), &["plan.kml", "-o", "town"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let sites = text(&folder.path().join("town/sites.csv"));
    assert!(sites.starts_with("# Where people wait"), "{sites}");
    assert!(sites.ends_with('\n') && sites.contains("\nÉcole des Saules,,46.7085,4.9805,"), "{sites}");
    assert!(folder.path().join("town/operation.toml").exists());
}

#[test]
fn every_fault_is_told_at_once_with_feature_and_property() {
    let broken = r#"{"type": "FeatureCollection", "features": [
      {"type": "Feature", "geometry": {"type": "Point", "coordinates": [40.95, 34.4667]}, "properties": {"kind": "site", "title_2": "x"}},
      {"type": "Feature", "geometry": {"type": "Point", "coordinates": [34.4667, 140.95]}, "properties": {"name": "A", "kind": "site"}},
      {"type": "Feature", "geometry": {"type": "Point", "coordinates": [681234.5, 3816000]}, "properties": {"name": "B", "kind": "site"}},
      {"type": "Feature", "geometry": {"type": "Point", "coordinates": [0, 0]}, "properties": {"name": "C", "kind": "site"}},
      {"type": "Feature", "geometry": {"type": "Point", "coordinates": ["40", 34]}, "properties": {"name": "D", "kind": "site"}},
      {"type": "Feature", "geometry": null, "properties": {"name": "E", "kind": "site"}},
      {"type": "Feature", "geometry": {"type": "Point", "coordinates": [40.9, 34.4]}, "properties": {"name": "F", "kind": "wherehouse"}},
      {"type": "Feature", "geometry": {"type": "Point", "coordinates": [40.8, 34.3]}, "properties": {"name": "Sports hall Opava", "kind": "shelter"}},
      {"type": "Feature", "geometry": {"type": "Point", "coordinates": [40.8001, 34.3001]}, "properties": {"name": "Sport hall Opava", "kind": "shelter"}},
      {"type": "Feature", "geometry": {"type": "Point", "coordinates": [40.7, 34.3]}, "properties": {"name": "sports  hall opava", "kind": "shelter", "driver_phone": "1"}}]}"#;
    let folder = folder(&[("broken.geojson", broken)]);
    let ran = import(folder.path(), &["broken.geojson", "-o", "town"]);
    assert_eq!(ran.code, 2);
    assert!(!folder.path().join("town").exists());
    insta::assert_snapshot!(ran.err);
}

#[test]
fn a_file_with_the_latitude_first_is_recognised_and_can_be_read_all_the_same() {
    let points = "lat,lon,name,kind\n";
    let rows: String = (0..4).map(|index| format!("{},{},S{index},site\n", 120.0 + f64::from(index), 34.0)).collect();
    let folder = folder(&[("points.csv", &format!("{points}{rows}"))]);
    let ran = import(folder.path(), &["points.csv"]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.err.matches("swapped_axes").count(), 1, "a file that is wrong throughout says so once: {}", ran.err);
    assert!(ran.err.contains("--swap-axes"));
    let ran = import(folder.path(), &["points.csv", "--swap-axes"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("S0, 34 N 120 E"), "{}", ran.out);
}

#[test]
fn points_among_the_operations_own_only_when_exchanged_are_seen_to_be_exchanged() {
    let sites = "name,lat,lon,people\nA,34.46,40.95,1\nB,34.5,41,1\nC,34.6,41.1,1\n";
    let map = "name,lat,lon,kind\nD,40.97,34.47,site\n";
    let folder = smallest_with(&[("sites.csv", sites), ("map.csv", map)]);
    std::fs::create_dir(folder.path().join("in")).unwrap();
    std::fs::rename(folder.path().join("map.csv"), folder.path().join("in/map.csv")).unwrap();
    let ran = import(folder.path(), &["in/map.csv", "-o", "."]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("swapped_axes") && ran.err.contains("km from the others"), "{}", ran.err);
}

#[test]
fn words_of_ones_own_and_other_properties_can_be_named() {
    let map = "ref,lat,lon,usage\nالمدرسة,34.4,40.9,school\nمخيم,34.5,40.8,tents\n";
    let folder = folder(&[("map.csv", map)]);
    let args =
        ["map.csv", "--name-from", "ref", "--kind-from", "usage", "--as", "school=site", "--as", "tents=shelter"];
    let ran = import(folder.path(), &args);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("1 site, 1 shelter") && ran.out.contains("المدرسة, 34.4 N 40.9 E"), "{}", ran.out);
}

#[test]
fn a_name_that_the_operation_has_elsewhere_is_refused() {
    let folder = smallest_with(&[]);
    std::fs::create_dir(folder.path().join("in")).unwrap();
    std::fs::write(folder.path().join("in/sites.csv"), "name,lat,lon\n SCHOOL ,34.5,40.95\n").unwrap();
    let ran = import(folder.path(), &["in/sites.csv", "-o", "."]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("the operation has another site of this name, 4448 m away"), "{}", ran.err);
}

#[test]
fn a_column_that_a_table_lacks_is_named_and_nothing_is_written() {
    let folder = smallest_with(&[]);
    std::fs::write(folder.path().join("b.kml"), KML).unwrap();
    let ran = import(folder.path(), &["b.kml", "-o", "."]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no column for what the map file says: `berths`"), "{}", ran.err);
    assert!(!text(&folder.path().join("shelters.csv")).contains("Gymnase"));
}

#[test]
fn files_that_are_no_maps_give_an_error_and_never_a_panic() {
    let deep = format!("<kml>{}</kml>", "<Folder>".repeat(100_000));
    let nested = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><gpx>&b;</gpx>";
    for (name, content) in [
        ("empty.geojson", ""),
        ("half.geojson", &GEOJSON[..GEOJSON.len() / 2]),
        ("nested.geojson", nested.as_str()),
        ("style.json", "{\"version\": 8, \"layers\": []}"),
        ("deep.kml", deep.as_str()),
        ("half.kml", &KML[..400]),
        ("link.kml", "<kml><NetworkLink/></kml>"),
        ("bomb.gpx", bomb),
        ("half.gpx", &GPX[..300]),
        ("kml.gpx", KML),
        ("zip.kmz", "no zip at all"),
        ("points.csv", "name,x\nA,1\n"),
        ("map.shp", "shape"),
        (
            "mercator.geojson",
            r#"{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3857"}},"features":[]}"#,
        ),
    ] {
        let folder = folder(&[(name, content)]);
        let ran = import(folder.path(), &[name]);
        assert_eq!(ran.code, 2, "{name}: {}", ran.err);
        assert!(ran.err.contains("error[couloir::places::") && ran.err.contains("help:"), "{name}: {}", ran.err);
    }
}

/// An operation with places at these positions, as map files give them.
fn operation_of(names: &[(String, f64, f64)]) -> tempfile::TempDir {
    let rows = |from: usize| {
        let own = names.iter().enumerate().filter(move |(index, _)| index % 2 == from);
        own.map(|(_, (name, lon, lat))| format!("\"{name}\",{lat},{lon},10\n")).collect::<String>()
    };
    smallest_with(&[
        ("sites.csv", &format!("name,lat,lon,people\n{}", rows(0))),
        ("shelters.csv", &format!("name,lat,lon,capacity\n{}", rows(1))),
        ("depots.csv", &format!("name,lat,lon\nBase,{},{}\n", names[0].2 + 0.001, names[0].1)),
        ("vehicles.csv", "name,count,seats,depot\ntruck,3,40,Base\n"),
    ])
}

#[test]
fn places_that_go_out_as_geojson_come_back_as_they_were() {
    let names: Vec<(String, f64, f64)> = [
        ("École des Saules", 40.9, 34.4),
        ("مخيم الهول", 41.1471234, 36.3751234),
        ("a, \"quoted\" name".replace('"', "'").as_str(), 41.0, 35.0),
        ("Camp 2", 41.2, 36.0),
    ]
    .map(|(name, lon, lat)| (name.to_owned(), lon, lat))
    .to_vec();
    let folder = operation_of(&names);
    let ran = couloir(folder.path(), &["export", ".", "--geojson", "out.geojson", "--gpx", "out.gpx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for file in ["out.geojson", "out.gpx"] {
        assert!(text(&folder.path().join(file)).contains("Restricted: do not publish"), "{file}");
        let ran = import(folder.path(), &[file]);
        assert_eq!(ran.code, 0, "{file}: {}", ran.err);
        for (name, lon, lat) in &names {
            assert!(ran.out.contains(&format!("{name}, {lat} N {lon} E")), "{file}: {}", ran.out);
        }
        assert!(ran.out.contains("2 sites, 2 shelters, 1 depot"), "{file}: {}", ran.out);
        let again = import(folder.path(), &[file, "-o", "."]);
        assert!(again.out.contains("nothing new"), "{file}: {}\n{}", again.out, again.err);
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_tells_who_goes_where_is_readable_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = smallest_with(&[]);
    let ran = couloir(folder.path(), &["map", ".", "-o", "map.svg", "--lang", "fr"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let file = folder.path().join("map.svg");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(text(&file).contains("Diffusion restreinte"));
}

#[test]
fn a_vehicle_that_is_not_there_is_named_with_the_nearest() {
    let folder = smallest_with(&[]);
    let planned = couloir(folder.path(), &["plan", ".", "--iterations", "5", "-q", "-o", "out"]);
    assert_eq!(planned.code, 0, "{}", planned.err);
    let ran = couloir(folder.path(), &["export", ".", "out/plan.json", "--gpx", "a.gpx", "--vehicle", "trukc 7"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no vehicle has this name: `trukc 7`") && ran.err.contains("`truck 7`"), "{}", ran.err);
}

#[test]
fn real_roads_are_drawn_below_the_map_and_legs_follow_them() {
    let Some(extract) = crate::program::shared("osm/monaco-2020.osm.pbf") else { return };
    let extract = extract.display().to_string();
    let places = [("Port", 7.4246, 43.7346), ("Stade", 7.4155, 43.7276)];
    let folder = operation_of(&places.map(|(name, lon, lat)| (name.to_owned(), lon, lat)));
    let imported = couloir(folder.path(), &["roads", "import", &extract, "-o", "monaco.roads"]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    let planned =
        couloir(folder.path(), &["plan", ".", "--network", "monaco.roads", "--iterations", "5", "-q", "-o", "out"]);
    assert_eq!(planned.code, 0, "{}", planned.err);
    let network = ["--network", "monaco.roads"];
    let with = |args: &[&str]| couloir(folder.path(), &[args, &network].concat());
    let ran = with(&["map", ".", "out/plan.json", "-o", "map.svg"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let svg = text(&folder.path().join("map.svg"));
    assert!(svg.contains("© OpenStreetMap contributors") && svg.contains("main road"));
    assert!(!svg.contains("Straight lines"), "legs follow roads");
    let ran = with(&["export", ".", "out/plan.json", "--geojson", "out.geojson", "--gpx", "out.gpx"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let layer: serde_json::Value = serde_json::from_str(&text(&folder.path().join("out.geojson"))).unwrap();
    let legs = layer["features"].as_array().unwrap().iter().filter(|feature| feature["properties"]["kind"] == "leg");
    assert!(legs.clone().count() > 0);
    for leg in legs {
        // A straight line has two points. The base is a hundred metres from the port, the stadium beyond many bends.
        let least = if leg["properties"]["from"] == "Base" { 3 } else { 6 };
        assert!(leg["geometry"]["coordinates"].as_array().unwrap().len() >= least, "{leg}");
    }
    assert_eq!(layer["attribution"], "© OpenStreetMap contributors");
    assert!(text(&folder.path().join("out.gpx")).contains("<trkseg>"));
    let ran = couloir(folder.path(), &["tiles", "monaco.roads", "--tile", "14/8529/5974", "-o", "tile.mvt"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(std::fs::metadata(folder.path().join("tile.mvt")).unwrap().len() > 1_000);
    let ran = couloir(folder.path(), &["tiles", "monaco.roads", "--zoom", "12", "-o", "tiles"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    for file in ["style.json", "style-dark.json", "glyphs/Noto Sans Regular/1536-1791.pbf"] {
        assert!(folder.path().join("tiles").join(file).exists(), "{file}");
    }
}
