//! Map files on disk: GeoJSON, GPX, KML, KMZ and CSV in, features out.
//!
//! What a feature means is the business of `couloir_model::format::operation::import`.

mod geojson_file;
mod gpx_file;
mod kml_file;

use super::{csv_file, extension, guard, stem};
use couloir_model::finding::{At, Finding, Spot};
use couloir_model::format::operation::import::{self, Feature, codes};
use std::io::Read as _;
use std::path::Path;

/// What a file gives, with what is wrong with it.
type Decoded = (Vec<Feature>, Vec<Finding>);

/// The features of the map file at `path`, and what is wrong with it.
#[must_use]
pub fn features(path: &Path) -> Decoded {
    let shown = path.display().to_string();
    let text = || guard::text(path, &shown).map_err(as_map_file);
    let decoded = match extension(path).as_str() {
        "geojson" | "json" => text().and_then(|text| geojson_file::features(&text, &shown)),
        "gpx" => text().and_then(|text| gpx_file::features(&text, &shown)),
        "kml" => text().and_then(|text| kml_file::features(&text, &shown)),
        "kmz" => unpacked(path, &shown).and_then(|text| kml_file::features(&text, &shown)),
        "csv" | "tsv" => text()
            .and_then(|text| csv_file::sheet(&text, &stem(path), &shown).map_err(as_map_file))
            .map(|sheet| import::of_sheet(&sheet)),
        other => {
            let help = "name a `.geojson`, `.gpx`, `.kml`, `.kmz` or `.csv` file; QGIS and phones export all of them";
            Err(unreadable(format!("not the ending of a map file: `{other}`"), help, &shown, None))
        }
    };
    decoded.unwrap_or_else(|finding| (Vec::new(), vec![finding]))
}

/// A file as a whole that cannot be used.
fn unreadable(message: impl Into<String>, help: &str, file: &str, line: Option<u32>) -> Finding {
    let spot = line.map_or(Spot::Whole, |line| Spot::Line { line, column: None });
    Finding::error(codes::UNREADABLE, message).help(help).at(At { file: file.to_owned(), spot })
}

/// A feature that cannot stand for a place.
fn not_a_place(feature: &Feature, message: impl Into<String>, help: &str) -> Finding {
    Finding::error(codes::GEOMETRY, message).help(help).at(feature.at(None))
}

/// What [`guard`] says of operation files, said of a map file.
fn as_map_file(finding: Finding) -> Finding {
    let help = if finding.message.contains("UTF") { Some("export it anew as UTF-8".to_owned()) } else { finding.help };
    Finding { code: couloir_model::finding::Code(codes::UNREADABLE), help, ..finding }
}

/// The XML tree of `text`. Entities and document types, with which a small file can become a huge one, are refused.
fn tree<'a>(text: &'a str, what: &str, file: &str) -> Result<roxmltree::Document<'a>, Finding> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if depth(text) > DEPTH_MAX {
        let message = format!("not {what}: folders in folders, more than {DEPTH_MAX} deep");
        return Err(unreadable(message, "export the places alone", file, None));
    }
    roxmltree::Document::parse(text).map_err(|error| {
        let help = "open it in the program that wrote it and export it anew";
        unreadable(format!("not {what}: {error}"), help, file, Some(error.pos().row))
    })
}

/// Deeper than any file that a person draws; parsers that call themselves end where the stack does.
const DEPTH_MAX: usize = 200;

/// How deep elements lie in each other, counted on the generous side: what stands in comments counts too.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for tag in text.split('<').skip(1) {
        let bytes = tag.as_bytes();
        match bytes.first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'!' | b'?') | None => {}
            Some(_) if tag.split('>').next().is_some_and(|inside| inside.ends_with('/')) => {}
            Some(_) => {
                depth += 1;
                deepest = deepest.max(depth);
            }
        }
    }
    deepest
}

/// The number of an element's line, as an editor counts.
fn line_of(node: roxmltree::Node<'_, '_>) -> Option<u32> {
    Some(node.document().text_pos_at(node.range().start).row)
}

/// What stands in the first child of this name.
fn child_text(node: roxmltree::Node<'_, '_>, name: &str) -> Option<String> {
    let child = node.children().find(|child| child.tag_name().name() == name)?;
    let text: String = child.descendants().filter(|inner| inner.is_text()).filter_map(|inner| inner.text()).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The KML document in a KMZ file.
fn unpacked(path: &Path, shown: &str) -> Result<String, Finding> {
    let broken = |message: String| unreadable(message, "export it anew as `.kml`", shown, None);
    let bytes = guard::bytes(path, shown).map_err(as_map_file)?;
    let mut archive =
        zip::ZipArchive::new(std::io::Cursor::new(bytes)).map_err(|error| broken(format!("not KMZ: {error}")))?;
    let names: Vec<String> = archive.file_names().take(1000).flatten().map(|name| name.to_string()).collect();
    let kml = |name: &&String| name.to_lowercase().ends_with(".kml");
    let name = names.iter().find(|name| name.as_str() == "doc.kml").or_else(|| names.iter().find(kml));
    let name = name.ok_or_else(|| broken("not KMZ: there is no `.kml` in it".to_owned()))?;
    let entry = archive.by_name(name).map_err(|error| broken(format!("not KMZ: {error}")))?;
    let mut text = String::new();
    // What an archive says of its own sizes is never believed.
    let read = entry.take(guard::BYTES_MAX + 1).read_to_string(&mut text);
    read.map_err(|error| broken(format!("not KMZ: {error}")))?;
    if text.len() as u64 > guard::BYTES_MAX {
        return Err(broken("a map that unpacks to more than 32 MB".to_owned()));
    }
    Ok(text)
}
