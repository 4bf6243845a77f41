//! What must hold, whatever goes wrong. Written without the ledger's own bookkeeping: the audit adds up by itself.

use super::network::Harm;
use super::node::Node;
use super::thief::{GHOSTS, Thief};
use super::world::{Truth, name};
use couloir_ledger::books::{Account, Books, Column, DiscrepancyName as Name};
use couloir_ledger::chain::Log;
use couloir_ledger::envelope::{Body, Entry};
use couloir_ledger::id::{DeviceId, EventId};
use couloir_ledger::replica::Received;
use couloir_ledger::sync::{BRANCHES_AT_ONCE_MAX, Refusal};
use couloir_ledger::wire::bundle::Damage;
use std::collections::BTreeMap;

/// Every event that somebody has written, as it was written.
pub(crate) type Genuine = BTreeMap<EventId, Entry>;

/// The books of a node at some moment.
pub(crate) fn at_every_step(node: &Node, genuine: &Genuine, truth: &Truth, thief: Option<&Thief>) {
    let books = node.books();
    nobody_is_lost_or_invented(&books);
    nobody_is_counted_twice(&books, truth);
    for entry in node.entries() {
        what_is_held_was_written(entry, genuine);
    }
    if let Some(thief) = thief {
        a_revoked_thief_counts_for_nothing(node, &books, thief);
    }
}

/// The sum over all accounts is zero in every column, and each account is what its transfers make it.
fn nobody_is_lost_or_invented(books: &Books) {
    let mut accounts: BTreeMap<&Account, [i64; Column::ALL.len()]> = BTreeMap::new();
    for transfer in books.transfers() {
        let people = Column::ALL.map(|column| transfer.tally.get(column));
        let from = accounts.entry(&transfer.from).or_default();
        from.iter_mut().zip(people).for_each(|(sum, people)| *sum -= people);
        let to = accounts.entry(&transfer.to).or_default();
        to.iter_mut().zip(people).for_each(|(sum, people)| *sum += people);
    }
    assert!(books.transfers().is_sorted_by_key(|transfer| transfer.at), "transfers are told in order of time");
    let mut sum = [0; Column::ALL.len()];
    for (account, balance) in books.balances() {
        let added_up = accounts.remove(account).unwrap_or_default();
        for (index, column) in Column::ALL.into_iter().enumerate() {
            sum[index] += balance.tally.get(column);
            assert_eq!(balance.tally.get(column), added_up[index], "{account} is what its transfers make it");
        }
    }
    assert!(accounts.values().all(|rest| *rest == [0; Column::ALL.len()]), "every transfer is in the balances");
    assert_eq!(sum, [0; Column::ALL.len()], "the books balance");
}

/// No shelter ever holds more than truly came there: all that is said is true or too low, and may be said often.
fn nobody_is_counted_twice(books: &Books, truth: &Truth) {
    for (account, balance) in books.balances() {
        if let Account::Shelter(shelter) = account
            && shelter.as_str() != GHOSTS
        {
            let came = truth.get(account).copied().unwrap_or(0);
            let said = balance.tally.people();
            assert!(said <= came, "{account} counts somebody twice: {said} of {came}");
        }
    }
}

fn what_is_held_was_written(entry: &Entry, genuine: &Genuine) {
    let Some(written) = genuine.get(&entry.id()) else {
        panic!("an event that nobody wrote was taken: {}", entry.id())
    };
    assert_eq!(entry.header(), written.header(), "an event was altered");
    assert!(*entry.body() == Body::Erased || entry.body() == written.body(), "a body was altered");
}

/// What a device wrote that nobody has enrolled is kept, and counts for nothing.
pub(crate) fn a_stranger_counts_for_nothing(node: &Node, thief: Option<&Thief>) {
    let ghosts = node.books().balance(&Account::Shelter(name(GHOSTS))).tally;
    assert!(thief.is_some() || ghosts.is_zero(), "what a device wrote counts that nobody has enrolled");
}

fn a_revoked_thief_counts_for_nothing(node: &Node, books: &Books, thief: &Thief) {
    if node.replica.papers().revocation(thief.device).is_some() {
        let ghosts = books.balance(&Account::Shelter(name(GHOSTS)));
        assert!(ghosts.tally.is_zero(), "what a thief wrote counts at a node that knows of the theft");
    }
}

/// What was altered on the way is noticed, and the place is named.
pub(crate) fn harm_is_found(harm: Harm, received: &Received, damages: &[Damage]) {
    match harm {
        Harm::CutOff => {}
        Harm::None => {
            let is_accused = |refusal: &Refusal| {
                !matches!(refusal, Refusal::Link(_) | Refusal::NoErasure { .. } | Refusal::Flooded { .. })
            };
            let accused = received.refusals.iter().find(|refusal| is_accused(refusal));
            assert_eq!((accused, damages), (None, [].as_slice()), "nobody is accused without cause");
            assert!(received.papers_refused.is_empty(), "nobody is accused without cause");
        }
        Harm::BitFlipped(frame) => {
            assert_eq!(place(damages.first()), frame, "a flipped bit is found in its frame: {damages:?}");
        }
        Harm::Tampered(frame) => {
            let is_damaged = damages.iter().any(|damage| place(Some(damage)) == Some(frame));
            let is_refused = !received.refusals.is_empty() || !received.papers_refused.is_empty();
            assert!(is_damaged || is_refused, "an altered frame is found");
        }
    }
}

/// How many branches of the log of `device` a node holds.
pub(crate) fn branches(node: &Node, device: DeviceId) -> usize {
    node.replica.log(device).map_or(0, |log| log.forks().len() + usize::from(!Log::is_empty(log)))
}

/// However many branches a stolen key has signed, one hand-over brings so many and no more.
pub(crate) fn a_flood_is_bounded(before: usize, node: &Node, device: DeviceId) {
    // The first branch of a log that was not known begins it, and is no fork.
    let taken = branches(node, device) - before;
    let max = BRANCHES_AT_ONCE_MAX + usize::from(before == 0);
    assert!(taken <= max, "one hand-over brings {taken} branches, more than {max}");
}

/// What was refused but for floods, and for what follows on a branch that was.
pub(crate) fn but_floods(refusals: Vec<Refusal>) -> Vec<Refusal> {
    let is_flood = |refusal: &Refusal| matches!(refusal, Refusal::Flooded { .. });
    if !refusals.iter().any(is_flood) {
        return refusals;
    }
    refusals.into_iter().filter(|refusal| !is_flood(refusal) && !matches!(refusal, Refusal::Link(_))).collect()
}

fn place(damage: Option<&Damage>) -> Option<usize> {
    match damage? {
        Damage::NoBundle => None,
        Damage::Truncated(at) | Damage::Checksum(at) | Damage::Unreadable { at, .. } => Some(*at),
    }
}

/// After healing: all who are connected hold the same, and make the same books of it.
pub(crate) fn all_are_equal(nodes: &[&Node]) {
    let first = nodes[0];
    let held: Vec<EventId> = sorted(first.entries().map(Entry::id));
    let papers: Vec<_> = first.replica.papers().all().collect();
    let books = first.books();
    let bytes = format!("{books:?}");
    for node in &nodes[1..] {
        assert_eq!(sorted(node.entries().map(Entry::id)), held, "all hold the same events");
        assert_eq!(node.replica.papers().all().collect::<Vec<_>>(), papers, "all hold the same papers");
        assert_eq!(node.books(), books, "equal sets give equal books");
    }
    // Written out once: it takes longer than making them.
    let last = nodes.last().expect("somebody is left");
    assert_eq!(format!("{:?}", last.books()), bytes, "equal sets give books that are equal byte by byte");
}

fn sorted(ids: impl Iterator<Item = EventId>) -> Vec<EventId> {
    let mut ids: Vec<EventId> = ids.collect();
    ids.sort_unstable();
    ids
}

/// Where everything that was said has come through, the books say how it is, and nothing stands open.
pub(crate) fn books_are_true(books: &Books, truth: &Truth) {
    for (account, people) in truth {
        let said = books.balance(account).tally.people();
        assert_eq!(said, *people, "{account} is not what it truly is: {said} and not {people}");
    }
    // A site that was said to hold fewer than truly left it is rightly asked about.
    let is_asked = |name: &Name| matches!(name, Name::Origin(site) if truth[&Account::Site(site.clone())] < 0);
    let open = books.discrepancies().iter().map(|open| &open.name).filter(|name| !is_asked(name));
    let open: Vec<_> = open.map(ToString::to_string).collect();
    assert!(open.is_empty(), "nothing is left to explain: {open:?}");
    assert!(books.on_the_road().is_empty(), "everybody has arrived");
}

/// What is on the disk is what is in memory, so that the next start forgets and invents nothing.
pub(crate) fn the_disk_holds_all(node: &Node, now: i64) {
    let again = node.disk.open(&node.own, node.clock(now)).expect("the disk holds what was written");
    assert_eq!(again.frontier(), node.replica.frontier(), "the disk holds every event");
    assert_eq!(again.recorded(), node.replica.recorded(), "the disk holds every body and paper");
}

/// An erased body is nowhere: not in memory and not on the disk.
pub(crate) fn the_body_is_gone(entry: &Entry, node: &Node) {
    let Body::Present(bytes) = entry.body() else { panic!("bodies were present when they were written") };
    let log = node.replica.log(entry.header().device);
    let held = log.and_then(|log| log.entry(entry.head()));
    assert!(held.is_none_or(|held| *held.body() == Body::Erased), "an erased body is in memory");
    assert!(!node.disk.holds(bytes), "an erased body is on the disk");
}
