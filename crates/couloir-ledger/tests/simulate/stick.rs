//! Sticks that are carried from post to post, and come back old, half copied or damaged.

use super::faults::{Fault, Mix};
use super::network::flip;
use super::node::{Node, Power, checked};
use super::operation::founding;
use super::random::Random;
use couloir_ledger::replica::Replica;
use couloir_ledger::wire::bundle;

/// Files, each as some device wrote it.
#[derive(Default)]
pub(crate) struct Stick {
    files: Vec<Vec<u8>>,
    /// The same stick, some time ago.
    old: Vec<Vec<u8>>,
}

impl Stick {
    /// A node takes what the stick has and adds what it lacks, as `couloir sync file` does.
    pub(crate) fn visit(&mut self, node: &mut Node, now: i64, random: &mut Random) {
        // What the stick holds, taken together, is a replica of its own.
        let mut held = Replica::new(founding());
        for file in &self.files {
            node.receive(file, now, Power::Stays, false, random);
            checked(|checked| held.receive_checked(bundle::read(file).0, node.clock(now), checked));
        }
        self.files.push(node.bundle_for(&held.frontier(), now));
    }

    /// What becomes of it on the way.
    pub(crate) fn travel(&mut self, mix: &mut Mix, random: &mut Random) {
        if self.files.is_empty() {
            return;
        }
        let last = self.files.len() - 1;
        if mix.strikes(Fault::StickHalfCopied, random) {
            let keep = random.below(self.files[last].len());
            self.files[last].truncate(keep);
        }
        if mix.strikes(Fault::StickDamaged, random) && !self.files[last].is_empty() {
            flip(&mut self.files[last], random);
        }
        if mix.strikes(Fault::StickFileDeleted, random) {
            self.files.remove(random.below(self.files.len()));
        }
        if mix.strikes(Fault::StickStale, random) {
            self.files.clone_from(&self.old);
        } else if random.chance(20) {
            self.old.clone_from(&self.files);
        }
    }
}
