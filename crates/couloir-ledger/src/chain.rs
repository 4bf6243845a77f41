//! The log of one device: a chain of events, and the branches of it where the device was cloned or a backup restored.
//!
//! **Invariant:** every entry's backlink is the entry before it. **Invariant:** nothing is ever taken out; a body may go.

use crate::envelope::{Body, Entry, Head, Tip};
use crate::id::{DeviceId, EventId};
use std::collections::BTreeMap;

/// All that one device has written, as far as it is known here.
///
/// A healthy device has one branch. A disk that was cloned, a backup that was restored or a key that was stolen gives
/// more: two different events at one position. Both are kept, for both may tell of people, and the fork is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    device: DeviceId,
    branches: Vec<Branch>,
    /// Signatures by position and event: where a run of events can be cut so that its end is signed.
    tips: BTreeMap<Head, [u8; 64]>,
}

/// A chain that grows from the beginning, or from an entry of an earlier branch.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Branch {
    /// What it grows from; nothing for the beginning.
    root: Option<Head>,
    entries: Vec<Entry>,
}

/// Why an entry cannot be added to a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoLink {
    /// The event before it is not known here: something between was not received.
    #[error("what came before event {0} is missing")]
    Gap(u64),
    /// Its clock stands before that of the event before it, which no device of ours ever writes.
    #[error("event {0} was recorded before the one that it follows")]
    Clock(u64),
}

/// What came of adding an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Added {
    /// It is new.
    New,
    /// It was here without its body, and has it now.
    Filled,
    /// It was here.
    Known,
}

/// How far each branch of a log is held by somebody else: positions, one a branch.
struct Covered(Vec<u64>);

impl Log {
    /// The log of a device of which nothing is known.
    #[must_use]
    pub const fn new(device: DeviceId) -> Self {
        Self { device, branches: Vec::new(), tips: BTreeMap::new() }
    }

    /// The device.
    #[must_use]
    pub const fn device(&self) -> DeviceId {
        self.device
    }

    /// The number of events.
    #[must_use]
    pub fn len(&self) -> usize {
        self.branches.iter().map(|branch| branch.entries.len()).sum()
    }

    /// True when nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.branches.is_empty()
    }

    /// Every entry, branch by branch.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.branches.iter().flat_map(|branch| &branch.entries)
    }

    /// The ends of all branches, in order.
    #[must_use]
    pub fn heads(&self) -> Vec<Head> {
        let mut heads: Vec<Head> =
            self.branches.iter().filter_map(|branch| Some(branch.entries.last()?.head())).collect();
        heads.sort_unstable();
        heads
    }

    /// The end of the longest branch: where the device itself goes on.
    #[must_use]
    pub fn head(&self) -> Option<Head> {
        self.heads().last().copied()
    }

    /// The positions at which two different events stand, each with the events that begin the branches.
    #[must_use]
    pub fn forks(&self) -> Vec<Head> {
        let mut forks: Vec<Head> =
            self.branches.iter().skip(1).filter_map(|branch| Some(branch.entries.first()?.head())).collect();
        forks.sort_unstable();
        forks
    }

    /// The entry at `head`.
    #[must_use]
    pub fn entry(&self, head: Head) -> Option<&Entry> {
        let (branch, index) = self.find(head)?;
        Some(&self.branches[branch].entries[index])
    }

    /// The entry of this name, at whatever position. Slow: for people, not for protocols.
    #[must_use]
    pub fn by_id(&self, id: EventId) -> Option<&Entry> {
        self.entries().find(|entry| entry.id() == id)
    }

    /// Adds an entry whose author has been checked.
    ///
    /// # Errors
    ///
    /// [`NoLink`] when it follows on nothing that is known.
    pub(crate) fn add(&mut self, entry: Entry) -> Result<Added, NoLink> {
        assert_eq!(entry.header().device, self.device, "an entry is added to its own device's log");
        if let Some((branch, index)) = self.find(entry.head()) {
            return Ok(self.branches[branch].fill(index, entry));
        }
        let sequence = entry.header().sequence;
        let root = match (entry.header().backlink, sequence) {
            (None, 1) => None,
            (Some(id), 2..) => Some(Head { sequence: sequence - 1, id }),
            _ => return Err(NoLink::Gap(sequence)),
        };
        let Some(root) = root else {
            self.branches.push(Branch { root, entries: vec![entry] });
            return Ok(Added::New);
        };
        let (branch, index) = self.find(root).ok_or(NoLink::Gap(sequence))?;
        if entry.header().clock <= self.branches[branch].entries[index].header().clock {
            return Err(NoLink::Clock(sequence));
        }
        if index + 1 == self.branches[branch].entries.len() {
            self.branches[branch].entries.push(entry);
        } else {
            self.branches.push(Branch { root: Some(root), entries: vec![entry] });
        }
        Ok(Added::New)
    }

    /// Remembers a signature that has been checked. Gives false when there is one already: the first stays.
    pub(crate) fn add_tip(&mut self, tip: Tip) -> bool {
        if self.tips.contains_key(&tip.head) || self.find(tip.head).is_none() {
            return false;
        }
        self.tips.insert(tip.head, tip.signature);
        true
    }

    /// The signature under `head`.
    pub(crate) fn signature(&self, head: Head) -> Option<&[u8; 64]> {
        self.tips.get(&head)
    }

    /// True where what follows on `head` goes on a branch that is here, or begins the log; false where it begins a branch.
    pub(crate) fn ends_with(&self, head: Option<Head>) -> bool {
        let is_end = |branch: &Branch| branch.entries.last().map(Entry::head) == head;
        if head.is_none() { self.is_empty() } else { self.branches.iter().any(is_end) }
    }

    /// Every head that is signed.
    pub(crate) fn signed_heads(&self) -> Vec<Head> {
        self.tips.keys().copied().collect()
    }

    /// Deletes the body of the entry at `head`. Gives false when there is none.
    pub(crate) fn erase(&mut self, head: Head) -> bool {
        let Some((branch, index)) = self.find(head) else { return false };
        let entry = &mut self.branches[branch].entries[index];
        let is_here = *entry.body() != Body::Erased;
        entry.erase();
        is_here
    }

    /// Every entry, and whether one of `heads` vouches for it: is the entry itself, or comes after it on its branch.
    pub fn vouched(&self, heads: &[Head]) -> impl Iterator<Item = (&Entry, bool)> {
        let covered = self.covered(heads).0;
        self.branches.iter().zip(covered).flat_map(|(branch, covered)| {
            branch.entries.iter().map(move |entry| (entry, entry.header().sequence <= covered))
        })
    }

    /// The ends of what `heads` vouch for together, one a branch that they reach into. Heads that are unknown here count for nothing.
    #[must_use]
    pub fn reach(&self, heads: &[Head]) -> Vec<Head> {
        let covered = self.covered(heads).0;
        let ends = self.branches.iter().zip(covered).filter_map(|(branch, covered)| {
            let index = usize::try_from(covered.checked_sub(branch.first())?).ok()?;
            Some(branch.entries.get(index)?.head())
        });
        ends.collect()
    }

    /// The runs of entries that somebody lacks who has `heads` and all before them: consecutive entries of one branch,
    /// each run ending at a signature. What is not signed yet stays here.
    ///
    /// Heads that are unknown here cover nothing.
    pub(crate) fn runs_beyond(&self, heads: &[Head]) -> Vec<(&[Entry], [u8; 64])> {
        let covered = self.covered(heads);
        let mut runs = Vec::new();
        for (branch, covered) in self.branches.iter().zip(covered.0) {
            let held = branch.entries.partition_point(|entry| entry.header().sequence <= covered);
            let mut rest = &branch.entries[held..];
            while let Some((run, signature)) = self.first_run(rest) {
                runs.push((run, signature));
                rest = &rest[run.len()..];
            }
        }
        runs
    }

    /// The entries up to the first that is signed, with its signature.
    fn first_run<'a>(&self, entries: &'a [Entry]) -> Option<(&'a [Entry], [u8; 64])> {
        let signed = entries.iter().zip(1..).find_map(|(entry, end)| Some((end, *self.tips.get(&entry.head())?)));
        signed.map(|(end, signature)| (&entries[..end], signature))
    }

    /// How far each branch is covered by `heads` and all that they vouch for.
    fn covered(&self, heads: &[Head]) -> Covered {
        let mut covered = vec![0; self.branches.len()];
        for head in heads {
            let mut at = self.find(*head);
            while let Some((branch, index)) = at {
                let sequence = self.branches[branch].entries[index].header().sequence;
                if sequence <= covered[branch] {
                    break;
                }
                covered[branch] = sequence;
                at = self.branches[branch].root.and_then(|root| self.find(root));
            }
        }
        Covered(covered)
    }

    /// The branch and index of the entry at `head`.
    fn find(&self, head: Head) -> Option<(usize, usize)> {
        self.branches.iter().enumerate().find_map(|(number, branch)| {
            let index = usize::try_from(head.sequence.checked_sub(branch.first())?).ok()?;
            let entry = branch.entries.get(index)?;
            (entry.id() == head.id).then_some((number, index))
        })
    }
}

impl Branch {
    /// The position of its first entry.
    fn first(&self) -> u64 {
        self.root.map_or(1, |root| root.sequence + 1)
    }

    /// Takes the body of `entry` where its own was erased elsewhere before it came here. What was sealed and erased does not
    /// come back by a stale stick.
    fn fill(&mut self, index: usize, entry: Entry) -> Added {
        let held = &mut self.entries[index];
        let is_wanted = *held.body() == Body::Erased && !held.header().class.is_sealed();
        if is_wanted && *entry.body() != Body::Erased {
            *held = entry;
            return Added::Filled;
        }
        Added::Known
    }
}
