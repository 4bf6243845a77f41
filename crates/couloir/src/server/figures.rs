//! The figures of the page from the books, the estimate and the adopted plan, each with the moment of what is behind it.

use super::spreads::Known;
use super::wire::event::{Stop, cause};
use super::wire::state::{
    About, Adopted, Balance, Discrepancy, End, Estimated, Figure, Inside, Mismatch, Planned, Ride, Simulated,
};
use crate::lines::LINES;
use couloir_evidence::estimate::{Movement, Standing};
use couloir_ledger::books::{Account, Books, DiscrepancyName as Subject, Transfer};
use couloir_ledger::count::Line;
use couloir_ledger::event::Reason;
use couloir_ledger::fold::{self, InForce};
use couloir_ledger::name::Name;
use couloir_model::id::PlanId;
use couloir_model::outlook::Outlook;
use couloir_model::plan::Plan;
use couloir_model::scenario::Scenario;

const fn is_shelter(account: &Account) -> bool {
    matches!(account, Account::Shelter(_))
}

const fn is_trip(account: &Account) -> bool {
    matches!(account, Account::Trip(_))
}

const fn is_site(account: &Account) -> bool {
    matches!(account, Account::Site(_))
}

/// The people who stand in accounts of one kind.
fn figure(books: &Books, is_meant: impl Fn(&Account) -> bool) -> Figure {
    let touches = |transfer: &&Transfer| is_meant(&transfer.from) || is_meant(&transfer.to);
    let as_of = books.transfers().iter().filter(touches).map(|transfer| transfer.at.0).max();
    let at_least =
        books.balances().any(|(account, balance)| is_meant(account) && balance.is_partly_unknown(Line::Total));
    Figure { people: as_of.map(|_| books.people_in(&is_meant)), at_least, as_of }
}

/// The people who went over a line; the age of it is that of the accounts behind it.
fn flow(books: &Books, is_meant: impl Fn(&Account) -> bool, goes: impl Fn(&Transfer) -> i64) -> Figure {
    let people = books.transfers().iter().map(|transfer| goes(transfer) * transfer.tally.people()).sum();
    let figure = figure(books, is_meant);
    Figure { people: figure.people.map(|_| people), ..figure }
}

/// Everybody who was brought out: what falls when somebody dies or goes to hospital is a balance, and this is none. Less are those who got
/// off at a site again, for they are inside.
pub(super) fn out(books: &Books) -> Figure {
    flow(books, |account| is_shelter(account) || is_trip(account), gets_out)
}

/// Everybody who was received at a shelter, whatever became of them there. Less are those whom a vehicle took on from one.
pub(super) fn arrived(books: &Books) -> Figure {
    flow(books, is_shelter, arrives)
}

/// Whether people get out by a transfer (1), or are inside again (-1).
const fn gets_out(transfer: &Transfer) -> i64 {
    match (&transfer.from, &transfer.to) {
        // Born on board counts with those on board: else more would arrive than left.
        (Account::Site(_), Account::Trip(_))
        | (Account::Otherwise(Reason::Born | Reason::CameOnTheirOwn), Account::Trip(_))
        | (Account::Otherwise(Reason::CameOnTheirOwn), Account::Shelter(_)) => 1,
        (Account::Trip(_), Account::Site(_)) => -1,
        _ => 0,
    }
}

/// Whether people are received at a shelter by a transfer (1), or taken on from one (-1).
const fn arrives(transfer: &Transfer) -> i64 {
    match (&transfer.from, &transfer.to) {
        (Account::Trip(_) | Account::Otherwise(Reason::CameOnTheirOwn), Account::Shelter(_)) => 1,
        (Account::Shelter(_), Account::Trip(_)) => -1,
        _ => 0,
    }
}

/// A moment as the clocks of the operation's place show it; nothing beyond all calendars.
pub(super) fn civil_moment(scenario: &Scenario, at: i64) -> Option<jiff::civil::DateTime> {
    let zone = jiff::tz::TimeZone::get(&scenario.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    Some(jiff::Timestamp::from_second(at).ok()?.to_zoned(zone).datetime())
}

/// How many got out on each day of the operation's place, for the estimate: counted, by the books of the operation.
pub(super) fn movements(books: &Books, scenario: &Scenario) -> Vec<Movement> {
    let mut by_day = std::collections::BTreeMap::<jiff::civil::Date, i64>::new();
    for transfer in books.transfers().iter().filter(|transfer| gets_out(transfer) != 0) {
        let Some(day) = civil_moment(scenario, transfer.at.0).map(|at| at.date()) else { continue };
        *by_day.entry(day).or_default() += gets_out(transfer) * transfer.tally.people();
    }
    let moved = |(day, people): (jiff::civil::Date, i64)| Movement {
        from: day,
        to: day,
        people: people.max(0).unsigned_abs(),
        standing: Standing::Counted,
        source: "ledger".to_owned(),
    };
    by_day.into_iter().map(moved).collect()
}

/// Everybody on board of vehicles under way.
pub(super) fn on_the_road(books: &Books) -> Figure {
    let road = books.on_the_road();
    let all = figure(books, is_trip);
    let people = all.people.map(|_| road.iter().map(|ride| ride.tally.people()).sum());
    Figure { people, at_least: all.at_least && !road.is_empty(), as_of: all.as_of }
}

/// How many had been received at a shelter after each moment at which somebody was.
pub(super) fn received(books: &Books) -> Vec<(i64, i64)> {
    let mut by_moment = std::collections::BTreeMap::<i64, i64>::new();
    for transfer in books.transfers() {
        *by_moment.entry(transfer.at.0).or_default() += arrives(transfer) * transfer.tally.people();
    }
    let mut sum = 0;
    let changed = by_moment.into_iter().filter(|(_, people)| *people != 0);
    changed
        .map(|(at, people)| {
            sum += people;
            (at, sum)
        })
        .collect()
}

/// The vehicles under way, the longest unseen first.
pub(super) fn rides(books: &Books) -> Vec<Ride> {
    let mut rides: Vec<Ride> = books
        .on_the_road()
        .iter()
        .map(|ride| Ride {
            trip: ride.trip.to_string(),
            people: ride.tally.people(),
            last_seen: ride.last_seen.clone(),
            seen_at: ride.seen_at.0,
        })
        .collect();
    rides.sort_by_key(|ride| ride.seen_at);
    rides
}

/// What stands in each site and shelter of the operation, and in any other that the books know.
pub(super) fn places(books: &Books, scenario: &Scenario) -> Vec<Balance> {
    let name = |text: &str| couloir_ledger::name::Name::new(text).ok();
    let sites = scenario.sites.iter().filter_map(|site| name(&site.name)).map(Account::Site);
    let shelters = scenario.shelters.iter().filter_map(|shelter| name(&shelter.name)).map(Account::Shelter);
    let mut accounts: Vec<Account> = sites.chain(shelters).collect();
    let others = books.balances().map(|(account, _)| account).filter(|account| is_site(account) || is_shelter(account));
    let others: Vec<Account> = others.filter(|account| !accounts.contains(account)).cloned().collect();
    accounts.extend(others);
    accounts.iter().filter_map(|account| place(books, account)).collect()
}

fn place(books: &Books, account: &Account) -> Option<Balance> {
    let (at, is_opened) = match account {
        Account::Site(name) => (Stop::Site(name.to_string()), books.openings().contains_key(name)),
        Account::Shelter(name) => (Stop::Shelter(name.to_string()), true),
        _ => return None,
    };
    let balance = books.balance(account);
    let as_of = books.history(account).map(|transfer| transfer.at.0).max();
    let at_least = balance.is_partly_unknown(Line::Total);
    Some(Balance { at, people: balance.tally.people(), at_least, is_opened, as_of })
}

/// How many may still be inside: an estimate where there is evidence, else what the counts leave. Never nobody.
///
/// No site balances another: those whom one site has too few of are not those who wait at the next.
pub(super) fn inside(scenario: &Scenario, books: &Books, outlook: Option<&Outlook>) -> Inside {
    if let Some(outlook) = outlook {
        let (low, high) = outlook.people.central(80);
        return Inside::Estimated {
            low,
            median: outlook.people.at(50),
            high,
            right_permille: outlook.record.statements_80,
            as_of: civil(outlook),
        };
    }
    if books.openings().is_empty() {
        return Inside::Unknown;
    }
    let opened = |account: &Account| matches!(account, Account::Site(name) if books.openings().contains_key(name));
    let as_of = figure(books, opened).as_of;
    let balances = || books.balances().filter(|(account, _)| opened(account)).map(|(_, balance)| balance);
    let waiting: i64 = balances().map(|balance| balance.tally.people().max(0)).sum();
    let is_counted = |site: &str| Name::new(site).is_ok_and(|name| books.openings().contains_key(&name));
    let all_are_counted = scenario.sites.iter().all(|site| is_counted(&site.name));
    let all_have_left =
        balances().all(|balance| balance.tally.people() == 0 && !balance.is_partly_unknown(Line::Total));
    match waiting {
        0 if all_are_counted && all_have_left => Inside::Counted { people: None, as_of, no_sign_since: as_of },
        0 => Inside::Unknown,
        waiting => Inside::Counted { people: Some(waiting), as_of, no_sign_since: None },
    }
}

/// When it may be over.
pub(super) fn end(scenario: &Scenario, plan: Option<&Plan>, played: Option<&Known>, outlook: Option<&Outlook>) -> End {
    let planned = plan.filter(|plan| plan.left().0 == 0).map(|plan| Planned {
        at: absolute(scenario, plan.clearance.0),
        not_before: plan.bound.as_ref().map(|bound| absolute(scenario, bound.at_least.0)),
    });
    let estimated = outlook.map(|outlook| {
        let (days_low, days_high) = outlook.days.central(80);
        Estimated { days_low, days_median: outlook.days.at(50), days_high, as_of: civil(outlook) }
    });
    let simulated = match played {
        Some(Known::Played(played)) => simulated(scenario, &played.spread),
        _ => None,
    };
    End { planned, simulated, estimated }
}

/// The last arrival in the middle nine tenths of the runs.
fn simulated(scenario: &Scenario, spread: &couloir_judge::simulate::Spread) -> Option<Simulated> {
    let at = |percent| spread.last_out.iter().find(|one| one.percent == percent)?.at;
    let unix = |percent| at(percent).map(|at| absolute(scenario, at.0));
    Some(Simulated {
        low: unix(5)?,
        median: unix(50)?,
        high: unix(95)?,
        runs: spread.runs,
        in_time_permille: spread.in_time_permille,
        left_permille: spread.left_permille,
    })
}

/// A moment of the scenario in seconds since 1970.
pub(super) fn absolute(scenario: &Scenario, seconds: u64) -> i64 {
    scenario.start.0.saturating_add(i64::try_from(seconds).unwrap_or(i64::MAX))
}

fn civil(outlook: &Outlook) -> String {
    outlook.as_of.strftime("%Y-%m-%dT%H:%M").to_string()
}

/// The plan that was adopted last.
pub(super) fn adopted(in_force: &InForce, is_here: impl Fn(PlanId) -> bool) -> Option<Adopted> {
    let fold::Adopted { plan, at } = in_force.adopted?;
    Some(Adopted { plan: plan.to_string(), since: at.0, is_here: is_here(plan) })
}

/// What stands open in the books. Which vehicle it is about is for those alone who may see movements.
pub(super) fn discrepancies(books: &Books, sees_movements: bool) -> Vec<Discrepancy> {
    let told = |open: &couloir_ledger::books::Discrepancy| {
        let mut about = about(&open.name);
        let mut name = open.name.to_string();
        if !sees_movements && about.ride.take().is_some() {
            name = "a trip".to_owned();
        }
        let line = |line: Line| LINES.iter().find(|(_, known)| *known == line).map_or("", |(word, _)| *word);
        let lines = open.lines.iter();
        Discrepancy {
            code: open.code(),
            name,
            about,
            since: open.since.0,
            lines: lines
                .map(|one| Mismatch { line: line(one.line), expected: one.expected, found: one.found })
                .collect(),
            help: open.help(),
            events: open.events.iter().map(ToString::to_string).collect(),
        }
    };
    books.discrepancies().iter().map(told).collect()
}

fn about(name: &Subject) -> About {
    let (mut about, stop) = (About::default(), |stop: &couloir_ledger::event::Stop| match stop {
        couloir_ledger::event::Stop::Site(name) | couloir_ledger::event::Stop::Shelter(name) => Some(name.to_string()),
    });
    match name {
        Subject::Trip(trip) => about.ride = Some(trip.to_string()),
        Subject::Boarding(trip, at) | Subject::Unloading(trip, at) => {
            (about.ride, about.place) = (Some(trip.to_string()), stop(at));
        }
        Subject::OnBoard(trip, place) => (about.ride, about.place) = (Some(trip.to_string()), Some(place.to_string())),
        Subject::Shelter(name) | Subject::Origin(name) => about.place = Some(name.to_string()),
        Subject::Overdrawn(Account::Site(name) | Account::Shelter(name)) => about.place = Some(name.to_string()),
        Subject::Overdrawn(Account::Trip(trip)) => about.place = Some(trip.to_string()),
        Subject::Overdrawn(account) => about.place = Some(account.to_string()),
        Subject::Incomplete(id) | Subject::Corrections(id) => about.event = Some(id.short()),
        Subject::Twice(reason, place) => (about.reason, about.place) = (Some(cause(*reason)), Some(place.clone())),
    }
    about
}
