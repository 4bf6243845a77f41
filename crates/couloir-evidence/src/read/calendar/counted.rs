//! Stretches of counted days and hours: *il y a cinq jours*, *within 24 hours*.

use super::super::date::Date;
use super::super::lexicon::Language;
use super::{Core, Reader, What};

impl Reader<'_> {
    /// *il y a cinq jours*, *within 24 hours*, *ces trois derniers jours*, *قبل خمسة أيام*.
    pub(super) fn counted(&self, at: usize) -> Option<Core> {
        let plain = |end: usize, what: What| Some(Core { end, what, hour: false, year: false });
        let before = |index: usize| {
            at.checked_sub(index).and_then(|at| self.tokens.get(at)).map_or("", |token| token.fold.as_str())
        };
        // What stands before the number.
        let (start, sense) = match (self.word(at), self.word(at + 1), self.word(at + 2)) {
            ("خلال" | "في", "الساعات" | "الايام", _) => {
                let hours = if self.word(at + 1) == "الساعات" { 1 } else { 24 };
                let start = at + 2 + usize::from(matches!(self.word(at + 2), "ال" | "الـ"));
                let digits: String = self.word(start).chars().filter(char::is_ascii_digit).collect();
                let (end, amount) = match digits.parse::<u32>() {
                    Ok(amount) if amount <= 1000 => (start + 1, amount),
                    _ => {
                        let bare = self.word(start).strip_prefix("ال").unwrap_or_default();
                        let amount = match bare {
                            "ثلاثه" => 3,
                            "اربعه" => 4,
                            "خمسه" => 5,
                            "سته" => 6,
                            "سبعه" => 7,
                            "عشره" => 10,
                            _ => self.small(start).map_or(0, |(_, amount)| amount),
                        };
                        (start + usize::from(amount > 0), amount)
                    }
                };
                let days = (amount as i32 * hours + 12) / 24;
                let what = match self.word(end) {
                    "الماضيه" | "الاخيره" => What::Relative(-days, 0),
                    "المقبله" | "القادمه" => What::Relative(0, days),
                    _ => return None,
                };
                return (amount > 0).then(|| plain(end + 1, what))?;
            }
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
            ("ces" | "les" | "des", "dernieres" | "derniers", _) => (at + 2, "last"),
            ("ces" | "les" | "des", "prochaines" | "prochains", _) => (at + 2, "within"),
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
}
