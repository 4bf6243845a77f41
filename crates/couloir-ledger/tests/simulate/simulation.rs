//! One seed: an operation from its first count to the last, with whatever happens to those who record it.

use super::disk::Disk;
use super::faults::{Fault, Mix, Tally};
use super::invariants::{self, Genuine};
use super::network::Network;
use super::node::{Node, Power};
use super::operation::{SEALING, SLIP_S, START, erasure, revocation, slip};
use super::random::Random;
use super::stick::Stick;
use super::thief::Thief;
use super::world::{Truth, faultless, heads};
use couloir_ledger::books::Books;
use couloir_ledger::envelope::{Body, Entry};
use couloir_ledger::event::{Event, IncidentKind, Kind, Method, What};
use couloir_ledger::id::EventId;
use couloir_ledger::name::Text;
use couloir_ledger::papers::{Role, Standing};
use couloir_ledger::replica::NotRecorded;
use couloir_ledger::wire::bundle;
use couloir_ledger::wire::exchange::marks_of;
use couloir_model::clock::UnixSeconds;
use couloir_model::id::PlanId;
use couloir_model::quantity::People;
use std::collections::{BTreeMap, BTreeSet};

/// The coordination and five posts.
const NODES: usize = 6;

/// The most rounds of everybody meeting the coordination until all hold the same: two bring everything to everybody, and
/// forks of forks may take two more, and a flood of branches, of which so many are taken at once, another two.
const HEALING_ROUNDS_MAX: usize = 7;

/// What a seed went through.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) faults: Tally,
    /// The time that passed, summed over the nodes.
    pub(crate) node_seconds: u64,
    /// Events that were written.
    pub(crate) events: u64,
    /// True where everything said came through, so that the books were held against the truth.
    pub(crate) is_whole: bool,
}

struct Simulation {
    random: Random,
    mix: Mix,
    nodes: Vec<Node>,
    network: Network,
    sticks: [Stick; 2],
    thief: Option<Thief>,
    truth: Truth,
    genuine: Genuine,
    /// Events of which somebody was told that they are recorded, less those that a disk has lost before they were passed on.
    acknowledged: BTreeSet<EventId>,
    /// For each thing said: the events by any of which it is said as it should be. Nothing where it could not be said.
    said: Vec<Vec<EventId>>,
    /// What incidents say, to be read by the coordination.
    incidents: BTreeMap<EventId, Event>,
    erased: Vec<Entry>,
    /// The coordination's disk went back to an earlier state: what it had said to hold may be gone.
    is_coordination_set_back: bool,
    /// Says when posts look for what they may not carry any longer.
    retention: Random,
    /// Draws floods of branches.
    floods: Random,
    now: i64,
    /// The key that the next device gets whose owner was robbed.
    next_key: u8,
}

/// Runs the operation of `seed`.
///
/// # Panics
///
/// When something that must hold does not.
pub(crate) fn simulate(seed: u64) -> Outcome {
    let (mut book, truth) = faultless(seed);
    book.recorded.sort_by_key(|recorded| recorded.clock);
    let mut simulation = Simulation::new(seed, truth);
    let begun = simulation.now;
    let offset = begun + 10_000;
    for recorded in &book.recorded {
        let at = offset + recorded.event.occurred_at.expect("the world says when").0;
        simulation.now = simulation.now.max(at);
        simulation.disturb();
        simulation.say(usize::from(recorded.device.0[0]), recorded.event.clone());
        simulation.chatter();
        simulation.forget_sealed();
        simulation.check_changed();
    }
    let node_seconds = u64::try_from(simulation.now - begun).expect("time goes on") * NODES as u64;
    let connected = simulation.heal();
    simulation.check_healed(&connected);
    let is_whole = simulation.check_truth(&connected);
    let events = simulation.genuine.len() as u64;
    Outcome { faults: simulation.mix.tally, node_seconds, events, is_whole }
}

impl Simulation {
    fn new(seed: u64, truth: Truth) -> Self {
        let mut random = Random(seed ^ 0x51);
        let mix = Mix::draw(&mut random);
        Self {
            random,
            mix,
            nodes: (0..NODES as u8).map(Node::new).collect(),
            network: Network::default(),
            sticks: Default::default(),
            thief: None,
            truth,
            genuine: Genuine::new(),
            acknowledged: BTreeSet::new(),
            said: Vec::new(),
            incidents: BTreeMap::new(),
            erased: Vec::new(),
            is_coordination_set_back: false,
            retention: Random(seed ^ 0x72),
            floods: Random(seed ^ 0x73),
            now: START.0 + 3_600,
            next_key: NODES as u8,
        }
    }

    fn strikes(&mut self, fault: Fault) -> bool {
        self.mix.strikes(fault, &mut self.random)
    }

    fn any_node(&mut self) -> usize {
        self.random.below(NODES)
    }

    /// Somebody says what happened, perhaps wrongly at first, perhaps often.
    fn say(&mut self, at: usize, event: Event) {
        let mut ways = Vec::new();
        match too_low(&event) {
            Some(wrong) if self.strikes(Fault::CountCorrected) => {
                let first = self.record_until_acknowledged(at, &wrong);
                let correction = first.filter(|entry| entry.header().device == self.nodes[at].device).map(|entry| {
                    let why = Text::new("counted again").expect("a text");
                    let what = What::Correction { replaces: entry.id(), why, by: Some(Box::new(event.clone())) };
                    Event { occurred_at: None, post: None, method: Method::Counted, what }
                });
                ways.extend(correction.and_then(|correction| self.record_until_acknowledged(at, &correction)));
            }
            _ => {
                ways.extend(self.record_until_acknowledged(at, &event));
                let times = match (self.strikes(Fault::MessageRepeated), self.strikes(Fault::SmsSixHundredTimes)) {
                    (_, true) => 600,
                    (true, _) => self.random.below(10),
                    _ => 0,
                };
                ways.extend((0..times).filter_map(|_| self.record(at, &event, Power::Stays, false)));
            }
        }
        self.said.push(ways.iter().map(Entry::id).collect());
        if self.strikes(Fault::ForeignCorrection) {
            self.correct_another(at);
        }
        if self.random.chance(10) {
            self.report_incident();
        }
        if self.random.chance(5) {
            let node = self.any_node();
            let day = self.nodes[node].replica.day(UnixSeconds(self.now));
            let event = Event { occurred_at: None, post: None, method: Method::Counted, what: What::DaySealed { day } };
            self.record(node, &event, Power::Stays, false);
        }
        if self.random.chance(5) {
            let what = What::PlanAdopted { plan: PlanId(self.random.bytes()) };
            self.record(
                0,
                &Event { occurred_at: None, post: None, method: Method::Counted, what },
                Power::Stays,
                false,
            );
        }
    }

    /// A post withdraws what another device said, which it may not: that is recorded, and changes nothing.
    fn correct_another(&mut self, at: usize) {
        let device = self.nodes[at].device;
        let others: Vec<EventId> =
            self.genuine.values().filter(|entry| entry.header().device != device).map(Entry::id).collect();
        if others.is_empty() {
            return;
        }
        let replaces = others[self.random.below(others.len())];
        let why = Text::new("it cannot be so many").expect("a text");
        let what = What::Correction { replaces, why, by: None };
        let event = Event { occurred_at: None, post: None, method: Method::Reported, what };
        self.record(at, &event, Power::Stays, false);
    }

    fn report_incident(&mut self) {
        let text = Text::new(&format!("bus {} was held up", self.random.next())).expect("a text");
        let what = What::Incident { kind: IncidentKind::Delay, at: None, text };
        let event = Event { occurred_at: None, post: None, method: Method::Reported, what };
        let at = self.any_node();
        if let Some(entry) = self.record(at, &event, Power::Stays, false) {
            self.incidents.insert(entry.id(), event);
        }
    }

    /// Says it again as long as nobody says that it is recorded; a few times.
    fn record_until_acknowledged(&mut self, at: usize, event: &Event) -> Option<Entry> {
        for _ in 0..4 {
            let power = match (self.strikes(Fault::PowerCut), self.strikes(Fault::PowerCutInWrite)) {
                (true, _) => Power::FailsAfterWrite,
                (_, true) => Power::FailsBeforeWrite,
                _ => Power::Stays,
            };
            let is_full = self.strikes(Fault::DiskFull);
            let recorded = self.record(at, event, power, is_full);
            if recorded.is_some() {
                return recorded;
            }
        }
        None
    }

    /// Records an event, and gives it if it was acknowledged.
    fn record(&mut self, at: usize, event: &Event, power: Power, is_full: bool) -> Option<Entry> {
        let node = &mut self.nodes[at];
        match node.record(event, self.now, power, is_full, &mut self.random) {
            Ok(recorded) => {
                let id = recorded.entry.id();
                let is_revoked = node.replica.papers().revocation(node.device).is_some();
                assert!(!is_revoked, "a device that knows that it was revoked goes on writing");
                if recorded.is_kept {
                    self.genuine.insert(id, recorded.entry.clone());
                }
                if recorded.is_acknowledged {
                    self.acknowledged.insert(id);
                    return Some(recorded.entry);
                }
            }
            Err(NotRecorded::Standing(Standing::Expired)) => {
                // The screen says so, and somebody sets the clock.
                node.skew_s = 0;
                self.mix.count(Fault::ClockOutsideSlip);
            }
            Err(NotRecorded::Standing(Standing::Revoked)) if usize::from(self.next_key) < 16 => {
                node.replace(self.next_key, self.now);
                self.next_key += 1;
            }
            // The disk went back to before its new slip, which is a file and is taken once more.
            Err(NotRecorded::Standing(Standing::NotEnrolled)) if 1 < node.own.len() => node.take_slip(self.now),
            Err(refused) => panic!("a post may record what it sees: {refused}"),
        }
        None
    }

    /// Something goes wrong with the world, or comes right again.
    fn disturb(&mut self) {
        self.network.change(NODES, &mut self.mix, &mut self.random);
        let node = self.any_node();
        if self.strikes(Fault::ClockJumped) {
            let reach = [60, 3_600, 86_400, 10 * 86_400, 400 * 86_400][self.random.below(5)];
            self.nodes[node].skew_s = i64::try_from(self.random.below(2 * reach)).expect("small") - reach as i64;
        }
        if self.strikes(Fault::PowerCut) {
            self.nodes[node].restart(self.now);
        }
        self.disturb_disk(node);
        self.steal(node);
        if self.strikes(Fault::BodyErased) {
            self.erase();
        }
        if self.strikes(Fault::ForgedPaper) {
            self.forge_paper(node);
        }
        if self.strikes(Fault::StrangerWrote)
            && let Some((entry, parts)) = Thief::stranger(self.now, &mut self.random)
        {
            self.genuine.insert(entry.id(), entry);
            let (now, node) = (self.now, &mut self.nodes[node]);
            let received = node.replica.receive(parts, node.clock(now));
            node.keep(&received.changes, now, Power::Stays, false);
            node.is_changed = true;
            invariants::a_stranger_counts_for_nothing(node, self.thief.as_ref());
        }
    }

    fn disturb_disk(&mut self, node: usize) {
        if self.random.chance(5) {
            self.nodes[node].backup = self.nodes[node].disk.clone();
        }
        if self.strikes(Fault::FsyncLost) {
            let count = 1 + self.random.below(3);
            self.set_back(node, |disk| disk.lose(count));
        }
        if self.strikes(Fault::BackupRestored) {
            let backup = self.nodes[node].backup.clone();
            self.set_back(node, |disk| *disk = backup);
        }
        if self.strikes(Fault::BitFlippedOnDisk) {
            let Self { nodes, random, now, .. } = self;
            let mut damaged = nodes[node].disk.clone();
            let row = damaged.flip(random);
            let found = damaged.open(&nodes[node].own, nodes[node].clock(*now)).err();
            assert_eq!(found.map(|damaged| damaged.0), Some(row), "a flipped bit on the disk is found in its row");
            let backup = nodes[node].backup.clone();
            self.set_back(node, |disk| *disk = backup);
        }
        if self.strikes(Fault::DiskForged) {
            let Self { nodes, random, now, .. } = self;
            let mut forged = nodes[node].disk.clone();
            if forged.forge(&nodes[node].own, random) {
                let found = forged.open(&nodes[node].own, nodes[node].clock(*now));
                assert!(found.is_err(), "an event that was forged on the disk is found");
            }
        }
        if self.strikes(Fault::RowLost) {
            let mut holed = self.nodes[node].disk.clone();
            if holed.lose_row(&mut self.random) {
                let found = holed.open(&self.nodes[node].own, self.nodes[node].clock(self.now));
                assert!(found.is_err(), "a row that is missing on the disk is found");
            }
        }
    }

    /// A disk goes back to an earlier state. What nobody else holds is lost, and no longer expected to arrive.
    fn set_back(&mut self, at: usize, change: impl FnOnce(&mut Disk)) {
        self.is_coordination_set_back |= at == 0;
        let before: Vec<Entry> = self.nodes[at].entries().cloned().collect();
        change(&mut self.nodes[at].disk);
        self.nodes[at].restart(self.now);
        self.forget(
            before.iter().filter(|entry| !self.nodes.iter().any(|node| node.holds(entry))).map(Entry::id).collect(),
        );
    }

    fn forget(&mut self, lost: Vec<EventId>) {
        for id in lost {
            self.acknowledged.remove(&id);
        }
    }

    /// A device is stolen, its thief writes, and at last the coordination hears of it.
    fn steal(&mut self, node: usize) {
        if self.thief.is_none() && node != 0 && self.strikes(Fault::KeyStolen) {
            self.thief = Some(Thief::rob(&self.nodes[node]));
        }
        let Some(thief) = &mut self.thief else { return };
        if self.mix.strikes(Fault::ThiefWrote, &mut self.random)
            && let Some((entry, bundle)) = thief.write(self.now, &mut self.random)
        {
            self.genuine.insert(entry.id(), entry);
            let to = self.random.below(NODES);
            Thief::hand_over(&bundle, &mut self.nodes[to], self.now, &mut self.random);
        }
        if !thief.has_flooded && self.floods.next() % 10_000 < 150 {
            let (entries, bundle) = thief.flood(self.now, &mut self.floods);
            self.genuine.extend(entries.into_iter().map(|entry| (entry.id(), entry)));
            self.mix.count(Fault::KeyFloods);
            let to = &mut self.nodes[self.floods.below(NODES)];
            let before = invariants::branches(to, thief.device);
            Thief::hand_over(&bundle, to, self.now, &mut self.floods);
            invariants::a_flood_is_bounded(before, to, thief.device);
        }
        if !thief.is_revoked && self.mix.strikes(Fault::DeviceRevoked, &mut self.random) {
            thief.is_revoked = true;
            let paper = revocation(thief.device, thief.last, UnixSeconds(self.now));
            self.add_paper(paper);
        }
    }

    fn add_paper(&mut self, paper: couloir_ledger::papers::Paper) {
        let changes = self.nodes[0].replica.add_paper(paper).expect("the coordination signed it");
        self.nodes[0].keep(&changes, self.now, Power::Stays, false);
        self.nodes[0].is_changed = true;
    }

    /// The coordination erases some body that it holds.
    fn erase(&mut self) {
        let held: Vec<Entry> = self.nodes[0].entries().filter(|entry| *entry.body() != Body::Erased).cloned().collect();
        if held.is_empty() {
            return;
        }
        let entry = held[self.random.below(held.len())].clone();
        self.add_paper(erasure(entry.header().device, vec![entry.head()], UnixSeconds(self.now)));
        invariants::the_body_is_gone(&entry, &self.nodes[0]);
        self.erased.push(entry);
    }

    /// Somebody makes out a slip or a revocation without the coordination's key.
    fn forge_paper(&mut self, node: usize) {
        let mut forged = match self.random.chance(50) {
            true => slip(15, Role::Coordination),
            false => revocation(self.nodes[node].device, None, UnixSeconds(self.now)),
        };
        forged.signature[self.random.below(64)] ^= 1;
        let received =
            self.nodes[node].replica.receive(vec![bundle::Part::Papers(vec![forged])], UnixSeconds(self.now));
        assert_eq!((received.changes.len(), received.papers_refused.len()), (0, 1), "a forged paper is refused");
    }

    /// Devices send each other what they have, and some of it arrives.
    fn chatter(&mut self) {
        for _ in 0..self.random.below(3) {
            let (from, to) = (self.any_node(), self.any_node());
            let device = self.nodes[to].device;
            let theirs = self.nodes[from].heard.get(&device).cloned().unwrap_or_default();
            let bytes = match self.random.chance(30) {
                true => self.nodes[from].unsigned_bundle_for(&theirs),
                false => self.nodes[from].bundle_for(&theirs, self.now),
            };
            self.network.send(from, to, bytes);
        }
        for _ in 0..self.random.below(3) {
            if let Some(message) = self.network.deliver(NODES, &mut self.mix, &mut self.random) {
                let is_full = self.strikes(Fault::DiskFull);
                let power = match self.strikes(Fault::PowerCutInWrite) {
                    true => Power::FailsBeforeWrite,
                    false => Power::Stays,
                };
                let node = &mut self.nodes[message.to];
                let (received, damages) = node.receive(&message.bytes, self.now, power, is_full, &mut self.random);
                invariants::harm_is_found(message.harm, &received, &damages);
            }
        }
        if self.strikes(Fault::StickVisited) {
            let (stick, node) = (self.random.below(2), self.any_node());
            self.sticks[stick].visit(&mut self.nodes[node], self.now, &mut self.random);
            self.sticks[stick].travel(&mut self.mix, &mut self.random);
        }
    }

    /// Some post deletes the sealed bodies that it has carried for long enough: here as if four days had gone by, for no
    /// world lasts so long.
    fn forget_sealed(&mut self) {
        if self.retention.chance(10) {
            let post = 1 + self.retention.below(NODES - 1);
            self.nodes[post].forget_sealed(self.now + 4 * 86_400);
        }
    }

    fn check_changed(&mut self) {
        for node in self.nodes.iter_mut().filter(|node| node.is_changed) {
            invariants::at_every_step(node, &self.genuine, &self.truth, self.thief.as_ref());
            node.is_changed = false;
        }
    }

    /// All links work again and all clocks are set. Everybody who is left meets the coordination, or another of them, until
    /// nothing changes. Gives who is left.
    fn heal(&mut self) -> Vec<usize> {
        self.network.heal();
        self.nodes.iter_mut().for_each(|node| node.skew_s = 0);
        let destroyed = self.strikes(Fault::DeviceDestroyed).then(|| self.any_node());
        let connected: Vec<usize> = (0..NODES).filter(|node| Some(*node) != destroyed).collect();
        let lost = |id: &&EventId| !connected.iter().any(|node| self.nodes[*node].holds(&self.genuine[*id]));
        let alone: Vec<EventId> = match destroyed {
            Some(_) => self.acknowledged.iter().filter(lost).copied().collect(),
            None => Vec::new(),
        };
        self.forget(alone);
        let centre = connected[self.random.below(connected.len())];
        for round in 0.. {
            assert!(
                round <= HEALING_ROUNDS_MAX,
                "everybody who meets holds the same after {HEALING_ROUNDS_MAX} rounds"
            );
            let mut is_settled = true;
            for other in connected.iter().copied().filter(|node| *node != centre) {
                is_settled &= self.meet(centre, other);
            }
            if is_settled {
                return connected;
            }
        }
        connected
    }

    /// Two meet and tell each other everything. True where neither learns anything.
    fn meet(&mut self, one: usize, two: usize) -> bool {
        let mut is_settled = true;
        for (from, to) in [(one, two), (two, one)] {
            let theirs = self.nodes[to].replica.frontier();
            let papers = marks_of(self.nodes[to].replica.papers());
            let bytes = self.nodes[from].bundle_with(&theirs, &papers, self.now);
            let (received, damages) = self.nodes[to].receive(&bytes, self.now, Power::Stays, false, &mut self.random);
            let refusals = invariants::but_floods(received.refusals);
            assert_eq!((refusals, received.papers_refused, damages), (vec![], vec![], vec![]), "all is whole");
            is_settled &= received.changes.is_empty();
        }
        is_settled
    }

    fn check_healed(&mut self, connected: &[usize]) {
        self.check_changed();
        let nodes: Vec<&Node> = connected.iter().map(|node| &self.nodes[*node]).collect();
        for id in &self.acknowledged {
            assert!(nodes[0].holds(&self.genuine[id]), "an acknowledged event was lost: {id}");
        }
        invariants::all_are_equal(&nodes);
        // One of them: reading a disk checks every signature once more.
        invariants::the_disk_holds_all(nodes[self.random.below(nodes.len())], self.now);
        for entry in self.erased.iter().filter(|entry| nodes[0].replica.papers().is_erased(entry.id())) {
            nodes.iter().for_each(|node| invariants::the_body_is_gone(entry, node));
        }
        for (id, event) in &self.incidents {
            let entry = nodes[0].entries().find(|entry| entry.id() == *id && *entry.body() != Body::Erased);
            let Some(entry) = entry else {
                // Posts have deleted it when the coordination had said that it holds it.
                let is_due = self.is_coordination_set_back || nodes[0].replica.papers().is_erased(*id);
                let is_read = connected[0] == 0 && self.acknowledged.contains(id);
                assert!(is_due || !is_read, "the words of an acknowledged incident are lost: {id}");
                continue;
            };
            assert_eq!(entry.header().kind, Kind::Incident);
            assert!(nodes[0].replica.read(entry, None).is_err(), "a sealed body is read by nobody without the key");
            assert_eq!(nodes[0].replica.read(entry, Some(&SEALING)).as_ref(), Ok(event), "and by whoever has it");
        }
        let (mut recorded, _) = nodes[0].replica.recorded();
        self.random.shuffle(&mut recorded);
        assert_eq!(Books::of(&recorded), nodes[0].books(), "books do not depend on the order of events");
    }

    /// Holds the books against the truth, if everything that was said has come through. Gives whether it has.
    fn check_truth(&self, connected: &[usize]) -> bool {
        let node = &self.nodes[connected[0]];
        let (recorded, _) = node.replica.recorded();
        let counted: BTreeSet<EventId> = recorded.iter().map(|recorded| recorded.id).collect();
        let is_whole = self.said.iter().all(|ways| ways.iter().any(|id| counted.contains(id)));
        let is_spoilt = self.thief.as_ref().is_some_and(|thief| !thief.wrote.is_disjoint(&counted));
        // What an erased event said is gone, and with it what tells its copies: they are asked about, and not corrected with it.
        let is_erased = |id: &EventId| self.erased.iter().any(|entry| entry.id() == *id);
        let is_copy_left = recorded
            .iter()
            .any(|recorded| matches!(&recorded.event.what, What::Correction { replaces, .. } if is_erased(replaces)));
        let is_told = is_whole && !is_spoilt && !is_copy_left;
        if is_told {
            invariants::books_are_true(&node.books(), &self.truth);
        }
        is_told
    }
}

/// The same event with one person fewer; nothing where it has no count of people on the move.
fn too_low(event: &Event) -> Option<Event> {
    let mut wrong = event.clone();
    match &mut wrong.what {
        What::Boarded { count, .. } | What::Alighted { count, .. } => {
            *count = heads(count.at_least().0.checked_sub(1).filter(|people| People(*people) > People(0))?);
            Some(wrong)
        }
        _ => None,
    }
}

/// How long slips hold is longer than any world lasts: whoever is outside has a wrong clock.
const _: () = assert!(SLIP_S > 48 * 3600);
