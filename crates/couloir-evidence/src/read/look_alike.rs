//! Numbers that are not counts of an evacuation: names, ages, measures, capacities, populations, differences.

use super::claim::Modifier;
use super::lexicon::{Language, Tag};
use super::passage::{Counted, Passage};
use super::quantity::Sort;
use super::token::Token;

/// Why the quantity is not a claim; `None` if it may be one.
pub(crate) fn reason(passage: &Passage, counted: &Counted) -> Option<&'static str> {
    let noun = counted.noun.map(|noun| noun.tag);
    if let Some(Tag::Foreign(why)) = noun {
        return Some(why);
    }
    if one_of(passage, counted) {
        return Some("one of several");
    }
    if counted.expression.sort == Sort::Share && counted.expression.value.max(counted.expression.upper) > 1.0 {
        return Some("more than a whole");
    }
    if in_a_name(passage, counted) {
        return Some("number in a name");
    }
    if telephone(passage, counted) {
        return Some("telephone number");
    }
    if ordinal(passage, counted) {
        return Some("ordinal");
    }
    if age(passage, counted) {
        return Some("age");
    }
    if money(passage, counted) {
        return Some("money");
    }
    if before(passage, counted, |tag| tag == Tag::Capacity) || after_capacity(passage, counted) {
        return Some("capacity");
    }
    if population(passage, counted) {
        return Some("population");
    }
    if difference(passage, counted) {
        return Some("difference between two figures");
    }
    if born(passage, counted) {
        return Some("births");
    }
    if transfer(passage, counted) {
        return Some("transfer inside the convoy");
    }
    if said_again(passage, counted) {
        return Some("repetition in the same line");
    }
    if fights_fire(passage, counted) {
        return Some("fire-fighting aircraft");
    }
    if destroyed(passage, counted) || cut_off(passage, counted) {
        return Some("not part of the evacuation");
    }
    None
}

/// *one of the frigates*
fn one_of(passage: &Passage, counted: &Counted) -> bool {
    let first = counted.expression.first;
    matches!((passage.word(first), passage.word(first + 1)), ("one" | "un" | "une", "of" | "des"))
        && counted.noun.is_some_and(|noun| matches!(noun.tag, Tag::Vehicle(_)))
}

/// A claim's own noun follows.
fn has_noun(counted: &Counted) -> bool {
    counted.noun.is_some_and(|noun| {
        matches!(noun.tag, Tag::Person(_) | Tag::Family | Tag::Vehicle(_) | Tag::Area(_) | Tag::Harm(_))
    })
}

fn in_a_name(passage: &Passage, counted: &Counted) -> bool {
    let tokens = passage.tokens;
    let first = counted.expression.number_first;
    let token = &tokens[first];
    let previous = (first > passage.sentence.first).then(|| &tokens[first - 1]);
    let next = tokens.get(counted.expression.last);
    if counted.expression.sort != Sort::Count {
        return false;
    }
    if token.word() {
        // *Quatre-Chemins*, *Three Forks*, *Pont-Neuf*.
        let hyphen_before = token.glued() && previous.is_some_and(|previous| previous.mark('-'));
        let number_before = first >= 2 && super::number::read(tokens, first - 2, passage.habit).is_some();
        let hyphen_after = next.is_some_and(|next| next.mark('-') && next.glued())
            && tokens.get(counted.expression.last + 1).is_some_and(|after| after.capital);
        let inside = first > passage.sentence.first
            && !previous.is_some_and(|previous| {
                matches!(previous.kind, super::token::Kind::Mark('"' | '«' | ':' | '-' | '–' | '*' | '•'))
            });
        let capital_pair =
            token.capital && inside && next.is_some_and(|next| next.capital && next.word()) && !has_noun(counted);
        // At the head of a sentence the number's own capital says nothing, the next word's does.
        let responder = counted.noun.is_some_and(|noun| noun.tag == Tag::Responder);
        let head_pair = !inside
            && passage.sentence.line != super::sentence::Line::Headline
            && !passage.habit.mixed
            && passage.habit.language != Language::Ar
            && next.is_some_and(|next| next.word() && next.capital && !next.glued())
            && !has_noun(counted)
            && !responder;
        return hyphen_before && !number_before || hyphen_after || capital_pair || head_pair;
    }
    if !token.digits() {
        return false;
    }
    // *BUS3*, *A9*; Arabic particles are written onto their number.
    if token.glued() && previous.is_some_and(|previous| previous.word() && !previous.arabic()) {
        return true;
    }
    if token.glued()
        && previous.is_some_and(|previous| {
            previous.mark('-') && previous.glued() || previous.mark('/') || previous.mark('#') || previous.mark('_')
        })
        && counted.expression.modifier != Modifier::Range
    {
        return true;
    }
    if next.is_some_and(|next| {
        next.glued()
            && next.word()
            && !matches!(
                next.fold.as_str(),
                "k" | "m"
                    | "bus"
                    | "pers"
                    | "pax"
                    | "ppl"
                    | "hh"
                    | "ha"
                    | "km"
                    | "fam"
                    | "enf"
                    | "x"
                    | "trucks"
                    | "camions"
                    | "buses"
            )
    }) {
        return counted.noun.is_none();
    }
    if next.is_some_and(|next| next.mark('/') && next.glued()) {
        return true;
    }
    if counted.expression.modifier != Modifier::Exact || counted.expression.last > first + 1 || token.fold.len() > 4 {
        return false;
    }
    let labelled = |at: usize| {
        passage.marks.iter().any(|mark| mark.tag == Tag::Label && mark.last == at && mark.first < at)
            || at >= 2
                && (tokens[at - 1].mark('.') || tokens[at - 1].mark('°'))
                && passage
                    .marks
                    .iter()
                    .any(|mark| mark.tag == Tag::Label && mark.last == at - 1 && (mark.last - mark.first == 1))
                && matches!(tokens[at - 2].fold.as_str(), "n" | "no" | "nr" | "km")
    };
    if labelled(first) {
        let dual = counted.noun.is_some_and(|noun| super::quantity::is_dual(&tokens[noun.first]));
        let bus_and_count = has_noun(counted) && !dual && !counted.noun.is_some_and(|noun| tokens[noun.first].capital);
        // *2nd group 198 arrived*
        let batch = matches!(
            passage.word(first - 1),
            "group"
                | "groupe"
                | "wave"
                | "vague"
                | "batch"
                | "lot"
                | "convoy"
                | "convoi"
                | "rotation"
                | "lift"
                | "team"
                | "equipe"
        );
        let moved = batch
            && counted.expression.value > 20.0
            && passage.at(counted.last, |tag| matches!(tag, Tag::Move(..) | Tag::Hurt(_))).is_some();
        return !bus_and_count && !moved;
    }
    // *les bornes 21 et 27*: the second number of a name.
    let joined = previous.is_some_and(|previous| {
        matches!(previous.fold.as_str(), "et" | "and" | "a" | "to" | "or" | "ou")
            || previous.mark('-')
            || previous.mark(',')
    });
    if joined && first >= 2 && tokens[first - 2].digits() && labelled(first - 2) && !has_noun(counted) {
        return true;
    }
    // *Kolby 4*: a number right after a proper name, unless it counts something.
    let named = previous.is_some_and(|previous| {
        previous.word()
            && previous.capital
            && first - 1 > passage.sentence.first
            && passage.marks.iter().all(|mark| mark.last != first || !does_something(mark.tag))
    });
    // *REST CENTRES: Colwick Academy 412; Trent arena 655*
    let listed = counted.expression.value >= 20.0
        && passage.sentence.line != super::sentence::Line::Body
        && passage
            .marks
            .iter()
            .any(|mark| mark.tag == Tag::Shelter && mark.last < first && passage.is_mark(mark.last, ':'));
    if listed && !labelled(first) {
        return false;
    }
    let deciding = passage.at(counted.last, |tag| matches!(tag, Tag::Move(..) | Tag::Hurt(_) | Tag::Stop)).is_some();
    named && !passage.timed(first - 1) && !has_noun(counted) && !deciding
}

fn does_something(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Move(..)
            | Tag::Hurt(_)
            | Tag::Say
            | Tag::Stop
            | Tag::Total
            | Tag::Part
            | Tag::Need
            | Tag::NotThat
            | Tag::Against
            | Tag::Harm(_)
    )
}

fn telephone(passage: &Passage, counted: &Counted) -> bool {
    let tokens = passage.tokens;
    let first = counted.expression.number_first;
    let pair = |at: usize| tokens.get(at).is_some_and(|token| token.digits() && token.fold.len() == 2);
    let chain = |at: usize| (0..4).all(|offset| pair(at + offset));
    let called = (first.saturating_sub(3).max(passage.sentence.first)..first).any(|at| {
        matches!(
            tokens[at].fold.as_str(),
            "tel" | "telephone" | "phone" | "call" | "appeler" | "whatsapp" | "mob" | "mobile" | "gsm" | "هاتف"
        )
    });
    let plus = first > 0 && tokens[first - 1].mark('+') && tokens[first].glued() && !has_noun(counted);
    let long = tokens[first].digits()
        && (tokens[first].fold.len() >= 8
            || tokens[first].fold.len() > 1 && tokens[first].fold.starts_with('0') && counted.noun.is_none());
    tokens[first].digits()
        && (called
            || plus
            || long
            || (first.saturating_sub(4)..=first).any(|at| at >= passage.sentence.first && chain(at)))
}

fn ordinal(passage: &Passage, counted: &Counted) -> bool {
    let last = counted.expression.last;
    let suffix = passage.tokens.get(last).is_some_and(|token| {
        token.glued()
            && matches!(token.fold.as_str(), "e" | "er" | "ere" | "eme" | "eme'" | "st" | "nd" | "rd" | "th" | "nde")
    });
    let led = passage.marks.iter().any(|mark| {
        mark.tag == Tag::Ordinal
            && mark.last == counted.expression.number_first
            && passage.word(mark.first) != "another"
    });
    suffix || led && !has_noun(counted)
}

fn age(passage: &Passage, counted: &Counted) -> bool {
    let (first, last) = (counted.expression.first, counted.expression.last);
    let near = |from: usize, words: &[&str]| (from..first).any(|at| words.contains(&passage.word(at)));
    if near(
        first.saturating_sub(3).max(passage.sentence.first),
        &["age", "agee", "ages", "agees", "aged", "ages", "عمره", "عمرها", "اعمارهم", "العمر"],
    ) {
        return true;
    }
    if matches!(passage.word(last), "ans" | "an" | "years" | "year" | "سنوات" | "سنه" | "عاما") {
        return true;
    }
    // *a man of 71*
    let of_age = first > passage.sentence.first + 1
        && matches!(passage.word(first - 1), "of" | "de")
        && matches!(
            passage.word(first - 2),
            "man"
                | "woman"
                | "boy"
                | "girl"
                | "child"
                | "widow"
                | "pensioner"
                | "homme"
                | "femme"
                | "garcon"
                | "fillette"
        )
        && counted.noun.is_none()
        && counted.expression.value < 115.0;
    // *one in three was under 12*
    let under = matches!(counted.expression.modifier, Modifier::LessThan | Modifier::MoreThan)
        && counted.noun.is_none()
        && first > passage.sentence.first
        && matches!(
            passage.word(first - 1),
            "was" | "were" | "are" | "is" | "children" | "those" | "people" | "residents" | "anyone"
        )
        && counted.expression.value < 100.0
        && passage.at(last, |tag| matches!(tag, Tag::Move(..) | Tag::Hurt(_) | Tag::Stop)).is_none();
    // *Chief Dana Okoro, 52,*
    let comma_before = first > passage.sentence.first + 1
        && passage.is_mark(first - 1, ',')
        && passage.tokens[first - 2].capital
        && passage.tokens[first - 2].word();
    let closed_after = passage
        .tokens
        .get(last)
        .is_none_or(|token| matches!(token.kind, super::token::Kind::Mark(',' | '.' | '"' | ';' | ')')));
    let plausible =
        counted.expression.modifier == Modifier::Exact && (10.0..=110.0).contains(&counted.expression.value);
    under || of_age || comma_before && closed_after && plausible && !passage.timed(first - 2)
}

fn money(passage: &Passage, counted: &Counted) -> bool {
    let first = counted.expression.number_first;
    let sign = |at: usize| ['$', '€', '£'].into_iter().any(|sign| passage.is_mark(at, sign));
    first > passage.sentence.first && sign(first - 1) || sign(counted.expression.last)
}

/// A wanted phrase ends right before the quantity, or one small word before it.
fn before(passage: &Passage, counted: &Counted, wanted: impl Fn(Tag) -> bool) -> bool {
    let first = counted.expression.first;
    passage.marks.iter().any(|mark| {
        wanted(mark.tag)
            && mark.last <= first
            && (mark.last == first
                || mark.last + 1 == first
                    && matches!(
                        passage.word(mark.last),
                        "de" | "d'"
                            | "of"
                            | "is"
                            | "est"
                            | "some"
                            | "les"
                            | "the"
                            | "a"
                            | "was"
                            | "accueillir"
                            | "to"
                            | "at"
                            | "only"
                    )
                || mark.last + 1 == first && passage.is_mark(mark.last, ':'))
    })
}

/// *350 places*, *max capacity*.
fn after_capacity(passage: &Passage, counted: &Counted) -> bool {
    passage
        .at(counted.last, |tag| tag == Tag::Capacity)
        .is_some_and(|mark| passage.tokens.get(mark.last).is_none_or(|token| !token.digits()))
        && passage.word(counted.last) != "pour"
        && counted.expression.figures
        && matches!(passage.word(counted.last), "capacity" | "max" | "capacite")
}

fn population(passage: &Passage, counted: &Counted) -> bool {
    let person =
        counted.noun.is_none_or(|noun| matches!(noun.tag, Tag::Person(_)) || passage.word(noun.first) == "lives");
    if person && before(passage, counted, |tag| tag == Tag::Population) {
        // *la ville de 340 personnes évacuées*: a movement right behind makes it a count after all.
        return counted.noun.is_none()
            || passage.within(counted.last, counted.last + 2, |tag| matches!(tag, Tag::Move(..))).is_none();
    }
    let behind = (counted.expression.first.saturating_sub(4).max(passage.sentence.first)..counted.expression.first)
        .any(|at| matches!(passage.word(at), "population" | "populations" | "سكان" | "سكانها" | "سكانه" | "تعداد"))
        || counted.noun.is_some_and(|noun| passage.word(noun.first) == "نسمه");
    let lives = counted.noun.is_some()
        && matches!(passage.word(counted.last), "live" | "lives" | "vivent" | "habitent")
        && matches!(passage.word(counted.last + 1), "in" | "dans" | "a" | "on" | "sur" | "here" | "there");
    let start = counted.expression.first;
    let numbers = start > passage.sentence.first
        && matches!(passage.word(start - 1), "compte" | "comptait" | "comptent")
        && !(start.saturating_sub(3).max(passage.sentence.first)..start)
            .any(|at| matches!(passage.word(at), "on" | "en" | "encore"))
        && counted.noun.is_some_and(|noun| {
            ["habitant", "ame", "resident"].iter().any(|stem| passage.word(noun.first).starts_with(stem))
        });
    person && (behind || lives || numbers)
}

fn difference(passage: &Passage, counted: &Counted) -> bool {
    let first = counted.expression.first;
    let start = first.saturating_sub(4).max(passage.sentence.first);
    let led = (start..first).any(|at| {
        let word = passage.word(at);
        [
            "inferieur",
            "superieur",
            "ecart",
            "differ",
            "hausse",
            "baisse",
            "increase",
            "decrease",
            "gap",
            "discrepancy",
            "shortfall",
            "فارق",
        ]
        .iter()
        .any(|stem| word.starts_with(stem) && !(passage.tokens[at].capital && at > passage.sentence.first))
            && !(at + 1..first).any(|between| passage.hard_boundary(between) || passage.is_mark(between, ','))
    });
    let words = (passage.word(counted.last), passage.word(counted.last + 1), passage.word(counted.last + 2));
    let compared = matches!(words, ("de", "plus" | "moins", "que" | "qu'"))
        || matches!(words, ("more" | "fewer" | "less", "than", _))
        || matches!(words, ("fewer", "people", "than"));
    led || compared
        || counted.expression.sort == Sort::Share
            && passage
                .marks
                .iter()
                .any(|mark| mark.last == first && matches!(mark.tag, Tag::Total) && passage.word(mark.first) == "up")
}

fn born(passage: &Passage, counted: &Counted) -> bool {
    (counted.last..counted.last + 4)
        .any(|at| matches!(passage.word(at), "born" | "nes" | "nees" | "ولدوا" | "ولد" | "naitre"))
}

/// *its 44 pax moved to bus 7*
fn transfer(passage: &Passage, counted: &Counted) -> bool {
    let person = counted.noun.is_none_or(|noun| matches!(noun.tag, Tag::Person(_)));
    // *van 2 flat tyre, its 8 pax now in bus 5*
    let first = counted.expression.first;
    let own = first > passage.sentence.first
        && matches!(passage.word(first - 1), "its" | "ses" | "their" | "leurs" | "the")
        && (counted.last..counted.last + 4).any(|at| {
            matches!(passage.word(at), "in" | "on" | "dans" | "into" | "onto" | "sur" | "to" | "aboard")
                && passage.at(at + 1, |tag| matches!(tag, Tag::Vehicle(_) | Tag::Label)).is_some()
                && passage.tokens.get(at + 2).is_some_and(|token| token.digits())
        });
    if person && own {
        return true;
    }
    let Some(mover) = passage
        .within(counted.last, counted.last + 4, |tag| matches!(tag, Tag::Move(super::claim::Kind::PeopleLeft, _)))
    else {
        return false;
    };
    let moved = matches!(
        passage.word(mover.first),
        "moved"
            | "transferred"
            | "transferes"
            | "transfere"
            | "transferees"
            | "reloaded"
            | "loaded"
            | "shifted"
            | "نقلوا"
            | "charges"
            | "montes"
    );
    let into =
        matches!(passage.word(mover.last), "to" | "into" | "onto" | "dans" | "vers" | "sur" | "in" | "a" | "الي");
    let vehicle = (mover.last + 1..mover.last + 4).find_map(|at| passage.at(at, |tag| matches!(tag, Tag::Vehicle(_))));
    let single = vehicle.is_some_and(|vehicle| {
        let word = passage.word(vehicle.first);
        !word.ends_with('s') || word == "bus"
    }) || (mover.last + 1..mover.last + 3).any(|at| passage.word(at).starts_with("bus"));
    let plural =
        vehicle.is_some() && (mover.last + 1..mover.last + 3).any(|at| matches!(passage.word(at), "other" | "autres"));
    person && moved && into && (single || plural)
}

/// *I say again 215*
fn said_again(passage: &Passage, counted: &Counted) -> bool {
    let first = counted.expression.first;
    let words = |back: usize| {
        if first >= passage.sentence.first + back { passage.word(first - back) } else { "" }
    };
    matches!((words(2), words(1)), ("say", "again") | ("i", "repeat") | ("je", "repete") | ("je", "dis"))
        || matches!(words(1), "repeat" | "repete")
        || passage.is_mark(first.wrapping_sub(1), ',') && matches!(words(2), "repeat" | "again" | "repete")
}

/// *nine aircraft were battling the flames*
fn fights_fire(passage: &Passage, counted: &Counted) -> bool {
    let vehicle = counted.noun.is_some_and(|noun| matches!(noun.tag, Tag::Vehicle(_)));
    vehicle
        && (counted.last..counted.last + 7).any(|at| {
            [
                "battl",
                "fight",
                "fought",
                "dropp",
                "dous",
                "lutt",
                "combatt",
                "largu",
                "bombard",
                "extinguish",
                "تكافح",
                "اخماد",
            ]
            .iter()
            .any(|stem| passage.word(at).starts_with(stem))
        })
        && (counted.last..counted.last + 12).any(|at| {
            ["fire", "flame", "blaze", "feu", "flamme", "incendie", "brasier", "النيران", "الحريق", "حريق"]
                .iter()
                .any(|stem| passage.word(at).starts_with(stem))
        })
}

/// *1 500 foyers privés d'électricité*, *900 households without power*
fn cut_off(passage: &Passage, counted: &Counted) -> bool {
    let utility = |at: usize| {
        [
            "electri",
            "courant",
            "power",
            "water",
            "eau",
            "gaz",
            "telephon",
            "internet",
            "phone",
            "gas",
            "كهربا",
            "الكهربا",
            "المياه",
        ]
        .iter()
        .any(|stem| passage.word(at).starts_with(stem))
    };
    (counted.last..counted.last + 5).any(|at| {
        let without = ["prive", "without", "sans", "lost", "lack", "بلا", "بدون", "دون"]
            .iter()
            .any(|stem| passage.word(at).starts_with(stem));
        without && (at + 1..at + 4).any(utility)
    })
}

/// *40 voitures ont été brûlées*
fn destroyed(passage: &Passage, counted: &Counted) -> bool {
    const STEMS: &[&str] = &[
        "brule",
        "detrui",
        "calcin",
        "incendie",
        "destroyed",
        "burned",
        "burnt",
        "damaged",
        "torched",
        "endommag",
        "submerg",
        "wrecked",
        "احترق",
        "دمر",
    ];
    let vehicle = counted.noun.is_some_and(|noun| matches!(noun.tag, Tag::Vehicle(_)));
    vehicle
        && passage.habit.language != Language::Ar
        && (counted.last..counted.last + 4).any(|at| {
            STEMS.iter().any(|stem| passage.tokens.get(at).is_some_and(|token: &Token| token.fold.starts_with(stem)))
        })
}
