//! How the figures of a sentence stand to one another: parts, rivals, the same people in another unit, rates.

use super::claim::{Claim, Kind, Per, Unit};
use super::date::Date;
use super::kind::Decision;
use super::lexicon::{Language, Tag, layer};
use super::passage::{Counted, Passage};
use super::quantity::Sort;
use super::sentence::Line;

/// What a figure is to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    Alone,
    /// *dont*, *including*.
    Part,
    /// *soit 592 ménages*.
    SamePeople,
    /// *et non 2.400*.
    NotThat,
    /// *contre 31*, *up from 700*.
    Against,
    /// *avait d'abord annoncé 70*.
    Formerly,
}

/// The relation of `passage.counted[at]`.
pub(crate) fn relation(passage: &Passage, at: usize, has_earlier: bool) -> Relation {
    let counted = &passage.counted[at];
    let first = counted.expression.first;
    // A mark ends right before the figure, but for small words.
    let led = |wanted: Tag, reach: usize| {
        passage.marks.iter().any(|mark| {
            mark.tag == wanted
                && mark.last <= first
                && mark.last + reach >= first
                && (mark.last..first).all(|index| {
                    passage.is_mark(index, ':')
                        || passage.is_mark(index, ',')
                        || small(passage.word(index))
                        || passage.timed(index)
                })
        })
    };
    let after = |wanted: Tag| {
        passage
            .marks
            .iter()
            .any(|mark| mark.tag == wanted && mark.first >= counted.expression.last && mark.first <= counted.last)
    };
    let suffix = passage.habit.language == Language::Ar
        && counted.expression.sort == Sort::Share
        && passage.word(counted.expression.last - 1).ends_with("هم");
    let grammatical = suffix || matches!(passage.word(counted.last), "منهم" | "منها" | "منهن");
    if led(Tag::NotThat, 1) && has_earlier {
        return Relation::NotThat;
    }
    if passage.has(|tag| tag == Tag::Formerly) && formerly(passage, counted) {
        return Relation::Formerly;
    }
    // *Of those on board, 1,312 ...; the rest, 371, ...*
    let opening = passage
        .marks
        .iter()
        .any(|mark| mark.tag == Tag::Part && mark.first <= passage.sentence.first + 1 && mark.last <= first)
        && !passage.counted[..at].iter().any(|other| other.expression.first > passage.sentence.first + 8)
        && first <= passage.sentence.first + 9;
    let rest = (first.saturating_sub(3).max(passage.sentence.first)..first)
        .any(|index| matches!(passage.word(index), "rest" | "reste" | "remainder"))
        && has_earlier
        && (first.saturating_sub(3).max(passage.sentence.first)..first)
            .any(|index| matches!(passage.word(index), "the" | "le"));
    if led(Tag::Part, 3) || opening || rest || grammatical || after(Tag::Part) && !starts_a_list(passage, counted) {
        return Relation::Part;
    }
    let soit =
        first > passage.sentence.first && matches!(passage.word(first - 1), "soit" | "ie" | "namely") && has_earlier;
    let bracket = first > passage.sentence.first && passage.is_mark(first - 1, '(') && has_earlier && at > 0;
    let other_unit = at > 0
        && counted.noun.is_some_and(|noun| matches!(noun.tag, Tag::Family | Tag::Person(_)))
        && passage.counted[at - 1].noun.map_or(Tag::Person(super::claim::Group::All), |noun| noun.tag)
            != counted.noun.map_or(Tag::Family, |noun| noun.tag)
        && (counted.noun.is_some_and(|noun| noun.tag == Tag::Family)
            != passage.counted[at - 1].noun.is_some_and(|noun| noun.tag == Tag::Family));
    if (soit || bracket) && other_unit {
        return Relation::SamePeople;
    }
    if led(Tag::Against, 1) && has_earlier && against(passage, counted) {
        return Relation::Against;
    }
    Relation::Alone
}

fn small(word: &str) -> bool {
    matches!(
        word,
        "de" | "d'"
            | "des"
            | "les"
            | "the"
            | "of"
            | "a"
            | "au"
            | "aux"
            | "about"
            | "some"
            | "another"
            | "un"
            | "une"
            | "total"
    )
}

/// `A, including B`: the mark behind A leads B; it makes no part of A.
fn starts_a_list(passage: &Passage, counted: &Counted) -> bool {
    passage
        .counted
        .iter()
        .any(|other| other.expression.first > counted.last && other.expression.first <= counted.last + 3)
        && !matches!(passage.word(counted.last), "of" | "d'")
        || passage.marks.iter().any(|mark| {
            mark.tag == Tag::Part && mark.first == counted.last && !matches!(passage.word(mark.first), "of" | "d'")
        })
}

fn formerly(passage: &Passage, counted: &Counted) -> bool {
    let mark = passage.marks.iter().find(|mark| {
        mark.tag == Tag::Formerly && mark.last <= counted.expression.first && mark.last + 8 >= counted.expression.first
    });
    mark.is_some_and(|mark| {
        !passage
            .counted
            .iter()
            .any(|other| other.expression.first >= mark.last && other.expression.first < counted.expression.first)
    })
}

/// *contre* and *from* are also plain prepositions: the other figure must be near.
fn against(passage: &Passage, counted: &Counted) -> bool {
    let before = passage.word(counted.expression.first - 1);
    let plain = matches!(before, "from" | "contre" | "was" | "apres" | "after");
    let compared = |word: &str| {
        !plain
            || match word {
                "was" => passage.is_mark(counted.expression.first.wrapping_sub(2), '('),
                "from" => (counted.expression.first.saturating_sub(6).max(passage.sentence.first)
                    ..counted.expression.first)
                    .any(|at| {
                        matches!(
                            passage.word(at),
                            "up" | "down" | "rose" | "fell" | "rising" | "increased" | "decreased" | "to" | "revised"
                        )
                    }),
                "contre" => {
                    passage.timed(counted.last)
                        || counted.noun.is_none()
                        || passage.is_mark(counted.expression.first.wrapping_sub(2), '(')
                        || passage.is_mark(counted.expression.first.wrapping_sub(2), ',')
                }
                _ => false,
            }
    };
    compared(before)
}

/// Whether a part has a verb of its own, which then decides everything.
pub(crate) fn own_verb(passage: &Passage, counted: &Counted, own: &Decision) -> bool {
    let behind = own.trigger.0 >= counted.last;
    let clear = (counted.last..own.trigger.0.max(counted.last)).all(|at| {
        !passage.is_mark(at, ',')
            && !passage.hard_boundary(at)
            && passage.at(at, |tag| tag == Tag::Joining).is_none()
            && !passage.counted.iter().any(|other| other.expression.first == at)
    });
    // *وتوفي اثنان منهم*, *tuant deux d'entre eux*: the verb may stand right before.
    let before = own.trigger.1 == counted.expression.first
        && (passage.habit.language == Language::Ar || own.kind == Kind::Casualties)
        && passage.at(own.trigger.0, |tag| matches!(tag, Tag::Move(..) | Tag::Hurt(_))).is_some();
    before || behind && clear && own.cost <= 8 && own.trigger.0 <= counted.last + 7
}

/// Y of *X of Y*, *X sur Y*; `true` if Y has no claim of its own.
pub(crate) fn whole_of(passage: &Passage, at: usize) -> Option<(f64, bool)> {
    let counted = &passage.counted[at];
    let next = passage.counted.get(at + 1)?;
    let gap = counted.last..next.expression.first;
    let share = !matches!(counted.expression.sort, Sort::Count);
    if gap.len() > if share { 7 } else { 4 } || gap.is_empty() {
        return None;
    }
    let linked = match passage.habit.language {
        Language::En => {
            let of = if passage.word(gap.start) == "out" { gap.start + 1 } else { gap.start };
            passage.word(of) == "of"
                && (of + 1..gap.end).all(|at| {
                    matches!(
                        passage.word(at),
                        "the" | "its" | "some" | "about" | "our" | "those" | "an" | "estimated" | "s"
                    ) || passage.tokens[at].capital
                        || passage.is_mark(at, '\'')
                        || share
                            && passage.tokens[at].word()
                            && passage.at(at, |tag| matches!(tag, Tag::Move(..) | Tag::Say)).is_none()
                })
        }
        Language::Fr => {
            passage.word(gap.start) == "sur"
                || counted.expression.sort == Sort::Share && matches!(passage.word(gap.start), "des" | "de")
        }
        Language::Ar => passage.word(gap.start) == "من" && passage.word(gap.start + 1) == "اصل",
    };
    let convoys = counted.noun.is_some_and(|noun| noun.tag == Tag::Vehicle(Unit::Convoy));
    if convoys {
        return None;
    }
    let people = next.noun.is_none_or(|noun| matches!(noun.tag, Tag::Person(_) | Tag::Family | Tag::Vehicle(_)));
    if !linked || !people || !matches!(next.expression.sort, Sort::Count) {
        return None;
    }
    let own = (next.last..next.last + 2)
        .any(|at| passage.at(at, |tag| matches!(tag, Tag::Move(Kind::PeopleToMove, _))).is_some())
        || matches!(passage.word(next.last), "who" | "qui" | "aboard");
    Some((next.expression.value, !own))
}

/// *Sur les 300 habitants, 40 ont refusé*: the number at the head is the whole of those that follow.
pub(crate) fn whole_ahead(passage: &Passage) -> Option<f64> {
    let counted = passage.counted.first()?;
    let first = passage.sentence.first;
    let led = matches!(passage.word(first), "sur" | "of" | "out" | "parmi" | "among")
        && counted.expression.first <= first + 3;
    let people = counted.noun.is_some_and(|noun| matches!(noun.tag, Tag::Person(_) | Tag::Family));
    let comma = (counted.last..counted.last + 6).find(|&at| passage.is_mark(at, ','))?;
    let next = passage.counted.get(1)?;
    let still = passage.within(counted.last, comma, |tag| matches!(tag, Tag::Move(..) | Tag::Hurt(_))).is_none();
    (led && people && still && next.expression.first > comma && counted.expression.sort == Sort::Count)
        .then_some(counted.expression.value)
}

/// A figure without a noun of its own, or one that says *others*.
pub(crate) fn elliptic(passage: &Passage, at: usize) -> bool {
    let counted = &passage.counted[at];
    if !matches!(counted.expression.sort, Sort::Count | Sort::Share) || counted.expression.sort == Sort::Share {
        return false;
    }
    let others = (counted.expression.first.saturating_sub(1).max(passage.sentence.first)..counted.last + 2)
        .any(|index| matches!(passage.word(index), "autres" | "others" | "another" | "اخرين" | "اخرون" | "more"));
    counted.noun.is_none() || others && at > 0 && !counted.noun.is_some_and(|noun| matches!(noun.tag, Tag::Vehicle(_)))
}

/// Joined to the figure before by *et*, *and*, *و* or a comma.
pub(crate) fn coordinated(passage: &Passage, at: usize) -> bool {
    if at == 0 {
        return false;
    }
    let (before, counted) = (&passage.counted[at - 1], &passage.counted[at]);
    let gap = before.last..counted.expression.first;
    let waw = passage.word(counted.expression.first).starts_with('و') && passage.habit.language == Language::Ar;
    gap.len() <= 4
        && (waw
            || gap.clone().any(|index| {
                matches!(passage.word(index), "et" | "and" | "و")
                    || passage.is_mark(index, ',')
                    || passage.is_mark(index, '+')
            }))
        && !gap.clone().any(|index| passage.hard_boundary(index))
}

/// Joined by *+*, *et*, *and* within one clause, wherever the first figure's words end.
pub(crate) fn coordinated_loosely(passage: &Passage, at: usize) -> bool {
    if at == 0 {
        return false;
    }
    let gap = passage.counted[at - 1].last..passage.counted[at].expression.first;
    let link = gap.end.checked_sub(1).filter(|&link| gap.contains(&link));
    gap.len() <= 8
        && link.is_some_and(|link| passage.is_mark(link, '+') || matches!(passage.word(link), "et" | "and" | "plus"))
        && !gap.clone().any(|index| passage.hard_boundary(index))
}

/// A claim about people or casualties.
pub(crate) fn people(claim: &Claim) -> bool {
    !matches!(claim.kind, Kind::Vehicles | Kind::Area | Kind::EndExpected | Kind::Status)
}

/// The noun counts people.
pub(crate) fn people_noun(counted: &Counted) -> bool {
    counted.noun.is_some_and(|noun| matches!(noun.tag, Tag::Person(_) | Tag::Family | Tag::Harm(_)))
}

/// *puts the number at 5,200*, *parle de 15.000*, *Total: 7 320*: a figure of what was counted before.
pub(crate) fn figure_of(passage: &Passage, at: usize) -> bool {
    let counted = &passage.counted[at];
    if !matches!(counted.expression.sort, Sort::Count)
        || counted.noun.is_some_and(|noun| layer(noun.tag) == 0 && !matches!(noun.tag, Tag::Person(_) | Tag::Family))
    {
        return false;
    }
    let first = counted.expression.first;
    let from = first.saturating_sub(7).max(passage.sentence.first);
    let said = (from..first).any(|index| {
        matches!(
            passage.word(index),
            "number"
                | "figure"
                | "chiffre"
                | "nombre"
                | "parle"
                | "parlent"
                | "parlait"
                | "evoque"
                | "evoquent"
                | "avance"
                | "avancent"
                | "etat"
                | "estimate"
                | "count"
                | "counted"
                | "counting"
                | "compte"
                | "comptons"
                | "denombre"
                | "recense"
                | "احصينا"
                | "العدد"
                | "عدد"
                | "عددهم"
                | "tally"
                | "spoke"
                | "speaks"
                | "talked"
        )
    });
    let puts_it = first > passage.sentence.first + 2
        && (passage.word(first - 1) == "at" && matches!(passage.word(first - 2), "it" | "them" | "this" | "that")
            || counted.expression.first > from + 1
                && (from..first).any(|at| {
                    matches!(passage.word(at), "puts" | "put") && matches!(passage.word(at + 1), "it" | "them")
                }));
    // *Mardi, ils avaient été 640*, *they were 90*
    let numbered = counted.noun.is_none()
        && (first.saturating_sub(6).max(passage.sentence.first)..first)
            .any(|at| matches!(passage.word(at), "ils" | "elles" | "they"))
        && (first.saturating_sub(4).max(passage.sentence.first)..first).any(|at| {
            matches!(passage.word(at), "ete" | "etaient" | "sont" | "were" | "been" | "are" | "seraient" | "numbered")
        });
    // *BASE: non, 900 max* sets right what was said before.
    let opening = passage.sentence.first;
    let contradicts = passage.sentence.line == Line::Message
        && matches!(
            passage.word(opening),
            "neg" | "negatif" | "negative" | "non" | "no" | "faux" | "wrong" | "incorrect" | "nope" | "لا"
        )
        && first <= opening + 6;
    let said = said || puts_it || numbered || contradicts;
    let said_of = (from..first).any(|index| passage.at(index, |tag| tag == Tag::Formerly).is_some());
    let total = passage.within(passage.sentence.first, first, |tag| tag == Tag::Total).is_some()
        && matches!(passage.sentence.line, Line::Item | Line::Message | Line::Body);
    let could_be = (first.saturating_sub(3).max(passage.sentence.first)..first)
        .any(|index| matches!(passage.word(index), "etre" | "be" | "are" | "were" | "sont" | "seraient" | "etaient"))
        && passage.has(|tag| matches!(tag, Tag::Belief | Tag::Say))
        && counted.noun.is_none();
    confirmed(passage, at) || said || said_of || total && counted.expression.figures || could_be
}

/// *confirm 386*, *corr 53*, *pardon 1 780*: a message sets a number right.
pub(crate) fn confirmed(passage: &Passage, at: usize) -> bool {
    let counted = &passage.counted[at];
    let first = counted.expression.first;
    passage.sentence.line == Line::Message
        && counted.noun.is_none()
        && (first.saturating_sub(4).max(passage.sentence.first)..first).any(|index| {
            passage.word(index).starts_with("confirm")
                || passage.word(index).starts_with("corr")
                || passage.word(index).starts_with("rectif")
                || matches!(
                    passage.word(index),
                    "pardon"
                        | "sorry"
                        | "erreur"
                        | "lire"
                        | "plutot"
                        | "make"
                        | "oops"
                        | "mistake"
                        | "faux"
                        | "wrong"
                        | "عفوا"
                        | "تصحيح"
                        | "خطا"
                        | "الصحيح"
                )
        })
}

/// A verb that sets one figure against another: *parle de*, *puts the figure at*, *avance*.
pub(crate) fn rival_saying(passage: &Passage, at: usize, own: &Decision) -> bool {
    let counted = &passage.counted[at];
    let first = counted.expression.first;
    let said = (first.saturating_sub(7).max(passage.sentence.first)..first).any(|index| {
        matches!(
            passage.word(index),
            "parle"
                | "parlent"
                | "parlait"
                | "evoque"
                | "evoquent"
                | "evoquait"
                | "avance"
                | "avancent"
                | "avancait"
                | "puts"
                | "put"
                | "chiffre"
                | "chiffrent"
                | "etat"
                | "speaks"
                | "spoke"
                | "talks"
                | "talked"
                | "figure"
                | "تحدث"
                | "تحدثت"
        )
    });
    said && (own.trigger.0 >= first || counted.noun.is_none())
}

/// *bringing the total to 3,400*, *portant à 11 940 le total*, *ليرتفع العدد إلى*: right before the figure.
pub(crate) fn brings_total(passage: &Passage, counted: &Counted) -> bool {
    const STEMS: &[&str] = &[
        "bring",
        "brought",
        "portant",
        "porte",
        "taking",
        "takes",
        "took",
        "raising",
        "raises",
        "lifting",
        "making",
        "ليرتفع",
        "ليبلغ",
        "ليصل",
        "يرتفع",
        "وبذلك",
    ];
    let first = counted.expression.first;
    (first.saturating_sub(8).max(passage.sentence.first)..first).any(|at| {
        passage.at(at, |tag| tag == Tag::Total).is_some()
            && STEMS.iter().any(|stem| passage.word(at).starts_with(stem))
            && !passage.counted.iter().any(|other| other.expression.first > at && other.expression.first < first)
    })
}

/// The sentence tells of a toll as it stands: *le bilan est passé lundi de quatre à sept morts*.
pub(crate) fn toll(passage: &Passage) -> bool {
    passage.marks.iter().any(|mark| {
        mark.tag == Tag::Total
            && ["bilan", "toll", "tally", "حصيل"]
                .iter()
                .any(|stem| passage.word(mark.first).trim_start_matches("ال").starts_with(stem))
    })
}

/// *had been expected on Thursday*, *avait été annoncé pour jeudi*: the plan is past.
pub(crate) fn past_plan(passage: &Passage, trigger: usize) -> bool {
    let from = trigger.saturating_sub(3).max(passage.sentence.first);
    let word = |at: usize| passage.word(at);
    (from..trigger).any(|at| {
        matches!(
            (word(at), word(at + 1)),
            ("had", "been") | ("avait" | "avaient", "ete") | ("كان" | "كانت", "من") | ("was" | "were", "to")
        ) && word(at + 2) != "be"
    })
}

/// A running total is spoken of near the figure or its verb.
pub(crate) fn totalled(passage: &Passage, counted: &Counted, trigger: usize) -> bool {
    let near = |mark_first: usize, mark_last: usize| {
        let beside = |first: usize, last: usize| mark_last + 6 >= first && mark_first <= last + 6;
        let parted = |from: usize, to: usize| {
            (from.min(to)..from.max(to)).any(|at| passage.is_mark(at, ';') || passage.is_mark(at, ','))
        };
        beside(counted.expression.first, counted.last) && !parted(mark_first, counted.expression.first)
            || beside(trigger, trigger + 1) && !parted(mark_first, trigger)
    };
    passage.marks.iter().any(|mark| mark.tag == Tag::Total && !passage.timed(mark.first) && near(mark.first, mark.last))
}

/// *aboard each bus*, *par train*.
pub(crate) fn rate(passage: &Passage, counted: &Counted) -> Option<Per> {
    passage
        .marks
        .iter()
        .filter(|mark| {
            mark.first <= counted.last + 5
                && mark.last + 5 >= counted.expression.first
                && !(mark.first < counted.expression.last && mark.last > counted.expression.first)
        })
        .filter(|mark| {
            // *a bus* is a rate only right behind its figure: *50 people a bus*.
            let article = passage.word(mark.first) == "a";
            !article || mark.first == counted.last
        })
        .find_map(|mark| match mark.tag {
            Tag::Each(Per::Vehicle) if matches!(passage.word(mark.first), "chacun" | "chacune" | "apiece" | "each") => {
                Some(vehicle_before(passage, mark.first))
            }
            Tag::Each(per) => Some(per),
            _ => None,
        })
}

/// *Trois rames, emportant chacune*: by the vehicle named before.
fn vehicle_before(passage: &Passage, at: usize) -> Per {
    use super::claim::Unit;
    let unit = passage.marks.iter().rev().find_map(|mark| match mark.tag {
        Tag::Vehicle(unit) if mark.first < at => Some(unit),
        _ => None,
    });
    match unit {
        Some(Unit::Train) => Per::Train,
        Some(Unit::Car) => Per::Car,
        Some(Unit::Bus) => Per::Bus,
        Some(Unit::Convoy) => Per::Convoy,
        _ => Per::Vehicle,
    }
}

/// Verbs that speak for their own clause only: *expect*, *hope*.
pub(crate) fn weak_saying(word: &str) -> bool {
    ["expect", "hope", "believe", "estim", "esper", "pens", "crai", "redout", "fear", "count", "recens", "think"]
        .iter()
        .any(|stem| word.starts_with(stem))
}

/// *on July 30 and Aug. 3, brought 904 and 1,210 people respectively*: days and figures pair up.
pub(crate) fn respectively(passage: &Passage, claims: &mut [Claim], said: &[bool], published: Date) {
    if !(passage.sentence.first..passage.sentence.last)
        .any(|at| matches!(passage.word(at), "respectively" | "respectivement" | "تواليا" | "التوالي"))
    {
        return;
    }
    let days: Vec<_> = passage.times.iter().zip(said).filter(|(_, said)| !**said).map(|(time, _)| time).collect();
    if days.len() < 2 || days.len() != claims.len() {
        return;
    }
    let anchor = super::calendar::Anchor { day: published, future: false, from: published, period: None };
    for (claim, time) in claims.iter_mut().zip(days) {
        let (start, end) = time.days(anchor);
        (claim.when.start, claim.when.end) = (Some(start), Some(end));
    }
}
