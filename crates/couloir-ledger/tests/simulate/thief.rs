//! A thief with a copy of a device, who writes what never happened and hands it over.

use super::node::{Node, Power};
use super::operation::{founding, key, post_slip};
use super::random::Random;
use super::world::{heads, name, ride};
use couloir_ledger::envelope::{Entry, Head};
use couloir_ledger::event::{Event, Method, Stop, What};
use couloir_ledger::id::{DeviceId, EventId};
use couloir_ledger::replica::{EventRandom, Replica};
use couloir_ledger::sync::BRANCHES_AT_ONCE_MAX;
use couloir_ledger::sync::Frontier;
use couloir_ledger::wire::bundle::{self, Hello, Part};
use couloir_model::clock::UnixSeconds;
use ed25519_dalek::SigningKey;
use std::collections::BTreeSet;

pub(crate) struct Thief {
    pub(crate) device: DeviceId,
    key: SigningKey,
    replica: Replica,
    /// The last event that the owner vouches for.
    pub(crate) last: Option<Head>,
    pub(crate) wrote: BTreeSet<EventId>,
    pub(crate) is_revoked: bool,
    pub(crate) has_flooded: bool,
}

/// Where the thief says that people went.
pub(crate) const GHOSTS: &str = "ghost hall";

impl Thief {
    /// Takes a copy of everything that a node has.
    pub(crate) fn rob(node: &Node) -> Self {
        let (device, last) = (node.device, node.head());
        let replica = node.replica.clone();
        Self {
            device,
            key: key(node.number),
            replica,
            last,
            wrote: BTreeSet::new(),
            is_revoked: false,
            has_flooded: false,
        }
    }

    /// Writes an event, and gives it with the bundle that carries it.
    pub(crate) fn write(&mut self, now: i64, random: &mut Random) -> Option<(Entry, Vec<u8>)> {
        let at = Stop::Shelter(name(GHOSTS));
        let what = What::Alighted { at, ride: ride("ghost bus", 1), part: 1, count: heads(60) };
        let event = Event { occurred_at: None, post: None, method: Method::Counted, what };
        let changes = self.replica.record(&self.key, &event, UnixSeconds(now), &EventRandom(random.bytes())).ok()?;
        let entry = changes.into_iter().find_map(|change| match change {
            couloir_ledger::replica::Change::Entry(entry) => Some(entry),
            _ => None,
        })?;
        self.wrote.insert(entry.id());
        self.replica.sign(&self.key);
        Some((entry, self.replica.bundle_for(self.device, &Frontier::default())))
    }

    /// Writes more branches from where the log was stolen than are taken at once, and gives them with the bundle that carries all.
    pub(crate) fn flood(&mut self, now: i64, random: &mut Random) -> (Vec<Entry>, Vec<u8>) {
        self.has_flooded = true;
        let (mut entries, mut runs) = (Vec::new(), self.replica.runs_for(&Frontier::default()));
        for _ in 0..BRANCHES_AT_ONCE_MAX + 4 {
            let mut branch =
                Self { replica: self.replica.clone(), key: self.key.clone(), wrote: BTreeSet::new(), ..*self };
            let Some((entry, _)) = branch.write(now, random) else { break };
            runs.extend(branch.replica.runs_for(&self.replica.frontier()));
            self.wrote.insert(entry.id());
            entries.push(entry);
        }
        let hello = Hello::new(founding(), self.device, self.replica.frontier());
        let papers = self.replica.papers().all().cloned().collect();
        (entries, bundle::write(hello, papers, runs))
    }

    /// An event of a device that the coordination knows nothing of, with the run that carries it.
    pub(crate) fn stranger(now: i64, random: &mut Random) -> Option<(Entry, Vec<Part>)> {
        let number = 14;
        let mut replica = Replica::new(founding());
        // It counts for itself: only a slip that nobody else has makes the program write at all.
        replica.add_paper(post_slip(number)).ok()?;
        let device = DeviceId(key(number).verifying_key().to_bytes());
        let mut stranger = Self {
            device,
            key: key(number),
            replica,
            last: None,
            wrote: BTreeSet::new(),
            is_revoked: false,
            has_flooded: false,
        };
        let (entry, _) = stranger.write(now, random)?;
        let runs = stranger.replica.runs_for(&Frontier::default());
        Some((entry, vec![Part::Runs(runs)]))
    }

    /// Gives a bundle to a node.
    pub(crate) fn hand_over(bundle: &[u8], node: &mut Node, now: i64, random: &mut Random) {
        node.receive(bundle, now, Power::Stays, false, random);
    }
}
