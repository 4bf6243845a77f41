//! The table with which `couloir plan` ends: what the plan achieves, what binds, who goes where when.

mod columns;
mod headline;
mod movements;

use crate::Reader;
use crate::convoys;
use columns::{WIDTH, cut, entry, item, width};
use headline::Entry;

pub(crate) use headline::{full, headline, loads, people, planned, reason, travel_times};
pub(crate) use movements::usage;

/// Up to so many trips are shown one by one; beyond, a summary by site and shelter.
const TRIPS_SHOWN_MAX: usize = 40;

/// Up to so many convoys are shown one by one.
const CONVOYS_SHOWN_MAX: usize = 40;

pub(crate) fn table(reader: &Reader) -> String {
    let labels = reader.labels();
    let plan = format!(" · {} {}", labels.plan, reader.input.plan.id().short());
    let mut lines = vec![format!("{}{plan}", cut(&reader.input.scenario.name, WIDTH - width(&plan)))];
    lines.push(labels.restricted.to_owned());
    lines.push("=".repeat(WIDTH));
    let entries = headline(reader);
    let name_width = entries.iter().map(|entry| width(entry.name)).max().unwrap_or(0);
    for Entry { name, text, loud } in &entries {
        let text = if *loud { format!("!! {text} !!") } else { text.clone() };
        lines.extend(entry(name, name_width, &text));
    }
    let binds = reader.what_binds();
    if !binds.is_empty() {
        lines.extend([String::new(), labels.what_binds.to_owned()]);
        lines.extend(binds.iter().flat_map(|line| item(line)));
    }
    if reader.view.movements.len() > TRIPS_SHOWN_MAX {
        lines.extend(movements::summary(reader));
    } else if !reader.view.movements.is_empty() {
        lines.extend(movements::all(reader));
    }
    lines.extend(convoys(reader));
    lines.push(String::new());
    crate::words::without_isolates(&lines.join("\n"))
}

/// When which convoy goes through which passage: `08:40 convoy 3: 9 × truck, escort B`.
fn convoys(reader: &Reader) -> Vec<String> {
    let told = convoys::told(reader);
    if told.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), reader.labels().convoys.to_owned()];
    let several = told.iter().any(|(_, convoy)| convoy.passage != told[0].1.passage);
    for (number, convoy) in told.iter().take(CONVOYS_SHOWN_MAX) {
        let passage = &reader.input.scenario.passage(convoy.passage).name;
        let line = convoys::line(reader, *number, convoy);
        lines.extend(item(&if several { format!("{line} · {passage}") } else { line }));
    }
    if let Some(more) = told.len().checked_sub(CONVOYS_SHOWN_MAX).filter(|more| *more > 0) {
        lines.extend(item(&reader.words.and_more(more as u64)));
    }
    lines
}
