//! Numbers as each language writes them.

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
