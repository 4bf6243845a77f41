//! Who says it: verbs of saying and *according to*, names, bodies and functions, and who *he* or *the ministry* is.

use super::claim::Speaker;
use super::lexicon::{Language, Tag};
use super::passage::{Mark, Passage};
use super::sentence::Line;
use super::token::{Kind as TokenKind, Token};

/// A speaker found in a sentence.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Attributed {
    pub(crate) speaker: Speaker,
    /// The verb of saying, or *selon*: tokens `first..last`.
    pub(crate) first: usize,
    pub(crate) last: usize,
}

/// Everybody named so far, so that *he* and *the ministry* can be filled in.
#[derive(Debug, Default)]
pub(crate) struct Named {
    people: Vec<Speaker>,
    bodies: Vec<String>,
    last: Option<Speaker>,
    last_person: Option<Speaker>,
}

/// What a stretch of words names.
#[derive(Debug, Default, Clone, PartialEq)]
struct Naming {
    name: Option<String>,
    org: Option<String>,
    role: Option<String>,
    pronoun: bool,
    /// *il*, *he*, *she*: a person rather than a body.
    personal: bool,
}

impl Naming {
    fn is_empty(&self) -> bool {
        self.name.is_none() && self.org.is_none() && self.role.is_none() && !self.pronoun
    }
}

/// All speakers that the sentence names, in order.
pub(crate) fn find(passage: &Passage, text: &str, named: &mut Named) -> Vec<Attributed> {
    let mut found: Vec<Attributed> = Vec::new();
    let verbs: Vec<Mark> = passage
        .marks
        .iter()
        .filter(|mark| matches!(mark.tag, Tag::Say | Tag::According | Tag::Denial))
        .copied()
        .collect();
    for mark in verbs {
        if passage.timed(mark.first) || found.iter().any(|other| other.last > mark.first) {
            continue;
        }
        let naming = match mark.tag {
            Tag::According => according(passage, text, &mark),
            _ => saying(passage, text, &mark),
        };
        let Some(naming) = naming.filter(|naming| !naming.is_empty()) else {
            continue;
        };
        if let Some(speaker) = named.resolve(naming) {
            found.push(Attributed { speaker, first: mark.first, last: mark.last });
        }
    }
    if let Some(last) = found.last() {
        named.last = Some(last.speaker.clone());
        if let Some(person) = found.iter().rev().find(|said| said.speaker.name.is_some() || said.speaker.role.is_some())
        {
            named.last_person = Some(person.speaker.clone());
        }
    }
    found
}

impl Named {
    fn resolve(&mut self, naming: Naming) -> Option<Speaker> {
        if naming.pronoun && naming.name.is_none() && naming.org.is_none() && naming.role.is_none() {
            let person = self.last_person.clone().filter(|_| naming.personal);
            return person.or_else(|| self.last.clone());
        }
        let words = |text: &str| text.to_lowercase().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        if let Some(name) = &naming.name {
            // A surname stands for the person named in full before.
            let family = words(name);
            if let Some(known) = self.people.iter().rev().find(|known| {
                known.name.as_deref().is_some_and(|full| family.iter().all(|part| words(full).contains(part)))
            }) {
                let known = known.clone();
                return Some(Speaker {
                    role: known.role.clone().or(naming.role),
                    org: known.org.clone().or(naming.org),
                    ..known
                });
            }
        } else if let Some(role) = &naming.role {
            // *le gouverneur* stands for the governor named before.
            let head = words(role);
            let vague = role.ends_with('s') || role.starts_with("شهود");
            if let Some(known) = self.people.iter().rev().find(|known| {
                !vague
                    && known.name.is_some()
                    && known.role.as_deref().is_some_and(|full| {
                        let full = words(full);
                        head.iter().all(|part| full.contains(part)) || full.iter().all(|part| head.contains(part))
                    })
            }) {
                return Some(known.clone());
            }
        }
        let mut speaker = Speaker { name: naming.name, org: naming.org, role: naming.role };
        if let Some(org) = &speaker.org {
            let short = words(org);
            let full =
                self.bodies.iter().rev().find(|body| {
                    words(body).len() > short.len() && short.iter().all(|part| words(body).contains(part))
                });
            speaker.org = Some(full.cloned().unwrap_or_else(|| org.clone()));
        }
        self.remember(&speaker);
        Some(speaker)
    }

    fn remember(&mut self, speaker: &Speaker) {
        if let Some(org) = &speaker.org {
            self.bodies.push(org.clone());
        }
        if speaker.name.is_some() {
            self.people.push(speaker.clone());
        }
        // Reports name few people; a text that names thousands must not make the search slow.
        if self.people.len() > 60 {
            self.people.remove(0);
        }
        if self.bodies.len() > 60 {
            self.bodies.remove(0);
        }
    }
}

/// *selon X*, *according to X*, *بحسب X*.
fn according(passage: &Passage, text: &str, mark: &Mark) -> Option<Naming> {
    let mut start = mark.last;
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
    let naming = name(passage, text, start, end);
    (!naming.is_empty()).then_some(naming)
}

/// The subject of a verb of saying, before it or behind it.
fn saying(passage: &Passage, text: &str, mark: &Mark) -> Option<Naming> {
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
fn verb_start(passage: &Passage, mark: &Mark) -> usize {
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
fn inverted(passage: &Passage, mark: &Mark) -> bool {
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
    named && opens
}

/// Past days, adverbs and *à la presse* behind a verb.
fn behind(passage: &Passage, mut at: usize) -> usize {
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
fn subject(passage: &Passage, text: &str, verb: usize) -> Naming {
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
fn naming_word(passage: &Passage, at: usize) -> bool {
    let verb = matches!(
        passage.word(at),
        "ont" | "were" | "was" | "have" | "has" | "had" | "sont" | "est" | "a" | "are" | "is" | "ete" | "been"
    ) && !(passage.word(at) == "a" && passage.habit.language == Language::En);
    let moves = passage
        .at(at, |tag| {
            matches!(tag, Tag::Move(_, super::lexicon::Force::Plain | super::lexicon::Force::Strong) | Tag::Hurt(_))
        })
        .is_some()
        && !passage.tokens[at].capital
        && passage.at(at, |tag| matches!(tag, Tag::Role | Tag::Body)).is_none();
    let counts = passage.counted.iter().any(|counted| counted.expression.first <= at && at < counted.last);
    !verb && !moves && !counts && !passage.timed(at)
}

/// A comma right before the verb closes an apposition if another comma opens it.
fn apposed(passage: &Passage, comma: usize) -> bool {
    (comma.saturating_sub(8).max(passage.sentence.first)..comma).any(|at| passage.is_mark(at, ','))
}

/// One past the noun phrase that begins at `start`.
fn noun_phrase_end(passage: &Passage, start: usize) -> usize {
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

/// What the words `from..to` name.
fn name(passage: &Passage, text: &str, from: usize, to: usize) -> Naming {
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

fn article_before(passage: &Passage, at: usize) -> bool {
    at > passage.sentence.first && matches!(passage.word(at - 1), "le" | "la" | "the" | "l'")
}

/// A body stands right before.
fn adjoining(first: usize, bodies: &[Mark]) -> bool {
    bodies.iter().any(|body| body.last == first)
}

/// A body with the words that belong to it: *préfecture du Sud*, *state emergency agency*.
fn body_phrase(passage: &Passage, body: &Mark, from: usize, to: usize, used: &[bool]) -> (usize, usize) {
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
fn capitals(passage: &Passage, from: usize, to: usize, used: &[bool]) -> Option<(usize, usize)> {
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
        token.word()
            && token.capital
            && !used[at - from]
            && !passage.timed(at)
            && !(common
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
        if best.is_none_or(|(start, end)| end - start < at - first) {
            best = Some((first, at));
        }
    }
    best
}

/// After an Arabic verb of saying: *قال المتحدث باسم الهلال الأحمر سامر العلي*.
fn arabic_subject(passage: &Passage, text: &str, mark: &Mark) -> Option<Naming> {
    let mut start = mark.last;
    while start < passage.sentence.last && (passage.timed(start) || matches!(passage.word(start), "قد" | "ايضا" | "عن"))
    {
        start += 1;
    }
    let next = passage.tokens.get(start)?;
    let said = passage.word(mark.first);
    let bare = said.strip_prefix('و').unwrap_or(said);
    // *بلغ*, *بين* and others are also plain words: they must be followed by somebody.
    let end = noun_phrase_end(passage, start);
    if next.mark(':')
        || next.mark('«')
        || next.mark('"')
        || matches!(next.fold.as_str(), "ان" | "بان" | "انه" | "انها" | "انهم" | "بانه" | "الي")
        || start >= end
    {
        // Somebody may stand before the verb: *وكانت الوزارة أعلنت*.
        let from = mark.first.saturating_sub(6).max(passage.sentence.first);
        let before = name(passage, text, from, mark.first);
        if before.role.is_some() || before.org.is_some() {
            return Some(Naming { name: None, ..before });
        }
        let speaks = matches!(
            bare,
            "قال"
                | "قالت"
                | "اضاف"
                | "اضافت"
                | "اوضح"
                | "اوضحت"
                | "اكد"
                | "اكدت"
                | "تابع"
                | "تابعت"
                | "ذكر"
                | "ذكرت"
                | "اشار"
                | "اشارت"
                | "لفت"
                | "لفتت"
                | "شدد"
                | "شددت"
                | "اعلن"
                | "اعلنت"
                | "صرح"
                | "صرحت"
                | "افاد"
                | "افادت"
                | "مضيفا"
                | "مضيفه"
                | "موضحا"
                | "مشيرا"
                | "مؤكدا"
        );
        return speaks.then_some(Naming { pronoun: true, ..Naming::default() });
    }
    let somebody =
        (start..end.min(start + 3)).any(|at| passage.at(at, |tag| matches!(tag, Tag::Role | Tag::Body)).is_some());
    let before = name(passage, text, mark.first.saturating_sub(4).max(passage.sentence.first), mark.first);
    if !somebody
        && (before.role.is_some() || before.org.is_some())
        && mark.first > passage.sentence.first
        && passage.word(mark.first - 1) != "ان"
    {
        return Some(Naming { name: None, ..before });
    }
    let short_name = (1..=3).contains(&(end - start))
        && matches!(
            bare,
            "قال"
                | "قالت"
                | "اضاف"
                | "اضافت"
                | "اوضح"
                | "اوضحت"
                | "اكد"
                | "اكدت"
                | "تابع"
                | "تابعت"
                | "صرح"
                | "صرحت"
        )
        || passage.tokens.get(start + 1).is_some_and(|token| token.mark(':') || token.fold == "ان")
        || passage.tokens.get(start + 2).is_some_and(|token| token.mark(':') || token.fold == "ان");
    if !somebody && !short_name {
        return None;
    }
    let naming = name(passage, text, start, end);
    (!naming.is_empty()).then_some(naming)
}

/// In Arabic a name has no capitals: it is what is left of the phrase after function and body.
fn arabic_name(passage: &Passage, from: usize, to: usize, used: &[bool], has_role: bool) -> Option<(usize, usize)> {
    let mut last = to;
    while last > from && !passage.tokens[last - 1].word() {
        last -= 1;
    }
    let mut first = last;
    while first > from
        && last - first < 3
        && !used[first - 1 - from]
        && passage.tokens[first - 1].word()
        && !passage.timed(first - 1)
        && passage
            .at(first - 1, |tag| {
                matches!(tag, Tag::Stop | Tag::Role | Tag::Body | Tag::Say | Tag::Shelter | Tag::Move(..))
            })
            .is_none()
    {
        first -= 1;
    }
    // *محافظ الجزيرة علي منصور*: a defined word right behind the function belongs to it.
    while has_role && first < last && first > from && used[first - 1 - from] && passage.word(first).starts_with("ال")
    {
        first += 1;
    }
    let alone = first == from;
    ((last - first >= 2 || last > first && alone) && (has_role || alone || last - first == 2)).then_some((first, last))
}

/// The sender of a message as its speaker.
pub(crate) fn sender(passage: &Passage, text: &str, as_role: bool) -> Option<Speaker> {
    let (first, last) = passage.sentence.sender.filter(|_| passage.sentence.line == Line::Message)?;
    // The passage's tokens end with its sentence; the sender stands before it.
    let words = text.get(passage.tokens[first].start..passage.tokens[last - 1].end)?.to_owned();
    Some(if as_role {
        Speaker { role: Some(words), ..Speaker::default() }
    } else {
        Speaker { org: Some(words), ..Speaker::default() }
    })
}
