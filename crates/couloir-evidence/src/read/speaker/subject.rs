//! Whose words they are: the subject of a verb of saying, the noun behind *according to*.

use super::super::lexicon::{self, Language, Tag};
use super::super::passage::{Mark, Passage};
use super::super::token::Kind as TokenKind;
use super::Naming;
use super::arabic::arabic_subject;
use super::name::name;

/// *selon X*, *according to X*, *بحسب X*.
pub(super) fn according(passage: &Passage, text: &str, mark: &Mark) -> Option<Naming> {
    let mut start = mark.last;
    // *Pour le syndicat, ils sont 640*: only at the head, and only of somebody.
    if passage.word(mark.first) == "pour"
        && !(mark.first == passage.sentence.first
            && (start..start + 3).any(|at| passage.at(at, |tag| matches!(tag, Tag::Role | Tag::Body)).is_some())
            && (start..start + 9).any(|at| passage.is_mark(at, ',')))
    {
        return None;
    }
    if matches!(passage.word(mark.first), "per") && !passage.tokens.get(start).is_some_and(|token| token.capital) {
        return None;
    }
    if passage.habit.language == Language::Ar {
        // *وفق ما أعلنت الأمم المتحدة*, *على ما أفادت وزارة النقل*
        while start < passage.sentence.last
            && (matches!(passage.word(start), "ما" | "ل") || passage.at(start, |tag| tag == Tag::Say).is_some())
        {
            start += 1;
        }
    }
    if matches!(passage.word(start), "lui" | "elle" | "eux" | "him" | "her" | "them" | "له" | "لها") {
        return Some(Naming {
            pronoun: true,
            personal: matches!(passage.word(start), "lui" | "him"),
            ..Naming::default()
        });
    }
    if passage.word(mark.first) == "de" {
        // *de source judiciaire*: the source itself is the body.
        start = mark.last - 1;
    }
    let end = noun_phrase_end(passage, start);
    let mut naming = name(passage, text, start, end);
    // *وفقا لبلدية الميناء*
    if passage.habit.language == Language::Ar
        && (matches!(passage.word(mark.last - 1), "وفقا" | "طبقا" | "استنادا" | "خلافا" | "ل")
            || passage.word(start).starts_with('ل'))
        && !passage.word(start).starts_with("لجن")
    {
        for part in [&mut naming.org, &mut naming.role, &mut naming.name].into_iter().flatten() {
            if let Some(bare) = part.strip_prefix('ل').filter(|bare| bare.chars().count() > 3) {
                *part = bare.to_owned();
            }
        }
    }
    (!naming.is_empty()).then_some(naming)
}

/// The subject of a verb of saying, before it or behind it.
pub(super) fn saying(passage: &Passage, text: &str, mark: &Mark) -> Option<Naming> {
    let language = passage.habit.language;
    if language == Language::Ar {
        return arabic_subject(passage, text, mark);
    }
    // *a-t-il ajouté*, *a-t-elle dit*, *dit-il*.
    let pronoun_near = (mark.first.saturating_sub(4).max(passage.sentence.first)..mark.first)
        .chain(mark.last..(mark.last + 3).min(passage.sentence.last))
        .any(|at| {
            matches!(passage.word(at), "il" | "elle" | "ils" | "elles") && at > 0 && (passage.is_mark(at - 1, '-'))
        });
    if language == Language::Fr && pronoun_near {
        let masculine = (mark.first.saturating_sub(4).max(passage.sentence.first)
            ..(mark.last + 3).min(passage.sentence.last))
            .any(|at| passage.word(at) == "il");
        return Some(Naming { pronoun: true, personal: masculine, ..Naming::default() });
    }
    // *a-t-on appris auprès de X*: whoever learned it does not say it.
    let learned = language == Language::Fr
        && matches!(passage.word(mark.first), "appris" | "apprend")
        && (mark.first.saturating_sub(3).max(passage.sentence.first)..mark.first).any(|at| passage.word(at) == "on");
    // *assurent les rotations*, *assure la navette*: a duty, not a statement.
    let duty = language == Language::Fr
        && passage.word(mark.first).starts_with("assur")
        && matches!(passage.word(mark.last), "la" | "le" | "les" | "l'" | "une" | "un" | "des" | "leur" | "leurs")
        && passage.at(mark.last + 1, |tag| matches!(tag, Tag::Role | Tag::Body)).is_none()
        && !passage.tokens.get(mark.last + 1).is_some_and(|token| token.capital);
    if learned || duty {
        return None;
    }
    let inverted = inverted(passage, mark);
    if inverted {
        let start = behind(passage, mark.last);
        let naming = name(passage, text, start, noun_phrase_end(passage, start));
        if !naming.is_empty() {
            return Some(naming);
        }
    }
    let verb = verb_start(passage, mark);
    // *comme annoncé vendredi*: a participle without its helper says nothing of who.
    let participle = language == Language::Fr
        && verb == mark.first
        && passage.word(mark.first).ends_with('e')
        && passage.tokens[mark.first].to > passage.tokens[mark.first].from
        && text
            .get(passage.tokens[mark.first].start..passage.tokens[mark.first].end)
            .is_some_and(|raw| raw.ends_with('é'));
    if participle {
        return None;
    }
    let naming = subject(passage, text, verb);
    // Who is counted does not speak: *386 evacuees counted in*.
    if passage.counted.iter().any(|counted| counted.expression.first < verb && verb <= counted.last + 3)
        || (verb > passage.sentence.first && passage.word(verb - 1) == "been")
    {
        return None;
    }
    (!naming.is_empty()).then_some(naming)
}

/// Where the verb group begins: helpers and adverbs before the participle.
pub(super) fn verb_start(passage: &Passage, mark: &Mark) -> usize {
    const HELPERS: &[&str] = &[
        "a",
        "ont",
        "avait",
        "avaient",
        "aurait",
        "y",
        "l'",
        "lui",
        "en",
        "has",
        "have",
        "had",
        "also",
        "deja",
        "egalement",
        "aussi",
        "pour",
        "sa",
        "leur",
        "part",
        "de",
        "son",
        "cote",
        "be",
        "is",
        "are",
        "was",
        "were",
        "being",
        "n'",
        "ne",
        "d'",
        "abord",
        "ensuite",
        "toutefois",
        "s'",
        "est",
        "se",
        "initially",
        "first",
        "earlier",
        "later",
        "then",
        "who",
        "quant",
        "eux",
        "still",
        "now",
        "would",
        "will",
        "could",
        "on",
        "herself",
        "himself",
        "previously",
        "ayant",
        "qui",
        "to",
    ];
    let mut at = mark.first;
    while at > passage.sentence.first && (HELPERS.contains(&passage.word(at - 1)) || passage.timed(at - 1)) {
        at -= 1;
    }
    // *Le syndicat, lui, parle de*
    while at > passage.sentence.first + 1
        && passage.is_mark(at - 1, ',')
        && matches!(passage.word(at - 2), "lui" | "elle" | "eux" | "," | "cote" | "part")
    {
        at -= 2;
        while at > passage.sentence.first
            && (passage.is_mark(at - 1, ',') || matches!(passage.word(at - 1), "sa" | "son" | "de" | "pour"))
        {
            at -= 1;
        }
    }
    at
}

/// Whether the subject stands behind the verb: *a annoncé la préfecture*, *said Colonel X*.
pub(super) fn inverted(passage: &Passage, mark: &Mark) -> bool {
    let start = behind(passage, mark.last);
    let Some(next) = passage.tokens.get(start) else {
        return false;
    };
    let article = matches!(
        next.fold.as_str(),
        "le" | "la" | "l'" | "les" | "un" | "une" | "the" | "a" | "an" | "des" | "son" | "sa"
    );
    let introduces = article
        || next.capital && next.word()
        || passage.at(start, |tag| matches!(tag, Tag::Role | Tag::Body | Tag::Courtesy)).is_some();
    if !introduces {
        return false;
    }
    let after_article = start + usize::from(article);
    let named = (after_article..after_article + 4).any(|at| {
        passage.at(at, |tag| matches!(tag, Tag::Role | Tag::Body | Tag::Courtesy)).is_some()
            || passage.tokens.get(at).is_some_and(|token| token.capital && !article)
    });
    let mut verb = mark.first;
    let helper = |at: usize| {
        matches!(
            passage.word(at),
            "a" | "ont"
                | "avait"
                | "avaient"
                | "has"
                | "have"
                | "had"
                | "deja"
                | "n'"
                | "d'"
                | "abord"
                | "l'"
                | "comme"
        )
    };
    while verb > passage.sentence.first && helper(verb - 1) {
        verb -= 1;
    }
    let opens = verb == passage.sentence.first
        || matches!(passage.tokens[verb - 1].kind, TokenKind::Mark(',' | '"' | '»' | ')' | '.'))
        || passage.timed(verb - 1) && verb - 1 == passage.sentence.first
        || passage.word(verb - 1) == "comme"
        || passage.word(verb - 1) == "ainsi";
    let plain = article
        && passage.tokens.get(after_article).is_some_and(|token| token.word() && !token.capital)
        && !passage.is_mark(mark.last, ':');
    (named || plain) && opens
}

/// Past days, adverbs and *à la presse* behind a verb.
pub(super) fn behind(passage: &Passage, mut at: usize) -> usize {
    const PASSED: &[&str] = &[
        "a",
        "presse",
        "press",
        "afp",
        "aux",
        "journalistes",
        "reporters",
        "mercredi",
        "egalement",
        "aussi",
        "toutefois",
        "dans",
        "communique",
        "statement",
        "ensuite",
        "pour",
        "part",
        "sa",
        "late",
        "early",
    ];
    let start = at;
    while at < passage.sentence.last && at < start + 9 {
        let to_the_press = passage.word(at) == "a"
            && matches!(passage.word(at + 1), "la" | "l'")
            && matches!(passage.word(at + 2), "presse" | "afp" | "agence" | "antenne" | "television" | "radio");
        if to_the_press {
            at += 3;
        } else if passage.timed(at)
            || (at > start
                || passage.word(at) == "aux"
                || passage.word(at) == "dans"
                || passage.word(at) == "reporters")
                && PASSED.contains(&passage.word(at))
                && !(passage.word(at) == "a" && passage.habit.language == Language::En)
            || matches!(passage.word(at), "aux" | "dans" | "egalement" | "aussi" | "pour") && at == start
            || passage.is_mark(at, ',') && at > start
        {
            at += 1;
        } else if matches!(passage.word(at), "un" | "une")
            && matches!(passage.word(at + 1), "communique" | "conference" | "interview" | "entretien")
        {
            at += 2;
        } else {
            break;
        }
    }
    at
}

/// The words before the verb that name its subject.
pub(super) fn subject(passage: &Passage, text: &str, verb: usize) -> Naming {
    let mut start = verb;
    // Pieces between commas are taken as long as they only name: *La directrice, Solange Petit, 48 ans, nie*.
    let mut pieces = 0;
    let mut end_of_piece = verb;
    while start > passage.sentence.first && verb - start < 20 {
        let token = &passage.tokens[start - 1];
        if matches!(token.kind, TokenKind::Mark('"' | '«' | '»' | ';' | ':' | '–' | '!' | '?')) {
            break;
        }
        if token.mark(',') {
            let nominal = (start..end_of_piece).all(|at| naming_word(passage, at));
            // *Les Nations unies, qui n'ont pas accès à la zone, parlent de*: the relative clause is passed over.
            let relative = start < end_of_piece
                && matches!(
                    passage.word(start),
                    "qui" | "who" | "which" | "dont" | "whose" | "que" | "qu'" | "where" | "ou"
                );
            if relative && pieces < 3 {
                pieces += 1;
                end_of_piece = start - 1;
                start -= 1;
                continue;
            }
            if !nominal && start < end_of_piece
                || pieces >= 3
                || start - 1 == verb - 1 && pieces == 0 && !apposed(passage, start - 1)
            {
                break;
            }
            pieces += 1;
            end_of_piece = start - 1;
        }
        start -= 1;
    }
    if pieces > 0 && !(start..end_of_piece).all(|at| naming_word(passage, at)) {
        start = end_of_piece;
    }
    let pronoun = (verb > passage.sentence.first).then(|| passage.word(verb - 1));
    if matches!(pronoun, Some("he" | "she" | "it" | "they" | "il" | "elle" | "ils" | "elles")) {
        return Naming { pronoun: true, personal: matches!(pronoun, Some("he" | "she" | "il")), ..Naming::default() };
    }
    // A relative clause names its head: *an aid worker who asked not to be named said*.
    let relative = (start..verb).find(|&at| matches!(passage.word(at), "who" | "qui"));
    let end = relative.unwrap_or(verb);
    let has_other_verb = relative.is_none()
        && (start..end)
            .any(|at| matches!(passage.word(at), "ont" | "were" | "have" | "sont" | "had") && !passage.timed(at));
    if has_other_verb {
        let last_verb = (start..end)
            .rev()
            .find(|&at| matches!(passage.word(at), "ont" | "were" | "have" | "sont" | "had"))
            .unwrap_or(start);
        return name(passage, text, last_verb + 1, end);
    }
    name(passage, text, start, end)
}

/// A word that can stand in an apposition: no verb, no movement.
pub(super) fn naming_word(passage: &Passage, at: usize) -> bool {
    let verb = matches!(
        passage.word(at),
        "ont" | "were" | "was" | "have" | "has" | "had" | "sont" | "est" | "a" | "are" | "is" | "ete" | "been"
    ) && !(passage.word(at) == "a" && passage.habit.language == Language::En);
    let moves = passage
        .at(at, |tag| matches!(tag, Tag::Move(_, lexicon::Force::Plain | lexicon::Force::Strong) | Tag::Hurt(_)))
        .is_some()
        && !passage.tokens[at].capital
        && passage.at(at, |tag| matches!(tag, Tag::Role | Tag::Body)).is_none();
    let counts = passage.counted.iter().any(|counted| counted.expression.first <= at && at < counted.last);
    !verb && !moves && !counts && !passage.timed(at)
}

/// A comma right before the verb closes an apposition if another comma opens it.
pub(super) fn apposed(passage: &Passage, comma: usize) -> bool {
    (comma.saturating_sub(16).max(passage.sentence.first)..comma).any(|at| passage.is_mark(at, ','))
}

/// One past the noun phrase that begins at `start`.
pub(super) fn noun_phrase_end(passage: &Passage, start: usize) -> usize {
    let mut at = start;
    let limit = passage.sentence.last.min(start + 22);
    let mut commas = 0;
    while at < limit {
        let token = &passage.tokens[at];
        match token.kind {
            TokenKind::Mark('.')
                if at > start
                    && passage.tokens[at - 1].word()
                    && passage.tokens[at - 1].fold.len() <= 4
                    && passage.tokens.get(at + 1).is_some_and(|next| next.capital) => {}
            TokenKind::Mark('"' | '«' | '»' | ';' | ':' | '–' | '!' | '?' | '.' | '(') => break,
            TokenKind::Mark(',') => {
                // An apposition with a name or a function goes on: *le maire, Paul Estève*.
                commas += 1;
                let next = &passage.tokens.get(at + 1);
                let named = next.is_some_and(|next| next.capital && next.word() && !next.fold.is_empty())
                    || passage.at(at + 1, |tag| matches!(tag, Tag::Role | Tag::Courtesy)).is_some();
                let apposed = commas == 1 && named
                    || commas == 1
                        && passage.at(at + 2, |tag| tag == Tag::Role).is_some()
                        && matches!(passage.word(at + 1), "le" | "la" | "the" | "a" | "l'");
                if !apposed || passage.timed(at + 1) {
                    break;
                }
            }
            TokenKind::Word if at > start => {
                let verb = matches!(
                    token.fold.as_str(),
                    "que"
                        | "qu'"
                        | "that"
                        | "who"
                        | "qui"
                        | "whose"
                        | "dont"
                        | "ont"
                        | "sont"
                        | "were"
                        | "was"
                        | "had"
                        | "have"
                        | "has"
                        | "est"
                        | "after"
                        | "apres"
                        | "when"
                        | "while"
                        | "as"
                        | "pour"
                        | "ان"
                        | "انه"
                        | "الذي"
                        | "التي"
                        | "قوله"
                        | "قولها"
                );
                if verb {
                    break;
                }
            }
            _ => {}
        }
        at += 1;
    }
    at
}
