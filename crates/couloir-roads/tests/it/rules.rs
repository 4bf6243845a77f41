//! One tiny map a rule.

use crate::world::{Map, drive, node, tags};
use couloir_model::quantity::Seconds;
use couloir_roads::closure::Effects;
use couloir_roads::kind::{Kind, Vehicle};
use couloir_roads::layer::{Element, Layer};
use couloir_roads::osm::{Member, Raw, RawRelation};
use couloir_roads::weight::LocalMoment;

/// Two ways from a to d: the short one over b, the long one over x, y, z.
fn short_and_long(short: &str, long: &str) -> Map {
    Map::new(&["a b d", "     ", "x y z"]).way(1, "abd", short).way(2, "axyzd", long)
}

#[test]
fn a_one_way_street_is_driven_one_way() {
    let map = short_and_long("highway=primary | oneway=yes", "highway=primary");
    assert_eq!(map.way_of(Kind::Bus, 'a', 'd'), "ad");
    // The long way back: two segments of one way, for nothing joins it in between.
    assert_eq!(map.way_of(Kind::Bus, 'd', 'a'), "da");
    let weight = |from, to| drive(&map.network(), Vehicle::of(Kind::Bus), None, &Effects::default(), from, to).0;
    assert!(weight('d', 'a').metres().0 > weight('a', 'd').metres().0);
}

#[test]
fn a_one_way_street_may_run_against_its_line_and_spare_buses() {
    let map = Map::new(&["ab"]).way(1, "ab", "highway=primary | oneway=-1 | oneway:bus=no");
    assert_eq!(map.way_of(Kind::Car, 'a', 'b'), "");
    assert_eq!(map.way_of(Kind::Car, 'b', 'a'), "ba");
    assert_eq!(map.way_of(Kind::Bus, 'a', 'b'), "ab");
}

#[test]
fn a_roundabout_is_driven_in_one_direction_without_a_sign() {
    let map = Map::new(&["ab", "dc"]).way(1, "abcda", "highway=primary | junction=roundabout");
    let map = map.way(2, "ax", "highway=primary").way(3, "by", "highway=primary");
    let map = map.way(4, "ce", "highway=primary");
    // x, y and e are missing: the roads to them are left out, and the roundabout is cut at its junctions.
    let network = map.network();
    assert!(network.origin.tally.iter().any(|row| row.code == "couloir::roads::missing_node" && row.count == 3));
    let metres = |from, to| drive(&network, Vehicle::of(Kind::Bus), None, &Effects::default(), from, to).0.metres().0;
    assert!(metres('b', 'a') > 2 * metres('a', 'b'));
}

#[test]
fn access_is_told_by_the_kind_of_vehicle() {
    let map = short_and_long("highway=primary | access=no | bus=yes", "highway=primary | hgv=no");
    assert!(!map.way_of(Kind::Bus, 'a', 'd').is_empty());
    let network = map.network();
    let metres = |kind| drive(&network, Vehicle::of(kind), None, &Effects::default(), 'a', 'd').0.metres().0;
    assert!(metres(Kind::Bus) < metres(Kind::Car));
    assert_eq!(map.way_of(Kind::Truck, 'a', 'd'), "");
}

#[test]
fn a_low_bridge_sends_a_high_bus_round() {
    let map = short_and_long("highway=primary | bridge=yes | maxheight=3.5", "highway=primary");
    let network = map.network();
    let metres = |height_cm| {
        let vehicle = Vehicle { height_cm, ..Vehicle::of(Kind::Bus) };
        drive(&network, vehicle, None, &Effects::default(), 'a', 'd').0.metres().0
    };
    assert_eq!(metres(Some(350)), metres(None));
    assert!(metres(Some(351)) > metres(None));
}

#[test]
fn weight_width_and_length_are_limits_too() {
    for (sign, vehicle) in [
        ("maxweight=7.5", Vehicle { weight_kg: Some(7_501), ..Vehicle::of(Kind::Truck) }),
        ("maxwidth=2.3", Vehicle { width_cm: Some(231), ..Vehicle::of(Kind::Truck) }),
        ("maxlength=12", Vehicle { length_cm: Some(1_201), ..Vehicle::of(Kind::Truck) }),
    ] {
        let map = Map::new(&["ab"]).way(1, "ab", &format!("highway=primary | {sign}"));
        assert_eq!(map.drive(vehicle, None, 'a', 'b'), "", "{sign}");
        assert_eq!(map.way_of(Kind::Truck, 'a', 'b'), "ab", "{sign}");
    }
}

#[test]
fn a_rough_track_is_for_off_road_trucks() {
    let map = Map::new(&["ab"]).way(1, "ab", "highway=track | tracktype=grade5");
    assert_eq!(map.way_of(Kind::Bus, 'a', 'b'), "");
    assert_eq!(map.way_of(Kind::OffRoadTruck, 'a', 'b'), "ab");
}

/// A way of a hundred metres from a to b, and one of six kilometres.
fn beside_a_long_way(sign: &str) -> Map {
    let far = format!("c{}d", " ".repeat(30));
    Map::new(&["ab", &far]).way(1, "ab", sign).way(2, "acdb", "highway=primary")
}

/// How far it is from a to b.
fn metres(map: &Map, kind: Kind) -> u64 {
    drive(&map.network(), Vehicle::of(kind), None, &Effects::default(), 'a', 'b').0.metres().0
}

#[test]
fn a_sign_for_people_on_foot_opens_no_path_to_a_bus() {
    for (sign, opens) in [
        ("highway=footway | access=yes", false),
        ("highway=footway | access=private", false),
        ("highway=footway | motor_vehicle=yes", true),
        ("highway=pedestrian | bus=yes", true),
    ] {
        let map = beside_a_long_way(sign);
        assert_eq!(metres(&map, Kind::Bus) < 200, opens, "{sign}");
    }
}

#[test]
fn a_sign_makes_no_road_firm() {
    let opens = |kind, sign| metres(&beside_a_long_way(sign), kind) < 200;
    let sand = "highway=track | tracktype=grade5 | access=yes";
    assert!(!opens(Kind::Bus, sand) && opens(Kind::OffRoadTruck, sand));
    assert!(opens(Kind::Bus, "highway=track | tracktype=grade5 | bus=yes"));
    assert!(!opens(Kind::OffRoadTruck, "highway=track | smoothness=impassable | motor_vehicle=yes | hgv=yes"));
}

#[test]
fn of_signs_at_certain_hours_the_most_particular_decides() {
    let sign = "highway=primary | bus:conditional=yes @ (Mo-Su 08:00-20:00) | motor_vehicle:conditional=no @ (Mo-Su 08:00-20:00)";
    let network = Map::new(&["ab"]).way(1, "ab", sign).network();
    let noon = LocalMoment::new(2024, 9, 16, 12, 0).unwrap();
    let goes = |kind| !drive(&network, Vehicle::of(kind), Some(noon), &Effects::default(), 'a', 'b').1.is_empty();
    assert!(goes(Kind::Bus) && !goes(Kind::Car));
}

#[test]
fn a_one_way_sign_that_is_lifted_at_times_opens_no_closed_road() {
    let sign = "highway=primary | access=no | bus=yes | oneway=yes | oneway:conditional=no @ (Mo-Su 08:00-20:00)";
    let network = Map::new(&["ab"]).way(1, "ab", sign).network();
    let noon = LocalMoment::new(2024, 9, 16, 12, 0).unwrap();
    let goes = |kind| !drive(&network, Vehicle::of(kind), Some(noon), &Effects::default(), 'b', 'a').1.is_empty();
    assert!(goes(Kind::Bus) && !goes(Kind::Car));
}

#[test]
fn a_ferry_takes_as_long_as_it_says() {
    let map = Map::new(&["ab"]).way(1, "ab", "route=ferry | duration=00:40");
    let weight = drive(&map.network(), Vehicle::of(Kind::Truck), None, &Effects::default(), 'a', 'b').0;
    let Seconds(seconds) = weight.seconds().expect("the ferry runs");
    assert!((2_400..2_420).contains(&seconds), "{seconds}");
}

#[test]
fn a_bollard_stops_everybody_and_a_gate_nobody() {
    let road = |barrier: &str| Map::new(&["abc"]).at('b', barrier).way(1, "abc", "highway=residential");
    assert_eq!(road("barrier=bollard").way_of(Kind::Car, 'a', 'c'), "");
    assert_eq!(road("barrier=bollard").way_of(Kind::Car, 'a', 'b'), "ab");
    assert_eq!(road("barrier=gate").way_of(Kind::Car, 'a', 'c'), "ac");
    assert_eq!(road("barrier=bollard | bus=yes").way_of(Kind::Bus, 'a', 'c'), "abc");
    assert_eq!(road("barrier=bollard | bus=yes").way_of(Kind::Car, 'a', 'c'), "");
}

#[test]
fn a_height_restrictor_stops_the_high_ones() {
    let map = Map::new(&["abc"]).at('b', "barrier=height_restrictor | maxheight=2").way(1, "abc", "highway=service");
    let high = Vehicle { height_cm: Some(350), ..Vehicle::of(Kind::Bus) };
    assert_eq!(map.drive(high, None, 'a', 'c'), "");
    assert_eq!(map.way_of(Kind::Bus, 'a', 'c'), "abc");
}

/// Roads from a over j to b and c, and a loop l by which one can come back to j.
fn crossing() -> Map {
    Map::new(&[" b ", "ajc", " l "])
        .way(1, "aj", "highway=primary")
        .way(2, "jb", "highway=primary")
        .way(3, "jc", "highway=primary")
        .way(4, "jl", "highway=primary")
}

#[test]
fn a_forbidden_turn_is_not_taken() {
    let map = crossing().turn(1, Element::Node(node('j')), 2, "restriction=no_left_turn");
    // On over c or l and back to j: from there the turn is free.
    assert_eq!(map.way_of(Kind::Bus, 'a', 'b').len(), 5);
    assert_eq!(map.way_of(Kind::Bus, 'c', 'b'), "cjb");
    assert_eq!(map.way_of(Kind::Bus, 'a', 'c'), "ajc");
}

#[test]
fn an_only_turn_leaves_one_way_on() {
    let map = crossing().turn(1, Element::Node(node('j')), 3, "restriction=only_straight_on");
    assert_eq!(map.way_of(Kind::Bus, 'a', 'c'), "ajc");
    assert_eq!(map.way_of(Kind::Bus, 'a', 'l'), "ajcjl");
}

#[test]
fn a_turn_may_be_forbidden_to_trucks_alone_or_spare_buses() {
    let node = Element::Node(node('j'));
    let for_trucks = crossing().turn(1, node, 2, "restriction:hgv=no_left_turn");
    assert_eq!(for_trucks.way_of(Kind::Bus, 'a', 'b'), "ajb");
    assert_eq!(for_trucks.way_of(Kind::Truck, 'a', 'b').len(), 5);
    let but_buses = crossing().turn(1, node, 2, "restriction=no_left_turn | except=psv");
    assert_eq!(but_buses.way_of(Kind::Bus, 'a', 'b'), "ajb");
    assert_eq!(but_buses.way_of(Kind::Car, 'a', 'b').len(), 5);
}

#[test]
fn a_turn_over_a_way_is_forbidden_as_a_whole() {
    // From a over j and k to b: forbidden by the way between, allowed from c.
    let map = Map::new(&["a b", " jk", "c d"])
        .way(1, "aj", "highway=primary")
        .way(2, "jk", "highway=primary")
        .way(3, "kb", "highway=primary")
        .way(4, "cj", "highway=primary")
        .way(5, "kd", "highway=primary");
    let map = map.turn(1, Element::Way(2), 3, "restriction=no_u_turn");
    assert_eq!(map.way_of(Kind::Bus, 'c', 'b'), "cjkb");
    assert_eq!(map.way_of(Kind::Bus, 'a', 'd'), "ajkd");
    assert_eq!(map.way_of(Kind::Bus, 'a', 'b').len(), 6);
}

#[test]
fn a_restriction_that_does_not_fit_the_roads_is_left_out_and_counted() {
    let map = crossing().turn(1, Element::Node(node('b')), 3, "restriction=no_left_turn");
    let network = map.network();
    assert_eq!(network.origin.tally[0].code, "couloir::roads::restriction");
    assert_eq!(network.graph.copies.len(), 0);
}

#[test]
fn a_road_that_is_shut_at_night_is_shut_at_night() {
    let map = short_and_long("highway=primary | motor_vehicle:conditional=no @ (22:00-06:00)", "highway=primary");
    let network = map.network();
    let metres = |hour| {
        let at = LocalMoment::new(2024, 9, 16, hour, 0);
        drive(&network, Vehicle::of(Kind::Bus), at, &Effects::default(), 'a', 'd').0.metres().0
    };
    assert!(metres(23) > metres(12));
}

#[test]
fn a_condition_on_weight_holds_for_the_heavy_alone() {
    let map = Map::new(&["ab"]).way(1, "ab", "highway=primary | hgv:conditional=no @ (weight>7.5)");
    let heavy = Vehicle { weight_kg: Some(12_000), ..Vehicle::of(Kind::Truck) };
    assert_eq!(map.drive(heavy, None, 'a', 'b'), "");
    assert_eq!(map.way_of(Kind::Truck, 'a', 'b'), "ab");
    assert_eq!(map.way_of(Kind::Bus, 'a', 'b'), "ab");
}

#[test]
fn a_limit_at_certain_hours_slows_at_those_hours() {
    let map =
        Map::new(&["ab"]).way(1, "ab", "highway=primary | maxspeed=100 | maxspeed:conditional=30 @ (07:00-17:00)");
    let network = map.network();
    let seconds = |hour| {
        let at = LocalMoment::new(2024, 9, 16, hour, 0);
        drive(&network, Vehicle::of(Kind::Car), at, &Effects::default(), 'a', 'b').0.seconds().map(|seconds| seconds.0)
    };
    assert!(seconds(8) > seconds(20));
}

#[test]
fn a_private_road_is_used_to_reach_a_place_and_not_to_pass() {
    let map = short_and_long("highway=service | access=private", "highway=primary");
    assert_eq!(map.way_of(Kind::Car, 'a', 'd'), "ad");
    let network = map.network();
    let along = drive(&network, Vehicle::of(Kind::Car), None, &Effects::default(), 'a', 'd').0;
    // Four hundred metres by the primary road rather than two hundred by the private one.
    assert!(along.metres().0 > 500);
}

#[test]
fn names_are_kept_in_all_languages() {
    let map = Map::new(&["ab"]).way(
        1,
        "ab",
        "highway=primary | name=شارع بغداد | name:ar=شارع بغداد | name:en=Baghdad Street | name:etymology=no",
    );
    let network = map.network();
    let name = network.ways[0].name;
    assert_eq!(network.names.name(name, &["fr", "en"]), Some("Baghdad Street"));
    assert_eq!(network.names.name(name, &["fr"]), Some("شارع بغداد"));
    assert!(network.names.is_called(name, "baghdad street"));
    assert_eq!(network.names.forms(name).count(), 3);
}

#[test]
fn a_lake_and_a_town_are_kept_for_the_map() {
    let map = Map::new(&["ab", "dc"]).at('a', "place=town | name=Deir ez-Zor | population=211 000");
    let map = map.way(1, "ab", "highway=primary").way(2, "abcda", "natural=water | name=Lake");
    let network = map.network();
    assert_eq!(network.layers.features[0].layer, Layer::Water);
    assert_eq!(network.layers.features[0].lines[0].len(), 5);
    assert_eq!(network.layers.places[0].population, 211_000);
}

#[test]
fn the_order_of_elements_in_an_extract_does_not_matter() {
    let map = crossing().turn(1, Element::Node(node('j')), 2, "restriction=no_left_turn");
    let mut turned = map.clone();
    turned.raw.reverse();
    let bytes = |map: &Map| couloir_roads::file::write(&map.network());
    assert_eq!(bytes(&map), bytes(&turned));
}

#[test]
fn the_order_of_areas_and_names_in_an_extract_does_not_matter() {
    let lake = |id, way, name: &str| {
        let members = vec![Member { element: Element::Way(way), role: "outer".to_owned() }];
        let tags = tags(&format!("type=multipolygon | natural=water | name={name}"));
        Raw::Relation(RawRelation { id, members, tags })
    };
    let mut map = Map::new(&["abe", "dcf"])
        .at('a', "place=town | name=Town")
        .at('f', "place=town | name=Other Town")
        .way(1, "ab", "highway=primary | name=First Street")
        .way(2, "be", "highway=primary | name=Second Street")
        .way(3, "abcda", "")
        .way(4, "befcb", "");
    map.raw.extend([lake(1, 3, "Lake"), lake(2, 4, "Pond")]);
    let mut turned = map.clone();
    turned.raw.reverse();
    assert_eq!(map.network().layers.features.len(), 2, "both lakes are drawn");
    let bytes = |map: &Map| couloir_roads::file::write(&map.network());
    assert_eq!(bytes(&map), bytes(&turned));
}
