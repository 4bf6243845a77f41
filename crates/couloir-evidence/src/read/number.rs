//! Numbers, in figures and in words, of French, English and Arabic.
//!
//! A number is read as its language writes it: thousands are parted by `.`, a blank or an apostrophe in French, by `,` or a
//! blank in English, by `٬`, `.` or `,` in Arabic; a group is a group only if it has exactly three digits.

use super::lexicon::{Language, without_prefixes};
use super::token::{Gap, Token};

/// What sort of number it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Shape {
    /// A plain number.
    Plain,
    /// *une trentaine*, *two dozen*.
    Collective,
    /// Between 0 and 1 of a whole.
    Share,
    /// *dozens*, *des milliers*: a multiple of the value, and whether *a few* of them were meant.
    Indefinite { few: bool },
}

/// A number in the text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Number {
    /// One past its last token.
    pub(crate) end: usize,
    pub(crate) value: f64,
    pub(crate) shape: Shape,
    /// Written in figures.
    pub(crate) figures: bool,
    /// The last multiplier: 100, 1,000 or a million, else 1.
    pub(crate) multiplier: f64,
}

/// How the text writes its numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Habit {
    pub(crate) language: Language,
    /// Several languages are mixed: any separator may be met.
    pub(crate) mixed: bool,
}

/// The number that begins at `tokens[at]`, if one does.
pub(crate) fn read(tokens: &[Token], at: usize, habit: Habit) -> Option<Number> {
    let token = tokens.get(at)?;
    let number = if token.digits() {
        figures(tokens, at, habit)
    } else if token.word() {
        match habit.language {
            Language::Fr => french(tokens, at),
            Language::En => english(tokens, at),
            Language::Ar => arabic(tokens, at),
        }
    } else {
        None
    }?;
    Some(percent(tokens, scale(tokens, number, habit)))
}

/// A run of digits with its groups, decimals and short multiplier.
fn figures(tokens: &[Token], at: usize, habit: Habit) -> Option<Number> {
    let first = tokens[at].fold.as_str();
    if first.len() > 12 {
        return None;
    }
    let mut digits = first.to_owned();
    let mut end = at + 1;
    if (1..=3).contains(&first.len()) && first != "0" && !first.starts_with("00") {
        let mut separator = None;
        while let Some((mark, next)) = group(tokens, end, habit) {
            if separator.is_some_and(|seen| seen != mark) || digits.len() > 12 {
                break;
            }
            separator = Some(mark);
            digits.push_str(&tokens[next - 1].fold);
            end = next;
        }
    }
    let mut value: f64 = digits.parse().ok()?;
    if let Some(decimals) = decimals(tokens, end, habit) {
        value = format!("{digits}.{decimals}").parse().ok()?;
        end += 2;
    }
    Some(Number { end, value, shape: Shape::Plain, figures: true, multiplier: 1.0 })
}

/// A separator of thousands and the three digits after it: the separator and one past the digits.
fn group(tokens: &[Token], at: usize, habit: Habit) -> Option<(char, usize)> {
    let token = tokens.get(at)?;
    let three = |index: usize| tokens.get(index).is_some_and(|token| token.digits() && token.fold.len() == 3);
    if let Gap::Blank(blank) = token.gap {
        let blank_groups = habit.language != Language::Ar || habit.mixed;
        return (blank_groups && matches!(blank, ' ' | '\u{A0}' | '\u{202F}' | '\u{2009}') && three(at))
            .then_some((blank, at + 1));
    }
    let super::token::Kind::Mark(mark) = token.kind else {
        return None;
    };
    let allowed = match habit.language {
        _ if habit.mixed => matches!(mark, '.' | ',' | '\'' | '٬'),
        Language::Fr => matches!(mark, '.' | '\''),
        Language::En => mark == ',',
        Language::Ar => matches!(mark, '٬' | '.' | ','),
    };
    let glued = token.glued() && three(at + 1) && tokens[at + 1].glued();
    // A fourth digit cannot follow: runs of digits are one token. A further `.5` would make it something else.
    (allowed && glued).then_some((mark, at + 2))
}

/// The digits after a decimal mark.
fn decimals(tokens: &[Token], at: usize, habit: Habit) -> Option<&str> {
    let super::token::Kind::Mark(mark) = tokens.get(at)?.kind else {
        return None;
    };
    let allowed = match habit.language {
        _ if habit.mixed => matches!(mark, '.' | ',' | '٫'),
        Language::Fr => mark == ',',
        Language::En => mark == '.',
        Language::Ar => matches!(mark, '٫' | '.' | ','),
    };
    let next = tokens.get(at + 1)?;
    let fits = allowed && tokens[at].glued() && next.digits() && next.glued() && next.fold.len() <= 6;
    fits.then_some(next.fold.as_str())
}

/// `1.2k`, `2 millions`, `5 آلاف`, `3 hundred`.
fn scale(tokens: &[Token], mut number: Number, habit: Habit) -> Number {
    if number.shape != Shape::Plain || !number.figures {
        return number;
    }
    let Some(next) = tokens.get(number.end).filter(|token| token.word() && token.gap != Gap::Wide) else {
        return number;
    };
    let glued_short = next.glued() && matches!(next.fold.as_str(), "k" | "m");
    let multiplier = match next.fold.as_str() {
        "k" if next.glued() => 1e3,
        "million" | "millions" | "mn" | "مليون" | "ملايين" | "مليونا" => 1e6,
        "thousand" | "mille" | "الاف" | "الف" | "الفا" => 1e3,
        "milliers" | "millier" if habit.language == Language::Fr => 1e3,
        "hundred" | "مئه" | "مائه" => 1e2,
        _ => return number,
    };
    if glued_short || !next.glued() || next.arabic() {
        number.end += 1;
        number.value *= multiplier;
        number.multiplier = multiplier;
    }
    number
}

/// `35 %`, `15 percent`, `٨٠٪`, `pour cent`.
fn percent(tokens: &[Token], mut number: Number) -> Number {
    if number.shape != Shape::Plain {
        return number;
    }
    let word = |offset: usize| tokens.get(number.end + offset).map_or("", |token| token.fold.as_str());
    let length = if tokens.get(number.end).is_some_and(|token| token.mark('%')) {
        1
    } else {
        match (word(0), word(1)) {
            ("percent" | "pct", _) => 1,
            ("pour", "cent") | ("per", "cent") => 2,
            ("بالمئه" | "بالمائه", _) => 1,
            ("في", "المئه" | "المائه") => 2,
            _ => 0,
        }
    };
    if length > 0 {
        number.end += length;
        number.value /= 100.0;
        number.shape = Shape::Share;
    }
    number
}

/// The value of a French number word.
fn french_word(fold: &str) -> Option<f64> {
    Some(match fold {
        "un" | "une" => 1.0,
        "deux" => 2.0,
        "trois" => 3.0,
        "quatre" => 4.0,
        "cinq" => 5.0,
        "six" => 6.0,
        "sept" => 7.0,
        "huit" => 8.0,
        "neuf" => 9.0,
        "dix" => 10.0,
        "onze" => 11.0,
        "douze" => 12.0,
        "treize" => 13.0,
        "quatorze" => 14.0,
        "quinze" => 15.0,
        "seize" => 16.0,
        "vingt" | "vingts" => 20.0,
        "trente" => 30.0,
        "quarante" => 40.0,
        "cinquante" => 50.0,
        "soixante" => 60.0,
        "septante" => 70.0,
        "huitante" | "octante" => 80.0,
        "nonante" => 90.0,
        "cent" | "cents" => 100.0,
        "mille" => 1e3,
        "million" | "millions" => 1e6,
        _ => return None,
    })
}

fn english_word(fold: &str) -> Option<f64> {
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

/// Adds up number words: `units`, hundreds, thousands, one after the other.
struct Sum {
    total: f64,
    current: f64,
    multiplier: f64,
    words: usize,
}

impl Sum {
    fn new() -> Sum {
        Sum { total: 0.0, current: 0.0, multiplier: 1.0, words: 0 }
    }

    /// Takes one more word, or refuses it because no number goes on like that.
    fn take(&mut self, value: f64) -> bool {
        let rest = self.current % 100.0;
        let fits = if value >= 1e3 {
            self.total == 0.0 || value < 1e6 && self.total >= 1e6
        } else if value == 100.0 {
            self.current < 100.0
        } else if value == 20.0 && rest == 4.0 {
            true
        } else if value < 10.0 {
            rest == 0.0 || rest == 10.0 && value >= 7.0 || (20.0..100.0).contains(&rest) && rest % 10.0 == 0.0
        } else if value < 20.0 {
            rest == 0.0 || rest == 60.0 || rest == 80.0
        } else {
            rest == 0.0
        };
        if !fits {
            return false;
        }
        if value >= 1e3 {
            self.total += self.current.max(1.0) * value;
            self.current = 0.0;
            self.multiplier = value;
        } else if value == 100.0 {
            self.current = self.current.max(1.0) * 100.0;
            self.multiplier = 100.0;
        } else {
            self.current += if value == 20.0 && rest == 4.0 { 76.0 } else { value };
            self.multiplier = 1.0;
        }
        self.words += 1;
        true
    }

    fn value(&self) -> f64 {
        self.total + self.current
    }
}

/// The next word of a written number: past hyphens, and past `and` where one may stand.
fn onward(tokens: &[Token], at: usize, link: &[&str], linked: impl Fn(&str) -> bool) -> usize {
    let mut next = at;
    if tokens.get(next).is_some_and(|token| token.mark('-') && token.glued()) {
        next += 1;
    }
    if tokens.get(next).is_some_and(|token| link.contains(&token.fold.as_str())) {
        let mut beyond = next + 1;
        if tokens.get(beyond).is_some_and(|token| token.mark('-')) {
            beyond += 1;
        }
        if tokens.get(beyond).is_some_and(|token| linked(&token.fold)) {
            return beyond;
        }
    }
    next
}

fn french(tokens: &[Token], at: usize) -> Option<Number> {
    if let Some(number) = french_special(tokens, at) {
        return Some(number);
    }
    let mut sum = Sum::new();
    let mut end = at;
    let mut next = at;
    while let Some(value) = tokens.get(next).filter(|token| token.word()).and_then(|token| french_word(&token.fold)) {
        if !sum.take(value) {
            break;
        }
        end = next + 1;
        next = onward(tokens, end, &["et"], |fold| matches!(fold, "un" | "une" | "onze"));
    }
    if sum.words == 0 || sum.words == 1 && matches!(tokens[at].fold.as_str(), "un" | "une") {
        return None;
    }
    Some(Number { end, value: sum.value(), shape: Shape::Plain, figures: false, multiplier: sum.multiplier })
}

/// Collectives, fractions and indefinite plurals of French.
fn french_special(tokens: &[Token], at: usize) -> Option<Number> {
    let word = |offset: usize| tokens.get(at + offset).map_or("", |token| token.fold.as_str());
    let made = |length: usize, value: f64, shape: Shape| {
        Some(Number { end: at + length, value, shape, figures: false, multiplier: 1.0 })
    };
    let collective = |fold: &str| {
        Some(match fold {
            "huitaine" => 8.0,
            "dizaine" | "dizaines" => 10.0,
            "douzaine" | "douzaines" => 12.0,
            "quinzaine" => 15.0,
            "vingtaine" => 20.0,
            "trentaine" => 30.0,
            "quarantaine" => 40.0,
            "cinquantaine" => 50.0,
            "soixantaine" => 60.0,
            "centaine" | "centaines" => 100.0,
            "millier" | "milliers" => 1e3,
            _ => return None,
        })
    };
    let article = matches!(word(0), "un" | "une" | "l'" | "la" | "le");
    // Fractions first: *un tiers* is not the number one.
    match (word(0), word(1), word(2)) {
        ("la", "moitie", _) => return made(2, 0.5, Shape::Share),
        ("moitie", ..) => return made(1, 0.5, Shape::Share),
        ("un" | "le", "tiers", _) => return made(2, 1.0 / 3.0, Shape::Share),
        ("deux", "tiers", _) => return made(2, 2.0 / 3.0, Shape::Share),
        ("un" | "le", "quart", _) => return made(2, 0.25, Shape::Share),
        ("trois", "quarts", _) => return made(2, 0.75, Shape::Share),
        ("un", "cinquieme", _) => return made(2, 0.2, Shape::Share),
        ("un", "dixieme", _) => return made(2, 0.1, Shape::Share),
        ("un" | "une", "seul" | "seule", _) => return made(2, 1.0, Shape::Plain),
        ("demi", ..) => return made(1, 0.5, Shape::Plain),
        ("un" | "une", "sur", _)
        | ("un" | "une" | "deux" | "trois" | "neuf", "personne" | "personnes" | "habitant", "sur") => {
            let offset = if word(1) == "sur" { 2 } else { 3 };
            let over = french_word(word(offset)).filter(|&over| (2.0..=20.0).contains(&over));
            if let (Some(over), Some(part)) = (over, french_word(word(0))) {
                return made(offset + 1, part / over, Shape::Share);
            }
        }
        _ => {}
    }
    if article {
        // *une demi-douzaine*, *un demi-hectare*.
        let mut offset = 1;
        if word(offset) == "demi" {
            offset += 1 + usize::from(tokens.get(at + offset + 1).is_some_and(|token| token.mark('-')));
            let half = match word(offset) {
                "douzaine" => 6.0,
                "centaine" => 50.0,
                "millier" => 500.0,
                "million" => return made(offset + 1, 5e5, Shape::Plain),
                _ => return made(2, 0.5, Shape::Plain),
            };
            return made(offset + 1, half, Shape::Collective);
        }
        if matches!(word(offset), "bonne" | "petite" | "grosse" | "bon" | "petit" | "seule") {
            offset += 1;
        }
        return collective(word(offset)).and_then(|value| {
            let thousands = matches!(word(offset + 1), "de" | "d'") && word(offset + 2) == "milliers";
            if thousands {
                made(offset + 3, value * 1e3, Shape::Collective)
            } else {
                made(offset + 1, value, Shape::Collective)
            }
        });
    }
    let few = word(0) == "quelques";
    let lead = usize::from(few || matches!(word(0), "des" | "plusieurs" | "de" | "les"));
    let plural = matches!(word(lead), "dizaines" | "centaines" | "milliers" | "douzaines" | "vingtaines");
    if plural && word(0) != "de" {
        let unit = collective(word(lead)).unwrap_or(20.0);
        let thousands = matches!(word(lead + 1), "de" | "d'") && word(lead + 2) == "milliers";
        let (length, unit) = if thousands { (lead + 3, unit * 1e3) } else { (lead + 1, unit) };
        return made(length, unit, Shape::Indefinite { few });
    }
    // *deux milliers*, *trois douzaines*.
    let count = french_word(word(0)).filter(|&count| (2.0..=20.0).contains(&count))?;
    let value = collective(word(1)).filter(|_| word(1).ends_with('s'))?;
    made(2, count * value, Shape::Collective)
}

fn english(tokens: &[Token], at: usize) -> Option<Number> {
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

/// Collectives, fractions and indefinite plurals of English.
fn english_special(tokens: &[Token], at: usize) -> Option<Number> {
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

/// The value of an Arabic number word in folded form.
fn arabic_word(fold: &str) -> Option<f64> {
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
fn arabic_linked(token: &Token) -> Option<(f64, bool)> {
    if let Some(value) = arabic_word(&token.fold) {
        return Some((value, false));
    }
    token.fold.strip_prefix('و').and_then(arabic_word).map(|value| (value, true))
}

fn arabic(tokens: &[Token], at: usize) -> Option<Number> {
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

/// Fractions and indefinite plurals of Arabic.
fn arabic_special(tokens: &[Token], at: usize) -> Option<Number> {
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

#[cfg(test)]
mod tests {
    use super::super::token::tokenize;
    use super::*;

    fn value(text: &str, language: Language) -> Option<f64> {
        read(&tokenize(text), 0, Habit { language, mixed: false }).map(|number| number.value)
    }

    #[test]
    fn the_five_thousands_separators_of_french_are_read() {
        for text in ["1.200", "1 200", "1\u{A0}200", "1\u{202F}200", "1\u{2009}200", "1'200", "1’200"] {
            assert_eq!(value(text, Language::Fr), Some(1200.0), "{text}");
        }
        assert_eq!(value("7,20", Language::Fr), Some(7.2));
        assert_eq!(value("2.3000", Language::Fr), Some(2.0));
    }

    #[test]
    fn english_and_arabic_write_thousands_their_own_way() {
        assert_eq!(value("1,500", Language::En), Some(1500.0));
        assert_eq!(value("1.5", Language::En), Some(1.5));
        assert_eq!(value("1.2k", Language::En), Some(1200.0));
        assert_eq!(value("1.460", Language::Ar), Some(1460.0));
        assert_eq!(value("١٬٢٠٠", Language::Ar), Some(1200.0));
        assert_eq!(value("٢٫٥", Language::Ar), Some(2.5));
    }

    #[test]
    fn french_number_words_add_up() {
        for (text, expected) in [
            ("mille deux cents", 1200.0),
            ("quatre-vingt-dix-sept", 97.0),
            ("soixante-dix", 70.0),
            ("soixante et onze", 71.0),
            ("trois cent quarante-six", 346.0),
            ("deux mille trois cents", 2300.0),
            ("nonante-deux", 92.0),
            ("vingt et un", 21.0),
            ("quatre-vingts", 80.0),
            ("deux milliers", 2000.0),
            ("une demi-douzaine", 6.0),
            ("cent vingt mille", 120_000.0),
        ] {
            assert_eq!(value(text, Language::Fr), Some(expected), "{text}");
        }
        assert_eq!(value("un bus", Language::Fr), None);
    }

    #[test]
    fn english_number_words_add_up() {
        for (text, expected) in [
            ("fifty-seven", 57.0),
            ("two hundred and fifty", 250.0),
            ("two dozen", 24.0),
            ("half a million", 500_000.0),
            ("one in three", 1.0 / 3.0),
            ("two-thirds", 2.0 / 3.0),
            ("a hundred", 100.0),
            ("twelve hundred", 1200.0),
            ("three thousand four hundred", 3400.0),
        ] {
            assert_eq!(value(text, Language::En), Some(expected), "{text}");
        }
        assert_eq!(value("a cargo ship", Language::En), None);
    }

    #[test]
    fn arabic_number_words_add_up() {
        for (text, expected) in [
            ("ألف ومئتان وخمسة", 1205.0),
            ("ثلاث عشرة", 13.0),
            ("ثلاثة آلاف", 3000.0),
            ("خمسة وعشرون", 25.0),
            ("مئتا", 200.0),
            ("ألفي", 2000.0),
            ("5 آلاف", 5000.0),
            ("خمسة آلاف وثلاثمئة", 5300.0),
            ("عشرات الآلاف", 10_000.0),
        ] {
            assert_eq!(value(text, Language::Ar), Some(expected), "{text}");
        }
    }

    #[test]
    fn shares_are_read_as_fractions_of_one() {
        assert_eq!(value("35 %", Language::Fr), Some(0.35));
        assert_eq!(value("15 percent", Language::En), Some(0.15));
        assert_eq!(value("٨٠٪", Language::Ar), Some(0.8));
    }
}
