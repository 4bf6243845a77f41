//! Which movement a number tells of: the verb or noun that carries it.

mod bend;
mod shelter;
mod trigger;

use super::claim::{Group, Kind};
use super::lexicon::{Force, Language, Tag};
use super::passage::{Counted, Passage};
pub(crate) use bend::is_future;
use shelter::{present, sheltered, vague};
use trigger::{best_of, best_trigger};

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
    let wounded = counted.noun.filter(|noun| noun.tag == Tag::Person(Group::Wounded));
    let own = match wounded {
        // *blessés et malades*: the noun says who they are, not what befell them.
        Some(noun) => best_of(passage, index, |mark| mark.first >= noun.last || mark.last <= noun.first),
        None => best_trigger(passage, index),
    };
    match counted.noun.map(|noun| noun.tag) {
        Some(Tag::Vehicle(_)) => Some(vehicles(passage, index)),
        Some(Tag::Area(_)) => {
            Some(Decision { kind: Kind::Area, harm: None, trigger: area_word(passage, index), planned: false, cost: 0 })
        }
        Some(Tag::Responder) => own.filter(|own| own.kind == Kind::Casualties && own.cost <= 14),
        Some(Tag::Harm(harm)) => Some(harmed(passage, index, harm, own)),
        _ if particle(passage, counted).is_some() => particle(passage, counted),
        _ if own.is_none_or(|own| own.cost > 6 || vague(passage, &own)) => {
            sheltered(passage, index, own.as_ref().filter(|own| vague(passage, own)))
                .or(own)
                .or_else(|| present(passage, index))
        }
        _ => own.or_else(|| present(passage, index)),
    }
}

/// *got 212 residents out*: the verb and its particle stand around what is counted.
fn particle(passage: &Passage, counted: &Counted) -> Option<Decision> {
    const VERBS: &[&str] = &[
        "got",
        "get",
        "gets",
        "getting",
        "took",
        "take",
        "takes",
        "taking",
        "brought",
        "bring",
        "brings",
        "bringing",
        "let",
        "lets",
        "letting",
        "helped",
        "help",
        "pulled",
        "pull",
        "pulling",
        "moved",
        "move",
        "moving",
        "carried",
        "carry",
        "led",
        "lead",
        "drove",
        "flew",
        "fly",
        "ferried",
        "ferry",
        "lifted",
        "lift",
        "drag",
        "dragged",
        "guided",
        "escorted",
        "airlifted",
    ];
    const DRIVEN: &[&str] = &[
        "forced",
        "forces",
        "forcing",
        "drove",
        "drives",
        "driven",
        "driving",
        "chased",
        "sent",
        "displaced",
        "expelled",
        "ordered",
    ];
    let first = counted.expression.first;
    let driven = (first.saturating_sub(3).max(passage.sentence.first)..first)
        .rev()
        .find(|&at| DRIVEN.contains(&passage.word(at)) && passage.habit.language == Language::En);
    if let Some(verb) =
        driven.filter(|_| matches!(passage.word(counted.last), "from" | "out" | "to") && people(counted))
    {
        let ordered = passage.word(verb) == "ordered";
        let leaves = passage.word(counted.last) != "to"
            || passage.at(counted.last + 1, |tag| matches!(tag, Tag::Move(Kind::PeopleLeft, _))).is_some();
        let kind = if ordered { Kind::PeopleToMove } else { Kind::PeopleLeft };
        if leaves {
            return Some(Decision { kind, harm: None, trigger: (verb, counted.last + 1), planned: ordered, cost: 0 });
        }
    }
    let verb = (first.saturating_sub(3).max(passage.sentence.first)..first)
        .rev()
        .find(|&at| VERBS.contains(&passage.word(at)) && passage.habit.language == Language::En)?;
    let out = (counted.last..(counted.last + 4).min(passage.sentence.last)).find(|&at| {
        matches!(passage.word(at), "out" | "off" | "away" | "across" | "ashore" | "over")
            || passage.word(at) == "safety" && passage.word(at.saturating_sub(1)) == "to"
    })?;
    let plain = (counted.last..out)
        .all(|at| passage.tokens[at].word() && passage.at(at, |tag| matches!(tag, Tag::Move(..))).is_none());
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
            && matches!(
                mark.tag,
                Tag::Move(Kind::PeopleLeft | Kind::PeopleArrived | Kind::PeopleRemaining | Kind::PeopleToMove, _)
            )
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
    // *Deux cargos assureront la traversée*
    let ahead = passage.habit.language == Language::Fr
        && (counted.last..(counted.last + 9).min(last)).any(|at| {
            let word = passage.word(at);
            word.len() > 6 && ["eront", "iront", "dront", "seront"].iter().any(|ending| word.ends_with(ending))
        });
    near.is_some() || future_verb || next_run || ahead
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
