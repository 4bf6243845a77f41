//! The manual's page on operation files, made from the specification.

use super::column::{Column, Kind, Table};
use super::tables::TABLES;
use std::fmt::Write as _;

/// What stands before the tables.
const HEAD: &str = include_str!("manual_head.md");

/// The page `docs/operation-files.md`.
#[must_use]
pub fn manual() -> String {
    let mut page = HEAD.to_owned();
    for table in TABLES {
        section(&mut page, table);
    }
    page.push_str("\n## What `check` says\n\n| code | about |\n|---|---|\n");
    for (code, about) in super::codes::ALL {
        let _ = writeln!(page, "| `{code}` | {about} |");
    }
    page
}

fn section(page: &mut String, table: &Table) {
    // Writing to a string cannot fail.
    let _ = write!(page, "\n## {}\n\n", table.name);
    if table.name != "operation" {
        let _ = write!(page, "`{}.csv`, sheet `{}`, or `[[{}]]`. ", table.name, table.name, table.row);
    }
    let _ = write!(page, "{}\n\n| column | holds | when empty | example |\n|---|---|---|---|\n", table.doc);
    for column in table.columns {
        let _ = writeln!(page, "{}", row(column));
    }
}

fn row(column: &Column) -> String {
    let names: Vec<String> = match column.kind {
        Kind::Measure(_) => column.names().into_iter().map(|(name, _)| format!("`{name}`")).collect(),
        _ => vec![format!("`{}`", column.name())],
    };
    let holds = match column.kind {
        Kind::Name | Kind::Text | Kind::Note | Kind::Names => String::new(),
        kind => format!(" ({})", kind.words()),
    };
    let default = match column.default {
        None => "**must be filled in**",
        Some("") => "–",
        Some(default) => default,
    };
    format!("| {} | {}{holds} | {default} | `{}` |", names.join(", "), column.doc, column.example)
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_cell_of_the_manual_breaks_its_table() {
        for line in super::manual().lines().filter(|line| line.starts_with("| `") && !line.starts_with("| `couloir::"))
        {
            assert_eq!(line.matches('|').count(), 5, "{line}");
        }
    }
}
