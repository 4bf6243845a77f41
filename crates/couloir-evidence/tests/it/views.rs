//! What people read: the page and the terminal view.

use std::collections::BTreeSet;

use couloir_evidence::read::view::Answers;
use couloir_evidence::read::{self, Context, view, wire};

const TEXT: &str = "Une trentaine de camions ont quitté la ville mardi, selon <b>M. X</b> & la préfecture.\n";

fn reading() -> read::Reading {
    read::reading(TEXT, &Context::published("2024-03-12".parse().unwrap()))
}

#[test]
fn the_terminal_view_is_complete_without_colour() {
    insta::assert_snapshot!(view::terminal(TEXT, &reading(), false));
}

#[test]
fn the_page_escapes_the_text_and_names_its_language() {
    let page = view::html("a <report>", TEXT, &reading(), Answers::No);
    assert!(page.contains("<html lang=\"fr\" dir=\"ltr\">"));
    assert!(page.contains("&lt;b&gt;M. X&lt;/b&gt; &amp; la"));
    assert!(page.contains("<title>a &lt;report&gt;</title>"));
    assert!(page.contains("26–36"));
    assert!(!page.contains("<script") && !page.contains("<form"));
}

#[test]
fn a_page_with_an_address_asks_to_confirm_or_strike_each_claim() {
    let page = view::html("t", TEXT, &reading(), Answers::SendTo("/claims?a=1&b=2"));
    assert!(page.contains("action=\"/claims?a=1&amp;b=2\""));
    assert_eq!(page.matches("type=\"radio\"").count(), 2 * reading().claims.len());
}

#[test]
fn an_arabic_page_runs_from_right_to_left() {
    let text = "غادر نحو 300 مدني المدينة الثلاثاء.";
    let reading = read::reading(text, &Context::published("2024-03-12".parse().unwrap()));
    assert!(view::html("t", text, &reading, Answers::No).contains("<html lang=\"ar\" dir=\"rtl\">"));
}

#[test]
fn a_page_that_saves_carries_its_claims_and_a_way_without_scripts() {
    let page = view::html("t", TEXT, &reading(), Answers::Save("report"));
    assert!(page.contains("\"id\":\"report-01\"") && page.contains("claims.jsonl"));
    assert!(page.contains("<noscript>") && page.contains("--strike"));
    assert!(!page.split("<script").nth(1).unwrap_or_default().contains("<b>"), "the text must not end the element");
}

#[test]
fn what_is_struck_is_gone_and_no_link_hangs_loose() {
    let text = "Crue: 300 habitants évacués\n\n300 habitants ont été évacués mardi, dont 40 enfants. Les 300 habitants évacués dorment au gymnase.\n";
    let reading = read::reading(text, &Context::published("2024-03-12".parse().unwrap()));
    let first = reading.claims.iter().position(|claim| claim.same_as.is_none() && claim.part_of.is_none()).unwrap();
    let second = reading.claims.iter().position(|claim| claim.same_as == Some(first)).unwrap();
    let kept = wire::confirmed("t", &reading.claims, &BTreeSet::from([first]));
    let lines: Vec<serde_json::Value> = kept.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), reading.claims.len() - 1);
    let ids: BTreeSet<&str> = lines.iter().filter_map(|line| line["id"].as_str()).collect();
    for line in &lines {
        for link in ["part_of", "same_as"] {
            assert!(line[link].as_str().is_none_or(|id| ids.contains(id)), "{link} of {line}");
        }
    }
    let heir = lines.iter().find(|line| line["id"] == format!("t-{:02}", second + 1)).unwrap();
    assert!(heir["same_as"].is_null(), "the first repetition takes the place of the struck claim");
}

#[test]
fn nothing_struck_is_everything() {
    assert_eq!(wire::confirmed("t", &reading().claims, &BTreeSet::new()), wire::json_lines("t", &reading().claims));
}
