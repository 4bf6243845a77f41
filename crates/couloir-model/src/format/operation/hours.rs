//! Opening times in words: the hours of most days, and the days that have others.

use super::moment::{Clock, Offset};
use crate::clock::Opening;
use jiff::ToSpan;
use jiff::civil::{Date, Time};
use std::collections::BTreeMap;

/// The most days or windows that are spelt out.
const SHOWN_MAX: usize = 8;

/// Hours that come back on this many days are called daily: daily windows repeat for three months, and nobody lists as many.
const DAYS_MIN: usize = 45;

/// From when until when it is open, in seconds since the start.
type Stretch = (Offset, Offset);

/// A window of a day: when it opens, how many days later it shuts, and when.
type Hours = (Time, i64, Time);

/// What the windows of `open` say, as they are planned with: `06:00–18:00 daily, but on 2019-02-23 08:00–12:00`.
pub(super) fn said(open: &Opening, clock: &Clock) -> String {
    let offset = |moment: crate::clock::Moment| Offset::try_from(moment.0).unwrap_or(Offset::MAX);
    let windows: Vec<Stretch> =
        open.windows().iter().map(|window| (offset(window.from()), offset(window.until()))).collect();
    let by_day = by_day(&windows, clock);
    let mut days_of: BTreeMap<&[Hours], usize> = BTreeMap::new();
    for hours in by_day.values() {
        *days_of.entry(hours).or_default() += 1;
    }
    let Some((usual, _)) = days_of.into_iter().filter(|(_, days)| DAYS_MIN <= *days).max_by_key(|(_, days)| *days)
    else {
        return listed(windows.iter().map(|window| window_said(*window, clock)), ", ", "windows");
    };
    let last = by_day.iter().filter(|(_, hours)| hours.as_slice() == usual).map(|(day, _)| *day).max();
    let usual_windows = repeated(usual, clock, last.unwrap_or_default());
    let other = other_days(&windows, &usual_windows, clock);
    let daily = usual.iter().map(|(from, _, until)| format!("{}–{}", hour(*from), end_hour(*until)));
    let daily = format!("{} daily", daily.collect::<Vec<_>>().join(" and "));
    if other.is_empty() { daily } else { format!("{daily}, but {}", listed(other.into_iter(), ", ", "days")) }
}

/// The hours of each day on which a window opens.
fn by_day(windows: &[Stretch], clock: &Clock) -> BTreeMap<Date, Vec<Hours>> {
    let mut days: BTreeMap<Date, Vec<Hours>> = BTreeMap::new();
    for (from, until) in windows {
        let (from, until) = (clock.civil(*from), clock.civil(*until));
        let nights = (until.date() - from.date()).get_days();
        days.entry(from.date()).or_default().push((from.time(), i64::from(nights), until.time()));
    }
    days
}

/// The usual windows from the day before the start, whose last window may reach over midnight, to `last`.
fn repeated(usual: &[Hours], clock: &Clock, last: Date) -> Vec<Stretch> {
    let mut windows = Vec::new();
    let mut day = clock.start_civil().date().yesterday().unwrap_or(Date::MIN);
    while day <= last {
        for (from, nights, until) in usual {
            let end_day = day.checked_add(nights.days()).unwrap_or(day);
            let ends = clock.at(day.to_datetime(*from)).zip(clock.at(end_day.to_datetime(*until)));
            windows.extend(ends.map(|((from, _), (until, _))| (from, until)));
        }
        let Ok(next) = day.tomorrow() else { break };
        day = next;
    }
    windows
}

/// The days on which it is open at other times than usual, each with its own.
fn other_days(windows: &[Stretch], usual: &[Stretch], clock: &Clock) -> Vec<String> {
    let mut said = Vec::new();
    let mut day = clock.start_civil().date();
    let end = windows.iter().chain(usual).map(|(_, until)| *until).max().unwrap_or(0);
    while let (Some((begins, _)), Ok(next)) = (clock.at(day.to_datetime(Time::midnight())), day.tomorrow()) {
        let Some((ends, _)) = clock.at(next.to_datetime(Time::midnight())) else { break };
        if end <= begins {
            break;
        }
        let of_day = |all| clipped(all, (begins.max(0), ends));
        let (found, expected) = (of_day(windows), of_day(usual));
        if found != expected {
            let hours = found.iter().map(|(from, until)| {
                format!("{}–{}", hour(clock.civil(*from).time()), end_hour(clock.civil(*until).time()))
            });
            let hours = hours.collect::<Vec<_>>().join(" and ");
            said.push(if hours.is_empty() { format!("on {day} shut") } else { format!("on {day} {hours}") });
        }
        day = next;
    }
    said
}

/// What of `windows` lies in a day, touching ones joined.
fn clipped(windows: &[Stretch], (begins, ends): Stretch) -> Vec<Stretch> {
    let mut of_day: Vec<Stretch> = Vec::new();
    for (from, until) in windows {
        let (from, until) = ((*from).max(begins), (*until).min(ends));
        match of_day.last_mut() {
            _ if until <= from => {}
            Some(last) if from <= last.1 => last.1 = last.1.max(until),
            _ => of_day.push((from, until)),
        }
    }
    of_day
}

fn window_said((from, until): Stretch, clock: &Clock) -> String {
    let said = |offset| clock.civil(offset).strftime("%Y-%m-%d %H:%M").to_string();
    format!("{} – {}", said(from), said(until))
}

fn listed(all: impl ExactSizeIterator<Item = String>, between: &str, what: &str) -> String {
    let rest = all.len().saturating_sub(SHOWN_MAX);
    let shown = all.take(SHOWN_MAX).collect::<Vec<_>>().join(between);
    if rest == 0 { shown } else { format!("{shown} and {rest} more {what}") }
}

fn hour(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}

/// A day that ends at midnight ends at 24:00.
fn end_hour(time: Time) -> String {
    if time == Time::midnight() { "24:00".to_owned() } else { hour(time) }
}

#[cfg(test)]
mod tests {
    use super::super::moment::{said_in, zone};
    use super::super::opening::opening;
    use super::super::sheet::Value;
    use super::*;

    fn words(start: &str, text: &str) -> String {
        let clock = Clock::new(zone("Europe/Prague").unwrap(), said_in(start).unwrap()).unwrap().0;
        said(&opening(&Value::Text(text.to_owned()), &clock).unwrap().0, &clock)
    }

    #[test]
    fn hours_are_said_as_they_are_planned_with_and_days_that_differ_are_named() {
        let start = "2026-10-10 18:00";
        for (written, expected) in [
            ("06:00–18:00 daily", "06:00–18:00 daily"),
            ("06:00–24:00 daily", "06:00–24:00 daily"),
            ("06:00–12:00 daily; 14:00–20:00 daily", "06:00–12:00 and 14:00–20:00 daily"),
            ("22:00–06:00 daily", "22:00–06:00 daily"),
            (
                "22:00–06:00 daily; 2026-10-12 06:00 – 2026-10-12 19:30",
                "22:00–06:00 daily, but on 2026-10-12 00:00–19:30, on 2026-10-13 22:00–24:00",
            ),
            ("06:00–18:00 daily; 2026-10-12 08:00–12:00", "06:00–18:00 daily, but on 2026-10-12 08:00–12:00"),
            (
                "06:00–18:00 daily; 2026-10-12 20:00–2026-10-13 02:00",
                "06:00–18:00 daily, but on 2026-10-12 20:00–24:00, on 2026-10-13 00:00–02:00",
            ),
            (
                "2026-10-12 06:00–10:00; 2026-10-13 06:00–10:00; 2026-10-14 06:00–10:00",
                "2026-10-12 06:00 – 2026-10-12 10:00, 2026-10-13 06:00 – 2026-10-13 10:00, 2026-10-14 06:00 – 2026-10-14 10:00",
            ),
        ] {
            assert_eq!(words(start, written), expected, "{written}");
        }
        assert_eq!(words("2026-10-10 02:00", "22:00–06:00 daily"), "22:00–06:00 daily", "begun the evening before");
    }
}
