//! JSON that people can compare line by line.

use serde_json::Value;
use std::fmt::Write as _;

/// The object `file`: each field on a line of its own, each item of a list, too; ends in a line end.
///
/// # Panics
///
/// When `file` is not an object; the formats that call this write objects.
pub(super) fn lines(file: &Value) -> String {
    let fields = file.as_object().expect("a file is an object");
    let mut text = String::from("{\n");
    for (index, (name, value)) in fields.iter().enumerate() {
        let comma = if index + 1 < fields.len() { "," } else { "" };
        match value.as_array().filter(|items| !items.is_empty()) {
            Some(items) => {
                let items: Vec<_> = items.iter().map(|item| format!("    {item}")).collect();
                let _ = writeln!(text, "  \"{name}\": [\n{}\n  ]{comma}", items.join(",\n"));
            }
            None => {
                let _ = writeln!(text, "  \"{name}\": {value}{comma}");
            }
        }
    }
    text + "}\n"
}
