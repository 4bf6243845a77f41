//! `couloir books`: who is where, who is on the road, what does not match, and the events behind any figure.

use super::Stop;
use super::enrol::{name, open, told};
use super::terminal::Terminal;
use crate::moment;
use crate::post::Post;
use crate::sentence::sentence;
use couloir_ledger::books::{Account, Balance, Because, Books as Ledger, Column, Discrepancy, Transfer};
use couloir_ledger::count::Line;
use couloir_ledger::day::Since;
use couloir_ledger::envelope::Entry;
use couloir_ledger::event::What;
use couloir_ledger::id::{DeviceId, EventId};
use couloir_ledger::name::Name;
use couloir_ledger::papers::Standing;
use couloir_ledger::replica::{NotCounted, Recorded, Why};
use couloir_model::clock::UnixSeconds;
use couloir_model::finding::{Finding, Severity};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Arguments of `couloir books`.
#[derive(Debug, clap::Args)]
pub(super) struct Books {
    /// The ledger
    ledger: PathBuf,
    /// Show the history of this account instead, down to the events behind it: a site, shelter, vehicle or trip, or `born`,
    /// `died`, `opening` and the like, as the trial balance names it
    #[arg(long, value_parser = name)]
    of: Option<Name>,
    /// After how many hours events that nobody else holds are shown in red
    #[arg(long, default_value_t = 6)]
    unsent_hours: u32,
}

impl Books {
    pub(super) fn run(&self, terminal: &mut Terminal) -> Result<(), Stop> {
        let now = moment::now();
        let mut post = open(&self.ledger, now)?;
        let (recorded, not_counted) = post.replica().recorded();
        let books = Ledger::of(&recorded);
        match &self.of {
            Some(name) => terminal.data(&history(&post, &books, name)?),
            None => {
                let sealed = sealed_days(&post, &recorded);
                terminal.data(&(balance_sheet(&post, &books, recorded.len(), now) + &sealed));
            }
        }
        let mut findings: Vec<Finding> = books.discrepancies().iter().map(|open| finding(open, now)).collect();
        findings.extend(device_findings(&post, &not_counted));
        findings.extend(unsent(&mut post, self.unsent_hours, now)?);
        terminal.findings(&findings);
        Ok(())
    }
}

/// The days that somebody has sealed, and what has become of each here.
fn sealed_days(post: &Post, recorded: &[Recorded]) -> String {
    let mut text = String::new();
    for event in recorded {
        let What::DaySealed { day } = &event.event.what else { continue };
        let by = post.replica().papers().label(event.device).map_or_else(|| event.device.short(), ToString::to_string);
        let since = match day.since(&post.replica().day(day.until)) {
            Since::Unchanged => "unchanged".to_owned(),
            Since::More(more) => format!("{} of that time came later", events(more as usize)),
            Since::Fewer(fewer) => format!("{} of them not here yet", events(fewer as usize)),
            Since::Others => "some of them are not here yet, and as many others came later".to_owned(),
        };
        let sealed = format!("{} ({})", events(day.events as usize), event.id.short());
        let _ = writeln!(text, "sealed until {} by {by}: {sealed}, {since}", moment::shown(day.until));
    }
    text
}

/// The trial balance: every account, and the sum that shows that nobody was lost or invented.
fn balance_sheet(post: &Post, books: &Ledger, counted: usize, now: UnixSeconds) -> String {
    let founding = post.replica().papers().founding();
    let (events, logs) = (post.replica().len(), post.replica().logs().count());
    let mut text = format!("{}: {events} events of {logs} devices, {counted} in the books\n\n", founding.name);
    let shown = shown_columns(books);
    let _ = writeln!(text, "{:34}{}", "", shown.line(|column| heading(column).to_owned()));
    type Group = (&'static str, fn(&Account) -> bool);
    let groups: [Group; 4] = [
        ("sites", |account| matches!(account, Account::Site(_))),
        ("shelters", |account| matches!(account, Account::Shelter(_))),
        ("otherwise accounted for", |account| matches!(account, Account::Otherwise(_))),
        ("counter-accounts", |account| matches!(account, Account::Opening | Account::Sorting)),
    ];
    for (title, is_meant) in &groups[..2] {
        section(&mut text, title, books, &shown, *is_meant);
    }
    trips(&mut text, books, &shown, now);
    for (title, is_meant) in &groups[2..] {
        section(&mut text, title, books, &shown, *is_meant);
    }
    let sum = Balance { tally: books.sum(), ..Balance::default() };
    let _ = writeln!(text, "{}", shown.row("sum over all accounts", &sum));
    let open = books.discrepancies().len();
    let _ = writeln!(text, "open discrepancies: {open}");
    text
}

fn section(text: &mut String, title: &str, books: &Ledger, shown: &Shown, is_meant: fn(&Account) -> bool) {
    let accounts: Vec<_> = books.balances().filter(|(account, _)| is_meant(account)).collect();
    if accounts.is_empty() {
        return;
    }
    let _ = writeln!(text, "{title}");
    for (account, balance) in accounts {
        let opening = match account {
            Account::Site(name) => Some(books.openings().get(name).map_or_else(
                || "how many there were at first is unknown".to_owned(),
                |opening| {
                    format!("{} {} on {}", opening.method, opening.count.at_least(), moment::shown(opening.counted_at))
                },
            )),
            _ => None,
        };
        let _ = write!(text, "{}", shown.row(&format!("  {}", short(account)), balance));
        let _ = writeln!(text, "{}", opening.map_or_else(String::new, |opening| format!("  ({opening})")));
    }
    let _ = writeln!(text);
}

/// Who is on the road, and who is left on trips that are over.
fn trips(text: &mut String, books: &Ledger, shown: &Shown, now: UnixSeconds) {
    let road = books.on_the_road();
    if !road.is_empty() {
        let _ = writeln!(text, "on the road");
        for ride in road {
            let balance = books.balance(&Account::Trip(ride.trip.clone()));
            let age = moment::age(ride.seen_at, now);
            let _ =
                writeln!(text, "{}  ({}, {age} ago)", shown.row(&format!("  {}", ride.trip), &balance), ride.last_seen);
        }
        let _ = writeln!(text);
    }
    let is_open = |account: &Account| match account {
        Account::Trip(trip) => road.iter().all(|ride| ride.trip != *trip),
        _ => false,
    };
    let left: Vec<_> =
        books.balances().filter(|(account, balance)| is_open(account) && !balance.tally.is_zero()).collect();
    if !left.is_empty() {
        let _ = writeln!(text, "unaccounted for on trips that are over");
        for (account, balance) in left {
            let _ = writeln!(text, "{}", shown.row(&format!("  {}", short(account)), balance));
        }
        let _ = writeln!(text);
    }
}

/// The name of an account without its kind.
fn short(account: &Account) -> String {
    match account {
        Account::Site(name) | Account::Shelter(name) => name.to_string(),
        Account::Trip(trip) => trip.to_string(),
        _ => account.to_string(),
    }
}

/// The columns that are shown always: people, and what they are made of.
const ALWAYS: [Option<Column>; 5] = [
    None,
    Some(Column::Line(Line::Men)),
    Some(Column::Line(Line::Women)),
    Some(Column::Line(Line::Children)),
    Some(Column::Unsorted),
];

/// The columns of a trial balance.
struct Shown(Vec<Option<Column>>);

/// Those that are shown always, and all in which anything stands.
fn shown_columns(books: &Ledger) -> Shown {
    let stands = |column: &Column| books.balances().any(|(_, balance)| balance.tally.get(*column) != 0);
    let others = Column::ALL.into_iter().filter(|column| !ALWAYS.contains(&Some(*column)));
    Shown(ALWAYS.into_iter().chain(others.filter(stands).map(Some)).collect())
}

const fn heading(column: Option<Column>) -> &'static str {
    match column {
        None => "people",
        Some(Column::Unsorted) => "unsorted",
        Some(Column::Line(line)) => match line {
            Line::Total => "people",
            Line::Men => "men",
            Line::Women => "women",
            Line::Children => "children",
            Line::Infants => "infants",
            Line::Unaccompanied => "unaccompanied",
            Line::Elderly => "elderly",
            Line::Wheelchair => "wheelchair",
            Line::Stretcher => "stretcher",
            Line::Pregnant => "pregnant",
            Line::Staff => "staff",
        },
    }
}

impl Shown {
    fn line(&self, cell: impl Fn(Option<Column>) -> String) -> String {
        self.0.iter().fold(String::new(), |mut text, column| {
            let width = 10.max(heading(*column).len() + 2);
            let _ = write!(text, "{:>width$}", cell(*column));
            text
        })
    }

    /// An account: `?` behind the people says that some counts left open how many there were.
    fn row(&self, label: &str, balance: &Balance) -> String {
        let cells = self.line(|column| match column {
            None if balance.is_partly_unknown(Line::Total) => format!("{}?", balance.tally.people()),
            None => balance.tally.people().to_string(),
            Some(column) => balance.tally.get(column).to_string(),
        });
        format!("{label:34}{cells}")
    }
}

/// A discrepancy as a person is told of it.
fn finding(open: &Discrepancy, now: UnixSeconds) -> Finding {
    let lines: Vec<String> = open.lines.iter().map(ToString::to_string).collect();
    let events: Vec<String> = open.events.iter().map(|id| id.short()).collect();
    let age = moment::age(open.since, now);
    let what = if lines.is_empty() { String::new() } else { format!(": {}", lines.join(", ")) };
    let message = format!("{}{what}, open for {age} (events {})", open.name, events.join(", "));
    Finding::warning(open.code(), message).help(open.help())
}

/// What is wrong with devices: forks, and events that do not count.
pub(super) fn device_findings(post: &Post, not_counted: &[NotCounted]) -> Vec<Finding> {
    let label = |device: DeviceId| match post.replica().papers().label(device) {
        Some(label) => format!("{label} ({})", device.short()),
        None => device.short(),
    };
    let mut findings = Vec::new();
    for log in post.replica().logs() {
        for fork in log.forks() {
            let message = format!("the log of {} has two branches from event {}", label(log.device()), fork.sequence);
            findings.push(Finding::warning("couloir::ledger::fork", message).help(
                "its disk was cloned, a backup restored or its key stolen; both branches are kept: give the device a new key",
            ));
        }
    }
    let mut groups: BTreeMap<(Why, DeviceId), usize> = BTreeMap::new();
    for event in not_counted {
        *groups.entry((event.why, event.device)).or_default() += 1;
    }
    for ((why, device), count) in groups {
        let (why, help) = told_why(why);
        let message = format!("not in the books: {} of {}, {why}", events(count), label(device));
        findings.push(Finding::warning("couloir::ledger::not_counted", message).help(help));
    }
    findings
}

/// Why events are not in the books, and what would bring them in.
fn told_why(why: Why) -> (String, &'static str) {
    match why {
        Why::Standing(standing) => {
            let help = match standing {
                Standing::Counts => "nothing need be done",
                Standing::NotEnrolled | Standing::Expired => {
                    "they are kept, and count as soon as a slip of the coordination covers them: `couloir enrol issue`"
                }
                Standing::Revoked => {
                    "they are kept; the coordination says how far it trusts them with `couloir enrol revoke --trusted-until`"
                }
                Standing::OtherPost => {
                    "they are kept, and count under a slip for that post: `couloir enrol issue --post`"
                }
                Standing::BeyondRole => {
                    "they are kept, and count under a slip with a wider role; or a device that may say so records the same"
                }
            };
            (standing.to_string(), help)
        }
        Why::Erased => (
            "whose body was deleted".to_owned(),
            "their figures are gone for good: what should count is recorded again",
        ),
        Why::Unreadable => {
            let help = "they are kept, and count where a version of Couloir reads them that knows their kind";
            ("of a kind that this version does not know".to_owned(), help)
        }
    }
}

/// Red, when this device holds events that nobody else has for too long.
pub(super) fn unsent(post: &mut Post, hours: u32, now: UnixSeconds) -> Result<Option<Finding>, Stop> {
    let waiting = post.not_passed_on().map_err(|error| told(&error))?;
    let Some(oldest) = waiting.iter().map(|entry| entry.header().clock.seconds).min() else { return Ok(None) };
    let message = format!(
        "{} that nobody else is known to hold, the oldest for {}",
        events(waiting.len()),
        moment::age(oldest, now)
    );
    let is_late = now.0.saturating_sub(oldest.0) >= i64::from(hours) * 3600;
    let severity = if is_late { Severity::Error } else { Severity::Note };
    let finding = Finding::new("couloir::sync::unsent", severity, message);
    Ok(Some(
        finding.help(
            "`couloir sync http` passes them on over a network, `couloir sync file` by a stick or a shared folder",
        ),
    ))
}

/// `1 event`, `2 events`.
pub(super) fn events(count: usize) -> String {
    if count == 1 { "1 event".to_owned() } else { format!("{count} events") }
}

/// Every transfer of the accounts of this name, with the events that it rests on.
fn history(post: &Post, books: &Ledger, name: &Name) -> Result<String, Stop> {
    let is_meant = |account: &Account| {
        let is_of_vehicle = matches!(account, Account::Trip(trip) if trip.vehicle == *name);
        is_of_vehicle || short(account) == name.as_str() || account.to_string() == name.as_str()
    };
    let accounts: Vec<_> = books.balances().filter(|(account, _)| is_meant(account)).collect();
    if accounts.is_empty() {
        let known: Vec<String> = books.balances().map(|(account, _)| short(account)).collect();
        return Err(Stop::unusable(format!(
            "the books have no account of this name: {name}\n  help: they have: {}",
            known.join(", ")
        )));
    }
    let mut text = String::new();
    for (account, balance) in accounts {
        let _ = writeln!(text, "{account}: {} people", balance.tally.people());
        for transfer in books.history(account) {
            let _ = writeln!(text, "{}", movement(account, transfer));
            for id in behind(&transfer.because) {
                let _ = writeln!(text, "      {}", evidence(post, id));
            }
        }
        let _ = writeln!(text);
    }
    Ok(text)
}

fn movement(account: &Account, transfer: &Transfer) -> String {
    let people = transfer.tally.people();
    let at = moment::shown(transfer.at);
    if transfer.because == Because::Sorted {
        return format!("  {at}     +0  counted by kind after having been counted as heads");
    }
    if transfer.to == *account {
        format!("  {at}  {people:+5}  from {}", transfer.from)
    } else {
        format!("  {at}  {:+5}  to {}", -people, transfer.to)
    }
}

fn behind(because: &Because) -> Vec<EventId> {
    match because {
        Because::Counted { by, also } => [by].into_iter().chain(also).copied().collect(),
        Because::Derived { from: by } | Because::Opening { by } => vec![*by],
        Because::Sorted => Vec::new(),
    }
}

/// An event in a line: its name, its device, what it says, and whatever corrects it.
fn evidence(post: &Post, id: EventId) -> String {
    let replica = post.replica();
    let Some(entry) = replica.by_id(id) else {
        return format!("{}  not received yet", id.short());
    };
    let short = |id: EventId| short_in(post, id);
    let said = replica.read(entry, None).map_or_else(|unread| unread.to_string(), |event| sentence(&event));
    let device = entry.header().device;
    let label = replica.papers().label(device).map_or_else(|| device.short(), ToString::to_string);
    let corrections: Vec<String> = replica
        .logs()
        .flat_map(|log| log.entries())
        .filter_map(|other| match replica.read(other, None).ok()?.what {
            What::Correction { replaces, why, .. } if replaces == id => {
                Some(format!("corrected by {}: {why}", short(other.id())))
            }
            _ => None,
        })
        .collect();
    let corrected = if corrections.is_empty() { String::new() } else { format!("; {}", corrections.join("; ")) };
    format!("{}  {label}: {said}, recorded {}{corrected}", short(id), moment::shown(entry.header().clock.seconds))
}

/// As many of the first digits of an event's name as tell it from all others here: what `couloir record --corrects` takes.
pub(super) fn short_in(post: &Post, id: EventId) -> String {
    id.short_among(post.replica().logs().flat_map(|log| log.entries()).map(Entry::id))
}
