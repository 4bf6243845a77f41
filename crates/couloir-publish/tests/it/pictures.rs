//! The charts and the map layer.

use crate::world;
use couloir_publish::{Axis, Language, Line, Measured, Panel, measured, publish};
use roxmltree::Document;
use serde_json::Value;

fn file(files: &[couloir_publish::File], path: &str) -> String {
    let file = files.iter().find(|file| file.path == path).unwrap();
    String::from_utf8(file.bytes.clone()).unwrap()
}

#[test]
fn charts_are_well_formed_whatever_the_names_and_say_what_they_show() {
    let hostile = world::small_named("a < b & \"c\"\u{0}\u{1b}[31m\u{ffff}", "]]><!--\u{8}");
    for world in [world::small(), world::large(), hostile] {
        for language in [Language::English, Language::French, Language::Arabic] {
            let (people_out, gantt) = couloir_publish::charts(&world.input(), language);
            for svg in [people_out, gantt] {
                let document = Document::parse(&svg).unwrap();
                let root = document.root_element();
                assert_eq!(root.attribute("role"), Some("img"));
                for label in root.attribute("aria-labelledby").unwrap().split(' ') {
                    let node = document.descendants().find(|node| node.attribute("id") == Some(label)).unwrap();
                    assert!(node.text().unwrap().len() > 10);
                }
            }
        }
    }
}

#[test]
fn a_large_fleet_is_shown_by_the_sixty_that_finish_last_and_says_so() {
    let (_, gantt) = couloir_publish::charts(&world::large().input(), Language::English);
    assert!(gantt.contains("60 of 150"));
    assert_eq!(gantt.matches("Camion ").count(), 60);
}

#[test]
fn queues_are_hatched_so_that_they_are_seen_without_colour() {
    let (_, gantt) = couloir_publish::charts(&world::small().input(), Language::English);
    let queues = world::small();
    let queues = queues.plan.trips().flat_map(|(_, trip)| trip.visits()).filter(|visit| visit.queueing().0 > 0).count();
    assert!(queues > 0);
    // The key has one, and each passage at which somebody is held.
    assert!(gantt.matches("url(#gantt-hatched)").count() > queues);
}

#[test]
fn the_map_layer_leaves_out_and_names_what_has_no_coordinates() {
    let world = world::small();
    let files = publish(&world.input(), Language::French);
    let layer: Value = serde_json::from_str(&file(&files, "movements.geojson")).unwrap();
    assert_eq!(layer["type"], "FeatureCollection");
    assert_eq!(layer["couloir:left_out"], serde_json::json!(["Maison de retraite « Les Tilleuls » d’Oraison"]));
    assert!(layer["couloir:restricted"].as_str().unwrap().contains("restreinte"));
    let features = layer["features"].as_array().unwrap();
    let kinds = |kind: &str| features.iter().filter(|feature| feature["properties"]["kind"] == kind).count();
    assert_eq!((kinds("site"), kinds("shelter"), kinds("depot"), kinds("passage")), (2, 2, 1, 1));
    // All legs but those that begin or end at the home without coordinates, which seven trips visit.
    let legs: usize = world.plan.trips().map(|(_, trip)| trip.visits().count()).sum();
    assert_eq!(kinds("leg"), legs - 2 * 7);
    for feature in features {
        let geometry = &feature["geometry"];
        let points = match geometry["type"].as_str().unwrap() {
            "Point" => vec![geometry["coordinates"].clone()],
            "LineString" => geometry["coordinates"].as_array().unwrap().clone(),
            other => panic!("no such geometry here: {other}"),
        };
        for point in points {
            assert!((-180.0..=180.0).contains(&point[0].as_f64().unwrap()));
            assert!((-90.0..=90.0).contains(&point[1].as_f64().unwrap()));
        }
    }
}

#[test]
fn legs_carry_who_is_on_board_and_when_in_the_operations_zone() {
    let world = world::small();
    let layer: Value =
        serde_json::from_str(&file(&publish(&world.input(), Language::English), "movements.geojson")).unwrap();
    let legs: Vec<_> =
        layer["features"].as_array().unwrap().iter().filter(|feature| feature["properties"]["kind"] == "leg").collect();
    assert_eq!(legs[0]["properties"]["people"], 0);
    assert_eq!(legs[1]["properties"]["people"], 50);
    assert_eq!(legs[0]["properties"]["depart"], "2019-02-22T06:00:00+02:00");
}

#[test]
fn a_chart_of_measurements_names_its_lines_once_and_can_be_empty() {
    let line =
        |name: &str, points: &[(f64, f64)]| Line { name: name.to_owned(), points: points.to_vec(), joined: true };
    let axis = |label: &str| Axis { label: label.to_owned(), logarithmic: true };
    let panel = |lines| Panel { title: "rich & <bep>".to_owned(), lines };
    let chart = Measured {
        name: "gap".to_owned(),
        title: "Gap to the bound".to_owned(),
        under: "two cores".to_owned(),
        description: "Lines that fall from left to right.".to_owned(),
        across: axis("limit, s"),
        up: axis("gap, %"),
        panels: vec![
            panel(vec![line("size M", &[(1.0, 20.0), (10.0, 8.0)]), line("size L", &[(1.0, 30.0), (10.0, 0.0)])]),
            panel(vec![line("size M", &[(f64::NAN, 3.0)]), line("size L", &[])]),
        ],
    };
    let svg = measured(&chart);
    Document::parse(&svg).unwrap();
    assert_eq!(svg.matches("size M").count(), 1);
    Document::parse(&measured(&Measured { panels: Vec::new(), ..chart })).unwrap();
}
