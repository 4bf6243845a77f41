//! A folder of commented tables to fill in, made from the specification.

use couloir_model::format::operation::{Column, NEEDS, TABLES, Table};

/// The files of a template, each with its name.
pub(super) fn files() -> Vec<(String, String)> {
    let csv = TABLES[1..].iter().map(|table| (format!("{}.csv", table.name), csv(table)));
    std::iter::once(("operation.toml".to_owned(), operation())).chain(csv).collect()
}

/// The names of the columns that a template shows: the first need is what `people` and `seats` count already.
pub(super) fn headings(table: &'static Table, needs: &[&str]) -> Vec<(String, &'static Column)> {
    let counts_first = |column: &Column| matches!(column.stem, "{need}" | "{need}_low" | "{need}_high");
    let spelt = |column: &'static Column| {
        let needs: Vec<Option<&str>> = match column.is_by_need() {
            true if counts_first(column) => needs.iter().skip(1).copied().map(Some).collect(),
            true => needs.iter().copied().map(Some).collect(),
            false => vec![None],
        };
        let name = column.name();
        needs.into_iter().map(move |need| (need.map_or(name.clone(), |need| name.replace("{need}", need)), column))
    };
    table.columns.iter().flat_map(spelt).collect()
}

/// What a column says, in one line.
pub(super) fn explanation(column: &Column) -> String {
    let empty = match column.default {
        None => " Must be filled in.".to_owned(),
        Some("") => String::new(),
        Some(default) => format!(" When empty: {default}."),
    };
    format!("{}{empty} Example: {}", column.doc, column.example)
}

fn csv(table: &'static Table) -> String {
    let headings = headings(table, NEEDS);
    let width = headings.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let mut text = comment(table.doc, "# ");
    text.push_str("#\n# Lines that begin with # are comments. Columns that you do not need may be deleted.\n#\n");
    for (name, column) in &headings {
        text.push_str(&comment(&explanation(column), &format!("# {name:width$}  ")));
    }
    let names: Vec<&str> = headings.iter().map(|(name, _)| name.as_str()).collect();
    text + &names.join(",") + "\n"
}

fn operation() -> String {
    let table = TABLES[0];
    let mut text = comment(table.doc, "# ");
    text.push_str("# Lines that begin with # are comments: take the # away to use what stands behind it.\n");
    for (name, column) in headings(table, NEEDS).iter().filter(|(name, _)| name != "note") {
        text.push('\n');
        text.push_str(&comment(&explanation(column), "# "));
        match column.default {
            None => text.push_str(&format!("{name} = \"\"\n")),
            Some(_) => text.push_str(&format!("# {name} = \"{}\"\n", column.example)),
        }
    }
    text
}

/// The words as comment lines of at most 120 letters; `first` begins the first one, blanks of its length the others.
fn comment(words: &str, first: &str) -> String {
    let mut lines = vec![first.to_owned()];
    for word in words.split_whitespace() {
        let last = lines.last_mut().expect("there is a first line");
        if last.chars().count() + word.chars().count() > 118 {
            lines.push(format!("#{}{word} ", " ".repeat(first.chars().count() - 1)));
        } else {
            last.push_str(word);
            last.push(' ');
        }
    }
    lines.iter().map(|line| format!("{}\n", line.trim_end())).collect()
}
