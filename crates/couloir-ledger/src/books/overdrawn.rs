//! Accounts in which less than nobody stands, or more of a part than of the whole: what was said of them cannot all be true.

use super::Books;
use super::account::{Account, Balance, Column};
use super::discrepancy::{Discrepancy, Mismatch, Name};
use crate::count::Line;
use couloir_model::clock::UnixSeconds;

impl Books {
    /// Asks about every place and trip of which something impossible is said, where nothing else asks about it yet.
    pub(super) fn find_overdrawn(&mut self) {
        let impossible = self.balances.iter().filter_map(|(account, balance)| {
            let is_asked = match account {
                // A site that nobody counted shows how many came out of it, below zero.
                Account::Site(name) => !self.openings.contains_key(name) || self.is_open(&Name::Origin(name.clone())),
                Account::Trip(trip) => self.is_open(&Name::Trip(trip.clone())),
                Account::Shelter(_) => false,
                Account::Opening | Account::Otherwise(_) | Account::Sorting => true,
            };
            // Of a count that is not complete somebody is asked already how many there were.
            if is_asked || balance.is_partly_unknown(Line::Total) {
                return None;
            }
            let lines = self.impossible(account, balance);
            (!lines.is_empty()).then_some((account, lines))
        });
        let found: Vec<Discrepancy> = impossible.map(|(account, lines)| self.overdrawn(account, lines)).collect();
        self.discrepancies.extend(found);
    }

    fn is_open(&self, name: &Name) -> bool {
        self.discrepancies.iter().any(|open| open.name == *name)
    }

    /// The lines of `balance` that cannot be.
    fn impossible(&self, account: &Account, balance: &Balance) -> Vec<Mismatch> {
        let tally = &balance.tally;
        let people = tally.people();
        if people < 0 {
            let (came, went) = self.both_ways(account, |transfer| transfer.people());
            return vec![Mismatch { line: Line::Total, expected: came, found: went }];
        }
        let lines = Line::ALL.into_iter().filter(|line| !matches!(line, Line::Total | Line::Staff));
        let mut found = Vec::new();
        for line in lines {
            let stands = tally.get(Column::Line(line));
            if stands < 0 {
                let (came, went) = self.both_ways(account, |transfer| transfer.get(Column::Line(line)));
                found.push(Mismatch { line, expected: came, found: went });
            } else if people < stands {
                found.push(Mismatch { line, expected: stands, found: people });
            }
        }
        let sorted: i64 = Line::PARTS.map(|part| tally.get(Column::Line(part))).iter().sum();
        if found.is_empty() && people < sorted {
            found.push(Mismatch { line: Line::Total, expected: sorted, found: people });
        }
        found
    }

    /// How many came into `account`, and how many left it.
    fn both_ways(&self, account: &Account, number: impl Fn(&super::Tally) -> i64) -> (i64, i64) {
        self.history(account).fold((0, 0), |(came, went), transfer| {
            let moved = number(&if transfer.to == *account { transfer.tally } else { -transfer.tally });
            (came + moved.max(0), went + (-moved).max(0))
        })
    }

    fn overdrawn(&self, account: &Account, lines: Vec<Mismatch>) -> Discrepancy {
        let mut since = UnixSeconds::default();
        let mut events = Vec::new();
        for transfer in self.history(account).filter(|transfer| transfer.from == *account) {
            let by: Vec<_> = transfer.because.events().collect();
            // Sorting rests on no event, and bears the moment of the last of all.
            if !by.is_empty() {
                since = transfer.at;
            }
            events.extend(by);
        }
        Discrepancy { name: Name::Overdrawn(account.clone()), since, lines, events }
    }
}
