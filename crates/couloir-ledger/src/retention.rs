//! How long bodies are kept (`do-no-harm.md`, rules 2, 11 and 17). Headers and counts stay: the chain is verified and the books
//! are made without what goes here.
//!
//! | what | where | until |
//! |---|---|---|
//! | words of incidents | everywhere | 7 days after closing |
//! | everything else that is restricted or strict | everywhere | 30 days after closing, or as the closing says: 90 at most |
//! | restricted and strict bodies | posts that cannot read them | 72 hours after recording; their own, once the coordination has them |

use crate::envelope::{Body, Entry, Head};
use crate::event::Kind;
use crate::id::DeviceId;
use crate::replica::Replica;
use couloir_model::clock::UnixSeconds;

/// How many days after closing restricted bodies go, where nobody says (R11; Sahana Eden's Cumbria deployment has the same).
pub const DAYS: u16 = 30;

/// The most days that one person may grant (R11).
pub const DAYS_MAX: u16 = 90;

/// How many days after closing the words of incidents go (R2, our own proposal).
const WORDS_DAYS: i64 = 7;

/// How long a post that cannot read them carries sealed bodies, in seconds (R17, our own proposal).
const CARRIED_S: i64 = 72 * 3600;

const DAY_S: i64 = 86_400;

/// Whose replica it is that is looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keeper {
    /// The device.
    pub device: DeviceId,
    /// How far the coordination is known to hold this device's log.
    pub coordination_holds: u64,
}

/// The events whose bodies are to be erased at the moment `now`.
#[must_use]
pub fn due(replica: &Replica, keeper: Keeper, now: UnixSeconds) -> Vec<(DeviceId, Head)> {
    let entries = replica.logs().flat_map(|log| log.entries());
    let due = entries.filter(|entry| *entry.body() != Body::Erased && is_due(replica, entry, keeper, now));
    due.map(|entry| (entry.header().device, entry.head())).collect()
}

/// When the coordination destroys the key that opens restricted bodies: after that nobody reads any copy, wherever it lies.
/// Nothing while the operation is open.
#[must_use]
pub fn key_goes_at(replica: &Replica) -> Option<UnixSeconds> {
    let closing = replica.papers().closed()?;
    Some(UnixSeconds(closing.at.0.saturating_add(i64::from(closing.days.min(DAYS_MAX)) * DAY_S)))
}

fn is_due(replica: &Replica, entry: &Entry, keeper: Keeper, now: UnixSeconds) -> bool {
    let header = entry.header();
    if !header.class.is_sealed() {
        return false;
    }
    let words_go = replica.papers().closed().map(|closing| closing.at.0.saturating_add(WORDS_DAYS * DAY_S));
    let is_past = |at: Option<i64>| at.is_some_and(|at| at <= now.0);
    if is_past(key_goes_at(replica).map(|at| at.0)) || header.kind == Kind::Incident && is_past(words_go) {
        return true;
    }
    let reads_it = keeper.device == replica.papers().founding().coordination;
    let is_old = header.clock.seconds.0.saturating_add(CARRIED_S) <= now.0;
    let may_go = header.device != keeper.device || header.sequence <= keeper.coordination_holds;
    !reads_it && is_old && may_go
}

#[cfg(test)]
mod tests {
    use super::*;
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
        let closing = Closing { operation, by, at: UnixSeconds(at), is_closed, days };
        replica.add_paper(Paper::sign(key, Says::Closing(closing))).unwrap();
    }

    fn count(replica: &Replica, device: DeviceId, coordination_holds: u64, now: i64) -> usize {
        due(replica, Keeper { device, coordination_holds }, UnixSeconds(now)).len()
    }

    #[test]
    fn a_post_carries_what_it_cannot_read_for_72_hours_and_its_own_until_the_coordination_has_it() {
        let (replica, coordination, post) = operation();
        let later = 1_000 + CARRIED_S;
        assert_eq!(count(&replica, post, 0, later - 1), 0);
        assert_eq!(count(&replica, post, 0, later), 1, "the claim of another");
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
        assert_eq!(key_goes_at(&replica), Some(UnixSeconds(4_000 + 90 * DAY_S)), "never longer than 90 days");
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
        };
        assert!(replica.add_paper(Paper::sign(&post, Says::Closing(closing))).is_err());
        assert_eq!(key_goes_at(&replica), None);
    }
}
