//! What somebody else is known to hold: by that warnings end, and bodies are deleted here.

use super::{Post, PostError};
use couloir_ledger::access::Access;
use couloir_ledger::chain::Log;
use couloir_ledger::envelope::{Entry, Head};
use couloir_ledger::id::DeviceId;
use couloir_ledger::sync::Frontier;
use couloir_model::clock::UnixSeconds;

impl Post {
    /// True for devices of the operation that nobody has revoked: by what others say to hold, records are deleted here and
    /// warnings end.
    pub(super) fn is_believed(&self, device: DeviceId, now: UnixSeconds) -> bool {
        matches!(Access::of(self.replica.papers(), device, now), Some(Access::Full | Access::Expired))
    }

    /// Somebody else says how far they hold each log.
    pub(super) fn hear(&mut self, by: DeviceId, frontier: &Frontier) -> Result<(), PostError> {
        let device = self.keys.device();
        if let Some(log) = self.replica.log(device) {
            let known = self.store.acknowledged(device)?;
            let now_known = heard(log, &known, frontier);
            if now_known != known {
                self.store.acknowledge(device, &now_known)?;
            }
        }
        if by == self.replica.papers().founding().coordination {
            let known = self.store.coordination_holds()?;
            // A device always holds its own log. Where the coordination says to hold less of its own than stands here, its disk goes back to
            // an older copy, and what it said before is not true any more. An old file that says it delays a deletion and does no harm.
            let is_restored = self.replica.log(by).is_some_and(|log| holds_less(log, frontier));
            let known = if is_restored { Frontier::default() } else { known };
            let of = |log: &Log| (log.device(), heard(log, known.heads(log.device()), frontier));
            let now_known = Frontier::of(self.replica.logs().map(of));
            if is_restored || now_known != known {
                self.store.coordination_has(&now_known)?;
            }
        }
        Ok(())
    }

    /// How far somebody else is known to hold this device's own log: one head a branch.
    ///
    /// # Errors
    ///
    /// [`PostError`] when the disk says no.
    pub fn acknowledged(&mut self) -> Result<Vec<Head>, PostError> {
        Ok(self.store.acknowledged(self.keys.device())?)
    }

    /// How far the coordination is known to hold each log.
    ///
    /// # Errors
    ///
    /// [`PostError`] when the disk says no.
    pub fn coordination_holds(&mut self) -> Result<Frontier, PostError> {
        Ok(self.store.coordination_holds()?)
    }

    /// The events of this device that nobody else is known to hold, the oldest first.
    ///
    /// # Errors
    ///
    /// [`PostError`] when the disk says no.
    pub fn not_passed_on(&mut self) -> Result<Vec<&Entry>, PostError> {
        let acknowledged = self.store.acknowledged(self.keys.device())?;
        let log = self.replica.log(self.keys.device());
        let entries = log.into_iter().flat_map(|log| log.vouched(&acknowledged));
        let mut waiting: Vec<&Entry> = entries.filter(|(_, is_held)| !is_held).map(|(entry, _)| entry).collect();
        waiting.sort_by_key(|entry| entry.header().clock);
        Ok(waiting)
    }
}

/// How far somebody holds `log` who was known to hold `known` of it and now says to be at `frontier`.
fn heard(log: &Log, known: &[Head], frontier: &Frontier) -> Vec<Head> {
    let said = [known, frontier.heads(log.device())].concat();
    let mut heads = log.reach(&said);
    // A branch of a time before a backup was restored may come back after somebody has said to hold it.
    heads.extend(said.into_iter().filter(|head| log.entry(*head).is_none()).take(UNKNOWN_HEADS_MAX));
    heads.sort_unstable();
    heads.dedup();
    heads
}

/// True where whoever is at `frontier` does not hold all of `log`.
fn holds_less(log: &Log, frontier: &Frontier) -> bool {
    let held: Vec<Head> = heard(log, &[], frontier);
    // What is unknown here may go on behind what is: then nothing is known to be lacking.
    let is_further = held.iter().any(|head| log.entry(*head).is_none());
    !is_further && log.vouched(&held).any(|(_, is_held)| !is_held)
}

/// Heads of branches that are not here which are remembered: a device is restored once or twice, and a sender of nonsense fills
/// no disk. An assumption.
const UNKNOWN_HEADS_MAX: usize = 16;
