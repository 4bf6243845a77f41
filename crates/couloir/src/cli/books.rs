//! `couloir books`: who is where, who is on the road, what does not match, and the events behind any figure.

use super::Stop;
use super::enrol::{name, open, told};
use super::lookup::Lookup;
use super::terminal::Terminal;
use crate::moment;
use crate::post::{Post, Restored};
use couloir_ledger::books::{
    Account, Balance, Because, Books as Ledger, Column, Discrepancy, DiscrepancyName, Tally, Transfer, Trip,
};
use couloir_ledger::clock::SAID_AHEAD_S_MAX;
use couloir_ledger::count::Line;
use couloir_ledger::day::Since;
use couloir_ledger::event::{Reason, What};
use couloir_ledger::id::{DeviceId, EventId};
use couloir_ledger::name::Name;
use couloir_ledger::papers::Standing;
use couloir_ledger::replica::{NotCounted, Recorded, Why};
use couloir_model::clock::UnixSeconds;
use couloir_model::finding::{Finding, Severity};
use std::collections::{BTreeMap, BTreeSet};
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
        let lookup = Lookup::of(&post);
        let open: Vec<&Discrepancy> = match &self.of {
            Some(name) => {
                let accounts = named(&books, name)?;
                terminal.data(&history(&lookup, &books, &accounts));
                books.discrepancies().iter().filter(|open| is_about(&books, open, &accounts)).collect()
            }
            None => {
                let sealed = sealed_days(&post, &recorded);
                let held = held(&post, recorded.len(), not_counted.len());
                terminal.data(&(balance_sheet(&post, &books, &held, now) + &sealed));
                books.discrepancies().iter().collect()
            }
        };
        let mut findings: Vec<Finding> = open.into_iter().map(|open| finding(&lookup, open, now)).collect();
        findings.extend(ahead(&lookup, &recorded, now));
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

/// What of the events here everybody can read, and why the rest is not in the books: `4 events of 2 devices: 3 that every post reads, 1
/// sealed to the coordination`.
fn held(post: &Post, read: usize, not_counted: usize) -> String {
    let (all, logs) = (post.replica().len(), post.replica().logs().count());
    let sealed = all.saturating_sub(read + not_counted);
    let mut parts = vec![format!("{read} that every post reads")];
    parts.extend((0 < sealed).then(|| format!("{sealed} sealed to the coordination")));
    parts.extend(
        (0 < not_counted)
            .then(|| format!("{not_counted} that {} not count", if not_counted == 1 { "does" } else { "do" })),
    );
    let devices = if logs == 1 { "1 device".to_owned() } else { format!("{logs} devices") };
    format!("{} of {devices}: {}", events(all), parts.join(", "))
}

/// Events that are said to have happened, or were recorded, when this device's clock has not come there yet.
fn ahead(lookup: &Lookup<'_>, recorded: &[Recorded], now: UnixSeconds) -> Vec<Finding> {
    let mut devices: BTreeMap<DeviceId, (usize, UnixSeconds)> = BTreeMap::new();
    for event in recorded {
        let latest = event.event.occurred_at.unwrap_or_default().max(event.clock.seconds);
        if now.0.saturating_add(SAID_AHEAD_S_MAX) < latest.0 {
            let (count, furthest) = devices.entry(event.device).or_default();
            (*count, *furthest) = (*count + 1, latest.max(*furthest));
        }
    }
    let told = devices.into_iter().map(|(device, (count, furthest))| {
        let (events, until) = (events(count), moment::shown(furthest));
        let message = format!("{events} of {} lie ahead of this device's clock, up to {until}", lookup.label(device));
        let help = "compare the clocks of both devices; then correct the events, giving the moment with `--at`";
        Finding::warning("couloir::ledger::ahead", message).help(help)
    });
    told.collect()
}

/// The trial balance: every account, and the sum that shows that nobody was lost or invented.
fn balance_sheet(post: &Post, books: &Ledger, held: &str, now: UnixSeconds) -> String {
    let founding = post.replica().papers().founding();
    let mut text = format!("{}: {held}\n\n", founding.name);
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
    let moving: BTreeSet<&Trip> = road.iter().map(|ride| &ride.trip).collect();
    let is_open = |account: &Account| matches!(account, Account::Trip(trip) if !moving.contains(trip));
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
fn finding(lookup: &Lookup<'_>, open: &Discrepancy, now: UnixSeconds) -> Finding {
    let lines: Vec<String> = open.lines.iter().map(ToString::to_string).collect();
    let events: Vec<String> = open.events.iter().map(|id| lookup.short(*id)).collect();
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
    findings.extend(post.restored().map(|restored| told_restored(post, restored)));
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

/// What a device is told whose own later events came back from others.
fn told_restored(post: &Post, restored: Restored) -> Finding {
    let is_forked = post.replica().log(post.keys().device()).is_some_and(|log| !log.forks().is_empty());
    let lost = usize::try_from(restored.events).unwrap_or(usize::MAX);
    let gone = match restored.words_gone {
        0 => String::new(),
        gone => format!("; the words of {gone} sealed records are gone for good, posts having deleted them"),
    };
    let since = moment::shown(restored.at);
    let message = format!(
        "this device had been put back to an older copy of itself: {} of its own came back from others since {since}{gone}",
        events(lost)
    );
    let help = match (is_forked, post.is_coordination()) {
        (false, _) => "it goes on behind them and nothing is lost: see that no second machine runs on that copy",
        (true, false) => {
            "what it recorded meanwhile stands beside them and both count: withdraw what is there twice, and give this device a new key: `couloir enrol request`"
        }
        (true, true) => {
            "what it recorded meanwhile stands beside them and both count: withdraw what is there twice, and see that no second machine runs on that copy"
        }
    };
    Finding::warning("couloir::ledger::restored", message).help(help)
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

/// The accounts that somebody means by `name`.
fn named<'a>(books: &'a Ledger, name: &Name) -> Result<Vec<(&'a Account, &'a Balance)>, Stop> {
    // `left` and `hospital`, as `couloir record otherwise --reason` takes them.
    let reason: Option<Reason> = super::record::reason(name.as_str()).ok();
    let is_meant = |account: &Account| match account {
        Account::Trip(trip) if trip.vehicle == *name => true,
        Account::Otherwise(of) if reason == Some(*of) => true,
        _ => short(account) == name.as_str() || account.to_string() == name.as_str(),
    };
    let accounts: Vec<_> = books.balances().filter(|(account, _)| is_meant(account)).collect();
    if accounts.is_empty() {
        let known: Vec<String> = books.balances().map(|(account, _)| short(account)).collect();
        return Err(Stop::unusable(format!(
            "the books have no account of this name: {name}\n  help: they have: {}",
            known.join(", ")
        )));
    }
    Ok(accounts)
}

/// True for what rests on a movement of one of these accounts.
fn is_about(books: &Ledger, open: &Discrepancy, accounts: &[(&Account, &Balance)]) -> bool {
    accounts.iter().any(|(account, _)| {
        let is_named = match (&open.name, account) {
            (DiscrepancyName::Shelter(name), Account::Shelter(of))
            | (DiscrepancyName::Origin(name), Account::Site(of)) => name == of,
            (DiscrepancyName::OnBoard(trip, _), Account::Trip(of)) => trip == of,
            _ => false,
        };
        let is_behind =
            |id: &EventId| books.history(account).any(|transfer| transfer.because.events().any(|by| by == *id));
        is_named || open.events.iter().any(is_behind)
    })
}

/// Every transfer of these accounts, with the events that it rests on.
fn history(lookup: &Lookup<'_>, books: &Ledger, accounts: &[(&Account, &Balance)]) -> String {
    let mut text = String::new();
    for (account, balance) in accounts {
        let _ = writeln!(text, "{account}: {} people{}", balance.tally.people(), kinds(&balance.tally));
        for transfer in books.history(account) {
            let _ = writeln!(text, "{}", movement(account, transfer));
            for id in transfer.because.events() {
                let _ = writeln!(text, "      {}", lookup.evidence(id));
            }
        }
        let _ = writeln!(text);
    }
    text
}

/// ` (12 men, 18 women, 10 children; 2 in wheelchairs)`; nothing where all are heads alone.
fn kinds(tally: &Tally) -> String {
    let is_part = |column: &Column| matches!(column, Column::Line(line) if Line::PARTS.contains(line));
    let told = |column: Column| match column {
        Column::Unsorted => format!("{} unsorted", tally.get(column)),
        Column::Line(line) => format!("{} {line}", tally.get(column)),
    };
    let stands: Vec<Column> = Column::ALL.into_iter().filter(|column| tally.get(*column) != 0).collect();
    if stands.iter().all(|column| *column == Column::Unsorted) {
        return String::new();
    }
    let (parts, others): (Vec<_>, Vec<_>) =
        stands.into_iter().partition(|column| *column == Column::Unsorted || is_part(column));
    let list = |columns: Vec<Column>| columns.into_iter().map(told).collect::<Vec<_>>().join(", ");
    let both: Vec<String> = [list(parts), list(others)].into_iter().filter(|list| !list.is_empty()).collect();
    format!(" ({})", both.join("; "))
}

fn movement(account: &Account, transfer: &Transfer) -> String {
    let at = moment::shown(transfer.at);
    let comes = transfer.to == *account;
    let tally = if comes { transfer.tally } else { -transfer.tally };
    let kinds = kinds(&tally);
    if transfer.because == Because::Sorted {
        return format!("  {at}     +0{kinds}  of kinds that nobody can know: the other side was counted as heads");
    }
    let (word, other) = if comes { ("from", &transfer.from) } else { ("to", &transfer.to) };
    format!("  {at}  {:+5}{kinds}  {word} {other}", tally.people())
}

/// As many of the first digits of an event's name as tell it from all others here: what `couloir record --corrects` takes.
pub(super) fn short_in(post: &Post, id: EventId) -> String {
    id.short_among(post.replica().logs().flat_map(|log| log.entries()).map(couloir_ledger::envelope::Entry::id))
}
