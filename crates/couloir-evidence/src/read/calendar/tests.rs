//! Which days an expression names.

use super::super::token::tokenize;
use super::*;

fn days(text: &str, published: &str, language: Language, future: bool) -> Vec<(String, String)> {
    let tokens = tokenize(text);
    let day: Date = published.parse().unwrap();
    let anchor = Anchor { day, future, from: day, period: None };
    find(&tokens, 0, tokens.len(), language, false, false, day)
        .into_iter()
        .map(|expression| expression.days(anchor))
        .map(|(start, end)| (start.to_string(), end.to_string()))
        .collect()
}

fn one(text: &str, published: &str, language: Language, future: bool) -> String {
    let found = days(text, published, language, future);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    format!("{}..{}", found[0].0, found[0].1)
}

#[test]
fn a_weekday_that_is_the_day_of_publication_is_that_day() {
    assert_eq!(one("Mardi déjà", "2024-03-12", Language::Fr, false), "2024-03-12..2024-03-12");
    assert_eq!(one("mercredi", "2024-03-12", Language::Fr, false), "2024-03-06..2024-03-06");
    assert_eq!(one("mercredi", "2024-03-12", Language::Fr, true), "2024-03-13..2024-03-13");
    assert_eq!(one("last Tuesday", "2024-03-12", Language::En, false), "2024-03-05..2024-03-05");
    assert_eq!(one("الخميس الماضي", "2024-04-20", Language::Ar, false), "2024-04-18..2024-04-18");
}

#[test]
fn stretches_of_days_are_read_whole() {
    assert_eq!(one("dans la nuit de jeudi à vendredi", "2024-12-27", Language::Fr, false), "2024-12-26..2024-12-27");
    assert_eq!(one("du 27 au 29 mai 2024", "2024-05-30", Language::Fr, false), "2024-05-27..2024-05-29");
    assert_eq!(one("13-14 November 2023", "2023-11-14", Language::En, false), "2023-11-13..2023-11-14");
    assert_eq!(one("demain ou après-demain", "2024-03-12", Language::Fr, true), "2024-03-13..2024-03-14");
    assert_eq!(one("entre lundi et jeudi", "2024-03-15", Language::Fr, false), "2024-03-11..2024-03-14");
    assert_eq!(one("within 24 hours", "2024-03-12", Language::En, true), "2024-03-12..2024-03-13");
    assert_eq!(one("خلال يومين", "2024-04-20", Language::Ar, true), "2024-04-20..2024-04-22");
    assert_eq!(one("il y a cinq jours", "2024-03-12", Language::Fr, false), "2024-03-07..2024-03-07");
    assert_eq!(one("قبل خمسة أيام", "2024-01-10", Language::Ar, false), "2024-01-05..2024-01-05");
}

#[test]
fn a_year_alone_is_the_whole_year() {
    assert_eq!(one("En 2019,", "2024-09-14", Language::Fr, false), "2019-01-01..2019-12-31");
}

#[test]
fn hours_are_the_day_of_the_report() {
    assert_eq!(one("by 10 a.m.", "2024-07-25", Language::En, false), "2024-07-25..2024-07-25");
    assert_eq!(one("entre 6h30 et 14 heures", "2024-03-12", Language::Fr, false), "2024-03-12..2024-03-12");
}
