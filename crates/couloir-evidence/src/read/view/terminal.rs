//! The view for a terminal: the text with numbered claims, then the list.

use std::fmt::Write;

use super::super::claim::Certainty;
use super::super::{Note, Reading};
use super::{days, interval, kind, likely, speaker, stretches, words};

/// The text with its claims marked `[like this]¹`, and the list of them. Complete without colour.
#[must_use]
pub fn terminal(text: &str, reading: &Reading, colour: bool) -> String {
    let words = words(reading.language);
    let (bold, plain) = if colour { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
    let mut out = String::new();
    for stretch in stretches(text, &reading.claims) {
        let shown = visible(stretch.text);
        match stretch.claim {
            Some(index) => {
                let _ = write!(out, "{bold}[{shown}]{plain}{}", superscript(index + 1));
            }
            None => out.push_str(&shown),
        }
    }
    if !out.ends_with('\n') {
        out.push('\n');
    }
    let _ = writeln!(out, "\n{bold}{}{plain}\n{}\n", words.claims, words.caution);
    if reading.claims.is_empty() {
        let _ = writeln!(out, "{}", words.none);
    }
    for (index, claim) in reading.claims.iter().enumerate() {
        let amount =
            claim.quantity.as_ref().map(|quantity| format!(" {}", interval(quantity, words))).unwrap_or_default();
        let _ = writeln!(out, "{:>3}  {bold}{}{plain}{amount}", index + 1, kind(claim, words));
        let mut line =
            format!("     {}: {}; {}: {}", words.days, days(claim), words.said_by, visible(&speaker(claim, words)));
        if claim.certainty != Certainty::Asserted {
            let _ = write!(line, "; {}", words.certainty(claim.certainty));
        }
        if let Some(whole) = claim.part_of {
            let _ = write!(line, "; {} {}", words.part_of, whole + 1);
        }
        if let Some(other) = claim.same_as {
            let _ = write!(line, "; {} {}", words.same_as, other + 1);
        }
        let _ = writeln!(out, "{line}");
        if let Some((range, source)) = likely(claim) {
            let wording = claim.quantity.as_ref().map_or("", |quantity| quantity.wording.as_str());
            let _ = writeln!(out, "     «{}» → {range} ({}; {source})", visible(wording), words.likely);
        }
    }
    let unread = reading.findings.iter().filter(|finding| finding.note == Note::Unread).count();
    if unread > 0 {
        let _ = writeln!(out, "\n{}: {unread}", words.unread);
        let characters: Vec<char> = text.chars().collect();
        for finding in reading.findings.iter().filter(|finding| finding.note == Note::Unread) {
            let words: String = characters[finding.span.start..finding.span.end].iter().collect();
            let _ = writeln!(out, "     {}", visible(&words));
        }
    }
    out
}

/// The text without control characters: a report must not move the cursor.
fn visible(text: &str) -> String {
    text.chars()
        .map(
            |character| {
                if character.is_control() && character != '\n' && character != '\t' { '\u{FFFD}' } else { character }
            },
        )
        .collect()
}

fn superscript(number: usize) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
}
