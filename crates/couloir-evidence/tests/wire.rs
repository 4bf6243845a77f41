//! Claims, counts and tables as text: what is read, and what is said about the rest.

use couloir_evidence::backtest::backtest;
use couloir_evidence::estimate::wire::{CaseText, read_case};
use couloir_evidence::estimate::{Case, Parameters, Role, Stated};
use couloir_evidence::history::{Fault, History};
use jiff::civil::{date, datetime};
use proptest::prelude::*;

/// The replay of tables as text.
fn replayed(files: &[(&str, &str)]) -> (String, Vec<Fault>) {
    let (history, faults) = History::read(files.iter().copied());
    (backtest(&history, &Parameters::stored()).to_string(), faults)
}

fn case_of(claims: &str, counts: &str) -> (Case, Vec<Fault>) {
    case_at(claims, counts, Some(datetime(2019, 2, 22, 12, 0, 0, 0)))
}

fn case_at(claims: &str, counts: &str, as_of: Option<jiff::civil::DateTime>) -> (Case, Vec<Fault>) {
    let (case, faults) = read_case(&CaseText { claims, counts, speakers: "speaker,side\nFDS,besieger\n", as_of });
    (case.expect("there is a moment"), faults)
}

/// A claim with the fields of the guide.
fn claim(kind: &str, quantity: &str, org: &str, start: &str, scope: &str) -> String {
    format!(
        "{{\"kind\":\"{kind}\",\"quantity\":{quantity},\"group\":\"all\",\"scope\":\"{scope}\",\"part_of\":null,\"same_as\":null,\"per\":null,\
         \"when\":{{\"said_at\":\"2019-02-22\",\"about\":{{\"start\":{start},\"end\":\"2019-02-22\"}}}},\
         \"speaker\":{{\"name\":null,\"org\":\"{org}\",\"role\":null}},\"attribution\":\"indirect\",\"certainty\":\"asserted\"}}\n"
    )
}

const THOUSANDS: &str = "{\"low\":2000,\"best\":null,\"high\":9999,\"unit\":\"person\"}";

#[test]
fn a_claim_of_those_remaining_becomes_a_statement_with_the_side_of_its_speaker() {
    let (case, faults) = case_of(&claim("people_remaining", THOUSANDS, "FDS", "\"2019-02-22\"", "stock"), "");
    assert_eq!(faults, []);
    let [statement] = case.statements.as_slice() else { panic!("one statement: {case:?}") };
    assert_eq!(statement.role, Role::Besieger);
    assert_eq!(statement.people, Stated { low: Some(2_000), best: None, high: Some(9_999) });
}

#[test]
fn a_wording_is_taken_as_readers_take_it() {
    let about_thirty =
        "{\"low\":27,\"best\":30,\"high\":33,\"unit\":\"person\",\"modifier\":\"about\",\"wording\":\"une trentaine\"}";
    let (case, _) = case_of(&claim("people_remaining", about_thirty, "FDS", "\"2019-02-22\"", "stock"), "");
    assert_eq!(case.statements[0].people, Stated { low: Some(26), best: Some(30), high: Some(36) });
}

#[test]
fn a_speaker_without_a_side_is_used_and_asked_about() {
    let (case, faults) =
        case_of(&claim("people_remaining", THOUSANDS, "Harbour Watchers", "\"2019-02-22\"", "stock"), "");
    assert_eq!(case.statements[0].role, Role::Other);
    assert!(faults[0].to_string().contains("the side of a speaker is not known: `Harbour Watchers`"), "{}", faults[0]);
}

#[test]
fn a_running_total_without_a_start_counts_from_the_first_day_known() {
    let number = |people: u32| format!("{{\"low\":{people},\"best\":{people},\"high\":{people},\"unit\":\"person\"}}");
    let claims = claim("people_left", &number(3_000), "FDS", "\"2019-02-20\"", "increment")
        + &claim("people_left", &number(44_000), "FDS", "null", "cumulative");
    let (case, faults) = case_of(&claims, "");
    assert_eq!(faults, []);
    assert_eq!(case.movements.last().map(|total| (total.from, total.people)), Some((date(2019, 2, 20), 44_000)));
}

#[test]
fn an_expected_end_is_counted_from_the_day_on_which_it_was_said() {
    let claims = "{\"kind\":\"end_expected\",\"when\":{\"said_at\":\"2019-02-20\",\"about\":{\"start\":\"2019-02-22\",\"end\":\"2019-02-24\"}}}";
    let (case, faults) = case_of(claims, "");
    assert_eq!(faults, []);
    assert!((case.forecasts[0].days - 3.0).abs() < 1e-12);
}

#[test]
fn parts_repetitions_denials_and_plans_are_not_counted() {
    let number = "{\"low\":5,\"best\":5,\"high\":5,\"unit\":\"person\"}";
    let plain = claim("people_left", number, "FDS", "\"2019-02-22\"", "increment");
    let claims = [
        plain.replace("\"part_of\":null", "\"part_of\":\"a-01\""),
        plain.replace("\"same_as\":null", "\"same_as\":\"a-01\""),
        plain.replace("asserted", "denied"),
        plain.replace("increment", "planned"),
    ]
    .concat();
    let (case, faults) = case_of(&claims, "");
    assert_eq!((case.movements.len(), faults.len()), (0, 0));
}

#[test]
fn a_line_that_is_no_claim_is_named_with_its_place_and_the_rest_is_read() {
    let claims = format!("nonsense\n{}", claim("people_remaining", THOUSANDS, "FDS", "\"2019-02-22\"", "stock"));
    let (case, faults) = case_of(&claims, "");
    assert_eq!((case.statements.len(), faults.len(), faults[0].line), (1, 1, 1));
}

#[test]
fn counts_in_the_columns_of_the_history_are_read() {
    let counts = "operation,t_start,t_end,people,cumulative,speaker\n,2019-02-20,2019-02-20,2900,,SDF\n,2019-02-21,2019-02-21,0,,SDF\n";
    let (case, faults) = case_of("", counts);
    assert_eq!((case.movements.len(), faults.len()), (2, 0));
}

#[test]
fn every_fault_of_a_table_is_told_with_file_line_and_action() {
    let text = "operation,t_days,out_so_far,truly_remaining,flow_last_k_days\n\
                a,1,many,5,5\n\
                a,2,5,0,5\n\
                a,3,5,5,5\n";
    let (history, faults) = History::read([("series_backtest.csv", text)]);
    assert_eq!(history.series.len(), 1);
    let told: Vec<String> = faults.iter().map(Fault::to_string).collect();
    assert_eq!(
        told,
        [
            "series_backtest.csv:2: `out_so_far` is not a number of people or days: `many`\n  help: write digits only, a point for decimals, or leave the field empty if it is not known",
            "series_backtest.csv:3: `truly_remaining` is zero, and scores are taken on its logarithm\n  help: remove the row, or set `scored` to 0",
        ]
    );
}

#[test]
fn a_missing_column_is_named_once_and_the_table_is_left_out() {
    let (history, faults) = History::read([("evac_summary.csv", "operation,start\nx,2020-01-01\n")]);
    assert!(history.spans.is_empty());
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].what, "a column is missing: `end`");
}

#[test]
fn rows_with_gaps_are_used_as_far_as_they_go() {
    let statements = "operation,date,speaker,role,quantity,stated_low,stated_mode,stated_high,truth_low,truth_mid,truth_high,scored\n\
                      isle_2030,2030-05-01,mayor,burgomaster,remaining,,900,,,1000,,1\n\
                      isle_2030,2030-05-02,mayor,organiser,remaining,,900,,400,,900,\n\
                      isle_2030,2030-05-03,mayor,organiser,remaining,700,,,,,,0\n";
    let spans = "operation,start,end\nisle_2030,2030-05-01,\n";
    let series =
        "operation,t_days,out_so_far,truly_remaining,flow_last_k_days\nisle_2030,1.5,0,1000,\nisle_2030,2,100,900,\n";
    let files = [("stated_vs_out.csv", statements), ("evac_summary.csv", spans), ("series_backtest.csv", series)];
    let (history, faults) = History::read(files);
    let told: Vec<&str> = faults.iter().map(|fault| fault.what.as_str()).collect();
    assert_eq!(told, ["not a role: `burgomaster`"]);
    let truths: Vec<(f64, bool)> =
        history.statements.iter().map(|judged| (judged.truth.round(), judged.scored)).collect();
    assert_eq!(truths, [(1000.0, true), (600.0, true), (1.0, false)]);
    assert_eq!(history.statements[0].statement.role, Role::Other);
    assert_eq!(history.end_of("isle_2030"), None, "an operation need not be over");
    let (printed, _) = replayed(&files);
    assert!(printed.contains("isle_2030") && !printed.contains("NaN"), "{printed}");
}

#[test]
fn tables_without_anything_to_judge_give_a_report_that_says_so() {
    let (text, faults) = replayed(&[("notes.csv", "a,b\n1,2\n")]);
    assert!(text.contains("nothing to judge in these tables") && faults.is_empty());
}

#[test]
fn without_a_moment_the_estimate_is_as_of_the_end_of_the_latest_day_known() {
    let (case, _) = case_at(
        &claim("people_remaining", THOUSANDS, "FDS", "\"2019-02-22\"", "stock"),
        "t_start,t_end,people\n2019-02-20,2019-02-25,7\n",
        None,
    );
    assert_eq!(case.as_of, datetime(2019, 2, 25, 23, 59, 0, 0));
    assert_eq!(read_case(&CaseText { claims: "", counts: "", speakers: "", as_of: None }), (None, Vec::new()));
}

#[test]
fn one_speaker_under_two_names_is_one_voice() {
    let claims = claim("people_remaining", THOUSANDS, "Forces démocratiques syriennes", "\"2019-02-22\"", "stock");
    let speakers = "speaker,side,same_as\nSDF,besieger,\nForces,besieger,SDF\n";
    let (case, faults) = read_case(&CaseText { claims: &claims, counts: "", speakers, as_of: None });
    assert_eq!(faults, []);
    let statement = &case.expect("it has a day").statements[0];
    assert_eq!((statement.speaker.as_str(), statement.role), ("SDF", Role::Besieger));
}

#[test]
fn what_is_known_to_be_later_than_the_moment_is_left_aside() {
    let evening = claim("people_remaining", THOUSANDS, "FDS", "\"2019-02-22\"", "stock")
        .replace("{\"kind\"", "{\"known_at\":\"2019-02-22T20:00\",\"kind\"");
    let counts = "t_start;t_end;people;speaker;standing;known_at\n\
                  # the convoy of Wednesday\n\
                  2019-02-20;2019-02-20;2 900;SDF;claimed;2019-02-20 22:00\n\
                  2019-02-22;2019-02-22;2150;SOHR;claimed;2019-02-22T20:00\n";
    let (noon, faults) = case_of(&evening, counts);
    assert_eq!(faults, []);
    assert_eq!((noon.statements.len(), noon.movements.len(), noon.movements[0].people), (0, 1, 2_900));
    let (night, _) = case_at(&evening, counts, Some(datetime(2019, 2, 22, 22, 0, 0, 0)));
    assert_eq!((night.statements.len(), night.movements.len()), (1, 2));
}

#[test]
fn every_fault_of_counts_and_sides_is_told_with_line_and_action() {
    let text = CaseText {
        claims: "",
        counts: "t_start,t_end,people,standing\nyesterday,,5,\n2019-02-20,,,\n2019-02-20,,many,\n2019-02-20,,5,heard\n",
        speakers: "speaker,side\nFDS,the besieging side\n",
        as_of: None,
    };
    let (_, faults) = read_case(&text);
    let told: Vec<String> =
        faults.iter().map(|fault| format!("{}:{}: {}", fault.file, fault.line, fault.what)).collect();
    assert_eq!(
        told,
        [
            "speakers:2: not a side: `the besieging side`",
            "counts:2: `t_start` is not a day: `yesterday`",
            "counts:3: a row without a number: `people` and `cumulative` are empty",
            "counts:4: `people` is not a whole number of people: `many`",
            "counts:5: `standing` is neither counted nor claimed: `heard`",
        ]
    );
}

/// What may stand in a cell.
fn cells() -> impl Strategy<Value = String> {
    const ODD: &[&str] =
        &["", "0", "1", "99999999999999999999999", "1e300", "-5", "many", "2030-05-04", "2030-02-30", "0.001"];
    prop_oneof![
        prop::sample::select(ODD).prop_map(str::to_owned),
        (1u64..200_000).prop_map(|people| people.to_string())
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_case_and_a_report(text in "\\PC{0,200}", rows in prop::collection::vec("[a-z0-9,\"\\n-]{0,40}", 0..6)) {
        let _ = case_of(&text, &rows.join("\n"));
        let header = "operation,t_days,out_so_far,truly_remaining,flow_last_k_days\n";
        let table = format!("{header}{}\n{text}", rows.join("\n"));
        let _ = replayed(&[("series_backtest.csv", table.as_str()), ("stated_vs_out.csv", text.as_str())]);
    }

    /// Whole tables with whatever stands in cells: nothing, zeros, words, days that no calendar has, the largest numbers.
    #[test]
    fn any_cells_in_any_table_give_a_report(rows in prop::collection::vec((0..5usize, prop::collection::vec(cells(), 14)), 0..12)) {
        let heads = [
            ("stated_vs_out.csv", "operation,date,speaker,role,quantity,stated_low,stated_mode,stated_high,truth_low,truth_mid,truth_high,scored"),
            ("evac_series.csv", "operation,t_start,t_end,people,cumulative,speaker"),
            ("evac_summary.csv", "operation,start,end"),
            ("series_backtest.csv", "operation,t_days,out_so_far,truly_remaining,flow_last_k_days"),
            ("isle_end_forecasts.csv", "date,speaker,role,stated_days_mode,actual_days"),
        ];
        let mut tables = heads.map(|(name, head)| (name, format!("{head}\n")));
        for (table, cells) in rows {
            let columns: Vec<&str> = heads[table].1.split(',').collect();
            let cell = |(index, column): (usize, &&str)| match *column {
                "operation" => "isle_2030".to_owned(),
                "date" | "t_start" | "start" if index % 2 == 0 => "2030-05-02".to_owned(),
                "role" => "organiser".to_owned(),
                _ => cells[index].clone(),
            };
            tables[table].1 += &(columns.iter().enumerate().map(cell).collect::<Vec<_>>().join(",") + "\n");
        }
        let files: Vec<(&str, &str)> = tables.iter().map(|(name, text)| (*name, text.as_str())).collect();
        let (printed, _) = replayed(&files);
        prop_assert!(!printed.contains("NaN") && !printed.contains("inf"), "{}", printed);
    }

    #[test]
    fn any_numbers_in_a_series_give_a_report(points in prop::collection::vec((0.0f64..1e9, 0.0f64..1e12, 1e-9f64..1e12, 0.0f64..1e12), 0..5)) {
        let mut table = "operation,t_days,out_so_far,truly_remaining,flow_last_k_days\n".to_owned();
        for (day, out, remaining, flow) in points {
            table += &format!("isle_2030,{day},{out},{remaining},{flow}\n");
        }
        let (printed, _) = replayed(&[("series_backtest.csv", table.as_str())]);
        prop_assert!(!printed.contains("NaN") && !printed.contains("inf"), "{}", printed);
    }
}
