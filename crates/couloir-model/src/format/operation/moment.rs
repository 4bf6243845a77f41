//! Civil times: the only place where an operation's zone turns what people write into seconds since the start.

use super::number::{Number, plain};
use super::sheet::Value;
use crate::clock::{MOMENT_MAX, UnixSeconds};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};

/// The start of an operation and the zone of its times.
#[derive(Debug, Clone)]
pub(super) struct Clock {
    zone: TimeZone,
    start: i64,
}

/// Seconds since the start, possibly before it.
pub(super) type Offset = i64;

/// What a person may mean by a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// A date and a time, in the operation's zone.
    Civil(DateTime),
    /// A time of day, without a date.
    Daytime(Time),
    /// `24:00`: the end of a day.
    Midnight,
    /// Seconds after the start.
    AfterStart(i64),
    /// A moment with its own offset from UTC.
    Absolute(i64),
}

/// How a civil time fell on a change of the clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// It exists once.
    None,
    /// It does not exist; it was moved on by the gap.
    Gap,
    /// It exists twice; the first was taken.
    Fold,
}

impl Clock {
    /// The clock of an operation that starts at `start` in `zone`.
    pub(super) fn new(zone: TimeZone, start: Said) -> Option<(Self, Change)> {
        let (seconds, change) = match start {
            Said::Civil(civil) => unix(&zone, civil)?,
            Said::Absolute(seconds) => (seconds, Change::None),
            Said::Daytime(_) | Said::Midnight | Said::AfterStart(_) => return None,
        };
        Some((Self { zone, start: seconds }, change))
    }

    /// The start in seconds since 1970.
    pub(super) const fn start(&self) -> UnixSeconds {
        UnixSeconds(self.start)
    }

    /// The day and time of the start.
    pub(super) fn start_civil(&self) -> DateTime {
        self.civil(0)
    }

    /// The civil time of `offset`.
    pub(super) fn civil(&self, offset: Offset) -> DateTime {
        let timestamp = jiff::Timestamp::from_second(self.start.saturating_add(offset)).unwrap_or_default();
        self.zone.to_datetime(timestamp)
    }

    /// The moment that is meant; a time of day is the first such time at or after `from`.
    pub(super) fn offset(&self, said: Said, from: Offset) -> Option<(Offset, Change)> {
        let (offset, change) = match said {
            Said::AfterStart(seconds) => (seconds, Change::None),
            Said::Absolute(seconds) => (seconds.checked_sub(self.start)?, Change::None),
            Said::Civil(civil) => self.at(civil)?,
            Said::Midnight => self.next(Time::midnight(), from.checked_add(1)?)?,
            Said::Daytime(time) => self.next(time, from)?,
        };
        (offset.unsigned_abs() <= MOMENT_MAX.0).then_some((offset, change))
    }

    /// The offset of a civil time.
    pub(super) fn at(&self, civil: DateTime) -> Option<(Offset, Change)> {
        let (seconds, change) = unix(&self.zone, civil)?;
        Some((seconds.checked_sub(self.start)?, change))
    }

    /// The first `time` of day at or after `from`.
    fn next(&self, time: Time, from: Offset) -> Option<(Offset, Change)> {
        let mut day = self.civil(from).date();
        // A day may skip the time or have it before `from`: the third day has it.
        for _ in 0..3 {
            let (offset, change) = self.at(day.to_datetime(time))?;
            if offset >= from {
                return Some((offset, change));
            }
            day = day.tomorrow().ok()?;
        }
        None
    }
}

fn unix(zone: &TimeZone, civil: DateTime) -> Option<(i64, Change)> {
    let ambiguous = zone.to_ambiguous_timestamp(civil);
    let change = match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => Change::None,
        AmbiguousOffset::Gap { .. } => Change::Gap,
        AmbiguousOffset::Fold { .. } => Change::Fold,
    };
    Some((ambiguous.compatible().ok()?.as_second(), change))
}

/// The zone of this name, from the table inside the program.
pub(super) fn zone(name: &str) -> Option<TimeZone> {
    TimeZone::get(name.trim()).ok()
}

/// What is said in a cell; `None` when it is no moment.
pub(super) fn said(value: &Value) -> Option<Said> {
    match value {
        Value::Civil(civil) => Some(Said::Civil(*civil)),
        Value::Clock(time) => Some(Said::Daytime(*time)),
        Value::Text(text) => said_in(text),
        _ => None,
    }
}

/// What a text says; `None` when it is no moment.
pub(super) fn said_in(text: &str) -> Option<Said> {
    let text = plain(text);
    let text = text.trim();
    if let Some(after) = text.strip_prefix('+') {
        return duration(after).map(Said::AfterStart);
    }
    if let Ok(timestamp) = text.parse::<jiff::Timestamp>() {
        return Some(Said::Absolute(timestamp.as_second()));
    }
    if text == "24:00" {
        return Some(Said::Midnight);
    }
    if let Some(time) = time(text) {
        return Some(Said::Daytime(time));
    }
    let (day, rest) = text.split_once(['T', 't', ' ']).unwrap_or((text, ""));
    let date = date(day.trim_end_matches(','))?;
    match rest.trim() {
        "" => Some(Said::Civil(date.to_datetime(Time::midnight()))),
        "24:00" => Some(Said::Civil(date.tomorrow().ok()?.to_datetime(Time::midnight()))),
        rest => Some(Said::Civil(date.to_datetime(time(rest)?))),
    }
}

/// `2019-02-22`, `2019/02/22`, `22.02.2019`, and `22/02/2019` or `02/22/2019`, where no month can be meant by one of the two.
/// Not `02/03/2019`: whether the day or the month comes first is a guess.
fn date(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [first, second, third] = parts[..] else { return None };
    let number = |text: &str| text.parse::<i16>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    let (year, month, day) = match (first.len(), third.len()) {
        (4, 1 | 2) => (first, second, third),
        (1 | 2, 4) if text.contains('.') || first == second || number(first).is_some_and(|day| 12 < day) => {
            (third, second, first)
        }
        (1 | 2, 4) if number(second).is_some_and(|day| 12 < day) => (third, first, second),
        _ => return None,
    };
    let small = |text: &str| number(text).and_then(|number| i8::try_from(number).ok());
    Date::new(number(year)?, small(month)?, small(day)?).ok()
}

/// The first reading, the day first, of a date that a spreadsheet has rewritten so that day and month can be either.
pub(super) fn day_first(text: &str) -> Option<String> {
    let text = plain(text);
    let (day, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    let dotted = day.replace(['/', '-'], ".");
    let date = date(&dotted).filter(|_| date(day).is_none())?;
    Some(format!("{date} {}", rest.trim()).trim_end().to_owned())
}

/// `08:40`, `8:40:30`, `8h40`, `8 h`.
fn time(text: &str) -> Option<Time> {
    let text = text.to_ascii_lowercase().replace('h', ":").replace(' ', "");
    let parts: Vec<&str> = text.split(':').collect();
    let number = |text: &str| match text {
        "" => Some(0),
        _ if text.len() > 2 || !text.bytes().all(|byte| byte.is_ascii_digit()) => None,
        _ => text.parse::<i8>().ok(),
    };
    match parts[..] {
        [hour, minute] if !hour.is_empty() => Time::new(number(hour)?, number(minute)?, 0, 0).ok(),
        [hour, minute, second] if !hour.is_empty() && !second.is_empty() => {
            Time::new(number(hour)?, number(minute)?, number(second)?, 0).ok()
        }
        _ => None,
    }
}

/// Seconds in `2h30`, `2 h 30 min`, `2:30`, `90 min`, `45s`, `1d 6h`.
pub(super) fn duration(text: &str) -> Option<i64> {
    let text = plain(text).to_ascii_lowercase();
    let text = text.trim();
    if let Some((hours, minutes)) = text.split_once(':') {
        let minutes = minutes.parse::<u8>().ok().filter(|minutes| *minutes < 60)?;
        return hours.parse::<u32>().ok().map(|hours| i64::from(hours) * 3600 + i64::from(minutes) * 60);
    }
    let mut total: i128 = 0;
    let mut rest = text;
    let mut unit_before = 0;
    while !rest.is_empty() {
        let number_end = rest.find(|letter: char| !matches!(letter, '0'..='9' | '.' | ',')).unwrap_or(rest.len());
        let (number, after) = rest.split_at(number_end);
        let after = after.trim_start();
        let word_end = after.find(|letter: char| !letter.is_ascii_lowercase()).unwrap_or(after.len());
        let (word, after) = after.split_at(word_end);
        let unit = match word {
            "d" | "day" | "days" | "j" => 86_400,
            "h" | "hour" | "hours" | "hr" | "hrs" => 3600,
            "min" | "m" | "mn" | "minute" | "minutes" => 60,
            "s" | "sec" | "second" | "seconds" => 1,
            // `2h30`: what follows hours without a word is minutes.
            "" if unit_before == 3600 && after.is_empty() => 60,
            _ => return None,
        };
        total = total.checked_add(Number::read(number, false)?.times_rounded_up(unit)?)?;
        unit_before = unit;
        rest = after.trim_start();
    }
    (!text.is_empty()).then(|| i64::try_from(total).ok()).flatten().filter(|total| total.unsigned_abs() <= MOMENT_MAX.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(zone_name: &str, start: &str) -> Clock {
        Clock::new(zone(zone_name).unwrap(), said_in(start).unwrap()).unwrap().0
    }

    fn offset(clock: &Clock, text: &str) -> Option<(Offset, Change)> {
        clock.offset(said_in(text)?, 0)
    }

    #[test]
    fn a_moment_is_read_in_every_form() {
        let clock = clock("Asia/Damascus", "2019-02-22 06:00");
        let hours = |hours: i64| Some((hours * 3600, Change::None));
        for text in [
            "2019-02-22 08:00",
            "2019-02-22T08:00:00",
            "22.02.2019 8:00",
            "2019/02/22 8h00",
            "08:00",
            "8h",
            "+2h",
            "+2:00",
            "+120 min",
            "+2 h 00",
            "٢٠١٩-٠٢-٢٢ ٠٨:٠٠",
            "2019-02-22T06:00:00Z",
            "2019-02-22T07:00:00+01:00",
        ] {
            assert_eq!(offset(&clock, text), hours(2), "{text}");
        }
        assert_eq!(offset(&clock, "05:00"), hours(23));
        assert_eq!(offset(&clock, "+2h30"), Some((9000, Change::None)));
        assert_eq!(offset(&clock, "24:00"), hours(18));
        assert_eq!(offset(&clock, "2019-02-23"), hours(18));
        assert_eq!(offset(&clock, "2019-02-22 24:00"), hours(18));
    }

    #[test]
    fn a_date_whose_month_could_be_its_day_is_not_guessed() {
        for text in ["13/10/2026 23:30", "10/13/2026 23:30", "13-10-2026 23:30"] {
            assert_eq!(said_in(text), said_in("2026-10-13 23:30"), "{text}");
        }
        assert_eq!(day_first("12/10/2026 23:30").as_deref(), Some("2026-10-12 23:30"));
        assert_eq!(day_first("13/10/2026 23:30"), None);
        assert_eq!(day_first("tomorrow"), None);
        for text in ["02/03/2019 08:00", "25:00", "08:61", "2019-02-30 08:00", "tomorrow", "+", "+2x", "+3000000h", "8"]
        {
            assert_eq!(said_in(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_that_clocks_skip_is_moved_on_and_one_that_they_repeat_is_the_first() {
        let spring = clock("Europe/Prague", "2024-03-30 12:00");
        // 02:30 on 31 March does not exist: 03:30 summer time is 01:30 UTC, 14 h 30 after 11:00 UTC.
        assert_eq!(offset(&spring, "2024-03-31 02:30"), Some((52_200, Change::Gap)));
        let autumn = clock("Europe/Prague", "2024-10-26 12:00");
        assert_eq!(offset(&autumn, "2024-10-27 02:30"), Some((52_200, Change::Fold)));
    }
}
