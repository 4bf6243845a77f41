//! Orders, plans, duties and refusals around a verb.

use super::super::claim::Kind;
use super::super::lexicon::{Language, Tag};
use super::super::passage::{Mark, Passage};
use super::super::quantity::Sort;

/// Orders, plans, duties and refusals before the verb change what it says.
pub(super) fn bend(passage: &Passage, index: usize, mark: &Mark, kind: Kind) -> (Kind, bool) {
    let counted = &passage.counted[index];
    let mut from = mark.first.saturating_sub(6).max(passage.sentence.first);
    if counted.last <= mark.first {
        from = from.max(counted.last);
    }
    if let Some(boundary) = (from..mark.first).rev().find(|&at| {
        passage.hard_boundary(at) && !passage.is_mark(at, ':') || passage.is_mark(at, ',') && counted.last > at
    }) {
        from = boundary + 1;
    }
    let in_front = |tag: Tag| passage.within(from, mark.first, |found| found == tag).is_some();
    let future = is_future(passage, mark)
        || in_front(Tag::Future)
        || ["expect", "attendu"].iter().any(|stem| passage.word(mark.first).starts_with(stem));
    if kind == Kind::PeopleToMove {
        // *reste 450 à évacuer*
        let start = counted.expression.first.saturating_sub(5).max(passage.sentence.first);
        let rest = (start..counted.expression.first).any(|at| passage.word(at).starts_with("rest"));
        if rest && passage.word(mark.first) == "a" {
            return (Kind::PeopleRemaining, false);
        }
        return (kind, true);
    }
    if kind != Kind::PeopleLeft {
        let planned = future || kind == Kind::PeopleArrived && in_front(Tag::Need);
        return (kind, planned && !matches!(kind, Kind::PeopleRemaining | Kind::Casualties));
    }
    // *250 habitants à secourir*: to be done, and so waiting or planned.
    let infinitive = passage.habit.language == Language::Fr
        && mark.first > passage.sentence.first
        && passage.word(mark.first - 1) == "a"
        && mark.first == counted.last + 1
        && ["er", "ir", "re"].iter().any(|ending| passage.word(mark.first).ends_with(ending));
    let obliged = passage
        .within(
            counted.expression.first.saturating_sub(4).max(passage.sentence.first),
            counted.expression.first,
            |tag| tag == Tag::Obliged,
        )
        .is_some()
        || (counted.expression.first.saturating_sub(4).max(passage.sentence.first)..counted.expression.first).any(
            |at| {
                ["forc", "contrain", "oblig", "pouss", "condui", "amen", "incit"]
                    .iter()
                    .any(|stem| passage.word(at).starts_with(stem))
            },
        );
    if infinitive && !obliged {
        let rest = (counted.expression.first.saturating_sub(14).max(passage.sentence.first)..counted.expression.first)
            .any(|at| passage.word(at).starts_with("rest") || matches!(passage.word(at), "encore" | "toujours"));
        return if rest { (Kind::PeopleRemaining, false) } else { (Kind::PeopleToMove, true) };
    }
    // *L'évacuation de l'île (900 habitants), prévue jeudi*: the noun of a movement that lies ahead.
    let noun = ["evacuation", "transfert", "depart", "relocation", "transfer", "airlift", "اجلاء", "نقل", "خروج"]
        .iter()
        .any(|stem| passage.word(mark.first).trim_start_matches("ال").starts_with(stem));
    let to_come = noun
        && mark.last <= counted.expression.first
        && passage.within(counted.last, counted.last + 6, |tag| tag == Tag::Future).is_some_and(|future| {
            !(counted.last..future.first).any(|at| {
                passage.counted.iter().any(|other| other.expression.first == at)
                    || passage.at(at, |tag| matches!(tag, Tag::Joining)).is_some()
            })
        });
    if to_come {
        return (Kind::PeopleToMove, true);
    }
    let nothing = matches!(counted.expression.sort, Sort::Nothing { .. });
    let ahead = passage
        .within(mark.last.min(counted.last), (mark.last.max(counted.last) + 5).min(passage.sentence.last), |tag| {
            tag == Tag::Future
        })
        .is_some();
    if nothing && (future || ahead) {
        return (kind, true);
    }
    if left_over(passage, mark, nothing) {
        return (Kind::PeopleRemaining, false);
    }
    let near = mark.first.saturating_sub(4).max(from);
    if in_front(Tag::Unmoved) {
        return (Kind::PeopleRemaining, false);
    }
    if in_front(Tag::Obliged) && !future {
        return (kind, false);
    }
    if passage
        .within(from.saturating_sub(4).max(passage.sentence.first), mark.first, |found| found == Tag::Ordered)
        .is_some()
        || future
    {
        return (Kind::PeopleToMove, true);
    }
    if !nothing
        && (passage
            .within(near, mark.first, |found| found == Tag::Not)
            .is_some_and(|not| !passage.counted.iter().any(|other| other.expression.first == not.last))
            || negated(passage, mark))
    {
        return (Kind::PeopleRemaining, false);
    }
    (kind, false)
}

/// *there may be 300 people left in the town*, *nobody left at the pump house*; not *left on Monday*.
pub(super) fn left_over(passage: &Passage, mark: &Mark, nothing: bool) -> bool {
    if passage.word(mark.first) != "left" || mark.last > mark.first + 1 {
        return false;
    }
    let inside = matches!(passage.word(mark.last), "in" | "at" | "on" | "inside" | "there" | "here" | "behind")
        && !passage.timed(mark.last)
        && !passage.timed(mark.last + 1);
    let there = (mark.first.saturating_sub(10).max(passage.sentence.first)..mark.first)
        .any(|at| passage.at(at, |tag| tag == Tag::Exists).is_some() && matches!(passage.word(at), "there" | "be"));
    let place = matches!(passage.word(mark.last), "in" | "inside" | "behind" | "at")
        && !passage.timed(mark.last + 1)
        && passage.at(mark.last + 1, |tag| matches!(tag, Tag::Vehicle(_) | Tag::Area(_))).is_none()
        && !passage.counted.iter().any(|other| (mark.last + 1..mark.last + 3).contains(&other.expression.first))
        && passage
            .tokens
            .get(mark.last + 1)
            .is_some_and(|token| token.capital || matches!(token.fold.as_str(), "the" | "there" | "town" | "place"))
        && !passage.counted.iter().any(|other| other.expression.first >= mark.last)
        && passage.times.is_empty();
    there || (nothing || place) && inside
}

/// *n'ont pas quitté*, *لم يغادر*.
pub(super) fn negated(passage: &Passage, mark: &Mark) -> bool {
    let before = |back: usize| {
        if mark.first >= passage.sentence.first + back { passage.word(mark.first - back) } else { "" }
    };
    match passage.habit.language {
        Language::Fr => {
            before(1) == "pas" || before(1) == "pu" && before(2) == "pas" || before(1) == "ete" && before(2) == "pas"
        }
        Language::En => {
            before(1) == "not" || before(1) == "been" && before(2) == "not" || before(1) == "yet" && before(2) == "not"
        }
        Language::Ar => matches!(before(1), "لم" | "لن" | "لا"),
    }
}

/// The verb's own form lies ahead: *quitteront*, *évacuera*, *ستصل*.
pub(crate) fn is_future(passage: &Passage, mark: &Mark) -> bool {
    if mark.future {
        return true;
    }
    let fold = passage.word(mark.first);
    match passage.habit.language {
        Language::Fr => {
            fold.len() > 5
                && (fold.ends_with("eront")
                    || fold.ends_with("iront")
                    || fold.ends_with("era")
                    || fold.ends_with("ira")
                    || fold.ends_with("dront")
                    || fold.ends_with("erait")
                    || fold.ends_with("eraient"))
        }
        _ => false,
    }
}
