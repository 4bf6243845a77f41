//! Dates, weekdays and the words for days: *12 mars*, *last Tuesday*, *la veille*.

use super::super::date::{Date, Weekday};
use super::super::lexicon::Language;
use super::{Core, Reader, What, numeric_date};

impl Reader<'_> {
    /// `27 au 29 mai 2024`, `13-14 November 2023`, `19 and 20 August`.
    pub(super) fn day_range(&self, at: usize) -> Option<Core> {
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
        // *March 9-10*, *Aug. 3 to 5*
        if let Some((month, length)) = self.month(start).filter(|_| self.habit.language != Language::Fr) {
            let number = start + length;
            let link = self.mark(number + 1, '-')
                || self.mark(number + 1, '–')
                || matches!(self.word(number + 1), "to" | "and" | "through");
            if let (Some(first), true, Some(second)) = (day(number), link, day(number + 2)) {
                let mut end = number + 3;
                let year = self.year(end + usize::from(self.mark(end, ',')));
                end += if year.is_some() { 1 + usize::from(self.mark(end, ',')) } else { 0 };
                let make = |day: u32| match year {
                    Some(year) => Date::new(year, month, day),
                    None => self.published.nearest(month, day),
                };
                let (from, to) = (make(first)?, make(second)?);
                return (from <= to && (self.month(end).is_none())).then_some(Core {
                    end,
                    what: What::Days(from, to),
                    hour: false,
                    year: false,
                });
            }
            return None;
        }
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
        if self.month(middle + 1).is_none() {
            // *du 12 au 14*: the month is the last one that fits.
            let bare = self.word(at) == "du"
                && self.word(start + 1) == "au"
                && (1..=31).contains(&first)
                && (1..=31).contains(&second);
            return (bare && !self.counts_something(middle + 1)).then_some(Core {
                end: middle + 1,
                what: What::DaysOfMonth(first, second),
                hour: false,
                year: false,
            });
        }
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

    pub(super) fn year(&self, at: usize) -> Option<i32> {
        let token = self.tokens.get(at).filter(|token| at < self.last && token.digits() && token.fold.len() == 4)?;
        token.fold.parse::<i32>().ok().filter(|year| (1900..=2100).contains(year))
    }

    /// A month's name at `at`: its number and how many tokens it takes.
    pub(super) fn month(&self, at: usize) -> Option<(u32, usize)> {
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
            "juillet" | "july" | "jul" | "juil" | "يوليو" | "يوليوز" | "تموز" | "جويليه" => 7,
            "aout" | "august" | "aug" | "اغسطس" | "غشت" | "اب" | "اوت" => 8,
            "septembre" | "september" | "sept" | "sep" | "سبتمبر" | "شتنبر" | "ايلول" => 9,
            "octobre" | "october" | "oct" | "اكتوبر" => 10,
            "novembre" | "november" | "nov" | "نوفمبر" | "نونبر" => 11,
            "decembre" | "december" | "dec" | "ديسمبر" | "دجنبر" => 12,
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

    pub(super) fn weekday(&self, at: usize) -> Option<Weekday> {
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

    /// `12 mars 2024`, `1er avril`, `July 25, 2024`, `03/11`.
    pub(super) fn date(&self, at: usize) -> Option<Core> {
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

    /// A word follows that a number could count: *le 14 bus*.
    fn counts_something(&self, at: usize) -> bool {
        let joins = matches!(
            self.word(at),
            "au" | "a"
                | "en"
                | "dans"
                | "et"
                | "ont"
                | "ou"
                | "pour"
                | "par"
                | "avec"
                | "sur"
                | "vers"
                | "mais"
                | "soir"
                | "matin"
                | "midi"
        );
        let mark = at >= self.last || !self.tokens[at].word() && !self.tokens[at].digits();
        !(joins || mark)
    }

    /// *on the 9th*, *le 9 au soir*, *depuis le 9*: a day of the month alone.
    pub(super) fn day_of_month(&self, at: usize) -> Option<Core> {
        let before = self.before(at);
        let number = (at < self.last && self.tokens[at].digits() && self.tokens[at].fold.len() <= 2)
            .then(|| self.tokens[at].fold.parse::<u32>().ok())
            .flatten()
            .filter(|number| (1..=31).contains(number))?;
        let glued = self.tokens.get(at + 1).is_some_and(|next| next.glued());
        let end = match self.habit.language {
            Language::En => (matches!(before, "the" | "since" | "by" | "until")
                && matches!(self.word(at + 1), "st" | "nd" | "rd" | "th")
                && glued
                && self.tokens.get(at + 2).is_none_or(|next| {
                    at + 2 >= self.last
                        || !next.word()
                        || matches!(
                            self.word(at + 2),
                            "and" | "when" | "after" | "by" | "with" | "the" | "as" | "at" | "in"
                        )
                }))
            .then_some(at + 2),
            Language::Fr => {
                let dated = before == "le"
                    && at > 1
                    && (at == 2 || !self.tokens[at - 2].digits())
                    && !self.counts_something(at + 1)
                    && !self.mark(at + 1, '%')
                    && !(self.mark(at + 1, '.') && glued && self.tokens.get(at + 2).is_some_and(|next| next.digits()))
                    && !(self.mark(at + 1, ',')
                        && glued
                        && self.tokens.get(at + 2).is_some_and(|next| next.digits() && next.glued()))
                    && !(self.mark(at + 1, '-'));
                dated.then_some(at + 1)
            }
            Language::Ar => None,
        }?;
        Some(Core { end, what: What::DayOfMonth(number), hour: false, year: false })
    }

    /// Weekdays and the words for yesterday, today and tomorrow.
    pub(super) fn named_day(&self, at: usize) -> Option<Core> {
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
            // *jeudi 7*, *Thursday 7th*: the number is the day of the month.
            let numbered = self.tokens.get(at + 1).is_some_and(|next| {
                at + 1 < self.last
                    && next.digits()
                    && next.fold.len() <= 2
                    && next.fold.parse::<u32>().is_ok_and(|number| (1..=31).contains(&number))
            }) && self.habit.language != Language::Ar
                && !self.counts_something(at + 2)
                && !self.tokens.get(at + 2).is_some_and(|next| {
                    next.glued() && !matches!(next.kind, super::super::token::Kind::Mark(',' | '.' | ';' | ')' | ':'))
                });
            if numbered {
                return plain(at + 2, What::Weekday(name));
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
        let before = self.before(at);
        match words {
            ("aujourd'hui" | "today", ..) => plain(at + 1, What::Relative(0, 0)),
            ("ce", "jour", _) => plain(at + 2, What::Relative(0, 0)),
            ("jour", ..) if matches!(before, "total" | "bilan" | "cumul") => plain(at + 1, What::Relative(0, 0)),
            ("du", "jour", _) if !matches!(before, "fin" | "debut" | "lever" | "tombee" | "milieu" | "ordre") => {
                plain(at + 2, What::Relative(0, 0))
            }
            ("le", "debut", "de" | "du") | ("the", "start" | "beginning", "of") => {
                let unit = (at + 3..at + 5)
                    .find(|&at| matches!(self.word(at), "semaine" | "mois" | "annee" | "week" | "month" | "year"))?;
                let (year, month, _) = self.published.ymd();
                let day = match self.word(unit) {
                    "semaine" | "week" => self.published.latest(0),
                    "mois" | "month" => Date::new(year, month, 1)?,
                    _ => Date::new(year, 1, 1)?,
                };
                plain(unit + 1, What::Days(day, day))
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
            ("the", "following" | "next", "day" | "morning" | "evening" | "night" | "afternoon") => {
                plain(at + 3, What::Shift(1))
            }
            ("the", "morning" | "evening", "after") => plain(at + 3, What::Shift(1)),
            ("the", "evening" | "afternoon" | "morning", "before") => plain(at + 3, What::Shift(-1)),
            ("a" | "one", "day", "earlier" | "before" | "previously") => plain(at + 3, What::Shift(-1)),
            ("a" | "one", "day", "later" | "after") => plain(at + 3, What::Shift(1)),
            ("the", "same", "day" | "evening" | "night" | "morning" | "afternoon") => plain(at + 3, What::Shift(0)),
            ("that", "day" | "evening" | "night" | "afternoon" | "morning", _) => plain(at + 2, What::Shift(0)),
            ("le", "meme", "jour" | "soir") | ("la", "meme", "nuit") => plain(at + 3, What::Shift(0)),
            ("ce" | "cette", "jour" | "soir" | "nuit", "la") => plain(at + 3, What::Shift(0)),
            ("la" | "le", "journee" | "jour" | "soir" | "matin", "precedente" | "precedent") => {
                plain(at + 3, What::Shift(-1))
            }
            ("le", "jour" | "soir" | "matin", "suivant") | ("la", "journee", "suivante") => {
                plain(at + 3, What::Shift(1))
            }
            ("le", "surlendemain", _) => plain(at + 2, What::Shift(2)),
            ("tmrw" | "tmw" | "2moro" | "tomoz", ..) => plain(at + 1, What::Relative(1, 1)),
            ("yday" | "ystdy" | "yest", ..) => plain(at + 1, What::Relative(-1, -1)),
            ("2day" | "tday", ..) => plain(at + 1, What::Relative(0, 0)),
            ("auj" | "ajd", ..) if self.terse => plain(at + 1, What::Relative(0, 0)),
            ("the" | "this" | "last" | "next", "weekend", _) => self.weekend(at + 2, words.0),
            ("the" | "this" | "last" | "next", "week", "end") if self.mark(at + 2, '-') => {
                self.weekend(at + 4, words.0)
            }
            ("le" | "ce", "week" | "weekend", _) => {
                let end = at + if words.1 == "week" { 3 + usize::from(self.mark(at + 2, '-')) } else { 2 };
                let sense = match self.word(end) {
                    "dernier" | "passe" => "last",
                    "prochain" => "next",
                    _ => words.0,
                };
                self.weekend(end + usize::from(matches!(self.word(end), "dernier" | "passe" | "prochain")), sense)
            }
            ("نهايه", "الاسبوع", _) => self.weekend(at + 2, "the"),
            ("ce" | "le", "mois", "ci") | ("this", "month", _) | ("هذا", "الشهر", _) => {
                let end = at + if words.0 == "this" || words.0 == "هذا" { 2 } else { 3 };
                plain(end, What::Days(self.published.plus(1 - self.published.ymd().2 as i32), self.published))
            }
            ("cette", "annee", _) | ("this", "year", _) | ("هذا", "العام", _) => Some(Core {
                end: at + 2,
                what: What::Days(Date::new(self.published.ymd().0, 1, 1)?, self.published),
                hour: false,
                year: true,
            }),
            ("الشهر", "الماضي", _) => {
                let end = self.published.plus(-(self.published.ymd().2 as i32));
                plain(at + 2, What::Days(end.plus(1 - end.ymd().2 as i32), end))
            }
            ("العام" | "السنه", "الماضي" | "الماضيه", _) => {
                let year = self.published.ymd().0 - 1;
                Some(Core {
                    end: at + 2,
                    what: What::Days(Date::new(year, 1, 1)?, Date::new(year, 12, 31)?),
                    hour: false,
                    year: true,
                })
            }
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
    pub(super) fn repeated(&self, at: usize) -> usize {
        at + usize::from(self.weekday(at).is_some())
    }

    fn weekend(&self, end: usize, sense: &str) -> Option<Core> {
        let days = match sense {
            "last" => {
                let sunday = self.published.plus(-1).latest(6);
                What::Days(sunday.plus(-1), sunday)
            }
            "next" => {
                let saturday = self.published.plus(1).coming(5);
                What::Days(saturday, saturday.plus(1))
            }
            _ => What::Weekdays(5, 6),
        };
        Some(Core { end, what: days, hour: false, year: false })
    }

    pub(super) fn week(&self, end: usize, weeks: i32) -> Option<Core> {
        let monday = self.published.latest(0).plus(7 * weeks);
        let last = if weeks == 0 { self.published } else { monday.plus(6) };
        Some(Core { end, what: What::Days(monday, last), hour: false, year: false })
    }
}
