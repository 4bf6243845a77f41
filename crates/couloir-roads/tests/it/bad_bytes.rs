//! Files that are no files: empty, cut off, damaged, of another kind, with counts beyond all measure.

use crate::world::Map;
use couloir_roads::closure::Effects;
use couloir_roads::file::{self, FileError};
use couloir_roads::import::{ImportError, import};
use couloir_roads::kind::{Kind, Vehicle};
use couloir_roads::metric::Router;
use couloir_roads::osm::ByHand;
use couloir_roads::osm::pbf::{Pbf, PbfError};
use couloir_roads::weight::{Trip, weights};

fn error(bytes: &[u8]) -> PbfError {
    match import(&mut Pbf::of_bytes(bytes), &mut |_| ()) {
        Err(ImportError::Extract(error)) => error,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_empty_extract_is_called_empty() {
    assert!(matches!(error(b""), PbfError::Empty));
}

#[test]
fn what_is_no_extract_is_called_so() {
    assert!(matches!(error(b"<?xml version='1.0'?><osm version=\"0.6\"></osm>"), PbfError::NotPbf));
    assert!(matches!(error(b"\0\0\0"), PbfError::NotPbf));
    assert!(matches!(error(&[0xff; 4096]), PbfError::NotPbf));
    assert!(matches!(error(&[0; 4096]), PbfError::NotPbf));
}

#[test]
fn a_map_without_roads_is_no_network() {
    let made = import(&mut ByHand(Map::new(&["ab"]).way(1, "ab", "waterway=river").raw), &mut |_| ());
    assert!(matches!(made, Err(ImportError::NoRoads)));
}

#[test]
fn a_network_that_is_cut_off_anywhere_is_refused() {
    let bytes = file::write(&Map::new(&["abc"]).way(1, "abc", "highway=primary | name=x").network());
    for length in 0..bytes.len() {
        assert!(file::read(&bytes[..length]).is_err(), "{length} of {} bytes", bytes.len());
    }
}

#[test]
fn a_network_with_one_wrong_bit_is_refused() {
    let bytes = file::write(&Map::new(&["abc"]).way(1, "abc", "highway=primary | name=x").network());
    for place in 0..bytes.len() {
        let mut wrong = bytes.clone();
        wrong[place] ^= 0x10;
        assert!(file::read(&wrong).is_err(), "byte {place}");
    }
}

#[test]
fn a_network_of_another_version_says_its_version() {
    let mut bytes = file::write(&Map::new(&["ab"]).way(1, "ab", "highway=primary").network());
    bytes[8] = 7;
    assert_eq!(file::read(&bytes), Err(FileError::Version(7)));
    assert_eq!(file::read(b"PK\x03\x04"), Err(FileError::NotANetwork));
}

#[test]
fn a_block_that_says_it_is_huge_breaks_off_and_nothing_is_reserved_for_it() {
    // A block's head: its length in four bytes, then `type = "OSMHeader"` and `datasize`, in the encoding of protocol buffers.
    for size in [&[0xff, 0xff, 0xff, 0x0f][..], &[0xff, 0xff, 0xff, 0xff, 0x07], &[0xff; 9]] {
        let mut head = vec![0x0a, 9];
        head.extend(b"OSMHeader");
        head.push(0x18);
        head.extend(size);
        let mut bytes = (head.len() as u32).to_be_bytes().to_vec();
        bytes.extend(&head);
        bytes.extend([0; 64]);
        let found = error(&bytes);
        let refused = matches!(found, PbfError::NotPbf | PbfError::CutOff { .. } | PbfError::Damaged { .. });
        assert!(refused, "{size:?}: {found:?}");
    }
}

/// The head of a network: magic, version and number of parts, then a row a part, then the checksum of all that.
const HEAD: usize = 16;
const ROW: usize = 24;

/// The same bytes with checksums that fit them.
fn resealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let number = |bytes: &[u8], at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight")) as usize;
    let parts = u32::from_le_bytes(bytes[12..16].try_into().expect("four")) as usize;
    for row in (0..parts).map(|part| HEAD + part * ROW) {
        let (first, length) = (number(&bytes, row + 8), number(&bytes, row + 16));
        if let Some(part) = first.checked_add(length).and_then(|last| bytes.get(first..last)) {
            let crc = crc32fast::hash(part);
            bytes[row + 4..row + 8].copy_from_slice(&crc.to_le_bytes());
        }
    }
    let end = HEAD + parts * ROW;
    let crc = crc32fast::hash(&bytes[..end]);
    bytes[end..end + 4].copy_from_slice(&crc.to_le_bytes());
    bytes
}

#[test]
fn counts_beyond_all_measure_in_a_network_are_refused() {
    let good = file::write(&Map::new(&["abc"]).way(1, "abc", "highway=primary | name=x").network());
    assert!(file::read(&resealed(good.clone())).is_ok(), "what was not touched is still good");
    let parts = u32::from_le_bytes(good[12..16].try_into().expect("four")) as usize;
    for part in 0..parts {
        let row = HEAD + part * ROW;
        for at in [row + 8, row + 16] {
            let mut wrong = good.clone();
            wrong[at..at + 8].copy_from_slice(&u64::MAX.to_le_bytes());
            assert!(file::read(&resealed(wrong)).is_err(), "place or length of part {part}");
        }
        let first = u64::from_le_bytes(good[row + 8..row + 16].try_into().expect("eight")) as usize;
        let mut wrong = good.clone();
        wrong[first..first + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        // The origin begins with the day of the map data, which may be anything; all others with a count.
        assert!(part == 0 || file::read(&resealed(wrong)).is_err(), "count of part {part}");
    }
}

#[test]
fn a_hierarchy_that_no_contraction_gives_is_refused() {
    let rows = Map::new(&["abcd", "efgh", "ijkl"]);
    let roads = ["abcd", "efgh", "ijkl", "aei", "bfj", "cgk", "dhl"];
    let map = roads.iter().zip(1..).fold(rows, |map, (road, id)| map.way(id, road, "highway=primary"));
    let good = map.network();
    assert!(good.hierarchy.is_contraction(), "what was contracted is one");
    let (mut tried, states) = (0, good.graph.states() as u32);
    for (arc, high) in good.hierarchy.up.iter().enumerate() {
        for other in (0..states).filter(|other| other != high) {
            let mut network = good.clone();
            network.hierarchy.up[arc] = other;
            // What is read is safe to use: a metric and a table are made of it without a panic.
            if let Ok(network) = file::read(&file::write(&network)) {
                let router = Router::new(&network);
                let (vehicle, none) = (Vehicle::of(Kind::Truck), Effects::default());
                let metric = router.metric(weights(&network, &Trip { vehicle, at: None, effects: &none }));
                let all: Vec<u32> = (0..states).collect();
                let _ = router.between_states(&metric, &all, &all);
            }
            tried += 1;
        }
    }
    assert!(tried > 100, "{tried}");
}
