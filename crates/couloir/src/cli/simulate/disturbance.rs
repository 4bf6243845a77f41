//! The file that says what may go wrong: TOML, every key optional, a set that comes with the program below it.

use super::super::terminal::Terminal;
use super::super::{Stop, shown, verify};
use couloir_judge::simulate::{Disturbance, PeopleFrom};
use couloir_model::finding::Finding;
use std::path::Path;

/// The largest file that is read.
const BYTES_MAX: u64 = 1 << 20;

/// The sets that come with the program.
const SETS: [&str; 3] = ["usual", "siege", "none"];

fn set(name: &str) -> Option<Disturbance> {
    match name {
        "usual" => Some(Disturbance::usual()),
        "siege" => Some(Disturbance::siege()),
        "none" => Some(Disturbance::none()),
        _ => None,
    }
}

/// Every number with its place in the file.
fn numbers(disturbance: &mut Disturbance) -> [(&'static str, &'static str, &mut f64); 15] {
    [
        ("travel", "common", &mut disturbance.travel_common),
        ("travel", "leg", &mut disturbance.travel_leg),
        ("loading", "common", &mut disturbance.loading_common),
        ("loading", "visit", &mut disturbance.loading_visit),
        ("late_start", "chance", &mut disturbance.late_start_chance),
        ("late_start", "minutes", &mut disturbance.late_start_minutes),
        ("breakdown", "per_1000_hours", &mut disturbance.breakdowns_per_1000_hours),
        ("breakdown", "repaired", &mut disturbance.repaired),
        ("breakdown", "repair_minutes", &mut disturbance.repair_minutes),
        ("breakdown", "repair_spread", &mut disturbance.repair_spread),
        ("people", "common", &mut disturbance.people_common),
        ("people", "no_show", &mut disturbance.no_show),
        ("passage", "shut_per_week", &mut disturbance.shut_per_week),
        ("passage", "shut_hours", &mut disturbance.shut_hours),
        ("passage", "shut_spread", &mut disturbance.shut_spread),
    ]
}

/// Reads the set or file called `name`; every fault at once.
pub(super) fn read(name: &str, terminal: &mut Terminal) -> Result<Disturbance, Stop> {
    if let Some(disturbance) = set(name) {
        return Ok(disturbance);
    }
    let path = Path::new(name);
    let text = verify::read_text(path, BYTES_MAX)?;
    parse(&text, name).map_err(|findings| {
        terminal.findings(&findings);
        Stop::unusable(format!("\n{} cannot be used", shown(path)))
    })
}

fn parse(text: &str, file: &str) -> Result<Disturbance, Vec<Finding>> {
    let mut table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let message = format!("this is not TOML: {}", error.message());
        vec![Finding::error("couloir::simulate::unreadable", format!("`{file}`: {message}"))]
    })?;
    let mut findings = Vec::new();
    let base = table.remove("base").map_or_else(|| "usual".to_owned(), |base| base.as_str().unwrap_or("?").to_owned());
    let mut disturbance = set(&base).unwrap_or_else(|| {
        let help = format!("write one of: {}", SETS.join(", "));
        let message = format!("`{file}`, `base` names no set that comes with the program: `{base}`");
        findings.push(Finding::error("couloir::simulate::unknown_value", message).help(help));
        Disturbance::usual()
    });
    if let Some(from) =
        table.get_mut("people").and_then(toml::Value::as_table_mut).and_then(|people| people.remove("from"))
    {
        match from.as_str() {
            Some("planned") => disturbance.people = PeopleFrom::Planned,
            Some("interval") => disturbance.people = PeopleFrom::Interval,
            _ => {
                let message = format!("`{file}`, `people.from` is neither `planned` nor `interval`: {from}");
                let help = "for the estimate, write `--estimate` on the command line";
                findings.push(Finding::error("couloir::simulate::unknown_value", message).help(help));
            }
        }
    }
    for (section, key, number) in numbers(&mut disturbance) {
        let Some(value) = table.get_mut(section).and_then(toml::Value::as_table_mut).and_then(|rows| rows.remove(key))
        else {
            continue;
        };
        match value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64)) {
            Some(found) => *number = found,
            None => {
                let message = format!("`{file}`, `{section}.{key}` is not a number: {value}");
                findings.push(Finding::error("couloir::simulate::unknown_value", message).help("write a number"));
            }
        }
    }
    for (section, rest) in &table {
        let keys: Vec<String> = match rest.as_table() {
            Some(rows) => rows.keys().map(|key| format!("{section}.{key}")).collect(),
            None => vec![section.clone()],
        };
        for key in keys {
            let help = "docs/simulation.md lists the keys";
            let message = format!("`{file}` has a key that means nothing here: `{key}`");
            findings.push(Finding::error("couloir::simulate::unknown_key", message).help(help));
        }
    }
    findings.extend(disturbance.faults().into_iter().map(|fault| {
        let help = format!("write a number from {} to {}", fault.low, fault.high);
        Finding::error("couloir::simulate::out_of_range", format!("`{file}`: {fault}")).help(help)
    }));
    if findings.is_empty() { Ok(disturbance) } else { Err(findings) }
}

/// The parameters as a file of this form would hold them.
pub(super) fn write(disturbance: &Disturbance) -> serde_json::Value {
    let mut disturbance = disturbance.clone();
    let from = match disturbance.people {
        PeopleFrom::Planned => "planned",
        PeopleFrom::Interval => "interval",
        PeopleFrom::Estimate(_) => "estimate",
    };
    let mut value = serde_json::json!({});
    for (section, key, number) in numbers(&mut disturbance) {
        value[section][key] = serde_json::json!(*number);
    }
    value["people"]["from"] = serde_json::json!(from);
    value
}
