//! Where: proper names behind a preposition or a verb, and what was named last in the same role.

use super::claim::{Kind, Place};
use super::lexicon::{Language, Tag};
use super::passage::Passage;

/// The places named last, by role.
#[derive(Debug, Default, Clone)]
pub(crate) struct Known {
    from: Vec<String>,
    to: Vec<String>,
    at: Vec<String>,
}

/// The place of a claim of `kind` whose evidence is tokens `first..last`.
pub(crate) fn find(passage: &Passage, text: &str, kind: Kind, first: usize, last: usize, known: &mut Known) -> Place {
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
    match kind {
        Kind::PeopleLeft | Kind::PeopleToMove | Kind::PeopleReturned => {
            place.from = nearest(&[Role::From, Role::In]).map(|name| vec![name]).unwrap_or_else(|| known.from.clone());
            place.to = nearest(&[Role::To]).map(|name| vec![name]).unwrap_or_default();
        }
        Kind::PeopleArrived => {
            place.to = nearest(&[Role::To, Role::In]).map(|name| vec![name]).unwrap_or_else(|| known.to.clone());
            place.at = place.to.clone();
            place.from = nearest(&[Role::From]).map(|name| vec![name]).unwrap_or_default();
        }
        Kind::PeopleHosted => {
            place.at = nearest(&[Role::In]).map(|name| vec![name]).unwrap_or_else(|| known.at.clone())
        }
        Kind::PeopleRemaining | Kind::Area => {
            place.at = nearest(&[Role::In, Role::From])
                .map(|name| vec![name])
                .unwrap_or_else(|| if known.from.is_empty() { known.at.clone() } else { known.from.clone() });
        }
        Kind::Vehicles => {
            place.from = nearest(&[Role::From]).map(|name| vec![name]).unwrap_or_default();
            place.to = nearest(&[Role::To]).map(|name| vec![name]).unwrap_or_default();
        }
        Kind::Casualties | Kind::EndExpected | Kind::Status => {}
    }
    let keep = |slot: &mut Vec<String>, found: &Vec<String>| {
        if !found.is_empty() {
            slot.clone_from(found);
        }
    };
    keep(&mut known.from, &place.from);
    keep(&mut known.to, &place.to);
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
    words: String,
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
        match proper(passage, at + 1) {
            Some((first, last)) => {
                let words = text.get(passage.tokens[first].start..passage.tokens[last - 1].end).unwrap_or_default();
                found.push(Named { role, at: first, words: words.split_whitespace().collect::<Vec<_>>().join(" ") });
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

/// A proper name at `start`, past an article and a common noun such as *quartier des*.
fn proper(passage: &Passage, start: usize) -> Option<(usize, usize)> {
    let mut at = start;
    if passage.habit.language == Language::Ar {
        let generic =
            matches!(passage.word(at), "مدينه" | "حي" | "بلده" | "مخيم" | "جزيره" | "ميناء" | "قريه" | "منطقه");
        let last = at + if generic { 2 } else { 1 };
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
