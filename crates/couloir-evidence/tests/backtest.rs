//! The back-test keeps what the manual promises, and the stored parameters are those that the tables give.
//!
//! They read the tables that the crate carries. One compares these with the tables of a folder; where it is absent it says so and passes.

// Tests read files and print why they skip.
#![allow(clippy::disallowed_methods, clippy::print_stderr)]

use couloir_evidence::backtest::{Method, Task, backtest, fit_with_record, judge_family};
use couloir_evidence::estimate::{Case, EndForecast, Parameters, estimate, fit};
use couloir_evidence::history::{History, TABLES, family};
use jiff::civil::{date, datetime};

/// The tables of a folder `shared/history` beside a folder above this crate, if there is one.
fn given() -> Option<History> {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = here.ancestors().map(|above| above.join("shared/history")).find(|folder| folder.is_dir());
    let Some(folder) = folder else {
        eprintln!("skipped: no folder `shared/history` above this crate");
        return None;
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder is readable").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".csv") {
            files.push((name, std::fs::read_to_string(entry.path()).expect("tables are UTF-8")));
        }
    }
    let (history, faults) = History::read(files.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    assert_eq!(faults, [], "the tables are read without a fault");
    Some(history)
}

#[test]
fn the_bundled_tables_are_read_without_a_fault() {
    let (history, faults) = History::read(TABLES);
    assert_eq!(faults, []);
    assert_eq!(history, History::bundled());
}

#[test]
fn the_bundled_tables_hold_what_the_given_ones_hold() {
    let Some(given) = given() else { return };
    assert_eq!(History::bundled(), given);
}

#[test]
fn fitting_again_gives_the_stored_file_byte_for_byte() {
    let mut again = fit_with_record(&History::bundled());
    again.source.clone_from(&Parameters::stored().source);
    let stored = include_str!("../src/estimate/parameters.toml");
    assert_eq!(again.to_toml(), stored, "run `couloir backtest --fit` and keep what it prints");
}

#[test]
fn the_model_beats_the_best_plain_rule_by_a_tenth_on_operations_left_out() {
    let history = History::bundled();
    let report = backtest(&history, &Parameters::stored());
    for task in [Task::Statements, Task::Series, Task::Ending] {
        let comparison = report.compare(task).expect("the tables have cases of every task");
        assert!(comparison.gain() >= 0.10, "{task:?}: {:.3}\n{report}", comparison.gain());
    }
}

#[test]
fn the_80_percent_interval_of_those_remaining_is_neither_too_narrow_nor_too_wide() {
    let history = History::bundled();
    let report = backtest(&history, &Parameters::stored());
    for task in [Task::Statements, Task::Series] {
        let covered = report.mean(task, Method::Model).expect("the tables have cases of every task").coverage[1];
        assert!((0.65..=0.95).contains(&covered), "{task:?}: {covered:.3}");
    }
}

/// What was said and counted about Baghouz by noon of 22 February 2019. The monitor's figure of that evening is not in it.
fn baghouz_at_noon(history: &History) -> Case {
    let day = date(2019, 2, 22);
    Case {
        as_of: datetime(2019, 2, 22, 12, 0, 0, 0),
        statements: history
            .statements
            .iter()
            .filter(|judged| judged.operation == "baghouz" && judged.remaining)
            .map(|judged| judged.statement.clone())
            .filter(|statement| statement.said_on <= day)
            .filter(|statement| !(statement.said_on == day && statement.speaker == "SOHR"))
            .collect(),
        movements: history.movements_of("baghouz").iter().filter(|movement| movement.to < day).cloned().collect(),
        forecasts: history
            .forecasts
            .iter()
            .filter(|judged| judged.said_on <= day)
            .map(|judged| EndForecast {
                said_on: judged.said_on,
                speaker: judged.speaker.clone(),
                days: judged.stated_days,
            })
            .collect(),
    }
}

#[test]
fn at_noon_of_22_february_tens_of_thousands_and_weeks_more_are_not_ruled_out() {
    let history = History::bundled();
    let taught_by_others = fit(&history.without("baghouz"));
    for parameters in [taught_by_others, Parameters::stored()] {
        let estimate = estimate(&baghouz_at_noon(&history), &parameters);
        let many = estimate.remaining.more_than(20_000);
        let long = estimate.ending.at_least_days(14);
        eprintln!("more than 20,000 inside: {many:.3}; 14 more days: {long:.3}");
        assert!(many >= 0.10, "more than 20,000 inside: {many:.3}\n{estimate:?}");
        assert!(long >= 0.15, "14 more days: {long:.3}\n{estimate:?}");
    }
}

#[test]
fn the_printed_back_test_reads_as_reviewed() {
    let history = History::bundled();
    insta::assert_snapshot!(backtest(&history, &Parameters::stored()).to_string());
}

/// Everything that is dated later than a statement is taken away: its forecast must not move.
#[test]
fn the_back_test_does_not_see_later_data() {
    let history = History::bundled();
    let parameters = fit(&history.without("baghouz"));
    let day = date(2019, 2, 22);
    let mut past = history.clone();
    past.statements.retain(|judged| judged.statement.said_on <= day);
    past.forecasts.clear();
    past.series.clear();
    for movements in past.movements.values_mut() {
        movements.retain(|movement| movement.to <= day);
    }
    let of_day = |history: &History| {
        let cases = judge_family(history, "baghouz", &parameters);
        let words = format!("{day} ");
        cases
            .into_iter()
            .filter(|case| case.task == Task::Statements && case.words.starts_with(&words))
            .map(|case| (case.words, case.method, case.median.to_bits(), case.interval_80.0.to_bits()))
            .collect::<Vec<_>>()
    };
    let seen = of_day(&history);
    assert!(!seen.is_empty());
    assert_eq!(seen, of_day(&past));
}

/// The truth of an operation must not reach its own forecasts: with other truths they are the same.
#[test]
fn the_truth_of_an_operation_does_not_reach_its_own_forecasts() {
    let history = History::bundled();
    let mut other = history.clone();
    for judged in other.statements.iter_mut().filter(|judged| family(&judged.operation) == "aleppo") {
        judged.truth *= 7.0;
    }
    for point in other.series.iter_mut().filter(|point| family(&point.operation) == "aleppo") {
        point.remaining *= 7.0;
    }
    let medians = |history: &History| {
        backtest(history, &Parameters::stored())
            .cases
            .into_iter()
            .filter(|case| case.operation == "aleppo_2016" && case.task != Task::Ending)
            .map(|case| case.median.to_bits())
            .collect::<Vec<_>>()
    };
    assert_eq!(medians(&history), medians(&other));
}

#[test]
fn an_operation_that_the_parameters_have_never_seen_is_judged_with_them_as_they_are() {
    let text = "operation,t_days,out_so_far,truly_remaining,leslie_remaining_estimate,flow_last_k_days\n\
                island_2030,2,500,1500,,500\nisland_2030,3,900,1100,,800\n";
    let (history, faults) = History::read([("series_backtest.csv", text)]);
    assert_eq!(faults, []);
    let stored = Parameters::stored();
    let report = backtest(&history, &stored);
    assert_eq!(report.cases, judge_family(&history, "island", &stored));
    assert!(report.mean(Task::Series, Method::Model).is_some());
}
