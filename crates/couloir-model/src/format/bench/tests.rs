use super::*;
use crate::clock::Moment;
use crate::id::{ClassId, PlaceId, SiteId};
use crate::quantity::{People, Seconds};

/// One site of 30 people, one shelter, one bus.
const SMALL: &str = r#"{
    "format": "couloir-bench/1", "name": "small", "categories": ["person"], "max_stops": null,
    "places": [{"id": "D0", "x": 0, "y": 0}, {"id": "P0", "x": 300, "y": 401}, {"id": "H0", "x": 0, "y": 1000}],
    "depots": [{"place": 0}],
    "sites": [{"place": 1, "demand": [30], "berths": null, "load_fixed": 60, "load_per_person": [4]}],
    "shelters": [{"place": 2, "capacity": 40, "berths": 2, "unload_fixed": 30, "unload_per_person": [2]}],
    "types": [{"name": "bus", "capacity": [50], "time_permille": 1100}],
    "vehicles": [{"type": 0, "depot": 0, "available": 120}],
    "matrix": {"kind": "euclid", "pace_num": 105, "pace_den": 1000, "exit_s": [1, 2, 3], "entry_s": [10, 20, 30]}
}"#;

const PLAN: &str = r#"{"format": "couloir-plan/1", "instance": "small", "note": "ignored", "routes": [
    {"vehicle": 0, "trips": [{"stops": [{"site": 0, "load": [30], "not_before": 500}], "shelter": 0}]}]}"#;

/// What is said about the small instance with one piece of it replaced.
fn findings(piece: &str, by: &str) -> Vec<String> {
    assert!(SMALL.contains(piece), "{piece}");
    let findings = read_instance(&SMALL.replace(piece, by)).err().unwrap_or_default();
    findings.iter().map(|finding| format!("{}: {}", finding.code.0, finding.message)).collect()
}

#[test]
fn an_instance_is_an_operation_with_travel_times() {
    let (scenario, travel) = read_instance(SMALL).unwrap();
    assert_eq!(scenario.waiting().best(), People(30));
    assert_eq!(scenario.site(SiteId(0)).name, "P0");
    assert_eq!(scenario.vehicles[0].name, "bus 0");
    assert_eq!(scenario.vehicles[0].available_from, Moment(120));
    let leg = travel.leg(&scenario, ClassId(0), PlaceId(0), PlaceId(1)).unwrap();
    // 1 + 20 + 53 s, times 1.1, rounded up.
    assert_eq!(leg.seconds, Seconds(82));
}

#[test]
fn an_instance_is_read_back_as_written() {
    let instance = Instance::read(SMALL).unwrap();
    let written = write_instance(&instance);
    assert_eq!(Instance::read(&written).unwrap(), instance);
    assert_eq!(write_instance(&Instance::read(&written).unwrap()), written);
}

#[test]
fn a_plan_is_read_back_as_written() {
    let (scenario, travel) = read_instance(SMALL).unwrap();
    let routes = read_plan(PLAN, &scenario).unwrap();
    let plan = crate::plan::Plan::new(routes.clone().into_parts(&scenario, scenario.id(&travel)));
    assert_eq!(read_plan(&write_plan(&scenario, &plan), &scenario).unwrap(), routes);
    assert_eq!(routes.routes[0].trips[0].stops[0].visit.not_before, Moment(500));
}

#[test]
fn every_fault_of_an_instance_is_told_at_once_with_its_path() {
    let broken = SMALL
        .replace("\"demand\": [30]", "\"demand\": [-5, 1]")
        .replace("\"capacity\": 40, ", "")
        .replace("\"type\": 0", "\"type\": 7")
        .replace("\"exit_s\": [1, 2, 3]", "\"exit_s\": [1, 2]")
        .replace("\"available\": 120", "\"available\": \"soon\"");
    let findings: Vec<_> = read_instance(&broken).unwrap_err().into_iter().map(|finding| finding.message).collect();
    assert_eq!(
        findings,
        [
            "`sites[0].demand` has 2 entries, not 1",
            "`sites[0].demand[0]` is not a whole number from 0 to 100000000: -5",
            "a field is missing: `shelters[0].capacity`",
            "`vehicles[0].type` names nothing in a list of 1: 7",
            "`vehicles[0].available` is not a whole number: \"soon\"",
            "`matrix.exit_s` has 2 entries, not 3",
        ]
    );
}

#[test]
fn a_number_out_of_range_is_a_finding_and_no_panic() {
    for (piece, by) in [
        ("\"demand\": [30]", "\"demand\": [1000000000000]"),
        ("\"demand\": [30]", "\"demand\": [1.5]"),
        ("\"demand\": [30]", "\"demand\": {}"),
        ("\"berths\": 2", "\"berths\": 0"),
        ("\"max_stops\": null", "\"max_stops\": 0"),
        ("\"time_permille\": 1100", "\"time_permille\": 0"),
        ("\"pace_den\": 1000", "\"pace_den\": 0"),
        ("\"place\": 1", "\"place\": 4294967296"),
        ("\"x\": 0, \"y\": 1000", "\"x\": 9223372036854775807, \"y\": 1000"),
        ("\"x\": 0, \"y\": 1000", "\"x\": 0"),
        ("\"euclid\"", "\"manhattan\""),
        ("\"euclid\"", "\"hash\""),
        ("\"euclid\"", "\"explicit\""),
        ("\"categories\": [\"person\"]", "\"categories\": []"),
        ("couloir-bench/1", "couloir-bench/2"),
        ("\"format\"", "\"fromat\""),
    ] {
        assert!(!findings(piece, by).is_empty(), "{by}");
    }
    for text in ["", "[]", "{", "null", "\u{0}\u{1}", "{\"format\": \"couloir-bench/1\"}"] {
        assert!(!read_instance(text).unwrap_err().is_empty(), "{text}");
    }
}

#[test]
fn a_matrix_that_is_not_square_or_does_not_begin_at_zero_is_refused() {
    let matrix = |rows: &str| format!("\"matrix\": {{\"kind\": \"explicit\", \"seconds\": {rows}}}");
    let whole = &SMALL[SMALL.find("\"matrix\"").unwrap()..SMALL.rfind('}').unwrap()];
    assert!(findings(whole, &matrix("[[0,1,2],[3,0,4],[5,6,0]]")).is_empty());
    assert_eq!(findings(whole, &matrix("[[0,1,2],[3,0,4]]")).len(), 1);
    assert_eq!(findings(whole, &matrix("[[0,1],[3,0,4],[5,6,0]]")).len(), 1);
    assert_eq!(findings(whole, &matrix("[[0,1,2],[3,9,4],[5,6,0]]")).len(), 1);
    let huge = format!("[[0,1,2],[3,0,{}],[5,6,0]]", u64::MAX);
    assert_eq!(findings(whole, &matrix(&huge)).len(), 1);
}

#[test]
fn a_million_faults_are_told_in_a_hundred_lines_and_a_count() {
    let demand = format!("\"demand\": [{}]", vec!["-1"; 100_000].join(","));
    let findings = findings("\"demand\": [30]", &demand);
    assert_eq!(findings.len(), 101);
    assert!(findings[100].ends_with(": 99901"), "{}", findings[100]);
}

#[test]
fn a_plan_for_another_instance_or_with_half_people_is_refused() {
    let (scenario, _) = read_instance(SMALL).unwrap();
    let faults = |text: &str| read_plan(text, &scenario).err().map_or(0, |findings| findings.len());
    assert_eq!(faults(PLAN), 0);
    assert_eq!(faults(&PLAN.replace("\"small\"", "\"large\"")), 1);
    assert_eq!(faults(&PLAN.replace("[30]", "[30.5]").replace("\"shelter\": 0", "\"shelter\": -1")), 2);
    assert_eq!(faults(&PLAN.replace("\"trips\"", "\"tours\"")), 1);
    // What names nothing is for the judge to say.
    assert_eq!(faults(&PLAN.replace("\"site\": 0", "\"site\": 9")), 0);
}

/// The small instance with a gate that closes at night, where one team leads convoys of two.
fn guarded() -> String {
    let tables = r#","passages": [{"name": "gate", "open": [[0, 36000], [86400, 122400]], "closed": [[600, 1200]],
        "headway": 900, "one_way": 120, "screening_fixed": 300, "screening_per_hour": 200,
        "convoy": {"min": 1, "max": 2, "escorts": 1, "who": "laden"}}],
        "escorts": [{"name": "A", "passage": 0, "from": 60, "until": 90000, "escorting": 1200, "way_back": 900}],
        "crossings": [{"from": 1, "to": 2, "passages": [{"passage": 0, "offset": 20, "heading": "outward"}]},
                      {"from": 2, "to": 1, "passages": [{"passage": 0, "offset": 60, "heading": "inward"}]}]}"#;
    let last = SMALL.rfind('}').unwrap();
    format!("{}{tables}", &SMALL[..last])
}

#[test]
fn passages_escorts_and_crossings_are_read_back_as_written() {
    let instance = Instance::read(&guarded()).unwrap();
    let written = write_instance(&instance);
    assert_eq!(Instance::read(&written).unwrap(), instance);
    assert_eq!(write_instance(&Instance::read(&written).unwrap()), written);
    let (scenario, travel) = read_instance(&written).unwrap();
    assert!(scenario.passages[0].is_regulated() && scenario.passages[0].is_one_way());
    assert_eq!(scenario.passages[0].convoy.unwrap().who, crate::scenario::ConvoyWho::Laden);
    assert_eq!(scenario.escorts[0].back(Moment(100)), Moment(2_200));
    assert_eq!(scenario.closures.len(), 1);
    let crossing = travel.crossings(&scenario, ClassId(0), PlaceId(2), PlaceId(1))[0];
    assert_eq!(crossing.heading, crate::travel::Heading::Inward);
}

#[test]
fn convoys_of_a_plan_are_read_back_as_written() {
    let (scenario, travel) = read_instance(&guarded()).unwrap();
    let convoys = r#", "convoys": [{"passage": 0, "heading": "outward", "vehicles": [0], "escorts": [0]}]}"#;
    let text = format!("{}{convoys}", &PLAN[..PLAN.rfind('}').unwrap()]);
    let routes = read_plan(&text, &scenario).unwrap();
    assert_eq!(routes.convoys.len(), 1);
    let plan = crate::plan::Plan::new(routes.clone().into_parts(&scenario, scenario.id(&travel)));
    assert_eq!(read_plan(&write_plan(&scenario, &plan), &scenario).unwrap(), routes);
    assert!(read_plan(&text.replace("\"outward\"", "\"north\""), &scenario).is_err());
}

#[test]
fn a_faulty_passage_is_a_finding_and_no_panic() {
    for (piece, by) in [
        ("[[0, 36000], [86400, 122400]]", "[[0, 36000], [36000, 122400]]"),
        ("[[600, 1200]]", "[[1200, 600]]"),
        ("[[600, 1200]]", "[[600]]"),
        ("\"max\": 2", "\"max\": 0"),
        ("\"min\": 1", "\"min\": 3"),
        ("\"laden\"", "\"some\""),
        ("\"passage\": 0, \"from\"", "\"passage\": 4, \"from\""),
        ("\"heading\": \"inward\"", "\"heading\": \"home\""),
        ("\"heading\": \"inward\"", "\"reading\": 1"),
        ("\"to\": 1,", "\"to\": 2,"),
        ("\"name\": \"gate\"", "\"name\": 7"),
    ] {
        let text = guarded().replace(piece, by);
        assert_ne!(text, guarded(), "{piece}");
        assert!(!read_instance(&text).unwrap_err().is_empty(), "{by}");
    }
}
