//! Time expressions: what they say, and which days that is when the day of the report is known.

mod counted;
mod day;
mod hour;

use super::date::{Date, Weekday};
use super::lexicon::Language;
use super::number::{self, Habit};
use super::token::Token;

pub(crate) use hour::clock;

/// What a time expression says, before it is known what it is said about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum What {
    /// First and last day.
    Days(Date, Date),
    /// A weekday: the last one or the next, by tense.
    Weekday(Weekday),
    /// *lundi dernier*.
    LastWeekday(Weekday),
    /// *lundi prochain*.
    NextWeekday(Weekday),
    /// *on the 9th*, *le 9 au soir*: the month follows from the tense.
    DayOfMonth(u32),
    /// *du 12 au 14*, without a month.
    DaysOfMonth(u32, u32),
    /// From one weekday to another.
    Weekdays(Weekday, Weekday),
    /// Days counted from the day of the report.
    Relative(i32, i32),
    /// Days counted from the day of the claim before, or the running day: *la veille*.
    Shift(i32),
    /// *overnight*: into the day of the report, or out of it if it lies ahead.
    Overnight,
    /// A number of days that end with the increment.
    Over(i32),
    /// *sur la période*.
    Period,
    /// An hour or part of the day of the report.
    Hour,
}

/// A time expression: tokens `first..last`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TimeExpression {
    pub(crate) first: usize,
    pub(crate) last: usize,
    pub(crate) what: What,
    /// *depuis*, *since*, *منذ*.
    pub(crate) since: bool,
    /// *d'ici*, *by*, *avant*.
    pub(crate) by: bool,
    /// An hour or a part of the day is named.
    pub(crate) hour: bool,
    /// A year alone.
    pub(crate) year: bool,
    /// *as of*, *à la date du*.
    pub(crate) as_of: bool,
}

/// What is needed to turn expressions into days.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Anchor {
    /// The day of the report or message.
    pub(crate) day: Date,
    /// The claim lies ahead.
    pub(crate) future: bool,
    /// The day from which *la veille* is counted.
    pub(crate) from: Date,
    /// The period of the report's header.
    pub(crate) period: Option<(Date, Date)>,
}

impl TimeExpression {
    /// First and last day of what it names, without regard to *since* and *by*.
    pub(crate) fn days(&self, anchor: Anchor) -> (Date, Date) {
        let day = anchor.day;
        let weekday = |weekday| {
            if anchor.future { day.coming(weekday) } else { day.latest(weekday) }
        };
        match self.what {
            What::Days(start, end) => (start, end),
            What::Weekday(name) => (weekday(name), weekday(name)),
            What::LastWeekday(name) => (day.plus(-1).latest(name), day.plus(-1).latest(name)),
            What::NextWeekday(name) => (day.plus(1).coming(name), day.plus(1).coming(name)),
            What::DayOfMonth(number) => {
                let found = of_month(day, number, anchor.future);
                (found, found)
            }
            What::DaysOfMonth(first, last) => {
                let end = of_month(day, last, anchor.future);
                (of_month(end, first, false), end)
            }
            What::Weekdays(first, last) if anchor.future => {
                let start = day.coming(first);
                (start, start.coming(last))
            }
            What::Weekdays(first, last) => {
                let end = day.latest(last);
                (end.latest(first), end)
            }
            What::Relative(first, last) => (day.plus(first), day.plus(last)),
            What::Shift(days) => (anchor.from.plus(days), anchor.from.plus(days)),
            What::Overnight if anchor.future => (day, day.plus(1)),
            What::Overnight => (day.plus(-1), day),
            What::Over(days) => (anchor.from.plus(1 - days), anchor.from),
            What::Period => anchor.period.unwrap_or((day, day)),
            What::Hour => (day, day),
        }
    }

    /// One or more whole days, so that later sentences go on from there.
    pub(crate) fn sets_running_day(&self) -> bool {
        !self.year && !self.since && !matches!(self.what, What::Hour)
    }
}

/// The latest day `number` of a month that is not after `day`, or the first that is not before it.
fn of_month(day: Date, number: u32, future: bool) -> Date {
    let step = if future { 1 } else { -1 };
    (0..62).map(|days| day.plus(step * days)).find(|found| found.ymd().2 == number).unwrap_or(day)
}

/// All time expressions among `tokens[first..last]`, in order.
pub(crate) fn find(
    tokens: &[Token],
    first: usize,
    last: usize,
    language: Language,
    mixed: bool,
    terse: bool,
    published: Date,
) -> Vec<TimeExpression> {
    let reader = Reader { tokens, last, habit: Habit { language, mixed }, terse, published };
    let mut found = Vec::new();
    let mut at = first;
    while at < last {
        match reader.expression(at) {
            Some(expression) if expression.last <= last => {
                at = expression.last;
                found.push(expression);
            }
            _ => at += 1,
        }
    }
    found
}

/// `03/11`, `03/11/2024`, `2024-11-03`: one past the last token, and the day.
pub(crate) fn numeric_date(tokens: &[Token], at: usize, published: Date) -> Option<(usize, Date)> {
    let part = |offset: usize| {
        let token = tokens.get(at + offset)?;
        (token.digits() && (offset == 0 || token.glued()) && token.fold.len() <= 4)
            .then(|| token.fold.parse::<u32>().ok())
            .flatten()
    };
    let mark =
        |offset: usize, mark: char| tokens.get(at + offset).is_some_and(|token| token.mark(mark) && token.glued());
    let (first, second) = (part(0)?, part(2)?);
    if mark(1, '-') && mark(3, '-') && tokens[at].fold.len() == 4 {
        return Some((at + 5, Date::new(first as i32, second, part(4)?)?));
    }
    let separator = ['/', '.'].into_iter().find(|&separator| mark(1, separator))?;
    if tokens[at].fold.len() > 2 || tokens[at + 2].fold.len() > 2 {
        return None;
    }
    if mark(3, separator) {
        let year = part(4).filter(|_| matches!(tokens[at + 4].fold.len(), 2 | 4))?;
        let year = if year < 100 { year + 2000 } else { year };
        return Some((at + 5, Date::new(year as i32, second, first)?));
    }
    (separator == '/' && tokens[at].fold.len() == 2 && tokens[at + 2].fold.len() == 2)
        .then(|| published.nearest(second, first))
        .flatten()
        .map(|date| (at + 3, date))
}

struct Reader<'t> {
    tokens: &'t [Token],
    last: usize,
    habit: Habit,
    /// A log or message: four digits may be an hour.
    terse: bool,
    published: Date,
}

/// A core expression and where it ends.
struct Core {
    end: usize,
    what: What,
    hour: bool,
    year: bool,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        if at < self.last { self.tokens[at].fold.as_str() } else { "" }
    }

    /// The word before `at`, also where `at` is past the end.
    fn before(&self, at: usize) -> &str {
        at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or("", |token| token.fold.as_str())
    }

    fn mark(&self, at: usize, mark: char) -> bool {
        at < self.last && self.tokens[at].mark(mark)
    }

    fn small(&self, at: usize) -> Option<(usize, u32)> {
        let number = number::read(&self.tokens[..self.last], at, self.habit)
            .filter(|number| number.shape == number::Shape::Plain)?;
        (number.value.fract() == 0.0 && (0.0..=5000.0).contains(&number.value))
            .then_some((number.end, number.value as u32))
    }

    fn expression(&self, at: usize) -> Option<TimeExpression> {
        let mut next = at;
        let (mut since, mut by, mut as_of) = (false, false, false);
        match (self.word(next).strip_prefix('و').unwrap_or(self.word(next)), self.word(next + 1)) {
            ("depuis" | "since" | "منذ", _) => {
                since = true;
                next += 1;
            }
            ("d'", "ici") => {
                by = true;
                next += 2;
                next += usize::from(matches!(self.word(next), "a" | "au" | "le" | "la"));
            }
            ("avant", _) if self.mark(next + 1, '-') || self.word(next + 1) == "hier" => {}
            ("قبل", _) if self.weekday(next + 1).is_some() => {
                by = true;
                next += 1;
            }
            ("by" | "before" | "avant" | "بحلول", _) => {
                by = true;
                next += 1;
            }
            ("as", "of") | ("as", "at") => {
                as_of = true;
                next += 2;
            }
            ("a", "la") if self.word(next + 2) == "date" => {
                as_of = true;
                next += 3;
            }
            ("jusqu'" | "until" | "till" | "حتي", _) => next += 1,
            _ => {}
        }
        let prefixed = next > at;
        let core = self.spanned(next, prefixed).or_else(|| {
            let skipped = self.lead(next);
            (skipped > next).then(|| self.spanned(skipped, prefixed)).flatten()
        })?;
        let (mut end, hour) = self.hours_after(core.end);
        let mut core = core;
        if core.what == What::Hour || core.what == What::Overnight && self.word(end) == "on" {
            // *0700 tomorrow*, *noon on Friday*: the day that follows an hour says which day.
            let beyond = end + usize::from(matches!(self.word(end), "on" | "le" | "de" | "ce" | "يوم"));
            if let Some(day) = self.named_day(beyond).or_else(|| self.date(beyond)) {
                end = self.hours_after(day.end).0;
                core = Core { hour: true, ..day };
            }
        }
        since |= self.since_before(at);
        Some(TimeExpression {
            first: at,
            last: end,
            what: core.what,
            since,
            by,
            hour: core.hour || hour,
            year: core.year,
            as_of,
        })
    }

    /// *since the truce began on Feb. 20*: the word stands a few words before its day.
    fn since_before(&self, at: usize) -> bool {
        (at.saturating_sub(11)..at)
            .rev()
            .take_while(|&index| self.tokens[index].word())
            .any(|index| matches!(self.word(index), "since" | "depuis" | "منذ" | "ومنذ"))
    }

    /// Past the small words that may stand before a day: *le*, *on*, *late on*, *tôt*, *صباح*.
    fn lead(&self, mut at: usize) -> usize {
        const LEADS: &[&str] = &[
            "le",
            "la",
            "l'",
            "ce",
            "au",
            "du",
            "des",
            "de",
            "a",
            "en",
            "on",
            "in",
            "at",
            "the",
            "of",
            "for",
            "late",
            "early",
            "later",
            "from",
            "this",
            "soir",
            "matin",
            "nuit",
            "debut",
            "fin",
            "mi",
            "mid",
            "tard",
            "tot",
            "dans",
            "courant",
            "des",
            "until",
            "noon",
            "midnight",
            "midday",
            "dawn",
            "dusk",
            "midi",
            "minuit",
            "morning",
            "evening",
            "around",
            "about",
            "vers",
            "since",
            "jusqu'",
            "journee",
            "night",
            "يوم",
            "مساء",
            "صباح",
            "فجر",
            "ليل",
            "ليله",
            "ظهر",
            "عصر",
            "في",
            "بعد",
            "اليوم",
            "من",
            "نهار",
            "امس",
            "غدا",
        ];
        let start = at;
        while at < self.last
            && at < start + 3
            && !(matches!(self.word(at), "fin" | "debut" | "courant") && self.weekday(at + 1).is_some())
            && (LEADS.contains(&self.word(at))
                || self.word(at).strip_prefix('و').is_some_and(|rest| LEADS.contains(&rest)))
        {
            at += 1;
        }
        at
    }

    /// A core, or two of them joined into a stretch of days.
    fn spanned(&self, at: usize, prefixed: bool) -> Option<Core> {
        // *dans la nuit de jeudi à vendredi*, *entre lundi et jeudi*, *du 27 au 29 mai*, *13-14 November*.
        if let Some(core) = self.day_range(at) {
            return Some(core);
        }
        let opened = matches!(self.word(at), "entre" | "between" | "from" | "de" | "du" | "بين" | "من" | "ما");
        let start = at + usize::from(opened) + usize::from(self.word(at) == "ما");
        let first =
            self.core(start, prefixed || opened).or_else(|| opened.then(|| self.core(at, prefixed)).flatten())?;
        // *entre lundi soir et mercredi matin*: parts of the day stand before the joining word.
        let first = match first.what {
            What::Weekday(_) | What::Relative(..) if opened => Core { end: self.hours_after(first.end).0, ..first },
            _ => first,
        };
        let linked = matches!(
            self.word(first.end),
            "et" | "and" | "to" | "a" | "au" | "ou" | "or" | "through" | "الي" | "و" | "-" | "حتي"
        ) || self.mark(first.end, '-')
            || self.mark(first.end, '–');
        let waw = self.word(first.end).starts_with('و');
        if linked || waw && self.habit.language == Language::Ar {
            let beyond = first.end + usize::from(linked);
            let beyond = beyond + usize::from(matches!(self.word(beyond), "le" | "la" | "on" | "يوم" | "the"));
            if let Some(second) = self.core(beyond, true) {
                let what = match (first.what, second.what) {
                    (What::Weekday(a), What::Weekday(b)) => Some(What::Weekdays(a, b)),
                    (What::Relative(a, _), What::Relative(_, b)) if a <= b => Some(What::Relative(a, b)),
                    (What::Days(a, _), What::Days(_, b)) if opened && a <= b => Some(What::Days(a, b)),
                    (What::Hour, What::Hour) => Some(What::Hour),
                    _ => None,
                };
                if let Some(what) = what {
                    return Some(Core { end: second.end, what, hour: first.hour || second.hour, year: false });
                }
            }
        }
        if opened && matches!(first.what, What::Hour) && self.word(at) == "de" {
            return None;
        }
        Some(first)
    }

    /// *plus de 2000*, *أكثر من 2000*: a figure that is compared counts something, whatever year it looks like.
    fn compares(&self, at: usize) -> bool {
        let word = |back: usize| at.checked_sub(back).map_or("", |at| self.word(at));
        matches!(
            (word(2), word(1)),
            ("plus" | "moins" | "pres" | "autour" | "environ" | "quelque" | "total", "de")
                | ("اكثر" | "اقل" | "ازيد" | "يقرب" | "يقارب" | "بنحو" | "باكثر" | "لاكثر", "من")
                | ("more" | "less" | "fewer", "than")
        )
    }

    /// Whether a word is one for people: *2000 civils*, *2000 مدني*.
    fn counts_people(&self, at: usize) -> bool {
        const STEMS: [&str; 21] = [
            "people", "person", "resid", "evac", "civil", "habit", "famil", "refug", "deplac", "displac", "child",
            "enfant", "femme", "women", "bless", "مدني", "شخص", "نازح", "عايل", "طفل", "لاجي",
        ];
        at < self.last && STEMS.iter().any(|stem| self.word(at).starts_with(stem))
    }

    fn core(&self, at: usize, prefixed: bool) -> Option<Core> {
        if at >= self.last {
            return None;
        }
        let plain = |end: usize, what: What| Some(Core { end, what, hour: false, year: false });
        self.date(at)
            .or_else(|| self.named_day(at))
            .or_else(|| self.day_of_month(at))
            .or_else(|| self.counted(at))
            .or_else(|| self.part_of_day(at))
            .or_else(|| {
                let (month, length) = self.month(at)?;
                let end = at + length;
                let year = self.year(end);
                let close = matches!(
                    self.word(at.wrapping_sub(1)),
                    "en" | "in"
                        | "depuis"
                        | "since"
                        | "debut"
                        | "mi"
                        | "fin"
                        | "early"
                        | "late"
                        | "mid"
                        | "last"
                        | "منذ"
                        | "في"
                ) || at > 1 && self.mark(at - 1, '-') && matches!(self.word(at - 2), "mi" | "mid");
                if !(close || year.is_some()) || at == 0 {
                    return None;
                }
                let first = match year {
                    Some(year) => Date::new(year, month, 1)?,
                    None => self.published.nearest(month, 15)?.plus(-14),
                };
                let hyphened = self.mark(at - 1, '-');
                let (from, to) = match self.word(at - 1) {
                    "debut" | "early" => (first, first.plus(9)),
                    "fin" | "late" => (first.plus(20), first.month_end()),
                    "mi" | "mid" => (first.plus(10), first.plus(19)),
                    _ if hyphened => (first.plus(10), first.plus(19)),
                    _ => (first, first.month_end()),
                };
                plain(end + usize::from(year.is_some()), What::Days(from, to))
            })
            .or_else(|| {
                let year = self.year(at).filter(|_| !self.compares(at) && !self.counts_people(at + 1))?;
                let before = self.before(at);
                let said = prefixed
                    || matches!(
                        before,
                        "en" | "in"
                            | "عام"
                            | "سنه"
                            | "annee"
                            | "de"
                            | "since"
                            | "ete"
                            | "summer"
                            | "hiver"
                            | "winter"
                            | "printemps"
                            | "spring"
                            | "في"
                    );
                // *A 1972 breach*, *the 2011 war*
                let adjective = self.habit.language == Language::En
                    && matches!(before, "a" | "the")
                    && year < self.published.ymd().0
                    && self.tokens.get(at + 1).is_some_and(|next| {
                        next.word()
                            && !next.glued()
                            && ![
                                "people", "person", "resid", "evac", "civil", "famil", "house", "tourist", "passen",
                                "refug", "displac", "child", "of", "who", "and", "were",
                            ]
                            .iter()
                            .any(|stem| next.fold.starts_with(stem))
                    });
                let said = said || adjective;
                let bare = self.tokens.get(at + 1).is_none_or(|next| {
                    at + 1 >= self.last
                        || !next.glued()
                        || matches!(next.kind, super::token::Kind::Mark(',' | '.' | ';' | ':' | ')' | '"' | '»'))
                });
                (said && bare).then(|| {
                    Some(Core {
                        end: at + 1,
                        what: What::Days(Date::new(year, 1, 1)?, Date::new(year, 12, 31)?),
                        hour: false,
                        year: true,
                    })
                })?
            })
    }
}

#[cfg(test)]
mod tests;
