//! Devices of an operation, with keys that are no secret.

use crate::random::Random;
use crate::simulate::operation::{START, founding, key, post_slip};
use crate::world::{heads, ride, site};
use couloir_ledger::books::Books;
use couloir_ledger::envelope::Entry;
use couloir_ledger::event::{Event, Method, What};
use couloir_ledger::id::DeviceId;
use couloir_ledger::replica::{Change, EventRandom, NotRecorded, Replica};
use couloir_ledger::sync::Frontier;
use couloir_ledger::wire::bundle;
use couloir_model::clock::UnixSeconds;
use ed25519_dalek::SigningKey;

/// A device with its key and what it holds.
#[derive(Clone)]
pub(crate) struct Device {
    pub(crate) key: SigningKey,
    pub(crate) replica: Replica,
    pub(crate) random: u64,
}

/// Device 0 is the coordination; the others are posts, enrolled and each alone with its slip.
pub(crate) fn device(number: u8) -> Device {
    let mut replica = Replica::new(founding());
    if number != 0 {
        replica.add_paper(post_slip(number)).unwrap();
    }
    Device { key: key(number), replica, random: u64::from(number) << 32 }
}

impl Device {
    pub(crate) fn id(&self) -> DeviceId {
        DeviceId(self.key.verifying_key().to_bytes())
    }

    pub(crate) fn try_record(&mut self, what: What, seconds: i64) -> Result<Vec<Change>, NotRecorded> {
        self.random += 1;
        let random = EventRandom(Random(self.random).bytes());
        let event = Event { occurred_at: None, post: None, method: Method::Counted, what };
        self.replica.record(&self.key, &event, UnixSeconds(START.0 + seconds), &random)
    }

    pub(crate) fn record(&mut self, what: What, seconds: i64) -> Entry {
        match self.try_record(what, seconds).unwrap().into_iter().next() {
            Some(Change::Entry(entry)) => entry,
            other => panic!("recording gives an event: {other:?}"),
        }
    }

    pub(crate) fn board(&mut self, vehicle: &str, people: u32, seconds: i64) -> Entry {
        self.record(
            What::Boarded { at: site("school"), ride: ride(vehicle, 1), part: 1, count: heads(people) },
            seconds,
        )
    }

    pub(crate) fn bundle_for(&mut self, theirs: &Frontier) -> Vec<u8> {
        self.replica.sign(&self.key);
        self.replica.bundle_for(self.id(), theirs)
    }

    pub(crate) fn receive(&mut self, bytes: &[u8]) -> couloir_ledger::replica::Received {
        let (parts, damages) = bundle::read(bytes);
        assert_eq!(damages, []);
        self.replica.receive(parts, UnixSeconds(START.0 + 100_000))
    }

    pub(crate) fn books(&self) -> Books {
        Books::of(&self.replica.recorded().0)
    }
}

/// One meeting: each hands the other what it lacks.
pub(crate) fn meet(one: &mut Device, two: &mut Device) {
    let to_two = one.bundle_for(&two.replica.frontier());
    let to_one = two.bundle_for(&one.replica.frontier());
    two.receive(&to_two);
    one.receive(&to_one);
}
