//! From a report to a plan: read, confirm, estimate, plan for the upper quartile, judge; and the back-test, all through the built
//! program.

use crate::program::couloir;
use serde_json::Value;
use std::path::Path;
use tempfile::TempDir;

/// A folder with the example of Baghouz in `camp`.
fn camp() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    assert_eq!(couloir(folder.path(), &["new", "camp", "--from", "baghouz"]).code, 0);
    folder
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn estimate(folder: &Path, operation: &str, more: &[&str]) -> Value {
    let ran = couloir(folder, &[&["estimate", operation, "--json"], more].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    json(&ran.out)
}

/// Reads a report of the example and keeps its claims in `operation`.
fn confirm(folder: &Path, operation: &str, report: &str, more: &[&str]) {
    let text = format!("camp/evidence/reports/{report}.txt");
    let read = couloir(folder, &["read", &text, "--published", "2019-02-22"]);
    assert_eq!(read.code, 0, "{}", read.err);
    std::fs::write(folder.join("read.jsonl"), read.out).expect("written");
    let kept = couloir(folder, &[&["confirm", operation, "read.jsonl", "--by", "evening desk"], more].concat());
    assert_eq!(kept.code, 0, "{}", kept.err);
}

#[test]
fn the_reports_of_the_example_give_its_confirmed_claims_and_the_same_estimate() {
    let folder = camp();
    let path = folder.path();
    std::fs::create_dir_all(path.join("mine/evidence")).expect("made");
    for name in ["counts.csv", "speakers.csv"] {
        std::fs::copy(path.join("camp/evidence").join(name), path.join("mine/evidence").join(name)).expect("copied");
    }
    confirm(path, "mine", "agency-2019-02-22", &["--strike", "agency-2019-02-22-02"]);
    confirm(path, "mine", "desk-2019-02-22", &[]);
    confirm(path, "mine", "monitor-2019-02-22", &["--known-at", "2019-02-22T20:00"]);
    let of = |operation: &str, as_of: &str| {
        let mut estimate = estimate(path, operation, &["--as-of", as_of]);
        estimate["operation"] = Value::Null;
        estimate
    };
    for as_of in ["2019-02-22T12:00", "2019-02-22T21:00"] {
        assert_eq!(of("camp", as_of), of("mine", as_of), "as of {as_of}");
    }
    assert_ne!(of("camp", "2019-02-22T12:00"), of("camp", "2019-02-22T21:00"), "the evening brought news");
}

#[test]
fn at_noon_of_22_february_the_example_rules_out_neither_tens_of_thousands_nor_weeks() {
    let folder = camp();
    let asked = ["--as-of", "2019-02-22T12:00", "--more-than", "20000", "--at-least-days", "14"];
    let estimate = estimate(folder.path(), "camp", &asked);
    let chance = |name: &str| estimate[name][0]["chance"].as_f64().expect("it was asked for");
    assert!(chance("chance_of_more_than") >= 0.10, "{estimate:#}");
    assert!(chance("chance_of_at_least_days") >= 0.15, "{estimate:#}");
}

#[test]
fn without_a_moment_the_latest_evidence_decides() {
    let folder = camp();
    assert_eq!(estimate(folder.path(), "camp", &[])["as_of"], "2019-02-22T23:59");
}

#[test]
fn a_plan_for_the_estimate_provides_for_its_upper_quartile_and_is_judged_for_it() {
    let folder = camp();
    let path = folder.path();
    let people = ["--people", "estimate", "--as-of", "2019-02-22T21:00"];
    let plan = [&["plan", "camp", "--iterations", "300", "--quiet", "--lang", "en"], &people[..]].concat();
    let planned = couloir(path, &plan);
    assert_eq!(planned.code, 0, "{}", planned.err);
    assert!(planned.out.contains("from the estimate of Fri 22 Feb 2019, 21:00"), "{}", planned.out);
    for file in ["estimate.html", "estimate.svg", "estimate.json", "plan.json"] {
        assert!(path.join("camp-plan").join(file).is_file(), "{file} is missing");
    }
    let read = |name: &str| json(&std::fs::read_to_string(path.join("camp-plan").join(name)).expect("written"));
    let quartile = read("estimate.json")["people_inside"]["quantiles"]["75"].as_u64().expect("a number");
    let verdict = couloir(path, &[&["verify", "camp", "camp-plan/plan.json"], &people[..]].concat());
    assert_eq!(verdict.code, 0, "{}{}", verdict.out, verdict.err);
    let moved: Vec<u64> = verdict
        .out
        .lines()
        .filter(|line| line.contains("people moved"))
        .flat_map(|line| {
            line.replace(',', "").split_whitespace().filter_map(|word| word.parse().ok()).collect::<Vec<u64>>()
        })
        .collect();
    let sum: u64 = moved.iter().sum();
    // Two needs, each rounded up once.
    assert!((quartile..=quartile + 2).contains(&sum), "{quartile} {moved:?}\n{}", verdict.out);

    let other = couloir(path, &["verify", "camp", "camp-plan/plan.json"]);
    assert_ne!(other.code, 0, "without the estimate the tables have other people: {}", other.out);
}

#[test]
fn an_estimate_is_written_in_three_languages_and_never_as_a_count() {
    let folder = camp();
    for (lang, words) in [("en", "not a count"), ("fr", "pas un décompte"), ("ar", "وليس إحصاءً")] {
        for form in [&[][..], &["--html"], &["--svg"]] {
            let ran = couloir(folder.path(), &[&["estimate", "camp", "--lang", lang], form].concat());
            assert_eq!(ran.code, 0, "{}", ran.err);
            assert!(ran.out.contains(words), "{lang} {form:?}: {}", ran.out);
            assert!(!ran.out.contains("src=") && !ran.out.contains("href="), "{lang} {form:?} refers elsewhere");
        }
    }
}

#[test]
fn the_printed_estimate_of_the_example_reads_as_reviewed() {
    let folder = camp();
    let asked = ["--as-of", "2019-02-22T12:00", "--more-than", "20000", "--at-least-days", "14", "--lang", "en"];
    let ran = couloir(folder.path(), &[&["estimate", "camp"], &asked[..]].concat());
    insta::assert_snapshot!(ran.out);
}

#[test]
fn an_operation_without_evidence_is_told_how_to_get_some() {
    let folder = TempDir::new().expect("a folder");
    assert_eq!(couloir(folder.path(), &["new", "town", "--from", "flood-town"]).code, 0);
    let ran = couloir(folder.path(), &["estimate", "town"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("help: read a report with `couloir read`"), "{}", ran.err);
    let plan = couloir(folder.path(), &["plan", "town", "--people", "estimate"]);
    assert_eq!(plan.code, 2, "{}", plan.err);
}

#[test]
fn an_id_that_no_claim_has_confirms_nothing() {
    let folder = camp();
    let claims = folder.path().join("camp/evidence/claims.jsonl");
    let before = std::fs::read(&claims).expect("there are claims");
    let ran = couloir(folder.path(), &["confirm", "camp", "camp/evidence/claims.jsonl", "--strike", "nobody-01"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no claim has this id: nobody-01"), "{}", ran.err);
    let again = couloir(folder.path(), &["confirm", "camp", "camp/evidence/claims.jsonl"]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert_eq!(
        std::fs::read(&claims).expect("there are claims"),
        before,
        "what was confirmed before is not added again"
    );
}

/// A claim as `couloir read` writes it, as far as confirming looks at it.
fn claim(id: &str, quote: &str, same_as: Option<&str>) -> String {
    serde_json::json!({"id": id, "quote": quote, "when": {"said_at": "2019-02-22"}, "same_as": same_as}).to_string()
        + "\n"
}

#[test]
fn the_first_repetition_of_a_struck_claim_takes_its_place() {
    let folder = TempDir::new().expect("a folder");
    std::fs::create_dir_all(folder.path().join("mine/evidence")).expect("made");
    let given =
        [claim("r-01", "3,000", None), claim("r-02", "3,000", Some("r-01")), claim("r-03", "3,000", Some("r-01"))];
    std::fs::write(folder.path().join("read.jsonl"), given.concat()).expect("written");
    let ran = couloir(folder.path(), &["confirm", "mine", "read.jsonl", "--strike", "r-01"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let kept = std::fs::read_to_string(folder.path().join("mine/evidence/claims.jsonl")).expect("there are claims");
    let links: Vec<Value> = kept.lines().map(|line| json(line)["same_as"].clone()).collect();
    assert_eq!(links, [Value::Null, "r-02".into()]);
}

#[test]
fn an_operation_that_is_not_there_gets_no_evidence() {
    let folder = TempDir::new().expect("a folder");
    std::fs::write(folder.path().join("read.jsonl"), claim("r-01", "3,000", None)).expect("written");
    let ran = couloir(folder.path(), &["confirm", "tpyo", "read.jsonl"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("no such operation: `tpyo`") && ran.err.contains("help: "), "{}", ran.err);
}

#[test]
fn a_figure_that_looks_like_a_year_is_still_a_count_of_people() {
    let folder = TempDir::new().expect("a folder");
    for text in ["Plus de 2000 civils sont toujours à l'intérieur.", "أكثر من 2000 مدني لا يزالون في الداخل"]
    {
        std::fs::write(folder.path().join("note.txt"), text).expect("written");
        let ran = couloir(folder.path(), &["read", "note.txt", "--published", "2024-03-12"]);
        assert_eq!(
            json(ran.out.lines().next().unwrap_or("null"))["quantity"]["low"].as_f64(),
            Some(2000.0),
            "{}",
            ran.out
        );
    }
}

#[test]
fn a_claim_of_another_report_under_a_known_id_is_refused_and_not_lost() {
    let folder = TempDir::new().expect("a folder");
    std::fs::create_dir_all(folder.path().join("mine/evidence")).expect("made");
    let confirm = |text: String| {
        std::fs::write(folder.path().join("read.jsonl"), text).expect("written");
        couloir(folder.path(), &["confirm", "mine", "read.jsonl"])
    };
    assert_eq!(confirm(claim("text-01", "3,000", None)).code, 0);
    let ran = confirm(claim("text-01", "forty", None));
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("text-01") && ran.err.contains("help: "), "{}", ran.err);
}

#[test]
fn the_back_test_runs_without_a_folder_and_on_tables_of_ones_own() {
    let folder = TempDir::new().expect("a folder");
    let bundled = couloir(folder.path(), &["backtest"]);
    assert_eq!((bundled.code, bundled.err.as_str()), (0, ""));
    assert!(bundled.out.contains("below that of the best plain rule"), "{}", bundled.out);
    let table = "operation,t_days,out_so_far,truly_remaining,flow_last_k_days\nisle_2030,1,500,1500,500\nisle_2030,2,900,,400\n";
    std::fs::write(folder.path().join("series_backtest.csv"), table).expect("written");
    let own = couloir(folder.path(), &["backtest", "--data", ".", "--cases"]);
    assert_eq!(own.code, 0);
    assert!(own.out.contains("isle_2030"), "{}", own.out);
    assert!(own.err.contains("series_backtest.csv:3: `truly_remaining` is empty"), "{}", own.err);
}

#[test]
fn parameters_that_were_fitted_can_be_used() {
    let folder = camp();
    let path = folder.path();
    let fitted = couloir(path, &["backtest", "--fit", "--set", "statement_blind_share=0.4"]);
    assert_eq!(fitted.code, 0, "{}", fitted.err);
    std::fs::write(path.join("mine.toml"), &fitted.out).expect("written");
    let with = estimate(path, "camp", &["--parameters", "mine.toml"]);
    assert_ne!(with, estimate(path, "camp", &[]));
    let unknown = couloir(path, &["backtest", "--set", "statement_blond_share=0.4"]);
    assert_eq!(unknown.code, 2, "{}", unknown.out);
}
