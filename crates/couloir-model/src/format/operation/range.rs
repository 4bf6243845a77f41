//! Counts of people as people give them: one number, a range, or a best estimate with its range.

use super::fault::{Fault, codes};
use super::number::{Number, plain};
use super::sheet::Value;
use crate::interval::Interval;
use crate::quantity::{PEOPLE_MAX, People, grouped};

/// What to write instead.
const HELP: &str = "write a number, a range or both: `2140`, `1800–2600` or `2140 (1800–2600)`";

/// Lowest, best and highest.
type Three = (People, People, People);

/// Reads a count that may be uncertain.
pub(super) fn range(value: &Value) -> Result<Interval, Fault> {
    let (low, best, high) = match value {
        Value::List(values) => match &values[..] {
            [low, high] => ordered(count(low)?, count(high)?)?,
            [low, best, high] => (count(low)?, count(best)?, count(high)?),
            _ => return Err(unreadable(&value.words())),
        },
        Value::Text(text) => in_text(text)?,
        other => exactly(count(other)?),
    };
    interval(low, best, high)
}

/// The interval, or what is wrong with its order.
pub(super) fn interval(low: People, best: People, high: People) -> Result<Interval, Fault> {
    Interval::new(low, best, high).map_err(|_| {
        let mut sorted = [low, best, high];
        sorted.sort_unstable();
        let [low_sorted, best_sorted, high_sorted] = sorted;
        Fault::new(
            codes::REVERSED_RANGE,
            format!("a range needs its lowest count first and its highest last: {low}, {best}, {high}"),
            format!("if these are the right numbers, write `{} ({}–{})`", best_sorted.0, low_sorted.0, high_sorted.0),
        )
    })
}

fn ordered(low: People, high: People) -> Result<Three, Fault> {
    if low <= high {
        return Ok(between(low, high));
    }
    let help = format!("write the lower count first: `{}–{}`", high.0, low.0);
    Err(Fault::new(
        codes::REVERSED_RANGE,
        format!("a range whose lower end is above its upper end: `{}–{}`", low.0, high.0),
        help,
    ))
}

/// The middle, rounded up: seats that stay empty do less harm than people who stay behind.
pub(super) fn between(low: People, high: People) -> Three {
    (low, People(low.0.midpoint(high.0) + (low.0 ^ high.0) % 2), high)
}

/// Reads a count that is certain.
pub(super) fn count(value: &Value) -> Result<People, Fault> {
    let number = match value {
        Value::Whole(number) => Some(Number::of_whole(*number)),
        Value::Real(number) => Number::of_real(*number),
        Value::Text(text) => Number::read(text, true),
        _ => None,
    };
    people(number, &value.words())
}

fn people(number: Option<Number>, said: &str) -> Result<People, Fault> {
    let Some(number) = number else { return Err(unreadable(said)) };
    if number.is_negative() {
        return Err(Fault::new(codes::COUNT, format!("a count of people below zero: `{said}`"), HELP));
    }
    let Some(whole) = number.whole() else {
        return Err(Fault::new(codes::COUNT, format!("not a whole number of people: `{said}`"), HELP));
    };
    u32::try_from(whole).ok().filter(|whole| *whole <= PEOPLE_MAX).map(People).ok_or_else(|| {
        Fault::new(
            codes::TOO_LARGE,
            format!("more people than an operation may hold: `{said}`"),
            format!("the most is {}; look for a slip in the number", grouped(PEOPLE_MAX.into())),
        )
    })
}

fn unreadable(said: &str) -> Fault {
    Fault::new(codes::COUNT, format!("not a count of people: `{said}`"), HELP)
}

const fn exactly(people: People) -> Three {
    (people, people, people)
}

fn in_text(text: &str) -> Result<Three, Fault> {
    let plain = plain(text).trim().to_lowercase();
    if let Some(number) = Number::read(&plain, true) {
        return people(Some(number), text).map(exactly);
    }
    if plain.starts_with(['~', '≈', '<', '>']) || plain.ends_with('+') {
        let fault = Fault::new(
            codes::COUNT,
            format!("an uncertain count without its ends: `{text}`"),
            "say how low and how high it may be: `1800–2600`",
        );
        return Err(fault);
    }
    let one = |part: &str| people(Number::read(part, true), part.trim());
    if let Some((best, ends)) = plain.split_once(['(', '[']) {
        let ends = ends.trim_end_matches([')', ']', ' ']);
        let (low, high) = ends_of(ends).ok_or_else(|| unreadable(text))?;
        return Ok((one(low)?, one(best)?, one(high)?));
    }
    if let Some((best, spread)) = plain.split_once('±') {
        let (best, spread) = (one(best)?, one(spread)?);
        return Ok((best.saturating_sub(spread), best, best + spread));
    }
    if let [low, best, high] = plain.split('/').collect::<Vec<_>>()[..] {
        return Ok((one(low)?, one(best)?, one(high)?));
    }
    let (low, high) = ends_of(&plain).ok_or_else(|| unreadable(text))?;
    ordered(one(low)?, one(high)?)
}

/// The two ends of `1800–2600`, `1800 to 2600`, `1800-2600`, `1800 à 2600`.
fn ends_of(text: &str) -> Option<(&str, &str)> {
    let split =
        ["–", "—", "…", "..", " to ", " à ", " bis ", " إلى "].iter().find_map(|between| text.split_once(between));
    // A leading hyphen is a sign.
    split.or_else(|| text.get(1..)?.find('-').map(|at| (&text[..=at], &text[at + 2..])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three(text: &str) -> Option<(u32, u32, u32)> {
        let interval = range(&Value::Text(text.to_owned())).ok()?;
        Some((interval.low().0, interval.best().0, interval.high().0))
    }

    #[test]
    fn a_range_is_read_in_every_form() {
        for text in
            ["1800–2600", "1800-2600", "1,800 – 2,600", "1 800 to 2 600", "١٨٠٠–٢٦٠٠", "1800 - 2600", "2200±400"]
        {
            assert_eq!(three(text), Some((1800, 2200, 2600)), "{text}");
        }
        for text in ["2140 (1800–2600)", "2140 [1800-2600]", "1800/2140/2600", "2.140 (1.800–2.600)"] {
            assert_eq!(three(text), Some((1800, 2140, 2600)), "{text}");
        }
        assert_eq!(three("2140"), Some((2140, 2140, 2140)));
        assert_eq!(three("3–4"), Some((3, 4, 4)));
    }

    #[test]
    fn a_count_that_is_no_count_is_refused_by_its_own_code() {
        let code = |text: &str| range(&Value::Text(text.to_owned())).unwrap_err().code;
        assert_eq!(code("-5"), codes::COUNT);
        assert_eq!(code("2600–1800"), codes::REVERSED_RANGE);
        assert_eq!(code("1000000000000"), codes::TOO_LARGE);
        assert_eq!(code("about 2000"), codes::COUNT);
        assert_eq!(code("~2000"), codes::COUNT);
        assert_eq!(code("é-"), codes::COUNT);
        assert_eq!(code("-é"), codes::COUNT);
    }

    #[test]
    fn a_list_of_two_or_three_numbers_is_a_range() {
        let list = Value::List(vec![Value::Whole(1800), Value::Whole(2600)]);
        assert_eq!(range(&list).unwrap().best(), People(2200));
    }
}
