//! What must hold for every estimate, whatever was said and counted.

use couloir_evidence::estimate::{
    Asked, Case, EndForecast, Movement, Outflow, Parameters, Reason, Role, Standing, Stated, Statement, estimate,
};
use couloir_model::format::outlook;
use jiff::civil::{Date, date, datetime};
use proptest::prelude::*;

/// Noon of the tenth day of an invented operation.
fn quiet_case() -> Case {
    Case { as_of: datetime(2030, 5, 10, 12, 0, 0, 0), statements: vec![], movements: vec![], forecasts: vec![] }
}

fn said(day: i8, speaker: &str, role: Role, people: u64) -> Statement {
    Statement {
        said_on: date(2030, 5, day),
        speaker: speaker.to_owned(),
        role,
        people: Stated { low: Some(people * 9 / 10), best: Some(people), high: Some(people * 11 / 10) },
    }
}

fn counted(from: i8, to: i8, people: u64) -> Movement {
    Movement {
        from: date(2030, 5, from),
        to: date(2030, 5, to),
        people,
        standing: Standing::Counted,
        source: "books".to_owned(),
    }
}

fn days() -> impl Strategy<Value = Date> {
    (1i8..=28).prop_map(|day| date(2030, 5, day))
}

/// Numbers that somebody may have typed: nothing, plain ones, and the largest there is.
fn numbers() -> impl Strategy<Value = Option<u64>> {
    prop_oneof![Just(None), Just(Some(0)), (1u64..2_000_000).prop_map(Some), Just(Some(u64::MAX))]
}

prop_compose! {
    fn statements()(said_on in days(), speaker in "[a-c]?( x)?", role in 0..Role::ALL.len(), low in numbers(), best in numbers(), high in numbers())
        -> Statement {
        Statement { said_on, speaker, role: Role::ALL[role], people: Stated { low, best, high } }
    }
}

prop_compose! {
    fn movements()(from in days(), to in days(), people in numbers(), is_counted in any::<bool>()) -> Movement {
        let standing = if is_counted { Standing::Counted } else { Standing::Claimed };
        Movement { from, to, people: people.unwrap_or(0), standing, source: String::new() }
    }
}

prop_compose! {
    fn forecasts()(said_on in days(), days in prop_oneof![Just(0.0), Just(f64::MAX), 0.1f64..100.0]) -> EndForecast {
        EndForecast { said_on, speaker: "somebody".to_owned(), days }
    }
}

prop_compose! {
    fn cases()(
        statements in prop::collection::vec(statements(), 0..8),
        movements in prop::collection::vec(movements(), 0..8),
        forecasts in prop::collection::vec(forecasts(), 0..4),
    ) -> Case {
        Case { statements, movements, forecasts, ..quiet_case() }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn odd_input_gives_an_answer_whose_masses_sum_to_one_and_whose_quantiles_rise(case in cases()) {
        let estimate = estimate(&case, &Parameters::stored());
        for grid in [estimate.remaining.distribution(), estimate.ending.distribution()] {
            prop_assert!((grid.masses().sum::<f64>() - 1.0).abs() < 1e-9);
            prop_assert!(grid.masses().all(|mass| mass >= 0.0));
        }
        let shown = [0.0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1.0];
        let people: Vec<u64> = shown.iter().map(|&p| estimate.remaining.quantile(p)).collect();
        let days: Vec<u32> = shown.iter().map(|&p| estimate.ending.quantile_days(p)).collect();
        prop_assert!(people.is_sorted(), "{people:?}");
        prop_assert!(days.is_sorted(), "{days:?}");
        prop_assert!(people[0] >= 1, "no estimate says that nobody is left");
    }

    #[test]
    fn the_order_in_which_things_are_told_does_not_matter(case in cases()) {
        let mut reversed = case.clone();
        reversed.movements.reverse();
        let (one, other) = (estimate(&case, &Parameters::stored()), estimate(&reversed, &Parameters::stored()));
        prop_assert_eq!(one.remaining, other.remaining);
    }

    #[test]
    fn what_is_dated_later_changes_nothing(case in cases(), mut later in statements(), mut movement in movements()) {
        later.said_on = date(2030, 5, 11);
        (movement.from, movement.to) = (date(2030, 5, 11), date(2030, 5, 12));
        let mut more = case.clone();
        more.statements.push(later);
        more.movements.push(movement);
        let (one, other) = (estimate(&case, &Parameters::stored()), estimate(&more, &Parameters::stored()));
        prop_assert_eq!(one.remaining, other.remaining);
        prop_assert_eq!(one.ending, other.ending);
    }

    /// As long as the count breaks no statement and the recent pace is the same, each one counted out since a statement is one
    /// fewer inside.
    #[test]
    fn more_counted_out_never_raises_the_estimate_while_the_statement_stands(
        stated in 2_000u64..100_000, recent in 1u64..20, out in 0u64..20, more in 0u64..20,
    ) {
        let of = |share: u64| {
            let mut case = quiet_case();
            case.statements.push(said(2, "prefecture", Role::Organiser, stated));
            case.movements.push(counted(3, 7, stated * share / 100));
            case.movements.push(counted(8, 9, stated * recent / 100));
            estimate(&case, &Parameters::stored()).remaining.distribution().quantile_ln(0.5)
        };
        prop_assert!(of(out + more) <= of(out) + 1e-9);
    }

    #[test]
    fn a_larger_statement_never_lowers_the_median(stated in 100u64..100_000, more in 1u64..100_000) {
        let of = |people| {
            let case = Case { statements: vec![said(9, "prefecture", Role::Organiser, people)], ..quiet_case() };
            estimate(&case, &Parameters::stored()).remaining.distribution().quantile_ln(0.5)
        };
        prop_assert!(of(stated) <= of(stated + more) + 1e-9);
    }
}

#[test]
fn a_count_that_passes_what_was_said_raises_and_widens_the_estimate() {
    let of = |out| {
        let mut case = quiet_case();
        case.statements = vec![said(2, "army", Role::Besieger, 2_000), said(9, "army", Role::Besieger, 2_000)];
        case.movements = vec![counted(3, 8, out), counted(9, 9, 100)];
        estimate(&case, &Parameters::stored())
    };
    let (stands, broken) = (of(200), of(20_000));
    assert!(broken.remaining.quantile(0.5) > stands.remaining.quantile(0.5));
    assert!(broken.remaining.quantile(0.9) > 2 * stands.remaining.quantile(0.9));
    let contradicted = broken
        .remaining_drivers
        .iter()
        .filter(|driver| matches!(driver.reason, Reason::Statement { stated, out_since, .. } if out_since > stated));
    assert_eq!(contradicted.count(), 1, "{:?}", broken.remaining_drivers);
}

#[test]
fn saying_that_nobody_is_left_moves_nothing() {
    let mut case = quiet_case();
    case.movements = vec![counted(3, 8, 4_000)];
    let before = estimate(&case, &Parameters::stored());
    let nobody = Stated { low: Some(0), best: Some(0), high: Some(0) };
    case.statements.push(Statement { people: nobody, ..said(9, "army", Role::Besieger, 0) });
    let after = estimate(&case, &Parameters::stored());
    assert_eq!(before.remaining, after.remaining);
    assert!(after.remaining_drivers.iter().any(|driver| matches!(driver.reason, Reason::Nobody { .. })));
}

#[test]
fn one_voice_quoted_by_ten_wires_is_not_ten_voices() {
    let width = |speakers: [&str; 10]| {
        let mut case = quiet_case();
        case.statements = speakers.iter().map(|speaker| said(9, speaker, Role::Besieger, 3_000)).collect();
        let grid = estimate(&case, &Parameters::stored()).remaining;
        grid.distribution().quantile_ln(0.9) - grid.distribution().quantile_ln(0.1)
    };
    let one = width(["SDF via AFP", "SDF (CNN)", "SDF", "sdf", "SDF a", "SDF b", "SDF c", "SDF d", "SDF e", "SDF f"]);
    let ten = width(["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]);
    assert!(ten < one, "{ten} {one}");
}

#[test]
fn one_blunder_among_many_is_set_aside_and_said_to_be() {
    let mut case = quiet_case();
    for speaker in ["OCHA", "mayor", "monitor", "agency"] {
        case.statements.push(said(9, speaker, Role::Un, 10_000));
    }
    let before = estimate(&case, &Parameters::stored()).remaining.quantile(0.5) as f64;
    case.statements.push(said(9, "daily", Role::Un, 20));
    let after = estimate(&case, &Parameters::stored());
    let median = after.remaining.quantile(0.5) as f64;
    assert!(median > before / 2.0, "{median} {before}");
    assert!(
        after
            .remaining_drivers
            .iter()
            .any(|driver| matches!(&driver.reason, Reason::Statement { speaker, apart, .. } if speaker == "daily" && *apart > 1_200))
    );
}

#[test]
fn two_counts_of_one_day_are_never_added() {
    let both = [counted(3, 3, 500), counted(3, 3, 700), counted(2, 3, 900)];
    assert!((Outflow::from_movements(&both, 1e6).total_at(1e6) - 900.0).abs() < 1e-9);
}

#[test]
fn a_running_total_absorbs_its_increments() {
    let movements = [counted(1, 1, 100), counted(2, 2, 100), counted(1, 2, 230)];
    assert!((Outflow::from_movements(&movements, 1e6).total_at(1e6) - 230.0).abs() < 1e-9);
}

#[test]
fn a_claim_about_counted_days_adds_nothing() {
    let mut claim = counted(2, 2, 9_000);
    claim.standing = Standing::Claimed;
    let movements = [counted(1, 3, 300), claim];
    assert!((Outflow::from_movements(&movements, 1e6).total_at(1e6) - 300.0).abs() < 1e-9);
}

#[test]
fn shut_days_push_the_end_back_and_leave_the_people_alone() {
    let mut case = quiet_case();
    case.movements = vec![counted(1, 1, 500), counted(2, 2, 500)];
    let open = estimate(&case, &Parameters::stored());
    case.movements.extend((3..=9).map(|day| counted(day, day, 0)));
    let shut = estimate(&case, &Parameters::stored());
    assert_eq!(open.remaining, shut.remaining);
    assert!(shut.ending.distribution().quantile_ln(0.5) > open.ending.distribution().quantile_ln(0.5));
}

#[test]
fn families_are_not_read_as_persons() {
    let families = Stated { low: None, best: Some(200), high: None };
    let statement = Statement::in_families(date(2030, 5, 9), "UN", Role::Un, families);
    assert_eq!(statement.people, Stated { low: Some(900), best: Some(1_100), high: Some(1_500) });
}

#[test]
fn the_same_case_gives_the_same_bytes() {
    let mut case = quiet_case();
    case.statements = vec![said(2, "army", Role::Besieger, 2_000)];
    case.movements = vec![counted(3, 8, 900)];
    let print = || outlook::write("quiet", &estimate(&case, &Parameters::stored()).outlook(&Asked::default()));
    assert_eq!(print(), print());
}

#[test]
fn ten_times_the_numbers_is_ten_times_the_estimate() {
    let of = |times: u64| {
        let mut case = quiet_case();
        case.statements =
            vec![said(2, "army", Role::Besieger, 300 * times), said(8, "mayor", Role::Besieged, 900 * times)];
        case.movements = vec![counted(3, 6, 200 * times), counted(7, 9, 50 * times)];
        estimate(&case, &Parameters::stored()).remaining.distribution().quantile_ln(0.5)
    };
    assert!((of(10) - of(1) - std::f64::consts::LN_10).abs() < 0.02, "{} {}", of(1), of(10));
}
