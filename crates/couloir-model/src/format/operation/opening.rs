//! Opening times: windows that repeat every day and windows that happen once.

use super::fault::{Fault, codes};
use super::moment::{Clock, Offset, Said, said_in};
use super::number::plain;
use super::reader::rewritten;
use super::sheet::Value;
use crate::clock::{Moment, Opening, Window};
use jiff::civil::{Date, Time};

/// How long daily windows repeat. An operation that lasts longer has been planned anew many times.
const DAYS: i64 = 90;

/// The most windows that a cell may name.
const WINDOWS_MAX: usize = 200;

/// What to write instead.
const HELP: &str = "write `06:00–18:00 daily`, or `2019-02-23 08:00 – 2019-02-23 12:00`, several with `;` between them";

/// One thing that a cell says.
enum Rule {
    Always,
    Daily(Time, Time),
    Once(Offset, Offset),
}

/// A window with the day that it belongs to.
type Stretch = (Offset, Offset);

/// Reads opening times. The second value says that windows with a date have replaced daily ones on their days.
pub(super) fn opening(value: &Value, clock: &Clock) -> Result<(Opening, bool), Fault> {
    let mut rules = Vec::new();
    for part in parts(value) {
        rules.push(rule(part.trim(), clock)?);
    }
    if rules.len() > WINDOWS_MAX {
        let message = format!("more windows than a cell may name: {}", rules.len());
        return Err(Fault::new(codes::TOO_LARGE, message, format!("name at most {WINDOWS_MAX}")));
    }
    if rules.iter().any(|rule| matches!(rule, Rule::Always)) {
        return if rules.len() == 1 { Ok((Opening::always(), false)) } else { Err(not_a_window(&value.words())) };
    }
    let (stretches, replaced) = unroll(&rules, clock);
    let joined = join(stretches, clock)?;
    // Open from one day to the next without a gap, for as long as daily windows repeat.
    let always = rules.len() == 1 && matches!(joined[..], [(from, until)] if from <= 0 && (DAYS - 1) * 86_400 <= until);
    if always {
        return Ok((Opening::always(), false));
    }
    let ahead: Vec<Window> = joined.into_iter().filter_map(ahead).collect();
    if ahead.is_empty() {
        return Err(Fault::new(
            codes::BEFORE_START,
            format!("all opening times are before the operation starts: `{}`", value.words()),
            "correct the date here or `start` in the table `operation`",
        ));
    }
    Opening::during(ahead).map(|opening| (opening, replaced)).map_err(|_| not_a_window(&value.words()))
}

fn parts(value: &Value) -> Vec<String> {
    let texts: Vec<String> = match value {
        Value::List(values) => values.iter().map(Value::words).collect(),
        other => vec![other.words()],
    };
    let split = texts.iter().flat_map(|text| {
        let parts: Vec<String> = plain(&text.replace(['\n', '\r'], ";")).split(';').map(str::to_owned).collect();
        parts
    });
    split.filter(|part| !part.trim().is_empty()).collect()
}

fn rule(part: &str, clock: &Clock) -> Result<Rule, Fault> {
    let lower = part.to_lowercase();
    if ["always", "24/7", "24h", "toujours", "دائما"].contains(&lower.trim()) {
        return Ok(Rule::Always);
    }
    let daily = ["every day", "each day", "daily", "tous les jours", "chaque jour", "يوميا"];
    let bare = daily.iter().fold(lower.clone(), |text, word| text.replace(word, " "));
    let (from, until) = ends(bare.trim()).ok_or_else(|| not_a_window(part))?;
    match (from, until) {
        // A whole day, or no time at all: a guess would keep a gate open that is shut.
        (Said::Daytime(from), Said::Daytime(until)) if from == until => {
            let message = format!("a daily window ends when it begins: `{}`", part.trim());
            Err(Fault::new(codes::NOT_A_WINDOW, message, "write `always` if it never shuts"))
        }
        (Said::Daytime(from), Said::Daytime(until)) => Ok(Rule::Daily(from, until)),
        (Said::Daytime(from), Said::Midnight) => Ok(Rule::Daily(from, Time::midnight())),
        _ if bare != lower => Err(not_a_window(part)),
        (from, until) => {
            let begin = clock.offset(from, 0).ok_or_else(|| not_a_window(part))?.0;
            // An end without a date is the first such time after the beginning.
            let end = clock.offset(until, begin.saturating_add(1)).ok_or_else(|| not_a_window(part))?.0;
            if end <= begin {
                return Err(Fault::new(
                    codes::REVERSED_WINDOW,
                    format!("a window ends before it begins: `{part}`"),
                    "put the earlier moment first",
                ));
            }
            Ok(Rule::Once(begin, end))
        }
    }
}

/// The two ends of a window; hyphens separate dates as well, so that every way to split is tried.
fn ends(text: &str) -> Option<(Said, Said)> {
    let pair = |(from, until): (&str, &str)| Some((said_in(from.trim())?, said_in(until.trim())?));
    let words = ["–", "—", " to ", " until ", " - ", "..", "→", " à ", " إلى "];
    words
        .iter()
        .find_map(|word| pair(text.split_once(word)?))
        .or_else(|| text.match_indices('-').find_map(|(at, hyphen)| pair((&text[..at], &text[at + hyphen.len()..]))))
}

/// The windows of all rules, in order. A window with a date stands instead of the daily ones that begin on its days.
fn unroll(rules: &[Rule], clock: &Clock) -> (Vec<Stretch>, bool) {
    let once: Vec<Stretch> = rules
        .iter()
        .filter_map(|rule| if let Rule::Once(from, until) = rule { Some((*from, *until)) } else { None })
        .collect();
    let dated = |day: Date| {
        once.iter().any(|(from, until)| (clock.civil(*from).date()..=clock.civil(*until - 1).date()).contains(&day))
    };
    let mut stretches = once.clone();
    let mut replaced = false;
    let first = clock.start_civil().date();
    for rule in rules {
        let Rule::Daily(from, until) = rule else { continue };
        // The window of the day before may reach over midnight.
        let mut day = first.yesterday().unwrap_or(first);
        for _ in 0..=DAYS {
            let next = day.tomorrow().unwrap_or(day);
            let end_day = if until <= from { next } else { day };
            let ends = clock.at(day.to_datetime(*from)).zip(clock.at(end_day.to_datetime(*until)));
            if dated(day) {
                replaced = true;
            } else if let Some(((begin, _), (end, _))) = ends.filter(|((begin, _), (end, _))| begin < end && 0 < *end) {
                stretches.push((begin, end));
            }
            day = next;
        }
    }
    stretches.sort_unstable();
    (stretches, replaced)
}

/// Windows that only touch become one; those that overlap are a fault.
fn join(stretches: Vec<Stretch>, clock: &Clock) -> Result<Vec<Stretch>, Fault> {
    let mut joined: Vec<Stretch> = Vec::new();
    for (from, until) in stretches {
        match joined.last_mut() {
            Some(last) if from < last.1 => {
                let said = |offset| clock.civil(offset).strftime("%Y-%m-%d %H:%M").to_string();
                return Err(Fault::new(
                    codes::OVERLAPPING_WINDOWS,
                    format!(
                        "two opening windows overlap: `{} – {}` and `{} – {}`",
                        said(last.0),
                        said(last.1),
                        said(from),
                        said(until),
                    ),
                    "write them as one window",
                ));
            }
            Some(last) if from == last.1 => last.1 = until,
            _ => joined.push((from, until)),
        }
    }
    Ok(joined)
}

/// The part of a stretch at or after the start.
fn ahead((from, until): Stretch) -> Option<Window> {
    let until = u64::try_from(until).ok().filter(|until| *until > 0)?;
    Window::new(Moment(u64::try_from(from).unwrap_or(0)), Moment(until)).ok()
}

fn not_a_window(part: &str) -> Fault {
    let ends = part.split(['–', '—', ';']).flat_map(|side| side.split(" to ")).flat_map(|side| side.split(" - "));
    let help =
        ends.filter_map(super::moment::day_first).next().map_or_else(|| HELP.to_owned(), |date| rewritten(&date));
    Fault::new(codes::NOT_A_WINDOW, format!("not an opening time: `{}`", part.trim()), help)
}

#[cfg(test)]
mod tests {
    use super::super::moment::zone;
    use super::*;

    fn clock() -> Clock {
        Clock::new(zone("Asia/Damascus").unwrap(), said_in("2019-02-22 08:00").unwrap()).unwrap().0
    }

    fn hours(text: &str) -> Result<Vec<(u64, u64)>, &'static str> {
        let (opening, _) = opening(&Value::Text(text.to_owned()), &clock()).map_err(|fault| fault.code)?;
        Ok(opening.windows().iter().map(|window| (window.from().0 / 3600, window.until().0 / 3600)).collect())
    }

    #[test]
    fn a_daily_window_repeats_and_begins_no_earlier_than_the_operation() {
        let daily = hours("06:00–18:00 daily").unwrap();
        assert_eq!(daily[..3], [(0, 10), (22, 34), (46, 58)]);
        assert_eq!(daily.len(), 90);
        assert_eq!(hours("6:00-18:00").unwrap(), daily);
        assert_eq!(hours("daily ٠٦:٠٠–١٨:٠٠").unwrap(), daily);
    }

    #[test]
    fn a_window_over_midnight_is_one_window() {
        assert_eq!(hours("20:00–06:00 daily").unwrap()[..2], [(12, 22), (36, 46)]);
        assert_eq!(hours("06:00–24:00 daily").unwrap()[0], (0, 16));
    }

    #[test]
    fn open_from_midnight_to_midnight_every_day_is_always() {
        assert_eq!(hours("00:00–24:00 daily"), Ok(vec![]));
        assert_eq!(hours("24/7"), Ok(vec![]));
    }

    #[test]
    fn a_daily_window_that_ends_when_it_begins_is_not_taken_to_mean_always() {
        assert_eq!(hours("05:00–05:00 daily"), Err(codes::NOT_A_WINDOW));
        assert_eq!(hours("00:00–00:00"), Err(codes::NOT_A_WINDOW));
    }

    #[test]
    fn a_window_with_a_date_stands_instead_of_the_daily_one() {
        let given = hours("06:00–18:00 daily; 2019-02-23 08:00–2019-02-23 12:00").unwrap();
        assert_eq!(given[..3], [(0, 10), (24, 28), (46, 58)]);
        assert_eq!(hours("2019-02-23 08:00 – 12:00"), Ok(vec![(24, 28)]));
        assert_eq!(hours("2019-02-23 08:00-2019-02-23 12:00"), Ok(vec![(24, 28)]));
    }

    #[test]
    fn windows_that_cannot_be_are_refused_by_their_own_code() {
        assert_eq!(hours("2019-02-23 12:00 – 2019-02-23 08:00"), Err(codes::REVERSED_WINDOW));
        assert_eq!(hours("06:00–12:00 daily; 11:00–18:00 daily"), Err(codes::OVERLAPPING_WINDOWS));
        assert_eq!(hours("2018-02-23 08:00 – 2018-02-23 12:00"), Err(codes::BEFORE_START));
        assert_eq!(hours("mornings"), Err(codes::NOT_A_WINDOW));
        assert_eq!(hours("06:00"), Err(codes::NOT_A_WINDOW));
    }
}
