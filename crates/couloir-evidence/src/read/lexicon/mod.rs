//! Words and what they do in a report: one table a language, in folded form (lower case, no accents).
//!
//! A row is a [`Tag`] and its patterns, parted by `;`. A pattern is words; a word that ends in `*` stands for all words that
//! begin so. The longest pattern wins among those that do the same work, so that *refused to leave* is not *leave*.

mod ar;
mod en;
mod fr;

use std::collections::HashMap;
use std::sync::OnceLock;

use super::claim::{Group, Kind, Per, Status, Unit};
use super::token::{Kind as TokenKind, Token};

/// How strongly a word decides a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Force {
    /// A participle or noun that yields to any verb nearby: *evacuees*, *déplacés*.
    Weak,
    Plain,
    /// Outweighs nearer words: *docked*, *refused to leave*.
    Strong,
}

/// What a word or phrase does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Tag {
    // What is counted.
    Person(Group),
    Family,
    Vehicle(Unit),
    Area(Unit),
    /// Dead, injured or missing as a noun.
    Harm(Group),
    /// A noun whose count is no claim, and why.
    Foreign(&'static str),
    /// Responders: no claim unless they are harmed.
    Responder,
    // What decides the kind.
    Move(Kind, Force),
    Hurt(Group),
    /// A place where people stay.
    Shelter,
    /// *there were*, *on comptait*.
    Exists,
    // What bends it.
    Future,
    Need,
    Ordered,
    Obliged,
    Unmoved,
    Not,
    Never,
    Hearsay,
    Belief,
    Denial,
    // How figures relate.
    Part,
    Against,
    NotThat,
    Formerly,
    Total,
    Standing,
    Each(Per),
    // Who says so.
    Say,
    According,
    Role,
    Body,
    Courtesy,
    Pronoun,
    // The operation.
    Operation,
    Change(Status),
    Ending,
    // Look-alikes.
    Label,
    Capacity,
    Population,
    Ordinal,
    Joining,
    Stop,
    Adjective,
    Negative,
}

/// Tags that compete with one another: the longest match of a layer stands.
pub(crate) fn layer(tag: Tag) -> u8 {
    match tag {
        Tag::Person(_)
        | Tag::Family
        | Tag::Vehicle(_)
        | Tag::Area(_)
        | Tag::Harm(_)
        | Tag::Foreign(_)
        | Tag::Responder => 0,
        Tag::Move(..) | Tag::Hurt(_) => 1,
        Tag::Future | Tag::Need | Tag::Ordered | Tag::Obliged | Tag::Unmoved => 2,
        Tag::Part | Tag::Against | Tag::NotThat | Tag::Formerly => 3,
        Tag::Say | Tag::According | Tag::Denial => 4,
        Tag::Role | Tag::Body | Tag::Courtesy => 5,
        Tag::Operation => 6,
        Tag::Change(_) | Tag::Ending => 7,
        Tag::Capacity | Tag::Population | Tag::Label => 8,
        Tag::Total | Tag::Standing | Tag::Each(_) => 9,
        Tag::Joining => 10,
        Tag::Stop => 11,
        Tag::Adjective | Tag::Ordinal => 12,
        Tag::Not | Tag::Never | Tag::Negative => 13,
        Tag::Hearsay | Tag::Belief => 14,
        Tag::Shelter => 15,
        Tag::Exists => 16,
        Tag::Pronoun => 17,
    }
}

/// The language of a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// French.
    Fr,
    /// English.
    En,
    /// Arabic.
    Ar,
}

/// A phrase found at a token.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Match {
    pub(crate) tag: Tag,
    /// One past its last token.
    pub(crate) end: usize,
    /// Arabic `س` before the verb: it has not happened yet.
    pub(crate) future: bool,
}

type Row = (Tag, &'static str);

struct Entry {
    words: Vec<(&'static str, bool)>,
    tag: Tag,
}

/// The words of one language.
pub(crate) struct Lexicon {
    entries: Vec<Entry>,
    exact: HashMap<&'static str, Vec<u32>>,
    stems: HashMap<&'static str, Vec<u32>>,
    longest_stem: usize,
}

/// The lexicon of `language`, built once.
pub(crate) fn of(language: Language) -> &'static Lexicon {
    static FR: OnceLock<Lexicon> = OnceLock::new();
    static EN: OnceLock<Lexicon> = OnceLock::new();
    static AR: OnceLock<Lexicon> = OnceLock::new();
    match language {
        Language::Fr => FR.get_or_init(|| Lexicon::new(fr::ROWS)),
        Language::En => EN.get_or_init(|| Lexicon::new(en::ROWS)),
        Language::Ar => AR.get_or_init(|| Lexicon::new(ar::ROWS)),
    }
}

impl Lexicon {
    fn new(rows: &'static [Row]) -> Lexicon {
        let mut lexicon =
            Lexicon { entries: Vec::new(), exact: HashMap::new(), stems: HashMap::new(), longest_stem: 0 };
        for (tag, patterns) in rows {
            for pattern in patterns.split(';').map(str::trim).filter(|pattern| !pattern.is_empty()) {
                lexicon.add(*tag, pattern);
            }
        }
        lexicon
    }

    fn add(&mut self, tag: Tag, pattern: &'static str) {
        let words: Vec<(&str, bool)> = pattern
            .split_whitespace()
            .map(|word| word.strip_suffix('*').map_or((word, false), |stem| (stem, true)))
            .collect();
        let Some(&(first, stem)) = words.first() else {
            return;
        };
        let index = self.entries.len() as u32;
        if stem {
            self.longest_stem = self.longest_stem.max(first.len());
            self.stems.entry(first).or_default().push(index);
        } else {
            self.exact.entry(first).or_default().push(index);
        }
        self.entries.push(Entry { words, tag });
    }

    /// Every phrase that begins at `tokens[at]`.
    pub(crate) fn matches(&self, tokens: &[Token], at: usize, found: &mut Vec<Match>) {
        let fold = tokens[at].fold.as_str();
        self.matches_of(fold, tokens, at, false, found);
        // The plural of a listed person, body or vehicle need not be listed.
        let singular = fold.strip_suffix('s').filter(|bare| bare.len() > 3 && found.is_empty());
        if let Some(indices) = singular.and_then(|bare| self.exact.get(bare)) {
            for &index in indices {
                let entry = &self.entries[index as usize];
                if entry.words.len() == 1 && matches!(layer(entry.tag), 0 | 5) && !matches!(entry.tag, Tag::Courtesy) {
                    found.push(Match { tag: entry.tag, end: at + 1, future: false });
                }
            }
        }
        if tokens[at].arabic() {
            for (stripped, future) in without_prefixes(fold) {
                self.matches_of(stripped, tokens, at, future, found);
            }
        }
    }

    fn matches_of(&self, fold: &str, tokens: &[Token], at: usize, future: bool, found: &mut Vec<Match>) {
        if let Some(indices) = self.exact.get(fold) {
            self.follow(indices, tokens, at, future, found);
        }
        let longest = self.longest_stem.min(fold.len());
        for length in 2..=longest {
            if let Some(indices) = fold.get(..length).and_then(|stem| self.stems.get(stem)) {
                self.follow(indices, tokens, at, future, found);
            }
        }
    }

    fn follow(&self, indices: &[u32], tokens: &[Token], at: usize, future: bool, found: &mut Vec<Match>) {
        for &index in indices {
            let entry = &self.entries[index as usize];
            if let Some(end) = phrase_end(&entry.words, tokens, at) {
                found.push(Match { tag: entry.tag, end, future });
            }
        }
    }
}

/// Where the phrase that begins at `at` ends, the first word being known to fit. Hyphens inside are passed over.
pub(crate) fn phrase_end(words: &[(&str, bool)], tokens: &[Token], at: usize) -> Option<usize> {
    let mut next = at + 1;
    for (word, stem) in &words[1..] {
        while tokens.get(next).is_some_and(|token| token.mark('-') && token.glued()) {
            next += 1;
        }
        let token = tokens.get(next)?;
        let mut sign = [0; 4];
        let text = match token.kind {
            TokenKind::Mark('°') => ".",
            TokenKind::Mark(mark) => &*mark.encode_utf8(&mut sign),
            _ => token.fold.as_str(),
        };
        let fits = if *stem { text.starts_with(word) } else { text == *word };
        if !fits {
            return None;
        }
        next += 1;
    }
    Some(next)
}

/// An Arabic word without the particles that are written onto it; `true` if one of them was the `س` of the future.
pub(crate) fn without_prefixes(fold: &str) -> Vec<(&str, bool)> {
    let mut forms: Vec<(&str, bool)> = Vec::new();
    let long = |rest: &str| rest.len() >= 4;
    let bare = fold.strip_prefix('و').or_else(|| fold.strip_prefix('ف')).filter(|rest| long(rest));
    for base in [Some(fold), bare].into_iter().flatten() {
        if base != fold {
            forms.push((base, false));
        }
        for article in ["ال", "بال", "لل", "كال"] {
            forms.extend(base.strip_prefix(article).filter(|rest| long(rest)).map(|rest| (rest, false)));
        }
        for particle in ['ب', 'ل'] {
            forms.extend(base.strip_prefix(particle).filter(|rest| long(rest)).map(|rest| (rest, false)));
        }
        forms.extend(base.strip_prefix('س').filter(|rest| rest.len() >= 6).map(|rest| (rest, true)));
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_is_written_in_folded_form() {
        let mut unmet = Vec::new();
        for rows in [fr::ROWS, en::ROWS, ar::ROWS] {
            for word in
                rows.iter().flat_map(|(_, patterns)| patterns.split([';', ' ', '*'])).filter(|word| !word.is_empty())
            {
                let folded: String =
                    super::super::token::tokenize(word).iter().map(|token| token.fold.as_str()).collect();
                let pieces = super::super::token::tokenize(word).len();
                // A pattern's word is one token; marks have no folded form and are compared as they are.
                if word.chars().count() > 1 && (folded != word || pieces != 1) {
                    unmet.push(word);
                }
            }
        }
        assert_eq!(unmet, Vec::<&str>::new(), "never met: not folded, or more than one token");
    }
}
