//! What a sentence leaves behind: the running day, figures that it corrects, lines that nobody confirms.

use super::super::calendar::{Anchor, TimeExpression};
use super::super::claim::{Certainty, Kind, Scope};
use super::super::lexicon::Tag;
use super::super::passage::Passage;
use super::super::sentence::Line;
use super::super::token::Kind as TokenKind;
use super::Reader;

impl Reader<'_> {
    /// What the next sentence starts from.
    pub(super) fn go_on(&mut self, passage: &Passage, begin: usize, said: &[bool]) {
        self.heard_of_operation |= passage.has(|tag| tag == Tag::Operation);
        if Self::headline(passage) {
            return;
        }
        let movement = self.claims.len() > begin
            || passage
                .has(|tag| matches!(tag, Tag::Move(Kind::PeopleLeft | Kind::PeopleArrived | Kind::PeopleReturned, _)));
        if !movement {
            return;
        }
        let anchor =
            Anchor { from: self.running.map_or(passage.sentence.day, |running| running.1), ..self.anchor(passage) };
        // *avant vendredi midi* of an order sets no day; *by Thursday night 5,000 had left* does.
        let told = |time: &TimeExpression| {
            let wording = self.words(time.first, time.last);
            self.claims[begin..]
                .iter()
                .any(|claim| claim.scope != Some(Scope::Planned) && claim.when.wording.as_deref() == Some(&wording))
        };
        let latest = passage
            .times
            .iter()
            .zip(said)
            .filter(|(time, said)| !**said && time.sets_running_day() && (!time.by || told(time)))
            .map(|(time, _)| (time, time.days(anchor)))
            .rfind(|(time, days)| {
                let wording = self.words(time.first, time.last);
                let planned = self.claims[begin..].iter().any(|claim| {
                    claim.scope == Some(Scope::Planned) && claim.when.wording.as_deref() == Some(&wording)
                });
                days.1 <= passage.sentence.day && !planned
            });
        if let Some((_, days)) = latest {
            self.running = Some(days);
        }
    }

    /// A short line of a report without figures is the heading of what follows: *2. Hébergement*, *Arrivals*.
    pub(super) fn enter(&mut self, passage: &Passage) {
        let (first, last) = (passage.sentence.first, passage.sentence.last);
        let words = (first..last).filter(|&at| passage.tokens[at].word()).count();
        let numbers =
            passage.counted.iter().any(|counted| counted.expression.first > first + 1 || counted.noun.is_some());
        let colon = (first..last.saturating_sub(1)).any(|at| passage.is_mark(at, ':'));
        let bullet = matches!(passage.tokens[first].kind, TokenKind::Mark('-' | '–' | '*' | '•'));
        if passage.sentence.line != Line::Item || words == 0 || words > 6 || numbers || colon || bullet {
            return;
        }
        let named = passage.marks.iter().find_map(|mark| match mark.tag {
            Tag::Shelter => Some(Kind::PeopleHosted),
            Tag::Move(
                kind @ (Kind::PeopleLeft
                | Kind::PeopleArrived
                | Kind::PeopleHosted
                | Kind::PeopleRemaining
                | Kind::PeopleReturned),
                _,
            ) => Some(kind),
            _ => None,
        });
        self.section = named;
    }

    /// *Combien sont encore à l'intérieur?*, *How many are left?*
    pub(super) fn ask(&mut self, passage: &Passage) {
        let question = (passage.sentence.first..passage.sentence.last).any(|at| passage.is_mark(at, '?'))
            && passage.counted.is_empty()
            && (passage.sentence.first..passage.sentence.last)
                .any(|at| matches!(passage.word(at), "combien" | "many" | "كم"));
        let kind = passage.marks.iter().find_map(|mark| match mark.tag {
            Tag::Move(kind, _) if !passage.timed(mark.first) => Some(kind),
            _ => None,
        });
        let left = (passage.sentence.first..passage.sentence.last).any(|at| passage.word(at) == "left");
        self.asked = match (question, kind) {
            (true, Some(Kind::PeopleLeft)) if left => Some((Kind::PeopleRemaining, 2)),
            (true, Some(kind)) => Some((kind, 2)),
            _ => self.asked.filter(|(_, more)| *more > 1).map(|(kind, more)| (kind, more - 1)),
        };
    }

    /// *correction, 215 waiting*: the figure that it replaces is superseded.
    pub(super) fn correct(&mut self, passage: &Passage, begin: usize) {
        let opens = (passage.sentence.first..(passage.sentence.first + 3).min(passage.sentence.last)).any(|at| {
            matches!(
                passage.word(at),
                "corr"
                    | "correction"
                    | "rectif"
                    | "rectification"
                    | "erratum"
                    | "corrige"
                    | "corrected"
                    | "correct"
                    | "pardon"
                    | "sorry"
                    | "erreur"
                    | "oops"
                    | "عفوا"
                    | "تصحيح"
            )
        });
        if !opens {
            return;
        }
        for index in begin..self.claims.len() {
            let (kind, quantity) = (self.claims[index].kind, self.claims[index].quantity.clone());
            let Some(quantity) = quantity.filter(|_| self.claims[index].certainty != Certainty::Superseded) else {
                continue;
            };
            let replaced = self.claims[..begin].iter_mut().rev().take(12).find(|claim| {
                claim.kind == kind
                    && claim.part_of.is_none()
                    && claim
                        .quantity
                        .as_ref()
                        .is_some_and(|known| known.unit == quantity.unit && known.best != quantity.best)
            });
            if let Some(replaced) = replaced {
                replaced.certainty = Certainty::Superseded;
            }
        }
    }

    /// *can't confirm* at the end of a message holds for all of it.
    pub(super) fn unconfirmed_lines(&mut self, passages: &[Passage]) {
        for (index, passage) in passages.iter().enumerate() {
            if passage.sentence.line != Line::Message || !passage.has(|tag| tag == Tag::Hearsay) {
                continue;
            }
            let line_start = (0..=index).rev().find(|&at| passages[at].sentence.opens_line).unwrap_or(index);
            for (claim, origin) in self.claims.iter_mut().zip(&self.origins) {
                if (line_start..=index).contains(&origin.0) && claim.certainty != Certainty::Superseded {
                    claim.certainty = Certainty::Unconfirmed;
                }
            }
        }
    }
}
