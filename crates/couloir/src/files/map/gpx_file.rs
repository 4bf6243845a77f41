//! GPX 1.0 and 1.1: waypoints are points, routes and tracks are lines. Times and speeds are not looked at: a track tells where
//! somebody was and when.

use super::{Decoded, Feature, child_text, line_of, not_a_place, tree, unreadable};
use couloir_model::finding::Finding;
use couloir_model::format::operation::import::{Raw, Shape};
use roxmltree::Node;

/// The features of a document: waypoints, then routes and tracks, as they stand.
pub(super) fn features(text: &str, file: &str) -> Result<Decoded, Finding> {
    let document = tree(text, "GPX", file)?;
    let root = document.root_element();
    if root.tag_name().name() != "gpx" {
        let message = format!("not GPX: its first element is `{}`", root.tag_name().name());
        return Err(unreadable(message, "name the file by what it is: `.kml` or `.gpx`", file, None));
    }
    let (mut found, mut findings) = (Vec::new(), Vec::new());
    for node in root.children().filter(Node::is_element) {
        let points = match node.tag_name().name() {
            "wpt" => vec![position(node)],
            "rte" => inside(node, "rtept"),
            "trk" => inside(node, "trkpt"),
            _ => continue,
        };
        let mut feature = Feature {
            file: file.to_owned(),
            number: u32::try_from(found.len() + findings.len() + 1).unwrap_or(u32::MAX),
            line: line_of(node),
            folders: Vec::new(),
            shape: Shape::Point([f64::NAN; 2]),
            properties: properties(node),
        };
        feature.shape = match points.as_slice() {
            [one] => Shape::Point(*one),
            [_, _, ..] => Shape::Line(points),
            [] => {
                findings.push(not_a_place(&feature, "a route or track without points", "record it anew, or delete it"));
                continue;
            }
        };
        found.push(feature);
    }
    Ok((found, findings))
}

fn inside(node: Node<'_, '_>, name: &str) -> Vec<Raw> {
    node.descendants().filter(|inner| inner.tag_name().name() == name).map(position).collect()
}

/// Longitude and latitude; what is missing is no number, which is reported with the other coordinates.
fn position(node: Node<'_, '_>) -> Raw {
    ["lon", "lat"].map(|axis| node.attribute(axis).and_then(|text| text.trim().parse().ok()).unwrap_or(f64::NAN))
}

fn properties(node: Node<'_, '_>) -> Vec<(String, String)> {
    let said = ["name", "type", "sym", "desc", "cmt"];
    said.into_iter().filter_map(|name| Some((name.to_owned(), child_text(node, name)?))).collect()
}
