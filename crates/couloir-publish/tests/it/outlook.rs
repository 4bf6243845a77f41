//! The estimate as people read it, in three languages.

use couloir_model::outlook::{Chance, Driver, Outlook, Percentiles, Reason, Record, Role};
use couloir_model::scenario::Language;
use couloir_publish::{outlook_page, outlook_picture, outlook_text};
use jiff::civil::{date, datetime};

const LANGUAGES: [Language; 3] = [Language::English, Language::French, Language::Arabic];

/// An outlook with everything that one can rest on.
fn outlook() -> Outlook {
    let (speaker, said_on, role) = ("SDF <AFP>".to_owned(), date(2019, 2, 22), Role::Besieger);
    let statement = |out_since, apart, allowed, taken_as| Reason::Statement {
        speaker: speaker.clone(),
        role,
        said_on,
        stated: 4_243,
        allowed,
        taken_as,
        out_since,
        apart,
    };
    let weighed = |share, reason| Driver { share: Some(share), reason };
    let remark = |reason| Driver { share: None, reason };
    Outlook {
        as_of: datetime(2019, 2, 22, 12, 0, 0, 0),
        people: Percentiles::of(|percent| 900 + u64::from(percent) * u64::from(percent) * 3),
        days: Percentiles::of(|percent| 2 + u32::from(percent)),
        more_than: vec![Chance { of: 20_000, permille: 124 }],
        at_least_days: vec![Chance { of: 14, permille: 790 }],
        people_drivers: vec![
            weighed(472, Reason::Pace { out: 5_500, days: 16, has_ebbed: true, elsewhere: 7_347 }),
            weighed(80, statement(0, 1_000, Some((2_000, 9_000)), Some(6_300))),
            weighed(40, statement(9_000, 1_400, None, None)),
            weighed(10, statement(500, 1_000, None, None)),
            remark(Reason::Nobody { speaker: speaker.clone(), role: Role::Press, said_on }),
            remark(Reason::Blind { permille: 400 }),
            remark(Reason::Widened { times: 1_300 }),
            remark(Reason::Later { statements: 3 }),
            remark(Reason::NothingKnown),
        ],
        end_drivers: vec![
            weighed(940, Reason::EndPace { people_a_day: 275, open: 800, elapsed: 80, days: 27 }),
            weighed(20, Reason::Forecast { speaker: speaker.clone(), said_on, days: 500, too_short: 5_200 }),
            remark(Reason::NothingOfTheEnd),
        ],
        record: Record { operations: 10, statements_80: 787, series_80: 779, ending_80: 925 },
    }
}

#[test]
fn the_text_reads_as_reviewed_in_english() {
    insta::assert_snapshot!(outlook_text("Baghouz", &outlook(), Language::English));
}

#[test]
fn the_text_reads_as_reviewed_in_french() {
    insta::assert_snapshot!(outlook_text("Baghouz", &outlook(), Language::French));
}

#[test]
fn the_text_reads_as_reviewed_in_arabic() {
    insta::assert_snapshot!(outlook_text("باغوز", &outlook(), Language::Arabic));
}

#[test]
fn text_page_and_picture_say_that_it_is_no_count() {
    let words = ["An estimate, not a count", "Une estimation, pas un décompte", "تقدير وليس إحصاءً"];
    for (language, words) in LANGUAGES.into_iter().zip(words) {
        for output in [outlook_text, outlook_page, outlook_picture].map(|write| write("Baghouz", &outlook(), language))
        {
            assert!(output.contains(words), "{output}");
        }
    }
}

#[test]
fn the_picture_is_well_formed_and_has_two_times_twenty_dots() {
    for language in LANGUAGES {
        let svg = outlook_picture("Baghouz & <elsewhere>", &outlook(), language);
        let document = roxmltree::Document::parse(&svg).unwrap_or_else(|error| panic!("{error}\n{svg}"));
        let dots = document
            .descendants()
            .filter(|node| node.has_tag_name("circle") && node.attribute("r") == Some("7"))
            .count();
        assert_eq!(dots, 40);
    }
}

#[test]
fn a_picture_of_one_number_alone_is_drawn() {
    let alone = Outlook { people: Percentiles::of(|_| 1), days: Percentiles::of(|_| 0), ..outlook() };
    let svg = outlook_picture("Baghouz", &alone, Language::English);
    assert!(roxmltree::Document::parse(&svg).is_ok() && !svg.contains("NaN") && !svg.contains("inf"), "{svg}");
}

#[test]
fn the_page_refers_to_nothing_outside_itself_and_escapes_names() {
    for language in LANGUAGES {
        let page = outlook_page("Baghouz", &outlook(), language);
        assert!(!page.contains("<script") && !page.contains("src=") && !page.contains("href="), "{page}");
        assert!(page.contains("SDF &lt;AFP&gt;") && !page.contains("SDF <AFP>"), "{page}");
    }
    assert!(outlook_page("x", &outlook(), Language::Arabic).contains("dir=\"rtl\""));
}
