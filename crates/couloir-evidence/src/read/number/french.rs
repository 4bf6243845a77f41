//! French numbers in words.

use super::super::token::Token;
use super::sum::{Sum, onward};
use super::{Number, Shape};

pub(super) fn french(tokens: &[Token], at: usize) -> Option<Number> {
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

/// The value of a French number word.
pub(super) fn french_word(fold: &str) -> Option<f64> {
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

/// Collectives, fractions and indefinite plurals of French.
pub(super) fn french_special(tokens: &[Token], at: usize) -> Option<Number> {
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
        ("un" | "une", noun, "sur")
            if [
                "habitant",
                "personne",
                "famille",
                "enfant",
                "evacue",
                "resident",
                "deplace",
                "sinistre",
                "insulaire",
                "villageois",
            ]
            .iter()
            .any(|stem| noun.starts_with(stem)) =>
        {
            if let Some(over) = french_word(word(3)).filter(|&over| (2.0..=20.0).contains(&over)) {
                return made(4, 1.0 / over, Shape::Share);
            }
        }
        ("un", "million", "et") if word(3) == "demi" => return made(4, 1.5e6, Shape::Plain),
        ("un", "millier", "et") if word(3) == "demi" => return made(4, 1.5e3, Shape::Collective),
        ("deux", "millions", "et") if word(3) == "demi" => return made(4, 2.5e6, Shape::Plain),
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
