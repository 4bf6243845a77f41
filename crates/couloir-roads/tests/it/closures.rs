//! Closures: drawn, listed, named; and what they do.

use crate::world::{Map, drive};
use couloir_model::position::Position;
use couloir_model::quantity::{Metres, Permille};
use couloir_roads::closure::{Closure, Effect, Effects, Roads, effects, places_apart};
use couloir_roads::index::Index;
use couloir_roads::kind::{Kind, Kinds, Vehicle};
use couloir_roads::metric::Router;
use couloir_roads::network::Network;
use couloir_roads::route::gate_at;
use couloir_roads::snap::Snapped;
use couloir_roads::travel::{closed_at, snaps};
use couloir_roads::weight::{Trip, weights};

/// Two banks joined by the Old Bridge and, further along, by another.
fn town() -> Network {
    Map::new(&["ab c", "    ", "de f"])
        .way(1, "abc", "highway=primary")
        .way(2, "def", "highway=primary")
        .way(3, "be", "highway=primary | bridge=yes | bridge:name=Old Bridge")
        .way(4, "cf", "highway=primary | bridge=yes | ref=N7")
        .network()
}

fn closure(roads: Roads) -> Closure {
    Closure {
        name: "flood".to_owned(),
        roads: vec![roads],
        effect: Effect::Closed,
        kinds: Kinds::ALL,
        from: None,
        until: None,
        said_by: "river authority".to_owned(),
    }
}

fn at(column: f64, row: f64) -> Position {
    Position::from_degrees(column / 1000.0, -row / 1000.0).unwrap()
}

/// The way from a to d by the letters of its junctions while `closure` holds at `moment`.
fn driven(closure: Closure, kind: Kind, moment: i64) -> String {
    let network = town();
    let (effects, lost) = effects(&network, &Index::new(&network), &[closure], Some(moment));
    assert_eq!(lost, Vec::<usize>::new());
    drive(&network, Vehicle::of(kind), None, &effects, 'a', 'd').1
}

#[test]
fn a_closed_bridge_sends_the_convoy_round_by_the_other() {
    for roads in [
        Roads::Bridge("old bridge".to_owned()),
        Roads::BridgeAt(at(0.9, 0.8)),
        Roads::Way(3),
        Roads::At(at(1.0, 1.0)),
        Roads::Line(vec![at(0.5, 1.0), at(1.5, 1.0)]),
        Roads::Area(vec![vec![at(0.8, 0.8), at(1.2, 0.8), at(1.2, 1.2), at(0.8, 1.2), at(0.8, 0.8)]]),
    ] {
        let said = format!("{roads:?}");
        assert_eq!(driven(closure(roads), Kind::Bus, 0), "abcfed", "{said}");
    }
}

#[test]
fn a_bridge_may_be_named_by_the_number_of_its_road() {
    let network = town();
    let segments = closure(Roads::Bridge("n7".to_owned())).segments(&network, &Index::new(&network));
    assert_eq!(segments, network.segments_of_way(4));
}

#[test]
fn a_closure_holds_from_its_beginning_until_its_end() {
    let closure = Closure { from: Some(100), until: Some(200), ..closure(Roads::Way(3)) };
    let way = |moment| driven(closure.clone(), Kind::Bus, moment);
    assert_eq!([way(99), way(100), way(199), way(200)], ["abed", "abcfed", "abcfed", "abed"]);
}

#[test]
fn a_closure_for_trucks_leaves_buses_alone() {
    let closure = Closure { kinds: Kinds::only(Kind::Truck), ..closure(Roads::Way(3)) };
    assert_eq!(driven(closure.clone(), Kind::Truck, 0), "abcfed");
    assert_eq!(driven(closure, Kind::Bus, 0), "abed");
}

#[test]
fn a_road_that_was_observed_to_be_slow_takes_longer() {
    let slow = Closure { effect: Effect::Slower(Permille(1_500)), ..closure(Roads::Everywhere) };
    let network = town();
    let (effects, _) = effects(&network, &Index::new(&network), &[slow], None);
    let none = Effects::default();
    let cs = |effects| drive(&network, Vehicle::of(Kind::Bus), None, effects, 'a', 'd').0.cs();
    assert!((cs(&none) * 3 / 2..=cs(&none) * 3 / 2 + 4).contains(&cs(&effects)));
}

#[test]
fn a_closure_says_which_roads_it_closes_and_how_much_of_them() {
    let network = town();
    let index = Index::new(&network);
    for (bridge, name) in [("old bridge", "Old Bridge"), ("N7", "N7")] {
        let segments = closure(Roads::Bridge(bridge.to_owned())).segments(&network, &index);
        let length: u64 = segments.iter().map(|segment| u64::from(network.segments[*segment as usize].length_cm)).sum();
        assert_eq!(Closure::named(&network, &segments), [(name.to_owned(), Metres(length / 100))]);
        assert!(length > 10_000, "the bridge has a length");
    }
}

#[test]
fn a_closure_about_no_road_is_named() {
    let network = town();
    let closures = [closure(Roads::Way(99)), closure(Roads::Way(3)), closure(Roads::Bridge("New Bridge".to_owned()))];
    assert_eq!(effects(&network, &Index::new(&network), &closures, None).1, [0, 2]);
}

/// A wide road over two bridges, one for each direction, and a way round by the south.
fn two_roadways(name: &str) -> Network {
    let (there, back) = (format!("highway=trunk | oneway=yes{name}"), format!("highway=trunk | oneway=yes{name}"));
    // Columns a hundred metres apart, rows 33 m.
    Map::with_rows(&["a b c d", "e f g h", "       ", "       ", "x     y"], 3_000)
        .way(1, "ab", &there)
        .way(2, "bc", &format!("{there} | bridge=yes"))
        .way(3, "cd", &there)
        .way(4, "hg", &back)
        .way(5, "gf", &format!("{back} | bridge=yes"))
        .way(6, "fe", &back)
        .way(7, "ae", "highway=primary")
        .way(8, "dh", "highway=primary")
        .way(9, "exyh", "highway=primary")
        .network()
}

#[test]
fn a_bridge_of_two_roadways_is_closed_in_both_directions() {
    for name in [" | name=Old Bridge", " | ref=N7", ""] {
        let network = two_roadways(name);
        let index = Index::new(&network);
        for roads in [Roads::BridgeAt(at(3.0, 0.05)), Roads::BridgeAt(at(3.0, 0.25)), Roads::At(at(3.0, 0.05))] {
            let said = format!("{name}, {roads:?}");
            let (effects, _) = effects(&network, &index, &[closure(roads)], None);
            let way = |from, to| drive(&network, Vehicle::of(Kind::Bus), None, &effects, from, to).1;
            assert_eq!((way('a', 'd').as_str(), way('h', 'e').as_str()), ("aehd", "he"), "{said}");
            let cm = |from, to| drive(&network, Vehicle::of(Kind::Bus), None, &effects, from, to).0.metres().0;
            assert!(cm('h', 'e') > 700 && cm('a', 'd') > 700, "{said}: it goes round");
        }
    }
}

#[test]
fn a_point_closes_one_roadway_of_two_roads_that_only_run_beside_each_other() {
    let network = Map::with_rows(&["a b c", "d e f"], 3_000)
        .way(1, "abc", "highway=primary | name=Quai Nord")
        .way(2, "def", "highway=primary | name=Quai Sud")
        .way(3, "be", "highway=primary")
        .network();
    let segments = closure(Roads::At(at(1.0, 0.05))).segments(&network, &Index::new(&network));
    assert_eq!(segments.len(), 1);
    // One that runs in the same direction is no other roadway either.
    let network = Map::with_rows(&["a b", "d e"], 3_000)
        .way(1, "ab", "highway=primary | name=Quai | oneway=yes")
        .way(2, "de", "highway=primary | name=Quai | oneway=yes")
        .network();
    let segments = closure(Roads::At(at(1.0, 0.05))).segments(&network, &Index::new(&network));
    assert_eq!(segments, network.segments_of_way(1));
}

/// An island with a quay at p and a road from p to i; the mainland from m to n, and a ferry from n over s to p, where another line
/// joins at sea.
fn island() -> Network {
    Map::new(&["m  n     s     p  i", "", "", "", "", "", "", "", "", "         t"])
        .way(1, "mn", "highway=primary")
        .way(2, "ns", "route=ferry | duration=00:10 | name=Blue Line")
        .way(3, "sp", "route=ferry | duration=00:10 | name=Blue Line")
        .way(4, "st", "route=ferry | duration=00:10 | name=Red Line")
        .way(5, "pi", "highway=primary")
        .network()
}

fn snapped(network: &Network, effects: &Effects, place: Position) -> Option<Snapped> {
    let trip = Trip { vehicle: Vehicle::of(Kind::Bus), at: None, effects };
    snaps(network, &Index::new(network), &trip, std::iter::once(place))[0].at
}

#[test]
fn a_place_a_passage_and_a_point_are_on_land_and_not_on_a_ferry_line() {
    let network = island();
    let index = Index::new(&network);
    let way = |snapped: Snapped| network.way_of(snapped.segment).osm_id;
    // 55 m from the ferry's line, 600 m from either quay, beside the point at sea where lines meet.
    for (place, road) in [(at(8.6, 0.5), 1), (at(9.4, 0.5), 5), (at(14.9, 0.4), 5), (at(18.0, 0.3), 5)] {
        assert_eq!(snapped(&network, &Effects::default(), place).map(way), Some(road), "{place:?}");
    }
    assert_eq!(closure(Roads::At(at(9.0, 0.1))).segments(&network, &index), Vec::<u32>::new());
    assert_eq!(gate_at(&network, &index, at(9.0, 0.1), 100), None);
    // At the quay the road is meant.
    assert_eq!(closure(Roads::At(at(3.1, 0.0))).segments(&network, &index), network.segments_of_way(1));
    // Where no road is, people wait where the ferry lands; a ferry is closed by its way.
    assert_eq!(
        snapped(&network, &Effects::default(), at(9.0, 9.1)).map(|at| (way(at), at.distance_cm < 1_200)),
        Some((4, true))
    );
    assert_eq!(closure(Roads::Way(3)).segments(&network, &index), network.segments_of_way(3));
}

#[test]
fn a_road_on_an_island_that_a_ferry_reaches_stays_in_use() {
    let network = island();
    let snap = snaps(
        &network,
        &Index::new(&network),
        &Trip { vehicle: Vehicle::of(Kind::Bus), at: None, effects: &Effects::default() },
        std::iter::once(at(17.0, 0.1)),
    );
    assert_eq!(snap[0].doubts, []);
    assert_eq!(drive(&network, Vehicle::of(Kind::Bus), None, &Effects::default(), 'm', 'i').1, "mnspi");
}

#[test]
fn a_closed_area_cuts_a_place_off_and_does_not_move_it() {
    let network = town();
    let index = Index::new(&network);
    // Around the north-western corner: the road from a to b, and nothing of the others.
    let area = [at(-0.3, -0.3), at(0.5, -0.3), at(0.5, 0.3), at(-0.3, 0.3), at(-0.3, -0.3)].to_vec();
    let (effects, _) = effects(&network, &index, &[closure(Roads::Area(vec![area]))], None);
    let place = at(0.1, 0.1);
    let open = snapped(&network, &Effects::default(), place);
    assert_eq!(snapped(&network, &effects, place), open);
    let said = closed_at("School", &open.unwrap(), &effects, Kind::Bus).expect("it is said");
    assert_eq!(said.message, "the road of `School` is closed by `flood`: no bus reaches it");
    let router = Router::new(&network);
    let metric =
        router.metric(weights(&network, &Trip { vehicle: Vehicle::of(Kind::Bus), at: None, effects: &effects }));
    let other = snapped(&network, &effects, at(1.9, 0.0));
    assert!(!router.table(&metric, &[open], &[other]).weight(0, 0).is_some(), "nobody gets out");
    assert!(!router.table(&metric, &[other], &[open]).weight(0, 0).is_some(), "nobody gets in");
}

#[test]
fn bridges_of_one_name_are_counted_by_the_places_in_which_they_are() {
    let network = Map::new(&["ab              cd", "ef", ""])
        .way(1, "ab", "highway=primary | bridge=yes | ref=N7")
        .way(2, "cd", "highway=primary | bridge=yes | ref=N7")
        .way(3, "ef", "highway=primary | bridge=yes | ref=N7")
        .way(4, "bc", "highway=primary | ref=N7")
        .way(5, "ae", "highway=primary")
        .network();
    let segments = closure(Roads::Bridge("N7".to_owned())).segments(&network, &Index::new(&network));
    assert_eq!((segments.len(), places_apart(&network, &segments)), (3, 2));
    assert_eq!(places_apart(&network, &[]), 0);
}
