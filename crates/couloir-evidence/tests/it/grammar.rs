//! One sentence for each turn of each grammar: days, speakers, numbers, and the wordings that the guide lists.
//!
//! `grammar/*.txt` holds blocks parted by blank lines: language, day, form and the text on one line (or the text on lines of
//! its own up to `---`), then the claims as in `texts`. All of them must be found, all right, and nothing else.

use std::path::Path;

use couloir_evidence::read;

use crate::texts::{self, Right};

fn check(file: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/grammar").join(file);
    let raw = std::fs::read_to_string(&path).unwrap();
    let mut faults = Vec::new();
    for block in raw.split("\n\n").map(str::trim).filter(|block| !block.is_empty() && !block.starts_with('#')) {
        let (first, rest) = block.split_once('\n').unwrap_or((block, ""));
        let head: Vec<&str> = first.splitn(4, ' ').collect();
        let (text, claims) = match head.get(3) {
            Some(text) => (format!("{text}\n"), rest),
            None => rest.split_once("\n---\n").map(|(text, claims)| (format!("{text}\n"), claims)).unwrap(),
        };
        let mut found = read::read(&text, &texts::context(&head));
        for gold in texts::gold(claims, &text, &path) {
            let Some(at) = found.iter().position(|claim| texts::found(&gold, claim)) else {
                faults.push(format!("{text}  missed: {}", gold.kind));
                continue;
            };
            let claim = found.remove(at);
            let Right { bounds, date, speaker } = texts::right(&gold, &claim);
            if !(bounds && date && speaker) {
                faults.push(format!("{text}  bounds {bounds}, date {date}, speaker {speaker}: {claim:?}"));
            }
        }
        faults.extend(found.iter().map(|claim| format!("{text}  not meant: {:?} `{}`", claim.kind, claim.quote)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_turn_of_english_is_read() {
    check("en.txt");
}

#[test]
fn each_turn_of_french_is_read() {
    check("fr.txt");
}

#[test]
fn each_turn_of_arabic_is_read() {
    check("ar.txt");
}

#[test]
fn each_wording_of_the_guide_is_read() {
    check("guide.txt");
}
