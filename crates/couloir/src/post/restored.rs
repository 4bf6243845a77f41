//! A device whose own later events come back from others: its disk goes back to an older copy.

use super::{Post, PostError};
use couloir_ledger::chain::Log;
use couloir_ledger::envelope::Body;
use couloir_ledger::replica::{Change, Received};
use couloir_model::clock::UnixSeconds;

/// What a device has found of itself when its own events came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restored {
    /// When the first of them came back.
    pub at: UnixSeconds,
    /// How many of its own events it had lost.
    pub events: u64,
    /// Sealed records that came back without their words: posts had deleted them, since this device was known to hold them. Counted at
    /// the coordination, which alone could have read them.
    pub words_gone: u64,
}

/// How long it is shown, in seconds: a week, our own choice. What follows from it is looked through by then, and a fork is shown for ever.
const SHOWN_S: i64 = 7 * 86_400;

/// The name of the note.
const RESTORED: &str = "restored";

impl Post {
    /// What is known of this device having been restored from an older copy, within the last week.
    #[must_use]
    pub fn restored(&self) -> Option<Restored> {
        self.restored.filter(|restored| self.now.0.saturating_sub(restored.at.0) < SHOWN_S)
    }

    /// How many events this device holds of its own.
    pub(super) fn own_events(&self) -> usize {
        self.replica.log(self.keys.device()).map_or(0, Log::len)
    }

    /// Reads what was noted of it.
    pub(super) fn recall_restored(&mut self) -> Result<(), PostError> {
        self.restored = self.store.noted(RESTORED)?.and_then(|bytes| Restored::from_bytes(&bytes));
        Ok(())
    }

    /// Notes that events of this device itself came from elsewhere which it had not: `own_before` is how many it held before. Nobody else
    /// signs with its key, so that it once wrote them, or somebody has its key.
    pub(super) fn note_restored(&mut self, received: &Received, own_before: usize) -> Result<(), PostError> {
        let came_back = self.own_events().saturating_sub(own_before);
        if came_back == 0 {
            return Ok(());
        }
        let is_wordless = |change: &&Change| matches!(change, Change::Entry(entry) if entry.header().class.is_sealed() && *entry.body() == Body::Erased);
        let wordless = received.changes.iter().filter(is_wordless).count();
        let words_gone = if self.is_coordination() { wordless as u64 } else { 0 };
        let before = self.restored().unwrap_or(Restored { at: self.now, events: 0, words_gone: 0 });
        let restored = Restored {
            events: before.events.saturating_add(came_back as u64),
            words_gone: before.words_gone.saturating_add(words_gone),
            ..before
        };
        self.store.note(RESTORED, &restored.to_bytes())?;
        self.restored = Some(restored);
        Ok(())
    }
}

impl Restored {
    fn to_bytes(self) -> [u8; 24] {
        let numbers = [self.at.0.to_be_bytes(), self.events.to_be_bytes(), self.words_gone.to_be_bytes()];
        std::array::from_fn(|index| numbers[index / 8][index % 8])
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let ([at, events, words_gone], []) = bytes.as_chunks::<8>() else { return None };
        let at = UnixSeconds(i64::from_be_bytes(*at));
        Some(Self { at, events: u64::from_be_bytes(*events), words_gone: u64::from_be_bytes(*words_gone) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_noted_is_read_back() {
        let restored = Restored { at: UnixSeconds(1_800_000_000), events: 3, words_gone: 1 };
        assert_eq!(Restored::from_bytes(&restored.to_bytes()), Some(restored));
        assert_eq!(Restored::from_bytes(&[0; 23]), None);
    }
}
