//! What people read: the page and the terminal view.

use couloir_evidence::read::{self, Context, view};

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
    let page = view::html("a <report>", TEXT, &reading(), None);
    assert!(page.contains("<html lang=\"fr\" dir=\"ltr\">"));
    assert!(page.contains("&lt;b&gt;M. X&lt;/b&gt; &amp; la"));
    assert!(page.contains("<title>a &lt;report&gt;</title>"));
    assert!(page.contains("26–36"));
    assert!(!page.contains("<script") && !page.contains("<form"));
}

#[test]
fn a_page_with_an_address_asks_to_confirm_or_strike_each_claim() {
    let page = view::html("t", TEXT, &reading(), Some("/claims?a=1&b=2"));
    assert!(page.contains("action=\"/claims?a=1&amp;b=2\""));
    assert_eq!(page.matches("type=\"radio\"").count(), 2 * reading().claims.len());
}

#[test]
fn an_arabic_page_runs_from_right_to_left() {
    let text = "غادر نحو 300 مدني المدينة الثلاثاء.";
    let reading = read::reading(text, &Context::published("2024-03-12".parse().unwrap()));
    assert!(view::html("t", text, &reading, None).contains("<html lang=\"ar\" dir=\"rtl\">"));
}
