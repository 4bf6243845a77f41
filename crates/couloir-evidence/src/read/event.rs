//! Claims without a number: the expected end, and changes of status.

use super::calendar::TimeExpression;
use super::claim::{Kind, Status};
use super::lexicon::{Force, Language, Tag};
use super::passage::{Mark, Passage};
use super::sentence::Line;

/// An expected end or a change of status.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Event {
    pub(crate) kind: Kind,
    pub(crate) status: Option<Status>,
    /// Tokens of the evidence.
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) time: Option<TimeExpression>,
    /// It lies ahead.
    pub(crate) future: bool,
}

/// The events of a sentence. `said` tells the time expressions that belong to a verb of saying.
pub(crate) fn find(passage: &Passage, said: &[bool], heard_of_operation: bool) -> Vec<Event> {
    let mut found: Vec<Event> = Vec::new();
    for mark in &passage.marks {
        if passage.timed(mark.first)
            || found.iter().any(|event| mark.first < event.last && event.kind == Kind::EndExpected)
        {
            continue;
        }
        let event = match mark.tag {
            Tag::Ending => ending(passage, mark, said, heard_of_operation),
            Tag::Change(status) => change(passage, mark, status, said),
            _ => None,
        };
        let Some(event) = event else { continue };
        if event.kind == Kind::EndExpected {
            found.retain(|other| {
                !(other.kind == Kind::Status
                    && other.first <= event.last
                    && event.first <= other.last
                    && other.status == Some(Status::Ended))
            });
        }
        if found
            .iter()
            .any(|other| other.kind == event.kind && other.status == event.status && other.time == event.time)
        {
            continue;
        }
        let crossed = found.iter().any(|other| other.first < event.last && event.first < other.last);
        found.push(if crossed { Event { first: mark.first, last: mark.last, ..event } } else { event });
    }
    found
}

fn ending(passage: &Passage, mark: &Mark, said: &[bool], heard: bool) -> Option<Event> {
    let (first, last) = clause(passage, mark);
    let listed = matches!(passage.sentence.line, Line::Item | Line::Message);
    let word = passage.word(mark.first);
    if matches!(word, "order" | "levee" | "lever" | "leve" | "lifted" | "lift")
        && !passage.has(|tag| tag == Tag::Operation)
    {
        return None;
    }
    let operation =
        passage.within(first, last, |tag| tag == Tag::Operation).is_some_and(|operation| operation.first != mark.first);
    let whole = mark.last - mark.first >= 2
        && matches!(
            word,
            "last"
                | "final"
                | "dernier"
                | "derniere"
                | "derniers"
                | "lift"
                | "lever"
                | "levee"
                | "everyone"
                | "everybody"
                | "all"
                | "اخر"
        );
    let noun = matches!(
        word,
        "fin"
            | "completion"
            | "end"
            | "achevement"
            | "conclusion"
            | "terme"
            | "cloture"
            | "نهايه"
            | "انتهاء"
            | "اكتمال"
    );
    let hoped = passage.within(first, mark.first, |tag| tag == Tag::Unmoved).is_some_and(|hope| {
        ["hop", "want", "ready", "souhait", "veu"].iter().any(|stem| passage.word(hope.first).starts_with(stem))
    });
    let future = passage.within(first, last, |tag| matches!(tag, Tag::Future | Tag::Belief)).is_some()
        || hoped
        || mark.future
        || future_form(passage, mark);
    let time = nearest_time(passage, mark, first, last, said)?;
    // *L'ordre vise 2.300 habitants; il sera levé vendredi*
    let heard = heard || passage.marks.iter().any(|other| other.tag == Tag::Operation && other.first < mark.first);
    let ahead = future || time.by || listed && noun;
    if !ahead || !(operation || whole || listed && (noun || future) || heard && future) {
        return None;
    }
    // That people return, or a shelter closes, is not the end of the operation.
    if passage.within(first, last, |tag| matches!(tag, Tag::Move(Kind::PeopleReturned, _))).is_some() && !operation {
        return None;
    }
    let anchor =
        super::calendar::Anchor { day: passage.sentence.day, future: true, from: passage.sentence.day, period: None };
    if time.days(anchor).1 < passage.sentence.day || time.since {
        return None;
    }
    let (from, to) = evidence(mark, &time);
    Some(Event { kind: Kind::EndExpected, status: None, first: from, last: to, time: Some(time), future: true })
}

fn change(passage: &Passage, mark: &Mark, status: Status, said: &[bool]) -> Option<Event> {
    // *after a two-day halt*: a pause that is over changes nothing now.
    let over = (mark.first.saturating_sub(2).max(passage.sentence.first)..mark.first)
        .any(|at| matches!(passage.word(at), "بعد" | "apres" | "after"));
    if over && matches!(status, Status::Suspended) {
        return None;
    }
    let (first, last) = clause(passage, mark);
    let near_first = mark.first.saturating_sub(9).max(first);
    let near_last = (mark.last + 7).min(last);
    let operation = passage
        .within(near_first, near_last, |tag| tag == Tag::Operation)
        .filter(|operation| operation.first != mark.first);
    let listed = passage.sentence.line == Line::Message || passage.sentence.line == Line::Item;
    let opens = mark.first == first || mark.first == first + 1;
    let word = passage.word(mark.first);
    let noun = matches!(
        word,
        "reprise"
            | "suspension"
            | "resumption"
            | "interruption"
            | "debut"
            | "report"
            | "postponement"
            | "استئناف"
            | "تعليق"
            | "تاجيل"
            | "بدء"
    );
    if operation.is_none() && !(listed && opens && noun) && !elliptic(passage, mark) {
        return None;
    }
    // Small common words need a verb around them: *is over*, *was stopped*.
    let helped = (mark.first.saturating_sub(3).max(passage.sentence.first)..mark.first).any(|at| {
        matches!(
            passage.word(at),
            "is" | "was"
                | "were"
                | "are"
                | "be"
                | "been"
                | "has"
                | "have"
                | "had"
                | "a"
                | "ont"
                | "est"
                | "sont"
                | "avait"
                | "etait"
                | "etaient"
                | "ete"
                | "s'"
                | "sera"
                | "seront"
                | "will"
        )
    });
    let common = matches!(
        word,
        "over"
            | "complete"
            | "completed"
            | "closed"
            | "close"
            | "fini"
            | "finie"
            | "done"
            | "opened"
            | "stop"
            | "arrete"
            | "bloquee"
            | "bloquees"
            | "termine"
            | "terminee"
            | "terminees"
            | "terminer"
            | "moved"
            | "lance"
            | "lancee"
            | "finished"
            | "ended"
            | "lifted"
            | "repris"
            | "debute"
            | "commence"
            | "begun"
            | "started"
            | "delayed"
            | "reporte"
            | "retarde"
            | "debut"
            | "start"
            | "order"
            | "launched"
            | "leve"
            | "levee"
    );
    let past_verb =
        matches!(word, "ended" | "started" | "finished" | "opened" | "launched" | "lance" | "lancee" | "completed");
    let stands = helped || past_verb || listed && operation.is_some() || word == "commence";
    if common && !stands {
        return None;
    }
    if operation.is_some_and(|operation| operation.first < mark.last && mark.first < operation.last)
        || negated(passage, mark)
    {
        return None;
    }
    // *arrêté*, *bloquées* of people or roads are no status.
    if passage.counted.iter().any(|counted| counted.last == mark.first || counted.last + 1 == mark.first) {
        return None;
    }
    let future = passage
        .within(mark.first.saturating_sub(5).max(first), (mark.last + 3).min(last), |tag| tag == Tag::Future)
        .is_some()
        || mark.future
        || future_form(passage, mark);
    let time = nearest_time(passage, mark, first, last, said);
    if status == Status::Ended && future {
        return None;
    }
    if status == Status::Begun
        && passage.within(first, last, |tag| matches!(tag, Tag::Move(Kind::PeopleReturned, _))).is_some()
    {
        return None;
    }
    let (from, to) = match operation {
        Some(operation) => (mark.first.min(operation.first), mark.last.max(operation.last)),
        None => (mark.first, mark.last),
    };
    Some(Event { kind: Kind::Status, status: Some(status), first: from, last: to, time, future })
}

/// *It was suspended*, *suspendue dans la nuit, a repris*: the operation was named before.
fn elliptic(passage: &Passage, mark: &Mark) -> bool {
    let start = mark.first.saturating_sub(4).max(passage.sentence.first);
    let pronoun = (start..mark.first).any(|at| matches!(passage.word(at), "it" | "elle" | "elles" | "they"));
    let strong = matches!(mark.tag, Tag::Change(Status::Suspended | Status::Resumed | Status::Postponed));
    let operation = passage.marks.iter().any(|other| {
        other.tag == Tag::Operation
            && other.first < mark.first
            && other.first + 25 > mark.first
            && !(other.last..mark.first).any(|at| passage.is_mark(at, ';'))
    });
    let early = start <= passage.sentence.first + 1;
    let close = (mark.first.saturating_sub(4).max(passage.sentence.first)..mark.first)
        .any(|at| matches!(passage.word(at), "it" | "elle" | "elles" | "they"));
    let spoken_of = passage.marks.iter().any(|other| other.tag == Tag::Operation && other.first < mark.first);
    strong && (pronoun && early || operation || close && spoken_of)
}

fn negated(passage: &Passage, mark: &Mark) -> bool {
    (mark.first.saturating_sub(3).max(passage.sentence.first)..mark.first).any(|at| {
        matches!(
            passage.word(at),
            "pas" | "not" | "never" | "no" | "لم" | "لن" | "aucun" | "aucune" | "sans" | "without"
        )
    })
}

fn future_form(passage: &Passage, mark: &Mark) -> bool {
    let fold = (mark.first..mark.last).map(|at| passage.word(at)).find(|fold| fold.len() > 4).unwrap_or("");
    match passage.habit.language {
        Language::Fr => ["era", "ra", "ront", "rait", "raient"].iter().any(|ending| fold.ends_with(ending)),
        Language::En => false,
        Language::Ar => fold.starts_with("ست") || fold.starts_with("سي"),
    }
}

/// The clause around a mark: between hard boundaries other than a colon.
fn clause(passage: &Passage, mark: &Mark) -> (usize, usize) {
    let stop = |at: usize| passage.hard_boundary(at) && !passage.is_mark(at, ':');
    let mut first = mark.first;
    while first > passage.sentence.first && !stop(first - 1) {
        first -= 1;
    }
    let mut last = mark.last;
    while last < passage.sentence.last && !stop(last) {
        last += 1;
    }
    (first, last)
}

/// The time expression that goes with the event: the nearest behind it, else before it.
fn nearest_time(passage: &Passage, mark: &Mark, first: usize, last: usize, said: &[bool]) -> Option<TimeExpression> {
    let usable = |index: usize, time: &&TimeExpression| !said[index] && time.first >= first && time.last <= last;
    let leaving = matches!(mark.tag, Tag::Ending);
    let moved = |from: usize, to: usize| {
        passage
            .within(from, to, |tag| {
                matches!(tag, Tag::Move(_, Force::Plain | Force::Strong)) && !leaving || matches!(tag, Tag::Change(_))
            })
            .is_some_and(|other| other.first != mark.first && from < to)
            || (from..to).any(|at| {
                passage.at(at, |tag| tag == Tag::Joining).is_some() && passage.is_mark(at.wrapping_sub(1), ',')
            })
    };
    let behind = passage
        .times
        .iter()
        .enumerate()
        .filter(|(index, time)| usable(*index, time))
        .map(|(_, time)| *time)
        .find(|time| time.first >= mark.last && !moved(mark.last, time.first));
    let before = passage
        .times
        .iter()
        .enumerate()
        .filter(|(index, time)| usable(*index, time))
        .map(|(_, time)| *time)
        .rev()
        .find(|time| time.last <= mark.first);
    let day = |time: &TimeExpression| time.what != super::calendar::What::Hour;
    match (behind, before) {
        (Some(behind), Some(before))
            if !day(&behind)
                && day(&before)
                && before.last + 8 > mark.first
                && passage.within(before.last, mark.first, |tag| matches!(tag, Tag::Move(..))).is_none()
                && !(before.last..mark.first).any(|at| passage.is_mark(at, ',')) =>
        {
            Some(before)
        }
        (Some(behind), _) => Some(behind),
        (None, before) => before,
    }
}

fn evidence(mark: &Mark, time: &TimeExpression) -> (usize, usize) {
    let near = time.first < mark.last + 10 && mark.first < time.last + 10;
    if near { (mark.first.min(time.first), mark.last.max(time.last)) } else { (mark.first, mark.last) }
}
