//! What a figure takes from the one that it is a part of, stands against, or goes on from.

use super::super::calendar::Anchor;
use super::super::claim::{Certainty, Group, Kind, Scope, Unit};
use super::super::date::Date;
use super::super::kind;
use super::super::lexicon::Tag;
use super::super::passage::{Counted, Passage};
use super::super::relate::{self, Relation};
use super::super::when::{self, Around, Days, Query};
use super::{Draft, Reader, Scene};

impl Reader<'_> {
    /// Kind, scope, days, place and certainty from the whole.
    pub(super) fn like_whole(&self, counted: &Counted, whole: usize) -> Draft {
        let claim = &self.claims[whole];
        let harm = (claim.kind == Kind::Casualties).then_some(claim.group).flatten();
        let group = match counted.noun.map(|noun| noun.tag) {
            Some(Tag::Harm(Group::Injured)) => Group::Wounded,
            Some(Tag::Person(group)) => group,
            _ => Group::All,
        };
        let unit = counted
            .noun
            .map_or(claim.quantity.as_ref().map_or(Unit::Person, |quantity| quantity.unit), |noun| noun.unit());
        Draft {
            kind: claim.kind,
            harm,
            group,
            unit: if unit == Unit::Share { Unit::Person } else { unit },
            scope: claim.scope.unwrap_or(Scope::Increment),
            days: Days { start: claim.when.start, end: claim.when.end, scope: claim.scope.unwrap_or(Scope::Increment) },
            wording: claim.when.wording.clone(),
            part_of: Some(whole),
            same_as: None,
            whole: None,
            certainty: Some(claim.certainty),
            place: Some(claim.place.clone()),
            trigger: (counted.expression.first, counted.last),
            planned: claim.scope == Some(Scope::Planned),
            said_at: Some(claim.when.said_at),
            rival: false,
        }
    }

    /// A figure that stands against another: what it does not say itself it takes from there.
    pub(super) fn rival(&self, passage: &Passage, at: usize, other: usize, relation: Relation, scene: &Scene) -> Draft {
        let &Scene { begin, said, said_at } = scene;
        let counted = &passage.counted[at];
        let mut draft = self.like_whole(counted, other);
        draft.part_of = self.claims[other].part_of;
        draft.rival = true;
        if counted.noun.is_none() {
            draft.group = self.claims[other].group.filter(|_| draft.harm.is_none()).unwrap_or(Group::All);
        }
        draft.certainty = (relation != Relation::Against).then_some(Certainty::Superseded);
        draft.said_at = None;
        let said_here = passage
            .times
            .iter()
            .zip(said)
            .find(|(time, said)| {
                **said && time.first >= counted.last && time.first <= counted.last + 4 && relation == Relation::NotThat
            })
            .map(|(time, _)| time.days(self.anchor(passage)).1);
        if let Some(day) = said_here {
            draft.said_at = Some(day);
            if draft.scope == Scope::Cumulative {
                draft.days.end = draft.days.end.map(|end| end.min(day));
            }
        }
        let query = inherited(passage, counted, &draft);
        let own_day = passage.times.iter().zip(said).find(|(time, said)| {
            !**said
                && time.first >= counted.last
                && time.first <= counted.last + 3
                && (counted.last..time.first).all(|index| !passage.is_mark(index, ',') && !passage.hard_boundary(index))
        });
        if let Some((time, _)) = own_day.filter(|_| relation != Relation::NotThat) {
            let around = self.around(passage, begin, said_at);
            draft.days = when::by_expression(time, &query, &around);
            if draft.scope == Scope::Stock || draft.kind == Kind::Casualties {
                let (start, end) = time
                    .days(Anchor { from: around.previous.map_or(around.day, |days| days.1), ..self.anchor(passage) });
                draft.days = Days { start: Some(start), end: Some(end), scope: draft.scope };
            }
            draft.wording = Some(self.words(time.first, time.last));
        }
        draft
    }

    /// *et 54 dans la vallée voisine*: kind and unit of the figure before, days of its own.
    pub(super) fn elliptic(&mut self, passage: &Passage, at: usize, other: usize, scene: &Scene) -> Draft {
        let &Scene { begin, said, said_at } = scene;
        let counted = &passage.counted[at];
        let mut draft = self.like_whole(counted, other);
        let same_sentence = other >= begin;
        draft.part_of = self.claims[other].part_of.filter(|_| same_sentence);
        draft.certainty = None;
        draft.said_at = None;
        draft.place = None;
        if draft.kind == Kind::Vehicles {
            let (_, last) = kind::window(passage, at);
            let ahead = passage
                .within(counted.last, last.min(counted.last + 6), |tag| matches!(tag, Tag::Future | Tag::Need))
                .is_some();
            if ahead {
                draft.scope = Scope::Planned;
                draft.planned = true;
            }
        }
        if !same_sentence
            && relate::totalled(passage, counted, counted.expression.first)
            && matches!(draft.kind, Kind::PeopleLeft | Kind::PeopleArrived)
        {
            draft.scope = Scope::Cumulative;
        }
        let total = relate::brings_total(passage, counted)
            && matches!(draft.kind, Kind::PeopleLeft | Kind::PeopleArrived | Kind::PeopleReturned | Kind::Casualties);
        if total {
            draft.scope = Scope::Cumulative;
        }
        let query = inherited(passage, counted, &draft);
        let around = self.around(passage, begin, said_at);
        if let Some(time) = when::deciding(passage, said, &query) {
            draft.days = when::by_expression(time, &query, &around);
            draft.wording = Some(self.words(time.first, time.last));
        } else if draft.scope == Scope::Planned || total || !same_sentence && draft.scope == Scope::Cumulative {
            draft.days = when::by_scope(&query, &around);
        }
        draft
    }

    pub(super) fn around(&self, passage: &Passage, begin: usize, said_at: Date) -> Around {
        let here = &self.claims[begin..];
        let increment = here
            .iter()
            .rev()
            .find(|claim| claim.scope == Some(Scope::Increment) && claim.kind != Kind::Casualties)
            .and_then(|claim| claim.when.end);
        let previous = here.iter().rev().find_map(|claim| Some((claim.when.start?, claim.when.end?)));
        Around {
            day: passage.sentence.day,
            said_at,
            running: self.running,
            previous,
            increment_end: increment,
            period: self.period,
            headline: Self::headline(passage),
        }
    }
}

/// The question for the days of a figure that has its kind from another: there is no evidence but the figure itself.
fn inherited(passage: &Passage, counted: &Counted, draft: &Draft) -> Query {
    let quantity = (counted.expression.first, counted.last);
    Query {
        kind: draft.kind,
        scope: draft.scope,
        quantity,
        evidence: quantity,
        future: draft.planned,
        ordered: false,
        toll: relate::toll(passage),
    }
}
