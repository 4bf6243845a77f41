//! What was understood of map files, in words: so that a person sees before anything is written whether it is what they meant.

use super::{How, Kind, Located, Understood, features};
use crate::quantity::grouped;
use std::fmt::Write as _;

/// The most rows of one kind that are spelt out.
const ROWS_MAX: usize = 40;

/// All that was understood, a paragraph a kind.
#[must_use]
pub fn describe(understood: &Understood) -> String {
    let mut text = format!("{} read", features(understood.features));
    let of = |kind: Kind| understood.rows.iter().filter(move |row| row.kind == kind);
    let counts: Vec<String> = Kind::ALL
        .into_iter()
        .filter(|kind| of(*kind).next().is_some())
        .map(|kind| match of(kind).count() {
            1 => format!("1 {}", kind.word()),
            count => format!("{} {}", grouped(count as u128), kind.table().name),
        })
        .collect();
    let new = if counts.is_empty() { "nothing new".to_owned() } else { counts.join(", ") };
    let _ = writeln!(text, ": {new}");
    if let Some(extent) = extent(&understood.rows) {
        let _ = writeln!(text, "  {extent}");
    }
    for kind in Kind::ALL {
        let rows: Vec<&Located> = of(kind).collect();
        if rows.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{}", kind.table().name);
        for row in rows.iter().take(ROWS_MAX) {
            let _ = writeln!(text, "  {}", one(row));
        }
        if rows.len() > ROWS_MAX {
            let _ = writeln!(text, "  … and {} more", grouped((rows.len() - ROWS_MAX) as u128));
        }
    }
    for line in aside(understood) {
        let _ = writeln!(text, "{line}");
    }
    text
}

fn one(row: &Located) -> String {
    let mut text = row.name.clone();
    if let Some(at) = row.position {
        let _ = write!(text, ", {} N {} E", at.lat(), at.lon());
    }
    if row.drawn {
        text.push_str(" (drawn as a line or area: a point on it)");
    }
    for (column, value) in row.cells() {
        let _ = write!(text, ", {column} {value}");
    }
    let _ = match &row.how {
        How::Property(property) => write!(text, "; by its property `{property}`"),
        How::Folder(folder) => write!(text, "; by its folder `{folder}`"),
        How::FileName => write!(text, "; by the name of the file"),
        How::Wish => write!(text, "; as you say"),
        How::Unsaid => write!(text, "; nothing says what it is"),
    };
    text
}

/// `from 34.46 to 36.37 north, from 40.9 to 41.15 east`: whoever knows the country sees whether it lies there.
fn extent(rows: &[Located]) -> Option<String> {
    let span = |axis: fn(crate::position::Position) -> f64| {
        let values = rows.iter().filter_map(|row| row.position).map(axis);
        values.fold(None, |span: Option<(f64, f64)>, value| {
            Some(span.map_or((value, value), |(low, high)| (low.min(value), high.max(value))))
        })
    };
    let ((south, north), (west, east)) = (span(|at| at.lat())?, span(|at| at.lon())?);
    Some(format!("they lie from {south:.3} to {north:.3} north and from {west:.3} to {east:.3} east"))
}

/// What was left out, and what is to be filled in.
fn aside(understood: &Understood) -> Vec<String> {
    let mut lines = Vec::new();
    if understood.there_already > 0 {
        lines.push(format!(
            "there already, at the same position, and left as it is: {}",
            features(understood.there_already)
        ));
    }
    if understood.lines_read_past > 0 {
        let count = features(understood.lines_read_past);
        lines.push(format!("lines of which nothing says that they are places, read past: {count}"));
    }
    if !understood.read_past.is_empty() {
        let named = understood.read_past.iter().take(20).map(|(property, count)| format!("`{property}` ({count})"));
        lines.push(format!("not carried over: {}", named.collect::<Vec<_>>().join(", ")));
    }
    for kind in Kind::ALL {
        for column in kind.table().columns.iter().filter(|column| column.default.is_none() && column.stem != "name") {
            let lacks = |row: &&Located| row.kind == kind && !row.cells().any(|(name, _)| name == column.name());
            let count = understood.rows.iter().filter(lacks).count();
            if count > 0 {
                let table = if count == 1 { kind.word() } else { kind.table().name };
                lines.push(format!("to be filled in before planning: `{}` of {count} {table}", column.name()));
            }
        }
    }
    lines
}
