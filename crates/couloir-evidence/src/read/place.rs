//! Where: proper names behind a preposition or a verb, and what was named last in the same role.

use super::claim::{Kind, Place};
use super::lexicon::{Language, Tag};
use super::passage::Passage;
use super::sentence::Line;

/// The places named last, by role.
#[derive(Debug, Default, Clone)]
pub(crate) struct Known {
    from: Vec<String>,
    to: Vec<String>,
    at: Vec<String>,
    /// Of the message that is being read: where it moves from and to.
    line_from: Vec<String>,
    line_to: Vec<String>,
}

impl Known {
    /// A new line of a log or message begins.
    pub(crate) fn open_line(&mut self) {
        self.line_from.clear();
        self.line_to.clear();
    }

    /// *Zone: district 9, commune de Valdoma*: the head of a report names the place that it is about.
    pub(crate) fn head(&mut self, passage: &Passage, text: &str) {
        let (mut at, last) = (passage.sentence.first + 1, passage.sentence.last);
        while at < last {
            let token = &passage.tokens[at];
            let common = passage.at(at, |tag| {
                matches!(
                    tag,
                    Tag::Role | Tag::Body | Tag::Label | Tag::Operation | Tag::Ordinal | Tag::Person(_) | Tag::Move(..)
                )
            });
            let joined = passage.is_mark(at - 1, ',')
                || matches!(passage.word(at - 1), "de" | "du" | "d'" | "of" | "in" | "a" | ":");
            if token.word() && token.capital && !token.shouted && !passage.timed(at) && common.is_none() && joined {
                let first = at;
                while at < last && passage.tokens[at].word() && passage.tokens[at].capital && !passage.timed(at) {
                    at += 1;
                }
                let name = text.get(passage.tokens[first].start..passage.tokens[at - 1].end).unwrap_or_default();
                self.from = vec![name.split_whitespace().collect::<Vec<_>>().join(" ")];
            }
            at += 1;
        }
    }
}

/// The place of a claim of `kind` whose evidence is tokens `first..last`.
/// Of an event of earlier years nothing is taken from what was named before.
pub(crate) fn find(
    passage: &Passage,
    text: &str,
    kind: Kind,
    (first, last): (usize, usize),
    earlier: bool,
    known: &mut Known,
) -> Place {
    let names = names(passage, text);
    let nearest = |roles: &[Role]| {
        names
            .iter()
            .filter(|name| roles.contains(&name.role))
            .min_by_key(
                |name| {
                    if name.at >= last { (name.at - last) * 2 } else { 1 + first.saturating_sub(name.at) * 3 }
                },
            )
            .map(|name| name.words.clone())
    };
    let mut place = Place::default();
    let held = if earlier { Known::default() } else { known.clone() };
    match kind {
        Kind::PeopleLeft | Kind::PeopleToMove | Kind::PeopleReturned => {
            place.from = nearest(&[Role::From, Role::In])
                .unwrap_or_else(|| if held.line_from.is_empty() { held.from.clone() } else { held.line_from.clone() });
            place.to = nearest(&[Role::To]).unwrap_or_else(|| held.line_to.clone());
        }
        Kind::PeopleArrived => {
            place.to = nearest(&[Role::To, Role::In]).unwrap_or_else(|| held.to.clone());
            place.at = place.to.clone();
            place.from = nearest(&[Role::From]).unwrap_or_default();
        }
        Kind::PeopleHosted => {
            place.at = nearest(&[Role::In, Role::To])
                .unwrap_or_else(|| if held.at.is_empty() { held.to.clone() } else { held.at.clone() });
        }
        Kind::PeopleRemaining | Kind::Area => {
            place.at = nearest(&[Role::In, Role::From])
                .unwrap_or_else(|| if held.from.is_empty() { held.at.clone() } else { held.from.clone() });
        }
        Kind::Vehicles => {
            place.from = nearest(&[Role::From]).unwrap_or_else(|| held.line_from.clone());
            place.to = nearest(&[Role::To]).unwrap_or_else(|| held.line_to.clone());
        }
        Kind::Casualties | Kind::EndExpected | Kind::Status => {}
    }
    let keep = |slot: &mut Vec<String>, found: &Vec<String>| {
        if !found.is_empty() {
            slot.clone_from(found);
        }
    };
    if earlier {
        return place;
    }
    keep(&mut known.from, &place.from);
    keep(&mut known.to, &place.to);
    if passage.sentence.line == Line::Message {
        keep(&mut known.line_from, &place.from);
        keep(&mut known.line_to, &place.to);
    }
    if kind == Kind::PeopleHosted {
        keep(&mut known.at, &place.at);
    }
    place
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    From,
    To,
    In,
}

struct Named {
    role: Role,
    at: usize,
    /// The name, and without its common noun.
    words: Vec<String>,
}

/// Proper names with the preposition before them.
fn names(passage: &Passage, text: &str) -> Vec<Named> {
    let mut found = Vec::new();
    let mut at = passage.sentence.first;
    while at < passage.sentence.last {
        let Some(role) = role(passage, at) else {
            at += 1;
            continue;
        };
        let words = |first: usize, last: usize| {
            let words = text.get(passage.tokens[first].start..passage.tokens[last - 1].end).unwrap_or_default();
            words.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        match proper(passage, at + 1).or_else(|| common(passage, at + 1)) {
            Some((first, last)) => {
                // *gymnase Jean-Moulin*: the shelter's noun belongs to its name.
                let led = first > at + 1 && passage.at(first - 1, |tag| tag == Tag::Shelter).is_some();
                let mut names = vec![words(first, last)];
                if led {
                    names.insert(0, words(first - 1, last));
                }
                found.push(Named { role, at: first, words: names });
                at = last;
            }
            None => at += 1,
        }
    }
    found
}

fn role(passage: &Passage, at: usize) -> Option<Role> {
    if passage.timed(at) {
        return None;
    }
    let word = passage.word(at);
    let leaves = matches!(
        word,
        "left"
            | "leaves"
            | "leave"
            | "fled"
            | "flee"
            | "quitte"
            | "fui"
            | "quitter"
            | "departed"
            | "leaving"
            | "غادر"
            | "غادرت"
            | "غادروا"
            | "مغادره"
            | "fuyant"
            | "fleeing"
    );
    // *partis Ecole 12*, *arrived Reception Site North*: in a log the verb stands right before the place.
    let terse = passage.sentence.line == Line::Message
        && passage.tokens.get(at + 1).is_some_and(|token| token.word() && token.capital);
    if terse {
        match passage.at(at, |tag| matches!(tag, Tag::Move(..))).map(|mark| mark.tag) {
            Some(Tag::Move(Kind::PeopleLeft, _)) => return Some(Role::From),
            Some(Tag::Move(Kind::PeopleArrived, _)) => return Some(Role::To),
            _ => {}
        }
        if matches!(word, "passed" | "passe") {
            return Some(Role::In);
        }
    }
    Some(match (passage.habit.language, word) {
        _ if leaves => Role::From,
        (Language::En, "from" | "of") => Role::From,
        (Language::En, "to" | "into" | "toward" | "towards" | "reached" | "for") => Role::To,
        (Language::En, "in" | "at" | "on" | "inside" | "near") => Role::In,
        (Language::Fr, "de" | "du" | "d'" | "des" | "hors") => Role::From,
        (Language::Fr, "vers" | "jusqu'" | "rejoint" | "gagne") => Role::To,
        (Language::Fr, "a" | "au" | "aux" | "dans" | "en" | "sur" | "chez") => Role::In,
        (Language::Ar, "من") => Role::From,
        (Language::Ar, "الي" | "نحو") => Role::To,
        (Language::Ar, "في" | "داخل" | "قرب") => Role::In,
        _ if passage.is_mark(at, '>') => Role::To,
        _ => return None,
    })
}

/// *à l'aéroport*, *in the gym*: a common noun where people are brought or stay, where no name is given.
fn common(passage: &Passage, start: usize) -> Option<(usize, usize)> {
    if passage.habit.language == Language::Ar {
        return None;
    }
    let mut at = start;
    while matches!(passage.word(at), "le" | "la" | "l'" | "les" | "un" | "une" | "the" | "a" | "an") && at < start + 2 {
        at += 1;
    }
    let noun = passage.at(at, |tag| tag == Tag::Shelter).is_some_and(|mark| mark.last == at + 1)
        || matches!(
            passage.word(at),
            "aeroport" | "airport" | "port" | "quay" | "quai" | "gare" | "station" | "pier" | "border" | "frontiere"
        );
    (noun && at < passage.sentence.last && !passage.timed(at)).then_some((at, at + 1))
}

/// A proper name at `start`, past an article and a common noun such as *quartier des*.
fn proper(passage: &Passage, start: usize) -> Option<(usize, usize)> {
    let mut at = start;
    if passage.habit.language == Language::Ar {
        let generic =
            matches!(passage.word(at), "مدينه" | "حي" | "بلده" | "مخيم" | "جزيره" | "ميناء" | "قريه" | "منطقه");
        let last = at + if generic { 2 } else { 1 };
        // *مخيم الكيلو 7*
        let last = last
            + usize::from(
                generic && passage.tokens.get(last).is_some_and(|token| token.digits() && token.fold.len() <= 3),
            );
        let named = passage.tokens.get(at)?.word()
            && (generic || passage.word(at).starts_with("ال"))
            && passage.at(at, |tag| matches!(tag, Tag::Person(_) | Tag::Stop)).is_none()
            && !passage.timed(at);
        return (named && last <= passage.sentence.last).then_some((at, last));
    }
    for _ in 0..5 {
        let token = passage.tokens.get(at)?;
        if passage.timed(at) || !token.word() && !token.digits() {
            return None;
        }
        if token.word() && token.capital && passage.at(at, |tag| matches!(tag, Tag::Courtesy | Tag::Role)).is_none() {
            let first = at;
            at += 1;
            while at < passage.sentence.last && !passage.timed(at) {
                let token = &passage.tokens[at];
                let hyphen =
                    token.mark('-') && token.glued() && passage.tokens.get(at + 1).is_some_and(|next| next.glued());
                let labelled = token.digits() && passage.at(at - 1, |tag| tag == Tag::Label).is_some();
                if !(token.word() && token.capital || hyphen || labelled) {
                    break;
                }
                at += 1;
            }
            return Some((first, at));
        }
        let link =
            matches!(token.fold.as_str(), "le" | "la" | "les" | "l'" | "the" | "de" | "des" | "du" | "d'" | "of" | "a");
        let common = matches!(
            token.fold.as_str(),
            "town"
                | "city"
                | "village"
                | "port"
                | "island"
                | "islands"
                | "ville"
                | "quartier"
                | "ile"
                | "iles"
                | "commune"
                | "camp"
                | "site"
                | "centre"
                | "salle"
                | "gymnase"
                | "stade"
                | "enclave"
                | "besieged"
                | "district"
                | "valley"
                | "presqu'ile"
                | "fetes"
                | "poche"
                | "parc"
                | "expositions"
        );
        if !link && !common {
            return None;
        }
        at += 1;
    }
    None
}
