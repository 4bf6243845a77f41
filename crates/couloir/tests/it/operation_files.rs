//! What operation files may look like, that all their forms mean the same, and how their faults are told.

use couloir::files::{Loaded, load, sheets};
use couloir_model::format::operation::sheet::{Sheet, Value};
use couloir_model::format::operation::{Operation, describe, schema, schema_with};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What every operation below starts with.
pub(crate) const GENERAL: &str = "name = \"Test\"\nstart = \"2019-02-22 06:00\"\ntime_zone = \"Asia/Damascus\"\n";

const SITES: &str = "name,lat,lon,people\nSchool,34.46,40.95,1800–2600\n";
const SHELTERS: &str = "name,lat,lon,capacity\nCamp,36.375,41.147,5000\n";
const VEHICLES: &str = "name,count,seats\ntruck,30,40\n";

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("a file can be written");
    }
    folder
}

/// The smallest operation, with some of its files replaced and others added.
pub(crate) fn smallest_with(files: &[(&str, &str)]) -> TempDir {
    let usual =
        [("operation.toml", GENERAL), ("sites.csv", SITES), ("shelters.csv", SHELTERS), ("vehicles.csv", VEHICLES)];
    let mut all: Vec<(&str, &str)> =
        usual.into_iter().filter(|(name, _)| !files.iter().any(|(other, _)| other == name)).collect();
    all.extend(files);
    folder(&all)
}

/// All findings, without the folder's random name.
fn said(loaded: &Loaded, folder: &Path) -> String {
    let text: String = loaded.findings.iter().map(|finding| format!("{finding}\n")).collect();
    text.replace(&format!("{}/", folder.display()), "")
}

fn read(folder: &TempDir) -> Operation {
    let loaded = load(folder.path());
    let said = said(&loaded, folder.path());
    loaded.operation.unwrap_or_else(|| panic!("it is an operation:\n{said}"))
}

fn same(one: &Operation, other: &Operation) {
    assert_eq!(describe(one), describe(other));
    assert!(one == other, "what the words do not say differs");
    assert_eq!(one.scenario.id(&one.travel), other.scenario.id(&other.travel));
}

#[test]
fn the_smallest_operation_is_a_start_a_zone_a_site_a_shelter_and_a_vehicle() {
    let folder = smallest_with(&[]);
    let operation = read(&folder);
    assert_eq!(operation.scenario.vehicles.len(), 30);
    assert_eq!(operation.scenario.vehicles[29].name, "truck 30");
    assert_eq!(operation.scenario.waiting().best().0, 2200);
    insta::assert_snapshot!(said(&load(folder.path()), folder.path()));
}

#[test]
fn semicolons_tabs_byte_order_marks_and_windows_line_ends_change_nothing() {
    let plain = read(&smallest_with(&[]));
    for sites in [
        "name;lat;lon;people\r\nSchool;34,46;40,95;1800–2600\r\n",
        "name\tlat\tlon\tpeople\nSchool\t34.46\t40.95\t1800-2600",
        "\u{feff}name,lat,lon,people\nSchool,\"34,46\",\"40,95\",1800 to 2600\n",
        "\u{feff}sep=;\r\nname;lat;lon;people\r\nSchool;34,46;40,95;1800–2600\r\n",
        "# a comment, with a comma\n\n\"# another; with a semicolon\"\nname,lat,lon,people\n\n,,,\nSchool,34.46,40.95,1800–2600\n# the end\n",
        " Name , LAT , Longitude , People \n School , 34.46 , 40.95 , 1800–2600 \n",
        "name,people,lon,lat,_ours\nSchool,1800–2600,40.95,34.46,whatever\n",
    ] {
        same(&plain, &read(&smallest_with(&[("sites.csv", sites)])));
    }
}

#[test]
fn a_range_in_one_cell_and_in_three_columns_is_the_same() {
    let plain = read(&smallest_with(&[]));
    for sites in [
        "name,lat,lon,people_low,people,people_high\nSchool,34.46,40.95,1800,2200,2600\n",
        "name,lat,lon,people_low,people_high\nSchool,34.46,40.95,1800,2600\n",
        "name,lat,lon,seated_low,seated,seated_high\nSchool,34.46,40.95,1.800,2 200,\"2,600\"\n",
        "name,lat,lon,seated\nSchool,34.46,40.95,2200 (1800–2600)\n",
    ] {
        same(&plain, &read(&smallest_with(&[("sites.csv", sites)])));
    }
}

#[test]
fn arabic_digits_and_decimal_separators_are_digits() {
    let arabic = "name,lat,lon,people\nSchool,٣٤٫٤٦,٤٠٫٩٥,١٨٠٠–٢٦٠٠\n";
    same(&read(&smallest_with(&[])), &read(&smallest_with(&[("sites.csv", arabic)])));
    let persian = "name,lat,lon,capacity\nCamp,۳۶٫۳۷۵,۴۱٫۱۴۷,۵۰۰۰\n";
    same(&read(&smallest_with(&[])), &read(&smallest_with(&[("shelters.csv", persian)])));
}

#[test]
fn a_unit_may_be_another_one_that_the_manual_lists() {
    let with = |column: &str, cell: &str| {
        let sites = format!("name,lat,lon,people,{column}\nSchool,34.46,40.95,1800–2600,{cell}\n");
        read(&smallest_with(&[("sites.csv", &sites)]))
    };
    let seconds = with("loading_fixed_s", "450");
    same(&seconds, &with("loading_fixed_min", "7.5"));
    same(&seconds, &with("Loading fixed (min)", "\"7,5\""));
    same(&seconds, &with("loading_fixed_h", "0.125"));
    same(&seconds, &with("loading_fixed_min", "450 s"));
}

#[test]
fn a_moment_is_local_whether_it_is_text_a_toml_date_or_counted_from_the_start() {
    let with = |deadline: &str| {
        let general = format!("{GENERAL}deadline = {deadline}\n");
        read(&smallest_with(&[("operation.toml", &general)]))
    };
    let text = with("\"2019-02-23 18:00\"");
    for other in
        ["2019-02-23T18:00:00", "2019-02-23 18:00:00", "2019-02-23T16:00:00Z", "\"+36h\"", "\"23.02.2019 18:00\""]
    {
        same(&text, &with(other));
    }
}

#[test]
fn listed_legs_are_joined_into_ways_with_their_passages_and_closures() {
    let folder = smallest_with(&[
        ("places.csv", "name\nJunction\n"),
        ("travel.csv", "from,to,minutes,km\nSchool,Junction,30,20\nJunction,Camp,60,50\n"),
        ("passages.csv", "name\nBridge\n"),
        ("passage_legs.csv", "passage,from,to,offset_min\nBridge,Junction,Camp,10\n"),
        ("closures.csv", "from,to,closed_until,said_by\nJunction,Camp,09:00,river authority\n"),
    ]);
    let operation = read(&folder);
    let (scenario, travel) = (&operation.scenario, &operation.travel);
    let class = scenario.class_ids().next().unwrap();
    let (school, camp) = (scenario.sites[0].place, scenario.shelters[0].place);
    let leg = travel.leg(scenario, class, school, camp).unwrap();
    assert_eq!((leg.seconds.0, leg.metres.0), (90 * 60, 70_000));
    assert_eq!(travel.crossings(scenario, class, school, camp)[0].offset.0, 40 * 60);
    assert_eq!(travel.crossings(scenario, class, camp, school)[0].offset.0, 50 * 60);
    assert_eq!(scenario.closures.len(), 4, "both ways of the closed leg, and of the way that leads through it");
    insta::assert_snapshot!(format!("{}\n{}", said(&load(folder.path()), folder.path()), describe(&operation)));
}

/// Two sites on the banks of a river with a bridge that is used one way at a time, and a shelter on each bank.
fn bridged(legs: &str) -> TempDir {
    smallest_with(&[
        ("sites.csv", "name,people\nSchool,80\nMarket,90\n"),
        ("shelters.csv", "name,capacity\nCamp,5000\nGym,5000\n"),
        ("places.csv", "name\nWest head\nEast head\n"),
        (
            "travel.csv",
            "from,to,minutes\nSchool,West head,5\nMarket,East head,5\nWest head,East head,3\nWest head,Camp,20\nEast head,Gym,20\n",
        ),
        ("passages.csv", "name,direction,crossing_min\nBridge,one_way_at_a_time,3\n"),
        ("passage_legs.csv", legs),
        ("vehicles.csv", "name,count,seats,depot\nbus,3,40,Camp\n"),
    ])
}

#[test]
fn a_bridge_between_sites_and_shelters_on_both_banks_needs_its_headings_said() {
    use couloir_model::travel::Heading;
    let unsaid = bridged("passage,from,to,offset_min\nBridge,West head,East head,0\n");
    insta::assert_snapshot!(said(&load(unsaid.path()), unsaid.path()));
    let clear = bridged("passage,from,to,offset_min,heading\nBridge,West head,East head,0,inward\n");
    let Operation { scenario, travel, .. } = read(&clear);
    let class = scenario.class_ids().next().unwrap();
    let heading = |from, to| travel.crossings(&scenario, class, from, to)[0].heading;
    let ((school, market), (camp, gym)) =
        ((scenario.sites[0].place, scenario.sites[1].place), (scenario.shelters[0].place, scenario.shelters[1].place));
    assert_eq!([heading(school, gym), heading(school, market)], [Heading::Inward; 2]);
    assert_eq!([heading(market, camp), heading(gym, school)], [Heading::Outward; 2]);
}

#[test]
fn a_way_out_ends_at_a_shelter_and_a_way_in_begins_at_one() {
    use couloir_model::travel::Heading;
    let folder = smallest_with(&[
        ("travel.csv", "from,to,minutes\nSchool,Camp,60\n"),
        ("passages.csv", "name,headway_s,convoy_vehicles_max,convoy_who\nGate,60,5,laden\n"),
        ("passage_legs.csv", "passage,from,to\nGate,School,Camp\n"),
    ]);
    let Operation { scenario, travel, .. } = read(&folder);
    let class = scenario.class_ids().next().unwrap();
    let (school, camp) = (scenario.sites[0].place, scenario.shelters[0].place);
    let heading = |from, to| travel.crossings(&scenario, class, from, to)[0].heading;
    assert_eq!((heading(school, camp), heading(camp, school)), (Heading::Outward, Heading::Inward));
    assert_eq!(scenario.passages[0].convoy.unwrap().who, couloir_model::scenario::ConvoyWho::Laden);
}

#[test]
fn a_site_that_no_road_reaches_is_named() {
    let sites = "name,people\nSchool,20\nIsland,10\n";
    let folder = smallest_with(&[("sites.csv", sites), ("travel.csv", "from,to,minutes\nSchool,Camp,30\n")]);
    let said = said(&load(folder.path()), folder.path());
    assert!(said.contains("no road leads from any vehicle's start to a site: `Island`"), "{said}");
}

#[test]
fn shelters_with_too_little_room_are_told_with_the_numbers() {
    let folder = smallest_with(&[("shelters.csv", "name,lat,lon,capacity\nCamp,36.375,41.147,1000\n")]);
    let said = said(&load(folder.path()), folder.path());
    assert!(said.contains("room for 1,000 people, and 2,318 are planned for: 1,318 too few places"), "{said}");
}

#[test]
fn a_column_for_personal_data_is_refused_with_the_reason() {
    for column in ["phone", "Date of birth", "religion", "_nationality", "nom de famille"] {
        let sites = format!("name,lat,lon,people,{column}\nSchool,34.46,40.95,20,x\n");
        let folder = smallest_with(&[("sites.csv", &sites)]);
        let said = said(&load(folder.path()), folder.path());
        assert!(
            said.contains("couloir::operation::personal") && said.contains("counts, not names"),
            "{column}: {said}"
        );
    }
}

#[test]
fn all_faults_are_told_at_once_each_with_its_place_and_what_to_do() {
    let folder = folder(&[
        (
            "operation.toml",
            "start = \"2019-02-22 06:00\"\ntime_zone = \"Asia/Damskus\"\ndeadline = 2019-02-21T08:00:00\nplanfor = \"high\"\n",
        ),
        (
            "sites.csv",
            "name,lat,lon,people,berhts,open,phone\nSchool,34.46,40.95,-5,3,18:00,\nSchool,99,12,2600–1800,3,2019-02-23 12:00 – 2019-02-23 08:00,\nHill,34,40,2.5,,06:00–12:00 daily; 11:00–18:00 daily,\n",
        ),
        ("shelters.csv", "name;lat;lon;capacity;berths\nCamp;36,375;41,147;1000000000000;0\n"),
        ("vehicles.csv", "name,count,depot,class,seats\ntruck,30,Schol,bus,\nvan,3,Camp,,\n"),
        ("travel.csv", "from,to,minutes\nSchool,Camp,x y\nSchool,Cmp,30\nCamp,School,40\n"),
        (
            "closures.csv",
            "from,to,closed_from,closed_until,said_by\nSchool,Camp,2019-02-23 10:00,2019-02-23 09:00,police\n",
        ),
        ("vehicels.csv", "name,count\nbus,3\n"),
    ]);
    let loaded = load(folder.path());
    assert!(loaded.operation.is_none());
    insta::assert_snapshot!(said(&loaded, folder.path()));
}

/// The bundled examples, by name.
fn examples() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    couloir::new::examples().into_iter().map(|name| (name.clone(), folder.join(name))).collect()
}

#[test]
fn every_example_is_an_operation_and_means_the_same_as_folder_toml_and_workbook() {
    assert!(!examples().is_empty());
    for (name, path) in examples() {
        let original = load(&path);
        let folder = tempfile::tempdir().unwrap();
        let original_said = said(&original, &path);
        let original = original.operation.unwrap_or_else(|| panic!("{name} is an operation:\n{original_said}"));

        let copy = couloir::new::new(&folder.path().join(&name), Some(&name), false).unwrap();
        same(&original, &load(&copy).operation.unwrap());

        let workbook = couloir::new::new(&folder.path().join(&name), Some(&name), true).unwrap();
        let loaded = load(&workbook);
        let workbook_said = said(&loaded, folder.path());
        same(&original, &loaded.operation.unwrap_or_else(|| panic!("{name} as a workbook:\n{workbook_said}")));

        let toml = folder.path().join(format!("{name}.toml"));
        std::fs::write(&toml, as_toml(&sheets(&path).0.unwrap().sheets)).unwrap();
        let loaded = load(&toml);
        let toml_said = said(&loaded, folder.path());
        same(&original, &loaded.operation.unwrap_or_else(|| panic!("{name} as TOML:\n{toml_said}")));
    }
}

/// The sheets as one TOML file, every cell as it stands.
fn as_toml(sheets: &[Sheet]) -> String {
    let mut text = String::new();
    let (general, tables): (Vec<&Sheet>, Vec<&Sheet>) = sheets.iter().partition(|sheet| sheet.name == "operation");
    for sheet in general.into_iter().chain(tables) {
        for row in &sheet.rows {
            if sheet.name != "operation" {
                let _ = writeln!(text, "\n[[{}]]", sheet.name);
            }
            for (header, cell) in sheet.header.iter().zip(&row.cells).filter(|(_, cell)| !cell.value.is_blank()) {
                let value = match &cell.value {
                    Value::Whole(number) => number.to_string(),
                    other => format!("{:?}", other.words()),
                };
                let _ = writeln!(text, "{:?} = {value}", header.name);
            }
        }
    }
    text
}

#[test]
fn the_schema_accepts_every_example_and_refuses_a_misspelt_column() {
    for (name, path) in examples() {
        let folder = load(&path).operation.unwrap();
        let needs: Vec<&str> = folder.scenario.needs.iter().map(|need| need.name.as_str()).collect();
        let schema = schema_with(&needs);
        assert!(jsonschema::meta::is_valid(&schema));
        let mut value = as_json(&sheets(&path).0.unwrap().sheets);
        let validator = jsonschema::validator_for(&schema).unwrap();
        let faults: Vec<String> =
            validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(faults.is_empty(), "{name}: {faults:#?}");
        value["site"][0]["berhts"] = serde_json::json!(3);
        assert!(!validator.is_valid(&value));
    }
}

#[test]
fn the_schema_accepts_the_smallest_operation_with_numbers_as_numbers() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let smallest = serde_json::json!({
        "start": "2019-02-22 06:00",
        "time_zone": "Asia/Damascus",
        "site": [{ "name": "School", "people": [1800, 2600], "open": "06:00–18:00 daily" }],
        "shelter": [{ "name": "Camp", "capacity": 5000 }],
        "vehicle": [{ "name": "truck", "count": 30, "seats": 40 }],
        "travel": [{ "from": "School", "to": "Camp", "hours": 2.5 }],
    });
    assert!(
        validator.is_valid(&smallest),
        "{:?}",
        validator.iter_errors(&smallest).map(|error| error.to_string()).collect::<Vec<_>>()
    );
    let mut without_time = smallest.clone();
    without_time["travel"] = serde_json::json!([{ "from": "School", "to": "Camp" }]);
    assert!(!validator.is_valid(&without_time));
}

fn as_json(sheets: &[Sheet]) -> serde_json::Value {
    let mut root = serde_json::Map::new();
    for sheet in sheets {
        let rows: Vec<serde_json::Map<String, serde_json::Value>> = sheet
            .rows
            .iter()
            .map(|row| {
                let cells = sheet.header.iter().zip(&row.cells).filter(|(_, cell)| !cell.value.is_blank());
                cells
                    .map(|(header, cell)| {
                        let value = match &cell.value {
                            Value::Whole(number) => serde_json::json!(number),
                            Value::Real(number) => serde_json::json!(number),
                            other => serde_json::json!(other.words()),
                        };
                        (header.name.clone(), value)
                    })
                    .collect()
            })
            .collect();
        let table = couloir_model::format::operation::TABLES.iter().find(|table| table.name == sheet.name).unwrap();
        if table.name == "operation" {
            root.extend(rows.into_iter().flatten());
        } else {
            root.insert(table.row.to_owned(), serde_json::json!(rows));
        }
    }
    serde_json::Value::Object(root)
}

#[test]
fn a_template_asks_for_what_is_missing_and_for_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    for xlsx in [false, true] {
        let path = couloir::new::new(&folder.path().join("mine"), None, xlsx).unwrap();
        let loaded = load(&path);
        let mut codes: Vec<&str> = loaded.findings.iter().map(|finding| finding.code.0).collect();
        codes.dedup();
        assert_eq!(codes, ["couloir::operation::missing"], "{}", said(&loaded, folder.path()));
        assert_eq!(loaded.findings.len(), 4, "start, sites, shelters, vehicles: {}", said(&loaded, folder.path()));
    }
}

#[test]
fn a_new_operation_overwrites_nothing() {
    let folder = smallest_with(&[]);
    assert!(couloir::new::new(folder.path(), None, false).is_err());
    let workbook = couloir::new::new(&folder.path().join("mine.xlsx"), None, true).unwrap();
    assert!(couloir::new::new(&workbook, None, true).is_err());
    let unknown = couloir::new::new(&folder.path().join("other"), Some("atlantis"), false).unwrap_err().to_string();
    assert!(unknown.contains("flood-town"), "{unknown}");
}

#[test]
fn a_new_operation_is_no_folder_with_the_name_of_a_file() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["flood.toml", "flood.XLSX", "flood.csv"] {
        let path = folder.path().join(name);
        for from in [None, Some("flood-town")] {
            let refused = couloir::new::new(&path, from, false).unwrap_err().to_string();
            assert!(refused.contains("name a folder") && refused.contains("--xlsx"), "{refused}");
            assert!(!path.exists());
        }
    }
    let taken = folder.path().join("taken");
    std::fs::write(&taken, "mine").unwrap();
    let refused = couloir::new::new(&taken, None, false).unwrap_err().to_string();
    assert!(refused.contains("a file has this name already"), "{refused}");
    assert_eq!(std::fs::read_to_string(&taken).unwrap(), "mine");
    assert!(couloir::new::new(&folder.path().join("St. Pölten 2.0"), None, false).is_ok(), "a point is no ending");
}

#[test]
fn a_fault_in_a_file_of_excel_is_named_with_its_line() {
    let sites = "name,lat,lon,people\r\nSchool,34.46,40.95,20\r\n\"Hill\nTop\",34.5,40.9,5\r\nMill,34.4,40.9,many\r\n";
    let folder = smallest_with(&[("sites.csv", sites)]);
    let said = said(&load(folder.path()), folder.path());
    assert!(said.contains("sites.csv:5"), "{said}");
}

#[test]
fn what_follows_from_a_table_that_cannot_be_read_is_not_said_and_root_causes_come_first() {
    let travel = ("travel.csv", "from,to,minutes\nSchool,Camp,x y\nSchol,Cmp,30\n");
    for (sites, cause) in
        [("", "sites.csv"), ("nam,lat,lon,people\nSchool,34.46,40.95,20\n", "no column of this name: `nam`")]
    {
        let folder = smallest_with(&[("sites.csv", sites), travel]);
        let loaded = load(folder.path());
        let said = said(&loaded, folder.path());
        assert!(said.contains(cause) && said.contains("x y"), "{said}");
        assert!(!said.contains("unknown_name") && !said.contains("has no sites"), "{said}");
        assert!(loaded.findings[0].at.as_ref().is_some_and(|at| at.file.ends_with("sites.csv")), "{said}");
    }
    let folder = smallest_with(&[
        ("closures.csv", "from,to,said_by\nSchol,Camp,police\n"),
        ("travel.csv", "from,too,minutes\n"),
    ]);
    let said = said(&load(folder.path()), folder.path());
    let (cause, name) = (said.find("`too`").expect("the cause"), said.find("unknown_name").expect("another fault"));
    assert!(cause < name, "{said}");
}

#[test]
fn a_template_without_rows_is_told_to_be_filled_in_where_it_lies() {
    let folder = tempfile::tempdir().unwrap();
    let path = couloir::new::new(&folder.path().join("mine"), None, false).unwrap();
    let loaded = load(&path);
    let text = said(&loaded, &path);
    for table in ["sites", "shelters", "vehicles"] {
        assert!(text.contains(&format!("fill in rows in `{table}.csv`")), "{text}");
        let places: Vec<&str> =
            loaded.findings.iter().filter_map(|finding| Some(finding.at.as_ref()?.file.as_str())).collect();
        assert!(places.iter().any(|file| file.ends_with(&format!("{table}.csv"))), "{text}");
    }
    let path = couloir::new::new(&folder.path().join("mine"), None, true).unwrap();
    let text = said(&load(&path), folder.path());
    assert!(text.contains("fill in rows on the sheet `sites`"), "{text}");
}

#[test]
fn a_site_whose_every_way_is_closed_for_good_is_named() {
    let with = |closures: &str| {
        let folder = smallest_with(&[("closures.csv", closures)]);
        said(&load(folder.path()), folder.path())
    };
    let cut_off = with("from,to,said_by\nSchool,Camp,police\n");
    assert!(cut_off.contains("couloir::operation::cut_off") && cut_off.contains("`School`"), "{cut_off}");
    for closures in [
        "from,to,closed_until,said_by\nSchool,Camp,2019-02-25 09:00,police\n",
        "from,to,closed_from,said_by\nSchool,Camp,2019-02-25 09:00,police\n",
    ] {
        let open = with(closures);
        assert!(!open.contains("cut_off"), "{open}");
    }
}

#[test]
fn a_date_that_excel_rewrote_is_read_when_it_is_plain_and_refused_with_its_reason_when_not() {
    let with = |deadline: &str| {
        let general = format!("{GENERAL}deadline = {deadline:?}\n");
        smallest_with(&[("operation.toml", &general)])
    };
    same(&read(&with("2019-02-23 23:30")), &read(&with("23/02/2019 23:30")));
    same(&read(&with("2019-02-23 23:30")), &read(&with("2/23/2019 23:30")));
    let folder = with("12/10/2019 23:30");
    let said = said(&load(folder.path()), folder.path());
    assert!(said.contains("Excel rewrote it") && said.contains("2019-10-12 23:30"), "{said}");
}
