//! Claims, counts and tables as text: what is read, and what is said about the rest.

use std::collections::BTreeMap;

use couloir_evidence::estimate::wire::{CaseText, read_case};
use couloir_evidence::estimate::{Case, Role, Stated};
use couloir_evidence::history::{Fault, History};
use couloir_evidence::report;
use jiff::civil::{date, datetime};
use proptest::prelude::*;

fn case_of(claims: &str, counts: &str) -> (Case, Vec<Fault>) {
    let sides = BTreeMap::from([("fds".to_owned(), Role::Besieger)]);
    read_case(&CaseText { claims, counts, sides: &sides, as_of: datetime(2019, 2, 22, 12, 0, 0, 0) })
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
fn tables_without_anything_to_judge_give_a_report_that_says_so() {
    let (text, faults) = report::backtest([("notes.csv", "a,b\n1,2\n")]);
    assert!(text.contains("nothing to judge in these tables") && faults.is_empty());
}

#[test]
fn no_printed_estimate_says_that_a_place_is_empty() {
    let nobody = "{\"low\":0,\"best\":0,\"high\":0,\"unit\":\"person\"}";
    let claims = claim("people_remaining", nobody, "FDS", "\"2019-02-22\"", "stock");
    let sides = BTreeMap::new();
    let text = CaseText { claims: &claims, counts: "", sides: &sides, as_of: datetime(2019, 2, 22, 12, 0, 0, 0) };
    let (printed, _) = report::estimate(&text);
    assert!(printed.contains("weighs nothing"), "{printed}");
    let low: Vec<&str> = printed.lines().filter(|line| line.contains("at most")).collect();
    assert!(!low.is_empty() && !low[0].split_whitespace().any(|word| word == "0"), "{printed}");
    for word in ["empty", "no one is", "everybody is out", "evacuated"] {
        assert!(!printed.contains(word), "{word}: {printed}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_a_case_and_a_report(text in "\\PC{0,200}", rows in prop::collection::vec("[a-z0-9,\"\\n-]{0,40}", 0..6)) {
        let _ = case_of(&text, &rows.join("\n"));
        let header = "operation,t_days,out_so_far,truly_remaining,flow_last_k_days\n";
        let table = format!("{header}{}\n{text}", rows.join("\n"));
        let _ = report::backtest([("series_backtest.csv", table.as_str()), ("stated_vs_out.csv", text.as_str())]);
    }

    #[test]
    fn any_numbers_in_a_series_give_a_report(points in prop::collection::vec((0.0f64..1e9, 0.0f64..1e12, 1e-9f64..1e12, 0.0f64..1e12), 0..5)) {
        let mut table = "operation,t_days,out_so_far,truly_remaining,flow_last_k_days\n".to_owned();
        for (day, out, remaining, flow) in points {
            table += &format!("isle_2030,{day},{out},{remaining},{flow}\n");
        }
        let (printed, _) = report::backtest([("series_backtest.csv", table.as_str())]);
        prop_assert!(!printed.contains("NaN") && !printed.contains("inf"), "{}", printed);
    }
}
