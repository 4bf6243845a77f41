//! The JSON Schema of an operation written as one file, made from the specification.

use super::column::{Column, Kind, Measure, Table};
use super::tables::{NEEDS, TABLES};
use serde_json::{Map, Value, json};

/// The JSON Schema (draft 2020-12) of an operation as one TOML file, or the same as JSON, with the usual categories of need.
#[must_use]
pub fn schema() -> Value {
    schema_with(NEEDS)
}

/// The same for an operation with these categories of need.
#[must_use]
pub fn schema_with(needs: &[&str]) -> Value {
    let mut root = object(TABLES[0], needs);
    let mut required = vec![json!("start"), json!("time_zone")];
    let properties = root.get_mut("properties").and_then(Value::as_object_mut);
    let Some(properties) = properties else { return root };
    for table in &TABLES[1..] {
        let rows = json!({ "type": "array", "description": table.doc, "items": object(table, needs) });
        properties.insert(table.row.to_owned(), rows);
        if ["sites", "shelters", "vehicles"].contains(&table.name) {
            required.push(json!(table.row));
        }
    }
    root["required"] = Value::Array(required);
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["title"] = json!("Couloir operation");
    root["description"] = json!("An operation as one file. Units stand in the names; times are local in `time_zone`.");
    root["$defs"] = definitions();
    root
}

/// A row of a table, or the keys of the operation.
fn object(table: &Table, needs: &[&str]) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut one_of_several = Vec::new();
    for column in table.columns {
        for need in needs_of(column, needs) {
            for (name, _) in column.names() {
                let name = need.map_or_else(|| name.clone(), |need| name.replace("{need}", need));
                properties.entry(name).or_insert_with(|| property(column));
            }
        }
        match (column.default, column.kind) {
            (None, Kind::Measure(_)) => {
                let names = column.names().into_iter().map(|(name, _)| json!({ "required": [name] }));
                one_of_several.push(json!({ "anyOf": names.collect::<Vec<_>>() }));
            }
            (None, _) => required.push(json!(column.stem)),
            (Some(_), _) => {}
        }
    }
    let mut object = json!({
        "type": "object",
        "properties": properties,
        "patternProperties": { "^_": { "description": "Read past." } },
        "additionalProperties": false,
        "required": required,
    });
    if !one_of_several.is_empty() {
        object["allOf"] = Value::Array(one_of_several);
    }
    object
}

fn needs_of<'a>(column: &Column, needs: &[&'a str]) -> Vec<Option<&'a str>> {
    if column.is_by_need() { needs.iter().copied().map(Some).collect() } else { vec![None] }
}

fn property(column: &Column) -> Value {
    let mut property = holds(column.kind);
    let default = match column.default {
        None | Some("") => String::new(),
        Some(default) => format!(" When absent: {default}."),
    };
    property["description"] = json!(format!("{}{default}", column.doc));
    property["examples"] = json!([column.example]);
    property
}

fn holds(kind: Kind) -> Value {
    let defined = |name: &str| json!({ "$ref": format!("#/$defs/{name}") });
    match kind {
        Kind::Name | Kind::Text | Kind::Reference(_) => json!({ "type": ["string", "number"] }),
        Kind::Note | Kind::Zone => json!({ "type": "string" }),
        Kind::Range => defined("people"),
        Kind::Whole(low, high) => {
            json!({ "anyOf": [{ "type": "integer", "minimum": low, "maximum": high }, { "$ref": "#/$defs/written_number" }] })
        }
        Kind::Measure(Measure { .. }) => json!({ "anyOf": [{ "type": "number", "minimum": 0 }, { "type": "string" }] }),
        Kind::Factor | Kind::Decimal(_) => {
            json!({ "anyOf": [{ "type": "number", "exclusiveMinimum": 0 }, { "$ref": "#/$defs/written_number" }] })
        }
        Kind::Latitude => degrees(90),
        Kind::Longitude => degrees(180),
        Kind::Moment => defined("moment"),
        Kind::Opening => defined("opening"),
        Kind::Flag => json!({ "type": ["boolean", "string", "integer"] }),
        Kind::Choice(words) => json!({ "enum": words }),
        Kind::Choices(words) => {
            json!({ "anyOf": [{ "type": "array", "items": { "enum": words } }, { "type": "string" }] })
        }
        Kind::Names => json!({ "anyOf": [{ "type": "array", "items": { "type": "string" } }, { "type": "string" }] }),
    }
}

fn degrees(most: i32) -> Value {
    json!({ "anyOf": [{ "type": "number", "minimum": -most, "maximum": most }, { "$ref": "#/$defs/written_number" }] })
}

fn definitions() -> Value {
    json!({
        "people": {
            "anyOf": [
                { "type": "integer", "minimum": 0 },
                { "type": "array", "items": { "type": "integer", "minimum": 0 }, "minItems": 2, "maxItems": 3 },
                { "type": "string", "pattern": "[0-9٠-٩۰-۹]" },
            ],
        },
        "written_number": { "type": "string", "pattern": "[0-9٠-٩۰-۹]" },
        "moment": { "type": "string", "pattern": "[0-9٠-٩۰-۹]" },
        "opening": { "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] },
    })
}
