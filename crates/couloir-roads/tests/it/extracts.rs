//! Real extracts, where they are present: `../shared/osm` beside the workspace.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "these tests read files, and say when there are none"
)]

use couloir_roads::closure::Effects;
use couloir_roads::dijkstra;
use couloir_roads::file;
use couloir_roads::import::{ImportError, import};
use couloir_roads::kind::{Kind, Vehicle};
use couloir_roads::metric::Router;
use couloir_roads::osm::pbf::{Pbf, PbfError};
use couloir_roads::weight::{Trip, Weight, weights};
use std::path::Path;

/// Small enough for a test; `couloir bench roads` takes the large ones.
const SMALL: [&str; 9] = [
    "monaco-2020",
    "helsinki-centre-2019",
    "london-centre-2020",
    "porto-2020",
    "porto-alegre-roads-2020",
    "andorra-2020",
    "liechtenstein-2015",
    "malta-2016",
    "rhein-neckar-roads-2016",
];

fn extract(name: &str) -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/osm").join(format!("{name}.osm.pbf"));
    let bytes = std::fs::read(&path).ok();
    if bytes.is_none() {
        eprintln!("skipped: there is no ../shared/osm/{name}.osm.pbf beside the workspace");
    }
    bytes
}

#[test]
fn two_hundred_random_ways_in_every_extract_and_kind_agree_with_the_plain_search() {
    for name in SMALL {
        let Some(bytes) = extract(name) else { continue };
        let network = import(&mut Pbf::of_bytes(&bytes), &mut |_| ()).expect("the extract imports");
        let router = Router::new(&network);
        let states = network.graph.states() as u64;
        let random = |number: u64| (number.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29) % states) as u32;
        for kind in Kind::ALL {
            let none = Effects::default();
            let metric =
                router.metric(weights(&network, &Trip { vehicle: Vehicle::of(kind), at: None, effects: &none }));
            let (from, to): (Vec<u32>, Vec<u32>) = ((0..10).map(random).collect(), (100..120).map(random).collect());
            let table = router.between_states(&metric, &from, &to);
            for (row, start) in from.iter().enumerate() {
                let tree = dijkstra::search(&network, &metric.weights, &[(*start, Weight::ZERO)]);
                for (column, goal) in to.iter().enumerate() {
                    assert_eq!(
                        table.weight(row, column),
                        tree.weight[*goal as usize],
                        "{name}, {kind}: {start} to {goal}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_same_extract_gives_the_same_bytes_and_they_are_read_back() {
    let Some(bytes) = extract("monaco-2020") else { return };
    let network = || import(&mut Pbf::of_bytes(&bytes), &mut |_| ()).expect("the extract imports");
    let written = file::write(&network());
    assert_eq!(file::write(&network()), written);
    assert_eq!(file::read(&written), Ok(network()));
}

#[test]
fn an_extract_that_breaks_off_says_where() {
    let Some(bytes) = extract("monaco-2020") else { return };
    let error = |length: usize| import(&mut Pbf::of_bytes(&bytes[..length]), &mut |_| ()).err();
    for length in [bytes.len() - 1, bytes.len() / 2, bytes.len() / 3] {
        let found = error(length);
        assert!(matches!(found, Some(ImportError::Extract(PbfError::CutOff { .. }))), "{length}: {found:?}");
    }
}
