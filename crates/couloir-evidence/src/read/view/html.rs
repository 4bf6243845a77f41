//! The view as a page: semantic, readable without script and without colour, right to left where the text is.

use std::fmt::Write;

use super::super::claim::Claim;
use super::super::wire;
use super::super::{Note, Reading};
use super::words::Words;
use super::{days, interval, kind, likely, speaker, stretches, words};

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:1rem/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}\
.text{white-space:pre-wrap;unicode-bidi:plaintext}\
mark{background:#ffe9a8;color:#1a1a1a;padding:0 .15em;border-bottom:2px solid #8a5a00;border-radius:2px}\
mark a{color:inherit}\
sup{font-size:.7em}\
li{margin:0 0 1rem;padding-inline-start:.3rem}\
li:target,mark:target{outline:3px solid #1a66cc;outline-offset:2px}\
a:focus-visible,input:focus-visible,button:focus-visible{outline:3px solid #1a66cc;outline-offset:2px}\
dl{display:grid;grid-template-columns:max-content 1fr;gap:0 .8rem;margin:.2rem 0}\
dt{font-weight:600}dd{margin:0}\
.caution{border-inline-start:4px solid #8a5a00;padding-inline-start:.8rem}\
fieldset{border:0;padding:0;margin:.3rem 0}label{margin-inline-end:1.2rem}\
@media (prefers-color-scheme:dark){mark{background:#5a4300;color:#fff;border-color:#ffd257}}";

/// A whole page with the text, its claims marked and listed.
///
/// With `action`, the list is a form that sends `claim-N=confirm` or `claim-N=strike` there, N counted from 1; without it
/// the page is for reading only.
#[must_use]
pub fn html(title: &str, text: &str, reading: &Reading, action: Option<&str>) -> String {
    let words = words(reading.language);
    let mut out = String::new();
    let title = escape(title);
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n",
        words.code, words.direction
    );
    let _ = write!(
        out,
        "<section aria-labelledby=\"text\">\n<h2 id=\"text\">{}</h2>\n<div class=\"text\" dir=\"auto\">",
        words.text
    );
    for stretch in stretches(text, &reading.claims) {
        match stretch.claim {
            Some(index) => {
                let number = index + 1;
                let label = escape(&format!("{number}: {}", kind(&reading.claims[index], words)));
                let _ = write!(
                    out,
                    "<mark id=\"m{number}\" class=\"{}\">{}<sup><a href=\"#c{number}\" aria-label=\"{label}\">{number}</a></sup></mark>",
                    wire::kind(reading.claims[index].kind),
                    escape(stretch.text)
                );
            }
            None => out.push_str(&escape(stretch.text)),
        }
    }
    let _ = write!(
        out,
        "</div>\n</section>\n<section aria-labelledby=\"claims\">\n<h2 id=\"claims\">{}</h2>\n<p class=\"caution\">{}</p>\n",
        words.claims, words.caution
    );
    if let Some(action) = action {
        let _ = writeln!(out, "<form method=\"post\" action=\"{}\">", escape(action));
    }
    if reading.claims.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", words.none);
    } else {
        out.push_str("<ol>\n");
        for (index, claim) in reading.claims.iter().enumerate() {
            item(&mut out, index, claim, words, action.is_some());
        }
        out.push_str("</ol>\n");
    }
    if action.is_some() {
        let _ = write!(out, "<button type=\"submit\">{}</button>\n</form>\n", words.save);
    }
    out.push_str("</section>\n");
    unread(&mut out, text, reading, words);
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

fn item(out: &mut String, index: usize, claim: &Claim, words: &Words, form: bool) {
    let number = index + 1;
    let _ = write!(
        out,
        "<li id=\"c{number}\">\n<strong>{}</strong> <q dir=\"auto\"><a href=\"#m{number}\">{}</a></q>\n<dl>\n",
        escape(&kind(claim, words)),
        escape(&claim.quote)
    );
    let mut row = |name: &str, value: &str| {
        let _ = writeln!(out, "<dt>{name}</dt><dd><bdi>{}</bdi></dd>", escape(value));
    };
    if let Some(quantity) = &claim.quantity {
        row(words.amount, &interval(quantity, words));
        if let Some((range, source)) = likely(claim) {
            row(words.likely, &format!("{range} ({source})"));
        }
    }
    row(words.days, &days(claim));
    row(words.said_by, &format!("{} ({})", speaker(claim, words), words.certainty(claim.certainty)));
    out.push_str("</dl>\n");
    for (name, other) in [(words.part_of, claim.part_of), (words.same_as, claim.same_as)] {
        if let Some(other) = other {
            let _ = writeln!(out, "<p>{name} <a href=\"#c{0}\">{0}</a></p>", other + 1);
        }
    }
    if form {
        let _ = writeln!(
            out,
            "<fieldset><legend>{number}</legend><label><input type=\"radio\" name=\"claim-{number}\" value=\"confirm\"> {}</label><label><input type=\"radio\" name=\"claim-{number}\" value=\"strike\"> {}</label></fieldset>",
            words.confirm, words.strike
        );
    }
    out.push_str("</li>\n");
}

fn unread(out: &mut String, text: &str, reading: &Reading, words: &Words) {
    let unread: Vec<_> = reading.findings.iter().filter(|finding| finding.note == Note::Unread).collect();
    if unread.is_empty() {
        return;
    }
    let characters: Vec<char> = text.chars().collect();
    let _ = write!(out, "<section aria-labelledby=\"unread\">\n<h2 id=\"unread\">{}</h2>\n<ul>\n", words.unread);
    for finding in unread {
        let wording: String = characters[finding.span.start..finding.span.end].iter().collect();
        let _ = writeln!(out, "<li dir=\"auto\">{}</li>", escape(&wording));
    }
    out.push_str("</ul>\n</section>\n");
}

/// Text that can stand anywhere in a page, attributes included.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Control characters are not allowed in a page.
            character if character.is_control() && !matches!(character, '\n' | '\t') => out.push('\u{FFFD}'),
            character => out.push(character),
        }
    }
    out
}
