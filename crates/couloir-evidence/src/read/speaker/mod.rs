//! Who says it: verbs of saying and *according to*, names, bodies and functions, and who *he* or *the ministry* is.

mod arabic;
mod name;
mod subject;

use super::claim::Speaker;
use super::lexicon::Tag;
use super::passage::{Mark, Passage};
use super::sentence::Line;
use subject::{according, saying};

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
        // *the same source*, *la même source* is whoever spoke last.
        let again = naming.name.is_none()
            && (mark.first.saturating_sub(4).max(passage.sentence.first)..(mark.last + 4).min(passage.sentence.last))
                .any(|at| {
                    matches!(passage.word(at), "same" | "meme" | "memes" | "نفسه" | "نفسها" | "ذاته" | "ذاتها")
                        && (at + 1..at + 3)
                            .chain(at.saturating_sub(2)..at)
                            .any(|near| passage.at(near, |tag| matches!(tag, Tag::Role | Tag::Body)).is_some())
                });
        let naming = if again { Naming { pronoun: true, ..Naming::default() } } else { naming };
        // *Solano said he hoped*: he is Solano.
        let here = found
            .last()
            .filter(|_| naming.pronoun && naming.name.is_none() && naming.org.is_none() && naming.role.is_none());
        if let Some(speaker) = here.map(|said| said.speaker.clone()).or_else(|| named.resolve(naming)) {
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
