//! Which movement a number tells of: the verb or noun that carries it.

use super::claim::{Group, Kind};
use super::lexicon::{Force, Language, Tag};
use super::passage::{Counted, Mark, Passage};
use super::quantity::Sort;
use super::token::Kind as TokenKind;

/// What was decided about a quantity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Decision {
    pub(crate) kind: Kind,
    /// For casualties.
    pub(crate) harm: Option<Group>,
    /// The deciding word.
    pub(crate) trigger: (usize, usize),
    /// It has not happened yet.
    pub(crate) planned: bool,
    /// How far the word is from the quantity; more is weaker.
    pub(crate) cost: i32,
}

/// The deciding word farther away than this decides nothing.
const FARTHEST: i32 = 44;

/// The kind of `passage.counted[index]` by its own words, if they tell.
pub(crate) fn decide(passage: &Passage, index: usize) -> Option<Decision> {
    let counted = &passage.counted[index];
    let own = best_trigger(passage, index);
    match counted.noun.map(|noun| noun.tag) {
        Some(Tag::Vehicle(_)) => Some(vehicles(passage, index)),
        Some(Tag::Area(_)) => {
            Some(Decision { kind: Kind::Area, harm: None, trigger: area_word(passage, index), planned: false, cost: 0 })
        }
        Some(Tag::Responder) => own.filter(|own| own.kind == Kind::Casualties && own.cost <= 14),
        Some(Tag::Harm(harm)) => Some(harmed(passage, index, harm, own)),
        _ if particle(passage, counted).is_some() => particle(passage, counted),
        _ if own.is_none_or(|own| own.cost > 6 || vague(passage, &own)) => sheltered(passage, index).or(own).or_else(|| present(passage, index)),
        _ => own.or_else(|| present(passage, index)),
    }
}

/// *got 212 residents out*: the verb and its particle stand around what is counted.
fn particle(passage: &Passage, counted: &Counted) -> Option<Decision> {
    const VERBS: &[&str] = &[
        "got", "get", "gets", "getting", "took", "take", "takes", "taking", "brought", "bring", "brings", "bringing", "let", "lets",
        "letting", "helped", "help", "pulled", "pull", "pulling", "moved", "move", "moving", "carried", "carry", "led", "lead", "drove",
        "flew", "fly", "ferried", "ferry", "lifted", "lift", "drag", "dragged", "guided", "escorted", "airlifted",
    ];
    let first = counted.expression.first;
    let verb = (first.saturating_sub(3).max(passage.sentence.first)..first)
        .rev()
        .find(|&at| VERBS.contains(&passage.word(at)) && passage.habit.language == Language::En)?;
    let out = (counted.last..(counted.last + 4).min(passage.sentence.last)).find(|&at| {
        matches!(passage.word(at), "out" | "off" | "away" | "across" | "ashore" | "over")
            || passage.word(at) == "safety" && passage.word(at.saturating_sub(1)) == "to"
    })?;
    let plain = (counted.last..out).all(|at| passage.tokens[at].word() && passage.at(at, |tag| matches!(tag, Tag::Move(..))).is_none());
    let near = out == counted.last || plain && out <= counted.last + 2;
    let planned = passage
        .within(verb.saturating_sub(4).max(passage.sentence.first), verb, |tag| matches!(tag, Tag::Future | Tag::Need))
        .is_some();
    let kind = if planned { Kind::PeopleToMove } else { Kind::PeopleLeft };
    (near && people(counted)).then_some(Decision { kind, harm: None, trigger: (verb, out + 1), planned, cost: 0 })
}

/// People, or nothing that says what is counted.
fn people(counted: &Counted) -> bool {
    counted.noun.is_none_or(|noun| matches!(noun.tag, Tag::Person(_) | Tag::Family | Tag::Harm(Group::Injured)))
}

/// *still*, *encore*: not enough to tell those who wait inside from those who sleep in a shelter.
fn vague(passage: &Passage, own: &Decision) -> bool {
    own.kind == Kind::PeopleRemaining
        && own.trigger.1 == own.trigger.0 + 1
        && matches!(passage.word(own.trigger.0), "still" | "encore" | "toujours" | "yet" | "remain" | "zal")
        || own.kind == Kind::PeopleRemaining
            && matches!(passage.word(own.trigger.0), "etaient" | "sont")
            && passage.word(own.trigger.0 + 1) == "encore"
}

/// *total now 96 in the gym*, *126 pers au gymnase*, *School: 96*: the shelter stands beside the number or labels it.
fn sheltered(passage: &Passage, index: usize) -> Option<Decision> {
    let counted = &passage.counted[index];
    if !people(counted) || !matches!(counted.expression.sort, Sort::Count | Sort::Share) {
        return None;
    }
    let found = |trigger: (usize, usize), cost: i32| {
        Some(Decision { kind: Kind::PeopleHosted, harm: None, trigger, planned: false, cost })
    };
    let shelter = |from: usize, to: usize| passage.within(from, to.min(passage.sentence.last), |tag| tag == Tag::Shelter);
    let inside = passage.word(counted.last);
    if matches!(inside, "in" | "at" | "dans" | "au" | "aux" | "a" | "en" | "sous" | "في") {
        let from = counted.last + 1;
        let reach = (from..from + 4).take_while(|&at| passage.tokens.get(at).is_some_and(|token| token.word())).count();
        if let Some(mark) = shelter(from, from + reach) {
            return found((counted.last, mark.last), 6);
        }
    }
    let listed = matches!(passage.sentence.line, super::sentence::Line::Item | super::sentence::Line::Message);
    let (first, _) = window(passage, index);
    let start = counted.expression.first;
    let colon = (first..start).rev().find(|&at| passage.is_mark(at, ':'));
    if let Some(colon) = colon.filter(|_| listed) {
        let label = (first..colon).rev().find(|&at| passage.hard_boundary(at)).map_or(first, |at| at + 1);
        let clear = !(colon..start).any(|at| passage.is_mark(at, ','))
            && start <= colon + 8
            && passage
                .within(label, start, |tag| {
                    matches!(tag, Tag::Move(Kind::PeopleLeft | Kind::PeopleArrived | Kind::PeopleReturned | Kind::PeopleToMove, _))
                })
                .is_none();
        if let Some(mark) = shelter(label, colon).filter(|_| clear) {
            return found((mark.first, mark.last), 6);
        }
    }
    None
}

/// A noun of harm is a toll, unless a movement carries it.
fn harmed(passage: &Passage, index: usize, harm: Group, own: Option<Decision>) -> Decision {
    let counted = &passage.counted[index];
    let noun = counted.noun.map_or((counted.expression.first, counted.last), |noun| (noun.first, noun.last));
    if let Some(moved) = (harm == Group::Injured).then(|| carried(passage, index, noun)).flatten() {
        return moved;
    }
    match own {
        Some(own)
            if own.kind != Kind::Casualties
                && own.cost <= 6
                && harm == Group::Injured
                && own.trigger.0 >= counted.last =>
        {
            own
        }
        Some(own) if own.kind == Kind::Casualties && own.harm.is_some() => Decision { harm: Some(harm), ..own },
        _ => Decision { kind: Kind::Casualties, harm: Some(harm), trigger: noun, planned: false, cost: 0 },
    }
}

/// *400 blessés et malades ont été sortis*, *30 wounded still at the clinic*: they are counted as they leave or wait.
fn carried(passage: &Passage, index: usize, noun: (usize, usize)) -> Option<Decision> {
    let counted = &passage.counted[index];
    let moved = best_of(passage, index, |mark| {
        !(mark.first < noun.1 && noun.0 < mark.last)
            && matches!(mark.tag, Tag::Move(Kind::PeopleLeft | Kind::PeopleArrived | Kind::PeopleRemaining | Kind::PeopleToMove, _))
    })?;
    let (from, to) = if moved.trigger.0 >= counted.last {
        (counted.last, moved.trigger.0)
    } else {
        (moved.trigger.1.min(counted.expression.first), counted.expression.first)
    };
    let clear = !(from..to).any(|at| {
        passage.is_mark(at, ',')
            || passage.hard_boundary(at)
            || passage.counted.iter().any(|other| other.expression.first == at)
    });
    // *transportés à l'hôpital* tells of their wounds.
    let hospital = (moved.trigger.1..moved.trigger.1 + 5).chain(counted.last..counted.last + 5).any(|at| {
        ["hopital", "hospital", "clini", "مستشفي", "المستشفي"].iter().any(|stem| passage.word(at).starts_with(stem))
    }) && moved.kind != Kind::PeopleRemaining;
    let passive = passage.within(counted.last, counted.last + 3, |tag| matches!(tag, Tag::Hurt(_))).is_some();
    (clear && !hospital && !passive && moved.cost <= 12).then_some(moved)
}

fn vehicles(passage: &Passage, index: usize) -> Decision {
    let counted = &passage.counted[index];
    let (first, last) = window(passage, index);
    let noun = counted.noun.map_or((counted.expression.first, counted.last), |noun| (noun.first, noun.last));
    let mover = |tag: Tag| {
        matches!(tag, Tag::Move(_, force) if force != Force::Weak)
            || tag == Tag::Standing
            || tag == Tag::Future
            || tag == Tag::Need
    };
    let after = passage.within(counted.last, (counted.last + 12).min(last), mover);
    let before = (first..counted.expression.first)
        .rev()
        .find_map(|at| passage.at(at, mover))
        .filter(|mark| mark.last + 12 >= counted.expression.first);
    let trigger = after.or(before).map_or(noun, |mark| (mark.first, mark.last));
    let planned = planned_vehicles(passage, counted, first, last);
    Decision { kind: Kind::Vehicles, harm: None, trigger, planned, cost: 0 }
}

fn planned_vehicles(passage: &Passage, counted: &Counted, first: usize, last: usize) -> bool {
    let ahead = passage.within(counted.last, last, |tag| matches!(tag, Tag::Future | Tag::Need));
    let behind =
        passage.within(first.max(counted.expression.first.saturating_sub(8)), counted.expression.first, |tag| {
            matches!(tag, Tag::Future | Tag::Need)
        });
    let near = ahead.filter(|mark| mark.first <= counted.last + 6).or(behind);
    let future_verb = passage.marks.iter().any(|mark| {
        mark.first >= first && mark.last <= last && matches!(mark.tag, Tag::Move(..)) && is_future(passage, mark)
    });
    let next_run = (first..counted.expression.first).any(|at| {
        matches!(passage.word(at), "second" | "next" | "prochaine" | "prochain" | "2e" | "3e" | "third" | "deuxieme")
    }) && (first..last).any(|at| passage.timed(at))
        && passage
            .within(counted.last, last, |tag| matches!(tag, Tag::Move(..)))
            .is_none_or(|mark| is_future(passage, &mark))
        && passage
            .within(first, counted.expression.first, |tag| {
                matches!(tag, Tag::Move(Kind::PeopleLeft, Force::Plain | Force::Strong))
            })
            .is_none();
    near.is_some() || future_verb || next_run
}

fn area_word(passage: &Passage, index: usize) -> (usize, usize) {
    let counted = &passage.counted[index];
    let noun = counted.noun.map_or((counted.expression.first, counted.last), |noun| (noun.first, noun.last));
    const STEMS: &[&str] = &[
        "parcouru",
        "couvr",
        "s'etend",
        "etend",
        "superficie",
        "zone",
        "perimetre",
        "area",
        "size",
        "cover",
        "مساحه",
        "المساحه",
        "burn",
        "brul",
        "ravag",
        "devast",
        "surface",
        "encercl",
        "inond",
        "flood",
    ];
    let before = (passage.sentence.first..counted.expression.first)
        .rev()
        .take(8)
        .find(|&at| STEMS.iter().any(|stem| passage.word(at).starts_with(stem)));
    before.map_or(noun, |at| (at, at + 1))
}

/// *there were 1,040 people at the school*: by the place, where no verb tells.
fn present(passage: &Passage, index: usize) -> Option<Decision> {
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
    let shelter = passage.within(passage.sentence.first, passage.sentence.last, |tag| tag == Tag::Shelter);
    let kind = if shelter.is_some() {
        Kind::PeopleHosted
    } else {
        return None;
    };
    person.then_some(Decision { kind, harm: None, trigger: (exists.first, exists.last), planned: false, cost: 10 })
}

/// The clause around a quantity: up to the nearest hard boundaries; a colon before it is no boundary.
pub(crate) fn window(passage: &Passage, index: usize) -> (usize, usize) {
    let counted = &passage.counted[index];
    let mut first = counted.expression.first;
    while first > passage.sentence.first && (!passage.hard_boundary(first - 1) || passage.is_mark(first - 1, ':')) {
        first -= 1;
    }
    let mut last = counted.last;
    while last < passage.sentence.last && !passage.hard_boundary(last) {
        last += 1;
    }
    (first, last)
}

fn best_trigger(passage: &Passage, index: usize) -> Option<Decision> {
    best_of(passage, index, |_| true)
}

fn best_of(passage: &Passage, index: usize, wanted: impl Fn(&Mark) -> bool) -> Option<Decision> {
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
        let (kind, planned) = bend(passage, index, mark, kind);
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

fn counted_sort(passage: &Passage, index: usize) -> Sort {
    passage.counted[index].expression.sort
}

/// *personne n'est parti* denies a movement; *nous ne forcerons personne* and *personne ne dort* do not.
fn denies(passage: &Passage, index: usize, mark: &Mark, kind: Kind) -> bool {
    let counted = &passage.counted[index];
    let (from, to) = if mark.first >= counted.last {
        (counted.last, mark.first)
    } else {
        (mark.last, counted.expression.first.max(mark.last))
    };
    let near = to - from <= 8 && !(from..to).any(|at| passage.is_mark(at, ',') || passage.hard_boundary(at));
    near && kind != Kind::PeopleHosted
}

/// Whether a word that could decide a kind does so here.
fn deciding(passage: &Passage, index: usize, mark: &Mark) -> bool {
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
            && passage.sentence.line != super::sentence::Line::Headline =>
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
            passage.timed(mark.last) || (mark.last..mark.last + 3).any(|at| matches!(passage.word(at), "night" | "nights"))
        }
        "away" | "off" | "safe" if single => right_behind && closed(mark.last),
        // *encore*, *still*, *sur place* decide only when they are near.
        "encore" | "still" | "toujours" | "yet" | "inside" | "sur" if single => {
            mark.first < counted.last + 6 && counted.expression.first < mark.last + 6
        }
        _ => true,
    }
}

fn cost(passage: &Passage, index: usize, mark: &Mark, force: Force) -> i32 {
    let counted = &passage.counted[index];
    let (first, last) = (counted.expression.first, counted.last);
    let mut cost = match force {
        Force::Weak if governs(passage, counted, mark) => -1,
        Force::Weak if !passive(passage, mark.first) => 8,
        Force::Strong if direct(passage, counted, mark) => -10,
        _ if carries(passage.word(mark.first)) => 7,
        _ => 0,
    };
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
        if passage.timed(at) {
            at += 1;
            continue;
        }
        if let Some(other) =
            passage.counted.iter().find(|other| other.expression.first == at && other.expression.first != first)
        {
            // A figure between: coordinated ones share their verb.
            // Behind a verb, another figure begins a statement of its own.
            cost += if passed { 15 } else { 2 };
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

/// *خروج 520 مدنيا*, *le départ de 400 personnes*, *the evacuation of 400 people*: the noun governs its number.
fn governs(passage: &Passage, counted: &Counted, mark: &Mark) -> bool {
    let first = counted.expression.first;
    let noun = ["evacuation", "depart", "transfert", "arrivee", "sortie", "exode", "deplacement", "departure", "arrival", "exodus", "transfer", "airlift", "relocation", "extraction", "sauvetage"]
        .iter()
        .any(|stem| passage.word(mark.first).starts_with(stem));
    match passage.habit.language {
        Language::Ar => mark.last == first,
        _ => noun && mark.last + 1 == first && matches!(passage.word(mark.last), "de" | "d'" | "of"),
    }
}

/// Neither a comma nor another figure parts the quantity from the word.
fn direct(passage: &Passage, counted: &Counted, mark: &Mark) -> bool {
    let (from, to) =
        if mark.first >= counted.last { (counted.last, mark.first) } else { (mark.last, counted.expression.first) };
    !(from..to).any(|at| passage.is_mark(at, ',') || passage.counted.iter().any(|other| other.expression.first == at))
}

/// What a vehicle does with people says that they are aboard, and not whether it leaves or arrives.
fn carries(word: &str) -> bool {
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
fn passive(passage: &Passage, at: usize) -> bool {
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

/// Orders, plans, duties and refusals before the verb change what it says.
fn bend(passage: &Passage, index: usize, mark: &Mark, kind: Kind) -> (Kind, bool) {
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
        .within(counted.expression.first.saturating_sub(4).max(passage.sentence.first), counted.expression.first, |tag| {
            tag == Tag::Obliged
        })
        .is_some()
        || (counted.expression.first.saturating_sub(4).max(passage.sentence.first)..counted.expression.first).any(|at| {
            ["forc", "contrain", "oblig", "pouss", "condui", "amen", "incit"].iter().any(|stem| passage.word(at).starts_with(stem))
        });
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
fn left_over(passage: &Passage, mark: &Mark, nothing: bool) -> bool {
    if passage.word(mark.first) != "left" || mark.last > mark.first + 1 {
        return false;
    }
    let inside = matches!(passage.word(mark.last), "in" | "at" | "on" | "inside" | "there" | "here" | "behind")
        && !passage.timed(mark.last)
        && !passage.timed(mark.last + 1);
    let there = (mark.first.saturating_sub(10).max(passage.sentence.first)..mark.first)
        .any(|at| passage.at(at, |tag| tag == Tag::Exists).is_some() && matches!(passage.word(at), "there" | "be"));
    there || nothing && inside
}

/// *n'ont pas quitté*, *لم يغادر*.
fn negated(passage: &Passage, mark: &Mark) -> bool {
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
