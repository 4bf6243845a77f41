//! Double-entry books of people: who is where, by everything that was recorded.
//!
//! Every site, trip and shelter is an account, and so is every other way of coming or going. Each movement takes people out
//! of one account and puts them into another, so that the sum over all accounts is zero at every step. What does not match
//! stands open as a [`Discrepancy`] until somebody explains it.
//!
//! [`Books::of`] depends on the set of events alone: it sorts them by what they say and by their names, never by how they came.

use crate::count::{HeadCount, Line};
use crate::event::{Method, Place, Stop, What};
use crate::id::EventId;
use crate::replica::Recorded;
use couloir_model::clock::UnixSeconds;
use sorting::{Counted, Doubt};
use std::collections::{BTreeMap, HashMap};
use trip::ByVehicle;

mod account;
mod correct;
mod discrepancy;
mod movement;
mod otherwise;
mod overdrawn;
mod reconcile;
mod shared;
mod sorting;
mod trip;

pub use account::{Account, Balance, Because, Column, Tally, Transfer, Trip, TripLabel};
pub use discrepancy::{Discrepancy, Mismatch, Name as DiscrepancyName};
pub use movement::OnTheRoad;

pub use correct::{Statement as Said, said_in_the_end};
pub(crate) use correct::{Statement, statements};
pub(crate) use trip::{TripStory, trips};

/// The books of an operation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Books {
    transfers: Vec<Transfer>,
    balances: BTreeMap<Account, Balance>,
    openings: BTreeMap<crate::name::Name, Opening>,
    discrepancies: Vec<Discrepancy>,
    on_the_road: Vec<OnTheRoad>,
}

/// How many a site is said to have held at first: the only estimate in the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Opening {
    /// How many were counted at the site, and when.
    pub count: HeadCount,
    /// When they were counted.
    pub counted_at: UnixSeconds,
    /// How.
    pub method: Method,
    /// The head count.
    pub by: EventId,
}

impl Books {
    /// The books of these events.
    #[must_use]
    pub fn of(recorded: &[Recorded]) -> Self {
        let (statements, discrepancies) = correct::statements(recorded);
        Self::of_statements(&statements, discrepancies)
    }

    /// The books of what is said in the end, with what corrections have left open.
    pub(crate) fn of_statements(statements: &[Statement<'_>], discrepancies: Vec<Discrepancy>) -> Self {
        let mut books = Self { discrepancies, ..Self::default() };
        let ByVehicle { vehicles, others, incomplete } = trip::by_vehicle(statements);
        books.incomplete(&incomplete);
        let booked = movement::book_all(vehicles);
        books.transfers = booked.transfers;
        books.discrepancies.extend(booked.discrepancies);
        books.on_the_road = booked.on_the_road;
        books.otherwise(&others);
        books.open_and_compare(&others);
        books.add_up(booked.trips);
        books.find_origins_too_small();
        books.find_overdrawn();
        books.put_in_order();
        // The one invariant that everything else rests on.
        assert!(books.sum().is_zero(), "every transfer takes as many out of one account as it puts into another");
        books
    }

    /// Every account with what stands in it.
    pub fn balances(&self) -> impl Iterator<Item = (&Account, &Balance)> {
        self.balances.iter()
    }

    /// What stands in `account`.
    #[must_use]
    pub fn balance(&self, account: &Account) -> Balance {
        self.balances.get(account).copied().unwrap_or_default()
    }

    /// All transfers, in order of time.
    #[must_use]
    pub fn transfers(&self) -> &[Transfer] {
        &self.transfers
    }

    /// The transfers that make up what stands in `account`.
    pub fn history<'a>(&'a self, account: &'a Account) -> impl Iterator<Item = &'a Transfer> {
        self.transfers.iter().filter(move |transfer| transfer.from == *account || transfer.to == *account)
    }

    /// How many each site is said to have held; sites of which nobody said it are not listed.
    #[must_use]
    pub const fn openings(&self) -> &BTreeMap<crate::name::Name, Opening> {
        &self.openings
    }

    /// What stands open, the oldest first.
    #[must_use]
    pub fn discrepancies(&self) -> &[Discrepancy] {
        &self.discrepancies
    }

    /// The trips that are under way with people on board.
    #[must_use]
    pub fn on_the_road(&self) -> &[OnTheRoad] {
        &self.on_the_road
    }

    /// The sum over all accounts: always zero.
    #[must_use]
    pub fn sum(&self) -> Tally {
        self.balances.values().fold(Tally::default(), |sum, balance| sum + balance.tally)
    }

    /// The people of all accounts of one kind, such as all shelters.
    pub fn people_in(&self, is_meant: impl Fn(&Account) -> bool) -> i64 {
        self.balances.iter().filter(|(account, _)| is_meant(account)).map(|(_, balance)| balance.tally.people()).sum()
    }

    /// Counts that leave open how many there were.
    fn incomplete(&mut self, statements: &[&Statement<'_>]) {
        self.discrepancies.extend(statements.iter().map(|statement| Discrepancy {
            name: DiscrepancyName::Incomplete(statement.slot),
            since: statement.at,
            lines: Vec::new(),
            events: vec![statement.slot],
        }));
    }

    /// Births, deaths and the like at sites and shelters.
    fn otherwise(&mut self, statements: &[&Statement<'_>]) {
        let mut at_stops: BTreeMap<&Stop, Vec<&Statement<'_>>> = BTreeMap::new();
        for statement in statements {
            if let What::Otherwise { at: Place::Stop(stop), .. } = &statement.event.what {
                at_stops.entry(stop).or_default().push(statement);
            }
        }
        for (stop, statements) in at_stops {
            let (transfers, discrepancies) = otherwise::book(&Account::of_stop(stop), statements.into_iter());
            self.transfers.extend(transfers);
            self.discrepancies.extend(discrepancies);
        }
    }

    /// Holds head counts of sites and shelters against the movements: the latest at a site says how many it held at first,
    /// the latest at a shelter must agree.
    fn open_and_compare(&mut self, statements: &[&Statement<'_>]) {
        let mut latest: BTreeMap<&Stop, (&Statement<'_>, HeadCount)> = BTreeMap::new();
        let rank = |statement: &Statement<'_>| {
            (statement.at, std::cmp::Reverse(statement.event.method), statement.clock, statement.slot)
        };
        for statement in statements {
            let What::HeadCount { at: Place::Stop(stop), count } = &statement.event.what else { continue };
            let held = latest.entry(stop).or_insert((statement, *count));
            if rank(held.0) < rank(statement) {
                *held = (statement, *count);
            }
        }
        let flows = self.flows(&latest);
        for (stop, (statement, count)) in latest {
            let flow = flows.get(&Account::of_stop(stop)).copied().unwrap_or_default();
            match stop {
                Stop::Site(name) => self.open(name, statement, count, flow),
                Stop::Shelter(name) => self.compare_shelter(name, statement, &count, flow),
            }
        }
    }

    /// What came to each of these places, less what left it, until it was counted.
    fn flows(&self, latest: &BTreeMap<&Stop, (&Statement<'_>, HeadCount)>) -> BTreeMap<Account, Tally> {
        let mut flows: BTreeMap<Account, Tally> = BTreeMap::new();
        let until: BTreeMap<Account, UnixSeconds> =
            latest.iter().map(|(stop, (statement, _))| (Account::of_stop(stop), statement.at)).collect();
        // People are counted and then get on, or get off and are then counted: that decides where both bear one moment.
        let is_before = |account: &Account, at| {
            let is_site = matches!(account, Account::Site(_));
            until.get(account).is_some_and(|until| at < *until || !is_site && at == *until)
        };
        for transfer in self.transfers.iter().filter(|_| !until.is_empty()) {
            for (account, tally) in [(&transfer.from, -transfer.tally), (&transfer.to, transfer.tally)] {
                if is_before(account, transfer.at) {
                    *flows.entry(account.clone()).or_default() += tally;
                }
            }
        }
        flows
    }

    /// Opens the account of a site: those who were counted, and those who had left before.
    fn open(&mut self, name: &crate::name::Name, statement: &Statement<'_>, count: HeadCount, flow: Tally) {
        let (method, by, counted_at) = (statement.event.method, statement.slot, statement.at);
        self.openings.insert(name.clone(), Opening { count, counted_at, method, by });
        self.transfers.push(Transfer {
            from: Account::Opening,
            to: Account::Site(name.clone()),
            tally: Tally::of(&count) - flow,
            unknown: account::unknown_lines(&count),
            at: counted_at,
            because: Because::Opening { by },
        });
    }

    fn compare_shelter(&mut self, name: &crate::name::Name, statement: &Statement<'_>, count: &HeadCount, flow: Tally) {
        let (expected, found) = (flow.people(), i64::from(count.at_least().0));
        // Of a count that is not complete there are at least so many, and perhaps more.
        if expected < found || count.is_complete() && expected != found {
            self.discrepancies.push(Discrepancy {
                name: DiscrepancyName::Shelter(name.clone()),
                since: statement.at,
                lines: vec![Mismatch { line: Line::Total, expected, found }],
                events: vec![statement.slot],
            });
        }
    }

    /// Adds up what stands in the accounts; those of trips are known. What is in doubt of kinds goes to where it cancels out.
    fn add_up(&mut self, mut settled: Vec<Settled>) {
        let (one, two) = self.transfers.split_at(self.transfers.len() / 2);
        let openings = &self.openings;
        let (mut sums, more) = shared::both(one.len(), || stops(one, openings), || stops(two, openings));
        more.into_iter().for_each(|(account, sum)| sums.entry(account).or_default().join(&sum));
        settled.extend(sums.into_iter().map(|(account, sum)| sum.settle(account.clone())));
        settled.sort_by(|one, two| one.account.cmp(&two.account));
        let latest = self.transfers.iter().map(|transfer| transfer.at).max().unwrap_or_default();
        let mut sorted = Tally::default();
        for Settled { account, balance, moved } in &mut settled {
            if let Some(moved) = moved {
                balance.add(-**moved, 0);
                sorted += **moved;
                let (from, to, because) = (account.clone(), Account::Sorting, Because::Sorted);
                self.transfers.push(Transfer { from, to, tally: **moved, unknown: 0, at: latest, because });
            }
        }
        self.balances = settled.into_iter().map(|settled| (settled.account, settled.balance)).collect();
        if !sorted.is_zero() {
            self.balances.entry(Account::Sorting).or_default().add(sorted, 0);
        }
    }

    /// Sites out of which more people came than were ever said to be there.
    fn find_origins_too_small(&mut self) {
        for (name, opening) in &self.openings {
            let balance = self.balances.get(&Account::Site(name.clone())).copied().unwrap_or_default();
            if balance.tally.people() < 0 {
                let opened =
                    self.transfers.iter().find(|transfer| transfer.because == Because::Opening { by: opening.by });
                let expected = opened.map_or(0, |transfer| transfer.tally.people());
                let lines = vec![Mismatch { line: Line::Total, expected, found: expected - balance.tally.people() }];
                let name = DiscrepancyName::Origin(name.clone());
                self.discrepancies.push(Discrepancy {
                    name,
                    since: opening.counted_at,
                    lines,
                    events: vec![opening.by],
                });
            }
        }
    }

    fn put_in_order(&mut self) {
        account::put_in_order(&mut self.transfers);
        self.discrepancies.sort_by(|one, two| (one.since, &one.name, one).cmp(&(two.since, &two.name, two)));
        self.on_the_road.sort_by(|one, two| (one.seen_at, &one.trip).cmp(&(two.seen_at, &two.trip)));
    }
}

/// What stands in an account, and of what in it the kind is in doubt.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    balance: Balance,
    doubt: Doubt,
}

/// What stands in an account, and what must be taken out of it so that no kind in it is a guess. There are hundreds of thousands of
/// trips, and of most nothing is in doubt.
#[derive(Debug)]
struct Settled {
    account: Account,
    balance: Balance,
    moved: Option<Box<Tally>>,
}

impl Sum {
    fn join(&mut self, other: &Self) {
        self.balance.take(&other.balance);
        self.doubt.join(&other.doubt);
    }

    /// What is in doubt, decided.
    fn settle(&self, account: Account) -> Settled {
        let is_counted = !matches!(account, Account::Opening | Account::Otherwise(_));
        let moved = self.doubt.sorting(&account, &self.balance.tally);
        let moved = (is_counted && !moved.is_zero()).then(|| Box::new(moved));
        Settled { account, balance: self.balance, moved }
    }
}

/// What `transfers` make of the accounts that are no trips.
fn stops<'a>(transfers: &'a [Transfer], openings: &BTreeMap<crate::name::Name, Opening>) -> HashMap<&'a Account, Sum> {
    let mut sums: HashMap<&Account, (Sum, Counted)> = HashMap::new();
    for transfer in transfers {
        for (account, comes) in [(&transfer.from, false), (&transfer.to, true)] {
            if matches!(account, Account::Trip(_)) {
                continue;
            }
            let (sum, counted) =
                sums.entry(account).or_insert_with(|| (Sum::default(), Counted::of(account, openings)));
            sum.balance.add(if comes { transfer.tally } else { -transfer.tally }, transfer.unknown);
            counted.doubt(&mut sum.doubt, transfer, comes);
        }
    }
    sums.into_iter().map(|(account, (sum, _))| (account, sum)).collect()
}
