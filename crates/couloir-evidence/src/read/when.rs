//! Which days a claim is about: the expression that decides, and what holds where there is none.

use super::calendar::{Anchor, TimeExpression, What};
use super::claim::{Kind, Scope};
use super::date::Date;
use super::lexicon::{Force, Language, Tag};
use super::passage::Passage;
use super::speaker::Attributed;

/// The stretch of days by which increments without an expression go.
pub(crate) type Running = Option<(Date, Date)>;

/// For each time expression of the sentence: it belongs to a verb of saying.
pub(crate) fn of_saying(passage: &Passage, attributed: &[Attributed]) -> Vec<bool> {
    let says: Vec<(usize, usize)> = passage
        .marks
        .iter()
        .filter(|mark| matches!(mark.tag, Tag::Say | Tag::Denial))
        .map(|mark| (mark.first, mark.last))
        .collect();
    passage
        .times
        .iter()
        .map(|time| {
            let verb = says.iter().any(|&(first, last)| {
                let as_said = first > passage.sentence.first
                    && matches!(
                        passage.word(first - 1),
                        "as" | "previously" | "first" | "initially" | "earlier" | "originally"
                    )
                    && passage.habit.language == Language::En;
                let real = as_said
                    || attributed.iter().any(|attributed| attributed.first == first)
                    || passage.word(first).starts_with("annonc")
                        && first > passage.sentence.first
                        && passage.word(first - 1) == "comme";
                real && (last <= time.first && time.first - last <= 7 && quiet(passage, last, time.first)
                    || time.last <= first && first - time.last <= 2 && quiet_before(passage, time.last, first))
            });
            let released = time.first > passage.sentence.first
                && matches!(
                    passage.word(time.first - 1),
                    "released" | "issued" | "published" | "publie" | "publies" | "dated" | "diffuse"
                );
            verb || released
        })
        .collect()
}

/// Of these, the ones whose verb has a speaker: they date the statement. *comme annoncé vendredi* dates an older one.
pub(crate) fn of_speakers(passage: &Passage, attributed: &[Attributed], said: &[bool]) -> Vec<bool> {
    let older = |first: usize| {
        (first.saturating_sub(4).max(passage.sentence.first)..first)
            .any(|at| matches!(passage.word(at), "comme" | "as"))
    };
    passage.times.iter().zip(said).map(|(time, said)| *said && !attributed.is_empty() && !older(time.first)).collect()
}

/// Nothing but names and functions stands between a verb of saying and its day.
fn quiet(passage: &Passage, from: usize, to: usize) -> bool {
    let clear = (from..to).all(|at| {
        let decided = passage
            .at(at, |tag| {
                matches!(
                    tag,
                    Tag::Move(_, Force::Plain | Force::Strong)
                        | Tag::Hurt(_)
                        | Tag::Ending
                        | Tag::Change(_)
                        | Tag::Operation
                )
            })
            .is_some()
            && passage.at(at, |tag| matches!(tag, Tag::Role | Tag::Body)).is_none();
        !decided
            && !passage.hard_boundary(at)
            && !passage.is_mark(at, '"')
            && !passage.is_mark(at, '«')
            && !matches!(passage.word(at), "that" | "que" | "qu'" | "ان")
    });
    let quantity =
        passage.counted.iter().any(|counted| counted.expression.first >= from && counted.expression.first < to);
    clear && !quantity
}

fn quiet_before(passage: &Passage, from: usize, to: usize) -> bool {
    let comma = (from..to).any(|at| passage.is_mark(at, ','));
    !comma && passage.habit.language == Language::En && from > passage.sentence.first + 2
}

/// What is known of a claim when its days are looked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Query {
    pub(crate) kind: Kind,
    pub(crate) scope: Scope,
    /// Quantity and deciding word.
    pub(crate) quantity: (usize, usize),
    pub(crate) evidence: (usize, usize),
    pub(crate) future: bool,
    /// No word of the future stands near: what lies ahead was ordered, not announced.
    pub(crate) ordered: bool,
    /// A toll is told: its day is that of the telling, not that of the harm.
    pub(crate) toll: bool,
}

/// The expression that decides the days of a claim: the one in its own clause, else the nearest before it.
pub(crate) fn deciding<'p>(passage: &'p Passage, said: &[bool], query: &Query) -> Option<&'p TimeExpression> {
    let candidates = passage.times.iter().enumerate().filter(|(index, _)| !said[*index]);
    candidates
        .filter_map(|(_, time)| distance(passage, query, time).map(|cost| (cost, time)))
        .min_by_key(|(cost, _)| *cost)
        .map(|(_, time)| time)
}

/// *120 on Tuesday, bringing the total to 3,400*: the day is that of the increment, not of the total.
fn of_increment(passage: &Passage, query: &Query, time: &TimeExpression) -> bool {
    query.scope == Scope::Cumulative
        && time.last <= query.quantity.0
        && !time.since
        && !time.by
        && passage.marks.iter().any(|mark| {
            mark.tag == Tag::Total
                && mark.first >= time.last
                && mark.last <= query.quantity.0
                && [
                    "bring", "brought", "portant", "port", "porte", "taking", "takes", "raising", "raises", "making",
                    "for", "لي",
                ]
                .iter()
                .any(|stem| passage.word(mark.first).starts_with(stem))
        })
        && passage.counted.iter().any(|other| other.expression.first < query.quantity.0)
}

/// How far an expression is from the claim, or `None` if it cannot decide it.
fn distance(passage: &Passage, query: &Query, time: &TimeExpression) -> Option<i32> {
    let (first, last) = query.quantity;
    let (from, to) = query.evidence;
    // *9.3 sq km on Tuesday, now covers 12*: now is the day of the report.
    let now = query.scope == Scope::Stock
        && time.last <= first
        && (time.last..first).any(|at| {
            matches!(
                passage.word(at),
                "now" | "currently" | "desormais" | "maintenant" | "actuellement" | "الان" | "حاليا"
            )
        });
    if now {
        return None;
    }
    let hour_only = i32::from(time.what == What::Hour) * 12;
    if of_increment(passage, query, time) {
        return None;
    }
    if time.first >= last {
        let bracketed = first > passage.sentence.first && passage.is_mark(first - 1, '(') && passage.is_mark(last, ')');
        let parted = (last + usize::from(bracketed)..time.first).any(|at| {
            passage.hard_boundary(at)
                && !(passage.is_mark(at, ':') && at < to)
                && !within_aside(passage, at, last, time.first)
        });
        let other_verb = later_clause(passage, last.max(to.min(time.first)), time.first);
        // *L'ordre, qui concerne 4.700 habitants, sera levé jeudi*: the day is that of the later verb.
        let comma = (last.max(to.min(time.first))..time.first).find(|&at| passage.is_mark(at, ','));
        let ends = comma.is_some_and(|comma| {
            passage.within(comma, time.first, |tag| matches!(tag, Tag::Ending | Tag::Change(_))).is_some()
        }) && !matches!(query.kind, Kind::EndExpected | Kind::Status);
        if ends {
            return None;
        }
        // *ils avaient été 640, et lundi 90*: the day opens the next figure.
        let next = passage.counted.iter().any(|other| {
            other.expression.first >= time.last
                && other.expression.first <= time.last + 3
                && (time.last..other.expression.first).all(|at| passage.tokens[at].word())
        });
        let opened = (last.max(to.min(time.first))..time.first)
            .any(|at| passage.is_mark(at, ',') || passage.at(at, |tag| tag == Tag::Joining).is_some());
        if next && opened && time.first <= last + 4 {
            return None;
        }
        if of_part(passage, last, time.first) {
            return None;
        }
        if parted || other_verb || against(passage, last, time.first) {
            return None;
        }
        // *ordre de quitter … avant vendredi midi*: the term of an order is the day that it is about.
        let term = if query.kind == Kind::PeopleToMove && time.by && time.first >= to { 20 } else { 0 };
        return Some((time.first - last) as i32 + hour_only - term);
    }
    if time.last <= first {
        let mut cost = (first - time.last) as i32 + 2 + hour_only;
        let inside_evidence = time.first >= from;
        let planned_before = passage
            .within(passage.sentence.first, time.first, |tag| {
                matches!(tag, Tag::Future | Tag::Move(Kind::PeopleToMove, _))
            })
            .is_some();
        if !query.future && planned_before && (time.last..first).any(|at| passage.is_mark(at, ';')) {
            return None;
        }
        if query.future && (time.last..first).any(|at| passage.is_mark(at, ';')) {
            return None;
        }
        for at in time.last..first {
            if passage.hard_boundary(at) && !(passage.is_mark(at, ':') && inside_evidence) {
                cost += 30;
            }
            let other = passage.counted.iter().any(|counted| counted.expression.first == at);
            if other {
                cost += 3;
            }
        }
        // An expression inside a bracket that is closed before the claim decides nothing outside it.
        let opened =
            (time.first.saturating_sub(8).max(passage.sentence.first)..time.first).any(|at| passage.is_mark(at, '('));
        let closed = (time.last..first).any(|at| passage.is_mark(at, ')'));
        if opened && closed {
            return None;
        }
        return Some(cost);
    }
    Some(0)
}

/// A bracketed aside that both opens and closes before the expression does not part the clause.
fn within_aside(passage: &Passage, at: usize, from: usize, to: usize) -> bool {
    let open = (from..=at).any(|index| passage.is_mark(index, '('));
    let close = (at..to).any(|index| passage.is_mark(index, ')'));
    open && close
}

/// A joining word with a verb of its own, or another figure with its own verb, stands between.
fn later_clause(passage: &Passage, from: usize, to: usize) -> bool {
    if from >= to {
        return false;
    }
    let joined = (from..to).find(|&at| passage.at(at, |tag| tag == Tag::Joining).is_some() && !passage.timed(at));
    if let Some(joining) = joined.filter(|&joining| !matches!(passage.word(joining), "since" | "depuis")) {
        let verb = passage
            .within(joining, to + 6, |tag| {
                matches!(tag, Tag::Move(_, Force::Plain | Force::Strong) | Tag::Hurt(_) | Tag::Change(_))
            })
            .is_some()
            || passage.within(joining, to + 4, |tag| tag == Tag::Ending).is_some();
        let counted =
            passage.counted.iter().any(|counted| counted.expression.first > joining && counted.expression.first < to);
        let plain_and = matches!(passage.word(joining), "et" | "and" | "ou");
        // *2 morts et 11 blessés le 8 avril*: without a helping verb both share the day.
        let hurt = passage.within(joining, to, |tag| matches!(tag, Tag::Hurt(_))).is_some();
        let moved = passage.within(joining, to, |tag| matches!(tag, Tag::Move(..))).is_some();
        let helped = (joining..to).any(|at| {
            matches!(
                passage.word(at),
                "ont" | "sont" | "were" | "have" | "had" | "was" | "are" | "est" | "avaient" | "etaient"
            )
        });
        if plain_and && hurt && !moved && !helped {
            return false;
        }
        if verb && (!plain_and || counted || verb_right_behind(passage, joining)) {
            return true;
        }
    }
    // Another figure behind a comma with a verb before the expression.
    passage.counted.iter().any(|counted| {
        let verb = passage
            .within(counted.last, to, |tag| matches!(tag, Tag::Move(_, Force::Plain | Force::Strong) | Tag::Hurt(_)));
        // *one killed, four injured on 17 January* share their day.
        let toll = passage.within(counted.last, to, |tag| matches!(tag, Tag::Move(..))).is_none()
            && passage
                .within(from.saturating_sub(4), counted.expression.first, |tag| matches!(tag, Tag::Hurt(_)))
                .is_some();
        !toll
            && counted.expression.first > from
            && counted.expression.first < to
            && verb.is_some_and(|verb| !(counted.last..verb.first).any(|at| passage.is_mark(at, ',')))
    })
}

fn verb_right_behind(passage: &Passage, joining: usize) -> bool {
    passage
        .within(joining + 1, joining + 5, |tag| {
            matches!(tag, Tag::Move(_, Force::Plain | Force::Strong) | Tag::Hurt(_))
        })
        .is_some()
}

/// *4 120 évacuées, dont 610 aujourd'hui*: the day is that of the part.
fn of_part(passage: &Passage, from: usize, to: usize) -> bool {
    passage.counted.iter().any(|counted| {
        counted.expression.first >= from
            && counted.last <= to
            && counted.last + 1 >= to
            && passage
                .marks
                .iter()
                .any(|mark| mark.tag == Tag::Part && mark.first >= from && mark.last <= counted.expression.first)
    })
}

/// *contre 31 camions le 27 mai*, *up from 700 the previous day*: the later day belongs to the other figure.
fn against(passage: &Passage, from: usize, to: usize) -> bool {
    passage.counted.iter().any(|counted| {
        counted.expression.first >= from
            && counted.expression.first < to
            && !(counted.last..to).any(|at| passage.is_mark(at, ','))
            && passage.marks.iter().any(|mark| {
                matches!(mark.tag, Tag::Against | Tag::NotThat)
                    && mark.last <= counted.expression.first
                    && mark.last + 2 >= counted.expression.first
            })
    })
}

/// The days of a claim, and its scope if the expression changes it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Days {
    pub(crate) start: Option<Date>,
    pub(crate) end: Option<Date>,
    pub(crate) scope: Scope,
}

/// What the days are counted from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Around {
    pub(crate) day: Date,
    pub(crate) said_at: Date,
    pub(crate) running: Running,
    /// The last claim's days in this sentence.
    pub(crate) previous: Option<(Date, Date)>,
    /// The end of the increment of this sentence.
    pub(crate) increment_end: Option<Date>,
    pub(crate) period: Option<(Date, Date)>,
    pub(crate) headline: bool,
}

/// The days by an expression.
pub(crate) fn by_expression(time: &TimeExpression, query: &Query, around: &Around) -> Days {
    let from = match time.what {
        What::Over(_) => around.increment_end.or(around.running.map(|running| running.1)).unwrap_or(around.day),
        _ => around.previous.or(around.running).map_or(around.day, |days| days.1),
    };
    let anchor = Anchor { day: around.day, future: query.future, from, period: around.period };
    let (start, end) = time.days(anchor);
    // *800 were ordered out overnight*: the order was given in the night that is over.
    let ordered = query.kind == Kind::PeopleToMove && query.ordered && time.what == What::Overnight;
    let (start, end) = if ordered { time.days(Anchor { future: false, ..anchor }) } else { (start, end) };
    let scope = query.scope;
    if time.since {
        let close =
            if scope == Scope::Cumulative { around.increment_end.unwrap_or(around.said_at) } else { around.said_at };
        return Days {
            start: Some(start),
            end: Some(close.max(start)),
            scope: if scope == Scope::Increment { Scope::Cumulative } else { scope },
        };
    }
    if matches!(time.what, What::Over(_)) {
        return Days {
            start: Some(start),
            end: Some(end),
            scope: if scope == Scope::Increment { Scope::Cumulative } else { scope },
        };
    }
    if query.future {
        let start = if time.by { around.day.min(end) } else { start };
        return Days { start: Some(start), end: Some(end), scope };
    }
    if query.kind == Kind::Casualties {
        if time.as_of || time.by || query.toll {
            return Days { start: None, end: Some(end), scope: Scope::Cumulative };
        }
        if time.what == What::Hour {
            return Days { start: None, end: Some(around.said_at), scope: Scope::Cumulative };
        }
        return Days { start: Some(start), end: Some(end), scope: Scope::Increment };
    }
    if scope == Scope::Cumulative {
        if time.by || time.as_of || time.hour {
            return Days { start: None, end: Some(end), scope };
        }
        // A figure for one named day is an increment even if the word *total* stands beside it.
        return Days { start: Some(start), end: Some(end), scope: if time.year { scope } else { Scope::Increment } };
    }
    if (time.by || time.as_of) && scope == Scope::Increment {
        return Days { start: None, end: Some(end), scope: Scope::Cumulative };
    }
    Days { start: Some(start), end: Some(end), scope }
}

/// The days where no expression decides.
pub(crate) fn by_scope(query: &Query, around: &Around) -> Days {
    let scope = query.scope;
    let (start, end) = match scope {
        Scope::Increment if around.headline => (Some(around.day), Some(around.day)),
        Scope::Increment => {
            // What is told on a day cannot have happened after it.
            let (start, end) = around
                .running
                .filter(|running| running.1 <= around.said_at)
                .unwrap_or((around.said_at, around.said_at));
            (Some(start), Some(end))
        }
        Scope::Cumulative => (None, Some(around.increment_end.unwrap_or(around.said_at))),
        Scope::Stock => (Some(around.said_at), Some(around.said_at)),
        Scope::Planned => (Some(around.said_at), None),
    };
    Days { start, end, scope }
}
