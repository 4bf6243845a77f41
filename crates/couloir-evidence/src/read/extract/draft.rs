//! From a quantity to a claim in the making: its kind, and what it takes from the figures before it.

use super::super::calendar::What;
use super::super::claim::{Certainty, Claim, Group, Kind, Per, Scope, Unit};
use super::super::kind::{self, Decision};
use super::super::lexicon::{Force, Language, Tag};
use super::super::passage::{Counted, Passage};
use super::super::quantity::Sort;
use super::super::relate::{self, Relation};
use super::super::sentence::Line;
use super::super::when::{self, Days, Query};
use super::{Draft, Reader, Scene, Voice};

impl Reader<'_> {
    pub(super) fn draft(&mut self, passage: &Passage, at: usize, scene: &Scene, voice: &Voice) -> Option<Draft> {
        let &Scene { begin, said, said_at: _ } = scene;
        let counted = &passage.counted[at];
        let own = kind::decide(passage, at)
            .filter(|own| own.cost <= 4 || own.trigger.0 == counted.last || !relate::confirmed(passage, at))
            .map(|own| self.where_they_wait(passage, own))
            .or_else(|| self.by_line(passage, counted))
            .or_else(|| self.by_question(passage, counted))
            .or_else(|| self.by_section(passage, counted))
            .or_else(|| {
                // *avec en moyenne 55 passagers par bus*: aboard what moves.
                let aboard = relate::people_noun(counted)
                    && relate::rate(passage, counted).is_some_and(|per| per != Per::Day)
                    && self.claims[begin..].iter().any(|claim| claim.kind == Kind::Vehicles);
                aboard.then_some(Decision {
                    kind: Kind::PeopleLeft,
                    harm: None,
                    trigger: (counted.expression.first, counted.last),
                    planned: false,
                    cost: 0,
                })
            });
        // The same people in another unit are no figure to go on from.
        let earlier = (begin..self.claims.len())
            .rev()
            .find(|&index| self.claims[index].same_as.is_none_or(|other| other < begin));
        let relation = relate::relation(passage, at, earlier.is_some());
        match relation {
            Relation::Part => {
                let whole = self.whole(begin, counted)?;
                return match own.filter(|own| relate::own_verb(passage, counted, own)) {
                    Some(own) => {
                        self.by_decision(passage, at, own, scene).map(|draft| Draft { part_of: Some(whole), ..draft })
                    }
                    None => {
                        let mut draft = self.like_whole(counted, whole);
                        // *dont 610 aujourd'hui*: a day right behind the part is its own.
                        let right_behind = passage
                            .times
                            .iter()
                            .zip(scene.said)
                            .find(|(time, said)| !**said && time.first == counted.last && time.what != What::Hour);
                        if let Some((time, _)) = right_behind.filter(|_| draft.scope == Scope::Cumulative) {
                            let (start, end) = time.days(self.anchor(passage));
                            draft.scope = Scope::Increment;
                            draft.days = Days { start: Some(start), end: Some(end), scope: Scope::Increment };
                            draft.wording = Some(self.words(time.first, time.last));
                        }
                        Some(draft)
                    }
                };
            }
            Relation::SamePeople => {
                let other = earlier.or(self.last_people)?;
                let mut draft = self.like_whole(counted, other);
                draft.part_of = self.claims[other].part_of;
                draft.same_as = Some(other);
                return Some(draft);
            }
            Relation::NotThat | Relation::Against | Relation::Formerly => {
                let other =
                    earlier.or_else(|| self.spoken_of(passage, counted).filter(|_| relation == Relation::Formerly));
                if let Some(other) = other {
                    return Some(self.rival(passage, at, other, relation, scene));
                }
            }
            Relation::Alone => {}
        }
        // *Le syndicat, lui, parle de 15.000 évacués*: days and scope are those of the figure it stands against.
        if let Some(own) = own.filter(|own| {
            matches!(own.kind, Kind::PeopleLeft | Kind::PeopleRemaining | Kind::Casualties | Kind::PeopleArrived)
                && !voice.attributed.is_empty()
                && earlier.is_none()
                && relate::rival_saying(passage, at, own)
        }) {
            let rivals = |claim: &Claim| {
                claim.kind == own.kind
                    && claim.part_of.is_none()
                    && claim.per.is_none()
                    && claim.certainty != Certainty::Superseded
            };
            // Rivals are of one size: 3,600 stands against 4,000 rather than against the 85 named last.
            let value = counted.expression.value.max(1.0);
            let alike = |claim: &Claim| {
                let best = claim.quantity.as_ref().and_then(|quantity| quantity.best);
                best.is_some_and(|best| (0.25..=4.0).contains(&(best / value)))
            };
            let other = self
                .claims
                .iter()
                .rposition(|claim| rivals(claim) && alike(claim))
                .or_else(|| self.claims.iter().rposition(rivals));
            let untimed = passage.times.iter().zip(said).all(|(_, said)| *said);
            if let Some(other) = other.filter(|_| untimed) {
                let draft = self.like_whole(counted, other);
                return Some(Draft {
                    part_of: None,
                    certainty: None,
                    said_at: None,
                    harm: own.harm.or(draft.harm),
                    trigger: own.trigger,
                    ..draft
                });
            }
        }
        let inheritable = relate::elliptic(passage, at);
        // *six cars sont attendus demain et quatre autres vendredi*: buses again.
        let buses = earlier.filter(|&earlier| {
            inheritable
                && self.claims[earlier].kind == Kind::Vehicles
                && relate::coordinated_loosely(passage, at)
                && !relate::people_noun(counted)
                && !self.claims[begin..].iter().any(relate::people)
                && own.is_none_or(|own| own.trigger.1 <= counted.expression.first)
        });
        if let Some(other) = buses {
            return Some(self.elliptic(passage, at, other, scene));
        }
        match own {
            // A coordinated share of a part is a part too.
            Some(own) if !(inheritable && own.cost > 16 && earlier.is_some()) => {
                self.by_decision(passage, at, own, scene).and_then(|mut draft| {
                    if matches!(counted.expression.sort, Sort::Share | Sort::Majority | Sort::All) {
                        draft.part_of = earlier
                            .map(|earlier| self.claims[earlier].part_of.unwrap_or(earlier))
                            .or(self.last_people)
                            .filter(|&whole| relate::people(&self.claims[whole]));
                        let population =
                            counted.noun.is_some_and(|noun| matches!(noun.tag, Tag::Person(_) | Tag::Family));
                        if draft.part_of.is_none() && !population && own.cost > 12 {
                            return None;
                        }
                    }
                    if earlier.is_some_and(|earlier| self.claims[earlier].part_of.is_some())
                        && relate::coordinated(passage, at)
                        && own.cost >= -4
                        && !relate::own_verb(passage, counted, &own)
                    {
                        let sibling = earlier.and_then(|earlier| self.claims[earlier].part_of)?;
                        return Some(self.like_whole(counted, sibling));
                    }
                    Some(draft)
                })
            }
            _ => {
                let others = (counted.expression.last..counted.expression.last + 3)
                    .any(|index| matches!(passage.word(index), "autres" | "others" | "اخرين" | "اخرون"));
                let people = (begin..self.claims.len()).rev().find(|&index| relate::people(&self.claims[index]));
                let earlier_claim = if others { people.or(earlier) } else { earlier }.filter(|_| inheritable);
                if let Some(other) = earlier_claim {
                    if let Some(whole) = self.claims[other].part_of.filter(|_| relate::coordinated(passage, at)) {
                        return Some(self.like_whole(counted, whole));
                    }
                    return Some(self.elliptic(passage, at, other, scene));
                }
                if let Some(other) = earlier.filter(|&other| {
                    self.claims[other].part_of.is_some()
                        && relate::coordinated(passage, at)
                        && relate::people_noun(counted)
                }) {
                    let whole = self.claims[other].part_of?;
                    return Some(self.like_whole(counted, whole));
                }
                // *still 300 ppl in Tiro + 2 stretcher cases*
                let joined = earlier.filter(|&other| {
                    relate::people(&self.claims[other])
                        && relate::people_noun(counted)
                        && relate::coordinated_loosely(passage, at)
                });
                if let Some(other) = joined {
                    let group = counted.noun.map_or(Group::All, |noun| noun.group());
                    let draft = self.elliptic(passage, at, other, scene);
                    return Some(Draft { group, ..draft });
                }
                let other = self.spoken_of(passage, counted).filter(|_| relate::figure_of(passage, at))?;
                Some(self.elliptic(passage, at, other, scene))
            }
        }
    }

    /// The figure that a bare number goes back to: the same number, else the last one of its sort.
    pub(super) fn spoken_of(&self, passage: &Passage, counted: &Counted) -> Option<usize> {
        let harm = passage.has(|tag| matches!(tag, Tag::Hurt(_)));
        let last = if harm { self.last_people } else { self.last_moved.or(self.last_people) };
        let same = self.claims.iter().enumerate().rev().take(12).find(|(_, claim)| {
            relate::people(claim)
                && claim.quantity.as_ref().is_some_and(|quantity| quantity.best == Some(counted.expression.value))
        });
        same.map(|(index, _)| index).or(last)
    }

    /// *4 bus partis. 187 pers*: in a message the people go as the vehicles before them went.
    pub(super) fn by_line(&self, passage: &Passage, counted: &Counted) -> Option<Decision> {
        let people = relate::people_noun(counted) && !counted.noun.is_some_and(|noun| matches!(noun.tag, Tag::Harm(_)));
        let aboard = passage.sentence.sender.is_some_and(|(first, _)| {
            [
                "bus",
                "car",
                "truck",
                "camion",
                "convoi",
                "convoy",
                "boat",
                "pirogue",
                "van",
                "helo",
                "ferry",
                "minibus",
                "باص",
                "حافله",
                "شاحنه",
                "قارب",
            ]
            .iter()
            .any(|stem| {
                let name = passage.tokens[first].fold.as_str();
                name.strip_prefix(stem)
                    .is_some_and(|rest| rest.is_empty() || rest.bytes().all(|byte| byte.is_ascii_digit()))
            })
        });
        let kind = self
            .line_move
            .or(aboard.then_some(Kind::PeopleLeft))
            .filter(|_| people && passage.sentence.line == Line::Message)?;
        Some(Decision { kind, harm: None, trigger: (counted.expression.first, counted.last), planned: false, cost: 0 })
    }

    /// *150 still at School 3, plus 40 at the mosque*: in messages, a shelter where people wait is no shelter to them.
    fn where_they_wait(&self, passage: &Passage, own: Decision) -> Decision {
        let known = (own.trigger.0..own.trigger.1).any(|at| self.waiting.contains(passage.word(at)));
        let placed = own.kind == Kind::PeopleHosted && passage.sentence.line == Line::Message && known;
        if placed { Decision { kind: Kind::PeopleRemaining, ..own } } else { own }
    }

    /// *2. Hébergement - Halle des sports: 512*: under its heading a bare figure tells of what the heading names.
    fn by_section(&self, passage: &Passage, counted: &Counted) -> Option<Decision> {
        let bare = counted.noun.is_none_or(|noun| matches!(noun.tag, Tag::Person(_) | Tag::Family));
        let listed =
            passage.sentence.line == Line::Item && counted.expression.sort == Sort::Count && counted.expression.figures;
        let kind = self.section.filter(|_| bare && listed)?;
        let start = counted.expression.first;
        let labelled = (start.saturating_sub(2).max(passage.sentence.first)..start).any(|at| passage.is_mark(at, ':'))
            || counted.noun.is_some();
        labelled.then_some(Decision { kind, harm: None, trigger: (start, counted.last), planned: false, cost: 0 })
    }

    /// *Combien sont encore à l'intérieur? "Trois mille"*: an answer takes its kind from the question.
    fn by_question(&self, passage: &Passage, counted: &Counted) -> Option<Decision> {
        let bare = counted.noun.is_none_or(|noun| matches!(noun.tag, Tag::Person(Group::All)));
        let kind = self.asked.map(|(kind, _)| kind).filter(|_| bare && counted.expression.sort == Sort::Count)?;
        // A question asks for nothing that the sentence itself tells.
        let told = passage.has(|tag| matches!(tag, Tag::Move(_, Force::Plain | Force::Strong) | Tag::Hurt(_)));
        (!told).then_some(Decision {
            kind,
            harm: None,
            trigger: (counted.expression.first, counted.last),
            planned: false,
            cost: 0,
        })
    }

    /// The claim of which this one counts a part.
    pub(super) fn whole(&self, begin: usize, counted: &Counted) -> Option<usize> {
        let vehicles = counted.noun.is_some_and(|noun| matches!(noun.tag, Tag::Vehicle(_)));
        // *une vingtaine de bateaux, dont huit prêtés*: without a noun, of what stands right before.
        if counted.noun.is_none() && self.claims.len() > begin {
            let last = self.claims.len() - 1;
            if self.claims[last].kind == Kind::Vehicles {
                return Some(self.claims[last].part_of.unwrap_or(last));
            }
        }
        let fits = |index: &usize| {
            if vehicles { self.claims[*index].kind == Kind::Vehicles } else { relate::people(&self.claims[*index]) }
        };
        let here = (begin..self.claims.len()).rev().find(fits);
        let found = here.or(self.last_people.filter(|_| !vehicles))?;
        Some(self.claims[found].part_of.filter(|_| here.is_some()).unwrap_or(found))
    }

    pub(super) fn by_decision(&mut self, passage: &Passage, at: usize, own: Decision, scene: &Scene) -> Option<Draft> {
        let &Scene { begin, said, said_at } = scene;
        let counted = &passage.counted[at];
        if matches!(counted.expression.sort, Sort::Nothing { .. }) && own.cost > 24 {
            return None;
        }
        let earlier_unit = self.claims[begin..]
            .iter()
            .rev()
            .find(|claim| claim.kind == own.kind && claim.same_as.is_none())
            .and_then(|claim| claim.quantity.as_ref())
            .map(|quantity| quantity.unit)
            .filter(|&unit| unit == Unit::Family && counted.noun.is_none());
        let unit = counted.noun.map_or(earlier_unit.unwrap_or(Unit::Person), |noun| noun.unit());
        let harm = own.harm;
        let group = counted.noun.map_or(Group::All, |noun| match noun.tag {
            Tag::Harm(Group::Injured) if own.kind != Kind::Casualties => Group::Wounded,
            _ => noun.group(),
        });
        let scope = self.scope(passage, counted, &own, said);
        let query = Query {
            kind: own.kind,
            scope,
            quantity: (counted.expression.first, counted.last),
            evidence: (own.trigger.0.min(counted.expression.first), own.trigger.1.max(counted.last)),
            future: (own.planned || scope == Scope::Planned) && !relate::past_plan(passage, own.trigger.0),
            ordered: passage
                .within(own.trigger.0.saturating_sub(4).max(passage.sentence.first), own.trigger.1 + 2, |tag| {
                    tag == Tag::Future
                })
                .is_none(),
            toll: relate::toll(passage),
        };
        let around = self.around(passage, begin, said_at);
        let time = when::deciding(passage, said, &query);
        let days = match time {
            Some(time) => when::by_expression(time, &query, &around),
            None => when::by_scope(&query, &around),
        };
        Some(Draft {
            kind: own.kind,
            harm,
            group,
            unit,
            scope: days.scope,
            days,
            wording: time.map(|time| self.words(time.first, time.last)),
            part_of: None,
            same_as: None,
            whole: None,
            certainty: None,
            place: None,
            trigger: own.trigger,
            planned: own.planned,
            said_at: None,
            rival: false,
        })
    }

    pub(super) fn scope(&self, passage: &Passage, counted: &Counted, own: &Decision, said: &[bool]) -> Scope {
        let near = (
            own.trigger.0.min(counted.expression.first).saturating_sub(6).max(passage.sentence.first),
            (own.trigger.1.max(counted.last) + 8).min(passage.sentence.last),
        );
        match own.kind {
            Kind::PeopleToMove | Kind::EndExpected => Scope::Planned,
            _ if own.planned => Scope::Planned,
            Kind::PeopleRemaining | Kind::PeopleHosted | Kind::Area => Scope::Stock,
            Kind::Vehicles => {
                let moving = passage
                    .within(near.0, near.1, |tag| {
                        matches!(tag, Tag::Move(Kind::PeopleLeft | Kind::PeopleArrived, Force::Plain | Force::Strong))
                    })
                    .is_some();
                let standing = passage.within(near.0, near.1, |tag| tag == Tag::Standing);
                let close = standing.is_some_and(|mark| {
                    !moving || mark.first < counted.last + 4 && counted.expression.first < mark.last + 4
                });
                if close { Scope::Stock } else { Scope::Increment }
            }
            Kind::Casualties => Scope::Cumulative,
            Kind::PeopleLeft | Kind::PeopleArrived | Kind::PeopleReturned | Kind::Status => {
                let total = relate::totalled(passage, counted, own.trigger.0);
                let dated = passage.times.iter().zip(said).any(|(time, said)| !said && !time.since);
                let perfect = passage.habit.language == Language::En
                    && (own.trigger.0.saturating_sub(4).max(passage.sentence.first)..own.trigger.0)
                        .any(|at| matches!(passage.word(at), "have" | "has") && at + 5 > own.trigger.0)
                    && !Self::headline(passage);
                let registered =
                    matches!(passage.word(own.trigger.0), "registered" | "enregistres" | "enregistrees" | "مسجلين")
                        && !dated;
                if total || registered || perfect && !dated { Scope::Cumulative } else { Scope::Increment }
            }
        }
    }
}
