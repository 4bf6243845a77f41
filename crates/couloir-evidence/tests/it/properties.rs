//! Any text in: never a panic, spans inside the text, the same result twice.

use proptest::prelude::*;

use crate::mutate;

/// Words that reports are made of, thrown together.
fn reports() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "Au moins",
        "340",
        "personnes",
        "ont quitté",
        "la",
        "ville",
        "mardi",
        "dont",
        "une soixantaine",
        "d'enfants",
        ",",
        ".",
        ":",
        ";",
        "\n",
        "«",
        "»",
        "\"",
        "selon",
        "le préfet",
        "Alain",
        "Corbières",
        "about",
        "1,200",
        "people",
        "left",
        "not",
        "up from",
        "700",
        "the previous day",
        "said",
        "half a million",
        "between",
        "and",
        "to",
        "نحو",
        "ثلاثة آلاف",
        "مدني",
        "غادر",
        "حافلتان",
        "بينهم",
        "٣٠٠",
        "طفل",
        "قال",
        "إن",
        "0610",
        "LEAD:",
        "[03/11 07:42]",
        "PC SUD:",
        "12",
        "bus",
        "2 camions",
        "partis",
        "20+",
        "corr",
        "since",
        "10 November",
        "de 7 à 9",
        "35 %",
        "d'ici lundi",
        "respectively",
        "en 1994",
        "plus personne",
    ]);
    prop::collection::vec(words, 0..60).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_string_is_read_without_a_panic(text in any::<String>()) {
        prop_assert_eq!(mutate::check(text.as_bytes()), Ok(()));
    }

    #[test]
    fn any_bytes_are_read_and_what_is_not_utf8_is_a_finding(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert_eq!(mutate::check(&bytes), Ok(()));
    }

    #[test]
    fn words_of_reports_in_any_order_are_read_without_a_panic(text in reports()) {
        prop_assert_eq!(mutate::check(text.as_bytes()), Ok(()));
    }
}

#[test]
fn damaged_reports_are_read_without_a_fault() {
    let corpus = mutate::corpus();
    for number in 0..150 {
        let text = mutate::mutated(&corpus, 4, number);
        assert_eq!(mutate::check(&text), Ok(()), "seed 4, text {number}: {:?}", String::from_utf8_lossy(&text));
    }
}

#[test]
fn a_text_without_any_full_stop_is_read_in_bounded_work() {
    let long = "12 bus et 340 personnes ont quitté la ville mardi selon le préfet ".repeat(1_000);
    let claims =
        couloir_evidence::read::read(&long, &couloir_evidence::read::Context::published("2024-03-12".parse().unwrap()));
    assert!(claims.len() > 1_000);
}

#[test]
fn a_text_that_ends_where_a_day_might_begin_is_read() {
    for text in [
        "one tw et 1o t",
        "depuis le",
        "on the",
        "du 12 au",
        "jeudi 7",
        "March 9-",
        "le début de",
        "خلال الساعات",
        "by the",
    ] {
        mutate::check(text.as_bytes()).unwrap();
    }
}
