//! Benchmark instances from files, gzipped or not.

use couloir_model::format::bench::read_instance;
use couloir_model::scenario::Scenario;
use couloir_model::travel::TravelTimes;
use std::io::Read as _;
use std::path::Path;

/// Reads an instance.
pub(crate) fn read(path: &Path) -> (Scenario, TravelTimes) {
    let bytes = std::fs::read(path).expect("the instance can be read");
    let mut text = String::new();
    if path.extension().is_some_and(|ending| ending == "gz") {
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).expect("the instance is gzipped text");
    } else {
        text = String::from_utf8(bytes).expect("the instance is text");
    }
    read_instance(&text).expect("the instance is sound")
}
