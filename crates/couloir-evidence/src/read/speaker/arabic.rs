//! Speakers in Arabic, where names have no capitals.

use super::super::lexicon::Tag;
use super::super::passage::{Mark, Passage};
use super::Naming;
use super::name::name;
use super::subject::noun_phrase_end;

/// After an Arabic verb of saying: *قال المتحدث باسم الهلال الأحمر سامر العلي*.
pub(super) fn arabic_subject(passage: &Passage, text: &str, mark: &Mark) -> Option<Naming> {
    let mut start = mark.last;
    while start < passage.sentence.last && (passage.timed(start) || matches!(passage.word(start), "قد" | "ايضا" | "عن"))
    {
        start += 1;
    }
    let next = passage.tokens.get(start)?;
    let said = passage.word(mark.first);
    let bare = said.strip_prefix('و').unwrap_or(said);
    // *بلغ*, *بين* and others are also plain words: they must be followed by somebody.
    let end = noun_phrase_end(passage, start);
    if next.mark(':')
        || next.mark('«')
        || next.mark('"')
        || matches!(next.fold.as_str(), "ان" | "بان" | "انه" | "انها" | "انهم" | "بانه" | "الي")
        || start >= end
    {
        // Somebody may stand before the verb: *وكانت الوزارة أعلنت*.
        let from = mark.first.saturating_sub(6).max(passage.sentence.first);
        let before = name(passage, text, from, mark.first);
        if before.role.is_some() || before.org.is_some() {
            return Some(Naming { name: None, ..before });
        }
        let speaks = is_verb_of_saying(bare)
            || matches!(
                bare,
                "ذكر"
                    | "ذكرت"
                    | "اشار"
                    | "اشارت"
                    | "لفت"
                    | "لفتت"
                    | "شدد"
                    | "شددت"
                    | "اعلن"
                    | "اعلنت"
                    | "افاد"
                    | "افادت"
                    | "مضيفا"
                    | "مضيفه"
                    | "موضحا"
                    | "مشيرا"
                    | "مؤكدا"
            );
        return speaks.then_some(Naming { pronoun: true, ..Naming::default() });
    }
    let somebody =
        (start..end.min(start + 3)).any(|at| passage.at(at, |tag| matches!(tag, Tag::Role | Tag::Body)).is_some());
    let before = name(passage, text, mark.first.saturating_sub(4).max(passage.sentence.first), mark.first);
    if !somebody
        && (before.role.is_some() || before.org.is_some())
        && mark.first > passage.sentence.first
        && passage.word(mark.first - 1) != "ان"
    {
        return Some(Naming { name: None, ..before });
    }
    let short_name = (1..=3).contains(&(end - start)) && is_verb_of_saying(bare)
        || passage.tokens.get(start + 1).is_some_and(|token| token.mark(':') || token.fold == "ان")
        || passage.tokens.get(start + 2).is_some_and(|token| token.mark(':') || token.fold == "ان");
    if !somebody && !short_name {
        return None;
    }
    let naming = name(passage, text, start, end);
    (!naming.is_empty()).then_some(naming)
}

/// In Arabic a name has no capitals: it is what is left of the phrase after function and body.
pub(super) fn arabic_name(
    passage: &Passage,
    from: usize,
    to: usize,
    used: &[bool],
    has_role: bool,
) -> Option<(usize, usize)> {
    // *رئيس البلدية حسان العلي عدد الباقين*: the name stands right behind the function.
    if has_role {
        let mut first = (from..to).rev().find(|&at| used[at - from]).map_or(from, |at| at + 1);
        first = (from..first)
            .find(|&at| used[at - from] && (at + 1 == to || !used[at + 1 - from]))
            .map_or(first, |at| at + 1);
        while first < to
            && (passage.word(first).starts_with("ال")
                || passage.at(first, |tag| matches!(tag, Tag::Role | Tag::Courtesy)).is_some()
                || used[first - from])
        {
            first += 1;
        }
        let part = |at: usize| {
            at < to
                && passage.tokens[at].word()
                && !used[at - from]
                && !passage.timed(at)
                && passage
                    .marks
                    .iter()
                    .filter(|mark| mark.first == at && !mark.future)
                    .map(|mark| mark.tag)
                    .find(|&tag| {
                        matches!(
                            tag,
                            Tag::Stop
                                | Tag::Role
                                | Tag::Body
                                | Tag::Say
                                | Tag::Shelter
                                | Tag::Move(..)
                                | Tag::Person(_)
                                | Tag::Total
                                | Tag::Joining
                                | Tag::According
                        )
                    })
                    .is_none()
                && passage.word(at) != "عدد"
        };
        let length = (first..first + 3).take_while(|&at| part(at)).count();
        if length >= 2 {
            return Some((
                first,
                first + length.min(if passage.word(first + 2).starts_with("ال") || length == 2 { length } else { 2 }),
            ));
        }
    }
    let mut last = to;
    while last > from && !passage.tokens[last - 1].word() {
        last -= 1;
    }
    let mut first = last;
    while first > from
        && last - first < 3
        && !used[first - 1 - from]
        && passage.tokens[first - 1].word()
        && !passage.timed(first - 1)
        && passage
            .at(first - 1, |tag| {
                matches!(tag, Tag::Stop | Tag::Role | Tag::Body | Tag::Say | Tag::Shelter | Tag::Move(..))
            })
            .is_none()
    {
        first -= 1;
    }
    // *محافظ الجزيرة علي منصور*: a defined word right behind the function belongs to it.
    while has_role && first < last && first > from && used[first - 1 - from] && passage.word(first).starts_with("ال")
    {
        first += 1;
    }
    let alone = first == from;
    ((last - first >= 2 || last > first && alone) && (has_role || alone || last - first == 2)).then_some((first, last))
}

/// *قال*, *أضافت*: verbs after which a short name or nobody at all may stand.
fn is_verb_of_saying(bare: &str) -> bool {
    matches!(
        bare,
        "قال"
            | "قالت"
            | "اضاف"
            | "اضافت"
            | "اوضح"
            | "اوضحت"
            | "اكد"
            | "اكدت"
            | "تابع"
            | "تابعت"
            | "صرح"
            | "صرحت"
    )
}
