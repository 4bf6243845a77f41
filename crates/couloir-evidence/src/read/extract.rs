//! From sentences to claims: the main flow of reading.

use std::collections::BTreeMap;

use super::claim::{
    Attribution, Certainty, Claim, Group, Kind, Modifier, Place, Quantity, Scope, Span, Speaker, Status, Unit, When,
};
use super::date::Date;
use super::event::{self, Event};
use super::kind::{self, Decision};
use super::lexicon::{Force, Language, Tag};
use super::passage::{Counted, Passage};
use super::place;
use super::quantity::Sort;
use super::relate::{self, Relation};
use super::sentence::{Line, Sentence};
use super::speaker::{self, Attributed};
use super::token::Token;
use super::when::{self, Around, Days, Query, Running};
use super::{Context, Form};

/// What is carried from sentence to sentence.
struct Reader<'t> {
    text: &'t str,
    tokens: &'t [Token],
    quotes: &'t [u32],
    context: &'t Context,
    claims: Vec<Claim>,
    /// For each claim: its sentence and where its quantity stands.
    origins: Vec<(usize, usize)>,
    running: Running,
    period: Option<(Date, Date)>,
    places: place::Known,
    heard_of_operation: bool,
    last_people: Option<usize>,
    /// The last of them that tells of people alive and moving, waiting or housed.
    last_moved: Option<usize>,
    /// The earliest claim of a figure, to find repetitions.
    first_of: BTreeMap<(Kind, Unit, u64, Group), usize>,
    unread: Vec<Span>,
    /// In a message: the movement that its line has told of so far.
    line_move: Option<Kind>,
}

/// Claims, and the stretches with numbers that could not be read.
pub(crate) struct Extracted {
    pub(crate) claims: Vec<Claim>,
    pub(crate) unread: Vec<Span>,
    pub(crate) look_alikes: Vec<(Span, &'static str)>,
}

/// Reads all sentences.
pub(crate) fn claims(
    text: &str,
    tokens: &[Token],
    sentences: &[Sentence],
    quotes: &[u32],
    mixed: bool,
    context: &Context,
) -> Extracted {
    let passages: Vec<Passage> = sentences
        .iter()
        .map(|sentence| {
            Passage::read(
                tokens,
                sentence,
                super::number::Habit { language: sentence.language, mixed },
                context.published,
            )
        })
        .collect();
    let mut named = speaker::Named::default();
    let attributions: Vec<Vec<Attributed>> = passages
        .iter()
        .map(|passage| {
            if matches!(passage.sentence.line, Line::Body | Line::Item | Line::Message) {
                speaker::find(passage, text, &mut named)
            } else {
                Vec::new()
            }
        })
        .collect();
    let mut quoted: BTreeMap<u32, Speaker> = BTreeMap::new();
    for (passage, attributed) in passages.iter().zip(&attributions) {
        for said in attributed.iter().take(1) {
            for &quote in quotes[passage.sentence.first..passage.sentence.last].iter().filter(|&&quote| quote > 0) {
                quoted.entry(quote).or_insert_with(|| said.speaker.clone());
            }
        }
    }
    let mut reader = Reader {
        text,
        tokens,
        quotes,
        context,
        claims: Vec::new(),
        origins: Vec::new(),
        running: None,
        period: None,
        places: place::Known::default(),
        heard_of_operation: false,
        last_people: None,
        last_moved: None,
        first_of: BTreeMap::new(),
        unread: Vec::new(),
        line_move: None,
    };
    let mut relayed: Option<Speaker> = None;
    let mut line_speaker: Option<Speaker> = None;
    for (index, passage) in passages.iter().enumerate() {
        if passage.sentence.opens_line {
            relayed = None;
            line_speaker = None;
        }
        let mut voice = Voice { attributed: &attributions[index], fallback: None, sender: None };
        if passage.sentence.line == Line::Message {
            relayed = attributions[index].first().map(|said| said.speaker.clone()).or(relayed);
            voice.fallback.clone_from(&relayed);
            voice.sender = speaker::sender(passage, text, matches!(context.form, Some(Form::Log)));
        } else if attributions[index].is_empty() && passage.sentence.line != Line::Headline {
            let middle = quotes[passage.sentence.first..passage.sentence.last].iter().copied().find(|&quote| quote > 0);
            // A new quotation right behind a speaker's sentence is still that speaker's.
            voice.fallback = middle.and_then(|quote| quoted.get(&quote).cloned().or_else(|| line_speaker.clone()));
        }
        if let Some(said) = attributions[index].last() {
            line_speaker = Some(said.speaker.clone());
        }
        reader.sentence(index, passage, &voice);
    }
    reader.unconfirmed_lines(&passages);
    let look_alikes = passages
        .iter()
        .flat_map(|passage| passage.look_alikes.iter())
        .map(|found| (Span { start: tokens[found.first].from, end: tokens[found.last - 1].to }, found.why))
        .collect();
    Extracted { claims: reader.claims, unread: reader.unread, look_alikes }
}

/// Who speaks in a sentence.
struct Voice<'a> {
    attributed: &'a [Attributed],
    fallback: Option<Speaker>,
    sender: Option<Speaker>,
}

/// What holds for all claims of a sentence.
struct Scene<'a> {
    /// The first claim of the sentence.
    begin: usize,
    /// For each time expression: it belongs to a verb of saying.
    said: &'a [bool],
    said_at: Date,
}

/// One claim in the making.
struct Draft {
    kind: Kind,
    harm: Option<Group>,
    group: Group,
    unit: Unit,
    scope: Scope,
    days: Days,
    wording: Option<String>,
    part_of: Option<usize>,
    same_as: Option<usize>,
    whole: Option<f64>,
    certainty: Option<Certainty>,
    place: Option<Place>,
    trigger: (usize, usize),
    planned: bool,
    said_at: Option<Date>,
    /// It stands against a figure that goes on to be spoken of.
    rival: bool,
}

impl Reader<'_> {
    fn sentence(&mut self, index: usize, passage: &Passage, voice: &Voice) {
        if passage.sentence.line == Line::Header {
            let days = passage.times.iter().find_map(|time| match time.what {
                super::calendar::What::Days(start, end) if start < end => Some((start, end)),
                _ => None,
            });
            self.period = days.or(self.period);
            return;
        }
        if passage.sentence.opens_line {
            self.line_move = None;
        }
        let said = when::of_saying(passage, voice.attributed);
        let spoken = when::of_speakers(passage, voice.attributed, &said);
        let said_at = self.said_at(passage, &spoken);
        let begin = self.claims.len();
        let scene = Scene { begin, said: &said, said_at };
        let mut skip = vec![false; passage.counted.len()];
        for at in 0..passage.counted.len() {
            if skip[at] {
                continue;
            }
            let whole = relate::whole_of(passage, at);
            if let Some((_, true)) = whole {
                skip[at + 1] = true;
            }
            match self.draft(passage, at, &scene, voice) {
                Some(mut draft) => {
                    draft.whole = whole.map(|(value, _)| value);
                    self.push(index, passage, at, draft, voice, said_at);
                }
                None => self.leave_unread(&passage.counted[at]),
            }
        }
        relate::respectively(passage, &mut self.claims[begin..], &said, self.context.published);
        for found in event::find(passage, &said, self.heard_of_operation) {
            self.push_event(index, passage, &found, voice, said_at);
        }
        self.claims[begin..]
            .sort_by_key(|claim| claim.quantity.as_ref().map_or(claim.span.start, |quantity| quantity.span.start));
        self.go_on(passage, begin, &said);
        let mover = passage.marks.iter().find_map(|mark| match mark.tag {
            Tag::Move(kind @ (Kind::PeopleLeft | Kind::PeopleArrived), Force::Plain | Force::Strong)
                if !passage.timed(mark.first) =>
            {
                Some(kind)
            }
            _ => None,
        });
        self.line_move = mover.or(self.line_move);
        self.correct(passage, begin);
    }

    fn headline(passage: &Passage) -> bool {
        matches!(passage.sentence.line, Line::Headline | Line::Caption)
    }

    /// The day on which the sentence was said: at its verb of saying, else the day of the report.
    fn said_at(&self, passage: &Passage, said: &[bool]) -> Date {
        let anchor = self.anchor(passage);
        passage
            .times
            .iter()
            .zip(said)
            .find(|(_, said)| **said)
            .map_or(passage.sentence.day, |(time, _)| time.days(anchor).1.min(passage.sentence.day))
    }

    fn anchor(&self, passage: &Passage) -> super::calendar::Anchor {
        super::calendar::Anchor {
            day: passage.sentence.day,
            future: false,
            from: passage.sentence.day,
            period: self.period,
        }
    }

    fn draft(&mut self, passage: &Passage, at: usize, scene: &Scene, voice: &Voice) -> Option<Draft> {
        let &Scene { begin, said, said_at: _ } = scene;
        let counted = &passage.counted[at];
        let own = kind::decide(passage, at).or_else(|| self.by_line(passage, counted));
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
                    None => Some(self.like_whole(counted, whole)),
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
    fn spoken_of(&self, passage: &Passage, counted: &Counted) -> Option<usize> {
        let harm = passage.has(|tag| matches!(tag, Tag::Hurt(_)));
        let last = if harm { self.last_people } else { self.last_moved.or(self.last_people) };
        let same = self.claims.iter().enumerate().rev().take(12).find(|(_, claim)| {
            relate::people(claim)
                && claim.quantity.as_ref().is_some_and(|quantity| quantity.best == Some(counted.expression.value))
        });
        same.map(|(index, _)| index).or(last)
    }

    /// *4 bus partis. 187 pers*: in a message the people go as the vehicles before them went.
    fn by_line(&self, passage: &Passage, counted: &Counted) -> Option<Decision> {
        let people = relate::people_noun(counted) && !counted.noun.is_some_and(|noun| matches!(noun.tag, Tag::Harm(_)));
        let kind = self.line_move.filter(|_| people && passage.sentence.line == Line::Message)?;
        Some(Decision { kind, harm: None, trigger: (counted.expression.first, counted.last), planned: false, cost: 0 })
    }

    /// The claim of which this one counts a part.
    fn whole(&self, begin: usize, counted: &Counted) -> Option<usize> {
        let vehicles = counted.noun.is_some_and(|noun| matches!(noun.tag, Tag::Vehicle(_)));
        let fits = |index: &usize| {
            if vehicles { self.claims[*index].kind == Kind::Vehicles } else { relate::people(&self.claims[*index]) }
        };
        let here = (begin..self.claims.len()).rev().find(fits);
        let found = here.or(self.last_people.filter(|_| !vehicles))?;
        Some(self.claims[found].part_of.filter(|_| here.is_some()).unwrap_or(found))
    }

    /// Kind, scope, days, place and certainty from the whole.
    fn like_whole(&self, counted: &Counted, whole: usize) -> Draft {
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
    fn rival(&self, passage: &Passage, at: usize, other: usize, relation: Relation, scene: &Scene) -> Draft {
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
            draft.days.end = draft.days.end.map(|end| end.min(day));
        }
        let query = Query {
            kind: draft.kind,
            scope: draft.scope,
            quantity: (counted.expression.first, counted.last),
            evidence: (counted.expression.first, counted.last),
            future: draft.planned,
            ordered: false,
        };
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
                let (start, end) = time.days(super::calendar::Anchor {
                    from: around.previous.map_or(around.day, |days| days.1),
                    ..self.anchor(passage)
                });
                draft.days = Days { start: Some(start), end: Some(end), scope: draft.scope };
            }
            draft.wording = Some(self.words(time.first, time.last));
        }
        draft
    }

    /// *et 54 dans la vallée voisine*: kind and unit of the figure before, days of its own.
    fn elliptic(&mut self, passage: &Passage, at: usize, other: usize, scene: &Scene) -> Draft {
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
        let query = Query {
            kind: draft.kind,
            scope: draft.scope,
            quantity: (counted.expression.first, counted.last),
            evidence: (counted.expression.first, counted.last),
            future: draft.planned,
            ordered: false,
        };
        let around = self.around(passage, begin, said_at);
        if let Some(time) = when::deciding(passage, said, &query) {
            draft.days = when::by_expression(time, &query, &around);
            draft.wording = Some(self.words(time.first, time.last));
        } else if draft.scope == Scope::Planned || !same_sentence && draft.scope == Scope::Cumulative {
            draft.days = when::by_scope(&query, &around);
        }
        draft
    }

    fn by_decision(&mut self, passage: &Passage, at: usize, own: Decision, scene: &Scene) -> Option<Draft> {
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
            future: own.planned || scope == Scope::Planned,
            ordered: passage
                .within(own.trigger.0.saturating_sub(4).max(passage.sentence.first), own.trigger.1 + 2, |tag| tag == Tag::Future)
                .is_none(),
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

    fn around(&self, passage: &Passage, begin: usize, said_at: Date) -> Around {
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

    fn scope(&self, passage: &Passage, counted: &Counted, own: &Decision, said: &[bool]) -> Scope {
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

    fn words(&self, first: usize, last: usize) -> String {
        self.text.get(self.tokens[first].start..self.tokens[last - 1].end).unwrap_or_default().to_owned()
    }

    fn push(&mut self, index: usize, passage: &Passage, at: usize, draft: Draft, voice: &Voice, said_at: Date) {
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
        let place = draft
            .place
            .clone()
            .unwrap_or_else(|| place::find(passage, self.text, draft.kind, first, last, &mut self.places));
        let other_unit = draft.same_as.is_some();
        let same_as = draft.same_as.or_else(|| self.earlier(&quantity, draft.kind, group.unwrap_or(Group::All), index));
        let per = relate::rate(passage, counted).filter(|_| relate::people_noun(counted) || counted.noun.is_none());
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
    fn evidence(counted: &Counted, draft: &Draft) -> (usize, usize) {
        let (mut first, mut last) = (counted.expression.first, counted.last.max(counted.expression.last));
        let far = draft.trigger.0.abs_diff(first) > 45;
        if !far {
            first = first.min(draft.trigger.0);
            last = last.max(draft.trigger.1);
        }
        (first, last)
    }

    fn voice(&self, passage: &Passage, first: usize, last: usize, voice: &Voice) -> (Speaker, Attribution) {
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

    fn certainty(&self, passage: &Passage, counted: &Counted, draft: &Draft, voice: &Voice) -> Certainty {
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
    fn earlier(&mut self, quantity: &Quantity, kind: Kind, group: Group, index: usize) -> Option<usize> {
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

    fn push_event(&mut self, index: usize, passage: &Passage, found: &Event, voice: &Voice, said_at: Date) {
        let future = found.future || found.kind == Kind::EndExpected;
        let query = Query {
            kind: found.kind,
            scope: Scope::Planned,
            quantity: (found.first, found.last),
            evidence: (found.first, found.last),
            future,
            ordered: false,
        };
        let begin = self.claims.len();
        let around = Around { previous: None, ..self.around(passage, begin, said_at) };
        let (start, end) = match found.time {
            Some(time) if found.kind == Kind::EndExpected => {
                let days = when::by_expression(&time, &query, &around);
                (days.start, days.end)
            }
            Some(time) => {
                let anchor = super::calendar::Anchor {
                    day: around.day,
                    future: found.future || found.status == Some(Status::Postponed),
                    from: around.running.map_or(around.day, |days| days.1),
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

    /// What the next sentence starts from.
    fn go_on(&mut self, passage: &Passage, begin: usize, said: &[bool]) {
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
        let anchor = super::calendar::Anchor {
            from: self.running.map_or(passage.sentence.day, |running| running.1),
            ..self.anchor(passage)
        };
        let latest = passage
            .times
            .iter()
            .zip(said)
            .filter(|(time, said)| !**said && time.sets_running_day() && !time.by && !time.as_of)
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

    /// *correction, 215 waiting*: the figure that it replaces is superseded.
    fn correct(&mut self, passage: &Passage, begin: usize) {
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
    fn unconfirmed_lines(&mut self, passages: &[Passage]) {
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

    fn leave_unread(&mut self, counted: &Counted) {
        let (first, last) = (counted.expression.first, counted.last.max(counted.expression.last));
        self.unread.push(Span { start: self.tokens[first].from, end: self.tokens[last - 1].to });
    }
}
