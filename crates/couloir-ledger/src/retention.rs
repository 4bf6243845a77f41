//! How long bodies are kept (`do-no-harm.md`, rules 2, 11 and 17). Headers and counts stay: the chain is verified and the books
//! are made without what goes here.
//!
//! | what | where | until |
//! |---|---|---|
//! | words of incidents | everywhere | 7 days after closing |
//! | everything else that is restricted or strict | everywhere | 30 days after closing, or as the closing says: 90 at most, 366 where two agree |
//! | restricted and strict bodies | posts that cannot read them | 72 hours after recording, once the coordination is known to have them |

use crate::envelope::{Body, Entry, Head};
use crate::event::Kind;
use crate::id::DeviceId;
use crate::papers::{Closing, Papers, Role};
use crate::replica::Replica;
use crate::sync::Frontier;
use couloir_model::clock::UnixSeconds;

/// How many days after closing restricted bodies go, where nobody says (R11; Sahana Eden's Cumbria deployment has the same).
pub const DAYS: u16 = 30;

/// The fewest days after closing, whatever a closing says: the coordination's key goes with them, and a slip of the finger must leave time to
/// open the operation again. Our own choice: as long as the words of incidents are kept. Who must be rid of a ledger at once wipes it.
pub const DAYS_MIN: u16 = 7;

/// The most days that one person may grant (R11).
pub const DAYS_MAX: u16 = 90;

/// The most days that two people may grant: a year. R11 names no number, and without one two people could keep everything.
pub const DAYS_MAX_BY_TWO: u16 = 366;

/// For how long after it was given a consent can be used, in seconds. Our own choice: it is for this closing, not for any.
const CONSENT_S: i64 = 7 * DAY_S;

/// How many days after closing the words of incidents go (R2, our own proposal).
const WORDS_DAYS: i64 = 7;

/// How long a post that cannot read them carries sealed bodies, in seconds (R17, our own proposal).
const CARRIED_S: i64 = 72 * 3600;

const DAY_S: i64 = 86_400;

/// Whose replica it is that is looked through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keeper {
    /// The device.
    pub device: DeviceId,
    /// How far the coordination is known to hold each log, as it said itself.
    pub coordination_holds: Frontier,
}

/// The events whose bodies are to be erased at the moment `now`.
#[must_use]
pub fn due(replica: &Replica, keeper: &Keeper, now: UnixSeconds) -> Vec<(DeviceId, Head)> {
    let mut due = Vec::new();
    for log in replica.logs() {
        // A header without its body keeps the body from being asked for: whoever deletes one that the coordination lacks may
        // have deleted the last that could reach it, though its author has another.
        let is_its_own = log.device() == replica.papers().founding().coordination;
        for (entry, is_held) in log.vouched(keeper.coordination_holds.heads(log.device())) {
            let is_here = entry.header().class.is_sealed() && *entry.body() != Body::Erased;
            if is_here && is_due(replica, entry, keeper.device, is_its_own || is_held, now) {
                due.push((log.device(), entry.head()));
            }
        }
    }
    due
}

/// When the coordination destroys the key that opens restricted bodies: after that nobody reads any copy, wherever it lies.
/// Nothing while the operation is open.
#[must_use]
pub fn key_goes_at(replica: &Replica) -> Option<UnixSeconds> {
    replica.papers().closed().map(|closing| goes_at(replica.papers(), closing))
}

/// When restricted bodies go by this closing, as long as nobody opens the operation again.
fn goes_at(papers: &Papers, closing: &Closing) -> UnixSeconds {
    let days_max = if is_agreed(papers, closing) { DAYS_MAX_BY_TWO } else { DAYS_MAX };
    let days = closing.days.clamp(DAYS_MIN, days_max);
    UnixSeconds(closing.at.0.saturating_add(i64::from(days) * DAY_S))
}

/// Since when nobody can read a sealed event of this kind that is recorded `now`: the coordination's key is gone, also where the
/// operation was opened again too late, or its words are erased as soon as they are written.
#[must_use]
pub fn unreadable_since(replica: &Replica, kind: Kind, now: UnixSeconds) -> Option<UnixSeconds> {
    let papers = replica.papers();
    let closings = papers.closings();
    let ends = closings.iter().skip(1).map(|next| next.at).chain([UnixSeconds(i64::MAX)]);
    let key_goes = closings.iter().zip(ends).filter(|(closing, _)| closing.is_closed).map(|(closing, end)| {
        let at = goes_at(papers, closing);
        (at, at <= end.min(now))
    });
    let key_went = key_goes.filter(|(_, is_gone)| *is_gone).map(|(at, _)| at).min();
    let words_went = papers.closed().filter(|_| kind == Kind::Incident).map(words_go_at).filter(|at| *at <= now);
    key_went.into_iter().chain(words_went).min()
}

const fn words_go_at(closing: &Closing) -> UnixSeconds {
    UnixSeconds(closing.at.0.saturating_add(WORDS_DAYS * DAY_S))
}

/// True when a second person of the coordination has agreed to so many days, for this closing.
#[must_use]
pub fn is_agreed(papers: &Papers, closing: &Closing) -> bool {
    let Some(consent) = &closing.consent else { return false };
    let age = closing.at.0.saturating_sub(consent.at.0);
    consent.device != papers.founding().coordination
        && papers.role_at(consent.device, consent.at) == Some(Role::Coordination)
        && papers.revocation(consent.device).is_none_or(|revocation| consent.at < revocation.at)
        && (0..=CONSENT_S).contains(&age)
        && closing.days <= consent.days
        && consent.is_genuine(papers.operation())
}

fn is_due(replica: &Replica, entry: &Entry, keeper: DeviceId, has_arrived: bool, now: UnixSeconds) -> bool {
    let header = entry.header();
    let words_go = replica.papers().closed().map(|closing| words_go_at(closing).0);
    let is_past = |at: Option<i64>| at.is_some_and(|at| at <= now.0);
    if is_past(key_goes_at(replica).map(|at| at.0)) || header.kind == Kind::Incident && is_past(words_go) {
        return true;
    }
    let reads_it = keeper == replica.papers().founding().coordination;
    let is_old = header.clock.seconds.0.saturating_add(CARRIED_S) <= now.0;
    !reads_it && is_old && has_arrived
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::consent::Consent;
    use crate::event::{Event, IncidentKind, Method, What};
    use crate::name::{Name, Text};
    use crate::papers::{Closing, Founding, Paper, Role, Says, Slip};
    use crate::replica::EventRandom;
    use ed25519_dalek::SigningKey;

    /// A coordination and a post that has recorded an incident and a claim-like count at second 1,000.
    fn operation() -> (Replica, SigningKey, DeviceId) {
        let (coordination, post) = (SigningKey::from_bytes(&[1; 32]), SigningKey::from_bytes(&[2; 32]));
        let name = |text: &str| Name::new(text).unwrap();
        let founding = Founding {
            name: name("Valley"),
            coordination: DeviceId(coordination.verifying_key().to_bytes()),
            sealing: crate::seal::public(&[9; 32]),
            founded_at: UnixSeconds(0),
            random: [7; 16],
        };
        let mut replica = Replica::new(founding.clone());
        let device = DeviceId(post.verifying_key().to_bytes());
        let (role, posts) = (Role::Post, Vec::new());
        let (from, until) = (UnixSeconds(0), UnixSeconds(10 * DAY_S));
        let slip = Slip { operation: founding.operation(), device, label: name("Gate"), role, posts, from, until };
        replica.add_paper(Paper::sign(&coordination, Says::Slip(slip))).unwrap();
        let said = |what| Event { occurred_at: None, post: None, method: Method::Counted, what };
        let text = Text::new("the bridge guard asked for money").unwrap();
        let incident = said(What::Incident { kind: IncidentKind::Other, at: None, text });
        replica.record(&post, &incident, UnixSeconds(1_000), &EventRandom([3; 44])).unwrap();
        let claim = said(What::ClaimConfirmed { claim: name("claim 1") });
        replica.record(&coordination, &claim, UnixSeconds(1_000), &EventRandom([4; 44])).unwrap();
        (replica, coordination, device)
    }

    fn close(replica: &mut Replica, key: &SigningKey, at: i64, is_closed: bool, days: u16) {
        let (operation, by) = (replica.operation(), DeviceId(key.verifying_key().to_bytes()));
        let closing = Closing { operation, by, at: UnixSeconds(at), is_closed, days, consent: None };
        replica.add_paper(Paper::sign(key, Says::Closing(closing))).unwrap();
    }

    fn count(replica: &Replica, device: DeviceId, coordination_holds: u64, now: i64) -> usize {
        let entries = replica.log(device).into_iter().flat_map(|log| log.entries());
        let held = entries.map(Entry::head).filter(|head| head.sequence == coordination_holds).collect();
        let coordination_holds = Frontier::of([(device, held)]);
        due(replica, &Keeper { device, coordination_holds }, UnixSeconds(now)).len()
    }

    #[test]
    fn a_post_carries_what_it_cannot_read_for_72_hours_and_until_the_coordination_has_it() {
        let (replica, coordination, post) = operation();
        let later = 1_000 + CARRIED_S;
        assert_eq!(count(&replica, post, 0, later - 1), 0);
        assert_eq!(count(&replica, post, 0, later), 1, "the coordination's own claim");
        assert_eq!(count(&replica, post, 1, later), 2, "its own too, once it has arrived");
        assert_eq!(
            count(&replica, DeviceId(coordination.verifying_key().to_bytes()), 0, later),
            0,
            "who reads it keeps it"
        );
    }

    #[test]
    fn closing_starts_the_clock_and_opening_again_stops_it() {
        let (mut replica, key, _) = operation();
        let coordination = DeviceId(key.verifying_key().to_bytes());
        close(&mut replica, &key, 2_000, true, DAYS);
        assert_eq!(count(&replica, coordination, 0, 2_000 + 7 * DAY_S - 1), 0);
        assert_eq!(count(&replica, coordination, 0, 2_000 + 7 * DAY_S), 1, "words go first");
        assert_eq!(count(&replica, coordination, 0, 2_000 + 30 * DAY_S), 2);
        assert_eq!(key_goes_at(&replica), Some(UnixSeconds(2_000 + 30 * DAY_S)));
        close(&mut replica, &key, 3_000, false, 0);
        assert_eq!(count(&replica, coordination, 0, 400 * DAY_S), 0);
        close(&mut replica, &key, 4_000, true, u16::MAX);
        assert_eq!(key_goes_at(&replica), Some(UnixSeconds(4_000 + 90 * DAY_S)), "not longer by one person");
    }

    #[test]
    fn only_two_people_can_keep_restricted_records_beyond_90_days() {
        let (replica, key, post) = operation();
        let (operation, second) = (replica.operation(), SigningKey::from_bytes(&[3; 32]));
        let device = |key: &SigningKey| DeviceId(key.verifying_key().to_bytes());
        let closed_with = |consent: Consent, at: i64, days: u16| {
            let mut replica = replica.clone();
            let (label, posts) = (Name::new("Deputy").unwrap(), Vec::new());
            let (from, until) = (UnixSeconds(0), UnixSeconds(100_000));
            let slip = Slip { operation, device: device(&second), label, role: Role::Coordination, posts, from, until };
            replica.add_paper(Paper::sign(&key, Says::Slip(slip))).unwrap();
            let (at, consent) = (UnixSeconds(at), Some(consent));
            let closing = Closing { operation, by: device(&key), at, is_closed: true, days, consent };
            replica.add_paper(Paper::sign(&key, Says::Closing(closing))).unwrap();
            key_goes_at(&replica).unwrap().0 - at.0
        };
        let agreed = Consent::sign(&second, operation, UnixSeconds(2_000), 200);
        assert_eq!(closed_with(agreed, 2_500, 200), 200 * DAY_S);
        assert_eq!(closed_with(agreed, 2_500, 150), 150 * DAY_S, "less than was agreed to");
        assert_eq!(closed_with(agreed, 2_500, 201), 90 * DAY_S, "more than was agreed to");
        assert_eq!(closed_with(agreed, 1_999, 200), 90 * DAY_S, "before it was agreed to");
        assert_eq!(closed_with(agreed, 2_001 + CONSENT_S, 200), 90 * DAY_S, "long after it was agreed to");
        let for_ever = Consent::sign(&second, operation, UnixSeconds(2_000), u16::MAX);
        assert_eq!(closed_with(for_ever, 2_500, u16::MAX), i64::from(DAYS_MAX_BY_TWO) * DAY_S);
        let late = Consent::sign(&second, operation, UnixSeconds(200_000), 200);
        assert_eq!(closed_with(late, 200_001, 200), 90 * DAY_S, "the second person's slip had run out");
        let alone = Consent::sign(&key, operation, UnixSeconds(2_000), 200);
        assert_eq!(closed_with(alone, 2_500, 200), 90 * DAY_S, "one person with two hats");
        let no_coordinator = Consent::sign(&SigningKey::from_bytes(&[2; 32]), operation, UnixSeconds(2_000), 200);
        assert_eq!((no_coordinator.device, closed_with(no_coordinator, 2_500, 200)), (post, 90 * DAY_S));
        let mut forged = agreed;
        forged.days = 300;
        assert_eq!(closed_with(forged, 2_500, 200), 90 * DAY_S, "an altered consent is none");
    }

    #[test]
    fn no_closing_destroys_the_key_before_a_week_is_over() {
        let (mut replica, key, _) = operation();
        close(&mut replica, &key, 2_000, true, 0);
        assert_eq!(key_goes_at(&replica), Some(UnixSeconds(2_000 + i64::from(DAYS_MIN) * DAY_S)));
    }

    #[test]
    fn what_nobody_will_be_able_to_read_is_known_before_it_is_written() {
        let (mut replica, key, _) = operation();
        let since = |replica: &Replica, kind, now| unreadable_since(replica, kind, UnixSeconds(now)).map(|at| at.0);
        assert_eq!(since(&replica, Kind::Incident, i64::MAX), None);
        close(&mut replica, &key, 2_000, true, 10);
        let (words, all) = (2_000 + 7 * DAY_S, 2_000 + 10 * DAY_S);
        assert_eq!(since(&replica, Kind::Incident, words - 1), None);
        assert_eq!(since(&replica, Kind::Incident, words), Some(words));
        assert_eq!(since(&replica, Kind::ClaimConfirmed, all - 1), None);
        assert_eq!(since(&replica, Kind::ClaimConfirmed, all), Some(all));
        let mut in_time = replica.clone();
        close(&mut in_time, &key, all - 1, false, 0);
        assert_eq!(since(&in_time, Kind::Incident, all + DAY_S), None, "opened again in time");
        close(&mut replica, &key, all + 1, false, 0);
        assert_eq!(since(&replica, Kind::Incident, all + DAY_S), Some(all), "opened again too late: the key is gone");
    }

    #[test]
    fn nobody_but_the_coordination_closes_an_operation() {
        let (mut replica, _, _) = operation();
        let post = SigningKey::from_bytes(&[2; 32]);
        let closing = Closing {
            operation: replica.operation(),
            by: DeviceId(post.verifying_key().to_bytes()),
            at: UnixSeconds(2_000),
            is_closed: true,
            days: 0,
            consent: None,
        };
        assert!(replica.add_paper(Paper::sign(&post, Says::Closing(closing))).is_err());
        assert_eq!(key_goes_at(&replica), None);
    }
}
