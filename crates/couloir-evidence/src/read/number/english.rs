//! English numbers in words.

use super::super::token::Token;
use super::sum::{Sum, onward};
use super::{Number, Shape};

pub(super) fn english(tokens: &[Token], at: usize) -> Option<Number> {
    if let Some(number) = english_special(tokens, at) {
        return Some(number);
    }
    let mut sum = Sum::new();
    let mut end = at;
    let mut next = at;
    if matches!(tokens[at].fold.as_str(), "a" | "another") {
        let big =
            tokens.get(at + 1).is_some_and(|token| matches!(token.fold.as_str(), "hundred" | "thousand" | "million"));
        if !big || tokens[at].fold == "another" {
            return None;
        }
        next += 1;
    }
    while let Some(value) = tokens.get(next).filter(|token| token.word()).and_then(|token| english_word(&token.fold)) {
        if !sum.take(value) {
            break;
        }
        end = next + 1;
        let round = sum.multiplier >= 100.0;
        next = onward(tokens, end, &["and"], |fold| round && english_word(fold).is_some_and(|value| value < 100.0));
    }
    (sum.words > 0).then(|| Number {
        end,
        value: sum.value(),
        shape: Shape::Plain,
        figures: false,
        multiplier: sum.multiplier,
    })
}

pub(super) fn english_word(fold: &str) -> Option<f64> {
    Some(match fold {
        "one" => 1.0,
        "two" => 2.0,
        "three" => 3.0,
        "four" => 4.0,
        "five" => 5.0,
        "six" => 6.0,
        "seven" => 7.0,
        "eight" => 8.0,
        "nine" => 9.0,
        "ten" => 10.0,
        "eleven" => 11.0,
        "twelve" => 12.0,
        "thirteen" => 13.0,
        "fourteen" => 14.0,
        "fifteen" => 15.0,
        "sixteen" => 16.0,
        "seventeen" => 17.0,
        "eighteen" => 18.0,
        "nineteen" => 19.0,
        "twenty" => 20.0,
        "thirty" => 30.0,
        "forty" | "fourty" => 40.0,
        "fifty" => 50.0,
        "sixty" => 60.0,
        "seventy" => 70.0,
        "eighty" => 80.0,
        "ninety" => 90.0,
        "hundred" => 100.0,
        "thousand" => 1e3,
        "million" => 1e6,
        _ => return None,
    })
}

/// Collectives, fractions and indefinite plurals of English.
pub(super) fn english_special(tokens: &[Token], at: usize) -> Option<Number> {
    let word = |offset: usize| tokens.get(at + offset).map_or("", |token| token.fold.as_str());
    let hyphen =
        |offset: usize| usize::from(tokens.get(at + offset).is_some_and(|token| token.mark('-') && token.glued()));
    let made = |length: usize, value: f64, shape: Shape| {
        Some(Number { end: at + length, value, shape, figures: false, multiplier: 1.0 })
    };
    let large = |fold: &str| match fold {
        "hundred" | "hundreds" => Some(100.0),
        "thousand" | "thousands" => Some(1e3),
        "million" | "millions" => Some(1e6),
        "dozen" | "dozens" => Some(10.0),
        _ => None,
    };
    match (word(0), word(1), word(2)) {
        ("one" | "two" | "three", "and", "a")
            if word(3) == "half" && large(word(4)).is_some_and(|unit| unit >= 1e3) =>
        {
            let whole = english_word(word(0)).unwrap_or(1.0);
            return made(5, (whole + 0.5) * large(word(4)).unwrap_or(1e3), Shape::Plain);
        }
        ("half", "a", "dozen") => return made(3, 6.0, Shape::Collective),
        ("half", "a", "million") => return made(3, 5e5, Shape::Plain),
        ("half", "a", "thousand") => return made(3, 500.0, Shape::Plain),
        ("half", "dozen", _) => return made(2, 6.0, Shape::Collective),
        ("half", "a" | "an", _) => return made(2, 0.5, Shape::Plain),
        ("a", "dozen", _) => return made(2, 12.0, Shape::Collective),
        ("a", "half", "dozen") => return made(3, 6.0, Shape::Collective),
        ("a", "pair", "of") => return made(3, 2.0, Shape::Plain),
        ("a", "couple", "of") => {
            return match large(word(3)) {
                Some(10.0) => made(4, 24.0, Shape::Collective),
                Some(unit) => made(4, 2.0 * unit, Shape::Collective),
                None => made(3, 2.0, Shape::Plain),
            };
        }
        ("a" | "one", "half", _) => return made(2, 0.5, Shape::Share),
        ("a" | "one", "third", _) if word(2) != "party" => {
            let follows = matches!(word(2), "of" | "were" | "are" | "have" | "had" | "was" | "remain")
                || tokens.get(at + 2).is_none_or(|token| !token.word());
            if follows {
                return made(2, 1.0 / 3.0, Shape::Share);
            }
        }
        ("a" | "one", "quarter", _) => return made(2, 0.25, Shape::Share),
        ("a" | "one", "fifth", "of") => return made(2, 0.2, Shape::Share),
        ("half", "of", _) => return made(1, 0.5, Shape::Share),
        ("half", ..) => return made(1, 0.5, Shape::Share),
        ("tens" | "hundreds", "of", "thousands") => {
            return made(3, if word(0) == "tens" { 1e4 } else { 1e5 }, Shape::Indefinite { few: false });
        }
        ("dozens" | "hundreds" | "thousands", ..) => {
            return made(1, large(word(0)).unwrap_or(10.0), Shape::Indefinite { few: false });
        }
        ("scores", "of", _) => return made(1, 20.0, Shape::Indefinite { few: false }),
        ("several" | "many", ..) if large(word(1)).is_some() => {
            return made(2, large(word(1)).unwrap_or(10.0), Shape::Indefinite { few: false });
        }
        ("a", "few", _) if large(word(2)).is_some() => {
            return made(3, large(word(2)).unwrap_or(10.0), Shape::Indefinite { few: true });
        }
        ("few", ..) if large(word(1)).is_some() => {
            return made(2, large(word(1)).unwrap_or(10.0), Shape::Indefinite { few: true });
        }
        _ => {}
    }
    let count = english_word(word(0))
        .or_else(|| tokens.get(at).filter(|token| token.digits()).and_then(|token| token.fold.parse().ok()))?;
    let gap = hyphen(1);
    match (word(1 + gap), word(2 + gap)) {
        ("dozen", _) => made(2 + gap, count * 12.0, Shape::Collective),
        ("thirds", _) => made(2 + gap, count / 3.0, Shape::Share),
        ("third", _) if gap == 1 => made(2 + gap, count / 3.0, Shape::Share),
        ("quarters", _) => made(2 + gap, count / 4.0, Shape::Share),
        ("quarter", _) if count == 1.0 => made(2 + gap, 0.25, Shape::Share),
        ("fifths", _) => made(2 + gap, count / 5.0, Shape::Share),
        ("in", over) if gap == 0 => {
            let over = english_word(over).filter(|&over| over <= 20.0 && over > count)?;
            made(3, count / over, Shape::Share)
        }
        ("out", "of") if gap == 0 => {
            let over = english_word(word(3)).filter(|&over| over <= 20.0 && over > count)?;
            made(4, count / over, Shape::Share)
        }
        _ => None,
    }
}
