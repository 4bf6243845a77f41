//! Closures: drawn, listed, named; and what they do.

use crate::world::{Map, drive};
use couloir_model::position::Position;
use couloir_model::quantity::{Metres, Permille};
use couloir_roads::closure::{Closure, Effect, Roads, effects};
use couloir_roads::index::Index;
use couloir_roads::kind::{Kind, Kinds, Vehicle};
use couloir_roads::network::Network;

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
    let none = couloir_roads::closure::Effects::default();
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
