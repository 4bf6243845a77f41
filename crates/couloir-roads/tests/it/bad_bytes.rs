//! Files that are no files: empty, cut off, damaged, of another kind, with counts beyond all measure.

use crate::world::Map;
use couloir_roads::file::{self, FileError};
use couloir_roads::import::{ImportError, import};
use couloir_roads::osm::ByHand;
use couloir_roads::osm::pbf::{Pbf, PbfError};

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
