//! How a screen shows the tiles: a style for MapLibre GL (style specification, version 8), quiet as the printed map.

use super::glyph::FONT;
use super::tile::ZOOM_MAX;
use crate::words;
use crate::{ATTRIBUTION, Language};
use serde_json::{Value, json};

/// Whether a room is light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// For day and sunlight.
    Light,
    /// For night: no pure white.
    Dark,
}

/// The colours of a theme.
struct Colors {
    paper: &'static str,
    wood: &'static str,
    built_up: &'static str,
    water: &'static str,
    shore: &'static str,
    border: &'static str,
    rail: &'static str,
    main_road: &'static str,
    road: &'static str,
    minor: &'static str,
    text: &'static str,
    halo: &'static str,
}

const LIGHT: Colors = Colors {
    paper: "#fbfaf7",
    wood: "#e9f0e3",
    built_up: "#e9e7e3",
    water: "#cfe3f0",
    shore: "#9dbfd8",
    border: "#7d5f93",
    rail: "#9a9a9a",
    main_road: "#787878",
    road: "#a0a0a0",
    minor: "#c4c4c4",
    text: "#444444",
    halo: "#ffffff",
};

const DARK: Colors = Colors {
    paper: "#17191c",
    wood: "#1b211c",
    built_up: "#202327",
    water: "#1d2f3d",
    shore: "#3c5a70",
    border: "#8d76a0",
    rail: "#5a5a5a",
    main_road: "#8a8a8a",
    road: "#62666b",
    minor: "#44484d",
    text: "#c4c8cc",
    halo: "#17191c",
};

/// The style as JSON. `tiles` is the address of tiles with `{z}`, `{x}` and `{y}`, `glyphs` that of letters with `{fontstack}` and
/// `{range}`; both on the same machine: nothing in the style asks the network. Arabic needs MapLibre's plugin for text from right to
/// left.
pub(super) fn style(tiles: &str, glyphs: &str, theme: Theme, language: Language) -> String {
    let colors = match theme {
        Theme::Light => &LIGHT,
        Theme::Dark => &DARK,
    };
    let style = json!({
        "version": 8,
        "name": "couloir",
        "glyphs": glyphs,
        "sources": {"land": {
            "type": "vector", "tiles": [tiles], "minzoom": 0, "maxzoom": ZOOM_MAX, "attribution": ATTRIBUTION,
        }},
        "layers": layers(colors, words::of(language).code()),
    });
    let mut text = style.to_string();
    text.push('\n');
    text
}

fn layers(colors: &Colors, language: &str) -> Vec<Value> {
    let mut layers = vec![
        json!({"id": "paper", "type": "background", "paint": {"background-color": colors.paper}}),
        fill("wood", "ground", Some("wood"), colors.wood),
        fill("built_up", "ground", Some("built_up"), colors.built_up),
        fill("water", "water", None, colors.water),
        line("waterways", "waterways", &["river", "stream", "coastline"], colors.shore, 1.0, None),
        line("regions", "borders", &["region"], colors.border, 0.8, Some([6, 3])),
        line("countries", "borders", &["country"], colors.border, 1.6, Some([8, 3])),
        line("railways", "railways", &["railway"], colors.rail, 0.9, Some([6, 3])),
        line("ferries", "roads", &["ferry"], colors.shore, 1.2, Some([3, 2])),
        line("tracks", "roads", &["track"], colors.road, 0.8, Some([3, 2])),
        line("minor_roads", "roads", &["service", "minor"], colors.minor, 0.8, None),
        line("roads", "roads", &["tertiary", "secondary"], colors.road, 1.4, None),
        line("main_roads", "roads", &["primary", "trunk", "motorway"], colors.main_road, 2.2, None),
        // Closures are loud.
        json!({"id": "closures", "type": "line", "source": "land", "source-layer": "operation",
            "filter": ["==", ["get", "class"], "closure"],
            "paint": {"line-color": "#d55e00", "line-width": 5, "line-dasharray": [1, 1]}}),
    ];
    layers.push(names("road_names", "roads", language, colors, 10, json!({"symbol-placement": "line"})));
    layers.push(names("place_names", "places", language, colors, 13, json!({})));
    layers.extend(operation(language, colors));
    layers
}

fn fill(id: &str, layer: &str, class: Option<&str>, color: &str) -> Value {
    let mut fill =
        json!({"id": id, "type": "fill", "source": "land", "source-layer": layer, "paint": {"fill-color": color}});
    if let Some(class) = class {
        fill["filter"] = json!(["==", ["get", "class"], class]);
    }
    fill
}

/// Lines that grow with the zoom: `width` pixels at zoom 12.
fn line(id: &str, layer: &str, classes: &[&str], color: &str, width: f64, dashes: Option<[u8; 2]>) -> Value {
    let widths = json!(["interpolate", ["exponential", 1.4], ["zoom"], 5, width * 0.4, 12, width, 16, width * 4.0]);
    let mut line = json!({
        "id": id, "type": "line", "source": "land", "source-layer": layer,
        "filter": ["in", ["get", "class"], ["literal", classes]],
        "layout": {"line-join": "round", "line-cap": if dashes.is_some() { "butt" } else { "round" }},
        "paint": {"line-color": color, "line-width": widths},
    });
    if let Some(dashes) = dashes {
        line["paint"]["line-dasharray"] = json!(dashes);
    }
    line
}

/// The name in the language of the screen, or else as it is written on the spot.
fn name(language: &str) -> Value {
    json!(["coalesce", ["get", format!("name:{language}")], ["get", "name"]])
}

fn names(id: &str, layer: &str, language: &str, colors: &Colors, size: u8, more: Value) -> Value {
    let mut layout = json!({"text-field": name(language), "text-font": [FONT], "text-size": size, "text-max-width": 8});
    if let (Some(layout), Value::Object(more)) = (layout.as_object_mut(), more) {
        layout.extend(more);
    }
    json!({
        "id": id, "type": "symbol", "source": "land", "source-layer": layer, "layout": layout,
        "paint": {"text-color": colors.text, "text-halo-color": colors.halo, "text-halo-width": 1.4},
    })
}

/// The operation's places: colour and letter, since colour is never the only carrier.
fn operation(language: &str, colors: &Colors) -> [Value; 2] {
    let by_class = |values: [&str; 4], other: &str| {
        let [site, shelter, depot, passage] = values;
        json!(["match", ["get", "class"], "site", site, "shelter", shelter, "depot", depot, "passage", passage, other])
    };
    let is_place = json!(["==", ["geometry-type"], "Point"]);
    [
        json!({
            "id": "operation_places", "type": "circle", "source": "land", "source-layer": "operation", "filter": is_place,
            "paint": {
                "circle-radius": 9, "circle-stroke-width": 2, "circle-stroke-color": colors.halo,
                "circle-color": by_class(["#0072b2", "#009e73", "#6b6b6b", "#e69f00"], "#d55e00"),
            },
        }),
        json!({
            "id": "operation_names", "type": "symbol", "source": "land", "source-layer": "operation", "filter": is_place,
            "layout": {
                "text-field": name(language), "text-font": [FONT], "text-size": 14, "text-anchor": "left", "text-offset": [0.9, 0],
                "text-max-width": 12,
            },
            "paint": {"text-color": colors.text, "text-halo-color": colors.halo, "text-halo-width": 2},
        }),
    ]
}
