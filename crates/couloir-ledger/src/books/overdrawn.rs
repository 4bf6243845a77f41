//! Accounts in which less than nobody stands, or more of a part than of the whole: what was said of them cannot all be true.

use super::Books;
use super::account::{Account, Balance, Because, Column, Tally};
use super::discrepancy::{Discrepancy, Mismatch, Name};
use crate::count::Line;
use crate::id::EventId;
use couloir_model::clock::UnixSeconds;
use std::collections::BTreeMap;

/// What came into an account and left it, line by line, and the events by which it left.
#[derive(Default)]
struct Flows {
    came: BTreeMap<Line, i64>,
    went: BTreeMap<Line, i64>,
    /// When the last of them left; nothing where nobody did.
    left_at: Option<UnixSeconds>,
    /// When the last of them came.
    came_at: Option<UnixSeconds>,
    events: Vec<EventId>,
}

impl Books {
    /// Asks about every place and trip of which something impossible is said, where nothing else asks about it yet.
    pub(super) fn find_overdrawn(&mut self) {
        // Of a count that is not complete somebody is asked already how many there were.
        let is_impossible =
            |balance: &Balance| !balance.is_partly_unknown(Line::Total) && is_impossible(&balance.tally);
        let may_be_asked = |account: &Account| match account {
            // A site that nobody counted shows how many came out of it, below zero.
            Account::Site(name) => self.openings.contains_key(name),
            Account::Trip(_) | Account::Shelter(_) => true,
            Account::Opening | Account::Otherwise(_) | Account::Sorting => false,
        };
        let impossible =
            self.balances.iter().filter(|(account, balance)| is_impossible(balance) && may_be_asked(account));
        let mut flows: BTreeMap<Account, Flows> =
            impossible.map(|(account, _)| (account.clone(), Flows::default())).collect();
        for open in &self.discrepancies {
            let about = match &open.name {
                Name::Origin(site) => Account::Site(site.clone()),
                Name::Trip(trip) => Account::Trip(trip.clone()),
                _ => continue,
            };
            flows.remove(&about);
        }
        if flows.is_empty() {
            return;
        }
        // Sorting moves nobody: it is a column's way out of one account and into another, on no event.
        for transfer in self.transfers.iter().filter(|transfer| transfer.because != Because::Sorted) {
            if let Some(flows) = flows.get_mut(&transfer.from) {
                flows.take(&-transfer.tally);
                flows.events.extend(transfer.because.events());
                flows.left_at = flows.left_at.max(Some(transfer.at));
            }
            if let Some(flows) = flows.get_mut(&transfer.to) {
                flows.take(&transfer.tally);
                flows.came_at = flows.came_at.max(Some(transfer.at));
            }
        }
        let balances = &self.balances;
        self.discrepancies.extend(flows.into_iter().filter_map(|(account, flows)| {
            // Where nothing came and nothing left, nothing is impossible.
            let since = flows.left_at.or(flows.came_at)?;
            let lines = flows.lines(&balances[&account].tally);
            Some(Discrepancy { name: Name::Overdrawn(account), since, lines, events: flows.events })
        }));
    }
}

/// The lines of which so many can stand in an account: people, and what is a part of them.
fn lines() -> impl Iterator<Item = Line> {
    Line::ALL.into_iter().filter(|line| *line != Line::Staff)
}

/// How many of a line stand there.
fn number(tally: &Tally, line: Line) -> i64 {
    if line == Line::Total { tally.people() } else { tally.get(Column::Line(line)) }
}

/// Men, women and children together.
fn of_known_kind(tally: &Tally) -> i64 {
    Line::PARTS.map(|part| tally.get(Column::Line(part))).iter().sum()
}

fn is_impossible(tally: &Tally) -> bool {
    let people = tally.people();
    people < of_known_kind(tally) || lines().any(|line| !(0..=people).contains(&number(tally, line)))
}

impl Flows {
    fn take(&mut self, tally: &Tally) {
        for line in lines() {
            let moved = number(tally, line);
            let sums = if 0 < moved { &mut self.came } else { &mut self.went };
            *sums.entry(line).or_default() += moved.abs();
        }
    }

    /// What cannot be of `tally`, which these flows make.
    fn lines(&self, tally: &Tally) -> Vec<Mismatch> {
        let people = tally.people();
        let both_ways = |line: Line| {
            let of = |sums: &BTreeMap<Line, i64>| sums.get(&line).copied().unwrap_or_default();
            Mismatch { line, expected: of(&self.came), found: of(&self.went) }
        };
        if people < 0 {
            return vec![both_ways(Line::Total)];
        }
        let parts = lines().filter_map(|line| match number(tally, line) {
            stands if stands < 0 => Some(both_ways(line)),
            stands if people < stands => Some(Mismatch { line, expected: stands, found: people }),
            _ => None,
        });
        let mut found: Vec<Mismatch> = parts.collect();
        if found.is_empty() {
            found.push(Mismatch { line: Line::Total, expected: of_known_kind(tally), found: people });
        }
        found
    }
}
