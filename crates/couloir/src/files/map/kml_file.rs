//! KML 2.2: placemarks with the folders that they lie in. Styles, pictures and what lies behind links are not looked at.

use super::{Decoded, Feature, child_text, line_of, not_a_place, tree, unreadable};
use couloir_model::finding::Finding;
use couloir_model::format::operation::import::{Raw, Shape};
use roxmltree::Node;

/// The placemarks of a document.
pub(super) fn features(text: &str, file: &str) -> Result<Decoded, Finding> {
    let document = tree(text, "KML", file)?;
    let is = |name: &'static str| move |node: &Node<'_, '_>| node.tag_name().name() == name;
    let (mut found, mut findings) = (Vec::new(), Vec::new());
    for (index, node) in document.descendants().filter(is("Placemark")).enumerate() {
        let mut feature = Feature {
            file: file.to_owned(),
            number: u32::try_from(index + 1).unwrap_or(u32::MAX),
            line: line_of(node),
            folders: folders(node),
            shape: Shape::Point([f64::NAN; 2]),
            properties: properties(node),
        };
        match shape(node) {
            Ok(shape) => {
                feature.shape = shape;
                found.push(feature);
            }
            Err((message, help)) => findings.push(not_a_place(&feature, message, help)),
        }
    }
    if found.is_empty() && findings.is_empty() {
        let linked = document.descendants().any(|node| node.tag_name().name() == "NetworkLink");
        let (message, help) = if linked {
            (
                "it holds only a link to another file",
                "open it in the map program while online and save the places themselves",
            )
        } else {
            ("no placemark in it", "export the folder with the places")
        };
        return Err(unreadable(message, help, file, None));
    }
    Ok((found, findings))
}

/// The names of the folders and documents around a placemark, the outermost first.
fn folders(node: Node<'_, '_>) -> Vec<String> {
    let around = node.ancestors().filter(|node| ["Folder", "Document"].contains(&node.tag_name().name()));
    let mut names: Vec<String> = around.filter_map(|folder| child_text(folder, "name")).collect();
    names.reverse();
    names
}

fn properties(node: Node<'_, '_>) -> Vec<(String, String)> {
    let plain = ["name", "description", "address", "phoneNumber"];
    let mut all: Vec<(String, String)> =
        plain.into_iter().filter_map(|name| Some((name.to_owned(), child_text(node, name)?))).collect();
    for inner in node.descendants() {
        let value = match inner.tag_name().name() {
            "Data" => child_text(inner, "value"),
            "SimpleData" => inner.text().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()),
            _ => continue,
        };
        if let (Some(name), Some(value)) = (inner.attribute("name"), value) {
            all.push((name.to_owned(), value));
        }
    }
    all
}

/// What is wrong with a geometry, and what to do.
type Wrong = (String, &'static str);

fn shape(node: Node<'_, '_>) -> Result<Shape, Wrong> {
    let geometries: Vec<Node<'_, '_>> = node
        .descendants()
        .filter(|inner| ["Point", "LineString", "LinearRing", "Polygon"].contains(&inner.tag_name().name()))
        // The rings of an area are read with it.
        .filter(|inner| !inner.ancestors().skip(1).any(|outer| outer.tag_name().name() == "Polygon"))
        .collect();
    let geometry = match geometries.as_slice() {
        [one] => *one,
        [] => {
            return Err(("no point, line or area".to_owned(), "draw it, or delete it; tracks with times are not read"));
        }
        more => {
            let message = format!("{} geometries in one placemark", more.len());
            return Err((message, "make a placemark of each, with a name of its own"));
        }
    };
    let coordinates = geometry.descendants().find(|inner| inner.tag_name().name() == "coordinates");
    let text = coordinates.and_then(|node| node.text()).unwrap_or_default();
    let pairs = text.split_whitespace().map(pair).collect::<Result<Vec<Raw>, Wrong>>()?;
    let few = |what: &str| (format!("{what} of {} points", pairs.len()), "draw it anew");
    match (geometry.tag_name().name(), pairs.len()) {
        ("Point", 1) => Ok(Shape::Point(pairs[0])),
        ("Point", _) => Err(few("a point")),
        ("LineString", 2..) => Ok(Shape::Line(pairs)),
        ("LineString", _) => Err(few("a line")),
        (_, 4..) => Ok(Shape::Area(pairs)),
        _ => Err(few("an area")),
    }
}

/// `40.95,34.4667,0`: longitude, latitude and a height that is not looked at.
fn pair(text: &str) -> Result<Raw, Wrong> {
    let numbers: Vec<Option<f64>> = text.split(',').map(|number| number.parse().ok()).collect();
    match numbers.as_slice() {
        [Some(lon), Some(lat), ..] => Ok([*lon, *lat]),
        _ => {
            let shown: String = text.chars().take(60).collect();
            Err((format!("coordinates that are no numbers: `{shown}`"), "KML writes `40.95,34.4667`, longitude first"))
        }
    }
}
