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
fieldset{border:0;padding:0;margin:.3rem 0}label{display:inline-block;padding:.4rem 0;margin-inline-end:1.2rem}\
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}\
button{font:inherit;padding:.5rem .9rem}\
.save{position:sticky;bottom:0;background:Canvas;border-top:1px solid;padding:.6rem 0;margin:0}\
@media (max-width:30rem){body{margin:1rem auto}ol,ul{padding-inline-start:1.6rem}dl{grid-template-columns:1fr}dt{margin-top:.2rem}}\
@media (prefers-color-scheme:dark){mark{background:#5a4300;color:#fff;border-color:#ffd257}}";

/// What becomes of the choices that are made on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers<'a> {
    /// There are none: the page is for reading.
    No,
    /// A form sends `claim-N=confirm` or `claim-N=strike` to this address, N counted from 1.
    SendTo(&'a str),
    /// The page itself hands out `claims.jsonl` with the confirmed claims of the report of this name, as
    /// [`wire::confirmed`] writes them. It takes a script of a few lines in the page; without scripts the page says how
    /// `couloir read --strike` does the same.
    Save(&'a str),
}

/// In the order of the claims: their lines, and which were struck; the links are mended as in [`wire::confirmed`].
const SCRIPT: &str = "\
(function(){var form=document.getElementById('answers'),said=document.getElementById('said');\
var claims=JSON.parse(document.getElementById('lines').textContent);\
function chosen(i){var c=form.querySelector('input[name=claim-'+(i+1)+']:checked');return c?c.value:''}\
function tell(){var open=claims.filter(function(c,i){return !chosen(i)}).length;said.textContent=said.dataset.open.replace('#',open)}\
form.addEventListener('change',tell);\
document.getElementById('rest').addEventListener('click',function(){claims.forEach(function(c,i){if(!chosen(i))form.querySelector('input[name=claim-'+(i+1)+'][value=confirm]').checked=true});tell()});\
form.addEventListener('submit',function(e){e.preventDefault();\
var kept={},heirs={},out='';claims.forEach(function(c,i){if(chosen(i)==='confirm')kept[c.id]=1});\
claims.forEach(function(c){if(!kept[c.id])return;c=JSON.parse(JSON.stringify(c));\
if(c.part_of&&!kept[c.part_of])c.part_of=null;\
if(c.same_as&&!kept[c.same_as]){var h=heirs[c.same_as];if(!h){heirs[c.same_as]=c.id;h=null}c.same_as=h}\
out+=JSON.stringify(c)+'\\n'});\
var a=document.createElement('a');a.href=URL.createObjectURL(new Blob([out],{type:'application/jsonl'}));a.download='claims.jsonl';a.click();tell()});\
document.getElementById('save').hidden=false;tell()})()";

/// A whole page with the text, its claims marked and listed, and a choice for each if `answers` asks for one.
#[must_use]
pub fn html(title: &str, text: &str, reading: &Reading, answers: Answers<'_>) -> String {
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
    match answers {
        Answers::No => {}
        Answers::SendTo(action) => {
            let _ = writeln!(out, "<form method=\"post\" action=\"{}\">", escape(action));
        }
        Answers::Save(_) => out.push_str("<form id=\"answers\">\n"),
    }
    if reading.claims.is_empty() {
        let _ = writeln!(out, "<p>{}</p>", words.none);
    } else {
        out.push_str("<ol>\n");
        for (index, claim) in reading.claims.iter().enumerate() {
            item(&mut out, index, claim, words, answers != Answers::No);
        }
        out.push_str("</ol>\n");
    }
    match answers {
        Answers::No => {}
        Answers::SendTo(_) => {
            let _ = write!(out, "<button type=\"submit\">{}</button>\n</form>\n", words.save);
        }
        Answers::Save(doc) => {
            let _ = write!(
                out,
                "<p id=\"save\" class=\"save\" hidden><button type=\"button\" id=\"rest\">{}</button> <button type=\"submit\">{}</button> <span id=\"said\" role=\"status\" data-open=\"{}\"></span></p>\n<noscript><p>{} <code dir=\"ltr\">couloir read --strike 2,5 … &gt; claims.jsonl</code></p></noscript>\n</form>\n",
                words.confirm_rest, words.save_confirmed, words.still_open, words.by_command
            );
            let lines: Vec<String> = wire::json_lines(doc, &reading.claims).lines().map(str::to_owned).collect();
            // `<` cannot end the element from inside a string when it is written as an escape.
            let data = format!("[{}]", lines.join(",")).replace('<', "\\u003c");
            let _ = write!(
                out,
                "<script type=\"application/json\" id=\"lines\">{data}</script>\n<script>{SCRIPT}</script>\n"
            );
        }
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
            "<fieldset><legend class=\"unseen\">{number}</legend><label><input type=\"radio\" name=\"claim-{number}\" value=\"confirm\"> {}</label><label><input type=\"radio\" name=\"claim-{number}\" value=\"strike\"> {}</label></fieldset>",
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
