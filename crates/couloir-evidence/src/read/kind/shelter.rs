//! Where no verb tells: people who are told of by the place in which they stay.

use super::super::claim::Kind;
use super::super::lexicon::Tag;
use super::super::passage::Passage;
use super::super::quantity::Sort;
use super::super::sentence::Line;
use super::{Decision, people, window};

/// *still*, *encore*: not enough to tell those who wait inside from those who sleep in a shelter.
pub(super) fn vague(passage: &Passage, own: &Decision) -> bool {
    const SMALL: &[&str] = &[
        "se",
        "s'",
        "trouvent",
        "trouvaient",
        "trouve",
        "trouvait",
        "sont",
        "etaient",
        "est",
        "etait",
        "encore",
        "toujours",
        "still",
        "yet",
    ];
    passage.sentence.line != Line::Message
        && own.kind == Kind::PeopleRemaining
        && (own.trigger.0..own.trigger.1).all(|at| SMALL.contains(&passage.word(at)))
}

/// *total now 96 in the gym*, *126 pers au gymnase*, *School: 96*: the shelter stands beside the number or labels it.
pub(super) fn sheltered(passage: &Passage, index: usize, own: Option<&Decision>) -> Option<Decision> {
    let counted = &passage.counted[index];
    if !people(counted) || !matches!(counted.expression.sort, Sort::Count | Sort::Share) {
        return None;
    }
    let found = |trigger: (usize, usize), cost: i32| {
        Some(Decision { kind: Kind::PeopleHosted, harm: None, trigger, planned: false, cost })
    };
    let shelter =
        |from: usize, to: usize| passage.within(from, to.min(passage.sentence.last), |tag| tag == Tag::Shelter);
    let behind = own.map_or(counted.last, |own| own.trigger.1.max(counted.last));
    for inside in [counted.last, behind.saturating_sub(1).max(counted.last), behind] {
        if matches!(passage.word(inside), "in" | "at" | "dans" | "au" | "aux" | "a" | "en" | "sous" | "في") {
            let from = inside + 1;
            let reach =
                (from..from + 4).take_while(|&at| passage.tokens.get(at).is_some_and(|token| token.word())).count();
            if let Some(mark) = shelter(from, from + reach) {
                return found((counted.last, mark.last), 6);
            }
        }
    }
    // *the school has 310 people*, *l'école en compte 310*
    let start = counted.expression.first;
    let holds = start > passage.sentence.first
        && matches!(
            passage.word(start - 1),
            "has"
                | "have"
                | "had"
                | "with"
                | "now"
                | "a"
                | "avait"
                | "ont"
                | "compte"
                | "comptait"
                | "comptent"
                | "contains"
                | "houses"
        );
    if holds && let Some(mark) = shelter(start.saturating_sub(14).max(passage.sentence.first), start) {
        return found((mark.first, mark.last), 6);
    }
    let listed = matches!(passage.sentence.line, Line::Item | Line::Message);
    let (first, _) = window(passage, index);
    let colon = (first..start).rev().find(|&at| passage.is_mark(at, ':'));
    if let Some(colon) = colon.filter(|_| listed) {
        let label = (first..colon).rev().find(|&at| passage.hard_boundary(at)).map_or(first, |at| at + 1);
        let clear = !(colon..start).any(|at| passage.is_mark(at, ','))
            && start <= colon + 8
            && passage
                .within(label, start, |tag| {
                    matches!(
                        tag,
                        Tag::Move(
                            Kind::PeopleLeft | Kind::PeopleArrived | Kind::PeopleReturned | Kind::PeopleToMove,
                            _
                        )
                    )
                })
                .is_none();
        if let Some(mark) = shelter(label, colon).filter(|_| clear) {
            return found((mark.first, mark.last), 6);
        }
    }
    None
}

/// *there were 1,040 people at the school*: by the place, where no verb tells.
pub(super) fn present(passage: &Passage, index: usize) -> Option<Decision> {
    let counted = &passage.counted[index];
    let (first, last) = window(passage, index);
    let start = counted.expression.first;
    // *Plus personne au point 4.*
    if matches!(counted.expression.sort, Sort::Nothing { alone: true }) && passage.word(start) == "plus" {
        return Some(Decision {
            kind: Kind::PeopleRemaining,
            harm: None,
            trigger: (start, counted.last),
            planned: false,
            cost: 0,
        });
    }
    let counts_them = (start.saturating_sub(2).max(passage.sentence.first)..start).any(|at| passage.word(at) == "en");
    let person = counted.noun.is_some_and(|noun| matches!(noun.tag, Tag::Person(_) | Tag::Family))
        || counted.noun.is_none() && counts_them;
    let exists = passage
        .within(first.max(counted.expression.first.saturating_sub(5)), counted.expression.first, |tag| {
            tag == Tag::Exists
        })
        .or_else(|| passage.within(counted.last, (counted.last + 4).min(last), |tag| tag == Tag::Exists))?;
    let shelter = passage.marks.iter().find(|mark| {
        mark.tag == Tag::Shelter
            && !passage.timed(mark.first)
            && (mark.last <= counted.expression.first || mark.first >= counted.last)
    });
    let kind = if shelter.is_some() {
        Kind::PeopleHosted
    } else {
        return None;
    };
    person.then_some(Decision { kind, harm: None, trigger: (exists.first, exists.last), planned: false, cost: 10 })
}
