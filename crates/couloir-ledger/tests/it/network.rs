//! Many replicas in one thread under a bad network and bad disks, all drawn from a seed.
//!
//! What may go wrong: messages that are late, doubled, out of order, cut off or changed by a bit; partitions and links that
//! work one way; clocks that are off by days and jump; power that fails between any two writes; a disk that loses its last
//! write; a backup that is restored; a key that is stolen. What must hold all the same stands in [`Simulation::check`].

use crate::device::{Device, START, device, founding, slip};
use crate::random::Random;
use crate::world::faultless;
use couloir_ledger::books::Books;
use couloir_ledger::envelope::Entry;
use couloir_ledger::event::Event;
use couloir_ledger::id::EventId;
use couloir_ledger::papers::Role;
use couloir_ledger::replica::{Change, EventRandom, Replica};
use couloir_ledger::wire::bundle;
use couloir_model::clock::UnixSeconds;
use std::collections::{BTreeMap, BTreeSet};

/// How often each fault happened.
pub(crate) type Faults = BTreeMap<&'static str, u64>;

/// A device with its disk.
struct Node {
    device: Device,
    number: u8,
    /// What is safely on the disk.
    disk: Vec<Change>,
    /// An earlier state of the disk.
    backup: Vec<Change>,
    /// How far its clock is off.
    skew: i64,
}

/// A message under way.
struct Message {
    to: usize,
    bytes: Vec<u8>,
}

struct Simulation {
    random: Random,
    nodes: Vec<Node>,
    under_way: Vec<Message>,
    /// Every event that a device has ever written, whether it still has it or not.
    genuine: BTreeSet<EventId>,
    /// Events that were acknowledged and that no disk has lost since.
    acknowledged: BTreeSet<EventId>,
    /// Links that do not work now: from, to.
    cut: BTreeSet<(usize, usize)>,
    faults: Faults,
    now: i64,
}

const NODES: u8 = 6;

/// Runs the operation of `seed`, and says which faults it went through.
///
/// # Panics
///
/// When something that must hold does not; the message names the seed.
pub(crate) fn simulate(seed: u64) -> Faults {
    let (book, _) = faultless(seed);
    let mut simulation = Simulation::new(seed);
    // Each seed has its own mix: about half of the faults never happen in it.
    let mix: [bool; 8] = std::array::from_fn(|_| simulation.random.chance(50));
    for recorded in &book.recorded {
        simulation.now += i64::try_from(simulation.random.below(60)).expect("small");
        simulation.disturb(mix);
        simulation.record(usize::from(recorded.device.0[0]), &recorded.event);
        if simulation.random.chance(5) {
            // The same message by SMS, again and again: the post records what it is told.
            for _ in 0..simulation.random.below(20) {
                simulation.record(usize::from(recorded.device.0[0]), &recorded.event);
                simulation.count("message repeated");
            }
        }
        for _ in 0..simulation.random.below(3) {
            simulation.send();
        }
        for _ in 0..simulation.random.below(3) {
            simulation.deliver(mix);
        }
        for node in &simulation.nodes {
            assert!(node.device.books().sum().is_zero(), "seed {seed}: the books balance at every step");
        }
    }
    simulation.heal();
    simulation.check(seed, &Books::of(&book.recorded));
    simulation.faults
}

impl Simulation {
    fn new(seed: u64) -> Self {
        let node = |number: u8| {
            let mut device = device(number);
            // The coordination has all slips; posts learn of each other's by sync.
            for other in (1..NODES).filter(|_| number == 0) {
                device.replica.add_paper(slip(other, Role::Post)).expect("the coordination signed it");
            }
            let disk: Vec<Change> = device.replica.papers().all().cloned().map(Change::Paper).collect();
            Node { device, number, backup: disk.clone(), disk, skew: 0 }
        };
        Self {
            random: Random(seed ^ 0x51),
            nodes: (0..NODES).map(node).collect(),
            under_way: Vec::new(),
            genuine: BTreeSet::new(),
            acknowledged: BTreeSet::new(),
            cut: BTreeSet::new(),
            faults: Faults::new(),
            now: START.0 + 20_000,
        }
    }

    fn count(&mut self, fault: &'static str) {
        *self.faults.entry(fault).or_default() += 1;
    }

    fn clock(&self, node: usize) -> UnixSeconds {
        // Within the slips' hours: what lies outside is another test's matter.
        UnixSeconds((self.now + self.nodes[node].skew).clamp(START.0, START.0 + 70 * 3600))
    }

    fn record(&mut self, at: usize, event: &Event) {
        let random = EventRandom(self.random.bytes());
        let now = self.clock(at);
        let node = &mut self.nodes[at];
        let changes =
            node.device.replica.record(&node.device.key, event, now, &random).expect("the device is enrolled");
        let ids: Vec<EventId> = changes.iter().filter_map(id_of).collect();
        self.genuine.extend(&ids);
        node.disk.extend(changes);
        self.acknowledged.extend(ids);
    }

    /// Something goes wrong with the world, or comes right again.
    fn disturb(&mut self, mix: [bool; 8]) {
        let node = self.random.below(self.nodes.len());
        if mix[0] && self.random.chance(10) {
            let (from, to) = (self.random.below(self.nodes.len()), node);
            if !self.cut.remove(&(from, to)) {
                self.cut.insert((from, to));
                self.count("link cut one way");
            }
        }
        if mix[1] && self.random.chance(5) {
            let days = i64::try_from(self.random.below(5)).expect("small") - 2;
            self.nodes[node].skew = days * 86_400;
            self.count("clock jumped");
        }
        if mix[2] && self.random.chance(5) {
            self.restart(node);
            self.count("power cut");
        }
        if mix[3] && self.random.chance(3) {
            self.lose(node, 1);
            self.count("last write lost");
        }
        if self.random.chance(5) {
            self.nodes[node].backup = self.nodes[node].disk.clone();
        }
        if mix[4] && self.random.chance(3) {
            let since = self.nodes[node].disk.len() - self.nodes[node].backup.len();
            self.lose(node, since);
            self.count("backup restored");
        }
    }

    /// Takes the last `count` changes off a disk and starts the device again. What nobody else holds is lost, and no longer
    /// expected to arrive.
    fn lose(&mut self, node: usize, count: usize) {
        let keep = self.nodes[node].disk.len().saturating_sub(count).max(usize::from(NODES));
        let keep = keep.min(self.nodes[node].disk.len());
        let lost: Vec<EventId> = self.nodes[node].disk.split_off(keep).iter().filter_map(id_of).collect();
        let backup = self.nodes[node].backup.len().min(keep);
        self.nodes[node].backup.truncate(backup);
        self.restart(node);
        let held: BTreeSet<EventId> = self.nodes.iter().flat_map(|node| ids(&node.device.replica)).collect();
        for id in lost.iter().filter(|id| !held.contains(id)) {
            self.acknowledged.remove(id);
        }
    }

    /// Only what is on the disk is there after a start.
    fn restart(&mut self, node: usize) {
        let now = self.clock(node);
        let mut replica = Replica::new(founding());
        for change in self.nodes[node].disk.clone() {
            replica.restore(change, now).expect("the disk holds what was written");
        }
        let random = self.nodes[node].device.random + 1;
        self.nodes[node].device = Device { replica, random, ..device(self.nodes[node].number) };
    }

    /// One device makes a bundle for another, by what it believes that one holds.
    fn send(&mut self) {
        let (from, to) = (self.random.below(self.nodes.len()), self.random.below(self.nodes.len()));
        if self.cut.contains(&(from, to)) {
            return;
        }
        let theirs = self.nodes[to].device.replica.frontier();
        let node = &mut self.nodes[from];
        let signed = node.device.replica.sign(&node.device.key);
        node.disk.extend(signed);
        let bytes = node.device.replica.bundle_for(node.device.id(), &theirs);
        self.under_way.push(Message { to, bytes });
    }

    /// Some message arrives: not the first, not once, and not always whole.
    fn deliver(&mut self, mix: [bool; 8]) {
        if self.under_way.is_empty() {
            return;
        }
        let pick = self.random.below(self.under_way.len());
        let Message { to, mut bytes } = self.under_way.swap_remove(pick);
        if self.random.chance(20) {
            self.under_way.push(Message { to: self.random.below(self.nodes.len()), bytes: bytes.clone() });
            self.count("message doubled");
        }
        if mix[5] && self.random.chance(20) {
            bytes.truncate(self.random.below(bytes.len()));
            self.count("message cut off");
        }
        if mix[6] && self.random.chance(20) && !bytes.is_empty() {
            let at = self.random.below(bytes.len());
            bytes[at] ^= 1 << self.random.below(8);
            self.count("bit flipped");
        }
        if mix[7] && self.random.chance(10) {
            self.count("message lost");
            return;
        }
        self.take(to, &bytes);
    }

    fn take(&mut self, to: usize, bytes: &[u8]) {
        let (mut parts, _) = bundle::read(bytes);
        self.random.shuffle(&mut parts);
        let now = self.clock(to);
        let node = &mut self.nodes[to];
        let received = node.device.replica.receive(parts, now);
        node.disk.extend(received.changes);
    }

    /// All links work again, and everybody meets everybody until nothing changes.
    fn heal(&mut self) {
        self.cut.clear();
        self.under_way.clear();
        for _ in 0..4 {
            for from in 0..self.nodes.len() {
                for to in 0..self.nodes.len() {
                    let theirs = self.nodes[to].device.replica.frontier();
                    let bytes = self.nodes[from].device.bundle_for(&theirs);
                    self.take(to, &bytes);
                }
            }
        }
    }

    /// What must hold, whatever went wrong.
    fn check(&self, seed: u64, truth: &Books) {
        let first = &self.nodes[0].device;
        let held = ids(&first.replica);
        for id in &self.acknowledged {
            assert!(held.contains(id), "seed {seed}: an acknowledged event was lost: {id}");
        }
        for id in &held {
            assert!(self.genuine.contains(id), "seed {seed}: an event that nobody wrote was taken: {id}");
        }
        for node in &self.nodes {
            assert_eq!(ids(&node.device.replica), held, "seed {seed}: all hold the same after healing");
            assert_eq!(node.device.books(), first.books(), "seed {seed}: equal sets give equal books");
            let mut again = Replica::new(founding());
            for change in node.disk.clone() {
                again.restore(change, START).expect("the disk holds what was written");
            }
        }
        if self.faults.keys().all(|fault| !["last write lost", "backup restored"].contains(fault)) {
            for (account, balance) in truth.balances() {
                let people = first.books().balance(account).tally.people();
                // Repeated reports of a hospital case are cases of their own, and asked about.
                let asked = first.books().discrepancies().iter().any(|open| open.code() == "couloir::books::twice");
                assert!(asked || people == balance.tally.people(), "seed {seed}: {account} counts somebody twice");
            }
        }
    }
}

fn id_of(change: &Change) -> Option<EventId> {
    match change {
        Change::Entry(entry) => Some(entry.id()),
        _ => None,
    }
}

fn ids(replica: &Replica) -> BTreeSet<EventId> {
    replica.logs().flat_map(|log| log.entries()).map(Entry::id).collect()
}
