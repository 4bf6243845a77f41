//! Time expressions: what they say, and which days that is when the day of the report is known.

use super::date::{Date, Weekday};
use super::lexicon::Language;
use super::number::{self, Habit};
use super::token::Token;

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
    (bare && hour).then_some(at + 1)
}

/// `a.m.`, `pm`: one past it, or `at` if there is none.
fn meridiem(tokens: &[Token], at: usize) -> usize {
    let word = |offset: usize| tokens.get(at + offset).map_or("", |token| token.fold.as_str());
    let dot = |offset: usize| tokens.get(at + offset).is_some_and(|token| token.mark('.') && token.glued());
    match word(0) {
        "am" | "pm" => at + 1,
        "a" | "p" if dot(1) && word(2) == "m" => at + if dot(3) { 4 } else { 3 },
        _ => at,
    }
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
        if core.what == What::Hour {
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
        (at.saturating_sub(7)..at)
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

    /// `27 au 29 mai 2024`, `13-14 November 2023`, `19 and 20 August`.
    fn day_range(&self, at: usize) -> Option<Core> {
        let mut start = at;
        while start < at + 2
            && matches!(self.word(start), "du" | "entre" | "le" | "from" | "between" | "les" | "the" | "من" | "بين")
        {
            start += 1;
        }
        let day = |index: usize| {
            (index < self.last && self.tokens[index].digits() && self.tokens[index].fold.len() <= 2)
                .then(|| self.tokens[index].fold.parse::<u32>().ok())
                .flatten()
        };
        let first = day(start)?;
        let mut middle = start + 1;
        let link = matches!(self.word(middle), "au" | "et" | "to" | "and" | "a" | "الي" | "و")
            || self.mark(middle, '-')
            || self.mark(middle, '–');
        if !link {
            return None;
        }
        middle += 1 + usize::from(self.word(middle + 1) == "le");
        let second = day(middle)?;
        let (month, length) = self.month(middle + 1)?;
        let mut end = middle + 1 + length;
        let year = self.year(end);
        end += usize::from(year.is_some());
        let make = |day: u32| match year {
            Some(year) => Date::new(year, month, day),
            None => self.published.nearest(month, day),
        };
        let (from, to) = (make(first)?, make(second)?);
        (from <= to).then_some(Core { end, what: What::Days(from, to), hour: false, year: false })
    }

    fn year(&self, at: usize) -> Option<i32> {
        let token = self.tokens.get(at).filter(|token| at < self.last && token.digits() && token.fold.len() == 4)?;
        token.fold.parse::<i32>().ok().filter(|year| (1900..=2100).contains(year))
    }

    /// A month's name at `at`: its number and how many tokens it takes.
    fn month(&self, at: usize) -> Option<(u32, usize)> {
        let fold = self.word(at);
        let dotted = usize::from(self.mark(at + 1, '.') && self.tokens[at + 1].glued());
        let capital = at < self.last && self.tokens[at].capital;
        let month = match fold {
            "janvier" | "january" | "jan" | "janv" | "يناير" | "جانفي" => 1,
            "fevrier" | "february" | "feb" | "fevr" | "فبراير" | "شباط" | "فيفري" => 2,
            "mars" | "مارس" | "اذار" => 3,
            "march" | "mar" if capital => 3,
            "avril" | "april" | "apr" | "ابريل" | "نيسان" | "افريل" => 4,
            "mai" | "مايو" | "ايار" | "ماي" => 5,
            "may" if capital => 5,
            "juin" | "june" | "jun" | "يونيو" | "حزيران" | "جوان" => 6,
            "juillet" | "july" | "jul" | "juil" | "يوليو" | "تموز" | "جويليه" => 7,
            "aout" | "august" | "aug" | "اغسطس" | "اب" | "اوت" => 8,
            "septembre" | "september" | "sept" | "sep" | "سبتمبر" | "ايلول" => 9,
            "octobre" | "october" | "oct" | "اكتوبر" => 10,
            "novembre" | "november" | "nov" | "نوفمبر" => 11,
            "decembre" | "december" | "dec" | "ديسمبر" => 12,
            "تشرين" | "كانون" => {
                let second = matches!(self.word(at + 1), "الثاني");
                let month = match (fold, second) {
                    ("تشرين", false) => 10,
                    ("تشرين", true) => 11,
                    (_, false) => 12,
                    (_, true) => 1,
                };
                return matches!(self.word(at + 1), "الاول" | "الثاني").then_some((month, 2));
            }
            _ => return None,
        };
        Some((month, 1 + dotted))
    }

    fn weekday(&self, at: usize) -> Option<Weekday> {
        let fold = self.word(at);
        let bare = if fold.starts_with("وال") { &fold['و'.len_utf8()..] } else { fold };
        Some(match bare {
            "lundi" | "monday" | "الاثنين" => 0,
            "mardi" | "tuesday" | "الثلاثاء" => 1,
            "mercredi" | "wednesday" | "الاربعاء" => 2,
            "jeudi" | "thursday" | "الخميس" => 3,
            "vendredi" | "friday" | "الجمعه" => 4,
            "samedi" | "saturday" | "السبت" => 5,
            "dimanche" | "sunday" | "الاحد" => 6,
            _ => return None,
        })
    }

    fn core(&self, at: usize, prefixed: bool) -> Option<Core> {
        if at >= self.last {
            return None;
        }
        let plain = |end: usize, what: What| Some(Core { end, what, hour: false, year: false });
        self.date(at)
            .or_else(|| self.named_day(at))
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
                let (from, to) = match self.word(at - 1) {
                    "debut" | "early" => (first, first.plus(9)),
                    "fin" | "late" => (first.plus(20), first.month_end()),
                    "mi" | "mid" | "-" => (first.plus(10), first.plus(19)),
                    _ => (first, first.month_end()),
                };
                plain(end + usize::from(year.is_some()), What::Days(from, to))
            })
            .or_else(|| {
                let year = self.year(at)?;
                let before = if at > 0 { self.tokens[at - 1].fold.as_str() } else { "" };
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

    /// `12 mars 2024`, `1er avril`, `July 25, 2024`, `03/11`.
    fn date(&self, at: usize) -> Option<Core> {
        let found = |end: usize, date: Date| Some(Core { end, what: What::Days(date, date), hour: false, year: false });
        if let Some((end, date)) = numeric_date(&self.tokens[..self.last], at, self.published) {
            return found(end, date);
        }
        let day = |index: usize| {
            let token =
                self.tokens.get(index).filter(|token| index < self.last && token.digits() && token.fold.len() <= 2)?;
            token.fold.parse::<u32>().ok().filter(|day| (1..=31).contains(day))
        };
        let make = |year: Option<i32>, month: u32, day: u32| match year {
            Some(year) => Date::new(year, month, day),
            None => self.published.nearest(month, day),
        };
        if let Some(number) = day(at) {
            let suffix = usize::from(matches!(self.word(at + 1), "er" | "st" | "nd" | "rd" | "th"));
            let of = usize::from(matches!(self.word(at + 1 + suffix), "of" | "من"));
            let at_month = at + 1 + suffix + of;
            let (month, length) = self.month(at_month)?;
            let mut end = at_month + length;
            let comma = usize::from(self.mark(end, ','));
            let year = self.year(end + comma);
            if year.is_some() {
                end += comma + 1;
            }
            return found(end, make(year, month, number)?);
        }
        let (month, length) = self.month(at)?;
        let number = day(at + length).filter(|_| self.habit.language != Language::Fr)?;
        let mut end = at + length + 1;
        end += usize::from(matches!(self.word(end), "st" | "nd" | "rd" | "th"));
        let comma = usize::from(self.mark(end, ','));
        let year = self.year(end + comma);
        if year.is_some() {
            end += comma + 1;
        }
        found(end, make(year, month, number)?)
    }

    /// Weekdays and the words for yesterday, today and tomorrow.
    fn named_day(&self, at: usize) -> Option<Core> {
        let plain = |end: usize, what: What| Some(Core { end, what, hour: false, year: false });
        if matches!(self.word(at), "last" | "next" | "this" | "الماضي") && self.weekday(at + 1).is_some() {
            let name = self.weekday(at + 1)?;
            let what = match self.word(at) {
                "last" => What::LastWeekday(name),
                "next" => What::NextWeekday(name),
                _ => What::Weekday(name),
            };
            return plain(at + 2, what);
        }
        if let Some(name) = self.weekday(at) {
            // *Thursday, Aug. 8* is that date.
            let comma = usize::from(self.mark(at + 1, ','));
            if let Some(date) =
                self.date(at + 1 + comma).or_else(|| (self.word(at + 1) == "le").then(|| self.date(at + 2)).flatten())
            {
                return Some(date);
            }
            return match self.word(at + 1) {
                "dernier" | "الماضي" | "الفائت" | "المنصرم" => {
                    plain(at + 2, What::LastWeekday(name))
                }
                "prochain" | "المقبل" | "القادم" => plain(at + 2, What::NextWeekday(name)),
                "night" if matches!(self.word(at + 2), "into" | "to") && self.weekday(at + 3).is_some() => {
                    plain(at + 4, What::Weekdays(name, self.weekday(at + 3)?))
                }
                _ => plain(at + 1, What::Weekday(name)),
            };
        }
        let bare = |fold: &str| fold.strip_prefix('و').unwrap_or(fold).to_owned();
        let words = (self.word(at), self.word(at + 1), self.word(at + 2));
        let hyphen = usize::from(self.mark(at + 1, '-'));
        match words {
            ("aujourd'hui" | "today", ..) => plain(at + 1, What::Relative(0, 0)),
            ("ce", "jour", _) => plain(at + 2, What::Relative(0, 0)),
            ("jour", ..) if matches!(before, "total" | "bilan" | "cumul") => plain(at + 1, What::Relative(0, 0)),
            ("du", "jour", _) if !matches!(before, "fin" | "debut" | "lever" | "tombee" | "milieu" | "ordre") => {
                plain(at + 2, What::Relative(0, 0))
            }
            ("today's", ..) => plain(at + 1, What::Relative(0, 0)),
            ("apres", ..) if self.word(at + 1 + hyphen) == "demain" => plain(at + 2 + hyphen, What::Relative(2, 2)),
            ("avant", ..) if self.word(at + 1 + hyphen) == "hier" => plain(at + 2 + hyphen, What::Relative(-2, -2)),
            ("the", "day", "after") if self.word(at + 3) == "tomorrow" => plain(at + 4, What::Relative(2, 2)),
            ("the", "day", "before") if self.word(at + 3) == "yesterday" => plain(at + 4, What::Relative(-2, -2)),
            ("demain" | "tomorrow", ..) => plain(at + 1, What::Relative(1, 1)),
            ("hier" | "yesterday", ..) => plain(at + 1, What::Relative(-1, -1)),
            ("la" | "le", "veille" | "lendemain", _) => {
                plain(at + 2, What::Shift(if words.1 == "veille" { -1 } else { 1 }))
            }
            ("l'", "avant", _) if self.word(at + 2 + usize::from(self.mark(at + 2, '-'))) == "veille" => {
                plain(at + 3 + usize::from(self.mark(at + 2, '-')), What::Shift(-2))
            }
            ("the", "previous" | "preceding", "day" | "night" | "evening") | ("the", "day" | "night", "before") => {
                plain(at + 3, What::Shift(-1))
            }
            ("the", "following" | "next", "day") => plain(at + 3, What::Shift(1)),
            ("a", "day", "earlier" | "before") => plain(at + 3, What::Shift(-1)),
            ("a", "day", "later" | "after") => plain(at + 3, What::Shift(1)),
            ("la", "semaine", "derniere") | ("last", "week", _) => {
                self.week(at + if words.0 == "la" { 3 } else { 2 }, -1)
            }
            ("cette", "semaine", _) | ("this", "week", _) => self.week(at + 2, 0),
            ("earlier", "this", "week") => self.week(at + 3, 0),
            ("next", "week", _) | ("la", "semaine", "prochaine") => {
                self.week(at + if words.0 == "la" { 3 } else { 2 }, 1)
            }
            ("le", "mois", "dernier") | ("last", "month", _) => {
                let end = self.published.plus(-(self.published.ymd().2 as i32));
                plain(at + if words.0 == "le" { 3 } else { 2 }, What::Days(end.plus(1 - end.ymd().2 as i32), end))
            }
            ("l'", "an", "dernier") | ("l'", "annee", "derniere") | ("last", "year", _) => {
                let year = self.published.ymd().0 - 1;
                Some(Core {
                    end: at + if words.0 == "l'" { 3 } else { 2 },
                    what: What::Days(Date::new(year, 1, 1)?, Date::new(year, 12, 31)?),
                    hour: false,
                    year: true,
                })
            }
            ("في", "اليوم", "السابق" | "التالي") => {
                plain(at + 3, What::Shift(if words.2 == "السابق" { -1 } else { 1 }))
            }
            ("اليوم", "السابق" | "التالي", _) => {
                plain(at + 2, What::Shift(if words.1 == "السابق" { -1 } else { 1 }))
            }
            ("اول", "امس" | "من", _) => plain(at + if words.1 == "من" { 3 } else { 2 }, What::Relative(-2, -2)),
            ("بعد", "غد", _) => plain(at + 2, What::Relative(2, 2)),
            ("الاسبوع", "الماضي" | "المقبل", _) => {
                self.week(at + 2, if words.1 == "الماضي" { -1 } else { 1 })
            }
            (fold, ..) => match bare(fold).as_str() {
                "اليوم" => plain(self.repeated(at + 1), What::Relative(0, 0)),
                "غدا" | "الغد" => plain(self.repeated(at + 1), What::Relative(1, 1)),
                "امس" => plain(self.repeated(at + 1), What::Relative(-1, -1)),
                _ => None,
            },
        }
    }

    /// *غدا الخميس*: the weekday only says the same again.
    fn repeated(&self, at: usize) -> usize {
        at + usize::from(self.weekday(at).is_some())
    }

    fn week(&self, end: usize, weeks: i32) -> Option<Core> {
        let monday = self.published.latest(0).plus(7 * weeks);
        let last = if weeks == 0 { self.published } else { monday.plus(6) };
        Some(Core { end, what: What::Days(monday, last), hour: false, year: false })
    }

    /// *il y a cinq jours*, *within 24 hours*, *ces trois derniers jours*, *قبل خمسة أيام*.
    fn counted(&self, at: usize) -> Option<Core> {
        let plain = |end: usize, what: What| Some(Core { end, what, hour: false, year: false });
        let before = |index: usize| {
            if at >= index { self.tokens[at - index].fold.as_str() } else { "" }
        };
        // What stands before the number.
        let (start, sense) = match (self.word(at), self.word(at + 1), self.word(at + 2)) {
            ("il", "y", "a") => (at + 3, "ago"),
            ("dans", "les", _) => (at + 2, "within"),
            ("dans", ..) => (at + 1, "in"),
            ("sous" | "within" | "خلال" | "في" | "غضون", ..) => (at + 1, "within"),
            ("d'", "ici", _) => (at + 2, "within"),
            ("en", ..) => (at + 1, "over"),
            ("in" | "over", "the", "last" | "past" | "previous" | "space") => (at + 3, "last"),
            ("in" | "over", "the", "next" | "coming") => (at + 3, "within"),
            ("in" | "over", ..) => (at + 1, "over"),
            ("the", "last" | "past", _) => (at + 2, "last"),
            ("les" | "ces" | "ses" | "des", ..) => (at + 1, "lately"),
            ("قبل", ..) => (at + 1, "ago"),
            ("منذ" | "depuis", ..) => (at + 1, "last"),
            _ => (at, "bare"),
        };
        let dual = match self.word(start) {
            "يومين" | "يومان" => Some((start + 1, 2, 24)),
            "ساعتين" | "ساعتان" => Some((start + 1, 2, 1)),
            "اسبوعين" => Some((start + 1, 14, 24)),
            "اسبوع" => Some((start + 1, 7, 24)),
            "يوم" if sense != "bare" && before(0) == "خلال" => Some((start + 1, 1, 24)),
            _ => None,
        };
        let (end, amount, hours) = match dual {
            Some(found) => found,
            None => {
                let alone = matches!(sense, "last") && matches!(self.word(start), "week" | "day" | "hour" | "night");
                if alone {
                    let days = if self.word(start) == "week" { 7 } else { 1 };
                    return plain(start + 1, What::Relative(-days, 0));
                }
                let one = (sense != "bare" && matches!(self.word(start), "un" | "une" | "a" | "an" | "one"))
                    .then_some((start + 1, 1));
                let (mut next, amount) = one.or_else(|| self.small(start))?;
                let lately = matches!(self.word(next), "dernieres" | "derniers" | "prochains" | "prochaines");
                let ahead = self.word(next).starts_with("prochain");
                next += usize::from(lately);
                let hours = match self.word(next) {
                    "heure" | "heures" | "hour" | "hours" | "hrs" | "ساعه" | "ساعات" | "h" => 1,
                    "jour" | "jours" | "day" | "days" | "يوم" | "يوما" | "ايام" | "j" | "nights" | "nuits" => {
                        24
                    }
                    "semaine" | "semaines" | "week" | "weeks" | "اسبوع" | "اسابيع" => 168,
                    "an" | "ans" | "year" | "years" | "عام" | "اعوام" | "سنه" | "سنوات"
                        if matches!(sense, "ago") || self.word(next + 1) == "ago" =>
                    {
                        let day = self.published.years_before(amount as i32);
                        let (year, ..) = day.ymd();
                        let end = next + 1 + usize::from(self.word(next + 1) == "ago");
                        return Some(Core {
                            end,
                            what: What::Days(Date::new(year, 1, 1)?, Date::new(year, 12, 31)?),
                            hour: false,
                            year: true,
                        });
                    }
                    "mois" | "month" | "months" | "شهر" | "اشهر" if sense == "ago" || self.word(next + 1) == "ago" => {
                        730
                    }
                    _ => return None,
                };
                let end = next + 1;
                if sense == "lately" || lately {
                    let days = (amount as i32 * hours + 12) / 24;
                    return lately
                        .then(|| plain(end, if ahead { What::Relative(0, days) } else { What::Relative(-days, 0) }))?;
                }
                (end, amount as i32, hours)
            }
        };
        let days = (amount * hours + 12) / 24;
        match sense {
            "ago" => plain(end, What::Relative(-days, -days)),
            "last" => plain(end, What::Relative(-days, 0)),
            "within" => plain(end, What::Relative(0, days)),
            "in" => plain(end, What::Relative(days, days)),
            "over" if hours >= 24 && self.habit.language != Language::Ar => plain(end, What::Over(days)),
            "over" => plain(end, What::Relative(-days, 0)),
            _ => match (self.word(end), self.word(end + 1)) {
                ("ago", _) => plain(end + 1, What::Relative(-days, -days)),
                ("earlier" | "before", _) if hours >= 24 => plain(end + 1, What::Shift(-days)),
                ("plus", "tot") | ("auparavant", _) if hours >= 24 => {
                    plain(end + 1 + usize::from(self.word(end) == "plus"), What::Shift(-days))
                }
                ("later", _) if hours >= 24 => plain(end + 1, What::Shift(days)),
                _ => None,
            },
        }
    }

    /// Hours, parts of the day, the night, the period of the report.
    fn part_of_day(&self, at: usize) -> Option<Core> {
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
                let (end, hour) = self.small(at)?;
                let before = if at > 0 { self.tokens[at - 1].fold.as_str() } else { "" };
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
    fn looks_like_an_hour(&self, at: usize) -> bool {
        const BEFORE: &[&str] = &[
            "at", "by", "run", "resumes", "resume", "eta", "etd", "from", "until", "till", "a", "vers", "lift",
            "before", "after", "complete", "today", "tomorrow", "demain", "des", "avant", "apres", "since", "departs",
            "depart", "reprise", "rotation", "fin", "wave", "about", "convoy", "start", "restart", "expected", "time",
            "prevue", "prevu", "around",
        ];
        let before = if at > 0 { self.tokens[at - 1].fold.as_str() } else { "" };
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
    fn hours_after(&self, mut at: usize) -> (usize, bool) {
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

#[cfg(test)]
mod tests {
    use super::super::token::tokenize;
    use super::*;

    fn days(text: &str, published: &str, language: Language, future: bool) -> Vec<(String, String)> {
        let tokens = tokenize(text);
        let day: Date = published.parse().unwrap();
        let anchor = Anchor { day, future, from: day, period: None };
        find(&tokens, 0, tokens.len(), language, false, false, day)
            .into_iter()
            .map(|expression| expression.days(anchor))
            .map(|(start, end)| (start.to_string(), end.to_string()))
            .collect()
    }

    fn one(text: &str, published: &str, language: Language, future: bool) -> String {
        let found = days(text, published, language, future);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        format!("{}..{}", found[0].0, found[0].1)
    }

    #[test]
    fn a_weekday_that_is_the_day_of_publication_is_that_day() {
        assert_eq!(one("Mardi déjà", "2024-03-12", Language::Fr, false), "2024-03-12..2024-03-12");
        assert_eq!(one("mercredi", "2024-03-12", Language::Fr, false), "2024-03-06..2024-03-06");
        assert_eq!(one("mercredi", "2024-03-12", Language::Fr, true), "2024-03-13..2024-03-13");
        assert_eq!(one("last Tuesday", "2024-03-12", Language::En, false), "2024-03-05..2024-03-05");
        assert_eq!(one("الخميس الماضي", "2024-04-20", Language::Ar, false), "2024-04-18..2024-04-18");
    }

    #[test]
    fn stretches_of_days_are_read_whole() {
        assert_eq!(
            one("dans la nuit de jeudi à vendredi", "2024-12-27", Language::Fr, false),
            "2024-12-26..2024-12-27"
        );
        assert_eq!(one("du 27 au 29 mai 2024", "2024-05-30", Language::Fr, false), "2024-05-27..2024-05-29");
        assert_eq!(one("13-14 November 2023", "2023-11-14", Language::En, false), "2023-11-13..2023-11-14");
        assert_eq!(one("demain ou après-demain", "2024-03-12", Language::Fr, true), "2024-03-13..2024-03-14");
        assert_eq!(one("entre lundi et jeudi", "2024-03-15", Language::Fr, false), "2024-03-11..2024-03-14");
        assert_eq!(one("within 24 hours", "2024-03-12", Language::En, true), "2024-03-12..2024-03-13");
        assert_eq!(one("خلال يومين", "2024-04-20", Language::Ar, true), "2024-04-20..2024-04-22");
        assert_eq!(one("il y a cinq jours", "2024-03-12", Language::Fr, false), "2024-03-07..2024-03-07");
        assert_eq!(one("قبل خمسة أيام", "2024-01-10", Language::Ar, false), "2024-01-05..2024-01-05");
    }

    #[test]
    fn a_year_alone_is_the_whole_year() {
        assert_eq!(one("En 2019,", "2024-09-14", Language::Fr, false), "2019-01-01..2019-12-31");
    }

    #[test]
    fn hours_are_the_day_of_the_report() {
        assert_eq!(one("by 10 a.m.", "2024-07-25", Language::En, false), "2024-07-25..2024-07-25");
        assert_eq!(one("entre 6h30 et 14 heures", "2024-03-12", Language::Fr, false), "2024-03-12..2024-03-12");
    }
}
