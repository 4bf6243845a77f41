//! Replicas: what is recorded is chained, signed, handed over and put together again, under bad conditions too.

use crate::device::{Device, device, meet};
use crate::random::Random;
use crate::simulate::operation::{SEALING, START, erasure, founding, id, key, slip};
use crate::world::{faultless, heads, name, ride, site};
use couloir_ledger::books::Books;
use couloir_ledger::envelope::{Body, Entry};
use couloir_ledger::event::{Event, IncidentKind, Kind, Method, What};
use couloir_ledger::name::Text;
use couloir_ledger::papers::{Founding, Paper, Revocation, Role, Says, Slip, Standing};
use couloir_ledger::replica::{Change, EventRandom, NotRecorded, Replica, Unread, Why};
use couloir_ledger::sync::{Frontier, Refusal};
use couloir_ledger::wire::bundle::{self, Damage};
use couloir_model::clock::UnixSeconds;
use couloir_model::id::PlanId;
use proptest::prelude::*;

#[test]
fn two_posts_that_meet_have_the_same_books() {
    let (mut one, mut two) = (device(1), device(2));
    one.board("Bus 7", 40, 10);
    two.board("Bus 8", 30, 20);
    meet(&mut one, &mut two);
    assert_eq!(one.replica.frontier(), two.replica.frontier());
    assert_eq!(one.books(), two.books());
    assert_eq!(one.books().transfers().len(), 2);
}

#[test]
fn what_was_handed_over_twice_changes_nothing() {
    let (mut one, mut two) = (device(1), device(2));
    one.board("Bus 7", 40, 10);
    let bundle = one.bundle_for(&Frontier::default());
    two.receive(&bundle);
    let before = two.replica.clone();
    let again = two.receive(&bundle);
    assert_eq!((again.changes, again.events_new, again.events_known), (vec![], 0, 1));
    assert_eq!(two.replica, before);
}

#[test]
fn events_reach_a_third_post_by_way_of_a_second() {
    let (mut one, mut two, mut three) = (device(1), device(2), device(3));
    one.board("Bus 7", 40, 10);
    meet(&mut one, &mut two);
    meet(&mut two, &mut three);
    assert_eq!(three.books().transfers().len(), 1);
}

#[test]
fn a_tampered_body_is_refused_and_located() {
    let (mut one, mut two) = (device(1), device(2));
    for number in 0..5 {
        one.board(&format!("Bus {number}"), 40, number);
    }
    let bundle = one.bundle_for(&Frontier::default());
    let (mut parts, _) = bundle::read(&bundle);
    let other = {
        let mut other = device(1);
        for number in 0..5 {
            other.board(&format!("Bus {number}"), if number == 3 { 39 } else { 40 }, number);
        }
        other.replica.sign(&other.key);
        other.replica.runs_for(&Frontier::default()).remove(0)
    };
    // The bodies of one history with the signature of another.
    for part in &mut parts {
        if let bundle::Part::Runs(runs) = part {
            let signature = runs[0].signature;
            runs[0] = other.clone();
            runs[0].signature = signature;
        }
    }
    let received = two.replica.receive(parts, START);
    assert_eq!(received.refusals, [Refusal::Signature { device: one.id(), first: 1, last: 5 }]);
    assert!(two.replica.is_empty());
}

#[test]
fn a_damaged_frame_is_passed_over_and_the_rest_is_used() {
    let (mut one, mut two) = (device(1), device(2));
    for number in 0..3_000 {
        one.board(&format!("Bus {number}"), 40, number);
    }
    let mut bytes = one.bundle_for(&Frontier::default());
    let whole = bundle::read(&bytes).0.len();
    assert!(whole > 3, "{whole}");
    let last = bytes.len() - 5;
    bytes[last] ^= 1;
    let (parts, damages) = bundle::read(&bytes);
    assert_eq!((parts.len(), damages.len()), (whole - 1, 1));
    assert!(matches!(damages[0], Damage::Checksum(_)));
    two.replica.receive(parts, START);
    let got = two.replica.len();
    assert!(0 < got && got < 3_000);
    // The next meeting goes on where this one broke off.
    let rest = one.bundle_for(&two.replica.frontier());
    let received = two.receive(&rest);
    assert_eq!((received.events_known, two.replica.len()), (0, 3_000));
}

#[test]
fn a_restored_backup_gives_a_fork_that_is_kept_and_shown() {
    let (mut one, mut two) = (device(1), device(2));
    one.board("Bus 1", 40, 10);
    let backup = one.clone();
    one.board("Bus 2", 40, 20);
    meet(&mut one, &mut two);
    let mut restored = backup;
    restored.random += 1_000;
    restored.board("Bus 3", 30, 30);
    restored.board("Bus 4", 30, 40);
    meet(&mut restored, &mut two);
    meet(&mut restored, &mut two);
    meet(&mut two, &mut one);
    meet(&mut two, &mut one);
    for device in [&one, &two, &restored] {
        assert_eq!(device.replica.len(), 4);
        assert_eq!(device.books().transfers().len(), 4);
        assert_eq!(device.replica.log(one.id()).unwrap().forks().len(), 1);
    }
    // Life goes on, on the longest branch.
    restored.board("Bus 5", 30, 50);
    meet(&mut restored, &mut two);
    assert_eq!(two.replica.len(), 5);
    assert_eq!(two.replica.log(one.id()).unwrap().heads().len(), 2);
}

#[test]
fn an_event_on_the_shorter_branch_after_a_restored_backup_reaches_the_others() {
    let (mut one, mut two) = (device(1), device(2));
    one.board("Bus 1", 40, 10);
    let backup = one.clone();
    one.board("Bus 2", 40, 20);
    one.board("Bus 3", 40, 30);
    meet(&mut one, &mut two);
    let mut restored = backup;
    restored.random += 1_000;
    restored.board("Bus 4", 30, 40);
    // It gets its lost events back before it has handed over the new one, and they are more.
    let back = two.bundle_for(&restored.replica.frontier());
    restored.receive(&back);
    meet(&mut restored, &mut two);
    assert_eq!(two.replica.len(), 4);
}

#[test]
fn a_body_can_be_deleted_and_the_chain_is_still_verified() {
    let (mut one, mut two) = (device(1), device(2));
    let first = one.board("Bus 1", 40, 10);
    one.board("Bus 2", 41, 20);
    assert_eq!(one.replica.erase(one.id(), first.head()), None, "what all may read goes by a paper");
    one.replica.add_paper(erasure(one.id(), vec![first.head()], START)).unwrap();
    let bundle = one.bundle_for(&Frontier::default());
    let without_paper = bundle::read(&bundle).0.into_iter().filter(|part| !matches!(part, bundle::Part::Papers(_)));
    let refused = two.replica.receive(without_paper.collect(), START).refusals;
    assert_eq!(refused, [Refusal::NoErasure { device: one.id(), sequence: 1 }]);
    let received = two.receive(&bundle);
    assert_eq!((received.events_new, received.refusals.len()), (2, 0));
    let (counted, rest) = two.replica.recorded();
    assert_eq!((counted.len(), rest.len()), (1, 1));
    assert_eq!(rest[0].why, Why::Erased);
    let held = two.replica.log(one.id()).unwrap().entry(first.head()).unwrap();
    assert_eq!((held.id(), held.body()), (first.id(), &Body::Erased));
}

#[test]
fn what_is_restricted_is_carried_by_all_and_read_by_the_coordination() {
    let (mut one, mut two) = (device(1), device(2));
    let text = Text::new("the bus was shot at near the bridge").unwrap();
    let entry = one.record(What::Incident { kind: IncidentKind::Security, at: None, text: text.clone() }, 10);
    meet(&mut one, &mut two);
    let held = two.replica.log(one.id()).unwrap().entry(entry.head()).unwrap().clone();
    assert_eq!(held.header().kind, Kind::Incident);
    assert_eq!(two.replica.read(&held, None), Err(Unread::Sealed));
    assert_eq!(two.replica.read(&held, Some(&[1; 32])), Err(Unread::Sealed));
    let read = two.replica.read(&held, Some(&SEALING)).unwrap();
    assert_eq!(read.what, What::Incident { kind: IncidentKind::Security, at: None, text });
    let Body::Present(bytes) = held.body() else { panic!("it is carried") };
    assert!(!bytes.windows(6).any(|window| window == b"bridge"));
}

#[test]
fn a_device_that_nobody_enrolled_writes_nothing_that_counts() {
    let mut stranger = Device { key: key(9), replica: Replica::new(founding()), random: 1 };
    let what = What::Boarded { at: site("school"), ride: ride("Bus 7", 1), part: 1, count: heads(40) };
    assert_eq!(stranger.try_record(what.clone(), 10), Err(NotRecorded::Standing(Standing::NotEnrolled)));
    // With a slip of its own making.
    let mut forged = slip(9, Role::Coordination);
    forged.signature = slip(8, Role::Coordination).signature;
    assert!(stranger.replica.add_paper(forged).is_err());
    // Enrolled here, unknown there.
    stranger.replica.add_paper(slip(9, Role::Post)).unwrap();
    stranger.record(what, 20);
    let mut two = device(2);
    stranger.replica.sign(&stranger.key);
    two.replica.receive(vec![bundle::Part::Runs(stranger.replica.runs_for(&Frontier::default()))], START);
    assert_eq!(two.books().transfers().len(), 0);
    assert_eq!(two.replica.recorded().1[0].why, Why::Standing(Standing::NotEnrolled));
    two.replica.add_paper(slip(9, Role::Post)).unwrap();
    assert_eq!(two.books().transfers().len(), 1);
}

#[test]
fn nobody_says_by_a_correction_what_their_role_does_not_cover() {
    let mut one = device(1);
    let boarded = one.board("Bus 7", 40, 10);
    let by = Event {
        occurred_at: None,
        post: None,
        method: Method::Counted,
        what: What::PlanAdopted { plan: PlanId([7; 16]) },
    };
    let why = Text::new("slip of the finger").unwrap();
    let what = What::Correction { replaces: boarded.id(), why, by: Some(Box::new(by)) };
    assert_eq!(one.try_record(what.clone(), 20), Err(NotRecorded::Standing(Standing::BeyondRole)));
    // Enrolled as coordination here, as a post there.
    one.replica.add_paper(slip(1, Role::Coordination)).unwrap();
    one.record(what, 30);
    let mut two = device(2);
    two.replica.add_paper(slip(1, Role::Post)).unwrap();
    one.replica.sign(&one.key);
    two.replica.receive(vec![bundle::Part::Runs(one.replica.runs_for(&Frontier::default()))], START);
    assert_eq!(two.replica.recorded().1[0].why, Why::Standing(Standing::BeyondRole));
}

#[test]
fn a_body_that_was_taken_out_of_a_store_is_missed_when_it_is_opened() {
    let mut one = device(1);
    let header = *one.board("Bus 7", 40, 10).header();
    let entry = Entry::new(header, Body::Erased).unwrap();
    let mut opened = Replica::new(founding());
    let restored = opened.restore(Change::Entry(entry), START);
    assert!(matches!(restored, Err(Refusal::NoErasure { sequence: 1, .. })), "{restored:?}");
}

#[test]
fn a_post_corrects_its_own_events_and_no_others() {
    let (mut one, mut two) = (device(1), device(2));
    let boarded = one.board("Bus 7", 40, 10);
    meet(&mut one, &mut two);
    let may = |device: &Device| device.replica.may_correct(device.id(), boarded.id(), START);
    assert!(may(&one) && !may(&two));
    let mut coordination = super::device::device(0);
    meet(&mut two, &mut coordination);
    assert!(may(&coordination));
}

#[test]
fn what_is_recorded_after_a_slip_has_expired_waits_for_its_renewal() {
    let mut one = device(1);
    let what = What::Boarded { at: site("school"), ride: ride("Bus 7", 1), part: 1, count: heads(40) };
    let late = 80 * 3600;
    assert_eq!(one.try_record(what.clone(), late), Err(NotRecorded::Standing(Standing::Expired)));
    let renewal = Paper::sign(
        &key(0),
        Says::Slip(Slip {
            operation: founding().operation(),
            device: id(1),
            label: name("tablet 1"),
            role: Role::Post,
            posts: vec![name("north gate")],
            from: UnixSeconds(START.0 + 72 * 3600),
            until: UnixSeconds(START.0 + 144 * 3600),
        }),
    );
    one.replica.add_paper(renewal).unwrap();
    one.record(what, late);
    assert_eq!(one.books().transfers().len(), 1);
}

#[test]
fn a_revoked_device_counts_as_far_as_somebody_vouches_for_it() {
    let (mut one, mut coordination) = (device(1), device(0));
    let trusted = one.board("Bus 1", 40, 10);
    one.board("Bus 2", 40, 20);
    meet(&mut one, &mut coordination);
    let revoke = |last, at| {
        let why = Text::new("stolen at the checkpoint").unwrap();
        let (operation, at) = (founding().operation(), UnixSeconds(START.0 + at));
        Paper::sign(&key(0), Says::Revocation(Revocation { operation, device: id(1), last, at, why }))
    };
    assert_eq!(coordination.books().transfers().len(), 2);
    coordination.replica.add_paper(revoke(Some(trusted.head()), 30)).unwrap();
    assert_eq!(coordination.books().transfers().len(), 1);
    assert_eq!(coordination.replica.recorded().1[0].why, Why::Standing(Standing::Revoked));
    coordination.replica.add_paper(revoke(None, 40)).unwrap();
    assert_eq!(coordination.books().transfers().len(), 0);
    // Revocations travel with sync, and the thief cannot go on.
    meet(&mut coordination, &mut one);
    let what = What::Boarded { at: site("school"), ride: ride("Bus 9", 1), part: 1, count: heads(40) };
    assert_eq!(one.try_record(what, 50), Err(NotRecorded::Standing(Standing::Revoked)));
}

#[test]
fn another_operation_is_told_apart() {
    let (mut one, mut two) = (device(1), device(2));
    let other = Founding { random: [6; 16], ..founding() };
    one.replica = Replica::new(other.clone());
    let bundle = one.replica.bundle_for(one.id(), &Frontier::default());
    let received = two.receive(&bundle);
    assert_eq!(received.other_operation, Some(other.operation()));
}

#[test]
fn what_is_stored_is_what_is_restored() {
    let (mut one, mut two) = (device(1), device(2));
    let mut stored = Vec::new();
    for number in 0..150 {
        let what =
            What::Boarded { at: site("school"), ride: ride(&format!("Bus {number}"), 1), part: 1, count: heads(40) };
        stored.extend(two.try_record(what, number).unwrap());
    }
    one.board("Bus 1", 40, 10);
    let bundle = one.bundle_for(&two.replica.frontier());
    stored.extend(two.receive(&bundle).changes);
    let mut restored = Replica::new(founding());
    restored.add_paper(slip(2, Role::Post)).unwrap();
    for change in stored {
        restored.restore(change, UnixSeconds(START.0 + 100_000)).unwrap();
    }
    assert_eq!(restored.frontier(), two.replica.frontier());
    assert_eq!(restored.recorded(), two.replica.recorded());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A world recorded on five devices, which meet at random, hand over broken and old bundles, and go back to backups.
    #[test]
    fn replicas_that_have_met_often_enough_have_equal_books(seed: u64) {
        let (book, _) = faultless(seed);
        let mut random = Random(seed ^ 7);
        let mut devices: Vec<Device> = (0..6).map(device).collect();
        let mut stale: Vec<Vec<u8>> = Vec::new();
        for recorded in &book.recorded {
            let author = usize::from(recorded.device.0[0]);
            let skew = if author == 3 { -40_000 } else { 0 };
            let now = UnixSeconds(START.0 + 20_000 + recorded.clock.seconds.0 + skew.max(-recorded.clock.seconds.0 - 20_000));
            let event_random = EventRandom(random.bytes());
            let writer = &mut devices[author];
            writer.replica.record(&writer.key, &recorded.event, now, &event_random).unwrap();
            if random.chance(30) {
                let (from, to) = (random.below(6), random.below(6));
                let theirs = devices[to].replica.frontier();
                let mut bytes = devices[from].bundle_for(&theirs);
                match random.below(4) {
                    0 => bytes.truncate(random.below(bytes.len())),
                    1 => { let at = random.below(bytes.len()); bytes[at] ^= 1 << random.below(8); }
                    2 if !stale.is_empty() => bytes = stale[random.below(stale.len())].clone(),
                    _ => {}
                }
                stale.push(bytes.clone());
                let (mut parts, _) = bundle::read(&bytes);
                random.shuffle(&mut parts);
                devices[to].replica.receive(parts, now);
            }
        }
        let total = book.recorded.len();
        for _ in 0..2 {
            for index in 0..6 {
                let (head, tail) = devices.split_at_mut(index.max(1));
                meet(&mut head[0], &mut tail[0]);
            }
        }
        let expected = devices[0].books();
        for device in &devices {
            prop_assert_eq!(device.replica.len(), total);
            prop_assert_eq!(device.books(), expected.clone());
        }
        // The same world without envelopes says the same of everybody.
        let plain = Books::of(&book.recorded);
        for (account, balance) in plain.balances() {
            prop_assert_eq!(expected.balance(account).tally.people(), balance.tally.people());
        }
    }
}
