//! Hours, parts of the day, the night, the period of the report.

use super::super::token::Token;
use super::{Core, Reader, What};

impl Reader<'_> {
    /// Hours, parts of the day, the night, the period of the report.
    pub(super) fn part_of_day(&self, at: usize) -> Option<Core> {
        let found = |end: usize, what: What| Some(Core { end, what, hour: true, year: false });
        let words = (self.word(at), self.word(at + 1), self.word(at + 2));
        match words {
            ("dans", "la", "nuit") => {
                if matches!(self.word(at + 3), "de" | "du") {
                    if let (Some(first), true, Some(last)) =
                        (self.weekday(at + 4), matches!(self.word(at + 5), "a" | "au"), self.weekday(at + 6))
                    {
                        return found(at + 7, What::Weekdays(first, last));
                    }
                    if let Some(first) = self.weekday(at + 4) {
                        return found(at + 5, What::Weekday(first));
                    }
                }
                found(at + 3, What::Overnight)
            }
            ("la" | "cette", "nuit", _) if words.2 == "derniere" => found(at + 3, What::Overnight),
            ("cette", "nuit", _) => found(at + 2, What::Overnight),
            ("toute", "la", "nuit") => found(at + 3, What::Overnight),
            ("all", "night", _) | ("last", "night", _) | ("during" | "through", "the", "night") => {
                found(at + if words.0 == "all" || words.0 == "last" { 2 } else { 3 }, What::Overnight)
            }
            ("overnight", ..) => found(at + 1, What::Overnight),
            ("الليله", "الماضيه", _) => found(at + 2, What::Overnight),
            (
                "sur" | "durant" | "pendant" | "over" | "during" | "in" | "for",
                "la" | "the" | "cette" | "this",
                "periode" | "period",
            )
            | ("this", "reporting", "period") => found(at + 3, What::Period),
            ("this", "period", _) => found(at + 2, What::Period),
            ("خلال", "الفتره" | "هذه", _) => found(at + 2, What::Period),
            ("ce", "matin" | "soir" | "midi", _) => found(at + 2, What::Relative(0, 0)),
            ("cet", "apres", _) => found(at + if self.mark(at + 2, '-') { 4 } else { 3 }, What::Relative(0, 0)),
            ("this", "morning" | "afternoon" | "evening" | "pm" | "am", _) => found(at + 2, What::Relative(0, 0)),
            ("هذا", "الصباح" | "المساء", _) | ("صباح" | "مساء", "اليوم", _) => {
                found(at + 2, What::Relative(0, 0))
            }
            (
                "evening" | "nightfall" | "morning" | "afternoon" | "lunchtime" | "sunset" | "sunrise" | "daybreak"
                | "dark",
                ..,
            ) if matches!(self.before(at), "by" | "before" | "until" | "till") => found(at + 1, What::Hour),
            ("la" | "le", "nuit" | "soir" | "matin", _)
                if matches!(self.before(at), "avant" | "ici" | "jusqu'" | "a") =>
            {
                found(at + 2, What::Hour)
            }
            ("tonight", ..) => found(at + 1, What::Relative(0, 0)),
            (
                "noon" | "midday" | "midnight" | "dawn" | "dusk" | "nightfall" | "midi" | "minuit" | "mid" | "aube"
                | "الفجر" | "الظهر",
                ..,
            ) if !matches!(words.0, "mid") => found(at + 1, What::Hour),
            ("الساعه", ..) => {
                let (end, _) = self.small(at + 1)?;
                found(end, What::Hour)
            }
            _ => {
                if let Some(end) = clock(&self.tokens[..self.last], at, self.terse && self.looks_like_an_hour(at)) {
                    return found(end, What::Hour);
                }
                let dated = clock(&self.tokens[..self.last], at, true).filter(|&end| {
                    self.weekday(end).is_some()
                        || matches!(self.word(end), "today" | "yesterday" | "tomorrow" | "demain" | "hier")
                });
                if let Some(end) = dated {
                    return found(end, What::Hour);
                }
                let (end, hour) = self.small(at)?;
                let before = self.before(at);
                let led = matches!(
                    before,
                    "a" | "avant"
                        | "vers"
                        | "des"
                        | "apres"
                        | "d'ici"
                        | "ici"
                        | "at"
                        | "by"
                        | "before"
                        | "until"
                        | "jusqu'"
                        | "et"
                );
                let heures = matches!(self.word(end), "heures" | "heure");
                let oclock = self.word(end) == "o";
                (hour <= 24 && (heures && led || oclock)).then(|| {
                    found(
                        end + 1
                            + if oclock {
                                2
                            } else {
                                usize::from(self.small(end + 1).is_some_and(|(next, m)| {
                                    m < 60 && next == end + 2 && self.tokens[end + 1].digits()
                                }))
                            },
                        What::Hour,
                    )
                })?
            }
        }
    }

    /// Four digits of a log that stand where an hour stands.
    pub(super) fn looks_like_an_hour(&self, at: usize) -> bool {
        const BEFORE: &[&str] = &[
            "at",
            "by",
            "run",
            "resumes",
            "resume",
            "eta",
            "etd",
            "from",
            "until",
            "till",
            "a",
            "vers",
            "lift",
            "before",
            "after",
            "complete",
            "today",
            "tomorrow",
            "demain",
            "des",
            "avant",
            "apres",
            "since",
            "departs",
            "depart",
            "reprise",
            "rotation",
            "fin",
            "wave",
            "about",
            "convoy",
            "start",
            "restart",
            "expected",
            "time",
            "prevue",
            "prevu",
            "around",
            "planned",
            "scheduled",
            "lift",
            "left",
            "departed",
            "arrived",
            "leaving",
            "leave",
            "sched",
        ];
        let before = self.before(at);
        let next = self.word(at + 1);
        let followed = matches!(next, "today" | "tomorrow" | "hrs" | "h" | "local" | "z" | "utc" | "demain" | "hours");
        let counted = matches!(
            next,
            "people"
                | "ppl"
                | "pax"
                | "persons"
                | "personnes"
                | "pers"
                | "families"
                | "evacuees"
                | "residents"
                | "habitants"
                | "civilians"
                | "civils"
        );
        !counted && (followed || BEFORE.contains(&before))
    }

    /// Hours and parts of the day after a day: *mardi soir*, *on Friday at 9 p.m.*
    pub(super) fn hours_after(&self, mut at: usize) -> (usize, bool) {
        let mut hour = false;
        for _ in 0..3 {
            let mut next = at;
            while next < at + 3
                && matches!(
                    self.word(next),
                    "a" | "en"
                        | "at"
                        | "in"
                        | "the"
                        | "des"
                        | "l'"
                        | "vers"
                        | "avant"
                        | "apres"
                        | "before"
                        | "after"
                        | "by"
                        | "around"
                        | "au"
                        | "la"
                        | "tot"
                        | "tard"
                        | "milieu"
                        | "fin"
                        | "debut"
                        | "de"
                        | "d'"
                        | "early"
                        | "late"
                )
            {
                next += 1;
            }
            let part = matches!(
                self.word(next),
                "matin"
                    | "soir"
                    | "midi"
                    | "nuit"
                    | "matinee"
                    | "soiree"
                    | "journee"
                    | "morning"
                    | "evening"
                    | "night"
                    | "afternoon"
                    | "noon"
                    | "midnight"
                    | "aube"
                    | "dawn"
                    | "dusk"
                    | "minuit"
                    | "apres"
                    | "pm"
                    | "am"
                    | "صباحا"
                    | "مساء"
                    | "ظهرا"
                    | "فجرا"
                    | "ليلا"
                    | "عصرا"
                    | "lunchtime"
            );
            if part {
                let long = self.word(next) == "apres";
                if long && !(self.mark(next + 1, '-') && self.word(next + 2) == "midi") {
                    break;
                }
                at = next + if long { 3 } else { 1 };
                hour = true;
                continue;
            }
            let Some(end) = clock(&self.tokens[..self.last], next, self.terse).or_else(|| {
                let (end, value) = self.small(next)?;
                (next > at && value <= 24 && matches!(self.word(end), "heures" | "heure")).then_some(end + 1)
            }) else {
                break;
            };
            at = end;
            hour = true;
        }
        (at, hour)
    }
}

/// An hour of the clock: one past its last token. `bare` allows `0610` without any sign that it is an hour.
pub(crate) fn clock(tokens: &[Token], at: usize, bare: bool) -> Option<usize> {
    let token = tokens.get(at).filter(|token| token.digits())?;
    let value: u32 = token.fold.parse().ok()?;
    let glued = |offset: usize| tokens.get(at + offset).filter(|token| token.glued());
    let two_digits = |offset: usize| {
        glued(offset).is_some_and(|token| token.digits() && token.fold.len() == 2 && token.fold.as_str() < "60")
    };
    if token.fold.len() <= 2 && value <= 24 {
        if glued(1).is_some_and(|token| token.mark(':') || token.is("h")) && two_digits(2) {
            let seconds = glued(3).is_some_and(|token| token.mark(':')) && two_digits(4);
            return Some(meridiem(tokens, at + if seconds { 5 } else { 3 }));
        }
        if glued(1).is_some_and(|token| token.is("h")) {
            return Some(at + 2);
        }
        let next = meridiem(tokens, at + 1);
        return (next > at + 1).then_some(next);
    }
    let hour = token.fold.len() == 4 && value / 100 < 24 && value % 100 < 60;
    let zulu = hour
        && (glued(1).is_some_and(|token| matches!(token.fold.as_str(), "z" | "hrs" | "h"))
            || tokens.get(at + 1).is_some_and(|token| matches!(token.fold.as_str(), "hrs" | "hours"))
                && token.fold.starts_with(['0', '1', '2']));
    if zulu {
        return Some(at + 2);
    }
    (bare && hour).then_some(at + 1)
}

/// `a.m.`, `pm`: one past it, or `at` if there is none.
pub(super) fn meridiem(tokens: &[Token], at: usize) -> usize {
    let word = |offset: usize| tokens.get(at + offset).map_or("", |token| token.fold.as_str());
    let dot = |offset: usize| tokens.get(at + offset).is_some_and(|token| token.mark('.') && token.glued());
    match word(0) {
        "am" | "pm" => at + 1,
        "a" | "p" if dot(1) && word(2) == "m" => at + if dot(3) { 4 } else { 3 },
        _ => at,
    }
}
