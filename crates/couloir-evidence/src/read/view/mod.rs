//! The text with its claims marked, for people to confirm or strike: on a terminal and as a page.
//!
//! Both are pure functions from a reading to a string. The page needs no script to be read; given an address to send
//! to, it carries a form with one choice a claim.

mod html;
mod terminal;
mod words;

pub use html::{Answers, html};
pub use terminal::terminal;

use super::claim::{Claim, Kind, Quantity, Unit};
use super::hedge;
use super::lexicon::Language;
use words::Words;

/// A stretch of the text: of claim `claim`, or of none.
struct Stretch<'t> {
    text: &'t str,
    claim: Option<usize>,
}

/// The text cut where claims begin and end. A claim is marked by its quantity, one without a quantity by its evidence;
/// where two overlap, the first one is marked and the other is found in the list.
fn stretches<'t>(text: &'t str, claims: &[Claim]) -> Vec<Stretch<'t>> {
    let mut marked: Vec<(usize, usize, usize)> = claims
        .iter()
        .enumerate()
        .map(|(index, claim)| {
            claim.quantity.as_ref().map_or((claim.span.start, claim.span.end, index), |quantity| {
                (quantity.span.start, quantity.span.end, index)
            })
        })
        .collect();
    // Quantities before events, so that an event that spans a quantity does not hide it.
    marked.sort_by_key(|&(start, end, index)| (claims[index].quantity.is_none(), start, end));
    let mut kept: Vec<(usize, usize, usize)> = Vec::new();
    let mut taken = std::collections::BTreeMap::new();
    for (start, end, index) in marked {
        let before = taken.range(..end).next_back().is_some_and(|(_, &other_end)| other_end > start);
        if !before {
            taken.insert(start, end);
            kept.push((start, end, index));
        }
    }
    kept.sort_unstable();
    let mut bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    bytes.push(text.len());
    let slice = |start: usize, end: usize| text.get(bytes[start]..bytes[end]).unwrap_or_default();
    let mut out = Vec::new();
    let mut at = 0;
    for (start, end, index) in kept {
        out.push(Stretch { text: slice(at, start), claim: None });
        out.push(Stretch { text: slice(start, end), claim: Some(index) });
        at = end;
    }
    out.push(Stretch { text: slice(at, bytes.len() - 1), claim: None });
    out.retain(|stretch| !stretch.text.is_empty());
    out
}

/// *54 to 66 people*, with an open end written as such.
fn interval(quantity: &Quantity, words: &Words) -> String {
    let number = |value: f64| match quantity.unit {
        Unit::Share => format!("{} %", plain(value * 100.0)),
        _ => plain(value),
    };
    let unit = if quantity.unit == Unit::Share { String::new() } else { format!(" {}", words.unit(quantity.unit)) };
    match quantity.high {
        None => format!("≥ {}{unit}", number(quantity.low)),
        Some(high) if (high - quantity.low).abs() < 1e-9 => format!("{}{unit}", number(high)),
        Some(high) => format!("{}–{}{unit}", number(quantity.low), number(high)),
    }
}

/// What readers and later counts make of a vague wording: *26–36*; `None` where the wording leaves nothing to say.
fn likely(claim: &Claim) -> Option<(String, &'static str)> {
    let quantity = claim.quantity.as_ref()?;
    let spread = hedge::spread(quantity, claim.kind == Kind::PeopleRemaining);
    let width = spread.high_80 - spread.low_80;
    let counts = !matches!(quantity.unit, Unit::Share | Unit::Km2 | Unit::Ha);
    (counts && width >= 1.0 && quantity.modifier != super::claim::Modifier::Exact)
        .then(|| (format!("{}–{}", plain(spread.low_80.round()), plain(spread.high_80.round())), spread.row.source))
}

/// A number without a tail of zeros, thousands parted by a narrow no-break space.
fn plain(value: f64) -> String {
    if value.fract().abs() > 1e-9 {
        return format!("{}", (value * 100.0).round() / 100.0);
    }
    let digits = format!("{}", value.abs() as u64);
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('\u{202F}');
        }
        out.push(digit);
    }
    if value < 0.0 { format!("-{out}") } else { out }
}

/// *2024-03-12*, *until 2024-03-12*.
fn days(claim: &Claim) -> String {
    match (claim.when.start, claim.when.end) {
        (Some(start), Some(end)) if start == end => start.to_string(),
        (Some(start), Some(end)) => format!("{start} – {end}"),
        (Some(start), None) => format!("{start} –"),
        (None, Some(end)) => format!("– {end}"),
        (None, None) => String::new(),
    }
}

/// Who says so, or the report itself.
fn speaker(claim: &Claim, words: &Words) -> String {
    let parts: Vec<&str> = [&claim.speaker.name, &claim.speaker.role, &claim.speaker.org]
        .into_iter()
        .filter_map(|part| part.as_deref())
        .collect();
    if parts.is_empty() { words.outlet.to_owned() } else { parts.join(", ") }
}

/// Kind, and group or status where there is one.
fn kind(claim: &Claim, words: &Words) -> String {
    let detail =
        claim.status.map(|status| words.status(status)).or_else(|| claim.group.and_then(|group| words.group(group)));
    match detail {
        Some(detail) => format!("{} ({detail})", words.kind(claim.kind)),
        None => words.kind(claim.kind).to_owned(),
    }
}

/// The words of the reader's language.
fn words(language: Language) -> &'static Words {
    words::of(language)
}
