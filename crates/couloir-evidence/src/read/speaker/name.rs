//! What a stretch of words names: a person, a body, a function.

use super::super::lexicon::{Language, Tag};
use super::super::passage::{Mark, Passage};
use super::super::token::Token;
use super::Naming;
use super::arabic::arabic_name;

/// What the words `from..to` name.
pub(super) fn name(passage: &Passage, text: &str, from: usize, to: usize) -> Naming {
    let mut naming = Naming::default();
    if from >= to {
        return naming;
    }
    let raw = |first: usize, last: usize| {
        let words = text.get(passage.tokens[first].start..passage.tokens[last - 1].end).unwrap_or_default();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        // *للدفاع المدني* is *الدفاع المدني* behind a particle.
        words.strip_prefix("لل").map_or(words.clone(), |rest| format!("ال{rest}"))
    };
    let roles: Vec<Mark> = passage
        .marks
        .iter()
        .filter(|mark| mark.first >= from && mark.last <= to && mark.tag == Tag::Role)
        .filter(|mark| !(mark.last == mark.first + 1 && surname(passage, mark.first)))
        .copied()
        .collect();
    let bodies: Vec<Mark> = passage
        .marks
        .iter()
        .filter(|mark| mark.first >= from && mark.last <= to && mark.tag == Tag::Body)
        .copied()
        .collect();
    let mut used = vec![false; to - from];
    if let Some(role) = roles.last().filter(|_| passage.habit.language == Language::En).or(roles.first()) {
        let mut first = role.first;
        // *county sheriff*, *provincial governor*: a lower-case word before an English function belongs to it.
        while passage.habit.language == Language::En
            && first > from
            && first + 2 > role.first
            && passage.tokens[first - 1].word()
            && !passage.tokens[first - 1].capital
            && passage.at(first - 1, |tag| matches!(tag, Tag::Stop | Tag::Say | Tag::Joining | Tag::Body)).is_none()
            && !passage.timed(first - 1)
        {
            first -= 1;
        }
        naming.role = Some(raw(first, role.last));
        used[first - from..role.last - from].fill(true);
    }
    if let Some(body) = bodies.iter().find(|body| !(body.first - from..body.last - from).any(|index| used[index])) {
        let (first, last) = body_phrase(passage, body, from, to, &used);
        naming.org = Some(raw(first, last));
        used[first - from..last - from].fill(true);
    }
    if passage.habit.language == Language::Ar {
        naming.name =
            arabic_name(passage, from, to, &used, naming.role.is_some()).map(|(first, last)| raw(first, last));
        return naming;
    }
    if naming.is_empty() && capitals(passage, from, to, &used).is_none() {
        naming.role = unlisted(passage, from, to).map(|(first, last)| raw(first, last));
        return naming;
    }
    if let Some((first, last)) = capitals(passage, from, to, &used) {
        let shouted =
            passage.tokens[first..last].iter().all(|token| token.shouted || !token.word()) && last == first + 1;
        let words = raw(first, last);
        if shouted && naming.org.is_none() {
            naming.org = Some(words);
        } else if naming.org.is_some()
            && naming.role.is_none()
            && !article_before(passage, first)
            && adjoining(first, &bodies)
        {
            // *monitoring group Riverwatch*: the body's own name.
            naming.org = naming.org.map(|org| format!("{org} {words}"));
        } else {
            naming.name = Some(words);
        }
    }
    naming
}

/// *the shopkeeper reckons*, *raconte la boulangère*: a common noun with its article, whatever the trade.
fn unlisted(passage: &Passage, from: usize, to: usize) -> Option<(usize, usize)> {
    let articles: &[&str] = match passage.habit.language {
        Language::En => &["the", "a", "an", "one", "another", "its", "their", "his", "her"],
        _ => &["le", "la", "l'", "un", "une", "son", "sa", "leur"],
    };
    let article = (from..to.min(from + 3)).find(|&at| articles.contains(&passage.word(at)))?;
    let noun = |at: usize| {
        at < to
            && passage.tokens[at].word()
            && !passage.timed(at)
            && passage
                .at(at, |tag| {
                    matches!(
                        tag,
                        Tag::Stop
                            | Tag::Joining
                            | Tag::Say
                            | Tag::Move(..)
                            | Tag::Hurt(_)
                            | Tag::Vehicle(_)
                            | Tag::Operation
                            | Tag::Change(_)
                            | Tag::Ending
                            | Tag::Foreign(_)
                            | Tag::Total
                    )
                })
                .is_none()
    };
    let mut last = article + 1;
    while last < article + 4 && noun(last) {
        last += 1;
    }
    let closed = last >= to
        || !passage.tokens[last].word()
        || passage.at(last, |tag| matches!(tag, Tag::Stop | Tag::Say | Tag::Joining)).is_some();
    if !closed {
        return None;
    }
    let word = passage.word(last.saturating_sub(1));
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    let person = last > article + 1
        && word.len() > 4
        && match passage.habit.language {
            Language::En => {
                ends(&["er", "or", "man", "woman", "ist", "ian", "ent", "ant", "ee", "eer", "yst"])
                    && !ends(&[
                        "ment", "cident", "tter", "ther", "ier", "ember", "nter", "ster", "wer", "vent", "cent", "per",
                    ])
                    && !matches!(
                        word,
                        "number"
                            | "order"
                            | "water"
                            | "river"
                            | "shelter"
                            | "tanker"
                            | "ferry"
                            | "helicopter"
                            | "committee"
                            | "continent"
                    )
            }
            _ => {
                ends(&[
                    "eur", "euse", "rice", "iere", "iste", "ienne", "icien", "ante", "logue", "ger", "gere", "oise",
                    "ier",
                ]) && !ends(&[
                    "ateur de", "cteur", "oteur", "auteur", "ieur", "leur", "rtier", "ssier", "drier", "rnier",
                    "chier", "ustrie",
                ]) && !matches!(word, "valeur" | "danger" | "courrier" | "papier" | "premier" | "message")
            }
        };
    (person && last == to.min(article + 4).min(last)).then_some((article + 1, last))
}

/// *Luc Berger*, *Tom Baker*: what stands behind a first name is a surname, though it is also a trade.
pub(super) fn surname(passage: &Passage, at: usize) -> bool {
    let known =
        |at: usize| passage.at(at, |tag| matches!(tag, Tag::Role | Tag::Body | Tag::Courtesy | Tag::Stop)).is_some();
    let name = |at: usize| passage.tokens.get(at).is_some_and(|token| token.word() && token.capital && !token.shouted);
    at > passage.sentence.first
        && name(at)
        && name(at - 1)
        && !known(at - 1)
        && !passage.timed(at - 1)
        && !name(at + 1)
        && passage.habit.language != Language::Ar
}

fn article_before(passage: &Passage, at: usize) -> bool {
    at > passage.sentence.first && matches!(passage.word(at - 1), "le" | "la" | "the" | "l'")
}

/// A body stands right before.
pub(super) fn adjoining(first: usize, bodies: &[Mark]) -> bool {
    bodies.iter().any(|body| body.last == first)
}

/// A body with the words that belong to it: *préfecture du Sud*, *state emergency agency*.
pub(super) fn body_phrase(passage: &Passage, body: &Mark, from: usize, to: usize, used: &[bool]) -> (usize, usize) {
    let (mut first, mut last) = (body.first, body.last);
    let free = |at: usize| at >= from && at < to && !used[at - from] && !passage.timed(at);
    let content = |at: usize| {
        free(at)
            && passage.tokens[at].word()
            && passage.at(at, |tag| matches!(tag, Tag::Stop | Tag::Joining | Tag::Say)).is_none()
    };
    match passage.habit.language {
        Language::En => {
            while first > from
                && first + 4 > body.first
                && content(first - 1)
                && !matches!(passage.word(first - 1), "the" | "a" | "an")
            {
                first -= 1;
            }
            while last < to
                && last < body.last + 4
                && free(last)
                && (passage.at(last, |tag| tag == Tag::Body).is_some()
                    || matches!(passage.word(last), "of" | "for")
                        && passage
                            .tokens
                            .get(last + 1)
                            .is_some_and(|next| next.capital || passage.word(last + 1) == "the")
                    || last > body.last
                        && passage.tokens[last].capital
                        && matches!(passage.word(last - 1), "of" | "for" | "the")
                    || passage.word(last) == "the" && matches!(passage.word(last - 1), "of" | "for"))
            {
                last += 1;
            }
        }
        Language::Fr => {
            while last < to && last < body.last + 7 && free(last) && passage.tokens[last].word() {
                let word = passage.word(last);
                let link = matches!(word, "de" | "du" | "des" | "d'" | "la" | "l'" | "le" | "les" | "pour" | "aux");
                let adjective =
                    passage.at(last, |tag| matches!(tag, Tag::Joining | Tag::Say | Tag::Move(..))).is_none()
                        && (passage.at(last, |tag| tag == Tag::Stop).is_none() || link);
                if !adjective || matches!(word, "lui" | "qui" | "dans") {
                    break;
                }
                last += 1;
            }
            while last > body.last
                && matches!(
                    passage.word(last - 1),
                    "de" | "du" | "des" | "d'" | "la" | "l'" | "le" | "les" | "pour" | "aux"
                )
            {
                last -= 1;
            }
        }
        Language::Ar => {
            while last < to
                && last < body.last + 3
                && free(last)
                && passage.tokens[last].word()
                && passage
                    .at(last, |tag| matches!(tag, Tag::Stop | Tag::Say | Tag::Joining | Tag::Role | Tag::Part))
                    .is_none()
                && !passage.word(last).starts_with('و')
            {
                // One or two words belong to a body; a personal name after it does not.
                let defined = passage.word(last).starts_with("ال");
                let foreign = last > body.last
                    || passage.at(body.first, |tag| tag == Tag::Role).is_some()
                    || passage.word(body.first).starts_with("ال");
                if last >= body.last + 2 || !defined && foreign {
                    break;
                }
                last += 1;
            }
        }
    }
    (first, last)
}

/// The longest run of capitalised words that is no day, function, body or title.
pub(super) fn capitals(passage: &Passage, from: usize, to: usize, used: &[bool]) -> Option<(usize, usize)> {
    let particle = |at: usize| {
        matches!(
            passage.word(at),
            "de" | "du"
                | "van"
                | "von"
                | "der"
                | "bin"
                | "al"
                | "el"
                | "ben"
                | "ibn"
                | "da"
                | "la"
                | "d'"
                | "abu"
                | "le"
                | "di"
                | "dos"
        )
    };
    let proper = |at: usize| {
        let token: &Token = &passage.tokens[at];
        let opening = at == passage.sentence.first || passage.is_mark(at - 1, '"') || passage.is_mark(at - 1, '»');
        let common = passage
            .at(at, |tag| {
                matches!(
                    tag,
                    Tag::Stop
                        | Tag::Courtesy
                        | Tag::Role
                        | Tag::Body
                        | Tag::Say
                        | Tag::Joining
                        | Tag::According
                        | Tag::Pronoun
                        | Tag::Operation
                        | Tag::Adjective
                )
            })
            .is_some()
            || matches!(token.fold.as_str(), "nous" | "we" | "i" | "nos" | "our" | "there" | "these" | "they");
        // *Interrogé par l'AFP*: a sentence's first word is a name if the verb, a comma or another capital follows.
        let opens_only = at == passage.sentence.first
            && at + 1 < to
            && !passage.is_mark(at + 1, ',')
            && !passage.is_mark(at + 1, '-')
            && !passage.tokens[at + 1].capital
            && !particle(at + 1);
        let surname = surname(passage, at);
        // *U.N.*: an abbreviation, not a name.
        let initials = token.to - token.from == 1
            && passage.is_mark(at + 1, '.')
            && (passage.tokens.get(at + 2).is_some_and(|next| next.capital && next.to - next.from == 1)
                || at >= 2
                    && passage.tokens[at - 2].capital
                    && passage.tokens[at - 2].to - passage.tokens[at - 2].from == 1);
        if initials {
            return false;
        }
        token.word()
            && token.capital
            && !opens_only
            && (!used[at - from] || surname)
            && !passage.timed(at)
            && !(common
                && !surname
                && (opening
                    || passage
                        .at(at, |tag| matches!(tag, Tag::Courtesy | Tag::Role | Tag::Body | Tag::Say | Tag::Stop))
                        .is_some()))
    };
    let mut best: Option<(usize, usize)> = None;
    let mut at = from;
    while at < to {
        if !proper(at) {
            at += 1;
            continue;
        }
        let first = at;
        at += 1;
        while at < to {
            let hyphen = passage.is_mark(at, '-') && at + 1 < to && passage.tokens[at].glued();
            let initial = passage.is_mark(at, '.') && passage.tokens[at - 1].to - passage.tokens[at - 1].from == 1;
            if proper(at) || hyphen || initial || particle(at) && at + 1 < to && proper(at + 1) {
                at += 1;
            } else {
                break;
            }
        }
        // *from the Brennan valley* names a place.
        let before =
            (from..first).rev().find(|&index| !matches!(passage.word(index), "the" | "la" | "le" | "les" | "l'"));
        let placed = before.is_some_and(|index| {
            matches!(
                passage.word(index),
                "from" | "in" | "at" | "on" | "near" | "into" | "to" | "dans" | "a" | "vers" | "sur" | "en" | "depuis"
            ) && !(passage.word(index) == "a" && passage.habit.language == Language::En)
        });
        if placed {
            continue;
        }
        // Initials such as *U.N.* weigh less than a name.
        let weight = |start: usize, end: usize| (start..end).filter(|&at| passage.tokens[at].fold.len() > 1).count();
        if best.is_none_or(|(start, end)| weight(start, end) < weight(first, at)) {
            best = Some((first, at));
        }
    }
    best
}
