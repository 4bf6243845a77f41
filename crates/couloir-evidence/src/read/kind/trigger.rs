//! The word that carries a number: which of the verbs and nouns around it, by their distance.

use super::super::claim::Kind;
use super::super::lexicon::{Force, Language, Tag};
use super::super::passage::{Counted, Mark, Passage};
use super::super::quantity::Sort;
use super::super::sentence::Line;
use super::super::token::Kind as TokenKind;
use super::bend::bend;
use super::{Decision, FARTHEST};

pub(super) fn best_trigger(passage: &Passage, index: usize) -> Option<Decision> {
    best_of(passage, index, |_| true)
}

pub(super) fn best_of(passage: &Passage, index: usize, wanted: impl Fn(&Mark) -> bool) -> Option<Decision> {
    let mut best: Option<Decision> = None;
    for mark in passage.marks.iter().filter(|mark| wanted(mark)) {
        let (kind, harm, force) = match mark.tag {
            Tag::Move(kind, force) => (kind, None, force),
            Tag::Hurt(group) => (Kind::Casualties, Some(group), Force::Plain),
            _ => continue,
        };
        if mark.last + 60 < passage.counted[index].expression.first
            || mark.first > passage.counted[index].last + 60
            || !deciding(passage, index, mark)
        {
            continue;
        }
        let cost = cost(passage, index, mark, force);
        if matches!(counted_sort(passage, index), Sort::Nothing { .. }) && !denies(passage, index, mark, kind) {
            continue;
        }
        if cost > FARTHEST || best.is_some_and(|best| best.cost <= cost) {
            continue;
        }
        let (kind, planned) = match counted_sort(passage, index) {
            // *لم يغادر أحد*: nobody left.
            Sort::Nothing { .. }
                if kind == Kind::PeopleRemaining
                    && matches!(passage.word(mark.first), "لم" | "لن" | "لا")
                    && ["غادر", "خرج", "اجل", "نقل"]
                        .iter()
                        .any(|stem| passage.word(mark.last - 1).trim_start_matches(['ي', 'ت']).starts_with(stem)) =>
            {
                (Kind::PeopleLeft, false)
            }
            _ => bend(passage, index, mark, kind),
        };
        let cost =
            cost + i32::from(passage.habit.language == Language::Ar && mark.first >= passage.counted[index].last) * 2;
        if best.is_some_and(|best| best.cost <= cost) {
            continue;
        }
        best = Some(Decision {
            kind,
            harm: harm.filter(|_| kind == Kind::Casualties),
            trigger: (mark.first, mark.last),
            planned,
            cost,
        });
    }
    best
}

pub(super) fn counted_sort(passage: &Passage, index: usize) -> Sort {
    passage.counted[index].expression.sort
}

/// *personne n'est parti* denies a movement; *nous ne forcerons personne* and *personne ne dort* do not.
pub(super) fn denies(passage: &Passage, index: usize, mark: &Mark, kind: Kind) -> bool {
    let counted = &passage.counted[index];
    let (from, to) = if mark.first >= counted.last {
        (counted.last, mark.first)
    } else {
        (mark.last, counted.expression.first.max(mark.last))
    };
    // *aucun retour n'est possible* counts nobody.
    let home = counted.noun.is_some_and(|noun| {
        passage.word(noun.first).starts_with("retour") || passage.word(noun.first).starts_with("return")
    });
    if home || passage.word(mark.first).starts_with("retour") && kind == Kind::PeopleReturned {
        return false;
    }
    let near = to - from <= 8 && !(from..to).any(|at| passage.is_mark(at, ',') || passage.hard_boundary(at));
    near && kind != Kind::PeopleHosted
}

/// Whether a word that could decide a kind does so here.
pub(super) fn deciding(passage: &Passage, index: usize, mark: &Mark) -> bool {
    if passage.timed(mark.first) {
        return false;
    }
    let counted = &passage.counted[index];
    let word = passage.word(mark.first);
    let single = mark.last == mark.first + 1;
    let closed = |at: usize| {
        passage
            .tokens
            .get(at)
            .is_none_or(|token| !token.word() || matches!(token.fold.as_str(), "so" | "now" | "today" | "incl"))
    };
    let right_behind = mark.first == counted.last || mark.first == counted.last + 1;
    match word {
        "in" | "out" | "checked" if single => right_behind && closed(mark.last),
        "a" if single => false,
        // A name: *Reception Site North*, *Hill Shelter*.
        _ if single
            && passage.tokens[mark.first].capital
            && mark.first > passage.sentence.first
            && passage.sentence.line != super::super::sentence::Line::Headline =>
        {
            let before = &passage.tokens[mark.first - 1];
            before.mark(':')
                || before.mark('"')
                || before.mark('«')
                || before.mark('(')
                || before.mark('-')
                || before.mark('*')
                || before.mark('•')
        }
        "expect" | "expects" | "expecting" => {
            mark.last <= counted.expression.first && mark.last + 2 >= counted.expression.first
        }
        // *21 aboard, returning*: the boat turns round, those aboard do not.
        "returning" | "returns" | "return" | "retour" | "revient" | "rentre"
            if (counted.last..mark.first).any(|at| matches!(passage.word(at), "aboard" | "board" | "bord")) =>
        {
            false
        }
        // *spent Thursday night* is a night, *spent hours* is not.
        "spent" | "spend" | "spends" | "spending" => {
            passage.timed(mark.last)
                || (mark.last..mark.last + 3).any(|at| matches!(passage.word(at), "night" | "nights"))
        }
        // *قافلة تضم 32 حافلة تقل 1.380 نازحا*: a convoy houses nobody.
        "تضم" | "يضم" => {
            passage.at(counted.last, |tag| matches!(tag, Tag::Vehicle(_))).is_none()
                && !(mark.last..counted.expression.first)
                    .any(|at| passage.at(at, |tag| matches!(tag, Tag::Vehicle(_) | Tag::Move(..))).is_some())
                && passage.within(passage.sentence.first, mark.first, |tag| matches!(tag, Tag::Vehicle(_))).is_none()
        }
        "away" | "off" | "safe" if single => right_behind && closed(mark.last),
        // *encore*, *still*, *sur place* decide only when they are near.
        "encore" | "still" | "toujours" | "yet" | "inside" | "sur" if single => {
            mark.first < counted.last + 6 && counted.expression.first < mark.last + 6
        }
        _ => true,
    }
}

pub(super) fn cost(passage: &Passage, index: usize, mark: &Mark, force: Force) -> i32 {
    let counted = &passage.counted[index];
    let (first, last) = (counted.expression.first, counted.last);
    let mut cost = match force {
        Force::Weak if governs(passage, counted, mark) => -1,
        Force::Weak if !passive(passage, mark.first) => 8,
        Force::Strong if direct(passage, counted, mark) => -10,
        _ if carries(passage.word(mark.first)) => 7,
        _ => 0,
    };
    // What stands in brackets tells of what stands there.
    if bracketed(passage, mark.first) && !bracketed(passage, first) {
        cost += 14;
    }
    // *étaient toujours hébergées*, *sont toujours portées disparues*: the little word yields to the verb behind it.
    if yields(passage, mark) {
        cost += 20;
    }
    let (from, to, before) = if mark.first >= last {
        (last, mark.first, false)
    } else if mark.last <= first {
        (mark.last, first, true)
    } else {
        return cost;
    };
    cost += i32::from(before);
    let mut at = from;
    let mut passed = false;
    while at < to {
        // *1,312 people (of whom 540 children) left*: a bracketed aside does not part them.
        if passage.is_mark(at, '(')
            && let Some(close) = (at..to).find(|&index| passage.is_mark(index, ')'))
        {
            cost += 2;
            at = close + 1;
            continue;
        }
        if passage.timed(at) {
            at += 1;
            continue;
        }
        if let Some(other) =
            passage.counted.iter().find(|other| other.expression.first == at && other.expression.first != first)
        {
            // A figure between: coordinated ones share their verb.
            // Behind a verb, another figure begins a statement of its own.
            // In a message each figure between commas tells of something else.
            let apart = !before && passage.sentence.line == Line::Message && at > from && passage.is_mark(at - 1, ',');
            cost += if passed { 15 } else { 2 } + if apart { 8 } else { 0 };
            at = other.last.max(at + 1).min(to);
            continue;
        }
        cost += match passage.tokens[at].kind {
            TokenKind::Mark(',') => 3,
            TokenKind::Mark(';') => 26,
            TokenKind::Mark(':') if before => 0,
            TokenKind::Mark(':') => 18,
            TokenKind::Mark('(' | ')') => 6,
            TokenKind::Mark('"' | '«' | '»') => 1,
            TokenKind::Mark(_) if passage.hard_boundary(at) => 12,
            TokenKind::Mark(_) => 0,
            _ => 1,
        };
        if let Some(joining) = passage.at(at, |tag| tag == Tag::Joining) {
            let coordinated = passage
                .counted
                .iter()
                .any(|other| other.expression.first == joining.last || other.expression.first == joining.last + 1);
            cost += if coordinated && !before { 1 } else { 6 };
        }
        let other_verb = passage.marks.iter().any(|other| other.first == at && other.first != mark.first && matches!(other.tag, Tag::Move(kind, Force::Plain | Force::Strong) if Tag::Move(kind, force) != mark.tag));
        if other_verb && !carries(passage.word(at)) {
            cost += 5;
            passed = true;
        }
        at += 1;
    }
    cost
}

/// Between brackets that open and close within the sentence.
fn bracketed(passage: &Passage, at: usize) -> bool {
    let from = at.saturating_sub(25).max(passage.sentence.first);
    let open = (from..at).rev().find(|&index| passage.is_mark(index, '(') || passage.is_mark(index, ')'));
    open.is_some_and(|index| passage.is_mark(index, '(')) && (at..at + 25).any(|index| passage.is_mark(index, ')'))
}

/// *still*, *toujours*, *ما زال* in front of a verb that tells where they are.
fn yields(passage: &Passage, mark: &Mark) -> bool {
    let small = matches!(
        passage.word(mark.last - 1),
        "toujours" | "encore" | "still" | "zal" | "زال" | "زالت" | "زالوا" | "يزال" | "تزال" | "يزالون"
    );
    let next = passage.within(mark.last, mark.last + 4, |tag| matches!(tag, Tag::Move(..) | Tag::Hurt(_)));
    // *dorment toujours dans l'église*: the verb in front has told it.
    let told = mark.first > passage.sentence.first
        && matches!(passage.word(mark.first), "toujours" | "encore" | "still")
        && passage.at(mark.first - 1, |tag| matches!(tag, Tag::Move(Kind::PeopleHosted, Force::Plain))).is_some();
    if told {
        return true;
    }
    // *ont encore quitté*: once more, and not still.
    let again = matches!(passage.word(mark.first), "encore")
        && mark.last == mark.first + 1
        && mark.first > passage.sentence.first
        && matches!(passage.word(mark.first - 1), "ont" | "a" | "sont" | "avaient" | "avait")
        && passage
            .at(mark.last, |tag| {
                matches!(tag, Tag::Move(Kind::PeopleLeft | Kind::PeopleArrived | Kind::PeopleReturned, _))
            })
            .is_some();
    if again {
        return true;
    }
    let denied = passage.within(mark.last, mark.last + 4, |tag| matches!(tag, Tag::Not | Tag::Never)).is_some()
        || (mark.last..mark.last + 3)
            .any(|at| matches!(passage.word(at), "can't" | "cannot" | "unable" | "not" | "couldn't" | "pas"));
    if denied {
        return false;
    }
    let own = |at: usize| (mark.last..at).all(|between| passage.tokens[between].word());
    small
        && next.is_some_and(|next| {
            own(next.first) && matches!(next.tag, Tag::Move(Kind::PeopleHosted | Kind::PeopleArrived, _) | Tag::Hurt(_))
        })
}

/// *خروج 520 مدنيا*, *le départ de 400 personnes*, *the evacuation of 400 people*: the noun governs its number.
pub(super) fn governs(passage: &Passage, counted: &Counted, mark: &Mark) -> bool {
    let first = counted.expression.first;
    let noun = [
        "evacuation",
        "depart",
        "transfert",
        "arrivee",
        "sortie",
        "exode",
        "deplacement",
        "departure",
        "arrival",
        "exodus",
        "transfer",
        "airlift",
        "relocation",
        "extraction",
        "sauvetage",
    ]
    .iter()
    .any(|stem| passage.word(mark.first).starts_with(stem));
    match passage.habit.language {
        Language::Ar => mark.last == first,
        _ => noun && mark.last + 1 == first && matches!(passage.word(mark.last), "de" | "d'" | "of"),
    }
}

/// Neither a comma nor another figure parts the quantity from the word.
pub(super) fn direct(passage: &Passage, counted: &Counted, mark: &Mark) -> bool {
    let (from, to) =
        if mark.first >= counted.last { (counted.last, mark.first) } else { (mark.last, counted.expression.first) };
    let joined = mark.last <= counted.expression.first
        && (from..to).any(|at| passage.at(at, |tag| tag == Tag::Joining).is_some());
    !joined
        && !(from..to)
            .any(|at| passage.is_mark(at, ',') || passage.counted.iter().any(|other| other.expression.first == at))
}

/// What a vehicle does with people says that they are aboard, and not whether it leaves or arrives.
pub(super) fn carries(word: &str) -> bool {
    let bare = word.strip_prefix('و').unwrap_or(word);
    matches!(
        word,
        "carrying"
            | "carried"
            | "carries"
            | "carry"
            | "aboard"
            | "on"
            | "a"
            | "transportant"
            | "transportait"
            | "transportaient"
            | "transportent"
            | "transporte"
            | "transporting"
            | "emportant"
            | "emportait"
            | "emportent"
            | "emporte"
    ) || matches!(bare, "تقل" | "يقل" | "تقلان" | "تحمل" | "يحمل" | "علي" | "متنها" | "اقلت" | "حملت")
}

/// *ont été évacués*, *were rescued*, *تم إجلاء*: an auxiliary makes a verb of the participle.
pub(super) fn passive(passage: &Passage, at: usize) -> bool {
    let start = at.saturating_sub(4).max(passage.sentence.first);
    (start..at).any(|index| {
        matches!(
            passage.word(index),
            "ete"
                | "etre"
                | "been"
                | "was"
                | "were"
                | "are"
                | "is"
                | "be"
                | "sont"
                | "etaient"
                | "est"
                | "etait"
                | "تم"
                | "تمت"
                | "جري"
                | "جرت"
                | "being"
                | "fait"
                | "had"
                | "have"
        )
    })
}
