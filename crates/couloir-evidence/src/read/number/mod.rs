//! Numbers, in figures and in words, of French, English and Arabic.
//!
//! A number is read as its language writes it: thousands are parted by `.`, a blank or an apostrophe in French, by `,` or a
//! blank in English, by `٬`, `.` or `,` in Arabic; a group is a group only if it has exactly three digits.

mod arabic;
mod english;
mod french;
mod sum;

use super::lexicon::Language;
use super::token::{Gap, Token};
use arabic::arabic;
use english::english;
use french::french;

/// What sort of number it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Shape {
    /// A plain number.
    Plain,
    /// *une trentaine*, *two dozen*.
    Collective,
    /// Between 0 and 1 of a whole.
    Share,
    /// *dozens*, *des milliers*: a multiple of the value, and whether *a few* of them were meant.
    Indefinite { few: bool },
}

/// A number in the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    /// One past its last token.
    pub(crate) end: usize,
    pub(crate) value: f64,
    pub(crate) shape: Shape,
    /// Written in figures.
    pub(crate) figures: bool,
    /// The last multiplier: 100, 1,000 or a million, else 1.
    pub(crate) multiplier: f64,
}

/// How the text writes its numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Habit {
    pub(crate) language: Language,
    /// Several languages are mixed: any separator may be met.
    pub(crate) mixed: bool,
}

/// The number that begins at `tokens[at]`, if one does.
pub(crate) fn read(tokens: &[Token], at: usize, habit: Habit) -> Option<Number> {
    let token = tokens.get(at)?;
    let number = if token.digits() {
        figures(tokens, at, habit)
    } else if token.word() {
        match habit.language {
            Language::Fr => french(tokens, at),
            Language::En => english(tokens, at),
            Language::Ar => arabic(tokens, at),
        }
    } else {
        None
    }?;
    Some(percent(tokens, scale(tokens, number, habit)))
}

/// A run of digits with its groups, decimals and short multiplier.
fn figures(tokens: &[Token], at: usize, habit: Habit) -> Option<Number> {
    let first = tokens[at].fold.as_str();
    if first.len() > 12 {
        return None;
    }
    let mut digits = first.to_owned();
    let mut end = at + 1;
    if (1..=3).contains(&first.len()) && first != "0" && !first.starts_with("00") {
        let mut separator = None;
        while let Some((mark, next)) = group(tokens, end, habit) {
            if separator.is_some_and(|seen| seen != mark) || digits.len() > 12 {
                break;
            }
            separator = Some(mark);
            digits.push_str(&tokens[next - 1].fold);
            end = next;
        }
    }
    let mut value: f64 = digits.parse().ok()?;
    if let Some(decimals) = decimals(tokens, end, habit) {
        value = format!("{digits}.{decimals}").parse().ok()?;
        end += 2;
    }
    Some(Number { end, value, shape: Shape::Plain, figures: true, multiplier: 1.0 })
}

/// A separator of thousands and the three digits after it: the separator and one past the digits.
fn group(tokens: &[Token], at: usize, habit: Habit) -> Option<(char, usize)> {
    let token = tokens.get(at)?;
    let three = |index: usize| tokens.get(index).is_some_and(|token| token.digits() && token.fold.len() == 3);
    if let Gap::Blank(blank) = token.gap {
        let blank_groups = habit.language != Language::Ar || habit.mixed;
        return (blank_groups && matches!(blank, ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}') && three(at))
            .then_some((blank, at + 1));
    }
    let super::token::Kind::Mark(mark) = token.kind else {
        return None;
    };
    let allowed = match habit.language {
        _ if habit.mixed => matches!(mark, '.' | ',' | '\'' | '٬'),
        Language::Fr => matches!(mark, '.' | '\''),
        Language::En => mark == ',',
        Language::Ar => matches!(mark, '٬' | '.' | ','),
    };
    let glued = token.glued() && three(at + 1) && tokens[at + 1].glued();
    // A fourth digit cannot follow: runs of digits are one token. A further `.5` would make it something else.
    (allowed && glued).then_some((mark, at + 2))
}

/// The digits after a decimal mark.
fn decimals(tokens: &[Token], at: usize, habit: Habit) -> Option<&str> {
    let super::token::Kind::Mark(mark) = tokens.get(at)?.kind else {
        return None;
    };
    let allowed = match habit.language {
        _ if habit.mixed => matches!(mark, '.' | ',' | '٫'),
        Language::Fr => mark == ',',
        Language::En => mark == '.',
        Language::Ar => matches!(mark, '٫' | '.' | ','),
    };
    let next = tokens.get(at + 1)?;
    let fits = allowed && tokens[at].glued() && next.digits() && next.glued() && next.fold.len() <= 6;
    fits.then_some(next.fold.as_str())
}

/// `1.2k`, `2 millions`, `5 آلاف`, `3 hundred`.
fn scale(tokens: &[Token], mut number: Number, habit: Habit) -> Number {
    if number.shape != Shape::Plain || !number.figures {
        return number;
    }
    let Some(next) = tokens.get(number.end).filter(|token| token.word() && token.gap != Gap::Wide) else {
        return number;
    };
    let glued_short = next.glued() && matches!(next.fold.as_str(), "k" | "m");
    let multiplier = match next.fold.as_str() {
        "k" if next.glued() => 1e3,
        "million" | "millions" | "mn" | "مليون" | "ملايين" | "مليونا" => 1e6,
        "thousand" | "mille" | "الاف" | "الف" | "الفا" => 1e3,
        "milliers" | "millier" if habit.language == Language::Fr => 1e3,
        "hundred" | "مئه" | "مائه" => 1e2,
        _ => return number,
    };
    if glued_short || !next.glued() || next.arabic() {
        number.end += 1;
        number.value *= multiplier;
        number.multiplier = multiplier;
    }
    number
}

/// `35 %`, `15 percent`, `٨٠٪`, `pour cent`.
fn percent(tokens: &[Token], mut number: Number) -> Number {
    if number.shape != Shape::Plain {
        return number;
    }
    let word = |offset: usize| tokens.get(number.end + offset).map_or("", |token| token.fold.as_str());
    let length = if tokens.get(number.end).is_some_and(|token| token.mark('%')) {
        1
    } else {
        match (word(0), word(1)) {
            ("percent" | "pct", _) => 1,
            ("pour", "cent") | ("per", "cent") => 2,
            ("بالمئه" | "بالمائه", _) => 1,
            ("في", "المئه" | "المائه") => 2,
            _ => 0,
        }
    };
    if length > 0 {
        number.end += length;
        number.value /= 100.0;
        number.shape = Shape::Share;
    }
    number
}

#[cfg(test)]
mod tests;
