//! From a claim in the making to a claim: evidence, speaker, certainty, place, and the earlier claim that it repeats.

use std::collections::BTreeMap;

use super::super::calendar::{Anchor, What};
use super::super::claim::{
    Attribution, Certainty, Claim, Group, Kind, Modifier, Place, Quantity, Scope, Span, Speaker, Status, Unit, When,
};
use super::super::date::Date;
use super::super::event::Event;
use super::super::lexicon::Tag;
use super::super::passage::{Counted, Passage};
use super::super::place;
use super::super::relate;
use super::super::sentence::Line;
use super::super::when::{self, Around, Query};
use super::{Draft, Reader, Voice};

impl Reader<'_> {
    pub(super) fn push(
        &mut self,
        index: usize,
        passage: &Passage,
        at: usize,
        draft: Draft,
        voice: &Voice,
        said_at: Date,
    ) {
        let counted = &passage.counted[at];
        let quantity = counted.expression.quantity(draft.unit, self.tokens, self.text);
        let repeated = self.claims.iter().rev().take(8).zip(self.origins.iter().rev()).any(|(claim, origin)| {
            origin.0 == index
                && claim.kind == draft.kind
                && claim.part_of == draft.part_of
                && claim.quantity.as_ref().is_some_and(|known| {
                    known.best == quantity.best
                        && known.low == quantity.low
                        && known.unit == quantity.unit
                        && known.best.is_some()
                })
                && passage.sentence.line == Line::Message
        });
        if repeated {
            return;
        }
        let (first, last) = Self::evidence(counted, &draft);
        let (speaker, attribution) = self.voice(passage, counted.expression.first, counted.expression.last, voice);
        let certainty = draft.certainty.unwrap_or_else(|| self.certainty(passage, counted, &draft, voice));
        let group = match draft.kind {
            Kind::Casualties => draft.harm.or(Some(Group::Injured)),
            Kind::Vehicles | Kind::Area => None,
            _ => Some(draft.group),
        };
        let earlier = draft.days.end.is_some_and(|end| end.ymd().0 < said_at.ymd().0 && said_at.since(end) > 200);
        let place = draft
            .place
            .clone()
            .unwrap_or_else(|| place::find(passage, self.text, draft.kind, (first, last), earlier, &mut self.places));
        let other_unit = draft.same_as.is_some();
        let same_as = draft.same_as.or_else(|| self.earlier(&quantity, draft.kind, group.unwrap_or(Group::All), index));
        let per = relate::rate(passage, counted).filter(|_| relate::people_noun(counted) || counted.noun.is_none());
        if draft.kind == Kind::PeopleRemaining && passage.sentence.line == Line::Message {
            let named = passage.marks.iter().filter(|mark| mark.tag == Tag::Shelter && mark.last == mark.first + 1);
            self.waiting.extend(named.map(|mark| passage.word(mark.first).to_owned()));
        }
        self.origins.push((index, counted.expression.first));
        self.claims.push(Claim {
            span: Span { start: self.tokens[first].from, end: self.tokens[last - 1].to },
            quote: self.words(first, last),
            kind: draft.kind,
            group,
            scope: Some(draft.scope),
            part_of: draft.part_of,
            whole: draft.whole,
            per,
            status: None,
            when: When {
                said_at: draft.said_at.unwrap_or(said_at),
                start: draft.days.start,
                end: draft.days.end,
                wording: draft.wording,
            },
            place,
            actor: None,
            speaker,
            attribution,
            certainty,
            same_as,
            quantity: Some(quantity),
        });
        let made = self.claims.len() - 1;
        if !draft.rival
            && !other_unit
            && self.claims[made].per.is_none()
            && draft.part_of.is_none()
            && relate::people(&self.claims[made])
        {
            self.last_people = Some(made);
            if self.claims[made].kind != Kind::Casualties {
                self.last_moved = Some(made);
            }
        }
    }

    /// The shortest stretch with the quantity, its noun and the deciding word.
    pub(super) fn evidence(counted: &Counted, draft: &Draft) -> (usize, usize) {
        let (mut first, mut last) = (counted.expression.first, counted.last.max(counted.expression.last));
        let far = draft.trigger.0.abs_diff(first) > 45;
        if !far {
            first = first.min(draft.trigger.0);
            last = last.max(draft.trigger.1);
        }
        (first, last)
    }

    pub(super) fn voice(&self, passage: &Passage, first: usize, last: usize, voice: &Voice) -> (Speaker, Attribution) {
        if Self::headline(passage) {
            return (Speaker::default(), Attribution::Outlet);
        }
        let semicolon = |from: usize, to: usize| (from.min(to)..from.max(to)).any(|at| passage.is_mark(at, ';'));
        let nearest = voice
            .attributed
            .iter()
            .filter(|said| !(relate::weak_saying(passage.word(said.first)) && semicolon(said.first, first)))
            .min_by_key(|said| usize::from(semicolon(said.first, first)) * 1000 + said.first.abs_diff(first));
        let speaker = nearest.map(|said| said.speaker.clone()).or_else(|| voice.fallback.clone());
        let quoted = self.quotes[first..last].iter().all(|&quote| quote > 0);
        match (speaker, &voice.sender) {
            (Some(speaker), _) if quoted => (speaker, Attribution::DirectQuote),
            (Some(speaker), _) => (speaker, Attribution::Indirect),
            (None, Some(sender)) => (sender.clone(), Attribution::Message),
            (None, None) => (Speaker::default(), Attribution::Outlet),
        }
    }

    pub(super) fn certainty(&self, passage: &Passage, counted: &Counted, draft: &Draft, voice: &Voice) -> Certainty {
        let first = counted.expression.first;
        let moved = first > passage.sentence.first + 1
            && matches!(passage.word(first - 1), "de" | "from")
            && ["pass", "rose", "revis", "revu", "increas", "climb", "jump", "fell", "ramen"]
                .iter()
                .any(|stem| passage.word(first - 2).starts_with(stem));
        if moved {
            return Certainty::Superseded;
        }
        let denied = passage
            .marks
            .iter()
            .any(|mark| mark.tag == Tag::Denial && voice.attributed.iter().any(|said| said.first == mark.first));
        let near = (
            counted.expression.first.saturating_sub(8).max(passage.sentence.first),
            (counted.last + 8).min(passage.sentence.last),
        );
        let near = (near.0.min(draft.trigger.0), near.1.max(draft.trigger.1));
        if denied {
            return Certainty::Denied;
        }
        if draft.kind == Kind::PeopleToMove {
            return Certainty::Expected;
        }
        let planned = draft.planned || draft.scope == Scope::Planned;
        if passage.within(near.0, near.1, |tag| tag == Tag::Hearsay).is_some() && !planned {
            return Certainty::Unconfirmed;
        }
        let belief = passage.within(near.0, near.1, |tag| tag == Tag::Belief).is_some();
        if belief && !planned && counted.expression.modifier != Modifier::AtMost {
            return Certainty::Estimated;
        }
        if planned { Certainty::Expected } else { Certainty::Asserted }
    }

    /// The first claim of the same figure in an earlier sentence.
    pub(super) fn earlier(&mut self, quantity: &Quantity, kind: Kind, group: Group, index: usize) -> Option<usize> {
        let best =
            quantity.best.filter(|&best| best > 0.0 && quantity.unit != Unit::Share && kind != Kind::Vehicles)?;
        let key = (kind, quantity.unit, best.to_bits(), group);
        match self.first_of.get(&key) {
            Some(&found) if self.origins[found].0 != index => Some(found),
            Some(_) => None,
            None => {
                self.first_of.insert(key, self.claims.len());
                None
            }
        }
    }

    /// Puts the claims from `begin` on into the order of the text, with all that points to them.
    pub(super) fn in_order(&mut self, begin: usize) {
        let mut order: Vec<usize> = (begin..self.claims.len()).collect();
        order.sort_by_key(|&index| {
            let claim = &self.claims[index];
            claim.quantity.as_ref().map_or(claim.span.start, |quantity| quantity.span.start)
        });
        if order.iter().enumerate().all(|(at, &index)| at + begin == index) {
            return;
        }
        let moved: BTreeMap<usize, usize> = order.iter().enumerate().map(|(at, &index)| (index, at + begin)).collect();
        let new = |index: usize| moved.get(&index).copied().unwrap_or(index);
        let claims: Vec<Claim> = order.iter().map(|&index| self.claims[index].clone()).collect();
        let origins: Vec<(usize, usize)> = order.iter().map(|&index| self.origins[index]).collect();
        self.claims.truncate(begin);
        self.origins.truncate(begin);
        self.claims.extend(claims.into_iter().map(|claim| Claim {
            part_of: claim.part_of.map(new),
            same_as: claim.same_as.map(new),
            ..claim
        }));
        self.origins.extend(origins);
        self.last_people = self.last_people.map(new);
        self.last_moved = self.last_moved.map(new);
        for found in self.first_of.values_mut().filter(|found| **found >= begin) {
            *found = new(*found);
        }
    }

    pub(super) fn push_event(
        &mut self,
        index: usize,
        passage: &Passage,
        found: &Event,
        voice: &Voice,
        said_at: Date,
        first_event: usize,
    ) {
        let future = found.future || found.kind == Kind::EndExpected;
        let query = Query {
            kind: found.kind,
            scope: Scope::Planned,
            quantity: (found.first, found.last),
            evidence: (found.first, found.last),
            future,
            ordered: false,
            toll: relate::toll(passage),
        };
        let begin = self.claims.len();
        // *jeudi … le même jour*: counted from the day named before it in the sentence.
        let named = found.time.and_then(|own| {
            passage.times.iter().rev().find(|time| time.last <= own.first && time.what != What::Hour).copied()
        });
        let day = named.map(|time| time.days(Anchor { future, ..self.anchor(passage) }));
        let around = Around { previous: day, ..self.around(passage, begin, said_at) };
        let (start, end) = match found.time {
            Some(time) if found.kind == Kind::EndExpected => {
                let days = when::by_expression(&time, &query, &around);
                (days.start, days.end)
            }
            Some(time) => {
                let anchor = Anchor {
                    day: around.day,
                    future: found.future || found.status == Some(Status::Postponed),
                    // *suspended on Monday and resumed the next day*: counted from the event before.
                    from: self.claims[first_event..]
                        .last()
                        .and_then(|claim| claim.when.end)
                        .or(day.map(|days| days.1))
                        .or(around.running.map(|days| days.1))
                        .unwrap_or(around.day),
                    period: self.period,
                };
                let (start, end) = time.days(anchor);
                (Some(start), Some(end))
            }
            None => (Some(around.day), Some(around.day)),
        };
        let anchor = found.time.map_or((found.first, found.last), |time| (time.first, time.last));
        let (speaker, attribution) = self.voice(passage, anchor.0, anchor.1, voice);
        let (first, last) = (found.first, found.last);
        self.origins.push((index, first));
        self.claims.push(Claim {
            span: Span { start: self.tokens[first].from, end: self.tokens[last - 1].to },
            quote: self.words(first, last),
            kind: found.kind,
            quantity: None,
            group: None,
            scope: (found.kind == Kind::EndExpected).then_some(Scope::Planned),
            part_of: None,
            whole: None,
            per: None,
            status: found.status,
            when: When { said_at, start, end, wording: found.time.map(|time| self.words(time.first, time.last)) },
            place: Place::default(),
            actor: None,
            speaker,
            attribution,
            certainty: if future { Certainty::Expected } else { Certainty::Asserted },
            same_as: None,
        });
    }

    pub(super) fn leave_unread(&mut self, counted: &Counted) {
        let (first, last) = (counted.expression.first, counted.last.max(counted.expression.last));
        self.unread.push(Span { start: self.tokens[first].from, end: self.tokens[last - 1].to });
    }
}
