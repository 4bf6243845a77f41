//! The manual explains every kind of finding, and its pages lead to each other.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All files below `folder` whose name ends in `ending`.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_lowercase() || letter == '_'
}

fn word(text: &str) -> &str {
    &text[..text.find(|letter| !is_word(letter)).unwrap_or(text.len())]
}

/// The codes in a source: whole ones, `"couloir::plan::unreadable"`, and those that a macro puts together from
/// `concat!("couloir::plan::", …)` and the rows that it is given: `NAME = "unreadable", "…";` or `Name "unreadable": "…";`.
fn codes(source: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut prefixes = BTreeSet::new();
    for rest in source.split("\"couloir::").skip(1) {
        let area = word(rest);
        let Some(tail) = rest[area.len()..].strip_prefix("::") else { continue };
        let name = word(tail);
        match (name.is_empty(), tail[name.len()..].starts_with('"')) {
            (false, true) => drop(found.insert(format!("couloir::{area}::{name}"))),
            (true, true) => drop(prefixes.insert(area)),
            _ => {}
        }
    }
    for row in source.lines().filter(|row| row.starts_with("    ")) {
        let Some((_, quoted)) = row.split_once('"') else { continue };
        let name = word(quoted);
        let is_row = ["\", \"", "\": \""].iter().any(|between| quoted[name.len()..].starts_with(between));
        if is_row && !name.is_empty() && row.trim_end().ends_with("\";") {
            found.extend(prefixes.iter().map(|area| format!("couloir::{area}::{name}")));
        }
    }
    found
}

fn all_codes() -> BTreeSet<String> {
    let crates = std::fs::read_dir(root().join("crates")).expect("there are crates");
    let folders = crates.map(|entry| entry.expect("it can be listed").path().join("src"));
    folders.flat_map(|folder| files(&folder, ".rs")).flat_map(|path| codes(&read(&path))).collect()
}

fn explained() -> BTreeSet<String> {
    let page = read(&root().join("docs/messages.md"));
    let headings = page.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`'));
    headings.map(str::to_owned).collect()
}

fn area(code: &str) -> &str {
    code.split("::").nth(1).expect("codes have an area")
}

#[test]
fn codes_are_found_in_sources_whole_and_in_macros() {
    let source = "fault(\"couloir::plan::unreadable\")\nconcat!(\"couloir::verify::\", $name)\nrules! {\n    \
                  Trip \"trip\": \"a trip has a stop\";\n    ZONE = \"zone\", \"a zone\";\n}";
    let found: Vec<_> = codes(source).into_iter().collect();
    assert_eq!(found, ["couloir::plan::unreadable", "couloir::verify::trip", "couloir::verify::zone"]);
}

#[test]
fn every_rule_of_the_judge_is_among_the_codes_found() {
    let found = all_codes();
    for rule in couloir_judge::Rule::ALL {
        assert!(found.contains(rule.code()), "{}", rule.code());
    }
}

#[test]
fn the_manual_explains_every_code() {
    let missing: Vec<_> = all_codes().difference(&explained()).cloned().collect();
    assert!(missing.is_empty(), "docs/messages.md has no entry for: {missing:?}");
}

#[test]
fn the_manual_explains_no_code_that_is_gone() {
    let found = all_codes();
    let areas: BTreeSet<&str> = found.iter().map(|code| area(code)).collect();
    let gone: Vec<_> = explained().difference(&found).filter(|code| areas.contains(area(code))).cloned().collect();
    assert!(gone.is_empty(), "docs/messages.md explains what no source says: {gone:?}");
}

#[test]
fn every_link_between_pages_leads_somewhere() {
    let mut pages = files(&root().join("docs"), ".md");
    pages.extend(files(&root().join("examples"), ".md"));
    for page in pages {
        let text = read(&page);
        for link in text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
            if !link.is_empty() && !link.contains("://") {
                let target = page.parent().expect("a page lies in a folder").join(link);
                assert!(target.exists(), "{} links to what is not there: {link}", page.display());
            }
        }
    }
}
