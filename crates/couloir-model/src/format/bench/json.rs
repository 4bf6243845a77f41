//! Reading JSON field by field, so that all faults are found at once and each is named by its path.

use crate::finding::Finding;
use serde_json::{Map, Value};
use std::fmt;

/// Where in a file: `sites[3].demand[0]`. Written out only when there is a fault to report.
#[derive(Clone, Copy)]
pub(super) enum Path<'a> {
    Root,
    Field(&'a Path<'a>, &'a str),
    Entry(&'a Path<'a>, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Field(Self::Root, name) => f.write_str(name),
            Self::Field(parent, name) => write!(f, "{parent}.{name}"),
            Self::Entry(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// The most findings that are written out; a matrix can hold millions of faults.
const FINDINGS_MAX: usize = 100;

/// Collects what is wrong.
#[derive(Default)]
pub(super) struct Reader {
    findings: Vec<Finding>,
    more: usize,
}

/// An object of a file, with its path.
#[derive(Clone, Copy)]
pub(super) struct Object<'v, 'p> {
    map: &'v Map<String, Value>,
    path: &'p Path<'p>,
}

/// What `text` holds, if it is a JSON object of this format.
pub(super) fn document(text: &str, format: &str) -> Result<Map<String, Value>, Vec<Finding>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let value: Value = serde_json::from_str(text).map_err(|error| {
        let message = format!("not JSON, line {}: {error}", error.line());
        vec![Finding::error("couloir::bench::not_json", message).help(format!("give a file in the format `{format}`"))]
    })?;
    let Value::Object(map) = value else {
        let finding =
            Finding::error("couloir::bench::wrong_type", format!("the file is not an object: {}", kind(&value)));
        return Err(vec![finding.help(format!("give a file in the format `{format}`"))]);
    };
    match map.get("format") {
        Some(Value::String(found)) if found == format => Ok(map),
        found => {
            let found = found.map_or_else(|| "none".to_owned(), Value::to_string);
            let finding =
                Finding::error("couloir::bench::unknown_format", format!("the file has another format: {found}"));
            Err(vec![finding.help(format!("the field `format` of this kind of file is `{format}`"))])
        }
    }
}

impl Reader {
    pub(super) fn fault(&mut self, code: &'static str, message: String) {
        if self.findings.len() < FINDINGS_MAX {
            self.findings.push(Finding::error(code, message));
        } else {
            self.more += 1;
        }
    }

    /// What was found, and whether it is nothing.
    pub(super) fn finish(mut self) -> Result<(), Vec<Finding>> {
        if self.more > 0 {
            self.findings
                .push(Finding::note("couloir::bench::more", format!("further faults, not shown: {}", self.more)));
        }
        if self.findings.is_empty() { Ok(()) } else { Err(self.findings) }
    }

    pub(super) fn object<'v, 'p>(&mut self, value: &'v Value, path: &'p Path<'p>) -> Option<Object<'v, 'p>> {
        match value {
            Value::Object(map) => Some(Object { map, path }),
            _ => {
                self.wrong_type(path, "an object", value);
                None
            }
        }
    }

    /// The entries of a field, each with its path given to `read`.
    pub(super) fn each<T>(
        &mut self,
        object: Object<'_, '_>,
        name: &str,
        mut read: impl FnMut(&mut Self, &Value, &Path<'_>) -> Option<T>,
    ) -> Vec<T> {
        let path = Path::Field(object.path, name);
        let Some(value) = self.field(object, name) else { return Vec::new() };
        let Some(entries) = self.list(value, &path) else { return Vec::new() };
        entries.iter().enumerate().filter_map(|(index, entry)| read(self, entry, &Path::Entry(&path, index))).collect()
    }

    /// A field that must be there.
    pub(super) fn field<'v>(&mut self, object: Object<'v, '_>, name: &str) -> Option<&'v Value> {
        let found = object.map.get(name);
        if found.is_none() {
            self.fault("couloir::bench::missing", format!("a field is missing: `{}`", Path::Field(object.path, name)));
        }
        found
    }

    pub(super) fn list<'v>(&mut self, value: &'v Value, path: &Path<'_>) -> Option<&'v [Value]> {
        match value {
            Value::Array(entries) => Some(entries),
            _ => {
                self.wrong_type(path, "a list", value);
                None
            }
        }
    }

    pub(super) fn text(&mut self, object: Object<'_, '_>, name: &str) -> String {
        match self.field(object, name) {
            Some(Value::String(text)) => text.clone(),
            Some(value) => {
                self.wrong_type(&Path::Field(object.path, name), "a text", value);
                String::new()
            }
            None => String::new(),
        }
    }

    /// A whole number in a range, both ends included.
    pub(super) fn number(&mut self, object: Object<'_, '_>, name: &str, low: u64, high: u64) -> u64 {
        let value = self.field(object, name);
        value.map_or(low, |value| self.whole(value, &Path::Field(object.path, name), low, high))
    }

    /// The same, where `null` and a missing field mean that there is none.
    pub(super) fn optional(&mut self, object: Object<'_, '_>, name: &str, low: u64, high: u64) -> Option<u64> {
        let value = object.map.get(name).filter(|value| !value.is_null())?;
        Some(self.whole(value, &Path::Field(object.path, name), low, high))
    }

    /// A list of whole numbers of a known length.
    pub(super) fn numbers(&mut self, object: Object<'_, '_>, name: &str, length: Option<usize>, high: u64) -> Vec<u64> {
        let path = Path::Field(object.path, name);
        let value = self.field(object, name);
        value.map_or_else(Vec::new, |value| self.row(value, &path, length, high))
    }

    pub(super) fn row(&mut self, value: &Value, path: &Path<'_>, length: Option<usize>, high: u64) -> Vec<u64> {
        let Some(entries) = self.list(value, path) else { return Vec::new() };
        if let Some(length) = length.filter(|length| *length != entries.len()) {
            let message = format!("`{path}` has {} entries, not {length}", entries.len());
            self.fault("couloir::bench::wrong_length", message);
        }
        let numbers = entries.iter().enumerate();
        numbers.map(|(index, entry)| self.whole(entry, &Path::Entry(path, index), 0, high)).collect()
    }

    /// A whole number; the low end when it is none, and a fault.
    pub(super) fn whole(&mut self, value: &Value, path: &Path<'_>, low: u64, high: u64) -> u64 {
        match value.as_u64().filter(|number| (low..=high).contains(number)) {
            Some(number) => number,
            None if value.is_number() => {
                let message = format!("`{path}` is not a whole number from {low} to {high}: {value}");
                self.fault("couloir::bench::out_of_range", message);
                low
            }
            None => {
                self.wrong_type(path, "a whole number", value);
                low
            }
        }
    }

    /// A position in an array of `rows` entries.
    pub(super) fn index(&mut self, object: Object<'_, '_>, name: &str, rows: usize) -> usize {
        let index = self.number(object, name, 0, u32::MAX.into()) as usize;
        if index >= rows {
            let path = Path::Field(object.path, name);
            self.fault("couloir::bench::dangling", format!("`{path}` names nothing in a list of {rows}: {index}"));
        }
        index
    }

    fn wrong_type(&mut self, path: &Path<'_>, expected: &str, value: &Value) {
        self.fault("couloir::bench::wrong_type", format!("`{path}` is not {expected}: {}", kind(value)));
    }
}

impl<'v, 'p> Object<'v, 'p> {
    pub(super) const fn root(map: &'v Map<String, Value>) -> Self {
        Self { map, path: &Path::Root }
    }

    pub(super) fn get(&self, name: &str) -> Option<&'v Value> {
        self.map.get(name)
    }

    pub(super) const fn path(&self) -> &'p Path<'p> {
        self.path
    }
}

/// A value in few words: long ones would bury the message.
fn kind(value: &Value) -> String {
    match value {
        Value::Array(entries) => format!("a list of {}", entries.len()),
        Value::Object(_) => "an object".to_owned(),
        Value::String(text) if text.chars().count() > 40 => {
            format!("\"{}…\"", text.chars().take(40).collect::<String>())
        }
        short => short.to_string(),
    }
}
