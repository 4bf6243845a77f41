//! People who came or went otherwise than by a vehicle: born, died, taken to a hospital, on their own.

use super::account::{Account, Because, Tally, Transfer, unknown_lines};
use super::correct::{Statement, is_said_again};
use super::discrepancy::{Discrepancy, Name};
use crate::count::HeadCount;
use crate::event::{Reason, What};
use std::collections::BTreeMap;

/// Two reports of the same kind and number from one place within so many seconds may be of the same people: six hours, our
/// own choice.
const TWICE_S_MAX: i64 = 6 * 3600;

/// Books what is said of `here`. Each report is a case of its own, for two births are two; two that look alike are asked
/// about, and one that came again word for word is the same.
pub(super) fn book<'a, 's: 'a>(
    here: &Account,
    statements: impl Iterator<Item = &'a Statement<'s>>,
) -> (Vec<Transfer>, Vec<Discrepancy>) {
    let (mut transfers, mut discrepancies): (Vec<Transfer>, _) = (Vec::new(), Vec::new());
    let mut alike: BTreeMap<Reason, Vec<(&Statement<'_>, &HeadCount)>> = BTreeMap::new();
    let mut reports: Vec<_> = statements.filter(|said| matches!(said.event.what, What::Otherwise { .. })).collect();
    reports.sort_by_key(|report| (report.at, report.clock, report.slot));
    let mut cases: Vec<Statement<'_>> = Vec::new();
    for statement in reports {
        let What::Otherwise { reason, count, .. } = &statement.event.what else { continue };
        let same_moment = cases.iter().rev().take_while(|case| case.at == statement.at).count();
        let first = cases.len() - same_moment;
        match cases[first..].iter().position(|case| is_again(case, statement)).map(|index| first + index) {
            Some(case) => transfers[case].because.add(statement.slot),
            None => {
                cases.push(*statement);
                alike.entry(*reason).or_default().push((statement, count));
                transfers.push(transfer(here.clone(), statement, *reason, count));
            }
        }
    }
    for (reason, reports) in alike {
        for pair in reports.windows(2) {
            discrepancies.extend(perhaps_twice(here, reason, pair[0], pair[1]));
        }
    }
    (transfers, discrepancies)
}

/// True where `two` is the report `one` once more. Where a correction says that somebody has looked, each stands for itself.
fn is_again(one: &Statement<'_>, two: &Statement<'_>) -> bool {
    let is_looked_at = one.by != one.slot || two.by != two.slot;
    !is_looked_at && is_said_again(one.event, two.event)
}

fn transfer(here: Account, statement: &Statement<'_>, reason: Reason, count: &HeadCount) -> Transfer {
    let there = Account::Otherwise(reason);
    let (from, to) = if reason.brings_in() { (there, here) } else { (here, there) };
    let because = Because::Counted { by: statement.slot, also: Vec::new() };
    Transfer { from, to, tally: Tally::of(count), unknown: unknown_lines(count), at: statement.at, because }
}

/// Two reports of the same kind and number, soon after each other, of which nobody has said that they are two.
///
/// A correction of one of them, even by the same words, says that somebody has looked.
fn perhaps_twice(
    here: &Account,
    reason: Reason,
    (one, one_count): (&Statement<'_>, &HeadCount),
    (two, two_count): (&Statement<'_>, &HeadCount),
) -> Option<Discrepancy> {
    let is_looked_at = one.by != one.slot || two.by != two.slot;
    let is_near = two.at.0.saturating_sub(one.at.0) <= TWICE_S_MAX;
    if is_looked_at || !is_near || one_count.differences(two_count).next().is_some() {
        return None;
    }
    let name = Name::Twice(reason, here.to_string());
    Some(Discrepancy { name, since: two.at, lines: Vec::new(), events: vec![one.slot, two.slot] })
}
