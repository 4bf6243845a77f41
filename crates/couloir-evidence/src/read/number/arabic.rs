//! Arabic numbers in words, with the particles that are written onto them.

use super::super::lexicon::without_prefixes;
use super::super::token::Token;
use super::{Number, Shape};

pub(super) fn arabic(tokens: &[Token], at: usize) -> Option<Number> {
    if let Some(number) = arabic_special(tokens, at) {
        return Some(number);
    }
    let bare = |fold: &str| {
        arabic_word(fold).or_else(|| {
            without_prefixes(fold).into_iter().filter(|(_, future)| !future).find_map(|(rest, _)| arabic_word(rest))
        })
    };
    let mut total = 0.0;
    let ten = tokens.get(at + 1).is_some_and(|token| matches!(token.fold.as_str(), "عشر" | "عشره"));
    let small = |fold: &str| match fold {
        "احد" | "احدي" if ten => Some(1.0),
        "اثنا" | "اثني" | "اثنتا" | "اثنتي" if ten => Some(2.0),
        _ => None,
    };
    let led = tokens[at].fold.strip_prefix('و').unwrap_or(&tokens[at].fold);
    let mut current = small(led).or_else(|| bare(&tokens[at].fold))?;
    let mut multiplier = 1.0;
    if (1e3..1e6).contains(&current) || current >= 1e6 {
        // *ألف ومئتان*: the thousand is complete; what follows is added.
        total = current;
        multiplier = if current >= 1e6 { 1e6 } else { 1e3 };
        current = 0.0;
    }
    let mut end = at + 1;
    while let Some((value, linked)) = tokens.get(end).filter(|token| token.word()).and_then(arabic_linked) {
        let fits = if linked {
            // Units may stand before the tens: *خمسة وعشرون*.
            (20.0..100.0).contains(&value) && current % 100.0 < 10.0
                || value < 100.0 && current % 100.0 == 0.0
                || value < 1e3 && current == 0.0
        } else {
            value == 10.0 && (1.0..10.0).contains(&(current % 100.0))
                || value == 100.0 && (3.0..10.0).contains(&current)
                || matches!(value, 1e3 | 1e6) && current > 0.0
        };
        if !fits {
            break;
        }
        if linked || value == 10.0 {
            current += value;
            multiplier = 1.0;
        } else if value == 100.0 {
            current *= 100.0;
            multiplier = 100.0;
        } else {
            total += current * value;
            current = 0.0;
            multiplier = value;
        }
        end += 1;
    }
    // *خمسة آلاف ومئتان*: the thousands come after a linked word as well.
    Some(Number { end, value: total + current, shape: Shape::Plain, figures: false, multiplier })
}

/// The value of an Arabic number word in folded form.
pub(super) fn arabic_word(fold: &str) -> Option<f64> {
    Some(match fold {
        "واحد" | "واحده" | "احدي" => 1.0,
        "اثنان" | "اثنين" | "اثنتان" | "اثنتين" | "اثنا" | "اثني" | "اثنتا" | "اثنتي" => {
            2.0
        }
        "ثلاث" | "ثلاثه" => 3.0,
        "اربع" | "اربعه" => 4.0,
        "خمس" | "خمسه" => 5.0,
        "ست" | "سته" => 6.0,
        "سبع" | "سبعه" => 7.0,
        "ثمان" | "ثماني" | "ثمانيه" => 8.0,
        "تسع" | "تسعه" => 9.0,
        "عشر" | "عشره" => 10.0,
        "عشرون" | "عشرين" => 20.0,
        "ثلاثون" | "ثلاثين" => 30.0,
        "اربعون" | "اربعين" => 40.0,
        "خمسون" | "خمسين" => 50.0,
        "ستون" | "ستين" => 60.0,
        "سبعون" | "سبعين" => 70.0,
        "ثمانون" | "ثمانين" => 80.0,
        "تسعون" | "تسعين" => 90.0,
        "مئه" | "مائه" | "مايه" => 100.0,
        "مئتان" | "مئتين" | "مئتا" | "مئتي" | "مائتان" | "مائتين" | "مائتا" | "مائتي" => {
            200.0
        }
        "ثلاثمئه" | "ثلاثمائه" => 300.0,
        "اربعمئه" | "اربعمائه" => 400.0,
        "خمسمئه" | "خمسمائه" => 500.0,
        "ستمئه" | "ستمائه" => 600.0,
        "سبعمئه" | "سبعمائه" => 700.0,
        "ثمانمئه" | "ثمانمائه" | "ثمانيمئه" | "ثمانيمائه" => 800.0,
        "تسعمئه" | "تسعمائه" => 900.0,
        "الف" | "الاف" | "الفا" => 1e3,
        "الفان" | "الفين" | "الفي" => 2e3,
        "مليون" | "مليونا" | "ملايين" => 1e6,
        "مليونان" | "مليونين" | "مليوني" => 2e6,
        _ => return None,
    })
}

/// The value of an Arabic word that may carry `و`, and whether it does.
pub(super) fn arabic_linked(token: &Token) -> Option<(f64, bool)> {
    if let Some(value) = arabic_word(&token.fold) {
        return Some((value, false));
    }
    token.fold.strip_prefix('و').and_then(arabic_word).map(|value| (value, true))
}

/// Fractions and indefinite plurals of Arabic.
pub(super) fn arabic_special(tokens: &[Token], at: usize) -> Option<Number> {
    let made = |length: usize, value: f64, shape: Shape| {
        Some(Number { end: at + length, value, shape, figures: false, multiplier: 1.0 })
    };
    let next = tokens.get(at + 1).map_or("", |token| token.fold.as_str());
    let next = next.strip_prefix("ال").unwrap_or(next);
    let fold = tokens[at].fold.as_str();
    let forms = std::iter::once(fold).chain(without_prefixes(fold).into_iter().map(|(form, _)| form));
    for form in forms {
        let thousands = matches!(next, "الاف" | "لاف");
        match form {
            "عشرات" => {
                return if thousands {
                    made(2, 1e4, Shape::Indefinite { few: false })
                } else {
                    made(1, 10.0, Shape::Indefinite { few: false })
                };
            }
            "مئات" | "مءات" | "مائات" => {
                return if thousands {
                    made(2, 1e5, Shape::Indefinite { few: false })
                } else {
                    made(1, 100.0, Shape::Indefinite { few: false })
                };
            }
            "الاف" => return made(1, 1e3, Shape::Indefinite { few: false }),
            "نصف" | "نصفهم" | "نصفهن" => return made(1, 0.5, Shape::Share),
            "ثلث" | "ثلثهم" | "ثلثهن" => return made(1, 1.0 / 3.0, Shape::Share),
            "ثلثا" | "ثلثي" | "ثلثاهم" | "ثلثيهم" => {
                return made(1, 2.0 / 3.0, Shape::Share);
            }
            "ربع" | "ربعهم" | "ربعهن" => return made(1, 0.25, Shape::Share),
            "ثلاثه" if next == "ارباع" || next == "ارباعهم" => {
                return made(2, 0.75, Shape::Share);
            }
            _ => {}
        }
    }
    None
}
