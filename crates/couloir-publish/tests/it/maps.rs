//! The printed map, its tiles, and what phones get.

use crate::world;
use couloir_model::position::Position;
use couloir_publish::map::{self, BUFFER, BYTES_MAX, Builder, EXTENT, Land, Page, Rank, Theme, What};
use couloir_publish::{ATTRIBUTION, Chosen, Language, Paths, geojson, gpx};
use proptest::prelude::*;
use prost::Message as _;
use roxmltree::Document;

const LANGUAGES: [Language; 3] = [Language::English, Language::French, Language::Arabic];

fn at(lon: f64, lat: f64) -> Position {
    Position::from_degrees(lon, lat).unwrap()
}

/// A square kilometre or so around a point.
fn square(lon: f64, lat: f64, half: f64) -> Vec<Position> {
    [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0)]
        .map(|(across, up)| at(lon + across * half, lat + up * half))
        .to_vec()
}

fn named(text: &str, arabic: &str) -> Vec<(String, String)> {
    vec![(String::new(), text.to_owned()), ("ar".to_owned(), arabic.to_owned())]
}

/// Roads, a lake with an island, a border and two towns near the places of [`world::small`].
fn land() -> Land {
    let mut builder = Builder::new(1_550_000_000);
    let road = builder.name(named("Route 7", "طريق ٧"));
    let town = builder.name(named("Haute-Rive", "الضفة"));
    builder.add(What::Primary, road, [vec![at(5.68, 43.83), at(5.80, 43.90), at(5.95, 43.95)]]);
    builder.add(What::Track, 0, [vec![at(5.68, 43.95), at(5.95, 43.84)]]);
    builder.add(What::Water, 0, [square(5.82, 43.86, 0.02), square(5.82, 43.86, 0.005)]);
    builder.add(What::Country, 0, [vec![at(5.88, 43.7), at(5.88, 44.2)]]);
    builder.place(Rank::City, at(5.80, 43.92), town, 120_000);
    builder.build()
}

/// The tile in which a point lies.
fn tile_of(lon: f64, lat: f64, z: u8) -> (u8, u32, u32) {
    let tiles = f64::from(1_u32 << z);
    let down = (1.0 - libm::asinh(libm::tan(lat.to_radians())) / std::f64::consts::PI) / 2.0;
    (z, ((lon + 180.0) / 360.0 * tiles) as u32, (down * tiles) as u32)
}

fn shown<T>(world: &world::World, show: impl FnOnce(&Chosen) -> T) -> T {
    let input = world.input();
    let paths = Paths::new();
    show(&Chosen { scenario: &world.scenario, plan: Some(&input), paths: &paths, closed: &[], only: None })
}

#[test]
fn a_map_is_well_formed_in_every_size_and_language_and_says_that_it_is_restricted() {
    let hostile = world::small_named("a < b & \"c\"\u{0}\u{1b}[31m\u{ffff}", "]]><!--\u{8}");
    let land = land();
    for world in [world::small(), world::large(), hostile] {
        for language in LANGUAGES {
            for page in [Page::A4, Page::A3, Page::Phone] {
                for land in [None, Some(&land)] {
                    let svg = shown(&world, |chosen| map::print(chosen, land, page, language));
                    let document = Document::parse(&svg).unwrap();
                    let texts: Vec<&str> = document.descendants().filter_map(|node| node.text()).collect();
                    let restricted = match language {
                        Language::English => "Restricted",
                        Language::French => "restreinte",
                        Language::Arabic => "مقيَّد",
                    };
                    assert!(texts.iter().any(|text| text.contains(restricted)));
                    assert_eq!(svg.contains(ATTRIBUTION), land.is_some(), "map data are attributed, and only they");
                    assert!(
                        !svg.contains("http://") || svg.matches("http://").count() == 1,
                        "nothing outside the file"
                    );
                }
            }
        }
    }
}

#[test]
fn every_place_with_coordinates_is_on_the_map_by_name_and_every_other_is_named_below() {
    let world = world::small();
    for page in [Page::A4, Page::Phone] {
        let svg = shown(&world, |chosen| map::print(chosen, None, page, Language::French));
        let text: String = Document::parse(&svg).unwrap().descendants().filter_map(|node| node.text()).collect();
        let plain = text.replace(['\u{2068}', '\u{2069}', '\n'], " ");
        for site in &world.scenario.sites {
            for word in site.name.split(' ') {
                assert!(plain.contains(word), "{} on {page:?}", site.name);
            }
        }
    }
}

#[test]
fn a_map_has_a_scale_bar_of_a_round_number_a_north_arrow_and_a_key() {
    let world = world::small();
    let svg = shown(&world, |chosen| map::print(chosen, Some(&land()), Page::A4, Language::English));
    let document = Document::parse(&svg).unwrap();
    let texts: Vec<&str> = document
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "text")))
        .filter_map(|node| node.text())
        .collect();
    let scale = texts.iter().find(|text| text.ends_with(" km") || text.ends_with(" m")).unwrap();
    let number = scale.split(' ').next().unwrap().replace(',', "");
    assert!(matches!(number.trim_end_matches('0'), "1" | "2" | "5"), "{scale}");
    for text in ["N", "Site", "Shelter", "Closed", "main road", "border", "with people on board"] {
        let is_drawn = texts.contains(&text);
        // The small world has no closure.
        assert_eq!(is_drawn, text != "Closed" || !world.scenario.closures.is_empty(), "{text}");
    }
}

#[test]
fn the_same_map_has_the_same_bytes() {
    let world = world::large();
    let one = shown(&world, |chosen| map::print(chosen, Some(&land()), Page::A4, Language::Arabic));
    let other = shown(&world, |chosen| map::print(chosen, Some(&land()), Page::A4, Language::Arabic));
    assert!(one == other);
    let (z, x, y) = tile_of(5.8, 43.9, 10);
    let tile = map::tile(&land(), None, z, x, y).unwrap();
    assert!(!tile.bytes.is_empty() && Ok(tile) == map::tile(&land(), None, z, x, y));
}

#[test]
fn a_phone_gets_the_trips_of_one_vehicle_and_the_warning() {
    let world = world::small();
    let input = world.input();
    let mut paths = Paths::new();
    let only = world.plan.routes[0].vehicle;
    let vehicle = world.scenario.vehicle(only);
    let leg = (vehicle.class, world.scenario.start_of(only), world.scenario.sites[0].place);
    paths.insert(leg, vec![at(40.0, 34.0), at(40.1, 34.1), at(40.2, 34.2)]);
    let chosen = Chosen { scenario: &world.scenario, plan: Some(&input), paths: &paths, closed: &[], only: Some(only) };
    let text = gpx(&chosen, Language::Arabic);
    let document = Document::parse(&text).unwrap();
    let count = |name: &str| document.descendants().filter(|node| node.tag_name().name() == name).count();
    let trips = world.plan.routes[0].trips.len();
    assert!(trips > 0 && count("rte") <= trips && count("rte") > 0);
    assert!(text.contains("مقيَّد"));
    let named = |id: usize| text.contains(&format!("/{}/", world.scenario.vehicles[id].name));
    assert!(named(only.index()));
    assert!((0..world.scenario.vehicles.len()).filter(|id| *id != only.index()).all(|id| !named(id)));
    let layer = geojson(&chosen, Language::English);
    if count("trk") > 0 {
        assert!(text.contains(ATTRIBUTION) && layer.contains(ATTRIBUTION), "ways along roads are map data");
    }
}

#[derive(Clone, PartialEq, prost::Message)]
struct TileOf {
    #[prost(message, repeated, tag = "3")]
    layers: Vec<LayerOf>,
}

#[derive(Clone, PartialEq, prost::Message)]
struct LayerOf {
    #[prost(string, required, tag = "1")]
    name: String,
    #[prost(message, repeated, tag = "2")]
    features: Vec<FeatureOf>,
    #[prost(string, repeated, tag = "3")]
    keys: Vec<String>,
    #[prost(uint32, optional, tag = "5")]
    extent: Option<u32>,
    #[prost(uint32, required, tag = "15")]
    version: u32,
}

#[derive(Clone, PartialEq, prost::Message)]
struct FeatureOf {
    #[prost(uint32, repeated, tag = "2")]
    tags: Vec<u32>,
    #[prost(int32, optional, tag = "3")]
    kind: Option<i32>,
    #[prost(uint32, repeated, tag = "4")]
    geometry: Vec<u32>,
}

/// Lines and rings of a feature, as a reader of tiles sees them.
fn parts(geometry: &[u32]) -> Vec<Vec<[i64; 2]>> {
    let (mut parts, mut cursor, mut index) = (Vec::<Vec<[i64; 2]>>::new(), [0_i64, 0], 0);
    let step = |value: u32| i64::from((value >> 1) as i32 ^ -((value & 1) as i32));
    while index < geometry.len() {
        let (command, count) = (geometry[index] & 7, geometry[index] >> 3);
        index += 1;
        for _ in 0..count {
            if command == 7 {
                continue;
            }
            cursor = [cursor[0] + step(geometry[index]), cursor[1] + step(geometry[index + 1])];
            index += 2;
            if command == 1 {
                parts.push(Vec::new());
            }
            parts.last_mut().expect("a line begins with a move").push(cursor);
        }
    }
    parts
}

fn read(bytes: &[u8]) -> TileOf {
    TileOf::decode(bytes).expect("a tile that can be read")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn whatever_the_land_a_tile_can_be_read_and_no_coordinate_is_beyond_its_buffer(
        lines in prop::collection::vec(
            (0usize..18, prop::collection::vec((-180.0..180.0_f64, -89.0..89.0_f64), 2..9)), 1..12),
        zoom in 0u8..=16, across in 0.0..1.0_f64, down in 0.0..1.0_f64, near in any::<bool>(),
    ) {
        const ALL: [What; 18] = [What::Water, What::BuiltUp, What::Wood, What::River, What::Stream, What::Coastline,
            What::Country, What::Region, What::Railway, What::Motorway, What::Trunk, What::Primary, What::Secondary,
            What::Tertiary, What::Minor, What::Service, What::Track, What::Ferry];
        let mut builder = Builder::new(0);
        let name = builder.name(named("x", "س"));
        for (what, points) in lines {
            // Close together, so that deep tiles have something in them.
            let point = |(lon, lat): (f64, f64)| if near { at(40.0 + lon / 1e4, 35.0 + lat / 1e4) } else { at(lon, lat) };
            let mut line: Vec<Position> = points.into_iter().map(point).collect();
            line.push(line[0]);
            builder.add(ALL[what], name, [line]);
        }
        let land = builder.build();
        let tiles = f64::from(1u32 << zoom);
        let (_, x, y) =
            if near { tile_of(40.0, 35.0, zoom) } else { (zoom, (across * tiles) as u32, (down * tiles) as u32) };
        let tile = map::tile(&land, None, zoom, x, y).unwrap();
        let (low, high) = (-i64::from(BUFFER), i64::from(EXTENT + BUFFER));
        for layer in read(&tile.bytes).layers {
            prop_assert_eq!((layer.version, layer.extent), (2, Some(EXTENT)));
            for feature in layer.features {
                let parts = parts(&feature.geometry);
                prop_assert!(!parts.is_empty());
                for part in parts {
                    let least = if feature.kind == Some(3) { 3 } else { 2 };
                    prop_assert!(feature.kind == Some(1) || part.len() >= least);
                    for point in part {
                        prop_assert!(point.iter().all(|value| (low..=high).contains(value)), "{point:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_lake_is_drawn_clockwise_and_its_island_against_that() {
    let (z, x, y) = tile_of(5.82, 43.86, 11);
    let tile = map::tile(&land(), None, z, x, y).unwrap();
    let water = read(&tile.bytes).layers.into_iter().find(|layer| layer.name == "water").unwrap();
    let rings = parts(&water.features[0].geometry);
    let area = |ring: &Vec<[i64; 2]>| -> i64 {
        let next = ring.iter().cycle().skip(1);
        ring.iter().zip(next).map(|(one, other)| one[0] * other[1] - other[0] * one[1]).sum()
    };
    assert_eq!(rings.iter().map(|ring| area(ring) > 0).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn names_are_in_a_tile_in_every_language_that_the_map_has() {
    let (z, x, y) = tile_of(5.80, 43.92, 12);
    let tile = map::tile(&land(), None, z, x, y).unwrap();
    let layers = read(&tile.bytes).layers;
    let places = layers.iter().find(|layer| layer.name == "places").unwrap();
    assert!(places.keys.iter().any(|key| key == "name") && places.keys.iter().any(|key| key == "name:ar"));
    assert!(String::from_utf8_lossy(&tile.bytes).contains("الضفة"));
}

#[test]
fn a_tile_with_an_operation_has_its_places_and_never_who_goes_where_when() {
    let world = world::small();
    let site = world.scenario.place(world.scenario.sites[0].place).position.unwrap();
    let (z, x, y) = tile_of(site.lon(), site.lat(), 8);
    let tile = map::tile(&land(), Some(&world.scenario), z, x, y).unwrap();
    let text = String::from_utf8_lossy(&tile.bytes).into_owned();
    assert!(text.contains(&world.scenario.sites[0].name));
    assert!(world.scenario.vehicles.iter().all(|vehicle| !text.contains(&vehicle.name)));
}

#[test]
fn a_tile_is_bounded_and_says_what_it_left_out() {
    let mut builder = Builder::new(0);
    for index in 0..60_000_u32 {
        let name = builder.name(named(&format!("street {index}"), ""));
        let (lon, lat) = (40.0 + f64::from(index % 250) / 4e4, 35.0 + f64::from(index / 250) / 4e4);
        let what = if index % 100 == 0 { What::Primary } else { What::Minor };
        builder.add(what, name, [vec![at(lon, lat), at(lon + 2e-5, lat + 1e-5), at(lon + 1e-5, lat + 3e-5)]]);
    }
    let land = builder.build();
    let (z, x, y) = tile_of(40.003, 35.003, 14);
    let tile = map::tile(&land, None, z, x, y).unwrap();
    let roads = read(&tile.bytes).layers.into_iter().find(|layer| layer.name == "roads").unwrap();
    assert!(tile.left_out > 0 && roads.features.len() > 1_000);
    assert!(tile.bytes.len() <= BYTES_MAX, "{}", tile.bytes.len());
}

#[test]
fn a_tile_that_no_map_has_is_refused_and_one_of_the_open_sea_is_nothing() {
    assert!(map::tile(&land(), None, 17, 0, 0).is_err());
    assert!(map::tile(&land(), None, 3, 8, 0).is_err());
    let tile = map::tile(&land(), None, 10, 0, 500).unwrap();
    assert!(tile.bytes.is_empty() && tile.left_out == 0);
}

#[test]
fn a_style_names_only_layers_that_tiles_have_and_asks_no_other_machine() {
    for theme in [Theme::Light, Theme::Dark] {
        let text = map::style("/tiles/{z}/{x}/{y}", "/glyphs/{fontstack}/{range}", theme, Language::Arabic);
        let style: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert!(!text.contains("http"));
        assert_eq!(style["sources"]["land"]["attribution"], ATTRIBUTION);
        for layer in style["layers"].as_array().unwrap() {
            let known = ["ground", "water", "waterways", "borders", "railways", "roads", "places", "operation"];
            assert!(layer["source-layer"].as_str().is_none_or(|name| known.contains(&name)), "{layer}");
        }
    }
}
